#define G_LOG_DOMAIN "tiem-ledger"

#include "store/tiem-ledger.h"

#include "model/tiem-status.h"
#include "store/tiem-cost-private.h"
#include "store/tiem-ledger-private.h"
#include "store/tiem-orders-private.h"

/* A line of an order with all that decides its effect on stock. */
typedef struct
{
  gint64 id;
  gint64 order_id;
  gint64 units; /* ordered and not cancelled */
  gint64 placed_at;
  gint64 left_at;         /* 0: it has not left */
  gint64 gone;            /* units in parcels that left while others wait; −1: as the order */
  gint64 part_left_at;    /* when the first of those parcels did */
  gboolean is_counted;    /* in sales: the order is not cancelled */
  TiemStockEffect effect; /* what its order asks for */
  /* recorded: */
  gint64 variant_id; /* 0 = none */
  gint64 reserved;
  gint64 shipped;
  gint64 restocked;
  gint64 returned;
  gboolean is_short;
  /* of the listing, now: */
  gint64 target_id; /* 0 = not linked */
  gint64 counted_at;
  gint64 listing_id; /* 0 = none */
  gboolean is_held;  /* the platform took the units off its own number */
  gboolean
      may_be_split;   /* it, or one that shows the same number, may have a part of scarce goods */
  gint64 location_id; /* where its channel's goods leave from and come back to */
} Line;

typedef struct
{
  gint64 variant_id;
  gint64 quantity;
  gint64 location_id; /* where they are held, or were moved; 0 = not asked for */
} Part;

/* --- loading --- */

static void
read_line (TiemStmt *row,
           Line *line)
{
  TiemOrderStatus status = tiem_order_status_from_string (tiem_stmt_text (row, 5));
  gboolean is_removed = tiem_stmt_int (row, 6) > 0;

  line->id = tiem_stmt_int (row, 0);
  line->order_id = tiem_stmt_int (row, 1);
  line->units = tiem_stmt_int (row, 2);
  line->placed_at = tiem_stmt_int (row, 3);
  line->left_at = tiem_stmt_int (row, 4);
  line->is_counted = tiem_order_status_is_counted (status);
  line->effect = tiem_order_status_get_effect (status, line->left_at > 0);
  /* Nobody will ever tell what became of it. */
  if (is_removed && line->effect == TIEM_EFFECT_RESERVED)
    line->effect = TIEM_EFFECT_NONE;
  line->variant_id = tiem_stmt_int (row, 7);
  line->reserved = tiem_stmt_int (row, 8);
  line->shipped = tiem_stmt_int (row, 9);
  line->restocked = tiem_stmt_int (row, 10);
  line->returned = tiem_stmt_int (row, 11);
  line->is_short = tiem_stmt_int (row, 12) != 0;
  line->target_id = tiem_stmt_int (row, 13);
  line->counted_at = tiem_stmt_int (row, 14);
  line->listing_id = tiem_stmt_int (row, 15);
  line->is_held = tiem_stmt_int (row, 16) != 0;
  line->may_be_split = tiem_stmt_int (row, 17) != 0;
  line->gone = tiem_stmt_int (row, 18);
  line->part_left_at = tiem_stmt_int (row, 19);
  line->location_id = tiem_stmt_int (row, 20);
}

static GArray *
load_lines (TiemStmt *rows,
            GError **error)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, TRUE, sizeof (Line));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Line line = { 0 };

      read_line (rows, &line);
      g_array_append_val (lines, line);
    }
  return step < 0 ? NULL : g_steal_pointer (&lines);
}

/* Returns: (element-type Part): the variants one unit of @variant_id is made of: itself, or
 * its bundle's parts */
static GArray *
load_parts (TiemWrite *write,
            gint64 variant_id,
            GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT part_id, quantity FROM bundle_item WHERE bundle_id = ?1",
                       TIEM_INT (variant_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Part part = { tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1), 0 };

      g_array_append_val (parts, part);
    }
  if (step < 0)
    return NULL;
  if (parts->len == 0)
    {
      Part itself = { variant_id, 1, 0 };

      g_array_append_val (parts, itself);
    }
  return g_steal_pointer (&parts);
}

#define SELECT_MOVED                                                                               \
  "SELECT variant_id, sum (delta), location_id FROM movement WHERE line_id = ?1 GROUP BY "         \
  "variant_id"

/* Returns: (element-type Part): what the ledger has moved for the line in all, by variant;
 * @by_place: and by place */
static GArray *
load_moved (TiemWrite *write,
            gint64 line_id,
            gboolean by_place,
            GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, by_place ? SELECT_MOVED ", location_id" : SELECT_MOVED, TIEM_INT (line_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Part part = { tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1), tiem_stmt_int (rows, 2) };

      g_array_append_val (parts, part);
    }
  return step < 0 ? NULL : g_steal_pointer (&parts);
}

/* --- the two ways stock moves --- */

void
tiem_ledger_mark_variant (TiemWrite *write,
                          gint64 variant_id)
{
  if (!g_hash_table_contains (write->dirty, &variant_id))
    g_hash_table_add (write->dirty, g_memdup2 (&variant_id, sizeof variant_id));
}

static gboolean
write_movement (TiemWrite *write,
                const TiemCostMove *move,
                const TiemMovementCause *cause,
                const TiemCostBooking *worth,
                GError **error)
{
  gint64 location = cause->location_id > 0 ? cause->location_id : TIEM_MAIN_LOCATION;
  gint64 on_hand = 0;

  return tiem_db_get_int (write->db,
                          &on_hand,
                          error,
                          "INSERT INTO stock (variant_id, location_id, on_hand) VALUES (?1, ?2, ?3)"
                          " ON CONFLICT (variant_id, location_id) DO UPDATE"
                          " SET on_hand = on_hand + excluded.on_hand RETURNING on_hand",
                          TIEM_INT (move->variant_id),
                          TIEM_INT (location),
                          TIEM_INT (move->delta))
         && tiem_db_run (write->db,
                         error,
                         "INSERT INTO movement (at, variant_id, location_id, delta, on_hand,"
                         " reason, order_id, line_id, note, slip_id, unit_cost_vnd, value_vnd,"
                         " settled_vnd) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
                         " ?13)",
                         TIEM_INT (write->now),
                         TIEM_INT (move->variant_id),
                         TIEM_INT (location),
                         TIEM_INT (move->delta),
                         TIEM_INT (on_hand),
                         TIEM_TEXT (move->reason),
                         TIEM_ID (cause->order_id),
                         TIEM_ID (move->line_id),
                         TIEM_TEXT (cause->note),
                         TIEM_ID (move->slip_id),
                         TIEM_INT_OR_NULL (move->has_cost, move->unit_cost_vnd),
                         TIEM_INT_OR_NULL (worth->is_known, worth->value_vnd),
                         TIEM_INT (worth->settled_vnd));
}

gboolean
tiem_ledger_move (TiemWrite *write,
                  gint64 variant_id,
                  gint64 delta,
                  const TiemMovementCause *cause,
                  GError **error)
{
  TiemCostMove move = { .id = G_MAXINT64,
                        .variant_id = variant_id,
                        .delta = delta,
                        .reason = cause->reason,
                        .line_id = cause->line_id,
                        .slip_id = cause->slip_id,
                        .has_cost = cause->has_cost,
                        .unit_cost_vnd = cause->unit_cost_vnd,
                        .total_cost_vnd = cause->total_cost_vnd };
  g_auto (TiemCostQueue) queue = { 0 };
  TiemCostBooking worth = { 0 };

  if (move.total_cost_vnd == 0)
    move.total_cost_vnd = tiem_cost_times (ABS (delta), MAX (move.unit_cost_vnd, 0));
  tiem_ledger_mark_variant (write, variant_id);
  return tiem_cost_begin (write, &move, &queue, &worth, error)
         && write_movement (write, &move, cause, &worth, error)
         && tiem_cost_end (write, &move, &queue, tiem_db_last_id (write->db), error);
}

/* What a line of an order moves at a place. */
static gboolean
move_for_line_at (TiemWrite *write,
                  const Line *line,
                  gint64 variant_id,
                  gint64 location_id,
                  gint64 delta,
                  const char *reason,
                  GError **error)
{
  const TiemMovementCause cause = {
    .reason = reason, .location_id = location_id, .order_id = line->order_id, .line_id = line->id
  };

  return tiem_ledger_move (write, variant_id, delta, &cause, error);
}

/* The same where its channel's goods leave from and come back to. */
static gboolean
move_for_line (TiemWrite *write,
               const Line *line,
               gint64 variant_id,
               gint64 delta,
               const char *reason,
               GError **error)
{
  return move_for_line_at (write, line, variant_id, line->location_id, delta, reason, error);
}

static gboolean
add_reserved (TiemWrite *write,
              gint64 variant_id,
              gint64 location_id,
              gint64 delta,
              GError **error)
{
  tiem_ledger_mark_variant (write, variant_id);
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO stock (variant_id, location_id, reserved) VALUES (?1, ?2, ?3)"
                      " ON CONFLICT (variant_id, location_id) DO UPDATE"
                      " SET reserved = reserved + excluded.reserved",
                      TIEM_INT (variant_id),
                      TIEM_INT (location_id),
                      TIEM_INT (delta));
}

/* --- reservations --- */

static gboolean
drop_reservations (TiemWrite *write,
                   const Line *line,
                   GError **error)
{
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (Part));
  g_autoptr (TiemStmt) rows = tiem_db_query (write->db,
                                             error,
                                             "DELETE FROM reservation WHERE line_id = ?1"
                                             " RETURNING variant_id, quantity, location_id",
                                             TIEM_INT (line->id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Part part = { tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1), tiem_stmt_int (rows, 2) };

      g_array_append_val (held, part);
    }
  if (step < 0)
    return FALSE;
  for (guint i = 0; i < held->len; i++)
    {
      const Part *part = &g_array_index (held, Part, i);

      if (!add_reserved (write, part->variant_id, part->location_id, -part->quantity, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_reservations (TiemWrite *write,
                  const Line *line,
                  gint64 units,
                  GError **error)
{
  g_autoptr (GArray) parts = load_parts (write, line->target_id, error);

  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      if (!tiem_db_run (write->db,
                        error,
                        "INSERT INTO reservation (line_id, variant_id, location_id, quantity)"
                        " VALUES (?1, ?2, ?3, ?4)",
                        TIEM_INT (line->id),
                        TIEM_INT (part->variant_id),
                        TIEM_INT (line->location_id),
                        TIEM_INT (units * part->quantity))
          || !add_reserved (
              write, part->variant_id, line->location_id, units * part->quantity, error))
        return FALSE;
    }
  return TRUE;
}

/* Makes the line hold @units; made anew even when it holds as many, for the parts of its
 * bundle may have changed. */
static gboolean
set_reserved (TiemWrite *write,
              Line *line,
              gint64 units,
              GError **error)
{
  if (line->reserved > 0 && !drop_reservations (write, line, error))
    return FALSE;
  if (units > 0 && !add_reservations (write, line, units, error))
    return FALSE;
  line->reserved = units;
  if (!line->is_short)
    return TRUE;
  return tiem_ledger_refresh_line_short (write, line->id, error);
}

/* --- goods that leave and come back --- */

static gboolean
ship (TiemWrite *write,
      Line *line,
      gint64 units,
      GError **error)
{
  g_autoptr (GArray) parts = load_parts (write, line->target_id, error);

  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      if (!move_for_line (write, line, part->variant_id, -units * part->quantity, "sale", error))
        return FALSE;
    }
  line->shipped += units;
  return TRUE;
}

/* What comes back of a bundle is what went out, even if it is made of other parts today. */
static gboolean
restock (TiemWrite *write,
         Line *line,
         gint64 units,
         GError **error)
{
  gint64 out = line->shipped - line->restocked; /* ≤ 0: it left before the count */
  g_autoptr (GArray) parts = out > 0 ? load_moved (write, line->id, FALSE, error)
                                     : load_parts (write, line->target_id, error);

  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);
      gint64 delta = out > 0 ? -part->quantity * units / out : part->quantity * units;

      if (delta != 0 && !move_for_line (write, line, part->variant_id, delta, "return", error))
        return FALSE;
    }
  line->restocked += units;
  return TRUE;
}

/* Takes everything back that the line did to the variant it was linked to. */
static gboolean
take_back (TiemWrite *write,
           Line *line,
           GError **error)
{
  g_autoptr (GArray) moved = NULL;

  if (line->reserved > 0 && !set_reserved (write, line, 0, error))
    return FALSE;
  if (line->shipped == 0 && line->restocked == 0)
    return TRUE;
  if ((moved = load_moved (write, line->id, TRUE, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < moved->len; i++)
    {
      const Part *part = &g_array_index (moved, Part, i);

      if (part->quantity != 0
          && !move_for_line_at (write,
                                line,
                                part->variant_id,
                                part->location_id,
                                -part->quantity,
                                "correction",
                                error))
        return FALSE;
    }
  line->shipped = 0;
  line->restocked = 0;
  return TRUE;
}

/* --- a line --- */

/* Returns: the units of the line that have to be off the shelf */
static gint64
want_shipped (const Line *line)
{
  /* Recorded once, it stays: what comes back is booked by hand. A parcel that left before
   * the count, and that nothing was held for, was not on the shelf when it was counted. */
  if (line->effect == TIEM_EFFECT_SHIPPED
      && (line->shipped > 0 || line->reserved > 0 || line->left_at >= line->counted_at))
    return MAX (line->units, line->shipped);
  /* One of several parcels is gone; the others are still to be sent. */
  if (line->effect != TIEM_EFFECT_SHIPPED && line->gone > line->shipped
      && (line->shipped > 0 || line->part_left_at >= line->counted_at))
    return line->gone;
  return line->shipped;
}

/* Returns: the units of the line that are promised and still here */
static gint64
want_reserved (const Line *line,
               gint64 shipped)
{
  if (line->effect != TIEM_EFFECT_RESERVED)
    return 0;
  return MAX (line->units - MAX (shipped, line->gone), 0);
}

/* Returns: the returned units that have to be on the shelf again: those booked since the count */
static gboolean
want_restocked (TiemWrite *write,
                const Line *line,
                gint64 *units,
                GError **error)
{
  *units = 0;
  return line->returned == 0
         || tiem_db_get_int (write->db,
                             units,
                             error,
                             "SELECT sum (quantity) FROM return_case"
                             " WHERE order_id = ?1 AND line_id = ?2 AND damaged = 0 AND lost = 0"
                             " AND at >= ?3",
                             TIEM_INT (line->order_id),
                             TIEM_INT (line->id),
                             TIEM_INT (line->counted_at));
}

static void
move_sales (TiemWrite *write,
            const Line *line)
{
  if (!line->is_counted || line->variant_id == line->target_id)
    return;
  if (line->variant_id != 0)
    tiem_tally_variant (write->tally, line->variant_id, line->placed_at, -line->units);
  if (line->target_id != 0)
    tiem_tally_variant (write->tally, line->target_id, line->placed_at, line->units);
}

static gboolean
store_line (TiemWrite *write,
            const Line *line,
            GError **error)
{
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE order_line SET variant_id = ?2, reserved = ?3, shipped = ?4,"
                      " restocked = ?5 WHERE id = ?1",
                      TIEM_INT (line->id),
                      TIEM_ID (line->variant_id),
                      TIEM_INT (line->reserved),
                      TIEM_INT (line->shipped),
                      TIEM_INT (line->restocked));
}

/* What a line takes is a sale of its listing; what a change of links moves is none. */
static gboolean
note_sale (TiemWrite *write,
           const Line *line,
           const Line *before,
           GError **error)
{
  gint64 units = line->reserved + line->shipped;

  if (before->variant_id == line->variant_id)
    units -= before->reserved + before->shipped;
  if (units == 0 || line->listing_id == 0 || line->variant_id == 0)
    return TRUE;
  return tiem_ledger_note_sale (write, line->listing_id, units, line->placed_at, error)
         && (!line->may_be_split
             || tiem_ledger_take_part (write, line->listing_id, units, line->is_held, error));
}

/* @anew: also where the numbers agree, as the parts of its bundle have changed. */
static gboolean
apply_line (TiemWrite *write,
            Line *line,
            gboolean anew,
            GError **error)
{
  Line before = *line;
  gint64 shipped = 0;
  gint64 reserved = 0;
  gint64 restocked = 0;

  move_sales (write, line);
  if (line->variant_id != line->target_id && !take_back (write, line, error))
    return FALSE;
  line->variant_id = line->target_id;

  if (line->variant_id != 0 && line->counted_at > 0)
    {
      shipped = want_shipped (line);
      reserved = want_reserved (line, shipped);
      if (!want_restocked (write, line, &restocked, error))
        return FALSE;
    }
  if ((reserved != line->reserved || (anew && reserved > 0))
      && !set_reserved (write, line, reserved, error))
    return FALSE;
  if (shipped > line->shipped && !ship (write, line, shipped - line->shipped, error))
    return FALSE;
  if (restocked > line->restocked && !restock (write, line, restocked - line->restocked, error))
    return FALSE;

  if (line->variant_id == before.variant_id && line->reserved == before.reserved
      && line->shipped == before.shipped && line->restocked == before.restocked)
    return TRUE;
  return note_sale (write, line, &before, error) && store_line (write, line, error);
}

/* What is recorded as shipped is what may come back, also when the channel took it off the order
 * afterwards: a link or a count that changes it may end or begin the way back. */
static gboolean
settle_back (TiemWrite *write,
             const Line *line,
             gint64 shipped,
             GError **error)
{
  return line->shipped == shipped || line->left_at == 0
         || tiem_order_settle_back (write, line->order_id, TIEM_ORDER_RETURNED, 0, error);
}

gboolean
tiem_ledger_apply_lines (TiemWrite *write,
                         TiemStmt *rows,
                         gboolean anew,
                         GError **error)
{
  g_autoptr (GArray) lines = load_lines (rows, error);

  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      Line *line = &g_array_index (lines, Line, i);
      gint64 shipped = line->shipped;

      if (!apply_line (write, line, anew, error) || !settle_back (write, line, shipped, error))
        return FALSE;
    }
  return TRUE;
}

/* --- orders --- */

gboolean
tiem_ledger_apply_order (TiemWrite *write,
                         gint64 order_id,
                         GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       TIEM_LEDGER_SELECT_LINE " WHERE l.order_id = ?1 ORDER BY l.position, l.id",
                       TIEM_INT (order_id));
  g_autoptr (GArray) lines = load_lines (rows, error);
  gboolean has_unlinked = FALSE;

  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      Line *line = &g_array_index (lines, Line, i);

      has_unlinked = has_unlinked || line->target_id == 0;
      if (!apply_line (write, line, FALSE, error))
        return FALSE;
    }
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer_order SET has_unlinked = ?2"
                      " WHERE id = ?1 AND has_unlinked <> ?2",
                      TIEM_INT (order_id),
                      TIEM_INT (has_unlinked));
}

gboolean
tiem_ledger_mark_order (TiemWrite *write,
                        gint64 order_id,
                        GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      "SELECT r.variant_id FROM order_line l JOIN reservation r ON r.line_id = l.id"
      " WHERE l.order_id = ?1",
      TIEM_INT (order_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    tiem_ledger_mark_variant (write, tiem_stmt_int (rows, 0));
  return step == 0;
}

gboolean
tiem_ledger_drop_line (TiemWrite *write,
                       gint64 line_id,
                       GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, TIEM_LEDGER_SELECT_LINE " WHERE l.id = ?1", TIEM_INT (line_id));
  g_autoptr (GArray) lines = load_lines (rows, error);
  Line *line;

  if (lines == NULL)
    return FALSE;
  if (lines->len == 0)
    return TRUE;
  line = &g_array_index (lines, Line, 0);
  line->target_id = 0;
  line->counted_at = 0;
  return apply_line (write, line, FALSE, error);
}

gboolean
tiem_ledger_take_back_order (TiemWrite *write,
                             gint64 order_id,
                             GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, TIEM_LEDGER_SELECT_LINE " WHERE l.order_id = ?1", TIEM_INT (order_id));
  g_autoptr (GArray) lines = load_lines (rows, error);

  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      Line *line = &g_array_index (lines, Line, i);

      if (!take_back (write, line, error) || !store_line (write, line, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tiem_ledger_write_off (TiemWrite *write,
                       gint64 line_id,
                       gint64 quantity,
                       GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, TIEM_LEDGER_SELECT_LINE " WHERE l.id = ?1", TIEM_INT (line_id));
  g_autoptr (GArray) lines = load_lines (rows, error);
  g_autoptr (GArray) parts = NULL;
  const Line *line;

  if (lines == NULL)
    return FALSE;
  line = lines->len > 0 ? &g_array_index (lines, Line, 0) : NULL;
  if (line == NULL || line->variant_id == 0 || line->counted_at == 0)
    return TRUE;
  if ((parts = load_parts (write, line->variant_id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);
      gint64 units = part->quantity * quantity;

      if (!move_for_line (write, line, part->variant_id, units, "return", error)
          || !move_for_line (write, line, part->variant_id, -units, "damaged", error))
        return FALSE;
    }
  return TRUE;
}

/* The movements of @units of the line, the other way round. */
static gboolean
move_back (TiemWrite *write,
           const Line *line,
           gint64 units,
           gboolean damaged,
           GError **error)
{
  g_autoptr (GArray) parts = load_parts (write, line->variant_id, error);

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);
      gint64 moved = part->quantity * units;

      if (!move_for_line (write, line, part->variant_id, -moved, "return", error)
          || (damaged && !move_for_line (write, line, part->variant_id, moved, "damaged", error)))
        return FALSE;
    }
  return parts != NULL;
}

gboolean
tiem_ledger_unbook_return (
    TiemWrite *write, gint64 line_id, gint64 quantity, gboolean damaged, GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, TIEM_LEDGER_SELECT_LINE " WHERE l.id = ?1", TIEM_INT (line_id));
  g_autoptr (GArray) lines = load_lines (rows, error);
  Line *line;

  if (lines == NULL)
    return FALSE;
  line = lines->len > 0 ? &g_array_index (lines, Line, 0) : NULL;
  if (line == NULL || line->variant_id == 0 || line->counted_at == 0)
    return TRUE;
  if (!damaged && line->restocked < quantity)
    return TRUE; /* booked before the count: it moved nothing */
  if (!move_back (write, line, quantity, damaged, error))
    return FALSE;
  if (!damaged)
    line->restocked -= quantity;
  return store_line (write, line, error);
}
