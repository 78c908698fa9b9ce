#include "run.h"

#include "base/tiem-time.h"
#include "store/tiem-row-list.h"
#include "store/tiem-store-after.h"
#include "store/tiem-store-customers.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-private.h"

#include <string.h>

/* Rows 6 and 7: the counts on chips, the overview and its reports, beside the raw summary; and
 * whether what they say is what a recount says. */

#define DAYS 90
#define MOST_DUE 2000
#define REPEATS 20 /* of what takes microseconds */

/* --- what the window asks for --- */

static gboolean
count_chips (Run *run,
             GError **error)
{
  TiemOrderCounts counts;

  return tiem_store_count_orders (run->store, 0, &counts, error);
}

static gboolean
count_products (Run *run,
                GError **error)
{
  gint64 counts[TIEM_N_VARIANT_GROUPS];

  return tiem_store_count_variants (run->store, counts, error);
}

static gboolean
count_customers (Run *run,
                 GError **error)
{
  gint64 all;
  gint64 regular;
  gint64 recent;

  return tiem_store_count_customers (run->store, &all, &regular, &recent, error);
}

static gboolean
sum_days (Run *run,
          GError **error)
{
  gint64 today = tiem_time_day (run->plan->until);
  g_autoptr (GArray) days = tiem_store_list_days (run->store, today - DAYS + 1, today, error);

  return days != NULL;
}

static gboolean
sum_all_orders (Run *run,
                GError **error)
{
  TiemOrderQuery query = { .group = TIEM_ORDERS_ALL };
  gint64 n;
  gint64 total;

  return tiem_store_sum_orders (run->store, &query, &n, &total, error);
}

static gboolean
sum_month (Run *run,
           GError **error)
{
  TiemOrderQuery query = { .since = tiem_time_day_start (tiem_time_day (run->plan->until) - 30) };
  gint64 n;
  gint64 total;

  return tiem_store_sum_orders (run->store, &query, &n, &total, error);
}

static gboolean
sum_found (Run *run,
           GError **error)
{
  TiemOrderQuery query = { .search = (char *)"duong phen" };
  gint64 n;
  gint64 total;

  return tiem_store_sum_orders (run->store, &query, &n, &total, error);
}

static gboolean
sum_variants (Run *run,
              GError **error)
{
  TiemVariantQuery query = { .group = TIEM_VARIANTS_ON_SALE };
  gint64 variants;
  gint64 products;
  gint64 value;

  return tiem_store_sum_variants (run->store, &query, &variants, &products, &value, error);
}

/* As tiem-overview-data.c has it. */
static gboolean
load_overview (Run *run,
               GError **error)
{
  gint64 today = tiem_time_day (run->plan->until);
  TiemOrderQuery due = { .group = TIEM_ORDERS_TODO, .sort = TIEM_ORDER_SORT_SHIP_BY };
  TiemAfterCounts after;
  gint64 hours[24];
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (run->store, error);
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (GArray) days = NULL;

  return channels != NULL && count_chips (run, error) && count_products (run, error)
         && (orders = tiem_store_list_orders (run->store, &due, FALSE, MOST_DUE, 0, error)) != NULL
         && tiem_store_count_after (run->store, 0, &after, error)
         && tiem_store_count_hours (run->store, today, hours, error)
         && tiem_store_count_hours (run->store, today - 7, hours, error)
         && (days = tiem_store_list_days (run->store, today - DAYS + 1, today, error)) != NULL;
}

static gboolean
list_sellers (Run *run,
              GError **error)
{
  TiemVariantQuery query = { .sort = TIEM_VARIANT_SORT_SOLD, .descending = TRUE };
  g_autoptr (GPtrArray) variants = tiem_store_list_variants (run->store, &query, 50, 0, error);

  return variants != NULL;
}

typedef struct
{
  const char *metric;
  gboolean (*ask) (Run *run, GError **error);
  const char *floor; /* (nullable) */
  double ratio;      /* most it may be to the floor; 0 = no goal */
  double ms;         /* most it may take; 0 = no goal */
} Figure;

#define DAYS_SQL                                                                                   \
  "SELECT day, channel_id, orders, revenue_vnd FROM daily WHERE day > (SELECT max (day) FROM"      \
  " daily) - 90"

static const Figure figures[] = {
  { "6 chips of orders", count_chips, "SELECT kind, orders FROM order_counter", 0, 1 },
  { "6 chips of products", count_products, NULL, 0, 1 },
  { "6 chips of customers", count_customers, NULL, 0, 1 },
  { "7 revenue by channel and day, 90 days", sum_days, DAYS_SQL, 10, 0 },
  { "7 the whole overview", load_overview, DAYS_SQL, 0, 0 },
  { "7 best sellers of 30 days",
    list_sellers,
    "SELECT variant_id, sum (units) AS n FROM variant_daily WHERE day > (SELECT max (day) FROM"
    " daily) - 30 GROUP BY +variant_id ORDER BY n DESC LIMIT 50",
    10,
    0 },
  { "7 foot line: all orders", sum_all_orders, "SELECT orders FROM order_counter", 0, 0 },
  { "7 foot line: orders of 30 days", sum_month, NULL, 0, 0 },
  { "7 foot line: orders with “duong phen”", sum_found, NULL, 0, 0 },
  { "7 foot line: products on sale, their value", sum_variants, NULL, 0, 0 },
};

static gboolean
ask_floor (Run *run,
           const char *sql)
{
  sqlite3_stmt *stmt = NULL;
  int step;

  if (sqlite3_prepare_v2 (run->raw, sql, -1, &stmt, NULL) != SQLITE_OK)
    return FALSE;
  while ((step = sqlite3_step (stmt)) == SQLITE_ROW)
    ;
  sqlite3_finalize (stmt);
  return step == SQLITE_DONE;
}

static gboolean
run_figure (Run *run,
            const Figure *figure,
            GError **error)
{
  g_autoptr (GArray) tiem = bench_figures_new ();
  g_autoptr (GArray) plain = bench_figures_new ();

  for (guint round = 0; round <= run->rounds; round++)
    {
      double since = run_now ();
      guint repeats = 0;

      /* What is quick is asked for several times, what is slow once. */
      do
        if (!figure->ask (run, error))
          return FALSE;
      while (++repeats < REPEATS && run_now () - since < 50);
      if (round > 0)
        bench_figures_add_ms (tiem, (run_now () - since) / repeats);
      if (figure->floor == NULL)
        continue;
      since = run_now ();
      for (guint i = 0; i < repeats; i++)
        if (!ask_floor (run, figure->floor))
          {
            run_add_lie (run, "the floor of “%s” is no SQL", figure->metric);
            return TRUE;
          }
      if (round > 0)
        bench_figures_add_ms (plain, (run_now () - since) / repeats);
    }
  if (figure->ms > 0 || figure->floor == NULL)
    bench_table_add (run->table, figure->metric, tiem, " ms", figure->ms);
  else
    bench_table_add_pair (run->table, figure->metric, tiem, plain, figure->ratio);
  return TRUE;
}

/* --- recounts --- */

static gboolean
check_counts (Run *run,
              GError **error)
{
  TiemOrderCounts counts;
  gint64 variants[TIEM_N_VARIANT_GROUPS];

  if (!tiem_store_count_orders (run->store, 0, &counts, error)
      || !tiem_store_count_variants (run->store, variants, error))
    return FALSE;
  run_compare (run, "orders", counts.all, "SELECT count (*) FROM customer_order");
  for (guint i = 0; i < TIEM_N_ORDER_STATUSES; i++)
    {
      const char *status = tiem_order_status_to_string ((TiemOrderStatus)i);
      g_autofree char *sql
          = g_strdup_printf ("SELECT count (*) FROM customer_order WHERE status = '%s'", status);

      run_compare (run, status, counts.by_status[i], sql);
    }
  run_compare (run,
               "to do",
               counts.todo,
               "SELECT count (*) FROM customer_order WHERE is_short = 1"
               " OR status IN ('unknown', 'to_confirm', 'to_ship', 'awaiting_pickup')");
  run_compare (run,
               "short",
               counts.short_of_goods,
               "SELECT count (DISTINCT l.order_id) FROM reservation r JOIN order_line l"
               " ON l.id = r.line_id WHERE r.short > 0");
  run_compare (run,
               "sold out",
               variants[TIEM_VARIANTS_SOLD_OUT],
               "SELECT count (*) FROM variant WHERE archived = 0 AND available <= 0");
  return TRUE;
}

static gboolean
check_days (Run *run,
            GError **error)
{
  gint64 today = tiem_time_day (run->plan->until);
  g_autoptr (GArray) days = tiem_store_list_days (run->store, 0, today, error);
  gint64 orders = 0;
  gint64 revenue = 0;

  if (days == NULL)
    return FALSE;
  for (guint i = 0; i < days->len; i++)
    {
      orders += g_array_index (days, TiemDayFigure, i).orders;
      revenue += g_array_index (days, TiemDayFigure, i).revenue_vnd;
    }
  run_compare (run,
               "orders of all days",
               orders,
               "SELECT count (*) FROM customer_order WHERE status <> 'cancelled'");
  run_compare (run,
               "revenue of all days",
               revenue,
               "SELECT sum (total_vnd) FROM customer_order WHERE status <> 'cancelled'");
  return TRUE;
}

/* --- plans --- */

/* What grows with orders: no report may walk through one of these. Goods, a tenth of that, may be
 * looked at one by one where all of them are asked about. */
static const char *const large[]
    = { "customer_order", "order_line",    "order_event", "order_address", "order_fee",
        "parcel",         "movement",      "reservation", "line_cost",     "variant_daily",
        "customer",       "customer_text", "order_text",  "hourly",        NULL };
static const char *const medium[] = { "variant", "product", "listing", "stock", "barcode", NULL };

/* Returns: (transfer full): the table that @name stands for in @sql */
static char *
find_table (const char *sql,
            const char *name)
{
  g_autofree char *escaped = g_regex_escape_string (name, -1);
  g_autofree char *pattern
      = g_strdup_printf ("(?:FROM|JOIN)\\s+(\\w+)\\s+(?:AS\\s+)?%s\\b", escaped);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (regex != NULL && g_regex_match (regex, sql, 0, &match))
    return g_match_info_fetch (match, 1);
  return g_strdup (name);
}

/* A step of a plan that walks through a whole table without even an index to keep it short or in
 * order. Returns: (transfer full) (nullable): the table */
static char *
find_walk (const char *sql,
           const char *detail)
{
  g_auto (GStrv) words = g_strsplit (detail, " ", 3);

  if (!g_str_equal (words[0], "SCAN") || words[1] == NULL
      || (words[2] != NULL && strstr (words[2], "INDEX") != NULL))
    return NULL;
  return find_table (sql, words[1]);
}

typedef struct
{
  guint looked_at;
  guint n_large;
  guint n_medium;
} Plans;

static void
look_at_plan (Run *run,
              const char *sql,
              Plans *plans)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *stmt = NULL;

  plans->looked_at++;
  if (sqlite3_prepare_v2 (run->raw, explain, -1, &stmt, NULL) != SQLITE_OK)
    {
      run_add_lie (run, "no plan, %s: %.300s", sqlite3_errmsg (run->raw), sql);
      return;
    }
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      const char *detail = (const char *)sqlite3_column_text (stmt, 3);
      g_autofree char *table = find_walk (sql, detail);

      if (table == NULL)
        continue;
      plans->n_medium += g_strv_contains (medium, table);
      if (!g_strv_contains (large, table))
        continue;
      plans->n_large++;
      run_add_lie (run, "a plan walks through %s (%s): %.300s", table, detail, sql);
    }
  sqlite3_finalize (stmt);
}

/* The statements of a connection stay prepared: those of everything that was asked above. */
static gboolean
check_plans (Run *run,
             GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (run->store, error);
  Plans plans = { 0 };
  sqlite3 *handle;

  if (read == NULL)
    return FALSE;
  handle = tiem_db_get_handle (read->db);
  for (sqlite3_stmt *stmt = NULL; (stmt = sqlite3_next_stmt (handle, stmt)) != NULL;)
    {
      const char *sql = sqlite3_sql (stmt);

      if (g_str_has_prefix (sql, "SELECT") || g_str_has_prefix (sql, "WITH"))
        look_at_plan (run, sql, &plans);
    }
  bench_table_add_text (
      run->table,
      "7 query plans looked at; steps that walk what grows with orders; all goods",
      "%u; %u; %u",
      plans.looked_at,
      plans.n_large,
      plans.n_medium);
  if (plans.looked_at == 0)
    run_add_lie (run, "no query plan was looked at");
  return TRUE;
}

gboolean
run_figures (Run *run,
             GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    if (!run_figure (run, &figures[i], error))
      return FALSE;
  return run_reports (run, error) && check_counts (run, error) && check_days (run, error)
         && check_plans (run, error);
}
