#define G_LOG_DOMAIN "tiem-file-import-page"

#include "config.h"

#include "app/channels/tiem-file-import-page.h"
#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-notice.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "document/tiem-listings-file.h"
#include "document/tiem-orders-file.h"

#include <glib/gi18n.h>

#define POLL_MS 100
#define REFUSED_SHOWN 50

/* A reading or writing under way, shared with the store's thread. */
typedef struct
{
  gatomicrefcount n_refs;
  gint64 channel_id;
  char *kind;
  char *path;
  gboolean writes;
  gint done; /* atomic */
  gint total;
  TiemOrdersFile *orders;     /* (nullable): one of the two */
  TiemListingsFile *listings; /* (nullable) */
  TiemFileCounts counts;
  TiemFileListings report;
} Job;

struct _TiemFileImportPage
{
  TiemSubpage parent_instance;

  TiemShop *shop; /* (owned) (nullable) */
  gint64 channel_id;
  char *kind;
  Job *job; /* (owned) (nullable): what was read */
  GCancellable *cancellable;
  guint poll_id;

  GtkStack *stack;
  GtkLabel *reading_text;
  GtkProgressBar *bar;
  AdwStatusPage *wrong;
  TiemNotice *notice;
  GtkListBox *changes;
  GtkListBox *facts;
  GtkWidget *refused_group;
  GtkListBox *refused;
  GtkButton *go;
};

G_DEFINE_FINAL_TYPE (TiemFileImportPage, tiem_file_import_page, TIEM_TYPE_SUBPAGE)

static Job *
job_ref (Job *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

static void
job_unref (gpointer data)
{
  Job *self = data;

  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_clear_pointer (&self->orders, tiem_orders_file_free);
  g_clear_pointer (&self->listings, tiem_listings_file_free);
  g_free (self->kind);
  g_free (self->path);
  g_free (self);
}

/* --- on the store's thread --- */

static void
progress_cb (guint done,
             guint total,
             gpointer user_data)
{
  Job *job = user_data;

  g_atomic_int_set (&job->total, (gint)total);
  g_atomic_int_set (&job->done, (gint)done);
}

static gboolean
read_file (Job *job,
           TiemStore *store,
           GCancellable *cancellable,
           GError **error)
{
  gint64 now = tiem_store_now (store);
  g_autoptr (GError) reason = NULL;
  TiemMarketFileKind kind = tiem_market_file_recognise (job->path, cancellable, &reason);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (tiem_market_file_get_use (kind) == TIEM_MARKET_USE_LISTINGS)
    job->listings = tiem_listings_file_read (job->path, job->kind, now, cancellable, error);
  else
    job->orders = tiem_orders_file_read (job->path, job->kind, now, cancellable, error);
  return job->listings != NULL || job->orders != NULL;
}

static gpointer
run_job (TiemStore *store,
         gpointer data,
         GCancellable *cancellable,
         GError **error)
{
  Job *job = data;
  gboolean ok;

  if (!job->writes && !read_file (job, store, cancellable, error))
    return NULL;
  if (job->orders != NULL)
    ok = tiem_orders_file_store (job->orders,
                                 store,
                                 job->channel_id,
                                 !job->writes,
                                 progress_cb,
                                 job,
                                 &job->counts,
                                 cancellable,
                                 error);
  else
    ok = tiem_listings_file_store (
        job->listings, store, job->channel_id, !job->writes, &job->report, error);
  return ok ? job_ref (job) : NULL;
}

/* --- what was read --- */

static void
add_fact (GtkListBox *list,
          const char *title,
          const char *value,
          const char *hint)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (value);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (hint != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), hint);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_append (list, row);
}

static void
add_number (GtkListBox *list,
            const char *title,
            gint64 value,
            const char *hint)
{
  g_autofree char *text = tiem_number_format (value);

  add_fact (list, title, text, hint);
}

static void
add_money (GtkListBox *list,
           const char *title,
           gint64 value)
{
  g_autofree char *text = tiem_money_format (value);

  add_fact (list, title, text, NULL);
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static void
show_counts (TiemFileImportPage *self,
             const TiemFileCounts *counts)
{
  add_number (self->changes, _ ("New"), counts->n_new, NULL);
  add_number (self->changes, _ ("Changed"), counts->n_changed, NULL);
  add_number (self->changes, _ ("Unchanged"), counts->n_same, NULL);
  if (counts->n_older > 0)
    add_number (self->changes,
                _ ("Older than known"),
                counts->n_older,
                _ ("Newer facts are known already and stay."));
}

static void
show_problems (TiemFileImportPage *self,
               GPtrArray *problems)
{
  gtk_widget_set_visible (self->refused_group, problems->len > 0);
  for (guint i = 0; i < MIN (problems->len, REFUSED_SHOWN); i++)
    {
      const TiemMarketProblem *problem = g_ptr_array_index (problems, i);
      GtkWidget *row = adw_action_row_new ();
      /* Translators: a row's number, a column's head */
      g_autofree char *title = g_strdup_printf (_ ("Row %u, %s"), problem->row, problem->column);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), problem->reason);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      gtk_list_box_append (self->refused, row);
    }
}

/* Returns: (transfer full): "a, b, c" */
static char *
join (GPtrArray *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (
        text, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index (words, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_orders_notice (TiemFileImportPage *self,
                    const TiemOrdersFile *file)
{
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;

  if (file->unknown_fees->len > 0)
    {
      words = join (file->unknown_fees);
      text = g_strdup_printf (
          _ ("The platform has begun to keep back something new: %s. Tiệm does not count it yet."),
          words);
      tiem_notice_show (
          self->notice, TIEM_TONE_WARNING, _ ("A fee that Tiệm does not know"), text, NULL, FALSE);
    }
  else if (file->unknown_words->len > 0)
    {
      words = join (file->unknown_words);
      text = g_strdup_printf (
          _ ("%s. These orders are told apart by their times, and can be seen by this word."),
          words);
      tiem_notice_show (self->notice,
                        TIEM_TONE_WARNING,
                        _ ("A state that Tiệm does not know"),
                        text,
                        NULL,
                        FALSE);
    }
  else
    tiem_notice_show (self->notice, TIEM_TONE_NONE, NULL, NULL, NULL, FALSE);
}

static void
show_orders (TiemFileImportPage *self,
             const Job *job)
{
  const TiemOrdersFile *file = job->orders;
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  g_autofree char *from = tiem_time_format_short (file->first_placed_at, now);
  g_autofree char *to = tiem_time_format_short (file->last_placed_at, now);
  g_autofree char *span = g_strdup_printf ("%s – %s", from, to);
  guint n = job->counts.n_new + job->counts.n_changed;
  g_autofree char *label = g_strdup_printf (ngettext ("Import %u order", "Import %u orders", n), n);

  show_orders_notice (self, file);
  show_counts (self, &job->counts);
  add_number (self->facts, _ ("Orders"), file->orders->len, NULL);
  add_number (self->facts, _ ("Units"), file->units, NULL);
  add_fact (self->facts, _ ("Ordered"), span, NULL);
  add_money (self->facts, _ ("Goods"), file->goods_vnd);
  add_money (self->facts, _ ("Discount of the shop"), -file->discount_vnd);
  add_money (self->facts, _ ("Shipping paid by the buyers"), file->shipping_vnd);
  add_money (self->facts, _ ("Total"), file->total_vnd);
  add_money (self->facts, _ ("Paid by the buyers"), file->paid_vnd);
  if (file->n_hidden_rows > 0)
    add_number (self->facts,
                _ ("Hidden rows"),
                file->n_hidden_rows,
                _ ("A filter of the sheet hides them; they are read in, too."));
  show_problems (self, file->problems);
  gtk_button_set_label (self->go, n > 0 ? label : _ ("Nothing to import"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import-file.go", n > 0);
}

static void
show_listings (TiemFileImportPage *self,
               const Job *job)
{
  const TiemListingsFile *file = job->listings;
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  g_autofree char *at = tiem_time_format_short (file->written_at, now);
  guint n = file->page->listings->len;
  g_autofree char *label
      = g_strdup_printf (ngettext ("Import %u listing", "Import %u listings", n), n);

  if (file->stock_heads->len == 0)
    tiem_notice_show (self->notice,
                      TIEM_TONE_WARNING,
                      _ ("The file has no stock"),
                      _ ("No number is touched. Tick the stock when you download the file."),
                      NULL,
                      FALSE);
  else if (job->report.counts.n_older > 0)
    tiem_notice_show (self->notice,
                      TIEM_TONE_WARNING,
                      _ ("The file is older than your last upload"),
                      _ ("Its numbers are passed over; download it again to see what the platform "
                         "shows now."),
                      NULL,
                      FALSE);
  else
    tiem_notice_show (self->notice, TIEM_TONE_NONE, NULL, NULL, NULL, FALSE);
  show_counts (self, &job->report.counts);
  if (job->report.n_missing > 0)
    add_number (
        self->changes, _ ("Not in the file"), job->report.n_missing, _ ("They stay as they are."));
  add_number (self->facts, _ ("Products"), file->n_products, NULL);
  add_number (self->facts, _ ("Listings"), n, NULL);
  if (file->stock_heads->len > 0)
    add_number (self->facts, _ ("Stock"), file->stock, NULL);
  add_fact (self->facts, _ ("Downloaded"), at, NULL);
  show_problems (self, file->problems);
  gtk_button_set_label (self->go, label);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import-file.go", TRUE);
}

static void
show_preview (TiemFileImportPage *self)
{
  clear_list (self->changes);
  clear_list (self->facts);
  clear_list (self->refused);
  if (self->job->orders != NULL)
    show_orders (self, self->job);
  else
    show_listings (self, self->job);
  gtk_stack_set_visible_child_name (self->stack, "preview");
  gtk_widget_grab_focus (GTK_WIDGET (self->go));
}

/* --- running --- */

static gboolean
poll_cb (gpointer user_data)
{
  TiemFileImportPage *self = user_data;
  gint total = self->job != NULL ? g_atomic_int_get (&self->job->total) : 0;

  if (total > 0)
    gtk_progress_bar_set_fraction (self->bar, g_atomic_int_get (&self->job->done) / (double)total);
  else
    gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

/* Returns: (transfer full): for the toast */
static char *
tell_done (const Job *job)
{
  guint n;

  if (job->orders != NULL)
    {
      n = job->counts.n_new + job->counts.n_changed;
      return g_strdup_printf (ngettext ("%u order imported", "%u orders imported", n), n);
    }
  n = job->report.n_unlinked;
  if (n > 0)
    return g_strdup_printf (ngettext ("Products imported; %u listing is not linked yet",
                                      "Products imported; %u listings are not linked yet",
                                      n),
                            n);
  return g_strdup (_ ("Products imported"));
}

static void
job_done_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemFileImportPage) self = user_data;
  g_autoptr (GError) error = NULL;
  Job *job = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  gboolean writes;

  g_clear_handle_id (&self->poll_id, g_source_remove);
  if (self->shop == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_pointer (&job, job_unref);
      return;
    }
  if (job == NULL)
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->wrong, markup);
      gtk_stack_set_visible_child_name (self->stack, "wrong");
      return;
    }
  writes = job->writes;
  if (writes)
    {
      g_autofree char *text = tell_done (job);

      tiem_page_toast (GTK_WIDGET (self), adw_toast_new (text));
      tiem_subpage_leave (TIEM_SUBPAGE (self));
    }
  else
    show_preview (self);
  job_unref (job);
}

static void
start (TiemFileImportPage *self,
       const char *text)
{
  gtk_label_set_label (self->reading_text, text);
  gtk_progress_bar_set_fraction (self->bar, 0);
  gtk_stack_set_visible_child_name (self->stack, "reading");
  if (self->poll_id == 0)
    self->poll_id = g_timeout_add (POLL_MS, poll_cb, self);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        self->job->writes ? TIEM_STORE_WRITE : TIEM_STORE_READ,
                        run_job,
                        job_ref (self->job),
                        job_unref,
                        job_unref,
                        self->cancellable,
                        job_done_cb,
                        g_object_ref (self));
}

static void
read_path (TiemFileImportPage *self,
           const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);

  g_clear_pointer (&self->job, job_unref);
  self->job = g_new0 (Job, 1);
  g_atomic_ref_count_init (&self->job->n_refs);
  self->job->channel_id = self->channel_id;
  self->job->kind = g_strdup (self->kind);
  self->job->path = g_strdup (path);
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Import file"), shown);
  start (self, _ ("Reading the file…"));
}

static void
go_action (GtkWidget *widget,
           const char *name,
           GVariant *parameter)
{
  TiemFileImportPage *self = TIEM_FILE_IMPORT_PAGE (widget);

  self->job->writes = TRUE;
  g_atomic_int_set (&self->job->total, 0);
  start (self, _ ("Importing…"));
}

static void
cancel_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemFileImportPage *self = TIEM_FILE_IMPORT_PAGE (widget);

  g_cancellable_cancel (self->cancellable);
  tiem_subpage_leave (TIEM_SUBPAGE (self));
}

static void
chosen_cb (const char *path,
           gpointer user_data)
{
  g_autoptr (TiemFileImportPage) self = user_data;

  if (path != NULL && self->shop != NULL)
    read_path (self, path);
}

static void
choose_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  tiem_compat_open_file (GTK_WINDOW (gtk_widget_get_root (widget)),
                         _ ("Choose the file of the seller centre"),
                         TIEM_FILE_SHEET,
                         chosen_cb,
                         g_object_ref (widget));
}

/* --- the object --- */

static void
tiem_file_import_page_dispose (GObject *object)
{
  TiemFileImportPage *self = TIEM_FILE_IMPORT_PAGE (object);

  g_clear_handle_id (&self->poll_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->job, job_unref);
  g_clear_pointer (&self->kind, g_free);

  G_OBJECT_CLASS (tiem_file_import_page_parent_class)->dispose (object);
}

static void
tiem_file_import_page_class_init (TiemFileImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_file_import_page_dispose;

  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-file-import-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemFileImportPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemFileImportPage, reading_text);
  gtk_widget_class_bind_template_child (widget_class, TiemFileImportPage, bar);
  gtk_widget_class_bind_template_child (widget_class, TiemFileImportPage, wrong);
  gtk_widget_class_bind_template_child (widget_class, TiemFileImportPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemFileImportPage, changes);
  gtk_widget_class_bind_template_child (widget_class, TiemFileImportPage, facts);
  gtk_widget_class_bind_template_child (widget_class, TiemFileImportPage, refused_group);
  gtk_widget_class_bind_template_child (widget_class, TiemFileImportPage, refused);
  gtk_widget_class_bind_template_child (widget_class, TiemFileImportPage, go);
  gtk_widget_class_install_action (widget_class, "import-file.go", NULL, go_action);
  gtk_widget_class_install_action (widget_class, "import-file.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "import-file.choose", NULL, choose_action);
}

static void
tiem_file_import_page_init (TiemFileImportPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  tiem_help_set_topic (GTK_WIDGET (self), "files");
}

GtkWidget *
tiem_file_import_page_new (TiemShop *shop,
                           gint64 channel_id,
                           const char *kind,
                           const char *path)
{
  TiemFileImportPage *self = g_object_new (TIEM_TYPE_FILE_IMPORT_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->channel_id = channel_id;
  self->kind = g_strdup (kind);
  read_path (self, path);
  return GTK_WIDGET (self);
}
