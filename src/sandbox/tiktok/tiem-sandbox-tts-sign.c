#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-sign.h"

#include <string.h>

#define MULTIPART "multipart/form-data"

gboolean
tiem_sandbox_tts_is_multipart (const char *content_type)
{
  return content_type != NULL
         && g_ascii_strncasecmp (content_type, MULTIPART, strlen (MULTIPART)) == 0;
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer user_data)
{
  const TiemForm *query = user_data;

  return strcmp (query->names->pdata[*(const guint *)a], query->names->pdata[*(const guint *)b]);
}

/* Returns: (transfer full): the indices of what is signed, sorted by name */
static GArray *
sort_names (const TiemForm *query)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < tiem_form_get_size (query); i++)
    {
      const char *name = query->names->pdata[i];

      if (strcmp (name, "sign") != 0 && strcmp (name, "access_token") != 0)
        g_array_append_val (order, i);
    }
  g_array_sort_with_data (order, compare_names, (gpointer)query);
  return order;
}

static void
update (GHmac *hmac,
        const char *text)
{
  g_hmac_update (hmac, (const guchar *)text, strlen (text));
}

char *
tiem_sandbox_tts_sign (const char *secret,
                       const char *path,
                       const TiemForm *query,
                       const char *content_type,
                       GBytes *body)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *)secret, strlen (secret));
  g_autoptr (GArray) order = sort_names (query);

  update (hmac, secret);
  update (hmac, path);
  for (guint i = 0; i < order->len; i++)
    {
      guint at = g_array_index (order, guint, i);

      update (hmac, query->names->pdata[at]);
      update (hmac, query->values->pdata[at]);
    }
  if (body != NULL && g_bytes_get_size (body) > 0 && !tiem_sandbox_tts_is_multipart (content_type))
    g_hmac_update (hmac, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  update (hmac, secret);
  return g_strdup (g_hmac_get_string (hmac));
}
