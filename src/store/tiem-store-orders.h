#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * Orders as they come from the channels, and their effect on stock.
 *
 * The effect of a line is computed from what the order asks for (status, whether the
 * parcel left, units cancelled), compared with what is recorded on the line, and the
 * difference goes to the ledger in the same transaction: idempotent by construction.
 *
 *  open (unpaid … awaiting_pickup, unknown before leaving)   reserved = quantity − cancelled
 *  left (shipping, delivered, completed; cancelled, failed,
 *        returning, returned after leaving)                   shipped  = quantity − cancelled (never falls
 *                                                             once recorded: later refunds come back by hand)
 *  cancelled before leaving                                   nothing
 *
 * A line counts only when its listing is linked and the variant has been counted. A parcel
 * that left before variant.counted_at and was never reserved has no effect. A bundle's line
 * moves its components. Returned units come back by tiem_store_receive_return() alone.
 * After every order of a channel the listings of its lines are marked "not confirmed", for
 * the platform changed its own number: they are pushed again even if desired looks equal.
 */

typedef struct
{
  guint stored;    /* new or changed */
  guint unchanged; /* same hash, or older than what is held */
} TiemStoredPage;

/* One transaction: orders, customers, stock effects, counters, `daily`, search, unreadable
 * items, and the cursor. Unchanged orders cost a look-up. */
gboolean tiem_store_put_order_page (TiemStore *self,
                                    gint64 channel_id,
                                    const TiemOrderPage *page,
                                    TiemStoredPage *stored,
                                    GError **error);
/* The same for a page that was read on from @cursor (nullable: from the beginning). CONFLICT,
 * and nothing is stored, when the channel's cursor is another by now: a backup was restored,
 * or everything is to be read again, and this page would hide what lies between. */
gboolean tiem_store_put_next_order_page (TiemStore *self,
                                         gint64 channel_id,
                                         const char *cursor,
                                         const TiemOrderPage *page,
                                         TiemStoredPage *stored,
                                         GError **error);

/* With lines, fees, parcels and events. NOT_FOUND. */
TiemOrder *tiem_store_get_order (TiemStore *self,
                                 gint64 order_id,
                                 GError **error);
/* Finds by our id, remote id or number, as text; @channel_id 0 = any. NOT_FOUND; CONFLICT
 * when two channels have it. Returns: the id */
gint64 tiem_store_find_order (TiemStore *self,
                              const char *text,
                              gint64 channel_id,
                              GError **error);

typedef enum
{
  TIEM_ORDERS_ALL,
  TIEM_ORDERS_TODO, /* to_confirm, to_ship, awaiting_pickup, unknown, and short ones */
  TIEM_ORDERS_SHORT,
  TIEM_ORDERS_STATUS, /* .status */
  TIEM_ORDERS_TROUBLED, /* failed_delivery, returning, returned */
  TIEM_ORDERS_CANCEL_ASKED, /* the buyer wants to cancel and waits for an answer */
  TIEM_ORDERS_REFUSERS, /* to do, of buyers who did not take a parcel before */
} TiemOrderGroup;

typedef enum
{
  TIEM_ORDER_SORT_PLACED,
  TIEM_ORDER_SORT_SHIP_BY, /* short first, then by deadline, then oldest */
  TIEM_ORDER_SORT_CHANNEL,
  TIEM_ORDER_SORT_NUMBER,
  TIEM_ORDER_SORT_BUYER,
  TIEM_ORDER_SORT_TOTAL,
  TIEM_ORDER_SORT_STATUS,
} TiemOrderSort;

typedef struct
{
  TiemOrderGroup group;
  TiemOrderStatus status;
  gint64 channel_id;  /* 0 = any */
  gint64 customer_id; /* 0 = any */
  gint64 since;       /* placed at or after, ms UTC; 0 = any */
  char *search;       /* as typed (nullable) */
  char *tag;          /* the owner's, by name (nullable): any */
  char *carrier;      /* of the first parcel (nullable): any */
  GArray *ids;        /* (element-type gint64) only these (nullable): any; nobody may change it */
  TiemOrderSort sort;
  gboolean descending;
} TiemOrderQuery;

TiemOrderQuery *tiem_order_query_copy (const TiemOrderQuery *self);
void tiem_order_query_free (TiemOrderQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemOrderQuery, tiem_order_query_free)

/* Returns: (element-type TiemOrder); @with_lines fills lines too; @limit 0 = all */
GPtrArray *tiem_store_list_orders (TiemStore *self,
                                   const TiemOrderQuery *query,
                                   gboolean with_lines,
                                   gint64 limit,
                                   gint64 offset,
                                   GError **error);

/* Returns: (transfer full): names of the carriers of all orders, NULL-terminated */
GStrv tiem_store_list_carriers (TiemStore *self,
                                GError **error);

typedef struct
{
  gint64 by_status[TIEM_N_ORDER_STATUSES];
  gint64 all;
  gint64 todo;
  gint64 short_of_goods;
  gint64 troubled;
  gint64 cancel_asked;
  gint64 refusers;
} TiemOrderCounts;
/* From the counters and of what is to do, never by counting all; @channel_id 0 = all. */
gboolean tiem_store_count_orders (TiemStore *self,
                                  gint64 channel_id,
                                  TiemOrderCounts *counts,
                                  GError **error);
/* Of the orders to do. */
typedef struct
{
  gint64 due;     /* to be handed over before the time that was asked for */
  gint64 wish_id; /* the most urgent one whose buyer wants to cancel; 0 = none */
  gboolean has_deadlines; /* any of them has one: not every platform sets any */
} TiemOrderDue;
/* @before: ms UTC */
gboolean tiem_store_read_due (TiemStore *self,
                              gint64 before,
                              TiemOrderDue *due,
                              GError **error);
/* Sum of totals and number of the orders a query finds, for the foot line. */
gboolean tiem_store_sum_orders (TiemStore *self,
                                const TiemOrderQuery *query,
                                gint64 *n,
                                gint64 *total_vnd,
                                GError **error);
/* What came in since the order @after_id was the youngest. */
typedef struct
{
  gint64 last_id;   /* the youngest of all; 0 = there is none */
  gint64 orders;    /* that are not cancelled */
  gint64 total_vnd; /* of them */
} TiemOrderNews;
/* @placed_since: ms UTC: what was placed before is history that is being read, not news */
gboolean tiem_store_read_news (TiemStore *self,
                               gint64 after_id,
                               gint64 placed_since,
                               TiemOrderNews *news,
                               GError **error);

/* What became of units that left the shop and did not stay with the buyer. */
typedef enum
{
  TIEM_BACK_SHELF,
  TIEM_BACK_DAMAGED, /* came back, written off */
  TIEM_BACK_LOST,    /* was on its way back and never came */
} TiemBack;
/* "shelf", "damaged", "lost" */
const char *tiem_back_to_string (TiemBack back);

/* Books units that came back, or never will. @line_id 0 = all that is still out. A second call
 * for the same units fails (CONFLICT) and changes nothing. */
gboolean tiem_store_receive_return (TiemStore *self,
                                    gint64 order_id,
                                    gint64 line_id,
                                    gint64 quantity,
                                    TiemBack back,
                                    GError **error);
typedef struct
{
  gint64 line_id;
  gint64 quantity;
  TiemBack back;
} TiemBackLine;
/* The same for several lines at once, all or none. @lines: (element-type TiemBackLine).
 * Returns: (transfer full) (element-type gint64): the bookings, for tiem_store_undo_returns() */
GArray *tiem_store_receive_returns (TiemStore *self,
                                    gint64 order_id,
                                    GArray *lines,
                                    GError **error);
/* Takes bookings back; those that are gone are passed over. */
gboolean tiem_store_undo_returns (TiemStore *self,
                                  GArray *booking_ids,
                                  GError **error);
/* The order whose parcel, or whose parcel back, has this tracking number, as scanned. 0 with
 * @error: NOT_FOUND. */
gint64 tiem_store_find_parcel (TiemStore *self,
                               const char *tracking,
                               GError **error);

/* --- parcels that were not taken (tiem-store-refusals.c) --- */

/* The owner on whether the buyer did not take the parcel; UNTOLD = as the platform says. CONFLICT
 * for an order that never left the shop; NOT_FOUND. */
gboolean tiem_store_set_order_refused (TiemStore *self,
                                       gint64 order_id,
                                       TiemRefusal said,
                                       GError **error);
/* Returns: (transfer full) (element-type TiemOrder): those of the customer (and all merged with
 * it) that were not taken, newest first, the first twenty */
GPtrArray *tiem_store_list_refusals (TiemStore *self,
                                     gint64 customer_id,
                                     GError **error);

/* --- figures for the overview, from `daily` alone --- */
typedef struct
{
  gint64 day; /* tiem_time_day() */
  gint64 channel_id;
  gint64 orders;
  gint64 revenue_vnd;
} TiemDayFigure;
/* Returns: (element-type TiemDayFigure): by day, channel; days without orders left out */
GArray *tiem_store_list_days (TiemStore *self,
                              gint64 from_day,
                              gint64 to_day,
                              GError **error);
/* Orders per hour of @day (24 numbers). */
gboolean tiem_store_count_hours (TiemStore *self,
                                 gint64 day,
                                 gint64 hours[24],
                                 GError **error);

/* --- items that could not be understood --- */
typedef struct
{
  gint64 id;
  gint64 channel_id;
  gint64 at;
  char *kind; /* "order", "listing", "page" */
  char *remote_id;
  char *reason;
  char *raw;
} TiemUnreadableRecord;
void tiem_unreadable_record_free (TiemUnreadableRecord *self);
/* Keeps one beside the pages of orders and listings: an answer that could not be read at
 * all (@kind "page"). The same text again changes nothing. */
gboolean tiem_store_keep_unreadable (TiemStore *self,
                                     gint64 channel_id,
                                     const char *kind,
                                     const TiemUnreadable *item,
                                     GError **error);
GPtrArray *tiem_store_list_unreadable (TiemStore *self,
                                       gint64 channel_id,
                                       GError **error);

G_END_DECLS
