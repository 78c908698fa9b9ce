#include "run.h"

#include "base/tiem-error.h"
#include "document/tiem-exchange.h"
#include "document/tiem-sheet.h"
#include "store/tiem-store-orders.h"

#include <glib/gstdio.h>
#include <sys/resource.h>

/* Row 11: 10,000 products from a spreadsheet, 100,000 orders to one; and how soon each ends when it
 * is called off, and that nothing is left of it. */

#define PRODUCTS 10000
#define ORDERS 100000

static double
get_peak_mb (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double)usage.ru_maxrss / 1024;
}

typedef struct
{
  GCancellable *cancellable; /* (nullable): to be called off half-way */
  gint64 called_off_at;      /* monotonic, µs; 0 = it was not */
  guint told;
} Progress;

static void
call_off (Progress *self)
{
  self->called_off_at = g_get_monotonic_time ();
  g_cancellable_cancel (self->cancellable);
}

static void
count_progress_cb (guint done,
                   guint total,
                   gpointer user_data)
{
  Progress *progress = user_data;

  progress->told++;
  if (progress->cancellable != NULL && progress->called_off_at == 0 && done >= total / 2)
    call_off (progress);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Judges what was called off. @ended_at: monotonic, µs; @error: (nullable): what it ended with */
static void
add_called_off (Run *run,
                const char *what,
                const Progress *progress,
                gint64 ended_at,
                gboolean is_clean,
                const GError *error)
{
  bench_table_add_text (run->table,
                        what,
                        "%.0f ms; %s",
                        (double)(ended_at - progress->called_off_at) / 1e3,
                        is_clean ? "nothing is left of it" : "not all is gone of it");
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !is_clean)
    run_add_lie (run, "%s: it ended with “%s”", what, error != NULL ? error->message : "success");
}

static void
export_half (Run *run,
             const char *dir,
             const TiemOrderQuery *query)
{
  g_autofree char *path = g_build_filename (dir, "half.xlsx", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) ended = NULL;
  Progress progress = { .cancellable = cancellable };
  guint files = count_files (dir);

  tiem_export (run->store,
               TIEM_EXPORT_ORDERS,
               query,
               path,
               count_progress_cb,
               &progress,
               cancellable,
               &ended);
  add_called_off (run,
                  "11 orders to a spreadsheet, called off half-way: it ends after",
                  &progress,
                  g_get_monotonic_time (),
                  count_files (dir) == files,
                  ended);
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
  Progress progress = { 0 };
  double since;
  gint64 n;

  query.since = run_count (run, sql);
  since = run_now ();
  n = tiem_export (
      run->store, TIEM_EXPORT_ORDERS, &query, path, count_progress_cb, &progress, NULL, error);
  if (n < 0)
    return FALSE;
  bench_table_add_text (run->table,
                        "11 orders to a spreadsheet",
                        "%" G_GINT64_FORMAT " in %.1f s, told %u times; peak of memory %.0f MB",
                        n,
                        (run_now () - since) / 1000,
                        progress.told,
                        get_peak_mb ());
  if (n < MIN (ORDERS, run->plan->orders) || progress.told == 0)
    run_add_lie (run, "only %d orders were exported, or none was told of", (int)n);
  g_unlink (path);
  export_half (run, dir, &query);
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

/* A workbook of them, as Tiệm writes it. Returns: FALSE with @error */
static gboolean
make_workbook (const char *dir,
               const char *path,
               GError **error)
{
  g_autofree char *text_path = g_build_filename (dir, "products.csv", NULL);
  g_autofree char *other_dir = g_build_filename (dir, "other", NULL);
  g_autoptr (TiemImportResult) result = NULL;
  g_autoptr (TiemStore) other = NULL;
  gboolean ok;

  if (!write_products (text_path) || (other = tiem_store_open (other_dir, error)) == NULL)
    return FALSE;
  result = tiem_import_products (other, text_path, FALSE, NULL, error);
  ok = result != NULL
       && tiem_export (other, TIEM_EXPORT_PRODUCTS, NULL, path, NULL, NULL, NULL, error) > 0;
  tiem_store_close (other);
  run_remove_copy (other_dir);
  return ok;
}

typedef struct
{
  Progress progress;
  double after_ms;
} Delay;

static gpointer
call_off_thread (gpointer data)
{
  Delay *delay = data;

  g_usleep ((gulong)(delay->after_ms * 1000));
  call_off (&delay->progress);
  return NULL;
}

/* @after_ms: when reading is over and writing has begun */
static gboolean
import_half (Run *run,
             TiemStore *store,
             const char *path,
             double after_ms,
             GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TiemImportResult) result = NULL;
  g_autoptr (TiemImportResult) again = NULL;
  g_autoptr (GError) ended = NULL;
  Delay delay = { { .cancellable = cancellable }, after_ms };
  GThread *thread = g_thread_new ("call-off", call_off_thread, &delay);
  gint64 ended_at;

  result = tiem_import_products (store, path, FALSE, cancellable, &ended);
  ended_at = g_get_monotonic_time ();
  g_thread_join (thread);
  /* All are still new. */
  if ((again = tiem_import_products (store, path, TRUE, NULL, error)) == NULL)
    return FALSE;
  if (result != NULL)
    bench_table_add_text (
        run->table, "11 products from a spreadsheet, called off", "it was over before that");
  else
    add_called_off (run,
                    "11 products from a spreadsheet, called off: it ends after",
                    &delay.progress,
                    ended_at,
                    again->n_new == PRODUCTS,
                    ended);
  return TRUE;
}

static gboolean
import_products (Run *run,
                 const char *dir,
                 GError **error)
{
  g_autofree char *path = g_build_filename (dir, "products.xlsx", NULL);
  g_autoptr (TiemStore) store = tiem_store_open (dir, error);
  g_autoptr (TiemImportResult) trial = NULL;
  g_autoptr (TiemImportResult) result = NULL;
  gint64 began_at;
  double since;
  double tried;
  double tried_ms; /* by the clock */

  if (store == NULL || !make_workbook (dir, path, error))
    return FALSE;
  began_at = g_get_monotonic_time ();
  since = run_now ();
  if ((trial = tiem_import_products (store, path, TRUE, NULL, error)) == NULL)
    return FALSE;
  tried = run_now () - since;
  tried_ms = (double)(g_get_monotonic_time () - began_at) / 1e3;
  if (!import_half (run, store, path, tried_ms, error))
    return FALSE;
  since = run_now ();
  if ((result = tiem_import_products (store, path, FALSE, NULL, error)) == NULL)
    return FALSE;
  bench_table_add_text (run->table,
                        "11 products from a spreadsheet",
                        "%u in %.1f s, looked at in %.1f s; peak of memory %.0f MB",
                        result->n_new,
                        (run_now () - since) / 1000,
                        tried / 1000,
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
