#define G_LOG_DOMAIN "tiem-listings-file"

#include "config.h"

#include "document/tiem-listings-file.h"

#include "base/tiem-error.h"
#include "document/tiem-market-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The bulk templates of the three platforms: keys or heads above, explanations below them, then a
 * row for each variation. */

enum
{
  FIELD_PRODUCT,
  FIELD_VARIANT,
  FIELD_TITLE,
  FIELD_OPTIONS,
  FIELD_PARENT_SKU,
  FIELD_SKU,
  FIELD_BARCODE,
  FIELD_PRICE,
  FIELD_STOCK,
  FIELD_STATE,
  N_FIELDS
};

typedef struct
{
  TiemMarketFileKind kind;
  const char *platform;
  TiemMarketField fields[N_FIELDS];
} Format;

static const Format formats[] = {
  { TIEM_MARKET_FILE_SHOPEE_SALES_INFO,
    "shopee",
    { [FIELD_PRODUCT] = { { "et_title_product_id" } },
      [FIELD_VARIANT] = { { "et_title_variation_id" } },
      [FIELD_TITLE] = { { "et_title_product_name" } },
      [FIELD_OPTIONS] = { { "et_title_variation_name" } },
      [FIELD_PARENT_SKU] = { { "et_title_parent_sku" } },
      [FIELD_SKU] = { { "et_title_variation_sku" } },
      [FIELD_BARCODE] = { { "ps_gtin_code" } },
      [FIELD_PRICE] = { { "et_title_variation_price" } },
      [FIELD_STOCK] = { { "et_title_variation_stock" } },
      [FIELD_STATE] = { { "tiem_none" } } } },
  { TIEM_MARKET_FILE_LAZADA_PRICESTOCK,
    "lazada",
    { [FIELD_PRODUCT] = { { "Product ID" } },
      [FIELD_VARIANT] = { { "sku.skuId" } },
      [FIELD_TITLE] = { { "Tên sản phẩm", "Product Name" } },
      [FIELD_OPTIONS] = { { "Variations Combo" } },
      [FIELD_PARENT_SKU] = { { "tiem_none" } },
      [FIELD_SKU] = { { "SellerSku", "SellerSKU" } },
      [FIELD_BARCODE] = { { "tiem_none" } },
      [FIELD_PRICE] = { { "Giá", "Price", "*Price" } },
      [FIELD_STOCK] = { { "Kho hàng", "Quantity", "*Quantity" } },
      [FIELD_STATE] = { { "status" } } } },
  { TIEM_MARKET_FILE_TIKTOK_BATCH_EDIT,
    "tiktok",
    { [FIELD_PRODUCT] = { { "product_id" } },
      [FIELD_VARIANT] = { { "sku_id" } },
      [FIELD_TITLE] = { { "product_name" } },
      [FIELD_OPTIONS] = { { "variation_value" } },
      [FIELD_PARENT_SKU] = { { "tiem_none" } },
      [FIELD_SKU] = { { "seller_sku" } },
      [FIELD_BARCODE] = { { "tiem_none" } },
      [FIELD_PRICE] = { { "price" } },
      [FIELD_STOCK] = { { "quantity" } },
      [FIELD_STATE] = { { "tiem_none" } } } },
};

/* What Lazada's template has besides: the one head that is none of these is the name of the shop's
 * stock. */
static const char *const lazada_heads[] = {
  "catId",        "currencyCode",       "Lazada SKU",       "Shop SKU",
  "SpecialPrice", "SpecialPrice Start", "SpecialPrice End", "tr(s-wb-product@md5key)",
  NULL,
};

static void
free_row (gpointer data)
{
  TiemListingsRow *row = data;

  g_free (row->remote_product_id);
  g_free (row->remote_variant_id);
  g_free (row);
}

void
tiem_listings_file_free (TiemListingsFile *self)
{
  if (self == NULL)
    return;
  g_free (self->shop);
  g_free (self->sheet_name);
  g_clear_pointer (&self->stock_heads, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->page, tiem_listing_page_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

static TiemListingsFile *
listings_file_new (void)
{
  TiemListingsFile *self = g_new0 (TiemListingsFile, 1);

  self->stock_heads = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new_with_free_func (free_row);
  self->page = tiem_listing_page_new ();
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_market_problem_free);
  self->price_column = self->stock_column = TIEM_SHEET_NO_COLUMN;
  return self;
}

static gboolean
fail (GError **error,
      const char *sentence)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence);
  return FALSE;
}

/* --- the column of the stock --- */

typedef struct
{
  TiemListingsFile *file;
  const Format *format;
  TiemMarketTable table;
  GArray *stock_columns; /* (element-type guint) */
} Reading;

static void
reading_clear (Reading *self)
{
  tiem_market_table_clear (&self->table);
  g_clear_pointer (&self->stock_columns, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
is_stock_of_place (const Reading *self,
                   guint column)
{
  const TiemSheet *sheet = self->table.sheet;
  const char *key = tiem_sheet_get_cell (sheet, self->table.head_row, column);
  const char *label = tiem_sheet_get_cell (sheet, self->table.head_row + 2, column);

  switch (self->file->kind)
    {
    case TIEM_MARKET_FILE_SHOPEE_SALES_INFO:
      return g_str_has_prefix (label, "Số lượng:")
             || g_str_has_prefix (key, "et_title_variation_stock.");
    case TIEM_MARKET_FILE_TIKTOK_BATCH_EDIT:
      return g_str_has_prefix (key, "warehouse_quantity/");
    default:
      return FALSE;
    }
}

static void
add_stock_column (Reading *self,
                  guint column)
{
  const TiemSheet *sheet = self->table.sheet;
  const char *label = tiem_sheet_get_cell (sheet, self->table.head_row + 2, column);
  const char *key = tiem_sheet_get_cell (sheet, self->table.head_row, column);

  g_array_append_val (self->stock_columns, column);
  g_ptr_array_add (
      self->file->stock_heads,
      g_strdup (self->file->kind != TIEM_MARKET_FILE_LAZADA_PRICESTOCK && *label != '\0' ? label
                                                                                         : key));
}

static void
find_stock (Reading *self)
{
  const TiemSheet *sheet = self->table.sheet;
  const GPtrArray *heads = g_ptr_array_index (sheet->rows, self->table.head_row);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);

  if (tiem_market_table_has (&self->table, FIELD_STOCK))
    add_stock_column (self, self->table.columns[FIELD_STOCK]);
  for (guint i = 0; i < heads->len && self->stock_columns->len == 0; i++)
    if (is_stock_of_place (self, i))
      for (; i < heads->len; i++)
        if (is_stock_of_place (self, i))
          add_stock_column (self, i);
  if (self->stock_columns->len == 0 && self->file->kind == TIEM_MARKET_FILE_LAZADA_PRICESTOCK)
    {
      tiem_market_table_list_unknown (&self->table, lazada_heads, unknown);
      for (guint i = 0; i < heads->len; i++)
        {
          g_autofree char *head = tiem_sheet_tidy_head (g_ptr_array_index (heads, i));

          if (g_ptr_array_find_with_equal_func (unknown, head, g_str_equal, NULL))
            add_stock_column (self, i);
        }
    }
  if (self->stock_columns->len == 1)
    self->file->stock_column = g_array_index (self->stock_columns, guint, 0);
  self->file->price_column = self->table.columns[FIELD_PRICE];
}

/* --- rows --- */

static gboolean
refuse (Reading *self,
        guint row,
        const char *head,
        const char *reason)
{
  g_ptr_array_add (self->file->problems, tiem_market_problem_new (row + 1, head, reason));
  return FALSE;
}

static gboolean
read_stock (Reading *self,
            guint row,
            TiemRemoteListing *listing)
{
  for (guint i = 0; i < self->stock_columns->len; i++)
    {
      guint column = g_array_index (self->stock_columns, guint, i);
      const char *text = tiem_sheet_get_cell (self->table.sheet, row, column);
      gint64 units;

      if (!tiem_market_parse_money (text, &units) || units < 0 || units > G_MAXINT32)
        return refuse (self,
                       row,
                       g_ptr_array_index (self->file->stock_heads, i),
                       _ ("The stock is no number; download the file again."));
      listing->stock += units;
    }
  listing->has_stock = self->stock_columns->len > 0;
  return TRUE;
}

/* "Nhóm màu:Trắng, Kích thước:M" → "Trắng, M" */
static char *
dup_options (const Reading *self,
             guint row)
{
  g_autofree char *text = tiem_market_table_dup_text (&self->table, row, FIELD_OPTIONS);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (text == NULL || g_ascii_strcasecmp (text, "Default") == 0 || g_str_equal (text, "Mặc định"))
    return NULL;
  if (self->file->kind != TIEM_MARKET_FILE_LAZADA_PRICESTOCK)
    return g_steal_pointer (&text);
  parts = g_strsplit (text, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *colon = strchr (parts[i], ':');
      g_autofree char *value = g_strstrip (g_strdup (colon != NULL ? colon + 1 : parts[i]));

      if (*value != '\0')
        g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", value);
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static gboolean
is_all_digits (const char *text)
{
  return text != NULL && strlen (text) >= 6 && strspn (text, "0123456789") == strlen (text);
}

static gboolean
read_row (Reading *self,
          guint row,
          const char *product,
          const char *variant)
{
  g_autoptr (TiemRemoteListing) listing = tiem_remote_listing_new ();
  g_autofree char *state = tiem_market_table_dup_text (&self->table, row, FIELD_STATE);
  TiemListingsRow *place;
  gboolean has_variant = variant != NULL && !g_str_equal (variant, "0");

  listing->remote_product_id = g_strdup (product);
  listing->remote_variant_id = has_variant ? g_strdup (variant) : NULL;
  listing->title = tiem_market_table_dup_text (&self->table, row, FIELD_TITLE);
  listing->options = dup_options (self, row);
  listing->sku = tiem_market_table_dup_text (&self->table, row, FIELD_SKU);
  if (listing->sku == NULL && !has_variant)
    listing->sku = tiem_market_table_dup_text (&self->table, row, FIELD_PARENT_SKU);
  listing->barcode = tiem_market_table_dup_text (&self->table, row, FIELD_BARCODE);
  listing->state = state != NULL && tiem_market_table_has (&self->table, FIELD_STATE)
                           && g_ascii_strcasecmp (state, "inactive") == 0
                       ? TIEM_LISTING_INACTIVE
                       : TIEM_LISTING_ACTIVE;
  if (tiem_market_table_has (&self->table, FIELD_PRICE)
      && !tiem_market_table_read_money (&self->table, row, FIELD_PRICE, &listing->price_vnd))
    {
      g_autofree char *head = tiem_market_table_dup_head (&self->table, FIELD_PRICE);

      return refuse (self, row, head, _ ("The price is no amount; download the file again."));
    }
  if (!read_stock (self, row, listing))
    return FALSE;

  place = g_new0 (TiemListingsRow, 1);
  place->row = row;
  place->remote_product_id = g_strdup (product);
  place->remote_variant_id = g_strdup (has_variant ? variant : "");
  g_ptr_array_add (self->file->rows, place);
  self->file->stock += listing->stock;
  self->file->price_sum_vnd += listing->price_vnd;
  g_ptr_array_add (self->file->page->listings, g_steal_pointer (&listing));
  return TRUE;
}

static gboolean
read_rows (Reading *self,
           GCancellable *cancellable,
           GError **error)
{
  const TiemSheet *sheet = self->table.sheet;
  g_autoptr (GHashTable) products = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint row = self->table.head_row + 1; row < sheet->rows->len; row++)
    {
      g_autofree char *product = NULL;
      g_autofree char *variant = NULL;
      char *key;

      if (row % 512 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!tiem_market_table_read_id (&self->table, row, FIELD_PRODUCT, &product)
          || !tiem_market_table_read_id (&self->table, row, FIELD_VARIANT, &variant))
        return fail (error,
                     _ ("The numbers of the products have lost digits, because the file was saved "
                        "by Excel; download it again and read it in without opening it."));
      /* explanations stand above the goods */
      if (!is_all_digits (product)
          || (self->file->kind != TIEM_MARKET_FILE_SHOPEE_SALES_INFO && !is_all_digits (variant)))
        continue;
      key = g_strdup_printf ("%s/%s", product, variant != NULL ? variant : "");
      if (!g_hash_table_add (seen, key))
        {
          refuse (self,
                  row,
                  self->format->fields[FIELD_VARIANT].names[0],
                  _ ("This variation stands in the file twice; the first row counts."));
          continue;
        }
      if (read_row (self, row, product, variant))
        g_hash_table_add (products, g_steal_pointer (&product));
    }
  self->file->n_products = g_hash_table_size (products);
  if (self->file->page->listings->len > 0)
    return TRUE;
  return fail (error, _ ("There are no products in the file; download it again with products."));
}

static const Format *
find_format (TiemMarketFileKind kind,
             const char *platform)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].kind == kind
        && (platform == NULL || g_str_equal (platform, formats[i].platform)))
      return &formats[i];
  return NULL;
}

TiemListingsFile *
tiem_listings_file_read (
    const char *path, const char *platform, gint64 now, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sheets = tiem_sheet_open (path, cancellable, error);
  g_autoptr (TiemListingsFile) file = listings_file_new ();
  g_auto (Reading) reading = { .file = file };
  TiemMarketFileFound found = { 0 };
  const TiemSheet *sheet;

  if (sheets == NULL)
    return NULL;
  tiem_market_file_find (sheets, &found);
  reading.format = find_format (found.kind, platform);
  if (reading.format == NULL)
    {
      tiem_market_file_fail_kind (found.kind, TIEM_MARKET_USE_LISTINGS, platform, error);
      return NULL;
    }
  sheet = g_ptr_array_index (sheets, found.sheet);
  file->kind = found.kind;
  file->written_at = tiem_market_file_get_time (path, now);
  file->sheet_name = g_strdup (sheet->name);
  tiem_market_table_init (&reading.table, sheet, found.head_row, reading.format->fields, N_FIELDS);
  reading.stock_columns = g_array_new (FALSE, FALSE, sizeof (guint));
  /* "sales_info", a hash, 0, the shop's number */
  if (found.kind == TIEM_MARKET_FILE_SHOPEE_SALES_INFO)
    {
      const char *shop = tiem_sheet_get_cell (sheet, found.head_row + 1, 3);

      if (*shop != '\0' && strspn (shop, "0123456789") == strlen (shop))
        file->shop = g_strdup (shop);
    }
  find_stock (&reading);
  return read_rows (&reading, cancellable, error) ? g_steal_pointer (&file) : NULL;
}

gboolean
tiem_listings_file_store (TiemListingsFile *self,
                          TiemStore *store,
                          gint64 channel_id,
                          gboolean dry_run,
                          TiemFileListings *report,
                          GError **error)
{
  TiemFileListingsInfo info = { .read_at = self->written_at,
                                .has_stock = self->stock_heads->len > 0,
                                .shop = self->shop };

  return tiem_store_check_file_channel (
             store, channel_id, tiem_market_file_get_platform (self->kind), error)
         && tiem_store_put_file_listings (
             store, channel_id, self->page, &info, dry_run, report, error);
}
