#pragma once

#include "app/tiem-shop.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What a platform offers to choose from: reasons, places and times of pick-up. Asks for them
 * when it is made; one button for each, the suggested one chosen. Where there is nothing to
 * choose, it shows nothing.
 *
 * Signal ::ready (): they are there, or there are none
 */
#define TIEM_TYPE_CHOICE_LIST (tiem_choice_list_get_type ())
G_DECLARE_FINAL_TYPE (TiemChoiceList, tiem_choice_list, TIEM, CHOICE_LIST, GtkWidget)

/* @channel_kind: "shopee"; @remote_id: of the order or return
 * @fallback: (nullable): %NULL-terminated reasons in the owner's words, where the platform has
 * no list or does not give it: it then takes the nearest of its own */
GtkWidget *tiem_choice_list_new (TiemShop *shop,
                                 gint64 channel_id,
                                 const char *channel_kind,
                                 TiemChoiceKind kind,
                                 const char *remote_id,
                                 const char *const *fallback);
gboolean tiem_choice_list_is_ready (TiemChoiceList *self);
/* Returns: (nullable): %NULL = what the platform suggests */
const char *tiem_choice_list_get_code (TiemChoiceList *self);

G_END_DECLS
