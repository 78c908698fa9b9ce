#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What every address ends in. */
#define TAIL "/rest"

static gboolean
set_invalid (GError **error,
             const char *message)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, message);
  return FALSE;
}

/* Returns: (transfer full): @typed trimmed, NULL for nothing */
static char *
trim (const char *typed)
{
  g_autofree char *text = g_strstrip (g_strdup (typed != NULL ? typed : ""));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* Returns: (nullable): the address with a scheme, parsed */
static GUri *
parse_address (const char *text)
{
  g_autofree char *full = NULL;
  g_autoptr (GUri) uri = NULL;
  gboolean has_scheme = strstr (text, "://") != NULL;

  full = has_scheme ? g_strdup (text) : g_strconcat ("https://", text, NULL);
  uri = g_uri_parse (full, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || g_uri_get_userinfo (uri) != NULL || strpbrk (g_uri_get_host (uri), " \t\"<>\\") != NULL)
    return NULL;
  if (!has_scheme && tiem_transport_is_loopback (g_uri_get_host (uri)))
    {
      g_autofree char *plain = g_strconcat ("http://", text, NULL);

      return g_uri_parse (plain, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
    }
  return g_steal_pointer (&uri);
}

/* The path up to and with "/rest", which is added where it was left out. */
static char *
make_path (const char *path)
{
  g_autofree char *cut = g_strdup (path);
  char *tail = strstr (cut, TAIL);

  if (tail != NULL && strchr ("/", tail[strlen (TAIL)]) != NULL)
    *tail = '\0';
  while (g_str_has_suffix (cut, "/"))
    cut[strlen (cut) - 1] = '\0';
  return g_strconcat (cut, TAIL, NULL);
}

/* Returns: (transfer full) (nullable): NULL with @error */
static char *
make_base (const char *typed,
           GError **error)
{
  g_autoptr (GUri) uri = parse_address (typed);
  g_autofree char *path = NULL;
  g_autofree char *host = NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  gboolean is_plain = g_strcmp0 (scheme, "http") == 0;
  int port;

  if (uri == NULL || (!is_plain && strcmp (scheme, "https") != 0))
    {
      set_invalid (error,
                   _ ("The address of Lazada can't be read; leave it empty, or write it like "
                      "https://api.lazada.vn/rest."));
      return NULL;
    }
  if (is_plain && !tiem_transport_is_loopback (g_uri_get_host (uri)))
    {
      set_invalid (error,
                   _ ("The address must begin with https://, otherwise the keys could be read on "
                      "the way; leave it empty for Lazada's own."));
      return NULL;
    }

  port = g_uri_get_port (uri);
  if (port == (is_plain ? 80 : 443))
    port = -1;
  path = make_path (g_uri_get_path (uri));
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  return g_uri_join (G_URI_FLAGS_ENCODED_PATH, scheme, NULL, host, port, path, NULL, NULL);
}

static gboolean
is_loopback (const char *base)
{
  g_autoptr (GUri) uri = g_uri_parse (base, G_URI_FLAGS_ENCODED_PATH, NULL);

  return uri != NULL && tiem_transport_is_loopback (g_uri_get_host (uri));
}

static gboolean
take_bases (LazShop *self,
            const TiemAccount *account,
            GError **error)
{
  g_autofree char *api = trim (account->base_url);
  g_autofree char *auth = trim (account->auth_url);

  self->api_base = make_base (api != NULL ? api : LAZ_API_BASE, error);
  if (self->api_base == NULL)
    return FALSE;

  /* A pretend market gives out its tokens itself. */
  if (is_loopback (self->api_base) && (auth == NULL || g_str_has_prefix (auth, LAZ_AUTH_BASE)))
    self->auth_base = g_strdup (self->api_base);
  else
    self->auth_base = make_base (auth != NULL ? auth : LAZ_AUTH_BASE, error);
  return self->auth_base != NULL;
}

static gboolean
is_number (const char *text)
{
  return strspn (text, "0123456789") == strlen (text);
}

gboolean
laz_shop_init (LazShop *self,
               const TiemAccount *account,
               GError **error)
{
  self->key = trim (account->key);
  self->secret = trim (account->secret);
  self->token = trim (account->access_token);
  if (self->key == NULL || self->secret == NULL)
    return set_invalid (error,
                        _ ("The app's keys are missing; enter the App Key and the App Secret from "
                           "open.lazada.com."));
  if (is_number (self->secret) && !is_number (self->key))
    return set_invalid (error,
                        _ ("App Key and App Secret are swapped; the key is the short number."));
  return take_bases (self, account, error);
}

void
laz_shop_clear (LazShop *self)
{
  g_clear_pointer (&self->api_base, g_free);
  g_clear_pointer (&self->auth_base, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->secret, g_free);
  g_clear_pointer (&self->token, g_free);
}
