#include "shopee-box.h"

#define SHIRT "AT-SG-T-L"

static JsonObject *
get_object (JsonObject *object,
            const char *list,
            guint index)
{
  return json_array_get_object_element (json_object_get_array_member (object, list), index);
}

static guint
get_length (JsonObject *object,
            const char *list)
{
  return json_array_get_length (json_object_get_array_member (object, list));
}

/* Returns: (transfer full): @format with the order_sn in it */
static char *
with_sn (const char *format,
         const char *order_sn)
{
  GString *text = g_string_new (format);

  g_string_replace (text, "%o", order_sn, 0);
  return g_string_free (text, FALSE);
}

/* A call about one order; must be answered with @code. Returns: the response; borrowed */
static JsonObject *
call_for (
    ShopeeBox *box, const char *name, const char *body, const char *order_sn, const char *code)
{
  g_autofree char *whole_name = with_sn (name, order_sn);
  g_autofree char *whole_body = body != NULL ? with_sn (body, order_sn) : NULL;

  shopee_box_call (box, whole_name, whole_body);
  if (strcmp (shopee_box_error (box), code) != 0)
    g_test_message ("%s %s: %s", name, body, shopee_box_message (box));
  g_assert_cmpstr (shopee_box_error (box), ==, code);
  return tiem_sandbox_json_get_object (sandbox_fixture_object (&box->base), "response");
}

/* The first slot of the only address. Returns: (transfer full): a body for ship_order */
static char *
make_pickup (ShopeeBox *box,
             const char *order_sn)
{
  JsonObject *response
      = call_for (box, "logistics/get_shipping_parameter?order_sn=%o", NULL, order_sn, "");
  JsonObject *address
      = get_object (json_object_get_object_member (response, "pickup"), "address_list", 0);

  return g_strdup_printf (
      "{'order_sn':'%s','pickup':{'address_id':%" G_GINT64_FORMAT ",'pickup_time_id':'%s'}}",
      order_sn,
      json_object_get_int_member (address, "address_id"),
      json_object_get_string_member (get_object (address, "time_slot_list", 0), "pickup_time_id"));
}

static char *
make_shipped (ShopeeBox *box,
              const char *sku)
{
  char *order_sn = shopee_box_buy (box, sku, 1, "cod");
  g_autofree char *body = make_pickup (box, order_sn);

  shopee_box_get (box, "logistics/ship_order", body);
  return order_sn;
}

static void
test_parameter (ShopeeBox *box,
                gconstpointer data)
{
  g_autofree char *order_sn = shopee_box_buy (box, SHIRT, 1, "online");
  JsonObject *response;
  JsonObject *address;
  JsonObject *needed;

  call_for (
      box, "logistics/get_shipping_parameter?order_sn=%o", NULL, order_sn, "logistics.error_param");
  shopee_box_happen (box, order_sn, "pay");
  call_for (box,
            "logistics/get_shipping_parameter?order_sn=%o&package_number=",
            NULL,
            order_sn,
            "logistics.package_number_not_exist");
  shopee_box_configure (box, "{'no_time_slots':true}");
  call_for (box,
            "logistics/get_shipping_parameter?order_sn=%o",
            NULL,
            order_sn,
            "logistics.no_available_time_slot");
  shopee_box_configure (box, "{'no_time_slots':false}");

  response = call_for (box, "logistics/get_shipping_parameter?order_sn=%o", NULL, order_sn, "");
  needed = json_object_get_object_member (response, "info_needed");
  g_assert_cmpuint (get_length (needed, "pickup"), ==, 2);
  g_assert_cmpuint (get_length (needed, "dropoff"), ==, 0);
  address = get_object (json_object_get_object_member (response, "pickup"), "address_list", 0);
  g_assert_cmpuint (get_length (address, "time_slot_list"), ==, 3);
  g_assert_cmpstr (
      json_array_get_string_element (
          json_object_get_array_member (get_object (address, "time_slot_list", 0), "flags"), 0),
      ==,
      "recommended");
}

static void
test_ship_refusals (ShopeeBox *box,
                    gconstpointer data)
{
  static const struct
  {
    const char *body;
    const char *code;
  } cases[] = {
    { "{'order_sn':'%o'}", "logistics.ship_order_only_support_one_type" },
    { "{'order_sn':'%o','pickup':{},'dropoff':{}}", "logistics.ship_order_only_support_one_type" },
    { "{'order_sn':'%o','pickup':{}}", "logistics.ship_order_need_address_pickup_time" },
    { "{'order_sn':'%o','pickup':{'address_id':118454205}}",
      "logistics.ship_order_need_address_pickup_time" },
    { "{'order_sn':'%o','pickup':{'address_id':118454205,'pickup_time_id':'1'}}",
      "logistics.ship_order_pickup_time_invalid" },
    { "{'order_sn':'%o','pickup':{'address_id':7,'pickup_time_id':'1'}}",
      "logistics.address_not_found" },
    { "{'order_sn':'%o','non_integrated':{}}", "logistics.error_param" },
    { "{'order_sn':'%o','package_number':'','dropoff':{}}", "logistics.package_number_not_exist" },
    { "{'order_sn':'%o','dropoff':{'sender_real_name':'0123456789012345678901234567890123456789"
      "0123456789012345678901234'}}",
      "logistics.error_param" },
    { "{'dropoff':{}}", "error_param" },
  };
  g_autofree char *order_sn = shopee_box_buy (box, SHIRT, 1, "cod");
  g_autofree char *unpaid = shopee_box_buy (box, SHIRT, 1, "online");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    call_for (box, "logistics/ship_order", cases[i].body, order_sn, cases[i].code);
  shopee_box_assert_status (box, order_sn, "READY_TO_SHIP");
  call_for (box,
            "logistics/ship_order",
            "{'order_sn':'%o','dropoff':{}}",
            unpaid,
            "logistics.ship_order_not_ready_to_ship");
}

static void
test_ship (ShopeeBox *box,
           gconstpointer data)
{
  g_autofree char *order_sn = shopee_box_buy (box, SHIRT, 1, "cod");
  g_autofree char *dropped = shopee_box_buy (box, SHIRT, 1, "cod");
  g_autofree char *body = make_pickup (box, order_sn);
  JsonObject *response;

  shopee_box_configure (box, "{'tracking_delay_s':40}");
  response = call_for (box, "logistics/get_tracking_number?order_sn=%o", NULL, order_sn, "");
  g_assert_cmpstr (json_object_get_string_member (response, "tracking_number"), ==, "");
  g_assert_null (shopee_box_get (box, "logistics/ship_order", body));
  shopee_box_assert_status (box, order_sn, "PROCESSED");
  shopee_box_refuse (box, "logistics/ship_order", body, "logistics.package_already_shipped");

  /* The number comes later. */
  response = call_for (box, "logistics/get_tracking_number?order_sn=%o", NULL, order_sn, "");
  g_assert_cmpstr (json_object_get_string_member (response, "tracking_number"), ==, "");
  shopee_box_wait (box, 40);
  response = call_for (box, "logistics/get_tracking_number?order_sn=%o", NULL, order_sn, "");
  g_assert_true (
      g_str_has_prefix (json_object_get_string_member (response, "tracking_number"), "SPXVN0"));

  call_for (box, "logistics/ship_order", "{'order_sn':'%o','dropoff':{}}", dropped, "");
  shopee_box_assert_status (box, dropped, "PROCESSED");

  /* After a failed pick-up it is arranged anew. */
  shopee_box_happen (box, dropped, "pickup_failed");
  call_for (box, "logistics/ship_order", "{'order_sn':'%o','dropoff':{}}", dropped, "");
  shopee_box_assert_status (box, dropped, "PROCESSED");
  shopee_box_happen (box, dropped, "pickup");
  shopee_box_happen (box, dropped, "deliver");
  response = call_for (box, "logistics/get_tracking_info?order_sn=%o", NULL, dropped, "");
  g_assert_cmpstr (
      json_object_get_string_member (response, "logistics_status"), ==, "LOGISTICS_DELIVERY_DONE");
  g_assert_cmpuint (get_length (response, "tracking_info"), ==, 3);
}

static void
test_reschedule (ShopeeBox *box,
                 gconstpointer data)
{
  g_autofree char *order_sn = shopee_box_buy (box, SHIRT, 1, "cod");
  g_autofree char *body = make_pickup (box, order_sn);

  shopee_box_refuse (box, "logistics/update_shipping_order", body, "logistics.error_limit");
  shopee_box_get (box, "logistics/ship_order", body);
  shopee_box_happen (box, order_sn, "pickup_failed");
  shopee_box_assert_status (box, order_sn, "RETRY_SHIP");
  call_for (box, "logistics/update_shipping_order", "{'order_sn':'%o'}", order_sn, "error_param");
  call_for (box,
            "logistics/update_shipping_order",
            "{'order_sn':'%o','pickup':{'address_id':118454205,'pickup_time_id':'1'}}",
            order_sn,
            "logistics.ship_order_pickup_time_invalid");
  shopee_box_get (box, "logistics/update_shipping_order", body);
  shopee_box_assert_status (box, order_sn, "PROCESSED");
}

static const char *
get_package (ShopeeBox *box,
             const char *order_sn,
             guint index)
{
  return json_object_get_string_member (
      get_object (shopee_box_detail (box, order_sn), "package_list", index), "package_number");
}

static void
test_mass_ship (ShopeeBox *box,
                gconstpointer data)
{
  g_autofree char *first = shopee_box_buy (box, SHIRT, 1, "cod");
  g_autofree char *second = shopee_box_buy (box, SHIRT, 1, "cod");
  g_autofree char *package = g_strdup (get_package (box, first, 0));
  g_autofree char *other = g_strdup (get_package (box, second, 0));
  g_autofree char *body = g_strdup_printf (
      "{'package_list':[{'package_number':'%s'},{'package_number':'OFG1'},{'package_number':'%s'}],"
      "'logistics_channel_id':50021,'dropoff':{}}",
      package,
      other);
  g_autoptr (GString) many = g_string_new ("{'package_list':[{}");
  JsonObject *response = shopee_box_get (box, "logistics/mass_ship_order", body);

  g_assert_cmpuint (get_length (response, "success_list"), ==, 2);
  g_assert_cmpuint (get_length (response, "fail_list"), ==, 1);
  shopee_box_assert_status (box, second, "PROCESSED");
  shopee_box_refuse (box, "logistics/mass_ship_order", "{'dropoff':{}}", "error_param");
  for (int i = 0; i < 50; i++)
    g_string_append (many, ",{}");
  g_string_append (many, "],'dropoff':{}}");
  shopee_box_refuse (box, "logistics/mass_ship_order", many->str, "error_param");
}

static void
test_search (ShopeeBox *box,
             gconstpointer data)
{
  g_autofree char *ready = shopee_box_buy (box, SHIRT, 1, "cod");
  g_autofree char *also = shopee_box_buy (box, SHIRT, 1, "cod");
  g_autofree char *shipped = make_shipped (box, SHIRT);
  g_autofree char *second_page = NULL;
  g_autofree char *detail = NULL;
  JsonObject *response = shopee_box_get (
      box, "order/search_package_list", "{'pagination':{'page_size':1,'cursor':''}}");
  JsonObject *page = json_object_get_object_member (response, "pagination");

  g_assert_cmpint (json_object_get_int_member (page, "total_count"), ==, 2);
  g_assert_true (json_object_get_boolean_member (page, "more"));
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "packages_list", 0), "order_sn"),
      ==,
      ready);
  second_page = g_strdup_printf (
      "{'filter':{'package_status':2},'pagination':{'page_size':1,'cursor':'%s'}}",
      json_object_get_string_member (page, "next_cursor"));
  response = shopee_box_get (box, "order/search_package_list", second_page);
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "packages_list", 0), "order_sn"),
      ==,
      also);
  response = shopee_box_get (box,
                             "order/search_package_list",
                             "{'filter':{'package_status':3},'pagination':{'page_size':100}}");
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "packages_list", 0), "order_sn"),
      ==,
      shipped);
  shopee_box_refuse (box, "order/search_package_list", "{'filter':{}}", "error_param");
  shopee_box_refuse (
      box, "order/search_package_list", "{'pagination':{'page_size':101}}", "error_param");
  shopee_box_refuse (box,
                     "order/search_package_list",
                     "{'filter':{'package_status':9},'pagination':{'page_size':1}}",
                     "error_param");

  response = shopee_box_get (box, "order/get_shipment_list?page_size=100&cursor=", NULL);
  g_assert_cmpuint (get_length (response, "order_list"), ==, 2);
  detail = g_strdup_printf ("order/get_package_detail?package_number_list=%s",
                            get_package (box, shipped, 0));
  response = shopee_box_get (box, detail, NULL);
  g_assert_true (json_object_get_boolean_member (get_object (response, "package_list", 0),
                                                 "is_shipment_arranged"));
  shopee_box_refuse (
      box, "order/get_package_detail?package_number_list=OFG1", NULL, "error_not_found");
}

/* An order in two parcels goes on with the slower one. */
static void
test_split (ShopeeBox *box,
            gconstpointer data)
{
  g_autofree char *order_sn = NULL;
  g_autofree char *body = NULL;
  g_autofree char *second = NULL;
  g_autofree char *ship_second = NULL;
  g_autofree char *ship_first = NULL;
  gint64 shirt[2];
  gint64 hat[2];
  JsonObject *response;

  sandbox_fixture_call (&box->base,
                        "POST",
                        "/_sandbox/orders",
                        "{\"lines\":[{\"sku\":\"AT-SG-T-L\",\"quantity\":1},"
                        "{\"sku\":\"NON-LA\",\"quantity\":1}],\"payment\":\"cod\"}");
  order_sn = sandbox_fixture_text (&box->base, "number");
  shopee_box_find (box, SHIRT, &shirt[0], &shirt[1]);
  shopee_box_find (box, "NON-LA", &hat[0], &hat[1]);
  body = g_strdup_printf (
      "{'order_sn':'%s','package_list':[{'item_list':[{'item_id':%" G_GINT64_FORMAT
      ",'model_id':%" G_GINT64_FORMAT "}]},{'item_list':[{'item_id':%" G_GINT64_FORMAT "}]}]}",
      order_sn,
      shirt[0],
      shirt[1],
      hat[0]);
  response = shopee_box_get (box, "order/split_order", body);
  g_assert_cmpuint (get_length (response, "package_list"), ==, 2);
  shopee_box_refuse (box, "order/split_order", body, "order.error_split_order");
  g_assert_true (json_object_get_boolean_member (shopee_box_detail (box, order_sn), "split_up"));

  call_for (box,
            "logistics/ship_order",
            "{'order_sn':'%o','dropoff':{}}",
            order_sn,
            "logistics.package_number_not_exist");
  second = g_strdup (get_package (box, order_sn, 1));
  ship_second
      = g_strdup_printf ("{'order_sn':'%s','package_number':'%s','dropoff':{}}", order_sn, second);
  shopee_box_get (box, "logistics/ship_order", ship_second);
  shopee_box_assert_status (box, order_sn, "READY_TO_SHIP");
  shopee_box_refuse (box, "logistics/ship_order", ship_second, "logistics.package_already_shipped");
  call_for (box, "order/unsplit_order", "{'order_sn':'%o'}", order_sn, "order.error_unsplit_order");
  ship_first = g_strdup_printf ("{'order_sn':'%s','package_number':'%s','dropoff':{}}",
                                order_sn,
                                get_package (box, order_sn, 0));
  shopee_box_get (box, "logistics/ship_order", ship_first);
  shopee_box_assert_status (box, order_sn, "PROCESSED");
}

/* Returns: (transfer full): the tracking number */
static char *
get_tracking (ShopeeBox *box,
              const char *order_sn)
{
  JsonObject *response
      = call_for (box, "logistics/get_tracking_number?order_sn=%o", NULL, order_sn, "");

  return g_strdup (json_object_get_string_member (response, "tracking_number"));
}

static const char *
get_result (ShopeeBox *box,
            const char *order_sn)
{
  JsonObject *response = call_for (box,
                                   "logistics/get_shipping_document_result",
                                   "{'order_list':[{'order_sn':'%o'}]}",
                                   order_sn,
                                   "");

  return json_object_get_string_member (get_object (response, "result_list", 0), "status");
}

static void
test_documents (ShopeeBox *box,
                gconstpointer data)
{
  g_autofree char *order_sn = make_shipped (box, SHIRT);
  g_autofree char *tracking = get_tracking (box, order_sn);
  g_autofree char *create = g_strdup_printf (
      "{'order_list':[{'order_sn':'%s','tracking_number':'%s'}]}", order_sn, tracking);
  static const char download[] = "{'shipping_document_type':'THERMAL_AIR_WAYBILL',"
                                 "'order_list':[{'order_sn':'%o'}]}";
  JsonObject *response;
  gsize length;
  const char *file;

  response = call_for (box,
                       "logistics/get_shipping_document_parameter",
                       "{'order_list':[{'order_sn':'%o'}]}",
                       order_sn,
                       "");
  g_assert_cmpstr (json_object_get_string_member (get_object (response, "result_list", 0),
                                                  "suggest_shipping_document_type"),
                   ==,
                   "THERMAL_AIR_WAYBILL");
  call_for (box,
            "logistics/get_shipping_document_result",
            "{'order_list':[{'order_sn':'%o'}]}",
            order_sn,
            "common.batch_api_all_failed");
  call_for (box,
            "logistics/download_shipping_document",
            download,
            order_sn,
            "logistics.shipping_document_should_print_first");

  shopee_box_configure (box, "{'document_polls':2}");
  shopee_box_get (box, "logistics/create_shipping_document", create);
  g_assert_cmpstr (get_result (box, order_sn), ==, "PROCESSING");
  call_for (
      box, "logistics/download_shipping_document", download, order_sn, "logistics.download_later");
  g_assert_cmpstr (get_result (box, order_sn), ==, "PROCESSING");
  g_assert_cmpstr (get_result (box, order_sn), ==, "READY");
  {
    g_autofree char *body = with_sn (download, order_sn);

    shopee_box_call (box, "logistics/download_shipping_document", body);
  }
  g_assert_cmpuint (box->base.status, ==, 200);
  g_assert_cmpstr (sandbox_fixture_header (&box->base, "Content-Type"), ==, "application/pdf");
  file = g_bytes_get_data (box->base.response->body, &length);
  g_assert_cmpuint (length, >, 500);
  g_assert_cmpint (strncmp (file, "%PDF-", 5), ==, 0);
}

static void
test_document_failures (ShopeeBox *box,
                        gconstpointer data)
{
  g_autofree char *waiting = shopee_box_buy (box, SHIRT, 1, "cod");
  g_autofree char *shipped = make_shipped (box, SHIRT);
  g_autofree char *tracking = get_tracking (box, shipped);
  g_autofree char *mixed
      = g_strdup_printf ("{'order_list':[{'order_sn':'%s','tracking_number':'X'},{'order_sn':'%s',"
                         "'tracking_number':'%s','shipping_document_type':'NORMAL_AIR_WAYBILL'}]}",
                         waiting,
                         shipped,
                         tracking);
  JsonObject *response;

  response = call_for (box,
                       "logistics/create_shipping_document",
                       "{'order_list':[{'order_sn':'%o','tracking_number':'WRONG'}]}",
                       shipped,
                       "common.batch_api_all_failed");
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "result_list", 0), "fail_error"),
      ==,
      "logistics.tracking_number_invalid");
  response = call_for (box,
                       "logistics/create_shipping_document",
                       "{'order_list':[{'order_sn':'%o','tracking_number':'WRONG'}]}",
                       waiting,
                       "common.batch_api_all_failed");
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "result_list", 0), "fail_error"),
      ==,
      "logistics.package_can_not_print");

  /* One of two: no error, but a reason at its row. */
  response = shopee_box_get (box, "logistics/create_shipping_document", mixed);
  g_assert_true (json_object_has_member (get_object (response, "result_list", 0), "fail_error"));
  g_assert_false (json_object_has_member (get_object (response, "result_list", 1), "fail_error"));
  g_assert_true (json_object_has_member (sandbox_fixture_object (&box->base), "warning"));

  shopee_box_configure (box, "{'documents_fail':true}");
  response = call_for (box,
                       "logistics/get_shipping_document_result",
                       "{'order_list':[{'order_sn':'%o'}]}",
                       shipped,
                       "common.batch_api_all_failed");
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "result_list", 0), "status"),
      ==,
      "FAILED");
  shopee_box_refuse (box, "logistics/create_shipping_document", "{}", "error_param");

  /* Not after the carrier has it. */
  shopee_box_happen (box, shipped, "pickup");
  response = call_for (box,
                       "logistics/get_shipping_document_parameter",
                       "{'order_list':[{'order_sn':'%o'}]}",
                       shipped,
                       "common.batch_api_all_failed");
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "result_list", 0), "fail_error"),
      ==,
      "logistics.package_can_not_print");
}

static void
test_lists (ShopeeBox *box,
            gconstpointer data)
{
  JsonObject *response = shopee_box_get (box, "logistics/get_channel_list", NULL);

  g_assert_cmpint (json_object_get_int_member (get_object (response, "logistics_channel_list", 0),
                                               "mask_channel_id"),
                   ==,
                   0);
  response = shopee_box_get (box, "logistics/get_address_list", NULL);
  g_assert_cmpint (
      json_object_get_int_member (get_object (response, "address_list", 0), "address_id"),
      ==,
      118454205);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test)                                                                            \
  g_test_add ("/sandbox/shopee/logistics/" path,                                                   \
              ShopeeBox,                                                                           \
              NULL,                                                                                \
              shopee_box_set_up,                                                                   \
              test,                                                                                \
              shopee_box_tear_down)

  ADD ("parameter", test_parameter);
  ADD ("ship-refusals", test_ship_refusals);
  ADD ("ship", test_ship);
  ADD ("reschedule", test_reschedule);
  ADD ("mass-ship", test_mass_ship);
  ADD ("search", test_search);
  ADD ("split", test_split);
  ADD ("documents", test_documents);
  ADD ("document-failures", test_document_failures);
  ADD ("lists", test_lists);

  return g_test_run ();
}
