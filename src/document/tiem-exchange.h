#pragma once

#include "store/tiem-store-import.h"

G_BEGIN_DECLS

/* Products in from a file; lists out to a file. Blocking; any thread but the main one. */

/* Columns by Vietnamese or English heading, in any order, in one of the first ten rows: sku
 * (required), name, option, price, cost, barcode, on_hand, shelf; others are passed over. An empty
 * cell leaves the value as it is. Wrong cells are problems with row and column; one wrong
 * row: nothing is written. Fails with INVALID (no such table), NOT_FOUND (no such file), and
 * as the store does. */
TiemImportResult *tiem_import_products (TiemStore *store,
                                        const char *path,
                                        gboolean dry_run,
                                        GCancellable *cancellable,
                                        GError **error);

typedef enum
{
  TIEM_EXPORT_PRODUCTS,
  TIEM_EXPORT_ORDERS,
  TIEM_EXPORT_CUSTOMERS,
  TIEM_EXPORT_MOVEMENTS,
  TIEM_EXPORT_LISTINGS,
  TIEM_EXPORT_DRIFT,
  TIEM_EXPORT_TRAVELS,
  TIEM_EXPORT_RETURNS,
  TIEM_EXPORT_SUPPLIERS,
  TIEM_EXPORT_PURCHASES,
} TiemExportKind;

typedef void (*TiemProgressFunc) (guint done, guint total, gpointer user_data);
/* @query: (nullable) what the list shows: a TiemVariantQuery (products, movements),
 * TiemOrderQuery, TiemCustomerQuery, TiemListingQuery, TiemDriftQuery, TiemReturnQuery,
 * TiemSupplierQuery or TiemPurchaseQuery, none for travels; NULL = everything that is not archived. Exported products can be imported again; with a
 * query they also tell what the list shows beside: held, available, sold. @progress: (nullable) on this thread; total 0 = not known.
 * Returns: rows written, −1 with @error */
gint64 tiem_export (TiemStore *store,
                    TiemExportKind kind,
                    gconstpointer query,
                    const char *path,
                    TiemProgressFunc progress,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error);
/* The same with the columns that the window shows, in their order. @shown: (nullable): their ids
 * there; NULL or none that is known = all columns */
gint64 tiem_export_shown (TiemStore *store,
                          TiemExportKind kind,
                          gconstpointer query,
                          const char *const *shown,
                          const char *path,
                          TiemProgressFunc progress,
                          gpointer user_data,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
