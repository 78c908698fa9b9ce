#include "lazada-box.h"

#include "sandbox/lazada/tiem-sandbox-lazada-units.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define HOUR_MS (60 * MINUTE_MS)

#define PACK "/order/fulfill/pack"
#define RTS "/order/package/rts"
#define LABELS "/order/package/document/get"

/* Packs the units of @order named by @indices ("0,2"). Returns: the lines of the answer */
static JsonArray *
pack (LazadaBox *box,
      TiemSandboxOrder *order,
      const char *indices)
{
  g_auto (GStrv) parts = g_strsplit (indices, ",", -1);
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autofree char *request = NULL;
  JsonObject *data;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *id = lazada_box_unit_id (order, g_ascii_strtoull (parts[i], NULL, 10));

      g_string_append_printf (ids, "%s%s", i > 0 ? "," : "", id);
    }
  request = g_strdup_printf ("{'pack_order_list':[{'order_id':%" G_GINT64_FORMAT
                             ",'order_item_list':[%s]}],'delivery_type':'dropship',"
                             "'shipping_allocate_type':'TFS'}",
                             order->id,
                             ids->str);
  data = lazada_box_result (box, PACK, "packReq", request);
  return json_object_get_array_member (
      json_array_get_object_element (json_object_get_array_member (data, "pack_order_list"), 0),
      "order_item_list");
}

static const char *
get_outcome (JsonArray *lines,
             guint index)
{
  return json_object_get_string_member (json_array_get_object_element (lines, index),
                                        "item_err_code");
}

static const char *
get_package (TiemSandboxOrder *order,
             guint index)
{
  return tiem_sandbox_lazada_unit_get (order->lines->pdata[index], "package_id");
}

/* Returns: (transfer full) */
static char *
make_request (const char *package,
              const char *more)
{
  return g_strdup_printf ("{%s'packages':[{'package_id':'%s'}]}", more, package);
}

/* What becomes of one parcel at @path. */
static const char *
treat (LazadaBox *box,
       const char *path,
       const char *name,
       const char *package)
{
  g_autofree char *request = make_request (package, "");
  JsonObject *data = lazada_box_result (box, path, name, request);

  return get_outcome (json_object_get_array_member (data, "packages"), 0);
}

static void
test_pack (LazadaBox *box,
           gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 3);
  g_autoptr (GString) many = g_string_new ("{'pack_order_list':[");
  JsonArray *lines = pack (box, order, "0,1");
  JsonObject *line = json_array_get_object_element (lines, 0);

  g_assert_cmpstr (get_outcome (lines, 0), ==, "0");
  g_assert_cmpstr (json_object_get_string_member (line, "package_id"), ==, get_package (order, 1));
  g_assert_true (g_str_has_prefix (json_object_get_string_member (line, "tracking_number"), "LMP"));
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "packed");
  g_assert_cmpstr (lazada_box_unit_status (order, 2), ==, "pending");
  lines = pack (box, order, "0,2");
  g_assert_cmpstr (get_outcome (lines, 0), ==, "700026");
  g_assert_cmpstr (get_outcome (lines, 1), ==, "0");
  g_assert_cmpstr (get_package (order, 0), !=, get_package (order, 2));

  lazada_box_result_refused (box, "700004", PACK, "packReq", "{'pack_order_list':[]}");
  lazada_box_result_refused (box,
                             "700004",
                             PACK,
                             "packReq",
                             "{'pack_order_list':[{'order_id':1,'order_item_list':[2]}],"
                             "'delivery_type':'pickup','shipping_allocate_type':'TFS'}");
  for (guint i = 0; i < 21; i++)
    g_string_append_printf (many, "%s{'order_id':%u,'order_item_list':[2]}", i ? "," : "", i + 1);
  g_string_append (many, "],'delivery_type':'dropship','shipping_allocate_type':'TFS'}");
  lazada_box_result_refused (box, "700022", PACK, "packReq", many->str);
  lazada_box_refused (box, "MissingParameter", "POST", PACK, NULL);
  lazada_box_refused (box, "UnsupportedHTTPMethod", "GET", PACK, "packReq", "{}", NULL);
}

/* Each unit has a reason of its own. */
static void
test_pack_errors (LazadaBox *box,
                  gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 3);
  JsonObject *result;
  JsonArray *lines;

  lazada_box_move (box, order, "digital#1");
  lazada_box_move (box, order, "canceled#2");
  lazada_box_set (box, "{'unit_errors':{'CHAO-28':{'code':'700024','retry':true,'times':1}}}");
  lines = pack (box, order, "0,1,2");
  g_assert_cmpstr (get_outcome (lines, 0), ==, "700030");
  g_assert_cmpstr (get_outcome (lines, 1), ==, "700026");
  g_assert_cmpstr (get_outcome (lines, 2), ==, "700024");
  g_assert_true (
      json_object_get_boolean_member (json_array_get_object_element (lines, 2), "retry"));
  lines = pack (box, order, "2");
  g_assert_cmpstr (get_outcome (lines, 0), ==, "0");
  lazada_box_move (box, order, "unpaid#3");
  g_assert_cmpstr (get_outcome (pack (box, order, "2"), 0), ==, "700031");

  result = lazada_box_result (box,
                              PACK,
                              "packReq",
                              "{'pack_order_list':[{'order_id':7,'order_item_list':[8]}],"
                              "'delivery_type':'dropship','shipping_allocate_type':'TFS'}");
  lines = json_object_get_array_member (
      json_array_get_object_element (json_object_get_array_member (result, "pack_order_list"), 0),
      "order_item_list");
  g_assert_cmpstr (get_outcome (lines, 0), ==, "700021");
}

static void
test_ready (LazadaBox *box,
            gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 2);

  pack (box, order, "0,1");
  g_assert_cmpstr (treat (box, RTS, "readyToShipReq", get_package (order, 0)), ==, "0");
  g_assert_cmpstr (lazada_box_unit_status (order, 1), ==, "ready_to_ship");
  g_assert_cmpstr (treat (box, RTS, "readyToShipReq", get_package (order, 0)), ==, "700000");
  g_assert_cmpstr (treat (box, RTS, "readyToShipReq", "FP0"), ==, "600001");

  order = lazada_box_place (box, "CHAO-28", 1);
  pack (box, order, "0");
  lazada_box_move (box, order, "canceled");
  g_assert_cmpstr (treat (box, RTS, "readyToShipReq", get_package (order, 0)), ==, "600002");
}

/* The carrier comes by itself for what is handed over. */
static void
test_carrier (LazadaBox *box,
              gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 1);

  pack (box, order, "0");
  treat (box, RTS, "readyToShipReq", get_package (order, 0));
  lazada_box_wait (box, 20 * 24 * HOUR_MS);
  g_assert_cmpint (
      tiem_sandbox_market_get_stage (box->fixture.market, order), >=, TIEM_SANDBOX_SHIPPING);
}

static void
test_repack (LazadaBox *box,
             gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 2);
  g_autofree char *package = NULL;

  pack (box, order, "0,1");
  package = g_strdup (get_package (order, 0));
  g_assert_cmpstr (treat (box, "/order/package/repack", "rePackReq", package), ==, "0");
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "repacked");
  g_assert_cmpstr (get_package (order, 0), ==, "");
  g_assert_cmpstr (treat (box, RTS, "readyToShipReq", package), ==, "600001");
  g_assert_cmpstr (get_outcome (pack (box, order, "0"), 0), ==, "0");
  g_assert_cmpstr (lazada_box_unit_status (order, 1), ==, "repacked");
}

static void
test_own_fleet (LazadaBox *box,
                gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 2);
  const char *delivered = "/order/package/sof/delivered";

  lazada_box_move (box, order, "own_fleet#1");
  pack (box, order, "0,1");
  g_assert_cmpstr (get_package (order, 0), !=, get_package (order, 1));
  lazada_box_move (box, order, "ready_to_ship");
  g_assert_cmpstr (treat (box, delivered, "dbsDeliveryReq", get_package (order, 1)), ==, "700000");
  g_assert_cmpstr (treat (box, delivered, "dbsDeliveryReq", get_package (order, 0)), ==, "0");
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "delivered");

  order = lazada_box_place (box, "CHAO-28", 1);
  lazada_box_move (box, order, "own_fleet");
  lazada_box_move (box, order, "ready_to_ship");
  g_assert_cmpstr (treat (box,
                          "/order/package/sof/failed_delivery",
                          "dbsFailedDeliveryReq",
                          get_package (order, 0)),
                   ==,
                   "0");
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "failed_delivery");
}

static void
test_digital (LazadaBox *box,
              gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 2);
  g_autofree char *first = lazada_box_unit_id (order, 0);
  g_autofree char *second = lazada_box_unit_id (order, 1);
  g_autofree char *request
      = g_strdup_printf ("{'orders':[{'order_id':%" G_GINT64_FORMAT ",'order_item_list':[%s,%s]}]}",
                         order->id,
                         first,
                         second);
  JsonObject *result;
  JsonArray *lines;

  lazada_box_move (box, order, "digital#1");
  result = lazada_box_result (box, "/order/digital/delivered", "digitalDeliveryReq", request);
  lines = json_object_get_array_member (
      json_array_get_object_element (json_object_get_array_member (result, "orders"), 0),
      "order_item_list");
  g_assert_cmpstr (get_outcome (lines, 0), ==, "0");
  g_assert_cmpstr (get_outcome (lines, 1), ==, "700026");
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "delivered");
}

static void
test_labels (LazadaBox *box,
             gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 1);
  g_autofree char *request = NULL;
  g_autofree char *html_request = NULL;
  g_autofree char *link = NULL;
  g_autofree char *html = NULL;
  JsonObject *result;
  gsize length;

  lazada_box_result_refused (box,
                             "700040",
                             LABELS,
                             "getDocumentReq",
                             "{'doc_type':'PDF','packages':[{'package_id':'FP0'}]}");
  pack (box, order, "0");
  request = make_request (get_package (order, 0), "'doc_type':'PDF','print_item_list':true,");
  result = lazada_box_result (box, LABELS, "getDocumentReq", request);
  link = g_strdup (json_object_get_string_member (result, "pdf_url"));
  html = (char *)g_base64_decode (json_object_get_string_member (result, "file"), &length);
  g_assert_true (g_str_has_prefix (html, "<iframe src="));
  sandbox_fixture_call (&box->fixture, "GET", link + strlen (LAZADA_HOME), NULL);
  g_assert_cmpuint (box->fixture.status, ==, 200);
  g_assert_cmpstr (sandbox_fixture_header (&box->fixture, "Content-Type"), ==, "application/pdf");
  g_assert_cmpmem (
      g_bytes_get_data (box->fixture.response->body, NULL), strlen ("%PDF-1.4"), "%PDF-1.4", 8);
  lazada_box_wait (box, 10 * MINUTE_MS);
  sandbox_fixture_call (&box->fixture, "GET", link + strlen (LAZADA_HOME), NULL);
  g_assert_cmpuint (box->fixture.status, ==, 403);

  html_request = make_request (get_package (order, 0), "'doc_type':'HTML',");
  result = lazada_box_result (box, LABELS, "getDocumentReq", html_request);
  g_assert_false (json_object_has_member (result, "pdf_url"));
  lazada_box_result_refused (
      box, "700004", LABELS, "getDocumentReq", "{'doc_type':'DOC','packages':[{}]}");
  lazada_box_move (box, order, "canceled");
  lazada_box_result_refused (box, "700040", LABELS, "getDocumentReq", request);
}

static void
test_providers_and_trace (LazadaBox *box,
                          gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 1);
  g_autofree char *request = g_strdup_printf (
      "{'orders':[{'order_id':%" G_GINT64_FORMAT ",'order_item_ids':[1]}]}", order->id);
  JsonObject *result = lazada_box_result (
      box, "/order/shipment/providers/get", "getShipmentProvidersReq", request);
  JsonArray *module;

  g_assert_cmpint (json_object_get_int_member (result, "platform_default"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (result, "shipping_allocate_type"), ==, "TFS");

  result = lazada_box_get (box, "/logistic/order/trace", "order_id", order->number, NULL);
  module
      = json_object_get_array_member (json_object_get_object_member (result, "result"), "module");
  g_assert_cmpuint (json_array_get_length (module), ==, 0);
  lazada_box_move (box, order, "shipped");
  result = lazada_box_get (box, "/logistic/order/trace", "order_id", order->number, NULL);
  module
      = json_object_get_array_member (json_object_get_object_member (result, "result"), "module");
  result = json_array_get_object_element (
      json_object_get_array_member (json_array_get_object_element (module, 0),
                                    "package_detail_info_list"),
      0);
  g_assert_cmpstr (
      json_object_get_string_member (result, "ofc_package_id"), ==, get_package (order, 0));
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (result, "logistic_detail_info_list")),
      ==,
      1);
}

static void
test_documents (LazadaBox *box,
                gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 1);
  g_autofree char *id = lazada_box_unit_id (order, 0);
  g_autofree char *ids = g_strdup_printf ("[%s]", id);
  const char *path = "/order/document/get";
  JsonObject *document;

  lazada_box_refused (
      box, "34", "GET", path, "doc_type", "shippingLabel", "order_item_ids", ids, NULL);
  lazada_box_move (box, order, "packed");
  document = lazada_box_get (box, path, "doc_type", "invoice", "order_item_ids", ids, NULL);
  document = json_object_get_object_member (document, "document");
  g_assert_cmpstr (json_object_get_string_member (document, "mime_type"), ==, "text/html");
  lazada_box_refused (box, "32", "GET", path, "doc_type", "a", "order_item_ids", ids, NULL);
  lazada_box_refused (box, "20", "GET", path, "doc_type", "invoice", "order_item_ids", "[7]", NULL);

  lazada_box_post (
      box, "/order/invoice_number/set", "order_item_id", id, "invoice_number", "HD-1", NULL);
  g_assert_cmpstr (
      tiem_sandbox_lazada_unit_get (order->lines->pdata[0], "invoice_number"), ==, "HD-1");
  lazada_box_refused (box,
                      "20",
                      "POST",
                      "/order/invoice_number/set",
                      "order_item_id",
                      "7",
                      "invoice_number",
                      "HD-1",
                      NULL);
}

/* Calls @path about the unit of that index. */
static void
cancel (LazadaBox *box,
        const char *code,
        const char *path,
        TiemSandboxOrder *order,
        guint index,
        const char *reason_id)
{
  g_autofree char *id = lazada_box_unit_id (order, index);
  g_autofree char *ids = g_strdup_printf ("['%s']", id);

  lazada_box_call (box,
                   "GET",
                   path,
                   "order_id",
                   order->number,
                   "order_item_id_list",
                   ids,
                   "reason_id",
                   reason_id,
                   NULL);
  g_assert_cmpstr (lazada_box_get_code (box), ==, code);
}

#define VALIDATE "/order/reverse/cancel/validate"
#define CREATE "/order/reverse/cancel/create"

static void
test_cancel (LazadaBox *box,
             gconstpointer data)
{
  TiemSandboxOrder *order;
  TiemSandboxOrder *other;
  JsonObject *answer;

  lazada_box_find (box, "CHAO-28")->stock = 20;
  order = lazada_box_place (box, "CHAO-28", 3);
  other = lazada_box_place (box, "CHAO-28", 1);
  cancel (box, "0", VALIDATE, order, 0, "");
  answer = json_object_get_object_member (sandbox_fixture_object (&box->fixture), "data");
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (answer, "reason_options")), ==, 4);
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "pending");
  cancel (box, "104", CREATE, order, 0, "1");
  cancel (box, "0", CREATE, order, 0, "10000023");
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "canceled");
  g_assert_cmpstr (lazada_box_unit_status (order, 1), ==, "pending");
  lazada_box_assert_stock (box, "CHAO-28", 17, 0, 3);
  cancel (box, "123", CREATE, order, 0, "10000023");

  /* In one parcel, all go; and these two reasons empty the shelf. */
  pack (box, order, "1,2");
  cancel (box, "0", CREATE, order, 1, "10000021");
  g_assert_cmpstr (lazada_box_unit_status (order, 2), ==, "canceled");
  lazada_box_assert_stock (box, "CHAO-28", 0, 0, 1);

  lazada_box_move (box, other, "shipped");
  cancel (box, "123", CREATE, other, 0, "10000023");
  lazada_box_refused (box, "115", "GET", CREATE, NULL);
  lazada_box_refused (box, "122", "GET", CREATE, "order_id", "7", NULL);
  lazada_box_refused (box, "102", "GET", CREATE, "order_id", order->number, NULL);
  lazada_box_refused (
      box, "124", "GET", CREATE, "order_id", order->number, "order_item_id_list", "['7']", NULL);
}

/* Returns: (transfer full): the reverse order of the first unit */
static char *
get_reverse_id (TiemSandboxOrder *order)
{
  return tiem_sandbox_json_dup_text (((TiemSandboxLine *)order->lines->pdata[0])->extra,
                                     "reverse_order_id");
}

static void
test_buyer_cancels (LazadaBox *box,
                    gconstpointer data)
{
  const char *path = "/order/reverse/cancel/seller/decide";
  TiemSandboxOrder *agreed = lazada_box_place (box, "CHAO-28", 2);
  TiemSandboxOrder *refused = lazada_box_place (box, "CHAO-28", 1);
  TiemSandboxOrder *forgotten = lazada_box_place (box, "CHAO-28", 1);
  g_autofree char *agreed_id = NULL;
  g_autofree char *refused_id = NULL;
  JsonArray *units;

  lazada_box_move (box, agreed, "ask_cancel");
  lazada_box_move (box, refused, "ask_cancel");
  lazada_box_move (box, forgotten, "ask_cancel");
  agreed_id = get_reverse_id (agreed);
  refused_id = get_reverse_id (refused);
  units = lazada_box_list (box, "/order/items/get", "order_id", agreed->number, NULL);
  g_assert_true (json_object_get_boolean_member (json_array_get_object_element (units, 1),
                                                 "need_cancel_confirm"));

  lazada_box_refused (
      box, "104", "GET", path, "reverse_order_id", refused_id, "agree_cancel", "false", NULL);
  lazada_box_get (box,
                  path,
                  "reverse_order_id",
                  refused_id,
                  "agree_cancel",
                  "false",
                  "reason_code",
                  "1019",
                  NULL);
  g_assert_cmpstr (lazada_box_unit_status (refused, 0), ==, "pending");
  lazada_box_get (box, path, "reverse_order_id", agreed_id, "agree_cancel", "true", NULL);
  g_assert_cmpstr (lazada_box_unit_status (agreed, 1), ==, "canceled");
  lazada_box_refused (
      box, "131", "GET", path, "reverse_order_id", agreed_id, "agree_cancel", "true", NULL);
  lazada_box_refused (box, "105", "GET", path, "agree_cancel", "true", NULL);

  lazada_box_wait (box, 24 * HOUR_MS);
  g_assert_cmpstr (lazada_box_unit_status (forgotten, 0), ==, "canceled");
  g_assert_cmpstr (lazada_box_unit_status (refused, 0), ==, "pending");
}

/* The calls from before 2022. */
static void
test_legacy (LazadaBox *box,
             gconstpointer data)
{
  TiemSandboxOrder *order = lazada_box_place (box, "CHAO-28", 2);
  g_autofree char *first = lazada_box_unit_id (order, 0);
  g_autofree char *second = lazada_box_unit_id (order, 1);
  g_autofree char *ids = g_strdup_printf ("[%s]", first);

  lazada_box_get (box, "/shipment/providers/get", NULL);
  g_assert_cmpuint (
      json_array_get_length (lazada_box_list (box, "/order/failure_reason/get", NULL)), >, 0);
  lazada_box_refused (box, "73", "POST", "/order/rts", "order_item_ids", ids, NULL);
  lazada_box_post (box, "/order/pack", "order_item_ids", ids, NULL);
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "packed");
  lazada_box_post (box, "/order/repack", "package_id", get_package (order, 0), NULL);
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "repacked");
  lazada_box_post (box, "/order/pack", "order_item_ids", ids, NULL);
  lazada_box_post (box, "/order/rts", "order_item_ids", ids, NULL);
  g_assert_cmpstr (lazada_box_unit_status (order, 0), ==, "ready_to_ship");
  lazada_box_post (box, "/order/cancel", "order_item_id", second, "reason_id", "10000023", NULL);
  g_assert_cmpstr (lazada_box_unit_status (order, 1), ==, "canceled");
  lazada_box_refused (box, "20", "POST", "/order/pack", "order_item_ids", "[7]", NULL);
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (LazadaBox *box, gconstpointer data);
  } tests[] = {
    { "/sandbox/lazada/parcels/pack", test_pack },
    { "/sandbox/lazada/parcels/pack-errors", test_pack_errors },
    { "/sandbox/lazada/parcels/ready", test_ready },
    { "/sandbox/lazada/parcels/carrier", test_carrier },
    { "/sandbox/lazada/parcels/repack", test_repack },
    { "/sandbox/lazada/parcels/own-fleet", test_own_fleet },
    { "/sandbox/lazada/parcels/digital", test_digital },
    { "/sandbox/lazada/parcels/labels", test_labels },
    { "/sandbox/lazada/parcels/providers-and-trace", test_providers_and_trace },
    { "/sandbox/lazada/parcels/documents", test_documents },
    { "/sandbox/lazada/cancel/seller", test_cancel },
    { "/sandbox/lazada/cancel/buyer", test_buyer_cancels },
    { "/sandbox/lazada/legacy", test_legacy },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (
        tests[i].path, LazadaBox, NULL, lazada_box_set_up, tests[i].func, lazada_box_tear_down);

  return g_test_run ();
}
