#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * Addresses are kept as they were received; model/tiem-address.h tells what they are in the
 * units of today. Here is what the owner says of them.
 */

/* The order goes to that ward of today's (TiemOrder.chosen_ward_code), and so does every other
 * order of the same customer to the same address, those to come included. @ward_code: (nullable):
 * NULL forgets the choice. NOT_FOUND: no such order, or it has no address; INVALID: no such ward. */
gboolean tiem_store_choose_ward (TiemStore *self,
                                 gint64 order_id,
                                 const char *ward_code,
                                 GError **error);
/* Where a customer lives: number and street, a ward of today's; each nullable. The ward's province
 * becomes the customer's. NOT_FOUND; INVALID: no such ward. */
gboolean tiem_store_set_customer_address (TiemStore *self,
                                          gint64 customer_id,
                                          const char *line,
                                          const char *ward_code,
                                          GError **error);

G_END_DECLS
