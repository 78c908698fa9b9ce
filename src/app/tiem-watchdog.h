#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * For developers: tells of each turn of the main loop in which the main thread was busy for longer
 * than TIEM_WATCHDOG milliseconds (8 is half a frame), how long by its processor and by the clock,
 * how much of it was not GTK's own (laying a frame out and painting it), which source ran and where
 * it was then. Does nothing without that variable, or a second time.
 *
 *   TIEM_WATCHDOG=8 tiem 2>&1 | grep "Main loop"
 *
 * An address of the program itself is made readable by addr2line -fe PROGRAM ADDRESS.
 */
void tiem_watchdog_start (void);

/* Around the measuring of a window's content: GTK does that between frames, too. Returns: whether
 * this was the beginning, for tiem_watchdog_end_layout() */
gboolean tiem_watchdog_begin_layout (void);
void tiem_watchdog_end_layout (gboolean begun);

/* Around what GTK calls while it lays out, rows of a list above all: that much is ours, and not
 * GTK's drawing. They don't nest. */
void tiem_watchdog_enter (void);
void tiem_watchdog_leave (void);

G_END_DECLS
