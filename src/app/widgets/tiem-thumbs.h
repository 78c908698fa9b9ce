#pragma once

#include "store/tiem-store-images.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Pictures of goods on the screen. Files are read on the store's threads into textures; the last
 * 512 are kept, so that a list that scrolls back has them at once. Names of files are never used
 * again: nothing here can be out of date.
 */

/* Lets @image show the picture @file at @size px, or @icon until it is read and where there is
 * none. May be called again with another file before the first was read. @file: (nullable) */
void tiem_thumbs_show (GtkImage *image,
                       TiemStore *store,
                       const char *file,
                       const char *icon,
                       int size);
/* Takes away what tiem_thumbs_show() may still put there. */
void tiem_thumbs_forget (GtkImage *image);
/* Whether it may. */
gboolean tiem_thumbs_are_wanted (GtkImage *image);
/* Returns: a rounded image that shows it */
GtkWidget *tiem_thumbs_new (TiemStore *store,
                            const char *file,
                            const char *icon,
                            int size);

G_END_DECLS
