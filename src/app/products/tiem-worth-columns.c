#define G_LOG_DOMAIN "tiem-worth-columns"

#include "config.h"

#include "app/products/tiem-worth-columns.h"

#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* What a row of a report on the stock says. */

static char *
dup_sub (const TiemWorth *worth)
{
  return worth->options != NULL && *worth->options != '\0'
             ? g_strdup_printf ("%s · %s", worth->options, worth->sku)
             : g_strdup (worth->sku);
}

static void
fill_item (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemWorth *worth = value;
  g_autofree char *sub = dup_sub (worth);

  tiem_cell_set_thumb (cell, user_data, worth->picture, "package-x-generic-symbolic");
  tiem_cell_set_text (cell, worth->product_name, TIEM_TONE_NONE);
  tiem_cell_set_sub (cell, sub);
}

static void
fill_units (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemWorth *worth = value;

  tiem_cell_take_text (
      cell, tiem_number_format (worth->units), worth->units < 0 ? TIEM_TONE_ERROR : TIEM_TONE_NONE);
}

static void
fill_available (TiemCell *cell,
                gconstpointer value,
                gpointer user_data)
{
  const TiemWorth *worth = value;
  TiemTone tone = worth->available <= 0 ? TIEM_TONE_ERROR : TIEM_TONE_WARNING;

  tiem_cell_set_icon (
      cell, worth->available <= 0 ? "dialog-error-symbolic" : "dialog-warning-symbolic", tone);
  tiem_cell_take_text (cell, tiem_number_format (worth->available), tone);
}

static void
fill_cost (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemWorth *worth = value;

  tiem_cell_take_text (
      cell, worth->has_cost ? tiem_money_format (worth->cost_vnd) : NULL, TIEM_TONE_NONE);
}

static void
fill_value (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemWorth *worth = value;

  tiem_cell_set_bold (cell, TRUE);
  tiem_cell_take_text (cell,
                       worth->has_cost ? tiem_money_format (worth->value_vnd) : NULL,
                       worth->value_vnd < 0 ? TIEM_TONE_ERROR : TIEM_TONE_NONE);
}

static void
fill_category (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemWorth *)value)->category, TIEM_TONE_NONE);
}

static void
fill_supplier (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemWorth *)value)->supplier_name, TIEM_TONE_NONE);
}

static void
fill_sold_30 (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  tiem_cell_take_text (
      cell, tiem_number_format (((const TiemWorth *)value)->sold_30_days), TIEM_TONE_NONE);
}

static void
fill_sold_90 (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  tiem_cell_take_text (
      cell, tiem_number_format (((const TiemWorth *)value)->sold_90_days), TIEM_TONE_NONE);
}

/* Returns: (transfer full) */
static char *
dup_idle (const TiemWorth *worth)
{
  g_autofree char *days = tiem_number_format (MAX (worth->idle_days, 0));

  if (!worth->was_sold)
    /* Translators: %s is a number of days since the goods are here */
    return g_strdup_printf (
        ngettext ("never in %s day", "never in %s days", (gulong)MAX (worth->idle_days, 0)), days);
  return g_strdup_printf (ngettext ("%s day", "%s days", (gulong)MAX (worth->idle_days, 0)), days);
}

static void
fill_idle (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  tiem_cell_take_text (cell, dup_idle (value), TIEM_TONE_NONE);
}

static void
fill_point (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemWorth *worth = value;

  tiem_cell_take_text (cell,
                       worth->has_reorder_point ? tiem_number_format (worth->reorder_point) : NULL,
                       TIEM_TONE_NONE);
}

/* Returns: (transfer full) (nullable): when nothing is sold */
static char *
dup_left (const TiemWorth *worth)
{
  g_autofree char *days = NULL;

  if (worth->left_days < 0)
    return NULL;
  if (worth->available <= 0)
    return g_strdup (_ ("sold out"));
  days = tiem_number_format (worth->left_days);
  return g_strdup_printf (ngettext ("%s day", "%s days", (gulong)worth->left_days), days);
}

static void
fill_left (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  tiem_cell_take_text (cell, dup_left (value), TIEM_TONE_NONE);
}

/* Returns: (transfer full): "1,4" in a day */
static char *
dup_pace (const TiemWorth *worth)
{
  gint64 tenths = (worth->pace_milli + 50) / 100;
  g_autofree char *whole = tiem_number_format (tenths / 10);

  /* Translators: the decimal sign of numbers */
  return g_strdup_printf ("%s%s%d", whole, C_ ("decimal", "."), (int)(tenths % 10));
}

static void
fill_pace (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  tiem_cell_take_text (cell, dup_pace (value), TIEM_TONE_NONE);
}

static void
fill_drafted (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  const TiemWorth *worth = value;

  tiem_cell_take_text (
      cell, worth->drafted > 0 ? tiem_number_format (worth->drafted) : NULL, TIEM_TONE_NONE);
}

static void
fill_suggestion (TiemCell *cell,
                 gconstpointer value,
                 gpointer user_data)
{
  tiem_cell_set_bold (cell, TRUE);
  tiem_cell_take_text (
      cell, tiem_number_format (((const TiemWorth *)value)->suggestion), TIEM_TONE_NONE);
}

/* --- narrow windows --- */

static void
fill_narrow (TiemNarrowRow *row,
             const TiemWorth *worth,
             gpointer store,
             const char *end)
{
  g_autofree char *sub = dup_sub (worth);

  tiem_narrow_row_set_thumb (row, store, worth->picture, "package-x-generic-symbolic");
  tiem_narrow_row_set_title (row, worth->product_name, end);
  tiem_narrow_row_set_sub (row, sub);
}

static void
fill_narrow_value (TiemNarrowRow *row,
                   gconstpointer value,
                   gpointer user_data)
{
  const TiemWorth *worth = value;
  g_autofree char *amount = worth->has_cost ? tiem_money_format (worth->value_vnd) : g_strdup ("—");
  g_autofree char *cost = worth->has_cost ? tiem_money_format (worth->cost_vnd) : NULL;
  g_autofree char *units = tiem_number_format (worth->units);
  g_autofree char *sum = cost != NULL ? g_strdup_printf ("%s × %s", units, cost)
                                      /* Translators: %s is a number of units */
                                      : g_strdup_printf (_ ("%s, cost not known"), units);

  fill_narrow (row, worth, user_data, amount);
  tiem_narrow_row_set_state (row, NULL, sum, TIEM_TONE_NONE);
}

static void
fill_narrow_slow (TiemNarrowRow *row,
                  gconstpointer value,
                  gpointer user_data)
{
  const TiemWorth *worth = value;
  g_autofree char *amount = worth->has_cost ? tiem_money_format (worth->value_vnd) : g_strdup ("—");
  g_autofree char *idle = dup_idle (worth);
  g_autofree char *units = tiem_number_format (worth->units);
  /* Translators: %s is a number of units */
  g_autofree char *end = g_strdup_printf (_ ("%s on hand"), units);

  fill_narrow (row, worth, user_data, amount);
  tiem_narrow_row_set_state (row, "document-open-recent-symbolic", idle, TIEM_TONE_NONE);
  tiem_narrow_row_set_end (row, NULL, end, TIEM_TONE_SUB);
}

static void
fill_narrow_reorder (TiemNarrowRow *row,
                     gconstpointer value,
                     gpointer user_data)
{
  const TiemWorth *worth = value;
  g_autofree char *number = tiem_number_format (worth->suggestion);
  /* Translators: %s is a number of units */
  g_autofree char *order = g_strdup_printf (_ ("order %s"), number);
  g_autofree char *left = dup_left (worth);
  g_autofree char *here = tiem_number_format (worth->available);
  g_autofree char *available = g_strdup_printf (_ ("Available: %s"), here);
  gboolean is_out = worth->available <= 0;

  fill_narrow (row, worth, user_data, order);
  tiem_narrow_row_set_state (row,
                             is_out ? "dialog-error-symbolic" : "dialog-warning-symbolic",
                             available,
                             is_out ? TIEM_TONE_ERROR : TIEM_TONE_WARNING);
  tiem_narrow_row_set_end (row, NULL, is_out ? NULL : left, TIEM_TONE_SUB);
}

/* --- all of it --- */

typedef struct
{
  const char *id; /* NULL ends the list */
  TiemColumnKind kind;
  const char *title;
  int width;
  int short_width;
  int sort;
  TiemCellFunc func;
  gboolean is_hidden; /* until the user wants it */
} Entry;

#define ITEM                                                                                       \
  {                                                                                                \
    "item", TIEM_COLUMN_ITEM, N_ ("Product, variant, SKU"), 0, 0, TIEM_WORTH_SORT_NAME, fill_item, \
        FALSE                                                                                      \
  }

static const Entry value_entries[] = {
  ITEM,
  { "category", TIEM_COLUMN_TEXT, N_ ("Category"), 170, -1, -1, fill_category, FALSE },
  { "supplier", TIEM_COLUMN_TEXT, N_ ("Supplier"), 160, -1, -1, fill_supplier, TRUE },
  { "units", TIEM_COLUMN_NUMBER, N_ ("On hand"), 100, 90, TIEM_WORTH_SORT_UNITS, fill_units },
  { "cost", TIEM_COLUMN_NUMBER, N_ ("Cost"), 126, 116, TIEM_WORTH_SORT_COST, fill_cost },
  { "value", TIEM_COLUMN_NUMBER, N_ ("Stock value"), 146, 140, TIEM_WORTH_SORT_VALUE, fill_value },
  { NULL },
};

static const Entry slow_entries[] = {
  ITEM,
  { "idle", TIEM_COLUMN_NUMBER, N_ ("Not sold for"), 170, 150, TIEM_WORTH_SORT_IDLE, fill_idle },
  { "units", TIEM_COLUMN_NUMBER, N_ ("On hand"), 100, 90, TIEM_WORTH_SORT_UNITS, fill_units },
  { "value", TIEM_COLUMN_NUMBER, N_ ("Stock value"), 146, 140, TIEM_WORTH_SORT_VALUE, fill_value },
  { "sold-30", TIEM_COLUMN_NUMBER, N_ ("Sold in 30 days"), 126, -1, -1, fill_sold_30 },
  { "sold-90",
    TIEM_COLUMN_NUMBER,
    N_ ("Sold in 90 days"),
    126,
    -1,
    TIEM_WORTH_SORT_SOLD,
    fill_sold_90 },
  { "category", TIEM_COLUMN_TEXT, N_ ("Category"), 170, -1, -1, fill_category, TRUE },
  { NULL },
};

static const Entry reorder_entries[] = {
  ITEM,
  { "available", TIEM_COLUMN_NUMBER, N_ ("Available"), 110, 106, -1, fill_available },
  { "point", TIEM_COLUMN_NUMBER, N_ ("Reorder point"), 126, -1, -1, fill_point },
  { "pace", TIEM_COLUMN_NUMBER, N_ ("Sold in a day"), 126, -1, -1, fill_pace },
  { "left", TIEM_COLUMN_NUMBER, N_ ("Lasts for"), 110, 96, TIEM_WORTH_SORT_LEFT, fill_left },
  { "drafted", TIEM_COLUMN_NUMBER, N_ ("On draft slips"), 126, -1, -1, fill_drafted },
  { "suggestion", TIEM_COLUMN_NUMBER, N_ ("To order"), 110, 100, -1, fill_suggestion },
  { "supplier", TIEM_COLUMN_TEXT, N_ ("Supplier"), 150, -1, -1, fill_supplier },
  { NULL },
};

static const struct
{
  const Entry *entries;
  const char *sorted_by;
  GtkSortType direction;
  TiemNarrowFunc narrow;
} reports[] = {
  [TIEM_WORTH_VALUE] = { value_entries, "value", GTK_SORT_DESCENDING, fill_narrow_value },
  [TIEM_WORTH_SLOW] = { slow_entries, "value", GTK_SORT_DESCENDING, fill_narrow_slow },
  [TIEM_WORTH_REORDER] = { reorder_entries, "left", GTK_SORT_ASCENDING, fill_narrow_reorder },
};

void
tiem_worth_columns_add (TiemListPane *list,
                        TiemWorthReport report,
                        TiemStore *store)
{
  for (const Entry *entry = reports[report].entries; entry->id != NULL; entry++)
    {
      g_autoptr (GtkColumnViewColumn) column
          = tiem_column_new (entry->kind, _ (entry->title), entry->width, entry->func, store);

      tiem_column_set_id (column, entry->id);
      if (entry->sort >= 0)
        tiem_column_set_sort (column, entry->sort);
      tiem_list_pane_add_column (list, column, entry->short_width);
      if (entry->is_hidden)
        tiem_list_pane_set_column_shown (list, column, FALSE);
      if (g_str_equal (entry->id, reports[report].sorted_by))
        tiem_list_pane_sort_by (list, column, reports[report].direction);
    }
  tiem_list_pane_set_tall (list);
  tiem_list_pane_set_narrow_func (list, reports[report].narrow, store);
}
