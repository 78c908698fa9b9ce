#define G_LOG_DOMAIN "tiem-lanes"

#include "store/tiem-after-private.h"
#include "store/tiem-later.h"

/* How far a channel's returns, reviews and fees have been read. */

static gboolean
put_cursor (
    TiemWrite *write, gint64 channel_id, const char *lane, const char *cursor, GError **error)
{
  return cursor == NULL
         || tiem_db_run (write->db,
                         error,
                         "INSERT INTO channel_lane (channel_id, lane, cursor) VALUES (?1, ?2, ?3)"
                         " ON CONFLICT (channel_id, lane) DO UPDATE SET cursor = excluded.cursor",
                         TIEM_INT (channel_id),
                         TIEM_TEXT (lane),
                         TIEM_TEXT (cursor));
}

gboolean
tiem_lanes_end_page (
    TiemWrite *write, gint64 channel_id, const char *lane, const char *cursor, GError **error)
{
  TiemStore *store = write->store;

  if (tiem_db_total_changes (write->db) != write->changes)
    return put_cursor (write, channel_id, lane, cursor, error) && tiem_write_commit (write, error);
  if (!tiem_write_commit (write, error))
    return FALSE;
  if (cursor != NULL)
    tiem_later_note_lane (tiem_store_get_later (store), channel_id, lane, cursor, 0);
  return TRUE;
}

/* What is written of a lane. */
typedef struct
{
  char *cursor;
  gint64 read_at;
  gboolean has_problem;
} Written;

static gboolean
read_written (
    TiemStore *self, gint64 channel_id, const char *lane, Written *written, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;
  int step;

  if (read == NULL)
    return FALSE;
  row = tiem_db_query (read->db,
                       error,
                       "SELECT cursor, read_at, problem IS NOT NULL FROM channel_lane"
                       " WHERE channel_id = ?1 AND lane = ?2",
                       TIEM_INT (channel_id),
                       TIEM_TEXT (lane));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      written->cursor = tiem_stmt_dup_text (row, 0);
      written->read_at = tiem_stmt_int (row, 1);
      written->has_problem = tiem_stmt_int (row, 2) != 0;
    }
  return TRUE;
}

gboolean
tiem_store_get_lane (TiemStore *self,
                     gint64 channel_id,
                     const char *lane,
                     char **cursor,
                     gint64 *read_at,
                     GError **error)
{
  g_autofree char *noted_cursor = NULL;
  gint64 noted_at;
  Written written = { 0 };
  gboolean ok;

  tiem_later_get_lane (tiem_store_get_later (self), channel_id, lane, &noted_cursor, &noted_at);
  ok = read_written (self, channel_id, lane, &written, error);
  if (cursor != NULL)
    *cursor = noted_cursor != NULL ? g_steal_pointer (&noted_cursor)
                                   : g_steal_pointer (&written.cursor);
  if (read_at != NULL)
    *read_at = noted_at != 0 ? noted_at : written.read_at;
  g_free (written.cursor);
  return ok;
}

gboolean
tiem_store_finish_lane (TiemStore *self,
                        gint64 channel_id,
                        const char *lane,
                        GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  Written written = { 0 };

  if (!read_written (self, channel_id, lane, &written, error))
    return FALSE;
  g_free (written.cursor);
  if (written.read_at != 0 && !written.has_problem)
    {
      tiem_later_note_lane (
          tiem_store_get_later (self), channel_id, lane, NULL, tiem_store_now (self));
      return TRUE;
    }

  write = tiem_store_begin_write (self, error);
  return write != NULL
         && tiem_db_run (write->db,
                         error,
                         "INSERT INTO channel_lane (channel_id, lane, read_at) VALUES (?1, ?2, ?3)"
                         " ON CONFLICT (channel_id, lane) DO UPDATE SET read_at = excluded.read_at,"
                         " problem = NULL",
                         TIEM_INT (channel_id),
                         TIEM_TEXT (lane),
                         TIEM_INT (write->now))
         && tiem_write_commit (write, error);
}

gboolean
tiem_store_set_lane_problem (
    TiemStore *self, gint64 channel_id, const char *lane, const char *problem, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO channel_lane (channel_id, lane, problem) VALUES (?1, ?2, ?3)"
                       " ON CONFLICT (channel_id, lane) DO UPDATE SET problem = excluded.problem"
                       " WHERE problem IS NOT excluded.problem",
                       TIEM_INT (channel_id),
                       TIEM_TEXT (lane),
                       TIEM_TEXT (problem)))
    return FALSE;
  if (tiem_db_changes (write->db) > 0)
    write->what |= TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error);
}

void
tiem_lane_problem_free (TiemLaneProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->lane);
  g_free (self->problem);
  g_free (self);
}

GPtrArray *
tiem_store_list_lane_problems (TiemStore *self,
                               gint64 channel_id,
                               GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) problems
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_lane_problem_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT channel_id, lane, problem FROM channel_lane"
                          " WHERE problem IS NOT NULL AND (?1 = 0 OR channel_id = ?1)"
                          " ORDER BY channel_id, lane",
                          TIEM_INT (channel_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemLaneProblem *problem = g_new0 (TiemLaneProblem, 1);

      problem->channel_id = tiem_stmt_int (rows, 0);
      problem->lane = tiem_stmt_dup_text (rows, 1);
      problem->problem = tiem_stmt_dup_text (rows, 2);
      g_ptr_array_add (problems, problem);
    }
  return step < 0 ? NULL : g_steal_pointer (&problems);
}

/* --- finding by text --- */

gint64
tiem_after_find (TiemDb *db,
                 const char *sql_own,
                 const char *sql_remote,
                 const char *text,
                 gint64 channel_id,
                 GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;
  gint64 number, id = 0;
  guint n = 0;
  int step = -1;

  /* Our own ids first, as the lists give them. */
  if (g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &number, NULL)
      && !tiem_db_get_int (db, &id, error, sql_own, TIEM_INT (number), TIEM_INT (channel_id)))
    return 0;
  if (id != 0)
    return id;
  rows = tiem_db_query (db, error, sql_remote, TIEM_TEXT (text), TIEM_INT (channel_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    id = n++ == 0 ? tiem_stmt_int (rows, 0) : -1;
  return step < 0 ? 0 : id;
}
