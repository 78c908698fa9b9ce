#define G_LOG_DOMAIN "tiem-products-page"

#include "config.h"

#include "app/products/tiem-listing-edit-page.h"
#include "app/products/tiem-product-actions.h"
#include "app/products/tiem-product-edit-page.h"
#include "app/products/tiem-product-reviews.h"
#include "app/products/tiem-products-page-private.h"
#include "app/products/tiem-publish-page.h"
#include "app/products/tiem-stock-menu.h"
#include "app/products/tiem-stock-popover.h"
#include "app/products/tiem-why-page.h"
#include "app/tiem-list-export.h"

#include <glib/gi18n.h>

/* What can be done with the chosen variant. */

/* About where the head of the pane ends. */
#define HEAD_HEIGHT 96

void
tiem_products_page_close_popover (TiemProductsPage *self)
{
  if (self->popover != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->popover));
}

static void
stock_apply_cb (TiemStockPopover *popover,
                gint64 on_hand,
                gint64 delta,
                const char *reason,
                const char *note,
                TiemProductsPage *self)
{
  if (self->chosen != NULL)
    tiem_product_change_stock (GTK_WIDGET (self),
                               tiem_page_get_shop (TIEM_PAGE (self)),
                               self->chosen,
                               tiem_stock_popover_get_place (popover),
                               on_hand,
                               delta,
                               reason,
                               note);
}

static gboolean
drop_popover_cb (gpointer user_data)
{
  tiem_products_page_close_popover (user_data);
  return G_SOURCE_REMOVE;
}

static void
popover_closed_cb (GtkPopover *popover,
                   TiemProductsPage *self)
{
  /* Not from inside its own signal. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, drop_popover_cb, g_object_ref (self), g_object_unref);
}

static void
change_stock_action (GtkWidget *widget,
                     const char *name,
                     GVariant *parameter)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);

  if (self->chosen == NULL || self->stock_button == NULL)
    return;
  tiem_products_page_close_popover (self);
  self->popover = tiem_stock_popover_new (self->chosen, self->places);
  gtk_widget_set_parent (self->popover, self->stock_button);
  g_signal_connect (self->popover, "apply", G_CALLBACK (stock_apply_cb), self);
  g_signal_connect (self->popover, "closed", G_CALLBACK (popover_closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* At the button that was pressed, as long as it is: it is made anew when something changes, so
 * the page holds the popover. Else below the head of the pane. */
static void
point_at_focus (TiemProductsPage *self,
                GtkPopover *popover)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *detail = GTK_WIDGET (tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self)));
  gboolean inside = focus != NULL && gtk_widget_is_ancestor (focus, detail);
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (inside ? focus : detail, GTK_WIDGET (self), &bounds))
    gtk_popover_set_pointing_to (popover,
                                 &(GdkRectangle){ (int)bounds.origin.x,
                                                  (int)bounds.origin.y,
                                                  (int)bounds.size.width,
                                                  MIN ((int)bounds.size.height, HEAD_HEIGHT) });
}

static void
reply_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);
  gint64 id = g_variant_get_int64 (parameter);

  for (guint i = 0; self->reviews != NULL && i < self->reviews->len; i++)
    {
      const TiemReview *review = g_ptr_array_index (self->reviews, i);

      if (review->id != id)
        continue;
      tiem_products_page_close_popover (self);
      self->popover = tiem_product_reply_popover_new (TIEM_BROWSE_PAGE (self), review);
      gtk_widget_set_parent (self->popover, widget);
      point_at_focus (self, GTK_POPOVER (self->popover));
      g_signal_connect (self->popover, "closed", G_CALLBACK (popover_closed_cb), self);
      gtk_popover_popup (GTK_POPOVER (self->popover));
      return;
    }
}

static void
saved_cb (TiemProductEditPage *page,
          gint64 variant_id,
          TiemProductsPage *self)
{
  tiem_page_pop (TIEM_PAGE (self));
  tiem_page_toast (GTK_WIDGET (self), adw_toast_new (_ ("Saved")));
  if (variant_id != 0)
    tiem_browse_page_open (TIEM_BROWSE_PAGE (self), variant_id);
}

void
tiem_products_page_open_editor (TiemProductsPage *self,
                                gint64 product_id)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (self));
  GtkWidget *page;

  if (shop == NULL || tiem_page_get_subpage (TIEM_PAGE (self)) != NULL)
    return;
  page = tiem_product_edit_page_new (shop, product_id);
  g_signal_connect_object (page, "saved", G_CALLBACK (saved_cb), self, 0);
  tiem_page_push (TIEM_PAGE (self), TIEM_SUBPAGE (page));
}

static void
add_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  tiem_products_page_open_editor (TIEM_PRODUCTS_PAGE (widget), 0);
}

static void
edit_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);

  if (self->chosen != NULL)
    tiem_products_page_open_editor (self, self->chosen->product_id);
}

static void
archive_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);

  if (self->chosen != NULL)
    tiem_product_archive (widget,
                          tiem_page_get_shop (TIEM_PAGE (self)),
                          self->chosen,
                          g_str_equal (name, "products.archive"));
}

static void
open_slip_action (GtkWidget *widget,
                  const char *name,
                  GVariant *parameter)
{
  const char *kind;
  gint64 id;

  g_variant_get (parameter, "(x&s)", &id, &kind);
  tiem_product_open_slip (TIEM_PAGE (widget), id, kind);
}

static void
open_order_action (GtkWidget *widget,
                   const char *name,
                   GVariant *parameter)
{
  tiem_page_open (widget, "orders", NULL, g_variant_get_int64 (parameter));
}

static void
open_channel_action (GtkWidget *widget,
                     const char *name,
                     GVariant *parameter)
{
  tiem_page_open (widget, "channels", NULL, g_variant_get_int64 (parameter));
}

static void
connect_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  tiem_page_open (widget, "channels", "add", 0);
}

/* What one listing costs and shows; parameter: its id. */
static void
listing_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (widget));

  if (shop != NULL && tiem_page_get_subpage (TIEM_PAGE (widget)) == NULL)
    tiem_page_push (
        TIEM_PAGE (widget),
        TIEM_SUBPAGE (tiem_listing_edit_page_new (shop, g_variant_get_int64 (parameter))));
}

/* What is behind a number of the chosen variant; parameter: which. */
static void
why_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (widget));
  TiemFigure figure;

  if (shop == NULL || self->chosen == NULL || tiem_page_get_subpage (TIEM_PAGE (widget)) != NULL
      || !tiem_figure_from_string (g_variant_get_string (parameter, NULL), &figure))
    return;
  tiem_page_push (TIEM_PAGE (widget),
                  TIEM_SUBPAGE (tiem_why_page_new (shop, self->chosen->id, figure)));
}

static void
card_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (widget));

  if (shop != NULL && self->chosen != NULL && tiem_page_get_subpage (TIEM_PAGE (widget)) == NULL)
    tiem_page_push (TIEM_PAGE (widget),
                    TIEM_SUBPAGE (tiem_why_page_new_card (shop, self->chosen->id)));
}

static void
publish_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (widget));

  if (shop != NULL && self->chosen != NULL && tiem_page_get_subpage (TIEM_PAGE (widget)) == NULL)
    tiem_page_push (TIEM_PAGE (widget),
                    TIEM_SUBPAGE (tiem_publish_page_new (shop, self->chosen->product_id)));
}

static void
clear_filters_action (GtkWidget *widget,
                      const char *name,
                      GVariant *parameter)
{
  tiem_list_pane_clear_filters (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (widget)));
}

/* As it is listed: search, chips, filters and order. */
static void
export_list_action (GtkWidget *widget,
                    const char *name,
                    GVariant *parameter)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);
  TiemVariantQuery query;

  if (tiem_page_get_shop (TIEM_PAGE (self)) == NULL)
    return;
  tiem_product_filters_make_query (&self->filters, &query);
  tiem_list_export (TIEM_BROWSE_PAGE (self),
                    TIEM_EXPORT_PRODUCTS,
                    tiem_variant_query_copy (&query),
                    (GDestroyNotify)tiem_variant_query_free,
                    g_variant_get_boolean (parameter),
                    _ ("products.xlsx"));
}

void
tiem_products_page_install_actions (GtkWidgetClass *widget_class)
{
  tiem_stock_menu_install_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "products.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "products.export-list", "b", export_list_action);
  gtk_widget_class_install_action (widget_class, "products.edit", NULL, edit_action);
  gtk_widget_class_install_action (
      widget_class, "products.change-stock", NULL, change_stock_action);
  gtk_widget_class_install_action (widget_class, "products.archive", NULL, archive_action);
  gtk_widget_class_install_action (widget_class, "products.unarchive", NULL, archive_action);
  gtk_widget_class_install_action (widget_class, "products.reply", "x", reply_action);
  gtk_widget_class_install_action (widget_class, "products.open-order", "x", open_order_action);
  gtk_widget_class_install_action (widget_class, "products.open-slip", "(xs)", open_slip_action);
  gtk_widget_class_install_action (widget_class, "products.open-channel", "x", open_channel_action);
  gtk_widget_class_install_action (widget_class, "products.why", "s", why_action);
  gtk_widget_class_install_action (widget_class, "products.card", NULL, card_action);
  gtk_widget_class_install_action (widget_class, "products.publish", NULL, publish_action);
  gtk_widget_class_install_action (widget_class, "products.listing", "x", listing_action);
  gtk_widget_class_install_action (widget_class, "products.connect", NULL, connect_action);
  gtk_widget_class_install_action (
      widget_class, "products.clear-filters", NULL, clear_filters_action);
}
