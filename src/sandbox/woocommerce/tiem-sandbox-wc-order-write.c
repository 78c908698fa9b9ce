#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-orders.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-products.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#include <string.h>

static const TiemSandboxWcField address_fields[] = {
  { "first_name", TIEM_SANDBOX_WC_STRING }, { "last_name", TIEM_SANDBOX_WC_STRING },
  { "company", TIEM_SANDBOX_WC_STRING },    { "address_1", TIEM_SANDBOX_WC_STRING },
  { "address_2", TIEM_SANDBOX_WC_STRING },  { "city", TIEM_SANDBOX_WC_STRING },
  { "state", TIEM_SANDBOX_WC_STRING },      { "postcode", TIEM_SANDBOX_WC_STRING },
  { "country", TIEM_SANDBOX_WC_STRING },    { "email", TIEM_SANDBOX_WC_EMAIL },
  { "phone", TIEM_SANDBOX_WC_STRING },      { NULL },
};

static const TiemSandboxWcField line_fields[] = {
  { "id", TIEM_SANDBOX_WC_INTEGER },
  { "name", TIEM_SANDBOX_WC_ANY },
  { "product_id", TIEM_SANDBOX_WC_ANY },
  { "variation_id", TIEM_SANDBOX_WC_INTEGER },
  { "quantity", TIEM_SANDBOX_WC_INTEGER },
  { "subtotal", TIEM_SANDBOX_WC_STRING },
  { "total", TIEM_SANDBOX_WC_STRING },
  { "meta_data", TIEM_SANDBOX_WC_LIST },
  { NULL },
};

static const TiemSandboxWcField amount_fields[] = {
  { "id", TIEM_SANDBOX_WC_INTEGER },
  { "total", TIEM_SANDBOX_WC_STRING },
  { NULL },
};

static const TiemSandboxWcField coupon_fields[] = {
  { "code", TIEM_SANDBOX_WC_ANY },
  { NULL },
};

static const TiemSandboxWcField meta_fields[] = {
  { "id", TIEM_SANDBOX_WC_INTEGER },
  { "key", TIEM_SANDBOX_WC_STRING },
  { NULL },
};

const TiemSandboxWcField tiem_sandbox_wc_order_fields[] = {
  { "parent_id", TIEM_SANDBOX_WC_INTEGER },
  { "status", TIEM_SANDBOX_WC_STRING, "auto-draft " TIEM_SANDBOX_WC_STATUSES },
  { "currency", TIEM_SANDBOX_WC_STRING, "VND USD EUR" },
  { "customer_id", TIEM_SANDBOX_WC_INTEGER },
  { "customer_note", TIEM_SANDBOX_WC_STRING },
  { "billing", TIEM_SANDBOX_WC_OBJECT, .members = address_fields },
  { "shipping", TIEM_SANDBOX_WC_OBJECT, .members = address_fields },
  { "payment_method", TIEM_SANDBOX_WC_STRING },
  { "payment_method_title", TIEM_SANDBOX_WC_STRING },
  { "transaction_id", TIEM_SANDBOX_WC_STRING },
  { "set_paid", TIEM_SANDBOX_WC_BOOLEAN },
  { "meta_data", TIEM_SANDBOX_WC_OBJECT_LIST, .members = meta_fields },
  { "line_items", TIEM_SANDBOX_WC_OBJECT_LIST, .members = line_fields },
  { "shipping_lines", TIEM_SANDBOX_WC_OBJECT_LIST, .members = amount_fields },
  { "fee_lines", TIEM_SANDBOX_WC_OBJECT_LIST, .members = amount_fields },
  { "coupon_lines", TIEM_SANDBOX_WC_OBJECT_LIST, .members = coupon_fields },
  { NULL },
};

/* Returns: (nullable): entry @i of @list if it is an object */
static JsonObject *
get_entry (JsonArray *list,
           guint i)
{
  JsonNode *node = json_array_get_element (list, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
write_address (TiemSandboxWcCall *call,
               TiemSandboxOrder *order,
               const char *name)
{
  JsonObject *given = tiem_sandbox_json_get_object (call->params, name);
  JsonObject *address = tiem_sandbox_json_get_object (order->extra, name);
  g_autoptr (GList) members = json_object_get_members (address);

  for (GList *l = members; given != NULL && l != NULL; l = l->next)
    {
      g_autofree char *text = tiem_sandbox_json_dup_text (given, l->data);

      if (text != NULL)
        json_object_set_string_member (address, l->data, text);
    }
}

static gboolean
write_customer (TiemSandboxWcCall *call,
                TiemSandboxOrder *order)
{
  gint64 id = tiem_sandbox_json_get_int (call->params, "customer_id", order->customer_id);

  if (id != 0 && tiem_sandbox_wc_find_customer (call->wc, id) == NULL)
    {
      tiem_sandbox_wc_call_fail (
          call, 400, "woocommerce_rest_invalid_customer_id", "Customer ID is invalid.");
      return FALSE;
    }
  order->customer_id = id;
  return TRUE;
}

/* Returns: the id of the goods @given means: by SKU, else the variation, else the product;
 * −1 when it means none and the call has failed */
static gint64
find_goods (TiemSandboxWcCall *call,
            JsonObject *given,
            gboolean is_new)
{
  g_autofree char *sku = tiem_sandbox_json_dup_text (given, "sku");
  TiemSandboxItem *item;
  gint64 id;

  if (sku != NULL && *sku != '\0')
    {
      item = tiem_sandbox_shop_find_sku (tiem_sandbox_wc_get_shop (call->wc), sku, FALSE);
      return item != NULL ? item->id : 0;
    }
  id = tiem_sandbox_json_get_int (given, "variation_id", 0);
  if (id == 0)
    id = tiem_sandbox_json_get_int (given, "product_id", 0);
  if (id == 0 && is_new)
    {
      tiem_sandbox_wc_call_fail (call,
                                 400,
                                 "woocommerce_rest_required_product_reference",
                                 "Product ID or SKU is required.");
      return -1;
    }
  return id;
}

/* Goods that do not exist make a line without a product, and no error. */
static void
set_goods (TiemSandboxWcCall *call,
           TiemSandboxLine *line,
           gint64 id)
{
  TiemSandboxItem *item = tiem_sandbox_shop_find_item (tiem_sandbox_wc_get_shop (call->wc), id);

  if (item == NULL)
    return;
  line->product_id = item->parent != NULL ? item->parent->id : item->id;
  line->variation_id = item->parent != NULL ? item->id : 0;
  line->price_xu = item->price_xu;
  g_free (line->name);
  g_free (line->sku);
  line->name = tiem_sandbox_wc_product_make_name (item);
  line->sku = g_strdup (item->sku);
}

static TiemSandboxLine *
find_line (TiemSandboxOrder *order,
           gint64 id)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      if (line->id == id)
        return line;
    }
  return NULL;
}

static void
set_line_amount (JsonObject *given,
                 const char *name,
                 gint64 *xu)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (given, name);
  g_autofree char *clean = text != NULL ? tiem_sandbox_wc_clean_decimal (text) : NULL;

  if (clean != NULL)
    *xu = tiem_sandbox_wc_parse_xu (clean);
}

/* Once an order has taken its goods, a shop with order tables moves stock with each later
 * change of quantity; the older one leaves it. */
static void
follow_stock (TiemSandboxWcCall *call,
              TiemSandboxOrder *order,
              TiemSandboxLine *line,
              gint64 quantity)
{
  if (order->has_taken_stock && call->wc->storage == TIEM_SANDBOX_WC_TABLES)
    tiem_sandbox_wc_order_adjust_stock (call->wc, line, quantity);
}

static gboolean
write_line (TiemSandboxWcCall *call,
            TiemSandboxOrder *order,
            JsonObject *given)
{
  gint64 id = tiem_sandbox_json_get_int (given, "id", 0);
  TiemSandboxLine *line = id != 0 ? find_line (order, id) : NULL;
  g_autofree char *name = tiem_sandbox_json_dup_text (given, "name");
  gint64 goods;

  if (id != 0 && line == NULL)
    {
      tiem_sandbox_wc_call_fail (call,
                                 400,
                                 "woocommerce_rest_invalid_item_id",
                                 "Order item ID provided is not associated with order.");
      return FALSE;
    }
  if (line != NULL && tiem_sandbox_json_get_int (given, "quantity", 1) == 0)
    {
      follow_stock (call, order, line, 0);
      g_ptr_array_remove (order->lines, line);
      return TRUE;
    }
  goods = find_goods (call, given, line == NULL);
  if (goods < 0)
    return FALSE;
  if (line == NULL)
    {
      line = tiem_sandbox_shop_add_line (tiem_sandbox_wc_get_shop (call->wc), order);
      line->quantity = 1;
      set_goods (call, line, goods);
      line->quantity = tiem_sandbox_json_get_int (given, "quantity", 1);
      line->subtotal_xu = line->price_xu * line->quantity;
      line->total_xu = line->subtotal_xu;
    }
  else
    {
      if (goods != 0)
        set_goods (call, line, goods);
      /* The amounts of an existing line stay unless they are given, whatever the quantity. */
      line->quantity = tiem_sandbox_json_get_int (given, "quantity", line->quantity);
    }
  if (name != NULL)
    {
      g_free (line->name);
      line->name = g_steal_pointer (&name);
    }
  set_line_amount (given, "subtotal", &line->subtotal_xu);
  set_line_amount (given, "total", &line->total_xu);
  tiem_sandbox_wc_merge_meta (call->wc, line->extra, given);
  follow_stock (call, order, line, line->quantity);
  return TRUE;
}

static gboolean
write_lines (TiemSandboxWcCall *call,
             TiemSandboxOrder *order)
{
  JsonArray *list = tiem_sandbox_json_get_array (call->params, "line_items");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *given = get_entry (list, i);

      if (given != NULL && !write_line (call, order, given))
        return FALSE;
    }
  return TRUE;
}

/* Shipping and fees: by id changed, else added; a null total removes. */
static void
write_amount_lines (TiemSandboxWcCall *call,
                    TiemSandboxOrder *order,
                    const char *name,
                    const char *const *members)
{
  JsonArray *given = tiem_sandbox_json_get_array (call->params, name);
  JsonArray *lines = tiem_sandbox_json_get_array (order->extra, name);

  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    {
      JsonObject *wanted = get_entry (given, i);
      gint64 id = tiem_sandbox_json_get_int (wanted, "id", 0);
      JsonObject *line = NULL;
      gint64 total = 0;

      for (guint j = 0; id != 0 && j < json_array_get_length (lines); j++)
        if (json_object_get_int_member (json_array_get_object_element (lines, j), "id") == id)
          line = json_array_get_object_element (lines, j);
      if (wanted == NULL)
        continue;
      if (line == NULL)
        {
          line = json_object_new ();
          json_object_set_int_member (
              line, "id", tiem_sandbox_shop_next_id (tiem_sandbox_wc_get_shop (call->wc)));
          tiem_sandbox_wc_set_amount (line, "total", 0, call->wc->decimals);
          tiem_sandbox_wc_set_amount (line, "total_tax", 0, call->wc->decimals);
          json_object_set_array_member (line, "taxes", json_array_new ());
          json_object_set_array_member (line, "meta_data", json_array_new ());
          json_array_add_object_element (lines, line);
        }
      for (guint j = 0; members[j] != NULL; j++)
        {
          g_autofree char *text = tiem_sandbox_json_dup_text (wanted, members[j]);

          if (text != NULL)
            json_object_set_string_member (line, members[j], text);
        }
      if (tiem_sandbox_json_has (wanted, "total"))
        {
          set_line_amount (wanted, "total", &total);
          tiem_sandbox_wc_set_amount (line, "total", total, call->wc->decimals);
        }
    }
}

/* The practice shop has no coupons a caller could use. */
static gboolean
check_coupons (TiemSandboxWcCall *call)
{
  JsonArray *list = tiem_sandbox_json_get_array (call->params, "coupon_lines");
  g_autofree char *code = NULL;
  g_autofree char *message = NULL;

  if (list == NULL || json_array_get_length (list) == 0)
    return TRUE;
  code = tiem_sandbox_json_dup_text (get_entry (list, 0), "code");
  message = g_strdup_printf ("Coupon \"%s\" does not exist!", code != NULL ? code : "");
  tiem_sandbox_wc_call_fail (call, 400, "woocommerce_rest_invalid_coupon", message);
  return FALSE;
}

static void
write_texts (TiemSandboxWcCall *call,
             TiemSandboxOrder *order)
{
  static const char *const members[]
      = { "payment_method", "payment_method_title", "transaction_id", "currency" };
  g_autofree char *note = tiem_sandbox_json_dup_text (call->params, "customer_note");

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *text = tiem_sandbox_json_dup_text (call->params, members[i]);

      if (text != NULL)
        json_object_set_string_member (order->extra, members[i], text);
    }
  if (tiem_sandbox_json_has (call->params, "parent_id"))
    json_object_set_int_member (
        order->extra, "parent_id", tiem_sandbox_json_get_int (call->params, "parent_id", 0));
  if (note != NULL)
    {
      g_free (order->note);
      order->note = g_steal_pointer (&note);
    }
}

static void
write_status (TiemSandboxWcCall *call,
              TiemSandboxOrder *order)
{
  g_autofree char *status = tiem_sandbox_json_dup_text (call->params, "status");

  /* In a batch an unknown status is dropped without a word. */
  if (tiem_sandbox_wc_is_status (status))
    tiem_sandbox_wc_order_set_status (call->wc, order, status);
  if (tiem_sandbox_json_get_bool (call->params, "set_paid", FALSE)
      && (g_str_equal (order->status, "pending") || g_str_equal (order->status, "on-hold")
          || g_str_equal (order->status, "failed") || g_str_equal (order->status, "cancelled")))
    {
      if (order->paid_at == 0)
        order->paid_at = tiem_sandbox_wc_now (call->wc);
      tiem_sandbox_wc_order_set_status (call->wc, order, "processing");
    }
}

gboolean
tiem_sandbox_wc_order_write (TiemSandboxWcCall *call,
                             TiemSandboxOrder *order,
                             gboolean is_new)
{
  static const char *const shipping_members[]
      = { "method_id", "method_title", "instance_id", NULL };
  static const char *const fee_members[] = { "name", "tax_class", "tax_status", NULL };

  if (!write_customer (call, order) || !check_coupons (call) || !write_lines (call, order))
    return FALSE;
  write_texts (call, order);
  write_address (call, order, "billing");
  write_address (call, order, "shipping");
  write_amount_lines (call, order, "shipping_lines", shipping_members);
  write_amount_lines (call, order, "fee_lines", fee_members);
  tiem_sandbox_wc_merge_meta (call->wc, order->extra, call->params);
  tiem_sandbox_wc_order_update_total (order);
  if (!is_new)
    tiem_sandbox_wc_order_touch (call->wc, order);
  write_status (call, order);
  return TRUE;
}
