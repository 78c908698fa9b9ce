#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "document/tiem-sheet-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static char *
make_path (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* A file of the test's folder with these bytes. Returns: (transfer full): its path */
static char *
write_file (const char *name,
            const char *bytes,
            gssize length)
{
  char *path = make_path (name);

  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  return path;
}

/* A workbook of parts: name and content in turn, NULL-terminated. */
static char *
write_workbook (const char *name,
                const char *const *parts)
{
  char *path = make_path (name);
  struct archive *zip = archive_write_new ();

  archive_write_set_format_zip (zip);
  g_assert_cmpint (archive_write_open_filename (zip, path), ==, ARCHIVE_OK);
  for (; parts[0] != NULL; parts += 2)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, parts[0]);
      archive_entry_set_size (entry, strlen (parts[1]));
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      g_assert_cmpint (archive_write_header (zip, entry), ==, ARCHIVE_OK);
      archive_write_data (zip, parts[1], strlen (parts[1]));
      archive_entry_free (entry);
    }
  archive_write_close (zip);
  archive_write_free (zip);
  return path;
}

#define WORKBOOK                                                                                   \
  "<workbook><workbookPr/><sheets><sheet name='A' sheetId='1' r:id='rId1' state='hidden'/>"        \
  "<sheet name='B' sheetId='2' r:id='rId2'/></sheets></workbook>"
#define RELATIONS                                                                                  \
  "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/>"                        \
  "<Relationship Id='rId2' Target='/xl/worksheets/sheet2.xml'/></Relationships>"
#define SHEET(rows) "<worksheet><dimension ref='A1'/><sheetData>" rows "</sheetData></worksheet>"

static TiemSheet *
read_rows (const char *workbook,
           const char *sheet)
{
  g_autoptr (GError) error = NULL;
  const char *parts[] = {
    "xl/workbook.xml",
    workbook,
    "xl/_rels/workbook.xml.rels",
    RELATIONS,
    "xl/worksheets/sheet2.xml",
    sheet,
    "xl/worksheets/sheet1.xml",
    SHEET ("<row r='1'><c r='A1' t='str'><v>hidden</v></c></row>"),
    "xl/styles.xml",
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd/mm/yyyy\\ hh:mm'/>"
    "<numFmt numFmtId='165' formatCode='#,##0\\ [$₫-42A];[Red]-#,##0'/></numFmts>"
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf "
    "numFmtId='165'/></cellXfs>"
    "</styleSheet>",
    "xl/sharedStrings.xml",
    "<sst><si><t>Áo thun</t></si><si><r><t>Khăn </t></r><r><t xml:space='preserve'>lụa</t></r>"
    "<rPh sb='0' eb='1'><t>đọc</t></rPh></si><si><t>dòng 1_x000D_\ndòng 2 _x005F_</t></si></sst>",
    NULL,
  };
  g_autofree char *path = write_workbook ("made.xlsx", parts);
  TiemSheet *read = tiem_sheet_read (path, NULL, &error);

  g_assert_no_error (error);
  return read;
}

static void
test_xlsx_cells (void)
{
  /* Every kind of cell; the shared strings come after the sheet that uses them. */
  g_autoptr (TiemSheet) sheet = read_rows (
      WORKBOOK,
      SHEET (
          "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
          "<c r='C1' t='s'><v>2</v></c><c r='D1' t='s'><v>99</v></c></row>"
          "<row r='2'><c r='A2' t='inlineStr'><is><r><t>Mũ</t></r><r><t> vải</t></r></is></c>"
          "<c r='B2' t='b'><v>1</v></c><c r='C2' t='str'><f>A1&amp;\"x\"</f><v>kết quả</v></c>"
          "<c r='E2'><v>129000</v></c></row>"
          "<row r='4'><c r='A4' s='1'><v>46347</v></c><c r='B4' s='2'><v>46347.8368055556</v></c>"
          "<c r='C4' s='3'><v>129000</v></c><c r='D4' t='d'><v>2026-11-21</v></c>"
          "<c r='E4' t='e'><v>#REF!</v></c><c r='F4' s='2'><v>0.5</v></c></row>"));

  g_assert_cmpuint (sheet->rows->len, ==, 4);
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 0, 0), ==, "Áo thun");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 0, 1), ==, "Khăn lụa");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 0, 2), ==, "dòng 1\r\ndòng 2 _");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 0, 3), ==, "");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 0), ==, "Mũ vải");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 1), ==, "TRUE");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 2), ==, "kết quả");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 3), ==, "");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 4), ==, "129000");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 2, 0), ==, "");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 3, 0), ==, "2026-11-21");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 3, 1), ==, "2026-11-21 20:05:00");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 3, 2), ==, "129000");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 3, 3), ==, "2026-11-21");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 3, 4), ==, "#REF!");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 3, 5), ==, "12:00:00");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 99, 99), ==, "");
}

static void
test_xlsx_layout (void)
{
  /* No references; a row element for each cell; rows out of order; prefixes; empty styled
   * cells far away; the years since 1904. */
  g_autoptr (TiemSheet) plain = read_rows (
      WORKBOOK, SHEET ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"));
  g_autoptr (TiemSheet) split = read_rows (
      WORKBOOK,
      SHEET ("<row r='2'><c r='A2'><v>3</v></c></row><row r='1'><c r='A1'><v>1</v></c></row>"
             "<row r='1'><c r='B1'><v>2</v></c></row>"
             "<row r='900000'><c r='XFD900000' s='1'/></row>"));
  g_autoptr (TiemSheet) prefixed = read_rows (
      "<x:workbook><x:workbookPr date1904='1'/><x:sheets><x:sheet name='B' sheetId='2' "
      "r:id='rId2'/>"
      "</x:sheets></x:workbook>",
      "<x:worksheet><x:sheetData><x:row r='1'><x:c r='A1' s='1'><x:v>44885</x:v></x:c></x:row>"
      "</x:sheetData></x:worksheet>");

  g_assert_cmpuint (plain->rows->len, ==, 2);
  g_assert_cmpstr (tiem_sheet_get_cell (plain, 0, 1), ==, "2");
  g_assert_cmpstr (tiem_sheet_get_cell (plain, 1, 0), ==, "3");
  g_assert_cmpuint (split->rows->len, ==, 2);
  g_assert_cmpstr (tiem_sheet_get_cell (split, 0, 0), ==, "1");
  g_assert_cmpstr (tiem_sheet_get_cell (split, 0, 1), ==, "2");
  g_assert_cmpstr (tiem_sheet_get_cell (split, 1, 0), ==, "3");
  g_assert_cmpstr (tiem_sheet_get_cell (prefixed, 0, 0), ==, "2026-11-21");
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *raw, *text;
  } numbers[] = {
    { "129000", "129000" },
    { "-5", "-5" },
    { "912345678", "912345678" },
    { "8938500000012.0", "8938500000012" },
    { "1.29E+5", "129000" },
    { "128999.99999999999", "129000" },
    { "35000.5", "35000.5" },
    { "1.234", "1.2340" }, /* not a thousand two hundred … */
    { "5.7646075230342349E+17", "5.7646075230342349E+17" },
    { "576460752303423488", "576460752303423488" },
    { "-0.0", "0" },
    { "1e999", "1e999" },
    { "nan", "nan" },
    { "12x", "12x" },
  };
  static const struct
  {
    const char *raw;
    gboolean since_1904;
    const char *text;
  } dates[] = {
    { "1", FALSE, "1900-01-01" },     { "59", FALSE, "1900-02-28" },
    { "61", FALSE, "1900-03-01" },    { "0", TRUE, "1904-01-01" },
    { "46347", FALSE, "2026-11-21" }, { "46347.999999", FALSE, "2026-11-22" },
    { "0.25", FALSE, "06:00:00" },    { "2958465", FALSE, "9999-12-31" },
    { "2958466", FALSE, "2958466" },  { "-1", FALSE, "-1" },
  };
  static const struct
  {
    const char *code;
    gboolean is_date;
  } formats[] = {
    { "General", FALSE },
    { "#,##0", FALSE },
    { "#,##0\\ [$₫-42A]", FALSE },
    { "#,##0 \"đồng\"", FALSE },
    { "[Red]#,##0", FALSE },
    { "[Blue]0;[Red]-0", FALSE },
    { "0.00E+00", FALSE },
    { "@", FALSE },
    { "dd/mm/yyyy", TRUE },
    { "[$-42A]dd mmmm yyyy", TRUE },
    { "hh:mm", TRUE },
    { "[h]:mm:ss", TRUE },
    { "[mm]:ss", TRUE },
    { "\"ngày \"d", TRUE },
    { "\"day", FALSE },
    { "", FALSE },
    { "\\", FALSE },
    { "[", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = tiem_sheet_format_number (numbers[i].raw);

      g_assert_cmpstr (text, ==, numbers[i].text);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autofree char *text = tiem_sheet_format_date (dates[i].raw, dates[i].since_1904);

      g_assert_cmpstr (text, ==, dates[i].text);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (tiem_sheet_is_date_format (formats[i].code) != formats[i].is_date)
      g_error ("%s", formats[i].code);
}

static void
test_csv_forms (void)
{
  static const struct
  {
    const char *text;
    gssize length;
    const char *cells[5]; /* of the second row */
  } cases[] = {
    { "a,b,c\n1,2,3\n", -1, { "1", "2", "3" } },
    { "\xef\xbb\xbf"
      "a;b\r\n129.000,00;\"x;y\"\r\n",
      -1,
      { "129.000,00", "x;y" } },
    { "a\tb\rc\td\r", -1, { "c", "d" } },
    { "sep=|\r\na|b\n1,2|3", -1, { "1,2", "3" } },
    { "a,b\n\"nói \"\"chào\"\"\",\"hai\ndòng\"", -1, { "nói \"chào\"", "hai\ndòng" } },
    { "a,b\n5\" x 7,b", -1, { "5\" x 7", "b" } },
    { "a,b\n,\n", -1, { NULL } },
    { "a,b\n'=1+1,'-x", -1, { "=1+1", "-x" } },
    { "a,b\n''=1+1,'abc", -1, { "'=1+1", "'abc" } },
    { "a;b\nM\xde;\xd0\xe0 L\xd5t\n", -1, { "M\u0303", "Đà LƠt" } },
    { "\xfe\xff\0a\0,\0b\0\n\0"
      "1\0,\x1e\xa1",
      16,
      { "1", "ạ" } },
    { "a\0,\0b\0\n\0"
      "1\0,\0"
      "2\0",
      14,
      { "1", "2" } },
    { "A,Kha\u0306n\nx,lu\u0323a", -1, { "x", "lụa" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_file ("form.csv", cases[i].text, cases[i].length);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemSheet) sheet = tiem_sheet_read (path, NULL, &error);

      g_assert_no_error (error);
      for (guint j = 0; j < G_N_ELEMENTS (cases[i].cells); j++)
        g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, j),
                         ==,
                         cases[i].cells[j] != NULL ? cases[i].cells[j] : "");
    }
}

/* The same table in three encodings with three separators. */
static void
test_csv_samples (void)
{
  static const char *const files[]
      = { "plain-utf8bom-semicolon.csv", "plain-windows1258.csv", "plain-utf16le-tab.csv" };
  static const char *const names[]
      = { "Áo thun cotton nữ", "Khăn lụa \"tơ tằm\"", "Nón lá bài thơ Huế", "Set 5 đôi vớ" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", files[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemSheet) sheet = tiem_sheet_read (path, NULL, &error);
      gint64 sum = 0;

      g_assert_no_error (error);
      g_assert_cmpuint (sheet->rows->len, ==, 5);
      g_assert_cmpstr (tiem_sheet_get_cell (sheet, 0, 0), ==, "Mã hàng");
      for (guint row = 1; row < 5; row++)
        {
          gint64 price = 0;

          g_assert_cmpstr (tiem_sheet_get_cell (sheet, row, 1), ==, names[row - 1]);
          g_assert_true (
              tiem_money_parse_input (tiem_sheet_get_cell (sheet, row, 2), &price, NULL));
          sum += price;
        }
      g_assert_cmpint (sum, ==, 593000);
      g_assert_cmpstr (tiem_sheet_get_cell (sheet, 2, 4), ==, "dòng 1\ndòng 2");
    }
}

static void
test_xlsx_sample (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "plain-shop.xlsx", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSheet) sheet = tiem_sheet_read (path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 6, 4), ==, "62000");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 8, 6), ==, "hết");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 13, 1), ==, "10");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 18, 5), ==, "35000.5");
  g_assert_cmpstr (tiem_sheet_get_cell (sheet, 1, 1), ==, "2026-11-20");
}

static void
expect_refusal (const char *path,
                TiemError code,
                const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSheet) sheet = tiem_sheet_read (path, NULL, &error);

  g_assert_error (error, TIEM_ERROR, (int)code);
  g_assert_null (sheet);
  if (strstr (error->message, word) == NULL)
    g_error ("%s: “%s” lacks “%s”", path, error->message, word);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *bytes;
    gssize length;
    const char *word;
  } cases[] = {
    { "", 0, "empty" },
    { "%PDF-1.7 …", -1, "PDF" },
    { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 W\0o\0r\0k\0b\0o\0o\0k\0", 24, ".xls" },
    { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
      "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
      40,
      "password" },
    { "\xef\xbb\xbf <HTML><p>không có bảng</p>", -1, "web page" },
    { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, "neither" },
    { "a,b\n1,\"never closed\n2,3\n", -1, "row 2" },
    { "PK\3\4", 4, "damaged" },
  };
  static const char *const not_a_workbook[] = { "mimetype", "application/epub+zip", NULL };
  static const char *const with_entities[]
      = { "xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><workbook>&a;</workbook>", NULL };
  static const char *const without_sheet[] = { "xl/workbook.xml", WORKBOOK, NULL };
  g_autofree char *missing = make_path ("no-such-file.xlsx");
  g_autofree char *epub = write_workbook ("epub.xlsx", not_a_workbook);
  g_autofree char *entities = write_workbook ("entities.xlsx", with_entities);
  g_autofree char *empty = write_workbook ("empty.xlsx", without_sheet);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_file ("wrong.xlsx", cases[i].bytes, cases[i].length);

      expect_refusal (path, TIEM_ERROR_INVALID, cases[i].word);
    }
  expect_refusal (missing, TIEM_ERROR_NOT_FOUND, "no-such-file");
  expect_refusal (folder, TIEM_ERROR_INVALID, "can't be read");
  expect_refusal (epub, TIEM_ERROR_INVALID, "not an Excel workbook");
  expect_refusal (entities, TIEM_ERROR_INVALID, "damaged");
  expect_refusal (empty, TIEM_ERROR_INVALID, "damaged");
}

/* A sheet of one cell whose text or place is out of bounds; a small zip that unpacks to much. */
static void
test_bounds (void)
{
  g_autoptr (GString) bomb = g_string_new (NULL);
  g_autofree char *many_rows = NULL;
  g_autofree char *many_columns = NULL;
  g_autofree char *path = NULL;
  g_autofree char *zip = NULL;

  for (int i = 0; i <= TIEM_SHEET_MAX_ROWS; i++)
    g_string_append (bomb, "1\n");
  many_rows = write_file ("rows.csv", bomb->str, bomb->len);
  expect_refusal (many_rows, TIEM_ERROR_INVALID, "200,000 rows");

  g_string_truncate (bomb, 0);
  for (int i = 0; i <= TIEM_SHEET_MAX_COLUMNS; i++)
    g_string_append (bomb, "1,");
  many_columns = write_file ("columns.csv", bomb->str, bomb->len);
  expect_refusal (many_columns, TIEM_ERROR_INVALID, "200 columns");

  /* 30 KB of shared text, used 100,000 times: 3 GB if it were believed */
  g_string_assign (bomb, "<worksheet><sheetData>");
  for (int i = 1; i <= 100000; i++)
    g_string_append_printf (bomb, "<row r='%d'><c r='A%d' t='s'><v>0</v></c></row>", i, i);
  g_string_append (bomb, "</sheetData></worksheet>");
  {
    g_autofree char *shared = g_strnfill (30000, 'x');
    g_autofree char *strings = g_strconcat ("<sst><si><t>", shared, "</t></si></sst>", NULL);
    const char *parts[] = { "xl/workbook.xml",
                            WORKBOOK,
                            "xl/_rels/workbook.xml.rels",
                            RELATIONS,
                            "xl/sharedStrings.xml",
                            strings,
                            "xl/worksheets/sheet2.xml",
                            bomb->str,
                            NULL };

    path = write_workbook ("shared.xlsx", parts);
  }
  expect_refusal (path, TIEM_ERROR_INVALID, "too much text");

  /* 300 MB of spaces between the rows pack to 300 KB */
  g_string_assign (bomb, "<worksheet><sheetData>");
  {
    gsize start = bomb->len;
    const char *parts[] = { "xl/workbook.xml",
                            WORKBOOK,
                            "xl/_rels/workbook.xml.rels",
                            RELATIONS,
                            "xl/worksheets/sheet2.xml",
                            NULL,
                            NULL };

    g_string_set_size (bomb, TIEM_SHEET_MAX_UNPACKED + 1024);
    memset (bomb->str + start, ' ', bomb->len - start);
    parts[5] = bomb->str;
    zip = write_workbook ("bomb.xlsx", parts);
  }
  expect_refusal (zip, TIEM_ERROR_INVALID, "too large");
}

/* What was written comes back the same, whatever it is. */
static void
test_round_trip (void)
{
  static const char *const heads[] = { "SKU", "Tên", "Giá", "Lúc", NULL };
  static const TiemCellKind kinds[]
      = { TIEM_CELL_TEXT, TIEM_CELL_TEXT, TIEM_CELL_MONEY, TIEM_CELL_TIME };
  static const char *const texts[]
      = { "Áo \"thun\"; đen, L", "=1+1",   "+84901234567", "-x",   "@a",  "'=1", "'", "''-",
          "dòng 1\ndòng 2",      " cách ", "\ttab",        "0010", "1E5", "" };
  static const char *const endings[] = { "out.xlsx", "out.CSV" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = make_path (endings[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemSheet) sheet = NULL;
      TiemSheetWriter *writer = tiem_sheet_writer_new (path, heads, kinds, &error);
      GStatBuf info;

      g_assert_no_error (error);
      for (gsize j = 0; j < G_N_ELEMENTS (texts); j++)
        {
          tiem_sheet_writer_add_text (writer, "x");
          tiem_sheet_writer_add_text (writer, texts[j]);
          tiem_sheet_writer_add_number (writer, -129000);
          tiem_sheet_writer_add_number (writer, G_GINT64_CONSTANT (1795266309000));
          tiem_sheet_writer_end_row (writer);
        }
      g_assert_true (tiem_sheet_writer_close (writer, &error));
      g_assert_no_error (error);
      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);

      sheet = tiem_sheet_read (path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (sheet->rows->len, ==, 1 + G_N_ELEMENTS (texts));
      g_assert_cmpstr (tiem_sheet_get_cell (sheet, 0, 1), ==, "Tên");
      for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
        {
          g_assert_cmpstr (tiem_sheet_get_cell (sheet, j + 1, 1), ==, texts[j]);
          g_assert_cmpstr (tiem_sheet_get_cell (sheet, j + 1, 2), ==, "-129000");
          g_assert_cmpstr (tiem_sheet_get_cell (sheet, j + 1, 3), ==, "2026-11-21 20:05:09");
        }
    }
}

/* Returns: (transfer full): a part of the workbook, as it is */
static char *
read_part (const char *path,
           const char *name)
{
  struct archive *zip = archive_read_new ();
  struct archive_entry *entry;
  GString *out = g_string_new (NULL);
  char block[4096];
  la_ssize_t n;

  archive_read_support_format_zip (zip);
  g_assert_cmpint (archive_read_open_filename (zip, path, sizeof block), ==, ARCHIVE_OK);
  while (archive_read_next_header (zip, &entry) == ARCHIVE_OK)
    if (g_strcmp0 (archive_entry_pathname (entry), name) == 0)
      while ((n = archive_read_data (zip, block, sizeof block)) > 0)
        g_string_append_len (out, block, n);
  archive_read_free (zip);
  g_assert_cmpuint (out->len, >, 0);
  return g_string_free (out, FALSE);
}

/* Columns as wide as what stands in them, the head row kept in sight, text columns that keep the
 * zeros of what is typed into them later. */
static void
test_layout_written (void)
{
  static const char *const heads[] = { "SKU", "Tên hàng", "Giá", "Lúc", NULL };
  static const TiemCellKind kinds[]
      = { TIEM_CELL_TEXT, TIEM_CELL_TEXT, TIEM_CELL_MONEY, TIEM_CELL_TIME };
  static const char *const wanted[] = {
    "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>",
    "<col min=\"1\" max=\"1\" width=\"14.7109375\" style=",       /* the least */
    "<col min=\"2\" max=\"2\" width=\"36.7109375\" style=",       /* 34 letters, not bytes */
    "<col min=\"3\" max=\"3\" width=\"15.7109375\" customWidth=", /* 1.250.000.000 */
    "<col min=\"4\" max=\"4\" width=\"18.7109375\" customWidth=",
    "<t>=1+1</t>",
    "fitToPage=\"1\"",
  };
  g_autofree char *path = make_path ("layout.xlsx");
  g_autofree char *sheet = NULL;
  g_autofree char *styles = NULL;
  g_autoptr (GError) error = NULL;
  TiemSheetWriter *writer = tiem_sheet_writer_new (path, heads, kinds, &error);

  g_assert_no_error (error);
  tiem_sheet_writer_add_text (writer, "=1+1");
  tiem_sheet_writer_add_text (writer, "Nước mắm Phú Quốc 40 độ đạm 500 ml\nhai chai");
  tiem_sheet_writer_add_number (writer, G_GINT64_CONSTANT (1250000000));
  tiem_sheet_writer_add_number (writer, G_GINT64_CONSTANT (1795266309000));
  tiem_sheet_writer_end_row (writer);
  tiem_sheet_writer_close (writer, &error);
  g_assert_no_error (error);

  sheet = read_part (path, "xl/worksheets/sheet1.xml");
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (sheet, wanted[i]) == NULL)
      g_error ("no %s in %s", wanted[i], sheet);
  g_assert_null (strstr (sheet, "<f>"));
  styles = read_part (path, "xl/styles.xml");
  g_assert_nonnull (strstr (styles, "wrapText=\"1\""));
  g_assert_nonnull (strstr (styles, "numFmtId=\"49\"")); /* text */
}

/* A file that is not completed leaves the one before untouched and nothing beside it. */
static void
test_writer_failures (void)
{
  static const char *const heads[] = { "SKU", NULL };
  static const TiemCellKind kinds[] = { TIEM_CELL_TEXT };
  g_autofree char *path = write_file ("kept.xlsx", "before", -1);
  g_autofree char *missing = make_path ("no/such/folder/a.csv");
  g_autofree char *odd = make_path ("a.ods");
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  TiemSheetWriter *writer = tiem_sheet_writer_new (path, heads, kinds, &error);

  g_assert_no_error (error);
  tiem_sheet_writer_add_text (writer, "AT-DEN-L");
  tiem_sheet_writer_end_row (writer);
  tiem_sheet_writer_abort (writer);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "before");

  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_false (g_str_has_prefix (name, "kept.xlsx."));

  g_assert_null (tiem_sheet_writer_new (missing, heads, kinds, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_null (tiem_sheet_writer_new (odd, heads, kinds, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

/* Files cut short and bytes turned over: an answer or a sentence, never more. */
static void
test_broken_files (void)
{
  static const char *const files[] = { "plain-shop.xlsx",
                                       "plain-utf8bom-semicolon.csv",
                                       "plain-windows1258.csv",
                                       "plain-utf16le-tab.csv" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *sample = g_test_build_filename (G_TEST_DIST, "data", files[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (sample, &bytes, &length, NULL));
      for (int n = 0; n < 300; n++)
        {
          g_autofree char *copy = g_memdup2 (bytes, length);
          gsize kept = n % 2 ? length : (gsize)g_rand_int_range (rand, 0, (gint32)length);
          int changes = n % 3 ? g_rand_int_range (rand, 1, 12) : 0;
          g_autofree char *path = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (TiemSheet) sheet = NULL;

          for (; changes > 0; changes--)
            copy[g_rand_int_range (rand, 0, (gint32)length)]
                = (char)g_rand_int_range (rand, 0, 256);
          path = write_file ("broken", copy, kept);
          sheet = tiem_sheet_read (path, NULL, &error);
          g_assert_true ((sheet == NULL) == (error != NULL));
          if (error != NULL)
            g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
        }
    }
}

static void
test_cancelled (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "plain-shop.xlsx", NULL);
  g_autofree char *csv = g_test_build_filename (G_TEST_DIST, "data", "plain-windows1258.csv", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tiem_sheet_read (path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (tiem_sheet_read (csv, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = make_path (name);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tiem-sheet-XXXXXX", NULL);
  g_assert_nonnull (folder);

  g_test_add_func ("/sheet/xlsx/cells", test_xlsx_cells);
  g_test_add_func ("/sheet/xlsx/layout", test_xlsx_layout);
  g_test_add_func ("/sheet/xlsx/numbers", test_numbers);
  g_test_add_func ("/sheet/xlsx/sample", test_xlsx_sample);
  g_test_add_func ("/sheet/csv/forms", test_csv_forms);
  g_test_add_func ("/sheet/csv/samples", test_csv_samples);
  g_test_add_func ("/sheet/refused", test_refused);
  g_test_add_func ("/sheet/bounds", test_bounds);
  g_test_add_func ("/sheet/broken", test_broken_files);
  g_test_add_func ("/sheet/cancelled", test_cancelled);
  g_test_add_func ("/sheet/layout-written", test_layout_written);
  g_test_add_func ("/sheet/writer/round-trip", test_round_trip);
  g_test_add_func ("/sheet/writer/failures", test_writer_failures);

  status = g_test_run ();
  remove_folder ();
  return status;
}
