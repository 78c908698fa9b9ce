#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Tables that people made themselves, and Tiệm's own: columns are known by what they are called. */

static const struct
{
  const char *name;
  const char *label;
  const char *heads[18]; /* as tiem_text_fold() gives them */
} fields[TIEM_N_FIELDS] = {
  [TIEM_FIELD_SKU] = { "sku",
                       N_ ("SKU"),
                       { "sku",
                         "ma sku",
                         "ma hang",
                         "ma hang hoa",
                         "ma sp",
                         "ma san pham",
                         "ma so",
                         "ma",
                         "code",
                         "sku phan loai" } },
  [TIEM_FIELD_NAME] = { "name",
                        N_ ("Name"),
                        { "name",
                          "ten san pham",
                          "ten hang",
                          "ten hang hoa",
                          "ten sp",
                          "ten",
                          "mat hang",
                          "hang",
                          "hang hoa",
                          "san pham",
                          "product",
                          "product name",
                          "title" } },
  [TIEM_FIELD_OPTION] = { "option",
                          N_ ("Variant"),
                          { "option",
                            "options",
                            "phan loai",
                            "phan loai hang",
                            "ten phan loai",
                            "quy cach",
                            "mau ma",
                            "mau size",
                            "variant",
                            "variation" } },
  [TIEM_FIELD_PRICE] = { "price",
                         N_ ("Price"),
                         { "price",
                           "gia ban",
                           "gia",
                           "gia ban le",
                           "gia le",
                           "don gia",
                           "ban",
                           "selling price",
                           "unit price" } },
  [TIEM_FIELD_COST]
  = { "cost", N_ ("Cost"), { "cost", "gia von", "gia nhap", "nhap", "cost price" } },
  [TIEM_FIELD_BARCODE] = { "barcode", N_ ("Barcode"), { "barcode", "ma vach", "ean", "gtin" } },
  [TIEM_FIELD_ON_HAND] = { "on_hand",
                           N_ ("On hand"),
                           { "on hand",
                             "ton kho",
                             "ton",
                             "sl ton",
                             "so luong ton",
                             "con",
                             "con lai",
                             "ton cuoi",
                             "so luong",
                             "sl",
                             "stock",
                             "quantity" } },
  [TIEM_FIELD_SHELF] = { "shelf",
                         N_ ("Shelf"),
                         { "shelf", "ke", "ke hang", "vi tri", "vi tri ke", "location", "bin" } },
  [TIEM_FIELD_CATEGORY]
  = { "category",
      N_ ("Category"),
      { "category", "nhom hang", "danh muc", "nhom", "loai hang", "loai san pham" } },
  [TIEM_FIELD_DESCRIPTION]
  = { "description", N_ ("Description"), { "description", "mo ta", "mo ta san pham" } },
  [TIEM_FIELD_IMAGE] = { "image",
                         N_ ("Picture"),
                         { "image", "hinh anh", "anh", "link anh", "link hinh", "image url" } },
  [TIEM_FIELD_GROUP] = { "group", N_ ("Product"), { NULL } },
  [TIEM_FIELD_UNIT] = { "unit", N_ ("Unit"), { NULL } },
  [TIEM_FIELD_FACTOR] = { "factor", N_ ("Unit"), { NULL } },
  [TIEM_FIELD_PARTS] = { "parts", N_ ("Parts of the bundle"), { NULL } },
  [TIEM_FIELD_ON_SALE] = { "archived", N_ ("Archived"), { NULL } },
};

const char *
tiem_field_get_name (TiemField field)
{
  return field < TIEM_N_FIELDS && fields[field].name != NULL ? fields[field].name : "sku";
}

TiemField
tiem_field_from_name (const char *name)
{
  for (int field = 0; field < TIEM_N_FIELDS; field++)
    if (g_strcmp0 (fields[field].name, name) == 0)
      return field;
  return TIEM_N_FIELDS;
}

const char *
tiem_field_get_label (const char *name)
{
  TiemField field = tiem_field_from_name (name);

  if (g_strcmp0 (name, "options") == 0)
    return _ ("Variant");
  if (g_strcmp0 (name, "more_barcodes") == 0)
    return _ ("Further barcodes");
  if (g_strcmp0 (name, "phone") == 0)
    return _ ("Phone");
  if (g_strcmp0 (name, "email") == 0)
    return _ ("E-mail");
  if (g_strcmp0 (name, "address") == 0)
    return _ ("Address");
  if (g_strcmp0 (name, "debt") == 0)
    return _ ("Owed from before");
  if (g_strcmp0 (name, "tax_code") == 0)
    return _ ("Tax code");
  if (g_strcmp0 (name, "note") == 0)
    return _ ("Note");
  if (g_strcmp0 (name, "code") == 0)
    return _ ("Code");
  if (g_strcmp0 (name, "new") == 0)
    return _ ("Product");
  return field < TIEM_N_FIELDS ? _ (fields[field].label) : name;
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

TiemField
tiem_import_guess_field (const char *head)
{
  g_autofree char *folded = tiem_text_fold (head);

  cut_unit (folded);
  for (int field = 0; *folded != '\0' && field < TIEM_N_FIELDS; field++)
    for (gsize i = 0; fields[field].heads[i] != NULL; i++)
      if (strcmp (fields[field].heads[i], folded) == 0)
        return field;
  return TIEM_N_FIELDS;
}

/* --- Tiệm's own --- */

static const char *const own_needed[] = { "SKU", NULL };

/* As tiem_export() and the template head them, in both languages. */
static const TiemImportHead own_heads[] = {
  { "SKU", TIEM_FIELD_SKU },
  { "sku", TIEM_FIELD_SKU },
  { "name", TIEM_FIELD_NAME },
  { "Tên sản phẩm", TIEM_FIELD_NAME },
  { "option", TIEM_FIELD_OPTION },
  { "Phân loại", TIEM_FIELD_OPTION },
  { "price", TIEM_FIELD_PRICE },
  { "Giá bán", TIEM_FIELD_PRICE },
  { "cost", TIEM_FIELD_COST },
  { "Giá vốn", TIEM_FIELD_COST },
  { "barcode", TIEM_FIELD_BARCODE },
  { "Mã vạch", TIEM_FIELD_BARCODE },
  { "on_hand", TIEM_FIELD_ON_HAND },
  { "Tồn kho", TIEM_FIELD_ON_HAND },
  { "shelf", TIEM_FIELD_SHELF },
  { "Kệ", TIEM_FIELD_SHELF },
  { "category", TIEM_FIELD_CATEGORY },
  { "Danh mục", TIEM_FIELD_CATEGORY },
  { "description", TIEM_FIELD_DESCRIPTION },
  { "Mô tả", TIEM_FIELD_DESCRIPTION },
  { "image", TIEM_FIELD_IMAGE },
  { "Hình ảnh", TIEM_FIELD_IMAGE },
  { NULL },
};

/* What an export of the list tells beside: it follows from other things. */
static const char *const passed_over[]
    = { "reserved",      "dang giu",     "available", "co the ban",  "sold 30 days",
        "ban 30 ngay",   "channels",     "kenh ban",  "stock value", "gia tri ton",
        "reorder point", "muc can nhap", NULL };

/* It is Tiệm's own when no column is anybody else's. */
static gboolean
accepts_own (const TiemSheet *sheet,
             guint head_row)
{
  GPtrArray *cells = g_ptr_array_index (sheet->rows, head_row);
  guint n_known = 0;

  for (guint column = 0; column < cells->len; column++)
    {
      g_autofree char *folded = tiem_text_fold (g_ptr_array_index (cells, column));
      gboolean known = *folded == '\0' || g_strv_contains (passed_over, folded);

      for (gsize i = 0; !known && own_heads[i].head != NULL; i++)
        {
          g_autofree char *own = tiem_text_fold (own_heads[i].head);

          known = strcmp (own, folded) == 0;
          n_known += known;
        }
      if (!known)
        return FALSE;
    }
  return n_known >= 2;
}

const TiemImportProgram tiem_import_own = {
  .kind = "tiem.products",
  .title = N_ ("Tiệm's own table"),
  .needed = own_needed,
  .heads = own_heads,
  .is_free = TRUE,
  .accepts = accepts_own,
};

static const char *const plain_needed[] = { NULL };
static const TiemImportHead plain_heads[] = { { NULL } };

const TiemImportProgram tiem_import_plain = {
  .kind = "plain",
  .title = N_ ("A table of your own"),
  .needed = plain_needed,
  .heads = plain_heads,
  .is_free = TRUE,
};
