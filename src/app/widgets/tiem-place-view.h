#pragma once

#include "app/widgets/tiem-group.h"
#include "model/tiem-remote.h"

G_BEGIN_DECLS

/*
 * An address as it was received, and below it the same in the units of today where they differ,
 * each with a copy button. Where several wards are possible it says so and lets the owner choose:
 * tiem_store_choose_ward() keeps that.
 */

/* @facts: of tiem_facts_new(). @chosen_code: (nullable): of TiemOrder. @order_id: 0 = nothing can
 * be chosen. Returns: whether there was anything to show */
gboolean tiem_place_view_add (GtkWidget *facts,
                              const TiemAddress *address,
                              const char *chosen_code,
                              gint64 order_id);

G_END_DECLS
