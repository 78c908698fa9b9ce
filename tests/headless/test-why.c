#include "ledger-fixture.h"

#include "base/tiem-error.h"
#include "store/tiem-store-goods.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-split.h"
#include "store/tiem-store-transfers.h"
#include "store/tiem-store-why.h"

/* Every number of a variant is what its parts give, whatever happened. */

typedef struct
{
  Ledger ledger;
  gint64 other; /* a second channel */
  gint64 combo; /* 2 AO and 1 QUAN */
  gint64 quan;
  gint64 shelf;  /* a place that sells */
  gint64 repair; /* one that does not */
  gint64 listings[4];
  guint n;
} Shop;

static gint64
list (Shop *shop,
      gint64 channel,
      const char *product,
      const char *sku,
      gint64 variant_id)
{
  gint64 own = shop->ledger.channel;
  gint64 id;

  shop->ledger.channel = channel;
  id = add_listing (&shop->ledger, product, sku, variant_id);
  shop->ledger.channel = own;
  return id;
}

static void
set_up_shop (Shop *shop,
             gconstpointer data)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  g_autoptr (GError) error = NULL;
  TiemStore *store;

  set_up (&shop->ledger, NULL);
  store = shop->ledger.base.store;
  shop->other = shop_add_channel (&shop->ledger.base, "bán lẻ");
  shop->quan = add_variant (&shop->ledger, "QUAN", 7);
  shop->combo = add_variant (&shop->ledger, "COMBO", -1);
  g_array_append_val (parts, ((TiemBundlePart){ shop->ledger.ao, 2 }));
  g_array_append_val (parts, ((TiemBundlePart){ shop->quan, 1 }));
  tiem_store_set_bundle (store, shop->combo, parts, &error);
  g_assert_no_error (error);
  shop->shelf = tiem_store_add_location (store, "Cửa hàng Quận 1", TRUE, &error);
  g_assert_no_error (error);
  shop->repair = tiem_store_add_location (store, "Kho lỗi", FALSE, &error);
  g_assert_no_error (error);
  /* Read seldom and sold from fast: the last ones are shared out. */
  tiem_store_book_poll (store, shop->ledger.channel, 2 * SHOP_MINUTE, &error);
  tiem_store_book_poll (store, shop->other, 2 * SHOP_MINUTE, &error);
  g_assert_no_error (error);
  shop->listings[0] = shop->ledger.listing;
  shop->listings[1] = list (shop, shop->other, "q1", "AO", shop->ledger.ao);
  shop->listings[2] = list (shop, shop->ledger.channel, "p2", "COMBO", shop->combo);
  shop->listings[3] = list (shop, shop->other, "q2", "QUAN", shop->quan);
}

static void
tear_down_shop (Shop *shop,
                gconstpointer data)
{
  tear_down (&shop->ledger, NULL);
}

static TiemWhy *
ask (Shop *shop,
     gint64 variant_id,
     TiemFigure figure)
{
  g_autoptr (GError) error = NULL;
  TiemWhy *why = tiem_store_tell_why (shop->ledger.base.store, variant_id, figure, &error);

  g_assert_no_error (error);
  return why;
}

static const TiemWhyWay *
find_way (const TiemWhy *why,
          const char *code)
{
  for (guint i = 0; i < why->ways->len; i++)
    {
      const TiemWhyWay *way = g_ptr_array_index (why->ways, i);

      if (g_str_equal (way->code, code))
        return way;
    }
  return NULL;
}

/* What the window shows of it, read apart. */
static gint64
get_shown (Shop *shop,
           gint64 variant_id,
           TiemFigure figure)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) variant
      = tiem_store_get_variant (shop->ledger.base.store, variant_id, &error);

  g_assert_no_error (error);
  switch (figure)
    {
    case TIEM_FIGURE_AVAILABLE:
      return variant->available;
    case TIEM_FIGURE_ON_HAND:
      return variant->on_hand;
    case TIEM_FIGURE_RESERVED:
      return variant->reserved;
    case TIEM_FIGURE_SOLD:
      return variant->sold_30_days;
    case TIEM_FIGURE_VALUE:
      return variant->stock_value_vnd;
    default:
      return 0;
    }
}

/* The stock card runs from nothing to what is on hand, at each place and at all together. */
static void
check_card (Shop *shop,
            gint64 variant_id)
{
  const TiemMovementQuery query = { .variant_id = variant_id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines
      = tiem_store_list_card (shop->ledger.base.store, &query, 0, 0, &error);
  gint64 total = 0;
  TiemCardSum sum;

  g_assert_no_error (error);
  for (guint i = lines->len; i-- > 0;)
    {
      const TiemCardLine *line = g_ptr_array_index (lines, i);

      total += line->movement->delta;
      g_assert_cmpint (line->total, ==, total);
    }
  g_assert_cmpint (total, ==, get_shown (shop, variant_id, TIEM_FIGURE_ON_HAND));
  g_assert_true (tiem_store_sum_card (shop->ledger.base.store, &query, &sum, &error));
  g_assert_cmpint (sum.times, ==, lines->len);
  g_assert_cmpint (sum.in - sum.out, ==, total);
}

static void
check_all (Shop *shop,
           guint *split)
{
  const gint64 variants[] = { shop->ledger.ao, shop->quan, shop->combo };

  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      for (TiemFigure figure = 0; figure < TIEM_N_FIGURES; figure++)
        {
          g_autoptr (TiemWhy) why = ask (shop, variants[i], figure);

          g_assert_true (tiem_why_adds_up (why));
          if (figure != TIEM_FIGURE_CHANNELS && figure != TIEM_FIGURE_INCOMING)
            g_assert_cmpint (why->number, ==, get_shown (shop, variants[i], figure));
          if (figure == TIEM_FIGURE_CHANNELS && find_way (why, "split") != NULL)
            ++*split;
        }
      if (variants[i] != shop->combo)
        check_card (shop, variants[i]);
    }
}

/* --- random histories --- */

static void
move_goods (Shop *shop,
            GRand *rand)
{
  const gint64 places[] = { TIEM_MAIN_LOCATION, shop->shelf, shop->repair };
  TiemStore *store = shop->ledger.base.store;
  int from = g_rand_int_range (rand, 0, 3);
  int to = (from + g_rand_int_range (rand, 1, 3)) % 3;
  g_autoptr (GError) error = NULL;
  gint64 transfer = tiem_store_add_transfer (store, places[from], places[to], NULL, &error);

  g_assert_no_error (error);
  tiem_store_put_transfer_line (
      store, transfer, shop->ledger.ao, g_rand_int_range (rand, 1, 4), TRUE, &error);
  g_assert_no_error (error);
  tiem_store_book_transfer (store, transfer, TRUE, &error);
  g_assert_no_error (error);
}

static void
set_rule (Shop *shop,
          GRand *rand)
{
  const TiemListingRule rule = { g_rand_int_range (rand, -1, 3),
                                 g_rand_boolean (rand) ? -1 : g_rand_int_range (rand, 20, 101),
                                 g_rand_int_range (rand, -2, 6) };
  g_autoptr (GError) error = NULL;

  tiem_store_set_listing_rule (
      shop->ledger.base.store, shop->listings[g_rand_int_range (rand, 0, 4)], &rule, &error);
  g_assert_no_error (error);
}

/* An order of one of four listings, at some point of its life. */
static void
order (Shop *shop,
       GRand *rand)
{
  static const TiemOrderStatus statuses[]
      = { TIEM_ORDER_TO_SHIP, TIEM_ORDER_TO_SHIP, TIEM_ORDER_SHIPPING, TIEM_ORDER_CANCELLED };
  static const char *const products[] = { "p1", "p1", "p2", "q1", "q2" };
  const char *product = products[g_rand_int_range (rand, 0, G_N_ELEMENTS (products))];
  TiemOrderStatus status = statuses[g_rand_int_range (rand, 0, G_N_ELEMENTS (statuses))];
  Goods goods = { product, g_rand_int_range (rand, 1, 4), 0 };
  gint64 own = shop->ledger.channel;
  /* Now and then one that is there already goes on. */
  guint number = shop->n > 3 && g_rand_int_range (rand, 0, 3) == 0
                     ? (guint)g_rand_int_range (rand, 0, (int)shop->n)
                     : shop->n++;
  g_autofree char *id = g_strdup_printf ("%s-%u", product, number);

  shop->ledger.base.now += SHOP_MINUTE;
  shop->ledger.channel = *product == 'q' ? shop->other : own;
  put (&shop->ledger,
       make_order (&shop->ledger,
                   id,
                   status,
                   shop->ledger.base.now,
                   tiem_order_status_has_left (status) ? shop->ledger.base.now : 0,
                   &goods,
                   1));
  shop->ledger.channel = own;
}

static void
throw_random (Shop *shop,
              GRand *rand)
{
  const gint64 variants[] = { shop->ledger.ao, shop->quan };
  gint64 variant = variants[g_rand_int_range (rand, 0, 2)];
  TiemStore *store = shop->ledger.base.store;
  g_autoptr (GError) error = NULL;

  switch (g_rand_int_range (rand, 0, 10))
    {
    case 0:
      tiem_store_set_stock (store, variant, g_rand_int_range (rand, 0, 15), "count", NULL, &error);
      break;
    case 1:
      tiem_store_adjust_stock (
          store, variant, g_rand_int_range (rand, -4, 9), "damaged", NULL, &error);
      if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_INVALID))
        g_clear_error (&error); /* less than nothing */
      break;
    case 2:
      move_goods (shop, rand);
      break;
    case 3:
      set_rule (shop, rand);
      break;
    case 4:
      if (g_rand_boolean (rand))
        tiem_store_unlink (store, shop->listings[1], &error);
      else
        tiem_store_link (store, shop->listings[1], shop->ledger.ao, &error);
      g_clear_error (&error); /* it is, already */
      break;
    default:
      order (shop, rand);
      break;
    }
  g_assert_no_error (error);
}

static void
test_random (Shop *shop,
             gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  guint split = 0;

  for (guint i = 0; i < 120; i++)
    {
      throw_random (shop, rand);
      check_all (shop, &split);
      if (i % 20 == 19)
        shop_check (&shop->ledger.base);
    }
  g_assert_cmpuint (split, >, 0);
}

/* --- by example --- */

static gint64
get_amount (const TiemWhyWay *way,
            guint i)
{
  g_assert_cmpuint (i, <, way->parts->len);
  return ((TiemWhyPart *)g_ptr_array_index (way->parts, i))->amount;
}

static void
test_available (Shop *shop,
                gconstpointer data)
{
  TiemStore *store = shop->ledger.base.store;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemWhy) why = NULL;
  const TiemWhyWay *way;
  gint64 transfer;

  put_ao (&shop->ledger, "1", TIEM_ORDER_TO_SHIP, 2);
  transfer = tiem_store_add_transfer (store, TIEM_MAIN_LOCATION, shop->repair, NULL, &error);
  tiem_store_put_transfer_line (store, transfer, shop->ledger.ao, 3, TRUE, &error);
  tiem_store_book_transfer (store, transfer, FALSE, &error);
  g_assert_no_error (error);

  why = ask (shop, shop->ledger.ao, TIEM_FIGURE_AVAILABLE);
  g_assert_cmpint (why->number, ==, 5);
  way = find_way (why, "available");
  g_assert_cmpuint (way->parts->len, ==, 3);
  g_assert_cmpint (get_amount (way, 0), ==, 10);
  g_assert_cmpint (get_amount (way, 1), ==, -3);
  g_assert_cmpint (get_amount (way, 2), ==, -2);
  g_assert_null (way->note);
}

static void
test_combo (Shop *shop,
            gconstpointer data)
{
  g_autoptr (TiemWhy) why = ask (shop, shop->combo, TIEM_FIGURE_AVAILABLE);
  const TiemWhyWay *way = find_way (why, "parts");

  g_assert_true (way->is_least);
  g_assert_cmpint (why->number, ==, 5);
  g_assert_cmpint (get_amount (way, 0), ==, 5); /* 10 ÷ 2 */
  g_assert_cmpint (get_amount (way, 1), ==, 7);
}

static void
test_rules (Shop *shop,
            gconstpointer data)
{
  const TiemListingRule rule = { .buffer = 1, .share_percent = 50, .cap = 3 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemWhy) why = NULL;

  tiem_store_set_listing_rule (shop->ledger.base.store, shop->ledger.listing, &rule, &error);
  g_assert_no_error (error);
  why = ask (shop, shop->ledger.ao, TIEM_FIGURE_CHANNELS);
  for (guint i = 0; i < why->ways->len; i++)
    {
      const TiemWhyWay *way = g_ptr_array_index (why->ways, i);

      if (way->listing_id != shop->ledger.listing)
        continue;
      g_assert_cmpint (way->number, ==, 3);
      g_assert_cmpuint (way->parts->len, ==, 4);
      g_assert_cmpint (get_amount (way, 0), ==, 10);
      g_assert_cmpint (get_amount (way, 1), ==, -1);
      g_assert_cmpint (get_amount (way, 2), ==, -5); /* half of 9, rounded down */
      g_assert_cmpint (get_amount (way, 3), ==, -1);
      return;
    }
  g_assert_not_reached ();
}

/* More promised than there is, and what is asked for after that. */
static void
test_short (Shop *shop,
            gconstpointer data)
{
  g_autoptr (TiemWhy) why = NULL;
  const TiemWhyPart *last;

  put_ao (&shop->ledger, "1", TIEM_ORDER_TO_SHIP, 8);
  put_ao (&shop->ledger, "2", TIEM_ORDER_TO_SHIP, 4);
  why = ask (shop, shop->ledger.ao, TIEM_FIGURE_AVAILABLE);
  g_assert_cmpint (why->number, ==, -2);
  g_assert_nonnull (find_way (why, "available")->note);
  tiem_why_free (g_steal_pointer (&why));
  why = ask (shop, shop->ledger.ao, TIEM_FIGURE_RESERVED);
  g_assert_cmpint (why->number, ==, 12);
  last = g_ptr_array_index (find_way (why, "orders")->parts, 1);
  g_assert_cmpint (last->amount, ==, 4);
  g_assert_nonnull (strstr (last->detail, "2"));
  g_assert_cmpint (last->target, ==, TIEM_WHY_ORDER);
}

static void
test_card (Shop *shop,
           gconstpointer data)
{
  TiemStore *store = shop->ledger.base.store;
  TiemMovementQuery query = { .variant_id = shop->ledger.ao };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  TiemCardSum sum;
  gint64 since;

  put_ao (&shop->ledger, "1", TIEM_ORDER_SHIPPING, 2);
  since = shop->ledger.base.now += SHOP_DAY;
  tiem_store_adjust_stock_at (
      store, shop->ledger.ao, shop->shelf, 4, "adjust", "Nhập lẻ ở chợ", &error);
  g_assert_no_error (error);
  put_ao (&shop->ledger, "2", TIEM_ORDER_SHIPPING, 1);

  query.reason = (char *)"sale";
  lines = tiem_store_list_card (store, &query, 0, 0, &error);
  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_cmpint (((TiemCardLine *)g_ptr_array_index (lines, 0))->total, ==, 11);
  g_assert_cmpint (((TiemCardLine *)g_ptr_array_index (lines, 0))->movement->on_hand, ==, 7);
  g_assert_true (tiem_store_sum_card (store, &query, &sum, &error));
  g_assert_cmpint (sum.out, ==, 3);

  query = (TiemMovementQuery){ .variant_id = shop->ledger.ao, .location_id = shop->shelf };
  g_assert_true (tiem_store_sum_card (store, &query, &sum, &error));
  g_assert_cmpint (sum.times, ==, 1);
  g_assert_cmpint (sum.in, ==, 4);

  query = (TiemMovementQuery){ .variant_id = shop->ledger.ao, .since = since };
  g_clear_pointer (&lines, g_ptr_array_unref);
  lines = tiem_store_list_card (store, &query, 1, 1, &error);
  g_assert_cmpuint (lines->len, ==, 1);
  g_assert_cmpstr (
      ((TiemCardLine *)g_ptr_array_index (lines, 0))->movement->note, ==, "Nhập lẻ ở chợ");
  query.until = since;
  g_assert_true (tiem_store_sum_card (store, &query, &sum, &error));
  g_assert_cmpint (sum.times, ==, 0);
}

/* Several at once: each counts once, and a combo brings no stock of its own. */
static void
test_sum (Shop *shop,
          gconstpointer data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  TiemVariantSum sum;

  put_ao (&shop->ledger, "1", TIEM_ORDER_TO_SHIP, 10);
  g_array_append_val (ids, shop->ledger.ao);
  g_array_append_val (ids, shop->quan);
  g_array_append_val (ids, shop->combo);
  g_assert_true (tiem_store_sum_variant_ids (shop->ledger.base.store, ids, &sum, &error));
  g_assert_cmpint (sum.variants, ==, 3);
  g_assert_cmpint (sum.products, ==, 3);
  g_assert_cmpint (sum.combos, ==, 1);
  g_assert_cmpint (sum.on_hand, ==, 17);
  g_assert_cmpint (sum.reserved, ==, 10);
  g_assert_cmpint (sum.without_cost, ==, 2);
  g_assert_cmpint (sum.sold_out, ==, 2);
  g_array_set_size (ids, 0);
  g_assert_true (tiem_store_sum_variant_ids (shop->ledger.base.store, ids, &sum, &error));
  g_assert_cmpint (sum.variants, ==, 0);
}

static void
test_missing (Shop *shop,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      tiem_store_tell_why (shop->ledger.base.store, 999999, TIEM_FIGURE_ON_HAND, &error));
  g_assert_nonnull (error);
}

#define ADD(path, function) g_test_add (path, Shop, NULL, set_up_shop, function, tear_down_shop)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/why/random", test_random);
  ADD ("/store/why/available", test_available);
  ADD ("/store/why/combo", test_combo);
  ADD ("/store/why/rules", test_rules);
  ADD ("/store/why/short", test_short);
  ADD ("/store/why/card", test_card);
  ADD ("/store/why/sum", test_sum);
  ADD ("/store/why/missing", test_missing);
  return g_test_run ();
}
