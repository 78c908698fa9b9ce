#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-output.h"

#include "store/tiem-store-customers.h"
#include "store/tiem-store-debts.h"

#include <glib/gi18n-lib.h>

/* What customers owe from before Tiệm, and the money that comes in for it. */

static const TiemCliColumn payment_columns[] = {
  { "id", N_ ("Payment"), TIEM_SHOW_TEXT },
  { "at", N_ ("When"), TIEM_SHOW_TIME },
  { "amount", N_ ("Amount"), TIEM_SHOW_MONEY },
  { "how", N_ ("How"), TIEM_SHOW_TEXT },
  { "note", N_ ("Note"), TIEM_SHOW_TEXT },
  { "undone_at", N_ ("Undone"), TIEM_SHOW_TIME },
  { NULL },
};

static const TiemCliColumn debt_columns[] = {
  { "customer", N_ ("No."), TIEM_SHOW_TEXT },
  { "name", N_ ("Name"), TIEM_SHOW_TEXT },
  { "debt", N_ ("Owed"), TIEM_SHOW_MONEY },
  { "opening", N_ ("Owed from before"), TIEM_SHOW_MONEY },
  { "opening_left", N_ ("Of it left"), TIEM_SHOW_MONEY },
  { "payments", N_ ("Payments"), TIEM_SHOW_LIST, payment_columns },
  { NULL },
};

static gboolean
print_debt (TiemCli *cli,
            gint64 id,
            GError **error)
{
  g_autoptr (TiemCustomer) customer = tiem_store_get_customer (cli->store, id, error);
  g_autoptr (GPtrArray) payments = NULL;
  gint64 opening_vnd;
  gint64 left_vnd;
  JsonBuilder *builder;

  if (customer == NULL
      || (payments = tiem_store_list_debt_payments (cli->store, id, &opening_vnd, &left_vnd, error))
             == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "customer", customer->id);
  tiem_json_add_text (builder, "name", customer->name);
  tiem_json_add_int (builder, "debt", customer->debt_vnd);
  tiem_json_add_int (builder, "opening", opening_vnd);
  tiem_json_add_int (builder, "opening_left", left_vnd);
  tiem_json_begin_list (builder, "payments");
  for (guint i = 0; i < payments->len; i++)
    {
      const TiemDebtPayment *payment = g_ptr_array_index (payments, i);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "id", payment->id);
      tiem_json_add_time (builder, "at", payment->at);
      tiem_json_add_int (builder, "amount", payment->amount_vnd);
      tiem_json_add_text (builder, "how", tiem_money_way_to_string (payment->how));
      tiem_json_add_text (builder, "note", payment->note);
      tiem_json_add_time (builder, "undone_at", payment->undone_at);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), debt_columns, NULL);
}

gboolean
tiem_cli_customer_debt (TiemCli *cli,
                        GError **error)
{
  gint64 id = 0;

  return tiem_cli_parse (cli, NULL, 1, 1, error)
         && tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &id, error)
         && tiem_cli_get_store (cli, error) != NULL && print_debt (cli, id, error);
}

gboolean
tiem_cli_customer_pay (TiemCli *cli,
                       GError **error)
{
  g_autofree char *how_text = NULL;
  g_autofree char *note = NULL;
  TiemMoneyWay how = TIEM_MONEY_CASH;
  const GOptionEntry entries[] = {
    { "how", 0, 0, G_OPTION_ARG_FILENAME, &how_text, N_ ("cash or transfer"), "HOW" },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &note, N_ ("For yourself"), "TEXT" },
    { NULL },
  };
  gint64 amount = 0;
  gint64 id = 0;

  if (!tiem_cli_parse (cli, entries, 2, 2, error))
    return FALSE;
  if (how_text != NULL
      && (!tiem_money_way_from_string (how_text, &how) || how == TIEM_MONEY_CARRIER))
    return tiem_cli_fail_usage (error, _ ("--how has to be cash or transfer, not “%s”"), how_text);
  return tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &id, error)
         && tiem_cli_read_money (tiem_cli_argument (cli, 1), &amount, error)
         && tiem_cli_get_store (cli, error) != NULL
         && tiem_store_pay_debt (cli->store, id, amount, how, note, error) != 0
         && print_debt (cli, id, error);
}

gboolean
tiem_cli_customer_undo_pay (TiemCli *cli,
                            GError **error)
{
  gint64 payment_id = 0;
  gint64 id = 0;

  return tiem_cli_parse (cli, NULL, 2, 2, error)
         && tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &id, error)
         && tiem_cli_read_id (tiem_cli_argument (cli, 1), "PAYMENT", &payment_id, error)
         && tiem_cli_get_store (cli, error) != NULL
         && tiem_store_undo_debt_payment (cli->store, payment_id, error)
         && print_debt (cli, id, error);
}
