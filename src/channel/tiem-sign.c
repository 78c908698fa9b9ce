#define G_LOG_DOMAIN "tiem-sign"

#include "channel/tiem-sign.h"

#include <string.h>

#define LARGEST_DIGEST 64

static gsize
make_digest (GChecksumType type,
             const char *key,
             const char *data,
             gssize length,
             guint8 *digest)
{
  g_autoptr (GHmac) hmac = g_hmac_new (type, (const guchar *)key, strlen (key));
  gsize size = LARGEST_DIGEST;

  g_hmac_update (hmac, (const guchar *)data, length);
  g_hmac_get_digest (hmac, digest, &size);
  return size;
}

char *
tiem_hmac_hex (GChecksumType type,
               const char *key,
               const char *data,
               gssize length)
{
  guint8 digest[LARGEST_DIGEST];
  gsize size = make_digest (type, key, data, length, digest);
  GString *hex = g_string_sized_new (2 * size);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  return g_string_free (hex, FALSE);
}

char *
tiem_hmac_base64 (GChecksumType type,
                  const char *key,
                  const char *data,
                  gssize length)
{
  guint8 digest[LARGEST_DIGEST];
  gsize size = make_digest (type, key, data, length, digest);

  return g_base64_encode (digest, size);
}

char *
tiem_sign_nonce (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_auto (GStrv) parts = g_strsplit (uuid, "-", -1);

  return g_strjoinv ("", parts);
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Sorted by encoded name, then by encoded value. While they are sorted a sign below all
 * others stands between the two, so that "a=9" comes before "a-b=1". */
static char *
normalise_parameters (const TiemForm *parameters)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  char *joined;

  for (guint i = 0; i < tiem_form_get_size (parameters); i++)
    {
      g_autofree char *name = tiem_percent_encode (parameters->names->pdata[i]);
      g_autofree char *value = tiem_percent_encode (parameters->values->pdata[i]);

      g_ptr_array_add (pairs, g_strconcat (name, "\001", value, NULL));
    }
  g_ptr_array_sort (pairs, compare_pairs);
  g_ptr_array_add (pairs, NULL);
  joined = g_strjoinv ("&", (char **)pairs->pdata);
  return g_strdelimit (joined, "\001", '=');
}

/* RFC 5849 3.4.1.2: lower-case scheme and host, no default port. */
static char *
normalise_url (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *scheme = NULL;
  g_autofree char *host = NULL;
  g_autofree char *authority = NULL;
  int port;
  gboolean has_colon;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (url);

  scheme = g_ascii_strdown (g_uri_get_scheme (uri), -1);
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  port = g_uri_get_port (uri);
  if ((port == 80 && strcmp (scheme, "http") == 0)
      || (port == 443 && strcmp (scheme, "https") == 0))
    port = -1;
  has_colon = strchr (host, ':') != NULL;
  authority = port > 0 ? g_strdup_printf (has_colon ? "[%s]:%d" : "%s:%d", host, port)
                       : g_strdup_printf (has_colon ? "[%s]" : "%s", host);
  return g_strconcat (scheme, "://", authority, g_uri_get_path (uri), NULL);
}

char *
tiem_oauth1_base_string (const char *method,
                         const char *url,
                         const TiemForm *parameters)
{
  g_autofree char *upper = g_ascii_strup (method, -1);
  g_autofree char *normal_url = normalise_url (url);
  g_autofree char *encoded_url = tiem_percent_encode (normal_url);
  g_autofree char *joined = normalise_parameters (parameters);
  g_autofree char *encoded = tiem_percent_encode (joined);

  return g_strconcat (upper, "&", encoded_url, "&", encoded, NULL);
}

void
tiem_oauth1_sign (TiemForm *parameters,
                  const char *method,
                  const char *url,
                  const char *key,
                  const char *secret,
                  gint64 timestamp,
                  const char *nonce)
{
  g_autofree char *base = NULL;
  g_autofree char *encoded_secret = tiem_percent_encode (secret);
  g_autofree char *signing_key = g_strconcat (encoded_secret, "&", NULL);
  g_autofree char *signature = NULL;

  tiem_form_add (parameters, "oauth_consumer_key", key);
  tiem_form_add (parameters, "oauth_nonce", nonce);
  tiem_form_add (parameters, "oauth_signature_method", "HMAC-SHA256");
  tiem_form_add_int (parameters, "oauth_timestamp", timestamp);

  base = tiem_oauth1_base_string (method, url, parameters);
  signature = tiem_hmac_base64 (G_CHECKSUM_SHA256, signing_key, base, -1);
  tiem_form_add (parameters, "oauth_signature", signature);
}
