#pragma once

#include "app/products/tiem-product-filters.h"
#include "app/products/tiem-products-page.h"
#include "app/tiem-browse-page.h"
#include "app/widgets/tiem-loader.h"

G_BEGIN_DECLS

/* Between the files of the Products tab. */

struct _TiemProductsPage
{
  TiemBrowsePage parent_instance;

  TiemLoader *figures;  /* (owned) (nullable): chips, foot, channels of the filter */
  TiemLoader *facts;    /* (owned) (nullable): the chosen variant */
  TiemVariant *chosen;  /* (owned) (nullable): as last read */
  GPtrArray *places;    /* (owned) (nullable): TiemStockPlace, of the chosen one */
  GPtrArray *reviews;   /* (owned) (nullable): TiemReview, of the chosen one */
  GtkWidget *popover;      /* (nullable): "Change stock…", a child of its button */
  GtkWidget *stock_button; /* (nullable) */
  TiemProductFilters filters;
  GtkWidget *stock_menu; /* a button beside the search */
  TiemTicks *ticks;          /* (owned) */
  gboolean shows_ticked;     /* their sum is in the pane, not the chosen variant */
  guint ticked_source;       /* they are read after a short rest; 0 = no */
  GCancellable *reading_ticked; /* (owned) (nullable) */
  GMenuModel *menu;          /* (owned) */
  GMenuModel *archived_menu; /* (owned) */
};

/* What can be done with the chosen variant; tiem-products-page-actions.c */
void tiem_products_page_install_actions (GtkWidgetClass *widget_class);
void tiem_products_page_close_popover (TiemProductsPage *self);
/* Slides the edit page in. @product_id: 0 = a new one */
void tiem_products_page_open_editor (TiemProductsPage *self,
                                     gint64 product_id);

/* The ticked variants; tiem-products-page-bulk.c */
void tiem_products_page_install_bulk_actions (GtkWidgetClass *widget_class);
void tiem_products_page_add_ticks (TiemProductsPage *self);

/* The sum of the ticked ones in the pane; tiem-products-page-ticked.c */
void tiem_products_page_show_ticked (TiemProductsPage *self);
void tiem_products_page_show_chosen (TiemProductsPage *self);
void tiem_products_page_forget_ticked (TiemProductsPage *self);

G_END_DECLS
