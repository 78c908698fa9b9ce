#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/lazada/tiem-sandbox-lazada-orders.h"
#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

#define DAY_MS G_GINT64_CONSTANT (86400000)

static void
set_date (JsonObject *object,
          const char *name,
          gint64 ms)
{
  g_autofree char *text = tiem_sandbox_lazada_format_date (ms);

  json_object_set_string_member (object, name, text);
}

/* "N*********h": all but @kept letters at either end. */
static char *
mask (const char *text,
      glong kept)
{
  glong length = g_utf8_strlen (text, -1);
  GString *out = g_string_new (NULL);
  glong at = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), at++)
    if (at < kept || at >= length - kept)
      g_string_append_unichar (out, g_utf8_get_char (p));
    else
      g_string_append_c (out, '*');
  return g_string_free (out, FALSE);
}

static void
set_masked (
    TiemSandboxLazada *lazada, JsonObject *object, const char *name, const char *text, glong kept)
{
  g_autofree char *masked = lazada->is_masked ? mask (text, kept) : g_strdup (text);

  json_object_set_string_member (object, name, masked);
}

/* "84903456736", whatever way it was typed */
static char *
make_phone (const char *typed)
{
  GString *digits = g_string_new (NULL);

  for (const char *p = typed; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  if (digits->str[0] == '0')
    {
      g_string_erase (digits, 0, 1);
      g_string_prepend (digits, "84");
    }
  return g_string_free (digits, FALSE);
}

static JsonObject *
make_address (TiemSandboxLazada *lazada,
              const TiemSandboxOrder *order)
{
  JsonObject *address = json_object_new ();
  g_autofree char *phone = make_phone (json_object_get_string_member (order->extra, "phone"));
  const char *province = json_object_get_string_member (order->extra, "province");

  set_masked (
      lazada, address, "first_name", json_object_get_string_member (order->extra, "name"), 1);
  tiem_sandbox_lazada_set_text (address, "last_name", "");
  set_masked (lazada, address, "phone", phone, 2);
  tiem_sandbox_lazada_set_text (address, "phone2", "");
  set_masked (
      lazada, address, "address1", json_object_get_string_member (order->extra, "street"), 1);
  tiem_sandbox_lazada_set_text (address, "address2", "");
  set_masked (lazada, address, "address3", province, 1);
  /* Empty since July 2025, but for buyers who still write it. */
  set_masked (
      lazada, address, "address4", json_object_get_string_member (order->extra, "district"), 1);
  set_masked (lazada, address, "address5", json_object_get_string_member (order->extra, "ward"), 1);
  tiem_sandbox_lazada_set_text (address, "city", province);
  tiem_sandbox_lazada_set_text (address, "post_code", "");
  tiem_sandbox_lazada_set_text (address, "country", "Vietnam");
  return address;
}

static JsonArray *
list_statuses (const TiemSandboxOrder *order)
{
  g_auto (GStrv) words = g_strsplit (order->status, ",", -1);
  JsonArray *list = json_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    json_array_add_string_element (list, words[i]);
  return list;
}

static gboolean
any_unit (const TiemSandboxOrder *order,
          const char *name)
{
  for (guint i = 0; i < order->lines->len; i++)
    if (tiem_sandbox_json_get_bool (
            ((const TiemSandboxLine *)order->lines->pdata[i])->extra, name, FALSE))
      return TRUE;
  return FALSE;
}

static void
set_amounts (TiemSandboxLazada *lazada,
             JsonObject *object,
             const TiemSandboxOrder *order)
{
  gint64 sellers = tiem_sandbox_json_get_int (order->extra, "voucher_seller", 0);
  gint64 platforms = tiem_sandbox_json_get_int (order->extra, "voucher_platform", 0);

  tiem_sandbox_lazada_set_price (object,
                                 "price",
                                 (order->total_xu + order->discount_xu - order->shipping_xu) / 100,
                                 lazada->has_commas);
  json_object_set_double_member (object, "shipping_fee", order->shipping_xu / 100);
  json_object_set_double_member (
      object,
      "shipping_fee_original",
      tiem_sandbox_json_get_int (order->extra, "shipping_fee_original", 0));
  json_object_set_double_member (object, "shipping_fee_discount_seller", 0);
  json_object_set_double_member (
      object,
      "shipping_fee_discount_platform",
      tiem_sandbox_json_get_int (order->extra, "shipping_fee_discount_platform", 0));
  json_object_set_double_member (object, "voucher", sellers + platforms);
  json_object_set_double_member (object, "voucher_seller", sellers);
  json_object_set_double_member (object, "voucher_platform", platforms);
  tiem_sandbox_lazada_set_text (object, "voucher_code", sellers > 0 ? "NHAMAY10" : "");
}

JsonObject *
tiem_sandbox_lazada_order_to_json (TiemSandboxLazada *lazada,
                                   const TiemSandboxOrder *order)
{
  static const char *const empty[] = { "customer_last_name",
                                       "remarks",
                                       "gift_message",
                                       "delivery_info",
                                       "tax_code",
                                       "promised_shipping_times",
                                       "branch_number",
                                       "address_updated_at",
                                       "national_registration_number" };
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "order_id", order->id);
  json_object_set_int_member (object, "order_number", order->id);
  set_date (object, "created_at", order->created_at);
  set_date (object, "updated_at", order->modified_at);
  json_object_set_array_member (object, "statuses", list_statuses (order));
  json_object_set_int_member (object, "items_count", order->lines->len);
  set_amounts (lazada, object, order);
  tiem_sandbox_lazada_set_text (
      object, "payment_method", json_object_get_string_member (order->extra, "payment_method"));
  set_masked (lazada,
              object,
              "customer_first_name",
              json_object_get_string_member (order->extra, "name"),
              1);
  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    tiem_sandbox_lazada_set_text (object, empty[i], "");
  tiem_sandbox_lazada_set_text (object, "warehouse_code", "dropshipping");
  tiem_sandbox_lazada_set_text (object, "buyer_note", order->note);
  tiem_sandbox_lazada_set_bool (lazada, object, "gift_option", FALSE);
  tiem_sandbox_lazada_set_text (object, "extra_attributes", "{\"TaxInvoiceRequested\":false}");
  tiem_sandbox_lazada_set_bool (
      lazada, object, "need_cancel_confirm", any_unit (order, "need_cancel_confirm"));
  tiem_sandbox_lazada_set_bool (
      lazada, object, "is_cancel_pending", any_unit (order, "is_cancel_pending"));
  json_object_set_object_member (object, "address_shipping", make_address (lazada, order));
  json_object_set_object_member (object, "address_billing", make_address (lazada, order));
  return object;
}

/* "Màu:Đen, Cỡ:L" */
static char *
make_variation (const TiemSandboxItem *item)
{
  GString *text = g_string_new (NULL);
  const TiemSandboxGoods *goods
      = item != NULL && item->variant != NULL ? item->variant->product->goods : NULL;

  for (guint i = 0; goods != NULL && i < G_N_ELEMENTS (item->options); i++)
    if (item->options[i] != NULL)
      g_string_append_printf (
          text, "%s%s:%s", i > 0 ? ", " : "", goods->option_name[i], item->options[i]);
  return g_string_free (text, FALSE);
}

static void
set_goods (TiemSandboxLazada *lazada,
           JsonObject *object,
           const TiemSandboxLine *unit)
{
  const TiemSandboxItem *item
      = tiem_sandbox_shop_find_item (tiem_sandbox_lazada_get_shop (lazada), unit->variation_id);
  g_autofree char *product_id = g_strdup_printf ("%" G_GINT64_FORMAT, unit->product_id);
  g_autofree char *sku_id = g_strdup_printf ("%" G_GINT64_FORMAT, unit->variation_id);
  g_autofree char *shop_sku = g_strdup_printf ("%s_VNAMZ-%s", product_id, sku_id);
  g_autofree char *image = tiem_sandbox_lazada_make_image_url (lazada, unit->sku);
  g_autofree char *url
      = g_strdup_printf ("https://www.lazada.vn/-i%s-s%s.html", product_id, sku_id);
  g_autofree char *variation = make_variation (item);

  tiem_sandbox_lazada_set_text (object, "product_id", product_id);
  tiem_sandbox_lazada_set_text (object, "sku_id", sku_id);
  tiem_sandbox_lazada_set_text (object, "sku", unit->sku);
  tiem_sandbox_lazada_set_text (object, "shop_sku", shop_sku);
  tiem_sandbox_lazada_set_text (object, "name", unit->name);
  tiem_sandbox_lazada_set_text (object, "variation", variation);
  tiem_sandbox_lazada_set_text (object, "product_main_image", image);
  tiem_sandbox_lazada_set_text (object, "product_detail_url", url);
}

static void
set_unit_amounts (JsonObject *object,
                  const TiemSandboxLine *unit)
{
  gint64 sellers = tiem_sandbox_json_get_int (unit->extra, "voucher_seller", 0);
  gint64 platforms = tiem_sandbox_json_get_int (unit->extra, "voucher_platform", 0);

  json_object_set_double_member (object, "item_price", unit->price_xu / 100);
  json_object_set_double_member (object, "paid_price", unit->total_xu / 100);
  tiem_sandbox_lazada_set_text (object, "currency", "VND");
  json_object_set_double_member (object, "tax_amount", 0);
  json_object_set_double_member (object, "voucher_amount", sellers + platforms);
  json_object_set_double_member (object, "voucher_seller", sellers);
  json_object_set_double_member (object, "voucher_platform", platforms);
  json_object_set_double_member (object, "voucher_seller_lpi", 0);
  json_object_set_double_member (object, "voucher_platform_lpi", 0);
  tiem_sandbox_lazada_set_text (object, "voucher_code_seller", sellers > 0 ? "NHAMAY10" : "");
  tiem_sandbox_lazada_set_text (object, "voucher_code_platform", platforms > 0 ? "LAZ10" : "");
  json_object_set_double_member (object, "wallet_credits", 0);
  json_object_set_double_member (
      object, "shipping_amount", tiem_sandbox_json_get_int (unit->extra, "shipping_amount", 0));
  json_object_set_double_member (object, "shipping_service_cost", 0);
  json_object_set_double_member (
      object,
      "shipping_fee_original",
      tiem_sandbox_json_get_int (unit->extra, "shipping_fee_original", 0));
  json_object_set_double_member (object, "shipping_fee_discount_seller", 0);
  json_object_set_double_member (
      object,
      "shipping_fee_discount_platform",
      tiem_sandbox_json_get_int (unit->extra, "shipping_fee_discount_platform", 0));
}

static void
set_shipment (TiemSandboxLazada *lazada,
              JsonObject *object,
              const TiemSandboxOrder *order,
              const TiemSandboxLine *unit)
{
  static const char *const texts[] = { "tracking_code", "package_id",    "shipment_provider",
                                       "reason",        "reason_detail", "cancel_return_initiator",
                                       "return_status", "invoice_number" };
  gboolean is_digital = tiem_sandbox_json_get_bool (unit->extra, "digital", FALSE);
  gboolean is_own = tiem_sandbox_json_get_bool (unit->extra, "own_fleet", FALSE);
  g_autofree char *sla
      = tiem_sandbox_lazada_format_local (order->created_at + DAY_MS, "%Y-%m-%dT23:59:59+07:00");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    tiem_sandbox_lazada_set_text (object, texts[i], tiem_sandbox_lazada_unit_get (unit, texts[i]));
  tiem_sandbox_lazada_set_text (object, "shipping_type", "Dropshipping");
  tiem_sandbox_lazada_set_text (object,
                                "shipping_provider_type",
                                is_digital ? "digital"
                                : is_own   ? "seller_own_fleet"
                                           : "standard");
  tiem_sandbox_lazada_set_text (object, "warehouse_code", "dropshipping");
  tiem_sandbox_lazada_set_text (object, "is_fbl", "0");
  tiem_sandbox_lazada_set_text (object, "delivery_option_sof", is_own ? "1" : "0");
  json_object_set_int_member (object, "is_digital", is_digital);
  tiem_sandbox_lazada_set_text (object, "is_reroute", "0");
  tiem_sandbox_lazada_set_text (object, "order_type", "Normal");
  tiem_sandbox_lazada_set_text (object, "order_flag", "NORMAL");
  tiem_sandbox_lazada_set_text (object, "stage_pay_status", "");
  tiem_sandbox_lazada_set_text (object, "purchase_order_id", "");
  tiem_sandbox_lazada_set_text (object, "purchase_order_number", "");
  tiem_sandbox_lazada_set_text (object, "extra_attributes", "");
  tiem_sandbox_lazada_set_text (object, "sla_time_stamp", sla);
}

JsonObject *
tiem_sandbox_lazada_unit_to_json (TiemSandboxLazada *lazada,
                                  const TiemSandboxOrder *order,
                                  const TiemSandboxLine *unit)
{
  JsonObject *object = json_object_new ();
  gint64 trigger_time = tiem_sandbox_json_get_int (unit->extra, "cancel_trigger_time", 0);
  gint64 reverse = tiem_sandbox_json_get_int (unit->extra, "reverse_order_id", 0);

  json_object_set_int_member (object, "order_item_id", unit->id);
  json_object_set_int_member (object, "order_id", order->id);
  set_goods (lazada, object, unit);
  tiem_sandbox_lazada_set_text (object, "status", tiem_sandbox_lazada_unit_get_status (unit));
  set_unit_amounts (object, unit);
  set_shipment (lazada, object, order, unit);
  tiem_sandbox_lazada_set_text (
      object, "buyer_id", json_object_get_string_member (order->extra, "buyer_id"));
  if (order->paid_at != 0)
    json_object_set_int_member (object, "payment_time", order->paid_at);
  set_date (object, "created_at", tiem_sandbox_json_get_int (unit->extra, "created_at", 0));
  set_date (object, "updated_at", tiem_sandbox_json_get_int (unit->extra, "updated_at", 0));
  tiem_sandbox_lazada_set_bool (
      lazada,
      object,
      "need_cancel_confirm",
      tiem_sandbox_json_get_bool (unit->extra, "need_cancel_confirm", FALSE));
  tiem_sandbox_lazada_set_bool (
      lazada,
      object,
      "is_cancel_pending",
      tiem_sandbox_json_get_bool (unit->extra, "is_cancel_pending", FALSE));
  if (trigger_time != 0)
    json_object_set_int_member (object, "cancel_trigger_time", trigger_time);
  if (reverse != 0)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, reverse);

      json_object_set_string_member (object, "reverse_order_id", text);
    }
  return object;
}
