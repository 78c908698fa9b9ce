#define G_LOG_DOMAIN "tiem-list-export"

#include "config.h"

#include "app/tiem-list-export.h"

#include "app/platform-compat.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

#define PROGRESS_MS 100

typedef struct
{
  int done;  /* atomic */
  int total; /* atomic; 0 = not known */
} HowFar;

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  TiemExportKind kind;
  gpointer query;
  GDestroyNotify query_free;
  char **shown; /* (nullable): the columns, from the left; NULL = all */
  char *path;
  HowFar *how_far; /* of the watch, which ends after this */
} Export;

/* What the main thread holds while the file is written. */
typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  GCancellable *cancellable;
  HowFar how_far;
  guint timeout_id;
} Watch;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->page);
  export->query_free (export->query);
  g_strfreev (export->shown);
  g_free (export->path);
  g_free (export);
}

static void
progress_cb (guint done,
             guint total,
             gpointer user_data)
{
  HowFar *how_far = user_data;

  g_atomic_int_set (&how_far->done, (int)done);
  g_atomic_int_set (&how_far->total, (int)total);
}

static gpointer
run_export (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Export *export = data;
  g_autofree char *number = NULL;
  g_autofree char *done = NULL;
  gint64 rows = tiem_export_shown (store,
                                   export->kind,
                                   export->query,
                                   (const char *const *)export->shown,
                                   export->path,
                                   progress_cb,
                                   export->how_far,
                                   cancellable,
                                   error);

  if (rows < 0)
    return NULL;
  number = tiem_number_format (rows);
  done = g_strdup_printf (ngettext ("Exported %s row", "Exported %s rows", rows), number);
  if (export->shown == NULL)
    return g_strdup_printf (_ ("%s, with all columns"), done);
  return g_strdup_printf (_ ("%s, with the columns that are shown"), done);
}

static gboolean
watch_cb (gpointer user_data)
{
  Watch *watch = user_data;
  guint done = (guint)g_atomic_int_get (&watch->how_far.done);
  guint total = (guint)g_atomic_int_get (&watch->how_far.total);
  g_autofree char *number = tiem_number_format (done);
  /* Translators: a number of rows that are in the file already */
  g_autofree char *words = g_strdup_printf (_ ("Writing the file: %s rows"), number);

  tiem_list_pane_set_progress (tiem_browse_page_get_list (watch->page),
                               words,
                               total > 0 ? MIN ((double)done / total, 1.0) : -1,
                               watch->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
exported_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  Watch *watch = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  TiemListPane *list = tiem_browse_page_get_list (watch->page);

  g_source_remove (watch->timeout_id);
  tiem_list_pane_set_progress (list, NULL, 0, NULL);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tiem_list_pane_add_toast (list, adw_toast_new (said != NULL ? said : error->message));
  g_object_unref (watch->cancellable);
  g_object_unref (watch->page);
  g_free (watch);
}

static void
path_chosen_cb (const char *path,
                gpointer user_data)
{
  Export *export = user_data;
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (export->page));
  Watch *watch;

  if (path == NULL || shop == NULL)
    {
      export_free (export);
      return;
    }
  watch = g_new0 (Watch, 1);
  watch->page = g_object_ref (export->page);
  watch->cancellable = g_cancellable_new ();
  watch->timeout_id = g_timeout_add (PROGRESS_MS, watch_cb, watch);
  export->how_far = &watch->how_far;
  export->path = g_strdup (path);
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_READ,
                        run_export,
                        export,
                        export_free,
                        g_free,
                        watch->cancellable,
                        exported_cb,
                        watch);
}

/* Returns: (transfer full): what the user has, whatever a small window has room for */
static char **
list_shown (TiemListPane *list)
{
  g_autofree char *layout = tiem_columns_get_layout (tiem_list_pane_get_columns (list));

  return g_strsplit (layout, ",", -1);
}

void
tiem_list_export_append (GMenu *menu,
                         const char *action)
{
  g_autoptr (GMenuItem) shown = g_menu_item_new (_ ("Export as shown…"), NULL);
  g_autoptr (GMenuItem) all = g_menu_item_new (_ ("Export with all columns…"), NULL);

  g_menu_item_set_action_and_target (shown, action, "b", FALSE);
  g_menu_item_set_action_and_target (all, action, "b", TRUE);
  g_menu_append_item (menu, shown);
  g_menu_append_item (menu, all);
}

void
tiem_list_export (TiemBrowsePage *page,
                  TiemExportKind kind,
                  gpointer query,
                  GDestroyNotify query_free,
                  gboolean all_columns,
                  const char *name)
{
  Export *export = g_new0 (Export, 1);

  export->page = g_object_ref (page);
  export->kind = kind;
  export->query = query;
  export->query_free = query_free;
  export->shown = all_columns ? NULL : list_shown (tiem_browse_page_get_list (page));
  tiem_compat_save_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))),
                         _ ("Export to Excel"),
                         name,
                         TIEM_FILE_SHEET,
                         path_chosen_cb,
                         export);
}
