#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-auth.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-php.h"

#include <string.h>

#define WINDOW_S (15 * 60)

static const char *const oauth_names[] = { "oauth_consumer_key",
                                           "oauth_timestamp",
                                           "oauth_nonce",
                                           "oauth_signature",
                                           "oauth_signature_method" };

static gboolean
refuse (TiemSandboxWcCall *call,
        const char *message)
{
  tiem_sandbox_wc_call_fail (call, 401, "woocommerce_rest_authentication_error", message);
  return FALSE;
}

static const char *
get_authorization (TiemSandboxWcCall *call)
{
  return call->wc->drops_authorization ? NULL
                                       : tiem_request_get_header (call->request, "Authorization");
}

/* The keys are looked at only when this marker stands in the address as sent; with plain
 * links it does not, unless the caller puts it there. */
static gboolean
is_for_rest_api (TiemSandboxWcCall *call)
{
  return strstr (call->request->url, "wp-json/wc/") != NULL
         || strstr (call->request->url, "wp-json/wc-") != NULL;
}

static gboolean
split_basic (const char *header,
             char **key,
             char **secret)
{
  g_autofree char *plain = NULL;
  char *colon;
  gsize length;

  if (header == NULL || g_ascii_strncasecmp (header, "Basic ", 6) != 0)
    return FALSE;
  plain = (char *)g_base64_decode (header + 6, &length);
  if (plain == NULL)
    return FALSE;
  plain = g_realloc (plain, length + 1);
  plain[length] = '\0';
  if (!g_utf8_validate (plain, -1, NULL) || (colon = strchr (plain, ':')) == NULL)
    return FALSE;
  *key = g_strndup (plain, colon - plain);
  *secret = g_strdup (colon + 1);
  return TRUE;
}

static gboolean
check_basic (TiemSandboxWcCall *call,
             gboolean *is_known)
{
  g_autofree char *key = tiem_sandbox_json_dup_text (call->query, "consumer_key");
  g_autofree char *secret = tiem_sandbox_json_dup_text (call->query, "consumer_secret");

  if (key == NULL || secret == NULL)
    {
      g_clear_pointer (&key, g_free);
      g_clear_pointer (&secret, g_free);
      if (!split_basic (get_authorization (call), &key, &secret))
        return TRUE;
    }
  /* An unknown key is passed over, as if none had been sent. */
  if (!g_str_equal (key, call->wc->key))
    return TRUE;
  if (!g_str_equal (secret, call->wc->secret))
    return refuse (call, "Consumer secret is invalid.");
  *is_known = TRUE;
  return TRUE;
}

/* "OAuth oauth_nonce=\"…\", …" */
static void
add_header_params (JsonObject *params,
                   const char *header)
{
  g_auto (GStrv) parts = NULL;

  if (header == NULL || !g_str_has_prefix (header, "OAuth "))
    return;
  parts = g_strsplit (header + 6, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *part = g_strstrip (parts[i]);
      char *equals = strchr (part, '=');
      gsize length = equals != NULL ? strlen (equals) : 0;
      g_autofree char *value = NULL;

      if (!g_str_has_prefix (part, "oauth_") || length < 3 || equals[1] != '"'
          || equals[length - 1] != '"')
        continue;
      equals[0] = '\0';
      equals[length - 1] = '\0';
      value = g_uri_unescape_string (equals + 2, NULL);
      if (value != NULL)
        json_object_set_string_member (params, part, value);
    }
}

/* What PHP finds in $_GET, $_POST and the header. A JSON body is not among it. */
static JsonObject *
collect_params (TiemSandboxWcCall *call)
{
  JsonObject *params = json_object_new ();
  const char *type = call->request->content_type;

  tiem_sandbox_php_merge (params, call->query);
  if (type != NULL && g_str_has_prefix (type, "application/x-www-form-urlencoded")
      && call->request->body != NULL)
    {
      gsize length;
      const char *data = g_bytes_get_data (call->request->body, &length);
      g_autofree char *text = g_strndup (length > 0 ? data : "", length);
      g_autoptr (JsonObject) form = tiem_sandbox_php_parse_query (text);

      tiem_sandbox_php_merge (params, form);
    }
  add_header_params (params, get_authorization (call));
  return params;
}

/* Adds "name%3Dvalue" of every leaf, with "%5B…%5D" around inner keys, in the order of
 * arrival: only the outermost names are sorted. */
static void
add_pairs (GPtrArray *pairs,
           const char *name,
           JsonNode *node)
{
  g_autoptr (GList) keys = NULL;
  g_autofree char *value = NULL;
  g_autofree char *encoded = NULL;
  g_autofree char *pair = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);

      keys = json_object_get_members (object);
      for (GList *l = keys; l != NULL; l = l->next)
        {
          g_autofree char *key = tiem_percent_encode (l->data);
          g_autofree char *inner = g_strdup_printf ("%s%%5B%s%%5D", name, key);

          add_pairs (pairs, inner, json_object_get_member (object, l->data));
        }
      return;
    }
  value = tiem_sandbox_json_node_text (node);
  encoded = tiem_percent_encode (value != NULL ? value : "");
  pair = g_strdup_printf ("%s=%s", name, encoded);
  g_ptr_array_add (pairs, tiem_percent_encode (pair));
}

static char *
make_base_string (TiemSandboxWcCall *call,
                  JsonObject *params)
{
  g_autoptr (GList) keys = g_list_sort (json_object_get_members (params), (GCompareFunc)strcmp);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  const char *home = tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (call->wc));
  const char *authority = strstr (home, "://");
  g_autofree char *url = NULL;
  g_autofree char *encoded_url = NULL;
  g_autofree char *joined = NULL;

  for (GList *l = keys; l != NULL; l = l->next)
    {
      g_autofree char *name = tiem_percent_encode (l->data);

      add_pairs (pairs, name, json_object_get_member (params, l->data));
    }
  g_ptr_array_add (pairs, NULL);
  joined = g_strjoinv ("%26", (char **)pairs->pdata);

  /* The shop's own address, whatever name it was called by. */
  url = g_strconcat (call->is_secure ? "https" : "http", authority, call->path, NULL);
  encoded_url = tiem_percent_encode (url);
  return g_strdup_printf ("%s&%s&%s", call->request->method, encoded_url, joined);
}

static char *
sign (const char *base_string,
      const char *secret,
      GChecksumType type)
{
  g_autofree char *key = g_strconcat (secret, "&", NULL);
  g_autoptr (GHmac) hmac = g_hmac_new (type, (const guchar *)key, strlen (key));
  guint8 digest[64];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *)base_string, strlen (base_string));
  g_hmac_get_digest (hmac, digest, &length);
  return g_base64_encode (digest, length);
}

static gboolean
check_signature (TiemSandboxWcCall *call,
                 JsonObject *params)
{
  g_autofree char *given = tiem_sandbox_json_dup_text (params, "oauth_signature");
  g_autofree char *method = tiem_sandbox_json_dup_text (params, "oauth_signature_method");
  g_autofree char *base_string = NULL;
  g_autofree char *expected = NULL;

  json_object_remove_member (params, "oauth_signature");
  if (!g_str_equal (method, "HMAC-SHA256") && !g_str_equal (method, "HMAC-SHA1"))
    return refuse (call, "Invalid signature - signature method is invalid.");
  base_string = make_base_string (call, params);
  expected = sign (base_string,
                   call->wc->secret,
                   g_str_equal (method, "HMAC-SHA1") ? G_CHECKSUM_SHA1 : G_CHECKSUM_SHA256);
  /* A "+" that was not encoded has become a space. */
  g_strdelimit (given, " ", '+');
  if (!g_str_equal (given, expected))
    return refuse (call, "Invalid signature - provided signature does not match.");
  return TRUE;
}

static gboolean
is_old_nonce (gpointer key,
              gpointer value,
              gpointer user_data)
{
  const gint64 *oldest = user_data;

  return *(const gint64 *)value < *oldest;
}

/* A real server remembers one nonce of a second; this one all of them, so that a client
 * that repeats one is always caught. */
static gboolean
check_time_and_nonce (TiemSandboxWcCall *call,
                      JsonObject *params)
{
  gint64 now = tiem_sandbox_wc_now (call->wc) / 1000;
  gint64 oldest = now - WINDOW_S;
  gint64 timestamp = tiem_sandbox_json_get_int (params, "oauth_timestamp", 0);
  g_autofree char *nonce = tiem_sandbox_json_dup_text (params, "oauth_nonce");
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT " %s", timestamp, nonce);

  if (timestamp < oldest || timestamp > now + WINDOW_S)
    return refuse (call, "Invalid timestamp.");
  if (g_hash_table_contains (call->wc->nonces, key))
    return refuse (call, "Invalid nonce - nonce has already been used.");
  g_hash_table_foreach_remove (call->wc->nonces, is_old_nonce, &oldest);
  g_hash_table_insert (
      call->wc->nonces, g_steal_pointer (&key), g_memdup2 (&timestamp, sizeof timestamp));
  return TRUE;
}

static gboolean
check_oauth (TiemSandboxWcCall *call,
             gboolean *is_known)
{
  g_autoptr (JsonObject) params = collect_params (call);
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_autofree char *key = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (oauth_names); i++)
    {
      g_autofree char *value = tiem_sandbox_json_dup_text (params, oauth_names[i]);

      if (value == NULL || *value == '\0')
        g_ptr_array_add (missing, (gpointer)oauth_names[i]);
    }
  if (missing->len == G_N_ELEMENTS (oauth_names))
    return TRUE;
  if (missing->len > 0)
    {
      g_autofree char *names = NULL;
      g_autofree char *message = NULL;

      g_ptr_array_add (missing, NULL);
      names = g_strjoinv (", ", (char **)missing->pdata);
      message
          = g_strdup_printf ("Missing OAuth parameter%s %s", missing->len > 2 ? "s" : "", names);
      tiem_sandbox_wc_call_fail (
          call, 401, "woocommerce_rest_authentication_missing_parameter", message);
      return FALSE;
    }

  key = tiem_sandbox_json_dup_text (params, "oauth_consumer_key");
  if (!g_str_equal (key, call->wc->key))
    return refuse (call, "Consumer key is invalid.");
  if (!check_signature (call, params) || !check_time_and_nonce (call, params))
    return FALSE;
  *is_known = TRUE;
  return TRUE;
}

static gboolean
check_permissions (TiemSandboxWcCall *call)
{
  gboolean is_reading = g_str_equal (call->method, "GET") || g_str_equal (call->method, "HEAD");
  const char *permissions = call->wc->permissions;

  if (g_str_equal (call->method, "OPTIONS") || g_str_equal (permissions, "read_write"))
    return TRUE;
  if (is_reading && !g_str_equal (permissions, "read"))
    return refuse (call, "The API key provided does not have read permissions.");
  if (!is_reading && !g_str_equal (permissions, "write"))
    return refuse (call, "The API key provided does not have write permissions.");
  return TRUE;
}

gboolean
tiem_sandbox_wc_authenticate (TiemSandboxWcCall *call,
                              gboolean *is_known)
{
  *is_known = FALSE;
  if (!is_for_rest_api (call))
    return TRUE;
  if (call->is_secure && !check_basic (call, is_known))
    return FALSE;
  if (!*is_known && !check_oauth (call, is_known))
    return FALSE;
  return !*is_known || check_permissions (call);
}
