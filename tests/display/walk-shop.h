#pragma once

#include "../headless/shop-fixture.h"

G_BEGIN_DECLS

/* What the shop of a walk has besides goods and orders, so that every page has something to show. */

/* A channel that lost its keys, an order short of goods, a draft, slips of every kind.
 * @channel_id: where that order comes from */
void walk_shop_add_troubles (StoreFixture *shop,
                             gint64 channel_id);
/* Two that trade files, of one platform: a file asks to which it belongs. */
void walk_shop_add_file_channels (StoreFixture *shop);

G_END_DECLS
