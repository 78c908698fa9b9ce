#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-sign.h"

#include <string.h>

char *
tiem_sandbox_lazada_sign (const char *secret,
                          const char *api_path,
                          GHashTable *params)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (params), (GCompareFunc)strcmp);
  g_autoptr (GString) text = g_string_new (api_path);
  g_autofree char *hex = NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *value = g_hash_table_lookup (params, l->data);

      if (*value == '\0' || g_str_equal (l->data, "sign"))
        continue;
      g_string_append (text, l->data);
      g_string_append (text, value);
    }
  hex = g_compute_hmac_for_data (G_CHECKSUM_SHA256,
                                 (const guchar *)secret,
                                 strlen (secret),
                                 (const guchar *)text->str,
                                 text->len);
  return g_ascii_strup (hex, -1);
}
