#include "ledger-fixture.h"

/* What the ledger makes of links, bundles and shortness, and what listings should show. */

/* --- links --- */

static void
test_links (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (GError) error = NULL;
  gint64 quan = add_variant (ledger, "QUAN", 5);
  gint64 listing = add_listing (ledger, "p2", "QUAN", 0);
  gint64 t = ledger->base.now;
  Goods goods = { "p2", 2, 0 };

  put (ledger, make_order (ledger, "open", TIEM_ORDER_TO_SHIP, t + 1, 0, &goods, 1));
  put (ledger, make_order (ledger, "gone", TIEM_ORDER_SHIPPING, t + 2, t + 2, &goods, 1));
  put (ledger, make_order (ledger, "no", TIEM_ORDER_CANCELLED, t + 3, 0, &goods, 1));
  shop_assert_stock (&ledger->base, "QUAN", 5, 0);

  g_assert_true (tiem_store_link (store, listing, quan, &error));
  shop_assert_stock (&ledger->base, "QUAN", 3, 2);
  shop_check (&ledger->base);

  g_assert_true (tiem_store_link (store, listing, ledger->ao, &error));
  shop_assert_stock (&ledger->base, "QUAN", 5, 0);
  assert_ao (ledger, 8, 2);
  shop_check (&ledger->base);

  g_assert_true (tiem_store_unlink (store, listing, &error));
  assert_ao (ledger, 10, 0);
  {
    g_autoptr (TiemOrder) order = get_order (ledger, "gone");

    g_assert_true (order->has_unlinked);
    /* what comes back meanwhile is on the shelf once the goods are known */
    g_assert_true (tiem_store_receive_return (store, order->id, 0, 0, FALSE, &error));
  }
  shop_check (&ledger->base);
  g_assert_true (tiem_store_link (store, listing, quan, &error));
  shop_assert_stock (&ledger->base, "QUAN", 5, 2);
}

/* Orders read before the listings, as at the first connection. */
static void
test_listing_comes_late (Ledger *ledger,
                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 quan = add_variant (ledger, "QUAN", 5);
  gint64 t = ledger->base.now;
  Goods goods = { "p2", 2, 0 };
  gint64 listing;

  put (ledger, make_order (ledger, "1", TIEM_ORDER_TO_SHIP, t + 1, 0, &goods, 1));
  listing = add_listing (ledger, "p2", "QUAN", 0);
  g_assert_true (tiem_store_link (ledger->base.store, listing, quan, &error));
  shop_assert_stock (&ledger->base, "QUAN", 5, 2);
}

static void
test_removed_channel (Ledger *ledger,
                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put_ao (ledger, "open", TIEM_ORDER_TO_SHIP, 2);
  put_ao (ledger, "gone", TIEM_ORDER_SHIPPING, 3);
  assert_ao (ledger, 7, 2);
  g_assert_true (tiem_store_remove_channel (ledger->base.store, ledger->channel, &error));
  g_assert_no_error (error);
  assert_ao (ledger, 7, 0);
  {
    g_autoptr (TiemOrder) order = get_order (ledger, "gone");

    g_assert_cmpint (order->status, ==, TIEM_ORDER_SHIPPING);
    g_assert_true (tiem_store_receive_return (ledger->base.store, order->id, 0, 0, FALSE, &error));
  }
  assert_ao (ledger, 10, 0);
}

/* --- bundles --- */

static void
set_bundle (
    Ledger *ledger, gint64 bundle, gint64 part, gint64 quantity, gint64 part2, gint64 quantity2)
{
  TiemBundlePart parts[] = { { part, quantity }, { part2, quantity2 } };
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  g_autoptr (GError) error = NULL;

  g_array_append_vals (array, parts, part2 != 0 ? 2 : part != 0 ? 1 : 0);
  tiem_store_set_bundle (ledger->base.store, bundle, array, &error);
  g_assert_no_error (error);
}

static void
test_bundle (Ledger *ledger,
             gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (GError) error = NULL;
  gint64 quan = add_variant (ledger, "QUAN", 9);
  gint64 combo = add_variant (ledger, "COMBO", -1);
  Goods goods = { "p3", 2, 0 };
  gint64 t = ledger->base.now;

  set_bundle (ledger, combo, ledger->ao, 1, quan, 2);
  add_listing (ledger, "p3", "COMBO", combo);
  shop_assert_stock (&ledger->base, "COMBO", 4, 0);

  put (ledger, make_order (ledger, "1", TIEM_ORDER_TO_SHIP, t + 1, 0, &goods, 1));
  assert_ao (ledger, 10, 2);
  shop_assert_stock (&ledger->base, "QUAN", 9, 4);
  shop_assert_stock (&ledger->base, "COMBO", 4, 2);
  shop_check (&ledger->base);

  put (ledger, make_order (ledger, "1", TIEM_ORDER_SHIPPING, t + 2, t + 2, &goods, 1));
  assert_ao (ledger, 8, 0);
  shop_assert_stock (&ledger->base, "QUAN", 5, 0);
  shop_assert_stock (&ledger->base, "COMBO", 2, 0);

  /* made of other parts from now on; what comes back is what went out */
  put (ledger, make_order (ledger, "2", TIEM_ORDER_TO_SHIP, t + 3, 0, &goods, 1));
  set_bundle (ledger, combo, ledger->ao, 3, 0, 0);
  assert_ao (ledger, 8, 6);
  shop_assert_stock (&ledger->base, "QUAN", 5, 0);
  shop_check (&ledger->base);
  {
    g_autoptr (TiemOrder) order = get_order (ledger, "1");
    gint64 line = ((TiemOrderLine *)g_ptr_array_index (order->lines, 0))->id;

    g_assert_true (tiem_store_receive_return (store, order->id, line, 1, FALSE, &error));
    assert_ao (ledger, 9, 6);
    shop_assert_stock (&ledger->base, "QUAN", 7, 0);
    g_assert_true (tiem_store_receive_return (store, order->id, line, 1, FALSE, &error));
    assert_ao (ledger, 10, 6);
    shop_assert_stock (&ledger->base, "QUAN", 9, 0);
  }

  /* no bundle any more: it holds itself, and has not been counted */
  set_bundle (ledger, combo, 0, 0, 0, 0);
  assert_ao (ledger, 10, 0);
  shop_assert_stock (&ledger->base, "COMBO", 0, 0);
}

static void
test_bundle_refused (Ledger *ledger,
                     gconstpointer data)
{
  gint64 quan = add_variant (ledger, "QUAN", 9);
  gint64 combo = add_variant (ledger, "COMBO", -1);
  const struct
  {
    gint64 bundle;
    TiemBundlePart part;
    int code;
  } cases[] = {
    { combo, { combo, 1 }, TIEM_ERROR_INVALID },
    { quan, { combo, 1 }, TIEM_ERROR_INVALID },      /* contains a bundle */
    { ledger->ao, { quan, 1 }, TIEM_ERROR_INVALID }, /* is in a bundle */
    { combo, { quan, 0 }, TIEM_ERROR_INVALID },
    { combo, { 999, 1 }, TIEM_ERROR_NOT_FOUND },
    { 999, { quan, 1 }, TIEM_ERROR_NOT_FOUND },
  };

  set_bundle (ledger, combo, ledger->ao, 1, 0, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
      g_autoptr (GError) error = NULL;

      g_array_append_val (parts, cases[i].part);
      g_assert_false (tiem_store_set_bundle (ledger->base.store, cases[i].bundle, parts, &error));
      g_assert_error (error, TIEM_ERROR, cases[i].code);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (tiem_store_set_stock (ledger->base.store, combo, 3, NULL, NULL, &error));
    g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  }
}

/* A bundle counts once its last part does. */
static void
test_bundle_count (Ledger *ledger,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 quan = add_variant (ledger, "QUAN", -1);
  gint64 combo = add_variant (ledger, "COMBO", -1);
  Goods goods = { "p3", 1, 0 };

  set_bundle (ledger, combo, ledger->ao, 1, quan, 1);
  add_listing (ledger, "p3", "COMBO", combo);
  put (ledger, make_order (ledger, "1", TIEM_ORDER_TO_SHIP, ledger->base.now + 1, 0, &goods, 1));
  assert_ao (ledger, 10, 0);
  g_assert_true (tiem_store_set_stock (ledger->base.store, quan, 4, "count", NULL, &error));
  assert_ao (ledger, 10, 1);
  shop_assert_stock (&ledger->base, "QUAN", 4, 1);
}

/* --- short of goods --- */

static void
assert_short (Ledger *ledger,
              const char *id,
              gboolean is_short)
{
  g_autoptr (TiemOrder) order = get_order (ledger, id);

  g_assert_cmpint (order->is_short, ==, is_short);
  if (is_short)
    g_assert_nonnull (order->short_reason);
  else
    g_assert_null (order->short_reason);
}

static void
test_short (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (GError) error = NULL;
  TiemOrderCounts counts;

  tiem_store_set_stock (store, ledger->ao, 5, "count", NULL, &error);
  put_ao (ledger, "first", TIEM_ORDER_TO_SHIP, 3);
  put_ao (ledger, "second", TIEM_ORDER_UNPAID, 3);
  put_ao (ledger, "third", TIEM_ORDER_UNPAID, 1);
  assert_ao (ledger, 5, 7);
  assert_short (ledger, "first", FALSE);
  assert_short (ledger, "second", TRUE);
  assert_short (ledger, "third", TRUE); /* earlier orders first, even in part */
  tiem_store_count_orders (store, 0, &counts, &error);
  g_assert_cmpint (counts.short_of_goods, ==, 2);
  g_assert_cmpint (counts.todo, ==, 3);
  shop_check (&ledger->base);

  /* goods come in */
  tiem_store_adjust_stock (store, ledger->ao, 1, "adjust", NULL, &error);
  assert_short (ledger, "second", FALSE);
  assert_short (ledger, "third", TRUE);
  shop_check (&ledger->base);

  /* an earlier order goes */
  put_ao (ledger, "first", TIEM_ORDER_CANCELLED, 3);
  assert_short (ledger, "third", FALSE);
  tiem_store_count_orders (store, 0, &counts, &error);
  g_assert_cmpint (counts.short_of_goods, ==, 0);
  shop_check (&ledger->base);

  /* shipping what is not there is possible, and shows */
  put_ao (ledger, "fourth", TIEM_ORDER_TO_SHIP, 9);
  assert_short (ledger, "fourth", TRUE);
  put_ao (ledger, "fourth", TIEM_ORDER_SHIPPING, 9);
  assert_ao (ledger, -3, 4);
  assert_short (ledger, "fourth", FALSE);
  assert_short (ledger, "second", TRUE);
}

/* --- what listings should show --- */

static void
test_desired (void)
{
  static const struct
  {
    gint64 available, buffer, share, cap, locked;
    gint64 desired;
  } cases[] = {
    { 10, 0, 100, -1, 0, 10 }, { 10, 3, 100, -1, 0, 7 }, { 10, 0, 50, -1, 0, 5 },
    { 11, 0, 50, -1, 0, 5 },   { 10, 3, 50, -1, 0, 3 },  { 10, 0, 100, 4, 0, 4 },
    { 10, 20, 100, -1, 0, 0 }, { -5, 0, 100, -1, 0, 0 }, { 10, 0, 0, -1, 0, 0 },
    { 10, 0, 100, 0, 0, 0 },   { 2, 0, 100, -1, 5, 5 },  { G_MAXINT32, 0, 99, -1, 0, 2126008810 },
    { 1, 0, 99, -1, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TiemDesiredInput input = { .available = cases[i].available,
                                 .counted = TRUE,
                                 .on_show = TRUE,
                                 .campaign_locked = cases[i].locked,
                                 .buffer = cases[i].buffer,
                                 .share_percent = cases[i].share,
                                 .cap = cases[i].cap };
      gint64 desired = -1;

      g_assert_true (tiem_listing_desired (&input, &desired));
      g_assert_cmpint (desired, ==, cases[i].desired);
      input.undecided = TRUE;
      g_assert_false (tiem_listing_desired (&input, &desired));
      input.undecided = FALSE;
      input.counted = FALSE;
      g_assert_false (tiem_listing_desired (&input, &desired));
      input.archived = TRUE;
      g_assert_true (tiem_listing_desired (&input, &desired));
      g_assert_cmpint (desired, ==, 0);
      input.on_show = FALSE;
      g_assert_false (tiem_listing_desired (&input, &desired));
    }
}

static void
count_commit_cb (TiemStore *store,
                 const TiemCommit *commit,
                 gpointer user_data)
{
  GArray *seen = user_data;

  for (guint i = 0; i < commit->channel_ids->len; i++)
    g_array_append_val (seen, g_array_index (commit->channel_ids, gint64, i));
}

/* A sale on one channel wakes every channel that lists the goods, and is told as a travel. */
static void
test_wakes_channels (Ledger *ledger,
                     gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (GArray) woken = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) travels = NULL;
  g_autoptr (TiemListing) other_listing = NULL;
  g_autoptr (TiemListing) own_listing = NULL;
  gint64 first = ledger->channel;
  gint64 second = shop_add_channel (&ledger->base, "lazada");
  const TiemTravel *travel;
  guint id;

  ledger->channel = second;
  add_listing (ledger, "p9", "AO", ledger->ao);
  ledger->channel = first;
  id = tiem_store_add_commit_func (store, count_commit_cb, woken);
  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 4);
  tiem_store_remove_commit_func (store, id);

  g_assert_cmpuint (woken->len, ==, 2);
  other_listing = shop_get_listing (&ledger->base, second, "AO");
  g_assert_cmpint (other_listing->desired, ==, 6);
  own_listing = shop_get_listing (&ledger->base, first, "AO");
  g_assert_cmpint (own_listing->desired, ==, 6);
  g_assert_false (own_listing->has_acked); /* the platform has changed its own number */

  travels = tiem_store_list_travels (store, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (travels->len, ==, 1);
  travel = g_ptr_array_index (travels, 0);
  g_assert_cmpint (travel->before, ==, 10);
  g_assert_cmpint (travel->after, ==, 6);

  /* an order that changes nothing about the stock wakes only its own channel */
  g_array_set_size (woken, 0);
  id = tiem_store_add_commit_func (store, count_commit_cb, woken);
  put_ao (ledger, "1", TIEM_ORDER_AWAITING_PICKUP, 4);
  tiem_store_remove_commit_func (store, id);
  g_assert_cmpuint (woken->len, <=, 1);
}

static void
test_rule (Ledger *ledger,
           gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListing) listing = NULL;

  g_assert_true (tiem_store_set_channel_rule (store, ledger->channel, 2, 50, 3, &error));
  listing = shop_get_listing (&ledger->base, ledger->channel, "AO");
  g_assert_cmpint (listing->desired, ==, 3);
  g_assert_false (tiem_store_set_channel_rule (store, ledger->channel, -1, 50, 3, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (tiem_store_archive_variant (store, ledger->ao, TRUE, &error));
  g_clear_pointer (&listing, tiem_listing_free);
  listing = shop_get_listing (&ledger->base, ledger->channel, "AO");
  g_assert_true (listing->has_desired);
  g_assert_cmpint (listing->desired, ==, 0);
}

/* --- any order of anything --- */

#define N_ORDERS 12
#define MOST_STEPS 5

/* A life as a platform could tell it: each step with its own time. */
static guint
make_life (GRand *rand,
           TiemOrderStatus steps[MOST_STEPS])
{
  static const TiemOrderStatus lives[][MOST_STEPS] = {
    { TIEM_ORDER_UNPAID,
      TIEM_ORDER_TO_SHIP,
      TIEM_ORDER_SHIPPING,
      TIEM_ORDER_DELIVERED,
      TIEM_ORDER_COMPLETED },
    { TIEM_ORDER_UNPAID, TIEM_ORDER_CANCELLED },
    { TIEM_ORDER_TO_CONFIRM, TIEM_ORDER_TO_SHIP, TIEM_ORDER_CANCELLED },
    { TIEM_ORDER_TO_SHIP,
      TIEM_ORDER_SHIPPING,
      TIEM_ORDER_FAILED_DELIVERY,
      TIEM_ORDER_RETURNING,
      TIEM_ORDER_RETURNED },
    { TIEM_ORDER_TO_SHIP, TIEM_ORDER_AWAITING_PICKUP, TIEM_ORDER_SHIPPING, TIEM_ORDER_CANCELLED },
    { TIEM_ORDER_UNKNOWN, TIEM_ORDER_TO_SHIP },
  };
  guint life = (guint)g_rand_int_range (rand, 0, G_N_ELEMENTS (lives));
  guint n = 0;

  while (n < MOST_STEPS && (n == 0 || lives[life][n] != TIEM_ORDER_UNKNOWN))
    {
      steps[n] = lives[life][n];
      n++;
    }
  return n;
}

static void
shuffle (GRand *rand,
         GPtrArray *array)
{
  for (guint i = array->len; i > 1; i--)
    {
      guint j = (guint)g_rand_int_range (rand, 0, (gint32)i);
      gpointer swap = array->pdata[i - 1];

      array->pdata[i - 1] = array->pdata[j];
      array->pdata[j] = swap;
    }
}

/* Every update of every order. Built anew for each run: putting takes them. */
static GPtrArray *
make_updates (Ledger *ledger,
              guint32 seed)
{
  static const char *const products[] = { "p1", "p2", "p3" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GPtrArray *updates = g_ptr_array_new ();

  for (guint i = 0; i < N_ORDERS; i++)
    {
      TiemOrderStatus steps[MOST_STEPS];
      guint n = make_life (rand, steps);
      gint64 placed_at = ledger->base.now + i * SHOP_MINUTE;
      gint64 left_at = 0;
      g_autofree char *id = g_strdup_printf ("o%u", i);
      guint n_goods = (guint)g_rand_int_range (rand, 1, 4);
      Goods goods[3];

      for (guint j = 0; j < 3; j++)
        goods[j] = (Goods){ products[j], g_rand_int_range (rand, 1, 4), 0 };
      for (guint j = 0; j < n; j++)
        {
          TiemRemoteOrder *order;

          if (left_at == 0 && tiem_order_status_has_left (steps[j]))
            left_at = placed_at + (j + 1) * SHOP_HOUR;
          if (left_at == 0 && j > 0 && g_rand_int_range (rand, 0, 3) == 0)
            goods[0].cancelled = g_rand_int_range (rand, 0, (gint32)goods[0].quantity + 1);
          order = make_order (
              ledger, id, steps[j], placed_at + (j + 1) * SHOP_HOUR, left_at, goods, n_goods);
          order->placed_at = placed_at;
          g_ptr_array_add (updates, order);
        }
    }
  return updates;
}

typedef struct
{
  gint64 on_hand[3], reserved[3];
} Stocks;

static void
read_stocks (Ledger *ledger,
             Stocks *stocks)
{
  static const char *const skus[] = { "AO", "QUAN", "COMBO" };

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TiemVariant) variant = shop_get_variant (&ledger->base, skus[i]);

      stocks->on_hand[i] = variant->on_hand;
      stocks->reserved[i] = variant->reserved;
    }
}

static void
run_updates (guint32 seed,
             guint32 order_seed, /* 0: in order, once */
             Stocks *stocks)
{
  Ledger ledger = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (order_seed);
  g_autoptr (GPtrArray) updates = NULL;
  g_autoptr (GPtrArray) again = NULL;
  gint64 quan;
  gint64 combo;

  set_up (&ledger, NULL);
  quan = add_variant (&ledger, "QUAN", 15);
  combo = add_variant (&ledger, "COMBO", -1);
  set_bundle (&ledger, combo, ledger.ao, 1, quan, 2);
  add_listing (&ledger, "p2", "QUAN", quan);
  add_listing (&ledger, "p3", "COMBO", combo);
  ledger.base.now += SHOP_HOUR;

  updates = make_updates (&ledger, seed);
  if (order_seed != 0)
    {
      again = make_updates (&ledger, seed); /* everything comes twice */
      g_ptr_array_extend_and_steal (updates, g_steal_pointer (&again));
      shuffle (rand, updates);
    }
  for (guint i = 0; i < updates->len; i++)
    {
      put (&ledger, g_ptr_array_index (updates, i));
      if (order_seed == 0 || i % 5 == 0)
        shop_check (&ledger.base);
    }
  read_stocks (&ledger, stocks);
  tear_down (&ledger, NULL);
}

static void
test_shuffled (void)
{
  for (guint32 seed = 1; seed <= 6; seed++)
    {
      Stocks in_order;

      run_updates (seed, 0, &in_order);
      for (guint32 order_seed = 1; order_seed <= 4; order_seed++)
        {
          Stocks shuffled;

          g_test_message ("seed %u, order %u", seed, order_seed);
          run_updates (seed, order_seed, &shuffled);
          g_assert_cmpmem (&in_order, sizeof in_order, &shuffled, sizeof shuffled);
        }
    }
}

/* Orders, links, counts and returns thrown at it; only the invariants are known. */
static void
test_random (Ledger *ledger,
             gconstpointer data)
{
  static const char *const skus[] = { "AO", "QUAN", "COMBO" };
  TiemStore *store = ledger->base.store;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);
  gint64 variants[3]
      = { ledger->ao, add_variant (ledger, "QUAN", -1), add_variant (ledger, "COMBO", -1) };
  gint64 listings[3] = { ledger->listing,
                         add_listing (ledger, "p2", "QUAN", 0),
                         add_listing (ledger, "p3", "COMBO", 0) };

  for (guint i = 0; i < 300; i++)
    {
      guint a = (guint)g_rand_int_range (rand, 0, 3);
      guint b = (guint)g_rand_int_range (rand, 0, 3);
      g_autofree char *id = g_strdup_printf ("o%d", g_rand_int_range (rand, 0, 25));
      Goods goods[] = { { "p1", g_rand_int_range (rand, 0, 4), g_rand_int_range (rand, 0, 2) },
                        { "p2", g_rand_int_range (rand, 1, 4), 0 },
                        { "p3", g_rand_int_range (rand, 1, 3), 0 } };

      ledger->base.now += SHOP_MINUTE;
      switch (g_rand_int_range (rand, 0, 12))
        {
        case 0:
          tiem_store_link (store, listings[a], variants[b], NULL);
          break;
        case 1:
          tiem_store_unlink (store, listings[a], NULL);
          break;
        case 2:
          tiem_store_set_stock (
              store, variants[a], g_rand_int_range (rand, 0, 30), NULL, NULL, NULL);
          break;
        case 3:
          tiem_store_adjust_stock (
              store, variants[a], g_rand_int_range (rand, -3, 4), NULL, NULL, NULL);
          break;
        case 4:
          {
            g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
            TiemBundlePart part = { variants[a], g_rand_int_range (rand, 1, 3) };

            if (g_rand_boolean (rand))
              g_array_append_val (parts, part);
            tiem_store_set_bundle (store, variants[2], parts, NULL);
          }
          break;
        case 5:
        case 6:
          {
            gint64 order = tiem_store_find_order (store, id, ledger->channel, NULL);

            if (order != 0)
              tiem_store_receive_return (store, order, 0, 0, g_rand_boolean (rand), NULL);
          }
          break;
        case 7:
          tiem_store_archive_variant (store, variants[a], g_rand_boolean (rand), NULL);
          break;
        default:
          put (ledger,
               make_order (ledger,
                           id,
                           g_rand_int_range (rand, 0, TIEM_N_ORDER_STATUSES),
                           ledger->base.now - g_rand_int_range (rand, 0, 3) * SHOP_MINUTE,
                           0,
                           goods,
                           (gsize)g_rand_int_range (rand, 0, 4)));
          break;
        }
      g_test_message ("step %u", i);
      shop_check (&ledger->base);
    }
  g_assert_nonnull (skus[0]);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Ledger, NULL, set_up, func, tear_down)
  ADD ("/ledger/links", test_links);
  ADD ("/ledger/links/late-listing", test_listing_comes_late);
  ADD ("/ledger/links/removed-channel", test_removed_channel);
  ADD ("/ledger/bundle", test_bundle);
  ADD ("/ledger/bundle/refused", test_bundle_refused);
  ADD ("/ledger/bundle/count", test_bundle_count);
  ADD ("/ledger/short", test_short);
  g_test_add_func ("/ledger/desired", test_desired);
  ADD ("/ledger/wakes-channels", test_wakes_channels);
  ADD ("/ledger/rule", test_rule);
  g_test_add_func ("/ledger/shuffled", test_shuffled);
  ADD ("/ledger/random", test_random);
  return g_test_run ();
}
