#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "store/tiem-store-listings.h"
#include "store/tiem-store-proposals.h"
#include "store/tiem-store-split.h"

#include <glib/gi18n-lib.h>

static const TiemCliColumn skipped_columns[] = {
  { "listing", N_ ("Listing"), TIEM_SHOW_TEXT },
  { "remote_sku", N_ ("SKU at the channel"), TIEM_SHOW_TEXT },
  { "title", N_ ("Product"), TIEM_SHOW_TEXT },
  { "reason", N_ ("Why"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn adopt_columns[] = {
  { "products", N_ ("New products"), TIEM_SHOW_NUMBER },
  { "variants", N_ ("New variants"), TIEM_SHOW_NUMBER },
  { "linked", N_ ("Linked"), TIEM_SHOW_NUMBER },
  { "skipped", N_ ("Passed over"), TIEM_SHOW_LIST, skipped_columns },
  { NULL },
};

static const TiemCliColumn link_columns[] = {
  { "listing", N_ ("Listing"), TIEM_SHOW_TEXT },
  { "sku", N_ ("Linked to"), TIEM_SHOW_TEXT },
  { "linked", N_ ("Linked"), TIEM_SHOW_NUMBER },
  { "left", N_ ("Still not linked"), TIEM_SHOW_NUMBER },
  { "ambiguous", N_ ("More than one fits"), TIEM_SHOW_LIST, skipped_columns },
  { NULL },
};

gboolean
tiem_cli_listings (TiemCli *cli,
                   GError **error)
{
  g_autofree char *channel = NULL;
  g_autofree char *search = NULL;
  g_autoptr (GPtrArray) listings = NULL;
  TiemListingQuery query = { 0 };
  gboolean proposals = FALSE;
  const GOptionEntry entries[] = {
    { "channel", 0, 0, G_OPTION_ARG_FILENAME, &channel, N_ ("Only of this channel"), "ID" },
    { "unlinked",
      0,
      0,
      G_OPTION_ARG_NONE,
      &query.only_unlinked,
      N_ ("Only those without a link"),
      NULL },
    { "drift",
      0,
      0,
      G_OPTION_ARG_NONE,
      &query.only_drift,
      N_ ("Only those that show another number than they should"),
      NULL },
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_ ("Words to look for"), "TEXT" },
    { "proposals",
      0,
      0,
      G_OPTION_ARG_NONE,
      &proposals,
      N_ ("Those without a link, and what each of them probably is"),
      NULL },
    { NULL },
  };
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, entries, 0, 0, error)
      || !tiem_cli_read_id (channel, "--channel", &query.channel_id, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  if (proposals)
    return tiem_cli_print_proposals (cli, query.channel_id, error);
  query.search = search;
  listings = tiem_store_list_listings (cli->store, &query, 0, 0, error);
  if (listings == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < listings->len; i++)
    tiem_cli_listing_json (builder, g_ptr_array_index (listings, i));
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), tiem_cli_listing_columns, _ ("No such listing."));
}

/* --- how much of the stock one listing shows --- */

static const TiemCliColumn rule_columns[] = {
  { "listing", N_ ("Listing"), TIEM_SHOW_TEXT },
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "buffer", N_ ("Held back"), TIEM_SHOW_NUMBER },
  { "share", N_ ("Share in %"), TIEM_SHOW_NUMBER },
  { "cap", N_ ("At most"), TIEM_SHOW_NUMBER },
  { "desired", N_ ("Should show"), TIEM_SHOW_NUMBER },
  { NULL },
};

/* @text: (nullable) "channel", a number, or, with @none, "none" */
static gboolean
read_override (
    const char *text, const char *name, gint64 most, gint64 none, gint64 *value, GError **error)
{
  if (g_strcmp0 (text, "channel") == 0)
    *value = -1;
  else if (none != 0 && g_strcmp0 (text, "none") == 0)
    *value = none;
  else
    return tiem_cli_read_int (text, name, 0, most, value, error);
  return TRUE;
}

static gboolean
print_rule (TiemCli *cli,
            gint64 listing_id,
            const TiemListingRule *rule,
            GError **error)
{
  g_autoptr (TiemListing) listing = tiem_store_get_listing (cli->store, listing_id, error);
  g_autoptr (JsonBuilder) builder = NULL;

  if (listing == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "listing", listing->id);
  tiem_json_add_text (builder, "sku", listing->sku);
  tiem_json_add_optional_int (builder, "buffer", rule->buffer >= 0, rule->buffer);
  tiem_json_add_optional_int (builder, "share", rule->share_percent >= 0, rule->share_percent);
  tiem_json_add_optional_int (builder, "cap", rule->cap >= 0, rule->cap);
  tiem_json_add_optional_int (builder, "desired", listing->has_desired, listing->desired);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, json_builder_get_root (builder), rule_columns, NULL);
}

gboolean
tiem_cli_listing_set (TiemCli *cli,
                      GError **error)
{
  g_autofree char *buffer = NULL;
  g_autofree char *share = NULL;
  g_autofree char *cap = NULL;
  TiemListingRule rule;
  gint64 id = 0;
  const GOptionEntry entries[] = {
    { "buffer",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &buffer,
      N_ ("Units held back, or channel: what its channel holds back"),
      "N|channel" },
    { "share",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &share,
      N_ ("Percent of what is left, or channel"),
      "N|channel" },
    { "cap",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &cap,
      N_ ("The most it shows, none, or channel"),
      "N|none|channel" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || !tiem_cli_read_id (tiem_cli_argument (cli, 0), "LISTING", &id, error))
    return FALSE;
  if (buffer == NULL && share == NULL && cap == NULL)
    return tiem_cli_fail_usage (error, _ ("nothing is to be set; see --help"));
  return tiem_cli_get_store (cli, error) != NULL
         && tiem_store_get_listing_rule (cli->store, id, &rule, error)
         && read_override (buffer, "--buffer", G_MAXINT, 0, &rule.buffer, error)
         && read_override (share, "--share", 100, 0, &rule.share_percent, error)
         && read_override (cap, "--cap", G_MAXINT, TIEM_LISTING_RULE_NO_CAP, &rule.cap, error)
         && tiem_store_set_listing_rule (cli->store, id, &rule, error)
         && print_rule (cli, id, &rule, error);
}

static void
add_skipped (JsonBuilder *builder,
             const char *name,
             GPtrArray *skipped)
{
  tiem_json_begin_list (builder, name);
  for (guint i = 0; i < skipped->len; i++)
    {
      const TiemSkipped *item = g_ptr_array_index (skipped, i);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "listing", item->listing_id);
      tiem_json_add_text (builder, "remote_sku", item->remote_sku);
      tiem_json_add_text (builder, "title", item->title);
      tiem_json_add_text (builder, "reason", item->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

gboolean
tiem_cli_adopt (TiemCli *cli,
                GError **error)
{
  g_autofree char *channel = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  TiemAdoptResult *result;
  gint64 channel_id = 0;
  const GOptionEntry entries[] = {
    { "channel", 0, 0, G_OPTION_ARG_FILENAME, &channel, N_ ("Only of this channel"), "ID" },
    { NULL },
  };
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, entries, 0, -1, error)
      || !tiem_cli_read_id (channel, "--channel", &channel_id, error))
    return FALSE;
  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    {
      gint64 id = 0;

      if (!tiem_cli_read_id (tiem_cli_argument (cli, i), "LISTING", &id, error))
        return FALSE;
      g_array_append_val (ids, id);
    }
  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  result = tiem_store_adopt (cli->store, channel_id, ids->len > 0 ? ids : NULL, error);
  if (result == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_int (builder, "products", result->products);
  tiem_json_add_int (builder, "variants", result->variants);
  tiem_json_add_int (builder, "linked", result->linked);
  add_skipped (builder, "skipped", result->skipped);
  json_builder_end_object (builder);
  tiem_adopt_result_free (result);
  return tiem_cli_print (cli, tiem_json_finish (builder), adopt_columns, NULL);
}

static gboolean
link_sure (TiemCli *cli,
           gint64 channel_id,
           GError **error)
{
  guint linked = 0;
  guint left = 0;
  JsonBuilder *builder;

  if (tiem_cli_get_store (cli, error) == NULL
      || !tiem_cli_link_sure (cli, channel_id, &linked, &left, error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_int (builder, "linked", linked);
  tiem_json_begin_list (builder, "ambiguous");
  json_builder_end_array (builder);
  tiem_json_add_int (builder, "left", left);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), link_columns, NULL);
}

static gboolean
link_by (TiemCli *cli,
         gint64 channel_id,
         TiemLinkBy by,
         GError **error)
{
  TiemLinkResult *result;
  JsonBuilder *builder;

  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  result = tiem_store_link_by (cli->store, channel_id, by, error);
  if (result == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_int (builder, "linked", result->linked);
  add_skipped (builder, "ambiguous", result->ambiguous);
  tiem_json_add_int (builder, "left", result->left);
  json_builder_end_object (builder);
  tiem_link_result_free (result);
  return tiem_cli_print (cli, tiem_json_finish (builder), link_columns, NULL);
}

/* One listing as it is linked now, in the form of link --by-sku. */
static gboolean
print_link (TiemCli *cli,
            gint64 listing_id,
            GError **error)
{
  g_autoptr (TiemListing) listing = tiem_store_get_listing (cli->store, listing_id, error);
  g_autoptr (GPtrArray) left = NULL;
  TiemListingQuery query = { .only_unlinked = TRUE };
  JsonBuilder *builder;

  if (listing == NULL)
    return FALSE;
  left = tiem_store_list_listings (cli->store, &query, 0, 0, error);
  if (left == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "listing", listing->id);
  tiem_json_add_text (builder, "sku", listing->variant_id != 0 ? listing->sku : NULL);
  tiem_json_add_int (builder, "linked", listing->variant_id != 0);
  tiem_json_begin_list (builder, "ambiguous");
  json_builder_end_array (builder);
  tiem_json_add_int (builder, "left", left->len);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), link_columns, NULL);
}

gboolean
tiem_cli_link (TiemCli *cli,
               GError **error)
{
  g_autofree char *channel = NULL;
  gboolean by_sku = FALSE;
  gboolean by_barcode = FALSE;
  gboolean sure = FALSE;
  gint64 channel_id = 0;
  gint64 listing_id = 0;
  gint64 variant_id;
  const GOptionEntry entries[] = {
    { "by-sku",
      0,
      0,
      G_OPTION_ARG_NONE,
      &by_sku,
      N_ ("Link every listing whose SKU is that of one variant"),
      NULL },
    { "by-barcode",
      0,
      0,
      G_OPTION_ARG_NONE,
      &by_barcode,
      N_ ("The same by barcode, of listings whose SKU is that of none"),
      NULL },
    { "sure",
      0,
      0,
      G_OPTION_ARG_NONE,
      &sure,
      N_ ("Link every listing whose proposal leaves no doubt"),
      NULL },
    { "channel",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &channel,
      N_ ("With --by-sku, --by-barcode and --sure: only of this channel"),
      "ID" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 0, 2, error)
      || !tiem_cli_read_id (channel, "--channel", &channel_id, error))
    return FALSE;
  if ((by_sku || by_barcode || sure) && tiem_cli_count_arguments (cli) > 0)
    return tiem_cli_fail_usage (error, _ ("--by-sku, --by-barcode and --sure take no listing"));
  if (sure)
    return link_sure (cli, channel_id, error);
  /* By SKU a barcode may stand in where there is none, as ever. */
  if (by_sku || by_barcode)
    return link_by (cli, channel_id, (by_sku ? TIEM_LINK_BY_SKU : 0) | TIEM_LINK_BY_BARCODE, error);
  if (tiem_cli_count_arguments (cli) != 2 || channel != NULL)
    return tiem_cli_fail_usage (error, _ ("name a listing and a SKU, or give --by-sku"));

  if (!tiem_cli_read_id (tiem_cli_argument (cli, 0), "LISTING", &listing_id, error))
    return FALSE;
  variant_id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, 1), error);
  return variant_id != 0 && tiem_store_link (cli->store, listing_id, variant_id, error)
         && print_link (cli, listing_id, error);
}

gboolean
tiem_cli_unlink (TiemCli *cli,
                 GError **error)
{
  gint64 listing_id = 0;

  return tiem_cli_parse (cli, NULL, 1, 1, error)
         && tiem_cli_read_id (tiem_cli_argument (cli, 0), "LISTING", &listing_id, error)
         && tiem_cli_get_store (cli, error) != NULL
         && tiem_store_unlink (cli->store, listing_id, error)
         && print_link (cli, listing_id, error);
}
