#pragma once

#include "store/tiem-store-customers.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-orders.h"

G_BEGIN_DECLS

/*
 * A list model over windows of rows in SQLite. The ids of the whole result stay in memory
 * (8 bytes each), rows are read 64 at a time when a view asks for them, and one live
 * TiemRow stands for one id. Everything runs off the main thread: a row that is not read
 * yet has a NULL value and tells when it has one. A change in the store selects the ids
 * again and reports only the middle that moved; rows that are alive are read again.
 * With a new query each row that is alive stays in its place and stands for what is there now:
 * a view keeps its widgets, whose making costs it most. Only a longer or shorter end is
 * reported as items that changed, and then, once, ::replaced.
 * Main thread only.
 */

#define TIEM_TYPE_ROW (tiem_row_get_type ())
G_DECLARE_FINAL_TYPE (TiemRow, tiem_row, TIEM, ROW, GObject)

/* Properties: "id" (gint64; of another query's row in the same place another), "value" (gpointer;
 * notified when it is read or changes, and whenever "id" does). */
gint64 tiem_row_get_id (TiemRow *self);
/* Returns: (nullable) (transfer none): a TiemOrder, TiemVariant, TiemCustomer or
 * TiemListing, as the list's kind says; good until the next turn of the main loop */
gconstpointer tiem_row_get_value (TiemRow *self);

typedef enum
{
  TIEM_VARIANT_SORT_NAME,
  TIEM_VARIANT_SORT_PRICE,
  TIEM_VARIANT_SORT_ON_HAND,
  TIEM_VARIANT_SORT_RESERVED,
  TIEM_VARIANT_SORT_AVAILABLE,
  TIEM_VARIANT_SORT_SOLD,
} TiemVariantSort;

typedef enum
{
  TIEM_VARIANTS_ON_SALE,
  TIEM_VARIANTS_SOLD_OUT, /* available ≤ 0 */
  TIEM_VARIANTS_LOW,      /* 1 … 5 */
  TIEM_VARIANTS_UNLINKED, /* on no channel */
  TIEM_VARIANTS_UNDECIDED,
  TIEM_VARIANTS_ARCHIVED,
  TIEM_VARIANTS_ALL,
  TIEM_N_VARIANT_GROUPS
} TiemVariantGroup;

typedef struct
{
  TiemVariantGroup group;
  gint64 channel_id; /* 0 = any */
  char *category;    /* (nullable) this one and what is below it; "" = in none */
  char *search;
  TiemVariantSort sort;
  gboolean descending;
} TiemVariantQuery;
TiemVariantQuery *tiem_variant_query_copy (const TiemVariantQuery *self);
void tiem_variant_query_free (TiemVariantQuery *self);

/* Blocking, as all tiem_store_…() */
GPtrArray *tiem_store_list_variants (TiemStore *self,
                                     const TiemVariantQuery *query,
                                     gint64 limit,
                                     gint64 offset,
                                     GError **error);
gboolean tiem_store_count_variants (TiemStore *self,
                                    gint64 counts[TIEM_N_VARIANT_GROUPS],
                                    GError **error);
/* For the foot line: variants, products, and stock value at cost. */
gboolean tiem_store_sum_variants (TiemStore *self,
                                  const TiemVariantQuery *query,
                                  gint64 *variants,
                                  gint64 *products,
                                  gint64 *value_vnd,
                                  GError **error);

#define TIEM_TYPE_ROW_LIST (tiem_row_list_get_type ())
G_DECLARE_FINAL_TYPE (TiemRowList, tiem_row_list, TIEM, ROW_LIST, GObject)

/* GListModel of TiemRow. Property "loading" (gboolean): TRUE until the first ids of the
 * query in force are known. Property "error" (nullable GError, boxed). Signal ::replaced: the rows
 * are those of another query; after ::items-changed. */
TiemRowList *tiem_row_list_new_orders (TiemStore *store);
TiemRowList *tiem_row_list_new_variants (TiemStore *store);
TiemRowList *tiem_row_list_new_customers (TiemStore *store);
TiemRowList *tiem_row_list_new_listings (TiemStore *store);

/* The query is copied; it must be of the list's kind. The old rows stay until the new ids are
 * there. Before the first query a list is empty and loading. */
void tiem_row_list_set_order_query (TiemRowList *self,
                                    const TiemOrderQuery *query);
void tiem_row_list_set_variant_query (TiemRowList *self,
                                      const TiemVariantQuery *query);
void tiem_row_list_set_customer_query (TiemRowList *self,
                                       const TiemCustomerQuery *query);
void tiem_row_list_set_listing_query (TiemRowList *self,
                                      const TiemListingQuery *query);
gboolean tiem_row_list_is_loading (TiemRowList *self);
/* Returns: FALSE when @id is not in the list (as far as ids are known) */
gboolean tiem_row_list_find (TiemRowList *self,
                             gint64 id,
                             guint *position);
gint64 tiem_row_list_get_id (TiemRowList *self,
                             guint position);
/* For a view that takes its time to let go, in a handler of ::items-changed: when another query made
 * the list shorter, the rows of its end that are still held, without a gap from where the end
 * was. They are in no list any more, and blank from now on (id 0, no value). Once.
 * Returns: (transfer full) (nullable) (element-type TiemRow) */
GPtrArray *tiem_row_list_steal_gone (TiemRowList *self);
/* Returns: (transfer full) (element-type gint64): in the list's order, as far as they are known.
 * It stays as it is when the list changes; nobody may change it. */
GArray *tiem_row_list_dup_ids (TiemRowList *self);

/* --- many ids at once --- */

/* The ids of the rows from @first to @last, or (@first > @last) of all that the query finds,
 * also where the list has not read so far; sorted off the main thread. */
void tiem_row_list_collect_async (TiemRowList *self,
                                  guint first,
                                  guint last,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* Returns: (transfer full) (element-type gint64): ascending */
GArray *tiem_row_list_collect_finish (TiemRowList *self,
                                      GAsyncResult *result,
                                      GError **error);

G_END_DECLS
