#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * The one table of statuses (§8.1). Shopee takes the units off its own number when the order is
 * placed (§13, code 8) and gives them back when it is cancelled. An order whose buyer asked to
 * cancel waits like one to be packed: nothing may be sold twice until the owner has answered.
 */
static const ShopeeStatus statuses[] = {
  { "UNPAID", TIEM_ORDER_UNPAID, TRUE },
  { "PENDING", TIEM_ORDER_TO_CONFIRM, TRUE },
  { "INVOICE_PENDING", TIEM_ORDER_TO_CONFIRM, TRUE },
  { "READY_TO_SHIP", TIEM_ORDER_TO_SHIP, TRUE },
  { "RETRY_SHIP", TIEM_ORDER_TO_SHIP, TRUE },
  { "IN_CANCEL", TIEM_ORDER_TO_SHIP, TRUE },
  { "PROCESSED", TIEM_ORDER_AWAITING_PICKUP, TRUE },
  { "SHIPPED", TIEM_ORDER_SHIPPING, TRUE },
  { "TO_CONFIRM_RECEIVE", TIEM_ORDER_DELIVERED, TRUE },
  { "COMPLETED", TIEM_ORDER_COMPLETED, TRUE },
  { "TO_RETURN", TIEM_ORDER_RETURNING, TRUE },
  { "CANCELLED", TIEM_ORDER_CANCELLED, FALSE },
};

/* Parcels that are no longer in the shop. */
static const char *const outside[] = {
  "LOGISTICS_PICKUP_DONE",
  "LOGISTICS_DELIVERY_DONE",
  "LOGISTICS_DELIVERY_FAILED",
  "LOGISTICS_LOST",
};

/* Parcels that will never leave. */
static const char *const dropped[] = {
  "LOGISTICS_INVALID",
  "LOGISTICS_REQUEST_CANCELED",
  "LOGISTICS_COD_REJECTED",
};

static const struct
{
  const char *word;
  const char *label;
} reasons[] = {
  { "OUT_OF_STOCK", N_ ("Out of stock") },
  { "CUSTOMER_REQUEST", N_ ("The customer asked for it") },
  { "COD_NOT_SUPPORTED", N_ ("Cash on delivery is not possible there") },
  { "UNDELIVERABLE_AREA", N_ ("The carrier does not go there") },
};

const ShopeeStatus *
shopee_status_find (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (statuses[i].word, word) == 0)
      return &statuses[i];
  return NULL;
}

const char *
shopee_cancel_reason_label (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].word, word) == 0)
      return _ (reasons[i].label);
  return word;
}

static gboolean
contains (const char *const *words,
          gsize n_words,
          const char *word)
{
  for (gsize i = 0; i < n_words; i++)
    if (g_strcmp0 (words[i], word) == 0)
      return TRUE;
  return FALSE;
}

/* --- lines --- */

/* Returns: (transfer full): what stays the same of a line (§8.3) */
static char *
make_line_id (JsonObject *object)
{
  static const char *const parts[]
      = { "order_item_id", "item_id", "model_id", "promotion_group_id" };
  g_autoptr (GString) key = NULL;
  char *id = tiem_json_dup_id (object, "line_item_id");

  if (id != NULL)
    return id;
  key = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = tiem_json_dup_id (object, parts[i]);

      g_string_append_printf (key, "%s%s", i > 0 ? "/" : "", part != NULL ? part : "0");
    }
  return g_string_free (g_steal_pointer (&key), FALSE);
}

/* The store keeps one line for each id. */
static void
make_line_id_unique (TiemRemoteOrder *order,
                     TiemRemoteLine *line)
{
  guint n_same = 1;

  for (guint i = 0; i < order->lines->len; i++)
    {
      const char *id = ((TiemRemoteLine *)order->lines->pdata[i])->remote_id;
      gsize length = strlen (line->remote_id);

      if (strncmp (id, line->remote_id, length) == 0 && (id[length] == '\0' || id[length] == '#'))
        n_same++;
    }
  if (n_same > 1)
    {
      g_autofree char *id = g_steal_pointer (&line->remote_id);

      line->remote_id = g_strdup_printf ("%s#%u", id, n_same);
    }
}

/* The price of a piece is after the seller's discount; a bundle's lines say 0 (§8.3), and what
 * the bundle took off is part of the order's discount. */
static gboolean
read_price (JsonObject *object,
            TiemRemoteLine *line,
            GError **error)
{
  gboolean is_bundle
      = g_strcmp0 (tiem_json_get_string (object, "promotion_type"), "bundle_deal") == 0;
  gint64 before;
  gint64 after;

  if (!tiem_json_get_money (object, "model_original_price", &before, error)
      || !tiem_json_get_money (object, "model_discounted_price", &after, error))
    return FALSE;
  if (!tiem_json_has (object, "model_discounted_price") || (after == 0 && is_bundle))
    after = before;
  line->unit_price_vnd = after;
  if (after >= 0 && !__builtin_mul_overflow (after, line->quantity, &line->total_vnd))
    return TRUE;

  tiem_json_set_error (error, "model_discounted_price");
  return FALSE;
}

static gboolean
read_quantity (JsonObject *object,
               TiemRemoteLine *line,
               GError **error)
{
  if (!tiem_json_need_int (object, "model_quantity_purchased", &line->quantity, error)
      || !tiem_json_get_int (object, "cancelled_qty", &line->cancelled, error))
    return FALSE;
  line->cancelled = CLAMP (line->cancelled, 0, MAX (0, line->quantity));
  if (line->quantity >= 0 && line->quantity <= G_MAXINT32)
    return TRUE;

  tiem_json_set_error (error, "model_quantity_purchased");
  return FALSE;
}

static TiemRemoteLine *
parse_line (JsonObject *object,
            GError **error)
{
  g_autoptr (TiemRemoteLine) line = tiem_remote_line_new ();

  line->remote_product_id = tiem_json_dup_id (object, "item_id");
  if (line->remote_product_id == NULL)
    {
      tiem_json_set_error (error, "item_id");
      return NULL;
    }
  if (!read_quantity (object, line, error) || !read_price (object, line, error))
    return NULL;

  line->remote_id = make_line_id (object);
  line->remote_variant_id = tiem_json_dup_id (object, "model_id");
  line->sku = tiem_json_dup_string (object, "model_sku");
  if (line->sku == NULL && line->remote_variant_id == NULL)
    line->sku = tiem_json_dup_string (object, "item_sku"); /* the parent's, of a variation */
  line->title = tiem_json_dup_string (object, "item_name");
  line->options = tiem_json_dup_string (object, "model_name");
  line->image_url = tiem_json_dup_string (tiem_json_get_object (object, "image_info"), "image_url");
  return g_steal_pointer (&line);
}

static gboolean
parse_lines (JsonObject *object,
             TiemRemoteOrder *order,
             GError **error)
{
  JsonArray *list = tiem_json_get_array (object, "item_list");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* One without goods is an order all the same; one that does not say is not. */
  if (list == NULL)
    {
      tiem_json_set_error (error, "item_list");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = tiem_json_array_get_object (list, i);
      char *id = entry != NULL ? tiem_json_dup_id (entry, "line_item_id") : NULL;
      TiemRemoteLine *line;

      /* A line that came twice is one line; without ids of lines nobody can tell. */
      if (id != NULL && !g_hash_table_add (seen, id))
        continue;
      line = parse_line (entry, error);
      if (line == NULL)
        {
          tiem_json_add_path (error, "item_list[%u]", i);
          return FALSE;
        }
      make_line_id_unique (order, line);
      g_ptr_array_add (order->lines, line);
    }
  return TRUE;
}

/* --- money --- */

/*
 * total_amount is goods + the buyer's share of shipping − vouchers (§8.3), and neither of the
 * two is told apart: what is above the goods is shipping, what is below is discount. An order
 * that is not paid may not say it yet.
 */
static gboolean
read_amounts (JsonObject *object,
              TiemRemoteOrder *order,
              GError **error)
{
  gint64 goods = 0;
  gint64 rest;

  for (guint i = 0; i < order->lines->len; i++)
    if (__builtin_add_overflow (
            goods, ((TiemRemoteLine *)order->lines->pdata[i])->total_vnd, &goods))
      {
        tiem_json_set_error (error, "item_list");
        return FALSE;
      }
  if (!tiem_json_get_money (object, "total_amount", &order->total_vnd, error))
    return FALSE;
  if (!tiem_json_has (object, "total_amount")
      || (order->total_vnd == 0 && order->status == TIEM_ORDER_UNPAID))
    order->total_vnd = goods;
  if (order->total_vnd < 0)
    {
      tiem_json_set_error (error, "total_amount");
      return FALSE;
    }

  rest = order->total_vnd - goods;
  order->shipping_fee_vnd = MAX (rest, 0);
  order->discount_vnd = MAX (-rest, 0);
  return TRUE;
}

/* Cash on delivery is paid when the parcel has arrived, and who wants to send it back has it. A
 * cancelled order was paid back. */
static gboolean
read_payment (JsonObject *object,
              TiemRemoteOrder *order,
              GError **error)
{
  gboolean is_cod = tiem_json_get_boolean (object, "cod");
  gint64 paid_at;

  if (!tiem_json_get_time (object, "pay_time", &paid_at, error))
    return FALSE;
  order->payment_method
      = is_cod ? g_strdup ("cod") : tiem_json_dup_string (object, "payment_method");
  if (order->status == TIEM_ORDER_CANCELLED)
    return TRUE;
  if (is_cod ? order->status == TIEM_ORDER_DELIVERED || order->status == TIEM_ORDER_COMPLETED
                   || order->status == TIEM_ORDER_RETURNING
             : paid_at > 0 || order->status == TIEM_ORDER_COMPLETED)
    order->paid_vnd = order->total_vnd;
  return TRUE;
}

/* --- people and places --- */

/* Adds @part to @text unless it stands there already. */
static void
append_part (GString *text,
             const char *part)
{
  if (part != NULL && strstr (text->str, part) == NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
}

/* In Vietnam state is the province, city the district and district the ward; since the districts
 * are gone, city may be the ward (§17). full_address is masked after its first word, or whole. */
static void
read_address (JsonObject *object,
              TiemAddress *address)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *full = tiem_json_get_string (object, "full_address");
  char *tail;

  address->name = tiem_json_dup_string (object, "name");
  address->phone = tiem_json_dup_string (object, "phone");
  address->province = tiem_json_dup_string (object, "state");
  address->district = tiem_json_dup_string (object, "city");
  address->ward = tiem_json_dup_string (object, "district");
  if (address->ward == NULL)
    {
      g_autofree char *folded = tiem_text_fold (address->district);

      if (g_str_has_prefix (folded, "phuong ") || g_str_has_prefix (folded, "xa "))
        address->ward = g_steal_pointer (&address->district);
    }

  append_part (text, full);
  append_part (text, tiem_json_get_string (object, "town"));
  append_part (text, address->ward);
  append_part (text, address->district);
  append_part (text, address->province);
  address->text = text->len > 0 ? g_strdup (text->str) : NULL;

  address->line = g_strdup (full);
  tail = address->line != NULL && address->ward != NULL ? strstr (address->line, address->ward)
                                                        : NULL;
  if (tail != NULL && tail > address->line)
    {
      *tail = '\0';
      while (tail > address->line && strchr (", ", tail[-1]) != NULL)
        *--tail = '\0';
    }
}

/* A masked name says less than the buyer's own user name. */
static void
read_buyer (JsonObject *object,
            TiemRemoteOrder *order)
{
  const char *user = tiem_json_get_string (object, "buyer_username");
  const char *name;

  read_address (tiem_json_get_object (object, "recipient_address"), &order->address);
  name = order->address.name;
  if (name == NULL || (tiem_text_is_masked (name) && user != NULL))
    name = user;
  order->buyer_remote_id = tiem_json_dup_id (object, "buyer_user_id");
  order->buyer_name = g_strdup (name);
  order->buyer_phone = g_strdup (order->address.phone);
  order->note = tiem_json_dup_string (object, "message_to_seller");
}

/* --- parcels --- */

static const struct
{
  const char *word;
  TiemOrderStatus status;
} parcel_statuses[] = {
  { "LOGISTICS_NOT_START", TIEM_ORDER_TO_SHIP },
  { "LOGISTICS_PENDING_ARRANGE", TIEM_ORDER_TO_SHIP },
  { "LOGISTICS_READY", TIEM_ORDER_TO_SHIP },
  { "LOGISTICS_PICKUP_RETRY", TIEM_ORDER_TO_SHIP },
  { "LOGISTICS_PICKUP_FAILED", TIEM_ORDER_TO_SHIP },
  { "LOGISTICS_REQUEST_CREATED", TIEM_ORDER_AWAITING_PICKUP },
  { "LOGISTICS_PICKUP_DONE", TIEM_ORDER_SHIPPING },
  { "LOGISTICS_DELIVERY_DONE", TIEM_ORDER_DELIVERED },
  { "LOGISTICS_DELIVERY_FAILED", TIEM_ORDER_FAILED_DELIVERY },
  { "LOGISTICS_LOST", TIEM_ORDER_FAILED_DELIVERY },
  { "LOGISTICS_INVALID", TIEM_ORDER_CANCELLED },
  { "LOGISTICS_REQUEST_CANCELED", TIEM_ORDER_CANCELLED },
  { "LOGISTICS_COD_REJECTED", TIEM_ORDER_CANCELLED },
};

static TiemOrderStatus
find_parcel_status (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parcel_statuses); i++)
    if (g_strcmp0 (parcel_statuses[i].word, word) == 0)
      return parcel_statuses[i].status;
  return TIEM_ORDER_UNKNOWN;
}

static gboolean
is_of_line (JsonObject *item,
            const TiemRemoteLine *line)
{
  g_autofree char *product = tiem_json_dup_id (item, "item_id");
  g_autofree char *variant = tiem_json_dup_id (item, "model_id");

  return g_strcmp0 (product, line->remote_product_id) == 0
         && g_strcmp0 (variant != NULL ? variant : "0",
                       line->remote_variant_id != NULL ? line->remote_variant_id : "0")
                == 0;
}

/* A line that several rows of the parcel may mean takes each once. */
static void
read_content (JsonObject *package,
              const TiemRemoteOrder *order,
              TiemRemoteParcel *parcel)
{
  JsonArray *items = tiem_json_get_array (package, "item_list");
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < tiem_json_array_get_size (items); i++)
    {
      JsonObject *item = tiem_json_array_get_object (items, i);
      gint64 quantity = 0;

      tiem_json_get_int (item, "model_quantity", &quantity, NULL);
      for (guint j = 0; j < order->lines->len; j++)
        {
          const TiemRemoteLine *line = order->lines->pdata[j];

          if (!is_of_line (item, line) || !g_hash_table_add (taken, GUINT_TO_POINTER (j + 1)))
            continue;
          tiem_remote_parcel_add (parcel,
                                  j,
                                  CLAMP (quantity > 0 ? quantity : line->quantity,
                                         0,
                                         MAX (line->quantity - line->cancelled, 0)));
          break;
        }
    }
}

/* What the carrier lost was not the buyer's doing. */
static void
read_refusal (const char *word,
              TiemRemoteOrder *order)
{
  if (g_strcmp0 (word, "LOGISTICS_DELIVERY_FAILED") == 0)
    order->refusal = TIEM_REFUSAL_YES;
  else if (g_strcmp0 (word, "LOGISTICS_LOST") == 0 && order->refusal == TIEM_REFUSAL_UNTOLD)
    order->refusal = TIEM_REFUSAL_NO;
}

static void
read_parcels (JsonObject *object,
              TiemRemoteOrder *order)
{
  JsonArray *list = tiem_json_get_array (object, "package_list");

  order->carrier = tiem_json_dup_string (object, "shipping_carrier");
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *package = tiem_json_array_get_object (list, i);
      TiemRemoteParcel *parcel = tiem_remote_parcel_new ();

      parcel->remote_id = tiem_json_dup_id (package, "package_number");
      parcel->carrier = tiem_json_dup_string (package, "shipping_carrier");
      if (parcel->carrier == NULL)
        parcel->carrier = g_strdup (order->carrier);
      if (order->carrier == NULL)
        order->carrier = g_strdup (parcel->carrier);
      parcel->tracking = tiem_json_dup_id (package, "tracking_number");
      parcel->remote_status = tiem_json_dup_string (package, "logistics_status");
      parcel->status = find_parcel_status (parcel->remote_status);
      read_refusal (parcel->remote_status, order);
      g_ptr_array_add (order->parcels, parcel);
    }
}

/* To be called when both parcels and lines are there. */
static void
read_contents (JsonObject *object,
               TiemRemoteOrder *order)
{
  JsonArray *list = tiem_json_get_array (object, "package_list");

  for (guint i = 0; i < order->parcels->len; i++)
    read_content (tiem_json_array_get_object (list, i), order, order->parcels->pdata[i]);
}

/* Returns: whether every parcel that is still to leave has left; @n_left: how many */
static gboolean
have_all_left (const TiemRemoteOrder *order,
               guint *n_left)
{
  *n_left = 0;
  for (guint i = 0; i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = order->parcels->pdata[i];

      if (contains (outside, G_N_ELEMENTS (outside), parcel->remote_status))
        (*n_left)++;
      else if (!contains (dropped, G_N_ELEMENTS (dropped), parcel->remote_status))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_times (JsonObject *object,
            TiemRemoteOrder *order,
            GError **error)
{
  gint64 picked_up;
  guint n_left;
  gboolean all_left;

  if (!tiem_json_get_time (object, "create_time", &order->placed_at, error)
      || !tiem_json_get_time (object, "update_time", &order->updated_at, error)
      || !tiem_json_get_time (object, "ship_by_date", &order->ship_by, error)
      || !tiem_json_get_time (object, "pickup_done_time", &picked_up, error))
    return FALSE;
  if (order->placed_at == 0)
    {
      tiem_json_set_error (error, "create_time");
      return FALSE;
    }

  if (order->updated_at == 0)
    order->updated_at = order->placed_at;
  all_left = have_all_left (order, &n_left);
  if (picked_up > 0 && (all_left || tiem_order_status_has_left (order->status)))
    order->left_at = picked_up;
  else if (all_left && n_left > 0)
    order->left_at = order->updated_at; /* cancelled on its way, and the time was not told */
  return TRUE;
}

static void
read_cancellation (JsonObject *object,
                   TiemRemoteOrder *order)
{
  const char *reason = tiem_json_get_string (object, "buyer_cancel_reason");

  order->cancel_asked = g_strcmp0 (order->remote_status, "IN_CANCEL") == 0;
  if (!order->cancel_asked && order->status != TIEM_ORDER_CANCELLED)
    return;
  if (reason == NULL)
    reason = tiem_json_get_string (object, "cancel_reason");
  order->cancel_reason = g_strdup (shopee_cancel_reason_label (reason));
}

static TiemRemoteOrder *
parse_order (JsonObject *object,
             GError **error)
{
  g_autoptr (TiemRemoteOrder) order = tiem_remote_order_new ();
  const ShopeeStatus *status;

  order->remote_id = tiem_json_dup_string (object, "order_sn");
  order->remote_status = tiem_json_dup_string (object, "order_status");
  if (order->remote_id == NULL || order->remote_status == NULL)
    {
      tiem_json_set_error (error, order->remote_id == NULL ? "order_sn" : "order_status");
      return NULL;
    }

  status = shopee_status_find (order->remote_status);
  order->status = status != NULL ? status->status : TIEM_ORDER_UNKNOWN;
  order->platform_holds = status == NULL || status->holds;
  order->number = g_strdup (order->remote_id);
  read_parcels (object, order);
  order->currency = tiem_json_dup_string (object, "currency");
  if (!tiem_parts_check_currency (order, error) || !read_times (object, order, error)
      || !parse_lines (object, order, error) || !read_amounts (object, order, error)
      || !read_payment (object, order, error))
    return NULL;
  read_contents (object, order);
  read_buyer (object, order);
  read_cancellation (object, order);
  return g_steal_pointer (&order);
}

TiemRemoteOrder *
shopee_parse_order (JsonObject *object,
                    GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  TiemRemoteOrder *order = parse_order (object, &parse_error);

  if (parse_error != NULL)
    g_propagate_error (error, g_steal_pointer (&parse_error));
  return order;
}
