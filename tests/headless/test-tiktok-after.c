#include "channel/tiktok/tiem-tiktok-private.h"
#include "fake-transport.h"

/* Labels, fees and returns: what follows a sale on TikTok Shop. */

#define ORDER(id, status, more)                                                                    \
  "{'id':'" id "','status':'" status "','create_time':1763690000,'shipping_type':'TIKTOK'" more    \
  ",'line_items':[{'id':'1','sku_id':'71','sale_price':'112500','package_id':'51'}]}"

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

  *market = (Market){ 0 };
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

/* --- labels --- */

static TiemResponse *
label_handle (const TiemRequest *request,
              gpointer user_data)
{
  const char *document = user_data;

  if (strstr (request->url, "/order/202309/orders?") != NULL)
    return fake_answer (
        200,
        "{'code':0,'data':{'orders':[" ORDER ("11", "AWAITING_COLLECTION", "") "," ORDER (
            "12",
            "AWAITING_SHIPMENT",
            "") "," ORDER ("13",
                           "AWAITING_COLLECTION",
                           ",'shipping_type':'SELLER'") "," ORDER ("14",
                                                                   "AWAITING_COLLECTION",
                                                                   ",'packages':[{'id':'51'},{'id':"
                                                                   "'52'}]") "]}}");
  if (strstr (request->url,
              "/packages/51/shipping_documents?document_type=SHIPPING_LABEL"
              "&document_size=A6&")
      != NULL)
    return fake_answer (200,
                        "{'code':0,'data':{'doc_url':'https://label.example/1153.pdf?k=1',"
                        "'tracking_number':'SPXVN0123'}}");
  g_assert_cmpstr (request->url, ==, "https://label.example/1153.pdf?k=1");
  g_assert_null (tiem_request_get_header (request, "x-tts-access-token"));
  if (document == NULL)
    return NULL;
  return tiem_response_new (*document == '<' ? 403 : 200, "application/octet-stream", document, -1);
}

static GPtrArray *
make_labels (void)
{
  static const char *const ids[] = { "11", "12", "13", "14", "15" };
  GPtrArray *labels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_label_free);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_ptr_array_add (labels, tiem_label_new (ids[i]));
  return labels;
}

static void
test_labels (void)
{
  static const struct
  {
    const char *document;
    const char *type; /* NULL = not yet */
  } cases[] = {
    { "%PDF-1.4 nhãn", "application/pdf" },
    { "\x89PNG\r\n", "image/png" },
    { "<Error>", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) labels = make_labels ();
      g_autoptr (GError) error = NULL;
      TiemLabel *label = labels->pdata[0];
      Market market;

      market_open (&market, NULL, 0);
      market.transport->handler = label_handle;
      market.transport->user_data = (gpointer)cases[i].document;
      g_assert_true (tiem_channel_read_labels (
          market.channel, TIEM_TRANSPORT (market.transport), labels, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (label->content_type, ==, cases[i].type);
      if (cases[i].type != NULL)
        g_assert_cmpuint (g_bytes_get_size (label->document), ==, strlen (cases[i].document));
      else
        g_assert_error (label->error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
      for (guint j = 1; j < labels->len; j++)
        {
          TiemLabel *other = labels->pdata[j];

          g_assert_error (other->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
          g_assert_null (other->document);
        }
      g_assert_nonnull (
          strstr (((TiemLabel *)labels->pdata[1])->error->message, "arrange the shipment"));
      g_assert_nonnull (strstr (((TiemLabel *)labels->pdata[2])->error->message, "carrier"));
      g_assert_nonnull (strstr (((TiemLabel *)labels->pdata[3])->error->message, "parcels"));
      market_close (&market);
    }
}

static void
test_label_stops (void)
{
  g_autoptr (GPtrArray) labels = make_labels ();
  g_autoptr (GError) error = NULL;
  Market market;

  market_open (&market, NULL, 0);
  market.transport->handler = label_handle;
  market.transport->user_data = NULL;
  g_assert_false (tiem_channel_read_labels (
      market.channel, TIEM_TRANSPORT (market.transport), labels, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
  market_close (&market);
}

/* --- fees --- */

static char *
describe_fees (const TiemOrderFees *fees)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fees->fees->len; i++)
    {
      const TiemRemoteFee *fee = fees->fees->pdata[i];

      g_string_append_printf (
          text, "%s%s %" G_GINT64_FORMAT, i > 0 ? ", " : "", fee->kind, fee->amount_vnd);
    }
  return g_string_free (text, FALSE);
}

/* Both signs close one equation (§9), and payout and fees always make the revenue. */
static void
test_fees (void)
{
#define SETTLED(sums, skus)                                                                        \
  "{'code':0,'data':{'order_id':'576461413038785752','currency':'VND','total_count':1," sums       \
  ",'sku_transactions':[" skus "]}}"
#define BREAKDOWN(a, b, c, d)                                                                      \
  "{'sku_id':'71','quantity':'2','fee_tax_breakdown':{'fee':{'platform_commission_amount':'" a     \
  "','transaction_fee_amount':'" b "','vn_fix_infrastructure_fee':'" c                             \
  "','affiliate_commission_amount':null},'tax':{'pit_amount':'" d "','vat_amount':''}}}"
  static const struct
  {
    const char *answer;
    gint64 payout;
    const char *fees;
  } cases[] = {
    { SETTLED ("'revenue_amount':'225000','settlement_amount':'204000',"
               "'shipping_cost_amount':'0','fee_and_tax_amount':'21000'",
               BREAKDOWN ("9000", "9000", "3000", "0")),
      204000,
      "commission 9000, payment 9000, fixed 3000" },
    { SETTLED ("'revenue_amount':'225000','settlement_amount':'198000',"
               "'shipping_cost_amount':'-5000','fee_and_tax_amount':'-22000'",
               BREAKDOWN ("-9000", "-9000", "-3000", "-1000")),
      198000,
      "commission 9000, payment 9000, fixed 3000, tax_pit 1000, shipping 5000" },
    { SETTLED ("'revenue_amount':'225000','settlement_amount':'203000',"
               "'shipping_cost_amount':'-2000','fee_and_tax_amount':'24000'",
               BREAKDOWN ("9000", "9000", "3000", "0")),
      203000,
      "commission 9000, payment 9000, fixed 3000, other 3000, shipping_subsidy -2000" },
    { SETTLED ("'revenue_amount':225000,'settlement_amount':215000.00,"
               "'adjustment_amount':'10000'",
               "{'sku_id':'71'}"),
      215000,
      "adjustment 10000" },
    { "{'code':0,'data':{'total_count':2,'sku_transactions':["
      "{'revenue_amount':'100000','settlement_amount':'90000','fee_tax_amount':'10000',"
      "'fee_tax_breakdown':{'fee':{'mall_service_fee_amount':'10000'}}},"
      "{'revenue_amount':'50000','settlement_amount':'45000','fee_tax_amount':'5000',"
      "'fee_tax_breakdown':{'fee':{'brand_new_fee':'5000'}}}]}}",
      135000,
      "service 10000, other 5000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeRow rows[] = {
        { "GET",
          "/finance/202501/orders/576461413038785752/statement_transactions?",
          200,
          cases[i].answer },
        { "GET", "/orders/unsettled?", 200, "{'code':0,'data':{'transactions':[]}}" },
      };
      g_autoptr (GPtrArray) all
          = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_fees_free);
      TiemOrderFees *fees = tiem_order_fees_new ("576461413038785752");
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      Market market;

      g_ptr_array_add (all, fees);
      market_open (&market, rows, G_N_ELEMENTS (rows));
      g_assert_true (tiem_channel_read_fees (
          market.channel, TIEM_TRANSPORT (market.transport), all, NULL, &error));
      g_assert_no_error (error);
      g_assert_no_error (fees->error);
      g_assert_true (fees->done);
      g_assert_true (fees->is_settled);
      g_assert_cmpint (fees->payout_vnd, ==, cases[i].payout);
      text = describe_fees (fees);
      g_assert_cmpstr (text, ==, cases[i].fees);
      market_close (&market);
    }
}

/* Not settled yet: the estimates, read once for all orders. */
static void
test_estimates (void)
{
  static const FakeRow rows[] = {
    { "GET", "/statement_transactions?", 200, "{'code':0,'data':{'total_count':0}}" },
    { "GET",
      "page_token=T1",
      200,
      "{'code':0,'data':{'next_page_token':'','transactions':[{'type':'ORDER','order_id':'22',"
      "'est_settlement_amount':'90000','est_revenue_amount':'100000',"
      "'est_fee_tax_amount':'10000','fee_tax_breakdown':{'fee':{"
      "'est_platform_commission_amount':'10000'}}}]}}" },
    { "GET",
      "/finance/202507/orders/unsettled?sort_field=order_create_time&",
      200,
      "{'code':0,'data':{'next_page_token':'T1','transactions':[{'type':'ORDER','order_id':'21',"
      "'est_settlement_amount':'204000','est_revenue_amount':'225000'}]}}" },
  };
  static const char *const ids[] = { "21", "22", "23" };
  static const char *const expected[] = { "other 21000", "commission 10000", "" };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_fees_free);
  g_autoptr (GError) error = NULL;
  Market market;

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_ptr_array_add (all, tiem_order_fees_new (ids[i]));
  market_open (&market, rows, G_N_ELEMENTS (rows));
  g_assert_true (tiem_channel_read_fees (
      market.channel, TIEM_TRANSPORT (market.transport), all, NULL, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      TiemOrderFees *fees = all->pdata[i];
      g_autofree char *text = describe_fees (fees);

      g_assert_cmpstr (text, ==, expected[i]);
      g_assert_false (fees->is_settled);
      g_assert_cmpint (fees->done, ==, i < 2);
    }
  g_assert_cmpuint (market.transport->requests->len, ==, 3);
  market_close (&market);
}

static void
test_fee_refusals (void)
{
  static const struct
  {
    FakeRow row;
    int code; /* of the whole call; −1 = it went through */
    int item_code;
  } cases[] = {
    { { NULL, "", 401, "{'code':105005,'message':'Access denied'}" }, -1, TIEM_ERROR_REJECTED },
    { { NULL, "", 200, "{'code':21008111,'message':'other shop'}" }, -1, TIEM_ERROR_REJECTED },
    { { NULL, "", 200, "{'code':0,'data':{'total_count':1,'settlement_amount':'1,5'}}" },
      -1,
      TIEM_ERROR_PROTOCOL },
    { { NULL,
        "",
        200,
        "{'code':0,'data':{'transactions':[{'order_id':'21','est_settlement_amount':[]}]}}" },
      -1,
      TIEM_ERROR_PROTOCOL },
    { { NULL, "", 429, "{'code':36009002}" }, TIEM_ERROR_RATE_LIMITED, -1 },
    { { NULL, "", 401, "{'code':105002}" }, TIEM_ERROR_TOKEN, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) all
          = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_fees_free);
      TiemOrderFees *fees = tiem_order_fees_new ("21");
      g_autoptr (GError) error = NULL;
      Market market;

      g_ptr_array_add (all, fees);
      market_open (&market, &cases[i].row, 1);
      tiem_channel_read_fees (market.channel, TIEM_TRANSPORT (market.transport), all, NULL, &error);
      if (cases[i].code >= 0)
        g_assert_error (error, TIEM_ERROR, cases[i].code);
      else
        g_assert_error (fees->error, TIEM_ERROR, cases[i].item_code);
      g_assert_false (fees->done);
      market_close (&market);
    }
}

/* --- returns --- */

#define RETURN(status, type, action)                                                                \
  "{'return_id':'4035318504086605200','order_id':'576461413038785752','return_type':'" type         \
  "','return_status':'" status "','return_reason_text':'Hàng bị vỡ','create_time':1764000000," \
  "'update_time':1764100000,'return_tracking_number':'VN0001','refund_amount':{"                    \
  "'currency':'VND','refund_total':'112500'},'return_line_items':["                                 \
  "{'return_line_item_id':'1','order_line_item_id':'801','sku_id':'71','seller_sku':'CF-500'},"     \
  "{'return_line_item_id':'2','order_line_item_id':'802','sku_id':'71','seller_sku':'CF-500'}],"    \
  "'seller_next_action_response':[" action "]}"
#define ACTION(word) "{'action':'" word "','deadline':1764300000}"
#define PAGE(items, token)                                                                         \
  "{'code':0,'data':{'total_count':1,'next_page_token':'" token "','return_orders':[" items "]}}"

static TiemReturnPage *
pull_returns (Market *market,
              const char *cursor,
              GError **error)
{
  return tiem_channel_pull_returns (market->channel,
                                    TIEM_TRANSPORT (market->transport),
                                    cursor,
                                    G_GINT64_CONSTANT (1763690000000),
                                    NULL,
                                    error);
}

static void
test_return_words (void)
{
  static const struct
  {
    const char *item;
    TiemReturnState state;
    TiemReturnAnswers answers;
  } cases[] = {
    { RETURN ("RETURN_OR_REFUND_REQUEST_PENDING", "REFUND", ACTION ("SELLER_RESPOND_REFUND")),
      TIEM_RETURN_OPEN,
      TIEM_RETURN_REFUND | TIEM_RETURN_REJECT },
    { RETURN ("RETURN_OR_REFUND_REQUEST_PENDING",
              "RETURN_AND_REFUND",
              ACTION ("SELLER_RESPOND_RETURN")),
      TIEM_RETURN_OPEN,
      TIEM_RETURN_ACCEPT | TIEM_RETURN_REJECT },
    { RETURN ("BUYER_SHIPPED_ITEM", "RETURN_AND_REFUND", ACTION ("SELLER_RESPOND_RECEIVE_PACKAGE")),
      TIEM_RETURN_OPEN,
      TIEM_RETURN_RECEIVED | TIEM_RETURN_REJECT },
    { RETURN ("REPLACEMENT_REQUEST_PENDING", "REPLACEMENT", ACTION ("SELLER_RESPOND_REPLACEMENT")),
      TIEM_RETURN_OPEN,
      TIEM_RETURN_ACCEPT | TIEM_RETURN_REFUND | TIEM_RETURN_REJECT },
    { RETURN ("RETURN_OR_REFUND_REQUEST_PENDING", "REFUND", ""), TIEM_RETURN_WAITING, 0 },
    { RETURN ("AWAITING_BUYER_SHIP", "RETURN_AND_REFUND", ""), TIEM_RETURN_WAITING, 0 },
    { RETURN ("BUYER_SHIPPED_ITEM", "RETURN_AND_REFUND", ""), TIEM_RETURN_WAITING, 0 },
    { RETURN ("AWAITING_BUYER_RESPONSE", "REFUND", ""), TIEM_RETURN_WAITING, 0 },
    { RETURN ("RETURN_OR_REFUND_REQUEST_SUCCESS", "REFUND", ""), TIEM_RETURN_ACCEPTED, 0 },
    { RETURN ("RETURN_OR_REFUND_REQUEST_COMPLETE", "REFUND", ACTION ("SELLER_RESPOND_REFUND")),
      TIEM_RETURN_ACCEPTED,
      0 },
    { RETURN ("REFUND_OR_RETURN_REQUEST_REJECT", "REFUND", ""), TIEM_RETURN_REFUSED, 0 },
    { RETURN ("REJECT_RECEIVE_PACKAGE", "RETURN_AND_REFUND", ""), TIEM_RETURN_REFUSED, 0 },
    { RETURN ("RETURN_OR_REFUND_REQUEST_CANCEL", "REFUND", ""), TIEM_RETURN_WITHDRAWN, 0 },
    { RETURN ("REPLACEMENT_REQUEST_REJECT", "REPLACEMENT", ""), TIEM_RETURN_REFUSED, 0 },
    { RETURN ("REPLACEMENT_REQUEST_REFUND_SUCCESS", "REPLACEMENT", ""), TIEM_RETURN_ACCEPTED, 0 },
    { RETURN ("REPLACEMENT_REQUEST_CANCEL", "REPLACEMENT", ""), TIEM_RETURN_WITHDRAWN, 0 },
    { RETURN ("REPLACEMENT_REQUEST_COMPLETE", "REPLACEMENT", ""), TIEM_RETURN_ACCEPTED, 0 },
    { RETURN ("TỪ_MỚI", "REFUND", ""), TIEM_RETURN_WAITING, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = fake_json (cases[i].item);
      g_autoptr (JsonNode) node = json_from_string (json, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteReturn) item = tts_parse_return (tiem_json_object (node), &error);

      g_assert_no_error (error);
      g_test_message ("%s", item->remote_status);
      g_assert_cmpint (item->state, ==, cases[i].state);
      g_assert_cmpint (item->answers, ==, cases[i].answers);
      g_assert_cmpint (
          item->answer_by, ==, cases[i].answers != 0 ? G_GINT64_CONSTANT (1764300000000) : 0);
      g_assert_cmpint (
          item->sends_goods, ==, strstr (cases[i].item, "'return_type':'REFUND'") == NULL);
    }
}

static void
test_pull_returns (void)
{
  static const FakeRow rows[] = {
    { "POST",
      "/return_refund/202309/returns/search?page_size=50&sort_field=update_time&sort_order=ASC"
      "&page_token=T1&",
      400,
      "{'code':36009004,'message':'Invalid page_token'}" },
    { "POST",
      "/return_refund/202309/returns/search?page_size=50&sort_field=update_time&sort_order=ASC&",
      200,
      PAGE (RETURN ("BUYER_SHIPPED_ITEM", "RETURN_AND_REFUND", "") ",{'return_id':'9'}", "T1"),
      1 },
    { "POST", "/returns/search?", 200, "{'code':0,'data':{'total_count':0}}" },
  };
  Market market;
  g_autoptr (TiemReturnPage) first = NULL;
  g_autoptr (TiemReturnPage) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  TiemRemoteReturn *item;
  TiemRemoteLine *line;
  gsize size;

  market_open (&market, rows, G_N_ELEMENTS (rows));
  first = pull_returns (&market, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (first->more);
  g_assert_cmpuint (first->unreadable->len, ==, 1);
  item = first->returns->pdata[0];
  line = item->lines->pdata[0];
  g_assert_cmpstr (item->order_remote_id, ==, "576461413038785752");
  g_assert_cmpstr (item->reason, ==, "Hàng bị vỡ");
  g_assert_cmpint (item->refund_vnd, ==, 112500);
  g_assert_cmpstr (item->tracking, ==, "VN0001");
  g_assert_cmpuint (item->lines->len, ==, 1);
  g_assert_cmpint (line->quantity, ==, 2);
  g_assert_cmpstr (line->remote_id, ==, "801");

  second = pull_returns (&market, first->next_cursor, &error);
  g_assert_no_error (error);
  g_assert_false (second->more);
  g_assert_cmpuint (market.transport->requests->len, ==, 3);
  body = g_strndup (
      g_bytes_get_data (((TiemRequest *)market.transport->requests->pdata[0])->body, &size), 31);
  g_assert_cmpstr (body, ==, "{\"update_time_ge\":1763689700,\"u");
  market_close (&market);
}

/* What is asked decides how an answer is sent; one that was given is not given again. */
static void
test_answer_return (void)
{
#define PENDING(action) RETURN ("RETURN_OR_REFUND_REQUEST_PENDING", "RETURN_AND_REFUND", action)
#define DONE RETURN ("RETURN_OR_REFUND_REQUEST_COMPLETE", "RETURN_AND_REFUND", "")
#define REASONS                                                                                    \
  "{'code':0,'data':{'reasons':[{'name':'r_ok','text':'Hàng vẫn tốt'},"                       \
  "{'name':'r_late','text':'Quá hạn'}]}}"
  static const struct
  {
    const char *item;
    TiemReturnAnswers answer;
    const char *choice;
    const char *comment;
    const char *address; /* NULL = nothing is sent */
    const char *body;
    gboolean is_refused;
  } cases[] = {
    { PENDING (ACTION ("SELLER_RESPOND_RETURN")),
      TIEM_RETURN_ACCEPT,
      NULL,
      NULL,
      "/returns/4035318504086605200/approve?idempotency_key=tiem-APPROVE_RETURN-"
      "4035318504086605200&",
      "{'decision':'APPROVE_RETURN'}",
      FALSE },
    { PENDING (ACTION ("SELLER_RESPOND_REFUND")),
      TIEM_RETURN_REFUND,
      NULL,
      NULL,
      "/approve?",
      "{'decision':'APPROVE_REFUND'}",
      FALSE },
    { PENDING (ACTION ("SELLER_RESPOND_RECEIVE_PACKAGE")),
      TIEM_RETURN_RECEIVED,
      NULL,
      NULL,
      "/approve?",
      "{'decision':'APPROVE_RECEIVED_PACKAGE'}",
      FALSE },
    { PENDING (ACTION ("SELLER_RESPOND_RECEIVE_PACKAGE")),
      TIEM_RETURN_REJECT,
      "r_late",
      "Gửi lại sau 40 ngày",
      "/reject?",
      "{'decision':'REJECT_RECEIVED_PACKAGE','reject_reason':'r_late',"
      "'comment':'Gửi lại sau 40 ngày'}",
      FALSE },
    { PENDING (ACTION ("SELLER_RESPOND_RETURN")),
      TIEM_RETURN_RECEIVED,
      NULL,
      NULL,
      NULL,
      NULL,
      TRUE },
    { DONE, TIEM_RETURN_ACCEPT, NULL, NULL, NULL, NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *page
          = g_strdup_printf ("{'code':0,'data':{'return_orders':[%s]}}", cases[i].item);
      const FakeRow rows[] = {
        { "POST", "/returns/search?page_size=10&", 200, page },
        { "GET", "/reject_reasons?return_or_cancel_id=4035318504086605200&", 200, REASONS },
        { "POST",
          cases[i].address != NULL ? cases[i].address : "/none",
          200,
          "{'code':0,'data':{}}" },
      };
      g_autoptr (TiemRemoteReturn) item = NULL;
      g_autoptr (GError) error = NULL;
      Market market;

      market_open (&market, rows, G_N_ELEMENTS (rows));
      item = tiem_channel_answer_return (market.channel,
                                         TIEM_TRANSPORT (market.transport),
                                         "4035318504086605200",
                                         cases[i].answer,
                                         cases[i].choice,
                                         cases[i].comment,
                                         NULL,
                                         &error);
      if (cases[i].is_refused)
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
      else
        g_assert_no_error (error);
      for (guint j = 0; cases[i].address != NULL && j < market.transport->requests->len; j++)
        {
          TiemRequest *request = market.transport->requests->pdata[j];
          g_autofree char *sent = NULL;
          const char *data;
          gsize size;

          if (strstr (request->url, cases[i].address) == NULL)
            continue;
          data = g_bytes_get_data (request->body, &size);
          sent = g_strdelimit (g_strndup (data, size), "\"", '\'');
          g_assert_cmpstr (sent, ==, cases[i].body);
        }
      market_close (&market);
    }
}

/* Without the scope for returns the shop sells all the same. */
static void
test_return_scope (void)
{
  static const FakeRow row
      = { "POST", "/returns/search?", 401, "{'code':105005,'message':'Access denied'}" };
  g_autoptr (GError) error = NULL;
  Market market;

  market_open (&market, &row, 1);
  g_assert_null (pull_returns (&market, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  market_close (&market);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tiktok/labels/documents", test_labels);
  g_test_add_func ("/tiktok/labels/stops", test_label_stops);
  g_test_add_func ("/tiktok/fees/settled", test_fees);
  g_test_add_func ("/tiktok/fees/estimates", test_estimates);
  g_test_add_func ("/tiktok/fees/refusals", test_fee_refusals);
  g_test_add_func ("/tiktok/returns/words", test_return_words);
  g_test_add_func ("/tiktok/returns/pull", test_pull_returns);
  g_test_add_func ("/tiktok/returns/answer", test_answer_return);
  g_test_add_func ("/tiktok/returns/scope", test_return_scope);

  return g_test_run ();
}
