#pragma once

#include "app/tiem-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* "What goods cost" in the preferences: by which method. Another one is worked out first and shown
 * with what it changes, and then agreed to. */
#define TIEM_TYPE_COST_GROUP (tiem_cost_group_get_type ())
G_DECLARE_FINAL_TYPE (TiemCostGroup, tiem_cost_group, TIEM, COST_GROUP, AdwPreferencesGroup)

/* @shop: (nullable): %NULL hides it */
void tiem_cost_group_set_shop (TiemCostGroup *self,
                               TiemShop *shop);

G_END_DECLS
