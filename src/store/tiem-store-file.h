#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * Channels by file: a shop at a marketplace whose API is not open to its owner. Orders and listings
 * come in as files of the seller centre, stock and prices go out as the platform's own upload file.
 * Listings, links, ledger and reservations are those of any other channel.
 *
 * What a listing shows is known from the last template or upload, less what was ordered there since:
 * the platform takes its own sales off by itself, and nobody has to upload a number for them.
 *
 * Scarce goods. Such a channel does not take part in sharing out the last units at first, and holds
 * back TIEM_FILE_BUFFER units instead, for hours pass before its sales are seen. Switched on, it
 * keeps its part until the next upload; the others do not wait for it, and how long it takes makes
 * nothing scarce elsewhere.
 */

/* Units that a new channel by file does not show. */
#define TIEM_FILE_BUFFER 2

/* Returns: the id, 0 with @error */
gint64 tiem_store_add_file_channel (TiemStore *self,
                                    const char *kind,
                                    const char *name,
                                    GError **error);
/* Orders, listings and links stay: their remote ids are the same. @by_file FALSE: the channel has
 * keys now, and its worker reads everything once. Its buffer and split become those of a new
 * channel unless the owner chose others. */
gboolean tiem_store_set_channel_by_file (TiemStore *self,
                                         gint64 channel_id,
                                         gboolean by_file,
                                         GError **error);
/* CONFLICT, with a sentence, when the channel is not one by file of the platform @kind. */
gboolean tiem_store_check_file_channel (TiemStore *self,
                                        gint64 channel_id,
                                        const char *kind,
                                        GError **error);

/* When what was last done with a channel by file, and what waits. Times are ms UTC, 0 = never. */
typedef struct
{
  gint64 orders_at;       /* orders were read in */
  gint64 orders_until;    /* up to when that file tells */
  gint64 listings_at;     /* a template was read in */
  gint64 written_at;      /* the newest upload file */
  char *written_file;     /* its name (nullable) */
  gint64 open_upload_id;  /* it waits for the owner's word; 0 = none does */
  gint64 uploaded_at;     /* the owner's last word */
  gint64 listings;
  gint64 unlinked;
  gint64 waiting_stock;   /* listings that ought to show another number */
  gint64 waiting_prices;
  gint64 waiting_since;   /* the oldest of them */
} TiemFileDesk;
void tiem_file_desk_free (TiemFileDesk *self);
TiemFileDesk *tiem_store_read_file_desk (TiemStore *self,
                                         gint64 channel_id,
                                         GError **error);

/* What its owner ought to do now with the files of a channel. */
typedef enum
{
  TIEM_FILE_DUE_ORDERS = 1 << 0, /* orders were not read in since yesterday */
  TIEM_FILE_DUE_UPLOAD = 1 << 1, /* changes have waited for an upload for half a day */
} TiemFileDue;
/* @now: ms UTC. 0 for a channel that is not by file, or has no listings yet. */
TiemFileDue tiem_file_get_due (const TiemChannelRecord *channel,
                               gint64 now);
/* Returns: (transfer full) (nullable): what is due in a sentence; %NULL: nothing is */
char *tiem_file_tell_due (const TiemChannelRecord *channel,
                          gint64 now);

/* --- orders in --- */

/* What storing orders would do, or did. */
typedef struct
{
  guint n_new;
  guint n_changed;
  guint n_same;
  guint n_older; /* the file tells less than is known: nothing changes */
} TiemFileCounts;
/* Compares without writing. @orders: (element-type TiemRemoteOrder): sets .stored_as */
gboolean tiem_store_compare_orders (TiemStore *self,
                                    gint64 channel_id,
                                    GPtrArray *orders,
                                    TiemFileCounts *counts,
                                    GError **error);
/* After the last page of a file that tells up to @until: judges the numbers that the template
 * showed before. */
gboolean tiem_store_finish_file_orders (TiemStore *self,
                                        gint64 channel_id,
                                        gint64 until,
                                        GError **error);

/* --- listings in --- */

typedef struct
{
  gint64 read_at;     /* when the platform wrote the file, ms UTC */
  gboolean has_stock; /* FALSE: the file has no numbers, and none is touched */
  const char *shop;   /* the shop's number in the file (nullable) */
} TiemFileListingsInfo;
typedef struct
{
  TiemFileCounts counts; /* of listings; older: its numbers are older than what is known */
  guint n_missing;       /* known listings that the file does not name: they stay */
  guint n_unlinked;      /* afterwards; of a dry run: as it is now */
} TiemFileListings;
/* All of it or nothing. CONFLICT: it is the file of another shop. */
gboolean tiem_store_put_file_listings (TiemStore *self,
                                       gint64 channel_id,
                                       const TiemListingPage *page,
                                       const TiemFileListingsInfo *info,
                                       gboolean dry_run,
                                       TiemFileListings *report,
                                       GError **error);

/* --- stock and prices out --- */

/* A linked listing, and what an upload file is to say of it. */
typedef struct
{
  gint64 listing_id;
  char *remote_product_id;
  char *remote_variant_id; /* "" = none */
  char *sku;               /* the variant's (nullable): it is not linked */
  char *title;
  gboolean has_stock;      /* FALSE: nothing is to be told */
  gint64 stock;
  gint64 version;
  gboolean stock_waits;    /* it shows another number, for all that is known */
  gboolean has_price;      /* a price waits to be told */
  gint64 price_vnd;
  /* filled in by whoever writes the file: */
  gboolean writes_stock;
  gboolean writes_price;
} TiemUploadNumber;
void tiem_upload_number_free (TiemUploadNumber *self);
/* Returns: (element-type TiemUploadNumber): of all listings that are not gone */
GPtrArray *tiem_store_list_upload_numbers (TiemStore *self,
                                           gint64 channel_id,
                                           GError **error);
/* A file was written: keeps what it says until the owner has uploaded it; an older one that was
 * not uploaded is forgotten. Returns: its id, 0 with @error */
gint64 tiem_store_book_upload (TiemStore *self,
                               gint64 channel_id,
                               const char *file,
                               GPtrArray *numbers,
                               GError **error);
/* The owner has uploaded the newest file: its numbers are what the platform shows. NOT_FOUND when
 * none waits. Returns: how many listings, −1 with @error */
gint64 tiem_store_confirm_upload (TiemStore *self,
                                  gint64 channel_id,
                                  GError **error);
/* The owner will not upload it. */
gboolean tiem_store_drop_upload (TiemStore *self,
                                 gint64 channel_id,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemFileDesk, tiem_file_desk_free)

G_END_DECLS
