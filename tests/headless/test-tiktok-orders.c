#include "channel/tiktok/tiem-tiktok-private.h"
#include "fake-transport.h"

#define UNIT(id, status, more)                                                                     \
  "{'id':'" id "','sku_id':'1729592969712207012','product_id':'1729592969712207008',"              \
  "'product_name':'Cà phê rang xay 500g','sku_name':'Đậm, 500g','seller_sku':'CF-500',"       \
  "'currency':'VND','original_price':'120000','sale_price':'112500','seller_discount':'5000',"     \
  "'platform_discount':'2500','display_status':'" status                                           \
  "','package_id':'1153132168128891312','package_status':'TO_FULFILL','is_gift':false" more "}"
#define PAYMENT "{'currency':'VND','sub_total':'225000','shipping_fee':'0','total_amount':'225000'}"
#define ORDER(status, more, units)                                                                 \
  "{'id':'576461413038785752','status':'" status                                                   \
  "','create_time':1763690000,'update_time':1763690450,'paid_time':1763690440,"                    \
  "'user_id':'7021436810468230001','buyer_email':'v4b1x2@scs.tiktokw.example',"                    \
  "'buyer_message':'Gói kỹ giúp mình','is_cod':false,'shipping_type':'TIKTOK',"               \
  "'payment_method_name':'MoMo','rts_sla_time':1763863240,'payment':" PAYMENT                      \
  ",'recipient_address':{'name':'N***n','phone_number':'(+84)9*****12','address_detail':"          \
  "'1** L* L**','full_address':'Việt Nam, TP. Hồ Chí Minh, Quận 1, 1** L* L**',"            \
  "'district_info':[{'address_level':'L0','address_name':'Việt Nam'},"                           \
  "{'address_level':'L1','address_level_name':'province','address_name':'TP. Hồ Chí Minh'},"    \
  "{'address_level':'L2','address_level_name':'district','address_name':'Quận 1'}]},"            \
  "'packages':[{'id':'1153132168128891312'}]" more ",'line_items':[" units "]}"
#define TWO_UNITS                                                                                  \
  UNIT ("576461413038785802", "AWAITING_SHIPMENT", "")                                             \
  "," UNIT ("576461413038785801", "AWAITING_SHIPMENT", "")

static TiemRemoteOrder *
parse (const char *text,
       GError **error)
{
  g_autofree char *json = fake_json (text);
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  g_assert_nonnull (node);
  return tts_parse_order (tiem_json_object (node), NULL, FALSE, error);
}

static TiemRemoteOrder *
parse_ok (const char *text)
{
  g_autoptr (GError) error = NULL;
  TiemRemoteOrder *order = parse (text, &error);
  gint64 sum;

  g_assert_no_error (error);
  sum = order->shipping_fee_vnd + order->surcharge_vnd - order->discount_vnd;
  for (guint i = 0; i < order->lines->len; i++)
    sum += ((TiemRemoteLine *)order->lines->pdata[i])->total_vnd;
  g_assert_cmpint (sum, ==, order->total_vnd);
  g_assert_cmpint (order->discount_vnd, >=, 0);
  return order;
}

/* The sheet's own example (§5.1). */
static void
test_order (void)
{
  g_autoptr (TiemRemoteOrder) order = parse_ok (ORDER ("AWAITING_SHIPMENT", "", TWO_UNITS));
  TiemRemoteLine *line = order->lines->pdata[0];
  TiemRemoteParcel *parcel = order->parcels->pdata[0];

  g_assert_cmpstr (order->remote_id, ==, "576461413038785752");
  g_assert_cmpint (order->placed_at, ==, G_GINT64_CONSTANT (1763690000000));
  g_assert_cmpint (order->updated_at, ==, G_GINT64_CONSTANT (1763690450000));
  g_assert_cmpint (order->ship_by, ==, G_GINT64_CONSTANT (1763863240000));
  g_assert_cmpint (order->total_vnd, ==, 225000);
  g_assert_cmpint (order->paid_vnd, ==, 225000);
  g_assert_cmpstr (order->payment_method, ==, "MoMo");
  g_assert_cmpstr (order->buyer_remote_id, ==, "7021436810468230001");
  g_assert_cmpstr (order->buyer_name, ==, "N***n");
  g_assert_cmpstr (order->buyer_phone, ==, "(+84)9*****12");
  g_assert_null (order->buyer_email);
  g_assert_cmpstr (order->address.province, ==, "TP. Hồ Chí Minh");
  g_assert_cmpstr (order->address.district, ==, "Quận 1");
  g_assert_cmpstr (order->address.line, ==, "1** L* L**");
  g_assert_cmpstr (order->note, ==, "Gói kỹ giúp mình");
  g_assert_true (order->platform_holds);

  g_assert_cmpuint (order->lines->len, ==, 1);
  g_assert_cmpint (line->quantity, ==, 2);
  g_assert_cmpstr (line->remote_id, ==, "576461413038785801");
  g_assert_cmpstr (line->remote_variant_id, ==, "1729592969712207012");
  g_assert_cmpstr (line->sku, ==, "CF-500");
  g_assert_cmpstr (line->options, ==, "Đậm, 500g");
  g_assert_cmpint (line->unit_price_vnd, ==, 112500);
  g_assert_cmpint (line->total_vnd, ==, 225000);
  g_assert_cmpuint (order->parcels->len, ==, 1);
  g_assert_cmpstr (parcel->remote_id, ==, "1153132168128891312");
  g_assert_cmpstr (parcel->remote_status, ==, "TO_FULFILL");
}

static void
test_statuses (void)
{
#define COLLECTED ",'collection_time':1763700000"
  static const struct
  {
    const char *order;
    TiemOrderStatus status;
    gboolean holds;
    gint64 left_at;
    gint64 paid_vnd;
  } cases[] = {
    { ORDER ("UNPAID", ",'paid_time':0", TWO_UNITS), TIEM_ORDER_UNPAID, TRUE, 0, 0 },
    { ORDER ("ON_HOLD", "", TWO_UNITS), TIEM_ORDER_TO_CONFIRM, TRUE, 0, 225000 },
    { ORDER ("AWAITING_SHIPMENT", "", TWO_UNITS), TIEM_ORDER_TO_SHIP, TRUE, 0, 225000 },
    { ORDER ("PARTIALLY_SHIPPING", COLLECTED, TWO_UNITS), TIEM_ORDER_TO_SHIP, TRUE, 0, 225000 },
    { ORDER ("AWAITING_COLLECTION", ",'rts_time':1763699000", TWO_UNITS),
      TIEM_ORDER_AWAITING_PICKUP,
      TRUE,
      0,
      225000 },
    { ORDER ("IN_TRANSIT", COLLECTED, TWO_UNITS), TIEM_ORDER_SHIPPING, TRUE, 1763700000, 225000 },
    { ORDER ("IN_TRANSIT", ",'rts_time':1763699000", TWO_UNITS),
      TIEM_ORDER_SHIPPING,
      TRUE,
      1763699000,
      225000 },
    { ORDER ("IN_TRANSIT", "", TWO_UNITS), TIEM_ORDER_SHIPPING, TRUE, 1763690450, 225000 },
    { ORDER ("DELIVERED", COLLECTED, TWO_UNITS), TIEM_ORDER_DELIVERED, TRUE, 1763700000, 225000 },
    { ORDER ("COMPLETED", COLLECTED, TWO_UNITS), TIEM_ORDER_COMPLETED, TRUE, 1763700000, 225000 },
    { ORDER ("CANCELLED", "", TWO_UNITS), TIEM_ORDER_CANCELLED, FALSE, 0, 0 },
    { ORDER ("CANCELLED", COLLECTED, TWO_UNITS), TIEM_ORDER_CANCELLED, FALSE, 1763700000, 0 },
    { ORDER ("awaiting_shipment", "", TWO_UNITS), TIEM_ORDER_TO_SHIP, TRUE, 0, 225000 },
    { ORDER ("IN_REVIEW", "", TWO_UNITS), TIEM_ORDER_UNKNOWN, TRUE, 0, 225000 },
    { ORDER ("", "", TWO_UNITS), TIEM_ORDER_TO_SHIP, TRUE, 0, 225000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemRemoteOrder) order = parse_ok (cases[i].order);

      g_test_message ("%s", order->remote_status);
      g_assert_cmpint (order->status, ==, cases[i].status);
      g_assert_cmpint (order->platform_holds, ==, cases[i].holds);
      g_assert_cmpint (order->left_at, ==, cases[i].left_at * 1000);
      g_assert_cmpint (order->paid_vnd, ==, cases[i].paid_vnd);
    }
}

/* One line for each SKU at one price; gifts, samples, cash and what is left of the total. */
static void
test_groups (void)
{
#define THREE                                                                                      \
  UNIT ("9", "AWAITING_SHIPMENT", "")                                                              \
  "," UNIT ("10", "CANCELLED", "") "," UNIT (                                                      \
      "11", "AWAITING_SHIPMENT", ",'sale_price':'0','is_gift':true")
  g_autoptr (TiemRemoteOrder) order
      = parse_ok (ORDER ("AWAITING_SHIPMENT", ",'is_cod':true", THREE));
  g_autoptr (TiemRemoteOrder) sample
      = parse_ok (ORDER ("AWAITING_SHIPMENT", ",'is_sample_order':true", TWO_UNITS));
  g_autoptr (TiemRemoteOrder) dear = parse_ok (ORDER (
      "DELIVERED",
      ",'is_cod':true,'payment':{'shipping_fee':'32000.00','tax':'1500','total_amount':258500}",
      TWO_UNITS));
  TiemRemoteLine *line = order->lines->pdata[0];
  TiemRemoteLine *gift = order->lines->pdata[1];

  g_assert_cmpuint (order->lines->len, ==, 2);
  g_assert_cmpint (line->quantity, ==, 2);
  g_assert_cmpint (line->cancelled, ==, 1);
  g_assert_cmpstr (line->remote_id, ==, "9");
  g_assert_cmpint (gift->quantity, ==, 1);
  g_assert_cmpint (gift->total_vnd, ==, 0);
  g_assert_cmpstr (order->payment_method, ==, "cod");
  g_assert_cmpint (order->paid_vnd, ==, 0);

  g_assert_cmpint (sample->total_vnd, ==, 0);
  g_assert_cmpint (sample->discount_vnd, ==, 225000);
  g_assert_cmpint (((TiemRemoteLine *)sample->lines->pdata[0])->quantity, ==, 2);

  g_assert_cmpint (dear->shipping_fee_vnd, ==, 32000);
  g_assert_cmpint (dear->surcharge_vnd, ==, 1500);
  g_assert_cmpint (dear->paid_vnd, ==, 258500);
}

/* A virtual bundle: its parts leave the shelf, its price is theirs. */
static void
test_bundle (void)
{
#define PARTS                                                                                      \
  ",'combined_listing_skus':[{'sku_id':'71','product_id':'70','seller_sku':'CF-250',"              \
  "'sku_count':2},{'sku_id':'81','product_id':'80','seller_sku':'PHIN-01','sku_count':'1'}]"
  g_autoptr (TiemRemoteOrder) order
      = parse_ok (ORDER ("AWAITING_SHIPMENT",
                         "",
                         UNIT ("9", "AWAITING_SHIPMENT", ",'sale_price':'112501'" PARTS) "," UNIT (
                             "10", "CANCELLED", ",'sale_price':'112501'" PARTS)));
  TiemRemoteLine *coffee = order->lines->pdata[0];
  TiemRemoteLine *filter = order->lines->pdata[1];

  g_assert_cmpuint (order->lines->len, ==, 2);
  g_assert_cmpstr (coffee->sku, ==, "CF-250");
  g_assert_cmpstr (coffee->remote_variant_id, ==, "71");
  g_assert_cmpint (coffee->quantity, ==, 4);
  g_assert_cmpint (coffee->cancelled, ==, 2);
  g_assert_cmpstr (filter->sku, ==, "PHIN-01");
  g_assert_cmpint (filter->quantity, ==, 2);
  g_assert_cmpint (coffee->total_vnd + filter->total_vnd, ==, 225002);
}

static void
test_address (void)
{
#define LEVELS(levels)                                                                             \
  ",'recipient_address':{'name':'Lan','address_line1':'12 Đường Số 8','address_line2':''"    \
  ",'district_info':[" levels "]}"
  g_autoptr (TiemRemoteOrder) two_levels = parse_ok (ORDER (
      "AWAITING_SHIPMENT",
      LEVELS ("{'address_level':'L1','address_level_name':'province','address_name':'Hà Nội'},"
              "{'address_level':'L2','address_level_name':'district',"
              "'address_name':'Phường Hoàn Kiếm'}"),
      TWO_UNITS));
  g_autoptr (TiemRemoteOrder) three_levels
      = parse_ok (ORDER ("AWAITING_SHIPMENT",
                         LEVELS ("{'address_level':'L1','address_name':'TP. Hồ Chí Minh'},"
                                 "{'address_level':'L2','address_name':'Thủ Đức'},"
                                 "{'address_level':'L3','address_name':'Linh Đông'}"),
                         TWO_UNITS));
  g_autoptr (TiemRemoteOrder) hidden
      = parse_ok (ORDER ("ON_HOLD", ",'recipient_address':null", TWO_UNITS));

  g_assert_cmpstr (two_levels->address.ward, ==, "Phường Hoàn Kiếm");
  g_assert_null (two_levels->address.district);
  g_assert_cmpstr (two_levels->address.line, ==, "12 Đường Số 8");
  g_assert_cmpstr (three_levels->address.district, ==, "Thủ Đức");
  g_assert_cmpstr (three_levels->address.ward, ==, "Linh Đông");
  g_assert_null (hidden->address.province);
  g_assert_null (hidden->buyer_name);
}

static void
test_parcels (void)
{
#define PARCEL(id, tracking)                                                                       \
  ",'package_id':'" id "','tracking_number':'" tracking                                            \
  "','shipping_provider_name':'J&T Express','package_status':'PROCESSING'"
  g_autoptr (TiemRemoteOrder) order
      = parse_ok (ORDER ("AWAITING_COLLECTION",
                         ",'packages':[{'id':'51'},{'id':'52'},{'id':'53'}]",
                         UNIT ("9", "AWAITING_COLLECTION", PARCEL ("51", "SPXVN01")) "," UNIT (
                             "10", "AWAITING_COLLECTION", PARCEL ("52", "SPXVN02"))));
  g_autoptr (TiemRemoteOrder) single = parse_ok (ORDER (
      "AWAITING_COLLECTION", ",'tracking_number':'SPXVN09','shipping_provider':'GHN'", TWO_UNITS));

  g_assert_cmpuint (order->parcels->len, ==, 3);
  g_assert_cmpstr (((TiemRemoteParcel *)order->parcels->pdata[1])->tracking, ==, "SPXVN02");
  g_assert_cmpstr (order->tracking, ==, "SPXVN01");
  g_assert_cmpstr (order->carrier, ==, "J&T Express");
  g_assert_cmpstr (((TiemRemoteParcel *)single->parcels->pdata[0])->tracking, ==, "SPXVN09");
}

/* What wobbles is read, what can't be understood is told. */
static void
test_wobbles (void)
{
  g_autoptr (TiemRemoteOrder) order = parse_ok (
      "{'id':576461413038785752,'status':'AWAITING_SHIPMENT','create_time':'1763690000',"
      "'update_time':null,'payment':{'total_amount':'112500.00'},'new_field':[1],"
      "'line_items':[{'id':576461413038785801,'sku_id':1729592969712207012,"
      "'product_id':1729592969712207008,'seller_sku':'','sale_price':112500,"
      "'display_status':'LẠ','combined_listing_skus':null}]}");
  g_autoptr (TiemRemoteOrder) empty = parse_ok (ORDER ("AWAITING_SHIPMENT", "", ""));
  TiemRemoteLine *line = order->lines->pdata[0];

  g_assert_cmpstr (order->remote_id, ==, "576461413038785752");
  g_assert_cmpint (order->updated_at, ==, order->placed_at);
  g_assert_cmpint (order->total_vnd, ==, 112500);
  g_assert_cmpstr (line->remote_variant_id, ==, "1729592969712207012");
  g_assert_null (line->sku);
  g_assert_cmpint (line->total_vnd, ==, 112500);
  g_assert_cmpuint (empty->lines->len, ==, 0);
  g_assert_cmpint (empty->total_vnd, ==, 225000);
}

static void
test_unreadable (void)
{
  static const struct
  {
    const char *order;
    const char *path;
  } cases[] = {
    { "{'status':'UNPAID','line_items':[]}", "id" },
    { "{'id':'1','line_items':[]}", "status" },
    { "{'id':'1','status':'UNPAID'}", "line_items" },
    { "{'id':'1','status':'UNPAID','line_items':'không'}", "line_items" },
    { "{'id':'1','status':'UNPAID','line_items':[null]}", "line_items[0].sku_id" },
    { "{'id':'1','status':'UNPAID','line_items':[{'id':'2'}]}", "line_items[0].sku_id" },
    { ORDER ("UNPAID", "", UNIT ("9", "UNPAID", ",'sale_price':'112,500'")),
      "line_items[0].sale_price" },
    { ORDER ("UNPAID", "", UNIT ("9", "UNPAID", ",'sale_price':true")),
      "line_items[0].sale_price" },
    { ORDER ("UNPAID",
             "",
             UNIT ("9", "UNPAID", ",'combined_listing_skus':[{'sku_id':'7','sku_count':0}]")),
      "line_items[0].sku_count" },
    { ORDER ("UNPAID", ",'payment':{'total_amount':'225.000,0'}", TWO_UNITS),
      "payment.total_amount" },
    { ORDER ("UNPAID", ",'payment':{'currency':'USD','total_amount':'9'}", TWO_UNITS), "currency" },
    { ORDER ("UNPAID", ",'create_time':'hôm qua'", TWO_UNITS), "create_time" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].path);
      g_assert_null (parse (cases[i].order, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
      g_assert_cmpstr (tiem_error_get_detail (error), ==, cases[i].path);
    }
}

/* --- pulling --- */

typedef struct
{
  FakeTable table;
  FakeTransport *transport;
  TiemChannel *channel;
} Market;

static void
market_open (Market *market,
             const FakeRow *rows,
             guint n_rows)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();
  g_autoptr (GError) error = NULL;

  market->table.rows = g_memdup2 (rows, n_rows * sizeof *rows);
  market->table.n_rows = n_rows;
  market->transport = fake_transport_new (fake_table_handle, &market->table);
  account->key = g_strdup ("6a7b8c9d0e1f2");
  account->secret = g_strdup ("bimat0123456789");
  account->access_token = g_strdup ("TTP_truyCap");
  account->shop_cipher = g_strdup ("ROW_TiemAAAA");
  market->channel = tiem_channel_info_find ("tiktok")->create (account, &error);
  g_assert_no_error (error);
}

static void
market_close (Market *market)
{
  g_free (market->table.rows);
  g_clear_object (&market->transport);
  g_clear_object (&market->channel);
}

/* Returns: (transfer full): the body of a request, as text */
static char *
dup_body (Market *market,
          guint index)
{
  TiemRequest *request = market->transport->requests->pdata[index];
  gsize size;
  const char *body = g_bytes_get_data (request->body, &size);

  return g_strndup (body, size);
}

static TiemOrderPage *
pull (Market *market,
      const char *cursor,
      gint64 first_since,
      GError **error)
{
  return tiem_channel_pull_orders (
      market->channel, TIEM_TRANSPORT (market->transport), cursor, first_since, NULL, error);
}

/* Reads on until there is no more. Returns: the cursor; @n_orders in all */
static char *
pull_all (Market *market,
          const char *from,
          gint64 first_since,
          guint *n_orders)
{
  g_autofree char *cursor = g_strdup (from);
  gboolean more = TRUE;

  *n_orders = 0;
  for (guint i = 0; more && i < 200; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = pull (market, cursor, first_since, &error);

      g_assert_no_error (error);
      *n_orders += page->orders->len;
      more = page->more;
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  g_assert_false (more);
  return g_steal_pointer (&cursor);
}

#define PAGE(orders, token, total)                                                                 \
  "{'code':0,'data':{'orders':[" orders "],'next_page_token':'" token "','total_count':" total "}" \
  "}"
#define NONE PAGE ("", "", "0")
#define NO_CANCELLATIONS "{'code':0,'data':{'cancellations':[],'next_page_token':''}}"
#define ONE ORDER ("AWAITING_SHIPMENT", "", TWO_UNITS)

/* A bad order is kept as it came and stops nobody. */
static void
test_bad_neighbour (void)
{
  static const FakeRow rows[] = {
    { "POST", "/orders/search", 200, PAGE ("{'id':'13','status':7}," ONE ",5", "", "3") },
  };
  Market market = { 0 };
  g_autoptr (TiemOrderPage) page = NULL;
  TiemUnreadable *bad;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  page = pull (&market, NULL, 1763690000000, NULL);
  g_assert_cmpuint (page->orders->len, ==, 1);
  g_assert_cmpuint (page->unreadable->len, ==, 2);
  bad = page->unreadable->pdata[0];
  g_assert_cmpstr (bad->remote_id, ==, "13");
  g_assert_cmpstr (bad->raw, ==, "{\"id\":\"13\",\"status\":7}");
  g_assert_nonnull (strstr (bad->reason, "line_items"));
  market_close (&market);
}

/* Windows of creation time up to now, then changes and requests; quiet times make them wider. */
static void
test_import (void)
{
  static const FakeRow rows[] = {
    { "POST", "/orders/search", 200, PAGE (ONE, "", "1"), 1 },
    { "POST", "/orders/search", 200, NONE },
    { "POST", "/cancellations/search", 200, NO_CANCELLATIONS },
  };
  gint64 now = g_get_real_time () / 1000;
  gint64 since = now - 10 * 86400000;
  Market market = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *expected_first = g_strdup_printf ("{\"create_time_ge\":%" G_GINT64_FORMAT
                                                     ",\"create_time_lt\":%" G_GINT64_FORMAT "}",
                                                     since / 1000,
                                                     since / 1000 + 86400);
  g_autofree char *cursor = NULL;
  g_autofree char *last = NULL;
  guint n_orders;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  cursor = pull_all (&market, NULL, since, &n_orders);
  g_assert_cmpuint (n_orders, ==, 1);
  first = dup_body (&market, 0);
  g_assert_cmpstr (first, ==, expected_first);
  second = dup_body (&market, 1);
  g_assert_true (g_str_has_prefix (second, "{\"create_time_ge\":"));
  g_assert_nonnull (strstr (((TiemRequest *)market.transport->requests->pdata[0])->url,
                            "sort_field=create_time&sort_order=ASC"));
  /* 1 + 2 + 4 days and the rest, changes, requests */
  g_assert_cmpuint (market.transport->requests->len, ==, 6);
  last = dup_body (&market, 4);
  g_assert_true (g_str_has_prefix (last, "{\"update_time_ge\":"));

  market_close (&market);
}

/* From the newest stamp less five minutes; both ends stand still while paging. */
static void
test_changes (void)
{
  static const FakeRow rows[] = {
    { "POST", "page_token=T1&", 200, PAGE (ONE, "", "2") },
    { "POST", "/orders/search", 200, PAGE (ONE, "T1", "2"), 1 },
    { "POST", "/orders/search", 200, NONE },
    { "POST", "/cancellations/search", 200, NO_CANCELLATIONS },
  };
  Market market = { 0 };
  g_autofree char *cursor = NULL;
  g_autofree char *next = NULL;
  char *bodies[3] = { NULL };
  guint n_orders;
  TtsCursor start = {
    .phase = TTS_PHASE_CHANGED,
    .width = 86400,
    .started = 1,
    .since = 1763690000,
    .cancel_since = 1763690000,
    .swept = G_MAXINT32 * G_GINT64_CONSTANT (1000),
  };

  cursor = tts_cursor_format (&start);
  market_open (&market, rows, G_N_ELEMENTS (rows));
  next = pull_all (&market, cursor, 0, &n_orders);
  g_assert_cmpuint (n_orders, ==, 2);
  g_assert_cmpuint (market.transport->requests->len, ==, 3);
  bodies[0] = dup_body (&market, 0);
  bodies[1] = dup_body (&market, 1);
  g_assert_true (
      g_str_has_prefix (bodies[0], "{\"update_time_ge\":1763689700,\"update_time_lt\":"));
  g_assert_cmpstr (bodies[0], ==, bodies[1]);
  g_free (cursor);
  cursor = pull_all (&market, next, 0, &n_orders);
  bodies[2] = dup_body (&market, 3);
  g_assert_true (g_str_has_prefix (bodies[2], "{\"update_time_ge\":1763690150,"));
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    g_free (bodies[i]);
  market_close (&market);
}

/* A refused token starts its window again; one that comes twice ends the reading for now. */
static void
test_tokens (void)
{
  static const FakeRow refused[] = {
    { "POST", "page_token=T1&", 400, "{'code':36009004,'message':'Invalid page_token'}" },
    { "POST", "/orders/search", 200, PAGE (ONE, "T1", "1"), 1 },
    { "POST", "/orders/search", 200, PAGE (ONE, "", "1") },
    { "POST", "/cancellations/search", 200, NO_CANCELLATIONS },
  };
  static const FakeRow circle[] = {
    { "POST", "/orders/search", 200, PAGE (ONE, "T1", "9") },
  };
  TtsCursor start = {
    .phase = TTS_PHASE_CHANGED,
    .width = 86400,
    .started = 1,
    .swept = G_MAXINT32 * G_GINT64_CONSTANT (1000),
  };
  g_autofree char *cursor = tts_cursor_format (&start);
  g_autofree char *end = NULL;
  g_auto (TtsCursor) after = { 0 };
  Market market = { 0 };
  guint n_orders;

  market_open (&market, refused, G_N_ELEMENTS (refused));
  end = pull_all (&market, cursor, 0, &n_orders);
  g_assert_cmpuint (n_orders, ==, 2);
  g_assert_cmpuint (market.transport->requests->len, ==, 4);
  market_close (&market);

  g_free (end);
  market = (Market){ 0 };
  market_open (&market, circle, G_N_ELEMENTS (circle));
  end = pull_all (&market, cursor, 0, &n_orders);
  g_assert_cmpuint (market.transport->requests->len, ==, 2);
  g_assert_true (tts_cursor_parse (&after, end));
  g_assert_cmpint (after.phase, ==, TTS_PHASE_CHANGED);
  g_assert_null (after.token);
  market_close (&market);
}

/* Fewer came than the window held: an order changed while it was read. */
static void
test_lost_row (void)
{
  g_auto (TtsCursor) cursor = { 0 };
  TtsPageFacts first = { .count = 100, .total = 150, .token = "T1" };
  TtsPageFacts rest = { .count = 49, .total = 149 };
  TtsPageFacts whole = { .count = 100, .total = 100 };

  tts_cursor_init (&cursor, 1763690000000);
  tts_cursor_open (&cursor, 1763700000);
  g_assert_true (tts_cursor_advance (&cursor, &first, 1763700000));
  g_assert_true (tts_cursor_advance (&cursor, &rest, 1763700000));
  g_assert_null (cursor.token);
  g_assert_cmpint (cursor.phase, ==, TTS_PHASE_IMPORT);
  g_assert_cmpint (cursor.from, ==, 1763690000);
  g_assert_true (tts_cursor_advance (&cursor, &whole, 1763700000));
  g_assert_cmpint (cursor.phase, ==, TTS_PHASE_CHANGED);
}

/* Once an hour the open orders, status by status. */
static void
test_sweep (void)
{
  static const FakeRow rows[] = {
    { "POST", "/orders/search", 200, NONE },
    { "POST", "/cancellations/search", 200, NO_CANCELLATIONS },
  };
  TtsCursor start = { .phase = TTS_PHASE_CHANGED, .width = 86400, .started = 1, .swept = 1 };
  g_autofree char *cursor = tts_cursor_format (&start);
  g_autofree char *swept = NULL;
  g_autofree char *end = NULL;
  g_autofree char *body = NULL;
  Market market = { 0 };
  guint n_orders;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  swept = pull_all (&market, cursor, 0, &n_orders);
  g_assert_cmpuint (market.transport->requests->len, ==, 7);
  body = dup_body (&market, 4);
  g_assert_true (g_str_has_prefix (body, "{\"order_status\":\"AWAITING_SHIPMENT\","));
  end = pull_all (&market, swept, 0, &n_orders);
  g_assert_cmpuint (market.transport->requests->len, ==, 9);
  market_close (&market);
}

#define REQUEST(status, type)                                                                      \
  "{'code':0,'data':{'total_count':1,'cancellations':[{'cancel_id':'4035318504086604100',"         \
  "'order_id':'576461413038785752','cancel_type':'" type "','cancel_status':'" status              \
  "','cancel_reason_text':'Đặt nhầm','update_time':1763691000,"                               \
  "'seller_next_action_response':[{'action':'SELLER_RESPOND_CANCEL','deadline':1763863800}]}]}}"

/* The buyer asks to cancel: by the flag on the order, and by the list of requests alone. */
static void
test_requests (void)
{
  static const struct
  {
    FakeRow rows[3];
    TtsPhase phase;
    gboolean is_asked;
    gint64 answer_by;
  } cases[] = {
    { { { "POST",
          "/orders/search",
          200,
          PAGE (
              ORDER ("AWAITING_SHIPMENT", ",'is_buyer_request_cancel':true", TWO_UNITS), "", "1") },
        { "POST",
          "/cancellations/search",
          200,
          REQUEST ("CANCELLATION_REQUEST_PENDING", "BUYER_CANCEL") } },
      TTS_PHASE_CHANGED,
      TRUE,
      1763863800 },
    { { { "POST",
          "/orders/search",
          200,
          PAGE (
              ORDER ("AWAITING_SHIPMENT", ",'is_buyer_request_cancel':true", TWO_UNITS), "", "1") },
        { "POST",
          "/cancellations/search",
          200,
          REQUEST ("CANCELLATION_REQUEST_CANCELLED", "BUYER_CANCEL") } },
      TTS_PHASE_CHANGED,
      FALSE,
      0 },
    { { { "POST",
          "/orders/search",
          200,
          PAGE (ORDER ("AWAITING_SHIPMENT",
                       ",'is_buyer_request_cancel':true,'cancel_order_sla_time':1763869999",
                       TWO_UNITS),
                "",
                "1") },
        { "POST", "/cancellations/search", 401, "{'code':105005,'message':'Access denied'}" } },
      TTS_PHASE_CHANGED,
      TRUE,
      1763869999 },
    { { { "POST",
          "/cancellations/search",
          200,
          REQUEST ("CANCELLATION_REQUEST_PENDING", "BUYER_CANCEL") },
        { "GET", "/order/202309/orders?ids=576461413038785752&", 200, PAGE (ONE, "", "1") } },
      TTS_PHASE_CANCELLATIONS,
      TRUE,
      1763863800 },
    { { { "POST",
          "/cancellations/search",
          200,
          REQUEST ("CANCELLATION_REQUEST_SUCCESS", "CANCEL") },
        { "GET", "/order/202309/orders?ids=576461413038785752&", 200, PAGE (ONE, "", "1") } },
      TTS_PHASE_CANCELLATIONS,
      FALSE,
      0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TtsCursor start
          = { .phase = cases[i].phase, .width = 86400, .started = 1, .swept = G_MAXINT32 };
      g_autofree char *cursor = tts_cursor_format (&start);
      g_autoptr (TiemOrderPage) page = NULL;
      g_autoptr (GError) error = NULL;
      Market market = { 0 };
      TiemRemoteOrder *order;

      market_open (&market, cases[i].rows, 2);
      page = pull (&market, cursor, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->orders->len, ==, 1);
      order = page->orders->pdata[0];
      g_assert_cmpint (order->cancel_asked, ==, cases[i].is_asked);
      g_assert_cmpint (order->cancel_answer_by, ==, cases[i].answer_by * 1000);
      if (cases[i].is_asked && cases[i].answer_by == 1763863800)
        g_assert_cmpstr (order->cancel_reason, ==, "Đặt nhầm");
      market_close (&market);
    }
}

static void
test_cursor_text (void)
{
  g_auto (TtsCursor) cursor = { 0 };
  g_auto (TtsCursor) other = { 0 };
  g_autofree char *text = NULL;

  tts_cursor_init (&cursor, 1763690000000);
  cursor.token = g_strdup ("aDU2+Qz/9kLm0w==&x");
  cursor.open = 3;
  text = tts_cursor_format (&cursor);
  g_assert_true (tts_cursor_parse (&other, text));
  g_assert_cmpstr (other.token, ==, cursor.token);
  g_assert_cmpint (other.from, ==, 1763690000);
  g_assert_cmpint (other.open, ==, 3);
  g_assert_false (tts_cursor_parse (&other, "v=99&from=1"));
  g_assert_false (tts_cursor_parse (&other, "rác"));
}

/* Since the shop was opened: the first order says when that was. */
static void
test_everything (void)
{
  static const FakeRow rows[] = {
    { "POST", "page_size=1&", 200, PAGE (ONE, "", "1") },
    { "POST", "/orders/search", 200, NONE },
  };
  Market market = { 0 };
  g_autoptr (TiemOrderPage) page = NULL;
  g_autofree char *body = NULL;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  page = pull (&market, NULL, 0, NULL);
  g_assert_null (((TiemRequest *)market.transport->requests->pdata[0])->body);
  body = dup_body (&market, 1);
  g_assert_cmpstr (body, ==, "{\"create_time_ge\":1763690000,\"create_time_lt\":1763776400}");
  market_close (&market);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tiktok/order/example", test_order);
  g_test_add_func ("/tiktok/order/statuses", test_statuses);
  g_test_add_func ("/tiktok/order/groups", test_groups);
  g_test_add_func ("/tiktok/order/bundle", test_bundle);
  g_test_add_func ("/tiktok/order/address", test_address);
  g_test_add_func ("/tiktok/order/parcels", test_parcels);
  g_test_add_func ("/tiktok/order/wobbles", test_wobbles);
  g_test_add_func ("/tiktok/order/unreadable", test_unreadable);
  g_test_add_func ("/tiktok/orders/bad-neighbour", test_bad_neighbour);
  g_test_add_func ("/tiktok/orders/import", test_import);
  g_test_add_func ("/tiktok/orders/changes", test_changes);
  g_test_add_func ("/tiktok/orders/tokens", test_tokens);
  g_test_add_func ("/tiktok/orders/lost-row", test_lost_row);
  g_test_add_func ("/tiktok/orders/sweep", test_sweep);
  g_test_add_func ("/tiktok/orders/requests", test_requests);
  g_test_add_func ("/tiktok/orders/everything", test_everything);
  g_test_add_func ("/tiktok/cursor/text", test_cursor_text);

  return g_test_run ();
}
