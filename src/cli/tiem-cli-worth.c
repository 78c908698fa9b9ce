#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "store/tiem-store-cost.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-profit.h"
#include "store/tiem-store-worth.h"

#include <glib/gi18n-lib.h>

/* What the stock is worth, what sells slowly, what to order; and the settings of the shop. */

static const TiemCliColumn value_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "name", N_ ("Product"), TIEM_SHOW_TEXT },
  { "options", N_ ("Variant"), TIEM_SHOW_TEXT },
  { "units", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "cost", N_ ("Cost"), TIEM_SHOW_MONEY },
  { "value", N_ ("Stock value"), TIEM_SHOW_MONEY },
  { NULL },
};

static const TiemCliColumn group_columns[] = {
  { "name", N_ ("Name"), TIEM_SHOW_TEXT },
  { "variants", N_ ("Variants"), TIEM_SHOW_NUMBER },
  { "units", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "value", N_ ("Stock value"), TIEM_SHOW_MONEY },
  { NULL },
};

static const TiemCliColumn sum_columns[] = {
  { "variants", N_ ("Variants"), TIEM_SHOW_NUMBER },
  { "units", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "value", N_ ("Stock value"), TIEM_SHOW_MONEY },
  { "without_cost", N_ ("Variants without cost"), TIEM_SHOW_NUMBER },
  { "method", N_ ("Costed by"), TIEM_SHOW_WORD },
  { "groups", N_ ("Groups"), TIEM_SHOW_LIST, group_columns },
  { "items", N_ ("Products"), TIEM_SHOW_LIST, value_columns },
  { NULL },
};

static const TiemCliColumn slow_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "name", N_ ("Product"), TIEM_SHOW_TEXT },
  { "options", N_ ("Variant"), TIEM_SHOW_TEXT },
  { "idle_days", N_ ("Days without a sale"), TIEM_SHOW_NUMBER },
  { "units", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "value", N_ ("Stock value"), TIEM_SHOW_MONEY },
  { "sold_30", N_ ("Sold in 30 days"), TIEM_SHOW_NUMBER },
  { "sold_90", N_ ("Sold in 90 days"), TIEM_SHOW_NUMBER },
  { NULL },
};

static const TiemCliColumn reorder_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "name", N_ ("Product"), TIEM_SHOW_TEXT },
  { "options", N_ ("Variant"), TIEM_SHOW_TEXT },
  { "available", N_ ("Available"), TIEM_SHOW_NUMBER },
  { "reorder_point", N_ ("Reorder point"), TIEM_SHOW_NUMBER },
  { "sold_30", N_ ("Sold in 30 days"), TIEM_SHOW_NUMBER },
  { "left_days", N_ ("Lasts for days"), TIEM_SHOW_NUMBER },
  { "drafted", N_ ("On draft slips"), TIEM_SHOW_NUMBER },
  { "suggestion", N_ ("To order"), TIEM_SHOW_NUMBER },
  { "supplier", N_ ("Supplier"), TIEM_SHOW_TEXT },
  { NULL },
};

static void
add_worth (JsonBuilder *builder,
           const TiemWorth *worth)
{
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "sku", worth->sku);
  tiem_json_add_text (builder, "name", worth->product_name);
  tiem_json_add_text (builder, "options", worth->options);
  tiem_json_add_text (builder, "category", worth->category);
  tiem_json_add_int (builder, "units", worth->units);
  tiem_json_add_int (builder, "available", worth->available);
  tiem_json_add_optional_int (builder, "cost", worth->has_cost, worth->cost_vnd);
  tiem_json_add_int (builder, "value", worth->value_vnd);
  tiem_json_add_int (builder, "sold_30", worth->sold_30_days);
  tiem_json_add_int (builder, "sold_90", worth->sold_90_days);
  tiem_json_add_int (builder, "idle_days", worth->idle_days);
  tiem_json_add_bool (builder, "ever_sold", worth->was_sold);
  tiem_json_add_optional_int (
      builder, "reorder_point", worth->has_reorder_point, worth->reorder_point);
  tiem_json_add_int (builder, "empty_days", worth->empty_days);
  tiem_json_add_optional_int (builder, "left_days", worth->left_days >= 0, worth->left_days);
  tiem_json_add_int (builder, "drafted", worth->drafted);
  tiem_json_add_int (builder, "suggestion", worth->suggestion);
  tiem_json_add_text (builder, "supplier", worth->supplier_name);
  json_builder_end_object (builder);
}

static gboolean
add_list (TiemCli *cli,
          JsonBuilder *builder,
          const TiemWorthQuery *query,
          GError **error)
{
  g_autoptr (GPtrArray) found = tiem_store_list_worth (cli->store, query, 0, 0, error);

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    add_worth (builder, g_ptr_array_index (found, i));
  return TRUE;
}

static gboolean
print_list (TiemCli *cli,
            const TiemWorthQuery *query,
            const TiemCliColumn *columns,
            const char *empty,
            GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  if (!add_list (cli, builder, query, error))
    return FALSE;
  json_builder_end_array (builder);
  return tiem_cli_print (cli, json_builder_get_root (builder), columns, empty);
}

/* --- value --- */

static void
add_sum (JsonBuilder *builder,
         const TiemWorthSum *sum)
{
  tiem_json_add_int (builder, "variants", sum->variants);
  tiem_json_add_int (builder, "units", sum->units);
  tiem_json_add_int (builder, "value", sum->value_vnd);
  tiem_json_add_int (builder, "without_cost", sum->n_unknown);
}

static gboolean
add_groups (TiemCli *cli,
            JsonBuilder *builder,
            TiemWorthBy by,
            GError **error)
{
  g_autoptr (GPtrArray) groups = tiem_store_group_worth (cli->store, by, error);

  if (groups == NULL)
    return FALSE;
  for (guint i = 0; i < groups->len; i++)
    {
      const TiemWorthGroup *group = g_ptr_array_index (groups, i);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "id", group->id);
      tiem_json_add_text (builder, "name", group->name);
      add_sum (builder, &group->sum);
      json_builder_end_object (builder);
    }
  return TRUE;
}

static gboolean
read_by (const char *text,
         TiemWorthBy *by,
         GError **error)
{
  static const char *const names[] = { "category", "location", "supplier" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (text, names[i]) == 0)
      {
        *by = i;
        return TRUE;
      }
  return tiem_cli_fail_usage (error, _ ("--by is category, location or supplier"));
}

gboolean
tiem_cli_print_value (TiemCli *cli,
                      const char *by_name,
                      GError **error)
{
  const TiemWorthQuery query
      = { .report = TIEM_WORTH_VALUE, .sort = TIEM_WORTH_SORT_VALUE, .descending = TRUE };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  TiemWorthBy by = TIEM_WORTH_BY_CATEGORY;
  TiemCostMethod method;
  TiemWorthSum sum;

  if (by_name != NULL && !read_by (by_name, &by, error))
    return FALSE;
  if (tiem_cli_get_store (cli, error) == NULL
      || !tiem_store_sum_worth (cli->store, &query, &sum, error)
      || !tiem_store_get_cost_method (cli->store, &method, error))
    return FALSE;
  json_builder_begin_object (builder);
  add_sum (builder, &sum);
  tiem_json_add_text (builder, "method", tiem_cost_method_to_string (method));
  tiem_json_begin_list (builder, by_name != NULL ? "groups" : "items");
  if (!(by_name != NULL ? add_groups (cli, builder, by, error)
                        : add_list (cli, builder, &query, error)))
    return FALSE;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, json_builder_get_root (builder), sum_columns, NULL);
}

gboolean
tiem_cli_print_slow (TiemCli *cli,
                     gint64 days,
                     GError **error)
{
  const TiemWorthQuery query = {
    .report = TIEM_WORTH_SLOW, .slow_days = days, .sort = TIEM_WORTH_SORT_VALUE, .descending = TRUE
  };

  return tiem_cli_get_store (cli, error) != NULL
         && print_list (cli, &query, slow_columns, _ ("Everything on hand sells."), error);
}

gboolean
tiem_cli_print_reorder (TiemCli *cli,
                        GError **error)
{
  const TiemWorthQuery query = { .report = TIEM_WORTH_REORDER, .sort = TIEM_WORTH_SORT_LEFT };

  return tiem_cli_get_store (cli, error) != NULL
         && print_list (cli, &query, reorder_columns, _ ("Nothing needs to be ordered."), error);
}

/* --- profit --- */

static const TiemCliColumn profit_columns[] = {
  { "orders", N_ ("Orders"), TIEM_SHOW_NUMBER },
  { "sold", N_ ("Buyers pay"), TIEM_SHOW_MONEY },
  { "kept", N_ ("Kept by platform and carrier"), TIEM_SHOW_MONEY },
  { "received", N_ ("The shop gets"), TIEM_SHOW_MONEY },
  { "goods_booked", N_ ("Goods that left, at what they cost"), TIEM_SHOW_MONEY },
  { "goods_expected", N_ ("Goods, at what they cost now"), TIEM_SHOW_MONEY },
  { "profit", N_ ("Profit"), TIEM_SHOW_MONEY },
  { "estimate", N_ ("Estimated"), TIEM_SHOW_FLAG },
  { "unknown_lines", N_ ("Lines of unknown cost"), TIEM_SHOW_NUMBER },
  { NULL },
};

gboolean
tiem_cli_profit (TiemCli *cli,
                 GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const char *order;
  gint64 id = 0;
  TiemProfit profit;

  if (!tiem_cli_parse (cli, NULL, 0, 1, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  order = tiem_cli_argument (cli, 0);
  if (order != NULL && (id = tiem_store_find_order (cli->store, order, 0, error)) == 0)
    return FALSE;
  if (!tiem_store_get_profit (
          cli->store, id, tiem_time_day (tiem_store_now (cli->store)), &profit, error))
    return FALSE;
  json_builder_begin_object (builder);
  tiem_json_add_int (builder, "orders", profit.orders);
  tiem_json_add_int (builder, "sold", profit.sold_vnd);
  tiem_json_add_int (builder, "kept", profit.kept_vnd);
  tiem_json_add_int (builder, "received", profit.received_vnd);
  tiem_json_add_int (builder, "goods_booked", profit.booked_vnd);
  tiem_json_add_int (builder, "goods_expected", profit.expected_vnd);
  tiem_json_add_int (builder, "goods", profit.goods_vnd);
  tiem_json_add_int (builder, "profit", profit.profit_vnd);
  tiem_json_add_bool (builder, "estimate", profit.is_estimate);
  tiem_json_add_int (builder, "unknown_lines", profit.n_unknown);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, json_builder_get_root (builder), profit_columns, NULL);
}

/* --- settings --- */

static const TiemCliColumn setting_columns[] = {
  { "name", N_ ("Setting"), TIEM_SHOW_TEXT },
  { "value", N_ ("Value"), TIEM_SHOW_TEXT },
  { NULL },
};

typedef enum
{
  COST_METHOD,
  LEAD_DAYS,
  COVER_DAYS,
  N_SETTINGS
} Setting;

static const char *const setting_names[] = {
  [COST_METHOD] = "cost-method",
  [LEAD_DAYS] = "reorder-lead-days",
  [COVER_DAYS] = "reorder-cover-days",
};

static gboolean
add_setting (TiemCli *cli,
             JsonBuilder *builder,
             Setting setting,
             GError **error)
{
  g_autofree char *days = NULL;
  gint64 lead_days, cover_days;
  TiemCostMethod method;

  if (!tiem_store_get_cost_method (cli->store, &method, error)
      || !tiem_store_get_reorder_days (cli->store, &lead_days, &cover_days, error))
    return FALSE;
  days = g_strdup_printf ("%d", (int)(setting == LEAD_DAYS ? lead_days : cover_days));
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "name", setting_names[setting]);
  tiem_json_add_text (
      builder, "value", setting == COST_METHOD ? tiem_cost_method_to_string (method) : days);
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
set_days (TiemCli *cli,
          Setting setting,
          const char *value,
          GError **error)
{
  gint64 lead_days, cover_days;
  gint64 days = 0;

  if (!tiem_cli_read_int (value, setting_names[setting], 0, 365, &days, error)
      || !tiem_store_get_reorder_days (cli->store, &lead_days, &cover_days, error))
    return FALSE;
  return tiem_store_set_reorder_days (cli->store,
                                      setting == LEAD_DAYS ? days : lead_days,
                                      setting == COVER_DAYS ? days : cover_days,
                                      error);
}

static gboolean
set_method (TiemCli *cli,
            const char *value,
            GError **error)
{
  TiemCostMethod method;

  if (!tiem_cost_method_from_string (value, &method))
    return tiem_cli_fail_usage (error, _ ("a cost method is average or fifo"));
  return tiem_store_set_cost_method (cli->store, method, NULL, NULL, error);
}

gboolean
tiem_cli_setting (TiemCli *cli,
                  GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const char *name, *value;
  Setting setting = 0;

  if (!tiem_cli_parse (cli, NULL, 0, 2, error))
    return FALSE;
  name = tiem_cli_argument (cli, 0);
  value = name != NULL ? tiem_cli_argument (cli, 1) : NULL;
  while (name != NULL && setting < N_SETTINGS && !g_str_equal (name, setting_names[setting]))
    setting++;
  if (setting == N_SETTINGS)
    return tiem_cli_fail_usage (
        error, _ ("the settings are cost-method, reorder-lead-days and reorder-cover-days"));
  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  if (value != NULL
      && !(setting == COST_METHOD ? set_method (cli, value, error)
                                  : set_days (cli, setting, value, error)))
    return FALSE;
  if (name == NULL)
    {
      json_builder_begin_array (builder);
      for (guint i = 0; i < N_SETTINGS; i++)
        if (!add_setting (cli, builder, i, error))
          return FALSE;
      json_builder_end_array (builder);
    }
  else if (!add_setting (cli, builder, setting, error))
    return FALSE;
  return tiem_cli_print (cli, json_builder_get_root (builder), setting_columns, NULL);
}
