#pragma once

#include "store/tiem-store-catalogue.h"

G_BEGIN_DECLS

/* Products in from a file; lists out to a file. Blocking; any thread but the main one. */

/* Columns by Vietnamese or English heading: sku, name, option, price, cost, barcode,
 * on_hand. Wrong cells are problems with row and column; one wrong row: nothing is written. */
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
} TiemExportKind;

typedef void (*TiemProgressFunc) (guint done,
                                  guint total,
                                  gpointer user_data);
/* @query: (nullable) a query of the kind's type: exactly what the list shows; NULL = everything.
 * Returns: rows written, −1 with @error */
gint64 tiem_export (TiemStore *store,
                    TiemExportKind kind,
                    gconstpointer query,
                    const char *path,
                    TiemProgressFunc progress,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error);

G_END_DECLS
