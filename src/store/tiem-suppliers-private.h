#pragma once

#include "store/tiem-store-private.h"
#include "store/tiem-store-suppliers.h"

G_BEGIN_DECLS

/* Suppliers and their debt inside a read or a write, for the files of the store. */

/* Returns: (element-type gint64) */
GArray *tiem_suppliers_select (TiemDb *db,
                               const TiemSupplierQuery *query,
                               gint64 limit,
                               gint64 offset,
                               GError **error);
/* Returns: (element-type TiemSupplier): in the order of @ids */
GPtrArray *tiem_suppliers_read (TiemDb *db,
                                GArray *ids,
                                GError **error);
/* Returns: (transfer full): the folded words of @text as JSON, for json_each (); "[]" of none */
char *tiem_suppliers_words (const char *text);

/* tiem_store_save_supplier () inside a write. */
gint64 tiem_suppliers_save (TiemWrite *write,
                            const TiemSupplier *supplier,
                            GError **error);
/* tiem_store_set_supplier_opening () inside a write. @before_vnd: (out) (optional): what it was */
gboolean tiem_suppliers_set_opening (TiemWrite *write,
                                     gint64 supplier_id,
                                     gint64 opening_vnd,
                                     gint64 *before_vnd,
                                     GError **error);

/* Beyond any debt, and far from where sums could overflow. */
#define TIEM_SUPPLIER_MOST_MONEY G_GINT64_CONSTANT (1000000000000)

/* --- what is owed (tiem-supplier-debt.c) --- */

/* What the supplier is owed, of s (supplier), recounted. */
#define TIEM_SUPPLIER_DEBT                                                                         \
  "(s.opening_vnd"                                                                                 \
  " + coalesce ((SELECT sum (iif (x.kind = 'purchase', p.total_vnd, -p.total_vnd)) FROM purchase p" \
  "    JOIN slip x ON x.id = p.slip_id WHERE p.supplier_id = s.id AND x.state = 'done'), 0)"       \
  " - coalesce ((SELECT sum (amount_vnd) FROM supplier_payment y"                                  \
  "    WHERE y.supplier_id = s.id AND y.undone_at = 0), 0))"

/* Of a done purchase, what is left to pay for it. */
typedef struct
{
  gint64 slip_id;
  gint64 recorded_vnd; /* purchase.owed_vnd */
  gint64 owed_vnd;     /* as it follows from payments and returns */
} TiemSlipOwed;
/* Payments and returns of a slip cover it first, all others the oldest slips, and what was owed
 * before the first of them before that. Returns: (element-type TiemSlipOwed) */
GArray *tiem_supplier_share_out (TiemDb *db,
                                 gint64 supplier_id,
                                 GError **error);
/* Recounts supplier.debt_vnd and purchase.owed_vnd. @supplier_id: 0 = nobody */
gboolean tiem_supplier_refresh_debt (TiemWrite *write,
                                     gint64 supplier_id,
                                     GError **error);
/* @amount_vnd: not 0. Does not recount the debt. */
gboolean tiem_supplier_book_payment (TiemWrite *write,
                                     gint64 supplier_id,
                                     gint64 slip_id,
                                     gint64 amount_vnd,
                                     TiemMoneyWay how,
                                     const char *note,
                                     GError **error);

G_END_DECLS
