#define G_LOG_DOMAIN "tiem-import-page"

#include "config.h"

#include "app/products/tiem-import-page-private.h"
#include "app/widgets/tiem-cell.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* What a file would do, row by row: the cells of the table and the columns that fit. */

const TiemImportLine *
tiem_import_page_get_line (TiemImportPage *self,
                           gconstpointer value)
{
  return g_ptr_array_index (self->result->lines, GPOINTER_TO_UINT (value) - 1);
}

static const char *
get_state_words (TiemImportState state,
                 const char **icon,
                 TiemTone *tone)
{
  static const struct
  {
    const char *words;
    const char *icon;
    TiemTone tone;
  } states[TIEM_N_IMPORT_STATES] = {
    [TIEM_IMPORT_NEW] = { N_ ("New"), "list-add-symbolic", TIEM_TONE_SUCCESS },
    [TIEM_IMPORT_CHANGED] = { N_ ("Changed"), "document-edit-symbolic", TIEM_TONE_ACCENT },
    [TIEM_IMPORT_SAME] = { N_ ("Same"), "object-select-symbolic", TIEM_TONE_SUB },
    [TIEM_IMPORT_WRONG] = { NC_ ("row", "Wrong"), "dialog-error-symbolic", TIEM_TONE_ERROR },
    [TIEM_IMPORT_LEFT] = { N_ ("Left as it is"), "object-select-symbolic", TIEM_TONE_SUB },
  };

  *icon = states[state].icon;
  *tone = states[state].tone;
  return state == TIEM_IMPORT_WRONG ? g_dpgettext2 (NULL, "row", states[state].words)
                                    : _ (states[state].words);
}

/* Rows that are fine but were understood in a way the owner should see carry a warning. */
static void
fill_state (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemImportLine *line = tiem_import_page_get_line (user_data, value);
  const char *icon;
  TiemTone tone;
  const char *words = get_state_words (line->state, &icon, &tone);

  if (line->state != TIEM_IMPORT_WRONG && line->notes->len > 0)
    {
      icon = "dialog-warning-symbolic";
      tone = TIEM_TONE_WARNING;
    }
  tiem_cell_set_icon (cell, icon, tone);
  tiem_cell_set_text (cell, words, tone == TIEM_TONE_ERROR ? tone : TIEM_TONE_NONE);
}

static void
fill_row (TiemCell *cell,
          gconstpointer value,
          gpointer user_data)
{
  tiem_cell_take_text (
      cell, tiem_number_format (tiem_import_page_get_line (user_data, value)->row), TIEM_TONE_NONE);
}

static void
fill_sku (TiemCell *cell,
          gconstpointer value,
          gpointer user_data)
{
  tiem_cell_set_text (cell, tiem_import_page_get_line (user_data, value)->sku, TIEM_TONE_NONE);
}

/* On a window too narrow for columns everything stands in two lines of one. */
static void
fill_item (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  TiemImportPage *self = user_data;
  const TiemImportLine *line = tiem_import_page_get_line (self, value);
  g_autofree char *what = tiem_import_line_describe (line, TRUE);
  g_autofree char *row = tiem_number_format (line->row);
  const char *icon;
  TiemTone tone;
  const char *words = get_state_words (line->state, &icon, &tone);
  g_autofree char *sub = NULL;

  tiem_cell_set_text (cell, line->name != NULL ? line->name : line->sku, TIEM_TONE_NONE);
  /* Translators: a row's number, the result (“Wrong”), and what differs */
  sub = g_strdup_printf (_ ("Row %s · %s · %s"), row, words, what);
  tiem_cell_set_icon (cell, icon, tone);
  tiem_cell_set_sub (cell, sub);
}

static void
fill_name (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  tiem_cell_set_text (cell, tiem_import_page_get_line (user_data, value)->name, TIEM_TONE_NONE);
}

static void
fill_what (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  TiemImportPage *self = user_data;
  const TiemImportLine *line = tiem_import_page_get_line (self, value);
  gboolean wide = tiem_size_bin_get_size_class (self->size) == TIEM_SIZE_WIDE;
  g_autofree char *what = tiem_import_line_describe (line, !wide);
  g_autofree char *text = NULL;

  if (line->state == TIEM_IMPORT_WRONG)
    {
      const TiemImportProblem *problem = g_ptr_array_index (line->wrong, 0);

      /* "SKU missing" says what it is of */
      if (!g_str_equal (problem->column, "sku"))
        text = g_strdup_printf ("%s: %s", tiem_field_get_label (problem->column), what);
    }
  tiem_cell_set_text (cell,
                      text != NULL ? text : what,
                      line->state == TIEM_IMPORT_WRONG ? TIEM_TONE_ERROR : TIEM_TONE_NONE);
}

/* What to do about it, or how it was understood. */
static void
fill_fix (TiemCell *cell,
          gconstpointer value,
          gpointer user_data)
{
  const TiemImportLine *line = tiem_import_page_get_line (user_data, value);
  const char *text = NULL;

  if (line->state == TIEM_IMPORT_WRONG)
    text = ((TiemImportProblem *)g_ptr_array_index (line->wrong, 0))->fix;
  else if (line->notes->len > 0)
    text = ((TiemImportProblem *)g_ptr_array_index (line->notes, 0))->reason;
  tiem_cell_set_text (cell, text != NULL ? text : "", TIEM_TONE_NONE);
}

void
tiem_import_page_make_columns (TiemImportPage *self)
{
  const struct
  {
    TiemColumnKind kind;
    const char *title;
    int width;
    TiemCellFunc func;
  } columns[N_COLUMNS] = {
    [COLUMN_ROW] = { TIEM_COLUMN_NUMBER, _ ("Row"), 72, fill_row },
    [COLUMN_STATE] = { TIEM_COLUMN_STATE, _ ("Result"), 128, fill_state },
    [COLUMN_SKU] = { TIEM_COLUMN_TEXT, _ ("SKU"), 140, fill_sku },
    [COLUMN_NAME] = { TIEM_COLUMN_TEXT, _ ("Product"), 0, fill_name },
    [COLUMN_WHAT] = { TIEM_COLUMN_TEXT, _ ("What differs"), 370, fill_what },
    [COLUMN_FIX] = { TIEM_COLUMN_TEXT, _ ("How to fix it"), 262, fill_fix },
    [COLUMN_ITEM] = { TIEM_COLUMN_ITEM, _ ("Product"), 0, fill_item },
  };

  for (gsize i = 0; i < N_COLUMNS; i++)
    self->columns[i] = tiem_column_new (
        columns[i].kind, columns[i].title, columns[i].width, columns[i].func, self);
}

void
tiem_import_page_name_columns (TiemImportPage *self,
                               TiemImportWhat what)
{
  const char *name = what == TIEM_IMPORT_CUSTOMERS   ? _ ("Customer")
                     : what == TIEM_IMPORT_SUPPLIERS ? _ ("Supplier")
                                                     : _ ("Product");
  gboolean people = what == TIEM_IMPORT_CUSTOMERS || what == TIEM_IMPORT_SUPPLIERS;

  gtk_column_view_column_set_title (self->columns[COLUMN_SKU], people ? _ ("Code") : _ ("SKU"));
  gtk_column_view_column_set_title (self->columns[COLUMN_NAME], name);
  gtk_column_view_column_set_title (self->columns[COLUMN_ITEM], name);
}

static gboolean
has_room_for (TiemSizeClass size,
              int column)
{
  switch (column)
    {
    case COLUMN_ITEM:
      return size == TIEM_SIZE_NARROW;
    case COLUMN_SKU:
      return size >= TIEM_SIZE_MEDIUM;
    case COLUMN_FIX:
      return size == TIEM_SIZE_WIDE;
    default:
      return size != TIEM_SIZE_NARROW;
    }
}

/* Columns are taken off and put back: one that was hidden from the start does not expand. */
void
tiem_import_page_fit_columns (TiemImportPage *self)
{
  TiemSizeClass size = tiem_size_bin_get_size_class (self->size);
  gboolean narrow = size == TIEM_SIZE_NARROW;
  GListModel *shown = gtk_column_view_get_columns (self->table);

  while (g_list_model_get_n_items (shown) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, 0);

      gtk_column_view_remove_column (self->table, column);
    }
  for (int i = 0; i < N_COLUMNS; i++)
    if (has_room_for (size, i))
      gtk_column_view_append_column (self->table, self->columns[i]);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->foot),
                                  size <= TIEM_SIZE_COMPACT ? GTK_ORIENTATION_VERTICAL
                                                            : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->foot_buttons),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (self->foot_buttons, narrow ? GTK_ALIGN_FILL : GTK_ALIGN_END);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self->table), "tall");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->table), "tall");
  tiem_column_view_align_headers (self->table);
}
