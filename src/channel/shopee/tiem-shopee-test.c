#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Shops that Shopee restricted answer, but nothing can be sold there (§2.5). */
static gboolean
check_shop (JsonObject *object,
            GError **error)
{
  const char *status = tiem_json_get_string (object, "status");

  if (g_strcmp0 (status, "BANNED") != 0 && g_strcmp0 (status, "FROZEN") != 0)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_AUTH,
               /* Translators: %s is Shopee's word, "BANNED" or "FROZEN" */
               _ ("Shopee has restricted the shop (%s); settle it with Shopee, then try again."),
               status);
  return FALSE;
}

/* One cheap call; the connection is good without its answer. Returns: −1 = not known */
static gint64
count_products (TiemChannelShopee *self,
                TiemTransport *transport,
                GCancellable *cancellable)
{
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (TiemForm) query = tiem_form_new ();
  JsonObject *object;
  gint64 count;

  tiem_form_add_int (query, "offset", 0);
  tiem_form_add_int (query, "page_size", 1);
  tiem_form_add (query, "item_status", "NORMAL");
  object = shopee_get (&self->shop,
                       transport,
                       "product/get_item_list",
                       g_steal_pointer (&query),
                       &answer,
                       cancellable,
                       NULL);
  return tiem_json_need_int (object, "total_count", &count, NULL) ? count : -1;
}

static char *
make_message (const TiemChannelProbe *probe)
{
  if (probe->products < 0)
    return g_strdup_printf (_ ("Connected to the shop “%s”."), probe->shop);
  return g_strdup_printf (
      /* Translators: the shop's name, a number */
      ngettext ("Connected to the shop “%s”. It sells %d product.",
                "Connected to the shop “%s”. It sells %d products.",
                probe->products),
      probe->shop,
      (int)MIN (probe->products, G_MAXINT));
}

TiemChannelProbe *
shopee_test (TiemChannel *channel,
             TiemTransport *transport,
             GCancellable *cancellable,
             GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autoptr (TiemChannelProbe) probe = g_new0 (TiemChannelProbe, 1);
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *object;

  object = shopee_get (
      &self->shop, transport, "shop/get_shop_info", NULL, &answer, cancellable, error);
  if (object == NULL || !check_shop (object, error))
    return NULL;

  probe->shop = tiem_json_dup_string (object, "shop_name");
  if (probe->shop == NULL)
    probe->shop = g_strdup (self->shop.shop_id);
  tiem_json_get_time (object, "expire_time", &probe->grant_ends_at, NULL);
  probe->orders = -1;
  probe->products = count_products (self, transport, cancellable);
  probe->message = make_message (probe);
  return g_steal_pointer (&probe);
}
