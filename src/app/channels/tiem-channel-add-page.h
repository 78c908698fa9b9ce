#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/* Connects a channel in four steps: choose, keys, read, take over into the catalogue.
 * Nothing is kept before the keys have been tried and accepted.
 *
 * Signal ::finished (gint64 channel_id): done, or left; 0 = nothing was added. */
#define TIEM_TYPE_CHANNEL_ADD_PAGE (tiem_channel_add_page_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemChannelAddPage, tiem_channel_add_page, TIEM, CHANNEL_ADD_PAGE, TiemSubpage)

GtkWidget *tiem_channel_add_page_new (TiemShop *shop);

G_END_DECLS
