#define G_LOG_DOMAIN "tiem-pack-page"

#include "config.h"

#include "app/orders/tiem-pack-page-private.h"

#include "app/help/tiem-help.h"
#include "app/orders/tiem-pack-rows.h"
#include "app/tiem-page.h"

#include <glib/gi18n.h>

#define SIDE_WIDTH 390
#define SIDE_MIN_WIDTH 320

enum
{
  TOLD,
  PACKED,
  PRINT_LABELS,
  HAND_OVER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemPackPage, tiem_pack_page, TIEM_TYPE_SUBPAGE)

static void push_work (TiemPackPage *self, TiemPackWork *work);

gint64
tiem_pack_page_now (TiemPackPage *self)
{
  return tiem_clock_now (tiem_shop_get_clock (self->shop));
}

void
tiem_pack_page_empty (GtkWidget *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (list)) != NULL)
    {
      if (GTK_IS_LIST_BOX (list))
        gtk_list_box_remove (GTK_LIST_BOX (list), child);
      else if (GTK_IS_FLOW_BOX (list))
        gtk_flow_box_remove (GTK_FLOW_BOX (list), child);
      else
        gtk_box_remove (GTK_BOX (list), child);
    }
}

/* Whether an order that lies packed on the table was cancelled since. Returns: (nullable) */
static const TiemPackDone *
find_newly_cancelled (const TiemPackRun *before,
                      const TiemPackRun *now)
{
  for (guint i = 0; before != NULL && i < now->done->len; i++)
    {
      const TiemPackDone *done = g_ptr_array_index (now->done, i);

      for (guint j = 0; done->is_cancelled && j < before->done->len; j++)
        {
          const TiemPackDone *old = g_ptr_array_index (before->done, j);

          if (old->order_id == done->order_id && !old->is_cancelled)
            return done;
        }
    }
  return NULL;
}

/* What a channel changed while nobody scanned. */
static void
tell_news (TiemPackPage *self,
           const TiemPackRun *before,
           const TiemPackRun *now)
{
  const TiemPackOrder *old = before != NULL ? before->open : NULL;
  const TiemPackDone *cancelled = find_newly_cancelled (before, now);
  g_autoptr (TiemPackResult) result = NULL;

  if (now->open != NULL)
    result = tiem_pack_order_dup_refusal (now->open);
  if (result != NULL
      && (old == NULL || old->id != now->open->id
          || tiem_pack_order_refuse (old) != result->outcome))
    {
      tiem_pack_page_show_result (self, result);
    }
  else if (cancelled != NULL)
    {
      g_clear_pointer (&result, tiem_pack_result_free);
      result = tiem_pack_result_new ("");
      result->outcome = TIEM_PACK_CANCELLED;
      result->order_id = cancelled->order_id;
      result->number = g_strdup (cancelled->number);
      tiem_pack_page_show_result (self, result);
    }
  else if (self->lasts && result == NULL)
    {
      tiem_pack_page_hide_notice (self);
    }
}

/* Whoever packs without labels has them printed together. */
static void
note_unprinted (TiemPackPage *self,
                const TiemPackOrder *open,
                const TiemPackAnswer *answer)
{
  for (guint i = 0; open != NULL && open->printed_at == 0 && i < answer->results->len; i++)
    {
      const TiemPackResult *result = g_ptr_array_index (answer->results, i);

      if (result->outcome != TIEM_PACK_COMPLETE || result->order_id != open->id)
        continue;
      for (guint j = self->unprinted->len; j > 0; j--)
        if (g_array_index (self->unprinted, gint64, j - 1) == open->id)
          g_array_remove_index (self->unprinted, j - 1);
      g_array_append_val (self->unprinted, open->id);
    }
}

static void
show_answer (TiemPackPage *self, TiemPackAnswer *answer) /* (transfer full) */
{
  g_autoptr (TiemPackAnswer) before = g_steal_pointer (&self->answer);

  self->answer = answer;
  if (before != NULL)
    note_unprinted (self, before->run->open, answer);
  tiem_pack_page_show_run (self, before != NULL ? before->run : NULL, answer->run);
  for (guint i = 0; i < answer->results->len; i++)
    {
      const TiemPackResult *result = g_ptr_array_index (answer->results, i);

      tiem_pack_page_show_result (self, result);
      g_signal_emit (self, signals[TOLD], 0, (guint)result->outcome);
      if (result->outcome == TIEM_PACK_COMPLETE)
        g_signal_emit (self, signals[PACKED], 0, result->order_id);
    }
  /* What a scanner types too slowly for one belongs there, and its Enter must skip no order. */
  if (before == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->field));
  if (answer->results->len == 0)
    tell_news (self, before != NULL ? before->run : NULL, answer->run);
}

/* --- one thing after the other --- */

static void start_work (TiemPackPage *self);

static void
worked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemPackPage) self = user_data;
  g_autoptr (GError) error = NULL;
  TiemPackAnswer *answer = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  self->is_busy = FALSE;
  if (self->shop == NULL)
    {
      tiem_pack_answer_free (answer);
      return;
    }
  if (answer != NULL)
    {
      show_answer (self, answer);
    }
  else
    {
      tiem_pack_page_show_error (self, error->message);
    }
  start_work (self);
}

static void
start_work (TiemPackPage *self)
{
  TiemPackWork *work;

  if (self->is_busy || (work = g_queue_pop_head (&self->works)) == NULL)
    return;
  self->is_busy = TRUE;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        work->deed == TIEM_PACK_READ ? TIEM_STORE_READ : TIEM_STORE_WRITE,
                        tiem_pack_work_run,
                        work,
                        (GDestroyNotify)tiem_pack_work_free,
                        (GDestroyNotify)tiem_pack_answer_free,
                        NULL,
                        worked_cb,
                        g_object_ref (self));
}

/* @work: (transfer full) */
static void
push_work (TiemPackPage *self,
           TiemPackWork *work)
{
  const TiemPackWork *last = g_queue_peek_tail (&self->works);

  /* The one that waits reads what this one would. */
  if (work->deed == TIEM_PACK_READ && last != NULL)
    {
      tiem_pack_work_free (work);
      return;
    }
  work->run_id = self->run_id;
  g_queue_push_tail (&self->works, work);
  start_work (self);
}

static void
push_scan (TiemPackPage *self,
           const char *code,
           gint64 chosen_id,
           gboolean may_switch)
{
  TiemPackWork *work = tiem_pack_work_new (TIEM_PACK_SCAN);

  work->code = g_strdup (code);
  work->ask = (TiemPackAsk){ 0, chosen_id, may_switch };
  push_work (self, work);
}

static void
store_changed_cb (TiemStore *store,
                  guint what,
                  TiemPackPage *self)
{
  if (self->shop != NULL
      && (what & (TIEM_CHANGED_ORDERS | TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS)) != 0)
    push_work (self, tiem_pack_work_new (TIEM_PACK_READ));
}

/* --- what a person does --- */

/* A question is answered by the number of the answer, or by the same waybill once more. */
static gboolean
answer_question (TiemPackPage *self,
                 const char *code)
{
  guint64 n = 0;

  if (self->asked_code == NULL)
    return FALSE;
  if (self->asked_order_id != 0 && g_str_equal (code, self->asked_code))
    {
      push_scan (self, code, self->asked_order_id, TRUE);
      return TRUE;
    }
  if (self->asked_ids->len > 0
      && g_ascii_string_to_unsigned (code, 10, 1, self->asked_ids->len, &n, NULL))
    {
      push_scan (self, self->asked_code, g_array_index (self->asked_ids, gint64, n - 1), FALSE);
      return TRUE;
    }
  return FALSE;
}

static void
scanned_cb (TiemPackPage *self,
            const char *code)
{
  gtk_popover_popdown (self->lacking_popover);
  if (!answer_question (self, code))
    push_scan (self, code, 0, FALSE);
}

static void
notice_clicked_cb (TiemPackPage *self)
{
  if (self->notice_does == TIEM_PACK_SWITCH_ORDER && self->asked_code != NULL)
    push_scan (self, self->asked_code, self->asked_order_id, TRUE);
  else if (self->notice_does == TIEM_PACK_NEXT_ORDER)
    push_work (self, tiem_pack_work_new (TIEM_PACK_SKIP));
  else if (self->notice_does == TIEM_PACK_PRINT_LABELS)
    g_signal_emit (self, signals[PRINT_LABELS], 0, self->unprinted);
  tiem_pack_page_hide_notice (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

static void
choose_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemPackPage *self = TIEM_PACK_PAGE (widget);

  if (self->asked_code != NULL)
    push_scan (self, self->asked_code, g_variant_get_int64 (parameter), FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

static void
count_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemPackWork *work = tiem_pack_work_new (TIEM_PACK_COUNT);

  work->id = g_variant_get_int64 (parameter);
  push_work (TIEM_PACK_PAGE (widget), work);
}

static void
skip_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemPackPage *self = TIEM_PACK_PAGE (widget);

  tiem_pack_page_hide_notice (self);
  push_work (self, tiem_pack_work_new (TIEM_PACK_SKIP));
}

static void
reopen (TiemPackPage *self,
        gint64 order_id)
{
  TiemPackWork *work = tiem_pack_work_new (TIEM_PACK_REOPEN);

  work->id = order_id;
  tiem_pack_page_hide_notice (self);
  push_work (self, work);
  gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

static void
reopen_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  reopen (TIEM_PACK_PAGE (widget), g_variant_get_int64 (parameter));
}

static void
again_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemPackPage *self = TIEM_PACK_PAGE (widget);

  if (self->answer != NULL && self->answer->run->open != NULL)
    reopen (self, self->answer->run->open->id);
}

static void
hand_over_action (GtkWidget *widget,
                  const char *name,
                  GVariant *parameter)
{
  TiemPackPage *self = TIEM_PACK_PAGE (widget);

  if (self->answer != NULL)
    g_signal_emit (self, signals[HAND_OVER], 0, self->answer->run->to_hand);
}

static void
primary_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  gtk_widget_activate_action (widget, "pack.hand-over", NULL);
}

static void
lacking_shown_cb (TiemPackPage *self)
{
  gboolean corrects = FALSE;

  tiem_pack_page_empty (GTK_WIDGET (self->lacks));
  for (guint i = 0; self->answer != NULL && i < self->answer->lacks->len; i++)
    {
      const TiemPackLack *lack = g_ptr_array_index (self->answer->lacks, i);

      gtk_box_append (self->lacks, tiem_pack_lack_row_new (lack));
      corrects = corrects || (lack->is_counted && lack->on_hand > lack->in_hand);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->correct), corrects);
}

static void
report_clicked_cb (TiemPackPage *self)
{
  TiemPackWork *work = tiem_pack_work_new (TIEM_PACK_REPORT);

  work->correct_stock = gtk_check_button_get_active (self->correct)
                        && gtk_widget_get_visible (GTK_WIDGET (self->correct));
  gtk_popover_popdown (self->lacking_popover);
  tiem_pack_page_hide_notice (self);
  push_work (self, work);
  gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

/* --- the page --- */

static void
set_class (GtkWidget *widget,
           const char *style_class,
           gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, style_class);
  else
    gtk_widget_remove_css_class (widget, style_class);
}

static void
move_to (GtkWidget *widget,
         GtkBox *box)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (parent == GTK_WIDGET (box))
    return;
  g_object_ref (widget);
  gtk_box_remove (GTK_BOX (parent), widget);
  gtk_box_append (box, widget);
  g_object_unref (widget);
}

/* On a narrow window the figures stand below, and what was packed below the order. */
static void
size_class_cb (TiemPage *page,
               GParamSpec *pspec,
               TiemPackPage *self)
{
  TiemSizeClass size = tiem_page_get_size_class (page);
  gboolean beside = size >= TIEM_SIZE_MEDIUM;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns),
                                  beside ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_size_request (self->side,
                               size >= TIEM_SIZE_WIDE ? SIDE_WIDTH
                               : beside               ? SIDE_MIN_WIDTH
                                                      : -1,
                               -1);
  gtk_widget_set_visible (self->side_scroller, beside);
  gtk_widget_set_visible (self->side_line, beside);
  gtk_widget_set_visible (self->hint, beside);
  set_class (GTK_WIDGET (self->number), "title-3", size != TIEM_SIZE_NARROW);
  set_class (GTK_WIDGET (self->number), "heading", size == TIEM_SIZE_NARROW);
  move_to (self->done, beside ? self->side_content : self->content);
  move_to (GTK_WIDGET (self->notice_button),
           size == TIEM_SIZE_NARROW ? self->notice_words : self->notice_row);
  gtk_widget_set_halign (GTK_WIDGET (self->notice_button),
                         size == TIEM_SIZE_NARROW ? GTK_ALIGN_START : GTK_ALIGN_END);
}

static void
tiem_pack_page_map (GtkWidget *widget)
{
  TiemPackPage *self = TIEM_PACK_PAGE (widget);
  GtkWidget *page = gtk_widget_get_ancestor (widget, TIEM_TYPE_PAGE);

  if (page != NULL)
    {
      g_signal_handlers_disconnect_by_func (page, size_class_cb, self);
      g_signal_connect_object (page, "notify::size-class", G_CALLBACK (size_class_cb), self, 0);
      size_class_cb (TIEM_PAGE (page), NULL, self);
    }
  GTK_WIDGET_CLASS (tiem_pack_page_parent_class)->map (widget);
}

static void
tiem_pack_page_dispose (GObject *object)
{
  TiemPackPage *self = TIEM_PACK_PAGE (object);

  g_clear_object (&self->keys);
  g_clear_object (&self->shop);
  g_clear_object (&self->settings);
  g_queue_clear_full (&self->works, (GDestroyNotify)tiem_pack_work_free);
  g_clear_pointer (&self->answer, tiem_pack_answer_free);
  g_clear_pointer (&self->asked_code, g_free);
  g_clear_pointer (&self->asked_ids, g_array_unref);
  g_clear_pointer (&self->unprinted, g_array_unref);
  G_OBJECT_CLASS (tiem_pack_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, columns);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, field);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, sound);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, content);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, notice_row);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, notice_words);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, notice_icon);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, notice_title);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, notice_text);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, notice_button);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, choices);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, order);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, tile);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, number);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, again);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, parcel);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, tags);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, counted);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, progress);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, lines);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, notes);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, hint);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, lacking);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, lacking_popover);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, lacks);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, correct);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, side);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, n_packed);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, n_left);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, each);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, side_line);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, side_scroller);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, side_content);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, done);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, done_rows);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, hand_over);
  gtk_widget_class_bind_template_child (widget_class, TiemPackPage, hand_over_content);
  gtk_widget_class_bind_template_callback (widget_class, notice_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, lacking_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, report_clicked_cb);
}

static void
tiem_pack_page_class_init (TiemPackPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_pack_page_dispose;
  widget_class->map = tiem_pack_page_map;
  signals[TOLD] = g_signal_new (
      "told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[PACKED] = g_signal_new (
      "packed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[PRINT_LABELS] = g_signal_new (
      "print-labels", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);
  signals[HAND_OVER] = g_signal_new (
      "hand-over", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);
  g_type_ensure (TIEM_TYPE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/orders/tiem-pack-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "pack.choose", "x", choose_action);
  gtk_widget_class_install_action (widget_class, "pack.count", "x", count_action);
  gtk_widget_class_install_action (widget_class, "pack.skip", NULL, skip_action);
  gtk_widget_class_install_action (widget_class, "pack.again", NULL, again_action);
  gtk_widget_class_install_action (widget_class, "pack.reopen", "x", reopen_action);
  gtk_widget_class_install_action (widget_class, "pack.hand-over", NULL, hand_over_action);
  gtk_widget_class_install_action (widget_class, "subpage.primary", NULL, primary_action);
}

static void
tiem_pack_page_init (TiemPackPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "packing");
  g_queue_init (&self->works);
  self->asked_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->unprinted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->settings = g_settings_new (APP_ID);
  g_settings_bind (self->settings, "pack-sound", self->sound, "active", G_SETTINGS_BIND_DEFAULT);
  gtk_widget_set_visible (self->order, FALSE);
  self->keys = tiem_scan_keys_new (GTK_WIDGET (self), self->field, TIEM_SCAN_KEYS_CODES);
  g_signal_connect_object (self->keys, "scanned", G_CALLBACK (scanned_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tiem_pack_page_new (TiemShop *shop,
                    gint64 run_id)
{
  TiemPackPage *self = g_object_new (TIEM_TYPE_PACK_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->run_id = run_id;
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Pack by scan"), NULL);
  g_signal_connect_object (
      tiem_shop_get_store (shop), "changed", G_CALLBACK (store_changed_cb), self, 0);
  push_work (self, tiem_pack_work_new (TIEM_PACK_READ));
  return GTK_WIDGET (self);
}
