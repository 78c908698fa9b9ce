#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "document/tiem-sheet.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Slips of purchases, and of what goes back to suppliers. */

static const TiemCliColumn list_columns[] = {
  { "number", N_ ("Slip"), TIEM_SHOW_TEXT },
  { "state", N_ ("State"), TIEM_SHOW_WORD },
  { "supplier.name", N_ ("Supplier"), TIEM_SHOW_TEXT },
  { "units", N_ ("Units"), TIEM_SHOW_NUMBER },
  { "total", N_ ("Total"), TIEM_SHOW_MONEY },
  { "owed", N_ ("Owed"), TIEM_SHOW_MONEY },
  { "done_at", N_ ("Booked"), TIEM_SHOW_TIME },
  { NULL },
};

static const TiemCliColumn line_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "title", N_ ("Goods"), TIEM_SHOW_TEXT },
  { "quantity", N_ ("Quantity"), TIEM_SHOW_NUMBER },
  { "unit_price", N_ ("Price"), TIEM_SHOW_MONEY },
  { "discount", N_ ("Discount"), TIEM_SHOW_MONEY },
  { "total", N_ ("Total"), TIEM_SHOW_MONEY },
  { "cost", N_ ("With its part of discount and freight"), TIEM_SHOW_MONEY },
  { NULL },
};

static const TiemCliColumn slip_columns[] = {
  { "number", N_ ("Slip"), TIEM_SHOW_TEXT },
  { "state", N_ ("State"), TIEM_SHOW_WORD },
  { "supplier.name", N_ ("Supplier"), TIEM_SHOW_TEXT },
  { "of", N_ ("Goods of"), TIEM_SHOW_TEXT },
  { "location_name", N_ ("Place"), TIEM_SHOW_TEXT },
  { "goods", N_ ("Goods"), TIEM_SHOW_MONEY },
  { "discount", N_ ("Discount"), TIEM_SHOW_MONEY },
  { "freight", N_ ("Freight"), TIEM_SHOW_MONEY },
  { "total", N_ ("Total"), TIEM_SHOW_MONEY },
  { "paid", N_ ("Paid"), TIEM_SHOW_MONEY },
  { "owed", N_ ("Owed"), TIEM_SHOW_MONEY },
  { "note", N_ ("Note"), TIEM_SHOW_TEXT },
  { "lines", N_ ("Goods"), TIEM_SHOW_LIST, line_columns },
  { NULL },
};

gint64
tiem_cli_find_purchase (TiemCli *cli,
                        const char *number,
                        GError **error)
{
  return tiem_store_find_purchase (cli->store, number, error);
}

static void
add_head (JsonBuilder *builder,
          const TiemPurchase *purchase)
{
  tiem_json_add_id (builder, "id", purchase->slip_id);
  tiem_json_add_text (builder, "number", purchase->number);
  tiem_json_add_text (builder, "kind", tiem_purchase_kind_to_string (purchase->kind));
  tiem_json_add_text (builder, "state", tiem_slip_state_to_string (purchase->state));
  json_builder_set_member_name (builder, "supplier");
  if (purchase->supplier_id != 0)
    {
      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "id", purchase->supplier_id);
      tiem_json_add_text (builder, "code", purchase->supplier_code);
      tiem_json_add_text (builder, "name", purchase->supplier_name);
      json_builder_end_object (builder);
    }
  else
    json_builder_add_null_value (builder);
  tiem_json_add_text (builder, "of", purchase->of_number);
  tiem_json_add_id (builder, "location", purchase->location_id);
  tiem_json_add_text (builder, "location_name", purchase->location_name);
  tiem_json_add_int (builder, "units", purchase->units);
  tiem_json_add_int (builder, "discount", purchase->discount_vnd);
  tiem_json_add_int (builder, "freight", purchase->freight_vnd);
  tiem_json_add_bool (builder, "freight_apart", purchase->freight_apart);
  tiem_json_add_int (builder, "total", purchase->total_vnd);
  tiem_json_add_int (builder, "paid", ABS (purchase->settled_vnd));
  tiem_json_add_int (builder, "returned", purchase->returned_vnd);
  tiem_json_add_int (builder, "owed", purchase->owed_vnd);
  tiem_json_add_text (builder, "note", purchase->note);
  tiem_json_add_time (builder, "created_at", purchase->created_at);
  tiem_json_add_time (builder, "done_at", purchase->done_at);
  tiem_json_add_time (builder, "undone_at", purchase->undone_at);
}

static void
add_line (JsonBuilder *builder,
          const TiemPurchaseLine *line)
{
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "sku", line->sku);
  tiem_json_add_text (builder, "title", line->title);
  tiem_json_add_text (builder, "options", line->options);
  tiem_json_add_int (builder, "quantity", line->quantity);
  tiem_json_add_int (builder, "unit_price", line->price_vnd);
  tiem_json_add_int (builder, "discount", line->discount_vnd);
  tiem_json_add_int (builder, "total", tiem_purchase_line_get_total (line));
  tiem_json_add_int (builder, "cost", line->cost_vnd);
  json_builder_end_object (builder);
}

/* @joined: lines that went into others of the same goods; −1 = nobody asked */
static gboolean
print_slip (TiemCli *cli,
            gint64 slip_id,
            int joined,
            GError **error)
{
  g_autoptr (TiemPurchase) purchase = tiem_store_get_purchase (cli->store, slip_id, error);
  JsonBuilder *builder;

  if (purchase == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_head (builder, purchase);
  tiem_json_add_int (builder, "goods", tiem_purchase_get_goods (purchase));
  if (joined >= 0)
    tiem_json_add_int (builder, "joined", joined);
  tiem_json_begin_list (builder, "lines");
  for (guint i = 0; i < purchase->lines->len; i++)
    add_line (builder, g_ptr_array_index (purchase->lines, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), slip_columns, NULL);
}

/* --- writing one --- */

typedef struct
{
  char *supplier;
  char *location;
  char *file;
  char *discount;
  char *freight;
  char *paid;
  char *how;
  char *note;
  gboolean freight_apart;
  gboolean draft;
  gboolean force;
} Typed;

static void
typed_clear (Typed *self)
{
  g_free (self->supplier);
  g_free (self->location);
  g_free (self->file);
  g_free (self->discount);
  g_free (self->freight);
  g_free (self->paid);
  g_free (self->how);
  g_free (self->note);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

/* @of: what can go back of a purchase. Returns: (nullable) */
static const TiemPurchaseLine *
find_bought (const TiemPurchase *of,
             gint64 variant_id)
{
  for (guint i = 0; i < of->lines->len; i++)
    {
      const TiemPurchaseLine *line = g_ptr_array_index (of->lines, i);

      if (line->variant_id == variant_id)
        return line;
    }
  return NULL;
}

/* "AT-SG-D-L=20@45000": without a price it is that of the purchase @of (nullable) whose goods go
 * back, else that of the last one. @has_price: (inout): whether the owner named one. */
static gboolean
read_line (TiemCli *cli,
           const char *text,
           const TiemPurchase *of,
           TiemPurchase *purchase,
           gboolean *has_price,
           GError **error)
{
  const char *equals = strrchr (text, '=');
  g_autofree char *sku = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (TiemPurchaseLine) line = NULL;
  gint64 quantity = 1;
  gint64 price = -1;
  gint64 variant_id;
  const TiemPurchaseLine *bought;

  if (equals == NULL || equals == text)
    return tiem_cli_fail_usage (
        error, _ ("goods have to be SKU=QUANTITY or SKU=QUANTITY@PRICE, not “%s”"), text);
  sku = g_strndup (text, (gsize)(equals - text));
  parts = g_strsplit (equals + 1, "@", 2);
  if (!tiem_cli_read_int (
          parts[0] != NULL ? parts[0] : "", "QUANTITY", 1, 1000000, &quantity, error)
      || (parts[0] != NULL && parts[1] != NULL && !tiem_cli_read_money (parts[1], &price, error))
      || (variant_id = tiem_cli_find_sku (cli, sku, error)) == 0
      || (line = tiem_store_new_purchase_line (
              cli->store, purchase->kind, purchase->supplier_id, variant_id, error))
             == NULL)
    return FALSE;
  line->quantity = quantity;
  if (parts[1] != NULL)
    {
      line->price_vnd = price;
      *has_price = TRUE;
    }
  else if (of != NULL && (bought = find_bought (of, variant_id)) != NULL)
    {
      line->price_vnd = bought->price_vnd;
      /* The đồng by which the price of all that is left was rounded up. */
      line->discount_vnd = quantity == bought->quantity ? bought->discount_vnd : 0;
    }
  g_ptr_array_add (purchase->lines, g_steal_pointer (&line));
  return TRUE;
}

/* Rows of a sheet; one that is wrong and nothing is written. */
static gboolean
read_file (TiemCli *cli,
           const char *path,
           TiemPurchase *purchase,
           guint *joined,
           GError **error)
{
  g_autoptr (TiemSheet) sheet = tiem_sheet_read (path, NULL, error);
  g_autoptr (TiemPurchaseRows) read = NULL;

  if (sheet == NULL
      || (read = tiem_store_read_purchase_rows (
              cli->store, purchase->kind, purchase->supplier_id, sheet->rows, 1, error))
             == NULL)
    return FALSE;
  if (read->problems->len > 0)
    {
      g_set_error_literal (
          error, TIEM_ERROR, TIEM_ERROR_INVALID, g_ptr_array_index (read->problems, 0));
      return FALSE;
    }
  *joined = read->joined;
  for (guint i = 0; i < read->lines->len; i++)
    g_ptr_array_add (purchase->lines, tiem_purchase_line_copy (g_ptr_array_index (read->lines, i)));
  return TRUE;
}

static gboolean
read_money (const Typed *typed,
            TiemPurchase *purchase,
            GError **error)
{
  if (typed->how != NULL
      && (!tiem_money_way_from_string (typed->how, &purchase->paid_by)
          || purchase->paid_by == TIEM_MONEY_CARRIER))
    return tiem_cli_fail_usage (
        error, _ ("--how has to be cash or transfer, not “%s”"), typed->how);
  purchase->freight_apart = typed->freight_apart;
  if (g_strcmp0 (typed->paid, "all") == 0)
    purchase->paid_vnd = -1;
  else if (!tiem_cli_read_money (typed->paid, &purchase->paid_vnd, error))
    return FALSE;
  return tiem_cli_read_money (typed->discount, &purchase->discount_vnd, error)
         && tiem_cli_read_money (typed->freight, &purchase->freight_vnd, error);
}

static gboolean
parse_slip (TiemCli *cli,
            Typed *typed,
            int least,
            GError **error)
{
#define TEXT(name, field, words, arg)                                                              \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_FILENAME, &typed->field, words, arg                                   \
  }
#define FLAG(name, field, words)                                                                   \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_NONE, &typed->field, words, NULL                                      \
  }
  const GOptionEntry entries[] = {
    TEXT ("supplier", supplier, N_ ("Its code or name"), "SUPPLIER"),
    TEXT ("location", location, N_ ("Where the goods come in, or leave from"), "PLACE"),
    TEXT ("file", file, N_ ("More goods, from .xlsx or .csv"), "FILE"),
    TEXT ("discount", discount, N_ ("On the whole slip"), "N"),
    TEXT ("freight", freight, N_ ("Shared by the goods by value"), "N"),
    FLAG ("freight-apart", freight_apart, N_ ("Somebody else is paid for the freight")),
    TEXT ("paid", paid, N_ ("What is paid at once, or all"), "N"),
    TEXT ("how", how, N_ ("cash or transfer"), "HOW"),
    TEXT ("note", note, N_ ("For yourself"), "TEXT"),
    FLAG ("draft", draft, N_ ("Only write it down; nothing moves")),
    FLAG ("force", force, N_ ("Send back even more than is here")),
    { NULL },
  };
#undef TEXT
#undef FLAG

  return tiem_cli_parse (cli, entries, least, -1, error);
}

/* Takes goods from the arguments @from the given one on, and books or saves it. @of: (nullable):
 * all that can go back of a purchase */
static gboolean
finish_slip (TiemCli *cli,
             Typed *typed,
             const TiemPurchase *of,
             TiemPurchase *purchase,
             guint from,
             GError **error)
{
  gboolean has_price = FALSE;
  guint joined = 0;
  gint64 id;

  if (!read_money (typed, purchase, error)
      || (typed->location != NULL
          && (purchase->location_id = tiem_store_find_location (cli->store, typed->location, error))
                 == 0))
    return FALSE;
  purchase->note = g_steal_pointer (&typed->note);
  for (guint i = from; i < tiem_cli_count_arguments (cli); i++)
    if (!read_line (cli, tiem_cli_argument (cli, i), of, purchase, &has_price, error))
      return FALSE;
  if (typed->file != NULL && !read_file (cli, typed->file, purchase, &joined, error))
    return FALSE;
  joined += tiem_purchase_join_lines (purchase);
  /* A price the owner names is what comes back. */
  if (of != NULL && typed->discount == NULL)
    purchase->discount_vnd = has_price ? 0 : tiem_purchase_share_discount (purchase, of);
  id = typed->draft ? tiem_store_save_purchase (cli->store, purchase, error)
                    : tiem_store_book_purchase (cli->store, purchase, typed->force, error);
  return id != 0 && print_slip (cli, id, (int)joined, error);
}

static gboolean
find_supplier (TiemCli *cli,
               const Typed *typed,
               TiemPurchase *purchase,
               GError **error)
{
  if (typed->supplier == NULL)
    return typed->draft || tiem_cli_fail_usage (error, _ ("--supplier is missing"));
  purchase->supplier_id = tiem_store_find_supplier (cli->store, typed->supplier, error);
  return purchase->supplier_id != 0;
}

gboolean
tiem_cli_purchase_add (TiemCli *cli,
                       GError **error)
{
  g_auto (Typed) typed = { 0 };
  g_autoptr (TiemPurchase) purchase = tiem_purchase_new (TIEM_PURCHASE);

  if (!parse_slip (cli, &typed, 0, error))
    return FALSE;
  if (typed.file == NULL && tiem_cli_count_arguments (cli) == 0)
    return tiem_cli_fail_usage (error, _ ("SKU=QUANTITY@PRICE or --file is missing"));
  if (typed.supplier == NULL && !typed.draft)
    return tiem_cli_fail_usage (error, _ ("--supplier is missing"));
  return tiem_cli_get_store (cli, error) != NULL && find_supplier (cli, &typed, purchase, error)
         && finish_slip (cli, &typed, NULL, purchase, 0, error);
}

/* Of a purchase: what is named goes back, at the price that was paid; else all that is left. */
static gboolean
return_of (TiemCli *cli,
           Typed *typed,
           GError **error)
{
  g_autoptr (TiemPurchase) all = NULL;
  g_autoptr (TiemPurchase) back = NULL;
  gint64 id = tiem_cli_find_purchase (cli, tiem_cli_argument (cli, 0), error);

  if (id == 0 || (all = tiem_store_new_return_of (cli->store, id, error)) == NULL)
    return FALSE;
  back = tiem_purchase_copy (all);
  if (tiem_cli_count_arguments (cli) > 1 || typed->file != NULL)
    g_ptr_array_set_size (back->lines, 0);
  return finish_slip (cli, typed, all, back, 1, error);
}

gboolean
tiem_cli_purchase_return (TiemCli *cli,
                          GError **error)
{
  g_auto (Typed) typed = { 0 };
  g_autoptr (TiemPurchase) back = tiem_purchase_new (TIEM_SUPPLIER_RETURN);

  if (!parse_slip (cli, &typed, 1, error))
    return FALSE;
  if (typed.freight != NULL || typed.freight_apart)
    return tiem_cli_fail_usage (error, _ ("--freight is for purchases only"));
  if (strchr (tiem_cli_argument (cli, 0), '=') == NULL)
    return tiem_cli_get_store (cli, error) != NULL && return_of (cli, &typed, error);
  if (typed.supplier == NULL && !typed.draft)
    return tiem_cli_fail_usage (error, _ ("--supplier is missing"));
  return tiem_cli_get_store (cli, error) != NULL && find_supplier (cli, &typed, back, error)
         && finish_slip (cli, &typed, NULL, back, 0, error);
}

/* --- looking --- */

static gboolean
read_group (const char *state,
            TiemPurchaseGroup *group,
            GError **error)
{
  static const char *const names[] = {
    [TIEM_PURCHASES_ALL] = "all",       [TIEM_PURCHASES_DRAFTS] = "draft",
    [TIEM_PURCHASES_DONE] = "done",     [TIEM_PURCHASES_OWED] = "owed",
    [TIEM_PURCHASES_UNDONE] = "undone",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (state == NULL || g_str_equal (names[i], state))
      {
        *group = (TiemPurchaseGroup)i;
        return TRUE;
      }
  return tiem_cli_fail_usage (
      error, _ ("--state has to be draft, done, owed or undone, not “%s”"), state);
}

gboolean
tiem_cli_purchase_list (TiemCli *cli,
                        GError **error)
{
  g_autofree char *supplier = NULL;
  g_autofree char *state = NULL;
  g_autofree char *search = NULL;
  g_autofree char *limit_text = NULL;
  g_autofree char *offset_text = NULL;
  gboolean returns = FALSE;
  const GOptionEntry entries[] = {
    { "supplier", 0, 0, G_OPTION_ARG_FILENAME, &supplier, N_ ("Its code or name"), "SUPPLIER" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state, N_ ("draft, done, owed, undone"), "STATE" },
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_ ("Number, supplier, goods, note"), "T" },
    { "returns", 0, 0, G_OPTION_ARG_NONE, &returns, N_ ("What went back to suppliers"), NULL },
    { "limit", 0, 0, G_OPTION_ARG_FILENAME, &limit_text, N_ ("How many at most"), "N" },
    { "offset", 0, 0, G_OPTION_ARG_FILENAME, &offset_text, N_ ("Leave out the first N"), "N" },
    { NULL },
  };
  TiemPurchaseQuery query = { .descending = TRUE };
  g_autoptr (GPtrArray) purchases = NULL;
  gint64 limit = 100;
  gint64 offset = 0;
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, entries, 0, 0, error) || !read_group (state, &query.group, error)
      || (limit_text != NULL && !tiem_cli_read_int (limit_text, "--limit", 1, 10000, &limit, error))
      || (offset_text != NULL
          && !tiem_cli_read_int (offset_text, "--offset", 0, G_MAXINT32, &offset, error))
      || tiem_cli_get_store (cli, error) == NULL
      || (supplier != NULL
          && (query.supplier_id = tiem_store_find_supplier (cli->store, supplier, error)) == 0))
    return FALSE;
  query.kind = returns ? TIEM_SUPPLIER_RETURN : TIEM_PURCHASE;
  query.search = search;
  purchases = tiem_store_list_purchases (cli->store, &query, limit, offset, error);
  if (purchases == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < purchases->len; i++)
    {
      json_builder_begin_object (builder);
      add_head (builder, g_ptr_array_index (purchases, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), list_columns, _ ("No slips."));
}

gboolean
tiem_cli_purchase_show (TiemCli *cli,
                        GError **error)
{
  gint64 id;

  return tiem_cli_parse (cli, NULL, 1, 1, error) && tiem_cli_get_store (cli, error) != NULL
         && (id = tiem_cli_find_purchase (cli, tiem_cli_argument (cli, 0), error)) != 0
         && print_slip (cli, id, -1, error);
}

/* --- what becomes of it --- */

gboolean
tiem_cli_purchase_done (TiemCli *cli,
                        GError **error)
{
  gboolean force = FALSE;
  const GOptionEntry entries[] = {
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_ ("Send back even more than is here"), NULL },
    { NULL },
  };
  g_autoptr (TiemPurchase) purchase = NULL;
  gint64 id;

  return tiem_cli_parse (cli, entries, 1, 1, error) && tiem_cli_get_store (cli, error) != NULL
         && (id = tiem_cli_find_purchase (cli, tiem_cli_argument (cli, 0), error)) != 0
         && (purchase = tiem_store_get_purchase (cli->store, id, error)) != NULL
         && tiem_store_book_purchase (cli->store, purchase, force, error) != 0
         && print_slip (cli, id, -1, error);
}

gboolean
tiem_cli_purchase_undo (TiemCli *cli,
                        GError **error)
{
  gint64 id;

  return tiem_cli_parse (cli, NULL, 1, 1, error) && tiem_cli_get_store (cli, error) != NULL
         && (id = tiem_cli_find_purchase (cli, tiem_cli_argument (cli, 0), error)) != 0
         && tiem_store_undo_purchase (cli->store, id, error) && print_slip (cli, id, -1, error);
}
