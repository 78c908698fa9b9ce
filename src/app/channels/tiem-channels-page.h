#pragma once

#include "app/tiem-page.h"
#include "document/tiem-market-file.h"

G_BEGIN_DECLS

/* The Channels tab: the channels at the left; at the right how stock travels between them,
 * or one of them. Adding a channel is a page that slides over it. */
#define TIEM_TYPE_CHANNELS_PAGE (tiem_channels_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelsPage, tiem_channels_page, TIEM, CHANNELS_PAGE, TiemPage)

/* Opens the page that connects a new channel. */
void tiem_channels_page_add_channel (TiemChannelsPage *self);
/* Chooses a channel in the list; 0 = all. */
void tiem_channels_page_show_channel (TiemChannelsPage *self, gint64 channel_id);
/* Reads a marketplace's file into the channel by file that it is of, as soon as the channels are
 * known; asks when there are several, or none. Nothing else may slide over the tab. */
void tiem_channels_page_open_file (TiemChannelsPage *self,
                                   TiemMarketFileKind kind,
                                   const char *path);

G_END_DECLS
