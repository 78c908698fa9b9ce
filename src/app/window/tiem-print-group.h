#pragma once

#include "app/tiem-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* "Printing" in the preferences: which paper, and who sends. */
#define TIEM_TYPE_PRINT_GROUP (tiem_print_group_get_type ())
G_DECLARE_FINAL_TYPE (TiemPrintGroup, tiem_print_group, TIEM, PRINT_GROUP, AdwPreferencesGroup)

/* @shop: (nullable): without one, the sender is left out */
void tiem_print_group_set_shop (TiemPrintGroup *self,
                                TiemShop *shop);

G_END_DECLS
