#define G_LOG_DOMAIN "tiem-order-read"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "store/tiem-own-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Rows of orders made into what the window and the command line show. */

/* Returns: (transfer full) (nullable): "2 × Áo thun đen +1 món" */
static char *
make_goods (const char *title,
            gint64 quantity,
            gint64 more)
{
  if (title == NULL)
    return NULL;
  if (more == 0)
    return g_strdup_printf ("%d × %s", (int)quantity, title);
  /* Translators: how many, of what, and how many further kinds of goods are in the order */
  return g_strdup_printf (ngettext ("%d × %s +%d more", "%d × %s +%d more", (gulong)more),
                          (int)quantity,
                          title,
                          (int)more);
}

#define SELECT_ORDER                                                                               \
  "SELECT o.id, o.channel_id, c.kind, c.name, o.remote_id, o.number, o.status, o.remote_status,"   \
  " o.placed_at, o.updated_at, o.ship_by, o.left_at, cu.root_id, o.buyer_name, o.buyer_phone,"     \
  " o.buyer_email, o.units, o.goods_title, o.goods_quantity, o.goods_more, o.total_vnd,"           \
  " o.shipping_fee_vnd, o.discount_vnd, o.surcharge_vnd, o.paid_vnd, o.currency,"                  \
  " o.payment_method, o.is_short, o.has_unlinked, o.note, pa.carrier, pa.tracking, a.name,"        \
  " a.phone, a.line, a.ward, a.district, a.province, a.text, o.difference_vnd, o.cancel_asked,"    \
  " o.cancel_reason, o.cancel_answer_by, o.fees_state, o.fees_read_at, o.payout_vnd, o.label_at,"  \
  " (SELECT problem FROM outbox WHERE order_id = o.id AND state = 'rejected'"                      \
  "  ORDER BY id DESC LIMIT 1), o.owner_note,"                                                     \
  " (SELECT group_concat (name, ', ') FROM (SELECT t.name FROM order_tag ot"                       \
  "  JOIN tag t ON t.id = ot.tag_id WHERE ot.order_id = o.id ORDER BY t.name_key)),"               \
  " o.printed_at, o.packed_at, o.handed_at, a.chosen_ward,"                                        \
  " o.back_since, o.refused, o.refusal_said, ro.refused, ro.sent"                                  \
  " FROM customer_order o"                                                                         \
  " JOIN channel c ON c.id = o.channel_id"                                                         \
  " LEFT JOIN customer cu ON cu.id = o.customer_id"                                                \
  " LEFT JOIN customer ro ON ro.id = cu.root_id"                                                   \
  " LEFT JOIN parcel pa ON pa.order_id = o.id AND pa.position = 0"                                 \
  " LEFT JOIN order_address a ON a.order_id = o.id"                                                \
  " WHERE o.id = ?1"

static void
read_delivery (TiemStmt *row,
               TiemOrder *order)
{
  order->carrier = tiem_stmt_dup_text (row, 30);
  order->tracking = tiem_stmt_dup_text (row, 31);
  order->address.name = tiem_stmt_dup_text (row, 32);
  order->address.phone = tiem_stmt_dup_text (row, 33);
  order->address.line = tiem_stmt_dup_text (row, 34);
  order->address.ward = tiem_stmt_dup_text (row, 35);
  order->address.district = tiem_stmt_dup_text (row, 36);
  order->address.province = tiem_stmt_dup_text (row, 37);
  order->address.text = tiem_stmt_dup_text (row, 38);
  order->chosen_ward_code = tiem_stmt_dup_text (row, 53);
}

static void
read_after_sale (TiemStmt *row,
                 TiemOrder *order)
{
  order->difference_vnd = tiem_stmt_int (row, 39);
  order->cancel_asked = tiem_stmt_int (row, 40) != 0;
  order->cancel_reason = tiem_stmt_dup_text (row, 41);
  order->cancel_answer_by = tiem_stmt_int (row, 42);
  order->fees_state = tiem_fees_state_from_string (tiem_stmt_text (row, 43));
  order->fees_read_at = tiem_stmt_int (row, 44);
  order->payout_vnd = tiem_stmt_int (row, 45);
  order->label_at = tiem_stmt_int (row, 46);
  order->problem = tiem_stmt_dup_text (row, 47);
  order->owner_note = tiem_stmt_dup_text (row, 48);
  order->tags = tiem_stmt_dup_text (row, 49);
  order->printed_at = tiem_stmt_int (row, 50);
  order->packed_at = tiem_stmt_int (row, 51);
  order->handed_at = tiem_stmt_int (row, 52);
}

static void
read_fate (TiemStmt *row,
           TiemOrder *order)
{
  order->back_since = tiem_stmt_int (row, 54);
  order->refused = tiem_stmt_int (row, 55) != 0;
  order->refusal_said = (TiemRefusal)tiem_stmt_int (row, 56);
  order->buyer_refused = tiem_stmt_int (row, 57);
  order->buyer_sent = tiem_stmt_int (row, 58);
}

static TiemOrder *
read_order (TiemStmt *row)
{
  TiemOrder *order = g_new0 (TiemOrder, 1);

  order->id = tiem_stmt_int (row, 0);
  order->channel_id = tiem_stmt_int (row, 1);
  order->channel_kind = tiem_stmt_dup_text (row, 2);
  order->channel_name = tiem_stmt_dup_text (row, 3);
  order->remote_id = tiem_stmt_dup_text (row, 4);
  order->number = tiem_stmt_dup_text (row, 5);
  order->status = tiem_order_status_from_string (tiem_stmt_text (row, 6));
  order->remote_status = tiem_stmt_dup_text (row, 7);
  order->placed_at = tiem_stmt_int (row, 8);
  order->updated_at = tiem_stmt_int (row, 9);
  order->ship_by = tiem_stmt_int (row, 10);
  order->left_at = tiem_stmt_int (row, 11);
  order->customer_id = tiem_stmt_int (row, 12);
  order->buyer_name = tiem_stmt_dup_text (row, 13);
  order->buyer_phone = tiem_stmt_dup_text (row, 14);
  order->buyer_email = tiem_stmt_dup_text (row, 15);
  order->units = tiem_stmt_int (row, 16);
  order->goods
      = make_goods (tiem_stmt_text (row, 17), tiem_stmt_int (row, 18), tiem_stmt_int (row, 19));
  order->total_vnd = tiem_stmt_int (row, 20);
  order->shipping_fee_vnd = tiem_stmt_int (row, 21);
  order->discount_vnd = tiem_stmt_int (row, 22);
  order->surcharge_vnd = tiem_stmt_int (row, 23);
  order->paid_vnd = tiem_stmt_int (row, 24);
  order->currency = tiem_stmt_dup_text (row, 25);
  order->payment_method = tiem_stmt_dup_text (row, 26);
  order->is_short = tiem_stmt_int (row, 27) != 0;
  order->has_unlinked = tiem_stmt_int (row, 28) != 0;
  order->note = tiem_stmt_dup_text (row, 29);
  read_delivery (row, order);
  read_after_sale (row, order);
  read_fate (row, order);
  return order;
}

static gboolean
load_lines (TiemDb *db,
            TiemOrder *order,
            GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT l.id, l.variant_id, v.sku, l.remote_sku, l.title, l.options,"
      " coalesce (l.image_url, li.image_url), l.quantity, l.cancelled, l.unit_price_vnd,"
      " l.total_vnd, l.reserved, l.shipped, l.returned, v.available, l.is_short,"
      " l.damaged, l.lost, " TIEM_LINE_OUT ", l.line_key FROM order_line l"
      " JOIN customer_order o ON o.id = l.order_id"
      " LEFT JOIN variant v ON v.id = l.variant_id"
      " LEFT JOIN listing li ON li.id = l.listing_id"
      " WHERE l.order_id = ?1 ORDER BY l.position, l.id",
      TIEM_INT (order->id));
  int step = -1;

  order->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_line_free);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOrderLine *line = g_new0 (TiemOrderLine, 1);

      line->id = tiem_stmt_int (rows, 0);
      line->variant_id = tiem_stmt_int (rows, 1);
      line->sku = tiem_stmt_dup_text (rows, 2);
      line->remote_sku = tiem_stmt_dup_text (rows, 3);
      line->title = tiem_stmt_dup_text (rows, 4);
      line->options = tiem_stmt_dup_text (rows, 5);
      line->image_url = tiem_stmt_dup_text (rows, 6);
      line->quantity = tiem_stmt_int (rows, 7);
      line->cancelled = tiem_stmt_int (rows, 8);
      line->unit_price_vnd = tiem_stmt_int (rows, 9);
      line->total_vnd = tiem_stmt_int (rows, 10);
      line->reserved = tiem_stmt_int (rows, 11);
      line->shipped = tiem_stmt_int (rows, 12);
      line->returned = tiem_stmt_int (rows, 13);
      line->available = tiem_stmt_int (rows, 14);
      line->is_short = tiem_stmt_int (rows, 15) != 0;
      line->damaged = tiem_stmt_int (rows, 16);
      line->lost = tiem_stmt_int (rows, 17);
      line->out = tiem_stmt_int (rows, 18);
      line->remote_id = tiem_stmt_dup_text (rows, 19);
      g_ptr_array_add (order->lines, line);
    }
  return step == 0;
}

static gboolean
load_fees (TiemDb *db,
           TiemOrder *order,
           GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT kind, amount_vnd FROM order_fee WHERE order_id = ?1 ORDER BY position",
      TIEM_INT (order->id));
  int step = -1;

  order->fees = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_fee_free);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemRemoteFee *fee = g_new0 (TiemRemoteFee, 1);

      fee->kind = tiem_stmt_dup_text (rows, 0);
      fee->amount_vnd = tiem_stmt_int (rows, 1);
      g_ptr_array_add (order->fees, fee);
    }
  return step == 0;
}

static GPtrArray *
read_all (
    TiemDb *db, gint64 now, GArray *ids, gboolean with_reason, gboolean with_lines, GError **error)
{
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_free);
  g_autoptr (TiemStmt) row = tiem_db_prepare (db, SELECT_ORDER, error);

  if (row == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      TiemOrder *order;
      int step;

      tiem_stmt_reset (row);
      tiem_stmt_bind_int (row, 1, g_array_index (ids, gint64, i));
      if ((step = tiem_stmt_step (row, error)) < 0)
        return NULL;
      if (step == 0)
        continue;
      order = read_order (row);
      g_ptr_array_add (orders, order);
      if ((with_reason && order->is_short && !tiem_order_load_short_reason (db, now, order, error))
          || (with_lines && !load_lines (db, order, error))
          || (g_str_equal (order->channel_kind, TIEM_OWN_CHANNEL_KIND)
              && !tiem_own_load (db, order, with_lines, error)))
        return NULL;
    }
  return g_steal_pointer (&orders);
}

GPtrArray *
tiem_orders_read (TiemDb *db,
                  gint64 now,
                  GArray *ids,
                  gboolean with_lines,
                  GError **error)
{
  return read_all (db, now, ids, TRUE, with_lines, error);
}

GPtrArray *
tiem_orders_read_rows (TiemDb *db,
                       GArray *ids,
                       GError **error)
{
  return read_all (db, 0, ids, FALSE, FALSE, error);
}

/* --- public --- */

GPtrArray *
tiem_store_list_orders (TiemStore *self,
                        const TiemOrderQuery *query,
                        gboolean with_lines,
                        gint64 limit,
                        gint64 offset,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = NULL;

  if (read == NULL || (ids = tiem_orders_select (read->db, query, limit, offset, error)) == NULL)
    return NULL;
  return tiem_orders_read (read->db, tiem_store_now (self), ids, with_lines, error);
}

static void
set_no_order_error (GError **error)
{
  g_set_error_literal (
      error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND, _ ("There is no such order; check its number."));
}

TiemOrder *
tiem_store_get_order (TiemStore *self,
                      gint64 order_id,
                      GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) orders = NULL;
  TiemOrder *order;

  if (read == NULL)
    return NULL;
  g_array_append_val (ids, order_id);
  if ((orders = tiem_orders_read (read->db, tiem_store_now (self), ids, TRUE, error)) == NULL)
    return NULL;
  if (orders->len == 0)
    {
      set_no_order_error (error);
      return NULL;
    }
  order = g_ptr_array_index (orders, 0);
  if (!load_fees (read->db, order, error) || !tiem_order_parcels_load (read->db, order, error)
      || !tiem_order_events_load (read->db, order, error))
    return NULL;
  return g_ptr_array_steal_index (orders, 0);
}

/* --- finding one --- */

/* *order_id: 0 = none, −1 = two channels have it */
static gboolean
find_remote (TiemDb *db,
             const char *text,
             gint64 channel_id,
             gint64 *order_id,
             GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT id FROM customer_order WHERE remote_id = ?1"
      " AND channel_id IN (SELECT id FROM channel WHERE ?2 = 0 OR id = ?2)"
      " UNION SELECT id FROM customer_order WHERE number_length = length (?1) AND number = ?1"
      " AND (?2 = 0 OR channel_id = ?2) LIMIT 2",
      TIEM_TEXT (text),
      TIEM_INT (channel_id));
  int step = -1;
  guint n = 0;

  *order_id = 0;
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    *order_id = n++ == 0 ? tiem_stmt_int (rows, 0) : -1;
  return step == 0;
}

static gboolean
find_own (TiemDb *db,
          const char *text,
          gint64 channel_id,
          gint64 *order_id,
          GError **error)
{
  gint64 number;

  *order_id = 0;
  return !g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &number, NULL)
         || tiem_db_get_int (
             db,
             order_id,
             error,
             "SELECT id FROM customer_order WHERE id = ?1 AND (?2 = 0 OR channel_id = ?2)",
             TIEM_INT (number),
             TIEM_INT (channel_id));
}

gint64
tiem_store_find_order (TiemStore *self,
                       const char *text,
                       gint64 channel_id,
                       GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autofree char *wanted = g_strstrip (g_strdup (text));
  const char *start = *wanted == '#' ? wanted + 1 : wanted;
  gint64 order_id = 0;

  if (read == NULL)
    return 0;
  /* Our own ids first, as the lists give them; a channel named means its own ids. */
  if (channel_id == 0 && !find_own (read->db, start, 0, &order_id, error))
    return 0;
  if (order_id == 0 && !find_remote (read->db, start, channel_id, &order_id, error))
    return 0;
  if (order_id == 0 && channel_id != 0 && !find_own (read->db, start, channel_id, &order_id, error))
    return 0;
  if (order_id > 0)
    return order_id;
  if (order_id == 0)
    set_no_order_error (error);
  else
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_CONFLICT,
                 _ ("More than one channel has an order %s; say which channel."),
                 start);
  return 0;
}
