#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-packages.h"

#include <string.h>

static gint64
get_vnd (const TiemSandboxLine *line,
         const char *name)
{
  return tiem_sandbox_json_get_int (line->extra, name, 0);
}

TiemSandboxTtsMoney
tiem_sandbox_tts_order_get_money (const TiemSandboxOrder *order)
{
  TiemSandboxTtsMoney money = { 0 };

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      money.original += get_vnd (line, "original_price");
      money.seller_discount += get_vnd (line, "seller_discount");
      money.platform_discount += get_vnd (line, "platform_discount");
    }
  money.subtotal = money.original - money.seller_discount - money.platform_discount;
  money.shipping_original = tiem_sandbox_json_get_int (order->extra, "_shipping_original", 0);
  money.shipping_platform_discount
      = tiem_sandbox_json_get_int (order->extra, "_shipping_discount", 0);
  money.shipping = money.shipping_original - money.shipping_platform_discount;
  money.total = money.subtotal + money.shipping;
  return money;
}

static JsonObject *
describe_payment (const TiemSandboxOrder *order)
{
  TiemSandboxTtsMoney money = tiem_sandbox_tts_order_get_money (order);
  JsonObject *payment = json_object_new ();

  json_object_set_string_member (payment, "currency", "VND");
  tiem_sandbox_tts_set_vnd (payment, "original_total_product_price", money.original);
  tiem_sandbox_tts_set_vnd (payment, "seller_discount", money.seller_discount);
  tiem_sandbox_tts_set_vnd (payment, "platform_discount", money.platform_discount);
  tiem_sandbox_tts_set_vnd (payment, "sub_total", money.subtotal);
  tiem_sandbox_tts_set_vnd (payment, "original_shipping_fee", money.shipping_original);
  tiem_sandbox_tts_set_vnd (payment, "shipping_fee_seller_discount", 0);
  tiem_sandbox_tts_set_vnd (
      payment, "shipping_fee_platform_discount", money.shipping_platform_discount);
  tiem_sandbox_tts_set_vnd (payment, "shipping_fee", money.shipping);
  tiem_sandbox_tts_set_vnd (payment, "tax", 0);
  tiem_sandbox_tts_set_vnd (payment, "total_amount", money.total);
  return payment;
}

static const char *
get_text (const TiemSandboxOrder *order,
          const char *name)
{
  return json_object_get_string_member (order->extra, name);
}

/* "Nguyễn Thị Lan" → "N***n" */
static char *
mask_name (const char *name)
{
  glong length = g_utf8_strlen (name, -1);
  g_autofree char *first = g_utf8_substring (name, 0, MIN (1, length));
  g_autofree char *last = g_utf8_substring (name, MAX (0, length - 1), length);

  return g_strconcat (first, "***", last, NULL);
}

/* Digits after the trunk 0 or the country's code. */
static char *
strip_phone (const char *phone)
{
  GString *digits = g_string_new (NULL);

  for (const char *p = phone; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  if (g_str_has_prefix (digits->str, "84") && digits->len > 9)
    g_string_erase (digits, 0, 2);
  else if (*digits->str == '0')
    g_string_erase (digits, 0, 1);
  return g_string_free (digits, FALSE);
}

/* "0901234567" → "(+84)9*****67" */
static char *
format_phone (const char *phone,
              gboolean is_masked)
{
  g_autofree char *digits = strip_phone (phone);
  gsize length = strlen (digits);

  if (!is_masked || length < 4)
    return g_strdup_printf ("(+84)%s", digits);
  return g_strdup_printf ("(+84)%c*****%s", digits[0], digits + length - 2);
}

/* "12 Lê Lợi" → "1* L* L**" */
static char *
mask_words (const char *text)
{
  GString *masked = g_string_new (NULL);
  gboolean at_start = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == ' ')
        g_string_append_c (masked, ' ');
      else if (at_start)
        g_string_append_unichar (masked, c);
      else
        g_string_append_c (masked, '*');
      at_start = c == ' ';
    }
  return g_string_free (masked, FALSE);
}

static void
add_district (JsonArray *districts,
              const char *level,
              const char *kind,
              const char *name)
{
  JsonObject *district = json_object_new ();

  json_object_set_string_member (district, "address_level", level);
  json_object_set_string_member (district, "address_level_name", kind);
  json_object_set_string_member (district, "address_name", name);
  json_array_add_object_element (districts, district);
}

static JsonArray *
list_districts (const TiemSandboxOrder *order)
{
  JsonArray *districts = json_array_new ();
  const char *old = get_text (order, "_district");
  gboolean is_old = old != NULL && *old != '\0';

  add_district (districts, "L0", "country", "Việt Nam");
  add_district (districts, "L1", "province", get_text (order, "_province"));
  if (is_old)
    add_district (districts, "L2", "district", old);
  add_district (districts, is_old ? "L3" : "L2", "ward", get_text (order, "_ward"));
  return districts;
}

/* Masked when TikTok ships; without districts until the order is released (§5.4). */
static JsonObject *
describe_address (const TiemSandboxOrder *order)
{
  gboolean is_masked = g_str_equal (get_text (order, "shipping_type"), "TIKTOK");
  TiemSandboxTtsStatus status = tiem_sandbox_tts_order_get_status (order);
  const char *street = get_text (order, "_street");
  g_autofree char *masked_name = mask_name (get_text (order, "_name"));
  g_autofree char *phone = format_phone (get_text (order, "_phone"), is_masked);
  g_autofree char *detail = is_masked ? mask_words (street) : g_strdup (street);
  g_autofree char *full = g_strdup_printf (
      "Việt Nam, %s, %s, %s", get_text (order, "_province"), get_text (order, "_ward"), detail);
  JsonObject *address = json_object_new ();

  json_object_set_string_member (
      address, "name", is_masked ? masked_name : get_text (order, "_name"));
  json_object_set_string_member (address, "phone_number", phone);
  json_object_set_string_member (address, "region_code", "VN");
  json_object_set_string_member (address, "postal_code", "");
  json_object_set_string_member (address, "address_detail", detail);
  json_object_set_string_member (address, "address_line1", detail);
  json_object_set_string_member (address, "full_address", full);
  if (status != TIEM_SANDBOX_TTS_UNPAID && status != TIEM_SANDBOX_TTS_ON_HOLD)
    json_object_set_array_member (address, "district_info", list_districts (order));
  return address;
}

/* What is inside stays there. */
static void
copy_members (JsonObject *from,
              JsonObject *to)
{
  g_autoptr (GList) names = json_object_get_members (from);

  for (GList *l = names; l != NULL; l = l->next)
    if (*(const char *)l->data != '_')
      json_object_set_member (
          to, l->data, tiem_sandbox_json_copy (json_object_get_member (from, l->data)));
}

static JsonArray *
list_lines (const TiemSandboxOrder *order)
{
  JsonArray *lines = json_array_new ();

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];
      JsonObject *entry = json_object_new ();

      tiem_sandbox_tts_set_id (entry, "id", line->id);
      copy_members (line->extra, entry);
      json_array_add_object_element (lines, entry);
    }
  return lines;
}

static void
set_packages (TiemSandboxTts *tts,
              const TiemSandboxOrder *order,
              JsonObject *object)
{
  g_autoptr (GPtrArray) packages = tiem_sandbox_tts_packages_list (tts, order);
  JsonArray *list = json_array_new ();
  const TiemSandboxTtsPackage *first = packages->len > 0 ? packages->pdata[0] : NULL;

  for (guint i = 0; i < packages->len; i++)
    {
      const TiemSandboxTtsPackage *package = packages->pdata[i];
      JsonObject *entry = json_object_new ();

      tiem_sandbox_tts_set_id (entry, "id", package->id);
      json_array_add_object_element (list, entry);
    }
  json_object_set_array_member (object, "packages", list);
  if (packages->len > 1)
    json_object_set_string_member (object, "split_or_combine_tag", "SPLIT");
  /* In this part of the world there is no number before the shipment. */
  json_object_set_string_member (
      object, "tracking_number", first != NULL ? first->tracking_number : "");
  if (first == NULL || first->provider_id == 0)
    return;
  tiem_sandbox_tts_set_id (object, "shipping_provider_id", first->provider_id);
  json_object_set_string_member (object, "shipping_provider", first->provider_name);
}

JsonObject *
tiem_sandbox_tts_order_describe (TiemSandboxTts *tts,
                                 TiemSandboxOrder *order)
{
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_set_id (object, "id", order->id);
  json_object_set_string_member (object, "status", order->status);
  tiem_sandbox_tts_set_time (object, "create_time", order->created_at);
  tiem_sandbox_tts_set_time (object, "update_time", order->modified_at);
  copy_members (order->extra, object);
  json_object_set_string_member (object, "buyer_message", order->note);
  json_object_set_boolean_member (object,
                                  "is_on_hold_order",
                                  tiem_sandbox_tts_order_get_status (order)
                                      == TIEM_SANDBOX_TTS_ON_HOLD);
  json_object_set_object_member (object, "payment", describe_payment (order));
  json_object_set_object_member (object, "recipient_address", describe_address (order));
  set_packages (tts, order, object);
  json_object_set_array_member (object, "line_items", list_lines (order));
  return object;
}
