#include "lazada-fixture.h"

#include "base/tiem-time.h"

/* An order and its units, as the platform's reference shows them. */
#define HEAD                                                                                       \
  "'order_id':446156718969495,'order_number':446156718969495,"                                     \
  "'created_at':'2026-01-05 10:02:11 +0700','updated_at':'2026-01-05 10:02:13 +0700',"             \
  "'statuses':['pending'],'items_count':2,'price':'918,000.00','shipping_fee':16000.0,"            \
  "'voucher':20000.0,'voucher_seller':20000.0,'voucher_code':'','payment_method':'COD',"           \
  "'customer_first_name':'N*********h','customer_last_name':'','buyer_note':'Gọi trước',"     \
  "'gift_option':false,"                                                                           \
  "'address_shipping':{'first_name':'n*********h','last_name':'','phone':'84********36',"          \
  "'phone2':'','address1':'s******2','address2':'null','address3':'H****i',"                       \
  "'address4':'Q**********g','address5':'P***********o','city':'Quận Hà Đông',"               \
  "'post_code':'','country':'Vietnam'}"
#define ORDER "{" HEAD "}"
#define UNIT(id, status, more)                                                                     \
  "{'order_item_id':" id ",'order_id':446156718969495,'product_id':'2100000001',"                  \
  "'sku_id':'9100000011','sku':'AD-DO-L','shop_sku':'2100000001_VNAMZ-9100000011',"                \
  "'name':'Áo dài lụa đỏ','variation':'Nhóm màu:Đỏ, Size:L','status':'" status "',"                \
  "'item_price':459000.00,'paid_price':'449000.00','currency':'VND','buyer_id':200054169495,"      \
  "'product_main_image':'https://vn-live-02.slatic.net/p/ab12.jpg','package_id':'',"               \
  "'tracking_code':'','shipment_provider':'','is_digital':0,"                                      \
  "'created_at':'2026-01-05 10:02:11 +0700','updated_at':'2026-01-05 10:02:13 +0700',"             \
  "'sla_time_stamp':'2026-01-06T23:59:59+07:00'" more "}"
#define UNITS                                                                                      \
  "[" UNIT ("446156719069495", "pending", "") "," UNIT ("446156719069494", "pending", "") "]"

static TiemRemoteOrder *
parse (const char *order,
       const char *units,
       GError **error)
{
  g_autofree char *order_json = fake_json (order);
  g_autofree char *units_json = fake_json (units);
  g_autoptr (JsonNode) order_node = json_from_string (order_json, NULL);
  g_autoptr (JsonNode) units_node = json_from_string (units_json, NULL);

  return laz_parse_order (tiem_json_object (order_node), tiem_json_array (units_node), error);
}

static void
test_parse (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) order = parse (ORDER, UNITS, &error);
  TiemRemoteLine *line;

  g_assert_no_error (error);
  g_assert_cmpstr (order->remote_id, ==, "446156718969495");
  g_assert_cmpstr (order->number, ==, "446156718969495");
  g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_SHIP);
  g_assert_cmpstr (order->remote_status, ==, "pending");
  g_assert_true (order->platform_holds);
  g_assert_cmpint (order->placed_at, ==, 1767582131000);
  g_assert_cmpint (order->updated_at, ==, 1767582133000);
  g_assert_cmpint (order->ship_by, ==, 1767718799000);
  g_assert_cmpint (order->left_at, ==, 0);
  g_assert_cmpint (order->total_vnd, ==, 914000);
  g_assert_cmpint (order->shipping_fee_vnd, ==, 16000);
  g_assert_cmpint (order->discount_vnd, ==, 20000);
  g_assert_cmpint (order->surcharge_vnd, ==, 0);
  g_assert_cmpint (order->paid_vnd, ==, 0);
  g_assert_cmpstr (order->currency, ==, "VND");
  g_assert_cmpstr (order->payment_method, ==, "COD");
  g_assert_cmpstr (order->buyer_remote_id, ==, "200054169495");
  g_assert_cmpstr (order->buyer_name, ==, "N*********h");
  g_assert_cmpstr (order->buyer_phone, ==, "84********36");
  g_assert_cmpstr (order->address.line, ==, "s******2");
  g_assert_cmpstr (order->address.ward, ==, "P***********o");
  g_assert_cmpstr (order->address.district, ==, "Quận Hà Đông"); /* readable as the city */
  g_assert_cmpstr (order->address.province, ==, "H****i");
  g_assert_cmpstr (order->address.text, ==, "s******2, P***********o, Quận Hà Đông, H****i");
  g_assert_cmpstr (order->note, ==, "Gọi trước");
  g_assert_false (order->cancel_asked);
  g_assert_cmpuint (order->parcels->len, ==, 0);

  /* two pieces of one SKU are one line */
  g_assert_cmpuint (order->lines->len, ==, 1);
  line = order->lines->pdata[0];
  g_assert_cmpstr (line->remote_id, ==, "446156719069494");
  g_assert_cmpstr (line->remote_product_id, ==, "2100000001");
  g_assert_cmpstr (line->remote_variant_id, ==, "9100000011");
  g_assert_cmpstr (line->sku, ==, "AD-DO-L");
  g_assert_cmpstr (line->title, ==, "Áo dài lụa đỏ");
  g_assert_cmpstr (line->options, ==, "Đỏ, L");
  g_assert_cmpstr (line->image_url, ==, "https://vn-live-02.slatic.net/p/ab12.jpg");
  g_assert_cmpint (line->quantity, ==, 2);
  g_assert_cmpint (line->cancelled, ==, 0);
  g_assert_cmpint (line->unit_price_vnd, ==, 459000);
  g_assert_cmpint (line->total_vnd, ==, 918000);
}

/* Every word of the reference, one by one. */
static void
test_words (void)
{
  static const struct
  {
    const char *word;
    TiemOrderStatus status;
    gboolean holds;
  } cases[] = {
    { "unpaid", TIEM_ORDER_UNPAID, TRUE },
    { "pending", TIEM_ORDER_TO_SHIP, TRUE },
    { "repacked", TIEM_ORDER_TO_SHIP, TRUE },
    { "packed", TIEM_ORDER_TO_SHIP, TRUE },
    { "topack", TIEM_ORDER_TO_SHIP, TRUE },
    { "ready_to_ship", TIEM_ORDER_AWAITING_PICKUP, TRUE },
    { "toship", TIEM_ORDER_AWAITING_PICKUP, TRUE },
    { "shipped", TIEM_ORDER_SHIPPING, TRUE },
    { "shipping", TIEM_ORDER_SHIPPING, TRUE },
    { "delivered", TIEM_ORDER_DELIVERED, TRUE },
    { "confirmed", TIEM_ORDER_COMPLETED, TRUE },
    { "canceled", TIEM_ORDER_CANCELLED, FALSE },
    { "returned", TIEM_ORDER_RETURNED, TRUE },
    { "failed", TIEM_ORDER_FAILED_DELIVERY, TRUE },
    { "failed_delivery", TIEM_ORDER_FAILED_DELIVERY, TRUE },
    { "shipped_back", TIEM_ORDER_RETURNING, TRUE },
    { "shipped_back_success", TIEM_ORDER_RETURNED, TRUE },
    { "shipped_back_failed", TIEM_ORDER_FAILED_DELIVERY, TRUE },
    { "package_scrapped", TIEM_ORDER_FAILED_DELIVERY, TRUE },
    { "lost", TIEM_ORDER_FAILED_DELIVERY, TRUE },
    { "lost_by_3pl", TIEM_ORDER_FAILED_DELIVERY, TRUE },
    { "damaged_by_3pl", TIEM_ORDER_FAILED_DELIVERY, TRUE },
    { "Delivered", TIEM_ORDER_DELIVERED, TRUE },
    { "bay_len_mat_trang", TIEM_ORDER_UNKNOWN, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *units = g_strdup_printf ("[" UNIT ("1", "%s", "") "]", cases[i].word);
      g_autoptr (TiemRemoteOrder) order = parse (ORDER, units, NULL);

      g_test_message ("%s", cases[i].word);
      g_assert_cmpint (order->status, ==, cases[i].status);
      g_assert_cmpstr (order->remote_status, ==, cases[i].word);
      g_assert_true (order->platform_holds == cases[i].holds);
    }
}

/* An order that is in two minds. */
static void
test_mixed (void)
{
  static const struct
  {
    const char *words; /* of its units */
    TiemOrderStatus status;
    const char *remote_status;
    gint64 cancelled;
  } cases[] = {
    { "pending pending", TIEM_ORDER_TO_SHIP, "pending", 0 },
    { "canceled pending", TIEM_ORDER_TO_SHIP, "pending", 1 },
    { "canceled canceled", TIEM_ORDER_CANCELLED, "canceled", 2 },
    { "shipped packed canceled", TIEM_ORDER_TO_SHIP, "packed, shipped", 1 },
    { "shipped delivered", TIEM_ORDER_SHIPPING, "shipped, delivered", 0 },
    { "delivered returned", TIEM_ORDER_DELIVERED, "delivered, returned", 0 },
    { "shipped_back delivered", TIEM_ORDER_DELIVERED, "delivered, shipped_back", 0 },
    { "delivered moi_toanh", TIEM_ORDER_UNKNOWN, "moi_toanh, delivered", 0 },
    { "ready_to_ship pending", TIEM_ORDER_TO_SHIP, "pending, ready_to_ship", 0 },
    { "failed_delivery canceled", TIEM_ORDER_FAILED_DELIVERY, "failed_delivery", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) words = g_strsplit (cases[i].words, " ", -1);
      g_autoptr (GString) units = g_string_new ("[");
      g_autoptr (TiemRemoteOrder) order = NULL;
      TiemRemoteLine *line;

      for (guint j = 0; words[j] != NULL; j++)
        {
          g_string_append (units, j > 0 ? "," : "");
          g_string_append_printf (units, UNIT ("%u", "%s", ""), j + 1, words[j]);
        }
      g_string_append_c (units, ']');
      order = parse (ORDER, units->str, NULL);
      g_test_message ("%s", cases[i].words);
      g_assert_cmpint (order->status, ==, cases[i].status);
      g_assert_cmpstr (order->remote_status, ==, cases[i].remote_status);
      line = order->lines->pdata[0];
      g_assert_cmpint (line->quantity, ==, g_strv_length (words));
      g_assert_cmpint (line->cancelled, ==, cases[i].cancelled);
      g_assert_cmpint (order->left_at, ==, 0);
    }
}

static void
test_groups (void)
{
  static const char units[]
      = "[{'order_item_id':'9','product_id':1,'sku_id':2,'sku':'A','status':'pending',"
        "'item_price':'1,000.00'},"
        "{'order_item_id':'10','product_id':1,'sku_id':2,'sku':'A','status':'pending',"
        "'item_price':1000},"
        /* the same unit again is no other unit */
        "{'order_item_id':'10','product_id':1,'sku_id':2,'sku':'A','status':'pending',"
        "'item_price':1000},"
        "{'order_item_id':'11','product_id':1,'sku_id':2,'sku':'A','status':'pending',"
        "'item_price':0},"
        "{'order_item_id':'12','sku':'A','shop_sku':'1_VNAMZ-3','status':'pending',"
        "'item_price':333.34},"
        "{'order_item_id':'13','sku':'A','shop_sku':'1_VNAMZ-3','status':'canceled',"
        "'item_price':333.34}]";
  g_autoptr (TiemRemoteOrder) order
      = parse ("{'order_id':'7','price':3000,'voucher':'500.00','shipping_fee':null}", units, NULL);
  TiemRemoteLine *line;
  gint64 sum = 0;

  g_assert_cmpuint (order->lines->len, ==, 3);
  line = order->lines->pdata[0];
  g_assert_cmpstr (line->remote_id, ==, "9"); /* the smaller number, not the smaller text */
  g_assert_cmpint (line->quantity, ==, 2);
  line = order->lines->pdata[1];
  g_assert_cmpint (line->unit_price_vnd, ==, 0); /* a gift is a line of its own */
  line = order->lines->pdata[2];
  g_assert_cmpstr (line->remote_product_id, ==, "1");
  g_assert_cmpstr (line->remote_variant_id, ==, "3");
  g_assert_cmpint (line->cancelled, ==, 1);
  g_assert_cmpint (line->total_vnd, ==, 667); /* rounded once */

  for (guint i = 0; i < order->lines->len; i++)
    sum += ((TiemRemoteLine *)order->lines->pdata[i])->total_vnd;
  g_assert_cmpint (order->total_vnd, ==, 2500);
  g_assert_cmpint (
      sum - order->discount_vnd + order->shipping_fee_vnd + order->surcharge_vnd, ==, 2500);
  g_assert_cmpint (order->surcharge_vnd, ==, 333);
}

static void
test_parcels (void)
{
  static const char units[] = "[" UNIT (
      "1",
      "ready_to_ship",
      ",'package_id':'FP1','tracking_code':'LMP1VNA','shipment_"
      "provider':'LEX VN'") "," UNIT ("2",
                                      "ready_to_ship",
                                      ",'package_id':'FP1','"
                                      "tracking_code':'LMP1VNA','"
                                      "shipment_provider':'LEX "
                                      "VN'") "," UNIT ("3",
                                                       "ready_to_"
                                                       "ship",
                                                       ",'"
                                                       "package_"
                                                       "id':'FP2'"
                                                       ",'"
                                                       "tracking_"
                                                       "code':'"
                                                       "null','"
                                                       "shipment_"
                                                       "provider'"
                                                       ":'GHN'") "," UNIT ("4",
                                                                           "canceled",
                                                                           ",'package_id':'FP3','"
                                                                           "reason':'Out of "
                                                                           "Stock','reason_detail':"
                                                                           "'Hết'") "]";
  g_autoptr (TiemRemoteOrder) order = parse (ORDER, units, NULL);
  TiemRemoteParcel *parcel;

  g_assert_cmpuint (order->parcels->len, ==, 2);
  parcel = order->parcels->pdata[0];
  g_assert_cmpstr (parcel->remote_id, ==, "FP1");
  g_assert_cmpstr (parcel->tracking, ==, "LMP1VNA");
  g_assert_cmpstr (parcel->carrier, ==, "LEX VN");
  g_assert_cmpstr (parcel->remote_status, ==, "ready_to_ship");
  parcel = order->parcels->pdata[1];
  g_assert_null (parcel->tracking);
  g_assert_cmpstr (order->tracking, ==, "LMP1VNA");
  g_assert_cmpstr (order->carrier, ==, "LEX VN");
  g_assert_cmpstr (order->cancel_reason, ==, "Out of Stock: Hết");
}

static void
test_cancel_asked (void)
{
  static const struct
  {
    const char *status;
    const char *more;
    gboolean asked;
  } cases[] = {
    { "pending",
      ",'need_cancel_confirm':'true','cancel_trigger_time':1767610000000,'reason':'Đổi ý'",
      TRUE },
    { "pending",
      ",'need_cancel_confirm':true,'cancel_trigger_time':'2026-01-05 17:46:40 +0700',"
      "'reason':'Đổi ý'",
      TRUE },
    { "pending", ",'need_cancel_confirm':'false','cancel_trigger_time':''", FALSE },
    { "pending", ",'need_cancel_confirm':null", FALSE },
    { "canceled", ",'need_cancel_confirm':'true'", FALSE },
    { "shipped", ",'need_cancel_confirm':'true'", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *units
          = g_strdup_printf ("[" UNIT ("1", "%s", "%s") "]", cases[i].status, cases[i].more);
      g_autoptr (TiemRemoteOrder) order = parse (ORDER, units, NULL);

      g_test_message ("%s", cases[i].more);
      g_assert_true (order->cancel_asked == cases[i].asked);
      g_assert_cmpint (order->cancel_answer_by, ==, cases[i].asked ? 1767610000000 : 0);
      if (cases[i].asked)
        g_assert_cmpstr (order->cancel_reason, ==, "Đổi ý");
    }
}

static void
test_paid (void)
{
  static const struct
  {
    const char *method;
    const char *status;
    gboolean is_paid;
  } cases[] = {
    { "COD", "pending", FALSE },         { "cod", "shipped", FALSE },
    { "COD", "delivered", TRUE },        { "COD", "confirmed", TRUE },
    { "MOMO_WALLET", "pending", TRUE },  { "MOMO_WALLET", "unpaid", FALSE },
    { "NAPAS_ONLINE", "shipped", TRUE }, { "NAPAS_ONLINE", "canceled", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *head = g_strdup_printf (
          "{'order_id':1,'price':'1000','payment_method':'%s'}", cases[i].method);
      g_autofree char *units = g_strdup_printf ("[" UNIT ("1", "%s", "") "]", cases[i].status);
      g_autoptr (TiemRemoteOrder) order = parse (head, units, NULL);

      g_assert_cmpint (order->paid_vnd, ==, cases[i].is_paid ? 1000 : 0);
    }
}

/* What can't be understood says where; what can is read, however odd. */
static void
test_bad (void)
{
  static const struct
  {
    const char *order;
    const char *units;
    const char *path; /* NULL: it is read */
  } cases[] = {
    { ORDER, "null", "order_items" },
    { "{'price':1}", UNITS, "order_id" },
    { "{'order_id':0,'price':1}", UNITS, "order_id" },
    { "null", UNITS, "order_id" },
    { "{'order_id':1}", UNITS, "price" },
    { "{'order_id':1,'price':'12đ'}", UNITS, "price" },
    { "{'order_id':1,'price':{}}", UNITS, "price" },
    { "{'order_id':1,'price':'9999999999999999999999'}", UNITS, "price" },
    { "{'order_id':1,'price':1,'created_at':'hôm qua'}", UNITS, "created_at" },
    { ORDER, "[{'order_item_id':1}]", "order_items[0].status" },
    { ORDER, "[" UNIT ("1", "pending", "") ",null]", "order_items[1].unit" },
    { ORDER, "[{'status':'pending'}]", "order_items[0].order_item_id" },
    { ORDER,
      "[{'order_item_id':1,'status':'pending','item_price':true}]",
      "order_items[0].item_price" },
    { ORDER, "[{'order_item_id':1,'status':'pending','currency':'USD'}]", "currency" },
    { ORDER,
      "[{'order_item_id':1,'status':'pending','sla_time_stamp':'mai'}]",
      "order_items[0].sla_time_stamp" },
    /* odd, but clear */
    { ORDER, "[]", NULL },
    { "{'order_id':1,'price':1,'statuses':[null,7]}", "[]", NULL },
    { "{'order_id':'9223372036854775807','price':'25000.00','updated_at':''}", UNITS, NULL },
    { "{'order_id':4461567189694951234,'price':25000,'address_shipping':null}", UNITS, NULL },
    { ORDER,
      "[{'order_item_id':'1','status':'pending','name':12,'sku':34,'item_price':'0'}]",
      NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (cases[i].order, cases[i].units, &error);

      g_test_message ("%s", cases[i].order);
      if (cases[i].path == NULL)
        {
          g_assert_no_error (error);
          g_assert_nonnull (order);
          continue;
        }
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
      g_assert_cmpstr (tiem_error_get_detail (error), ==, cases[i].path);
    }
}

/* Nobody can pack nothing, but the owner sees that there is such an order. */
static void
test_no_units (void)
{
  static const struct
  {
    const char *statuses;
    TiemOrderStatus status;
  } cases[] = {
    { "['pending']", TIEM_ORDER_TO_SHIP },
    { "['canceled']", TIEM_ORDER_CANCELLED },
    { "['lost_in_space']", TIEM_ORDER_UNKNOWN },
    { "[]", TIEM_ORDER_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("{'order_id':'7','price':3000,'statuses':%s}", cases[i].statuses);
      g_autoptr (TiemRemoteOrder) order = parse (text, "[]", NULL);

      g_assert_nonnull (order);
      g_assert_cmpint (order->status, ==, cases[i].status);
      g_assert_cmpuint (order->lines->len, ==, 0);
      g_assert_cmpint (order->total_vnd, ==, 3000);
    }
}

/* --- a page --- */

/* A bad order is kept and the others come; units are asked for 50 at a time. */
static void
test_page (void)
{
  g_autoptr (GString) list = g_string_new ("{'code':'0','data':{'count':60,'orders':[");
  g_autoptr (GString) items = g_string_new ("{'code':'0','data':[");
  FakeRow rows[2] = { { "GET", "/orders/get?", 200 }, { "GET", "/orders/items/get?", 200 } };
  g_autoptr (TiemOrderPage) page = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemForm) form = NULL;
  LazadaShop shop = { 0 };
  TiemUnreadable *bad;

  for (int i = 1; i <= 60; i++)
    {
      g_string_append_printf (list,
                              "%s{'order_id':%d,'price':%s,"
                              "'updated_at':'2026-01-05 10:%02d:00 +0700'}",
                              i > 1 ? "," : "",
                              i,
                              i == 7 ? "'abc'" : "1000",
                              i - 1);
      if (i != 9)
        g_string_append_printf (items,
                                "%s{'order_id':%d,'order_items':[{'order_item_id':%d,"
                                "'status':'pending','item_price':1000}]}",
                                i > 1 ? "," : "",
                                i,
                                i);
    }
  g_string_append (list, "]}}");
  g_string_append (items, "]}");
  rows[0].body = list->str;
  rows[1].body = items->str;
  lazada_shop_open (&shop, rows, 2);
  page = tiem_channel_pull_orders (
      shop.channel, shop.transport, NULL, LAZADA_NOW - 86400000, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->orders->len, ==, 58);
  g_assert_cmpuint (page->unreadable->len, ==, 2);
  bad = page->unreadable->pdata[0];
  g_assert_cmpstr (bad->remote_id, ==, "7");
  g_assert_nonnull (strstr (bad->reason, "price"));
  g_assert_nonnull (strstr (bad->raw, "order_items"));
  bad = page->unreadable->pdata[1];
  g_assert_cmpstr (bad->remote_id, ==, "9");

  /* the first answer had all; what is missing still is asked for once more */
  lazada_assert_path (&shop, 0, "GET", "/orders/get");
  lazada_assert_parameter (&shop, 0, "created_after", "2026-01-04T15:00:00+07:00");
  lazada_assert_parameter (&shop, 0, "sort_by", "created_at");
  lazada_assert_parameter (&shop, 0, "sort_direction", "ASC");
  lazada_assert_parameter (&shop, 0, "limit", "100");
  lazada_assert_parameter (&shop, 0, "offset", "0");
  form = lazada_request_dup_form (lazada_shop_get_request (&shop, 1));
  g_assert_true (g_str_has_prefix (tiem_form_get (form, "order_ids"), "[1,2,3,"));
  g_assert_true (g_str_has_suffix (tiem_form_get (form, "order_ids"), ",49,50]"));
  lazada_shop_close (&shop);
}

/* The same rows again cost no call for their units, until they change or age. */
static void
test_units_kept (void)
{
  static const FakeRow rows[] = {
    { NULL, "/orders/get?", 200, "{'code':'0','data':{'count':1,'orders':[" ORDER "]}}", 3 },
    { NULL,
      "/orders/get?",
      200,
      "{'code':'0','data':{'count':1,'orders':[{'is_cancel_pending':true," HEAD "}]}}" },
    { NULL,
      "/orders/items/get?",
      200,
      "{'code':'0','data':[{'order_id':446156718969495,'order_items':" UNITS "}]}" },
  };
  static const guint calls[] = { 2, 1, 2, 2 };
  LazCursor start = { .phase = LAZ_PHASE_CHANGED, .since = LAZADA_NOW - 3600000 };
  g_autofree char *cursor = NULL;
  LazadaShop shop = { 0 };
  guint before = 0;

  start.after = start.since;
  cursor = laz_cursor_format (&start);
  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (TiemOrderPage) page
          = tiem_channel_pull_orders (shop.channel, shop.transport, cursor, 0, NULL, NULL);

      g_assert_cmpuint (page->orders->len, ==, 1);
      g_assert_cmpuint (shop.fake->requests->len - before, ==, calls[i]);
      before = shop.fake->requests->len;
      shop.now += i == 1 ? 61000 : 1000;
    }
  lazada_shop_close (&shop);
}

/* A proxy's page in the place of an order's units says nothing about the order: it is asked for
 * again, though its row is not met again. */
static void
test_units_later (void)
{
  static const FakeRow rows[] = {
    { NULL, "/orders/get?", 200, "{'code':'0','data':{'count':1,'orders':[" ORDER "]}}", 1 },
    { NULL, "/orders/get?", 200, "{'code':'0','data':{'count':0,'orders':[]}}" },
    { NULL, "/orders/items/get?", 200, "<html>Đăng nhập mạng</html>" },
    { NULL, "/order/get?", 200, "{'code':'0','data':" ORDER "}" },
    { NULL, "/order/items/get?", 502, "<html></html>", 1 },
    { NULL, "/order/items/get?", 200, "{'code':'0','data':" UNITS "}" },
  };
  static const struct
  {
    gint64 wait_ms;
    guint orders;
    guint unreadable;
  } polls[] = { { 0, 0, 1 }, { 5000, 0, 0 }, { 26000, 0, 0 }, { 31000, 1, 0 }, { 60000, 0, 0 } };
  LazCursor start = { .phase = LAZ_PHASE_CHANGED, .since = LAZADA_NOW - 3600000 };
  g_autofree char *cursor = NULL;
  LazadaShop shop = { 0 };

  start.after = start.since;
  cursor = laz_cursor_format (&start);
  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (polls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = NULL;

      shop.now += polls[i].wait_ms;
      page = tiem_channel_pull_orders (shop.channel, shop.transport, cursor, 0, NULL, &error);
      if (page == NULL)
        g_error ("poll %u: %s", i, error->message);
      g_assert_cmpuint (page->orders->len, ==, polls[i].orders);
      g_assert_cmpuint (page->unreadable->len, ==, polls[i].unreadable);
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  g_assert_null (strstr (cursor, "again"));
  lazada_shop_close (&shop);
}

/* What fails as a whole fails the page: nothing is skipped. */
static void
test_page_errors (void)
{
  static const struct
  {
    const char *list;
    const char *items; /* (nullable) */
    int class;         /* −1: an empty page */
  } cases[] = {
    { "{'code':'0','data':{'count':1,'orders':[" ORDER "]}}",
      "{'code':'SellerCallLimit','type':'SYSTEM'}",
      TIEM_ERROR_RATE_LIMITED },
    { "{'code':'0','data':{'count':1,'orders':[" ORDER "]}}",
      "{'code':'IllegalAccessToken','type':'ISV'}",
      TIEM_ERROR_TOKEN },
    { "{'code':'0','data':{'orders':null}}", NULL, TIEM_ERROR_PROTOCOL },
    { "{'code':'0','data':{}}", NULL, TIEM_ERROR_PROTOCOL },
    { "{'code':'0'}", NULL, TIEM_ERROR_PROTOCOL },
    { "{'code':'0','data':{'count':0,'orders':null}}", NULL, -1 },
    { "{'code':'0','data':{'count':0,'countTotal':0,'orders':[]}}", NULL, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[] = { { NULL, "/orders/get?", 200, cases[i].list },
                         { NULL, "/orders/items/get?", 200, cases[i].items } };
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = NULL;
      LazadaShop shop = { 0 };

      lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
      page = tiem_channel_pull_orders (
          shop.channel, shop.transport, NULL, LAZADA_NOW - 1000, NULL, &error);
      if (cases[i].class >= 0)
        g_assert_error (error, TIEM_ERROR, cases[i].class);
      else
        {
          g_assert_no_error (error);
          g_assert_cmpuint (page->orders->len, ==, 0);
        }
      lazada_shop_close (&shop);
    }
}

/* --- the cursor --- */

/* A platform with orders that change, seen through orders/get alone. */
typedef struct
{
  gint64 stamps[12000]; /* s UTC; 0 = not there */
  guint n_orders;
  guint n_calls;
  gint64 most_offset;
  guint touch_at; /* before this call one of the first orders changes */
} Platform;

static gint64
read_time (const TiemForm *form,
           const char *name)
{
  gint64 ms = 0;

  if (tiem_form_get (form, name) != NULL)
    g_assert_true (tiem_time_parse (tiem_form_get (form, name), &ms, NULL));
  return ms / 1000;
}

static int
compare_stamps (gconstpointer a,
                gconstpointer b,
                gpointer user_data)
{
  const Platform *platform = user_data;
  gint64 first = platform->stamps[*(const guint *)a];
  gint64 second = platform->stamps[*(const guint *)b];

  return first != second ? (first > second) - (first < second)
                         : (int)*(const guint *)a - (int)*(const guint *)b;
}

static void
append_order (GString *body,
              guint id,
              gint64 stamp)
{
  g_autofree char *time = laz_format_time (stamp * 1000);

  g_string_append_printf (body,
                          "%s{'order_id':%u,'price':1,'created_at':'%s','updated_at':'%s'}",
                          body->str[body->len - 1] == '[' ? "" : ",",
                          id + 1,
                          time,
                          time);
}

static TiemResponse *
platform_list (Platform *platform,
               const TiemForm *form)
{
  gboolean is_created = tiem_form_get (form, "created_after") != NULL;
  gint64 after = read_time (form, is_created ? "created_after" : "update_after");
  gint64 before = read_time (form, is_created ? "created_before" : "update_before");
  gint64 offset = g_ascii_strtoll (tiem_form_get (form, "offset"), NULL, 10);
  g_autofree guint *sorted = g_new (guint, platform->n_orders);
  g_autoptr (GString) body = g_string_new (NULL);
  guint n = 0;

  if (platform->touch_at == ++platform->n_calls)
    platform->stamps[3] = platform->stamps[platform->n_orders - 1] + 5;
  platform->most_offset = MAX (platform->most_offset, offset);
  for (guint i = 0; i < platform->n_orders; i++)
    if (platform->stamps[i] >= after && (before == 0 || platform->stamps[i] <= before))
      sorted[n++] = i;
  g_qsort_with_data (sorted, n, sizeof *sorted, compare_stamps, platform);

  g_assert_cmpint (offset, <=, LAZ_MOST_OFFSET);
  g_string_printf (body, "{'code':'0','data':{'countTotal':%u,'orders':[", n);
  for (guint i = offset; i < n && i < offset + 100; i++)
    append_order (body, sorted[i], platform->stamps[sorted[i]]);
  g_string_append (body, "]}}");
  return fake_answer (200, body->str);
}

static TiemResponse *
platform_handle (const TiemRequest *request,
                 gpointer user_data)
{
  g_autoptr (TiemForm) form = tiem_form_parse (strchr (request->url, '?') + 1);
  g_autoptr (GString) body = g_string_new ("{'code':'0','data':[");
  g_auto (GStrv) ids = NULL;

  if (strstr (request->url, "/orders/get?") != NULL)
    return platform_list (user_data, form);

  ids = g_strsplit_set (tiem_form_get (form, "order_ids"), "[,]", -1);
  g_assert_cmpuint (g_strv_length (ids), <=, 52);
  for (guint i = 0; ids[i] != NULL; i++)
    if (*ids[i] != '\0')
      g_string_append_printf (body,
                              "%s{'order_id':%s,'order_items':[{'order_item_id':%s,"
                              "'status':'pending','item_price':1}]}",
                              body->str[body->len - 1] == '[' ? "" : ",",
                              ids[i],
                              ids[i]);
  g_string_append (body, "]}");
  return fake_answer (200, body->str);
}

/* One round; @seen gets the ids. Returns: the cursor, transfer full */
static char *
read_round (LazadaShop *shop,
            const char *cursor,
            gint64 since,
            GHashTable *seen)
{
  g_autofree char *next = g_strdup (cursor);
  gboolean more = TRUE;
  guint pages = 0;

  while (more)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page
          = tiem_channel_pull_orders (shop->channel, shop->transport, next, since, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->unreadable->len, ==, 0);
      for (guint i = 0; i < page->orders->len; i++)
        g_hash_table_add (seen, g_strdup (((TiemRemoteOrder *)page->orders->pdata[i])->remote_id));
      more = page->more;
      g_assert_false (more && g_strcmp0 (next, page->next_cursor) == 0);
      g_free (next);
      next = g_strdup (page->next_cursor);
      g_assert_cmpuint (++pages, <, 1000);
    }
  return g_steal_pointer (&next);
}

static GHashTable *
new_seen (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
test_walk (void)
{
  static const struct
  {
    guint n_orders;
    guint per_second; /* orders stamped alike */
    guint touch_at;
  } cases[] = { { 0, 1, 0 },     { 1, 1, 0 },     { 99, 1, 0 },    { 100, 1, 0 },
                { 101, 1, 0 },   { 950, 1, 4 },   { 950, 10, 3 },  { 800, 250, 0 },
                { 300, 300, 0 }, { 700, 100, 5 }, { 5600, 1, 20 }, { 5050, 5050, 0 } };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree Platform *platform = g_new0 (Platform, 1);
      g_autoptr (GHashTable) first = new_seen ();
      g_autoptr (GHashTable) second = new_seen ();
      g_autoptr (GHashTable) third = new_seen ();
      g_autofree char *cursor = NULL;
      g_autofree char *later = NULL;
      gint64 start = LAZADA_NOW / 1000 - 10 - cases[i].n_orders / cases[i].per_second;
      LazadaShop shop = { 0 };

      g_test_message ("%u orders, %u a second", cases[i].n_orders, cases[i].per_second);
      platform->n_orders = cases[i].n_orders;
      for (guint j = 0; j < cases[i].n_orders; j++)
        platform->stamps[j] = start + j / cases[i].per_second;
      platform->touch_at = cases[i].touch_at;
      lazada_shop_open_with (&shop, platform_handle, platform);
      cursor = read_round (&shop, NULL, start * 1000, first);
      g_assert_cmpuint (g_hash_table_size (first), ==, cases[i].n_orders);

      /* the next round overlaps and misses nothing that changes, even ten minutes late */
      if (cases[i].n_orders > 20)
        {
          const gint64 last = platform->stamps[cases[i].n_orders - 1];

          platform->touch_at = 0;
          platform->stamps[5] = last - 580;
          platform->stamps[6] = LAZADA_NOW / 1000;
          later = read_round (&shop, cursor, 0, second);
          g_assert_true (g_hash_table_contains (second, "7"));
          g_assert_true (g_hash_table_contains (second, "6"));
          g_free (read_round (&shop, later, 0, third));
          g_assert_true (g_hash_table_contains (third, "7"));
        }
      lazada_shop_close (&shop);
    }
}

/* Years without orders cost few questions, and a broken cursor starts anew. */
static void
test_first (void)
{
  g_autofree Platform *platform = g_new0 (Platform, 1);
  g_autoptr (GHashTable) seen = new_seen ();
  g_autofree char *cursor = NULL;
  LazadaShop shop = { 0 };
  LazCursor broken;

  platform->n_orders = 3;
  platform->stamps[0] = 1420070400; /* 2015 */
  platform->stamps[1] = 1600000000;
  platform->stamps[2] = LAZADA_NOW / 1000 - 5;
  lazada_shop_open_with (&shop, platform_handle, platform);
  cursor = read_round (&shop, NULL, 0, seen);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 3);
  g_assert_cmpuint (platform->n_calls, <, 60);
  lazada_shop_close (&shop);

  g_assert_false (laz_cursor_parse (&broken, ""));
  g_assert_false (laz_cursor_parse (&broken, "v=9&phase=1"));
  g_assert_true (laz_cursor_parse (&broken, cursor));
  g_assert_cmpint (broken.phase, ==, LAZ_PHASE_CHANGED);
}

/* Interrupted after any page, a round goes on from the cursor of that page. */
static void
test_interrupted (void)
{
  for (guint stop = 1; stop < 12; stop += 3)
    {
      g_autofree Platform *platform = g_new0 (Platform, 1);
      g_autoptr (GHashTable) seen = new_seen ();
      g_autofree char *cursor = NULL;
      LazadaShop shop = { 0 };

      platform->n_orders = 950;
      for (guint j = 0; j < platform->n_orders; j++)
        platform->stamps[j] = LAZADA_NOW / 1000 - 10000 + j;
      lazada_shop_open_with (&shop, platform_handle, platform);
      for (guint i = 0; i < stop; i++)
        {
          g_autoptr (TiemOrderPage) page = tiem_channel_pull_orders (
              shop.channel, shop.transport, cursor, LAZADA_NOW - 86400000, NULL, NULL);

          for (guint j = 0; j < page->orders->len; j++)
            g_hash_table_add (seen,
                              g_strdup (((TiemRemoteOrder *)page->orders->pdata[j])->remote_id));
          g_free (cursor);
          cursor = g_strdup (page->next_cursor);
        }
      lazada_shop_close (&shop);

      /* another process takes over */
      memset (&shop, 0, sizeof shop);
      lazada_shop_open_with (&shop, platform_handle, platform);
      g_free (read_round (&shop, cursor, 0, seen));
      g_assert_cmpuint (g_hash_table_size (seen), ==, 950);
      lazada_shop_close (&shop);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channel/lazada/order/parse", test_parse);
  g_test_add_func ("/channel/lazada/order/words", test_words);
  g_test_add_func ("/channel/lazada/order/mixed", test_mixed);
  g_test_add_func ("/channel/lazada/order/groups", test_groups);
  g_test_add_func ("/channel/lazada/order/parcels", test_parcels);
  g_test_add_func ("/channel/lazada/order/cancel-asked", test_cancel_asked);
  g_test_add_func ("/channel/lazada/order/paid", test_paid);
  g_test_add_func ("/channel/lazada/order/bad", test_bad);
  g_test_add_func ("/channel/lazada/orders/no-units", test_no_units);
  g_test_add_func ("/channel/lazada/orders/page", test_page);
  g_test_add_func ("/channel/lazada/orders/units-kept", test_units_kept);
  g_test_add_func ("/channel/lazada/orders/units-later", test_units_later);
  g_test_add_func ("/channel/lazada/orders/page-errors", test_page_errors);
  g_test_add_func ("/channel/lazada/cursor/walk", test_walk);
  g_test_add_func ("/channel/lazada/cursor/first", test_first);
  g_test_add_func ("/channel/lazada/cursor/interrupted", test_interrupted);

  return g_test_run ();
}
