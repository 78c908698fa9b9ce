#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-worker-private.h"

#include "sync/tiem-poll.h"

#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DAY_MS (24 * 60 * 60 * (gint64)1000)
/* Pages without news are not written for their cursor's sake more often than this: after a crash
 * no more than this is read again, and all of it is known. */
#define CURSOR_MS DAY_MS
/* Items that are remembered so as to know news from what an overlap brings again. */
#define MOST_KNOWN 2000
/* A pass over the listings gives way to the next poll after this long. */
#define SLICE_MS 2000
/* A big catalogue is read less often: passes take a twentieth of the time at most. */
#define REST_FACTOR 20
/* A cursor in the middle of a round of pages is stored with this before it: after a restart
 * the rest of the round is read, and then a whole one, before anything is pushed. */
#define MID_ROUND "~"
/* Of an answer that nobody understands. */
#define LONGEST_RAW (256 * 1024)

/* Starts from the store's cursor when it is not the one this worker wrote: the first turn,
 * "read everything again", a restored backup. */
static gboolean
find_cursor (TiemWorker *self,
             TiemTurn *turn,
             GError **error)
{
  g_autoptr (TiemChannelRecord) fresh = NULL;
  const char *stored = turn->record->cursor;

  /* A turn that has pulled before has moved it on since its record was read. */
  if (turn->asked_at != 0)
    {
      fresh = tiem_store_get_channel_for_turn (self->store, self->channel_id, error);
      if (fresh == NULL)
        return FALSE;
      stored = fresh->cursor;
    }
  if (self->cursor != NULL && g_strcmp0 (stored, self->stored_cursor) == 0)
    return TRUE;

  g_free (self->cursor);
  g_free (self->stored_cursor);
  self->is_mid_round = stored != NULL && g_str_has_prefix (stored, MID_ROUND);
  self->cursor = g_strdup (self->is_mid_round ? stored + strlen (MID_ROUND) : stored);
  self->stored_cursor = g_strdup (stored);
  self->cursor_stored_at = turn->started_at;
  g_hash_table_remove_all (self->known);
  return TRUE;
}

gint64
tiem_worker_find_first_since (TiemWorker *self,
                              TiemTurn *turn,
                              GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  gint64 days = TIEM_FIRST_IMPORT_DAYS;

  text = tiem_store_get_setting (self->store, TIEM_SETTING_FIRST_IMPORT_DAYS, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return -1;
    }
  if (text != NULL && !g_ascii_string_to_signed (text, 10, 0, 36500, &days, NULL))
    days = TIEM_FIRST_IMPORT_DAYS;
  return days == 0 ? 0 : MAX (0, turn->started_at - days * DAY_MS);
}

static void
emit_orders (TiemWorker *self,
             const TiemOrderPage *page)
{
  for (guint i = 0; i < page->orders->len; i++)
    {
      const TiemRemoteOrder *order = g_ptr_array_index (page->orders, i);
      TiemSyncEvent *event;

      if (order->stored_as == TIEM_STORED_UNCHANGED)
        continue;
      event = tiem_worker_new_event (self, "order");
      event->remote_id = g_strdup (order->remote_id);
      event->value = order->total_vnd;
      event->is_new = order->stored_as == TIEM_STORED_NEW;
      tiem_worker_emit (self, event);
    }
}

static void
remember (TiemWorker *self,
          char *key,
          guint64 hash)
{
  g_hash_table_replace (self->known, key, g_memdup2 (&hash, sizeof hash));
}

static gboolean
is_known (TiemWorker *self,
          const char *key,
          guint64 hash)
{
  const guint64 *known = g_hash_table_lookup (self->known, key);

  return known != NULL && *known == hash;
}

static char *
make_unreadable_key (const TiemUnreadable *item)
{
  return g_strconcat ("?", item->remote_id, NULL);
}

static guint64
hash_unreadable (const TiemUnreadable *item)
{
  return item->raw != NULL ? g_str_hash (item->raw) : 0;
}

static void
remember_page (TiemWorker *self,
               const TiemOrderPage *page)
{
  if (g_hash_table_size (self->known) + page->orders->len + page->unreadable->len > MOST_KNOWN)
    g_hash_table_remove_all (self->known);
  for (guint i = 0; i < page->orders->len; i++)
    {
      const TiemRemoteOrder *order = g_ptr_array_index (page->orders, i);

      remember (self, g_strdup (order->remote_id), tiem_remote_order_hash (order));
    }
  for (guint i = 0; i < page->unreadable->len; i++)
    {
      const TiemUnreadable *item = g_ptr_array_index (page->unreadable, i);

      remember (self, make_unreadable_key (item), hash_unreadable (item));
    }
}

gboolean
tiem_worker_store_page (TiemWorker *self,
                        TiemTurn *turn,
                        const TiemOrderPage *page,
                        GError **error)
{
  TiemStoredPage stored = { 0 };
  TiemOrderPage marked = *page;
  g_autofree char *cursor = NULL;

  cursor = g_strconcat (page->more ? MID_ROUND : "", page->next_cursor, NULL);
  marked.next_cursor = cursor;
  if (!tiem_store_put_next_order_page (
          self->store, self->channel_id, self->stored_cursor, &marked, &stored, error))
    return FALSE;

  g_free (self->stored_cursor);
  self->stored_cursor = g_steal_pointer (&cursor);
  self->cursor_stored_at = tiem_clock_now (self->clock);
  turn->report->stored += stored.stored;
  turn->report->unchanged += stored.unchanged;
  if (stored.stored > 0)
    {
      turn->news = TRUE;
      self->lively_until = self->cursor_stored_at + TIEM_LIVELY_MS;
      if (self->caused_at == 0)
        self->caused_at = self->cursor_stored_at;
    }
  remember_page (self, page);
  emit_orders (self, page);
  return TRUE;
}

/* Every poll overlaps the one before: a page of nothing but what was just stored is no reason
 * to write to the disk. */
static gboolean
has_news (TiemWorker *self,
          const TiemOrderPage *page)
{
  for (guint i = 0; i < page->orders->len; i++)
    {
      const TiemRemoteOrder *order = g_ptr_array_index (page->orders, i);

      if (!is_known (self, order->remote_id, tiem_remote_order_hash (order)))
        return TRUE;
    }
  for (guint i = 0; i < page->unreadable->len; i++)
    {
      const TiemUnreadable *item = g_ptr_array_index (page->unreadable, i);
      g_autofree char *key = make_unreadable_key (item);

      if (!is_known (self, key, hash_unreadable (item)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_worth_storing (TiemWorker *self,
                  const TiemOrderPage *page)
{
  gint64 age = tiem_clock_now (self->clock) - self->cursor_stored_at;

  if (self->stored_cursor == NULL || has_news (self, page))
    return TRUE;
  if (page->more || strcmp (page->next_cursor, self->stored_cursor) == 0)
    return FALSE;
  return g_str_has_prefix (self->stored_cursor, MID_ROUND) || age < 0 || age >= CURSOR_MS;
}

/* Keeps an answer that could not be read at all, so that it can be looked at: once for each
 * time the channel begins to fail, not at every attempt. */
static void
keep_answer (TiemWorker *self,
             const GError *error)
{
  GBytes *body = tiem_call_log_get_last_body (self->log);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *raw = NULL;
  TiemUnreadable item = { 0 };
  gsize length;
  const char *data;

  if (!g_error_matches (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL) || self->failing_since != 0
      || body == NULL || g_bytes_get_size (body) == 0)
    return;

  data = g_bytes_get_data (body, &length);
  raw = g_utf8_make_valid (data, MIN (length, LONGEST_RAW));
  item.reason = error->message;
  item.raw = raw;
  if (!tiem_store_keep_unreadable (self->store, self->channel_id, "page", &item, &local_error))
    g_message ("An answer that can't be understood can't be kept: %s", local_error->message);
}

/* The call failed, or what it answered makes no sense. */
static void
note_failed_call (TiemWorker *self,
                  const GError *error)
{
  if (error->domain == TIEM_ERROR)
    {
      tiem_call_log_blame_last (self->log, error);
      keep_answer (self, error);
    }
}

static TiemOrderPage *
pull_page (TiemWorker *self,
           TiemTurn *turn,
           gint64 first_since,
           GError **error)
{
  g_autoptr (TiemOrderPage) page = NULL;
  g_autoptr (GError) local_error = NULL;

  page = tiem_channel_pull_orders (
      self->channel, self->transport, self->cursor, first_since, turn->cancellable, &local_error);
  if (page != NULL && page->more && g_strcmp0 (page->next_cursor, self->cursor) == 0)
    {
      /* It would be read for ever. */
      local_error = g_error_new_literal (TIEM_ERROR,
                                         TIEM_ERROR_PROTOCOL,
                                         _ ("The channel sends the same page of orders again and "
                                            "again; Tiệm keeps trying."));
    }
  if (local_error != NULL)
    {
      note_failed_call (self, local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&page);
}

/* Reads pages up to the last. */
static gboolean
pull_round (TiemWorker *self,
            TiemTurn *turn,
            gint64 first_since,
            GError **error)
{
  do
    {
      g_autoptr (TiemOrderPage) page = pull_page (self, turn, first_since, error);

      if (page == NULL)
        return FALSE;
      if (!is_worth_storing (self, page))
        turn->report->unchanged += page->orders->len;
      else if (!tiem_worker_store_page (self, turn, page, error))
        return FALSE;

      turn->report->pulled += page->orders->len;
      if (turn->report->pulled > 0)
        {
          g_autofree char *number = tiem_number_format (turn->report->pulled);

          /* Translators: how many */
          tiem_worker_tell (self, _ ("Reading orders: %s"), number);
        }
      g_free (self->cursor);
      self->cursor = g_strdup (page->next_cursor);
      self->is_mid_round = page->more;
    }
  while (self->is_mid_round);
  return TRUE;
}

gboolean
tiem_worker_pull_orders (TiemWorker *self,
                         TiemTurn *turn,
                         GError **error)
{
  gint64 first_since = 0;
  gboolean resumes;

  if (!find_cursor (self, turn, error))
    return FALSE;
  turn->asked_at = tiem_clock_now (self->clock);
  if (self->cursor == NULL && (first_since = tiem_worker_find_first_since (self, turn, error)) < 0)
    return FALSE;

  tiem_limiter_set_urgent (self->limiter, TRUE);
  tiem_channel_set_brief (self->channel, (turn->flags & TIEM_TURN_PUSH_ONLY) != 0);
  /* What follows rests on a round that began in this turn, not on the rest of an old one. */
  resumes = self->is_mid_round;
  if (!pull_round (self, turn, first_since, error))
    return FALSE;
  if (!resumes)
    return TRUE;
  turn->asked_at = tiem_clock_now (self->clock);
  return pull_round (self, turn, first_since, error);
}

/* Listings */

static gboolean
listings_are_due (TiemWorker *self,
                  TiemTurn *turn)
{
  gint64 age = turn->started_at - turn->record->listings_read_at;

  if ((turn->flags & TIEM_TURN_FULL) != 0 || turn->record->listings_read_at == 0)
    return TRUE;
  /* Read in the future: the clock was set back. */
  return self->info->listings_ms > 0
         && (age < 0 || age >= MAX (self->info->listings_ms, self->listings_rest_ms));
}

static void
forget_pass (TiemWorker *self)
{
  g_clear_pointer (&self->listings_cursor, g_free);
  self->listings_started_at = 0;
  self->listings_read = 0;
  self->listings_spent_ms = 0;
}

static gboolean
read_page (TiemWorker *self,
           TiemTurn *turn,
           GError **error)
{
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean has_news;

  page = tiem_channel_pull_listings (
      self->channel, self->transport, self->listings_cursor, turn->cancellable, &local_error);
  if (page != NULL && page->next_cursor != NULL
      && g_strcmp0 (page->next_cursor, self->listings_cursor) == 0)
    local_error = g_error_new_literal (TIEM_ERROR,
                                       TIEM_ERROR_PROTOCOL,
                                       _ ("The channel sends the same page of listings again and "
                                          "again; Tiệm keeps trying."));
  if (local_error != NULL)
    {
      note_failed_call (self, local_error);
      /* Perhaps the place it had come to is no longer valid: begin anew. */
      if (!g_error_matches (local_error, TIEM_ERROR, TIEM_ERROR_TRANSIENT)
          && !tiem_worker_is_hard (self, local_error))
        forget_pass (self);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!tiem_store_put_next_listing_page (
          self->store, self->channel_id, page, self->listings_started_at, &has_news, error))
    return FALSE;

  turn->news = turn->news || has_news;
  turn->report->listings += page->listings->len;
  self->listings_read += page->listings->len;
  tiem_worker_tell (self,
                    ngettext ("Reading listings: %u", "Reading listings: %u", self->listings_read),
                    self->listings_read);
  g_free (self->listings_cursor);
  self->listings_cursor = g_strdup (page->next_cursor);
  return TRUE;
}

/* A slice of a pass: the pass waits whenever something is more urgent, or the next poll is
 * due, and goes on in the next turn. */
gboolean
tiem_worker_read_listings (TiemWorker *self,
                           TiemTurn *turn,
                           GError **error)
{
  gint64 slice_started_at = tiem_clock_now (self->clock);
  gint64 spent = 0;

  if (!tiem_worker_read_odd_again (self, turn, error))
    return FALSE;
  if (self->listings_started_at == 0)
    {
      if (!listings_are_due (self, turn))
        return TRUE;
      self->listings_started_at = slice_started_at;
    }

  /* What is left to sell may differ from what it should be: push it at once. */
  turn->again = TRUE;
  tiem_limiter_set_urgent (self->limiter, FALSE);
  while (spent >= 0 && spent < SLICE_MS && !g_atomic_int_get (&self->hurry))
    {
      gint64 page_started_at = tiem_clock_now (self->clock);

      if (!read_page (self, turn, error))
        return FALSE;
      self->listings_spent_ms += MAX (0, tiem_clock_now (self->clock) - page_started_at);
      if (self->listings_cursor == NULL)
        {
          self->listings_rest_ms = REST_FACTOR * self->listings_spent_ms;
          if (!tiem_store_finish_listings (
                  self->store, self->channel_id, self->listings_started_at, error))
            return FALSE;
          forget_pass (self);
          return TRUE;
        }
      spent = tiem_clock_now (self->clock) - slice_started_at;
    }
  return TRUE;
}
