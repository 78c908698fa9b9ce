#pragma once

#include "model/tiem-purchase.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* Whom goods are bought from, and what the shop owes them. */

typedef enum
{
  TIEM_SUPPLIER_SORT_NAME,
  TIEM_SUPPLIER_SORT_DEBT,
  TIEM_SUPPLIER_SORT_BOUGHT,
  TIEM_SUPPLIER_SORT_LAST,
} TiemSupplierSort;

typedef enum
{
  TIEM_SUPPLIERS_ALL,  /* those that are dealt with */
  TIEM_SUPPLIERS_OWED, /* to whom the shop owes */
  TIEM_SUPPLIERS_ARCHIVED,
  TIEM_N_SUPPLIER_GROUPS
} TiemSupplierGroup;

typedef struct
{
  TiemSupplierGroup group;
  char *search; /* words of code, name, phone, tax code, address; without diacritics, too */
  TiemSupplierSort sort;
  gboolean descending;
} TiemSupplierQuery;
TiemSupplierQuery *tiem_supplier_query_copy (const TiemSupplierQuery *self);
void tiem_supplier_query_free (TiemSupplierQuery *self);

/* Returns: (element-type TiemSupplier); @limit 0 = all */
GPtrArray *tiem_store_list_suppliers (TiemStore *self,
                                      const TiemSupplierQuery *query,
                                      gint64 limit,
                                      gint64 offset,
                                      GError **error);
/* @owed_vnd: what the shop owes to all of them together. */
gboolean tiem_store_count_suppliers (TiemStore *self,
                                     gint64 counts[TIEM_N_SUPPLIER_GROUPS],
                                     gint64 *owed_vnd,
                                     GError **error);
/* NOT_FOUND */
TiemSupplier *tiem_store_get_supplier (TiemStore *self,
                                       gint64 supplier_id,
                                       GError **error);
/* By code, or by name as it is written or folded. Returns: the id; 0 with NOT_FOUND, or with
 * CONFLICT when several are called so */
gint64 tiem_store_find_supplier (TiemStore *self,
                                 const char *text,
                                 GError **error);
/* .id 0 makes a new one and gives it a code; else all fields become those of @supplier but what
 * the store tells. INVALID (no name, no phone number, no tax code), CONFLICT (somebody is called
 * so already), NOT_FOUND. Returns: its id, 0 with @error */
gint64 tiem_store_save_supplier (TiemStore *self,
                                 const TiemSupplier *supplier,
                                 GError **error);

/* What was owed to the supplier before the first slip; < 0: paid in advance. INVALID (beyond any
 * debt), NOT_FOUND. */
gboolean tiem_store_set_supplier_opening (TiemStore *self,
                                          gint64 supplier_id,
                                          gint64 opening_vnd,
                                          GError **error);

/* --- money --- */

/* Money to the supplier, or (< 0) back. @slip_id: 0 = on account: it covers the oldest slips.
 * INVALID: nothing, or more than is owed for the slip. More than is owed at all is an advance.
 * Returns: the payment's id, 0 with @error */
gint64 tiem_store_pay_supplier (TiemStore *self,
                                gint64 supplier_id,
                                gint64 slip_id,
                                gint64 amount_vnd,
                                TiemMoneyWay how,
                                const char *note,
                                GError **error);
/* It stays written down, and counts no more. CONFLICT when it is undone already; NOT_FOUND. */
gboolean tiem_store_undo_supplier_payment (TiemStore *self,
                                           gint64 payment_id,
                                           GError **error);
/* Oldest first, with those that are undone. @slip_id: 0 = of all.
 * Returns: (element-type TiemSupplierPayment) */
GPtrArray *tiem_store_list_supplier_payments (TiemStore *self,
                                              gint64 supplier_id,
                                              gint64 slip_id,
                                              GError **error);

typedef enum
{
  TIEM_ENTRY_OPENING,
  TIEM_ENTRY_PURCHASE,
  TIEM_ENTRY_RETURN,
  TIEM_ENTRY_PAYMENT,
} TiemSupplierEntryKind;

/* A line of the account with a supplier: the debt after it is that before it + the amount. */
typedef struct
{
  TiemSupplierEntryKind kind;
  gint64 at;
  gint64 slip_id;    /* 0 = none */
  char *number;      /* (nullable) of the slip */
  gint64 payment_id; /* 0 = no payment */
  TiemMoneyWay how;
  char *note;        /* (nullable) */
  gint64 amount_vnd; /* < 0: the debt falls */
  gint64 debt_vnd;   /* after it */
} TiemSupplierEntry;
void tiem_supplier_entry_free (TiemSupplierEntry *self);
/* Oldest first; the last one's debt is the supplier's. What was undone is not in it.
 * Returns: (element-type TiemSupplierEntry) */
GPtrArray *tiem_store_list_supplier_account (TiemStore *self,
                                             gint64 supplier_id,
                                             GError **error);

G_END_DECLS
