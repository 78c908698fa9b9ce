#define G_LOG_DOMAIN "tiem-channel-help"

#include "config.h"

#include "app/channels/tiem-channel-help.h"

#include <glib/gi18n.h>

static const TiemChannelHelp helps[] = {
  {
      .kind = "woocommerce",
      .summary = N_ ("The shop's own website"),
      .key_title = N_ ("Consumer key"),
      .secret_title = N_ ("Consumer secret"),
      .address_title = N_ ("Web address"),
      .steps = {
          N_ ("Sign in to the site's administration, usually <b>https://yourshop.vn/wp-admin</b>."),
          N_ ("Open <b>WooCommerce › Settings › Advanced › REST API</b> and press <b>Add key</b>."),
          N_ ("Permissions: <b>Read/Write</b>. Press <b>Generate API key</b>."),
          N_ ("Copy <b>Consumer key</b> (ck_…) and <b>Consumer secret</b> (cs_…) into the fields "
              "below. The page shows them only once."),
      },
  },
  {
      .kind = "counter",
      .summary = N_ ("Sells on this computer, no network needed"),
  },
};

const TiemChannelHelp *
tiem_channel_help_find (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (helps); i++)
    if (g_str_equal (helps[i].kind, kind))
      return &helps[i];
  return NULL;
}
