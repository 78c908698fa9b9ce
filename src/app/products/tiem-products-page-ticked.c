#define G_LOG_DOMAIN "tiem-products-page"

#include "config.h"

#include "app/products/tiem-products-page-private.h"
#include "app/widgets/tiem-group.h"
#include "base/tiem-money.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n.h>

/* What the ticked variants are together, in the place of the chosen one. */

/* A range of ticks comes one by one. */
#define REST_MS 120

static gpointer
read_sum (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree TiemVariantSum *sum = g_new (TiemVariantSum, 1);

  return tiem_store_sum_variant_ids (store, data, sum, error) ? g_steal_pointer (&sum) : NULL;
}

static void
add_number (GtkWidget *facts,
            const char *label,
            gint64 number)
{
  g_autofree char *text = tiem_number_format (number);

  tiem_facts_add (facts, label, text, FALSE);
}

static void
show_sum (TiemProductsPage *self,
          const TiemVariantSum *sum)
{
  TiemDetail *detail = tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self));
  GtkWidget *column = tiem_detail_column_new ();
  GtkWidget *group = tiem_group_new (_ ("Together"), NULL);
  GtkWidget *facts = tiem_facts_new ();
  g_autofree char *variants = tiem_number_format (sum->variants);
  g_autofree char *products = tiem_number_format (sum->products);
  g_autofree char *value = tiem_money_format (sum->value_vnd);
  g_autofree char *title = g_strdup_printf (
      ngettext ("%s variant ticked", "%s variants ticked", (gulong)sum->variants), variants);
  g_autofree char *subtitle
      = g_strdup_printf (ngettext ("%s product", "%s products", (gulong)sum->products), products);

  add_number (facts, _ ("On hand"), sum->on_hand);
  add_number (facts, _ ("Reserved"), sum->reserved);
  if (sum->sold_out > 0)
    add_number (facts, _ ("Variants sold out"), sum->sold_out);
  if (sum->combos > 0)
    add_number (facts, _ ("Combos, which have no stock of their own"), sum->combos);
  if (sum->without_cost > 0)
    add_number (facts, _ ("Variants without cost, not in the value"), sum->without_cost);
  tiem_facts_add (facts, _ ("Stock value"), value, TRUE);
  tiem_group_add (TIEM_GROUP (group), facts);
  gtk_box_append (GTK_BOX (column), group);

  tiem_products_page_close_popover (self);
  tiem_detail_set_title (detail, title, NULL);
  tiem_detail_set_subtitle (detail, NULL, subtitle);
  tiem_detail_clear_states (detail);
  tiem_detail_clear_actions (detail);
  self->stock_button = NULL;
  tiem_detail_set_menu (detail, NULL);
  tiem_detail_set_column (detail, column);
}

static void
sum_read_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemProductsPage) self = user_data;
  g_autofree TiemVariantSum *sum = tiem_store_run_finish (TIEM_STORE (source), result, NULL);

  if (sum != NULL && self->shows_ticked && self->ticks != NULL)
    show_sum (self, sum);
}

static void
stop_reading (TiemProductsPage *self)
{
  if (self->reading_ticked != NULL)
    g_cancellable_cancel (self->reading_ticked);
  g_clear_object (&self->reading_ticked);
}

static gboolean
read_cb (gpointer data)
{
  TiemProductsPage *self = data;
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (self));

  self->ticked_source = 0;
  stop_reading (self);
  if (shop == NULL || tiem_ticks_get_count (self->ticks) == 0)
    return G_SOURCE_REMOVE;
  self->reading_ticked = g_cancellable_new ();
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_READ,
                        read_sum,
                        tiem_ticks_dup_ids (self->ticks),
                        (GDestroyNotify)g_array_unref,
                        g_free,
                        self->reading_ticked,
                        sum_read_cb,
                        g_object_ref (self));
  return G_SOURCE_REMOVE;
}

void
tiem_products_page_show_ticked (TiemProductsPage *self)
{
  if (tiem_ticks_get_count (self->ticks) == 0)
    {
      tiem_products_page_show_chosen (self);
      return;
    }
  self->shows_ticked = TRUE;
  if (self->ticked_source == 0)
    self->ticked_source = g_timeout_add (REST_MS, read_cb, self);
}

void
tiem_products_page_show_chosen (TiemProductsPage *self)
{
  if (!self->shows_ticked)
    return;
  self->shows_ticked = FALSE;
  if (self->facts != NULL)
    tiem_loader_reload (self->facts);
}

void
tiem_products_page_forget_ticked (TiemProductsPage *self)
{
  self->shows_ticked = FALSE;
  g_clear_handle_id (&self->ticked_source, g_source_remove);
  stop_reading (self);
}
