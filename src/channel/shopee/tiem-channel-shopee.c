#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "channel/shopee/tiem-shopee-private.h"

/* Shopee publishes no numbers (§6); integrators meet the limit at 10 a second and shop, or at
 * 100 a minute. The burst is what a first look at a small shop takes. */
#define CALLS_PER_SECOND 3
#define CALLS_BURST 60

/* 5,760 calls on a quiet day: the daily quota is said to be 10,000 for an app. */
#define POLL_MS 15000
#define LISTINGS_MS (30 * 60 * 1000)

/* Every item is a call of its own, and a number that waits for its call gets old. */
#define PUSH_BATCH 20

/* A label costs two calls of its own besides the common ones. */
#define LABEL_BATCH 10
/* Shopee takes 50 and advises 20 (§7). */
#define FEES_BATCH 20

#define REFRESH_EARLY_MS (15 * 60 * 1000)

static void
tiem_channel_shopee_iface_init (TiemChannelInterface *iface)
{
  iface->test = shopee_test;
  iface->pull_orders = shopee_pull_orders;
  iface->set_brief = shopee_set_brief;
  iface->pull_listings = shopee_pull_listings;
  iface->read_listings = shopee_read_listings;
  iface->push_stock = shopee_push_stock;
  iface->push_price = shopee_push_price;
  iface->act_on_order = shopee_act_on_order;
  iface->list_choices = shopee_list_choices;
  iface->read_labels = shopee_read_labels;
  iface->read_fees = shopee_read_fees;
  iface->pull_returns = shopee_pull_returns;
  iface->answer_return = shopee_answer_return;
  iface->pull_reviews = shopee_pull_reviews;
  iface->reply_review = shopee_reply_review;
  iface->list_categories = shopee_list_categories;
  iface->list_attributes = shopee_list_attributes;
  iface->publish = shopee_publish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemChannelShopee,
                               tiem_channel_shopee,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_CHANNEL,
                                                      tiem_channel_shopee_iface_init))

static void
tiem_channel_shopee_finalize (GObject *object)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (object);

  shopee_shop_clear (&self->shop);
  g_clear_pointer (&self->tracking, g_hash_table_unref);
  g_clear_pointer (&self->locations, g_ptr_array_unref);
  g_clear_pointer (&self->releases.payouts, g_hash_table_unref);

  G_OBJECT_CLASS (tiem_channel_shopee_parent_class)->finalize (object);
}

static void
tiem_channel_shopee_class_init (TiemChannelShopeeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_channel_shopee_finalize;
}

static void
tiem_channel_shopee_init (TiemChannelShopee *self)
{
}

static TiemChannel *
create_shopee (const TiemAccount *account,
               GError **error)
{
  g_autoptr (TiemChannelShopee) self = g_object_new (TIEM_TYPE_CHANNEL_SHOPEE, NULL);

  if (!shopee_shop_init (&self->shop, account, error))
    return NULL;
  return TIEM_CHANNEL (g_steal_pointer (&self));
}

const TiemChannelInfo tiem_channel_shopee_info = {
  .kind = "shopee",
  .name = SHOPEE_NAME,
  .letter = "S",
  .flags = TIEM_CHANNEL_CAN_PUSH_STOCK | TIEM_CHANNEL_CAN_PUSH_PRICE | TIEM_CHANNEL_CAN_SHIP
           | TIEM_CHANNEL_CAN_CANCEL | TIEM_CHANNEL_HAS_NETWORK | TIEM_CHANNEL_CAN_ANSWER_CANCEL
           | TIEM_CHANNEL_HAS_LABELS | TIEM_CHANNEL_HAS_FEES | TIEM_CHANNEL_HAS_RETURNS
           | TIEM_CHANNEL_HAS_REVIEWS | TIEM_CHANNEL_CAN_REPLY | TIEM_CHANNEL_NEEDS_SHOP
           | TIEM_CHANNEL_CAN_SHIP_PART | TIEM_CHANNEL_CAN_PUBLISH,
  .base_url = SHOPEE_BASE_URL,
  .push_batch = PUSH_BATCH,
  .push_group = shopee_get_push_group,
  .label_batch = LABEL_BATCH,
  .fees_batch = FEES_BATCH,
  .calls_per_second = CALLS_PER_SECOND,
  .calls_burst = CALLS_BURST,
  .poll_ms = POLL_MS,
  .listings_ms = LISTINGS_MS,
  .create = create_shopee,
  .offer_limits = &shopee_offer_limits,
  .sign_in_url = shopee_sign_in_url,
  .sign_in = shopee_sign_in,
  .refresh = shopee_refresh,
  .refresh_early_ms = REFRESH_EARLY_MS,
};
