#include "lazada-box.h"

#define HOUR_MS G_GINT64_CONSTANT (3600000)
#define DAY_MS (24 * HOUR_MS)

#define REVERSES "/reverse/getreverseordersforseller"
#define UPDATE "/order/reverse/return/update"

/* The only reverse order there is, as the list shows it. */
static JsonObject *
list_one (LazadaBox *box,
          const char *name,
          const char *value)
{
  JsonObject *answer
      = lazada_box_get (box, REVERSES, "page_no", "1", "page_size", "10", name, value, NULL);
  JsonObject *result = json_object_get_object_member (answer, "result");

  g_assert_cmpint (json_object_get_int_member (result, "total"), ==, 1);
  return json_array_get_object_element (json_object_get_array_member (result, "items"), 0);
}

static gint64
count_reverses (LazadaBox *box,
                const char *name,
                const char *value)
{
  JsonObject *answer
      = lazada_box_get (box, REVERSES, "page_no", "1", "page_size", "10", name, value, NULL);

  return json_object_get_int_member (json_object_get_object_member (answer, "result"), "total");
}

/* Does @action to the first line of the reverse order of @order. @more: another parameter */
static void
act (LazadaBox *box,
     const char *code,
     const char *path,
     const char *action,
     TiemSandboxOrder *order,
     const char *more,
     const char *value)
{
  JsonObject *reverse = list_one (box, "trade_order_id", order->number);
  JsonObject *line = json_array_get_object_element (
      json_object_get_array_member (reverse, "reverse_order_lines"), 0);
  g_autofree char *id = tiem_sandbox_json_dup_text (reverse, "reverse_order_id");
  g_autofree char *line_id = tiem_sandbox_json_dup_text (line, "reverse_order_line_id");
  g_autofree char *ids = g_strdup_printf ("[%s]", line_id);

  lazada_box_call (box,
                   "GET",
                   path,
                   "action",
                   action,
                   "reverse_order_id",
                   id,
                   "reverse_order_item_ids",
                   ids,
                   "comment",
                   "Khách gửi nhầm hàng",
                   "reason_id",
                   "1007",
                   more,
                   value,
                   NULL);
  g_assert_cmpstr (lazada_box_get_code (box), ==, code);
}

static TiemSandboxOrder *
place_delivered (LazadaBox *box,
                 guint quantity)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", quantity);

  lazada_box_move (box, order, "delivered");
  return order;
}

static void
test_return (LazadaBox *box,
             gconstpointer data)
{
  TiemSandboxOrder *order = place_delivered (box, 2);
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (box->fixture.market);
  JsonObject *line;

  lazada_box_move (box, order, "ask_return#1");
  line = json_array_get_object_element (
      json_object_get_array_member (list_one (box, "page_size", "10"), "reverse_order_lines"), 0);
  g_assert_cmpstr (json_object_get_string_member (line, "reverse_status"), ==, "REQUEST_INITIATE");
  g_assert_cmpint (json_object_get_int_member (line, "refund_amount"), ==, 459000);
  g_assert_cmpstr (json_object_get_string_member (line, "is_need_refund"), ==, "true");

  act (box, "114", UPDATE, "agreeRefund", order, "reason_id", "");
  act (box, "0", UPDATE, "agreeReturn", order, "reason_id", "");
  act (box, "114", UPDATE, "confirmDelivery", order, "reason_id", "");
  lazada_box_move (box, order, "send_back");
  act (box, "0", UPDATE, "confirmDelivery", order, "reason_id", "");
  act (box, "0", UPDATE, "agreeRefund", order, "reason_id", "");
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "returned");
  g_assert_cmpstr (lazada_box_unit_status (order, 1), ==, "delivered");
  g_assert_cmpint (tiem_sandbox_world_get_bin (world, "CHAO-28")->taken, ==, 1);
}

static void
test_refuse (LazadaBox *box,
             gconstpointer data)
{
  TiemSandboxOrder *order = place_delivered (box, 1);

  lazada_box_move (box, order, "ask_return");
  act (box, "107", UPDATE, "burn", order, "reason_id", "");
  act (box, "108", UPDATE, "refuseReturn", order, "reason_id", "");
  act (box, "109", UPDATE, "refuseReturn", order, "comment", "");
  act (box, "126", UPDATE, "agreeReturn", order, "reverse_order_item_ids", "[7]");
  act (box, "100", UPDATE, "agreeReturn", order, "reverse_order_item_ids", "[]");
  act (box, "0", UPDATE, "agreeReturn", order, "reason_id", "");
  lazada_box_move (box, order, "send_back");
  act (box, "0", UPDATE, "confirmDelivery", order, "reason_id", "");
  act (box, "110", UPDATE, "refuseRefund", order, "reason_id", "1007");
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "delivered");
  lazada_box_refused (
      box, "112", "GET", UPDATE, "action", "agreeReturn", "reverse_order_id", "7", NULL);
  lazada_box_refused (box, "125", "GET", UPDATE, "action", "agreeReturn", NULL);

  order = place_delivered (box, 1);
  lazada_box_move (box, order, "ask_return");
  act (box, "0", UPDATE, "refuseReturn", order, "reason_id", "1007");
  g_assert_cmpint (
      tiem_sandbox_market_get_stage (box->fixture.market, order), ==, TIEM_SANDBOX_DELIVERED);
}

/* The money alone: the goods stay where they are. */
static void
test_only_refund (LazadaBox *box,
                  gconstpointer data)
{
  const char *path = "/order/reverse/onlyrefund/seller/decide";
  TiemSandboxOrder *order = place_delivered (box, 1);
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (box->fixture.market);

  lazada_box_move (box, order, "ask_refund");
  act (box, "114", UPDATE, "agreeReturn", order, "reason_id", "");
  act (box, "110", path, "startDispute", order, "reason_id", "");
  act (box, "0", path, "agreeRefund", order, "reason_id", "");
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "returned");
  g_assert_cmpint (tiem_sandbox_world_get_bin (world, "CHAO-28")->taken, ==, 1);

  order = place_delivered (box, 1);
  lazada_box_move (box, order, "ask_refund");
  act (box,
       "0",
       path,
       "startDispute",
       order,
       "image_info_list",
       "[{'file_name':'a','file_url':'b'}]");
  g_assert_cmpint (count_reverses (box, "dispute_in_progress", "true"), ==, 1);
}

static void
test_reverse_list (LazadaBox *box,
                   gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *value;
    gint64 expected;
  } cases[] = {
    { "return_to_type", "RTM", 2 },
    { "return_to_type", "RTW", 0 },
    { "request_type_list", "['ONLY_REFUND']", 1 },
    { "request_type_list", "[]", 2 },
    { "reverse_status_list", "['REFUND_SUCCESS']", 0 },
    { "ReverseOrderLineModifiedTimeRangeStart", "1795262460000", 1 },
    { "ReverseOrderLineModifiedTimeRangeStart", "1795262460001", 0 },
    { "ReverseOrderLineModifiedTimeRangeEnd", "1795262400000", 1 },
    { "ReverseOrderLineTimeRangeEnd", "1795262399999", 0 },
    { "TradeOrderLineCreatedTimeRangeStart", "1795262400000", 2 },
  };
  TiemSandboxOrder *first = place_delivered (box, 1);
  TiemSandboxOrder *second = place_delivered (box, 1);
  JsonObject *answer;

  lazada_box_move (box, first, "ask_return");
  lazada_box_wait (box, 60000);
  lazada_box_move (box, second, "ask_refund");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (count_reverses (box, cases[i].name, cases[i].value), ==, cases[i].expected);
  answer = lazada_box_get (box, REVERSES, "page_no", "2", "page_size", "1", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_object_get_object_member (answer, "result"), "items")),
                    ==,
                    1);
  lazada_box_refused (box, "MissingParameter", "GET", REVERSES, "page_no", "1", NULL);
  lazada_box_refused (box, "120", "GET", REVERSES, "page_no", "1", "page_size", "0", NULL);
}

static void
test_reverse_details (LazadaBox *box,
                      gconstpointer data)
{
  TiemSandboxOrder *order = place_delivered (box, 1);
  JsonObject *reverse;
  JsonObject *line;
  g_autofree char *id = NULL;
  g_autofree char *line_id = NULL;

  lazada_box_move (box, order, "ask_return");
  reverse = list_one (box, "trade_order_id", order->number);
  id = tiem_sandbox_json_dup_text (reverse, "reverse_order_id");
  reverse = lazada_box_get (box, "/order/reverse/return/detail/list", "reverse_order_id", id, NULL);
  line = json_array_get_object_element (
      json_object_get_array_member (reverse, "reverseOrderLineDTOList"), 0);
  line_id = tiem_sandbox_json_dup_text (line, "reverse_order_line_id");
  g_assert_true (json_object_has_member (line, "productDTO"));
  reverse = lazada_box_get (
      box, "/order/reverse/return/history/list", "reverse_order_line_id", line_id, NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (reverse, "list")), ==, 1);
  g_assert_cmpuint (json_array_get_length (lazada_box_list (
                        box, "/order/reverse/reason/list", "reverse_order_line_id", line_id, NULL)),
                    >,
                    0);
  lazada_box_refused (
      box, "106", "GET", "/order/reverse/return/detail/list", "reverse_order_id", "7", NULL);
  lazada_box_refused (box, "103", "GET", "/order/reverse/reason/list", NULL);
}

/* "-18,360.00" */
static gint64
read_amount (JsonObject *object,
             const char *name)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (object, name);
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autofree char *joined = g_strjoinv ("", parts);

  return g_ascii_strtoll (joined, NULL, 10);
}

#define DETAILS "/finance/transaction/details/get"

/* 459,000: commission 10.8 %, payment fee 4.9 %, VAT 1 %, income tax 0.5 %. */
static void
test_transactions (LazadaBox *box,
                   gconstpointer data)
{
  static const struct
  {
    const char *fee_type;
    gint64 amount;
  } expected[] = {
    { "13", 459000 }, { "8", 16000 },   { "7", -16000 },  { "16", -49572 },
    { "3", -23275 },  { "310", -4590 }, { "311", -2295 },
  };
  TiemSandboxOrder *order = place_delivered (box, 1);
  JsonArray *list = lazada_box_list (box,
                                     DETAILS,
                                     "start_time",
                                     "2026-11-21",
                                     "end_time",
                                     "2026-11-21",
                                     "trade_order_id",
                                     order->number,
                                     "trans_type",
                                     "-1",
                                     NULL);

  g_assert_cmpuint (json_array_get_length (list), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      gboolean is_found = FALSE;

      for (guint j = 0; j < json_array_get_length (list); j++)
        {
          JsonObject *entry = json_array_get_object_element (list, j);

          if (!g_str_equal (json_object_get_string_member (entry, "fee_type"),
                            expected[i].fee_type))
            continue;
          is_found = TRUE;
          g_assert_cmpint (read_amount (entry, "amount"), ==, expected[i].amount);
          g_assert_cmpstr (
              json_object_get_string_member (entry, "transaction_date"), ==, "21 Nov 2026");
          g_assert_cmpstr (
              json_object_get_string_member (entry, "statement"), ==, "16 Nov 2026 - 22 Nov 2026");
          g_assert_cmpstr (json_object_get_string_member (entry, "paid_status"), ==, "Not paid");
        }
      g_assert_true (is_found);
    }
}

static void
test_transaction_rules (LazadaBox *box,
                        gconstpointer data)
{
  static const struct
  {
    const char *start;
    const char *end;
    const char *name;
    const char *value;
    const char *code;
  } cases[] = {
    { "2026-06-01", "2026-11-27", "limit", "500", "0" },
    { "2026-06-01", "2026-11-28", "limit", "500", "1000012" },
    { "2026-11-28", "2026-11-27", "limit", "500", "1000012" },
    { "2026-11-01", "2026-11-27", "limit", "501", "19" },
    { "2026-11-01", "2026-11-27", "offset", "-1", "14" },
    { "2026-11-01", "27/11/2026", "limit", "1", "17" },
    { "2026-11-01", "", "limit", "1", "MissingParameter" },
  };
  JsonArray *list;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      lazada_box_call (box,
                       "GET",
                       DETAILS,
                       "start_time",
                       cases[i].start,
                       "end_time",
                       cases[i].end,
                       cases[i].name,
                       cases[i].value,
                       NULL);
      g_assert_cmpstr (lazada_box_get_code (box), ==, cases[i].code);
    }
  list = lazada_box_list (box,
                          DETAILS,
                          "start_time",
                          "2026-09-01",
                          "end_time",
                          "2026-11-21",
                          "trans_type",
                          "16",
                          "limit",
                          "5",
                          NULL);
  g_assert_cmpuint (json_array_get_length (list), ==, 5);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (list, 4), "fee_name"),
      ==,
      "Commission");
}

/* A week's payout is the sum of its transactions. */
static void
test_payouts (LazadaBox *box,
              gconstpointer data)
{
  g_autoptr (JsonArray) weeks = json_array_ref (
      lazada_box_list (box, "/finance/payout/status/get", "created_after", "2026-10-01", NULL));
  JsonObject *week = json_array_get_object_element (weeks, 0);
  JsonArray *list;
  gint64 sum = 0;

  g_assert_cmpstr (
      json_object_get_string_member (week, "statement_number"), ==, "VN35ABCD-2026-0928");
  g_assert_cmpstr (json_object_get_string_member (week, "paid"), ==, "1");
  g_assert_cmpint (read_amount (week, "subtotal1") - read_amount (week, "refunds"),
                   ==,
                   read_amount (week, "subtotal2"));
  list = lazada_box_list (box, DETAILS, "start_time", "2026-09-28", "end_time", "2026-10-04", NULL);
  for (guint i = 0; i < json_array_get_length (list); i++)
    sum += read_amount (json_array_get_object_element (list, i), "amount");
  g_assert_cmpint (sum, ==, read_amount (week, "payout"));
  g_assert_cmpint (sum, >, 0);
  lazada_box_refused (box, "MissingParameter", "GET", "/finance/payout/status/get", NULL);
  lazada_box_post (box,
                   "/finance/transaction/accountTransactions/query",
                   "start_time",
                   "20261001",
                   "end_time",
                   "20261121",
                   NULL);
}

#define HISTORY "/review/seller/history/list"

static void
test_reviews (LazadaBox *box,
              gconstpointer data)
{
  TiemSandboxItem *item = lazada_box_find (box, "CHAO-28");
  g_autofree char *item_id = g_strdup_printf ("%" G_GINT64_FORMAT, item->parent->id);
  JsonObject *page = NULL;
  JsonArray *ids = NULL;
  g_autofree char *id = NULL;
  g_autofree char *list = NULL;

  item->stock = 1000;
  for (guint i = 0; i < 40; i++)
    lazada_box_move (box, lazada_box_place (box, "CHAO-28", 1), "completed");
  page = lazada_box_get (box,
                         HISTORY,
                         "item_id",
                         item_id,
                         "start_time",
                         "1795000000000",
                         "end_time",
                         "1795262400000",
                         "current",
                         "1",
                         NULL);
  ids = json_object_get_array_member (page, "id_list");
  g_assert_cmpuint (json_array_get_length (ids), >, 3);
  g_assert_cmpuint (json_array_get_length (ids), <=, 10);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, json_array_get_int_element (ids, 0));
  list = g_strdup_printf ("[%s]", id);
  page = lazada_box_get (box, "/review/seller/list/v2", "id_list", list, NULL);
  page = json_array_get_object_element (json_object_get_array_member (page, "review_list"), 0);
  g_assert_true (json_object_get_boolean_member (page, "can_reply"));

  lazada_box_get (box, "/review/seller/reply/add", "id", id, "content", "Cảm ơn anh chị", NULL);
  lazada_box_refused (box,
                      "PARAMS_VALIDATE_ERROR",
                      "GET",
                      "/review/seller/reply/add",
                      "id",
                      id,
                      "content",
                      "Hai",
                      NULL);
  page = lazada_box_get (box, "/review/seller/list/v2", "id_list", list, NULL);
  page = json_array_get_object_element (json_object_get_array_member (page, "review_list"), 0);
  g_assert_cmpstr (json_object_get_string_member (page, "seller_reply"), ==, "Cảm ơn anh chị");
}

static void
test_review_rules (LazadaBox *box,
                   gconstpointer data)
{
  static const struct
  {
    const char *start;
    const char *end;
    const char *current;
    const char *code;
  } cases[] = {
    { "1794657600000", "1795262400000", "1", "0" }, /* seven days */
    { "1794657599999", "1795262400000", "1", "PARAMS_VALIDATE_ERROR" },
    { "1787486400000", "1787486400001", "1", "0" }, /* 90 days ago */
    { "1787486399999", "1787486400001", "1", "PARAMS_VALIDATE_ERROR" },
    { "1795262400000", "1795262399999", "1", "PARAMS_VALIDATE_ERROR" },
    { "1795262400000", "1795262400000", "50", "0" },
    { "1795262400000", "1795262400000", "51", "PARAMS_VALIDATE_ERROR" },
    { "", "1795262400000", "1", "PARAMS_VALIDATE_ERROR" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      lazada_box_call (box,
                       "GET",
                       HISTORY,
                       "item_id",
                       "2100000001",
                       "start_time",
                       cases[i].start,
                       "end_time",
                       cases[i].end,
                       "current",
                       cases[i].current,
                       NULL);
      g_assert_cmpstr (lazada_box_get_code (box), ==, cases[i].code);
    }
  lazada_box_refused (box,
                      "PARAMS_VALIDATE_ERROR",
                      "GET",
                      "/review/seller/list/v2",
                      "id_list",
                      "[1,2,3,4,5,6,7,8,9,10,11]",
                      NULL);
  lazada_box_refused (box,
                      "PARAMS_VALIDATE_ERROR",
                      "GET",
                      "/review/seller/reply/add",
                      "id",
                      "7",
                      "content",
                      "x",
                      NULL);
}

static void
test_chat (LazadaBox *box,
           gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 1);
  g_autofree char *session_id = NULL;
  JsonObject *page;
  JsonArray *list;

  for (guint i = 0; i < 21; i++)
    lazada_box_move (box, order, "say:Còn size M không shop?");
  page = lazada_box_get (
      box, "/im/session/list", "start_time", "1795262400000", "page_size", "20", NULL);
  list = json_object_get_array_member (page, "session_list");
  g_assert_cmpuint (json_array_get_length (list), ==, 1);
  page = json_array_get_object_element (list, 0);
  session_id = tiem_sandbox_json_dup_text (page, "session_id");
  g_assert_cmpint (json_object_get_int_member (page, "unread_count"), ==, 21);
  page = lazada_box_get (box,
                         "/im/message/list",
                         "session_id",
                         session_id,
                         "start_time",
                         "1795262400000",
                         "page_size",
                         "20",
                         NULL);
  g_assert_true (json_object_get_boolean_member (page, "has_more"));
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (page, "message_list")), ==, 20);
  page = lazada_box_get (box,
                         "/im/message/list",
                         "session_id",
                         session_id,
                         "start_time",
                         "1795262400000",
                         "page_size",
                         "21",
                         NULL);
  g_assert_false (json_object_get_boolean_member (page, "success"));
  page = lazada_box_get (
      box, "/im/session/list", "start_time", "1795262400000", "page_size", "21", NULL);
  g_assert_false (json_object_get_boolean_member (page, "success"));

  lazada_box_post (box,
                   "/im/message/send",
                   "session_id",
                   session_id,
                   "template_id",
                   "1",
                   "txt",
                   "Dạ còn ạ 🥰",
                   NULL);
  lazada_box_post (box, "/im/session/read", "session_id", session_id, NULL);
  page = lazada_box_get (box, "/im/session/get", "session_id", session_id, NULL);
  g_assert_cmpint (json_object_get_int_member (page, "unread_count"), ==, 0);
  g_assert_cmpstr (
      json_object_get_string_member (page, "summary"), ==, "{\"txt\":\"Dạ còn ạ 🥰\"}");
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
    { "/sandbox/lazada/reverse/return", test_return, 0 },
    { "/sandbox/lazada/reverse/refuse", test_refuse, 0 },
    { "/sandbox/lazada/reverse/only-refund", test_only_refund, 0 },
    { "/sandbox/lazada/reverse/list", test_reverse_list, 0 },
    { "/sandbox/lazada/reverse/details", test_reverse_details, 0 },
    { "/sandbox/lazada/finance/transactions", test_transactions, 0 },
    { "/sandbox/lazada/finance/rules", test_transaction_rules, 100 },
    { "/sandbox/lazada/finance/payouts", test_payouts, 400 },
    { "/sandbox/lazada/reviews/written", test_reviews, 0 },
    { "/sandbox/lazada/reviews/rules", test_review_rules, 0 },
    { "/sandbox/lazada/chat", test_chat, 0 },
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
