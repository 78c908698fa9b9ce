#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-orders.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-products.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

static void
copy_member (JsonObject *into,
             const TiemSandboxOrder *order,
             const char *name)
{
  json_object_set_member (
      into, name, tiem_sandbox_json_copy (json_object_get_member (order->extra, name)));
}

static gboolean
has_status (const TiemSandboxOrder *order,
            const char *const *statuses)
{
  return !order->is_trashed && g_strv_contains (statuses, order->status);
}

static void
add_meta (JsonArray *meta,
          gint64 id,
          const char *key,
          const char *value,
          const char *label)
{
  JsonObject *entry = json_object_new ();

  json_object_set_int_member (entry, "id", id);
  json_object_set_string_member (entry, "key", key);
  json_object_set_string_member (entry, "value", value);
  json_object_set_string_member (entry, "display_key", label);
  json_object_set_string_member (entry, "display_value", value);
  json_array_add_object_element (meta, entry);
}

/* The chosen options, and how many units the line has taken from stock. */
static JsonArray *
make_line_meta (const TiemSandboxLine *line,
                const TiemSandboxItem *item)
{
  JsonArray *given = tiem_sandbox_json_get_array (line->extra, "meta_data");
  JsonArray *attributes = item != NULL && item->parent != NULL
                              ? tiem_sandbox_json_get_array (item->extra, "attributes")
                              : NULL;
  JsonArray *meta = json_array_new ();
  gint64 id = line->id * 10;

  for (guint i = 0; attributes != NULL && i < json_array_get_length (attributes); i++)
    {
      JsonNode *node = json_array_get_element (attributes, i);
      JsonObject *attribute = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autofree char *name = tiem_sandbox_json_dup_text (attribute, "name");
      g_autofree char *option = tiem_sandbox_json_dup_text (attribute, "option");
      g_autofree char *key = tiem_sandbox_wc_make_slug (name);

      if (name != NULL && option != NULL)
        add_meta (meta, ++id, key, option, name);
    }
  if (line->taken != 0)
    {
      g_autofree char *taken = g_strdup_printf ("%" G_GINT64_FORMAT, line->taken);

      add_meta (meta, ++id, "_reduced_stock", taken, "_reduced_stock");
    }
  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    json_array_add_element (meta, tiem_sandbox_json_copy (json_array_get_element (given, i)));
  return meta;
}

static JsonObject *
make_image (const TiemSandboxItem *item)
{
  JsonArray *images = item != NULL ? tiem_sandbox_json_get_array (item->extra, "images") : NULL;
  JsonObject *image = json_object_new ();
  g_autofree char *src = NULL;

  if (images == NULL || json_array_get_length (images) == 0)
    {
      /* The id of no picture is text, as on the real server. */
      json_object_set_string_member (image, "id", "");
      json_object_set_string_member (image, "src", "");
      return image;
    }
  src = tiem_sandbox_json_dup_text (json_array_get_object_element (images, 0), "src");
  json_object_set_int_member (
      image, "id", tiem_sandbox_json_get_int (json_array_get_object_element (images, 0), "id", 0));
  json_object_set_string_member (image, "src", src);
  return image;
}

/* The one amount that is a number: of one unit, after discount. */
static void
set_unit_price (JsonObject *object,
                const TiemSandboxLine *line)
{
  gint64 units = line->quantity * 100;

  if (line->quantity == 0 || line->total_xu % units == 0)
    json_object_set_int_member (object, "price", line->quantity == 0 ? 0 : line->total_xu / units);
  else
    json_object_set_double_member (object, "price", (double)line->total_xu / units);
}

static JsonObject *
make_line (const TiemSandboxWcCall *call,
           const TiemSandboxLine *line,
           int decimals)
{
  const TiemSandboxItem *item
      = tiem_sandbox_shop_get_line_item (tiem_sandbox_wc_get_shop (call->wc), line);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", line->id);
  json_object_set_string_member (object, "name", line->name);
  json_object_set_int_member (object, "product_id", line->product_id);
  json_object_set_int_member (object, "variation_id", line->variation_id);
  json_object_set_int_member (object, "quantity", line->quantity);
  json_object_set_string_member (object, "tax_class", "");
  tiem_sandbox_wc_set_amount (object, "subtotal", line->subtotal_xu, decimals);
  tiem_sandbox_wc_set_amount (object, "subtotal_tax", 0, decimals);
  tiem_sandbox_wc_set_amount (object, "total", line->total_xu, decimals);
  tiem_sandbox_wc_set_amount (object, "total_tax", 0, decimals);
  json_object_set_array_member (object, "taxes", json_array_new ());
  json_object_set_array_member (object, "meta_data", make_line_meta (line, item));
  /* The SKU is looked up, not remembered: that of goods no longer listed is gone. */
  if (item != NULL)
    json_object_set_string_member (object, "sku", item->sku);
  else
    json_object_set_null_member (object, "sku");
  if (call->wc->storage == TIEM_SANDBOX_WC_TABLES)
    json_object_set_string_member (
        object, "global_unique_id", item != NULL && item->barcode != NULL ? item->barcode : "");
  set_unit_price (object, line);
  json_object_set_object_member (object, "image", make_image (item));
  if (item != NULL && item->parent != NULL)
    json_object_set_string_member (object, "parent_name", item->parent->name);
  else
    json_object_set_null_member (object, "parent_name");
  return object;
}

static JsonArray *
make_refunds (TiemSandboxOrder *order)
{
  JsonArray *refunds = tiem_sandbox_wc_order_get_refunds (order);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < json_array_get_length (refunds); i++)
    {
      JsonObject *refund = json_array_get_object_element (refunds, i);
      JsonObject *entry = json_object_new ();
      g_autofree char *total
          = g_strconcat ("-", json_object_get_string_member (refund, "amount"), NULL);

      json_object_set_int_member (entry, "id", json_object_get_int_member (refund, "id"));
      json_object_set_string_member (
          entry, "reason", json_object_get_string_member (refund, "reason"));
      json_object_set_string_member (entry, "total", total);
      json_array_add_object_element (list, entry);
    }
  return list;
}

static void
set_amounts (JsonObject *object,
             const TiemSandboxOrder *order,
             int decimals)
{
  tiem_sandbox_wc_set_amount (object, "discount_total", order->discount_xu, decimals);
  tiem_sandbox_wc_set_amount (object, "discount_tax", 0, decimals);
  tiem_sandbox_wc_set_amount (object, "shipping_total", order->shipping_xu, decimals);
  tiem_sandbox_wc_set_amount (object, "shipping_tax", 0, decimals);
  tiem_sandbox_wc_set_amount (object, "cart_tax", 0, decimals);
  tiem_sandbox_wc_set_amount (object, "total", order->total_xu, decimals);
  tiem_sandbox_wc_set_amount (object, "total_tax", 0, decimals);
}

static void
set_payment (const TiemSandboxWcCall *call,
             JsonObject *object,
             const TiemSandboxOrder *order)
{
  static const char *const editable[] = { "pending", "on-hold", NULL };
  static const char *const unpaid[] = { "pending", "failed", NULL };
  g_autofree char *url
      = g_strdup_printf ("%s/thanh-toan/order-pay/%" G_GINT64_FORMAT "/?pay_for_order=true&key=%s",
                         tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (call->wc)),
                         order->id,
                         json_object_get_string_member (order->extra, "order_key"));

  copy_member (object, order, "payment_method");
  copy_member (object, order, "payment_method_title");
  copy_member (object, order, "transaction_id");
  copy_member (object, order, "customer_ip_address");
  copy_member (object, order, "customer_user_agent");
  copy_member (object, order, "created_via");
  json_object_set_string_member (object, "customer_note", order->note);
  copy_member (object, order, "cart_hash");
  json_object_set_string_member (object, "payment_url", url);
  json_object_set_boolean_member (object, "is_editable", has_status (order, editable));
  json_object_set_boolean_member (
      object, "needs_payment", has_status (order, unpaid) && order->total_xu > 0);
  json_object_set_boolean_member (object, "needs_processing", order->lines->len > 0);
}

JsonNode *
tiem_sandbox_wc_order_to_json (const TiemSandboxWcCall *call,
                               TiemSandboxOrder *order)
{
  int decimals = CLAMP (tiem_sandbox_json_get_int (call->params, "dp", call->wc->decimals), 0, 2);
  gboolean in_tables = call->wc->storage == TIEM_SANDBOX_WC_TABLES;
  JsonObject *object = json_object_new ();
  JsonArray *lines = json_array_new ();

  json_object_set_int_member (object, "id", order->id);
  copy_member (object, order, "parent_id");
  json_object_set_string_member (object, "number", order->number);
  copy_member (object, order, "order_key");
  json_object_set_string_member (object, "status", order->is_trashed ? "trash" : order->status);
  json_object_set_string_member (object, "version", in_tables ? "11.0.1" : "7.9.0");
  copy_member (object, order, "currency");
  json_object_set_string_member (object, "currency_symbol", "₫");
  json_object_set_boolean_member (object, "prices_include_tax", FALSE);
  tiem_sandbox_wc_set_stamp (object, "date_created", order->created_at);
  tiem_sandbox_wc_set_stamp (object, "date_modified", order->modified_at);
  tiem_sandbox_wc_set_stamp (object, "date_completed", order->completed_at);
  tiem_sandbox_wc_set_stamp (object, "date_paid", order->paid_at);
  set_amounts (object, order, decimals);
  json_object_set_int_member (object, "customer_id", order->customer_id);
  copy_member (object, order, "billing");
  copy_member (object, order, "shipping");
  set_payment (call, object, order);
  copy_member (object, order, "meta_data");
  for (guint i = 0; i < order->lines->len; i++)
    json_array_add_object_element (lines, make_line (call, order->lines->pdata[i], decimals));
  json_object_set_array_member (object, "line_items", lines);
  json_object_set_array_member (object, "tax_lines", json_array_new ());
  copy_member (object, order, "shipping_lines");
  copy_member (object, order, "fee_lines");
  copy_member (object, order, "coupon_lines");
  json_object_set_array_member (object, "refunds", make_refunds (order));
  tiem_sandbox_wc_set_links (call, object, "wc/v3/orders", order->id);
  return tiem_sandbox_json_from_object (object);
}
