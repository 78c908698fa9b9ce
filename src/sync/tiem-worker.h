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
  gint64 come_back_at; /* something is due then that is worth waiting for; 0 = nothing is */
  gint64 next_at;  /* when the next turn is due, ms UTC; G_MAXINT64 = not before the owner
                      did something (AUTH) */
} TiemTurnReport;

/* Setting of the shop: how many days back a channel's orders are read the first time.
 * "0" = all there are. */
#define TIEM_SETTING_FIRST_IMPORT_DAYS "first-import-days"
#define TIEM_FIRST_IMPORT_DAYS 90

typedef enum
{
  TIEM_TURN_NORMAL,
  TIEM_TURN_FULL = 1 << 0,      /* read all listings and remote stock again */
  TIEM_TURN_PUSH_ONLY = 1 << 1, /* woken by a commit: pull once, push, nothing slow */
  TIEM_TURN_AFTER_SALE = 1 << 2, /* returns, reviews and fees, however lately they were read */
} TiemTurnFlags;

/* @transport: the worker's own, used by its thread alone. Fails with INVALID, KEYRING or
 * NOT_FOUND when the account can't be had. */
TiemWorker *tiem_worker_new (TiemStore *store,
                             TiemKeyring *keyring,
                             TiemClock *clock,
                             TiemTransport *transport,
                             gint64 channel_id,
                             GCancellable *cancellable,
                             GError **error);
gint64 tiem_worker_get_channel_id (TiemWorker *self);

/*
 * One turn. FALSE with @error when the channel failed; what was done until then stays, the
 * channel's state and sentence are in the store, and report->next_at says when to try again.
 *
 * A failure is booked in the store at once, with the state still ACTIVE: it may be over in
 * seconds, and the window need not show it. The state becomes FAILING when it has lasted a
 * minute; NEEDS_AUTH comes at once.
 *
 * When orders can be read but another part fails (stock, outbox, listings), the call
 * returns FALSE too, while orders are polled as usual and that part alone waits longer.
 */
gboolean tiem_worker_turn (TiemWorker *self,
                           TiemTurnFlags flags,
                           TiemTurnReport *report,
                           GCancellable *cancellable,
                           GError **error);

/* Writes what is held back: when the channel answered last, how many calls brought no news. Before
 * the worker is dropped. */
void tiem_worker_flush_log (TiemWorker *self);

G_END_DECLS
