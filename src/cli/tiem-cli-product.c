#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "model/tiem-category.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In the list people see a line for each variant. */
static const TiemCliColumn flat_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "name", N_ ("Product"), TIEM_SHOW_TEXT },
  { "options", N_ ("Variant"), TIEM_SHOW_TEXT },
  { "price", N_ ("Price"), TIEM_SHOW_MONEY },
  { "on_hand", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "reserved", N_ ("Reserved"), TIEM_SHOW_NUMBER },
  { "available", N_ ("Available"), TIEM_SHOW_NUMBER },
  { NULL },
};

static const TiemCliColumn part_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "quantity", N_ ("Units"), TIEM_SHOW_NUMBER },
  { NULL },
};

static const TiemCliColumn bundle_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "parts", N_ ("Parts"), TIEM_SHOW_LIST, part_columns },
  { NULL },
};

static void
add_flat (JsonBuilder *builder,
          const TiemProduct *product)
{
  for (guint i = 0; i < product->variants->len; i++)
    {
      const TiemVariant *variant = g_ptr_array_index (product->variants, i);

      if (variant->archived)
        continue;
      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "sku", variant->sku);
      tiem_json_add_text (builder, "name", product->name);
      tiem_json_add_text (builder, "options", variant->options);
      tiem_json_add_int (builder, "price", variant->price_vnd);
      tiem_json_add_int (builder, "on_hand", variant->on_hand);
      tiem_json_add_int (builder, "reserved", variant->reserved);
      tiem_json_add_int (builder, "available", variant->available);
      json_builder_end_object (builder);
    }
}

gboolean
tiem_cli_products (TiemCli *cli,
                   GError **error)
{
  g_autofree char *search = NULL;
  g_autofree char *limit_text = NULL;
  g_autofree char *offset_text = NULL;
  g_autofree char *category_text = NULL;
  g_autofree char *category = NULL;
  g_autoptr (GPtrArray) products = NULL;
  gint64 limit = 0;
  gint64 offset = 0;
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_ ("Words to look for"), "TEXT" },
    { "category",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &category_text,
      N_ ("This category and what is below it"),
      "NAME" },
    { "limit", 0, 0, G_OPTION_ARG_FILENAME, &limit_text, N_ ("No more than this many"), "N" },
    { "offset", 0, 0, G_OPTION_ARG_FILENAME, &offset_text, N_ ("Pass over this many first"), "N" },
    { NULL },
  };
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, entries, 0, 0, error)
      || !tiem_cli_read_int (limit_text, "--limit", 1, G_MAXINT, &limit, error)
      || !tiem_cli_read_int (offset_text, "--offset", 0, G_MAXINT, &offset, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  category = tiem_category_clean (category_text);
  products = tiem_store_list_products_in (cli->store, search, category, limit, offset, error);
  if (products == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < products->len; i++)
    if (cli->json)
      tiem_cli_product_json (builder, g_ptr_array_index (products, i), FALSE);
    else
      add_flat (builder, g_ptr_array_index (products, i));
  json_builder_end_array (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), flat_columns, _ ("No such product."));
}

static gboolean
print_product_of (TiemCli *cli,
                  gint64 variant_id,
                  GError **error)
{
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (cli->store, variant_id, error);
  g_autoptr (TiemProduct) product = NULL;
  JsonBuilder *builder;

  if (variant == NULL)
    return FALSE;
  product = tiem_store_get_product (cli->store, variant->product_id, error);
  if (product == NULL)
    return FALSE;
  builder = json_builder_new ();
  tiem_cli_product_json (builder, product, TRUE);
  return tiem_cli_print (cli, tiem_json_finish (builder), tiem_cli_product_columns, NULL);
}

gboolean
tiem_cli_product_show (TiemCli *cli,
                       GError **error)
{
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error))
    return FALSE;
  id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, 0), error);
  return id != 0 && print_product_of (cli, id, error);
}

/* What "add" and "edit" were given, as typed; NULL = not given. */
typedef struct
{
  char *name;
  char *sku;
  char *product;
  char *option;
  char *price;
  char *cost;
  char **barcodes;
  char **more_barcodes;
  char **fewer_barcodes;
  char *shelf;
  char *on_hand;
} Typed;

static void
typed_clear (Typed *self)
{
  g_free (self->name);
  g_free (self->sku);
  g_free (self->product);
  g_free (self->option);
  g_free (self->price);
  g_free (self->cost);
  g_strfreev (self->barcodes);
  g_strfreev (self->more_barcodes);
  g_strfreev (self->fewer_barcodes);
  g_free (self->shelf);
  g_free (self->on_hand);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

static gboolean
parse_product (TiemCli *cli,
               Typed *typed,
               int n_arguments,
               GError **error)
{
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &typed->name, N_ ("Name of the product"), "NAME" },
    { "sku", 0, 0, G_OPTION_ARG_FILENAME, &typed->sku, N_ ("SKU of the variant"), "SKU" },
    { "product",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &typed->product,
      N_ ("The product the variant belongs to"),
      "ID" },
    { "option",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &typed->option,
      N_ ("Which variant: “Black, L”"),
      "TEXT" },
    { "price", 0, 0, G_OPTION_ARG_FILENAME, &typed->price, N_ ("Price in đồng"), "PRICE" },
    { "cost", 0, 0, G_OPTION_ARG_FILENAME, &typed->cost, N_ ("Cost in đồng"), "COST" },
    { "barcode",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &typed->barcodes,
      N_ ("Barcode; several times: all of them"),
      "CODE" },
    { "add-barcode",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &typed->more_barcodes,
      N_ ("One more barcode"),
      "CODE" },
    { "remove-barcode",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &typed->fewer_barcodes,
      N_ ("One barcode less"),
      "CODE" },
    { "shelf", 0, 0, G_OPTION_ARG_FILENAME, &typed->shelf, N_ ("Where it lies: “A1-02”"), "TEXT" },
    { "on-hand", 0, 0, G_OPTION_ARG_FILENAME, &typed->on_hand, N_ ("Units on hand"), "N" },
    { NULL },
  };

  return tiem_cli_parse (cli, entries, n_arguments, n_arguments, error);
}

static const char *
empty_to_null (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

/* "" takes the cost away. */
static gboolean
read_values (const Typed *typed,
             TiemNewVariant *values,
             GError **error)
{
  values->name = empty_to_null (typed->name);
  values->sku = empty_to_null (typed->sku);
  values->options = empty_to_null (typed->option);
  values->barcode = typed->barcodes != NULL ? empty_to_null (typed->barcodes[0]) : NULL;
  values->shelf = empty_to_null (typed->shelf);
  values->has_cost = empty_to_null (typed->cost) != NULL;
  values->has_on_hand = typed->on_hand != NULL;
  return tiem_cli_read_id (typed->product, "--product", &values->product_id, error)
         && tiem_cli_read_money (typed->price, &values->price_vnd, error)
         && tiem_cli_read_money (empty_to_null (typed->cost), &values->cost_vnd, error)
         && tiem_cli_read_int (typed->on_hand, "--on-hand", 0, G_MAXINT, &values->on_hand, error);
}

/* The list as the options leave it, and whether they say anything that the first one does not. */
static gboolean
change_barcodes (TiemCli *cli,
                 gint64 variant_id,
                 const Typed *typed,
                 GError **error)
{
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  g_auto (GStrv) now = NULL;
  g_auto (GStrv) wanted = NULL;
  gboolean many = typed->barcodes != NULL && typed->barcodes[1] != NULL;

  if (!many && typed->more_barcodes == NULL && typed->fewer_barcodes == NULL)
    return TRUE;
  now = many ? g_strdupv (typed->barcodes)
             : tiem_store_list_barcodes (cli->store, variant_id, error);
  if (now == NULL)
    return FALSE;
  for (guint i = 0; now[i] != NULL; i++)
    if (typed->fewer_barcodes == NULL
        || !g_strv_contains ((const char *const *)typed->fewer_barcodes, now[i]))
      g_strv_builder_add (codes, now[i]);
  for (guint i = 0; typed->more_barcodes != NULL && typed->more_barcodes[i] != NULL; i++)
    g_strv_builder_add (codes, typed->more_barcodes[i]);
  wanted = g_strv_builder_end (codes);
  return tiem_store_set_barcodes (cli->store, variant_id, (const char *const *)wanted, error);
}

gboolean
tiem_cli_product_add (TiemCli *cli,
                      GError **error)
{
  g_auto (Typed) typed = { NULL };
  TiemNewVariant values = { 0 };
  gint64 id;

  if (!parse_product (cli, &typed, 0, error))
    return FALSE;
  if (typed.sku == NULL)
    return tiem_cli_fail_usage (error, _ ("--sku is missing"));
  if (typed.name == NULL && typed.product == NULL)
    return tiem_cli_fail_usage (error, _ ("--name is missing"));
  if (typed.price == NULL)
    return tiem_cli_fail_usage (error, _ ("--price is missing"));
  if (!read_values (&typed, &values, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_add_variant (cli->store, &values, error);
  return id != 0 && change_barcodes (cli, id, &typed, error) && print_product_of (cli, id, error);
}

/* A variant stays with its product; naming that one is no change. */
static gboolean
check_product (TiemCli *cli,
               gint64 variant_id,
               gint64 product_id,
               GError **error)
{
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (cli->store, variant_id, error);

  if (variant == NULL)
    return FALSE;
  if (product_id == 0 || product_id == variant->product_id)
    return TRUE;
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("A variant can't move to another product; archive it and add it there."));
  return FALSE;
}

gboolean
tiem_cli_product_edit (TiemCli *cli,
                       GError **error)
{
  g_auto (Typed) typed = { NULL };
  TiemNewVariant values = { 0 };
  TiemEdit fields = 0;
  gint64 id;

  if (!parse_product (cli, &typed, 1, error) || !read_values (&typed, &values, error))
    return FALSE;
  fields |= typed.name != NULL ? TIEM_EDIT_NAME : 0;
  fields |= typed.sku != NULL ? TIEM_EDIT_SKU : 0;
  fields |= typed.option != NULL ? TIEM_EDIT_OPTIONS : 0;
  fields |= typed.barcodes != NULL ? TIEM_EDIT_BARCODE : 0;
  fields |= typed.shelf != NULL ? TIEM_EDIT_SHELF : 0;
  fields |= typed.price != NULL ? TIEM_EDIT_PRICE : 0;
  fields |= typed.cost != NULL ? TIEM_EDIT_COST : 0;
  if (fields == 0 && !values.has_on_hand && typed.product == NULL && typed.more_barcodes == NULL
      && typed.fewer_barcodes == NULL)
    return tiem_cli_fail_usage (error, _ ("say what to change"));

  id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, 0), error);
  return id != 0 && check_product (cli, id, values.product_id, error)
         && (fields == 0 || tiem_store_edit_variant (cli->store, id, fields, &values, error))
         && change_barcodes (cli, id, &typed, error)
         && (!values.has_on_hand
             || tiem_store_set_stock (cli->store, id, values.on_hand, "count", NULL, error))
         && print_product_of (cli, id, error);
}

static gboolean
set_archived (TiemCli *cli,
              gboolean archived,
              GError **error)
{
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error))
    return FALSE;
  id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, 0), error);
  return id != 0 && tiem_store_archive_variant (cli->store, id, archived, error)
         && print_product_of (cli, id, error);
}

gboolean
tiem_cli_product_archive (TiemCli *cli,
                          GError **error)
{
  return set_archived (cli, TRUE, error);
}

gboolean
tiem_cli_product_unarchive (TiemCli *cli,
                            GError **error)
{
  return set_archived (cli, FALSE, error);
}

/* "AT-DEN-L=2": the last "=", for a SKU may hold one too. */
static gboolean
read_part (TiemCli *cli,
           const char *text,
           TiemBundlePart *part,
           char **sku,
           GError **error)
{
  const char *equals = strrchr (text, '=');

  if (equals == NULL || equals == text)
    return tiem_cli_fail_usage (error, _ ("write a part as SKU=NUMBER, not “%s”"), text);
  if (!tiem_cli_read_int (equals + 1, "NUMBER", 1, G_MAXINT, &part->quantity, error))
    return FALSE;
  *sku = g_strndup (text, equals - text);
  part->variant_id = tiem_cli_find_sku (cli, *sku, error);
  return part->variant_id != 0;
}

gboolean
tiem_cli_bundle_set (TiemCli *cli,
                     GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 2, -1, error))
    return FALSE;
  id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, 0), error);
  if (id == 0)
    return FALSE;

  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "sku", tiem_cli_argument (cli, 0));
  tiem_json_begin_list (builder, "parts");
  for (guint i = 1; i < tiem_cli_count_arguments (cli); i++)
    {
      g_autofree char *sku = NULL;
      TiemBundlePart part = { 0 };

      if (!read_part (cli, tiem_cli_argument (cli, i), &part, &sku, error))
        return FALSE;
      g_array_append_val (parts, part);
      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "sku", sku);
      tiem_json_add_int (builder, "quantity", part.quantity);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return tiem_store_set_bundle (cli->store, id, parts, error)
         && tiem_cli_print (cli, json_builder_get_root (builder), bundle_columns, NULL);
}
