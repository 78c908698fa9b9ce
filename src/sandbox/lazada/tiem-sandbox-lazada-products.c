#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-products.h"

#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/tiem-sandbox-json.h"

#define MAX_OFFSET 10000
#define MAX_LIMIT 50
#define DEFAULT_LIMIT 20
#define MAX_SKUS 100

/* What is asked for by /products/get. Times are ms UTC. */
typedef struct
{
  gint64 created_after;
  gint64 created_before;
  gint64 updated_after;
  gint64 updated_before;
  const char *filter;
  GHashTable *skus; /* (nullable) (element-type utf8) */
  gint64 offset;
  gint64 limit;
} Query;

static gboolean
read_dates (TiemSandboxLazadaCall *call,
            Query *query)
{
  const struct
  {
    const char *name;
    gint64 *ms;
  } dates[] = {
    { "create_after", &query->created_after },
    { "create_before", &query->created_before },
    { "update_after", &query->updated_after },
    { "update_before", &query->updated_before },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      const char *text = tiem_sandbox_lazada_call_get (call, dates[i].name);

      if (text == NULL || tiem_sandbox_lazada_parse_date (text, dates[i].ms))
        continue;
      tiem_sandbox_lazada_call_fail (
          call, "17", TIEM_SANDBOX_LAZADA_ISP, "E017: \"%s\" Invalid Date Format", text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_filter (TiemSandboxLazadaCall *call,
             Query *query)
{
  static const char *const filters[]
      = { "all", "live", "inactive", "deleted", "pending", "rejected", "sold-out", NULL };

  query->filter = tiem_sandbox_lazada_call_get (call, "filter");
  if (query->filter == NULL)
    query->filter = "all";
  if (g_strv_contains (filters, query->filter))
    return TRUE;
  tiem_sandbox_lazada_call_fail (
      call, "36", TIEM_SANDBOX_LAZADA_ISP, "E036: \"%s\" Invalid status filter", query->filter);
  return FALSE;
}

static gboolean
read_page (TiemSandboxLazadaCall *call,
           Query *query)
{
  if (!tiem_sandbox_lazada_call_get_int (call, "offset", 0, &query->offset) || query->offset < 0
      || query->offset > MAX_OFFSET)
    tiem_sandbox_lazada_call_fail (call,
                                   "14",
                                   TIEM_SANDBOX_LAZADA_ISP,
                                   "E014: \"%s\" Invalid Offset",
                                   tiem_sandbox_lazada_call_get (call, "offset"));
  else if (!tiem_sandbox_lazada_call_get_int (call, "limit", DEFAULT_LIMIT, &query->limit)
           || query->limit < 1 || query->limit > MAX_LIMIT)
    tiem_sandbox_lazada_call_fail (call,
                                   "19",
                                   TIEM_SANDBOX_LAZADA_ISP,
                                   "E019: \"%s\" Invalid Limit",
                                   tiem_sandbox_lazada_call_get (call, "limit"));
  return call->code == NULL;
}

static gboolean
read_skus (TiemSandboxLazadaCall *call,
           Query *query)
{
  g_autoptr (JsonNode) node = tiem_sandbox_lazada_call_get_json (call, "sku_seller_list");
  JsonArray *array;

  if (tiem_sandbox_lazada_call_get (call, "sku_seller_list") == NULL)
    return TRUE;
  array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (array == NULL || json_array_get_length (array) > MAX_SKUS)
    {
      tiem_sandbox_lazada_call_fail (call,
                                     "70",
                                     TIEM_SANDBOX_LAZADA_ISP,
                                     "E070: You have corrupt data in your sku seller list.");
      return FALSE;
    }
  query->skus = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      char *sku = tiem_sandbox_json_node_text (json_array_get_element (array, i));

      if (sku != NULL)
        g_hash_table_add (query->skus, sku);
    }
  return TRUE;
}

static gboolean
fits_filter (const TiemSandboxItem *product,
             const char *filter)
{
  const char *status = json_object_get_string_member (product->extra, "status");
  gboolean is_active = g_str_equal (status, "Active");

  if (g_str_equal (filter, "deleted"))
    return product->is_trashed;
  if (product->is_trashed)
    return FALSE;
  if (g_str_equal (filter, "live"))
    return is_active;
  if (g_str_equal (filter, "inactive"))
    return g_str_equal (status, "InActive");
  if (g_str_equal (filter, "pending"))
    return g_str_equal (status, "Pending QC");
  if (g_str_equal (filter, "rejected"))
    return g_str_equal (status, "Rejected");
  if (g_str_equal (filter, "all"))
    return TRUE;
  for (guint i = 0; i < product->children->len; i++)
    if (((const TiemSandboxItem *)product->children->pdata[i])->stock <= 0)
      return is_active;
  return FALSE;
}

static gboolean
fits (const TiemSandboxItem *product,
      const Query *query)
{
  if (product->parent != NULL || !fits_filter (product, query->filter)
      || product->created_at < query->created_after || product->created_at > query->created_before
      || product->modified_at < query->updated_after
      || product->modified_at > query->updated_before)
    return FALSE;
  for (guint i = 0; query->skus != NULL && i < product->children->len; i++)
    if (g_hash_table_contains (query->skus,
                               ((const TiemSandboxItem *)product->children->pdata[i])->sku))
      return TRUE;
  return query->skus == NULL;
}

static JsonObject *
list_products (TiemSandboxLazadaCall *call,
               const Query *query)
{
  GPtrArray *items = tiem_sandbox_lazada_get_shop (call->lazada)->items;
  gboolean has_options = g_strcmp0 (tiem_sandbox_lazada_call_get (call, "options"), "1") == 0;
  JsonObject *data = json_object_new ();
  JsonArray *list = json_array_new ();
  gint64 total = 0;

  for (guint i = 0; i < items->len; i++)
    {
      if (!fits (items->pdata[i], query))
        continue;
      if (total >= query->offset && total < query->offset + query->limit)
        json_array_add_object_element (
            list, tiem_sandbox_lazada_product_to_json (call->lazada, items->pdata[i], has_options));
      total++;
    }
  json_object_set_int_member (data, "total_products", total);
  json_object_set_array_member (data, "products", list);
  return tiem_sandbox_lazada_call_answer_object (data);
}

JsonObject *
tiem_sandbox_lazada_get_products (TiemSandboxLazadaCall *call)
{
  Query query = { .created_before = G_MAXINT64, .updated_before = G_MAXINT64 };
  JsonObject *members = NULL;

  if (read_filter (call, &query) && read_dates (call, &query) && read_page (call, &query)
      && read_skus (call, &query))
    members = list_products (call, &query);
  g_clear_pointer (&query.skus, g_hash_table_unref);
  return members;
}

JsonObject *
tiem_sandbox_lazada_get_product (TiemSandboxLazadaCall *call)
{
  const char *text = tiem_sandbox_lazada_call_get (call, "item_id");
  TiemSandboxItem *product = NULL;
  gint64 id;

  if (text == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "item_id");
  if (tiem_sandbox_lazada_call_get_int (call, "item_id", 0, &id))
    product = tiem_sandbox_shop_find_item (tiem_sandbox_lazada_get_shop (call->lazada), id);
  if (product == NULL || product->parent != NULL)
    return tiem_sandbox_lazada_call_fail (
        call, "208", TIEM_SANDBOX_LAZADA_ISP, "E208: Item not found");
  return tiem_sandbox_lazada_call_answer_object (
      tiem_sandbox_lazada_product_to_json (call->lazada, product, TRUE));
}
