#define G_LOG_DOMAIN "tiem-store-notes"

#include "config.h"

#include "store/tiem-store-notes.h"

#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-orders-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
tiem_tag_free (TiemTag *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self);
}

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

/* *note: (transfer full) (nullable): without blanks around it; NULL when nothing is left */
static gboolean
read_note (const char *text,
           char **note,
           GError **error)
{
  g_autofree char *stripped = NULL;

  *note = NULL;
  if (text == NULL)
    return TRUE;
  if (!g_utf8_validate (text, -1, NULL))
    return fail (TIEM_ERROR_INVALID, _ ("The note is not text; write it anew."), error);
  stripped = g_strstrip (g_strdup (text));
  if (g_utf8_strlen (stripped, -1) > TIEM_LONGEST_NOTE)
    return fail (TIEM_ERROR_INVALID, _ ("The note is too long; shorten it."), error);
  if (*stripped != '\0')
    *note = g_steal_pointer (&stripped);
  return TRUE;
}

/* Returns: (transfer full): the name with single spaces; NULL with @error */
static char *
read_name (const char *text,
           GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *key = NULL;

  if (!g_utf8_validate (text, -1, NULL) || strpbrk (text, ",\r\n") != NULL)
    {
      fail (TIEM_ERROR_INVALID, _ ("A tag is one line without commas; write it anew."), error);
      return NULL;
    }
  words = g_strsplit_set (text, " \t", -1);
  for (guint i = 0; words[i] != NULL; i++)
    tiem_search_add (name, words[i]);
  if (g_utf8_strlen (name->str, -1) > TIEM_LONGEST_TAG)
    {
      fail (TIEM_ERROR_INVALID, _ ("The tag is too long; shorten it."), error);
      return NULL;
    }
  key = tiem_text_fold (name->str);
  if (*key == '\0')
    {
      fail (TIEM_ERROR_INVALID, _ ("A tag needs a letter or a digit; write it anew."), error);
      return NULL;
    }
  return g_strdup (name->str);
}

static gboolean
check_order (TiemWrite *write,
             gint64 order_id,
             GError **error)
{
  gint64 known = 0;

  if (!tiem_db_get_int (write->db,
                        &known,
                        error,
                        "SELECT 1 FROM customer_order WHERE id = ?1",
                        TIEM_INT (order_id)))
    return FALSE;
  return known != 0
         || fail (TIEM_ERROR_NOT_FOUND, _ ("There is no such order; check its number."), error);
}

static void
touch_order (TiemWrite *write,
             gint64 order_id)
{
  write->what |= TIEM_CHANGED_ORDERS;
  tiem_search_queue_put_order (write->search, order_id, FALSE);
}

/* --- the note --- */

gboolean
tiem_store_set_order_note (TiemStore *self,
                           gint64 order_id,
                           const char *note,
                           GError **error)
{
  g_autofree char *kept = NULL;
  g_autoptr (TiemWrite) write = NULL;

  if (!read_note (note, &kept, error) || (write = tiem_store_begin_write (self, error)) == NULL
      || !check_order (write, order_id, error)
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE customer_order SET owner_note = ?2 WHERE id = ?1",
                       TIEM_INT (order_id),
                       TIEM_TEXT (kept)))
    return FALSE;
  touch_order (write, order_id);
  return tiem_write_commit (write, error);
}

/* --- tags of orders --- */

/* Returns: the tag's id, 0 = there is none, −1 with @error */
static gint64
find_tag (TiemWrite *write,
          const char *name,
          GError **error)
{
  g_autofree char *key = tiem_text_fold (name);
  gint64 id = 0;

  if (!tiem_db_get_int (
          write->db, &id, error, "SELECT id FROM tag WHERE name_key = ?1", TIEM_TEXT (key)))
    return -1;
  return id;
}

/* Returns: 0 with @error */
static gint64
ensure_tag (TiemWrite *write,
            const char *name,
            GError **error)
{
  g_autofree char *key = tiem_text_fold (name);
  gint64 id = find_tag (write, name, error);

  if (id != 0)
    return MAX (id, 0);
  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO tag (name, name_key) VALUES (?1, ?2)",
                    TIEM_TEXT (name),
                    TIEM_TEXT (key)))
    return 0;
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_db_last_id (write->db);
}

static gboolean
put_tag (TiemWrite *write,
         gint64 order_id,
         gint64 tag_id,
         gboolean wanted,
         GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      wanted ? "INSERT OR IGNORE INTO order_tag (order_id, tag_id)"
                               " SELECT id, ?2 FROM customer_order WHERE id = ?1"
                             : "DELETE FROM order_tag WHERE order_id = ?1 AND tag_id = ?2",
                      TIEM_INT (order_id),
                      TIEM_INT (tag_id));
}

gboolean
tiem_store_set_order_tags (TiemStore *self,
                           gint64 order_id,
                           const char *const *names,
                           GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL || !check_order (write, order_id, error)
      || !tiem_db_run (
          write->db, error, "DELETE FROM order_tag WHERE order_id = ?1", TIEM_INT (order_id)))
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = read_name (names[i], error);
      gint64 tag_id = name != NULL ? ensure_tag (write, name, error) : 0;

      if (tag_id == 0 || !put_tag (write, order_id, tag_id, TRUE, error))
        return FALSE;
    }
  touch_order (write, order_id);
  return tiem_write_commit (write, error);
}

/* Returns: (element-type gint64): the orders that changed */
static GArray *
change_tag (TiemStore *self,
            GArray *order_ids,
            const char *text,
            gboolean wanted,
            GError **error)
{
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *name = read_name (text, error);
  g_autoptr (TiemWrite) write = NULL;
  gint64 tag_id;

  if (name == NULL || (write = tiem_store_begin_write (self, error)) == NULL)
    return NULL;
  tag_id = wanted ? ensure_tag (write, name, error) : find_tag (write, name, error);
  if (tag_id < 0 || (wanted && tag_id == 0))
    return NULL;
  for (guint i = 0; tag_id > 0 && i < order_ids->len; i++)
    {
      gint64 order_id = g_array_index (order_ids, gint64, i);

      if (!put_tag (write, order_id, tag_id, wanted, error))
        return NULL;
      if (tiem_db_changes (write->db) == 0)
        continue;
      g_array_append_val (changed, order_id);
      touch_order (write, order_id);
    }
  return tiem_write_commit (write, error) ? g_steal_pointer (&changed) : NULL;
}

GArray *
tiem_store_add_order_tag (TiemStore *self,
                          GArray *order_ids,
                          const char *name,
                          GError **error)
{
  return change_tag (self, order_ids, name, TRUE, error);
}

GArray *
tiem_store_remove_order_tag (TiemStore *self,
                             GArray *order_ids,
                             const char *name,
                             GError **error)
{
  return change_tag (self, order_ids, name, FALSE, error);
}

/* --- the tags themselves --- */

GPtrArray *
tiem_store_list_tags (TiemStore *self,
                      GError **error)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_tag_free);
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        "SELECT id, name, (SELECT count (*) FROM order_tag WHERE tag_id = tag.id)"
                        " FROM tag ORDER BY name_key");
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemTag *tag = g_new0 (TiemTag, 1);

      tag->id = tiem_stmt_int (rows, 0);
      tag->name = tiem_stmt_dup_text (rows, 1);
      tag->orders = tiem_stmt_int (rows, 2);
      g_ptr_array_add (tags, tag);
    }
  return step == 0 ? g_steal_pointer (&tags) : NULL;
}

/* What a search knows of the tag's orders is made anew at the commit. */
static gboolean
touch_orders_of (TiemWrite *write,
                 gint64 tag_id,
                 GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, "SELECT order_id FROM order_tag WHERE tag_id = ?1", TIEM_INT (tag_id));
  g_autoptr (GArray) orders = tiem_ids_collect (rows, error);

  for (guint i = 0; orders != NULL && i < orders->len; i++)
    touch_order (write, g_array_index (orders, gint64, i));
  return orders != NULL;
}

static gboolean
finish_tag (TiemWrite *write,
            GError **error)
{
  if (tiem_db_changes (write->db) == 0)
    return fail (
        TIEM_ERROR_NOT_FOUND, _ ("There is no such tag any more; look at the tags again."), error);
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_write_commit (write, error);
}

gboolean
tiem_store_rename_tag (TiemStore *self,
                       gint64 tag_id,
                       const char *text,
                       GError **error)
{
  g_autofree char *name = read_name (text, error);
  g_autofree char *key = name != NULL ? tiem_text_fold (name) : NULL;
  g_autoptr (TiemWrite) write = NULL;
  gint64 same;

  if (name == NULL || (write = tiem_store_begin_write (self, error)) == NULL
      || (same = find_tag (write, name, error)) < 0)
    return FALSE;
  if (same != 0 && same != tag_id)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_CONFLICT,
                   _ ("There is a tag “%s” already; choose another name."),
                   name);
      return FALSE;
    }
  return touch_orders_of (write, tag_id, error)
         && tiem_db_run (write->db,
                         error,
                         "UPDATE tag SET name = ?2, name_key = ?3 WHERE id = ?1",
                         TIEM_INT (tag_id),
                         TIEM_TEXT (name),
                         TIEM_TEXT (key))
         && finish_tag (write, error);
}

gboolean
tiem_store_delete_tag (TiemStore *self,
                       gint64 tag_id,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && touch_orders_of (write, tag_id, error)
         && tiem_db_run (
             write->db, error, "DELETE FROM order_tag WHERE tag_id = ?1", TIEM_INT (tag_id))
         && tiem_db_run (write->db, error, "DELETE FROM tag WHERE id = ?1", TIEM_INT (tag_id))
         && finish_tag (write, error);
}
