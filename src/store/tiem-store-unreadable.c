#define G_LOG_DOMAIN "tiem-store"

#include "store/tiem-store-orders.h"

#include "store/tiem-store-private.h"

gboolean
tiem_store_keep_unreadable (TiemStore *self,
                            gint64 channel_id,
                            const char *kind,
                            const TiemUnreadable *item,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autofree char *checksum = NULL;

  if (item->remote_id == NULL)
    checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, item->raw ? item->raw : "", -1);
  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO unreadable (channel_id, at, kind, remote_id, item_key, reason,"
                       " raw) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                       " ON CONFLICT (channel_id, kind, item_key) DO NOTHING",
                       TIEM_INT (channel_id),
                       TIEM_INT (write->now),
                       TIEM_TEXT (kind),
                       TIEM_TEXT (item->remote_id),
                       TIEM_TEXT (checksum != NULL ? checksum : item->remote_id),
                       TIEM_TEXT (item->reason != NULL ? item->reason : ""),
                       TIEM_TEXT (item->raw)))
    return FALSE;
  if (tiem_db_changes (write->db) > 0)
    write->what |= TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error);
}
