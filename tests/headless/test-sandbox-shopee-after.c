#include "shopee-box.h"

/* What follows a sale: payouts, returns, comments. */

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

static char *
make_done (ShopeeBox *box,
           const char *sku,
           guint quantity)
{
  char *order_sn = shopee_box_buy (box, sku, quantity, "cod");

  shopee_box_happen (box, order_sn, "pickup");
  shopee_box_happen (box, order_sn, "deliver");
  shopee_box_happen (box, order_sn, "receive");
  return order_sn;
}

/* The terms of Shopee's formula and their signs. */
static gint64
add_up (JsonObject *income)
{
  static const char *const plus[] = {
    "original_cost_of_goods_sold", "seller_return_refund",   "shopee_discount",
    "buyer_paid_shipping_fee",     "shopee_shipping_rebate", "shipping_fee_discount_from_3pl"
  };
  static const char *const minus[] = { "original_shopee_discount",
                                       "voucher_from_seller",
                                       "seller_coin_cash_back",
                                       "actual_shipping_fee",
                                       "reverse_shipping_fee",
                                       "seller_transaction_fee",
                                       "service_fee",
                                       "commission_fee",
                                       "campaign_fee",
                                       "shipping_seller_protection_fee_amount",
                                       "delivery_seller_protection_fee_premium_amount",
                                       "order_ams_commission_fee",
                                       "escrow_tax",
                                       "withholding_tax",
                                       "vat_on_imported_goods",
                                       "withholding_vat_tax",
                                       "withholding_pit_tax",
                                       "withholding_cit_tax",
                                       "seller_order_processing_fee",
                                       "ads_escrow_top_up_fee_or_technical_support_fee" };
  gint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (plus); i++)
    sum += tiem_sandbox_json_get_int (income, plus[i], 0);
  for (guint i = 0; i < G_N_ELEMENTS (minus); i++)
    sum -= tiem_sandbox_json_get_int (income, minus[i], 0);
  return sum;
}

/* Returns: order_income, which must add up; borrowed */
static JsonObject *
get_income (ShopeeBox *box,
            const char *order_sn)
{
  g_autofree char *name = g_strconcat ("payment/get_escrow_detail?order_sn=", order_sn, NULL);
  JsonObject *income
      = json_object_get_object_member (shopee_box_get (box, name, NULL), "order_income");

  g_assert_cmpint (json_object_get_int_member (income, "escrow_amount"), ==, add_up (income));
  return income;
}

static gint64
get_int (JsonObject *object,
         const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_int_member (object, name);
}

static void
test_escrow (ShopeeBox *box,
             gconstpointer data)
{
  g_autofree char *order_sn = shopee_box_buy (box, "AT-SG-T-L", 2, "cod");
  JsonObject *income = get_income (box, order_sn);
  gint64 estimate = get_int (income, "escrow_amount");

  g_assert_cmpint (get_int (income, "original_cost_of_goods_sold"), ==, 378000);
  g_assert_cmpint (get_int (income, "seller_transaction_fee"),
                   ==,
                   get_int (income, "credit_card_transaction_fee"));
  g_assert_cmpint (get_int (income, "withholding_vat_tax"), ==, 3780);
  g_assert_cmpint (get_int (income, "withholding_pit_tax"), ==, 1890);

  /* Final only when it is paid out. */
  shopee_box_happen (box, order_sn, "pickup");
  shopee_box_happen (box, order_sn, "deliver");
  shopee_box_happen (box, order_sn, "receive");
  income = get_income (box, order_sn);
  g_assert_cmpint (get_int (income, "escrow_amount"), ==, estimate - 3000);
  g_assert_cmpint (get_int (get_object (income, "items", 0), "selling_price"), ==, 378000);

  shopee_box_refuse (box, "payment/get_escrow_detail", NULL, "error_param");
  g_assert_cmpstr (shopee_box_message (box), ==, "order_sn is required");
  shopee_box_refuse (box, "payment/get_escrow_detail?order_sn=261121X", NULL, "error_not_found");
}

static void
test_escrow_of_cancelled (ShopeeBox *box,
                          gconstpointer data)
{
  g_autofree char *order_sn = NULL;

  shopee_box_configure (box, "{'platform_voucher':10000,'seller_voucher':5000}");
  order_sn = shopee_box_buy (box, "AT-SG-T-L", 1, "cod");
  g_assert_cmpint (get_int (get_income (box, order_sn), "voucher_from_seller"), ==, 5000);
  g_assert_cmpint (get_int (get_income (box, order_sn), "voucher_from_shopee"), ==, 10000);
  shopee_box_happen (box, order_sn, "buyer_cancel");
  g_assert_cmpint (get_int (get_income (box, order_sn), "escrow_amount"), ==, 0);
}

static void
test_escrow_list (ShopeeBox *box,
                  gconstpointer data)
{
  gint64 from = box->base.now / 1000;
  g_autofree char *open = shopee_box_buy (box, "NON-LA", 1, "cod");
  g_autofree char *first = make_done (box, "NON-LA", 1);
  g_autofree char *second = NULL;
  g_autofree char *list = NULL;
  g_autofree char *batch = NULL;
  g_autofree char *body = NULL;
  JsonObject *response;
  gint64 payout;

  shopee_box_wait (box, 10);
  second = make_done (box, "NON-LA", 2);
  list = g_strdup_printf ("payment/get_escrow_list?release_time_from=%" G_GINT64_FORMAT
                          "&release_time_to=%" G_GINT64_FORMAT "&page_size=1&page_no=2",
                          from,
                          from + 20);
  response = shopee_box_get (box, list, NULL);
  g_assert_false (json_object_get_boolean_member (response, "more"));
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "escrow_list", 0), "order_sn"),
      ==,
      second);
  payout = get_int (get_object (response, "escrow_list", 0), "payout_amount");
  g_assert_cmpint (payout, ==, get_int (get_income (box, second), "escrow_amount"));
  shopee_box_refuse (box, "payment/get_escrow_list?release_time_to=5", NULL, "error_param");
  shopee_box_refuse (box,
                     "payment/get_escrow_list?release_time_from=1&release_time_to=5&page_size=101",
                     NULL,
                     "error_param");

  /* By GET and by POST. */
  batch = g_strdup_printf ("payment/get_escrow_detail_batch?order_sn_list=%s,%s", first, open);
  shopee_box_call (box, batch, NULL);
  g_assert_cmpuint (get_length (sandbox_fixture_object (&box->base), "response"), ==, 2);
  body = g_strdup_printf ("{'order_sn_list':['%s','%s']}", first, second);
  shopee_box_call (box, "payment/get_escrow_detail_batch", body);
  g_assert_cmpuint (get_length (sandbox_fixture_object (&box->base), "response"), ==, 2);
  response = json_object_get_object_member (
      get_object (sandbox_fixture_object (&box->base), "response", 1), "escrow_detail");
  g_assert_cmpstr (json_object_get_string_member (response, "order_sn"), ==, second);
}

static void
test_wallet (ShopeeBox *box,
             gconstpointer data)
{
  g_autofree char *first = make_done (box, "NON-LA", 1);
  g_autofree char *second = NULL;
  JsonObject *response;

  shopee_box_wait (box, 10);
  second = make_done (box, "NON-LA", 1);
  response
      = shopee_box_get (box, "payment/get_wallet_transaction_list?page_no=0&page_size=1", NULL);
  g_assert_true (json_object_get_boolean_member (response, "more"));
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "transaction_list", 0), "order_sn"),
      ==,
      first);
  response
      = shopee_box_get (box, "payment/get_wallet_transaction_list?page_no=1&page_size=1", NULL);
  g_assert_false (json_object_get_boolean_member (response, "more"));
  g_assert_cmpint (get_int (get_object (response, "transaction_list", 0), "current_balance"),
                   ==,
                   2000000 + 2 * get_int (get_income (box, second), "escrow_amount"));
  response = shopee_box_get (
      box, "payment/get_wallet_transaction_list?page_no=0&money_flow=MONEY_OUT", NULL);
  g_assert_cmpuint (get_length (response, "transaction_list"), ==, 0);
  shopee_box_refuse (
      box,
      "payment/get_wallet_transaction_list?page_no=0&create_time_from=1&create_time_to=1296002",
      NULL,
      "error_param");
}

/* Returns: the youngest return; borrowed */
static JsonObject *
get_return (ShopeeBox *box)
{
  JsonObject *response
      = shopee_box_get (box, "returns/get_return_list?page_no=1&page_size=100", NULL);

  return get_object (response, "return", get_length (response, "return") - 1);
}

static char *
get_return_sn (ShopeeBox *box)
{
  return g_strdup (json_object_get_string_member (get_return (box), "return_sn"));
}

static void
assert_return (ShopeeBox *box,
               const char *status)
{
  g_assert_cmpstr (json_object_get_string_member (get_return (box), "status"), ==, status);
}

static void
answer (ShopeeBox *box,
        const char *call,
        const char *return_sn,
        const char *more,
        const char *code)
{
  g_autofree char *body = g_strdup_printf ("{'return_sn':'%s'%s}", return_sn, more);

  shopee_box_call (box, call, body);
  g_assert_cmpstr (shopee_box_error (box), ==, code);
}

/* What of @sku the warehouse has, beside what the listing says. */
static gint64
get_in_warehouse (ShopeeBox *box,
                  const char *sku)
{
  const TiemSandboxBin *bin
      = tiem_sandbox_world_get_bin (tiem_sandbox_get_world (box->base.sandbox), sku);

  return bin->units - bin->taken;
}

static void
test_return_goods (ShopeeBox *box,
                   gconstpointer data)
{
  gint64 stock = shopee_box_get_stock (box, "AT-SG-T-L");
  gint64 units = get_in_warehouse (box, "AT-SG-T-L");
  g_autofree char *order_sn = make_done (box, "AT-SG-T-L", 2);
  g_autofree char *return_sn = NULL;
  g_autofree char *detail = NULL;
  JsonObject *object;

  shopee_box_happen (box, order_sn, "buyer_return");
  shopee_box_assert_status (box, order_sn, "TO_RETURN");
  object = get_return (box);
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "REQUESTED");
  g_assert_cmpint (get_int (object, "refund_amount"), ==, 378000);
  g_assert_cmpint (get_int (get_object (object, "item", 0), "amount"), ==, 2);
  g_assert_true (json_object_get_boolean_member (object, "needs_logistics"));
  return_sn = get_return_sn (box);

  answer (box, "returns/confirm", return_sn, "", "");
  assert_return (box, "PROCESSING");
  answer (box, "returns/confirm", return_sn, "", "error_permission");
  shopee_box_happen (box, order_sn, "return_pickup");
  g_assert_cmpint (get_in_warehouse (box, "AT-SG-T-L"), ==, units - 2);
  shopee_box_happen (box, order_sn, "return_deliver");
  detail = g_strconcat ("returns/get_return_detail?return_sn=", return_sn, NULL);
  object = shopee_box_get (box, detail, NULL);
  g_assert_cmpstr (json_object_get_string_member (object, "reverse_logistics_status"),
                   ==,
                   "LOGISTICS_DELIVERY_DONE");

  /* The goods are in the warehouse; the listing leaves it to the shop. */
  g_assert_cmpint (get_in_warehouse (box, "AT-SG-T-L"), ==, units);
  g_assert_cmpint (shopee_box_get_stock (box, "AT-SG-T-L"), ==, stock - 2);
  answer (box, "returns/confirm", return_sn, "", "");
  assert_return (box, "ACCEPTED");
  shopee_box_assert_status (box, order_sn, "COMPLETED");
  object = get_object (shopee_box_detail (box, order_sn), "item_list", 0);
  g_assert_cmpint (get_int (object, "returned_qty"), ==, 2);
  g_assert_cmpint (get_int (object, "active_qty"), ==, 0);
  g_assert_cmpint (get_int (get_income (box, order_sn), "seller_return_refund"), ==, -378000);
  answer (box, "returns/confirm", return_sn, "", "error_permission");
}

static void
test_refund_only (ShopeeBox *box,
                  gconstpointer data)
{
  g_autofree char *order_sn = make_done (box, "AT-SG-T-L", 2);
  g_autofree char *return_sn = NULL;

  shopee_box_happen (box, order_sn, "buyer_refund");
  return_sn = get_return_sn (box);
  g_assert_cmpint (get_int (get_return (box), "return_solution"), ==, 1);
  g_assert_cmpint (get_int (get_return (box), "refund_amount"), ==, 189000);
  answer (box, "returns/confirm", return_sn, "", "");
  assert_return (box, "ACCEPTED");
  shopee_box_assert_status (box, order_sn, "COMPLETED");
  g_assert_cmpint (
      get_int (get_object (shopee_box_detail (box, order_sn), "item_list", 0), "returned_qty"),
      ==,
      0);
}

static void
test_dispute (ShopeeBox *box,
              gconstpointer data)
{
  g_autofree char *order_sn = make_done (box, "AT-SG-T-L", 2);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *reasons = NULL;

  shopee_box_happen (box, order_sn, "buyer_return_one");
  first = get_return_sn (box);
  g_assert_cmpint (get_int (get_object (get_return (box), "item", 0), "amount"), ==, 1);
  reasons = g_strconcat ("returns/get_return_dispute_reason?return_sn=", first, NULL);
  g_assert_cmpstr (json_object_get_string_member (
                       get_object (shopee_box_get (box, reasons, NULL), "dispute_reason_list", 0),
                       "dispute_reason"),
                   ==,
                   "41");
  answer (box, "returns/dispute", first, "", "error_param");
  answer (box, "returns/dispute", first, ",'email':'shop','dispute_reason_id':1", "error_param");
  answer (box,
          "returns/dispute",
          first,
          ",'email':'shop@nhamay.example','dispute_reason_id':0",
          "error_perm");
  answer (
      box, "returns/dispute", first, ",'email':'shop@nhamay.example','dispute_reason_id':41", "");
  assert_return (box, "SELLER_DISPUTE");
  answer (box,
          "returns/dispute",
          first,
          ",'email':'shop@nhamay.example','dispute_reason_id':41",
          "error_permission");
  shopee_box_happen (box, order_sn, "return_judge");
  assert_return (box, "JUDGING");
  shopee_box_happen (box, order_sn, "return_refuse");
  assert_return (box, "CLOSED");
  shopee_box_assert_status (box, order_sn, "COMPLETED");

  /* A second return of the same order, which the buyer withdraws. */
  shopee_box_happen (box, order_sn, "buyer_return_one");
  second = get_return_sn (box);
  g_assert_cmpstr (first, !=, second);
  shopee_box_happen (box, order_sn, "return_withdraw");
  assert_return (box, "CANCELLED");
  answer (box, "returns/confirm", "2611210X", "", "error_not_found");
}

static void
test_offers (ShopeeBox *box,
             gconstpointer data)
{
  g_autofree char *order_sn = make_done (box, "AT-SG-T-L", 2);
  g_autofree char *return_sn = NULL;

  shopee_box_happen (box, order_sn, "buyer_return");
  return_sn = get_return_sn (box);
  answer (box, "returns/offer", return_sn, "", "error_param");
  answer (box, "returns/offer", return_sn, ",'proposed_solution':'GIFT'", "error_param");
  answer (box, "returns/offer", return_sn, ",'proposed_solution':'REFUND'", "");
  answer (box, "returns/accept_offer", return_sn, "", "error_permission");
  shopee_box_happen (box, order_sn, "return_buyer_offer");
  answer (box, "returns/accept_offer", return_sn, "", "");
  assert_return (box, "ACCEPTED");
  g_assert_cmpint (get_int (get_return (box), "refund_amount"), ==, 189000);
}

static void
test_return_list (ShopeeBox *box,
                  gconstpointer data)
{
  g_autofree char *first = make_done (box, "NON-LA", 1);
  g_autofree char *second = make_done (box, "NON-LA", 1);
  gint64 now = box->base.now / 1000;
  g_autofree char *window
      = g_strdup_printf ("returns/get_return_list?page_no=1&update_time_from=%" G_GINT64_FORMAT
                         "&update_time_to=%" G_GINT64_FORMAT,
                         now + 5,
                         now + 20);
  JsonObject *response;

  shopee_box_happen (box, first, "buyer_return");
  shopee_box_wait (box, 10);
  shopee_box_happen (box, second, "buyer_refund");
  response = shopee_box_get (box, "returns/get_return_list?page_no=1&page_size=1", NULL);
  g_assert_true (json_object_get_boolean_member (response, "more"));
  response = shopee_box_get (box, "returns/get_return_list?page_no=2&page_size=1", NULL);
  g_assert_false (json_object_get_boolean_member (response, "more"));
  g_assert_cmpuint (get_length (response, "return"), ==, 1);
  response = shopee_box_get (box, window, NULL);
  g_assert_cmpuint (get_length (response, "return"), ==, 1);
  g_assert_false (json_object_has_member (get_object (response, "return", 0), "_before"));

  shopee_box_refuse (box, "returns/get_return_list", NULL, "error_param");
  shopee_box_refuse (box, "returns/get_return_list?page_no=0", NULL, "error_param");
  shopee_box_refuse (box, "returns/get_return_list?page_no=1&page_size=101", NULL, "error_param");
  shopee_box_refuse (
      box, "returns/get_return_list?page_no=1&create_time_from=5", NULL, "error_param");
  shopee_box_refuse (box,
                     "returns/get_return_list?page_no=1&create_time_from=5&create_time_to=1296006",
                     NULL,
                     "error_param");
  shopee_box_configure (box, "{'first_return_page':0}");
  response = shopee_box_get (box, "returns/get_return_list?page_no=0&page_size=1", NULL);
  g_assert_cmpuint (get_length (response, "return"), ==, 1);
}

static void
test_stages (ShopeeBox *box,
             gconstpointer data)
{
  g_autofree char *order_sn = shopee_box_buy (box, "NON-LA", 1, "cod");
  TiemSandboxOrder *order = tiem_sandbox_market_get_shop (box->base.market)->orders->pdata[0];

  for (TiemSandboxStage stage = TIEM_SANDBOX_TO_SHIP; stage < TIEM_SANDBOX_N_STAGES; stage++)
    {
      if (stage == TIEM_SANDBOX_CANCELLED || stage == TIEM_SANDBOX_FAILED_DELIVERY)
        continue;
      tiem_sandbox_market_set_stage (box->base.market, order, stage);
      g_assert_cmpint (tiem_sandbox_market_get_stage (box->base.market, order), ==, stage);
    }
  tiem_sandbox_market_set_stage (box->base.market, order, TIEM_SANDBOX_FAILED_DELIVERY);
  g_assert_cmpint (
      tiem_sandbox_market_get_stage (box->base.market, order), ==, TIEM_SANDBOX_FAILED_DELIVERY);
}

static void
test_comments (ShopeeBox *box,
               gconstpointer data)
{
  g_autofree char *order_sn = make_done (box, "NON-LA", 1);
  g_autofree char *next = NULL;
  g_autofree char *body = NULL;
  g_autofree char *by_id = NULL;
  JsonObject *response;
  JsonObject *comment;
  gint64 id;

  for (int i = 0; i < 3; i++)
    shopee_box_happen (box, order_sn, "review");
  response = shopee_box_get (box, "product/get_comment?cursor=&page_size=2", NULL);
  g_assert_true (json_object_get_boolean_member (response, "more"));
  comment = get_object (response, "item_comment_list", 0);
  g_assert_cmpstr (json_object_get_string_member (comment, "order_sn"), ==, order_sn);
  g_assert_false (json_object_has_member (comment, "comment_reply"));
  id = get_int (comment, "comment_id");
  next = g_strdup_printf ("product/get_comment?page_size=2&cursor=%s",
                          json_object_get_string_member (response, "next_cursor"));
  response = shopee_box_get (box, next, NULL);
  g_assert_false (json_object_get_boolean_member (response, "more"));
  g_assert_cmpuint (get_length (response, "item_comment_list"), ==, 1);

  body = g_strdup_printf ("{'comment_list':[{'comment_id':%" G_GINT64_FORMAT
                          ",'comment':'Tiệm cảm ơn bạn'},{'comment_id':7,'comment':'x'}]}",
                          id);
  response = shopee_box_get (box, "product/reply_comment", body);
  g_assert_false (json_object_has_member (get_object (response, "result_list", 0), "fail_error"));
  g_assert_true (json_object_has_member (get_object (response, "result_list", 1), "fail_error"));
  response = shopee_box_get (box, "product/reply_comment", body);
  g_assert_cmpstr (
      json_object_get_string_member (get_object (response, "result_list", 0), "fail_error"),
      ==,
      "product.duplicate_request");
  by_id = g_strdup_printf ("product/get_comment?cursor=&page_size=2&comment_id=%" G_GINT64_FORMAT,
                           id);
  response = shopee_box_get (box, by_id, NULL);
  comment = json_object_get_object_member (get_object (response, "item_comment_list", 0),
                                           "comment_reply");
  g_assert_cmpstr (json_object_get_string_member (comment, "reply"), ==, "Tiệm cảm ơn bạn");

  shopee_box_refuse (box, "product/get_comment?page_size=2", NULL, "error_param");
  shopee_box_refuse (box, "product/get_comment?cursor=&page_size=101", NULL, "error_param");
  shopee_box_refuse (box, "product/reply_comment", "{'comment_list':[]}", "error_param");
  g_assert_cmpstr (
      shopee_box_message (box), ==, "Wrong parameters, detail: comment_list is a required field.");
}

/* The 501st can't be reached, and nobody says so. */
static void
test_deep_comments (ShopeeBox *box,
                    gconstpointer data)
{
  g_autofree char *order_sn = make_done (box, "NON-LA", 1);
  g_autofree char *cursor = g_strdup ("");
  JsonObject *response = NULL;
  guint n = 0;

  for (int i = 0; i < 520; i++)
    shopee_box_happen (box, order_sn, "review");
  for (int page = 0; page < 7; page++)
    {
      g_autofree char *name
          = g_strdup_printf ("product/get_comment?page_size=100&cursor=%s", cursor);

      response = shopee_box_get (box, name, NULL);
      n += get_length (response, "item_comment_list");
      g_free (cursor);
      cursor = g_strdup (json_object_get_string_member (response, "next_cursor"));
    }
  g_assert_cmpuint (n, ==, 500);
  g_assert_true (json_object_get_boolean_member (response, "more"));
}

static void
test_past_comments (ShopeeBox *box,
                    gconstpointer data)
{
  JsonObject *response = shopee_box_get (box, "product/get_comment?cursor=&page_size=100", NULL);

  g_assert_cmpuint (get_length (response, "item_comment_list"), >, 10);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD_WITH(n_past, path, test)                                                               \
  g_test_add ("/sandbox/shopee/" path,                                                             \
              ShopeeBox,                                                                           \
              GUINT_TO_POINTER (n_past),                                                           \
              shopee_box_set_up,                                                                   \
              test,                                                                                \
              shopee_box_tear_down)
#define ADD(path, test) ADD_WITH (0, path, test)

  ADD ("fees/escrow", test_escrow);
  ADD ("fees/cancelled", test_escrow_of_cancelled);
  ADD ("fees/list", test_escrow_list);
  ADD ("fees/wallet", test_wallet);
  ADD ("returns/goods", test_return_goods);
  ADD ("returns/refund-only", test_refund_only);
  ADD ("returns/dispute", test_dispute);
  ADD ("returns/offers", test_offers);
  ADD ("returns/list", test_return_list);
  ADD ("returns/stages", test_stages);
  ADD ("comments/reply", test_comments);
  ADD ("comments/deep", test_deep_comments);
  ADD_WITH (100, "comments/past", test_past_comments);

  return g_test_run ();
}
