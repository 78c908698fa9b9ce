#pragma once

#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* When a channel was out of reach: what tells afterwards why two of them sold the same unit. */

#define TIEM_GAP_PAUSED "paused"
#define TIEM_GAP_AWAY "away" /* Tiệm did not run, or the computer slept */

/* The channel's state is about to be written: @class (nullable): an error class or
 * %TIEM_GAP_PAUSED; NULL = it works. */
gboolean tiem_gaps_note (TiemWrite *write,
                         gint64 channel_id,
                         const char *class,
                         GError **error);

/* The one that lasted longest into from @from to @to, a minute more or less. Returns: FALSE with
 * @error; *class (transfer full): NULL = there was none. *ended_at: 0 = it lasts */
gboolean tiem_gaps_find (TiemDb *db,
                         gint64 channel_id,
                         gint64 from,
                         gint64 to,
                         char **class,
                         gint64 *began_at,
                         gint64 *ended_at,
                         GError **error);

G_END_DECLS
