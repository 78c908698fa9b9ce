#pragma once

#include "app/widgets/tiem-list-pane.h"
#include "store/tiem-store-views.h"

G_BEGIN_DECLS

/* What a list looks like now, as a view that could be saved: no id, no name. */
TiemSavedView *tiem_list_state_get (TiemListPane *list,
                                    const char *tab);
/* Makes the list look so, all but its chip; one ::query-changed. What is not there any more
 * (a channel, a column) is passed over. */
void tiem_list_state_set (TiemListPane *list,
                          const TiemSavedView *state);
/* Whether both ask for the same. */
gboolean tiem_list_state_equal (const TiemSavedView *a,
                                const TiemSavedView *b);

G_END_DECLS
