#include "shopee-fixture.h"

#define ITEM "{'item_id':11,'model_id':12,'model_quantity_purchased':1,'model_original_price':5}"
#define ORDER(status, more)                                                                        \
  SHOPEE_OK ("{'order_list':[{'order_sn':'A1','order_status':'" status "',"                        \
             "'create_time':1795230000,'update_time':1795230420,'item_list':[" ITEM "]" more       \
             "}]}")
#define PARCEL(number, status) "{'package_number':'" number "','logistics_status':'" status "'}"

#define SLOTS                                                                                      \
  "'time_slot_list':[{'date':1795316400,'pickup_time_id':'t1'},"                                   \
  "{'date':1795402800,'time_text':'13:00-17:00','pickup_time_id':'t2','flags':['recommended']}]"
#define PARAMETER                                                                                         \
  "{'info_needed':{'dropoff':[],'pickup':['address_id','pickup_time_id']},"                               \
  "'dropoff':{'branch_list':null},'pickup':{'address_list':["                                             \
  "{'address_id':7,'address':'9 Huỳnh Thúc Kháng','city':'Quận 1','address_flag':[]," SLOTS "},"          \
  "{'address_id':118454205,'address':'2 Lê Lợi','district':'Phường Bến Nghé','city':'Quận 1'," \
  "'address_flag':['default_address','pickup_address']," SLOTS "}]}}"

static JsonNode *
read_json (const char *text)
{
  g_autofree char *json = fake_json (text);
  JsonNode *node = json_from_string (json, NULL);

  g_assert_nonnull (node);
  return node;
}

/* What is offered, and which is suggested. */
static void
test_choices (void)
{
  static const struct
  {
    const char *parameter;
    const char *codes; /* the suggested one with a star */
  } cases[] = {
    { PARAMETER, "pickup:7:t1 pickup:7:t2 pickup:118454205:t1 pickup:118454205:t2* dropoff" },
    { "{'info_needed':{'dropoff':[]},'pickup':null,'dropoff':{'branch_list':null}}", "dropoff*" },
    { "{'info_needed':{'dropoff':['branch_id']},'dropoff':{'branch_list':[{'branch_id':5,"
      "'address':'Bưu cục Huế'},{'branch_id':6}]}}",
      "dropoff:5* dropoff:6" },
    { "{'info_needed':{'pickup':['address_id']},'pickup':{'address_list':[{'address_id':7,"
      "'time_slot_list':null}]}}",
      "pickup:7*" },
    { "{'info_needed':{'pickup':[]}}", "pickup*" },
    { "{'info_needed':{'non_integrated':['tracking_number']}}", "non_integrated*" },
    { "{'info_needed':{'pickup':null,'dropoff':[]}}", "dropoff*" },
    { "{'info_needed':{}}", "" },
    { "{}", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = read_json (cases[i].parameter);
      g_autoptr (GPtrArray) choices = shopee_parse_shipping (tiem_json_object (node));
      g_autoptr (GString) codes = g_string_new (NULL);

      for (guint j = 0; j < choices->len; j++)
        {
          const TiemChoice *choice = choices->pdata[j];

          g_string_append_printf (
              codes, "%s%s%s", j > 0 ? " " : "", choice->code, choice->is_suggested ? "*" : "");
          g_assert_true (g_utf8_validate (choice->text, -1, NULL));
          g_assert_cmpuint (strlen (choice->text), >, 5);
        }
      g_assert_cmpstr (codes->str, ==, cases[i].codes);
    }
}

/* The owner's wish, as a code or in words. */
static void
test_wishes (void)
{
  g_autoptr (JsonNode) node = read_json (PARAMETER);
  g_autoptr (GPtrArray) choices = shopee_parse_shipping (tiem_json_object (node));
  static const struct
  {
    const char *wish;
    const char *code;
  } cases[] = {
    { NULL, "pickup:118454205:t2" },
    { "", "pickup:118454205:t2" },
    { "pickup", "pickup:118454205:t2" },
    { "pickup:7:t1", "pickup:7:t1" },
    { "dropoff", "dropoff" },
    { "huynh thuc khang", "pickup:7:t1" },
    { "chẳng hiểu gì", "pickup:118454205:t2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (shopee_find_choice (choices, cases[i].wish)->code, ==, cases[i].code);
}

static TiemRemoteOrder *
act (Shopee *shopee,
     TiemOrderAction action,
     const char *choice,
     GError **error)
{
  return tiem_channel_act_on_order (
      shopee->channel, shopee->transport, "A1", action, choice, NULL, error);
}

/* What each way of shipping sends. */
static void
test_ship_bodies (void)
{
  static const struct
  {
    const char *parameter;
    const char *wish;
    const char *body; /* NULL: refused before anything is sent */
  } cases[] = {
    { PARAMETER,
      NULL,
      "{'order_sn':'A1','pickup':{'address_id':118454205,'pickup_time_id':'t2'}}" },
    { PARAMETER, "dropoff", "{'order_sn':'A1','dropoff':{}}" },
    { PARAMETER,
      "pickup:7:t1",
      "{'order_sn':'A1','pickup':{'address_id':7,'pickup_time_id':'t1'}}" },
    { "{'info_needed':{'pickup':[]}}", NULL, "{'order_sn':'A1','pickup':{}}" },
    { "{'info_needed':{'dropoff':['branch_id','sender_real_name']},'dropoff':{'branch_list':"
      "[{'branch_id':5}]}}",
      NULL,
      "{'order_sn':'A1','dropoff':{'branch_id':5,'sender_real_name':'Tiệm Nón Huế'}}" },
    { "{'info_needed':{'non_integrated':['tracking_number']}}",
      "GHN123456",
      "{'order_sn':'A1','non_integrated':{'tracking_number':'GHN123456'}}" },
    { "{'info_needed':{'non_integrated':['tracking_number']}}", NULL, NULL },
    { "{'info_needed':{}}", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *parameter = g_strdup_printf (SHOPEE_OK ("%s"), cases[i].parameter);
      const FakeRow rows[] = {
        { "GET", "/order/get_order_detail", 200, ORDER ("READY_TO_SHIP", ""), 1 },
        { "GET", "/logistics/get_shipping_parameter", 200, parameter },
        { "GET", "/shop/get_shop_info", 200, "{'error':'','shop_name':'Tiệm Nón Huế'}" },
        { "POST", "/logistics/ship_order", 200, "{'error':'','message':'','request_id':'x'}" },
        { "GET", "/order/get_order_detail", 200, ORDER ("PROCESSED", "") },
        { "GET", "/logistics/get_tracking_number", 200, SHOPEE_OK ("{'tracking_number':''}") },
      };
      Shopee shopee = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = NULL;
      g_autoptr (TiemForm) form = NULL;
      gboolean was_sent = FALSE;

      shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
      order = act (&shopee, TIEM_ORDER_ACTION_SHIP, cases[i].wish, &error);
      form = shopee_query (shopee_request (&shopee, 1));
      g_assert_null (tiem_form_get (form, "package_number"));
      for (guint j = 0; j < shopee.fake->requests->len; j++)
        if (strstr (shopee_request (&shopee, j)->url, "ship_order") != NULL)
          {
            g_autofree char *body = shopee_body (&shopee, j);

            was_sent = TRUE;
            g_assert_cmpstr (body, ==, cases[i].body);
            g_assert_false (shopee_request (&shopee, j)->idempotent);
          }
      g_assert_true (was_sent == (cases[i].body != NULL));
      if (cases[i].body != NULL)
        {
          g_assert_no_error (error); /* the tracking number may come later */
          g_assert_cmpint (order->status, ==, TIEM_ORDER_AWAITING_PICKUP);
        }
      else
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
      shopee_close (&shopee);
    }
}

/* Of a split order, the parcels that wait are arranged one by one. */
static void
test_ship_parcels (void)
{
#define PARCELS                                                                                    \
  ",'package_list':[" PARCEL ("P1", "LOGISTICS_READY") "," PARCEL (                                \
      "P2", "LOGISTICS_REQUEST_CREATED") "," PARCEL ("P3", "LOGISTICS_READY") "]"
  static const FakeRow rows[] = {
    { "GET", "/order/get_order_detail", 200, ORDER ("READY_TO_SHIP", PARCELS), 1 },
    { "GET",
      "/logistics/get_shipping_parameter",
      200,
      SHOPEE_OK ("{'info_needed':{'dropoff':[]}}") },
    { "POST", "/logistics/ship_order", 200, "{'error':'','message':''}", 1 },
    { "POST", "/logistics/ship_order", 200, SHOPEE_BAD ("logistics.package_already_shipped", "x") },
    { "GET", "/order/get_order_detail", 200, ORDER ("PROCESSED", PARCELS) },
    { "GET", "/logistics/get_tracking_number", 200, SHOPEE_OK ("{'tracking_number':'SPX1'}") },
  };
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) order = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  order = act (&shopee, TIEM_ORDER_ACTION_SHIP, NULL, &error);
  g_assert_no_error (error);
  first = shopee_body (&shopee, 2);
  second = shopee_body (&shopee, 4);
  g_assert_cmpstr (first, ==, "{'order_sn':'A1','package_number':'P1','dropoff':{}}");
  g_assert_cmpstr (second, ==, "{'order_sn':'A1','package_number':'P3','dropoff':{}}");
  g_assert_cmpstr (order->tracking, ==, "SPX1");
  shopee_close (&shopee);
}

/* A pick-up that failed has a call of its own. */
static void
test_ship_again (void)
{
  static const FakeRow rows[] = {
    { "GET", "/order/get_order_detail", 200, ORDER ("RETRY_SHIP", ""), 1 },
    { "GET", "/logistics/get_shipping_parameter", 200, SHOPEE_OK (PARAMETER) },
    { "POST", "/logistics/update_shipping_order", 200, "{'error':'','message':''}" },
    { "GET", "/order/get_order_detail", 200, ORDER ("PROCESSED", "") },
    { "GET", "/logistics/get_tracking_number", 200, SHOPEE_OK ("{'tracking_number':''}") },
  };
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) order = NULL;
  g_autofree char *body = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  order = act (&shopee, TIEM_ORDER_ACTION_SHIP, NULL, &error);
  g_assert_no_error (error);
  body = shopee_body (&shopee, 2);
  g_assert_cmpstr (
      body, ==, "{'order_sn':'A1','pickup':{'address_id':118454205,'pickup_time_id':'t2'}}");
  shopee_close (&shopee);
}

/* What each action sends in each state, or that it sends nothing. */
static void
test_actions (void)
{
#define CANCEL_STOCK                                                                               \
  "{'order_sn':'A1','cancel_reason':'OUT_OF_STOCK','item_list':[{'item_id':11,'model_id':12}]}"
#define ACCEPT "{'order_sn':'A1','operation':'ACCEPT'}"
#define REJECT "{'order_sn':'A1','operation':'REJECT'}"
  static const struct
  {
    const char *order;
    TiemOrderAction action;
    const char *choice;
    const char *body; /* NULL: nothing is sent */
    gboolean ok;
  } cases[] = {
    { ORDER ("READY_TO_SHIP", ""), TIEM_ORDER_ACTION_CONFIRM, NULL, NULL, TRUE },
    { ORDER ("UNPAID", ""), TIEM_ORDER_ACTION_CONFIRM, NULL, NULL, TRUE },
    { ORDER ("SHIPPED", ""), TIEM_ORDER_ACTION_SHIP, NULL, NULL, TRUE },
    { ORDER ("UNPAID", ""), TIEM_ORDER_ACTION_SHIP, NULL, NULL, FALSE },
    { ORDER ("IN_CANCEL", ""), TIEM_ORDER_ACTION_SHIP, NULL, NULL, FALSE },
    { ORDER ("MOI_LA", ""), TIEM_ORDER_ACTION_SHIP, NULL, NULL, FALSE },
    { ORDER ("READY_TO_SHIP", ""), TIEM_ORDER_ACTION_CANCEL, NULL, CANCEL_STOCK, TRUE },
    { ORDER ("READY_TO_SHIP", ""), TIEM_ORDER_ACTION_CANCEL, "OUT_OF_STOCK", CANCEL_STOCK, TRUE },
    { ORDER ("READY_TO_SHIP", ""), TIEM_ORDER_ACTION_CANCEL, "Hết hàng rồi", CANCEL_STOCK, TRUE },
    { ORDER ("READY_TO_SHIP", ""),
      TIEM_ORDER_ACTION_CANCEL,
      "khách đổi ý",
      "{'order_sn':'A1','cancel_reason':'CUSTOMER_REQUEST'}",
      TRUE },
    { ORDER ("READY_TO_SHIP", ""),
      TIEM_ORDER_ACTION_CANCEL,
      "COD_NOT_SUPPORTED",
      "{'order_sn':'A1','cancel_reason':'COD_NOT_SUPPORTED'}",
      TRUE },
    { ORDER ("READY_TO_SHIP", ",'can_full_cancel_order':true"),
      TIEM_ORDER_ACTION_CANCEL,
      NULL,
      CANCEL_STOCK,
      TRUE },
    { ORDER ("PROCESSED", ",'can_full_cancel_order':false"),
      TIEM_ORDER_ACTION_CANCEL,
      NULL,
      NULL,
      FALSE },
    { ORDER ("CANCELLED", ""), TIEM_ORDER_ACTION_CANCEL, NULL, NULL, TRUE },
    { ORDER ("SHIPPED", ""), TIEM_ORDER_ACTION_CANCEL, NULL, NULL, FALSE },
    { ORDER ("IN_CANCEL", ""), TIEM_ORDER_ACTION_CANCEL, NULL, ACCEPT, TRUE },
    { ORDER ("IN_CANCEL", ""), TIEM_ORDER_ACTION_ACCEPT_CANCEL, NULL, ACCEPT, TRUE },
    { ORDER ("IN_CANCEL", ""), TIEM_ORDER_ACTION_REJECT_CANCEL, NULL, REJECT, TRUE },
    { ORDER ("CANCELLED", ""), TIEM_ORDER_ACTION_ACCEPT_CANCEL, NULL, NULL, TRUE },
    { ORDER ("READY_TO_SHIP", ""), TIEM_ORDER_ACTION_ACCEPT_CANCEL, NULL, NULL, FALSE },
    { ORDER ("READY_TO_SHIP", ""), TIEM_ORDER_ACTION_REJECT_CANCEL, NULL, NULL, TRUE },
    { ORDER ("CANCELLED", ""), TIEM_ORDER_ACTION_REJECT_CANCEL, NULL, NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeRow rows[] = {
        { "GET", "/order/get_order_detail", 200, cases[i].order },
        { "POST", "/order/", 200, SHOPEE_OK ("{'update_time':1795231000}") },
        { "GET", "/logistics/get_tracking_number", 200, SHOPEE_OK ("{'tracking_number':'S1'}") },
      };
      Shopee shopee = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = NULL;
      guint n_posts = 0;

      shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
      order = act (&shopee, cases[i].action, cases[i].choice, &error);
      g_test_message ("%u: %s", (guint)i, error != NULL ? error->message : "ok");
      g_assert_true ((order != NULL) == cases[i].ok);
      if (!cases[i].ok)
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
      for (guint j = 0; j < shopee.fake->requests->len; j++)
        if (strcmp (shopee_request (&shopee, j)->method, "POST") == 0)
          {
            g_autofree char *body = shopee_body (&shopee, j);

            g_assert_cmpstr (body, ==, cases[i].body);
            n_posts++;
          }
      g_assert_cmpuint (n_posts, ==, cases[i].body != NULL ? 1 : 0);
      shopee_close (&shopee);
    }
}

static void
test_cancel_reasons (void)
{
  static const struct
  {
    const char *order;
    guint n;
  } cases[] = { { ORDER ("READY_TO_SHIP", ""), 2 }, { ORDER ("READY_TO_SHIP", ",'cod':true"), 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeRow row = { "GET", "/order/get_order_detail", 200, cases[i].order };
      Shopee shopee = { 0 };
      g_autoptr (GPtrArray) choices = NULL;
      g_autoptr (GPtrArray) none = NULL;

      shopee_open (&shopee, &row, 1, NULL, NULL);
      choices = tiem_channel_list_choices (
          shopee.channel, shopee.transport, TIEM_CHOICE_CANCEL, "A1", NULL, NULL);
      none = tiem_channel_list_choices (
          shopee.channel, shopee.transport, TIEM_CHOICE_REJECT_CANCEL, "A1", NULL, NULL);
      g_assert_cmpuint (choices->len, ==, cases[i].n);
      g_assert_cmpstr (((TiemChoice *)choices->pdata[0])->code, ==, "OUT_OF_STOCK");
      g_assert_true (((TiemChoice *)choices->pdata[0])->is_suggested);
      g_assert_cmpuint (none->len, ==, 0);
      shopee_close (&shopee);
    }
}

/* --- labels --- */

#define ARRANGED                                                                                   \
  ORDER ("PROCESSED", ",'package_list':[" PARCEL ("P1", "LOGISTICS_REQUEST_CREATED") "]")
#define TRACKED                                                                                    \
  {                                                                                                \
    "GET", "/logistics/get_tracking_number", 200, SHOPEE_OK ("{'tracking_number':'SPX1'}")         \
  }
#define ROWS(rows) SHOPEE_OK ("{'result_list':[{'order_sn':'A1'," rows "}]}")
#define KIND                                                                                       \
  {                                                                                                \
    "POST", "get_shipping_document_parameter", 200,                                                \
        ROWS ("'suggest_shipping_document_type':'THERMAL_AIR_WAYBILL',"                            \
              "'selectable_shipping_document_type':['NORMAL_AIR_WAYBILL','THERMAL_AIR_WAYBILL']")  \
  }
#define CREATED                                                                                    \
  {                                                                                                \
    "POST", "create_shipping_document", 200, ROWS ("'x':1")                                        \
  }
#define RESULT(word) "'status':'" word "'"
#define NOT_MADE                                                                                   \
  "'fail_error':'logistics.shipping_document_should_print_first','fail_message':'create first'"
#define DONE(rows, times)                                                                          \
  {                                                                                                \
    "POST", "get_shipping_document_result", 200, rows, times                                       \
  }

static TiemResponse *
label_handle (const TiemRequest *request,
              gpointer user_data)
{
  if (strstr (request->url, "download_shipping_document") == NULL)
    return fake_table_handle (request, user_data);
  return tiem_response_new (200, "application/pdf", "%PDF-1.7 nhãn", -1);
}

/* Where an attempt ends: with the file, a wait, or a refusal. */
static void
test_labels (void)
{
  static const struct
  {
    FakeRow rows[8];
    guint n_rows;
    int error; /* −1: the file is there */
    gboolean creates;
  } cases[] = {
    /* made before, by whoever */
    { { { "GET", "get_order_detail", 200, ARRANGED },
        TRACKED,
        KIND,
        DONE (ROWS (RESULT ("READY")), 0) },
      4,
      -1,
      FALSE },
    /* made now */
    { { { "GET", "get_order_detail", 200, ARRANGED },
        TRACKED,
        KIND,
        DONE (ROWS (NOT_MADE), 1),
        CREATED,
        DONE (ROWS (RESULT ("READY")), 0) },
      6,
      -1,
      TRUE },
    { { { "GET", "get_order_detail", 200, ARRANGED },
        TRACKED,
        KIND,
        DONE ("{'error':'common.batch_api_all_failed','message':'x','response':"
              "{'result_list':[{'order_sn':'A1'," NOT_MADE "}]}}",
              1),
        CREATED,
        DONE (ROWS (RESULT ("READY")), 0) },
      6,
      -1,
      TRUE },
    { { { "GET", "get_order_detail", 200, ARRANGED },
        TRACKED,
        KIND,
        DONE (SHOPEE_BAD ("logistics.shipping_document_should_print_first", "x"), 1),
        CREATED,
        DONE (ROWS (RESULT ("READY")), 0) },
      6,
      -1,
      TRUE },
    /* being made: not made twice */
    { { { "GET", "get_order_detail", 200, ARRANGED },
        TRACKED,
        KIND,
        DONE (ROWS (RESULT ("PROCESSING")), 0) },
      4,
      TIEM_ERROR_TRANSIENT,
      FALSE },
    { { { "GET", "get_order_detail", 200, ARRANGED },
        TRACKED,
        KIND,
        DONE (ROWS (NOT_MADE), 1),
        CREATED,
        DONE (ROWS (RESULT ("PROCESSING")), 0) },
      6,
      TIEM_ERROR_TRANSIENT,
      TRUE },
    /* failed once: made anew; failed again: later */
    { { { "GET", "get_order_detail", 200, ARRANGED },
        TRACKED,
        KIND,
        DONE (ROWS (RESULT ("FAILED")), 1),
        CREATED,
        DONE (ROWS (RESULT ("READY")), 0) },
      6,
      -1,
      TRUE },
    { { { "GET", "get_order_detail", 200, ARRANGED },
        TRACKED,
        KIND,
        DONE (ROWS (RESULT ("FAILED")), 0),
        CREATED },
      5,
      TIEM_ERROR_TRANSIENT,
      TRUE },
    /* refused */
    { { { "GET", "get_order_detail", 200, ARRANGED },
        TRACKED,
        KIND,
        DONE (ROWS (NOT_MADE), 1),
        { "POST",
          "create_shipping_document",
          200,
          ROWS ("'fail_error':'logistics.package_can_not_print','fail_message':'x'") } },
      5,
      TIEM_ERROR_REJECTED,
      TRUE },
    { { { "GET", "get_order_detail", 200, ARRANGED },
        TRACKED,
        { "POST",
          "get_shipping_document_parameter",
          200,
          SHOPEE_BAD ("error_permission", "no permission") } },
      3,
      TIEM_ERROR_REJECTED,
      FALSE },
    /* too early, too late */
    { { { "GET", "get_order_detail", 200, ORDER ("READY_TO_SHIP", "") } },
      1,
      TIEM_ERROR_REJECTED,
      FALSE },
    { { { "GET", "get_order_detail", 200, ORDER ("SHIPPED", "") } },
      1,
      TIEM_ERROR_REJECTED,
      FALSE },
    { { { "GET", "get_order_detail", 200, ARRANGED },
        { "GET", "get_tracking_number", 200, SHOPEE_OK ("{'tracking_number':''}") } },
      2,
      TIEM_ERROR_TRANSIENT,
      FALSE },
    { { { "GET", "get_order_detail", 200, SHOPEE_BAD ("error_not_found", "x") } },
      1,
      TIEM_ERROR_REJECTED,
      FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) labels = g_ptr_array_new ();
      g_autoptr (TiemLabel) label = tiem_label_new ("A1");
      g_autoptr (GError) error = NULL;
      Shopee shopee = { 0 };
      gboolean creates = FALSE;

      shopee_open (&shopee, cases[i].rows, cases[i].n_rows, label_handle, &shopee.table);
      g_ptr_array_add (labels, label);
      g_assert_true (
          tiem_channel_read_labels (shopee.channel, shopee.transport, labels, NULL, &error));
      g_assert_no_error (error);
      g_test_message ("%u: %s", (guint)i, label->error != NULL ? label->error->message : "ok");
      if (cases[i].error < 0)
        {
          g_assert_no_error (label->error);
          g_assert_cmpstr (label->content_type, ==, "application/pdf");
          g_assert_cmpuint (g_bytes_get_size (label->document), >, 8);
        }
      else
        {
          g_assert_error (label->error, TIEM_ERROR, cases[i].error);
          g_assert_null (label->document);
        }
      for (guint j = 0; j < shopee.fake->requests->len; j++)
        creates |= strstr (shopee_request (&shopee, j)->url, "create_shipping") != NULL;
      g_assert_true (creates == cases[i].creates);
      shopee_close (&shopee);
    }
}

/* The bodies of the way to a label; parcels are named only where there are several. */
static void
test_label_bodies (void)
{
  static const struct
  {
    const char *order;
    const char *parameter;
    const char *create;
    const char *result;
    const char *download;
  } cases[] = {
    { ARRANGED,
      "{'order_list':[{'order_sn':'A1'}]}",
      "{'order_list':[{'order_sn':'A1','tracking_number':'SPX1',"
      "'shipping_document_type':'THERMAL_AIR_WAYBILL'}]}",
      "{'order_list':[{'order_sn':'A1','shipping_document_type':'THERMAL_AIR_WAYBILL'}]}",
      "{'shipping_document_type':'THERMAL_AIR_WAYBILL','order_list':[{'order_sn':'A1'}]}" },
    { ORDER ("PROCESSED",
             ",'package_list':[" PARCEL ("P1", "LOGISTICS_REQUEST_CREATED") "," PARCEL (
                 "P2", "LOGISTICS_REQUEST_CREATED") "]"),
      "{'order_list':[{'order_sn':'A1','package_number':'P1'},"
      "{'order_sn':'A1','package_number':'P2'}]}",
      "{'order_list':[{'order_sn':'A1','package_number':'P1','tracking_number':'SPX1',"
      "'shipping_document_type':'THERMAL_AIR_WAYBILL'},"
      "{'order_sn':'A1','package_number':'P2','tracking_number':'SPX1',"
      "'shipping_document_type':'THERMAL_AIR_WAYBILL'}]}",
      "{'order_list':[{'order_sn':'A1','package_number':'P1',"
      "'shipping_document_type':'THERMAL_AIR_WAYBILL'},"
      "{'order_sn':'A1','package_number':'P2',"
      "'shipping_document_type':'THERMAL_AIR_WAYBILL'}]}",
      "{'shipping_document_type':'THERMAL_AIR_WAYBILL','order_list':["
      "{'order_sn':'A1','package_number':'P1'},{'order_sn':'A1','package_number':'P2'}]}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeRow rows[] = {
        { "GET", "get_order_detail", 200, cases[i].order },
        TRACKED,
        KIND,
        DONE (ROWS (NOT_MADE), 1),
        CREATED,
        DONE (ROWS (RESULT ("READY")), 0),
      };
      g_autoptr (GPtrArray) labels = g_ptr_array_new ();
      g_autoptr (TiemLabel) label = tiem_label_new ("A1");
      Shopee shopee = { 0 };
      const char *expected[] = {
        cases[i].parameter, cases[i].result, cases[i].create, cases[i].result, cases[i].download
      };
      guint n = 0;

      shopee_open (&shopee, rows, G_N_ELEMENTS (rows), label_handle, &shopee.table);
      g_ptr_array_add (labels, label);
      g_assert_true (
          tiem_channel_read_labels (shopee.channel, shopee.transport, labels, NULL, NULL));
      for (guint j = 0; j < shopee.fake->requests->len; j++)
        if (strcmp (shopee_request (&shopee, j)->method, "POST") == 0)
          {
            g_autofree char *body = shopee_body (&shopee, j);

            g_assert_cmpstr (body, ==, expected[n++]);
          }
      g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
      shopee_close (&shopee);
    }
}

typedef struct
{
  FakeTable *table;
  guint status;
  const char *type;
  const char *body;
} Download;

static TiemResponse *
download_handle (const TiemRequest *request,
                 gpointer user_data)
{
  Download *download = user_data;

  if (strstr (request->url, "download_shipping_document") == NULL)
    return fake_table_handle (request, download->table);
  if (download->status == 0)
    return NULL;
  return tiem_response_new (download->status, download->type, download->body, -1);
}

/* The type of the answer decides whether it is the file (§9). */
static void
test_label_types (void)
{
  static const FakeRow rows[] = {
    { "GET", "get_order_detail", 200, ARRANGED },
    TRACKED,
    KIND,
    DONE (ROWS (RESULT ("READY")), 0),
  };
  static const struct
  {
    guint status;
    const char *type;
    const char *body;
    const char *content_type; /* NULL: no file */
    int own;                  /* the label's own error, −1 none */
    int call;                 /* the call's, −1 none */
  } cases[] = {
    { 200, "application/pdf", "%PDF-1", "application/pdf", -1, -1 },
    { 200, "Application/PDF; charset=x", "%PDF-1", "application/pdf", -1, -1 },
    { 200, "application/zip", "PK", "application/zip", -1, -1 },
    { 200, "application/octet-stream", "%PDF-1", "application/octet-stream", -1, -1 },
    { 200,
      "application/json",
      "{\"error\":\"logistics.download_later\",\"message\":\"x\"}",
      NULL,
      TIEM_ERROR_TRANSIENT,
      -1 },
    { 200,
      "application/json",
      "{\"error\":\"logistics.shipping_document_should_print_first\",\"message\":\"x\"}",
      NULL,
      TIEM_ERROR_TRANSIENT,
      -1 },
    { 200,
      "application/json",
      "{\"error\":\"logistics.package_can_not_print\"}",
      NULL,
      TIEM_ERROR_REJECTED,
      -1 },
    { 200, "application/json", "{\"error\":\"\"}", NULL, -1, TIEM_ERROR_PROTOCOL },
    { 200, "text/html", "<html>", NULL, -1, TIEM_ERROR_TRANSIENT },
    { 200, "application/pdf", "", NULL, -1, TIEM_ERROR_TRANSIENT },
    { 200,
      "application/json",
      "{\"error\":\"invalid_acceess_token\"}",
      NULL,
      -1,
      TIEM_ERROR_TOKEN },
    { 502, "application/pdf", "x", NULL, -1, TIEM_ERROR_TRANSIENT },
    { 0, NULL, NULL, NULL, -1, TIEM_ERROR_TRANSIENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) labels = g_ptr_array_new ();
      g_autoptr (TiemLabel) label = tiem_label_new ("A1");
      g_autoptr (GError) error = NULL;
      Shopee shopee = { 0 };
      Download download = { &shopee.table, cases[i].status, cases[i].type, cases[i].body };
      gboolean ok;

      shopee_open (&shopee, rows, G_N_ELEMENTS (rows), download_handle, &download);
      g_ptr_array_add (labels, label);
      ok = tiem_channel_read_labels (shopee.channel, shopee.transport, labels, NULL, &error);
      g_test_message ("%u: %s", (guint)i, error != NULL ? error->message : "ok");
      g_assert_true (ok == (cases[i].call < 0));
      if (!ok)
        g_assert_error (error, TIEM_ERROR, cases[i].call);
      g_assert_cmpstr (label->content_type, ==, cases[i].content_type);
      if (cases[i].own >= 0)
        g_assert_error (label->error, TIEM_ERROR, cases[i].own);
      else
        g_assert_no_error (label->error);
      shopee_close (&shopee);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shopee/shipping/choices", test_choices);
  g_test_add_func ("/shopee/shipping/wishes", test_wishes);
  g_test_add_func ("/shopee/shipping/bodies", test_ship_bodies);
  g_test_add_func ("/shopee/shipping/parcels", test_ship_parcels);
  g_test_add_func ("/shopee/shipping/again", test_ship_again);
  g_test_add_func ("/shopee/actions/table", test_actions);
  g_test_add_func ("/shopee/actions/cancel-reasons", test_cancel_reasons);
  g_test_add_func ("/shopee/labels/flow", test_labels);
  g_test_add_func ("/shopee/labels/bodies", test_label_bodies);
  g_test_add_func ("/shopee/labels/types", test_label_types);

  return g_test_run ();
}
