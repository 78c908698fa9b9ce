#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-auth.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

#define CODE_LIFE_MS (30 * 60 * G_GINT64_CONSTANT (1000))
#define CODE_ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

static char *
make_word (TiemSandboxTts *tts,
           const char *prefix,
           guint length)
{
  g_autofree char *random = tiem_sandbox_random_text (
      tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (tts)), CODE_ALPHABET, length);

  return g_strconcat (prefix, random, NULL);
}

/* The old pair ends with the new one. */
static void
make_tokens (TiemSandboxTts *tts)
{
  gint64 now = tiem_sandbox_tts_now (tts) / 1000 * 1000;

  g_free (tts->access_token);
  g_free (tts->refresh_token);
  tts->access_token = make_word (tts, "TTP_", 44);
  tts->refresh_token = make_word (tts, "TTP_", 48);
  tts->access_ends_at = now + tts->settings.access_token_s * 1000;
  tts->refresh_ends_at = now + tts->settings.refresh_token_s * 1000;
}

void
tiem_sandbox_tts_auth_open (TiemSandboxTts *tts)
{
  make_tokens (tts);
}

void
tiem_sandbox_tts_auth_expire (TiemSandboxTts *tts)
{
  tts->access_ends_at = tiem_sandbox_tts_now (tts) - 1000;
}

void
tiem_sandbox_tts_auth_revoke (TiemSandboxTts *tts)
{
  make_tokens (tts);
}

static JsonArray *
list_scopes (TiemSandboxTts *tts)
{
  g_auto (GStrv) words = g_strsplit (tts->settings.scopes, " ", -1);
  JsonArray *scopes = json_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      json_array_add_string_element (scopes, words[i]);
  return scopes;
}

static JsonObject *
describe_tokens (TiemSandboxTts *tts)
{
  const TiemSandboxWorld *world = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (tts));
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "access_token", tts->access_token);
  tiem_sandbox_tts_set_time (data, "access_token_expire_in", tts->access_ends_at);
  json_object_set_string_member (data, "refresh_token", tts->refresh_token);
  tiem_sandbox_tts_set_time (data, "refresh_token_expire_in", tts->refresh_ends_at);
  json_object_set_string_member (data, "open_id", tts->open_id);
  json_object_set_string_member (data, "seller_name", world->options->shop_name);
  json_object_set_string_member (data, "seller_base_region", "VN");
  json_object_set_int_member (data, "user_type", 0);
  json_object_set_array_member (data, "granted_scopes", list_scopes (tts));
  return data;
}

static gboolean
check_client (TiemSandboxTtsCall *call)
{
  const TiemSandboxTtsSettings *settings = &call->tts->settings;
  const char *grant = tiem_sandbox_tts_call_get (call, "grant_type");

  if (g_strcmp0 (tiem_sandbox_tts_call_get (call, "app_key"), settings->key) != 0)
    tiem_sandbox_tts_call_fail (call, 200, 36004002, "invalid app_key");
  else if (g_strcmp0 (tiem_sandbox_tts_call_get (call, "app_secret"), settings->secret) != 0)
    tiem_sandbox_tts_call_fail (call, 200, 36004003, "invalid app_secret");
  else if (g_strcmp0 (grant, "authorized_code") != 0 && g_strcmp0 (grant, "refresh_token") != 0)
    tiem_sandbox_tts_call_fail (call, 200, 36004001, "invalid grant_type");
  return call->code == 0;
}

/* A code works once, and for 30 minutes. */
static gboolean
take_code (TiemSandboxTts *tts,
           const char *code)
{
  const gint64 *ends_at = code != NULL ? g_hash_table_lookup (tts->codes, code) : NULL;
  gboolean is_good = ends_at != NULL && tiem_sandbox_tts_now (tts) < *ends_at;

  if (code != NULL)
    g_hash_table_remove (tts->codes, code);
  return is_good;
}

static JsonObject *
get_tokens (TiemSandboxTtsCall *call)
{
  TiemSandboxTts *tts = call->tts;

  if (!check_client (call))
    return NULL;
  if (!take_code (tts, tiem_sandbox_tts_call_get (call, "auth_code")))
    return tiem_sandbox_tts_call_fail (call, 200, 36004004, "invalid auth code");
  make_tokens (tts);
  return describe_tokens (tts);
}

static JsonObject *
refresh_tokens (TiemSandboxTtsCall *call)
{
  TiemSandboxTts *tts = call->tts;
  const char *token = tiem_sandbox_tts_call_get (call, "refresh_token");

  if (!check_client (call))
    return NULL;
  if (g_strcmp0 (token, tts->refresh_token) != 0
      || tiem_sandbox_tts_now (tts) >= tts->refresh_ends_at)
    return tiem_sandbox_tts_call_fail (call, 200, 36004005, "invalid refresh token");
  make_tokens (tts);
  return describe_tokens (tts);
}

static TiemResponse *
make_page (guint status,
           const char *title,
           const char *content)
{
  g_autofree char *html
      = g_strdup_printf ("<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">"
                         "<title>%s</title></head>\n"
                         "<body style=\"font-family:sans-serif;max-width:32em;margin:4em auto\">\n"
                         "<h1>%s</h1>\n%s\n</body></html>\n",
                         title,
                         title,
                         content);

  return tiem_response_new (status, "text/html; charset=utf-8", html, -1);
}

/* Codes must not get into strange hands: the browser is sent to this computer alone. */
static gboolean
is_loopback (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL
         && (g_str_equal (host, "127.0.0.1") || g_str_equal (host, "localhost")
             || g_str_equal (host, "::1"));
}

/* The address the app registered; a test may give another with the call. */
static const char *
find_redirect (TiemSandboxTtsCall *call,
               const TiemForm *form)
{
  const char *given = tiem_form_get (form, "redirect_uri");

  if (given != NULL && *given != '\0')
    return is_loopback (given) ? given : NULL;
  return *call->tts->settings.redirect_uri != '\0' ? call->tts->settings.redirect_uri : NULL;
}

static gboolean
names_app (TiemSandboxTtsCall *call,
           const TiemForm *form)
{
  const TiemSandboxTtsSettings *settings = &call->tts->settings;

  if (g_str_equal (call->path, "/oauth/authorize"))
    return g_strcmp0 (tiem_form_get (form, "app_key"), settings->key) == 0;
  return g_strcmp0 (tiem_form_get (form, "service_id"), settings->service_id) == 0;
}

static TiemResponse *
ask_owner (TiemSandboxTtsCall *call)
{
  const TiemSandboxWorld *world = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (call->tts));
  g_autoptr (GString) form = g_string_new (NULL);
  g_autofree char *shop = g_markup_escape_text (world->options->shop_name, -1);

  g_string_append_printf (form,
                          "<p>Ứng dụng xin xem và sửa đơn hàng, sản phẩm của gian hàng <b>%s</b>."
                          "</p>\n<form method=\"post\">",
                          shop);
  for (guint i = 0; i < tiem_form_get_size (call->query); i++)
    {
      g_autofree char *hidden
          = g_markup_printf_escaped ("<input type=\"hidden\" name=\"%s\" value=\"%s\">",
                                     (const char *)call->query->names->pdata[i],
                                     (const char *)call->query->values->pdata[i]);

      g_string_append (form, hidden);
    }
  g_string_append (form, "<button>Đồng ý uỷ quyền</button></form>");
  return make_page (200, "TikTok Shop (giả lập)", form->str);
}

static TiemResponse *
send_back (TiemSandboxTtsCall *call,
           const TiemForm *form,
           const char *code)
{
  const TiemSandboxTtsSettings *settings = &call->tts->settings;
  const char *redirect = find_redirect (call, form);
  const char *state = tiem_form_get (form, "state");
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_autofree char *encoded = NULL;
  g_autofree char *location = NULL;
  TiemResponse *response;

  if (redirect == NULL)
    {
      g_autofree char *text
          = g_markup_printf_escaped ("<p>Mã uỷ quyền của bạn:</p><p><code>%s</code></p>", code);

      return make_page (200, "Đã uỷ quyền", text);
    }
  tiem_form_add (query, "app_key", settings->key);
  tiem_form_add (query, "code", code);
  tiem_form_add (query, "locale", "vi-VN");
  tiem_form_add (query, "shop_region", "VN");
  if (state != NULL && !settings->drop_state)
    tiem_form_add (query, "state", state);
  encoded = tiem_form_encode (query);
  location = g_strconcat (redirect, strchr (redirect, '?') != NULL ? "&" : "?", encoded, NULL);
  response = make_page (302, "Đã uỷ quyền", "");
  tiem_response_set_header (response, "Location", location);
  return response;
}

static TiemResponse *
take_consent (TiemSandboxTtsCall *call)
{
  gsize length = 0;
  const char *body
      = call->request->body != NULL ? g_bytes_get_data (call->request->body, &length) : NULL;
  g_autofree char *text = g_strndup (body != NULL ? body : "", length);
  g_autoptr (TiemForm) form = tiem_form_parse (text);
  g_autofree char *code = make_word (call->tts, "TTP_", 40);
  gint64 ends_at = tiem_sandbox_tts_now (call->tts) + CODE_LIFE_MS;

  if (!names_app (call, form))
    return make_page (404, "This service does not exist", "");
  g_hash_table_insert (call->tts->codes, g_strdup (code), g_memdup2 (&ends_at, sizeof ends_at));
  return send_back (call, form, code);
}

static TiemResponse *
handle_consent (TiemSandboxTtsCall *call)
{
  if (g_str_equal (call->request->method, "POST"))
    return take_consent (call);
  if (!names_app (call, call->query))
    return make_page (404, "This service does not exist", "");
  return ask_owner (call);
}

TiemResponse *
tiem_sandbox_tts_auth_handle (TiemSandboxTtsCall *call)
{
  JsonObject *(*handler) (TiemSandboxTtsCall *) = NULL;

  if (g_str_equal (call->path, "/open/authorize") || g_str_equal (call->path, "/oauth/authorize"))
    return handle_consent (call);
  if (g_str_equal (call->path, "/api/v2/token/get"))
    handler = get_tokens;
  else if (g_str_equal (call->path, "/api/v2/token/refresh"))
    handler = refresh_tokens;
  if (handler == NULL || !g_str_equal (call->request->method, "GET"))
    return NULL;
  g_free (call->message);
  call->message = g_strdup ("success");
  return tiem_sandbox_tts_call_answer (call, handler (call));
}

gboolean
tiem_sandbox_tts_check_token (TiemSandboxTtsCall *call,
                              const char *scope)
{
  TiemSandboxTts *tts = call->tts;
  const char *token = tiem_request_get_header (call->request, "x-tts-access-token");
  g_auto (GStrv) scopes = g_strsplit (tts->settings.scopes, " ", -1);

  if (token == NULL || *token == '\0')
    tiem_sandbox_tts_call_refuse (
        call, "Invalid access_token. The 'x-tts-access-token' header is missing.");
  else if (g_strcmp0 (token, tts->access_token) != 0)
    tiem_sandbox_tts_call_refuse (
        call, "Invalid access_token. The 'x-tts-access-token' header is invalid.");
  else if (tiem_sandbox_tts_now (tts) >= tts->access_ends_at)
    tiem_sandbox_tts_call_fail (
        call, 401, 105002, "Expired credentials. The 'x-tts-access-token' header is expired.");
  else if (scope != NULL && !g_strv_contains ((const char *const *)scopes, scope))
    tiem_sandbox_tts_call_fail (
        call,
        401,
        105005,
        "Access denied. The auth pkg %s is not in the scope of the access token.",
        scope);
  return call->code == 0;
}

static JsonObject *
make_list (const char *name,
           JsonObject *entry)
{
  JsonObject *data = json_object_new ();
  JsonArray *list = json_array_new ();

  json_array_add_object_element (list, entry);
  json_object_set_array_member (data, name, list);
  return data;
}

JsonObject *
tiem_sandbox_tts_list_shops (TiemSandboxTtsCall *call)
{
  TiemSandboxTts *tts = call->tts;
  const TiemSandboxWorld *world = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (tts));
  JsonObject *shop = json_object_new ();

  json_object_set_string_member (shop, "id", tts->shop_id);
  json_object_set_string_member (shop, "name", world->options->shop_name);
  json_object_set_string_member (shop, "region", "VN");
  json_object_set_string_member (shop, "seller_type", "LOCAL");
  json_object_set_string_member (shop, "cipher", tts->cipher);
  json_object_set_string_member (shop, "code", tts->shop_code);
  return make_list ("shops", shop);
}

JsonObject *
tiem_sandbox_tts_list_active_shops (TiemSandboxTtsCall *call)
{
  JsonObject *shop = json_object_new ();

  json_object_set_string_member (shop, "id", call->tts->shop_id);
  json_object_set_string_member (shop, "region", "VN");
  return make_list ("shops", shop);
}
