#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-site.h"

#include "sandbox/tiem-sandbox-json.h"

char *
tiem_sandbox_wc_make_title (TiemSandboxWc *wc)
{
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (wc));

  return g_strdup_printf ("Website %s", world->options->shop_name);
}

static JsonObject *
make_setting (const char *id,
              const char *label,
              const char *value)
{
  JsonObject *setting = json_object_new ();

  json_object_set_string_member (setting, "id", id);
  json_object_set_string_member (setting, "label", label);
  json_object_set_string_member (setting, "description", "");
  json_object_set_string_member (setting, "type", "text");
  json_object_set_string_member (setting, "default", "");
  json_object_set_string_member (setting, "value", value);
  json_object_set_string_member (setting, "group_id", "general");
  return setting;
}

static JsonArray *
make_settings (TiemSandboxWc *wc)
{
  const struct
  {
    const char *id;
    const char *label;
    const char *value;
  } settings[] = {
    { "woocommerce_store_address", "Address line 1", "18 Hàng Gai" },
    { "woocommerce_store_address_2", "Address line 2", "Phường Hoàn Kiếm" },
    { "woocommerce_store_city", "City", "Hà Nội" },
    { "woocommerce_default_country", "Country / State", "VN" },
    { "woocommerce_store_postcode", "Postcode / ZIP", "" },
    { "woocommerce_calc_taxes", "Enable taxes", "no" },
    { "woocommerce_enable_coupons", "Enable coupons", "yes" },
    { "woocommerce_currency", "Currency", "VND" },
    { "woocommerce_currency_pos", "Currency position", "right_space" },
    { "woocommerce_price_thousand_sep", "Thousand separator", "." },
    { "woocommerce_price_decimal_sep", "Decimal separator", "," },
    { "woocommerce_price_num_decimals", "Number of decimals", wc->decimals == 0 ? "0" : "2" },
  };
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    json_array_add_object_element (
        array, make_setting (settings[i].id, settings[i].label, settings[i].value));
  return array;
}

JsonNode *
tiem_sandbox_wc_settings_groups (TiemSandboxWcCall *call)
{
  JsonArray *array = json_array_new ();
  JsonObject *group = json_object_new ();

  json_object_set_string_member (group, "id", "general");
  json_object_set_string_member (group, "label", "General");
  json_object_set_string_member (group, "description", "");
  json_object_set_string_member (group, "parent_id", "");
  json_object_set_array_member (group, "sub_groups", json_array_new ());
  json_array_add_object_element (array, group);
  return tiem_sandbox_json_from_array (array);
}

JsonNode *
tiem_sandbox_wc_settings_list (TiemSandboxWcCall *call)
{
  return tiem_sandbox_json_from_array (make_settings (call->wc));
}

JsonNode *
tiem_sandbox_wc_settings_view (TiemSandboxWcCall *call)
{
  g_autoptr (JsonArray) settings = make_settings (call->wc);

  for (guint i = 0; i < json_array_get_length (settings); i++)
    {
      JsonObject *setting = json_array_get_object_element (settings, i);

      if (g_strcmp0 (json_object_get_string_member (setting, "id"), call->name) == 0)
        return tiem_sandbox_json_copy (json_array_get_element (settings, i));
    }
  return tiem_sandbox_wc_call_fail (call, 404, "rest_setting_setting_invalid", "Invalid setting.");
}

/* Names and symbols come escaped for HTML. */
JsonNode *
tiem_sandbox_wc_currency_view (TiemSandboxWcCall *call)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", "VND");
  json_object_set_string_member (object, "name", "Vietnamese &#x111;&#x1ed3;ng");
  json_object_set_string_member (object, "symbol", "&#8363;");
  return tiem_sandbox_json_from_object (object);
}

JsonNode *
tiem_sandbox_wc_system_status_view (TiemSandboxWcCall *call)
{
  gboolean in_tables = call->wc->storage == TIEM_SANDBOX_WC_TABLES;
  const char *home = tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (call->wc));
  JsonObject *object = json_object_new ();
  JsonObject *environment = json_object_new ();
  JsonObject *settings = json_object_new ();
  JsonObject *security = json_object_new ();

  json_object_set_string_member (environment, "home_url", home);
  json_object_set_string_member (environment, "site_url", home);
  json_object_set_string_member (environment, "version", in_tables ? "11.0.1" : "7.9.0");
  json_object_set_string_member (environment, "wp_version", in_tables ? "7.1" : "6.1.9");
  json_object_set_boolean_member (environment, "wp_cron", TRUE);
  json_object_set_string_member (environment, "language", "vi");
  json_object_set_object_member (object, "environment", environment);
  json_object_set_array_member (object, "active_plugins", json_array_new ());
  json_object_set_boolean_member (settings, "api_enabled", TRUE);
  json_object_set_string_member (settings, "currency", "VND");
  json_object_set_string_member (settings, "currency_symbol", "&#8363;");
  json_object_set_string_member (settings, "currency_position", "right_space");
  json_object_set_string_member (settings, "thousand_separator", ".");
  json_object_set_string_member (settings, "decimal_separator", ",");
  json_object_set_int_member (settings, "number_of_decimals", call->wc->decimals);
  json_object_set_boolean_member (settings, "HPOS_enabled", in_tables);
  json_object_set_string_member (
      settings,
      "order_datastore",
      in_tables ? "Automattic\\WooCommerce\\Internal\\DataStores\\Orders\\OrdersTableDataStore"
                : "WC_Order_Data_Store_CPT");
  json_object_set_object_member (object, "settings", settings);
  json_object_set_boolean_member (security, "secure_connection", call->is_secure);
  json_object_set_boolean_member (security, "hide_errors", TRUE);
  json_object_set_object_member (object, "security", security);
  return tiem_sandbox_json_from_object (object);
}

JsonNode *
tiem_sandbox_wc_gateways_list (TiemSandboxWcCall *call)
{
  static const struct
  {
    const char *id;
    const char *title;
  } gateways[] = {
    { "bacs", "Chuyển khoản ngân hàng" },
    { "cod", "Trả tiền mặt khi nhận hàng" },
    { "vnpay", "Thanh toán qua VNPAY-QR" },
  };
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (gateways); i++)
    {
      JsonObject *gateway = json_object_new ();

      json_object_set_string_member (gateway, "id", gateways[i].id);
      json_object_set_string_member (gateway, "title", gateways[i].title);
      json_object_set_boolean_member (gateway, "enabled", TRUE);
      json_array_add_object_element (array, gateway);
    }
  return tiem_sandbox_json_from_array (array);
}
