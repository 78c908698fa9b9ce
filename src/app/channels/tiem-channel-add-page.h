#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/* Connects a channel step by step: choose, keys, the platform's page of consent where it has
 * one, read, take over into the catalogue. Nothing is kept before the channel let Tiệm in.
 *
 * Signal ::finished (gint64 channel_id): done, or left; 0 = nothing was added. */
#define TIEM_TYPE_CHANNEL_ADD_PAGE (tiem_channel_add_page_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemChannelAddPage, tiem_channel_add_page, TIEM, CHANNEL_ADD_PAGE, TiemSubpage)

GtkWidget *tiem_channel_add_page_new (TiemShop *shop);
/* Begins with the name of a new channel by file. @kind: "shopee" … */
GtkWidget *tiem_channel_add_page_new_by_file (TiemShop *shop,
                                              const char *kind);
/* Returns: (nullable): the kind that was chosen */
const char *tiem_channel_add_page_get_kind (TiemChannelAddPage *self);
/* "Sign in again": the same for a channel that is there. Its keys are filled in; it keeps its
 * name and all that has been read. */
GtkWidget *tiem_channel_add_page_new_again (TiemShop *shop,
                                            const TiemChannelRecord *record);

G_END_DECLS
