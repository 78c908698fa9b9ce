#define G_LOG_DOMAIN "tiem-gaps"

#include "store/tiem-gaps.h"

/* A channel that works is asked every two minutes at the very least, and when it answered last goes
 * before whatever else is written: a silence that is longer means that nobody asked, or that who
 * did was killed. */
#define AWAY_MS (5 * 60 * 1000)
/* The failure is noticed by the first call after it began. */
#define SLACK_MS (60 * 1000)
#define KEPT_MS (90 * 24 * 60 * 60 * G_GINT64_CONSTANT (1000))

/* @ended_at: 0 = it lasts */
static gboolean
add_gap (TiemWrite *write,
         gint64 channel_id,
         gint64 began_at,
         gint64 ended_at,
         const char *class,
         GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO channel_gap (channel_id, began_at, ended_at, class)"
                      " VALUES (?1, ?2, ?3, ?4)",
                      TIEM_INT (channel_id),
                      TIEM_INT (began_at),
                      TIEM_INT (ended_at),
                      TIEM_TEXT (class))
         && tiem_db_run (write->db,
                         error,
                         "DELETE FROM channel_gap WHERE channel_id = ?1 AND began_at < ?2"
                         " AND ended_at > 0",
                         TIEM_INT (channel_id),
                         TIEM_INT (write->now - KEPT_MS));
}

static gboolean
close_open (TiemWrite *write,
            gint64 channel_id,
            GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "UPDATE channel_gap SET ended_at = max (?2, began_at)"
                      " WHERE channel_id = ?1 AND ended_at = 0",
                      TIEM_INT (channel_id),
                      TIEM_INT (write->now));
}

gboolean
tiem_gaps_note (TiemWrite *write,
                gint64 channel_id,
                const char *class,
                GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "SELECT c.last_ok_at, g.class FROM channel c LEFT JOIN channel_gap g"
                       " ON g.channel_id = c.id AND g.ended_at = 0 WHERE c.id = ?1",
                       TIEM_INT (channel_id));
  g_autofree char *open = NULL;
  gint64 last_ok_at;
  gboolean was_away;
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  last_ok_at = tiem_stmt_int (row, 0);
  open = tiem_stmt_dup_text (row, 1);
  was_away = open == NULL && last_ok_at > 0 && write->now - last_ok_at > AWAY_MS;
  g_clear_pointer (&row, tiem_stmt_release);

  if (was_away && !add_gap (write, channel_id, last_ok_at, write->now, TIEM_GAP_AWAY, error))
    return FALSE;
  if (g_strcmp0 (open, class) == 0)
    return TRUE;
  if (open != NULL && !close_open (write, channel_id, error))
    return FALSE;
  return class == NULL || add_gap (write, channel_id, write->now, 0, class, error);
}

gboolean
tiem_gaps_find (TiemDb *db,
                gint64 channel_id,
                gint64 from,
                gint64 to,
                char **class,
                gint64 *began_at,
                gint64 *ended_at,
                GError **error)
{
  g_autoptr (TiemStmt) row = NULL;
  int step;

  /* One trouble after another is one silence: the first beginning, the last end. */
  row = tiem_db_query (db,
                       error,
                       "SELECT class, min (began_at), iif (min (ended_at) = 0, 0, max (ended_at)),"
                       " max (iif (ended_at = 0, 0x7fffffffffff, ended_at) - began_at)"
                       " FROM channel_gap WHERE channel_id = ?1 AND began_at <= ?3 + ?4"
                       " AND (ended_at = 0 OR ended_at >= ?2 - ?4) HAVING count (*) > 0",
                       TIEM_INT (channel_id),
                       TIEM_INT (from),
                       TIEM_INT (to),
                       TIEM_INT (SLACK_MS));
  *class = NULL;
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      *class = tiem_stmt_dup_text (row, 0);
      *began_at = tiem_stmt_int (row, 1);
      *ended_at = tiem_stmt_int (row, 2);
    }
  return TRUE;
}
