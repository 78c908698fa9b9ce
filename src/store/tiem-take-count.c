#define G_LOG_DOMAIN "tiem-take"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-slip-scan-private.h"
#include "store/tiem-take-private.h"

#include <glib/gi18n-lib.h>

/* Counting: every scan and every typed number at once, with what the ledger says at that moment. */

#define MOST_UNITS 10000000

typedef struct
{
  gboolean is_there;
  gboolean has_counted;
  gint64 counted;
  gint64 pass;
} Counted;

static gboolean
load_counted (TiemWrite *write,
              gint64 take_id,
              gint64 variant_id,
              Counted *counted,
              GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "SELECT counted IS NOT NULL, counted, pass"
                       " FROM take_line WHERE slip_id = ?1 AND variant_id = ?2",
                       TIEM_INT (take_id),
                       TIEM_INT (variant_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  counted->is_there = step > 0;
  if (step > 0)
    {
      counted->has_counted = tiem_stmt_int (row, 0) != 0;
      counted->counted = tiem_stmt_int (row, 1);
      counted->pass = tiem_stmt_int (row, 2);
    }
  return step >= 0;
}

static gboolean
write_count (
    TiemWrite *write, const TiemTake *take, gint64 variant_id, gint64 delta, GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO take_count (slip_id, variant_id, at, pass, delta)"
                      " VALUES (?1, ?2, ?3, ?4, ?5)",
                      TIEM_INT (take->id),
                      TIEM_INT (variant_id),
                      TIEM_INT (write->now),
                      TIEM_INT (take->pass),
                      TIEM_INT (delta));
}

/* The line begins anew in a new pass. */
static gboolean
write_line (TiemWrite *write,
            const TiemTake *take,
            gint64 variant_id,
            gint64 counted,
            gboolean starts,
            GError **error)
{
  return tiem_db_run (
      write->db,
      error,
      "INSERT INTO take_line (slip_id, variant_id, is_extra, pass, counted, first_at,"
      " first_movement, last_at, last_movement, expected)"
      " SELECT ?1, ?2, 1, ?3, ?4, ?5, m.id, ?5, m.id,"
      "  coalesce ((SELECT on_hand FROM stock WHERE variant_id = ?2 AND location_id = ?6), 0)"
      "  FROM (SELECT coalesce (max (id), 0) AS id FROM movement) m WHERE TRUE"
      " ON CONFLICT (slip_id, variant_id) DO UPDATE SET"
      " previous = iif (?7, take_line.counted, previous),"
      " first_at = iif (?7, excluded.first_at, first_at),"
      " first_movement = iif (?7, excluded.first_movement, first_movement),"
      " pass = excluded.pass, counted = excluded.counted, last_at = excluded.last_at,"
      " last_movement = excluded.last_movement, expected = excluded.expected",
      TIEM_INT (take->id),
      TIEM_INT (variant_id),
      TIEM_INT (take->pass),
      TIEM_INT (counted),
      TIEM_INT (write->now),
      TIEM_INT (take->location_id),
      TIEM_INT (starts));
}

/* *total: what is counted now; *is_extra: whether it was not asked for */
static gboolean
count_one (TiemWrite *write,
           const TiemTake *take,
           gint64 variant_id,
           gint64 units,
           gboolean is_total,
           gint64 *total,
           gboolean *is_extra,
           GError **error)
{
  Counted counted = { 0 };
  gboolean starts;
  gint64 before;

  if (!load_counted (write, take->id, variant_id, &counted, error))
    return FALSE;
  starts = !counted.has_counted || counted.pass != take->pass;
  before = starts ? 0 : counted.counted;
  *total = is_total ? units : before + units;
  *is_extra = !counted.is_there;
  if (*total < 0 || *total > MOST_UNITS)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           *total < 0 ? _ ("A count can't be less than 0; type what is there.")
                                      : _ ("That is more than any shelf holds; check the number."));
      return FALSE;
    }
  write->what |= TIEM_CHANGED_SLIPS;
  return write_line (write, take, variant_id, *total, starts, error)
         && write_count (write, take, variant_id, *total - before, error);
}

static gboolean
count_goods (TiemWrite *write,
             const TiemTake *take,
             gint64 variant_id,
             gint64 units,
             gint64 *total,
             gboolean *is_extra,
             GError **error)
{
  g_autoptr (GArray) parts = tiem_slip_list_parts (write->db, variant_id, error);

  /* The first part last, so that *total is its. */
  for (guint i = parts != NULL ? parts->len : 0; i > 0; i--)
    {
      const TiemSlipPart *part = &g_array_index (parts, TiemSlipPart, i - 1);

      if (!count_one (
              write, take, part->variant_id, part->quantity * units, FALSE, total, is_extra, error))
        return FALSE;
    }
  return parts != NULL;
}

gboolean
tiem_store_count_take (TiemStore *self,
                       gint64 take_id,
                       gint64 variant_id,
                       gint64 units,
                       gboolean is_total,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTake) take
      = write != NULL ? tiem_take_load_draft (write->db, take_id, error) : NULL;
  gint64 is_bundle = -1;
  gint64 total;
  gboolean is_extra;

  if (take == NULL
      || !tiem_db_get_int (write->db,
                           &is_bundle,
                           error,
                           "SELECT is_bundle FROM variant WHERE id = ?1",
                           TIEM_INT (variant_id)))
    return FALSE;
  if (is_bundle == 1 && is_total)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("A combo has no number of its own; add combos to its parts, or "
                              "count the parts."));
      return FALSE;
    }
  units = CLAMP (units, -MOST_UNITS - 1, MOST_UNITS + 1);
  return (is_total
              ? is_bundle == 0
                    && count_one (write, take, variant_id, units, TRUE, &total, &is_extra, error)
              : count_goods (write, take, variant_id, units, &total, &is_extra, error))
         && tiem_write_commit (write, error);
}

/* @rest: (out) (transfer full): a second code that came with it */
static TiemSlipScan *
scan_one (TiemWrite *write,
          const TiemTake *take,
          const char *code,
          gint64 chosen_id,
          char **rest,
          GError **error)
{
  g_autoptr (TiemSlipScan) scan = tiem_slip_scan_find (write->db, code, rest, error);

  if (scan == NULL)
    return NULL;
  if (scan->outcome == TIEM_SLIP_SCAN_AMBIGUOUS && chosen_id != 0)
    {
      scan->outcome = TIEM_SLIP_SCAN_FOUND;
      scan->variant_id = chosen_id;
    }
  if (scan->outcome == TIEM_SLIP_SCAN_FOUND
      && !count_goods (
          write, take, scan->variant_id, scan->quantity, &scan->counted, &scan->is_extra, error))
    return NULL;
  return g_steal_pointer (&scan);
}

GPtrArray *
tiem_store_scan_take (
    TiemStore *self, gint64 take_id, const char *code, gint64 chosen_id, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTake) take
      = write != NULL ? tiem_take_load_draft (write->db, take_id, error) : NULL;
  g_autoptr (GPtrArray) scans
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_slip_scan_free);
  g_autofree char *rest = NULL;
  TiemSlipScan *scan;

  if (take == NULL || (scan = scan_one (write, take, code, chosen_id, &rest, error)) == NULL)
    return NULL;
  g_ptr_array_add (scans, scan);
  if (rest != NULL)
    {
      g_autofree char *none = NULL;

      if ((scan = scan_one (write, take, rest, 0, &none, error)) == NULL)
        return NULL;
      g_ptr_array_add (scans, scan);
    }
  return tiem_write_commit (write, error) ? g_steal_pointer (&scans) : NULL;
}

gboolean
tiem_store_uncount_take (TiemStore *self,
                         gint64 take_id,
                         gint64 variant_id,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTake) take
      = write != NULL ? tiem_take_load_draft (write->db, take_id, error) : NULL;

  if (take == NULL)
    return FALSE;
  write->what |= TIEM_CHANGED_SLIPS;
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM take_count WHERE slip_id = ?1 AND variant_id = ?2",
                      TIEM_INT (take_id),
                      TIEM_INT (variant_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE take_line SET counted = NULL, previous = NULL, pass = 0,"
                         " first_at = 0, first_movement = 0, last_at = 0, last_movement = 0,"
                         " expected = 0 WHERE slip_id = ?1 AND variant_id = ?2",
                         TIEM_INT (take_id),
                         TIEM_INT (variant_id))
         && tiem_write_commit (write, error);
}

/* The last scan alone: what it found is not there after all, so the number is of now. */
gboolean
tiem_store_unscan_take (TiemStore *self,
                        gint64 take_id,
                        gint64 *variant_id,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTake) take
      = write != NULL ? tiem_take_load_draft (write->db, take_id, error) : NULL;
  g_autoptr (TiemStmt) row = NULL;
  gint64 id;
  int step;

  *variant_id = 0;
  if (take == NULL)
    return FALSE;
  row = tiem_db_query (write->db,
                       error,
                       "SELECT c.id, c.variant_id FROM take_count c JOIN take_line l"
                       " ON l.slip_id = c.slip_id AND l.variant_id = c.variant_id"
                       " WHERE c.slip_id = ?1 AND c.pass = l.pass ORDER BY c.id DESC LIMIT 1",
                       TIEM_INT (take_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  id = tiem_stmt_int (row, 0);
  *variant_id = tiem_stmt_int (row, 1);
  tiem_stmt_reset (row);
  write->what |= TIEM_CHANGED_SLIPS;
  return tiem_db_run (write->db, error, "DELETE FROM take_count WHERE id = ?1", TIEM_INT (id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE take_line SET counted = (SELECT sum (delta) FROM take_count c"
                         "  WHERE c.slip_id = ?1 AND c.variant_id = ?2 AND c.pass = take_line.pass)"
                         " WHERE slip_id = ?1 AND variant_id = ?2",
                         TIEM_INT (take_id),
                         TIEM_INT (*variant_id))
         && tiem_write_commit (write, error);
}
