#define G_LOG_DOMAIN "tiem-preferences"

#include "config.h"

#include "app/window/tiem-cost-group.h"

#include "base/tiem-money.h"
#include "store/tiem-store-cost.h"

#include <glib/gi18n.h>

/* How often the progress is looked at, and how long work goes on before it is told. */
#define LOOK_MS 100
#define QUIET_MS 300

struct _TiemCostGroup
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *method;
  GtkWidget *work_row;
  GtkLabel *words;
  GtkProgressBar *bar;
  GtkWidget *cancel;
  GtkWidget *agree;

  TiemShop *shop;             /* (owned) (nullable): none once it is disposed */
  GCancellable *cancellable;  /* (owned) (nullable): of the work under way */
  TiemCostMethod current;     /* the shop's */
  TiemCostProgress *progress; /* (owned) (nullable): an atomic reference, with the work's */
  gint64 began_us;
  guint look_id;
  gboolean is_filling; /* the row is moved by us */
};

G_DEFINE_FINAL_TYPE (TiemCostGroup, tiem_cost_group, ADW_TYPE_PREFERENCES_GROUP)

/* --- work under way --- */

typedef struct
{
  TiemCostMethod method;
  TiemCostProgress *progress; /* (owned): an atomic reference */
  gboolean is_undo;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_atomic_rc_box_release (work->progress);
  g_free (work);
}

static TiemStore *
get_store (TiemCostGroup *self)
{
  return tiem_shop_get_store (self->shop);
}

static void
say (TiemCostGroup *self,
     AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

static void
show_method (TiemCostGroup *self,
             TiemCostMethod method)
{
  static const char *const words[] = {
    [TIEM_COST_AVERAGE] = N_ ("Each arrival makes the cost of all that is on hand anew: what it is "
                              "worth, shared out among the units"),
    [TIEM_COST_FIFO] = N_ ("What came first leaves first, at what it cost when it came; what is on "
                           "hand is what came last"),
  };

  self->is_filling = TRUE;
  adw_combo_row_set_selected (self->method, method);
  self->is_filling = FALSE;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->method), _ (words[method]));
}

static gboolean
look_cb (gpointer data)
{
  TiemCostGroup *self = TIEM_COST_GROUP (data);
  int total = g_atomic_int_get (&self->progress->total);
  int done = MIN (g_atomic_int_get (&self->progress->done), total);
  gboolean is_made = g_atomic_int_get (&self->progress->is_made) != 0;
  g_autofree char *part = tiem_number_format (done);
  g_autofree char *whole = tiem_number_format (total);
  /* Translators: %s are numbers of movements: so many of all of them */
  g_autofree char *text = g_strdup_printf (_ ("Going through %s of %s movements…"), part, whole);

  if (g_get_monotonic_time () - self->began_us < QUIET_MS * 1000)
    return G_SOURCE_CONTINUE;
  gtk_widget_set_visible (self->work_row, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
  gtk_widget_set_sensitive (self->cancel, !is_made);
  gtk_label_set_text (self->words, is_made ? _ ("Changed; writing it down…") : text);
  if (is_made || total == 0)
    gtk_progress_bar_pulse (self->bar);
  else
    gtk_progress_bar_set_fraction (self->bar, (double)done / total);
  return G_SOURCE_CONTINUE;
}

static void
end_work (TiemCostGroup *self)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->progress, g_atomic_rc_box_release);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  gtk_widget_set_visible (self->work_row, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->method), TRUE);
  gtk_widget_set_sensitive (self->cancel, TRUE);
}

static void
begin_work (TiemCostGroup *self,
            TiemCostMethod method,
            gboolean is_undo,
            TiemStoreFunc func,
            GDestroyNotify result_free,
            GAsyncReadyCallback callback)
{
  Work *work = g_new0 (Work, 1);

  self->cancellable = g_cancellable_new ();
  self->progress = g_atomic_rc_box_new0 (TiemCostProgress);
  self->began_us = g_get_monotonic_time ();
  self->look_id = g_timeout_add (LOOK_MS, look_cb, self);
  gtk_widget_set_visible (self->agree, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->method), FALSE);
  gtk_progress_bar_set_fraction (self->bar, 0);
  work->method = method;
  work->progress = g_atomic_rc_box_acquire (self->progress);
  work->is_undo = is_undo;
  tiem_store_run_async (get_store (self),
                        TIEM_STORE_LONG,
                        func,
                        work,
                        work_free,
                        result_free,
                        self->cancellable,
                        callback,
                        g_object_ref (self));
}

/* --- changing --- */

static void begin_change (TiemCostGroup *self, TiemCostMethod method, gboolean is_undo);

static void
undo_cb (TiemCostGroup *self)
{
  if (self->shop == NULL || self->cancellable != NULL)
    return;
  begin_change (self, self->current == TIEM_COST_FIFO ? TIEM_COST_AVERAGE : TIEM_COST_FIFO, TRUE);
}

/* Returns: (transfer full): what the toast says */
static gpointer
run_change (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Work *work = data;

  if (!tiem_store_set_cost_method (store, work->method, work->progress, cancellable, error))
    return NULL;
  if (work->is_undo)
    return g_strdup (_ ("Costed as before"));
  return g_strdup (work->method == TIEM_COST_FIFO ? _ ("Goods are costed first in, first out now")
                                                  : _ ("Goods are costed by moving average now"));
}

static void
changed_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (TiemCostGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (self->shop == NULL)
    return;
  end_work (self);
  if (said != NULL)
    self->current = self->current == TIEM_COST_FIFO ? TIEM_COST_AVERAGE : TIEM_COST_FIFO;
  show_method (self, self->current);
  if (said != NULL || !is_cancelled)
    {
      AdwToast *toast = adw_toast_new (said != NULL ? said : error->message);

      if (said != NULL)
        {
          adw_toast_set_button_label (toast, _ ("Undo"));
          g_signal_connect_object (
              toast, "button-clicked", G_CALLBACK (undo_cb), self, G_CONNECT_SWAPPED);
        }
      say (self, toast);
    }
}

static void
begin_change (TiemCostGroup *self,
              TiemCostMethod method,
              gboolean is_undo)
{
  show_method (self, method);
  begin_work (self, method, is_undo, run_change, g_free, changed_cb);
}

static void
agree_cb (TiemCostGroup *self)
{
  begin_change (self, adw_combo_row_get_selected (self->method), FALSE);
}

/* --- what it changes --- */

static gpointer
run_preview (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  const Work *work = data;
  g_autofree TiemCostChange *change = g_new0 (TiemCostChange, 1);

  if (!tiem_store_preview_cost_method (
          store, work->method, work->progress, cancellable, change, error))
    return NULL;
  return g_steal_pointer (&change);
}

static char *
tell_change (const TiemCostChange *change)
{
  gint64 more = change->after_vnd - change->before_vnd;
  g_autofree char *before = tiem_money_format (change->before_vnd);
  g_autofree char *after = tiem_money_format (change->after_vnd);
  g_autofree char *difference = tiem_money_format (ABS (more));
  g_autofree char *number = tiem_number_format (change->variants);
  g_autofree char *value
      = more == 0 ? g_strdup_printf (_ ("The stock stays worth %s."), after)
                  /* Translators: two amounts of money, a sign, the difference of the two */
                  : g_strdup_printf (_ ("The stock is worth %s → %s (%s%s)."),
                                     before,
                                     after,
                                     more > 0 ? "+" : "−",
                                     difference);
  g_autofree char *variants = g_strdup_printf (ngettext ("%s variant costs something else then.",
                                                         "%s variants cost something else then.",
                                                         (gulong)change->variants),
                                               number);

  return g_strdup_printf (
      "%s %s %s",
      value,
      variants,
      _ ("The profit of all orders so far is told anew. It can be changed back at any time."));
}

static void
previewed_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemCostGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree TiemCostChange *change = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->shop == NULL)
    return;
  end_work (self);
  if (change == NULL)
    {
      show_method (self, self->current);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        say (self, adw_toast_new (error->message));
      return;
    }
  text = tell_change (change);
  gtk_label_set_text (self->words, text);
  gtk_widget_set_visible (self->work_row, TRUE);
  gtk_widget_set_visible (self->agree, TRUE);
}

static void
chosen_cb (TiemCostGroup *self)
{
  TiemCostMethod method = adw_combo_row_get_selected (self->method);

  if (self->is_filling || self->shop == NULL || self->cancellable != NULL)
    return;
  gtk_widget_set_visible (self->work_row, FALSE);
  show_method (self, method);
  if (method != self->current)
    begin_work (self, method, FALSE, run_preview, g_free, previewed_cb);
}

static void
cancel_cb (TiemCostGroup *self)
{
  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      return;
    }
  gtk_widget_set_visible (self->work_row, FALSE);
  show_method (self, self->current);
  gtk_widget_grab_focus (GTK_WIDGET (self->method));
}

/* --- showing --- */

static gpointer
run_read (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree TiemCostMethod *method = g_new0 (TiemCostMethod, 1);

  return tiem_store_get_cost_method (store, method, error) ? g_steal_pointer (&method) : NULL;
}

static void
read_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemCostGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree TiemCostMethod *method = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL || self->cancellable != NULL)
    return;
  if (method == NULL)
    {
      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), error->message);
      return;
    }
  self->current = *method;
  show_method (self, self->current);
  gtk_widget_set_sensitive (GTK_WIDGET (self->method), TRUE);
}

/* --- the object --- */

/* Who closes the preferences calls off what is not made yet. */
static void
tiem_cost_group_dispose (GObject *object)
{
  TiemCostGroup *self = TIEM_COST_GROUP (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->progress, g_atomic_rc_box_release);
  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_cost_group_parent_class)->dispose (object);
}

static void
tiem_cost_group_class_init (TiemCostGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_cost_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/window/tiem-cost-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemCostGroup, method);
  gtk_widget_class_bind_template_child (widget_class, TiemCostGroup, work_row);
  gtk_widget_class_bind_template_child (widget_class, TiemCostGroup, words);
  gtk_widget_class_bind_template_child (widget_class, TiemCostGroup, bar);
  gtk_widget_class_bind_template_child (widget_class, TiemCostGroup, cancel);
  gtk_widget_class_bind_template_child (widget_class, TiemCostGroup, agree);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, agree_cb);
}

static void
tiem_cost_group_init (TiemCostGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->method), FALSE);
}

void
tiem_cost_group_set_shop (TiemCostGroup *self,
                          TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_COST_GROUP (self));

  g_set_object (&self->shop, shop);
  gtk_widget_set_visible (GTK_WIDGET (self), shop != NULL);
  if (shop != NULL)
    tiem_store_run_async (get_store (self),
                          TIEM_STORE_READ,
                          run_read,
                          NULL,
                          NULL,
                          g_free,
                          NULL,
                          read_cb,
                          g_object_ref (self));
}
