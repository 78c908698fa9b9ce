#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada.h"

#include "base/tiem-error.h"
#include "sandbox/lazada/tiem-sandbox-lazada-auth.h"
#include "sandbox/lazada/tiem-sandbox-lazada-gateway.h"
#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/lazada/tiem-sandbox-lazada-reviews.h"
#include "sandbox/lazada/tiem-sandbox-lazada-settings.h"
#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

G_DEFINE_FINAL_TYPE (TiemSandboxLazada, tiem_sandbox_lazada, TIEM_TYPE_SANDBOX_MARKET)

gint64
tiem_sandbox_lazada_now (TiemSandboxLazada *self)
{
  return tiem_sandbox_market_now (TIEM_SANDBOX_MARKET (self)) / 1000 * 1000;
}

TiemSandboxShop *
tiem_sandbox_lazada_get_shop (TiemSandboxLazada *self)
{
  return tiem_sandbox_market_get_shop (TIEM_SANDBOX_MARKET (self));
}

GRand *
tiem_sandbox_lazada_get_random (TiemSandboxLazada *self)
{
  return tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (self));
}

static void
tiem_sandbox_lazada_open (TiemSandboxMarket *market)
{
  TiemSandboxLazada *self = TIEM_SANDBOX_LAZADA (market);
  GRand *random = tiem_sandbox_market_get_random (market);
  g_autofree char *digits = tiem_sandbox_random_text (random, "123456789", 5);

  self->key = g_strconcat ("1", digits, NULL);
  self->secret = tiem_sandbox_random_text (
      random, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 32);
  tiem_sandbox_lazada_give_tokens (self, &self->ready_access, &self->ready_refresh);
  tiem_sandbox_lazada_items_open (self);
}

static TiemResponse *
tiem_sandbox_lazada_handle (TiemSandboxMarket *market,
                            const TiemRequest *request)
{
  return tiem_sandbox_lazada_answer (TIEM_SANDBOX_LAZADA (market), request);
}

static char *
tiem_sandbox_lazada_get_endpoint (TiemSandboxMarket *market,
                                  const TiemRequest *request)
{
  return tiem_sandbox_lazada_make_endpoint (TIEM_SANDBOX_LAZADA (market), request);
}

static TiemSandboxOrder *
tiem_sandbox_lazada_place (TiemSandboxMarket *market,
                           const TiemSandboxSale *sale,
                           GError **error)
{
  return tiem_sandbox_lazada_checkout (TIEM_SANDBOX_LAZADA (market), sale, error);
}

static void
tiem_sandbox_lazada_set_stage (TiemSandboxMarket *market,
                               TiemSandboxOrder *order,
                               TiemSandboxStage stage)
{
  TiemSandboxLazada *self = TIEM_SANDBOX_LAZADA (market);

  tiem_sandbox_lazada_order_set_stage (self, order, stage);
  if (stage == TIEM_SANDBOX_COMPLETED)
    tiem_sandbox_lazada_review_perhaps (self, order, tiem_sandbox_lazada_now (self));
}

static TiemSandboxStage
tiem_sandbox_lazada_get_stage (TiemSandboxMarket *market,
                               TiemSandboxOrder *order)
{
  return tiem_sandbox_lazada_order_get_stage (TIEM_SANDBOX_LAZADA (market), order);
}

static gboolean
tiem_sandbox_lazada_set_status (TiemSandboxMarket *market,
                                TiemSandboxOrder *order,
                                const char *status)
{
  return tiem_sandbox_lazada_order_set_status (TIEM_SANDBOX_LAZADA (market), order, status);
}

static void
tiem_sandbox_lazada_set_price_vnd (TiemSandboxMarket *market,
                                   TiemSandboxItem *item,
                                   gint64 price_vnd)
{
  if (item->parent == NULL)
    return;
  json_object_set_int_member (item->extra, "price", price_vnd);
  json_object_set_int_member (item->extra, "special_price", 0);
  tiem_sandbox_lazada_item_update_price (TIEM_SANDBOX_LAZADA (market), item);
}

static void
tiem_sandbox_lazada_describe (TiemSandboxMarket *market,
                              JsonObject *channel)
{
  TiemSandboxLazada *self = TIEM_SANDBOX_LAZADA (market);
  g_autofree char *url = g_strconcat (tiem_sandbox_market_get_home (market), "/rest", NULL);
  JsonObject *token = json_object_new ();

  json_object_set_string_member (
      channel, "name", tiem_sandbox_market_get_world (market)->options->shop_name);
  json_object_set_string_member (channel, "base_url", url);
  json_object_set_string_member (channel, "auth_url", url);
  json_object_set_string_member (channel, "key", self->key);
  json_object_set_string_member (channel, "secret", self->secret);
  json_object_set_string_member (channel, "shop", self->seller_id);
  json_object_set_string_member (token, "access_token", self->ready_access);
  json_object_set_string_member (token, "refresh_token", self->ready_refresh);
  json_object_set_int_member (
      token,
      "expires_at",
      tiem_sandbox_lazada_get_end (self, self->access_tokens, self->ready_access));
  json_object_set_int_member (
      token,
      "refresh_expires_at",
      tiem_sandbox_lazada_get_end (self, self->refresh_tokens, self->ready_refresh));
  json_object_set_object_member (channel, "token", token);
}

static gboolean
tiem_sandbox_lazada_configure (TiemSandboxMarket *market,
                               JsonObject *settings,
                               GError **error)
{
  return tiem_sandbox_lazada_set_switches (TIEM_SANDBOX_LAZADA (market), settings, error);
}

static void
tiem_sandbox_lazada_finalize (GObject *object)
{
  TiemSandboxLazada *self = TIEM_SANDBOX_LAZADA (object);

  g_free (self->key);
  g_free (self->secret);
  g_free (self->callback);
  g_free (self->seller_id);
  g_free (self->short_code);
  g_free (self->ready_access);
  g_free (self->ready_refresh);
  g_hash_table_unref (self->codes);
  g_hash_table_unref (self->access_tokens);
  g_hash_table_unref (self->refresh_tokens);
  json_object_unref (self->sku_errors);
  json_object_unref (self->unit_errors);
  g_ptr_array_unref (self->refusals);
  g_ptr_array_unref (self->images);
  g_clear_pointer (&self->documents, g_hash_table_unref);
  json_object_unref (self->batches);
  g_ptr_array_unref (self->reverses);
  g_ptr_array_unref (self->reviews);
  g_ptr_array_unref (self->sessions);

  G_OBJECT_CLASS (tiem_sandbox_lazada_parent_class)->finalize (object);
}

static void
tiem_sandbox_lazada_class_init (TiemSandboxLazadaClass *klass)
{
  TiemSandboxMarketClass *market_class = TIEM_SANDBOX_MARKET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tiem_sandbox_lazada_finalize;

  market_class->kind = "lazada";
  market_class->open = tiem_sandbox_lazada_open;
  market_class->handle = tiem_sandbox_lazada_handle;
  market_class->get_endpoint = tiem_sandbox_lazada_get_endpoint;
  market_class->place = tiem_sandbox_lazada_place;
  market_class->set_stage = tiem_sandbox_lazada_set_stage;
  market_class->get_stage = tiem_sandbox_lazada_get_stage;
  market_class->set_status = tiem_sandbox_lazada_set_status;
  market_class->set_price = tiem_sandbox_lazada_set_price_vnd;
  market_class->describe = tiem_sandbox_lazada_describe;
  market_class->configure = tiem_sandbox_lazada_configure;
}

static void
tiem_sandbox_lazada_init (TiemSandboxLazada *self)
{
  self->callback = g_strdup ("");
  self->seller_id = g_strdup ("200549968600");
  self->short_code = g_strdup ("VN35ABCD");
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->access_tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->refresh_tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->access_ms = 10 * DAY_MS;
  self->refresh_ms = 50 * DAY_MS;
  self->is_masked = TRUE;
  self->counts_total = TRUE;
  self->sku_errors = json_object_new ();
  self->unit_errors = json_object_new ();
  self->refusals
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sandbox_lazada_refusal_free);
  self->images = g_ptr_array_new_with_free_func (g_free);
  self->batches = json_object_new ();
  self->reverses = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  self->reviews = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  self->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
}
