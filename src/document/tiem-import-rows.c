#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include "base/tiem-text.h"
#include "model/tiem-category.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The rows of a table, each one a variant with what the file says of it. */

#define ROWS_PER_CHECK 256

/* "8938500000011, 8938500000028": the first is the one people see. */
static void
take_barcodes (TiemImportRow *item,
               char *text)
{
  g_auto (GStrv) codes = NULL;
  g_autoptr (GPtrArray) more = g_ptr_array_new ();

  if (text == NULL)
    return;
  codes = g_strsplit_set (text, ",;|\n", -1);
  g_free (text);
  for (guint i = 0; codes[i] != NULL; i++)
    {
      g_strstrip (codes[i]);
      if (*codes[i] == '\0')
        continue;
      if (item->values.barcode == NULL)
        item->values.barcode = g_strdup (codes[i]);
      else
        g_ptr_array_add (more, g_strdup (codes[i]));
    }
  if (item->values.barcode != NULL)
    item->given |= TIEM_EDIT_BARCODE;
  if (more->len > 0)
    {
      g_ptr_array_add (more, NULL);
      item->more_barcodes = (char **)g_ptr_array_steal (more, NULL);
    }
}

static void
take_text (TiemImportReader *self,
           guint row,
           TiemField field,
           TiemEdit edit,
           const char **value,
           TiemImportRow *item)
{
  *value = tiem_import_dup_cell (self, row, field);
  if (*value != NULL)
    item->given |= edit;
}

/* Options in one column, or in one for each attribute. */
static void
take_options (TiemImportReader *self,
              guint row,
              TiemImportRow *item)
{
  g_autofree char *whole = tiem_import_dup_cell (self, row, TIEM_FIELD_OPTION);
  g_autofree char *first = tiem_import_dup_cell (self, row, TIEM_FIELD_OPTION_1);
  g_autofree char *second = tiem_import_dup_cell (self, row, TIEM_FIELD_OPTION_2);
  g_autofree char *third = tiem_import_dup_cell (self, row, TIEM_FIELD_OPTION_3);
  const char *const values[] = { whole, first, second, third };

  item->values.options = tiem_import_join_options (values, G_N_ELEMENTS (values));
  if (item->values.options != NULL)
    item->given |= TIEM_EDIT_OPTIONS;
}

/* Programs write it as a web page. */
static void
take_description (TiemImportReader *self,
                  guint row,
                  TiemImportRow *item)
{
  g_autofree char *text = tiem_import_dup_cell (self, row, TIEM_FIELD_DESCRIPTION);
  g_autofree char *plain = NULL;

  if (text == NULL)
    return;
  plain = self->file->program->is_free ? g_strdup (text) : tiem_import_strip_markup (text);
  if (*plain == '\0')
    return;
  item->values.description = g_steal_pointer (&plain);
  item->given |= TIEM_EDIT_DESCRIPTION;
}

/* One picture is kept with the variant: the first of them. */
static void
take_image (TiemImportReader *self,
            guint row,
            TiemImportRow *item)
{
  g_autofree char *text = tiem_import_dup_cell (self, row, TIEM_FIELD_IMAGE);
  g_auto (GStrv) urls = NULL;

  if (text == NULL)
    return;
  urls = g_strsplit_set (text, ",; \n", -1);
  for (guint i = 0; urls[i] != NULL; i++)
    if (g_str_has_prefix (urls[i], "https://") || g_str_has_prefix (urls[i], "http://"))
      {
        item->values.image_url = g_strdup (urls[i]);
        item->given |= TIEM_EDIT_IMAGE;
        return;
      }
  tiem_import_add_note (item,
                        TIEM_FIELD_IMAGE,
                        _ ("The picture is left out: it is no address beginning with https://"));
}

static void
take_stock (TiemImportReader *self,
            guint row,
            TiemImportRow *item)
{
  const TiemImportFile *file = self->file;
  gint64 sum = 0;
  gboolean found = FALSE;

  if (self->choices->leave_stock)
    return;
  if (file->stock->len == 0 && file->columns[TIEM_FIELD_ON_HAND] != TIEM_SHEET_NO_COLUMN)
    found = tiem_import_read_units (self, row, file->columns[TIEM_FIELD_ON_HAND], item, &sum);
  for (guint i = 0; i < file->stock->len; i++)
    {
      gint64 units;

      if ((self->choices->branch > 0 && i + 1 != self->choices->branch)
          || !tiem_import_read_units (
              self, row, g_array_index (file->stock, guint, i), item, &units))
        continue;
      sum += units;
      found = TRUE;
    }
  if (found)
    self->thousandths = sum;
}

static void
take_money (TiemImportReader *self,
            guint row,
            TiemImportRow *item)
{
  if (self->choices->leave_prices)
    return;
  if (tiem_import_read_money (self, row, TIEM_FIELD_PRICE, item, &item->values.price_vnd)
      || (item->wrong == NULL
          && tiem_import_read_money (
              self, row, TIEM_FIELD_SECOND_PRICE, item, &item->values.price_vnd)))
    item->given |= TIEM_EDIT_PRICE;
  if (tiem_import_read_money (self, row, TIEM_FIELD_COST, item, &item->values.cost_vnd))
    {
      item->given |= TIEM_EDIT_COST;
      item->values.has_cost = TRUE;
    }
}

static void
read_values (TiemImportReader *self,
             guint row,
             TiemImportRow *item)
{
  g_autofree char *category = tiem_import_dup_cell (self, row, TIEM_FIELD_CATEGORY);

  item->values.sku = tiem_import_read_code (self, row, TIEM_FIELD_SKU, item);
  if (item->values.sku == NULL && item->wrong == NULL)
    item->values.sku = tiem_import_read_code (self, row, TIEM_FIELD_SECOND_SKU, item);
  take_text (self, row, TIEM_FIELD_NAME, TIEM_EDIT_NAME, &item->values.name, item);
  take_options (self, row, item);
  take_money (self, row, item);
  take_barcodes (item, tiem_import_read_code (self, row, TIEM_FIELD_BARCODE, item));
  take_stock (self, row, item);
  take_text (self, row, TIEM_FIELD_SHELF, TIEM_EDIT_SHELF, &item->values.shelf, item);
  take_description (self, row, item);
  take_image (self, row, item);
  if (category == NULL)
    category = g_strdup (self->band);
  if (category != NULL)
    {
      item->values.category = tiem_category_clean (category);
      if (item->values.category != NULL)
        item->given |= TIEM_EDIT_CATEGORY;
    }
  item->group = tiem_import_dup_cell (self, row, TIEM_FIELD_GROUP);
}

/* The name stands in the first row of a product only. */
static void
fill_name (TiemImportReader *self,
           TiemImportRow *item)
{
  const char *name;

  if (item->group == NULL)
    return;
  name = g_hash_table_lookup (self->names, item->group);
  if (item->values.name == NULL && name != NULL)
    {
      item->values.name = g_strdup (name);
      item->given |= TIEM_EDIT_NAME;
    }
  else if (item->values.name != NULL && name == NULL)
    g_hash_table_insert (self->names, g_strdup (item->group), g_strdup (item->values.name));
}

static gboolean
is_empty_row (const TiemImportFile *file,
              guint row)
{
  GPtrArray *cells = g_ptr_array_index (file->sheet->rows, row);

  for (guint column = 0; column < cells->len; column++)
    if (strspn (g_ptr_array_index (cells, column), " \t\r\n")
            < strlen (g_ptr_array_index (cells, column))
        || tiem_sheet_get_marks (file->sheet, row, column) & TIEM_CELL_MARK_NO_VALUE)
      return FALSE;
  return TRUE;
}

/* The only filled cell of a row, when it reaches over several columns: a heading among the goods.
 * Returns: (nullable) (transfer none) */
static const char *
find_band (const TiemImportFile *file,
           guint row)
{
  GPtrArray *cells = g_ptr_array_index (file->sheet->rows, row);
  const char *found = NULL;
  guint at = 0;

  for (guint column = 0; column < cells->len; column++)
    if (*(const char *)g_ptr_array_index (cells, column) != '\0')
      {
        if (found != NULL)
          return NULL;
        found = g_ptr_array_index (cells, column);
        at = column;
      }
  return found != NULL && *tiem_sheet_get_spread (file->sheet, row, at + 2) != '\0' ? found : NULL;
}

/* "Tổng cộng" below the goods of a table that people made. */
static gboolean
is_total (const TiemImportFile *file,
          guint row)
{
  GPtrArray *cells = g_ptr_array_index (file->sheet->rows, row);

  for (guint column = 0; column < cells->len; column++)
    {
      g_autofree char *folded = tiem_text_fold (g_ptr_array_index (cells, column));

      if (*folded != '\0')
        return strcmp (folded, "tong") == 0 || strcmp (folded, "cong") == 0
               || g_str_has_prefix (folded, "tong cong") || g_str_has_prefix (folded, "tong so");
    }
  return FALSE;
}

static gboolean
read_row (TiemImportReader *self,
          guint row)
{
  TiemImportRow *item;

  if (is_empty_row (self->file, row))
    return TRUE;
  if (self->file->program->is_free)
    {
      const char *band = find_band (self->file, row);

      if (is_total (self->file, row))
        return FALSE;
      if (band != NULL)
        {
          g_free (self->band);
          self->band = tiem_sheet_tidy_head (band);
          return TRUE;
        }
    }
  item = tiem_import_row_new ();
  item->row = row + 1;
  self->thousandths = TIEM_IMPORT_NO_STOCK;
  read_values (self, row, item);
  if (self->file->program->read_row != NULL && !self->file->program->read_row (self, row, item))
    {
      fill_name (self, item);
      tiem_import_row_free (item);
      return TRUE;
    }
  fill_name (self, item);
  g_ptr_array_add (self->rows, item);
  g_array_append_val (self->stock, self->thousandths);
  return TRUE;
}

static void
reader_clear (TiemImportReader *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->stock, g_array_unref);
  g_free (self->last_name);
  g_free (self->band);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemImportReader, reader_clear)

GPtrArray *
tiem_import_read_rows (TiemImportFile *file,
                       const TiemImportChoices *choices,
                       GCancellable *cancellable,
                       GError **error)
{
  g_auto (TiemImportReader) self = { file, choices };
  gboolean goes_on = TRUE;

  self.rows = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_row_free);
  self.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.stock = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint row = file->data_row; goes_on && row < file->sheet->rows->len; row++)
    {
      if (row % ROWS_PER_CHECK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      goes_on = read_row (&self, row);
    }
  if (file->program->finish != NULL)
    file->program->finish (&self);
  for (guint i = 0; i < self.rows->len; i++)
    if (g_array_index (self.stock, gint64, i) != TIEM_IMPORT_NO_STOCK)
      tiem_import_take_units (g_ptr_array_index (self.rows, i),
                              g_array_index (self.stock, gint64, i));
  return g_steal_pointer (&self.rows);
}
