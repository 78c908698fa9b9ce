#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-exchange.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "document/tiem-sheet.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The heading stands somewhere above the goods, below a title perhaps. */
#define HEAD_ROWS 10

#define NO_COLUMN G_MAXUINT

typedef enum
{
  FIELD_SKU,
  FIELD_NAME,
  FIELD_OPTION,
  FIELD_PRICE,
  FIELD_COST,
  FIELD_BARCODE,
  FIELD_SHELF,
  FIELD_ON_HAND,
  N_FIELDS
} Field;

/* The name of each field in tiem-cli, then its headings as tiem_text_fold() gives them. */
static const char *const field_heads[N_FIELDS][16] = {
  [FIELD_SKU] = { "sku",
                  "ma sku",
                  "ma hang",
                  "ma hang hoa",
                  "ma sp",
                  "ma san pham",
                  "ma",
                  "code",
                  "sku phan loai" },
  [FIELD_NAME] = { "name",
                   "ten san pham",
                   "ten hang",
                   "ten hang hoa",
                   "ten sp",
                   "ten",
                   "mat hang",
                   "product",
                   "product name",
                   "title" },
  [FIELD_OPTION] = { "option",
                     "options",
                     "phan loai",
                     "phan loai hang",
                     "ten phan loai",
                     "quy cach",
                     "mau ma",
                     "mau size",
                     "variant",
                     "variation" },
  [FIELD_PRICE]
  = { "price", "gia ban", "gia", "gia ban le", "gia le", "don gia", "selling price", "unit price" },
  [FIELD_COST] = { "cost", "gia von", "gia nhap", "cost price" },
  [FIELD_BARCODE] = { "barcode", "ma vach", "ean", "gtin" },
  [FIELD_SHELF] = { "shelf", "ke", "ke hang", "vi tri", "vi tri ke", "location", "bin" },
  [FIELD_ON_HAND] = { "on_hand",
                      "on hand",
                      "ton kho",
                      "ton",
                      "sl ton",
                      "so luong ton",
                      "so luong",
                      "sl",
                      "stock",
                      "quantity" },
};

typedef struct
{
  TiemSheet *sheet;
  guint head_row;
  guint columns[N_FIELDS]; /* NO_COLUMN = the file has none */
  GHashTable *seen;        /* SKU key → row number in the file */
  GPtrArray *rows;         /* (element-type TiemImportRow) */
  GPtrArray *wrong;        /* (element-type TiemImportProblem) */
} Import;

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->sheet, tiem_sheet_free);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->wrong, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static void
problem_free (TiemImportProblem *problem)
{
  g_free (problem->column);
  g_free (problem->reason);
  g_free (problem);
}

static void
add_problem (Import *self,
             guint row,
             Field field,
             const char *reason)
{
  g_ptr_array_add (self->wrong, tiem_import_problem_new (row + 1, field_heads[field][0], reason));
}

/* Headings often say their unit: "Giá bán (đ)", "Tồn kho *". */
static void
cut_unit (char *folded)
{
  static const char *const units[] = { " d", " vnd", " dong" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_suffix (folded, units[i]))
      {
        folded[strlen (folded) - strlen (units[i])] = '\0';
        return;
      }
}

static Field
find_field (const char *head)
{
  g_autofree char *folded = tiem_text_fold (head);

  cut_unit (folded);
  for (int field = 0; *folded != '\0' && field < N_FIELDS; field++)
    for (gsize i = 0; field_heads[field][i] != NULL; i++)
      {
        g_autofree char *known = tiem_text_fold (field_heads[field][i]);

        if (strcmp (known, folded) == 0)
          return field;
      }
  return N_FIELDS;
}

/* Returns: how many fields the row names */
static guint
read_heads (Import *self,
            guint row)
{
  GPtrArray *cells = g_ptr_array_index (self->sheet->rows, row);
  guint found = 0;

  for (int field = 0; field < N_FIELDS; field++)
    self->columns[field] = NO_COLUMN;
  for (guint column = 0; column < cells->len; column++)
    {
      Field field = find_field (g_ptr_array_index (cells, column));

      if (field == N_FIELDS || self->columns[field] != NO_COLUMN)
        continue;
      self->columns[field] = column;
      found++;
    }
  return found;
}

static gboolean
find_head_row (Import *self,
               GError **error)
{
  for (guint row = 0; row < MIN (self->sheet->rows->len, HEAD_ROWS); row++)
    if (read_heads (self, row) >= 2 && self->columns[FIELD_SKU] != NO_COLUMN)
      {
        self->head_row = row;
        return TRUE;
      }
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("The file has no row of headings that Tiệm knows; give the columns the "
                          "headings SKU, name, option, price, cost, barcode and on_hand."));
  return FALSE;
}

/* Two columns for the same field: nobody can tell which one is meant. */
static void
check_repeated_heads (Import *self)
{
  GPtrArray *cells = g_ptr_array_index (self->sheet->rows, self->head_row);

  for (guint column = 0; column < cells->len; column++)
    {
      Field field = find_field (g_ptr_array_index (cells, column));

      if (field != N_FIELDS && self->columns[field] != column)
        add_problem (self,
                     self->head_row,
                     field,
                     _ ("Two columns have this heading; remove or rename one of them."));
    }
}

/* Returns: (transfer full) (nullable): the trimmed text of a cell, NULL when there is none */
static char *
dup_cell (Import *self,
          guint row,
          Field field)
{
  g_autofree char *text = NULL;

  if (self->columns[field] == NO_COLUMN)
    return NULL;
  text = g_strdup (tiem_sheet_get_cell (self->sheet, row, self->columns[field]));
  /* A spreadsheet's no-break space is no letter either. */
  for (char *gap; (gap = strstr (text, "\u00a0")) != NULL;)
    memcpy (gap, "  ", 2);
  g_strstrip (text);
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* "8.93851E+12": a code that was a number in a spreadsheet and has lost its digits. */
static gboolean
is_damaged_code (const char *text)
{
  const char *p = text + strspn (text, "0123456789.,");

  return p > text && (*p == 'E' || *p == 'e') && p[1] == '+' && p[2] != '\0'
         && strspn (p + 2, "0123456789") == strlen (p + 2);
}

/* Returns: (transfer full) (nullable) */
static char *
dup_code (Import *self,
          guint row,
          Field field)
{
  g_autofree char *text = dup_cell (self, row, field);

  if (text == NULL || !is_damaged_code (text))
    return g_steal_pointer (&text);
  add_problem (self,
               row,
               field,
               _ ("The spreadsheet has cut off digits of this code; set the column to text and "
                  "type the code again."));
  return NULL;
}

/* Where commas start a fraction people get "129000,00" from their spreadsheet; that is whole. */
static void
cut_empty_fraction (char *text)
{
  gsize length = strlen (text);
  gsize zeros = 0;

  while (zeros < 2 && zeros < length && text[length - 1 - zeros] == '0')
    zeros++;
  if (zeros > 0 && length > zeros + 1 && strchr (".,", text[length - 1 - zeros]) != NULL)
    text[length - 1 - zeros] = '\0';
}

static gboolean
read_money (Import *self,
            guint row,
            Field field,
            gint64 *vnd)
{
  g_autofree char *text = dup_cell (self, row, field);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return FALSE;
  cut_empty_fraction (text);
  if (!tiem_money_parse_input (text, vnd, &error))
    add_problem (self, row, field, error->message);
  else if (*vnd < 0)
    add_problem (self, row, field, _ ("An amount below zero can't be right; correct it."));
  else
    return TRUE;
  return FALSE;
}

/* Units are written as "14" or "1.200"; words and fractions are not guessed at. */
static gboolean
read_units (Import *self,
            guint row,
            gint64 *units)
{
  g_autofree char *text = dup_cell (self, row, FIELD_ON_HAND);
  g_autofree char *reason = NULL;

  if (text == NULL)
    return FALSE;
  if (strspn (text, "0123456789.,") == strlen (text) && tiem_money_parse_input (text, units, NULL))
    return TRUE;
  /* Translators: %s is what the file holds in the column of units on hand */
  reason = g_strdup_printf (_ ("“%s” is not a number of units; write a whole number, 0 or more."),
                            text);
  add_problem (self, row, FIELD_ON_HAND, reason);
  return FALSE;
}

/* Returns: whether the SKU is there and new in this file */
static gboolean
check_sku (Import *self,
           guint row,
           const char *sku)
{
  g_autofree char *key = tiem_sku_key (sku);
  gpointer first;

  if (*key == '\0')
    {
      add_problem (self, row, FIELD_SKU, _ ("SKU missing"));
      return FALSE;
    }
  if (g_hash_table_lookup_extended (self->seen, key, NULL, &first))
    {
      /* Translators: %u is a row of the file */
      g_autofree char *reason
          = g_strdup_printf (_ ("SKU repeated, see row %u"), GPOINTER_TO_UINT (first));

      add_problem (self, row, FIELD_SKU, reason);
      return FALSE;
    }
  g_hash_table_insert (self->seen, g_steal_pointer (&key), GUINT_TO_POINTER (row + 1));
  return TRUE;
}

static gboolean
is_empty_row (Import *self,
              guint row)
{
  for (int field = 0; field < N_FIELDS; field++)
    {
      g_autofree char *text = dup_cell (self, row, field);

      if (text != NULL)
        return FALSE;
    }
  return TRUE;
}

static void
read_row (Import *self,
          guint row)
{
  TiemImportRow *item;
  guint problems = self->wrong->len;
  g_autofree char *sku = NULL;

  if (is_empty_row (self, row))
    return;
  sku = dup_code (self, row, FIELD_SKU);
  if (self->wrong->len == problems)
    check_sku (self, row, sku);

  item = tiem_import_row_new ();
  item->row = row + 1;
  item->values.sku = g_steal_pointer (&sku);
  if ((item->values.name = dup_cell (self, row, FIELD_NAME)) != NULL)
    item->given |= TIEM_EDIT_NAME;
  if ((item->values.options = dup_cell (self, row, FIELD_OPTION)) != NULL)
    item->given |= TIEM_EDIT_OPTIONS;
  if ((item->values.barcode = dup_code (self, row, FIELD_BARCODE)) != NULL)
    item->given |= TIEM_EDIT_BARCODE;
  if ((item->values.shelf = dup_cell (self, row, FIELD_SHELF)) != NULL)
    item->given |= TIEM_EDIT_SHELF;
  if (read_money (self, row, FIELD_PRICE, &item->values.price_vnd))
    item->given |= TIEM_EDIT_PRICE;
  if (read_money (self, row, FIELD_COST, &item->values.cost_vnd))
    {
      item->given |= TIEM_EDIT_COST;
      item->values.has_cost = TRUE;
    }
  item->values.has_on_hand = read_units (self, row, &item->values.on_hand);

  if (self->wrong->len == problems)
    g_ptr_array_add (self->rows, item);
  else
    tiem_import_row_free (item);
}

static int
compare_problems (gconstpointer a,
                  gconstpointer b)
{
  const TiemImportProblem *first = *(TiemImportProblem *const *)a;
  const TiemImportProblem *second = *(TiemImportProblem *const *)b;

  return (first->row > second->row) - (first->row < second->row);
}

/* The store looks at the rows that can be read even when others can't, so that one go
 * through the file shows all that is wrong with it. */
static TiemImportResult *
put_rows (
    Import *self, TiemStore *store, gboolean dry_run, GCancellable *cancellable, GError **error)
{
  TiemImportResult *result = tiem_store_import_variants (
      store, self->rows, dry_run || self->wrong->len > 0, cancellable, error);

  if (result == NULL)
    return NULL;
  g_ptr_array_extend_and_steal (result->wrong, g_steal_pointer (&self->wrong));
  g_ptr_array_sort (result->wrong, compare_problems);
  return result;
}

TiemImportResult *
tiem_import_products (
    TiemStore *store, const char *path, gboolean dry_run, GCancellable *cancellable, GError **error)
{
  g_auto (Import) self = { NULL };

  g_return_val_if_fail (TIEM_IS_STORE (store), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self.sheet = tiem_sheet_read (path, cancellable, error);
  if (self.sheet == NULL)
    return NULL;
  self.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.rows = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_row_free);
  self.wrong = g_ptr_array_new_with_free_func ((GDestroyNotify)problem_free);
  if (!find_head_row (&self, error))
    return NULL;

  check_repeated_heads (&self);
  for (guint row = self.head_row + 1; row < self.sheet->rows->len; row++)
    read_row (&self, row);
  return put_rows (&self, store, dry_run, cancellable, error);
}
