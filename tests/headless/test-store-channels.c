#include "shop-fixture.h"

/* Channels, what waits for them, and what they answered. */

static TiemChannelRecord *
get_channel (StoreFixture *fixture,
             gint64 id)
{
  g_autoptr (GError) error = NULL;
  TiemChannelRecord *channel = tiem_store_get_channel (fixture->store, id, &error);

  g_assert_no_error (error);
  return channel;
}

static void
test_add (StoreFixture *fixture,
          gconstpointer data)
{
  TiemStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_channel (
      store, "woocommerce", " Nhà Mây ", "https://nhamay.vn", NULL, "s1", &error);
  g_autoptr (TiemChannelRecord) channel = get_channel (fixture, id);
  g_autoptr (GPtrArray) list = NULL;

  g_assert_cmpstr (channel->name, ==, "Nhà Mây");
  g_assert_cmpstr (channel->kind, ==, "woocommerce");
  g_assert_cmpint (channel->state, ==, TIEM_CHANNEL_ACTIVE);
  g_assert_cmpint (channel->share_percent, ==, 100);
  g_assert_cmpint (channel->cap, ==, -1);
  g_assert_null (channel->cursor);

  g_assert_cmpint (
      tiem_store_add_channel (store, "woocommerce", "", "https://b.vn", NULL, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  /* one shop connected twice would be counted twice */
  g_assert_cmpint (
      tiem_store_add_channel (store, "woocommerce", "B", "https://nhamay.vn", NULL, "s1", &error),
      ==,
      0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "Nhà Mây"));
  g_clear_error (&error);

  g_assert_true (tiem_store_rename_channel (store, id, "Nhà Gió", NULL, &error));
  g_assert_true (tiem_store_set_channel_shop (store, id, "s2", 77, &error));
  g_clear_pointer (&channel, tiem_channel_record_free);
  channel = get_channel (fixture, id);
  g_assert_cmpstr (channel->name, ==, "Nhà Gió");
  g_assert_cmpstr (channel->base_url, ==, "https://nhamay.vn");
  g_assert_cmpstr (channel->shop, ==, "s2");
  g_assert_cmpint (channel->auth_expires_at, ==, 77);

  g_assert_true (tiem_store_remove_channel (store, id, &error));
  list = tiem_store_list_channels (store, &error);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_null (tiem_store_get_channel (store, id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tiem_store_remove_channel (store, id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tiem_store_rename_channel (store, id, "x", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* and can be connected again */
  g_assert_cmpint (
      tiem_store_add_channel (store, "woocommerce", "B", "https://nhamay.vn", NULL, "s2", &error),
      >,
      id);
}

static void
test_state (StoreFixture *fixture,
            gconstpointer data)
{
  TiemStore *store = fixture->store;
  gint64 id = shop_add_channel (fixture, "nhamay");
  g_autoptr (GError) trouble = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_AUTH, "Sign in again.");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelRecord) channel = NULL;
  gint64 began = fixture->now;

  tiem_error_set_detail (trouble, "Invalid signature", "req-1");
  g_assert_true (
      tiem_store_set_channel_state (store, id, TIEM_CHANNEL_NEEDS_AUTH, trouble, &error));
  fixture->now += SHOP_MINUTE;
  g_assert_true (
      tiem_store_set_channel_state (store, id, TIEM_CHANNEL_NEEDS_AUTH, trouble, &error));
  channel = get_channel (fixture, id);
  g_assert_cmpint (channel->state, ==, TIEM_CHANNEL_NEEDS_AUTH);
  g_assert_cmpstr (channel->error_class, ==, "AUTH");
  g_assert_cmpstr (channel->error_message, ==, "Sign in again.");
  g_assert_cmpstr (channel->error_detail, ==, "Invalid signature [req-1]");
  g_assert_cmpint (channel->error_since, ==, began);
  g_assert_cmpint (channel->last_ok_at, ==, 0);

  g_assert_true (tiem_store_set_channel_state (store, id, TIEM_CHANNEL_ACTIVE, NULL, &error));
  g_clear_pointer (&channel, tiem_channel_record_free);
  channel = get_channel (fixture, id);
  g_assert_null (channel->error_class);
  g_assert_null (channel->error_message);
  g_assert_cmpint (channel->error_since, ==, 0);
  g_assert_cmpint (channel->last_ok_at, ==, fixture->now);
}

static void
test_cursor (StoreFixture *fixture,
             gconstpointer data)
{
  gint64 id = shop_add_channel (fixture, "nhamay");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelRecord) channel = NULL;

  shop_put_order (fixture, id, (ShopOrder){ .remote_id = "1", .status = TIEM_ORDER_TO_SHIP });
  channel = get_channel (fixture, id);
  g_assert_nonnull (channel->cursor);
  g_assert_true (tiem_store_reset_cursor (fixture->store, id, &error));
  g_clear_pointer (&channel, tiem_channel_record_free);
  channel = get_channel (fixture, id);
  g_assert_null (channel->cursor);
  g_assert_cmpint (channel->orders, ==, 1);
}

/* --- outbox --- */

static const TiemOutboxItem *
get_only (GPtrArray *items)
{
  g_assert_cmpuint (items->len, ==, 1);
  return g_ptr_array_index (items, 0);
}

static void
test_outbox (StoreFixture *fixture,
             gconstpointer data)
{
  TiemStore *store = fixture->store;
  gint64 channel = shop_add_channel (fixture, "nhamay");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  gint64 order;
  gint64 id;

  shop_put_order (fixture, channel, (ShopOrder){ .remote_id = "51", .status = TIEM_ORDER_TO_SHIP });
  order = tiem_store_find_order (store, "51", 0, &error);

  /* held back as long as its Undo is offered */
  id = tiem_store_queue_order_action (store, order, "order:ship", NULL, 6000, &error);
  g_assert_no_error (error);
  taken = tiem_store_take_outbox (store, channel, "order:", 10, &error);
  g_assert_cmpuint (taken->len, ==, 0);
  g_assert_true (tiem_store_drop_outbox (store, id, &error));
  kept = tiem_store_list_outbox (store, 0, &error);
  g_assert_cmpuint (kept->len, ==, 0);

  /* the same action asked for twice is one */
  id = tiem_store_queue_order_action (store, order, "order:ship", NULL, 6000, &error);
  g_assert_cmpint (
      tiem_store_queue_order_action (store, order, "order:ship", NULL, 0, &error), ==, id);
  g_clear_pointer (&taken, g_ptr_array_unref);
  taken = tiem_store_take_outbox (store, channel, "price", 10, &error);
  g_assert_cmpuint (taken->len, ==, 0);
  g_clear_pointer (&taken, g_ptr_array_unref);
  taken = tiem_store_take_outbox (store, channel, "order:", 10, &error);
  g_assert_cmpstr (get_only (taken)->remote_id, ==, "51");
  g_assert_cmpstr (get_only (taken)->state, ==, "sending");
  g_assert_cmpuint (get_only (taken)->attempts, ==, 1);
  g_assert_cmpint (strlen (get_only (taken)->idempotency_key), >=, 32);

  /* too late to hold back; asked again it is the one on its way */
  g_assert_false (tiem_store_drop_outbox (store, id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (
      tiem_store_queue_order_action (store, order, "order:ship", NULL, 0, &error), ==, id);

  /* a crash leaves it so: it is taken again, with the same key */
  {
    g_autoptr (GPtrArray) again = tiem_store_take_outbox (store, channel, "order:", 10, &error);

    g_assert_cmpstr (get_only (again)->idempotency_key, ==, get_only (taken)->idempotency_key);
    g_assert_cmpuint (get_only (again)->attempts, ==, 2);
  }
  g_assert_true (tiem_store_finish_outbox (store, id, NULL, &error));
  g_clear_pointer (&kept, g_ptr_array_unref);
  kept = tiem_store_list_outbox (store, 0, &error);
  g_assert_cmpuint (kept->len, ==, 0);
  g_assert_true (tiem_store_finish_outbox (store, id, NULL, &error)); /* gone already */

  g_assert_cmpint (
      tiem_store_queue_order_action (store, 999, "order:ship", NULL, 0, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

static void
test_outbox_failures (StoreFixture *fixture,
                      gconstpointer data)
{
  static const struct
  {
    int code;
    gint64 retry_after_ms;
    const char *state;
    gint64 soonest_ms, latest_ms;
  } cases[] = {
    { TIEM_ERROR_REJECTED, 0, "rejected", 0, 0 },
    { TIEM_ERROR_TRANSIENT, 0, "waiting", 1000, 2000 },
    { TIEM_ERROR_PROTOCOL, 0, "waiting", 1000, 2000 },
    { TIEM_ERROR_AUTH, 0, "waiting", 1000, 2000 },
    { TIEM_ERROR_RATE_LIMITED, 45000, "waiting", 45000, 45000 },
  };
  TiemStore *store = fixture->store;
  gint64 channel = shop_add_channel (fixture, "nhamay");
  g_autoptr (GError) error = NULL;
  gint64 order;

  shop_put_order (fixture, channel, (ShopOrder){ .remote_id = "51", .status = TIEM_ORDER_TO_SHIP });
  order = tiem_store_find_order (store, "51", 0, &error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) why = g_error_new_literal (TIEM_ERROR, cases[i].code, "Why.");
      g_autoptr (GPtrArray) taken = NULL;
      g_autoptr (GPtrArray) kept = NULL;
      gint64 id = tiem_store_queue_order_action (store, order, "order:cancel", "r", 0, &error);
      gint64 wait;

      tiem_error_set_retry_after_ms (why, cases[i].retry_after_ms);
      taken = tiem_store_take_outbox (store, channel, "order:", 10, &error);
      g_assert_cmpuint (taken->len, ==, 1);
      g_assert_true (tiem_store_finish_outbox (store, id, why, &error));
      kept = tiem_store_list_outbox (store, channel, &error);
      g_assert_cmpstr (get_only (kept)->state, ==, cases[i].state);
      g_assert_cmpstr (get_only (kept)->problem, ==, "Why.");
      wait = get_only (kept)->not_before - fixture->now;
      if (cases[i].code != TIEM_ERROR_REJECTED)
        {
          g_assert_cmpint (wait, >=, cases[i].soonest_ms);
          g_assert_cmpint (wait, <=, cases[i].latest_ms);
        }
      g_clear_pointer (&taken, g_ptr_array_unref);
      taken = tiem_store_take_outbox (store, channel, "order:", 10, &error);
      g_assert_cmpuint (taken->len, ==, 0);
      g_assert_true (tiem_store_drop_outbox (store, id, &error));
    }
}

/* Found by the simulation: what was put off while the clock was a day ahead. */
static void
test_outbox_clock_set_back (StoreFixture *fixture,
                            gconstpointer data)
{
  TiemStore *store = fixture->store;
  gint64 channel = shop_add_channel (fixture, "nhamay");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) held = NULL;
  g_autoptr (GPtrArray) due = NULL;
  gint64 order;

  shop_put_order (fixture, channel, (ShopOrder){ .remote_id = "51", .status = TIEM_ORDER_TO_SHIP });
  order = tiem_store_find_order (store, "51", 0, &error);
  tiem_store_queue_order_action (store, order, "order:ship", NULL, 5000, &error);
  g_assert_no_error (error);
  held = tiem_store_take_outbox (store, channel, "order:", 10, &error);
  g_assert_cmpuint (held->len, ==, 0);

  fixture->now -= 24 * 3600 * G_GINT64_CONSTANT (1000);
  due = tiem_store_take_outbox (store, channel, "order:", 10, &error);
  g_assert_cmpuint (due->len, ==, 1);
}

static void
test_removed_takes_its_work_along (StoreFixture *fixture,
                                   gconstpointer data)
{
  TiemStore *store = fixture->store;
  gint64 channel = shop_add_channel (fixture, "nhamay");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  gint64 order;

  shop_put_order (fixture, channel, (ShopOrder){ .remote_id = "51", .status = TIEM_ORDER_TO_SHIP });
  order = tiem_store_find_order (store, "51", 0, &error);
  tiem_store_queue_order_action (store, order, "order:ship", NULL, 0, &error);
  g_assert_true (tiem_store_remove_channel (store, channel, &error));
  kept = tiem_store_list_outbox (store, 0, &error);
  g_assert_cmpuint (kept->len, ==, 0);
  g_assert_cmpint (
      tiem_store_queue_order_action (store, order, "order:ship", NULL, 0, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  shop_check (fixture);
}

/* --- log --- */

static void
add_log (StoreFixture *fixture,
         gint64 channel,
         const char *endpoint)
{
  TiemLogEntry entry = { .at = fixture->now,
                         .channel_id = channel,
                         .endpoint = (char *)endpoint,
                         .outcome = (char *)"ok",
                         .status = 200,
                         .duration_ms = 31,
                         .request_id = (char *)"r1" };
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (entries, &entry);
  g_assert_true (tiem_store_add_log (fixture->store, entries, &error));
  g_assert_no_error (error);
}

static void
test_log (StoreFixture *fixture,
          gconstpointer data)
{
  gint64 first = shop_add_channel (fixture, "nhamay");
  gint64 second = shop_add_channel (fixture, "laza");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) late = NULL;

  add_log (fixture, first, "orders");
  fixture->now += SHOP_DAY;
  add_log (fixture, second, "orders");
  fixture->now += SHOP_MINUTE;
  add_log (fixture, first, "products/batch");

  all = tiem_store_list_log (fixture->store, 0, 0, 0, &error);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpstr (((TiemLogEntry *)g_ptr_array_index (all, 0))->endpoint, ==, "products/batch");
  g_assert_cmpstr (((TiemLogEntry *)g_ptr_array_index (all, 1))->channel_name, ==, "laza");
  one = tiem_store_list_log (fixture->store, first, fixture->now, 0, &error);
  g_assert_cmpuint (one->len, ==, 1);

  /* kept for thirty days */
  fixture->now += 30 * SHOP_DAY;
  add_log (fixture, first, "orders");
  late = tiem_store_list_log (fixture->store, 0, 0, 2, &error);
  g_assert_cmpuint (late->len, ==, 2);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  SHOP_ADD ("/channels/add", test_add);
  SHOP_ADD ("/channels/state", test_state);
  SHOP_ADD ("/channels/cursor", test_cursor);
  SHOP_ADD ("/channels/outbox", test_outbox);
  SHOP_ADD ("/channels/outbox/failures", test_outbox_failures);
  SHOP_ADD ("/channels/outbox/clock-set-back", test_outbox_clock_set_back);
  SHOP_ADD ("/channels/outbox/removed", test_removed_takes_its_work_along);
  SHOP_ADD ("/channels/log", test_log);
  return g_test_run ();
}
