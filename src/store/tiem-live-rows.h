#pragma once

#include "store/tiem-row-list-private.h"

G_BEGIN_DECLS

/*
 * The rows of one list that are alive: those a view holds, and the last few that nobody shows,
 * kept for scrolling back. One row stands for one id. Main thread only.
 */

typedef struct _TiemLiveRows TiemLiveRows;

TiemLiveRows *tiem_live_rows_new (void);
void tiem_live_rows_free (TiemLiveRows *self);

/* Returns: (nullable) (transfer none) */
TiemRow *tiem_live_rows_find (TiemLiveRows *self,
                              gint64 id);
/* Returns: (transfer full): the one row of @id */
TiemRow *tiem_live_rows_ensure (TiemLiveRows *self,
                                gint64 id);
/* Keeps it for scrolling back, and lets go of the one that was kept longest. */
void tiem_live_rows_keep (TiemLiveRows *self,
                          TiemRow *row);
/* Lets go of all that only we keep. */
void tiem_live_rows_forget_kept (TiemLiveRows *self);
/* Returns: (transfer full) (element-type gint64): those that have a value */
GArray *tiem_live_rows_list_read (TiemLiveRows *self);

/* @removed items from @position on gave way to @added others: the rows that follow have moved. */
void tiem_live_rows_move (TiemLiveRows *self,
                          guint position,
                          guint removed,
                          guint added);

/* Forgets all rows but gives each that was handed out as one of the first @common of @before
 * the id that is there @now.
 * @gone: (out) (transfer full) (element-type TiemRow): those that were handed out from @common on,
 * as far as there is no gap, in their order
 * Returns: (transfer full) (element-type TiemRow): these, still with their old id, at their
 * position; tiem_row_become() is the caller's, once views know of the new ids */
GPtrArray *tiem_live_rows_replace (TiemLiveRows *self,
                                   GArray *before,
                                   GArray *now,
                                   guint common,
                                   GPtrArray **gone);

G_END_DECLS
