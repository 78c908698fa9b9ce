#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-worker-private.h"

#include <glib/gi18n-lib.h>

/* A listing with which a call failed this often, it alone and one after another, is refused:
 * a channel that is busy for some seconds times out with any listing. */
#define CULPRIT_CALLS 4
/* While no other listing waits behind it, it is not refused sooner: what the platform breaks down
 * with for some seconds may be the last units of something that sells. */
#define ALONE_MS (60 * 1000)

/* A number that is set undoes what the channel sold since its orders were read: a queue that takes
 * longer than this reads them again before it goes on. */
#define FRESH_MS 2000

/* What this turn has handled: listing → version, so that a queue always comes to its end. */
typedef GHashTable Handled;

static Handled *
new_handled (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

static void
remember_handled (Handled *handled,
                  GPtrArray *pushes)
{
  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i);

      g_hash_table_replace (handled,
                            g_memdup2 (&push->listing_id, sizeof push->listing_id),
                            g_memdup2 (&push->version, sizeof push->version));
    }
}

/* Keeps at most @limit of @pushes, those that this turn has not handled. */
static void
keep_unhandled (Handled *handled,
                GPtrArray *pushes,
                guint limit)
{
  guint i = 0;

  while (i < pushes->len)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i);
      const gint64 *version = g_hash_table_lookup (handled, &push->listing_id);

      if (i >= limit || (version != NULL && *version == push->version))
        g_ptr_array_remove_index (pushes, i);
      else
        i++;
    }
}

/* Keeps of @pushes what goes out in one request with the first of them. */
static void
keep_one_request (TiemWorker *self,
                  GPtrArray *pushes)
{
  g_autofree char *group = NULL;

  if (self->info->push_group == NULL || pushes->len == 0)
    return;
  group = self->info->push_group (g_ptr_array_index (pushes, 0));
  for (guint i = pushes->len - 1; i > 0; i--)
    {
      g_autofree char *other = self->info->push_group (g_ptr_array_index (pushes, i));

      if (g_strcmp0 (group, other) != 0)
        g_ptr_array_remove_index (pushes, i);
    }
}

static guint
get_batch_size (TiemWorker *self)
{
  return MAX (1, self->info->push_batch);
}

/* Books in the log that a call went wrong, and hands the error on. */
static gboolean
fail_call (TiemWorker *self,
           GError *call_error,
           GError **error)
{
  tiem_call_log_blame_last (self->log, call_error);
  g_propagate_error (error, call_error);
  return FALSE;
}

/* Read back what is unclear */

static gboolean
read_back_unclear (TiemWorker *self,
                   TiemTurn *turn,
                   GError **error)
{
  g_autoptr (GHashTable) handled = new_handled ();
  guint batch = get_batch_size (self);

  tiem_limiter_set_urgent (self->limiter, TRUE);
  while (TRUE)
    {
      g_autoptr (GPtrArray) unclear = NULL;
      g_autoptr (TiemListingPage) page = NULL;
      GError *call_error = NULL;

      unclear = tiem_store_list_unclear (
          self->store, self->channel_id, batch + g_hash_table_size (handled), error);
      if (unclear == NULL)
        return FALSE;
      keep_unhandled (handled, unclear, batch);
      if (unclear->len == 0)
        return TRUE;

      turn->news = TRUE;
      page = tiem_channel_read_listings (
          self->channel, self->transport, unclear, turn->cancellable, &call_error);
      if (page == NULL)
        return fail_call (self, call_error, error);
      if (!tiem_store_put_read_back (self->store, self->channel_id, page, error))
        return FALSE;
      remember_handled (handled, unclear);
    }
}

/* Push stock */

static void
emit_pushed (TiemWorker *self,
             const char *what,
             const TiemPush *push,
             gint64 value)
{
  TiemSyncEvent *event = tiem_worker_new_event (self, what);

  event->sku = g_strdup (push->sku);
  event->value = value;
  event->since_ms = self->caused_at > 0 ? MAX (0, event->at - self->caused_at) : 0;
  tiem_worker_emit (self, event);
}

static void
report_pushes (TiemWorker *self,
               TiemTurn *turn,
               GPtrArray *pushes,
               const char *what)
{
  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i);

      if (push->done)
        {
          turn->report->pushed++;
          emit_pushed (self, what, push, push->confirmed);
        }
      else if (push->error != NULL)
        {
          turn->report->failed++;
          tiem_worker_emit_error (self, NULL, push->sku, push->error);
        }
    }
}

/* After a call: what it did not settle may have arrived, unless the channel surely refused
 * the call before doing anything. */
static void
mark_unclear (GPtrArray *pushes,
              const GError *call_error)
{
  gboolean untouched = g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_AUTH)
                       || g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_TOKEN)
                       || g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED);

  for (guint i = 0; i < pushes->len && !untouched; i++)
    {
      TiemPush *push = g_ptr_array_index (pushes, i);

      if (!push->done && push->error == NULL)
        push->unclear = TRUE;
    }
}

/* One item that takes the whole call down with it must not hold up the others: halve the
 * calls until it is alone, then count against it. */
static void
look_for_culprit (TiemWorker *self,
                  GPtrArray *pushes,
                  const GError *call_error)
{
  if (tiem_worker_is_hard (self, call_error))
    return;

  if (pushes->len > 1)
    {
      self->push_limit = MAX (1, pushes->len / 2);
    }
  else if (pushes->len == 1)
    {
      const TiemPush *push = g_ptr_array_index (pushes, 0);
      guint calls = GPOINTER_TO_UINT (g_hash_table_lookup (self->culprits, &push->listing_id));

      if (g_hash_table_size (self->culprits) == 0)
        self->suspected_since = tiem_clock_now (self->clock);
      g_hash_table_replace (self->culprits,
                            g_memdup2 (&push->listing_id, sizeof push->listing_id),
                            GUINT_TO_POINTER (calls + 1));
    }
}

/* What got through is none, however often it failed before. */
static void
forget_suspects (TiemWorker *self,
                 GPtrArray *pushes)
{
  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i);

      if (push->done)
        g_hash_table_remove (self->culprits, &push->listing_id);
    }
}

static gboolean
is_culprit (TiemWorker *self,
            TiemTurn *turn,
            const TiemPush *push)
{
  guint calls = GPOINTER_TO_UINT (g_hash_table_lookup (self->culprits, &push->listing_id));
  gint64 since = tiem_clock_now (self->clock) - self->suspected_since;

  return calls >= CULPRIT_CALLS && (turn->record->pending > 1 || since < 0 || since >= ALONE_MS);
}

/* Takes the found ones out of @pushes. Returns: (transfer full): them, refused */
static GPtrArray *
steal_culprits (TiemWorker *self,
                TiemTurn *turn,
                GPtrArray *pushes)
{
  GPtrArray *culprits = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);

  for (guint i = pushes->len; i > 0; i--)
    {
      TiemPush *push = g_ptr_array_index (pushes, i - 1);

      if (!is_culprit (self, turn, push))
        continue;

      push->error = g_error_new_literal (TIEM_ERROR,
                                         TIEM_ERROR_REJECTED,
                                         _ ("The channel breaks down whenever it gets the stock of "
                                            "this listing; look at the listing there. Tiệm goes on "
                                            "with the others and tries this one again in an "
                                            "hour."));
      g_hash_table_remove (self->culprits, &push->listing_id);
      g_ptr_array_add (culprits, g_ptr_array_steal_index (pushes, i - 1));
    }
  return culprits;
}

static gboolean
refuse_culprits (TiemWorker *self,
                 TiemTurn *turn,
                 GPtrArray *pushes,
                 GError **error)
{
  g_autoptr (GPtrArray) culprits = steal_culprits (self, turn, pushes);

  if (culprits->len == 0)
    return TRUE;
  turn->news = TRUE;
  if (!tiem_store_finish_pushes (self->store, self->channel_id, culprits, error))
    return FALSE;
  report_pushes (self, turn, culprits, "stock_pushed");
  return TRUE;
}

/* Nothing may lie between the store call and the request: a number that waited is looked at again,
 * and one that goes out is known to be under way. */
static gboolean
begin_batch (TiemWorker *self,
             TiemTurn *turn,
             GPtrArray *pushes,
             GError **error)
{
  guint dropped = 0;

  if (!tiem_limiter_wait (self->limiter, turn->cancellable, error)
      || !tiem_store_begin_pushes (self->store, pushes, &dropped, error))
    return FALSE;
  if (dropped > 0)
    {
      g_autofree char *text = NULL;

      text = g_strdup_printf (ngettext ("%u number was out of date before it was sent; the newer "
                                        "one is sent instead",
                                        "%u numbers were out of date before they were sent; the "
                                        "newer ones are sent instead",
                                        dropped),
                              dropped);
      tiem_call_log_note (self->log, "stock", "stale", text);
    }
  return TRUE;
}

static gboolean
ensure_fresh (TiemWorker *self,
              TiemTurn *turn,
              GError **error)
{
  gint64 age = tiem_clock_now (self->clock) - turn->asked_at;

  if (age >= 0 && age < FRESH_MS)
    return TRUE;
  return tiem_worker_pull_orders (self, turn, error);
}

static gboolean
push_batch (TiemWorker *self,
            TiemTurn *turn,
            GPtrArray *pushes,
            GError **error)
{
  GError *call_error = NULL;

  turn->news = TRUE;
  if (!tiem_limiter_wait (self->limiter, turn->cancellable, error)
      || !ensure_fresh (self, turn, error) || !begin_batch (self, turn, pushes, error))
    return FALSE;
  if (pushes->len == 0)
    return TRUE;

  tiem_worker_tell (
      self, ngettext ("Sending stock: %u", "Sending stock: %u", pushes->len), pushes->len);
  if (!tiem_channel_push_stock (
          self->channel, self->transport, pushes, turn->cancellable, &call_error))
    look_for_culprit (self, pushes, call_error);
  forget_suspects (self, pushes);
  mark_unclear (pushes, call_error);

  if (!tiem_store_finish_pushes (self->store, self->channel_id, pushes, error))
    {
      /* They stay marked as under way: the next turn reads them back. */
      g_clear_error (&call_error);
      return FALSE;
    }
  report_pushes (self, turn, pushes, "stock_pushed");
  if (call_error != NULL)
    return fail_call (self, call_error, error);

  self->push_limit = MIN (get_batch_size (self), self->push_limit * 2);
  return TRUE;
}

gboolean
tiem_worker_push_stock (TiemWorker *self,
                        TiemTurn *turn,
                        GError **error)
{
  g_autoptr (GHashTable) handled = new_handled ();

  if ((self->info->flags & TIEM_CHANNEL_CAN_PUSH_STOCK) == 0)
    return TRUE;
  if (!read_back_unclear (self, turn, error))
    return FALSE;

  while (TRUE)
    {
      g_autoptr (GPtrArray) pushes = NULL;

      pushes = tiem_store_take_stock_pushes (
          self->store, self->channel_id, self->push_limit + g_hash_table_size (handled), error);
      if (pushes == NULL)
        return FALSE;
      keep_unhandled (handled, pushes, self->push_limit);
      if (pushes->len == 0)
        return TRUE;

      keep_one_request (self, pushes);
      remember_handled (handled, pushes);
      tiem_worker_keep_provable (self, turn, pushes);
      if (!refuse_culprits (self, turn, pushes, error)
          || (pushes->len > 0 && !push_batch (self, turn, pushes, error)))
        return FALSE;
    }
}
