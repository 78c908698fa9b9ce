/* Goods in from files: whose table it is, what its cells mean, what is refused and why. */

#include "base/tiem-error.h"
#include "document/tiem-exchange.h"
#include "document/tiem-import.h"
#include "store/tiem-check.h"
#include "store/tiem-row-list.h"

#include "book-fixture.h"
#include "shop-fixture.h"

#include <string.h>

typedef struct
{
  TiemImportFile *file;
  TiemImportResult *result; /* (nullable) */
  GError *error;
} Look;

static void
look_clear (Look *look)
{
  g_clear_pointer (&look->file, tiem_import_file_free);
  g_clear_pointer (&look->result, tiem_import_result_free);
  g_clear_error (&look->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static void
import (Look *look,
        StoreFixture *fixture,
        const char *path,
        const TiemImportChoices *choices,
        const TiemImportOptions *options)
{
  TiemImportQuestion question;

  look->file = tiem_import_file_open (path, NULL, &look->error);
  if (look->file != NULL
      && tiem_import_file_recognise (look->file, fixture->store, choices, &question, &look->error)
      && question != TIEM_IMPORT_ASK_SHEET)
    look->result
        = tiem_import_file_run (look->file, fixture->store, choices, options, NULL, &look->error);
}

static const TiemVariant *
find_variant (GPtrArray *products,
              const char *sku)
{
  for (guint i = 0; i < products->len; i++)
    {
      const TiemProduct *product = g_ptr_array_index (products, i);

      for (guint j = 0; j < product->variants->len; j++)
        {
          const TiemVariant *variant = g_ptr_array_index (product->variants, j);

          if (g_str_equal (variant->sku, sku))
            return variant;
        }
    }
  return NULL;
}

/* --- the samples of every program --- */

static void
test_programs (StoreFixture *fixture,
               gconstpointer data)
{
  static const struct
  {
    const char *file;
    const char *kind;
    guint n_new;
    guint n_products;
    gint64 price_sum, on_hand; /* of what can be sold; on_hand −1: not given */
    guint n_notes;
  } cases[] = {
    { "kiotviet-products.xlsx", "kiotviet.products", 19, 10, 0, 377, 2 },
    { "sapo-products.xlsx", "sapo.products", 14, 7, 2844000, -1, 0 },
    { "sapo-pos-template.xlsx", "sapo.pos_template", 14, 7, 2844000, 182, 0 },
    { "shopee-mass-update-sales-info.xlsx",
      "shopee.mass_update_sales_info",
      14,
      7,
      3344000,
      253,
      0 },
    { "lazada-pricestock.xlsx", "lazada.pricestock", 14, 7, 3344000, 273, 0 },
    { "tiktok-batch-edit.xlsx", "tiktok.batch_edit", 14, 7, 3344000, 189, 0 },
    { "plain-utf8bom-semicolon.csv", "plain", 4, 4, 593000, 1256, 0 },
    { "plain-windows1258.csv", "plain", 4, 4, 593000, 1256, 0 },
    { "plain-utf16le-tab.csv", "plain", 4, 4, 593000, 1256, 0 },
    { "html-as.xls", "plain", 8, 8, 1640000, 68, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StoreFixture shop = { NULL };
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", cases[i].file, NULL);
      const TiemImportChoices choices = { 0 };
      const TiemImportOptions options = { 0 };
      g_auto (Look) look = { NULL };
      g_auto (Look) again = { NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) products = NULL;
      gint64 sum = 0, on_hand = 0;

      g_test_message ("%s", cases[i].file);
      store_fixture_set_up (&shop, NULL);
      import (&look, &shop, path, &choices, &options);
      g_assert_no_error (look.error);
      g_assert_cmpstr (tiem_import_file_get_kind (look.file), ==, cases[i].kind);
      g_assert_cmpuint (look.result->n_new, ==, cases[i].n_new);
      g_assert_cmpuint (look.result->n_wrong, ==, 0);
      g_assert_cmpuint (look.result->notes->len, ==, cases[i].n_notes);

      products = tiem_store_list_products (shop.store, NULL, 0, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (products->len, ==, cases[i].n_products);
      for (guint j = 0; j < products->len; j++)
        {
          const TiemProduct *product = g_ptr_array_index (products, j);

          for (guint k = 0; k < product->variants->len; k++)
            {
              const TiemVariant *variant = g_ptr_array_index (product->variants, k);

              if (!variant->archived && !variant->is_bundle)
                {
                  sum += variant->price_vnd;
                  on_hand += variant->on_hand;
                  g_assert_true ((variant->counted_at == 0) == (cases[i].on_hand < 0)
                                 || g_str_has_prefix (variant->sku, "DV"));
                }
            }
        }
      g_assert_cmpint (on_hand, ==, MAX (cases[i].on_hand, 0));
      if (!g_str_has_prefix (cases[i].file, "kiotviet"))
        g_assert_cmpint (sum, ==, cases[i].price_sum);

      /* the same file again changes nothing */
      import (&again, &shop, path, &choices, &options);
      g_assert_no_error (again.error);
      g_assert_cmpuint (again.result->n_same, ==, cases[i].n_new);
      g_assert_cmpuint (again.result->n_changed, ==, 0);
      g_assert_cmpint (again.result->run_id, ==, 0);
      shop_check (&shop);
      store_fixture_tear_down (&shop, NULL);
    }
}

/* Units, combos, services and what is sold no more of KiotViet's sample, one by one. */
static void
test_kiotviet (StoreFixture *fixture,
               gconstpointer data)
{
  static const struct
  {
    const char *sku;
    const char *options;
    gint64 price, cost, available;
    gboolean is_bundle, archived;
  } cases[] = {
    { "SP000001", "Trắng, M", 129000, 62000, 12, FALSE, FALSE },
    { "SP000003", "Đen, M", 129000, 62000, 0, FALSE, FALSE },
    { "SP000006", "Xanh nhạt, 29", 289000, 150000, 14, FALSE, FALSE },
    { "SP000010", NULL, 85000, 38000, 40, FALSE, FALSE },
    { "SP000015", NULL, 12000, 5000, 124, FALSE, FALSE },
    { "SP000015-HOP", "Hộp", 130000, 60000, 10, TRUE, FALSE },
    { "CB000001", NULL, 240000, 128000, 11, TRUE, FALSE },
    { "DV000001", NULL, 15000, 0, 0, FALSE, FALSE },
    { "SP000099", NULL, 99000, 60000, 0, FALSE, TRUE },
  };
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "kiotviet-products.xlsx", NULL);
  const TiemImportChoices choices = { 0 };
  const TiemImportOptions options = { 0 };
  g_auto (Look) look = { NULL };
  g_autoptr (GError) error = NULL;

  import (&look, fixture, path, &choices, &options);
  g_assert_no_error (look.error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 id = tiem_store_find_sku (fixture->store, cases[i].sku, &error);
      TiemVariant *variant = tiem_store_get_variant (fixture->store, id, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (variant->options, ==, cases[i].options);
      g_assert_cmpint (variant->price_vnd, ==, cases[i].price);
      g_assert_cmpint (variant->cost_vnd, ==, cases[i].cost);
      g_assert_cmpint (variant->available, ==, cases[i].available);
      g_assert_true (variant->is_bundle == cases[i].is_bundle);
      g_assert_true (variant->archived == cases[i].archived);
      tiem_variant_free (variant);
    }
  shop_check (fixture);
}

/* --- text tables of other programs --- */

static void
test_websites (StoreFixture *fixture,
               gconstpointer data)
{
  static const struct
  {
    const char *kind;
    const char *text;
    const char *sku;
    const char *name;
    const char *options;
    gint64 price, on_hand;
    guint n_new;
  } cases[] = {
    { "woocommerce.products",
      "ID,Type,SKU,Name,Visibility in catalog,Stock,Regular price,Categories,Parent,"
      "Attribute 1 name,Attribute 1 value(s)\n"
      "7,variable,AO,\"Áo linen, dáng rộng\",visible,,,\"Nữ > Áo, Mới\",,Cỡ,\"S, M\"\n"
      "8,variation,AO-S,\"Áo linen - S\",visible,100.0,259000,,AO,Cỡ,S\n"
      "9,variation,AO-M,\"Áo linen - M\",visible,3,259000,,id:7,Cỡ,M\n"
      "10,simple,NON,Nón,visible,4,85000,Nón,,,\n",
      "AO-S",
      "Áo linen, dáng rộng",
      "S",
      259000,
      100,
      3 },
    { "shopify.products",
      "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,"
      "Variant Price,Cost per item,Image Src,Status\n"
      "ao-linen,Áo linen,<p>Mát</p>,Cỡ,S,AO-S,5,259000.00,100000,https://a.vn/1.jpg,active\n"
      "ao-linen,,,,M,AO-M,6,259000.00,100000,,\n"
      "ao-linen,,,,,,,,,https://a.vn/2.jpg,\n"
      "non,Nón,,Title,Default Title,NON,7,85000,,,draft\n",
      "AO-M",
      "Áo linen",
      "M",
      259000,
      6,
      3 },
    { "haravan.products",
      "Url,Tên,Thuộc tính 1,Giá trị thuộc tính 1,Mã phiên bản sản phẩm,Số lượng tồn kho,Giá,"
      "Link hình\n"
      "ao,Áo linen,Cỡ,S,AO-S,5,259000,https://a.vn/1.jpg\n"
      "ao,,Cỡ,M,AO-M,6,\"259,000\",\n"
      "ao,,,,,,,https://a.vn/2.jpg\n",
      "AO-M",
      "Áo linen",
      "M",
      259000,
      6,
      2 },
    { "pancake.products",
      "MA_SP,TEN_SP,MA_MAU_MA,THUOC_TINH,DANH_MUC,GIA_BAN,TON_KHO\n"
      "AO,Áo linen,AO-N-M,\"màu: nâu, size: M\",Nữ;Mới,259000,5\n",
      "AO-N-M",
      "Áo linen",
      "nâu, M",
      259000,
      5,
      1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StoreFixture shop = { NULL };
      const TiemImportChoices choices = { 0 };
      const TiemImportOptions options = { 0 };
      g_autofree char *path = book_write_bytes ("web.csv", cases[i].text, -1);
      g_auto (Look) look = { NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) products = NULL;
      const TiemVariant *variant;

      g_test_message ("%s", cases[i].kind);
      store_fixture_set_up (&shop, NULL);
      import (&look, &shop, path, &choices, &options);
      g_assert_no_error (look.error);
      g_assert_cmpstr (tiem_import_file_get_kind (look.file), ==, cases[i].kind);
      g_assert_cmpuint (look.result->n_new, ==, cases[i].n_new);
      products = tiem_store_list_products (shop.store, NULL, 0, 0, &error);
      variant = find_variant (products, cases[i].sku);
      g_assert_nonnull (variant);
      g_assert_cmpstr (variant->product_name, ==, cases[i].name);
      g_assert_cmpstr (variant->options, ==, cases[i].options);
      g_assert_cmpint (variant->price_vnd, ==, cases[i].price);
      g_assert_cmpint (variant->on_hand, ==, cases[i].on_hand);
      shop_check (&shop);
      store_fixture_tear_down (&shop, NULL);
    }
}

/* --- bad input: a sentence for each --- */

static void
test_cells (StoreFixture *fixture,
            gconstpointer data)
{
  static const struct
  {
    const char *row;    /* SKU, name, price, on hand */
    const char *reason; /* a part of it; NULL: the row is good */
    const char *fix;
    gint64 price;
  } cases[] = {
    { "A|Áo|#129000|#3", NULL, NULL, 129000 },
    { "A|Áo|129.000|3", NULL, NULL, 129000 },
    { "A|Áo|129,000.00|1.200", NULL, NULL, 129000 },
    { "A|Áo|129.000 ₫|3", NULL, NULL, 129000 },
    { "A|Áo|59 000|3", NULL, NULL, 59000 },
    { "A|Áo|=129000|3", NULL, NULL, 129000 },
    { "A|Áo|1.250k|3", "in short", "1.250.000", 0 },
    { "A|Áo|1tr2|3", "in short", "1.200.000", 0 },
    { "A|Áo|#1.23|3", "not whole đồng", "1250000", 0 },
    { "A|Áo|rẻ|3", "not an amount", "1250000", 0 },
    { "A|Áo|21/11/2026|3", "is a date", "1250000", 0 },
    { "A|Áo|2026-11-21|3", "is a date", "1250000", 0 },
    { "A|Áo|-5000|3", "below zero", NULL, 0 },
    { "A|Áo|1.2345.678|3", "not an amount", NULL, 0 },
    { "A|Áo|=|3", "never calculated", "Open the file in Excel", 0 },
    { "A|Áo|!#N/A|3", "#N/A", "formula", 0 },
    { "A|Áo|#129000|mười hai", "not a number of units", NULL, 0 },
    { "A|Áo|#129000|hết", "not a number of units", "Read it as 0", 0 },
    { "A|Áo|#129000|14 cái", "not a number of units", "Read it as 14", 0 },
    { "A|Áo|#129000|#14.5", "not a number of units", NULL, 0 },
    { "A|Áo|#129000|-2", "not a number of units", NULL, 0 },
    { "A|Áo|#129000|3/11", "is a date", NULL, 0 },
    { "#5.8273E+17|Áo|#129000|3", "cut off digits", "Export again", 0 },
    { "#576460752303423488|Áo|#129000|3", "cut off digits", "Export again", 0 },
    { "|Áo|#129000|3", "SKU missing", "Type a SKU", 0 },
    { "A||#129000|3", "name is missing", NULL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *rows
          = g_strconcat ("Mã hàng|Tên hàng|Giá bán|Tồn kho\n", cases[i].row, NULL);
      g_autofree char *path = book_write_rows ("cells.xlsx", rows);
      const TiemImportChoices choices = { 0 };
      const TiemImportOptions options = { .dry_run = TRUE };
      g_auto (Look) look = { NULL };
      const TiemImportProblem *problem;

      g_test_message ("%s", cases[i].row);
      import (&look, fixture, path, &choices, &options);
      g_assert_no_error (look.error);
      g_assert_cmpuint (look.result->n_wrong, ==, cases[i].reason != NULL);
      if (cases[i].reason == NULL)
        {
          const TiemImportLine *line = g_ptr_array_index (look.result->lines, 0);
          const TiemImportChange *change = g_ptr_array_index (line->changes, 0);

          g_assert_cmpint (g_ascii_strtoll (change->after, NULL, 10), ==, cases[i].price);
          continue;
        }
      problem = g_ptr_array_index (look.result->wrong, 0);
      g_assert_cmpuint (problem->row, ==, 2);
      g_assert_nonnull (strstr (problem->reason, cases[i].reason));
      if (cases[i].fix != NULL)
        g_assert_nonnull (strstr (problem->fix, cases[i].fix));
    }
}

static void
test_files (StoreFixture *fixture,
            gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *bytes;
    gssize length;
    const char *sentence;
  } cases[] = {
    { "rong.xlsx", "", 0, "is empty" },
    { "chi-dau.csv", "Mã hàng,Tên hàng,Giá bán\n", -1, "no goods below" },
    { "la.csv", "a,b\n1,2\n", -1, "no row of headings" },
    { "cu.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 BIFF", -1, "old Excel file" },
    { "khoa.xlsx",
      "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
      "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
      40,
      "password" },
    { "nua.xlsx", "PK\3\4\x14\0\0\0\x08\0", 10, "damaged" },
    { "hai-cot.csv", "SKU,Giá bán,Giá bán\nA,1000,2000\n", -1, "Two columns" },
    { "anh.pdf", "%PDF-1.7 abc", -1, "PDF" },
  };
  const TiemImportChoices choices = { 0 };
  const TiemImportOptions options = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = book_write_bytes (cases[i].name, cases[i].bytes, cases[i].length);
      g_auto (Look) look = { NULL };

      g_test_message ("%s", cases[i].name);
      import (&look, fixture, path, &choices, &options);
      g_assert_null (look.result);
      g_assert_error (look.error, TIEM_ERROR, TIEM_ERROR_INVALID);
      g_assert_nonnull (strstr (look.error->message, cases[i].sentence));
    }
  {
    /* half of a good workbook */
    g_autofree char *whole = book_write_rows ("ca.xlsx", "Mã hàng|Tên hàng\nA|Áo");
    g_autofree char *bytes = NULL;
    g_autofree char *half = NULL;
    gsize length;
    g_auto (Look) look = { NULL };

    g_assert_true (g_file_get_contents (whole, &bytes, &length, NULL));
    half = book_write_bytes ("nua2.xlsx", bytes, length / 2);
    import (&look, fixture, half, &choices, &options);
    g_assert_error (look.error, TIEM_ERROR, TIEM_ERROR_INVALID);
  }
}

static void
test_other_kinds (StoreFixture *fixture,
                  gconstpointer data)
{
  static const char *const files[][2] = {
    { "Mã đơn hàng|SKU phân loại hàng|Trạng Thái Đơn Hàng\n1|2|3", "Shopee orders" },
    { "Mã hóa đơn|Mã hàng|Khách cần trả|Nhóm hàng(3 Cấp)\n1|2|3", "invoices" },
    { "Mã khách hàng|Tên khách hàng|Nợ cần thu hiện tại\n1|2|3", "customers" },
  };
  const TiemImportChoices choices = { .what = TIEM_IMPORT_GOODS };
  const TiemImportOptions options = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = book_write_rows ("khac.xlsx", files[i][0]);
      g_auto (Look) look = { NULL };

      import (&look, fixture, path, &choices, &options);
      g_assert_error (look.error, TIEM_ERROR, TIEM_ERROR_INVALID);
      g_assert_nonnull (strstr (look.error->message, files[i][1]));
    }
}

/* --- 37 faulty rows of 10,000 --- */

static void
test_many (StoreFixture *fixture,
           gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("SKU,Tên hàng,Giá bán,Tồn kho\n");
  g_autofree char *path = NULL;
  const TiemImportChoices choices = { 0 };
  const TiemImportOptions strict = { 0 };
  const TiemImportOptions skip = { .skip_wrong = TRUE };
  g_auto (Look) refused = { NULL };
  g_auto (Look) done = { NULL };
  g_autofree char *saved = book_path ("loi.xlsx");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSheet) sheet = NULL;

  for (int i = 0; i < 10000; i++)
    g_string_append_printf (
        text, "SP%05d,Hàng %d,%s,%d\n", i, i, i % 275 == 9 ? "?" : "5000", i % 9);
  path = book_write_bytes ("nhieu.csv", text->str, -1);
  import (&refused, fixture, path, &choices, &strict);
  g_assert_no_error (refused.error);
  g_assert_cmpuint (refused.result->n_wrong, ==, 37);
  g_assert_cmpuint (refused.result->n_new, ==, 9963);
  g_assert_cmpint (refused.result->run_id, ==, 0);
  g_assert_cmpint (tiem_store_find_sku (fixture->store, "SP00000", &error), ==, 0);

  g_assert_true (tiem_import_file_save_wrong (refused.file, refused.result, saved, &error));
  sheet = tiem_sheet_read (saved, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sheet->rows->len, ==, 38);
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 0), ==, "SP00009");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 4), ==, "11");

  import (&done, fixture, path, &choices, &skip);
  g_assert_no_error (done.error);
  g_assert_cmpuint (done.result->n_new, ==, 9963);
  g_assert_cmpint (done.result->run_id, >, 0);
  g_assert_cmpint (tiem_store_find_sku (fixture->store, "SP00000", &error), >, 0);
  g_assert_cmpint (tiem_store_find_sku (fixture->store, "SP00009", &error), ==, 0);
  shop_check (fixture);
}

/* --- choices --- */

static void
test_sheets (StoreFixture *fixture,
             gconstpointer data)
{
  static const BookSheet sheets[] = {
    { "Tháng 10", FALSE, "SKU|Tên hàng|Giá bán\nA|Áo|#1000", NULL },
    { "Tháng 11", FALSE, "SKU|Tên hàng|Giá bán\nA|Áo|#2000\nB|Quần|#3000", NULL },
    { "Ghi chú", FALSE, "nhớ gọi Lan", NULL },
  };
  g_autofree char *path = book_write ("hai.xlsx", sheets, G_N_ELEMENTS (sheets));
  TiemImportChoices choices = { 0 };
  const TiemImportOptions options = { .dry_run = TRUE };
  g_auto (Look) asked = { NULL };
  g_auto (Look) second = { NULL };
  g_auto (Look) beyond = { NULL };

  import (&asked, fixture, path, &choices, &options);
  g_assert_no_error (asked.error);
  g_assert_null (asked.result);
  g_assert_cmpuint (tiem_import_file_get_sheet (asked.file), ==, 0);
  g_assert_cmpuint (tiem_import_file_get_sheets (asked.file)->len, ==, 3);
  choices.sheet = 2;
  import (&second, fixture, path, &choices, &options);
  g_assert_no_error (second.error);
  g_assert_cmpuint (second.result->n_new, ==, 2);
  choices.sheet = 9;
  import (&beyond, fixture, path, &choices, &options);
  g_assert_error (beyond.error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

static void
test_repeated (StoreFixture *fixture,
               gconstpointer data)
{
  g_autofree char *path
      = book_write_rows ("lap.xlsx",
                         "SKU|Tên hàng|Giá bán|Mã vạch\nAo-01|Áo|#1000|893\nAO 01|Áo|#1000|\n"
                         "AO-01|Áo|#1000|\nB|Quần|#1|893\nC|Mũ|#1|894, 895");
  const TiemImportChoices choices = { 0 };
  const TiemImportOptions options = { .dry_run = TRUE };
  g_auto (Look) look = { NULL };
  const TiemImportProblem *problem;

  import (&look, fixture, path, &choices, &options);
  g_assert_no_error (look.error);
  g_assert_cmpuint (look.result->n_wrong, ==, 2);
  g_assert_cmpuint (look.result->n_new, ==, 3);
  problem = g_ptr_array_index (look.result->wrong, 0);
  g_assert_cmpuint (problem->row, ==, 4);
  g_assert_nonnull (strstr (problem->reason, "capital letters"));
  problem = g_ptr_array_index (look.result->wrong, 1);
  g_assert_cmpuint (problem->row, ==, 5);
  g_assert_nonnull (strstr (problem->reason, "row 2"));
}

/* Two rows of heads, merged names, headings among the goods, a total below them. */
static void
test_plain_shop (StoreFixture *fixture,
                 gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "plain-shop.xlsx", NULL);
  const TiemImportChoices choices = { .fixes = TIEM_FIX_SHORT_MONEY | TIEM_FIX_STOCK_WORDS };
  const TiemImportOptions options = { .skip_wrong = TRUE };
  g_auto (Look) look = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) products = NULL;
  static const guint wrong_rows[] = { 12, 15, 19 };

  import (&look, fixture, path, &choices, &options);
  g_assert_no_error (look.error);
  g_assert_cmpuint (look.result->lines->len, ==, 12);
  g_assert_cmpuint (look.result->n_wrong, ==, G_N_ELEMENTS (wrong_rows));
  for (guint i = 0; i < G_N_ELEMENTS (wrong_rows); i++)
    g_assert_cmpuint (
        ((TiemImportProblem *)g_ptr_array_index (look.result->wrong, i))->row, ==, wrong_rows[i]);
  products = tiem_store_list_products (fixture->store, NULL, 0, 0, &error);
  g_assert_cmpint (find_variant (products, "QJ-28")->price_vnd, ==, 289000);
  g_assert_cmpint (find_variant (products, "AT-DEN-M")->on_hand, ==, 0);
  g_assert_cmpint (find_variant (products, "QJ-29")->on_hand, ==, 14);
  g_assert_cmpstr (find_variant (products, "AT-DEN-M")->product_name,
                   ==,
                   find_variant (products, "AT-TR-L")->product_name);
  shop_check (fixture);
}

static void
test_choices (StoreFixture *fixture,
              gconstpointer data)
{
  g_autofree char *path
      = book_write_rows ("chon.xlsx",
                         "Tên sản phẩm*|Mã SKU*|PL_Giá bán lẻ|LC_CN1_Tồn kho ban đầu*|"
                         "LC_CN2_Tồn kho ban đầu*\nÁo|A|#1000|#3|#4");
  static const struct
  {
    TiemImportChoices choices;
    const char *text;
  } cases[] = {
    { { 0 }, "Price 1.000 · On hand 7" },
    { { .branch = 2 }, "Price 1.000 · On hand 4" },
    { { .leave_stock = TRUE }, "Price 1.000" },
    { { .leave_prices = TRUE }, "On hand 7" },
  };
  const TiemImportOptions options = { .dry_run = TRUE };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Look) look = { NULL };
      g_autofree char *text = NULL;

      import (&look, fixture, path, &cases[i].choices, &options);
      g_assert_no_error (look.error);
      g_assert_cmpuint (g_strv_length ((char **)tiem_import_file_get_branches (look.file)), ==, 2);
      text = tiem_import_line_describe (g_ptr_array_index (look.result->lines, 0), TRUE);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* --- taking it back --- */

static void
test_undo (StoreFixture *fixture,
           gconstpointer data)
{
  g_autofree char *first = book_write_rows ("mot.xlsx",
                                            "SKU|Tên hàng|Giá bán|Tồn kho|Kệ\nA|Áo|#1000|#5|K1\n"
                                            "B|Quần|#2000||K2\nC|Mũ|#3000|#1|");
  g_autofree char *second
      = book_write_rows ("hai.xlsx",
                         "SKU|Tên hàng|Giá bán|Tồn kho|Kệ\nA|Áo dài|#1500|#9|K9\n"
                         "B|Quần|#2500|#4|\nC|Mũ|#3500|#1|\nD|Khăn|#1|#1|");
  const TiemImportChoices choices = { 0 };
  const TiemImportOptions options = { 0 };
  g_auto (Look) one = { NULL };
  g_auto (Look) two = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemImportUndone) undone = NULL;
  g_autoptr (GPtrArray) products = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  const TiemVariant *variant;
  TiemNewVariant price = { .price_vnd = 9999 };

  import (&one, fixture, first, &choices, &options);
  import (&two, fixture, second, &choices, &options);
  g_assert_cmpuint (two.result->n_changed, ==, 3);
  /* one value is changed by hand afterwards, and stock is counted */
  g_assert_true (tiem_store_edit_variant (fixture->store,
                                          tiem_store_find_sku (fixture->store, "C", NULL),
                                          TIEM_EDIT_PRICE,
                                          &price,
                                          &error));
  g_assert_true (tiem_store_set_stock (
      fixture->store, tiem_store_find_sku (fixture->store, "A", NULL), 8, "count", NULL, &error));
  undone = tiem_store_undo_import (fixture->store, two.result->run_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (undone->n_removed, ==, 1);
  g_assert_cmpuint (undone->n_restored, ==, 5); /* A: name, price, shelf; B: price, stock */
  g_assert_cmpuint (undone->kept->len, ==, 2);
  products = tiem_store_list_products (fixture->store, NULL, 0, 0, &error);
  variant = find_variant (products, "A");
  g_assert_cmpstr (variant->product_name, ==, "Áo");
  g_assert_cmpint (variant->price_vnd, ==, 1000);
  g_assert_cmpint (variant->on_hand, ==, 8);
  variant = find_variant (products, "B");
  g_assert_cmpint (variant->counted_at, ==, 0);
  g_assert_cmpint (variant->price_vnd, ==, 2000);
  g_assert_cmpint (find_variant (products, "C")->price_vnd, ==, 9999);
  g_assert_true (find_variant (products, "D") == NULL || find_variant (products, "D")->archived);
  shop_check (fixture);

  g_assert_null (tiem_store_undo_import (fixture->store, two.result->run_id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  runs = tiem_store_list_imports (fixture->store, 0, &error);
  g_assert_cmpuint (runs->len, ==, 2);
  g_assert_cmpint (((TiemImportRun *)g_ptr_array_index (runs, 0))->undone_at, >, 0);
  {
    /* the same file again brings back what its undo has archived */
    g_auto (Look) again = { NULL };

    import (&again, fixture, second, &choices, &options);
    g_assert_no_error (again.error);
    g_assert_cmpuint (again.result->n_changed, ==, 4);
    shop_check (fixture);
  }
}

/* The columns that the window shows, in their order; one of them may be several of the file's. */
static void
test_shown_columns (StoreFixture *fixture,
                    gconstpointer data)
{
  static const struct
  {
    const char *shown[4];
    const char *heads;
    const char *first;
  } cases[] = {
    { { "price", "item" },
      "price sku name option",
      "135000 SP000004 Áo thun cotton nữ cổ tròn Đen, L" },
    { { "available", "nothing", "price" }, "available price", "3 135000" },
    { { "value", "category" }, "stock_value category", NULL },
  };
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "kiotviet-products.xlsx", NULL);
  const TiemImportChoices choices = { 0 };
  const TiemImportOptions options = { 0 };
  TiemVariantQuery query = { .group = TIEM_VARIANTS_ON_SALE, .search = (char *)"SP000004" };
  g_auto (Look) look = { NULL };

  import (&look, fixture, path, &choices, &options);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = book_path ("cot.csv");
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemSheet) sheet = NULL;
      g_autoptr (GString) heads = g_string_new (NULL);
      g_autoptr (GString) first = g_string_new (NULL);

      g_assert_cmpint (tiem_export_shown (fixture->store,
                                          TIEM_EXPORT_PRODUCTS,
                                          &query,
                                          cases[i].shown,
                                          out,
                                          NULL,
                                          NULL,
                                          NULL,
                                          &error),
                       ==,
                       1);
      g_assert_no_error (error);
      sheet = tiem_sheet_read (out, NULL, &error);
      for (guint j = 0; *tiem_sheet_get_cell (sheet, 0, j) != '\0'; j++)
        {
          g_string_append_printf (
              heads, "%s%s", j > 0 ? " " : "", tiem_sheet_get_cell (sheet, 0, j));
          g_string_append_printf (
              first, "%s%s", j > 0 ? " " : "", tiem_sheet_get_cell (sheet, 1, j));
        }
      g_assert_cmpstr (heads->str, ==, cases[i].heads);
      if (cases[i].first != NULL)
        g_assert_cmpstr (first->str, ==, cases[i].first);
    }
}

/* The list of products as it is shown: the file tells more, and comes back without a change. */
static void
test_shown_list (StoreFixture *fixture,
                 gconstpointer data)
{
  static const char *const names[] = { "ra.xlsx", "ra.csv" };
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "kiotviet-products.xlsx", NULL);
  const TiemImportChoices choices = { 0 };
  const TiemImportOptions options = { 0 };
  TiemVariantQuery query = { .group = TIEM_VARIANTS_ON_SALE, .search = (char *)"áo thun" };
  g_auto (Look) look = { NULL };

  query.sort = TIEM_VARIANT_SORT_PRICE;
  query.descending = TRUE;
  import (&look, fixture, path, &choices, &options);
  g_assert_no_error (look.error);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *out = book_path (names[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemSheet) sheet = NULL;
      g_auto (Look) again = { NULL };

      g_assert_cmpint (
          tiem_export (fixture->store, TIEM_EXPORT_PRODUCTS, &query, out, NULL, NULL, NULL, &error),
          ==,
          4);
      g_assert_no_error (error);
      sheet = tiem_sheet_read (out, NULL, &error);
      g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 0), ==, "SP000004"); /* the dearest */
      g_assert_cmpstr (tiem_sheet_get_cell (sheet, 0, 9), ==, "available");
      g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 9), ==, "3");
      import (&again, fixture, out, &choices, &options);
      g_assert_no_error (again.error);
      g_assert_cmpstr (tiem_import_file_get_kind (again.file), ==, "tiem.products");
      g_assert_cmpuint (again.result->n_same, ==, 4);
      g_assert_cmpuint (again.result->n_changed, ==, 0);
    }
  shop_check (fixture);
}

/* What the channels show, what was changed there, how numbers travelled, what comes back. */
static void
test_channel_lists (StoreFixture *fixture,
                    gconstpointer data)
{
  static const ShopListing listings[]
      = { { "1", "11", "AO-D", "Áo thun", "Đen", 5 }, { "2", NULL, "MU", "Mũ rơm", NULL, 7 } };
  static const struct
  {
    TiemExportKind kind;
    gint64 rows;
  } cases[] = { { TIEM_EXPORT_LISTINGS, 2 },
                { TIEM_EXPORT_DRIFT, 0 },
                { TIEM_EXPORT_TRAVELS, 0 },
                { TIEM_EXPORT_RETURNS, 0 } };
  gint64 channel = shop_add_channel (fixture, "nhamay");

  shop_read_listings (fixture, channel, listings, G_N_ELEMENTS (listings));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = book_path ("kenh.csv");
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemSheet) sheet = NULL;

      g_assert_cmpint (
          tiem_export (fixture->store, cases[i].kind, NULL, out, NULL, NULL, NULL, &error),
          ==,
          cases[i].rows);
      g_assert_no_error (error);
      sheet = tiem_sheet_read (out, NULL, &error);
      g_assert_cmpuint (sheet->rows->len, ==, cases[i].rows + 1);
      if (cases[i].kind == TIEM_EXPORT_LISTINGS)
        g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 0), ==, "nhamay");
    }
}

static void
test_template (StoreFixture *fixture,
               gconstpointer data)
{
  g_autofree char *path = book_path ("mau.xlsx");
  const TiemImportChoices choices = { 0 };
  const TiemImportOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (Look) look = { NULL };

  g_assert_true (tiem_import_write_template (path, &error));
  g_assert_no_error (error);
  import (&look, fixture, path, &choices, &options);
  g_assert_error (look.error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_assert_cmpstr (tiem_import_file_get_kind (look.file), ==, "tiem.products");
  g_assert_nonnull (strstr (look.error->message, "no goods below"));
}

#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/import/programs", test_programs);
  ADD ("/import/kiotviet", test_kiotviet);
  ADD ("/import/websites", test_websites);
  ADD ("/import/cells", test_cells);
  ADD ("/import/files", test_files);
  ADD ("/import/other-kinds", test_other_kinds);
  ADD ("/import/many", test_many);
  ADD ("/import/sheets", test_sheets);
  ADD ("/import/repeated", test_repeated);
  ADD ("/import/plain-shop", test_plain_shop);
  ADD ("/import/choices", test_choices);
  ADD ("/import/undo", test_undo);
  ADD ("/import/shown-columns", test_shown_columns);
  ADD ("/import/shown-list", test_shown_list);
  ADD ("/import/channel-lists", test_channel_lists);
  ADD ("/import/template", test_template);
  status = g_test_run ();
  book_end ();
  return status;
}
