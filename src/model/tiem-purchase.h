#pragma once

#include "model/tiem-own.h"

G_BEGIN_DECLS

/*
 * What the shop buys: suppliers, slips of purchases, and slips of what went back to them.
 * Money is whole đồng and adds up: the lines of a slip cost together what the slip costs,
 * however it is divided.
 */

/* Whom goods are bought from. */
typedef struct
{
  gint64 id;
  char *code; /* "NCC000001", told by the store */
  char *name;
  char *phone;
  char *email;
  char *address;
  char *tax_code;
  char *note;
  gboolean archived;
  gint64 opening_vnd; /* owed before the first slip; < 0: paid in advance */
  /* told by the store: */
  gint64 debt_vnd;
  gint64 slips;       /* done purchases */
  gint64 bought_vnd;  /* by them */
  gint64 last_at;     /* the last of them, ms UTC; 0 = none */
} TiemSupplier;

/* Money to a supplier, or back (< 0). */
typedef struct
{
  gint64 id;
  gint64 supplier_id;
  gint64 slip_id; /* 0 = on account */
  char *number;   /* (nullable): of that slip */
  gint64 at;
  gint64 amount_vnd;
  TiemMoneyWay how;
  char *note;
  gint64 undone_at; /* 0 = it stands */
} TiemSupplierPayment;

typedef enum
{
  TIEM_PURCHASE,
  TIEM_SUPPLIER_RETURN,
  TIEM_N_PURCHASE_KINDS
} TiemPurchaseKind;

typedef enum
{
  TIEM_SLIP_DRAFT,
  TIEM_SLIP_DONE,
  TIEM_SLIP_UNDONE,
  TIEM_N_SLIP_STATES
} TiemSlipState;

typedef struct
{
  gint64 variant_id;
  gint64 quantity;
  gint64 price_vnd;    /* of one unit */
  gint64 discount_vnd; /* on the whole line */
  gint64 cost_vnd;     /* of the whole line, with its part of discount and freight */
  /* told by the store, never asked of the caller: */
  char *sku;
  char *title;
  char *options;
  char *barcode;       /* (nullable) */
  gint64 on_hand;      /* at the slip's location, now */
  gboolean has_stock;  /* its stock has been given */
  gboolean archived;
  gint64 last_price_vnd; /* at which it was bought last; −1 = never */
  gint64 most;         /* of a return against a purchase: units that may still go back; −1 = any number */
} TiemPurchaseLine;

typedef struct
{
  gint64 slip_id; /* 0 = a new one */
  TiemPurchaseKind kind;
  TiemSlipState state;
  char *number;   /* (nullable): "PN000012", told by the store once it is saved */
  gint64 supplier_id;  /* 0 = none yet */
  char *supplier_name; /* told by the store */
  char *supplier_code;
  gint64 of_slip_id;   /* a return: of what was bought then; 0 = of anything */
  char *of_number;     /* (nullable) */
  gint64 location_id;  /* where the goods come in, or leave from; 0 = the main one */
  char *location_name; /* (nullable): told by the store */
  gint64 discount_vnd; /* on the whole slip */
  gint64 freight_vnd;  /* spread over the lines by value */
  gboolean freight_apart; /* somebody else is paid for it: it costs, but is not owed to the supplier */
  gint64 paid_vnd;     /* when it is booked; −1 = all of it */
  TiemMoneyWay paid_by;
  char *note;
  GPtrArray *lines; /* (element-type TiemPurchaseLine) */
  /* told by the store: */
  gint64 units;
  gint64 n_lines;
  gint64 total_vnd;
  gint64 settled_vnd; /* paid on this very slip, payments that stand */
  gint64 returned_vnd; /* a purchase: sent back of it */
  gint64 owed_vnd;
  gint64 created_at;
  gint64 saved_at;
  gint64 done_at;
  gint64 undone_at;
} TiemPurchase;

/* The most lines a slip can have. */
#define TIEM_PURCHASE_MOST_LINES 2000

TiemSupplier *tiem_supplier_new (void);
TiemSupplier *tiem_supplier_copy (const TiemSupplier *self);
void tiem_supplier_free (TiemSupplier *self);
void tiem_supplier_payment_free (TiemSupplierPayment *self);
TiemPurchaseLine *tiem_purchase_line_new (gint64 variant_id,
                                          gint64 quantity,
                                          gint64 price_vnd);
TiemPurchaseLine *tiem_purchase_line_copy (const TiemPurchaseLine *self);
void tiem_purchase_line_free (TiemPurchaseLine *self);
TiemPurchase *tiem_purchase_new (TiemPurchaseKind kind);
TiemPurchase *tiem_purchase_copy (const TiemPurchase *self);
void tiem_purchase_free (TiemPurchase *self);

/* Returns: quantity × price − discount, đồng */
gint64 tiem_purchase_line_get_total (const TiemPurchaseLine *self);
/* Of the lines, after their discounts. */
gint64 tiem_purchase_get_goods (const TiemPurchase *self);
gint64 tiem_purchase_get_units (const TiemPurchase *self);
/* Returns: what it is between shop and supplier: goods − discount + freight that he charges */
gint64 tiem_purchase_get_total (const TiemPurchase *self);
/* Returns: of what was taken off @whole (a slip, or what is left of it), the part of this one's
 * goods, đồng; never more than these cost */
gint64 tiem_purchase_share_discount (const TiemPurchase *self,
                                     const TiemPurchase *whole);
/* Returns: what is paid when it is booked, with −1 made a number */
gint64 tiem_purchase_get_paid (const TiemPurchase *self);
/* Whether nothing has been written yet that is worth keeping. */
gboolean tiem_purchase_is_empty (const TiemPurchase *self);
/* Joins lines of the same goods: quantities and discounts add up, the later price counts.
 * Returns: how many lines went into others */
guint tiem_purchase_join_lines (TiemPurchase *self);
/* Whether its numbers can be booked: INVALID with a sentence about the first thing that is wrong. */
gboolean tiem_purchase_check (const TiemPurchase *self,
                              GError **error);
/* Sets .cost_vnd of every line: its own amount, less its part of the slip's discount, plus its
 * part of the freight, both by value. Σ of the lines = goods − discount + freight, to the đồng:
 * what a division leaves over goes to the lines it was cut off most. Lines worth nothing share by
 * units where nothing is worth anything. */
void tiem_purchase_spread (TiemPurchase *self);

/* "purchase", "supplier-return": what slip.kind says */
const char *tiem_purchase_kind_to_string (TiemPurchaseKind kind);
gboolean tiem_purchase_kind_from_string (const char *text,
                                         TiemPurchaseKind *kind);
/* "draft", "done", "undone" */
const char *tiem_slip_state_to_string (TiemSlipState state);
gboolean tiem_slip_state_from_string (const char *text,
                                      TiemSlipState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSupplier, tiem_supplier_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSupplierPayment, tiem_supplier_payment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPurchaseLine, tiem_purchase_line_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPurchase, tiem_purchase_free)

G_END_DECLS
