#include "tts-fixture.h"

#define SEARCH "/order/202309/orders/search"
#define PACKAGES "/fulfillment/202309/packages"
#define HOUR_MS G_GINT64_CONSTANT (3600000)

static void
assert_code (TtsFixture *fixture,
             gint64 code)
{
  if (tts_fixture_code (fixture) != code)
    g_test_message ("%s", tts_fixture_message (fixture));
  g_assert_cmpint (tts_fixture_code (fixture), ==, code);
}

static gint64
get_committed (TtsFixture *fixture,
               const TiemSandboxItem *item)
{
  g_autofree char *body = g_strdup_printf ("{'sku_ids':['%" G_GINT64_FORMAT "']}", item->id);
  JsonObject *product
      = tts_only (tts_fixture_ok (fixture, "POST", "/product/202309/inventory/search", NULL, body),
                  "inventory");

  return json_object_get_int_member (tts_only (product, "skus"), "total_committed_quantity");
}

/* Returns: (transfer full): the id of the order's @index'th package */
static char *
get_package (TtsFixture *fixture,
             const TiemSandboxOrder *order,
             guint index)
{
  return g_strdup (
      tts_text (tts_entry (tts_fixture_read_order (fixture, order), "packages", index), "id"));
}

static void
call_package (TtsFixture *fixture,
              const char *method,
              const char *id,
              const char *rest,
              const char *query,
              const char *body)
{
  g_autofree char *path = g_strdup_printf (PACKAGES "/%s%s", id, rest);

  tts_fixture_call (fixture, method, path, query, body);
}

/* Orders */

/* One line for each unit; amounts that add up; stock that moves. */
static void
test_units (TtsFixture *fixture,
            gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  TiemSandboxOrder *order;
  JsonObject *object;
  JsonObject *payment;
  JsonObject *line;

  item->stock = 10;
  order = tts_fixture_place (fixture, "NON-LA", 3);
  g_assert_cmpint (item->stock, ==, 7);
  g_assert_cmpint (get_committed (fixture, item), ==, 3);

  object = tts_fixture_read_order (fixture, order);
  g_assert_cmpstr (tts_text (object, "id"), ==, order->number);
  g_assert_cmpuint (strlen (tts_text (object, "id")), ==, 18);
  g_assert_cmpuint (tts_length (object, "line_items"), ==, 3);
  line = tts_entry (object, "line_items", 0);
  g_assert_cmpstr (tts_text (line, "seller_sku"), ==, "NON-LA");
  g_assert_cmpstr (tts_text (line, "sale_price"), ==, "120000");
  g_assert_cmpstr (tts_text (line, "display_status"), ==, "AWAITING_SHIPMENT");
  g_assert_cmpstr (tts_text (line, "package_status"), ==, "TO_FULFILL");
  g_assert_false (json_object_has_member (line, "quantity"));
  g_assert_cmpstr (tts_text (line, "id"), !=, tts_text (tts_entry (object, "line_items", 1), "id"));
  payment = tiem_sandbox_json_get_object (object, "payment");
  g_assert_cmpstr (tts_text (payment, "sub_total"), ==, "360000");
  g_assert_cmpstr (tts_text (payment, "original_shipping_fee"), ==, "32000");
  g_assert_cmpstr (tts_text (payment, "shipping_fee_platform_discount"), ==, "32000");
  g_assert_cmpstr (tts_text (payment, "shipping_fee"), ==, "0");
  g_assert_cmpstr (tts_text (payment, "total_amount"), ==, "360000");
  g_assert_cmpstr (tts_text (payment, "currency"), ==, "VND");
}

static void
test_sold_out (TtsFixture *fixture,
               gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");

  item->stock = 1;
  sandbox_fixture_call (
      &fixture->base, "POST", "/_sandbox/orders", "{\"sku\":\"NON-LA\",\"quantity\":2}");
  g_assert_cmpuint (fixture->base.status, ==, 409);
  tts_fixture_configure (fixture, "{'product':{'sku':'NON-LA','status':'SELLER_DEACTIVATED'}}");
  sandbox_fixture_call (
      &fixture->base, "POST", "/_sandbox/orders", "{\"sku\":\"NON-LA\",\"quantity\":1}");
  g_assert_cmpuint (fixture->base.status, ==, 409);
  sandbox_fixture_call (&fixture->base,
                        "POST",
                        "/_sandbox/orders",
                        "{\"sku\":\"NON-LA\",\"quantity\":2,\"force\":true}");
  g_assert_cmpuint (fixture->base.status, ==, 201);
  g_assert_cmpint (item->stock, ==, -1);
}

/* The whole way of an order, with what the API shows at each station. */
static void
test_life (TtsFixture *fixture,
           gconstpointer data)
{
  static const struct
  {
    const char *status;
    const char *stage;
    const char *line;
    const char *package; /* (nullable) there is none yet */
    const char *stamp;   /* (nullable) the new time */
    gboolean has_district;
    gboolean has_tracking;
    gint64 committed;
  } rows[] = {
    { "UNPAID", "unpaid", "UNPAID", NULL, NULL, FALSE, FALSE, 1 },
    { "ON_HOLD", "to_confirm", "AWAITING_SHIPMENT", NULL, "paid_time", FALSE, FALSE, 1 },
    { "AWAITING_SHIPMENT",
      "to_ship",
      "AWAITING_SHIPMENT",
      "TO_FULFILL",
      "rts_sla_time",
      TRUE,
      FALSE,
      1 },
    { "AWAITING_COLLECTION",
      "awaiting_pickup",
      "AWAITING_COLLECTION",
      "PROCESSING",
      "rts_time",
      TRUE,
      TRUE,
      0 },
    { "IN_TRANSIT", "shipping", "IN_TRANSIT", "FULFILLING", "collection_time", TRUE, TRUE, 0 },
    { "DELIVERED", "delivered", "DELIVERED", "COMPLETED", "delivery_time", TRUE, TRUE, 0 },
    { "COMPLETED", "completed", "COMPLETED", "COMPLETED", NULL, TRUE, TRUE, 0 },
  };
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  TiemSandboxOrder *order;

  item->stock = 10;
  sandbox_fixture_call (&fixture->base,
                        "POST",
                        "/_sandbox/orders",
                        "{\"sku\":\"NON-LA\",\"quantity\":1,\"payment\":\"online\"}");
  order = tiem_sandbox_shop_find_order (tiem_sandbox_market_get_shop (fixture->base.market),
                                        sandbox_fixture_int (&fixture->base, "id"));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JsonObject *object;
      JsonObject *address;
      JsonObject *line;

      g_test_message ("%s", rows[i].status);
      tts_fixture_pass (fixture, 60000);
      tts_fixture_set_status (fixture, order, rows[i].status);
      sandbox_fixture_assert_text (&fixture->base, "stage", rows[i].stage);
      object = tts_fixture_read_order (fixture, order);
      address = tiem_sandbox_json_get_object (object, "recipient_address");
      line = tts_entry (object, "line_items", 0);
      g_assert_cmpstr (tts_text (object, "status"), ==, rows[i].status);
      g_assert_cmpstr (tts_text (line, "display_status"), ==, rows[i].line);
      g_assert_true (json_object_has_member (address, "district_info") == rows[i].has_district);
      g_assert_true ((*tts_text (object, "tracking_number") != '\0') == rows[i].has_tracking);
      if (rows[i].package != NULL)
        g_assert_cmpstr (tts_text (line, "package_status"), ==, rows[i].package);
      else
        g_assert_cmpuint (tts_length (object, "packages"), ==, 0);
      if (rows[i].stamp != NULL)
        g_assert_true (json_object_has_member (object, rows[i].stamp));
      if (i > 0)
        g_assert_cmpint (
            json_object_get_int_member (object, "update_time"), ==, fixture->base.now / 1000);
      g_assert_cmpint (get_committed (fixture, item), ==, rows[i].committed);
      g_assert_cmpint (item->stock, ==, 9);
    }
  /* Never back. */
  tts_fixture_set_status (fixture, order, "AWAITING_SHIPMENT");
  g_assert_cmpstr (order->status, ==, "COMPLETED");
}

/* Cancelled before it left gives back, after it left it does not. */
static void
test_cancelled_stock (TtsFixture *fixture,
                      gconstpointer data)
{
  static const struct
  {
    const char *before;
    gint64 stock;
    const char *stage;
  } rows[] = {
    { "UNPAID", 10, "cancelled" },
    { "ON_HOLD", 10, "cancelled" },
    { "AWAITING_SHIPMENT", 10, "cancelled" },
    { "AWAITING_COLLECTION", 10, "cancelled" },
    { "IN_TRANSIT", 8, "failed_delivery" },
  };
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TiemSandboxOrder *order;
      JsonObject *object;

      item->stock = 10;
      order = tts_fixture_place (fixture, "NON-LA", 2);
      tts_fixture_set_status (fixture, order, rows[i].before);
      tts_fixture_set_status (fixture, order, "CANCELLED");
      sandbox_fixture_assert_text (&fixture->base, "stage", rows[i].stage);
      g_assert_cmpint (item->stock, ==, rows[i].stock);
      g_assert_cmpint (get_committed (fixture, item), ==, 0);
      object = tts_fixture_read_order (fixture, order);
      g_assert_true (json_object_has_member (object, "cancel_time"));
      g_assert_true (json_object_has_member (object, "cancel_reason"));
      g_assert_cmpstr (
          tts_text (tts_entry (object, "line_items", 0), "display_status"), ==, "CANCELLED");
      tts_fixture_set_status (fixture, order, "COMPLETED");
      g_assert_cmpstr (order->status, ==, "CANCELLED");
    }
}

/* Nobody paid, or nobody shipped: the platform cancels. */
static void
test_overdue (TtsFixture *fixture,
              gconstpointer data)
{
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 1);
  g_autofree char *number = NULL;

  sandbox_fixture_call (&fixture->base,
                        "POST",
                        "/_sandbox/orders",
                        "{\"sku\":\"NON-LA\",\"quantity\":1,\"payment\":\"online\"}");
  number = sandbox_fixture_text (&fixture->base, "number");
  tts_fixture_pass (fixture, 25 * HOUR_MS);
  {
    g_autofree char *query = g_strconcat ("ids=", number, NULL);
    JsonObject *object
        = tts_only (tts_fixture_ok (fixture, "GET", "/order/202507/orders", query, NULL), "orders");

    g_assert_cmpstr (tts_text (object, "cancel_reason"), ==, "system_cancel_unpaid_time_out");
    g_assert_cmpstr (tts_text (object, "cancellation_initiator"), ==, "SYSTEM");
  }
  g_assert_cmpstr (order->status, ==, "AWAITING_SHIPMENT");
  tts_fixture_pass (fixture, 7 * 24 * HOUR_MS);
  g_assert_cmpstr (order->status, ==, "CANCELLED");
}

static void
test_masks (TtsFixture *fixture,
            gconstpointer data)
{
  static const char body[]
      = "{\"sku\":\"NON-LA\",\"buyer\":{\"name\":\"Nguyễn Thị Lan\",\"phone\":\"0901234567\","
        "\"street\":\"12 Lê Lợi\",\"ward\":\"Phường Bến Thành\",\"province\":\"TP. Hồ Chí Minh\"}}";
  static const struct
  {
    const char *type;
    const char *name;
    const char *phone;
    const char *detail;
  } rows[] = {
    { "TIKTOK", "N***n", "(+84)9*****67", "1* L* L**" },
    { "SELLER", "Nguyễn Thị Lan", "(+84)901234567", "12 Lê Lợi" },
  };
  g_autofree char *first_user = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *settings = g_strdup_printf ("{'shipping_type':'%s'}", rows[i].type);
      TiemSandboxOrder *order;
      JsonObject *object;
      JsonObject *address;

      tts_fixture_configure (fixture, settings);
      sandbox_fixture_call (&fixture->base, "POST", "/_sandbox/orders", body);
      order = tiem_sandbox_shop_find_order (tiem_sandbox_market_get_shop (fixture->base.market),
                                            sandbox_fixture_int (&fixture->base, "id"));
      object = tts_fixture_read_order (fixture, order);
      address = tiem_sandbox_json_get_object (object, "recipient_address");
      g_assert_cmpstr (tts_text (address, "name"), ==, rows[i].name);
      g_assert_cmpstr (tts_text (address, "phone_number"), ==, rows[i].phone);
      g_assert_cmpstr (tts_text (address, "address_detail"), ==, rows[i].detail);
      g_assert_cmpstr (tts_text (tts_entry (address, "district_info", 1), "address_name"),
                       ==,
                       "TP. Hồ Chí Minh");
      /* The same buyer has the same id, and a relay for an address. */
      if (i == 0)
        first_user = g_strdup (tts_text (object, "user_id"));
      g_assert_cmpstr (tts_text (object, "user_id"), ==, first_user);
      g_assert_true (g_str_has_suffix (tts_text (object, "buyer_email"), "@scs.tiktokw.example"));
    }
}

static void
test_detail (TtsFixture *fixture,
             gconstpointer data)
{
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 1);
  g_autofree char *query = g_strdup_printf ("ids=1,%s,abc,576461413999999999", order->number);
  g_autoptr (GString) many = g_string_new ("ids=1");
  JsonObject *found
      = tts_only (tts_fixture_ok (fixture, "GET", "/order/202309/orders", query, NULL), "orders");

  g_assert_cmpstr (tts_text (found, "id"), ==, order->number);
  tts_fixture_call (fixture, "GET", "/order/202309/orders", NULL, NULL);
  assert_code (fixture, 36009004);
  g_assert_nonnull (strstr (tts_fixture_message (fixture), "Ids is a required field"));
  for (int i = 2; i <= 50; i++)
    g_string_append_printf (many, ",%d", i);
  g_assert_cmpuint (
      tts_length (tts_fixture_ok (fixture, "GET", "/order/202309/orders", many->str, NULL),
                  "orders"),
      ==,
      0);
  g_string_append (many, ",51");
  tts_fixture_call (fixture, "GET", "/order/202309/orders", many->str, NULL);
  assert_code (fixture, 36009004);
}

static void
test_price_detail (TtsFixture *fixture,
                   gconstpointer data)
{
  TiemSandboxOrder *order;
  g_autofree char *path = NULL;
  JsonObject *detail;

  tts_fixture_configure (fixture, "{'promotion':{'sku':'NON-LA','price':100000}}");
  order = tts_fixture_place (fixture, "NON-LA", 1);
  path = g_strdup_printf ("/order/202407/orders/%s/price_detail", order->number);
  detail = tts_fixture_ok (fixture, "GET", path, NULL, NULL);
  g_assert_cmpstr (tts_text (detail, "sku_list_price"), ==, "120000");
  g_assert_cmpstr (tts_text (detail, "subtotal_deduction_seller"), ==, "20000");
  g_assert_cmpstr (tts_text (detail, "sku_sale_price"), ==, "100000");
  g_assert_cmpstr (tts_text (detail, "shipping_sale_price"), ==, "16000");
  g_assert_cmpstr (tts_text (detail, "payment"), ==, "116000");
  g_assert_cmpstr (tts_text (tts_only (detail, "line_items"), "sku_sale_price"), ==, "100000");
  tts_fixture_call (fixture, "GET", "/order/202407/orders/1/price_detail", NULL, NULL);
  assert_code (fixture, 21008111);
}

/* Parameters of the search that are wrong. */
static void
test_search_refuses (TtsFixture *fixture,
                     gconstpointer data)
{
  static const struct
  {
    const char *query;
    const char *body;
    const char *word;
  } rows[] = {
    { NULL, NULL, "page_size" },
    { NULL, "{'page_size':20}", "page_size" },
    { "page_size=0", NULL, "page_size" },
    { "page_size=101", NULL, "page_size" },
    { "page_size=many", NULL, "page_size" },
    { "page_size=20&sort_order=asc", NULL, "sort_order" },
    { "page_size=20&sort_field=id", NULL, "sort_field" },
    { "page_size=20&page_token=nonsense", NULL, "page_token" },
    { "page_size=20", "{'update_time_ge':'1763690000'}", "update_time_ge" },
    { "page_size=20", "{'order_status':'SHIPPED'}", "order_status" },
    { "page_size=20", "{'order_status':['UNPAID']}", "order_status" },
    { "page_size=20", "{'is_buyer_request_cancel':'true'}", "is_buyer_request_cancel" },
    { "page_size=20", "{'warehouse_ids':[1]}", "warehouse_ids" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s %s", rows[i].query, rows[i].body);
      tts_fixture_call (fixture, "POST", SEARCH, rows[i].query, rows[i].body);
      assert_code (fixture, 36009004);
      g_assert_nonnull (strstr (tts_fixture_message (fixture), rows[i].word));
    }
}

static guint
count_orders (TtsFixture *fixture,
              const char *body)
{
  return json_object_get_int_member (
      tts_fixture_ok (fixture, "POST", SEARCH, "page_size=100", body), "total_count");
}

static void
test_filters (TtsFixture *fixture,
              gconstpointer data)
{
  TiemSandboxOrder *first = tts_fixture_place (fixture, "NON-LA", 1);
  gint64 at = fixture->base.now / 1000;
  g_autofree char *user = NULL;
  g_autofree char *before = g_strdup_printf ("{'create_time_lt':%" G_GINT64_FORMAT "}", at);
  g_autofree char *since = g_strdup_printf ("{'create_time_ge':%" G_GINT64_FORMAT "}", at);
  g_autofree char *changed = g_strdup_printf ("{'update_time_ge':%" G_GINT64_FORMAT "}", at + 10);

  tts_fixture_pass (fixture, 10000);
  tts_fixture_configure (fixture, "{'shipping_type':'SELLER'}");
  tts_fixture_place (fixture, "NON-LA", 1);
  g_assert_cmpuint (count_orders (fixture, NULL), ==, 2);
  /* The one end belongs to the window, the other does not. */
  g_assert_cmpuint (count_orders (fixture, before), ==, 0);
  g_assert_cmpuint (count_orders (fixture, since), ==, 2);
  g_assert_cmpuint (count_orders (fixture, changed), ==, 1);
  tts_fixture_set_status (fixture, first, "BUYER_CANCEL");
  g_assert_cmpuint (count_orders (fixture, changed), ==, 2);
  g_assert_cmpuint (count_orders (fixture, "{'is_buyer_request_cancel':true}"), ==, 1);
  g_assert_cmpuint (count_orders (fixture, "{'shipping_type':'SELLER'}"), ==, 1);
  g_assert_cmpuint (count_orders (fixture, "{'order_status':'AWAITING_SHIPMENT'}"), ==, 2);
  g_assert_cmpuint (count_orders (fixture, "{'order_status':'UNPAID'}"), ==, 0);
  g_assert_cmpuint (count_orders (fixture, "{'warehouse_ids':['" TTS_WAREHOUSE "']}"), ==, 2);
  g_assert_cmpuint (count_orders (fixture, "{'warehouse_ids':['1']}"), ==, 0);
  user = g_strdup_printf ("{'buyer_user_id':'%s'}",
                          tts_text (tts_fixture_read_order (fixture, first), "user_id"));
  g_assert_cmpuint (count_orders (fixture, user), ==, 2);
}

/* Every order once, whatever the page size and the direction. */
static void
test_paging (TtsFixture *fixture,
             gconstpointer data)
{
  static const char *const queries[] = {
    "page_size=7",
    "page_size=7&sort_order=ASC",
    "page_size=100&sort_field=update_time&sort_order=ASC",
    "page_size=1&sort_field=update_time&sort_order=DESC",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autofree char *token = g_strdup ("");
      gboolean is_ascending = strstr (queries[i], "ASC") != NULL;
      const char *field = strstr (queries[i], "update") != NULL ? "update_time" : "create_time";
      gint64 last = is_ascending ? 0 : G_MAXINT64;

      do
        {
          g_autofree char *encoded = tiem_percent_encode (token);
          g_autofree char *query = g_strdup_printf ("%s&page_token=%s", queries[i], encoded);
          JsonObject *page = tts_fixture_ok (fixture, "POST", SEARCH, query, NULL);

          g_assert_cmpint (json_object_get_int_member (page, "total_count"), ==, 40);
          for (guint j = 0; j < tts_length (page, "orders"); j++)
            {
              JsonObject *order = tts_entry (page, "orders", j);
              gint64 key = json_object_get_int_member (order, field);

              g_assert_true (g_hash_table_add (seen, g_strdup (tts_text (order, "id"))));
              g_assert_true (is_ascending ? key >= last : key <= last);
              last = key;
            }
          g_free (token);
          token = g_strdup (tts_text (page, "next_page_token"));
        }
      while (*token != '\0');
      g_assert_cmpuint (g_hash_table_size (seen), ==, 40);
    }
}

/* A token belongs to its exact query. */
static void
test_page_token (TtsFixture *fixture,
                 gconstpointer data)
{
  JsonObject *page
      = tts_fixture_ok (fixture, "POST", SEARCH, "page_size=5", "{'create_time_ge':1}");
  g_autofree char *encoded = tiem_percent_encode (tts_text (page, "next_page_token"));
  g_autofree char *same = g_strdup_printf ("page_size=9&page_token=%s", encoded);
  g_autofree char *sorted = g_strdup_printf ("page_size=5&page_token=%s&sort_order=ASC", encoded);
  g_autofree char *again = NULL;

  tts_fixture_call (fixture, "POST", SEARCH, same, "{'create_time_ge':2}");
  assert_code (fixture, 36009004);
  tts_fixture_call (fixture, "POST", SEARCH, same, NULL);
  assert_code (fixture, 36009004);
  tts_fixture_call (fixture, "POST", SEARCH, sorted, "{'create_time_ge':1}");
  assert_code (fixture, 36009004);
  page = tts_fixture_ok (fixture, "POST", SEARCH, same, "{'create_time_ge':1}");
  again = g_strdup (tts_text (page, "next_page_token"));
  g_assert_cmpuint (tts_length (page, "orders"), ==, 9);

  /* A loop, on demand. */
  tts_fixture_configure (fixture, "{'repeat_page_token':true}");
  page = tts_fixture_ok (fixture, "POST", SEARCH, same, "{'create_time_ge':1}");
  g_assert_cmpstr (tts_text (page, "next_page_token"), !=, again);
  g_assert_cmpstr (tts_text (page, "next_page_token"), !=, "");
}

/* Parcels */

static void
test_ship (TtsFixture *fixture,
           gconstpointer data)
{
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 2);
  g_autofree char *id = get_package (fixture, order, 0);
  g_autofree char *body = NULL;
  JsonObject *slots;
  JsonObject *slot;
  JsonObject *package;
  JsonObject *object;

  g_assert_cmpint (
      json_object_get_int_member (tts_fixture_ok (fixture, "POST", PACKAGES "/search", NULL, NULL),
                                  "total_count"),
      ==,
      0);
  call_package (fixture, "GET", id, "/handover_time_slots", NULL, NULL);
  slots = tts_fixture_data (fixture);
  g_assert_true (json_object_get_boolean_member (slots, "can_pickup"));
  g_assert_true (json_object_get_boolean_member (slots, "can_drop_off"));
  g_assert_false (
      json_object_get_boolean_member (tts_entry (slots, "pickup_slots", 0), "avaliable"));
  slot = tts_entry (slots, "pickup_slots", 3);
  g_assert_true (json_object_get_boolean_member (slot, "avaliable"));
  body
      = g_strdup_printf ("{'handover_method':'PICKUP','pickup_slot':{'start_time':%" G_GINT64_FORMAT
                         ",'end_time':%" G_GINT64_FORMAT "}}",
                         json_object_get_int_member (slot, "start_time"),
                         json_object_get_int_member (slot, "end_time"));

  call_package (fixture, "POST", id, "/ship", NULL, "{'handover_method':'CARRY'}");
  assert_code (fixture, 36009004);
  call_package (fixture,
                "POST",
                id,
                "/ship",
                NULL,
                "{'handover_method':'PICKUP','pickup_slot':{'start_time':1,'end_time':2}}");
  g_assert_cmpint (tts_fixture_code (fixture), !=, 0);
  call_package (fixture, "POST", id, "/ship", NULL, body);
  assert_code (fixture, 0);

  object = tts_fixture_read_order (fixture, order);
  g_assert_cmpstr (tts_text (object, "status"), ==, "AWAITING_COLLECTION");
  g_assert_cmpstr (tts_text (object, "tracking_number"), !=, "");
  g_assert_cmpstr (tts_text (object, "shipping_provider"), ==, "J&T Express");
  g_assert_true (json_object_has_member (object, "rts_time"));
  call_package (fixture, "GET", id, "", NULL, NULL);
  package = tts_fixture_data (fixture);
  g_assert_cmpstr (tts_text (package, "package_status"), ==, "PROCESSING");
  g_assert_cmpstr (tts_text (package, "handover_method"), ==, "PICKUP");
  package = tts_only (
      tts_fixture_ok (fixture, "POST", PACKAGES "/search", NULL, "{'package_status':'PROCESSING'}"),
      "packages");
  g_assert_cmpstr (tts_text (package, "id"), ==, id);
  g_assert_cmpuint (tts_length (package, "order_line_item_ids"), ==, 2);
  g_assert_cmpint (
      json_object_get_int_member (tts_only (tts_only (package, "orders"), "skus"), "quantity"),
      ==,
      2);

  call_package (fixture, "POST", id, "/ship", NULL, body);
  assert_code (fixture, 21011006);
  call_package (fixture, "POST", "1", "/ship", NULL, body);
  assert_code (fixture, 21011001);
}

/* Some of an order left, some waits. */
static void
test_partial (TtsFixture *fixture,
              gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  TiemSandboxOrder *order;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *body = NULL;
  JsonObject *object;
  JsonObject *error;

  tts_fixture_configure (fixture, "{'packages_per_order':2}");
  order = tts_fixture_place (fixture, "NON-LA", 3);
  first = get_package (fixture, order, 0);
  second = get_package (fixture, order, 1);
  call_package (fixture, "POST", first, "/ship", NULL, "{'handover_method':'DROP_OFF'}");
  object = tts_fixture_read_order (fixture, order);
  g_assert_cmpstr (tts_text (object, "status"), ==, "PARTIALLY_SHIPPING");
  g_assert_cmpstr (tts_text (object, "split_or_combine_tag"), ==, "SPLIT");
  g_assert_cmpstr (
      tts_text (tts_entry (object, "line_items", 0), "display_status"), ==, "AWAITING_COLLECTION");
  g_assert_cmpstr (
      tts_text (tts_entry (object, "line_items", 2), "display_status"), ==, "AWAITING_SHIPMENT");
  g_assert_cmpint (get_committed (fixture, item), ==, 1);

  body = g_strdup_printf ("{'packages':[{'id':'%s','handover_method':'DROP_OFF'},{'id':'%s',"
                          "'handover_method':'DROP_OFF'},{'id':'2'}]}",
                          first,
                          second);
  object = tts_fixture_ok (fixture, "POST", PACKAGES "/ship", NULL, body);
  g_assert_cmpuint (tts_length (object, "errors"), ==, 2);
  error = tts_entry (object, "errors", 0);
  g_assert_cmpint (json_object_get_int_member (error, "code"), ==, 21011006);
  g_assert_cmpstr (
      tts_text (tiem_sandbox_json_get_object (error, "detail"), "package_id"), ==, first);
  g_assert_cmpint (
      json_object_get_int_member (tts_entry (object, "errors", 1), "code"), ==, 21011001);
  g_assert_cmpstr (order->status, ==, "AWAITING_COLLECTION");
}

static void
test_documents (TtsFixture *fixture,
                gconstpointer data)
{
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 1);
  g_autofree char *id = get_package (fixture, order, 0);
  g_autofree char *url = NULL;
  const char *bytes;

  call_package (fixture, "GET", id, "/shipping_documents", "document_type=SHIPPING_LABEL", NULL);
  g_assert_cmpint (tts_fixture_code (fixture), !=, 0);
  call_package (fixture, "POST", id, "/ship", NULL, "{'handover_method':'PICKUP'}");
  call_package (fixture, "GET", id, "/shipping_documents", NULL, NULL);
  assert_code (fixture, 36009004);
  call_package (fixture, "GET", id, "/shipping_documents", "document_type=POSTER", NULL);
  assert_code (fixture, 36009004);
  call_package (fixture,
                "GET",
                id,
                "/shipping_documents",
                "document_type=SHIPPING_LABEL&document_size=A6&document_format=PDF",
                NULL);
  g_assert_cmpstr (tts_text (tts_fixture_data (fixture), "tracking_number"), !=, "");
  url = g_strdup (tts_text (tts_fixture_data (fixture), "doc_url"));
  g_assert_true (g_str_has_prefix (url, fixture->base.home));

  sandbox_fixture_call (&fixture->base, "GET", url + strlen (fixture->base.home), NULL);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  bytes = g_bytes_get_data (fixture->base.response->body, NULL);
  g_assert_cmpmem (bytes, strlen ("%PDF-"), "%PDF-", 5);
  g_assert_cmpstr (sandbox_fixture_header (&fixture->base, "Content-Type"), ==, "application/pdf");
  tts_fixture_pass (fixture, 24 * HOUR_MS);
  sandbox_fixture_call (&fixture->base, "GET", url + strlen (fixture->base.home), NULL);
  g_assert_cmpuint (fixture->base.status, ==, 403);

  call_package (
      fixture, "GET", id, "/shipping_documents", "document_type=SHIPPING_LABEL_PICTURE", NULL);
  g_assert_true (g_str_has_suffix (tts_text (tts_fixture_data (fixture), "doc_url"), ".png"));
}

/* The seller's own carrier. */
static void
test_own_carrier (TtsFixture *fixture,
                  gconstpointer data)
{
  static const char own[] = "{'self_shipment':{'tracking_number':'GHN123',"
                            "'shipping_provider_id':'7117858858072016000'}}";
  g_autofree char *delivered = NULL;
  g_autofree char *id = NULL;
  TiemSandboxOrder *order;

  tts_fixture_configure (fixture, "{'shipping_type':'SELLER'}");
  order = tts_fixture_place (fixture, "NON-LA", 1);
  id = get_package (fixture, order, 0);
  call_package (fixture, "POST", id, "/ship", NULL, "{'handover_method':'PICKUP'}");
  g_assert_cmpint (tts_fixture_code (fixture), !=, 0);
  call_package (fixture,
                "POST",
                id,
                "/ship",
                NULL,
                "{'self_shipment':{'tracking_number':'A','shipping_provider_id':'9'}}");
  g_assert_cmpint (tts_fixture_code (fixture), !=, 0);
  call_package (fixture, "POST", id, "/ship", NULL, own);
  assert_code (fixture, 0);
  g_assert_cmpstr (
      tts_text (tts_fixture_read_order (fixture, order), "tracking_number"), ==, "GHN123");
  call_package (fixture,
                "POST",
                id,
                "/shipping_info/update",
                NULL,
                "{'tracking_number':'GHN124','shipping_provider_id':'7117858858072016000'}");
  assert_code (fixture, 0);
  g_assert_cmpstr (
      tts_text (tts_fixture_read_order (fixture, order), "tracking_number"), ==, "GHN124");
  call_package (fixture, "GET", id, "/shipping_documents", "document_type=SHIPPING_LABEL", NULL);
  g_assert_cmpint (tts_fixture_code (fixture), !=, 0);

  delivered = g_strdup_printf ("{'packages':[{'id':'%s','delivery_type':'DELIVERY_SUCCESS'}]}", id);
  g_assert_cmpuint (
      tts_length (tts_fixture_ok (fixture, "POST", PACKAGES "/deliver", NULL, delivered), "errors"),
      ==,
      0);
  g_assert_cmpstr (order->status, ==, "DELIVERED");
}

static void
test_tracking (TtsFixture *fixture,
               gconstpointer data)
{
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 1);
  g_autofree char *path = g_strdup_printf ("/fulfillment/202309/orders/%s/tracking", order->number);
  JsonObject *event;

  tts_fixture_set_status (fixture, order, "IN_TRANSIT");
  event = tts_entry (tts_fixture_ok (fixture, "GET", path, NULL, NULL), "tracking", 1);
  g_assert_cmpint (json_object_get_int_member (event, "update_time_millis"), ==, fixture->base.now);
}

static void
test_logistics (TtsFixture *fixture,
                gconstpointer data)
{
  JsonObject *found = tts_fixture_ok (fixture, "GET", "/logistics/202309/warehouses", NULL, NULL);
  JsonObject *warehouse = tts_entry (found, "warehouses", 0);

  g_assert_cmpuint (tts_length (found, "warehouses"), ==, 2);
  g_assert_cmpstr (tts_text (warehouse, "id"), ==, TTS_WAREHOUSE);
  g_assert_cmpstr (tts_text (warehouse, "type"), ==, "SALES_WAREHOUSE");
  g_assert_cmpstr (tts_text (warehouse, "effect_status"), ==, "ENABLED");
  g_assert_true (json_object_get_boolean_member (warehouse, "is_default"));
  g_assert_true (
      json_object_has_member (tiem_sandbox_json_get_object (warehouse, "address"), "distict"));
  g_assert_cmpstr (tts_text (tts_entry (found, "warehouses", 1), "type"), ==, "RETURN_WAREHOUSE");
  found = tts_fixture_ok (fixture,
                          "GET",
                          "/logistics/202309/warehouses/" TTS_WAREHOUSE "/delivery_options",
                          "scope=WAREHOUSE",
                          NULL);
  g_assert_cmpstr (
      tts_text (tts_entry (found, "delivery_options", 1), "type"), ==, "SEND_BY_SELLER");
  found = tts_fixture_ok (fixture,
                          "GET",
                          "/logistics/202309/delivery_options/7091146663229654785/"
                          "shipping_providers",
                          NULL,
                          NULL);
  g_assert_cmpuint (tts_length (found, "shipping_providers"), >=, 2);
}

#define ADD(path, past, func)                                                                      \
  g_test_add ("/sandbox/tiktok/" path,                                                             \
              TtsFixture,                                                                          \
              GUINT_TO_POINTER (past),                                                             \
              tts_fixture_set_up,                                                                  \
              func,                                                                                \
              tts_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("orders/units", 0, test_units);
  ADD ("orders/sold-out", 0, test_sold_out);
  ADD ("orders/life", 0, test_life);
  ADD ("orders/cancelled-stock", 0, test_cancelled_stock);
  ADD ("orders/overdue", 0, test_overdue);
  ADD ("orders/masks", 0, test_masks);
  ADD ("orders/detail", 0, test_detail);
  ADD ("orders/price-detail", 0, test_price_detail);
  ADD ("orders/search-refuses", 0, test_search_refuses);
  ADD ("orders/filters", 0, test_filters);
  ADD ("orders/paging", 40, test_paging);
  ADD ("orders/page-token", 40, test_page_token);
  ADD ("parcels/ship", 0, test_ship);
  ADD ("parcels/partial", 0, test_partial);
  ADD ("parcels/documents", 0, test_documents);
  ADD ("parcels/own-carrier", 0, test_own_carrier);
  ADD ("parcels/tracking", 0, test_tracking);
  ADD ("parcels/logistics", 0, test_logistics);

  return g_test_run ();
}
