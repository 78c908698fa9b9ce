#define G_LOG_DOMAIN "tiem-bulk-run"

#include "config.h"

#include "app/products/tiem-bulk-run.h"
#include "app/widgets/tiem-group.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* Looked at so often; what takes less than the first look shows no progress. */
#define LOOK_MS 250
/* More rows than this would be no list to read. */
#define MOST_ROWS 200

typedef struct
{
  TiemBrowsePage *page;      /* (owned), main thread */
  TiemShop *shop;            /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GArray *ids;               /* (owned) (nullable): with .rule */
  TiemBulkRule *rule;        /* (owned) (nullable) */
  TiemBulkPlan *plan;        /* (owned) (nullable) */
  TiemBulkResult *before;    /* (owned) (nullable): what is to be taken back */
  TiemBulkField field;
  gint64 value; /* of archiving: 1 or 0 */
  int n;        /* rows to go through */
  int done;     /* atomic */
  guint look_id;
  gboolean shows_progress;
} Run;

static Run *
run_new (TiemBrowsePage *page,
         TiemBulkField field)
{
  Run *self = g_new0 (Run, 1);

  self->page = g_object_ref (page);
  self->shop = g_object_ref (tiem_page_get_shop (TIEM_PAGE (page)));
  self->cancellable = g_cancellable_new ();
  self->field = field;
  return self;
}

static void
run_free (gpointer data)
{
  Run *self = data;

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_object_unref (self->page);
  g_object_unref (self->shop);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->ids, g_array_unref);
  tiem_bulk_rule_free (self->rule);
  tiem_bulk_plan_free (self->plan);
  tiem_bulk_result_free (self->before);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static gboolean
is_gone (Run *self)
{
  return tiem_page_get_shop (TIEM_PAGE (self->page)) != self->shop;
}

/* --- words --- */

static char *
dup_done_words (TiemBulkField field,
                gint64 value,
                guint count)
{
  g_autofree char *n = tiem_number_format (count);

  switch (field)
    {
    case TIEM_BULK_PRICE:
      return g_strdup_printf (
          ngettext ("Price of %s variant changed", "Prices of %s variants changed", count), n);
    case TIEM_BULK_STOCK:
      return g_strdup_printf (
          ngettext ("Stock of %s variant changed", "Stock of %s variants changed", count), n);
    case TIEM_BULK_CATEGORY:
      return g_strdup_printf (
          ngettext ("Category of %s variant changed", "Category of %s variants changed", count), n);
    case TIEM_BULK_ARCHIVED:
    default:
      return value != 0 ? g_strdup_printf (ngettext ("%s variant archived; its listings show 0",
                                                     "%s variants archived; their listings show 0",
                                                     count),
                                           n)
                        : g_strdup_printf (ngettext ("%s variant is on sale again",
                                                     "%s variants are on sale again",
                                                     count),
                                           n);
    }
}

/* --- what was left --- */

static void
show_problems (TiemBrowsePage *page,
               const char *title,
               GPtrArray *problems)
{
  TiemSubpage *subpage = g_object_new (TIEM_TYPE_SUBPAGE, NULL);
  GtkWidget *group = tiem_group_new (NULL, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  for (guint i = 0; i < MIN (problems->len, MOST_ROWS); i++)
    {
      const TiemBulkProblem *problem = g_ptr_array_index (problems, i);
      g_autofree char *action = g_strdup_printf (
          "win.open(('products','',int64 %" G_GINT64_FORMAT "))", problem->variant_id);

      tiem_group_add_line (
          TIEM_GROUP (group), NULL, problem->sku, problem->sentence, NULL, NULL, action);
    }
  gtk_widget_set_margin_top (group, 18);
  gtk_widget_set_margin_bottom (group, 18);
  gtk_widget_set_margin_start (group, 12);
  gtk_widget_set_margin_end (group, 12);
  adw_clamp_set_child (ADW_CLAMP (clamp), group);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  adw_bin_set_child (ADW_BIN (subpage), scrolled);
  tiem_subpage_set_title (subpage, title, _ ("Each was left as it is, for this reason"));
  tiem_page_push (TIEM_PAGE (page), subpage);
}

static void
view_problems_cb (AdwToast *toast,
                  TiemBrowsePage *page)
{
  if (tiem_page_get_subpage (TIEM_PAGE (page)) == NULL)
    show_problems (
        page, adw_toast_get_title (toast), g_object_get_data (G_OBJECT (toast), "tiem-problems"));
}

static void
tell_problems (Run *self,
               GPtrArray *problems)
{
  g_autofree char *n = tiem_number_format (problems->len);
  g_autofree char *words = g_strdup_printf (
      ngettext ("%s variant was left as it is", "%s variants were left as they are", problems->len),
      n);
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_button_label (toast, _ ("View"));
  adw_toast_set_timeout (toast, 0); /* until it is seen */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_object_set_data_full (G_OBJECT (toast),
                          "tiem-problems",
                          g_ptr_array_ref (problems),
                          (GDestroyNotify)g_ptr_array_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (view_problems_cb), self->page, 0);
  tiem_list_pane_add_toast (tiem_browse_page_get_list (self->page), toast);
}

/* --- at work --- */

static gboolean
look_cb (gpointer data)
{
  Run *self = data;
  int done = g_atomic_int_get (&self->done);
  g_autofree char *so_far = tiem_number_format (done);
  g_autofree char *all = tiem_number_format (self->n);
  g_autofree char *words = NULL;

  if (is_gone (self) || self->n == 0)
    return G_SOURCE_CONTINUE;
  /* Translators: both are numbers: variants gone through so far, and of how many */
  words = g_strdup_printf (_ ("Writing %s / %s variants"), so_far, all);
  self->shows_progress = TRUE;
  tiem_list_pane_set_progress (
      tiem_browse_page_get_list (self->page), words, (double)done / self->n, self->cancellable);
  return G_SOURCE_CONTINUE;
}

static gpointer
carry_out (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  Run *self = data;

  if (self->before != NULL)
    return tiem_store_undo_bulk (store, self->before, &self->done, cancellable, error);
  if (self->plan == NULL
      && (self->plan = tiem_store_plan_bulk (store, self->ids, self->rule, NULL, error)) == NULL)
    return NULL;
  return tiem_store_apply_bulk (store, self->plan, &self->done, cancellable, error);
}

static void start (Run *run);

/* The toast's result goes on to whoever undoes it. */
static void
undo_cb (TiemBrowsePage *page,
         gpointer data)
{
  TiemBulkResult **held = data;
  Run *back;

  if (tiem_page_get_shop (TIEM_PAGE (page)) == NULL)
    return;
  back = run_new (page, (*held)->field);
  back->n = (int)(*held)->changes->len;
  back->before = g_steal_pointer (held);
  start (back);
}

static void
held_free (gpointer data)
{
  TiemBulkResult **held = data;

  tiem_bulk_result_free (*held);
  g_free (held);
}

static void
done_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (Run) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemBulkResult) written = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  TiemListPane *list = tiem_browse_page_get_list (self->page);
  g_autofree char *words = NULL;
  TiemBulkResult **held;

  g_clear_handle_id (&self->look_id, g_source_remove);
  if (is_gone (self))
    return;
  if (self->shows_progress)
    tiem_list_pane_set_progress (list, NULL, 0, NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      tiem_list_pane_add_toast (list, adw_toast_new (_ ("Stopped; nothing was changed")));
      return;
    }
  if (written == NULL)
    {
      tiem_list_pane_add_toast (list, adw_toast_new (error->message));
      return;
    }
  if (written->problems->len > 0)
    tell_problems (self, written->problems);
  if (written->changes->len == 0)
    return;
  if (self->before != NULL)
    {
      g_autofree char *n = tiem_number_format (written->changes->len);

      words = g_strdup_printf (ngettext ("%s variant is as it was before",
                                         "%s variants are as they were before",
                                         written->changes->len),
                               n);
      tiem_list_pane_add_toast (list, adw_toast_new (words));
      return;
    }
  words = dup_done_words (self->field, self->value, written->changes->len);
  held = g_new (TiemBulkResult *, 1);
  *held = g_steal_pointer (&written);
  tiem_browse_page_offer_undo (self->page, words, undo_cb, held, held_free);
}

/* @run: (transfer full): done_cb() has it then, and the look at it ends there */
static void
start (Run *run)
{
  run->look_id = g_timeout_add (LOOK_MS, look_cb, run);
  tiem_store_run_async (tiem_shop_get_store (run->shop),
                        TIEM_STORE_WRITE,
                        carry_out,
                        run,
                        NULL,
                        (GDestroyNotify)tiem_bulk_result_free,
                        run->cancellable,
                        done_cb,
                        run);
}

void
tiem_bulk_run_plan (TiemBrowsePage *page,
                    TiemBulkPlan *plan)
{
  Run *run;

  g_return_if_fail (TIEM_IS_BROWSE_PAGE (page));
  run = run_new (page, plan->rule->field);
  run->plan = plan;
  run->n = (int)plan->rows->len;
  start (run);
}

void
tiem_bulk_run_rule (TiemBrowsePage *page,
                    GArray *variant_ids,
                    const TiemBulkRule *rule)
{
  Run *run;

  g_return_if_fail (TIEM_IS_BROWSE_PAGE (page));
  run = run_new (page, rule->field);
  run->ids = g_array_ref (variant_ids);
  run->rule = tiem_bulk_rule_copy (rule);
  run->value = rule->amount;
  run->n = (int)variant_ids->len;
  start (run);
}
