#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * For developers: tells of each turn of the main loop in which the main thread was busy for longer
 * than TIEM_WATCHDOG milliseconds (8 is half a frame), how long by its processor and by the clock,
 * which source ran and where it was then. Does nothing without that variable, or a second time.
 *
 *   TIEM_WATCHDOG=8 tiem 2>&1 | grep "Main loop"
 *
 * An address of the program itself is made readable by addr2line -fe PROGRAM ADDRESS.
 */
void tiem_watchdog_start (void);

G_END_DECLS
