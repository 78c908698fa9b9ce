#pragma once

#include "store/tiem-store-images.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The pictures of a product: shown in their order, added by dragging files in, by Ctrl+V (a file
 * or a picture from another program) or with the file chooser, put in order by dragging or with
 * Alt+← and Alt+→, removed with Delete or their own button, which a toast takes back. What is
 * done is done at once: it does not wait for the page's Save.
 *
 * Until a product is saved for the first time its pictures wait, and
 * tiem_picture_strip_set_product() gives them to it.
 *
 * Signal: ::changed (): a picture was added, moved or removed; its count may have changed
 */
#define TIEM_TYPE_PICTURE_STRIP (tiem_picture_strip_get_type ())
G_DECLARE_FINAL_TYPE (TiemPictureStrip, tiem_picture_strip, TIEM, PICTURE_STRIP, GtkWidget)

GtkWidget *tiem_picture_strip_new (void);
void tiem_picture_strip_set_store (TiemPictureStrip *self,
                                   TiemStore *store);
/* Whose pictures it shows; 0 = of a product that is not saved yet. Pictures that were added before
 * are given to it. To be called once the product is in the store. */
void tiem_picture_strip_set_product (TiemPictureStrip *self,
                                     gint64 product_id);
/* How many are shown. */
guint tiem_picture_strip_get_count (TiemPictureStrip *self);
/* Adds a file, as dragging it in does. */
void tiem_picture_strip_add_file (TiemPictureStrip *self,
                                  const char *path);

G_END_DECLS
