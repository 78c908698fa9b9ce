#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "store/tiem-store-customers.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n-lib.h>

static const TiemCliColumn file_columns[] = {
  { "file", N_ ("File"), TIEM_SHOW_TEXT },
  { "orders", N_ ("Orders"), TIEM_SHOW_NUMBER },
  { NULL },
};

static const TiemCliColumn erased_columns[] = {
  { "id", N_ ("Erased customer"), TIEM_SHOW_TEXT },
  { NULL },
};

/* The list leaves the identities out; the contract has them. */
static gboolean
add_customer (JsonBuilder *builder,
              TiemStore *store,
              const TiemCustomer *customer,
              GError **error)
{
  g_autoptr (TiemCustomer) whole = NULL;

  if (customer->identities == NULL)
    {
      whole = tiem_store_get_customer (store, customer->id, error);
      if (whole == NULL)
        return FALSE;
    }
  tiem_cli_customer_json (builder, whole != NULL ? whole : customer);
  return TRUE;
}

gboolean
tiem_cli_customers (TiemCli *cli,
                    GError **error)
{
  g_autofree char *search = NULL;
  g_autofree char *limit_text = NULL;
  g_autofree char *offset_text = NULL;
  g_autoptr (GPtrArray) customers = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  TiemCustomerQuery query = { .sort = TIEM_CUSTOMER_SORT_NAME };
  gboolean only_refused = FALSE;
  gint64 limit = 0;
  gint64 offset = 0;
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_ ("Words to look for"), "TEXT" },
    { "refused",
      0,
      0,
      G_OPTION_ARG_NONE,
      &only_refused,
      N_ ("Only those who did not take a parcel"),
      NULL },
    { "limit", 0, 0, G_OPTION_ARG_FILENAME, &limit_text, N_ ("No more than this many"), "N" },
    { "offset", 0, 0, G_OPTION_ARG_FILENAME, &offset_text, N_ ("Pass over this many first"), "N" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 0, 0, error)
      || !tiem_cli_read_int (limit_text, "--limit", 1, G_MAXINT, &limit, error)
      || !tiem_cli_read_int (offset_text, "--offset", 0, G_MAXINT, &offset, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  query.search = search;
  query.group = only_refused ? TIEM_CUSTOMERS_REFUSED : TIEM_CUSTOMERS_ALL;
  customers = tiem_store_list_customers (cli->store, &query, limit, offset, error);
  if (customers == NULL)
    return FALSE;

  json_builder_begin_array (builder);
  for (guint i = 0; i < customers->len; i++)
    if (!add_customer (builder, cli->store, g_ptr_array_index (customers, i), error))
      return FALSE;
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, json_builder_get_root (builder), tiem_cli_customer_columns, _ ("No such customer."));
}

static gboolean
print_customer (TiemCli *cli,
                gint64 id,
                GError **error)
{
  g_autoptr (TiemCustomer) customer = tiem_store_get_customer (cli->store, id, error);
  JsonBuilder *builder;

  if (customer == NULL)
    return FALSE;
  builder = json_builder_new ();
  tiem_cli_customer_json (builder, customer);
  return tiem_cli_print (cli, tiem_json_finish (builder), tiem_cli_customer_detail_columns, NULL);
}

/* Reads the command's one argument and opens the store. Returns: 0 with @error */
static gint64
read_customer (TiemCli *cli,
               const GOptionEntry *entries,
               GError **error)
{
  gint64 id = 0;

  return tiem_cli_parse (cli, entries, 1, 1, error)
                 && tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &id, error)
                 && tiem_cli_get_store (cli, error) != NULL
             ? id
             : 0;
}

gboolean
tiem_cli_customer_show (TiemCli *cli,
                        GError **error)
{
  gint64 id = read_customer (cli, NULL, error);

  return id != 0 && print_customer (cli, id, error);
}

gboolean
tiem_cli_customer_merge (TiemCli *cli,
                         GError **error)
{
  gint64 into = 0;
  gint64 from = 0;

  return tiem_cli_parse (cli, NULL, 2, 2, error)
         && tiem_cli_read_id (tiem_cli_argument (cli, 0), "A", &into, error)
         && tiem_cli_read_id (tiem_cli_argument (cli, 1), "B", &from, error)
         && tiem_cli_get_store (cli, error) != NULL
         && tiem_store_merge_customers (cli->store, into, from, error)
         && print_customer (cli, into, error);
}

gboolean
tiem_cli_customer_unmerge (TiemCli *cli,
                           GError **error)
{
  gint64 id = read_customer (cli, NULL, error);

  return id != 0 && tiem_store_unmerge_customer (cli->store, id, error)
         && print_customer (cli, id, error);
}

/* Everything that is kept about the customer, with the orders and their addresses. */
static JsonNode *
build_dossier (const TiemCustomer *customer,
               GPtrArray *orders,
               TiemStore *store,
               GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "customer");
  tiem_cli_customer_json (builder, customer);
  tiem_json_begin_list (builder, "orders");
  for (guint i = 0; i < orders->len; i++)
    {
      const TiemOrder *order = g_ptr_array_index (orders, i);
      g_autoptr (TiemOrder) whole = tiem_store_get_order (store, order->id, error);

      if (whole == NULL)
        return NULL;
      tiem_cli_order_json (builder, whole, TIEM_CLI_ORDER_DETAILS);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static gboolean
save_private (const char *path,
              const char *text,
              GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *shown = NULL;

  if (g_file_set_contents_full (path,
                                text,
                                -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600,
                                &reason))
    return TRUE;
  shown = g_filename_display_name (path);
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_READ_ONLY,
               /* Translators: a file's name, then the system's own words */
               _ ("“%s” can't be written (%s); choose another folder."),
               shown,
               reason->message);
  return FALSE;
}

gboolean
tiem_cli_customer_export (TiemCli *cli,
                          GError **error)
{
  g_autofree char *out = NULL;
  g_autofree char *text = NULL;
  g_autoptr (TiemCustomer) customer = NULL;
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (JsonNode) dossier = NULL;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("The file to write"), "FILE.json" },
    { NULL },
  };
  TiemOrderQuery query = { .descending = TRUE };
  JsonBuilder *builder;

  query.customer_id = read_customer (cli, entries, error);
  if (query.customer_id == 0)
    return FALSE;
  if (out == NULL)
    return tiem_cli_fail_usage (error, _ ("--out is missing"));
  customer = tiem_store_get_customer (cli->store, query.customer_id, error);
  orders
      = customer != NULL ? tiem_store_list_orders (cli->store, &query, FALSE, 0, 0, error) : NULL;
  dossier = orders != NULL ? build_dossier (customer, orders, cli->store, error) : NULL;
  if (dossier == NULL)
    return FALSE;
  text = json_to_string (dossier, TRUE);
  if (!save_private (out, text, error))
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", customer->id);
  tiem_json_add_text (builder, "file", out);
  tiem_json_add_int (builder, "orders", orders->len);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), file_columns, NULL);
}

gboolean
tiem_cli_customer_erase (TiemCli *cli,
                         GError **error)
{
  gint64 id = read_customer (cli, NULL, error);
  JsonBuilder *builder;

  if (id == 0 || !tiem_store_erase_customer (cli->store, id, error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", id);
  tiem_json_add_bool (builder, "erased", TRUE);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), erased_columns, NULL);
}
