#pragma once

#include "app/tiem-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The end of connecting a channel: watches its goods and orders being read for the first
 * time, which can be paused and goes on by itself, then offers to take the goods over.
 *
 * Signals:
 *   ::adopting ()  all is read: the last step begins
 *   ::finished ()  done, or left to go on by itself
 */
#define TIEM_TYPE_CHANNEL_FIRST_READ (tiem_channel_first_read_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemChannelFirstRead, tiem_channel_first_read, TIEM, CHANNEL_FIRST_READ, AdwBin)

void tiem_channel_first_read_start (TiemChannelFirstRead *self,
                                    TiemShop *shop,
                                    gint64 channel_id,
                                    const char *name);

G_END_DECLS
