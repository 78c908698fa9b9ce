#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What Tiệm is, its version and its licence. Not AdwAboutWindow: libadwaita has no
 * Vietnamese words for its headings. */
void tiem_about_present (GtkWindow *parent);

G_END_DECLS
