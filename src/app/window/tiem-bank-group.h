#pragma once

#include "app/tiem-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The bank account that QR codes pay to, in the preferences. */
#define TIEM_TYPE_BANK_GROUP (tiem_bank_group_get_type ())
G_DECLARE_FINAL_TYPE (TiemBankGroup, tiem_bank_group, TIEM, BANK_GROUP, AdwPreferencesGroup)

/* @shop: (nullable): without one there is no account to tell, and the group is hidden */
void tiem_bank_group_set_shop (TiemBankGroup *self,
                               TiemShop *shop);

G_END_DECLS
