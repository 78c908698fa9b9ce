#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * The one table of statuses. "on-hold" waits for a bank transfer and has taken its units;
 * "pending" waits for a payment page and has not. WooCommerce knows no parcel: an order is
 * completed when the shop says so, and that is when it left. One that is cancelled after
 * that has its date of completion still, so the store knows that the parcel is outside.
 */
static const WooStatus statuses[] = {
  { "pending", TIEM_ORDER_UNPAID, FALSE },      { "on-hold", TIEM_ORDER_UNPAID, TRUE },
  { "processing", TIEM_ORDER_TO_SHIP, TRUE },   { "completed", TIEM_ORDER_COMPLETED, TRUE },
  { "cancelled", TIEM_ORDER_CANCELLED, FALSE }, { "failed", TIEM_ORDER_CANCELLED, FALSE },
  { "refunded", TIEM_ORDER_CANCELLED, TRUE },   { "trash", TIEM_ORDER_CANCELLED, TRUE },
};

/* First words of Vietnamese wards and, in addresses from before July 2025, districts. */
static const char *const ward_words[] = { "phuong ", "xa ", "dac khu ", "thi tran ", "p " };
static const char *const district_words[]
    = { "quan ", "huyen ", "thi xa ", "thanh pho ", "tp ", "q " };

const WooStatus *
woo_status_find (const char *word)
{
  if (word != NULL && g_str_has_prefix (word, "wc-"))
    word += strlen ("wc-");
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (statuses[i].word, word) == 0)
      return &statuses[i];
  return NULL;
}

gboolean
woo_is_draft (JsonObject *object)
{
  const char *status = tiem_json_get_string (object, "status");

  return g_strcmp0 (status, "auto-draft") == 0 || g_strcmp0 (status, "checkout-draft") == 0;
}

/* Returns: (nullable): the value of the meta entry @key */
static JsonObject *
find_meta (JsonObject *object,
           const char *key)
{
  JsonArray *meta = tiem_json_get_array (object, "meta_data");

  for (guint i = 0; i < tiem_json_array_get_size (meta); i++)
    {
      JsonObject *entry = tiem_json_array_get_object (meta, i);

      if (g_strcmp0 (tiem_json_get_string (entry, "key"), key) == 0)
        return entry;
    }
  return NULL;
}

/* "Đen, L": behind the product's name in the line's, or what the line says of itself. */
static char *
read_options (JsonObject *object,
              const char *name,
              const char *parent)
{
  JsonArray *meta = tiem_json_get_array (object, "meta_data");
  g_autoptr (GString) options = g_string_new (NULL);

  if (name != NULL && parent != NULL && g_str_has_prefix (name, parent)
      && g_str_has_prefix (name + strlen (parent), " - "))
    return woo_tidy_words (name + strlen (parent) + strlen (" - "));

  for (guint i = 0; i < tiem_json_array_get_size (meta); i++)
    {
      JsonObject *entry = tiem_json_array_get_object (meta, i);
      const char *key = tiem_json_get_string (entry, "key");
      g_autofree char *value = woo_tidy_words (tiem_json_get_string (entry, "display_value"));

      if (key != NULL && *key != '_' && value != NULL)
        g_string_append_printf (options, "%s%s", options->len > 0 ? ", " : "", value);
    }
  return options->len > 0 ? g_string_free (g_steal_pointer (&options), FALSE) : NULL;
}

/*
 * The line's amount is the one before coupons, with its tax; what the coupons took off all
 * lines is the order's discount. So the owner sees the coupon, and lines − discount +
 * shipping + surcharge is the total.
 */
static gboolean
read_line_amounts (JsonObject *object,
                   TiemRemoteLine *line,
                   gint64 *discount,
                   GError **error)
{
  gint64 before = 0;
  gint64 after = 0;

  if (!tiem_json_add_decimal (object, "subtotal", &before, error)
      || !tiem_json_add_decimal (object, "subtotal_tax", &before, error)
      || !tiem_json_add_decimal (object, "total", &after, error)
      || !tiem_json_add_decimal (object, "total_tax", &after, error))
    return FALSE;

  before = MAX (before, after);
  *discount += before - after;
  line->total_vnd = tiem_json_round_money (before);
  line->unit_price_vnd = line->quantity > 0 ? tiem_json_round_money (before / line->quantity) : 0;
  return TRUE;
}

static TiemRemoteLine *
parse_line (JsonObject *object,
            gboolean *holds,
            gint64 *discount,
            GError **error)
{
  g_autoptr (TiemRemoteLine) line = tiem_remote_line_new ();
  g_autofree char *name = NULL;
  const char *parent = tiem_json_get_string (object, "parent_name");
  gint64 reduced = 0;

  if (object == NULL || !tiem_json_need_int (object, "quantity", &line->quantity, error)
      || line->quantity < 0 || line->quantity > G_MAXINT32)
    {
      if (error != NULL && *error == NULL)
        tiem_json_set_error (error, "quantity");
      return NULL;
    }
  if (!read_line_amounts (object, line, discount, error))
    return NULL;

  name = tiem_json_dup_string (object, "name");
  line->remote_id = tiem_json_dup_id (object, "id");
  line->remote_product_id = tiem_json_dup_id (object, "product_id");
  line->remote_variant_id = tiem_json_dup_id (object, "variation_id");
  line->sku = tiem_json_dup_string (object, "sku");
  line->options = line->remote_variant_id != NULL || parent != NULL
                      ? read_options (object, name, parent)
                      : NULL;
  line->title = parent != NULL ? g_strdup (parent) : g_steal_pointer (&name);
  line->image_url = tiem_json_dup_string (tiem_json_get_object (object, "image"), "src");

  tiem_json_get_int (find_meta (object, "_reduced_stock"), "value", &reduced, NULL);
  *holds |= reduced > 0;
  return g_steal_pointer (&line);
}

static gboolean
parse_lines (
    JsonObject *object, TiemRemoteOrder *order, gboolean *holds, gint64 *discount, GError **error)
{
  JsonArray *lines = tiem_json_get_array (object, "line_items");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (lines == NULL)
    {
      tiem_json_set_error (error, "line_items");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *entry = tiem_json_array_get_object (lines, i);
      char *id = entry != NULL ? tiem_json_dup_id (entry, "id") : NULL;
      TiemRemoteLine *line;

      /* A line that came twice is one line. */
      if (id != NULL && !g_hash_table_add (seen, id))
        continue;
      line = parse_line (entry, holds, discount, error);
      if (line == NULL)
        {
          tiem_json_add_path (error, "line_items[%u]", i);
          return FALSE;
        }
      g_ptr_array_add (order->lines, line);
    }
  return TRUE;
}

/* Shipping with its tax; fees and whatever else stands between the lines and the total is
 * the surcharge, or, where it lowers the total, part of the discount. */
static gboolean
read_amounts (JsonObject *object,
              TiemRemoteOrder *order,
              gint64 discount,
              GError **error)
{
  gint64 shipping = 0;

  if (!tiem_json_need_money (object, "total", &order->total_vnd, error)
      || !tiem_json_add_decimal (object, "shipping_total", &shipping, error)
      || !tiem_json_add_decimal (object, "shipping_tax", &shipping, error))
    return FALSE;

  order->shipping_fee_vnd = tiem_json_round_money (shipping);
  order->discount_vnd = tiem_json_round_money (discount);
  tiem_parts_balance (order);
  return TRUE;
}

static char *
join_words (const char *first,
            const char *second,
            const char *separator)
{
  if (first == NULL || second == NULL)
    return g_strdup (first != NULL ? first : second);
  return g_strconcat (first, separator, second, NULL);
}

/* The family name comes first in Vietnamese. */
static char *
read_name (JsonObject *contact)
{
  return join_words (tiem_json_get_string (contact, "last_name"),
                     tiem_json_get_string (contact, "first_name"),
                     " ");
}

static gboolean
begins_with (const char *text,
             const char *const *words,
             gsize n_words)
{
  g_autofree char *folded = tiem_text_fold (text);

  for (gsize i = 0; i < n_words; i++)
    if (g_str_has_prefix (folded, words[i]))
      return TRUE;
  return FALSE;
}

/* WooCommerce has four free lines: two of street, city, state. Shops fill city with the
 * province, or with ward or district and state with the province. */
static void
read_address (JsonObject *contact,
              TiemAddress *address)
{
  const char *line1 = tiem_json_get_string (contact, "address_1");
  const char *line2 = tiem_json_get_string (contact, "address_2");
  const char *city = tiem_json_get_string (contact, "city");
  const char *state = tiem_json_get_string (contact, "state");
  g_autofree char *street = join_words (line1, line2, ", ");
  g_autofree char *region = join_words (city, state, ", ");
  gboolean line2_is_ward
      = line2 != NULL && begins_with (line2, ward_words, G_N_ELEMENTS (ward_words));

  address->text = join_words (street, region, ", ");
  address->province = g_strdup (state != NULL ? state : city);
  if (line2_is_ward)
    address->ward = g_strdup (line2);
  address->line = g_strdup (line2_is_ward ? line1 : street);

  if (state == NULL || city == NULL)
    return;
  if (line2_is_ward || begins_with (city, district_words, G_N_ELEMENTS (district_words)))
    address->district = g_strdup (city);
  else
    address->ward = g_strdup (city);
}

static gboolean
has_address (JsonObject *contact)
{
  return tiem_json_has (contact, "address_1") || tiem_json_has (contact, "city");
}

static void
read_buyer (JsonObject *object,
            TiemRemoteOrder *order)
{
  JsonObject *billing = tiem_json_get_object (object, "billing");
  JsonObject *shipping = tiem_json_get_object (object, "shipping");
  JsonObject *target = has_address (shipping) ? shipping : billing;

  order->buyer_remote_id = tiem_json_dup_id (object, "customer_id");
  order->buyer_name = read_name (billing);
  if (order->buyer_name == NULL)
    order->buyer_name = read_name (shipping);
  order->buyer_phone = tiem_json_dup_string (billing, "phone");
  order->buyer_email = tiem_json_dup_string (billing, "email");

  read_address (target, &order->address);
  order->address.name = read_name (target);
  if (order->address.name == NULL)
    order->address.name = g_strdup (order->buyer_name);
  order->address.phone = tiem_json_dup_string (target, "phone");
  if (order->address.phone == NULL)
    order->address.phone = g_strdup (order->buyer_phone);
}

/* What was paid and not given back. Cash on delivery is paid when the order is completed,
 * whatever date the site wrote. */
static void
read_payment (JsonObject *object,
              TiemRemoteOrder *order)
{
  JsonArray *refunds = tiem_json_get_array (object, "refunds");
  gboolean is_cod;
  gint64 refunded = 0;

  order->payment_method = tiem_json_dup_string (object, "payment_method");
  is_cod = g_strcmp0 (order->payment_method, "cod") == 0;
  if (order->status != TIEM_ORDER_COMPLETED
      && (!tiem_json_has (object, "date_paid_gmt") || (is_cod && order->left_at == 0)))
    return;

  for (guint i = 0; i < tiem_json_array_get_size (refunds); i++)
    tiem_json_add_decimal (tiem_json_array_get_object (refunds, i), "total", &refunded, NULL);
  order->paid_vnd = MAX (order->total_vnd - ABS (tiem_json_round_money (refunded)), 0);
}

static gboolean
read_times (JsonObject *object,
            TiemRemoteOrder *order,
            GError **error)
{
  gint64 completed;

  if (!tiem_json_get_time (object, "date_created_gmt", &order->placed_at, error)
      || !tiem_json_get_time (object, "date_modified_gmt", &order->updated_at, error)
      || !tiem_json_get_time (object, "date_completed_gmt", &completed, error))
    return FALSE;

  if (order->updated_at == 0)
    order->updated_at = order->placed_at;
  if (order->status == TIEM_ORDER_COMPLETED || order->status == TIEM_ORDER_CANCELLED)
    order->left_at = completed;
  return TRUE;
}

/* Takes up to *@units off lines that fit. @line_id: (nullable) */
static void
cancel_units (TiemRemoteOrder *order,
              const char *line_id,
              const char *product_id,
              const char *variant_id,
              gint64 *units)
{
  for (guint i = 0; i<order->lines->len && * units> 0; i++)
    {
      TiemRemoteLine *line = order->lines->pdata[i];
      gboolean fits = line_id != NULL ? g_strcmp0 (line->remote_id, line_id) == 0
                                      : g_strcmp0 (line->remote_product_id, product_id) == 0
                                            && g_strcmp0 (line->remote_variant_id, variant_id) == 0;
      gint64 taken = fits ? MIN (*units, line->quantity - line->cancelled) : 0;

      line->cancelled += taken;
      *units -= taken;
    }
}

/* Units given back before the parcel left never leave; later ones come back by parcel. In
 * the same second: before, for the store never takes back what it has seen leave. */
static gboolean
read_refund (JsonObject *refund,
             TiemRemoteOrder *order,
             GError **error)
{
  JsonArray *lines = tiem_json_get_array (refund, "line_items");
  gint64 at;

  if (!tiem_json_get_time (refund, "date_created_gmt", &at, error))
    return FALSE;
  if (order->left_at > 0 ? at > order->left_at : order->status == TIEM_ORDER_COMPLETED)
    return TRUE;

  for (guint i = 0; i < tiem_json_array_get_size (lines); i++)
    {
      JsonObject *line = tiem_json_array_get_object (lines, i);
      g_autofree char *line_id = tiem_json_dup_id (find_meta (line, "_refunded_item_id"), "value");
      g_autofree char *product_id = tiem_json_dup_id (line, "product_id");
      g_autofree char *variant_id = tiem_json_dup_id (line, "variation_id");
      gint64 units;

      if (!tiem_json_get_int (line, "quantity", &units, error))
        return FALSE;
      units = ABS (CLAMP (units, -G_MAXINT32, G_MAXINT32));
      cancel_units (order, line_id, product_id, variant_id, &units);
    }
  return TRUE;
}

static TiemRemoteOrder *
parse_order (JsonObject *object,
             JsonArray *refunds,
             GError **error)
{
  g_autoptr (TiemRemoteOrder) order = tiem_remote_order_new ();
  const WooStatus *status;
  gboolean holds = FALSE;
  gint64 discount = 0;

  order->remote_id = tiem_json_dup_id (object, "id");
  order->remote_status = tiem_json_dup_string (object, "status");
  if (order->remote_id == NULL || order->remote_status == NULL)
    {
      tiem_json_set_error (error, order->remote_id == NULL ? "id" : "status");
      return NULL;
    }

  status = woo_status_find (order->remote_status);
  order->status = status != NULL ? status->status : TIEM_ORDER_UNKNOWN;
  order->number = tiem_json_dup_string (object, "number");
  order->note = tiem_json_dup_string (object, "customer_note");
  order->currency = tiem_json_dup_string (object, "currency");
  if (!tiem_parts_check_currency (order, error) || !read_times (object, order, error)
      || !parse_lines (object, order, &holds, &discount, error)
      || !read_amounts (object, order, discount, error))
    return NULL;

  order->platform_holds = holds || (status != NULL && status->holds);
  read_buyer (object, order);
  read_payment (object, order);
  for (guint i = 0; i < tiem_json_array_get_size (refunds); i++)
    if (!read_refund (tiem_json_array_get_object (refunds, i), order, error))
      {
        tiem_json_add_path (error, "refunds[%u]", i);
        return NULL;
      }
  return g_steal_pointer (&order);
}

TiemRemoteOrder *
woo_parse_order (JsonObject *object,
                 JsonArray *refunds,
                 GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  TiemRemoteOrder *order = parse_order (object, refunds, &parse_error);

  if (parse_error != NULL)
    g_propagate_error (error, g_steal_pointer (&parse_error));
  return order;
}
