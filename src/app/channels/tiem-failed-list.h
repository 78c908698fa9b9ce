#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What waits for the owner on a channel's page: goods and orders the channel refused, goods that
 * have no number to be sent. Each with its sentence, and a way to where it can be put right. */

/* @listings: (element-type TiemListing), @outbox: (element-type TiemOutboxItem). Returns: how many
 * rows there are */
guint tiem_failed_list_show (GtkListBox *list,
                             GPtrArray *listings,
                             GPtrArray *outbox);

G_END_DECLS
