#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "channel/woocommerce/tiem-woocommerce-private.h"

/* v3 has no limit of its own; the bucket is for the shared hosting behind it. */
#define CALLS_PER_SECOND 10
#define CALLS_BURST 100

#define POLL_MS 5000
#define LISTINGS_MS (30 * 60 * 1000)

/* As many as WooCommerce takes in one batch. */
#define PUSH_BATCH 100

static void
tiem_channel_woocommerce_iface_init (TiemChannelInterface *iface)
{
  iface->test = woo_test;
  iface->pull_orders = woo_pull_orders;
  iface->set_brief = woo_set_brief;
  iface->pull_listings = woo_pull_listings;
  iface->read_listings = woo_read_listings;
  iface->push_stock = woo_push_stock;
  iface->push_price = woo_push_price;
  iface->act_on_order = woo_act_on_order;
  iface->list_categories = woo_list_categories;
  iface->publish = woo_publish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemChannelWoocommerce,
                               tiem_channel_woocommerce,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_CHANNEL,
                                                      tiem_channel_woocommerce_iface_init))

static void
tiem_channel_woocommerce_finalize (GObject *object)
{
  TiemChannelWoocommerce *self = TIEM_CHANNEL_WOOCOMMERCE (object);

  woo_site_clear (&self->site);
  g_clear_pointer (&self->refunds, g_hash_table_unref);
  g_clear_pointer (&self->breaks, g_hash_table_unref);
  g_clear_pointer (&self->products, json_node_unref);

  G_OBJECT_CLASS (tiem_channel_woocommerce_parent_class)->finalize (object);
}

static void
tiem_channel_woocommerce_class_init (TiemChannelWoocommerceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_channel_woocommerce_finalize;
}

static void
tiem_channel_woocommerce_init (TiemChannelWoocommerce *self)
{
}

static TiemChannel *
create_woocommerce (const TiemAccount *account,
                    GError **error)
{
  g_autoptr (TiemChannelWoocommerce) self = g_object_new (TIEM_TYPE_CHANNEL_WOOCOMMERCE, NULL);

  if (!woo_site_init (&self->site, account, error))
    return NULL;
  return TIEM_CHANNEL (g_steal_pointer (&self));
}

const TiemChannelInfo tiem_channel_woocommerce_info = {
  .kind = "woocommerce",
  .name = "WooCommerce",
  .letter = "W",
  .flags = TIEM_CHANNEL_CAN_PUSH_STOCK | TIEM_CHANNEL_CAN_PUSH_PRICE | TIEM_CHANNEL_CAN_SHIP
           | TIEM_CHANNEL_CAN_CANCEL | TIEM_CHANNEL_HAS_NETWORK | TIEM_CHANNEL_CAN_PUBLISH,
  .push_batch = PUSH_BATCH,
  .push_group = woo_get_push_group,
  .calls_per_second = CALLS_PER_SECOND,
  .calls_burst = CALLS_BURST,
  .poll_ms = POLL_MS,
  .listings_ms = LISTINGS_MS,
  .create = create_woocommerce,
  .offer_limits = &woo_offer_limits,
};
