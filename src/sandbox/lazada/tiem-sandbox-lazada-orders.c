#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-orders.h"

#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

#define MAX_OFFSET 5000
#define MAX_LIMIT 100
#define MAX_IDS 50

/* What is asked for by /orders/get. Times are ms UTC; bounds are inclusive. */
typedef struct
{
  gint64 created_after;
  gint64 created_before;
  gint64 updated_after;
  gint64 updated_before;
  const char *status; /* (nullable) */
  gboolean by_update;
  gboolean is_descending;
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
    { "created_after", &query->created_after },
    { "created_before", &query->created_before },
    { "update_after", &query->updated_after },
    { "update_before", &query->updated_before },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      const char *text = tiem_sandbox_lazada_call_get (call, dates[i].name);

      if (text != NULL && !tiem_sandbox_lazada_parse_date (text, dates[i].ms))
        {
          tiem_sandbox_lazada_call_fail (
              call, "17", TIEM_SANDBOX_LAZADA_ISP, "E017: \"%s\" Invalid Date Format", text);
          return FALSE;
        }
    }
  if (tiem_sandbox_lazada_call_get (call, "created_after") != NULL
      || tiem_sandbox_lazada_call_get (call, "update_after") != NULL)
    return TRUE;
  tiem_sandbox_lazada_call_fail (
      call,
      "1",
      TIEM_SANDBOX_LAZADA_ISP,
      "E001: One of the parameters created_after and update_after is mandatory");
  return FALSE;
}

static gboolean
read_status (TiemSandboxLazadaCall *call,
             Query *query)
{
  static const char *const filters[] = { "topack", "toship", "shipping", NULL };
  const char *status = tiem_sandbox_lazada_call_get (call, "status");

  if (status == NULL || g_str_equal (status, "all"))
    return TRUE;
  query->status = status;
  if (tiem_sandbox_lazada_is_status (status) || g_strv_contains (filters, status))
    return TRUE;
  tiem_sandbox_lazada_call_fail (
      call, "36", TIEM_SANDBOX_LAZADA_ISP, "E036: \"%s\" Invalid status filter", status);
  return FALSE;
}

static gboolean
read_order (TiemSandboxLazadaCall *call,
            Query *query)
{
  const char *by = tiem_sandbox_lazada_call_get (call, "sort_by");
  const char *direction = tiem_sandbox_lazada_call_get (call, "sort_direction");

  query->by_update = g_strcmp0 (by, "updated_at") == 0;
  query->is_descending = g_strcmp0 (direction, "DESC") == 0;
  if (by != NULL && !query->by_update && !g_str_equal (by, "created_at"))
    tiem_sandbox_lazada_call_fail (
        call, "75", TIEM_SANDBOX_LAZADA_ISP, "E075: \"%s\" Invalid sort filter", by);
  else if (direction != NULL && !query->is_descending && !g_str_equal (direction, "ASC"))
    tiem_sandbox_lazada_call_fail (
        call, "74", TIEM_SANDBOX_LAZADA_ISP, "E074: \"%s\" Invalid sort direction", direction);
  return call->code == NULL;
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
  else if (!tiem_sandbox_lazada_call_get_int (call, "limit", MAX_LIMIT, &query->limit)
           || query->limit < 1 || query->limit > MAX_LIMIT)
    tiem_sandbox_lazada_call_fail (call,
                                   "19",
                                   TIEM_SANDBOX_LAZADA_ISP,
                                   "E019: \"%s\" Invalid Limit",
                                   tiem_sandbox_lazada_call_get (call, "limit"));
  return call->code == NULL;
}

/* "topack" and so on are no status of a unit but groups of them. */
static gboolean
fits_status (const TiemSandboxLine *unit,
             const char *filter)
{
  if (g_str_equal (filter, "topack"))
    return tiem_sandbox_lazada_unit_is (unit, "pending")
           || tiem_sandbox_lazada_unit_is (unit, "repacked");
  if (g_str_equal (filter, "toship"))
    return tiem_sandbox_lazada_unit_is (unit, "packed")
           || tiem_sandbox_lazada_unit_is (unit, "ready_to_ship");
  if (g_str_equal (filter, "shipping"))
    return tiem_sandbox_lazada_unit_is (unit, "shipped");
  return tiem_sandbox_lazada_unit_is (unit, filter);
}

static gboolean
fits (const TiemSandboxOrder *order,
      const Query *query)
{
  if (order->created_at < query->created_after || order->created_at > query->created_before
      || order->modified_at < query->updated_after || order->modified_at > query->updated_before)
    return FALSE;
  for (guint i = 0; query->status != NULL && i < order->lines->len; i++)
    if (fits_status (order->lines->pdata[i], query->status))
      return TRUE;
  return query->status == NULL;
}

static int
compare_orders (gconstpointer a,
                gconstpointer b,
                gpointer user_data)
{
  const TiemSandboxOrder *left = *(const TiemSandboxOrder *const *)a;
  const TiemSandboxOrder *right = *(const TiemSandboxOrder *const *)b;
  const Query *query = user_data;
  gint64 first = query->by_update ? left->modified_at : left->created_at;
  gint64 second = query->by_update ? right->modified_at : right->created_at;
  int order = first != second ? (first < second ? -1 : 1) : (left->id < right->id ? -1 : 1);

  return query->is_descending ? -order : order;
}

JsonObject *
tiem_sandbox_lazada_get_orders (TiemSandboxLazadaCall *call)
{
  GPtrArray *all = tiem_sandbox_lazada_get_shop (call->lazada)->orders;
  Query query = { .created_before = G_MAXINT64, .updated_before = G_MAXINT64 };
  g_autoptr (GPtrArray) matches = g_ptr_array_new ();
  JsonObject *data;
  JsonArray *list;

  if (!read_dates (call, &query) || !read_status (call, &query) || !read_order (call, &query)
      || !read_page (call, &query))
    return NULL;
  for (guint i = 0; i < all->len; i++)
    if (fits (all->pdata[i], &query))
      g_ptr_array_add (matches, all->pdata[i]);
  g_ptr_array_sort_with_data (matches, compare_orders, &query);

  data = json_object_new ();
  list = json_array_new ();
  for (gint64 i = query.offset; i < MIN (query.offset + query.limit, (gint64)matches->len); i++)
    json_array_add_object_element (
        list, tiem_sandbox_lazada_order_to_json (call->lazada, matches->pdata[i]));
  json_object_set_int_member (data, "count", json_array_get_length (list));
  if (call->lazada->counts_total)
    json_object_set_int_member (data, "countTotal", matches->len);
  json_object_set_array_member (data, "orders", list);
  return tiem_sandbox_lazada_call_answer_object (data);
}

TiemSandboxOrder *
tiem_sandbox_lazada_call_find_order (TiemSandboxLazadaCall *call,
                                     const char *name)
{
  const char *text = tiem_sandbox_lazada_call_get (call, name);
  TiemSandboxOrder *order = NULL;
  gint64 id;

  if (text == NULL)
    {
      tiem_sandbox_lazada_call_fail_missing (call, name);
      return NULL;
    }
  if (tiem_sandbox_lazada_call_get_int (call, name, 0, &id))
    order = tiem_sandbox_shop_find_order (tiem_sandbox_lazada_get_shop (call->lazada), id);
  if (order == NULL)
    tiem_sandbox_lazada_call_fail (
        call, "16", TIEM_SANDBOX_LAZADA_ISP, "E016: \"%s\" Invalid Order ID", text);
  return order;
}

JsonObject *
tiem_sandbox_lazada_get_order (TiemSandboxLazadaCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_lazada_call_find_order (call, "order_id");

  return order != NULL ? tiem_sandbox_lazada_call_answer_object (
             tiem_sandbox_lazada_order_to_json (call->lazada, order))
                       : NULL;
}

static JsonArray *
list_units (TiemSandboxLazada *lazada,
            const TiemSandboxOrder *order)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < order->lines->len; i++)
    json_array_add_object_element (
        list, tiem_sandbox_lazada_unit_to_json (lazada, order, order->lines->pdata[i]));
  return list;
}

JsonObject *
tiem_sandbox_lazada_get_order_items (TiemSandboxLazadaCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_lazada_call_find_order (call, "order_id");

  return order != NULL ? tiem_sandbox_lazada_call_answer (
             tiem_sandbox_json_from_array (list_units (call->lazada, order)))
                       : NULL;
}

/* Returns: (transfer full) (nullable): NULL when the call is refused */
static GArray *
read_order_ids (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) node = tiem_sandbox_lazada_call_get_json (call, "order_ids");
  g_autoptr (GArray) ids = tiem_sandbox_lazada_read_ids (node);

  if (tiem_sandbox_lazada_call_get (call, "order_ids") == NULL)
    tiem_sandbox_lazada_call_fail_missing (call, "order_ids");
  else if (ids == NULL)
    tiem_sandbox_lazada_call_fail (
        call,
        "56",
        TIEM_SANDBOX_LAZADA_ISP,
        "E056: Invalid OrdersIdList format. Must use array format [1,2]");
  else if (ids->len == 0)
    tiem_sandbox_lazada_call_fail (
        call, "39", TIEM_SANDBOX_LAZADA_ISP, "E039: No orders were found");
  else if (ids->len > MAX_IDS)
    tiem_sandbox_lazada_call_fail (
        call, "38", TIEM_SANDBOX_LAZADA_ISP, "E038: Too many orders were requested");
  return call->code == NULL ? g_steal_pointer (&ids) : NULL;
}

JsonObject *
tiem_sandbox_lazada_get_orders_items (TiemSandboxLazadaCall *call)
{
  g_autoptr (GArray) ids = read_order_ids (call);
  g_autoptr (JsonArray) list = json_array_new ();

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      TiemSandboxOrder *order = tiem_sandbox_shop_find_order (
          tiem_sandbox_lazada_get_shop (call->lazada), g_array_index (ids, gint64, i));
      JsonObject *entry;

      if (order == NULL)
        return tiem_sandbox_lazada_call_fail (
            call,
            "37",
            TIEM_SANDBOX_LAZADA_ISP,
            "E037: One or more order id in the list are incorrect");
      entry = json_object_new ();
      json_object_set_int_member (entry, "order_id", order->id);
      json_object_set_int_member (entry, "order_number", order->id);
      json_object_set_array_member (entry, "order_items", list_units (call->lazada, order));
      json_array_add_object_element (list, entry);
    }
  if (ids == NULL)
    return NULL;
  return tiem_sandbox_lazada_call_answer (tiem_sandbox_json_from_array (json_array_ref (list)));
}
