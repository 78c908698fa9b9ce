#define G_LOG_DOMAIN "tiem-export"

#include "config.h"

#include "document/tiem-export-private.h"

#include "base/tiem-text.h"
#include "model/tiem-address.h"
#include "store/tiem-row-list.h"
#include "store/tiem-store-customers.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n-lib.h>

#define MOST_COLUMNS 24

/* Headings that tiem_import_products() knows, in either language. */
static const TiemExportColumn product_columns[] = {
  { NC_ ("file column", "sku"), TIEM_CELL_TEXT },
  { NC_ ("file column", "name"), TIEM_CELL_TEXT },
  { NC_ ("file column", "option"), TIEM_CELL_TEXT },
  { NC_ ("file column", "price"), TIEM_CELL_MONEY },
  { NC_ ("file column", "cost"), TIEM_CELL_MONEY },
  { NC_ ("file column", "barcode"), TIEM_CELL_TEXT },
  { NC_ ("file column", "on_hand"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "shelf"), TIEM_CELL_TEXT },
  { NULL },
};

/* The same, and what a list shows beside. An import passes over what follows from other things. */
static const TiemExportColumn shown_product_columns[] = {
  { NC_ ("file column", "sku"), TIEM_CELL_TEXT },
  { NC_ ("file column", "name"), TIEM_CELL_TEXT },
  { NC_ ("file column", "option"), TIEM_CELL_TEXT },
  { NC_ ("file column", "price"), TIEM_CELL_MONEY },
  { NC_ ("file column", "cost"), TIEM_CELL_MONEY },
  { NC_ ("file column", "barcode"), TIEM_CELL_TEXT },
  { NC_ ("file column", "on_hand"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "shelf"), TIEM_CELL_TEXT },
  { NC_ ("file column", "reserved"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "available"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "sold_30_days"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "channels"), TIEM_CELL_TEXT },
  { NULL },
};

static const TiemExportColumn order_columns[] = {
  { NC_ ("file column", "order"), TIEM_CELL_TEXT },
  { NC_ ("file column", "channel"), TIEM_CELL_TEXT },
  { NC_ ("file column", "status"), TIEM_CELL_TEXT },
  { NC_ ("file column", "placed_at"), TIEM_CELL_TIME },
  { NC_ ("file column", "ship_by"), TIEM_CELL_TIME },
  { NC_ ("file column", "buyer"), TIEM_CELL_TEXT },
  { NC_ ("file column", "phone"), TIEM_CELL_TEXT },
  { NC_ ("file column", "address"), TIEM_CELL_TEXT },
  { NC_ ("file column", "goods"), TIEM_CELL_TEXT },
  { NC_ ("file column", "units"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "shipping_fee"), TIEM_CELL_MONEY },
  { NC_ ("file column", "discount"), TIEM_CELL_MONEY },
  { NC_ ("file column", "total"), TIEM_CELL_MONEY },
  { NC_ ("file column", "paid"), TIEM_CELL_MONEY },
  { NC_ ("file column", "carrier"), TIEM_CELL_TEXT },
  { NC_ ("file column", "tracking"), TIEM_CELL_TEXT },
  { NC_ ("file column", "note"), TIEM_CELL_TEXT },
  { NULL },
};

static const TiemExportColumn customer_columns[] = {
  { NC_ ("file column", "customer"), TIEM_CELL_TEXT },
  { NC_ ("file column", "phone"), TIEM_CELL_TEXT },
  { NC_ ("file column", "email"), TIEM_CELL_TEXT },
  { NC_ ("file column", "province"), TIEM_CELL_TEXT },
  { NC_ ("file column", "orders"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "spent"), TIEM_CELL_MONEY },
  { NC_ ("file column", "last_order_at"), TIEM_CELL_TIME },
  { NULL },
};

static const TiemExportColumn movement_columns[] = {
  { NC_ ("file column", "sku"), TIEM_CELL_TEXT },
  { NC_ ("file column", "name"), TIEM_CELL_TEXT },
  { NC_ ("file column", "option"), TIEM_CELL_TEXT },
  { NC_ ("file column", "at"), TIEM_CELL_TIME },
  { NC_ ("file column", "delta"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "on_hand"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "reason"), TIEM_CELL_TEXT },
  { NC_ ("file column", "order"), TIEM_CELL_TEXT },
  { NC_ ("file column", "channel"), TIEM_CELL_TEXT },
  { NC_ ("file column", "note"), TIEM_CELL_TEXT },
  { NULL },
};

void
tiem_export_end_row (TiemExport *self)
{
  tiem_sheet_writer_end_row (self->writer);
  self->rows++;
}

/* Products and movements */

static GPtrArray *
list_variants (TiemExport *self,
               gint64 offset,
               GError **error)
{
  static const TiemVariantQuery everything = { .group = TIEM_VARIANTS_ON_SALE };

  return tiem_store_list_variants (self->store,
                                   self->query != NULL ? self->query : &everything,
                                   TIEM_EXPORT_PAGE,
                                   offset,
                                   error);
}

/* Only a count that was given is written: the file can come back by import, and a number there
 * starts the count. What a bundle has follows from its parts. */
static gboolean
put_variant (TiemExport *self,
             gconstpointer record,
             GError **error)
{
  const TiemVariant *variant = record;

  tiem_sheet_writer_add_text (self->writer, variant->sku);
  tiem_sheet_writer_add_text (self->writer, variant->product_name);
  tiem_sheet_writer_add_text (self->writer, variant->options);
  tiem_sheet_writer_add_number (self->writer, variant->price_vnd);
  if (variant->has_cost)
    tiem_sheet_writer_add_number (self->writer, variant->cost_vnd);
  else
    tiem_sheet_writer_add_text (self->writer, NULL);
  tiem_sheet_writer_add_text (self->writer, variant->barcode);
  if (variant->counted_at != 0 && !variant->is_bundle && variant->on_hand >= 0)
    tiem_sheet_writer_add_number (self->writer, variant->on_hand);
  else
    tiem_sheet_writer_add_text (self->writer, NULL);
  tiem_sheet_writer_add_text (self->writer, variant->shelf);
  if (self->query != NULL)
    {
      tiem_sheet_writer_add_number (self->writer, variant->reserved);
      tiem_sheet_writer_add_number (self->writer, variant->available);
      tiem_sheet_writer_add_number (self->writer, variant->sold_30_days);
      tiem_sheet_writer_add_text (self->writer, variant->channels);
    }
  tiem_export_end_row (self);
  return TRUE;
}

static gboolean
put_movements (TiemExport *self,
               gconstpointer record,
               GError **error)
{
  const TiemVariant *variant = record;
  g_autoptr (GPtrArray) movements = tiem_store_list_movements (self->store, variant->id, 0, error);

  if (movements == NULL)
    return FALSE;
  for (guint i = 0; i < movements->len; i++)
    {
      const TiemMovement *movement = g_ptr_array_index (movements, i);

      tiem_sheet_writer_add_text (self->writer, variant->sku);
      tiem_sheet_writer_add_text (self->writer, variant->product_name);
      tiem_sheet_writer_add_text (self->writer, variant->options);
      tiem_sheet_writer_add_number (self->writer, movement->at);
      tiem_sheet_writer_add_number (self->writer, movement->delta);
      tiem_sheet_writer_add_number (self->writer, movement->on_hand);
      tiem_sheet_writer_add_text (self->writer, tiem_movement_reason_label (movement->reason));
      tiem_sheet_writer_add_text (self->writer, movement->order_number);
      tiem_sheet_writer_add_text (self->writer, movement->channel_name);
      tiem_sheet_writer_add_text (self->writer, movement->note);
      tiem_export_end_row (self);
    }
  return TRUE;
}

/* Orders */

static GPtrArray *
list_orders (TiemExport *self,
             gint64 offset,
             GError **error)
{
  static const TiemOrderQuery everything = { .group = TIEM_ORDERS_ALL, .descending = TRUE };

  return tiem_store_list_orders (self->store,
                                 self->query != NULL ? self->query : &everything,
                                 TRUE,
                                 TIEM_EXPORT_PAGE,
                                 offset,
                                 error);
}

/* Returns: (transfer full): "2 × Áo thun (Đen, L); 1 × Mũ vải" */
static char *
describe_goods (const TiemOrder *order)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; order->lines != NULL && i < order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (order->lines, i);

      g_string_append_printf (out,
                              "%s%" G_GINT64_FORMAT " × %s",
                              i > 0 ? "; " : "",
                              line->quantity,
                              line->title != NULL ? line->title : "");
      if (line->options != NULL)
        g_string_append_printf (out, " (%s)", line->options);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
put_order (TiemExport *self,
           gconstpointer record,
           GError **error)
{
  const TiemOrder *order = record;
  g_autofree char *number = tiem_phone_normalise (order->buyer_phone);
  g_autofree char *phone = tiem_phone_format (number != NULL ? number : order->buyer_phone);
  g_autofree char *goods = describe_goods (order);

  tiem_sheet_writer_add_text (self->writer, order->number);
  tiem_sheet_writer_add_text (self->writer, order->channel_name);
  tiem_sheet_writer_add_text (self->writer, tiem_order_status_get_label (order->status));
  tiem_sheet_writer_add_number (self->writer, order->placed_at);
  tiem_sheet_writer_add_number (self->writer, order->ship_by);
  tiem_sheet_writer_add_text (self->writer, order->buyer_name);
  tiem_sheet_writer_add_text (self->writer, phone);
  tiem_sheet_writer_add_text (self->writer, order->address.text);
  tiem_sheet_writer_add_text (self->writer, goods);
  tiem_sheet_writer_add_number (self->writer, order->units);
  tiem_sheet_writer_add_number (self->writer, order->shipping_fee_vnd);
  tiem_sheet_writer_add_number (self->writer, order->discount_vnd);
  tiem_sheet_writer_add_number (self->writer, order->total_vnd);
  tiem_sheet_writer_add_number (self->writer, order->paid_vnd);
  tiem_sheet_writer_add_text (self->writer, order->carrier);
  tiem_sheet_writer_add_text (self->writer, order->tracking);
  tiem_sheet_writer_add_text (self->writer, order->note);
  tiem_export_end_row (self);
  return TRUE;
}

/* Customers */

static GPtrArray *
list_customers (TiemExport *self,
                gint64 offset,
                GError **error)
{
  static const TiemCustomerQuery everything = { .group = TIEM_CUSTOMERS_ALL };

  return tiem_store_list_customers (self->store,
                                    self->query != NULL ? self->query : &everything,
                                    TIEM_EXPORT_PAGE,
                                    offset,
                                    error);
}

static gboolean
put_customer (TiemExport *self,
              gconstpointer record,
              GError **error)
{
  const TiemCustomer *customer = record;
  g_autofree char *phone = tiem_phone_format (customer->phone);

  tiem_sheet_writer_add_text (self->writer, customer->name);
  tiem_sheet_writer_add_text (self->writer, phone);
  tiem_sheet_writer_add_text (self->writer, customer->email);
  tiem_sheet_writer_add_text (self->writer, tiem_address_province_name (customer->province));
  tiem_sheet_writer_add_number (self->writer, customer->orders);
  tiem_sheet_writer_add_number (self->writer, customer->spent_vnd);
  tiem_sheet_writer_add_number (self->writer, customer->last_order_at);
  tiem_export_end_row (self);
  return TRUE;
}

static const TiemExportList products = { product_columns, list_variants, put_variant };
static const TiemExportList shown_products = { shown_product_columns, list_variants, put_variant };
static const TiemExportList orders = { order_columns, list_orders, put_order };
static const TiemExportList customers = { customer_columns, list_customers, put_customer };
static const TiemExportList movements = { movement_columns, list_variants, put_movements };

static const TiemExportList *
get_list (TiemExportKind kind,
          gconstpointer query)
{
  switch (kind)
    {
    case TIEM_EXPORT_PRODUCTS:
      return query != NULL ? &shown_products : &products;
    case TIEM_EXPORT_ORDERS:
      return &orders;
    case TIEM_EXPORT_CUSTOMERS:
      return &customers;
    case TIEM_EXPORT_MOVEMENTS:
      return &movements;
    case TIEM_EXPORT_LISTINGS:
      return &tiem_export_listings;
    case TIEM_EXPORT_DRIFT:
      return &tiem_export_drift;
    case TIEM_EXPORT_TRAVELS:
      return &tiem_export_travels;
    case TIEM_EXPORT_RETURNS:
      return &tiem_export_returns;
    default:
      return NULL;
    }
}

static TiemSheetWriter *
open_writer (const char *path,
             const TiemExportColumn *columns,
             GError **error)
{
  const char *heads[MOST_COLUMNS] = { NULL };
  TiemCellKind cells[MOST_COLUMNS];

  for (gsize i = 0; columns[i].head != NULL; i++)
    {
      g_assert (i + 1 < MOST_COLUMNS);
      heads[i] = g_dpgettext2 (GETTEXT_PACKAGE, "file column", columns[i].head);
      cells[i] = columns[i].kind;
    }
  return tiem_sheet_writer_new (path, heads, cells, error);
}

/* For the progress only; where it can't be known cheaply it stays 0. */
static guint
count_total (TiemStore *store,
             TiemExportKind kind,
             gconstpointer query)
{
  gint64 n = 0;
  gint64 sum;
  gint64 counts[TIEM_N_VARIANT_GROUPS];
  TiemOrderQuery everything = { .group = TIEM_ORDERS_ALL };

  if (kind == TIEM_EXPORT_ORDERS)
    {
      if (!tiem_store_sum_orders (store, query != NULL ? query : &everything, &n, &sum, NULL))
        return 0;
    }
  else if (query == NULL && (kind == TIEM_EXPORT_PRODUCTS || kind == TIEM_EXPORT_MOVEMENTS)
           && tiem_store_count_variants (store, counts, NULL))
    n = counts[TIEM_VARIANTS_ON_SALE];
  return (guint)CLAMP (n, 0, G_MAXINT);
}

static gboolean
put_everything (TiemExport *self,
                const TiemExportList *list,
                GCancellable *cancellable,
                GError **error)
{
  gint64 offset = 0;
  guint n;

  do
    {
      g_autoptr (GPtrArray) page = list->list (self, offset, error);

      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->len; i++)
        if (!list->put (self, g_ptr_array_index (page, i), error))
          return FALSE;
      n = page->len;
      offset += n;
      if (self->progress != NULL)
        self->progress ((guint)offset, self->total, self->user_data);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  while (n == TIEM_EXPORT_PAGE);
  return TRUE;
}

gint64
tiem_export (TiemStore *store,
             TiemExportKind kind,
             gconstpointer query,
             const char *path,
             TiemProgressFunc progress,
             gpointer user_data,
             GCancellable *cancellable,
             GError **error)
{
  TiemExport self
      = { .store = store, .query = query, .progress = progress, .user_data = user_data };
  const TiemExportList *list;
  gboolean done;

  g_return_val_if_fail (TIEM_IS_STORE (store), -1);
  g_return_val_if_fail (path != NULL, -1);
  list = get_list (kind, query);
  g_return_val_if_fail (list != NULL, -1);

  self.writer = open_writer (path, list->columns, error);
  if (self.writer == NULL)
    return -1;
  if (progress != NULL)
    self.total = count_total (store, kind, query);
  done = put_everything (&self, list, cancellable, error);
  g_clear_pointer (&self.channels, g_hash_table_unref);
  if (!done)
    {
      tiem_sheet_writer_abort (self.writer);
      return -1;
    }
  return tiem_sheet_writer_close (self.writer, error) ? (gint64)self.rows : -1;
}
