#include "shop-fixture.h"

#include "base/tiem-error.h"
#include "store/tiem-ledger.h"

#include <string.h>

/* Listings, taking them over, links, two channels with two numbers. */

#define TO_SHIP TIEM_ORDER_TO_SHIP
#define GONE TIEM_LISTING_GONE
#define N(array) (array), G_N_ELEMENTS (array)

static const ShopListing tea[] = {
  { "31", "311", "TRA-100", "Trà sen Tây Hồ", "100 g", 8 },
  { "31", "312", "TRA-200", "Trà sen Tây Hồ", "200 g", 5 },
  { "40", NULL, "DP-500", "Đường phèn hạt vàng", NULL, 20 },
};

static TiemAdoptResult *
adopt (StoreFixture *fixture,
       gint64 channel_id)
{
  g_autoptr (GError) error = NULL;
  TiemAdoptResult *result = tiem_store_adopt (fixture->store, channel_id, NULL, &error);

  g_assert_no_error (error);
  return result;
}

#define assert_adopted(result_, products_, variants_, linked_, skipped_)                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (TiemAdoptResult) adopted_ = (result_);                                              \
    g_assert_cmpuint (adopted_->products, ==, products_);                                          \
    g_assert_cmpuint (adopted_->variants, ==, variants_);                                          \
    g_assert_cmpuint (adopted_->linked, ==, linked_);                                              \
    g_assert_cmpuint (adopted_->skipped->len, ==, skipped_);                                       \
  }                                                                                                \
  G_STMT_END

static guint
count_pushes (StoreFixture *fixture,
              gint64 channel_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pushes
      = tiem_store_take_stock_pushes (fixture->store, channel_id, 100, &error);

  g_assert_no_error (error);
  return pushes->len;
}

static guint
count_listings (StoreFixture *fixture,
                TiemListingQuery query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (fixture->store, &query, 0, 0, &error);

  g_assert_no_error (error);
  return listings->len;
}

static gint64
add_variant (StoreFixture *fixture,
             const char *sku,
             gint64 on_hand)
{
  TiemNewVariant values = { .name = "Hàng mẫu",
                            .sku = sku,
                            .price_vnd = 100000,
                            .on_hand = on_hand,
                            .has_on_hand = on_hand >= 0 };
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_variant (fixture->store, &values, &error);

  g_assert_no_error (error);
  return id;
}

/* --- taking over --- */

static void
test_adopt (StoreFixture *fixture,
            gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  g_autoptr (TiemVariant) variant = NULL;
  g_autoptr (TiemProduct) product = NULL;
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GError) error = NULL;

  shop_read_listings (fixture, web, N (tea));
  assert_adopted (adopt (fixture, web), 2, 3, 0, 0);
  shop_assert_stock (fixture, "TRA-100", 8, 0);
  shop_assert_stock (fixture, "DP-500", 20, 0);

  variant = shop_get_variant (fixture, "TRA-200");
  g_assert_cmpstr (variant->product_name, ==, "Trà sen Tây Hồ");
  g_assert_cmpstr (variant->options, ==, "200 g");
  g_assert_cmpint (variant->price_vnd, ==, 129000);
  g_assert_cmpstr (variant->channels, ==, "woocommerce");
  product = tiem_store_get_product (fixture->store, variant->product_id, &error);
  g_assert_cmpuint (product->variants->len, ==, 2);

  /* What the channel shows is what it should: there is nothing to send, nothing left. */
  g_assert_cmpuint (count_pushes (fixture, web), ==, 0);
  listing = shop_get_listing (fixture, web, "TRA-200");
  g_assert_cmpint (listing->desired, ==, 5);
  g_assert_cmpint (listing->acked, ==, 5);
  g_assert_null (listing->problem);
  assert_adopted (adopt (fixture, web), 0, 0, 0, 0);
  shop_check (fixture);
}

/* On hand is what the channel has left to sell and what it took off for open orders. */
static void
test_adopt_with_orders (StoreFixture *fixture,
                        gconstpointer data)
{
  static const struct
  {
    const char *title;
    ShopOrder order;
    gint64 placed; /* from the reading of the listings, ms */
    gboolean stored_after;
    gint64 on_hand, reserved;
  } cases[] = {
    { "held and seen", { "1", TO_SHIP, .quantity = 2 }, -SHOP_HOUR, FALSE, 10, 2 },
    { "stored later", { "1", TO_SHIP, .quantity = 2 }, -SHOP_HOUR, TRUE, 10, 2 },
    { "not held",
      { "1", TIEM_ORDER_UNPAID, .quantity = 2, .not_held = TRUE },
      -SHOP_HOUR,
      FALSE,
      8,
      2 },
    { "placed after the reading", { "1", TO_SHIP, .quantity = 2 }, SHOP_MINUTE, TRUE, 8, 2 },
    { "their clock is ahead", { "1", TO_SHIP, .quantity = 2 }, SHOP_HOUR, FALSE, 10, 2 },
    { "left before", { "1", TIEM_ORDER_SHIPPING, .quantity = 2 }, -SHOP_HOUR, FALSE, 8, 0 },
    { "cancelled", { "1", TIEM_ORDER_CANCELLED, .quantity = 2 }, -SHOP_HOUR, FALSE, 8, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StoreFixture own = { 0 };
      ShopOrder order = cases[i].order;
      gint64 web;

      g_test_message ("%s", cases[i].title);
      store_fixture_set_up (&own, NULL);
      web = shop_add_channel (&own, "Website");
      order.product = "31";
      order.variation = "311";
      order.placed_at = own.now + 10000 + cases[i].placed;
      if (!cases[i].stored_after)
        shop_put_order (&own, web, order);
      own.now += 8000;
      shop_read_listings (&own, web, N (tea));
      own.now += 2 * SHOP_MINUTE;
      if (cases[i].stored_after)
        shop_put_order (&own, web, order);

      assert_adopted (adopt (&own, web), 2, 3, 0, 0);
      shop_assert_stock (&own, "TRA-100", cases[i].on_hand, cases[i].reserved);
      shop_check (&own);

      /* It leaves: what was promised is gone, no more. */
      if (tiem_order_status_is_open (order.status))
        {
          order.status = TIEM_ORDER_SHIPPING;
          shop_put_order (&own, web, order);
          shop_assert_stock (&own, "TRA-100", cases[i].on_hand - 2, 0);
          shop_check (&own);
        }
      store_fixture_tear_down (&own, NULL);
    }
}

static void
test_adopt_skips (StoreFixture *fixture,
                  gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  const ShopListing listings[] = {
    { "1", NULL, "AO-01", "Áo thun đen", NULL, 3 },
    { "2", NULL, " ao-01", "Áo thun đen (cũ)", NULL, 3 },
    { "3", NULL, NULL, "Không mã", NULL, 3 },
    { "4", NULL, "  ", "Mã trống", NULL, 3 },
    { "5", NULL, "AO-02", "Áo thun trắng", NULL, 3 },
    { "6", NULL, "AO-03", "Áo đã xoá", NULL, 3, .state = GONE },
  };
  g_autoptr (TiemAdoptResult) result = NULL;
  g_autoptr (TiemListing) linked = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemAdoptResult) again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 missing = 999;

  shop_read_listings (fixture, web, N (listings));
  result = adopt (fixture, web);
  g_assert_cmpuint (result->variants, ==, 1);
  g_assert_cmpuint (result->skipped->len, ==, 4);
  for (guint i = 0; i < result->skipped->len; i++)
    {
      const TiemSkipped *skipped = g_ptr_array_index (result->skipped, i);

      g_assert_nonnull (strstr (skipped->reason, "SKU"));
    }
  shop_check (fixture);

  /* Chosen ones: one that is linked is told apart, one that is not there is an error. */
  linked = shop_get_listing (fixture, web, "AO-02");
  g_array_append_val (ids, linked->id);
  again = tiem_store_adopt (fixture->store, 0, ids, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->skipped->len, ==, 1);
  g_array_append_val (ids, missing);
  g_assert_null (tiem_store_adopt (fixture->store, 0, ids, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

static void
test_adopt_links_same_sku (StoreFixture *fixture,
                           gconstpointer data)
{
  static const struct
  {
    const char *ours, *theirs;
    gboolean is_same;
  } cases[] = {
    { "DP-500", "DP-500", TRUE },   { "DP-500", " dp-500 ", TRUE }, { "DP-500", "ĐP-500", TRUE },
    { "Đp 500", "dp500", TRUE },    { "ÁO-Đỏ", "áo-đỏ", TRUE },     { "DP-500", "DP500", FALSE },
    { "DP-500", "DP-5000", FALSE }, { "DP-500", "DP_500", FALSE },  { "A\u0301O-1", "Áo-1", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StoreFixture own = { 0 };
      const ShopListing listings[] = { { "1", NULL, cases[i].theirs, "Đường phèn", NULL, 4 } };
      gint64 web;

      g_test_message ("“%s” “%s”", cases[i].ours, cases[i].theirs);
      store_fixture_set_up (&own, NULL);
      web = shop_add_channel (&own, "Website");
      add_variant (&own, cases[i].ours, 9);
      shop_read_listings (&own, web, N (listings));
      assert_adopted (adopt (&own, web), !cases[i].is_same, !cases[i].is_same, cases[i].is_same, 0);
      shop_assert_stock (&own, cases[i].ours, 9, 0);
      shop_check (&own);
      store_fixture_tear_down (&own, NULL);
    }
}

/* What a channel does not tell is not made up. */
static void
test_adopt_without_number (StoreFixture *fixture,
                           gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  const ShopListing listings[] = {
    { "1", NULL, "KHONG-SO", "Hàng không đếm", NULL, -1 },
    { "2", "21", "CHUNG-S", "Áo chung kho", "S", 10, .stock_owner = "2" },
    { "2", "22", "CHUNG-M", "Áo chung kho", "M", 10, .stock_owner = "2" },
  };
  g_autoptr (TiemVariant) variant = NULL;
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GError) error = NULL;

  shop_read_listings (fixture, web, N (listings));
  assert_adopted (adopt (fixture, web), 2, 3, 0, 0);
  variant = shop_get_variant (fixture, "KHONG-SO");
  g_assert_cmpint (variant->counted_at, ==, 0);
  g_assert_cmpuint (count_pushes (fixture, web), ==, 0);
  listing = shop_get_listing (fixture, web, "CHUNG-S");
  g_assert_false (listing->has_desired);
  g_assert_nonnull (strstr (listing->problem, "CHUNG-S"));
  g_assert_cmpuint (count_listings (fixture, (TiemListingQuery){ .only_problem = TRUE }), ==, 3);

  g_assert_true (tiem_store_set_stock (fixture->store, variant->id, 6, "count", NULL, &error));
  g_assert_cmpuint (count_pushes (fixture, web), ==, 1);
  shop_check (fixture);
}

/* Orders came before the listings they are of. */
static void
test_orders_first (StoreFixture *fixture,
                   gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  const ShopOrder orders[] = {
    { "1", TO_SHIP, "31", "311", "TRA-100", 1 },
    { "2", TO_SHIP, NULL, NULL, "tra-200", 2 }, /* the channel tells the SKU alone */
    { "3", TO_SHIP, "77", NULL, "LA", 1 },      /* of nothing that is there */
  };
  TiemOrderQuery query = { .descending = TRUE };
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unlinked = 0;

  shop_put_orders (fixture, web, N (orders));
  shop_read_listings (fixture, web, N (tea));
  assert_adopted (adopt (fixture, web), 2, 3, 0, 0);
  shop_assert_stock (fixture, "TRA-100", 9, 1);
  shop_assert_stock (fixture, "TRA-200", 7, 2);
  list = tiem_store_list_orders (fixture->store, &query, FALSE, 0, 0, &error);
  for (guint i = 0; i < list->len; i++)
    n_unlinked += ((TiemOrder *)g_ptr_array_index (list, i))->has_unlinked;
  g_assert_cmpuint (n_unlinked, ==, 1);
  shop_check (fixture);
}

/* --- two channels, two numbers --- */

static GPtrArray *
list_conflicts (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *conflicts = tiem_store_list_stock_conflicts (fixture->store, &error);

  g_assert_no_error (error);
  return conflicts;
}

static guint
count_conflicts (StoreFixture *fixture)
{
  g_autoptr (GPtrArray) conflicts = list_conflicts (fixture);

  return conflicts->len;
}

static void
test_conflict (StoreFixture *fixture,
               gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  gint64 mall = shop_add_channel (fixture, "Shopee");
  const ShopListing other[] = {
    { "a", NULL, "TRA-100", "Trà sen 100g", NULL, 11 },
    { "b", NULL, "TRA-200", "Trà sen 200g", NULL, 5 },
  };
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (TiemVariant) variant = NULL;
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GError) error = NULL;
  const TiemStockConflict *conflict;

  shop_read_listings (fixture, web, N (tea));
  assert_adopted (adopt (fixture, web), 2, 3, 0, 0);
  shop_read_listings (fixture, mall, N (other));
  assert_adopted (adopt (fixture, mall), 0, 0, 2, 0);

  conflicts = list_conflicts (fixture);
  g_assert_cmpuint (conflicts->len, ==, 1);
  conflict = g_ptr_array_index (conflicts, 0);
  g_assert_cmpstr (conflict->sku, ==, "TRA-100");
  g_assert_cmpint (conflict->available, ==, 8);
  g_assert_cmpuint (conflict->listings->len, ==, 2);
  variant = shop_get_variant (fixture, "TRA-100");
  g_assert_true (variant->undecided);
  listing = shop_get_listing (fixture, mall, "TRA-100");
  g_assert_nonnull (listing->problem);

  /* Nothing is sent until it is decided, sales or not. */
  shop_put_order (fixture, web, (ShopOrder){ "1", TO_SHIP, "31", "311", "TRA-100", 1 });
  g_assert_cmpuint (count_pushes (fixture, mall), ==, 0);
  g_assert_cmpuint (count_pushes (fixture, web), ==, 0);
  shop_check (fixture);

  /* 9 lie on the shelf, one of them promised. */
  g_assert_true (tiem_store_set_stock (fixture->store, variant->id, 9, "count", NULL, &error));
  g_assert_cmpuint (count_conflicts (fixture), ==, 0);
  g_assert_cmpuint (count_pushes (fixture, mall), ==, 1);
  shop_assert_stock (fixture, "TRA-100", 9, 1);
  shop_check (fixture);
}

/* The numbers differ, but what they come to does not. */
static void
test_no_conflict_same_shelf (StoreFixture *fixture,
                             gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  gint64 mall = shop_add_channel (fixture, "Shopee");
  const ShopListing other[] = { { "a", NULL, "TRA-100", "Trà sen 100g", NULL, 6 } };

  shop_read_listings (fixture, web, N (tea)); /* 8 */
  assert_adopted (adopt (fixture, web), 2, 3, 0, 0);
  shop_put_order (fixture, mall, (ShopOrder){ "1", TO_SHIP, "a", NULL, "TRA-100", 2 });
  shop_read_listings (fixture, mall, N (other));
  assert_adopted (adopt (fixture, mall), 0, 0, 1, 0);
  g_assert_cmpuint (count_conflicts (fixture), ==, 0);
  shop_assert_stock (fixture, "TRA-100", 8, 2);
  g_assert_cmpuint (count_pushes (fixture, web), ==, 1);
  g_assert_cmpuint (count_pushes (fixture, mall), ==, 0);
  shop_check (fixture);
}

/* A number the owner gave is never questioned. */
static void
test_no_conflict_with_owner (StoreFixture *fixture,
                             gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  gint64 mall = shop_add_channel (fixture, "Shopee");
  const ShopListing other[] = {
    { "a", NULL, "TRA-100", "Trà sen 100g", NULL, 1 },
    { "b", NULL, "TRA-200", "Trà sen 200g", NULL, 1 },
    { "c", NULL, "DP-500", "Đường phèn", NULL, 1 },
  };
  g_autoptr (TiemVariant) counted = NULL;
  g_autoptr (TiemVariant) adjusted = NULL;
  g_autoptr (GError) error = NULL;

  add_variant (fixture, "DP-500", 30);
  shop_read_listings (fixture, web, N (tea));
  assert_adopted (adopt (fixture, web), 1, 2, 1, 0);
  counted = shop_get_variant (fixture, "TRA-100");
  adjusted = shop_get_variant (fixture, "TRA-200");
  /* counted, and found to be what it was */
  g_assert_true (tiem_store_set_stock (fixture->store, counted->id, 8, "count", NULL, &error));
  g_assert_true (
      tiem_store_adjust_stock (fixture->store, adjusted->id, -1, "damaged", NULL, &error));

  shop_read_listings (fixture, mall, N (other));
  assert_adopted (adopt (fixture, mall), 0, 0, 3, 0);
  g_assert_cmpuint (count_conflicts (fixture), ==, 0);
  shop_assert_stock (fixture, "TRA-100", 8, 0);
  shop_assert_stock (fixture, "TRA-200", 4, 0);
  shop_assert_stock (fixture, "DP-500", 30, 0);
  g_assert_cmpuint (count_pushes (fixture, mall), ==, 3);
  shop_check (fixture);
}

/* Both channels at once, in one go. */
static void
test_conflict_in_one_go (StoreFixture *fixture,
                         gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  gint64 mall = shop_add_channel (fixture, "Shopee");
  const ShopListing other[] = { { "a", NULL, "TRA-100", "Trà sen 100g", NULL, 3 },
                                { "b", NULL, "TRA-200", "Trà sen 200g", NULL, 5 } };

  shop_read_listings (fixture, web, N (tea));
  shop_read_listings (fixture, mall, N (other));
  assert_adopted (adopt (fixture, 0), 2, 3, 2, 0);
  g_assert_cmpuint (count_conflicts (fixture), ==, 1);
  shop_check (fixture);
}

/* --- links --- */

static void
test_link_and_unlink (StoreFixture *fixture,
                      gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  ShopOrder order = { "1", TO_SHIP, "31", "311", "TRA-100", 2 };
  gint64 variant_id = add_variant (fixture, "KHAC", 10);
  gint64 other_id = add_variant (fixture, "KHAC-2", 10);
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GError) error = NULL;

  shop_read_listings (fixture, web, N (tea));
  shop_put_order (fixture, web, order);
  listing = shop_get_listing (fixture, web, "TRA-100");
  shop_assert_stock (fixture, "KHAC", 10, 0);

  g_assert_true (tiem_store_link (fixture->store, listing->id, variant_id, &error));
  shop_assert_stock (fixture, "KHAC", 10, 2);
  shop_check (fixture);
  g_assert_true (tiem_store_link (fixture->store, listing->id, variant_id, &error));
  shop_assert_stock (fixture, "KHAC", 10, 2);

  g_assert_true (tiem_store_link (fixture->store, listing->id, other_id, &error));
  shop_assert_stock (fixture, "KHAC", 10, 0);
  shop_assert_stock (fixture, "KHAC-2", 10, 2);
  shop_check (fixture);

  order.status = TIEM_ORDER_SHIPPING;
  shop_put_order (fixture, web, order);
  shop_assert_stock (fixture, "KHAC-2", 8, 0);
  g_assert_true (tiem_store_unlink (fixture->store, listing->id, &error));
  shop_assert_stock (fixture, "KHAC-2", 10, 0);
  shop_check (fixture);
  g_assert_true (tiem_store_unlink (fixture->store, listing->id, &error));
  g_assert_true (tiem_store_link (fixture->store, listing->id, other_id, &error));
  shop_check (fixture);

  g_assert_false (tiem_store_link (fixture->store, listing->id, 999, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tiem_store_link (fixture->store, 999, variant_id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tiem_store_unlink (fixture->store, 999, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  shop_check (fixture);
}

static void
test_link_by_sku (StoreFixture *fixture,
                  gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  gint64 mall = shop_add_channel (fixture, "Shopee");
  const ShopListing listings[] = {
    { "1", NULL, "tra-100", "Trà sen", NULL, 1 },
    { "2", NULL, "MA-LA", "Có mã vạch", NULL, 1, .barcode = "8938505970012" },
    { "3", NULL, NULL, "Có mã vạch thôi", NULL, 1, .barcode = "8938505970029" },
    { "4", NULL, "ao-đỏ", "Áo đỏ", NULL, 1 },
    { "5", NULL, "AO-ĐỎ", "Áo đỏ, trùng", NULL, 1 },
    { "6", NULL, "CU", "Ngừng bán", NULL, 1 },
    { "7", NULL, "MOI", "Chưa có ở đây", NULL, 1 },
  };
  const ShopListing elsewhere[] = { { "1", NULL, "TRA-100", "Trà sen", NULL, 1 } };
  TiemNewVariant first = { .name = "A", .sku = "VACH-1", .barcode = "8938505970012" };
  TiemNewVariant second = { .name = "B", .sku = "VACH-2", .barcode = "8938505970029" };
  g_autoptr (TiemLinkResult) result = NULL;
  g_autoptr (TiemListing) by_barcode = NULL;
  g_autoptr (TiemListing) not_yet = NULL;
  g_autoptr (GError) error = NULL;
  gint64 old_id;

  add_variant (fixture, "TRA-100", 5);
  add_variant (fixture, "AO-ĐỎ", 5);
  old_id = add_variant (fixture, "CU", 5);
  tiem_store_add_variant (fixture->store, &first, &error);
  tiem_store_add_variant (fixture->store, &second, &error);
  tiem_store_archive_variant (fixture->store, old_id, TRUE, &error);
  g_assert_no_error (error);
  shop_read_listings (fixture, web, N (listings));
  shop_read_listings (fixture, mall, N (elsewhere));

  result = tiem_store_link_by_sku (fixture->store, web, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->linked, ==, 3);
  g_assert_cmpuint (result->ambiguous->len, ==, 2);
  g_assert_cmpuint (result->left, ==, 4);
  by_barcode = shop_get_listing (fixture, web, NULL);
  g_assert_cmpstr (by_barcode->sku, ==, "VACH-2");
  not_yet = shop_get_listing (fixture, mall, "TRA-100"); /* another channel's */
  g_assert_cmpint (not_yet->variant_id, ==, 0);
  shop_assert_stock (fixture, "TRA-100", 5, 0);
  shop_check (fixture);
}

/* --- passes --- */

static void
test_gone_and_back (StoreFixture *fixture,
                    gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  g_autoptr (TiemListing) gone = NULL;
  g_autoptr (TiemListing) back = NULL;

  shop_read_listings (fixture, web, N (tea));
  assert_adopted (adopt (fixture, web), 2, 3, 0, 0);
  shop_read_listings (fixture, web, tea, 2);
  gone = shop_get_listing (fixture, web, "DP-500");
  g_assert_cmpint (gone->state, ==, GONE);
  g_assert_false (gone->has_desired);
  g_assert_nonnull (gone->problem);
  g_assert_cmpuint (count_pushes (fixture, web), ==, 0);
  shop_check (fixture);

  shop_read_listings (fixture, web, N (tea));
  back = shop_get_listing (fixture, web, "DP-500");
  g_assert_cmpint (back->state, ==, TIEM_LISTING_ACTIVE);
  g_assert_cmpint (back->desired, ==, 20);
  g_assert_cmpstr (back->sku, ==, "DP-500");
  shop_check (fixture);
}

static void
test_drift (StoreFixture *fixture,
            gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  ShopListing changed[G_N_ELEMENTS (tea)];
  TiemListingQuery drift = { .channel_id = web, .only_drift = TRUE };
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (TiemListing) settled = NULL;

  memcpy (changed, tea, sizeof tea);
  shop_read_listings (fixture, web, N (tea));
  assert_adopted (adopt (fixture, web), 2, 3, 0, 0);

  changed[0].stock = 50;
  shop_read_listings (fixture, web, N (changed));
  g_assert_cmpuint (count_listings (fixture, drift), ==, 0); /* perhaps orders explain it */
  shop_settle_drift (fixture, web, 1);
  listing = shop_get_listing (fixture, web, "TRA-100");
  g_assert_cmpint (listing->stock, ==, 50);
  g_assert_cmpint (listing->desired, ==, 8);
  g_assert_nonnull (strstr (listing->problem, "50"));
  g_assert_cmpuint (count_listings (fixture, drift), ==, 1);
  g_assert_cmpuint (count_pushes (fixture, web), ==, 1);
  shop_assert_stock (fixture, "TRA-100", 8, 0);

  /* Put right at the channel itself. */
  changed[0].stock = 8;
  shop_read_listings (fixture, web, N (changed));
  settled = shop_get_listing (fixture, web, "TRA-100");
  g_assert_null (settled->problem);
  g_assert_cmpuint (count_listings (fixture, drift), ==, 0);
  g_assert_cmpuint (count_pushes (fixture, web), ==, 0);

  /* A number that an order explains is none. */
  shop_put_order (fixture, web, (ShopOrder){ "1", TO_SHIP, "31", "311", "TRA-100", 3 });
  changed[0].stock = 5;
  shop_read_listings (fixture, web, N (changed));
  shop_settle_drift (fixture, web, 0);
  g_assert_cmpuint (count_listings (fixture, drift), ==, 0);
  g_assert_cmpuint (count_pushes (fixture, web), ==, 0);
  shop_check (fixture);
}

static void
count_commit_cb (TiemStore *store,
                 const TiemCommit *commit,
                 gpointer user_data)
{
  if (commit->what & TIEM_CHANGED_LISTINGS)
    (*(guint *)user_data)++;
}

/* A pass that finds nothing new disturbs nobody. */
static void
test_unchanged_is_silent (StoreFixture *fixture,
                          gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  guint n = 0;

  shop_read_listings (fixture, web, N (tea));
  assert_adopted (adopt (fixture, web), 2, 3, 0, 0);
  tiem_store_add_commit_func (fixture->store, count_commit_cb, &n);
  shop_read_listings (fixture, web, N (tea));
  g_assert_cmpuint (n, ==, 0);
  shop_read_listings (fixture, web, tea, 2);
  g_assert_cmpuint (n, ==, 1);
}

static void
test_queries (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  gint64 mall = shop_add_channel (fixture, "Shopee");
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (TiemListing) again = NULL;
  g_autoptr (GError) error = NULL;
  static const struct
  {
    const char *typed;
    guint n;
  } cases[] = {
    { "tra sen", 4 }, { "trà", 4 },    { "duong phen", 2 }, { "Đường", 2 },
    { "tra 200", 2 }, { "dp-500", 2 }, { "DP 500", 2 },     { "khong co", 0 },
    { "\"'%_", 6 },   { NULL, 6 },     { "phen duong", 2 },
  };

  shop_read_listings (fixture, web, N (tea));
  shop_read_listings (fixture, mall, N (tea));
  assert_adopted (adopt (fixture, web), 2, 3, 0, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].typed);
      g_assert_cmpuint (
          count_listings (fixture, (TiemListingQuery){ .search = (char *)cases[i].typed }),
          ==,
          cases[i].n);
    }
  g_assert_cmpuint (count_listings (fixture, (TiemListingQuery){ .channel_id = web }), ==, 3);
  g_assert_cmpuint (count_listings (fixture, (TiemListingQuery){ .only_unlinked = TRUE }), ==, 3);
  g_assert_cmpuint (count_listings (fixture, (TiemListingQuery){ .only_pending = TRUE }), ==, 0);

  listing = shop_get_listing (fixture, web, "DP-500");
  g_assert_null (listing->remote_variant_id);
  g_assert_cmpuint (
      count_listings (fixture, (TiemListingQuery){ .variant_id = listing->variant_id }), ==, 1);
  again = tiem_store_get_listing (fixture->store, listing->id, &error);
  g_assert_cmpstr (again->title, ==, "Đường phèn hạt vàng");
  g_assert_cmpstr (again->channel_name, ==, "Website");
  g_assert_null (tiem_store_get_listing (fixture->store, 999, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SHOP_ADD ("/listings/adopt/fresh", test_adopt);
  SHOP_ADD ("/listings/adopt/with-orders", test_adopt_with_orders);
  SHOP_ADD ("/listings/adopt/skips", test_adopt_skips);
  SHOP_ADD ("/listings/adopt/links-same-sku", test_adopt_links_same_sku);
  SHOP_ADD ("/listings/adopt/without-number", test_adopt_without_number);
  SHOP_ADD ("/listings/adopt/orders-first", test_orders_first);
  SHOP_ADD ("/listings/conflict/decided-once", test_conflict);
  SHOP_ADD ("/listings/conflict/same-shelf", test_no_conflict_same_shelf);
  SHOP_ADD ("/listings/conflict/owner-knows", test_no_conflict_with_owner);
  SHOP_ADD ("/listings/conflict/in-one-go", test_conflict_in_one_go);
  SHOP_ADD ("/listings/link/effects", test_link_and_unlink);
  SHOP_ADD ("/listings/link/by-sku", test_link_by_sku);
  SHOP_ADD ("/listings/pass/gone-and-back", test_gone_and_back);
  SHOP_ADD ("/listings/pass/drift", test_drift);
  SHOP_ADD ("/listings/pass/unchanged-is-silent", test_unchanged_is_silent);
  SHOP_ADD ("/listings/queries", test_queries);
  return g_test_run ();
}
