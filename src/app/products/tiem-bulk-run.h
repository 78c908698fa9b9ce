#pragma once

#include "app/tiem-browse-page.h"
#include "store/tiem-store-goods.h"

G_BEGIN_DECLS

/* Carries a change of many variants out, off the main thread: progress with Cancel in the foot of
 * the list, then a toast with Undo, and a page that names what was left as it is. */

/* @plan: (transfer full) */
void tiem_bulk_run_plan (TiemBrowsePage *page,
                         TiemBulkPlan *plan);
/* Without a look at it before: what is undone as easily as done.
 * @variant_ids: (element-type gint64): kept */
void tiem_bulk_run_rule (TiemBrowsePage *page,
                         GArray *variant_ids,
                         const TiemBulkRule *rule);

G_END_DECLS
