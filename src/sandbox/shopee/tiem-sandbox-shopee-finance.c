#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-finance.h"

#include "sandbox/shopee/tiem-sandbox-shopee-orders.h"
#include "sandbox/shopee/tiem-sandbox-shopee-returns.h"

#define MOST_ROWS 100
#define DEFAULT_ROWS 40
#define MOST_ORDERS 50
#define WIDEST_WINDOW_S (15 * 86400)
#define FIRST_BALANCE 2000000

static JsonObject *
describe_escrow (TiemSandboxShopee *shopee,
                 const TiemSandboxOrder *order)
{
  JsonObject *response = json_object_new ();
  JsonObject *payment = json_object_new ();
  gint64 goods = (order->total_xu - order->shipping_xu + order->discount_xu) / 100;

  json_object_set_string_member (response, "order_sn", order->number);
  json_object_set_string_member (
      response, "buyer_user_name", json_object_get_string_member (order->extra, "buyer_username"));
  json_object_set_array_member (
      response, "return_order_sn_list", tiem_sandbox_shopee_list_returns_of (shopee, order));
  json_object_set_object_member (
      response, "order_income", tiem_sandbox_shopee_make_income (shopee, order));
  json_object_set_string_member (payment,
                                 "buyer_payment_method",
                                 json_object_get_string_member (order->extra, "payment_method"));
  json_object_set_int_member (payment, "merchant_subtotal", goods);
  json_object_set_int_member (payment, "shipping_fee", order->shipping_xu / 100);
  /* Below zero, as live shops have them (Shopee §11.1). */
  json_object_set_int_member (payment,
                              "seller_voucher",
                              -tiem_sandbox_json_get_int (order->extra, "_voucher_from_seller", 0)
                                  / 100);
  json_object_set_int_member (payment,
                              "shopee_voucher",
                              -tiem_sandbox_json_get_int (order->extra, "_voucher_from_shopee", 0)
                                  / 100);
  json_object_set_int_member (payment, "buyer_total_amount", order->total_xu / 100);
  json_object_set_array_member (payment, "tenure_info_list", json_array_new ());
  json_object_set_object_member (response, "buyer_payment_info", payment);
  return response;
}

JsonNode *
tiem_sandbox_shopee_get_escrow_detail (TiemSandboxShopeeCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_shopee_call_need_order (call);

  return order != NULL ? tiem_sandbox_json_from_object (describe_escrow (call->shopee, order))
                       : NULL;
}

/* GET by the reference, POST by a popular client: both work (Shopee §7). */
JsonNode *
tiem_sandbox_shopee_get_escrow_detail_batch (TiemSandboxShopeeCall *call)
{
  g_auto (GStrv) numbers = tiem_sandbox_shopee_call_need_words (call, "order_sn_list", MOST_ORDERS);
  JsonArray *response;

  if (numbers == NULL)
    return NULL;
  response = json_array_new ();
  for (guint i = 0; numbers[i] != NULL; i++)
    {
      const TiemSandboxOrder *order = tiem_sandbox_shopee_find_order (call->shopee, numbers[i]);
      JsonObject *row;

      if (order == NULL)
        continue;
      row = json_object_new ();
      json_object_set_object_member (row, "escrow_detail", describe_escrow (call->shopee, order));
      json_array_add_object_element (response, row);
    }
  return tiem_sandbox_json_from_array (response);
}

static int
compare_releases (gconstpointer a,
                  gconstpointer b)
{
  const TiemSandboxOrder *left = *(const TiemSandboxOrder *const *)a;
  const TiemSandboxOrder *right = *(const TiemSandboxOrder *const *)b;

  if (left->completed_at != right->completed_at)
    return left->completed_at < right->completed_at ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

/* Returns: (transfer container): the orders paid out in these seconds, oldest first */
static GPtrArray *
list_released (TiemSandboxShopee *shopee,
               gint64 from,
               gint64 to)
{
  GPtrArray *orders = tiem_sandbox_shopee_get_shop (shopee)->orders;
  GPtrArray *released = g_ptr_array_new ();

  for (guint i = 0; i < orders->len; i++)
    {
      TiemSandboxOrder *order = orders->pdata[i];

      if (tiem_sandbox_shopee_is_released (order) && order->completed_at / 1000 >= from
          && order->completed_at / 1000 <= to)
        g_ptr_array_add (released, order);
    }
  g_ptr_array_sort (released, compare_releases);
  return released;
}

/* A page by number. @first: what the first is called. */
static gboolean
read_page (TiemSandboxShopeeCall *call,
           gint64 first,
           gint64 *size,
           gint64 *offset)
{
  gint64 page;

  if (!tiem_sandbox_shopee_call_get_int (call, "page_size", DEFAULT_ROWS, size)
      || !tiem_sandbox_shopee_call_get_int (call, "page_no", first, &page))
    return FALSE;
  if (*size < 1 || *size > MOST_ROWS)
    return tiem_sandbox_shopee_call_fail_param (call, "page_size", "must be 100 or less");
  if (page < first)
    return tiem_sandbox_shopee_call_fail_param (call, "page_no", "is invalid");
  *offset = (page - first) * *size;
  return TRUE;
}

JsonNode *
tiem_sandbox_shopee_get_escrow_list (TiemSandboxShopeeCall *call)
{
  g_autoptr (GPtrArray) orders = NULL;
  JsonObject *response;
  JsonArray *list;
  gint64 from;
  gint64 to;
  gint64 size;
  gint64 offset;
  gboolean is_empty;

  if (!tiem_sandbox_shopee_call_need_int (call, "release_time_from", &from)
      || !tiem_sandbox_shopee_call_need_int (call, "release_time_to", &to)
      || !read_page (call, 1, &size, &offset))
    return NULL;
  is_empty = tiem_sandbox_shopee_call_is_empty_page (call);
  orders = list_released (call->shopee, from, to);
  list = json_array_new ();
  for (gint64 i = offset; !is_empty && i < MIN (orders->len, offset + size); i++)
    {
      const TiemSandboxOrder *order = orders->pdata[i];
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "order_sn", order->number);
      json_object_set_int_member (
          row, "payout_amount", tiem_sandbox_shopee_get_escrow (call->shopee, order));
      json_object_set_int_member (row, "escrow_release_time", order->completed_at / 1000);
      json_array_add_object_element (list, row);
    }
  response = json_object_new ();
  json_object_set_array_member (response, "escrow_list", list);
  json_object_set_boolean_member (response, "more", is_empty || offset + size < orders->len);
  return tiem_sandbox_json_from_object (response);
}

static JsonObject *
describe_transaction (const TiemSandboxOrder *order,
                      gint64 amount,
                      gint64 balance)
{
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "status", "COMPLETED");
  json_object_set_string_member (row, "transaction_type", "ESCROW_VERIFIED_ADD");
  json_object_set_string_member (row, "money_flow", "MONEY_IN");
  json_object_set_int_member (row, "amount", amount);
  json_object_set_int_member (row, "current_balance", balance);
  json_object_set_int_member (row, "create_time", order->completed_at / 1000);
  json_object_set_string_member (row, "order_sn", order->number);
  json_object_set_string_member (row, "refund_sn", "");
  json_object_set_string_member (row, "withdrawal_type", "");
  json_object_set_string_member (row, "reason", "");
  return row;
}

static gboolean
read_window (TiemSandboxShopeeCall *call,
             gint64 *from,
             gint64 *to)
{
  if (!tiem_sandbox_shopee_call_get_int (call, "create_time_from", 0, from)
      || !tiem_sandbox_shopee_call_get_int (call, "create_time_to", 0, to))
    return FALSE;
  if (*from == 0 && *to == 0)
    {
      *to = tiem_sandbox_shopee_seconds (call->shopee);
      *from = *to - WIDEST_WINDOW_S;
    }
  if (*from < *to && *to - *from <= WIDEST_WINDOW_S)
    return TRUE;
  return tiem_sandbox_shopee_call_fail_param (
      call, "create_time_to", "must be within 15 days of create_time_from");
}

/* The wallet holds what was paid out; nobody ever takes money out of it. */
JsonNode *
tiem_sandbox_shopee_get_wallet_transaction_list (TiemSandboxShopeeCall *call)
{
  g_autofree char *flow = tiem_sandbox_shopee_call_dup_text (call, "money_flow");
  g_autoptr (GPtrArray) orders = NULL;
  gint64 balance = FIRST_BALANCE;
  gint64 skipped = 0;
  gint64 from;
  gint64 to;
  gint64 size;
  gint64 offset;
  gboolean has_more = FALSE;
  JsonObject *response;
  JsonArray *list;

  if (!read_page (call, 0, &size, &offset) || !read_window (call, &from, &to))
    return NULL;
  orders = list_released (call->shopee, 0, to);
  list = json_array_new ();
  for (guint i = 0; i < orders->len && !g_str_equal (flow, "MONEY_OUT"); i++)
    {
      const TiemSandboxOrder *order = orders->pdata[i];
      gint64 amount = tiem_sandbox_shopee_get_escrow (call->shopee, order);

      balance += amount;
      if (order->completed_at / 1000 < from || skipped++ < offset)
        continue;
      has_more = json_array_get_length (list) >= size;
      if (has_more)
        break;
      json_array_add_object_element (list, describe_transaction (order, amount, balance));
    }
  response = json_object_new ();
  json_object_set_array_member (response, "transaction_list", list);
  json_object_set_boolean_member (response, "more", has_more);
  return tiem_sandbox_json_from_object (response);
}
