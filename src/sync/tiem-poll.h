#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: ms from the start of a turn to the start of the next: @poll_ms (0 = 5 s) in
 * selling hours (7 to 23 o'clock in Việt Nam), six times that at night, and slower when
 * @level, the rest of what the platform allows (0 … 1), runs low. */
gint64 tiem_poll_interval (gint64 now,
                           gint64 poll_ms,
                           double level);

G_END_DECLS
