#define G_LOG_DOMAIN "tiem-goods"

#include "store/tiem-catalogue-private.h"
#include "store/tiem-ledger.h"
#include "store/tiem-store-goods.h"

/* A product with all its variants, as an edit page holds it, in one transaction. */

/* What was sold while the page was open stays sold: the difference is booked. */
static gboolean
write_stock (TiemWrite *write,
             const TiemProductSave *row,
             GError **error)
{
  const TiemNewVariant *values = &row->values;

  if (!values->has_on_hand || (row->old_counted && values->on_hand == row->old_on_hand))
    return TRUE;
  return row->old_counted
             ? tiem_ledger_adjust_stock (
                 write, row->variant_id, values->on_hand - row->old_on_hand, "edit", NULL, error)
             : tiem_ledger_set_stock (write, row->variant_id, values->on_hand, "edit", NULL, error);
}

static gboolean
write_row (
    TiemWrite *write, gint64 *product_id, const TiemProductSave *row, gint64 *id, GError **error)
{
  TiemNewVariant values = row->values;

  *id = row->variant_id;
  if (*id != 0)
    {
      if (!tiem_catalogue_edit (write, *id, row->fields, &values, error)
          || !write_stock (write, row, error))
        return FALSE;
    }
  else
    {
      values.product_id = *product_id;
      if ((*id = tiem_catalogue_add (write, &values, error)) == 0)
        return FALSE;
    }
  if (*product_id == 0
      && !tiem_db_get_int (write->db,
                           product_id,
                           error,
                           "SELECT product_id FROM variant WHERE id = ?1",
                           TIEM_INT (*id)))
    return FALSE;
  return (row->barcodes == NULL || tiem_catalogue_set_barcodes (write, *id, row->barcodes, error))
         && (row->parts == NULL || tiem_catalogue_set_parts (write, *id, row->parts, error));
}

/* SKUs and barcodes that change places within the product are no conflict: those that change are
 * freed first. */
static gboolean
free_codes (TiemWrite *write,
            GPtrArray *rows,
            GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const TiemProductSave *row = g_ptr_array_index (rows, i);

      if (row->variant_id != 0 && row->barcodes != NULL
          && !tiem_db_run (write->db,
                           error,
                           "DELETE FROM barcode WHERE variant_id = ?1",
                           TIEM_INT (row->variant_id)))
        return FALSE;
      if (row->variant_id != 0 && row->fields & TIEM_EDIT_SKU
          && !tiem_db_run (write->db,
                           error,
                           "UPDATE variant SET sku_key = char (1) || id WHERE id = ?1",
                           TIEM_INT (row->variant_id)))
        return FALSE;
    }
  return TRUE;
}

gint64
tiem_store_save_product (
    TiemStore *self, gint64 product_id, GPtrArray *rows, int *bad_row, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 first = 0;

  *bad_row = -1;
  if (write == NULL || !free_codes (write, rows, error))
    return 0;
  for (guint i = 0; i < rows->len; i++)
    {
      gint64 id = 0;

      if (!write_row (write, &product_id, g_ptr_array_index (rows, i), &id, error))
        {
          *bad_row = i;
          return 0;
        }
      if (first == 0)
        first = id;
    }
  return tiem_write_commit (write, error) ? first : 0;
}
