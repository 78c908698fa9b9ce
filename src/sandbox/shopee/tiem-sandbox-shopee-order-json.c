#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-items.h"
#include "sandbox/shopee/tiem-sandbox-shopee-logistics.h"

#include <string.h>

#define DAYS_TO_SHIP 2
#define DAY_S 86400
#define RETURN_DAYS 15

const char *
tiem_sandbox_shopee_order_get_shown_status (const TiemSandboxOrder *order,
                                            gboolean shows_pending)
{
  if (!shows_pending && tiem_sandbox_shopee_order_is (order, "PENDING"))
    return "READY_TO_SHIP";
  return order->status;
}

/* "Nguyễn Thị Lan" → "N******n" */
static char *
mask_name (const char *name)
{
  const char *end = name + strlen (name);
  char first[8] = { 0 };
  char last[8] = { 0 };

  if (*name == '\0')
    return g_strdup ("");
  g_utf8_strncpy (first, name, 1);
  g_utf8_strncpy (last, g_utf8_prev_char (end), 1);
  return g_strdup_printf ("%s******%s", first, last);
}

/* "0901234567" → "******67" */
static char *
mask_phone (const char *phone)
{
  gsize length = strlen (phone);

  return g_strdup_printf ("******%s", phone + (length > 2 ? length - 2 : 0));
}

/* "12 Trần Phú, Phường …" → "12******" */
static char *
mask_street (const char *address)
{
  g_autofree char *word = g_strndup (address, strcspn (address, " ,"));

  return g_strconcat (word, "******", NULL);
}

static void
mask (JsonObject *address,
      const char *name,
      char *(*func) (const char *text))
{
  g_autofree char *masked = func (json_object_get_string_member (address, name));

  json_object_set_string_member (address, name, masked);
}

static JsonNode *
describe_address (TiemSandboxShopee *shopee,
                  const TiemSandboxOrder *order)
{
  JsonNode *node
      = tiem_sandbox_json_copy (json_object_get_member (order->extra, "recipient_address"));
  JsonObject *address = json_node_get_object (node);

  if (shopee->switches.is_masked)
    {
      mask (address, "name", mask_name);
      mask (address, "phone", mask_phone);
      mask (address, "full_address", mask_street);
    }
  return node;
}

static const char *
get_location (TiemSandboxShopee *shopee)
{
  return shopee->switches.has_warehouses ? TIEM_SANDBOX_SHOPEE_FIRST_LOCATION
                                         : TIEM_SANDBOX_SHOPEE_ONLY_LOCATION;
}

static void
set_quantities (JsonObject *entry,
                const TiemSandboxOrder *order,
                const TiemSandboxLine *line)
{
  gint64 cancelled = tiem_sandbox_json_get_int (line->extra, "cancelled_qty", 0);
  gint64 returned = tiem_sandbox_json_get_int (line->extra, "returned_qty", 0);
  gboolean asks = tiem_sandbox_shopee_order_is (order, "IN_CANCEL");

  if (tiem_sandbox_shopee_order_is (order, "CANCELLED"))
    cancelled = line->quantity;
  json_object_set_int_member (entry, "active_qty", line->quantity - cancelled - returned);
  json_object_set_int_member (entry, "cancel_requested_qty", asks ? line->quantity : 0);
  json_object_set_int_member (entry, "cancelled_qty", cancelled);
  json_object_set_int_member (entry,
                              "return_requested_qty",
                              tiem_sandbox_json_get_int (line->extra, "return_requested_qty", 0));
  json_object_set_int_member (entry, "returned_qty", returned);
}

static JsonObject *
describe_line (TiemSandboxShopee *shopee,
               const TiemSandboxOrder *order,
               const TiemSandboxLine *line)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_get_line_item (tiem_sandbox_shopee_get_shop (shopee), line);
  g_autofree char *url
      = item != NULL ? tiem_sandbox_shopee_item_make_picture_url (shopee, item) : NULL;
  JsonObject *entry = json_object_new ();
  JsonObject *image = json_object_new ();
  JsonArray *locations = json_array_new ();
  gboolean is_model = line->variation_id != 0;

  json_object_set_int_member (entry, "item_id", line->product_id);
  json_object_set_string_member (entry, "item_name", line->name);
  json_object_set_string_member (
      entry, "item_sku", json_object_get_string_member (line->extra, "item_sku"));
  json_object_set_int_member (entry, "model_id", line->variation_id);
  json_object_set_string_member (
      entry, "model_name", json_object_get_string_member (line->extra, "model_name"));
  json_object_set_string_member (entry, "model_sku", is_model ? line->sku : "");
  json_object_set_int_member (entry, "model_quantity_purchased", line->quantity);
  json_object_set_int_member (
      entry, "model_original_price", line->subtotal_xu / MAX (1, line->quantity) / 100);
  json_object_set_int_member (entry, "model_discounted_price", line->price_xu / 100);
  json_object_set_double_member (entry,
                                 "weight",
                                 tiem_sandbox_json_get_int (line->extra, "_weight_g", 0)
                                     / MAX (1, line->quantity) / 1000.0);
  json_object_set_boolean_member (entry, "wholesale", FALSE);
  json_object_set_boolean_member (entry, "add_on_deal", FALSE);
  json_object_set_boolean_member (entry, "main_item", FALSE);
  json_object_set_int_member (entry, "add_on_deal_id", 0);
  json_object_set_string_member (entry, "promotion_type", "");
  json_object_set_int_member (entry, "promotion_id", 0);
  json_object_set_int_member (entry, "promotion_group_id", 0);
  json_object_set_int_member (entry, "order_item_id", line->product_id);
  json_object_set_int_member (entry, "line_item_id", line->id);
  json_object_set_string_member (image, "image_url", url != NULL ? url : "");
  json_object_set_object_member (entry, "image_info", image);
  json_array_add_string_element (locations, get_location (shopee));
  json_object_set_array_member (entry, "product_location_id", locations);
  json_object_set_array_member (entry, "promotion_list", json_array_new ());
  set_quantities (entry, order, line);
  return entry;
}

static JsonArray *
describe_lines (TiemSandboxShopee *shopee,
                const TiemSandboxOrder *order)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < order->lines->len; i++)
    json_array_add_object_element (list, describe_line (shopee, order, order->lines->pdata[i]));
  return list;
}

static JsonObject *
describe_parcel_line (TiemSandboxShopee *shopee,
                      const TiemSandboxLine *line)
{
  JsonObject *entry = json_object_new ();

  json_object_set_int_member (entry, "item_id", line->product_id);
  json_object_set_int_member (entry, "model_id", line->variation_id);
  json_object_set_int_member (entry, "model_quantity", line->quantity);
  json_object_set_int_member (entry, "order_item_id", line->product_id);
  json_object_set_int_member (entry, "promotion_group_id", 0);
  json_object_set_string_member (entry, "product_location_id", get_location (shopee));
  return entry;
}

static JsonArray *
describe_parcels (TiemSandboxShopee *shopee,
                  const TiemSandboxOrder *order)
{
  JsonArray *parcels = tiem_sandbox_shopee_order_get_parcels (order);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < json_array_get_length (parcels); i++)
    {
      JsonObject *parcel = json_array_get_object_element (parcels, i);
      JsonObject *entry = json_object_new ();
      JsonArray *lines = json_array_new ();
      gint64 weight_g = 0;

      for (guint j = 0; j < order->lines->len; j++)
        {
          const TiemSandboxLine *line = order->lines->pdata[j];

          if (tiem_sandbox_json_get_int (line->extra, "_parcel", 0) != i)
            continue;
          weight_g += tiem_sandbox_json_get_int (line->extra, "_weight_g", 0);
          json_array_add_object_element (lines, describe_parcel_line (shopee, line));
        }
      json_object_set_string_member (
          entry, "package_number", json_object_get_string_member (parcel, "package_number"));
      json_object_set_string_member (
          entry, "logistics_status", json_object_get_string_member (parcel, "logistics_status"));
      json_object_set_int_member (entry, "logistics_channel_id", TIEM_SANDBOX_SHOPEE_CHANNEL_ID);
      json_object_set_string_member (entry, "shipping_carrier", TIEM_SANDBOX_SHOPEE_CARRIER);
      json_object_set_int_member (entry, "parcel_chargeable_weight_gram", weight_g);
      json_object_set_array_member (entry, "item_list", lines);
      json_array_add_object_element (list, entry);
    }
  return list;
}

/* What every answer has. */
static void
set_basics (JsonObject *object,
            const TiemSandboxOrder *order,
            gboolean shows_pending)
{
  const char *status = tiem_sandbox_shopee_order_get_shown_status (order, shows_pending);
  gboolean is_unpaid = tiem_sandbox_shopee_order_is (order, "UNPAID");
  gint64 from = order->paid_at != 0 ? order->paid_at : order->created_at;

  json_object_set_string_member (object, "order_sn", order->number);
  json_object_set_string_member (object, "region", "VN");
  json_object_set_string_member (object, "currency", "VND");
  json_object_set_boolean_member (
      object, "cod", json_object_get_boolean_member (order->extra, "cod"));
  json_object_set_string_member (object, "order_status", status);
  json_object_set_string_member (object, "message_to_seller", order->note);
  json_object_set_int_member (object, "create_time", order->created_at / 1000);
  json_object_set_int_member (object, "update_time", order->modified_at / 1000);
  json_object_set_int_member (object, "days_to_ship", DAYS_TO_SHIP);
  json_object_set_int_member (
      object, "ship_by_date", is_unpaid ? 0 : from / 1000 + DAYS_TO_SHIP * DAY_S);
  if (shows_pending && tiem_sandbox_shopee_order_is (order, "PENDING"))
    {
      JsonArray *terms = json_array_new ();

      json_array_add_string_element (terms, "SYSTEM_PENDING");
      json_object_set_array_member (object, "pending_terms", terms);
    }
}

/* A member that is only told when it was asked for by name. */
typedef struct
{
  const char *name;
  JsonNode *(*make) (TiemSandboxShopee *shopee, const TiemSandboxOrder *order);
} Field;

static JsonNode *
dup_extra (const TiemSandboxOrder *order,
           const char *name)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (order->extra, name);

  return tiem_sandbox_json_string (text != NULL ? text : "");
}

static JsonNode *
make_boolean (gboolean value)
{
  return json_node_init_boolean (json_node_alloc (), value);
}

static JsonNode *
make_items (TiemSandboxShopee *shopee,
            const TiemSandboxOrder *order)
{
  return tiem_sandbox_json_from_array (describe_lines (shopee, order));
}

static JsonNode *
make_packages (TiemSandboxShopee *shopee,
               const TiemSandboxOrder *order)
{
  return tiem_sandbox_json_from_array (describe_parcels (shopee, order));
}

static JsonNode *
make_total (TiemSandboxShopee *shopee,
            const TiemSandboxOrder *order)
{
  return tiem_sandbox_json_number (order->total_xu / 100);
}

static JsonNode *
make_buyer_id (TiemSandboxShopee *shopee,
               const TiemSandboxOrder *order)
{
  return json_node_copy (json_object_get_member (order->extra, "buyer_user_id"));
}

static JsonNode *
make_buyer_name (TiemSandboxShopee *shopee,
                 const TiemSandboxOrder *order)
{
  return dup_extra (order, "buyer_username");
}

static JsonNode *
make_freight (TiemSandboxShopee *shopee,
              const TiemSandboxOrder *order)
{
  return tiem_sandbox_json_number (tiem_sandbox_json_get_int (order->extra, "_freight", 0) / 100);
}

static JsonNode *
make_actual_freight (TiemSandboxShopee *shopee,
                     const TiemSandboxOrder *order)
{
  return tiem_sandbox_shopee_order_has_left (order) ? make_freight (shopee, order)
                                                    : tiem_sandbox_json_number (0);
}

static JsonNode *
make_confirmed (TiemSandboxShopee *shopee,
                const TiemSandboxOrder *order)
{
  return make_boolean (tiem_sandbox_shopee_order_has_left (order));
}

static JsonNode *
make_pay_time (TiemSandboxShopee *shopee,
               const TiemSandboxOrder *order)
{
  return order->paid_at != 0 ? tiem_sandbox_json_number (order->paid_at / 1000)
                             : json_node_new (JSON_NODE_NULL);
}

static JsonNode *
make_pickup_time (TiemSandboxShopee *shopee,
                  const TiemSandboxOrder *order)
{
  return json_node_copy (
      json_object_get_member (tiem_sandbox_shopee_order_get_parcel (order, 0), "pickup_done_time"));
}

static JsonNode *
make_payment (TiemSandboxShopee *shopee,
              const TiemSandboxOrder *order)
{
  return dup_extra (order, "payment_method");
}

static JsonNode *
make_note (TiemSandboxShopee *shopee,
           const TiemSandboxOrder *order)
{
  return dup_extra (order, "note");
}

static JsonNode *
make_note_time (TiemSandboxShopee *shopee,
                const TiemSandboxOrder *order)
{
  return tiem_sandbox_json_number (tiem_sandbox_json_get_int (order->extra, "note_update_time", 0));
}

static JsonNode *
make_cancel_by (TiemSandboxShopee *shopee,
                const TiemSandboxOrder *order)
{
  return dup_extra (order, "cancel_by");
}

static JsonNode *
make_cancel_reason (TiemSandboxShopee *shopee,
                    const TiemSandboxOrder *order)
{
  return dup_extra (order, "cancel_reason");
}

static JsonNode *
make_buyer_reason (TiemSandboxShopee *shopee,
                   const TiemSandboxOrder *order)
{
  return dup_extra (order, "buyer_cancel_reason");
}

static JsonNode *
make_carrier (TiemSandboxShopee *shopee,
              const TiemSandboxOrder *order)
{
  return tiem_sandbox_json_string (TIEM_SANDBOX_SHOPEE_CARRIER);
}

static JsonNode *
make_fulfilment (TiemSandboxShopee *shopee,
                 const TiemSandboxOrder *order)
{
  return tiem_sandbox_json_string ("fulfilled_by_local_seller");
}

static JsonNode *
make_split (TiemSandboxShopee *shopee,
            const TiemSandboxOrder *order)
{
  return make_boolean (json_array_get_length (tiem_sandbox_shopee_order_get_parcels (order)) > 1);
}

static JsonNode *
make_no (TiemSandboxShopee *shopee,
         const TiemSandboxOrder *order)
{
  return make_boolean (FALSE);
}

static JsonNode *
make_return_due (TiemSandboxShopee *shopee,
                 const TiemSandboxOrder *order)
{
  return tiem_sandbox_json_number (
      order->completed_at != 0 ? order->completed_at / 1000 + RETURN_DAYS * DAY_S : 0);
}

static const Field fields_by_name[] = {
  { "item_list", make_items },
  { "package_list", make_packages },
  { "recipient_address", describe_address },
  { "total_amount", make_total },
  { "buyer_user_id", make_buyer_id },
  { "buyer_username", make_buyer_name },
  { "estimated_shipping_fee", make_freight },
  { "actual_shipping_fee", make_actual_freight },
  { "actual_shipping_fee_confirmed", make_confirmed },
  { "pay_time", make_pay_time },
  { "pickup_done_time", make_pickup_time },
  { "payment_method", make_payment },
  { "note", make_note },
  { "note_update_time", make_note_time },
  { "cancel_by", make_cancel_by },
  { "cancel_reason", make_cancel_reason },
  { "buyer_cancel_reason", make_buyer_reason },
  { "shipping_carrier", make_carrier },
  { "fulfillment_flag", make_fulfilment },
  { "split_up", make_split },
  { "goods_to_declare", make_no },
  { "return_request_due_date", make_return_due },
};

JsonObject *
tiem_sandbox_shopee_order_describe (TiemSandboxShopee *shopee,
                                    const TiemSandboxOrder *order,
                                    const char *const *fields,
                                    gboolean shows_pending)
{
  JsonObject *object = json_object_new ();

  set_basics (object, order, shows_pending);
  for (guint i = 0; i < G_N_ELEMENTS (fields_by_name); i++)
    if (fields != NULL && g_strv_contains (fields, fields_by_name[i].name))
      json_object_set_member (
          object, fields_by_name[i].name, fields_by_name[i].make (shopee, order));
  return object;
}
