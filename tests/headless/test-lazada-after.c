#include "lazada-after-fixture.h"

/* What follows a sale at Lazada: fees, returns, reviews. */

/* --- fees --- */

static void
test_fee_kinds (void)
{
  static const struct
  {
    gint64 type;
    const char *name;
    const char *kind;
  } cases[] = {
    { 16, "Commission", "commission" },
    { 15, NULL, "commission" },
    { 3, "Payment Fee", "payment" },
    { 7, "x", "shipping" },
    { 8, "Shipping Fee (Paid By Customer)", "sale" },
    { 13, "Item Price Credit", "sale" },
    { 14, "Reversal Item Price", "sale" },
    { 501, "Item Price", "sale" },
    { 298, "Free Shipping Max Fee", "service" },
    { 500, "Shipping Fee Subsidy by Lazada", "shipping_subsidy" },
    { 0, "Thuế GTGT khấu trừ", "tax_vat" },
    { 0, "Thuế TNCN khấu trừ", "tax_pit" },
    { 9001, "VAT Withholding", "tax_vat" },
    { 9002, "PIT Withholding", "tax_pit" },
    { 9003, "Withholding tax", "tax_pit" },
    { 9004, "Capital gain", "other" },
    { 0, NULL, "other" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (laz_fee_kind (cases[i].type, cases[i].name), ==, cases[i].kind);
    }
}

static void
test_fees (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "/finance/transaction/details/get?",
      200,
      "{'code':'0','data':["
      "{'fee_type':'13','fee_name':'Item Price Credit','amount':'918,000.00','paid_status':'Yes'},"
      "{'fee_type':'16','fee_name':'Commission','amount':'-18,360.00','VAT_in_amount':'-1669.09',"
      "'WHT_amount':'0','WHT_included_in_amount':'No','paid_status':'Yes'},"
      "{'fee_type':'16','fee_name':'Commission','amount':'-0.40','paid_status':'Yes'},"
      "{'fee_type':'','fee_name':'Thuế GTGT','amount':'-9,180.00','paid_status':'Yes'},"
      "{'fee_type':'500','fee_name':'Shipping','amount':'14,000.00','paid_status':'Yes'},"
      "{'fee_type':'13','amount':'0','WHT_amount':'-4,590.00','WHT_included_in_amount':'No',"
      "'paid_status':'Not paid'}]}",
      1 },
    { "GET", "/finance/transaction/details/get?", 200, "{'code':'0','data':[]}", 1 },
    { "GET", "/finance/transaction/details/get?", 200, "{'code':'0','data':[{'fee_type':1}]}", 1 },
    { "GET",
      "/finance/transaction/details/get?",
      200,
      "{'code':'InsufficientPermission','type':'ISV'}",
      1 },
    { "GET", "/finance/transaction/details/get?", 429, "{}" },
  };
  static const struct
  {
    const char *kind;
    gint64 amount;
  } expected[] = {
    { "commission", 18360 },
    { "shipping_subsidy", -14000 },
    { "tax_pit", 4590 },
    { "tax_vat", 9180 },
  };
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_fees_free);
  LazadaShop shop = { 0 };
  g_autoptr (GError) error = NULL;
  TiemOrderFees *fees;

  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (list, tiem_order_fees_new (ID));
  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  g_assert_false (tiem_channel_read_fees (shop.channel, shop.transport, list, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED);
  lazada_assert_parameter (&shop, 0, "trade_order_id", ID);
  lazada_assert_parameter (&shop, 0, "trans_type", "-1");
  lazada_assert_parameter (&shop, 0, "limit", "500");
  lazada_assert_parameter (&shop, 0, "start_time", "2025-07-11"); /* less than 180 days */
  lazada_assert_parameter (&shop, 0, "end_time", "2026-01-06");

  fees = list->pdata[0];
  g_assert_true (fees->done);
  g_assert_false (fees->is_settled);
  g_assert_cmpint (fees->payout_vnd, ==, 918000 - 18360 - 9180 + 14000 - 4590);
  g_assert_cmpuint (fees->fees->len, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const TiemRemoteFee *fee = fees->fees->pdata[i];

      g_assert_cmpstr (fee->kind, ==, expected[i].kind);
      g_assert_cmpint (fee->amount_vnd, ==, expected[i].amount);
    }
  g_assert_false (((TiemOrderFees *)list->pdata[1])->done);
  g_assert_error (((TiemOrderFees *)list->pdata[2])->error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
  /* a right that is missing stops this, not the channel */
  g_assert_error (((TiemOrderFees *)list->pdata[3])->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_assert_null (((TiemOrderFees *)list->pdata[4])->error);
  lazada_shop_close (&shop);
}

/* --- returns --- */

#define RETURN(type, status, ofc, more)                                                             \
  "{'reverse_order_id':658960600102006,'trade_order_id':446156718969495,'request_type':'" type      \
  "','is_rtm':true,'reverse_order_lines':[{'reverse_order_line_id':663790000102006,"                \
  "'trade_order_line_id':446156719069495,'reverse_status':'" status "','ofc_status':'" ofc "',"     \
  "'refund_amount':449000,'item_unit_price':459000,'reason_text':'Hàng lỗi','is_dispute':false," \
  "'seller_sku_id':'AD-DO-L','platform_sku_id':'9100000011','product':{'product_id':2100000001},"   \
  "'tracking_number':'','sla':1767900000000,'return_order_line_gmt_create':1767700000000,"          \
  "'return_order_line_gmt_modified':1767700000000}" more "]}"

static void
test_return_words (void)
{
  static const struct
  {
    const char *type;
    const char *word;
    const char *ofc;
    TiemReturnState state;
    TiemReturnAnswers answers;
  } cases[] = {
    { "RETURN",
      "REQUEST_INITIATE",
      "",
      TIEM_RETURN_OPEN,
      TIEM_RETURN_ACCEPT | TIEM_RETURN_REFUND | TIEM_RETURN_REJECT },
    { "ONLY_REFUND", "REQUEST_INITIATE", "", TIEM_RETURN_OPEN, TIEM_RETURN_REFUND },
    { "RETURN", "SELLER_AGREE_RETURN", "RETURN_PICKUP_PENDING", TIEM_RETURN_WAITING, 0 },
    { "RETURN", "SELLER_AGREE_RETURN", "RETURN_DELIVERED", TIEM_RETURN_OPEN, TIEM_RETURN_RECEIVED },
    { "RETURN", "BUYER_RETURN_ITEM", "", TIEM_RETURN_WAITING, TIEM_RETURN_RECEIVED },
    { "RETURN", "BUYER_RETURN_ITEM", "RETURN_DELIVERED", TIEM_RETURN_OPEN, TIEM_RETURN_RECEIVED },
    { "RETURN", "REFUND_PENDING", "", TIEM_RETURN_OPEN, TIEM_RETURN_REFUND },
    { "RETURN", "SELLER_REJECT_REFUND", "", TIEM_RETURN_WAITING, 0 },
    { "RETURN", "REFUND_SUCCESS", "", TIEM_RETURN_ACCEPTED, 0 },
    { "RETURN", "REFUND_AUTHORIZED", "", TIEM_RETURN_ACCEPTED, 0 },
    { "RETURN", "REQUEST_COMPLETE", "", TIEM_RETURN_ACCEPTED, 0 },
    { "RETURN", "REQUEST_REJECT", "", TIEM_RETURN_REFUSED, 0 },
    { "RETURN", "REQUEST_CANCEL", "", TIEM_RETURN_WITHDRAWN, 0 },
    { "RETURN", "NEW_THING_REJECTED", "", TIEM_RETURN_REFUSED, 0 },
    { "RETURN", "BAY_LEN_MAT_TRANG", "", TIEM_RETURN_WAITING, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (
          RETURN ("%s", "%s", "%s", ""), cases[i].type, cases[i].word, cases[i].ofc);
      g_autofree char *json = fake_json (text);
      g_autoptr (JsonNode) node = json_from_string (json, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteReturn) back = laz_parse_return (json_node_get_object (node), &error);

      g_test_message ("%s %s", cases[i].word, cases[i].ofc);
      g_assert_no_error (error);
      g_assert_cmpint (back->state, ==, cases[i].state);
      g_assert_cmpint (back->answers, ==, cases[i].answers);
      g_assert_cmpstr (back->remote_status, ==, cases[i].word);
    }
}

static void
test_returns (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "page_no=1&",
      200,
      "{'code':'0','result':{'success':true,'page_no':1,'page_size':2,'total':4,'items':[" RETURN (
          "RETURN",
          "REQUEST_INITIATE",
          "",
          ",{'reverse_order_line_id':2,'trade_order_line_id':446156719069499,"
          "'reverse_status':'REQUEST_INITIATE','refund_amount':'1,000','item_unit_price':459000,"
          "'seller_sku_id':'AD-DO-L','platform_sku_id':'9100000011'}") "," RETURN ("CANCEL",
                                                                                   "CANCEL_SUCCESS",
                                                                                   "",
                                                                                   "") "]}}" },
    { "GET",
      "page_no=2&",
      200,
      "{'code':'0','result':{'success':true,'page_no':2,'page_size':2,'total':4,'items':["
      "{'reverse_order_id':5,'trade_order_id':1,'reverse_order_lines':[]},"
      "{'reverse_order_id':6,'trade_order_id':1,'reverse_order_lines':[{'refund_amount':'x',"
      "'trade_order_line_id':1}]}]}}" },
  };
  LazadaShop shop = { 0 };
  g_autoptr (TiemReturnPage) first = NULL;
  g_autoptr (TiemReturnPage) second = NULL;
  g_autoptr (TiemReturnPage) third = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemForm) form = NULL;
  TiemRemoteReturn *back;
  TiemRemoteLine *line;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  first
      = tiem_channel_pull_returns (shop.channel, shop.transport, NULL, 1767000000000, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (first->more);
  g_assert_cmpuint (first->returns->len, ==, 1);
  back = first->returns->pdata[0];
  g_assert_cmpstr (back->remote_id, ==, "658960600102006");
  g_assert_cmpstr (back->order_remote_id, ==, ID);
  g_assert_cmpint (back->refund_vnd, ==, 450000); /* whole đồng, not cents */
  g_assert_cmpint (back->created_at, ==, 1767700000000);
  g_assert_cmpint (back->answer_by, ==, 1767900000000);
  g_assert_cmpstr (back->reason, ==, "Hàng lỗi");
  g_assert_cmpuint (back->lines->len, ==, 1);
  line = back->lines->pdata[0];
  g_assert_cmpint (line->quantity, ==, 2);
  g_assert_cmpstr (line->remote_variant_id, ==, "9100000011");
  lazada_assert_parameter (&shop, 0, "ReverseOrderLineModifiedTimeRangeStart", "1767000000000");

  second = tiem_channel_pull_returns (
      shop.channel, shop.transport, first->next_cursor, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (second->more);
  g_assert_cmpuint (second->unreadable->len, ==, 2);

  /* the next round overlaps */
  third = tiem_channel_pull_returns (
      shop.channel, shop.transport, second->next_cursor, 0, NULL, &error);
  form = lazada_request_dup_form (lazada_shop_get_request (&shop, 2));
  g_assert_cmpint (
      g_ascii_strtoll (tiem_form_get (form, "ReverseOrderLineModifiedTimeRangeStart"), NULL, 10),
      <=,
      LAZADA_NOW - 600000);
  lazada_shop_close (&shop);
}

static void
test_answers (void)
{
  static const struct
  {
    const char *before;
    TiemReturnAnswers answer;
    const char *path; /* NULL: nothing is sent */
    const char *action;
    const char *after;
    int class; /* −1: fine */
  } cases[] = {
    { RETURN ("RETURN", "REQUEST_INITIATE", "", ""),
      TIEM_RETURN_ACCEPT,
      "/order/reverse/return/update",
      "agreeReturn",
      RETURN ("RETURN", "SELLER_AGREE_RETURN", "", ""),
      -1 },
    { RETURN ("RETURN", "REQUEST_INITIATE", "", ""),
      TIEM_RETURN_REFUND,
      "/order/reverse/return/update",
      "instantRefund",
      RETURN ("RETURN", "REFUND_SUCCESS", "", ""),
      -1 },
    { RETURN ("RETURN", "BUYER_RETURN_ITEM", "RETURN_DELIVERED", ""),
      TIEM_RETURN_RECEIVED,
      "/order/reverse/return/update",
      "confirmDelivery",
      RETURN ("RETURN", "REFUND_PENDING", "", ""),
      -1 },
    { RETURN ("RETURN", "REFUND_PENDING", "", ""),
      TIEM_RETURN_REFUND,
      "/order/reverse/return/update",
      "agreeRefund",
      RETURN ("RETURN", "REFUND_SUCCESS", "", ""),
      -1 },
    { RETURN ("ONLY_REFUND", "REQUEST_INITIATE", "", ""),
      TIEM_RETURN_REFUND,
      "/order/reverse/onlyrefund/seller/decide",
      "agreeRefund",
      RETURN ("ONLY_REFUND", "REFUND_SUCCESS", "", ""),
      -1 },
    { RETURN ("RETURN", "REQUEST_INITIATE", "", ""),
      TIEM_RETURN_REJECT,
      "/order/reverse/return/update",
      "refuseReturn",
      RETURN ("RETURN", "REQUEST_REJECT", "", ""),
      -1 },
    /* answered before */
    { RETURN ("RETURN", "SELLER_AGREE_RETURN", "", ""), TIEM_RETURN_ACCEPT, NULL, NULL, NULL, -1 },
    { RETURN ("RETURN", "REFUND_SUCCESS", "", ""), TIEM_RETURN_REFUND, NULL, NULL, NULL, -1 },
    { RETURN ("RETURN", "REQUEST_REJECT", "", ""), TIEM_RETURN_REJECT, NULL, NULL, NULL, -1 },
    /* not now */
    { RETURN ("RETURN", "REQUEST_CANCEL", "", ""),
      TIEM_RETURN_ACCEPT,
      NULL,
      NULL,
      NULL,
      TIEM_ERROR_REJECTED },
    { RETURN ("ONLY_REFUND", "REQUEST_INITIATE", "", ""),
      TIEM_RETURN_REJECT,
      NULL,
      NULL,
      NULL,
      TIEM_ERROR_REJECTED },
    { RETURN ("RETURN", "REFUND_PENDING", "", ""),
      TIEM_RETURN_REJECT,
      NULL,
      NULL,
      NULL,
      TIEM_ERROR_REJECTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *before = g_strdup_printf (
          "{'code':'0','result':{'success':true,'total':1,'items':[%s]}}", cases[i].before);
      g_autofree char *after
          = g_strdup_printf ("{'code':'0','result':{'success':true,'total':1,'items':[%s]}}",
                             cases[i].after != NULL ? cases[i].after : cases[i].before);
      FakeRow rows[] = {
        { "GET", "/reverse/getreverseordersforseller?", 200, before, 1 },
        { "GET", "/reverse/getreverseordersforseller?", 200, after },
        { "GET",
          "/order/reverse/reason/list?",
          200,
          "{'code':'0','data':[{'reason_id':11,'text':'Not faulty','muti_language_text':'Không "
          "lỗi'}]}" },
        { "GET", "action=", 200, "{'code':'0','data':{}}" },
      };
      LazadaShop shop = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteReturn) back = NULL;
      gboolean was_sent = FALSE;

      g_test_message ("%s", cases[i].before);
      lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
      back = tiem_channel_answer_return (shop.channel,
                                         shop.transport,
                                         "658960600102006",
                                         cases[i].answer,
                                         NULL,
                                         NULL,
                                         NULL,
                                         &error);
      if (cases[i].class >= 0)
        g_assert_error (error, TIEM_ERROR, cases[i].class);
      else
        g_assert_no_error (error);
      for (guint j = 0; j < shop.fake->requests->len; j++)
        {
          g_autoptr (TiemForm) form = lazada_request_dup_form (lazada_shop_get_request (&shop, j));

          if (tiem_form_get (form, "action") == NULL)
            continue;
          was_sent = TRUE;
          lazada_assert_path (&shop, j, "GET", cases[i].path);
          g_assert_cmpstr (tiem_form_get (form, "action"), ==, cases[i].action);
          g_assert_cmpstr (tiem_form_get (form, "reverse_order_id"), ==, "658960600102006");
          g_assert_cmpstr (tiem_form_get (form, "reverse_order_item_ids"), ==, "[663790000102006]");
          g_assert_false (lazada_shop_get_request (&shop, j)->idempotent);
          if (cases[i].answer == TIEM_RETURN_REJECT)
            {
              g_assert_cmpstr (tiem_form_get (form, "reason_id"), ==, "11");
              g_assert_cmpstr (tiem_form_get (form, "comment"), ==, "Không lỗi");
            }
        }
      g_assert_true (was_sent == (cases[i].path != NULL));
      lazada_shop_close (&shop);
    }
}

/* --- reviews --- */

#define REVIEW(id, more)                                                                           \
  "{'id':" id ",'product_id':2100000001,'order_id':446156718969495,"                               \
  "'review_type':'PRODUCT_REVIEW','review_content':'Vải đẹp','ratings':{'overall_rating':5,"  \
  "'product_rating':4},'can_reply':true,'submit_time':1767700000000,'create_time':1" more "}"

static void
test_reviews (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "/products/get?",
      200,
      "{'code':'0','data':{'total_products':2,'products':[{'item_id':1},{'item_id':2}]}}" },
    { "GET",
      "item_id=1&",
      200,
      "{'code':'0','success':true,'data':{'current':1,'total':2,'page_size':10,"
      "'id_list':[122598400472942,'122598400472943']}}" },
    { "GET", "item_id=2&", 200, "{'code':'0','success':true,'data':{'total':0,'id_list':[]}}" },
    { "GET",
      "/review/seller/list/v2?",
      200,
      "{'code':'0','success':true,'data':{'review_list':[" REVIEW (
          "122598400472942",
          ",'seller_reply':null") "," REVIEW ("122598400472943",
                                              ",'seller_reply':'Cảm ơn'") ","
                                                                          "{'id':3,'review_type':'"
                                                                          "FOLLOW_UP_REVIEW'},{'"
                                                                          "review_type':'PRODUCT_"
                                                                          "REVIEW'}],"
                                                                          "'outdated_reviews':[]}"
                                                                          "}" },
  };
  LazadaShop shop = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *cursor = NULL;
  gint64 newest = 0;
  gint64 oldest = G_MAXINT64;
  guint rounds = 0;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  while (rounds < 16)
    {
      g_autoptr (TiemReviewPage) page
          = tiem_channel_pull_reviews (shop.channel, shop.transport, cursor, 0, NULL, &error);
      TiemRemoteReview *review;

      g_assert_no_error (error);
      g_assert_cmpuint (page->reviews->len, ==, 2);
      g_assert_cmpuint (page->unreadable->len, ==, 1);
      review = page->reviews->pdata[0];
      g_assert_cmpstr (review->remote_id, ==, "122598400472942");
      g_assert_cmpint (review->stars, ==, 4);
      g_assert_cmpstr (review->text, ==, "Vải đẹp");
      g_assert_cmpint (review->created_at, ==, 1767700000000);
      g_assert_true (review->can_reply);
      review = page->reviews->pdata[1];
      g_assert_cmpstr (review->reply, ==, "Cảm ơn");
      g_assert_false (review->can_reply);
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
      rounds += !page->more;
    }

  /* all of 90 days has been asked for, a week at a time */
  for (guint i = 0; i < shop.fake->requests->len; i++)
    {
      g_autoptr (TiemForm) form = lazada_request_dup_form (lazada_shop_get_request (&shop, i));
      gint64 start;
      gint64 end;

      if (tiem_form_get (form, "start_time") == NULL)
        continue;
      start = g_ascii_strtoll (tiem_form_get (form, "start_time"), NULL, 10);
      end = g_ascii_strtoll (tiem_form_get (form, "end_time"), NULL, 10);
      g_assert_cmpint (end - start, <=, 7 * 86400000LL);
      g_assert_cmpint (start, >=, LAZADA_NOW - 90 * 86400000LL);
      newest = MAX (newest, end);
      oldest = MIN (oldest, start);
    }
  g_assert_cmpint (newest, ==, LAZADA_NOW);
  g_assert_cmpint (oldest, <=, LAZADA_NOW - 88 * 86400000LL);
  lazada_shop_close (&shop);
}

static void
test_reply (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "/review/seller/list/v2?",
      200,
      "{'code':'0','success':true,'data':{'review_list':[" REVIEW ("9", "") "]}}",
      2 },
    { "GET",
      "/review/seller/reply/add?",
      200,
      "{'code':'0','success':false,'error_code':'PARAMS_VALIDATE_ERROR',"
      "'error_msg':'REPLY_CONTENT_TOO_LONG'}",
      1 },
    { "GET", "/review/seller/reply/add?", 200, "{'code':'0','success':true,'data':true}" },
    { "GET",
      "/review/seller/list/v2?",
      200,
      "{'code':'0','success':true,'data':{'review_list':[" REVIEW (
          "9", ",'seller_reply':'Dạ shop cảm ơn'") "]}}",
      2 },
    { "GET", "/review/seller/list/v2?", 200, "{'code':'0','data':{'review_list':[]}}" },
  };
  static const struct
  {
    const char *text;
    gboolean ok;
    guint calls;
  } cases[] = {
    { "Dài quá", FALSE, 2 },  { "Dạ shop cảm ơn", TRUE, 2 },  { "Dạ shop cảm ơn", TRUE, 1 },
    { "Lời khác", FALSE, 1 }, { "Dạ shop cảm ơn", FALSE, 1 },
  };
  LazadaShop shop = { 0 };
  guint before = 0;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (
          tiem_channel_reply_review (shop.channel, shop.transport, "9", cases[i].text, NULL, &error)
          == cases[i].ok);
      if (!cases[i].ok)
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
      g_assert_cmpuint (shop.fake->requests->len - before, ==, cases[i].calls);
      before = shop.fake->requests->len;
    }
  lazada_assert_parameter (&shop, 0, "id_list", "[9]");
  lazada_assert_parameter (&shop, 3, "content", "Dạ shop cảm ơn");
  lazada_shop_close (&shop);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channel/lazada/fees/kinds", test_fee_kinds);
  g_test_add_func ("/channel/lazada/fees/sums", test_fees);
  g_test_add_func ("/channel/lazada/returns/words", test_return_words);
  g_test_add_func ("/channel/lazada/returns/pages", test_returns);
  g_test_add_func ("/channel/lazada/returns/answers", test_answers);
  g_test_add_func ("/channel/lazada/reviews/rounds", test_reviews);
  g_test_add_func ("/channel/lazada/reviews/reply", test_reply);

  return g_test_run ();
}
