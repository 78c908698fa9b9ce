#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What people copy along from the address of a call. */
static const char *const known_tails[] = { "/api/v2", "/open/authorize", "/oauth/authorize" };

static gboolean
set_invalid (GError **error,
             const char *message)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, message);
  return FALSE;
}

static char *
dup_tidy (const char *text)
{
  char *tidy = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (*tidy == '\0')
    g_clear_pointer (&tidy, g_free);
  return tidy;
}

static GUri *
parse_address (const char *typed)
{
  g_autofree char *full
      = strstr (typed, "://") != NULL ? g_strdup (typed) : g_strconcat ("https://", typed, NULL);
  GUri *uri = g_uri_parse (full, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);

  /* Practice markets on this computer have no certificate. */
  if (uri != NULL && strstr (typed, "://") == NULL && g_uri_get_host (uri) != NULL
      && tiem_transport_is_loopback (g_uri_get_host (uri)))
    {
      g_autofree char *plain = g_strconcat ("http://", typed, NULL);

      g_uri_unref (uri);
      uri = g_uri_parse (plain, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
    }
  return uri;
}

static gboolean
check_address (GUri *uri,
               GError **error)
{
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || strpbrk (host, " \t\"<>\\") != NULL
      || g_uri_get_userinfo (uri) != NULL
      || (strcmp (g_uri_get_scheme (uri), "https") != 0
          && strcmp (g_uri_get_scheme (uri), "http") != 0))
    return set_invalid (error,
                        _ ("The address of TikTok Shop can't be read; leave it as it was, "
                           "https://open-api.tiktokglobalshop.com."));
  if (strcmp (g_uri_get_scheme (uri), "http") == 0 && !tiem_transport_is_loopback (host))
    return set_invalid (
        error,
        _ ("The address of TikTok Shop must begin with https://, otherwise the keys "
           "can be stolen on the way."));
  return TRUE;
}

/* Returns: (transfer full) (nullable): the address without a slash behind; NULL with INVALID.
 * @path: (nullable): what of it is path */
static char *
tidy_address (const char *typed,
              char **path,
              GError **error)
{
  g_autoptr (GUri) uri = parse_address (typed);
  g_autofree char *host = NULL;
  g_autofree char *cut = NULL;
  char *address;
  int port;

  if (!check_address (uri, error))
    return NULL;

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  port = g_uri_get_port (uri);
  if (port == (strcmp (g_uri_get_scheme (uri), "http") == 0 ? 80 : 443))
    port = -1;
  cut = g_strdup (g_uri_get_path (uri));
  for (gsize i = 0; i < G_N_ELEMENTS (known_tails); i++)
    {
      char *tail = strstr (cut, known_tails[i]);

      if (tail != NULL)
        *tail = '\0';
    }
  while (g_str_has_suffix (cut, "/"))
    cut[strlen (cut) - 1] = '\0';
  address = g_uri_join (
      G_URI_FLAGS_ENCODED_PATH, g_uri_get_scheme (uri), NULL, host, port, cut, NULL, NULL);
  if (path != NULL)
    *path = g_steal_pointer (&cut);
  return address;
}

static gboolean
is_on_this_computer (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED_PATH, NULL);

  return uri != NULL && tiem_transport_is_loopback (g_uri_get_host (uri));
}

/* A practice market gives its own tokens: its keys are never shown to the real platform. */
static gboolean
take_auth_address (TtsShop *self,
                   const char *typed,
                   GError **error)
{
  g_autofree char *tidy = dup_tidy (typed);

  self->auth = tidy_address (tidy != NULL ? tidy : TTS_AUTH_URL, NULL, error);
  if (self->auth == NULL)
    return FALSE;
  if (strcmp (self->auth, TTS_AUTH_URL) == 0 && is_on_this_computer (self->base))
    {
      g_free (self->auth);
      self->auth = g_strdup (self->base);
    }
  return TRUE;
}

gboolean
tts_shop_init (TtsShop *self,
               const TiemAccount *account,
               GError **error)
{
  g_autofree char *typed = dup_tidy (account->base_url);

  self->base = tidy_address (typed != NULL ? typed : TTS_BASE_URL, &self->base_path, error);
  if (self->base == NULL || !take_auth_address (self, account->auth_url, error))
    return FALSE;

  self->key = dup_tidy (account->key);
  self->secret = dup_tidy (account->secret);
  self->wanted = dup_tidy (account->shop);
  self->cipher = dup_tidy (account->shop_cipher);
  self->access_token = dup_tidy (account->access_token);
  if (self->key == NULL || self->secret == NULL)
    return set_invalid (error,
                        _ ("The app's keys are missing; enter the app key and the app secret from "
                           "TikTok Shop Partner Center."));
  return TRUE;
}

void
tts_shop_clear (TtsShop *self)
{
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->base_path, g_free);
  g_clear_pointer (&self->auth, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->secret, g_free);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->cipher, g_free);
  g_clear_pointer (&self->access_token, g_free);
}
