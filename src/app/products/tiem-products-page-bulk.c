#define G_LOG_DOMAIN "tiem-products-page"

#include "config.h"

#include "app/products/tiem-bulk-page.h"
#include "app/products/tiem-bulk-run.h"
#include "app/products/tiem-products-page-private.h"
#include "app/products/tiem-sticker-print.h"
#include "app/products/tiem-takes-page.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* What the Products tab does with all ticked variants at once. */

static void
open_preview (TiemProductsPage *self,
              GArray *ids,
              TiemBulkField field)
{
  TiemPage *page = TIEM_PAGE (self);

  if (tiem_page_get_shop (page) != NULL && tiem_page_get_subpage (page) == NULL)
    tiem_page_push (page, TIEM_SUBPAGE (tiem_bulk_page_new (TIEM_BROWSE_PAGE (self), ids, field)));
}

static void
change_price (TiemProductsPage *self,
              GArray *ids)
{
  open_preview (self, ids, TIEM_BULK_PRICE);
}

static void
change_stock (TiemProductsPage *self,
              GArray *ids)
{
  open_preview (self, ids, TIEM_BULK_STOCK);
}

static void
change_category (TiemProductsPage *self,
                 GArray *ids)
{
  open_preview (self, ids, TIEM_BULK_CATEGORY);
}

static void
print_stickers (TiemProductsPage *self,
                GArray *ids)
{
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (TiemStickerWish));

  for (guint i = 0; i < ids->len; i++)
    {
      const TiemStickerWish wish = { .variant_id = g_array_index (ids, gint64, i), .count = 1 };

      g_array_append_val (wishes, wish);
    }
  tiem_sticker_print_open (TIEM_PAGE (self), wishes);
}

static void
start_take (TiemProductsPage *self,
            GArray *ids)
{
  tiem_takes_open_chosen (TIEM_PAGE (self), ids);
}

static void
archive (TiemProductsPage *self,
         GArray *ids)
{
  const TiemBulkRule rule = { .field = TIEM_BULK_ARCHIVED, .amount = 1 };

  tiem_bulk_run_rule (TIEM_BROWSE_PAGE (self), ids, &rule);
}

static void
unarchive (TiemProductsPage *self,
           GArray *ids)
{
  const TiemBulkRule rule = { .field = TIEM_BULK_ARCHIVED, .amount = 0 };

  tiem_bulk_run_rule (TIEM_BROWSE_PAGE (self), ids, &rule);
}

/* Another one is another line here. */
static const struct
{
  const char *action;
  const char *label;
  const char *icon; /* NULL: in the menu only */
  void (*func) (TiemProductsPage *self, GArray *variant_ids);
} steps[] = {
  { "products.bulk-price", N_ ("Change prices…"), "tiem-tag-symbolic", change_price },
  { "products.bulk-stock", N_ ("Change stock…"), "package-x-generic-symbolic", change_stock },
  { "products.bulk-category", N_ ("Category…"), "view-list-bullet-symbolic", change_category },
  { "products.stickers", N_ ("Print stickers…"), "tiem-barcode-symbolic", print_stickers },
  { "products.take", N_ ("Count them…"), NULL, start_take },
  { "products.bulk-archive", N_ ("Archive"), NULL, archive },
  { "products.bulk-unarchive", N_ ("Sell again"), NULL, unarchive },
};

static void
bulk_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemProductsPage *self = TIEM_PRODUCTS_PAGE (widget);
  g_autoptr (GArray) ids = tiem_ticks_dup_ids (self->ticks);

  /* From the menu of the head it means the chosen one. */
  if (ids->len == 0 && self->chosen != NULL)
    g_array_append_val (ids, self->chosen->id);
  for (guint i = 0; ids->len > 0 && i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (steps[i].action, name))
      steps[i].func (self, ids);
}

static const char *
get_name (gconstpointer value)
{
  return ((const TiemVariant *)value)->sku;
}

static char *
dup_ticked_words (guint n,
                  guint outside)
{
  g_autofree char *number = tiem_number_format (n);
  g_autofree char *far = tiem_number_format (outside);

  if (outside == 0)
    return g_strdup_printf (ngettext ("%s variant ticked", "%s variants ticked", n), number);
  /* Translators: both are numbers: ticked variants, and how many of them the list does not show */
  return g_strdup_printf (
      ngettext ("%s variant, %s outside of this list", "%s variants, %s outside of this list", n),
      number,
      far);
}

static void
ticks_changed_cb (TiemListPane *list,
                  TiemProductsPage *self)
{
  TiemRowList *rows = tiem_browse_page_get_rows (TIEM_BROWSE_PAGE (self));
  TiemActionBar *bar = tiem_list_pane_get_action_bar (list);
  guint n = tiem_ticks_get_count (self->ticks);
  guint outside = tiem_list_pane_get_ticked_outside (list);
  guint listed = rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (rows)) : 0;
  g_autofree char *words = dup_ticked_words (n, outside);
  g_autofree char *number = tiem_number_format (listed);
  g_autofree char *all = NULL;

  if (n - outside < listed)
    /* Translators: %s is the number of variants in the list */
    all = g_strdup_printf (_ ("Select all %s"), number);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    tiem_action_bar_set (bar, steps[i].action, n, NULL);
  tiem_action_bar_set_words (bar, words, all);
  tiem_products_page_show_ticked (self);
}

/* Looking at one takes no tick off the others. */
static void
open_cb (TiemListPane *list,
         gint64 id,
         TiemProductsPage *self)
{
  tiem_products_page_show_chosen (self);
}

void
tiem_products_page_install_bulk_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_widget_class_install_action (widget_class, steps[i].action, NULL, bulk_action);
}

void
tiem_products_page_add_ticks (TiemProductsPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  TiemActionBar *bar;

  self->ticks = tiem_ticks_new ();
  tiem_list_pane_set_ticks (list, self->ticks, get_name);
  bar = tiem_list_pane_get_action_bar (list);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    tiem_action_bar_add (bar, steps[i].action, _ (steps[i].label), steps[i].icon);
  g_signal_connect_object (list, "ticks-changed", G_CALLBACK (ticks_changed_cb), self, 0);
  g_signal_connect_object (list, "open", G_CALLBACK (open_cb), self, 0);
}
