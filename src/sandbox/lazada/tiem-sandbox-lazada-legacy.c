#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-legacy.h"

#include "sandbox/lazada/tiem-sandbox-lazada-cancel.h"
#include "sandbox/lazada/tiem-sandbox-lazada-fulfilment.h"
#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"

JsonObject *
tiem_sandbox_lazada_legacy_providers (TiemSandboxLazadaCall *call)
{
  JsonObject *data = json_object_new ();
  JsonObject *provider = json_object_new ();
  JsonArray *list = json_array_new ();

  json_object_set_string_member (provider, "name", "LEX VN");
  json_object_set_int_member (provider, "is_default", 1);
  json_object_set_int_member (provider, "cod", 1);
  json_object_set_int_member (provider, "api_integration", 1);
  json_array_add_object_element (list, provider);
  json_object_set_array_member (data, "shipment_providers", list);
  return tiem_sandbox_lazada_call_answer_object (data);
}

/* Units of order_item_ids, all of one order. Returns: (transfer container) (nullable): NULL when
 * the call is refused */
static GPtrArray *
read_units (TiemSandboxLazadaCall *call,
            TiemSandboxOrder **order)
{
  g_autoptr (JsonNode) node = tiem_sandbox_lazada_call_get_json (call, "order_item_ids");
  g_autoptr (GArray) ids = tiem_sandbox_lazada_read_ids (node);
  g_autoptr (GPtrArray) units = g_ptr_array_new ();

  *order = NULL;
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      TiemSandboxOrder *owner;
      TiemSandboxLine *unit
          = tiem_sandbox_lazada_find_unit (call->lazada, g_array_index (ids, gint64, i), &owner);

      if (unit == NULL || (*order != NULL && owner != *order))
        {
          g_ptr_array_set_size (units, 0);
          break;
        }
      *order = owner;
      g_ptr_array_add (units, unit);
    }
  if (units->len > 0)
    return g_steal_pointer (&units);
  tiem_sandbox_lazada_call_fail (
      call, "20", TIEM_SANDBOX_LAZADA_ISP, "E020: Invalid Order Item ID");
  return NULL;
}

static gboolean
all_can (GPtrArray *units,
         const char *status,
         const char *other)
{
  for (guint i = 0; i < units->len; i++)
    if (!tiem_sandbox_lazada_unit_is (units->pdata[i], status)
        && !tiem_sandbox_lazada_unit_is (units->pdata[i], other))
      return FALSE;
  return TRUE;
}

static JsonObject *
refuse_status (TiemSandboxLazadaCall *call)
{
  return tiem_sandbox_lazada_call_fail (
      call, "73", TIEM_SANDBOX_LAZADA_ISP, "E073: All order items must have the right status");
}

static JsonObject *
answer_units (GPtrArray *units)
{
  JsonObject *data = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < units->len; i++)
    {
      const TiemSandboxLine *unit = units->pdata[i];
      JsonObject *entry = json_object_new ();

      json_object_set_int_member (entry, "order_item_id", unit->id);
      json_object_set_string_member (
          entry, "tracking_number", tiem_sandbox_lazada_unit_get (unit, "tracking_code"));
      json_object_set_string_member (
          entry, "package_id", tiem_sandbox_lazada_unit_get (unit, "package_id"));
      json_object_set_string_member (
          entry, "shipment_provider", tiem_sandbox_lazada_unit_get (unit, "shipment_provider"));
      json_array_add_object_element (list, entry);
    }
  json_object_set_array_member (data, "order_items", list);
  return tiem_sandbox_lazada_call_answer_object (data);
}

JsonObject *
tiem_sandbox_lazada_legacy_pack (TiemSandboxLazadaCall *call)
{
  TiemSandboxOrder *order;
  g_autoptr (GPtrArray) units = read_units (call, &order);

  if (units == NULL)
    return NULL;
  if (!all_can (units, "pending", "repacked"))
    return refuse_status (call);
  tiem_sandbox_lazada_pack_units (call->lazada, order, units);
  return answer_units (units);
}

JsonObject *
tiem_sandbox_lazada_legacy_rts (TiemSandboxLazadaCall *call)
{
  TiemSandboxOrder *order;
  g_autoptr (GPtrArray) units = read_units (call, &order);

  if (units == NULL)
    return NULL;
  if (!all_can (units, "packed", "packed"))
    return refuse_status (call);
  tiem_sandbox_lazada_hand_over (call->lazada, order, units);
  return answer_units (units);
}

JsonObject *
tiem_sandbox_lazada_legacy_repack (TiemSandboxLazadaCall *call)
{
  const char *id = tiem_sandbox_lazada_call_get (call, "package_id");
  TiemSandboxOrder *order;
  g_autoptr (GPtrArray) units = NULL;
  JsonObject *data;

  if (id == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "package_id");
  units = tiem_sandbox_lazada_find_package (call->lazada, id, &order);
  if (units->len == 0 || !all_can (units, "packed", "packed"))
    return refuse_status (call);
  data = json_object_new ();
  json_object_set_string_member (data, "package_id", id);
  for (guint i = 0; i < units->len; i++)
    tiem_sandbox_lazada_unpack_unit (call->lazada, order, units->pdata[i]);
  return tiem_sandbox_lazada_call_answer_object (data);
}

JsonObject *
tiem_sandbox_lazada_legacy_cancel (TiemSandboxLazadaCall *call)
{
  const char *reason_id = tiem_sandbox_lazada_call_get (call, "reason_id");
  const TiemSandboxLazadaReason *reason = NULL;
  g_autoptr (GPtrArray) units = g_ptr_array_new ();
  TiemSandboxOrder *order = NULL;
  TiemSandboxLine *unit = NULL;
  gint64 id;

  if (tiem_sandbox_lazada_call_get_int (call, "order_item_id", 0, &id))
    unit = tiem_sandbox_lazada_find_unit (call->lazada, id, &order);
  if (unit == NULL)
    return tiem_sandbox_lazada_call_fail (
        call, "20", TIEM_SANDBOX_LAZADA_ISP, "E020: Invalid Order Item ID");
  for (guint i = 0; tiem_sandbox_lazada_reasons[i].id != NULL; i++)
    if (g_strcmp0 (reason_id, tiem_sandbox_lazada_reasons[i].id) == 0)
      reason = &tiem_sandbox_lazada_reasons[i];
  if (reason == NULL)
    return tiem_sandbox_lazada_call_fail (
        call, "22", TIEM_SANDBOX_LAZADA_ISP, "E022: Invalid Reason");
  g_ptr_array_add (units, unit);
  if (!all_can (units, "pending", "repacked") && !all_can (units, "packed", "ready_to_ship"))
    return refuse_status (call);
  tiem_sandbox_lazada_cancel_units (call->lazada, order, units, reason);
  return tiem_sandbox_lazada_call_answer_object (json_object_new ());
}

JsonObject *
tiem_sandbox_lazada_legacy_reasons (TiemSandboxLazadaCall *call)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; tiem_sandbox_lazada_reasons[i].id != NULL; i++)
    {
      JsonObject *reason = json_object_new ();

      json_object_set_int_member (
          reason, "reason_id", g_ascii_strtoll (tiem_sandbox_lazada_reasons[i].id, NULL, 10));
      json_object_set_string_member (reason, "type", "canceled");
      json_object_set_string_member (reason, "name", tiem_sandbox_lazada_reasons[i].name);
      json_array_add_object_element (list, reason);
    }
  return tiem_sandbox_lazada_call_answer (tiem_sandbox_json_from_array (list));
}
