#pragma once

#include "app/tiem-browse-page.h"

G_BEGIN_DECLS

/* The suppliers, what is owed to each, and the account with the chosen one.
 * Signals: ::buy (gint64 supplier_id): a slip is to be written; ::slip (gint64 slip_id): one is to
 * be shown */
#define TIEM_TYPE_SUPPLIERS_PAGE (tiem_suppliers_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemSuppliersPage, tiem_suppliers_page, TIEM, SUPPLIERS_PAGE, TiemBrowsePage)

G_END_DECLS
