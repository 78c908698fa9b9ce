/* Files that are not what their names say, or not what a reader hopes for: each is understood, or
 * refused with a sentence of its own, and then nothing is written. */

#include "base/tiem-error.h"
#include "document/tiem-import.h"

#include "book-fixture.h"
#include "shop-fixture.h"

#include <string.h>

/* The file's goods, looked at and then imported. Returns: (nullable): NULL with @error */
static TiemImportResult *
take (StoreFixture *fixture,
      const char *path,
      const TiemImportChoices *choices,
      GError **error)
{
  const TiemImportOptions options = { 0 };
  g_autoptr (TiemImportFile) file = tiem_import_file_open (path, NULL, error);
  TiemImportQuestion question;

  if (file == NULL || !tiem_import_file_recognise (file, fixture->store, choices, &question, error))
    return NULL;
  g_assert_cmpint (question, !=, TIEM_IMPORT_ASK_SHEET);
  return tiem_import_file_run (file, fixture->store, choices, &options, NULL, error);
}

static gint64
get_price (StoreFixture *fixture,
           const char *sku)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_sku (fixture->store, sku, &error);
  g_autoptr (TiemVariant) variant = NULL;

  g_assert_no_error (error);
  if (id == 0)
    return -1;
  variant = tiem_store_get_variant (fixture->store, id, &error);
  g_assert_no_error (error);
  return variant->price_vnd;
}

#define XML_2003                                                                                   \
  "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n"                          \
  "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\""                               \
  " xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\n<Worksheet ss:Name=\"Hàng\">"     \
  "<Table><Column ss:Width=\"80\"/>\n"                                                             \
  "<Row><Cell ss:MergeAcross=\"3\"><Data ss:Type=\"String\">Bảng giá</Data></Cell></Row>\n"     \
  "<Row ss:Index=\"4\"><Cell><Data ss:Type=\"String\">Mã hàng</Data></Cell>"                     \
  "<Cell><Data ss:Type=\"String\">Tên hàng</Data></Cell>"                                        \
  "<Cell ss:Index=\"4\"><Data ss:Type=\"String\">Giá bán</Data></Cell></Row>\n"                  \
  "<Row><Cell><Data ss:Type=\"String\">A</Data></Cell>"                                            \
  "<Cell><Data ss:Type=\"String\">Áo &amp; quần</Data></Cell><Cell/>"                           \
  "<Cell><Data ss:Type=\"Number\">129000</Data></Cell></Row>\n"                                    \
  "</Table></Worksheet>\n<Worksheet ss:Name=\"Khác\"><Table><Row><Cell><Data>B</Data></Cell>"     \
  "</Row></Table></Worksheet></Workbook>\n"

/* By what is in them, whatever they are called. */
static void
test_understood (StoreFixture *fixture,
                 gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *bytes;
    gssize length;
  } cases[] = {
    { "chu.xlsx", "Mã hàng,Tên hàng,Giá bán\nA,Áo,129000\n", -1 },
    { "chu.xls", "Mã hàng;Tên hàng;Giá bán\r\nA;Áo;\"129.000\"\r\n", -1 },
    { "the.csv", "Mã hàng\tTên hàng\tGiá bán\nA\tÁo\t129,000\n", -1 },
    { "sep.csv", "sep=;\r\nMã hàng;Tên hàng;Giá bán\r\nA;Áo;129000\r\n", -1 },
    { "rong.csv",
      "\xff\xfe"
      "S\0K\0U\0\t\0p\0r\0i\0c\0e\0\n\0A\0\t\0"
      "1\0"
      "2\0"
      "9\0"
      "0\0"
      "0\0"
      "0\0\n\0",
      40 },
    { "cu.csv", "M\xe3 h\xe0ng,T\xean h\xe0ng,Gi\xe1 b\xe1n\nA,\xc1o,129000\n", -1 },
    { "2003.xls", XML_2003, -1 },
    { "web.xls",
      "<html><table><tr><th>Mã hàng<th>Tên hàng<th>Giá bán<tr><td>A<td>Áo<td>129.000</table>",
      -1 },
    { "tieu-de.csv",
      "CỬA HÀNG NHÀ MÂY\n\nBảng giá tháng 11\n\nMã hàng,Tên hàng,Giá bán\nA,Áo,129000\n",
      -1 },
    { "tien.csv", "Mã hàng,Tên hàng,Giá bán\nA,Áo,\"129,000đ\"\n", -1 },
    { "xuong-dong.csv", "Mã hàng,Tên hàng,Giá bán\nA,\"Áo\nthun\",129000 ₫\n", -1 },
    { "mac.csv", "Mã hàng,Tên hàng,Giá bán\rA,Áo,129000\r", -1 },
  };
  const TiemImportChoices choices = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = book_write_bytes (cases[i].name, cases[i].bytes, cases[i].length);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemImportResult) result = NULL;

      g_test_message ("%s", cases[i].name);
      result = take (fixture, path, &choices, &error);
      g_assert_no_error (error);
      if (result->wrong->len > 0)
        g_test_message ("%s", ((TiemImportProblem *)result->wrong->pdata[0])->reason);
      g_assert_cmpuint (result->n_wrong, ==, 0);
      g_assert_cmpuint (result->n_new + result->n_changed + result->n_same, ==, 1);
      g_assert_cmpint (get_price (fixture, "A"), ==, 129000);
    }
  shop_check (fixture);
}

/* Sentences in the owner's words, and nothing written. */
static void
test_refused (StoreFixture *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *bytes;
    gssize length;
    const char *sentence;
  } cases[] = {
    { "ma.xlsx", "PK\3\4 not a workbook at all", -1, "damaged" },
    { "anh.xlsx", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1", 24, "neither" },
    { "word.csv", "{\\rtf1\\ansi Bảng giá}", -1, "no row of headings" },
    { "trang.csv", "\xef\xbb\xbf", 3, "no table" },
    { "khoang.csv", "  \n \n", -1, "no row of headings" },
    { "hai-dau.csv", "Mã hàng,Mã hàng,Giá bán\nA,B,1\n", -1, "Two columns" },
    { "so-mu.csv", "Mã hàng,Tên hàng,Giá bán\n5.82573E+17,Áo,1\n", -1, NULL },
    { "hai-lan.csv", "Mã hàng,Tên hàng,Giá bán\nao-1,Áo,1\nAO-1,Áo,2\n", -1, NULL },
    { "ngay.csv", "Mã hàng,Tên hàng,Giá bán\nA,Áo,21/11/2026\n", -1, NULL },
  };
  const TiemImportChoices choices = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = book_write_bytes (cases[i].name, cases[i].bytes, cases[i].length);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemImportResult) result = NULL;

      g_test_message ("%s", cases[i].name);
      result = take (fixture, path, &choices, &error);
      g_assert_cmpint (get_price (fixture, "A"), ==, -1);
      g_assert_cmpint (get_price (fixture, "ao-1"), ==, -1);
      if (cases[i].sentence == NULL)
        {
          /* wrong by the row */
          g_assert_no_error (error);
          g_assert_cmpuint (result->n_wrong, >, 0);
          g_assert_cmpint (result->run_id, ==, 0);
          continue;
        }
      g_assert_null (result);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].sentence));
    }
  shop_check (fixture);
}

/* A password puts the whole workbook into an old form, whose directory may be far behind. */
static void
test_password (StoreFixture *fixture,
               gconstpointer data)
{
  static const char start[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
  static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
  const TiemImportChoices choices = { 0 };
  g_autoptr (GString) bytes = g_string_new_len (start, 8);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 300000; i++)
    g_string_append_c (bytes, (char)(i % 251));
  if (bytes->len % 2 != 0)
    g_string_append_c (bytes, 0);
  g_string_append_len (bytes, name, sizeof name - 1);
  path = book_write_bytes ("khoa.xlsx", bytes->str, bytes->len);
  g_assert_null (take (fixture, path, &choices, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "password"));
}

/* Sixty-four columns, of which four are known; what is cut in half anywhere is refused or read
 * whole, never in part. */
static void
test_wide_and_cut (StoreFixture *fixture,
                   gconstpointer data)
{
  const TiemImportChoices choices = { 0 };
  g_autoptr (GString) rows = g_string_new ("Mã hàng|Tên hàng|Giá bán|Tồn kho");
  g_autofree char *wide = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemImportResult) result = NULL;
  gsize length;

  for (int i = 5; i <= 64; i++)
    g_string_append_printf (rows, "|Cột %d", i);
  g_string_append (rows, "\nA|Áo|#129000|#3");
  for (int i = 5; i <= 64; i++)
    g_string_append (rows, "|x");
  wide = book_write_rows ("rong.xlsx", rows->str);
  g_assert_true (g_file_get_contents (wide, &bytes, &length, NULL));
  for (gsize cut = 30; cut < length; cut += length / 13)
    {
      g_autofree char *half = book_write_bytes ("nua.xlsx", bytes, cut);
      g_autoptr (GError) reason = NULL;
      g_autoptr (TiemImportResult) part = take (fixture, half, &choices, &reason);

      /* Where only the list of contents at the end is lost, everything is there. */
      if (part == NULL)
        g_assert_error (reason, TIEM_ERROR, TIEM_ERROR_INVALID);
      g_assert_cmpint (get_price (fixture, "A"), ==, part != NULL ? 129000 : -1);
      if (part != NULL)
        break;
    }
  result = take (fixture, wide, &choices, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->n_new + result->n_same, ==, 1);
  g_assert_cmpint (get_price (fixture, "A"), ==, 129000);
  shop_check (fixture);
}

/* What Excel worked out counts; what it never did is told. */
static void
test_formulas (StoreFixture *fixture,
               gconstpointer data)
{
  const TiemImportChoices choices = { 0 };
  g_autofree char *good
      = book_write_rows ("cong-thuc.xlsx", "Mã hàng|Tên hàng|Giá bán|Tồn kho\nA|Áo|=129000|=3");
  g_autofree char *bad = book_write_rows (
      "chua-tinh.xlsx", "Mã hàng|Tên hàng|Giá bán|Tồn kho\nB|Áo|=|#3\nC|Áo|!#DIV/0!|#3");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemImportResult) done = take (fixture, good, &choices, &error);
  g_autoptr (TiemImportResult) refused = take (fixture, bad, &choices, &error);

  g_assert_no_error (error);
  g_assert_cmpint (get_price (fixture, "A"), ==, 129000);
  g_assert_cmpuint (done->n_new, ==, 1);
  g_assert_cmpuint (refused->n_wrong, ==, 2);
  g_assert_cmpint (get_price (fixture, "B"), ==, -1);
}

#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/import-bad/understood", test_understood);
  ADD ("/import-bad/refused", test_refused);
  ADD ("/import-bad/password", test_password);
  ADD ("/import-bad/wide-and-cut", test_wide_and_cut);
  ADD ("/import-bad/formulas", test_formulas);
  status = g_test_run ();
  book_end ();
  return status;
}
