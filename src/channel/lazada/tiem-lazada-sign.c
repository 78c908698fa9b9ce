#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include "channel/tiem-sign.h"

#include <string.h>

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer user_data)
{
  const TiemForm *form = user_data;

  return strcmp (form->names->pdata[*(const guint *)a], form->names->pdata[*(const guint *)b]);
}

/* Path, then name and value of each parameter in the order of their bytes, raw. */
static char *
make_text (const char *path,
           const TiemForm *form)
{
  guint size = tiem_form_get_size (form);
  g_autofree guint *order = g_new (guint, size + 1);
  GString *text = g_string_new (path);

  for (guint i = 0; i < size; i++)
    order[i] = i;
  g_qsort_with_data (order, size, sizeof *order, compare_names, (gpointer)form);
  for (guint i = 0; i < size; i++)
    {
      const char *name = form->names->pdata[order[i]];
      const char *value = form->values->pdata[order[i]];

      if (*value != '\0' && strcmp (name, "sign") != 0)
        g_string_append_printf (text, "%s%s", name, value);
    }
  return g_string_free (text, FALSE);
}

char *
laz_sign (const char *secret,
          const char *path,
          const TiemForm *parameters)
{
  g_autofree char *text = make_text (path, parameters);
  g_autofree char *hex = tiem_hmac_hex (G_CHECKSUM_SHA256, secret, text, -1);

  return g_ascii_strup (hex, -1);
}
