#include "run.h"

#include "base/tiem-text.h"
#include "store/tiem-orders-private.h"
#include "store/tiem-store-customers-private.h"
#include "store/tiem-variants-private.h"

#include <string.h>

/* Row 5: what is typed, letter by letter, without diacritics, beside the raw query for it; and
 * whether everything is found that a look at each text finds. */

#define FIRST 512 /* ids, what a list asks for first */

typedef struct
{
  const char *name;
  const char *floor; /* ?1: words, ?2: how many */
  const char *texts; /* folded, word by word, to be looked through: id, text */
  const char *const *typed;
  GArray *(*select) (Run *run, TiemDb *db, const char *typed, gint64 limit, GError **error);
} Search;

static GArray *
select_orders (Run *run,
               TiemDb *db,
               const char *typed,
               gint64 limit,
               GError **error)
{
  /* As the Orders tab has it from the beginning: what is due first comes first. */
  TiemOrderQuery query = { .search = (char *)typed, .sort = TIEM_ORDER_SORT_SHIP_BY };

  return tiem_orders_select (db, &query, limit, 0, error);
}

static GArray *
select_variants (Run *run,
                 TiemDb *db,
                 const char *typed,
                 gint64 limit,
                 GError **error)
{
  TiemVariantQuery query = { .search = (char *)typed };

  return tiem_variants_select (db, tiem_store_now (run->store), &query, limit, 0, error);
}

static GArray *
select_customers (Run *run,
                  TiemDb *db,
                  const char *typed,
                  gint64 limit,
                  GError **error)
{
  TiemCustomerQuery query
      = { .search = (char *)typed, .sort = TIEM_CUSTOMER_SORT_LAST, .descending = TRUE };

  return tiem_customers_select (db, tiem_store_now (run->store), &query, limit, 0, error);
}

static const char *const order_words[]
    = { "duong phen", "nguyen thi lan", "ao khoac gio", "4070123", "dinh huong", "tran minh khoa",
        NULL };
static const char *const variant_words[]
    = { "duong phen", "dong ho treo tuong", "ao thun cotton", "dam suong lua", "DS-0001", NULL };
static const char *const customer_words[]
    = { "nguyen thi lan", "dang", "do thi ngoc huyen", "0901", "huynh", NULL };

static const Search searches[] = {
  { "orders",
    "SELECT rowid FROM order_text WHERE order_text MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
    "SELECT rowid, t FROM order_text",
    order_words,
    select_orders },
  { "products",
    "SELECT rowid FROM variant_text WHERE variant_text MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
    "SELECT rowid, t FROM variant_text",
    variant_words,
    select_variants },
  { "customers",
    "SELECT rowid FROM customer_text WHERE customer_text MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
    "SELECT rowid, t FROM customer_text",
    customer_words,
    select_customers },
};

/* Returns: rows, −1 with @error */
static gint64
ask_floor (sqlite3_stmt *stmt,
           const char *typed)
{
  g_autofree char *match = tiem_text_match_expression (typed);
  gint64 n = 0;

  sqlite3_bind_text (stmt, 1, match, -1, SQLITE_STATIC);
  sqlite3_bind_int (stmt, 2, FIRST);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    n++;
  sqlite3_reset (stmt);
  return n;
}

static gboolean
type_words (Run *run,
            TiemDb *db,
            sqlite3_stmt *stmt,
            const Search *search,
            const char *words,
            GArray *tiem,
            GArray *plain,
            GError **error)
{
  for (gsize length = 3; length <= strlen (words); length++)
    {
      g_autofree char *typed = g_strndup (words, length);
      g_autoptr (GArray) ids = NULL;
      double since = run_now ();

      ids = search->select (run, db, typed, FIRST, error);
      if (ids == NULL)
        return FALSE;
      bench_figures_add_ms (tiem, run_now () - since);
      since = run_now ();
      ask_floor (stmt, typed);
      bench_figures_add_ms (plain, run_now () - since);
      if (g_getenv ("BENCH_VERBOSE") != NULL)
        g_printerr ("%s “%s”: %u, %.2f ms, floor %.2f\n",
                    search->name,
                    typed,
                    ids->len,
                    g_array_index (tiem, double, tiem->len - 1),
                    g_array_index (plain, double, plain->len - 1));
    }
  return TRUE;
}

/* Whether each word of @words begins a word of @text (the last one) or is one. */
static gboolean
is_match (const char *text,
          char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean is_last = words[i + 1] == NULL;
      gsize length = strlen (words[i]);
      const char *at = text;
      gboolean is_found = FALSE;

      while (!is_found && (at = strstr (at, words[i])) != NULL)
        {
          gboolean begins = at == text || !g_ascii_isalnum (at[-1]);
          gboolean ends = !g_ascii_isalnum (at[length]);

          is_found = begins && (is_last || ends);
          at++;
        }
      if (!is_found)
        return FALSE;
    }
  return TRUE;
}

/* What is shown at once is what the whole list begins with. */
static gboolean
check_first (
    Run *run, TiemDb *db, const Search *search, const char *typed, GArray *all, GError **error)
{
  g_autoptr (GArray) first = search->select (run, db, typed, FIRST, error);

  if (first == NULL)
    return FALSE;
  if (first->len != MIN (FIRST, all->len)
      || memcmp (first->data, all->data, first->len * sizeof (gint64)) != 0)
    run_add_lie (run, "%s: “%s” begins with others than it holds", search->name, typed);
  return TRUE;
}

/* The same while it is being typed. */
static gboolean
check_typing (Run *run,
              TiemDb *db,
              const Search *search,
              const char *words,
              GError **error)
{
  for (gsize length = strlen (words) - 1; length > 3 && length + 4 > strlen (words); length--)
    {
      g_autofree char *typed = g_strndup (words, length);
      g_autoptr (GArray) all = search->select (run, db, typed, 0, error);

      if (all == NULL || !check_first (run, db, search, typed, all, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_recall (
    Run *run, TiemDb *db, const Search *search, const char *typed, guint *n_found, GError **error)
{
  g_autoptr (GArray) ids = search->select (run, db, typed, 0, error);
  g_autofree char *folded = tiem_text_fold (typed);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  sqlite3_stmt *stmt = NULL;
  guint wanted = 0;

  if (ids == NULL || !check_first (run, db, search, typed, ids, error)
      || !check_typing (run, db, search, typed, error))
    return FALSE;
  sqlite3_prepare_v2 (run->raw, search->texts, -1, &stmt, NULL);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    wanted += is_match ((const char *)sqlite3_column_text (stmt, 1), words);
  sqlite3_finalize (stmt);
  if (wanted != ids->len)
    run_add_lie (
        run, "%s: “%s” finds %u, but %u have the words", search->name, typed, ids->len, wanted);
  *n_found += wanted;
  return TRUE;
}

static gboolean
run_one (Run *run,
         TiemDb *db,
         const Search *search,
         GError **error)
{
  g_autoptr (GArray) tiem_p95 = bench_figures_new ();
  g_autoptr (GArray) plain_p95 = bench_figures_new ();
  g_autoptr (GArray) tiem = bench_figures_new ();
  g_autoptr (GArray) plain = bench_figures_new ();
  g_autofree char *metric = g_strdup_printf ("5 search in %s, letter by letter: p95", search->name);
  g_autofree char *times = g_strdup_printf ("5 the same, within a frame of 16.7 ms");
  g_autofree char *recall = g_strdup_printf ("5 %s that ought to be found, and are", search->name);
  sqlite3_stmt *stmt = NULL;
  guint n_found = 0;
  gboolean ok = TRUE;

  sqlite3_prepare_v2 (run->raw, search->floor, -1, &stmt, NULL);
  for (guint round = 0; ok && round <= run->rounds; round++)
    {
      g_array_set_size (tiem, 0);
      g_array_set_size (plain, 0);
      for (guint i = 0; ok && search->typed[i] != NULL; i++)
        ok = type_words (run, db, stmt, search, search->typed[i], tiem, plain, error);
      if (!ok || round == 0)
        continue;
      bench_figures_add_ms (tiem_p95, bench_figures_find (tiem, 0.95));
      bench_figures_add_ms (plain_p95, bench_figures_find (plain, 0.95));
    }
  sqlite3_finalize (stmt);
  for (guint i = 0; ok && search->typed[i] != NULL; i++)
    ok = check_recall (run, db, search, search->typed[i], &n_found, error);
  if (!ok)
    return FALSE;
  bench_table_add_pair (run->table, metric, tiem_p95, plain_p95, 5);
  bench_table_add_quantiles (run->table, times, tiem, 16.7);
  bench_table_add_text (run->table, recall, "%u", n_found);
  if (n_found == 0)
    run_add_lie (run, "nothing was found in %s", search->name);
  return TRUE;
}

gboolean
run_search (Run *run,
            GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (run->store, error);

  if (read == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    if (!run_one (run, read->db, &searches[i], error))
      return FALSE;
  return TRUE;
}
