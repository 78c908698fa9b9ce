#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

/*
 * What a shop may call is published for stock alone: 50 a second. For the rest two numbers
 * are known from practice: a call every 1.2 s never meets SellerCallLimit, and another app
 * lives with 8 a second (Lazada §4.2). A quiet shop stays far below the first: a poll is one
 * call, and at 2000 orders an hour some five, while one push carries 20 SKUs. Four a second
 * are for reading a shop the first time, and the burst for a sale that must get through at
 * once; whoever is told to slow down waits 1.3 s and goes on where it was.
 */
#define CALLS_PER_SECOND 4
#define CALLS_BURST 40

/* Lazada asks not to be polled in a loop: one small question every 15 … 60 s (Lazada §4.2). */
#define POLL_MS 15000
#define LISTINGS_MS (30 * 60 * 1000)

/* 50 are taken, 20 are recommended (Lazada §7.4). */
#define PUSH_BATCH 20

/* Each costs calls of its own: what one may wait for. */
#define LABEL_BATCH 20
#define FEES_BATCH 5

/* Tokens live for days: a day before the end leaves time to be without network. */
#define REFRESH_EARLY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

static void
tiem_channel_lazada_iface_init (TiemChannelInterface *iface)
{
  iface->test = laz_test;
  iface->pull_orders = laz_pull_orders;
  iface->pull_listings = laz_pull_listings;
  iface->read_listings = laz_read_listings;
  iface->push_stock = laz_push_stock;
  iface->push_price = laz_push_price;
  iface->act_on_order = laz_act_on_order;
  iface->list_choices = laz_list_choices;
  iface->read_labels = laz_read_labels;
  iface->read_fees = laz_read_fees;
  iface->pull_returns = laz_pull_returns;
  iface->answer_return = laz_answer_return;
  iface->pull_reviews = laz_pull_reviews;
  iface->reply_review = laz_reply_review;
  iface->list_categories = laz_list_categories;
  iface->list_attributes = laz_list_attributes;
  iface->publish = laz_publish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemChannelLazada,
                               tiem_channel_lazada,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_CHANNEL,
                                                      tiem_channel_lazada_iface_init))

static void
tiem_channel_lazada_finalize (GObject *object)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (object);

  laz_shop_clear (&self->shop);
  g_clear_pointer (&self->units, g_hash_table_unref);
  g_clear_pointer (&self->warehouse, g_free);

  G_OBJECT_CLASS (tiem_channel_lazada_parent_class)->finalize (object);
}

static void
tiem_channel_lazada_class_init (TiemChannelLazadaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_channel_lazada_finalize;
}

static void
tiem_channel_lazada_init (TiemChannelLazada *self)
{
  self->products_limit = LAZ_MOST_PRODUCTS;
}

static TiemChannel *
create_lazada (const TiemAccount *account,
               GError **error)
{
  g_autoptr (TiemChannelLazada) self = g_object_new (TIEM_TYPE_CHANNEL_LAZADA, NULL);

  if (!laz_shop_init (&self->shop, account, error))
    return NULL;
  self->grant_ends_at
      = account->grant_ends_at > 0 ? account->grant_ends_at : account->refresh_expires_at;
  return TIEM_CHANNEL (g_steal_pointer (&self));
}

const TiemChannelInfo tiem_channel_lazada_info = {
  .kind = "lazada",
  .name = "Lazada",
  .letter = "L",
  .flags = TIEM_CHANNEL_CAN_PUSH_STOCK | TIEM_CHANNEL_CAN_PUSH_PRICE | TIEM_CHANNEL_CAN_SHIP
           | TIEM_CHANNEL_CAN_CANCEL | TIEM_CHANNEL_HAS_NETWORK | TIEM_CHANNEL_CAN_CONFIRM
           | TIEM_CHANNEL_CAN_ANSWER_CANCEL | TIEM_CHANNEL_HAS_LABELS | TIEM_CHANNEL_HAS_FEES
           | TIEM_CHANNEL_HAS_RETURNS | TIEM_CHANNEL_HAS_REVIEWS | TIEM_CHANNEL_CAN_REPLY
           | TIEM_CHANNEL_CAN_SHIP_PART | TIEM_CHANNEL_CAN_SHIP_UNITS | TIEM_CHANNEL_CAN_PUBLISH,
  .base_url = LAZ_API_BASE,
  .auth_url = LAZ_AUTH_BASE,
  .push_batch = PUSH_BATCH,
  .label_batch = LABEL_BATCH,
  .fees_batch = FEES_BATCH,
  .calls_per_second = CALLS_PER_SECOND,
  .calls_burst = CALLS_BURST,
  .poll_ms = POLL_MS,
  .listings_ms = LISTINGS_MS,
  .create = create_lazada,
  .sign_in_url = laz_sign_in_url,
  .sign_in = laz_sign_in,
  .refresh = laz_refresh,
  .offer_limits = &laz_offer_limits,
  .refresh_early_ms = REFRESH_EARLY_MS,
};
