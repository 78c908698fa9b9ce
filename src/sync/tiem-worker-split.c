#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-worker-private.h"

/* Scarce goods: their numbers at the platform are read before the orders and settled after them,
 * so that it is known what the channel may still believe it can sell. */

/* A longer gap between two pulls is a sleep or a dead network, not the pace of polling. */
#define LONGEST_GAP_MS (60 * 1000)

/* Turns at once, one after the other, to see a number for sure; then it has to wait for the poll.
 */
#define MOST_PROOFS 4

/* Returns: (transfer full): some of @listings, for one call */
static GPtrArray *
take_batch (GPtrArray *listings,
            guint start,
            guint size)
{
  GPtrArray *batch = g_ptr_array_new ();

  for (guint i = start; i < listings->len && batch->len < size; i++)
    g_ptr_array_add (batch, g_ptr_array_index (listings, i));
  return batch;
}

gboolean
tiem_worker_read_numbers (TiemWorker *self,
                          TiemTurn *turn,
                          GError **error)
{
  g_autoptr (TiemSplitReading) reading = NULL;
  guint size = MAX (1, self->info->push_batch);

  g_clear_pointer (&turn->reading, tiem_split_reading_free);
  if ((self->info->flags & TIEM_CHANNEL_CAN_PUSH_STOCK) == 0)
    return TRUE;
  reading = tiem_store_begin_split_reading (self->store, self->channel_id, error);
  if (reading == NULL)
    return FALSE;

  tiem_limiter_set_urgent (self->limiter, TRUE);
  for (guint i = 0; i < reading->listings->len; i += size)
    {
      g_autoptr (GPtrArray) batch = take_batch (reading->listings, i, size);
      TiemListingPage *page;
      GError *call_error = NULL;

      page = tiem_channel_read_listings (
          self->channel, self->transport, batch, turn->cancellable, &call_error);
      if (page == NULL)
        {
          tiem_call_log_blame_last (self->log, call_error);
          g_propagate_error (error, call_error);
          return FALSE;
        }
      g_ptr_array_add (reading->pages, page);
    }
  turn->reading = g_steal_pointer (&reading);
  return TRUE;
}

/* How long a sale stays unseen here, as it is: longer at once, shorter by and by. */
static gboolean
measure_poll (TiemWorker *self,
              TiemTurn *turn,
              GError **error)
{
  gint64 now = tiem_clock_now (self->clock);
  gint64 gap = CLAMP (now - self->pulled_at, 0, LONGEST_GAP_MS);
  gint64 difference;

  if (self->pulled_at != 0)
    self->poll_ms = self->poll_ms == 0    ? gap
                    : gap > self->poll_ms ? (self->poll_ms + gap) / 2
                                          : self->poll_ms - (self->poll_ms - gap) / 8;
  self->pulled_at = now;
  difference = ABS (self->poll_ms - self->booked_poll_ms);
  /* A poll without news writes nothing. */
  if (!turn->news || difference < 1000 || difference * 4 < self->booked_poll_ms)
    return TRUE;
  self->booked_poll_ms = self->poll_ms;
  return tiem_store_book_poll (self->store, self->channel_id, self->poll_ms, error);
}

gboolean
tiem_worker_settle_numbers (TiemWorker *self,
                            TiemTurn *turn,
                            GError **error)
{
  return measure_poll (self, turn, error)
         && (turn->reading == NULL
             || tiem_store_settle_split_reading (
                 self->store, self->channel_id, turn->reading, error));
}

static gboolean
was_read (TiemTurn *turn,
          gint64 listing_id)
{
  for (guint i = 0; turn->reading != NULL && i < turn->reading->listings->len; i++)
    {
      const TiemPush *listing = g_ptr_array_index (turn->reading->listings, i);

      if (listing->listing_id == listing_id)
        return TRUE;
    }
  return FALSE;
}

void
tiem_worker_keep_provable (TiemWorker *self,
                           TiemTurn *turn,
                           GPtrArray *pushes)
{
  for (guint i = pushes->len; i > 0; i--)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i - 1);

      if (!push->raises_scarce || was_read (turn, push->listing_id))
        continue;
      /* It became scarce in this turn: its number is read at the beginning of the next. */
      turn->again = turn->again || turn->reading != NULL;
      g_ptr_array_remove_index (pushes, i - 1);
    }
}

gboolean
tiem_worker_prove_numbers (TiemWorker *self,
                           TiemTurn *turn,
                           GError **error)
{
  gboolean found = FALSE;

  /* Without a reading the next turn would prove as little. */
  if (turn->reading == NULL)
    return TRUE;
  if ((turn->report->pushed > 0 || turn->reading->listings->len > 0)
      && !tiem_store_find_unproven (self->store, self->channel_id, &found, error))
    return FALSE;
  self->proofs = found ? self->proofs + 1 : 0;
  turn->again = turn->again || (found && self->proofs <= MOST_PROOFS);
  return TRUE;
}
