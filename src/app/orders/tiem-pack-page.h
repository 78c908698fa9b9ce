#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/*
 * Packing by scan: one order fills the page, scans count up, a full order is packed and the next
 * one opens. Nothing needs the mouse; each sound has words.
 *
 * Signals:
 *   ::told (guint outcome): a TiemPackOutcome, after it is shown
 *   ::packed (gint64 order_id)
 *   ::print-labels (GArray *order_ids): of those packed that have none; (element-type gint64)
 *   ::hand-over (GArray *order_ids): the blue button; (element-type gint64)
 */
#define TIEM_TYPE_PACK_PAGE (tiem_pack_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemPackPage, tiem_pack_page, TIEM, PACK_PAGE, TiemSubpage)

GtkWidget *tiem_pack_page_new (TiemShop *shop,
                               gint64 run_id);

G_END_DECLS
