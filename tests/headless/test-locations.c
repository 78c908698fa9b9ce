#include "ledger-fixture.h"

#include "check-fixture.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-pack.h"

/* Goods at several places: what is on hand, what may be sold, and where orders leave from. */

static gint64
add_place (Ledger *ledger,
           const char *name,
           gboolean sells)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_location (ledger->base.store, name, sells, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, TIEM_MAIN_LOCATION);
  return id;
}

static void
assert_place (
    Ledger *ledger, gint64 variant_id, gint64 location_id, gint64 on_hand, gint64 reserved)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places
      = tiem_store_list_stock_places (ledger->base.store, variant_id, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < places->len; i++)
    {
      const TiemStockPlace *place = g_ptr_array_index (places, i);

      if (place->location_id != location_id)
        continue;
      g_assert_cmpint (place->on_hand, ==, on_hand);
      g_assert_cmpint (place->reserved, ==, reserved);
      return;
    }
  g_assert_not_reached ();
}

static void
put_at (Ledger *ledger,
        gint64 variant_id,
        gint64 location_id,
        gint64 on_hand)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_stock_at (
      ledger->base.store, variant_id, location_id, on_hand, "count", NULL, &error);
  g_assert_no_error (error);
}

static gint64
get_available (Ledger *ledger)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) ao = tiem_store_get_variant (ledger->base.store, ledger->ao, &error);

  g_assert_no_error (error);
  return ao->available;
}

static gint64
get_desired (Ledger *ledger)
{
  g_autoptr (TiemListing) listing = shop_get_listing (&ledger->base, ledger->channel, "AO");

  return listing->has_desired ? listing->desired : -1;
}

/* --- places --- */

static void
test_names (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  static const char *const bad[] = { "", "  ", "KHO CHINH", "kho chính " };
  gint64 second = add_place (ledger, " Kho Tân Bình ", TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_cmpint (tiem_store_add_location (store, bad[i], TRUE, &error), ==, 0);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
      g_clear_error (&error);
    }
  g_assert_true (tiem_store_rename_location (store, second, "Kho Tân Bình 2", &error));
  g_assert_cmpint (tiem_store_find_location (store, "kho tan binh 2", &error), ==, second);
  g_assert_cmpint (tiem_store_find_location (store, "1", &error), ==, TIEM_MAIN_LOCATION);
  g_assert_no_error (error);
  g_assert_cmpint (tiem_store_find_location (store, "Kho Huế", &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  places = tiem_store_list_locations (store, FALSE, &error);
  g_assert_cmpuint (places->len, ==, 2);
  {
    const TiemLocation *main_place = g_ptr_array_index (places, 0);

    g_assert_true (main_place->is_main);
    g_assert_cmpstr (main_place->name, ==, "Kho chính");
    g_assert_cmpint (main_place->units, ==, 10);
    g_assert_cmpint (main_place->variants, ==, 1);
    g_assert_cmpint (main_place->channels, ==, 1);
  }
}

static void
test_main_stays (Ledger *ledger,
                 gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (GError) error = NULL;

  g_assert_false (tiem_store_set_location_sells (store, TIEM_MAIN_LOCATION, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (tiem_store_archive_location (store, TIEM_MAIN_LOCATION, TRUE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
}

static void
test_archive (Ledger *ledger,
              gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 second = add_place (ledger, "Kho Tân Bình", TRUE);
  g_autoptr (GError) error = NULL;

  put_at (ledger, ledger->ao, second, 4);
  g_assert_false (tiem_store_archive_location (store, second, TRUE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  put_at (ledger, ledger->ao, second, 0);

  g_assert_true (tiem_store_set_channel_location (store, ledger->channel, second, &error));
  g_assert_false (tiem_store_archive_location (store, second, TRUE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (tiem_store_set_location_sells (store, second, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (
      tiem_store_set_channel_location (store, ledger->channel, TIEM_MAIN_LOCATION, &error));

  g_assert_true (tiem_store_archive_location (store, second, TRUE, &error));
  g_assert_no_error (error);
  g_assert_false (tiem_store_set_stock_at (store, ledger->ao, second, 3, "count", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tiem_store_set_channel_location (store, ledger->channel, second, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (tiem_store_archive_location (store, second, FALSE, &error));
  g_assert_no_error (error);
}

/* --- what may be sold --- */

static void
test_sells (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 shop = add_place (ledger, "Cửa hàng", TRUE);
  gint64 faulty = add_place (ledger, "Hàng lỗi", FALSE);
  g_autoptr (GError) error = NULL;

  put_at (ledger, ledger->ao, shop, 5);
  put_at (ledger, ledger->ao, faulty, 3);
  g_assert_cmpint (get_available (ledger), ==, 15);
  g_assert_cmpint (get_desired (ledger), ==, 15);

  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 4);
  g_assert_cmpint (get_available (ledger), ==, 11);
  g_assert_true (tiem_store_set_location_sells (store, faulty, TRUE, &error));
  g_assert_cmpint (get_available (ledger), ==, 14);
  g_assert_cmpint (get_desired (ledger), ==, 14);
  shop_check (&ledger->base);
  g_assert_true (tiem_store_set_location_sells (store, shop, FALSE, &error));
  g_assert_cmpint (get_available (ledger), ==, 9);
  g_assert_cmpint (get_desired (ledger), ==, 9);
  assert_place (ledger, ledger->ao, TIEM_MAIN_LOCATION, 10, 4);
  assert_place (ledger, ledger->ao, shop, 5, 0);
}

/* What lies at a place that does not sell serves no order. */
static void
test_short (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 faulty = add_place (ledger, "Hàng lỗi", FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) order = NULL;

  put_at (ledger, ledger->ao, faulty, 8);
  put_at (ledger, ledger->ao, TIEM_MAIN_LOCATION, 2);
  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 4);
  order = get_order (ledger, "1");
  g_assert_true (order->is_short);
  shop_check (&ledger->base);
  g_assert_true (tiem_store_set_location_sells (store, faulty, TRUE, &error));
  g_clear_pointer (&order, tiem_order_free);
  order = get_order (ledger, "1");
  g_assert_false (order->is_short);
}

/* A combo is made of what may be sold of its parts. */
static void
test_bundle (Ledger *ledger,
             gconstpointer data)
{
  gint64 faulty = add_place (ledger, "Hàng lỗi", FALSE);
  gint64 combo = add_variant (ledger, "COMBO-2AO", -1);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  const TiemBundlePart part = { ledger->ao, 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = NULL;

  put_at (ledger, ledger->ao, faulty, 6);
  g_array_append_val (parts, part);
  g_assert_true (tiem_store_set_bundle (ledger->base.store, combo, parts, &error));
  shop_assert_stock (&ledger->base, "COMBO-2AO", 5, 0);
  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 3);
  shop_assert_stock (&ledger->base, "COMBO-2AO", 5, 2);
  places = tiem_store_list_stock_places (ledger->base.store, combo, &error);
  g_assert_cmpuint (places->len, ==, 0);
}

/* --- orders --- */

static void
test_channel (Ledger *ledger,
              gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 shop = add_place (ledger, "Cửa hàng", TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) order = NULL;

  put_at (ledger, ledger->ao, shop, 5);
  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 4);
  assert_place (ledger, ledger->ao, TIEM_MAIN_LOCATION, 10, 4);

  /* what it holds goes along */
  g_assert_true (tiem_store_set_channel_location (store, ledger->channel, shop, &error));
  assert_place (ledger, ledger->ao, TIEM_MAIN_LOCATION, 10, 0);
  assert_place (ledger, ledger->ao, shop, 5, 4);
  g_assert_cmpint (get_available (ledger), ==, 11);
  shop_check (&ledger->base);

  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 4);
  assert_place (ledger, ledger->ao, TIEM_MAIN_LOCATION, 10, 0);
  assert_place (ledger, ledger->ao, shop, 1, 0);

  /* and comes back to where the channel's goods leave from then */
  g_assert_true (
      tiem_store_set_channel_location (store, ledger->channel, TIEM_MAIN_LOCATION, &error));
  put_ao (ledger, "1", TIEM_ORDER_RETURNING, 4);
  order = get_order (ledger, "1");
  g_assert_true (tiem_store_receive_return (store, order->id, 0, 0, FALSE, &error));
  g_assert_no_error (error);
  assert_place (ledger, ledger->ao, TIEM_MAIN_LOCATION, 14, 0);
  assert_place (ledger, ledger->ao, shop, 1, 0);

  /* a link taken away puts each unit back where it was taken from */
  g_assert_true (tiem_store_unlink (store, ledger->listing, &error));
  assert_place (ledger, ledger->ao, TIEM_MAIN_LOCATION, 10, 0);
  assert_place (ledger, ledger->ao, shop, 5, 0);
}

/* --- a number without a place --- */

static void
test_total (Ledger *ledger,
            gconstpointer data)
{
  static const struct
  {
    gint64 main_place;
    gint64 shop;
    gint64 faulty; /* does not sell, and is listed before the shop */
    gint64 total;  /* what is said */
    gint64 after[3];
  } cases[] = {
    { 10, 5, 0, 15, { 10, 5, 0 } }, { 10, 5, 0, 20, { 15, 5, 0 } }, { 10, 5, 0, 8, { 3, 5, 0 } },
    { 3, 5, 0, 2, { 0, 2, 0 } },    { 3, 5, 4, 6, { 0, 2, 4 } },    { 3, 5, 4, 1, { 0, 0, 1 } },
    { 0, 5, 0, 0, { 0, 0, 0 } },    { 0, 0, 0, 7, { 7, 0, 0 } },    { 0, 0, 9, 8, { 0, 0, 8 } },
  };
  gint64 faulty = add_place (ledger, "Hàng lỗi", FALSE);
  gint64 shop = add_place (ledger, "Cửa hàng", TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int by_difference = 0; by_difference < 2; by_difference++)
      {
        gint64 before = cases[i].main_place + cases[i].shop + cases[i].faulty;
        g_autoptr (GError) error = NULL;

        put_at (ledger, ledger->ao, TIEM_MAIN_LOCATION, cases[i].main_place);
        put_at (ledger, ledger->ao, shop, cases[i].shop);
        put_at (ledger, ledger->ao, faulty, cases[i].faulty);
        if (by_difference)
          tiem_store_adjust_stock (
              ledger->base.store, ledger->ao, cases[i].total - before, "adjust", NULL, &error);
        else
          tiem_store_set_stock (
              ledger->base.store, ledger->ao, cases[i].total, "count", NULL, &error);
        g_assert_no_error (error);
        assert_place (ledger, ledger->ao, TIEM_MAIN_LOCATION, cases[i].after[0], 0);
        assert_place (ledger, ledger->ao, shop, cases[i].after[1], 0);
        assert_place (ledger, ledger->ao, faulty, cases[i].after[2], 0);
        shop_check (&ledger->base);
      }
}

static void
test_one_place (Ledger *ledger,
                gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 shop = add_place (ledger, "Cửa hàng", TRUE);
  g_autoptr (GError) error = NULL;

  g_assert_true (tiem_store_adjust_stock_at (store, ledger->ao, shop, 4, "adjust", NULL, &error));
  assert_place (ledger, ledger->ao, shop, 4, 0);
  g_assert_false (tiem_store_adjust_stock_at (store, ledger->ao, shop, -5, "adjust", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (tiem_store_set_stock_at (store, ledger->ao, shop, -1, "count", NULL, &error));
  g_clear_error (&error);
  g_assert_false (tiem_store_set_stock_at (store, ledger->ao, 77, 1, "count", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  assert_ao (ledger, 14, 0);
}

/* --- the check --- */

static void
test_check (Ledger *ledger,
            gconstpointer data)
{
  gint64 second = add_place (ledger, "Kho Tân Bình", TRUE);

  g_assert_cmpint (second, ==, 2);
  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 4);
#define CHECK(broken, mended)                                                                      \
  check_notices (&ledger->base, "goods_lie_at_open_places", broken, mended)
  put_at (ledger, ledger->ao, second, 2);
  CHECK ("UPDATE location SET archived_at = 9 WHERE id = 2",
         "UPDATE location SET archived_at = 0 WHERE id = 2");
  CHECK ("UPDATE location SET sells = 0 WHERE id = 1",
         "UPDATE location SET sells = 1 WHERE id = 1");
  CHECK ("UPDATE location SET sells = 0 WHERE id = 2; UPDATE channel SET location_id = 2",
         "UPDATE location SET sells = 1 WHERE id = 2; UPDATE channel SET location_id = NULL");
  CHECK ("UPDATE reservation SET location_id = 2", "UPDATE reservation SET location_id = 1");
  check_notices (&ledger->base,
                 "stock_equals_movements",
                 "UPDATE location SET sells = 0 WHERE id = 2",
                 "UPDATE location SET sells = 1 WHERE id = 2");
#undef CHECK
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Ledger, NULL, set_up, func, tear_down)
  ADD ("/locations/names", test_names);
  ADD ("/locations/main-stays", test_main_stays);
  ADD ("/locations/archive", test_archive);
  ADD ("/locations/sells", test_sells);
  ADD ("/locations/short", test_short);
  ADD ("/locations/bundle", test_bundle);
  ADD ("/locations/channel", test_channel);
  ADD ("/locations/total", test_total);
  ADD ("/locations/one-place", test_one_place);
  ADD ("/locations/check", test_check);
  return g_test_run ();
}
