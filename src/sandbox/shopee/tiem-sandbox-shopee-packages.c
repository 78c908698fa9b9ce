#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-items.h"
#include "sandbox/shopee/tiem-sandbox-shopee-logistics.h"

#define MOST_ROWS 100
#define MOST_PARCELS 50

/* filter.package_status */
enum
{
  ALL,
  WAITING,    /* for the platform */
  TO_PROCESS, /* by the seller */
  PROCESSED,
};

typedef struct
{
  TiemSandboxOrder *order;
  JsonObject *parcel;
} Found;

static gboolean
fits (const TiemSandboxOrder *order,
      JsonObject *parcel,
      gint64 status)
{
  gboolean is_arranged = tiem_sandbox_shopee_parcel_is_arranged (parcel);

  switch (status)
    {
    case WAITING:
      return tiem_sandbox_shopee_order_is (order, "PENDING");
    case TO_PROCESS:
      return !is_arranged
             && (tiem_sandbox_shopee_order_is (order, "READY_TO_SHIP")
                 || tiem_sandbox_shopee_order_is (order, "RETRY_SHIP"));
    case PROCESSED:
      return is_arranged
             && (tiem_sandbox_shopee_order_is (order, "PROCESSED")
                 || tiem_sandbox_shopee_order_is (order, "READY_TO_SHIP"));
    default:
      return fits (order, parcel, WAITING) || fits (order, parcel, TO_PROCESS)
             || fits (order, parcel, PROCESSED);
    }
}

static GArray *
find_parcels (TiemSandboxShopee *shopee,
              gint64 status)
{
  GPtrArray *orders = tiem_sandbox_shopee_get_shop (shopee)->orders;
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Found));

  for (guint i = 0; i < orders->len; i++)
    {
      JsonArray *parcels = tiem_sandbox_shopee_order_get_parcels (orders->pdata[i]);

      for (guint j = 0; j < json_array_get_length (parcels); j++)
        {
          Found found = { orders->pdata[i], json_array_get_object_element (parcels, j) };

          if (fits (found.order, found.parcel, status))
            g_array_append_val (all, found);
        }
    }
  return all;
}

/* Everything leaves from the first warehouse. */
static const char *
get_location (TiemSandboxShopee *shopee)
{
  return shopee->switches.has_warehouses ? TIEM_SANDBOX_SHOPEE_FIRST_LOCATION
                                         : TIEM_SANDBOX_SHOPEE_ONLY_LOCATION;
}

static JsonObject *
describe_package (TiemSandboxShopee *shopee,
                  const Found *found)
{
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "order_sn", found->order->number);
  json_object_set_string_member (
      row, "package_number", json_object_get_string_member (found->parcel, "package_number"));
  json_object_set_int_member (row, "logistics_channel_id", TIEM_SANDBOX_SHOPEE_CHANNEL_ID);
  json_object_set_string_member (row, "product_location_id", get_location (shopee));
  json_object_set_boolean_member (
      row, "is_shipment_arranged", tiem_sandbox_shopee_parcel_is_arranged (found->parcel));
  return row;
}

static gboolean
check_page (TiemSandboxShopeeCall *call,
            JsonObject *pagination,
            gint64 *size,
            gint64 *offset)
{
  g_autofree char *cursor = tiem_sandbox_json_dup_text (pagination, "cursor");

  *size = tiem_sandbox_json_get_int (pagination, "page_size", 0);
  *offset = cursor != NULL ? g_ascii_strtoll (cursor, NULL, 10) : 0;
  if (pagination == NULL)
    return tiem_sandbox_shopee_call_fail_param (call, "pagination", NULL);
  if (*size < 1)
    return tiem_sandbox_shopee_call_fail_param (call, "page_size", NULL);
  if (*size > MOST_ROWS)
    return tiem_sandbox_shopee_call_fail_param (call, "page_size", "must be 100 or less");
  return TRUE;
}

JsonNode *
tiem_sandbox_shopee_search_package_list (TiemSandboxShopeeCall *call)
{
  JsonObject *filter = tiem_sandbox_json_get_object (call->params, "filter");
  JsonObject *pagination = tiem_sandbox_json_get_object (call->params, "pagination");
  gint64 status = tiem_sandbox_json_get_int (filter, "package_status", TO_PROCESS);
  g_autoptr (GArray) all = NULL;
  g_autofree char *next = NULL;
  JsonObject *response;
  JsonObject *page;
  JsonArray *list;
  gint64 size;
  gint64 offset;
  gint64 end;

  if (!check_page (call, pagination, &size, &offset))
    return NULL;
  if (status < ALL || status > PROCESSED)
    {
      tiem_sandbox_shopee_call_fail_param (call, "package_status", "must be one of [0 1 2 3]");
      return NULL;
    }
  all = find_parcels (call->shopee, status);
  end = MIN (all->len, offset + size);
  list = json_array_new ();
  for (gint64 i = offset; i < end; i++)
    json_array_add_object_element (list,
                                   describe_package (call->shopee, &g_array_index (all, Found, i)));
  next = end < all->len ? g_strdup_printf ("%" G_GINT64_FORMAT, end) : g_strdup ("");
  page = json_object_new ();
  json_object_set_int_member (page, "total_count", all->len);
  json_object_set_string_member (page, "next_cursor", next);
  json_object_set_boolean_member (page, "more", end < all->len);
  response = json_object_new ();
  json_object_set_array_member (response, "packages_list", list);
  json_object_set_object_member (response, "pagination", page);
  return tiem_sandbox_json_from_object (response);
}

JsonNode *
tiem_sandbox_shopee_get_shipment_list (TiemSandboxShopeeCall *call)
{
  g_autofree char *cursor = tiem_sandbox_shopee_call_dup_text (call, "cursor");
  gint64 offset = g_ascii_strtoll (cursor, NULL, 10);
  g_autoptr (GArray) all = NULL;
  g_autofree char *next = NULL;
  JsonObject *response;
  JsonArray *list;
  gint64 size;
  gint64 end;

  if (!tiem_sandbox_shopee_call_need_size (call, "page_size", MOST_ROWS, &size))
    return NULL;
  all = find_parcels (call->shopee, TO_PROCESS);
  end = MIN (all->len, offset + size);
  list = json_array_new ();
  for (gint64 i = offset; i < end; i++)
    {
      const Found *found = &g_array_index (all, Found, i);
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "order_sn", found->order->number);
      json_object_set_string_member (
          row, "package_number", json_object_get_string_member (found->parcel, "package_number"));
      json_array_add_object_element (list, row);
    }
  next = end < all->len ? g_strdup_printf ("%" G_GINT64_FORMAT, end) : g_strdup ("");
  response = json_object_new ();
  json_object_set_array_member (response, "order_list", list);
  json_object_set_boolean_member (response, "more", end < all->len);
  json_object_set_string_member (response, "next_cursor", next);
  return tiem_sandbox_json_from_object (response);
}

JsonNode *
tiem_sandbox_shopee_get_package_detail (TiemSandboxShopeeCall *call)
{
  g_auto (GStrv) numbers
      = tiem_sandbox_shopee_call_need_words (call, "package_number_list", MOST_PARCELS);
  g_autoptr (JsonArray) list = json_array_new ();
  JsonObject *response;

  if (numbers == NULL)
    return NULL;
  for (guint i = 0; numbers[i] != NULL; i++)
    {
      Found found = { 0 };
      JsonObject *row;

      found.parcel = tiem_sandbox_shopee_find_parcel (call->shopee, numbers[i], &found.order);
      if (found.parcel == NULL)
        return tiem_sandbox_shopee_call_fail (
            call, "error_not_found", "Wrong parameters, detail: the package is not found.");
      row = describe_package (call->shopee, &found);
      json_object_set_string_member (
          row,
          "logistics_status",
          json_object_get_string_member (found.parcel, "logistics_status"));
      json_object_set_string_member (row, "shipping_carrier", TIEM_SANDBOX_SHOPEE_CARRIER);
      json_object_set_int_member (row, "update_time", found.order->modified_at / 1000);
      json_array_add_object_element (list, row);
    }
  response = json_object_new ();
  json_object_set_array_member (response, "package_list", g_steal_pointer (&list));
  return tiem_sandbox_json_from_object (response);
}

/* --- one order in several parcels --- */

/* Puts the lines that @entry names into the parcel at @index. Returns: whether all exist */
static gboolean
assign_lines (const TiemSandboxOrder *order,
              JsonObject *entry,
              guint index)
{
  JsonArray *items = tiem_sandbox_json_get_array (entry, "item_list");

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      gboolean is_found = FALSE;

      for (guint j = 0; j < order->lines->len; j++)
        {
          TiemSandboxLine *line = order->lines->pdata[j];

          if (line->product_id != tiem_sandbox_json_get_int (item, "item_id", 0)
              || line->variation_id != tiem_sandbox_json_get_int (item, "model_id", 0))
            continue;
          json_object_set_int_member (line->extra, "_parcel", index);
          is_found = TRUE;
        }
      if (!is_found)
        return FALSE;
    }
  return items != NULL;
}

JsonNode *
tiem_sandbox_shopee_split_order (TiemSandboxShopeeCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_shopee_call_need_order (call);
  JsonArray *list;
  JsonArray *parcels;
  JsonObject *response;

  if (order == NULL)
    return NULL;
  list = tiem_sandbox_shopee_call_need_objects (call, "package_list", MOST_PARCELS);
  if (list == NULL)
    return NULL;
  parcels = tiem_sandbox_shopee_order_get_parcels (order);
  if (!tiem_sandbox_shopee_order_is (order, "READY_TO_SHIP") || json_array_get_length (parcels) > 1
      || json_array_get_length (list) < 2)
    return tiem_sandbox_shopee_call_fail (
        call, "order.error_split_order", "The order can not be split.");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      if (!assign_lines (order, json_array_get_object_element (list, i), i))
        {
          tiem_sandbox_shopee_call_fail_param (call, "item_list", "is invalid");
          return NULL;
        }
      if (i > 0)
        tiem_sandbox_shopee_order_add_parcel (call->shopee, order, "LOGISTICS_READY");
    }
  tiem_sandbox_shopee_order_touch (call->shopee, order);
  response = json_object_new ();
  json_object_set_string_member (response, "order_sn", order->number);
  list = json_array_new ();
  for (guint i = 0; i < json_array_get_length (parcels); i++)
    {
      JsonObject *row = json_object_new ();

      json_object_set_string_member (
          row,
          "package_number",
          json_object_get_string_member (json_array_get_object_element (parcels, i),
                                         "package_number"));
      json_array_add_object_element (list, row);
    }
  json_object_set_array_member (response, "package_list", list);
  return tiem_sandbox_json_from_object (response);
}

JsonNode *
tiem_sandbox_shopee_unsplit_order (TiemSandboxShopeeCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_shopee_call_need_order (call);
  JsonArray *parcels;

  if (order == NULL)
    return NULL;
  parcels = tiem_sandbox_shopee_order_get_parcels (order);
  for (guint i = 0; i < json_array_get_length (parcels); i++)
    if (json_array_get_length (parcels) == 1
        || tiem_sandbox_shopee_parcel_is_arranged (json_array_get_object_element (parcels, i)))
      return tiem_sandbox_shopee_call_fail (
          call, "order.error_unsplit_order", "The order can not be put together again.");
  while (json_array_get_length (parcels) > 1)
    json_array_remove_element (parcels, json_array_get_length (parcels) - 1);
  for (guint i = 0; i < order->lines->len; i++)
    json_object_set_int_member (((TiemSandboxLine *)order->lines->pdata[i])->extra, "_parcel", 0);
  tiem_sandbox_shopee_order_touch (call->shopee, order);
  return NULL;
}
