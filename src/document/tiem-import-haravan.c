#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Haravan and Pancake: one row for each variant, those of a product under one address or code. */

static const char *const needed[] = { "Url", "Tên", "Thuộc tính 1", NULL };
static const TiemImportHead heads[] = {
  { "Url", TIEM_FIELD_GROUP },
  { "Tên", TIEM_FIELD_NAME },
  { "Giá trị thuộc tính 1", TIEM_FIELD_OPTION_1 },
  { "Giá trị thuộc tính 2", TIEM_FIELD_OPTION_2 },
  { "Giá trị thuộc tính 3", TIEM_FIELD_OPTION_3 },
  { "Mã phiên bản sản phẩm", TIEM_FIELD_SKU },
  { "Barcode", TIEM_FIELD_BARCODE },
  { "Số lượng tồn kho", TIEM_FIELD_ON_HAND },
  { "Giá", TIEM_FIELD_PRICE },
  { "Loại sản phẩm", TIEM_FIELD_CATEGORY },
  { "Mô tả", TIEM_FIELD_DESCRIPTION },
  { "Ảnh biến thể", TIEM_FIELD_IMAGE },
  { "Link hình", TIEM_FIELD_IMAGE },
  { NULL },
};

/* One variant with ten pictures fills ten rows. */
static gboolean
read_row (TiemImportReader *reader,
          guint row,
          TiemImportRow *item)
{
  return !tiem_import_is_bare (item);
}

const TiemImportProgram tiem_import_haravan = {
  .kind = "haravan.products",
  .title = "Haravan",
  .needed = needed,
  .heads = heads,
  .read_row = read_row,
};

static const char *const pancake_needed[] = { "MA_SP", "MA_MAU_MA", NULL };
static const TiemImportHead pancake_heads[] = {
  { "MA_SP", TIEM_FIELD_GROUP },       { "TEN_SP", TIEM_FIELD_NAME },
  { "MA_MAU_MA", TIEM_FIELD_SKU },     { "THUOC_TINH", TIEM_FIELD_OPTION },
  { "BARCODE", TIEM_FIELD_BARCODE },   { "GIA_NHAP", TIEM_FIELD_COST },
  { "GIA_BAN", TIEM_FIELD_PRICE },     { "TON_KHO", TIEM_FIELD_ON_HAND },
  { "DANH_MUC", TIEM_FIELD_CATEGORY }, { NULL },
};

/* "màu: nâu, size: M" → "nâu, M"; of several categories the first is kept. */
static gboolean
read_pancake_row (TiemImportReader *reader,
                  guint row,
                  TiemImportRow *item)
{
  if (item->values.options != NULL)
    {
      g_auto (GStrv) values = g_strsplit (item->values.options, ",", -1);

      for (guint i = 0; values[i] != NULL; i++)
        {
          char *colon = strchr (values[i], ':');

          if (colon != NULL)
            memmove (values[i], colon + 1, strlen (colon + 1) + 1);
        }
      g_free ((char *)item->values.options);
      item->values.options
          = tiem_import_join_options ((const char *const *)values, g_strv_length (values));
    }
  if (item->values.category != NULL && strchr (item->values.category, ';') != NULL)
    *strchr ((char *)item->values.category, ';') = '\0';
  return TRUE;
}

const TiemImportProgram tiem_import_pancake = {
  .kind = "pancake.products",
  .title = "Pancake",
  .needed = pancake_needed,
  .heads = pancake_heads,
  .read_row = read_pancake_row,
};
