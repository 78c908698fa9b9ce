#pragma once

#include "store/tiem-row-list.h"

G_BEGIN_DECLS

/* Between a list and its rows, and between the list and the queries of its kind. */

/* Returns: (transfer full): a row without a value */
TiemRow *tiem_row_new (gint64 id);
/* @value: (transfer full): freed with @value_free when the next one comes */
void tiem_row_take_value (TiemRow *self,
                          gpointer value,
                          GDestroyNotify value_free);

/* Returns: (transfer full) (nullable): the row has none afterwards, and tells nobody */
gpointer tiem_row_steal_value (TiemRow *self);
/* From now on it stands for another id. @value: (transfer full) (nullable) */
void tiem_row_become (TiemRow *self,
                      gint64 id,
                      gpointer value,
                      GDestroyNotify value_free);
#define TIEM_ROW_NOWHERE G_MAXUINT
/* Where its list last handed it out. */
void tiem_row_set_position (TiemRow *self,
                            guint position);
guint tiem_row_get_position (TiemRow *self);

/* Both run on a store thread.
 * Returns: (element-type gint64): ids in the query's order; @limit 0 = all */
typedef GArray *(*TiemSelectIdsFunc) (TiemStore *store,
                                      gconstpointer query,
                                      gint64 limit,
                                      GError **error);
/* Returns: records of these ids in any order, those that are gone left out; each begins
 * with its gint64 id */
typedef GPtrArray *(*TiemReadRowsFunc) (TiemStore *store,
                                        GArray *ids,
                                        GError **error);

typedef struct
{
  TiemChanged mask; /* changes that concern a list of this kind */
  TiemSelectIdsFunc select_ids;
  TiemReadRowsFunc read_rows;
  GDestroyNotify record_free;
  GBoxedCopyFunc query_copy;
  GDestroyNotify query_free;
} TiemRowKind;

/* Returns: (transfer full): an empty list */
TiemRowList *tiem_row_list_new (TiemStore *store,
                                const TiemRowKind *kind);
/* A query of another kind than the list's is a caller's mistake. */
void tiem_row_list_set_query (TiemRowList *self,
                              const TiemRowKind *kind,
                              gconstpointer query);
TiemStore *tiem_row_list_get_store (TiemRowList *self);
const TiemRowKind *tiem_row_list_get_kind (TiemRowList *self);
/* Returns: (nullable): of the list's kind */
gconstpointer tiem_row_list_get_query (TiemRowList *self);
/* Whether something is under way: what is shown may still change by itself. */
gboolean tiem_row_list_is_busy (TiemRowList *self);

G_END_DECLS
