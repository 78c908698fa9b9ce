#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc.h"

#include "base/tiem-error.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-orders.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-products.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-router.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-site.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#include <string.h>

/* User 1 is the owner. */
#define FIRST_CUSTOMER 2

G_DEFINE_FINAL_TYPE (TiemSandboxWc, tiem_sandbox_wc, TIEM_TYPE_SANDBOX_MARKET)

gint64
tiem_sandbox_wc_now (TiemSandboxWc *self)
{
  return tiem_sandbox_market_now (TIEM_SANDBOX_MARKET (self)) / 1000 * 1000;
}

TiemSandboxShop *
tiem_sandbox_wc_get_shop (TiemSandboxWc *self)
{
  return tiem_sandbox_market_get_shop (TIEM_SANDBOX_MARKET (self));
}

static void
customer_free (TiemSandboxWcCustomer *self)
{
  json_object_unref (self->fields);
  g_free (self);
}

TiemSandboxWcCustomer *
tiem_sandbox_wc_find_customer (TiemSandboxWc *self,
                               gint64 id)
{
  for (guint i = 0; i < self->customers->len; i++)
    {
      TiemSandboxWcCustomer *customer = self->customers->pdata[i];

      if (customer->id == id)
        return customer;
    }
  return NULL;
}

static JsonObject *
make_address (gboolean with_email)
{
  static const char *const members[]
      = { "first_name", "last_name", "company",  "address_1", "address_2",
          "city",       "state",     "postcode", "country",   "phone" };
  JsonObject *address = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_set_string_member (address, members[i], "");
  if (with_email)
    json_object_set_string_member (address, "email", "");
  return address;
}

TiemSandboxWcCustomer *
tiem_sandbox_wc_add_customer (TiemSandboxWc *self,
                              gint64 now)
{
  TiemSandboxWcCustomer *customer = g_new0 (TiemSandboxWcCustomer, 1);
  const TiemSandboxWcCustomer *last
      = self->customers->len > 0 ? self->customers->pdata[self->customers->len - 1] : NULL;
  JsonObject *fields = json_object_new ();

  customer->id = last != NULL ? last->id + 1 : FIRST_CUSTOMER;
  customer->created_at = now;
  customer->modified_at = now;
  customer->fields = fields;
  json_object_set_string_member (fields, "email", "");
  json_object_set_string_member (fields, "first_name", "");
  json_object_set_string_member (fields, "last_name", "");
  json_object_set_string_member (fields, "role", "customer");
  json_object_set_string_member (fields, "username", "");
  json_object_set_object_member (fields, "billing", make_address (TRUE));
  json_object_set_object_member (fields, "shipping", make_address (FALSE));
  json_object_set_array_member (fields, "meta_data", json_array_new ());
  g_ptr_array_add (self->customers, customer);
  return customer;
}

static void
tiem_sandbox_wc_open (TiemSandboxMarket *market)
{
  TiemSandboxWc *self = TIEM_SANDBOX_WC (market);
  GRand *random = tiem_sandbox_market_get_random (market);
  g_autofree char *key = tiem_sandbox_random_text (random, "0123456789abcdef", 40);
  g_autofree char *secret = tiem_sandbox_random_text (random, "0123456789abcdef", 40);

  self->key = g_strconcat ("ck_", key, NULL);
  self->secret = g_strconcat ("cs_", secret, NULL);
  tiem_sandbox_wc_products_open (self);
}

static TiemResponse *
tiem_sandbox_wc_handle (TiemSandboxMarket *market,
                        const TiemRequest *request)
{
  return tiem_sandbox_wc_route (TIEM_SANDBOX_WC (market), request);
}

static char *
tiem_sandbox_wc_get_endpoint (TiemSandboxMarket *market,
                              const TiemRequest *request)
{
  return tiem_sandbox_wc_make_endpoint (TIEM_SANDBOX_WC (market), request);
}

static TiemSandboxOrder *
tiem_sandbox_wc_place (TiemSandboxMarket *market,
                       const TiemSandboxSale *sale,
                       GError **error)
{
  return tiem_sandbox_wc_checkout (TIEM_SANDBOX_WC (market), sale, error);
}

/* A website knows no parcels: from to_ship an order goes straight to completed. */
static void
tiem_sandbox_wc_set_stage (TiemSandboxMarket *market,
                           TiemSandboxOrder *order,
                           TiemSandboxStage stage)
{
  static const char *const statuses[TIEM_SANDBOX_N_STAGES] = {
    [TIEM_SANDBOX_UNPAID] = "pending",         [TIEM_SANDBOX_TO_CONFIRM] = "on-hold",
    [TIEM_SANDBOX_TO_SHIP] = "processing",     [TIEM_SANDBOX_DELIVERED] = "completed",
    [TIEM_SANDBOX_COMPLETED] = "completed",    [TIEM_SANDBOX_CANCELLED] = "cancelled",
    [TIEM_SANDBOX_FAILED_DELIVERY] = "failed", [TIEM_SANDBOX_RETURNED] = "refunded",
  };
  TiemSandboxWc *self = TIEM_SANDBOX_WC (market);

  if (statuses[stage] == NULL)
    return;
  /* What came back goes on the shelf again, as with a refund of its lines. */
  if (stage == TIEM_SANDBOX_RETURNED)
    for (guint i = 0; i < order->lines->len; i++)
      tiem_sandbox_wc_order_adjust_stock (self, order->lines->pdata[i], 0);
  tiem_sandbox_wc_order_set_status (self, order, statuses[stage]);
}

static TiemSandboxStage
tiem_sandbox_wc_get_stage (TiemSandboxMarket *market,
                           TiemSandboxOrder *order)
{
  static const struct
  {
    const char *status;
    TiemSandboxStage stage;
  } stages[] = {
    { "pending", TIEM_SANDBOX_UNPAID },         { "on-hold", TIEM_SANDBOX_TO_CONFIRM },
    { "processing", TIEM_SANDBOX_TO_SHIP },     { "completed", TIEM_SANDBOX_COMPLETED },
    { "failed", TIEM_SANDBOX_FAILED_DELIVERY }, { "refunded", TIEM_SANDBOX_RETURNED },
  };

  for (guint i = 0; !order->is_trashed && i < G_N_ELEMENTS (stages); i++)
    if (g_str_equal (order->status, stages[i].status))
      return stages[i].stage;
  return TIEM_SANDBOX_CANCELLED;
}

static gboolean
tiem_sandbox_wc_set_status (TiemSandboxMarket *market,
                            TiemSandboxOrder *order,
                            const char *status)
{
  if (!tiem_sandbox_wc_is_status (status))
    return FALSE;
  tiem_sandbox_wc_order_set_status (TIEM_SANDBOX_WC (market), order, status);
  return TRUE;
}

static void
tiem_sandbox_wc_set_price (TiemSandboxMarket *market,
                           TiemSandboxItem *item,
                           gint64 price_vnd)
{
  g_autofree char *text = tiem_sandbox_wc_format_xu (price_vnd * 100, 0);

  json_object_set_string_member (item->extra, "regular_price", text);
  json_object_set_string_member (item->extra, "sale_price", "");
  tiem_sandbox_wc_product_update_price (item);
}

static void
tiem_sandbox_wc_describe (TiemSandboxMarket *market,
                          JsonObject *channel)
{
  TiemSandboxWc *self = TIEM_SANDBOX_WC (market);
  g_autofree char *title = tiem_sandbox_wc_make_title (self);

  json_object_set_string_member (channel, "name", title);
  json_object_set_string_member (channel, "base_url", tiem_sandbox_market_get_home (market));
  json_object_set_string_member (channel, "key", self->key);
  json_object_set_string_member (channel, "secret", self->secret);
  json_object_set_null_member (channel, "shop");
  json_object_set_null_member (channel, "token");
}

static void
replace_text (char **field,
              JsonObject *settings,
              const char *name)
{
  char *text = tiem_sandbox_json_dup_text (settings, name);

  if (text == NULL)
    return;
  g_free (*field);
  *field = text;
}

static gboolean
is_one_of (JsonObject *settings,
           const char *name,
           const char *const *words)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (settings, name);

  return text == NULL || g_strv_contains (words, text);
}

static gboolean
tiem_sandbox_wc_configure (TiemSandboxMarket *market,
                           JsonObject *settings,
                           GError **error)
{
  static const char *const storages[] = { "posts", "tables", NULL };
  static const char *const permissions[] = { "read", "write", "read_write", NULL };
  static const char *const links[] = { "pretty", "plain", NULL };
  static const char *const decimals[] = { "0", "2", NULL };
  TiemSandboxWc *self = TIEM_SANDBOX_WC (market);
  g_autofree char *storage = tiem_sandbox_json_dup_text (settings, "storage");
  g_autofree char *permalinks = tiem_sandbox_json_dup_text (settings, "permalinks");

  if (!is_one_of (settings, "storage", storages)
      || !is_one_of (settings, "permissions", permissions)
      || !is_one_of (settings, "permalinks", links) || !is_one_of (settings, "decimals", decimals))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   "storage is posts or tables, permissions read, write or read_write, "
                   "permalinks pretty or plain, decimals 0 or 2.");
      return FALSE;
    }
  replace_text (&self->key, settings, "key");
  replace_text (&self->secret, settings, "secret");
  replace_text (&self->permissions, settings, "permissions");
  replace_text (&self->number_prefix, settings, "number_prefix");
  if (storage != NULL)
    self->storage
        = g_str_equal (storage, "tables") ? TIEM_SANDBOX_WC_TABLES : TIEM_SANDBOX_WC_POSTS;
  if (permalinks != NULL)
    self->has_plain_links = g_str_equal (permalinks, "plain");
  self->drops_authorization
      = tiem_sandbox_json_get_bool (settings, "drop_authorization", self->drops_authorization);
  self->decimals = tiem_sandbox_json_get_int (settings, "decimals", self->decimals);
  return TRUE;
}

static void
tiem_sandbox_wc_finalize (GObject *object)
{
  TiemSandboxWc *self = TIEM_SANDBOX_WC (object);

  g_free (self->key);
  g_free (self->secret);
  g_free (self->permissions);
  g_free (self->number_prefix);
  g_hash_table_unref (self->nonces);
  g_hash_table_unref (self->regulars);
  g_ptr_array_unref (self->customers);
  g_ptr_array_unref (self->categories);

  G_OBJECT_CLASS (tiem_sandbox_wc_parent_class)->finalize (object);
}

static void
tiem_sandbox_wc_class_init (TiemSandboxWcClass *klass)
{
  TiemSandboxMarketClass *market_class = TIEM_SANDBOX_MARKET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tiem_sandbox_wc_finalize;

  market_class->kind = "woocommerce";
  market_class->open = tiem_sandbox_wc_open;
  market_class->handle = tiem_sandbox_wc_handle;
  market_class->get_endpoint = tiem_sandbox_wc_get_endpoint;
  market_class->place = tiem_sandbox_wc_place;
  market_class->set_stage = tiem_sandbox_wc_set_stage;
  market_class->get_stage = tiem_sandbox_wc_get_stage;
  market_class->set_status = tiem_sandbox_wc_set_status;
  market_class->set_price = tiem_sandbox_wc_set_price;
  market_class->describe = tiem_sandbox_wc_describe;
  market_class->configure = tiem_sandbox_wc_configure;
}

static void
tiem_sandbox_wc_init (TiemSandboxWc *self)
{
  self->permissions = g_strdup ("read_write");
  self->number_prefix = g_strdup ("");
  self->storage = TIEM_SANDBOX_WC_TABLES;
  self->nonces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->regulars = g_hash_table_new (NULL, NULL);
  self->customers = g_ptr_array_new_with_free_func ((GDestroyNotify)customer_free);
  self->categories = g_ptr_array_new_with_free_func (g_free);
}
