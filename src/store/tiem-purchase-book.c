#define G_LOG_DOMAIN "tiem-purchase-book"

#include "config.h"

#include "store/tiem-purchases-private.h"

#include "base/tiem-error.h"
#include "store/tiem-ledger.h"
#include "store/tiem-suppliers-private.h"

#include <glib/gi18n-lib.h>

/* Booking slips of purchases and returns, and taking them back. */

gboolean
tiem_purchase_error_is_short (const GError *error)
{
  return g_error_matches (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
}

/* --- what can be booked --- */

static gboolean
check_goods (TiemDb *db,
             const TiemPurchase *purchase,
             GError **error)
{
  for (guint i = 0; i < purchase->lines->len; i++)
    {
      g_autoptr (TiemPurchaseLine) line
          = tiem_purchase_line_copy (g_ptr_array_index (purchase->lines, i));
      gint64 cost_vnd = 0;

      if (!tiem_purchase_fill_line (
              db, purchase->kind, purchase->supplier_id, line, &cost_vnd, error))
        return FALSE;
    }
  return TRUE;
}

/* A return against a purchase is to the same supplier, of a slip that stands, and of no more
 * than was bought by it. */
static gboolean
check_origin (TiemDb *db,
              const TiemPurchase *purchase,
              GError **error)
{
  gint64 fits = 0;

  if (purchase->of_slip_id == 0)
    return TRUE;
  if (!tiem_db_get_int (db,
                        &fits,
                        error,
                        "SELECT 1 FROM purchase p JOIN slip x ON x.id = p.slip_id"
                        " WHERE x.id = ?1 AND x.kind = 'purchase' AND x.state = 'done'"
                        " AND p.supplier_id = ?2",
                        TIEM_INT (purchase->of_slip_id),
                        TIEM_INT (purchase->supplier_id)))
    return FALSE;
  if (!fits)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("The purchase is not booked, or was from another supplier; choose "
                              "what is sent back once more."));
      return FALSE;
    }
  for (guint i = 0; i < purchase->lines->len; i++)
    {
      const TiemPurchaseLine *line = g_ptr_array_index (purchase->lines, i);

      if (line->quantity <= line->most)
        continue;
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   /* Translators: a SKU, a number of units, the number of a purchase */
                   _ ("Only %2$d of %1$s can go back of %3$s; make the quantity smaller."),
                   line->sku,
                   (int)MAX (line->most, 0),
                   purchase->of_number);
      return FALSE;
    }
  return TRUE;
}

/* What goes back ought to be there. */
static gboolean
check_there (const TiemPurchase *purchase,
             GError **error)
{
  for (guint i = 0; i < purchase->lines->len; i++)
    {
      const TiemPurchaseLine *line = g_ptr_array_index (purchase->lines, i);

      if (line->quantity <= MAX (line->on_hand, 0))
        continue;
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_REJECTED,
                   /* Translators: a SKU, two numbers of units */
                   _ ("Of %1$s only %2$d are here, but %3$d are to go back; count them, or book it "
                      "all the same."),
                   line->sku,
                   (int)MAX (line->on_hand, 0),
                   (int)line->quantity);
      return FALSE;
    }
  return TRUE;
}

/* --- moving units --- */

/* One movement, however little the cost of the line works out evenly for its units: what all of
 * them cost is kept beside what about one did. */
static gboolean
receive_line (TiemWrite *write,
              const TiemPurchase *purchase,
              const TiemPurchaseLine *line,
              GError **error)
{
  const TiemMovementCause cause
      = { .reason = "purchase",
          .location_id = purchase->location_id,
          .slip_id = purchase->slip_id,
          .has_cost = TRUE,
          .unit_cost_vnd = (line->cost_vnd + line->quantity / 2) / line->quantity,
          .total_cost_vnd = line->cost_vnd };

  return tiem_ledger_receive (write, line->variant_id, line->quantity, &cause, error);
}

static gboolean
send_line (TiemWrite *write,
           const TiemPurchase *purchase,
           const TiemPurchaseLine *line,
           GError **error)
{
  const TiemMovementCause cause = { .reason = "supplier-return",
                                    .location_id = purchase->location_id,
                                    .slip_id = purchase->slip_id };

  write->what |= TIEM_CHANGED_PRODUCTS;
  return tiem_ledger_move (write, line->variant_id, -line->quantity, &cause, error);
}

static gboolean
move_lines (TiemWrite *write,
            const TiemPurchase *purchase,
            GError **error)
{
  for (guint i = 0; i < purchase->lines->len; i++)
    {
      const TiemPurchaseLine *line = g_ptr_array_index (purchase->lines, i);

      if (!(purchase->kind == TIEM_PURCHASE ? receive_line (write, purchase, line, error)
                                            : send_line (write, purchase, line, error)))
        return FALSE;
    }
  return TRUE;
}

/* --- booking --- */

/* What is paid with the slip: to the supplier, or by him when goods go back. */
static gboolean
pay (TiemWrite *write,
     const TiemPurchase *purchase,
     GError **error)
{
  gint64 paid = tiem_purchase_get_paid (purchase);

  if (purchase->kind == TIEM_SUPPLIER_RETURN)
    paid = -paid;
  return paid == 0
         || tiem_supplier_book_payment (
             write, purchase->supplier_id, purchase->slip_id, paid, purchase->paid_by, NULL, error);
}

gint64
tiem_store_book_purchase (TiemStore *self,
                          const TiemPurchase *typed,
                          gboolean even_if_short,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemPurchase) purchase = NULL;
  gint64 slip_id;

  if (write == NULL || (slip_id = tiem_purchase_put (write, typed, error)) == 0
      || (purchase = tiem_purchase_load (write->db, slip_id, error)) == NULL
      || !tiem_purchase_check (purchase, error) || !check_goods (write->db, purchase, error)
      || !check_origin (write->db, purchase, error)
      || (purchase->kind == TIEM_SUPPLIER_RETURN && !even_if_short
          && !check_there (purchase, error))
      || !move_lines (write, purchase, error)
      || !tiem_slip_set_state (write, slip_id, "done", error) || !pay (write, purchase, error)
      || !tiem_supplier_refresh_debt (write, purchase->supplier_id, error)
      || !tiem_write_commit (write, error))
    return 0;
  return slip_id;
}

/* --- undoing --- */

static gboolean
check_nothing_returned (TiemDb *db,
                        const TiemPurchase *purchase,
                        GError **error)
{
  g_autofree char *number = NULL;

  if (!tiem_db_get_text (db,
                         &number,
                         error,
                         "SELECT x.number FROM purchase p JOIN slip x ON x.id = p.slip_id"
                         " WHERE p.of_slip_id = ?1 AND x.state = 'done' ORDER BY x.id",
                         TIEM_INT (purchase->slip_id)))
    return FALSE;
  if (number == NULL)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               /* Translators: the numbers of a purchase and of a return */
               _ ("Goods of %s went back to the supplier by %s; undo that slip first."),
               purchase->number,
               number);
  return FALSE;
}

/* What was sold since can't be taken back out: then the ledger would be below zero for a
 * purchase that seems never to have been. */
static gboolean
check_nothing_sold (TiemDb *db,
                    const TiemPurchase *purchase,
                    GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      db,
      error,
      "SELECT v.sku, m.units, k.on_hand FROM (SELECT variant_id, location_id,"
      "  sum (delta) AS units, max (id) AS last FROM movement WHERE slip_id = ?1 GROUP BY 1, 2) m"
      " JOIN stock k ON k.variant_id = m.variant_id AND k.location_id = m.location_id"
      " JOIN variant v ON v.id = m.variant_id WHERE k.on_hand < m.units AND EXISTS (SELECT 1"
      "  FROM movement n WHERE n.variant_id = m.variant_id AND n.id > m.last AND n.delta < 0)"
      " ORDER BY v.sort_name LIMIT 1",
      TIEM_INT (purchase->slip_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step <= 0)
    return step == 0;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               /* Translators: a SKU, two numbers of units */
               _ ("Of %1$s only %3$d of the %2$d that came in are left, so the purchase can't be "
                  "undone; send back to the supplier what is here."),
               tiem_stmt_text (row, 0),
               (int)tiem_stmt_int (row, 1),
               (int)MAX (tiem_stmt_int (row, 2), 0));
  return FALSE;
}

static gboolean
check_undo (TiemDb *db,
            const TiemPurchase *purchase,
            GError **error)
{
  if (purchase->state != TIEM_SLIP_DONE)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_CONFLICT,
                   _ ("%s is not booked, so there is nothing to undo."),
                   purchase->number);
      return FALSE;
    }
  return purchase->kind == TIEM_SUPPLIER_RETURN
         || (check_nothing_returned (db, purchase, error)
             && check_nothing_sold (db, purchase, error));
}

gboolean
tiem_store_undo_purchase (TiemStore *self,
                          gint64 slip_id,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemPurchase) purchase = NULL;

  return write != NULL && (purchase = tiem_purchase_load (write->db, slip_id, error)) != NULL
         && check_undo (write->db, purchase, error) && tiem_slip_move_back (write, slip_id, error)
         && tiem_slip_set_state (write, slip_id, "undone", error)
         && tiem_db_run (write->db,
                         error,
                         "UPDATE supplier_payment SET undone_at = ?2"
                         " WHERE slip_id = ?1 AND undone_at = 0",
                         TIEM_INT (slip_id),
                         TIEM_INT (write->now))
         && tiem_supplier_refresh_debt (write, purchase->supplier_id, error)
         && tiem_write_commit (write, error);
}

/* --- what can go back --- */

/* What went back of a line of a purchase already. */
static gboolean
load_gone (
    TiemDb *db, gint64 slip_id, gint64 variant_id, gint64 *units, gint64 *vnd, GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      db,
      error,
      "SELECT sum (l.quantity), sum (l.quantity * l.price_vnd - l.discount_vnd)"
      " FROM purchase p JOIN slip x ON x.id = p.slip_id JOIN purchase_line l ON l.slip_id = x.id"
      " WHERE p.of_slip_id = ?1 AND x.state = 'done' AND l.variant_id = ?2",
      TIEM_INT (slip_id),
      TIEM_INT (variant_id));

  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  *units = tiem_stmt_int (row, 0);
  *vnd = tiem_stmt_int (row, 1);
  return TRUE;
}

/* What is left of a line goes back for what is left of its money, to the đồng: where that is no
 * multiple of the units, the price is rounded up and the rest taken off. */
static gboolean
add_left (TiemDb *db,
          const TiemPurchase *bought,
          const TiemPurchaseLine *of,
          TiemPurchase *back,
          GError **error)
{
  g_autoptr (TiemPurchaseLine) line = tiem_purchase_line_copy (of);
  gint64 gone = 0;
  gint64 gone_vnd = 0;
  gint64 worth;

  if (!load_gone (db, bought->slip_id, of->variant_id, &gone, &gone_vnd, error))
    return FALSE;
  line->most = line->quantity = of->quantity - gone;
  if (line->most <= 0)
    return TRUE;
  worth = MAX (tiem_purchase_line_get_total (of) - gone_vnd, 0);
  line->price_vnd = (worth + line->most - 1) / line->most;
  line->discount_vnd = line->price_vnd * line->most - worth;
  g_ptr_array_add (back->lines, g_steal_pointer (&line));
  return TRUE;
}

TiemPurchase *
tiem_store_new_return_of (TiemStore *self,
                          gint64 slip_id,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemPurchase) bought = NULL;
  g_autoptr (TiemPurchase) back = tiem_purchase_new (TIEM_SUPPLIER_RETURN);
  gint64 taken_off = 0;

  if (read == NULL || (bought = tiem_purchase_load (read->db, slip_id, error)) == NULL
      || !tiem_db_get_int (read->db,
                           &taken_off,
                           error,
                           "SELECT sum (p.discount_vnd) FROM purchase p JOIN slip x"
                           " ON x.id = p.slip_id WHERE p.of_slip_id = ?1 AND x.state = 'done'",
                           TIEM_INT (slip_id)))
    return NULL;
  back->supplier_id = bought->supplier_id;
  back->supplier_name = g_strdup (bought->supplier_name);
  back->supplier_code = g_strdup (bought->supplier_code);
  back->of_slip_id = slip_id;
  back->of_number = g_strdup (bought->number);
  back->location_id = bought->location_id;
  back->location_name = g_strdup (bought->location_name);
  for (guint i = 0; bought->state == TIEM_SLIP_DONE && i < bought->lines->len; i++)
    if (!add_left (read->db, bought, g_ptr_array_index (bought->lines, i), back, error))
      return NULL;
  /* The supplier gives back what he was paid: what he took off the slip he keeps, and freight is
   * not his to give back. */
  back->discount_vnd
      = CLAMP (bought->discount_vnd - taken_off, 0, MAX (tiem_purchase_get_goods (back), 0));
  if (back->lines->len > 0)
    return g_steal_pointer (&back);
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               _ ("Nothing of %s can go back: it is not booked, or all of it went back already."),
               bought->number);
  return NULL;
}
