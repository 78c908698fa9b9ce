#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Shows in widgets that are on screen what was built anew beside them. A widget that was laid out
 * before costs little when its words change; a new one has to find its style, its font and its size.
 *
 * What a pane is made of is kept: boxes, grids, cards and their rows, labels, pictures of the theme,
 * tiles, and buttons that name an action. All else (what has handlers or data of its own) is put in
 * the place of the old one, as it is.
 */

/* Makes @widget what @wanted is; takes @wanted apart. Nobody may hold on to a part of it that is
 * kept, see above. Returns: FALSE when @widget can't be that: then nothing was changed */
gboolean tiem_morph (GtkWidget *widget,
                     GtkWidget *wanted);

/* The same for the rows of a list. */
void tiem_morph_rows (GtkListBox *list,
                      GtkListBox *wanted);

/* What a screen reader says of a row in place of what is in it, in a way that tiem_morph() sees.
 * @text: (nullable): what is in it */
void tiem_morph_speak (GtkWidget *row,
                       const char *text);

G_END_DECLS
