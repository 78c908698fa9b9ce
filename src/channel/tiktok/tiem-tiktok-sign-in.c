#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A number below is a duration, one above is a time: the sheet says absolute (§2). */
#define EARLIEST_TIME_S (G_GINT64_CONSTANT (1000000000))

#define CODE_USED_UP 36004004

/* The page of consent (§2). Without a service id the older page serves, which knows the app by
 * its key. Its redirect goes to where the app is registered; only a practice market takes ours. */
char *
tts_sign_in_url (const TiemAccount *account,
                 const char *redirect_uri,
                 const char *state,
                 gint64 now)
{
  g_auto (TtsShop) shop = { 0 };
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *query = NULL;
  gboolean is_practice;
  gboolean has_service = account->service_id != NULL && *account->service_id != '\0';

  tts_shop_init (&shop, account, NULL);
  is_practice = shop.auth != NULL && strcmp (shop.auth, TTS_AUTH_URL) != 0;
  if (has_service)
    tiem_form_add (form, "service_id", account->service_id);
  else
    tiem_form_add (form, "app_key", account->key != NULL ? account->key : "");
  if (state != NULL)
    tiem_form_add (form, "state", state);
  if (is_practice && redirect_uri != NULL)
    tiem_form_add (form, "redirect_uri", redirect_uri);

  query = tiem_form_encode (form);
  if (has_service && !is_practice)
    return g_strconcat (TTS_CONSENT_URL, "?", query, NULL);
  return g_strconcat (is_practice ? shop.auth : TTS_AUTH_URL,
                      has_service ? "/open/authorize?" : "/oauth/authorize?",
                      query,
                      NULL);
}

static gboolean
set_auth (GError **error,
          const char *message)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_AUTH, message);
  return FALSE;
}

/* Returns: (transfer full): the parameters of the address, of a part of it, or of the code alone */
static TiemForm *
parse_landed (const char *landed)
{
  g_autofree char *text = g_strstrip (g_strdup (landed != NULL ? landed : ""));
  const char *query = strchr (text, '?');
  char *fragment = strchr (text, '#');
  TiemForm *form;

  if (fragment != NULL)
    *fragment = '\0';
  if (query != NULL)
    return tiem_form_parse (query + 1);
  if (strchr (text, '=') != NULL)
    return tiem_form_parse (text);
  form = tiem_form_new ();
  if (strstr (text, "://") == NULL)
    tiem_form_add (form, "code", text);
  return form;
}

/*
 * A seller who begins in Seller Center comes back without a state (§2). That is accepted when
 * the owner pasted what the browser showed: the address of the app's registered page, or a part
 * of it. What arrived by itself at this computer's own port is an address on loopback, where
 * any web page may have sent the browser with a code of its choosing: there the state must be
 * ours. A wrong state is never accepted.
 */
static gboolean
may_lack_state (const char *landed)
{
  g_autofree char *text = g_strstrip (g_strdup (landed));
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);

  return uri == NULL || g_uri_get_host (uri) == NULL
         || !tiem_transport_is_loopback (g_uri_get_host (uri));
}

/* Returns: (transfer full) (nullable): the code */
static char *
read_code (const char *landed,
           const char *state,
           GError **error)
{
  g_autoptr (TiemForm) form = parse_landed (landed);
  const char *code = tiem_form_get (form, "code");
  const char *came = tiem_form_get (form, "state");

  if (came != NULL && *came == '\0')
    came = NULL;
  if (state != NULL && (came != NULL ? strcmp (came, state) != 0 : !may_lack_state (landed)))
    set_auth (error,
              _ ("This answer from TikTok Shop belongs to another sign-in; sign in again from the "
                 "start."));
  else if (code == NULL || *code == '\0')
    set_auth (error,
              _ ("TikTok Shop gave no code, the permission was perhaps declined; sign in again and "
                 "agree, or paste the whole address that the browser shows at the end."));
  else
    return g_strdup (code);
  return NULL;
}

static gboolean
read_time (JsonObject *data,
           const char *name,
           gint64 now,
           gint64 *ms,
           GError **error)
{
  gint64 number;

  if (!tiem_json_get_int (data, name, &number, error))
    return FALSE;
  if (number > 0 && number < EARLIEST_TIME_S)
    *ms = now + number * 1000;
  else if (!tiem_json_get_time (data, name, ms, error))
    return FALSE;
  return TRUE;
}

/* Puts the pair into @account. The refresh token's end is the grant's. */
static gboolean
take_tokens (JsonObject *data,
             gint64 now,
             TiemAccount *account,
             GError **error)
{
  g_autofree char *access_token = tiem_json_dup_string (data, "access_token");
  g_autofree char *refresh_token = tiem_json_dup_string (data, "refresh_token");

  if (access_token == NULL || refresh_token == NULL)
    {
      tiem_json_set_error (error, access_token == NULL ? "access_token" : "refresh_token");
      return FALSE;
    }
  if (!read_time (data, "access_token_expire_in", now, &account->expires_at, error)
      || !read_time (data, "refresh_token_expire_in", now, &account->refresh_expires_at, error))
    return FALSE;

  g_free (account->access_token);
  account->access_token = g_steal_pointer (&access_token);
  g_free (account->refresh_token);
  account->refresh_token = g_steal_pointer (&refresh_token);
  account->grant_ends_at = account->refresh_expires_at;
  return TRUE;
}

/* §4 lists one code of the token address. Whatever else it refuses for good means that the
 * grant is not good any more. */
static GError *
make_token_error (const TiemRequest *request,
                  const TiemResponse *response,
                  JsonObject *object,
                  gint64 now,
                  const char *otherwise)
{
  TtsCall call = { .method = "GET", .path = request->endpoint };
  g_auto (TtsAnswer) answer = { .status = response->status };
  g_autofree char *request_id = tiem_json_dup_string (object, "request_id");
  g_autofree char *detail = NULL;
  GError *error;

  tiem_json_get_int (object, "code", &answer.code, NULL);
  answer.message = tiem_json_dup_string (object, "message");
  error = tts_make_error (&call, response, &answer, request_id, now);
  if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT)
      || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED)
      || (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_AUTH) && response->status != 401
          && (answer.code != CODE_USED_UP || strcmp (request->endpoint, "token/get") == 0)))
    return error;

  detail = g_strdup (tiem_error_get_detail (error));
  g_clear_error (&error);
  error = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_AUTH, otherwise);
  tiem_error_set_detail (error, detail, request_id);
  return error;
}

/* Not signed, and the secret is in the query (§2). Takes @query. */
static gboolean
ask_tokens (const TtsShop *shop,
            TiemTransport *transport,
            const char *what,
            TiemForm *query,
            const char *refusal,
            TiemAccount *account,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TiemForm) form = query;
  g_autofree char *encoded = tiem_form_encode (form);
  g_autofree char *url = g_strconcat (shop->auth, "/api/v2/", what, "?", encoded, NULL);
  g_autoptr (TiemRequest) request = tiem_request_new ("GET", url);
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  gint64 code = 0;

  tiem_request_set_header (request, "Accept", "application/json");
  request->endpoint = g_strdup (what);
  response = tiem_transport_send (transport, request, cancellable, error);
  if (response == NULL)
    return FALSE;

  root = tiem_json_parse (response->body, NULL);
  object = tiem_json_object (root);
  if (object == NULL || !tiem_json_has (object, "code")
      || !tiem_json_get_int (object, "code", &code, NULL))
    {
      /* no word of the platform's: nothing is known of the grant */
      g_autoptr (GError) cause = tiem_http_error_new (response, "TikTok Shop");

      g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, cause->message);
      return FALSE;
    }
  if (code != 0)
    {
      g_propagate_error (
          error,
          make_token_error (request, response, object, tiem_transport_now (transport), refusal));
      return FALSE;
    }
  return take_tokens (
      tiem_json_get_object (object, "data"), tiem_transport_now (transport), account, error);
}

static TiemForm *
make_token_query (const TtsShop *shop)
{
  TiemForm *form = tiem_form_new ();

  tiem_form_add (form, "app_key", shop->key);
  tiem_form_add (form, "app_secret", shop->secret);
  return form;
}

/* Which shop it is, with the token that was just given. */
static gboolean
take_shop (TtsShop *shop,
           TiemTransport *transport,
           TiemAccount *account,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (JsonNode) data = NULL;
  JsonObject *found;

  g_free (shop->access_token);
  shop->access_token = g_strdup (account->access_token);
  data = tts_read_shops (shop, transport, cancellable, error);
  found = data != NULL ? tts_pick_shop (data, shop->wanted, error) : NULL;
  if (found == NULL)
    return FALSE;

  g_free (account->shop);
  account->shop = tiem_json_dup_id (found, "id");
  g_free (account->shop_cipher);
  account->shop_cipher = tiem_json_dup_string (found, "cipher");
  return TRUE;
}

TiemAccount *
tts_sign_in (const TiemAccount *account,
             TiemTransport *transport,
             const char *landed,
             const char *state,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TiemAccount) signed_in = tiem_account_copy (account);
  g_auto (TtsShop) shop = { 0 };
  g_autofree char *code = read_code (landed, state, error);
  TiemForm *query;

  if (code == NULL || !tts_shop_init (&shop, account, error))
    return NULL;

  query = make_token_query (&shop);
  tiem_form_add (query, "auth_code", code);
  tiem_form_add (query, "grant_type", "authorized_code");
  if (!ask_tokens (&shop,
                   transport,
                   "token/get",
                   query,
                   _ ("TikTok Shop does not accept the sign-in; check app key and app secret, then "
                      "sign in again."),
                   signed_in,
                   cancellable,
                   error)
      || !take_shop (&shop, transport, signed_in, cancellable, error))
    return NULL;
  return g_steal_pointer (&signed_in);
}

TiemAccount *
tts_refresh (const TiemAccount *account,
             TiemTransport *transport,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TiemAccount) renewed = tiem_account_copy (account);
  g_auto (TtsShop) shop = { 0 };
  TiemForm *query;

  if (!tts_shop_init (&shop, account, error))
    return NULL;
  if (account->refresh_token == NULL || *account->refresh_token == '\0')
    {
      set_auth (error, _ ("The permission for the TikTok shop has run out; sign in again."));
      return NULL;
    }

  query = make_token_query (&shop);
  tiem_form_add (query, "refresh_token", account->refresh_token);
  tiem_form_add (query, "grant_type", "refresh_token");
  if (!ask_tokens (&shop,
                   transport,
                   "token/refresh",
                   query,
                   _ ("The permission for the TikTok shop has run out; sign in again."),
                   renewed,
                   cancellable,
                   error))
    return NULL;
  return g_steal_pointer (&renewed);
}
