#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-pdf.h"
#include "sandbox/tiem-sandbox-picture.h"
#include "sandbox/tiem-sandbox-shoppers.h"
#include "sandbox/tiktok/tiem-sandbox-tts-fields.h"
#include "sandbox/tiktok/tiem-sandbox-tts-files.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-packages.h"

#include <string.h>

#define HOUR_S G_GINT64_CONSTANT (3600)
#define DAY_S (24 * HOUR_S)
#define VIETNAM_S (7 * HOUR_S)
#define DOCUMENT_LIFE_MS (DAY_S * 1000)

#define SLOT_DAYS 3
#define SLOTS_A_DAY 2

/* Refusals of one package: numbers that are in the sheet, and, from 21011021 on, our own for
 * what no source gives a number. */
#define NOT_FOUND 21011001
#define ALREADY_SHIPPED 21011006
#define WRONG_STATUS 21011024
#define WRONG_SLOT 21011025
#define NO_SELF_SHIPMENT 21011026
#define UNKNOWN_PROVIDER 21011023
#define NOT_SHIPPED 21011022
#define NOT_OURS 21011021

typedef struct
{
  gint64 code;
  const char *message;
} Refusal;

TiemSandboxTtsPackage *
tiem_sandbox_tts_call_find_package (TiemSandboxTtsCall *call)
{
  TiemSandboxTtsPackage *package
      = tiem_sandbox_tts_packages_find (call->tts, tiem_sandbox_tts_parse_id (call->ids[0]));

  if (package == NULL)
    tiem_sandbox_tts_call_object_to (call, NOT_FOUND, "Package not found");
  return package;
}

static TiemSandboxOrder *
get_order (TiemSandboxTts *tts,
           const TiemSandboxTtsPackage *package)
{
  return tiem_sandbox_shop_find_order (tiem_sandbox_tts_get_shop (tts), package->order_id);
}

static gboolean
is_by_platform (TiemSandboxTts *tts,
                const TiemSandboxTtsPackage *package)
{
  return g_str_equal (
      json_object_get_string_member (get_order (tts, package)->extra, "shipping_type"), "TIKTOK");
}

/* 8 to 12 and 13 to 17 o'clock in Việt Nam, today and the next two days. */
static void
get_slot (gint64 now_s,
          guint index,
          gint64 *start,
          gint64 *end)
{
  gint64 midnight = (now_s + VIETNAM_S) / DAY_S * DAY_S - VIETNAM_S;

  *start = midnight + index / SLOTS_A_DAY * DAY_S + (index % SLOTS_A_DAY == 0 ? 8 : 13) * HOUR_S;
  *end = *start + 4 * HOUR_S;
}

static gboolean
is_free (gint64 now_s,
         gint64 start)
{
  return start > now_s + HOUR_S;
}

JsonObject *
tiem_sandbox_tts_list_slots (TiemSandboxTtsCall *call)
{
  TiemSandboxTtsPackage *package = tiem_sandbox_tts_call_find_package (call);
  gint64 now_s = tiem_sandbox_tts_now (call->tts) / 1000;
  JsonObject *data;
  JsonArray *slots;

  if (package == NULL)
    return NULL;
  data = json_object_new ();
  slots = json_array_new ();
  for (guint i = 0; i < SLOT_DAYS * SLOTS_A_DAY && call->tts->settings.can_pickup; i++)
    {
      JsonObject *slot = json_object_new ();
      gint64 start;
      gint64 end;

      get_slot (now_s, i, &start, &end);
      json_object_set_int_member (slot, "start_time", start);
      json_object_set_int_member (slot, "end_time", end);
      /* The platform really spells it so (§6.1). */
      json_object_set_boolean_member (slot, "avaliable", is_free (now_s, start));
      json_array_add_object_element (slots, slot);
    }
  json_object_set_boolean_member (data, "can_pickup", call->tts->settings.can_pickup);
  json_object_set_boolean_member (data, "can_drop_off", TRUE);
  json_object_set_boolean_member (data, "can_van_collection", FALSE);
  json_object_set_string_member (data, "drop_off_point_url", "");
  json_object_set_array_member (data, "pickup_slots", slots);
  return data;
}

/* The order's goods must wait for their shipment. */
static gboolean
check_status (TiemSandboxTts *tts,
              const TiemSandboxTtsPackage *package,
              Refusal *refusal)
{
  TiemSandboxTtsStatus status = tiem_sandbox_tts_order_get_status (get_order (tts, package));

  if (package->shipped_at != 0)
    *refusal = (Refusal){ ALREADY_SHIPPED, "The package has already been shipped" };
  else if (status != TIEM_SANDBOX_TTS_AWAITING_SHIPMENT
           && status != TIEM_SANDBOX_TTS_PARTIALLY_SHIPPING)
    *refusal = (Refusal){ WRONG_STATUS, "The package can not be shipped in this status" };
  return refusal->code == 0;
}

static gboolean
take_slot (TiemSandboxTts *tts,
           TiemSandboxTtsPackage *package,
           JsonObject *given)
{
  gint64 now_s = tiem_sandbox_tts_now (tts) / 1000;

  if (given == NULL)
    return TRUE;
  for (guint i = 0; i < SLOT_DAYS * SLOTS_A_DAY; i++)
    {
      gint64 start;
      gint64 end;

      get_slot (now_s, i, &start, &end);
      if (start == tiem_sandbox_json_get_int (given, "start_time", 0)
          && end == tiem_sandbox_json_get_int (given, "end_time", 0) && is_free (now_s, start))
        {
          package->slot[0] = start;
          package->slot[1] = end;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
ship_by_platform (TiemSandboxTts *tts,
                  TiemSandboxTtsPackage *package,
                  JsonObject *request,
                  Refusal *refusal)
{
  g_autofree char *method = tiem_sandbox_json_dup_text (request, "handover_method");
  gboolean is_pickup = method == NULL || g_str_equal (method, "PICKUP");

  if (is_pickup
      && (!tts->settings.can_pickup
          || !take_slot (tts, package, tiem_sandbox_json_get_object (request, "pickup_slot"))))
    {
      *refusal = (Refusal){ WRONG_SLOT, "The pickup slot is not available" };
      return FALSE;
    }
  tiem_sandbox_tts_package_ship (tts, package, is_pickup ? "PICKUP" : "DROP_OFF", NULL, 0);
  return TRUE;
}

static gboolean
ship_by_seller (TiemSandboxTts *tts,
                TiemSandboxTtsPackage *package,
                JsonObject *request,
                Refusal *refusal)
{
  JsonObject *shipment = tiem_sandbox_json_get_object (request, "self_shipment");
  g_autofree char *number = tiem_sandbox_json_dup_text (shipment, "tracking_number");
  gint64 provider_id
      = shipment != NULL ? tiem_sandbox_tts_get_id (shipment, "shipping_provider_id") : 0;

  if (number == NULL || *number == '\0')
    *refusal
        = (Refusal){ NO_SELF_SHIPMENT, "The tracking number of the seller's carrier is missing" };
  else if (tiem_sandbox_tts_find_provider (provider_id) == NULL)
    *refusal = (Refusal){ UNKNOWN_PROVIDER, "The shipping provider does not exist" };
  else
    tiem_sandbox_tts_package_ship (tts, package, "", number, provider_id);
  return refusal->code == 0;
}

static gboolean
ship (TiemSandboxTts *tts,
      TiemSandboxTtsPackage *package,
      JsonObject *request,
      Refusal *refusal)
{
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (tts);
  gboolean is_done;

  if (!check_status (tts, package, refusal))
    return FALSE;
  is_done = is_by_platform (tts, package) ? ship_by_platform (tts, package, request, refusal)
                                          : ship_by_seller (tts, package, request, refusal);
  /* Now a carrier will come. */
  if (is_done && tiem_sandbox_market_get_world (market)->options->orders_per_minute > 0)
    tiem_sandbox_shoppers_follow (market, get_order (tts, package));
  return is_done;
}

static const TiemSandboxTtsField ship_fields[] = {
  { "handover_method", TIEM_SANDBOX_TTS_TEXT, .choices = "PICKUP DROP_OFF" },
  { "pickup_slot", TIEM_SANDBOX_TTS_OBJECT },
  { "self_shipment", TIEM_SANDBOX_TTS_OBJECT },
  { NULL },
};

static gboolean
check_shipment (TiemSandboxTtsCall *call,
                JsonObject *request)
{
  static const TiemSandboxTtsField slot_fields[] = {
    { "start_time", TIEM_SANDBOX_TTS_INT, .is_required = TRUE },
    { "end_time", TIEM_SANDBOX_TTS_INT, .is_required = TRUE },
    { NULL },
  };
  static const TiemSandboxTtsField own_fields[] = {
    { "tracking_number", TIEM_SANDBOX_TTS_TEXT, .is_required = TRUE },
    { "shipping_provider_id", TIEM_SANDBOX_TTS_TEXT, .is_required = TRUE },
    { NULL },
  };
  JsonObject *slot = tiem_sandbox_json_get_object (request, "pickup_slot");
  JsonObject *own = tiem_sandbox_json_get_object (request, "self_shipment");

  return tiem_sandbox_tts_fields_check_body (ship_fields, call, request)
         && (slot == NULL || tiem_sandbox_tts_fields_check_body (slot_fields, call, slot))
         && (own == NULL || tiem_sandbox_tts_fields_check_body (own_fields, call, own));
}

JsonObject *
tiem_sandbox_tts_ship_package (TiemSandboxTtsCall *call)
{
  TiemSandboxTtsPackage *package;
  Refusal refusal = { 0 };

  if (!check_shipment (call, call->body))
    return NULL;
  package = tiem_sandbox_tts_call_find_package (call);
  if (package == NULL)
    return NULL;
  if (!ship (call->tts, package, call->body, &refusal))
    return tiem_sandbox_tts_call_object_to (call, refusal.code, "%s", refusal.message);
  return json_object_new ();
}

static void
add_error (JsonArray *errors,
           gint64 package_id,
           const Refusal *refusal)
{
  JsonObject *error = json_object_new ();
  JsonObject *detail = json_object_new ();

  tiem_sandbox_tts_set_id (detail, "package_id", package_id);
  json_object_set_int_member (error, "code", refusal->code);
  json_object_set_string_member (error, "message", refusal->message);
  json_object_set_object_member (error, "detail", detail);
  json_array_add_object_element (errors, error);
}

/* Does something with each of `packages`; what fails is in `errors`. */
static JsonObject *
run_batch (TiemSandboxTtsCall *call,
           gboolean (*func) (TiemSandboxTts *, TiemSandboxTtsPackage *, JsonObject *, Refusal *))
{
  JsonArray *packages = tiem_sandbox_json_get_array (call->body, "packages");
  JsonObject *data = json_object_new ();
  JsonArray *errors = json_array_new ();

  for (guint i = 0; i < json_array_get_length (packages); i++)
    {
      JsonObject *request = json_array_get_object_element (packages, i);
      gint64 id = tiem_sandbox_tts_get_id (request, "id");
      TiemSandboxTtsPackage *package = tiem_sandbox_tts_packages_find (call->tts, id);
      Refusal refusal = { NOT_FOUND, "Package not found" };

      if (package != NULL)
        refusal = (Refusal){ 0 };
      if (package == NULL || !func (call->tts, package, request, &refusal))
        add_error (errors, id, &refusal);
    }
  json_object_set_array_member (data, "errors", errors);
  return data;
}

static gboolean
check_batch (TiemSandboxTtsCall *call,
             const TiemSandboxTtsField *fields)
{
  static const TiemSandboxTtsField id_fields[] = {
    { "id", TIEM_SANDBOX_TTS_TEXT, .is_required = TRUE },
    { NULL },
  };
  JsonArray *packages = tiem_sandbox_json_get_array (call->body, "packages");

  for (guint i = 0; i < json_array_get_length (packages); i++)
    {
      JsonObject *request = json_array_get_object_element (packages, i);

      if (!tiem_sandbox_tts_fields_check_body (id_fields, call, request)
          || !tiem_sandbox_tts_fields_check_body (fields, call, request))
        return FALSE;
    }
  return TRUE;
}

JsonObject *
tiem_sandbox_tts_ship_packages (TiemSandboxTtsCall *call)
{
  return check_batch (call, ship_fields) ? run_batch (call, ship) : NULL;
}

/* The seller's own people have been there. */
static gboolean
deliver (TiemSandboxTts *tts,
         TiemSandboxTtsPackage *package,
         JsonObject *request,
         Refusal *refusal)
{
  g_autofree char *type = tiem_sandbox_json_dup_text (request, "delivery_type");
  TiemSandboxOrder *order = get_order (tts, package);

  if (is_by_platform (tts, package))
    *refusal = (Refusal){ NOT_OURS, "The package is delivered by the platform" };
  else if (package->shipped_at == 0)
    *refusal = (Refusal){ NOT_SHIPPED, "The package has not been shipped" };
  else if (g_str_equal (type, "DELIVERY_SUCCESS"))
    tiem_sandbox_tts_order_advance (tts, order, TIEM_SANDBOX_TTS_DELIVERED);
  else if (g_str_equal (type, "DELIVERY_FAILED"))
    {
      tiem_sandbox_tts_order_advance (tts, order, TIEM_SANDBOX_TTS_IN_TRANSIT);
      tiem_sandbox_tts_order_cancel (tts, order, "SYSTEM", "returned_to_shipper_other");
    }
  return refusal->code == 0;
}

JsonObject *
tiem_sandbox_tts_deliver_packages (TiemSandboxTtsCall *call)
{
  static const TiemSandboxTtsField fields[] = {
    { "delivery_type",
      TIEM_SANDBOX_TTS_TEXT,
      .choices = "DELIVERY_SUCCESS DELIVERY_FAILED UPDATE_POD",
      .is_required = TRUE },
    { NULL },
  };

  return check_batch (call, fields) ? run_batch (call, deliver) : NULL;
}

static GBytes *
print_label (TiemSandboxTts *tts,
             const TiemSandboxTtsPackage *package,
             const char *title,
             gboolean is_large)
{
  const TiemSandboxOrder *order = get_order (tts, package);
  g_autoptr (TiemSandboxPdf) pdf
      = is_large ? tiem_sandbox_pdf_new (148, 210) : tiem_sandbox_pdf_new (105, 148);
  g_autofree char *number = g_strdup_printf ("Đơn %s", order->number);
  g_autofree char *count = g_strdup_printf ("%u món", order->lines->len);

  tiem_sandbox_pdf_add_page (pdf);
  tiem_sandbox_pdf_add_text (pdf, 14, title);
  tiem_sandbox_pdf_add_text (pdf, 10, package->provider_name);
  tiem_sandbox_pdf_add_barcode (pdf, package->tracking_number);
  tiem_sandbox_pdf_add_text (pdf, 9, number);
  tiem_sandbox_pdf_add_text (pdf, 9, json_object_get_string_member (order->extra, "_province"));
  for (guint i = 0; i < order->lines->len && i < 12; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      tiem_sandbox_pdf_add_text (pdf, 8, line->sku);
    }
  tiem_sandbox_pdf_add_text (pdf, 9, count);
  return tiem_sandbox_pdf_make (pdf);
}

static char *
make_document (TiemSandboxTtsCall *call,
               const TiemSandboxTtsPackage *package)
{
  const char *type = tiem_sandbox_tts_call_get (call, "document_type");
  gboolean is_large = g_strcmp0 (tiem_sandbox_tts_call_get (call, "document_size"), "A5") == 0;
  g_autoptr (GBytes) bytes = NULL;

  if (g_str_equal (type, "SHIPPING_LABEL_PICTURE"))
    {
      bytes = tiem_sandbox_picture_make (TIEM_SANDBOX_SHAPE_BOX, package->tracking_number);
      return tiem_sandbox_tts_files_add (
          call->tts, "labels", ".png", "image/png", bytes, DOCUMENT_LIFE_MS);
    }
  bytes = print_label (call->tts,
                       package,
                       g_str_equal (type, "PACKING_SLIP") ? "PHIẾU ĐÓNG GÓI" : "TIKTOK SHOP",
                       is_large);
  return tiem_sandbox_tts_files_add (
      call->tts, "labels", ".pdf", "application/pdf", bytes, DOCUMENT_LIFE_MS);
}

JsonObject *
tiem_sandbox_tts_get_document (TiemSandboxTtsCall *call)
{
  const TiemSandboxTtsPackage *package = tiem_sandbox_tts_call_find_package (call);
  g_autofree char *url = NULL;
  JsonObject *data;

  if (package == NULL)
    return NULL;
  if (!is_by_platform (call->tts, package))
    return tiem_sandbox_tts_call_object_to (
        call, NOT_OURS, "The seller's own carrier makes the documents");
  if (package->shipped_at == 0)
    return tiem_sandbox_tts_call_object_to (call, NOT_SHIPPED, "The package has not been shipped");
  url = make_document (call, package);
  data = json_object_new ();
  json_object_set_string_member (data, "doc_url", url);
  json_object_set_string_member (data, "tracking_number", package->tracking_number);
  return data;
}
