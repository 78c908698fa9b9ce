#include "config.h"

#include "app/widgets/tiem-kind.h"

#include "channel/tiem-channel.h"

#include <glib/gi18n.h>

/* Letters, not logos: no trademark, and readable without colour. */
typedef struct
{
  const char *kind;
  const char *letter;
  const char *label;
  const char *color;
  const char *dark_color;
  const char *dark_letter; /* NULL: white */
} Kind;

static const Kind kinds_table[] = {
  { "shopee", "S", "Shopee", "#e65226", "#e65226", NULL },
  { "lazada", "L", "Lazada", "#293399", "#5c6beb", NULL },
  { "tiktok", "T", "TikTok", "#17171c", "#e0e0e6", "#17171c" },
  { "woocommerce", "W", N_ ("Website"), "#784799", "#784799", NULL },
  { "counter", "Q", N_ ("Counter"), "#337a5c", "#337a5c", NULL },
  { "zalo", "Z", "Zalo", "#0061cc", "#0061cc", NULL },
};

static const Kind *
find_kind (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds_table); i++)
    if (g_strcmp0 (kinds_table[i].kind, kind) == 0)
      return &kinds_table[i];
  return NULL;
}

const char *
tiem_kind_get_label (const char *kind)
{
  const Kind *known = find_kind (kind);
  const TiemChannelInfo *info;

  if (known != NULL)
    return _ (known->label);
  info = kind != NULL ? tiem_channel_info_find (kind) : NULL;
  return info != NULL ? info->name : _ ("Channel");
}

const char *
tiem_kind_get_letter (const char *kind)
{
  const Kind *known = find_kind (kind);
  const TiemChannelInfo *info;

  if (known != NULL)
    return known->letter;
  info = kind != NULL ? tiem_channel_info_find (kind) : NULL;
  return info != NULL ? info->letter : "?";
}

void
tiem_kind_get_colors (const char *kind,
                      gboolean dark,
                      GdkRGBA *tile,
                      GdkRGBA *letter)
{
  const Kind *known = find_kind (kind);
  const char *dark_letter = known != NULL ? known->dark_letter : NULL;

  gdk_rgba_parse (tile, known == NULL ? "#5e5c64" : dark ? known->dark_color : known->color);
  gdk_rgba_parse (letter, dark && dark_letter != NULL ? dark_letter : "#ffffff");
}

char *
tiem_kinds_to_text (const char *kinds)
{
  g_auto (GStrv) words = g_strsplit (kinds != NULL ? kinds : "", ",", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (
          text, "%s%s", text->len > 0 ? ", " : "", tiem_kind_get_label (words[i]));
  return g_string_free (text, FALSE);
}
