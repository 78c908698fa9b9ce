#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-orders.h"

#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

/* What a parcel says that nothing has happened to but its order's status. */
static const struct
{
  const char *order_status;
  const char *logistics_status;
} statuses[] = {
  { "UNPAID", "LOGISTICS_NOT_START" },          { "PENDING", "LOGISTICS_NOT_START" },
  { "INVOICE_PENDING", "LOGISTICS_NOT_START" }, { "READY_TO_SHIP", "LOGISTICS_READY" },
  { "PROCESSED", "LOGISTICS_REQUEST_CREATED" }, { "RETRY_SHIP", "LOGISTICS_PICKUP_RETRY" },
  { "SHIPPED", "LOGISTICS_PICKUP_DONE" },       { "TO_CONFIRM_RECEIVE", "LOGISTICS_DELIVERY_DONE" },
  { "TO_RETURN", "LOGISTICS_DELIVERY_DONE" },   { "COMPLETED", "LOGISTICS_DELIVERY_DONE" },
};

JsonArray *
tiem_sandbox_shopee_order_get_parcels (const TiemSandboxOrder *order)
{
  return json_object_get_array_member (order->extra, "package_list");
}

JsonObject *
tiem_sandbox_shopee_order_get_parcel (const TiemSandboxOrder *order,
                                      guint index)
{
  return json_array_get_object_element (tiem_sandbox_shopee_order_get_parcels (order), index);
}

void
tiem_sandbox_shopee_order_add_parcel (TiemSandboxShopee *shopee,
                                      TiemSandboxOrder *order,
                                      const char *logistics_status)
{
  g_autofree char *digits = tiem_sandbox_random_text (shopee->ids, "0123456789", 15);
  g_autofree char *number = g_strconcat ("OFG", digits, NULL);
  JsonObject *parcel = json_object_new ();

  if (!json_object_has_member (order->extra, "package_list"))
    json_object_set_array_member (order->extra, "package_list", json_array_new ());
  json_object_set_string_member (parcel, "package_number", number);
  json_object_set_string_member (parcel, "logistics_status", logistics_status);
  json_object_set_string_member (parcel, "tracking_number", "");
  json_object_set_int_member (parcel, "pickup_done_time", 0);
  json_array_add_object_element (tiem_sandbox_shopee_order_get_parcels (order), parcel);
}

gboolean
tiem_sandbox_shopee_order_has_left (const TiemSandboxOrder *order)
{
  JsonArray *parcels = tiem_sandbox_shopee_order_get_parcels (order);

  for (guint i = 0; i < json_array_get_length (parcels); i++)
    if (json_object_get_int_member (json_array_get_object_element (parcels, i), "pickup_done_time")
        > 0)
      return TRUE;
  return FALSE;
}

gboolean
tiem_sandbox_shopee_parcel_is_arranged (JsonObject *parcel)
{
  const char *status = json_object_get_string_member (parcel, "logistics_status");

  return !g_str_equal (status, "LOGISTICS_NOT_START") && !g_str_equal (status, "LOGISTICS_READY")
         && !g_str_equal (status, "LOGISTICS_INVALID")
         && !g_str_equal (status, "LOGISTICS_PICKUP_RETRY");
}

/* A second arrangement, after a failed pick-up, keeps the number of the first. */
void
tiem_sandbox_shopee_parcel_arrange (TiemSandboxShopee *shopee,
                                    JsonObject *parcel)
{
  json_object_set_string_member (parcel, "logistics_status", "LOGISTICS_REQUEST_CREATED");
  if (json_object_has_member (parcel, "_tracking_at"))
    return;
  json_object_set_int_member (parcel, "_arranged_at", tiem_sandbox_shopee_seconds (shopee));
  json_object_set_int_member (parcel,
                              "_tracking_at",
                              tiem_sandbox_shopee_seconds (shopee)
                                  + shopee->switches.tracking_delay_s);
}

char *
tiem_sandbox_shopee_parcel_dup_tracking (TiemSandboxShopee *shopee,
                                         JsonObject *parcel)
{
  gint64 from = tiem_sandbox_json_get_int (parcel, "_tracking_at", G_MAXINT64);
  g_autofree char *number = NULL;

  if (tiem_sandbox_shopee_seconds (shopee) < from)
    return g_strdup ("");
  if (*json_object_get_string_member (parcel, "tracking_number") == '\0')
    {
      /* The parcel's own digits, so that two parcels never share a number. */
      const char *digits = json_object_get_string_member (parcel, "package_number") + 3;

      number = g_strdup_printf ("SPXVN0%.12s", digits + strlen (digits) - 12);
      json_object_set_string_member (parcel, "tracking_number", number);
    }
  return g_strdup (json_object_get_string_member (parcel, "tracking_number"));
}

static const char *
find_cancelled_status (JsonObject *parcel)
{
  if (json_object_get_int_member (parcel, "pickup_done_time") > 0)
    return "LOGISTICS_DELIVERY_FAILED";
  return tiem_sandbox_shopee_parcel_is_arranged (parcel) ? "LOGISTICS_REQUEST_CANCELED"
                                                         : "LOGISTICS_INVALID";
}

static void
move (TiemSandboxShopee *shopee,
      TiemSandboxOrder *order,
      JsonObject *parcel,
      const char *status)
{
  gboolean has_left = g_str_equal (status, "LOGISTICS_PICKUP_DONE")
                      || g_str_equal (status, "LOGISTICS_DELIVERY_DONE");

  if (g_str_equal (status, "LOGISTICS_REQUEST_CREATED") || has_left)
    tiem_sandbox_shopee_parcel_arrange (shopee, parcel);
  json_object_set_string_member (parcel, "logistics_status", status);
  if (!has_left && !g_str_has_prefix (status, "LOGISTICS_DELIVERY"))
    json_object_set_int_member (parcel, "pickup_done_time", 0);
  else if (json_object_get_int_member (parcel, "pickup_done_time") == 0)
    json_object_set_int_member (parcel, "pickup_done_time", order->modified_at / 1000);
  if (g_str_equal (status, "LOGISTICS_DELIVERY_DONE")
      && !json_object_has_member (parcel, "_delivered_at"))
    json_object_set_int_member (parcel, "_delivered_at", order->modified_at / 1000);
}

void
tiem_sandbox_shopee_order_move_parcels (TiemSandboxShopee *shopee,
                                        TiemSandboxOrder *order)
{
  JsonArray *parcels = tiem_sandbox_shopee_order_get_parcels (order);

  for (guint i = 0; i < json_array_get_length (parcels); i++)
    {
      JsonObject *parcel = json_array_get_object_element (parcels, i);

      if (tiem_sandbox_shopee_order_is (order, "CANCELLED"))
        move (shopee, order, parcel, find_cancelled_status (parcel));
      for (guint j = 0; j < G_N_ELEMENTS (statuses); j++)
        if (tiem_sandbox_shopee_order_is (order, statuses[j].order_status))
          move (shopee, order, parcel, statuses[j].logistics_status);
    }
}
