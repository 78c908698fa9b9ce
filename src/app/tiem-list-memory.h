#pragma once

#include "app/widgets/tiem-list-pane.h"
#include "store/tiem-store-views.h"

G_BEGIN_DECLS

/*
 * How a list was left, found again at the next start: columns and their widths, group, filters,
 * order. In GSettings, not in the shop's file: it is how one person at one screen looks at the
 * shop, it must be there before the first query without waiting for one, and a backup carried to
 * another computer shall not bring this one's widths along. Group, filters and order hold for the
 * shop they were chosen in: another one has other channels.
 */
#define TIEM_TYPE_LIST_MEMORY (tiem_list_memory_get_type ())
G_DECLARE_FINAL_TYPE (TiemListMemory, tiem_list_memory, TIEM, LIST_MEMORY, GObject)

/* Gives @list its columns back at once. @tab: names its settings */
TiemListMemory *tiem_list_memory_new (TiemListPane *list,
                                      const char *tab);
/* A shop was opened: puts its group, filters and order into the list, or a new beginning.
 * @uuid: (nullable): none is open
 * Returns: the saved view that was open, 0 = none */
gint64 tiem_list_memory_set_shop (TiemListMemory *self,
                                  const char *uuid);
/* A saved view lies over the list, 0 = no longer: what it shows is not the list's own, which is
 * @own. */
void tiem_list_memory_set_view (TiemListMemory *self,
                                gint64 view_id,
                                const TiemSavedView *own);

G_END_DECLS
