#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Products of websites: WooCommerce's and Shopify's text tables. */

/* --- WooCommerce: parents without a price, variations that name their parent --- */

static const char *const needed[]
    = { "Type", "SKU", "Regular price", "Visibility in catalog", NULL };
static const char *const forbidden[] = { "Handle", NULL };
static const TiemImportHead heads[] = {
  { "SKU", TIEM_FIELD_SKU },
  { "Name", TIEM_FIELD_NAME },
  { "Regular price", TIEM_FIELD_PRICE },
  { "Sale price", TIEM_FIELD_SECOND_PRICE },
  { "Stock", TIEM_FIELD_ON_HAND },
  { "GTIN, UPC, EAN, or ISBN", TIEM_FIELD_BARCODE },
  { "Categories", TIEM_FIELD_CATEGORY },
  { "Description", TIEM_FIELD_DESCRIPTION },
  { "Images", TIEM_FIELD_IMAGE },
  { "Attribute 1 value(s)", TIEM_FIELD_OPTION_1 },
  { "Attribute 2 value(s)", TIEM_FIELD_OPTION_2 },
  { "Attribute 3 value(s)", TIEM_FIELD_OPTION_3 },
  { "Parent", TIEM_FIELD_GROUP },
  { "Type", TIEM_FIELD_GOODS_KIND },
  { "ID", TIEM_FIELD_RELATED },
  { NULL },
};

/* "A > B, C": the first of several. */
static void
cut_categories (TiemImportRow *item)
{
  char *comma = item->values.category != NULL ? strchr (item->values.category, ',') : NULL;

  if (comma != NULL)
    *comma = '\0';
}

static void
drop_options (TiemImportRow *item)
{
  g_clear_pointer ((char **)&item->values.options, g_free);
  item->given &= ~TIEM_EDIT_OPTIONS;
}

/* A variation's own name repeats the parent's and its options. */
static void
take_name_of_parent (TiemImportReader *reader,
                     TiemImportRow *item)
{
  const char *name = item->group != NULL ? g_hash_table_lookup (reader->names, item->group) : NULL;

  if (name == NULL)
    return;
  g_free ((char *)item->values.name);
  item->values.name = g_strdup (name);
  item->given |= TIEM_EDIT_NAME;
}

static gboolean
read_row (TiemImportReader *reader,
          guint row,
          TiemImportRow *item)
{
  g_autofree char *type = tiem_import_dup_cell (reader, row, TIEM_FIELD_GOODS_KIND);
  g_autofree char *folded = tiem_text_fold (type);
  g_autofree char *id = tiem_import_dup_cell (reader, row, TIEM_FIELD_RELATED);

  cut_categories (item);
  if (g_str_has_prefix (folded, "variable") && item->values.name != NULL)
    {
      if (item->values.sku != NULL)
        g_hash_table_insert (
            reader->names, g_strdup (item->values.sku), g_strdup (item->values.name));
      if (id != NULL)
        g_hash_table_insert (
            reader->names, g_strconcat ("id:", id, NULL), g_strdup (item->values.name));
      g_clear_pointer (&item->group, g_free);
      return FALSE;
    }
  if (g_str_has_prefix (folded, "grouped") || g_str_has_prefix (folded, "external"))
    return FALSE;
  if (g_str_has_prefix (folded, "variation"))
    take_name_of_parent (reader, item);
  else
    {
      drop_options (item); /* what can be chosen, not what this one is */
      g_clear_pointer (&item->group, g_free);
    }
  return TRUE;
}

const TiemImportProgram tiem_import_woocommerce = {
  .kind = "woocommerce.products",
  .title = "WooCommerce",
  .needed = needed,
  .forbidden = forbidden,
  .heads = heads,
  .read_row = read_row,
};

/* --- Shopify: the title only on a product's first row, rows of pictures --- */

static const char *const shopify_needed[] = { "Handle", "Title", "Variant SKU", NULL };
static const char *const shopify_forbidden[] = { "Attribute 1 value(s)", NULL };
static const TiemImportHead shopify_heads[] = {
  { "Handle", TIEM_FIELD_GROUP },
  { "Title", TIEM_FIELD_NAME },
  { "Option1 Value", TIEM_FIELD_OPTION_1 },
  { "Option2 Value", TIEM_FIELD_OPTION_2 },
  { "Option3 Value", TIEM_FIELD_OPTION_3 },
  { "Variant SKU", TIEM_FIELD_SKU },
  { "Variant Price", TIEM_FIELD_PRICE },
  { "Cost per item", TIEM_FIELD_COST },
  { "Variant Inventory Qty", TIEM_FIELD_ON_HAND },
  { "Variant Barcode", TIEM_FIELD_BARCODE },
  { "Type", TIEM_FIELD_CATEGORY },
  { "Body (HTML)", TIEM_FIELD_DESCRIPTION },
  { "Variant Image", TIEM_FIELD_IMAGE },
  { "Image Src", TIEM_FIELD_IMAGE },
  { "Status", TIEM_FIELD_ON_SALE },
  { NULL },
};

static const char *const new_needed[] = { "URL handle", "Title", "SKU", NULL };
static const TiemImportHead new_heads[] = {
  { "URL handle", TIEM_FIELD_GROUP },
  { "Title", TIEM_FIELD_NAME },
  { "Option1 value", TIEM_FIELD_OPTION_1 },
  { "Option2 value", TIEM_FIELD_OPTION_2 },
  { "Option3 value", TIEM_FIELD_OPTION_3 },
  { "SKU", TIEM_FIELD_SKU },
  { "Price", TIEM_FIELD_PRICE },
  { "Cost per item", TIEM_FIELD_COST },
  { "Inventory quantity", TIEM_FIELD_ON_HAND },
  { "Barcode", TIEM_FIELD_BARCODE },
  { "Type", TIEM_FIELD_CATEGORY },
  { "Description", TIEM_FIELD_DESCRIPTION },
  { "Product image URL", TIEM_FIELD_IMAGE },
  { "Status", TIEM_FIELD_ON_SALE },
  { NULL },
};

static gboolean
read_shopify_row (TiemImportReader *reader,
                  guint row,
                  TiemImportRow *item)
{
  g_autofree char *status = tiem_import_dup_cell (reader, row, TIEM_FIELD_ON_SALE);
  g_autofree char *folded = tiem_text_fold (status);

  if (strcmp (folded, "archived") == 0)
    item->has_archived = item->archived = TRUE;
  return !tiem_import_is_bare (item);
}

const TiemImportProgram tiem_import_shopify = {
  .kind = "shopify.products",
  .title = "Shopify",
  .needed = shopify_needed,
  .forbidden = shopify_forbidden,
  .heads = shopify_heads,
  .read_row = read_shopify_row,
};

const TiemImportProgram tiem_import_shopify_new = {
  .kind = "shopify.products",
  .title = "Shopify",
  .needed = new_needed,
  .forbidden = shopify_forbidden,
  .heads = new_heads,
  .read_row = read_shopify_row,
};
