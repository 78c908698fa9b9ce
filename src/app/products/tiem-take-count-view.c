#include "config.h"

#include "app/products/tiem-takes-page-private.h"

#include "app/platform-compat.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>

/* Counting: large enough to be read from a metre away, and everything by scan or key. */

static const TiemTakeLine *
find_line (TiemTakesPage *self,
           gint64 variant_id)
{
  for (guint i = 0; variant_id != 0 && i < self->answer->lines->len; i++)
    {
      const TiemTakeLine *line = g_ptr_array_index (self->answer->lines, i);

      if (line->variant_id == variant_id)
        return line;
    }
  return NULL;
}

static void
show_current (TiemTakesPage *self)
{
  const TiemTakeLine *line = find_line (self, self->current_id);
  g_autofree char *goods = NULL;
  g_autofree char *code = NULL;
  g_autofree char *counted = NULL;
  g_autofree char *hint = NULL;
  g_autofree char *words = NULL;

  if (line == NULL && self->answer->lines->len > 0)
    line = g_ptr_array_index (self->answer->lines, 0);
  self->current_id = line != NULL ? line->variant_id : 0;
  gtk_widget_set_visible (self->current, line != NULL);
  gtk_widget_set_visible (self->nothing, line == NULL);
  if (line == NULL)
    return;
  goods = tiem_take_line_dup_goods (line);
  code = tiem_take_line_dup_code (line);
  counted = tiem_number_format (line->counted);
  gtk_label_set_text (self->goods, goods);
  gtk_label_set_text (self->code, code);
  gtk_label_set_text (self->counted, counted);
  /* Translators: how many were counted */
  words = g_strdup_printf (_ ("%s counted"), counted);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->counted), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (line->packed > 0)
    {
      g_autofree char *packed = tiem_number_format (line->packed);

      hint = g_strdup_printf (_ ("%s more are packed and wait for their carrier: do they count in? "
                                 "Type +%s to add them."),
                              packed,
                              packed);
    }
  else if (line->pass < self->answer->take->pass)
    hint = g_strdup (_ ("Counted in an earlier pass; the next scan begins anew."));
  else if (line->has_previous)
    {
      g_autofree char *previous = tiem_number_format (line->previous);

      hint = g_strdup_printf (_ ("The pass before found %s."), previous);
    }
  gtk_label_set_text (
      self->hint, hint != NULL ? hint : _ ("Type =12 to say how many there are, +5 to add to it."));
}

static void
show_recent (TiemTakesPage *self)
{
  gint64 now = tiem_clock_now (tiem_shop_get_clock (self->shop));

  tiem_group_clear (self->recent);
  gtk_widget_set_visible (GTK_WIDGET (self->recent), self->answer->lines->len > 1);
  for (guint i = 0; i < self->answer->lines->len; i++)
    {
      const TiemTakeLine *line = g_ptr_array_index (self->answer->lines, i);
      g_autofree char *goods = tiem_take_line_dup_goods (line);
      g_autofree char *code = tiem_take_line_dup_code (line);
      g_autofree char *counted = tiem_number_format (line->counted);
      g_autofree char *at = tiem_time_format_short (line->last_at, now);
      g_autofree char *action
          = g_strdup_printf ("take.current(int64 %" G_GINT64_FORMAT ")", line->variant_id);

      if (line->variant_id != self->current_id)
        tiem_group_add_line (self->recent, NULL, goods, code, counted, at, action);
    }
}

static void
show_progress (TiemTakesPage *self)
{
  const TiemTake *take = self->answer->take;
  g_autofree char *counted = tiem_number_format (take->counted);
  g_autofree char *goods = tiem_number_format (take->goods);
  g_autofree char *units = tiem_number_format (take->units);
  /* Translators: how many of how many items were counted, and how many units of them */
  g_autofree char *words
      = g_strdup_printf (_ ("Counted %s of %s items · %s units"), counted, goods, units);

  gtk_label_set_text (self->progress_words, words);
  gtk_progress_bar_set_fraction (self->progress,
                                 take->goods > 0 ? (double)take->counted / (double)take->goods : 0);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
}

void
tiem_takes_page_show_count (TiemTakesPage *self)
{
  gboolean was_shown = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "count") == 0;

  show_current (self);
  show_recent (self);
  show_progress (self);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "take.differences", self->answer->take->counted > 0);
  gtk_stack_set_visible_child_name (self->stack, "count");
  if (!was_shown)
    gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

/* --- what a scan came to --- */

static void
forget_question (TiemTakesPage *self)
{
  GtkWidget *child;

  g_clear_pointer (&self->asked_code, g_free);
  g_array_set_size (self->asked_ids, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))) != NULL)
    gtk_flow_box_remove (self->choices, child);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), FALSE);
}

static void
ask (TiemTakesPage *self,
     const TiemSlipScan *scan)
{
  self->asked_code = g_strdup (scan->code);
  for (guint i = 0; i < scan->choices->len; i++)
    {
      const TiemSlipChoice *choice = g_ptr_array_index (scan->choices, i);
      /* Translators: a number to type, what it stands for */
      g_autofree char *label = g_strdup_printf (_ ("%d. %s"), (int)i + 1, choice->label);
      GtkWidget *button = gtk_button_new_with_label (label);

      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                               PANGO_ELLIPSIZE_END);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", choice->variant_id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "take.choose");
      gtk_flow_box_insert (self->choices, button, -1);
      g_array_append_val (self->asked_ids, choice->variant_id);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->choices), TRUE);
}

static void
tell_scan (TiemTakesPage *self,
           const TiemSlipScan *scan)
{
  g_autofree char *sentence = tiem_slip_scan_dup_sentence (scan);
  g_autofree char *counted = NULL;
  g_autofree char *words = NULL;

  if (sentence != NULL)
    {
      if (gtk_toggle_button_get_active (self->sound))
        gdk_display_beep (gtk_widget_get_display (GTK_WIDGET (self)));
      tiem_notice_show (self->notice,
                        scan->outcome == TIEM_SLIP_SCAN_AMBIGUOUS ? TIEM_TONE_WARNING
                                                                  : TIEM_TONE_ERROR,
                        sentence,
                        NULL,
                        NULL,
                        FALSE);
      tiem_compat_announce (GTK_WIDGET (self), sentence);
      if (scan->outcome == TIEM_SLIP_SCAN_AMBIGUOUS)
        ask (self, scan);
      return;
    }
  tiem_notice_show (self->notice, TIEM_TONE_ERROR, NULL, NULL, NULL, FALSE);
  if (scan->is_bundle || scan->archived || scan->is_extra)
    tiem_notice_show (self->notice,
                      TIEM_TONE_ACCENT,
                      scan->label,
                      scan->is_bundle ? _ ("A combo: its parts were counted.")
                      : scan->archived
                          ? _ ("It is no longer sold, but counted.")
                          : _ ("It was not asked for in this stock take, but counted."),
                      NULL,
                      FALSE);
  counted = tiem_number_format (scan->counted);
  words = g_strdup_printf ("%s: %s", scan->label, counted);
  tiem_compat_announce (GTK_WIDGET (self), words);
}

void
tiem_takes_page_tell (TiemTakesPage *self,
                      const TiemTakeAnswer *answer)
{
  if (answer->variant_id != 0 && !self->shows_result)
    {
      /* Of a bundle its part comes first in the list. */
      self->current_id = find_line (self, answer->variant_id) != NULL ? answer->variant_id : 0;
      tiem_takes_page_show_count (self);
    }
  if (answer->scans == NULL)
    return;
  forget_question (self);
  for (guint i = 0; i < answer->scans->len; i++)
    tell_scan (self, g_ptr_array_index (answer->scans, i));
}

/* "=12", "+5", "-1": of the goods in the card. Returns: FALSE: it is a code */
static gboolean
type_number (TiemTakesPage *self,
             const char *text)
{
  TiemTakeWork *work;
  gint64 units;
  char *end;

  if ((*text != '=' && *text != '+' && *text != '-') || !g_ascii_isdigit (text[1]))
    return FALSE;
  units = g_ascii_strtoll (*text == '-' ? text : text + 1, &end, 10);
  if (*end != '\0')
    return FALSE;
  work = tiem_take_work_new (TIEM_TAKE_COUNT);
  work->units = units;
  work->is_total = *text == '=';
  tiem_takes_page_push (self, work);
  return TRUE;
}

static void
push_scan (TiemTakesPage *self,
           const char *code,
           gint64 chosen_id)
{
  TiemTakeWork *work = tiem_take_work_new (TIEM_TAKE_SCAN);

  work->text = g_strdup (code);
  work->chosen_id = chosen_id;
  tiem_takes_page_push (self, work);
}

void
tiem_takes_page_choose (TiemTakesPage *self,
                        gint64 variant_id)
{
  if (self->asked_code != NULL)
    push_scan (self, self->asked_code, variant_id);
  gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

void
tiem_takes_page_scanned (TiemTakesPage *self,
                         const char *code)
{
  guint64 n = 0;

  if (self->asked_code != NULL && self->asked_ids->len > 0
      && g_ascii_string_to_unsigned (code, 10, 1, self->asked_ids->len, &n, NULL))
    push_scan (self, self->asked_code, g_array_index (self->asked_ids, gint64, n - 1));
  else if (!type_number (self, code))
    push_scan (self, code, 0);
}
