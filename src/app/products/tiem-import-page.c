#define G_LOG_DOMAIN "tiem-import-page"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/products/tiem-import-page.h"
#include "app/widgets/tiem-cell.h"
#include "app/widgets/tiem-item.h"
#include "app/widgets/tiem-notice.h"
#include "base/tiem-money.h"
#include "document/tiem-exchange.h"

#include <glib/gi18n.h>

struct _TiemImportPage
{
  TiemSubpage parent_instance;

  GtkStack *stack;
  TiemNotice *notice;
  GtkLabel *n_new;
  GtkLabel *n_changed;
  GtkLabel *n_same;
  GtkLabel *n_wrong;
  GtkWidget *wrong_box;
  GtkColumnView *wrong;
  GtkWidget *again;
  GtkButton *import;

  TiemShop *shop;            /* (owned) */
  char *path;                /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): the file is being read or written */
  GListStore *problems;      /* (owned) (element-type TiemItem) */
};

enum
{
  SIGNAL_IMPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemImportPage, tiem_import_page, TIEM_TYPE_SUBPAGE)

static void read_file (TiemImportPage *self, gboolean dry_run);

/* --- the wrong cells --- */

static void
fill_row (TiemCell *cell,
          gconstpointer value,
          gpointer user_data)
{
  tiem_cell_take_text (
      cell, tiem_number_format (((const TiemImportProblem *)value)->row), TIEM_TONE_NONE);
}

static const char *
get_column_words (const char *column)
{
  static const struct
  {
    const char *column;
    const char *words;
  } columns[] = {
    { "sku", N_ ("SKU") },         { "name", N_ ("Name") },       { "option", N_ ("Variant") },
    { "options", N_ ("Variant") }, { "price", N_ ("Price") },     { "cost", N_ ("Cost") },
    { "barcode", N_ ("Barcode") }, { "on_hand", N_ ("On hand") }, { "shelf", N_ ("Shelf") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_strcmp0 (columns[i].column, column) == 0)
      return _ (columns[i].words);
  return column;
}

static void
fill_column (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  const TiemImportProblem *problem = value;

  tiem_cell_set_icon (cell, "dialog-error-symbolic", TIEM_TONE_ERROR);
  tiem_cell_set_text (cell, get_column_words (problem->column), TIEM_TONE_ERROR);
}

static void
fill_reason (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemImportProblem *)value)->reason, TIEM_TONE_NONE);
}

static void
add_column (
    TiemImportPage *self, TiemColumnKind kind, const char *title, int width, TiemCellFunc func)
{
  g_autoptr (GtkColumnViewColumn) column = tiem_column_new (kind, title, width, func, self);

  gtk_column_view_append_column (self->wrong, column);
}

static void
problem_free (gpointer data)
{
  TiemImportProblem *problem = data;

  g_free (problem->column);
  g_free (problem->reason);
  g_free (problem);
}

static void
show_problems (TiemImportPage *self,
               GPtrArray *wrong)
{
  g_list_store_remove_all (self->problems);
  for (guint i = 0; i < wrong->len; i++)
    {
      const TiemImportProblem *problem = g_ptr_array_index (wrong, i);
      g_autoptr (TiemItem) item = tiem_item_new (
          tiem_import_problem_new (problem->row, problem->column, problem->reason), problem_free);

      g_list_store_append (self->problems, item);
    }
  gtk_widget_set_visible (self->wrong_box, wrong->len > 0);
  tiem_column_view_align_headers (self->wrong);
}

/* --- what the file would do --- */

static void
set_number (GtkLabel *label,
            guint n)
{
  g_autofree char *text = tiem_number_format (n);

  gtk_label_set_text (label, text);
}

static void
show_verdict (TiemImportPage *self,
              const TiemImportResult *result)
{
  guint n = result->n_new + result->n_changed;

  if (result->wrong->len > 0)
    {
      g_autofree char *title = g_strdup_printf (
          ngettext ("%u cell is wrong", "%u cells are wrong", result->wrong->len),
          result->wrong->len);

      tiem_notice_show (self->notice,
                        TIEM_TONE_ERROR,
                        title,
                        _ ("Nothing is written yet. Correct the file, save it, and read it again."),
                        NULL,
                        FALSE);
    }
  else if (n == 0)
    {
      tiem_notice_show (self->notice,
                        TIEM_TONE_ACCENT,
                        _ ("The file changes nothing"),
                        _ ("It says just what Tiệm has already."),
                        NULL,
                        FALSE);
    }
  else
    {
      tiem_notice_show (self->notice,
                        TIEM_TONE_ACCENT,
                        _ ("Nothing is written yet"),
                        _ ("Look at the numbers, then import."),
                        NULL,
                        FALSE);
    }
}

static void
show_result (TiemImportPage *self,
             const TiemImportResult *result)
{
  guint n = result->n_new + result->n_changed;
  g_autofree char *label = g_strdup_printf (ngettext ("Import %u row", "Import %u rows", n), n);

  set_number (self->n_new, result->n_new);
  set_number (self->n_changed, result->n_changed);
  set_number (self->n_same, result->n_same);
  set_number (self->n_wrong, result->wrong->len);
  show_problems (self, result->wrong);
  show_verdict (self, result);
  gtk_button_set_label (self->import, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import), n > 0 && result->wrong->len == 0);
  gtk_stack_set_visible_child_name (self->stack, "result");
}

static void
show_failed (TiemImportPage *self,
             const GError *error)
{
  tiem_notice_show (
      self->notice, TIEM_TONE_ERROR, _ ("The file can't be imported"), error->message, NULL, FALSE);
  gtk_widget_set_visible (self->wrong_box, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "result");
}

/* --- reading and writing --- */

typedef struct
{
  char *path;
  gboolean dry_run;
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_free (import->path);
  g_free (import);
}

static gpointer
run_import (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Import *import = data;

  return tiem_import_products (store, import->path, import->dry_run, cancellable, error);
}

static TiemImportResult *
finish_import (TiemImportPage *self,
               GObject *source,
               GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  TiemImportResult *found = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;
  g_clear_object (&self->cancellable);
  gtk_widget_set_sensitive (self->again, TRUE);
  if (error != NULL)
    show_failed (self, error);
  return found;
}

static void
looked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemImportPage) self = user_data;
  TiemImportResult *found = finish_import (self, source, result);

  if (found == NULL)
    return;
  show_result (self, found);
  tiem_import_result_free (found);
}

static void
written_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (TiemImportPage) self = user_data;
  TiemImportResult *found = finish_import (self, source, result);

  if (found == NULL)
    return;
  if (found->wrong->len > 0)
    show_result (self, found);
  else
    g_signal_emit (self, signals[SIGNAL_IMPORTED], 0, found->n_new + found->n_changed);
  tiem_import_result_free (found);
}

static void
read_file (TiemImportPage *self,
           gboolean dry_run)
{
  Import *import = g_new0 (Import, 1);

  import->path = g_strdup (self->path);
  import->dry_run = dry_run;
  gtk_stack_set_visible_child_name (self->stack, "reading");
  gtk_widget_set_sensitive (GTK_WIDGET (self->import), FALSE);
  gtk_widget_set_sensitive (self->again, FALSE);
  self->cancellable = g_cancellable_new ();
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        dry_run ? TIEM_STORE_READ : TIEM_STORE_WRITE,
                        run_import,
                        import,
                        import_free,
                        (GDestroyNotify)tiem_import_result_free,
                        self->cancellable,
                        dry_run ? looked_cb : written_cb,
                        g_object_ref (self));
}

static void
show_name (TiemImportPage *self)
{
  g_autofree char *name = g_path_get_basename (self->path);

  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Import products"), name);
}

static void
file_chosen_cb (const char *path,
                gpointer user_data)
{
  g_autoptr (TiemImportPage) self = user_data;

  if (path == NULL || self->shop == NULL || self->cancellable != NULL)
    return;
  g_free (self->path);
  self->path = g_strdup (path);
  show_name (self);
  read_file (self, TRUE);
}

static void
other_clicked_cb (TiemImportPage *self)
{
  tiem_compat_open_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                         _ ("Import from Excel"),
                         TIEM_FILE_SHEET,
                         file_chosen_cb,
                         g_object_ref (self));
}

static void
again_clicked_cb (TiemImportPage *self)
{
  read_file (self, TRUE);
}

static void
import_clicked_cb (TiemImportPage *self)
{
  read_file (self, FALSE);
}

/* --- the page --- */

static void
tiem_import_page_dispose (GObject *object)
{
  TiemImportPage *self = TIEM_IMPORT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->problems);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (tiem_import_page_parent_class)->dispose (object);
}

static void
tiem_import_page_class_init (TiemImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_import_page_dispose;
  signals[SIGNAL_IMPORTED] = g_signal_new ("imported",
                                           G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           1,
                                           G_TYPE_UINT);
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-import-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemImportPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemImportPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemImportPage, n_new);
  gtk_widget_class_bind_template_child (widget_class, TiemImportPage, n_changed);
  gtk_widget_class_bind_template_child (widget_class, TiemImportPage, n_same);
  gtk_widget_class_bind_template_child (widget_class, TiemImportPage, n_wrong);
  gtk_widget_class_bind_template_child (widget_class, TiemImportPage, wrong_box);
  gtk_widget_class_bind_template_child (widget_class, TiemImportPage, wrong);
  gtk_widget_class_bind_template_child (widget_class, TiemImportPage, again);
  gtk_widget_class_bind_template_child (widget_class, TiemImportPage, import);
  gtk_widget_class_bind_template_callback (widget_class, other_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_clicked_cb);
}

static void
tiem_import_page_init (TiemImportPage *self)
{
  g_autoptr (GtkNoSelection) model = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "import");
  self->problems = g_list_store_new (TIEM_TYPE_ITEM);
  model = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->problems)));
  gtk_column_view_set_model (self->wrong, GTK_SELECTION_MODEL (model));
  add_column (self, TIEM_COLUMN_NUMBER, _ ("Row"), 72, fill_row);
  add_column (self, TIEM_COLUMN_STATE, _ ("Column"), 120, fill_column);
  add_column (self, TIEM_COLUMN_TEXT, _ ("What is wrong, how to fix it"), 0, fill_reason);
}

GtkWidget *
tiem_import_page_new (TiemShop *shop,
                      const char *path)
{
  TiemImportPage *self = g_object_new (TIEM_TYPE_IMPORT_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->path = g_strdup (path);
  show_name (self);
  read_file (self, TRUE);
  return GTK_WIDGET (self);
}
