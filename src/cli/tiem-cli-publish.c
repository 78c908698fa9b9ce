#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-offers.h"
#include "sync/tiem-sync-call.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Putting goods up for sale at a channel. */

/* --- categories --- */

static const TiemCliColumn category_columns[] = {
  { "id", N_ ("Category"), TIEM_SHOW_TEXT },
  { "path", N_ ("Name"), TIEM_SHOW_TEXT },
  { "leaf", N_ ("Takes products"), TIEM_SHOW_FLAG },
  { NULL },
};

static const TiemCliColumn choice_columns[] = {
  { "code", N_ ("Code"), TIEM_SHOW_TEXT },
  { "text", N_ ("Name"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn attribute_columns[] = {
  { "id", N_ ("Attribute"), TIEM_SHOW_TEXT },
  { "name", N_ ("Name"), TIEM_SHOW_TEXT },
  { "required", N_ ("Required"), TIEM_SHOW_FLAG },
  { "choices", N_ ("Choices"), TIEM_SHOW_LIST, choice_columns },
  { NULL },
};

static gboolean
print_attributes (TiemCli *cli,
                  GPtrArray *attributes)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < attributes->len; i++)
    {
      const TiemRemoteAttribute *attribute = attributes->pdata[i];

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "id", attribute->id);
      tiem_json_add_text (builder, "name", attribute->name);
      tiem_json_add_bool (builder, "required", attribute->is_required);
      tiem_json_add_bool (builder, "text", attribute->takes_text);
      tiem_json_begin_list (builder, "choices");
      for (guint j = 0; j < attribute->choices->len; j++)
        {
          const TiemChoice *choice = attribute->choices->pdata[j];

          json_builder_begin_object (builder);
          tiem_json_add_text (builder, "code", choice->code);
          tiem_json_add_text (builder, "text", choice->text);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tiem_cli_print (cli,
                         tiem_json_finish (builder),
                         attribute_columns,
                         _ ("This category asks for nothing more."));
}

/* @search: (nullable): words that the path must have, without accents */
static gboolean
print_categories (TiemCli *cli,
                  GPtrArray *categories,
                  const char *search)
{
  g_autofree char *wanted = tiem_text_fold (search);
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < categories->len; i++)
    {
      const TiemRemoteCategory *category = categories->pdata[i];
      g_autofree char *folded = tiem_text_fold (category->path);

      if (strstr (folded, wanted) == NULL)
        continue;
      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "id", category->id);
      tiem_json_add_text (builder, "path", category->path);
      tiem_json_add_bool (builder, "leaf", category->is_leaf);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), category_columns, _ ("No such category."));
}

gboolean
tiem_cli_channel_categories (TiemCli *cli,
                             GError **error)
{
  g_autofree char *search = NULL;
  g_autofree char *attributes = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  gint64 channel_id = 0;
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_ ("Words to look for"), "TEXT" },
    { "attributes",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &attributes,
      N_ ("What this category asks of its products"),
      "CATEGORY" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || !tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &channel_id, error)
      || tiem_cli_get_store (cli, error) == NULL || tiem_cli_get_keyring (cli, error) == NULL)
    return FALSE;
  found
      = attributes != NULL
            ? tiem_sync_list_attributes (
                cli->store, cli->keyring, clock, channel_id, attributes, NULL, error)
            : tiem_sync_list_categories (cli->store, cli->keyring, clock, channel_id, NULL, error);
  if (found == NULL)
    return FALSE;
  return attributes != NULL ? print_attributes (cli, found) : print_categories (cli, found, search);
}

/* --- publishing --- */

static const TiemCliColumn queued_columns[] = {
  { "id", N_ ("Waiting"), TIEM_SHOW_TEXT },
  { "channel", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "title", N_ ("Title"), TIEM_SHOW_TEXT },
  { "variants", N_ ("Variants"), TIEM_SHOW_NUMBER },
  { "pictures", N_ ("Pictures"), TIEM_SHOW_NUMBER },
  { "update", N_ ("Changes what is there"), TIEM_SHOW_FLAG },
  { NULL },
};

/* What was typed, before it is laid over what the product says. */
typedef struct
{
  char *channel;
  char *title;
  char *description;
  char *category;
  char *brand;
  char *weight;
  char *size;
  char **attributes;
  gboolean pictures;
  gboolean variants;
} Typed;

static void
typed_clear (Typed *self)
{
  g_free (self->channel);
  g_free (self->title);
  g_free (self->description);
  g_free (self->category);
  g_free (self->brand);
  g_free (self->weight);
  g_free (self->size);
  g_strfreev (self->attributes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

static void
lay_over (char **text,
          const char *typed)
{
  if (typed == NULL)
    return;
  g_free (*text);
  *text = g_strdup (typed);
}

static gboolean
apply_typed (const Typed *typed,
             TiemOffer *offer,
             GError **error)
{
  lay_over (&offer->title, typed->title);
  lay_over (&offer->description, typed->description);
  lay_over (&offer->category, typed->category);
  lay_over (&offer->brand, typed->brand);
  if (!tiem_cli_read_int (typed->weight, "--weight", 1, 1000000, &offer->weight_g, error))
    return FALSE;
  if (typed->size != NULL && (*typed->size == '\0' || !tiem_offer_read_size (offer, typed->size)))
    return tiem_cli_fail_usage (error, _ ("--size is written in centimetres: 30x25x5"));
  for (guint i = 0; typed->attributes != NULL && typed->attributes[i] != NULL; i++)
    {
      const char *equals = strchr (typed->attributes[i], '=');

      if (equals == NULL || equals == typed->attributes[i])
        return tiem_cli_fail_usage (error, _ ("--attr is written NUMBER=VALUE"));
      g_hash_table_insert (offer->attributes,
                           g_strndup (typed->attributes[i], equals - typed->attributes[i]),
                           g_strdup (equals + 1));
    }
  return TRUE;
}

static gboolean
check_offer (TiemCli *cli,
             gint64 channel_id,
             const TiemOffer *offer,
             GError **error)
{
  g_autoptr (TiemChannelRecord) record = tiem_store_get_channel (cli->store, channel_id, error);
  const TiemChannelInfo *info = record != NULL ? tiem_channel_info_find (record->kind) : NULL;
  g_autofree char *fault = NULL;

  if (record == NULL)
    return FALSE;
  if (info == NULL || info->offer_limits == NULL)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   _ ("Products can't be put up at %s from here; do it in its seller centre."),
                   record->name);
      return FALSE;
    }
  fault = tiem_offer_find_fault (offer, info->offer_limits);
  if (fault != NULL)
    g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, fault);
  return fault == NULL;
}

static gboolean
queue_offer (
    TiemCli *cli, gint64 channel_id, TiemOffer *offer, const char *category_path, GError **error)
{
  gint64 id;
  JsonBuilder *builder;

  if (!check_offer (cli, channel_id, offer, error))
    return FALSE;
  id = tiem_store_queue_offer (cli->store, channel_id, offer, category_path, 0, error);
  if (id == 0)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", id);
  tiem_json_add_id (builder, "channel", channel_id);
  tiem_json_add_text (builder, "title", offer->title);
  tiem_json_add_int (builder, "variants", offer->variants->len);
  tiem_json_add_int (builder, "pictures", offer->pictures->len);
  tiem_json_add_bool (builder, "update", offer->remote_product_id != NULL);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), queued_columns, NULL);
}

/* Returns: (transfer full): what is known of the named product at the named channel */
static TiemOffer *
prepare (TiemCli *cli,
         const Typed *typed,
         gint64 *channel_id,
         char **category_path,
         GError **error)
{
  g_autoptr (TiemVariant) variant = NULL;
  gint64 id;

  if (!tiem_cli_read_id (typed->channel, "--channel", channel_id, error))
    return NULL;
  if (*channel_id == 0)
    {
      tiem_cli_fail_usage (error, _ ("--channel says where"));
      return NULL;
    }
  id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, 0), error);
  variant = id != 0 ? tiem_store_get_variant (cli->store, id, error) : NULL;
  return variant != NULL ? tiem_store_prepare_offer (
             cli->store, *channel_id, variant->product_id, category_path, error)
                         : NULL;
}

gboolean
tiem_cli_publish (TiemCli *cli,
                  GError **error)
{
  g_auto (Typed) typed = { 0 };
  g_autoptr (TiemOffer) offer = NULL;
  g_autofree char *path = NULL;
  gint64 channel_id = 0;
  const GOptionEntry entries[] = {
    { "channel", 0, 0, G_OPTION_ARG_FILENAME, &typed.channel, N_ ("At this channel"), "ID" },
    { "category",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &typed.category,
      N_ ("The channel's category; not given: the one chosen last for such goods"),
      "ID" },
    { "title", 0, 0, G_OPTION_ARG_FILENAME, &typed.title, N_ ("Another title there"), "TEXT" },
    { "description",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &typed.description,
      N_ ("Another description there"),
      "TEXT" },
    { "brand", 0, 0, G_OPTION_ARG_FILENAME, &typed.brand, N_ ("The brand"), "NAME" },
    { "weight", 0, 0, G_OPTION_ARG_FILENAME, &typed.weight, N_ ("Weight in grams"), "G" },
    { "size",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &typed.size,
      N_ ("The parcel's length, width and height in centimetres"),
      "LxWxH" },
    { "attr",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &typed.attributes,
      N_ ("What the category asks for: its number and the code or text"),
      "K=V" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error)
      || (offer = prepare (cli, &typed, &channel_id, &path, error)) == NULL
      || !apply_typed (&typed, offer, error))
    return FALSE;
  if (offer->remote_product_id != NULL)
    {
      g_set_error_literal (
          error,
          TIEM_ERROR,
          TIEM_ERROR_CONFLICT,
          _ ("The channel has this product already; change it with “listing update”."));
      return FALSE;
    }
  return queue_offer (cli, channel_id, offer, typed.category == NULL ? path : NULL, error);
}

gboolean
tiem_cli_listing_update (TiemCli *cli,
                         GError **error)
{
  g_auto (Typed) typed = { 0 };
  g_autoptr (TiemOffer) offer = NULL;
  gint64 channel_id = 0;
  const GOptionEntry entries[] = {
    { "channel", 0, 0, G_OPTION_ARG_FILENAME, &typed.channel, N_ ("At this channel"), "ID" },
    { "title", 0, 0, G_OPTION_ARG_FILENAME, &typed.title, N_ ("The title there"), "TEXT" },
    { "description",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &typed.description,
      N_ ("The description there"),
      "TEXT" },
    { "pictures",
      0,
      0,
      G_OPTION_ARG_NONE,
      &typed.pictures,
      N_ ("Show the product's pictures instead of those there"),
      NULL },
    { "variants",
      0,
      0,
      G_OPTION_ARG_NONE,
      &typed.variants,
      N_ ("Add the product's variants that are missing there"),
      NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 1, error))
    return FALSE;
  if (typed.title == NULL && typed.description == NULL && !typed.pictures && !typed.variants)
    return tiem_cli_fail_usage (error, _ ("nothing is to be set; see --help"));
  if ((offer = prepare (cli, &typed, &channel_id, NULL, error)) == NULL
      || !apply_typed (&typed, offer, error))
    return FALSE;
  if (offer->remote_product_id == NULL)
    {
      g_set_error_literal (
          error,
          TIEM_ERROR,
          TIEM_ERROR_NOT_FOUND,
          _ ("The channel does not have this product; put it up with “publish”, or link it."));
      return FALSE;
    }
  offer->fields = (typed.title != NULL ? TIEM_OFFER_TITLE : 0)
                  | (typed.description != NULL ? TIEM_OFFER_DESCRIPTION : 0)
                  | (typed.pictures ? TIEM_OFFER_PICTURES : 0)
                  | (typed.variants ? TIEM_OFFER_VARIANTS : 0);
  return queue_offer (cli, channel_id, offer, NULL, error);
}
