#include "shop.h"

#include "base/tiem-time.h"

#include <json-glib/json-glib.h>

/* Orders as a WordPress site tells of them, with what Tiệm reads and what it passes over. */

static void
add_text (JsonBuilder *builder,
          const char *name,
          const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value != NULL ? value : "");
}

static void
add_number (JsonBuilder *builder,
            const char *name,
            gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_money (JsonBuilder *builder,
           const char *name,
           gint64 vnd)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT ".00", vnd);

  add_text (builder, name, text);
}

/* "2026-11-22T04:00:00" */
static void
add_time (JsonBuilder *builder,
          const char *name,
          gint64 ms)
{
  g_autofree char *text = tiem_time_format_iso (ms);

  text[strlen ("2026-11-22T04:00:00")] = '\0';
  add_text (builder, name, text);
}

static void
add_contact (JsonBuilder *builder,
             const char *name,
             const TiemRemoteOrder *order)
{
  const char *space = strrchr (order->buyer_name, ' ');
  g_autofree char *family = g_strndup (order->buyer_name, space - order->buyer_name);

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_text (builder, "first_name", space + 1);
  add_text (builder, "last_name", family);
  add_text (builder, "company", NULL);
  add_text (builder, "address_1", order->address.line);
  add_text (builder, "address_2", NULL);
  add_text (builder, "city", order->address.ward);
  add_text (builder, "state", order->address.province);
  add_text (builder, "postcode", NULL);
  add_text (builder, "country", "VN");
  add_text (builder, "email", order->buyer_email);
  add_text (builder, "phone", order->buyer_phone);
  json_builder_end_object (builder);
}

static void
add_line (JsonBuilder *builder,
          const TiemRemoteLine *line)
{
  g_autofree char *name = g_strdup_printf ("%s - %s", line->title, line->options);

  json_builder_begin_object (builder);
  add_number (builder, "id", g_ascii_strtoll (line->remote_id, NULL, 10));
  add_text (builder, "name", name);
  add_number (builder, "product_id", g_ascii_strtoll (line->remote_product_id, NULL, 10));
  add_number (builder, "variation_id", g_ascii_strtoll (line->remote_variant_id, NULL, 10));
  add_number (builder, "quantity", line->quantity);
  add_text (builder, "tax_class", NULL);
  add_money (builder, "subtotal", line->total_vnd);
  add_money (builder, "subtotal_tax", 0);
  add_money (builder, "total", line->total_vnd);
  add_money (builder, "total_tax", 0);
  json_builder_set_member_name (builder, "meta_data");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_text (builder, "key", "_reduced_stock");
  add_number (builder, "value", line->quantity);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  add_text (builder, "sku", line->sku);
  add_number (builder, "price", line->unit_price_vnd);
  add_text (builder, "parent_name", line->title);
  json_builder_end_object (builder);
}

static void
add_order (JsonBuilder *builder,
           const TiemRemoteOrder *order)
{
  json_builder_begin_object (builder);
  add_number (builder, "id", g_ascii_strtoll (order->remote_id, NULL, 10));
  add_number (builder, "parent_id", 0);
  add_text (builder, "status", order->status == TIEM_ORDER_CANCELLED ? "cancelled" : "processing");
  add_text (builder, "currency", "VND");
  add_text (builder, "version", "9.4.2");
  json_builder_set_member_name (builder, "prices_include_tax");
  json_builder_add_boolean_value (builder, FALSE);
  add_time (builder, "date_created_gmt", order->placed_at);
  add_time (builder, "date_modified_gmt", order->placed_at);
  add_money (builder, "discount_total", 0);
  add_money (builder, "shipping_total", order->shipping_fee_vnd);
  add_money (builder, "shipping_tax", 0);
  add_money (builder, "total", order->total_vnd);
  add_money (builder, "total_tax", 0);
  add_number (builder, "customer_id", g_ascii_strtoll (order->buyer_remote_id, NULL, 10));
  add_text (builder, "order_key", "wc_order_8f2KqPzXvB1mT");
  add_contact (builder, "billing", order);
  add_contact (builder, "shipping", order);
  add_text (builder, "payment_method", order->payment_method);
  add_text (builder, "payment_method_title", "Trả tiền mặt khi nhận hàng");
  add_text (builder, "customer_ip_address", "203.0.113.7");
  add_text (builder, "customer_user_agent", "Mozilla/5.0 (Linux; Android 14) Chrome/131 Mobile");
  add_text (builder, "created_via", "checkout");
  add_text (builder, "customer_note", order->note);
  add_text (builder, "number", order->remote_id);
  json_builder_set_member_name (builder, "line_items");
  json_builder_begin_array (builder);
  for (guint i = 0; i < order->lines->len; i++)
    add_line (builder, order->lines->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "refunds");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

char *
shop_make_page (ShopOrders *orders,
                guint start,
                guint n)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_array (builder);
  for (guint i = start; i < start + n; i++)
    {
      TiemRemoteOrder *order = shop_orders_make (orders, i, SHOP_WOOCOMMERCE);

      add_order (builder, order);
      tiem_remote_order_free (order);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
