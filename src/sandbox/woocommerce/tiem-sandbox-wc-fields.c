#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-fields.h"

#include "base/tiem-time.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#include <math.h>
#include <string.h>

/* Why a value does not fit. */
typedef struct
{
  const char *code;
  char *message;
} Problem;

static gboolean
complain (Problem *problem,
          const char *code,
          char *message)
{
  problem->code = code;
  problem->message = message;
  return FALSE;
}

static gboolean
complain_type (Problem *problem,
               const char *name,
               const char *type)
{
  return complain (
      problem, "rest_invalid_type", g_strdup_printf ("%s is not of type %s.", name, type));
}

static gboolean
is_integer_text (const char *text)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  return end != text && *end == '\0' && isfinite (value) && floor (value) == value;
}

static gboolean
is_integer (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return is_integer_text (json_node_get_string (node));
  return json_node_get_value_type (node) == G_TYPE_INT64
         || (json_node_get_value_type (node) == G_TYPE_DOUBLE
             && floor (json_node_get_double (node)) == json_node_get_double (node));
}

static gboolean
is_boolean (JsonNode *node)
{
  static const char *const words[] = { "true", "false", "1", "0", NULL };

  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_autofree char *lower = g_ascii_strdown (json_node_get_string (node), -1);

      return g_strv_contains (words, lower);
    }
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node) == 0 || json_node_get_int (node) == 1;
  return json_node_get_value_type (node) == G_TYPE_BOOLEAN;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* Two digits each; "2026-11-21T13:05:09", with a fraction and a zone or without. */
static gboolean
looks_like_date (const char *text)
{
  static const char pattern[] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}"
                                "(\\.[0-9]+)?([Zz]|[+-][0-9]{2}(:[0-9]{2})?)?$";

  return g_regex_match_simple (pattern, text, 0, 0);
}

gboolean
tiem_sandbox_wc_parse_date (const char *text,
                            gboolean are_gmt,
                            gint64 *ms)
{
  g_autofree char *iso = g_ascii_strup (text, -1);
  g_autoptr (GDateTime) date = NULL;
  gboolean has_zone;

  if (!looks_like_date (text))
    return FALSE;
  g_strdelimit (iso, " ", 'T');
  has_zone = strchr (iso, 'Z') != NULL || strpbrk (iso + strlen ("2026-11-21"), "+-") != NULL;
  if (has_zone)
    {
      date = g_date_time_new_from_iso8601 (iso, NULL);
      if (date == NULL)
        return FALSE;
      *ms = g_date_time_to_unix (date) * 1000;
      if (are_gmt)
        *ms += TIEM_SANDBOX_WC_ZONE_MS;
      return TRUE;
    }
  {
    g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

    date = g_date_time_new_from_iso8601 (iso, utc);
  }
  if (date == NULL)
    return FALSE;
  *ms = g_date_time_to_unix (date) * 1000 - (are_gmt ? 0 : TIEM_SANDBOX_WC_ZONE_MS);
  return TRUE;
}

/* "asc and desc", "date, id, and title" */
static char *
join_choices (GStrv words)
{
  guint n = g_strv_length (words);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (out, n == 2 ? " and " : i == n - 1 ? ", and " : ", ");
      g_string_append (out, words[i]);
    }
  return g_string_free (out, FALSE);
}

static gboolean
check_choice (const TiemSandboxWcField *field,
              const char *name,
              const char *text,
              Problem *problem)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *joined = NULL;

  if (field->choices == NULL)
    return TRUE;
  words = g_strsplit (field->choices, " ", -1);
  if (text != NULL && g_strv_contains ((const char *const *)words, text))
    return TRUE;
  joined = join_choices (words);
  return complain (
      problem, "rest_not_in_enum", g_strdup_printf ("%s is not one of %s.", name, joined));
}

static gboolean
check_range (const TiemSandboxWcField *field,
             const char *name,
             JsonNode *node,
             Problem *problem)
{
  gint64 value = tiem_sandbox_json_node_int (node, 0);

  if (field->minimum == 0 && field->maximum == 0)
    return TRUE;
  if (value >= field->minimum && (field->maximum == 0 || value <= field->maximum))
    return TRUE;
  return complain (
      problem,
      "rest_out_of_bounds",
      field->maximum == 0 ? g_strdup_printf (
          "%s must be greater than or equal to %" G_GINT64_FORMAT, name, field->minimum)
                          : g_strdup_printf ("%s must be between %" G_GINT64_FORMAT
                                             " (inclusive) and %" G_GINT64_FORMAT " (inclusive)",
                                             name,
                                             field->minimum,
                                             field->maximum));
}

static gboolean
check_value (const TiemSandboxWcField *field, const char *name, JsonNode *node, Problem *problem);

static gboolean
check_members (const TiemSandboxWcField *fields,
               const char *name,
               JsonObject *object,
               Problem *problem)
{
  for (guint i = 0; fields != NULL && fields[i].name != NULL; i++)
    {
      JsonNode *node = json_object_get_member (object, fields[i].name);
      g_autofree char *inner = g_strdup_printf ("%s[%s]", name, fields[i].name);

      if (node != NULL && !JSON_NODE_HOLDS_NULL (node)
          && !check_value (&fields[i], inner, node, problem))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_entry (const TiemSandboxWcField *field,
             const char *name,
             JsonNode *node,
             Problem *problem)
{
  switch (field->type)
    {
    case TIEM_SANDBOX_WC_INTEGER_LIST:
      if (!is_integer (node))
        return complain_type (problem, name, "integer");
      return check_range (field, name, node, problem);
    case TIEM_SANDBOX_WC_STRING_LIST:
      if (!is_string (node))
        return complain_type (problem, name, "string");
      return check_choice (field, name, json_node_get_string (node), problem);
    case TIEM_SANDBOX_WC_OBJECT_LIST:
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return complain_type (problem, name, "object");
      return check_members (field->members, name, json_node_get_object (node), problem);
    default:
      return TRUE;
    }
}

static gboolean
check_list (const TiemSandboxWcField *field,
            const char *name,
            JsonNode *node,
            Problem *problem)
{
  g_auto (GStrv) words = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *inner = g_strdup_printf ("%s[%u]", name, i);

          if (!check_entry (field, inner, json_array_get_element (array, i), problem))
            return FALSE;
        }
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return complain_type (problem, name, "array");

  /* A plain value is a list joined by commas or spaces. */
  {
    g_autofree char *text = tiem_sandbox_json_node_text (node);
    guint n = 0;

    words = g_strsplit_set (text, ", ", -1);
    for (guint i = 0; words[i] != NULL; i++)
      {
        g_autofree char *inner = g_strdup_printf ("%s[%u]", name, n);
        g_autoptr (JsonNode) word = tiem_sandbox_json_string (words[i]);

        if (*words[i] == '\0')
          continue;
        n++;
        if (!check_entry (field, inner, word, problem))
          return FALSE;
      }
  }
  return TRUE;
}

static gboolean
check_value (const TiemSandboxWcField *field,
             const char *name,
             JsonNode *node,
             Problem *problem)
{
  gint64 ms;

  switch (field->type)
    {
    case TIEM_SANDBOX_WC_ANY:
      return TRUE;
    case TIEM_SANDBOX_WC_INTEGER:
      if (!is_integer (node))
        return complain_type (problem, name, "integer");
      return check_range (field, name, node, problem);
    case TIEM_SANDBOX_WC_BOOLEAN:
      return is_boolean (node) || complain_type (problem, name, "boolean");
    case TIEM_SANDBOX_WC_OBJECT:
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return complain_type (problem, name, "object");
      return check_members (field->members, name, json_node_get_object (node), problem);
    case TIEM_SANDBOX_WC_LIST:
    case TIEM_SANDBOX_WC_STRING_LIST:
    case TIEM_SANDBOX_WC_INTEGER_LIST:
    case TIEM_SANDBOX_WC_OBJECT_LIST:
      return check_list (field, name, node, problem);
    default:
      break;
    }

  if (!is_string (node))
    return complain_type (problem, name, "string");
  if (field->type == TIEM_SANDBOX_WC_DATE
      && !tiem_sandbox_wc_parse_date (json_node_get_string (node), TRUE, &ms))
    return complain (problem, "rest_invalid_date", g_strdup ("Invalid date."));
  if (field->type == TIEM_SANDBOX_WC_EMAIL && *json_node_get_string (node) != '\0'
      && !g_regex_match_simple ("^[^@ ]+@[^@ ]+\\.[^@ ]+$", json_node_get_string (node), 0, 0))
    return complain (problem, "rest_invalid_email", g_strdup ("Invalid email address."));
  return check_choice (field, name, json_node_get_string (node), problem);
}

static gboolean
check_required (const TiemSandboxWcField *fields,
                TiemSandboxWcCall *call)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_autofree char *names = NULL;
  g_autofree char *message = NULL;
  JsonObject *data;
  JsonArray *list;

  for (guint i = 0; fields[i].name != NULL; i++)
    if (fields[i].is_required && !tiem_sandbox_json_has (call->params, fields[i].name))
      g_ptr_array_add (missing, (gpointer)fields[i].name);
  if (missing->len == 0)
    return TRUE;

  list = json_array_new ();
  for (guint i = 0; i < missing->len; i++)
    json_array_add_string_element (list, missing->pdata[i]);
  g_ptr_array_add (missing, NULL);
  names = g_strjoinv (", ", (char **)missing->pdata);
  message = g_strdup_printf ("Missing parameter(s): %s", names);
  data = json_object_new ();
  json_object_set_array_member (data, "params", list);
  tiem_sandbox_wc_call_fail_with (call, 400, "rest_missing_callback_param", message, data);
  return FALSE;
}

gboolean
tiem_sandbox_wc_field_is_known (const TiemSandboxWcField *field,
                                TiemSandboxWc *wc)
{
  return !field->is_new || wc->storage == TIEM_SANDBOX_WC_TABLES;
}

gboolean
tiem_sandbox_wc_fields_check (const TiemSandboxWcField *fields,
                              TiemSandboxWcCall *call)
{
  g_autoptr (JsonObject) params = json_object_new ();
  g_autoptr (JsonObject) details = json_object_new ();
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *message = NULL;
  JsonObject *data;

  if (fields == NULL)
    return TRUE;
  if (!check_required (fields, call))
    return FALSE;

  for (guint i = 0; fields[i].name != NULL; i++)
    {
      JsonNode *node = json_object_get_member (call->params, fields[i].name);
      Problem problem = { 0 };
      JsonObject *detail;

      /* null counts as not given */
      if (node == NULL || JSON_NODE_HOLDS_NULL (node)
          || !tiem_sandbox_wc_field_is_known (&fields[i], call->wc)
          || check_value (&fields[i], fields[i].name, node, &problem))
        continue;
      detail = json_object_new ();
      json_object_set_string_member (detail, "code", problem.code);
      json_object_set_string_member (detail, "message", problem.message);
      json_object_set_null_member (detail, "data");
      json_object_set_object_member (details, fields[i].name, detail);
      json_object_set_string_member (params, fields[i].name, problem.message);
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", fields[i].name);
      g_free (problem.message);
    }
  if (names->len == 0)
    return TRUE;

  message = g_strdup_printf ("Invalid parameter(s): %s", names->str);
  data = json_object_new ();
  json_object_set_object_member (data, "params", g_steal_pointer (&params));
  json_object_set_object_member (data, "details", g_steal_pointer (&details));
  tiem_sandbox_wc_call_fail_with (call, 400, "rest_invalid_param", message, data);
  return FALSE;
}

static const char *
get_type_name (TiemSandboxWcType type)
{
  switch (type)
    {
    case TIEM_SANDBOX_WC_INTEGER:
      return "integer";
    case TIEM_SANDBOX_WC_BOOLEAN:
      return "boolean";
    case TIEM_SANDBOX_WC_OBJECT:
      return "object";
    case TIEM_SANDBOX_WC_LIST:
    case TIEM_SANDBOX_WC_STRING_LIST:
    case TIEM_SANDBOX_WC_INTEGER_LIST:
    case TIEM_SANDBOX_WC_OBJECT_LIST:
      return "array";
    default:
      return "string";
    }
}

JsonObject *
tiem_sandbox_wc_fields_describe (const TiemSandboxWcField *fields,
                                 TiemSandboxWc *wc)
{
  JsonObject *args = json_object_new ();

  for (guint i = 0; fields != NULL && fields[i].name != NULL; i++)
    {
      JsonObject *arg;

      if (!tiem_sandbox_wc_field_is_known (&fields[i], wc))
        continue;
      arg = json_object_new ();
      json_object_set_string_member (arg, "type", get_type_name (fields[i].type));
      if (fields[i].choices != NULL)
        {
          g_auto (GStrv) words = g_strsplit (fields[i].choices, " ", -1);
          JsonArray *list = json_array_new ();

          for (guint j = 0; words[j] != NULL; j++)
            json_array_add_string_element (list, words[j]);
          json_object_set_array_member (arg, "enum", list);
        }
      if (fields[i].fallback != NULL)
        json_object_set_string_member (arg, "default", fields[i].fallback);
      json_object_set_boolean_member (arg, "required", fields[i].is_required);
      json_object_set_object_member (args, fields[i].name, arg);
    }
  return args;
}
