#include "model/tiem-split.h"

#include <math.h>
#include <string.h>

/* The rule for scarce goods, by tables. */

#define MOST_SELLERS 5

typedef struct
{
  double per_minute;
  gint64 may_sell;
  gint64 allotment; /* −1: none */
  /* where not said otherwise: one unit, no rule of its own, on sale, can be told */
  gint64 limit; /* 0: what is available; −1: 0 */
  gint64 locked;
  gint64 unit;     /* 0: 1 */
  const char *but; /* "off": splits nothing; "cut off", "not selling" */
  gint64 sold;     /* of may_sell, known but perhaps not read yet */
} Seller;

typedef struct
{
  const char *what;
  gint64 available;
  gint64 lag_ms;
  gboolean was_split;
  Seller sellers[MOST_SELLERS + 1];
  const char *expected; /* "full", or allotment and, when it differs, what may be told of it */
} Case;

static char *
plan (const Case *test)
{
  TiemSplitSeller sellers[MOST_SELLERS] = { 0 };
  TiemSplit split = { test->available, test->lag_ms, test->was_split, sellers, 0, 0, 0 };
  GString *text = g_string_new (NULL);

  for (const Seller *from = test->sellers; from->per_minute >= 0; from++)
    {
      TiemSplitSeller *to = &sellers[split.n_sellers++];

      to->unit = from->unit > 0 ? from->unit : 1;
      to->limit = from->limit > 0 ? from->limit : from->limit < 0 ? 0 : test->available / to->unit;
      to->locked = from->locked;
      to->rate = from->per_minute / 60;
      to->weight = from->per_minute;
      to->takes_part = g_strcmp0 (from->but, "off") != 0;
      to->is_cut_off = g_strcmp0 (from->but, "cut off") == 0;
      to->is_selling = g_strcmp0 (from->but, "not selling") != 0;
      to->room = G_MAXINT64;
      to->may_sell = from->may_sell;
      to->shown = from->may_sell >= 0 ? from->may_sell - from->sold : -1;
      to->allotment = from->allotment;
    }
  tiem_split_plan (&split);
  if (!split.is_split)
    g_string_append (text, "full");
  for (guint i = 0; i < split.n_sellers; i++)
    {
      const TiemSplitSeller *seller = &sellers[i];

      g_assert_cmpint (seller->granted < 0, ==, seller->allotment < 0);
      if (!split.is_split)
        g_assert_cmpint (seller->allotment, ==, -1);
      else if (seller->granted == seller->allotment)
        g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int)seller->allotment);
      else
        g_string_append_printf (
            text, "%s%d(%d)", i > 0 ? " " : "", (int)seller->allotment, (int)seller->granted);
    }
  return g_string_free (text, FALSE);
}

#define END                                                                                        \
  {                                                                                                \
    -1, 0, 0, 0, 0, 0, NULL, 0                                                                     \
  }
#define NEW -1

static const Case cases[] = {
  /* whether: ten a minute and L = 6 s are D = 2, T = 2 + 4,2 + 1 = 7 */
  { "plenty", 8, 6000, FALSE, { { 5, 8, NEW }, { 5, 8, NEW }, END }, "full" },
  { "scarce", 7, 6000, FALSE, { { 5, 7, NEW }, { 5, 7, NEW }, END }, "4 3" },
  { "stays split a little longer",
    9,
    6000,
    TRUE,
    { { 5, 4, 4 }, { 5, 3, 3 }, END },
    "5(4) 4(3)" }, /* a number that is sold from does not rise */
  { "plenty again", 11, 6000, TRUE, { { 5, 4, 4 }, { 5, 3, 3 }, END }, "full" },
  { "one of each size, sold now and then",
    1,
    6000,
    FALSE,
    { { 0.1, 1, NEW }, { 0.1, 1, NEW }, END },
    "full" },
  { "nothing is left", 0, 6000, FALSE, { { 5, 0, NEW }, { 5, 0, NEW }, END }, "full" },
  { "nothing is left any more", 0, 6000, TRUE, { { 5, 1, 1 }, { 5, 1, 0 }, END }, "0 0" },
  { "more is promised than there is", -2, 6000, TRUE, { { 5, 1, 1 }, { 5, 0, 0 }, END }, "0 0" },
  { "one channel alone", 3, 6000, FALSE, { { 5, 3, NEW }, END }, "full" },
  { "the only other one is off",
    3,
    6000,
    FALSE,
    { { 5, 3, NEW }, { 5, 3, NEW, 0, 0, 0, "off" }, END },
    "full" },
  { "slow to be heard of", 30, 60000, FALSE, { { 5, 30, NEW }, { 5, 30, NEW }, END }, "15 15" },

  /* how many */
  { "by pace", 6, 6000, FALSE, { { 8, 6, NEW }, { 2, 6, NEW }, END }, "5 1" },
  { "the last one where it sells best",
    1,
    6000,
    FALSE,
    { { 3, 1, NEW }, { 5, 1, NEW }, { 2, 1, NEW }, END },
    "0 1 0" },
  { "an own rule holds some back",
    6,
    6000,
    FALSE,
    { { 5, 6, NEW, 1 }, { 5, 6, NEW }, END },
    "1 5" },
  { "a rule that shows none", 6, 6000, FALSE, { { 5, 6, NEW, -1 }, { 5, 6, NEW }, END }, "0 6" },
  { "held by a campaign", 6, 6000, FALSE, { { 1, 6, NEW, 0, 4 }, { 9, 6, NEW }, END }, "4 2" },
  { "a campaign holds more than is left",
    3,
    6000,
    TRUE,
    { { 1, 5, 5, 0, 5 }, { 9, 2, 2 }, END },
    "5 0" },
  { "a channel that is off sells from the same",
    6,
    6000,
    FALSE,
    { { 4, 6, NEW }, { 4, 6, NEW }, { 2, 6, NEW, 0, 0, 0, "off" }, END },
    "3 3 -1" },
  { "not on sale",
    6,
    6000,
    FALSE,
    { { 5, 6, NEW }, { 5, 6, NEW }, { 0, 6, NEW, 0, 0, 0, "not selling" }, END },
    "3 3 0" },
  { "a bundle of three takes three",
    7,
    6000,
    FALSE,
    { { 4, 7, NEW }, { 2, 2, NEW, 0, 0, 3 }, END },
    "4 1" },

  /* sticky */
  { "a sale takes from its own", 6, 6000, TRUE, { { 5, 3, 2 }, { 5, 4, 4 }, END }, "2 4" },
  { "one is dry, the other has enough",
    4,
    6000,
    TRUE,
    { { 5, 0, 0 }, { 5, 4, 4 }, END },
    "2(0) 2" },
  { "the cut is proven", 4, 6000, TRUE, { { 5, 0, 2 }, { 5, 2, 2 }, END }, "2 2" },
  { "both are dry but for one", 1, 6000, TRUE, { { 5, 0, 0 }, { 5, 1, 1 }, END }, "0 1" },
  { "the owner took some away", 3, 6000, TRUE, { { 5, 3, 3 }, { 5, 3, 3 }, END }, "2 1" },
  { "the owner found some", 8, 6000, TRUE, { { 5, 3, 3 }, { 5, 3, 3 }, END }, "4(3) 4(3)" },
  { "one joins in", 6, 6000, TRUE, { { 5, 3, 3 }, { 5, 3, 3 }, { 5, 6, NEW }, END }, "2 2 2" },

  /* first cut, then raise */
  { "nobody proved its cut yet", 6, 6000, TRUE, { { 5, 6, 0 }, { 5, 0, 6 }, END }, "3 3(0)" },
  { "half of the room is proven", 6, 6000, TRUE, { { 5, 5, 3 }, { 5, 0, 3 }, END }, "3 3(1)" },
  { "two share the room",
    6,
    6000,
    TRUE,
    { { 5, 3, 2 }, { 5, 0, 2 }, { 5, 0, 2 }, END },
    "2 2 2(1)" },
  { "an unknown number may be all", 4, 6000, TRUE, { { 5, -1, 2 }, { 5, 0, 2 }, END }, "2 2(0)" },
  { "sold since its number was read: nothing rises, not even itself",
    4,
    6000,
    TRUE,
    { { 5, 2, 0, 0, 0, 0, NULL, 2 }, { 5, 4, 4 }, END },
    "2(0) 2" },
  { "what is not on sale holds nobody up",
    4,
    6000,
    TRUE,
    { { 5, 0, 2 }, { 5, 2, 2 }, { 5, 9, 0, 0, 0, 0, "not selling" }, END },
    "2 2 0" },
  { "one that is cut off counts with its part",
    6,
    6000,
    TRUE,
    { { 5, 6, 3, 0, 0, 0, "cut off" }, { 5, 0, 3 }, END },
    "3 3" },
};

static void
test_plan (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = plan (&cases[i]);

      if (g_strcmp0 (found, cases[i].expected) != 0
          && !(g_str_has_suffix (cases[i].expected, "-1")
               && g_str_has_prefix (cases[i].expected, found)))
        g_error ("%s: %s, not %s", cases[i].what, found, cases[i].expected);
    }
}

/* Whatever is held and believed: never more in all than there is, and no number rises into what
 * another may still sell. */
static void
test_any (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint round = 0; round < 20000; round++)
    {
      TiemSplitSeller sellers[MOST_SELLERS] = { 0 };
      TiemSplit split = { g_rand_int_range (random, -2, 30),
                          6000,
                          TRUE,
                          sellers,
                          (guint)g_rand_int_range (random, 2, MOST_SELLERS + 1),
                          0,
                          0 };
      gint64 planned = 0, locked = 0, claimed = 0;

      for (guint i = 0; i < split.n_sellers; i++)
        {
          TiemSplitSeller *seller = &sellers[i];

          seller->unit = g_rand_int_range (random, 1, 4);
          seller->limit = g_rand_int_range (random, 0, 1 + (int)MAX (split.available, 0));
          seller->locked = g_rand_int_range (random, 0, 20) == 0 ? MIN (seller->limit, 2) : 0;
          seller->rate = g_rand_double (random);
          seller->weight = g_rand_double (random);
          seller->takes_part = seller->is_selling = TRUE;
          seller->room = G_MAXINT64;
          seller->may_sell = g_rand_int_range (random, 0, 8);
          seller->shown = g_rand_int_range (random, -1, (int)seller->may_sell + 1);
          seller->allotment = g_rand_int_range (random, -1, 8);
          locked += seller->locked * seller->unit;
        }
      tiem_split_plan (&split);
      if (!split.is_split)
        continue;
      for (guint i = 0; i < split.n_sellers; i++)
        {
          planned += sellers[i].allotment * sellers[i].unit;
          claimed += MAX (sellers[i].granted, sellers[i].may_sell) * sellers[i].unit;
          g_assert_cmpint (sellers[i].allotment, <=, MAX (sellers[i].limit, sellers[i].locked));
          g_assert_cmpint (sellers[i].granted, <=, sellers[i].allotment);
          g_assert_cmpint (sellers[i].granted, >=, sellers[i].locked);
        }
      g_assert_cmpint (planned, <=, MAX (split.available, locked));
      for (guint i = 0; i < split.n_sellers; i++)
        if (sellers[i].shown >= 0 && sellers[i].granted > MAX (sellers[i].shown, sellers[i].locked))
          g_assert_cmpint (
              claimed - MAX (sellers[i].may_sell - sellers[i].granted, 0) * sellers[i].unit,
              <=,
              MAX (split.available, locked));
    }
}

/* Planned once more, nothing changes: nobody is told anything without a reason. */
static void
test_calm (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Case again = cases[i];
      g_autofree char *first = plan (&cases[i]);
      g_autofree char *second = NULL;
      g_auto (GStrv) parts = g_strsplit (first, " ", -1);

      if (g_str_equal (first, "full"))
        continue;
      again.was_split = TRUE;
      for (guint j = 0; parts[j] != NULL; j++)
        again.sellers[j].allotment = g_ascii_strtoll (parts[j], NULL, 10);
      second = plan (&again);
      g_assert_cmpstr (second, ==, first);
    }
}

/* What is told beforehand, by the slowest channel there is: never that goods need no plan which a
 * plan would split, and of most goods that they need none. */
static void
test_begins (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (12);
  guint n_split = 0;

  for (guint round = 0; round < 20000; round++)
    {
      TiemSplitSeller sellers[MOST_SELLERS] = { 0 };
      TiemSplit split = { g_rand_int_range (random, -2, 30),
                          g_rand_int_range (random, 1000, 60000),
                          FALSE,
                          sellers,
                          (guint)g_rand_int_range (random, 2, MOST_SELLERS + 1),
                          0,
                          0 };
      gint64 slowest_ms = split.lag_ms + g_rand_int_range (random, 0, 60000);
      double rate = 0;

      for (guint i = 0; i < split.n_sellers; i++)
        {
          sellers[i] = (TiemSplitSeller){ .unit = 1,
                                          .limit = MAX (split.available, 0),
                                          .rate = g_rand_double (random) / 10,
                                          .takes_part = TRUE,
                                          .is_selling = TRUE,
                                          .room = G_MAXINT64,
                                          .may_sell = -1,
                                          .shown = -1,
                                          .allotment = -1 };
          rate += sellers[i].rate;
        }
      tiem_split_plan (&split);
      if (!split.is_split)
        continue;
      n_split++;
      g_assert_true (tiem_split_may_begin (split.available, rate, slowest_ms));
    }
  g_assert_cmpuint (n_split, >, 1000);
  g_assert_false (tiem_split_may_begin (5, 0, 600000));
  g_assert_false (tiem_split_may_begin (0, 1, 6000));
  g_assert_false (tiem_split_may_begin (20, 1 / 60.0, 6000));
  g_assert_true (tiem_split_may_begin (2, 1 / 60.0, 6000));
}

/* --- pace --- */

#define NOW G_GINT64_CONSTANT (1795262400000)

/* Sells @units at a time every @every_ms until NOW, for @for_ms. Returns: units a minute */
static double
sell (gint64 units,
      gint64 every_ms,
      gint64 for_ms,
      gint64 later_ms)
{
  TiemPace pace = { 0 };

  for (gint64 at = NOW - for_ms; at <= NOW; at += every_ms)
    tiem_pace_add (&pace, units, at);
  return 60 * tiem_pace_get_rate (&pace, NOW + later_ms);
}

#define assert_about(value, expected)                                                              \
  g_assert_cmpfloat_with_epsilon (value, expected, 0.15 * (expected) + 0.01)

static void
test_pace (void)
{
  TiemPace pace = { 0 };

  g_assert_cmpfloat (tiem_pace_get_rate (&pace, NOW), ==, 0);
  /* one order says nothing of a pace, however large it is */
  assert_about (sell (1, 1000, 0, 0), 0);
  assert_about (sell (9, 1000, 0, 0), 0);
  /* known soon, and for long */
  assert_about (sell (1, 1000, 10000, 0), 60);
  assert_about (sell (1, 1000, 60000, 0), 60);
  assert_about (sell (1, 6000, 30000, 0), 10);
  assert_about (sell (1, 6000, 60 * 60000, 0), 10);
  assert_about (sell (2, 6000, 10 * 60000, 0), 20);
  assert_about (sell (1, 4 * 60000, 12 * 60 * 60000, 0), 0.2);
  /* forgotten after a while */
  g_assert_cmpfloat (sell (1, 6000, 60 * 60000, 10 * 60000), <, 4);
  g_assert_cmpfloat (sell (1, 6000, 60 * 60000, 60 * 60000), ==, 0);
}

/* Midnight of 11.11: from one in two minutes to one a second. */
static void
test_rush (void)
{
  TiemPace pace = { 0 };

  for (gint64 at = NOW - 60 * 60000; at < NOW; at += 120000)
    tiem_pace_add (&pace, 1, at);
  for (gint64 at = NOW; at < NOW + 30000; at += 1000)
    tiem_pace_add (&pace, 1, at);
  g_assert_cmpfloat (60 * tiem_pace_get_rate (&pace, NOW + 30000), >, 20);
}

/* Orders are read in any order, and months of them come with the first import. */
static void
test_order (void)
{
  TiemPace forth = { 0 };
  TiemPace back = { 0 };

  for (int i = 0; i < 20; i++)
    {
      tiem_pace_add (&forth, 1, NOW - (20 - i) * 6000);
      tiem_pace_add (&back, 1, NOW - (i + 1) * 6000);
    }
  assert_about (60 * tiem_pace_get_rate (&back, NOW), 60 * tiem_pace_get_rate (&forth, NOW));
  tiem_pace_add (&forth, 500, NOW - 86400000);
  assert_about (60 * tiem_pace_get_rate (&forth, NOW), 60 * tiem_pace_get_rate (&back, NOW));
}

static void
test_taken_back (void)
{
  TiemPace pace = { 0 };

  for (int i = 0; i < 10; i++)
    tiem_pace_add (&pace, 1, NOW - (10 - i) * 1000);
  for (int i = 0; i < 20; i++)
    tiem_pace_add (&pace, -1, NOW);
  g_assert_cmpfloat (tiem_pace_get_rate (&pace, NOW), ==, 0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/plan", test_plan);
  g_test_add_func ("/split/any", test_any);
  g_test_add_func ("/split/calm", test_calm);
  g_test_add_func ("/split/begins", test_begins);
  g_test_add_func ("/split/pace", test_pace);
  g_test_add_func ("/split/pace/rush", test_rush);
  g_test_add_func ("/split/pace/any-order", test_order);
  g_test_add_func ("/split/pace/taken-back", test_taken_back);
  return g_test_run ();
}
