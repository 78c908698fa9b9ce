#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>

/* How many there are; −1 when the platform does not say. Fails without the scope for it, which
 * is what the owner wants to know now and not with the first order. */
static gboolean
count_rows (TiemChannelTiktok *self,
            TiemTransport *transport,
            const char *path,
            const char *endpoint,
            gint64 *rows,
            GCancellable *cancellable,
            GError **error)
{
  TiemForm *query = tiem_form_new ();
  g_autoptr (JsonNode) data = NULL;
  g_auto (TtsAnswer) answer = { 0 };

  tiem_form_add_int (query, "page_size", 1);
  data
      = tts_post (&self->shop, transport, path, endpoint, query, NULL, &answer, cancellable, error);
  if (data == NULL)
    return FALSE;
  if (!tiem_json_need_int (tiem_json_object (data), "total_count", rows, NULL))
    *rows = -1;
  return TRUE;
}

static char *
make_message (const TiemChannelProbe *probe)
{
  g_autofree char *n_products = NULL;
  g_autofree char *n_orders = NULL;
  g_autofree char *products = NULL;
  g_autofree char *orders = NULL;

  if (probe->products < 0 || probe->orders < 0)
    return g_strdup (_ ("Connected."));

  n_products = tiem_number_format (probe->products);
  n_orders = tiem_number_format (probe->orders);
  /* Translators: %s is a number here and below */
  products = g_strdup_printf (ngettext ("%s product", "%s products", probe->products), n_products);
  orders = g_strdup_printf (ngettext ("%s order", "%s orders", probe->orders), n_orders);
  /* Translators: "60 products" and "400 orders" */
  return g_strdup_printf (_ ("Connected. The TikTok shop has %s and %s."), products, orders);
}

TiemChannelProbe *
tts_test (TiemChannel *channel,
          TiemTransport *transport,
          GCancellable *cancellable,
          GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  g_autoptr (TiemChannelProbe) probe = g_new0 (TiemChannelProbe, 1);
  g_autoptr (JsonNode) data = NULL;
  JsonObject *shop;

  if (self->shop.access_token == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_AUTH,
                           _ ("Tiệm has no permission for this TikTok shop yet; sign in."));
      return NULL;
    }
  data = tts_read_shops (&self->shop, transport, cancellable, error);
  shop = data != NULL ? tts_pick_shop (data, self->shop.wanted, error) : NULL;
  if (shop == NULL
      || !count_rows (self,
                      transport,
                      "/product/202502/products/search",
                      "products/search",
                      &probe->products,
                      cancellable,
                      error)
      || !count_rows (self,
                      transport,
                      "/order/202309/orders/search",
                      "orders/search",
                      &probe->orders,
                      cancellable,
                      error))
    return NULL;

  probe->shop = tiem_json_dup_string (shop, "name");
  probe->grant_ends_at = self->grant_ends_at;
  probe->message = make_message (probe);
  return g_steal_pointer (&probe);
}
