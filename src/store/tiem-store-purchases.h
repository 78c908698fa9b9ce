#pragma once

#include "model/tiem-purchase.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * Slips of purchases and of returns to suppliers. A draft moves nothing, may be edited and
 * outlives a crash. Booked, its units come in (or go) and the debt follows; undone, both are
 * booked back. A slip is never deleted once it was booked.
 */

typedef enum
{
  TIEM_PURCHASE_SORT_TIME, /* booked, or as long as it is a draft, saved */
  TIEM_PURCHASE_SORT_NUMBER,
  TIEM_PURCHASE_SORT_SUPPLIER,
  TIEM_PURCHASE_SORT_TOTAL,
  TIEM_PURCHASE_SORT_OWED,
} TiemPurchaseSort;

typedef enum
{
  TIEM_PURCHASES_ALL,
  TIEM_PURCHASES_DRAFTS,
  TIEM_PURCHASES_DONE,
  TIEM_PURCHASES_OWED,
  TIEM_PURCHASES_UNDONE,
  TIEM_N_PURCHASE_GROUPS
} TiemPurchaseGroup;

typedef struct
{
  TiemPurchaseKind kind;
  TiemPurchaseGroup group;
  gint64 supplier_id; /* 0 = any */
  char *search;       /* number, supplier, note, SKU or name of the goods; without diacritics, too */
  TiemPurchaseSort sort;
  gboolean descending;
} TiemPurchaseQuery;
TiemPurchaseQuery *tiem_purchase_query_copy (const TiemPurchaseQuery *self);
void tiem_purchase_query_free (TiemPurchaseQuery *self);

/* Without lines. Returns: (element-type TiemPurchase); @limit 0 = all */
GPtrArray *tiem_store_list_purchases (TiemStore *self,
                                      const TiemPurchaseQuery *query,
                                      gint64 limit,
                                      gint64 offset,
                                      GError **error);
/* @owed_vnd: of all done purchases together. */
gboolean tiem_store_count_purchases (TiemStore *self,
                                     TiemPurchaseKind kind,
                                     gint64 counts[TIEM_N_PURCHASE_GROUPS],
                                     gint64 *owed_vnd,
                                     GError **error);
/* With lines. NOT_FOUND. */
TiemPurchase *tiem_store_get_purchase (TiemStore *self,
                                       gint64 slip_id,
                                       GError **error);
/* By number, "PN000012". Returns: the id, 0 with NOT_FOUND */
gint64 tiem_store_find_purchase (TiemStore *self,
                                 const char *number,
                                 GError **error);

/* --- drafts --- */

/* Writes down @purchase as it is, whatever is still missing; .slip_id 0 makes a new one.
 * CONFLICT when it has been booked. Returns: its id, 0 with @error */
gint64 tiem_store_save_purchase (TiemStore *self,
                                 const TiemPurchase *purchase,
                                 GError **error);
/* One that is gone already is no error; CONFLICT when it has been booked. */
gboolean tiem_store_delete_purchase (TiemStore *self,
                                     gint64 slip_id,
                                     GError **error);
/* The slip as a new draft, its lines and supplier with it. */
TiemPurchase *tiem_store_copy_purchase (TiemStore *self,
                                        gint64 slip_id,
                                        GError **error);
/* What may still go back of a done purchase, as a draft that is not saved yet. CONFLICT: all of it
 * did, or it is not booked. */
TiemPurchase *tiem_store_new_return_of (TiemStore *self,
                                        gint64 slip_id,
                                        GError **error);
/* One unit of it, at the price it was bought at last, from @supplier_id if ever (0 = anybody);
 * else at what it costs now. INVALID: a bundle, or (for a purchase) goods that are archived; NOT_FOUND. */
TiemPurchaseLine *tiem_store_new_purchase_line (TiemStore *self,
                                                TiemPurchaseKind kind,
                                                gint64 supplier_id,
                                                gint64 variant_id,
                                                GError **error);

/* Rows of a sheet, or of what was pasted. */
typedef struct
{
  GPtrArray *lines;    /* (element-type TiemPurchaseLine) */
  GPtrArray *problems; /* (element-type utf8): "Row 3: …" */
  guint joined;        /* rows of goods that were there before */
} TiemPurchaseRows;
void tiem_purchase_rows_free (TiemPurchaseRows *self);
/* @rows: (element-type GPtrArray of utf8), as of a TiemSheet: SKU or barcode, quantity, price (as for a new line when empty),
 * discount of the line; in this order, or in that of a head row among the first ten.
 * @first: the number of the first row, for the sentences */
TiemPurchaseRows *tiem_store_read_purchase_rows (TiemStore *self,
                                                 TiemPurchaseKind kind,
                                                 gint64 supplier_id,
                                                 GPtrArray *rows,
                                                 guint first,
                                                 GError **error);

/* --- booking --- */

/* Saves @purchase and books it, in one transaction. INVALID (tiem_purchase_check(), a bundle,
 * archived goods, more than was bought); SHORT below. Returns: its id, 0 with @error */
gint64 tiem_store_book_purchase (TiemStore *self,
                                 const TiemPurchase *purchase,
                                 gboolean even_if_short,
                                 GError **error);
/* Whether booking failed because fewer units are there than go back: the owner may insist. */
gboolean tiem_purchase_error_is_short (const GError *error);
/* Books everything back: units, and the money that was paid for this very slip. CONFLICT with the
 * reason when that is not possible. */
gboolean tiem_store_undo_purchase (TiemStore *self,
                                   gint64 slip_id,
                                   GError **error);
/* Of any slip. @note: (nullable) */
gboolean tiem_store_set_purchase_note (TiemStore *self,
                                       gint64 slip_id,
                                       const char *note,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPurchaseRows, tiem_purchase_rows_free)

G_END_DECLS
