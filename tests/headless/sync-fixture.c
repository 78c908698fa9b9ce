#include "sync-fixture.h"

#include "store-fixture.h"

#include <glib/gstdio.h>

static gint64
now_cb (gpointer user_data)
{
  return tiem_clock_now (user_data);
}

static void
open_store (SyncFixture *self)
{
  g_autoptr (GError) error = NULL;

  self->store = tiem_store_open (self->dir, &error);
  g_assert_no_error (error);
  tiem_store_set_clock (self->store, now_cb, self->clock);
}

static void
event_cb (TiemSyncEvent *event,
          gpointer user_data)
{
  SyncFixture *self = user_data;

  g_string_append (self->events, self->events->len > 0 ? " " : "");
  g_string_append_printf (self->events,
                          "%s:%s",
                          event->event,
                          event->remote_id != NULL ? event->remote_id
                          : event->sku != NULL     ? event->sku
                                                   : "");
  if (event->sku != NULL)
    g_string_append_printf (self->events, "=%" G_GINT64_FORMAT, event->value);
  tiem_sync_event_free (event);
}

TiemWorker *
sync_fixture_new_worker (SyncFixture *self,
                         guint i,
                         guint32 seed)
{
  static const TiemWorkerHooks hooks = { event_cb, NULL };
  TiemWorker *worker;

  worker = tiem_worker_new_for_channel (self->store,
                                        &tiem_fake_channel_info,
                                        TIEM_CHANNEL (self->shops[i]),
                                        TIEM_TRANSPORT (self->shops[i]),
                                        self->clock,
                                        self->channels[i],
                                        seed);
  tiem_worker_set_hooks (worker, &hooks, self);
  return worker;
}

static void
add_channel (SyncFixture *self,
             guint i,
             const char *name,
             const char *url)
{
  g_autoptr (GError) error = NULL;

  self->shops[i] = tiem_fake_shop_new ();
  self->channels[i] = tiem_store_add_channel (self->store, "fake", name, url, NULL, NULL, &error);
  g_assert_no_error (error);
  self->workers[i] = sync_fixture_new_worker (self, i, i + 1);
}

void
sync_fixture_set_up (SyncFixture *self)
{
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("tiem-sync-XXXXXX", &error);
  g_assert_no_error (error);
  self->clock = tiem_clock_new_simulated (NOON);
  self->events = g_string_new (NULL);
  open_store (self);
  add_channel (self, 0, "Nhà May An Nhiên", "https://annhien.test");
}

void
sync_fixture_add_second (SyncFixture *self)
{
  add_channel (self, 1, "An Nhiên Sài Gòn", "https://saigon.test");
}

static void
close_store (SyncFixture *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->workers); i++)
    g_clear_object (&self->workers[i]);
  g_clear_object (&self->store);
}

void
sync_fixture_restart (SyncFixture *self)
{
  close_store (self);
  open_store (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->workers); i++)
    if (self->shops[i] != NULL)
      self->workers[i] = sync_fixture_new_worker (self, i, i + 100);
}

void
sync_fixture_tear_down (SyncFixture *self)
{
  close_store (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->shops); i++)
    g_clear_object (&self->shops[i]);
  g_clear_object (&self->clock);
  g_string_free (self->events, TRUE);
  store_fixture_remove_dir (self->dir);
  g_free (self->dir);
}

TiemTurnReport
sync_turn (SyncFixture *self,
           guint i,
           TiemTurnFlags flags)
{
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;
  gboolean ok = tiem_worker_turn (self->workers[i], flags, &report, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
  return report;
}

TiemTurnReport
sync_turn_fails (SyncFixture *self,
                 guint i,
                 TiemTurnFlags flags,
                 int code)
{
  g_autoptr (GError) error = NULL;
  TiemTurnReport report;

  g_assert_false (tiem_worker_turn (self->workers[i], flags, &report, NULL, &error));
  g_assert_error (error, TIEM_ERROR, code);
  return report;
}

void
sync_settle (SyncFixture *self,
             guint i)
{
  while (sync_turn (self, i, TIEM_TURN_NORMAL).next_at <= tiem_clock_now (self->clock))
    ;
}

void
sync_adopt (SyncFixture *self,
            const char *const *skus)
{
  g_autoptr (GError) error = NULL;
  TiemAdoptResult *result;

  for (guint i = 0; i < G_N_ELEMENTS (self->shops) && self->shops[i] != NULL; i++)
    {
      g_autofree char *calls = NULL;

      for (guint j = 0; skus[j] != NULL; j++)
        tiem_fake_shop_add_listing (self->shops[i], skus[j], 10);
      sync_settle (self, i);
    }
  result = tiem_store_adopt (self->store, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->variants, ==, g_strv_length ((char **)skus));
  g_assert_cmpuint (result->skipped->len, ==, 0);
  tiem_adopt_result_free (result);
  for (guint i = 0; i < G_N_ELEMENTS (self->shops) && self->shops[i] != NULL; i++)
    {
      sync_settle (self, i);
      g_free (tiem_fake_shop_take_calls (self->shops[i]));
    }
  g_string_truncate (self->events, 0);
}

gint64
sync_find (SyncFixture *self,
           const char *sku)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_sku (self->store, sku, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  return id;
}

void
sync_set_stock (SyncFixture *self,
                const char *sku,
                gint64 on_hand)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_stock (self->store, sync_find (self, sku), on_hand, "count", NULL, &error);
  g_assert_no_error (error);
}

gint64
sync_get_available (SyncFixture *self,
                    const char *sku)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) variant = NULL;

  variant = tiem_store_get_variant (self->store, sync_find (self, sku), &error);
  g_assert_no_error (error);
  return variant->available;
}

gint64
sync_queue_action (SyncFixture *self,
                   const char *remote_id,
                   const char *kind)
{
  g_autoptr (GError) error = NULL;
  gint64 order_id = tiem_store_find_order (self->store, remote_id, 0, &error);
  gint64 id;

  g_assert_no_error (error);
  id = tiem_store_queue_order_action (self->store, order_id, kind, "Hết hàng", 0, &error);
  g_assert_no_error (error);
  return id;
}

TiemListing *
sync_get_listing (SyncFixture *self,
                  guint i,
                  const char *sku)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings = NULL;
  TiemListingQuery query = { .channel_id = self->channels[i] };

  listings = tiem_store_list_listings (self->store, &query, 0, 0, &error);
  g_assert_no_error (error);
  for (guint j = 0; j < listings->len; j++)
    {
      TiemListing *listing = g_ptr_array_index (listings, j);

      if (g_strcmp0 (listing->remote_sku, sku) == 0)
        return g_ptr_array_steal_index (listings, j);
    }
  g_assert_not_reached ();
}

void
sync_assert_calls (SyncFixture *self,
                   guint i,
                   const char *expected)
{
  g_autofree char *calls = tiem_fake_shop_take_calls (self->shops[i]);

  g_assert_cmpstr (calls, ==, expected);
}

void
sync_assert_state (SyncFixture *self,
                   guint i,
                   TiemChannelState state,
                   const char *error_class)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelRecord) record = NULL;

  record = tiem_store_get_channel (self->store, self->channels[i], &error);
  g_assert_no_error (error);
  g_assert_cmpstr (
      tiem_channel_state_to_string (record->state), ==, tiem_channel_state_to_string (state));
  g_assert_cmpstr (record->error_class, ==, error_class);
}

void
sync_assert_invariants (SyncFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invariants = tiem_store_check (self->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      if (invariant->violations->len > 0)
        g_error (
            "%s: %s", invariant->name, (const char *)g_ptr_array_index (invariant->violations, 0));
    }
}
