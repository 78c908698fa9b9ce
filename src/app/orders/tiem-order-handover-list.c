#define G_LOG_DOMAIN "tiem-order-bulk"

#include "config.h"

#include "app/orders/tiem-order-bulk.h"
#include "app/platform-compat.h"
#include "document/tiem-handover.h"
#include "store/tiem-store-shop.h"

#include <glib/gi18n.h>

/* The list that the carriers sign: saved where the owner says, and opened to be printed. */

/* Parcels that are here, and those that left by one's own word today: not cancelled orders. */
static gboolean
goes_out (const TiemOrder *order)
{
  return order->status == TIEM_ORDER_TO_SHIP || order->status == TIEM_ORDER_AWAITING_PICKUP
         || order->handed_at != 0;
}

static gpointer
make_list (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  TiemOrderQuery query = { .ids = data };
  g_autoptr (GPtrArray) orders = tiem_store_list_orders (store, &query, FALSE, 0, 0, error);
  g_autoptr (TiemShopIdentity) shop
      = orders != NULL ? tiem_store_get_shop_identity (store, error) : NULL;
  g_autoptr (GPtrArray) parcels = g_ptr_array_new ();

  if (shop == NULL)
    return NULL;
  for (guint i = 0; i < orders->len; i++)
    if (goes_out (g_ptr_array_index (orders, i)))
      g_ptr_array_add (parcels, g_ptr_array_index (orders, i));
  return tiem_handover_make (parcels, shop->name, tiem_store_now (store), error);
}

static void
say (TiemBrowsePage *page,
     const char *words)
{
  tiem_list_pane_add_toast (tiem_browse_page_get_list (page), adw_toast_new (words));
}

static GtkWindow *
get_window (TiemBrowsePage *page)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page)));
}

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  GBytes *pdf;          /* (owned) */
} Save;

static void
path_chosen_cb (const char *path,
                gpointer user_data)
{
  Save *save = user_data;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (save->pdf, &size);

  /* Buyers' orders are on it: nobody else may read the file. */
  if (path != NULL
      && g_file_set_contents_full (
          path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    tiem_compat_open_path (get_window (save->page), path);
  else if (error != NULL)
    say (save->page, error->message);
  g_object_unref (save->page);
  g_bytes_unref (save->pdf);
  g_free (save);
}

static void
made_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemBrowsePage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *day = NULL;
  g_autofree char *name = NULL;
  Save *save;

  if (pdf == NULL)
    {
      say (page, error->message);
      return;
    }
  if (tiem_page_get_shop (TIEM_PAGE (page)) == NULL)
    return;
  now = g_date_time_new_from_unix_local (tiem_browse_page_now (page) / 1000);
  day = g_date_time_format (now, "%Y-%m-%d");
  /* Translators: the beginning of a file's name, without spaces: "handover-2026-11-22.pdf" */
  name = g_strdup_printf ("%s-%s.pdf", _ ("handover"), day);
  save = g_new0 (Save, 1);
  save->page = g_object_ref (page);
  save->pdf = g_steal_pointer (&pdf);
  tiem_compat_save_file (
      get_window (page), _ ("Handover list"), name, TIEM_FILE_PDF, path_chosen_cb, save);
}

void
tiem_order_hand_over_list (TiemBrowsePage *page,
                           GArray *order_ids)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));

  g_return_if_fail (TIEM_IS_BROWSE_PAGE (page));

  if (shop != NULL)
    tiem_store_run_async (tiem_shop_get_store (shop),
                          TIEM_STORE_READ,
                          make_list,
                          g_array_ref (order_ids),
                          (GDestroyNotify)g_array_unref,
                          (GDestroyNotify)g_bytes_unref,
                          NULL,
                          made_cb,
                          g_object_ref (page));
}
