#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"
#include "sandbox/tiktok/tiem-sandbox-tts-auth.h"
#include "sandbox/tiktok/tiem-sandbox-tts-cases.h"
#include "sandbox/tiktok/tiem-sandbox-tts-files.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-packages.h"
#include "sandbox/tiktok/tiem-sandbox-tts-products.h"
#include "sandbox/tiktok/tiem-sandbox-tts-router.h"

/* Ids are beyond what a double holds exactly, as the platform's are: goods begin with the one
 * number, orders and all that comes of them with the other. */
#define FIRST_ITEM G_GINT64_CONSTANT (1729592969712207008)
#define FIRST_ORDER G_GINT64_CONSTANT (576461413038785752)

#define WAREHOUSE G_GINT64_CONSTANT (7068517275539719942)
#define SECOND_WAREHOUSE G_GINT64_CONSTANT (7068517275539719943)
#define RETURN_WAREHOUSE G_GINT64_CONSTANT (7068517275539719950)

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

G_DEFINE_FINAL_TYPE (TiemSandboxTts, tiem_sandbox_tts, TIEM_TYPE_SANDBOX_MARKET)

gint64
tiem_sandbox_tts_now (TiemSandboxTts *self)
{
  return tiem_sandbox_market_now (TIEM_SANDBOX_MARKET (self));
}

TiemSandboxShop *
tiem_sandbox_tts_get_shop (TiemSandboxTts *self)
{
  return tiem_sandbox_market_get_shop (TIEM_SANDBOX_MARKET (self));
}

void
tiem_sandbox_tts_schedule (
    TiemSandboxTts *self, gint64 life_ms, TiemSandboxAgendaFunc func, gint64 id, int detail)
{
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (self);
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  double pace = MAX (world->options->pace, 0.001);

  tiem_sandbox_agenda_add (tiem_sandbox_market_get_agenda (market),
                           tiem_sandbox_world_now (world) + (gint64)(life_ms / pace),
                           func,
                           id,
                           detail);
}

static char *
make_word (TiemSandboxTts *self,
           const char *prefix,
           const char *alphabet,
           guint length)
{
  g_autofree char *random = tiem_sandbox_random_text (
      tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (self)), alphabet, length);

  return g_strconcat (prefix, random, NULL);
}

static void
replace (char **field,
         char *text)
{
  g_free (*field);
  *field = text;
}

static void
tiem_sandbox_tts_open (TiemSandboxMarket *market)
{
  TiemSandboxTts *self = TIEM_SANDBOX_TTS (market);
  TiemSandboxShop *shop = tiem_sandbox_tts_get_shop (self);

  replace (&self->settings.key, make_word (self, "6", "0123456789abcdefghijklmnop", 12));
  replace (&self->settings.secret, make_word (self, "", "0123456789abcdef", 40));
  replace (&self->settings.service_id, make_word (self, "74", "0123456789", 17));
  self->shop_id = make_word (self, "7495", "0123456789", 15);
  self->cipher = make_word (self, "ROW_", LETTERS, 28);
  self->shop_code = make_word (self, "VNLC", "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", 6);
  self->open_id = make_word (self, "7010", LETTERS, 28);
  self->calls_left = self->settings.calls_per_second;
  self->filled_at = tiem_sandbox_tts_now (self);
  tiem_sandbox_tts_auth_open (self);
  shop->last_id = FIRST_ITEM - 1;
  tiem_sandbox_tts_products_open (self);
  shop->last_id = FIRST_ORDER - 1;
}

static TiemResponse *
tiem_sandbox_tts_handle (TiemSandboxMarket *market,
                         const TiemRequest *request)
{
  return tiem_sandbox_tts_route (TIEM_SANDBOX_TTS (market), request);
}

static char *
tiem_sandbox_tts_get_endpoint (TiemSandboxMarket *market,
                               const TiemRequest *request)
{
  return tiem_sandbox_tts_make_endpoint (TIEM_SANDBOX_TTS (market), request);
}

static TiemSandboxOrder *
tiem_sandbox_tts_place (TiemSandboxMarket *market,
                        const TiemSandboxSale *sale,
                        GError **error)
{
  return tiem_sandbox_tts_checkout (TIEM_SANDBOX_TTS (market), sale, error);
}

/* The parcel goes back to the shop, or is there again. */
static void
send_back (TiemSandboxTts *self,
           TiemSandboxOrder *order,
           TiemSandboxStage stage)
{
  tiem_sandbox_tts_order_advance (self, order, TIEM_SANDBOX_TTS_DELIVERED);
  if (tiem_sandbox_tts_cases_find_last (self->returns, order) == NULL)
    tiem_sandbox_tts_buyer_return (self, order, "RETURN_AND_REFUND");
  tiem_sandbox_tts_return_set_status (self, order, "BUYER_SHIPPED_ITEM");
  if (stage == TIEM_SANDBOX_RETURNED)
    tiem_sandbox_tts_return_set_status (self, order, "RETURN_OR_REFUND_REQUEST_COMPLETE");
}

static void
tiem_sandbox_tts_set_stage (TiemSandboxMarket *market,
                            TiemSandboxOrder *order,
                            TiemSandboxStage stage)
{
  static const TiemSandboxTtsStatus statuses[TIEM_SANDBOX_N_STAGES] = {
    [TIEM_SANDBOX_UNPAID] = TIEM_SANDBOX_TTS_UNPAID,
    [TIEM_SANDBOX_TO_CONFIRM] = TIEM_SANDBOX_TTS_ON_HOLD,
    [TIEM_SANDBOX_TO_SHIP] = TIEM_SANDBOX_TTS_AWAITING_SHIPMENT,
    [TIEM_SANDBOX_AWAITING_PICKUP] = TIEM_SANDBOX_TTS_AWAITING_COLLECTION,
    [TIEM_SANDBOX_SHIPPING] = TIEM_SANDBOX_TTS_IN_TRANSIT,
    [TIEM_SANDBOX_DELIVERED] = TIEM_SANDBOX_TTS_DELIVERED,
    [TIEM_SANDBOX_COMPLETED] = TIEM_SANDBOX_TTS_COMPLETED,
    [TIEM_SANDBOX_CANCELLED] = TIEM_SANDBOX_TTS_CANCELLED,
    [TIEM_SANDBOX_FAILED_DELIVERY] = TIEM_SANDBOX_TTS_CANCELLED,
  };
  TiemSandboxTts *self = TIEM_SANDBOX_TTS (market);

  if (stage == TIEM_SANDBOX_RETURNING || stage == TIEM_SANDBOX_RETURNED)
    {
      send_back (self, order, stage);
      return;
    }
  if (stage == TIEM_SANDBOX_FAILED_DELIVERY)
    tiem_sandbox_tts_order_advance (self, order, TIEM_SANDBOX_TTS_IN_TRANSIT);
  /* Shoppers who change their mind ask, as everybody here. */
  if (stage == TIEM_SANDBOX_CANCELLED && !self->is_past
      && tiem_sandbox_market_get_world (market)->moment != 0)
    tiem_sandbox_tts_buyer_cancel (self, order);
  else
    tiem_sandbox_tts_order_advance (self, order, statuses[stage]);
}

/* Returns: whether @order goes back, or is back, and then the stage */
static gboolean
find_return_stage (TiemSandboxTts *self,
                   const TiemSandboxOrder *order,
                   TiemSandboxStage *stage)
{
  const TiemSandboxTtsCase *last = tiem_sandbox_tts_cases_find_last (self->returns, order);

  if (last == NULL || !g_str_equal (last->type, "RETURN_AND_REFUND"))
    return FALSE;
  *stage = TIEM_SANDBOX_RETURNING;
  if (g_str_equal (last->status, "BUYER_SHIPPED_ITEM"))
    return TRUE;
  *stage = TIEM_SANDBOX_RETURNED;
  return g_str_equal (last->status, "RETURN_OR_REFUND_REQUEST_SUCCESS")
         || g_str_equal (last->status, "RETURN_OR_REFUND_REQUEST_COMPLETE");
}

static TiemSandboxStage
tiem_sandbox_tts_get_stage (TiemSandboxMarket *market,
                            TiemSandboxOrder *order)
{
  static const TiemSandboxStage stages[TIEM_SANDBOX_TTS_N_STATUSES] = {
    [TIEM_SANDBOX_TTS_UNPAID] = TIEM_SANDBOX_UNPAID,
    [TIEM_SANDBOX_TTS_ON_HOLD] = TIEM_SANDBOX_TO_CONFIRM,
    [TIEM_SANDBOX_TTS_AWAITING_SHIPMENT] = TIEM_SANDBOX_TO_SHIP,
    [TIEM_SANDBOX_TTS_PARTIALLY_SHIPPING] = TIEM_SANDBOX_TO_SHIP,
    [TIEM_SANDBOX_TTS_AWAITING_COLLECTION] = TIEM_SANDBOX_AWAITING_PICKUP,
    [TIEM_SANDBOX_TTS_IN_TRANSIT] = TIEM_SANDBOX_SHIPPING,
    [TIEM_SANDBOX_TTS_DELIVERED] = TIEM_SANDBOX_DELIVERED,
    [TIEM_SANDBOX_TTS_COMPLETED] = TIEM_SANDBOX_COMPLETED,
    [TIEM_SANDBOX_TTS_CANCELLED] = TIEM_SANDBOX_CANCELLED,
  };
  TiemSandboxTtsStatus status = tiem_sandbox_tts_order_get_status (order);
  TiemSandboxStage stage = stages[status];

  if (status == TIEM_SANDBOX_TTS_CANCELLED && tiem_sandbox_tts_order_has_left (order))
    return TIEM_SANDBOX_FAILED_DELIVERY;
  if (status == TIEM_SANDBOX_TTS_DELIVERED || status == TIEM_SANDBOX_TTS_COMPLETED)
    find_return_stage (TIEM_SANDBOX_TTS (market), order, &stage);
  return stage;
}

static gboolean
tiem_sandbox_tts_set_status (TiemSandboxMarket *market,
                             TiemSandboxOrder *order,
                             const char *word)
{
  TiemSandboxTts *self = TIEM_SANDBOX_TTS (market);
  TiemSandboxTtsStatus status;

  if (g_str_equal (word, "BUYER_CANCEL"))
    tiem_sandbox_tts_buyer_cancel (self, order);
  else if (g_str_equal (word, "CANCELLATION_REQUEST_CANCEL"))
    tiem_sandbox_tts_buyer_withdraw (self, order);
  else if (tiem_sandbox_tts_status_from_text (word, &status))
    tiem_sandbox_tts_order_advance (self, order, status);
  else
    return tiem_sandbox_tts_buyer_return (self, order, word)
           || tiem_sandbox_tts_return_set_status (self, order, word);
  return TRUE;
}

static void
tiem_sandbox_tts_set_price (TiemSandboxMarket *market,
                            TiemSandboxItem *item,
                            gint64 price_vnd)
{
  tiem_sandbox_tts_item_set_list_price (item, price_vnd);
}

static void
tiem_sandbox_tts_describe (TiemSandboxMarket *market,
                           JsonObject *channel)
{
  TiemSandboxTts *self = TIEM_SANDBOX_TTS (market);
  const char *home = tiem_sandbox_market_get_home (market);
  JsonObject *token = json_object_new ();

  json_object_set_string_member (
      channel, "name", tiem_sandbox_market_get_world (market)->options->shop_name);
  json_object_set_string_member (channel, "base_url", home);
  json_object_set_string_member (channel, "auth_url", home);
  json_object_set_string_member (channel, "key", self->settings.key);
  json_object_set_string_member (channel, "secret", self->settings.secret);
  json_object_set_string_member (channel, "service_id", self->settings.service_id);
  json_object_set_string_member (channel, "shop", self->shop_id);
  json_object_set_string_member (token, "access_token", self->access_token);
  json_object_set_string_member (token, "refresh_token", self->refresh_token);
  json_object_set_int_member (token, "expires_at", self->access_ends_at);
  json_object_set_int_member (token, "refresh_expires_at", self->refresh_ends_at);
  json_object_set_string_member (token, "shop_cipher", self->cipher);
  json_object_set_object_member (channel, "token", token);
}

static gboolean
tiem_sandbox_tts_configure (TiemSandboxMarket *market,
                            JsonObject *settings,
                            GError **error)
{
  return tiem_sandbox_tts_settings_apply (TIEM_SANDBOX_TTS (market), settings, error);
}

static void
tiem_sandbox_tts_finalize (GObject *object)
{
  TiemSandboxTts *self = TIEM_SANDBOX_TTS (object);

  tiem_sandbox_tts_settings_clear (self);
  g_free (self->shop_id);
  g_free (self->cipher);
  g_free (self->shop_code);
  g_free (self->open_id);
  g_free (self->access_token);
  g_free (self->refresh_token);
  g_hash_table_unref (self->codes);
  g_hash_table_unref (self->packages_by_id);
  g_ptr_array_unref (self->packages);
  g_ptr_array_unref (self->cancellations);
  g_ptr_array_unref (self->returns);
  g_hash_table_unref (self->done);
  g_hash_table_unref (self->files);

  G_OBJECT_CLASS (tiem_sandbox_tts_parent_class)->finalize (object);
}

static void
tiem_sandbox_tts_class_init (TiemSandboxTtsClass *klass)
{
  TiemSandboxMarketClass *market_class = TIEM_SANDBOX_MARKET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tiem_sandbox_tts_finalize;

  market_class->kind = "tiktok";
  market_class->open = tiem_sandbox_tts_open;
  market_class->handle = tiem_sandbox_tts_handle;
  market_class->get_endpoint = tiem_sandbox_tts_get_endpoint;
  market_class->place = tiem_sandbox_tts_place;
  market_class->set_stage = tiem_sandbox_tts_set_stage;
  market_class->get_stage = tiem_sandbox_tts_get_stage;
  market_class->set_status = tiem_sandbox_tts_set_status;
  market_class->set_price = tiem_sandbox_tts_set_price;
  market_class->describe = tiem_sandbox_tts_describe;
  market_class->configure = tiem_sandbox_tts_configure;
}

static void
tiem_sandbox_tts_init (TiemSandboxTts *self)
{
  tiem_sandbox_tts_settings_init (self);
  self->warehouse_ids[0] = WAREHOUSE;
  self->warehouse_ids[1] = SECOND_WAREHOUSE;
  self->return_warehouse_id = RETURN_WAREHOUSE;
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->packages = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sandbox_tts_package_free);
  self->packages_by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->cancellations = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sandbox_tts_case_free);
  self->returns = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sandbox_tts_case_free);
  self->done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->files = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify)tiem_sandbox_tts_file_free);
}
