#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-returns.h"

#include <string.h>

#define MOST_ROWS 100
#define DEFAULT_ROWS 40
#define WIDEST_WINDOW_S (15 * 86400)

/* What is not the sandbox's own. */
static JsonObject *
describe_return (JsonObject *object)
{
  g_autoptr (JsonNode) whole = tiem_sandbox_json_from_object (json_object_ref (object));
  g_autoptr (JsonNode) copy = tiem_sandbox_json_copy (whole);
  JsonObject *shown = json_node_dup_object (copy);
  JsonArray *items = json_object_get_array_member (shown, "item");

  json_object_remove_member (shown, "_before");
  json_object_remove_member (shown, "_negotiation");
  for (guint i = 0; i < json_array_get_length (items); i++)
    json_object_remove_member (json_array_get_object_element (items, i), "_line");
  return shown;
}

/* A list says nothing of where the goods are. */
static JsonObject *
describe_row (JsonObject *object)
{
  JsonObject *row = describe_return (object);

  json_object_remove_member (row, "reverse_logistics_status");
  return row;
}

static JsonObject *
describe_detail (JsonObject *object)
{
  JsonObject *detail = describe_return (object);
  JsonObject *negotiation = json_object_new ();

  json_object_set_string_member (
      negotiation, "negotiation_status", json_object_get_string_member (object, "_negotiation"));
  json_object_set_object_member (detail, "negotiation", negotiation);
  json_object_set_object_member (detail, "seller_proof", json_object_new ());
  json_object_set_object_member (detail, "seller_compensation", json_object_new ());
  json_object_set_array_member (detail, "buyer_videos", json_array_new ());
  json_object_set_string_member (
      detail,
      "logistics_status",
      json_object_get_string_member (object, "reverse_logistics_status"));
  json_object_set_object_member (detail, "return_pickup_address", json_object_new ());
  json_object_set_object_member (detail, "return_address", json_object_new ());
  return detail;
}

/* @name: "create_time" or "update_time". */
static gboolean
read_window (TiemSandboxShopeeCall *call,
             const char *name,
             gint64 *from,
             gint64 *to)
{
  g_autofree char *from_name = g_strconcat (name, "_from", NULL);
  g_autofree char *to_name = g_strconcat (name, "_to", NULL);
  gboolean has_from = tiem_sandbox_json_has (call->params, from_name);
  gboolean has_to = tiem_sandbox_json_has (call->params, to_name);

  if (!tiem_sandbox_shopee_call_get_int (call, from_name, 0, from)
      || !tiem_sandbox_shopee_call_get_int (call, to_name, G_MAXINT32, to))
    return FALSE;
  if (has_from != has_to)
    return tiem_sandbox_shopee_call_fail_param (call, has_from ? to_name : from_name, NULL);
  if (!has_from)
    return TRUE;
  if (*from >= *to)
    tiem_sandbox_shopee_call_fail (
        call, "error_param", "The create_time_to should be later than create_time_from.");
  else if (*to - *from > WIDEST_WINDOW_S)
    tiem_sandbox_shopee_call_fail (
        call,
        "error_param",
        "The period between create_time_from and created_time_of must not more than 15 days.");
  return call->code == NULL;
}

typedef struct
{
  gint64 created_from;
  gint64 created_to;
  gint64 updated_from;
  gint64 updated_to;
  gint64 size;
  gint64 offset;
} Query;

static gboolean
read_query (TiemSandboxShopeeCall *call,
            Query *query)
{
  gint64 first = call->shopee->switches.first_return_page;
  gint64 page;

  if (!tiem_sandbox_shopee_call_need_int (call, "page_no", &page)
      || !tiem_sandbox_shopee_call_get_int (call, "page_size", DEFAULT_ROWS, &query->size)
      || !read_window (call, "create_time", &query->created_from, &query->created_to)
      || !read_window (call, "update_time", &query->updated_from, &query->updated_to))
    return FALSE;
  if (query->size < 1 || query->size > MOST_ROWS)
    return tiem_sandbox_shopee_call_fail_param (call, "page_size", "must be 100 or less");
  if (page < first)
    return tiem_sandbox_shopee_call_fail_param (call, "page_no", "is invalid");
  query->offset = (page - first) * query->size;
  return TRUE;
}

static gboolean
fits (const Query *query,
      JsonObject *object,
      const char *status)
{
  gint64 created = json_object_get_int_member (object, "create_time");
  gint64 updated = json_object_get_int_member (object, "update_time");

  return created >= query->created_from && created <= query->created_to
         && updated >= query->updated_from && updated <= query->updated_to
         && (*status == '\0' || tiem_sandbox_shopee_return_is (object, status));
}

JsonNode *
tiem_sandbox_shopee_get_return_list (TiemSandboxShopeeCall *call)
{
  GPtrArray *returns = call->shopee->returns;
  g_autofree char *status = tiem_sandbox_shopee_call_dup_text (call, "status");
  Query query;
  gint64 found = 0;
  gboolean is_empty;
  JsonObject *response;
  JsonArray *list;

  if (!read_query (call, &query))
    return NULL;
  is_empty = tiem_sandbox_shopee_call_is_empty_page (call);
  list = json_array_new ();
  for (guint i = 0; i < returns->len; i++)
    if (fits (&query, returns->pdata[i], status))
      {
        if (!is_empty && found >= query.offset && found < query.offset + query.size)
          json_array_add_object_element (list, describe_row (returns->pdata[i]));
        found++;
      }
  response = json_object_new ();
  json_object_set_boolean_member (response, "more", is_empty || found > query.offset + query.size);
  json_object_set_array_member (response, "return", list);
  return tiem_sandbox_json_from_object (response);
}

static JsonObject *
need_return (TiemSandboxShopeeCall *call)
{
  g_autofree char *number = tiem_sandbox_shopee_call_need_text (call, "return_sn");

  if (number == NULL)
    return NULL;
  for (guint i = 0; i < call->shopee->returns->len; i++)
    if (g_str_equal (json_object_get_string_member (call->shopee->returns->pdata[i], "return_sn"),
                     number))
      return call->shopee->returns->pdata[i];
  tiem_sandbox_shopee_call_fail (
      call, "error_not_found", "Wrong parameters, detail: the return is not found.");
  return NULL;
}

JsonNode *
tiem_sandbox_shopee_get_return_detail (TiemSandboxShopeeCall *call)
{
  JsonObject *object = need_return (call);

  return object != NULL ? tiem_sandbox_json_from_object (describe_detail (object)) : NULL;
}

static JsonNode *
answer_return (JsonObject *object)
{
  JsonObject *response = json_object_new ();

  json_object_set_string_member (
      response, "return_sn", json_object_get_string_member (object, "return_sn"));
  return tiem_sandbox_json_from_object (response);
}

/* The seller may only answer while it is his turn. */
static gboolean
check_turn (TiemSandboxShopeeCall *call,
            JsonObject *object)
{
  if (tiem_sandbox_shopee_return_is (object, "REQUESTED")
      || tiem_sandbox_shopee_return_is (object, "PROCESSING"))
    return TRUE;
  tiem_sandbox_shopee_call_fail (
      call,
      "error_permission",
      "Sorry you don't have the permission, detail: the return status does not allow it.");
  return FALSE;
}

/* Agreeing gives the money back at once, or lets the goods come first. */
JsonNode *
tiem_sandbox_shopee_confirm_return (TiemSandboxShopeeCall *call)
{
  JsonObject *object = need_return (call);

  if (object == NULL || !check_turn (call, object))
    return NULL;
  if (!tiem_sandbox_shopee_return_needs_goods (object)
      || tiem_sandbox_shopee_return_has_arrived (object))
    tiem_sandbox_shopee_finish_return (call->shopee, object);
  else if (tiem_sandbox_shopee_return_is (object, "REQUESTED"))
    tiem_sandbox_shopee_return_set_status (call->shopee, object, "PROCESSING");
  else
    return tiem_sandbox_shopee_call_fail (
        call,
        "error_permission",
        "Sorry you don't have the permission, detail: the parcel is not delivered yet.");
  return answer_return (object);
}

/* Which reasons there are, of Shopee's longer list. */
static const struct
{
  gint64 id;
  const char *requirement;
} dispute_reasons[] = {
  { 41, "I did not receive the return parcel" },
  { 42, "The returned product is damaged or incomplete" },
  { 50, "The buyer received the right product in good condition" },
};

JsonNode *
tiem_sandbox_shopee_get_return_dispute_reason (TiemSandboxShopeeCall *call)
{
  JsonObject *object = need_return (call);
  JsonObject *response;
  JsonArray *list;

  if (object == NULL)
    return NULL;
  list = json_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (dispute_reasons); i++)
    {
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, dispute_reasons[i].id);
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "dispute_reason", id);
      json_object_set_string_member (row, "dispute_requirement", dispute_reasons[i].requirement);
      json_object_set_array_member (row, "sample_evidence", json_array_new ());
      json_object_set_array_member (row, "evidence_module_list", json_array_new ());
      json_array_add_object_element (list, row);
    }
  response = json_object_new ();
  json_object_set_array_member (response, "dispute_reason_list", list);
  return tiem_sandbox_json_from_object (response);
}

static gboolean
is_dispute_reason (gint64 id)
{
  for (guint i = 0; i < G_N_ELEMENTS (dispute_reasons); i++)
    if (dispute_reasons[i].id == id)
      return TRUE;
  return FALSE;
}

JsonNode *
tiem_sandbox_shopee_dispute_return (TiemSandboxShopeeCall *call)
{
  JsonObject *object = need_return (call);
  g_autofree char *email = NULL;
  gint64 reason;

  if (object == NULL || !check_turn (call, object))
    return NULL;
  email = tiem_sandbox_shopee_call_need_text (call, "email");
  if (email == NULL || !tiem_sandbox_shopee_call_need_int (call, "dispute_reason_id", &reason))
    return NULL;
  if (strchr (email, '@') == NULL)
    {
      tiem_sandbox_shopee_call_fail_param (call, "email", "is invalid");
      return NULL;
    }
  if (!is_dispute_reason (reason))
    return tiem_sandbox_shopee_call_fail (call, "error_perm", "invalid dispute_reason.");
  tiem_sandbox_shopee_return_set_status (call->shopee, object, "SELLER_DISPUTE");
  return answer_return (object);
}

JsonNode *
tiem_sandbox_shopee_offer_return (TiemSandboxShopeeCall *call)
{
  JsonObject *object = need_return (call);
  g_autofree char *solution = NULL;

  if (object == NULL || !check_turn (call, object))
    return NULL;
  solution = tiem_sandbox_shopee_call_need_text (call, "proposed_solution");
  if (solution == NULL)
    return NULL;
  if (!g_str_equal (solution, "RETURN_REFUND") && !g_str_equal (solution, "REFUND"))
    {
      tiem_sandbox_shopee_call_fail_param (
          call, "proposed_solution", "must be one of [RETURN_REFUND REFUND]");
      return NULL;
    }
  json_object_set_string_member (object, "_negotiation", "ONGOING");
  json_object_set_int_member (object, "update_time", tiem_sandbox_shopee_seconds (call->shopee));
  return answer_return (object);
}

JsonNode *
tiem_sandbox_shopee_accept_offer (TiemSandboxShopeeCall *call)
{
  JsonObject *object = need_return (call);

  if (object == NULL || !check_turn (call, object))
    return NULL;
  if (!g_str_equal (json_object_get_string_member (object, "_negotiation"), "PENDING_RESPOND"))
    return tiem_sandbox_shopee_call_fail (
        call,
        "error_permission",
        "Sorry you don't have the permission, detail: there is no offer.");
  json_object_set_boolean_member (object, "needs_logistics", FALSE);
  tiem_sandbox_shopee_finish_return (call->shopee, object);
  return answer_return (object);
}
