#pragma once

#include "sync/tiem-worker.h"

G_BEGIN_DECLS

/*
 * Runs a worker thread per active channel, and wakes the workers of the channels that list
 * a variant as soon as a commit changes its available. Main-thread object; one process at a
 * time (an OS lock on "workers.lock" beside the database, which ends with its holder).
 *
 * Signals, on the main context:
 *   ::state-changed ()                   a channel's live state or the whole changed
 *   ::event (TiemSyncEvent *event)       as `tiem-cli sync --watch --json` prints them
 */
#define TIEM_TYPE_ENGINE (tiem_engine_get_type ())
G_DECLARE_FINAL_TYPE (TiemEngine, tiem_engine, TIEM, ENGINE, GObject)

typedef enum
{
  TIEM_SYNC_IDLE,       /* all well */
  TIEM_SYNC_WORKING,    /* for longer than a second */
  TIEM_SYNC_NEEDS_USER, /* a channel needs the owner */
  TIEM_SYNC_OFFLINE,    /* no network */
  TIEM_SYNC_PAUSED,     /* everything paused, or no channel to sync */
  TIEM_SYNC_ELSEWHERE,  /* another process runs the workers */
} TiemSyncState;

typedef struct
{
  gint64 at;
  const char *event; /* "order", "stock_pushed", "price_pushed", "error", "state" */
  gint64 channel_id;
  char *remote_id; /* order */
  char *sku;       /* stock_pushed, price_pushed */
  gint64 value;
  gint64 since_ms; /* from the commit that caused it */
  char *message;   /* error, state */
  gboolean is_new; /* order: seen for the first time, not one that changed */
} TiemSyncEvent;
void tiem_sync_event_free (TiemSyncEvent *self);

TiemEngine *tiem_engine_new (TiemStore *store,
                             TiemKeyring *keyring,
                             TiemClock *clock);
/* Takes the lock and starts the workers; returns before they run. BUSY names the other
 * process: the state is then ELSEWHERE, and the engine takes over by itself when that one
 * ends, until tiem_engine_stop(). */
gboolean tiem_engine_start (TiemEngine *self,
                            GError **error);
/* Ends every worker within 2 s; everything is resumable. */
void tiem_engine_stop (TiemEngine *self);
/* Looks at the channels again: added, removed, paused, resumed, new keys. */
void tiem_engine_reload (TiemEngine *self);
/* "Sync now": @channel_id 0 = all. */
void tiem_engine_wake (TiemEngine *self,
                       gint64 channel_id,
                       TiemTurnFlags flags);
void tiem_engine_set_paused (TiemEngine *self,
                             gboolean paused);
gboolean tiem_engine_get_paused (TiemEngine *self);
TiemSyncState tiem_engine_get_state (TiemEngine *self);
/* How many things wait to be sent, or (NEEDS_USER) how many channels need the owner. */
guint tiem_engine_get_count (TiemEngine *self);
/* Why the workers can't keep what they read: a full disk, a damaged database. A sentence; it goes
 * with the first turn that works. Returns: (transfer full) (nullable) */
char *tiem_engine_dup_problem (TiemEngine *self);
/* Whether this channel is in a turn right now that has lasted over a second, and what it
 * does ("Reading listings: 120"), for its row. Returns: (transfer full) (nullable) */
char *tiem_engine_dup_activity (TiemEngine *self,
                                gint64 channel_id);

typedef struct
{
  gint64 channel_id;
  char *name;
  TiemTurnReport report; /* summed; .waiting and .failed as they stand at the end */
  GError *error;         /* (nullable) */
} TiemChannelTurns;
void tiem_channel_turns_free (TiemChannelTurns *self);
/* When the channel was last read with success. Polls without news are not written to the
 * store, so this is newer than TiemChannelRecord.last_ok_at while the engine runs.
 * Returns: ms UTC, 0 = not since the engine was started */
gint64 tiem_engine_get_read_at (TiemEngine *self,
                                gint64 channel_id);

/* For `tiem-cli sync --once`: turns until nothing is due, waiting out a Retry-After of up
 * to 30 s. Takes the lock of the workers by itself. @channel_id 0 = every channel that is
 * not paused. Blocking. Fails with BUSY, NOT_FOUND, INVALID (that channel is paused) or
 * STORE; a channel that failed is no failure of the call.
 * Returns: (transfer full) (element-type TiemChannelTurns) */
GPtrArray *tiem_sync_once (TiemStore *store,
                           TiemKeyring *keyring,
                           TiemClock *clock,
                           gint64 channel_id,
                           TiemTurnFlags flags,
                           GCancellable *cancellable,
                           GError **error);

/* The lock alone, for programs that call tiem_worker_turn() themselves.
 * Returns: (nullable): BUSY with the other process's name and pid */
typedef struct _TiemSyncLock TiemSyncLock;
TiemSyncLock *tiem_sync_lock_take (const char *dir,
                                   GError **error);
/* The channels are asked anew after a silence: what they answered before it is old. */
void tiem_sync_lock_renew (TiemSyncLock *self);
void tiem_sync_lock_release (TiemSyncLock *self);

/* What the window and the command line do when a channel is added: checks the form of the
 * account (plain http on loopback only), stores the channel and its keys. Blocking.
 * Returns: the channel's id, 0 with @error (INVALID, KEYRING, CONFLICT) */
gint64 tiem_sync_add_channel (TiemStore *store,
                              TiemKeyring *keyring,
                              const char *kind,
                              const char *name,
                              const TiemAccount *account,
                              GCancellable *cancellable,
                              GError **error);
gboolean tiem_sync_remove_channel (TiemStore *store,
                                   TiemKeyring *keyring,
                                   gint64 channel_id,
                                   GCancellable *cancellable,
                                   GError **error);
/* "Sign in again": new keys (and address) for a channel that is there; clears its error and
 * NEEDS_AUTH. Call tiem_engine_reload() afterwards. */
gboolean tiem_sync_set_account (TiemStore *store,
                                TiemKeyring *keyring,
                                gint64 channel_id,
                                const TiemAccount *account,
                                GCancellable *cancellable,
                                GError **error);
/* The account a channel works with: its keys from the keyring, its address from the store.
 * Fails with NOT_FOUND (no such channel, or no keys kept for it) or KEYRING. */
TiemAccount *tiem_sync_lookup_account (TiemStore *store,
                                       TiemKeyring *keyring,
                                       gint64 channel_id,
                                       GCancellable *cancellable,
                                       GError **error);
/* "Test connection", for an account that is stored or one just typed. */
TiemChannelProbe *tiem_sync_test_account (const char *kind,
                                          const TiemAccount *account,
                                          GCancellable *cancellable,
                                          GError **error);

G_END_DECLS
