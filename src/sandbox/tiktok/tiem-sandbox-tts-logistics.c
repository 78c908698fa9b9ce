#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-packages.h"

static JsonObject *
describe_address (gboolean is_second)
{
  JsonObject *address = json_object_new ();

  json_object_set_string_member (address, "region", "Vietnam");
  json_object_set_string_member (address, "region_code", "VN");
  json_object_set_string_member (address, "state", is_second ? "Hà Nội" : "TP. Hồ Chí Minh");
  json_object_set_string_member (address, "city", is_second ? "Cầu Giấy" : "Thủ Đức");
  /* The key is really spelt so (§6.2). */
  json_object_set_string_member (address, "distict", is_second ? "Dịch Vọng" : "Linh Đông");
  json_object_set_string_member (address, "town", "");
  json_object_set_string_member (address, "postal_code", "");
  json_object_set_string_member (address,
                                 "full_address",
                                 is_second ? "86 Cầu Giấy, Dịch Vọng, Hà Nội"
                                           : "12 Đường Số 8, Linh Đông, Thủ Đức");
  json_object_set_string_member (address, "contact_person", "Mai");
  json_object_set_string_member (address, "phone_number", "(+84)900000000");
  return address;
}

static JsonObject *
describe_warehouse (TiemSandboxTts *tts,
                    gint64 id,
                    const char *name,
                    gboolean is_for_sales)
{
  gboolean is_default = id == tts->warehouse_ids[0];
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_set_id (object, "id", id);
  tiem_sandbox_tts_set_id (object, "entity_id", id - 19942);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (
      object, "type", is_for_sales ? "SALES_WAREHOUSE" : "RETURN_WAREHOUSE");
  json_object_set_string_member (object, "sub_type", "DOMESTIC_WAREHOUSE");
  json_object_set_string_member (
      object, "effect_status", is_default ? tts->settings.warehouse_status : "ENABLED");
  json_object_set_boolean_member (object, "is_default", is_default);
  json_object_set_object_member (object, "address", describe_address (id == tts->warehouse_ids[1]));
  return object;
}

JsonObject *
tiem_sandbox_tts_list_warehouses (TiemSandboxTtsCall *call)
{
  TiemSandboxTts *tts = call->tts;
  JsonObject *data = json_object_new ();
  JsonArray *list = json_array_new ();

  json_array_add_object_element (list,
                                 describe_warehouse (tts, tts->warehouse_ids[0], "Kho nhà", TRUE));
  if (tts->settings.warehouses > 1)
    json_array_add_object_element (
        list, describe_warehouse (tts, tts->warehouse_ids[1], "Kho Hà Nội", TRUE));
  json_array_add_object_element (
      list, describe_warehouse (tts, tts->return_warehouse_id, "Kho nhận hàng hoàn", FALSE));
  json_object_set_array_member (data, "warehouses", list);
  return data;
}

static JsonObject *
describe_option (const char *id,
                 const char *name,
                 const char *type)
{
  JsonObject *option = json_object_new ();
  JsonObject *weight = json_object_new ();
  JsonArray *platforms = json_array_new ();

  json_object_set_string_member (option, "id", id);
  json_object_set_string_member (option, "name", name);
  json_object_set_string_member (option, "type", type);
  json_object_set_string_member (option, "description", "");
  json_object_set_int_member (weight, "min_weight", 0);
  json_object_set_int_member (weight, "max_weight", 20000);
  json_object_set_string_member (weight, "unit", "GRAM");
  json_object_set_object_member (option, "weight_limit", weight);
  json_array_add_string_element (platforms, "TIKTOK_SHOP");
  json_object_set_array_member (option, "platform", platforms);
  return option;
}

JsonObject *
tiem_sandbox_tts_list_delivery_options (TiemSandboxTtsCall *call)
{
  JsonObject *data = json_object_new ();
  JsonArray *list = json_array_new ();

  json_array_add_object_element (
      list, describe_option ("7091146663229654785", "Standard Shipping", "STANDARD"));
  json_array_add_object_element (
      list, describe_option ("7091146663229654786", "Shipped by seller", "SEND_BY_SELLER"));
  json_object_set_array_member (data, "delivery_options", list);
  return data;
}
