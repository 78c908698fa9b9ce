#define G_LOG_DOMAIN "tiem-worth-sheet"

#include "config.h"

#include "document/tiem-worth-sheet.h"

#include "document/tiem-sheet.h"

#include <glib/gi18n-lib.h>

#define PAGE 500
#define MOST_COLUMNS 14

typedef enum
{
  SKU,
  NAME,
  OPTIONS,
  CATEGORY,
  SUPPLIER,
  UNITS,
  AVAILABLE,
  COST,
  VALUE,
  IDLE_DAYS,
  SOLD_30,
  SOLD_90,
  REORDER_POINT,
  LEFT_DAYS,
  DRAFTED,
  SUGGESTION,
  END,
} Column;

static const struct
{
  const char *head;
  TiemCellKind kind;
} columns[] = {
  [SKU] = { N_ ("SKU"), TIEM_CELL_TEXT },
  [NAME] = { N_ ("Product"), TIEM_CELL_TEXT },
  [OPTIONS] = { N_ ("Variant"), TIEM_CELL_TEXT },
  [CATEGORY] = { N_ ("Category"), TIEM_CELL_TEXT },
  [SUPPLIER] = { N_ ("Supplier"), TIEM_CELL_TEXT },
  [UNITS] = { N_ ("On hand"), TIEM_CELL_NUMBER },
  [AVAILABLE] = { N_ ("Available"), TIEM_CELL_NUMBER },
  [COST] = { N_ ("Cost"), TIEM_CELL_MONEY },
  [VALUE] = { N_ ("Stock value"), TIEM_CELL_MONEY },
  [IDLE_DAYS] = { N_ ("Days without a sale"), TIEM_CELL_NUMBER },
  [SOLD_30] = { N_ ("Sold in 30 days"), TIEM_CELL_NUMBER },
  [SOLD_90] = { N_ ("Sold in 90 days"), TIEM_CELL_NUMBER },
  [REORDER_POINT] = { N_ ("Reorder point"), TIEM_CELL_NUMBER },
  [LEFT_DAYS] = { N_ ("Lasts for days"), TIEM_CELL_NUMBER },
  [DRAFTED] = { N_ ("On draft slips"), TIEM_CELL_NUMBER },
  [SUGGESTION] = { N_ ("To order"), TIEM_CELL_NUMBER },
};

static const Column value_columns[]
    = { SKU, NAME, OPTIONS, CATEGORY, SUPPLIER, UNITS, COST, VALUE, END };
static const Column slow_columns[]
    = { SKU, NAME, OPTIONS, CATEGORY, IDLE_DAYS, UNITS, COST, VALUE, SOLD_30, SOLD_90, END };
static const Column reorder_columns[]
    = { SKU,     NAME,          OPTIONS,   SUPPLIER, UNITS,      AVAILABLE, SOLD_30,
        SOLD_90, REORDER_POINT, LEFT_DAYS, DRAFTED,  SUGGESTION, END };

static const Column *const reports[] = {
  [TIEM_WORTH_VALUE] = value_columns,
  [TIEM_WORTH_SLOW] = slow_columns,
  [TIEM_WORTH_REORDER] = reorder_columns,
};

static void
put_number (TiemSheetWriter *writer,
            gboolean is_known,
            gint64 number)
{
  if (is_known)
    tiem_sheet_writer_add_number (writer, number);
  else
    tiem_sheet_writer_add_text (writer, NULL);
}

static void
put_cell (TiemSheetWriter *writer,
          Column column,
          const TiemWorth *worth)
{
  const char *texts[] = { [SKU] = worth->sku,
                          [NAME] = worth->product_name,
                          [OPTIONS] = worth->options,
                          [CATEGORY] = worth->category,
                          [SUPPLIER] = worth->supplier_name };
  const gint64 numbers[]
      = { [UNITS] = worth->units,          [AVAILABLE] = worth->available,
          [COST] = worth->cost_vnd,        [VALUE] = worth->value_vnd,
          [IDLE_DAYS] = worth->idle_days,  [SOLD_30] = worth->sold_30_days,
          [SOLD_90] = worth->sold_90_days, [REORDER_POINT] = worth->reorder_point,
          [LEFT_DAYS] = worth->left_days,  [DRAFTED] = worth->drafted,
          [SUGGESTION] = worth->suggestion };

  if (column <= SUPPLIER)
    tiem_sheet_writer_add_text (writer, texts[column]);
  else if (column == COST || column == VALUE)
    put_number (writer, worth->has_cost, numbers[column]);
  else if (column == REORDER_POINT)
    put_number (writer, worth->has_reorder_point, numbers[column]);
  else
    put_number (writer, column != LEFT_DAYS || worth->left_days >= 0, numbers[column]);
}

static gboolean
put_rows (TiemStore *store,
          const TiemWorthQuery *query,
          TiemSheetWriter *writer,
          gint64 *n,
          TiemProgressFunc progress,
          gpointer user_data,
          GCancellable *cancellable,
          GError **error)
{
  for (;;)
    {
      g_autoptr (GPtrArray) found = tiem_store_list_worth (store, query, PAGE, *n, error);

      if (found == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint i = 0; i < found->len; i++)
        {
          for (const Column *column = reports[query->report]; *column != END; column++)
            put_cell (writer, *column, g_ptr_array_index (found, i));
          tiem_sheet_writer_end_row (writer);
        }
      *n += found->len;
      if (progress != NULL)
        progress ((guint)*n, 0, user_data);
      if (found->len < PAGE)
        return TRUE;
    }
}

static gboolean
put_sum (TiemStore *store,
         const TiemWorthQuery *query,
         TiemSheetWriter *writer,
         GError **error)
{
  TiemWorthSum sum;

  if (!tiem_store_sum_worth (store, query, &sum, error))
    return FALSE;
  for (const Column *column = reports[query->report]; *column != END; column++)
    if (*column == SKU)
      tiem_sheet_writer_add_text (writer, _ ("Total"));
    else if (*column == UNITS || *column == VALUE)
      tiem_sheet_writer_add_number (writer, *column == UNITS ? sum.units : sum.value_vnd);
    else
      tiem_sheet_writer_add_text (writer, NULL);
  tiem_sheet_writer_end_row (writer);
  return TRUE;
}

gint64
tiem_worth_sheet_write (TiemStore *store,
                        const TiemWorthQuery *query,
                        const char *path,
                        TiemProgressFunc progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error)
{
  const char *heads[MOST_COLUMNS + 1] = { NULL };
  TiemCellKind kinds[MOST_COLUMNS];
  TiemSheetWriter *writer;
  gint64 n = 0;
  guint n_columns = 0;

  for (const Column *column = reports[query->report]; *column != END; column++, n_columns++)
    {
      g_assert (n_columns < MOST_COLUMNS);
      heads[n_columns] = _ (columns[*column].head);
      kinds[n_columns] = columns[*column].kind;
    }
  writer = tiem_sheet_writer_new (path, heads, kinds, error);
  if (writer == NULL)
    return -1;
  if (!put_rows (store, query, writer, &n, progress, user_data, cancellable, error)
      || !put_sum (store, query, writer, error))
    {
      tiem_sheet_writer_abort (writer);
      return -1;
    }
  return tiem_sheet_writer_close (writer, error) ? n : -1;
}
