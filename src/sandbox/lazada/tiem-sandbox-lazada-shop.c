#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-shop.h"

#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

JsonObject *
tiem_sandbox_lazada_get_seller (TiemSandboxLazadaCall *call)
{
  TiemSandboxLazada *lazada = call->lazada;
  const char *name
      = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (lazada))->options->shop_name;
  g_autofree char *company = g_strdup_printf ("HKD %s", name);
  JsonObject *data = json_object_new ();

  json_object_set_int_member (data, "seller_id", g_ascii_strtoll (lazada->seller_id, NULL, 10));
  json_object_set_string_member (data, "name", name);
  json_object_set_string_member (data, "name_company", company);
  json_object_set_string_member (data, "short_code", lazada->short_code);
  json_object_set_string_member (data, "email", "shop@nhamay.example");
  json_object_set_string_member (data, "logo_url", "");
  json_object_set_string_member (data, "location", "Hà Nội");
  json_object_set_string_member (data, "status", "ACTIVE");
  tiem_sandbox_lazada_set_bool (lazada, data, "verified", TRUE);
  tiem_sandbox_lazada_set_bool (lazada, data, "cb", FALSE);
  tiem_sandbox_lazada_set_bool (lazada, data, "marketplaceEaseMode", FALSE);
  return tiem_sandbox_lazada_call_answer_object (data);
}

JsonObject *
tiem_sandbox_lazada_get_warehouses (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) types = tiem_sandbox_lazada_call_get_json (call, "addressTypes");
  JsonObject *members;
  JsonObject *result;
  JsonObject *warehouse;
  JsonArray *list;

  if (types == NULL || !JSON_NODE_HOLDS_ARRAY (types))
    return tiem_sandbox_lazada_call_fail_missing (call, "addressTypes");
  members = json_object_new ();
  result = json_object_new ();
  list = json_array_new ();
  warehouse = json_object_new ();
  json_object_set_string_member (warehouse, "code", "dropshipping");
  json_object_set_string_member (warehouse, "name", "Kho chính");
  json_object_set_string_member (warehouse, "detailAddress", "12 Hàng Bông");
  json_object_set_boolean_member (warehouse, "defaultAddress", TRUE);
  json_object_set_boolean_member (warehouse, "needToUpdate", FALSE);
  json_object_set_string_member (warehouse, "status", "ACTIVE");
  json_array_add_object_element (list, warehouse);
  json_object_set_boolean_member (result, "success", TRUE);
  json_object_set_array_member (result, "module", list);
  json_object_set_object_member (result, "error_code", json_object_new ());
  json_object_set_object_member (members, "result", result);
  return members;
}
