#define G_LOG_DOMAIN "tiem-order-label"

#include "config.h"

#include "app/orders/tiem-order-actions.h"
#include "app/platform-compat.h"
#include "sync/tiem-sync-call.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* A platform makes a label within a minute or so of the shipment being arranged. */
#define WAIT_MS 30000

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  TiemShop *shop;       /* (owned) */
  gint64 order_id;
  char *number;
  gboolean save; /* where the owner says; else it is opened */
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_object_unref (fetch->page);
  g_object_unref (fetch->shop);
  g_free (fetch->number);
  g_free (fetch);
}

static void
say (TiemBrowsePage *page,
     const char *text)
{
  tiem_list_pane_add_toast (tiem_browse_page_get_list (page), adw_toast_new (text));
}

static GtkWindow *
get_window (TiemBrowsePage *page)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page)));
}

/* The buyer's address is on it: nobody else may read the file. */
static gboolean
write_file (const char *path,
            GBytes *document,
            GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (document, &size);

  return g_file_set_contents_full (
      path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* In the folder that goes when the owner logs out. */
static void
open_document (TiemBrowsePage *page,
               const char *name,
               GBytes *document)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "tiem", "labels", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (write_file (path, document, &error))
    tiem_compat_open_path (get_window (page), path);
  else
    say (page, error->message);
}

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  GBytes *document;     /* (owned) */
} Save;

static void
path_chosen_cb (const char *path,
                gpointer user_data)
{
  Save *save = user_data;
  g_autoptr (GError) error = NULL;

  if (path != NULL && write_file (path, save->document, &error))
    say (save->page, _ ("The label is saved"));
  else if (error != NULL)
    say (save->page, error->message);
  g_object_unref (save->page);
  g_bytes_unref (save->document);
  g_free (save);
}

static void
save_document (TiemBrowsePage *page,
               const char *name,
               GBytes *document)
{
  Save *save = g_new0 (Save, 1);

  save->page = g_object_ref (page);
  save->document = g_bytes_ref (document);
  tiem_compat_save_file (
      get_window (page), _ ("Save the label"), name, TIEM_FILE_PDF, path_chosen_cb, save);
}

static void
fetch_in_thread (GTask *task,
                 gpointer source,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  const Fetch *fetch = task_data;
  GError *error = NULL;
  GBytes *document = tiem_sync_fetch_label (tiem_shop_get_store (fetch->shop),
                                            tiem_shop_get_keyring (fetch->shop),
                                            tiem_shop_get_clock (fetch->shop),
                                            fetch->order_id,
                                            WAIT_MS,
                                            NULL,
                                            cancellable,
                                            &error);

  if (document != NULL)
    g_task_return_pointer (task, document, (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
fetched_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  const Fetch *fetch = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *name = g_strdup_printf ("%s.pdf", fetch->number);

  if (tiem_page_get_shop (TIEM_PAGE (fetch->page)) == NULL)
    return;
  /* An order number is the platform's text, and no path. */
  g_strdelimit (name, G_DIR_SEPARATOR_S, '-');
  if (document == NULL)
    say (fetch->page, error->message);
  else if (fetch->save)
    save_document (fetch->page, name, document);
  else
    open_document (fetch->page, name, document);
}

static void
fetch (TiemBrowsePage *page,
       const TiemOrder *order,
       gboolean save)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));
  g_autoptr (GTask) task = g_task_new (page, NULL, fetched_cb, NULL);
  Fetch *data = g_new0 (Fetch, 1);

  data->page = g_object_ref (page);
  data->shop = g_object_ref (shop);
  data->order_id = order->id;
  data->number = g_strdup (order->number);
  data->save = save;
  if (order->label_at == 0)
    say (page, _ ("Asking for the label…"));
  g_task_set_source_tag (task, fetch);
  g_task_set_task_data (task, data, (GDestroyNotify)fetch_free);
  g_task_run_in_thread (task, fetch_in_thread);
}

void
tiem_order_label_open (TiemBrowsePage *page,
                       const TiemOrder *order)
{
  fetch (page, order, FALSE);
}

void
tiem_order_label_save (TiemBrowsePage *page,
                       const TiemOrder *order)
{
  fetch (page, order, TRUE);
}
