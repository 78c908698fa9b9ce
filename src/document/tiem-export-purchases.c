#define G_LOG_DOMAIN "tiem-export"

#include "config.h"

#include "document/tiem-export-private.h"

#include "base/tiem-text.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"

#include <glib/gi18n-lib.h>

/* Whom goods are bought from, and the slips. */

/* The headings come back by the import of suppliers. */
static const TiemExportColumn supplier_columns[] = {
  { NC_ ("file column", "supplier_code"), TIEM_CELL_TEXT, "code" },
  { NC_ ("file column", "supplier"), TIEM_CELL_TEXT, "name" },
  { NC_ ("file column", "phone"), TIEM_CELL_TEXT, "phone" },
  { NC_ ("file column", "email"), TIEM_CELL_TEXT },
  { NC_ ("file column", "address"), TIEM_CELL_TEXT },
  { NC_ ("file column", "tax_code"), TIEM_CELL_TEXT },
  { NC_ ("file column", "note"), TIEM_CELL_TEXT },
  { NC_ ("file column", "bought"), TIEM_CELL_MONEY, "bought" },
  { NC_ ("file column", "opening_debt"), TIEM_CELL_MONEY },
  { NC_ ("file column", "debt"), TIEM_CELL_MONEY, "debt" },
  { NC_ ("file column", "last_purchase_at"), TIEM_CELL_TIME, "last" },
  { NULL },
};

static GPtrArray *
list_suppliers (TiemExport *self,
                gint64 offset,
                GError **error)
{
  static const TiemSupplierQuery everything = { .group = TIEM_SUPPLIERS_ALL };

  return tiem_store_list_suppliers (self->store,
                                    self->query != NULL ? self->query : &everything,
                                    TIEM_EXPORT_PAGE,
                                    offset,
                                    error);
}

static gboolean
put_supplier (TiemExport *self,
              gconstpointer record,
              GError **error)
{
  const TiemSupplier *supplier = record;
  g_autofree char *phone = tiem_phone_format (supplier->phone);

  tiem_export_add_text (self, supplier->code);
  tiem_export_add_text (self, supplier->name);
  tiem_export_add_text (self, phone);
  tiem_export_add_text (self, supplier->email);
  tiem_export_add_text (self, supplier->address);
  tiem_export_add_text (self, supplier->tax_code);
  tiem_export_add_text (self, supplier->note);
  tiem_export_add_number (self, supplier->bought_vnd);
  tiem_export_add_number (self, supplier->opening_vnd);
  tiem_export_add_number (self, supplier->debt_vnd);
  tiem_export_add_number (self, supplier->last_at);
  tiem_export_end_row (self);
  return TRUE;
}

const TiemExportList tiem_export_suppliers = { supplier_columns, list_suppliers, put_supplier };

/* --- slips --- */

static const TiemExportColumn purchase_columns[] = {
  { NC_ ("file column", "slip"), TIEM_CELL_TEXT, "number" },
  { NC_ ("file column", "at"), TIEM_CELL_TIME, "time" },
  { NC_ ("file column", "supplier"), TIEM_CELL_TEXT, "supplier" },
  { NC_ ("file column", "units"), TIEM_CELL_NUMBER, "units" },
  { NC_ ("file column", "discount"), TIEM_CELL_MONEY },
  { NC_ ("file column", "freight"), TIEM_CELL_MONEY },
  { NC_ ("file column", "total"), TIEM_CELL_MONEY, "total" },
  { NC_ ("file column", "owed"), TIEM_CELL_MONEY, "owed" },
  { NC_ ("file column", "status"), TIEM_CELL_TEXT, "state" },
  { NC_ ("file column", "note"), TIEM_CELL_TEXT },
  { NULL },
};

static GPtrArray *
list_purchases (TiemExport *self,
                gint64 offset,
                GError **error)
{
  static const TiemPurchaseQuery everything
      = { .kind = TIEM_PURCHASE, .group = TIEM_PURCHASES_ALL, .descending = TRUE };

  return tiem_store_list_purchases (self->store,
                                    self->query != NULL ? self->query : &everything,
                                    TIEM_EXPORT_PAGE,
                                    offset,
                                    error);
}

/* As the list says it. */
static const char *
get_state_words (const TiemPurchase *purchase)
{
  if (purchase->state == TIEM_SLIP_DRAFT)
    return _ ("Draft");
  if (purchase->state == TIEM_SLIP_UNDONE)
    return _ ("Undone");
  if (purchase->kind == TIEM_SUPPLIER_RETURN)
    return _ ("Sent back");
  return purchase->owed_vnd > 0 ? _ ("Still owed") : _ ("Booked in");
}

static gboolean
put_purchase (TiemExport *self,
              gconstpointer record,
              GError **error)
{
  const TiemPurchase *purchase = record;

  tiem_export_add_text (self, purchase->number);
  tiem_export_add_number (self, purchase->done_at != 0 ? purchase->done_at : purchase->saved_at);
  tiem_export_add_text (self, purchase->supplier_name);
  tiem_export_add_number (self, purchase->units);
  tiem_export_add_number (self, purchase->discount_vnd);
  tiem_export_add_number (self, purchase->freight_vnd);
  tiem_export_add_number (self, purchase->total_vnd);
  tiem_export_add_number (self, purchase->owed_vnd);
  tiem_export_add_text (self, get_state_words (purchase));
  tiem_export_add_text (self, purchase->note);
  tiem_export_end_row (self);
  return TRUE;
}

const TiemExportList tiem_export_purchases = { purchase_columns, list_purchases, put_purchase };
