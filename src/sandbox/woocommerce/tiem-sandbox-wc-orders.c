#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-orders.h"

#include "base/tiem-text.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-list.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#include <string.h>

const TiemSandboxWcField tiem_sandbox_wc_order_list_fields[] = {
  { "context", TIEM_SANDBOX_WC_STRING, "view edit", "view" },
  { "page", TIEM_SANDBOX_WC_INTEGER, NULL, "1", 1 },
  { "per_page", TIEM_SANDBOX_WC_INTEGER, NULL, "10", 1, 100 },
  { "search", TIEM_SANDBOX_WC_STRING },
  { "after", TIEM_SANDBOX_WC_DATE },
  { "before", TIEM_SANDBOX_WC_DATE },
  { "modified_after", TIEM_SANDBOX_WC_DATE },
  { "modified_before", TIEM_SANDBOX_WC_DATE },
  { "dates_are_gmt", TIEM_SANDBOX_WC_BOOLEAN, NULL, "false" },
  { "exclude", TIEM_SANDBOX_WC_INTEGER_LIST },
  { "include", TIEM_SANDBOX_WC_INTEGER_LIST },
  { "offset", TIEM_SANDBOX_WC_INTEGER },
  { "order", TIEM_SANDBOX_WC_STRING, "asc desc", "desc" },
  { "orderby", TIEM_SANDBOX_WC_STRING, "date id include title slug modified", "date" },
  { "parent", TIEM_SANDBOX_WC_INTEGER_LIST },
  { "parent_exclude", TIEM_SANDBOX_WC_INTEGER_LIST },
  { "status", TIEM_SANDBOX_WC_STRING_LIST, "any trash " TIEM_SANDBOX_WC_STATUSES, "any" },
  { "customer", TIEM_SANDBOX_WC_INTEGER },
  { "product", TIEM_SANDBOX_WC_INTEGER },
  { "dp", TIEM_SANDBOX_WC_INTEGER },
  { "order_item_display_meta", TIEM_SANDBOX_WC_BOOLEAN, NULL, "false" },
  { "include_meta", TIEM_SANDBOX_WC_STRING_LIST },
  { "exclude_meta", TIEM_SANDBOX_WC_STRING_LIST },
  { "created_via", TIEM_SANDBOX_WC_STRING_LIST, .is_new = TRUE },
  { NULL },
};

const TiemSandboxWcField tiem_sandbox_wc_note_fields[] = {
  { "note", TIEM_SANDBOX_WC_STRING, .is_required = TRUE },
  { "customer_note", TIEM_SANDBOX_WC_BOOLEAN },
  { NULL },
};

/* What the search looks in: the address as one text, so that a full name is found. */
static gboolean
has_text (const TiemSandboxWcCall *call,
          TiemSandboxOrder *order,
          const char *folded)
{
  static const char *const members[] = { "first_name", "last_name", "company", "address_1",
                                         "address_2",  "city",      "email",   "phone" };
  JsonObject *billing = tiem_sandbox_json_get_object (order->extra, "billing");
  g_autoptr (GString) text = g_string_new (order->number);
  g_autofree char *haystack = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_string_append_printf (text, " %s", json_object_get_string_member (billing, members[i]));
  /* The two shops look at one more thing each, and not at the same. */
  g_string_append_printf (text,
                          " %s",
                          call->wc->storage == TIEM_SANDBOX_WC_POSTS
                              ? order->note
                              : json_object_get_string_member (order->extra, "transaction_id"));
  haystack = tiem_text_fold (text->str);
  return strstr (haystack, folded) != NULL;
}

static gboolean
has_product (const TiemSandboxOrder *order,
             gint64 id)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      if (line->product_id == id || line->variation_id == id)
        return TRUE;
    }
  return FALSE;
}

static gboolean
passes (const TiemSandboxWcCall *call,
        const TiemSandboxWcFilter *filter,
        TiemSandboxOrder *order)
{
  gint64 parent_id = json_object_get_int_member (order->extra, "parent_id");
  gint64 customer = tiem_sandbox_json_get_int (call->params, "customer", order->customer_id);
  gint64 product = tiem_sandbox_json_get_int (call->params, "product", 0);
  g_auto (GStrv) via = tiem_sandbox_wc_call_get_words (call, "created_via");

  if (!tiem_sandbox_wc_filter_passes_status (filter, order->is_trashed ? "trash" : order->status)
      || !tiem_sandbox_wc_filter_passes (
          filter, order->id, parent_id, order->created_at, order->modified_at))
    return FALSE;
  if (order->customer_id != customer || (product != 0 && !has_product (order, product)))
    return FALSE;
  /* The older shop does not know created_via, and ignores it. */
  if (via[0] != NULL && call->wc->storage == TIEM_SANDBOX_WC_TABLES
      && !g_strv_contains ((const char *const *)via,
                           json_object_get_string_member (order->extra, "created_via")))
    return FALSE;
  return *filter->search == '\0' || has_text (call, order, filter->folded_search);
}

JsonNode *
tiem_sandbox_wc_orders_list (TiemSandboxWcCall *call)
{
  GPtrArray *orders = tiem_sandbox_wc_get_shop (call->wc)->orders;
  g_autoptr (TiemSandboxWcFilter) filter = tiem_sandbox_wc_filter_new (call);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (TiemSandboxWcEntry));
  g_autoptr (GPtrArray) sorted = NULL;
  g_autoptr (GPtrArray) page = NULL;
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < orders->len; i++)
    {
      TiemSandboxOrder *order = orders->pdata[i];
      TiemSandboxWcEntry entry
          = { order->id, order->created_at, order->modified_at, order->number, order };

      if (passes (call, filter, order))
        g_array_append_val (entries, entry);
    }
  sorted = tiem_sandbox_wc_sort (call, entries);
  page = tiem_sandbox_wc_take_page (call, sorted, "wc/v3/orders");
  for (guint i = 0; i < page->len; i++)
    json_array_add_element (array, tiem_sandbox_wc_order_to_json (call, page->pdata[i]));
  return tiem_sandbox_json_from_array (array);
}

TiemSandboxOrder *
tiem_sandbox_wc_find_order (TiemSandboxWcCall *call)
{
  TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_wc_get_shop (call->wc), call->ids[0]);

  if (order == NULL)
    tiem_sandbox_wc_call_fail (call, 404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
  return order;
}

JsonNode *
tiem_sandbox_wc_orders_create (TiemSandboxWcCall *call)
{
  TiemSandboxShop *shop = tiem_sandbox_wc_get_shop (call->wc);
  TiemSandboxOrder *order = tiem_sandbox_shop_add_order (shop, tiem_sandbox_wc_now (call->wc));
  g_autofree char *route = g_strdup_printf ("wc/v3/orders/%" G_GINT64_FORMAT, order->id);

  tiem_sandbox_wc_order_init (call->wc, order, "rest-api");
  if (!tiem_sandbox_wc_order_write (call, order, TRUE))
    {
      tiem_sandbox_shop_remove_order (shop, order);
      return NULL;
    }
  call->status = 201;
  call->location = tiem_sandbox_wc_call_make_url (call, route);
  return tiem_sandbox_wc_order_to_json (call, order);
}

JsonNode *
tiem_sandbox_wc_orders_view (TiemSandboxWcCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_wc_find_order (call);

  return order != NULL ? tiem_sandbox_wc_order_to_json (call, order) : NULL;
}

JsonNode *
tiem_sandbox_wc_orders_update (TiemSandboxWcCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_wc_find_order (call);

  if (order == NULL || !tiem_sandbox_wc_order_write (call, order, FALSE))
    return NULL;
  return tiem_sandbox_wc_order_to_json (call, order);
}

/* Answers with the order as it was before; stock stays as it is. */
JsonNode *
tiem_sandbox_wc_orders_delete (TiemSandboxWcCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_wc_find_order (call);
  gboolean is_forced = tiem_sandbox_json_get_bool (call->params, "force", FALSE);
  JsonNode *before;

  if (order == NULL)
    return NULL;
  if (order->is_trashed && !is_forced)
    return tiem_sandbox_wc_call_fail (
        call, 410, "woocommerce_rest_already_trashed", "The shop_order has already been deleted.");
  before = tiem_sandbox_wc_order_to_json (call, order);
  if (is_forced)
    {
      tiem_sandbox_shop_remove_order (tiem_sandbox_wc_get_shop (call->wc), order);
      return before;
    }
  order->is_trashed = TRUE;
  order->modified_at = tiem_sandbox_wc_now (call->wc);
  return before;
}

JsonNode *
tiem_sandbox_wc_notes_list (TiemSandboxWcCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_wc_find_order (call);
  JsonArray *newest_first;
  JsonArray *notes;

  if (order == NULL)
    return NULL;
  notes = tiem_sandbox_wc_order_get_notes (order);
  newest_first = json_array_new ();
  for (guint i = json_array_get_length (notes); i > 0; i--)
    json_array_add_element (newest_first,
                            tiem_sandbox_json_copy (json_array_get_element (notes, i - 1)));
  return tiem_sandbox_json_from_array (newest_first);
}

JsonNode *
tiem_sandbox_wc_notes_create (TiemSandboxWcCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_wc_find_order (call);
  g_autofree char *text = tiem_sandbox_json_dup_text (call->params, "note");
  JsonArray *notes;

  if (order == NULL)
    return NULL;
  tiem_sandbox_wc_order_add_note (
      call->wc, order, text, tiem_sandbox_json_get_bool (call->params, "customer_note", FALSE));
  call->status = 201;
  notes = tiem_sandbox_wc_order_get_notes (order);
  return tiem_sandbox_json_copy (json_array_get_element (notes, json_array_get_length (notes) - 1));
}
