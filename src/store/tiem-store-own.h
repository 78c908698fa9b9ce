#pragma once

#include "model/tiem-own.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * Orders of one's own. They lie on a channel of kind "counter", which makes itself when it is
 * first needed, under numbers of a series of their own (DH000123), and go the way of every
 * other order: stock, counters, customers, searches, lists. What the owner says of them is
 * so at once; nothing waits in the outbox.
 */

/* --- drafts: they hold no goods, and outlive a crash --- */

/* Writes down @order as it is, whatever is still missing; .draft_id 0 makes a new one.
 * Returns: the draft's id, 0 with @error */
gint64 tiem_store_save_draft (TiemStore *self,
                              const TiemOwnOrder *order,
                              GError **error);
/* Returns: (element-type TiemOwnOrder): with the goods of their lines, oldest first */
GPtrArray *tiem_store_list_drafts (TiemStore *self,
                                   GError **error);
/* One that is gone already is no error. */
gboolean tiem_store_delete_draft (TiemStore *self,
                                  gint64 draft_id,
                                  GError **error);

/* --- orders --- */

/* Makes an order of it, and drops its draft, in one transaction. Goods that are not there are
 * no error: the order is short then. INVALID (tiem_own_order_check()), NOT_FOUND (goods,
 * customer, channel). Returns: the order's id, 0 with @error */
gint64 tiem_store_place_own_order (TiemStore *self,
                                   const TiemOwnOrder *order,
                                   GError **error);
/* Returns: (transfer full): the order as it can be edited. NOT_FOUND; INVALID: a channel's order */
TiemOwnOrder *tiem_store_load_own_order (TiemStore *self,
                                         gint64 order_id,
                                         GError **error);
/* Lines, buyer, address and money become those of @order; money received stays as it is.
 * Until the parcel leaves: CONFLICT afterwards. Errors as for placing. */
gboolean tiem_store_edit_own_order (TiemStore *self,
                                    gint64 order_id,
                                    const TiemOwnOrder *order,
                                    GError **error);
/* Fills the goods of a line: SKU, title, price it is sold at, what is left of it. NOT_FOUND.
 * Returns: (transfer full): one unit of it */
TiemOwnLine *tiem_store_new_own_line (TiemStore *self,
                                      gint64 variant_id,
                                      GError **error);
/* By barcode, else by SKU. Returns: the variant's id; 0 without @error: nothing carries it */
gint64 tiem_store_find_by_code (TiemStore *self,
                                const char *code,
                                GError **error);

/* Somebody who may be the buyer of a new order. */
typedef struct
{
  gint64 customer_id;
  char *name;
  char *phone;
  gint64 orders;
  gint64 debt_vnd;
  gint64 refused; /* parcels, of those .sent */
  gint64 sent;
  TiemAddress address; /* of the last order that had one: .line, .ward, .province */
} TiemBuyer;
void tiem_buyer_free (TiemBuyer *self);
/* @typed: of a name or a phone. Returns: (element-type TiemBuyer): who bought last first */
GPtrArray *tiem_store_find_buyers (TiemStore *self,
                                   const char *typed,
                                   gint64 limit,
                                   GError **error);

/* --- what becomes of it --- */

typedef struct
{
  TiemOrderStatus status;
  const char *carrier;  /* (nullable): stays as it is */
  const char *tracking; /* (nullable) */
  const char *reason;   /* (nullable): why it is cancelled */
} TiemOwnMark;
/* The order is in @mark->status from now on. Back, too, for a step made by mistake: goods
 * that had left are on the shelf again. RETURNED follows from tiem_store_receive_return().
 * CONFLICT for a step that can't be. Returns: a number for tiem_store_undo_own(); 0 with
 * @error; −1: it was so already */
gint64 tiem_store_mark_own_order (TiemStore *self,
                                  gint64 order_id,
                                  const TiemOwnMark *mark,
                                  GError **error);
/* CONFLICT when the order has gone on since. */
gboolean tiem_store_undo_own (TiemStore *self,
                              gint64 step,
                              GError **error);

/* --- money --- */

/* Money came in, or went back (< 0). INVALID: nothing, more than is left to pay, more given
 * back than came in. Returns: the payment's id, 0 with @error */
gint64 tiem_store_pay_own_order (TiemStore *self,
                                 gint64 order_id,
                                 gint64 amount_vnd,
                                 TiemMoneyWay how,
                                 const char *note,
                                 GError **error);
/* The carrier has paid out what it collected. CONFLICT: nothing was to be collected, it is
 * settled already, or the parcel has not been delivered. */
gboolean tiem_store_settle_cod (TiemStore *self,
                                gint64 order_id,
                                GError **error);

typedef struct
{
  gint64 drafts;
  gint64 debtors;    /* customers and nameless orders that owe */
  gint64 owed_vnd;   /* by buyers */
  gint64 cod_orders; /* delivered, and the carrier has not paid */
  gint64 cod_vnd;
} TiemOwnFigures;
/* Orders that were delivered and whose carrier has not paid the cash out yet, the longest first.
 * Returns: (transfer full) (element-type gint64) */
GArray *tiem_store_list_unsettled_cod (TiemStore *self,
                                       GError **error);
gboolean tiem_store_read_own_figures (TiemStore *self,
                                      TiemOwnFigures *figures,
                                      GError **error);

G_END_DECLS
