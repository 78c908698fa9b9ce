#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-market.h"

#include "base/tiem-error.h"
#include "document/tiem-listings-file.h"
#include "document/tiem-orders-file.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n-lib.h>

/* Files of the marketplaces' seller centres: orders and listings in, stock and prices out. */

static const TiemCliColumn refused_columns[] = {
  { "row", N_ ("Row"), TIEM_SHOW_NUMBER },
  { "column", N_ ("Column"), TIEM_SHOW_TEXT },
  { "reason", N_ ("Why"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn word_columns[] = {
  { "name", N_ ("Name"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn orders_columns[] = {
  { "rows", N_ ("Rows"), TIEM_SHOW_NUMBER },
  { "orders", N_ ("Orders"), TIEM_SHOW_NUMBER },
  { "units", N_ ("Units"), TIEM_SHOW_NUMBER },
  { "total", N_ ("Total"), TIEM_SHOW_MONEY },
  { "new", N_ ("New"), TIEM_SHOW_NUMBER },
  { "changed", N_ ("Changed"), TIEM_SHOW_NUMBER },
  { "same", N_ ("Unchanged"), TIEM_SHOW_NUMBER },
  { "older", N_ ("Older than known"), TIEM_SHOW_NUMBER },
  { "refused", N_ ("Refused"), TIEM_SHOW_LIST, refused_columns },
  { "unknown_fees", N_ ("Fees that Tiệm does not know"), TIEM_SHOW_LIST, word_columns },
  { "unknown_columns", N_ ("Columns that are passed over"), TIEM_SHOW_LIST, word_columns },
  { "unknown_statuses", N_ ("States that Tiệm does not know"), TIEM_SHOW_LIST, word_columns },
  { NULL },
};

static const TiemCliColumn listings_columns[] = {
  { "listings", N_ ("Listings"), TIEM_SHOW_NUMBER },
  { "products", N_ ("Products"), TIEM_SHOW_NUMBER },
  { "stock", N_ ("Stock"), TIEM_SHOW_NUMBER },
  { "new", N_ ("New"), TIEM_SHOW_NUMBER },
  { "changed", N_ ("Changed"), TIEM_SHOW_NUMBER },
  { "same", N_ ("Unchanged"), TIEM_SHOW_NUMBER },
  { "older", N_ ("Older than known"), TIEM_SHOW_NUMBER },
  { "missing", N_ ("Not in the file"), TIEM_SHOW_NUMBER },
  { "unlinked", N_ ("Not linked"), TIEM_SHOW_NUMBER },
  { "refused", N_ ("Refused"), TIEM_SHOW_LIST, refused_columns },
  { NULL },
};

static const TiemCliColumn upload_columns[] = {
  { "file", N_ ("File"), TIEM_SHOW_TEXT },
  { "rows", N_ ("Rows"), TIEM_SHOW_NUMBER },
  { "stock", N_ ("Numbers of stock written"), TIEM_SHOW_NUMBER },
  { "prices", N_ ("Prices written"), TIEM_SHOW_NUMBER },
  { "same", N_ ("Unchanged"), TIEM_SHOW_NUMBER },
  { "unlinked", N_ ("Not linked"), TIEM_SHOW_NUMBER },
  { "no_number", N_ ("No stock given yet"), TIEM_SHOW_NUMBER },
  { "missing", N_ ("Waiting, but not in the file"), TIEM_SHOW_NUMBER },
  { "template_at", N_ ("The file is of"), TIEM_SHOW_TIME },
  { NULL },
};

static const TiemCliColumn uploaded_columns[] = {
  { "listings", N_ ("Listings"), TIEM_SHOW_NUMBER },
  { "waiting", N_ ("Waiting to be sent"), TIEM_SHOW_NUMBER },
  { NULL },
};

/* --- a channel --- */

static gboolean
read_channel (
    TiemCli *cli, const char *text, gint64 *channel_id, TiemChannelRecord **record, GError **error)
{
  if (text == NULL)
    return tiem_cli_fail_usage (error, _ ("--channel is missing"));
  if (!tiem_cli_read_id (text, "--channel", channel_id, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  *record = tiem_store_get_channel (cli->store, *channel_id, error);
  return *record != NULL && tiem_store_check_file_channel (cli->store, *channel_id, NULL, error);
}

/* --- in --- */

static void
add_problems (JsonBuilder *builder,
              GPtrArray *problems)
{
  tiem_json_begin_list (builder, "refused");
  for (guint i = 0; i < problems->len; i++)
    {
      const TiemMarketProblem *problem = g_ptr_array_index (problems, i);

      json_builder_begin_object (builder);
      tiem_json_add_int (builder, "row", problem->row);
      tiem_json_add_text (builder, "column", problem->column);
      tiem_json_add_text (builder, "reason", problem->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_counts (JsonBuilder *builder,
            const TiemFileCounts *counts)
{
  tiem_json_add_int (builder, "new", counts->n_new);
  tiem_json_add_int (builder, "changed", counts->n_changed);
  tiem_json_add_int (builder, "same", counts->n_same);
  tiem_json_add_int (builder, "older", counts->n_older);
}

static void
add_words (JsonBuilder *builder,
           const char *member,
           GPtrArray *words)
{
  tiem_json_begin_list (builder, member);
  for (guint i = 0; i < words->len; i++)
    {
      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "name", g_ptr_array_index (words, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static gboolean
print_orders (TiemCli *cli,
              const TiemOrdersFile *file,
              const TiemFileCounts *counts)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  tiem_json_add_int (builder, "parts", file->n_parts);
  tiem_json_add_int (builder, "rows", file->n_rows);
  tiem_json_add_int (builder, "hidden_rows", file->n_hidden_rows);
  tiem_json_add_int (builder, "orders", file->orders->len);
  tiem_json_add_int (builder, "lines", file->n_lines);
  tiem_json_add_int (builder, "units", file->units);
  tiem_json_add_int (builder, "returned", file->returned);
  tiem_json_add_int (builder, "goods", file->goods_vnd);
  tiem_json_add_int (builder, "discount", file->discount_vnd);
  tiem_json_add_int (builder, "shipping_fee", file->shipping_vnd);
  tiem_json_add_int (builder, "total", file->total_vnd);
  tiem_json_add_int (builder, "paid", file->paid_vnd);
  tiem_json_add_int (builder, "fees", file->fees_vnd);
  tiem_json_add_time (builder, "first_placed_at", file->first_placed_at);
  tiem_json_add_time (builder, "last_placed_at", file->last_placed_at);
  add_counts (builder, counts);
  tiem_json_add_int (builder, "refused_orders", file->n_refused);
  add_problems (builder, file->problems);
  add_words (builder, "unknown_fees", file->unknown_fees);
  add_words (builder, "unknown_columns", file->unknown_heads);
  add_words (builder, "unknown_statuses", file->unknown_words);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), orders_columns, NULL);
}

gboolean
tiem_cli_import_orders (
    TiemCli *cli, const char *path, const char *channel, gboolean dry_run, GError **error)
{
  g_autoptr (TiemChannelRecord) record = NULL;
  g_autoptr (TiemOrdersFile) file = NULL;
  TiemFileCounts counts;
  gint64 channel_id;

  if (!read_channel (cli, channel, &channel_id, &record, error))
    return FALSE;
  file = tiem_orders_file_read (path, record->kind, tiem_store_now (cli->store), NULL, error);
  return file != NULL
         && tiem_orders_file_store (
             file, cli->store, channel_id, dry_run, NULL, NULL, &counts, NULL, error)
         && print_orders (cli, file, &counts);
}

static gboolean
print_listings (TiemCli *cli,
                const TiemListingsFile *file,
                const TiemFileListings *report)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  tiem_json_add_int (builder, "listings", file->page->listings->len);
  tiem_json_add_int (builder, "products", file->n_products);
  tiem_json_add_bool (builder, "has_stock", file->stock_heads->len > 0);
  tiem_json_add_int (builder, "stock", file->stock);
  tiem_json_add_int (builder, "price_sum", file->price_sum_vnd);
  tiem_json_add_text (builder, "shop", file->shop);
  tiem_json_add_time (builder, "written_at", file->written_at);
  add_counts (builder, &report->counts);
  tiem_json_add_int (builder, "missing", report->n_missing);
  tiem_json_add_int (builder, "unlinked", report->n_unlinked);
  add_problems (builder, file->problems);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), listings_columns, NULL);
}

gboolean
tiem_cli_import_listings (
    TiemCli *cli, const char *path, const char *channel, gboolean dry_run, GError **error)
{
  g_autoptr (TiemChannelRecord) record = NULL;
  g_autoptr (TiemListingsFile) file = NULL;
  TiemFileListings report;
  gint64 channel_id;

  if (!read_channel (cli, channel, &channel_id, &record, error))
    return FALSE;
  file = tiem_listings_file_read (path, record->kind, tiem_store_now (cli->store), NULL, error);
  return file != NULL
         && tiem_listings_file_store (file, cli->store, channel_id, dry_run, &report, error)
         && print_listings (cli, file, &report);
}

/* --- out --- */

gboolean
tiem_cli_export_stock (TiemCli *cli,
                       const char *path,
                       const char *channel,
                       const char *template_path,
                       gboolean prices,
                       gboolean all,
                       GError **error)
{
  g_autoptr (TiemChannelRecord) record = NULL;
  TiemUploadReport report;
  JsonBuilder *builder;
  gint64 channel_id;

  if (!read_channel (cli, channel, &channel_id, &record, error))
    return FALSE;
  if (template_path == NULL)
    return tiem_cli_fail_usage (error,
                                /* Translators: where the file is found, a sentence */
                                _ ("--template is missing: the file of the seller centre that is "
                                   "to be filled in. %s"),
                                tiem_upload_file_tell_where (record->kind));
  if (!tiem_upload_file_write (
          cli->store, channel_id, template_path, path, prices, all, &report, NULL, error))
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "file", path);
  tiem_json_add_int (builder, "rows", report.n_rows);
  tiem_json_add_int (builder, "stock", report.n_stock);
  tiem_json_add_int (builder, "stock_sum", report.stock);
  tiem_json_add_int (builder, "prices", report.n_prices);
  tiem_json_add_int (builder, "same", report.n_same);
  tiem_json_add_int (builder, "unlinked", report.n_unlinked);
  tiem_json_add_int (builder, "no_number", report.n_no_number);
  tiem_json_add_int (builder, "missing", report.n_missing);
  tiem_json_add_time (builder, "template_at", report.taken_at);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), upload_columns, NULL);
}

gboolean
tiem_cli_channel_uploaded (TiemCli *cli,
                           GError **error)
{
  g_autoptr (TiemChannelRecord) record = NULL;
  g_autoptr (TiemFileDesk) desk = NULL;
  JsonBuilder *builder;
  gint64 channel_id;
  gint64 n;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error)
      || !read_channel (cli, tiem_cli_argument (cli, 0), &channel_id, &record, error))
    return FALSE;
  n = tiem_store_confirm_upload (cli->store, channel_id, error);
  if (n < 0 || (desk = tiem_store_read_file_desk (cli->store, channel_id, error)) == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "channel", channel_id);
  tiem_json_add_int (builder, "listings", n);
  tiem_json_add_int (builder, "waiting", desk->waiting_stock + desk->waiting_prices);
  tiem_json_add_time (builder, "uploaded_at", desk->uploaded_at);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), uploaded_columns, NULL);
}

void
tiem_cli_file_desk_json (JsonBuilder *builder,
                         TiemStore *store,
                         const TiemChannelRecord *channel)
{
  g_autoptr (TiemFileDesk) desk
      = channel->by_file ? tiem_store_read_file_desk (store, channel->id, NULL) : NULL;

  tiem_json_add_bool (builder, "by_file", channel->by_file);
  json_builder_set_member_name (builder, "files");
  if (desk == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  tiem_json_add_time (builder, "orders_at", desk->orders_at);
  tiem_json_add_time (builder, "listings_at", desk->listings_at);
  tiem_json_add_time (builder, "written_at", desk->written_at);
  tiem_json_add_time (builder, "uploaded_at", desk->uploaded_at);
  tiem_json_add_bool (builder, "asks_uploaded", desk->open_upload_id != 0);
  tiem_json_add_int (builder, "waiting_stock", desk->waiting_stock);
  tiem_json_add_int (builder, "waiting_prices", desk->waiting_prices);
  json_builder_end_object (builder);
}
