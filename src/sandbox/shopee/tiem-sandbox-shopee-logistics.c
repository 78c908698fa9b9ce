#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-logistics.h"

#include "sandbox/tiem-sandbox-shoppers.h"

#define ADDRESS_ID 118454205
#define MOST_PARCELS 50
#define LONGEST_TEXT 64

#define DAY_S 86400
#define VIETNAM_S (7 * 3600)
#define PICKUP_HOUR_S (14 * 3600) /* when the carrier comes */
#define N_SLOTS 3

JsonObject *
tiem_sandbox_shopee_find_parcel (TiemSandboxShopee *shopee,
                                 const char *package_number,
                                 TiemSandboxOrder **order)
{
  GPtrArray *orders = tiem_sandbox_shopee_get_shop (shopee)->orders;

  for (guint i = orders->len; i > 0; i--)
    {
      JsonArray *parcels = tiem_sandbox_shopee_order_get_parcels (orders->pdata[i - 1]);

      for (guint j = 0; j < json_array_get_length (parcels); j++)
        {
          JsonObject *parcel = json_array_get_object_element (parcels, j);

          if (g_str_equal (json_object_get_string_member (parcel, "package_number"),
                           package_number))
            {
              *order = orders->pdata[i - 1];
              return parcel;
            }
        }
    }
  return NULL;
}

JsonObject *
tiem_sandbox_shopee_choose_parcel (const TiemSandboxOrder *order,
                                   const char *package_number,
                                   const char **code,
                                   const char **message)
{
  JsonArray *parcels = tiem_sandbox_shopee_order_get_parcels (order);

  if (package_number == NULL && json_array_get_length (parcels) == 1)
    return json_array_get_object_element (parcels, 0);
  for (guint i = 0; package_number != NULL && i < json_array_get_length (parcels); i++)
    {
      JsonObject *parcel = json_array_get_object_element (parcels, i);

      if (g_str_equal (json_object_get_string_member (parcel, "package_number"), package_number))
        return parcel;
    }
  /* An empty one is as wrong as an unknown one (Shopee §9). */
  *code = "logistics.package_number_not_exist";
  *message = "Package number does not exist.";
  return NULL;
}

/* The parcel a call means by order_sn and package_number; else the call is refused. */
static JsonObject *
need_parcel (TiemSandboxShopeeCall *call,
             TiemSandboxOrder **order)
{
  g_autofree char *number = NULL;
  JsonObject *parcel;
  const char *code;
  const char *message;

  *order = tiem_sandbox_shopee_call_need_order (call);
  if (*order == NULL)
    return NULL;
  number = tiem_sandbox_json_dup_text (call->params, "package_number");
  parcel = tiem_sandbox_shopee_choose_parcel (*order, number, &code, &message);
  if (parcel == NULL)
    tiem_sandbox_shopee_call_fail (call, code, message);
  return parcel;
}

static gboolean
can_arrange (const TiemSandboxOrder *order,
             JsonObject *parcel)
{
  return (tiem_sandbox_shopee_order_is (order, "READY_TO_SHIP")
          || tiem_sandbox_shopee_order_is (order, "RETRY_SHIP"))
         && !tiem_sandbox_shopee_parcel_is_arranged (parcel);
}

/* Seconds: the carrier comes in the afternoon of the next days. */
static gint64
get_slot (TiemSandboxShopee *shopee,
          guint index)
{
  gint64 now = tiem_sandbox_shopee_seconds (shopee);
  gint64 day = (now + VIETNAM_S) / DAY_S + 1 + index;

  return day * DAY_S - VIETNAM_S + PICKUP_HOUR_S;
}

static JsonArray *
describe_slots (TiemSandboxShopee *shopee)
{
  JsonArray *slots = json_array_new ();

  for (guint i = 0; i < N_SLOTS; i++)
    {
      gint64 at = get_slot (shopee, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, at);
      JsonObject *slot = json_object_new ();
      JsonArray *flags = json_array_new ();

      if (i == 0)
        json_array_add_string_element (flags, "recommended");
      json_object_set_int_member (slot, "date", at);
      json_object_set_string_member (slot, "time_text", "14:00 - 18:00");
      json_object_set_string_member (slot, "pickup_time_id", id);
      json_object_set_array_member (slot, "flags", flags);
      json_array_add_object_element (slots, slot);
    }
  return slots;
}

static JsonObject *
describe_address (void)
{
  static const char *const flags[] = { "default_address", "pickup_address", "return_address" };
  JsonObject *address = json_object_new ();
  JsonArray *list = json_array_new ();

  json_object_set_int_member (address, "address_id", ADDRESS_ID);
  json_object_set_string_member (address, "region", "VN");
  json_object_set_string_member (address, "state", "Thành phố Hồ Chí Minh");
  json_object_set_string_member (address, "city", "");
  json_object_set_string_member (address, "district", "Phường Bến Thành");
  json_object_set_string_member (address, "town", "");
  json_object_set_string_member (address, "address", "2 Lê Lợi");
  json_object_set_string_member (address, "zipcode", "");
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    json_array_add_string_element (list, flags[i]);
  json_object_set_array_member (address, "address_flag", list);
  return address;
}

JsonNode *
tiem_sandbox_shopee_get_address_list (TiemSandboxShopeeCall *call)
{
  JsonObject *response = json_object_new ();
  JsonArray *list = json_array_new ();
  JsonObject *address = describe_address ();

  json_object_set_member (
      address, "address_type", json_object_dup_member (address, "address_flag"));
  json_object_remove_member (address, "address_flag");
  json_array_add_object_element (list, address);
  json_object_set_boolean_member (response, "show_pickup_address", TRUE);
  json_object_set_array_member (response, "address_list", list);
  return tiem_sandbox_json_from_object (response);
}

static JsonObject *
describe_needs (void)
{
  JsonObject *needs = json_object_new ();
  JsonArray *pickup = json_array_new ();

  json_array_add_string_element (pickup, "address_id");
  json_array_add_string_element (pickup, "pickup_time_id");
  json_object_set_array_member (needs, "dropoff", json_array_new ());
  json_object_set_array_member (needs, "pickup", pickup);
  return needs;
}

JsonNode *
tiem_sandbox_shopee_get_shipping_parameter (TiemSandboxShopeeCall *call)
{
  TiemSandboxOrder *order;
  JsonObject *parcel = need_parcel (call, &order);
  JsonObject *response;
  JsonObject *pickup;
  JsonObject *dropoff;
  JsonObject *address;
  JsonArray *addresses;

  if (parcel == NULL)
    return NULL;
  if (!can_arrange (order, parcel))
    return tiem_sandbox_shopee_call_fail (
        call,
        "logistics.error_param",
        "Shipping parameters can only be obtained when package is ready to be shipped");
  if (call->shopee->switches.has_no_slots)
    return tiem_sandbox_shopee_call_fail (
        call, "logistics.no_available_time_slot", "There is no available pickup time slot.");
  address = describe_address ();
  json_object_set_array_member (address, "time_slot_list", describe_slots (call->shopee));
  addresses = json_array_new ();
  json_array_add_object_element (addresses, address);
  pickup = json_object_new ();
  json_object_set_array_member (pickup, "address_list", addresses);
  dropoff = json_object_new ();
  json_object_set_null_member (dropoff, "branch_list");
  response = json_object_new ();
  json_object_set_object_member (response, "info_needed", describe_needs ());
  json_object_set_object_member (response, "dropoff", dropoff);
  json_object_set_object_member (response, "pickup", pickup);
  return tiem_sandbox_json_from_object (response);
}

/* Why a parcel can't be arranged; code NULL when it can. */
typedef struct
{
  const char *code;
  const char *message;
} Refusal;

static gboolean
is_too_long (JsonObject *way,
             const char *name)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (way, name);

  return text != NULL && g_utf8_strlen (text, -1) > LONGEST_TEXT;
}

static Refusal
check_pickup (TiemSandboxShopee *shopee,
              JsonObject *pickup)
{
  g_autofree char *time = tiem_sandbox_json_dup_text (pickup, "pickup_time_id");
  gint64 address = tiem_sandbox_json_get_int (pickup, "address_id", 0);

  if (address == 0 || time == NULL || *time == '\0')
    return (Refusal){ "logistics.ship_order_need_address_pickup_time",
                      "Address id and pickup time id are required for pickup." };
  if (address != ADDRESS_ID)
    return (Refusal){ "logistics.address_not_found", "Address is not found." };
  for (guint i = 0; i < N_SLOTS; i++)
    {
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, get_slot (shopee, i));

      if (g_str_equal (time, id))
        return (Refusal){ NULL, NULL };
    }
  return (Refusal){ "logistics.ship_order_pickup_time_invalid", "Pickup time is invalid." };
}

/* Exactly one of pickup, dropoff and non_integrated, and that one whole. */
static Refusal
check_way (TiemSandboxShopeeCall *call)
{
  static const char *const ways[] = { "pickup", "dropoff", "non_integrated" };
  JsonObject *way = NULL;
  const char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      JsonObject *given = tiem_sandbox_json_get_object (call->params, ways[i]);

      if (given == NULL)
        continue;
      if (way != NULL)
        return (Refusal){ "logistics.ship_order_only_support_one_type",
                          "Only one of pickup, dropoff and non_integrated is supported." };
      way = given;
      name = ways[i];
    }
  if (way == NULL)
    return (Refusal){ "logistics.ship_order_only_support_one_type",
                      "One of pickup, dropoff and non_integrated is needed." };
  if (is_too_long (way, "tracking_number") || is_too_long (way, "sender_real_name"))
    return (Refusal){ "logistics.error_param", "The text must be 64 or less." };
  if (g_str_equal (name, "non_integrated"))
    return (Refusal){ "logistics.error_param", "Error, please check the channel." };
  return g_str_equal (name, "pickup") ? check_pickup (call->shopee, way) : (Refusal){ NULL, NULL };
}

static Refusal
check_parcel (const TiemSandboxOrder *order,
              JsonObject *parcel)
{
  if (can_arrange (order, parcel))
    return (Refusal){ NULL, NULL };
  if (tiem_sandbox_shopee_parcel_is_arranged (parcel)
      && !tiem_sandbox_shopee_order_is (order, "CANCELLED")
      && !tiem_sandbox_shopee_order_is (order, "IN_CANCEL"))
    return (Refusal){ "logistics.package_already_shipped", "The package has been shipped." };
  return (Refusal){ "logistics.ship_order_not_ready_to_ship", "The order is not ready to ship." };
}

/* The order goes on when the last of its parcels is arranged; then carriers take over. */
static void
arrange (TiemSandboxShopee *shopee,
         TiemSandboxOrder *order,
         JsonObject *parcel)
{
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (shopee);
  JsonArray *parcels = tiem_sandbox_shopee_order_get_parcels (order);

  tiem_sandbox_shopee_parcel_arrange (shopee, parcel);
  tiem_sandbox_shopee_order_touch (shopee, order);
  for (guint i = 0; i < json_array_get_length (parcels); i++)
    if (!tiem_sandbox_shopee_parcel_is_arranged (json_array_get_object_element (parcels, i)))
      return;
  tiem_sandbox_shopee_order_set_status (shopee, order, "PROCESSED");
  if (tiem_sandbox_market_get_world (market)->options->orders_per_minute > 0)
    tiem_sandbox_shoppers_follow (market, order);
}

JsonNode *
tiem_sandbox_shopee_ship_order (TiemSandboxShopeeCall *call)
{
  TiemSandboxOrder *order;
  JsonObject *parcel = need_parcel (call, &order);
  Refusal refusal;

  if (parcel == NULL)
    return NULL;
  refusal = check_parcel (order, parcel);
  if (refusal.code == NULL)
    refusal = check_way (call);
  if (refusal.code != NULL)
    return tiem_sandbox_shopee_call_fail (call, refusal.code, refusal.message);
  arrange (call->shopee, order, parcel);
  return NULL;
}

/* Another time for a pick-up that failed; by pick-up only. */
JsonNode *
tiem_sandbox_shopee_update_shipping_order (TiemSandboxShopeeCall *call)
{
  TiemSandboxOrder *order;
  JsonObject *parcel = need_parcel (call, &order);
  JsonObject *pickup = tiem_sandbox_json_get_object (call->params, "pickup");
  Refusal refusal;

  if (parcel == NULL)
    return NULL;
  if (!g_str_equal (json_object_get_string_member (parcel, "logistics_status"),
                    "LOGISTICS_PICKUP_RETRY"))
    return tiem_sandbox_shopee_call_fail (
        call, "logistics.error_limit", "Can not update order logistics in current status.");
  if (pickup == NULL)
    {
      tiem_sandbox_shopee_call_fail_param (call, "pickup", NULL);
      return NULL;
    }
  refusal = check_pickup (call->shopee, pickup);
  if (refusal.code != NULL)
    return tiem_sandbox_shopee_call_fail (call, refusal.code, refusal.message);
  arrange (call->shopee, order, parcel);
  return NULL;
}

JsonNode *
tiem_sandbox_shopee_mass_ship_order (TiemSandboxShopeeCall *call)
{
  JsonArray *list = tiem_sandbox_shopee_call_need_objects (call, "package_list", MOST_PARCELS);
  JsonObject *response;
  JsonArray *done;
  JsonArray *failed;
  Refusal way;

  if (list == NULL)
    return NULL;
  way = check_way (call);
  if (way.code != NULL)
    return tiem_sandbox_shopee_call_fail (call, way.code, way.message);
  done = json_array_new ();
  failed = json_array_new ();
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autofree char *number
          = tiem_sandbox_json_dup_text (json_array_get_object_element (list, i), "package_number");
      TiemSandboxOrder *order = NULL;
      JsonObject *parcel
          = number != NULL ? tiem_sandbox_shopee_find_parcel (call->shopee, number, &order) : NULL;
      Refusal refusal = { NULL, "Package number does not exist." };
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "package_number", number != NULL ? number : "");
      if (parcel != NULL)
        refusal = check_parcel (order, parcel);
      if (parcel != NULL && refusal.code == NULL)
        {
          arrange (call->shopee, order, parcel);
          json_array_add_object_element (done, row);
          continue;
        }
      json_object_set_string_member (row, "fail_reason", refusal.message);
      json_array_add_object_element (failed, row);
    }
  response = json_object_new ();
  json_object_set_array_member (response, "success_list", done);
  json_object_set_array_member (response, "fail_list", failed);
  return tiem_sandbox_json_from_object (response);
}

JsonNode *
tiem_sandbox_shopee_get_tracking_number (TiemSandboxShopeeCall *call)
{
  TiemSandboxOrder *order;
  JsonObject *parcel = need_parcel (call, &order);
  g_autofree char *number = NULL;
  JsonObject *response;

  if (parcel == NULL)
    return NULL;
  number = tiem_sandbox_shopee_parcel_dup_tracking (call->shopee, parcel);
  response = json_object_new ();
  json_object_set_string_member (response, "tracking_number", number);
  json_object_set_string_member (
      response, "hint", *number != '\0' ? "" : "The tracking number is not there yet.");
  return tiem_sandbox_json_from_object (response);
}

static void
add_step (JsonArray *steps,
          gint64 at,
          const char *description,
          const char *status)
{
  JsonObject *step;

  if (at == 0)
    return;
  step = json_object_new ();
  json_object_set_int_member (step, "update_time", at);
  json_object_set_string_member (step, "description", description);
  json_object_set_string_member (step, "logistics_status", status);
  json_array_add_object_element (steps, step);
}

JsonNode *
tiem_sandbox_shopee_get_tracking_info (TiemSandboxShopeeCall *call)
{
  TiemSandboxOrder *order;
  JsonObject *parcel = need_parcel (call, &order);
  JsonObject *response;
  JsonArray *steps;

  if (parcel == NULL)
    return NULL;
  steps = json_array_new ();
  add_step (
      steps, tiem_sandbox_json_get_int (parcel, "_delivered_at", 0), "Đã giao hàng", "DELIVERED");
  add_step (
      steps, json_object_get_int_member (parcel, "pickup_done_time"), "Đã lấy hàng", "PICKED_UP");
  add_step (steps,
            tiem_sandbox_json_get_int (parcel, "_arranged_at", 0),
            "Người bán đã chuẩn bị hàng",
            "ORDER_CREATED");
  response = json_object_new ();
  json_object_set_string_member (response, "order_sn", order->number);
  json_object_set_string_member (
      response, "package_number", json_object_get_string_member (parcel, "package_number"));
  json_object_set_string_member (
      response, "logistics_status", json_object_get_string_member (parcel, "logistics_status"));
  json_object_set_array_member (response, "tracking_info", steps);
  return tiem_sandbox_json_from_object (response);
}

JsonNode *
tiem_sandbox_shopee_get_channel_list (TiemSandboxShopeeCall *call)
{
  JsonObject *response = json_object_new ();
  JsonArray *list = json_array_new ();
  static const struct
  {
    gint64 id;
    const char *name;
    gint64 mask;
  } channels[] = {
    { 5001, "Nhanh", 0 },
    { TIEM_SANDBOX_SHOPEE_CHANNEL_ID, TIEM_SANDBOX_SHOPEE_CARRIER, 5001 },
    { 50018, "Giao Hàng Nhanh", 5001 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      JsonObject *channel = json_object_new ();
      JsonObject *weight = json_object_new ();

      json_object_set_int_member (channel, "logistics_channel_id", channels[i].id);
      json_object_set_string_member (channel, "logistics_channel_name", channels[i].name);
      json_object_set_boolean_member (channel, "enabled", TRUE);
      json_object_set_boolean_member (channel, "cod_enabled", TRUE);
      json_object_set_string_member (channel, "fee_type", "SIZE_INPUT");
      json_object_set_double_member (weight, "item_max_weight", 20);
      json_object_set_double_member (weight, "item_min_weight", 0.01);
      json_object_set_object_member (channel, "weight_limit", weight);
      json_object_set_int_member (channel, "mask_channel_id", channels[i].mask);
      json_array_add_object_element (list, channel);
    }
  json_object_set_array_member (response, "logistics_channel_list", list);
  return tiem_sandbox_json_from_object (response);
}
