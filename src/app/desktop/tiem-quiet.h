#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The hours of the night in which nothing is announced unless the owner wants it: from 22:00 to
 * 7:00 by the computer's clock. */

/* @now: ms UTC */
gboolean tiem_quiet_is_night (GTimeZone *zone,
                              gint64 now);
/* Whether somebody has the window before them, and sees without being told. */
gboolean tiem_quiet_is_watched (GApplication *application);
/* Whether notifications of any kind may be sent at @now (ms UTC). @settings: those of Tiệm */
gboolean tiem_quiet_may_announce (GSettings *settings,
                                  gint64 now);

G_END_DECLS
