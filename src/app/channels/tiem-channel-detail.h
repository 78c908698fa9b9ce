#pragma once

#include "app/tiem-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One channel: its state and trouble, four figures, listings that are not linked, what waits
 * to be sent, the log. */
#define TIEM_TYPE_CHANNEL_DETAIL (tiem_channel_detail_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelDetail, tiem_channel_detail, TIEM, CHANNEL_DETAIL, AdwBin)

void tiem_channel_detail_set_shop (TiemChannelDetail *self, TiemShop *shop);
void tiem_channel_detail_set_channel (TiemChannelDetail *self, gint64 channel_id);
/* Writes the texts that depend on the time again. */
void tiem_channel_detail_refresh (TiemChannelDetail *self);

G_END_DECLS
