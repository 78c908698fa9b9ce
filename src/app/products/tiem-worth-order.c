#define G_LOG_DOMAIN "tiem-worth-order"

#include "config.h"

#include "app/products/tiem-worth-order.h"

#include "base/tiem-money.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-worth.h"

#include <glib/gi18n.h>

/* From what is suggested to draft slips. */

typedef struct
{
  GArray *ids; /* (owned) (element-type gint64) */
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_array_unref (order->ids);
  g_free (order);
}

static gboolean
is_wanted (const Order *order,
           gint64 variant_id)
{
  for (guint i = 0; i < order->ids->len; i++)
    if (g_array_index (order->ids, gint64, i) == variant_id)
      return TRUE;
  return FALSE;
}

/* Returns: (transfer none): the slip for this supplier, among @slips */
static TiemPurchase *
get_slip (GPtrArray *slips,
          gint64 supplier_id)
{
  TiemPurchase *slip;

  for (guint i = 0; i < slips->len; i++)
    {
      slip = g_ptr_array_index (slips, i);
      if (slip->supplier_id == supplier_id)
        return slip;
    }
  slip = tiem_purchase_new (TIEM_PURCHASE);
  slip->supplier_id = supplier_id;
  g_ptr_array_add (slips, slip);
  return slip;
}

static gboolean
fill_slips (TiemStore *store,
            const Order *order,
            GPtrArray *slips,
            GError **error)
{
  const TiemWorthQuery query = { .report = TIEM_WORTH_REORDER, .sort = TIEM_WORTH_SORT_NAME };
  g_autoptr (GPtrArray) found = tiem_store_list_worth (store, &query, 0, 0, error);

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      const TiemWorth *worth = g_ptr_array_index (found, i);
      TiemPurchaseLine *line;

      if (!is_wanted (order, worth->id))
        continue;
      line = tiem_store_new_purchase_line (
          store, TIEM_PURCHASE, worth->supplier_id, worth->id, error);
      if (line == NULL)
        return FALSE;
      line->quantity = MAX (worth->suggestion, 1);
      g_ptr_array_add (get_slip (slips, worth->supplier_id)->lines, line);
    }
  return TRUE;
}

/* Returns: (transfer full): what the toast says */
static gpointer
run_order (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GPtrArray) slips = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_purchase_free);
  g_autoptr (GString) numbers = g_string_new (NULL);

  if (!fill_slips (store, data, slips, error))
    return NULL;
  for (guint i = 0; i < slips->len; i++)
    {
      g_autoptr (TiemPurchase) saved = NULL;
      gint64 id = tiem_store_save_purchase (store, g_ptr_array_index (slips, i), error);

      if (id == 0 || (saved = tiem_store_get_purchase (store, id, error)) == NULL)
        return NULL;
      g_string_append_printf (numbers, "%s%s", i > 0 ? ", " : "", saved->number);
    }
  if (slips->len == 0)
    return g_strdup (_ ("Nothing of it needs to be ordered any more"));
  /* Translators: %s is the number of one or several purchase slips */
  return g_strdup_printf (
      ngettext ("Draft slip written: %s", "Draft slips written: %s", slips->len), numbers->str);
}

static void
ordered_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (TiemListPane) list = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (said != NULL)
    tiem_list_pane_clear_ticks (list);
  tiem_list_pane_add_toast (list, adw_toast_new (said != NULL ? said : error->message));
}

void
tiem_worth_order (TiemListPane *list,
                  TiemShop *shop,
                  GArray *variant_ids)
{
  Order *order = g_new0 (Order, 1);

  order->ids = g_array_ref (variant_ids);
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        run_order,
                        order,
                        order_free,
                        g_free,
                        NULL,
                        ordered_cb,
                        g_object_ref (list));
}
