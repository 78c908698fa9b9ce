#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-finance.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-account.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-page.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

/* A statement's number tells its day. */
#define FIRST_STATEMENT G_GINT64_CONSTANT (7330000000000000000)
#define FIRST_TRANSACTION G_GINT64_CONSTANT (7000000000000000000)

/* Orders from before are not among the unsettled ones: 1 January 2025, UTC. */
#define UNSETTLED_SINCE G_GINT64_CONSTANT (1735689600000)

/* One day's orders. */
typedef struct
{
  gint64 at;
  TiemSandboxTtsAccount account;
} Statement;

static gint64
get_statement_id (gint64 at)
{
  return FIRST_STATEMENT + at / DAY_MS;
}

/* Whether @ms lies in the window that the query names @stem. */
static gboolean
query_admits (TiemSandboxTtsCall *call,
              const char *stem,
              gint64 ms)
{
  g_autofree char *from = g_strconcat (stem, "_ge", NULL);
  g_autofree char *until = g_strconcat (stem, "_lt", NULL);

  return ms / 1000 >= tiem_sandbox_tts_call_get_int (call, from, 0)
         && ms / 1000 < tiem_sandbox_tts_call_get_int (call, until, G_MAXINT64);
}

static Statement *
find_statement (GPtrArray *statements,
                gint64 at)
{
  Statement *statement;

  for (guint i = 0; i < statements->len; i++)
    {
      statement = statements->pdata[i];
      if (statement->at == at)
        return statement;
    }
  statement = g_new0 (Statement, 1);
  statement->at = at;
  g_ptr_array_add (statements, statement);
  return statement;
}

/* Returns: (transfer full) (element-type Statement) */
static GPtrArray *
make_statements (TiemSandboxTts *tts)
{
  GPtrArray *orders = tiem_sandbox_tts_get_shop (tts)->orders;
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < orders->len; i++)
    {
      TiemSandboxOrder *order = orders->pdata[i];
      gint64 at = tiem_sandbox_tts_order_get_settled_at (tts, order);

      if (at != 0)
        tiem_sandbox_tts_account_add_order (&find_statement (statements, at)->account, tts, order);
    }
  return statements;
}

/* The money is on its way for a day. */
static const char *
get_payment_status (TiemSandboxTts *tts,
                    const Statement *statement)
{
  return tiem_sandbox_tts_now (tts) < statement->at + DAY_MS ? "PROCESSING" : "PAID";
}

static JsonObject *
describe_statement (TiemSandboxTts *tts,
                    gpointer entry)
{
  const Statement *statement = entry;
  const TiemSandboxTtsAccount *account = &statement->account;
  gboolean is_paid = g_str_equal (get_payment_status (tts, statement), "PAID");
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_set_id (object, "id", get_statement_id (statement->at));
  tiem_sandbox_tts_set_time (object, "statement_time", statement->at);
  json_object_set_string_member (object, "currency", "VND");
  tiem_sandbox_tts_set_vnd (object, "revenue_amount", account->revenue);
  tiem_sandbox_tts_set_vnd (object, "net_sales_amount", account->revenue);
  /* Here fees stand below zero (§9). */
  tiem_sandbox_tts_set_vnd (object, "fee_amount", -account->fee_tax);
  tiem_sandbox_tts_set_vnd (object, "shipping_cost_amount", 0);
  tiem_sandbox_tts_set_vnd (object, "adjustment_amount", 0);
  tiem_sandbox_tts_set_vnd (object, "settlement_amount", account->settlement);
  json_object_set_string_member (object, "payment_status", get_payment_status (tts, statement));
  if (is_paid)
    tiem_sandbox_tts_set_id (object, "payment_id", get_statement_id (statement->at) + 1000000);
  else
    json_object_set_string_member (object, "payment_id", "");
  return object;
}

JsonObject *
tiem_sandbox_tts_list_statements (TiemSandboxTtsCall *call)
{
  g_autoptr (GPtrArray) statements = make_statements (call->tts);
  const char *wanted = tiem_sandbox_tts_call_get (call, "payment_status");
  TiemSandboxTtsList list
      = { "statements", describe_statement, tiem_sandbox_tts_page_is_descending (call, FALSE), 20 };
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (TiemSandboxTtsRow));

  for (guint i = 0; i < statements->len; i++)
    {
      Statement *statement = statements->pdata[i];

      if (query_admits (call, "statement_time", statement->at)
          && (wanted == NULL || g_str_equal (wanted, get_payment_status (call->tts, statement))))
        tiem_sandbox_tts_page_add (
            rows, statement->at, get_statement_id (statement->at), statement);
    }
  return tiem_sandbox_tts_page (call, &list, rows);
}

static JsonObject *
describe_transaction (TiemSandboxTts *tts,
                      gpointer entry)
{
  TiemSandboxOrder *order = entry;
  TiemSandboxTtsAccount account = { 0 };
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_account_add_order (&account, tts, order);
  tiem_sandbox_tts_set_id (object, "id", FIRST_TRANSACTION + order->id);
  json_object_set_string_member (object, "type", "ORDER");
  tiem_sandbox_tts_set_id (object, "order_id", order->id);
  tiem_sandbox_tts_set_time (object, "order_create_time", order->created_at);
  tiem_sandbox_tts_account_describe (&account, tts, "", object);
  return object;
}

JsonObject *
tiem_sandbox_tts_list_transactions (TiemSandboxTtsCall *call)
{
  gint64 at = (tiem_sandbox_tts_parse_id (call->ids[0]) - FIRST_STATEMENT) * DAY_MS;
  GPtrArray *orders = tiem_sandbox_tts_get_shop (call->tts)->orders;
  TiemSandboxTtsList list = {
    "transactions", describe_transaction, tiem_sandbox_tts_page_is_descending (call, FALSE), 20
  };
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (TiemSandboxTtsRow));
  TiemSandboxTtsAccount account = { 0 };
  JsonObject *data;

  for (guint i = 0; i < orders->len; i++)
    {
      TiemSandboxOrder *order = orders->pdata[i];

      if (at <= 0 || tiem_sandbox_tts_order_get_settled_at (call->tts, order) != at)
        continue;
      tiem_sandbox_tts_account_add_order (&account, call->tts, order);
      tiem_sandbox_tts_page_add (rows, order->created_at, order->id, order);
    }
  data = tiem_sandbox_tts_page (call, &list, rows);
  if (data == NULL)
    return NULL;
  json_object_set_string_member (data, "id", call->ids[0]);
  tiem_sandbox_tts_set_time (data, "create_time", at);
  json_object_set_string_member (data, "currency", "VND");
  json_object_set_string_member (data, "status", "SETTLED");
  tiem_sandbox_tts_set_vnd (data, "total_settlement_amount", account.settlement);
  tiem_sandbox_tts_set_vnd (data, "payable_amount", account.settlement);
  return data;
}

static JsonObject *
describe_sku_transaction (TiemSandboxTts *tts,
                          TiemSandboxOrder *order,
                          const TiemSandboxLine *line,
                          gint64 settled_at)
{
  TiemSandboxTtsAccount account = { 0 };
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_account_add_sku (&account, tts, order, line->variation_id);
  tiem_sandbox_tts_set_id (object, "sku_id", line->variation_id);
  json_object_set_string_member (
      object, "sku_name", json_object_get_string_member (line->extra, "sku_name"));
  json_object_set_string_member (object, "product_name", line->name);
  /* A text, of all things (§9). */
  tiem_sandbox_tts_set_id (object, "quantity", account.units);
  tiem_sandbox_tts_set_id (object, "statement_id", get_statement_id (settled_at));
  tiem_sandbox_tts_account_describe (&account, tts, "", object);
  return object;
}

JsonObject *
tiem_sandbox_tts_list_order_transactions (TiemSandboxTtsCall *call)
{
  TiemSandboxTts *tts = call->tts;
  TiemSandboxOrder *order = tiem_sandbox_tts_call_find_order (call, call->ids[0]);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  TiemSandboxTtsAccount account = { 0 };
  JsonObject *data;
  JsonArray *list;
  gint64 settled_at;

  if (order == NULL)
    return NULL;
  settled_at = tiem_sandbox_tts_order_get_settled_at (tts, order);
  data = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; settled_at != 0 && i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      if (g_hash_table_add (seen, &line->variation_id))
        json_array_add_object_element (list,
                                       describe_sku_transaction (tts, order, line, settled_at));
    }
  if (settled_at != 0)
    tiem_sandbox_tts_account_add_order (&account, tts, order);
  tiem_sandbox_tts_set_id (data, "order_id", order->id);
  tiem_sandbox_tts_set_time (data, "order_create_time", order->created_at);
  json_object_set_string_member (data, "currency", "VND");
  json_object_set_int_member (data, "total_count", json_array_get_length (list));
  tiem_sandbox_tts_set_vnd (data, "revenue_amount", account.revenue);
  tiem_sandbox_tts_set_vnd (data, "settlement_amount", account.settlement);
  tiem_sandbox_tts_set_vnd (data, "shipping_cost_amount", 0);
  tiem_sandbox_tts_set_vnd (
      data, "fee_and_tax_amount", tts->settings.negative_fees ? -account.fee_tax : account.fee_tax);
  json_object_set_array_member (data, "sku_transactions", list);
  return data;
}

static gboolean
is_unsettled (TiemSandboxTts *tts,
              TiemSandboxOrder *order)
{
  return order->paid_at != 0 && order->created_at >= UNSETTLED_SINCE
         && tiem_sandbox_tts_order_get_status (order) != TIEM_SANDBOX_TTS_CANCELLED
         && tiem_sandbox_tts_order_get_settled_at (tts, order) == 0;
}

static JsonObject *
describe_unsettled (TiemSandboxTts *tts,
                    gpointer entry)
{
  TiemSandboxOrder *order = entry;
  TiemSandboxTtsAccount account = { 0 };
  gboolean has_come = tiem_sandbox_tts_order_get_status (order) >= TIEM_SANDBOX_TTS_DELIVERED;
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_account_add_order (&account, tts, order);
  json_object_set_string_member (object, "type", "ORDER");
  tiem_sandbox_tts_set_id (object, "order_id", order->id);
  tiem_sandbox_tts_set_time (object, "order_create_time", order->created_at);
  json_object_set_string_member (object, "currency", "VND");
  json_object_set_string_member (object,
                                 "unsettled_reason",
                                 has_come ? "WAITING_FOR_ORDER_COMPLETION"
                                          : "WAITING_FOR_PACKAGE_DELIVERY");
  json_object_set_string_member (object, "estimated_settlement", "1-8 days after delivery");
  tiem_sandbox_tts_account_describe (&account, tts, "est_", object);
  return object;
}

JsonObject *
tiem_sandbox_tts_list_unsettled (TiemSandboxTtsCall *call)
{
  GPtrArray *orders = tiem_sandbox_tts_get_shop (call->tts)->orders;
  TiemSandboxTtsList list = {
    "transactions", describe_unsettled, tiem_sandbox_tts_page_is_descending (call, FALSE), 20
  };
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (TiemSandboxTtsRow));
  TiemSandboxTtsAccount account = { 0 };
  JsonObject *data;

  for (guint i = 0; i < orders->len; i++)
    {
      TiemSandboxOrder *order = orders->pdata[i];

      if (!is_unsettled (call->tts, order)
          || !query_admits (call, "search_time", order->created_at))
        continue;
      tiem_sandbox_tts_account_add_order (&account, call->tts, order);
      tiem_sandbox_tts_page_add (rows, order->created_at, order->id, order);
    }
  data = tiem_sandbox_tts_page (call, &list, rows);
  if (data == NULL)
    return NULL;
  tiem_sandbox_tts_set_vnd (data, "sum_est_settlement_amount", account.settlement);
  tiem_sandbox_tts_set_vnd (data, "sum_est_revenue_amount", account.revenue);
  return data;
}
