#define G_LOG_DOMAIN "tiem-worth"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "store/tiem-worth-private.h"

#include <glib/gi18n-lib.h>

/* How fast goods sell while there are any, and how many to order. */

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
/* Fewer days say nothing about how fast goods sell. */
#define LEAST_DAYS 7
/* Beyond this many movements the rest of the time counts as the oldest of them. */
#define MOST_MOVEMENTS 3000
#define MOST_DAYS 365
#define MOST_UNITS G_GINT64_CONSTANT (1000000000)

gboolean
tiem_worth_get_days (TiemDb *db,
                     gint64 *lead_days,
                     gint64 *cover_days,
                     GError **error)
{
  *lead_days = TIEM_DEFAULT_LEAD_DAYS;
  *cover_days = TIEM_DEFAULT_COVER_DAYS;
  return tiem_db_get_int (
             db,
             lead_days,
             error,
             "SELECT CAST (value AS INTEGER) FROM setting WHERE key = 'reorder_lead_days'")
         && tiem_db_get_int (
             db,
             cover_days,
             error,
             "SELECT CAST (value AS INTEGER) FROM setting WHERE key = 'reorder_cover_days'");
}

gboolean
tiem_store_get_reorder_days (TiemStore *self,
                             gint64 *lead_days,
                             gint64 *cover_days,
                             GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  return read != NULL && tiem_worth_get_days (read->db, lead_days, cover_days, error);
}

static gboolean
put_days (TiemWrite *write,
          const char *key,
          gint64 days,
          GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO setting (key, value) VALUES (?1, CAST (?2 AS TEXT))"
                      " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                      TIEM_TEXT (key),
                      TIEM_INT (CLAMP (days, 0, MOST_DAYS)));
}

gboolean
tiem_store_set_reorder_days (TiemStore *self,
                             gint64 lead_days,
                             gint64 cover_days,
                             GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL || !put_days (write, "reorder_lead_days", lead_days, error)
      || !put_days (write, "reorder_cover_days", cover_days, error))
    return FALSE;
  write->what |= TIEM_CHANGED_PRODUCTS;
  return tiem_write_commit (write, error);
}

gboolean
tiem_store_set_reorder_point (
    TiemStore *self, gint64 variant_id, gboolean has_point, gint64 units, GError **error)
{
  g_autoptr (TiemWrite) write = NULL;

  if (has_point && (units < 0 || units > MOST_UNITS))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("A reorder point is a number of units from 0; check it."));
      return FALSE;
    }
  write = tiem_store_begin_write (self, error);
  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE variant SET reorder_point = ?2 WHERE id = ?1",
                       TIEM_INT (variant_id),
                       TIEM_INT_OR_NULL (has_point, units)))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("There is no such product; refresh the list."));
      return FALSE;
    }
  write->what |= TIEM_CHANGED_PRODUCTS;
  return tiem_write_commit (write, error);
}

/* --- how fast it sells --- */

typedef struct
{
  gint64 since; /* ms UTC */
  gint64 spent; /* ms in which there was some */
} Window;

static void
count_time (Window *window,
            gint64 from,
            gint64 until)
{
  window->spent += MAX (until - MAX (from, window->since), 0);
}

/* From now back through what has moved. *oldest: when it was first here, or less far back than
 * that but before both windows */
static gboolean
count_stocked (TiemDb *db,
               gint64 now,
               const TiemWorth *worth,
               Window windows[2],
               gint64 *oldest,
               GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db,
                                             error,
                                             "SELECT at, delta FROM movement WHERE variant_id = ?1"
                                             " AND reason <> 'transfer' ORDER BY id DESC LIMIT ?2",
                                             TIEM_INT (worth->id),
                                             TIEM_INT (MOST_MOVEMENTS));
  gint64 balance = worth->units;
  gint64 until = now;
  int step = -1;

  while (rows != NULL && until > windows[1].since && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 at = MIN (tiem_stmt_int (rows, 0), until);

      for (guint i = 0; balance > 0 && i < 2; i++)
        count_time (&windows[i], at, until);
      balance -= tiem_stmt_int (rows, 1);
      until = at;
    }
  if (rows == NULL || (step < 0 && until > windows[1].since))
    return FALSE;
  for (guint i = 0; balance > 0 && i < 2; i++)
    count_time (&windows[i], 0, until);
  *oldest = until;
  return TRUE;
}

/* Returns: thousandths of a unit in a day */
static gint64
get_pace (gint64 units,
          const Window *window,
          gint64 days)
{
  gint64 stocked = CLAMP ((window->spent + DAY_MS - 1) / DAY_MS, LEAST_DAYS, days);

  return MAX (units, 0) * 1000 / stocked;
}

static gint64
divide_up (gint64 a,
           gint64 b)
{
  return a / b + (a % b > 0 ? 1 : 0);
}

gboolean
tiem_worth_plan (
    TiemDb *db, gint64 now, TiemWorth *worth, gint64 lead_days, gint64 cover_days, GError **error)
{
  Window windows[2] = { { now - 30 * DAY_MS, 0 }, { now - 90 * DAY_MS, 0 } };
  gint64 here = worth->available + worth->drafted;
  gint64 oldest;

  if (!count_stocked (db, now, worth, windows, &oldest, error))
    return FALSE;
  worth->empty_days = (now - MAX (oldest, windows[1].since) - windows[1].spent) / DAY_MS;
  worth->pace_milli = MAX (get_pace (worth->sold_30_days, &windows[0], 30),
                           get_pace (worth->sold_90_days, &windows[1], 90));
  worth->left_days
      = worth->pace_milli > 0 ? MAX (worth->available, 0) * 1000 / worth->pace_milli : -1;
  worth->suggestion = divide_up (worth->pace_milli * (lead_days + cover_days), 1000) - here;
  if (worth->has_reorder_point)
    worth->suggestion = MAX (worth->suggestion, worth->reorder_point + 1 - here);
  worth->suggestion = MAX (worth->suggestion, 0);
  return TRUE;
}
