#pragma once

#include "app/orders/tiem-order-detail.h"
#include "app/orders/tiem-order-filters.h"
#include "app/orders/tiem-orders-page.h"
#include "app/widgets/tiem-loader.h"
#include "store/tiem-store-bulk.h"

G_BEGIN_DECLS

/* Between the files of the Orders tab. */

struct _TiemOrdersPage
{
  TiemBrowsePage parent_instance;

  TiemLoader *figures;    /* (owned) (nullable): counts, channels */
  TiemLoader *facts;      /* (owned) (nullable): the chosen order */
  TiemOrderFacts *chosen; /* (owned) (nullable): as last read */
  char *fingerprint;      /* (owned) (nullable): of what the detail shows */
  TiemOrderFilters filters;
  TiemTicks *ticks;             /* (owned) */
  TiemTicked *ticked;           /* (owned) (nullable): their sum, as last read */
  GCancellable *reading_ticked; /* (owned) (nullable) */
  guint ticked_source;
  gboolean shows_ticked; /* the sum has the pane, not the chosen order */
  const char *next_step; /* (nullable): the blue action of the ticked orders' bar */
  GtkWidget *popover; /* (nullable): the ways to ship */
  GtkColumnViewColumn *ship_by;
  GtkColumnViewColumn *placed;
  GCancellable *summing; /* (owned) (nullable): the foot line is being added up */
  guint tick_id;
  gboolean has_deadlines;
  gboolean has_twins; /* two channels of one platform: their names tell them apart */
};

/* The actions on the chosen order; tiem-orders-page-actions.c */
void tiem_orders_page_install_actions (GtkWidgetClass *widget_class);
void tiem_orders_page_close_popover (TiemOrdersPage *self);
/* Shows @popover (its floating reference is taken) at the button of @action, until it is closed. */
void tiem_orders_page_pop_up (TiemOrdersPage *self,
                              GtkWidget *popover,
                              const char *action);

/* The ticked orders; tiem-orders-page-bulk.c */
void tiem_orders_page_install_bulk_actions (GtkWidgetClass *widget_class);
void tiem_orders_page_add_ticks (TiemOrdersPage *self);
/* The orders changed, or others are ticked. */
void tiem_orders_page_read_ticked (TiemOrdersPage *self);
/* Ctrl+Enter while their sum is shown: what is blue in their bar.
 * Returns: FALSE when that is not so */
gboolean tiem_orders_page_take_next_step (TiemOrdersPage *self);
/* The shop goes. */
void tiem_orders_page_drop_ticked (TiemOrdersPage *self);

G_END_DECLS
