#pragma once

#include "app/tiem-shop.h"
#include "model/tiem-own.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Who an order is for and where it goes: somebody who bought before is offered while a phone or
 * name is typed, with what is owed.
 *
 * Signals: ::changed (): the order's buyer or address are other ones now
 */
#define TIEM_TYPE_OWN_BUYER (tiem_own_buyer_get_type ())
G_DECLARE_FINAL_TYPE (TiemOwnBuyer, tiem_own_buyer, TIEM, OWN_BUYER, AdwBin)

/* @shop: (nullable) */
void tiem_own_buyer_set_shop (TiemOwnBuyer *self,
                              TiemShop *shop);
/* @order: (transfer none) (nullable): written into; stays the caller's */
void tiem_own_buyer_set_order (TiemOwnBuyer *self,
                               TiemOwnOrder *order);

G_END_DECLS
