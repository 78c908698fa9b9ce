#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Signing in (Lazada §2): the owner allows it on Lazada's page, the browser is sent back with
 * a code, and the code is exchanged for a pair of tokens. One pair is one shop.
 */

#define COUNTRY "vn"
#define CROSS_BORDER "cb"

#define TAIL "/rest"

static void
set_auth_error (GError **error,
                const char *message,
                const char *detail)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_AUTH, message);
  if (error != NULL && detail != NULL)
    tiem_error_set_detail (*error, detail, NULL);
}

char *
laz_sign_in_url (const TiemAccount *account,
                 const char *redirect_uri,
                 const char *state,
                 gint64 now)
{
  g_auto (LazShop) shop = { 0 };
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *home = NULL;
  g_autofree char *query = NULL;

  if (!laz_shop_init (&shop, account, NULL))
    return NULL;

  home = g_strndup (shop.auth_base, strlen (shop.auth_base) - strlen (TAIL));
  tiem_form_add (form, "response_type", "code");
  tiem_form_add (form, "force_auth", "true");
  tiem_form_add (form, "redirect_uri", redirect_uri);
  tiem_form_add (form, "client_id", shop.key);
  if (state != NULL)
    tiem_form_add (form, "state", state);
  query = tiem_form_encode (form);
  return g_strconcat (home, "/oauth/authorize?", query, NULL);
}

/* --- where the browser landed --- */

static gboolean
check_refusal (const TiemForm *form,
               GError **error)
{
  const char *refusal = tiem_form_get (form, "error");

  if (refusal == NULL)
    return TRUE;
  if (strcmp (refusal, "access_denied") == 0)
    set_auth_error (error,
                    _ ("Access was not allowed on Lazada's page; sign in again and press "
                       "Authorize."),
                    refusal);
  else
    set_auth_error (error,
                    _ ("Lazada refused the sign-in; check the App Key, and that the app's "
                       "callback address on open.lazada.com is the one shown by Tiệm."),
                    refusal);
  return FALSE;
}

/* The whole address, its query, or the code alone.
 * Returns: (transfer full) (nullable): the code; NULL with @error */
static char *
read_code (const char *landed,
           const char *state,
           GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (landed != NULL ? landed : ""));
  char *query = strchr (text, '?');
  char *fragment = strchr (text, '#');
  g_autoptr (TiemForm) form = NULL;
  const char *code;

  if (fragment != NULL)
    *fragment = '\0';
  if (query == NULL && strchr (text, '=') == NULL && *text != '\0' && strchr (text, '/') == NULL)
    return g_strdup (text);

  form = tiem_form_parse (query != NULL ? query + 1 : text);
  if (!check_refusal (form, error))
    return NULL;
  if (state != NULL && g_strcmp0 (tiem_form_get (form, "state"), state) != 0)
    {
      set_auth_error (error,
                      _ ("This address belongs to another sign-in; begin again and use the "
                         "address the browser ends at."),
                      "state");
      return NULL;
    }
  code = tiem_form_get (form, "code");
  if (code != NULL && *code != '\0')
    return g_strdup (code);
  set_auth_error (error,
                  _ ("There is no code from Lazada in this address; paste the whole address the "
                     "browser ends at after you pressed Authorize."),
                  NULL);
  return NULL;
}

/* --- tokens --- */

/* Returns: (nullable): the entry of Việt Nam among the shops of the token, or the only one */
static JsonObject *
find_user (JsonObject *object)
{
  JsonArray *users = tiem_json_get_array (object, "country_user_info");
  JsonObject *user = NULL;

  if (users == NULL)
    users = tiem_json_get_array (object, "country_user_info_list");
  for (guint i = 0; i < tiem_json_array_get_size (users); i++)
    {
      JsonObject *candidate = tiem_json_array_get_object (users, i);
      const char *country = tiem_json_get_string (candidate, "country");

      if (country != NULL && g_ascii_strcasecmp (country, COUNTRY) == 0)
        return candidate;
      if (user == NULL)
        user = candidate;
    }
  return user;
}

static gboolean
check_country (JsonObject *object,
               GError **error)
{
  const char *country = tiem_json_get_string (object, "country");
  const char *own = tiem_json_get_string (find_user (object), "country");

  if (country == NULL || g_ascii_strcasecmp (country, COUNTRY) == 0
      || g_ascii_strcasecmp (country, CROSS_BORDER) == 0
      || (own != NULL && g_ascii_strcasecmp (own, COUNTRY) == 0))
    return TRUE;
  set_auth_error (error,
                  _ ("This is not a shop of Lazada Việt Nam; sign in again and choose Vietnam on "
                     "Lazada's page."),
                  country);
  return FALSE;
}

/* @shop may be the seller's id or the short code: people know the one or the other. */
static gboolean
is_shop (JsonObject *user,
         const char *shop)
{
  static const char *const names[] = { "seller_id", "user_id", "short_code" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *id = tiem_json_dup_string (user, names[i]);

      if (id != NULL && g_ascii_strcasecmp (id, shop) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Lifetimes are the app's own: they are read from the answer, in seconds. */
static gint64
read_end (JsonObject *object,
          const char *name,
          gint64 now)
{
  gint64 seconds = 0;

  if (!tiem_json_get_int (object, name, &seconds, NULL) || seconds <= 0)
    return 0;
  return now + MIN (seconds, 100 * 365 * 24 * 3600LL) * 1000;
}

static gboolean
take_tokens (TiemAccount *account,
             JsonObject *object,
             gint64 now,
             GError **error)
{
  const char *access = tiem_json_get_string (object, "access_token");
  const char *refresh = tiem_json_get_string (object, "refresh_token");
  gint64 refresh_ends;

  if (access == NULL)
    {
      tiem_json_set_error (error, "access_token");
      return FALSE;
    }
  g_free (account->access_token);
  account->access_token = g_strdup (access);
  account->expires_at = read_end (object, "expires_in", now);
  /* One that does not come again goes on. */
  if (refresh != NULL)
    {
      g_free (account->refresh_token);
      account->refresh_token = g_strdup (refresh);
    }
  refresh_ends = read_end (object, "refresh_expires_in", now);
  if (refresh_ends > 0)
    {
      account->refresh_expires_at = refresh_ends;
      account->grant_ends_at = refresh_ends;
    }
  return TRUE;
}

/* The answer has its fields at the top; some gateways put them under "data". */
static JsonObject *
get_token_object (JsonNode *body)
{
  JsonObject *object = tiem_json_object (body);

  if (!tiem_json_has (object, "access_token") && tiem_json_get_object (object, "data") != NULL)
    return tiem_json_get_object (object, "data");
  return object;
}

/* Returns: (transfer full): the answer; NULL with @error */
static JsonNode *
ask_token (LazShop *shop,
           TiemTransport *transport,
           const char *path,
           const char *name,
           const char *value,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_auto (LazAnswer) answer = { 0 };
  LazCall call = { .method = "POST", .path = path, .parameters = form, .is_token = TRUE };

  tiem_form_add (form, name, value);
  return laz_call (shop, transport, &call, &answer, cancellable, error);
}

/* --- the shop --- */

static JsonNode *
ask_seller (LazShop *shop,
            TiemTransport *transport,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (JsonNode) node = laz_get (shop, transport, "/seller/get", NULL, cancellable, error);

  if (node != NULL && laz_get_data (node) == NULL)
    {
      tiem_json_set_error (error, "data");
      return NULL;
    }
  return g_steal_pointer (&node);
}

/* Finds out which shop the tokens are for, and that it is the one the channel is for. */
static gboolean
identify (TiemAccount *account,
          LazShop *shop,
          TiemTransport *transport,
          JsonObject *tokens,
          GCancellable *cancellable,
          GError **error)
{
  JsonObject *user = find_user (tokens);
  g_autofree char *id = tiem_json_dup_id (user, "seller_id");
  g_autoptr (JsonNode) node = NULL;

  if (id == NULL)
    {
      /* The list of shops may be missing: the shop itself says who it is. */
      g_free (shop->token);
      shop->token = g_strdup (account->access_token);
      node = ask_seller (shop, transport, cancellable, error);
      if (node == NULL)
        return FALSE;
      user = laz_get_data (node);
      id = tiem_json_dup_id (user, "seller_id");
    }
  if (account->shop != NULL && *account->shop != '\0')
    {
      if (is_shop (user, account->shop))
        return TRUE;
      set_auth_error (error,
                      _ ("You signed in to another shop than the one of this channel; sign in to "
                         "the right one, or add the other as a new channel."),
                      NULL);
      return FALSE;
    }
  if (id == NULL)
    {
      tiem_json_set_error (error, "seller_id");
      return FALSE;
    }
  g_free (account->shop);
  account->shop = g_steal_pointer (&id);
  return TRUE;
}

TiemAccount *
laz_sign_in (const TiemAccount *account,
             TiemTransport *transport,
             const char *landed,
             const char *state,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TiemAccount) signed_in = tiem_account_copy (account);
  g_auto (LazShop) shop = { 0 };
  g_autofree char *code = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!laz_shop_init (&shop, account, error))
    return NULL;
  code = read_code (landed, state, error);
  if (code == NULL)
    return NULL;
  node = ask_token (&shop, transport, "/auth/token/create", "code", code, cancellable, error);
  if (node == NULL || !check_country (get_token_object (node), error)
      || !take_tokens (signed_in, get_token_object (node), tiem_transport_now (transport), error)
      || !identify (signed_in, &shop, transport, get_token_object (node), cancellable, error))
    return NULL;
  return g_steal_pointer (&signed_in);
}

TiemAccount *
laz_refresh (const TiemAccount *account,
             TiemTransport *transport,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TiemAccount) renewed = tiem_account_copy (account);
  g_auto (LazShop) shop = { 0 };
  g_autoptr (JsonNode) node = NULL;

  if (!laz_shop_init (&shop, account, error))
    return NULL;
  if (account->refresh_token == NULL || *account->refresh_token == '\0')
    {
      set_auth_error (
          error, _ ("The sign-in at Lazada has ended; sign in again under Channels."), NULL);
      return NULL;
    }
  node = ask_token (&shop,
                    transport,
                    "/auth/token/refresh",
                    "refresh_token",
                    account->refresh_token,
                    cancellable,
                    error);
  if (node == NULL
      || !take_tokens (renewed, get_token_object (node), tiem_transport_now (transport), error))
    return NULL;
  return g_steal_pointer (&renewed);
}

TiemChannelProbe *
laz_test (TiemChannel *channel,
          TiemTransport *transport,
          GCancellable *cancellable,
          GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (TiemChannelProbe) probe = g_new0 (TiemChannelProbe, 1);
  g_autoptr (JsonNode) node = ask_seller (&self->shop, transport, cancellable, error);
  g_autofree char *status = NULL;

  if (node == NULL)
    return NULL;
  probe->shop = laz_dup_text2 (laz_get_data (node), "name", "short_code");
  if (probe->shop == NULL)
    probe->shop = g_strdup ("Lazada");
  probe->products = -1;
  probe->orders = -1;
  probe->grant_ends_at = self->grant_ends_at;

  status = laz_dup_text (laz_get_data (node), "status");
  if (status != NULL && g_ascii_strcasecmp (status, "ACTIVE") != 0)
    probe->message = g_strdup (_ ("Connected, but the shop is closed on Lazada; open it again in "
                                  "Lazada Seller Center."));
  else
    probe->message = g_strdup (_ ("Connected."));
  return g_steal_pointer (&probe);
}
