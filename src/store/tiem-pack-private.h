#pragma once

#include "store/tiem-orders-private.h"
#include "store/tiem-store-pack.h"

G_BEGIN_DECLS

/* An order that may be packed now; the SQL of tiem_pack_order_refuse(). */
#define TIEM_PACK_READY                                                                            \
  "o.status IN ('to_ship', 'awaiting_pickup') AND o.packed_at = 0 AND o.handed_at = 0"             \
  " AND o.cancel_asked = 0"

/* --- reading (tiem-pack-read.c) --- */

/* Returns: (nullable): NULL with @error; NOT_FOUND */
TiemPackOrder *tiem_pack_read_order (TiemDb *db,
                                     gint64 order_id,
                                     gboolean with_lines,
                                     GError **error);
/* *order_id: the open one, 0 = none. NOT_FOUND when there is no such run. */
gboolean tiem_pack_read_open (TiemDb *db,
                              gint64 run_id,
                              gint64 *order_id,
                              gint64 *scanned_at,
                              GError **error);
/* *order_id: the next that can be packed now, other than @but; 0 = none */
gboolean tiem_pack_find_next (TiemDb *db,
                              gint64 run_id,
                              gint64 but,
                              gint64 *order_id,
                              GError **error);

/* --- writing (tiem-store-pack.c) --- */

/* Makes the order the open one, 0 = none; something was done in the run now. */
gboolean tiem_pack_open (TiemWrite *write,
                         gint64 run_id,
                         gint64 order_id,
                         GError **error);
/* The next one that can be packed, other than @but. */
gboolean tiem_pack_open_next (TiemWrite *write,
                              gint64 run_id,
                              gint64 but,
                              GError **error);

/* --- what a code means (tiem-pack-find.c) --- */

typedef struct
{
  TiemPackMeaning *meaning; /* (owned): of .code */
  char *code;               /* (owned): cleaned, without a quantity */
  gint64 quantity;
  char *rest;                 /* (owned) (nullable): a second code that came with it */
  TiemPackOutcome unreadable; /* why nothing was found: UNKNOWN, GARBLED or JOINED */
} TiemPackFound;
void tiem_pack_found_clear (TiemPackFound *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemPackFound, tiem_pack_found_clear)

/* @open: (nullable) */
gboolean tiem_pack_find (TiemDb *db,
                         const char *text,
                         const TiemPackOrder *open,
                         TiemPackFound *found,
                         GError **error);

G_END_DECLS
