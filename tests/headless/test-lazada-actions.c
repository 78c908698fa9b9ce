#include "lazada-after-fixture.h"

/* What is done with an order at Lazada: packing, labels, cancelling. */

static TiemRemoteOrder *
act (LazadaShop *shop,
     TiemOrderAction action,
     const char *choice,
     GError **error)
{
  return tiem_channel_act_on_order (
      shop->channel, shop->transport, ID, action, choice, NULL, error);
}

/* --- packing --- */

#define PACKED(code, retry)                                                                        \
  "{'result':{'data':{'pack_order_list':[{'order_id':446156718969495,'order_item_list':["          \
  "{'order_item_id':446156719069495,'msg':'words','item_err_code':'" code "',"                     \
  "'tracking_number':'LMP1VNA','shipment_provider':'LEX VN','package_id':'FP1',"                   \
  "'retry':" retry "}]}]},'success':true},'code':'0','request_id':'2101'}"
#define HANDED_OVER(code)                                                                          \
  "{'result':{'success':true,'data':{'packages':[{'package_id':'FP1','item_err_code':'" code "',"  \
  "'msg':'words','retry':false}]}},'code':'0','request_id':'2102'}"

static void
test_ship (void)
{
  static const FakeRow rows[] = {
    { "GET", "/order/items/get?", 200, UNITS ("pending", ""), 1 },
    { "GET", "/order/items/get?", 200, UNITS ("ready_to_ship", ",'package_id':'FP1'") },
    { "POST", "/order/fulfill/pack?", 200, PACKED ("0", "false") },
    { "POST", "/order/package/rts?", 200, HANDED_OVER ("0") },
    { "GET", "/order/get?", 200, ORDER },
  };
  LazadaShop shop = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRemoteOrder) order = NULL;
  g_autoptr (TiemRemoteOrder) again = NULL;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  order = act (&shop, TIEM_ORDER_ACTION_SHIP, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (order->status, ==, TIEM_ORDER_AWAITING_PICKUP);
  lazada_assert_parameter (
      &shop,
      1,
      "packReq",
      "{\"pack_order_list\":[{\"order_id\":446156718969495,\"order_item_list\":[446156719069495]}],"
      "\"delivery_type\":\"dropship\",\"shipping_allocate_type\":\"TFS\"}");
  lazada_assert_parameter (&shop, 2, "readyToShipReq", "{\"packages\":[{\"package_id\":\"FP1\"}]}");

  /* there already: nothing is sent */
  again = act (&shop, TIEM_ORDER_ACTION_SHIP, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (again);
  g_assert_cmpuint (shop.fake->requests->len, ==, 8);
  lazada_shop_close (&shop);
}

static void
test_ship_refused (void)
{
  static const struct
  {
    const char *units;
    const char *pack;
    const char *rts;
    int class;
  } cases[] = {
    { UNITS ("pending", ""), PACKED ("700026", "false"), NULL, TIEM_ERROR_REJECTED },
    { UNITS ("pending", ""), PACKED ("700027", "false"), NULL, TIEM_ERROR_REJECTED },
    { UNITS ("pending", ""), PACKED ("1003", "false"), NULL, TIEM_ERROR_REJECTED },
    { UNITS ("pending", ""), PACKED ("700024", "true"), NULL, TIEM_ERROR_TRANSIENT },
    { UNITS ("pending", ""), PACKED ("40011", "false"), NULL, TIEM_ERROR_TRANSIENT },
    { UNITS ("pending", ""), PACKED ("6", "true"), NULL, TIEM_ERROR_TRANSIENT },
    { UNITS ("pending", ""), PACKED ("799999", "true"), NULL, TIEM_ERROR_TRANSIENT },
    { UNITS ("pending", ""), PACKED ("799999", "false"), NULL, TIEM_ERROR_REJECTED },
    { UNITS ("pending", ""), "{'code':'0','result':{'success':true}}", NULL, TIEM_ERROR_PROTOCOL },
    { UNITS ("pending", ""),
      "{'code':'0','result':{'success':false,'error_code':'700021','error_msg':'x'}}",
      NULL,
      TIEM_ERROR_REJECTED },
    { UNITS ("packed", ",'package_id':'FP1'"), NULL, HANDED_OVER ("600002"), TIEM_ERROR_REJECTED },
    { UNITS ("packed", ",'package_id':'FP1'"), NULL, HANDED_OVER ("600001"), TIEM_ERROR_REJECTED },
    { UNITS ("unpaid", ""), NULL, NULL, TIEM_ERROR_REJECTED },
    { UNITS ("canceled", ""), NULL, NULL, TIEM_ERROR_REJECTED },
    { "{'code':'16','type':'ISP','message':'E016'}", NULL, NULL, TIEM_ERROR_REJECTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[] = {
        { NULL, "/order/items/get?", 200, cases[i].units },
        { NULL, "/order/fulfill/pack?", 200, cases[i].pack },
        { NULL, "/order/package/rts?", 200, cases[i].rts },
      };
      LazadaShop shop = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s %s", cases[i].pack, cases[i].rts);
      lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
      g_assert_null (act (&shop, TIEM_ORDER_ACTION_SHIP, NULL, &error));
      g_assert_error (error, TIEM_ERROR, cases[i].class);
      lazada_shop_close (&shop);
    }
}

/* As a rule Lazada names the carrier; where it does not, the shop does. */
static void
test_carriers (void)
{
  static const FakeRow rows[] = {
    { NULL, "/order/items/get?", 200, UNITS ("pending", "") },
    { "POST",
      "/order/shipment/providers/get?",
      200,
      "{'result':{'success':true,'data':{'platform_default':1,'shipment_providers':[],"
      "'shipping_allocate_type':'TFS'},'errorCode':'','errorMsg':''},'code':'0'}",
      1 },
    { "POST",
      "/order/shipment/providers/get?",
      200,
      "{'result':{'success':true,'data':{'platform_default':0,'shipment_providers':["
      "{'name':'GHN','provider_code':'ghn'},{'name':'Viettel Post','provider_code':'vtp'}],"
      "'shipping_allocate_type':'NTFS'}},'code':'0'}" },
    { NULL, "/order/fulfill/pack?", 200, PACKED ("0", "false") },
    { NULL, "/order/get?", 200, ORDER },
  };
  LazadaShop shop = { 0 };
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) some = NULL;
  g_autoptr (TiemRemoteOrder) order = NULL;
  g_autoptr (TiemForm) form = NULL;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  none = tiem_channel_list_choices (shop.channel, shop.transport, TIEM_CHOICE_SHIP, ID, NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  lazada_assert_parameter (
      &shop,
      1,
      "getShipmentProvidersReq",
      "{\"orders\":[{\"order_id\":446156718969495,\"order_item_ids\":[446156719069495]}]}");
  some = tiem_channel_list_choices (shop.channel, shop.transport, TIEM_CHOICE_SHIP, ID, NULL, NULL);
  g_assert_cmpuint (some->len, ==, 2);
  g_assert_cmpstr (((TiemChoice *)some->pdata[1])->code, ==, "vtp");
  g_assert_cmpstr (((TiemChoice *)some->pdata[1])->text, ==, "Viettel Post");

  order = act (&shop, TIEM_ORDER_ACTION_CONFIRM, "vtp", NULL);
  g_assert_nonnull (order);
  form = lazada_request_dup_form (lazada_shop_get_request (&shop, 5));
  g_assert_nonnull (
      strstr (tiem_form_get (form, "packReq"), "\"NTFS\",\"shipment_provider_code\":\"vtp\""));
  lazada_shop_close (&shop);
}

/* --- labels --- */

#define DOCUMENT(members)                                                                          \
  "{'result':{'success':true,'data':{'doc_type':'PDF'" members "}},'code':'0','request_id':'2141'" \
  "}"

/* The answers of the hosts that links lead to. */
static TiemResponse *
label_handle (const TiemRequest *request,
              gpointer user_data)
{
  const char *document = user_data;
  TiemResponse *response;

  if (strstr (request->url, "/order/items/get?") != NULL)
    return fake_answer (200, UNITS ("ready_to_ship", ",'package_id':'FP1'"));
  if (strstr (request->url, "/order/package/document/get?") != NULL)
    return fake_answer (200, document);
  g_assert_null (strstr (request->url, "access_token"));
  g_assert_null (strstr (request->url, "app_key"));
  if (strstr (request->url, "/dead") != NULL)
    return fake_page (403);
  if (strstr (request->url, "/hop") != NULL)
    {
      response = tiem_response_new (302, NULL, NULL, 0);
      tiem_response_set_header (response, "Location", "/oss/a.pdf?Signature=x%3D");
      return response;
    }
  if (strstr (request->url, "/oss/a.pdf") != NULL)
    return tiem_response_new (200, "application/octet-stream", "%PDF-1.4 phiếu gửi", -1);
  return fake_page (200);
}

static void
test_labels (void)
{
  static const struct
  {
    const char *document;
    const char *url; /* of the last request, its beginning */
    int class;       /* −1: a label */
  } cases[] = {
    { DOCUMENT (",'pdf_url':'https://sellercenter.lazada.vn/oss/a.pdf?Expires=1&Signature=x%3D'"),
      "https://sellercenter.lazada.vn/oss/a.pdf?Expires=1&Signature=x%3D",
      -1 },
    { DOCUMENT (",'pdf_url':'https://x.vn/hop'"), "https://x.vn/oss/a.pdf?Signature=x%3D", -1 },
    /* <iframe src="/oss/a.pdf"></iframe> */
    { DOCUMENT (",'file':'PGlmcmFtZSBzcmM9Ii9vc3MvYS5wZGYiPjwvaWZyYW1lPg=='"),
      "https://api.lazada.vn/oss/a.pdf",
      -1 },
    { DOCUMENT (",'pdf_url':'https://x.vn/dead',"
                "'file':'PGlmcmFtZSBzcmM9Ii9vc3MvYS5wZGYiPjwvaWZyYW1lPg=='"),
      "https://api.lazada.vn/oss/a.pdf",
      -1 },
    /* the document itself: %PDF-1.4 */
    { DOCUMENT (",'file':'JVBERi0xLjQK','pdf_url':null"), NULL, -1 },
    { DOCUMENT (",'pdf_url':'https://x.vn/dead'"), NULL, TIEM_ERROR_TRANSIENT },
    { DOCUMENT (",'pdf_url':'https://x.vn/trang'"), NULL, TIEM_ERROR_TRANSIENT },
    { DOCUMENT (",'file':'!!!'"), NULL, TIEM_ERROR_TRANSIENT },
    { DOCUMENT (""), NULL, TIEM_ERROR_TRANSIENT },
    { "{'code':'700040','type':'ISP','message':'no package'}", NULL, TIEM_ERROR_REJECTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) labels
          = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_label_free);
      LazadaShop shop = { 0 };
      TiemLabel *label = tiem_label_new (ID);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].document);
      g_ptr_array_add (labels, label);
      lazada_shop_open_with (&shop, label_handle, (gpointer)cases[i].document);
      g_assert_true (tiem_channel_read_labels (shop.channel, shop.transport, labels, NULL, &error));
      g_assert_no_error (error);
      lazada_assert_parameter (&shop,
                               1,
                               "getDocumentReq",
                               "{\"doc_type\":\"PDF\",\"print_item_list\":true,"
                               "\"packages\":[{\"package_id\":\"FP1\"}]}");
      if (cases[i].class >= 0)
        {
          g_assert_error (label->error, TIEM_ERROR, cases[i].class);
          g_assert_null (label->document);
        }
      else
        {
          g_assert_no_error (label->error);
          g_assert_cmpstr (label->content_type, ==, "application/pdf");
          g_assert_cmpint (memcmp (g_bytes_get_data (label->document, NULL), "%PDF", 4), ==, 0);
        }
      if (cases[i].url != NULL)
        g_assert_cmpstr (
            lazada_shop_get_request (&shop, shop.fake->requests->len - 1)->url, ==, cases[i].url);
      lazada_shop_close (&shop);
    }
}

static void
test_labels_stop (void)
{
  static const FakeRow rows[] = {
    { NULL, "/order/items/get?", 200, "{'code':'IllegalAccessToken','type':'ISV'}" },
  };
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_label_free);
  LazadaShop shop = { 0 };
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (labels, tiem_label_new (ID));
  g_ptr_array_add (labels, tiem_label_new (ID));
  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  g_assert_false (tiem_channel_read_labels (shop.channel, shop.transport, labels, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_TOKEN);
  g_assert_cmpuint (shop.fake->requests->len, ==, 1);
  lazada_shop_close (&shop);
}

/* --- cancelling --- */

#define REASONS                                                                                    \
  "{'code':'0','data':{'tip_content':'…','tip_type':'warning','reason_options':["                \
  "{'reason_id':'10000021','reason_name':'Out of Stock'},"                                         \
  "{'reason_id':'10000022','reason_name':'Wrong Price or Pricing Error'},"                         \
  "{'reason_id':'10000023','reason_name':'Customer unreachable'}]}}"

static void
test_cancel (void)
{
  static const struct
  {
    const char *choice;
    const char *reason_id;
  } cases[] = {
    { NULL, "10000023" },           { "", "10000023" },
    { "10000022", "10000022" },     { "Hết hàng rồi", "10000021" },
    { "sai giá", "10000022" },      { "khách không nghe máy", "10000023" },
    { "Out of stock", "10000021" }, { "lý do khác", "10000023" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[] = {
        { NULL, "/order/items/get?", 200, UNITS ("pending", ""), 1 },
        { NULL, "/order/items/get?", 200, UNITS ("canceled", "") },
        { "GET", "/order/reverse/cancel/validate?", 200, REASONS },
        { "GET",
          "/order/reverse/cancel/create?",
          200,
          "{'code':'0','data':{'tip_type':'success','tip_content':'ok'}}" },
        { NULL, "/order/get?", 200, ORDER },
      };
      LazadaShop shop = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = NULL;

      g_test_message ("%s", cases[i].choice);
      lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
      order = act (&shop, TIEM_ORDER_ACTION_CANCEL, cases[i].choice, &error);
      g_assert_no_error (error);
      g_assert_cmpint (order->status, ==, TIEM_ORDER_CANCELLED);
      lazada_assert_parameter (&shop, 2, "order_id", ID);
      lazada_assert_parameter (&shop, 2, "order_item_id_list", "[\"446156719069495\"]");
      lazada_assert_parameter (&shop, 2, "reason_id", cases[i].reason_id);
      g_assert_false (lazada_shop_get_request (&shop, 2)->idempotent);
      lazada_shop_close (&shop);
    }
}

static void
test_cancel_refused (void)
{
  static const struct
  {
    const char *units;
    const char *validate;
    const char *create;
    int class;
  } cases[] = {
    { UNITS ("shipped", ""), NULL, NULL, TIEM_ERROR_REJECTED },
    { UNITS ("unpaid", ""), NULL, NULL, TIEM_ERROR_REJECTED },
    { UNITS ("pending", ""),
      "{'code':'0','data':{'tip_type':'error','tip_content':'Không được'}}",
      NULL,
      TIEM_ERROR_REJECTED },
    { UNITS ("pending", ""),
      "{'code':'0','data':{'reason_options':[]}}",
      NULL,
      TIEM_ERROR_REJECTED },
    { UNITS ("pending", ""), REASONS, "{'code':'104','type':'ISP'}", TIEM_ERROR_REJECTED },
    { UNITS ("pending", ""), REASONS, "{'code':'123','type':'ISP'}", TIEM_ERROR_REJECTED },
    { UNITS ("pending", ""),
      REASONS,
      "{'code':'ServiceTimeout','type':'ISP'}",
      TIEM_ERROR_TRANSIENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FakeRow rows[] = {
        { NULL, "/order/items/get?", 200, cases[i].units },
        { NULL, "/order/reverse/cancel/validate?", 200, cases[i].validate },
        { NULL, "/order/reverse/cancel/create?", 200, cases[i].create },
      };
      LazadaShop shop = { 0 };
      g_autoptr (GError) error = NULL;

      lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
      g_assert_null (act (&shop, TIEM_ORDER_ACTION_CANCEL, NULL, &error));
      g_assert_error (error, TIEM_ERROR, cases[i].class);
      lazada_shop_close (&shop);
    }
}

static void
test_cancel_choices (void)
{
  static const FakeRow rows[] = {
    { NULL, "/order/items/get?", 200, UNITS ("pending", "") },
    { NULL, "/order/reverse/cancel/validate?", 200, REASONS },
  };
  static const gboolean sets_stock[] = { TRUE, TRUE, FALSE };
  LazadaShop shop = { 0 };
  g_autoptr (GPtrArray) choices = NULL;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  choices = tiem_channel_list_choices (
      shop.channel, shop.transport, TIEM_CHOICE_CANCEL, ID, NULL, NULL);
  g_assert_cmpuint (choices->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const TiemChoice *choice = choices->pdata[i];

      g_assert_true (choice->sets_stock == sets_stock[i]);
      g_assert_true (choice->is_suggested == !sets_stock[i]);
    }
  lazada_shop_close (&shop);
}

/* The buyer's wish: each request once, with a reason when it is refused. */
static void
test_decide (void)
{
  static const FakeRow rows[] = {
    { NULL,
      "/order/items/get?",
      200,
      UNITS ("pending", ",'need_cancel_confirm':'true','reverse_order_id':658960600102006") },
    { NULL,
      "/order/reverse/return/detail/list?",
      200,
      "{'code':'0','data':{'reverseOrderLineDTOList':[{'reverse_order_line_id':663790000102006}]}"
      "}" },
    { NULL,
      "reverse_order_line_id=663790000102006",
      200,
      "{'code':'0','data':[{'reason_id':7,'text':'Already shipped','muti_language_text':'Đã "
      "gửi'}]}" },
    { "GET",
      "/order/reverse/cancel/seller/decide?",
      200,
      "{'code':'131','type':'ISP','message':'E0131'}",
      1 },
    { "GET", "/order/reverse/cancel/seller/decide?", 200, "{'code':'0','data':null}" },
    { NULL, "/order/get?", 200, ORDER },
  };
  LazadaShop shop = { 0 };
  g_autoptr (TiemRemoteOrder) accepted = NULL;
  g_autoptr (TiemRemoteOrder) refused = NULL;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  accepted = act (&shop, TIEM_ORDER_ACTION_ACCEPT_CANCEL, NULL, NULL);
  g_assert_true (accepted->cancel_asked);
  lazada_assert_parameter (&shop, 1, "reverse_order_id", "658960600102006");
  lazada_assert_parameter (&shop, 1, "agree_cancel", "true");
  lazada_assert_parameter (&shop, 1, "reason_code", NULL);

  refused = act (&shop, TIEM_ORDER_ACTION_REJECT_CANCEL, "đã gửi rồi", NULL);
  g_assert_nonnull (refused);
  for (guint i = 4; i < shop.fake->requests->len; i++)
    if (strstr (lazada_shop_get_request (&shop, i)->url, "/decide?") != NULL)
      {
        lazada_assert_parameter (&shop, i, "agree_cancel", "false");
        lazada_assert_parameter (&shop, i, "reason_code", "7");
      }
  lazada_shop_close (&shop);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channel/lazada/ship/both-steps", test_ship);
  g_test_add_func ("/channel/lazada/ship/refused", test_ship_refused);
  g_test_add_func ("/channel/lazada/ship/carriers", test_carriers);
  g_test_add_func ("/channel/lazada/labels/links", test_labels);
  g_test_add_func ("/channel/lazada/labels/stop", test_labels_stop);
  g_test_add_func ("/channel/lazada/cancel/reasons", test_cancel);
  g_test_add_func ("/channel/lazada/cancel/refused", test_cancel_refused);
  g_test_add_func ("/channel/lazada/cancel/choices", test_cancel_choices);
  g_test_add_func ("/channel/lazada/cancel/decide", test_decide);

  return g_test_run ();
}
