#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-market.h"

#include "sandbox/tiem-sandbox-random.h"

/* The first id of a new website is not 1 either: pages and menus come before goods. */
#define FIRST_ID 21

typedef struct
{
  TiemSandboxWorld *world; /* borrowed */
  TiemSandboxShop *shop;
  TiemSandboxAgenda *agenda;
  TiemSandboxFaults *faults;
  GRand *random;
  GHashTable *calls; /* "GET orders" → how often */
  char *home;
} TiemSandboxMarketPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TiemSandboxMarket, tiem_sandbox_market, G_TYPE_OBJECT)

#define GET_PRIVATE(self)                                                                          \
  ((TiemSandboxMarketPrivate *)tiem_sandbox_market_get_instance_private (self))

static void
tiem_sandbox_market_finalize (GObject *object)
{
  TiemSandboxMarketPrivate *priv = GET_PRIVATE (TIEM_SANDBOX_MARKET (object));

  g_clear_pointer (&priv->agenda, tiem_sandbox_agenda_free);
  g_clear_pointer (&priv->shop, tiem_sandbox_shop_free);
  g_clear_pointer (&priv->faults, tiem_sandbox_faults_free);
  g_clear_pointer (&priv->random, g_rand_free);
  g_clear_pointer (&priv->calls, g_hash_table_unref);
  g_clear_pointer (&priv->home, g_free);

  G_OBJECT_CLASS (tiem_sandbox_market_parent_class)->finalize (object);
}

static void
tiem_sandbox_market_class_init (TiemSandboxMarketClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_sandbox_market_finalize;
}

static void
tiem_sandbox_market_init (TiemSandboxMarket *self)
{
  TiemSandboxMarketPrivate *priv = GET_PRIVATE (self);

  priv->agenda = tiem_sandbox_agenda_new (self);
  priv->calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
tiem_sandbox_market_open (TiemSandboxMarket *self,
                          TiemSandboxWorld *world,
                          const char *home)
{
  TiemSandboxMarketPrivate *priv = GET_PRIVATE (self);
  const char *kind = tiem_sandbox_market_get_kind (self);
  g_autoptr (GPtrArray) sales = NULL;

  priv->world = world;
  priv->home = g_strdup (home);
  priv->shop = tiem_sandbox_shop_new (world, FIRST_ID);
  priv->faults = tiem_sandbox_faults_new (world->options->seed);
  priv->random = tiem_sandbox_random_new (world->options->seed, kind);

  TIEM_SANDBOX_MARKET_GET_CLASS (self)->open (self);
  sales = tiem_sandbox_sale_choose_past (world, priv->random, world->options->past_orders);
  for (guint i = 0; i < sales->len; i++)
    tiem_sandbox_market_place (self, sales->pdata[i], NULL);
}

const char *
tiem_sandbox_market_get_kind (TiemSandboxMarket *self)
{
  return TIEM_SANDBOX_MARKET_GET_CLASS (self)->kind;
}

const char *
tiem_sandbox_market_get_home (TiemSandboxMarket *self)
{
  return GET_PRIVATE (self)->home;
}

TiemSandboxWorld *
tiem_sandbox_market_get_world (TiemSandboxMarket *self)
{
  return GET_PRIVATE (self)->world;
}

TiemSandboxShop *
tiem_sandbox_market_get_shop (TiemSandboxMarket *self)
{
  return GET_PRIVATE (self)->shop;
}

TiemSandboxAgenda *
tiem_sandbox_market_get_agenda (TiemSandboxMarket *self)
{
  return GET_PRIVATE (self)->agenda;
}

TiemSandboxFaults *
tiem_sandbox_market_get_faults (TiemSandboxMarket *self)
{
  return GET_PRIVATE (self)->faults;
}

GRand *
tiem_sandbox_market_get_random (TiemSandboxMarket *self)
{
  return GET_PRIVATE (self)->random;
}

gint64
tiem_sandbox_market_now (TiemSandboxMarket *self)
{
  TiemSandboxMarketPrivate *priv = GET_PRIVATE (self);

  return tiem_sandbox_world_now (priv->world) + tiem_sandbox_faults_get_skew_ms (priv->faults);
}

static void
count_call (TiemSandboxMarket *self,
            const char *method,
            const char *endpoint)
{
  GHashTable *calls = GET_PRIVATE (self)->calls;
  char *key = g_strdup_printf ("%s %s", method, endpoint);
  gsize n = GPOINTER_TO_SIZE (g_hash_table_lookup (calls, key));

  g_hash_table_replace (calls, key, GSIZE_TO_POINTER (n + 1));
}

/* Clients take the time from here, so it must be the market's own. */
static void
set_date (TiemSandboxMarket *self,
          TiemResponse *response)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[]
      = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) date
      = g_date_time_new_from_unix_utc (tiem_sandbox_market_now (self) / 1000);
  g_autofree char *text = g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d GMT",
                                           days[g_date_time_get_day_of_week (date) - 1],
                                           g_date_time_get_day_of_month (date),
                                           months[g_date_time_get_month (date) - 1],
                                           g_date_time_get_year (date),
                                           g_date_time_get_hour (date),
                                           g_date_time_get_minute (date),
                                           g_date_time_get_second (date));

  tiem_response_set_header (response, "Date", text);
}

TiemResponse *
tiem_sandbox_market_handle (TiemSandboxMarket *self,
                            const TiemRequest *request,
                            TiemSandboxEffect *effect)
{
  TiemSandboxMarketClass *klass = TIEM_SANDBOX_MARKET_GET_CLASS (self);
  TiemSandboxMarketPrivate *priv = GET_PRIVATE (self);
  g_autofree char *endpoint = klass->get_endpoint (self, request);
  TiemResponse *response;

  count_call (self, request->method, endpoint);
  response = tiem_sandbox_faults_before (priv->faults, request->method, endpoint, effect);
  if (response == NULL && !effect->is_dropped)
    response = tiem_sandbox_faults_after (priv->faults, klass->handle (self, request), effect);
  if (response != NULL)
    set_date (self, response);
  return response;
}

JsonObject *
tiem_sandbox_market_list_calls (TiemSandboxMarket *self)
{
  GHashTable *calls = GET_PRIVATE (self)->calls;
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (calls), (GCompareFunc)g_strcmp0);
  JsonObject *object = json_object_new ();

  for (GList *l = keys; l != NULL; l = l->next)
    json_object_set_int_member (
        object, l->data, GPOINTER_TO_SIZE (g_hash_table_lookup (calls, l->data)));
  return object;
}

JsonObject *
tiem_sandbox_market_describe (TiemSandboxMarket *self)
{
  JsonObject *channel = json_object_new ();

  json_object_set_string_member (channel, "kind", tiem_sandbox_market_get_kind (self));
  TIEM_SANDBOX_MARKET_GET_CLASS (self)->describe (self, channel);
  return channel;
}

gboolean
tiem_sandbox_market_configure (TiemSandboxMarket *self,
                               JsonObject *settings,
                               GError **error)
{
  return TIEM_SANDBOX_MARKET_GET_CLASS (self)->configure (self, settings, error);
}

TiemSandboxOrder *
tiem_sandbox_market_place (TiemSandboxMarket *self,
                           const TiemSandboxSale *sale,
                           GError **error)
{
  return TIEM_SANDBOX_MARKET_GET_CLASS (self)->place (self, sale, error);
}

TiemSandboxStage
tiem_sandbox_market_get_stage (TiemSandboxMarket *self,
                               TiemSandboxOrder *order)
{
  return TIEM_SANDBOX_MARKET_GET_CLASS (self)->get_stage (self, order);
}

void
tiem_sandbox_market_set_stage (TiemSandboxMarket *self,
                               TiemSandboxOrder *order,
                               TiemSandboxStage stage)
{
  TIEM_SANDBOX_MARKET_GET_CLASS (self)->set_stage (self, order, stage);
}

void
tiem_sandbox_market_set_price (TiemSandboxMarket *self,
                               TiemSandboxItem *item,
                               gint64 price_vnd)
{
  TIEM_SANDBOX_MARKET_GET_CLASS (self)->set_price (self, item, price_vnd);
}

gboolean
tiem_sandbox_market_set_status (TiemSandboxMarket *self,
                                TiemSandboxOrder *order,
                                const char *status)
{
  TiemSandboxStage stage;

  if (TIEM_SANDBOX_MARKET_GET_CLASS (self)->set_status (self, order, status))
    return TRUE;
  if (!tiem_sandbox_stage_from_text (status, &stage))
    return FALSE;
  tiem_sandbox_market_set_stage (self, order, stage);
  return TRUE;
}
