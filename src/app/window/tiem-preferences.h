#pragma once

#include "app/tiem-shop.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Every setting takes effect at once. @shop: (nullable): without one, what concerns its
 * data is left out. */
void tiem_preferences_present (GtkWindow *parent,
                               TiemShop *shop);

G_END_DECLS
