#include "model/tiem-match.h"

#include <string.h>

/* Which goods a listing is, by its title: cases by hand, and a made catalogue whose answers are
 * known. */

typedef struct
{
  const char *name;
  const char *options;
  gint64 price;
} Goods;

static const Goods goods[] = {
  { "Áo thun cotton form rộng in chữ Sài Gòn", "Đen, L", 129000 },   /* 1 */
  { "Áo thun cotton form rộng in chữ Sài Gòn", "Trắng, M", 129000 }, /* 2 */
  { "Áo thun cotton cổ tròn trơn", "Đen, L", 99000 },                /* 3 */
  { "Giỏ mây đan tay đựng đồ, có quai da bò", NULL, 349000 },        /* 4 */
  { "Nồi chiên không dầu điện tử 6,5 lít", NULL, 1890000 },          /* 5 */
  { "Nồi chiên không dầu điện tử 4 lít", NULL, 1290000 },            /* 6 */
  { "Nước mắm Phú Quốc 40 độ đạm 500ml", NULL, 89000 },              /* 7 */
  { "Nước mắm Phú Quốc 40 độ đạm 250ml", NULL, 52000 },              /* 8 */
  { "Cà phê rang xay Buôn Ma Thuột", "Gói 500g", 145000 },           /* 9 */
  { "Cà phê rang xay Buôn Ma Thuột", "Gói 1kg", 275000 },            /* 10 */
  { "Khăn choàng lụa tơ tằm Bảo Lộc", "Đỏ đô", 420000 },             /* 11 */
  { "Bình giữ nhiệt inox 304 1 lít", "Xanh", 189000 },               /* 12 */
};

static TiemMatcher *
make_matcher (void)
{
  TiemMatcher *matcher = tiem_matcher_new ();

  for (guint i = 0; i < G_N_ELEMENTS (goods); i++)
    tiem_matcher_add (matcher, i + 1, goods[i].name, goods[i].options, goods[i].price, NULL);
  return matcher;
}

/* sure: 1 = nobody needs to look, 0 = somebody must. id 0 = nothing like it */
static const struct
{
  const char *title;
  const char *options;
  gint64 price;
  gint64 id;
  gboolean sure;
} cases[] = {
  { "[FREESHIP] Áo thun cotton form rộng in chữ SÀI GÒN unisex nam nữ", "Đen, L", 129000, 1, TRUE },
  { "ao thun cotton form rong in chu sai gon", "Trắng,M", 135000, 2, TRUE },
  { "Áo Thun Cotton Form Rộng In Chữ Sài Gòn - Đen - L", NULL, 129000, 1, TRUE },
  { "Áo thun cotton cổ tròn trơn basic", "Đen, L", 99000, 3, TRUE },
  { "Áo thun cotton cổ tròn trơn basic", "Hồng, S", 99000, 3, FALSE },
  { "Giỏ mây đan tay có quai da bò đựng đồ picnic - Nhà Mây", NULL, 349000, 4, TRUE },
  { "Nồi chiên không dầu điện tử 6.5L chính hãng", NULL, 1850000, 5, TRUE },
  { "Nồi chiên không dầu điện tử 4L", NULL, 1290000, 6, TRUE },
  { "Nồi chiên không dầu điện tử 8 lít", NULL, 2490000, 6, FALSE },
  { "Nước mắm Phú Quốc 40 độ đạm chai 500 ml", NULL, 89000, 7, TRUE },
  { "Nước mắm Phú Quốc 40 độ đạm chai 250 ml", NULL, 52000, 8, TRUE },
  { "Cà phê rang xay Buôn Ma Thuột nguyên chất", "Gói 1kg", 275000, 10, TRUE },
  { "Khăn choàng lụa tơ tằm Bảo Lộc cao cấp", "Đỏ Đô", 420000, 11, TRUE },
  { "Bình giữ nhiệt inox 304 dung tích 1 lít", "Xanh", 189000, 12, TRUE },
  { "Dép đi trong nhà hình gấu", NULL, 59000, 0, FALSE },
  { "", NULL, 0, 0, FALSE },
  { "🔥🔥🔥", NULL, 0, 0, FALSE },
};

static void
test_cases (void)
{
  g_autoptr (TiemMatcher) matcher = make_matcher ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) matches
          = tiem_matcher_find (matcher, cases[i].title, cases[i].options, cases[i].price, NULL, 5);
      const TiemMatch *first = matches->len > 0 ? &g_array_index (matches, TiemMatch, 0) : NULL;
      g_autofree char *why = first != NULL ? tiem_match_explain (first) : NULL;

      g_test_message ("%s (%s): %d %u%% %s",
                      cases[i].title,
                      cases[i].options,
                      first != NULL ? (int)first->id : 0,
                      first != NULL ? first->percent : 0,
                      why);
      /* What is not sure may have another idea first, but must not be sure of it. */
      if (cases[i].sure || cases[i].id == 0)
        g_assert_cmpint (first != NULL ? first->id : 0, ==, cases[i].id);
      g_assert_cmpint (tiem_match_is_sure (matches), ==, cases[i].sure);
    }
}

/* The same picture says more than words. */
static void
test_image (void)
{
  g_autoptr (TiemMatcher) matcher = tiem_matcher_new ();
  g_autoptr (GArray) matches = NULL;

  tiem_matcher_add (matcher, 1, "Túi cói thêu hoa", NULL, 150000, "https://a.vn/f/0a1b2c3d4e.jpg");
  tiem_matcher_add (matcher, 2, "Nón lá Huế", NULL, 80000, "https://a.vn/f/ffffffffff.jpg");
  matches = tiem_matcher_find (
      matcher, "Giỏ đi biển thêu tay", NULL, 150000, "https://cdn.b.vn/x/0a1b2c3d4e.jpg", 5);
  g_assert_cmpuint (matches->len, ==, 1);
  g_assert_cmpint (g_array_index (matches, TiemMatch, 0).id, ==, 1);
  g_assert_true (g_array_index (matches, TiemMatch, 0).same_image);
}

/* --- a made catalogue --- */

static const char *const things[]
    = { "Áo thun cotton",      "Áo sơ mi linen",      "Quần jean ống rộng", "Váy đầm xòe hoa",
        "Giày thể thao",       "Dép quai ngang",      "Túi xách da",        "Ba lô laptop",
        "Bình giữ nhiệt inox", "Nồi chiên không dầu", "Chảo chống dính",    "Máy xay sinh tố",
        "Nước mắm cá cơm",     "Cà phê rang xay",     "Trà ô long",         "Hạt điều rang muối",
        "Khăn choàng lụa",     "Mũ lưỡi trai",        "Thắt lưng da bò",    "Đèn ngủ để bàn" };
static const char *const kinds[] = { "form rộng in chữ Sài Gòn",
                                     "họa tiết kẻ caro",
                                     "phong cách Hàn Quốc",
                                     "cổ điển vintage",
                                     "trẻ em bé trai",
                                     "công sở thanh lịch",
                                     "thêu tay Hội An",
                                     "làng nghề Bát Tràng",
                                     "Phú Quốc",
                                     "Buôn Ma Thuột",
                                     "Tây Bắc",
                                     "Bình Phước",
                                     "siêu nhẹ chống nước",
                                     "cao cấp nhập khẩu",
                                     "du lịch gấp gọn",
                                     "văn phòng tiện lợi",
                                     "Bảo Lộc tơ tằm",
                                     "Đà Lạt sấy lạnh",
                                     "Sa Đéc thủ công",
                                     "Huế cung đình" };
static const char *const colours[] = { "Đen", "Trắng", "Đỏ đô", "Xanh rêu", "Be" };
static const char *const before[]
    = { "", "[FREESHIP] ", "🔥HOT🔥 ", "(Hàng có sẵn) ", "Shop Nhà Mây - ", "SALE 50% " };
static const char *const after[] = {
  "", " chính hãng", " giá rẻ xả kho", " nam nữ unisex", " hàng mới 2026", " - bảo hành 12 tháng"
};

/* What a seller does to a name: other words before and after, no marks, capitals, a word lost, two
 * exchanged. */
static char *
make_noise (GRand *random,
            const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  guint n = g_strv_length (words);
  g_autofree char *joined = NULL;
  g_autofree char *shaped = NULL;

  if (g_rand_int_range (random, 0, 3) == 0 && n > 4)
    {
      guint lost = (guint)g_rand_int_range (random, 0, (gint32)n);

      g_free (words[lost]);
      memmove (words + lost, words + lost + 1, (n - lost) * sizeof *words);
      n--;
    }
  if (g_rand_int_range (random, 0, 2) == 0)
    {
      guint at = (guint)g_rand_int_range (random, 0, (gint32)n - 1);
      char *word = words[at];

      words[at] = words[at + 1];
      words[at + 1] = word;
    }
  joined = g_strjoinv (" ", words);
  shaped = g_rand_int_range (random, 0, 3) == 0 ? g_utf8_strup (joined, -1) : g_strdup (joined);
  return g_strconcat (before[g_rand_int_range (random, 0, G_N_ELEMENTS (before))],
                      shaped,
                      after[g_rand_int_range (random, 0, G_N_ELEMENTS (after))],
                      NULL);
}

/* 2,000 variants, a listing of each under a noisy title, and 400 of goods that are not there: what
 * is called sure must be right, and most must be. */
static void
test_catalogue (void)
{
  g_autoptr (TiemMatcher) matcher = tiem_matcher_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) prices = g_array_new (FALSE, FALSE, sizeof (gint64));
  GRand *random = g_rand_new_with_seed (7);
  guint n_right = 0, n_sure = 0, n_wrong = 0, n_strange = 0;
  gint64 began;

  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
      {
        gint64 price = 1000 * g_rand_int_range (random, 49, 900);

        for (guint k = 0; k < G_N_ELEMENTS (colours); k++)
          {
            g_ptr_array_add (names, g_strdup_printf ("%s %s", things[i], kinds[j]));
            g_array_append_val (prices, price);
            tiem_matcher_add (matcher,
                              names->len,
                              g_ptr_array_index (names, names->len - 1),
                              colours[k],
                              price,
                              NULL);
          }
      }
  g_assert_cmpuint (names->len, ==, 2000);

  began = g_get_monotonic_time ();
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *title = make_noise (random, g_ptr_array_index (names, i));
      gint64 price = g_array_index (prices, gint64, i) * g_rand_int_range (random, 95, 116) / 100;
      g_autoptr (GArray) matches
          = tiem_matcher_find (matcher, title, colours[i % G_N_ELEMENTS (colours)], price, NULL, 5);
      gint64 id = matches->len > 0 ? g_array_index (matches, TiemMatch, 0).id : 0;

      n_right += id == (gint64)i + 1;
      if (tiem_match_is_sure (matches))
        {
          n_sure++;
          n_wrong += id != (gint64)i + 1;
        }
    }
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *title
          = g_strdup_printf ("Gấu bông teddy mẫu %u ôm ngủ %s", i, colours[i % 5]);
      g_autoptr (GArray) matches = tiem_matcher_find (matcher, title, NULL, 99000, NULL, 5);

      n_strange += tiem_match_is_sure (matches);
    }
  g_test_message ("%u of 2000 right, %u sure, of these %u wrong; %u of 400 strange ones sure; "
                  "%d µs each",
                  n_right,
                  n_sure,
                  n_wrong,
                  n_strange,
                  (int)((g_get_monotonic_time () - began) / 2400));
  g_rand_free (random);
  g_assert_cmpuint (n_right, >=, 1940); /* 97 % */
  g_assert_cmpuint (n_sure, >=, 1700);  /* 85 % without a look */
  g_assert_cmpuint (n_wrong, <=, 2);    /* 99.9 % of these right */
  g_assert_cmpuint (n_strange, ==, 0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match/cases", test_cases);
  g_test_add_func ("/match/image", test_image);
  g_test_add_func ("/match/catalogue", test_catalogue);
  return g_test_run ();
}
