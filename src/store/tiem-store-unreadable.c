#define G_LOG_DOMAIN "tiem-store"

#include "store/tiem-orders-private.h"

/* What a channel sent and nobody understood: kept as it came, until it is understood. */

#define LONGEST_RAW 65536
#define KEPT 1000 /* of a channel, the newest */

static gboolean
add_item (TiemWrite *write,
          gint64 channel_id,
          const char *kind,
          const TiemUnreadable *item,
          GError **error)
{
  g_autofree char *cut = g_strndup (item->raw != NULL ? item->raw : "", LONGEST_RAW);
  g_autofree char *raw = g_utf8_make_valid (cut, -1);
  g_autofree char *key = item->remote_id != NULL
                             ? g_strdup (item->remote_id)
                             : g_compute_checksum_for_string (G_CHECKSUM_SHA256, raw, -1);

  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO unreadable (channel_id, at, kind, remote_id, item_key, reason,"
                    " raw) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                    " ON CONFLICT (channel_id, kind, item_key) DO UPDATE"
                    " SET at = excluded.at, reason = excluded.reason, raw = excluded.raw"
                    " WHERE raw IS NOT excluded.raw OR reason <> excluded.reason",
                    TIEM_INT (channel_id),
                    TIEM_INT (write->now),
                    TIEM_TEXT (kind),
                    TIEM_TEXT (item->remote_id),
                    TIEM_TEXT (key),
                    TIEM_TEXT (item->reason != NULL ? item->reason : ""),
                    TIEM_TEXT (raw)))
    return FALSE;
  if (tiem_db_changes (write->db) > 0)
    write->what |= TIEM_CHANGED_CHANNELS;
  return TRUE;
}

gboolean
tiem_unreadable_add (
    TiemWrite *write, gint64 channel_id, const char *kind, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    if (!add_item (write, channel_id, kind, g_ptr_array_index (items, i), error))
      return FALSE;
  return items->len == 0
         || tiem_db_run (write->db,
                         error,
                         "DELETE FROM unreadable WHERE channel_id = ?1 AND id <= (SELECT id FROM"
                         " unreadable WHERE channel_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                         TIEM_INT (channel_id),
                         TIEM_INT (KEPT));
}

gboolean
tiem_unreadable_clear (TiemWrite *write,
                       gint64 channel_id,
                       GPtrArray *orders,
                       GError **error)
{
  gint64 any = 0;

  if (!tiem_db_get_int (write->db,
                        &any,
                        error,
                        "SELECT 1 FROM unreadable WHERE channel_id = ?1 AND kind = 'order' LIMIT 1",
                        TIEM_INT (channel_id)))
    return FALSE;
  for (guint i = 0; any && i < orders->len; i++)
    {
      const TiemRemoteOrder *order = g_ptr_array_index (orders, i);

      if (!tiem_db_run (write->db,
                        error,
                        "DELETE FROM unreadable WHERE channel_id = ?1 AND kind = 'order'"
                        " AND item_key = ?2",
                        TIEM_INT (channel_id),
                        TIEM_TEXT (order->remote_id)))
        return FALSE;
      if (tiem_db_changes (write->db) > 0)
        write->what |= TIEM_CHANGED_CHANNELS;
    }
  return TRUE;
}

gboolean
tiem_store_keep_unreadable (TiemStore *self,
                            gint64 channel_id,
                            const char *kind,
                            const TiemUnreadable *item,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  g_ptr_array_add (items, (gpointer)item);
  return write != NULL && tiem_unreadable_add (write, channel_id, kind, items, error)
         && tiem_write_commit (write, error);
}

void
tiem_unreadable_record_free (TiemUnreadableRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->remote_id);
  g_free (self->reason);
  g_free (self->raw);
  g_free (self);
}

GPtrArray *
tiem_store_list_unreadable (TiemStore *self,
                            gint64 channel_id,
                            GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_unreadable_record_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT id, channel_id, at, kind, remote_id, reason, raw FROM unreadable"
                          " WHERE ?1 = 0 OR channel_id = ?1 ORDER BY at DESC, id DESC",
                          TIEM_INT (channel_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemUnreadableRecord *record = g_new0 (TiemUnreadableRecord, 1);

      record->id = tiem_stmt_int (rows, 0);
      record->channel_id = tiem_stmt_int (rows, 1);
      record->at = tiem_stmt_int (rows, 2);
      record->kind = tiem_stmt_dup_text (rows, 3);
      record->remote_id = tiem_stmt_dup_text (rows, 4);
      record->reason = tiem_stmt_dup_text (rows, 5);
      record->raw = tiem_stmt_dup_text (rows, 6);
      g_ptr_array_add (records, record);
    }
  return step < 0 ? NULL : g_steal_pointer (&records);
}
