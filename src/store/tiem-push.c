#define G_LOG_DOMAIN "tiem-push"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-drift-private.h"
#include "store/tiem-ids.h"
#include "store/tiem-ledger.h"
#include "store/tiem-listings-private.h"

#include <glib/gi18n-lib.h>

/*
 * What a channel must be told. It is a state, not a queue: a listing is due as long as what
 * it should show (desired) is not what the channel confirmed (acked), so ten sales are one
 * request. Variations that share one number at the channel (stock_owner_id) are told it once.
 */

/* A number that is about to be taken over from the channel is not overwritten for so long. */
#define TAKE_OVER_MS (15 * 60 * 1000)
/* What took longer was held up by something else than the channel. */
#define LONGEST_PUSH_MS (60 * 1000)

static TiemPush *
read_push (TiemStmt *row)
{
  TiemPush *push = tiem_push_new ();

  push->listing_id = tiem_stmt_int (row, 0);
  push->remote_product_id = tiem_stmt_dup_text (row, 1);
  push->remote_variant_id = tiem_stmt_dup_text (row, 2);
  push->stock_owner_id = tiem_stmt_dup_text (row, 3);
  push->sku = tiem_stmt_dup_text (row, 4);
  push->value = tiem_stmt_int (row, 5);
  push->version = tiem_stmt_int (row, 6);
  push->raises_scarce = tiem_stmt_int (row, 7) != 0;
  return push;
}

/* Steps to the end. Returns: (element-type TiemPush): NULL with @error */
static GPtrArray *
collect_pushes (TiemStmt *rows,
                GError **error)
{
  g_autoptr (GPtrArray) pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (pushes, read_push (rows));
  return step < 0 ? NULL : g_steal_pointer (&pushes);
}

#define PUSH_COLUMNS                                                                               \
  "SELECT l.id, l.remote_product_id, nullif (l.remote_variant_id, ''), l.stock_owner_id,"          \
  " coalesce ((SELECT sku FROM variant WHERE id = l.variant_id), l.remote_sku),"                   \
  " coalesce (l.desired, 0), l.version,"                                                           \
  " l.granted IS NOT NULL AND l.desired > coalesce (l.acked, l.stock, 0) FROM listing l"

GPtrArray *
tiem_store_take_stock_pushes (TiemStore *self,
                              gint64 channel_id,
                              guint limit,
                              GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) rows = NULL;

  if (read == NULL)
    return NULL;
  /* To zero, falling (or from an unknown number), rising; the scarcest first. Of listings that
   * share a number only the first. */
  rows = tiem_db_query (
      read->db,
      error,
      PUSH_COLUMNS " WHERE l.id IN (SELECT id FROM listing WHERE channel_id = ?1 AND pending = 1"
                   "   AND unclear = 0 AND (refused_value IS NOT desired OR refused_at <= ?2 - ?3"
                   "                        OR refused_at > ?2)"
                   "   AND NOT (odd_seen > 0 AND odd_at BETWEEN ?2 - ?5 AND ?2)"
                   "   AND (stock_owner_id IS NULL OR id = (SELECT min (s.id) FROM listing s"
                   "        WHERE s.channel_id = ?1 AND s.stock_owner_id = listing.stock_owner_id"
                   "          AND s.pending = 1))"
                   "   ORDER BY CASE WHEN coalesce (acked, stock) <= desired THEN 2"
                   "                 WHEN desired = 0 THEN 0 ELSE 1 END, desired, id LIMIT ?4)"
                   " ORDER BY CASE WHEN coalesce (l.acked, l.stock) <= l.desired THEN 2"
                   "               WHEN l.desired = 0 THEN 0 ELSE 1 END, l.desired, l.id",
      TIEM_INT (channel_id),
      TIEM_INT (tiem_store_now (self)),
      TIEM_INT (TIEM_REFUSAL_REST_MS),
      TIEM_INT (limit),
      TIEM_INT (TAKE_OVER_MS));
  return collect_pushes (rows, error);
}

GPtrArray *
tiem_store_list_unclear (TiemStore *self,
                         gint64 channel_id,
                         guint limit,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) rows = NULL;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        PUSH_COLUMNS
                        " WHERE l.channel_id = ?1 AND l.unclear = 1 ORDER BY l.id LIMIT ?2",
                        TIEM_INT (channel_id),
                        TIEM_INT (limit));
  return collect_pushes (rows, error);
}

/* Whether the push still says what the listing should show; takes over a version that is
 * newer without another number. */
static gboolean
check_current (TiemDb *db,
               TiemPush *push,
               gboolean *current,
               GError **error)
{
  g_autoptr (TiemStmt) row = NULL;
  int step;

  *current = FALSE;
  row = tiem_db_query (db,
                       error,
                       "SELECT version FROM listing"
                       " WHERE id = ?1 AND desired = ?2 AND pending = 1 AND unclear = 0",
                       TIEM_INT (push->listing_id),
                       TIEM_INT (push->value));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      *current = TRUE;
      push->version = tiem_stmt_int (row, 0);
    }
  return TRUE;
}

/* Takes out of @pushes what a newer commit has overtaken. */
static gboolean
drop_stale (TiemDb *db,
            GPtrArray *pushes,
            guint *dropped,
            GError **error)
{
  guint i = 0;

  *dropped = 0;
  while (i < pushes->len)
    {
      gboolean current;

      if (!check_current (db, g_ptr_array_index (pushes, i), &current, error))
        return FALSE;
      if (current)
        {
          i++;
          continue;
        }
      g_ptr_array_remove_index (pushes, i);
      (*dropped)++;
    }
  return TRUE;
}

/* --- booking --- */

/* The listings a push speaks for: its own, or all that share the number. ?1 listing, ?2 owner */
#define OF_PUSH                                                                                    \
  " IN (SELECT ?1 UNION SELECT o.id FROM listing o WHERE o.stock_owner_id = ?2"                    \
  " AND o.channel_id = (SELECT channel_id FROM listing WHERE id = ?1))"

/* A power cut that takes the mark away takes nothing else: the orders are read again before the
 * number, which is absolute, is sent again. But that a channel may sell more of what is scarce must
 * not be forgotten: another would be given the same units. */
static TiemWrite *
begin_marking (TiemStore *self,
               GPtrArray *pushes,
               GError **error)
{
  for (guint i = 0; i < pushes->len; i++)
    if (((const TiemPush *)g_ptr_array_index (pushes, i))->raises_scarce)
      return tiem_store_begin_write (self, error);
  return tiem_store_begin_light_write (self, error);
}

gboolean
tiem_store_begin_pushes (TiemStore *self,
                         GPtrArray *pushes,
                         guint *dropped,
                         GError **error)
{
  g_autoptr (TiemWrite) write = begin_marking (self, pushes, error);

  if (write == NULL || !drop_stale (write->db, pushes, dropped, error))
    return FALSE;
  if (pushes->len == 0)
    return TRUE;
  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i);

      /* It may sell more from now on, so that others must not: written before it is sent. */
      if (!tiem_db_run (write->db,
                        error,
                        "UPDATE listing SET unclear = 1, sent_value = ?3, sent_at = ?4, pushed = 1,"
                        " may_sell = max (coalesce (may_sell, stock, acked, 0), ?3)"
                        " WHERE id" OF_PUSH,
                        TIEM_INT (push->listing_id),
                        TIEM_TEXT (push->stock_owner_id),
                        TIEM_INT (push->value),
                        TIEM_INT (write->now))
          || !tiem_db_run (write->db,
                           error,
                           "UPDATE travel_stop SET sent_value = ?4"
                           " WHERE confirmed_at = 0 AND version <= ?3 AND listing_id" OF_PUSH,
                           TIEM_INT (push->listing_id),
                           TIEM_TEXT (push->stock_owner_id),
                           TIEM_INT (push->version),
                           TIEM_INT (push->value)))
        return FALSE;
    }
  write->what |= TIEM_CHANGED_LISTINGS;
  return tiem_write_commit (write, error);
}

/* What was changed at the channel, if anything was, is set back now. */
static gboolean
note_sent (TiemWrite *write,
           const TiemPush *push,
           GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (write->db,
                                             error,
                                             "SELECT id FROM listing WHERE id" OF_PUSH,
                                             TIEM_INT (push->listing_id),
                                             TIEM_TEXT (push->stock_owner_id));
  g_autoptr (GArray) ids = tiem_ids_collect (rows, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!tiem_drift_note_sent (write, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
book_done (TiemWrite *write,
           const TiemPush *push,
           GError **error)
{
  return tiem_db_run (
             write->db,
             error,
             "UPDATE listing SET acked = ?3, acked_at = ?4, acked_version = ?5, stock = ?3,"
             " stock_read_at = ?4, unclear = 0, refused_value = NULL, refused_at = 0,"
             " problem = NULL, may_sell = max (coalesce (may_sell, 0), ?3) WHERE id" OF_PUSH,
             TIEM_INT (push->listing_id),
             TIEM_TEXT (push->stock_owner_id),
             TIEM_INT (push->confirmed),
             TIEM_INT (write->now),
             TIEM_INT (push->version))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE travel_stop SET sent_value = ?4, confirmed_at = ?5"
                         " WHERE confirmed_at = 0 AND version <= ?3 AND listing_id" OF_PUSH,
                         TIEM_INT (push->listing_id),
                         TIEM_TEXT (push->stock_owner_id),
                         TIEM_INT (push->version),
                         TIEM_INT (push->confirmed),
                         TIEM_INT (write->now))
         && note_sent (write, push, error);
}

static gboolean
book_refusal (TiemWrite *write,
              const TiemPush *push,
              const char *problem,
              GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET unclear = 0, refused_value = ?3, refused_at = ?4,"
                      " problem = ?5 WHERE id" OF_PUSH,
                      TIEM_INT (push->listing_id),
                      TIEM_TEXT (push->stock_owner_id),
                      TIEM_INT (push->value),
                      TIEM_INT (write->now),
                      TIEM_TEXT (problem));
}

gboolean
tiem_push_book (TiemWrite *write,
                const TiemPush *push,
                GError **error)
{
  g_autofree char *problem = NULL;

  /* Still marked by begin_pushes(): to be read back. */
  if (push->unclear)
    return TRUE;
  if (g_error_matches (push->error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    return (!push->is_overruled || book_done (write, push, error))
           && book_refusal (write, push, push->error->message, error);
  if (!push->done)
    return tiem_db_run (write->db,
                        error,
                        "UPDATE listing SET unclear = 0 WHERE id" OF_PUSH,
                        TIEM_INT (push->listing_id),
                        TIEM_TEXT (push->stock_owner_id));
  if (!book_done (write, push, error))
    return FALSE;
  if (push->confirmed == push->value)
    return TRUE;

  /* The channel took something else: asking again at once would go on for ever. */
  problem = g_strdup_printf (_ ("The channel made %d of %d; look at the listing there."),
                             (int)push->confirmed,
                             (int)push->value);
  return book_refusal (write, push, problem, error);
}

/* What was confirmed, or refused, changes what others may be given of scarce goods. */
static gboolean
mark_scarce (TiemWrite *write,
             GPtrArray *pushes,
             GError **error)
{
  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i);
      gint64 variant_id = 0;

      if (!tiem_db_get_int (
              write->db,
              &variant_id,
              error,
              "SELECT variant_id FROM listing WHERE id = ?1 AND allotment IS NOT NULL",
              TIEM_INT (push->listing_id)))
        return FALSE;
      if (variant_id != 0)
        tiem_ledger_mark_variant (write, variant_id);
    }
  return TRUE;
}

/* How long the numbers confirmed just now were under way: an average that follows slowly, and that
 * no sleep or dead network spoils. */
static gboolean
measure_push (TiemWrite *write,
              gint64 channel_id,
              GError **error)
{
  return tiem_db_run (
      write->db,
      error,
      "UPDATE channel SET push_ms = iif (push_ms = 0, took, push_ms + (took - push_ms) / 4)"
      " FROM (SELECT min (max (?2 - t.at, 1), ?3) AS took FROM travel_stop s"
      "  JOIN travel t ON t.id = s.travel_id JOIN listing l ON l.id = s.listing_id"
      "  WHERE s.travel_id > (SELECT max (id) FROM travel) - 100"
      "   AND l.channel_id = ?1 AND s.confirmed_at = ?2 ORDER BY t.at LIMIT 1)"
      " WHERE channel.id = ?1",
      TIEM_INT (channel_id),
      TIEM_INT (write->now),
      TIEM_INT (LONGEST_PUSH_MS));
}

gboolean
tiem_store_finish_pushes (TiemStore *self,
                          gint64 channel_id,
                          GPtrArray *pushes,
                          GError **error)
{
  /* What is forgotten is sent once more. */
  g_autoptr (TiemWrite) write = tiem_store_begin_light_write (self, error);

  if (write == NULL)
    return FALSE;
  for (guint i = 0; i < pushes->len; i++)
    if (!tiem_push_book (write, g_ptr_array_index (pushes, i), error))
      return FALSE;
  if (!mark_scarce (write, pushes, error) || !measure_push (write, channel_id, error))
    return FALSE;
  write->what |= TIEM_CHANGED_LISTINGS | TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error);
}
