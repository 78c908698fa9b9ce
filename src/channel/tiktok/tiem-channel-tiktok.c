#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

/* §4.1: no figure is published; where a careful client begins. */
#define CALLS_PER_SECOND 5
#define CALLS_BURST 10

/* A poll is two calls: orders, and requests to cancel. */
#define POLL_MS 10000
#define LISTINGS_MS (30 * 60 * 1000)

/* One call for each product; as many as are settled together. */
#define PUSH_BATCH 50

/* Orders whose documents are fetched together: their details are one call. */
#define LABEL_BATCH 20

/* One call for each settled order, of a service that is slower than the others. */
#define FEES_BATCH 3

/* §2: when less than an hour is left. */
#define REFRESH_EARLY_MS (3600 * 1000)

static void
tiem_channel_tiktok_iface_init (TiemChannelInterface *iface)
{
  iface->test = tts_test;
  iface->pull_orders = tts_pull_orders;
  iface->set_brief = tts_set_brief;
  iface->pull_listings = tts_pull_listings;
  iface->read_listings = tts_read_listings;
  iface->push_stock = tts_push_stock;
  iface->push_price = tts_push_price;
  iface->act_on_order = tts_act_on_order;
  iface->list_choices = tts_list_choices;
  iface->read_labels = tts_read_labels;
  iface->read_fees = tts_read_fees;
  iface->pull_returns = tts_pull_returns;
  iface->answer_return = tts_answer_return;
  iface->list_categories = tts_list_categories;
  iface->list_attributes = tts_list_attributes;
  iface->publish = tts_publish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemChannelTiktok,
                               tiem_channel_tiktok,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_CHANNEL,
                                                      tiem_channel_tiktok_iface_init))

static void
tiem_channel_tiktok_finalize (GObject *object)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (object);

  tts_shop_clear (&self->shop);
  g_clear_pointer (&self->tokens_seen, g_hash_table_unref);
  g_clear_pointer (&self->warehouses, g_ptr_array_unref);
  g_clear_pointer (&self->only_warehouses, g_hash_table_unref);
  g_clear_pointer (&self->details, g_hash_table_unref);
  g_clear_pointer (&self->unsettled, g_hash_table_unref);

  G_OBJECT_CLASS (tiem_channel_tiktok_parent_class)->finalize (object);
}

static void
tiem_channel_tiktok_class_init (TiemChannelTiktokClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_channel_tiktok_finalize;
}

static void
tiem_channel_tiktok_init (TiemChannelTiktok *self)
{
  self->tokens_seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->only_warehouses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static TiemChannel *
create_tiktok (const TiemAccount *account,
               GError **error)
{
  g_autoptr (TiemChannelTiktok) self = g_object_new (TIEM_TYPE_CHANNEL_TIKTOK, NULL);

  if (!tts_shop_init (&self->shop, account, error))
    return NULL;
  self->grant_ends_at
      = account->grant_ends_at > 0 ? account->grant_ends_at : account->refresh_expires_at;
  return TIEM_CHANNEL (g_steal_pointer (&self));
}

const TiemChannelInfo tiem_channel_tiktok_info = {
  .kind = "tiktok",
  .name = "TikTok Shop",
  .letter = "T",
  .flags = TIEM_CHANNEL_CAN_PUSH_STOCK | TIEM_CHANNEL_CAN_PUSH_PRICE | TIEM_CHANNEL_CAN_SHIP
           | TIEM_CHANNEL_CAN_CANCEL | TIEM_CHANNEL_HAS_NETWORK | TIEM_CHANNEL_CAN_ANSWER_CANCEL
           | TIEM_CHANNEL_HAS_LABELS | TIEM_CHANNEL_HAS_FEES | TIEM_CHANNEL_HAS_RETURNS
           | TIEM_CHANNEL_CAN_SHIP_PART | TIEM_CHANNEL_CAN_SHIP_UNITS | TIEM_CHANNEL_CAN_PUBLISH,
  .base_url = TTS_BASE_URL,
  .auth_url = TTS_AUTH_URL,
  .push_batch = PUSH_BATCH,
  .push_group = tts_get_push_group,
  .label_batch = LABEL_BATCH,
  .fees_batch = FEES_BATCH,
  .calls_per_second = CALLS_PER_SECOND,
  .calls_burst = CALLS_BURST,
  .poll_ms = POLL_MS,
  .listings_ms = LISTINGS_MS,
  .create = create_tiktok,
  .sign_in_url = tts_sign_in_url,
  .sign_in = tts_sign_in,
  .refresh = tts_refresh,
  .offer_limits = &tts_offer_limits,
  .refresh_early_ms = REFRESH_EARLY_MS,
};
