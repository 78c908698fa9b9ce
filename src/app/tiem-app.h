#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The application: opens the shop off the main thread, runs the engine, keeps the daily
 * backup, tells of new orders, and switches to the practice shop and back.
 *
 * For a machine without a display's user (src/run --demo, CI):
 *   TIEM_QUIT_AFTER=SECONDS  quits by itself and says what was synced
 *   TIEM_SHOTS=FOLDER        saves a picture of each tab there before
 *   TIEM_SHOT_SIZE=WxH, TIEM_SHOT_DARK=1
 */
#define TIEM_TYPE_APP (tiem_app_get_type ())
G_DECLARE_FINAL_TYPE (TiemApp, tiem_app, TIEM, APP, AdwApplication)

TiemApp *tiem_app_new (void);

/* Resources and types of the window; before any widget is made. For tests too. */
void tiem_app_init_widgets (void);

G_END_DECLS
