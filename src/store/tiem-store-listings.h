#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/* Listings, the ties between listings and variants, and what must be sent to a channel. */

/* Stores one page of a full pass; call tiem_store_finish_listings() after the last. A
 * stock number that differs from what was confirmed, without a push of ours, is drift: it
 * is shown and pushed again. */
gboolean tiem_store_put_listing_page (TiemStore *self,
                                      gint64 channel_id,
                                      const TiemListingPage *page,
                                      gint64 pass_started_at,
                                      GError **error);
/* The same; @has_news: (out): whether anything was written: a listing that is as it was, with
 * nothing that happened in the shop since it was read, is none. */
gboolean tiem_store_put_next_listing_page (TiemStore *self,
                                           gint64 channel_id,
                                           const TiemListingPage *page,
                                           gint64 pass_started_at,
                                           gboolean *has_news,
                                           GError **error);
/* Marks those not seen since @pass_started_at as gone, and the channel as read; in the same store
 * that was given the pages. */
gboolean tiem_store_finish_listings (TiemStore *self,
                                     gint64 channel_id,
                                     gint64 pass_started_at,
                                     GError **error);
/* Stores listings that were read back; clears "unclear". */
gboolean tiem_store_put_read_back (TiemStore *self,
                                   gint64 channel_id,
                                   const TiemListingPage *page,
                                   GError **error);

typedef struct
{
  gint64 channel_id; /* 0 = any */
  gint64 variant_id; /* 0 = any */
  gboolean only_unlinked;
  gboolean only_drift;  /* the channel shows another number than Tiệm wants */
  gboolean only_problem; /* refused, undecided, waiting for a decision */
  gboolean only_pending; /* desired ≠ acked */
  char *search;
} TiemListingQuery;
TiemListingQuery *tiem_listing_query_copy (const TiemListingQuery *self);
void tiem_listing_query_free (TiemListingQuery *self);
/* Returns: (element-type TiemListing); @limit 0 = all */
GPtrArray *tiem_store_list_listings (TiemStore *self,
                                     const TiemListingQuery *query,
                                     gint64 limit,
                                     gint64 offset,
                                     GError **error);
TiemListing *tiem_store_get_listing (TiemStore *self,
                                     gint64 listing_id,
                                     GError **error);

typedef struct
{
  gint64 listing_id;
  char *remote_sku;
  char *title;
  char *reason; /* a sentence */
} TiemSkipped;

/* A linked listing whose channel shows another number than the stock taken before. */
typedef struct
{
  gint64 variant_id;
  char *sku;
  char *title;
  gint64 available;   /* what Tiệm has */
  GPtrArray *listings; /* (element-type TiemListing): what each channel shows */
} TiemStockConflict;
void tiem_stock_conflict_free (TiemStockConflict *self);

typedef struct
{
  guint products, variants, linked;
  GPtrArray *skipped; /* (element-type TiemSkipped) */
} TiemAdoptResult;
void tiem_adopt_result_free (TiemAdoptResult *self);

/*
 * Takes unlinked listings over into the catalogue: products and variants from title,
 * options, SKU, price, image; a SKU that exists is linked, never doubled; an empty SKU or
 * one repeated within the channel is skipped with the reason.
 *
 * A new variant's on hand starts as the listing's stock + what the open orders of this
 * channel hold of it, as far as the platform had already taken them off (platform_holds)
 * when the stock was read. A linked variant whose stock was taken from another channel and
 * now shows another number becomes undecided: nothing is pushed for it until the owner sets it.
 * @listing_ids: (nullable) (element-type gint64); NULL = all unlinked of @channel_id (0 = of all).
 */
TiemAdoptResult *tiem_store_adopt (TiemStore *self,
                                   gint64 channel_id,
                                   GArray *listing_ids,
                                   GError **error);
/* Returns: (element-type TiemStockConflict): variants that wait for the owner's decision */
GPtrArray *tiem_store_list_stock_conflicts (TiemStore *self,
                                            GError **error);

/* Applies the stock effects of the lines that waited for the link. Never changes on hand otherwise. */
gboolean tiem_store_link (TiemStore *self,
                          gint64 listing_id,
                          gint64 variant_id,
                          GError **error);
/* Takes the effects of its lines back. */
gboolean tiem_store_unlink (TiemStore *self,
                            gint64 listing_id,
                            GError **error);
typedef struct
{
  guint linked;
  guint left;            /* still unlinked */
  GPtrArray *ambiguous;  /* (element-type TiemSkipped) */
} TiemLinkResult;
void tiem_link_result_free (TiemLinkResult *self);
/* To existing variants only; by tiem_sku_key(); then by barcode. */
TiemLinkResult *tiem_store_link_by_sku (TiemStore *self,
                                        gint64 channel_id,
                                        GError **error);

/* --- for the worker --- */

/*
 * Returns: (element-type TiemPush): what this channel must be told, most urgent first:
 * those falling to zero, then falling, then rising; unclear and undecided ones left out.
 * Each carries the version it was computed from.
 */
GPtrArray *tiem_store_take_stock_pushes (TiemStore *self,
                                         gint64 channel_id,
                                         guint limit,
                                         GError **error);
/* Returns: (element-type TiemPush): listings to be read back (unclear) before any push */
GPtrArray *tiem_store_list_unclear (TiemStore *self,
                                    gint64 channel_id,
                                    guint limit,
                                    GError **error);
/* Drops from @pushes those that a newer commit has overtaken, how many to @dropped, and marks the
 * others unclear, in one transaction: nothing comes between the look and the mark, and a crash
 * leaves them unclear. To be called right before the request goes out. */
gboolean tiem_store_begin_pushes (TiemStore *self,
                                  GPtrArray *pushes,
                                  guint *dropped,
                                  GError **error);
/* Books the outcomes. A refused one (REJECTED) is not tried again until its number changes
 * or an hour has passed; it shows as the listing's problem. */
gboolean tiem_store_finish_pushes (TiemStore *self,
                                   gint64 channel_id,
                                   GPtrArray *pushes,
                                   GError **error);

/* The travel of a stock change between channels, newest first, for the Channels tab. */
typedef struct
{
  gint64 channel_id;
  gint64 sent_value;
  gint64 took_ms; /* from the commit to the confirmation; −1 = still going */
  gint64 sold;    /* > 0: the change came from here */
  gboolean by_file; /* it goes out with the next upload, and is confirmed by its owner */
} TiemTravelStop;
typedef struct
{
  gint64 at;
  gint64 variant_id;
  char *title;
  char *sku;
  gint64 before, after; /* available */
  GArray *stops; /* (element-type TiemTravelStop) */
} TiemTravel;
void tiem_travel_free (TiemTravel *self);
GPtrArray *tiem_store_list_travels (TiemStore *self,
                                    guint limit,
                                    GError **error);
/* The same of one variant. */
GPtrArray *tiem_store_list_variant_travels (TiemStore *self,
                                            gint64 variant_id,
                                            guint limit,
                                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemAdoptResult, tiem_adopt_result_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemLinkResult, tiem_link_result_free)

G_END_DECLS
