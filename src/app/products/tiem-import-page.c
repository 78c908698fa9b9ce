#define G_LOG_DOMAIN "tiem-import-page"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/products/tiem-import-ask.h"
#include "app/products/tiem-import-page-private.h"
#include "app/widgets/tiem-cell.h"
#include "app/widgets/tiem-item.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* How often the bar is moved while a file is read or written. */
#define PROGRESS_MS 100

/* The wrong ones, then what changes, then what is new: what asks for a look stands first. */
static const TiemImportState order_of_states[] = {
  TIEM_IMPORT_WRONG, TIEM_IMPORT_CHANGED, TIEM_IMPORT_NEW, TIEM_IMPORT_LEFT, TIEM_IMPORT_SAME
};

enum
{
  SIGNAL_IMPORTED,
  SIGNAL_MARKET_FILE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemImportPage, tiem_import_page, TIEM_TYPE_SUBPAGE)

static void look (TiemImportPage *self, char **map);

static void
size_class_cb (TiemImportPage *self)
{
  if (self->columns[0] != NULL)
    tiem_import_page_fit_columns (self);
}

/* --- what the file would do --- */

static const char *
get_state_id (TiemImportState state)
{
  static const char *const ids[TIEM_N_IMPORT_STATES] = {
    [TIEM_IMPORT_NEW] = "new",     [TIEM_IMPORT_CHANGED] = "changed", [TIEM_IMPORT_SAME] = "same",
    [TIEM_IMPORT_WRONG] = "wrong", [TIEM_IMPORT_LEFT] = "left",
  };

  return ids[state];
}

static void
show_lines (TiemImportPage *self)
{
  const char *chip = tiem_chips_get_selected (self->chips);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));

  if (self->result == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (order_of_states); i++)
    {
      if (g_strcmp0 (chip, "all") != 0 && g_strcmp0 (chip, get_state_id (order_of_states[i])) != 0)
        continue;
      for (guint row = 0; row < self->result->lines->len; row++)
        {
          const TiemImportLine *line = g_ptr_array_index (self->result->lines, row);

          if (line->state == order_of_states[i])
            g_array_append_val (order, row);
        }
    }
  tiem_bulk_rows_set_order (self->rows, order);
}

static void
chip_cb (TiemImportPage *self)
{
  if (!self->filling)
    show_lines (self);
}

static void
show_counts (TiemImportPage *self)
{
  const TiemImportResult *result = self->result;

  tiem_chips_set_count (self->chips, "all", result->lines->len);
  tiem_chips_set_count (self->chips, "wrong", result->n_wrong);
  tiem_chips_set_count (self->chips, "changed", result->n_changed);
  tiem_chips_set_count (self->chips, "new", result->n_new);
  tiem_chips_set_count (self->chips, "same", result->n_same);
  tiem_chips_set_count (self->chips, "left", result->n_left);
}

static void
show_button (TiemImportPage *self)
{
  const TiemImportResult *result = self->result;
  guint n = result->n_new + result->n_changed;
  g_autofree char *good = tiem_number_format (n);
  g_autofree char *bad = tiem_number_format (result->n_wrong);
  g_autofree char *label = NULL;
  g_autofree char *summary = NULL;

  if (result->n_wrong > 0 && n > 0)
    /* Translators: two numbers of rows, on a button */
    label = g_strdup_printf (
        ngettext ("Drop %s wrong row, import %s", "Drop %s wrong rows, import %s", result->n_wrong),
        bad,
        good);
  else
    /* Translators: a number of rows */
    label = g_strdup_printf (ngettext ("Import %s row", "Import %s rows", n), good);
  if (result->n_wrong > 0)
    summary = g_strdup_printf (
        ngettext ("%s wrong row. Correct it in the file and read it again, or drop it.",
                  "%s wrong rows. Correct them in the file and read it again, or drop them.",
                  result->n_wrong),
        bad);
  else if (n == 0)
    summary
        = g_strdup (_ ("The file says just what Tiệm has already: there is nothing to import."));
  gtk_button_set_label (self->import, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import), n > 0);
  gtk_widget_set_visible (self->save_wrong, result->n_wrong > 0);
  gtk_label_set_label (self->summary, summary != NULL ? summary : "");
}

/* Whose table it is, and that nothing is written. */
static void
show_verdict (TiemImportPage *self)
{
  g_autofree char *title = NULL;
  const char *text = _ ("Look it over, then import; a whole import can be taken back afterwards.");
  gboolean is_plain = g_str_equal (tiem_import_file_get_kind (self->file), "plain");
  guint hidden = tiem_import_file_get_hidden_rows (self->file);
  g_autofree char *unread = tiem_import_file_dup_unread (self->file);
  g_autoptr (GString) words = g_string_new (text);

  if (self->result->n_new + self->result->n_changed + self->result->n_wrong == 0)
    title = g_strdup (_ ("The file changes nothing"));
  else
    title = g_strdup (_ ("Nothing is written yet"));
  /* Translators: %s is the program a file comes from, “KiotViet” */
  g_string_append_printf (
      words, " %s: %s.", _ ("Columns"), tiem_import_file_get_title (self->file));
  if (tiem_import_file_get_what (self->file) == TIEM_IMPORT_GOODS
      && !tiem_import_file_has_field (self->file, TIEM_FIELD_ON_HAND))
    g_string_append_printf (words, " %s", _ ("It has no stock: that stays as it is."));
  if (unread != NULL)
    /* Translators: %s are headings of columns */
    g_string_append_printf (words,
                            " %s: %s%s",
                            _ ("Not taken over"),
                            unread,
                            g_str_has_suffix (unread, "…") ? "" : ".");
  if (hidden > 0)
    g_string_append_printf (words,
                            ngettext (" %u row is hidden in the file and read all the same.",
                                      " %u rows are hidden in the file and read all the same.",
                                      hidden),
                            hidden);
  tiem_notice_show (self->notice,
                    TIEM_TONE_ACCENT,
                    title,
                    words->str,
                    is_plain ? _ ("Change columns…") : NULL,
                    FALSE);
}

static TiemImportFixes
find_fix (TiemImportPage *self,
          guint *n,
          char **sample)
{
  static const TiemImportFixes fixes[] = { TIEM_FIX_SHORT_MONEY, TIEM_FIX_STOCK_WORDS };

  for (gsize i = 0; i < G_N_ELEMENTS (fixes); i++)
    {
      if (self->choices.fixes & fixes[i])
        continue;
      *n = tiem_import_file_count_fix (self->file, fixes[i], sample);
      if (*n > 0)
        return fixes[i];
      g_clear_pointer (sample, g_free);
    }
  return 0;
}

/* Cells that only a person would understand, with the reading that is sure. */
static void
show_fixes (TiemImportPage *self)
{
  g_autofree char *sample = NULL;
  g_autofree char *title = NULL;
  guint n = 0;
  TiemImportFixes fix = find_fix (self, &n, &sample);

  if (fix == 0)
    {
      tiem_notice_show (self->fix_notice, TIEM_TONE_WARNING, NULL, NULL, NULL, FALSE);
      return;
    }
  if (fix == TIEM_FIX_SHORT_MONEY)
    title = g_strdup_printf (
        ngettext ("%u amount is written in short: %s", "%u amounts are written in short: %s", n),
        n,
        sample);
  else
    title = g_strdup_printf (
        ngettext ("%u stock is written in words: %s", "%u stocks are written in words: %s", n),
        n,
        sample);
  tiem_notice_show (
      self->fix_notice, TIEM_TONE_WARNING, title, NULL, _ ("Read all of them so"), FALSE);
}

static void
fix_clicked_cb (TiemImportPage *self)
{
  g_autofree char *sample = NULL;
  guint n = 0;

  if (self->cancellable != NULL || self->file == NULL)
    return;
  self->choices.fixes |= find_fix (self, &n, &sample);
  look (self, NULL);
}

static void
show_choices (TiemImportPage *self)
{
  const char *const *branches = tiem_import_file_get_branches (self->file);
  gboolean goods = tiem_import_file_get_what (self->file) == TIEM_IMPORT_GOODS;

  self->filling = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->take_stock), goods);
  gtk_widget_set_visible (GTK_WIDGET (self->take_prices), goods);
  gtk_widget_set_visible (GTK_WIDGET (self->take_debts), !goods);
  gtk_widget_set_visible (GTK_WIDGET (self->branch), branches[0] != NULL);
  if (branches[0] != NULL && gtk_drop_down_get_model (self->branch) == NULL)
    {
      g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

      gtk_string_list_append (names, _ ("All branches added up"));
      for (guint i = 0; branches[i] != NULL; i++)
        gtk_string_list_append (names, branches[i]);
      gtk_drop_down_set_model (self->branch, G_LIST_MODEL (names));
      gtk_drop_down_set_selected (self->branch, self->choices.branch);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->take_stock),
                            tiem_import_file_has_field (self->file, TIEM_FIELD_ON_HAND));
  self->filling = FALSE;
}

static void
choice_cb (TiemImportPage *self)
{
  guint branch = gtk_drop_down_get_selected (self->branch);

  if (self->filling || self->cancellable != NULL || self->file == NULL)
    return;
  self->choices.leave_stock = !gtk_check_button_get_active (self->take_stock);
  self->choices.leave_prices = !gtk_check_button_get_active (self->take_prices);
  self->choices.leave_debts = !gtk_check_button_get_active (self->take_debts);
  self->choices.only_new = gtk_check_button_get_active (self->only_new);
  self->choices.branch = branch != GTK_INVALID_LIST_POSITION ? branch : 0;
  look (self, NULL);
}

static void
show_subtitle (TiemImportPage *self)
{
  g_autofree char *name = g_path_get_basename (self->path);
  guint n = self->file != NULL ? tiem_import_file_get_n_rows (self->file) : 0;
  g_autofree char *number = tiem_number_format (n);
  g_autofree char *rows = g_strdup_printf (ngettext ("%s row", "%s rows", n), number);
  g_autofree char *both = n > 0 ? g_strdup_printf ("%s · %s", name, rows) : g_strdup (name);
  TiemImportWhat what = self->file != NULL ? tiem_import_file_get_what (self->file) : self->what;

  tiem_subpage_set_title (TIEM_SUBPAGE (self),
                          what == TIEM_IMPORT_CUSTOMERS   ? _ ("Import customers")
                          : what == TIEM_IMPORT_SUPPLIERS ? _ ("Import suppliers")
                                                          : _ ("Import products"),
                          both);
  tiem_import_page_name_columns (self, what);
}

static void
show_result (TiemImportPage *self)
{
  self->filling = TRUE;
  show_counts (self);
  self->filling = FALSE;
  show_lines (self);
  show_button (self);
  show_verdict (self);
  show_fixes (self);
  show_choices (self);
  gtk_widget_set_visible (GTK_WIDGET (self->import), TRUE);
  gtk_stack_set_visible_child_name (self->stack, "result");
  tiem_column_view_align_headers (self->table);
}

/* --- questions --- */

static void
clear_questions (TiemImportPage *self)
{
  for (guint i = 0; i < self->ask_rows->len; i++)
    adw_preferences_group_remove (self->ask_group, g_ptr_array_index (self->ask_rows, i));
  g_ptr_array_set_size (self->ask_rows, 0);
}

static void
sheet_chosen_cb (guint sheet,
                 gpointer user_data)
{
  TiemImportPage *self = user_data;

  if (self->cancellable != NULL)
    return;
  self->choices.sheet = sheet;
  look (self, NULL);
}

static void
ask (TiemImportPage *self,
     TiemImportQuestion question)
{
  clear_questions (self);
  tiem_notice_show (self->notice, TIEM_TONE_ACCENT, NULL, NULL, NULL, FALSE);
  tiem_notice_show (self->fix_notice, TIEM_TONE_ACCENT, NULL, NULL, NULL, FALSE);
  self->asks_columns = question == TIEM_IMPORT_ASK_COLUMNS;
  if (self->asks_columns)
    tiem_import_ask_columns (self->ask_group, self->ask_rows, self->file);
  else
    tiem_import_ask_sheet (self->ask_group, self->ask_rows, self->file, sheet_chosen_cb, self);
  gtk_label_set_label (self->summary, "");
  gtk_widget_set_visible (self->save_wrong, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->import), self->asks_columns);
  gtk_button_set_label (self->import, _ ("Look at the rows"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->import), TRUE);
  gtk_stack_set_visible_child_name (self->stack, "ask");
  if (self->ask_rows->len > 0)
    gtk_widget_child_focus (GTK_WIDGET (self->ask_group), GTK_DIR_TAB_FORWARD);
}

static void
change_columns_cb (TiemImportPage *self)
{
  if (self->file != NULL && self->cancellable == NULL)
    ask (self, TIEM_IMPORT_ASK_COLUMNS);
}

static void
columns_named (TiemImportPage *self)
{
  const char *problem;
  g_auto (GStrv) map = tiem_import_read_columns (self->ask_rows, &problem);

  if (problem != NULL)
    tiem_notice_show (
        self->notice, TIEM_TONE_ERROR, _ ("The columns are not clear yet"), problem, NULL, FALSE);
  else
    look (self, g_steal_pointer (&map));
}

/* --- jobs --- */

static void
show_failed (TiemImportPage *self,
             const char *message)
{
  tiem_notice_show (self->notice, TIEM_TONE_ERROR, NULL, NULL, NULL, FALSE);
  tiem_notice_show (self->fix_notice, TIEM_TONE_ERROR, NULL, NULL, NULL, FALSE);
  adw_status_page_set_description (self->failed, message);
  gtk_label_set_label (self->summary, "");
  gtk_widget_set_visible (self->save_wrong, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->import), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static gboolean
progress_cb (gpointer user_data)
{
  TiemImportPage *self = user_data;
  guint done = (guint)g_atomic_int_get (&self->how_far->done);
  guint total = (guint)g_atomic_int_get (&self->how_far->total);

  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, MIN ((double)done / total, 1.0));
  else
    gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static void
begin_job (TiemImportPage *self,
           TiemImportJob *job,
           const char *words,
           GAsyncReadyCallback callback)
{
  g_atomic_int_set (&self->how_far->done, 0);
  g_atomic_int_set (&self->how_far->total, 0);
  job->choices = self->choices;
  job->goods_alone = self->goods_alone;
  job->file = g_steal_pointer (&self->file);
  job->progress = self->how_far;
  gtk_label_set_label (self->doing, words);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import), FALSE);
  gtk_widget_set_sensitive (self->again, FALSE);
  gtk_widget_set_sensitive (self->other, FALSE);
  gtk_widget_set_sensitive (self->save_wrong, FALSE);
  gtk_widget_set_sensitive (self->choices_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "reading");
  self->cancellable = g_cancellable_new ();
  if (self->progress_id == 0)
    self->progress_id = g_timeout_add (PROGRESS_MS, progress_cb, self);
  tiem_import_job_start (
      job, tiem_shop_get_store (self->shop), self->cancellable, callback, g_object_ref (self));
}

/* Returns: (transfer full) (nullable): %NULL when it was called off, or the page is gone */
static TiemImportJob *
end_job (TiemImportPage *self,
         GObject *source,
         GAsyncResult *result)
{
  TiemImportJob *job = tiem_import_job_finish (TIEM_STORE (source), result);

  if (self->shop == NULL)
    {
      tiem_import_job_free (job);
      return NULL;
    }
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  gtk_widget_set_sensitive (self->again, TRUE);
  gtk_widget_set_sensitive (self->other, TRUE);
  gtk_widget_set_sensitive (self->save_wrong, TRUE);
  gtk_widget_set_sensitive (self->choices_button, TRUE);
  if (job == NULL)
    {
      show_failed (self, _ ("It was stopped before its end, and nothing was written."));
      return NULL;
    }
  self->file = g_steal_pointer (&job->file);
  return job;
}

static void
take_result (TiemImportPage *self,
             TiemImportJob *job)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint));

  tiem_bulk_rows_set_order (self->rows, none);
  g_clear_pointer (&self->result, tiem_import_result_free);
  self->result = g_steal_pointer (&job->result);
}

static void
looked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemImportPage) self = user_data;
  TiemImportJob *job = end_job (self, source, result);

  if (job == NULL)
    return;
  show_subtitle (self);
  if (job->error != NULL)
    show_failed (self, job->error->message);
  else if (job->market != TIEM_MARKET_FILE_NONE)
    g_signal_emit (self, signals[SIGNAL_MARKET_FILE], 0, (guint)job->market);
  else if (job->question != TIEM_IMPORT_READY)
    ask (self, job->question);
  else
    {
      take_result (self, job);
      show_result (self);
    }
  tiem_import_job_free (job);
}

/* @map: (transfer full) (nullable): what the owner said of the columns */
static void
look (TiemImportPage *self,
      char **map)
{
  TiemImportJob *job = tiem_import_job_new (TIEM_IMPORT_JOB_LOOK, self->path);

  job->map = map;
  job->remember = map != NULL;
  begin_job (self, job, _ ("Reading the file…"), looked_cb);
}

static void
written_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (TiemImportPage) self = user_data;
  TiemImportJob *job = end_job (self, source, result);

  if (job == NULL)
    return;
  if (job->error != NULL)
    show_failed (self, job->error->message);
  else if (job->result != NULL)
    g_signal_emit (self,
                   signals[SIGNAL_IMPORTED],
                   0,
                   job->result->n_new + job->result->n_changed,
                   job->result->run_id);
  tiem_import_job_free (job);
}

static void
import_clicked_cb (TiemImportPage *self)
{
  if (self->cancellable != NULL)
    return;
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "ask") == 0)
    columns_named (self);
  else
    begin_job (
        self, tiem_import_job_new (TIEM_IMPORT_JOB_WRITE, self->path), _ ("Writing…"), written_cb);
}

/* Ctrl+Enter. */
static void
primary_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemImportPage *self = TIEM_IMPORT_PAGE (widget);

  if (gtk_widget_get_visible (GTK_WIDGET (self->import))
      && gtk_widget_get_sensitive (GTK_WIDGET (self->import)))
    import_clicked_cb (self);
}

/* --- the wrong rows, the empty table --- */

static void
saved_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemImportPage) self = user_data;
  TiemImportJob *job = end_job (self, source, result);

  if (job == NULL)
    return;
  take_result (self, job);
  show_result (self);
  if (job->error != NULL)
    tiem_notice_show (self->fix_notice,
                      TIEM_TONE_ERROR,
                      _ ("The wrong rows can't be saved"),
                      job->error->message,
                      NULL,
                      FALSE);
  else
    tiem_compat_open_path (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), job->path);
  tiem_import_job_free (job);
}

static void
wrong_path_cb (const char *path,
               gpointer user_data)
{
  g_autoptr (TiemImportPage) self = user_data;
  TiemImportJob *job;

  if (path == NULL || self->shop == NULL || self->cancellable != NULL || self->result == NULL)
    return;
  job = tiem_import_job_new (TIEM_IMPORT_JOB_SAVE, path);
  job->result = g_steal_pointer (&self->result);
  {
    g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint));

    tiem_bulk_rows_set_order (self->rows, none);
  }
  begin_job (self, job, _ ("Writing…"), saved_cb);
}

static void
save_wrong_cb (TiemImportPage *self)
{
  tiem_compat_save_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                         _ ("Save the wrong rows as Excel"),
                         _ ("wrong rows.xlsx"),
                         TIEM_FILE_SHEET,
                         wrong_path_cb,
                         g_object_ref (self));
}

static void
template_path_cb (const char *path,
                  gpointer user_data)
{
  g_autoptr (TiemImportPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (path == NULL || self->shop == NULL)
    return;
  /* A few cells: it takes no time. */
  if (tiem_import_write_template (path, &error))
    tiem_compat_open_path (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), path);
  else
    show_failed (self, error->message);
}

static void
template_clicked_cb (TiemImportPage *self)
{
  tiem_compat_save_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                         _ ("Save an empty table"),
                         _ ("products.xlsx"),
                         TIEM_FILE_SHEET,
                         template_path_cb,
                         g_object_ref (self));
}

/* --- files --- */

static void
begin_file (TiemImportPage *self)
{
  self->choices = (TiemImportChoices){ .what = self->what };
  g_clear_pointer (&self->file, tiem_import_file_free);
  self->filling = TRUE;
  gtk_check_button_set_active (self->take_stock, TRUE);
  gtk_check_button_set_active (self->take_prices, TRUE);
  gtk_check_button_set_active (self->take_debts, TRUE);
  gtk_check_button_set_active (self->only_new, FALSE);
  gtk_drop_down_set_model (self->branch, NULL);
  tiem_chips_set_selected (self->chips, "all");
  self->filling = FALSE;
  show_subtitle (self);
  look (self, NULL);
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
  self->goods_alone = self->what != TIEM_IMPORT_ANY;
  begin_file (self);
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

/* The file may have been corrected in Excel: it is opened anew, with the same choices. */
static void
again_clicked_cb (TiemImportPage *self)
{
  if (self->cancellable != NULL)
    return;
  g_clear_pointer (&self->file, tiem_import_file_free);
  look (self, NULL);
}

static void
cancel_clicked_cb (TiemImportPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/* --- the page --- */

static void
tiem_import_page_dispose (GObject *object)
{
  TiemImportPage *self = TIEM_IMPORT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_object (&self->cancellable);
  for (int i = 0; i < N_COLUMNS; i++)
    g_clear_object (&self->columns[i]);
  g_clear_object (&self->rows);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->file, tiem_import_file_free);
  G_OBJECT_CLASS (tiem_import_page_parent_class)->dispose (object);
}

/* A job holds a reference until it is over, so nobody writes to .how_far any more. */
static void
tiem_import_page_finalize (GObject *object)
{
  TiemImportPage *self = TIEM_IMPORT_PAGE (object);

  g_clear_pointer (&self->result, tiem_import_result_free);
  g_clear_pointer (&self->ask_rows, g_ptr_array_unref);
  g_free (self->how_far);
  G_OBJECT_CLASS (tiem_import_page_parent_class)->finalize (object);
}

static void
tiem_import_page_class_init (TiemImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_import_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_import_page_finalize;
  signals[SIGNAL_IMPORTED] = g_signal_new ("imported",
                                           G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           2,
                                           G_TYPE_UINT,
                                           G_TYPE_INT64);
  signals[SIGNAL_MARKET_FILE] = g_signal_new ("market-file",
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
  g_type_ensure (TIEM_TYPE_CHIPS);
  g_type_ensure (TIEM_TYPE_SIZE_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-import-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, TiemImportPage, name)
  BIND (size);
  BIND (stack);
  BIND (notice);
  BIND (fix_notice);
  BIND (doing);
  BIND (progress);
  BIND (cancel);
  BIND (ask_group);
  BIND (chips);
  BIND (choices_button);
  BIND (take_stock);
  BIND (branch);
  BIND (take_prices);
  BIND (take_debts);
  BIND (only_new);
  BIND (table);
  BIND (failed);
  BIND (foot);
  BIND (foot_buttons);
  BIND (summary);
  BIND (save_wrong);
  BIND (again);
  BIND (other);
  BIND (import);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, size_class_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_columns_cb);
  gtk_widget_class_bind_template_callback (widget_class, fix_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, chip_cb);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, template_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_wrong_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_clicked_cb);
  gtk_widget_class_install_action (widget_class, "subpage.primary", NULL, primary_action);
}

static void
add_chips (TiemImportPage *self)
{
  tiem_chips_add (self->chips, "all", _ ("All"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (
      self->chips, "wrong", C_ ("row", "Wrong"), "dialog-error-symbolic", TIEM_TONE_ERROR, TRUE);
  tiem_chips_add (self->chips, "changed", _ ("Changed"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (self->chips, "new", _ ("New"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (self->chips, "same", _ ("Same"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (self->chips, "left", _ ("Left as it is"), NULL, TIEM_TONE_NONE, TRUE);
}

static void
tiem_import_page_init (TiemImportPage *self)
{
  g_autoptr (GtkNoSelection) model = NULL;

  self->filling = TRUE;
  self->how_far = g_new0 (TiemImportProgress, 1);
  self->ask_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "import");
  self->rows = tiem_bulk_rows_new ();
  model = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (model));
  tiem_import_page_make_columns (self);
  add_chips (self);
  tiem_import_page_fit_columns (self);
  self->filling = FALSE;
}

static GtkWidget *
make_page (TiemShop *shop,
           TiemImportWhat what,
           const char *path,
           gboolean goods_alone)
{
  TiemImportPage *self = g_object_new (TIEM_TYPE_IMPORT_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->what = what;
  self->path = g_strdup (path);
  self->goods_alone = goods_alone;
  begin_file (self);
  return GTK_WIDGET (self);
}

GtkWidget *
tiem_import_page_new (TiemShop *shop,
                      const char *path)
{
  return make_page (shop, TIEM_IMPORT_ANY, path, FALSE);
}

GtkWidget *
tiem_import_page_new_for (TiemShop *shop,
                          TiemImportWhat what,
                          const char *path)
{
  return make_page (shop, what, path, TRUE);
}

GtkWidget *
tiem_import_page_new_goods (TiemShop *shop,
                            const char *path)
{
  return make_page (shop, TIEM_IMPORT_ANY, path, TRUE);
}

const char *
tiem_import_page_get_path (TiemImportPage *self)
{
  g_return_val_if_fail (TIEM_IS_IMPORT_PAGE (self), NULL);

  return self->path;
}
