#include "shopee-orders-fixture.h"

/* One order of Shopee: what each of its members becomes. */

static TiemRemoteOrder *
parse (const char *text,
       GError **error)
{
  g_autofree char *json = fake_json (text);
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  g_assert_nonnull (node);
  return shopee_parse_order (tiem_json_object (node), error);
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
  g_autoptr (TiemRemoteOrder) order
      = parse (ORDER ("READY_TO_SHIP",
                      COD ",'package_list':[" PACKAGE ("OFG166300791210001", "LOGISTICS_READY") "]",
                      ITEM),
               &error);
  TiemRemoteLine *line;
  TiemRemoteParcel *parcel;

  g_assert_no_error (error);
  g_assert_cmpstr (order->remote_id, ==, "2611218K2TQX9A");
  g_assert_cmpstr (order->number, ==, "2611218K2TQX9A");
  g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_SHIP);
  g_assert_cmpstr (order->remote_status, ==, "READY_TO_SHIP");
  g_assert_true (order->platform_holds);
  g_assert_cmpint (order->placed_at, ==, G_GINT64_CONSTANT (1795230000000));
  g_assert_cmpint (order->updated_at, ==, G_GINT64_CONSTANT (1795230420000));
  g_assert_cmpint (order->ship_by, ==, G_GINT64_CONSTANT (1795402800000));
  g_assert_cmpint (order->left_at, ==, 0);
  g_assert_cmpint (order->total_vnd, ==, 171000);
  g_assert_cmpint (order->shipping_fee_vnd, ==, 15000);
  g_assert_cmpint (order->discount_vnd, ==, 0);
  g_assert_cmpint (order->paid_vnd, ==, 0);
  g_assert_cmpstr (order->payment_method, ==, "cod");
  g_assert_cmpstr (order->buyer_remote_id, ==, "1170319001");
  g_assert_cmpstr (order->buyer_name, ==, "lan_hue88"); /* the other one is masked */
  g_assert_cmpstr (order->buyer_phone, ==, "******64");
  g_assert_cmpstr (order->address.name, ==, "N******n");
  g_assert_cmpstr (order->address.line, ==, "12******");
  g_assert_cmpstr (order->address.ward, ==, "Phường Phú Hội");
  g_assert_cmpstr (order->address.district, ==, "Thành phố Huế");
  g_assert_cmpstr (order->address.province, ==, "Thừa Thiên Huế");
  g_assert_cmpstr (order->note, ==, "Gọi trước nhé");
  g_assert_cmpstr (order->carrier, ==, "SPX Express");
  g_assert_false (order->cancel_asked);
  assert_adds_up (order);

  line = order->lines->pdata[0];
  g_assert_cmpstr (line->remote_product_id, ==, "23620850001");
  g_assert_cmpstr (line->remote_variant_id, ==, "221404180001");
  g_assert_cmpstr (line->sku, ==, "NL-DO");
  g_assert_cmpstr (line->title, ==, "Nón lá Huế");
  g_assert_cmpstr (line->options, ==, "Đỏ");
  g_assert_cmpstr (line->image_url, ==, "https://cf.shopee.vn/file/a");
  g_assert_cmpint (line->quantity, ==, 2);
  g_assert_cmpint (line->unit_price_vnd, ==, 78000);
  g_assert_cmpint (line->total_vnd, ==, 156000);

  parcel = order->parcels->pdata[0];
  g_assert_cmpstr (parcel->remote_id, ==, "OFG166300791210001");
  g_assert_cmpstr (parcel->remote_status, ==, "LOGISTICS_READY");
}

/* The one table, word by word. */
static void
test_statuses (void)
{
  static const struct
  {
    const char *word;
    TiemOrderStatus status;
    gboolean holds;
  } cases[] = {
    { "UNPAID", TIEM_ORDER_UNPAID, TRUE },
    { "PENDING", TIEM_ORDER_TO_CONFIRM, TRUE },
    { "INVOICE_PENDING", TIEM_ORDER_TO_CONFIRM, TRUE },
    { "READY_TO_SHIP", TIEM_ORDER_TO_SHIP, TRUE },
    { "RETRY_SHIP", TIEM_ORDER_TO_SHIP, TRUE },
    { "IN_CANCEL", TIEM_ORDER_TO_SHIP, TRUE },
    { "PROCESSED", TIEM_ORDER_AWAITING_PICKUP, TRUE },
    { "SHIPPED", TIEM_ORDER_SHIPPING, TRUE },
    { "TO_CONFIRM_RECEIVE", TIEM_ORDER_DELIVERED, TRUE },
    { "COMPLETED", TIEM_ORDER_COMPLETED, TRUE },
    { "TO_RETURN", TIEM_ORDER_RETURNING, TRUE },
    { "CANCELLED", TIEM_ORDER_CANCELLED, FALSE },
    { "BAY_LEN_TROI", TIEM_ORDER_UNKNOWN, TRUE },
    { "ready_to_ship", TIEM_ORDER_UNKNOWN, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'order_sn':'2611218K2TQX9A','order_status':'%s',"
                                               "'create_time':1795230000,'item_list':[" ITEM "]}",
                                               cases[i].word);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (text, &error);

      g_assert_no_error (error);
      g_test_message ("%s", cases[i].word);
      g_assert_cmpint (order->status, ==, cases[i].status);
      g_assert_true (order->platform_holds == cases[i].holds);
      g_assert_cmpstr (order->remote_status, ==, cases[i].word);
      g_assert_true (order->cancel_asked == g_str_equal (cases[i].word, "IN_CANCEL"));
    }
}

static void
test_cancellation (void)
{
  static const struct
  {
    const char *order;
    gboolean asked;
    const char *reason;
  } cases[] = {
    { ORDER ("IN_CANCEL", ",'buyer_cancel_reason':'Đổi ý','cancel_reason':''", ITEM),
      TRUE,
      "Đổi ý" },
    { ORDER ("CANCELLED", ",'cancel_by':'seller','cancel_reason':'OUT_OF_STOCK'", ITEM),
      FALSE,
      "Out of stock" },
    { ORDER ("CANCELLED", ",'cancel_by':'system','cancel_reason':'Quá hạn'", ITEM),
      FALSE,
      "Quá hạn" },
    { ORDER ("READY_TO_SHIP", ",'cancel_reason':'cũ'", ITEM), FALSE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (cases[i].order, &error);

      g_assert_no_error (error);
      g_assert_true (order->cancel_asked == cases[i].asked);
      g_assert_cmpstr (order->cancel_reason, ==, cases[i].reason);
    }
}

/* Total, shipping, discount and what is paid. */
static void
test_money (void)
{
#define PAID ",'pay_time':1795230100"
  static const struct
  {
    const char *order;
    gint64 total;
    gint64 shipping;
    gint64 discount;
    gint64 paid;
  } cases[] = {
    { ORDER ("READY_TO_SHIP", COD, ITEM), 171000, 15000, 0, 0 },
    { ORDER ("TO_CONFIRM_RECEIVE", COD, ITEM), 171000, 15000, 0, 171000 },
    { ORDER ("COMPLETED", COD, ITEM), 171000, 15000, 0, 171000 },
    { ORDER ("TO_RETURN", COD, ITEM), 171000, 15000, 0, 171000 },
    { ORDER ("READY_TO_SHIP", PAID ",'total_amount':130000", ITEM), 130000, 0, 26000, 130000 },
    { ORDER ("READY_TO_SHIP", PAID ",'total_amount':'130000.00'", ITEM), 130000, 0, 26000, 130000 },
    { ORDER ("CANCELLED", PAID ",'total_amount':130000", ITEM), 130000, 0, 26000, 0 },
    { ORDER ("UNPAID", ",'pay_time':null,'total_amount':null", ITEM), 156000, 0, 0, 0 },
    { ORDER ("UNPAID", ",'pay_time':0,'total_amount':0", ITEM), 156000, 0, 0, 0 },
    { ORDER ("READY_TO_SHIP", PAID ",'total_amount':0", ITEM), 0, 0, 156000, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (cases[i].order, &error);

      g_assert_no_error (error);
      g_test_message ("%u", (guint)i);
      g_assert_cmpint (order->total_vnd, ==, cases[i].total);
      g_assert_cmpint (order->shipping_fee_vnd, ==, cases[i].shipping);
      g_assert_cmpint (order->discount_vnd, ==, cases[i].discount);
      g_assert_cmpint (order->paid_vnd, ==, cases[i].paid);
      assert_adds_up (order);
    }
}

/* Lines in the forms they come in: a gift, a bundle, no variation, ids of 19 digits. */
static void
test_lines (void)
{
#define LINE(more) "{'item_id':9007199254740993123,'model_quantity_purchased':'3'" more "}"
  static const struct
  {
    const char *line;
    const char *id;
    const char *variant;
    gint64 unit;
    gint64 total;
    gint64 cancelled;
  } cases[] = {
    { LINE (",'model_id':0,'model_original_price':'9000.00'"),
      "0/9007199254740993123/0/0",
      NULL,
      9000,
      27000,
      0 },
    { LINE (",'model_id':'9223372036854775807','order_item_id':7,'promotion_group_id':5,"
            "'model_discounted_price':1000"),
      "7/9007199254740993123/9223372036854775807/5",
      "9223372036854775807",
      1000,
      3000,
      0 },
    { LINE (",'line_item_id':9007199254740993125,'model_original_price':9000,"
            "'model_discounted_price':0"),
      "9007199254740993125",
      NULL,
      0,
      0,
      0 },
    { LINE (",'line_item_id':8,'model_original_price':9000,'model_discounted_price':0,"
            "'promotion_type':'bundle_deal'"),
      "8",
      NULL,
      9000,
      27000,
      0 },
    { LINE (",'line_item_id':8,'cancelled_qty':2,'model_discounted_price':5"),
      "8",
      NULL,
      5,
      15,
      2 },
    { LINE (",'line_item_id':8,'cancelled_qty':9,'model_discounted_price':5"),
      "8",
      NULL,
      5,
      15,
      3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'order_sn':'A','order_status':'READY_TO_SHIP',"
                                               "'create_time':1795230000,'item_list':[%s]}",
                                               cases[i].line);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (text, &error);
      TiemRemoteLine *line;

      g_assert_no_error (error);
      line = order->lines->pdata[0];
      g_assert_cmpstr (line->remote_id, ==, cases[i].id);
      g_assert_cmpstr (line->remote_product_id, ==, "9007199254740993123");
      g_assert_cmpstr (line->remote_variant_id, ==, cases[i].variant);
      g_assert_cmpint (line->quantity, ==, 3);
      g_assert_cmpint (line->unit_price_vnd, ==, cases[i].unit);
      g_assert_cmpint (line->total_vnd, ==, cases[i].total);
      g_assert_cmpint (line->cancelled, ==, cases[i].cancelled);
    }
}

/* The same goods twice in an order are two lines. */
static void
test_same_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) order
      = parse (ORDER ("READY_TO_SHIP", COD, ITEM "," ITEM "," ITEM), &error);
  const char *first = "23620850001/23620850001/221404180001/0";

  g_assert_no_error (error);
  g_assert_cmpstr (((TiemRemoteLine *)order->lines->pdata[0])->remote_id, ==, first);
  g_assert_cmpstr (((TiemRemoteLine *)order->lines->pdata[1])->remote_id,
                   ==,
                   "23620850001/23620850001/221404180001/0#2");
  g_assert_cmpstr (((TiemRemoteLine *)order->lines->pdata[2])->remote_id,
                   ==,
                   "23620850001/23620850001/221404180001/0#3");
}

/* A line with an id of its own that comes twice is one line. */
static void
test_line_twice (void)
{
  static const char line[] = "{'item_id':1,'item_name':'Nón lá','model_id':0,'line_item_id':77,"
                             "'model_quantity_purchased':2,'model_original_price':90000,"
                             "'model_discounted_price':78000}";
  g_autofree char *items = g_strconcat (line, ",", line, NULL);
  g_autofree char *text
      = g_strdup_printf ("{'order_sn':'A','order_status':'READY_TO_SHIP','create_time':1795230000,"
                         "'update_time':1795230420,'total_amount':156000,'item_list':[%s]}",
                         items);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) order = parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (order->lines->len, ==, 1);
  g_assert_cmpint (((TiemRemoteLine *)order->lines->pdata[0])->quantity, ==, 2);
}

/* Only when all that is still to leave has left. */
static void
test_left (void)
{
#define PARCELS(list) ",'package_list':[" list "]"
#define PICKED ",'pickup_done_time':1795240000"
  static const struct
  {
    const char *order;
    gint64 left_at;
  } cases[] = {
    { ORDER ("PROCESSED", PARCELS (PACKAGE ("1", "LOGISTICS_REQUEST_CREATED")), ITEM), 0 },
    { ORDER ("SHIPPED", PICKED PARCELS (PACKAGE ("1", "LOGISTICS_PICKUP_DONE")), ITEM),
      G_GINT64_CONSTANT (1795240000000) },
    { ORDER ("PROCESSED",
             PICKED PARCELS (PACKAGE ("1", "LOGISTICS_PICKUP_DONE") "," PACKAGE (
                 "2", "LOGISTICS_REQUEST_CREATED")),
             ITEM),
      0 },
    { ORDER ("SHIPPED",
             PICKED PARCELS (
                 PACKAGE ("1", "LOGISTICS_PICKUP_DONE") "," PACKAGE ("2", "LOGISTICS_INVALID")),
             ITEM),
      G_GINT64_CONSTANT (1795240000000) },
    { ORDER ("CANCELLED", PICKED PARCELS (PACKAGE ("1", "LOGISTICS_DELIVERY_FAILED")), ITEM),
      G_GINT64_CONSTANT (1795240000000) },
    { ORDER ("CANCELLED", PARCELS (PACKAGE ("1", "LOGISTICS_LOST")), ITEM),
      G_GINT64_CONSTANT (1795230420000) },
    { ORDER ("CANCELLED", PARCELS (PACKAGE ("1", "LOGISTICS_REQUEST_CANCELED")), ITEM), 0 },
    { ORDER ("CANCELLED", ",'pickup_done_time':0", ITEM), 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (cases[i].order, &error);

      g_assert_no_error (error);
      g_test_message ("%u", (guint)i);
      g_assert_cmpint (order->left_at, ==, cases[i].left_at);
    }
}

/* Unmasked, and since the districts are gone. */
static void
test_addresses (void)
{
  static const struct
  {
    const char *address;
    const char *name;
    const char *line;
    const char *ward;
    const char *district;
    const char *text;
  } cases[] = {
    { "{'name':'Nguyễn Thị Lan','phone':'84901234567','district':'Phường Bến Nghé',"
      "'city':'Quận 1','state':'TP. Hồ Chí Minh',"
      "'full_address':'2 Lê Lợi, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh'}",
      "Nguyễn Thị Lan",
      "2 Lê Lợi",
      "Phường Bến Nghé",
      "Quận 1",
      "2 Lê Lợi, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh" },
    { "{'name':'Nguyễn Thị Lan','city':'Phường Thuận Hoá','state':'Thành phố Huế',"
      "'full_address':'5 Hùng Vương'}",
      "Nguyễn Thị Lan",
      "5 Hùng Vương",
      "Phường Thuận Hoá",
      NULL,
      "5 Hùng Vương, Phường Thuận Hoá, Thành phố Huế" },
    { "{'name':'****'}", "lan_hue88", NULL, NULL, NULL, NULL },
    { "null", "lan_hue88", NULL, NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("{'order_sn':'A','order_status':'READY_TO_SHIP',"
                             "'create_time':1795230000,'buyer_username':'lan_hue88',"
                             "'recipient_address':%s,'item_list':[" ITEM "]}",
                             cases[i].address);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (text, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (order->buyer_name, ==, cases[i].name);
      g_assert_cmpstr (order->address.line, ==, cases[i].line);
      g_assert_cmpstr (order->address.ward, ==, cases[i].ward);
      g_assert_cmpstr (order->address.district, ==, cases[i].district);
      g_assert_cmpstr (order->address.text, ==, cases[i].text);
    }
}

/* What is refused, and which member is named. */
static void
test_bad_orders (void)
{
#define WITH_ITEM(item)                                                                            \
  "{'order_sn':'A','order_status':'READY_TO_SHIP','create_time':1795230000,'item_list':[" item "]" \
  "}"
  static const struct
  {
    const char *order;
    const char *path;
  } cases[] = {
    { "{'order_status':'UNPAID','create_time':1,'item_list':[" ITEM "]}", "order_sn" },
    { "{'order_sn':'A','create_time':1795230000,'item_list':[" ITEM "]}", "order_status" },
    { "{'order_sn':'A','order_status':'UNPAID','item_list':[" ITEM "]}", "create_time" },
    { "{'order_sn':'A','order_status':'UNPAID','create_time':'hôm qua','item_list':[" ITEM "]}",
      "create_time" },
    { "{'order_sn':'A','order_status':'UNPAID','create_time':1795230000}", "item_list" },
    { "{'order_sn':'A','order_status':'UNPAID','create_time':1795230000,'item_list':null}",
      "item_list" },
    { WITH_ITEM ("7"), "item_list[0].item_id" },
    { WITH_ITEM ("{'item_id':1}"), "item_list[0].model_quantity_purchased" },
    { WITH_ITEM ("{'item_id':1,'model_quantity_purchased':-1}"),
      "item_list[0].model_quantity_purchased" },
    { WITH_ITEM ("{'item_id':1,'model_quantity_purchased':1.5}"),
      "item_list[0].model_quantity_purchased" },
    { WITH_ITEM ("{'item_id':1,'model_quantity_purchased':2147483648}"),
      "item_list[0].model_quantity_purchased" },
    { WITH_ITEM ("{'item_id':1,'model_quantity_purchased':1,'model_discounted_price':'78,000'}"),
      "item_list[0].model_discounted_price" },
    { WITH_ITEM ("{'item_id':1,'model_quantity_purchased':1,'model_discounted_price':0.5}"),
      "item_list[0].model_discounted_price" },
    { WITH_ITEM ("{'item_id':1,'model_quantity_purchased':1,'model_discounted_price':-5}"),
      "item_list[0].model_discounted_price" },
    { WITH_ITEM ("{'item_id':1,'model_quantity_purchased':2000000000,"
                 "'model_discounted_price':9000000000000}"),
      "item_list[0].model_discounted_price" },
    { ORDER ("UNPAID", ",'total_amount':'171.000đ'", ITEM), "total_amount" },
    { ORDER ("UNPAID", ",'total_amount':-1", ITEM), "total_amount" },
    { "{'order_sn':'A','order_status':'UNPAID','create_time':1795230000,'currency':'USD',"
      "'item_list':[" ITEM "]}",
      "currency" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = parse (cases[i].order, &error);

      g_test_message ("%s", cases[i].order);
      g_assert_null (order);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
      g_assert_cmpstr (tiem_error_get_detail (error), ==, cases[i].path);
    }
}

/* One whose goods are all gone is shown, not lost. */
static void
test_no_goods (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) order = parse (ORDER ("READY_TO_SHIP", COD, ""), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (order->lines->len, ==, 0);
  g_assert_cmpint (order->total_vnd, ==, 171000);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shopee/order/whole", test_order);
  g_test_add_func ("/shopee/order/statuses", test_statuses);
  g_test_add_func ("/shopee/order/cancellation", test_cancellation);
  g_test_add_func ("/shopee/order/money", test_money);
  g_test_add_func ("/shopee/order/lines", test_lines);
  g_test_add_func ("/shopee/order/same-lines", test_same_lines);
  g_test_add_func ("/shopee/order/line-twice", test_line_twice);
  g_test_add_func ("/shopee/order/left", test_left);
  g_test_add_func ("/shopee/order/addresses", test_addresses);
  g_test_add_func ("/shopee/order/bad", test_bad_orders);
  g_test_add_func ("/shopee/order/no-goods", test_no_goods);

  return g_test_run ();
}
