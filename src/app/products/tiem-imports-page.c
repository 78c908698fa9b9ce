#define G_LOG_DOMAIN "tiem-imports-page"

#include "config.h"

#include "app/products/tiem-imports-page.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/widgets/tiem-notice.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "document/tiem-import.h"

#include <glib/gi18n.h>

/* The newest ones; older ones are reached by the command line. */
#define MOST_RUNS 200

/* Values named one by one; of more of them only the number is told. */
#define MOST_KEPT 5

struct _TiemImportsPage
{
  TiemSubpage parent_instance;

  GtkStack *stack;
  TiemNotice *notice;
  AdwPreferencesGroup *group;

  TiemShop *shop;            /* (owned) */
  GPtrArray *rows;           /* (element-type GtkWidget) borrowed */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TiemImportsPage, tiem_imports_page, TIEM_TYPE_SUBPAGE)

static void load (TiemImportsPage *self);

/* --- taking one back --- */

typedef struct
{
  TiemImportUndoneFunc func;
  gpointer user_data;
} Undo;

static gpointer
run_undo (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  return tiem_store_undo_import (store, *(gint64 *)data, error);
}

/* Returns: (transfer full): "SP01 Price, SP02 On hand" */
static char *
name_kept (const TiemImportUndone *undone)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < MIN (undone->kept->len, MOST_KEPT); i++)
    {
      const TiemImportKept *kept = g_ptr_array_index (undone->kept, i);

      g_string_append_printf (
          out, "%s%s: %s", i > 0 ? "; " : "", kept->sku, tiem_field_get_label (kept->column));
    }
  if (undone->kept->len > MOST_KEPT)
    g_string_append (out, "; …");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
describe_undone (const TiemImportUndone *undone)
{
  g_autofree char *restored = tiem_number_format (undone->n_restored);
  g_autofree char *removed = tiem_number_format (undone->n_removed);
  g_autofree char *kept = NULL;
  g_autofree char *names = NULL;
  g_autofree char *deleted = tiem_number_format (undone->n_deleted);
  g_autofree char *done = NULL;

  if (undone->n_deleted > 0)
    /* Translators: two numbers; entries are customers or suppliers */
    done = g_strdup_printf (
        _ ("Import taken back: %s values put back, %s new entries removed."), restored, deleted);
  else
    /* Translators: two numbers */
    done = g_strdup_printf (
        _ ("Import taken back: %s values put back, %s new products archived."), restored, removed);

  if (undone->kept->len == 0)
    return g_steal_pointer (&done);
  names = name_kept (undone);
  kept = g_strdup_printf (ngettext ("%u value was changed since and stays: %s",
                                    "%u values were changed since and stay: %s",
                                    undone->kept->len),
                          undone->kept->len,
                          names);
  return g_strdup_printf ("%s %s", done, kept);
}

static void
undone_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autofree Undo *undo = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemImportUndone) undone = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *sentence = undone != NULL ? describe_undone (undone) : NULL;

  undo->func (undone != NULL, undone != NULL ? sentence : error->message, undo->user_data);
}

void
tiem_import_take_back (TiemShop *shop,
                       gint64 run_id,
                       TiemImportUndoneFunc func,
                       gpointer user_data)
{
  Undo *undo = g_new (Undo, 1);

  *undo = (Undo){ func, user_data };
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        run_undo,
                        g_memdup2 (&run_id, sizeof run_id),
                        g_free,
                        (GDestroyNotify)tiem_import_undone_free,
                        NULL,
                        undone_cb,
                        undo);
}

/* --- the list --- */

#define RUN_KEY "tiem-run"

static void
taken_back_cb (gboolean done,
               const char *sentence,
               gpointer user_data)
{
  g_autoptr (TiemImportsPage) self = user_data;

  if (self->shop == NULL)
    return;
  tiem_notice_show (self->notice,
                    done ? TIEM_TONE_ACCENT : TIEM_TONE_ERROR,
                    done ? _ ("The import is taken back") : _ ("The import can't be taken back"),
                    sentence,
                    NULL,
                    FALSE);
  tiem_compat_announce (GTK_WIDGET (self), sentence);
  load (self);
}

static void
undo_clicked_cb (GtkWidget *button,
                 TiemImportsPage *self)
{
  const gint64 *run_id = g_object_get_data (G_OBJECT (button), RUN_KEY);

  gtk_widget_set_sensitive (button, FALSE);
  tiem_import_take_back (self->shop, *run_id, taken_back_cb, g_object_ref (self));
}

static char *
describe_run (const TiemImportRun *run)
{
  g_autofree char *when = tiem_time_format_full (run->at);
  g_autofree char *n_new = tiem_number_format (run->n_new);
  g_autofree char *n_changed = tiem_number_format (run->n_changed);

  /* Translators: when, and two numbers of products */
  return g_strdup_printf (_ ("%s · %s new, %s changed"), when, n_new, n_changed);
}

static void
add_run (TiemImportsPage *self,
         const TiemImportRun *run)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *text = describe_run (run);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), run->file);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  if (run->undone_at > 0)
    {
      GtkWidget *label = gtk_label_new (_ ("Taken back"));

      gtk_widget_add_css_class (label, "tiem-sub");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  else
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Undo"));
      /* Translators: %s is a file's name */
      g_autofree char *label = g_strdup_printf (_ ("Take back the import of %s"), run->file);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      g_object_set_data_full (
          G_OBJECT (button), RUN_KEY, g_memdup2 (&run->id, sizeof run->id), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (undo_clicked_cb), self, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static gpointer
read_runs (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  return tiem_store_list_imports (store, MOST_RUNS, error);
}

static void
loaded_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemImportsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->shop == NULL)
    return;
  if (error != NULL)
    {
      tiem_notice_show (
          self->notice, TIEM_TONE_ERROR, _ ("The list can't be read"), error->message, NULL, FALSE);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < runs->len; i++)
    add_run (self, g_ptr_array_index (runs, i));
  gtk_stack_set_visible_child_name (self->stack, runs->len > 0 ? "list" : "empty");
}

static void
load (TiemImportsPage *self)
{
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_runs,
                        NULL,
                        NULL,
                        (GDestroyNotify)g_ptr_array_unref,
                        self->cancellable,
                        loaded_cb,
                        g_object_ref (self));
}

/* --- the empty table --- */

static void
template_path_cb (const char *path,
                  gpointer user_data)
{
  g_autoptr (TiemImportsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (path == NULL || self->shop == NULL)
    return;
  /* A few cells: it takes no time. */
  if (tiem_import_write_template (path, &error))
    tiem_compat_open_path (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), path);
  else
    tiem_notice_show (
        self->notice, TIEM_TONE_ERROR, _ ("The table can't be saved"), error->message, NULL, FALSE);
}

static void
template_clicked_cb (TiemImportsPage *self)
{
  tiem_compat_save_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                         _ ("Save an empty table"),
                         _ ("products.xlsx"),
                         TIEM_FILE_SHEET,
                         template_path_cb,
                         g_object_ref (self));
}

/* --- the page --- */

static void
tiem_imports_page_dispose (GObject *object)
{
  TiemImportsPage *self = TIEM_IMPORTS_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (tiem_imports_page_parent_class)->dispose (object);
}

static void
tiem_imports_page_class_init (TiemImportsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_imports_page_dispose;
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-imports-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemImportsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemImportsPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemImportsPage, group);
}

static void
tiem_imports_page_init (TiemImportsPage *self)
{
  GtkWidget *blank;

  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "import");
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Past imports"), NULL);
  blank = gtk_button_new_with_label (_ ("Empty table…"));
  g_signal_connect_object (
      blank, "clicked", G_CALLBACK (template_clicked_cb), self, G_CONNECT_SWAPPED);
  tiem_subpage_set_end_widget (TIEM_SUBPAGE (self), blank);
}

GtkWidget *
tiem_imports_page_new (TiemShop *shop)
{
  TiemImportsPage *self = g_object_new (TIEM_TYPE_IMPORTS_PAGE, NULL);

  self->shop = g_object_ref (shop);
  load (self);
  return GTK_WIDGET (self);
}

void
tiem_imports_open (TiemPage *products_page)
{
  tiem_page_push (products_page,
                  TIEM_SUBPAGE (tiem_imports_page_new (tiem_page_get_shop (products_page))));
}
