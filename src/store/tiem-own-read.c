#define G_LOG_DOMAIN "tiem-own-read"

#include "config.h"

#include "store/tiem-own-private.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-store-customers-private.h"

#include <glib/gi18n-lib.h>

/* An order of one's own to be edited, and the goods that can be added to it. */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

static gboolean
load_own_row (TiemDb *db,
              gint64 order_id,
              TiemOwnOrder *own,
              GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT source, payment, cod_vnd FROM own_order WHERE order_id = ?1",
                       TIEM_INT (order_id));

  if (row == NULL || tiem_stmt_step (row, error) <= 0)
    return FALSE;
  tiem_own_source_from_string (tiem_stmt_text (row, 0), &own->source);
  tiem_own_payment_from_string (tiem_stmt_text (row, 1), &own->payment);
  own->cod_vnd = tiem_stmt_int (row, 2);
  return TRUE;
}

/* What is left of a variant beside what the order itself holds of it. */
#define SELECT_GOODS                                                                               \
  "SELECT v.id, v.sku, p.name, v.options, v.image_url, v.available, v.counted_at, v.price_vnd"     \
  " FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = ?1"

static gboolean
fill_line (TiemDb *db,
           TiemOwnLine *line,
           gint64 *price_vnd,
           GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (db, error, SELECT_GOODS, TIEM_INT (line->variant_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step <= 0)
    return step == 0
           && fail (TIEM_ERROR_NOT_FOUND,
                    _ ("There is no such product; look for it in the list of products."),
                    error);
  line->sku = tiem_stmt_dup_text (row, 1);
  line->title = tiem_stmt_dup_text (row, 2);
  line->options = tiem_stmt_dup_text (row, 3);
  line->image_url = tiem_stmt_dup_text (row, 4);
  line->available += tiem_stmt_int (row, 5);
  line->has_stock = tiem_stmt_int (row, 6) > 0;
  if (price_vnd != NULL)
    *price_vnd = tiem_stmt_int (row, 7);
  return TRUE;
}

static gboolean
load_own_lines (TiemDb *db,
                gint64 order_id,
                TiemOwnOrder *own,
                GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT id, own_variant_id, quantity, unit_price_vnd, reserved FROM order_line"
      " WHERE order_id = ?1 ORDER BY position, id",
      TIEM_INT (order_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOwnLine *line = tiem_own_line_new (
          tiem_stmt_int (rows, 1), tiem_stmt_int (rows, 2), tiem_stmt_int (rows, 3));

      line->line_id = tiem_stmt_int (rows, 0);
      line->available = tiem_stmt_int (rows, 4);
      g_ptr_array_add (own->lines, line);
    }
  if (step < 0)
    return FALSE;
  for (guint i = 0; i < own->lines->len; i++)
    if (!fill_line (db, g_ptr_array_index (own->lines, i), NULL, error))
      return FALSE;
  return TRUE;
}

TiemOwnOrder *
tiem_store_load_own_order (TiemStore *self,
                           gint64 order_id,
                           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemRemoteOrder) held = NULL;
  g_autoptr (TiemOwnOrder) own = tiem_own_order_new ();

  if (read == NULL || !tiem_own_require (read->db, order_id, error)
      || (held = tiem_own_load_held (read->db, order_id, &own->channel_id, error)) == NULL
      || !load_own_row (read->db, order_id, own, error)
      || !load_own_lines (read->db, order_id, own, error))
    return NULL;
  own->number = g_steal_pointer (&held->number);
  own->customer_id = held->own_customer_id;
  own->buyer_name = g_steal_pointer (&held->buyer_name);
  own->buyer_phone = g_steal_pointer (&held->buyer_phone);
  tiem_address_copy (&held->address, &own->address);
  own->note = g_steal_pointer (&held->note);
  own->shipping_fee_vnd = held->shipping_fee_vnd;
  own->discount_vnd = held->discount_vnd;
  own->paid_vnd = held->paid_vnd;
  own->ship_by = held->ship_by;
  own->asks_first = held->status == TIEM_ORDER_TO_CONFIRM;
  return g_steal_pointer (&own);
}

/* --- goods to be added --- */

TiemOwnLine *
tiem_store_new_own_line (TiemStore *self,
                         gint64 variant_id,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemOwnLine) line = tiem_own_line_new (variant_id, 1, 0);

  if (read == NULL || !fill_line (read->db, line, &line->unit_price_vnd, error))
    return NULL;
  return g_steal_pointer (&line);
}

gint64
tiem_store_find_by_code (TiemStore *self,
                         const char *code,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autofree char *key = tiem_sku_key (code);
  gint64 variant_id = 0;

  if (read == NULL
      || !tiem_db_get_int (read->db,
                           &variant_id,
                           error,
                           "SELECT coalesce ((SELECT variant_id FROM barcode WHERE code_key = ?1),"
                           " (SELECT id FROM variant WHERE sku_key = ?1 AND sku_key <> ''))",
                           TIEM_TEXT (key)))
    return 0;
  return variant_id;
}

/* --- buyers --- */

void
tiem_buyer_free (TiemBuyer *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->phone);
  tiem_address_clear (&self->address);
  g_free (self);
}

/* Where the last parcel went whose address nobody hid. */
static gboolean
load_address (TiemDb *db,
              TiemBuyer *buyer,
              GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT a.line, a.ward, a.province FROM customer c"
                       " JOIN customer_order o ON o.customer_id = c.id"
                       " JOIN order_address a ON a.order_id = o.id"
                       " WHERE c.root_id = ?1 AND a.line IS NOT NULL AND instr (a.line, '*') = 0"
                       " ORDER BY o.placed_at DESC LIMIT 1",
                       TIEM_INT (buyer->customer_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step <= 0)
    return step == 0;
  buyer->address.line = tiem_stmt_dup_text (row, 0);
  buyer->address.ward = tiem_stmt_dup_text (row, 1);
  buyer->address.province = tiem_stmt_dup_text (row, 2);
  return TRUE;
}

GPtrArray *
tiem_store_find_buyers (TiemStore *self,
                        const char *typed,
                        gint64 limit,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) buyers = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_buyer_free);
  g_autoptr (GPtrArray) customers = NULL;
  g_autoptr (GArray) ids = NULL;
  TiemCustomerQuery query
      = { .search = (char *)typed, .sort = TIEM_CUSTOMER_SORT_LAST, .descending = TRUE };

  if (read == NULL
      || (ids = tiem_customers_select (read->db, tiem_store_now (self), &query, limit, 0, error))
             == NULL
      || (customers = tiem_customers_read (read->db, ids, error)) == NULL)
    return NULL;
  for (guint i = 0; i < customers->len; i++)
    {
      TiemCustomer *customer = g_ptr_array_index (customers, i);
      TiemBuyer *buyer = g_new0 (TiemBuyer, 1);

      g_ptr_array_add (buyers, buyer);
      buyer->customer_id = customer->id;
      buyer->name = g_steal_pointer (&customer->name);
      buyer->phone = g_steal_pointer (&customer->phone);
      buyer->orders = customer->orders;
      buyer->debt_vnd = customer->debt_vnd;
      buyer->refused = customer->refused;
      buyer->sent = customer->sent;
      if (!load_address (read->db, buyer, error))
        return NULL;
    }
  return g_steal_pointer (&buyers);
}
