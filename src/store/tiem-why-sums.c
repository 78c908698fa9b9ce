#define G_LOG_DOMAIN "tiem-why"

#include "config.h"

#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-why-private.h"

#include <glib/gi18n-lib.h>

/* What on hand, reserved, available, on the way, sold and the value are made of. */

/* Sales are told order by order up to here; the rest in one line. */
#define ORDERS_TOLD 200

/* Returns: (transfer full): "Sale, 12 times" */
static char *
tell_often (const char *words,
            gint64 times)
{
  if (times < 2)
    return g_strdup (words);
  /* Translators: why stock moved ("Sale"), how often it did */
  return g_strdup_printf (_ ("%s, %d times"), words, (int)times);
}

static char *
tell_order (TiemStmt *rows,
            int number)
{
  const char *text = tiem_stmt_text (rows, number);

  return g_strdup (text != NULL && *text != '\0' ? text : _ ("An order without a number"));
}

/* --- on hand --- */

static gboolean
add_reasons (TiemWhy *why,
             TiemDb *db,
             const char *sql,
             gint64 number,
             GError **error)
{
  TiemWhyWay *way = tiem_why_add_way (why, "reasons", _ ("By what happened"), number);
  g_autoptr (TiemStmt) rows = tiem_db_query (db, error, sql, TIEM_INT (why->variant->id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      const char *reason = tiem_stmt_text (rows, 0);
      TiemWhyPart *part = tiem_why_add_part (
          way->parts,
          tell_often (tiem_movement_reason_label (reason), tiem_stmt_int (rows, 2)),
          tiem_stmt_int (rows, 1));

      part->target = TIEM_WHY_MOVEMENTS;
      part->target_word = g_strdup (reason);
    }
  return step == 0;
}

/* @column: 2 on hand, 3 reserved. One place is no way of its own. */
static gboolean
add_places (TiemWhy *why,
            TiemDb *db,
            int column,
            gint64 number,
            GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;
  TiemWhyWay *way;
  gint64 places = 0;
  int step = -1;

  if (!tiem_db_get_int (db,
                        &places,
                        error,
                        "SELECT count (*) FROM stock WHERE variant_id = ?1",
                        TIEM_INT (why->variant->id)))
    return FALSE;
  if (places < 2)
    return TRUE;
  way = tiem_why_add_way (why, "places", _ ("By place"), number);
  rows = tiem_db_query (db,
                        error,
                        "SELECT p.id, p.name, s.on_hand, s.reserved, p.sells FROM stock s"
                        " JOIN location p ON p.id = s.location_id WHERE s.variant_id = ?1"
                        " ORDER BY p.archived_at > 0, p.id <> 1, p.position, p.id",
                        TIEM_INT (why->variant->id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemWhyPart *part = tiem_why_add_part (
          way->parts, tiem_stmt_dup_text (rows, 1), tiem_stmt_int (rows, column));

      if (tiem_stmt_int (rows, 4) == 0)
        part->detail = g_strdup (_ ("not sold on channels"));
      if (column != 2)
        continue;
      part->target = TIEM_WHY_MOVEMENTS;
      part->target_id = tiem_stmt_int (rows, 0);
    }
  return step == 0;
}

/* Counted, and not booked yet: it will change the number. */
static gboolean
note_takes (TiemWhy *why,
            TiemDb *db,
            GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT s.number, l.counted IS NOT NULL AND l.pass = t.pass, l.counted FROM take_line l"
      " JOIN slip s ON s.id = l.slip_id JOIN take t ON t.slip_id = s.id"
      " WHERE l.variant_id = ?1 AND s.state = 'draft' ORDER BY s.id",
      TIEM_INT (why->variant->id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      const char *number = tiem_stmt_text (rows, 0);
      g_autofree char *counted = tiem_number_format (tiem_stmt_int (rows, 2));

      if (tiem_stmt_int (rows, 1) != 0)
        /* Translators: a stock take's number, a number of units */
        g_ptr_array_add (why->notes,
                         g_strdup_printf (_ ("Stock take %s is under way: %s counted so far; the "
                                             "number changes only when it is booked."),
                                          number,
                                          counted));
      else
        /* Translators: a stock take's number */
        g_ptr_array_add (
            why->notes,
            g_strdup_printf (_ ("Stock take %s is under way and has not come to it yet."), number));
    }
  return step == 0;
}

/* --- combos --- */

static gint64
floor_divide (gint64 a,
              gint64 b)
{
  return a / b - (a % b < 0 ? 1 : 0);
}

/* How many combos each part is enough for. @promised: with what its orders hold */
static gboolean
add_combo_parts (TiemWhy *why,
                 TiemDb *db,
                 gboolean promised,
                 gint64 number,
                 GError **error)
{
  TiemWhyWay *way
      = tiem_why_add_way (why,
                          promised ? "parts_on_hand" : "parts",
                          promised ? _ ("What its parts are enough for, with what orders hold")
                                   : _ ("What its parts are enough for"),
                          number);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT v.id, p.name || coalesce (', ' || nullif (v.options, ''), ''), v.sku, b.quantity,"
      " v.available, v.available + v.reserved FROM bundle_item b JOIN variant v ON v.id = b.part_id"
      " JOIN product p ON p.id = v.product_id WHERE b.bundle_id = ?1 ORDER BY v.sort_name, v.id",
      TIEM_INT (why->variant->id));
  int step = -1;

  way->is_least = TRUE;
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 units = tiem_stmt_int (rows, promised ? 5 : 4);
      gint64 each = tiem_stmt_int (rows, 3);
      g_autofree char *left = tiem_number_format (units);
      g_autofree char *quantity = tiem_number_format (each);
      TiemWhyPart *part = tiem_why_add_part (
          way->parts, tiem_stmt_dup_text (rows, 1), floor_divide (units, each));

      /* Translators: a SKU, the units there are of it, the units in one combo */
      part->detail
          = g_strdup_printf (_ ("%s · %s ÷ %s each"), tiem_stmt_text (rows, 2), left, quantity);
      part->target = TIEM_WHY_VARIANT;
      part->target_id = tiem_stmt_int (rows, 0);
    }
  return step == 0;
}

gboolean
tiem_why_tell_on_hand (TiemWhy *why,
                       TiemDb *db,
                       GError **error)
{
  why->number = why->variant->on_hand;
  if (why->variant->is_bundle)
    return add_combo_parts (why, db, TRUE, why->number, error);
  return add_reasons (why,
                      db,
                      "SELECT reason, sum (delta), count (*) FROM movement WHERE variant_id = ?1"
                      " AND reason <> 'cost' GROUP BY reason ORDER BY min (id)",
                      why->number,
                      error)
         && add_places (why, db, 2, why->number, error) && note_takes (why, db, error);
}

/* --- reserved --- */

static gboolean
add_reservations (TiemWhy *why,
                  TiemDb *db,
                  GError **error)
{
  TiemWhyWay *way
      = tiem_why_add_way (why, "orders", _ ("By order, the first to come first"), why->number);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT o.id, o.number, c.kind, o.status, o.placed_at, sum (r.quantity), sum (r.short),"
      " min (iif (l.variant_id IS NOT r.variant_id, p.name, NULL))"
      " FROM reservation r JOIN order_line l ON l.id = r.line_id"
      " JOIN customer_order o ON o.id = l.order_id JOIN channel c ON c.id = o.channel_id"
      " LEFT JOIN variant v ON v.id = l.variant_id LEFT JOIN product p ON p.id = v.product_id"
      " WHERE r.variant_id = ?1 GROUP BY o.id ORDER BY o.placed_at, o.id",
      TIEM_INT (why->variant->id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemWhyPart *part
          = tiem_why_add_part (way->parts, tell_order (rows, 1), tiem_stmt_int (rows, 5));
      g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (words,
                       g_strdup (tiem_order_status_get_label (
                           tiem_order_status_from_string (tiem_stmt_text (rows, 3)))));
      if (tiem_stmt_text (rows, 7) != NULL)
        /* Translators: a combo's name */
        g_ptr_array_add (words, g_strdup_printf (_ ("in %s"), tiem_stmt_text (rows, 7)));
      if (tiem_stmt_int (rows, 6) > 0)
        g_ptr_array_add (words, g_strdup_printf (_ ("%d short"), (int)tiem_stmt_int (rows, 6)));
      g_ptr_array_add (words, NULL);
      part->detail = g_strjoinv (" · ", (char **)words->pdata);
      part->channel_kind = tiem_stmt_dup_text (rows, 2);
      part->at = tiem_stmt_int (rows, 4);
      part->target = TIEM_WHY_ORDER;
      part->target_id = tiem_stmt_int (rows, 0);
    }
  return step == 0;
}

/* A combo holds nothing of its own: what its parts have promised is what it is less. */
static gboolean
add_combo_reserved (TiemWhy *why)
{
  TiemWhyWay *way = tiem_why_add_way (why, "difference", _ ("What its parts have promised"), 0);
  TiemWhyPart *part;

  way->number = why->number;
  part = tiem_why_add_part (
      way->parts, g_strdup (_ ("Enough for, with what orders hold")), why->variant->on_hand);
  part->target = TIEM_WHY_FIGURE;
  part->target_id = TIEM_FIGURE_ON_HAND;
  part = tiem_why_add_part (
      way->parts, g_strdup (_ ("Enough for without it")), -why->variant->available);
  part->target = TIEM_WHY_FIGURE;
  part->target_id = TIEM_FIGURE_AVAILABLE;
  return TRUE;
}

gboolean
tiem_why_tell_reserved (TiemWhy *why,
                        TiemDb *db,
                        GError **error)
{
  why->number = why->variant->reserved;
  if (why->variant->is_bundle)
    return add_combo_reserved (why);
  return add_reservations (why, db, error) && add_places (why, db, 3, why->number, error);
}

/* --- available --- */

static gboolean
subtract_resting (TiemWhyWay *way,
                  TiemDb *db,
                  gint64 variant_id,
                  GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT p.id, p.name, s.on_hand FROM stock s JOIN location p"
                       " ON p.id = s.location_id WHERE s.variant_id = ?1 AND p.sells = 0"
                       " AND s.on_hand <> 0 ORDER BY p.position, p.id",
                       TIEM_INT (variant_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemWhyPart *part
          = tiem_why_add_part (way->parts, tiem_stmt_dup_text (rows, 1), -tiem_stmt_int (rows, 2));

      part->detail = g_strdup (_ ("not sold on channels"));
      part->target = TIEM_WHY_MOVEMENTS;
      part->target_id = tiem_stmt_int (rows, 0);
    }
  return step == 0;
}

gboolean
tiem_why_tell_available (TiemWhy *why,
                         TiemDb *db,
                         GError **error)
{
  TiemWhyWay *way;
  TiemWhyPart *part;

  why->number = why->variant->available;
  if (why->variant->is_bundle)
    return add_combo_parts (why, db, FALSE, why->number, error);
  way = tiem_why_add_way (why, "available", _ ("What may still be sold"), why->number);
  part = tiem_why_add_part (way->parts, g_strdup (_ ("On hand")), why->variant->on_hand);
  part->target = TIEM_WHY_FIGURE;
  part->target_id = TIEM_FIGURE_ON_HAND;
  if (!subtract_resting (way, db, why->variant->id, error))
    return FALSE;
  part = tiem_why_add_part (
      way->parts, g_strdup (_ ("Reserved by open orders")), -why->variant->reserved);
  part->target = TIEM_WHY_FIGURE;
  part->target_id = TIEM_FIGURE_RESERVED;
  if (why->number < 0)
    way->note = g_strdup (_ ("More is promised than there is: the orders that came last are short "
                             "of goods."));
  return note_takes (why, db, error);
}

/* --- on the way --- */

gboolean
tiem_why_tell_incoming (TiemWhy *why,
                        TiemDb *db,
                        GError **error)
{
  TiemWhyWay *way;
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

#define DRAFTS                                                                                     \
  " FROM purchase_line l JOIN slip x ON x.id = l.slip_id WHERE l.variant_id = ?1"                  \
  " AND x.kind = 'purchase' AND x.state = 'draft'"
  if (!tiem_db_get_int (
          db, &why->number, error, "SELECT sum (l.quantity)" DRAFTS, TIEM_INT (why->variant->id)))
    return FALSE;
  way = tiem_why_add_way (why, "slips", _ ("On purchase slips that are not booked yet"), 0);
  way->number = why->number;
  rows = tiem_db_query (
      db,
      error,
      "SELECT x.id, x.number, l.quantity, x.created_at, (SELECT s.name FROM purchase p"
      " JOIN supplier s ON s.id = p.supplier_id WHERE p.slip_id = x.id)" DRAFTS " ORDER BY x.id",
      TIEM_INT (why->variant->id));
#undef DRAFTS
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemWhyPart *part
          = tiem_why_add_part (way->parts, tiem_stmt_dup_text (rows, 1), tiem_stmt_int (rows, 2));

      part->at = tiem_stmt_int (rows, 3);
      part->detail = tiem_stmt_dup_text (rows, 4);
      part->target = TIEM_WHY_SLIP;
      part->target_id = tiem_stmt_int (rows, 0);
      part->target_word = g_strdup ("purchase");
    }
  return step == 0;
}

/* --- sold --- */

/* Lines have no index of their variant: by its listings, by what the owner wrote down, and by the
 * orders of channels that were removed, whose lines may have lost their listing. */
#define SALES                                                                                      \
  " FROM (SELECT id FROM order_line WHERE listing_id IN (SELECT id FROM listing"                   \
  "  WHERE variant_id = ?1) UNION SELECT id FROM order_line WHERE own_variant_id = ?1"             \
  "  UNION SELECT l.id FROM channel c CROSS JOIN customer_order o ON o.channel_id = c.id"          \
  "   AND o.placed_at >= ?2 CROSS JOIN order_line l ON l.order_id = o.id"                          \
  "   WHERE c.removed_at > 0 AND l.variant_id = ?1) k"                                             \
  " CROSS JOIN order_line l ON l.id = k.id CROSS JOIN customer_order o ON o.id = l.order_id"       \
  " JOIN channel c ON c.id = o.channel_id WHERE l.variant_id = ?1 AND o.status <> 'cancelled'"     \
  " AND o.placed_at >= ?2 AND l.quantity > l.cancelled"
#define UNITS "sum (max (l.quantity - l.cancelled, 0))"

static gboolean
add_sales_by_channel (TiemWhy *why,
                      TiemDb *db,
                      gint64 since,
                      GError **error)
{
  TiemWhyWay *way = tiem_why_add_way (why, "channels", _ ("By channel"), why->number);
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT c.name, c.kind, " UNITS ", count (DISTINCT o.id)" SALES
                       " GROUP BY c.id ORDER BY 3 DESC, c.id",
                       TIEM_INT (why->variant->id),
                       TIEM_INT (since));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 orders = tiem_stmt_int (rows, 3);
      g_autofree char *number = tiem_number_format (orders);
      TiemWhyPart *part
          = tiem_why_add_part (way->parts, tiem_stmt_dup_text (rows, 0), tiem_stmt_int (rows, 2));

      part->channel_kind = tiem_stmt_dup_text (rows, 1);
      part->detail = g_strdup_printf (ngettext ("%s order", "%s orders", (gulong)orders), number);
    }
  return step == 0;
}

static gboolean
add_sales_by_order (TiemWhy *why,
                    TiemDb *db,
                    gint64 since,
                    GError **error)
{
  TiemWhyWay *way = tiem_why_add_way (why, "orders", _ ("By order, newest first"), why->number);
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT o.id, o.number, c.kind, o.status, o.placed_at, " UNITS SALES
                       " GROUP BY o.id ORDER BY o.placed_at DESC, o.id DESC LIMIT ?3",
                       TIEM_INT (why->variant->id),
                       TIEM_INT (since),
                       TIEM_INT (ORDERS_TOLD));
  int step = -1;
  gint64 rest;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemWhyPart *part
          = tiem_why_add_part (way->parts, tell_order (rows, 1), tiem_stmt_int (rows, 5));

      part->channel_kind = tiem_stmt_dup_text (rows, 2);
      part->detail = g_strdup (
          tiem_order_status_get_label (tiem_order_status_from_string (tiem_stmt_text (rows, 3))));
      part->at = tiem_stmt_int (rows, 4);
      part->target = TIEM_WHY_ORDER;
      part->target_id = tiem_stmt_int (rows, 0);
    }
  if (step < 0)
    return FALSE;
  rest = why->number - tiem_why_way_sum (way);
  if (way->parts->len == ORDERS_TOLD && rest > 0)
    tiem_why_add_part (way->parts, g_strdup (_ ("Earlier orders of these 30 days")), rest);
  return TRUE;
}

gboolean
tiem_why_tell_sold (TiemWhy *why,
                    TiemDb *db,
                    gint64 now,
                    GError **error)
{
  gint64 first_day = tiem_time_day (now) - 29;
  gint64 since = tiem_time_day_start (first_day);
  gint64 in_combos = 0;

  why->number = why->variant->sold_30_days;
  if (!add_sales_by_channel (why, db, since, error) || !add_sales_by_order (why, db, since, error)
      || !tiem_db_get_int (db,
                           &in_combos,
                           error,
                           "SELECT sum (d.units * b.quantity) FROM bundle_item b"
                           " JOIN variant_daily d ON d.variant_id = b.bundle_id"
                           " WHERE b.part_id = ?1 AND d.day >= ?2",
                           TIEM_INT (why->variant->id),
                           TIEM_INT (first_day)))
    return FALSE;
  if (in_combos > 0)
    g_ptr_array_add (
        why->notes,
        g_strdup_printf (_ ("%d more went out inside combos; they count there."), (int)in_combos));
  return TRUE;
}

/* --- the value --- */

static gboolean
add_arrivals (TiemWhy *why,
              TiemDb *db,
              GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT m.reason, x.number, l.units, l.value_vnd, m.at, x.id, x.kind FROM cost_layer l"
      " JOIN movement m ON m.id = l.movement_id LEFT JOIN slip x ON x.id = m.slip_id"
      " WHERE l.variant_id = ?1 ORDER BY l.position",
      TIEM_INT (why->variant->id));
  TiemWhyWay *way = NULL;
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      const char *reason = tiem_movement_reason_label (tiem_stmt_text (rows, 0));
      const char *slip = tiem_stmt_text (rows, 1);
      gint64 units = tiem_stmt_int (rows, 2);
      g_autofree char *number = tiem_number_format (units);
      TiemWhyPart *part;

      if (way == NULL)
        way = tiem_why_add_way (
            why, "arrivals", _ ("By what came in together and is still here"), why->number);
      part = tiem_why_add_part (way->parts,
                                slip != NULL ? g_strdup_printf ("%s · %s", reason, slip)
                                             : g_strdup (reason),
                                tiem_stmt_int (rows, 3));
      part->detail = g_strdup_printf (ngettext ("%s unit", "%s units", (gulong)units), number);
      part->at = tiem_stmt_int (rows, 4);
      if (slip == NULL)
        continue;
      part->target = TIEM_WHY_SLIP;
      part->target_id = tiem_stmt_int (rows, 5);
      part->target_word = tiem_stmt_dup_text (rows, 6);
    }
  return step == 0;
}

gboolean
tiem_why_tell_value (TiemWhy *why,
                     TiemDb *db,
                     GError **error)
{
  why->is_money = TRUE;
  why->number = why->variant->stock_value_vnd;
  return add_reasons (why,
                      db,
                      "SELECT reason, sum (value_vnd), count (*) FROM movement"
                      " WHERE variant_id = ?1 AND value_vnd <> 0 GROUP BY reason"
                      " ORDER BY min (id)",
                      why->number,
                      error)
         && add_arrivals (why, db, error);
}
