#include "base/tiem-text.h"
#include "model/tiem-address.h"
#include "model/tiem-ward-list.h"

#include <string.h>

/* --- the table --- */

static void
test_counts (void)
{
  guint n_provinces, n_wards;
  guint of_provinces = 0;
  const TiemProvince *provinces = tiem_units_get_provinces (&n_provinces);

  tiem_units_get_wards (&n_wards);
  g_assert_cmpuint (n_provinces, ==, 34);
  g_assert_cmpuint (n_wards, ==, 3321);
  for (guint i = 0; i < n_provinces; i++)
    {
      of_provinces += provinces[i].n_wards;
      for (guint w = 0; w < provinces[i].n_wards; w++)
        g_assert_true (provinces[i].wards[w].province == &provinces[i]);
    }
  g_assert_cmpuint (of_provinces, ==, n_wards);
}

/* The keys come from make-units.py: they must be what tiem_text_fold() makes of the name. */
static void
assert_key (const char *name,
            const char *key)
{
  g_autofree char *folded = tiem_text_fold (name);
  g_autofree char *bare = tiem_unit_split (folded, NULL);

  g_assert_cmpstr (bare, ==, key);
}

static void
test_keys (void)
{
  guint n;
  const TiemWard *wards = tiem_units_get_wards (&n);
  const TiemProvince *provinces;

  for (guint i = 0; i < n; i++)
    {
      assert_key (wards[i].name, wards[i].key);
      for (guint o = 0; o < wards[i].n_formed_from; o++)
        {
          const TiemOldWard *old = wards[i].formed_from[o];
          gboolean found = FALSE;

          assert_key (old->name, old->key);
          assert_key (old->district->name, old->district->key);
          for (guint s = 0; s < old->n_successors; s++)
            found |= old->successors[s] == &wards[i];
          g_assert_true (found);
        }
    }
  provinces = tiem_units_get_provinces (&n);
  for (guint i = 0; i < n; i++)
    assert_key (provinces[i].name, provinces[i].key);
}

/* Each ward is found by its own name and province, in NFC, in NFD, and through the parser. */
static void
test_every_ward (void)
{
  guint n;
  const TiemWard *wards = tiem_units_get_wards (&n);

  for (guint i = 0; i < n; i++)
    {
      const TiemWard *ward = &wards[i];
      g_autofree char *apart = g_utf8_normalize (ward->name, -1, G_NORMALIZE_ALL);
      g_autofree char *whole = g_strdup_printf ("Số 5, %s, %s", ward->name, ward->province->name);
      TiemAddress address = { .text = whole };
      g_autoptr (TiemPlace) place = tiem_place_new (&address, NULL);

      g_assert_true (tiem_units_get_ward (ward->code) == ward);
      g_assert_true (tiem_units_find_ward (ward->name, ward->province) == ward);
      g_assert_true (tiem_units_find_ward (apart, ward->province) == ward);
      if (place->ward != ward || place->state != TIEM_PLACE_TODAY)
        g_error ("%s (%s) is read as %s, state %d",
                 whole,
                 ward->code,
                 place->ward != NULL ? place->ward->name : "nothing",
                 place->state);
      g_assert_cmpstr (place->line, ==, "Số 5");
    }
}

/* --- names --- */

static void
test_provinces (void)
{
  static const struct
  {
    const char *text;
    const char *code; /* NULL: none */
  } cases[] = {
    { "Hà Nội", "01" },
    { "TP. Hà Nội", "01" },
    { "Thành phố Hà Nội", "01" },
    { "ha noi", "01" },
    { "HN", "01" },
    { "Hanoi", "01" },
    { "Ha Noi City", "01" },
    { "TP.HCM", "79" },
    { "TPHCM", "79" },
    { "Tp Hồ Chí Minh", "79" },
    { "Tp. Hồ Chí Minh", "79" },
    { "T.P Hồ Chí Minh", "79" },
    { "HCM", "79" },
    { "HCMC", "79" },
    { "Sài Gòn", "79" },
    { "sai gon", "79" },
    { "Ho Chi Minh City", "79" },
    { "Thanh Hoá", "38" },
    { "Thanh Hóa", "38" },
    { "Tỉnh Thanh Hóa", "38" },
    { "thanh hoa", "38" },
    { "Khánh Hòa", "56" },
    { "Khánh Hoà", "56" },
    { "Đà Nẵng", "48" },
    { "Da Nang", "48" },
    { "Danang", "48" },
    { "Đắk Lắk", "66" },
    { "Đắc Lắc", "66" },
    { "Daklak", "66" },
    { "Dak Lak Province", "66" },
    { "Thừa Thiên Huế", "46" },
    { "Thừa Thiên - Huế", "46" },
    { "TT Huế", "46" },
    { "Huế", "46" },
    /* those that ended on 30 June 2025: resolution 202/2025/QH15 */
    { "Hà Giang", "08" },
    { "Yên Bái", "15" },
    { "Bắc Kạn", "19" },
    { "Bắc Giang", "24" },
    { "Vĩnh Phúc", "25" },
    { "Hòa Bình", "25" },
    { "Hải Dương", "31" },
    { "Thái Bình", "33" },
    { "Hà Nam", "37" },
    { "Nam Định", "37" },
    { "Quảng Bình", "44" },
    { "Quảng Nam", "48" },
    { "Kon Tum", "51" },
    { "Bình Định", "52" },
    { "Ninh Thuận", "56" },
    { "Phú Yên", "66" },
    { "Đắk Nông", "68" },
    { "Bình Thuận", "68" },
    { "Bình Phước", "75" },
    { "Bình Dương", "79" },
    { "Bà Rịa - Vũng Tàu", "79" },
    { "BRVT", "79" },
    { "Long An", "80" },
    { "Tiền Giang", "82" },
    { "Bến Tre", "86" },
    { "Trà Vinh", "86" },
    { "Kiên Giang", "91" },
    { "Sóc Trăng", "92" },
    { "Hậu Giang", "92" },
    { "Bạc Liêu", "96" },
    { "Bangkok", NULL },
    { "******", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TiemProvince *found = tiem_units_find_province (cases[i].text, NULL);

      if (g_strcmp0 (found != NULL ? found->code : NULL, cases[i].code) != 0)
        g_error ("“%s” is read as %s", cases[i].text, found != NULL ? found->name : "nothing");
    }
}

/* --- from before to today --- */

/* Wards of the three levels and what they are now: by the resolutions of 16 June 2025 on Hà Nội
 * (1656/NQ-UBTVQH15), Hồ Chí Minh (1685), Đà Nẵng (1659), Hải Phòng (1669), Cần Thơ (1668), Huế
 * (1675) and others. “/”: one or the other, which the address alone can't tell. */
static const struct
{
  const char *ward, *district, *province;
  const char *today;
} moves[] = {
  { "Phường Hàng Bạc", "Quận Hoàn Kiếm", "Hà Nội", "Phường Hoàn Kiếm" },
  { "Phường Hàng Gai", "Hoàn Kiếm", "Hà Nội", "Phường Hoàn Kiếm" },
  { "Phường Hàng Bài", "Quận Hoàn Kiếm", "Hà Nội", "Phường Cửa Nam" },
  { "Phường Khâm Thiên", "Quận Đống Đa", "Hà Nội", "Phường Văn Miếu - Quốc Tử Giám" },
  { "P. Thịnh Quang", "Q. Đống Đa", "HN", "Phường Đống Đa" },
  { "Xã Yên Viên", "Huyện Gia Lâm", "Hà Nội", "Xã Phù Đổng" },
  { "Bến Nghé", "Quận 1", "TP.HCM", "Phường Sài Gòn" },
  { "Phường Phạm Ngũ Lão", "Quận 1", "TPHCM", "Phường Bến Thành" },
  { "Phường Tân Định", "Quận 1", "TP. Hồ Chí Minh", "Phường Tân Định" },
  { "Phường 1", "Quận 3", "Hồ Chí Minh", "Phường Bàn Cờ" },
  { "P.1", "Q.3", "Hồ Chí Minh", "Phường Bàn Cờ" },
  { "Phường 01", "Quận 3", "Hồ Chí Minh", "Phường Bàn Cờ" },
  { "Phường 12", "Quận 3", "Sài Gòn", "Phường Nhiêu Lộc" },
  { "Phường Võ Thị Sáu", "Quận 3", "HCM", "Phường Xuân Hoà" },
  { "Phường 12", "Quận Gò Vấp", "HCM", "Phường An Hội Tây" },
  { "Phường 25", "Quận Bình Thạnh", "HCM", "Phường Thạnh Mỹ Tây" },
  { "Phường 27", "Quận Bình Thạnh", "HCM", "Phường Bình Quới" },
  { "Phường Thảo Điền", "Thành phố Thủ Đức", "HCM", "Phường An Khánh" },
  { "Phường Thảo Điền", "Quận 2", "HCM", "Phường An Khánh" },
  { "Phường Hiệp Phú", "Quận 9", "HCM", "Phường Tăng Nhơn Phú" },
  { "Phường Linh Chiểu", "Quận Thủ Đức", "HCM", "Phường Thủ Đức" },
  { "Phường Tân Phong", "Quận 7", "HCM", "Phường Tân Hưng" },
  { "Thị trấn Cần Thạnh", "Huyện Cần Giờ", "HCM", "Xã Cần Giờ" },
  { "Phường 7", "TP Vũng Tàu", "Bà Rịa - Vũng Tàu", "Phường Tam Thắng" },
  { "Phường Phú Cường", "TP Thủ Dầu Một", "Bình Dương", "Phường Thủ Dầu Một" },
  { "Phường Hải Châu", "Quận Hải Châu", "Đà Nẵng", "Phường Hải Châu" },
  { "Phường Minh An", "TP Hội An", "Quảng Nam", "Phường Hội An" },
  { "Phường Xuân Hà", "Quận Thanh Khê", "Đà Nẵng", "Phường Thanh Khê" },
  { "Phường An Khánh", "Quận Ninh Kiều", "Cần Thơ", "Phường Tân An" },
  { "Phường Xuân Khánh", "Quận Ninh Kiều", "Cần Thơ", "Phường Ninh Kiều" },
  { "Phường Dương Đông", "TP Phú Quốc", "Kiên Giang", "Đặc khu Phú Quốc" },
  { NULL, "Huyện Côn Đảo", "Bà Rịa - Vũng Tàu", "Đặc khu Côn Đảo" },
  { NULL, "Huyện Lý Sơn", "Quảng Ngãi", "Đặc khu Lý Sơn" },
  { "Phường Vĩnh Ninh", "Thành phố Huế", "Thừa Thiên Huế", "Phường Thuận Hoá" },
  { "Phường Vĩnh Ninh", "Quận Thuận Hóa", "Huế", "Phường Thuận Hoá" },
  { "Phường 9", "TP Đà Lạt", "Lâm Đồng", "Phường Lâm Viên - Đà Lạt" },
  { "Phường 4", "TP Đà Lạt", "Lâm Đồng", "Phường Xuân Hương - Đà Lạt" },
  { "Phường Lộc Thọ", "TP Nha Trang", "Khánh Hoà", "Phường Nha Trang" },
  { "Phường Đông Vệ", "TP Thanh Hoá", "Thanh Hóa", "Phường Hạc Thành" },
  { "Phường Máy Tơ", "Quận Ngô Quyền", "Hải Phòng", "Phường Ngô Quyền" },
  { "Phường Tân Tiến", "TP Buôn Ma Thuột", "Đắk Lắk", "Phường Buôn Ma Thuột" },
  { "Phường Trần Hưng Đạo", "TP Nam Định", "Nam Định", "Phường Nam Định" },
  /* divided */
  { "Phường Dịch Vọng", "Quận Cầu Giấy", "Hà Nội", "Phường Cầu Giấy/Phường Nghĩa Đô" },
  { "Phường Nguyễn Thái Bình", "Quận 1", "HCM", "Phường Bến Thành/Phường Sài Gòn" },
  { "Phường Tràng Tiền", "Quận Hoàn Kiếm", "Hà Nội", "Phường Cửa Nam/Phường Hoàn Kiếm" },
  { "P. Trung Hoà", "Q. Cầu Giấy", "Hà Nội", "Phường Yên Hoà/Phường Đại Mỗ/Phường Thanh Xuân" },
};

static char *
join_names (GPtrArray *wards)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < wards->len; i++)
    g_string_append_printf (
        names, "%s%s", i > 0 ? "/" : "", ((const TiemWard *)g_ptr_array_index (wards, i))->name);
  return g_string_free (names, FALSE);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char *
sort_names (const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, "/", -1);

  qsort (parts, g_strv_length (parts), sizeof *parts, compare_texts);
  return g_strjoinv ("/", parts);
}

static void
test_moves (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      g_auto (TiemTranslation) translation = { 0 };
      g_autofree char *names = NULL;
      g_autofree char *got = NULL;
      g_autofree char *wanted = NULL;

      tiem_units_translate (moves[i].ward, moves[i].district, moves[i].province, &translation);
      names = join_names (translation.candidates);
      got = sort_names (names);
      wanted = sort_names (moves[i].today);
      if (strcmp (got, wanted) != 0
          || translation.certain != (strchr (moves[i].today, '/') == NULL))
        g_error (
            "%s, %s: %s, certain %d", moves[i].ward, moves[i].district, names, translation.certain);
    }
}

/* --- the list of the picker --- */

static void
test_list (void)
{
  static const struct
  {
    const char *query;
    const char *first;
    const char *old; /* (nullable) */
  } cases[] = {
    { "yen hoa ha noi", "Phường Yên Hoà", NULL },
    { "trung hoa cau giay", "Phường Yên Hoà", "Phường Trung Hoà" },
    { "Trung Hoà, Cầu Giấy", "Phường Yên Hoà", "Phường Trung Hoà" },
    { "cau giay trung hoa", "Phường Yên Hoà", "Phường Trung Hoà" },
    { "ben nghe q1", "Phường Sài Gòn", "Phường Bến Nghé" },
    { "p1 q3", "Phường Bàn Cờ", "Phường 1" },
    { "phường 12 gò vấp", "Phường An Hội Tây", "Phường 12" },
    { "hoan kiem", "Phường Hoàn Kiếm", NULL },
    { "hiep phu quan 9", "Phường Tăng Nhơn Phú", "Phường Hiệp Phú" },
    { "sai gon", "Phường Sài Gòn", NULL },
    { "da lat phuong 4", "Phường Xuân Hương - Đà Lạt", "Phường 4" },
    { "phu quoc", "Đặc khu Phú Quốc", NULL },
    { "45 Lê Lợi, P. Bến Nghé, Q.1, TP.HCM", "Phường Sài Gòn", NULL },
  };
  g_autoptr (TiemWardList) list = tiem_ward_list_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemWardItem) item = NULL;
      const TiemOldWard *old;

      tiem_ward_list_set_query (list, cases[i].query);
      item = g_list_model_get_item (G_LIST_MODEL (list), 0);
      g_assert_nonnull (item);
      old = tiem_ward_item_get_old (item);
      if (strcmp (tiem_ward_item_get_ward (item)->name, cases[i].first) != 0
          || g_strcmp0 (old != NULL ? old->name : NULL, cases[i].old) != 0)
        g_error ("“%s” finds %s (%s) first",
                 cases[i].query,
                 tiem_ward_item_get_ward (item)->name,
                 old != NULL ? old->name : "by its own name");
    }
  tiem_ward_list_set_query (list, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  tiem_ward_list_set_query (list, "không có nơi nào như vậy");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
}

/* How long things take: told, not judged. */
static void
test_times (void)
{
  static const char *const queries[]
      = { "t", "tr", "tru", "trung", "trung h", "trung hoa cau giay" };
  g_autoptr (TiemWardList) list = tiem_ward_list_new ();
  gint64 start = g_get_monotonic_time ();

  tiem_units_get_province ("01");
  g_test_message ("table: %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);
  start = g_get_monotonic_time ();
  tiem_ward_list_set_query (list, "xyz");
  g_test_message ("first query: %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      start = g_get_monotonic_time ();
      tiem_ward_list_set_query (list, queries[i]);
      g_test_message ("“%s”: %u wards, %" G_GINT64_FORMAT " µs",
                      queries[i],
                      g_list_model_get_n_items (G_LIST_MODEL (list)),
                      g_get_monotonic_time () - start);
    }
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 1000; i++)
    {
      TiemAddress address
          = { .text = (char *)"12 ngõ 5 Trần Duy Hưng, P. Trung Hoà, Q. Cầu Giấy, Hà Nội" };

      tiem_place_free (tiem_place_new (&address, NULL));
    }
  g_test_message ("one address: %.1f µs", (g_get_monotonic_time () - start) / 1000.0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/units/times", test_times);
  g_test_add_func ("/units/counts", test_counts);
  g_test_add_func ("/units/keys", test_keys);
  g_test_add_func ("/units/every-ward", test_every_ward);
  g_test_add_func ("/units/provinces", test_provinces);
  g_test_add_func ("/units/moves", test_moves);
  g_test_add_func ("/units/list", test_list);

  return g_test_run ();
}
