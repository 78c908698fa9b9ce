#define G_LOG_DOMAIN "tiem-store-log"

#include "store/tiem-later.h"
#include "store/tiem-store-channels.h"

#define KEPT_MS (30 * 24 * 60 * 60 * G_GINT64_CONSTANT (1000))

gboolean
tiem_log_insert (TiemWrite *write,
                 const TiemLogEntry *entry,
                 const char *message,
                 GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO sync_log (at, channel_id, endpoint, outcome, status,"
                      " duration_ms, request_id, message)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                      TIEM_INT (entry->at),
                      TIEM_ID (entry->channel_id),
                      TIEM_TEXT (entry->endpoint),
                      TIEM_TEXT (entry->outcome != NULL ? entry->outcome : "ok"),
                      TIEM_INT (entry->status),
                      TIEM_INT (entry->duration_ms),
                      TIEM_TEXT (entry->request_id),
                      TIEM_TEXT (message));
}

gboolean
tiem_store_add_log (TiemStore *self,
                    GPtrArray *entries,
                    GError **error)
{
  g_autoptr (TiemWrite) write = NULL;

  if (entries->len == 0)
    return TRUE;
  if ((write = tiem_store_begin_light_write (self, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const TiemLogEntry *entry = g_ptr_array_index (entries, i);

      if (!tiem_log_insert (write, entry, entry->message, error))
        return FALSE;
    }
  if (!tiem_db_run (
          write->db, error, "DELETE FROM sync_log WHERE at < ?1", TIEM_INT (write->now - KEPT_MS)))
    return FALSE;
  write->what |= TIEM_CHANGED_LOG;
  return tiem_write_commit (write, error);
}

void
tiem_store_note_calls (TiemStore *self,
                       GPtrArray *entries)
{
  tiem_later_note_calls (tiem_store_get_later (self), entries);
}

GPtrArray *
tiem_store_list_log (TiemStore *self,
                     gint64 channel_id,
                     gint64 since,
                     gint64 limit,
                     GError **error)
{
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_log_entry_free);
  g_autoptr (TiemRead) read = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  /* Who looks wants to see the last calls too; on a full disk, at least those before. */
  tiem_store_write_noted (self, NULL);
  read = tiem_store_begin_read (self, error);
  if (read != NULL)
    rows = tiem_db_query (
        read->db,
        error,
        channel_id != 0
            ? "SELECT g.at, g.channel_id, c.name, g.endpoint, g.outcome, g.status, g.duration_ms,"
              " g.request_id, g.message FROM sync_log g LEFT JOIN channel c ON c.id = g.channel_id"
              " WHERE g.channel_id = ?1 AND g.at >= ?2 ORDER BY g.at DESC, g.id DESC LIMIT ?3"
            : "SELECT g.at, g.channel_id, c.name, g.endpoint, g.outcome, g.status, g.duration_ms,"
              " g.request_id, g.message FROM sync_log g LEFT JOIN channel c ON c.id = g.channel_id"
              " WHERE ?1 = 0 AND g.at >= ?2 ORDER BY g.at DESC, g.id DESC LIMIT ?3",
        TIEM_INT (channel_id),
        TIEM_INT (since),
        TIEM_INT (limit > 0 ? limit : -1));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemLogEntry *entry = g_new0 (TiemLogEntry, 1);

      entry->at = tiem_stmt_int (rows, 0);
      entry->channel_id = tiem_stmt_int (rows, 1);
      entry->channel_name = tiem_stmt_dup_text (rows, 2);
      entry->endpoint = tiem_stmt_dup_text (rows, 3);
      entry->outcome = tiem_stmt_dup_text (rows, 4);
      entry->status = tiem_stmt_int (rows, 5);
      entry->duration_ms = tiem_stmt_int (rows, 6);
      entry->request_id = tiem_stmt_dup_text (rows, 7);
      entry->message = tiem_stmt_dup_text (rows, 8);
      g_ptr_array_add (entries, entry);
    }
  return step < 0 ? NULL : g_steal_pointer (&entries);
}
