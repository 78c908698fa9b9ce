#pragma once

#include "store/tiem-store-after.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-split.h"
#include "sync/tiem-backoff.h"
#include "sync/tiem-call-log.h"
#include "sync/tiem-engine.h"
#include "sync/tiem-limiter.h"
#include "sync/tiem-renewal.h"
#include "sync/tiem-worker.h"

G_BEGIN_DECLS

/* What a worker tells while it works; on its own thread. */
typedef struct
{
  /* @event: (transfer full) */
  void (*event) (TiemSyncEvent *event,
                 gpointer user_data);
  /* @text: (nullable) what it does now, a sentence part */
  void (*activity) (const char *text,
                    gpointer user_data);
} TiemWorkerHooks;

/*
 * The parts of a turn that come after the orders were read. A part that fails while the
 * channel answers at all keeps its own back-off and does not slow the others: listings
 * that can't be read must not hold up a sale.
 */
typedef enum
{
  TIEM_LANE_NUMBERS, /* of scarce goods: comes before the orders, and does not keep them waiting */
  TIEM_LANE_STOCK,
  TIEM_LANE_OUTBOX,
  TIEM_LANE_LISTINGS,
  TIEM_N_LANES
} TiemLaneId;

/* What follows a sale comes last: its failure is told beside the channel's state, and never keeps
 * orders from being read. */
typedef enum
{
  TIEM_AFTER_FEES,
  TIEM_AFTER_RETURNS,
  TIEM_AFTER_REVIEWS,
  TIEM_AFTER_GRANT, /* until when the owner has let Tiệm in */
  TIEM_N_AFTER
} TiemAfterId;

typedef struct
{
  TiemBackoff *backoff;
  gint64 failed_at;
  gint64 wait_ms; /* from then on */
  GError *error;  /* (nullable) NULL: it works */
  gboolean is_under_way; /* the slice ended before the round did */
} TiemLane;

struct _TiemWorker
{
  GObject parent_instance;

  TiemStore *store;
  TiemClock *clock;
  gint64 channel_id;
  const TiemChannelInfo *info;
  TiemChannel *channel;
  TiemTransport *transport; /* with the other side's time; limited, then logged */
  TiemLimiter *limiter;
  TiemCallLog *log;
  TiemKeyring *keyring;     /* (nullable) NULL: tokens can't be renewed */
  TiemAccount *account;     /* (nullable) that .channel was made of */
  gint64 renewal_failed_at; /* 0 = it did not */
  gint64 token_life_ms;     /* of the one this worker renewed; 0 = not known */
  TiemBackoff *backoff;
  TiemLane lanes[TIEM_N_LANES];
  TiemLane after[TIEM_N_AFTER];
  gint64 failing_since; /* 0 = it works */
  gint64 ok_at;         /* when all was well last; 0 = not yet */
  gint64 lively_until;  /* orders come: asked more often until then */

  /* How far the orders are read. A page without news moves only .cursor. */
  char *cursor;
  gboolean is_mid_round; /* .cursor came with a page that was not the last */
  char *stored_cursor;   /* as the store has it, mark included */
  gint64 cursor_stored_at;
  GHashTable *known; /* (element-type utf8 guint64): items stored lately → their hash */

  /* A pass over the listings goes on over many turns. */
  char *listings_cursor;
  gint64 listings_started_at; /* 0 = no pass under way */
  guint listings_read;
  gint64 listings_spent_ms; /* on the calls of the pass under way */
  gint64 listings_rest_ms;  /* how long the last pass was worth resting after it */

  /* How long a sale stays unseen, measured. */
  gint64 pulled_at; /* the last whole pull, 0 = none yet */
  gint64 poll_ms;
  gint64 booked_poll_ms; /* as the store has it */
  guint proofs;          /* turns in a row that left a number of scarce goods in doubt */

  guint push_limit;    /* items of one call: halved when a call fails, to find the item to blame */
  guint price_limit;   /* the same for prices */
  GHashTable *culprits; /* (element-type gint64 guint): listing → calls that failed with it alone */
  gint64 suspected_since; /* the first of them, while there are any */

  gint64 caused_at; /* the commit that woke it, 0 = none */
  int hurry;        /* atomic: something waits that is more urgent than listings */

  TiemWorkerHooks hooks;
  gpointer hooks_data;
};

/* One turn under way. */
typedef struct
{
  TiemTurnFlags flags;
  TiemTurnReport *report;
  TiemChannelRecord *record; /* as the turn began */
  GCancellable *cancellable;
  gint64 started_at;
  gint64 asked_at; /* for orders, the last time: what was sold since is not known; 0 = not yet */
  gboolean news;  /* something was stored, sent or refused: worth writing the log for */
  gboolean again; /* there is more to do at once */
  TiemSplitReading *reading; /* (owned) (nullable) numbers of scarce goods; NULL: not read */
} TiemTurn;

/* A worker for a channel made by the caller: tests, simulations. Everything that is random
 * in it comes from @seed. */
TiemWorker *tiem_worker_new_for_channel (TiemStore *store,
                                         const TiemChannelInfo *info,
                                         TiemChannel *channel,
                                         TiemTransport *transport,
                                         TiemClock *clock,
                                         gint64 channel_id,
                                         guint32 seed);
/* Where its tokens come from and go to when they are renewed. */
void tiem_worker_set_account (TiemWorker *self,
                              TiemKeyring *keyring,
                              const TiemAccount *account);
void tiem_worker_set_hooks (TiemWorker *self,
                            const TiemWorkerHooks *hooks,
                            gpointer user_data);
/* Calls as often as it can: a pretend marketplace on this computer, whose shop is being filled. */
void tiem_worker_lift_limit (TiemWorker *self);
/* The commit that woke the worker for its next turn (ms UTC), for the events' since_ms. */
void tiem_worker_set_cause (TiemWorker *self,
                            gint64 caused_at);
/* Since when the channel has been failing by the store: for a program that lives for one turn. */
void tiem_worker_set_failing_since (TiemWorker *self,
                                    gint64 since);
/* Whether the last turn could not even read the orders: until report->next_at nothing that
 * happens in the shop makes another one worth while. */
gboolean tiem_worker_is_down (TiemWorker *self);
/* Any thread: a pass over the listings gives way at its next page. */
void tiem_worker_hurry (TiemWorker *self);

/* Makes the worker of a channel, on the thread that will run it: tests put fakes here. */
typedef TiemWorker *(*TiemWorkerFactory) (gint64 channel_id,
                                          gpointer user_data,
                                          GCancellable *cancellable,
                                          GError **error);

/* With a transport of its own. */
TiemWorker *tiem_worker_new_system (TiemStore *store,
                                    TiemKeyring *keyring,
                                    TiemClock *clock,
                                    gint64 channel_id,
                                    GCancellable *cancellable,
                                    GError **error);

/* Scarce goods: what the platform itself shows of them, before the pull; what follows from that,
 * after it. */
gboolean tiem_worker_read_numbers (TiemWorker *self,
                                   TiemTurn *turn,
                                   GError **error);
gboolean tiem_worker_settle_numbers (TiemWorker *self,
                                     TiemTurn *turn,
                                     GError **error);
/* Takes out of @pushes the numbers of scarce goods that would rise without having been read in
 * this turn. */
void tiem_worker_keep_provable (TiemWorker *self,
                                TiemTurn *turn,
                                GPtrArray *pushes);
/* A number that was told or is in doubt is read again at once, not with the next poll. */
gboolean tiem_worker_prove_numbers (TiemWorker *self,
                                    TiemTurn *turn,
                                    GError **error);
/* The parts of a turn; each FALSE with @error when it could not be finished. */
gboolean tiem_worker_pull_orders (TiemWorker *self,
                                  TiemTurn *turn,
                                  GError **error);
gboolean tiem_worker_push_stock (TiemWorker *self,
                                 TiemTurn *turn,
                                 GError **error);
/* Judges the numbers that were read before the orders were pulled: what somebody changed at the
 * channel is set back or taken over. */
gboolean tiem_worker_settle_drift (TiemWorker *self,
                                   TiemTurn *turn,
                                   GError **error);
/* Reads those a second time that are about to be taken over. */
gboolean tiem_worker_read_odd_again (TiemWorker *self,
                                     TiemTurn *turn,
                                     GError **error);
gboolean tiem_worker_run_outbox (TiemWorker *self,
                                 TiemTurn *turn,
                                 GError **error);
gboolean tiem_worker_read_listings (TiemWorker *self,
                                    TiemTurn *turn,
                                    GError **error);
/* Labels (@first and those behind it), answers to returns, replies to reviews; from the outbox. */
gboolean tiem_worker_fetch_labels (TiemWorker *self,
                                   TiemTurn *turn,
                                   TiemOutboxItem *first,
                                   guint *troubles,
                                   GError **error);
gboolean tiem_worker_give_answers (TiemWorker *self,
                                   TiemTurn *turn,
                                   GError **error);
/* Books what came of an item's call. FALSE with @error for what ends the lane: @call_error when
 * it concerns the whole channel, or is the second in a row that does not concern its item alone. */
gboolean tiem_worker_settle_item (TiemWorker *self,
                                  TiemTurn *turn,
                                  const TiemOutboxItem *item,
                                  const GError *call_error,
                                  guint *troubles,
                                  GError **error);
/* Returns: (transfer full): REJECTED: the platform lacks it */
GError *tiem_worker_new_unsupported_error (TiemWorker *self);
/* What follows a sale, as far as it is due. FALSE with @error only for what ends the turn. */
gboolean tiem_worker_read_after_sale (TiemWorker *self,
                                      TiemTurn *turn,
                                      GError **error);
/* Renews a token that ends soon. FALSE with @error when it has ended and can't be renewed. */
gboolean tiem_worker_renew_early (TiemWorker *self,
                                  TiemTurn *turn,
                                  GError **error);
/* After a %TIEM_ERROR_TOKEN: another token, a channel made of it. AUTH, TRANSIENT, KEYRING */
gboolean tiem_worker_renew_token (TiemWorker *self,
                                  TiemTurn *turn,
                                  GError **error);
/* Returns: how far back a first import reads, ms UTC; 0 = everything; −1 with @error */
gint64 tiem_worker_find_first_since (TiemWorker *self,
                                     TiemTurn *turn,
                                     GError **error);
/* Stores a page and its cursor (which it marks when more is to come), and tells of the orders
 * in it. */
gboolean tiem_worker_store_page (TiemWorker *self,
                                 TiemTurn *turn,
                                 const TiemOrderPage *page,
                                 GError **error);

/* @event: "order" … (static). Returns: (transfer full): to be filled and emitted */
TiemSyncEvent *tiem_worker_new_event (TiemWorker *self,
                                      const char *event);
/* @event: (transfer full) */
void tiem_worker_emit (TiemWorker *self,
                       TiemSyncEvent *event);
/* An item or call was refused: an "error" event with the sentence. */
void tiem_worker_emit_error (TiemWorker *self,
                             const char *remote_id,
                             const char *sku,
                             const GError *error);
void tiem_worker_tell (TiemWorker *self,
                       const char *format,
                       ...) G_GNUC_PRINTF (2, 3);

/* Whether @error concerns the whole channel for sure, whatever was asked of it. */
gboolean tiem_worker_is_hard (TiemWorker *self,
                              const GError *error);

G_END_DECLS
