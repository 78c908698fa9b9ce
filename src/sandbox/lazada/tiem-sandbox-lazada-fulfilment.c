#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-fulfilment.h"

#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-shoppers.h"

#define MAX_BATCH 20

JsonObject *
tiem_sandbox_lazada_refuse_result (const char *code,
                                   const char *message)
{
  JsonObject *members = json_object_new ();
  JsonObject *result = json_object_new ();

  json_object_set_boolean_member (result, "success", FALSE);
  json_object_set_string_member (result, "error_code", code);
  json_object_set_string_member (result, "error_msg", message);
  json_object_set_object_member (members, "result", result);
  return members;
}

static JsonObject *
refuse_parameter (void)
{
  return tiem_sandbox_lazada_refuse_result ("700004", "parameter error");
}

JsonNode *
tiem_sandbox_lazada_call_get_request (TiemSandboxLazadaCall *call,
                                      const char *name)
{
  g_autoptr (JsonNode) node = tiem_sandbox_lazada_call_get_json (call, name);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      tiem_sandbox_lazada_call_fail_missing (call, name);
      return NULL;
    }
  return g_steal_pointer (&node);
}

/* What became of one unit or parcel. */
static void
set_outcome (JsonObject *line,
             const char *code,
             const char *message,
             gboolean may_retry)
{
  json_object_set_string_member (line, "item_err_code", code);
  json_object_set_string_member (line, "msg", message);
  json_object_set_boolean_member (line, "retry", may_retry);
}

/* Returns: (nullable): the list @name of objects; NULL when it is none or empty */
static JsonArray *
get_batch (JsonNode *request,
           const char *name)
{
  JsonArray *list = tiem_sandbox_json_get_array (json_node_get_object (request), name);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (list, i)))
      return NULL;
  return list != NULL && json_array_get_length (list) > 0 ? list : NULL;
}

/* Local shops in Việt Nam have no choice: the platform's carrier comes. */
JsonObject *
tiem_sandbox_lazada_get_providers (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) request
      = tiem_sandbox_lazada_call_get_request (call, "getShipmentProvidersReq");
  JsonArray *orders = request != NULL ? get_batch (request, "orders") : NULL;
  JsonObject *members;
  JsonObject *result;
  JsonObject *data;

  if (request == NULL)
    return NULL;
  if (orders == NULL)
    return refuse_parameter ();
  for (guint i = 0; i < json_array_get_length (orders); i++)
    if (tiem_sandbox_shop_find_order (
            tiem_sandbox_lazada_get_shop (call->lazada),
            tiem_sandbox_json_get_int (json_array_get_object_element (orders, i), "order_id", 0))
        == NULL)
      return tiem_sandbox_lazada_refuse_result ("700021", "order not found");
  members = json_object_new ();
  result = json_object_new ();
  data = json_object_new ();
  json_object_set_int_member (data, "platform_default", 1);
  json_object_set_array_member (data, "shipment_providers", json_array_new ());
  json_object_set_string_member (data, "shipping_allocate_type", "TFS");
  json_object_set_boolean_member (result, "success", TRUE);
  json_object_set_object_member (result, "data", data);
  json_object_set_string_member (result, "errorCode", "");
  json_object_set_string_member (result, "errorMsg", "");
  json_object_set_object_member (members, "result", result);
  return members;
}

/* An error on demand for units of a SKU. Returns: whether @line has one now */
static gboolean
meet_demand (TiemSandboxLazada *lazada,
             const TiemSandboxLine *unit,
             JsonObject *line)
{
  JsonObject *error = tiem_sandbox_json_get_object (lazada->unit_errors, unit->sku);
  gint64 times = tiem_sandbox_json_get_int (error, "times", 1);

  if (error == NULL || times == 0)
    return FALSE;
  json_object_set_int_member (error, "times", times > 0 ? times - 1 : times);
  set_outcome (line,
               json_object_get_string_member_with_default (error, "code", "700024"),
               json_object_get_string_member_with_default (error, "msg", "acquire lock failed"),
               tiem_sandbox_json_get_bool (error, "retry", TRUE));
  return TRUE;
}

/* Returns: whether @unit may be packed; if not, @line says why */
static gboolean
check_unit (TiemSandboxLazada *lazada,
            const TiemSandboxLine *unit,
            JsonObject *line)
{
  if (unit == NULL)
    set_outcome (line, "700025", "order item not found", FALSE);
  else if (tiem_sandbox_json_get_bool (unit->extra, "digital", FALSE))
    set_outcome (line, "700030", "digital item can not be packed", FALSE);
  else if (tiem_sandbox_lazada_unit_is (unit, "unpaid"))
    set_outcome (line, "700031", "order item is not ready", FALSE);
  else if (!tiem_sandbox_lazada_unit_is (unit, "pending")
           && !tiem_sandbox_lazada_unit_is (unit, "repacked"))
    set_outcome (line, "700026", "order item can not be packed", FALSE);
  else
    return !meet_demand (lazada, unit, line);
  return FALSE;
}

static void
describe_parcel (JsonArray *lines,
                 GPtrArray *units)
{
  for (guint i = 0; i < units->len; i++)
    {
      const TiemSandboxLine *unit = units->pdata[i];

      for (guint j = 0; j < json_array_get_length (lines); j++)
        {
          JsonObject *line = json_array_get_object_element (lines, j);

          if (json_object_get_int_member (line, "order_item_id") != unit->id)
            continue;
          json_object_set_string_member (
              line, "tracking_number", tiem_sandbox_lazada_unit_get (unit, "tracking_code"));
          json_object_set_string_member (
              line, "shipment_provider", tiem_sandbox_lazada_unit_get (unit, "shipment_provider"));
          json_object_set_string_member (
              line, "package_id", tiem_sandbox_lazada_unit_get (unit, "package_id"));
        }
    }
}

/* The units of one order that are named together share a parcel; those the shop delivers
 * itself go in one of their own. */
static JsonObject *
pack_order (TiemSandboxLazada *lazada,
            JsonObject *given)
{
  gint64 order_id = tiem_sandbox_json_get_int (given, "order_id", 0);
  TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_lazada_get_shop (lazada), order_id);
  g_autoptr (GArray) ids
      = tiem_sandbox_lazada_read_ids (json_object_get_member (given, "order_item_list"));
  g_autoptr (GPtrArray) usual = g_ptr_array_new ();
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  JsonObject *entry = json_object_new ();
  JsonArray *lines = json_array_new ();

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      TiemSandboxLine *unit
          = order != NULL ? tiem_sandbox_lazada_order_find_unit (order, id) : NULL;
      JsonObject *line = json_object_new ();

      json_object_set_int_member (line, "order_item_id", id);
      if (order == NULL)
        set_outcome (line, "700021", "order not found", FALSE);
      else if (check_unit (lazada, unit, line))
        {
          set_outcome (line, "0", "success", FALSE);
          g_ptr_array_add (
              tiem_sandbox_json_get_bool (unit->extra, "own_fleet", FALSE) ? own : usual, unit);
        }
      json_array_add_object_element (lines, line);
    }
  if (usual->len > 0)
    tiem_sandbox_lazada_pack_units (lazada, order, usual);
  if (own->len > 0)
    tiem_sandbox_lazada_pack_units (lazada, order, own);
  describe_parcel (lines, usual);
  describe_parcel (lines, own);
  json_object_set_int_member (entry, "order_id", order_id);
  json_object_set_array_member (entry, "order_item_list", lines);
  return entry;
}

JsonObject *
tiem_sandbox_lazada_pack (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) request = tiem_sandbox_lazada_call_get_request (call, "packReq");
  g_autofree char *delivery = NULL;
  g_autofree char *allocation = NULL;
  JsonArray *orders;
  JsonArray *list;
  JsonObject *data;

  if (request == NULL)
    return NULL;
  orders = get_batch (request, "pack_order_list");
  delivery = tiem_sandbox_json_dup_text (json_node_get_object (request), "delivery_type");
  allocation
      = tiem_sandbox_json_dup_text (json_node_get_object (request), "shipping_allocate_type");
  if (orders == NULL || g_strcmp0 (delivery, "dropship") != 0 || g_strcmp0 (allocation, "TFS") != 0)
    return refuse_parameter ();
  if (json_array_get_length (orders) > MAX_BATCH)
    return tiem_sandbox_lazada_refuse_result ("700022", "more than 20 orders");
  data = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < json_array_get_length (orders); i++)
    json_array_add_object_element (
        list, pack_order (call->lazada, json_array_get_object_element (orders, i)));
  json_object_set_array_member (data, "pack_order_list", list);
  return tiem_sandbox_lazada_call_answer_result (data);
}

void
tiem_sandbox_lazada_hand_over (TiemSandboxLazada *lazada,
                               TiemSandboxOrder *order,
                               GPtrArray *units)
{
  for (guint i = 0; i < units->len; i++)
    if (tiem_sandbox_lazada_unit_is (units->pdata[i], "packed"))
      tiem_sandbox_lazada_unit_set_status (lazada, order, units->pdata[i], "ready_to_ship");
  if (tiem_sandbox_lazada_order_get_stage (lazada, order) == TIEM_SANDBOX_AWAITING_PICKUP)
    tiem_sandbox_shoppers_follow (TIEM_SANDBOX_MARKET (lazada), order);
}

/* What is done to a parcel. Returns: the code, "0" when it is done; @message says why not */
typedef const char *(*ParcelFunc) (TiemSandboxLazada *lazada,
                                   TiemSandboxOrder *order,
                                   GPtrArray *units,
                                   const char **message);

static gboolean
all_are (GPtrArray *units,
         const char *status)
{
  for (guint i = 0; i < units->len; i++)
    if (!tiem_sandbox_lazada_unit_is (units->pdata[i], status))
      return FALSE;
  return TRUE;
}

static gboolean
any_is (GPtrArray *units,
        const char *status)
{
  for (guint i = 0; i < units->len; i++)
    if (tiem_sandbox_lazada_unit_is (units->pdata[i], status))
      return TRUE;
  return FALSE;
}

static const char *
make_ready (TiemSandboxLazada *lazada,
            TiemSandboxOrder *order,
            GPtrArray *units,
            const char **message)
{
  if (!any_is (units, "packed"))
    {
      *message = "package status is not packed";
      return "700000";
    }
  tiem_sandbox_lazada_hand_over (lazada, order, units);
  return "0";
}

static const char *
unpack (TiemSandboxLazada *lazada,
        TiemSandboxOrder *order,
        GPtrArray *units,
        const char **message)
{
  if (!any_is (units, "packed"))
    {
      *message = "package status is not packed";
      return "700000";
    }
  for (guint i = 0; i < units->len; i++)
    if (tiem_sandbox_lazada_unit_is (units->pdata[i], "packed"))
      tiem_sandbox_lazada_unpack_unit (lazada, order, units->pdata[i]);
  return "0";
}

/* The shop's own riders report for themselves. */
static const char *
report (TiemSandboxLazada *lazada,
        TiemSandboxOrder *order,
        GPtrArray *units,
        const char *status,
        const char **message)
{
  for (guint i = 0; i < units->len; i++)
    {
      const TiemSandboxLine *unit = units->pdata[i];

      if (tiem_sandbox_json_get_bool (unit->extra, "own_fleet", FALSE)
          && (tiem_sandbox_lazada_unit_is (unit, "ready_to_ship")
              || tiem_sandbox_lazada_unit_is (unit, "shipped")))
        continue;
      *message = "package is not on its way with the seller's own fleet";
      return "700000";
    }
  for (guint i = 0; i < units->len; i++)
    tiem_sandbox_lazada_unit_set_status (lazada, order, units->pdata[i], status);
  return "0";
}

static const char *
report_delivered (TiemSandboxLazada *lazada,
                  TiemSandboxOrder *order,
                  GPtrArray *units,
                  const char **message)
{
  return report (lazada, order, units, "delivered", message);
}

static const char *
report_failed (TiemSandboxLazada *lazada,
               TiemSandboxOrder *order,
               GPtrArray *units,
               const char **message)
{
  return report (lazada, order, units, "failed_delivery", message);
}

static JsonObject *
treat_parcel (TiemSandboxLazada *lazada,
              JsonObject *given,
              ParcelFunc func)
{
  g_autofree char *id = tiem_sandbox_json_dup_text (given, "package_id");
  TiemSandboxOrder *order;
  g_autoptr (GPtrArray) units
      = tiem_sandbox_lazada_find_package (lazada, id != NULL ? id : "", &order);
  JsonObject *line = json_object_new ();
  const char *message = "success";
  const char *code;

  json_object_set_string_member (line, "package_id", id != NULL ? id : "");
  if (units->len == 0)
    set_outcome (line, "600001", "package not found", FALSE);
  else if (all_are (units, "canceled"))
    set_outcome (line, "600002", "package already cancelled", FALSE);
  else
    {
      code = func (lazada, order, units, &message);
      set_outcome (line, code, message, FALSE);
    }
  return line;
}

static JsonObject *
treat_parcels (TiemSandboxLazadaCall *call,
               const char *name,
               ParcelFunc func)
{
  g_autoptr (JsonNode) request = tiem_sandbox_lazada_call_get_request (call, name);
  JsonArray *packages;
  JsonArray *list;
  JsonObject *data;

  if (request == NULL)
    return NULL;
  packages = get_batch (request, "packages");
  if (packages == NULL)
    return refuse_parameter ();
  if (json_array_get_length (packages) > MAX_BATCH)
    return tiem_sandbox_lazada_refuse_result ("700022", "more than 20 packages");
  data = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < json_array_get_length (packages); i++)
    json_array_add_object_element (
        list, treat_parcel (call->lazada, json_array_get_object_element (packages, i), func));
  json_object_set_array_member (data, "packages", list);
  return tiem_sandbox_lazada_call_answer_result (data);
}

JsonObject *
tiem_sandbox_lazada_ready_to_ship (TiemSandboxLazadaCall *call)
{
  return treat_parcels (call, "readyToShipReq", make_ready);
}

JsonObject *
tiem_sandbox_lazada_repack (TiemSandboxLazadaCall *call)
{
  return treat_parcels (call, "rePackReq", unpack);
}

JsonObject *
tiem_sandbox_lazada_sof_delivered (TiemSandboxLazadaCall *call)
{
  return treat_parcels (call, "dbsDeliveryReq", report_delivered);
}

JsonObject *
tiem_sandbox_lazada_sof_failed (TiemSandboxLazadaCall *call)
{
  return treat_parcels (call, "dbsFailedDeliveryReq", report_failed);
}

static JsonObject *
deliver_digital (TiemSandboxLazada *lazada,
                 JsonObject *given)
{
  gint64 order_id = tiem_sandbox_json_get_int (given, "order_id", 0);
  TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_lazada_get_shop (lazada), order_id);
  g_autoptr (GArray) ids
      = tiem_sandbox_lazada_read_ids (json_object_get_member (given, "order_item_list"));
  JsonObject *entry = json_object_new ();
  JsonArray *lines = json_array_new ();

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      TiemSandboxLine *unit
          = order != NULL ? tiem_sandbox_lazada_order_find_unit (order, id) : NULL;
      JsonObject *line = json_object_new ();

      json_object_set_int_member (line, "order_item_id", id);
      if (order == NULL)
        set_outcome (line, "700021", "order not found", FALSE);
      else if (unit == NULL)
        set_outcome (line, "700025", "order item not found", FALSE);
      else if (!tiem_sandbox_json_get_bool (unit->extra, "digital", FALSE)
               || !tiem_sandbox_lazada_unit_is (unit, "pending"))
        set_outcome (line, "700026", "order item is no pending digital item", FALSE);
      else
        {
          set_outcome (line, "0", "success", FALSE);
          tiem_sandbox_lazada_unit_set_status (lazada, order, unit, "delivered");
        }
      json_array_add_object_element (lines, line);
    }
  json_object_set_int_member (entry, "order_id", order_id);
  json_object_set_array_member (entry, "order_item_list", lines);
  return entry;
}

JsonObject *
tiem_sandbox_lazada_digital_delivered (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) request = tiem_sandbox_lazada_call_get_request (call, "digitalDeliveryReq");
  JsonArray *orders;
  JsonArray *list;
  JsonObject *data;

  if (request == NULL)
    return NULL;
  orders = get_batch (request, "orders");
  if (orders == NULL || json_array_get_length (orders) > MAX_BATCH)
    return refuse_parameter ();
  data = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < json_array_get_length (orders); i++)
    json_array_add_object_element (
        list, deliver_digital (call->lazada, json_array_get_object_element (orders, i)));
  json_object_set_array_member (data, "orders", list);
  return tiem_sandbox_lazada_call_answer_result (data);
}
