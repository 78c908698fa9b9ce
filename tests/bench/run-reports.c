#include "run.h"

#include "base/tiem-time.h"
#include "store/tiem-store-cost.h"
#include "store/tiem-store-debts.h"
#include "store/tiem-store-drift.h"
#include "store/tiem-store-goods.h"
#include "store/tiem-store-profit.h"
#include "store/tiem-store-proposals.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"
#include "store/tiem-store-takes.h"
#include "store/tiem-store-transfers.h"
#include "store/tiem-store-why.h"
#include "store/tiem-store-worth.h"

/* Row 7, the reports on goods and money: how long each takes, and whether its sums are those of a
 * recount. run-figures.c looks at the plans of what is asked here, too. */

#define FIRST 512 /* rows of a list that is opened */

static gboolean
is_list (GPtrArray *list)
{
  if (list != NULL)
    g_ptr_array_unref (list);
  return list != NULL;
}

static gboolean
list_worth (Run *run,
            TiemWorthReport report,
            TiemWorthSort sort,
            GError **error)
{
  TiemWorthQuery query = { .report = report,
                           .slow_days = TIEM_DEFAULT_SLOW_DAYS,
                           .sort = sort,
                           .descending = sort == TIEM_WORTH_SORT_IDLE };

  return is_list (tiem_store_list_worth (run->store, &query, FIRST, 0, error));
}

static gboolean
sum_worth (Run *run,
           TiemWorthReport report,
           TiemWorthSum *sum,
           GError **error)
{
  TiemWorthQuery query = { .report = report, .slow_days = TIEM_DEFAULT_SLOW_DAYS };

  return tiem_store_sum_worth (run->store, &query, sum, error);
}

static gboolean
list_value (Run *run,
            GError **error)
{
  return list_worth (run, TIEM_WORTH_VALUE, TIEM_WORTH_SORT_NAME, error);
}

static gboolean
sum_value (Run *run,
           GError **error)
{
  TiemWorthSum sum;

  return sum_worth (run, TIEM_WORTH_VALUE, &sum, error);
}

static gboolean
list_slow (Run *run,
           GError **error)
{
  return list_worth (run, TIEM_WORTH_SLOW, TIEM_WORTH_SORT_IDLE, error);
}

static gboolean
sum_slow (Run *run,
          GError **error)
{
  TiemWorthSum sum;

  return sum_worth (run, TIEM_WORTH_SLOW, &sum, error);
}

static gboolean
list_reorder (Run *run,
              GError **error)
{
  return list_worth (run, TIEM_WORTH_REORDER, TIEM_WORTH_SORT_LEFT, error);
}

static gboolean
sum_reorder (Run *run,
             GError **error)
{
  TiemWorthSum sum;

  return sum_worth (run, TIEM_WORTH_REORDER, &sum, error);
}

static gboolean
group_categories (Run *run,
                  GError **error)
{
  return is_list (tiem_store_group_worth (run->store, TIEM_WORTH_BY_CATEGORY, error));
}

static gboolean
group_places (Run *run,
              GError **error)
{
  return is_list (tiem_store_group_worth (run->store, TIEM_WORTH_BY_LOCATION, error));
}

static gboolean
group_suppliers (Run *run,
                 GError **error)
{
  return is_list (tiem_store_group_worth (run->store, TIEM_WORTH_BY_SUPPLIER, error));
}

static gboolean
earn_day (Run *run,
          GError **error)
{
  TiemProfit profit;

  return tiem_store_get_profit (
      run->store, 0, tiem_time_day (run->plan->until) - 1, &profit, error);
}

static gboolean
earn_order (Run *run,
            GError **error)
{
  TiemProfit profit;

  return tiem_store_get_profit (
      run->store, run_count (run, "SELECT max (id) FROM customer_order"), 0, &profit, error);
}

/* What was sold most often has the longest card. */
static gint64
find_busy (Run *run)
{
  static gint64 busy;

  if (busy == 0)
    busy = run_count (run,
                      "SELECT variant_id FROM (SELECT variant_id, count (*) AS n FROM variant_daily"
                      " GROUP BY 1 ORDER BY n DESC LIMIT 1)");
  return busy;
}

static gboolean
list_card (Run *run,
           GError **error)
{
  TiemMovementQuery query = { .variant_id = find_busy (run) };

  return is_list (tiem_store_list_card (run->store, &query, FIRST, 0, error));
}

static gboolean
tell_why (Run *run,
          GError **error)
{
  for (int i = 0; i < TIEM_N_FIGURES; i++)
    {
      g_autoptr (TiemWhy) why
          = tiem_store_tell_why (run->store, find_busy (run), (TiemFigure)i, error);

      if (why == NULL)
        return FALSE;
      if (!tiem_why_adds_up (why))
        run_add_lie (run, "“%s” does not add up", tiem_figure_to_string ((TiemFigure)i));
    }
  return TRUE;
}

static gboolean
list_purchases (Run *run,
                GError **error)
{
  TiemPurchaseQuery query = { .descending = TRUE };
  gint64 counts[TIEM_N_PURCHASE_GROUPS];
  gint64 owed_vnd;

  return is_list (tiem_store_list_purchases (run->store, &query, FIRST, 0, error))
         && tiem_store_count_purchases (run->store, query.kind, counts, &owed_vnd, error);
}

static gboolean
list_suppliers (Run *run,
                GError **error)
{
  TiemSupplierQuery query = { 0 };
  gint64 counts[TIEM_N_SUPPLIER_GROUPS];
  gint64 owed_vnd;

  return is_list (tiem_store_list_suppliers (run->store, &query, FIRST, 0, error))
         && tiem_store_count_suppliers (run->store, counts, &owed_vnd, error);
}

static gboolean
list_slips (Run *run,
            GError **error)
{
  return is_list (tiem_store_list_takes (run->store, FIRST, error))
         && is_list (tiem_store_list_transfers (run->store, FIRST, error));
}

static gboolean
list_openings (Run *run,
               GError **error)
{
  g_autoptr (GHashTable) openings = tiem_store_list_openings (run->store, error);

  return openings != NULL;
}

static gboolean
list_drifts (Run *run,
             GError **error)
{
  TiemDriftQuery query = { .only_open = TRUE };

  return is_list (tiem_store_list_drifts (run->store, &query, FIRST, error));
}

static gboolean
list_categories (Run *run,
                 GError **error)
{
  return is_list (tiem_store_list_categories (run->store, error));
}

static gboolean
list_proposals (Run *run,
                GError **error)
{
  return is_list (tiem_store_list_proposals (run->store, 0, FALSE, NULL, error));
}

typedef struct
{
  const char *metric;
  gboolean (*ask) (Run *run, GError **error);
} Report;

static const Report reports[] = {
  { "7 worth of the stock: the list", list_value },
  { "7 worth of the stock: its sum", sum_value },
  { "7 worth by category", group_categories },
  { "7 worth by place", group_places },
  { "7 worth by supplier", group_suppliers },
  { "7 what sells slowly: the list", list_slow },
  { "7 what sells slowly: its sum", sum_slow },
  { "7 what to order: the list", list_reorder },
  { "7 what to order: its sum", sum_reorder },
  { "7 profit of a day", earn_day },
  { "7 profit of an order", earn_order },
  { "7 stock card of what is sold most", list_card },
  { "7 why the numbers of what is sold most are what they are", tell_why },
  { "7 purchases and what is owed for them", list_purchases },
  { "7 suppliers and what is owed to them", list_suppliers },
  { "7 stock takes and transfers", list_slips },
  { "7 debts from before", list_openings },
  { "7 numbers that drifted", list_drifts },
  { "7 categories", list_categories },
  { "7 proposals of links", list_proposals },
};

static gboolean
take_report (Run *run,
             const Report *report,
             GError **error)
{
  g_autoptr (GArray) figures = bench_figures_new ();

  for (guint round = 0; round <= run->rounds; round++)
    {
      double since = run_now ();

      if (!report->ask (run, error))
        {
          g_prefix_error (error, "%s: ", report->metric);
          return FALSE;
        }
      if (round > 0)
        bench_figures_add_ms (figures, run_now () - since);
    }
  bench_table_add (run->table, report->metric, figures, " ms", 0);
  return TRUE;
}

/* --- recounts --- */

static gboolean
check_worth (Run *run,
             GError **error)
{
  static const char *const names[] = { "category", "place", "supplier" };
  TiemWorthSum whole;

  if (!sum_worth (run, TIEM_WORTH_VALUE, &whole, error))
    return FALSE;
  run_compare (
      run, "units in stock", whole.units, "SELECT sum (delta) FROM movement WHERE delta <> 0");
  run_compare (run, "their worth", whole.value_vnd, "SELECT sum (value_vnd) FROM movement");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) groups = tiem_store_group_worth (run->store, (TiemWorthBy)i, error);
      gint64 value = 0;

      if (groups == NULL)
        return FALSE;
      for (guint j = 0; j < groups->len; j++)
        value += ((TiemWorthGroup *)g_ptr_array_index (groups, j))->sum.value_vnd;
      if (value != whole.value_vnd)
        run_add_lie (run, "by %s the stock is worth something else", names[i]);
    }
  return TRUE;
}

static gboolean
check_slow (Run *run,
            GError **error)
{
  gint64 day = tiem_time_day (run->plan->until) - TIEM_DEFAULT_SLOW_DAYS;
  g_autofree char *sql = g_strdup_printf (
      "SELECT count (*) FROM variant v LEFT JOIN (SELECT variant_id, max (day) AS day FROM"
      " variant_daily WHERE units > 0 GROUP BY 1) d ON d.variant_id = v.id WHERE v.on_hand > 0"
      " AND v.is_bundle = 0 AND max (coalesce (d.day, 0), (v.counted_at + 25200000) / 86400000)"
      " <= %" G_GINT64_FORMAT,
      day);
  TiemWorthSum slow;

  if (!sum_worth (run, TIEM_WORTH_SLOW, &slow, error))
    return FALSE;
  run_compare (run, "what sells slowly", slow.variants, sql);
  return TRUE;
}

static gboolean
check_card (Run *run,
            GError **error)
{
  TiemMovementQuery query = { .variant_id = find_busy (run) };
  g_autofree char *sql = g_strdup_printf (
      "SELECT on_hand FROM variant WHERE id = %" G_GINT64_FORMAT, query.variant_id);
  TiemCardSum sum;

  if (!tiem_store_sum_card (run->store, &query, &sum, error))
    return FALSE;
  run_compare (run, "what the card adds up to", sum.in - sum.out, sql);
  return TRUE;
}

static gboolean
check_profit (Run *run,
              GError **error)
{
  gint64 day = tiem_time_day (run->plan->until) - 1;
  g_autofree char *sql = g_strdup_printf (
      "SELECT sum (total_vnd) FROM customer_order WHERE placed_at BETWEEN %" G_GINT64_FORMAT
      " AND %" G_GINT64_FORMAT " AND status NOT IN ('cancelled', 'failed_delivery', 'returned')",
      tiem_time_day_start (day),
      tiem_time_day_start (day + 1) - 1);
  TiemProfit profit;

  if (!tiem_store_get_profit (run->store, 0, day, &profit, error))
    return FALSE;
  run_compare (run, "sold in a day", profit.sold_vnd, sql);
  return TRUE;
}

gboolean
run_reports (Run *run,
             GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    if (!take_report (run, &reports[i], error))
      return FALSE;
  return check_worth (run, error) && check_slow (run, error) && check_card (run, error)
         && check_profit (run, error);
}
