#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * One customer has many identities: (channel, remote buyer id), normalised phone, e-mail.
 * Identical ones join at once; a merge by hand only points and can be undone. Masked
 * values never overwrite unmasked ones and are never a merge key.
 */

typedef enum
{
  TIEM_CUSTOMER_SORT_NAME,
  TIEM_CUSTOMER_SORT_ORDERS,
  TIEM_CUSTOMER_SORT_SPENT,
  TIEM_CUSTOMER_SORT_LAST,
} TiemCustomerSort;

typedef enum
{
  TIEM_CUSTOMERS_ALL,
  TIEM_CUSTOMERS_REGULAR, /* 2 orders or more */
  TIEM_CUSTOMERS_NEW,     /* first order within 30 days */
  TIEM_CUSTOMERS_REFUSED, /* did not take a parcel */
  TIEM_CUSTOMERS_DEBT,    /* owe for orders of the shop's own */
} TiemCustomerGroup;

typedef struct
{
  TiemCustomerGroup group;
  char *search;
  TiemCustomerSort sort;
  gboolean descending;
} TiemCustomerQuery;
TiemCustomerQuery *tiem_customer_query_copy (const TiemCustomerQuery *self);
void tiem_customer_query_free (TiemCustomerQuery *self);

/* Returns: (element-type TiemCustomer); @limit 0 = all */
GPtrArray *tiem_store_list_customers (TiemStore *self,
                                      const TiemCustomerQuery *query,
                                      gint64 limit,
                                      gint64 offset,
                                      GError **error);
gboolean tiem_store_count_customers (TiemStore *self,
                                     gint64 *all,
                                     gint64 *regular,
                                     gint64 *recent,
                                     GError **error);
/* Those who did not take a parcel at least once. */
gboolean tiem_store_count_refusers (TiemStore *self,
                                    gint64 *n,
                                    GError **error);
/* Those who owe for orders of the shop's own. @owed_vnd: what all of them do */
gboolean tiem_store_count_debtors (TiemStore *self,
                                   gint64 *n,
                                   gint64 *owed_vnd,
                                   GError **error);
/* With identities; of a merged one the whole it belongs to. NOT_FOUND. */
TiemCustomer *tiem_store_get_customer (TiemStore *self,
                                       gint64 customer_id,
                                       GError **error);
/* Returns: the id, 0 with @error: INVALID (nothing given, no phone, no e-mail), CONFLICT
 * (somebody has that phone or e-mail: the sentence names them) */
gint64 tiem_store_add_customer (TiemStore *self,
                                const char *name,
                                const char *phone,
                                const char *email,
                                GError **error);
/* All three become what is given, NULL = none. Errors as above; NOT_FOUND. */
gboolean tiem_store_edit_customer (TiemStore *self,
                                   gint64 customer_id,
                                   const char *name,
                                   const char *phone,
                                   const char *email,
                                   GError **error);
/* CONFLICT when they are one already; NOT_FOUND, also for one whose data was erased. */
gboolean tiem_store_merge_customers (TiemStore *self,
                                     gint64 into_id,
                                     gint64 from_id,
                                     GError **error);
/* Takes the customer out of what it was merged into; given the end of merges, lets go of all
 * that point at it. They never join by themselves again. CONFLICT when there is no merge. */
gboolean tiem_store_unmerge_customer (TiemStore *self,
                                      gint64 customer_id,
                                      GError **error);
/* Name, phone, e-mail, addresses, notes go for good; orders and sums stay. */
gboolean tiem_store_erase_customer (TiemStore *self,
                                    gint64 customer_id,
                                    GError **error);

G_END_DECLS
