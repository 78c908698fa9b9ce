#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "store/tiem-store-after.h"

#include <glib/gi18n-lib.h>

/* What follows a sale: returns and reviews. */

#define DEFAULT_LIMIT 100
#define LARGEST_LIMIT 10000

static const TiemCliColumn queued_columns[] = {
  { "remote_id", N_ ("No. at the channel"), TIEM_SHOW_TEXT },
  { "message", N_ ("Result"), TIEM_SHOW_TEXT },
  { NULL },
};

/* The options both lists have. */
typedef struct
{
  char *channel;
  char *order;
  char *limit;
  char *offset;
  gboolean only_open;
  gint64 channel_id;
  gint64 order_id;
  gint64 limit_number;
  gint64 offset_number;
} ListOptions;

static void
clear_options (ListOptions *self)
{
  g_free (self->channel);
  g_free (self->order);
  g_free (self->limit);
  g_free (self->offset);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ListOptions, clear_options)

/* @stars: (nullable): where --stars is written */
static gboolean
read_options (TiemCli *cli,
              ListOptions *options,
              char **stars,
              GError **error)
{
  const GOptionEntry entries[] = {
    { "channel",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options->channel,
      N_ ("Only of this channel"),
      "ID" },
    { "order", 0, 0, G_OPTION_ARG_FILENAME, &options->order, N_ ("Only of this order"), "ORDER" },
    { "open",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options->only_open,
      N_ ("Only those that wait for you"),
      NULL },
    { "limit",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options->limit,
      N_ ("No more than this many (100; at most 10000)"),
      "N" },
    { "offset",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options->offset,
      N_ ("Pass over this many first"),
      "N" },
    { stars != NULL ? "stars" : NULL,
      0,
      0,
      G_OPTION_ARG_FILENAME,
      stars,
      N_ ("Only those with up to this many stars"),
      "N" },
    { NULL },
  };

  options->limit_number = DEFAULT_LIMIT;
  if (!tiem_cli_parse (cli, entries, 0, 0, error)
      || !tiem_cli_read_id (options->channel, "--channel", &options->channel_id, error)
      || !tiem_cli_read_int (
          options->limit, "--limit", 1, LARGEST_LIMIT, &options->limit_number, error)
      || !tiem_cli_read_int (
          options->offset, "--offset", 0, G_MAXINT, &options->offset_number, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  if (options->order == NULL)
    return TRUE;
  options->order_id
      = tiem_store_find_order (cli->store, options->order, options->channel_id, error);
  return options->order_id != 0;
}

/* --- returns --- */

gboolean
tiem_cli_returns (TiemCli *cli,
                  GError **error)
{
  g_auto (ListOptions) options = { 0 };
  g_autoptr (GPtrArray) returns = NULL;
  TiemReturnQuery query = { 0 };
  JsonBuilder *builder;

  if (!read_options (cli, &options, NULL, error))
    return FALSE;
  query.channel_id = options.channel_id;
  query.order_id = options.order_id;
  query.only_open = options.only_open;
  returns = tiem_store_list_returns (
      cli->store, &query, options.limit_number, options.offset_number, error);
  if (returns == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < returns->len; i++)
    tiem_cli_return_json (builder, g_ptr_array_index (returns, i));
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), tiem_cli_return_columns, _ ("No such return."));
}

gboolean
tiem_cli_return_show (TiemCli *cli,
                      GError **error)
{
  g_autoptr (TiemReturn) item = NULL;
  JsonBuilder *builder;
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_find_return (cli->store, tiem_cli_argument (cli, 0), 0, error);
  if (id == 0 || (item = tiem_store_get_return (cli->store, id, error)) == NULL)
    return FALSE;
  builder = json_builder_new ();
  tiem_cli_return_json (builder, item);
  return tiem_cli_print (cli, tiem_json_finish (builder), tiem_cli_return_columns, NULL);
}

static gboolean
print_queued (TiemCli *cli,
              gint64 id,
              const char *remote_id,
              GError **error)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", id);
  tiem_json_add_text (builder, "remote_id", remote_id);
  tiem_json_add_bool (builder, "queued", TRUE);
  tiem_json_add_text (builder, "message", _ ("The next sync delivers it."));
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), queued_columns, NULL);
}

gboolean
tiem_cli_return_answer (TiemCli *cli,
                        GError **error)
{
  g_autofree char *reason = NULL;
  g_autofree char *comment = NULL;
  g_autoptr (TiemReturn) item = NULL;
  TiemReturnAnswers answer;
  gint64 id;
  const GOptionEntry entries[] = {
    { "reason",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &reason,
      N_ ("Why it is refused: the channel's code, or words"),
      "REASON" },
    { "comment", 0, 0, G_OPTION_ARG_FILENAME, &comment, N_ ("A word for the buyer"), "TEXT" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 2, 2, error))
    return FALSE;
  answer = tiem_return_answer_from_string (tiem_cli_argument (cli, 1));
  if (answer == TIEM_RETURN_ANSWER_NONE)
    return tiem_cli_fail_usage (error,
                                /* Translators: what was typed, then the answers there are */
                                _ ("there is no answer “%s”, only: %s"),
                                tiem_cli_argument (cli, 1),
                                "accept, refund, received, reject");
  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_find_return (cli->store, tiem_cli_argument (cli, 0), 0, error);
  return id != 0 && (item = tiem_store_get_return (cli->store, id, error)) != NULL
         && tiem_store_queue_return_answer (cli->store, id, answer, reason, comment, 0, error) != 0
         && print_queued (cli, id, item->remote_id, error);
}

/* --- reviews --- */

gboolean
tiem_cli_reviews (TiemCli *cli,
                  GError **error)
{
  g_auto (ListOptions) options = { 0 };
  g_autofree char *stars = NULL;
  g_autoptr (GPtrArray) reviews = NULL;
  TiemReviewQuery query = { 0 };
  JsonBuilder *builder;

  if (!read_options (cli, &options, &stars, error)
      || !tiem_cli_read_int (stars, "--stars", 1, 5, &query.most_stars, error))
    return FALSE;
  query.channel_id = options.channel_id;
  query.order_id = options.order_id;
  query.only_open = options.only_open;
  reviews = tiem_store_list_reviews (
      cli->store, &query, options.limit_number, options.offset_number, error);
  if (reviews == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < reviews->len; i++)
    tiem_cli_review_json (builder, g_ptr_array_index (reviews, i));
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), tiem_cli_review_columns, _ ("No such review."));
}

gboolean
tiem_cli_review_reply (TiemCli *cli,
                       GError **error)
{
  g_autoptr (TiemReview) review = NULL;
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 2, 2, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_find_review (cli->store, tiem_cli_argument (cli, 0), 0, error);
  return id != 0 && (review = tiem_store_get_review (cli->store, id, error)) != NULL
         && tiem_store_queue_review_reply (cli->store, id, tiem_cli_argument (cli, 1), 0, error)
                != 0
         && print_queued (cli, id, review->remote_id, error);
}
