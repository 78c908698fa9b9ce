#pragma once

#include "store/tiem-store-listings.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* Between tiem-store-listings.c, tiem-listing-page.c, tiem-adopt.c, tiem-link.c and tiem-push.c. */

/* A number the channel refused is tried again after this long, or when it changes. */
#define TIEM_REFUSAL_REST_MS (60 * 60 * 1000)

/* The two steps of a list (tiem-ids.h). */
GArray *tiem_listings_select (TiemDb *db,
                              const TiemListingQuery *query,
                              gint64 limit,
                              gint64 offset,
                              GError **error);
GPtrArray *tiem_listings_read (TiemDb *db,
                               gint64 now,
                               GArray *ids,
                               GError **error);

/* What the standing of a listing follows from, beside what the record itself says. */
typedef struct
{
  gint64 now;
  const char *refusal; /* (nullable) the channel's, as it was told to people */
  gboolean has_refused_value;
  gint64 refused_value;
  const char *price_refusal; /* (nullable) */
  gboolean undecided;
  gboolean counted;
  gboolean is_taken_over; /* the odd number is about to become Tiệm's */
  TiemChannelState channel_state;
  gboolean by_file;        /* the channel is told by files alone */
  const char *error_class; /* (nullable) of the channel */
  gint64 error_since;
} TiemStandingFacts;
/* Sets .standing and .problem, whose words go first to what the owner can do something about. */
void tiem_listing_explain (TiemListing *listing,
                           const TiemStandingFacts *facts);

/* Ties the listing to the variant and, when the variant's stock was taken over from another
 * channel and this one shows another number, leaves the decision to the owner. */
gboolean tiem_listing_link (TiemWrite *write,
                            gint64 listing_id,
                            gint64 variant_id,
                            GError **error);
/* Units that the channel had already taken off its own number when it was last read, and
 * that open orders still hold here. */
gboolean tiem_listing_get_held (TiemDb *db,
                                gint64 listing_id,
                                gint64 *held,
                                GError **error);
/* How many listings of the channel, gone ones left out, carry this SKU (or barcode). */
gboolean tiem_listing_count_sku (TiemDb *db,
                                 gint64 channel_id,
                                 const char *sku_key,
                                 gint64 *n,
                                 GError **error);
gboolean tiem_listing_count_barcode (TiemDb *db,
                                     gint64 channel_id,
                                     const char *barcode_key,
                                     gint64 *n,
                                     GError **error);

/* Books what became of a number that was sent. */
gboolean tiem_push_book (TiemWrite *write,
                         const TiemPush *push,
                         GError **error);
/* The listings of @page as they were at @read_at, ms UTC (0 = now); @pass_at: of the pass over all
 * of them that they belong to (0 = none). */
gboolean tiem_listing_put_page (TiemWrite *write,
                                gint64 channel_id,
                                const TiemListingPage *page,
                                gint64 pass_at,
                                gint64 read_at,
                                GError **error);

/* @reason: (transfer full) */
TiemSkipped *tiem_skipped_new (gint64 listing_id,
                               const char *remote_sku,
                               const char *title,
                               char *reason);
void tiem_skipped_free (TiemSkipped *self);

G_END_DECLS
