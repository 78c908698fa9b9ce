#pragma once

#include "base/tiem-clock.h"
#include "channel/tiem-channel.h"
#include "store/tiem-store.h"
#include "sync/tiem-keyring.h"

G_BEGIN_DECLS

/*
 * src/sync: the only code that knows channels and store.
 *
 * A worker serves one channel. A turn is straight-line blocking code, as design §4 says:
 * pull orders page by page (each page one transaction with its cursor), read back what is
 * unclear, push stock most urgent first, run the outbox, less often read the listings.
 * It is the same code on the engine's thread, in `tiem-cli sync --once` and in a
 * simulation that calls turn by turn.
 */
#define TIEM_TYPE_WORKER (tiem_worker_get_type ())
G_DECLARE_FINAL_TYPE (TiemWorker, tiem_worker, TIEM, WORKER, GObject)

typedef struct
{
  guint pulled;    /* orders read */
  guint stored;    /* of these new or changed */
  guint unchanged;
  guint pushed;    /* numbers confirmed by the channel */
  guint waiting;   /* still to be sent */
  guint failed;    /* refused items */
  guint listings;  /* listings read */
  gint64 next_at;  /* when the next turn is due, ms UTC */
} TiemTurnReport;

typedef enum
{
  TIEM_TURN_NORMAL,
  TIEM_TURN_FULL = 1 << 0,      /* read all listings and remote stock again */
  TIEM_TURN_PUSH_ONLY = 1 << 1, /* woken by a commit: pull once, push, nothing slow */
} TiemTurnFlags;

/* @transport_new makes the worker's own transport (one thread each). Fails with INVALID,
 * KEYRING or NOT_FOUND when the account can't be had. */
TiemWorker *tiem_worker_new (TiemStore *store,
                             TiemKeyring *keyring,
                             TiemClock *clock,
                             TiemTransport *transport,
                             gint64 channel_id,
                             GCancellable *cancellable,
                             GError **error);
gint64 tiem_worker_get_channel_id (TiemWorker *self);

/* One turn. FALSE with @error when the channel failed; what was done until then stays, the
 * channel's state and sentence are in the store, and report->next_at says when to try again. */
gboolean tiem_worker_turn (TiemWorker *self,
                           TiemTurnFlags flags,
                           TiemTurnReport *report,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
