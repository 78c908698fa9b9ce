#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The rounded square with a letter that stands for a channel, or a row of them. Drawn, not
 * built of widgets, for it stands in every row of the tables. */
#define TIEM_TYPE_TILE (tiem_tile_get_type ())
G_DECLARE_FINAL_TYPE (TiemTile, tiem_tile, TIEM, TILE, GtkWidget)

/* @size: px of one side; @kinds: (nullable) "woocommerce" or several, comma separated */
GtkWidget *tiem_tile_new (int size,
                          const char *kinds);
/* Properties: "kinds" (string), "size" (int). The accessible label and the tooltip follow. */
void tiem_tile_set_kinds (TiemTile *self,
                          const char *kinds);

G_END_DECLS
