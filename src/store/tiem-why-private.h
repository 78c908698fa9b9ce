#pragma once

#include "store/tiem-store-private.h"
#include "store/tiem-store-why.h"

G_BEGIN_DECLS

/* Between tiem-why.c, tiem-why-sums.c and tiem-why-channels.c: making ways of parts. */

/* Returns: (transfer none): a way of @why, to be filled */
TiemWhyWay *tiem_why_add_way (TiemWhy *why,
                              const char *code,
                              const char *heading,
                              gint64 number);
/* @label: (transfer full). Returns: (transfer none): a part of @parts that opens nothing yet */
TiemWhyPart *tiem_why_add_part (GPtrArray *parts,
                                char *label,
                                gint64 amount);

/* Each adds to .ways and .notes what its figure is made of. */
gboolean tiem_why_tell_on_hand (TiemWhy *why,
                                TiemDb *db,
                                GError **error);
gboolean tiem_why_tell_reserved (TiemWhy *why,
                                 TiemDb *db,
                                 GError **error);
gboolean tiem_why_tell_available (TiemWhy *why,
                                  TiemDb *db,
                                  GError **error);
gboolean tiem_why_tell_incoming (TiemWhy *why,
                                 TiemDb *db,
                                 GError **error);
gboolean tiem_why_tell_sold (TiemWhy *why,
                             TiemDb *db,
                             gint64 now,
                             GError **error);
gboolean tiem_why_tell_value (TiemWhy *why,
                              TiemDb *db,
                              GError **error);
/* @listings: (element-type TiemListing), @reasons: (element-type TiemStockReason): of the variant */
gboolean tiem_why_tell_channels (TiemWhy *why,
                                 TiemDb *db,
                                 GPtrArray *listings,
                                 GPtrArray *reasons,
                                 GError **error);

G_END_DECLS
