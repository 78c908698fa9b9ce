#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* partner_id and shop_id are checked as whole numbers up to here (§1). */
#define LARGEST_ID G_MAXUINT32

static gboolean
set_invalid (GError **error,
             const char *message)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, message);
  return FALSE;
}

static char *
dup_stripped (const char *text)
{
  return g_strstrip (g_strdup (text != NULL ? text : ""));
}

/* Returns: (transfer full) (nullable): scheme, host and port of @typed; NULL with @error */
static char *
read_root (const char *typed,
           GError **error)
{
  g_autofree char *text = dup_stripped (typed);
  g_autofree char *full = NULL;
  g_autofree char *host = NULL;
  g_autoptr (GUri) uri = NULL;
  int port;

  if (*text == '\0')
    return g_strdup (SHOPEE_BASE_URL);

  full = strstr (text, "://") != NULL ? g_strdup (text) : g_strconcat ("https://", text, NULL);
  uri = g_uri_parse (full, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || g_uri_get_userinfo (uri) != NULL
      || (strcmp (g_uri_get_scheme (uri), "http") != 0
          && strcmp (g_uri_get_scheme (uri), "https") != 0))
    {
      set_invalid (error,
                   _ ("Shopee's address can't be read; leave it as it is, "
                      "https://partner.shopeemobile.com."));
      return NULL;
    }
  if (strcmp (g_uri_get_scheme (uri), "http") == 0
      && !tiem_transport_is_loopback (g_uri_get_host (uri)))
    {
      set_invalid (error,
                   _ ("Shopee's address must begin with https://. Without it the keys could be "
                      "read on the way."));
      return NULL;
    }

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  port = g_uri_get_port (uri);
  if (port == (strcmp (g_uri_get_scheme (uri), "http") == 0 ? 80 : 443))
    port = -1;
  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, host, port, "", NULL, NULL);
}

static gboolean
is_id (const char *text)
{
  guint64 number;

  return g_ascii_string_to_unsigned (text, 10, 1, LARGEST_ID, &number, NULL);
}

/* A shop that has not signed in yet is told by Shopee after the sign-in. */
static gboolean
take_shop (ShopeeShop *self,
           const TiemAccount *account,
           GError **error)
{
  g_autofree char *shop_id = dup_stripped (account->shop);
  g_autofree char *token = dup_stripped (account->access_token);

  if (*token != '\0')
    self->access_token = g_steal_pointer (&token);
  if (*shop_id == '\0' && self->access_token == NULL)
    return TRUE;
  if (!is_id (shop_id))
    return set_invalid (error,
                        _ ("The shop's number is missing or wrong; it is digits alone and stands "
                           "in Shopee's address after signing in (shop_id)."));
  self->shop_id = g_steal_pointer (&shop_id);
  return TRUE;
}

gboolean
shopee_shop_init (ShopeeShop *self,
                  const TiemAccount *account,
                  GError **error)
{
  self->root = read_root (account->base_url, error);
  if (self->root == NULL)
    return FALSE;
  self->auth_root = account->auth_url != NULL && *account->auth_url != '\0'
                        ? read_root (account->auth_url, error)
                        : g_strdup (self->root);
  if (self->auth_root == NULL)
    return FALSE;

  self->partner_id = dup_stripped (account->key);
  self->partner_key = dup_stripped (account->secret);
  if (!is_id (self->partner_id))
    return set_invalid (error,
                        _ ("The Partner ID is missing or wrong; it is digits alone and stands in "
                           "the console of Shopee Open Platform, in your app."));
  if (*self->partner_key == '\0')
    return set_invalid (error,
                        _ ("The Partner Key is missing; copy it from the console of Shopee Open "
                           "Platform, from your app."));
  return take_shop (self, account, error);
}

void
shopee_shop_clear (ShopeeShop *self)
{
  g_clear_pointer (&self->root, g_free);
  g_clear_pointer (&self->auth_root, g_free);
  g_clear_pointer (&self->partner_id, g_free);
  g_clear_pointer (&self->partner_key, g_free);
  g_clear_pointer (&self->shop_id, g_free);
  g_clear_pointer (&self->access_token, g_free);
}
