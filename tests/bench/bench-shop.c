#include "bench-shop.h"

#include "base/tiem-error.h"
#include "channel/tiem-json.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "sync/tiem-engine-private.h"

#include <string.h>

#define START_S 180

/* A clock of the loop: what is waited for is looked at this often even when nobody wakes it. */
#define TICK_MS 20

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

gboolean
bench_wait (gboolean (*is_over) (gpointer user_data),
            gpointer user_data,
            guint seconds)
{
  gint64 deadline = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
  guint tick = g_timeout_add (TICK_MS, tick_cb, NULL);
  gboolean over;

  while (!(over = is_over (user_data)) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  return over;
}

static TiemWorker *
new_worker_cb (gint64 channel_id,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  BenchShop *self = user_data;
  g_autoptr (TiemTransport) transport = bench_record_new_transport (self->record, channel_id);

  return tiem_worker_new (
      self->store, self->keyring, self->clock, transport, channel_id, cancellable, error);
}

static gboolean
add_channels (BenchShop *self,
              GError **error)
{
  GPtrArray *channels = bench_markets_get_channels (self->markets);

  g_assert (channels->len == BENCH_CHANNELS);
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemPracticeChannel *channel = channels->pdata[i];

      self->channels[i] = channel;
      self->ids[i] = tiem_sync_add_channel (
          self->store, self->keyring, channel->kind, channel->name, channel->account, NULL, error);
      if (self->ids[i] == 0)
        return FALSE;
    }
  return TRUE;
}

static gint64
count_waiting (BenchShop *self)
{
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (self->store, NULL);
  gint64 sum = 0;

  for (guint i = 0; channels != NULL && i < channels->len; i++)
    {
      const TiemChannelRecord *record = channels->pdata[i];

      for (guint j = 0; j < BENCH_CHANNELS; j++)
        sum += record->id == self->ids[j] ? record->pending : 0;
    }
  return sum;
}

typedef struct
{
  BenchShop *shop;
  guint ms;
} Settling;

static gboolean
is_settled (gpointer user_data)
{
  Settling *settling = user_data;
  gint64 quiet = g_get_monotonic_time () - bench_record_get_last_at (settling->shop->record);

  return quiet > settling->ms * G_TIME_SPAN_MILLISECOND && count_waiting (settling->shop) == 0;
}

gboolean
bench_shop_settle (BenchShop *self,
                   guint ms,
                   GError **error)
{
  Settling settling = { self, ms };

  if (bench_wait (is_settled, &settling, 60))
    return TRUE;
  g_set_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, "Tiệm does not come to rest.");
  return FALSE;
}

static gboolean
are_listings_read (gpointer user_data)
{
  BenchShop *self = user_data;
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (self->store, NULL);

  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *record = channels->pdata[i];

      for (guint j = 0; j < BENCH_CHANNELS; j++)
        if (record->id == self->ids[j] && record->listings_read_at == 0)
          return FALSE;
    }
  return TRUE;
}

/* The first channel's listings become the catalogue, the others are linked by their SKUs. */
static gboolean
adopt_listings (BenchShop *self,
                const char *spare_sku,
                GError **error)
{
  TiemListingQuery query = { .channel_id = self->ids[0] };
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (self->store, &query, 0, 0, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemAdoptResult) adopted = NULL;

  if (listings == NULL)
    return FALSE;
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = listings->pdata[i];

      if (g_strcmp0 (listing->remote_sku, spare_sku) != 0)
        g_array_append_val (ids, listing->id);
    }
  adopted = tiem_store_adopt (self->store, self->ids[0], ids, error);
  if (adopted == NULL)
    return FALSE;
  for (guint i = 1; i < BENCH_CHANNELS; i++)
    {
      g_autoptr (TiemLinkResult) linked = tiem_store_link_by_sku (self->store, self->ids[i], error);

      if (linked == NULL)
        return FALSE;
    }
  return TRUE;
}

/* What the first channel lists: a shop may have more goods than the markets. */
static gboolean
give_units (BenchShop *self,
            gint64 units,
            GError **error)
{
  TiemListingQuery query = { .channel_id = self->ids[0] };
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (self->store, &query, 0, 0, error);

  for (guint i = 0; listings != NULL && i < listings->len; i++)
    {
      const TiemListing *listing = listings->pdata[i];

      if (listing->variant_id != 0
          && !tiem_store_set_stock (self->store, listing->variant_id, units, "count", NULL, error))
        return FALSE;
    }
  return listings != NULL;
}

gboolean
bench_shop_open (BenchShop *self,
                 BenchMarkets *markets,
                 const char *dir,
                 const char *spare_sku,
                 gint64 units,
                 GError **error)
{
  *self = (BenchShop){ .markets = markets };
  self->record = bench_record_new ();
  self->clock = tiem_clock_new_system ();
  self->keyring = tiem_keyring_new_memory ();
  self->store = tiem_store_open (dir, error);
  if (self->store == NULL || !add_channels (self, error))
    return FALSE;
  self->engine = tiem_engine_new (self->store, self->keyring, self->clock);
  tiem_engine_set_factory (self->engine, new_worker_cb, self);
  if (!tiem_engine_start (self->engine, error))
    return FALSE;
  if (!bench_wait (are_listings_read, self, START_S))
    {
      g_set_error (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, "The listings were not read.");
      return FALSE;
    }
  return adopt_listings (self, spare_sku, error) && give_units (self, units, error)
         && bench_shop_settle (self, 1500, error);
}

void
bench_shop_close (BenchShop *self)
{
  if (self->engine != NULL)
    tiem_engine_stop (self->engine);
  g_clear_object (&self->engine);
  g_clear_object (&self->keyring);
  g_clear_object (&self->clock);
  if (self->store != NULL)
    tiem_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_pointer (&self->record, bench_record_free);
}

guint
bench_shop_find (BenchShop *self,
                 const char *kind)
{
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    if (strcmp (self->channels[i]->kind, kind) == 0)
      return i;
  g_assert_not_reached ();
}

static TiemListing *
find_listing (GPtrArray *listings,
              const char *sku)
{
  for (guint i = 0; i < listings->len; i++)
    if (g_strcmp0 (((TiemListing *)listings->pdata[i])->sku, sku) == 0)
      return listings->pdata[i];
  return NULL;
}

char *
bench_shop_find_listing (BenchShop *self,
                         guint index,
                         const char *sku,
                         GError **error)
{
  TiemListingQuery query = { .channel_id = self->ids[index] };
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (self->store, &query, 0, 0, error);
  const TiemListing *listing = listings != NULL ? find_listing (listings, sku) : NULL;
  const char *id;

  if (listings == NULL)
    return NULL;
  if (listing == NULL)
    {
      g_set_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND, "%s is not listed everywhere.", sku);
      return NULL;
    }
  id = listing->stock_owner_id != NULL      ? listing->stock_owner_id
       : listing->remote_variant_id != NULL ? listing->remote_variant_id
                                            : listing->remote_product_id;
  return strlen (id) >= 6 ? g_strdup (id) : g_strdup_printf ("\"id\":%s,", id);
}

/* --- the end --- */

static gboolean
check_market (BenchShop *self,
              guint index,
              guint *checked,
              GError **error)
{
  TiemListingQuery query = { .channel_id = self->ids[index] };
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (self->store, &query, 0, 0, error);
  g_autoptr (JsonNode) state = NULL;
  JsonArray *theirs;

  if (listings == NULL
      || (state = bench_markets_control (self->markets, index, "GET", "state", NULL, error))
             == NULL)
    return FALSE;
  theirs = tiem_json_get_array (tiem_json_object (state), "listings");
  for (guint i = 0; i < tiem_json_array_get_size (theirs); i++)
    {
      JsonObject *entry = tiem_json_array_get_object (theirs, i);
      const TiemListing *listing = find_listing (listings, tiem_json_get_string (entry, "sku"));
      gint64 stock = 0;

      if (listing == NULL || !listing->has_desired
          || !tiem_json_get_int (entry, "stock", &stock, NULL))
        continue;
      (*checked)++;
      if (stock == listing->desired)
        continue;
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_CONFLICT,
                   "%s shows %d of %s instead of %d (confirmed: %d%s%s).",
                   self->channels[index]->kind,
                   (int)stock,
                   listing->sku,
                   (int)listing->desired,
                   (int)listing->acked,
                   listing->unclear ? ", unclear" : "",
                   listing->problem != NULL ? listing->problem : "");
      return FALSE;
    }
  return TRUE;
}

gboolean
bench_shop_check (BenchShop *self,
                  guint *listings,
                  GError **error)
{
  *listings = 0;
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    if (!check_market (self, i, listings, error))
      return FALSE;
  return TRUE;
}
