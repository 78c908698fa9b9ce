#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * An order is what orders/get says of it and one object for each piece sold (Lazada §5.5):
 * two pieces of one SKU are two units. Units that are alike become one line.
 */

/* A line on its way: amounts are summed exactly and rounded once. */
typedef struct
{
  TiemRemoteLine *line; /* borrowed */
  gint64 price;         /* millionths of a đồng, of one unit */
} Group;

/* "2100000001_VNAMZ-9100000011": item and SKU, should they not be named by themselves. */
static char *
dup_unit_product (JsonObject *unit)
{
  char *id = tiem_json_dup_id (unit, "product_id");
  g_autofree char *shop_sku = id == NULL ? laz_dup_text (unit, "shop_sku") : NULL;
  gsize digits = shop_sku != NULL ? strspn (shop_sku, "0123456789") : 0;

  return digits > 0 && shop_sku[digits] == '_' ? g_strndup (shop_sku, digits) : id;
}

static char *
dup_unit_sku (JsonObject *unit)
{
  char *id = tiem_json_dup_id (unit, "sku_id");
  g_autofree char *shop_sku = id == NULL ? laz_dup_text (unit, "shop_sku") : NULL;
  const char *dash = shop_sku != NULL ? strrchr (shop_sku, '-') : NULL;

  return dash != NULL && dash[1] != '\0' ? g_strdup (dash + 1) : id;
}

/* "Nhóm màu:Đỏ, Size:L" → "Đỏ, L" */
static char *
dup_options (JsonObject *unit)
{
  g_autofree char *variation = laz_dup_text (unit, "variation");
  g_autoptr (GString) options = g_string_new (NULL);
  g_auto (GStrv) parts = variation != NULL ? g_strsplit (variation, ",", -1) : NULL;

  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      const char *colon = strchr (parts[i], ':');
      g_autofree char *value = g_strstrip (g_strdup (colon != NULL ? colon + 1 : parts[i]));

      if (*value != '\0')
        g_string_append_printf (options, "%s%s", options->len > 0 ? ", " : "", value);
    }
  return options->len > 0 ? g_string_free (g_steal_pointer (&options), FALSE) : NULL;
}

/* Returns: (nullable): the group of units like this one */
static Group *
find_group (GArray *groups,
            const TiemRemoteLine *like,
            gint64 price)
{
  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = &g_array_index (groups, Group, i);
      const TiemRemoteLine *line = group->line;

      if (group->price == price && g_strcmp0 (line->remote_product_id, like->remote_product_id) == 0
          && g_strcmp0 (line->remote_variant_id, like->remote_variant_id) == 0
          && g_strcmp0 (line->sku, like->sku) == 0)
        return group;
    }
  return NULL;
}

/* Ids are numbers, of the same length as a rule. */
static int
compare_ids (const char *a,
             const char *b)
{
  gsize first = strlen (a);
  gsize second = strlen (b);

  return first != second ? (first > second) - (first < second) : strcmp (a, b);
}

/* The line's amount is the one before vouchers; what those take off is the order's discount,
 * so that the owner sees it. */
static gboolean
add_unit (TiemRemoteOrder *order,
          GArray *groups,
          JsonObject *unit,
          gboolean is_cancelled,
          guint *line_index,
          GError **error)
{
  g_autoptr (TiemRemoteLine) line = tiem_remote_line_new ();
  gint64 price = 0;
  Group *group;

  line->remote_id = tiem_json_dup_id (unit, "order_item_id");
  if (line->remote_id == NULL)
    {
      tiem_json_set_error (error, "order_item_id");
      return FALSE;
    }
  if (!laz_add_decimal (unit, "item_price", &price, error))
    return FALSE;
  line->remote_product_id = dup_unit_product (unit);
  line->remote_variant_id = dup_unit_sku (unit);
  line->sku = laz_dup_text (unit, "sku");

  group = find_group (groups, line, price);
  if (group == NULL)
    {
      Group new_group = { .line = line, .price = price };

      line->title = laz_dup_text (unit, "name");
      line->options = dup_options (unit);
      line->image_url = laz_dup_text (unit, "product_main_image");
      g_array_append_val (groups, new_group);
      g_ptr_array_add (order->lines, g_steal_pointer (&line));
      group = &g_array_index (groups, Group, groups->len - 1);
    }
  else if (compare_ids (line->remote_id, group->line->remote_id) < 0)
    {
      g_free (group->line->remote_id);
      group->line->remote_id = g_steal_pointer (&line->remote_id);
    }

  group->line->quantity++;
  group->line->cancelled += is_cancelled;
  g_ptr_array_find (order->lines, group->line, line_index);
  return TRUE;
}

/* The first unit that says something speaks for the order. */
static void
take_text (char **target,
           JsonObject *unit,
           const char *name)
{
  if (*target == NULL)
    *target = laz_dup_text (unit, name);
}

static gboolean
take_earliest (gint64 *target,
               JsonObject *unit,
               const char *name,
               GError **error)
{
  gint64 at;

  if (!laz_get_time (unit, name, &at, error))
    return FALSE;
  if (at > 0 && (*target == 0 || at < *target))
    *target = at;
  return TRUE;
}

/* Units of one parcel go the same way. @line: of the unit */
static void
add_parcel (TiemRemoteOrder *order,
            JsonObject *unit,
            const char *word,
            guint line)
{
  const LazStatus *status = laz_status_find (word);
  g_autoptr (TiemRemoteParcel) parcel = tiem_remote_parcel_new ();
  const char *key;

  parcel->remote_id = laz_dup_text (unit, "package_id");
  parcel->tracking = laz_dup_text2 (unit, "tracking_code", "tracking_number");
  parcel->carrier = laz_dup_text (unit, "shipment_provider");
  parcel->remote_status = g_strdup (word);
  parcel->status = status != NULL ? status->status : TIEM_ORDER_UNKNOWN;
  tiem_remote_parcel_add (parcel, line, 1);
  key = parcel->remote_id != NULL ? parcel->remote_id : parcel->tracking;
  if (key == NULL)
    return;

  for (guint i = 0; i < order->parcels->len; i++)
    {
      TiemRemoteParcel *known = order->parcels->pdata[i];

      if (g_strcmp0 (known->remote_id != NULL ? known->remote_id : known->tracking, key) != 0)
        continue;
      tiem_remote_parcel_add (known, line, 1);
      return;
    }
  if (order->tracking == NULL)
    {
      order->carrier = g_strdup (parcel->carrier);
      order->tracking = g_strdup (parcel->tracking);
    }
  g_ptr_array_add (order->parcels, g_steal_pointer (&parcel));
}

/* A parcel that the carrier lost or damaged was not the buyer's doing. */
static void
take_refusal (TiemRemoteOrder *order,
              const char *word)
{
  static const char *const not_taken[]
      = { "failed", "failed_delivery", "shipped_back", "shipped_back_success", NULL };
  static const char *const carriers[]
      = { "lost", "lost_by_3pl", "damaged_by_3pl", "package_scrapped", NULL };

  if (g_strv_contains (not_taken, word))
    order->refusal = TIEM_REFUSAL_YES;
  else if (order->refusal == TIEM_REFUSAL_UNTOLD && g_strv_contains (carriers, word))
    order->refusal = TIEM_REFUSAL_NO;
}

/* Whoever cancelled it and why, for people. */
static void
take_reason (TiemRemoteOrder *order,
             JsonObject *unit)
{
  g_autofree char *reason = laz_dup_text (unit, "reason");
  g_autofree char *detail = laz_dup_text (unit, "reason_detail");

  if (order->cancel_reason != NULL || (reason == NULL && detail == NULL))
    return;
  if (reason != NULL && detail != NULL)
    order->cancel_reason = g_strdup_printf ("%s: %s", reason, detail);
  else
    order->cancel_reason = g_strdup (reason != NULL ? reason : detail);
}

static gboolean
read_unit (
    TiemRemoteOrder *order, GArray *groups, GPtrArray *words, JsonObject *unit, GError **error)
{
  g_autofree char *word = laz_dup_text (unit, "status");
  const LazStatus *status = laz_status_find (word);
  gboolean is_cancelled = status != NULL && status->status == TIEM_ORDER_CANCELLED;
  guint line = 0;
  gint64 updated_at;

  if (word == NULL)
    {
      tiem_json_set_error (error, unit != NULL ? "status" : "unit");
      return FALSE;
    }
  if (!add_unit (order, groups, unit, is_cancelled, &line, error)
      || !laz_get_time (unit, "updated_at", &updated_at, error))
    return FALSE;

  order->updated_at = MAX (order->updated_at, updated_at);
  take_text (&order->buyer_remote_id, unit, "buyer_id");
  take_text (&order->currency, unit, "currency");
  if (is_cancelled)
    take_reason (order, unit);
  else
    {
      take_refusal (order, word);
      add_parcel (order, unit, word, line);
      if (!take_earliest (&order->ship_by, unit, "sla_time_stamp", error))
        return FALSE;
    }
  if (!is_cancelled && laz_is_true (unit, "need_cancel_confirm"))
    {
      order->cancel_asked = TRUE;
      take_reason (order, unit);
      if (!take_earliest (&order->cancel_answer_by, unit, "cancel_trigger_time", error))
        return FALSE;
    }
  g_ptr_array_add (words, g_steal_pointer (&word));
  return TRUE;
}

static void
finish_lines (TiemRemoteOrder *order,
              GArray *groups)
{
  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = &g_array_index (groups, Group, i);

      group->line->unit_price_vnd = tiem_json_round_money (group->price);
      group->line->total_vnd = tiem_json_round_money (group->price * group->line->quantity);
    }
}

static gboolean
check_prices (GArray *groups,
              GError **error)
{
  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = &g_array_index (groups, Group, i);
      gint64 product;

      if (__builtin_mul_overflow (group->price, group->line->quantity, &product))
        {
          tiem_json_set_error (error, "item_price");
          return FALSE;
        }
    }
  return TRUE;
}

/* An order without units is kept with the words of its row, so that the owner sees it. */
static void
add_row_words (GPtrArray *words,
               JsonObject *object)
{
  JsonArray *statuses = tiem_json_get_array (object, "statuses");

  for (guint i = 0; i < tiem_json_array_get_size (statuses); i++)
    {
      JsonNode *node = json_array_get_element (statuses, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_string (node) != NULL)
        g_ptr_array_add (words, g_strdup (json_node_get_string (node)));
    }
}

static gboolean
read_units (TiemRemoteOrder *order,
            JsonObject *object,
            JsonArray *units,
            GError **error)
{
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (Group));
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      char *id = tiem_json_dup_id (unit, "order_item_id");

      /* A unit that came twice is one unit. */
      if (id != NULL && !g_hash_table_add (seen, id))
        continue;
      if (!read_unit (order, groups, words, unit, error))
        {
          tiem_json_add_path (error, "order_items[%u]", i);
          return FALSE;
        }
    }
  if (units != NULL && words->len == 0)
    add_row_words (words, object);
  if (units == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_PROTOCOL,
                           _ ("Lazada gives no goods for this order; look at it in Lazada Seller "
                              "Center."));
      if (error != NULL)
        tiem_error_set_detail (*error, "order_items", NULL);
      return FALSE;
    }
  if (!check_prices (groups, error))
    return FALSE;

  finish_lines (order, groups);
  if (words->len > 0)
    order->status = laz_status_combine (words, &order->remote_status);
  order->platform_holds = order->status != TIEM_ORDER_CANCELLED;
  if (!tiem_order_status_is_open (order->status))
    {
      order->ship_by = 0;
      order->cancel_asked = FALSE;
      order->cancel_answer_by = 0;
    }
  return TRUE;
}

/* What the buyer pays is price − voucher + shipping (Lazada §5.3). What is left between that
 * and the lines is a surcharge, or where it lowers the total part of the discount. */
static gboolean
read_amounts (JsonObject *object,
              TiemRemoteOrder *order,
              GError **error)
{
  gint64 price = 0;
  gint64 voucher = 0;
  gint64 shipping = 0;
  gint64 total;

  if (!laz_add_decimal (object, "price", &price, error)
      || !laz_add_decimal (object, "voucher", &voucher, error)
      || !laz_add_decimal (object, "shipping_fee", &shipping, error))
    return FALSE;

  voucher = ABS (voucher);
  if (!tiem_json_has (object, "price") || __builtin_sub_overflow (price, voucher, &total)
      || __builtin_add_overflow (total, shipping, &total))
    {
      tiem_json_set_error (error, "price");
      return FALSE;
    }
  order->total_vnd = tiem_json_round_money (total);
  order->shipping_fee_vnd = tiem_json_round_money (shipping);
  order->discount_vnd = tiem_json_round_money (voucher);
  tiem_parts_balance (order);
  return TRUE;
}

/* Cash on delivery is paid when the parcel has been handed over. */
static void
read_payment (JsonObject *object,
              TiemRemoteOrder *order)
{
  gboolean is_cod;
  gboolean has_arrived
      = order->status == TIEM_ORDER_DELIVERED || order->status == TIEM_ORDER_COMPLETED;

  order->payment_method = laz_dup_text (object, "payment_method");
  is_cod = order->payment_method != NULL && g_ascii_strcasecmp (order->payment_method, "COD") == 0;
  if (order->status == TIEM_ORDER_UNPAID || order->status == TIEM_ORDER_CANCELLED
      || (is_cod && !has_arrived))
    return;
  order->paid_vnd = order->total_vnd;
}

/* Whether @text may be what @mask hides: as long, and alike where letters are shown. */
static gboolean
fits_mask (const char *mask,
           const char *text)
{
  while (*mask != '\0' && *text != '\0')
    {
      if (*mask != '*' && g_utf8_get_char (mask) != g_utf8_get_char (text))
        return FALSE;
      mask = g_utf8_next_char (mask);
      text = g_utf8_next_char (text);
    }
  return *mask == *text;
}

/* The city is readable where the parts of the address are masked. */
static void
unmask (char **part,
        const char *city)
{
  if (*part == NULL || city == NULL || !tiem_text_is_masked (*part) || tiem_text_is_masked (city)
      || !fits_mask (*part, city))
    return;
  g_free (*part);
  *part = g_strdup (city);
}

static void
append_part (GString *text,
             const char *part)
{
  if (part != NULL && strstr (text->str, part) == NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
}

static char *
dup_name (JsonObject *object,
          const char *first_name,
          const char *last_name)
{
  g_autofree char *first = laz_dup_text (object, first_name);
  g_autofree char *last = laz_dup_text (object, last_name);

  if (first != NULL && last != NULL)
    return g_strconcat (last, " ", first, NULL);
  return first != NULL ? g_steal_pointer (&first) : g_steal_pointer (&last);
}

/* address1 street, address3 province or city, address4 district, address5 ward. */
static void
read_address (JsonObject *object,
              TiemAddress *address)
{
  g_autofree char *street = laz_dup_text (object, "address1");
  g_autofree char *more = laz_dup_text (object, "address2");
  g_autofree char *city = laz_dup_text (object, "city");
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  append_part (line, street);
  append_part (line, more);
  address->name = dup_name (object, "first_name", "last_name");
  address->phone = laz_dup_text2 (object, "phone", "phone2");
  address->province = laz_dup_text (object, "address3");
  address->district = laz_dup_text2 (object, "address4", "addressDistrict");
  if (address->district == NULL)
    address->district = laz_dup_text (object, "addressDsitrict");
  address->ward = laz_dup_text (object, "address5");
  unmask (&address->district, city);
  unmask (&address->province, city);
  if (address->province == NULL && address->district == NULL)
    address->province = g_strdup (city);

  append_part (text, line->len > 0 ? line->str : NULL);
  append_part (text, address->ward);
  append_part (text, address->district);
  append_part (text, address->province);
  append_part (text, city);
  address->line = line->len > 0 ? g_strdup (line->str) : NULL;
  address->text = text->len > 0 ? g_strdup (text->str) : NULL;
}

static void
read_buyer (JsonObject *object,
            TiemRemoteOrder *order)
{
  JsonObject *target = tiem_json_get_object (object, "address_shipping");

  if (target == NULL)
    target = tiem_json_get_object (object, "address_billing");
  read_address (target, &order->address);
  order->buyer_name = dup_name (object, "customer_first_name", "customer_last_name");
  if (order->buyer_name == NULL)
    order->buyer_name = g_strdup (order->address.name);
  order->buyer_phone = g_strdup (order->address.phone);
  if (g_strcmp0 (order->buyer_remote_id, "0") == 0)
    g_clear_pointer (&order->buyer_remote_id, g_free);
}

static TiemRemoteOrder *
parse_order (JsonObject *object,
             JsonArray *units,
             GError **error)
{
  g_autoptr (TiemRemoteOrder) order = tiem_remote_order_new ();

  order->remote_id = tiem_json_dup_id (object, "order_id");
  if (order->remote_id == NULL)
    {
      tiem_json_set_error (error, "order_id");
      return NULL;
    }
  order->number = tiem_json_dup_id (object, "order_number");
  order->note = laz_dup_text (object, "buyer_note");
  if (order->note == NULL)
    order->note = laz_dup_text (object, "gift_message");
  if (!laz_get_time (object, "created_at", &order->placed_at, error)
      || !laz_get_time (object, "updated_at", &order->updated_at, error)
      || !read_units (order, object, units, error) || !tiem_parts_check_currency (order, error)
      || !read_amounts (object, order, error))
    return NULL;

  order->updated_at = MAX (order->updated_at, order->placed_at);
  if (tiem_order_status_is_open (order->status))
    order->cancel_asked |= laz_is_true (object, "need_cancel_confirm");
  read_payment (object, order);
  read_buyer (object, order);
  return g_steal_pointer (&order);
}

TiemRemoteOrder *
laz_parse_order (JsonObject *object,
                 JsonArray *units,
                 GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  TiemRemoteOrder *order = parse_order (object, units, &parse_error);

  if (parse_error != NULL)
    g_propagate_error (error, g_steal_pointer (&parse_error));
  return order;
}
