#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How the window shows a kind of channel ("woocommerce", "counter" …). */

/* Returns: the short word of the tables, translated ("Website") */
const char *tiem_kind_get_label (const char *kind);
/* Returns: the letter of the tile */
const char *tiem_kind_get_letter (const char *kind);
/* The tile's two colours in the light or the dark style. */
void tiem_kind_get_colors (const char *kind,
                           gboolean dark,
                           GdkRGBA *tile,
                           GdkRGBA *letter);
/* Returns: (transfer full): the words of comma separated @kinds ("Shopee, Website") */
char *tiem_kinds_to_text (const char *kinds);

G_END_DECLS
