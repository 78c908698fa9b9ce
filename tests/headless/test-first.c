#include "shop-fixture.h"

#include "base/tiem-error.h"

#include <string.h>

/* Orders that are short of goods: who was first, and what kept the other channel from knowing. */

#define TO_SHIP TIEM_ORDER_TO_SHIP
#define SECOND 1000
#define WELL (-1) /* no error */

static const ShopListing dress = { "5", NULL, "VAY-HOA-M", "Váy hoa", "M", 1 };

typedef struct
{
  StoreFixture *base;
  gint64 shopee;
  gint64 lazada;
} Shop;

/* One dress on two channels. */
static Shop
set_up_shop (StoreFixture *fixture)
{
  Shop shop
      = { fixture, shop_add_channel (fixture, "Shopee"), shop_add_channel (fixture, "Lazada") };
  g_autoptr (GError) error = NULL;

  shop_read_listings (fixture, shop.shopee, &dress, 1);
  tiem_adopt_result_free (tiem_store_adopt (fixture->store, shop.shopee, NULL, &error));
  g_assert_no_error (error);
  shop_read_listings (fixture, shop.lazada, &dress, 1);
  tiem_link_result_free (tiem_store_link_by_sku (fixture->store, shop.lazada, &error));
  g_assert_no_error (error);
  return shop;
}

static void
set_state (Shop *shop,
           gint64 channel_id,
           TiemChannelState state,
           int code)
{
  g_autoptr (GError) trouble
      = code != WELL ? g_error_new_literal (TIEM_ERROR, code, "Không trả lời; thử lại.") : NULL;
  g_autoptr (GError) error = NULL;

  tiem_store_book_channel_state (shop->base->store, channel_id, state, trouble, &error);
  g_assert_no_error (error);
}

static void
place (Shop *shop,
       gint64 channel_id,
       const char *number,
       gint64 placed_at)
{
  shop_put_order (
      shop->base,
      channel_id,
      (ShopOrder){
          number, TO_SHIP, "5", NULL, "VAY-HOA-M", 1, .placed_at = placed_at, .title = "Váy hoa" });
}

static TiemOrder *
get_order (Shop *shop,
           const char *number)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_order (shop->base->store, number, 0, &error);
  TiemOrder *order;

  g_assert_no_error (error);
  order = tiem_store_get_order (shop->base->store, id, &error);
  g_assert_no_error (error);
  return order;
}

#define assert_says(order, ...)                                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    static const char *const words_[] = { __VA_ARGS__ };                                           \
    g_test_message ("%s", (order)->short_reason);                                                  \
    g_assert_true ((order)->is_short);                                                             \
    for (gsize i_ = 0; i_ < G_N_ELEMENTS (words_); i_++)                                           \
      if (strstr ((order)->short_reason, words_[i_]) == NULL)                                      \
        g_error ("“%s” lacks “%s”", (order)->short_reason, words_[i_]);                            \
  }                                                                                                \
  G_STMT_END

/* Shopee is cut off, sells the dress that Lazada sold 14 seconds before, and comes back. */
static void
test_cut_off (StoreFixture *fixture,
              gconstpointer data)
{
  Shop shop = set_up_shop (fixture);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (TiemOrder) first = NULL;
  gint64 at;

  set_state (&shop, shop.shopee, TIEM_CHANNEL_ACTIVE, WELL);
  fixture->now += SHOP_MINUTE;
  set_state (&shop, shop.shopee, TIEM_CHANNEL_ACTIVE, TIEM_ERROR_TRANSIENT);
  at = fixture->now += 30 * SECOND;
  place (&shop, shop.lazada, "241122L1", at);
  fixture->now += 2 * SHOP_MINUTE;
  set_state (&shop, shop.shopee, TIEM_CHANNEL_FAILING, TIEM_ERROR_TRANSIENT);
  fixture->now += SHOP_MINUTE;
  place (&shop, shop.shopee, "241122S1", at + 14 * SECOND);

  /* In the turn that read it. */
  order = get_order (&shop, "241122S1");
  assert_says (order, "241122L1", "Lazada", "14 seconds", "Shopee has been out of reach since");
  set_state (&shop, shop.shopee, TIEM_CHANNEL_ACTIVE, WELL);
  g_clear_pointer (&order, tiem_order_free);
  order = get_order (&shop, "241122S1");
  assert_says (order, "241122L1", "Lazada", "14 seconds", "Shopee was out of reach from");
  first = get_order (&shop, "241122L1");
  g_assert_false (first->is_short);
  shop_check (fixture);
}

/* The first sale became known too late, for its own channel was out of reach. */
static void
test_other_cut_off (StoreFixture *fixture,
                    gconstpointer data)
{
  Shop shop = set_up_shop (fixture);
  g_autoptr (TiemOrder) order = NULL;
  gint64 at;

  set_state (&shop, shop.lazada, TIEM_CHANNEL_ACTIVE, TIEM_ERROR_AUTH);
  at = fixture->now += 30 * SECOND;
  fixture->now += 3 * SHOP_MINUTE;
  place (&shop, shop.shopee, "241122S1", at + 40 * SECOND);
  fixture->now += SHOP_MINUTE;
  place (&shop, shop.lazada, "241122L1", at);
  set_state (&shop, shop.lazada, TIEM_CHANNEL_ACTIVE, WELL);
  order = get_order (&shop, "241122S1");
  assert_says (order, "241122L1", "40 seconds", "Lazada was out of reach from");
}

/* Both within the time a number takes. */
static void
test_within_the_delay (StoreFixture *fixture,
                       gconstpointer data)
{
  Shop shop = set_up_shop (fixture);
  g_autoptr (TiemOrder) order = NULL;
  gint64 at = fixture->now;

  place (&shop, shop.lazada, "241122L1", at);
  place (&shop, shop.shopee, "241122S1", at + 2 * SECOND);
  order = get_order (&shop, "241122S1");
  assert_says (order, "241122L1", "2 seconds", "had not reached Shopee");
}

static void
test_paused_and_away (StoreFixture *fixture,
                      gconstpointer data)
{
  Shop shop = set_up_shop (fixture);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (TiemOrder) paused = NULL;
  g_autoptr (GError) error = NULL;
  gint64 at;

  /* The computer slept over noon. */
  set_state (&shop, shop.shopee, TIEM_CHANNEL_ACTIVE, WELL);
  set_state (&shop, shop.lazada, TIEM_CHANNEL_ACTIVE, WELL);
  at = fixture->now += SHOP_HOUR;
  fixture->now += SHOP_HOUR;
  place (&shop, shop.lazada, "241122L1", at);
  place (&shop, shop.shopee, "241122S1", at + SHOP_MINUTE);
  set_state (&shop, shop.shopee, TIEM_CHANNEL_ACTIVE, WELL);
  set_state (&shop, shop.lazada, TIEM_CHANNEL_ACTIVE, WELL);
  order = get_order (&shop, "241122S1");
  assert_says (order, "60 seconds", "Tiệm was not running from");

  fixture->now += SHOP_HOUR;
  set_state (&shop, shop.shopee, TIEM_CHANNEL_ACTIVE, WELL);
  tiem_store_set_channel_state (fixture->store, shop.shopee, TIEM_CHANNEL_PAUSED, NULL, &error);
  g_assert_no_error (error);
  /* A turn that ends after the owner paused it. */
  set_state (&shop, shop.shopee, TIEM_CHANNEL_ACTIVE, WELL);
  fixture->now += SHOP_HOUR;
  place (&shop, shop.shopee, "241122S2", fixture->now);
  paused = get_order (&shop, "241122S2");
  assert_says (paused, "Shopee has been paused since");
}

/* Nobody sold it twice: the owner counted less. */
static void
test_counted_less (StoreFixture *fixture,
                   gconstpointer data)
{
  Shop shop = set_up_shop (fixture);
  g_autoptr (TiemVariant) variant = shop_get_variant (fixture, "VAY-HOA-M");
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;

  place (&shop, shop.shopee, "241122S1", fixture->now);
  fixture->now += SHOP_MINUTE;
  tiem_store_set_stock (fixture->store, variant->id, 0, "damaged", NULL, &error);
  g_assert_no_error (error);
  order = get_order (&shop, "241122S1");
  assert_says (order, "became 0", "Damaged");
}

/* What the channel refused is told in the order's own story, once for each time. */
static void
test_refused (StoreFixture *fixture,
              gconstpointer data)
{
  Shop shop = set_up_shop (fixture);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal
      = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_REJECTED, "Đơn đã huỷ; không giao được.");
  const TiemOrderEvent *event;
  gint64 id;

  place (&shop, shop.shopee, "241122S1", fixture->now);
  id = tiem_store_find_order (fixture->store, "241122S1", 0, &error);
  tiem_store_queue_order_action (fixture->store, id, "order:ship", NULL, 0, &error);
  g_assert_no_error (error);
  items = tiem_store_take_outbox (fixture->store, shop.shopee, "order:", 1, &error);
  g_assert_cmpuint (items->len, ==, 1);
  fixture->now += SECOND;
  tiem_store_finish_outbox (
      fixture->store, ((TiemOutboxItem *)g_ptr_array_index (items, 0))->id, refusal, &error);
  g_assert_no_error (error);

  order = get_order (&shop, "241122S1");
  event = g_ptr_array_index (order->events, 0);
  g_assert_nonnull (strstr (event->what, "Đơn đã huỷ; không giao được."));
  g_assert_cmpstr (event->by, ==, "Shopee");
  g_assert_cmpint (event->at, ==, fixture->now);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SHOP_ADD ("/first/cut-off", test_cut_off);
  SHOP_ADD ("/first/other-cut-off", test_other_cut_off);
  SHOP_ADD ("/first/within-the-delay", test_within_the_delay);
  SHOP_ADD ("/first/paused-and-away", test_paused_and_away);
  SHOP_ADD ("/first/counted-less", test_counted_less);
  SHOP_ADD ("/first/refused", test_refused);
  return g_test_run ();
}
