#define G_LOG_DOMAIN "tiem-purchase-rows"

#include "config.h"

#include "store/tiem-purchase-rows.h"

#include "store/tiem-purchases-private.h"
#include "store/tiem-row-list-private.h"
#include "store/tiem-suppliers-private.h"

/* --- slips --- */

static GArray *
select_purchases (TiemStore *store,
                  gconstpointer query,
                  gint64 limit,
                  GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? tiem_purchases_select (read->db, query, limit, 0, error) : NULL;
}

static GPtrArray *
read_purchases (TiemStore *store,
                GArray *ids,
                GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? tiem_purchases_read (read->db, ids, error) : NULL;
}

static const TiemRowKind purchases = {
  TIEM_CHANGED_SLIPS,
  select_purchases,
  read_purchases,
  (GDestroyNotify)tiem_purchase_free,
  (GBoxedCopyFunc)tiem_purchase_query_copy,
  (GDestroyNotify)tiem_purchase_query_free,
};

TiemRowList *
tiem_row_list_new_purchases (TiemStore *store)
{
  return tiem_row_list_new (store, &purchases);
}

void
tiem_row_list_set_purchase_query (TiemRowList *self,
                                  const TiemPurchaseQuery *query)
{
  tiem_row_list_set_query (self, &purchases, query);
}

/* --- suppliers --- */

static GArray *
select_suppliers (TiemStore *store,
                  gconstpointer query,
                  gint64 limit,
                  GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? tiem_suppliers_select (read->db, query, limit, 0, error) : NULL;
}

static GPtrArray *
read_suppliers (TiemStore *store,
                GArray *ids,
                GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? tiem_suppliers_read (read->db, ids, error) : NULL;
}

static const TiemRowKind suppliers = {
  TIEM_CHANGED_SLIPS,
  select_suppliers,
  read_suppliers,
  (GDestroyNotify)tiem_supplier_free,
  (GBoxedCopyFunc)tiem_supplier_query_copy,
  (GDestroyNotify)tiem_supplier_query_free,
};

TiemRowList *
tiem_row_list_new_suppliers (TiemStore *store)
{
  return tiem_row_list_new (store, &suppliers);
}

void
tiem_row_list_set_supplier_query (TiemRowList *self,
                                  const TiemSupplierQuery *query)
{
  tiem_row_list_set_query (self, &suppliers, query);
}
