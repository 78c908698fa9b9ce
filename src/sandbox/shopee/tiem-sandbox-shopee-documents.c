#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-logistics.h"
#include "sandbox/tiem-sandbox-pdf.h"

#define MOST_ROWS 50

static const char *const types[]
    = { "NORMAL_AIR_WAYBILL",      "THERMAL_AIR_WAYBILL",      "NORMAL_JOB_AIR_WAYBILL",
        "THERMAL_JOB_AIR_WAYBILL", "THERMAL_UNPACKAGED_LABEL", NULL };
#define SUGGESTED "THERMAL_AIR_WAYBILL"

/* One row of a batch: what it is about, and why it fails. */
typedef struct
{
  JsonObject *given;
  TiemSandboxOrder *order; /* (nullable) */
  JsonObject *parcel;      /* (nullable) */
  const char *code;        /* (nullable) */
  const char *message;
} Row;

static void
row_fail (Row *self,
          const char *code,
          const char *message)
{
  self->code = code;
  self->message = message;
}

static Row
read_row (TiemSandboxShopee *shopee,
          JsonObject *given)
{
  g_autofree char *order_sn = tiem_sandbox_json_dup_text (given, "order_sn");
  g_autofree char *number = tiem_sandbox_json_dup_text (given, "package_number");
  Row row = { .given = given };

  row.order = order_sn != NULL ? tiem_sandbox_shopee_find_order (shopee, order_sn) : NULL;
  if (row.order == NULL)
    row_fail (&row, "error_not_found", "The order is not found.");
  else
    row.parcel = tiem_sandbox_shopee_choose_parcel (row.order, number, &row.code, &row.message);
  return row;
}

/* A label can be had from arranging until the carrier has the parcel (Shopee §9). */
static gboolean
can_print (JsonObject *parcel)
{
  return tiem_sandbox_shopee_parcel_is_arranged (parcel)
         && json_object_get_int_member (parcel, "pickup_done_time") == 0
         && !g_str_equal (json_object_get_string_member (parcel, "logistics_status"),
                          "LOGISTICS_REQUEST_CANCELED");
}

typedef void (*RowFunc) (TiemSandboxShopee *shopee, Row *row, JsonObject *answer);

/* Runs @func for each row. When none succeeds, the rows come with an error; when only some
 * do, with a warning. */
static JsonNode *
run_rows (TiemSandboxShopeeCall *call,
          RowFunc func)
{
  JsonArray *list = tiem_sandbox_shopee_call_need_objects (call, "order_list", MOST_ROWS);
  JsonObject *response;
  JsonArray *answers;
  JsonArray *failed;

  if (list == NULL)
    return NULL;
  answers = json_array_new ();
  failed = json_array_new ();
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      Row row = read_row (call->shopee, json_array_get_object_element (list, i));
      g_autofree char *order_sn = tiem_sandbox_json_dup_text (row.given, "order_sn");
      g_autofree char *number = tiem_sandbox_json_dup_text (row.given, "package_number");
      JsonObject *answer = json_object_new ();

      json_object_set_string_member (answer, "order_sn", order_sn != NULL ? order_sn : "");
      if (number != NULL)
        json_object_set_string_member (answer, "package_number", number);
      if (row.code == NULL)
        func (call->shopee, &row, answer);
      if (row.code != NULL)
        {
          json_object_set_string_member (answer, "fail_error", row.code);
          json_object_set_string_member (answer, "fail_message", row.message);
          json_array_add_string_element (failed, order_sn != NULL ? order_sn : "");
        }
      json_array_add_object_element (answers, answer);
    }
  if (json_array_get_length (failed) == json_array_get_length (answers))
    tiem_sandbox_shopee_call_fail (call,
                                   "common.batch_api_all_failed",
                                   "All failed, please check result_list for the reasons.");
  if (json_array_get_length (failed) > 0)
    json_object_set_array_member (call->fields, "warning", failed);
  else
    {
      json_array_unref (failed);
      json_object_set_null_member (call->fields, "warning");
    }
  response = json_object_new ();
  json_object_set_array_member (response, "result_list", answers);
  return tiem_sandbox_json_from_object (response);
}

static void
describe_types (TiemSandboxShopee *shopee,
                Row *row,
                JsonObject *answer)
{
  JsonArray *list;

  if (!can_print (row->parcel))
    {
      row_fail (row, "logistics.package_can_not_print", "The package can not print now.");
      return;
    }
  list = json_array_new ();
  json_array_add_string_element (list, types[0]);
  json_array_add_string_element (list, types[1]);
  json_object_set_string_member (answer, "suggest_shipping_document_type", SUGGESTED);
  json_object_set_array_member (answer, "selectable_shipping_document_type", list);
}

JsonNode *
tiem_sandbox_shopee_get_shipping_document_parameter (TiemSandboxShopeeCall *call)
{
  return run_rows (call, describe_types);
}

static void
create_document (TiemSandboxShopee *shopee,
                 Row *row,
                 JsonObject *answer)
{
  g_autofree char *given = tiem_sandbox_json_dup_text (row->given, "tracking_number");
  g_autofree char *type = tiem_sandbox_json_dup_text (row->given, "shipping_document_type");
  g_autofree char *number = NULL;

  if (!can_print (row->parcel))
    {
      row_fail (row, "logistics.package_can_not_print", "The package can not print now.");
      return;
    }
  number = tiem_sandbox_shopee_parcel_dup_tracking (shopee, row->parcel);
  if (*number == '\0' || g_strcmp0 (given, number) != 0)
    row_fail (row, "logistics.tracking_number_invalid", "The tracking number is invalid.");
  else if (type != NULL && !g_strv_contains (types, type))
    row_fail (row, "logistics.error_param", "The shipping document type is invalid.");
  else
    {
      json_object_set_string_member (row->parcel, "_document", type != NULL ? type : SUGGESTED);
      json_object_set_int_member (row->parcel, "_polls", shopee->switches.document_polls);
    }
}

JsonNode *
tiem_sandbox_shopee_create_shipping_document (TiemSandboxShopeeCall *call)
{
  return run_rows (call, create_document);
}

static void
describe_result (TiemSandboxShopee *shopee,
                 Row *row,
                 JsonObject *answer)
{
  gint64 polls = tiem_sandbox_json_get_int (row->parcel, "_polls", 0);

  if (!tiem_sandbox_json_has (row->parcel, "_document"))
    {
      row_fail (row,
                "logistics.shipping_document_should_print_first",
                "The package can not print now, please create shipping document first.");
      return;
    }
  if (shopee->switches.documents_fail)
    {
      json_object_set_string_member (answer, "status", "FAILED");
      row_fail (row, "logistics.package_print_failed", "Print failed, please try later.");
      return;
    }
  json_object_set_string_member (answer, "status", polls > 0 ? "PROCESSING" : "READY");
  if (polls > 0)
    json_object_set_int_member (row->parcel, "_polls", polls - 1);
}

JsonNode *
tiem_sandbox_shopee_get_shipping_document_result (TiemSandboxShopeeCall *call)
{
  return run_rows (call, describe_result);
}

static void
print_label (TiemSandboxShopee *shopee,
             const Row *row,
             TiemSandboxPdf *pdf)
{
  JsonObject *address = json_object_get_object_member (row->order->extra, "recipient_address");
  g_autofree char *number = tiem_sandbox_shopee_parcel_dup_tracking (shopee, row->parcel);
  g_autofree char *title = g_strconcat ("Mã đơn: ", row->order->number, NULL);
  gboolean is_cod = json_object_get_boolean_member (row->order->extra, "cod");
  g_autofree char *money
      = g_strdup_printf ("Thu hộ: %" G_GINT64_FORMAT " đ", is_cod ? row->order->total_xu / 100 : 0);

  tiem_sandbox_pdf_add_page (pdf);
  tiem_sandbox_pdf_add_text (pdf, 14, TIEM_SANDBOX_SHOPEE_CARRIER);
  tiem_sandbox_pdf_add_barcode (pdf, number);
  tiem_sandbox_pdf_add_text (pdf, 12, number);
  tiem_sandbox_pdf_add_text (pdf, 10, title);
  tiem_sandbox_pdf_add_text (pdf, 12, json_object_get_string_member (address, "name"));
  tiem_sandbox_pdf_add_text (pdf, 9, json_object_get_string_member (address, "full_address"));
  for (guint i = 0; i < row->order->lines->len; i++)
    {
      const TiemSandboxLine *line = row->order->lines->pdata[i];
      g_autofree char *text
          = g_strdup_printf ("%" G_GINT64_FORMAT " × %s", line->quantity, line->sku);

      tiem_sandbox_pdf_add_text (pdf, 9, text);
    }
  tiem_sandbox_pdf_add_text (pdf, 12, money);
}

/* Refuses unless the label of @row was made as @type and is ready. */
static gboolean
check_label (TiemSandboxShopeeCall *call,
             const Row *row,
             const char *type)
{
  g_autofree char *made
      = row->parcel != NULL ? tiem_sandbox_json_dup_text (row->parcel, "_document") : NULL;

  if (row->code != NULL)
    tiem_sandbox_shopee_call_fail (call, row->code, row->message);
  else if (made == NULL || (*type != '\0' && !g_str_equal (type, made)))
    tiem_sandbox_shopee_call_fail (
        call,
        "logistics.shipping_document_should_print_first",
        "The package can not print now, please create shipping document first.");
  else if (tiem_sandbox_json_get_int (row->parcel, "_polls", 0) > 0)
    tiem_sandbox_shopee_call_fail (call, "logistics.download_later", "Processing");
  return call->code == NULL;
}

JsonNode *
tiem_sandbox_shopee_download_shipping_document (TiemSandboxShopeeCall *call)
{
  JsonArray *list = tiem_sandbox_shopee_call_need_objects (call, "order_list", MOST_ROWS);
  g_autofree char *type = tiem_sandbox_shopee_call_dup_text (call, "shipping_document_type");
  g_autoptr (TiemSandboxPdf) pdf = NULL;
  g_autoptr (GBytes) file = NULL;

  if (list == NULL)
    return NULL;
  pdf = tiem_sandbox_pdf_new (100, 150);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      Row row = read_row (call->shopee, json_array_get_object_element (list, i));

      if (!check_label (call, &row, type))
        return NULL;
      print_label (call->shopee, &row, pdf);
    }
  file = tiem_sandbox_pdf_make (pdf);
  call->file = tiem_response_new (
      200, "application/pdf", g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  return NULL;
}
