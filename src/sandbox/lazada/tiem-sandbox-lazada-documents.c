#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-fulfilment.h"

#include "sandbox/lazada/tiem-sandbox-lazada-orders.h"
#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-pdf.h"
#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

#define MAX_PACKAGES 20
#define LINK_MS (10 * G_GINT64_CONSTANT (60000))

/* Something printed, behind a link. */
typedef struct
{
  GBytes *content;
  gint64 ends_at;
} Document;

static void
document_free (Document *self)
{
  g_bytes_unref (self->content);
  g_free (self);
}

static char *
encode (const char *text)
{
  return g_base64_encode ((const guchar *)text, strlen (text));
}

/* Whether a carrier's label can be printed for the unit. */
static gboolean
is_printable (const TiemSandboxLine *unit)
{
  static const char *const statuses[]
      = { "packed", "ready_to_ship", "shipped", "delivered", "confirmed", NULL };

  return g_strv_contains (statuses, tiem_sandbox_lazada_unit_get_status (unit))
         && !tiem_sandbox_json_get_bool (unit->extra, "own_fleet", FALSE);
}

/* One label. Names and addresses are on it in full: the parcel must arrive. */
static void
print_label (TiemSandboxPdf *pdf,
             const TiemSandboxOrder *order,
             GPtrArray *units,
             gboolean has_items)
{
  const char *tracking = tiem_sandbox_lazada_unit_get (units->pdata[0], "tracking_code");
  const char *package = tiem_sandbox_lazada_unit_get (units->pdata[0], "package_id");
  g_autofree char *number = g_strdup_printf ("Mã đơn %" G_GINT64_FORMAT, order->id);
  g_autofree char *area
      = g_strdup_printf ("%s, %s",
                         json_object_get_string_member (order->extra, "ward"),
                         json_object_get_string_member (order->extra, "province"));

  tiem_sandbox_pdf_add_page (pdf);
  tiem_sandbox_pdf_add_text (pdf, 16, "Lazada  LEX VN");
  tiem_sandbox_pdf_add_barcode (pdf, tracking);
  tiem_sandbox_pdf_add_text (pdf, 12, tracking);
  tiem_sandbox_pdf_add_text (pdf, 9, package);
  tiem_sandbox_pdf_add_text (pdf, 9, number);
  tiem_sandbox_pdf_add_text (pdf, 11, json_object_get_string_member (order->extra, "name"));
  tiem_sandbox_pdf_add_text (pdf, 9, json_object_get_string_member (order->extra, "street"));
  tiem_sandbox_pdf_add_text (pdf, 9, area);
  for (guint i = 0; has_items && i < units->len; i++)
    tiem_sandbox_pdf_add_text (pdf, 8, ((const TiemSandboxLine *)units->pdata[i])->sku);
}

static char *
keep_pdf (TiemSandboxLazada *lazada,
          GBytes *content)
{
  gint64 ends_at = tiem_sandbox_lazada_now (lazada) + LINK_MS;
  GRand *random = tiem_sandbox_lazada_get_random (lazada);
  g_autofree char *name = tiem_sandbox_random_text (random, "0123456789abcdef", 32);
  g_autofree char *signature = tiem_sandbox_random_text (random, "0123456789abcdef", 28);
  char *path = g_strconcat ("/oss/proxy/waybill/PDF/", name, NULL);
  Document *document = g_new0 (Document, 1);

  document->content = g_bytes_ref (content);
  document->ends_at = ends_at;
  if (lazada->documents == NULL)
    lazada->documents
        = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)document_free);
  g_hash_table_replace (lazada->documents, path, document);
  return g_strdup_printf ("%s%s?Expires=%" G_GINT64_FORMAT "&Signature=%s%%3D",
                          tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (lazada)),
                          path,
                          ends_at / 1000,
                          signature);
}

TiemResponse *
tiem_sandbox_lazada_answer_document (TiemSandboxLazada *lazada,
                                     const char *path)
{
  const Document *document
      = lazada->documents != NULL ? g_hash_table_lookup (lazada->documents, path) : NULL;

  if (document == NULL)
    return tiem_response_new (
        404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>\n", -1);
  if (document->ends_at <= tiem_sandbox_lazada_now (lazada))
    return tiem_response_new (403,
                              "application/xml",
                              "<Error><Code>AccessDenied</Code>"
                              "<Message>Request has expired.</Message></Error>\n",
                              -1);
  return tiem_response_new (200,
                            "application/pdf",
                            g_bytes_get_data (document->content, NULL),
                            g_bytes_get_size (document->content));
}

static JsonObject *
answer_labels (TiemSandboxLazada *lazada,
               TiemSandboxPdf *pdf,
               const char *doc_type)
{
  JsonObject *data = json_object_new ();
  g_autofree char *html = NULL;
  g_autofree char *file = NULL;

  json_object_set_string_member (data, "doc_type", doc_type);
  if (g_str_equal (doc_type, "PDF"))
    {
      g_autoptr (GBytes) content = tiem_sandbox_pdf_make (pdf);
      g_autofree char *url = keep_pdf (lazada, content);

      html = g_markup_printf_escaped ("<iframe src=\"%s\"></iframe>", url);
      json_object_set_string_member (data, "pdf_url", url);
    }
  else
    html = g_strdup ("<html><body><h1>Lazada LEX VN</h1></body></html>");
  file = encode (html);
  json_object_set_string_member (data, "file", file);
  return tiem_sandbox_lazada_call_answer_result (data);
}

/* Labels of up to twenty parcels in one file; parcels that have none are left out. */
JsonObject *
tiem_sandbox_lazada_get_labels (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) node = tiem_sandbox_lazada_call_get_request (call, "getDocumentReq");
  g_autoptr (TiemSandboxPdf) pdf = tiem_sandbox_pdf_new (100, 150);
  JsonObject *request = node != NULL ? json_node_get_object (node) : NULL;
  JsonArray *packages = tiem_sandbox_json_get_array (request, "packages");
  g_autofree char *doc_type = tiem_sandbox_json_dup_text (request, "doc_type");
  gboolean has_items = tiem_sandbox_json_get_bool (request, "print_item_list", FALSE);
  guint n_labels = 0;

  if (node == NULL)
    return NULL;
  if (packages == NULL || json_array_get_length (packages) == 0
      || (g_strcmp0 (doc_type, "PDF") != 0 && g_strcmp0 (doc_type, "HTML") != 0))
    return tiem_sandbox_lazada_refuse_result ("700004", "parameter error");
  if (json_array_get_length (packages) > MAX_PACKAGES)
    return tiem_sandbox_lazada_refuse_result ("700022", "more than 20 packages");
  for (guint i = 0; i < json_array_get_length (packages); i++)
    {
      JsonNode *entry = json_array_get_element (packages, i);
      g_autofree char *id
          = JSON_NODE_HOLDS_OBJECT (entry)
                ? tiem_sandbox_json_dup_text (json_node_get_object (entry), "package_id")
                : NULL;
      TiemSandboxOrder *order;
      g_autoptr (GPtrArray) units
          = tiem_sandbox_lazada_find_package (call->lazada, id != NULL ? id : "", &order);

      if (units->len == 0 || !is_printable (units->pdata[0]))
        continue;
      print_label (pdf, order, units, has_items);
      n_labels++;
    }
  if (n_labels == 0)
    return tiem_sandbox_lazada_refuse_result ("700040", "no package can be printed");
  return answer_labels (call->lazada, pdf, doc_type);
}

JsonObject *
tiem_sandbox_lazada_get_document (TiemSandboxLazadaCall *call)
{
  static const char *const types[] = { "invoice", "shippingLabel", "carrierManifest", NULL };
  const char *doc_type = tiem_sandbox_lazada_call_get (call, "doc_type");
  g_autoptr (JsonNode) node = tiem_sandbox_lazada_call_get_json (call, "order_item_ids");
  g_autoptr (GArray) ids = tiem_sandbox_lazada_read_ids (node);
  g_autoptr (GString) html = g_string_new ("<html><body>");
  g_autofree char *file = NULL;
  JsonObject *data;
  JsonObject *document;

  if (doc_type == NULL || !g_strv_contains (types, doc_type))
    return tiem_sandbox_lazada_call_fail (call,
                                          "32",
                                          TIEM_SANDBOX_LAZADA_ISP,
                                          "E032: Document type \"%s\" is not valid",
                                          doc_type != NULL ? doc_type : "");
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      TiemSandboxOrder *order;
      TiemSandboxLine *unit
          = tiem_sandbox_lazada_find_unit (call->lazada, g_array_index (ids, gint64, i), &order);

      if (unit == NULL)
        return tiem_sandbox_lazada_call_fail (
            call, "20", TIEM_SANDBOX_LAZADA_ISP, "E020: Invalid Order Item ID");
      if (!is_printable (unit))
        return tiem_sandbox_lazada_call_fail (
            call, "34", TIEM_SANDBOX_LAZADA_ISP, "E034: Order Item must be packed.");
      g_string_append_printf (
          html, "<p>%s %s</p>", tiem_sandbox_lazada_unit_get (unit, "tracking_code"), unit->sku);
    }
  if (ids == NULL || ids->len == 0)
    return tiem_sandbox_lazada_call_fail (
        call, "20", TIEM_SANDBOX_LAZADA_ISP, "E020: Invalid Order Item ID");
  g_string_append (html, "</body></html>");
  file = encode (html->str);
  data = json_object_new ();
  document = json_object_new ();
  json_object_set_string_member (document, "document_type", doc_type);
  json_object_set_string_member (document, "mime_type", "text/html");
  json_object_set_string_member (document, "file", file);
  json_object_set_object_member (data, "document", document);
  return tiem_sandbox_lazada_call_answer_object (data);
}

static void
add_event (
    JsonArray *events, const char *title, const char *description, const char *code, gint64 at)
{
  JsonObject *event;
  g_autofree char *date = tiem_sandbox_lazada_format_local (at, "%Y-%m-%d");

  if (at == 0)
    return;
  event = json_object_new ();
  json_object_set_string_member (event, "title", title);
  json_object_set_string_member (event, "description", description);
  json_object_set_string_member (event, "status_code", code);
  json_object_set_int_member (event, "event_time", at);
  json_object_set_string_member (event, "event_date", date);
  json_array_add_object_element (events, event);
}

static JsonObject *
trace_parcel (const TiemSandboxLine *unit)
{
  JsonObject *parcel = json_object_new ();
  JsonArray *events = json_array_new ();

  add_event (events,
             "Đã giao hàng",
             "Đơn hàng đã được giao thành công",
             "INFO_ST_DOMESTIC_DELIVERED",
             tiem_sandbox_json_get_int (unit->extra, "_delivered_at", 0));
  add_event (events,
             "Đã lấy hàng",
             "Đơn vị vận chuyển đã nhận kiện hàng",
             "INFO_ST_DOMESTIC_PICKUP_SIGN_IN_SUCCESS",
             tiem_sandbox_json_get_int (unit->extra, "_shipped_at", 0));
  json_object_set_string_member (
      parcel, "ofc_package_id", tiem_sandbox_lazada_unit_get (unit, "package_id"));
  json_object_set_string_member (
      parcel, "tracking_number", tiem_sandbox_lazada_unit_get (unit, "tracking_code"));
  json_object_set_array_member (parcel, "logistic_detail_info_list", events);
  return parcel;
}

/* Parcels that are handed over, each once. */
static JsonArray *
list_parcels (TiemSandboxOrder *order)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *parcels = json_array_new ();

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *unit = order->lines->pdata[i];
      const char *id = tiem_sandbox_lazada_unit_get (unit, "package_id");

      if (*id != '\0' && is_printable (unit) && !tiem_sandbox_lazada_unit_is (unit, "packed")
          && g_hash_table_add (seen, (gpointer)id))
        json_array_add_object_element (parcels, trace_parcel (unit));
    }
  return parcels;
}

JsonObject *
tiem_sandbox_lazada_trace (TiemSandboxLazadaCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_lazada_call_find_order (call, "order_id");
  JsonArray *module = json_array_new ();
  JsonArray *parcels;
  JsonObject *members;
  JsonObject *result;

  if (order == NULL)
    {
      json_array_unref (module);
      return NULL;
    }
  parcels = list_parcels (order);
  if (json_array_get_length (parcels) > 0)
    {
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "ofc_order_id", order->number);
      json_object_set_array_member (entry, "package_detail_info_list", json_array_ref (parcels));
      json_array_add_object_element (module, entry);
    }
  json_array_unref (parcels);
  members = json_object_new ();
  result = json_object_new ();
  json_object_set_boolean_member (result, "success", TRUE);
  json_object_set_boolean_member (result, "not_success", FALSE);
  json_object_set_boolean_member (result, "repeated", FALSE);
  json_object_set_boolean_member (result, "retry", FALSE);
  json_object_set_array_member (result, "module", module);
  json_object_set_object_member (members, "result", result);
  return members;
}

JsonObject *
tiem_sandbox_lazada_set_invoice_number (TiemSandboxLazadaCall *call)
{
  const char *number = tiem_sandbox_lazada_call_get (call, "invoice_number");
  TiemSandboxLine *unit = NULL;
  TiemSandboxOrder *order;
  JsonObject *data;
  gint64 id;

  if (tiem_sandbox_lazada_call_get (call, "order_item_id") == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "order_item_id");
  if (number == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "invoice_number");
  if (tiem_sandbox_lazada_call_get_int (call, "order_item_id", 0, &id))
    unit = tiem_sandbox_lazada_find_unit (call->lazada, id, &order);
  if (unit == NULL)
    return tiem_sandbox_lazada_call_fail (
        call, "20", TIEM_SANDBOX_LAZADA_ISP, "E020: Invalid Order Item ID");
  json_object_set_string_member (unit->extra, "invoice_number", number);
  tiem_sandbox_lazada_unit_touch (call->lazada, order, unit);
  data = json_object_new ();
  json_object_set_int_member (data, "order_item_id", id);
  json_object_set_string_member (data, "invoice_number", number);
  return tiem_sandbox_lazada_call_answer_object (data);
}
