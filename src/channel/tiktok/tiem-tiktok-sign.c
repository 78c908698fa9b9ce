#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#include "channel/tiem-sign.h"

#include <string.h>

/* Calls that are not about one shop, or must not say which (§3). */
static const struct
{
  const char *before; /* the path up to the version */
  const char *behind; /* what follows the version; "" = anything */
} without_cipher[] = {
  { "/authorization/", "" },           { "/seller/", "" },
  { "/product/", "/images/upload" },   { "/product/", "/files/upload" },
  { "/product/", "/global_products" }, { "/product/", "/compliance/" },
  { "/product/", "/brands" },
};

gboolean
tts_takes_cipher (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (without_cipher); i++)
    {
      const char *version = path + strlen (without_cipher[i].before);

      if (g_str_has_prefix (path, without_cipher[i].before)
          && g_str_has_prefix (version + strcspn (version, "/"), without_cipher[i].behind))
        return FALSE;
    }
  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer user_data)
{
  const TiemForm *query = user_data;
  guint first = *(const guint *)a;
  guint second = *(const guint *)b;
  /* by bytes: a locale would put "_" and capitals elsewhere */
  int order = strcmp (query->names->pdata[first], query->names->pdata[second]);

  return order != 0 ? order : (first > second) - (first < second);
}

static void
append_query (GString *text,
              const TiemForm *query)
{
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < tiem_form_get_size (query); i++)
    if (strcmp (query->names->pdata[i], "sign") != 0
        && strcmp (query->names->pdata[i], "access_token") != 0)
      g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_names, (gpointer)query);
  for (guint i = 0; i < order->len; i++)
    {
      guint index = g_array_index (order, guint, i);

      g_string_append (text, query->names->pdata[index]);
      g_string_append (text, query->values->pdata[index]);
    }
}

char *
tts_sign (const char *secret,
          const char *path,
          const TiemForm *query,
          const char *content_type,
          const char *body,
          gssize length)
{
  g_autoptr (GString) text = g_string_new (secret);
  gboolean is_multipart
      = content_type != NULL && g_str_has_prefix (content_type, "multipart/form-data");

  g_string_append (text, path);
  append_query (text, query);
  if (body != NULL && !is_multipart)
    g_string_append_len (text, body, length);
  g_string_append (text, secret);
  return tiem_hmac_hex (G_CHECKSUM_SHA256, secret, text->str, text->len);
}
