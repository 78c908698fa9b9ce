#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What people paste behind the address of the shop. */
static const char *const known_tails[] = {
  "/wp-json", "/wp-admin", "/wp-login.php", "/index.php", "/wc-api",
};

static gboolean
set_invalid (GError **error,
             const char *message)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, message);
  return FALSE;
}

/* Returns: (nullable): the address with a scheme, parsed */
static GUri *
parse_address (const char *typed)
{
  g_autofree char *text = g_strstrip (g_strdup (typed != NULL ? typed : ""));
  g_autofree char *full = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *separator = strstr (text, "://");

  full = separator != NULL ? g_strdup (text) : g_strconcat ("https://", text, NULL);
  uri = g_uri_parse (full,
                     G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY
                         | G_URI_FLAGS_SCHEME_NORMALIZE,
                     NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || strpbrk (g_uri_get_host (uri), " \t\"<>\\") != NULL)
    return NULL;
  if (separator == NULL && tiem_transport_is_loopback (g_uri_get_host (uri)))
    {
      g_autofree char *plain = g_strconcat ("http://", text, NULL);

      return g_uri_parse (plain, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
    }
  return g_steal_pointer (&uri);
}

static char *
cut_known_tails (const char *path)
{
  char *cut = g_strdup (path);

  for (gsize i = 0; i < G_N_ELEMENTS (known_tails); i++)
    {
      char *tail = strstr (cut, known_tails[i]);

      if (tail != NULL && strchr ("/?", tail[strlen (known_tails[i])]) != NULL)
        *tail = '\0';
    }
  while (g_str_has_suffix (cut, "/"))
    cut[strlen (cut) - 1] = '\0';
  return cut;
}

static void
take_address (WooSite *self,
              GUri *uri)
{
  g_autofree char *lower = g_utf8_strdown (g_uri_get_host (uri), -1);
  g_autofree char *path = cut_known_tails (g_uri_get_path (uri));
  const char *form = strchr (lower, ':') != NULL ? "[%s]" : "%s";
  g_autofree char *host = g_strdup_printf (form, lower);
  int port = g_uri_get_port (uri);

  self->is_plain = strcmp (g_uri_get_scheme (uri), "http") == 0;
  if (port == (self->is_plain ? 80 : 443))
    port = -1;
  self->host = port > 0 ? g_strdup_printf ("%s:%d", host, port) : g_strdup (host);
  self->root = g_strconcat (self->is_plain ? "http" : "https", "://", self->host, path, NULL);
}

static gboolean
take_keys (WooSite *self,
           const TiemAccount *account,
           GError **error)
{
  self->key = g_strstrip (g_strdup (account->key != NULL ? account->key : ""));
  self->secret = g_strstrip (g_strdup (account->secret != NULL ? account->secret : ""));

  if (*self->key == '\0' || *self->secret == '\0')
    return set_invalid (error,
                        _ ("The website's keys are missing; enter the consumer key (ck_…) and the "
                           "consumer secret (cs_…)."));
  if (g_str_has_prefix (self->key, "cs_") || g_str_has_prefix (self->secret, "ck_"))
    return set_invalid (error,
                        _ ("Consumer key and consumer secret are swapped; the key begins with ck_, "
                           "the secret with cs_."));
  return TRUE;
}

gboolean
woo_site_init (WooSite *self,
               const TiemAccount *account,
               GError **error)
{
  g_autoptr (GUri) uri = parse_address (account->base_url);

  if (uri == NULL || g_uri_get_userinfo (uri) != NULL
      || (strcmp (g_uri_get_scheme (uri), "http") != 0
          && strcmp (g_uri_get_scheme (uri), "https") != 0))
    return set_invalid (error,
                        _ ("The website's address can't be read; write it like "
                           "https://tenshop.vn."));

  if (strcmp (g_uri_get_scheme (uri), "http") == 0
      && !tiem_transport_is_loopback (g_uri_get_host (uri)))
    return set_invalid (
        error,
        _ ("The address must begin with https://. Without it the keys could be read "
           "on the way; ask whoever runs the website to turn SSL on."));

  take_address (self, uri);
  return take_keys (self, account, error);
}

void
woo_site_clear (WooSite *self)
{
  g_clear_pointer (&self->root, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->secret, g_free);
}
