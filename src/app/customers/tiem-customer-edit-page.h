#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/* A new customer, or another name, phone or e-mail for one.
 * Signal ::saved (gint64 customer_id) */
#define TIEM_TYPE_CUSTOMER_EDIT_PAGE (tiem_customer_edit_page_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemCustomerEditPage, tiem_customer_edit_page, TIEM, CUSTOMER_EDIT_PAGE, TiemSubpage)

/* @customer: (nullable): %NULL for a new one */
GtkWidget *tiem_customer_edit_page_new (TiemShop *shop, const TiemCustomer *customer);

G_END_DECLS
