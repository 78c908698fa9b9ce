#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-settings.h"

#include "base/tiem-error.h"
#include "sandbox/lazada/tiem-sandbox-lazada-call.h"
#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/tiem-sandbox-json.h"

void
tiem_sandbox_lazada_refusal_free (TiemSandboxLazadaRefusal *self)
{
  g_free (self->code);
  g_free (self->message);
  g_free (self->endpoint);
  g_free (self);
}

/* What Lazada says with the codes that are not about one call's parameters (Lazada §4.1). */
static const struct
{
  const char *code;
  const char *type;
  const char *message;
} platform_codes[] = {
  { "ApiCallLimit",
    TIEM_SANDBOX_LAZADA_SYSTEM,
    "Api access frequency exceeds the limit. this ban will last 1 seconds" },
  { "SellerCallLimit",
    TIEM_SANDBOX_LAZADA_SYSTEM,
    "The frequency of calls for this seller exceeds the limit" },
  { "AppCallLimit",
    TIEM_SANDBOX_LAZADA_SYSTEM,
    "The frequency of calls for this app exceeds the limit" },
  { "ServiceTimeout", TIEM_SANDBOX_LAZADA_ISP, "The request has failed due to service timeout" },
  { "SYSTEM_ERROR", TIEM_SANDBOX_LAZADA_SYSTEM, "System error" },
  { "UnknownRuntimeException", TIEM_SANDBOX_LAZADA_SYSTEM, "Unknown runtime exception" },
  { "InternalError", TIEM_SANDBOX_LAZADA_SYSTEM, "Internal error" },
  { "901",
    TIEM_SANDBOX_LAZADA_ISP,
    "E901: Limit service request speed in server side temporarily." },
  { "998", TIEM_SANDBOX_LAZADA_ISP, "E998: The API is switched off during the mega campaign" },
  { "513", TIEM_SANDBOX_LAZADA_ISP, "E513: Internal call exception" },
  { "6", TIEM_SANDBOX_LAZADA_ISP, "E006: Unexpected internal error" },
  { "1000", TIEM_SANDBOX_LAZADA_ISP, "E1000: Internal application error" },
  { "506", TIEM_SANDBOX_LAZADA_ISP, "E506: Get product failed" },
  { "1002", TIEM_SANDBOX_LAZADA_ISP, "E1002: Flow control" },
  { "AppWhiteIpLimit",
    TIEM_SANDBOX_LAZADA_ISV,
    "The source IP is not in the whitelist of the app" },
  { "AppNotSubscribed", TIEM_SANDBOX_LAZADA_ISV, "The seller has not subscribed to the app" },
  { "InsufficientPermission",
    TIEM_SANDBOX_LAZADA_ISV,
    "The app does not have permission to access this API" },
  { "InvalidAccessToken",
    TIEM_SANDBOX_LAZADA_ISV,
    "The specified access token is invalid or expired" },
  { "AUTH_TYPE_UNSUPPORTED", TIEM_SANDBOX_LAZADA_ISV, "The token of this app can't be refreshed" },
  { "SellerNotActive", TIEM_SANDBOX_LAZADA_ISP, "The seller is not active" },
  { "Mp3SellerApiLimit", TIEM_SANDBOX_LAZADA_ISP, "Mp3 seller does not support the API" },
  { "TRAFFIC_CONTROL", TIEM_SANDBOX_LAZADA_ISP, "Traffic control" },
};

static const char *
read_type (const char *text)
{
  if (g_strcmp0 (text, TIEM_SANDBOX_LAZADA_SYSTEM) == 0)
    return TIEM_SANDBOX_LAZADA_SYSTEM;
  return g_strcmp0 (text, TIEM_SANDBOX_LAZADA_ISV) == 0 ? TIEM_SANDBOX_LAZADA_ISV
                                                        : TIEM_SANDBOX_LAZADA_ISP;
}

/* Returns: (transfer full) (nullable) */
static TiemSandboxLazadaRefusal *
read_refusal (JsonNode *node)
{
  JsonObject *given = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autofree char *code = tiem_sandbox_json_dup_text (given, "code");
  g_autofree char *type = tiem_sandbox_json_dup_text (given, "type");
  g_autofree char *endpoint = tiem_sandbox_json_dup_text (given, "endpoint");
  TiemSandboxLazadaRefusal *refusal;

  if (code == NULL)
    return NULL;
  refusal = g_new0 (TiemSandboxLazadaRefusal, 1);
  refusal->type = read_type (type);
  refusal->message = tiem_sandbox_json_dup_text (given, "message");
  for (guint i = 0; i < G_N_ELEMENTS (platform_codes); i++)
    if (g_str_equal (platform_codes[i].code, code))
      {
        if (type == NULL)
          refusal->type = platform_codes[i].type;
        if (refusal->message == NULL)
          refusal->message = g_strdup (platform_codes[i].message);
      }
  if (refusal->message == NULL)
    refusal->message = g_strdup_printf ("E%s: failed", code);
  refusal->code = g_steal_pointer (&code);
  if (endpoint != NULL)
    refusal->endpoint = *endpoint == '/' ? g_strdup (endpoint) : g_strconcat ("/", endpoint, NULL);
  refusal->times = tiem_sandbox_json_get_int (given, "times", 1);
  refusal->is_applied = tiem_sandbox_json_get_bool (given, "applied", FALSE);
  return refusal;
}

/* A new list takes the place of the old one. */
static gboolean
set_refusals (TiemSandboxLazada *lazada,
              JsonArray *list)
{
  if (list == NULL)
    return TRUE;
  g_ptr_array_set_size (lazada->refusals, 0);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      TiemSandboxLazadaRefusal *refusal = read_refusal (json_array_get_element (list, i));

      if (refusal == NULL)
        return FALSE;
      g_ptr_array_add (lazada->refusals, refusal);
    }
  return TRUE;
}

static gboolean
set_campaigns (TiemSandboxLazada *lazada,
               JsonArray *list)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (!JSON_NODE_HOLDS_OBJECT (node)
          || !tiem_sandbox_lazada_item_add_campaign (lazada, json_node_get_object (node)))
        return FALSE;
    }
  return TRUE;
}

static void
set_errors (JsonObject **errors,
            JsonObject *settings,
            const char *name)
{
  JsonNode *node = json_object_get_member (settings, name);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  node = tiem_sandbox_json_copy (node);
  json_object_unref (*errors);
  *errors = json_object_ref (json_node_get_object (node));
  json_node_unref (node);
}

static void
replace_text (char **field,
              JsonObject *settings,
              const char *name)
{
  char *text = tiem_sandbox_json_dup_text (settings, name);

  if (text == NULL)
    return;
  g_free (*field);
  *field = text;
}

static void
set_flags (TiemSandboxLazada *lazada,
           JsonObject *settings)
{
  const struct
  {
    const char *name;
    gboolean *value;
  } flags[] = {
    { "rotate", &lazada->is_rotating },          { "masked", &lazada->is_masked },
    { "thousands_commas", &lazada->has_commas }, { "text_booleans", &lazada->has_text_booleans },
    { "camel_case", &lazada->has_camel_case },   { "count_total", &lazada->counts_total },
    { "name_skus", &lazada->names_skus },        { "mega_campaign", &lazada->is_mega_campaign },
  };

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    *flags[i].value = tiem_sandbox_json_get_bool (settings, flags[i].name, *flags[i].value);
}

gboolean
tiem_sandbox_lazada_set_switches (TiemSandboxLazada *lazada,
                                  JsonObject *settings,
                                  GError **error)
{
  gint64 ban_ms = tiem_sandbox_json_get_int (settings, "api_call_limit_ms", 0);

  if (!set_refusals (lazada, tiem_sandbox_json_get_array (settings, "refusals"))
      || !set_campaigns (lazada, tiem_sandbox_json_get_array (settings, "campaigns")))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   "A refusal has a code, a campaign the sku of a listing.");
      return FALSE;
    }
  replace_text (&lazada->key, settings, "key");
  replace_text (&lazada->secret, settings, "secret");
  replace_text (&lazada->callback, settings, "callback");
  set_flags (lazada, settings);
  set_errors (&lazada->sku_errors, settings, "sku_errors");
  set_errors (&lazada->unit_errors, settings, "unit_errors");
  lazada->access_ms
      = tiem_sandbox_json_get_int (settings, "access_seconds", lazada->access_ms / 1000) * 1000;
  lazada->refresh_ms
      = tiem_sandbox_json_get_int (settings, "refresh_seconds", lazada->refresh_ms / 1000) * 1000;
  lazada->calls_per_second
      = tiem_sandbox_json_get_int (settings, "calls_per_second", lazada->calls_per_second);
  if (ban_ms > 0)
    lazada->banned_until = tiem_sandbox_market_now (TIEM_SANDBOX_MARKET (lazada)) + ban_ms;
  if (tiem_sandbox_json_get_bool (settings, "expire_access", FALSE))
    g_hash_table_remove_all (lazada->access_tokens);
  if (tiem_sandbox_json_get_bool (settings, "expire_refresh", FALSE))
    g_hash_table_remove_all (lazada->refresh_tokens);
  return TRUE;
}
