#pragma once

#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-orders.h"
#include "sync/tiem-worker-private.h"
#include "tiem-channel-fake.h"

#define NOON G_GINT64_CONSTANT (1795237200000) /* 21/11/2026 12:00 in Việt Nam */
#define MINUTE (60 * 1000)

/* A shop with a database of its own and fake channels, at noon of a simulated day. */
typedef struct
{
  char *dir;
  TiemClock *clock;
  TiemStore *store;
  TiemFakeShop *shops[2];
  gint64 channels[2];
  TiemWorker *workers[2];
  GString *events; /* "order:R1 stock_pushed:A1=3 …" of all workers */
} SyncFixture;

/* One channel, its worker with seed 1. */
void sync_fixture_set_up (SyncFixture *self);
void sync_fixture_tear_down (SyncFixture *self);
/* A second channel and its worker. */
void sync_fixture_add_second (SyncFixture *self);
/* As a crash does: the workers and the store go, without a word, and come back. */
void sync_fixture_restart (SyncFixture *self);
TiemWorker *sync_fixture_new_worker (SyncFixture *self,
                                     guint i,
                                     guint32 seed);

/* A turn that must succeed. */
TiemTurnReport sync_turn (SyncFixture *self,
                          guint i,
                          TiemTurnFlags flags);
/* A turn that must fail with @code. */
TiemTurnReport sync_turn_fails (SyncFixture *self,
                                guint i,
                                TiemTurnFlags flags,
                                int code);
/* Turns until none is due at once. */
void sync_settle (SyncFixture *self,
                  guint i);
/* Reads the listings @skus (NULL-terminated), 10 units each, and takes them over. */
void sync_adopt (SyncFixture *self,
                 const char *const *skus);

gint64 sync_find (SyncFixture *self,
                  const char *sku);
void sync_set_stock (SyncFixture *self,
                     const char *sku,
                     gint64 on_hand);
gint64 sync_get_available (SyncFixture *self,
                           const char *sku);
/* @kind: "order:ship" … Returns: the outbox's id */
gint64 sync_queue_action (SyncFixture *self,
                          const char *remote_id,
                          const char *kind);
/* Returns: (transfer full): the listing of @sku at channel @i */
TiemListing *sync_get_listing (SyncFixture *self,
                               guint i,
                               const char *sku);
void sync_assert_calls (SyncFixture *self,
                        guint i,
                        const char *expected);
void sync_assert_state (SyncFixture *self,
                        guint i,
                        TiemChannelState state,
                        const char *error_class);
void sync_assert_invariants (SyncFixture *self);
