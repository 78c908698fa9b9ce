#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-shop.h"

#include "sandbox/shopee/tiem-sandbox-shopee-items.h"
#include "sandbox/shopee/tiem-sandbox-shopee-tokens.h"

#define MOST_SHOPS 100

/* Answers at top level (Shopee §2.5). */
JsonNode *
tiem_sandbox_shopee_get_shop_info (TiemSandboxShopeeCall *call)
{
  TiemSandboxShopee *shopee = call->shopee;
  g_autofree char *name = tiem_sandbox_shopee_make_shop_name (shopee);

  json_object_set_string_member (call->fields, "shop_name", name);
  json_object_set_string_member (call->fields, "region", "VN");
  json_object_set_string_member (call->fields, "status", shopee->switches.shop_status);
  json_object_set_boolean_member (call->fields, "is_cb", FALSE);
  json_object_set_boolean_member (call->fields, "is_sip", FALSE);
  json_object_set_boolean_member (call->fields, "is_mart_shop", FALSE);
  json_object_set_string_member (call->fields, "shop_fulfillment_flag", "Others");
  json_object_set_int_member (
      call->fields, "auth_time", tiem_sandbox_shopee_tokens_get_granted_at (shopee));
  json_object_set_int_member (
      call->fields, "expire_time", tiem_sandbox_shopee_tokens_get_grant_end (shopee));
  json_object_set_null_member (call->fields, "merchant_id");
  return NULL;
}

JsonNode *
tiem_sandbox_shopee_get_profile (TiemSandboxShopeeCall *call)
{
  g_autofree char *name = tiem_sandbox_shopee_make_shop_name (call->shopee);
  JsonObject *response = json_object_new ();

  json_object_set_string_member (response, "shop_name", name);
  json_object_set_string_member (response, "shop_logo", "");
  json_object_set_string_member (
      response, "description", "Đồ nhà bếp, quần áo và quà tặng. Gửi hàng trong ngày.");
  return tiem_sandbox_json_from_object (response);
}

static JsonObject *
describe_warehouse (gint64 id,
                    const char *location,
                    const char *name,
                    const char *state)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "warehouse_id", id);
  json_object_set_string_member (object, "warehouse_name", name);
  json_object_set_string_member (object, "location_id", location);
  json_object_set_int_member (object, "address_id", 118454205 + id);
  json_object_set_string_member (object, "region", "VN");
  json_object_set_string_member (object, "state", state);
  json_object_set_string_member (object, "city", "");
  json_object_set_string_member (object, "district", "");
  json_object_set_string_member (object, "town", "");
  json_object_set_string_member (object, "address", "2 Lê Lợi");
  json_object_set_string_member (object, "zipcode", "");
  json_object_set_int_member (object, "holiday_mode_state", 0);
  return object;
}

/* The response is a list, as of no other call but get_escrow_detail_batch. */
JsonNode *
tiem_sandbox_shopee_get_warehouse_detail (TiemSandboxShopeeCall *call)
{
  JsonArray *list;
  gint64 type;

  if (!tiem_sandbox_shopee_call_get_int (call, "warehouse_type", 1, &type))
    return NULL;
  if (!call->shopee->switches.has_warehouses)
    {
      tiem_sandbox_shopee_call_fail (call,
                                     "warehouse.error_not_in_whitelist",
                                     "Your shop is not in multi-warehouse whitelist.");
      return json_node_new (JSON_NODE_NULL);
    }
  list = json_array_new ();
  json_array_add_object_element (
      list,
      describe_warehouse (
          1, TIEM_SANDBOX_SHOPEE_FIRST_LOCATION, "Kho Sài Gòn", "Thành phố Hồ Chí Minh"));
  if (type == 1)
    json_array_add_object_element (
        list,
        describe_warehouse (
            2, TIEM_SANDBOX_SHOPEE_SECOND_LOCATION, "Kho Hà Nội", "Thành phố Hà Nội"));
  return tiem_sandbox_json_from_array (list);
}

JsonNode *
tiem_sandbox_shopee_get_shop_holiday_mode (TiemSandboxShopeeCall *call)
{
  JsonObject *response = json_object_new ();

  json_object_set_boolean_member (
      response, "holiday_mode_on", call->shopee->switches.is_on_holiday);
  json_object_set_int_member (response, "holiday_mode_type", 0);
  json_object_set_int_member (response, "holiday_mode_mtime", 0);
  return tiem_sandbox_json_from_object (response);
}

JsonNode *
tiem_sandbox_shopee_get_shops_by_partner (TiemSandboxShopeeCall *call)
{
  TiemSandboxShopee *shopee = call->shopee;
  JsonArray *list;
  gint64 size;
  gint64 page;

  if (!tiem_sandbox_shopee_call_get_int (call, "page_size", MOST_SHOPS, &size)
      || !tiem_sandbox_shopee_call_get_int (call, "page_no", 1, &page))
    return NULL;
  if (size < 1 || size > MOST_SHOPS || page < 1)
    {
      tiem_sandbox_shopee_call_fail_param (call, "page_size", "must be 100 or less");
      return NULL;
    }
  list = json_array_new ();
  if (page == 1 && !tiem_sandbox_shopee_tokens_has_grant_ended (shopee))
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "shop_id", shopee->switches.shop_id);
      json_object_set_string_member (object, "region", "VN");
      json_object_set_int_member (
          object, "auth_time", tiem_sandbox_shopee_tokens_get_granted_at (shopee));
      json_object_set_int_member (
          object, "expire_time", tiem_sandbox_shopee_tokens_get_grant_end (shopee));
      json_object_set_array_member (object, "sip_affi_shop_list", json_array_new ());
      json_array_add_object_element (list, object);
    }
  json_object_set_array_member (call->fields, "authed_shop_list", list);
  json_object_set_boolean_member (call->fields, "more", FALSE);
  return NULL;
}
