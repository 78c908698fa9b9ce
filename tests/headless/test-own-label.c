#include "base/tiem-error.h"
#include "document/tiem-own-label.h"
#include "document/tiem-picking-sheet.h"
#include "label-fixture.h"
#include "store/tiem-store-picking.h"

#include <string.h>

/* Labels that Tiệm draws itself. */

static GBytes *
print_order (TiemLabelPaper paper,
             const TiemOrder *order)
{
  TiemShopIdentity sender = { .name = "Nhà Mây",
                              .phone = "0283 822 1188",
                              .address = "45/2 Lý Tự Trọng, Phường Sài Gòn, TP Hồ Chí Minh" };
  g_autoptr (TiemLabelSheet) sheet = tiem_label_sheet_new (paper);
  g_autoptr (GError) error = NULL;
  GBytes *pdf;

  tiem_label_sheet_add_own (sheet, order, &sender);
  pdf = tiem_label_sheet_finish (sheet, &error);
  g_assert_no_error (error);
  return pdf;
}

/* Lines are broken anywhere: words are compared, not spaces. */
static gboolean
holds (const char *text,
       const char *words)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " \n", -1);
  g_autofree char *plain = g_strjoinv ("", parts);
  g_auto (GStrv) wanted = g_strsplit_set (words, " \n", -1);
  g_autofree char *bare = g_strjoinv ("", wanted);

  return strstr (plain, bare) != NULL;
}

static void
test_papers (void)
{
  for (TiemLabelPaper paper = 0; paper < TIEM_N_LABEL_PAPERS; paper++)
    {
      g_autoptr (TiemOrder) order = label_fixture_new_order (10423);
      g_autoptr (GBytes) pdf = print_order (paper, order);
      g_autofree char *text = label_fixture_read (pdf, 0);

      g_test_message ("%s: %s", tiem_label_paper_get_info (paper)->id, text);
      g_assert_true (label_fixture_has (pdf, 0, "CODE-128 10423"));
      g_assert_true (label_fixture_has (pdf, 0, "QR-Code 10423"));
      g_assert_true (holds (text, "Nguyễn Thị Ánh Tuyết"));
      g_assert_true (holds (text, "0905 118 274"));
      g_assert_true (holds (text,
                            "Số 7, hẻm 12/4 đường Nguyễn Hữu Cảnh, Phường Thạnh Mỹ Tây, "
                            "Thành phố Hồ Chí Minh"));
      g_assert_true (holds (text, "459.000"));
      g_assert_true (holds (text, "Nhà Mây"));
      g_assert_true (holds (text, "2 × Áo thun cotton"));
      g_assert_true (holds (text, "Giao giờ hành chính"));
    }
}

/* The carrier's number is what a scanner is to find, once there is one. */
static void
test_tracking (void)
{
  g_autoptr (TiemOrder) order = label_fixture_new_order (7);
  g_autoptr (GBytes) pdf = NULL;

  order->tracking = g_strdup ("GHN5E7KXQ2");
  order->carrier = g_strdup ("Giao Hàng Nhanh");
  order->paid_vnd = order->total_vnd;
  pdf = print_order (TIEM_LABEL_PAPER_75X100, order);
  g_assert_true (label_fixture_has (pdf, 0, "CODE-128 GHN5E7KXQ2"));
  g_assert_true (label_fixture_has (pdf, 0, "QR-Code GHN5E7KXQ2"));
}

/* Long ones are made to fit; an address is never cut. */
static void
test_long (void)
{
  g_autoptr (TiemOrder) order = label_fixture_new_order (8);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  g_free (order->address.line);
  order->address.line = g_strdup (
      "Căn hộ B12.08, tháp B, chung cư Mỹ Đức Phú Anh, số 220/18/5A đường Xô Viết Nghệ Tĩnh nối "
      "dài, sau lưng trường mầm non Hoạ Mi, gửi bảo vệ toà nhà nếu gọi không nghe máy");
  g_free (order->note);
  order->note = g_strnfill (600, 'x');
  for (guint i = 0; i < 40; i++)
    {
      TiemOrderLine *line = g_new0 (TiemOrderLine, 1);

      line->quantity = 1;
      line->title = g_strdup_printf ("Món thứ %u", i);
      g_ptr_array_add (order->lines, line);
    }
  pdf = print_order (TIEM_LABEL_PAPER_75X100, order);
  text = label_fixture_read (pdf, 0);
  g_assert_true (holds (text, "gửi bảo vệ toà nhà nếu gọi không nghe máy, Phường Thạnh Mỹ Tây"));
  g_assert_true (holds (text, "and"));
  g_assert_true (label_fixture_has (pdf, 0, "CODE-128 8"));
}

/* In today's units where the ward is certain, by itself or by the owner's choice. */
static void
test_old_address (void)
{
  g_autoptr (TiemOrder) order = label_fixture_new_order (9);
  g_autoptr (GBytes) doubtful = NULL;
  g_autoptr (GBytes) chosen = NULL;
  g_autofree char *given = NULL;
  g_autofree char *today = NULL;

  tiem_address_clear (&order->address);
  order->address.line = g_strdup ("5 Xuân Thuỷ");
  order->address.ward = g_strdup ("Phường Dịch Vọng");
  order->address.district = g_strdup ("Quận Cầu Giấy");
  order->address.province = g_strdup ("Hà Nội");
  doubtful = print_order (TIEM_LABEL_PAPER_75X100, order);
  given = label_fixture_read (doubtful, 0);
  g_assert_true (holds (given, "5 Xuân Thuỷ, Phường Dịch Vọng, Quận Cầu Giấy, Hà Nội"));
  order->chosen_ward_code = g_strdup ("00160");
  chosen = print_order (TIEM_LABEL_PAPER_75X100, order);
  today = label_fixture_read (chosen, 0);
  g_assert_true (holds (today, "5 Xuân Thuỷ, Phường Nghĩa Đô, Thành phố Hà Nội"));
}

static void
test_check (void)
{
  g_autoptr (TiemOrder) order = label_fixture_new_order (9);
  g_autoptr (TiemOrder) bare = g_new0 (TiemOrder, 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (tiem_own_label_check (order, &error));
  g_assert_false (tiem_own_label_check (bare, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  bare->address.text = g_strdup ("12 Lê Lợi, Huế");
  g_assert_false (tiem_own_label_check (bare, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  bare->buyer_phone = g_strdup ("0905118274");
  g_assert_true (tiem_own_label_check (bare, NULL));
}

static guint
count (const char *text,
       const char *words)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, words)) != NULL; p++)
    n++;
  return n;
}

static void
pick_free (gpointer data)
{
  tiem_pick_free (data);
}

/* Each thing stands on the list once, on as many pages as it takes. */
static void
test_picking_sheet (void)
{
  g_autoptr (GPtrArray) picks = g_ptr_array_new_with_free_func (pick_free);

  for (guint i = 0; i < 60; i++)
    {
      TiemPick *pick = g_new0 (TiemPick, 1);

      pick->variant_id = i + 1;
      pick->sku = g_strdup_printf ("SKU%02u", i);
      pick->title = g_strdup_printf ("Goods%02u", i);
      pick->options = g_strdup ("Đen, L");
      pick->shelf = i % 2 == 0 ? g_strdup_printf ("A%u", i) : NULL;
      pick->quantity = i + 1;
      pick->orders = g_ptr_array_new ();
      g_ptr_array_add (picks, pick);
    }
  for (TiemPickingPaper paper = 0; paper < TIEM_N_PICKING_PAPERS; paper++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) pdf
          = tiem_picking_sheet_make (picks, 12, "Nhà Mây", 1795262400000, paper, &error);
      g_autoptr (TiemLabelFile) file = NULL;
      g_autoptr (GString) text = g_string_new (NULL);

      g_assert_no_error (error);
      file = tiem_label_file_open_printed (pdf, &error);
      for (guint i = 0; i < tiem_label_file_get_n_pages (file); i++)
        {
          g_autofree char *page = label_fixture_read (pdf, i);

          g_string_append (text, page);
        }
      for (guint i = 0; i < picks->len; i++)
        {
          const TiemPick *pick = g_ptr_array_index (picks, i);

          g_assert_cmpuint (count (text->str, pick->title), ==, 1);
          g_assert_cmpuint (count (text->str, pick->sku), ==, 1);
        }
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/own-label/papers", test_papers);
  g_test_add_func ("/own-label/tracking", test_tracking);
  g_test_add_func ("/own-label/long", test_long);
  g_test_add_func ("/own-label/old-address", test_old_address);
  g_test_add_func ("/own-label/check", test_check);
  g_test_add_func ("/own-label/picking-sheet", test_picking_sheet);
  return g_test_run ();
}
