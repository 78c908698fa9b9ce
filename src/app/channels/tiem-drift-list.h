#pragma once

#include "app/tiem-shop.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What somebody changed at a channel: "Shopee has 7, Tiệm wants 5, since 14:02", with the buttons
 * that settle it. They activate "drift.decide" with (id, whether to take it over). */

/* @drifts: (element-type TiemDrift): built again only when they differ */
void tiem_drift_list_show (GtkListBox *list,
                           GPtrArray *drifts,
                           gint64 now);
/* Returns: how many of them are open */
guint tiem_drift_list_count_open (GPtrArray *drifts);
/* Installs the action on a class; tiem_drift_list_decide() is what it comes to. */
#define TIEM_DRIFT_ACTION "drift.decide"
#define TIEM_DRIFT_ACTION_TYPE "(xb)"
void tiem_drift_list_decide (GtkWidget *widget,
                             TiemShop *shop,
                             GVariant *parameter);

G_END_DECLS
