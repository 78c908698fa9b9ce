#pragma once

#include "app/tiem-browse-page.h"
#include "model/tiem-purchase.h"

G_BEGIN_DECLS

/* The list of slips: of purchases, or (TiemSupplierReturnsPage) of what went back. */
#define TIEM_TYPE_PURCHASES_PAGE (tiem_purchases_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (
    TiemPurchasesPage, tiem_purchases_page, TIEM, PURCHASES_PAGE, TiemBrowsePage)

struct _TiemPurchasesPageClass
{
  TiemBrowsePageClass parent_class;

  TiemPurchaseKind kind;
};

#define TIEM_TYPE_SUPPLIER_RETURNS_PAGE (tiem_supplier_returns_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemSupplierReturnsPage,
                      tiem_supplier_returns_page,
                      TIEM,
                      SUPPLIER_RETURNS_PAGE,
                      TiemPurchasesPage)

/* Opens a slip to be written. @purchase: (transfer full) */
void tiem_purchases_page_write (TiemPurchasesPage *self,
                                TiemPurchase *purchase);

G_END_DECLS
