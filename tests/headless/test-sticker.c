#include "base/tiem-error.h"
#include "document/tiem-sticker-sheet.h"
#include "label-fixture.h"
#include "model/tiem-ean.h"

#include <string.h>

/* Stickers are printed, and every code on them is read by a scanner. */

static TiemSticker *
sticker_new (guint i)
{
  TiemSticker *sticker = g_new0 (TiemSticker, 1);

  sticker->name = g_strdup ("Áo thun cotton form rộng in chữ Sài Gòn, vải dày 250 g, co giãn");
  sticker->options = g_strdup (i % 3 == 0 ? "Đen, L" : NULL);
  sticker->sku = g_strdup_printf ("AT-SG-%03u", i);
  sticker->barcode = i % 4 != 3 ? tiem_ean_make_own (1000 + i) : NULL;
  sticker->price_vnd = 129000 + i * 1000;
  sticker->count = 1;
  return sticker;
}

static GPtrArray *
make_stickers (guint n)
{
  GPtrArray *stickers = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sticker_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (stickers, sticker_new (i));
  return stickers;
}

static void
assert_read (GPtrArray *stickers,
             guint from,
             guint n,
             GBytes *pdf,
             guint page)
{
  g_autoptr (GPtrArray) found = label_fixture_scan (pdf, page);

  for (guint i = from; i < from + n && i < stickers->len; i++)
    {
      const TiemSticker *sticker = g_ptr_array_index (stickers, i);
      g_autofree char *code
          = g_strdup_printf ("%s %s",
                             sticker->barcode != NULL ? "EAN-13" : "CODE-128",
                             sticker->barcode != NULL ? sticker->barcode : sticker->sku);

      if (!g_ptr_array_find_with_equal_func (found, code, g_str_equal, NULL))
        g_error ("%s is not read; found %u", code, found->len);
    }
}

/* A page of each paper, from its first label on, and one more on the second page. */
static void
test_papers (void)
{
  for (TiemStickerPaper paper = 0; paper < TIEM_N_STICKER_PAPERS; paper++)
    {
      const TiemStickerPaperInfo *info = tiem_sticker_paper_get_info (paper);
      guint per_page = info->columns * info->rows;
      g_autoptr (GPtrArray) stickers = make_stickers (per_page + 1);
      g_autoptr (TiemStickerSheet) sheet = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      TiemStickerPaper same;

      g_test_message ("%s", info->id);
      g_assert_true (tiem_sticker_paper_from_id (info->id, &same));
      g_assert_cmpint (same, ==, paper);
      g_assert_cmpfloat (info->left + (info->columns - 1) * info->column_step + info->width,
                         <=,
                         info->page_width + 0.01);
      g_assert_cmpfloat (info->top + (info->rows - 1) * info->row_step + info->height,
                         <=,
                         info->page_height + 0.01);
      sheet = tiem_sticker_sheet_make (
          stickers, paper, TIEM_STICKER_USUAL | TIEM_STICKER_SHOP, "Nhà Mây", 1, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (sheet->n_pages, ==, 2);
      g_assert_cmpuint (sheet->n_stickers, ==, per_page + 1);
      g_assert_cmpuint (sheet->without_code->len, ==, 0);
      assert_read (stickers, 0, per_page, sheet->pdf, 0);
      assert_read (stickers, per_page, 1, sheet->pdf, 1);
      text = label_fixture_read (sheet->pdf, 0);
      g_assert_nonnull (strstr (text, "Áo thun cotton"));
      g_assert_nonnull (strstr (text, "129.000"));
    }
}

/* A sheet of which two rows are gone. */
static void
test_started_sheet (void)
{
  g_autoptr (GPtrArray) stickers = make_stickers (60);
  g_autoptr (TiemStickerSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;

  sheet = tiem_sticker_sheet_make (
      stickers, TIEM_STICKER_A4_65, TIEM_STICKER_USUAL, NULL, 11, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sheet->n_pages, ==, 2);
  assert_read (stickers, 0, 55, sheet->pdf, 0);
  assert_read (stickers, 55, 5, sheet->pdf, 1);
}

/* Only what is asked for stands on it. */
static void
test_parts (void)
{
  g_autoptr (GPtrArray) stickers = make_stickers (1);
  g_autoptr (TiemStickerSheet) sheet = NULL;
  g_autoptr (GPtrArray) codes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  sheet = tiem_sticker_sheet_make (
      stickers, TIEM_STICKER_ROLL_1, TIEM_STICKER_PRICE, "Nhà Mây", 1, NULL, &error);
  g_assert_no_error (error);
  text = label_fixture_read (sheet->pdf, 0);
  g_assert_nonnull (strstr (text, "129.000"));
  g_assert_null (strstr (text, "Nhà Mây"));
  g_assert_null (strstr (text, "Áo"));
  codes = label_fixture_scan (sheet->pdf, 0);
  g_assert_cmpuint (codes->len, ==, 0);
}

/* What no bars can say is named, and the sticker is printed all the same. */
static void
test_no_code (void)
{
  g_autoptr (GPtrArray) stickers = make_stickers (0);
  g_autoptr (TiemStickerSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  TiemSticker *sticker = sticker_new (3);

  g_free (sticker->sku);
  sticker->sku = g_strdup ("ÁO-ĐEN");
  sticker->count = 3;
  g_ptr_array_add (stickers, sticker);
  sticker = sticker_new (7);
  g_free (sticker->sku);
  sticker->sku = g_strdup ("AO-THUN-COTTON-FORM-RONG-DEN-SIZE-XXL-2026");
  g_ptr_array_add (stickers, sticker);
  sheet = tiem_sticker_sheet_make (
      stickers, TIEM_STICKER_ROLL_3, TIEM_STICKER_USUAL, NULL, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sheet->n_stickers, ==, 4);
  g_assert_cmpuint (sheet->without_code->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (sheet->without_code, 0), ==, "ÁO-ĐEN");
}

static void
test_refused (void)
{
  static const struct
  {
    guint count;
    guint first;
  } cases[] = { { 0, 1 }, { TIEM_STICKER_MOST + 1, 1 }, { 1, 0 }, { 1, 66 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) stickers = make_stickers (1);
      g_autoptr (TiemStickerSheet) sheet = NULL;
      g_autoptr (GError) error = NULL;

      ((TiemSticker *)g_ptr_array_index (stickers, 0))->count = cases[i].count;
      sheet = tiem_sticker_sheet_make (
          stickers, TIEM_STICKER_A4_65, TIEM_STICKER_USUAL, NULL, cases[i].first, NULL, &error);
      g_assert_null (sheet);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sticker/papers", test_papers);
  g_test_add_func ("/sticker/started-sheet", test_started_sheet);
  g_test_add_func ("/sticker/parts", test_parts);
  g_test_add_func ("/sticker/no-code", test_no_code);
  g_test_add_func ("/sticker/refused", test_refused);
  return g_test_run ();
}
