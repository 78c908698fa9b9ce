#define G_LOG_DOMAIN "tiem-products-page"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/products/tiem-product-actions.h"
#include "app/products/tiem-product-detail.h"
#include "app/products/tiem-product-edit-page.h"
#include "app/products/tiem-product-reviews.h"
#include "app/products/tiem-products-page.h"
#include "app/products/tiem-stock-popover.h"
#include "app/widgets/tiem-loader.h"
#include "base/tiem-money.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n.h>

/* About where the head of the pane ends. */
#define HEAD_HEIGHT 96

struct _TiemProductsPage
{
  TiemBrowsePage parent_instance;

  TiemLoader *figures;     /* (owned) (nullable): chips, foot, channels of the filter */
  TiemLoader *facts;       /* (owned) (nullable): the chosen variant */
  TiemVariant *chosen;     /* (owned) (nullable): as last read */
  GPtrArray *reviews;      /* (owned) (nullable): TiemReview, of the chosen one */
  GtkWidget *popover;      /* (nullable): "Change stock…", a child of its button */
  GtkWidget *stock_button; /* (nullable) */
  char *channels_shown;    /* (owned) (nullable): what the filter offers */
  TiemFilter *filter;
  GMenuModel *menu;          /* (owned) */
  GMenuModel *archived_menu; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TiemProductsPage, tiem_products_page, TIEM_TYPE_BROWSE_PAGE)

static const struct
{
  const char *id;
  const char *label;
  const char *icon;
  TiemTone tone;
  gboolean hide_at_zero;
} groups[TIEM_N_VARIANT_GROUPS] = {
  [TIEM_VARIANTS_ON_SALE] = { "on-sale", N_ ("On sale") },
  [TIEM_VARIANTS_SOLD_OUT]
  = { "sold-out", N_ ("Sold out"), "dialog-error-symbolic", TIEM_TONE_ERROR, TRUE },
  [TIEM_VARIANTS_LOW]
  = { "low", N_ ("Running low"), "dialog-warning-symbolic", TIEM_TONE_WARNING, TRUE },
  [TIEM_VARIANTS_UNLINKED]
  = { "unlinked", N_ ("On no channel"), "tiem-unlink-symbolic", TIEM_TONE_NONE, TRUE },
  [TIEM_VARIANTS_UNDECIDED]
  = { "undecided", N_ ("Differs"), "dialog-question-symbolic", TIEM_TONE_WARNING, TRUE },
  [TIEM_VARIANTS_ARCHIVED] = { "archived", N_ ("Archived"), NULL, TIEM_TONE_NONE, FALSE },
  [TIEM_VARIANTS_ALL] = { "all", N_ ("All") },
};

/* --- the list --- */

static void
fill_item (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemVariant *variant = value;
  g_autofree char *sub = variant->options != NULL && *variant->options != '\0'
                             ? g_strdup_printf ("%s · %s", variant->options, variant->sku)
                             : g_strdup (variant->sku);

  tiem_cell_set_icon (cell, "package-x-generic-symbolic", TIEM_TONE_SUB);
  tiem_cell_set_text (cell, variant->product_name, TIEM_TONE_NONE);
  tiem_cell_set_sub (cell, sub);
}

static void
fill_price (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemVariant *variant = value;

  tiem_cell_take_text (cell, tiem_money_format (variant->price_vnd), TIEM_TONE_NONE);
}

static void
fill_cost (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemVariant *variant = value;

  if (variant->has_cost)
    tiem_cell_take_text (cell, tiem_money_format (variant->cost_vnd), TIEM_TONE_NONE);
  else
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
}

static void
fill_barcode (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemVariant *)value)->barcode, TIEM_TONE_NONE);
}

static void
fill_on_hand (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  const TiemVariant *variant = value;

  if (variant->counted_at == 0)
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
  else
    tiem_cell_take_text (cell, tiem_number_format (variant->on_hand), TIEM_TONE_NONE);
}

static void
fill_reserved (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  const TiemVariant *variant = value;

  tiem_cell_take_text (cell,
                       tiem_number_format (variant->reserved),
                       variant->reserved == 0 ? TIEM_TONE_SUB : TIEM_TONE_NONE);
}

static void
fill_available (TiemCell *cell,
                gconstpointer value,
                gpointer user_data)
{
  const TiemVariant *variant = value;
  TiemTone tone = variant->counted_at == 0  ? TIEM_TONE_NONE
                  : variant->available <= 0 ? TIEM_TONE_ERROR
                  : variant->available <= 5 ? TIEM_TONE_WARNING
                                            : TIEM_TONE_NONE;

  tiem_cell_set_bold (cell, TRUE);
  tiem_cell_set_icon (cell,
                      tone == TIEM_TONE_ERROR     ? "dialog-error-symbolic"
                      : tone == TIEM_TONE_WARNING ? "dialog-warning-symbolic"
                                                  : NULL,
                      tone);
  if (variant->counted_at == 0 && variant->reserved == 0)
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
  else
    tiem_cell_take_text (cell, tiem_number_format (variant->available), tone);
}

static void
fill_channels (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  const TiemVariant *variant = value;

  tiem_cell_set_kinds (cell, variant->channels);
}

static void
fill_sold (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemVariant *variant = value;

  tiem_cell_take_text (cell, tiem_number_format (variant->sold_30_days), TIEM_TONE_NONE);
}

static void
fill_narrow (TiemNarrowRow *row,
             gconstpointer value,
             gpointer user_data)
{
  const TiemVariant *variant = value;
  g_autofree char *price = tiem_money_format (variant->price_vnd);
  g_autofree char *sub = variant->options != NULL && *variant->options != '\0'
                             ? g_strdup_printf ("%s · %s", variant->options, variant->sku)
                             : g_strdup (variant->sku);
  g_autofree char *left = g_strdup_printf (_ ("Available: %d"), (int)variant->available);
  g_autofree char *held
      = variant->reserved > 0 ? g_strdup_printf (_ ("%d held"), (int)variant->reserved) : NULL;
  TiemTone tone = variant->available <= 0   ? TIEM_TONE_ERROR
                  : variant->available <= 5 ? TIEM_TONE_WARNING
                                            : TIEM_TONE_NONE;

  tiem_narrow_row_set_picture (row, NULL, "package-x-generic-symbolic");
  tiem_narrow_row_set_title (row, variant->product_name, price);
  tiem_narrow_row_set_sub (row, sub);
  tiem_narrow_row_set_state (row,
                             tone == TIEM_TONE_ERROR     ? "dialog-error-symbolic"
                             : tone == TIEM_TONE_WARNING ? "dialog-warning-symbolic"
                                                         : NULL,
                             left,
                             tone);
  tiem_narrow_row_set_end (row, NULL, held, TIEM_TONE_SUB);
}

static void
build_columns (TiemProductsPage *self)
{
  TiemBrowsePage *page = TIEM_BROWSE_PAGE (self);
  TiemListPane *list = tiem_browse_page_get_list (page);
  GtkColumnViewColumn *name;

  name = tiem_browse_page_add_column (page,
                                      "item",
                                      TIEM_COLUMN_ITEM,
                                      _ ("Product, variant, SKU"),
                                      0,
                                      0,
                                      TIEM_VARIANT_SORT_NAME,
                                      fill_item);
  tiem_browse_page_add_column (page,
                               "price",
                               TIEM_COLUMN_NUMBER,
                               _ ("Price"),
                               116,
                               108,
                               TIEM_VARIANT_SORT_PRICE,
                               fill_price);
  tiem_browse_page_add_column (page,
                               "on-hand",
                               TIEM_COLUMN_NUMBER,
                               _ ("On hand"),
                               90,
                               -1,
                               TIEM_VARIANT_SORT_ON_HAND,
                               fill_on_hand);
  tiem_browse_page_add_column (page,
                               "reserved",
                               TIEM_COLUMN_NUMBER,
                               _ ("Reserved"),
                               96,
                               -1,
                               TIEM_VARIANT_SORT_RESERVED,
                               fill_reserved);
  tiem_browse_page_add_column (page,
                               "available",
                               TIEM_COLUMN_NUMBER,
                               _ ("Available"),
                               110,
                               106,
                               TIEM_VARIANT_SORT_AVAILABLE,
                               fill_available);
  tiem_browse_page_add_column (
      page, "channels", TIEM_COLUMN_TILES, _ ("Channel"), 96, 64, -1, fill_channels);
  tiem_browse_page_add_column (page,
                               "sold",
                               TIEM_COLUMN_NUMBER,
                               _ ("Sold in 30 days"),
                               126,
                               -1,
                               TIEM_VARIANT_SORT_SOLD,
                               fill_sold);
  tiem_list_pane_set_column_shown (
      list,
      tiem_browse_page_add_column (
          page, "cost", TIEM_COLUMN_NUMBER, _ ("Cost"), 116, 108, -1, fill_cost),
      FALSE);
  tiem_list_pane_set_column_shown (
      list,
      tiem_browse_page_add_column (
          page, "barcode", TIEM_COLUMN_TEXT, _ ("Barcode"), 130, 130, -1, fill_barcode),
      FALSE);
  tiem_list_pane_sort_by (list, name, GTK_SORT_ASCENDING);
}

static void
build_list (TiemProductsPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  TiemChips *chips = tiem_list_pane_get_chips (list);

  g_object_set (
      list, "placeholder", _ ("Search name, SKU, barcode…"), "label", _ ("Products"), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    tiem_chips_add (chips,
                    groups[i].id,
                    _ (groups[i].label),
                    groups[i].icon,
                    groups[i].tone,
                    groups[i].hide_at_zero);
  self->filter = TIEM_FILTER (tiem_filter_new (_ ("Channel")));
  tiem_filter_set_key (self->filter, "channel");
  tiem_filter_add (self->filter, "0", _ ("All channels"));
  tiem_list_pane_add_filter (list, self->filter);
  build_columns (self);
  tiem_list_pane_set_tall (list);
  tiem_list_pane_set_narrow_func (list, fill_narrow, self);
}

static TiemRowList *
tiem_products_page_create_rows (TiemBrowsePage *page,
                                TiemStore *store)
{
  return tiem_row_list_new_variants (store);
}

static TiemVariantGroup
chosen_group (TiemListPane *list)
{
  const char *chip = tiem_chips_get_selected (tiem_list_pane_get_chips (list));

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_strcmp0 (groups[i].id, chip) == 0)
      return i;
  return TIEM_VARIANTS_ON_SALE;
}

static void
fill_query (TiemProductsPage *self,
            TiemVariantQuery *query)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  int sort = TIEM_VARIANT_SORT_NAME;
  gboolean descending = FALSE;

  tiem_list_pane_get_sort (list, &sort, &descending);
  *query = (TiemVariantQuery){
    .group = chosen_group (list),
    .channel_id = g_ascii_strtoll (tiem_filter_get_selected (self->filter), NULL, 10),
    .search = (char *)tiem_list_pane_get_search (list),
    .sort = sort,
    .descending = descending,
  };
}

static void
tiem_products_page_update_query (TiemBrowsePage *page,
                                 TiemRowList *rows)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (page);
  TiemVariantQuery query;

  fill_query (self, &query);
  tiem_row_list_set_variant_query (rows, &query);
  tiem_loader_reload (self->figures);
}

static void
tiem_products_page_explain_empty (TiemBrowsePage *page,
                                  TiemListPane *list)
{
  const char *search = tiem_list_pane_get_search (list);

  if (search != NULL || tiem_list_pane_is_filtered (list))
    {
      g_autofree char *title = search != NULL ? g_strdup_printf (_ ("“%s” was not found"), search)
                                              : g_strdup (_ ("Nothing here"));

      tiem_list_pane_set_empty (list,
                                "edit-find-symbolic",
                                title,
                                _ ("No goods fit. Try fewer letters, or look in all of them."));
      tiem_list_pane_add_empty_button (list, _ ("Clear filters"), "products.clear-filters");
    }
  else if (chosen_group (list) != TIEM_VARIANTS_ON_SALE)
    {
      tiem_list_pane_set_empty (
          list, "tiem-tag-symbolic", _ ("Nothing here"), _ ("No goods belong to this group now."));
    }
  else
    {
      tiem_list_pane_set_empty (
          list,
          "tiem-tag-symbolic",
          _ ("No products yet"),
          _ ("Take them over from a channel, import them from Excel, or add them one by one."));
      tiem_list_pane_add_empty_button (list, _ ("Take over from a channel"), "products.connect");
      tiem_list_pane_add_empty_button (list, _ ("Import from Excel"), "win.import");
      tiem_list_pane_add_empty_button (list, _ ("Add product"), "products.add");
    }
}

/* --- figures: chips, foot line, the channels of the filter --- */

typedef struct
{
  gint64 counts[TIEM_N_VARIANT_GROUPS];
  GPtrArray *channels;
  gint64 variants;
  gint64 products;
  gint64 value_vnd;
} Figures;

static void
figures_free (Figures *self)
{
  g_clear_pointer (&self->channels, g_ptr_array_unref);
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
      || (figures->channels = tiem_store_list_channels (store, error)) == NULL)
    g_clear_pointer (&figures, figures_free);
  return figures;
}

static void
offer_channels (TiemProductsPage *self,
                GPtrArray *channels)
{
  g_autoptr (GString) wanted = g_string_new ("");

  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (channels, i);

      g_string_append_printf (wanted, "%" G_GINT64_FORMAT "=%s;", record->id, record->name);
    }
  if (g_strcmp0 (wanted->str, self->channels_shown) == 0)
    return;
  g_free (self->channels_shown);
  self->channels_shown = g_strdup (wanted->str);

  tiem_filter_clear (self->filter);
  tiem_filter_add (self->filter, "0", _ ("All channels"));
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (channels, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, record->id);

      tiem_filter_add (self->filter, id, record->name);
    }
  tiem_list_pane_update_filters (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)));
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
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    tiem_chips_set_count (tiem_list_pane_get_chips (list), groups[i].id, figures->counts[i]);
  show_foot (list, figures);
  offer_channels (self, figures->channels);
}

/* --- the detail --- */

static void
close_popover (TiemProductsPage *self)
{
  if (self->popover != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->popover));
}

static void
show_actions (TiemProductsPage *self,
              const TiemVariant *variant)
{
  TiemDetail *detail = tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self));

  /* A popover is open on the button: leave the buttons as they are. */
  if (self->popover != NULL && self->chosen != NULL && self->chosen->id == variant->id)
    return;
  close_popover (self);
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
      close_popover (self);
      g_clear_pointer (&self->chosen, tiem_variant_free);
      tiem_detail_show_nothing (detail);
      return;
    }
  show_actions (self, facts->variant);
  tiem_variant_facts_show (facts, detail, tiem_browse_page_now (TIEM_BROWSE_PAGE (self)));
  g_clear_pointer (&self->chosen, tiem_variant_free);
  self->chosen = g_steal_pointer (&facts->variant);
  g_clear_pointer (&self->reviews, g_ptr_array_unref);
  self->reviews = g_steal_pointer (&facts->reviews);
}

static void
tiem_products_page_choose (TiemBrowsePage *page,
                           gint64 id)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (page);

  close_popover (self);
  if (self->facts != NULL)
    tiem_loader_set_subject (self->facts, id);
}

/* --- actions --- */

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
                               on_hand,
                               delta,
                               reason,
                               note);
}

static gboolean
drop_popover_cb (gpointer user_data)
{
  close_popover (user_data);
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
  close_popover (self);
  self->popover = tiem_stock_popover_new (self->chosen);
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
      close_popover (self);
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

static void
open_edit_page (TiemProductsPage *self,
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
  open_edit_page (TIEM_PRODUCTS_PAGE (widget), 0);
}

static void
edit_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);

  if (self->chosen != NULL)
    open_edit_page (self, self->chosen->product_id);
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

static void
clear_filters_action (GtkWidget *widget,
                      const char *name,
                      GVariant *parameter)
{
  tiem_list_pane_clear_filters (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (widget)));
}

/* --- the page --- */

static void
tiem_products_page_shop_changed (TiemPage *page,
                                 TiemShop *shop)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (page);

  close_popover (self);
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
  open_edit_page (TIEM_PRODUCTS_PAGE (page), 0);
  return TRUE;
}

static gboolean
tiem_products_page_edit (TiemBrowsePage *page)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (page);

  if (self->chosen != NULL)
    open_edit_page (self, self->chosen->product_id);
  return self->chosen != NULL;
}

static void
tiem_products_page_dispose (GObject *object)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (object);

  close_popover (self);
  g_clear_object (&self->figures);
  g_clear_object (&self->facts);
  g_clear_object (&self->menu);
  g_clear_object (&self->archived_menu);
  g_clear_pointer (&self->chosen, tiem_variant_free);
  g_clear_pointer (&self->reviews, g_ptr_array_unref);
  g_clear_pointer (&self->channels_shown, g_free);

  G_OBJECT_CLASS (tiem_products_page_parent_class)->dispose (object);
}

static void
tiem_products_page_class_init (TiemProductsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TiemBrowsePageClass *browse_class = TIEM_BROWSE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_products_page_dispose;
  TIEM_PAGE_CLASS (klass)->shop_changed = tiem_products_page_shop_changed;
  browse_class->tab = "products";
  browse_class->create_rows = tiem_products_page_create_rows;
  browse_class->update_query = tiem_products_page_update_query;
  browse_class->explain_empty = tiem_products_page_explain_empty;
  browse_class->choose = tiem_products_page_choose;
  browse_class->create = tiem_products_page_create;
  browse_class->edit = tiem_products_page_edit;

  gtk_widget_class_install_action (widget_class, "products.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "products.edit", NULL, edit_action);
  gtk_widget_class_install_action (
      widget_class, "products.change-stock", NULL, change_stock_action);
  gtk_widget_class_install_action (widget_class, "products.archive", NULL, archive_action);
  gtk_widget_class_install_action (widget_class, "products.unarchive", NULL, archive_action);
  gtk_widget_class_install_action (widget_class, "products.reply", "x", reply_action);
  gtk_widget_class_install_action (widget_class, "products.open-order", "x", open_order_action);
  gtk_widget_class_install_action (widget_class, "products.open-channel", "x", open_channel_action);
  gtk_widget_class_install_action (widget_class, "products.connect", NULL, connect_action);
  gtk_widget_class_install_action (
      widget_class, "products.clear-filters", NULL, clear_filters_action);
}

static void
tiem_products_page_init (TiemProductsPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) archived_menu = g_menu_new ();

  tiem_help_set_topic (GTK_WIDGET (self), "products");
  g_menu_append (menu, _ ("Archive"), "products.archive");
  self->menu = G_MENU_MODEL (g_steal_pointer (&menu));
  g_menu_append (archived_menu, _ ("Sell again"), "products.unarchive");
  self->archived_menu = G_MENU_MODEL (g_steal_pointer (&archived_menu));
  g_object_set (self, "create-label", _ ("Add product"), "create-icon", "list-add-symbolic", NULL);
  build_list (self);
}
