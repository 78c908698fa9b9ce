#pragma once

#include "app/tiem-shop.h"
#include "model/tiem-bulk-rule.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How a bulk change is worded: what becomes of the number, by how much, how it is rounded; for
 * stock, why. Signals: ::changed () */
#define TIEM_TYPE_BULK_FORM (tiem_bulk_form_get_type ())
G_DECLARE_FINAL_TYPE (TiemBulkForm, tiem_bulk_form, TIEM, BULK_FORM, GtkWidget)

GtkWidget *tiem_bulk_form_new (TiemShop *shop,
                               TiemBulkField field);
/* Returns: (transfer full) (nullable): %NULL while it is not a rule: *problem says what is wrong,
 * or is %NULL where nothing was typed so far */
TiemBulkRule *tiem_bulk_form_read (TiemBulkForm *self,
                                   const char **problem);
/* Below each other on a narrow window. */
void tiem_bulk_form_set_narrow (TiemBulkForm *self,
                                gboolean narrow);

G_END_DECLS
