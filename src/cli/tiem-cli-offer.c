#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-images.h"
#include "store/tiem-store-prices.h"
#include "store/tiem-store-proposals.h"

#include <glib/gi18n-lib.h>

/* What is offered, and for how much: proposals of links, prices, pictures. */

/* --- proposals --- */

static const TiemCliColumn candidate_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "title", N_ ("Product"), TIEM_SHOW_TEXT },
  { "percent", N_ ("Fits by %"), TIEM_SHOW_NUMBER },
  { "why", N_ ("Why"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn proposal_columns[] = {
  { "listing", N_ ("Listing"), TIEM_SHOW_TEXT },
  { "title", N_ ("At the channel"), TIEM_SHOW_TEXT },
  { "kind", N_ ("Kind"), TIEM_SHOW_TEXT },
  { "sku", N_ ("Proposed"), TIEM_SHOW_TEXT },
  { "reason", N_ ("Why"), TIEM_SHOW_TEXT },
  { "candidates", N_ ("Fits"), TIEM_SHOW_LIST, candidate_columns },
  { NULL },
};

static void
add_proposal (JsonBuilder *builder,
              const TiemProposal *proposal)
{
  const TiemCandidate *first
      = proposal->candidates->len > 0 ? g_ptr_array_index (proposal->candidates, 0) : NULL;
  gboolean is_clear = proposal->kind != TIEM_PROPOSAL_AMBIGUOUS && first != NULL;

  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "listing", proposal->listing_id);
  tiem_json_add_id (builder, "channel", proposal->channel_id);
  tiem_json_add_text (builder, "remote_sku", proposal->remote_sku);
  tiem_json_add_text (builder, "title", proposal->title);
  tiem_json_add_text (builder, "options", proposal->options);
  tiem_json_add_int (builder, "price", proposal->price_vnd);
  tiem_json_add_text (builder, "kind", tiem_proposal_kind_to_string (proposal->kind));
  tiem_json_add_text (builder, "sku", is_clear ? first->sku : NULL);
  tiem_json_add_text (builder, "reason", proposal->reason);
  tiem_json_begin_list (builder, "candidates");
  for (guint i = 0; i < proposal->candidates->len; i++)
    {
      const TiemCandidate *candidate = g_ptr_array_index (proposal->candidates, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "sku", candidate->sku);
      tiem_json_add_text (builder, "title", candidate->title);
      tiem_json_add_int (builder, "price", candidate->price_vnd);
      tiem_json_add_int (builder, "percent", candidate->percent);
      tiem_json_add_text (builder, "why", candidate->why);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

gboolean
tiem_cli_print_proposals (TiemCli *cli,
                          gint64 channel_id,
                          GError **error)
{
  g_autoptr (GPtrArray) proposals = NULL;
  JsonBuilder *builder;

  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  proposals = tiem_store_list_proposals (cli->store, channel_id, FALSE, NULL, error);
  if (proposals == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < proposals->len; i++)
    add_proposal (builder, g_ptr_array_index (proposals, i));
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), proposal_columns, _ ("Every listing is linked."));
}

gboolean
tiem_cli_link_sure (TiemCli *cli,
                    gint64 channel_id,
                    guint *linked,
                    guint *left,
                    GError **error)
{
  g_autoptr (GPtrArray) proposals = NULL;
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (TiemLinkPair));
  g_autoptr (GArray) done = NULL;

  proposals = tiem_store_list_proposals (cli->store, channel_id, FALSE, NULL, error);
  if (proposals == NULL)
    return FALSE;
  for (guint i = 0; i < proposals->len; i++)
    {
      const TiemProposal *proposal = g_ptr_array_index (proposals, i);
      TiemLinkPair pair = { proposal->listing_id, 0 };

      if (proposal->kind > TIEM_PROPOSAL_SURE)
        continue;
      pair.variant_id = ((TiemCandidate *)g_ptr_array_index (proposal->candidates, 0))->variant_id;
      g_array_append_val (pairs, pair);
    }
  if (!tiem_store_link_many (cli->store, pairs, &done, error))
    return FALSE;
  *linked = done->len;
  *left = proposals->len - done->len;
  return TRUE;
}

/* --- prices --- */

static const TiemCliColumn price_columns[] = {
  { "listing", N_ ("Listing"), TIEM_SHOW_TEXT },
  { "base", N_ ("In the shop"), TIEM_SHOW_MONEY },
  { "own", N_ ("Its own"), TIEM_SHOW_MONEY },
  { "promotion", N_ ("Promotion"), TIEM_SHOW_MONEY },
  { "from", N_ ("From"), TIEM_SHOW_TIME },
  { "until", N_ ("Until"), TIEM_SHOW_TIME },
  { "wanted", N_ ("Should cost"), TIEM_SHOW_MONEY },
  { "shown", N_ ("At the channel"), TIEM_SHOW_MONEY },
  { "why", N_ ("Why"), TIEM_SHOW_TEXT },
  { NULL },
};

static gboolean
print_price (TiemCli *cli,
             gint64 listing_id,
             GError **error)
{
  static const char *const sources[] = { "shop", "rule", "listing", "promotion" };
  g_autoptr (TiemListingPrice) price = tiem_store_get_listing_price (cli->store, listing_id, error);
  JsonBuilder *builder;

  if (price == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "listing", listing_id);
  tiem_json_add_int (builder, "base", price->input.base_vnd);
  tiem_json_add_optional_int (builder, "own", price->input.own_vnd >= 0, price->input.own_vnd);
  tiem_json_add_optional_int (
      builder, "promotion", price->input.promotion_vnd >= 0, price->input.promotion_vnd);
  tiem_json_add_time (builder, "from", price->input.promotion_from);
  tiem_json_add_time (builder, "until", price->input.promotion_until);
  tiem_json_add_int (builder, "wanted", price->wanted_vnd);
  tiem_json_add_int (builder, "shown", price->shown_vnd);
  tiem_json_add_bool (builder, "queued", price->is_queued);
  tiem_json_add_text (builder, "source", sources[price->source]);
  tiem_json_add_text (builder, "why", price->sentence);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), price_columns, NULL);
}

/* @text: (nullable): an amount, or @none for −1 */
static gboolean
read_price (const char *text,
            const char *none,
            gint64 *price,
            GError **error)
{
  if (g_strcmp0 (text, none) == 0)
    {
      *price = -1;
      return TRUE;
    }
  return tiem_cli_read_money (text, price, error);
}

gboolean
tiem_cli_listing_price (TiemCli *cli,
                        GError **error)
{
  g_autofree char *own = NULL;
  g_autofree char *promotion = NULL;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;
  gint64 id = 0;
  gint64 own_vnd = -1;
  gint64 promotion_vnd = -1;
  gint64 from_ms = 0;
  gint64 until_ms = 0;
  const GOptionEntry entries[] = {
    { "own",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &own,
      N_ ("A price of its own, or rule: by the channel's rule"),
      "AMOUNT|rule" },
    { "promotion",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &promotion,
      N_ ("What it costs for a time, or none"),
      "AMOUNT|none" },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_ ("When the promotion begins"), "TIME" },
    { "until", 0, 0, G_OPTION_ARG_FILENAME, &until, N_ ("When it ends"), "TIME" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || !tiem_cli_read_id (tiem_cli_argument (cli, 0), "LISTING", &id, error)
      || !read_price (own, "rule", &own_vnd, error)
      || !read_price (promotion, "none", &promotion_vnd, error)
      || !tiem_cli_read_time (from, &from_ms, error)
      || !tiem_cli_read_time (until, &until_ms, error))
    return FALSE;
  if ((from != NULL || until != NULL) && promotion_vnd < 0)
    return tiem_cli_fail_usage (error, _ ("--from and --until go with --promotion"));
  return tiem_cli_get_store (cli, error) != NULL
         && (own == NULL || tiem_store_set_own_price (cli->store, id, own_vnd, error))
         && (promotion == NULL
             || tiem_store_set_promotion (cli->store, id, promotion_vnd, from_ms, until_ms, error))
         && print_price (cli, id, error);
}

static const TiemCliColumn rule_columns[] = {
  { "channel", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "rule", N_ ("Prices"), TIEM_SHOW_TEXT },
  { "changed", N_ ("Prices that change"), TIEM_SHOW_NUMBER },
  { NULL },
};

static gboolean
print_price_rule (
    TiemCli *cli, gint64 channel_id, const TiemPriceRule *rule, guint changed, GError **error)
{
  g_autofree char *words = tiem_price_rule_describe (rule);
  g_autofree char *percent = g_strdup_printf ("%s%d.%02d",
                                              rule->percent_hundredths < 0 ? "-" : "",
                                              (int)(ABS (rule->percent_hundredths) / 100),
                                              (int)(ABS (rule->percent_hundredths) % 100));
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "channel", channel_id);
  tiem_json_add_text (builder, "percent", percent);
  tiem_json_add_int (builder, "amount", rule->amount_vnd);
  tiem_json_add_text (builder, "rounding", tiem_price_rounding_to_string (rule->rounding));
  tiem_json_add_text (builder, "rule", words);
  tiem_json_add_int (builder, "changed", changed);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), rule_columns, NULL);
}

gboolean
tiem_cli_channel_price (TiemCli *cli,
                        GError **error)
{
  g_autofree char *percent = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *rounding = NULL;
  gboolean dry_run = FALSE;
  TiemPriceRule rule = { 0 };
  gint64 id = 0;
  guint changed = 0;
  const GOptionEntry entries[] = {
    { "percent", 0, 0, G_OPTION_ARG_FILENAME, &percent, N_ ("Dearer or cheaper by this"), "P" },
    { "amount", 0, 0, G_OPTION_ARG_FILENAME, &amount, N_ ("And by this amount"), "AMOUNT" },
    { "rounding",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &rounding,
      N_ ("To what it is rounded: exact, thousand or nine"),
      "WORD" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Only say how many change"), NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || !tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &id, error)
      || tiem_cli_get_store (cli, error) == NULL
      || !tiem_store_get_price_rule (cli->store, id, &rule, error)
      || !tiem_cli_read_money (amount, &rule.amount_vnd, error))
    return FALSE;
  if (percent != NULL && !tiem_price_rule_parse_percent (percent, &rule.percent_hundredths))
    return tiem_cli_fail_usage (error, _ ("--percent is a number from -99 to 1000"));
  if (rounding != NULL && !tiem_price_rounding_from_string (rounding, &rule.rounding))
    return tiem_cli_fail_usage (error, _ ("--rounding is exact, thousand or nine"));
  return ((percent == NULL && amount == NULL && rounding == NULL)
          || tiem_store_set_price_rule (cli->store, id, &rule, dry_run, &changed, error))
         && print_price_rule (cli, id, &rule, changed, error);
}

/* --- pictures --- */

static const TiemCliColumn image_columns[] = {
  { "id", N_ ("Picture"), TIEM_SHOW_TEXT },    { "sku", N_ ("Variant"), TIEM_SHOW_TEXT },
  { "width", N_ ("Width"), TIEM_SHOW_NUMBER }, { "height", N_ ("Height"), TIEM_SHOW_NUMBER },
  { "path", N_ ("File"), TIEM_SHOW_TEXT },     { NULL },
};

/* Returns: the id of the product the SKU is of; 0 with @error. @variant_id: (out) (optional) */
static gint64
find_product (TiemCli *cli,
              const char *sku,
              gint64 *variant_id,
              GError **error)
{
  gint64 id = tiem_cli_find_sku (cli, sku, error);
  g_autoptr (TiemVariant) variant = id != 0 ? tiem_store_get_variant (cli->store, id, error) : NULL;

  if (variant_id != NULL)
    *variant_id = id;
  return variant != NULL ? variant->product_id : 0;
}

static gboolean
print_images (TiemCli *cli,
              gint64 product_id,
              GError **error)
{
  g_autoptr (GPtrArray) images = tiem_store_list_images (cli->store, product_id, error);
  JsonBuilder *builder;

  if (images == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < images->len; i++)
    {
      const TiemImage *image = g_ptr_array_index (images, i);
      g_autoptr (TiemVariant) variant
          = image->variant_id != 0 ? tiem_store_get_variant (cli->store, image->variant_id, NULL)
                                   : NULL;
      g_autofree char *path = tiem_store_dup_image_path (cli->store, image->file, TIEM_IMAGE_FULL);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "id", image->id);
      tiem_json_add_text (builder, "sku", variant != NULL ? variant->sku : NULL);
      tiem_json_add_int (builder, "width", image->width);
      tiem_json_add_int (builder, "height", image->height);
      tiem_json_add_text (builder, "path", path);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), image_columns, _ ("This product has no picture."));
}

static gboolean
add_images (TiemCli *cli,
            gint64 product_id,
            gint64 variant_id,
            GError **error)
{
  for (guint i = 2; i < tiem_cli_count_arguments (cli); i++)
    if (tiem_store_add_image_file (
            cli->store, product_id, variant_id, tiem_cli_argument (cli, i), NULL, error)
        == 0)
      return FALSE;
  return TRUE;
}

/* The third argument is one of the product's pictures. */
static gboolean
read_image (TiemCli *cli,
            gint64 product_id,
            gint64 *id,
            GError **error)
{
  g_autoptr (TiemImage) image = NULL;

  if (!tiem_cli_read_id (tiem_cli_argument (cli, 2), "PICTURE", id, error)
      || (image = tiem_store_get_image (cli->store, *id, error)) == NULL)
    return FALSE;
  if (image->product_id == product_id)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_NOT_FOUND,
               _ ("Picture %s is of another product; see “product image list”."),
               tiem_cli_argument (cli, 2));
  return FALSE;
}

gboolean
tiem_cli_product_image (TiemCli *cli,
                        GError **error)
{
  g_autofree char *position = NULL;
  gboolean own = FALSE;
  gint64 place = 1;
  gint64 product_id;
  gint64 variant_id = 0;
  gint64 id = 0;
  guint n;
  const char *what;
  const GOptionEntry entries[] = {
    { "variant",
      0,
      0,
      G_OPTION_ARG_NONE,
      &own,
      N_ ("With add: of this variant alone, not of the whole product"),
      NULL },
    { "position", 0, 0, G_OPTION_ARG_FILENAME, &position, N_ ("With move: to which place"), "N" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 2, -1, error)
      || !tiem_cli_read_int (position, "--position", 1, TIEM_IMAGES_MOST, &place, error))
    return FALSE;
  what = tiem_cli_argument (cli, 0);
  n = tiem_cli_count_arguments (cli);
  if (!(g_str_equal (what, "list") && n == 2) && !(g_str_equal (what, "add") && n > 2)
      && !((g_str_equal (what, "remove") || g_str_equal (what, "move")) && n == 3))
    return tiem_cli_fail_usage (
        error, _ ("say list SKU, add SKU FILE…, remove SKU PICTURE or move SKU PICTURE"));
  product_id = find_product (cli, tiem_cli_argument (cli, 1), &variant_id, error);
  if (product_id == 0)
    return FALSE;
  if (g_str_equal (what, "add") && !add_images (cli, product_id, own ? variant_id : 0, error))
    return FALSE;
  if ((g_str_equal (what, "remove") || g_str_equal (what, "move"))
      && !read_image (cli, product_id, &id, error))
    return FALSE;
  if (g_str_equal (what, "remove") && !tiem_store_remove_image (cli->store, id, error))
    return FALSE;
  if (g_str_equal (what, "move")
      && !tiem_store_move_image (cli->store, id, (guint)place - 1, error))
    return FALSE;
  return print_images (cli, product_id, error);
}
