/* What src/document/tiem-sheet knows of a file beside its cells: sheets, marks, merges, heads. */

#include "base/tiem-error.h"
#include "document/tiem-sheet.h"

#include "book-fixture.h"

static void
test_sheets (void)
{
  static const BookSheet sheets[] = {
    { "Hướng dẫn", TRUE, "đọc trước", NULL },
    { "Hàng", FALSE, "Mã|Tên\nA|#12", NULL },
    { "Số 2", FALSE, "", NULL },
  };
  g_autofree char *path = book_write ("sheets.xlsx", sheets, G_N_ELEMENTS (sheets));
  g_autofree char *text = book_write_bytes ("text.csv", "a,b\n1,2\n", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) book = tiem_sheet_open (path, NULL, &error);
  g_autoptr (GPtrArray) plain = NULL;
  g_autoptr (TiemSheet) first = NULL;
  TiemSheet *sheet;

  g_assert_no_error (error);
  g_assert_cmpuint (book->len, ==, 3);
  for (guint i = 0; i < book->len; i++)
    {
      sheet = g_ptr_array_index (book, i);
      g_assert_cmpstr (sheet->name, ==, sheets[i].name);
      g_assert_true (sheet->hidden == sheets[i].hidden);
    }
  g_assert_cmpstr (tiem_sheet_get_cell (g_ptr_array_index (book, 0), 0, 0), ==, "đọc trước");
  g_assert_cmpstr (tiem_sheet_get_cell (g_ptr_array_index (book, 1), 1, 1), ==, "12");
  sheet = g_ptr_array_index (book, 2);
  g_assert_cmpuint (sheet->rows->len, ==, 0);

  first = tiem_sheet_read (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first->name, ==, "Hàng");
  plain = tiem_sheet_open (text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plain->len, ==, 1);
  sheet = g_ptr_array_index (plain, 0);
  g_assert_cmpstr (sheet->name, ==, "");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 1), ==, "2");
}

static void
test_marks (void)
{
  static const struct
  {
    const char *cell;
    TiemCellMarks marks;
  } cells[] = {
    { "576460752303423488", 0 },
    { "#576460752303423488", TIEM_CELL_MARK_DAMAGED },
    { "#5.8273E+17", TIEM_CELL_MARK_DAMAGED },
    { "#9007199254740992", 0 },
    { "#8938500000012", 0 },
    { "=SP01", TIEM_CELL_MARK_FORMULA },
    { "=", TIEM_CELL_MARK_FORMULA | TIEM_CELL_MARK_NO_VALUE },
    { "!#N/A", TIEM_CELL_MARK_ERROR },
    { "chữ", 0 },
  };
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSheet) sheet = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    g_string_append_printf (rows, "%s\n", cells[i].cell);
  path = book_write_rows ("marks.xlsx", rows->str);
  sheet = tiem_sheet_read (path, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    g_assert_cmpuint (tiem_sheet_get_marks (sheet, i, 0), ==, cells[i].marks);
  g_assert_cmpuint (tiem_sheet_get_marks (sheet, 0, 5), ==, 0);
  g_assert_cmpuint (tiem_sheet_get_marks (sheet, 900, 900), ==, 0);
}

static void
test_merged (void)
{
  static const BookSheet sheet
      = { "Hàng",
          FALSE,
          "Tên|Giá||Tồn\n|Nhập|Bán|\nÁo thun|#62000|#129000|#3\n||#129000|#4\n||#135000|",
          "B1:C1 A3:A5 ZZ1:ZZ9 A1:A2 A900:A1000" };
  static const struct
  {
    guint row, column;
    const char *text;
  } cells[] = {
    { 0, 2, "Giá" },     { 1, 2, "Bán" }, { 1, 0, "Tên" }, { 3, 0, "Áo thun" },
    { 4, 0, "Áo thun" }, { 4, 3, "" },    { 5, 0, "" },    { 899, 0, "" },
  };
  g_autofree char *path = book_write ("merged.xlsx", &sheet, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSheet) read = tiem_sheet_read (path, NULL, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    g_assert_cmpstr (
        tiem_sheet_get_spread (read, cells[i].row, cells[i].column), ==, cells[i].text);
  g_assert_cmpstr (tiem_sheet_get_cell (read, 3, 0), ==, "");
}

/* Each row: the heads of a file; what is asked for; the columns they stand in. */
static void
test_heads (void)
{
  static const struct
  {
    const char *file;
    const char *asked[4];
    int columns[3];
  } cases[] = {
    { "Mã hàng|Tên hàng|Giá bán", { "Giá bán", "Mã hàng" }, { 2, 0 } },
    { "Tổng số tiền Người mua thanh toán|Tổng số tiền người mua thanh toán",
      { "Tổng số tiền người mua thanh toán", "Tổng số tiền Người mua thanh toán" },
      { 1, 0 } },
    { "Tổng số tiền người mua thanh toán",
      { "Tổng số tiền Người mua thanh toán", "Tổng số tiền người mua thanh toán" },
      { -1, 0 } },
    { "Cân nặng|Tổng|Cân nặng", { "Cân nặng", "Cân nặng", "Cân nặng" }, { 0, 2, -1 } },
    { "GÍA BÁN *|ma hang|Tên\u00a0 hàng ", { "Giá bán", "Mã hàng", "Tên hàng" }, { 0, 1, 2 } },
    { "Te\u0302n ha\u0300ng|Nhận xét từ Người Mua", { "Tên hàng", "Người Mua" }, { 0, -1 } },
    { "Giá bán|GIÁ BÁN", { "giá bán", "Giá bán" }, { 1, 0 } },
    { "", { "Giá bán" }, { -1 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = book_write_rows ("heads.xlsx", cases[i].file);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemSheet) sheet = tiem_sheet_read (path, NULL, &error);
      guint columns[4];
      guint n_found = 0;

      g_assert_no_error (error);
      n_found = tiem_sheet_match_heads (sheet, 0, cases[i].asked, columns);
      for (guint j = 0; cases[i].asked[j] != NULL; j++)
        {
          g_assert_cmpint ((int)columns[j], ==, cases[i].columns[j]);
          n_found -= columns[j] != TIEM_SHEET_NO_COLUMN;
        }
      g_assert_cmpuint (n_found, ==, 0);
    }
}

static void
test_head_row (void)
{
  static const char *const needed[] = { "Mã hàng", "Nhóm hàng(3 Cấp)", NULL };
  static const char *const forbidden[] = { "Mã hóa đơn", NULL };
  static const struct
  {
    const char *file;
    int row;
  } cases[] = {
    { "Nhóm hàng(3 Cấp)|Mã hàng", 0 },
    { "DANH SÁCH|\n\n\nNhóm hàng(3 Cấp)|Mã hàng\nA|B", 3 },
    { "Nhóm hàng(3 Cấp)|Mã hàng|Mã hóa đơn", -1 },
    { "Mã hàng|Tên hàng", -1 },
    { "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\nMã hàng|Nhóm hàng(3 Cấp)", -1 },
    { "", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = book_write_rows ("head-row.xlsx", cases[i].file);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemSheet) sheet = tiem_sheet_read (path, NULL, &error);
      guint row = 99;

      g_assert_no_error (error);
      g_assert_true (tiem_sheet_find_head_row (sheet, needed, forbidden, &row)
                     == (cases[i].row >= 0));
      if (cases[i].row >= 0)
        g_assert_cmpuint (row, ==, cases[i].row);
    }
}

/* A web page under an Excel file's name: tags as they come, cells that reach over others. */
static void
test_web_page (void)
{
  static const struct
  {
    guint row, column;
    const char *text;
  } cells[] = {
    { 0, 0, "Kho" }, { 1, 0, "Mã" }, { 1, 2, "Tồn" },  { 2, 0, "AT-01" }, { 2, 1, "Áo & váy" },
    { 2, 2, "5" },   { 3, 0, "" },   { 3, 1, "Ả\nB" }, { 3, 2, "1 000" },
  };
  g_autofree char *path = book_write_bytes (
      "trang.xls",
      "<html><head><style>td {color: red}</style></head><table border=1>"
      "<tr><th colspan=3>Kho</th></tr><TR><TH>Mã<TH>Tên<TH>Tồn\n"
      "<tr><td rowspan='2'>AT-01</td><td>Áo &amp; váy</td><td x:num=\"5\">5</td></tr>"
      "<tr><!-- <td>x</td> --><td>&#7842;<br>B</td><td>1&nbsp;000</td></tr></table>",
      -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSheet) sheet = tiem_sheet_read (path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (sheet->rows->len, ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    g_assert_cmpstr (tiem_sheet_get_cell (sheet, cells[i].row, cells[i].column), ==, cells[i].text);
}

/* Files with bytes knocked about: read, or refused with a sentence, never worse. */
static void
test_twisted (void)
{
  static const char *const files[]
      = { "html-as.xls", "plain-utf8bom-semicolon.csv", "kiotviet-customers.xlsx" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", files[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      for (int round = 0; round < 150; round++)
        {
          g_autofree char *twisted = g_memdup2 (bytes, length);
          gsize end = round % 3 == 0 ? (gsize)g_rand_int_range (rand, 1, (gint32)length) : length;
          g_autofree char *file = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (GPtrArray) book = NULL;

          for (int n = 0; n < 1 + round % 7; n++)
            twisted[g_rand_int_range (rand, 0, (gint32)length)] = (char)g_rand_int (rand);
          file = book_write_bytes ("twisted", twisted, (gssize)end);
          book = tiem_sheet_open (file, NULL, &error);
          if (book == NULL)
            g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
          else
            g_assert_cmpuint (book->len, >, 0);
        }
    }
}

int
main (int argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workbook/sheets", test_sheets);
  g_test_add_func ("/workbook/marks", test_marks);
  g_test_add_func ("/workbook/merged", test_merged);
  g_test_add_func ("/workbook/heads", test_heads);
  g_test_add_func ("/workbook/head-row", test_head_row);
  g_test_add_func ("/workbook/web-page", test_web_page);
  g_test_add_func ("/workbook/twisted", test_twisted);
  status = g_test_run ();
  book_end ();
  return status;
}
