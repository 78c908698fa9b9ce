#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The list that goes with parcels to their carriers: on A4, each carrier on pages of its own, with
 * lines for both to sign. Parcels without a carrier come last.
 * @orders: (element-type TiemOrder): those handed over; @shop: (nullable): the shop's name; @now:
 * ms UTC. Fails with INVALID when there are none. Returns: (transfer full): a PDF */
GBytes *tiem_handover_make (GPtrArray *orders,
                            const char *shop,
                            gint64 now,
                            GError **error);

G_END_DECLS
