#include "shop-fixture.h"

#include "base/tiem-error.h"

/*
 * A shop in which anything may happen in any order: orders and their changes, passes over
 * listings, takeovers, links, counts, pushes with every outcome, merges, erasures, restarts.
 * Whatever it was, the invariants hold. One seed is one exact run (--seed).
 */

#define N_CHANNELS 3
#define N_GOODS 8
#define N_ORDERS 40
#define N_STEPS 250

typedef struct
{
  StoreFixture store;
  GRand *rand;
  gint64 channels[N_CHANNELS];
  gint64 shown[N_CHANNELS][N_GOODS]; /* what each channel shows */
  ShopOrder orders[N_CHANNELS][N_ORDERS];
  char texts[N_ORDERS][16];
  char phones[12][16];
} Shop;

static const char *const skus[N_GOODS] = { "A", "b", "Đ-1", "D 2", "E", "F", "", "H" };
static const char *const products[N_GOODS] = { "p0", "p0", "p2", "p3", "p4", "p5", "p6", "p7" };
static const char *const variations[N_GOODS] = { "v0", "v1", NULL, NULL, NULL, NULL, NULL, NULL };

static gint
pick (Shop *shop,
      gint n)
{
  return g_rand_int_range (shop->rand, 0, n);
}

static gboolean
chance (Shop *shop,
        gint percent)
{
  return pick (shop, 100) < percent;
}

/* Refusing what makes no sense is right; failing is not. */
static void
forgive (GError **error)
{
  if (g_error_matches (*error, TIEM_ERROR, TIEM_ERROR_CONFLICT)
      || g_error_matches (*error, TIEM_ERROR, TIEM_ERROR_INVALID)
      || g_error_matches (*error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND))
    g_clear_error (error);
  g_assert_no_error (*error);
}

static gint64
pick_variant (Shop *shop)
{
  return 1 + pick (shop, N_GOODS + 4); /* some are not there */
}

static gint64
pick_listing (Shop *shop)
{
  return 1 + pick (shop, N_CHANNELS * N_GOODS);
}

static void
read_listings (Shop *shop)
{
  guint c = pick (shop, N_CHANNELS);
  ShopListing listings[N_GOODS] = { 0 };
  guint n = 0;

  for (guint i = 0; i < N_GOODS; i++)
    if (!chance (shop, 10))
      {
        if (chance (shop, 10))
          shop->shown[c][i] = pick (shop, 30) - 1;
        listings[n++] = (ShopListing){
          products[i], variations[i],     chance (shop, 5) ? "A" : skus[i], "Hàng",
          NULL,        shop->shown[c][i], .state = pick (shop, 3)
        };
      }
  shop_read_listings (&shop->store, shop->channels[c], listings, n);
}

static void
put_orders (Shop *shop)
{
  guint c = pick (shop, N_CHANNELS);
  ShopOrder page[6];
  guint n = 1 + pick (shop, G_N_ELEMENTS (page));

  for (guint i = 0; i < n; i++)
    {
      ShopOrder *order = &shop->orders[c][pick (shop, N_ORDERS)];
      guint goods = pick (shop, N_GOODS);

      if (order->remote_id == NULL || chance (shop, 10))
        {
          order->remote_id = shop->texts[order - shop->orders[c]];
          order->product = chance (shop, 90) ? products[goods] : NULL;
          order->variation = variations[goods];
          order->sku = skus[goods];
          order->name = chance (shop, 50) ? "Nguyễn Thị Hoà" : "H***";
          order->buyer_id = chance (shop, 50) ? shop->texts[pick (shop, 9)] : NULL;
          order->phone = chance (shop, 60) ? shop->phones[pick (shop, 12)] : "******45";
          order->email = chance (shop, 20) ? "hoa@example.com" : NULL;
          order->placed_at = shop->store.now - pick (shop, 1000) * SHOP_HOUR;
        }
      order->status = pick (shop, TIEM_N_ORDER_STATUSES);
      order->quantity = 1 + pick (shop, 4);
      order->not_held = chance (shop, 20);
      order->total = 1000 * (1 + pick (shop, 500));
      page[i] = *order;
    }
  shop_put_orders (&shop->store, shop->channels[c], page, n);
}

static void
take_over (Shop *shop)
{
  g_autoptr (GError) error = NULL;
  gint64 channel_id = chance (shop, 70) ? shop->channels[pick (shop, N_CHANNELS)] : 0;

  if (chance (shop, 50))
    tiem_adopt_result_free (tiem_store_adopt (shop->store.store, channel_id, NULL, &error));
  else
    tiem_link_result_free (tiem_store_link_by_sku (shop->store.store, channel_id, &error));
  g_assert_no_error (error);
}

static void
change_link (Shop *shop)
{
  g_autoptr (GError) error = NULL;

  if (chance (shop, 60))
    tiem_store_link (shop->store.store, pick_listing (shop), pick_variant (shop), &error);
  else
    tiem_store_unlink (shop->store.store, pick_listing (shop), &error);
  forgive (&error);
}

static void
change_stock (Shop *shop)
{
  g_autoptr (GError) error = NULL;

  switch (pick (shop, 3))
    {
    case 0:
      tiem_store_set_stock (
          shop->store.store, pick_variant (shop), pick (shop, 40), "count", NULL, &error);
      break;
    case 1:
      tiem_store_adjust_stock (
          shop->store.store, pick_variant (shop), pick (shop, 20) - 10, "adjust", NULL, &error);
      break;
    default:
      tiem_store_archive_variant (
          shop->store.store, pick_variant (shop), chance (shop, 30), &error);
      break;
    }
  forgive (&error);
}

static void
set_bundle (Shop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));

  for (gint i = pick (shop, 3); i > 0; i--)
    {
      TiemBundlePart part = { pick_variant (shop), 1 + pick (shop, 3) };

      g_array_append_val (parts, part);
    }
  tiem_store_set_bundle (shop->store.store, pick_variant (shop), parts, &error);
  forgive (&error);
}

static void
receive_return (Shop *shop)
{
  g_autoptr (GError) error = NULL;

  tiem_store_receive_return (shop->store.store,
                             1 + pick (shop, N_CHANNELS * N_ORDERS),
                             0,
                             1 + pick (shop, 3),
                             chance (shop, 30),
                             &error);
  forgive (&error);
}

static void
push (Shop *shop)
{
  guint c = pick (shop, N_CHANNELS);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pushes
      = tiem_store_take_stock_pushes (shop->store.store, shop->channels[c], 5, &error);
  guint dropped;

  g_assert_no_error (error);
  if (chance (shop, 20))
    change_stock (shop);
  g_assert_true (tiem_store_begin_pushes (shop->store.store, pushes, &dropped, &error));
  if (chance (shop, 10))
    return; /* a crash */
  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *item = g_ptr_array_index (pushes, i);
      gint outcome = pick (shop, 10);

      item->done = outcome < 6;
      item->confirmed = outcome < 5 ? item->value : item->value + 1;
      item->unclear = outcome == 6;
      if (outcome == 7)
        item->error = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_REJECTED, "Không nhận; xem lại.");
    }
  g_assert_true (tiem_store_finish_pushes (shop->store.store, shop->channels[c], pushes, &error));
}

static void
change_customer (Shop *shop)
{
  g_autoptr (GError) error = NULL;
  gint64 a = 1 + pick (shop, 20);
  gint64 b = 1 + pick (shop, 20);

  switch (pick (shop, 5))
    {
    case 0:
      tiem_store_unmerge_customer (shop->store.store, a, &error);
      break;
    case 1:
      tiem_store_edit_customer (
          shop->store.store, a, "Chị Hoà", shop->phones[pick (shop, 12)], NULL, &error);
      break;
    case 2:
      if (chance (shop, 30))
        tiem_store_erase_customer (shop->store.store, a, &error);
      break;
    default:
      tiem_store_merge_customers (shop->store.store, a, b, &error);
      break;
    }
  forgive (&error);
}

static void
restart (Shop *shop)
{
  g_clear_object (&shop->store.store);
  store_fixture_open (&shop->store);
}

static void
run_step (Shop *shop)
{
  static const struct
  {
    void (*func) (Shop *shop);
    gint weight;
  } steps[] = {
    { put_orders, 40 }, { read_listings, 12 }, { take_over, 6 },      { change_link, 8 },
    { push, 14 },       { change_stock, 8 },   { receive_return, 6 }, { change_customer, 10 },
    { set_bundle, 4 },  { restart, 1 },
  };
  gint at = pick (shop, 109);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if ((at -= steps[i].weight) < 0)
      {
        steps[i].func (shop);
        return;
      }
}

static void
test_anything (gconstpointer data)
{
  Shop shop = { 0 };

  shop.rand = g_rand_new_with_seed (g_test_rand_int ());
  store_fixture_set_up (&shop.store, NULL);
  for (guint i = 0; i < N_ORDERS; i++)
    g_snprintf (shop.texts[i], sizeof shop.texts[i], "%u", 100 + i);
  for (guint i = 0; i < 12; i++)
    g_snprintf (shop.phones[i], sizeof shop.phones[i], "09012345%02u", i);
  for (guint c = 0; c < N_CHANNELS; c++)
    {
      g_autofree char *name = g_strdup_printf ("kênh %u", c);

      shop.channels[c] = shop_add_channel (&shop.store, name);
      for (guint i = 0; i < N_GOODS; i++)
        shop.shown[c][i] = pick (&shop, 25);
    }

  for (guint step = 0; step < N_STEPS; step++)
    {
      run_step (&shop);
      shop.store.now += pick (&shop, 10) * SHOP_MINUTE;
      if (step % 10 == 9)
        shop_check (&shop.store);
    }
  store_fixture_tear_down (&shop.store, NULL);
  g_rand_free (shop.rand);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 1; i <= 4; i++)
    {
      g_autofree char *path = g_strdup_printf ("/shuffle/anything/%u", i);

      g_test_add_data_func (path, NULL, test_anything);
    }
  return g_test_run ();
}
