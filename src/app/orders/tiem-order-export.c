#define G_LOG_DOMAIN "tiem-order-export"

#include "config.h"

#include "app/orders/tiem-order-actions.h"
#include "app/platform-compat.h"
#include "base/tiem-money.h"
#include "document/tiem-exchange.h"

#include <glib/gi18n.h>

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  TiemOrderQuery *query;
  char *path;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->page);
  tiem_order_query_free (export->query);
  g_free (export->path);
  g_free (export);
}

static gpointer
run_export (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Export *export = data;
  g_autofree char *number = NULL;
  gint64 rows;

  rows = tiem_export (
      store, TIEM_EXPORT_ORDERS, export->query, export->path, NULL, NULL, cancellable, error);
  if (rows < 0)
    return NULL;
  number = tiem_number_format (rows);
  return g_strdup_printf (ngettext ("Exported %s row", "Exported %s rows", rows), number);
}

static void
exported_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemBrowsePage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  tiem_list_pane_add_toast (tiem_browse_page_get_list (page),
                            adw_toast_new (said != NULL ? said : error->message));
}

static void
export_chosen_cb (const char *path,
                  gpointer user_data)
{
  Export *export = user_data;
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (export->page));

  if (path == NULL || shop == NULL)
    {
      export_free (export);
      return;
    }
  export->path = g_strdup (path);
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_READ,
                        run_export,
                        export,
                        export_free,
                        g_free,
                        NULL,
                        exported_cb,
                        g_object_ref (export->page));
}

void
tiem_order_actions_export (TiemBrowsePage *page,
                           const TiemOrderQuery *query)
{
  Export *export = g_new0 (Export, 1);

  export->page = g_object_ref (page);
  export->query = tiem_order_query_copy (query);
  tiem_compat_save_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))),
                         _ ("Export to Excel"),
                         _ ("orders.xlsx"),
                         TIEM_FILE_SHEET,
                         export_chosen_cb,
                         export);
}
