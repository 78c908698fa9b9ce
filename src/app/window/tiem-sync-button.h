#pragma once

#include "app/tiem-shop.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The state of syncing at a glance, in the header: icon and words, never animated. Its
 * popover has one line per channel, troubles first, and "Sync now", "Pause all". */
#define TIEM_TYPE_SYNC_BUTTON (tiem_sync_button_get_type ())
G_DECLARE_FINAL_TYPE (TiemSyncButton, tiem_sync_button, TIEM, SYNC_BUTTON, GtkWidget)

/* @shop: (nullable) */
void tiem_sync_button_set_shop (TiemSyncButton *self,
                                TiemShop *shop);
/* Only the icon, and the number when there is one. */
void tiem_sync_button_set_compact (TiemSyncButton *self,
                                   gboolean compact);

G_END_DECLS
