#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "document/tiem-picking-sheet.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-picking.h"
#include "store/tiem-store-shop.h"

#include <glib/gi18n-lib.h>

static const TiemCliColumn item_columns[] = {
  { "shelf", N_ ("Shelf"), TIEM_SHOW_TEXT },      { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "title", N_ ("Product"), TIEM_SHOW_TEXT },    { "options", N_ ("Variant"), TIEM_SHOW_TEXT },
  { "quantity", N_ ("Units"), TIEM_SHOW_NUMBER }, { NULL },
};

static const TiemCliColumn list_columns[] = {
  { "file", N_ ("File"), TIEM_SHOW_TEXT },
  { "orders", N_ ("Orders"), TIEM_SHOW_NUMBER },
  { "units", N_ ("Units"), TIEM_SHOW_NUMBER },
  { "items", N_ ("Goods"), TIEM_SHOW_LIST, item_columns },
  { NULL },
};

static void
add_item (JsonBuilder *builder,
          const TiemPick *pick)
{
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "sku", pick->sku);
  tiem_json_add_text (builder, "title", pick->title);
  tiem_json_add_text (builder, "options", pick->options);
  tiem_json_add_text (builder, "shelf", pick->shelf);
  tiem_json_add_text (builder, "barcode", pick->barcode);
  tiem_json_add_int (builder, "quantity", pick->quantity);
  tiem_json_begin_list (builder, "orders");
  for (guint i = 0; i < pick->orders->len; i++)
    {
      const TiemPickOrder *order = g_ptr_array_index (pick->orders, i);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "id", order->order_id);
      tiem_json_add_text (builder, "number", order->number);
      tiem_json_add_int (builder, "quantity", order->quantity);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static gboolean
print_list (TiemCli *cli,
            GPtrArray *picks,
            guint n_orders,
            const char *path)
{
  JsonBuilder *builder = json_builder_new ();
  gint64 units = 0;

  for (guint i = 0; i < picks->len; i++)
    units += ((TiemPick *)g_ptr_array_index (picks, i))->quantity;
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "file", path);
  tiem_json_add_int (builder, "orders", n_orders);
  tiem_json_add_int (builder, "units", units);
  tiem_json_begin_list (builder, "items");
  for (guint i = 0; i < picks->len; i++)
    add_item (builder, g_ptr_array_index (picks, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), list_columns, NULL);
}

static gboolean
write_list (TiemCli *cli,
            GPtrArray *picks,
            guint n_orders,
            TiemPickingPaper paper,
            const char *path,
            GError **error)
{
  g_autoptr (TiemShopIdentity) shop = tiem_store_get_shop_identity (cli->store, error);
  g_autoptr (GBytes) pdf = NULL;

  if (shop == NULL)
    return FALSE;
  pdf = tiem_picking_sheet_make (
      picks, n_orders, shop->name, tiem_store_now (cli->store), paper, error);
  return pdf != NULL && tiem_cli_write_pdf (pdf, path, error);
}

/* Returns: (transfer full) (nullable) (element-type gint64): each order once */
static GArray *
find_orders (TiemCli *cli,
             GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    {
      gint64 id = tiem_store_find_order (cli->store, tiem_cli_argument (cli, i), 0, error);
      gboolean known = FALSE;

      if (id == 0)
        return NULL;
      for (guint j = 0; j < ids->len; j++)
        known = known || g_array_index (ids, gint64, j) == id;
      if (!known)
        g_array_append_val (ids, id);
    }
  return g_steal_pointer (&ids);
}

gboolean
tiem_cli_order_pick_list (TiemCli *cli,
                          GError **error)
{
  g_autofree char *out = NULL;
  g_autofree char *paper_text = NULL;
  TiemPickingPaper paper = TIEM_PICKING_A4;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) picks = NULL;
  guint n_orders;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("The file to write"), "FILE.pdf" },
    { "paper", 0, 0, G_OPTION_ARG_FILENAME, &paper_text, N_ ("Paper: a4, k80"), "PAPER" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, -1, error))
    return FALSE;
  if (paper_text != NULL && !tiem_picking_paper_from_id (paper_text, &paper))
    return tiem_cli_fail_usage (error, _ ("--paper is one of a4, k80, not “%s”"), paper_text);
  if (tiem_cli_get_store (cli, error) == NULL || (ids = find_orders (cli, error)) == NULL
      || (picks = tiem_store_list_picks (cli->store, ids, error)) == NULL)
    return FALSE;
  n_orders = tiem_picks_count_orders (picks);
  return (out == NULL || write_list (cli, picks, n_orders, paper, out, error))
         && print_list (cli, picks, n_orders, out);
}
