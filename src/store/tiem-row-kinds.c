#define G_LOG_DOMAIN "tiem-row-kinds"

#include "store/tiem-ids.h"
#include "store/tiem-listings-private.h"
#include "store/tiem-orders-private.h"
#include "store/tiem-row-list-private.h"
#include "store/tiem-store-customers-private.h"
#include "store/tiem-variants-private.h"

/* The four kinds of row lists: what each selects, reads, and is concerned by. */

/* --- orders --- */

static GArray *
select_orders (TiemStore *store,
               gconstpointer query,
               gint64 limit,
               GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? tiem_orders_select (read->db, query, limit, 0, error) : NULL;
}

static GPtrArray *
read_orders (TiemStore *store,
             GArray *ids,
             GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? tiem_orders_read_rows (read->db, ids, error) : NULL;
}

static const TiemRowKind orders = {
  TIEM_CHANGED_ORDERS | TIEM_CHANGED_CHANNELS,
  select_orders,
  read_orders,
  (GDestroyNotify)tiem_order_free,
  (GBoxedCopyFunc)tiem_order_query_copy,
  (GDestroyNotify)tiem_order_query_free,
};

TiemRowList *
tiem_row_list_new_orders (TiemStore *store)
{
  return tiem_row_list_new (store, &orders);
}

void
tiem_row_list_set_order_query (TiemRowList *self,
                               const TiemOrderQuery *query)
{
  tiem_row_list_set_query (self, &orders, query);
}

/* --- variants --- */

static GArray *
select_variants (TiemStore *store,
                 gconstpointer query,
                 gint64 limit,
                 GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  if (read == NULL)
    return NULL;
  return tiem_variants_select (read->db, tiem_store_now (store), query, limit, 0, error);
}

static GPtrArray *
read_variants (TiemStore *store,
               GArray *ids,
               GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  if (read == NULL)
    return NULL;
  return tiem_variants_read (read->db, tiem_store_now (store), ids, error);
}

static const TiemRowKind variants = {
  TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS | TIEM_CHANGED_CHANNELS,
  select_variants,
  read_variants,
  (GDestroyNotify)tiem_variant_free,
  (GBoxedCopyFunc)tiem_variant_query_copy,
  (GDestroyNotify)tiem_variant_query_free,
};

TiemRowList *
tiem_row_list_new_variants (TiemStore *store)
{
  return tiem_row_list_new (store, &variants);
}

void
tiem_row_list_set_variant_query (TiemRowList *self,
                                 const TiemVariantQuery *query)
{
  tiem_row_list_set_query (self, &variants, query);
}

/* --- customers --- */

static GArray *
select_customers (TiemStore *store,
                  gconstpointer query,
                  gint64 limit,
                  GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  if (read == NULL)
    return NULL;
  return tiem_customers_select (read->db, tiem_store_now (store), query, limit, 0, error);
}

static GPtrArray *
read_customers (TiemStore *store,
                GArray *ids,
                GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? tiem_customers_read (read->db, ids, error) : NULL;
}

static const TiemRowKind customers = {
  TIEM_CHANGED_CUSTOMERS | TIEM_CHANGED_CHANNELS,
  select_customers,
  read_customers,
  (GDestroyNotify)tiem_customer_free,
  (GBoxedCopyFunc)tiem_customer_query_copy,
  (GDestroyNotify)tiem_customer_query_free,
};

TiemRowList *
tiem_row_list_new_customers (TiemStore *store)
{
  return tiem_row_list_new (store, &customers);
}

void
tiem_row_list_set_customer_query (TiemRowList *self,
                                  const TiemCustomerQuery *query)
{
  tiem_row_list_set_query (self, &customers, query);
}

/* --- listings --- */

static GArray *
select_listings (TiemStore *store,
                 gconstpointer query,
                 gint64 limit,
                 GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? tiem_listings_select (read->db, query, limit, 0, error) : NULL;
}

static GPtrArray *
read_listings (TiemStore *store,
               GArray *ids,
               GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? tiem_listings_read (read->db, tiem_store_now (store), ids, error) : NULL;
}

static const TiemRowKind listings = {
  TIEM_CHANGED_LISTINGS | TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_CHANNELS,
  select_listings,
  read_listings,
  (GDestroyNotify)tiem_listing_free,
  (GBoxedCopyFunc)tiem_listing_query_copy,
  (GDestroyNotify)tiem_listing_query_free,
};

TiemRowList *
tiem_row_list_new_listings (TiemStore *store)
{
  return tiem_row_list_new (store, &listings);
}

void
tiem_row_list_set_listing_query (TiemRowList *self,
                                 const TiemListingQuery *query)
{
  tiem_row_list_set_query (self, &listings, query);
}
