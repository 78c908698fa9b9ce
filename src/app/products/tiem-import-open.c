#define G_LOG_DOMAIN "tiem-import-page"

#include "config.h"

#include "app/products/tiem-import-open.h"

#include "app/platform-compat.h"
#include "app/products/tiem-import-page.h"
#include "app/products/tiem-imports-page.h"
#include "app/tiem-browse-page.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* The way to the import page from any list, and back. */

static void
taken_back_cb (gboolean done,
               const char *sentence,
               gpointer user_data)
{
  g_autoptr (TiemPage) page = user_data;

  if (tiem_page_get_shop (page) != NULL)
    tiem_page_toast (GTK_WIDGET (page), adw_toast_new (sentence));
}

static void
undo_cb (TiemBrowsePage *page,
         gpointer data)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));

  if (shop != NULL)
    tiem_import_take_back (shop, *(gint64 *)data, taken_back_cb, g_object_ref (page));
}

static void
imported_cb (TiemSubpage *subpage,
             guint rows,
             gint64 run_id,
             TiemPage *page)
{
  g_autofree char *number = tiem_number_format (rows);
  g_autofree char *text
      = g_strdup_printf (ngettext ("Imported %s row", "Imported %s rows", rows), number);

  tiem_subpage_leave (subpage);
  if (run_id != 0 && TIEM_IS_BROWSE_PAGE (page))
    tiem_browse_page_offer_undo (
        TIEM_BROWSE_PAGE (page), text, undo_cb, g_memdup2 (&run_id, sizeof run_id), g_free);
  else
    tiem_page_toast (GTK_WIDGET (page), adw_toast_new (text));
}

void
tiem_import_push (TiemPage *page,
                  GtkWidget *import)
{
  g_return_if_fail (TIEM_IS_PAGE (page));

  g_signal_connect_object (import, "imported", G_CALLBACK (imported_cb), page, 0);
  tiem_page_push (page, TIEM_SUBPAGE (import));
}

typedef struct
{
  TiemPage *page; /* (owned) */
  TiemImportWhat what;
} Wish;

static void
chosen_cb (const char *path,
           gpointer user_data)
{
  g_autofree Wish *wish = user_data;
  g_autoptr (TiemPage) page = wish->page;

  if (path != NULL && tiem_page_get_shop (page) != NULL && tiem_page_get_subpage (page) == NULL)
    tiem_import_push (page, tiem_import_page_new_for (tiem_page_get_shop (page), wish->what, path));
}

void
tiem_import_ask (TiemPage *page,
                 TiemImportWhat what)
{
  Wish *wish;

  g_return_if_fail (TIEM_IS_PAGE (page));

  if (tiem_page_get_shop (page) == NULL || tiem_page_get_subpage (page) != NULL)
    return;
  wish = g_new (Wish, 1);
  *wish = (Wish){ g_object_ref (page), what };
  tiem_compat_open_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))),
                         _ ("Import from Excel"),
                         TIEM_FILE_SHEET,
                         chosen_cb,
                         wish);
}
