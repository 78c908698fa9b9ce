#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-fields.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-packages.h"

#include <string.h>

/* An order taken apart into several packages (§6.1). The forms of question and answer are those
 * of the platform's SDKs; the numbers of the refusals are our own. */

#define NOT_SPLITTABLE 21011030
#define WRONG_LINE 21011031
#define TWO_GROUPS_NEEDED 21011032

static gboolean
is_waiting (TiemSandboxTts *tts,
            const TiemSandboxLine *line)
{
  gint64 id = tiem_sandbox_tts_get_id (line->extra, "package_id");
  const TiemSandboxTtsPackage *package = id != 0 ? tiem_sandbox_tts_packages_find (tts, id) : NULL;

  return package != NULL && package->shipped_at == 0 && g_str_equal (package->status, "TO_FULFILL");
}

/* Returns: (nullable): why @order can't be taken apart */
static const char *
find_objection (TiemSandboxTts *tts,
                TiemSandboxOrder *order)
{
  TiemSandboxTtsStatus status = tiem_sandbox_tts_order_get_status (order);
  guint n_waiting = 0;

  for (guint i = 0; i < order->lines->len; i++)
    n_waiting += is_waiting (tts, order->lines->pdata[i]);
  if (status != TIEM_SANDBOX_TTS_AWAITING_SHIPMENT && status != TIEM_SANDBOX_TTS_PARTIALLY_SHIPPING)
    return "The order can not be split in this status.";
  return n_waiting < 2 ? "The order has a single item." : NULL;
}

JsonObject *
tiem_sandbox_tts_list_split_attributes (TiemSandboxTtsCall *call)
{
  g_auto (GStrv) ids = g_strsplit (tiem_sandbox_tts_call_get (call, "order_ids"), ",", -1);
  g_autoptr (JsonArray) list = json_array_new ();
  JsonObject *data;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      TiemSandboxOrder *order = tiem_sandbox_tts_call_find_order (call, ids[i]);
      const char *objection = order != NULL ? find_objection (call->tts, order) : NULL;
      JsonObject *attributes;

      if (order == NULL)
        return NULL;
      attributes = json_object_new ();
      json_object_set_string_member (attributes, "order_id", ids[i]);
      json_object_set_boolean_member (attributes, "can_split", objection == NULL);
      json_object_set_boolean_member (attributes, "must_split", FALSE);
      if (objection != NULL)
        json_object_set_string_member (attributes, "reason", objection);
      json_array_add_object_element (list, attributes);
    }
  data = json_object_new ();
  json_object_set_array_member (data, "split_attributes", g_steal_pointer (&list));
  return data;
}

static TiemSandboxLine *
find_line (TiemSandboxOrder *order,
           gint64 id)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      if (line->id == id)
        return line;
    }
  return NULL;
}

/* Returns: (transfer full) (nullable): the lines of @group; NULL when one is not in the order, has
 * left, or is in a group already (@taken) */
static GPtrArray *
read_group (TiemSandboxTtsCall *call,
            TiemSandboxOrder *order,
            JsonObject *group,
            GPtrArray *taken)
{
  static const TiemSandboxTtsField fields[] = {
    { "id", TIEM_SANDBOX_TTS_TEXT, .is_required = TRUE },
    { "order_line_item_ids", TIEM_SANDBOX_TTS_TEXTS, .is_required = TRUE },
    { NULL },
  };
  JsonArray *ids;
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  if (!tiem_sandbox_tts_fields_check_body (fields, call, group))
    return NULL;
  ids = tiem_sandbox_json_get_array (group, "order_line_item_ids");
  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      const char *id = json_array_get_string_element (ids, i);
      TiemSandboxLine *line = find_line (order, tiem_sandbox_tts_parse_id (id));

      if (line == NULL || !is_waiting (call->tts, line) || g_ptr_array_find (taken, line, NULL))
        {
          tiem_sandbox_tts_call_object_to (call, WRONG_LINE, "Invalid order line item %s", id);
          return NULL;
        }
      g_ptr_array_add (taken, line);
      g_ptr_array_add (lines, line);
    }
  return g_steal_pointer (&lines);
}

/* Returns: (transfer full) (nullable) (element-type GPtrArray): the lines of each group */
static GPtrArray *
read_groups (TiemSandboxTtsCall *call,
             TiemSandboxOrder *order)
{
  JsonArray *given = tiem_sandbox_json_get_array (call->body, "splittable_groups");
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GPtrArray) taken = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (given); i++)
    {
      GPtrArray *lines = read_group (call, order, json_array_get_object_element (given, i), taken);

      if (lines == NULL)
        return NULL;
      g_ptr_array_add (groups, lines);
    }
  if (groups->len < 2)
    {
      tiem_sandbox_tts_call_object_to (
          call, TWO_GROUPS_NEEDED, "An order is split into two groups or more.");
      return NULL;
    }
  return g_steal_pointer (&groups);
}

static JsonObject *
describe (JsonObject *group,
          const TiemSandboxTtsPackage *package)
{
  JsonObject *described = json_object_new ();

  tiem_sandbox_tts_set_id (described, "id", package->id);
  json_object_set_string_member (
      described, "splittable_group_id", json_object_get_string_member (group, "id"));
  json_object_set_array_member (
      described,
      "order_line_item_ids",
      json_array_ref (json_object_get_array_member (group, "order_line_item_ids")));
  return described;
}

JsonObject *
tiem_sandbox_tts_split_order (TiemSandboxTtsCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_tts_call_find_order (call, call->ids[0]);
  const char *objection = order != NULL ? find_objection (call->tts, order) : NULL;
  g_autoptr (GPtrArray) groups = NULL;
  JsonArray *packages;
  JsonObject *data;

  if (order == NULL)
    return NULL;
  if (objection != NULL)
    return tiem_sandbox_tts_call_object_to (call, NOT_SPLITTABLE, "%s", objection);
  groups = read_groups (call, order);
  if (groups == NULL)
    return NULL;

  packages = json_array_new ();
  for (guint i = 0; i < groups->len; i++)
    json_array_add_object_element (
        packages,
        describe (json_array_get_object_element (
                      tiem_sandbox_json_get_array (call->body, "splittable_groups"), i),
                  tiem_sandbox_tts_packages_put (call->tts, order, groups->pdata[i])));
  data = json_object_new ();
  json_object_set_array_member (data, "packages", packages);
  return data;
}
