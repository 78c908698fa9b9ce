#pragma once

#include "app/tiem-browse-page.h"
#include "model/tiem-bulk-rule.h"

G_BEGIN_DECLS

/*
 * One change for many variants: its rule above, what it makes of each below, old → new, with what
 * there is to be wary of. Rows can be left out, or given a value by hand. Nothing is written
 * before the blue button, which says how many it will change; the tab carries it out.
 */
#define TIEM_TYPE_BULK_PAGE (tiem_bulk_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemBulkPage, tiem_bulk_page, TIEM, BULK_PAGE, TiemSubpage)

/* @page: the Products tab, over which it slides
 * @variant_ids: (element-type gint64): kept
 * @field: price, stock or category */
GtkWidget *tiem_bulk_page_new (TiemBrowsePage *page,
                               GArray *variant_ids,
                               TiemBulkField field);

G_END_DECLS
