#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define AUTH_PATH "/api/v2/shop/auth_partner"
#define STATE "state"

/* A life in seconds from here on is a moment instead: one page of the reference shows such (§2.3).
 */
#define FIRST_MOMENT 1000000000

#define REFRESH_LIFE_MS (30 * 24 * 3600 * G_GINT64_CONSTANT (1000))

/* The signed form of the link has no state of its own: it travels inside the address that
 * Shopee sends the browser back to (§2.1). */
static char *
make_redirect (const char *redirect_uri,
               const char *state)
{
  g_autofree char *value = NULL;

  if (state == NULL)
    return g_strdup (redirect_uri);
  value = tiem_percent_encode (state);
  return g_strconcat (
      redirect_uri, strchr (redirect_uri, '?') != NULL ? "&" : "?", STATE "=", value, NULL);
}

char *
shopee_sign_in_url (const TiemAccount *account,
                    const char *redirect_uri,
                    const char *state,
                    gint64 now)
{
  g_auto (ShopeeShop) shop = { 0 };
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *redirect = make_redirect (redirect_uri, state);
  g_autofree char *sign = NULL;
  g_autofree char *query = NULL;

  if (!shopee_shop_init (&shop, account, NULL))
    return NULL;
  sign = shopee_sign (shop.partner_id, shop.partner_key, AUTH_PATH, now / 1000, NULL, NULL);
  tiem_form_add (form, "partner_id", shop.partner_id);
  tiem_form_add_int (form, "timestamp", now / 1000);
  tiem_form_add (form, "sign", sign);
  tiem_form_add (form, "redirect", redirect);
  query = tiem_form_encode (form);
  return g_strconcat (shop.auth_root, AUTH_PATH, "?", query, NULL);
}

static void
set_auth_error (GError **error,
                const char *message)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_AUTH, message);
}

/* What stands behind the address, wherever Shopee put its own "?" (the address had one). */
static TiemForm *
parse_landed (const char *landed)
{
  g_autofree char *text = g_strstrip (g_strdup (landed != NULL ? landed : ""));
  char *fragment = strchr (text, '#');
  const char *query = strchr (text, '?');

  if (fragment != NULL)
    *fragment = '\0';
  if (query == NULL && strchr (text, '=') != NULL)
    query = text;
  else if (query != NULL)
    query++;
  if (query == NULL)
    return tiem_form_new ();
  for (char *p = text + (query - text); *p != '\0'; p++)
    if (*p == '?')
      *p = '&';
  return tiem_form_parse (query);
}

/* A whole address carries the state that went out with it; the owner may paste less. */
static gboolean
check_state (TiemForm *form,
             const char *landed,
             const char *state,
             GError **error)
{
  const char *got = tiem_form_get (form, STATE);

  if (state == NULL || g_strcmp0 (got, state) == 0 || (got == NULL && strchr (landed, '/') == NULL))
    return TRUE;
  set_auth_error (error,
                  _ ("This address belongs to another sign-in; begin the sign-in once more and use "
                     "the address it ends with."));
  return FALSE;
}

/* Takes the pair of tokens out of an answer. FALSE with @error. */
static gboolean
take_tokens (TiemAccount *account,
             JsonObject *object,
             gint64 now,
             GError **error)
{
  g_autofree char *access = tiem_json_dup_string (object, "access_token");
  g_autofree char *refresh = tiem_json_dup_string (object, "refresh_token");
  gint64 life;

  if (access == NULL || refresh == NULL)
    {
      shopee_set_shape_error (error, access == NULL ? "access_token" : "refresh_token");
      return FALSE;
    }
  if (!tiem_json_need_int (object, "expire_in", &life, error))
    return FALSE;

  g_free (account->access_token);
  account->access_token = g_steal_pointer (&access);
  g_free (account->refresh_token);
  account->refresh_token = g_steal_pointer (&refresh);
  account->expires_at = life >= FIRST_MOMENT ? life * 1000 : now + life * 1000;
  account->refresh_expires_at = now + REFRESH_LIFE_MS;
  return TRUE;
}

/* A channel stays with its shop: another one's orders must not mix with what it has. */
static gboolean
take_shop (TiemAccount *account,
           const char *shop_id,
           GError **error)
{
  if (account->shop != NULL && *account->shop != '\0' && strcmp (account->shop, shop_id) != 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_AUTH,
                   /* Translators: the number of the shop signed in to, that of the channel */
                   _ ("You agreed for the shop %s, but this channel is for %s; sign in at Shopee "
                      "with the right shop, or add a channel for the other."),
                   shop_id,
                   account->shop);
      return FALSE;
    }
  g_free (account->shop);
  account->shop = g_strdup (shop_id);
  return TRUE;
}

/* A main account lets Tiệm into several shops. */
static gboolean
choose_shop (TiemAccount *account,
             JsonObject *object,
             GError **error)
{
  JsonArray *list = tiem_json_get_array (object, "shop_id_list");
  guint n = tiem_json_array_get_size (list);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id
          = g_strdup_printf ("%" G_GINT64_FORMAT, json_array_get_int_element (list, i));

      if (g_strcmp0 (account->shop, id) == 0)
        return TRUE;
      if (n == 1)
        {
          g_free (account->shop);
          account->shop = g_steal_pointer (&id);
          return TRUE;
        }
    }
  set_auth_error (error,
                  _ ("This account has several shops, or none; enter the number of the one this "
                     "channel is for (shop_id), then sign in again."));
  return FALSE;
}

/* How long the owner's consent lasts. The sign-in is good without the answer. */
static void
read_grant (TiemAccount *account,
            TiemTransport *transport,
            GCancellable *cancellable)
{
  g_auto (ShopeeShop) shop = { 0 };
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *object;

  if (!shopee_shop_init (&shop, account, NULL))
    return;
  object = shopee_get (&shop, transport, "shop/get_shop_info", NULL, &answer, cancellable, NULL);
  tiem_json_get_time (object, "expire_time", &account->grant_ends_at, NULL);
}

/* Returns: (transfer full): the body of auth/token/get */
static JsonBuilder *
make_exchange (const ShopeeShop *shop,
               const char *code,
               const char *shop_id,
               const char *main_id)
{
  JsonBuilder *builder = json_builder_begin_object (json_builder_new ());

  shopee_builder_add_text (builder, "code", code);
  shopee_builder_add_id (builder, "partner_id", shop->partner_id);
  if (shop_id != NULL)
    shopee_builder_add_id (builder, "shop_id", shop_id);
  else
    shopee_builder_add_id (builder, "main_account_id", main_id);
  return json_builder_end_object (builder);
}

TiemAccount *
shopee_sign_in (const TiemAccount *account,
                TiemTransport *transport,
                const char *landed,
                const char *state,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TiemForm) form = parse_landed (landed);
  g_autoptr (TiemAccount) signed_in = tiem_account_copy (account);
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_auto (ShopeeShop) shop = { 0 };
  g_auto (ShopeeAnswer) answer = { 0 };
  const char *code = tiem_form_get (form, "code");
  const char *shop_id = tiem_form_get (form, "shop_id");
  const char *main_id = tiem_form_get (form, "main_account_id");
  ShopeeCall call = { .path = "auth/token/get", .is_public = TRUE, .acts = TRUE };
  JsonObject *object;

  if (!shopee_shop_init (&shop, account, error) || !check_state (form, landed, state, error))
    return NULL;
  if (shop_id == NULL && main_id == NULL)
    shop_id = shop.shop_id;
  if (code == NULL || (shop_id == NULL && main_id == NULL))
    {
      set_auth_error (error,
                      _ ("The address holds no sign-in; copy the whole address line that the "
                         "browser shows after you agreed at Shopee."));
      return NULL;
    }

  builder = make_exchange (&shop, code, shop_id, main_id);
  call.body = body = json_builder_get_root (builder);
  object = shopee_call (&shop, transport, &call, &answer, cancellable, error);
  if (object == NULL || !take_tokens (signed_in, object, tiem_transport_now (transport), error))
    return NULL;
  if (shop_id != NULL ? !take_shop (signed_in, shop_id, error)
                      : !choose_shop (signed_in, object, error))
    return NULL;
  read_grant (signed_in, transport, cancellable);
  return g_steal_pointer (&signed_in);
}

/* The same old token gives the same new pair for hours (§2.4): an answer that got lost, or
 * arrived in pieces, is asked for again. */
static void
propagate_refresh_error (GError **error,
                         GError *call_error)
{
  if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_PROTOCOL))
    call_error->code = TIEM_ERROR_TRANSIENT;
  g_propagate_error (error, call_error);
}

TiemAccount *
shopee_refresh (const TiemAccount *account,
                TiemTransport *transport,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TiemAccount) renewed = tiem_account_copy (account);
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_autoptr (JsonNode) body = NULL;
  g_auto (ShopeeShop) shop = { 0 };
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  ShopeeCall call = { .path = "auth/access_token/get", .is_public = TRUE };
  JsonObject *object;

  if (!shopee_shop_init (&shop, account, error))
    return NULL;
  if (account->refresh_token == NULL || *account->refresh_token == '\0' || shop.shop_id == NULL)
    {
      set_auth_error (error,
                      _ ("Tiệm may not look into the shop any more; sign in to the channel at "
                         "Shopee."));
      return NULL;
    }

  shopee_builder_add_text (builder, "refresh_token", account->refresh_token);
  shopee_builder_add_id (builder, "partner_id", shop.partner_id);
  shopee_builder_add_id (builder, "shop_id", shop.shop_id);
  json_builder_end_object (builder);
  call.body = body = json_builder_get_root (builder);
  object = shopee_call (&shop, transport, &call, &answer, cancellable, &call_error);
  if (object == NULL || !take_tokens (renewed, object, tiem_transport_now (transport), &call_error))
    {
      propagate_refresh_error (error, g_steal_pointer (&call_error));
      return NULL;
    }
  return g_steal_pointer (&renewed);
}
