#pragma once

#include "app/tiem-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* "All channels": how stock travelled between them, which numbers differ, and which of two
 * numbers is right where two channels showed different stock at first. */
#define TIEM_TYPE_CHANNELS_OVERVIEW (tiem_channels_overview_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelsOverview, tiem_channels_overview, TIEM, CHANNELS_OVERVIEW, AdwBin)

void tiem_channels_overview_set_shop (TiemChannelsOverview *self, TiemShop *shop);

G_END_DECLS
