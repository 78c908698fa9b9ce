#pragma once

#include "app/channels/tiem-channel-words.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One channel in the list at the left of the Channels tab; id 0 is "all channels". */
#define TIEM_TYPE_CHANNEL_ROW (tiem_channel_row_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelRow, tiem_channel_row, TIEM, CHANNEL_ROW, AdwActionRow)

GtkWidget *tiem_channel_row_new (gint64 channel_id, const char *kind);
gint64 tiem_channel_row_get_id (TiemChannelRow *self);
void tiem_channel_row_update (TiemChannelRow *self,
                              TiemShop *shop,
                              const TiemChannelRecord *record,
                              gint64 now);
/* For "all channels". */
void tiem_channel_row_update_all (TiemChannelRow *self, guint channels, gint64 orders);

G_END_DECLS
