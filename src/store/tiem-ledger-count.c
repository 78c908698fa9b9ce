#define G_LOG_DOMAIN "tiem-ledger"

#include "config.h"

#include "store/tiem-ledger.h"

#include "base/tiem-error.h"
#include "store/tiem-ledger-private.h"

#include <glib/gi18n-lib.h>

/* What the owner's hand does to stock: counting it, and saying what a bundle is made of. */

/* Beyond any shop, and far from where sums could overflow. */
#define MOST_UNITS G_GINT64_CONSTANT (1000000000)

/* Books the lines that the variant's count, or its parts, concern. */
static gboolean
apply_variant (TiemWrite *write,
               gint64 variant_id,
               gboolean anew,
               GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      TIEM_LEDGER_SELECT_LINE " WHERE l.id IN (SELECT x.id FROM listing y JOIN order_line x"
                              "   ON x.listing_id = y.id WHERE y.variant_id = ?1"
                              "  UNION ALL SELECT id FROM order_line WHERE own_variant_id = ?1)"
                              " AND (l.reserved > 0 OR o.left_at = 0 OR o.left_at >= v.counted_at)"
                              " ORDER BY o.placed_at, o.id, l.position, l.id",
      TIEM_INT (variant_id));

  return rows != NULL && tiem_ledger_apply_lines (write, rows, anew, error);
}

/* A bundle counts as soon as all its parts do; without parts it is what it was before. */
static gboolean
start_bundle_count (TiemWrite *write,
                    gint64 bundle_id,
                    GError **error)
{
  return tiem_db_run (
      write->db,
      error,
      "UPDATE variant SET counted_at = coalesce ("
      " (SELECT iif (min (v.counted_at) = 0, 0, max (v.counted_at))"
      "  FROM bundle_item b JOIN variant v ON v.id = b.part_id WHERE b.bundle_id = ?1),"
      " (SELECT min (at) FROM movement WHERE variant_id = ?1 AND line_id IS NULL),"
      " 0) WHERE id = ?1",
      TIEM_INT (bundle_id));
}

static gboolean
start_bundles_of (TiemWrite *write,
                  gint64 part_id,
                  GError **error)
{
  g_autoptr (GArray) bundles = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, "SELECT bundle_id FROM bundle_item WHERE part_id = ?1", TIEM_INT (part_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);

      g_array_append_val (bundles, id);
    }
  if (step < 0)
    return FALSE;
  for (guint i = 0; i < bundles->len; i++)
    {
      gint64 id = g_array_index (bundles, gint64, i);

      if (!start_bundle_count (write, id, error) || !apply_variant (write, id, FALSE, error))
        return FALSE;
      tiem_ledger_mark_variant (write, id);
    }
  return TRUE;
}

typedef struct
{
  gboolean is_bundle;
  gint64 counted_at;
  gint64 on_hand;  /* at all places */
  gint64 at_place; /* at the one asked for */
} Counted;

static gboolean
load_counted (
    TiemWrite *write, gint64 variant_id, gint64 location_id, Counted *counted, GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "SELECT is_bundle, counted_at,"
                       " (SELECT sum (on_hand) FROM stock WHERE variant_id = ?1),"
                       " (SELECT on_hand FROM stock WHERE variant_id = ?1 AND location_id = ?2)"
                       " FROM variant WHERE id = ?1",
                       TIEM_INT (variant_id),
                       TIEM_INT (location_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("There is no such product; refresh the list."));
      return FALSE;
    }
  counted->is_bundle = tiem_stmt_int (row, 0) != 0;
  counted->counted_at = tiem_stmt_int (row, 1);
  counted->on_hand = tiem_stmt_int (row, 2);
  counted->at_place = tiem_stmt_int (row, 3);
  return TRUE;
}

static gboolean
check_count (const Counted *counted,
             gint64 on_hand,
             GError **error)
{
  const char *problem = NULL;

  if (counted->is_bundle)
    problem = _ ("A bundle has no stock of its own; count what it is made of.");
  else if (on_hand < 0)
    problem = _ ("Stock can't be less than 0; count again.");
  else if (on_hand > MOST_UNITS)
    problem = _ ("That is more than Tiệm can count; check the number.");
  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, problem);
  return FALSE;
}

/* An open place; the main one always is. */
static gboolean
check_place (TiemWrite *write,
             gint64 location_id,
             GError **error)
{
  gint64 is_open = location_id == TIEM_MAIN_LOCATION;

  if (!is_open
      && !tiem_db_get_int (write->db,
                           &is_open,
                           error,
                           "SELECT archived_at = 0 FROM location WHERE id = ?1",
                           TIEM_INT (location_id)))
    return FALSE;
  if (!is_open)
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_NOT_FOUND,
                         _ ("There is no such place any more; choose another one."));
  return is_open;
}

/* The owner has said what is there: @counted_at, if it is the first time. */
static gboolean
settle_count (TiemWrite *write,
              gint64 variant_id,
              const Counted *counted,
              const char *reason,
              gint64 counted_at,
              GError **error)
{
  gboolean is_first = counted->counted_at == 0;

  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE variant SET undecided = 0, adopted = ?3,"
                    " counted_at = iif (counted_at = 0, ?2, counted_at) WHERE id = ?1",
                    TIEM_INT (variant_id),
                    TIEM_INT (counted_at),
                    TIEM_INT (g_str_equal (reason, TIEM_LEDGER_ADOPT))))
    return FALSE;
  tiem_ledger_mark_variant (write, variant_id);
  write->what |= TIEM_CHANGED_PRODUCTS;
  return !is_first
         || (apply_variant (write, variant_id, FALSE, error)
             && start_bundles_of (write, variant_id, error));
}

static gboolean
book_count (TiemWrite *write,
            gint64 variant_id,
            const Counted *counted,
            gint64 delta,
            const TiemMovementCause *cause,
            gint64 counted_at,
            GError **error)
{
  /* The first count is written down even when it is 0: it is where the ledger begins. */
  return ((delta == 0 && counted->counted_at > 0)
          || tiem_ledger_move (write, variant_id, delta, cause, error))
         && settle_count (write, variant_id, counted, cause->reason, counted_at, error);
}

typedef struct
{
  gint64 location_id;
  gint64 on_hand;
} Place;

/* Returns: (element-type Place): where there is any of it, those that sell first */
static GArray *
list_places (TiemWrite *write,
             gint64 variant_id,
             GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      "SELECT p.id, s.on_hand FROM stock s JOIN location p ON p.id = s.location_id"
      " WHERE s.variant_id = ?1 AND s.on_hand > 0"
      " ORDER BY p.id <> " TIEM_MAIN_LOCATION_SQL ", p.sells DESC, p.position, p.id",
      TIEM_INT (variant_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Place place = { tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1) };

      g_array_append_val (places, place);
    }
  return step < 0 ? NULL : g_steal_pointer (&places);
}

/* Takes more off the shelves than the main place has. */
static gboolean
spread_count (TiemWrite *write,
              gint64 variant_id,
              const Counted *counted,
              gint64 delta,
              const char *reason,
              const char *note,
              GError **error)
{
  g_autoptr (GArray) places = list_places (write, variant_id, error);

  if (places == NULL)
    return FALSE;
  for (guint i = 0; i < places->len && delta < 0; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      const TiemMovementCause cause
          = { .reason = reason, .note = note, .location_id = place->location_id };
      gint64 units = MIN (place->on_hand, -delta);

      if (!tiem_ledger_move (write, variant_id, -units, &cause, error))
        return FALSE;
      delta += units;
    }
  return settle_count (write, variant_id, counted, reason, write->now, error);
}

/* What is said of all places together. */
static gboolean
book_total (TiemWrite *write,
            gint64 variant_id,
            const Counted *counted,
            gint64 delta,
            const char *reason,
            const char *note,
            GError **error)
{
  const TiemMovementCause cause = { .reason = reason, .note = note };

  if (delta < 0 && counted->at_place + delta < 0 && counted->at_place != counted->on_hand)
    return spread_count (write, variant_id, counted, delta, reason, note, error);
  return book_count (write, variant_id, counted, delta, &cause, write->now, error);
}

gboolean
tiem_ledger_set_stock (TiemWrite *write,
                       gint64 variant_id,
                       gint64 on_hand,
                       const char *reason,
                       const char *note,
                       GError **error)
{
  Counted counted = { 0 };

  return load_counted (write, variant_id, TIEM_MAIN_LOCATION, &counted, error)
         && check_count (&counted, on_hand, error)
         && book_total (
             write, variant_id, &counted, on_hand - counted.on_hand, reason, note, error);
}

gboolean
tiem_ledger_adjust_stock (TiemWrite *write,
                          gint64 variant_id,
                          gint64 delta,
                          const char *reason,
                          const char *note,
                          GError **error)
{
  Counted counted = { 0 };

  if (!load_counted (write, variant_id, TIEM_MAIN_LOCATION, &counted, error))
    return FALSE;
  delta = CLAMP (delta, -2 * MOST_UNITS, 2 * MOST_UNITS);
  return check_count (&counted, counted.on_hand + delta, error)
         && book_total (write, variant_id, &counted, delta, reason, note, error);
}

gboolean
tiem_ledger_set_stock_at (TiemWrite *write,
                          gint64 variant_id,
                          gint64 location_id,
                          gint64 on_hand,
                          const char *reason,
                          const char *note,
                          GError **error)
{
  const TiemMovementCause cause = { .reason = reason, .note = note, .location_id = location_id };
  Counted counted = { 0 };

  return check_place (write, location_id, error)
         && load_counted (write, variant_id, location_id, &counted, error)
         && check_count (&counted, on_hand, error)
         && book_count (
             write, variant_id, &counted, on_hand - counted.at_place, &cause, write->now, error);
}

gboolean
tiem_ledger_adjust_stock_at (TiemWrite *write,
                             gint64 variant_id,
                             gint64 location_id,
                             gint64 delta,
                             const char *reason,
                             const char *note,
                             GError **error)
{
  const TiemMovementCause cause = { .reason = reason, .note = note, .location_id = location_id };
  Counted counted = { 0 };

  if (!check_place (write, location_id, error)
      || !load_counted (write, variant_id, location_id, &counted, error))
    return FALSE;
  delta = CLAMP (delta, -2 * MOST_UNITS, 2 * MOST_UNITS);
  return check_count (&counted, counted.at_place + delta, error)
         && book_count (write, variant_id, &counted, delta, &cause, write->now, error);
}

gboolean
tiem_ledger_book_take (TiemWrite *write,
                       gint64 variant_id,
                       gint64 delta,
                       const TiemMovementCause *cause,
                       gint64 counted_at,
                       GError **error)
{
  Counted counted = { 0 };

  return load_counted (write, variant_id, cause->location_id, &counted, error)
         && check_count (&counted, 0, error)
         && book_count (write, variant_id, &counted, delta, cause, counted_at, error);
}

gboolean
tiem_ledger_receive (TiemWrite *write,
                     gint64 variant_id,
                     gint64 units,
                     const TiemMovementCause *cause,
                     GError **error)
{
  Counted counted = { 0 };

  if (!load_counted (write, variant_id, TIEM_MAIN_LOCATION, &counted, error)
      || !check_count (&counted, MAX (counted.on_hand, 0) + units, error)
      || !tiem_ledger_move (write, variant_id, units, cause, error))
    return FALSE;
  write->what |= TIEM_CHANGED_PRODUCTS;
  return counted.counted_at > 0
         || (tiem_db_run (write->db,
                          error,
                          "UPDATE variant SET counted_at = ?2 WHERE id = ?1",
                          TIEM_INT (variant_id),
                          TIEM_INT (write->now))
             && apply_variant (write, variant_id, FALSE, error)
             && start_bundles_of (write, variant_id, error));
}

gboolean
tiem_ledger_refresh_bundle (TiemWrite *write,
                            gint64 variant_id,
                            GError **error)
{
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE variant SET is_bundle ="
                    " EXISTS (SELECT 1 FROM bundle_item WHERE bundle_id = ?1) WHERE id = ?1",
                    TIEM_INT (variant_id)))
    return FALSE;
  tiem_ledger_mark_variant (write, variant_id);
  write->what |= TIEM_CHANGED_PRODUCTS;
  /* Its listings hold nothing of scarce parts until those are shared out anew. */
  return tiem_db_run (write->db,
                      error,
                      "UPDATE variant SET is_split = 0 WHERE id = ?1",
                      TIEM_INT (variant_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE listing SET allotment = NULL, granted = NULL"
                         " WHERE variant_id = ?1",
                         TIEM_INT (variant_id))
         && start_bundle_count (write, variant_id, error)
         && apply_variant (write, variant_id, TRUE, error);
}
