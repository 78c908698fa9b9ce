#include "shopee-box.h"

#define DAY_S 86400

/* One page of a list. Returns: the response; borrowed */
static JsonObject *
list (ShopeeBox *box,
      const char *field,
      gint64 from,
      gint64 to,
      const char *more)
{
  g_autofree char *name
      = g_strdup_printf ("order/get_order_list?time_range_field=%s&time_from=%" G_GINT64_FORMAT
                         "&time_to=%" G_GINT64_FORMAT "&%s",
                         field,
                         from,
                         to,
                         more);

  return shopee_box_get (box, name, NULL);
}

static JsonArray *
get_rows (JsonObject *response)
{
  return json_object_get_array_member (response, "order_list");
}

/* All pages of ninety days, in steps of fifteen. Returns: how many different orders there are */
static guint
walk (ShopeeBox *box,
      const char *field)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 now = box->base.now / 1000;

  for (gint64 to = now; to > now - 100 * DAY_S; to -= 15 * DAY_S)
    {
      g_autofree char *cursor = g_strdup ("");

      do
        {
          g_autofree char *more = g_strdup_printf ("page_size=7&cursor=%s", cursor);
          JsonObject *response = list (box, field, to - 15 * DAY_S + 1, to, more);
          JsonArray *rows = get_rows (response);

          g_assert_cmpuint (json_array_get_length (rows), <=, 7);
          for (guint i = 0; i < json_array_get_length (rows); i++)
            {
              JsonObject *row = json_array_get_object_element (rows, i);

              g_assert_false (json_object_has_member (row, "order_status"));
              g_assert_true (g_hash_table_add (
                  seen, g_strdup (json_object_get_string_member (row, "order_sn"))));
            }
          g_free (cursor);
          cursor = g_strdup (json_object_get_string_member (response, "next_cursor"));
          g_assert_true (json_object_get_boolean_member (response, "more") == (*cursor != '\0'));
        }
      while (*cursor != '\0');
    }
  return g_hash_table_size (seen);
}

static void
test_list (ShopeeBox *box,
           gconstpointer data)
{
  g_assert_cmpuint (walk (box, "create_time"), ==, GPOINTER_TO_UINT (data));
  g_assert_cmpuint (walk (box, "update_time"), ==, GPOINTER_TO_UINT (data));
}

static void
test_list_limits (ShopeeBox *box,
                  gconstpointer data)
{
  static const struct
  {
    const char *query;
    const char *code;
    const char *message;
  } cases[] = {
    { "time_from=1795000000&time_to=1795000001&page_size=10",
      "error_param",
      "Wrong parameters, detail: time_range_field is a required field." },
    { "time_range_field=pay_time&time_from=1795000000&time_to=1795000001&page_size=10",
      "error_param",
      NULL },
    { "time_range_field=update_time&time_to=1795000001&page_size=10", "error_param", NULL },
    { "time_range_field=update_time&time_from=1795000000&time_to=1795000001",
      "error_param",
      "Wrong parameters, detail: page_size is a required field." },
    { "time_range_field=update_time&time_from=1795000000&time_to=1795000001&page_size=101",
      "error_param",
      "Wrong parameters, detail: page_size must be 100 or less." },
    { "time_range_field=update_time&time_from=1795000000&time_to=1795000001&page_size=0",
      "error_param",
      NULL },
    { "time_range_field=update_time&time_from=1795000001&time_to=1795000000&page_size=10",
      "order.order_list_invalid_time",
      "Start time must be earlier than end time and diff in 15days." },
    { "time_range_field=update_time&time_from=1795000000&time_to=1795000000&page_size=10",
      "order.order_list_invalid_time",
      NULL },
    { "time_range_field=update_time&time_from=1795000000&time_to=1796296001&page_size=10",
      "order.order_list_invalid_time",
      NULL },
    { "time_range_field=update_time&time_from=1795000000&time_to=1796296000&page_size=10"
      "&order_status=TO_RETURN",
      "error_param",
      NULL },
    { "time_range_field=update_time&time_from=1795000000&time_to=1796296000&page_size=10&cursor=x",
      "error_param",
      NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("order/get_order_list?", cases[i].query, NULL);

      g_test_message ("%s", cases[i].query);
      shopee_box_refuse (box, name, NULL, cases[i].code);
      if (cases[i].message != NULL)
        g_assert_cmpstr (shopee_box_message (box), ==, cases[i].message);
    }
  /* Exactly fifteen days pass. */
  list (box, "update_time", 1795000000, 1796296000, "page_size=100");
}

static void
test_list_filters (ShopeeBox *box,
                   gconstpointer data)
{
  gint64 now = box->base.now / 1000;
  g_autofree char *cod = shopee_box_buy (box, "NON-LA", 1, "cod");
  g_autofree char *online = shopee_box_buy (box, "NON-LA", 1, "online");
  JsonObject *response;
  JsonObject *row;

  response = list (box,
                   "create_time",
                   now - 60,
                   now,
                   "page_size=10&order_status=UNPAID"
                   "&response_optional_fields=order_status");
  g_assert_cmpuint (json_array_get_length (get_rows (response)), ==, 1);
  row = json_array_get_object_element (get_rows (response), 0);
  g_assert_cmpstr (json_object_get_string_member (row, "order_sn"), ==, online);
  g_assert_cmpstr (json_object_get_string_member (row, "order_status"), ==, "UNPAID");

  /* PENDING shows only to those who ask. */
  shopee_box_happen (box, cod, "PENDING");
  response = list (box,
                   "create_time",
                   now - 60,
                   now,
                   "page_size=1&response_optional_fields="
                   "order_status");
  row = json_array_get_object_element (get_rows (response), 0);
  g_assert_cmpstr (json_object_get_string_member (row, "order_status"), ==, "READY_TO_SHIP");
  response = list (box,
                   "create_time",
                   now - 60,
                   now,
                   "page_size=1&response_optional_fields="
                   "order_status&request_order_status_pending="
                   "true");
  row = json_array_get_object_element (get_rows (response), 0);
  g_assert_cmpstr (json_object_get_string_member (row, "order_status"), ==, "PENDING");
}

/* A switch: nothing on the page, and yet more to come. */
static void
test_empty_page (ShopeeBox *box,
                 gconstpointer data)
{
  gint64 now = box->base.now / 1000;
  g_autofree char *order_sn = shopee_box_buy (box, "NON-LA", 1, "cod");
  g_autofree char *more = NULL;
  JsonObject *response;

  g_assert_nonnull (order_sn);
  shopee_box_configure (box, "{'empty_pages':1}");
  response = list (box, "update_time", now - 60, now, "page_size=10&cursor=");
  g_assert_true (json_object_get_boolean_member (response, "more"));
  g_assert_cmpuint (json_array_get_length (get_rows (response)), ==, 0);
  more = g_strdup_printf ("page_size=10&cursor=%s",
                          json_object_get_string_member (response, "next_cursor"));
  response = list (box, "update_time", now - 60, now, more);
  g_assert_false (json_object_get_boolean_member (response, "more"));
  g_assert_cmpuint (json_array_get_length (get_rows (response)), ==, 1);
}

static void
test_detail (ShopeeBox *box,
             gconstpointer data)
{
  static const char *const optional[]
      = { "item_list", "package_list", "recipient_address", "total_amount", "buyer_username",
          "pay_time",  "note",         "cancel_by",         "split_up" };
  g_autofree char *order_sn = shopee_box_buy (box, "AT-SG-T-L", 2, "cod");
  g_autofree char *name = g_strconcat ("order/get_order_detail?order_sn_list=", order_sn, NULL);
  JsonObject *order
      = json_array_get_object_element (get_rows (shopee_box_get (box, name, NULL)), 0);
  JsonObject *line;
  gint64 item_id;
  gint64 model_id;

  g_assert_true (g_str_has_prefix (order_sn, "261121"));
  for (guint i = 0; i < G_N_ELEMENTS (optional); i++)
    g_assert_false (json_object_has_member (order, optional[i]));
  g_assert_cmpstr (json_object_get_string_member (order, "order_status"), ==, "READY_TO_SHIP");
  g_assert_true (json_object_get_boolean_member (order, "cod"));
  g_assert_cmpint (json_object_get_int_member (order, "create_time"), ==, box->base.now / 1000);
  g_assert_cmpstr (
      json_object_get_string_member (order, "message_to_seller"), ==, "Gói quà giúp mình");

  order = shopee_box_detail (box, order_sn);
  for (guint i = 0; i < G_N_ELEMENTS (optional); i++)
    g_assert_true (json_object_has_member (order, optional[i]));
  g_assert_cmpint (json_object_get_int_member (order, "total_amount"), ==, 2 * 189000);
  shopee_box_find (box, "AT-SG-T-L", &item_id, &model_id);
  line = json_array_get_object_element (json_object_get_array_member (order, "item_list"), 0);
  g_assert_cmpint (json_object_get_int_member (line, "item_id"), ==, item_id);
  g_assert_cmpint (json_object_get_int_member (line, "model_id"), ==, model_id);
  g_assert_cmpint (item_id, >, G_MAXUINT32);
  g_assert_cmpstr (json_object_get_string_member (line, "item_sku"), ==, "AT-SG");
  g_assert_cmpstr (json_object_get_string_member (line, "model_sku"), ==, "AT-SG-T-L");
  g_assert_cmpstr (json_object_get_string_member (line, "model_name"), ==, "Trắng,L");
  g_assert_cmpint (json_object_get_int_member (line, "model_quantity_purchased"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (line, "active_qty"), ==, 2);
}

static void
test_detail_limits (ShopeeBox *box,
                    gconstpointer data)
{
  g_autofree char *order_sn = shopee_box_buy (box, "NON-LA", 1, "cod");
  g_autofree char *unknown
      = g_strdup_printf ("order/get_order_detail?order_sn_list=%s,2611210000FALSE", order_sn);
  g_autoptr (GString) many = g_string_new ("order/get_order_detail?order_sn_list=");

  shopee_box_refuse (box, "order/get_order_detail", NULL, "error_param");
  g_assert_cmpstr (
      shopee_box_message (box), ==, "Wrong parameters, detail: order_sn_list is a required field.");
  shopee_box_refuse (box, unknown, NULL, "error_not_found");
  g_assert_cmpstr (
      shopee_box_message (box), ==, "Wrong parameters, detail: the order is not found.");
  for (int i = 0; i < 50; i++)
    g_string_append_printf (many, "%s%s", i > 0 ? "," : "", order_sn);
  g_assert_cmpuint (
      json_array_get_length (get_rows (shopee_box_get (box, many->str, NULL))), ==, 50);
  g_string_append_printf (many, ",%s", order_sn);
  shopee_box_refuse (box, many->str, NULL, "error_param");
}

static void
test_masking (ShopeeBox *box,
              gconstpointer data)
{
  g_autofree char *order_sn = shopee_box_buy (box, "NON-LA", 1, "cod");
  JsonObject *address
      = json_object_get_object_member (shopee_box_detail (box, order_sn), "recipient_address");

  g_assert_cmpstr (json_object_get_string_member (address, "name"), ==, "N******n");
  g_assert_cmpstr (json_object_get_string_member (address, "phone"), ==, "******67");
  g_assert_cmpstr (json_object_get_string_member (address, "full_address"), ==, "12******");
  g_assert_cmpstr (json_object_get_string_member (address, "state"), ==, "Thành phố Huế");
  shopee_box_configure (box, "{'masked':false}");
  address = json_object_get_object_member (shopee_box_detail (box, order_sn), "recipient_address");
  g_assert_cmpstr (json_object_get_string_member (address, "name"), ==, "Nguyễn Thị Lan");
  g_assert_cmpstr (json_object_get_string_member (address, "phone"), ==, "0901234567");
  g_assert_cmpstr (json_object_get_string_member (address, "full_address"),
                   ==,
                   "12 Trần Phú, Phường Thuận Hoá, Thành phố Huế, VN");
}

static const char *
get_parcel_status (ShopeeBox *box,
                   const char *order_sn)
{
  JsonArray *parcels
      = json_object_get_array_member (shopee_box_detail (box, order_sn), "package_list");

  return json_object_get_string_member (json_array_get_object_element (parcels, 0),
                                        "logistics_status");
}

static void
test_life (ShopeeBox *box,
           gconstpointer data)
{
  static const struct
  {
    const char *event;
    const char *status;
    const char *parcel;
  } steps[] = {
    { "pay", "READY_TO_SHIP", "LOGISTICS_READY" },
    { "PROCESSED", "PROCESSED", "LOGISTICS_REQUEST_CREATED" },
    { "pickup_failed", "RETRY_SHIP", "LOGISTICS_PICKUP_RETRY" },
    { "PROCESSED", "PROCESSED", "LOGISTICS_REQUEST_CREATED" },
    { "pickup", "SHIPPED", "LOGISTICS_PICKUP_DONE" },
    { "deliver", "TO_CONFIRM_RECEIVE", "LOGISTICS_DELIVERY_DONE" },
    { "receive", "COMPLETED", "LOGISTICS_DELIVERY_DONE" },
  };
  gint64 before = shopee_box_get_stock (box, "NON-LA");
  g_autofree char *order_sn = shopee_box_buy (box, "NON-LA", 3, "online");

  shopee_box_assert_status (box, order_sn, "UNPAID");
  g_assert_cmpstr (get_parcel_status (box, order_sn), ==, "LOGISTICS_NOT_START");
  /* Goods are held from the moment of placing. */
  g_assert_cmpint (shopee_box_get_stock (box, "NON-LA"), ==, before - 3);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      gint64 time;

      shopee_box_wait (box, 100);
      shopee_box_happen (box, order_sn, steps[i].event);
      shopee_box_assert_status (box, order_sn, steps[i].status);
      g_assert_cmpstr (get_parcel_status (box, order_sn), ==, steps[i].parcel);
      time = json_object_get_int_member (shopee_box_detail (box, order_sn), "update_time");
      g_assert_cmpint (time, ==, box->base.now / 1000);
    }
  g_assert_cmpint (shopee_box_get_stock (box, "NON-LA"), ==, before - 3);
  g_assert_cmpint (json_object_get_int_member (shopee_box_detail (box, order_sn), "pay_time"),
                   ==,
                   SANDBOX_START / 1000 + 100);
}

static void
test_payment_time_out (ShopeeBox *box,
                       gconstpointer data)
{
  gint64 before = shopee_box_get_stock (box, "NON-LA");
  g_autofree char *order_sn = shopee_box_buy (box, "NON-LA", 2, "online");

  shopee_box_wait (box, 3600);
  shopee_box_assert_status (box, order_sn, "UNPAID");
  shopee_box_configure (box, "{'token_life_s':100000}");
  shopee_box_wait (box, DAY_S - 3600);
  g_assert_cmpint (shopee_box_get_stock (box, "NON-LA"), ==, before);
  shopee_box_configure (box, "{'expire':'access'}");
  shopee_box_refuse (box, "shop/get_shop_info", NULL, "invalid_acceess_token");
}

static void
test_cancel (ShopeeBox *box,
             gconstpointer data)
{
  gint64 before = shopee_box_get_stock (box, "AT-SG-T-L");
  g_autofree char *order_sn = shopee_box_buy (box, "AT-SG-T-L", 2, "cod");
  g_autofree char *without_items
      = g_strdup_printf ("{'order_sn':'%s','cancel_reason':'OUT_OF_STOCK'}", order_sn);
  g_autofree char *wrong_reason
      = g_strdup_printf ("{'order_sn':'%s','cancel_reason':'UNDELIVERABLE_AREA'}", order_sn);
  g_autofree char *wrong_items = g_strdup_printf (
      "{'order_sn':'%s','cancel_reason':'OUT_OF_STOCK','item_list':[{'item_id':7,'model_id':0}]}",
      order_sn);
  g_autofree char *right = NULL;
  gint64 item_id;
  gint64 model_id;
  JsonObject *order;

  shopee_box_find (box, "AT-SG-T-L", &item_id, &model_id);
  right = g_strdup_printf ("{'order_sn':'%s','cancel_reason':'OUT_OF_STOCK','item_list':"
                           "[{'item_id':%" G_GINT64_FORMAT ",'model_id':%" G_GINT64_FORMAT "}]}",
                           order_sn,
                           item_id,
                           model_id);
  shopee_box_refuse (box, "order/cancel_order", "{'cancel_reason':'OUT_OF_STOCK'}", "error_param");
  shopee_box_refuse (box, "order/cancel_order", without_items, "error_param");
  shopee_box_refuse (box, "order/cancel_order", wrong_reason, "error_param");
  shopee_box_refuse (box, "order/cancel_order", wrong_items, "error_param");
  shopee_box_refuse (box,
                     "order/cancel_order",
                     "{'order_sn':'261121X','cancel_reason':'CUSTOMER_REQUEST'}",
                     "error_not_found");
  shopee_box_assert_status (box, order_sn, "READY_TO_SHIP");

  order = shopee_box_get (box, "order/cancel_order", right);
  g_assert_cmpint (json_object_get_int_member (order, "update_time"), ==, box->base.now / 1000);
  order = shopee_box_detail (box, order_sn);
  g_assert_cmpstr (json_object_get_string_member (order, "order_status"), ==, "CANCELLED");
  g_assert_cmpstr (json_object_get_string_member (order, "cancel_by"), ==, "seller");
  g_assert_cmpstr (json_object_get_string_member (order, "cancel_reason"), ==, "OUT_OF_STOCK");
  g_assert_cmpstr (get_parcel_status (box, order_sn), ==, "LOGISTICS_INVALID");
  g_assert_cmpint (shopee_box_get_stock (box, "AT-SG-T-L"), ==, before);
  shopee_box_refuse (box, "order/cancel_order", right, "order.error_limit");
  g_assert_cmpstr (shopee_box_message (box), ==, "Can not cancel this order");
}

static void
cancel_units (ShopeeBox *box,
              const char *order_sn,
              const char *sku,
              int units,
              const char *code)
{
  g_autofree char *body = NULL;
  gint64 item_id;
  gint64 model_id;

  shopee_box_find (box, sku, &item_id, &model_id);
  body = g_strdup_printf (
      "{'order_sn':'%s','cancel_reason':'OUT_OF_STOCK','partial_cancel_item_list':[{'item_id':"
      "%" G_GINT64_FORMAT ",'model_id':%" G_GINT64_FORMAT ",'model_quantity':%d}]}",
      order_sn,
      item_id,
      model_id,
      units);
  shopee_box_call (box, "order/cancel_order", body);
  g_assert_cmpstr (shopee_box_error (box), ==, code);
}

static void
test_cancel_parts (ShopeeBox *box,
                   gconstpointer data)
{
  gint64 before = shopee_box_get_stock (box, "AT-SG-T-L");
  g_autofree char *order_sn = shopee_box_buy (box, "AT-SG-T-L", 3, "cod");
  JsonObject *line;

  cancel_units (box, order_sn, "AT-SG-T-L", 4, "error_param");
  cancel_units (box, order_sn, "NON-LA", 1, "error_param");
  cancel_units (box, order_sn, "AT-SG-T-L", 1, "");
  line = json_array_get_object_element (
      json_object_get_array_member (shopee_box_detail (box, order_sn), "item_list"), 0);
  g_assert_cmpint (json_object_get_int_member (line, "model_quantity_purchased"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (line, "cancelled_qty"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (line, "active_qty"), ==, 2);
  g_assert_cmpint (shopee_box_get_stock (box, "AT-SG-T-L"), ==, before - 2);
  g_assert_cmpint (json_object_get_int_member (shopee_box_detail (box, order_sn), "total_amount"),
                   ==,
                   2 * 189000);
  cancel_units (box, order_sn, "AT-SG-T-L", 3, "error_param");
  cancel_units (box, order_sn, "AT-SG-T-L", 2, "");
  shopee_box_assert_status (box, order_sn, "CANCELLED");
  g_assert_cmpint (shopee_box_get_stock (box, "AT-SG-T-L"), ==, before);
}

static void
test_cancel_too_late (ShopeeBox *box,
                      gconstpointer data)
{
  gint64 before = shopee_box_get_stock (box, "NON-LA");
  g_autofree char *order_sn = shopee_box_buy (box, "NON-LA", 1, "cod");
  g_autofree char *body
      = g_strdup_printf ("{'order_sn':'%s','cancel_reason':'CUSTOMER_REQUEST'}", order_sn);

  shopee_box_happen (box, order_sn, "pickup");
  shopee_box_refuse (box, "order/cancel_order", body, "order.error_limit");
  /* What is on its way is not for sale again. */
  shopee_box_happen (box, order_sn, "delivery_failed");
  shopee_box_assert_status (box, order_sn, "CANCELLED");
  g_assert_cmpstr (get_parcel_status (box, order_sn), ==, "LOGISTICS_DELIVERY_FAILED");
  g_assert_cmpint (shopee_box_get_stock (box, "NON-LA"), ==, before - 1);
}

static void
answer (ShopeeBox *box,
        const char *order_sn,
        const char *operation,
        const char *code)
{
  g_autofree char *body
      = g_strdup_printf ("{'order_sn':'%s','operation':'%s'}", order_sn, operation);

  shopee_box_call (box, "order/handle_buyer_cancellation", body);
  g_assert_cmpstr (shopee_box_error (box), ==, code);
}

static void
test_buyer_cancels (ShopeeBox *box,
                    gconstpointer data)
{
  gint64 before = shopee_box_get_stock (box, "NON-LA");
  g_autofree char *early = shopee_box_buy (box, "NON-LA", 1, "cod");
  g_autofree char *late = shopee_box_buy (box, "NON-LA", 1, "cod");
  g_autofree char *arranged = shopee_box_buy (box, "NON-LA", 1, "cod");
  JsonObject *order;

  /* In the first hour he may. */
  shopee_box_wait (box, 3599);
  shopee_box_happen (box, early, "buyer_cancel");
  order = shopee_box_detail (box, early);
  g_assert_cmpstr (json_object_get_string_member (order, "order_status"), ==, "CANCELLED");
  g_assert_cmpstr (json_object_get_string_member (order, "cancel_by"), ==, "buyer");
  answer (box, late, "ACCEPT", "order.cancel_order_invalid_status");

  shopee_box_wait (box, 1);
  shopee_box_happen (box, late, "buyer_cancel");
  shopee_box_assert_status (box, late, "IN_CANCEL");
  answer (box, late, "MAYBE", "error_param");
  answer (box, late, "REJECT", "");
  shopee_box_assert_status (box, late, "READY_TO_SHIP");

  shopee_box_happen (box, arranged, "PROCESSED");
  shopee_box_happen (box, arranged, "buyer_cancel");
  shopee_box_assert_status (box, arranged, "IN_CANCEL");
  g_assert_cmpint (shopee_box_get_stock (box, "NON-LA"), ==, before - 2);
  answer (box, arranged, "ACCEPT", "");
  shopee_box_assert_status (box, arranged, "CANCELLED");
  g_assert_cmpstr (get_parcel_status (box, arranged), ==, "LOGISTICS_REQUEST_CANCELED");
  g_assert_cmpint (shopee_box_get_stock (box, "NON-LA"), ==, before - 1);

  /* A seller who says nothing agrees. */
  shopee_box_happen (box, late, "buyer_cancel");
  shopee_box_configure (box, "{'token_life_s':1000000}");
  shopee_box_wait (box, 48 * 3600);
  g_assert_cmpint (shopee_box_get_stock (box, "NON-LA"), ==, before);
}

static void
test_sold_out (ShopeeBox *box,
               gconstpointer data)
{
  gint64 stock = shopee_box_get_stock (box, "NON-LA");
  g_autofree char *all = shopee_box_buy (box, "NON-LA", stock, "cod");
  g_autofree char *one_more = shopee_box_buy (box, "NON-LA", 1, "cod");

  g_assert_nonnull (all);
  g_assert_null (one_more);
  g_assert_cmpint (shopee_box_get_stock (box, "NON-LA"), ==, 0);
  shopee_box_configure (box, "{'holiday':true}");
  g_assert_null (shopee_box_buy (box, "AT-SG-T-L", 1, "cod"));
}

static void
test_vouchers (ShopeeBox *box,
               gconstpointer data)
{
  g_autofree char *order_sn = NULL;
  JsonObject *order;

  shopee_box_configure (box, "{'platform_voucher':20000,'seller_voucher':5000}");
  order_sn = shopee_box_buy (box, "NON-LA", 1, "cod");
  order = shopee_box_detail (box, order_sn);
  /* 120,000 of goods, 15,000 of shipping. */
  g_assert_cmpint (
      json_object_get_int_member (order, "total_amount"), ==, 120000 + 15000 - 20000 - 5000);
}

static void
test_note (ShopeeBox *box,
           gconstpointer data)
{
  g_autofree char *order_sn = shopee_box_buy (box, "NON-LA", 1, "cod");
  g_autofree char *body
      = g_strdup_printf ("{'order_sn':'%s','note':'Khách quen, tặng thêm thiệp'}", order_sn);
  g_autofree char *without = g_strdup_printf ("{'order_sn':'%s'}", order_sn);

  g_assert_null (shopee_box_get (box, "order/set_note", body));
  g_assert_cmpstr (json_object_get_string_member (shopee_box_detail (box, order_sn), "note"),
                   ==,
                   "Khách quen, tặng thêm thiệp");
  shopee_box_refuse (box, "order/set_note", without, "error_param");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD_WITH(n_past, path, test)                                                               \
  g_test_add ("/sandbox/shopee/orders/" path,                                                      \
              ShopeeBox,                                                                           \
              GUINT_TO_POINTER (n_past),                                                           \
              shopee_box_set_up,                                                                   \
              test,                                                                                \
              shopee_box_tear_down)
#define ADD(path, test) ADD_WITH (0, path, test)

  ADD_WITH (120, "list", test_list);
  ADD ("list-limits", test_list_limits);
  ADD ("list-filters", test_list_filters);
  ADD ("empty-page", test_empty_page);
  ADD ("detail", test_detail);
  ADD ("detail-limits", test_detail_limits);
  ADD ("masking", test_masking);
  ADD ("life", test_life);
  ADD ("payment-time-out", test_payment_time_out);
  ADD ("cancel", test_cancel);
  ADD ("cancel-parts", test_cancel_parts);
  ADD ("cancel-too-late", test_cancel_too_late);
  ADD ("buyer-cancels", test_buyer_cancels);
  ADD ("sold-out", test_sold_out);
  ADD ("vouchers", test_vouchers);
  ADD ("note", test_note);

  return g_test_run ();
}
