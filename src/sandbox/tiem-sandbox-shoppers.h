#pragma once

#include "sandbox/tiem-sandbox-market.h"

G_BEGIN_DECLS

/* People at a market: they come at random times, buy, pay or forget to, change their mind,
 * send things back; carriers bring the parcels. Everything through the market's agenda. */

/* Lets shoppers come to @market: @orders_per_minute on average; 0 lets nobody come. */
void tiem_sandbox_shoppers_come (TiemSandboxMarket *market, double orders_per_minute);

/* Decides what becomes of an order from where it is now, and puts it on the agenda. Called
 * for orders of shoppers by themselves; a market calls it again when the seller has moved
 * an order on (arranged its shipment). */
void tiem_sandbox_shoppers_follow (TiemSandboxMarket *market, TiemSandboxOrder *order);
/* Does so for every order there is. */
void tiem_sandbox_shoppers_follow_all (TiemSandboxMarket *market);

G_END_DECLS
