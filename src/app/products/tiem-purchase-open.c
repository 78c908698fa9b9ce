#define G_LOG_DOMAIN "tiem-purchase-open"

#include "config.h"

#include "app/products/tiem-purchase-open.h"

#include "app/purchases/tiem-purchases-page.h"
#include "app/purchases/tiem-suppliers-page.h"
#include "app/tiem-page-host.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"

#include <glib/gi18n.h>

/* Lays the list of slips over @page, in the place of what is there. */
static TiemPurchasesPage *
open_list (TiemPage *page,
           TiemPurchaseKind kind)
{
  gboolean back = kind == TIEM_SUPPLIER_RETURN;
  TiemPage *list
      = g_object_new (back ? TIEM_TYPE_SUPPLIER_RETURNS_PAGE : TIEM_TYPE_PURCHASES_PAGE, NULL);
  GtkWidget *host = tiem_page_host_new (
      tiem_page_get_shop (page), list, back ? _ ("Returns to suppliers") : _ ("Purchase slips"));

  if (tiem_page_get_subpage (page) != NULL)
    tiem_page_pop (page);
  tiem_page_push (page, TIEM_SUBPAGE (host));
  return TIEM_PURCHASES_PAGE (list);
}

void
tiem_purchases_open (TiemPage *page)
{
  open_list (page, TIEM_PURCHASE);
}

void
tiem_supplier_returns_open (TiemPage *page)
{
  open_list (page, TIEM_SUPPLIER_RETURN);
}

/* Returns: (nullable): the tab, when it has a shop */
static TiemPage *
find_tab (GtkWidget *inside)
{
  TiemPage *tab = NULL;

  /* A page may lie inside of a page. */
  for (GtkWidget *widget = inside; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (TIEM_IS_PAGE (widget))
      tab = TIEM_PAGE (widget);
  return tab != NULL && tiem_page_get_shop (tab) != NULL ? tab : NULL;
}

void
tiem_purchase_open_slip (GtkWidget *inside,
                         gint64 slip_id,
                         gboolean is_return)
{
  TiemPage *tab = find_tab (inside);

  if (tab != NULL)
    tiem_browse_page_open (
        TIEM_BROWSE_PAGE (open_list (tab, is_return ? TIEM_SUPPLIER_RETURN : TIEM_PURCHASE)),
        slip_id);
}

/* --- a slip filled in --- */

typedef struct
{
  TiemPage *tab; /* (owned) */
  gint64 supplier_id;
  GArray *wishes; /* (owned) */
} Filling;

static void
filling_free (Filling *filling)
{
  g_object_unref (filling->tab);
  g_array_unref (filling->wishes);
  g_free (filling);
}

static gpointer
fill_slip (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Filling *filling = data;
  g_autoptr (TiemPurchase) purchase = tiem_purchase_new (TIEM_PURCHASE);
  g_autoptr (TiemSupplier) supplier = NULL;

  if (filling->supplier_id != 0)
    {
      if ((supplier = tiem_store_get_supplier (store, filling->supplier_id, error)) == NULL)
        return NULL;
      purchase->supplier_id = supplier->id;
      purchase->supplier_name = g_strdup (supplier->name);
      purchase->supplier_code = g_strdup (supplier->code);
    }
  for (guint i = 0; i < filling->wishes->len; i++)
    {
      const TiemPurchaseWish *wish = &g_array_index (filling->wishes, TiemPurchaseWish, i);
      TiemPurchaseLine *line = tiem_store_new_purchase_line (
          store, TIEM_PURCHASE, filling->supplier_id, wish->variant_id, NULL);

      if (line == NULL)
        continue;
      line->quantity = CLAMP (wish->quantity, 1, 1000000);
      g_ptr_array_add (purchase->lines, line);
    }
  return g_steal_pointer (&purchase);
}

static void
slip_filled_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  Filling *filling = user_data;
  g_autoptr (GError) error = NULL;
  TiemPurchase *purchase = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (purchase == NULL)
    tiem_page_toast (GTK_WIDGET (filling->tab), adw_toast_new (error->message));
  else if (tiem_page_get_shop (filling->tab) == NULL)
    tiem_purchase_free (purchase);
  else
    tiem_purchases_page_write (open_list (filling->tab, TIEM_PURCHASE), purchase);
  filling_free (filling);
}

void
tiem_purchase_open_with (GtkWidget *inside,
                         gint64 supplier_id,
                         GArray *wishes)
{
  TiemPage *tab = find_tab (inside);
  Filling *filling;

  if (tab == NULL)
    return;
  filling = g_new0 (Filling, 1);
  filling->tab = g_object_ref (tab);
  filling->supplier_id = supplier_id;
  filling->wishes = g_array_copy (wishes);
  tiem_store_run_async (tiem_shop_get_store (tiem_page_get_shop (tab)),
                        TIEM_STORE_READ,
                        fill_slip,
                        filling,
                        NULL,
                        (GDestroyNotify)tiem_purchase_free,
                        NULL,
                        slip_filled_cb,
                        filling);
}

/* --- suppliers --- */

static void
buy_cb (TiemSuppliersPage *page,
        gint64 supplier_id)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (TiemPurchaseWish));

  tiem_purchase_open_with (GTK_WIDGET (page), supplier_id, none);
}

static gpointer
read_kind (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  return tiem_store_get_purchase (store, *(gint64 *)data, error);
}

static void
kind_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GtkWidget) inside = user_data;
  g_autoptr (TiemPurchase) purchase = tiem_store_run_finish (TIEM_STORE (source), result, NULL);

  if (purchase != NULL)
    tiem_purchase_open_slip (inside, purchase->slip_id, purchase->kind == TIEM_SUPPLIER_RETURN);
}

static void
slip_cb (TiemSuppliersPage *page,
         gint64 slip_id)
{
  tiem_store_run_async (tiem_shop_get_store (tiem_page_get_shop (TIEM_PAGE (page))),
                        TIEM_STORE_READ,
                        read_kind,
                        g_memdup2 (&slip_id, sizeof slip_id),
                        g_free,
                        (GDestroyNotify)tiem_purchase_free,
                        NULL,
                        kind_read_cb,
                        g_object_ref (page));
}

void
tiem_suppliers_open (TiemPage *page)
{
  TiemPage *list = g_object_new (TIEM_TYPE_SUPPLIERS_PAGE, NULL);

  g_signal_connect (list, "buy", G_CALLBACK (buy_cb), NULL);
  g_signal_connect (list, "slip", G_CALLBACK (slip_cb), NULL);
  tiem_page_push (
      page, TIEM_SUBPAGE (tiem_page_host_new (tiem_page_get_shop (page), list, _ ("Suppliers"))));
}
