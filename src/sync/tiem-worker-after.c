#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-worker-private.h"

#include <glib/gi18n-lib.h>

/* What follows a sale, read less often: fees, returns, reviews, and how long the owner's grant
 * lasts. Each has its place in the store and a back-off of its own. */

#define MINUTE_MS (60 * (gint64)1000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
/* Calls of one turn, so that the next poll is not kept waiting; the rest follows in its turns. */
#define FEE_CALLS 5
/* The same where nobody waits for the next poll. */
#define FEE_CALLS_ONCE 20
/* Reviews may take a call for every product (Lazada §10): the same again, in time. */
#define REVIEWS_MS (2 * (gint64)1000)
#define REVIEWS_ONCE_MS (10 * (gint64)1000)

typedef gboolean (*AfterFunc) (TiemWorker *self, TiemTurn *turn, GError **error);

/* --- fees --- */

static gboolean
is_patient (const TiemTurn *turn)
{
  return (turn->flags & (TIEM_TURN_AFTER_SALE | TIEM_TURN_FULL)) != 0;
}

static gboolean
read_fees (TiemWorker *self,
           TiemTurn *turn,
           GError **error)
{
  gint64 read_before = turn->started_at - ((turn->flags & TIEM_TURN_FULL) != 0 ? 0 : DAY_MS);
  guint calls = is_patient (turn) ? FEE_CALLS_ONCE : FEE_CALLS;

  while (calls-- > 0 && !g_atomic_int_get (&self->hurry))
    {
      g_autoptr (GPtrArray) due = tiem_store_list_fees_due (
          self->store, self->channel_id, read_before, MAX (1, self->info->fees_batch), error);
      g_autoptr (GError) call_error = NULL;

      if (due == NULL)
        return FALSE;
      if (due->len == 0)
        return TRUE;
      turn->news = TRUE;
      tiem_worker_tell (self, "%s", _ ("Reading fees"));
      tiem_channel_read_fees (self->channel, self->transport, due, turn->cancellable, &call_error);
      /* What the call did not reach is asked about again when the lane is. */
      for (guint i = due->len; call_error != NULL && i-- > 0;)
        {
          const TiemOrderFees *fees = g_ptr_array_index (due, i);

          if (!fees->done && fees->error == NULL)
            g_ptr_array_remove_index (due, i);
        }
      if (!tiem_store_put_fees (self->store, self->channel_id, due, error))
        return FALSE;
      if (call_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&call_error));
          return FALSE;
        }
    }
  return TRUE;
}

/* --- returns and reviews --- */

static gboolean
fail_same_page (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_PROTOCOL,
                       _ ("The channel sends the same page again and again; Tiệm keeps trying."));
  return FALSE;
}

/* Returns: FALSE with @error. *first_since: for a lane that was never read */
static gboolean
find_place (TiemWorker *self,
            TiemTurn *turn,
            const char *lane,
            char **cursor,
            gint64 *first_since,
            GError **error)
{
  *first_since = 0;
  return tiem_store_get_lane (self->store, self->channel_id, lane, cursor, NULL, error)
         && (*cursor != NULL
             || (*first_since = tiem_worker_find_first_since (self, turn, error)) >= 0);
}

static gboolean
read_returns (TiemWorker *self,
              TiemTurn *turn,
              GError **error)
{
  g_autofree char *cursor = NULL;
  gint64 first_since;
  gboolean more;

  if (!find_place (self, turn, TIEM_LANE_RETURNS, &cursor, &first_since, error))
    return FALSE;
  tiem_worker_tell (self, "%s", _ ("Reading returns"));
  do
    {
      g_autoptr (TiemReturnPage) page = NULL;
      TiemStoredPage stored = { 0 };

      page = tiem_channel_pull_returns (
          self->channel, self->transport, cursor, first_since, turn->cancellable, error);
      if (page == NULL)
        return FALSE;
      more = page->more;
      if (more && g_strcmp0 (page->next_cursor, cursor) == 0)
        return fail_same_page (error);
      if (!tiem_store_put_return_page (self->store, self->channel_id, page, &stored, error))
        return FALSE;
      turn->news = turn->news || stored.stored > 0;
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  while (more);
  return TRUE;
}

/* Whether there is time for another page of what began at @started_at. */
static gboolean
has_time_for_reviews (TiemWorker *self,
                      TiemTurn *turn,
                      gint64 started_at)
{
  gint64 spent = tiem_clock_now (self->clock) - started_at;

  if (g_atomic_int_get (&self->hurry))
    return FALSE;
  return (turn->flags & TIEM_TURN_FULL) != 0
         || (spent >= 0 && spent < (is_patient (turn) ? REVIEWS_ONCE_MS : REVIEWS_MS));
}

static gboolean
read_reviews (TiemWorker *self,
              TiemTurn *turn,
              GError **error)
{
  gint64 started_at = tiem_clock_now (self->clock);
  g_autofree char *cursor = NULL;
  gint64 first_since;
  gboolean more;

  if (!find_place (self, turn, TIEM_LANE_REVIEWS, &cursor, &first_since, error))
    return FALSE;
  tiem_worker_tell (self, "%s", _ ("Reading reviews"));
  do
    {
      g_autoptr (TiemReviewPage) page = NULL;
      TiemStoredPage stored = { 0 };

      page = tiem_channel_pull_reviews (
          self->channel, self->transport, cursor, first_since, turn->cancellable, error);
      if (page == NULL)
        return FALSE;
      more = page->more;
      if (more && g_strcmp0 (page->next_cursor, cursor) == 0)
        return fail_same_page (error);
      if (!tiem_store_put_review_page (self->store, self->channel_id, page, &stored, error))
        return FALSE;
      turn->news = turn->news || stored.stored > 0;
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  while (more && has_time_for_reviews (self, turn, started_at));
  self->after[TIEM_AFTER_REVIEWS].is_under_way = more;
  return TRUE;
}

/* --- the grant --- */

static gboolean
read_grant (TiemWorker *self,
            TiemTurn *turn,
            GError **error)
{
  g_autoptr (TiemChannelProbe) probe = NULL;
  TiemAccount known = { 0 };

  if (self->info->sign_in == NULL)
    return TRUE;
  probe = tiem_channel_test (self->channel, self->transport, turn->cancellable, error);
  if (probe == NULL)
    return FALSE;
  known.grant_ends_at = probe->grant_ends_at;
  return tiem_sync_book_grant (self->store, self->channel_id, &known, error);
}

/* --- the lanes --- */

static const struct
{
  const char *lane;
  TiemChannelFlags needs; /* 0 = any channel */
  gint64 interval_ms;
  AfterFunc func;
} parts[] = {
  [TIEM_AFTER_FEES] = { TIEM_LANE_FEES, TIEM_CHANNEL_HAS_FEES, 10 * MINUTE_MS, read_fees },
  [TIEM_AFTER_RETURNS]
  = { TIEM_LANE_RETURNS, TIEM_CHANNEL_HAS_RETURNS, 15 * MINUTE_MS, read_returns },
  [TIEM_AFTER_REVIEWS] = { TIEM_LANE_REVIEWS, TIEM_CHANNEL_HAS_REVIEWS, HOUR_MS, read_reviews },
  [TIEM_AFTER_GRANT] = { TIEM_LANE_GRANT, 0, DAY_MS, read_grant },
};

/* Returns: FALSE with @error */
static gboolean
find_due (TiemWorker *self,
          TiemTurn *turn,
          TiemAfterId id,
          gboolean *is_due,
          GError **error)
{
  const TiemLane *lane = &self->after[id];
  gint64 read_at = 0;
  gint64 age;

  *is_due = FALSE;
  if ((self->info->flags & parts[id].needs) != parts[id].needs
      || (id == TIEM_AFTER_GRANT && self->info->sign_in == NULL)
      || (lane->error != NULL && turn->started_at >= lane->failed_at
          && turn->started_at < lane->failed_at + lane->wait_ms))
    return TRUE;
  /* Read in the future: the clock was set back. */
  if (!tiem_store_get_lane (self->store, self->channel_id, parts[id].lane, NULL, &read_at, error))
    return FALSE;
  age = turn->started_at - read_at;
  *is_due = read_at == 0 || age < 0 || age >= parts[id].interval_ms
            || (id != TIEM_AFTER_GRANT && is_patient (turn));
  return TRUE;
}

/* Whether @error ends the turn: a scope that was not granted for reviews is no reason to stop
 * reading orders. */
static gboolean
ends_turn (TiemWorker *self,
           const GError *error)
{
  return !g_error_matches (error, TIEM_ERROR, TIEM_ERROR_AUTH)
         && !g_error_matches (error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED)
         && tiem_worker_is_hard (self, error);
}

static gboolean
settle_part (TiemWorker *self,
             TiemTurn *turn,
             TiemAfterId id,
             GError *part_error, /* (transfer full) (nullable) */
             GError **error)
{
  TiemLane *lane = &self->after[id];

  g_clear_error (&lane->error);
  if (part_error == NULL)
    {
      tiem_backoff_reset (lane->backoff);
      /* It stays due: the rest follows after the next poll. */
      if (lane->is_under_way)
        return TRUE;
      return tiem_store_finish_lane (self->store, self->channel_id, parts[id].lane, error);
    }
  turn->news = TRUE;
  if (ends_turn (self, part_error))
    {
      g_propagate_error (error, part_error);
      return FALSE;
    }
  tiem_call_log_blame_last (self->log, part_error);
  lane->error = part_error;
  lane->failed_at = tiem_clock_now (self->clock);
  lane->wait_ms = MAX (MINUTE_MS, tiem_backoff_fail (lane->backoff, part_error));
  return tiem_store_set_lane_problem (
      self->store, self->channel_id, parts[id].lane, part_error->message, error);
}

gboolean
tiem_worker_read_after_sale (TiemWorker *self,
                             TiemTurn *turn,
                             GError **error)
{
  tiem_limiter_set_urgent (self->limiter, FALSE);
  for (guint id = 0; id < G_N_ELEMENTS (parts) && !g_atomic_int_get (&self->hurry); id++)
    {
      GError *part_error = NULL;
      gboolean is_due;

      if (!find_due (self, turn, id, &is_due, error))
        return FALSE;
      if (!is_due)
        continue;
      parts[id].func (self, turn, &part_error);
      if (!settle_part (self, turn, id, part_error, error))
        return FALSE;
    }
  return TRUE;
}
