#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Goods out of the seller centres' tables for changing many prices at once: for a shop that has
 * nothing but what it sells there. Rows of keys, labels and explanations stand above the goods.
 */

/* --- Shopee, mass_update_sales_info --- */

static const char *const shopee_needed[]
    = { "et_title_product_id", "et_title_variation_sku", "et_title_variation_price", NULL };
static const TiemImportHead shopee_heads[] = {
  { "et_title_product_id", TIEM_FIELD_GROUP },
  { "et_title_product_name", TIEM_FIELD_NAME },
  { "et_title_variation_name", TIEM_FIELD_OPTION },
  { "et_title_variation_id", TIEM_FIELD_RELATED },
  { "et_title_variation_sku", TIEM_FIELD_SKU },
  { "et_title_parent_sku", TIEM_FIELD_SECOND_SKU },
  { "et_title_variation_price", TIEM_FIELD_PRICE },
  { "et_title_variation_stock", TIEM_FIELD_ON_HAND },
  { "ps_gtin_code", TIEM_FIELD_BARCODE },
  { NULL },
};

static guint
find_shopee_data (const TiemSheet *sheet,
                  guint head_row)
{
  return tiem_import_find_id_row (sheet, head_row, 0);
}

/* Shops with several warehouses have a column for each, "Số lượng:KHO F", known by its label. */
static void
find_shopee_stock (TiemImportFile *file)
{
  for (guint row = file->head_row + 1; row < file->data_row; row++)
    for (guint column = 0; column < tiem_import_file_get_n_columns (file); column++)
      {
        const char *label = tiem_sheet_get_cell (file->sheet, row, column);

        if (g_str_has_prefix (label, "Số lượng:"))
          tiem_import_file_add_branch (file, column, label + strlen ("Số lượng:"));
      }
}

/* The product's own SKU is that of its only variant. */
static gboolean
read_shopee_row (TiemImportReader *reader,
                 guint row,
                 TiemImportRow *item)
{
  g_autofree char *variation = tiem_import_dup_cell (reader, row, TIEM_FIELD_RELATED);
  g_autofree char *own = tiem_import_dup_cell (reader, row, TIEM_FIELD_SKU);

  if (own == NULL && variation != NULL && strcmp (variation, "0") != 0)
    g_clear_pointer ((char **)&item->values.sku, g_free);
  return TRUE;
}

const TiemImportProgram tiem_import_shopee = {
  .kind = "shopee.mass_update_sales_info",
  .title = N_ ("Shopee's table of prices and stock"),
  .needed = shopee_needed,
  .heads = shopee_heads,
  .find_data = find_shopee_data,
  .find_stock = find_shopee_stock,
  .read_row = read_shopee_row,
};

/* --- Lazada, pricestock --- */

static const char *const lazada_needed[] = { "sku.skuId", "tr(s-wb-product@md5key)", NULL };
static const TiemImportHead lazada_heads[] = {
  { "Product ID", TIEM_FIELD_GROUP },  { "Tên sản phẩm", TIEM_FIELD_NAME },
  { "Product Name", TIEM_FIELD_NAME }, { "Variations Combo", TIEM_FIELD_OPTION },
  { "SellerSKU", TIEM_FIELD_SKU },     { "Giá", TIEM_FIELD_PRICE },
  { "Price", TIEM_FIELD_PRICE },       { NULL },
};

/* Every head but that of the stock, which is the name of the shop's warehouse. */
static const char *const lazada_known[] = { "product id",
                                            "catid",
                                            "ten san pham",
                                            "product name",
                                            "currencycode",
                                            "sku skuid",
                                            "variations combo",
                                            "lazada sku",
                                            "shop sku",
                                            "status",
                                            "specialprice",
                                            "specialprice start",
                                            "specialprice end",
                                            "gia",
                                            "price",
                                            "sellersku",
                                            "tr s wb product md5key",
                                            NULL };

static guint
find_lazada_data (const TiemSheet *sheet,
                  guint head_row)
{
  return tiem_import_find_id_row (sheet, head_row, 0);
}

static void
find_lazada_stock (TiemImportFile *file)
{
  for (guint column = 0; column < tiem_import_file_get_n_columns (file); column++)
    {
      g_autofree char *head = tiem_import_file_make_head (file, column);
      g_autofree char *folded = tiem_text_fold (head);

      if (*folded != '\0' && !g_strv_contains (lazada_known, folded))
        tiem_import_file_add_branch (file, column, head);
    }
}

/* "Nhóm màu:Trắng, Kích thước:M" → "Trắng, M" */
static gboolean
read_lazada_row (TiemImportReader *reader,
                 guint row,
                 TiemImportRow *item)
{
  g_auto (GStrv) values = NULL;

  if (item->values.options == NULL || strchr (item->values.options, ':') == NULL)
    return TRUE;
  values = g_strsplit (item->values.options, ",", -1);
  for (guint i = 0; values[i] != NULL; i++)
    {
      char *colon = strchr (values[i], ':');

      if (colon != NULL)
        memmove (values[i], colon + 1, strlen (colon + 1) + 1);
    }
  g_free ((char *)item->values.options);
  item->values.options
      = tiem_import_join_options ((const char *const *)values, g_strv_length (values));
  return TRUE;
}

const TiemImportProgram tiem_import_lazada = {
  .kind = "lazada.pricestock",
  .title = N_ ("Lazada's table of prices and stock"),
  .needed = lazada_needed,
  .heads = lazada_heads,
  .find_data = find_lazada_data,
  .find_stock = find_lazada_stock,
  .read_row = read_lazada_row,
};

/* --- TikTok Shop, batch edit --- */

static const char *const tiktok_needed[] = { "product_id", "sku_id", "seller_sku", NULL };
static const TiemImportHead tiktok_heads[] = {
  { "product_id", TIEM_FIELD_GROUP },
  { "product_name", TIEM_FIELD_NAME },
  { "variation_value", TIEM_FIELD_OPTION },
  { "seller_sku", TIEM_FIELD_SKU },
  { "price", TIEM_FIELD_PRICE },
  { "quantity", TIEM_FIELD_ON_HAND },
  { "product_description", TIEM_FIELD_DESCRIPTION },
  { "main_image", TIEM_FIELD_IMAGE },
  { NULL },
};

static guint
find_tiktok_data (const TiemSheet *sheet,
                  guint head_row)
{
  static const char *const key[] = { "product_id", NULL };
  guint column = 0;

  tiem_sheet_match_heads (sheet, head_row, key, &column);
  return tiem_import_find_id_row (sheet, head_row, column);
}

/* "warehouse_quantity/7312…": one for each warehouse, in place of "quantity". */
static void
find_tiktok_stock (TiemImportFile *file)
{
  guint n = 0;

  for (guint column = 0; column < tiem_import_file_get_n_columns (file); column++)
    if (g_str_has_prefix (tiem_sheet_get_cell (file->sheet, file->head_row, column),
                          "warehouse_quantity/"))
      {
        /* Translators: %u is a number */
        g_autofree char *name = g_strdup_printf (_ ("Warehouse %u"), ++n);

        tiem_import_file_add_branch (file, column, name);
      }
}

const TiemImportProgram tiem_import_tiktok = {
  .kind = "tiktok.batch_edit",
  .title = N_ ("TikTok Shop's table of prices and stock"),
  .needed = tiktok_needed,
  .heads = tiktok_heads,
  .find_data = find_tiktok_data,
  .find_stock = find_tiktok_stock,
};
