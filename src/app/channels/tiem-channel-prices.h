#pragma once

#include "store/tiem-store.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The channel's rule for prices: percent, amount, rounding, with an example. What was typed takes
 * effect with its tick or Enter; how many prices change is said, and can be undone.
 */
#define TIEM_TYPE_CHANNEL_PRICES (tiem_channel_prices_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelPrices, tiem_channel_prices, TIEM, CHANNEL_PRICES, AdwPreferencesGroup)

/* Reads the rule when it is of another channel than before. @store: (nullable), @channel_id: 0 = none */
void tiem_channel_prices_set_channel (TiemChannelPrices *self,
                                      TiemStore *store,
                                      gint64 channel_id);

G_END_DECLS
