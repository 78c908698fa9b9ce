#include "config.h"

#include "app/products/tiem-takes-page-private.h"

#include "app/orders/tiem-print-page.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "document/tiem-take-sheet.h"
#include "store/tiem-store-shop.h"

#include <glib/gi18n.h>

/* The differences of a stock take, each with what explains it, before and after they are booked. */

/* Rows that are made; the dearest come first, and paper has them all. */
#define MOST_ROWS 200

/* --- notes --- */

static void
save_note (GtkEditable *entry,
           TiemTakesPage *self)
{
  const char *kept = g_object_get_data (G_OBJECT (entry), "kept");
  gint64 *variant_id = g_object_get_data (G_OBJECT (entry), "variant");
  const char *text = gtk_editable_get_text (entry);
  TiemTakeWork *work;

  if (self->shop == NULL || g_strcmp0 (kept, text) == 0)
    return;
  g_object_set_data_full (G_OBJECT (entry), "kept", g_strdup (text), g_free);
  work = tiem_take_work_new (TIEM_TAKE_NOTE);
  work->variant_id = *variant_id;
  work->text = g_strdup (text);
  tiem_takes_page_push (self, work);
}

static void
note_left_cb (GtkEventControllerFocus *controller,
              TiemTakesPage *self)
{
  save_note (GTK_EDITABLE (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller))),
             self);
}

static GtkWidget *
note_entry_new (TiemTakesPage *self,
                const TiemTakeLine *line)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autofree char *name = NULL;
  gint64 id = line->variant_id;

  /* Translators: %s is a SKU */
  name = g_strdup_printf (_ ("Note on %s"), line->sku);
  gtk_editable_set_text (GTK_EDITABLE (entry), line->note != NULL ? line->note : "");
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Note"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (
      G_OBJECT (entry), "kept", g_strdup (line->note != NULL ? line->note : ""), g_free);
  g_object_set_data_full (G_OBJECT (entry), "variant", g_memdup2 (&id, sizeof id), g_free);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect_object (focus, "leave", G_CALLBACK (note_left_cb), self, 0);
  g_signal_connect_object (entry, "activate", G_CALLBACK (save_note), self, 0);
  return entry;
}

/* --- lines --- */

static GtkWidget *
label_new (const char *text,
           const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

static char *
dup_difference (const TiemTakeLine *line)
{
  g_autofree char *number = tiem_number_format (ABS (line->difference));

  return line->difference == 0  ? g_strdup ("0")
         : line->difference < 0 ? g_strdup_printf ("\342\210\222%s", number)
                                : g_strdup_printf ("+%s", number);
}

static GtkWidget *
amounts_new (const TiemTakeLine *line)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *difference = dup_difference (line);
  g_autofree char *value
      = line->has_cost ? tiem_money_format (line->difference * line->cost_vnd) : g_strdup ("—");
  GtkWidget *number = gtk_label_new (difference);
  GtkWidget *worth = gtk_label_new (value);

  gtk_widget_set_halign (number, GTK_ALIGN_END);
  gtk_widget_set_halign (worth, GTK_ALIGN_END);
  gtk_widget_add_css_class (number, "tiem-bold");
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_add_css_class (worth, "numeric");
  gtk_widget_add_css_class (worth, "caption");
  gtk_widget_add_css_class (worth, "tiem-sub");
  if (line->difference < 0)
    tiem_tone_apply (number, TIEM_TONE_ERROR);
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), worth);
  return box;
}

static void
add_difference (TiemTakesPage *self,
                const TiemTakeLine *line,
                gboolean is_draft)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *goods = tiem_take_line_dup_goods (line);
  g_autofree char *code = tiem_take_line_dup_code (line);
  g_autofree char *why = tiem_take_line_dup_explanation (line);
  GtkWidget *sub = label_new (code, "caption");

  gtk_widget_add_css_class (row, "tiem-line");
  gtk_widget_add_css_class (sub, "tiem-sub");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), label_new (goods, NULL));
  gtk_box_append (GTK_BOX (words), sub);
  gtk_box_append (GTK_BOX (words), label_new (why, NULL));
  gtk_box_append (GTK_BOX (top), words);
  gtk_box_append (GTK_BOX (top), amounts_new (line));
  gtk_box_append (GTK_BOX (row), top);
  if (is_draft)
    gtk_box_append (GTK_BOX (row), note_entry_new (self, line));
  else if (line->note != NULL)
    gtk_box_append (GTK_BOX (row), label_new (line->note, "tiem-sub"));
  gtk_widget_set_focusable (tiem_group_add (self->different, row), FALSE);
}

static void
add_more (TiemGroup *group,
          guint n)
{
  g_autofree char *words = NULL;

  if (n <= MOST_ROWS)
    return;
  words = g_strdup_printf (ngettext ("and %d more, on the printed list",
                                     "and %d more, on the printed list",
                                     n - MOST_ROWS),
                           (int)(n - MOST_ROWS));
  tiem_group_add_line (group, NULL, words, NULL, NULL, NULL, NULL);
}

static void
show_differences (TiemTakesPage *self,
                  gboolean is_draft)
{
  GPtrArray *lines = self->answer->lines;

  tiem_group_clear (self->different);
  tiem_group_set_heading (self->different, _ ("Differences"), NULL);
  for (guint i = 0; i < lines->len && i < MOST_ROWS; i++)
    add_difference (self, g_ptr_array_index (lines, i), is_draft);
  add_more (self->different, lines->len);
  if (lines->len == 0)
    tiem_group_add_line (self->different,
                         NULL,
                         _ ("Everything that was counted agrees with the books"),
                         NULL,
                         NULL,
                         NULL,
                         NULL);
}

static void
show_uncounted (TiemTakesPage *self,
                gboolean is_draft)
{
  GPtrArray *lines = self->answer->uncounted;
  g_autofree char *heading = g_strdup_printf (
      ngettext ("Not counted: %d item", "Not counted: %d items", lines->len), (int)lines->len);

  gtk_widget_set_visible (self->uncounted_box, lines->len > 0);
  gtk_widget_set_visible (self->uncounted_choice, is_draft);
  tiem_group_clear (self->uncounted);
  tiem_group_set_heading (self->uncounted, heading, NULL);
  for (guint i = 0; i < lines->len && i < MOST_ROWS / 4; i++)
    {
      const TiemTakeLine *line = g_ptr_array_index (lines, i);
      g_autofree char *goods = tiem_take_line_dup_goods (line);
      g_autofree char *code = tiem_take_line_dup_code (line);
      g_autofree char *on_hand = tiem_number_format (line->on_hand);
      g_autofree char *difference = dup_difference (line);

      tiem_group_add_line (self->uncounted,
                           NULL,
                           goods,
                           code,
                           line->is_zeroed ? difference : on_hand,
                           line->is_zeroed ? _ ("booked as gone") : _ ("in the books"),
                           NULL);
    }
  if (lines->len > MOST_ROWS / 4)
    add_more (self->uncounted, lines->len + MOST_ROWS - MOST_ROWS / 4);
}

static void
show_sums (TiemTakesPage *self)
{
  const TiemTake *take = self->answer->take;
  GtkWidget *facts = tiem_facts_new ();
  g_autofree char *counted = tiem_number_format (take->counted);
  g_autofree char *goods = tiem_number_format (take->goods);
  g_autofree char *of = g_strdup_printf (_ ("%s of %s items"), counted, goods);
  g_autofree char *missing = tiem_number_format (take->missing);
  g_autofree char *surplus = tiem_number_format (take->surplus);
  gboolean is_known = take->without_cost < take->different || take->different == 0;
  g_autofree char *value
      = is_known ? tiem_money_format (take->value_vnd) : g_strdup (_ ("no cost is known"));
  const char *label = take->without_cost > 0
                          ? _ ("Value of the differences, where the cost is known")
                          : _ ("Value of the differences");

  tiem_group_clear (self->sums);
  tiem_facts_add (facts, _ ("Counted"), of, FALSE);
  tiem_facts_add (facts, _ ("Missing"), missing, FALSE);
  tiem_facts_add (facts, _ ("Too many"), surplus, FALSE);
  tiem_facts_add (facts, label, value, TRUE);
  gtk_widget_set_focusable (tiem_group_add (self->sums, facts), FALSE);
}

static void
show_state (TiemTakesPage *self)
{
  const TiemTake *take = self->answer->take;
  gint64 now = tiem_clock_now (tiem_shop_get_clock (self->shop));
  g_autofree char *at = tiem_time_format_short (
      g_str_equal (take->state, "done") ? take->done_at : take->undone_at, now);
  g_autofree char *words = NULL;

  if (g_str_equal (take->state, "done"))
    /* Translators: a time */
    words = g_strdup_printf (_ ("Booked at %s"), at);
  else if (g_str_equal (take->state, "undone"))
    words = g_strdup_printf (_ ("Undone at %s"), at);
  tiem_notice_show (self->result_notice, TIEM_TONE_ACCENT, words, NULL, NULL, FALSE);
}

void
tiem_takes_page_show_result (TiemTakesPage *self)
{
  const TiemTake *take = self->answer->take;
  gboolean is_draft = g_str_equal (take->state, "draft");
  gboolean is_done = g_str_equal (take->state, "done");
  g_autofree char *label = NULL;

  /* Somebody is writing a note: the list is made anew when it is saved. */
  if (self->answer->deed == TIEM_TAKE_NOTE)
    return;
  show_sums (self);
  show_differences (self, is_draft);
  show_uncounted (self, is_draft);
  show_state (self);
  label = take->different > 0 ? g_strdup_printf (
              ngettext ("Book %d difference", "Book %d differences", (gulong)take->different),
              (int)take->different)
                              : g_strdup (_ ("Finish the stock take"));
  gtk_button_set_label (self->book, label);
  gtk_widget_set_visible (GTK_WIDGET (self->book), is_draft);
  gtk_widget_set_visible (self->count_on, !is_done);
  gtk_widget_set_visible (self->undo, is_done);
  gtk_stack_set_visible_child_name (self->stack, "result");
}

/* --- on paper --- */

typedef struct
{
  gint64 take_id;
  gboolean blank;
} Printing;

static gpointer
run_print (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Printing *printing = data;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (TiemTake) take
      = tiem_store_get_take (store, printing->take_id, TIEM_TAKE_EVERY, 0, &lines, error);
  g_autoptr (TiemShopIdentity) shop
      = take != NULL ? tiem_store_get_shop_identity (store, error) : NULL;

  if (shop == NULL)
    return NULL;
  return tiem_take_sheet_make (
      take, lines, printing->blank, shop->name, tiem_store_now (store), error);
}

static void
printed_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (TiemTakesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  const char *const papers[] = { _ ("A4"), NULL };
  g_autofree char *name = NULL;
  GtkWidget *old;
  GtkWidget *page;

  if (self->shop == NULL || self->take_id == 0)
    return;
  if (pdf == NULL)
    {
      tiem_notice_show (self->shows_result ? self->result_notice : self->notice,
                        TIEM_TONE_ERROR,
                        error->message,
                        NULL,
                        NULL,
                        FALSE);
      return;
    }
  name = g_strdup_printf ("%s.pdf", self->answer->take->number);
  if ((old = gtk_stack_get_child_by_name (self->stack, "print")) != NULL)
    gtk_stack_remove (self->stack, old);
  page = tiem_print_page_new (self->answer->take->number, name);
  tiem_print_page_set_papers (TIEM_PRINT_PAGE (page), papers, 0);
  tiem_print_page_show (TIEM_PRINT_PAGE (page), pdf, self->answer->take->number);
  gtk_stack_add_named (self->stack, page, "print");
  gtk_stack_set_visible_child_name (self->stack, "print");
}

void
tiem_takes_page_print (TiemTakesPage *self,
                       gboolean blank)
{
  Printing *printing = g_new0 (Printing, 1);

  printing->take_id = self->take_id;
  printing->blank = blank;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        run_print,
                        printing,
                        g_free,
                        (GDestroyNotify)g_bytes_unref,
                        NULL,
                        printed_cb,
                        g_object_ref (self));
}
