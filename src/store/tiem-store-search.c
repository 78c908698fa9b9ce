#define G_LOG_DOMAIN "tiem-search"

#include "store/tiem-store-search.h"

#include "base/tiem-text.h"
#include "store/tiem-orders-private.h"

#include <string.h>

void
tiem_search_add (GString *text,
                 const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, part);
}

void
tiem_search_add_phone (GString *text,
                       const char *phone)
{
  g_autofree char *normal = tiem_phone_normalise (phone);
  g_autofree char *spaced = NULL;
  gsize length;

  if (normal == NULL)
    return;
  length = strlen (normal);
  tiem_search_add (text, normal + 1); /* without "+" */
  if (length > 4)
    tiem_search_add (text, normal + length - 4);
  if (!g_str_has_prefix (normal, "+84"))
    return;
  g_string_append_printf (text, " 0%s", normal + 3);
  spaced = tiem_phone_format (normal);
  tiem_search_add (text, spaced);
}

/* --- the queue --- */

typedef struct
{
  const char *table; /* static */
  gint64 id;
  char *text; /* (owned); NULL: an order's, made from its rows */
  gboolean is_new;
} Entry;

struct _TiemSearchQueue
{
  GHashTable *entries; /* (element-type Entry) (owned): by table and id, each its own key */
};

static guint
hash_entry (gconstpointer data)
{
  const Entry *entry = data;

  return g_int64_hash (&entry->id) ^ g_str_hash (entry->table);
}

static gboolean
equal_entries (gconstpointer a,
               gconstpointer b)
{
  const Entry *one = a;
  const Entry *other = b;

  return one->id == other->id && g_str_equal (one->table, other->table);
}

static void
free_entry (gpointer data)
{
  g_free (((Entry *)data)->text);
  g_free (data);
}

TiemSearchQueue *
tiem_search_queue_new (void)
{
  TiemSearchQueue *self = g_new0 (TiemSearchQueue, 1);

  self->entries = g_hash_table_new_full (hash_entry, equal_entries, NULL, free_entry);
  return self;
}

void
tiem_search_queue_free (TiemSearchQueue *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

static Entry *
ensure_entry (TiemSearchQueue *self,
              const char *table,
              gint64 id)
{
  Entry wanted = { .table = table, .id = id };
  Entry *entry = g_hash_table_lookup (self->entries, &wanted);

  if (entry == NULL)
    {
      entry = g_memdup2 (&wanted, sizeof wanted);
      g_hash_table_insert (self->entries, entry, entry);
    }
  return entry;
}

void
tiem_search_queue_put (TiemSearchQueue *self,
                       const char *table,
                       gint64 id,
                       const char *text)
{
  Entry *entry = ensure_entry (self, table, id);

  g_free (entry->text);
  entry->text = tiem_text_fold (text);
}

void
tiem_search_queue_put_order (TiemSearchQueue *self,
                             gint64 order_id,
                             gboolean is_new)
{
  Entry *entry = ensure_entry (self, "order_text", order_id);

  entry->is_new = entry->is_new || is_new;
}

static gboolean
write_entry (TiemDb *db,
             const Entry *entry,
             GError **error)
{
  g_autofree char *made = entry->text == NULL ? tiem_order_text_make (db, entry->id, error) : NULL;
  const char *text = entry->text != NULL ? entry->text : made;
  g_autofree char *held = NULL;
  g_autofree char *select = NULL;
  g_autofree char *write = NULL;

  if (text == NULL)
    return FALSE;
  if (!entry->is_new)
    {
      select = g_strdup_printf ("SELECT t FROM %s WHERE rowid = ?1", entry->table);
      if (!tiem_db_get_text (db, &held, error, select, TIEM_INT (entry->id)))
        return FALSE;
      if (g_strcmp0 (held, text) == 0)
        return TRUE;
    }
  write = held == NULL ? g_strdup_printf ("INSERT INTO %s (rowid, t) VALUES (?1, ?2)", entry->table)
                       : g_strdup_printf ("UPDATE %s SET t = ?2 WHERE rowid = ?1", entry->table);
  return tiem_db_run (db, error, write, TIEM_INT (entry->id), TIEM_TEXT (text));
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *one = *(const Entry *const *)a;
  const Entry *other = *(const Entry *const *)b;
  int tables = strcmp (one->table, other->table);

  return tables != 0 ? tables : (one->id > other->id) - (one->id < other->id);
}

gboolean
tiem_search_queue_flush (TiemSearchQueue *self,
                         TiemDb *db,
                         GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &entry, NULL))
    g_ptr_array_add (entries, entry);
  g_ptr_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    if (!write_entry (db, g_ptr_array_index (entries, i), error))
      return FALSE;
  g_hash_table_remove_all (self->entries);
  return TRUE;
}
