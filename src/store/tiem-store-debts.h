#pragma once

#include "model/tiem-own.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* What customers owe from before Tiệm counted, as lists of other programs say, and the money that
 * comes in for it. Debts of orders are paid with the order (tiem-store-own.h). */

/* Money for such a debt, or (< 0) given back. */
typedef struct
{
  gint64 id;
  gint64 at;
  gint64 amount_vnd;
  TiemMoneyWay how;
  char *note;       /* (nullable) */
  gint64 undone_at; /* 0 = it stands */
} TiemDebtPayment;
void tiem_debt_payment_free (TiemDebtPayment *self);

/* Of the customer and all that are merged into it. *opening_vnd: what was owed at the start, *left_vnd:
 * what of it is not paid yet; < 0: the shop owes. Returns: (element-type TiemDebtPayment): oldest
 * first, with those that are undone; NOT_FOUND */
GPtrArray *tiem_store_list_debt_payments (TiemStore *self,
                                          gint64 customer_id,
                                          gint64 *opening_vnd,
                                          gint64 *left_vnd,
                                          GError **error);
/* Of all customers who owed something, or to whom the shop did. Returns: (element-type gint64 gint64):
 * customer → what was owed at the start, with those merged into it */
GHashTable *tiem_store_list_openings (TiemStore *self,
                                      GError **error);
/* INVALID: nothing, or more than is left. NOT_FOUND. Returns: the payment's id, 0 with @error */
gint64 tiem_store_pay_debt (TiemStore *self,
                            gint64 customer_id,
                            gint64 amount_vnd,
                            TiemMoneyWay how,
                            const char *note,
                            GError **error);
/* It stays written down, and counts no more. CONFLICT when it is undone already; NOT_FOUND. */
gboolean tiem_store_undo_debt_payment (TiemStore *self,
                                       gint64 payment_id,
                                       GError **error);

G_END_DECLS
