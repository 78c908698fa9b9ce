#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The guide inside the program. It is written in Vietnamese, for those whom Tiệm is made for: a page
 * a subject in ui/help/vi, in the small XML that tiem-help-text.h describes. To add a page: the file,
 * its line in ui/tiem.gresource.xml, and its name in the table of tiem-help.c.
 */

/* The page that explains @widget and all in it, "shopee"; the innermost one counts.
 * @topic: (nullable): %NULL, or a name without a page: none of its own */
void tiem_help_set_topic (GtkWidget *widget,
                          const char *topic);
/* Returns: (nullable) (transfer none): the topic of @widget or of what holds it */
const char *tiem_help_find_topic (GtkWidget *widget);

/* Returns: (transfer none): the names of all pages in their order, NULL-terminated */
const char *const *tiem_help_list_topics (void);

/* Opens the guide beside @parent, or turns the one that is open.
 * @topic: (nullable): unknown or %NULL: the first page */
void tiem_help_present (GtkWindow *parent,
                        const char *topic);
/* For a window of its own (preferences): F1 opens the guide at the topic of what has the focus, or at
 * @topic. */
void tiem_help_add_key (GtkWindow *window,
                        const char *topic);

G_END_DECLS
