#pragma once

#include "app/tiem-browse-page.h"

G_BEGIN_DECLS

/* The Customers tab: one record per person, whichever channels they buy on. */
#define TIEM_TYPE_CUSTOMERS_PAGE (tiem_customers_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemCustomersPage, tiem_customers_page, TIEM, CUSTOMERS_PAGE, TiemBrowsePage)

G_END_DECLS
