#pragma once

#include "model/tiem-status.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The values that cross the channel interface: what a channel read, in Tiệm's own terms.
 * Plain structs, owned by whoever holds them; strings are owned, NULL = not given. No
 * platform's JSON crosses this line (the raw text is kept only for what was not understood).
 */

typedef struct
{
  char *name;
  char *phone;    /* as received, perhaps masked */
  char *line;     /* number and street */
  char *ward;     /* phường, xã, đặc khu */
  char *district; /* old addresses only */
  char *province;
  char *text;     /* the whole address as received, one line */
} TiemAddress;

typedef struct
{
  char *remote_id;         /* stable id of the line at the channel (nullable) */
  char *remote_product_id; /* (nullable) */
  char *remote_variant_id; /* NULL: a product without variations */
  char *sku;
  char *title;
  char *options; /* "Đen, L" */
  char *image_url;
  gint64 quantity;  /* units ordered, ≥ 0 */
  gint64 cancelled; /* of these, units taken back before they left the shop */
  gint64 unit_price_vnd;
  gint64 total_vnd; /* what the buyer pays for the line, after its own discounts */
} TiemRemoteLine;

typedef struct
{
  char *kind; /* "commission", "payment", "tax_vat" … */
  gint64 amount_vnd;
} TiemRemoteFee;

/* What the store did with an order it was given. */
typedef enum
{
  TIEM_STORED_UNCHANGED,
  TIEM_STORED_CHANGED,
  TIEM_STORED_NEW,
} TiemStored;

typedef struct
{
  char *remote_id; /* unique within the channel */
  char *number;    /* what people call it; NULL: as remote_id */
  TiemOrderStatus status;
  char *remote_status;       /* the platform's own word */
  gboolean platform_holds;   /* the platform has already taken the units off its own stock number */
  gint64 placed_at;          /* ms UTC */
  gint64 updated_at;         /* ms UTC by the platform; older than what is held = changes nothing */
  gint64 left_at;            /* ms UTC when the parcel left the shop; 0 = not known or not yet */
  gint64 ship_by;            /* ms UTC; 0 = none */
  gint64 total_vnd;          /* what the buyer pays */
  gint64 shipping_fee_vnd;   /* of this, shipping */
  gint64 discount_vnd;       /* ≥ 0, beside the lines' own */
  gint64 surcharge_vnd;      /* other fees and taxes on top of lines and shipping */
  gint64 paid_vnd;           /* paid so far */
  char *currency;            /* "VND" */
  char *payment_method;      /* "cod", "bacs" … as the platform says */
  char *buyer_remote_id;     /* NULL: a guest */
  char *buyer_name;
  char *buyer_phone;
  char *buyer_email;
  TiemAddress address;       /* where it goes */
  char *note;                /* the buyer's message */
  char *carrier;
  char *tracking;
  GPtrArray *lines; /* (element-type TiemRemoteLine) */
  GPtrArray *fees;  /* (element-type TiemRemoteFee) */
  /* outcome, filled in by tiem_store_put_order_page(); no part of the hash: */
  TiemStored stored_as;
} TiemRemoteOrder;

/* An item that could not be understood: kept as it came, reported, blocks nothing. */
typedef struct
{
  char *remote_id; /* (nullable) */
  char *reason;    /* a sentence for people */
  char *raw;       /* the item's text */
} TiemUnreadable;

typedef struct
{
  GPtrArray *orders;     /* (element-type TiemRemoteOrder), oldest change first */
  GPtrArray *unreadable; /* (element-type TiemUnreadable) */
  char *next_cursor;     /* stored with the page; never NULL */
  gboolean more;         /* call again with next_cursor at once */
} TiemOrderPage;

typedef enum
{
  TIEM_LISTING_ACTIVE,
  TIEM_LISTING_INACTIVE, /* draft, unlisted, private */
  TIEM_LISTING_BANNED,
  TIEM_LISTING_GONE, /* deleted at the channel */
} TiemListingState;

typedef struct
{
  char *remote_product_id;
  char *remote_variant_id; /* NULL: a product without variations */
  char *sku;
  char *barcode;
  char *title;
  char *options; /* "Đen, L" */
  char *image_url;
  char *stock_owner_id; /* NULL, or the remote id whose number all its variations share */
  gint64 price_vnd;
  gboolean has_stock; /* FALSE: the channel keeps no number for it */
  gint64 stock;       /* units the channel would sell */
  gint64 campaign_locked; /* units held by a platform's campaign */
  TiemListingState state;
} TiemRemoteListing;

typedef struct
{
  GPtrArray *listings;   /* (element-type TiemRemoteListing); parents of variations are not listings */
  GPtrArray *unreadable; /* (element-type TiemUnreadable) */
  char *next_cursor;     /* NULL: that was the last page */
} TiemListingPage;

/* One number to be set at a channel. The channel fills in the outcome. */
typedef struct
{
  gint64 listing_id; /* ours */
  char *remote_product_id;
  char *remote_variant_id;
  char *stock_owner_id;
  char *sku;
  gint64 value;   /* units, or đồng for a price */
  gint64 version; /* the store's version it was computed from */
  /* outcome: */
  gboolean done;       /* the channel confirmed it */
  gint64 confirmed;    /* what the channel says it is now */
  gboolean unclear;    /* it may or may not have arrived: read back before writing again */
  GError *error;       /* this item's own refusal */
} TiemPush;

TiemRemoteLine *tiem_remote_line_new (void);
void tiem_remote_line_free (TiemRemoteLine *self);
TiemRemoteOrder *tiem_remote_order_new (void);
void tiem_remote_order_free (TiemRemoteOrder *self);
/* Returns: a 64-bit hash of everything the store keeps of @self: equal = nothing to write */
guint64 tiem_remote_order_hash (const TiemRemoteOrder *self);
TiemUnreadable *tiem_unreadable_new (const char *remote_id,
                                     const char *reason,
                                     const char *raw);
void tiem_unreadable_free (TiemUnreadable *self);
TiemOrderPage *tiem_order_page_new (void);
void tiem_order_page_free (TiemOrderPage *self);
TiemRemoteListing *tiem_remote_listing_new (void);
void tiem_remote_listing_free (TiemRemoteListing *self);
TiemListingPage *tiem_listing_page_new (void);
void tiem_listing_page_free (TiemListingPage *self);
TiemPush *tiem_push_new (void);
void tiem_push_free (TiemPush *self);
void tiem_address_clear (TiemAddress *self);
void tiem_address_copy (const TiemAddress *from,
                        TiemAddress *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemRemoteOrder, tiem_remote_order_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemRemoteLine, tiem_remote_line_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemOrderPage, tiem_order_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemRemoteListing, tiem_remote_listing_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemListingPage, tiem_listing_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPush, tiem_push_free)

G_END_DECLS
