#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * Who the shop is: the sender on its own labels, the account on its own bills. Kept in the database,
 * so that it goes with a backup and every computer prints the same.
 */
typedef struct
{
  char *name;           /* (nullable) "Nhà Mây" */
  char *phone;          /* (nullable) as typed */
  char *address;        /* (nullable) in one line, in the units of today */
  char *bank;           /* (nullable) the bank's BIN, six digits: "970436" */
  char *account_number; /* (nullable) */
  char *account_holder; /* (nullable) as the bank writes it: "NGUYEN THI MAY" */
} TiemShopIdentity;

TiemShopIdentity *tiem_shop_identity_copy (const TiemShopIdentity *self);
void tiem_shop_identity_free (TiemShopIdentity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemShopIdentity, tiem_shop_identity_free)

/* What was never said is %NULL. Returns: (transfer full) (nullable): %NULL with @error */
TiemShopIdentity *tiem_store_get_shop_identity (TiemStore *self,
                                                GError **error);
/* In one transaction: a field that is %NULL stays as it is, a blank one is kept as none. */
gboolean tiem_store_set_shop_identity (TiemStore *self,
                                       const TiemShopIdentity *identity,
                                       GError **error);

G_END_DECLS
