#define G_LOG_DOMAIN "tiem-reviews"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-after-private.h"

#include <glib/gi18n-lib.h>

/* What buyers wrote about goods, and the shop's replies. */

/* --- storing --- */

/* Returns: FALSE with @error. *changed: whether it is new or differs from what was held */
static gboolean
put_review (TiemWrite *write,
            gint64 channel_id,
            const TiemRemoteReview *remote,
            gboolean *changed,
            GError **error)
{
  gint64 id = 0;

  /* A buyer whose data was erased is not named again. */
  if (!tiem_db_get_int (
          write->db,
          &id,
          error,
          "INSERT INTO review (channel_id, remote_id, order_remote_id, remote_product_id,"
          " remote_variant_id, buyer_name, stars, text, created_at, reply, can_reply, stored_at)"
          " SELECT ?1, ?2, ?3, ?4, ?5, iif (e.erased, NULL, ?6), ?7, iif (e.erased, NULL, ?8), ?9,"
          " ?10, ?11, ?12 FROM (SELECT EXISTS (SELECT 1 FROM customer_order o JOIN customer c"
          "  ON c.id = o.customer_id WHERE o.channel_id = ?1 AND o.remote_id = ?3"
          "  AND c.erased_at > 0) AS erased) e WHERE true"
          " ON CONFLICT (channel_id, remote_id) DO UPDATE SET"
          " order_remote_id = excluded.order_remote_id,"
          " remote_product_id = excluded.remote_product_id,"
          " remote_variant_id = excluded.remote_variant_id, buyer_name = excluded.buyer_name,"
          " stars = excluded.stars, text = excluded.text, created_at = excluded.created_at,"
          " reply = coalesce (excluded.reply, reply), can_reply = excluded.can_reply,"
          " stored_at = excluded.stored_at"
          " WHERE order_remote_id <> excluded.order_remote_id"
          " OR remote_product_id <> excluded.remote_product_id"
          " OR remote_variant_id <> excluded.remote_variant_id"
          " OR buyer_name IS NOT excluded.buyer_name OR stars <> excluded.stars"
          " OR text IS NOT excluded.text OR created_at <> excluded.created_at"
          " OR (excluded.reply IS NOT NULL AND reply IS NOT excluded.reply)"
          " OR can_reply <> excluded.can_reply RETURNING id",
          TIEM_INT (channel_id),
          TIEM_TEXT (remote->remote_id),
          TIEM_TEXT (remote->order_remote_id != NULL ? remote->order_remote_id : ""),
          TIEM_TEXT (remote->remote_product_id != NULL ? remote->remote_product_id : ""),
          TIEM_TEXT (remote->remote_variant_id != NULL ? remote->remote_variant_id : ""),
          TIEM_TEXT (remote->buyer_name),
          TIEM_INT (CLAMP (remote->stars, 0, 5)),
          TIEM_TEXT (remote->text),
          TIEM_INT (remote->created_at),
          TIEM_TEXT (remote->reply),
          TIEM_INT (remote->can_reply != FALSE),
          TIEM_INT (write->now)))
    return FALSE;
  *changed = id != 0;
  return TRUE;
}

gboolean
tiem_store_put_review_page (TiemStore *self,
                            gint64 channel_id,
                            const TiemReviewPage *page,
                            TiemStoredPage *stored,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  TiemStoredPage counted = { 0 };

  if (write == NULL || !tiem_channels_check (write, channel_id, error))
    return FALSE;
  for (guint i = 0; i < page->reviews->len; i++)
    {
      gboolean changed = FALSE;

      if (!put_review (write, channel_id, g_ptr_array_index (page->reviews, i), &changed, error))
        return FALSE;
      if (changed)
        counted.stored++;
      else
        counted.unchanged++;
    }
  if (counted.stored > 0)
    write->what |= TIEM_CHANGED_REVIEWS;
  if (!tiem_unreadable_add (write, channel_id, "review", page->unreadable, error)
      || !tiem_lanes_end_page (write, channel_id, TIEM_LANE_REVIEWS, page->next_cursor, error))
    return FALSE;
  if (stored != NULL)
    *stored = counted;
  return TRUE;
}

gboolean
tiem_store_book_review_reply (TiemStore *self,
                              gint64 review_id,
                              const char *text,
                              GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE review SET reply = ?2 WHERE id = ?1",
                       TIEM_INT (review_id),
                       TIEM_TEXT (text)))
    return FALSE;
  write->what |= TIEM_CHANGED_REVIEWS;
  return tiem_write_commit (write, error);
}

/* --- reading --- */

/* A review of a product without its variation is told by the first of its listings. */
#define SELECT_REVIEW                                                                              \
  "SELECT r.id, r.channel_id, c.kind, c.name, r.remote_id, nullif (r.order_remote_id, ''), o.id,"  \
  " o.number, r.remote_product_id, nullif (r.remote_variant_id, ''), li.title,"                    \
  " iif (r.remote_variant_id <> '', li.options, NULL),"                                            \
  " iif (li.remote_variant_id = r.remote_variant_id, v.sku, NULL), li.image_url, r.buyer_name,"    \
  " r.stars, r.text, r.created_at, r.reply, r.can_reply,"                                          \
  " iif (x.state <> 'rejected', x.note, NULL), iif (x.state = 'rejected', x.problem, NULL)"        \
  " FROM review r JOIN channel c ON c.id = r.channel_id"                                           \
  " LEFT JOIN customer_order o ON o.channel_id = r.channel_id AND o.remote_id = r.order_remote_id" \
  " LEFT JOIN listing li ON li.id = (SELECT id FROM listing l WHERE l.channel_id = r.channel_id"   \
  "  AND l.remote_product_id = r.remote_product_id"                                                \
  "  AND (l.remote_variant_id = r.remote_variant_id OR r.remote_variant_id = '')"                  \
  "  ORDER BY l.remote_variant_id LIMIT 1)"                                                        \
  " LEFT JOIN variant v ON v.id = li.variant_id"                                                   \
  " LEFT JOIN outbox x ON x.id = (SELECT max (id) FROM outbox WHERE review_id = r.id)"

static TiemReview *
read_review (TiemStmt *row)
{
  TiemReview *review = g_new0 (TiemReview, 1);

  review->id = tiem_stmt_int (row, 0);
  review->channel_id = tiem_stmt_int (row, 1);
  review->channel_kind = tiem_stmt_dup_text (row, 2);
  review->channel_name = tiem_stmt_dup_text (row, 3);
  review->remote_id = tiem_stmt_dup_text (row, 4);
  review->order_remote_id = tiem_stmt_dup_text (row, 5);
  review->order_id = tiem_stmt_int (row, 6);
  review->order_number = tiem_stmt_dup_text (row, 7);
  review->remote_product_id = tiem_stmt_dup_text (row, 8);
  review->remote_variant_id = tiem_stmt_dup_text (row, 9);
  review->title = tiem_stmt_dup_text (row, 10);
  review->options = tiem_stmt_dup_text (row, 11);
  review->sku = tiem_stmt_dup_text (row, 12);
  review->image_url = tiem_stmt_dup_text (row, 13);
  review->buyer_name = tiem_stmt_dup_text (row, 14);
  review->stars = tiem_stmt_int (row, 15);
  review->text = tiem_stmt_dup_text (row, 16);
  review->created_at = tiem_stmt_int (row, 17);
  review->reply = tiem_stmt_dup_text (row, 18);
  review->can_reply = tiem_stmt_int (row, 19) != 0;
  review->queued_reply = tiem_stmt_dup_text (row, 20);
  review->problem = tiem_stmt_dup_text (row, 21);
  return review;
}

GPtrArray *
tiem_store_list_reviews (
    TiemStore *self, const TiemReviewQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) reviews = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_review_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          SELECT_REVIEW " WHERE (?1 = 0 OR r.channel_id = ?1)"
                                        " AND (?2 = 0 OR o.id = ?2)"
                                        " AND (?3 = 0 OR v.id = ?3)"
                                        " AND (?4 = 0 OR r.stars <= ?4)"
                                        " AND (?5 = 0 OR (r.reply IS NULL AND r.can_reply = 1))"
                                        " ORDER BY r.created_at DESC, r.id DESC"
                                        " LIMIT ?6 OFFSET ?7",
                          TIEM_INT (query->channel_id),
                          TIEM_INT (query->order_id),
                          TIEM_INT (query->variant_id),
                          TIEM_INT (query->most_stars),
                          TIEM_INT (query->only_open != FALSE),
                          TIEM_INT (limit > 0 ? limit : -1),
                          TIEM_INT (offset));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (reviews, read_review (rows));
  return step < 0 ? NULL : g_steal_pointer (&reviews);
}

static void
set_no_review_error (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_NOT_FOUND,
                       _ ("There is no such review; look at the list of reviews."));
}

TiemReview *
tiem_store_get_review (TiemStore *self,
                       gint64 review_id,
                       GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;
  int step;

  if (read == NULL)
    return NULL;
  row = tiem_db_query (read->db, error, SELECT_REVIEW " WHERE r.id = ?1", TIEM_INT (review_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return NULL;
  if (step > 0)
    return read_review (row);
  set_no_review_error (error);
  return NULL;
}

gint64
tiem_store_find_review (TiemStore *self,
                        const char *text,
                        gint64 channel_id,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gint64 id;

  if (read == NULL)
    return 0;
  id = tiem_after_find (
      read->db,
      "SELECT id FROM review WHERE id = ?1 AND (?2 = 0 OR channel_id = ?2)",
      "SELECT id FROM review WHERE remote_id = ?1 AND (?2 = 0 OR channel_id = ?2) LIMIT 2",
      text,
      channel_id,
      error);
  if (id == 0 && (error == NULL || *error == NULL))
    set_no_review_error (error);
  if (id < 0)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_CONFLICT,
                 _ ("More than one channel has a review %s; say which channel."),
                 text);
  return MAX (id, 0);
}

/* --- replying --- */

gint64
tiem_store_queue_review_reply (
    TiemStore *self, gint64 review_id, const char *text, gint64 delay_ms, GError **error)
{
  g_autofree char *words = g_strstrip (g_strdup (text != NULL ? text : ""));
  TiemQueued queued
      = { .kind = "review:reply", .review_id = review_id, .note = words, .delay_ms = delay_ms };
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (TiemStmt) row = NULL;
  int step;

  if (*words == '\0')
    {
      g_set_error_literal (
          error, TIEM_ERROR, TIEM_ERROR_INVALID, _ ("The reply is empty; write something."));
      return 0;
    }
  if ((write = tiem_store_begin_write (self, error)) == NULL)
    return 0;
  row = tiem_db_query (write->db,
                       error,
                       "SELECT channel_id, can_reply FROM review WHERE id = ?1",
                       TIEM_INT (review_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return 0;
  if (step == 0)
    {
      set_no_review_error (error);
      return 0;
    }
  if (tiem_stmt_int (row, 1) == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_CONFLICT,
                           _ ("The channel takes no reply to this review; it has one, or is too "
                              "old."));
      return 0;
    }
  queued.channel_id = tiem_stmt_int (row, 0);
  g_clear_pointer (&row, tiem_stmt_release);
  write->what |= TIEM_CHANGED_REVIEWS;
  return tiem_outbox_queue (write, &queued, error);
}

/* --- counting --- */

gboolean
tiem_store_count_after (TiemStore *self,
                        gint64 channel_id,
                        TiemAfterCounts *counts,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  *counts = (TiemAfterCounts){ 0 };
  return read != NULL
         && tiem_db_get_int (read->db,
                             &counts->open_returns,
                             error,
                             "SELECT count (*) FROM order_return WHERE state = 'open'"
                             " AND (?1 = 0 OR channel_id = ?1)",
                             TIEM_INT (channel_id))
         && tiem_db_get_int (read->db,
                             &counts->open_reviews,
                             error,
                             "SELECT count (*) FROM review WHERE reply IS NULL AND can_reply = 1"
                             " AND (?1 = 0 OR channel_id = ?1)",
                             TIEM_INT (channel_id))
         && tiem_db_get_int (read->db,
                             &counts->cancel_wishes,
                             error,
                             "SELECT count (*) FROM customer_order WHERE cancel_asked = 1"
                             " AND (?1 = 0 OR channel_id = ?1)",
                             TIEM_INT (channel_id));
}
