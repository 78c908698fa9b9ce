#pragma once

#include "app/tiem-shop.h"
#include "app/widgets/tiem-detail.h"

G_BEGIN_DECLS

/* What the pane shows of one customer. */
typedef struct
{
  TiemCustomer *customer;
  GPtrArray *orders; /* (element-type TiemOrder), newest first */
  GPtrArray *payments; /* (element-type TiemDebtPayment): of the debt from before, oldest first */
  gint64 old_debt_vnd; /* that debt; < 0: the shop owed */
  gint64 old_debt_left_vnd;
} TiemCustomerFacts;

void tiem_customer_facts_free (TiemCustomerFacts *self);
/* For a TiemLoader: its subject is the customer's id. */
gpointer tiem_customer_facts_read (TiemStore *store,
                                   gpointer data,
                                   GCancellable *cancellable,
                                   GError **error);
/* Fills the pane: contact and accounts, what was bought, the orders. */
void tiem_customer_facts_show (const TiemCustomerFacts *self, TiemDetail *detail, gint64 now);

G_END_DECLS
