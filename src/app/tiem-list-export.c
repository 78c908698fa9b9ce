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
  TiemListWriteFunc write;
  gpointer data; /* (owned) */
  GDestroyNotify free_func;
  const char *done_words;
  char *path;
  HowFar *how_far; /* of the watch, which ends after this */
  /* Until a file is chosen. */
  TiemListPane *list; /* (owned) (nullable) */
  TiemStore *store;   /* (owned) (nullable) */
} Export;

/* What the main thread holds while the file is written. */
typedef struct
{
  TiemListPane *list; /* (owned) */
  GCancellable *cancellable;
  HowFar how_far;
  guint timeout_id;
} Watch;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_clear_object (&export->list);
  g_clear_object (&export->store);
  export->free_func (export->data);
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
  gint64 rows = export->write (
      store, export->data, export->path, progress_cb, export->how_far, cancellable, error);

  if (rows < 0)
    return NULL;
  number = tiem_number_format (rows);
  done = g_strdup_printf (ngettext ("Exported %s row", "Exported %s rows", (gulong)rows), number);
  return g_strdup_printf (export->done_words, done);
}

/* A page that has been left shows nothing any more. */
static gboolean
is_shown (TiemListPane *list)
{
  return gtk_widget_get_root (GTK_WIDGET (list)) != NULL;
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

  if (is_shown (watch->list))
    tiem_list_pane_set_progress (
        watch->list, words, total > 0 ? MIN ((double)done / total, 1.0) : -1, watch->cancellable);
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

  g_source_remove (watch->timeout_id);
  if (is_shown (watch->list))
    {
      tiem_list_pane_set_progress (watch->list, NULL, 0, NULL);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        tiem_list_pane_add_toast (watch->list,
                                  adw_toast_new (said != NULL ? said : error->message));
    }
  g_object_unref (watch->cancellable);
  g_object_unref (watch->list);
  g_free (watch);
}

static void
path_chosen_cb (const char *path,
                gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (TiemListPane) list = g_steal_pointer (&export->list);
  g_autoptr (TiemStore) store = g_steal_pointer (&export->store);
  Watch *watch;

  if (path == NULL || !is_shown (list))
    {
      export_free (export);
      return;
    }
  watch = g_new0 (Watch, 1);
  watch->list = g_object_ref (list);
  watch->cancellable = g_cancellable_new ();
  watch->timeout_id = g_timeout_add (PROGRESS_MS, watch_cb, watch);
  export->how_far = &watch->how_far;
  export->path = g_strdup (path);
  tiem_store_run_async (store,
                        TIEM_STORE_READ,
                        run_export,
                        export,
                        export_free,
                        g_free,
                        watch->cancellable,
                        exported_cb,
                        watch);
}

void
tiem_list_write_file (TiemListPane *list,
                      TiemStore *store,
                      TiemListWriteFunc write,
                      gpointer data,
                      GDestroyNotify free_func,
                      const char *done_words,
                      const char *name)
{
  Export *export = g_new0 (Export, 1);

  export->list = g_object_ref (list);
  export->store = g_object_ref (store);
  export->write = write;
  export->data = data;
  export->free_func = free_func;
  export->done_words = done_words != NULL ? done_words : "%s";
  tiem_compat_save_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (list))),
                         _ ("Export to Excel"),
                         name,
                         TIEM_FILE_SHEET,
                         path_chosen_cb,
                         export);
}

/* --- what a list shows --- */

typedef struct
{
  TiemExportKind kind;
  gpointer query;
  GDestroyNotify query_free;
  char **shown; /* (nullable): the columns, from the left; NULL = all */
} Shown;

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  shown->query_free (shown->query);
  g_strfreev (shown->shown);
  g_free (shown);
}

static gint64
write_shown (TiemStore *store,
             gpointer data,
             const char *path,
             TiemProgressFunc progress,
             gpointer user_data,
             GCancellable *cancellable,
             GError **error)
{
  const Shown *shown = data;

  return tiem_export_shown (store,
                            shown->kind,
                            shown->query,
                            (const char *const *)shown->shown,
                            path,
                            progress,
                            user_data,
                            cancellable,
                            error);
}

/* Returns: (transfer full): what the user has, whatever a small window has room for */
static char **
list_shown (TiemListPane *list)
{
  g_autofree char *layout = tiem_columns_get_layout (tiem_list_pane_get_columns (list));

  return g_strsplit (layout, ",", -1);
}

void
tiem_list_add_export_button (TiemListPane *list,
                             const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("x-office-spreadsheet-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Export to Excel"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Export to Excel"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  tiem_list_pane_add_tool (list, button);
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
  TiemListPane *list = tiem_browse_page_get_list (page);
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));
  Shown *shown = g_new0 (Shown, 1);

  shown->kind = kind;
  shown->query = query;
  shown->query_free = query_free;
  shown->shown = all_columns ? NULL : list_shown (list);
  tiem_list_write_file (list,
                        tiem_shop_get_store (shop),
                        write_shown,
                        shown,
                        shown_free,
                        all_columns ? _ ("%s, with all columns")
                                    : _ ("%s, with the columns that are shown"),
                        name);
}
