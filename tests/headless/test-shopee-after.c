#include "shopee-fixture.h"

#define DAY G_GINT64_CONSTANT (86400)

static JsonNode *
read_json (const char *text)
{
  g_autofree char *json = fake_json (text);
  JsonNode *node = json_from_string (json, NULL);

  g_assert_nonnull (node);
  return node;
}

/* --- fees --- */

#define INCOME                                                                                     \
  "{'escrow_amount':134330,'original_cost_of_goods_sold':156000,'original_shopee_discount':0,"     \
  "'shopee_discount':0,'voucher_from_seller':0,'buyer_paid_shipping_fee':15000,"                   \
  "'actual_shipping_fee':32000,'shopee_shipping_rebate':17000,'commission_fee':10000,"             \
  "'service_fee':4500,'seller_transaction_fee':4500,'credit_card_transaction_fee':4500,"           \
  "'seller_order_processing_fee':330,'withholding_vat_tax':1560,'withholding_pit_tax':780,"        \
  "'items':[]}"
#define DETAIL(sn, income)                                                                         \
  "{'order_sn':'" sn                                                                               \
  "','buyer_user_name':'lan_hue88','return_order_sn_list':[],'order_income':" income               \
  ",'buyer_payment_info':{}}"

static gint64
get_fee (const TiemOrderFees *fees,
         const char *kind)
{
  gint64 sum = 0;

  for (guint i = 0; i < fees->fees->len; i++)
    {
      const TiemRemoteFee *fee = fees->fees->pdata[i];

      g_assert_true (tiem_fee_kind_label (fee->kind) != fee->kind); /* one of ours */
      if (strcmp (fee->kind, kind) == 0)
        sum += fee->amount_vnd;
    }
  return sum;
}

static gint64
add_fees (const TiemOrderFees *fees)
{
  gint64 sum = 0;

  for (guint i = 0; i < fees->fees->len; i++)
    sum += ((TiemRemoteFee *)fees->fees->pdata[i])->amount_vnd;
  return sum;
}

static void
test_fees (void)
{
  g_autoptr (JsonNode) node = read_json (DETAIL ("A1", INCOME));
  g_autoptr (TiemOrderFees) fees = tiem_order_fees_new ("A1");
  g_autoptr (GError) error = NULL;

  shopee_parse_fees (tiem_json_object (node), fees, &error);
  g_assert_no_error (error);
  g_assert_true (fees->done);
  g_assert_false (fees->is_settled);
  g_assert_cmpint (fees->payout_vnd, ==, 134330);
  g_assert_cmpint (get_fee (fees, "commission"), ==, 10000);
  g_assert_cmpint (get_fee (fees, "service"), ==, 4500);
  g_assert_cmpint (get_fee (fees, "payment"), ==, 4500); /* once, whatever it is called */
  g_assert_cmpint (get_fee (fees, "fixed"), ==, 330);
  g_assert_cmpint (get_fee (fees, "tax_vat"), ==, 1560);
  g_assert_cmpint (get_fee (fees, "tax_pit"), ==, 780);
  g_assert_cmpint (get_fee (fees, "shipping"), ==, 32000);
  g_assert_cmpint (get_fee (fees, "shipping_subsidy"), ==, -17000);
  g_assert_cmpint (get_fee (fees, "other"), ==, 0);
  g_assert_cmpint (171000 - add_fees (fees), ==, fees->payout_vnd);
}

/* Vouchers, adjustments, what is not named yet, fractions: the sum still is the payout. */
static void
test_fee_sums (void)
{
  static const struct
  {
    const char *income;
    gint64 total; /* of the buyer; 0 = not said */
    gint64 payout;
    const char *kind;
    gint64 amount;
  } cases[] = {
    { "{'escrow_amount':95000,'original_cost_of_goods_sold':100000,'voucher_from_seller':5000}",
      95000,
      95000,
      "voucher",
      0 },
    { "{'escrow_amount':100000,'original_cost_of_goods_sold':100000,'voucher_from_shopee':7000,"
      "'coins':1000}",
      92000,
      100000,
      "voucher",
      -8000 },
    { "{'escrow_amount':97000,'original_cost_of_goods_sold':100000,'phi_moi_2027':3000}",
      100000,
      97000,
      "other",
      3000 },
    { "{'escrow_amount':100000,'total_adjustment_amount':-2000,"
      "'original_cost_of_goods_sold':100000}",
      100000,
      98000,
      "adjustment",
      2000 },
    { "{'escrow_amount':100000,'escrow_amount_after_adjustment':98000,"
      "'total_adjustment_amount':-2000,'original_cost_of_goods_sold':100000}",
      100000,
      98000,
      "adjustment",
      2000 },
    { "{'escrow_amount':'98765.5','original_cost_of_goods_sold':100000,'commission_fee':1234.5}",
      100000,
      98766,
      "commission",
      1235 },
    { "{'escrow_amount':-5000,'reverse_shipping_fee':5000}", 0, -5000, "shipping", 5000 },
    { "{'escrow_amount':0}", 0, 0, "other", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'order_income':%s}", cases[i].income);
      g_autoptr (JsonNode) node = read_json (text);
      g_autoptr (TiemOrderFees) fees = tiem_order_fees_new ("A1");
      g_autoptr (GError) error = NULL;

      shopee_parse_fees (tiem_json_object (node), fees, &error);
      g_assert_no_error (error);
      g_test_message ("%s", cases[i].income);
      g_assert_cmpint (fees->payout_vnd, ==, cases[i].payout);
      g_assert_cmpint (get_fee (fees, cases[i].kind), ==, cases[i].amount);
      if (cases[i].total > 0)
        g_assert_cmpint (cases[i].total - add_fees (fees), ==, fees->payout_vnd);
    }
}

static void
test_bad_fees (void)
{
  static const char *const cases[] = {
    "{}",
    "{'order_income':null}",
    "{'order_income':{}}",
    "{'order_income':{'escrow_amount':'134,330'}}",
    "{'order_income':{'escrow_amount':1,'commission_fee':'mười'}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = read_json (cases[i]);
      g_autoptr (TiemOrderFees) fees = tiem_order_fees_new ("A1");
      g_autoptr (GError) error = NULL;

      g_assert_false (shopee_parse_fees (tiem_json_object (node), fees, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
      g_assert_false (fees->done);
    }
}

static GPtrArray *
make_list (const char *first,
           const char *second)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_fees_free);

  g_ptr_array_add (list, tiem_order_fees_new (first));
  if (second != NULL)
    g_ptr_array_add (list, tiem_order_fees_new (second));
  return list;
}

static guint
count_calls (Shopee *shopee,
             const char *path)
{
  guint n = 0;

  for (guint i = 0; i < shopee->fake->requests->len; i++)
    n += strstr (shopee_request (shopee, i)->url, path) != NULL;
  return n;
}

/* In one call where that works, alone where it does not; one order's trouble is its own. */
static void
test_fee_calls (void)
{
  static const struct
  {
    FakeRow rows[5];
    guint n_rows;
    guint n_batch;
    guint n_single;
    gboolean done[2];
  } cases[] = {
    { { { "GET",
          "get_escrow_detail_batch?",
          200,
          "{'error':'','response':[{'escrow_detail':" DETAIL (
              "2611218A", INCOME) "},{'escrow_detail':" DETAIL ("2611218B", INCOME) "}]}" } },
      1,
      1,
      0,
      { TRUE, TRUE } },
    { { { "GET",
          "get_escrow_detail_batch?",
          200,
          "{'error':'','response':[{'escrow_detail':" DETAIL ("2611218A", INCOME) "}]}" },
        { "GET", "get_escrow_detail?", 200, SHOPEE_BAD ("error_not_found", "x") } },
      2,
      1,
      1,
      { TRUE, FALSE } },
    { { { "GET", "get_escrow_detail_batch?", 200, SHOPEE_BAD ("error_param", "use POST") },
        { "GET", "get_escrow_detail?", 200, SHOPEE_OK (DETAIL ("x", INCOME)) } },
      2,
      1,
      2,
      { TRUE, TRUE } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[6];
      g_autoptr (GPtrArray) list = make_list ("2611218A", "2611218B");
      g_autoptr (GError) error = NULL;
      Shopee shopee = { 0 };

      memcpy (rows, cases[i].rows, sizeof cases[i].rows);
      rows[cases[i].n_rows] = (FakeRow){
        "GET", "get_escrow_list?", 200, SHOPEE_OK ("{'escrow_list':[],'more':false}")
      };
      shopee_open (&shopee, rows, cases[i].n_rows + 1, NULL, NULL);
      g_assert_true (tiem_channel_read_fees (shopee.channel, shopee.transport, list, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (count_calls (&shopee, "detail_batch?"), ==, cases[i].n_batch);
      g_assert_cmpuint (count_calls (&shopee, "escrow_detail?"), ==, cases[i].n_single);
      for (guint j = 0; j < 2; j++)
        {
          TiemOrderFees *fees = list->pdata[j];

          g_assert_true (fees->done == cases[i].done[j]);
          g_assert_true ((fees->error == NULL) == cases[i].done[j]);
          g_assert_false (fees->is_settled);
        }
      shopee_close (&shopee);
    }
}

/* A list of releases, one a day. */
static TiemResponse *
release_handle (const TiemRequest *request,
                gpointer user_data)
{
  guint *n_rows = user_data;
  g_autoptr (TiemForm) form = shopee_query (request);
  g_autoptr (GString) text = g_string_new ("{'error':'','response':{'escrow_list':[");
  gint64 from;
  gint64 to;
  guint n = 0;

  if (strstr (request->url, "get_escrow_detail") != NULL)
    return fake_answer (200, SHOPEE_OK (DETAIL ("x", INCOME)));
  from = g_ascii_strtoll (tiem_form_get (form, "release_time_from"), NULL, 10);
  to = g_ascii_strtoll (tiem_form_get (form, "release_time_to"), NULL, 10);
  g_assert_cmpint (to, >, from);
  g_assert_cmpint (to - from, <=, 15 * DAY);
  g_assert_cmpint (g_ascii_strtoll (tiem_form_get (form, "page_no"), NULL, 10), >=, 1);
  for (guint i = 0; i < *n_rows; i++)
    {
      gint64 at = SHOPEE_START - 20 * DAY + i * DAY;

      if (at >= from && at <= to)
        g_string_append_printf (text,
                                "%s{'order_sn':'26110%uX','payout_amount':134330,"
                                "'escrow_release_time':%" G_GINT64_FORMAT "}",
                                n++ > 0 ? "," : "",
                                i,
                                at);
    }
  g_string_append (text, "],'more':false}}");
  return fake_answer (200, text->str);
}

/* Settled is what stands in the list of releases; it is read once, then only what is new. */
static void
test_settled (void)
{
  Shopee shopee = { 0 };
  guint n_rows = 3;
  g_autoptr (GPtrArray) first = make_list ("261102X", NULL);
  g_autoptr (GPtrArray) second = make_list ("261104X", NULL);
  g_autoptr (GPtrArray) third = make_list ("261104X", NULL);
  g_autoptr (GError) error = NULL;
  guint n_calls;

  shopee_open (&shopee, NULL, 0, release_handle, &n_rows);
  g_assert_true (tiem_channel_read_fees (shopee.channel, shopee.transport, first, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (((TiemOrderFees *)first->pdata[0])->is_settled);

  g_assert_true (tiem_channel_read_fees (shopee.channel, shopee.transport, second, NULL, &error));
  g_assert_false (((TiemOrderFees *)second->pdata[0])->is_settled);
  n_calls = count_calls (&shopee, "get_escrow_list");
  g_assert_cmpuint (n_calls, <=, 3);

  n_rows = 25;
  shopee.now_ms += 5 * DAY * 1000;
  g_assert_true (tiem_channel_read_fees (shopee.channel, shopee.transport, third, NULL, &error));
  g_assert_cmpuint (count_calls (&shopee, "get_escrow_list"), ==, n_calls + 1);
  shopee_close (&shopee);
}

/* --- returns --- */

#define RETURN(status, more)                                                                       \
  "{'return_sn':'2611230VT13E3MQ','order_sn':'2611218K2TQX9A','status':'" status "',"              \
  "'reason':'ITEM_WRONGDAMAGED','text_reason':'giao sai màu','refund_amount':78000,"              \
  "'currency':'VND','create_time':1795390000,'update_time':1795390100,'due_date':1795560000,"      \
  "'needs_logistics':true,'user':{'username':'lan_hue88'},"                                        \
  "'item':[{'item_id':23620850001,'model_id':221404180001,'name':'Nón lá Huế','amount':1,"     \
  "'item_price':78000,'variation_sku':'NL-DO'}]" more "}"

static void
test_return (void)
{
  g_autoptr (JsonNode) node = read_json (RETURN ("REQUESTED", ",'return_solution':0"));
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteReturn) returned = shopee_parse_return (tiem_json_object (node), &error);
  TiemRemoteLine *line;

  g_assert_no_error (error);
  g_assert_cmpstr (returned->remote_id, ==, "2611230VT13E3MQ");
  g_assert_cmpstr (returned->order_remote_id, ==, "2611218K2TQX9A");
  g_assert_cmpint (returned->state, ==, TIEM_RETURN_OPEN);
  g_assert_true (returned->sends_goods);
  g_assert_cmpstr (returned->reason, ==, "Wrong or damaged: giao sai màu");
  g_assert_cmpint (returned->refund_vnd, ==, 78000);
  g_assert_cmpint (returned->created_at, ==, G_GINT64_CONSTANT (1795390000000));
  g_assert_cmpint (returned->updated_at, ==, G_GINT64_CONSTANT (1795390100000));
  g_assert_cmpint (returned->answer_by, ==, G_GINT64_CONSTANT (1795560000000));
  line = returned->lines->pdata[0];
  g_assert_cmpstr (line->remote_variant_id, ==, "221404180001");
  g_assert_cmpstr (line->sku, ==, "NL-DO");
  g_assert_cmpint (line->quantity, ==, 1);
}

/* Every state, word by word, with the answers it takes. */
static void
test_return_states (void)
{
  static const struct
  {
    const char *text;
    TiemReturnState state;
    TiemReturnAnswers answers;
  } cases[] = {
    { RETURN ("REQUESTED", ",'return_solution':0"),
      TIEM_RETURN_OPEN,
      TIEM_RETURN_ACCEPT | TIEM_RETURN_REJECT },
    { RETURN ("REQUESTED", ",'return_solution':1"),
      TIEM_RETURN_OPEN,
      TIEM_RETURN_REFUND | TIEM_RETURN_REJECT },
    { RETURN ("REQUESTED", ""), TIEM_RETURN_OPEN, TIEM_RETURN_ACCEPT | TIEM_RETURN_REJECT },
    { RETURN ("PROCESSING", ""), TIEM_RETURN_WAITING, TIEM_RETURN_REJECT },
    { RETURN ("PROCESSING", ",'return_seller_due_date':1795600000"),
      TIEM_RETURN_OPEN,
      TIEM_RETURN_RECEIVED | TIEM_RETURN_REJECT },
    { RETURN ("JUDGING", ""), TIEM_RETURN_WAITING, TIEM_RETURN_ANSWER_NONE },
    { RETURN ("SELLER_DISPUTE", ""), TIEM_RETURN_WAITING, TIEM_RETURN_ANSWER_NONE },
    { RETURN ("ACCEPTED", ""), TIEM_RETURN_ACCEPTED, TIEM_RETURN_ANSWER_NONE },
    { RETURN ("CANCELLED", ""), TIEM_RETURN_WITHDRAWN, TIEM_RETURN_ANSWER_NONE },
    { RETURN ("CLOSED", ""), TIEM_RETURN_REFUSED, TIEM_RETURN_ANSWER_NONE },
    { RETURN ("MOI_LA", ""), TIEM_RETURN_WAITING, TIEM_RETURN_ANSWER_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = read_json (cases[i].text);
      g_autoptr (TiemRemoteReturn) returned = shopee_parse_return (tiem_json_object (node), NULL);

      g_test_message ("%s", returned->remote_status);
      g_assert_cmpint (returned->state, ==, cases[i].state);
      g_assert_cmpint (returned->answers, ==, cases[i].answers);
    }
}

static void
test_return_pages (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "page_no=2",
      200,
      SHOPEE_OK ("{'more':false,'return':[{'return_sn':'R9'},"
                 "{'return_sn':'R8','status':'REQUESTED','item':[{'amount':'x'}]}]}") },
    { "GET",
      "get_return_list",
      200,
      SHOPEE_OK ("{'more':true,'return':[" RETURN ("JUDGING", "") "]}"),
      1 },
    { "GET", "get_return_list", 200, SHOPEE_OK ("{'more':false,'return':[]}") },
  };
  static const struct
  {
    gint64 from;
    gint64 to;
    const char *page;
    guint n_returns;
    guint n_unreadable;
    gboolean more;
  } steps[] = {
    { SHOPEE_START - 20 * DAY - 300, SHOPEE_START - 5 * DAY - 300, "1", 1, 0, TRUE },
    { SHOPEE_START - 20 * DAY - 300, SHOPEE_START - 5 * DAY - 300, "2", 0, 2, TRUE },
    { SHOPEE_START - 5 * DAY - 600, SHOPEE_START, "1", 0, 0, FALSE },
    { SHOPEE_START - 300, SHOPEE_START, "1", 0, 0, FALSE },
  };
  Shopee shopee = { 0 };
  g_autofree char *cursor = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemReturnPage) page = tiem_channel_pull_returns (
          shopee.channel, shopee.transport, cursor, (SHOPEE_START - 20 * DAY) * 1000, NULL, &error);
      g_autoptr (TiemForm) form = shopee_query (shopee_request (&shopee, i));

      g_assert_no_error (error);
      g_assert_cmpint (
          g_ascii_strtoll (tiem_form_get (form, "update_time_from"), NULL, 10), ==, steps[i].from);
      g_assert_cmpint (
          g_ascii_strtoll (tiem_form_get (form, "update_time_to"), NULL, 10), ==, steps[i].to);
      g_assert_cmpstr (tiem_form_get (form, "page_no"), ==, steps[i].page);
      g_assert_cmpuint (page->returns->len, ==, steps[i].n_returns);
      g_assert_cmpuint (page->unreadable->len, ==, steps[i].n_unreadable);
      g_assert_true (page->more == steps[i].more);
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  shopee_close (&shopee);
}

/* What each answer sends, or that it sends nothing a second time. */
static void
test_return_answers (void)
{
#define SOLUTION(n) ",'return_solution':" n
#define CONFIRMED "{'return_sn':'2611230VT13E3MQ'}"
#define COMMENT "Hàng đúng, shop@nonhue.vn"
  static const struct
  {
    const char *before;
    TiemReturnAnswers answer;
    const char *choice;
    const char *comment;
    const char *body; /* NULL: nothing is sent */
    gboolean ok;
  } cases[] = {
    { RETURN ("REQUESTED", SOLUTION ("1")), TIEM_RETURN_REFUND, NULL, NULL, CONFIRMED, TRUE },
    { RETURN ("REQUESTED", SOLUTION ("0")), TIEM_RETURN_ACCEPT, NULL, NULL, CONFIRMED, TRUE },
    { RETURN ("PROCESSING", ",'return_seller_due_date':9"),
      TIEM_RETURN_RECEIVED,
      NULL,
      NULL,
      CONFIRMED,
      TRUE },
    { RETURN ("PROCESSING", ",'return_seller_due_date':9"),
      TIEM_RETURN_ACCEPT,
      NULL,
      NULL,
      NULL,
      TRUE },
    { RETURN ("ACCEPTED", ""), TIEM_RETURN_REFUND, NULL, NULL, NULL, TRUE },
    { RETURN ("CANCELLED", ""), TIEM_RETURN_REFUND, NULL, NULL, NULL, FALSE },
    { RETURN ("REQUESTED", ""),
      TIEM_RETURN_REJECT,
      "49",
      COMMENT,
      "{'return_sn':'2611230VT13E3MQ','email':'shop@nonhue.vn','dispute_reason_id':49,"
      "'dispute_text_reason':'" COMMENT "'}",
      TRUE },
    { RETURN ("REQUESTED", ""),
      TIEM_RETURN_REJECT,
      NULL,
      COMMENT,
      "{'return_sn':'2611230VT13E3MQ','email':'shop@nonhue.vn','dispute_reason_id':50,"
      "'dispute_text_reason':'" COMMENT "'}",
      TRUE },
    { RETURN ("REQUESTED", ""), TIEM_RETURN_REJECT, "49", "Không có thư", NULL, FALSE },
    { RETURN ("SELLER_DISPUTE", ""), TIEM_RETURN_REJECT, NULL, NULL, NULL, TRUE },
    { RETURN ("ACCEPTED", ""), TIEM_RETURN_REJECT, NULL, COMMENT, NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *detail = g_strdup_printf (SHOPEE_OK ("%s"), cases[i].before);
      const FakeRow rows[] = {
        { "GET", "/returns/get_return_detail", 200, detail },
        { "GET",
          "/returns/get_return_dispute_reason",
          200,
          SHOPEE_OK ("{'dispute_reason_list':[{'dispute_reason':50,'dispute_requirement':'Ảnh'},"
                     "{'dispute_reason':49}]}") },
        { "POST", "/returns/", 200, SHOPEE_OK ("{'return_sn':'2611230VT13E3MQ'}") },
      };
      Shopee shopee = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteReturn) after = NULL;
      guint n_posts = 0;

      shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
      after = tiem_channel_answer_return (shopee.channel,
                                          shopee.transport,
                                          "2611230VT13E3MQ",
                                          cases[i].answer,
                                          cases[i].choice,
                                          cases[i].comment,
                                          NULL,
                                          &error);
      g_test_message ("%u: %s", (guint)i, error != NULL ? error->message : "ok");
      g_assert_true ((after != NULL) == cases[i].ok);
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
test_dispute_reasons (void)
{
  static const struct
  {
    const char *answer;
    guint n;
  } cases[] = {
    { SHOPEE_OK ("{'dispute_reason_list':[{'dispute_reason':50,'dispute_requirement':'Ảnh\\n'},"
                 "{'dispute_reason':'49'},{}]}"),
      2 },
    { SHOPEE_BAD ("error_param", "the request path is incorrect"), 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeRow row = { "GET", "/returns/get_return_dispute_reason", 200, cases[i].answer };
      Shopee shopee = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) choices = NULL;

      shopee_open (&shopee, &row, 1, NULL, NULL);
      choices = tiem_channel_list_choices (
          shopee.channel, shopee.transport, TIEM_CHOICE_REJECT_RETURN, "R1", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (choices->len, ==, cases[i].n);
      if (choices->len > 0)
        {
          g_assert_cmpstr (((TiemChoice *)choices->pdata[0])->code, ==, "50");
          g_assert_cmpstr (((TiemChoice *)choices->pdata[0])->text, ==, "Ảnh");
          g_assert_true (((TiemChoice *)choices->pdata[0])->is_suggested);
        }
      shopee_close (&shopee);
    }
}

/* --- reviews --- */

#define REVIEW(id, more)                                                                           \
  "{'comment_id':" id ",'order_sn':'2611218K2TQX9A','item_id':23620850001,"                        \
  "'model_id_list':[221404180001],'buyer_username':'lan_hue88','rating_star':5,"                   \
  "'comment':'Đẹp lắm','hidden':false,'editable':'EDITABLE','create_time':1796100000" more "}"

static void
test_review (void)
{
  static const struct
  {
    const char *text;
    const char *reply;
    const char *variant;
    gboolean ok;
  } cases[] = {
    { REVIEW ("120590834", ""), NULL, "221404180001", TRUE },
    { REVIEW ("120590834", ",'comment_reply':{'reply':'Cảm ơn'}"), "Cảm ơn", "221404180001", TRUE },
    { REVIEW ("120590834", ",'cmt_reply':{'reply':'Cảm ơn'}"), "Cảm ơn", "221404180001", TRUE },
    { "{'comment_id':1,'item_id':2,'rating_star':1,'model_id_list':[0]}", NULL, NULL, TRUE },
    { "{'comment_id':1,'item_id':2,'rating_star':0}", NULL, NULL, FALSE },
    { "{'comment_id':1,'item_id':2,'rating_star':6}", NULL, NULL, FALSE },
    { "{'comment_id':1,'item_id':2}", NULL, NULL, FALSE },
    { "{'comment_id':1,'rating_star':3}", NULL, NULL, FALSE },
    { "{'item_id':1,'rating_star':3}", NULL, NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = read_json (cases[i].text);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteReview) review = shopee_parse_review (tiem_json_object (node), &error);

      g_assert_true ((review != NULL) == cases[i].ok);
      if (review == NULL)
        continue;
      g_assert_cmpstr (review->reply, ==, cases[i].reply);
      g_assert_cmpstr (review->remote_variant_id, ==, cases[i].variant);
      g_assert_true (review->can_reply == (cases[i].reply == NULL));
    }
}

/* "more" stays true for ever: a round stops by count, and the next one begins anew. */
static TiemResponse *
endless_reviews_handle (const TiemRequest *request,
                        gpointer user_data)
{
  guint *n = user_data;
  g_autoptr (GString) text = g_string_new ("{'error':'','response':{'item_comment_list':[");

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (
        text, "%s{'comment_id':%u,'item_id':1,'rating_star':5}", i > 0 ? "," : "", ++*n);
  g_string_append_printf (text, "],'more':true,'next_cursor':'%u'}}", *n);
  return fake_answer (200, text->str);
}

static void
test_review_rounds (void)
{
  Shopee shopee = { 0 };
  guint n = 0;
  g_autofree char *cursor = NULL;

  shopee_open (&shopee, NULL, 0, endless_reviews_handle, &n);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemReviewPage) page
          = tiem_channel_pull_reviews (shopee.channel, shopee.transport, cursor, 0, NULL, &error);
      g_autoptr (TiemForm) form = shopee_query (shopee_request (&shopee, i));
      g_autofree char *at = i % 5 == 0 ? g_strdup ("") : g_strdup_printf ("%u", i * 100);

      g_assert_no_error (error);
      g_assert_cmpstr (tiem_form_get (form, "cursor"), ==, at);
      g_assert_cmpstr (tiem_form_get (form, "page_size"), ==, "100");
      g_assert_cmpuint (page->reviews->len, ==, 100);
      g_assert_true (page->more == (i % 5 != 4));
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  shopee_close (&shopee);
}

static void
test_reply (void)
{
  static const struct
  {
    const char *answer;
    const char *reply; /* that it has already */
    gboolean ok;
  } cases[] = {
    { SHOPEE_OK ("{'result_list':[{'comment_id':120590834}]}"), "", TRUE },
    { SHOPEE_OK ("{'result_list':[{'comment_id':1,'fail_error':'product.duplicate_request',"
                 "'fail_message':'x'}]}"),
      "Tiệm cảm ơn bạn",
      TRUE },
    { SHOPEE_BAD ("product.duplicate_request", "x"), "Tiệm cảm ơn bạn", TRUE },
    { SHOPEE_BAD ("product.duplicate_request", "x"), "Lời khác", FALSE },
    { SHOPEE_OK ("{'result_list':[{'comment_id':1,'fail_error':'product.error_not_exist',"
                 "'fail_message':'comment is hidden'}]}"),
      "",
      FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *review
          = g_strdup_printf (SHOPEE_OK ("{'item_comment_list':[" REVIEW (
                                 "120590834", ",'comment_reply':{'reply':'%s'}") "],'more':false}"),
                             cases[i].reply);
      const FakeRow rows[] = {
        { "POST", "/product/reply_comment", 200, cases[i].answer },
        { "GET", "/product/get_comment", 200, review },
      };
      Shopee shopee = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *body = NULL;
      gboolean ok;

      shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
      ok = tiem_channel_reply_review (
          shopee.channel, shopee.transport, "120590834", "Tiệm cảm ơn bạn", NULL, &error);
      g_assert_true (ok == cases[i].ok);
      if (!ok)
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
      else
        g_assert_no_error (error);
      body = shopee_body (&shopee, 0);
      g_assert_cmpstr (
          body, ==, "{'comment_list':[{'comment_id':120590834,'comment':'Tiệm cảm ơn bạn'}]}");
      shopee_close (&shopee);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shopee/fees/kinds", test_fees);
  g_test_add_func ("/shopee/fees/sums", test_fee_sums);
  g_test_add_func ("/shopee/fees/bad", test_bad_fees);
  g_test_add_func ("/shopee/fees/calls", test_fee_calls);
  g_test_add_func ("/shopee/fees/settled", test_settled);
  g_test_add_func ("/shopee/return/whole", test_return);
  g_test_add_func ("/shopee/return/states", test_return_states);
  g_test_add_func ("/shopee/returns/pages", test_return_pages);
  g_test_add_func ("/shopee/returns/answers", test_return_answers);
  g_test_add_func ("/shopee/returns/dispute-reasons", test_dispute_reasons);
  g_test_add_func ("/shopee/review/forms", test_review);
  g_test_add_func ("/shopee/reviews/rounds", test_review_rounds);
  g_test_add_func ("/shopee/reviews/reply", test_reply);

  return g_test_run ();
}
