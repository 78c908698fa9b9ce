#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee.h"

#include "sandbox/shopee/tiem-sandbox-shopee-comments.h"
#include "sandbox/shopee/tiem-sandbox-shopee-items.h"
#include "sandbox/shopee/tiem-sandbox-shopee-orders.h"
#include "sandbox/shopee/tiem-sandbox-shopee-returns.h"
#include "sandbox/shopee/tiem-sandbox-shopee-routes.h"
#include "sandbox/shopee/tiem-sandbox-shopee-settings.h"
#include "sandbox/shopee/tiem-sandbox-shopee-tokens.h"
#include "sandbox/tiem-sandbox-random.h"

/* Ids have more than 32 bits, and more than a few: a client must not count on either. */
#define FIRST_ID G_GINT64_CONSTANT (23620850000)

G_DEFINE_FINAL_TYPE (TiemSandboxShopee, tiem_sandbox_shopee, TIEM_TYPE_SANDBOX_MARKET)

gint64
tiem_sandbox_shopee_seconds (TiemSandboxShopee *self)
{
  return tiem_sandbox_market_now (TIEM_SANDBOX_MARKET (self)) / 1000;
}

gint64
tiem_sandbox_shopee_now (TiemSandboxShopee *self)
{
  return tiem_sandbox_shopee_seconds (self) * 1000;
}

TiemSandboxShop *
tiem_sandbox_shopee_get_shop (TiemSandboxShopee *self)
{
  return tiem_sandbox_market_get_shop (TIEM_SANDBOX_MARKET (self));
}

char *
tiem_sandbox_shopee_make_shop_name (TiemSandboxShopee *self)
{
  const TiemSandboxWorld *world = tiem_sandbox_market_get_world (TIEM_SANDBOX_MARKET (self));

  return g_strdup (world->options->shop_name);
}

static void
tiem_sandbox_shopee_open (TiemSandboxMarket *market)
{
  TiemSandboxShopee *self = TIEM_SANDBOX_SHOPEE (market);

  self->ids = tiem_sandbox_random_new (tiem_sandbox_market_get_world (market)->options->seed,
                                       "shopee ids");
  g_free (self->switches.partner_key);
  self->switches.partner_key = tiem_sandbox_random_text (self->ids, "0123456789abcdef", 64);
  tiem_sandbox_shopee_get_shop (self)->last_id = FIRST_ID;
  tiem_sandbox_shopee_tokens_open (self);
  tiem_sandbox_shopee_items_open (self);
}

static TiemResponse *
tiem_sandbox_shopee_handle (TiemSandboxMarket *market,
                            const TiemRequest *request)
{
  return tiem_sandbox_shopee_route (TIEM_SANDBOX_SHOPEE (market), request);
}

static char *
tiem_sandbox_shopee_get_endpoint (TiemSandboxMarket *market,
                                  const TiemRequest *request)
{
  return tiem_sandbox_shopee_make_endpoint (TIEM_SANDBOX_SHOPEE (market), request);
}

static TiemSandboxOrder *
tiem_sandbox_shopee_place (TiemSandboxMarket *market,
                           const TiemSandboxSale *sale,
                           GError **error)
{
  return tiem_sandbox_shopee_checkout (TIEM_SANDBOX_SHOPEE (market), sale, error);
}

/* Stages in Shopee's words, or as what leads to them. */
static const char *const stage_words[TIEM_SANDBOX_N_STAGES] = {
  [TIEM_SANDBOX_UNPAID] = "UNPAID",
  [TIEM_SANDBOX_TO_CONFIRM] = "PENDING",
  [TIEM_SANDBOX_TO_SHIP] = "READY_TO_SHIP",
  [TIEM_SANDBOX_AWAITING_PICKUP] = "PROCESSED",
  [TIEM_SANDBOX_SHIPPING] = "SHIPPED",
  [TIEM_SANDBOX_DELIVERED] = "TO_CONFIRM_RECEIVE",
  [TIEM_SANDBOX_COMPLETED] = "COMPLETED",
  [TIEM_SANDBOX_CANCELLED] = "CANCELLED",
  [TIEM_SANDBOX_FAILED_DELIVERY] = "delivery_failed",
  [TIEM_SANDBOX_RETURNING] = "buyer_return",
  [TIEM_SANDBOX_RETURNED] = "return_accept",
};

static gboolean
tiem_sandbox_shopee_set_status (TiemSandboxMarket *market,
                                TiemSandboxOrder *order,
                                const char *status)
{
  TiemSandboxShopee *self = TIEM_SANDBOX_SHOPEE (market);

  if (tiem_sandbox_shopee_order_happen (self, order, status)
      || tiem_sandbox_shopee_return_happen (self, order, status))
    return TRUE;
  if (g_str_equal (status, "review"))
    {
      tiem_sandbox_shopee_add_comment (self, order, 5);
      return TRUE;
    }
  if (!tiem_sandbox_shopee_is_status (status))
    return FALSE;
  tiem_sandbox_shopee_order_set_status (self, order, status);
  return TRUE;
}

static void
tiem_sandbox_shopee_set_stage (TiemSandboxMarket *market,
                               TiemSandboxOrder *order,
                               TiemSandboxStage stage)
{
  TiemSandboxShopee *self = TIEM_SANDBOX_SHOPEE (market);

  if (stage == TIEM_SANDBOX_CANCELLED)
    {
      tiem_sandbox_shopee_order_cancel (self, order, "buyer", "Không còn nhu cầu mua");
      return;
    }
  /* Nothing comes back that was never asked for. */
  if (stage == TIEM_SANDBOX_RETURNED && !tiem_sandbox_shopee_order_is (order, "TO_RETURN"))
    tiem_sandbox_shopee_set_stage (market, order, TIEM_SANDBOX_RETURNING);
  if (stage == TIEM_SANDBOX_RETURNING && !tiem_sandbox_shopee_order_has_left (order))
    tiem_sandbox_shopee_set_stage (market, order, TIEM_SANDBOX_DELIVERED);
  tiem_sandbox_shopee_set_status (market, order, stage_words[stage]);
  if (stage == TIEM_SANDBOX_COMPLETED)
    tiem_sandbox_shopee_maybe_comment (self, order);
}

static TiemSandboxStage
tiem_sandbox_shopee_get_stage (TiemSandboxMarket *market,
                               TiemSandboxOrder *order)
{
  if (tiem_sandbox_shopee_order_is (order, "CANCELLED"))
    return tiem_sandbox_shopee_order_has_left (order) ? TIEM_SANDBOX_FAILED_DELIVERY
                                                      : TIEM_SANDBOX_CANCELLED;
  if (tiem_sandbox_shopee_order_is (order, "TO_RETURN"))
    return TIEM_SANDBOX_RETURNING;
  if (tiem_sandbox_shopee_order_is (order, "COMPLETED")
      && tiem_sandbox_shopee_has_come_back (order))
    return TIEM_SANDBOX_RETURNED;
  for (guint i = 0; i < G_N_ELEMENTS (stage_words); i++)
    if (tiem_sandbox_shopee_order_is (order, stage_words[i]))
      return i;
  /* RETRY_SHIP, IN_CANCEL: the seller still has the goods. */
  return TIEM_SANDBOX_TO_SHIP;
}

static void
tiem_sandbox_shopee_set_price (TiemSandboxMarket *market,
                               TiemSandboxItem *item,
                               gint64 price_vnd)
{
  tiem_sandbox_shopee_item_set_original_xu (item, price_vnd * 100);
}

static void
tiem_sandbox_shopee_describe (TiemSandboxMarket *market,
                              JsonObject *channel)
{
  TiemSandboxShopee *self = TIEM_SANDBOX_SHOPEE (market);
  const char *home = tiem_sandbox_market_get_home (market);
  g_autofree char *name = tiem_sandbox_shopee_make_shop_name (self);
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, self->switches.partner_id);
  g_autofree char *shop = g_strdup_printf ("%" G_GINT64_FORMAT, self->switches.shop_id);
  JsonObject *token = json_object_new ();

  json_object_set_string_member (channel, "name", name);
  json_object_set_string_member (channel, "base_url", home);
  json_object_set_string_member (channel, "auth_url", home);
  json_object_set_string_member (channel, "key", key);
  json_object_set_string_member (channel, "secret", self->switches.partner_key);
  json_object_set_string_member (channel, "shop", shop);
  tiem_sandbox_shopee_tokens_describe (self, token);
  json_object_set_object_member (channel, "token", token);
}

static gboolean
tiem_sandbox_shopee_configure (TiemSandboxMarket *market,
                               JsonObject *settings,
                               GError **error)
{
  return tiem_sandbox_shopee_settings_apply (TIEM_SANDBOX_SHOPEE (market), settings, error);
}

static void
tiem_sandbox_shopee_finalize (GObject *object)
{
  TiemSandboxShopee *self = TIEM_SANDBOX_SHOPEE (object);

  tiem_sandbox_shopee_settings_clear (&self->switches);
  tiem_sandbox_shopee_tokens_free (self->tokens);
  g_clear_pointer (&self->ids, g_rand_free);
  g_hash_table_unref (self->orders_by_sn);
  g_ptr_array_unref (self->promotions);
  g_ptr_array_unref (self->returns);
  g_ptr_array_unref (self->comments);

  G_OBJECT_CLASS (tiem_sandbox_shopee_parent_class)->finalize (object);
}

static void
tiem_sandbox_shopee_class_init (TiemSandboxShopeeClass *klass)
{
  TiemSandboxMarketClass *market_class = TIEM_SANDBOX_MARKET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tiem_sandbox_shopee_finalize;

  market_class->kind = "shopee";
  market_class->open = tiem_sandbox_shopee_open;
  market_class->handle = tiem_sandbox_shopee_handle;
  market_class->get_endpoint = tiem_sandbox_shopee_get_endpoint;
  market_class->place = tiem_sandbox_shopee_place;
  market_class->set_stage = tiem_sandbox_shopee_set_stage;
  market_class->get_stage = tiem_sandbox_shopee_get_stage;
  market_class->set_status = tiem_sandbox_shopee_set_status;
  market_class->set_price = tiem_sandbox_shopee_set_price;
  market_class->describe = tiem_sandbox_shopee_describe;
  market_class->configure = tiem_sandbox_shopee_configure;
}

static void
tiem_sandbox_shopee_init (TiemSandboxShopee *self)
{
  tiem_sandbox_shopee_settings_init (&self->switches);
  self->tokens = tiem_sandbox_shopee_tokens_new ();
  self->orders_by_sn = g_hash_table_new (g_str_hash, g_str_equal);
  self->promotions = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  self->returns = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  self->comments = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
}
