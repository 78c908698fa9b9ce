#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * The rows an owner has ticked, of whatever a list shows: a set of ids of our own. It knows
 * nothing of lists, so that search, chips and a refresh leave it as it is; which row is the
 * current one is another thing (TiemRowSelection).
 *
 * "All of this filter" comes as the ids the filter found (tiem_row_list_collect_async()): one
 * million are 8 MB and one look-up costs 20 comparisons. What comes in later is not ticked:
 * an action touches what the owner was told it would, and no order that arrived since.
 *
 * Signal ::changed (): once for each call that changed anything. Main thread only.
 */
#define TIEM_TYPE_TICKS (tiem_ticks_get_type ())
G_DECLARE_FINAL_TYPE (TiemTicks, tiem_ticks, TIEM, TICKS, GObject)

TiemTicks *tiem_ticks_new (void);

guint tiem_ticks_get_count (TiemTicks *self);
gboolean tiem_ticks_contains (TiemTicks *self,
                              gint64 id);
void tiem_ticks_set (TiemTicks *self,
                     gint64 id,
                     gboolean ticked);
/* Ticks (or unticks) many. @ids: (element-type gint64): ascending, each once; it may be kept
 * and must not change any more */
void tiem_ticks_set_many (TiemTicks *self,
                          GArray *ids,
                          gboolean ticked);
void tiem_ticks_clear (TiemTicks *self);
/* Returns: (transfer full) (element-type gint64): ascending, as it is now; it does not change
 * with the ticks, so that a job may take it to another thread. Nobody else may change it. */
GArray *tiem_ticks_dup_ids (TiemTicks *self);
/* Puts back what tiem_ticks_dup_ids() gave. */
void tiem_ticks_restore (TiemTicks *self,
                         GArray *ids);

G_END_DECLS
