#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So long after an order, or the program's start, a channel is lively. */
#define TIEM_LIVELY_MS (10 * 60 * 1000)

/* Returns: ms from the start of a turn to the start of the next: @poll_ms (0 = 5 s) in
 * selling hours (7 to 23 o'clock in Việt Nam), twice that at night, 5 s at any time while the
 * channel is lively, and slower when @level, the rest of what the platform allows (0 … 1),
 * runs low. */
gint64 tiem_poll_interval (gint64 now,
                           gint64 poll_ms,
                           gboolean is_lively,
                           double level);

G_END_DECLS
