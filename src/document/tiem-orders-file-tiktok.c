#define G_LOG_DOMAIN "tiem-orders-file"

#include "config.h"

#include "document/tiem-orders-file-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The order export of TikTok Shop: one row for each SKU of an order; the row below the heads
 * describes them. */

enum
{
  FIELD_ID,
  FIELD_STATUS,
  FIELD_SUBSTATUS,
  FIELD_TYPE,
  FIELD_SKU_ID,
  FIELD_SKU,
  FIELD_TITLE,
  FIELD_OPTIONS,
  FIELD_QUANTITY,
  FIELD_RETURNED,
  FIELD_PRICE,
  FIELD_DISCOUNT,
  FIELD_SHIPPING_FEE,
  FIELD_AMOUNT,
  FIELD_CREATED,
  FIELD_PAID,
  FIELD_RTS,
  FIELD_SHIPPED,
  FIELD_DELIVERED,
  FIELD_CANCELLED,
  FIELD_REASON,
  FIELD_TRACKING,
  FIELD_CARRIER,
  FIELD_NOTE,
  FIELD_USER,
  FIELD_NAME,
  FIELD_PHONE,
  FIELD_PROVINCE,
  FIELD_DISTRICT,
  FIELD_WARD,
  FIELD_ADDRESS,
  FIELD_METHOD,
  N_FIELDS
};

static const TiemMarketField fields[N_FIELDS] = {
  [FIELD_ID] = { { "Order ID" } },
  [FIELD_STATUS] = { { "Order Status" } },
  [FIELD_SUBSTATUS] = { { "Order Substatus" } },
  [FIELD_TYPE] = { { "Cancelation/Return Type", "Cancellation/Return Type" } },
  [FIELD_SKU_ID] = { { "SKU ID" } },
  [FIELD_SKU] = { { "Seller SKU" } },
  [FIELD_TITLE] = { { "Product Name" } },
  [FIELD_OPTIONS] = { { "Variation" } },
  [FIELD_QUANTITY] = { { "Quantity" } },
  [FIELD_RETURNED] = { { "Sku Quantity of return" } },
  [FIELD_PRICE] = { { "SKU Unit Original Price" } },
  [FIELD_DISCOUNT] = { { "SKU Seller Discount" } },
  [FIELD_SHIPPING_FEE] = { { "Shipping Fee After Discount" } },
  [FIELD_AMOUNT] = { { "Order Amount" } },
  [FIELD_CREATED] = { { "Created Time" } },
  [FIELD_PAID] = { { "Paid Time" } },
  [FIELD_RTS] = { { "RTS Time" } },
  [FIELD_SHIPPED] = { { "Shipped Time" } },
  [FIELD_DELIVERED] = { { "Delivered Time" } },
  [FIELD_CANCELLED] = { { "Cancelled Time" } },
  [FIELD_REASON] = { { "Cancel Reason" } },
  [FIELD_TRACKING] = { { "Tracking ID" } },
  [FIELD_CARRIER] = { { "Shipping Provider Name" } },
  [FIELD_NOTE] = { { "Buyer Message" } },
  [FIELD_USER] = { { "Buyer Username" } },
  [FIELD_NAME] = { { "Recipient" } },
  [FIELD_PHONE] = { { "Phone #" } },
  [FIELD_PROVINCE] = { { "Province" } },
  [FIELD_DISTRICT] = { { "District" } },
  [FIELD_WARD] = { { "Commune" } },
  [FIELD_ADDRESS] = { { "Detail Address" } },
  [FIELD_METHOD] = { { "Payment Method" } },
};

static const guint needed[]
    = { FIELD_ID, FIELD_STATUS, FIELD_QUANTITY, FIELD_PRICE, FIELD_CREATED, G_MAXUINT };

static const char *const ignored[] = {
  "Normal or Pre-order",
  "SKU Subtotal Before Discount",
  "SKU Platform Discount",
  "SKU Subtotal After Discount",
  "Original Shipping Fee",
  "Shipping Fee Seller Discount",
  "Shipping Fee Platform Discount",
  "Payment platform discount",
  "Taxes",
  "Order Refund Amount",
  "Cancel By",
  "Fulfillment Type",
  "Warehouse Name",
  "Delivery Option",
  "Country",
  "Additional address information",
  "Weight(kg)",
  "Product Category",
  "Package ID",
  "Seller Note",
  "Checked Status",
  "Checked Marked by",
  "Creator Handle",
  "Order Channel",
  "Purchase Channel",
  NULL,
};

/* The times that tell how far the order is. */
typedef struct
{
  gint64 paid;
  gint64 rts;
  gint64 shipped;
  gint64 delivered;
  gint64 cancelled;
  char *substatus;
  gboolean has_return;
} Times;

static void
times_free (gpointer data)
{
  Times *self = data;

  g_free (self->substatus);
  g_free (self);
}

/* A description has words where orders have a number. */
static gboolean
is_other_row (const char *id)
{
  return strspn (id, "0123456789") != strlen (id);
}

/* --- rows --- */

static gboolean
read_times (TiemOrdersReader *reader,
            const TiemMarketTable *table,
            guint row,
            TiemOrderDraft *draft)
{
  TiemRemoteOrder *order = draft->order;
  Times *times = g_new0 (Times, 1);

  draft->data = times;
  if (!tiem_orders_reader_time (reader, table, row, FIELD_CREATED, draft, &order->placed_at)
      || !tiem_orders_reader_time (reader, table, row, FIELD_PAID, draft, &times->paid)
      || !tiem_orders_reader_time (reader, table, row, FIELD_RTS, draft, &times->rts)
      || !tiem_orders_reader_time (reader, table, row, FIELD_SHIPPED, draft, &times->shipped)
      || !tiem_orders_reader_time (reader, table, row, FIELD_DELIVERED, draft, &times->delivered)
      || !tiem_orders_reader_time (reader, table, row, FIELD_CANCELLED, draft, &times->cancelled))
    return FALSE;
  if (order->placed_at > 0)
    return TRUE;
  return tiem_orders_reader_refuse (
      reader, table, row, FIELD_CREATED, _ ("The order has no date; it is left out."));
}

static gboolean
read_order (TiemOrdersReader *reader,
            const TiemMarketTable *table,
            guint row,
            TiemOrderDraft *draft)
{
  TiemRemoteOrder *order = draft->order;
  g_autofree char *user = tiem_market_table_dup_text (table, row, FIELD_USER);

  if (!read_times (reader, table, row, draft)
      || !tiem_orders_reader_money (
          reader, table, row, FIELD_SHIPPING_FEE, &order->shipping_fee_vnd)
      || !tiem_orders_reader_money (reader, table, row, FIELD_AMOUNT, &draft->paid_vnd))
    return FALSE;
  order->remote_status = tiem_market_table_dup_text (table, row, FIELD_STATUS);
  if (order->remote_status == NULL)
    return tiem_orders_reader_refuse (
        reader, table, row, FIELD_STATUS, _ ("The order has no state; it is left out."));
  ((Times *)draft->data)->substatus = tiem_market_table_dup_text (table, row, FIELD_SUBSTATUS);
  order->cancel_reason = tiem_market_table_dup_text (table, row, FIELD_REASON);
  order->tracking = tiem_market_table_dup_text (table, row, FIELD_TRACKING);
  order->carrier = tiem_market_table_dup_text (table, row, FIELD_CARRIER);
  order->note = tiem_market_table_dup_text (table, row, FIELD_NOTE);
  order->payment_method = tiem_market_table_dup_text (table, row, FIELD_METHOD);
  order->address.name = tiem_market_table_dup_text (table, row, FIELD_NAME);
  order->address.phone = tiem_market_table_dup_text (table, row, FIELD_PHONE);
  order->address.province = tiem_market_table_dup_text (table, row, FIELD_PROVINCE);
  order->address.district = tiem_market_table_dup_text (table, row, FIELD_DISTRICT);
  order->address.ward = tiem_market_table_dup_text (table, row, FIELD_WARD);
  order->address.line = tiem_market_table_dup_text (table, row, FIELD_ADDRESS);
  order->buyer_phone = g_strdup (order->address.phone);
  order->buyer_remote_id = tiem_orders_dup_unmasked (user);
  order->buyer_name
      = order->buyer_remote_id != NULL ? g_steal_pointer (&user) : g_strdup (order->address.name);
  return TRUE;
}

static gboolean
read_line (TiemOrdersReader *reader,
           const TiemMarketTable *table,
           guint row,
           TiemOrderDraft *draft)
{
  g_autoptr (TiemRemoteLine) line = tiem_remote_line_new ();
  g_autofree char *type = tiem_market_table_dup_text (table, row, FIELD_TYPE);
  Times *times = draft->data;
  gint64 returned;
  gint64 discount;

  if (!tiem_market_table_read_id (table, row, FIELD_SKU_ID, &line->remote_variant_id))
    return tiem_orders_reader_refuse (
        reader, table, row, FIELD_SKU_ID, _ ("The SKU has lost digits in Excel; export again."));
  line->sku = tiem_market_table_dup_text (table, row, FIELD_SKU);
  line->title = tiem_market_table_dup_text (table, row, FIELD_TITLE);
  line->options = tiem_market_table_dup_text (table, row, FIELD_OPTIONS);
  if (!tiem_orders_reader_count (reader, table, row, FIELD_QUANTITY, &line->quantity)
      || !tiem_orders_reader_count (reader, table, row, FIELD_RETURNED, &returned)
      || !tiem_orders_reader_money (reader, table, row, FIELD_PRICE, &line->unit_price_vnd)
      || !tiem_orders_reader_money (reader, table, row, FIELD_DISCOUNT, &discount))
    return FALSE;
  if (line->quantity == 0)
    return tiem_orders_reader_refuse (
        reader, table, row, FIELD_QUANTITY, _ ("The row sells no unit; it is left out."));
  line->total_vnd = line->quantity * line->unit_price_vnd;
  draft->order->discount_vnd += discount;
  draft->returned += MIN (returned, line->quantity);
  if (times != NULL && type != NULL
      && (tiem_orders_holds (type, "return") || tiem_orders_holds (type, "tra hang")))
    times->has_return = TRUE;
  g_ptr_array_add (draft->order->lines, g_steal_pointer (&line));
  return TRUE;
}

static gboolean
read_row (TiemOrdersReader *reader,
          const TiemMarketTable *table,
          guint row,
          TiemOrderDraft *draft,
          gboolean is_first)
{
  return (!is_first || read_order (reader, table, row, draft))
         && read_line (reader, table, row, draft);
}

/* --- state --- */

typedef enum
{
  STAGE_NONE,
  STAGE_UNPAID,
  STAGE_ON_HOLD,
  STAGE_TO_SHIP,
  STAGE_SHIPPED,
  STAGE_COMPLETED,
  STAGE_CANCELLED,
} Stage;

static const struct
{
  const char *word; /* folded, what it begins with */
  Stage stage;
} words[] = {
  { "unpaid", STAGE_UNPAID },         { "chua thanh toan", STAGE_UNPAID },
  { "on hold", STAGE_ON_HOLD },       { "tam giu", STAGE_ON_HOLD },
  { "to ship", STAGE_TO_SHIP },       { "can van chuyen", STAGE_TO_SHIP },
  { "awaiting", STAGE_TO_SHIP },      { "shipped", STAGE_SHIPPED },
  { "da van chuyen", STAGE_SHIPPED }, { "in transit", STAGE_SHIPPED },
  { "delivered", STAGE_SHIPPED },     { "da giao", STAGE_SHIPPED },
  { "completed", STAGE_COMPLETED },   { "da hoan tat", STAGE_COMPLETED },
  { "canceled", STAGE_CANCELLED },    { "cancelled", STAGE_CANCELLED },
  { "da huy", STAGE_CANCELLED },
};

static Stage
find_stage (const char *word)
{
  g_autofree char *folded = tiem_text_fold (word);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (folded, words[i].word))
      return words[i].stage;
  return STAGE_NONE;
}

/* What no word tells the times do; a parcel that cancelled after it left was not taken. */
static TiemOrderStatus
tell_by_times (const Times *times,
               const TiemRemoteOrder *order)
{
  if (times->cancelled > 0)
    return times->shipped > 0 ? TIEM_ORDER_FAILED_DELIVERY : TIEM_ORDER_CANCELLED;
  if (times->delivered > 0)
    return TIEM_ORDER_DELIVERED;
  if (times->shipped > 0)
    return TIEM_ORDER_SHIPPING;
  if (times->rts > 0)
    return TIEM_ORDER_AWAITING_PICKUP;
  if (times->paid > 0)
    return TIEM_ORDER_TO_SHIP;
  return TIEM_ORDER_UNKNOWN;
}

static TiemOrderStatus
tell_status (const Times *times,
             const TiemRemoteOrder *order)
{
  gboolean is_delivered = times->delivered > 0 || tiem_orders_begins (times->substatus, "delivered")
                          || tiem_orders_begins (times->substatus, "da giao");

  switch (find_stage (order->remote_status))
    {
    case STAGE_UNPAID:
      return TIEM_ORDER_UNPAID;
    case STAGE_ON_HOLD:
      return TIEM_ORDER_TO_CONFIRM;
    case STAGE_TO_SHIP:
      return times->rts > 0 ? TIEM_ORDER_AWAITING_PICKUP : TIEM_ORDER_TO_SHIP;
    case STAGE_SHIPPED:
      return is_delivered ? TIEM_ORDER_DELIVERED : TIEM_ORDER_SHIPPING;
    case STAGE_COMPLETED:
      return TIEM_ORDER_COMPLETED;
    case STAGE_CANCELLED:
      return times->shipped > 0 ? TIEM_ORDER_FAILED_DELIVERY : TIEM_ORDER_CANCELLED;
    case STAGE_NONE:
    default:
      return tell_by_times (times, order);
    }
}

static void
finish (TiemOrdersReader *reader,
        TiemOrderDraft *draft)
{
  TiemRemoteOrder *order = draft->order;
  const Times *times = draft->data;

  if (find_stage (order->remote_status) == STAGE_NONE)
    tiem_orders_reader_note_word (reader, order->remote_status);
  order->status = tell_status (times, order);
  if (times->has_return && tiem_order_status_has_left (order->status)
      && order->status != TIEM_ORDER_FAILED_DELIVERY)
    order->status = draft->returned > 0 ? TIEM_ORDER_RETURNED : TIEM_ORDER_RETURNING;
  if (tiem_order_status_has_left (order->status))
    order->left_at = times->shipped;
  if (order->status == TIEM_ORDER_FAILED_DELIVERY)
    order->refusal = TIEM_REFUSAL_YES;
}

const TiemOrdersFormat tiem_orders_format_tiktok = {
  .kind = TIEM_MARKET_FILE_TIKTOK_ORDERS,
  .platform = "tiktok",
  .fields = fields,
  .n_fields = N_FIELDS,
  .id_field = FIELD_ID,
  .ignored = ignored,
  .needed = needed,
  .read_row = read_row,
  .finish = finish,
  .is_other_row = is_other_row,
  .free_data = times_free,
};
