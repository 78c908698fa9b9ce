#pragma once

#include "app/products/tiem-combo-editor.h"
#include "app/products/tiem-product-edit-page.h"
#include "app/products/tiem-product-save.h"
#include "app/widgets/tiem-picture-strip.h"

G_BEGIN_DECLS

/* Between the files of the edit page. */

struct _TiemProductEditPage
{
  TiemSubpage parent_instance;

  TiemShop *shop;        /* (owned) */
  TiemProductForm *form; /* (owned): what was there; texts are filled when it is saved */
  GPtrArray *entries;    /* (owned): GtkEntry, TIEM_N_PRODUCT_FIELDS per row */
  gboolean filling;
  gboolean saving;

  GtkBox *pictures;
  TiemPictureStrip *strip;
  AdwBin *combo_bin;
  TiemComboEditor *combo;
  GtkWidget *popover; /* (nullable): the barcodes of a row */
  GtkEditable *name;
  GtkEditable *category;
  GtkEditable *description;
  GtkLabel *heading;
  GtkGrid *grid;
  GtkWidget *problem_box;
  GtkLabel *problem;
};

/* @row: of the form, from 0. Returns: (transfer none) */
GtkEditable *tiem_product_edit_page_get_entry (TiemProductEditPage *self,
                                               guint row,
                                               TiemProductField field);
/* Something was typed: says what is wrong. */
void tiem_product_edit_page_changed (TiemProductEditPage *self);
/* One more variant, empty. */
void tiem_product_edit_page_append_row (TiemProductEditPage *self);

/* The grid as a sheet; tiem-product-edit-grid.c */
void tiem_product_edit_page_install_grid (GtkWidgetClass *widget_class);
void tiem_product_edit_page_watch_cell (TiemProductEditPage *self,
                                        GtkWidget *entry,
                                        TiemProductField field);
void tiem_product_edit_page_drop_popover (TiemProductEditPage *self);

G_END_DECLS
