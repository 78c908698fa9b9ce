#define G_LOG_DOMAIN "tiem-store-split"

#include "config.h"

#include "store/tiem-store-split.h"

#include "base/tiem-error.h"
#include "store/tiem-drift-private.h"
#include "store/tiem-ledger.h"
#include "store/tiem-listings-private.h"

#include <glib/gi18n-lib.h>

/* What a worker reads and measures of scarce goods, and the owner's switches. */

/* A number that is lower than orders explain is taken for a sale that has not come yet for so
 * long; then somebody lowered it. */
#define LATE_ORDER_MS (60 * 1000)

/* --- reading --- */

void
tiem_split_reading_free (TiemSplitReading *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->listings);
  g_ptr_array_unref (self->pages);
  g_array_unref (self->sold);
  g_free (self);
}

TiemSplitReading *
tiem_store_begin_split_reading (TiemStore *self,
                                gint64 channel_id,
                                GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemSplitReading) reading = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  reading = g_new0 (TiemSplitReading, 1);
  reading->listings = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  reading->pages = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_listing_page_free);
  reading->sold = g_array_new (FALSE, FALSE, sizeof (gint64));
  rows = tiem_db_query (read->db,
                        error,
                        "SELECT id, remote_product_id, nullif (remote_variant_id, ''),"
                        " stock_owner_id, remote_sku, sold FROM listing"
                        " WHERE channel_id = ?1 AND allotment IS NOT NULL AND unclear = 0"
                        " ORDER BY id",
                        TIEM_INT (channel_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemPush *push = tiem_push_new ();
      gint64 sold = tiem_stmt_int (rows, 5);

      push->listing_id = tiem_stmt_int (rows, 0);
      push->remote_product_id = tiem_stmt_dup_text (rows, 1);
      push->remote_variant_id = tiem_stmt_dup_text (rows, 2);
      push->stock_owner_id = tiem_stmt_dup_text (rows, 3);
      push->sku = tiem_stmt_dup_text (rows, 4);
      g_ptr_array_add (reading->listings, push);
      g_array_append_val (reading->sold, sold);
    }
  return step < 0 ? NULL : g_steal_pointer (&reading);
}

/* --- settling --- */

/* What is held of a listing whose number was read. */
typedef struct
{
  gint64 id;
  gint64 variant_id;
  gint64 read;   /* the number, before the pull */
  gint64 sold;   /* units the pull brought, < 0: gave back */
  gint64 before; /* what it was known to show; −1 = not known */
  gint64 may_sell;
  gint64 lacks_since;
  gboolean is_pushed;
  gboolean is_unclear;
} Number;

static gboolean
load_number (TiemWrite *write,
             gint64 listing_id,
             Number *number,
             gboolean *found,
             GError **error)
{
  g_autoptr (TiemStmt) row = NULL;
  int step;

  row = tiem_db_query (write->db,
                       error,
                       "SELECT variant_id, sold, coalesce (acked, -1), coalesce (may_sell, -1),"
                       " lacks_since, pushed, unclear FROM listing"
                       " WHERE id = ?1 AND allotment IS NOT NULL",
                       TIEM_INT (listing_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  *found = step > 0;
  number->id = listing_id;
  number->variant_id = tiem_stmt_int (row, 0);
  number->sold = tiem_stmt_int (row, 1) - number->sold;
  number->before = tiem_stmt_int (row, 2);
  number->may_sell = tiem_stmt_int (row, 3);
  number->lacks_since = tiem_stmt_int (row, 4);
  number->is_pushed = tiem_stmt_int (row, 5) != 0;
  number->is_unclear = tiem_stmt_int (row, 6) != 0;
  return TRUE;
}

/*
 * The number was read before the pull, so the orders of the pull are in it or not: it is to be
 * between what is known now and that + what the pull brought. Within these bounds what is known
 * is right. Above, it was raised: a push that gave back what was sold meanwhile, a cancelled
 * order, or somebody did it: the difference is due at once. Below, a sale is still to come.
 *
 * After a push, and as long as orders keep coming with each reading, the bounds may hide a unit
 * that was given back: the channel may sell what was read, until a reading leaves no doubt.
 */
static void
judge (Number *number,
       gint64 now)
{
  gint64 least = number->before - MAX (-number->sold, 0);
  gint64 most = number->before + MAX (number->sold, 0);
  gboolean lacks = number->before >= 0 && number->read < least;
  gboolean in_doubt = number->is_pushed || number->may_sell > most;

  if (!lacks)
    number->lacks_since = 0;
  else if (number->lacks_since == 0 || number->lacks_since > now)
    number->lacks_since = now;

  if (number->before < 0 || number->read > most
      || (lacks && now - number->lacks_since >= LATE_ORDER_MS))
    {
      number->before = number->may_sell = number->read;
      number->lacks_since = 0;
    }
  else if (lacks || in_doubt)
    {
      number->may_sell = MAX (number->read, lacks ? number->before : 0);
    }
  else
    {
      number->may_sell = number->before;
    }
}

static gboolean
settle_number (TiemWrite *write,
               Number number,
               gboolean *news,
               GError **error)
{
  gboolean found = FALSE;
  Number old;

  if (!load_number (write, number.id, &number, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  tiem_ledger_mark_variant (write, number.variant_id);
  /* A push that may still arrive: nothing is proven until it was read back. */
  if (number.is_unclear)
    return TRUE;

  old = number;
  judge (&number, write->now);
  /* Whether somebody set it there is for tiem-drift.c to say; a sale that is to come is nobody. */
  if (number.lacks_since == 0 && !tiem_drift_judge_number (write, number.id, number.read, error))
    return FALSE;
  if (number.before == old.before && number.may_sell == old.may_sell
      && number.lacks_since == old.lacks_since && !number.is_pushed)
    return TRUE;
  *news = TRUE;
  write->what |= TIEM_CHANGED_LISTINGS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET acked = ?2, may_sell = ?3, lacks_since = ?4,"
                      " stock = ?5, stock_read_at = ?6, pushed = 0 WHERE id = ?1",
                      TIEM_INT (number.id),
                      TIEM_INT (number.before),
                      TIEM_INT (number.may_sell),
                      TIEM_INT (number.lacks_since),
                      TIEM_INT (number.read),
                      TIEM_INT (write->now));
}

static const TiemRemoteListing *
find_remote (const TiemSplitReading *reading,
             const TiemPush *listing)
{
  for (guint i = 0; i < reading->pages->len; i++)
    {
      const TiemListingPage *page = g_ptr_array_index (reading->pages, i);

      for (guint j = 0; j < page->listings->len; j++)
        {
          const TiemRemoteListing *remote = g_ptr_array_index (page->listings, j);

          if (g_strcmp0 (remote->remote_product_id, listing->remote_product_id) == 0
              && g_strcmp0 (remote->remote_variant_id, listing->remote_variant_id) == 0)
            return remote;
        }
    }
  return NULL;
}

/* Rows changed in all since the connection was opened. */
static gint64
count_changes (TiemWrite *write)
{
  return sqlite3_total_changes64 (tiem_db_get_handle (write->db));
}

gboolean
tiem_store_settle_split_reading (TiemStore *self,
                                 gint64 channel_id,
                                 const TiemSplitReading *reading,
                                 GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  gboolean news = FALSE;
  gint64 before;

  if (reading->pages->len == 0)
    return TRUE;
  if ((write = tiem_store_begin_write (self, error)) == NULL)
    return FALSE;
  before = count_changes (write);
  for (guint i = 0; i < reading->listings->len; i++)
    {
      const TiemPush *listing = g_ptr_array_index (reading->listings, i);
      const TiemRemoteListing *remote = find_remote (reading, listing);
      Number number = { .id = listing->listing_id };

      if (remote == NULL || !remote->has_stock || remote->state == TIEM_LISTING_GONE)
        continue;
      number.read = remote->stock;
      number.sold = g_array_index (reading->sold, gint64, i);
      if (!settle_number (write, number, &news, error))
        return FALSE;
    }
  /* Time alone may end a split. The cleanup ends a write that changed nothing. */
  if (!tiem_ledger_settle (write, error))
    return FALSE;
  return (!news && count_changes (write) == before) || tiem_write_commit (write, error);
}

gboolean
tiem_store_find_unproven (TiemStore *self,
                          gint64 channel_id,
                          gboolean *found,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gint64 any = 0;

  *found = FALSE;
  if (read == NULL
      || !tiem_db_get_int (read->db,
                           &any,
                           error,
                           "SELECT 1 FROM listing WHERE channel_id = ?1 AND allotment IS NOT NULL"
                           " AND unclear = 0 AND (pushed = 1 OR may_sell > acked) LIMIT 1",
                           TIEM_INT (channel_id)))
    return FALSE;
  *found = any != 0;
  return TRUE;
}

/* --- measuring --- */

gboolean
tiem_store_book_poll (TiemStore *self,
                      gint64 channel_id,
                      gint64 poll_ms,
                      GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL
         && tiem_db_run (write->db,
                         error,
                         "UPDATE channel SET poll_ms = ?2 WHERE id = ?1",
                         TIEM_INT (channel_id),
                         TIEM_INT (poll_ms))
         && tiem_write_commit (write, error);
}

/* --- the owner's switches --- */

static gboolean
fail_no_row (GError **error)
{
  g_set_error_literal (
      error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND, _ ("It is no longer there; refresh the list."));
  return FALSE;
}

gboolean
tiem_store_set_channel_split (TiemStore *self,
                              gint64 channel_id,
                              gboolean split,
                              GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET split = ?2 WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (channel_id),
                       TIEM_INT (split != FALSE)))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return fail_no_row (error);
  write->what |= TIEM_CHANGED_CHANNELS;
  return tiem_ledger_mark_channel (write, channel_id, error) && tiem_write_commit (write, error);
}

static gboolean
check_rule (const TiemListingRule *rule,
            GError **error)
{
  const char *problem = NULL;

  if (rule->buffer < -1)
    problem = _ ("The buffer can't be less than 0; change it.");
  else if (rule->share_percent < -1 || rule->share_percent > 100)
    problem = _ ("The share must be from 0 to 100 %; change it.");
  else if (rule->cap < TIEM_LISTING_RULE_NO_CAP)
    problem = _ ("The most to show can't be less than 0; change it.");
  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, problem);
  return FALSE;
}

gboolean
tiem_store_set_listing_rule (TiemStore *self,
                             gint64 listing_id,
                             const TiemListingRule *rule,
                             GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  gboolean has_cap = rule->cap != -1;

  if (!check_rule (rule, error) || (write = tiem_store_begin_write (self, error)) == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE listing SET buffer = ?2, share_percent = ?3, cap = ?4"
                       " WHERE id = ?1",
                       TIEM_INT (listing_id),
                       TIEM_INT_OR_NULL (rule->buffer >= 0, rule->buffer),
                       TIEM_INT_OR_NULL (rule->share_percent >= 0, rule->share_percent),
                       TIEM_INT_OR_NULL (has_cap, MAX (rule->cap, -1))))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return fail_no_row (error);
  write->what |= TIEM_CHANGED_LISTINGS;
  return tiem_ledger_refresh_listing (write, listing_id, error) && tiem_write_commit (write, error);
}

gboolean
tiem_store_get_listing_rule (TiemStore *self,
                             gint64 listing_id,
                             TiemListingRule *rule,
                             GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;
  int step;

  if (read == NULL)
    return FALSE;
  row = tiem_db_query (read->db,
                       error,
                       "SELECT coalesce (buffer, -1), coalesce (share_percent, -1),"
                       " CASE WHEN cap IS NULL THEN -1 WHEN cap < 0 THEN -2 ELSE cap END"
                       " FROM listing WHERE id = ?1",
                       TIEM_INT (listing_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return fail_no_row (error);
  rule->buffer = tiem_stmt_int (row, 0);
  rule->share_percent = tiem_stmt_int (row, 1);
  rule->cap = tiem_stmt_int (row, 2);
  return TRUE;
}
