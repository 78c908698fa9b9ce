#define G_LOG_DOMAIN "tiem-pack"

#include "config.h"

#include "store/tiem-store-pack.h"

#include "base/tiem-error.h"
#include "store/tiem-ids.h"
#include "store/tiem-pack-private.h"

#include <glib/gi18n-lib.h>

/* Packing by scan: what each scan writes. */

/* Runs of long ago are of no use to anybody. */
#define RUNS_KEPT_MS (G_GINT64_CONSTANT (90) * 24 * 3600000)

gboolean
tiem_pack_open (TiemWrite *write,
                gint64 run_id,
                gint64 order_id,
                GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "UPDATE pack_run SET order_id = ?2, scanned_at = ?3 WHERE id = ?1",
                      TIEM_INT (run_id),
                      TIEM_ID (order_id),
                      TIEM_INT (write->now));
}

gboolean
tiem_pack_open_next (TiemWrite *write,
                     gint64 run_id,
                     gint64 but,
                     GError **error)
{
  gint64 order_id;

  return tiem_pack_find_next (write->db, run_id, but, &order_id, error)
         && tiem_pack_open (write, run_id, order_id, error);
}

/* --- a run begins --- */

static GArray *
select_waiting (TiemDb *db,
                GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db,
                                             error,
                                             "SELECT o.id FROM customer_order o WHERE o.todo = 1"
                                             " AND " TIEM_PACK_READY);

  return rows != NULL ? tiem_ids_collect (rows, error) : NULL;
}

/* The last run, when it goes on still; else a new one. */
static gboolean
take_run (TiemWrite *write,
          gint64 *run_id,
          GError **error)
{
  *run_id = 0;
  if (!tiem_db_run (write->db,
                    error,
                    "DELETE FROM pack_run WHERE scanned_at < ?1",
                    TIEM_INT (write->now - RUNS_KEPT_MS))
      || !tiem_db_get_int (write->db,
                           run_id,
                           error,
                           "SELECT max (id) FROM pack_run WHERE scanned_at >= ?1",
                           TIEM_INT (write->now - TIEM_PACK_RUN_ENDS_MS)))
    return FALSE;
  if (*run_id != 0)
    return TRUE;
  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO pack_run (started_at, scanned_at) VALUES (?1, ?1)",
                    TIEM_INT (write->now)))
    return FALSE;
  *run_id = tiem_db_last_id (write->db);
  return TRUE;
}

/* The waiting orders of the run become @ids, as far as they can be packed. */
static gboolean
put_orders (TiemWrite *write,
            gint64 run_id,
            GArray *ids,
            GError **error)
{
  g_autofree char *json = tiem_ids_to_json (ids);

  return tiem_db_run (write->db,
                      error,
                      "UPDATE pack_order SET position = -1 WHERE run_id = ?1 AND state = 'waiting'",
                      TIEM_INT (run_id))
         && tiem_db_run (write->db,
                         error,
                         "INSERT INTO pack_order (run_id, order_id, position)"
                         " SELECT ?1, o.id, row_number () OVER ("
                         "  ORDER BY o.is_short, o.deadline, o.placed_at, o.id)"
                         " FROM customer_order o"
                         " WHERE o.id IN (SELECT value FROM json_each (?2)) AND " TIEM_PACK_READY
                         " ON CONFLICT (run_id, order_id) DO UPDATE"
                         " SET position = excluded.position, state = 'waiting', at = 0",
                         TIEM_INT (run_id),
                         TIEM_TEXT (json))
         && tiem_db_run (write->db,
                         error,
                         "DELETE FROM pack_order WHERE run_id = ?1 AND state = 'waiting'"
                         " AND position = -1",
                         TIEM_INT (run_id));
}

/* An order that was open stays so while it is one of the run's. */
static gboolean
open_first (TiemWrite *write,
            gint64 run_id,
            GError **error)
{
  gint64 order_id = 0;

  if (!tiem_db_get_int (write->db,
                        &order_id,
                        error,
                        "SELECT r.order_id FROM pack_run r"
                        " JOIN pack_order p ON p.run_id = r.id AND p.order_id = r.order_id"
                        " JOIN customer_order o ON o.id = r.order_id"
                        " WHERE r.id = ?1 AND p.state = 'waiting' AND " TIEM_PACK_READY,
                        TIEM_INT (run_id)))
    return FALSE;
  if (order_id != 0)
    return tiem_pack_open (write, run_id, order_id, error);
  return tiem_pack_open_next (write, run_id, 0, error);
}

/* Of a single order it can be said why. */
static void
set_nothing_error (TiemWrite *write,
                   GArray *ids,
                   GError **error)
{
  g_autoptr (TiemPackOrder) order = NULL;
  g_autoptr (TiemPackResult) refusal = NULL;
  g_autofree char *why = NULL;

  if (ids->len == 1)
    order = tiem_pack_read_order (write->db, g_array_index (ids, gint64, 0), FALSE, NULL);
  if (order != NULL && (refusal = tiem_pack_order_dup_refusal (order)) != NULL)
    why = tiem_pack_result_dup_title (refusal, write->now);
  if (why != NULL)
    g_set_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT, "%s.", why);
  else
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_CONFLICT,
                         _ ("None of these orders waits to be packed; choose orders that are "
                            "confirmed and not packed yet."));
}

static gboolean
check_waiting (TiemWrite *write,
               gint64 run_id,
               GArray *ids,
               GError **error)
{
  gint64 n = 0;

  if (!tiem_db_get_int (write->db,
                        &n,
                        error,
                        "SELECT count (*) FROM pack_order WHERE run_id = ?1 AND state = 'waiting'",
                        TIEM_INT (run_id)))
    return FALSE;
  if (n == 0)
    set_nothing_error (write, ids, error);
  return n > 0;
}

gint64
tiem_store_begin_pack (TiemStore *self,
                       GArray *order_ids,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GArray) ids = NULL;
  gint64 run_id;

  if (write == NULL)
    return 0;
  ids = order_ids != NULL ? g_array_ref (order_ids) : select_waiting (write->db, error);
  if (ids == NULL || !take_run (write, &run_id, error) || !put_orders (write, run_id, ids, error)
      || !check_waiting (write, run_id, ids, error) || !open_first (write, run_id, error)
      || !tiem_write_commit (write, error))
    return 0;
  return run_id;
}

/* --- a scan --- */

typedef struct
{
  TiemWrite *write;
  gint64 run_id;
  gint64 scanned_at;   /* when something was last done in the run */
  TiemPackOrder *open; /* (owned) (nullable) */
  gboolean changed;
} Scan;

static void
scan_clear (Scan *self)
{
  g_clear_pointer (&self->open, tiem_pack_order_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scan, scan_clear)

static gboolean
load_scan (Scan *self,
           GError **error)
{
  gint64 order_id = 0;

  g_clear_pointer (&self->open, tiem_pack_order_free);
  if (!tiem_pack_read_open (self->write->db, self->run_id, &order_id, &self->scanned_at, error))
    return FALSE;
  if (order_id != 0)
    self->open = tiem_pack_read_order (self->write->db, order_id, TRUE, error);
  return order_id == 0 || self->open != NULL;
}

/* What was scanned of it is of no more use, and may be another number the next time. */
static gboolean
drop_counts (TiemWrite *write,
             gint64 order_id,
             GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM pack_count"
                      " WHERE line_id IN (SELECT id FROM order_line WHERE order_id = ?1)",
                      TIEM_INT (order_id));
}

static gboolean
finish_order (Scan *self,
              TiemPackResult *result,
              GError **error)
{
  TiemWrite *write = self->write;
  TiemOrderEventRow event = { .order_id = self->open->id,
                              .at = write->now,
                              .kind = TIEM_EVENT_PACKED,
                              .source = "owner",
                              .quantity = tiem_pack_order_get_wanted (self->open) };

  result->outcome = TIEM_PACK_COMPLETE;
  result->order_id = self->open->id;
  result->units = event.quantity;
  g_free (result->number);
  result->number = g_strdup (self->open->number);
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer_order SET packed_at = ?2 WHERE id = ?1",
                      TIEM_INT (self->open->id),
                      TIEM_INT (write->now))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE pack_order SET state = 'packed', at = ?3, units = ?4"
                         " WHERE run_id = ?1 AND order_id = ?2",
                         TIEM_INT (self->run_id),
                         TIEM_INT (self->open->id),
                         TIEM_INT (write->now),
                         TIEM_INT (event.quantity))
         && drop_counts (write, self->open->id, error)
         && tiem_order_events_add (write, &event, error)
         && tiem_pack_open_next (write, self->run_id, self->open->id, error);
}

static gboolean
count_units (Scan *self,
             TiemPackResult *result,
             GError **error)
{
  TiemWrite *write = self->write;
  TiemPackLine *line = g_ptr_array_index (self->open->lines, (guint)result->line);
  TiemPackPart *part
      = result->part >= 0 ? g_ptr_array_index (line->parts, (guint)result->part) : NULL;

  if (part != NULL)
    part->scanned += result->quantity;
  else
    line->scanned += result->quantity;
  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO pack_count (line_id, part_id, scanned) VALUES (?1, ?2, ?3)"
                    " ON CONFLICT (line_id, part_id) DO UPDATE"
                    " SET scanned = scanned + excluded.scanned",
                    TIEM_INT (line->line_id),
                    TIEM_INT (part != NULL ? part->variant_id : 0),
                    TIEM_INT (result->quantity))
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE pack_order SET spent_ms = spent_ms + ?3"
                       " WHERE run_id = ?1 AND order_id = ?2",
                       TIEM_INT (self->run_id),
                       TIEM_INT (self->open->id),
                       TIEM_INT (tiem_pack_get_spent (self->scanned_at, write->now))))
    return FALSE;
  if (tiem_pack_order_is_complete (self->open))
    return finish_order (self, result, error);
  return tiem_pack_open (write, self->run_id, self->open->id, error);
}

/* An order from outside the run joins it. */
static gboolean
open_order (Scan *self,
            gint64 order_id,
            GError **error)
{
  return tiem_db_run (self->write->db,
                      error,
                      "INSERT INTO pack_order (run_id, order_id, position)"
                      " SELECT ?1, ?2, coalesce (max (position), 0) + 1 FROM pack_order"
                      " WHERE run_id = ?1"
                      " ON CONFLICT (run_id, order_id) DO UPDATE SET state = 'waiting', at = 0",
                      TIEM_INT (self->run_id),
                      TIEM_INT (order_id))
         && tiem_pack_open (self->write, self->run_id, order_id, error);
}

static gboolean
apply_result (Scan *self,
              TiemPackResult *result,
              GError **error)
{
  switch (result->outcome)
    {
    case TIEM_PACK_COUNTED:
      self->changed = TRUE;
      return count_units (self, result, error);
    case TIEM_PACK_OPENED:
    case TIEM_PACK_OPENED_SHORT:
      self->changed = TRUE;
      return open_order (self, result->order_id, error);
    default:
      return TRUE;
    }
}

static gboolean
scan_one (Scan *self,
          const TiemPackFound *found,
          const TiemPackAsk *ask,
          GPtrArray *results,
          GError **error)
{
  TiemPackResult *result = tiem_pack_result_new (found->code);
  TiemPackAsk asked = ask != NULL ? *ask : (TiemPackAsk){ 0 };

  g_ptr_array_add (results, result);
  asked.quantity = MAX (asked.quantity, found->quantity);
  tiem_pack_judge (self->open, found->meaning, &asked, result);
  if (result->outcome == TIEM_PACK_UNKNOWN && found->unreadable != TIEM_PACK_NOTHING)
    result->outcome = found->unreadable;
  /* Opening an order that turns out to have nothing in it is refused with its lines alone. */
  if (result->outcome == TIEM_PACK_OPENED || result->outcome == TIEM_PACK_OPENED_SHORT)
    {
      g_autoptr (TiemPackOrder) order
          = tiem_pack_read_order (self->write->db, result->order_id, TRUE, error);

      if (order == NULL)
        return FALSE;
      if (order->lines->len == 0)
        result->outcome = TIEM_PACK_EMPTY;
    }
  return apply_result (self, result, error);
}

GPtrArray *
tiem_store_scan_pack (
    TiemStore *self, gint64 run_id, const char *code, const TiemPackAsk *ask, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GPtrArray) results
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_result_free);
  g_auto (Scan) scan = { .write = write, .run_id = run_id };
  g_auto (TiemPackFound) found = { 0 };
  g_autofree char *rest = NULL;

  if (write == NULL || !load_scan (&scan, error)
      || !tiem_pack_find (write->db, code, scan.open, &found, error)
      || !scan_one (&scan, &found, ask, results, error))
    return NULL;
  rest = g_steal_pointer (&found.rest);
  if (rest != NULL)
    {
      tiem_pack_found_clear (&found);
      if (!load_scan (&scan, error) || !tiem_pack_find (write->db, rest, scan.open, &found, error)
          || !scan_one (&scan, &found, NULL, results, error))
        return NULL;
    }
  if (scan.changed && !tiem_write_commit (write, error))
    return NULL;
  return g_steal_pointer (&results);
}

/* --- by hand --- */

TiemPackResult *
tiem_store_count_pack (TiemStore *self,
                       gint64 run_id,
                       gint64 line_id,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_auto (Scan) scan = { .write = write, .run_id = run_id };
  g_autoptr (TiemPackMeaning) meaning = tiem_pack_meaning_new ();
  g_autoptr (TiemPackResult) result = tiem_pack_result_new ("");
  const TiemPackAsk ask = { .quantity = 1 };

  g_array_append_val (meaning->lines, line_id);
  if (write == NULL || !load_scan (&scan, error))
    return NULL;
  tiem_pack_judge (scan.open, meaning, &ask, result);
  if (!apply_result (&scan, result, error) || (scan.changed && !tiem_write_commit (write, error)))
    return NULL;
  return g_steal_pointer (&result);
}

gboolean
tiem_store_skip_pack (TiemStore *self,
                      gint64 run_id,
                      GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 order_id = 0;
  gint64 scanned_at;

  return write != NULL && tiem_pack_read_open (write->db, run_id, &order_id, &scanned_at, error)
         && tiem_db_run (write->db,
                         error,
                         "UPDATE pack_order SET position ="
                         " (SELECT max (position) + 1 FROM pack_order WHERE run_id = ?1)"
                         " WHERE run_id = ?1 AND order_id = ?2",
                         TIEM_INT (run_id),
                         TIEM_INT (order_id))
         && tiem_pack_open_next (write, run_id, order_id, error)
         && tiem_write_commit (write, error);
}

static gboolean
check_reopen (const TiemPackOrder *order,
              GError **error)
{
  TiemPackOutcome why = tiem_pack_order_refuse (order);

  if (why == TIEM_PACK_OPENED || why == TIEM_PACK_ALREADY)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               _ ("Order %s has gone or was cancelled meanwhile, so it can't be packed again; look "
                  "at the order."),
               order->number);
  return FALSE;
}

gboolean
tiem_store_reopen_pack (TiemStore *self,
                        gint64 run_id,
                        gint64 order_id,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_auto (Scan) scan = { .write = write, .run_id = run_id };
  g_autoptr (TiemPackOrder) order = NULL;
  TiemOrderEventRow event
      = { .order_id = order_id, .kind = TIEM_EVENT_REOPENED, .source = "owner" };

  if (write == NULL || !load_scan (&scan, error)
      || (order = tiem_pack_read_order (write->db, order_id, FALSE, error)) == NULL
      || !check_reopen (order, error) || !drop_counts (write, order_id, error))
    return FALSE;
  event.at = write->now;
  if (order->packed_at > 0
      && (!tiem_db_run (write->db,
                        error,
                        "UPDATE customer_order SET packed_at = 0 WHERE id = ?1",
                        TIEM_INT (order_id))
          || !tiem_db_run (write->db,
                           error,
                           "UPDATE pack_order SET state = 'waiting', at = 0, units = 0"
                           " WHERE order_id = ?1 AND state = 'packed'",
                           TIEM_INT (order_id))
          || !tiem_order_events_add (write, &event, error)))
    return FALSE;
  write->what |= TIEM_CHANGED_ORDERS;
  return open_order (&scan, order_id, error) && tiem_write_commit (write, error);
}

TiemPackResult *
tiem_store_finish_pack (TiemStore *self,
                        gint64 run_id,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_auto (Scan) scan = { .write = write, .run_id = run_id };
  g_autoptr (TiemPackResult) result = tiem_pack_result_new ("");

  if (write == NULL || !load_scan (&scan, error) || scan.open == NULL
      || tiem_pack_order_refuse (scan.open) != TIEM_PACK_OPENED
      || !tiem_pack_order_is_complete (scan.open) || !finish_order (&scan, result, error)
      || !tiem_write_commit (write, error))
    return NULL;
  return g_steal_pointer (&result);
}
