#define G_LOG_DOMAIN "tiem-store-stock"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-catalogue-private.h"
#include "store/tiem-ledger.h"
#include "store/tiem-store-catalogue.h"

#include <glib/gi18n-lib.h>

/* The owner's hand on the stock: counting it, bundles, and looking at the ledger. */

gboolean
tiem_store_set_stock (TiemStore *self,
                      gint64 variant_id,
                      gint64 on_hand,
                      const char *reason,
                      const char *note,
                      GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL
         && tiem_ledger_set_stock (
             write, variant_id, on_hand, reason != NULL ? reason : "count", note, error)
         && tiem_write_commit (write, error);
}

gboolean
tiem_store_adjust_stock (TiemStore *self,
                         gint64 variant_id,
                         gint64 delta,
                         const char *reason,
                         const char *note,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL
         && tiem_ledger_adjust_stock (
             write, variant_id, delta, reason != NULL ? reason : "adjust", note, error)
         && tiem_write_commit (write, error);
}

/* --- bundles --- */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

/* -1: no such variant */
static gboolean
get_flag (TiemWrite *write,
          const char *sql,
          gint64 variant_id,
          gint64 *flag,
          GError **error)
{
  *flag = -1;
  return tiem_db_get_int (write->db, flag, error, sql, TIEM_INT (variant_id));
}

static gboolean
check_parts (TiemWrite *write,
             gint64 variant_id,
             GArray *parts,
             GError **error)
{
  gint64 flag;

  if (!get_flag (write,
                 "SELECT EXISTS (SELECT 1 FROM bundle_item WHERE part_id = ?1)"
                 " FROM variant WHERE id = ?1",
                 variant_id,
                 &flag,
                 error))
    return FALSE;
  if (flag < 0)
    return fail (TIEM_ERROR_NOT_FOUND, _ ("There is no such product; refresh the list."), error);
  if (flag > 0 && parts->len > 0)
    return fail (TIEM_ERROR_INVALID,
                 _ ("It is part of a bundle itself, and bundles can't be nested; take it out there "
                    "first."),
                 error);
  for (guint i = 0; i < parts->len; i++)
    {
      const TiemBundlePart *part = &g_array_index (parts, TiemBundlePart, i);

      if (part->variant_id == variant_id)
        return fail (TIEM_ERROR_INVALID,
                     _ ("A bundle can't contain itself; choose another product."),
                     error);
      if (part->quantity < 1 || part->quantity > 10000)
        return fail (TIEM_ERROR_INVALID,
                     _ ("A bundle needs at least one of each part; change the quantity."),
                     error);
      if (!get_flag (
              write, "SELECT is_bundle FROM variant WHERE id = ?1", part->variant_id, &flag, error))
        return FALSE;
      if (flag < 0)
        return fail (
            TIEM_ERROR_NOT_FOUND, _ ("There is no such product; refresh the list."), error);
      if (flag > 0)
        return fail (TIEM_ERROR_INVALID,
                     _ ("A bundle can't contain another bundle; choose its parts instead."),
                     error);
    }
  return TRUE;
}

/* What was counted under the bundle's own name is no stock any more: its parts are. */
static gboolean
clear_own_stock (TiemWrite *write,
                 gint64 variant_id,
                 GError **error)
{
  gint64 on_hand = 0;

  if (!tiem_db_get_int (write->db,
                        &on_hand,
                        error,
                        "SELECT sum (s.on_hand) FROM stock s JOIN variant v ON v.id = s.variant_id"
                        " WHERE v.id = ?1 AND v.is_bundle = 0",
                        TIEM_INT (variant_id)))
    return FALSE;
  return on_hand == 0
         || tiem_ledger_adjust_stock (write, variant_id, -on_hand, "correction", NULL, error);
}

static gboolean
put_parts (TiemWrite *write,
           gint64 variant_id,
           GArray *parts,
           GError **error)
{
  if (!tiem_db_run (
          write->db, error, "DELETE FROM bundle_item WHERE bundle_id = ?1", TIEM_INT (variant_id)))
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const TiemBundlePart *part = &g_array_index (parts, TiemBundlePart, i);

      if (!tiem_db_run (write->db,
                        error,
                        "INSERT INTO bundle_item (bundle_id, part_id, quantity)"
                        " VALUES (?1, ?2, ?3) ON CONFLICT (bundle_id, part_id)"
                        " DO UPDATE SET quantity = quantity + excluded.quantity",
                        TIEM_INT (variant_id),
                        TIEM_INT (part->variant_id),
                        TIEM_INT (part->quantity)))
        return FALSE;
    }
  return TRUE;
}

gboolean
tiem_catalogue_set_parts (TiemWrite *write,
                          gint64 variant_id,
                          GArray *parts,
                          GError **error)
{
  return check_parts (write, variant_id, parts, error)
         && (parts->len == 0 || clear_own_stock (write, variant_id, error))
         && put_parts (write, variant_id, parts, error)
         && tiem_ledger_refresh_bundle (write, variant_id, error);
}

gboolean
tiem_store_set_bundle (TiemStore *self,
                       gint64 variant_id,
                       GArray *parts,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && tiem_catalogue_set_parts (write, variant_id, parts, error)
         && tiem_write_commit (write, error);
}

/* --- the ledger --- */

GPtrArray *
tiem_store_list_movements (TiemStore *self,
                           gint64 variant_id,
                           gint64 limit,
                           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) movements
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_movement_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT m.at, m.delta, m.on_hand, m.reason, m.order_id, o.number, c.name,"
                          " m.note, c.id, m.slip_id, x.number, x.kind, w.value_vnd, w.settled_vnd,"
                          " m.unit_cost_vnd"
                          " FROM movement m JOIN movement_worth w ON w.id = m.id"
                          " LEFT JOIN customer_order o ON o.id = m.order_id"
                          " LEFT JOIN channel c ON c.id = coalesce (o.channel_id, m.channel_id)"
                          " LEFT JOIN slip x ON x.id = m.slip_id"
                          " WHERE m.variant_id = ?1 ORDER BY m.id DESC LIMIT ?2",
                          TIEM_INT (variant_id),
                          TIEM_INT (limit > 0 ? limit : -1));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemMovement *movement = g_new0 (TiemMovement, 1);

      movement->at = tiem_stmt_int (rows, 0);
      movement->delta = tiem_stmt_int (rows, 1);
      movement->on_hand = tiem_stmt_int (rows, 2);
      movement->reason = tiem_stmt_dup_text (rows, 3);
      movement->order_id = tiem_stmt_int (rows, 4);
      movement->order_number = tiem_stmt_dup_text (rows, 5);
      movement->channel_name = tiem_stmt_dup_text (rows, 6);
      movement->note = tiem_stmt_dup_text (rows, 7);
      movement->channel_id = tiem_stmt_int (rows, 8);
      movement->slip_id = tiem_stmt_int (rows, 9);
      movement->slip_number = tiem_stmt_dup_text (rows, 10);
      movement->slip_kind = tiem_stmt_dup_text (rows, 11);
      movement->has_value = !tiem_stmt_is_null (rows, 12);
      movement->value_vnd = tiem_stmt_int (rows, 12);
      movement->settled_vnd = tiem_stmt_int (rows, 13);
      movement->has_unit_cost = !tiem_stmt_is_null (rows, 14);
      movement->unit_cost_vnd = tiem_stmt_int (rows, 14);
      g_ptr_array_add (movements, movement);
    }
  return step < 0 ? NULL : g_steal_pointer (&movements);
}

GPtrArray *
tiem_store_sum_movements (TiemStore *self,
                          gint64 variant_id,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) sums
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_movement_sum_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT reason, sum (delta), count (*) FROM movement"
                          " WHERE variant_id = ?1 AND reason <> 'cost' GROUP BY reason"
                          " ORDER BY min (id)",
                          TIEM_INT (variant_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemMovementSum *sum = g_new0 (TiemMovementSum, 1);

      sum->reason = tiem_stmt_dup_text (rows, 0);
      sum->delta = tiem_stmt_int (rows, 1);
      sum->times = tiem_stmt_int (rows, 2);
      g_ptr_array_add (sums, sum);
    }
  return step < 0 ? NULL : g_steal_pointer (&sums);
}

GPtrArray *
tiem_store_list_reservations (TiemStore *self,
                              gint64 variant_id,
                              GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) reservations
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_reservation_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  /* A bundle holds nothing under its own name: its lines are those that hold its parts. */
  if (read != NULL)
    rows = tiem_db_query (
        read->db,
        error,
        "SELECT o.id, o.number, c.kind, c.name, o.status, o.placed_at, sum (h.quantity),"
        " sum (h.short) FROM ("
        " SELECT line_id, quantity, short FROM reservation WHERE variant_id = ?1"
        " UNION ALL SELECT id, reserved, iif (is_short, reserved, 0) FROM order_line WHERE "
        "variant_id = ?1 AND id IN"
        "  (SELECT line_id FROM reservation WHERE variant_id IN"
        "   (SELECT part_id FROM bundle_item WHERE bundle_id = ?1))) h"
        " JOIN order_line l ON l.id = h.line_id JOIN customer_order o ON o.id = l.order_id"
        " JOIN channel c ON c.id = o.channel_id"
        " GROUP BY o.id ORDER BY o.placed_at, o.id",
        TIEM_INT (variant_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemReservation *reservation = g_new0 (TiemReservation, 1);

      reservation->order_id = tiem_stmt_int (rows, 0);
      reservation->order_number = tiem_stmt_dup_text (rows, 1);
      reservation->channel_kind = tiem_stmt_dup_text (rows, 2);
      reservation->channel_name = tiem_stmt_dup_text (rows, 3);
      reservation->status = tiem_order_status_from_string (tiem_stmt_text (rows, 4));
      reservation->placed_at = tiem_stmt_int (rows, 5);
      reservation->quantity = tiem_stmt_int (rows, 6);
      reservation->lacking = tiem_stmt_int (rows, 7);
      g_ptr_array_add (reservations, reservation);
    }
  return step < 0 ? NULL : g_steal_pointer (&reservations);
}
