#define G_LOG_DOMAIN "tiem-orders-page"

#include "config.h"

#include "app/orders/tiem-orders-page-private.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* What the Orders tab does with all ticked orders at once. */

static const char *
get_name (gconstpointer value)
{
  return ((const TiemOrder *)value)->number;
}

static char *
dup_ticked_words (guint n,
                  guint outside)
{
  g_autofree char *number = tiem_number_format (n);
  g_autofree char *far = tiem_number_format (outside);

  if (outside == 0)
    return g_strdup_printf (ngettext ("%s order ticked", "%s orders ticked", n), number);
  /* Translators: both are numbers: ticked orders, and how many of them the list does not show */
  return g_strdup_printf (
      ngettext ("%s order, %s outside of this list", "%s orders, %s outside of this list", n),
      number,
      far);
}

static void
ticks_changed_cb (TiemListPane *list,
                  TiemOrdersPage *self)
{
  TiemRowList *rows = tiem_browse_page_get_rows (TIEM_BROWSE_PAGE (self));
  guint n = tiem_ticks_get_count (self->ticks);
  guint outside = tiem_list_pane_get_ticked_outside (list);
  guint listed = rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (rows)) : 0;
  g_autofree char *words = dup_ticked_words (n, outside);
  g_autofree char *number = tiem_number_format (listed);
  g_autofree char *all = NULL;

  if (n - outside < listed)
    /* Translators: %s is the number of orders in the list */
    all = g_strdup_printf (_ ("Select all %s"), number);
  tiem_action_bar_set_words (tiem_list_pane_get_action_bar (list), words, all);
}

void
tiem_orders_page_add_ticks (TiemOrdersPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));

  self->ticks = tiem_ticks_new ();
  tiem_list_pane_set_ticks (list, self->ticks, get_name);
  g_signal_connect_object (list, "ticks-changed", G_CALLBACK (ticks_changed_cb), self, 0);
}

GArray *
tiem_orders_page_dup_ticked (TiemOrdersPage *self)
{
  g_return_val_if_fail (TIEM_IS_ORDERS_PAGE (self), NULL);
  return tiem_ticks_dup_ids (self->ticks);
}
