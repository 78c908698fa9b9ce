#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: how much larger the text of @widget is than the one all widths in px are meant
 * for (11 pt: a "0" is 8 px wide); 1 for every ordinary font */
double tiem_text_scale_get (GtkWidget *widget);

G_END_DECLS
