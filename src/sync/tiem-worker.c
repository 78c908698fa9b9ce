#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-worker-private.h"

#include "sync/tiem-limited-transport.h"
#include "sync/tiem-poll.h"

#include <glib/gi18n-lib.h>

/* A failure that is over sooner is not worth the owner's attention. */
#define FAILING_MS (60 * 1000)
/* Who answers again after so long says so in the store at once: for so long nobody asked
 * (store/tiem-gaps.c). */
#define OK_MS (5 * 60 * 1000)

G_DEFINE_FINAL_TYPE (TiemWorker, tiem_worker, G_TYPE_OBJECT)

TiemSyncEvent *
tiem_worker_new_event (TiemWorker *self,
                       const char *event)
{
  TiemSyncEvent *result = g_new0 (TiemSyncEvent, 1);

  result->at = tiem_clock_now (self->clock);
  result->event = event;
  result->channel_id = self->channel_id;
  return result;
}

void
tiem_worker_emit (TiemWorker *self,
                  TiemSyncEvent *event)
{
  if (self->hooks.event != NULL)
    self->hooks.event (event, self->hooks_data);
  else
    tiem_sync_event_free (event);
}

void
tiem_worker_emit_error (TiemWorker *self,
                        const char *remote_id,
                        const char *sku,
                        const GError *error)
{
  TiemSyncEvent *event = tiem_worker_new_event (self, "error");

  event->remote_id = g_strdup (remote_id);
  event->sku = g_strdup (sku);
  event->message = g_strdup (error->message);
  tiem_worker_emit (self, event);
}

void
tiem_worker_tell (TiemWorker *self,
                  const char *format,
                  ...)
{
  g_autofree char *text = NULL;
  va_list args;

  if (self->hooks.activity == NULL)
    return;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  self->hooks.activity (text, self->hooks_data);
}

/* Whether @error means that nobody answered: nothing else will work either. */
static gboolean
is_absent (TiemWorker *self,
           const GError *error)
{
  return g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT)
         && tiem_call_log_get_last_status (self->log) == 0;
}

gboolean
tiem_worker_is_hard (TiemWorker *self,
                     const GError *error)
{
  if (error->domain != TIEM_ERROR)
    return TRUE;

  switch (error->code)
    {
    case TIEM_ERROR_TRANSIENT:
      return is_absent (self, error);
    case TIEM_ERROR_PROTOCOL:
    case TIEM_ERROR_REJECTED:
    case TIEM_ERROR_NOT_FOUND:
    case TIEM_ERROR_CONFLICT:
    case TIEM_ERROR_INVALID:
      return FALSE;
    default: /* AUTH, RATE_LIMITED, and whatever is wrong on this computer */
      return TRUE;
    }
}

/* The lanes */

typedef gboolean (*LaneFunc) (TiemWorker *self, TiemTurn *turn, GError **error);

/* A clock that was set back ends the wait. */
static gboolean
lane_is_waiting (const TiemLane *lane,
                 gint64 now)
{
  return lane->error != NULL && now >= lane->failed_at && now < lane->failed_at + lane->wait_ms;
}

/* Without the numbers of scarce goods orders are read and numbers cut all the same; when nobody
 * answers, the orders will tell. */
static gboolean
ends_turn (TiemWorker *self,
           TiemLaneId id,
           const GError *error)
{
  if (id == TIEM_LANE_NUMBERS && g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT))
    return FALSE;
  return tiem_worker_is_hard (self, error);
}

/* Returns: FALSE with @error only for what ends the turn */
static gboolean
run_lane (TiemWorker *self,
          TiemTurn *turn,
          TiemLaneId id,
          LaneFunc func,
          GError **error)
{
  TiemLane *lane = &self->lanes[id];
  g_autoptr (GError) local_error = NULL;

  if (lane_is_waiting (lane, tiem_clock_now (self->clock)))
    return TRUE;

  if (func (self, turn, &local_error))
    {
      tiem_backoff_reset (lane->backoff);
      g_clear_error (&lane->error);
      return TRUE;
    }

  turn->news = TRUE;
  if (ends_turn (self, id, local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  lane->failed_at = tiem_clock_now (self->clock);
  lane->wait_ms = tiem_backoff_fail (lane->backoff, local_error);
  g_clear_error (&lane->error);
  lane->error = g_steal_pointer (&local_error);
  return TRUE;
}

static const GError *
find_lane_error (TiemWorker *self)
{
  for (guint i = 0; i < TIEM_N_LANES; i++)
    if (self->lanes[i].error != NULL)
      return self->lanes[i].error;
  return NULL;
}

/* The turn */

/* Design §4, and in its order: what is pushed rests on orders read in the same turn, and of scarce
 * goods on numbers read before them. */
static gboolean
run_parts (TiemWorker *self,
           TiemTurn *turn,
           GError **error)
{
  return run_lane (self, turn, TIEM_LANE_NUMBERS, tiem_worker_read_numbers, error)
         && tiem_worker_pull_orders (self, turn, error)
         && tiem_worker_settle_numbers (self, turn, error)
         && tiem_worker_settle_drift (self, turn, error)
         && run_lane (self, turn, TIEM_LANE_STOCK, tiem_worker_push_stock, error)
         && tiem_worker_prove_numbers (self, turn, error)
         && run_lane (self, turn, TIEM_LANE_OUTBOX, tiem_worker_run_outbox, error)
         && ((turn->flags & TIEM_TURN_PUSH_ONLY) != 0
             || (run_lane (self, turn, TIEM_LANE_LISTINGS, tiem_worker_read_listings, error)
                 && tiem_worker_read_after_sale (self, turn, error)));
}

/* A token that ended in the middle is renewed once, and everything that did not come to pass is
 * tried again. */
static gboolean
run_renewing (TiemWorker *self,
              TiemTurn *turn,
              GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!tiem_worker_renew_early (self, turn, error))
    return FALSE;
  if (run_parts (self, turn, &local_error))
    return TRUE;
  if (g_error_matches (local_error, TIEM_ERROR, TIEM_ERROR_TOKEN))
    {
      g_clear_error (&local_error);
      if (tiem_worker_renew_token (self, turn, &local_error)
          && run_parts (self, turn, &local_error))
        return TRUE;
    }
  tiem_sync_settle_token_error (&local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
emit_state (TiemWorker *self,
            TiemChannelState state,
            const GError *error)
{
  TiemSyncEvent *event = tiem_worker_new_event (self, "state");

  event->message = g_strdup (error != NULL ? error->message : tiem_channel_state_to_string (state));
  tiem_worker_emit (self, event);
}

/* Books the state when it says something new: the first answer of a stretch too. The others are
 * noted, which writes nothing. */
static void
book_state (TiemWorker *self,
            TiemTurn *turn,
            TiemChannelState state,
            const GError *error)
{
  const TiemChannelRecord *record = turn->record;
  gint64 now = tiem_clock_now (self->clock);
  g_autoptr (GError) store_error = NULL;
  gboolean goes_on, same;

  goes_on = error != NULL || (now >= self->ok_at && now - self->ok_at < OK_MS);
  if (error == NULL)
    self->ok_at = now;
  same = record->state == state
         && g_strcmp0 (record->error_message, error != NULL ? error->message : NULL) == 0;
  if (same && goes_on)
    {
      if (error == NULL)
        tiem_store_note_channel_ok (self->store, self->channel_id);
      return;
    }

  if (!tiem_store_book_channel_state (self->store, self->channel_id, state, error, &store_error))
    g_message ("The state of channel %" G_GINT64_FORMAT " can't be written: %s",
               self->channel_id,
               store_error->message);
  if (!same)
    emit_state (self, state, error);
}

static void
book_failure (TiemWorker *self,
              TiemTurn *turn,
              const GError *error)
{
  gint64 now = tiem_clock_now (self->clock);
  gboolean lasting;

  if (self->failing_since == 0 || now < self->failing_since)
    self->failing_since = now;
  lasting = now - self->failing_since >= FAILING_MS;

  if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_AUTH))
    book_state (self, turn, TIEM_CHANNEL_NEEDS_AUTH, error);
  else if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED))
    book_state (self, turn, TIEM_CHANNEL_ACTIVE, error); /* slow, not broken */
  else
    book_state (self, turn, lasting ? TIEM_CHANNEL_FAILING : TIEM_CHANNEL_ACTIVE, error);
}

/* Returns: when orders are to be read again; later when what the channel allows will not have come
 * back by then */
static gint64
find_next_poll (TiemWorker *self,
                TiemTurn *turn,
                gint64 now)
{
  gint64 poll_ms = self->info->poll_ms;
  /* The clock may have been set back in the middle of the turn. */
  gint64 started_at = MIN (turn->started_at, now);
  gboolean is_lively = now < self->lively_until && now >= self->lively_until - TIEM_LIVELY_MS;
  gint64 next_at = started_at + tiem_poll_interval (now, poll_ms, is_lively, 1);
  double level = tiem_limiter_get_level (self->limiter, next_at - now);

  return started_at + tiem_poll_interval (now, poll_ms, is_lively, level);
}

static void
end_well (TiemWorker *self,
          TiemTurn *turn)
{
  gint64 now = tiem_clock_now (self->clock);
  const GError *lane_error = find_lane_error (self);
  gint64 next_at;

  tiem_backoff_reset (self->backoff);
  if (lane_error != NULL)
    {
      book_failure (self, turn, lane_error);
    }
  else
    {
      self->failing_since = 0;
      book_state (self, turn, TIEM_CHANNEL_ACTIVE, NULL);
    }

  next_at = find_next_poll (self, turn, now);
  for (guint i = 0; i < TIEM_N_LANES; i++)
    if (self->lanes[i].error != NULL)
      next_at = MIN (next_at, self->lanes[i].failed_at + self->lanes[i].wait_ms);
  if (turn->report->come_back_at != 0)
    next_at = MIN (next_at, turn->report->come_back_at);
  turn->report->next_at = turn->again ? now : MAX (now, next_at);
}

static void
end_badly (TiemWorker *self,
           TiemTurn *turn,
           const GError *error)
{
  gint64 wait;

  turn->news = TRUE;
  /* A turn that meets the limit half-way would meet it there for ever. */
  if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED))
    tiem_limiter_slow_down (self->limiter);
  wait = is_absent (self, error) ? tiem_backoff_fail_absent (self->backoff, error)
                                 : tiem_backoff_fail (self->backoff, error);
  turn->report->next_at = g_error_matches (error, TIEM_ERROR, TIEM_ERROR_AUTH)
                              ? G_MAXINT64
                              : tiem_clock_now (self->clock) + wait;
  if (turn->record != NULL)
    book_failure (self, turn, error);
}

/* How much is still to be sent; a turn without news has left it as it was. */
static void
count_waiting (TiemWorker *self,
               TiemTurn *turn)
{
  g_autoptr (TiemChannelRecord) record = NULL;

  turn->report->waiting = turn->record->pending;
  if (!turn->news)
    return;

  record = tiem_store_get_channel_for_turn (self->store, self->channel_id, NULL);
  if (record != NULL)
    turn->report->waiting = record->pending;
}

gboolean
tiem_worker_turn (TiemWorker *self,
                  TiemTurnFlags flags,
                  TiemTurnReport *report,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (TiemChannelRecord) record = NULL;
  g_autoptr (GError) local_error = NULL;
  const GError *lane_error;
  TiemTurn turn = { .flags = flags, .report = report, .cancellable = cancellable };
  gboolean ok;

  g_return_val_if_fail (TIEM_IS_WORKER (self), FALSE);
  g_return_val_if_fail (report != NULL, FALSE);

  *report = (TiemTurnReport){ 0 };
  g_atomic_int_set (&self->hurry, FALSE);
  turn.started_at = tiem_clock_now (self->clock);
  turn.record = record
      = tiem_store_get_channel_for_turn (self->store, self->channel_id, &local_error);
  ok = record != NULL && run_renewing (self, &turn, &local_error);
  self->caused_at = 0;
  g_clear_pointer (&turn.reading, tiem_split_reading_free);

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    report->next_at = tiem_clock_now (self->clock);
  else if (ok)
    end_well (self, &turn);
  else
    end_badly (self, &turn, local_error);
  if (record != NULL)
    count_waiting (self, &turn);
  tiem_call_log_end_turn (self->log, turn.news);

  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  lane_error = find_lane_error (self);
  if (lane_error != NULL)
    {
      g_propagate_error (error, g_error_copy (lane_error));
      return FALSE;
    }
  return TRUE;
}

/* The object */

static void
tiem_worker_dispose (GObject *object)
{
  TiemWorker *self = TIEM_WORKER (object);

  g_clear_object (&self->channel);
  g_clear_object (&self->transport);
  g_clear_pointer (&self->log, tiem_call_log_free);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->keyring);

  G_OBJECT_CLASS (tiem_worker_parent_class)->dispose (object);
}

static void
tiem_worker_finalize (GObject *object)
{
  TiemWorker *self = TIEM_WORKER (object);

  g_clear_pointer (&self->limiter, tiem_limiter_free);
  g_clear_pointer (&self->backoff, tiem_backoff_free);
  for (guint i = 0; i < TIEM_N_LANES; i++)
    {
      g_clear_pointer (&self->lanes[i].backoff, tiem_backoff_free);
      g_clear_error (&self->lanes[i].error);
    }
  for (guint i = 0; i < TIEM_N_AFTER; i++)
    {
      g_clear_pointer (&self->after[i].backoff, tiem_backoff_free);
      g_clear_error (&self->after[i].error);
    }
  g_clear_pointer (&self->account, tiem_account_free);
  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->stored_cursor, g_free);
  g_clear_pointer (&self->listings_cursor, g_free);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->culprits, g_hash_table_unref);

  G_OBJECT_CLASS (tiem_worker_parent_class)->finalize (object);
}

static void
tiem_worker_class_init (TiemWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tiem_worker_dispose;
  object_class->finalize = tiem_worker_finalize;
}

static void
tiem_worker_init (TiemWorker *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->culprits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static gint64
now_cb (gpointer user_data)
{
  return tiem_clock_now (user_data);
}

TiemWorker *
tiem_worker_new_for_channel (TiemStore *store,
                             const TiemChannelInfo *info,
                             TiemChannel *channel,
                             TiemTransport *transport,
                             TiemClock *clock,
                             gint64 channel_id,
                             guint32 seed)
{
  TiemWorker *self = g_object_new (TIEM_TYPE_WORKER, NULL);
  g_autoptr (TiemTransport) logged = NULL;
  g_autoptr (TiemTransport) limited = NULL;

  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->channel_id = channel_id;
  self->info = info;
  self->channel = g_object_ref (channel);
  self->limiter = tiem_limiter_new (clock, info->calls_per_second, info->calls_burst);
  self->log = tiem_call_log_new (store, clock, channel_id);
  logged = tiem_transport_new_logged (transport, tiem_call_log_add, self->log);
  limited = tiem_limited_transport_new (logged, self->limiter);
  self->transport = tiem_transport_new_dated (limited, now_cb, self->clock);
  self->backoff = tiem_backoff_new (seed);
  for (guint i = 0; i < TIEM_N_LANES; i++)
    self->lanes[i].backoff = tiem_backoff_new (seed + 1 + i);
  for (guint i = 0; i < TIEM_N_AFTER; i++)
    self->after[i].backoff = tiem_backoff_new (seed + 1 + TIEM_N_LANES + i);
  self->push_limit = self->price_limit = MAX (1, info->push_batch);
  self->lively_until = tiem_clock_now (clock) + TIEM_LIVELY_MS;
  return self;
}

TiemWorker *
tiem_worker_new (TiemStore *store,
                 TiemKeyring *keyring,
                 TiemClock *clock,
                 TiemTransport *transport,
                 gint64 channel_id,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (TiemChannelRecord) record = NULL;
  g_autoptr (TiemAccount) account = NULL;
  g_autoptr (TiemChannel) channel = NULL;
  const TiemChannelInfo *info;
  TiemWorker *self;

  record = tiem_store_get_channel (store, channel_id, error);
  if (record == NULL)
    return NULL;
  info = tiem_channel_info_find (record->kind);
  if (info == NULL || (info->flags & TIEM_CHANNEL_HAS_NETWORK) == 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   _ ("“%s” is no channel that can be synced; it sells on this computer, or was "
                      "added by another version of Tiệm."),
                   record->name);
      return NULL;
    }
  account = tiem_sync_lookup_account (store, keyring, channel_id, cancellable, error);
  if (account == NULL)
    return NULL;
  channel = info->create (account, error);
  if (channel == NULL)
    return NULL;
  self = tiem_worker_new_for_channel (
      store, info, channel, transport, clock, channel_id, g_random_int ());
  tiem_worker_set_account (self, keyring, account);
  return self;
}

TiemWorker *
tiem_worker_new_system (TiemStore *store,
                        TiemKeyring *keyring,
                        TiemClock *clock,
                        gint64 channel_id,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (TiemTransport) transport = tiem_transport_new_soup ();

  return tiem_worker_new (store, keyring, clock, transport, channel_id, cancellable, error);
}

gint64
tiem_worker_get_channel_id (TiemWorker *self)
{
  g_return_val_if_fail (TIEM_IS_WORKER (self), 0);

  return self->channel_id;
}

void
tiem_worker_set_account (TiemWorker *self,
                         TiemKeyring *keyring,
                         const TiemAccount *account)
{
  g_set_object (&self->keyring, keyring);
  g_clear_pointer (&self->account, tiem_account_free);
  self->account = tiem_account_copy (account);
}

void
tiem_worker_set_hooks (TiemWorker *self,
                       const TiemWorkerHooks *hooks,
                       gpointer user_data)
{
  self->hooks = *hooks;
  self->hooks_data = user_data;
}

void
tiem_worker_set_cause (TiemWorker *self,
                       gint64 caused_at)
{
  self->caused_at = caused_at;
}

void
tiem_worker_set_failing_since (TiemWorker *self,
                               gint64 since)
{
  self->failing_since = since;
}

void
tiem_worker_lift_limit (TiemWorker *self)
{
  tiem_limiter_lift (self->limiter);
}

gboolean
tiem_worker_is_down (TiemWorker *self)
{
  return tiem_backoff_get_failures (self->backoff) > 0;
}

void
tiem_worker_hurry (TiemWorker *self)
{
  g_atomic_int_set (&self->hurry, TRUE);
}

void
tiem_worker_flush_log (TiemWorker *self)
{
  g_return_if_fail (TIEM_IS_WORKER (self));

  tiem_call_log_flush (self->log);
}
