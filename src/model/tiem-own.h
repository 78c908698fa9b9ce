#pragma once

#include "model/tiem-remote.h"

G_BEGIN_DECLS

/*
 * Orders of one's own: written down by the owner, on the telephone, from a chat or at the
 * counter. Nobody is asked and nobody is told, so what the owner says of them is so at once.
 */

/* Where the buyer ordered. */
typedef enum
{
  TIEM_OWN_PHONE,
  TIEM_OWN_ZALO,
  TIEM_OWN_FACEBOOK,
  TIEM_OWN_COUNTER,
  TIEM_OWN_OTHER,
  TIEM_N_OWN_SOURCES
} TiemOwnSource;

/* How the buyer is to pay. */
typedef enum
{
  TIEM_OWN_PREPAID,
  TIEM_OWN_COD,  /* the carrier collects, and pays the shop later */
  TIEM_OWN_DEBT, /* the buyer owes it, and pays in parts */
  TIEM_N_OWN_PAYMENTS
} TiemOwnPayment;

/* How money came in. */
typedef enum
{
  TIEM_MONEY_CASH,
  TIEM_MONEY_TRANSFER,
  TIEM_MONEY_CARRIER, /* what the carrier had collected */
  TIEM_N_MONEY_WAYS
} TiemMoneyWay;

typedef struct
{
  gint64 line_id; /* of an order that is there already; 0 = a new one */
  gint64 variant_id;
  gint64 quantity;
  gint64 unit_price_vnd;
  /* told by the store, never asked of the caller: */
  char *sku;
  char *title;
  char *options;
  char *image_url;
  gint64 available; /* to be sold now, this order's own units not counted */
  gboolean has_stock; /* its stock has been given */
} TiemOwnLine;

typedef struct
{
  gint64 draft_id;    /* 0 = none */
  char *number;       /* (nullable): "DH000123", told by the store once it is a draft or an order */
  gint64 saved_at;    /* the draft, ms UTC */
  gint64 channel_id;  /* 0 = the shop's counter, made when it is first needed */
  gint64 customer_id; /* one the owner chose; 0 = whoever has the phone */
  char *buyer_name;
  char *buyer_phone;
  TiemAddress address;
  TiemOwnSource source;
  TiemOwnPayment payment;
  gint64 shipping_fee_vnd;
  gint64 discount_vnd;
  gint64 paid_vnd;      /* received when it is placed; −1 = all of it */
  TiemMoneyWay paid_by;
  gint64 cod_vnd;       /* what the carrier is to collect; −1 = all that is not paid */
  gint64 ship_by;       /* ms UTC; 0 = none */
  char *note;           /* the buyer's wishes */
  gboolean asks_first;  /* the buyer has to be asked once more: to_confirm instead of to_ship */
  GPtrArray *lines;     /* (element-type TiemOwnLine) */
} TiemOwnOrder;

/* Money that came in for an order, or went back (< 0). */
typedef struct
{
  gint64 id;
  gint64 at;
  gint64 amount_vnd;
  TiemMoneyWay how;
  char *note;
} TiemOrderPayment;

TiemOwnLine *tiem_own_line_new (gint64 variant_id,
                                gint64 quantity,
                                gint64 unit_price_vnd);
TiemOwnLine *tiem_own_line_copy (const TiemOwnLine *self);
void tiem_own_line_free (TiemOwnLine *self);
TiemOwnOrder *tiem_own_order_new (void);
TiemOwnOrder *tiem_own_order_copy (const TiemOwnOrder *self);
void tiem_own_order_free (TiemOwnOrder *self);
void tiem_order_payment_free (TiemOrderPayment *self);

/* In đồng and units, from its lines. */
gint64 tiem_own_order_get_goods (const TiemOwnOrder *self);
gint64 tiem_own_order_get_units (const TiemOwnOrder *self);
/* Returns: goods − discount + shipping, đồng */
gint64 tiem_own_order_get_total (const TiemOwnOrder *self);
/* Returns: what is received when it is placed, đồng: .paid_vnd, with −1 made a number */
gint64 tiem_own_order_get_paid (const TiemOwnOrder *self);
/* Returns: what the carrier is to collect, đồng; 0 when it is no COD */
gint64 tiem_own_order_get_cod (const TiemOwnOrder *self);
/* Whether nothing has been written yet that is worth keeping. */
gboolean tiem_own_order_is_empty (const TiemOwnOrder *self);
/* Whether it can be placed: INVALID with a sentence about the first thing that is wrong. */
gboolean tiem_own_order_check (const TiemOwnOrder *self,
                               GError **error);

/* "phone", "zalo", "facebook", "counter", "other" */
const char *tiem_own_source_to_string (TiemOwnSource source);
/* Returns: FALSE for any other text */
gboolean tiem_own_source_from_string (const char *text,
                                      TiemOwnSource *source);
const char *tiem_own_source_get_label (TiemOwnSource source);
/* "prepaid", "cod", "debt" */
const char *tiem_own_payment_to_string (TiemOwnPayment payment);
gboolean tiem_own_payment_from_string (const char *text,
                                       TiemOwnPayment *payment);
const char *tiem_own_payment_get_label (TiemOwnPayment payment);
/* "cash", "transfer", "cod" */
const char *tiem_money_way_to_string (TiemMoneyWay how);
gboolean tiem_money_way_from_string (const char *text,
                                     TiemMoneyWay *how);
const char *tiem_money_way_get_label (TiemMoneyWay how);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemOwnLine, tiem_own_line_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemOwnOrder, tiem_own_order_free)

G_END_DECLS
