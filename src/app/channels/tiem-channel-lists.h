#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The short lists of a channel's page. Each is built again only when it differs. */

/* @listings: (element-type TiemListing): rows with a "Link…" button, action channel.link */
void tiem_channel_lists_show_unlinked (GtkListBox *list, GPtrArray *listings);
/* @listings: (element-type TiemListing): what it shows, what it should show */
void tiem_channel_lists_show_waiting (GtkListBox *list, GPtrArray *listings);
/* @items: (element-type TiemUnreadableRecord): what the channel sent and nobody understands */
void tiem_channel_lists_show_unreadable (GtkListBox *list, GPtrArray *items);
/* @entries: (element-type TiemLogEntry), newest first */
void tiem_channel_lists_show_log (GtkListBox *list, GPtrArray *entries);

G_END_DECLS
