#include "config.h"

#include "app/orders/tiem-pack-page-private.h"
#include "app/platform-compat.h"

#include <glib/gi18n.h>

/* What a scan came to, told in words, and by a sound where it was refused. */

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
                   TiemPackNoticeButton does,
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
  tiem_pack_page_empty (GTK_WIDGET (self->choices));
  gtk_widget_set_visible (GTK_WIDGET (self->choices), FALSE);
}

void
tiem_pack_page_hide_notice (TiemPackPage *self)
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
      set_notice_button (self, TIEM_PACK_SWITCH_ORDER, label);
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
  g_autofree char *title = tiem_pack_result_dup_title (result, tiem_pack_page_now (self));
  g_autofree char *advice = tiem_pack_result_dup_advice (result);
  const TiemPackOrder *open = self->answer != NULL ? self->answer->run->open : NULL;
  gboolean is_open = open != NULL && open->id == result->order_id
                     && tiem_pack_order_refuse (open) != TIEM_PACK_OPENED;

  forget_question (self);
  beep (self);
  set_notice_button (self, TIEM_PACK_GOT_IT, _ ("Got it"));
  self->lasts = is_open;
  if (is_open)
    set_notice_button (self, TIEM_PACK_NEXT_ORDER, _ ("Next order"));
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
  g_autofree char *title = tiem_pack_result_dup_title (result, tiem_pack_page_now (self));
  g_autofree char *advice = tiem_pack_result_dup_advice (result);

  tiem_pack_page_hide_notice (self);
  if (result->outcome == TIEM_PACK_COMPLETE)
    {
      g_autofree char *print
          = g_strdup_printf (ngettext ("Print %d label…", "Print %d labels…", self->unprinted->len),
                             (int)self->unprinted->len);
      gboolean lacks_label
          = self->unprinted->len > 0
            && g_signal_has_handler_pending (
                self, g_signal_lookup ("print-labels", TIEM_TYPE_PACK_PAGE), 0, FALSE);

      set_notice_button (self, TIEM_PACK_PRINT_LABELS, lacks_label ? print : NULL);
      show_notice (self,
                   TIEM_TONE_SUCCESS,
                   "tiem-done-symbolic",
                   title,
                   lacks_label ? _ ("Its label, or one before it, is not printed yet") : NULL);
    }
  else if (result->outcome == TIEM_PACK_OPENED_SHORT)
    {
      set_notice_button (self, TIEM_PACK_GOT_IT, _ ("Got it"));
      show_notice (self, TIEM_TONE_WARNING, "dialog-warning-symbolic", title, advice);
    }
  else
    {
      tiem_compat_announce (GTK_WIDGET (self), title);
    }
}

void
tiem_pack_page_show_result (TiemPackPage *self,
                            const TiemPackResult *result)
{
  if (tiem_pack_outcome_is_refusal (result->outcome))
    show_refusal (self, result);
  else
    show_success (self, result);
}

void
tiem_pack_page_show_error (TiemPackPage *self,
                           const char *sentence)
{
  forget_question (self);
  beep (self);
  set_notice_button (self, TIEM_PACK_GOT_IT, _ ("Got it"));
  show_notice (self, TIEM_TONE_ERROR, "dialog-error-symbolic", sentence, NULL);
}
