#define G_LOG_DOMAIN "tiem-orders-file"

#include "config.h"

#include "document/tiem-orders-file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The order export of Lazada: one row for each unit, which has a state of its own. */

enum
{
  FIELD_ID,
  FIELD_UNIT,
  FIELD_SKU,
  FIELD_SHOP_SKU,
  FIELD_CREATED,
  FIELD_UPDATED,
  FIELD_SHIP_BY,
  FIELD_DELIVERED,
  FIELD_CUSTOMER,
  FIELD_NAME,
  FIELD_ADDRESS,
  FIELD_PROVINCE,
  FIELD_DISTRICT,
  FIELD_WARD,
  FIELD_PHONE,
  FIELD_METHOD,
  FIELD_PAID,
  FIELD_PRICE,
  FIELD_DISCOUNT,
  FIELD_SHIPPING_FEE,
  FIELD_TITLE,
  FIELD_VARIATION,
  FIELD_CARRIER,
  FIELD_TRACKING,
  FIELD_STATUS,
  FIELD_REASON,
  N_FIELDS
};

/* The heads of today, and those of the table that was exported before. */
static const TiemMarketField fields[N_FIELDS] = {
  [FIELD_ID] = { { "orderNumber", "Order Number" } },
  [FIELD_UNIT] = { { "orderItemId", "Order Item Id" } },
  [FIELD_SKU] = { { "sellerSku", "Seller SKU" } },
  [FIELD_SHOP_SKU] = { { "lazadaSku", "Lazada SKU" } },
  [FIELD_CREATED] = { { "createTime", "Created at" } },
  [FIELD_UPDATED] = { { "updateTime", "Updated at" } },
  [FIELD_SHIP_BY] = { { "rtsSla", "promisedShippingTime", "Promised shipping time" } },
  [FIELD_DELIVERED] = { { "deliveredDate" } },
  [FIELD_CUSTOMER] = { { "customerName", "Customer Name" } },
  [FIELD_NAME] = { { "shippingName", "Shipping Name" } },
  [FIELD_ADDRESS] = { { "shippingAddress", "Shipping Address" } },
  [FIELD_PROVINCE] = { { "shippingAddress3", "Shipping Address3" } },
  [FIELD_DISTRICT] = { { "shippingAddress4", "Shipping Address4" } },
  [FIELD_WARD] = { { "shippingAddress5", "Shipping Address5" } },
  [FIELD_PHONE] = { { "shippingPhone", "Shipping Phone Number" } },
  [FIELD_METHOD] = { { "payMethod", "Payment Method" } },
  [FIELD_PAID] = { { "paidPrice", "Paid Price" } },
  [FIELD_PRICE] = { { "unitPrice", "Unit Price" } },
  [FIELD_DISCOUNT] = { { "sellerDiscountTotal" } },
  [FIELD_SHIPPING_FEE] = { { "shippingFee", "Shipping Fee" } },
  [FIELD_TITLE] = { { "itemName", "Item Name" } },
  [FIELD_VARIATION] = { { "variation", "Variation" } },
  [FIELD_CARRIER] = { { "shippingProvider", "Shipping Provider" } },
  [FIELD_TRACKING] = { { "trackingCode", "Tracking Code" } },
  [FIELD_STATUS] = { { "status", "Status" } },
  [FIELD_REASON] = { { "buyerFailedDeliveryReason", "cancelReason", "Reason" } },
};

static const guint needed[]
    = { FIELD_ID, FIELD_UNIT, FIELD_CREATED, FIELD_PRICE, FIELD_STATUS, FIELD_TITLE, G_MAXUINT };

static const char *const ignored[] = {
  "orderType",
  "Order Type",
  "Guarantee",
  "Order Flag",
  "deliveryType",
  "lazadaId",
  "Lazada Id",
  "wareHouse",
  "ttsSla",
  "promisedShippingTime",
  "invoiceRequired",
  "Invoice Required",
  "invoiceNumber",
  "customerEmail",
  "Customer Email",
  "nationalRegistrationNumber",
  "National Registration Number",
  "shippingAddress2",
  "Shipping Address2",
  "shippingPhone2",
  "Shipping Phone Number2",
  "shippingCity",
  "Shipping City",
  "shippingPostCode",
  "Shipping Postcode",
  "shippingCountry",
  "Shipping Country",
  "shippingRegion",
  "Shipping Region",
  "billingName",
  "billingAddr",
  "billingAddr2",
  "billingAddr3",
  "billingAddr4",
  "billingAddr5",
  "billingPhone",
  "billingPhone2",
  "billingCity",
  "billingPostCode",
  "billingCountry",
  "Billing Name",
  "Billing Address",
  "Billing Address2",
  "Billing Address3",
  "Billing Address4",
  "Billing Address5",
  "Billing Phone Number",
  "Billing Phone Number2",
  "Billing City",
  "Billing Postcode",
  "Billing Country",
  "taxCode",
  "Tax Code",
  "branchNumber",
  "Branch Number",
  "taxInvoiceRequested",
  "Tax Invoice requested",
  "walletCredit",
  "Wallet Credits",
  "cdShippingProvider",
  "CD Shipping Provider",
  "shipmentTypeName",
  "Shipment Type Name",
  "shippingProviderType",
  "Shipping Provider Type",
  "cdTrackingCode",
  "CD Tracking Code",
  "trackingUrl",
  "Tracking URL",
  "shippingProviderFM",
  "Shipping Provider (first mile)",
  "trackingCodeFM",
  "Tracking Code (first mile)",
  "trackingUrlFM",
  "Tracking URL (first mile)",
  "premium",
  "Premium",
  "buyerFailedDeliveryReturnInitiator",
  "buyerFailedDeliveryDetail",
  "buyerFailedDeliveryUserName",
  "cancelReturnInitiator",
  "cancelDetail",
  "cancelUserName",
  "Cancel / Return Initiator",
  "Reason Detail",
  "Editor",
  "bundleId",
  "Bundle ID",
  "bundleDiscount",
  "Bundle Discount",
  "refundAmount",
  "Refund Amount",
  "sellerNote",
  NULL,
};

/* --- the state of a unit --- */

/* The words are the API's, with spaces or underlines; a file calls an order that waits for the
 * shop's word "pending". */
static const struct
{
  const char *word;
  TiemOrderStatus status;
} statuses[] = {
  { "unpaid", TIEM_ORDER_UNPAID },
  { "pending", TIEM_ORDER_TO_CONFIRM },
  { "packed", TIEM_ORDER_TO_SHIP },
  { "repacked", TIEM_ORDER_TO_SHIP },
  { "topack", TIEM_ORDER_TO_SHIP },
  { "toship", TIEM_ORDER_AWAITING_PICKUP },
  { "ready to ship", TIEM_ORDER_AWAITING_PICKUP },
  { "shipped", TIEM_ORDER_SHIPPING },
  { "shipping", TIEM_ORDER_SHIPPING },
  { "delivered", TIEM_ORDER_DELIVERED },
  { "confirmed", TIEM_ORDER_COMPLETED },
  { "canceled", TIEM_ORDER_CANCELLED },
  { "cancelled", TIEM_ORDER_CANCELLED },
  { "failed", TIEM_ORDER_FAILED_DELIVERY },
  { "failed delivery", TIEM_ORDER_FAILED_DELIVERY },
  { "package returned", TIEM_ORDER_FAILED_DELIVERY },
  { "in transit: returning to seller", TIEM_ORDER_FAILED_DELIVERY },
  { "lost by 3pl", TIEM_ORDER_FAILED_DELIVERY },
  { "damaged by 3pl", TIEM_ORDER_FAILED_DELIVERY },
  { "shipped back", TIEM_ORDER_RETURNING },
  { "shipped back success", TIEM_ORDER_RETURNED },
  { "returned", TIEM_ORDER_RETURNED },
};

/* From the least advanced on: it is what an order of several units waits for. */
static const TiemOrderStatus advance[] = {
  TIEM_ORDER_UNKNOWN,         TIEM_ORDER_UNPAID,    TIEM_ORDER_TO_CONFIRM, TIEM_ORDER_TO_SHIP,
  TIEM_ORDER_AWAITING_PICKUP, TIEM_ORDER_SHIPPING,  TIEM_ORDER_DELIVERED,  TIEM_ORDER_COMPLETED,
  TIEM_ORDER_FAILED_DELIVERY, TIEM_ORDER_RETURNING, TIEM_ORDER_RETURNED,   TIEM_ORDER_CANCELLED,
};

static gboolean
find_status (const char *word,
             TiemOrderStatus *status)
{
  g_autofree char *plain = g_ascii_strdown (word, -1);

  g_strdelimit (plain, "_", ' ');
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_str_equal (plain, statuses[i].word))
      {
        *status = statuses[i].status;
        return TRUE;
      }
  return FALSE;
}

static guint
get_rank (TiemOrderStatus status)
{
  guint rank = 0;

  while (rank + 1 < G_N_ELEMENTS (advance) && advance[rank] != status)
    rank++;
  return rank;
}

/* --- rows --- */

/* What the platform's draft keeps: units that came already, and how far the least of them is. */
typedef struct
{
  GHashTable *units;
  gboolean has_status;
} Gathered;

static void
gathered_free (gpointer data)
{
  Gathered *self = data;

  g_hash_table_unref (self->units);
  g_free (self);
}

/* "2100000001_VNAMZ-9100000011": product and SKU there. */
static void
read_shop_sku (const TiemMarketTable *table,
               guint row,
               TiemRemoteLine *line)
{
  g_autofree char *text = tiem_market_table_dup_text (table, row, FIELD_SHOP_SKU);
  gsize digits = text != NULL ? strspn (text, "0123456789") : 0;
  const char *dash = text != NULL ? strrchr (text, '-') : NULL;

  if (digits == 0 || text[digits] != '_' || dash == NULL || dash[1] == '\0'
      || strspn (dash + 1, "0123456789") != strlen (dash + 1))
    return;
  line->remote_product_id = g_strndup (text, digits);
  line->remote_variant_id = g_strdup (dash + 1);
}

/* "Nhóm màu:Trắng, Kích thước:M" → "Trắng, M" */
static char *
dup_options (const TiemMarketTable *table,
             guint row)
{
  g_autofree char *text = tiem_market_table_dup_text (table, row, FIELD_VARIATION);
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ",", -1) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      const char *colon = strchr (parts[i], ':');
      g_autofree char *value = g_strstrip (g_strdup (colon != NULL ? colon + 1 : parts[i]));

      if (*value != '\0')
        g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", value);
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* Parts of an address are divided by a wide comma. */
static char *
dup_address (const TiemMarketTable *table,
             guint row)
{
  char *text = tiem_market_table_dup_text (table, row, FIELD_ADDRESS);
  GString *out;

  if (text == NULL)
    return NULL;
  out = g_string_new (text);
  g_free (text);
  g_string_replace (out, "\uff0c", ",", 0);
  return g_string_free (out, FALSE);
}

static gboolean
read_order (TiemOrdersReader *reader,
            const TiemMarketTable *table,
            guint row,
            TiemOrderDraft *draft)
{
  TiemRemoteOrder *order = draft->order;
  Gathered *gathered = g_new0 (Gathered, 1);

  gathered->units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  draft->data = gathered;
  if (!tiem_orders_reader_time (reader, table, row, FIELD_CREATED, draft, &order->placed_at)
      || !tiem_orders_reader_time (reader, table, row, FIELD_SHIP_BY, NULL, &order->ship_by))
    return FALSE;
  if (order->placed_at == 0)
    return tiem_orders_reader_refuse (
        reader, table, row, FIELD_CREATED, _ ("The order has no date; it is left out."));
  order->payment_method = tiem_market_table_dup_text (table, row, FIELD_METHOD);
  order->address.name = tiem_market_table_dup_text (table, row, FIELD_NAME);
  order->address.phone = tiem_market_table_dup_text (table, row, FIELD_PHONE);
  order->address.line = dup_address (table, row);
  order->address.province = tiem_market_table_dup_text (table, row, FIELD_PROVINCE);
  order->address.district = tiem_market_table_dup_text (table, row, FIELD_DISTRICT);
  order->address.ward = tiem_market_table_dup_text (table, row, FIELD_WARD);
  order->buyer_name = tiem_market_table_dup_text (table, row, FIELD_CUSTOMER);
  if (order->buyer_name == NULL)
    order->buyer_name = g_strdup (order->address.name);
  order->buyer_phone = g_strdup (order->address.phone);
  return TRUE;
}

static TiemRemoteLine *
find_line (const TiemRemoteOrder *order,
           const TiemRemoteLine *like)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemRemoteLine *line = g_ptr_array_index (order->lines, i);

      if (line->unit_price_vnd == like->unit_price_vnd && g_strcmp0 (line->sku, like->sku) == 0
          && g_strcmp0 (line->remote_product_id, like->remote_product_id) == 0
          && g_strcmp0 (line->remote_variant_id, like->remote_variant_id) == 0)
        return line;
    }
  return NULL;
}

/* As in the API: the smallest of the units' ids names the line. */
static void
take_smaller_id (TiemRemoteLine *line,
                 const char *id)
{
  gsize length = line->remote_id != NULL ? strlen (line->remote_id) : G_MAXSIZE;

  if (strlen (id) > length || (strlen (id) == length && strcmp (id, line->remote_id) >= 0))
    return;
  g_free (line->remote_id);
  line->remote_id = g_strdup (id);
}

static gboolean
add_unit (TiemOrdersReader *reader,
          const TiemMarketTable *table,
          guint row,
          const char *unit_id,
          TiemOrderStatus status,
          TiemOrderDraft *draft)
{
  g_autoptr (TiemRemoteLine) line = tiem_remote_line_new ();
  TiemRemoteOrder *order = draft->order;
  TiemRemoteLine *held;
  gint64 paid;
  gint64 discount;
  gint64 shipping;

  if (!tiem_orders_reader_money (reader, table, row, FIELD_PRICE, &line->unit_price_vnd)
      || !tiem_orders_reader_money (reader, table, row, FIELD_PAID, &paid)
      || !tiem_orders_reader_money (reader, table, row, FIELD_DISCOUNT, &discount)
      || !tiem_orders_reader_money (reader, table, row, FIELD_SHIPPING_FEE, &shipping))
    return FALSE;
  line->sku = tiem_market_table_dup_text (table, row, FIELD_SKU);
  read_shop_sku (table, row, line);
  held = find_line (order, line);
  if (held == NULL)
    {
      line->title = tiem_market_table_dup_text (table, row, FIELD_TITLE);
      line->options = dup_options (table, row);
      held = line;
      g_ptr_array_add (order->lines, g_steal_pointer (&line));
    }
  take_smaller_id (held, unit_id);
  held->quantity++;
  held->cancelled += status == TIEM_ORDER_CANCELLED;
  held->total_vnd += held->unit_price_vnd;
  order->discount_vnd -= discount;
  order->shipping_fee_vnd += shipping;
  draft->paid_vnd += paid + shipping;
  draft->returned += status == TIEM_ORDER_RETURNED || status == TIEM_ORDER_RETURNING;
  return TRUE;
}

/* The least advanced unit that is not cancelled speaks for the order. */
static void
take_status (TiemOrderDraft *draft,
             TiemOrderStatus status,
             const char *word)
{
  Gathered *gathered = draft->data;
  TiemRemoteOrder *order = draft->order;

  if (gathered->has_status && get_rank (status) >= get_rank (order->status))
    return;
  gathered->has_status = TRUE;
  order->status = status;
  g_free (order->remote_status);
  order->remote_status = g_strdup (word);
}

static gboolean
read_row (TiemOrdersReader *reader,
          const TiemMarketTable *table,
          guint row,
          TiemOrderDraft *draft,
          gboolean is_first)
{
  g_autofree char *word = tiem_market_table_dup_text (table, row, FIELD_STATUS);
  g_autofree char *unit_id = NULL;
  TiemRemoteOrder *order = draft->order;
  TiemOrderStatus status = TIEM_ORDER_UNKNOWN;
  gint64 time;
  Gathered *gathered;

  if (is_first && !read_order (reader, table, row, draft))
    return FALSE;
  if (!tiem_market_table_read_id (table, row, FIELD_UNIT, &unit_id) || unit_id == NULL)
    return tiem_orders_reader_refuse (
        reader, table, row, FIELD_UNIT, _ ("The row has no number of its unit; it is left out."));
  gathered = draft->data;
  if (gathered == NULL || !g_hash_table_add (gathered->units, g_strdup (unit_id)))
    return gathered != NULL; /* a unit that came twice is one unit */
  if (word == NULL)
    return tiem_orders_reader_refuse (
        reader, table, row, FIELD_STATUS, _ ("The order has no state; it is left out."));
  if (!tiem_orders_reader_time (reader, table, row, FIELD_UPDATED, draft, &time)
      || !tiem_orders_reader_time (reader, table, row, FIELD_DELIVERED, draft, &time))
    return FALSE;
  if (!find_status (word, &status))
    {
      tiem_orders_reader_note_word (reader, word);
      status = time > 0 ? TIEM_ORDER_DELIVERED : TIEM_ORDER_UNKNOWN;
    }
  take_status (draft, status, word);
  if (order->tracking == NULL)
    order->tracking = tiem_market_table_dup_text (table, row, FIELD_TRACKING);
  if (order->carrier == NULL)
    order->carrier = tiem_market_table_dup_text (table, row, FIELD_CARRIER);
  if (order->cancel_reason == NULL)
    order->cancel_reason = tiem_market_table_dup_text (table, row, FIELD_REASON);
  return add_unit (reader, table, row, unit_id, status, draft);
}

static void
finish (TiemOrdersReader *reader,
        TiemOrderDraft *draft)
{
  TiemRemoteOrder *order = draft->order;

  if (order->status == TIEM_ORDER_FAILED_DELIVERY)
    order->refusal
        = tiem_orders_holds (order->remote_status, "3pl") ? TIEM_REFUSAL_NO : TIEM_REFUSAL_YES;
  /* the status says it of all units then */
  if (order->status == TIEM_ORDER_CANCELLED)
    for (guint i = 0; i < order->lines->len; i++)
      ((TiemRemoteLine *)g_ptr_array_index (order->lines, i))->cancelled = 0;
}

const TiemOrdersFormat tiem_orders_format_lazada = {
  .kind = TIEM_MARKET_FILE_LAZADA_ORDERS,
  .platform = "lazada",
  .fields = fields,
  .n_fields = N_FIELDS,
  .id_field = FIELD_ID,
  .ignored = ignored,
  .needed = needed,
  .read_row = read_row,
  .finish = finish,
  .free_data = gathered_free,
};
