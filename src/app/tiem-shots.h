#pragma once

#include "app/tiem-window.h"

G_BEGIN_DECLS

/* Runs the window for a while without anybody: counts what is synced, saves a picture of
 * each tab, says so and quits. See tiem-app.h for the environment it reads. */
#define TIEM_TYPE_SHOTS (tiem_shots_get_type ())
G_DECLARE_FINAL_TYPE (TiemShots, tiem_shots, TIEM, SHOTS, GObject)

/* Returns: (transfer full) (nullable): %NULL when the environment does not ask for it */
TiemShots *tiem_shots_new_from_environment (GApplication *application, TiemWindow *window);
/* @orders_read: read before the engine was started */
void tiem_shots_watch (TiemShots *self, TiemShop *shop, guint orders_read);

G_END_DECLS
