#define G_LOG_DOMAIN "tiem-upload-file"

#include "config.h"

#include "document/tiem-listings-file.h"

#include "base/tiem-error.h"
#include "document/tiem-market-table.h"
#include "document/tiem-sheet-patch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Stock and prices out: the owner's own template with other numbers in it. */

typedef struct
{
  const TiemListingsFile *file;
  const TiemSheet *sheet;
  gboolean prices;
  gboolean all;
  GPtrArray *patches; /* (element-type TiemSheetPatch) */
  TiemUploadReport *report;
} Writing;

static char *
make_key (const char *product,
          const char *variant)
{
  return g_strdup_printf ("%s/%s", product, variant);
}

/* Returns: (transfer full) (element-type utf8 TiemUploadNumber): borrowed values */
static GHashTable *
index_numbers (GPtrArray *numbers)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < numbers->len; i++)
    {
      TiemUploadNumber *number = g_ptr_array_index (numbers, i);

      g_hash_table_insert (
          index, make_key (number->remote_product_id, number->remote_variant_id), number);
    }
  return index;
}

/* "159000.00" is written with the decimals it had. Returns: (transfer full) */
static char *
format_like (const char *before,
             gint64 value)
{
  const char *point = strchr (before, '.');
  gboolean has_decimals = point != NULL && point[1] != '\0' && strlen (point + 1) <= 2
                          && strspn (point + 1, "0") == strlen (point + 1);

  return g_strdup_printf ("%" G_GINT64_FORMAT "%s", value, has_decimals ? point : "");
}

static void
add_patch (Writing *self,
           guint row,
           guint column,
           gint64 value)
{
  g_autofree char *text = format_like (tiem_sheet_get_cell (self->sheet, row, column), value);

  g_ptr_array_add (self->patches, tiem_sheet_patch_new (row, column, text));
}

/* Returns: whether the cell changes */
static gboolean
write_stock (Writing *self,
             const TiemListingsRow *row,
             TiemUploadNumber *number)
{
  guint column = self->file->stock_column;
  gint64 shown;
  gboolean differs;

  if (column == TIEM_SHEET_NO_COLUMN)
    return FALSE;
  differs = !tiem_market_parse_money (tiem_sheet_get_cell (self->sheet, row->row, column), &shown)
            || shown != number->stock || number->stock_waits;
  /* The file says a number of every row, of those that stay as well. */
  number->writes_stock = TRUE;
  if (!self->all && !differs)
    return FALSE;
  add_patch (self, row->row, column, number->stock);
  self->report->n_stock++;
  self->report->stock += number->stock;
  return TRUE;
}

static gboolean
write_price (Writing *self,
             const TiemListingsRow *row,
             TiemUploadNumber *number)
{
  if (!self->prices || !number->has_price || self->file->price_column == TIEM_SHEET_NO_COLUMN)
    return FALSE;
  number->writes_price = TRUE;
  add_patch (self, row->row, self->file->price_column, number->price_vnd);
  self->report->n_prices++;
  return TRUE;
}

static void
write_row (Writing *self,
           guint index,
           GHashTable *numbers)
{
  const TiemListingsRow *row = g_ptr_array_index (self->file->rows, index);
  g_autofree char *key = make_key (row->remote_product_id, row->remote_variant_id);
  TiemUploadNumber *number = g_hash_table_lookup (numbers, key);
  gboolean stock;
  gboolean price;

  self->report->n_rows++;
  if (number == NULL || number->sku == NULL)
    {
      self->report->n_unlinked++;
      return;
    }
  stock = number->has_stock && write_stock (self, row, number);
  price = write_price (self, row, number);
  if (!number->has_stock && !price)
    self->report->n_no_number++;
  else if (!stock && !price)
    self->report->n_same++;
}

static gboolean
check_template (const TiemListingsFile *file,
                gboolean prices,
                GError **error)
{
  if (file->stock_heads->len > 1)
    {
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint i = 0; i < file->stock_heads->len; i++)
        g_string_append_printf (
            names, "%s“%s”", i > 0 ? ", " : "", (char *)g_ptr_array_index (file->stock_heads, i));
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   /* Translators: names of columns */
                   _ ("The file has a number for each of several places (%s), and Tiệm does not "
                      "know how the goods are divided among them; enter the stock in the seller "
                      "centre."),
                   names->str);
      return FALSE;
    }
  if (file->stock_column != TIEM_SHEET_NO_COLUMN || prices)
    return TRUE;
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("The file has no column for the stock; download it again and tick the "
                          "stock there."));
  return FALSE;
}

static void
count_missing (GPtrArray *numbers,
               gboolean prices,
               TiemUploadReport *report)
{
  for (guint i = 0; i < numbers->len; i++)
    {
      const TiemUploadNumber *number = g_ptr_array_index (numbers, i);

      if ((number->stock_waits && !number->writes_stock)
          || (prices && number->has_price && !number->writes_price))
        report->n_missing++;
    }
}

/* What the template tells is news as well: listings that are new, numbers as they were. */
static gboolean
take_in (TiemStore *store,
         gint64 channel_id,
         TiemListingsFile *file,
         GError **error)
{
  TiemFileListings listings;

  return tiem_listings_file_store (file, store, channel_id, FALSE, &listings, error);
}

gboolean
tiem_upload_file_write (TiemStore *store,
                        gint64 channel_id,
                        const char *template_path,
                        const char *path,
                        gboolean prices,
                        gboolean all,
                        TiemUploadReport *report,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (TiemListingsFile) file = NULL;
  g_autoptr (GPtrArray) sheets = NULL;
  g_autoptr (GPtrArray) numbers = NULL;
  g_autoptr (GHashTable) index = NULL;
  g_autoptr (GPtrArray) patches
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sheet_patch_free);
  Writing writing = { .prices = prices, .all = all, .patches = patches, .report = report };
  TiemMarketFileFound found;
  g_autofree char *name = g_path_get_basename (path);

  *report = (TiemUploadReport){ 0 };
  file = tiem_listings_file_read (template_path, NULL, tiem_store_now (store), cancellable, error);
  if (file == NULL || !check_template (file, prices, error)
      || !take_in (store, channel_id, file, error)
      || (sheets = tiem_sheet_open (template_path, cancellable, error)) == NULL
      || (numbers = tiem_store_list_upload_numbers (store, channel_id, error)) == NULL)
    return FALSE;
  tiem_market_file_find (sheets, &found);
  writing.file = file;
  writing.sheet = g_ptr_array_index (sheets, found.sheet);
  report->taken_at = file->written_at;
  index = index_numbers (numbers);
  for (guint i = 0; i < file->rows->len; i++)
    write_row (&writing, i, index);
  count_missing (numbers, prices, report);
  return tiem_sheet_patch_file (template_path, path, file->sheet_name, patches, cancellable, error)
         && tiem_store_book_upload (store, channel_id, name, numbers, error) != 0;
}

const char *
tiem_upload_file_tell_where (const char *platform)
{
  if (g_strcmp0 (platform, "shopee") == 0)
    return _ ("In Kênh Người Bán: My products › Mass update › Sales information › Download. The "
              "file is called mass_update_sales_info…xlsx.");
  if (g_strcmp0 (platform, "lazada") == 0)
    return _ ("In Lazada Seller Center: Products › Manage products › Bulk edit › Price and stock › "
              "Download. The file is called pricestock….xlsx.");
  return _ ("In TikTok Shop Seller Center: Products › Manage products › Batch edit › Download, "
            "with price and quantity ticked. The file is called "
            "Tiktoksellercenter_batchedit_….xlsx.");
}

const char *
tiem_orders_file_tell_where (const char *platform)
{
  if (g_strcmp0 (platform, "shopee") == 0)
    return _ ("In Kênh Người Bán: Orders › All › Export. The file is called Order.all….xlsx; take "
              "the last 30 days.");
  if (g_strcmp0 (platform, "lazada") == 0)
    return _ ("In Lazada Seller Center: Orders › All › Export › Export all. Take the last 30 "
              "days.");
  return _ ("In TikTok Shop Seller Center: Orders › Manage orders › Export › All, as .xlsx or "
            ".csv. Take the last 30 days.");
}
