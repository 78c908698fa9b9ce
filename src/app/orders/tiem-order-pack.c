#define G_LOG_DOMAIN "tiem-order-pack"

#include "config.h"

#include "app/orders/tiem-order-pack.h"

#include "app/orders/tiem-order-bulk.h"
#include "app/orders/tiem-order-print.h"
#include "app/orders/tiem-pack-page.h"
#include "store/tiem-store-pack.h"

#include <glib/gi18n.h>

/* The way from the list of orders to the packing page. */

static gpointer
run_begin (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  gint64 id = tiem_store_begin_pack (store, data, error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static void
ids_free (gpointer data)
{
  if (data != NULL)
    g_array_unref (data);
}

/* Its toast and its Undo are those of the list. */
static void
hand_over_cb (TiemSubpage *subpage,
              GArray *order_ids,
              TiemBrowsePage *page)
{
  g_autoptr (GArray) ids = g_array_ref (order_ids);

  tiem_subpage_leave (subpage);
  tiem_order_hand_over (page, ids);
}

/* The page of labels slides over the list; F9 goes on with the round. */
static void
print_labels_cb (TiemSubpage *subpage,
                 GArray *order_ids,
                 TiemBrowsePage *page)
{
  g_autoptr (GArray) ids = g_array_copy (order_ids);

  tiem_subpage_leave (subpage);
  tiem_order_print_labels (page, ids);
}

static void
show_page (TiemBrowsePage *page,
           TiemShop *shop,
           gint64 run_id)
{
  GtkWidget *subpage = tiem_pack_page_new (shop, run_id);

  g_signal_connect_object (subpage, "hand-over", G_CALLBACK (hand_over_cb), page, 0);
  g_signal_connect_object (subpage, "print-labels", G_CALLBACK (print_labels_cb), page, 0);
  tiem_page_push (TIEM_PAGE (page), TIEM_SUBPAGE (subpage));
}

static void
begun_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemBrowsePage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));

  if (shop == NULL || tiem_page_get_subpage (TIEM_PAGE (page)) != NULL)
    return;
  if (id == NULL)
    tiem_list_pane_add_toast (tiem_browse_page_get_list (page), adw_toast_new (error->message));
  else
    show_page (page, shop, *id);
}

void
tiem_order_pack_open (TiemBrowsePage *page,
                      GArray *order_ids)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));

  if (shop == NULL)
    return;
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        run_begin,
                        order_ids != NULL ? g_array_ref (order_ids) : NULL,
                        ids_free,
                        g_free,
                        NULL,
                        begun_cb,
                        g_object_ref (page));
}
