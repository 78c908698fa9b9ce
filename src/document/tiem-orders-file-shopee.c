#define G_LOG_DOMAIN "tiem-orders-file"

#include "config.h"

#include "document/tiem-orders-file-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>

/* The order export of Shopee: one row for each line, what concerns the order on all of them. */

enum
{
  FIELD_ID,
  FIELD_PARCEL,
  FIELD_PLACED,
  FIELD_STATUS,
  FIELD_CANCEL_REASON,
  FIELD_NOTE,
  FIELD_TRACKING,
  FIELD_CARRIER,
  FIELD_SHIP_BY,
  FIELD_SHIPPED,
  FIELD_DELIVERED,
  FIELD_RETURN,
  FIELD_PARENT_SKU,
  FIELD_TITLE,
  FIELD_SKU,
  FIELD_OPTIONS,
  FIELD_PRICE,
  FIELD_QUANTITY,
  FIELD_RETURNED,
  FIELD_SHOP_VOUCHER,
  FIELD_SHOP_COMBO,
  FIELD_SHIPPING_FEE,
  FIELD_PAID,
  FIELD_COMPLETED,
  FIELD_PAID_AT,
  FIELD_METHOD,
  FIELD_FIXED_FEE,
  FIELD_SERVICE_FEE,
  FIELD_PAYMENT_FEE,
  FIELD_USER,
  FIELD_NAME,
  FIELD_PHONE,
  FIELD_PROVINCE,
  FIELD_DISTRICT,
  FIELD_WARD,
  FIELD_ADDRESS,
  FIELD_LINE_PAID, /* differs from FIELD_PAID by the case of one letter */
  N_FIELDS
};

/* The Vietnamese heads of 2026, those of 2022, the English ones. */
static const TiemMarketField fields[N_FIELDS] = {
  [FIELD_ID] = { { "Mã đơn hàng", "Order ID" } },
  [FIELD_PARCEL] = { { "Mã Kiện Hàng", "Package ID" } },
  [FIELD_PLACED] = { { "Ngày đặt hàng", "Order Creation Date" } },
  [FIELD_STATUS] = { { "Trạng Thái Đơn Hàng", "Order Status" } },
  [FIELD_CANCEL_REASON] = { { "Lý do hủy", "Cancel reason" } },
  [FIELD_NOTE] = { { "Nhận xét từ Người mua", "Remark from buyer" } },
  [FIELD_TRACKING] = { { "Mã vận đơn", "Tracking Number*" } },
  [FIELD_CARRIER] = { { "Đơn Vị Vận Chuyển", "Shipping Option" } },
  [FIELD_SHIP_BY] = { { "Ngày giao hàng dự kiến", "Estimated Ship Out Date" } },
  [FIELD_SHIPPED] = { { "Ngày gửi hàng", "Ship Time" } },
  [FIELD_DELIVERED] = { { "Thời gian giao hàng" } },
  [FIELD_RETURN] = { { "Trạng thái Trả hàng/Hoàn tiền",
                       "Tình trạng Trả hàng / Hoàn tiền",
                       "Return / Refund Status" } },
  [FIELD_PARENT_SKU] = { { "SKU sản phẩm", "Parent SKU Reference No." } },
  [FIELD_TITLE] = { { "Tên sản phẩm", "Product Name" } },
  [FIELD_SKU] = { { "SKU phân loại hàng", "SKU Reference No." } },
  [FIELD_OPTIONS] = { { "Tên phân loại hàng", "Variation Name" } },
  [FIELD_PRICE] = { { "Giá ưu đãi", "Deal Price" } },
  [FIELD_QUANTITY] = { { "Số lượng", "Quantity" } },
  [FIELD_RETURNED] = { { "Số lượng sản phẩm được hoàn trả", "Returned quantity" } },
  [FIELD_SHOP_VOUCHER] = { { "Mã giảm giá của Shop", "Seller Voucher" } },
  [FIELD_SHOP_COMBO] = { { "Giảm giá từ Combo của Shop", "Seller Bundle Discount" } },
  [FIELD_SHIPPING_FEE] = { { "Phí vận chuyển mà người mua trả", "Buyer Paid Shipping Fee" } },
  [FIELD_PAID] = { { "Tổng số tiền người mua thanh toán", "Grand Total" } },
  [FIELD_COMPLETED] = { { "Thời gian hoàn thành đơn hàng", "Order Complete Time" } },
  [FIELD_PAID_AT] = { { "Thời gian đơn hàng được thanh toán", "Order Paid Time" } },
  [FIELD_METHOD] = { { "Phương thức thanh toán", "Payment Method" } },
  [FIELD_FIXED_FEE] = { { "Phí cố định", "Commission Fee" } },
  [FIELD_SERVICE_FEE] = { { "Phí Dịch Vụ", "Service Fee" } },
  [FIELD_PAYMENT_FEE] = { { "Phí thanh toán", "Phí giao dịch", "Transaction Fee" } },
  [FIELD_USER] = { { "Người Mua", "Username (Buyer)" } },
  [FIELD_NAME] = { { "Tên Người nhận", "Receiver Name" } },
  [FIELD_PHONE] = { { "Số điện thoại", "Phone Number" } },
  [FIELD_PROVINCE] = { { "Tỉnh/Thành phố", "Province" } },
  [FIELD_DISTRICT] = { { "TP / Quận / Huyện", "City" } },
  [FIELD_WARD] = { { "Quận", "District" } },
  [FIELD_ADDRESS] = { { "Địa chỉ nhận hàng", "Delivery Address" } },
  [FIELD_LINE_PAID] = { { "Tổng số tiền Người mua thanh toán",
                          "Tổng giá bán (sản phẩm)",
                          "Products' Price Paid by Buyer",
                          "Product Subtotal" } },
};

static const guint needed[]
    = { FIELD_ID, FIELD_PLACED, FIELD_STATUS, FIELD_TITLE, FIELD_PRICE, FIELD_QUANTITY, G_MAXUINT };

/* Told by the platform, and nothing that Tiệm keeps. */
static const char *const ignored[] = {
  "Sản Phẩm Bán Chạy",
  "Hot Listing",
  "Phương thức giao hàng",
  "Shipment Method",
  "Loại đơn hàng",
  "Order Type",
  "Cân nặng sản phẩm",
  "Tổng cân nặng",
  "SKU Total Weight",
  "Order Total Weight",
  "Tên kho hàng",
  "Giá gốc",
  "Original Price",
  "Người bán trợ giá",
  "Price Discount(from Seller)(PHP)",
  "Được Shopee trợ giá",
  "Shopee Rebate",
  "Tổng số tiền được người bán trợ giá",
  "Tổng giá trị đơn hàng (VND)",
  "Total Amount",
  "Hoàn Xu",
  "Seller Absorbed Coin Cashback",
  "Coin Cashback Voucher Amount Sponsored by Seller",
  "Mã giảm giá của Shopee",
  "Shopee Voucher",
  "Chỉ tiêu Combo Khuyến Mãi",
  "Giảm giá từ combo Shopee",
  "Shopee Bundle Discount",
  "Shopee Xu được hoàn",
  "Shopee Coins Offset",
  "Số tiền được giảm khi thanh toán bằng thẻ Ghi nợ",
  "Credit Card Discount Total",
  "Trade-in Discount",
  "Trade-in Bonus",
  "Trade-in Bonus by Seller",
  "Phí vận chuyển (dự kiến)",
  "Estimated Shipping Fee",
  "Phí vận chuyển tài trợ bởi Shopee (dự kiến)",
  "Shipping Rebate Estimate",
  "Phí vận chuyển trả hàng (đơn Trả hàng/hoàn tiền)",
  "Reverse Shipping Fee",
  "Tổng giá bán (sản phẩm)",
  "Tiền ký quỹ",
  "Quốc gia",
  "Country",
  "Town",
  "Zip Code",
  "Ghi chú",
  "Note",
  NULL,
};

/* --- the order --- */

static gboolean
read_times (TiemOrdersReader *reader,
            const TiemMarketTable *table,
            guint row,
            TiemOrderDraft *draft)
{
  static const guint others[] = { FIELD_DELIVERED, FIELD_COMPLETED, FIELD_PAID_AT };
  TiemRemoteOrder *order = draft->order;
  gint64 time;

  if (!tiem_orders_reader_time (reader, table, row, FIELD_PLACED, draft, &order->placed_at)
      || !tiem_orders_reader_time (reader, table, row, FIELD_SHIPPED, draft, &order->left_at)
      || !tiem_orders_reader_time (reader, table, row, FIELD_SHIP_BY, NULL, &order->ship_by))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (!tiem_orders_reader_time (reader, table, row, others[i], draft, &time))
      return FALSE;
  if (order->placed_at > 0)
    return TRUE;
  return tiem_orders_reader_refuse (
      reader, table, row, FIELD_PLACED, _ ("The order has no date; it is left out."));
}

static gboolean
read_money (TiemOrdersReader *reader,
            const TiemMarketTable *table,
            guint row,
            TiemOrderDraft *draft)
{
  static const struct
  {
    guint field;
    const char *kind;
  } fees[] = { { FIELD_FIXED_FEE, "fixed" },
               { FIELD_SERVICE_FEE, "service" },
               { FIELD_PAYMENT_FEE, "payment" } };
  TiemRemoteOrder *order = draft->order;
  gint64 voucher = 0;
  gint64 combo = 0;
  gint64 amount;

  if (!tiem_orders_reader_money (reader, table, row, FIELD_SHOP_VOUCHER, &voucher)
      || !tiem_orders_reader_money (reader, table, row, FIELD_SHOP_COMBO, &combo)
      || !tiem_orders_reader_money (
          reader, table, row, FIELD_SHIPPING_FEE, &order->shipping_fee_vnd)
      || !tiem_orders_reader_money (reader, table, row, FIELD_PAID, &draft->paid_vnd))
    return FALSE;
  order->discount_vnd = voucher + combo;
  for (gsize i = 0; i < G_N_ELEMENTS (fees); i++)
    {
      if (!tiem_orders_reader_money (reader, table, row, fees[i].field, &amount))
        return FALSE;
      tiem_orders_add_fee (order, fees[i].kind, amount);
    }
  return TRUE;
}

static void
read_people (const TiemMarketTable *table,
             guint row,
             TiemRemoteOrder *order)
{
  g_autofree char *user = tiem_market_table_dup_text (table, row, FIELD_USER);

  order->buyer_remote_id = tiem_orders_dup_unmasked (user);
  order->address.name = tiem_market_table_dup_text (table, row, FIELD_NAME);
  order->address.phone = tiem_market_table_dup_text (table, row, FIELD_PHONE);
  order->address.province = tiem_market_table_dup_text (table, row, FIELD_PROVINCE);
  order->address.district = tiem_market_table_dup_text (table, row, FIELD_DISTRICT);
  order->address.ward = tiem_market_table_dup_text (table, row, FIELD_WARD);
  order->address.line = tiem_market_table_dup_text (table, row, FIELD_ADDRESS);
  order->buyer_phone = g_strdup (order->address.phone);
  order->buyer_name
      = order->buyer_remote_id != NULL ? g_steal_pointer (&user) : g_strdup (order->address.name);
  order->note = tiem_market_table_dup_text (table, row, FIELD_NOTE);
}

static gboolean
read_order (TiemOrdersReader *reader,
            const TiemMarketTable *table,
            guint row,
            TiemOrderDraft *draft)
{
  TiemRemoteOrder *order = draft->order;

  order->remote_status = tiem_market_table_dup_text (table, row, FIELD_STATUS);
  if (order->remote_status == NULL)
    return tiem_orders_reader_refuse (
        reader, table, row, FIELD_STATUS, _ ("The order has no state; it is left out."));
  order->cancel_reason = tiem_market_table_dup_text (table, row, FIELD_CANCEL_REASON);
  order->tracking = tiem_market_table_dup_text (table, row, FIELD_TRACKING);
  order->carrier = tiem_market_table_dup_text (table, row, FIELD_CARRIER);
  order->payment_method = tiem_market_table_dup_text (table, row, FIELD_METHOD);
  read_people (table, row, order);
  return read_times (reader, table, row, draft) && read_money (reader, table, row, draft);
}

/* --- its lines --- */

static gboolean
is_settled_return (const char *word)
{
  return tiem_orders_begins (word, "da hoan tien") || tiem_orders_holds (word, "tu choi")
         || tiem_orders_holds (word, "huy") || tiem_orders_begins (word, "hoan thanh")
         || tiem_orders_holds (word, "refund paid") || tiem_orders_holds (word, "cancel")
         || tiem_orders_holds (word, "reject") || tiem_orders_begins (word, "completed");
}

static gboolean
read_line (TiemOrdersReader *reader,
           const TiemMarketTable *table,
           guint row,
           TiemOrderDraft *draft)
{
  g_autoptr (TiemRemoteLine) line = tiem_remote_line_new ();
  g_autofree char *word = tiem_market_table_dup_text (table, row, FIELD_RETURN);
  gint64 returned;

  if (!tiem_market_table_read_id (table, row, FIELD_SKU, &line->sku))
    return tiem_orders_reader_refuse (
        reader, table, row, FIELD_SKU, _ ("The SKU has lost digits in Excel; export again."));
  if (line->sku == NULL)
    line->sku = tiem_market_table_dup_text (table, row, FIELD_PARENT_SKU);
  line->title = tiem_market_table_dup_text (table, row, FIELD_TITLE);
  line->options = tiem_market_table_dup_text (table, row, FIELD_OPTIONS);
  if (!tiem_orders_reader_count (reader, table, row, FIELD_QUANTITY, &line->quantity)
      || !tiem_orders_reader_count (reader, table, row, FIELD_RETURNED, &returned)
      || !tiem_orders_reader_money (reader, table, row, FIELD_PRICE, &line->unit_price_vnd))
    return FALSE;
  if (line->quantity == 0)
    return tiem_orders_reader_refuse (
        reader, table, row, FIELD_QUANTITY, _ ("The row sells no unit; it is left out."));
  line->total_vnd = line->quantity * line->unit_price_vnd;
  draft->returned += MIN (returned, line->quantity);
  draft->return_open = draft->return_open || (word != NULL && !is_settled_return (word));
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

/* --- its state --- */

static const struct
{
  const char *word; /* folded, what it begins with: one is a sentence with a date */
  TiemOrderStatus status;
} statuses[] = {
  { "chua thanh toan", TIEM_ORDER_UNPAID },
  { "unpaid", TIEM_ORDER_UNPAID },
  { "cho xac nhan", TIEM_ORDER_TO_CONFIRM },
  { "cho lay hang", TIEM_ORDER_TO_SHIP },
  { "cho giao hang", TIEM_ORDER_TO_SHIP },
  { "to ship", TIEM_ORDER_TO_SHIP },
  { "dang giao", TIEM_ORDER_SHIPPING },
  { "shipping", TIEM_ORDER_SHIPPING },
  { "da giao", TIEM_ORDER_DELIVERED },
  { "nguoi mua xac nhan da nhan duoc hang", TIEM_ORDER_DELIVERED },
  { "order received", TIEM_ORDER_DELIVERED },
  { "delivered", TIEM_ORDER_DELIVERED },
  { "hoan thanh", TIEM_ORDER_COMPLETED },
  { "completed", TIEM_ORDER_COMPLETED },
  { "da huy", TIEM_ORDER_CANCELLED },
  { "cancelled", TIEM_ORDER_CANCELLED },
  { "tra hang", TIEM_ORDER_RETURNING },
};

static gboolean
find_status (const char *word,
             TiemOrderStatus *status)
{
  g_autofree char *folded = tiem_text_fold (word);

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_str_has_prefix (folded, statuses[i].word))
      {
        *status = statuses[i].status;
        return TRUE;
      }
  return FALSE;
}

static void
finish (TiemOrdersReader *reader,
        TiemOrderDraft *draft)
{
  TiemRemoteOrder *order = draft->order;

  if (!find_status (order->remote_status, &order->status))
    {
      tiem_orders_reader_note_word (reader, order->remote_status);
      order->status = order->left_at > 0 ? TIEM_ORDER_SHIPPING : TIEM_ORDER_UNKNOWN;
    }
  if (order->status == TIEM_ORDER_TO_SHIP && order->tracking != NULL)
    order->status = TIEM_ORDER_AWAITING_PICKUP;
  if (order->status == TIEM_ORDER_CANCELLED)
    {
      /* the parcel is on its way back: told by the reason, or by having left */
      if (order->left_at > 0 || tiem_orders_holds (order->cancel_reason, "giao hang that bai")
          || tiem_orders_holds (order->cancel_reason, "failed delivery"))
        {
          order->status = TIEM_ORDER_FAILED_DELIVERY;
          order->refusal = TIEM_REFUSAL_YES;
        }
    }
  else if (draft->return_open && tiem_order_status_has_left (order->status))
    order->status = TIEM_ORDER_RETURNING;
  if (tiem_order_status_is_open (order->status))
    order->left_at = 0;
}

const TiemOrdersFormat tiem_orders_format_shopee = {
  .kind = TIEM_MARKET_FILE_SHOPEE_ORDERS,
  .platform = "shopee",
  .fields = fields,
  .n_fields = N_FIELDS,
  .id_field = FIELD_ID,
  .ignored = ignored,
  .needed = needed,
  .read_row = read_row,
  .finish = finish,
};
