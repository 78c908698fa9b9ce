#pragma once

#include "store/tiem-store-channels.h"
#include "store/tiem-store-orders.h"

G_BEGIN_DECLS

/* What follows a sale: returns buyers ask for, reviews, what the platform keeps back, labels. */

/* --- returns. They move no stock: tiem_store_receive_return() does --- */

/* One transaction: returns, what could not be understood, and the cursor of the lane "returns".
 * One that is older than what is held changes nothing. @stored: (nullable) */
gboolean tiem_store_put_return_page (TiemStore *self,
                                     gint64 channel_id,
                                     const TiemReturnPage *page,
                                     TiemStoredPage *stored,
                                     GError **error);
/* One that was read again, after an answer. */
gboolean tiem_store_put_return (TiemStore *self,
                                gint64 channel_id,
                                const TiemRemoteReturn *remote,
                                GError **error);

typedef struct
{
  gint64 channel_id; /* 0 = any */
  gint64 order_id;   /* 0 = any */
  gboolean only_open; /* that wait for the owner, the most urgent first; else newest first */
} TiemReturnQuery;
/* Returns: (element-type TiemReturn), without .lines; @limit 0 = all */
GPtrArray *tiem_store_list_returns (TiemStore *self,
                                    const TiemReturnQuery *query,
                                    gint64 limit,
                                    gint64 offset,
                                    GError **error);
/* With lines. NOT_FOUND. */
TiemReturn *tiem_store_get_return (TiemStore *self,
                                   gint64 return_id,
                                   GError **error);
/* Finds by our id or the channel's, as text; @channel_id 0 = any. NOT_FOUND; CONFLICT when two
 * channels have it. Returns: the id */
gint64 tiem_store_find_return (TiemStore *self,
                               const char *text,
                               gint64 channel_id,
                               GError **error);
/* Queues an answer; one that still waits is replaced. @answer: one of TiemReturnAnswers.
 * @choice: (nullable): the code of a TIEM_CHOICE_REJECT_RETURN. @comment: (nullable): the owner's words.
 * CONFLICT when the platform does not take it now. Returns: the outbox's id */
gint64 tiem_store_queue_return_answer (TiemStore *self,
                                       gint64 return_id,
                                       TiemReturnAnswers answer,
                                       const char *choice,
                                       const char *comment,
                                       gint64 delay_ms,
                                       GError **error);

/* --- reviews --- */

/* As tiem_store_put_return_page(); the lane is "reviews". */
gboolean tiem_store_put_review_page (TiemStore *self,
                                     gint64 channel_id,
                                     const TiemReviewPage *page,
                                     TiemStoredPage *stored,
                                     GError **error);

typedef struct
{
  gint64 channel_id; /* 0 = any */
  gint64 order_id;   /* 0 = any */
  gint64 variant_id; /* of the goods, over all channels; 0 = any */
  gint64 most_stars; /* 0 = any; 3: those with up to three */
  gboolean only_open; /* without a reply that may have one */
} TiemReviewQuery;
/* Returns: (element-type TiemReview), newest first; @limit 0 = all */
GPtrArray *tiem_store_list_reviews (TiemStore *self,
                                    const TiemReviewQuery *query,
                                    gint64 limit,
                                    gint64 offset,
                                    GError **error);
TiemReview *tiem_store_get_review (TiemStore *self,
                                   gint64 review_id,
                                   GError **error);
gint64 tiem_store_find_review (TiemStore *self,
                               const char *text,
                               gint64 channel_id,
                               GError **error);
/* Queues a reply; one that still waits is replaced. INVALID without text, CONFLICT when the
 * platform takes none. Returns: the outbox's id */
gint64 tiem_store_queue_review_reply (TiemStore *self,
                                      gint64 review_id,
                                      const char *text,
                                      gint64 delay_ms,
                                      GError **error);
/* Notes the reply that the platform took, until the review is read again. */
gboolean tiem_store_book_review_reply (TiemStore *self,
                                       gint64 review_id,
                                       const char *text,
                                       GError **error);

typedef struct
{
  gint64 open_returns;  /* that wait for the owner */
  gint64 open_reviews;  /* without a reply */
  gint64 cancel_wishes; /* buyers who want to cancel */
} TiemAfterCounts;
/* @channel_id 0 = all; cheap: what is open is indexed */
gboolean tiem_store_count_after (TiemStore *self,
                                 gint64 channel_id,
                                 TiemAfterCounts *counts,
                                 GError **error);

/* --- fees --- */

/* Orders of the channel that left the shop and are over, whose fees are not settled and were not
 * read since @read_before (ms UTC), or not since the order's status changed; those never read
 * first, the newest of them before. What is older than half a year is not asked about.
 * Returns: (element-type TiemOrderFees): with .remote_id alone */
GPtrArray *tiem_store_list_fees_due (TiemStore *self,
                                     gint64 channel_id,
                                     gint64 read_before,
                                     guint limit,
                                     GError **error);
/* Books outcomes: those that are .done replace what was held, all count as read now. */
gboolean tiem_store_put_fees (TiemStore *self,
                              gint64 channel_id,
                              GPtrArray *fees,
                              GError **error);

/* --- labels: files beside the database, 0600, no part of a backup --- */

/* Saves the label of an order in the place of the one before. */
gboolean tiem_store_put_label (TiemStore *self,
                               gint64 order_id,
                               GBytes *document,
                               const char *content_type,
                               GError **error);
/* Throws the saved label away (it can't be read): it is fetched anew when it is wanted. */
gboolean tiem_store_drop_label (TiemStore *self,
                                gint64 order_id,
                                GError **error);
/* @content_type: (out) (optional). NOT_FOUND when there is none (any more).
 * Returns: (transfer full) */
GBytes *tiem_store_get_label (TiemStore *self,
                              gint64 order_id,
                              char **content_type,
                              GError **error);

/* --- how far a lane has been read --- */

#define TIEM_LANE_RETURNS "returns"
#define TIEM_LANE_REVIEWS "reviews"
#define TIEM_LANE_FEES "fees"
#define TIEM_LANE_GRANT "grant"

/* @cursor: (out) (optional) (transfer full): NULL = never read. @read_at: (out) (optional):
 * end of the last whole round, 0 = none */
gboolean tiem_store_get_lane (TiemStore *self,
                              gint64 channel_id,
                              const char *lane,
                              char **cursor,
                              gint64 *read_at,
                              GError **error);
/* A whole round is over; its problem, if it had one, too. */
gboolean tiem_store_finish_lane (TiemStore *self,
                                 gint64 channel_id,
                                 const char *lane,
                                 GError **error);
/* Why a lane can't be read: the owner is told, and the channel works on. @problem: (nullable): a
 * sentence; NULL: it works */
gboolean tiem_store_set_lane_problem (TiemStore *self,
                                      gint64 channel_id,
                                      const char *lane,
                                      const char *problem,
                                      GError **error);

typedef struct
{
  gint64 channel_id;
  char *lane;
  char *problem;
} TiemLaneProblem;
void tiem_lane_problem_free (TiemLaneProblem *self);
/* Returns: (element-type TiemLaneProblem); @channel_id 0 = all */
GPtrArray *tiem_store_list_lane_problems (TiemStore *self,
                                          gint64 channel_id,
                                          GError **error);

G_END_DECLS
