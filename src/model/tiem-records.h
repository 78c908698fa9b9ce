#pragma once

#include "model/tiem-own.h"

G_BEGIN_DECLS

/*
 * What the store hands out: copies of rows, plain values without behaviour. The window
 * and the command line read the same ones. Strings are owned, NULL = no value; times are
 * ms UTC, 0 = no value; every type has tiem_…_free().
 */

typedef struct
{
  gint64 id;
  gint64 product_id;
  char *product_name;
  char *sku;
  char *barcode; /* (nullable) the first of them */
  char *options; /* (nullable) "Đen, L" */
  char *shelf;   /* (nullable) where a picker finds it: "A1-02" */
  char *image_url;
  char *picture; /* (nullable) file of its first picture, else of the product's: tiem-store-images.h */
  gint64 price_vnd;
  gint64 cost_vnd;
  gboolean has_cost;
  gboolean archived;
  gboolean is_bundle;
  gint64 counted_at;      /* when its stock was first given; 0 = never, nothing is pushed */
  gboolean undecided;     /* two channels showed different numbers: the owner must choose */
  gint64 on_hand;         /* units; a bundle's: what its parts allow */
  gint64 reserved;
  gint64 available;
  gint64 sold_30_days;
  gint64 version;         /* grows with every change of its stock */
  gboolean has_reorder_point;
  gint64 reorder_point;   /* few are left, and it is time to order more: available at or below it */
  gboolean is_low;        /* few are left: by that, or by what is few for all */
  gint64 stock_value_vnd; /* of what is on hand */
  char *channels;         /* kinds of the channels that list it, comma separated: "woocommerce,shopee" */
  char *category;         /* (nullable) of its product: "Thời trang > Áo" */
  char *barcodes;         /* (nullable) all of them, one a line */
} TiemVariant;

typedef struct
{
  gint64 id;
  char *name;
  char *category;
  char *description;
  gboolean archived;
  GPtrArray *variants; /* (element-type TiemVariant) */
} TiemProduct;

typedef struct
{
  gint64 at;
  gint64 delta;
  gint64 on_hand; /* after it */
  char *reason;   /* "sale", "adopt", "take-over", "count", "adjust", "import", "return", "damaged", "lost", "correction" … */
  gint64 order_id;   /* 0 = none */
  char *order_number;
  gint64 channel_id; /* of the order, or where the number was changed; 0 = none */
  char *channel_name;
  char *note;
  gint64 slip_id;    /* a purchase, transfer …; 0 = none */
  char *slip_number; /* (nullable) */
  char *slip_kind;   /* (nullable) "purchase", "supplier-return", "transfer", "take" */
  gboolean has_value; /* FALSE: nobody knows what the units are worth */
  gint64 value_vnd;   /* by which the value on hand changed */
  gint64 settled_vnd; /* what an arrival cost beyond that */
  gboolean has_unit_cost;
  gint64 unit_cost_vnd; /* as it was given with the movement */
} TiemMovement;

/* An open order that holds units of a variant. */
typedef struct
{
  gint64 order_id;
  char *order_number;
  char *channel_kind;
  char *channel_name;
  TiemOrderStatus status;
  gint64 placed_at;
  gint64 quantity;
  gint64 lacking; /* of these, units that are not there */
} TiemReservation;

/* All that the ledger moved for one reason. */
typedef struct
{
  char *reason;
  gint64 delta;
  gint64 times;
} TiemMovementSum;

/* Where a listing stands; there is no other way to be. */
typedef enum
{
  TIEM_STANDING_UNLINKED,
  TIEM_STANDING_IN_STEP,
  TIEM_STANDING_SENDING, /* on its way: the next turn sends it */
  TIEM_STANDING_WAITING, /* for a decision, or for what passes by itself */
  TIEM_STANDING_FAILED,  /* the platform refused it */
} TiemStanding;

typedef struct
{
  gint64 id;
  gint64 channel_id;
  char *channel_kind;
  char *channel_name;
  char *remote_product_id;
  char *remote_variant_id;
  char *stock_owner_id;
  char *remote_sku;
  char *barcode;
  char *title;
  char *options;
  char *image_url;
  gint64 price_vnd;
  gboolean has_stock;
  gint64 stock; /* as last read from the channel */
  gint64 stock_read_at;
  gint64 campaign_locked;
  TiemListingState state;
  gint64 variant_id; /* 0 = not linked */
  char *sku;         /* of the linked variant */
  gint64 available;  /* of the linked variant */
  gboolean has_desired;
  gint64 desired; /* what it should show */
  gboolean has_acked;
  gint64 acked; /* what the channel last confirmed */
  gint64 acked_at;
  gboolean unclear; /* a push of it ended unclear: read back first */
  gint64 version;   /* of the variant, when read */
  gint64 sent_value; /* good when .sent_at is not 0 */
  gint64 sent_at;    /* when a number was last sent to the channel */
  gint64 retry_at;   /* when a refused number is tried again; 0 = none is refused */
  gint64 drift_at;   /* since when it shows what somebody set at the channel; 0 = it does not */
  gboolean stock_drifts;
  gboolean price_drifts;
  gint64 wanted_price_vnd; /* what it is to cost there */
  TiemStanding standing;
  char *problem; /* (nullable) a sentence: why it is not in step */
} TiemListing;

typedef struct
{
  gint64 id;
  char *remote_id;   /* of the line at the channel */
  gint64 variant_id; /* 0 = not linked */
  char *sku;         /* of the linked variant */
  char *remote_sku;
  char *title;
  char *options;
  char *image_url;
  gint64 quantity;
  gint64 cancelled;
  gint64 unit_price_vnd;
  gint64 total_vnd;
  gint64 reserved;
  gint64 shipped;
  gint64 returned; /* back on the shelf */
  gint64 damaged;  /* came back and was written off */
  gint64 lost;     /* on its way back, and never came */
  gint64 out;      /* left the shop, and nothing is booked of it yet */
  gint64 available; /* of the variant, now */
  gboolean is_short;
} TiemOrderLine;

typedef struct
{
  gint64 at;
  char *kind; /* "status", "tracking" … */
  char *what; /* a sentence */
  char *by;   /* channel's name, "Tiệm", or the owner */
  char *word; /* (nullable) the platform's own word for it */
} TiemOrderEvent;

/* What is known of the money a platform keeps back of an order. */
typedef enum
{
  TIEM_FEES_NONE,     /* not read, or the platform has no numbers yet */
  TIEM_FEES_ESTIMATE, /* they may still change */
  TIEM_FEES_SETTLED,
} TiemFeesState;

typedef struct
{
  gint64 id;
  gint64 channel_id;
  char *channel_kind;
  char *channel_name;
  char *remote_id;
  char *number;
  TiemOrderStatus status;
  char *remote_status;
  gint64 placed_at;
  gint64 updated_at;
  gint64 ship_by;
  gint64 left_at;
  gint64 customer_id; /* 0 = none */
  char *buyer_name;
  char *buyer_phone;
  char *buyer_email;
  gint64 units;
  char *goods; /* "2 × Áo thun … +1 món": first line and how many more */
  gint64 total_vnd;
  gint64 shipping_fee_vnd;
  gint64 discount_vnd;
  gint64 surcharge_vnd;
  gint64 paid_vnd;
  char *currency;
  char *payment_method;
  gboolean is_short;
  char *short_reason;
  gboolean has_unlinked; /* a line whose listing is not linked: takes no stock */
  char *note;       /* the buyer's */
  char *owner_note; /* (nullable) the shop's own */
  char *tags;       /* (nullable) by name: "Gấp, Quà tặng" */
  gint64 printed_at; /* its label, the last time; 0 = not yet */
  gint64 packed_at;
  gint64 handed_at; /* to the carrier */
  char *carrier;
  char *tracking;
  TiemAddress address;
  char *chosen_ward_code; /* (nullable): the owner's choice, for tiem_place_new() */
  gint64 difference_vnd; /* total − (lines − discount + shipping + surcharge): 0 when all is told */
  gboolean cancel_asked; /* the buyer wants to cancel and waits for the owner's answer */
  char *cancel_reason;   /* (nullable) the buyer's, or whoever cancelled it */
  gint64 cancel_answer_by; /* 0 = not said; afterwards the platform decides */
  TiemFeesState fees_state;
  gint64 fees_read_at;
  gint64 payout_vnd; /* what the shop gets; good when .fees_state is not NONE */
  gint64 label_at;   /* when its shipping label was saved; 0 = there is none */
  char *problem;     /* (nullable) why the channel refused what was asked of it: a sentence */
  gboolean is_own;   /* the owner wrote it down, no channel sent it; then also: */
  TiemOwnSource own_source;
  TiemOwnPayment own_payment;
  gint64 cod_vnd;        /* what the carrier is to collect */
  gint64 cod_settled_at; /* when it paid that out; 0 = not yet */
  gint64 owed_vnd;       /* what the buyer still has to pay the shop */
  gint64 back_since; /* since when its goods are on their way back, or here and not booked; 0 = no */
  gboolean refused;  /* the buyer did not take the parcel */
  TiemRefusal refusal_said; /* by the owner, about this parcel */
  gint64 buyer_refused; /* parcels the buyer (with all merged) did not take … */
  gint64 buyer_sent;    /* … of those that left the shop */
  /* filled only by tiem_store_get_order() and with lines asked for: */
  GPtrArray *lines;  /* (element-type TiemOrderLine) (nullable) */
  GPtrArray *fees;   /* (element-type TiemRemoteFee) (nullable) */
  GPtrArray *events; /* (element-type TiemOrderEvent) (nullable), newest first */
  GPtrArray *payments; /* (element-type TiemOrderPayment) (nullable): of one's own orders, oldest first */
  GPtrArray *parcels; /* (element-type TiemRemoteParcel) (nullable): with their lines when they differ */
} TiemOrder;

typedef struct
{
  char *remote_product_id;
  char *remote_variant_id; /* (nullable) */
  char *sku;               /* of the variant its listing is linked to (nullable) */
  char *remote_sku;
  char *title;
  char *options;
  gint64 quantity;
} TiemReturnLine;

/* A return a buyer asks for. What comes back is booked by tiem_store_receive_return(). */
typedef struct
{
  gint64 id;
  gint64 channel_id;
  char *channel_kind;
  char *channel_name;
  char *remote_id;
  char *order_remote_id;
  gint64 order_id; /* 0 = the order was never read */
  char *order_number;
  char *buyer_name;
  TiemReturnState state;
  char *remote_status;
  gboolean sends_goods; /* FALSE: money only */
  char *reason;
  gint64 refund_vnd;
  gint64 created_at;
  gint64 updated_at;
  gint64 answer_by;
  TiemReturnAnswers answers; /* that the platform takes now */
  char *tracking;
  TiemReturnAnswers queued; /* an answer of the owner's that is on its way */
  char *problem;            /* (nullable) why the last answer was refused: a sentence */
  gint64 units;             /* of all lines */
  char *goods;              /* "Áo thun … +1 món" (nullable) */
  GPtrArray *lines;         /* (element-type TiemReturnLine): filled by tiem_store_get_return() (nullable) */
} TiemReturn;

typedef struct
{
  gint64 id;
  gint64 channel_id;
  char *channel_kind;
  char *channel_name;
  char *remote_id;
  char *order_remote_id;
  gint64 order_id; /* 0 = not said, or the order was never read */
  char *order_number;
  char *remote_product_id;
  char *remote_variant_id; /* (nullable) */
  char *title;   /* of the listing (nullable) */
  char *options; /* (nullable) */
  char *sku;     /* of the linked variant (nullable) */
  char *image_url;
  char *buyer_name;
  gint64 stars; /* 1 … 5 */
  char *text;
  gint64 created_at;
  char *reply; /* the shop's */
  gboolean can_reply;
  char *queued_reply; /* (nullable) one that is on its way */
  char *problem;      /* (nullable) why the last reply was refused: a sentence */
} TiemReview;

typedef struct
{
  gint64 channel_id;
  char *channel_kind;
  char *channel_name;
  char *remote_id;
} TiemIdentity;

typedef struct
{
  gint64 id;
  char *name;
  char *phone;
  char *email;
  char *province;
  char *address_line; /* (nullable) number and street, as the owner wrote it down */
  char *ward_code;    /* (nullable) of today's units */
  gint64 orders;
  gint64 spent_vnd;
  gint64 last_order_at;
  gint64 debt_vnd;       /* owed by own orders of the shop's */
  gint64 sent;           /* orders that left the shop */
  gint64 refused;        /* of these, parcels that were not taken */
  char *channels;        /* kinds, comma separated */
  GPtrArray *identities; /* (element-type TiemIdentity) (nullable) */
} TiemCustomer;

typedef enum
{
  TIEM_CHANNEL_ACTIVE,
  TIEM_CHANNEL_PAUSED,
  TIEM_CHANNEL_NEEDS_AUTH,
  TIEM_CHANNEL_FAILING,
} TiemChannelState;

typedef struct
{
  gint64 id;
  char *kind; /* "woocommerce", "counter" … */
  char *name;
  TiemChannelState state;
  char *base_url;
  char *auth_url;
  char *shop;
  char *cursor;             /* (nullable) never read yet */
  gint64 last_ok_at;
  gint64 listings_read_at;
  gint64 auth_expires_at;   /* when the owner must sign in anew */
  gint64 buffer;            /* units held back */
  gint64 share_percent;
  gint64 cap;               /* −1 = none */
  gint64 location_id;       /* where its orders leave from */
  gboolean splits;          /* the last units are shared out with the other channels */
  gboolean takes_over;      /* what somebody changes at the channel is followed, not set back */
  gint64 orders;            /* counters, cheap */
  gint64 listings;
  gint64 unlinked;
  gint64 pending;           /* to be sent: listings whose desired ≠ acked, outbox rows; without .failed */
  gint64 failed;            /* listings and outbox rows the channel refused */
  char *error_class;        /* (nullable) */
  char *error_message;      /* (nullable) a sentence for people */
  char *error_detail;       /* (nullable) the platform's words and request id */
  gint64 error_since;
  gboolean by_file;         /* no worker, no keys: files in and out, tiem-store-file.h */
  gint64 orders_file_at;    /* by file: when orders were read in last, ms UTC; 0 = never */
  gint64 file_waiting_since; /* by file: the oldest change that waits to be uploaded, ms UTC; 0 = none */
} TiemChannelRecord;

typedef struct
{
  gint64 at;
  gint64 channel_id;
  char *channel_name;
  char *endpoint;
  char *outcome; /* "ok" or an error class */
  gint64 status; /* HTTP; 0 = none */
  gint64 duration_ms;
  char *request_id;
  char *message;
} TiemLogEntry;

void tiem_variant_free (TiemVariant *self);
void tiem_product_free (TiemProduct *self);
void tiem_movement_free (TiemMovement *self);
void tiem_reservation_free (TiemReservation *self);
void tiem_movement_sum_free (TiemMovementSum *self);
void tiem_listing_free (TiemListing *self);
void tiem_order_line_free (TiemOrderLine *self);
void tiem_order_event_free (TiemOrderEvent *self);
void tiem_order_free (TiemOrder *self);
void tiem_identity_free (TiemIdentity *self);
void tiem_customer_free (TiemCustomer *self);
void tiem_channel_record_free (TiemChannelRecord *self);
void tiem_log_entry_free (TiemLogEntry *self);
void tiem_return_line_free (TiemReturnLine *self);
void tiem_return_free (TiemReturn *self);
void tiem_review_free (TiemReview *self);

TiemChannelRecord *tiem_channel_record_copy (const TiemChannelRecord *self);

/* "unlinked", "in_step", "sending", "waiting", "failed" */
const char *tiem_standing_to_string (TiemStanding standing);
/* "active", "paused", "needs_auth", "failing"; "active", "inactive", "banned", "gone" */
const char *tiem_channel_state_to_string (TiemChannelState state);
TiemChannelState tiem_channel_state_from_string (const char *text);
const char *tiem_listing_state_to_string (TiemListingState state);
TiemListingState tiem_listing_state_from_string (const char *text);

/* Two weeks before the owner's grant ends, and after. Returns: (transfer full) (nullable): a
 * sentence that says when and what to do; NULL while there is time, or no end is known */
char *tiem_channel_record_dup_warning (const TiemChannelRecord *self,
                                       gint64 now);

/* "none", "estimate", "settled" */
const char *tiem_fees_state_to_string (TiemFeesState state);
TiemFeesState tiem_fees_state_from_string (const char *text);
/* "open", "waiting", "accepted", "refused", "withdrawn" */
const char *tiem_return_state_to_string (TiemReturnState state);
TiemReturnState tiem_return_state_from_string (const char *text);
/* Returns: the word for people, translated */
const char *tiem_return_state_get_label (TiemReturnState state);
/* One answer of "accept", "refund", "received", "reject"; NONE for any other text. */
TiemReturnAnswers tiem_return_answer_from_string (const char *text);
/* Returns: (transfer full): the names of all that are set, comma separated; "" for none */
char *tiem_return_answers_to_string (TiemReturnAnswers answers);

/* Returns: the word for a movement's reason ("Bán", "Kiểm kho"); the owner's own words as
 * they are */
const char *tiem_movement_reason_label (const char *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemVariant, tiem_variant_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemProduct, tiem_product_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemListing, tiem_listing_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemOrder, tiem_order_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemCustomer, tiem_customer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemChannelRecord, tiem_channel_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemReturn, tiem_return_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemReview, tiem_review_free)

G_END_DECLS
