#define G_LOG_DOMAIN "tiem-store-outbox"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-after-private.h"
#include "store/tiem-drift-private.h"
#include "store/tiem-own-private.h"

#include <glib/gi18n-lib.h>

/* Actions that wait to be carried out at a channel. */

#define FIRST_WAIT_MS G_GINT64_CONSTANT (2000)
/* Nothing waits longer: a platform that asks for more has its whole channel wait. */
#define LONGEST_WAIT_MS 300000

void
tiem_outbox_item_free (TiemOutboxItem *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->remote_id);
  g_free (self->remote_product_id);
  g_free (self->remote_variant_id);
  g_free (self->reason);
  g_free (self->note);
  g_free (self->idempotency_key);
  g_free (self->state);
  g_free (self->problem);
  g_free (self);
}

/* --- reading --- */

#define SELECT_ITEM                                                                                \
  "SELECT x.id, x.channel_id, x.listing_id, x.order_id, x.kind,"                                   \
  " coalesce (o.remote_id, rt.remote_id, rv.remote_id),"                                           \
  " li.remote_product_id, nullif (li.remote_variant_id, ''), x.value, x.reason,"                   \
  " x.idempotency_key, x.state, x.attempts, x.not_before, x.problem, x.return_id, x.review_id,"    \
  " x.note"                                                                                        \
  " FROM outbox x LEFT JOIN customer_order o ON o.id = x.order_id"                                 \
  " LEFT JOIN listing li ON li.id = x.listing_id"                                                  \
  " LEFT JOIN order_return rt ON rt.id = x.return_id"                                              \
  " LEFT JOIN review rv ON rv.id = x.review_id"

static GPtrArray *
read_items (TiemStmt *rows,
            GError **error)
{
  g_autoptr (GPtrArray) items
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_outbox_item_free);
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOutboxItem *item = g_new0 (TiemOutboxItem, 1);

      item->id = tiem_stmt_int (rows, 0);
      item->channel_id = tiem_stmt_int (rows, 1);
      item->listing_id = tiem_stmt_int (rows, 2);
      item->order_id = tiem_stmt_int (rows, 3);
      item->kind = tiem_stmt_dup_text (rows, 4);
      item->remote_id = tiem_stmt_dup_text (rows, 5);
      item->remote_product_id = tiem_stmt_dup_text (rows, 6);
      item->remote_variant_id = tiem_stmt_dup_text (rows, 7);
      item->value = tiem_stmt_int (rows, 8);
      item->reason = tiem_stmt_dup_text (rows, 9);
      item->idempotency_key = tiem_stmt_dup_text (rows, 10);
      item->state = tiem_stmt_dup_text (rows, 11);
      item->attempts = (guint)tiem_stmt_int (rows, 12);
      item->not_before = tiem_stmt_int (rows, 13);
      item->problem = tiem_stmt_dup_text (rows, 14);
      item->return_id = tiem_stmt_int (rows, 15);
      item->review_id = tiem_stmt_int (rows, 16);
      item->note = tiem_stmt_dup_text (rows, 17);
      g_ptr_array_add (items, item);
    }
  return step < 0 ? NULL : g_steal_pointer (&items);
}

GPtrArray *
tiem_store_list_outbox (TiemStore *self,
                        gint64 channel_id,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) rows = NULL;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        SELECT_ITEM " WHERE ?1 = 0 OR x.channel_id = ?1 ORDER BY x.id",
                        TIEM_INT (channel_id));
  return read_items (rows, error);
}

/* --- queueing --- */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

static gboolean
find_channel_of (TiemWrite *write,
                 gint64 order_id,
                 gint64 *channel_id,
                 GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      write->db,
      error,
      "SELECT o.channel_id, c.removed_at, c.by_file FROM customer_order o JOIN channel c"
      " ON c.id = o.channel_id WHERE o.id = ?1",
      TIEM_INT (order_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return fail (TIEM_ERROR_NOT_FOUND, _ ("There is no such order; check its number."), error);
  if (tiem_stmt_int (row, 1) > 0)
    return fail (
        TIEM_ERROR_CONFLICT,
        _ ("The channel of this order was removed; change the order at the channel itself."),
        error);
  if (tiem_stmt_int (row, 2) != 0)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("The channel of this order is used by file; do it in the seller centre, then "
                    "read the orders in again."),
                 error);
  *channel_id = tiem_stmt_int (row, 0);
  return TRUE;
}

/* Returns: FALSE with @error. *id: 0 = there is none */
static gboolean
find_queued (
    TiemWrite *write, const TiemQueued *queued, gint64 *id, gboolean *is_sending, GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (write->db,
                                            error,
                                            "SELECT id, state = 'sending' FROM outbox"
                                            " WHERE kind = ?1 AND order_id IS ?2"
                                            " AND return_id IS ?3 AND review_id IS ?4"
                                            " ORDER BY state = 'sending' DESC LIMIT 1",
                                            TIEM_TEXT (queued->kind),
                                            TIEM_ID (queued->order_id),
                                            TIEM_ID (queued->return_id),
                                            TIEM_ID (queued->review_id));
  int step;

  *id = 0;
  *is_sending = FALSE;
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      *id = tiem_stmt_int (row, 0);
      *is_sending = tiem_stmt_int (row, 1) != 0;
    }
  return TRUE;
}

gint64
tiem_outbox_put (TiemWrite *write,
                 const TiemQueued *queued,
                 GError **error)
{
  g_autofree char *key = g_uuid_string_random ();
  gint64 not_before = write->now + CLAMP (queued->delay_ms, 0, LONGEST_WAIT_MS);
  gboolean is_sending;
  gint64 id;

  if (!find_queued (write, queued, &id, &is_sending, error))
    return 0;
  if (is_sending) /* on its way already */
    return id;
  if (id != 0)
    {
      if (!tiem_db_run (write->db,
                        error,
                        "UPDATE outbox SET value = ?2, reason = ?3, note = ?4, state = 'waiting',"
                        " attempts = 0, problem = NULL, not_before = ?5 WHERE id = ?1",
                        TIEM_INT (id),
                        TIEM_INT (queued->value),
                        TIEM_TEXT (queued->reason),
                        TIEM_TEXT (queued->note),
                        TIEM_INT (not_before)))
        return 0;
    }
  else if (!tiem_db_get_int (write->db,
                             &id,
                             error,
                             "INSERT INTO outbox (channel_id, order_id, return_id, review_id, kind,"
                             " value, reason, note, idempotency_key, not_before, created_at)"
                             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING id",
                             TIEM_INT (queued->channel_id),
                             TIEM_ID (queued->order_id),
                             TIEM_ID (queued->return_id),
                             TIEM_ID (queued->review_id),
                             TIEM_TEXT (queued->kind),
                             TIEM_INT (queued->value),
                             TIEM_TEXT (queued->reason),
                             TIEM_TEXT (queued->note),
                             TIEM_TEXT (key),
                             TIEM_INT (not_before),
                             TIEM_INT (write->now)))
    return 0;
  tiem_write_touch_channel (write, queued->channel_id);
  write->what |= TIEM_CHANGED_OUTBOX;
  return id;
}

gint64
tiem_outbox_queue (TiemWrite *write,
                   const TiemQueued *queued,
                   GError **error)
{
  gint64 id = tiem_outbox_put (write, queued, error);

  return id != 0 && tiem_write_commit (write, error) ? id : 0;
}

/* There is nobody to tell. Returns: the step, below 0; G_MININT64 when it was so already */
static gint64
act_at_once (TiemWrite *write,
             const TiemQueued *queued,
             GError **error)
{
  gint64 step = tiem_own_act (write, queued->order_id, queued->kind, queued->reason, error);

  if (step == 0 || !tiem_write_commit (write, error))
    return 0;
  return step < 0 ? G_MININT64 : -step;
}

gint64
tiem_store_queue_order_action (TiemStore *self,
                               gint64 order_id,
                               const char *kind,
                               const char *reason,
                               gint64 delay_ms,
                               GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  TiemQueued queued
      = { .kind = kind, .order_id = order_id, .reason = reason, .delay_ms = delay_ms };

  gboolean is_own;

  g_return_val_if_fail (g_str_has_prefix (kind, "order:"), 0);
  if (write == NULL || !find_channel_of (write, order_id, &queued.channel_id, error)
      || !tiem_own_is (write->db, order_id, &is_own, error))
    return 0;
  return is_own ? act_at_once (write, &queued, error) : tiem_outbox_queue (write, &queued, error);
}

gboolean
tiem_store_drop_outbox (TiemStore *self,
                        gint64 outbox_id,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write != NULL && outbox_id == G_MININT64)
    return TRUE;
  if (write != NULL && outbox_id < 0)
    return tiem_own_undo (write, -outbox_id, error) && tiem_write_commit (write, error);
  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "DELETE FROM outbox WHERE id = ?1 AND state <> 'sending'",
                       TIEM_INT (outbox_id)))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("It has been sent already and can't be held back any more."),
                 error);
  write->what |= TIEM_CHANGED_OUTBOX;
  return tiem_write_commit (write, error);
}

/* --- for the worker --- */

/* A time further off than anything waits was written before the clock was set back. What the
 * owner did with an order is carried out in the order it was done; a label follows by itself. */
#define STILL_WAITS "BETWEEN ?3 + 1 AND ?3 + " G_STRINGIFY (LONGEST_WAIT_MS)
#define IS_DUE                                                                                     \
  " WHERE x.channel_id = ?1 AND substr (x.kind, 1, length (?2)) = ?2"                              \
  " AND (x.state = 'sending' OR (x.state = 'waiting'"                                              \
  "   AND x.not_before NOT " STILL_WAITS                                                           \
  "   AND NOT EXISTS (SELECT 1 FROM outbox before WHERE before.order_id = x.order_id"              \
  "     AND before.id < x.id AND before.kind <> 'order:label' AND before.state = 'waiting'"        \
  "     AND before.not_before " STILL_WAITS ")))"

static gboolean
has_due (TiemStore *self,
         gint64 channel_id,
         const char *kind_prefix,
         gint64 *due,
         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  return read != NULL
         && tiem_db_get_int (read->db,
                             due,
                             error,
                             "SELECT 1 FROM outbox x" IS_DUE " LIMIT 1",
                             TIEM_INT (channel_id),
                             TIEM_TEXT (kind_prefix),
                             TIEM_INT (tiem_store_now (self)));
}

GPtrArray *
tiem_store_take_outbox (
    TiemStore *self, gint64 channel_id, const char *kind_prefix, guint limit, GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  g_autoptr (GPtrArray) items = NULL;
  gint64 due = 0;

  /* Asked every few seconds: only a find is worth a transaction. */
  if (!has_due (self, channel_id, kind_prefix, &due, error))
    return NULL;
  if (!due)
    return g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_outbox_item_free);

  if ((write = tiem_store_begin_write (self, error)) == NULL)
    return NULL;
  rows = tiem_db_query (write->db,
                        error,
                        SELECT_ITEM IS_DUE " ORDER BY x.id LIMIT ?4",
                        TIEM_INT (channel_id),
                        TIEM_TEXT (kind_prefix),
                        TIEM_INT (write->now),
                        TIEM_INT (limit > 0 ? (gint64)limit : -1));
  if ((items = read_items (rows, error)) == NULL)
    return NULL;
  for (guint i = 0; i < items->len; i++)
    {
      TiemOutboxItem *item = g_ptr_array_index (items, i);

      if (!tiem_db_run (write->db,
                        error,
                        "UPDATE outbox SET state = 'sending', attempts = attempts + 1"
                        " WHERE id = ?1",
                        TIEM_INT (item->id)))
        return NULL;
      item->attempts++;
      g_free (item->state);
      item->state = g_strdup ("sending");
    }
  write->what |= TIEM_CHANGED_OUTBOX;
  return tiem_write_commit (write, error) ? g_steal_pointer (&items) : NULL;
}

/* Twice as long each time, spread by half so that not all come back at once; the spread
 * follows from the row, so that a simulation repeats itself. */
static gint64
get_wait_ms (gint64 outbox_id,
             gint64 attempts,
             const GError *item_error)
{
  gint64 told = tiem_error_get_retry_after_ms (item_error);
  gint64 wait = MIN (FIRST_WAIT_MS << CLAMP (attempts - 1, 0, 16), LONGEST_WAIT_MS);
  guint64 spread = (guint64)(outbox_id * 31 + attempts) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return told > 0 ? MIN (told, LONGEST_WAIT_MS)
                  : wait / 2 + (gint64)((spread >> 33) % (guint64)(wait / 2 + 1));
}

typedef struct
{
  gint64 listing_id;
  gint64 order_id;
  char *kind;
  gint64 attempts;
  gint64 value;
  gboolean is_price;
  gboolean is_return;
  gboolean is_review;
  gboolean has_younger; /* one of the same kind waits behind it */
  gboolean is_there;
} Sent;

static void
sent_clear (Sent *self)
{
  g_clear_pointer (&self->kind, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sent, sent_clear)

static gboolean
load_sent (TiemWrite *write,
           gint64 outbox_id,
           Sent *sent,
           GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      write->db,
      error,
      "SELECT x.listing_id, x.attempts, x.value, x.kind = 'price', EXISTS (SELECT 1 FROM outbox y"
      " WHERE y.id <> x.id AND y.kind = x.kind AND y.state <> 'sending'"
      " AND (y.listing_id = x.listing_id OR y.order_id = x.order_id"
      "  OR y.return_id = x.return_id OR y.review_id = x.review_id))"
      ", x.return_id IS NOT NULL, x.review_id IS NOT NULL, x.order_id, x.kind"
      " FROM outbox x WHERE x.id = ?1",
      TIEM_INT (outbox_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  sent->is_there = step > 0;
  if (!sent->is_there)
    return TRUE;
  sent->listing_id = tiem_stmt_int (row, 0);
  sent->attempts = tiem_stmt_int (row, 1);
  sent->value = tiem_stmt_int (row, 2);
  sent->is_price = tiem_stmt_int (row, 3) != 0;
  sent->has_younger = tiem_stmt_int (row, 4) != 0;
  sent->is_return = tiem_stmt_int (row, 5) != 0;
  sent->is_review = tiem_stmt_int (row, 6) != 0;
  sent->order_id = tiem_stmt_int (row, 7);
  sent->kind = tiem_stmt_dup_text (row, 8);
  return TRUE;
}

/* The order's own story says what the owner did there. A label is fetched without his doing. */
static gboolean
note_done (TiemWrite *write,
           const Sent *sent,
           GError **error)
{
  TiemOrderEventRow event = { .order_id = sent->order_id,
                              .at = write->now,
                              .kind = TIEM_EVENT_ACTED,
                              .source = "owner",
                              .old = sent->kind };

  return sent->order_id == 0 || g_strcmp0 (sent->kind, "order:label") == 0
         || tiem_order_events_add (write, &event, error);
}

static gboolean
settle_done (TiemWrite *write,
             gint64 outbox_id,
             const Sent *sent,
             GError **error)
{
  write->what |= sent->is_price ? TIEM_CHANGED_LISTINGS : 0;
  return tiem_db_run (write->db, error, "DELETE FROM outbox WHERE id = ?1", TIEM_INT (outbox_id))
         && note_done (write, sent, error)
         && (!sent->is_price
             || (tiem_db_run (write->db,
                              error,
                              "UPDATE listing SET price_vnd = ?2 WHERE id = ?1",
                              TIEM_INT (sent->listing_id),
                              TIEM_INT (sent->value))
                 && tiem_drift_note_price (write, sent->listing_id, sent->value, error)));
}

/* The order's own story says what the channel refused, and in which words. */
static gboolean
note_refusal (TiemWrite *write,
              const Sent *sent,
              const char *sentence,
              GError **error)
{
  TiemOrderEventRow event = { .order_id = sent->order_id,
                              .at = write->now,
                              .kind = TIEM_EVENT_REFUSED,
                              .source = "channel",
                              .old = sent->kind,
                              .subject = sentence };

  return sent->order_id == 0 || tiem_order_events_add (write, &event, error);
}

gboolean
tiem_store_hold_outbox (TiemStore *self,
                        gint64 outbox_id,
                        const GError *item_error,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gboolean unclear = g_error_matches (item_error, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
  g_auto (Sent) sent = { 0 };
  gboolean ok;

  if (write == NULL || !load_sent (write, outbox_id, &sent, error))
    return FALSE;
  if (!sent.is_there)
    return TRUE;

  if (sent.has_younger && !unclear)
    ok = tiem_db_run (write->db, error, "DELETE FROM outbox WHERE id = ?1", TIEM_INT (outbox_id));
  else
    ok = tiem_db_run (write->db,
                      error,
                      "UPDATE outbox SET state = ?2, problem = ?3, not_before = 0,"
                      " attempts = max (attempts - 1, 0) WHERE id = ?1",
                      TIEM_INT (outbox_id),
                      TIEM_TEXT (unclear ? "sending" : "waiting"),
                      TIEM_TEXT (item_error->message));
  write->what |= TIEM_CHANGED_OUTBOX;
  return ok && tiem_write_commit (write, error);
}

gboolean
tiem_store_finish_outbox (TiemStore *self,
                          gint64 outbox_id,
                          const GError *item_error,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_auto (Sent) sent = { 0 };
  gboolean rejected = g_error_matches (item_error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  gboolean ok;

  if (write == NULL || !load_sent (write, outbox_id, &sent, error))
    return FALSE;
  if (!sent.is_there) /* its channel was removed meanwhile */
    return TRUE;

  if (item_error == NULL)
    ok = settle_done (write, outbox_id, &sent, error);
  else if (sent.has_younger) /* which takes its place */
    ok = tiem_db_run (write->db, error, "DELETE FROM outbox WHERE id = ?1", TIEM_INT (outbox_id));
  else
    ok = tiem_db_run (
        write->db,
        error,
        "UPDATE outbox SET state = ?2, problem = ?3, not_before = ?4 WHERE id = ?1",
        TIEM_INT (outbox_id),
        TIEM_TEXT (rejected ? "rejected" : "waiting"),
        TIEM_TEXT (item_error->message),
        TIEM_INT (rejected ? 0 : write->now + get_wait_ms (outbox_id, sent.attempts, item_error)));
  ok = ok && (!rejected || note_refusal (write, &sent, item_error->message, error));
  write->what |= TIEM_CHANGED_OUTBOX | TIEM_CHANGED_ORDERS
                 | (sent.is_return ? TIEM_CHANGED_RETURNS : 0)
                 | (sent.is_review ? TIEM_CHANGED_REVIEWS : 0);
  return ok && tiem_write_commit (write, error);
}
