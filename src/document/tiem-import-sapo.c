#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/*
 * Sapo: the export of 2026 (the name only on a product's first row, rows that carry nothing but
 * pictures, no stock), the template of its shop program (stock and cost for each branch), and the
 * export of the years before.
 */

static gboolean
read_row (TiemImportReader *reader,
          guint row,
          TiemImportRow *item)
{
  return !tiem_import_is_bare (item);
}

/* --- the export of 2026 --- */

static const char *const needed[] = { "Đường dẫn/Alias", "Tên sản phẩm*", "Mã SKU", NULL };
static const TiemImportHead heads[] = {
  { "Đường dẫn/Alias", TIEM_FIELD_GROUP },
  { "Tên sản phẩm*", TIEM_FIELD_NAME },
  { "Giá trị thuộc tính 1", TIEM_FIELD_OPTION_1 },
  { "Giá trị thuộc tính 2", TIEM_FIELD_OPTION_2 },
  { "Giá trị thuộc tính 3", TIEM_FIELD_OPTION_3 },
  { "Mã SKU", TIEM_FIELD_SKU },
  { "Barcode", TIEM_FIELD_BARCODE },
  { "Giá", TIEM_FIELD_PRICE },
  { "Giá vốn", TIEM_FIELD_COST },
  { "Tồn kho", TIEM_FIELD_ON_HAND },
  { "Loại sản phẩm", TIEM_FIELD_CATEGORY },
  { "Mô tả sản phẩm", TIEM_FIELD_DESCRIPTION },
  { "Ảnh phiên bản", TIEM_FIELD_IMAGE },
  { "Ảnh đại diện", TIEM_FIELD_IMAGE },
  { NULL },
};

const TiemImportProgram tiem_import_sapo = {
  .kind = "sapo.products",
  .title = "Sapo",
  .needed = needed,
  .heads = heads,
  .read_row = read_row,
};

/* --- the template of the shop program --- */

static const char *const pos_needed[] = { "Tên sản phẩm*", "Mã SKU*", NULL };
static const TiemImportHead pos_heads[] = {
  { "Tên sản phẩm*", TIEM_FIELD_NAME },
  { "Giá trị thuộc tính 1", TIEM_FIELD_OPTION_1 },
  { "Giá trị thuộc tính 2", TIEM_FIELD_OPTION_2 },
  { "Giá trị thuộc tính 3", TIEM_FIELD_OPTION_3 },
  { "Mã SKU*", TIEM_FIELD_SKU },
  { "Barcode", TIEM_FIELD_BARCODE },
  { "PL_Giá bán lẻ", TIEM_FIELD_PRICE },
  { "LC_CN1_Giá vốn khởi tạo*", TIEM_FIELD_COST },
  { "PL_Giá nhập", TIEM_FIELD_COST },
  { "LC_CN1_Điểm lưu kho", TIEM_FIELD_SHELF },
  { "Mã loại sản phẩm", TIEM_FIELD_CATEGORY },
  { "Mô tả sản phẩm", TIEM_FIELD_DESCRIPTION },
  { "Ảnh đại diện", TIEM_FIELD_IMAGE },
  { NULL },
};

static gboolean
accepts_pos (const TiemSheet *sheet,
             guint head_row)
{
  GPtrArray *cells = g_ptr_array_index (sheet->rows, head_row);

  for (guint column = 0; column < cells->len; column++)
    if (g_str_has_prefix (g_ptr_array_index (cells, column), "LC_CN")
        || g_str_has_prefix (g_ptr_array_index (cells, column), "PL_"))
      return TRUE;
  return FALSE;
}

/* "LC_CN2_Tồn kho ban đầu*": the stock of the second branch. */
static void
find_branches (TiemImportFile *file)
{
  for (guint column = 0; column < tiem_import_file_get_n_columns (file); column++)
    {
      g_autofree char *head = tiem_import_file_make_head (file, column);
      g_autofree char *folded = tiem_text_fold (head);
      g_autofree char *name = NULL;
      guint number;

      if (sscanf (folded, "lc cn%u", &number) != 1 || strstr (folded, "ton kho ban dau") == NULL)
        continue;
      /* Translators: %u is a number */
      name = g_strdup_printf (_ ("Branch %u"), number);
      tiem_import_file_add_branch (file, column, name);
    }
}

/* Rows below the first of a product may leave its name out. */
static gboolean
read_pos_row (TiemImportReader *reader,
              guint row,
              TiemImportRow *item)
{
  if (tiem_import_is_bare (item))
    return FALSE;
  if (item->values.name != NULL)
    {
      g_free (reader->last_name);
      reader->last_name = g_strdup (item->values.name);
    }
  else if (reader->last_name != NULL)
    {
      item->values.name = g_strdup (reader->last_name);
      item->given |= TIEM_EDIT_NAME;
    }
  return TRUE;
}

const TiemImportProgram tiem_import_sapo_pos = {
  .kind = "sapo.pos_template",
  .title = "Sapo",
  .needed = pos_needed,
  .heads = pos_heads,
  .accepts = accepts_pos,
  .find_stock = find_branches,
  .read_row = read_pos_row,
};

/* --- Sapo (Bizweb) before --- */

static const char *const old_needed[] = { "Đường dẫn / Alias", "Tên sản phẩm*", "Mã (SKU)", NULL };
static const TiemImportHead old_heads[] = {
  { "Đường dẫn / Alias", TIEM_FIELD_GROUP },
  { "Tên sản phẩm*", TIEM_FIELD_NAME },
  { "Giá trị thuộc tính 1(Option1 Value)", TIEM_FIELD_OPTION_1 },
  { "Giá trị thuộc tính 2(Option2 Value)", TIEM_FIELD_OPTION_2 },
  { "Giá trị thuộc tính 1(Option3 Value)", TIEM_FIELD_OPTION_3 }, /* so in the files */
  { "Giá trị thuộc tính 3(Option3 Value)", TIEM_FIELD_OPTION_3 },
  { "Mã (SKU)", TIEM_FIELD_SKU },
  { "Barcode", TIEM_FIELD_BARCODE },
  { "Số lượng", TIEM_FIELD_ON_HAND },
  { "Giá", TIEM_FIELD_PRICE },
  { "Loại", TIEM_FIELD_CATEGORY },
  { "Nội dung", TIEM_FIELD_DESCRIPTION },
  { NULL },
};

const TiemImportProgram tiem_import_sapo_old = {
  .kind = "sapo.products_old",
  .title = "Sapo",
  .needed = old_needed,
  .heads = old_heads,
  .read_row = read_row,
};
