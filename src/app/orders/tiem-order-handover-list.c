#define G_LOG_DOMAIN "tiem-order-bulk"

#include "config.h"

#include "app/orders/tiem-order-bulk.h"
#include "app/orders/tiem-print-page.h"
#include "base/tiem-money.h"
#include "document/tiem-handover.h"
#include "store/tiem-store-shop.h"

#include <glib/gi18n.h>

/* The list that the carriers sign. */

typedef struct
{
  GBytes *pdf;    /* (owned) */
  char *contents; /* (owned): "43 orders" */
} Sheet;

static void
sheet_free (Sheet *sheet)
{
  g_bytes_unref (sheet->pdf);
  g_free (sheet->contents);
  g_free (sheet);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sheet, sheet_free)

/* Parcels that are here, and those that left by one's own word today: not cancelled orders. */
static gboolean
goes_out (const TiemOrder *order)
{
  return order->status == TIEM_ORDER_TO_SHIP || order->status == TIEM_ORDER_AWAITING_PICKUP
         || order->handed_at != 0;
}

/* "43 orders" */
static char *
describe (GPtrArray *orders)
{
  g_autofree char *number = tiem_number_format (orders->len);

  return g_strdup_printf (ngettext ("%s order", "%s orders", orders->len), number);
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
  GBytes *pdf;
  Sheet *sheet;

  if (shop == NULL)
    return NULL;
  for (guint i = 0; i < orders->len; i++)
    if (goes_out (g_ptr_array_index (orders, i)))
      g_ptr_array_add (parcels, g_ptr_array_index (orders, i));
  pdf = tiem_handover_make (parcels, shop->name, tiem_store_now (store), error);
  if (pdf == NULL)
    return NULL;
  sheet = g_new0 (Sheet, 1);
  sheet->pdf = pdf;
  sheet->contents = describe (parcels);
  return sheet;
}

static void
say (TiemBrowsePage *page,
     const char *words)
{
  tiem_list_pane_add_toast (tiem_browse_page_get_list (page), adw_toast_new (words));
}

static void
made_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemBrowsePage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Sheet) sheet = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *day = NULL;
  g_autofree char *name = NULL;
  GtkWidget *shown;
  const char *const papers[] = { "A4", NULL };

  if (sheet == NULL)
    {
      say (page, error->message);
      return;
    }
  /* another shop, or another long task by now */
  if (tiem_page_get_shop (TIEM_PAGE (page)) == NULL
      || tiem_page_get_subpage (TIEM_PAGE (page)) != NULL)
    return;
  now = g_date_time_new_from_unix_local (tiem_browse_page_now (page) / 1000);
  day = g_date_time_format (now, "%Y-%m-%d");
  /* Translators: the beginning of a file's name, without spaces: "handover-2026-11-22.pdf" */
  name = g_strdup_printf ("%s-%s.pdf", _ ("handover"), day);
  shown = tiem_print_page_new (_ ("Handover list"), name);
  tiem_print_page_set_papers (TIEM_PRINT_PAGE (shown), papers, 0);
  tiem_page_push (TIEM_PAGE (page), TIEM_SUBPAGE (shown));
  tiem_print_page_show (TIEM_PRINT_PAGE (shown), sheet->pdf, sheet->contents);
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
                          (GDestroyNotify)sheet_free,
                          NULL,
                          made_cb,
                          g_object_ref (page));
}
