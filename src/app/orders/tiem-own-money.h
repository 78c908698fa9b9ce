#pragma once

#include "app/tiem-shop.h"
#include "model/tiem-own.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * What an order costs and how it is paid: shipping, discount, paid, COD or owed, and the QR code
 * of a transfer.
 *
 * Signals: ::changed (): the order's money is other money now
 */
#define TIEM_TYPE_OWN_MONEY (tiem_own_money_get_type ())
G_DECLARE_FINAL_TYPE (TiemOwnMoney, tiem_own_money, TIEM, OWN_MONEY, AdwBin)

/* @shop: (nullable) */
void tiem_own_money_set_shop (TiemOwnMoney *self,
                              TiemShop *shop);
/* @order: (transfer none) (nullable): written into; stays the caller's. @placed: it is edited:
 * what came in stands in its payments and is not asked here */
void tiem_own_money_set_order (TiemOwnMoney *self,
                               TiemOwnOrder *order,
                               gboolean placed);
/* The goods are other ones now, or the order has got a number. */
void tiem_own_money_refresh (TiemOwnMoney *self);

G_END_DECLS
