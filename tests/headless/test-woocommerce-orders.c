#include "base/tiem-time.h"
#include "channel/woocommerce/tiem-woocommerce-private.h"
#include "fake-transport.h"

#define LINE(quantity, subtotal, total)                                                              \
  "{'id':11,'name':'Áo thun - Đen, L','parent_name':'Áo thun','product_id':24,'variation_id':25," \
  "'sku':'AT-D-L','quantity':" quantity ",'subtotal':" subtotal                                      \
  ",'subtotal_tax':'0','total':" total                                                               \
  ",'total_tax':'0','price':1,'image':{'id':'','src':'https://tenshop.vn/a.jpg'},"                   \
  "'meta_data':[{'id':1,'key':'pa_mau','value':'den','display_value':'Đen'}]}"

#define ORDER(status, more, lines)                                                                 \
  "{'id':98,'number':'DH-98','status':'" status "','currency':'VND',"                              \
  "'date_created_gmt':'2026-11-21T12:00:00','date_modified_gmt':'2026-11-21T13:05:09',"            \
  "'customer_id':0,'customer_note':'Gọi trước','payment_method':'cod','total':'320000',"      \
  "'shipping_total':'30000','shipping_tax':'0',"                                                   \
  "'billing':{'first_name':'Lan','last_name':'Nguyễn Thị','phone':'0901 234 567',"             \
  "'email':'lan@vidu.vn','address_1':'12 Trần Phú','city':'Hà Nội','country':'VN'},"         \
  "'shipping':{'first_name':'','address_1':'','city':''}" more ",'line_items':[" lines "]}"

#define ONE_LINE LINE ("2", "'290000.00'", "290000")

static TiemRemoteOrder *
parse (const char *text,
       const char *refunds,
       GError **error)
{
  g_autofree char *json = fake_json (text);
  g_autofree char *refunds_json = fake_json (refunds != NULL ? refunds : "[]");
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  g_autoptr (JsonNode) refunds_node = json_from_string (refunds_json, NULL);

  g_assert_nonnull (node);
  g_assert_nonnull (refunds_node);
  return woo_parse_order (tiem_json_object (node), tiem_json_array (refunds_node), error);
}

/* Invariant 5: the total is what its parts make. */
static void
assert_adds_up (TiemRemoteOrder *order)
{
  gint64 sum = order->shipping_fee_vnd + order->surcharge_vnd - order->discount_vnd;

  for (guint i = 0; i < order->lines->len; i++)
    sum += ((TiemRemoteLine *)order->lines->pdata[i])->total_vnd;
  g_assert_cmpint (sum, ==, order->total_vnd);
  g_assert_cmpint (order->discount_vnd, >=, 0);
}

static void
test_order (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) order = parse (ORDER ("processing", "", ONE_LINE), NULL, &error);
  TiemRemoteLine *line;

  g_assert_no_error (error);
  g_assert_cmpstr (order->remote_id, ==, "98");
  g_assert_cmpstr (order->number, ==, "DH-98");
  g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_SHIP);
  g_assert_cmpint (order->updated_at, ==, G_GINT64_CONSTANT (1795266309000));
  g_assert_cmpint (order->total_vnd, ==, 320000);
  g_assert_cmpint (order->shipping_fee_vnd, ==, 30000);
  g_assert_cmpint (order->paid_vnd, ==, 0);
  g_assert_null (order->buyer_remote_id);
  g_assert_cmpstr (order->buyer_name, ==, "Nguyễn Thị Lan");
  g_assert_cmpstr (order->buyer_phone, ==, "0901 234 567");
  g_assert_cmpstr (order->address.name, ==, "Nguyễn Thị Lan");
  g_assert_cmpstr (order->address.line, ==, "12 Trần Phú");
  g_assert_cmpstr (order->address.province, ==, "Hà Nội");
  g_assert_cmpstr (order->address.text, ==, "12 Trần Phú, Hà Nội");
  g_assert_cmpstr (order->note, ==, "Gọi trước");
  g_assert_true (order->platform_holds);
  assert_adds_up (order);

  line = order->lines->pdata[0];
  g_assert_cmpstr (line->remote_product_id, ==, "24");
  g_assert_cmpstr (line->remote_variant_id, ==, "25");
  g_assert_cmpstr (line->title, ==, "Áo thun");
  g_assert_cmpstr (line->options, ==, "Đen, L");
  g_assert_cmpstr (line->image_url, ==, "https://tenshop.vn/a.jpg");
  g_assert_cmpint (line->quantity, ==, 2);
  g_assert_cmpint (line->unit_price_vnd, ==, 145000);
  g_assert_cmpint (line->total_vnd, ==, 290000);
}

static void
test_statuses (void)
{
#define PAID ",'date_paid_gmt':'2026-11-21T12:30:00'"
#define DONE ",'date_completed_gmt':'2026-11-21T13:00:00'"
  static const struct
  {
    const char *order;
    TiemOrderStatus status;
    gboolean holds;
    gboolean has_left;
    gint64 paid_vnd;
  } cases[] = {
    { ORDER ("pending", "", ONE_LINE), TIEM_ORDER_UNPAID, FALSE, FALSE, 0 },
    { ORDER ("on-hold", "", ONE_LINE), TIEM_ORDER_UNPAID, TRUE, FALSE, 0 },
    { ORDER ("processing", "", ONE_LINE), TIEM_ORDER_TO_SHIP, TRUE, FALSE, 0 },
    { ORDER ("processing", PAID, ONE_LINE), TIEM_ORDER_TO_SHIP, TRUE, FALSE, 0 }, /* still COD */
    { ORDER ("processing", PAID DONE, ONE_LINE), TIEM_ORDER_TO_SHIP, TRUE, FALSE, 0 },
    { ORDER ("completed", DONE, ONE_LINE), TIEM_ORDER_COMPLETED, TRUE, TRUE, 320000 },
    { ORDER ("completed", "", ONE_LINE), TIEM_ORDER_COMPLETED, TRUE, FALSE, 320000 },
    { ORDER ("cancelled", "", ONE_LINE), TIEM_ORDER_CANCELLED, FALSE, FALSE, 0 },
    { ORDER ("cancelled", DONE, ONE_LINE), TIEM_ORDER_CANCELLED, FALSE, TRUE, 0 },
    { ORDER ("failed", "", ONE_LINE), TIEM_ORDER_CANCELLED, FALSE, FALSE, 0 },
    { ORDER ("refunded", PAID DONE ",'refunds':[{'id':5,'total':'-320000'}]", ONE_LINE),
      TIEM_ORDER_CANCELLED,
      TRUE,
      TRUE,
      0 },
    { ORDER ("trash", "", ONE_LINE), TIEM_ORDER_CANCELLED, TRUE, FALSE, 0 },
    { ORDER ("wc-processing", "", ONE_LINE), TIEM_ORDER_TO_SHIP, TRUE, FALSE, 0 },
    { ORDER ("da-giao-ghn", "", ONE_LINE), TIEM_ORDER_UNKNOWN, FALSE, FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (cases[i].order, NULL, &error);

      g_assert_no_error (error);
      g_test_message ("%s", order->remote_status);
      g_assert_cmpint (order->status, ==, cases[i].status);
      g_assert_cmpint (order->platform_holds, ==, cases[i].holds);
      g_assert_cmpint (order->left_at > 0, ==, cases[i].has_left);
      g_assert_cmpint (order->paid_vnd, ==, cases[i].paid_vnd);
    }
}

/* Whether units were taken is what the line says, where it says so. */
static void
test_reduced_stock (void)
{
  g_autoptr (TiemRemoteOrder) order = parse (
      ORDER ("da-giao-ghn",
             "",
             "{'id':1,'product_id':3,'variation_id':0,'quantity':1,'total':'1','name':'Chổi',"
             "'meta_data':[{'key':'Khắc tên','value':'Lan','display_value':'Lan'},"
             "{'key':'_reduced_stock','value':'1'}]}"),
      NULL,
      NULL);
  TiemRemoteLine *line = order->lines->pdata[0];

  g_assert_true (order->platform_holds);
  g_assert_null (line->remote_variant_id);
  g_assert_null (line->options);
  g_assert_cmpstr (line->title, ==, "Chổi");
}

static void
test_amounts (void)
{
  static const struct
  {
    const char *order;
    gint64 line;
    gint64 shipping;
    gint64 discount;
    gint64 surcharge;
  } cases[] = {
    /* a coupon of 20.000 */
    { ORDER ("processing", "", LINE ("1", "'310000'", "'290000'")), 310000, 30000, 20000, 0 },
    /* two decimals, 10 % tax within the price: only the sums are whole */
    { "{'id':1,'status':'processing','total':'414000.00','shipping_total':'27272.73',"
      "'shipping_tax':'2727.27','line_items':[{'id':1,'product_id':3,'quantity':3,"
      "'subtotal':'349090.91','subtotal_tax':'34909.09','total':'349090.91',"
      "'total_tax':'34909.09'}]}",
      384000,
      30000,
      0,
      0 },
    /* a fee for cash on delivery */
    { "{'id':1,'status':'processing','total':'110000','shipping_total':'0',"
      "'fee_lines':[{'total':'10000'}],"
      "'line_items':[{'id':1,'product_id':3,'quantity':1,'subtotal':'100000','total':'100000'}]}",
      100000,
      0,
      0,
      10000 },
    /* a fee below zero is a discount */
    { "{'id':1,'status':'processing','total':'90000',"
      "'fee_lines':[{'total':'-10000'}],"
      "'line_items':[{'id':1,'product_id':3,'quantity':1,'subtotal':'100000','total':'100000'}]}",
      100000,
      0,
      10000,
      0 },
    /* numbers, and no subtotal */
    { "{'id':1,'status':'processing','total':100000,"
      "'line_items':[{'id':1,'product_id':3,'quantity':1,'total':100000}]}",
      100000,
      0,
      0,
      0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (cases[i].order, NULL, &error);

      g_assert_no_error (error);
      assert_adds_up (order);
      g_assert_cmpint (((TiemRemoteLine *)order->lines->pdata[0])->total_vnd, ==, cases[i].line);
      g_assert_cmpint (order->shipping_fee_vnd, ==, cases[i].shipping);
      g_assert_cmpint (order->discount_vnd, ==, cases[i].discount);
      g_assert_cmpint (order->surcharge_vnd, ==, cases[i].surcharge);
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *contact;
    const char *line;
    const char *ward;
    const char *district;
    const char *province;
  } cases[] = {
    { "'address_1':'12 Trần Phú','address_2':'Phường Ba Đình','city':'Hà Nội'",
      "12 Trần Phú",
      "Phường Ba Đình",
      NULL,
      "Hà Nội" },
    { "'address_1':'12 Trần Phú','city':'Phường Ba Đình','state':'Hà Nội'",
      "12 Trần Phú",
      "Phường Ba Đình",
      NULL,
      "Hà Nội" },
    { "'address_1':'5 Lê Lợi','address_2':'Tầng 3','city':'Quận 1','state':'TP. Hồ Chí Minh'",
      "5 Lê Lợi, Tầng 3",
      NULL,
      "Quận 1",
      "TP. Hồ Chí Minh" },
    { "'address_1':'5 Lê Lợi','address_2':'Xã Tân Hội','city':'Huyện Đức Trọng','state':'Lâm Đồng'",
      "5 Lê Lợi",
      "Xã Tân Hội",
      "Huyện Đức Trọng",
      "Lâm Đồng" },
    { "'address_1':'5 Lê Lợi'", "5 Lê Lợi", NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("{'id':1,'status':'pending','total':'0','line_items':[],"
                             "'billing':{'first_name':'Minh','city':'Huế','phone':'1'},"
                             "'shipping':{'first_name':'Mẹ','last_name':'',%s}}",
                             cases[i].contact);
      g_autoptr (TiemRemoteOrder) order = parse (text, NULL, NULL);

      g_assert_cmpstr (order->buyer_name, ==, "Minh");
      g_assert_cmpstr (order->address.name, ==, "Mẹ");
      g_assert_cmpstr (order->address.phone, ==, "1");
      g_assert_cmpstr (order->address.line, ==, cases[i].line);
      g_assert_cmpstr (order->address.ward, ==, cases[i].ward);
      g_assert_cmpstr (order->address.district, ==, cases[i].district);
      g_assert_cmpstr (order->address.province, ==, cases[i].province);
    }
}

/* Units given back before the parcel left are cancelled; after it, they come by parcel. */
static void
test_refunds (void)
{
#define REFUND(at, line) "[{'id':5,'date_created_gmt':'" at "','line_items':[" line "]}]"
#define BY_ID                                                                                      \
  "{'id':70,'product_id':24,'variation_id':25,'quantity':-1,"                                      \
  "'meta_data':[{'key':'_refunded_item_id','value':'11'}]}"
#define BY_PRODUCT "{'id':70,'product_id':24,'variation_id':25,'quantity':-1}"
#define OTHER "{'id':70,'product_id':24,'variation_id':26,'quantity':-1}"
#define TOO_MANY "{'id':70,'product_id':24,'variation_id':25,'quantity':-9}"
  static const struct
  {
    const char *order;
    const char *refunds;
    gint64 cancelled;
  } cases[] = {
    { ORDER ("processing", "", ONE_LINE), REFUND ("2026-11-21T12:30:00", BY_ID), 1 },
    { ORDER ("processing", "", ONE_LINE), REFUND ("2026-11-21T12:30:00", BY_PRODUCT), 1 },
    { ORDER ("processing", "", ONE_LINE), REFUND ("2026-11-21T12:30:00", OTHER), 0 },
    { ORDER ("processing", "", ONE_LINE), REFUND ("2026-11-21T12:30:00", TOO_MANY), 2 },
    { ORDER ("processing", "", ONE_LINE), REFUND ("2026-11-21T12:30:00", BY_ID "," BY_ID), 2 },
    { ORDER ("processing", "", ONE_LINE), REFUND ("2026-11-21T12:30:00", ""), 0 },
    { ORDER ("completed", DONE, ONE_LINE), REFUND ("2026-11-21T12:59:59", BY_ID), 1 },
    { ORDER ("completed", DONE, ONE_LINE), REFUND ("2026-11-21T13:00:00", BY_ID), 1 },
    { ORDER ("completed", DONE, ONE_LINE), REFUND ("2026-11-21T13:00:01", BY_ID), 0 },
    { ORDER ("completed", "", ONE_LINE), REFUND ("2026-11-21T12:59:59", BY_ID), 0 },
    { ORDER ("refunded", DONE, ONE_LINE), REFUND ("2026-11-21T13:00:01", BY_ID), 0 },
    { ORDER ("refunded", "", ONE_LINE), REFUND ("2026-11-21T13:00:01", BY_ID), 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (cases[i].order, cases[i].refunds, &error);
      TiemRemoteLine *line;

      g_assert_no_error (error);
      line = order->lines->pdata[0];
      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (line->cancelled, ==, cases[i].cancelled);
      g_assert_cmpint (line->quantity, ==, 2);
    }
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *order;
    const char *path;
  } cases[] = {
    { "{}", "id" },
    { "{'id':0}", "id" },
    { "{'id':1}", "status" },
    { "{'id':1,'status':'pending'}", "line_items" },
    { "{'id':1,'status':'pending','line_items':'none'}", "line_items" },
    { "{'id':1,'status':'pending','line_items':[null]}", "line_items[0].quantity" },
    { "{'id':1,'status':'pending','line_items':[{'quantity':1},{'id':2}]}",
      "line_items[1].quantity" },
    { "{'id':1,'status':'pending','line_items':[{'quantity':-1}]}", "line_items[0].quantity" },
    { "{'id':1,'status':'pending','line_items':[{'quantity':1.5}]}", "line_items[0].quantity" },
    { "{'id':1,'status':'pending','line_items':[{'quantity':1,'total':'x'}]}",
      "line_items[0].total" },
    { "{'id':1,'status':'pending','line_items':[]}", "total" },
    { "{'id':1,'status':'pending','line_items':[],'total':'12.50'}", "total" },
    { "{'id':1,'status':'pending','line_items':[],'total':'1','currency':'USD'}", "currency" },
    { "{'id':1,'status':'pending','line_items':[],'total':'1','date_created_gmt':'hôm qua'}",
      "date_created_gmt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].order);
      g_assert_null (parse (cases[i].order, NULL, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
      g_assert_cmpstr (tiem_error_get_detail (error), ==, cases[i].path);
    }
}

static TiemChannel *
make_channel (void)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();

  account->base_url = g_strdup ("https://tenshop.vn");
  account->key = g_strdup ("ck_1");
  account->secret = g_strdup ("cs_1");
  return tiem_channel_info_find ("woocommerce")->create (account, NULL);
}

/* One order that makes no sense does not hold up the others. */
static void
test_unreadable (void)
{
  FakeRow rows[] = {
    { NULL,
      "status=any",
      200,
      "[" ORDER ("processing", "", ONE_LINE) ",{'id':99,'status':'processing','line_items':3},"
                                             "'rác',{'id':100,'status':'checkout-draft'}]" },
  };
  FakeTable table = { rows, G_N_ELEMENTS (rows) };
  g_autoptr (FakeTransport) transport = fake_transport_new (fake_table_handle, &table);
  g_autoptr (TiemChannel) channel = make_channel ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrderPage) page = NULL;
  TiemUnreadable *item;

  page = tiem_channel_pull_orders (channel, TIEM_TRANSPORT (transport), NULL, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->orders->len, ==, 1);
  g_assert_cmpuint (page->unreadable->len, ==, 2);
  item = page->unreadable->pdata[0];
  g_assert_cmpstr (item->remote_id, ==, "99");
  g_assert_nonnull (strstr (item->reason, "line_items"));
  g_assert_nonnull (strstr (item->raw, "\"line_items\":3"));
}

/* Refunds are asked for once for each order, as long as it names the same ones. */
static void
test_refunds_asked (void)
{
#define WITH_REFUND ORDER ("processing", ",'refunds':[{'id':5,'total':'-1'}]", ONE_LINE)
#define WITH_TWO ORDER ("processing", ",'refunds':[{'id':5},{'id':6}]", ONE_LINE)
  FakeRow rows[] = {
    { NULL, "/orders/98/refunds?", 200, REFUND ("2026-11-21T12:30:00", BY_ID), 1 },
    { NULL, "/orders/98/refunds?", 503, NULL, 1 },
    { NULL, "/orders/98/refunds?", 404, "{'code':'woocommerce_rest_shop_order_invalid_id'}", 1 },
    { NULL, "status=trash", 200, "[]" },
    { NULL, "/orders?", 200, "[" WITH_REFUND "]", 2 },
    { NULL, "/orders?", 200, "[" WITH_TWO "]" },
  };
  FakeTable table = { rows, G_N_ELEMENTS (rows) };
  g_autoptr (FakeTransport) transport = fake_transport_new (fake_table_handle, &table);
  g_autoptr (TiemChannel) channel = make_channel ();
  static const int cancelled[] = { 1, 1, -1, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cancelled); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page
          = tiem_channel_pull_orders (channel, TIEM_TRANSPORT (transport), NULL, 0, NULL, &error);

      if (cancelled[i] < 0)
        {
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (
          ((TiemRemoteLine *)((TiemRemoteOrder *)page->orders->pdata[0])->lines->pdata[0])
              ->cancelled,
          ==,
          cancelled[i]);
    }
}

/* A site that breaks down over the refunds of one order, every time, keeps no other order: the
 * second call in a row may be bad luck, the third is not. A line that is dead is no site's fault.
 */
static void
test_refunds_break (void)
{
  static const struct
  {
    guint status; /* 0 = nobody answers */
    const char *body;
    gboolean is_passed_over;
  } cases[] = {
    { 500, "<html>There has been a critical error on this website.</html>", TRUE },
    { 200, "Warning: Undefined array key", TRUE },
    { 0, NULL, FALSE },
    { 401, "{'code':'woocommerce_rest_cannot_view'}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[] = {
        { NULL, "/orders/98/refunds?", cases[i].status, cases[i].body },
        { NULL, "status=trash", 200, "[]" },
        { NULL, "/orders?", 200, "[" WITH_REFUND "]" },
      };
      FakeTable table = { rows, G_N_ELEMENTS (rows) };
      g_autoptr (FakeTransport) transport = fake_transport_new (fake_table_handle, &table);
      g_autoptr (TiemChannel) channel = make_channel ();

      for (guint turn = 1; turn <= 5; turn++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (TiemOrderPage) page = tiem_channel_pull_orders (
              channel, TIEM_TRANSPORT (transport), NULL, 0, NULL, &error);

          g_test_message ("%u, turn %u", cases[i].status, turn);
          g_assert_cmpint (page != NULL, ==, cases[i].is_passed_over && turn >= 3);
          if (page != NULL)
            g_assert_cmpuint (page->orders->len, ==, 1);
        }
    }
}

/* A page of a hundred orders, in the order of their numbers, of which some break the site. */
typedef struct
{
  guint first_broken;
  guint n_broken;
} BrokenSite;

static TiemResponse *
broken_site_handle (const TiemRequest *request,
                    gpointer user_data)
{
  const BrokenSite *site = user_data;
  g_autoptr (TiemForm) query = tiem_form_parse (strchr (request->url, '?') + 1);
  gint64 size = g_ascii_strtoll (tiem_form_get (query, "per_page"), NULL, 10);
  const char *offset_text = tiem_form_get (query, "offset");
  gint64 offset = offset_text != NULL ? g_ascii_strtoll (offset_text, NULL, 10) : 0;
  g_autoptr (GString) rows = g_string_new ("[");
  g_autofree char *json = NULL;

  for (gint64 i = offset; i < MIN (offset + size, 60); i++)
    {
      if (i >= site->first_broken && i < site->first_broken + site->n_broken)
        return tiem_response_new (500, "text/html", "<html>Critical error</html>", -1);
      g_string_append_printf (rows,
                              "%s{'id':%d,'status':'processing','total':'1','currency':'VND',"
                              "'date_modified_gmt':'2026-11-21T13:00:%02d','line_items':[]}",
                              rows->len > 1 ? "," : "",
                              (int)(1000 + i),
                              (int)(i % 60));
    }
  json = fake_json (g_string_append (rows, "]")->str);
  return tiem_response_new (200, "application/json", json, -1);
}

/* One order that breaks the site whenever it is shown keeps no other; a site that is down is not
 * asked a hundred questions. */
static void
test_page_breaks (void)
{
  static const struct
  {
    BrokenSite site;
    guint found;
    guint most_calls; /* of the third attempt */
  } cases[] = {
    { { 0, 0 }, 60, 1 },   { { 37, 1 }, 59, 20 }, { { 0, 1 }, 59, 20 },
    { { 59, 1 }, 59, 20 }, { { 9, 2 }, 58, 30 },  { { 0, 60 }, 0, 6 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrokenSite site = cases[i].site;
      g_autoptr (FakeTransport) transport = fake_transport_new (broken_site_handle, &site);
      g_autoptr (TiemChannel) channel = make_channel ();

      for (guint turn = 1; turn <= 4; turn++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (TiemOrderPage) page = NULL;

          g_ptr_array_set_size (transport->requests, 0);
          page = tiem_channel_pull_orders (
              channel, TIEM_TRANSPORT (transport), NULL, 0, NULL, &error);
          g_test_message ("%u broken at %u, turn %u: %u calls",
                          site.n_broken,
                          site.first_broken,
                          turn,
                          transport->requests->len);
          if (cases[i].found == 0 || (site.n_broken > 0 && turn < 3))
            {
              g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
              g_assert_cmpuint (transport->requests->len, <=, cases[i].most_calls);
              continue;
            }
          g_assert_no_error (error);
          g_assert_cmpuint (page->orders->len, ==, cases[i].found);
          g_assert_cmpuint (page->unreadable->len, ==, site.n_broken);
          g_assert_cmpuint (transport->requests->len, <=, cases[i].most_calls);
        }
    }
}

static void
test_actions (void)
{
#define IS(status) ORDER (status, "", ONE_LINE)
#define NEVER NULL
  static const struct
  {
    const char *before;
    TiemOrderAction action;
    const char *after;  /* what PUT answers; NEVER = it is not sent */
    const char *target; /* what PUT is to ask for */
    int status;         /* −1 = refused */
  } cases[] = {
    { IS ("on-hold"),
      TIEM_ORDER_ACTION_CONFIRM,
      IS ("processing"),
      "processing",
      TIEM_ORDER_TO_SHIP },
    { IS ("processing"), TIEM_ORDER_ACTION_CONFIRM, NEVER, NULL, TIEM_ORDER_TO_SHIP },
    { IS ("cancelled"), TIEM_ORDER_ACTION_CONFIRM, NEVER, NULL, -1 },
    { IS ("processing"),
      TIEM_ORDER_ACTION_SHIP,
      IS ("completed"),
      "completed",
      TIEM_ORDER_COMPLETED },
    { IS ("completed"), TIEM_ORDER_ACTION_SHIP, NEVER, NULL, TIEM_ORDER_COMPLETED },
    { IS ("refunded"), TIEM_ORDER_ACTION_SHIP, NEVER, NULL, -1 },
    { IS ("processing"),
      TIEM_ORDER_ACTION_CANCEL,
      IS ("cancelled"),
      "cancelled",
      TIEM_ORDER_CANCELLED },
    { IS ("trash"), TIEM_ORDER_ACTION_CANCEL, NEVER, NULL, TIEM_ORDER_CANCELLED },
    { IS ("completed"), TIEM_ORDER_ACTION_CANCEL, NEVER, NULL, -1 },
    /* the site says yes and does nothing */
    { IS ("processing"), TIEM_ORDER_ACTION_SHIP, IS ("processing"), "completed", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[] = {
        { "GET", "/orders/98", 200, cases[i].before },
        { "PUT", "/orders/98", cases[i].after != NULL ? 200 : 500, cases[i].after },
        { "POST", "/orders/98/notes", 500, NULL },
      };
      FakeTable table = { rows, G_N_ELEMENTS (rows) };
      g_autoptr (FakeTransport) transport = fake_transport_new (fake_table_handle, &table);
      g_autoptr (TiemChannel) channel = make_channel ();
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = tiem_channel_act_on_order (
          channel, TIEM_TRANSPORT (transport), "98", cases[i].action, "Hết hàng", NULL, &error);

      g_test_message ("%" G_GSIZE_FORMAT ": %s", i, error != NULL ? error->message : "ok");
      if (cases[i].status < 0)
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
      else
        {
          g_assert_no_error (error);
          g_assert_cmpint (order->status, ==, cases[i].status);
        }
      g_assert_cmpuint (transport->requests->len, >=, cases[i].target != NULL ? 2 : 1);
      if (cases[i].target != NULL)
        {
          const TiemRequest *put = transport->requests->pdata[1];
          g_autofree char *body = g_strdup_printf ("{\"status\":\"%s\"}", cases[i].target);
          gsize size;
          const char *sent = g_bytes_get_data (put->body, &size);

          g_assert_cmpmem (sent, size, body, strlen (body));
        }
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/woocommerce/order/whole", test_order);
  g_test_add_func ("/woocommerce/order/statuses", test_statuses);
  g_test_add_func ("/woocommerce/order/reduced-stock", test_reduced_stock);
  g_test_add_func ("/woocommerce/order/amounts", test_amounts);
  g_test_add_func ("/woocommerce/order/addresses", test_addresses);
  g_test_add_func ("/woocommerce/order/refunds", test_refunds);
  g_test_add_func ("/woocommerce/order/refunds-break", test_refunds_break);
  g_test_add_func ("/woocommerce/orders/page-breaks", test_page_breaks);
  g_test_add_func ("/woocommerce/order/malformed", test_malformed);
  g_test_add_func ("/woocommerce/orders/unreadable", test_unreadable);
  g_test_add_func ("/woocommerce/orders/refunds-asked", test_refunds_asked);
  g_test_add_func ("/woocommerce/orders/actions", test_actions);

  return g_test_run ();
}
