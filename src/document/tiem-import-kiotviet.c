#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * KiotViet's list of goods, DanhSachSanPham_KV….xlsx, and its import templates: a row for each
 * variant and for each further unit ("a box of 12"), combos and services among them. Heads as
 * read in public programs that write or read them.
 */

#define LONGEST_CHAIN 20

static const char *const needed[] = { "Mã hàng", "Tên hàng", "Nhóm hàng(3 Cấp)", NULL };
static const char *const forbidden[] = { "Mã hóa đơn", NULL };

static const TiemImportHead heads[] = {
  { "Mã hàng", TIEM_FIELD_SKU },
  { "Tên hàng", TIEM_FIELD_NAME },
  { "Thuộc tính", TIEM_FIELD_OPTION },
  { "Giá bán", TIEM_FIELD_PRICE },
  { "Giá vốn", TIEM_FIELD_COST },
  { "Mã vạch", TIEM_FIELD_BARCODE },
  { "Tồn kho", TIEM_FIELD_ON_HAND },
  { "Vị trí", TIEM_FIELD_SHELF },
  { "Nhóm hàng(3 Cấp)", TIEM_FIELD_CATEGORY },
  { "Mô tả", TIEM_FIELD_DESCRIPTION },
  { "Hình ảnh (url1,url2...)", TIEM_FIELD_IMAGE },
  { "Mã HH Liên quan", TIEM_FIELD_RELATED },
  { "ĐVT", TIEM_FIELD_UNIT },
  { "Mã ĐVT Cơ bản", TIEM_FIELD_BASE_SKU },
  { "Quy đổi", TIEM_FIELD_FACTOR },
  { "Hàng thành phần", TIEM_FIELD_PARTS },
  { "Đang kinh doanh", TIEM_FIELD_ON_SALE },
  { "Loại hàng", TIEM_FIELD_GOODS_KIND },
  { NULL },
};

/* "MÀU:Trắng|SIZE:M" → "Trắng, M" */
static void
tidy_options (TiemImportRow *item)
{
  g_auto (GStrv) values = NULL;
  char *joined;

  if (item->values.options == NULL)
    return;
  values = g_strsplit (item->values.options, "|", -1);
  for (guint i = 0; values[i] != NULL; i++)
    {
      char *colon = strchr (values[i], ':');

      if (colon != NULL)
        memmove (values[i], colon + 1, strlen (colon + 1) + 1);
    }
  joined = tiem_import_join_options ((const char *const *)values, g_strv_length (values));
  g_free ((char *)item->values.options);
  item->values.options = joined;
}

/* "SP000010:1|SP000011:2" */
static void
read_parts (TiemImportReader *reader,
            guint row,
            TiemImportRow *item)
{
  g_autofree char *text = tiem_import_dup_cell (reader, row, TIEM_FIELD_PARTS);
  g_auto (GStrv) parts = NULL;

  if (text == NULL)
    {
      tiem_import_add_note (item,
                            TIEM_FIELD_PARTS,
                            _ ("The file does not say what the combo is made of; set its parts "
                               "by hand"));
      return;
    }
  parts = g_strsplit_set (text, "|;,\n", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *colon = strrchr (g_strstrip (parts[i]), ':');
      gint64 thousandths = 1000;

      if (*parts[i] == '\0')
        continue;
      if (colon != NULL && tiem_import_parse_thousandths (colon + 1, &thousandths))
        *colon = '\0';
      if (thousandths <= 0 || thousandths % 1000 != 0)
        {
          tiem_import_add_wrong (item,
                                 TIEM_FIELD_PARTS,
                                 _ ("A bundle needs at least one of each part; change the "
                                    "quantity."),
                                 NULL);
          return;
        }
      tiem_import_row_add_part (item, parts[i], thousandths / 1000);
    }
}

static gboolean
read_row (TiemImportReader *reader,
          guint row,
          TiemImportRow *item)
{
  g_autofree char *kind = tiem_import_dup_cell (reader, row, TIEM_FIELD_GOODS_KIND);
  g_autofree char *folded = tiem_text_fold (kind);

  tidy_options (item);
  item->has_archived = reader->file->columns[TIEM_FIELD_ON_SALE] != TIEM_SHEET_NO_COLUMN;
  item->archived = !tiem_import_read_flag (reader, row, TIEM_FIELD_ON_SALE, TRUE);
  if (g_str_has_prefix (folded, "combo"))
    {
      read_parts (reader, row, item);
      reader->thousandths = TIEM_IMPORT_NO_STOCK;
    }
  else if (g_str_has_prefix (folded, "dich vu"))
    reader->thousandths = TIEM_IMPORT_NO_STOCK; /* a service is never out of stock */
  return TRUE;
}

/* --- what needs all rows --- */

typedef struct
{
  TiemImportReader *reader;
  GHashTable *index; /* (element-type utf8 guint): SKU key → place among the rows, from 1 */
} Whole;

static guint
find_row (const Whole *self,
          const char *sku)
{
  g_autofree char *key = tiem_sku_key (sku);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->index, key));
}

static char *
dup_cell_of (const Whole *self,
             const TiemImportRow *item,
             TiemField field)
{
  return tiem_import_dup_cell (self->reader, item->row - 1, field);
}

/* The variant all others of the product lead to. Which of the group "Mã HH Liên quan" names is
 * not written anywhere: any of them will do. Returns: (transfer full) (nullable) */
static char *
find_root (const Whole *self,
           const TiemImportRow *item)
{
  g_autofree char *root = NULL;

  for (int i = 0; i < LONGEST_CHAIN && item != NULL; i++)
    {
      g_autofree char *related = dup_cell_of (self, item, TIEM_FIELD_RELATED);
      guint at = related != NULL ? find_row (self, related) : 0;

      if (related == NULL || g_strcmp0 (related, item->values.sku) == 0)
        break;
      g_free (root);
      root = tiem_sku_key (related);
      item = at > 0 ? g_ptr_array_index (self->reader->rows, at - 1) : NULL;
    }
  return g_steal_pointer (&root);
}

static void
group_variants (const Whole *self)
{
  GPtrArray *rows = self->reader->rows;

  for (guint i = 0; i < rows->len; i++)
    {
      TiemImportRow *item = g_ptr_array_index (rows, i);
      g_autofree char *root = find_root (self, item);
      guint at = root != NULL ? find_row (self, root) : 0;
      TiemImportRow *first = at > 0 ? g_ptr_array_index (rows, at - 1) : NULL;

      if (root == NULL)
        continue;
      if (first != NULL && first->group == NULL)
        first->group = g_strdup (root);
      g_free (item->group);
      item->group = g_steal_pointer (&root);
    }
}

static void
name_unit (TiemImportRow *item,
           const char *unit)
{
  const char *const values[] = { item->values.options, unit };
  char *joined = tiem_import_join_options (values, G_N_ELEMENTS (values));

  if (joined != NULL)
    item->given |= TIEM_EDIT_OPTIONS;
  g_free ((char *)item->values.options);
  item->values.options = joined;
}

/* Another unit of goods is a bundle of them: it has a price and a code of its own, and what is
 * left of it follows from the base unit, to which its stock is added. */
static void
convert_unit (const Whole *self,
              guint i)
{
  GPtrArray *rows = self->reader->rows;
  TiemImportRow *item = g_ptr_array_index (rows, i);
  g_autofree char *base_sku = dup_cell_of (self, item, TIEM_FIELD_BASE_SKU);
  g_autofree char *factor_text = dup_cell_of (self, item, TIEM_FIELD_FACTOR);
  g_autofree char *unit = dup_cell_of (self, item, TIEM_FIELD_UNIT);
  gint64 *stock = &g_array_index (self->reader->stock, gint64, i);
  guint at = base_sku != NULL ? find_row (self, base_sku) : 0;
  gint64 factor = 0;

  if (base_sku == NULL)
    return;
  if (factor_text == NULL || !tiem_import_parse_thousandths (factor_text, &factor) || factor <= 0
      || factor % 1000 != 0 || factor > 10000 * 1000)
    tiem_import_add_wrong (item,
                           TIEM_FIELD_FACTOR,
                           _ ("It is another unit of goods, but how many of them is no whole "
                              "number"),
                           NULL);
  else if (at == 0 || at == i + 1)
    {
      /* Translators: %s is a SKU */
      g_autofree char *reason = g_strdup_printf (
          _ ("It is another unit of %s, which the file does not have"), base_sku);

      tiem_import_add_wrong (item, TIEM_FIELD_BASE_SKU, reason, NULL);
    }
  else
    {
      TiemImportRow *base = g_ptr_array_index (rows, at - 1);
      gint64 *base_stock = &g_array_index (self->reader->stock, gint64, at - 1);

      if (*stock != TIEM_IMPORT_NO_STOCK)
        *base_stock
            = (*base_stock != TIEM_IMPORT_NO_STOCK ? *base_stock : 0) + *stock * (factor / 1000);
      if (base->group == NULL)
        base->group = tiem_sku_key (base_sku);
      g_free (item->group);
      item->group = g_strdup (base->group);
      tiem_import_row_add_part (item, base->values.sku, factor / 1000);
      name_unit (item, unit);
    }
  *stock = TIEM_IMPORT_NO_STOCK;
}

static void
finish (TiemImportReader *reader)
{
  g_autoptr (GHashTable) index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const Whole self = { reader, index };

  for (guint i = 0; i < reader->rows->len; i++)
    {
      const TiemImportRow *item = g_ptr_array_index (reader->rows, i);
      g_autofree char *key = tiem_sku_key (item->values.sku);

      if (*key != '\0' && !g_hash_table_contains (index, key))
        g_hash_table_insert (index, g_steal_pointer (&key), GUINT_TO_POINTER (i + 1));
    }
  group_variants (&self);
  for (guint i = 0; i < reader->rows->len; i++)
    convert_unit (&self, i);
}

const TiemImportProgram tiem_import_kiotviet = {
  .kind = "kiotviet.products",
  .title = "KiotViet",
  .needed = needed,
  .forbidden = forbidden,
  .heads = heads,
  .read_row = read_row,
  .finish = finish,
};
