#pragma once

#include "app/tiem-shop.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tells of new orders by desktop notifications: one for a batch, with how many and how
 * much; none while somebody looks at the window, and none at night unless the owner wants them:
 * the orders of the night are told of in the morning. */
#define TIEM_TYPE_HERALD (tiem_herald_get_type ())
G_DECLARE_FINAL_TYPE (TiemHerald, tiem_herald, TIEM, HERALD, GObject)

TiemHerald *tiem_herald_new (GApplication *application, TiemShop *shop, GSettings *settings);

G_END_DECLS
