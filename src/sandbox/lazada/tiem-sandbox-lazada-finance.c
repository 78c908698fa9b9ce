#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-finance.h"

#include "base/tiem-time.h"
#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"

#include <stdio.h>
#include <string.h>

#define DAY_MS G_GINT64_CONSTANT (86400000)
#define MAX_DAYS 180
#define MAX_LIMIT 500
#define MAX_OFFSET 1000000

/* Per mille of what they are taken from; 2026. */
#define COMMISSION 108
#define PAYMENT_FEE 49
#define VAT_WITHHELD 10
#define PIT_WITHHELD 5

/* One line of the account of the shop. */
typedef struct
{
  const TiemSandboxOrder *order;
  const TiemSandboxLine *unit;
  gint64 day; /* as tiem_time_day() counts */
  const char *type;
  const char *fee_type;
  const char *fee_name;
  gint64 amount;
} Entry;

/* Half-up. */
static gint64
take_part (gint64 vnd,
           gint64 per_mille)
{
  return (vnd * per_mille + 500) / 1000;
}

static void
add_entry (GArray *entries,
           const Entry *model,
           const char *type,
           const char *fee_type,
           const char *fee_name,
           gint64 amount)
{
  Entry entry = *model;

  if (amount == 0)
    return;
  entry.type = type;
  entry.fee_type = fee_type;
  entry.fee_name = fee_name;
  entry.amount = amount;
  g_array_append_val (entries, entry);
}

/* What a delivered unit brings and costs; a returned one takes it back, but for the payment
 * fee. Taxes are withheld by the marketplace since July 2025 (Decree 117). */
static void
add_unit (GArray *entries,
          const TiemSandboxOrder *order,
          const TiemSandboxLine *unit)
{
  Entry entry = { order, unit, 0, NULL, NULL, NULL, 0 };
  gint64 delivered_at = tiem_sandbox_json_get_int (unit->extra, "_delivered_at", 0);
  gint64 shipping = tiem_sandbox_json_get_int (unit->extra, "shipping_amount", 0);
  gint64 voucher = tiem_sandbox_json_get_int (unit->extra, "voucher_seller", 0);
  gint64 price = unit->price_xu / 100;
  gint64 net = price - voucher;

  if (delivered_at == 0)
    return;
  entry.day = tiem_time_day (delivered_at);
  add_entry (entries, &entry, "Orders-Sales", "13", "Item Price Credit", price);
  add_entry (
      entries, &entry, "Orders-Marketing Fees", "104", "Promotional Charges Vouchers", -voucher);
  add_entry (entries, &entry, "Orders-Sales", "8", "Shipping Fee (Paid By Customer)", shipping);
  add_entry (entries, &entry, "Orders-Logistics", "7", "Shipping Fee Paid by Seller", -shipping);
  add_entry (
      entries, &entry, "Orders-Lazada Fees", "16", "Commission", -take_part (net, COMMISSION));
  add_entry (entries,
             &entry,
             "Orders-Lazada Fees",
             "3",
             "Payment Fee",
             -take_part (unit->total_xu / 100 + shipping, PAYMENT_FEE));
  add_entry (entries,
             &entry,
             "Orders-Withholding Tax",
             "310",
             "VAT Withheld",
             -take_part (net, VAT_WITHHELD));
  add_entry (entries,
             &entry,
             "Orders-Withholding Tax",
             "311",
             "PIT Withheld",
             -take_part (net, PIT_WITHHELD));
  if (!tiem_sandbox_lazada_unit_is (unit, "returned"))
    return;

  entry.day = tiem_time_day (tiem_sandbox_json_get_int (unit->extra, "updated_at", 0));
  add_entry (entries, &entry, "Refunds-Sales", "14", "Reversal Item Price", -price);
  add_entry (entries,
             &entry,
             "Refunds-Lazada Fees",
             "15",
             "Reversal Commission",
             take_part (net, COMMISSION));
  add_entry (entries,
             &entry,
             "Refunds-Withholding Tax",
             "312",
             "Reversal of Tax Withheld",
             take_part (net, VAT_WITHHELD) + take_part (net, PIT_WITHHELD));
  add_entry (entries,
             &entry,
             "Refunds-Marketing Fees",
             "105",
             "Reversal Promotional Charges Vouchers",
             voucher);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *left = a;
  const Entry *right = b;

  if (left->day != right->day)
    return left->day < right->day ? -1 : 1;
  if (left->unit->id != right->unit->id)
    return left->unit->id < right->unit->id ? -1 : 1;
  return strcmp (left->fee_type, right->fee_type);
}

/* Returns: (transfer full) (element-type Entry): all of the shop's, by day */
static GArray *
list_entries (TiemSandboxLazada *lazada)
{
  GPtrArray *orders = tiem_sandbox_lazada_get_shop (lazada)->orders;
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  for (guint i = 0; i < orders->len; i++)
    {
      const TiemSandboxOrder *order = orders->pdata[i];

      for (guint j = 0; j < order->lines->len; j++)
        add_unit (entries, order, order->lines->pdata[j]);
    }
  g_array_sort (entries, compare_entries);
  return entries;
}

/* "06 Jan 2026", whatever the locale */
static char *
format_day (gint64 day)
{
  static const char *const months[]
      = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (day * 86400);

  return g_strdup_printf ("%02d %s %d",
                          g_date_time_get_day_of_month (date),
                          months[g_date_time_get_month (date) - 1],
                          g_date_time_get_year (date));
}

/* The Monday of the week of @day: day 0 was a Thursday. */
static gint64
get_monday (gint64 day)
{
  return day - (day + 3) % 7;
}

static char *
format_statement (gint64 day)
{
  g_autofree char *first = format_day (get_monday (day));
  g_autofree char *last = format_day (get_monday (day) + 6);

  return g_strdup_printf ("%s - %s", first, last);
}

/* A week is paid a week after it has ended. */
static gboolean
is_paid (TiemSandboxLazada *lazada,
         gint64 day)
{
  return get_monday (day) + 14 <= tiem_time_day (tiem_sandbox_lazada_now (lazada));
}

static gboolean
parse_day (const char *text,
           gint64 *day)
{
  g_autoptr (GDateTime) date = NULL;
  int year;
  int month;
  int dom;
  int length = 0;

  if (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &dom, &length) != 3 || text[length] != '\0')
    return FALSE;
  date = g_date_time_new_utc (year, month, dom, 0, 0, 0);
  if (date == NULL)
    return FALSE;
  *day = g_date_time_to_unix (date) / 86400;
  return TRUE;
}

/* Returns: whether the parameter @name is a day; else the call is refused */
static gboolean
read_day (TiemSandboxLazadaCall *call,
          const char *name,
          gint64 *day)
{
  const char *text = tiem_sandbox_lazada_call_get (call, name);

  if (text == NULL)
    tiem_sandbox_lazada_call_fail_missing (call, name);
  else if (!parse_day (text, day))
    tiem_sandbox_lazada_call_fail (
        call, "17", TIEM_SANDBOX_LAZADA_ISP, "E017: \"%s\" Invalid Date Format", text);
  return call->code == NULL;
}

static void
set_id (JsonObject *object,
        const char *name,
        gint64 id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  json_object_set_string_member (object, name, text);
}

/* The tenth that is in a fee: 18,360 has 1,669.09 of it. */
static void
set_vat (JsonObject *object,
         const Entry *entry)
{
  gboolean is_fee = g_str_has_suffix (entry->type, "Lazada Fees");
  gint64 xu = is_fee ? (ABS (entry->amount) * 100 * 10 + 55) / 110 : 0;
  g_autofree char *text = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%02d",
                                           entry->amount < 0 && xu > 0 ? "-" : "",
                                           xu / 100,
                                           (int)(xu % 100));

  json_object_set_string_member (object, "VAT_in_amount", text);
}

static JsonObject *
entry_to_json (TiemSandboxLazada *lazada,
               const Entry *entry)
{
  static const char *const empty[]
      = { "reference", "payment_ref_id", "comment", "details", "shipping_speed" };
  JsonObject *object = json_object_new ();
  g_autofree char *date = format_day (entry->day);
  g_autofree char *statement = format_statement (entry->day);
  g_autofree char *number = g_strdup_printf ("%s-%" G_GINT64_FORMAT "-%s-%s",
                                             lazada->short_code,
                                             entry->unit->id,
                                             entry->fee_type,
                                             g_str_has_prefix (entry->type, "Refunds") ? "R" : "S");
  g_autofree char *lazada_sku = g_strdup_printf ("%" G_GINT64_FORMAT "_VNAMZ-%" G_GINT64_FORMAT,
                                                 entry->unit->product_id,
                                                 entry->unit->variation_id);

  set_id (object, "order_no", entry->order->id);
  set_id (object, "orderItem_no", entry->unit->id);
  json_object_set_string_member (
      object, "orderItem_status", tiem_sandbox_lazada_unit_get_status (entry->unit));
  json_object_set_string_member (object, "transaction_date", date);
  json_object_set_string_member (object, "transaction_type", entry->type);
  json_object_set_string_member (object, "fee_type", entry->fee_type);
  json_object_set_string_member (object, "fee_name", entry->fee_name);
  tiem_sandbox_lazada_set_price (object, "amount", entry->amount, TRUE);
  set_vat (object, entry);
  json_object_set_string_member (object, "WHT_amount", "0.00");
  json_object_set_string_member (object, "WHT_included_in_amount", "No");
  json_object_set_string_member (object, "statement", statement);
  json_object_set_string_member (
      object, "paid_status", is_paid (lazada, entry->day) ? "Yes" : "Not paid");
  json_object_set_string_member (object, "transaction_number", number);
  json_object_set_string_member (object, "seller_sku", entry->unit->sku);
  json_object_set_string_member (object, "lazada_sku", lazada_sku);
  json_object_set_string_member (object, "shipping_provider", "LEX VN");
  json_object_set_string_member (object, "shipment_type", "Dropshipping");
  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    json_object_set_string_member (object, empty[i], "");
  return object;
}

/* What /finance/transaction/details/get is narrowed to. */
typedef struct
{
  gint64 first;
  gint64 last;
  gint64 order_id; /* 0 = all */
  gint64 unit_id;  /* 0 = all */
  const char *fee_type;
  gint64 offset;
  gint64 limit;
} Query;

static gboolean
read_query (TiemSandboxLazadaCall *call,
            Query *query)
{
  if (!read_day (call, "start_time", &query->first) || !read_day (call, "end_time", &query->last))
    return FALSE;
  query->fee_type = tiem_sandbox_lazada_call_get (call, "trans_type");
  if (g_strcmp0 (query->fee_type, "-1") == 0)
    query->fee_type = NULL;
  if (query->last - query->first >= MAX_DAYS || query->last < query->first)
    tiem_sandbox_lazada_call_fail (
        call, "1000012", TIEM_SANDBOX_LAZADA_ISP, "The time range must be less than 180 days");
  else if (!tiem_sandbox_lazada_call_get_int (call, "offset", 0, &query->offset)
           || query->offset < 0 || query->offset > MAX_OFFSET)
    tiem_sandbox_lazada_call_fail (call, "14", TIEM_SANDBOX_LAZADA_ISP, "E014: Invalid Offset");
  else if (!tiem_sandbox_lazada_call_get_int (call, "limit", MAX_LIMIT, &query->limit)
           || query->limit < 1 || query->limit > MAX_LIMIT)
    tiem_sandbox_lazada_call_fail (call, "19", TIEM_SANDBOX_LAZADA_ISP, "E019: Invalid Limit");
  else if (!tiem_sandbox_lazada_call_get_int (call, "trade_order_id", 0, &query->order_id)
           || !tiem_sandbox_lazada_call_get_int (call, "trade_order_line_id", 0, &query->unit_id))
    tiem_sandbox_lazada_call_fail (call, "16", TIEM_SANDBOX_LAZADA_ISP, "E016: Invalid Order ID");
  return call->code == NULL;
}

static gboolean
fits (const Entry *entry,
      const Query *query)
{
  return entry->day >= query->first && entry->day <= query->last
         && (query->order_id == 0 || entry->order->id == query->order_id)
         && (query->unit_id == 0 || entry->unit->id == query->unit_id)
         && (query->fee_type == NULL || g_str_equal (entry->fee_type, query->fee_type));
}

JsonObject *
tiem_sandbox_lazada_get_transactions (TiemSandboxLazadaCall *call)
{
  Query query = { 0 };
  g_autoptr (GArray) entries = NULL;
  JsonArray *list;
  gint64 n = 0;

  if (!read_query (call, &query))
    return NULL;
  entries = list_entries (call->lazada);
  list = json_array_new ();
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (!fits (entry, &query))
        continue;
      if (n >= query.offset && n < query.offset + query.limit)
        json_array_add_object_element (list, entry_to_json (call->lazada, entry));
      n++;
    }
  return tiem_sandbox_lazada_call_answer (tiem_sandbox_json_from_array (list));
}

/* The sums of a week. */
typedef struct
{
  gint64 monday;
  gint64 goods;
  gint64 other;
  gint64 fees; /* below 0 */
  gint64 refunds;
} Week;

/* Returns: (transfer full) (element-type Week): those that have ended */
static GArray *
sum_weeks (TiemSandboxLazada *lazada)
{
  g_autoptr (GArray) entries = list_entries (lazada);
  GArray *weeks = g_array_new (FALSE, TRUE, sizeof (Week));
  gint64 today = tiem_time_day (tiem_sandbox_lazada_now (lazada));

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      gint64 monday = get_monday (entry->day);
      Week *week;

      if (monday + 7 > today)
        break;
      if (weeks->len == 0 || g_array_index (weeks, Week, weeks->len - 1).monday != monday)
        {
          g_array_set_size (weeks, weeks->len + 1);
          g_array_index (weeks, Week, weeks->len - 1).monday = monday;
        }
      week = &g_array_index (weeks, Week, weeks->len - 1);
      if (g_str_equal (entry->fee_type, "13"))
        week->goods += entry->amount;
      else if (g_str_equal (entry->fee_type, "8"))
        week->other += entry->amount;
      else if (g_str_equal (entry->fee_type, "14"))
        week->refunds -= entry->amount;
      else
        week->fees += entry->amount;
    }
  return weeks;
}

static JsonObject *
week_to_json (TiemSandboxLazada *lazada,
              const Week *week)
{
  gint64 paid = week->goods + week->other + week->fees - week->refunds;
  gint64 created_at = tiem_time_day_start (week->monday + 7) + 2 * G_GINT64_CONSTANT (3600000);
  const struct
  {
    const char *name;
    gint64 vnd;
  } amounts[] = {
    { "opening_balance", 0 },
    { "item_revenue", week->goods },
    { "other_revenue_total", week->other },
    { "shipment_fee", 0 },
    { "shipment_fee_credit", 0 },
    { "fees_total", week->fees },
    { "subtotal1", week->goods + week->other + week->fees },
    { "refunds", week->refunds },
    { "fees_on_refunds_total", 0 },
    { "subtotal2", paid },
    { "closing_balance", paid },
    { "guarantee_deposit", 0 },
  };
  JsonObject *object = json_object_new ();
  g_autofree char *created = tiem_sandbox_lazada_format_local (created_at, "%Y-%m-%d %H:%M:%S");
  g_autofree char *day
      = tiem_sandbox_lazada_format_local (tiem_time_day_start (week->monday), "%Y-%m%d");
  g_autofree char *number = g_strdup_printf ("%s-%s", lazada->short_code, day);
  g_autofree char *payout = g_strdup_printf ("%" G_GINT64_FORMAT ".00 VND", paid);

  json_object_set_string_member (object, "statement_number", number);
  json_object_set_string_member (object, "created_at", created);
  json_object_set_string_member (object, "updated_at", created);
  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    tiem_sandbox_lazada_set_price (object, amounts[i].name, amounts[i].vnd, FALSE);
  json_object_set_string_member (object, "payout", payout);
  json_object_set_string_member (object, "paid", is_paid (lazada, week->monday) ? "1" : "0");
  return object;
}

JsonObject *
tiem_sandbox_lazada_get_payouts (TiemSandboxLazadaCall *call)
{
  g_autoptr (GArray) weeks = NULL;
  JsonArray *list;
  gint64 after;

  if (!read_day (call, "created_after", &after))
    return NULL;
  weeks = sum_weeks (call->lazada);
  list = json_array_new ();
  for (guint i = 0; i < weeks->len; i++)
    {
      const Week *week = &g_array_index (weeks, Week, i);

      if (week->monday + 7 >= after)
        json_array_add_object_element (list, week_to_json (call->lazada, week));
    }
  return tiem_sandbox_lazada_call_answer (tiem_sandbox_json_from_array (list));
}

/* The same weeks as bookings of the shop's account. */
JsonObject *
tiem_sandbox_lazada_query_account (TiemSandboxLazadaCall *call)
{
  g_autoptr (GArray) weeks = NULL;
  JsonObject *data;
  JsonArray *list;
  gint64 start;
  gint64 end;
  gint64 page;
  gint64 size;
  gint64 n = 0;

  if (!tiem_sandbox_lazada_call_get_int (call, "start_time", 0, &start) || start < 20000101
      || !tiem_sandbox_lazada_call_get_int (call, "end_time", 0, &end) || end < start
      || !tiem_sandbox_lazada_call_get_int (call, "page_num", 1, &page) || page < 1
      || page > MAX_OFFSET || !tiem_sandbox_lazada_call_get_int (call, "page_size", 20, &size)
      || size < 1 || size > MAX_LIMIT)
    return tiem_sandbox_lazada_call_fail (
        call, "5", TIEM_SANDBOX_LAZADA_ISP, "E005: Invalid Request Format");
  weeks = sum_weeks (call->lazada);
  data = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < weeks->len; i++)
    {
      const Week *week = &g_array_index (weeks, Week, i);
      g_autofree char *day
          = tiem_sandbox_lazada_format_local (tiem_time_day_start (week->monday + 14), "%Y%m%d");
      gint64 number = g_ascii_strtoll (day, NULL, 10);

      if (number < start || number > end || !is_paid (call->lazada, week->monday))
        continue;
      if (n >= (page - 1) * size && n < page * size)
        json_array_add_object_element (list, week_to_json (call->lazada, week));
      n++;
    }
  json_object_set_int_member (data, "page_num", page);
  json_object_set_int_member (data, "page_size", size);
  json_object_set_int_member (data, "total", n);
  json_object_set_array_member (data, "transactions", list);
  return tiem_sandbox_lazada_call_answer_object (data);
}
