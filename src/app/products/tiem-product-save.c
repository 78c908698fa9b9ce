#define G_LOG_DOMAIN "tiem-product-save"

#include "config.h"

#include "app/products/tiem-barcode-popover.h"
#include "app/products/tiem-product-save.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n.h>
#include <string.h>

TiemProductRow *
tiem_product_row_new (void)
{
  return g_new0 (TiemProductRow, 1);
}

void
tiem_product_row_free (TiemProductRow *self)
{
  for (guint i = 0; i < TIEM_N_PRODUCT_FIELDS; i++)
    g_free (self->texts[i]);
  g_free (self);
}

TiemProductForm *
tiem_product_form_new (void)
{
  TiemProductForm *self = g_new0 (TiemProductForm, 1);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_product_row_free);
  return self;
}

void
tiem_product_form_free (TiemProductForm *self)
{
  g_free (self->name);
  g_free (self->category);
  g_free (self->description);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->parts, g_array_unref);
  g_free (self);
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

/* Digits and thousands dots; units are never negative here. */
static gboolean
parse_units (const char *text,
             gint64 *units)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else if (*p != '.' && *p != ' ')
        return FALSE;
    }
  if (digits->len == 0 || digits->len > 9)
    return FALSE;
  *units = g_ascii_strtoll (digits->str, NULL, 10);
  return TRUE;
}

/* Whether a row of the grid has been left empty altogether: it is not saved. */
static gboolean
is_blank (const TiemProductRow *row)
{
  if (row->variant_id != 0)
    return FALSE;
  for (guint i = 0; i < TIEM_N_PRODUCT_FIELDS; i++)
    if (!is_empty (row->texts[i]))
      return FALSE;
  return TRUE;
}

static gboolean
check_row (const TiemProductRow *row,
           TiemProductField *field,
           GError **error)
{
  gint64 number;

  *field = TIEM_PRODUCT_FIELD_SKU;
  if (is_empty (row->texts[TIEM_PRODUCT_FIELD_SKU]))
    {
      g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, _ ("Each variant needs a SKU"));
      return FALSE;
    }
  *field = TIEM_PRODUCT_FIELD_PRICE;
  if (is_empty (row->texts[TIEM_PRODUCT_FIELD_PRICE]))
    {
      g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, _ ("The price is missing"));
      return FALSE;
    }
  if (!tiem_money_parse_input (row->texts[TIEM_PRODUCT_FIELD_PRICE], &number, error))
    return FALSE;
  *field = TIEM_PRODUCT_FIELD_COST;
  if (!is_empty (row->texts[TIEM_PRODUCT_FIELD_COST])
      && !tiem_money_parse_input (row->texts[TIEM_PRODUCT_FIELD_COST], &number, error))
    return FALSE;
  *field = TIEM_PRODUCT_FIELD_ON_HAND;
  if (!is_empty (row->texts[TIEM_PRODUCT_FIELD_ON_HAND])
      && !parse_units (row->texts[TIEM_PRODUCT_FIELD_ON_HAND], &number))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   _ ("“%s” is not a number of pieces. Write 12."),
                   row->texts[TIEM_PRODUCT_FIELD_ON_HAND]);
      return FALSE;
    }
  return TRUE;
}

/* Returns: the row that has the SKU of row @i too, −1 = none */
static int
find_same_sku (const TiemProductForm *self,
               guint i)
{
  const TiemProductRow *row = g_ptr_array_index (self->rows, i);
  g_autofree char *key = tiem_sku_key (row->texts[TIEM_PRODUCT_FIELD_SKU]);

  for (guint j = 0; j < i; j++)
    {
      const TiemProductRow *other = g_ptr_array_index (self->rows, j);
      g_autofree char *other_key = tiem_sku_key (other->texts[TIEM_PRODUCT_FIELD_SKU]);

      if (!is_blank (other) && g_strcmp0 (key, other_key) == 0)
        return j;
    }
  return -1;
}

/* Returns: (transfer full) (nullable): a code that an earlier row has too */
static char *
find_same_barcode (const TiemProductForm *self,
                   guint i)
{
  const TiemProductRow *row = g_ptr_array_index (self->rows, i);
  g_auto (GStrv) codes = tiem_barcode_split (row->texts[TIEM_PRODUCT_FIELD_BARCODE]);

  for (guint j = 0; j < i; j++)
    {
      const TiemProductRow *other = g_ptr_array_index (self->rows, j);
      g_auto (GStrv) others = tiem_barcode_split (other->texts[TIEM_PRODUCT_FIELD_BARCODE]);

      for (guint k = 0; codes[k] != NULL; k++)
        if (g_strv_contains ((const char *const *)others, codes[k]))
          return g_strdup (codes[k]);
    }
  return NULL;
}

gboolean
tiem_product_form_check (const TiemProductForm *self,
                         int *row,
                         TiemProductField *field,
                         GError **error)
{
  guint filled = 0;

  *row = -1;
  if (is_empty (self->name))
    {
      g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, _ ("The product needs a name"));
      return FALSE;
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      const TiemProductRow *item = g_ptr_array_index (self->rows, i);
      g_autofree char *same = NULL;

      if (is_blank (item))
        continue;
      filled++;
      *row = i;
      if (!check_row (item, field, error))
        return FALSE;
      if (find_same_sku (self, i) >= 0)
        {
          *field = TIEM_PRODUCT_FIELD_SKU;
          g_set_error (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("The SKU “%s” stands in two rows. Each variant needs its own."),
                       item->texts[TIEM_PRODUCT_FIELD_SKU]);
          return FALSE;
        }
      same = find_same_barcode (self, i);
      if (same != NULL)
        {
          *field = TIEM_PRODUCT_FIELD_BARCODE;
          g_set_error (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("The barcode %s stands in two rows. Each belongs to one variant."),
                       same);
          return FALSE;
        }
    }
  if (filled == 0)
    {
      *row = 0;
      *field = TIEM_PRODUCT_FIELD_SKU;
      g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, _ ("Each variant needs a SKU"));
      return FALSE;
    }
  return TRUE;
}

/* --- writing --- */

static void
fill_values (const TiemProductForm *self,
             const TiemProductRow *row,
             TiemNewVariant *values)
{
  const char *cost = row->texts[TIEM_PRODUCT_FIELD_COST];
  const char *on_hand = row->texts[TIEM_PRODUCT_FIELD_ON_HAND];

  *values = (TiemNewVariant){
    .name = self->name,
    .category = self->category,
    .description = self->description,
    .sku = row->texts[TIEM_PRODUCT_FIELD_SKU],
    .options = row->texts[TIEM_PRODUCT_FIELD_OPTIONS],
    .shelf = row->texts[TIEM_PRODUCT_FIELD_SHELF],
    .has_cost = !is_empty (cost),
    .has_on_hand = !is_empty (on_hand) && !row->is_bundle,
  };
  /* Both were checked before. */
  tiem_money_parse_input (row->texts[TIEM_PRODUCT_FIELD_PRICE], &values->price_vnd, NULL);
  if (values->has_cost)
    tiem_money_parse_input (cost, &values->cost_vnd, NULL);
  if (values->has_on_hand)
    parse_units (on_hand, &values->on_hand);
}

/* What of a row is written: the cost only where somebody changed it, as the ledger keeps it
 * otherwise. */
static TiemProductSave *
make_save (const TiemProductForm *self,
           const TiemProductRow *row,
           GStrv *barcodes)
{
  TiemProductSave *save = g_new0 (TiemProductSave, 1);

  save->variant_id = row->variant_id;
  save->fields = TIEM_EDIT_NAME | TIEM_EDIT_CATEGORY | TIEM_EDIT_DESCRIPTION | TIEM_EDIT_SKU
                 | TIEM_EDIT_OPTIONS | TIEM_EDIT_SHELF | TIEM_EDIT_PRICE;
  fill_values (self, row, &save->values);
  if (save->values.has_cost && (!row->had_cost || save->values.cost_vnd != row->old_cost_vnd))
    save->fields |= TIEM_EDIT_COST;
  save->old_on_hand = row->old_on_hand;
  save->old_counted = row->old_counted;
  *barcodes = tiem_barcode_split (row->texts[TIEM_PRODUCT_FIELD_BARCODE]);
  save->barcodes = (const char *const *)*barcodes;
  save->parts = self->rows->len == 1 ? self->parts : NULL;
  return save;
}

/* The row of the form that the nth row written was. */
static int
find_row (const TiemProductForm *self,
          int written)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (!is_blank (g_ptr_array_index (self->rows, i)) && written-- == 0)
      return (int)i;
  return -1;
}

gint64
tiem_product_form_save (const TiemProductForm *self,
                        TiemStore *store,
                        int *bad_row,
                        GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  gint64 first;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const TiemProductRow *row = g_ptr_array_index (self->rows, i);
      GStrv barcodes;

      if (is_blank (row))
        continue;
      g_ptr_array_add (rows, make_save (self, row, &barcodes));
      g_ptr_array_add (codes, barcodes);
    }
  first = tiem_store_save_product (store, self->product_id, rows, bad_row, error);
  if (*bad_row >= 0)
    *bad_row = find_row (self, *bad_row);
  return first;
}
