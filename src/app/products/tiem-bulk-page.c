#define G_LOG_DOMAIN "tiem-bulk-page"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/products/tiem-bulk-form.h"
#include "app/products/tiem-bulk-page.h"
#include "app/products/tiem-bulk-rows.h"
#include "app/products/tiem-bulk-run.h"
#include "app/widgets/tiem-cell.h"
#include "app/widgets/tiem-item.h"
#include "app/widgets/tiem-text-scale.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* Typing rests for so long before everything is reckoned anew. */
#define REST_MS 200

#define TEXT_WIDTH 220
#define NUMBER_WIDTH 124
#define REMARK_WIDTH 200

#define ROW_KEY "tiem-bulk-row"

struct _TiemBulkPage
{
  TiemSubpage parent_instance;

  TiemBrowsePage *page; /* not owned: this slides over it */
  TiemShop *shop;       /* (owned) (nullable) */
  GArray *ids;          /* (owned) */
  TiemBulkField field;
  TiemBulkPlan *plan; /* (owned) (nullable): what is on show */
  TiemBulkCounts counts;
  TiemBulkRows *rows;    /* (owned) */
  GCancellable *reading; /* (owned) (nullable) */
  guint rest_id;
  guint edits; /* ticks and values changed by hand: a reading begun before is not the last word */
  guint asked_edits; /* how many there were when it began */
  gboolean rule_changed;
  gboolean filling;

  TiemSizeBin *size;
  GtkBox *controls;
  TiemBulkForm *form;
  GtkLabel *problem;
  GtkEditable *search;
  GtkToggleButton *only_warned;
  GtkWidget *all;
  GtkStack *stack;
  GtkColumnView *table;
  GtkLabel *summary;
  GtkButton *apply;
  GtkColumnViewColumn *before;
  GtkColumnViewColumn *after; /* (nullable): of categories */
  GtkColumnViewColumn *change;
  GtkColumnViewColumn *remark;
};

G_DEFINE_FINAL_TYPE (TiemBulkPage, tiem_bulk_page, TIEM_TYPE_SUBPAGE)

static guint
get_row (gconstpointer value)
{
  return GPOINTER_TO_UINT (value) - 1;
}

static const TiemBulkRow *
get_item (TiemBulkPage *self,
          guint row)
{
  return g_ptr_array_index (self->plan->rows, row);
}

/* --- the line below --- */

static const char *
get_apply_words (TiemBulkPage *self,
                 guint n)
{
  if (self->field == TIEM_BULK_PRICE)
    /* Translators: %s is a number, on a button */
    return ngettext ("Change %s price", "Change %s prices", n);
  if (self->field == TIEM_BULK_STOCK)
    return ngettext ("Change stock of %s variant", "Change stock of %s variants", n);
  return ngettext ("Change category of %s variant", "Change category of %s variants", n);
}

static void
add_count (GString *words,
           guint n,
           const char *sentence)
{
  g_autofree char *number = tiem_number_format (n);

  if (n == 0)
    return;
  if (words->len > 0)
    g_string_append (words, " · ");
  g_string_append_printf (words, sentence, number);
}

static void
show_counts (TiemBulkPage *self)
{
  const TiemBulkCounts *counts = &self->counts;
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *number = tiem_number_format (counts->writes);
  g_autofree char *label = NULL;
  const char *problem = NULL;
  g_autoptr (TiemBulkRule) rule = tiem_bulk_form_read (self->form, &problem);

  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  if (rule == NULL)
    {
      gtk_label_set_label (self->summary, _ ("Nothing is written yet: say what shall change."));
      gtk_widget_set_sensitive (GTK_WIDGET (self->apply), FALSE);
      return;
    }
  add_count (words, counts->writes, ngettext ("%s changes", "%s change", counts->writes));
  add_count (words, counts->warned, ngettext ("%s to look at", "%s to look at", counts->warned));
  add_count (words, counts->wrong, ngettext ("%s can't be", "%s can't be", counts->wrong));
  add_count (words, counts->same, ngettext ("%s stays the same", "%s stay the same", counts->same));
  add_count (words, counts->left_out, ngettext ("%s left out", "%s left out", counts->left_out));
  gtk_label_set_label (self->summary, words->str);
  label = g_strdup_printf (get_apply_words (self, counts->writes), number);
  gtk_button_set_label (self->apply, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply), counts->writes > 0);
}

/* --- cells --- */

static char *
dup_value (TiemBulkPage *self,
           gint64 value)
{
  return self->field == TIEM_BULK_PRICE ? tiem_money_format (value) : tiem_number_format (value);
}

static const char *
get_remark (TiemBulkFlags flags,
            TiemTone *tone)
{
  *tone = flags & TIEM_BULK_WRONG      ? TIEM_TONE_ERROR
          : flags & TIEM_BULK_WARNINGS ? TIEM_TONE_WARNING
                                       : TIEM_TONE_SUB;
  if (flags & TIEM_BULK_NEGATIVE)
    return _ ("Would be less than 0");
  if (flags & TIEM_BULK_TOO_MUCH)
    return _ ("Beyond reason");
  if (flags & TIEM_BULK_NO_COST)
    return _ ("Has no cost");
  if (flags & TIEM_BULK_COMBO)
    return _ ("Combo: count its parts");
  if (flags & TIEM_BULK_SAME)
    return _ ("Stays the same");
  if (flags & TIEM_BULK_BELOW_COST)
    return _ ("Below cost");
  if (flags & TIEM_BULK_BELOW_HELD)
    return _ ("Fewer than orders hold");
  if (flags & TIEM_BULK_BECOMES_0)
    return _ ("Becomes 0");
  return NULL;
}

static void
fill_item (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  TiemBulkPage *self = user_data;
  const TiemBulkRow *row = get_item (self, get_row (value));
  gboolean narrow = tiem_size_bin_get_size_class (self->size) == TIEM_SIZE_NARROW;
  g_autofree char *before = narrow && self->field != TIEM_BULK_CATEGORY
                                ? dup_value (self, row->facts.value)
                                : g_strdup (narrow ? row->text : NULL);
  TiemTone tone;
  const char *remark
      = narrow ? get_remark (tiem_bulk_plan_judge (self->plan, get_row (value)), &tone) : NULL;
  g_autoptr (GString) sub = g_string_new (row->options);

  g_string_append_printf (sub, "%s%s", sub->len > 0 ? " · " : "", row->sku);
  if (before != NULL)
    g_string_append_printf (sub, " · %s", before);
  if (remark != NULL)
    g_string_append_printf (sub, " · %s", remark);
  tiem_cell_set_icon (cell, "package-x-generic-symbolic", TIEM_TONE_SUB);
  tiem_cell_set_text (cell, row->name, TIEM_TONE_NONE);
  tiem_cell_set_sub (cell, sub->str);
}

static void
fill_before (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  TiemBulkPage *self = user_data;
  const TiemBulkRow *row = get_item (self, get_row (value));

  if (self->field == TIEM_BULK_CATEGORY)
    tiem_cell_set_text (cell, row->text, TIEM_TONE_NONE);
  else if (self->field == TIEM_BULK_STOCK && !row->facts.is_counted)
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
  else
    tiem_cell_take_text (cell, dup_value (self, row->facts.value), TIEM_TONE_NONE);
}

static void
fill_change (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  TiemBulkPage *self = user_data;
  guint row = get_row (value);
  gint64 change = self->plan->values[row] - get_item (self, row)->facts.value;
  g_autofree char *number = dup_value (self, change);

  tiem_cell_take_text (cell,
                       g_strdup_printf ("%s%s", change > 0 ? "+" : "", number),
                       change == 0 ? TIEM_TONE_SUB : TIEM_TONE_NONE);
}

static void
fill_after_text (TiemCell *cell,
                 gconstpointer value,
                 gpointer user_data)
{
  TiemBulkPage *self = user_data;

  tiem_cell_set_text (cell, self->plan->rule->text, TIEM_TONE_NONE);
}

static void
fill_remark (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  TiemBulkPage *self = user_data;
  TiemTone tone;
  const char *remark = get_remark (tiem_bulk_plan_judge (self->plan, get_row (value)), &tone);

  tiem_cell_set_icon (cell,
                      tone == TIEM_TONE_ERROR     ? "dialog-error-symbolic"
                      : tone == TIEM_TONE_WARNING ? "dialog-warning-symbolic"
                                                  : NULL,
                      tone);
  tiem_cell_set_text (cell, remark != NULL ? remark : "", tone);
}

static void
refresh_row (TiemBulkPage *self)
{
  tiem_column_refresh (self->change);
  tiem_column_refresh (self->remark);
  show_counts (self);
}

/* What is done to a row by hand, with the counts kept. */
static void
set_row (TiemBulkPage *self,
         guint row,
         guint8 state,
         gint64 value)
{
  tiem_bulk_counts_add (&self->counts, self->plan, row, -1);
  self->plan->states[row] = state;
  self->plan->values[row] = value;
  tiem_bulk_counts_add (&self->counts, self->plan, row, 1);
  self->edits++;
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), TRUE);
  refresh_row (self);
}

/* --- ticks --- */

static void
tick_toggled_cb (GtkCheckButton *check,
                 TiemBulkPage *self)
{
  guint row = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), ROW_KEY));

  if (self->filling || self->plan == NULL || row == 0)
    return;
  set_row (self,
           row - 1,
           gtk_check_button_get_active (check) ? self->plan->states[row - 1] & ~TIEM_BULK_LEFT_OUT
                                               : self->plan->states[row - 1] | TIEM_BULK_LEFT_OUT,
           self->plan->values[row - 1]);
}

static void
setup_tick_cb (GtkSignalListItemFactory *factory,
               GtkListItem *item,
               TiemBulkPage *self)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_add_css_class (check, "tiem-check");
  gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
  g_signal_connect_object (check, "toggled", G_CALLBACK (tick_toggled_cb), self, 0);
  gtk_list_item_set_child (item, check);
}

static void
bind_tick_cb (GtkSignalListItemFactory *factory,
              GtkListItem *item,
              TiemBulkPage *self)
{
  GtkWidget *check = gtk_list_item_get_child (item);
  guint row = get_row (tiem_item_get_value (gtk_list_item_get_item (item)));
  gboolean wrong = tiem_bulk_plan_judge (self->plan, row) & TIEM_BULK_WRONG;
  g_autofree char *label = g_strdup_printf (_ ("Change %s"), get_item (self, row)->sku);

  self->filling = TRUE;
  g_object_set_data (G_OBJECT (check), ROW_KEY, GUINT_TO_POINTER (row + 1));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               !wrong && !(self->plan->states[row] & TIEM_BULK_LEFT_OUT));
  gtk_widget_set_sensitive (check, !wrong);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  self->filling = FALSE;
}

/* --- a value typed by hand --- */

static void
value_typed_cb (GtkEditable *entry,
                TiemBulkPage *self)
{
  guint row = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), ROW_KEY));
  gint64 value = 0;
  gboolean good;

  if (self->filling || self->plan == NULL || row == 0)
    return;
  good = tiem_money_parse_input (gtk_editable_get_text (entry), &value, NULL) && value >= 0;
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  /* What can't be read is not written: the row is wrong until it is. */
  set_row (self, row - 1, self->plan->states[row - 1] | TIEM_BULK_TYPED, good ? value : -1);
}

static void
entry_activated_cb (GtkWidget *entry)
{
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (entry)), GTK_DIR_DOWN);
}

static void
setup_value_cb (GtkSignalListItemFactory *factory,
                GtkListItem *item,
                TiemBulkPage *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_widget_add_css_class (entry, "numeric");
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  g_signal_connect_object (entry, "changed", G_CALLBACK (value_typed_cb), self, 0);
  g_signal_connect (entry, "activate", G_CALLBACK (entry_activated_cb), NULL);
  gtk_list_item_set_child (item, entry);
}

static void
bind_value_cb (GtkSignalListItemFactory *factory,
               GtkListItem *item,
               TiemBulkPage *self)
{
  GtkWidget *entry = gtk_list_item_get_child (item);
  guint row = get_row (tiem_item_get_value (gtk_list_item_get_item (item)));
  g_autofree char *text
      = self->plan->values[row] >= 0 ? tiem_number_format (self->plan->values[row]) : g_strdup ("");
  /* Translators: %s is a SKU */
  g_autofree char *label = g_strdup_printf (_ ("New value of %s"), get_item (self, row)->sku);

  self->filling = TRUE;
  g_object_set_data (G_OBJECT (entry), ROW_KEY, GUINT_TO_POINTER (row + 1));
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_widget_remove_css_class (entry, "error");
  gtk_widget_set_sensitive (
      entry, !(self->field == TIEM_BULK_STOCK && get_item (self, row)->facts.is_bundle));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  self->filling = FALSE;
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem *item,
           TiemBulkPage *self)
{
  g_object_set_data (G_OBJECT (gtk_list_item_get_child (item)), ROW_KEY, NULL);
}

/* --- reckoning --- */

static void read_anew (TiemBulkPage *self);

static void
view_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemBulkPage) self = user_data;
  g_autoptr (GError) error = NULL;
  TiemBulkView *view = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->shop == NULL)
    {
      tiem_bulk_view_free (view);
      return;
    }
  g_clear_object (&self->reading);
  if (view != NULL && self->edits != self->asked_edits)
    {
      tiem_bulk_view_free (view);
      self->rule_changed = TRUE;
      read_anew (self);
      return;
    }
  if (view == NULL)
    {
      gtk_label_set_label (self->problem, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      return;
    }
  /* The rows' cells look into the plan: the new one is there before they are filled. */
  tiem_bulk_plan_free (self->plan);
  self->plan = g_steal_pointer (&view->plan);
  self->counts = view->counts;
  tiem_bulk_rows_set_order (self->rows, view->order);
  gtk_stack_set_visible_child_name (self->stack, view->order->len > 0 ? "table" : "empty");
  show_counts (self);
  tiem_bulk_view_free (view);
}

static TiemBulkAsk *
make_ask (TiemBulkPage *self)
{
  TiemBulkAsk *ask = g_new0 (TiemBulkAsk, 1);
  const char *problem;
  int sort = TIEM_BULK_SORT_NAME;

  ask->ids = g_array_ref (self->ids);
  if (self->rule_changed || self->plan == NULL)
    {
      ask->rule = tiem_bulk_form_read (self->form, &problem);
      /* Nothing to reckon with yet: everything stays. */
      if (ask->rule == NULL)
        {
          ask->rule = g_new0 (TiemBulkRule, 1);
          ask->rule->field = self->field;
          ask->rule->how = TIEM_BULK_ADD;
        }
    }
  ask->plan = self->plan != NULL ? tiem_bulk_plan_copy (self->plan) : NULL;
  if (tiem_column_view_get_sort (self->table, &sort, &ask->descending))
    ask->sort = (TiemBulkSort)sort;
  ask->search = g_strdup (gtk_editable_get_text (self->search));
  ask->only_warned = gtk_toggle_button_get_active (self->only_warned);
  self->rule_changed = FALSE;
  self->asked_edits = self->edits;
  return ask;
}

static void
read_anew (TiemBulkPage *self)
{
  TiemBulkAsk *ask;

  if (self->reading != NULL)
    {
      g_cancellable_cancel (self->reading);
      self->rule_changed = TRUE;
    }
  g_clear_object (&self->reading);
  if (self->shop == NULL)
    return;
  self->reading = g_cancellable_new ();
  ask = make_ask (self);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        tiem_bulk_view_read,
                        ask,
                        (GDestroyNotify)tiem_bulk_ask_free,
                        (GDestroyNotify)tiem_bulk_view_free,
                        self->reading,
                        view_read_cb,
                        g_object_ref (self));
}

static gboolean
rest_cb (gpointer data)
{
  TiemBulkPage *self = data;

  self->rest_id = 0;
  read_anew (self);
  return G_SOURCE_REMOVE;
}

static void
read_soon (TiemBulkPage *self)
{
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (REST_MS, rest_cb, self);
}

static void
form_changed_cb (TiemBulkPage *self)
{
  self->rule_changed = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply), FALSE);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), TRUE);
  read_soon (self);
}

static void
view_changed_cb (TiemBulkPage *self)
{
  read_soon (self);
}

/* All that are listed, or none of them where all are. */
static void
all_clicked_cb (TiemBulkPage *self)
{
  GListModel *rows = G_LIST_MODEL (self->rows);
  guint n = g_list_model_get_n_items (rows);
  gboolean any_off = FALSE;

  for (guint i = 0; self->plan != NULL && i < n; i++)
    any_off |= self->plan->states[tiem_bulk_rows_get_row (self->rows, i)] & TIEM_BULK_LEFT_OUT;
  for (guint i = 0; self->plan != NULL && i < n; i++)
    {
      guint row = tiem_bulk_rows_get_row (self->rows, i);

      if (any_off)
        self->plan->states[row] &= ~TIEM_BULK_LEFT_OUT;
      else
        self->plan->states[row] |= TIEM_BULK_LEFT_OUT;
    }
  self->edits++;
  read_anew (self);
}

static void
apply_clicked_cb (TiemBulkPage *self)
{
  TiemBrowsePage *page = self->page;
  TiemBulkPlan *plan = g_steal_pointer (&self->plan);

  if (plan == NULL || self->rest_id != 0 || self->reading != NULL)
    {
      self->plan = plan;
      return;
    }
  /* The rows on show have nothing to look into any more. */
  gtk_column_view_set_model (self->table, NULL);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
  tiem_page_pop (TIEM_PAGE (page));
  tiem_bulk_run_plan (page, plan);
}

/* --- the page --- */

/* GTK 4.8 asks for the width of hidden columns, too. */
static void
show_column (TiemBulkPage *self,
             GtkColumnViewColumn *column,
             gboolean shown,
             int width)
{
  int scaled = (int)(width * tiem_text_scale_get (GTK_WIDGET (self->size)));

  gtk_column_view_column_set_visible (column, shown);
  gtk_column_view_column_set_fixed_width (column, shown ? scaled : 0);
}

static void
size_class_cb (TiemBulkPage *self)
{
  gboolean narrow = tiem_size_bin_get_size_class (self->size) == TIEM_SIZE_NARROW;
  gboolean wide = tiem_size_bin_get_size_class (self->size) >= TIEM_SIZE_MEDIUM;
  gboolean text = self->field == TIEM_BULK_CATEGORY;

  if (self->before == NULL)
    return;
  tiem_bulk_form_set_narrow (self->form, narrow);
  gtk_widget_set_visible (self->all, !narrow);
  show_column (self, self->before, !narrow, text ? TEXT_WIDTH : NUMBER_WIDTH);
  show_column (self, self->remark, !narrow, REMARK_WIDTH);
  show_column (self, self->change, wide && !text, NUMBER_WIDTH);
  if (text)
    gtk_column_view_column_set_fixed_width (self->after, narrow ? NUMBER_WIDTH : TEXT_WIDTH);
}

static GtkColumnViewColumn *
add_column (TiemBulkPage *self,
            TiemColumnKind kind,
            const char *title,
            int width,
            int sort,
            TiemCellFunc func)
{
  GtkColumnViewColumn *column = tiem_column_new (kind, title, width, func, self);

  if (sort >= 0)
    tiem_column_set_sort (column, sort);
  gtk_column_view_append_column (self->table, column);
  g_object_unref (column);
  return column;
}

static void
add_live_column (TiemBulkPage *self,
                 const char *title,
                 int width,
                 GCallback setup,
                 GCallback bind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_signal_connect_object (factory, "setup", setup, self, 0);
  g_signal_connect_object (factory, "bind", bind, self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_fixed_width (column, width);
  gtk_column_view_append_column (self->table, column);
  g_object_unref (column);
}

static void
build_columns (TiemBulkPage *self)
{
  gboolean text = self->field == TIEM_BULK_CATEGORY;

  add_live_column (self, NULL, 40, G_CALLBACK (setup_tick_cb), G_CALLBACK (bind_tick_cb));
  add_column (
      self, TIEM_COLUMN_ITEM, _ ("Product, variant, SKU"), 0, TIEM_BULK_SORT_NAME, fill_item);
  self->before = add_column (self,
                             text ? TIEM_COLUMN_TEXT : TIEM_COLUMN_NUMBER,
                             /* Translators: heading of a column: the value a thing has now */
                             C_ ("column", "Now"),
                             text ? TEXT_WIDTH : NUMBER_WIDTH,
                             text ? -1 : TIEM_BULK_SORT_BEFORE,
                             fill_before);
  if (text)
    self->after
        = add_column (self, TIEM_COLUMN_TEXT, _ ("Becomes"), TEXT_WIDTH, -1, fill_after_text);
  else
    add_live_column (
        self, _ ("Becomes"), 136, G_CALLBACK (setup_value_cb), G_CALLBACK (bind_value_cb));
  self->change = add_column (
      self, TIEM_COLUMN_NUMBER, _ ("Difference"), NUMBER_WIDTH, TIEM_BULK_SORT_CHANGE, fill_change);
  self->remark
      = add_column (self, TIEM_COLUMN_STATE, _ ("To look at"), REMARK_WIDTH, -1, fill_remark);
}

static gboolean
tiem_bulk_page_may_leave (TiemSubpage *subpage)
{
  /* Nothing was written and nothing is lost but the rule. */
  return TRUE;
}

static void
tiem_bulk_page_dispose (GObject *object)
{
  TiemBulkPage *self = TIEM_BULK_PAGE (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->table != NULL)
    gtk_column_view_set_model (self->table, NULL);
  self->table = NULL;
  g_clear_object (&self->rows);
  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_bulk_page_parent_class)->dispose (object);
}

static void
tiem_bulk_page_finalize (GObject *object)
{
  TiemBulkPage *self = TIEM_BULK_PAGE (object);

  tiem_bulk_plan_free (self->plan);
  g_clear_pointer (&self->ids, g_array_unref);
  G_OBJECT_CLASS (tiem_bulk_page_parent_class)->finalize (object);
}

static void
tiem_bulk_page_class_init (TiemBulkPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_bulk_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_bulk_page_finalize;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_bulk_page_may_leave;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-bulk-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemBulkPage, size);
  gtk_widget_class_bind_template_child (widget_class, TiemBulkPage, controls);
  gtk_widget_class_bind_template_child (widget_class, TiemBulkPage, problem);
  gtk_widget_class_bind_template_child (widget_class, TiemBulkPage, search);
  gtk_widget_class_bind_template_child (widget_class, TiemBulkPage, only_warned);
  gtk_widget_class_bind_template_child (widget_class, TiemBulkPage, all);
  gtk_widget_class_bind_template_child (widget_class, TiemBulkPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemBulkPage, table);
  gtk_widget_class_bind_template_child (widget_class, TiemBulkPage, summary);
  gtk_widget_class_bind_template_child (widget_class, TiemBulkPage, apply);
  gtk_widget_class_bind_template_callback (widget_class, size_class_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_clicked_cb);
}

static void
tiem_bulk_page_init (TiemBulkPage *self)
{
  g_type_ensure (TIEM_TYPE_SIZE_BIN);
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "products");
  self->rows = tiem_bulk_rows_new ();
}

GtkWidget *
tiem_bulk_page_new (TiemBrowsePage *page,
                    GArray *variant_ids,
                    TiemBulkField field)
{
  TiemBulkPage *self = g_object_new (TIEM_TYPE_BULK_PAGE, NULL);
  g_autoptr (GtkNoSelection) selection = NULL;
  g_autofree char *n = tiem_number_format (variant_ids->len);
  g_autofree char *subtitle
      = g_strdup_printf (ngettext ("%s variant", "%s variants", variant_ids->len), n);

  self->page = page;
  self->shop = g_object_ref (tiem_page_get_shop (TIEM_PAGE (page)));
  self->ids = g_array_ref (variant_ids);
  self->field = field;
  self->form = TIEM_BULK_FORM (tiem_bulk_form_new (self->shop, field));
  gtk_widget_set_hexpand (GTK_WIDGET (self->form), TRUE);
  gtk_box_append (self->controls, GTK_WIDGET (self->form));
  g_signal_connect_object (
      self->form, "changed", G_CALLBACK (form_changed_cb), self, G_CONNECT_SWAPPED);
  tiem_subpage_set_title (TIEM_SUBPAGE (self),
                          field == TIEM_BULK_PRICE   ? _ ("Change prices")
                          : field == TIEM_BULK_STOCK ? _ ("Change stock")
                                                     : _ ("Set category"),
                          subtitle);
  build_columns (self);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (selection));
  tiem_column_view_align_headers (self->table);
  g_signal_connect_object (gtk_column_view_get_sorter (self->table),
                           "changed",
                           G_CALLBACK (view_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  size_class_cb (self);
  show_counts (self);
  read_anew (self);
  return GTK_WIDGET (self);
}
