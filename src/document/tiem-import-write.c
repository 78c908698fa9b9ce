#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-exchange.h"
#include "document/tiem-import-private.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>

/* Imports in words and in files: what a row changes, the rows that are wrong, the empty table. */

static gboolean
is_number_column (const char *column)
{
  return g_str_equal (column, "price") || g_str_equal (column, "cost")
         || g_str_equal (column, "on_hand") || g_str_equal (column, "debt");
}

/* Returns: (transfer full): a value as people read it */
static char *
dup_value (const char *column,
           const char *value)
{
  if (value == NULL)
    return g_strdup ("—");
  if (is_number_column (column))
    return tiem_number_format (g_ascii_strtoll (value, NULL, 10));
  if (g_str_equal (column, "phone"))
    return tiem_phone_format (value);
  return g_strdup (value);
}

static void
describe_change (GString *out,
                 TiemImportState state,
                 const TiemImportChange *change)
{
  g_autofree char *before = dup_value (change->column, change->before);
  g_autofree char *after = dup_value (change->column, change->after);
  const char *label = tiem_field_get_label (change->column);

  g_string_append (out, out->len > 0 ? " · " : "");
  if (g_str_equal (change->column, "archived"))
    g_string_append (
        out, g_strcmp0 (change->after, "1") == 0 ? _ ("is archived") : _ ("is on sale again"));
  else if (g_str_equal (change->column, "description") || g_str_equal (change->column, "image"))
    /* Translators: %s is a column such as Description */
    g_string_append_printf (out, _ ("%s is another"), label);
  else if (state == TIEM_IMPORT_NEW || change->before == NULL)
    g_string_append_printf (out, "%s %s", label, after);
  else
    g_string_append_printf (out, "%s %s → %s", label, before, after);
}

char *
tiem_import_line_describe (const TiemImportLine *line,
                           gboolean with_notes)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (line->state == TIEM_IMPORT_WRONG)
    return g_strdup (((TiemImportProblem *)g_ptr_array_index (line->wrong, 0))->reason);
  for (guint i = 0; i < line->changes->len; i++)
    describe_change (out, line->state, g_ptr_array_index (line->changes, i));
  for (guint i = 0; with_notes && i < line->notes->len; i++)
    g_string_append_printf (out,
                            "%s%s",
                            out->len > 0 ? " · " : "",
                            ((TiemImportProblem *)g_ptr_array_index (line->notes, i))->reason);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* --- the wrong rows --- */

/* Returns: (transfer full): "SKU missing (Type a SKU); …" */
static char *
describe_wrong (const TiemImportLine *line)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < line->wrong->len; i++)
    {
      const TiemImportProblem *problem = g_ptr_array_index (line->wrong, i);

      g_string_append_printf (out,
                              "%s%s: %s",
                              i > 0 ? "; " : "",
                              tiem_field_get_label (problem->column),
                              problem->reason);
      if (problem->fix != NULL)
        g_string_append_printf (out, " (%s)", problem->fix);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
tiem_import_file_save_wrong (TiemImportFile *self,
                             const TiemImportResult *result,
                             const char *path,
                             GError **error)
{
  guint n = tiem_import_file_get_n_columns (self);
  g_auto (GStrv) heads = g_new0 (char *, n + 3);
  g_autofree TiemCellKind *kinds = g_new0 (TiemCellKind, n + 2);
  TiemSheetWriter *writer;

  for (guint i = 0; i < n; i++)
    heads[i] = tiem_import_file_make_head (self, i);
  heads[n] = g_strdup (_ ("Row in the file"));
  heads[n + 1] = g_strdup (_ ("What is wrong"));
  kinds[n] = TIEM_CELL_NUMBER;
  writer = tiem_sheet_writer_new (path, (const char *const *)heads, kinds, error);
  if (writer == NULL)
    return FALSE;
  for (guint i = 0; i < result->lines->len; i++)
    {
      const TiemImportLine *line = g_ptr_array_index (result->lines, i);
      g_autofree char *reason = NULL;

      if (line->state != TIEM_IMPORT_WRONG)
        continue;
      reason = describe_wrong (line);
      for (guint column = 0; column < n; column++)
        tiem_sheet_writer_add_text (writer,
                                    tiem_sheet_get_cell (self->sheet, line->row - 1, column));
      tiem_sheet_writer_add_number (writer, line->row);
      tiem_sheet_writer_add_text (writer, reason);
      tiem_sheet_writer_end_row (writer);
    }
  return tiem_sheet_writer_close (writer, error);
}

/* --- the empty table --- */

gboolean
tiem_import_write_template (const char *path,
                            GError **error)
{
  const char *const heads[] = {
    C_ ("file column", "sku"),         C_ ("file column", "name"),  C_ ("file column", "option"),
    C_ ("file column", "price"),       C_ ("file column", "cost"),  C_ ("file column", "barcode"),
    C_ ("file column", "on_hand"),     C_ ("file column", "shelf"), C_ ("file column", "category"),
    C_ ("file column", "description"), C_ ("file column", "image"), NULL,
  };
  static const TiemCellKind kinds[] = {
    TIEM_CELL_TEXT,  TIEM_CELL_TEXT, TIEM_CELL_TEXT,   TIEM_CELL_MONEY,
    TIEM_CELL_MONEY, TIEM_CELL_TEXT, TIEM_CELL_NUMBER, TIEM_CELL_TEXT,
    TIEM_CELL_TEXT,  TIEM_CELL_TEXT, TIEM_CELL_TEXT,
  };
  const char *const lines[] = {
    _ ("One row for each thing that is sold, each with an SKU of its own. Fill in the first sheet; "
       "this one is only to be read."),
    _ ("SKU: the code of the goods. Required. Capital letters and spaces make no difference."),
    _ ("Name and option: rows with the same name and different options (“Red, L”) are variants of "
       "one "
       "product."),
    _ ("Price and cost: whole đồng, 129000 or 129.000."),
    _ ("Barcode: several of them with commas in between. Set the column to text, or Excel cuts off "
       "long ones."),
    _ ("On hand: what is there now, a whole number. Left empty, the stock stays as it is."),
    _ ("Category: steps with > in between, “Clothes > Women > Skirts”."),
    _ ("Image: the address of a picture, beginning with https://."),
    _ ("An empty cell changes nothing. Columns may stand in any order; those not needed may be "
       "removed."),
    NULL,
  };
  TiemSheetWriter *writer = tiem_sheet_writer_new (path, heads, kinds, error);

  if (writer == NULL)
    return FALSE;
  tiem_sheet_writer_add_notes (writer, _ ("How to fill in"), lines);
  return tiem_sheet_writer_close (writer, error);
}

/* --- in one go --- */

TiemImportResult *
tiem_import_products (
    TiemStore *store, const char *path, gboolean dry_run, GCancellable *cancellable, GError **error)
{
  g_autoptr (TiemImportFile) file = NULL;
  const TiemImportChoices choices = { .fixes = TIEM_FIX_SHORT_MONEY };
  const TiemImportOptions options = { .dry_run = dry_run };
  TiemImportQuestion question;

  g_return_val_if_fail (TIEM_IS_STORE (store), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  file = tiem_import_file_open (path, cancellable, error);
  if (file == NULL || !tiem_import_file_recognise (file, store, &choices, &question, error))
    return NULL;
  if (question == TIEM_IMPORT_ASK_SHEET)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("The file has several sheets; say which one to import."));
      return NULL;
    }
  return tiem_import_file_run (file, store, &choices, &options, cancellable, error);
}
