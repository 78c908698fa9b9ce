#include "tts-fixture.h"

#define CANCELLATIONS "/return_refund/202309/cancellations"
#define RETURNS "/return_refund/202309/returns"
#define HOUR_MS G_GINT64_CONSTANT (3600000)
#define DAY_MS (24 * HOUR_MS)

static void
assert_code (TtsFixture *fixture,
             gint64 code)
{
  if (tts_fixture_code (fixture) != code)
    g_test_message ("%s", tts_fixture_message (fixture));
  g_assert_cmpint (tts_fixture_code (fixture), ==, code);
}

/* Cancellations */

static void
cancel (TtsFixture *fixture,
        const TiemSandboxOrder *order,
        const char *reason)
{
  g_autofree char *body
      = g_strdup_printf ("{'order_id':'%s','cancel_reason':'%s'}", order->number, reason);

  tts_fixture_call (fixture, "POST", CANCELLATIONS, NULL, body);
}

/* Each status has reasons of its own. */
static void
test_seller_cancels (TtsFixture *fixture,
                     gconstpointer data)
{
  static const struct
  {
    const char *status;
    const char *reason;
    gint64 code;
  } rows[] = {
    { "UNPAID", "seller_cancel_unpaid_reason_out_of_stock", 0 },
    { "UNPAID", "seller_cancel_unpaid_reason_wrong_price", 0 },
    { "UNPAID", "seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed", 0 },
    { "UNPAID", "seller_cancel_reason_out_of_stock", 25001021 },
    { "ON_HOLD", "seller_cancel_reason_out_of_stock", 0 },
    { "AWAITING_SHIPMENT", "seller_cancel_reason_wrong_price", 0 },
    { "AWAITING_SHIPMENT", "seller_cancel_paid_reason_address_not_deliver", 0 },
    { "AWAITING_SHIPMENT", "seller_cancel_unpaid_reason_out_of_stock", 25001021 },
    { "AWAITING_SHIPMENT", "no_fun", 25001021 },
    { "AWAITING_COLLECTION", "seller_cancel_reason_out_of_stock", 25001021 },
    { "DELIVERED", "seller_cancel_reason_out_of_stock", 25001021 },
  };
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TiemSandboxOrder *order;

      g_test_message ("%s %s", rows[i].status, rows[i].reason);
      item->stock = 10;
      sandbox_fixture_call (&fixture->base,
                            "POST",
                            "/_sandbox/orders",
                            "{\"sku\":\"NON-LA\",\"quantity\":1,\"payment\":\"online\"}");
      order = tiem_sandbox_shop_find_order (tiem_sandbox_market_get_shop (fixture->base.market),
                                            sandbox_fixture_int (&fixture->base, "id"));
      tts_fixture_set_status (fixture, order, rows[i].status);
      cancel (fixture, order, rows[i].reason);
      assert_code (fixture, rows[i].code);
      g_assert_cmpint (item->stock, ==, rows[i].code == 0 ? 10 : 9);
      if (rows[i].code != 0)
        continue;
      g_assert_cmpstr (tts_text (tts_fixture_data (fixture), "cancel_status"),
                       ==,
                       g_str_equal (rows[i].status, "UNPAID") ? "CANCELLATION_REQUEST_COMPLETE"
                                                              : "CANCELLATION_REQUEST_SUCCESS");
      g_assert_cmpstr (order->status, ==, "CANCELLED");
      cancel (fixture, order, rows[i].reason);
      assert_code (fixture, 25001021);
    }
  tts_fixture_call (fixture, "POST", CANCELLATIONS, NULL, "{'order_id':'7','cancel_reason':'x'}");
  assert_code (fixture, 21008111);
  tts_fixture_call (fixture, "POST", CANCELLATIONS, NULL, "{'order_id':'7'}");
  assert_code (fixture, 36009004);
}

static JsonObject *
find_cancellation (TtsFixture *fixture,
                   const TiemSandboxOrder *order)
{
  g_autofree char *body = g_strdup_printf ("{'order_ids':['%s'],'locale':'vi-VN'}", order->number);

  return tts_only (tts_fixture_ok (fixture, "POST", CANCELLATIONS "/search", NULL, body),
                   "cancellations");
}

static char *
answer_path (JsonObject *found,
             const char *id,
             const char *answer)
{
  return g_strdup_printf ("%s/%s/%s",
                          g_str_equal (id, "cancel_id") ? CANCELLATIONS : RETURNS,
                          tts_text (found, id),
                          answer);
}

static void
test_buyer_asks (TtsFixture *fixture,
                 gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  TiemSandboxOrder *order;
  JsonObject *found;
  JsonObject *object;
  g_autofree char *path = NULL;

  item->stock = 10;
  order = tts_fixture_place (fixture, "NON-LA", 2);
  tts_fixture_set_status (fixture, order, "BUYER_CANCEL");
  object = tts_fixture_read_order (fixture, order);
  g_assert_cmpstr (tts_text (object, "status"), ==, "AWAITING_SHIPMENT");
  g_assert_true (json_object_get_boolean_member (object, "is_buyer_request_cancel"));
  g_assert_true (json_object_has_member (object, "request_cancel_time"));
  found = find_cancellation (fixture, order);
  g_assert_cmpstr (tts_text (found, "cancel_type"), ==, "BUYER_CANCEL");
  g_assert_cmpstr (tts_text (found, "cancel_status"), ==, "CANCELLATION_REQUEST_PENDING");
  g_assert_cmpstr (tts_text (found, "role"), ==, "BUYER");
  g_assert_cmpstr (tts_text (found, "cancel_reason_text"), ==, "Đặt nhầm");
  g_assert_cmpuint (tts_length (found, "cancel_line_items"), ==, 2);
  g_assert_cmpstr (tts_text (tts_only (found, "seller_next_action_response"), "action"),
                   ==,
                   "SELLER_RESPOND_CANCEL");
  g_assert_cmpstr (tts_text (tiem_sandbox_json_get_object (found, "refund_amount"), "refund_total"),
                   ==,
                   "240000");
  path = answer_path (found, "cancel_id", "approve");

  tts_fixture_ok (fixture, "POST", path, "idempotency_key=K1", NULL);
  g_assert_cmpstr (order->status, ==, "CANCELLED");
  g_assert_cmpint (item->stock, ==, 10);
  /* Sent again: the same key is no second time, another is too late. */
  tts_fixture_ok (fixture, "POST", path, "idempotency_key=K1", NULL);
  tts_fixture_call (fixture, "POST", path, "idempotency_key=K2", NULL);
  g_assert_cmpint (tts_fixture_code (fixture), !=, 0);
  found = find_cancellation (fixture, order);
  g_assert_false (json_object_has_member (found, "seller_next_action_response"));
  g_assert_cmpstr (
      tts_text (tts_fixture_read_order (fixture, order), "cancellation_initiator"), ==, "BUYER");
}

static void
test_buyer_is_refused (TtsFixture *fixture,
                       gconstpointer data)
{
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 1);
  JsonObject *found;
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;
  g_autofree char *body = NULL;
  JsonObject *reasons;

  tts_fixture_set_status (fixture, order, "AWAITING_COLLECTION");
  tts_fixture_set_status (fixture, order, "BUYER_CANCEL");
  found = find_cancellation (fixture, order);
  path = answer_path (found, "cancel_id", "reject");
  query = g_strdup_printf ("return_or_cancel_id=%s&locale=vi-VN", tts_text (found, "cancel_id"));
  reasons = tts_fixture_ok (fixture, "GET", "/return_refund/202309/reject_reasons", query, NULL);
  g_assert_cmpuint (tts_length (reasons, "reasons"), ==, 4);
  body = g_strdup_printf ("{'reject_reason':'%s','comment':'Hàng đã gói'}",
                          tts_text (tts_entry (reasons, "reasons", 0), "name"));

  tts_fixture_call (fixture, "POST", path, NULL, "{'comment':'Không'}");
  assert_code (fixture, 36009004);
  tts_fixture_call (fixture, "POST", path, NULL, "{'reject_reason':'no'}");
  assert_code (fixture, 25001021);
  tts_fixture_ok (fixture, "POST", path, "idempotency_key=K1", body);
  g_assert_cmpstr (order->status, ==, "AWAITING_COLLECTION");
  g_assert_false (json_object_get_boolean_member (tts_fixture_read_order (fixture, order),
                                                  "is_buyer_request_cancel"));
  g_assert_cmpstr (tts_text (find_cancellation (fixture, order), "cancel_status"),
                   ==,
                   "CANCELLATION_REQUEST_CANCELLED");
}

/* Until an order is released the buyer needs nobody; nobody's answer is an answer. */
static void
test_buyer_alone (TtsFixture *fixture,
                  gconstpointer data)
{
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 1);
  TiemSandboxOrder *other = tts_fixture_place (fixture, "NON-LA", 1);
  TiemSandboxOrder *gone = tts_fixture_place (fixture, "NON-LA", 1);
  TiemSandboxOrder *held;

  sandbox_fixture_call (&fixture->base,
                        "POST",
                        "/_sandbox/orders",
                        "{\"sku\":\"NON-LA\",\"quantity\":1,\"payment\":\"transfer\"}");
  held = tiem_sandbox_shop_find_order (tiem_sandbox_market_get_shop (fixture->base.market),
                                       sandbox_fixture_int (&fixture->base, "id"));
  g_assert_cmpstr (held->status, ==, "ON_HOLD");
  tts_fixture_set_status (fixture, held, "BUYER_CANCEL");
  g_assert_cmpstr (held->status, ==, "CANCELLED");

  tts_fixture_set_status (fixture, order, "BUYER_CANCEL");
  tts_fixture_set_status (fixture, other, "BUYER_CANCEL");
  tts_fixture_set_status (fixture, other, "CANCELLATION_REQUEST_CANCEL");
  tts_fixture_set_status (fixture, gone, "BUYER_CANCEL");
  tts_fixture_set_status (fixture, gone, "IN_TRANSIT");
  tts_fixture_pass (fixture, 49 * HOUR_MS);
  g_assert_cmpstr (order->status, ==, "CANCELLED");
  g_assert_cmpstr (other->status, ==, "AWAITING_SHIPMENT");
  /* What left is not called back. */
  g_assert_cmpstr (gone->status, ==, "IN_TRANSIT");
}

static void
test_cancellation_search (TtsFixture *fixture,
                          gconstpointer data)
{
  static const struct
  {
    const char *query;
    const char *body;
    gint64 code;
  } rows[] = {
    { "page_size=50", NULL, 0 },
    { "page_size=51", NULL, 36009004 },
    { "page_size=0", NULL, 36009004 },
    { "sort_field=cancel_id", NULL, 36009004 },
    { NULL, "{'cancel_types':['ANY']}", 36009004 },
    { NULL, "{'cancel_types':['CANCEL','BUYER_CANCEL']}", 0 },
    { NULL, "{'cancel_status':['CANCELLATION_REQUEST_PENDING']}", 0 },
    { NULL, "{'order_ids':'1'}", 36009004 },
  };
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 1);
  JsonObject *page;
  gint64 last = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      tts_fixture_call (fixture, "POST", CANCELLATIONS "/search", rows[i].query, rows[i].body);
      assert_code (fixture, rows[i].code);
    }
  tts_fixture_set_status (fixture, order, "BUYER_CANCEL");
  page = tts_fixture_ok (fixture,
                         "POST",
                         CANCELLATIONS "/search",
                         NULL,
                         "{'cancel_status':['CANCELLATION_REQUEST_PENDING']}");
  g_assert_cmpint (json_object_get_int_member (page, "total_count"), ==, 1);
  /* The oldest first, when nobody says otherwise. */
  page = tts_fixture_ok (fixture, "POST", CANCELLATIONS "/search", "page_size=50", NULL);
  for (guint i = 0; i < tts_length (page, "cancellations"); i++)
    {
      gint64 at = json_object_get_int_member (tts_entry (page, "cancellations", i), "create_time");

      g_assert_cmpint (at, >=, last);
      last = at;
    }
}

/* Returns */

static JsonObject *
find_return (TtsFixture *fixture,
             const TiemSandboxOrder *order)
{
  g_autofree char *body = g_strdup_printf ("{'order_ids':['%s']}", order->number);

  return tts_only (tts_fixture_ok (fixture, "POST", RETURNS "/search", "page_size=10", body),
                   "return_orders");
}

/* Each way a return may go, step by step. */
static void
test_return_ways (TtsFixture *fixture,
                  gconstpointer data)
{
  static const struct
  {
    const char *type;
    const char *buyer; /* (nullable) what the buyer does first */
    const char *action;
    const char *wrong;
    const char *decision;
    const char *status;
  } rows[] = {
    { "REFUND",
      NULL,
      "SELLER_RESPOND_REFUND",
      "APPROVE_RETURN",
      "APPROVE_REFUND",
      "RETURN_OR_REFUND_REQUEST_SUCCESS" },
    { "REFUND",
      NULL,
      "SELLER_RESPOND_REFUND",
      "APPROVE_RECEIVED_PACKAGE",
      "OFFER_PARTIAL_REFUND",
      "AWAITING_BUYER_RESPONSE" },
    { "REFUND",
      NULL,
      "SELLER_RESPOND_REFUND",
      "REJECT_RETURN",
      "REJECT_REFUND",
      "REFUND_OR_RETURN_REQUEST_REJECT" },
    { "RETURN_AND_REFUND",
      NULL,
      "SELLER_RESPOND_RETURN",
      "APPROVE_RECEIVED_PACKAGE",
      "APPROVE_RETURN",
      "AWAITING_BUYER_SHIP" },
    { "RETURN_AND_REFUND",
      NULL,
      "SELLER_RESPOND_RETURN",
      "REJECT_RECEIVED_PACKAGE",
      "REJECT_RETURN",
      "REFUND_OR_RETURN_REQUEST_REJECT" },
    { "RETURN_AND_REFUND",
      "BUYER_SHIPPED_ITEM",
      "SELLER_RESPOND_RECEIVE_PACKAGE",
      "APPROVE_RETURN",
      "APPROVE_RECEIVED_PACKAGE",
      "RETURN_OR_REFUND_REQUEST_SUCCESS" },
    { "RETURN_AND_REFUND",
      "BUYER_SHIPPED_ITEM",
      "SELLER_RESPOND_RECEIVE_PACKAGE",
      "REJECT_RETURN",
      "REJECT_RECEIVED_PACKAGE",
      "REJECT_RECEIVE_PACKAGE" },
    { "REPLACEMENT",
      NULL,
      "SELLER_RESPOND_REPLACEMENT",
      "APPROVE_REFUND",
      "APPROVE_REPLACEMENT",
      "REPLACEMENT_REQUEST_COMPLETE" },
    { "REPLACEMENT",
      NULL,
      "SELLER_RESPOND_REPLACEMENT",
      "REJECT_REFUND",
      "REJECT_REPLACEMENT",
      "REPLACEMENT_REQUEST_REJECT" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 1);
      gboolean is_rejection = g_str_has_prefix (rows[i].decision, "REJECT");
      gboolean wrong_rejects = g_str_has_prefix (rows[i].wrong, "REJECT");
      g_autofree char *right = g_strdup_printf (
          "{'decision':'%s'%s}", rows[i].decision, is_rejection ? ",'reject_reason':'r'" : "");
      g_autofree char *wrong = g_strdup_printf (
          "{'decision':'%s'%s}", rows[i].wrong, wrong_rejects ? ",'reject_reason':'r'" : "");
      g_autofree char *path = NULL;
      g_autofree char *wrong_path = NULL;
      JsonObject *found;

      g_test_message ("%s %s", rows[i].type, rows[i].decision);
      tts_fixture_set_status (fixture, order, "DELIVERED");
      tts_fixture_set_status (fixture, order, rows[i].type);
      if (rows[i].buyer != NULL)
        tts_fixture_set_status (fixture, order, rows[i].buyer);
      found = find_return (fixture, order);
      g_assert_cmpstr (tts_text (found, "return_type"), ==, rows[i].type);
      g_assert_cmpstr (
          tts_text (tts_only (found, "seller_next_action_response"), "action"), ==, rows[i].action);
      path = answer_path (found, "return_id", is_rejection ? "reject" : "approve");
      wrong_path = answer_path (found, "return_id", wrong_rejects ? "reject" : "approve");
      tts_fixture_call (fixture, "POST", wrong_path, NULL, wrong);
      g_assert_cmpint (tts_fixture_code (fixture), !=, 0);
      tts_fixture_ok (fixture, "POST", path, "idempotency_key=K", right);
      tts_fixture_ok (fixture, "POST", path, "idempotency_key=K", right);
      g_assert_cmpstr (
          tts_text (find_return (fixture, order), "return_status"), ==, rows[i].status);
    }
}

/* Goods come back to the shop, but nobody puts them on sale again but the seller. */
static void
test_return_goods (TtsFixture *fixture,
                   gconstpointer data)
{
  TiemSandboxItem *item = tts_fixture_find_sku (fixture, "NON-LA");
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (fixture->base.market);
  TiemSandboxOrder *order;
  JsonObject *found;
  JsonObject *records;
  g_autofree char *path = NULL;
  g_autofree char *records_path = NULL;

  item->stock = 10;
  tts_fixture_configure (fixture, "{'return_units':1}");
  order = tts_fixture_place (fixture, "NON-LA", 3);
  tts_fixture_set_status (fixture, order, "DELIVERED");
  g_assert_cmpint (tiem_sandbox_world_get_bin (world, "NON-LA")->taken, ==, 3);
  tts_fixture_set_status (fixture, order, "RETURN_AND_REFUND");
  tts_fixture_set_status (fixture, order, "BUYER_SHIPPED_ITEM");
  sandbox_fixture_assert_text (&fixture->base, "stage", "returning");
  found = find_return (fixture, order);
  g_assert_cmpuint (tts_length (found, "return_line_items"), ==, 1);
  g_assert_cmpstr (tts_text (found, "return_tracking_number"), !=, "");
  path = answer_path (found, "return_id", "approve");
  records_path = answer_path (found, "return_id", "records");
  tts_fixture_ok (fixture, "POST", path, NULL, "{'decision':'APPROVE_RECEIVED_PACKAGE'}");
  g_assert_cmpint (tiem_sandbox_world_get_bin (world, "NON-LA")->taken, ==, 2);
  g_assert_cmpint (item->stock, ==, 7);
  tts_fixture_pass (fixture, 2 * HOUR_MS);
  g_assert_cmpstr (tts_text (find_return (fixture, order), "return_status"),
                   ==,
                   "RETURN_OR_REFUND_REQUEST_COMPLETE");
  records = tts_fixture_ok (fixture, "GET", records_path, "locale=vi-VN", NULL);
  g_assert_cmpuint (tts_length (records, "records"), ==, 4);
}

static void
test_return_limits (TtsFixture *fixture,
                    gconstpointer data)
{
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 1);

  tts_fixture_call (fixture, "POST", RETURNS "/search", "page_size=9", NULL);
  assert_code (fixture, 36009004);
  tts_fixture_call (fixture, "POST", RETURNS "/search", "page_size=51", NULL);
  assert_code (fixture, 36009004);
  /* Neither before it came nor after it is completed. */
  tts_fixture_set_status (fixture, order, "REFUND");
  tts_fixture_set_status (fixture, order, "COMPLETED");
  tts_fixture_set_status (fixture, order, "REFUND");
  g_assert_cmpint (
      json_object_get_int_member (
          tts_fixture_ok (fixture, "POST", RETURNS "/search", "page_size=10", NULL), "total_count"),
      ==,
      0);
  tts_fixture_call (fixture, "POST", RETURNS "/7/approve", NULL, "{'decision':'APPROVE_REFUND'}");
  g_assert_cmpint (tts_fixture_code (fixture), !=, 0);
  tts_fixture_call (fixture, "POST", RETURNS "/7/approve", NULL, "{'decision':'REJECT_REFUND'}");
  assert_code (fixture, 36009004);
}

/* Money */

static gint64
get_vnd (JsonObject *object,
         const char *name)
{
  return g_ascii_strtoll (tts_text (object, name), NULL, 10);
}

/* Revenue less fees and taxes is what is paid out; the parts make the whole. */
static void
assert_adds_up (JsonObject *object,
                const char *prefix,
                gint64 sign)
{
  JsonObject *breakdown = tiem_sandbox_json_get_object (object, "fee_tax_breakdown");
  JsonObject *fee = tiem_sandbox_json_get_object (breakdown, "fee");
  JsonObject *tax = tiem_sandbox_json_get_object (breakdown, "tax");
  JsonObject *revenue = tiem_sandbox_json_get_object (object, "revenue_breakdown");
  g_autofree char *settlement_name = g_strconcat (prefix, "settlement_amount", NULL);
  g_autofree char *revenue_name = g_strconcat (prefix, "revenue_amount", NULL);
  g_autofree char *fee_name = g_strconcat (prefix, "fee_tax_amount", NULL);
  gint64 sum = get_vnd (fee, "platform_commission_amount") + get_vnd (fee, "transaction_fee_amount")
               + get_vnd (fee, "affiliate_commission_amount")
               + get_vnd (fee, "vn_fix_infrastructure_fee") + get_vnd (tax, "vat_amount")
               + get_vnd (tax, "pit_amount");

  g_assert_cmpint (get_vnd (object, fee_name), ==, sum);
  g_assert_cmpint (
      get_vnd (object, settlement_name), ==, get_vnd (object, revenue_name) - sign * sum);
  g_assert_cmpint (get_vnd (object, revenue_name),
                   ==,
                   get_vnd (revenue, "subtotal_before_discount_amount")
                       + get_vnd (revenue, "seller_discount_amount")
                       + get_vnd (revenue, "refund_subtotal_before_discount_amount")
                       + get_vnd (revenue, "seller_discount_refund_amount"));
}

static void
test_settlement (TtsFixture *fixture,
                 gconstpointer data)
{
  static const char unsettled[] = "/finance/202507/orders/unsettled";
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 2);
  g_autofree char *path
      = g_strdup_printf ("/finance/202501/orders/%s/statement_transactions", order->number);
  g_autofree char *statement_path = NULL;
  JsonObject *found;
  JsonObject *statement;

  /* Paid on delivery: nothing to wait for until then. */
  g_assert_cmpuint (
      tts_length (tts_fixture_ok (fixture, "GET", unsettled, "sort_field=order_create_time", NULL),
                  "transactions"),
      ==,
      0);
  tts_fixture_set_status (fixture, order, "COMPLETED");
  found = tts_fixture_ok (fixture, "GET", unsettled, "sort_field=order_create_time", NULL);
  assert_adds_up (tts_only (found, "transactions"), "est_", 1);
  g_assert_cmpint (get_vnd (found, "sum_est_revenue_amount"), ==, 240000);
  found = tts_fixture_ok (fixture, "GET", path, NULL, NULL);
  g_assert_cmpint (json_object_get_int_member (found, "total_count"), ==, 0);

  tts_fixture_pass (fixture, DAY_MS);
  found = tts_fixture_ok (fixture, "GET", path, NULL, NULL);
  g_assert_cmpint (json_object_get_int_member (found, "total_count"), ==, 1);
  g_assert_cmpstr (tts_text (found, "revenue_amount"), ==, "240000");
  g_assert_cmpstr (tts_text (tts_only (found, "sku_transactions"), "quantity"), ==, "2");
  assert_adds_up (tts_only (found, "sku_transactions"), "", 1);
  g_assert_cmpuint (
      tts_length (tts_fixture_ok (fixture, "GET", unsettled, "sort_field=order_create_time", NULL),
                  "transactions"),
      ==,
      0);

  statement = tts_only (
      tts_fixture_ok (
          fixture, "GET", "/finance/202309/statements", "sort_field=statement_time", NULL),
      "statements");
  /* At midnight, UTC. */
  g_assert_cmpint (json_object_get_int_member (statement, "statement_time") % 86400, ==, 0);
  g_assert_cmpint (get_vnd (statement, "settlement_amount"),
                   ==,
                   get_vnd (statement, "revenue_amount") + get_vnd (statement, "fee_amount"));
  g_assert_cmpstr (tts_text (statement, "payment_status"), ==, "PROCESSING");
  statement_path = g_strdup_printf ("/finance/202501/statements/%s/statement_transactions",
                                    tts_text (statement, "id"));
  found = tts_fixture_ok (
      fixture, "GET", statement_path, "sort_field=order_create_time&page_size=100", NULL);
  g_assert_cmpstr (tts_text (found, "status"), ==, "SETTLED");
  g_assert_cmpstr (tts_text (tts_only (found, "transactions"), "order_id"), ==, order->number);
  g_assert_cmpint (get_vnd (found, "total_settlement_amount"),
                   ==,
                   get_vnd (tts_only (found, "transactions"), "settlement_amount"));
  assert_adds_up (tts_only (found, "transactions"), "", 1);
  tts_fixture_configure (fixture, "{'negative_fees':true}");
  found = tts_fixture_ok (fixture, "GET", statement_path, "sort_field=order_create_time", NULL);
  assert_adds_up (tts_only (found, "transactions"), "", -1);
}

/* What came back is paid for with the fixed fee alone. */
static void
test_refunded_settlement (TtsFixture *fixture,
                          gconstpointer data)
{
  TiemSandboxOrder *order = tts_fixture_place (fixture, "NON-LA", 1);
  g_autofree char *path
      = g_strdup_printf ("/finance/202501/orders/%s/statement_transactions", order->number);
  JsonObject *found;

  tts_fixture_set_status (fixture, order, "returned");
  tts_fixture_pass (fixture, DAY_MS);
  found = tts_fixture_ok (fixture, "GET", path, NULL, NULL);
  g_assert_cmpstr (tts_text (found, "revenue_amount"), ==, "0");
  g_assert_cmpstr (tts_text (found, "settlement_amount"), ==, "-3000");
  assert_adds_up (tts_only (found, "sku_transactions"), "", 1);
}

/* Over all orders of the past: each statement is the sum of its transactions. */
static void
test_statements (TtsFixture *fixture,
                 gconstpointer data)
{
  JsonObject *page = tts_fixture_ok (fixture,
                                     "GET",
                                     "/finance/202309/statements",
                                     "sort_field=statement_time&page_size=100&sort_order=DESC"
                                     "&payment_status=PAID",
                                     NULL);
  g_autoptr (JsonNode) kept = json_node_copy (fixture->base.body);
  guint n = tts_length (page, "statements");

  g_assert_cmpuint (n, >, 5);
  page = tiem_sandbox_json_get_object (json_node_get_object (kept), "data");
  for (guint i = 0; i < MIN (n, 10); i++)
    {
      JsonObject *statement = tts_entry (page, "statements", i);
      g_autofree char *path = g_strdup_printf (
          "/finance/202501/statements/%s/statement_transactions", tts_text (statement, "id"));
      JsonObject *found = tts_fixture_ok (
          fixture, "GET", path, "sort_field=order_create_time&page_size=100", NULL);
      gint64 sum = 0;

      for (guint j = 0; j < tts_length (found, "transactions"); j++)
        {
          assert_adds_up (tts_entry (found, "transactions", j), "", 1);
          sum += get_vnd (tts_entry (found, "transactions", j), "settlement_amount");
        }
      g_assert_cmpint (sum, ==, get_vnd (statement, "settlement_amount"));
      g_assert_cmpint (sum, ==, get_vnd (found, "total_settlement_amount"));
    }
}

static void
test_finance_refuses (TtsFixture *fixture,
                      gconstpointer data)
{
  static const struct
  {
    const char *path;
    const char *query;
    gint64 code;
    const char *word;
  } rows[] = {
    { "/finance/202309/statements", NULL, 36009004, "SortField is a required field" },
    { "/finance/202309/statements", "sort_field=create_time", 36009004, "statement_time" },
    { "/finance/202309/statements",
      "sort_field=statement_time&page_size=101",
      36009004,
      "page_size" },
    { "/finance/202507/orders/unsettled",
      "sort_field=x",
      36009004,
      "allowed values: order_create_time" },
    { "/finance/202501/statements/1/statement_transactions", NULL, 36009004, "SortField" },
    { "/finance/202309/orders/1/statement_transactions", NULL, 36009014, "version" },
    { "/finance/202309/payments", NULL, 36009009, "path" },
    { "/finance/202501/orders/1/statement_transactions", NULL, 21008111, "order" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s %s", rows[i].path, rows[i].query);
      tts_fixture_call (fixture, "GET", rows[i].path, rows[i].query, NULL);
      assert_code (fixture, rows[i].code);
      g_assert_nonnull (strstr (tts_fixture_message (fixture), rows[i].word));
    }
}

/* Shoppers come to this market as to any other, and the shelves stay right. */
static void
test_shoppers (TtsFixture *fixture,
               gconstpointer data)
{
  TiemSandboxShop *shop = tiem_sandbox_market_get_shop (fixture->base.market);
  guint before = shop->orders->len;

  tts_fixture_configure (fixture, "{'orders_per_minute':30}");
  for (int i = 0; i < 40; i++)
    tts_fixture_pass (fixture, DAY_MS / 40);
  g_assert_cmpuint (shop->orders->len, >, before + 100);
  for (guint i = 0; i < shop->items->len; i++)
    {
      TiemSandboxItem *item = shop->items->pdata[i];
      gint64 held = 0;

      for (guint j = 0; j < shop->orders->len; j++)
        {
          const TiemSandboxOrder *order = shop->orders->pdata[j];

          for (guint k = 0; k < order->lines->len; k++)
            {
              const TiemSandboxLine *line = order->lines->pdata[k];
              const char *status = json_object_get_string_member (line->extra, "display_status");

              if (line->variation_id == item->id
                  && (g_str_equal (status, "UNPAID") || g_str_equal (status, "AWAITING_SHIPMENT")))
                held++;
            }
        }
      g_assert_cmpint (tiem_sandbox_json_get_int (item->extra, "_committed", 0), ==, held);
      if (item->variant != NULL)
        g_assert_cmpint (item->stock, >=, 0);
    }
  g_assert_cmpint (tiem_sandbox_market_get_world (fixture->base.market)->oversold, ==, 0);
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

  ADD ("cancellations/seller", 0, test_seller_cancels);
  ADD ("cancellations/buyer-asks", 0, test_buyer_asks);
  ADD ("cancellations/buyer-is-refused", 0, test_buyer_is_refused);
  ADD ("cancellations/buyer-alone", 0, test_buyer_alone);
  ADD ("cancellations/search", 60, test_cancellation_search);
  ADD ("returns/ways", 0, test_return_ways);
  ADD ("returns/goods", 0, test_return_goods);
  ADD ("returns/limits", 0, test_return_limits);
  ADD ("finance/settlement", 0, test_settlement);
  ADD ("finance/refunded", 0, test_refunded_settlement);
  ADD ("finance/statements", 80, test_statements);
  ADD ("finance/refuses", 0, test_finance_refuses);
  ADD ("shoppers", 20, test_shoppers);

  return g_test_run ();
}
