#define G_LOG_DOMAIN "tiem-export"

#include "config.h"

#include "document/tiem-export-private.h"

#include "base/tiem-text.h"
#include "model/tiem-address.h"
#include "model/tiem-units.h"
#include "store/tiem-row-list.h"
#include "store/tiem-store-customers.h"
#include "store/tiem-store-debts.h"
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
  { NC_ ("file column", "sku"), TIEM_CELL_TEXT, "item" },
  { NC_ ("file column", "name"), TIEM_CELL_TEXT, "item" },
  { NC_ ("file column", "option"), TIEM_CELL_TEXT, "item" },
  { NC_ ("file column", "price"), TIEM_CELL_MONEY, "price" },
  { NC_ ("file column", "cost"), TIEM_CELL_MONEY, "cost" },
  { NC_ ("file column", "barcode"), TIEM_CELL_TEXT, "barcode" },
  { NC_ ("file column", "on_hand"), TIEM_CELL_NUMBER, "on-hand" },
  { NC_ ("file column", "shelf"), TIEM_CELL_TEXT },
  { NC_ ("file column", "reserved"), TIEM_CELL_NUMBER, "reserved" },
  { NC_ ("file column", "available"), TIEM_CELL_NUMBER, "available" },
  { NC_ ("file column", "sold_30_days"), TIEM_CELL_NUMBER, "sold" },
  { NC_ ("file column", "channels"), TIEM_CELL_TEXT, "channels" },
  { NC_ ("file column", "category"), TIEM_CELL_TEXT, "category" },
  { NC_ ("file column", "stock_value"), TIEM_CELL_MONEY, "value" },
  { NC_ ("file column", "reorder_point"), TIEM_CELL_NUMBER, "reorder-point" },
  { NULL },
};

static const TiemExportColumn order_columns[] = {
  { NC_ ("file column", "order"), TIEM_CELL_TEXT, "number" },
  { NC_ ("file column", "channel"), TIEM_CELL_TEXT, "channel" },
  { NC_ ("file column", "status"), TIEM_CELL_TEXT, "status" },
  { NC_ ("file column", "placed_at"), TIEM_CELL_TIME, "placed" },
  { NC_ ("file column", "ship_by"), TIEM_CELL_TIME, "ship-by" },
  { NC_ ("file column", "buyer"), TIEM_CELL_TEXT, "buyer" },
  { NC_ ("file column", "phone"), TIEM_CELL_TEXT },
  { NC_ ("file column", "address"), TIEM_CELL_TEXT },
  { NC_ ("file column", "goods"), TIEM_CELL_TEXT, "goods" },
  { NC_ ("file column", "units"), TIEM_CELL_NUMBER, "goods" },
  { NC_ ("file column", "shipping_fee"), TIEM_CELL_MONEY },
  { NC_ ("file column", "discount"), TIEM_CELL_MONEY },
  { NC_ ("file column", "total"), TIEM_CELL_MONEY, "total" },
  { NC_ ("file column", "paid"), TIEM_CELL_MONEY },
  { NC_ ("file column", "carrier"), TIEM_CELL_TEXT },
  { NC_ ("file column", "tracking"), TIEM_CELL_TEXT },
  { NC_ ("file column", "note"), TIEM_CELL_TEXT },
  { NULL },
};

static const TiemExportColumn customer_columns[] = {
  { NC_ ("file column", "customer"), TIEM_CELL_TEXT, "name" },
  { NC_ ("file column", "phone"), TIEM_CELL_TEXT, "phone" },
  { NC_ ("file column", "email"), TIEM_CELL_TEXT },
  { NC_ ("file column", "province"), TIEM_CELL_TEXT, "province" },
  { NC_ ("file column", "orders"), TIEM_CELL_NUMBER, "orders" },
  { NC_ ("file column", "spent"), TIEM_CELL_MONEY, "spent" },
  { NC_ ("file column", "last_order_at"), TIEM_CELL_TIME, "last" },
  { NC_ ("file column", "channels"), TIEM_CELL_TEXT, "channels" },
  { NC_ ("file column", "customer_code"), TIEM_CELL_TEXT },
  { NC_ ("file column", "address"), TIEM_CELL_TEXT },
  { NC_ ("file column", "opening_debt"), TIEM_CELL_MONEY },
  { NC_ ("file column", "debt"), TIEM_CELL_MONEY },
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
tiem_export_add_text (TiemExport *self,
                      const char *text)
{
  const TiemExportCell cell = { .text = g_strdup (text) };

  g_array_append_val (self->cells, cell);
}

void
tiem_export_add_number (TiemExport *self,
                        gint64 number)
{
  const TiemExportCell cell = { .is_number = TRUE, .number = number };

  g_array_append_val (self->cells, cell);
}

void
tiem_export_end_row (TiemExport *self)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      const TiemExportCell *cell
          = &g_array_index (self->cells, TiemExportCell, g_array_index (self->order, guint, i));

      if (cell->is_number)
        tiem_sheet_writer_add_number (self->writer, cell->number);
      else
        tiem_sheet_writer_add_text (self->writer, cell->text);
    }
  g_array_set_size (self->cells, 0);
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

  tiem_export_add_text (self, variant->sku);
  tiem_export_add_text (self, variant->product_name);
  tiem_export_add_text (self, variant->options);
  tiem_export_add_number (self, variant->price_vnd);
  if (variant->has_cost)
    tiem_export_add_number (self, variant->cost_vnd);
  else
    tiem_export_add_text (self, NULL);
  tiem_export_add_text (self, variant->barcode);
  if (variant->counted_at != 0 && !variant->is_bundle && variant->on_hand >= 0)
    tiem_export_add_number (self, variant->on_hand);
  else
    tiem_export_add_text (self, NULL);
  tiem_export_add_text (self, variant->shelf);
  if (self->query != NULL)
    {
      tiem_export_add_number (self, variant->reserved);
      tiem_export_add_number (self, variant->available);
      tiem_export_add_number (self, variant->sold_30_days);
      tiem_export_add_text (self, variant->channels);
      tiem_export_add_text (self, variant->category);
      if (variant->has_cost && !variant->is_bundle)
        tiem_export_add_number (self, variant->stock_value_vnd);
      else
        tiem_export_add_text (self, NULL);
      if (variant->has_reorder_point)
        tiem_export_add_number (self, variant->reorder_point);
      else
        tiem_export_add_text (self, NULL);
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

      tiem_export_add_text (self, variant->sku);
      tiem_export_add_text (self, variant->product_name);
      tiem_export_add_text (self, variant->options);
      tiem_export_add_number (self, movement->at);
      tiem_export_add_number (self, movement->delta);
      tiem_export_add_number (self, movement->on_hand);
      tiem_export_add_text (self, tiem_movement_reason_label (movement->reason));
      tiem_export_add_text (self, movement->order_number);
      tiem_export_add_text (self, movement->channel_name);
      tiem_export_add_text (self, movement->note);
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

  tiem_export_add_text (self, order->number);
  tiem_export_add_text (self, order->channel_name);
  tiem_export_add_text (self, tiem_order_status_get_label (order->status));
  tiem_export_add_number (self, order->placed_at);
  tiem_export_add_number (self, order->ship_by);
  tiem_export_add_text (self, order->buyer_name);
  tiem_export_add_text (self, phone);
  tiem_export_add_text (self, order->address.text);
  tiem_export_add_text (self, goods);
  tiem_export_add_number (self, order->units);
  tiem_export_add_number (self, order->shipping_fee_vnd);
  tiem_export_add_number (self, order->discount_vnd);
  tiem_export_add_number (self, order->total_vnd);
  tiem_export_add_number (self, order->paid_vnd);
  tiem_export_add_text (self, order->carrier);
  tiem_export_add_text (self, order->tracking);
  tiem_export_add_text (self, order->note);
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

/* Returns: (transfer full) (nullable): what the owner wrote down, in one line */
static char *
describe_address (const TiemCustomer *customer)
{
  const TiemWard *ward = tiem_units_get_ward (customer->ward_code);

  if (ward == NULL)
    return g_strdup (customer->address_line);
  return g_strdup_printf ("%s%s%s, %s",
                          customer->address_line != NULL ? customer->address_line : "",
                          customer->address_line != NULL ? ", " : "",
                          ward->name,
                          ward->province->name);
}

static gboolean
put_customer (TiemExport *self,
              gconstpointer record,
              GError **error)
{
  const TiemCustomer *customer = record;
  g_autofree char *phone = tiem_phone_format (customer->phone);
  g_autofree char *code = g_strdup_printf ("%" G_GINT64_FORMAT, customer->id);
  g_autofree char *address = describe_address (customer);
  const gint64 *opening;

  if (self->openings == NULL
      && (self->openings = tiem_store_list_openings (self->store, error)) == NULL)
    return FALSE;
  opening = g_hash_table_lookup (self->openings, &customer->id);
  tiem_export_add_text (self, customer->name);
  tiem_export_add_text (self, phone);
  tiem_export_add_text (self, customer->email);
  tiem_export_add_text (self, tiem_address_province_name (customer->province));
  tiem_export_add_number (self, customer->orders);
  tiem_export_add_number (self, customer->spent_vnd);
  tiem_export_add_number (self, customer->last_order_at);
  tiem_export_add_text (self, customer->channels);
  tiem_export_add_text (self, code);
  tiem_export_add_text (self, address);
  tiem_export_add_number (self, opening != NULL ? *opening : 0);
  tiem_export_add_number (self, customer->debt_vnd);
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
    case TIEM_EXPORT_SUPPLIERS:
      return &tiem_export_suppliers;
    case TIEM_EXPORT_PURCHASES:
      return &tiem_export_purchases;
    default:
      return NULL;
    }
}

static void
cell_clear (gpointer data)
{
  g_free (((TiemExportCell *)data)->text);
}

/* Which columns the file has: those of each shown one of the window, else all of them. */
static void
choose_columns (TiemExport *self,
                const TiemExportColumn *columns,
                const char *const *shown)
{
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->cells = g_array_new (FALSE, FALSE, sizeof (TiemExportCell));
  g_array_set_clear_func (self->cells, cell_clear);
  for (; shown != NULL && *shown != NULL; shown++)
    for (guint i = 0; columns[i].head != NULL; i++)
      if (g_strcmp0 (columns[i].shown, *shown) == 0)
        g_array_append_val (self->order, i);
  for (guint i = 0; shown == NULL && columns[i].head != NULL; i++)
    g_array_append_val (self->order, i);
}

static gboolean
open_writer (TiemExport *self,
             const char *path,
             const TiemExportColumn *columns,
             GError **error)
{
  const char *heads[MOST_COLUMNS] = { NULL };
  TiemCellKind cells[MOST_COLUMNS];

  g_assert (self->order->len < MOST_COLUMNS);
  for (guint i = 0; i < self->order->len; i++)
    {
      const TiemExportColumn *column = &columns[g_array_index (self->order, guint, i)];

      heads[i] = g_dpgettext2 (GETTEXT_PACKAGE, "file column", column->head);
      cells[i] = column->kind;
    }
  self->writer = tiem_sheet_writer_new (path, heads, cells, error);
  return self->writer != NULL;
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
tiem_export_shown (TiemStore *store,
                   TiemExportKind kind,
                   gconstpointer query,
                   const char *const *shown,
                   const char *path,
                   TiemProgressFunc progress,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error)
{
  TiemExport self
      = { .store = store, .query = query, .progress = progress, .user_data = user_data };
  const TiemExportList *list;
  gint64 rows = -1;

  g_return_val_if_fail (TIEM_IS_STORE (store), -1);
  g_return_val_if_fail (path != NULL, -1);
  list = get_list (kind, query);
  g_return_val_if_fail (list != NULL, -1);

  choose_columns (&self, list->columns, shown);
  if (open_writer (&self, path, list->columns, error))
    {
      if (progress != NULL)
        self.total = count_total (store, kind, query);
      if (!put_everything (&self, list, cancellable, error))
        tiem_sheet_writer_abort (self.writer);
      else if (tiem_sheet_writer_close (self.writer, error))
        rows = self.rows;
    }
  g_clear_pointer (&self.channels, g_hash_table_unref);
  g_clear_pointer (&self.openings, g_hash_table_unref);
  g_array_unref (self.order);
  g_array_unref (self.cells);
  return rows;
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
  return tiem_export_shown (
      store, kind, query, NULL, path, progress, user_data, cancellable, error);
}
