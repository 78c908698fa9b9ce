#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-auth.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

#define CODE_MS (30 * G_GINT64_CONSTANT (60000))

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* Keeps @text (transfer full) until @end. */
static const char *
keep (GHashTable *table,
      char *text,
      gint64 end)
{
  g_hash_table_replace (table, text, g_memdup2 (&end, sizeof end));
  return text;
}

static char *
make_token (TiemSandboxLazada *lazada,
            const char *prefix)
{
  g_autofree char *tail
      = tiem_sandbox_random_text (tiem_sandbox_lazada_get_random (lazada), LETTERS, 40);

  return g_strconcat (prefix, tail, NULL);
}

void
tiem_sandbox_lazada_give_tokens (TiemSandboxLazada *lazada,
                                 char **access,
                                 char **refresh)
{
  gint64 now = tiem_sandbox_lazada_now (lazada);

  *access = g_strdup (
      keep (lazada->access_tokens, make_token (lazada, "50000201c"), now + lazada->access_ms));
  *refresh = g_strdup (
      keep (lazada->refresh_tokens, make_token (lazada, "50001201c"), now + lazada->refresh_ms));
}

gint64
tiem_sandbox_lazada_get_end (TiemSandboxLazada *lazada,
                             GHashTable *tokens,
                             const char *token)
{
  const gint64 *end = token != NULL ? g_hash_table_lookup (tokens, token) : NULL;

  return end != NULL && *end > tiem_sandbox_lazada_now (lazada) ? *end : 0;
}

static JsonObject *
describe_user (TiemSandboxLazada *lazada)
{
  JsonObject *user = json_object_new ();

  json_object_set_string_member (user, "country", "vn");
  json_object_set_string_member (user, "user_id", lazada->seller_id);
  json_object_set_string_member (user, "seller_id", lazada->seller_id);
  json_object_set_string_member (user, "short_code", lazada->short_code);
  return user;
}

/* The fields of a token are beside `code`, not in `data`. */
static JsonObject *
answer_tokens (TiemSandboxLazada *lazada,
               const char *access,
               const char *refresh,
               const char *users)
{
  gint64 now = tiem_sandbox_lazada_now (lazada);
  JsonObject *members = json_object_new ();
  JsonArray *list = json_array_new ();

  json_array_add_object_element (list, describe_user (lazada));
  json_object_set_string_member (members, "access_token", access);
  json_object_set_string_member (members, "country", "vn");
  json_object_set_string_member (members, "refresh_token", refresh);
  json_object_set_string_member (members, "account_platform", "seller_center");
  json_object_set_int_member (
      members,
      "refresh_expires_in",
      (tiem_sandbox_lazada_get_end (lazada, lazada->refresh_tokens, refresh) - now) / 1000);
  json_object_set_array_member (members, users, list);
  json_object_set_int_member (
      members,
      "expires_in",
      (tiem_sandbox_lazada_get_end (lazada, lazada->access_tokens, access) - now) / 1000);
  json_object_set_string_member (members, "account", "shop@nhamay.example");
  json_object_set_null_member (members, "account_id");
  return members;
}

JsonObject *
tiem_sandbox_lazada_create_token (TiemSandboxLazadaCall *call)
{
  TiemSandboxLazada *lazada = call->lazada;
  const char *code = tiem_sandbox_lazada_call_get (call, "code");
  g_autofree char *access = NULL;
  g_autofree char *refresh = NULL;

  if (code == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "code");
  if (tiem_sandbox_lazada_get_end (lazada, lazada->codes, code) == 0)
    return tiem_sandbox_lazada_call_fail (
        call, "InvalidCode", TIEM_SANDBOX_LAZADA_ISV, "The specified code is invalid or expired");
  g_hash_table_remove (lazada->codes, code);
  tiem_sandbox_lazada_give_tokens (lazada, &access, &refresh);
  return answer_tokens (lazada, access, refresh, "country_user_info");
}

/* The refresh token's own life is not made longer by it. */
JsonObject *
tiem_sandbox_lazada_refresh_token (TiemSandboxLazadaCall *call)
{
  TiemSandboxLazada *lazada = call->lazada;
  const char *old = tiem_sandbox_lazada_call_get (call, "refresh_token");
  gint64 end = tiem_sandbox_lazada_get_end (lazada, lazada->refresh_tokens, old);
  gint64 now = tiem_sandbox_lazada_now (lazada);
  const char *access;
  const char *refresh;

  if (old == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "refresh_token");
  if (end == 0)
    return tiem_sandbox_lazada_call_fail (call,
                                          "IllegalRefreshToken",
                                          TIEM_SANDBOX_LAZADA_ISV,
                                          "The specified refresh token is invalid or expired");
  if (lazada->is_rotating)
    g_hash_table_remove (lazada->refresh_tokens, old);
  access = keep (
      lazada->access_tokens, make_token (lazada, "50000201c"), MIN (now + lazada->access_ms, end));
  refresh = keep (lazada->refresh_tokens, make_token (lazada, "50001201c"), end);
  return answer_tokens (lazada, access, refresh, "country_user_info_list");
}

static gboolean
is_loopback (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  return host != NULL && g_str_has_prefix (g_uri_get_scheme (parsed), "http")
         && (g_str_equal (host, "127.0.0.1") || g_str_equal (host, "localhost")
             || g_str_equal (host, "::1"));
}

/* @body is HTML. Takes it. */
static TiemResponse *
show_page (char *body)
{
  g_autofree char *html
      = g_strdup_printf ("<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"UTF-8\">"
                         "<meta name=\"viewport\" content=\"width=device-width\">"
                         "<title>Lazada Open Platform</title></head>\n<body>\n%s</body></html>\n",
                         body);

  g_free (body);
  return tiem_response_new (200, "text/html; charset=UTF-8", html, -1);
}

static TiemResponse *
show_consent (TiemSandboxLazada *lazada,
              const TiemRequest *request)
{
  const char *query = strchr (request->url, '?');
  g_autofree char *escaped = g_markup_escape_text (query != NULL ? query : "", -1);
  g_autofree char *shop = g_markup_escape_text (
      tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (lazada))->options->shop_name, -1);

  return show_page (g_strdup_printf (
      "<h1>Lazada (giả lập)</h1>\n"
      "<p>Ứng dụng <b>%s</b> xin phép xem và thay đổi sản phẩm, đơn hàng của gian hàng "
      "<b>%s</b> tại Việt Nam.</p>\n"
      "<form method=\"post\" action=\"/oauth/authorize%s\">\n"
      "<button name=\"action\" value=\"allow\">Cho phép</button>\n"
      "<button name=\"action\" value=\"refuse\">Từ chối</button>\n"
      "</form>\n",
      lazada->key,
      shop,
      escaped));
}

static TiemResponse *
send_back (TiemSandboxLazada *lazada,
           const char *redirect_uri,
           const char *state,
           gboolean is_allowed)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *encoded = NULL;
  g_autofree char *location = NULL;
  TiemResponse *response;

  if (is_allowed)
    {
      g_autofree char *tail
          = tiem_sandbox_random_text (tiem_sandbox_lazada_get_random (lazada), LETTERS, 27);

      tiem_form_add (form,
                     "code",
                     keep (lazada->codes,
                           g_strdup_printf ("0_%s_%s", lazada->key, tail),
                           tiem_sandbox_lazada_now (lazada) + CODE_MS));
    }
  else
    {
      tiem_form_add (form, "error", "access_denied");
      tiem_form_add (form, "error_description", "The seller refused the authorization");
    }
  if (state != NULL)
    tiem_form_add (form, "state", state);
  encoded = tiem_form_encode (form);
  location
      = g_strconcat (redirect_uri, strchr (redirect_uri, '?') != NULL ? "&" : "?", encoded, NULL);
  response = tiem_response_new (302, "text/html; charset=UTF-8", "<p>302 Found</p>\n", -1);
  tiem_response_set_header (response, "Location", location);
  return response;
}

TiemResponse *
tiem_sandbox_lazada_authorize (TiemSandboxLazada *lazada,
                               const TiemRequest *request)
{
  g_autoptr (TiemSandboxLazadaParams) params = tiem_sandbox_lazada_params_new (request);
  const char *redirect_uri = g_hash_table_lookup (params->texts, "redirect_uri");
  const char *client_id = g_hash_table_lookup (params->texts, "client_id");
  const char *action = g_hash_table_lookup (params->texts, "action");

  if (g_strcmp0 (g_hash_table_lookup (params->texts, "response_type"), "code") != 0)
    return show_page (g_strdup ("<p>unsupported_response_type</p>\n"));
  if (g_strcmp0 (client_id, lazada->key) != 0)
    return show_page (g_strdup ("<p>The specified App Key is invalid</p>\n"));
  if (redirect_uri == NULL
      || !(*lazada->callback == '\0' ? is_loopback (redirect_uri)
                                     : g_str_equal (redirect_uri, lazada->callback)))
    return show_page (
        g_strdup ("<p>Redirect uri does not match the callback URL of the app</p>\n"));
  if (g_strcmp0 (action, "allow") == 0 || g_strcmp0 (action, "refuse") == 0)
    return send_back (lazada,
                      redirect_uri,
                      g_hash_table_lookup (params->texts, "state"),
                      g_str_equal (action, "allow"));
  return show_consent (lazada, request);
}
