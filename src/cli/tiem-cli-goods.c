#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "document/tiem-sticker-sheet.h"
#include "model/tiem-category.h"
#include "store/tiem-store-goods.h"
#include "store/tiem-store-shop.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Many products at once: prices, categories, stickers; and what a combo is made of. */

/* --- which variants --- */

static GArray *
list_variants (TiemCli *cli,
               const char *category,
               GError **error)
{
  g_autofree char *clean = tiem_category_clean (category);
  const TiemVariantQuery query = { .group = TIEM_VARIANTS_ON_SALE, .category = clean };
  g_autoptr (GPtrArray) variants = tiem_store_list_variants (cli->store, &query, 0, 0, error);
  GArray *ids;

  if (variants == NULL)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < variants->len; i++)
    g_array_append_val (ids, ((const TiemVariant *)g_ptr_array_index (variants, i))->id);
  return ids;
}

/* The SKUs that are arguments from @first on. */
static GArray *
find_variants (TiemCli *cli,
               guint first,
               GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = first; i < tiem_cli_count_arguments (cli); i++)
    {
      gint64 id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, i), error);

      if (id == 0)
        return NULL;
      g_array_append_val (ids, id);
    }
  return g_steal_pointer (&ids);
}

/* --- a change for all of them --- */

static const struct
{
  TiemBulkFlags flag;
  const char *word;
} warnings[] = {
  { TIEM_BULK_BELOW_COST, "below_cost" }, { TIEM_BULK_BECOMES_0, "becomes_0" },
  { TIEM_BULK_NEGATIVE, "negative" },     { TIEM_BULK_TOO_MUCH, "too_much" },
  { TIEM_BULK_NO_COST, "no_cost" },
};

static const TiemCliColumn row_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "old", N_ ("Old"), TIEM_SHOW_MONEY },
  { "new", N_ ("New"), TIEM_SHOW_MONEY },
  { "warning", N_ ("To look at"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn left_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "reason", N_ ("Why"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn change_columns[] = {
  { "changed", N_ ("Changed"), TIEM_SHOW_NUMBER },
  { "same", N_ ("Same"), TIEM_SHOW_NUMBER },
  { "wrong", N_ ("Wrong"), TIEM_SHOW_NUMBER },
  { "rows", N_ ("Variants"), TIEM_SHOW_LIST, row_columns },
  { "left_out", N_ ("Left out"), TIEM_SHOW_LIST, left_columns },
  { NULL },
};

static const char *
get_warning (TiemBulkFlags flags)
{
  for (guint i = 0; i < G_N_ELEMENTS (warnings); i++)
    if (flags & warnings[i].flag)
      return warnings[i].word;
  return NULL;
}

static void
add_rows (JsonBuilder *builder,
          const TiemBulkPlan *plan)
{
  guint changed = 0;
  guint same = 0;
  guint wrong = 0;

  tiem_json_begin_list (builder, "rows");
  for (guint i = 0; i < plan->rows->len; i++)
    {
      const TiemBulkRow *row = g_ptr_array_index (plan->rows, i);
      TiemBulkFlags flags = tiem_bulk_plan_judge (plan, i);

      wrong += (flags & TIEM_BULK_WRONG) != 0;
      same += (flags & TIEM_BULK_WRONG) == 0 && flags & TIEM_BULK_SAME;
      if (flags & TIEM_BULK_SAME)
        continue;
      changed += tiem_bulk_plan_writes (plan, i);
      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "sku", row->sku);
      tiem_json_add_int (builder, "old", row->facts.value);
      tiem_json_add_int (builder, "new", plan->values[i]);
      tiem_json_add_text (builder, "warning", get_warning (flags));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  tiem_json_add_int (builder, "changed", changed);
  tiem_json_add_int (builder, "same", same);
  tiem_json_add_int (builder, "wrong", wrong);
}

static gboolean
change (TiemCli *cli,
        GArray *ids,
        const TiemBulkRule *rule,
        gboolean dry_run,
        GError **error)
{
  g_autoptr (TiemBulkPlan) plan = tiem_store_plan_bulk (cli->store, ids, rule, NULL, error);
  g_autoptr (TiemBulkResult) result = NULL;
  JsonBuilder *builder;

  if (plan == NULL
      || (!dry_run
          && (result = tiem_store_apply_bulk (cli->store, plan, NULL, NULL, error)) == NULL))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_bool (builder, "dry_run", dry_run);
  add_rows (builder, plan);
  tiem_json_begin_list (builder, "left_out");
  for (guint i = 0; result != NULL && i < result->problems->len; i++)
    {
      const TiemBulkProblem *problem = g_ptr_array_index (result->problems, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "sku", problem->sku);
      tiem_json_add_text (builder, "reason", problem->sentence);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), change_columns, NULL);
}

/* --- prices --- */

typedef struct
{
  gboolean all;
  gboolean dry_run;
  char *category;
  char *set;
  char *add;
  char *percent;
  char *times_cost;
  char *round;
} PriceTyped;

static void
price_typed_clear (PriceTyped *self)
{
  g_free (self->category);
  g_free (self->set);
  g_free (self->add);
  g_free (self->percent);
  g_free (self->times_cost);
  g_free (self->round);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PriceTyped, price_typed_clear)

static gboolean
read_hundredths (const char *text,
                 const char *name,
                 gint64 *value,
                 GError **error)
{
  if (tiem_bulk_parse_hundredths (text, value))
    return TRUE;
  return tiem_cli_fail_usage (error, _ ("%s takes a number like 10 or −5,5, not “%s”"), name, text);
}

/* "+5k", "-5000" */
static gboolean
read_difference (const char *text,
                 gint64 *vnd,
                 GError **error)
{
  gboolean negative = *text == '-' || g_str_has_prefix (text, "−");
  const char *rest = negative || *text == '+' ? g_utf8_next_char (text) : text;

  if (!tiem_cli_read_money (rest, vnd, error))
    return FALSE;
  *vnd = negative ? -*vnd : *vnd;
  return TRUE;
}

static gboolean
read_rule (const PriceTyped *typed,
           TiemBulkRule *rule,
           GError **error)
{
  int ways = (typed->set != NULL) + (typed->add != NULL) + (typed->percent != NULL)
             + (typed->times_cost != NULL);

  if (ways != 1)
    return tiem_cli_fail_usage (error, _ ("say one of --set, --add, --percent, --times-cost"));
  if (typed->round != NULL && !g_str_equal (typed->round, "1000")
      && !g_str_equal (typed->round, "9000"))
    return tiem_cli_fail_usage (error, _ ("--round is one of 1000, 9000, not “%s”"), typed->round);
  rule->field = TIEM_BULK_PRICE;
  rule->rounding = typed->round == NULL                 ? TIEM_BULK_EXACT
                   : g_str_equal (typed->round, "1000") ? TIEM_BULK_TO_1000
                                                        : TIEM_BULK_TO_9000;
  if (typed->set != NULL)
    return tiem_cli_read_money (typed->set, &rule->amount, error);
  if (typed->add != NULL)
    {
      rule->how = TIEM_BULK_ADD;
      return read_difference (typed->add, &rule->amount, error);
    }
  rule->how = typed->percent != NULL ? TIEM_BULK_PERCENT : TIEM_BULK_TIMES_COST;
  return typed->percent != NULL
             ? read_hundredths (typed->percent, "--percent", &rule->amount, error)
             : read_hundredths (typed->times_cost, "--times-cost", &rule->amount, error);
}

gboolean
tiem_cli_product_price (TiemCli *cli,
                        GError **error)
{
  g_auto (PriceTyped) typed = { FALSE };
  TiemBulkRule rule = { TIEM_BULK_PRICE };
  g_autoptr (GArray) ids = NULL;
  gboolean named;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &typed.all, N_ ("All that is on sale"), NULL },
    { "category", 0, 0, G_OPTION_ARG_FILENAME, &typed.category, N_ ("All of a category"), "NAME" },
    { "set", 0, 0, G_OPTION_ARG_FILENAME, &typed.set, N_ ("The new price"), "PRICE" },
    { "add", 0, 0, G_OPTION_ARG_FILENAME, &typed.add, N_ ("So much more, or less"), "±AMOUNT" },
    { "percent", 0, 0, G_OPTION_ARG_FILENAME, &typed.percent, N_ ("So many percent more"), "±N" },
    { "times-cost",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &typed.times_cost,
      N_ ("The cost so many times"),
      "N" },
    { "round",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &typed.round,
      N_ ("To 1000, or to …9000"),
      "1000|9000" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &typed.dry_run, N_ ("Write nothing"), NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 0, -1, error) || !read_rule (&typed, &rule, error))
    return FALSE;
  named = tiem_cli_count_arguments (cli) > 0;
  if (typed.all + (typed.category != NULL) + named != 1)
    return tiem_cli_fail_usage (error, _ ("say --all, --category, or SKUs"));
  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  ids = named ? find_variants (cli, 0, error) : list_variants (cli, typed.category, error);
  return ids != NULL && change (cli, ids, &rule, typed.dry_run, error);
}

/* --- categories --- */

static const TiemCliColumn category_columns[] = {
  { "name", N_ ("Category"), TIEM_SHOW_TEXT },
  { "products", N_ ("Products"), TIEM_SHOW_NUMBER },
  { NULL },
};

gboolean
tiem_cli_categories (TiemCli *cli,
                     GError **error)
{
  g_autoptr (GPtrArray) categories = NULL;
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, NULL, 0, 0, error) || tiem_cli_get_store (cli, error) == NULL
      || (categories = tiem_store_list_categories (cli->store, error)) == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < categories->len; i++)
    {
      const TiemCategory *category = g_ptr_array_index (categories, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "name", category->path);
      tiem_json_add_int (builder, "products", category->products);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), category_columns, _ ("No product has a category."));
}

static const TiemCliColumn moved_columns[] = {
  { "products", N_ ("Products"), TIEM_SHOW_NUMBER },
  { NULL },
};

static gboolean
print_moved (TiemCli *cli,
             gint64 products)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  tiem_json_add_int (builder, "products", products);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), moved_columns, NULL);
}

gboolean
tiem_cli_category_move (TiemCli *cli,
                        GError **error)
{
  g_autoptr (TiemCategoryMove) move = NULL;

  if (!tiem_cli_parse (cli, NULL, 2, 2, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  move = tiem_store_move_category (
      cli->store, tiem_cli_argument (cli, 0), tiem_cli_argument (cli, 1), error);
  return move != NULL && print_moved (cli, move->product_ids->len);
}

gboolean
tiem_cli_product_category (TiemCli *cli,
                           GError **error)
{
  g_autofree char *category = NULL;
  TiemBulkRule rule = { TIEM_BULK_CATEGORY };
  g_autoptr (GArray) ids = NULL;
  g_autoptr (TiemBulkPlan) plan = NULL;
  g_autoptr (TiemBulkResult) result = NULL;
  g_autoptr (GHashTable) products = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (!tiem_cli_parse (cli, NULL, 2, -1, error) || tiem_cli_get_store (cli, error) == NULL
      || (ids = find_variants (cli, 1, error)) == NULL)
    return FALSE;
  rule.text = category = tiem_category_clean (tiem_cli_argument (cli, 0));
  if ((plan = tiem_store_plan_bulk (cli->store, ids, &rule, NULL, error)) == NULL
      || (result = tiem_store_apply_bulk (cli->store, plan, NULL, NULL, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < result->changes->len; i++)
    g_hash_table_add (products,
                      &((TiemBulkChange *)g_ptr_array_index (result->changes, i))->product_id);
  return print_moved (cli, g_hash_table_size (products));
}

/* --- stickers --- */

static const TiemCliColumn sticker_columns[] = {
  { "file", N_ ("File"), TIEM_SHOW_TEXT },
  { "stickers", N_ ("Stickers"), TIEM_SHOW_NUMBER },
  { "pages", N_ ("Pages"), TIEM_SHOW_NUMBER },
  { NULL },
};

/* "AT-DEN-L=2", or the SKU alone for one: the last "=", for a SKU may hold one too. */
static TiemSticker *
read_sticker (TiemCli *cli,
              const char *text,
              GError **error)
{
  const char *equals = strrchr (text, '=');
  g_autofree char *sku = equals != NULL ? g_strndup (text, equals - text) : g_strdup (text);
  g_autoptr (TiemVariant) variant = NULL;
  TiemSticker *sticker;
  gint64 count = 1;
  gint64 id;

  if (equals != NULL
      && !tiem_cli_read_int (equals + 1, "NUMBER", 1, TIEM_STICKER_MOST, &count, error))
    return NULL;
  id = tiem_cli_find_sku (cli, sku, error);
  if (id == 0 || (variant = tiem_store_get_variant (cli->store, id, error)) == NULL)
    return NULL;
  sticker = g_new0 (TiemSticker, 1);
  sticker->name = g_steal_pointer (&variant->product_name);
  sticker->options = g_steal_pointer (&variant->options);
  sticker->sku = g_steal_pointer (&variant->sku);
  sticker->barcode = g_steal_pointer (&variant->barcode);
  sticker->price_vnd = variant->price_vnd;
  sticker->count = (guint)count;
  return sticker;
}

static gboolean
read_parts (const char *text,
            TiemStickerParts *parts,
            GError **error)
{
  static const char *const words[] = { "shop", "name", "options", "price", "barcode", "sku" };
  g_auto (GStrv) typed = text != NULL ? g_strsplit (text, ",", -1) : NULL;

  *parts = typed != NULL ? 0 : TIEM_STICKER_USUAL;
  for (guint i = 0; typed != NULL && typed[i] != NULL; i++)
    {
      guint j = 0;

      while (j < G_N_ELEMENTS (words) && !g_str_equal (words[j], typed[i]))
        j++;
      if (j == G_N_ELEMENTS (words))
        return tiem_cli_fail_usage (
            error,
            _ ("--parts takes shop, name, options, price, barcode, sku, not “%s”"),
            typed[i]);
      *parts |= 1 << j;
    }
  return TRUE;
}

static gboolean
print_stickers (TiemCli *cli,
                const TiemStickerSheet *sheet,
                const char *path)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "file", path);
  tiem_json_add_int (builder, "stickers", sheet->n_stickers);
  tiem_json_add_int (builder, "pages", sheet->n_pages);
  tiem_json_begin_list (builder, "without_code");
  for (guint i = 0; i < sheet->without_code->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (sheet->without_code, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), sticker_columns, NULL);
}

gboolean
tiem_cli_stickers (TiemCli *cli,
                   GError **error)
{
  g_autofree char *out = NULL;
  g_autofree char *paper_text = NULL;
  g_autofree char *first_text = NULL;
  g_autofree char *parts_text = NULL;
  TiemStickerPaper paper = TIEM_STICKER_A4_65;
  TiemStickerParts parts;
  gint64 first = 1;
  g_autoptr (TiemShopIdentity) shop = NULL;
  g_autoptr (TiemStickerSheet) sheet = NULL;
  g_autoptr (GPtrArray) stickers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sticker_free);
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("The file to write"), "FILE.pdf" },
    { "paper",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &paper_text,
      N_ ("What labels it is printed on"),
      "PAPER" },
    { "first", 0, 0, G_OPTION_ARG_FILENAME, &first_text, N_ ("Begin with this label"), "N" },
    { "parts", 0, 0, G_OPTION_ARG_FILENAME, &parts_text, N_ ("What stands on a sticker"), "LIST" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, -1, error))
    return FALSE;
  if (out == NULL)
    return tiem_cli_fail_usage (error, _ ("--out is missing"));
  if (paper_text != NULL && !tiem_sticker_paper_from_id (paper_text, &paper))
    return tiem_cli_fail_usage (
        error,
        _ ("--paper is one of a4-65, a4-40, a4-24, a5-24, 2x50x30, 3x35x22, 50x30, not “%s”"),
        paper_text);
  if (!tiem_cli_read_int (first_text, "--first", 1, 1000, &first, error)
      || !read_parts (parts_text, &parts, error) || tiem_cli_get_store (cli, error) == NULL
      || (shop = tiem_store_get_shop_identity (cli->store, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    {
      TiemSticker *sticker = read_sticker (cli, tiem_cli_argument (cli, i), error);

      if (sticker == NULL)
        return FALSE;
      g_ptr_array_add (stickers, sticker);
    }
  sheet = tiem_sticker_sheet_make (stickers, paper, parts, shop->name, (guint)first, NULL, error);
  return sheet != NULL && tiem_cli_write_pdf (sheet->pdf, out, error)
         && print_stickers (cli, sheet, out);
}

/* --- combos --- */

static const TiemCliColumn part_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "name", N_ ("Product"), TIEM_SHOW_TEXT },
  { "quantity", N_ ("Units"), TIEM_SHOW_NUMBER },
  { "price", N_ ("Price"), TIEM_SHOW_MONEY },
  { "available", N_ ("Available"), TIEM_SHOW_NUMBER },
  { NULL },
};

static const TiemCliColumn bundle_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "price", N_ ("Price"), TIEM_SHOW_MONEY },
  { "parts_price", N_ ("Price of the parts"), TIEM_SHOW_MONEY },
  { "available", N_ ("Available"), TIEM_SHOW_NUMBER },
  { "parts", N_ ("Parts"), TIEM_SHOW_LIST, part_columns },
  { NULL },
};

gboolean
tiem_cli_bundle_show (TiemCli *cli,
                      GError **error)
{
  g_autoptr (TiemVariant) combo = NULL;
  g_autoptr (GPtrArray) parts = NULL;
  JsonBuilder *builder;
  gint64 parts_price = 0;
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error))
    return FALSE;
  id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, 0), error);
  if (id == 0 || (combo = tiem_store_get_variant (cli->store, id, error)) == NULL
      || (parts = tiem_store_list_parts (cli->store, id, error)) == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "sku", combo->sku);
  tiem_json_add_int (builder, "price", combo->price_vnd);
  tiem_json_add_int (builder, "available", combo->available);
  tiem_json_begin_list (builder, "parts");
  for (guint i = 0; i < parts->len; i++)
    {
      const TiemComboPart *part = g_ptr_array_index (parts, i);

      parts_price += part->quantity * part->variant->price_vnd;
      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "sku", part->variant->sku);
      tiem_json_add_text (builder, "name", part->variant->product_name);
      tiem_json_add_int (builder, "quantity", part->quantity);
      tiem_json_add_int (builder, "price", part->variant->price_vnd);
      tiem_json_add_int (builder, "on_hand", part->variant->on_hand);
      tiem_json_add_int (builder, "available", part->variant->available);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  tiem_json_add_int (builder, "parts_price", parts_price);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), bundle_columns, NULL);
}
