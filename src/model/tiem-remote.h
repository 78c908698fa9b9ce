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
  gint64 own_variant_id; /* of an order of one's own: what is sold, without a listing; 0 = a channel's
                          * line. No part of the hash */
} TiemRemoteLine;

/* kind: one word for the same thing on every platform, in the list of tiem_fee_kind_label():
 * "commission", "payment", "service", "affiliate", "fixed", "voucher", "shipping", "shipping_subsidy",
 * "tax_vat", "tax_pit", "adjustment", "other" */
typedef struct
{
  char *kind;
  gint64 amount_vnd; /* > 0 is kept back from the shop, < 0 is given on top */
} TiemRemoteFee;

/* Units of one of the order's lines that are in a parcel. */
typedef struct
{
  guint line; /* index in the order's lines */
  gint64 quantity;
} TiemParcelLine;

/* One parcel of an order, as the platform packed it. */
typedef struct
{
  char *remote_id;     /* (nullable) package number */
  char *carrier;
  char *tracking;      /* (nullable) not given yet */
  char *remote_status; /* the platform's own word */
  TiemOrderStatus status; /* UNKNOWN: not told apart from the order's */
  GArray *lines;       /* (element-type TiemParcelLine): what is in it; empty = not told */
} TiemRemoteParcel;

/* Whether the buyer did not take the parcel that was brought. */
typedef enum
{
  TIEM_REFUSAL_UNTOLD, /* a failed delivery counts as one */
  TIEM_REFUSAL_YES,
  TIEM_REFUSAL_NO, /* the carrier lost or damaged it */
} TiemRefusal;

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
  GPtrArray *fees;  /* (element-type TiemRemoteFee); empty = the order does not say */
  GPtrArray *parcels; /* (element-type TiemRemoteParcel): more than .carrier and .tracking say; empty = those */
  /* The buyer wants to cancel and waits for the owner's answer: */
  gboolean cancel_asked;
  char *cancel_reason;      /* (nullable) the buyer's, or whoever cancelled it: for people */
  gint64 cancel_answer_by;  /* ms UTC; 0 = not said; afterwards the platform decides */
  /* no part of the hash: an order of one's own, and the customer it is known to be for (0 = found by
   * the phone) */
  gboolean is_own;
  gint64 own_customer_id;
  TiemRefusal refusal;
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
  gboolean raises_scarce; /* goods of which few are left, and more than the channel shows */
  /* outcome: */
  gboolean done;       /* the channel confirmed it */
  gint64 confirmed;    /* what the channel says it is now */
  gboolean unclear;    /* it may or may not have arrived: read back before writing again */
  GError *error;       /* this item's own refusal */
  gboolean is_overruled; /* with .error: the channel took the call and shows .confirmed instead */
} TiemPush;

/* One way to do something with an order that the platform offers: a place and time of
 * pick-up, a reason to cancel. */
typedef struct
{
  char *code;            /* what tiem_channel_act_on_order() takes */
  char *text;            /* for people; the platform's words, or ours */
  gboolean is_suggested; /* what is taken when nobody chooses */
  gboolean sets_stock;   /* the platform sets the goods' stock to 0 when it is chosen */
} TiemChoice;

/* A shipping label to be read. The channel fills in the outcome. */
typedef struct
{
  char *remote_id; /* of the order */
  /* outcome: */
  GBytes *document;   /* (nullable) as the platform made it, one file for all parcels of the order */
  char *content_type; /* "application/pdf" */
  GError *error;      /* this order's own: REJECTED, or TRANSIENT while the platform still makes it */
} TiemLabel;

/* What the platform keeps back of an order. The channel fills in the outcome. */
typedef struct
{
  char *remote_id; /* of the order */
  /* outcome: */
  gboolean done;       /* the platform gave numbers */
  gboolean is_settled; /* and they will not change; FALSE: an estimate, read again later */
  gint64 payout_vnd;   /* what the shop gets */
  GPtrArray *fees;     /* (element-type TiemRemoteFee): > 0 is kept back, < 0 is given on top */
  GError *error;       /* this order's own refusal */
} TiemOrderFees;

/* What the platform waits for the owner to say about a return; they can be combined. */
typedef enum
{
  TIEM_RETURN_ANSWER_NONE = 0,
  TIEM_RETURN_ACCEPT = 1 << 0,   /* the buyer may send it back */
  TIEM_RETURN_REFUND = 1 << 1,   /* pay back, the buyer keeps the goods or they are here already */
  TIEM_RETURN_RECEIVED = 1 << 2, /* the goods are here and all right */
  TIEM_RETURN_REJECT = 1 << 3,   /* refuse; the platform may ask for a reason */
} TiemReturnAnswers;

typedef enum
{
  TIEM_RETURN_OPEN,      /* waits for the owner: .answers is not 0 */
  TIEM_RETURN_WAITING,   /* for the buyer, the carrier or the platform */
  TIEM_RETURN_ACCEPTED,  /* over, the money went back */
  TIEM_RETURN_REFUSED,   /* over, nothing was paid back */
  TIEM_RETURN_WITHDRAWN, /* over, the buyer took it back */
} TiemReturnState;

/* A buyer asks for money back, with or without sending goods. Never moves stock: what comes
 * back is booked by the owner, who has it in hand. */
typedef struct
{
  char *remote_id;       /* unique within the channel */
  char *order_remote_id;
  TiemReturnState state;
  char *remote_status;   /* the platform's own word */
  gboolean sends_goods;  /* FALSE: money only */
  char *reason;          /* for people (nullable) */
  gint64 refund_vnd;
  gint64 created_at;     /* ms UTC */
  gint64 updated_at;     /* ms UTC; older than what is held = changes nothing */
  gint64 answer_by;      /* ms UTC; 0 = none */
  TiemReturnAnswers answers; /* that the platform takes now */
  char *tracking;        /* of the parcel back (nullable) */
  GPtrArray *lines;      /* (element-type TiemRemoteLine): .remote_id, product, variant, SKU, title, quantity */
} TiemRemoteReturn;

typedef struct
{
  GPtrArray *returns;    /* (element-type TiemRemoteReturn) */
  GPtrArray *unreadable; /* (element-type TiemUnreadable) */
  char *next_cursor;     /* stored with the page; never NULL */
  gboolean more;
} TiemReturnPage;

/* What a buyer wrote about goods. */
typedef struct
{
  char *remote_id;         /* unique within the channel */
  char *order_remote_id;   /* (nullable) */
  char *remote_product_id;
  char *remote_variant_id; /* (nullable) */
  char *buyer_name;        /* (nullable) */
  gint64 stars;            /* 1 … 5 */
  char *text;              /* (nullable) */
  gint64 created_at;       /* ms UTC */
  char *reply;             /* (nullable) the shop's */
  gboolean can_reply;
} TiemRemoteReview;

typedef struct
{
  GPtrArray *reviews;    /* (element-type TiemRemoteReview) */
  GPtrArray *unreadable; /* (element-type TiemUnreadable) */
  char *next_cursor;     /* stored with the page; never NULL */
  gboolean more;
} TiemReviewPage;

TiemRemoteLine *tiem_remote_line_new (void);
void tiem_remote_line_free (TiemRemoteLine *self);
TiemRemoteOrder *tiem_remote_order_new (void);
void tiem_remote_order_free (TiemRemoteOrder *self);
/* Returns: a 64-bit hash of everything the store keeps of @self: equal = nothing to write */
guint64 tiem_remote_order_hash (const TiemRemoteOrder *self);
TiemRemoteFee *tiem_remote_fee_new (const char *kind,
                                    gint64 amount_vnd);
void tiem_remote_fee_free (TiemRemoteFee *self);
/* Returns: the word for people, translated ("Phí cố định"); @kind itself when it is none of ours */
const char *tiem_fee_kind_label (const char *kind);
TiemRemoteParcel *tiem_remote_parcel_new (void);
void tiem_remote_parcel_free (TiemRemoteParcel *self);
/* @quantity more units of the order's line number @line are in it. */
void tiem_remote_parcel_add (TiemRemoteParcel *self,
                             guint line,
                             gint64 quantity);
TiemChoice *tiem_choice_new (const char *code,
                             const char *text);
void tiem_choice_free (TiemChoice *self);
TiemLabel *tiem_label_new (const char *remote_id);
void tiem_label_free (TiemLabel *self);
TiemOrderFees *tiem_order_fees_new (const char *remote_id);
void tiem_order_fees_free (TiemOrderFees *self);
TiemRemoteReturn *tiem_remote_return_new (void);
void tiem_remote_return_free (TiemRemoteReturn *self);
TiemReturnPage *tiem_return_page_new (void);
void tiem_return_page_free (TiemReturnPage *self);
TiemRemoteReview *tiem_remote_review_new (void);
void tiem_remote_review_free (TiemRemoteReview *self);
TiemReviewPage *tiem_review_page_new (void);
void tiem_review_page_free (TiemReviewPage *self);
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
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemRemoteParcel, tiem_remote_parcel_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemChoice, tiem_choice_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemLabel, tiem_label_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemOrderFees, tiem_order_fees_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemRemoteReturn, tiem_remote_return_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemReturnPage, tiem_return_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemRemoteReview, tiem_remote_review_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemReviewPage, tiem_review_page_free)

G_END_DECLS
