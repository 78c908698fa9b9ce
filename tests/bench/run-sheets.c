#include "run.h"

#include "base/tiem-error.h"
#include "document/tiem-exchange.h"
#include "document/tiem-sheet.h"
#include "store/tiem-store-orders.h"

#include <glib/gstdio.h>
#include <sys/resource.h>

/* Row 11: 10,000 products from a spreadsheet, 100,000 orders to one. */

#define PRODUCTS 10000
#define ORDERS 100000

static double
get_peak_mb (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double)usage.ru_maxrss / 1024;
}

static void
count_progress_cb (guint done,
                   guint total,
                   gpointer user_data)
{
  ++*(guint *)user_data;
}

static gboolean
export_orders (Run *run,
               const char *dir,
               GError **error)
{
  g_autofree char *path = g_build_filename (dir, "orders.xlsx", NULL);
  /* The youngest hundred thousand. */
  TiemOrderQuery query = { .descending = TRUE };
  g_autofree char *sql = g_strdup_printf (
      "SELECT placed_at FROM customer_order ORDER BY placed_at DESC LIMIT 1 OFFSET %u",
      MIN (ORDERS, run->plan->orders) - 1);
  double since;
  guint told = 0;
  gint64 n;

  query.since = run_count (run, sql);
  since = run_now ();
  n = tiem_export (
      run->store, TIEM_EXPORT_ORDERS, &query, path, count_progress_cb, &told, NULL, error);
  if (n < 0)
    return FALSE;
  bench_table_add_text (run->table,
                        "11 orders to a spreadsheet",
                        "%" G_GINT64_FORMAT " in %.1f s, told %u times; peak of memory %.0f MB",
                        n,
                        (run_now () - since) / 1000,
                        told,
                        get_peak_mb ());
  if (n < MIN (ORDERS, run->plan->orders) || told == 0)
    run_add_lie (run, "only %d orders were exported, or none was told of", (int)n);
  g_unlink (path);
  return TRUE;
}

static gboolean
write_products (const char *path)
{
  ShopPlan other = { .seed = 99, .variants = PRODUCTS };
  g_autoptr (GString) text
      = g_string_new ("\xef\xbb\xbfSKU,Tên sản phẩm,Phân loại,Giá bán,Tồn kho\n");

  for (guint i = 0; i < PRODUCTS; i++)
    {
      g_auto (ShopGoods) goods = { 0 };

      shop_goods_init (&goods, &other, i);
      g_string_append_printf (text,
                              "M-%s,\"%s (mới)\",\"%s\",%" G_GINT64_FORMAT ",%u\n",
                              goods.sku,
                              goods.product,
                              goods.options,
                              goods.price_vnd,
                              i % 200);
    }
  return g_file_set_contents (path, text->str, (gssize)text->len, NULL);
}

static gboolean
import_products (Run *run,
                 const char *dir,
                 GError **error)
{
  g_autofree char *path = g_build_filename (dir, "products.csv", NULL);
  g_autoptr (TiemStore) store = tiem_store_open (dir, error);
  g_autoptr (TiemImportResult) trial = NULL;
  g_autoptr (TiemImportResult) result = NULL;
  double since;
  double tried;

  if (store == NULL || !write_products (path))
    return FALSE;
  since = run_now ();
  trial = tiem_import_products (store, path, TRUE, NULL, error);
  tried = run_now ();
  if (trial == NULL || (result = tiem_import_products (store, path, FALSE, NULL, error)) == NULL)
    return FALSE;
  bench_table_add_text (run->table,
                        "11 products from a spreadsheet",
                        "%u in %.1f s, looked at in %.1f s; peak of memory %.0f MB",
                        result->n_new,
                        (run_now () - tried) / 1000,
                        (tried - since) / 1000,
                        get_peak_mb ());
  if (result->n_new != PRODUCTS || result->wrong->len > 0)
    run_add_lie (run,
                 "%u products were new, %u rows wrong: %s",
                 result->n_new,
                 result->wrong->len,
                 result->wrong->len > 0 ? ((TiemImportProblem *)result->wrong->pdata[0])->reason
                                        : "—");
  tiem_store_close (store);
  return TRUE;
}

gboolean
run_sheets (Run *run,
            GError **error)
{
  g_autofree char *dir = run_copy_shop (run->dir, error);
  gboolean ok = dir != NULL && export_orders (run, dir, error) && import_products (run, dir, error);

  if (dir != NULL)
    run_remove_copy (dir);
  return ok;
}
