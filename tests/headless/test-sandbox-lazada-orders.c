#include "lazada-box.h"

#include "sandbox/tiem-sandbox-sale.h"
#include "sandbox/tiem-sandbox-shoppers.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

/* Before everything. */
#define LONG_AGO "2026-01-01T00:00:00+07:00"

static void
test_list_rules (LazadaBox *box,
                 gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *value;
    const char *code;
  } cases[] = {
    { "offset", "5000", "0" },
    { "offset", "5001", "14" },
    { "offset", "-1", "14" },
    { "offset", "x", "14" },
    { "limit", "100", "0" },
    { "limit", "101", "19" },
    { "limit", "0", "19" },
    { "status", "all", "0" },
    { "status", "toship", "0" },
    { "status", "lost_by_3pl", "0" },
    { "status", "cancelled", "36" },
    { "sort_by", "updated_at", "0" },
    { "sort_by", "price", "75" },
    { "sort_direction", "DESC", "0" },
    { "sort_direction", "down", "74" },
    { "update_before", "2026-11-21", "17" },
    { "update_before", "2026-11-21T19:00:00", "17" },
    { "update_before", "2026-11-21T19:00:00+0700", "0" },
    { "update_before", "2026-11-21T12:00:00Z", "0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      lazada_box_call (box,
                       "GET",
                       "/orders/get",
                       "created_after",
                       LONG_AGO,
                       cases[i].name,
                       cases[i].value,
                       NULL);
      g_assert_cmpstr (lazada_box_get_code (box), ==, cases[i].code);
    }
  lazada_box_refused (
      box, "1", "GET", "/orders/get", "update_before", "2026-11-21T12:00:00Z", NULL);
  lazada_box_refused (box, "17", "GET", "/orders/get", "update_after", "yesterday", NULL);
}

static JsonArray *
list_orders (LazadaBox *box,
             const char *name,
             const char *value)
{
  JsonObject *data = lazada_box_get (
      box, "/orders/get", "sort_by", "updated_at", "sort_direction", "ASC", name, value, NULL);
  JsonArray *orders = json_object_get_array_member (data, "orders");

  g_assert_cmpint (json_object_get_int_member (data, "count"), ==, json_array_get_length (orders));
  return orders;
}

/* Bounds are inclusive, and every change moves the stamp. */
static void
test_windows (LazadaBox *box,
              gconstpointer data)
{
  TiemSandboxOrder *first = lazada_box_place (box, "CHAO-28", 1);
  TiemSandboxOrder *second;
  JsonArray *orders;

  lazada_box_wait (box, 5000);
  second = lazada_box_place (box, "CHAO-28", 2);
  orders = list_orders (box, "created_after", "2026-11-21T19:00:05+07:00");
  g_assert_cmpuint (json_array_get_length (orders), ==, 1);
  g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (orders, 0), "order_id"),
      ==,
      second->id);
  g_assert_cmpuint (
      json_array_get_length (list_orders (box, "created_after", "2026-11-21T19:00:06+07:00")),
      ==,
      0);
  lazada_box_wait (box, 5000);
  lazada_box_move (box, first, "packed");
  orders = list_orders (box, "update_after", "2026-11-21T12:00:05Z");
  g_assert_cmpuint (json_array_get_length (orders), ==, 2);
  g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (orders, 1), "order_id"),
      ==,
      first->id);
}

static void
test_pages (LazadaBox *box,
            gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
  JsonObject *page;

  for (guint offset = 0; offset < 60; offset += 25)
    {
      g_autofree char *text = g_strdup_printf ("%u", offset);
      JsonArray *orders;

      page = lazada_box_get (
          box, "/orders/get", "created_after", LONG_AGO, "limit", "25", "offset", text, NULL);
      g_assert_cmpint (json_object_get_int_member (page, "countTotal"), ==, 60);
      orders = json_object_get_array_member (page, "orders");
      for (guint i = 0; i < json_array_get_length (orders); i++)
        g_assert_true (
            g_hash_table_add (seen,
                              GSIZE_TO_POINTER (json_object_get_int_member (
                                  json_array_get_object_element (orders, i), "order_id"))));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 60);
  lazada_box_set (box, "{'count_total':false}");
  page = lazada_box_get (box, "/orders/get", "created_after", LONG_AGO, NULL);
  g_assert_false (json_object_has_member (page, "countTotal"));
}

static void
test_order (LazadaBox *box,
            gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 1);
  JsonObject *answer = lazada_box_get (box, "/order/get", "order_id", order->number, NULL);
  JsonObject *address = json_object_get_object_member (answer, "address_shipping");

  g_assert_cmpint (json_object_get_int_member (answer, "order_id"), ==, order->id);
  g_assert_cmpstr (
      json_object_get_string_member (answer, "created_at"), ==, "2026-11-21 19:00:00 +0700");
  g_assert_cmpstr (json_object_get_string_member (answer, "price"), ==, "459000.00");
  g_assert_cmpfloat (json_object_get_double_member (answer, "shipping_fee"), ==, 16000);
  g_assert_cmpstr (json_object_get_string_member (answer, "payment_method"), ==, "COD");
  g_assert_cmpint (json_object_get_int_member (answer, "items_count"), ==, 1);
  g_assert_cmpstr (
      json_object_get_string_member (answer, "customer_first_name"), ==, "T**********i");
  g_assert_cmpstr (json_object_get_string_member (address, "phone"), ==, "84*******78");
  g_assert_cmpstr (json_object_get_string_member (address, "address1"), ==, "1**********g");
  g_assert_cmpstr (json_object_get_string_member (address, "city"), ==, "Thành phố Hà Nội");
  g_assert_false (json_object_get_boolean_member (answer, "gift_option"));

  lazada_box_set (box, "{'masked':false,'thousands_commas':true,'text_booleans':true}");
  answer = lazada_box_get (box, "/order/get", "order_id", order->number, NULL);
  g_assert_cmpstr (
      json_object_get_string_member (answer, "customer_first_name"), ==, "Trần Thị Mai");
  g_assert_cmpstr (json_object_get_string_member (answer, "price"), ==, "459,000.00");
  g_assert_cmpstr (json_object_get_string_member (answer, "gift_option"), ==, "false");

  lazada_box_refused (box, "16", "GET", "/order/get", "order_id", "446", NULL);
  lazada_box_refused (box, "16", "GET", "/order/get", "order_id", "x", NULL);
  lazada_box_refused (box, "MissingParameter", "GET", "/order/get", NULL);
}

/* Two pieces are two units; there are no quantities. */
static void
test_units (LazadaBox *box,
            gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 2);
  TiemSandboxItem *item = lazada_box_find (box, "CHAO-28");
  JsonArray *units = lazada_box_list (box, "/order/items/get", "order_id", order->number, NULL);
  g_autofree char *sku_id = g_strdup_printf ("%" G_GINT64_FORMAT, item->id);
  JsonObject *unit;

  g_assert_cmpuint (json_array_get_length (units), ==, 2);
  unit = json_array_get_object_element (units, 1);
  g_assert_cmpint (json_object_get_int_member (unit, "order_id"), ==, order->id);
  g_assert_cmpstr (json_object_get_string_member (unit, "sku"), ==, "CHAO-28");
  g_assert_cmpstr (json_object_get_string_member (unit, "sku_id"), ==, sku_id);
  g_assert_cmpstr (json_object_get_string_member (unit, "status"), ==, "pending");
  g_assert_cmpstr (json_object_get_string_member (unit, "variation"), ==, "Cỡ:28 cm");
  g_assert_cmpfloat (json_object_get_double_member (unit, "paid_price"), ==, 459000);
  g_assert_cmpfloat (json_object_get_double_member (unit, "shipping_amount"), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (unit, "delivery_option_sof"), ==, "0");
  g_assert_cmpstr (json_object_get_string_member (unit, "buyer_id"), ==, "200054269395");
  g_assert_false (json_object_has_member (unit, "quantity"));
}

static void
test_units_of_many (LazadaBox *box,
                    gconstpointer data)
{
  g_autoptr (GString) ids = g_string_new ("[");
  g_autofree char *fifty = NULL;
  JsonArray *list;

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (ids,
                            "%s%" G_GINT64_FORMAT,
                            i > 0 ? "," : "",
                            ((TiemSandboxOrder *)box->shop->orders->pdata[i])->id);
  fifty = g_strconcat (ids->str, "]", NULL);
  list = lazada_box_list (box, "/orders/items/get", "order_ids", fifty, NULL);
  g_assert_cmpuint (json_array_get_length (list), ==, 50);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_array_get_object_element (list, 7), "order_items")),
                    >,
                    0);
  g_string_append (ids, ",1]");
  lazada_box_refused (box, "38", "GET", "/orders/items/get", "order_ids", ids->str, NULL);
  lazada_box_refused (box, "37", "GET", "/orders/items/get", "order_ids", "[7]", NULL);
  lazada_box_refused (box, "39", "GET", "/orders/items/get", "order_ids", "[]", NULL);
  lazada_box_refused (box, "56", "GET", "/orders/items/get", "order_ids", "446,447", NULL);
  lazada_box_refused (box, "MissingParameter", "GET", "/orders/items/get", NULL);
}

static void
test_status_filter (LazadaBox *box,
                    gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 2);
  static const struct
  {
    const char *filter;
    guint expected;
  } cases[] = {
    { "pending", 1 }, { "packed", 1 },  { "topack", 1 },
    { "toship", 1 },  { "shipped", 0 }, { "all", 1 },
  };
  JsonArray *orders;

  lazada_box_move (box, order, "packed#1");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JsonObject *page = lazada_box_get (
          box, "/orders/get", "created_after", LONG_AGO, "status", cases[i].filter, NULL);

      g_assert_cmpint (json_object_get_int_member (page, "count"), ==, cases[i].expected);
    }
  orders = list_orders (box, "created_after", LONG_AGO);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_array_get_object_element (orders, 0), "statuses")),
                    ==,
                    2);
  lazada_box_move (box, order, "raw:quality_check");
  g_assert_cmpstr (lazada_box_unit_status (order, 1), ==, "quality_check");
  g_assert_false (tiem_sandbox_market_set_status (box->fixture.market, order, "quality_check"));
  g_assert_false (tiem_sandbox_market_set_status (box->fixture.market, order, "packed#3"));
}

static TiemSandboxOrder *
place_unpaid (LazadaBox *box,
              const char *sku)
{
  g_autofree char *body = g_strdup_printf ("{\"sku\":\"%s\",\"payment\":\"online\"}", sku);

  sandbox_fixture_call (&box->fixture, "POST", "/_sandbox/orders", body);
  g_assert_cmpuint (box->fixture.status, ==, 201);
  return tiem_sandbox_shop_find_order (box->shop, sandbox_fixture_int (&box->fixture, "id"));
}

/* The example of the sheet: 10, ordered 9/1/0, paid 9/0/1, handed over 9/0/0. */
static void
test_stock_buckets (LazadaBox *box,
                    gconstpointer data)
{
  TiemSandboxOrder *order;

  lazada_box_find (box, "CHAO-28")->stock = 10;
  order = place_unpaid (box, "CHAO-28");
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "unpaid");
  lazada_box_assert_stock (box, "CHAO-28", 9, 1, 0);
  lazada_box_move (box, order, "to_ship");
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "pending");
  lazada_box_assert_stock (box, "CHAO-28", 9, 0, 1);
  lazada_box_move (box, order, "packed");
  lazada_box_assert_stock (box, "CHAO-28", 9, 0, 1);
  lazada_box_move (box, order, "ready_to_ship");
  lazada_box_assert_stock (box, "CHAO-28", 9, 0, 0);
  lazada_box_move (box, order, "delivered");
  lazada_box_assert_stock (box, "CHAO-28", 9, 0, 0);

  order = place_unpaid (box, "CHAO-28");
  lazada_box_move (box, order, "to_ship");
  lazada_box_move (box, order, "canceled");
  lazada_box_assert_stock (box, "CHAO-28", 9, 0, 0);
}

static void
test_not_paid (LazadaBox *box,
               gconstpointer data)
{
  TiemSandboxOrder *order;

  lazada_box_find (box, "CHAO-28")->stock = 10;
  order = place_unpaid (box, "CHAO-28");
  lazada_box_wait (box, 30 * MINUTE_MS - 1000);
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "unpaid");
  lazada_box_wait (box, 1000);
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "canceled");
  lazada_box_assert_stock (box, "CHAO-28", 10, 0, 0);
  g_assert_cmpint (order->modified_at, ==, box->fixture.now);
}

/* Lost and failed parcels give nothing back; what came home is for the owner to count. */
static void
test_failed (LazadaBox *box,
             gconstpointer data)
{
  static const char *const words[]
      = { "shipped", "failed_delivery", "shipped_back", "shipped_back_success" };
  TiemSandboxOrder *order;
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (box->fixture.market);

  lazada_box_find (box, "CHAO-28")->stock = 10;
  order = lazada_box_place (box, "CHAO-28", 1);
  g_assert_cmpint (tiem_sandbox_world_get_bin (world, "CHAO-28")->taken, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      lazada_box_move (box, order, words[i]);
      g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, words[i]);
      lazada_box_assert_stock (box, "CHAO-28", 9, 0, 0);
    }
  g_assert_cmpint (tiem_sandbox_world_get_bin (world, "CHAO-28")->taken, ==, 0);
  order = lazada_box_place (box, "CHAO-28", 1);
  lazada_box_move (box, order, "shipped");
  lazada_box_move (box, order, "lost_by_3pl");
  lazada_box_assert_stock (box, "CHAO-28", 8, 0, 0);
}

static void
test_stages (LazadaBox *box,
             gconstpointer data)
{
  static const struct
  {
    const char *word;
    const char *stage;
  } cases[] = {
    { "packed#1", "to_ship" },           { "ready_to_ship#1", "to_ship" },
    { "canceled#2", "awaiting_pickup" }, { "shipped#1", "shipping" },
    { "delivered#1", "delivered" },      { "ask_return#1", "returning" },
    { "returned", "returned" },
  };
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 2);

  g_assert_cmpint (
      tiem_sandbox_market_get_stage (box->fixture.market, order), ==, TIEM_SANDBOX_TO_SHIP);
  for (guint i = 0; i < G_N_ELEMENTS (cases) - 1; i++)
    {
      lazada_box_move (box, order, cases[i].word);
      g_assert_cmpstr (
          tiem_sandbox_stage_to_text (tiem_sandbox_market_get_stage (box->fixture.market, order)),
          ==,
          cases[i].stage);
    }
  tiem_sandbox_market_set_stage (box->fixture.market, order, TIEM_SANDBOX_RETURNED);
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "returned");
  g_assert_cmpstr (lazada_box_unit_status (order, 1), ==, "canceled");
}

/* The goods of all markets are the same, and shoppers come here too. */
static void
test_shoppers (LazadaBox *box,
               gconstpointer data)
{
  GPtrArray *variants = tiem_sandbox_market_get_world (box->fixture.market)->catalogue->variants;
  guint open = 0;
  guint shipped = 0;

  for (guint i = 0; i < variants->len; i++)
    {
      const TiemSandboxVariant *variant = variants->pdata[i];

      g_assert_cmpint (lazada_box_find (box, variant->sku)->stock, ==, variant->stock);
    }
  tiem_sandbox_shoppers_come (box->fixture.market, 1);
  lazada_box_wait (box, 2 * DAY_MS);
  for (guint i = 0; i < box->shop->orders->len; i++)
    {
      TiemSandboxStage stage
          = tiem_sandbox_market_get_stage (box->fixture.market, box->shop->orders->pdata[i]);

      open += stage == TIEM_SANDBOX_TO_SHIP;
      shipped += stage == TIEM_SANDBOX_SHIPPING;
    }
  g_assert_cmpuint (box->shop->orders->len, >, 500);
  g_assert_cmpuint (open, >, 0);
  g_assert_cmpuint (shipped, >, 0);
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (LazadaBox *box, gconstpointer data);
    guint past_orders;
  } tests[] = {
    { "/sandbox/lazada/orders/rules", test_list_rules, 0 },
    { "/sandbox/lazada/orders/windows", test_windows, 0 },
    { "/sandbox/lazada/orders/pages", test_pages, 60 },
    { "/sandbox/lazada/orders/one", test_order, 0 },
    { "/sandbox/lazada/orders/units", test_units, 0 },
    { "/sandbox/lazada/orders/units-of-many", test_units_of_many, 60 },
    { "/sandbox/lazada/orders/status-filter", test_status_filter, 0 },
    { "/sandbox/lazada/orders/stock", test_stock_buckets, 0 },
    { "/sandbox/lazada/orders/not-paid", test_not_paid, 0 },
    { "/sandbox/lazada/orders/failed", test_failed, 0 },
    { "/sandbox/lazada/orders/stages", test_stages, 0 },
    { "/sandbox/lazada/orders/shoppers", test_shoppers, 0 },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path,
                LazadaBox,
                GUINT_TO_POINTER (tests[i].past_orders),
                lazada_box_set_up,
                tests[i].func,
                lazada_box_tear_down);

  return g_test_run ();
}
