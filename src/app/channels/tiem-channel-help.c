#define G_LOG_DOMAIN "tiem-channel-help"

#include "config.h"

#include "app/channels/tiem-channel-help.h"

#include <glib/gi18n.h>

static const TiemChannelHelp helps[] = {
  {
      .kind = "shopee",
      .summary = N_ ("Orders and stock of a Shopee shop"),
      .key_title = N_ ("Partner ID"),
      .secret_title = N_ ("Partner Key"),
      .console_url = "https://open.shopee.com",
      .redirect_title = N_ ("Redirect URL domain of the app, if it is asked for"),
      .consent_hint = N_ ("Sign in with the shop's own account, not a sub-account, and choose the "
                          "longest time (365 days)."),
      .steps = {
          N_ ("Open <b>open.shopee.com</b> and sign in with a developer account. It is not the "
              "account of the Seller Centre; without one, register as <b>Individual Seller</b> or "
              "<b>Registered Business Seller</b>."),
          N_ ("In <b>Console</b>, open the app of the kind <b>Seller In-house System</b>. Without "
              "one, create it and wait until Shopee approves it."),
          N_ ("Copy <b>Live Partner ID</b> and <b>Live Partner Key</b> into the fields below, not "
              "those marked Test."),
          N_ ("In the app's list of IP addresses, declare the one of the shop's network. When it "
              "changes, Tiệm tells you the new one."),
      },
      .remedies = {
          { "source_ip_undeclared", N_ ("Shopee does not know the shop's network"),
            N_ ("Open the app's page"), "https://open.shopee.com" },
      },
  },
  {
      .kind = "lazada",
      .summary = N_ ("Orders and stock of a Lazada shop"),
      .key_title = N_ ("App Key"),
      .secret_title = N_ ("App Secret"),
      .console_url = "https://open.lazada.com",
      .redirect_title = N_ ("Callback URL of the app, exactly like this"),
      .consent_hint = N_ ("Choose Vietnam and sign in with the shop's account. The permission must "
                          "reach Tiệm within 30 minutes."),
      .steps = {
          N_ ("Open <b>open.lazada.com</b>, sign in and go to <b>App Console</b>. The first time, "
              "fill in the profile, choose <b>Seller In-house APP</b>, press <b>Apply</b>, wait for "
              "the approval, then press <b>Create</b>."),
          N_ ("Press <b>Manage</b> at the app and copy <b>App Key</b> and <b>App Secret</b> into "
              "the fields below."),
          N_ ("Enter the <b>Callback URL</b> below at the app: with one other character Lazada "
              "refuses."),
          N_ ("In <b>App Management › Auth Management</b>, add the shop's account to the "
              "<b>Authorized Seller Whitelist</b>. Leave the IP list empty."),
          N_ ("Only for an app that is sold to many shops: the shop first subscribes to it on "
              "<b>marketplace.lazada.vn</b>."),
      },
      .remedies = {
          { "AppNotSubscribed", N_ ("The shop has not subscribed to the app"),
            N_ ("Open the page to subscribe"), "https://marketplace.lazada.vn" },
      },
  },
  {
      .kind = "tiktok",
      .summary = N_ ("Orders and stock of a TikTok Shop"),
      .key_title = N_ ("App Key"),
      .secret_title = N_ ("App Secret"),
      .service_title = N_ ("Service ID"),
      .console_url = "https://partner.tiktokshop.com",
      .redirect_title = N_ ("Redirect URL of the app"),
      .consent_hint = N_ ("Sign in with the shop's main account. The permission must reach Tiệm "
                          "within 30 minutes."),
      .steps = {
          N_ ("Open <b>partner.tiktokshop.com</b>, sign in with a developer account and go to "
              "<b>App &amp; Service</b>."),
          N_ ("Create a <b>Custom App</b> for the seller's own shop, switch on <b>Enable API</b> "
              "and enter the <b>Redirect URL</b> below."),
          N_ ("Copy <b>App Key</b>, <b>App Secret</b> and <b>Service ID</b> from the app's page into "
              "the fields below. The Service ID is not the App Key."),
          N_ ("Press <b>Manage API</b> and switch on the permissions for orders, products, "
              "fulfilment, returns, finance and the authorised shops."),
      },
  },
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

const TiemChannelRemedy *
tiem_channel_help_find_remedy (const char *kind,
                               const char *detail)
{
  const TiemChannelHelp *help = tiem_channel_help_find (kind);

  if (help == NULL || detail == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (help->remedies) && help->remedies[i].sign != NULL; i++)
    if (strstr (detail, help->remedies[i].sign) != NULL)
      return &help->remedies[i];
  return NULL;
}
