#define G_LOG_DOMAIN "tiem-labels"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-after-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Shipping labels: files beside the database, each with a row that names it. */

static char *
make_path (TiemStore *self,
           const char *file)
{
  return g_build_filename (tiem_store_get_dir (self), "labels", file, NULL);
}

void
tiem_labels_drop_file (TiemStore *self,
                       const char *file)
{
  g_autofree char *path = file != NULL ? make_path (self, file) : NULL;

  if (path != NULL && g_unlink (path) != 0 && errno != ENOENT)
    g_message ("A label could not be removed: %s", g_strerror (errno));
}

static gboolean
write_file (TiemStore *self,
            const char *file,
            GBytes *document,
            GError **error)
{
  g_autofree char *folder = make_path (self, NULL);
  g_autofree char *path = make_path (self, file);
  g_autoptr (GError) local = NULL;
  gsize size;
  const char *data = g_bytes_get_data (document, &size);

  if (g_mkdir_with_parents (folder, 0700) == 0
      && g_file_set_contents_full (path,
                                   data != NULL ? data : "",
                                   (gssize)size,
                                   G_FILE_SET_CONTENTS_CONSISTENT,
                                   0600,
                                   &local))
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? TIEM_ERROR_FULL
                                                                         : TIEM_ERROR_READ_ONLY,
               _ ("The shipping label could not be saved in %s; free some space or make the folder "
                  "writable."),
               folder);
  return FALSE;
}

gboolean
tiem_labels_forget (TiemWrite *write,
                    gint64 order_id,
                    char **file,
                    GError **error)
{
  return tiem_db_get_text (write->db,
                           file,
                           error,
                           "SELECT file FROM label WHERE order_id = ?1",
                           TIEM_INT (order_id))
         && (*file == NULL
             || (tiem_db_run (
                     write->db, error, "DELETE FROM label WHERE order_id = ?1", TIEM_INT (order_id))
                 && tiem_db_run (write->db,
                                 error,
                                 "UPDATE customer_order SET label_at = 0 WHERE id = ?1",
                                 TIEM_INT (order_id))));
}

static gboolean
put_row (
    TiemWrite *write, gint64 order_id, const char *file, const char *content_type, GError **error)
{
  TiemOrderEventRow event
      = { .order_id = order_id, .at = write->now, .kind = TIEM_EVENT_LABEL, .source = "tiem" };

  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO label (order_id, file, content_type, at)"
                      " VALUES (?1, ?2, ?3, ?4)",
                      TIEM_INT (order_id),
                      TIEM_TEXT (file),
                      TIEM_TEXT (content_type),
                      TIEM_INT (write->now))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE customer_order SET label_at = ?2 WHERE id = ?1",
                         TIEM_INT (order_id),
                         TIEM_INT (write->now))
         && tiem_db_run (write->db,
                         error,
                         "DELETE FROM outbox WHERE order_id = ?1 AND kind = 'order:label'"
                         " AND state <> 'sending'",
                         TIEM_INT (order_id))
         && tiem_order_events_add (write, &event, error);
}

gboolean
tiem_store_put_label (
    TiemStore *self, gint64 order_id, GBytes *document, const char *content_type, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  gboolean is_pdf = content_type == NULL || g_str_has_prefix (content_type, "application/pdf");
  g_autofree char *file = g_strconcat (id, is_pdf ? ".pdf" : ".label", NULL);
  g_autofree char *old = NULL;
  g_autoptr (TiemWrite) write = NULL;

  /* The file first: a row always has one, and a crash leaves at most a file too many. */
  if (!write_file (self, file, document, error))
    return FALSE;
  if ((write = tiem_store_begin_write (self, error)) == NULL
      || !tiem_labels_forget (write, order_id, &old, error)
      || !put_row (
          write, order_id, file, content_type != NULL ? content_type : "application/pdf", error))
    {
      tiem_labels_drop_file (self, file);
      return FALSE;
    }
  write->what |= TIEM_CHANGED_ORDERS | TIEM_CHANGED_OUTBOX;
  if (!tiem_write_commit (write, error))
    {
      tiem_labels_drop_file (self, file);
      return FALSE;
    }
  tiem_labels_drop_file (self, old);
  return TRUE;
}

gboolean
tiem_store_drop_label (TiemStore *self,
                       gint64 order_id,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autofree char *file = NULL;

  if (write == NULL || !tiem_labels_forget (write, order_id, &file, error))
    return FALSE;
  write->what |= TIEM_CHANGED_ORDERS;
  if (!tiem_write_commit (write, error))
    return FALSE;
  tiem_labels_drop_file (self, file);
  return TRUE;
}

GBytes *
tiem_store_get_label (TiemStore *self,
                      gint64 order_id,
                      char **content_type,
                      GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  gsize size = 0;
  int step;

  if (read == NULL)
    return NULL;
  row = tiem_db_query (read->db,
                       error,
                       "SELECT file, content_type FROM label WHERE order_id = ?1",
                       TIEM_INT (order_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return NULL;
  if (step > 0)
    path = make_path (self, tiem_stmt_text (row, 0));
  if (path == NULL || !g_file_get_contents (path, &contents, &size, NULL))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("The shipping label of this order is not saved here; fetch it from "
                              "the channel."));
      return NULL;
    }
  if (content_type != NULL)
    *content_type = tiem_stmt_dup_text (row, 1);
  return g_bytes_new_take (g_steal_pointer (&contents), size);
}
