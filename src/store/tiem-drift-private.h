#pragma once

#include "store/tiem-store-drift.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* For the files that read, send and forget the numbers of listings. */

/* A listing was read and its row written, stock and price: are they what Tiệm and the orders it
 * knows explain? @before: the stock it had been read with last (nullable). @was_unclear: a push of
 * ours was under way. *@changed is set when there is something new to be seen. */
gboolean tiem_drift_note_read (TiemWrite *write,
                               gint64 listing_id,
                               const gint64 *before,
                               gboolean was_unclear,
                               gboolean *changed,
                               GError **error);
/* The listing showed @stock before the pull of orders that has just ended, and its row still says
 * what it showed the time before: judged at once. Writes nothing when nothing is new. */
gboolean tiem_drift_judge_number (TiemWrite *write,
                                  gint64 listing_id,
                                  gint64 stock,
                                  GError **error);
/* The channel confirmed a number of ours, and the row says so. */
gboolean tiem_drift_note_sent (TiemWrite *write,
                               gint64 listing_id,
                               GError **error);
/* The channel confirmed a price of ours: what the listing is to cost from now on. */
gboolean tiem_drift_note_price (TiemWrite *write,
                                gint64 listing_id,
                                gint64 price_vnd,
                                GError **error);
/* The listing is gone, or what is known of it is: nothing differs any more. */
gboolean tiem_drift_forget (TiemWrite *write,
                            gint64 listing_id,
                            GError **error);

/* --- between tiem-drift.c, tiem-drift-settle.c and tiem-store-drift.c --- */

/* What a listing shows, and what is known of it. */
typedef struct
{
  gint64 id;
  gint64 channel_id;
  gint64 variant_id;
  char *owner; /* (nullable): whose number it shares */
  gboolean has_desired, has_stock, has_base, has_wanted_price;
  gint64 desired;
  gint64 stock;
  gint64 read_at;
  gint64 locked;
  gint64 base;
  gint64 base_at;
  gint64 base_locked;
  gint64 base_order;
  gint64 base_event;
  gint64 odd_at;
  gint64 odd_seen;
  gint64 price;
  gint64 wanted_price;
  gboolean takes_over; /* the channel's rule, and it can be done here */
} TiemShown;

void tiem_shown_clear (TiemShown *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemShown, tiem_shown_clear)

/* Numbers that several variants share, of bundles and of what was never counted can't be booked
 * on any stock. l: the listing */
#define TIEM_DRIFT_CAN_TAKE_OVER                                                                   \
  "(l.stock_owner_id IS NULL AND EXISTS (SELECT 1 FROM variant tv"                                 \
  " WHERE tv.id = l.variant_id AND tv.is_bundle = 0 AND tv.counted_at > 0 AND tv.undecided = 0"    \
  " AND tv.archived = 0))"

gboolean tiem_drift_load (TiemWrite *write,
                          gint64 listing_id,
                          TiemShown *shown,
                          GError **error);
/* *@off: by how much the number lies outside of what is explained; 0 = it is */
gboolean tiem_drift_find_difference (TiemWrite *write,
                                     const TiemShown *shown,
                                     gint64 *off,
                                     GError **error);
gboolean tiem_drift_is_as_wanted (const TiemShown *shown);
gboolean tiem_drift_clear_odd (TiemWrite *write,
                               gint64 listing_id,
                               GError **error);
/* *@is_new: whether it was not known yet that it differs */
gboolean tiem_drift_open (TiemWrite *write,
                          gint64 listing_id,
                          const char *kind,
                          gint64 found_at,
                          gint64 expected,
                          gboolean has_shown,
                          gint64 shown,
                          gboolean *is_new,
                          GError **error);
/* @kind: (nullable) NULL = both */
gboolean tiem_drift_close (TiemWrite *write,
                           gint64 listing_id,
                           const char *kind,
                           const char *outcome,
                           GError **error);
/* On hand changes by what nothing explains, and the base with it. */
gboolean tiem_drift_take_stock_over (TiemWrite *write,
                                     const TiemShown *shown,
                                     gint64 off,
                                     GError **error);
/* It is the listing's own price from now on. */
gboolean tiem_drift_take_price_over (TiemWrite *write,
                                     gint64 listing_id,
                                     GError **error);
gboolean tiem_drift_queue_price (TiemWrite *write,
                                 gint64 listing_id,
                                 GError **error);

#define TIEM_SELECT_DRIFT                                                                            \
  "SELECT d.id, l.id, l.channel_id, c.kind, c.name,"                                               \
  " l.title || iif (coalesce (l.options, '') = '', '', ' (' || l.options || ')'), v.sku,"          \
  " l.variant_id, d.kind, d.found_at, d.expected, d.shown, d.settled_at, d.outcome,"               \
  " iif (d.kind = 'price', l.wanted_price_vnd, l.desired), c.drift_rule = 'take-over',"            \
  " d.kind = 'price' OR (l.stock IS NOT NULL AND " TIEM_DRIFT_CAN_TAKE_OVER ")"                    \
  " FROM drift d JOIN listing l ON l.id = d.listing_id JOIN channel c ON c.id = l.channel_id"      \
  " LEFT JOIN variant v ON v.id = l.variant_id"
/* Steps to the end. Adds TiemDrift to @drifts. */
gboolean tiem_drifts_collect (TiemStmt *rows,
                              GPtrArray *drifts,
                              GError **error);

G_END_DECLS
