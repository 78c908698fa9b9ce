#define G_LOG_DOMAIN "tiem-pack-page"

#include "config.h"

#include "app/orders/tiem-pack-page.h"

#include "app/help/tiem-help.h"
#include "app/orders/tiem-pack-rows.h"
#include "app/orders/tiem-pack-work.h"
#include "app/platform-compat.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-scan-keys.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>

#define SIDE_WIDTH 390
#define SIDE_MIN_WIDTH 320

/* What the button of the notice does. */
typedef enum
{
  GOT_IT,
  SWITCH_ORDER,
  NEXT_ORDER,
} NoticeButton;

struct _TiemPackPage
{
  TiemSubpage parent_instance;

  GtkBox *columns;
  GtkEditable *field;
  GtkToggleButton *sound;
  GtkBox *content;
  GtkWidget *notice;
  GtkBox *notice_row;
  GtkBox *notice_words;
  GtkImage *notice_icon;
  GtkLabel *notice_title;
  GtkLabel *notice_text;
  GtkButton *notice_button;
  GtkFlowBox *choices;
  GtkWidget *order;
  TiemTile *tile;
  GtkLabel *number;
  GtkWidget *again;
  GtkLabel *parcel;
  GtkBox *tags;
  GtkLabel *counted;
  GtkProgressBar *progress;
  GtkListBox *lines;
  GtkListBox *notes;
  AdwStatusPage *nothing;
  GtkWidget *hint;
  GtkWidget *lacking;
  GtkPopover *lacking_popover;
  GtkBox *lacks;
  GtkCheckButton *correct;
  GtkWidget *side;
  GtkLabel *n_packed;
  GtkLabel *n_left;
  GtkLabel *each;
  GtkWidget *side_line;
  GtkWidget *side_scroller;
  GtkBox *side_content;
  TiemGroup *done;
  GtkWidget *hand_over;
  AdwButtonContent *hand_over_content;

  TiemShop *shop;      /* (owned) (nullable): none once the page is disposed */
  GSettings *settings; /* (owned) */
  TiemScanKeys *keys;  /* (owned) */
  gint64 run_id;
  GQueue works; /* (element-type TiemPackWork): to be done after the one that is */
  gboolean is_busy;
  TiemPackAnswer *answer; /* (owned) (nullable): what is shown */
  char *asked_code;       /* (owned) (nullable): what the notice asks about */
  GArray *asked_ids;      /* (owned) (element-type gint64): what it may mean */
  gint64 asked_order_id;  /* whose waybill it is; 0 = none */
  gboolean lasts;         /* the notice is of the open order: nothing but another order ends it */
  NoticeButton notice_does;
};

enum
{
  TOLD,
  PACKED,
  HAND_OVER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemPackPage, tiem_pack_page, TIEM_TYPE_SUBPAGE)

static void push_work (TiemPackPage *self, TiemPackWork *work);

static gint64
get_now (TiemPackPage *self)
{
  return tiem_clock_now (tiem_shop_get_clock (self->shop));
}

static void
empty_list (GtkWidget *list)
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

/* --- the notice, and the sound --- */

static void
beep (TiemPackPage *self)
{
  if (gtk_toggle_button_get_active (self->sound))
    gdk_display_beep (gtk_widget_get_display (GTK_WIDGET (self)));
}

static void
show_notice (
    TiemPackPage *self, TiemTone tone, const char *icon, const char *title, const char *text)
{
  const char *look = tone == TIEM_TONE_ERROR     ? "error"
                     : tone == TIEM_TONE_WARNING ? "warning"
                                                 : "info";
  const char *classes[] = { "tiem-notice", "card-notice", look, NULL };
  g_autofree char *words
      = text != NULL ? g_strdup_printf ("%s. %s", title, text) : g_strdup (title);

  gtk_widget_set_css_classes (self->notice, classes);
  gtk_image_set_from_icon_name (self->notice_icon, icon);
  tiem_tone_apply (GTK_WIDGET (self->notice_icon), tone);
  gtk_label_set_text (self->notice_title, title);
  gtk_label_set_text (self->notice_text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice_text), text != NULL);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->notice), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_visible (self->notice, TRUE);
  tiem_compat_announce (GTK_WIDGET (self), words);
}

/* @label: (nullable): no button */
static void
set_notice_button (TiemPackPage *self,
                   NoticeButton does,
                   const char *label)
{
  self->notice_does = does;
  gtk_button_set_label (self->notice_button, label != NULL ? label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice_button), label != NULL);
}

static void
forget_question (TiemPackPage *self)
{
  g_clear_pointer (&self->asked_code, g_free);
  g_array_set_size (self->asked_ids, 0);
  self->asked_order_id = 0;
  empty_list (GTK_WIDGET (self->choices));
  gtk_widget_set_visible (GTK_WIDGET (self->choices), FALSE);
}

static void
hide_notice (TiemPackPage *self)
{
  forget_question (self);
  self->lasts = FALSE;
  gtk_widget_set_visible (self->notice, FALSE);
}

static void
add_choice (TiemPackPage *self,
            const TiemPackChoice *choice)
{
  /* Translators: a number to type, what it stands for */
  g_autofree char *label
      = g_strdup_printf (_ ("%d. %s"), (int)self->asked_ids->len + 1, choice->label);
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", choice->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "pack.choose");
  gtk_flow_box_insert (self->choices, button, -1);
  g_array_append_val (self->asked_ids, choice->id);
}

/* What has to be agreed to before the scan counts. */
static void
ask_about (TiemPackPage *self,
           const TiemPackResult *result)
{
  self->asked_code = g_strdup (result->code);
  if (result->outcome == TIEM_PACK_OTHER_ORDER)
    {
      /* Translators: %s is an order's number */
      g_autofree char *label = g_strdup_printf (_ ("Go to %s"), result->number);

      self->asked_order_id = result->order_id;
      set_notice_button (self, SWITCH_ORDER, label);
      return;
    }
  for (guint i = 0; i < result->choices->len; i++)
    add_choice (self, g_ptr_array_index (result->choices, i));
  gtk_widget_set_visible (GTK_WIDGET (self->choices), TRUE);
}

static void
show_refusal (TiemPackPage *self,
              const TiemPackResult *result)
{
  g_autofree char *title = tiem_pack_result_dup_title (result, get_now (self));
  g_autofree char *advice = tiem_pack_result_dup_advice (result);
  const TiemPackOrder *open = self->answer != NULL ? self->answer->run->open : NULL;
  gboolean is_open = open != NULL && open->id == result->order_id
                     && tiem_pack_order_refuse (open) != TIEM_PACK_OPENED;

  forget_question (self);
  beep (self);
  set_notice_button (self, GOT_IT, _ ("Got it"));
  self->lasts = is_open;
  if (is_open)
    set_notice_button (self, NEXT_ORDER, _ ("Next order"));
  if (result->outcome == TIEM_PACK_OTHER_ORDER || result->outcome == TIEM_PACK_AMBIGUOUS)
    {
      ask_about (self, result);
      show_notice (self, TIEM_TONE_WARNING, "dialog-question-symbolic", title, advice);
      return;
    }
  show_notice (self, TIEM_TONE_ERROR, "dialog-error-symbolic", title, advice);
}

/* Of what went well only that is told which the page does not show anyway. */
static void
show_success (TiemPackPage *self,
              const TiemPackResult *result)
{
  g_autofree char *title = tiem_pack_result_dup_title (result, get_now (self));
  g_autofree char *advice = tiem_pack_result_dup_advice (result);

  hide_notice (self);
  if (result->outcome == TIEM_PACK_COMPLETE)
    {
      set_notice_button (self, GOT_IT, NULL);
      show_notice (self, TIEM_TONE_SUCCESS, "tiem-done-symbolic", title, NULL);
    }
  else if (result->outcome == TIEM_PACK_OPENED_SHORT)
    {
      set_notice_button (self, GOT_IT, _ ("Got it"));
      show_notice (self, TIEM_TONE_WARNING, "dialog-warning-symbolic", title, advice);
    }
  else
    {
      tiem_compat_announce (GTK_WIDGET (self), title);
    }
}

static void
show_result (TiemPackPage *self,
             const TiemPackResult *result)
{
  if (tiem_pack_outcome_is_refusal (result->outcome))
    show_refusal (self, result);
  else
    show_success (self, result);
  if (result->outcome == TIEM_PACK_COMPLETE)
    g_signal_emit (self, signals[PACKED], 0, result->order_id);
}

/* --- the open order --- */

static void
show_number (GtkLabel *label,
             gint64 number)
{
  g_autofree char *text = tiem_number_format (number);

  gtk_label_set_text (label, text);
}

/* "P*****g · SPX Express · SPXVN04829117733C" */
static void
show_parcel (TiemPackPage *self,
             const TiemPackOrder *order)
{
  const char *const words[] = { order->buyer_name, order->carrier, order->tracking };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i] != NULL && *words[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", words[i]);
  gtk_label_set_text (self->parcel, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->parcel), text->len > 0);
}

static void
show_tags (TiemPackPage *self,
           const TiemPackOrder *order)
{
  g_auto (GStrv) tags = g_strsplit (order->tags != NULL ? order->tags : "", ", ", -1);

  empty_list (GTK_WIDGET (self->tags));
  for (guint i = 0; tags[i] != NULL && *tags[i] != '\0'; i++)
    gtk_box_append (self->tags, tiem_pill_new (tags[i], TIEM_TONE_ACCENT));
  gtk_widget_set_visible (GTK_WIDGET (self->tags), tags[0] != NULL && *tags[0] != '\0');
}

static void
show_notes (TiemPackPage *self,
            const TiemPackOrder *order)
{
  gboolean from_buyer = order->note != NULL && *order->note != '\0';
  gboolean from_owner = order->owner_note != NULL && *order->owner_note != '\0';

  empty_list (GTK_WIDGET (self->notes));
  if (from_buyer)
    gtk_list_box_append (
        self->notes,
        tiem_pack_note_row_new ("user-info-symbolic", _ ("The buyer's message"), order->note));
  if (from_owner)
    gtk_list_box_append (
        self->notes,
        tiem_pack_note_row_new ("document-edit-symbolic", _ ("Your note"), order->owner_note));
  gtk_widget_set_visible (GTK_WIDGET (self->notes), from_buyer || from_owner);
}

static gboolean
has_same_lines (const TiemPackOrder *before,
                const TiemPackOrder *now)
{
  if (before == NULL || before->id != now->id || before->lines->len != now->lines->len)
    return FALSE;
  for (guint i = 0; i < now->lines->len; i++)
    {
      const TiemPackLine *a = g_ptr_array_index (before->lines, i);
      const TiemPackLine *b = g_ptr_array_index (now->lines, i);

      if (a->line_id != b->line_id || a->variant_id != b->variant_id || a->has_code != b->has_code
          || g_strcmp0 (a->shelf, b->shelf) != 0)
        return FALSE;
    }
  return TRUE;
}

/* The rows stay while the order does: one of them may have the focus. */
static void
show_lines (TiemPackPage *self,
            const TiemPackOrder *before,
            const TiemPackOrder *order)
{
  gboolean same = has_same_lines (before, order);

  if (!same)
    empty_list (GTK_WIDGET (self->lines));
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemPackLine *line = g_ptr_array_index (order->lines, i);

      if (same)
        tiem_pack_line_row_update (GTK_WIDGET (gtk_list_box_get_row_at_index (self->lines, (int)i)),
                                   line);
      else
        gtk_list_box_append (self->lines, tiem_pack_line_row_new (line));
    }
}

static void
show_order (TiemPackPage *self,
            const TiemPackOrder *before,
            const TiemPackOrder *order)
{
  gint64 wanted = tiem_pack_order_get_wanted (order);
  gint64 done = tiem_pack_order_get_done (order);
  g_autofree char *counted = g_strdup_printf ("%d/%d", (int)done, (int)wanted);

  tiem_tile_set_kinds (self->tile, order->channel_kind);
  gtk_label_set_text (self->number, order->number);
  gtk_widget_set_visible (self->again, tiem_pack_order_is_begun (order));
  show_parcel (self, order);
  show_tags (self, order);
  gtk_label_set_text (self->counted, counted);
  gtk_progress_bar_set_fraction (self->progress,
                                 wanted > 0 ? MIN ((double)done / (double)wanted, 1.0) : 0);
  show_lines (self, before, order);
  show_notes (self, order);
}

static void
show_nothing (TiemPackPage *self,
              const TiemPackRun *run)
{
  gboolean all = run->n_left == 0 && run->n_lacking == 0;

  adw_status_page_set_icon_name (self->nothing,
                                 all ? "tiem-done-symbolic" : "tiem-barcode-symbolic");
  adw_status_page_set_title (self->nothing, all ? _ ("All packed") : _ ("No order is open"));
  adw_status_page_set_description (
      self->nothing,
      all ? _ ("Hand the parcels over, or scan the waybill of another order.")
          : _ ("Scan a waybill. Orders that were skipped or lack goods open that way too."));
}

/* --- the run --- */

static void
show_each (TiemPackPage *self,
           const TiemPackRun *run)
{
  gint64 seconds = (run->each_ms + 500) / 1000;
  g_autofree char *text
      = g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong)seconds), (int)seconds);

  gtk_label_set_text (self->each, run->each_ms > 0 ? text : "—");
}

static void
show_done (TiemPackPage *self,
           const TiemPackRun *run)
{
  tiem_group_clear (self->done);
  for (guint i = 0; i < run->done->len; i++)
    tiem_group_add (self->done,
                    tiem_pack_done_row_new (g_ptr_array_index (run->done, i), get_now (self)));
  gtk_widget_set_visible (GTK_WIDGET (self->done), run->done->len > 0);
}

static void
show_run (TiemPackPage *self,
          const TiemPackRun *run)
{
  g_autofree char *at = tiem_time_format_short (run->started_at, get_now (self));
  g_autofree char *orders = tiem_number_format (run->n_orders);
  /* Translators: when the round of packing began, how many orders it has */
  g_autofree char *subtitle = g_strdup_printf (
      ngettext ("Round of %s · %s order", "Round of %s · %s orders", (gulong)run->n_orders),
      at,
      orders);
  g_autofree char *hand_over = g_strdup_printf (
      ngettext ("Hand over %d order…", "Hand over %d orders…", run->to_hand->len),
      (int)run->to_hand->len);

  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Pack by scan"), subtitle);
  show_number (self->n_packed, run->n_packed);
  show_number (self->n_left, run->n_left + run->n_lacking);
  show_each (self, run);
  show_done (self, run);
  adw_button_content_set_label (self->hand_over_content, hand_over);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pack.hand-over", run->to_hand->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pack.skip", run->open != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pack.again", run->open != NULL);
  gtk_widget_set_sensitive (self->lacking,
                            run->open != NULL && self->answer->lacks->len > 0
                                && tiem_pack_order_refuse (run->open) == TIEM_PACK_OPENED);
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
      show_result (self, result);
    }
  else if (cancelled != NULL)
    {
      g_clear_pointer (&result, tiem_pack_result_free);
      result = tiem_pack_result_new ("");
      result->outcome = TIEM_PACK_CANCELLED;
      result->order_id = cancelled->order_id;
      result->number = g_strdup (cancelled->number);
      show_result (self, result);
    }
  else if (self->lasts && result == NULL)
    {
      hide_notice (self);
    }
}

static void
show_answer (TiemPackPage *self, TiemPackAnswer *answer) /* (transfer full) */
{
  g_autoptr (TiemPackAnswer) before = g_steal_pointer (&self->answer);
  const TiemPackOrder *open = answer->run->open;

  self->answer = answer;
  show_run (self, answer->run);
  if (open != NULL)
    show_order (self, before != NULL ? before->run->open : NULL, open);
  else
    show_nothing (self, answer->run);
  gtk_widget_set_visible (self->order, open != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), open == NULL);
  for (guint i = 0; i < answer->results->len; i++)
    {
      const TiemPackResult *result = g_ptr_array_index (answer->results, i);

      show_result (self, result);
      g_signal_emit (self, signals[TOLD], 0, (guint)result->outcome);
    }
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
      /* Nothing of it was written. */
      forget_question (self);
      beep (self);
      set_notice_button (self, GOT_IT, _ ("Got it"));
      show_notice (self, TIEM_TONE_ERROR, "dialog-error-symbolic", error->message, NULL);
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
  if (self->notice_does == SWITCH_ORDER && self->asked_code != NULL)
    push_scan (self, self->asked_code, self->asked_order_id, TRUE);
  else if (self->notice_does == NEXT_ORDER)
    push_work (self, tiem_pack_work_new (TIEM_PACK_SKIP));
  hide_notice (self);
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

  hide_notice (self);
  push_work (self, tiem_pack_work_new (TIEM_PACK_SKIP));
}

static void
reopen (TiemPackPage *self,
        gint64 order_id)
{
  TiemPackWork *work = tiem_pack_work_new (TIEM_PACK_REOPEN);

  work->id = order_id;
  hide_notice (self);
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
lacking_shown_cb (TiemPackPage *self)
{
  gboolean corrects = FALSE;

  empty_list (GTK_WIDGET (self->lacks));
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
  hide_notice (self);
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
  move_to (GTK_WIDGET (self->done), beside ? self->side_content : self->content);
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
  signals[HAND_OVER] = g_signal_new (
      "hand-over", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);
  g_type_ensure (TIEM_TYPE_TILE);
  g_type_ensure (TIEM_TYPE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/orders/tiem-pack-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "pack.choose", "x", choose_action);
  gtk_widget_class_install_action (widget_class, "pack.count", "x", count_action);
  gtk_widget_class_install_action (widget_class, "pack.skip", NULL, skip_action);
  gtk_widget_class_install_action (widget_class, "pack.again", NULL, again_action);
  gtk_widget_class_install_action (widget_class, "pack.reopen", "x", reopen_action);
  gtk_widget_class_install_action (widget_class, "pack.hand-over", NULL, hand_over_action);
}

static void
tiem_pack_page_init (TiemPackPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "packing");
  g_queue_init (&self->works);
  self->asked_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->settings = g_settings_new (APP_ID);
  g_settings_bind (self->settings, "pack-sound", self->sound, "active", G_SETTINGS_BIND_DEFAULT);
  gtk_widget_set_visible (self->order, FALSE);
  self->keys = tiem_scan_keys_new (GTK_WIDGET (self), self->field);
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
