#define G_LOG_DOMAIN "tiem-products-page"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/products/tiem-product-columns.h"
#include "app/products/tiem-product-detail.h"
#include "app/products/tiem-products-page-private.h"
#include "app/products/tiem-stock-menu.h"
#include "app/tiem-list-export.h"
#include "app/widgets/tiem-late-menu.h"
#include "base/tiem-money.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (TiemProductsPage, tiem_products_page, TIEM_TYPE_BROWSE_PAGE)

static TiemRowList *
tiem_products_page_create_rows (TiemBrowsePage *page,
                                TiemStore *store)
{
  return tiem_row_list_new_variants (store);
}
static void
tiem_products_page_update_query (TiemBrowsePage *page,
                                 TiemRowList *rows)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (page);
  TiemVariantQuery query;

  tiem_product_filters_make_query (&self->filters, &query);
  tiem_row_list_set_variant_query (rows, &query);
  tiem_loader_reload (self->figures);
}
static void
tiem_products_page_explain_empty (TiemBrowsePage *page,
                                  TiemListPane *list)
{
  tiem_product_filters_explain_empty (&TIEM_PRODUCTS_PAGE (page)->filters);
}

/* --- figures: chips, foot line, the channels of the filter --- */

typedef struct
{
  gint64 counts[TIEM_N_VARIANT_GROUPS];
  GPtrArray *channels;
  GPtrArray *categories;
  gint64 variants;
  gint64 products;
  gint64 value_vnd;
} Figures;

static void
figures_free (Figures *self)
{
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->categories, g_ptr_array_unref);
  g_free (self);
}

/* All of the shop: what is listed says the list itself. */
static gpointer
read_figures (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  const TiemVariantQuery query = { .group = TIEM_VARIANTS_ON_SALE };
  Figures *figures = g_new0 (Figures, 1);

  if (!tiem_store_count_variants (store, figures->counts, error)
      || !tiem_store_sum_variants (
          store, &query, &figures->variants, &figures->products, &figures->value_vnd, error)
      || (figures->channels = tiem_store_list_channels (store, error)) == NULL
      || (figures->categories = tiem_store_list_categories (store, error)) == NULL)
    g_clear_pointer (&figures, figures_free);
  return figures;
}
static void
show_foot (TiemListPane *list,
           const Figures *figures)
{
  g_autofree char *n_variants = tiem_number_format (figures->variants);
  g_autofree char *n_products = tiem_number_format (figures->products);
  g_autofree char *value = tiem_money_format (figures->value_vnd);
  g_autofree char *left
      = g_strdup_printf (ngettext ("%s variant", "%s variants", figures->variants), n_variants);
  g_autofree char *more
      = g_strdup_printf (ngettext ("%s product", "%s products", figures->products), n_products);
  g_autofree char *both = g_strdup_printf ("%s, %s", left, more);
  g_autofree char *right
      = figures->value_vnd > 0 ? g_strdup_printf (_ ("Stock value at cost %s"), value) : NULL;

  tiem_list_pane_set_foot (list, both, right);
}
static void
figures_read_cb (GtkWidget *widget,
                 gpointer result,
                 const GError *error)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  const Figures *figures = result;

  if (figures == NULL)
    return;
  tiem_product_filters_show_counts (&self->filters, figures->counts);
  show_foot (list, figures);
  tiem_product_filters_show_channels (&self->filters, figures->channels);
  tiem_product_filters_show_categories (&self->filters, figures->categories);
}
/* --- the detail --- */

static void
show_actions (TiemProductsPage *self,
              const TiemVariant *variant)
{
  TiemDetail *detail = tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self));

  /* A popover is open on the button: leave the buttons as they are. */
  if (self->popover != NULL && self->chosen != NULL && self->chosen->id == variant->id)
    return;
  tiem_products_page_close_popover (self);
  tiem_detail_clear_actions (detail);
  self->stock_button = NULL;
  if (!variant->is_bundle)
    self->stock_button = tiem_detail_add_action (
        detail, _ ("Change stock…"), "document-edit-symbolic", "products.change-stock", TRUE);
  tiem_detail_add_action (detail, _ ("Edit product"), NULL, "products.edit", FALSE);
  tiem_detail_set_menu (detail, variant->archived ? self->archived_menu : self->menu);
}

static void
facts_read_cb (GtkWidget *widget,
               gpointer result,
               const GError *error)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);
  TiemDetail *detail = tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self));
  TiemVariantFacts *facts = result;

  if (facts == NULL)
    {
      tiem_products_page_close_popover (self);
      g_clear_pointer (&self->chosen, tiem_variant_free);
      tiem_detail_show_nothing (detail);
      return;
    }
  if (self->shows_ticked)
    {
      tiem_products_page_show_ticked (self);
    }
  else
    {
      show_actions (self, facts->variant);
      tiem_variant_facts_show (facts, detail, tiem_browse_page_now (TIEM_BROWSE_PAGE (self)));
    }
  g_clear_pointer (&self->chosen, tiem_variant_free);
  self->chosen = g_steal_pointer (&facts->variant);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  self->places = g_steal_pointer (&facts->places);
  g_clear_pointer (&self->reviews, g_ptr_array_unref);
  self->reviews = g_steal_pointer (&facts->reviews);
}

static void
tiem_products_page_choose (TiemBrowsePage *page,
                           gint64 id)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (page);

  tiem_products_page_close_popover (self);
  if (self->facts != NULL)
    tiem_loader_set_subject (self->facts, id);
}
/* --- the page --- */

static void
tiem_products_page_shop_changed (TiemPage *page,
                                 TiemShop *shop)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (page);

  tiem_products_page_close_popover (self);
  tiem_products_page_forget_ticked (self);
  g_clear_object (&self->figures);
  g_clear_object (&self->facts);
  g_clear_pointer (&self->chosen, tiem_variant_free);
  if (shop != NULL)
    {
      self->figures
          = tiem_loader_new (GTK_WIDGET (self),
                             tiem_shop_get_store (shop),
                             TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS | TIEM_CHANGED_CHANNELS,
                             read_figures,
                             (GDestroyNotify)figures_free,
                             figures_read_cb);
      tiem_loader_set_subject (self->figures, 1);
      self->facts
          = tiem_loader_new (GTK_WIDGET (self),
                             tiem_shop_get_store (shop),
                             TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS | TIEM_CHANGED_ORDERS
                                 | TIEM_CHANGED_REVIEWS | TIEM_CHANGED_OUTBOX,
                             tiem_variant_facts_read,
                             (GDestroyNotify)tiem_variant_facts_free,
                             facts_read_cb);
    }
  TIEM_PAGE_CLASS (tiem_products_page_parent_class)->shop_changed (page, shop);
}

static gboolean
tiem_products_page_create (TiemBrowsePage *page)
{
  tiem_products_page_open_editor (TIEM_PRODUCTS_PAGE (page), 0);
  return TRUE;
}

static gboolean
tiem_products_page_edit (TiemBrowsePage *page)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (page);

  if (self->chosen != NULL)
    tiem_products_page_open_editor (self, self->chosen->product_id);
  return self->chosen != NULL;
}

/* Beside the search, or in ⋮ where that has no room for it. */
static void
show_stock_menu (TiemProductsPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  gboolean narrow = tiem_page_get_size_class (TIEM_PAGE (self)) == TIEM_SIZE_NARROW;
  g_autoptr (GMenuModel) stock = tiem_stock_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();
  gboolean any = g_menu_model_get_n_items (stock) > 0;

  gtk_widget_set_visible (self->stock_menu, any && !narrow);
  if (any && narrow)
    g_menu_append_section (more, C_ ("menu", "Stock"), stock);
  tiem_list_export_append (more, "products.export-list");
  tiem_list_pane_set_menu (list, G_MENU_MODEL (more));
}

static void
tiem_products_page_size_class_changed (TiemPage *page,
                                       TiemSizeClass size_class)
{
  show_stock_menu (TIEM_PRODUCTS_PAGE (page));
  TIEM_PAGE_CLASS (tiem_products_page_parent_class)->size_class_changed (page, size_class);
}

static void
tiem_products_page_dispose (GObject *object)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (object);

  tiem_products_page_close_popover (self);
  tiem_products_page_forget_ticked (self);
  g_clear_object (&self->figures);
  g_clear_object (&self->facts);
  g_clear_object (&self->ticks);
  g_clear_object (&self->menu);
  g_clear_object (&self->archived_menu);
  g_clear_pointer (&self->chosen, tiem_variant_free);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->reviews, g_ptr_array_unref);
  tiem_product_filters_clear (&self->filters);

  G_OBJECT_CLASS (tiem_products_page_parent_class)->dispose (object);
}

static void
tiem_products_page_class_init (TiemProductsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TiemBrowsePageClass *browse_class = TIEM_BROWSE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_products_page_dispose;
  TIEM_PAGE_CLASS (klass)->shop_changed = tiem_products_page_shop_changed;
  TIEM_PAGE_CLASS (klass)->size_class_changed = tiem_products_page_size_class_changed;
  browse_class->tab = "products";
  browse_class->create_rows = tiem_products_page_create_rows;
  browse_class->update_query = tiem_products_page_update_query;
  browse_class->explain_empty = tiem_products_page_explain_empty;
  browse_class->choose = tiem_products_page_choose;
  browse_class->create = tiem_products_page_create;
  browse_class->edit = tiem_products_page_edit;

  tiem_products_page_install_actions (widget_class);
  tiem_products_page_install_bulk_actions (widget_class);
}

static void
add_stock_menu (TiemProductsPage *self)
{
  g_autoptr (GMenuModel) menu = tiem_stock_menu_new ();

  self->stock_menu = g_object_new (GTK_TYPE_MENU_BUTTON, "label", C_ ("menu", "Stock"), NULL);
  tiem_menu_button_set_late_menu (GTK_MENU_BUTTON (self->stock_menu), menu);
  /* No tooltip: it would lie over the open menu. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stock_menu),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("Purchases, transfers, stock takes, value"),
                                  -1);
  gtk_widget_add_css_class (self->stock_menu, "flat");
  tiem_list_pane_add_tool (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)), self->stock_menu);
  show_stock_menu (self);
}

static void
tiem_products_page_init (TiemProductsPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) archived_menu = g_menu_new ();

  tiem_help_set_topic (GTK_WIDGET (self), "products");
  g_menu_append (menu, _ ("Print stickers…"), "products.stickers");
  g_menu_append (menu, _ ("Put up for sale…"), "products.publish");
  g_menu_append (menu, _ ("Archive"), "products.archive");
  self->menu = G_MENU_MODEL (g_steal_pointer (&menu));
  g_menu_append (archived_menu, _ ("Sell again"), "products.unarchive");
  self->archived_menu = G_MENU_MODEL (g_steal_pointer (&archived_menu));
  g_object_set (self, "create-label", _ ("Add product"), "create-icon", "list-add-symbolic", NULL);
  tiem_product_filters_add (&self->filters, tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)));
  tiem_products_page_add_ticks (self);
  tiem_product_columns_add (TIEM_BROWSE_PAGE (self));
  add_stock_menu (self);
}
