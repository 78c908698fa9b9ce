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
  const char *floor;  /* ?1: words, ?2: how many; the youngest, which need no sorting */
  const char *sorted; /* the same in the order of the list */
  const char *texts;  /* folded, word by word, to be looked through: id, text */
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
    "SELECT o.id FROM order_text f CROSS JOIN customer_order o ON o.id = f.rowid WHERE"
    " f.order_text MATCH ?1 ORDER BY o.is_short DESC, o.deadline, o.placed_at, o.id LIMIT ?2",
    "SELECT rowid, t FROM order_text",
    order_words,
    select_orders },
  { "products",
    "SELECT rowid FROM variant_text WHERE variant_text MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
    "SELECT v.id FROM variant_text f CROSS JOIN variant v ON v.id = f.rowid WHERE"
    " f.variant_text MATCH ?1 AND v.archived = 0 ORDER BY v.sort_name, v.id LIMIT ?2",
    "SELECT rowid, t FROM variant_text",
    variant_words,
    select_variants },
  { "customers",
    "SELECT rowid FROM customer_text WHERE customer_text MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
    "SELECT c.id FROM customer_text f CROSS JOIN customer m ON m.id = f.rowid CROSS JOIN customer c"
    " ON c.id = m.root_id WHERE f.customer_text MATCH ?1 AND c.erased_at = 0"
    " ORDER BY c.last_order_at DESC, c.id DESC LIMIT ?2",
    "SELECT rowid, t FROM customer_text",
    customer_words,
    select_customers },
};

enum
{
  TIEM,
  PLAIN,
  SORTED,
  N_KINDS
};

/* Returns: rows */
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

/* Letter by letter, each of the three in turn. */
static gboolean
type_words (Run *run,
            TiemDb *db,
            sqlite3_stmt *stmts[2],
            const Search *search,
            const char *words,
            GArray *figures[3],
            GError **error)
{
  for (gsize length = 3; length <= strlen (words); length++)
    {
      g_autofree char *typed = g_strndup (words, length);
      g_autoptr (GArray) ids = NULL;
      double since = run_now ();
      gint64 n;

      ids = search->select (run, db, typed, FIRST, error);
      if (ids == NULL)
        return FALSE;
      bench_figures_add_ms (figures[TIEM], run_now () - since);
      since = run_now ();
      n = ask_floor (stmts[0], typed);
      bench_figures_add_ms (figures[PLAIN], run_now () - since);
      since = run_now ();
      ask_floor (stmts[1], typed);
      bench_figures_add_ms (figures[SORTED], run_now () - since);
      if ((n == 0) != (ids->len == 0))
        run_add_lie (run,
                     "%s: the raw query finds %" G_GINT64_FORMAT " of “%s”, the list %u",
                     search->name,
                     n,
                     typed,
                     ids->len);
      if (g_getenv ("BENCH_VERBOSE") != NULL)
        g_printerr ("%s “%s”: %u, %.2f ms, floor %.2f, sorted %.2f\n",
                    search->name,
                    typed,
                    ids->len,
                    g_array_index (figures[TIEM], double, figures[TIEM]->len - 1),
                    g_array_index (figures[PLAIN], double, figures[PLAIN]->len - 1),
                    g_array_index (figures[SORTED], double, figures[SORTED]->len - 1));
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

static void
add_rows (Run *run,
          const Search *search,
          GArray *p95s[N_KINDS],
          GArray *last)
{
  g_autofree char *metric = g_strdup_printf ("5 search in %s, letter by letter: p95", search->name);

  bench_table_add_pair (run->table, metric, p95s[TIEM], p95s[PLAIN], 5);
  bench_table_add_pair (run->table,
                        "5 the same beside the raw query in the list's order",
                        p95s[TIEM],
                        p95s[SORTED],
                        0);
  bench_table_add_quantiles (run->table, "5 the same, within a frame of 16.7 ms", last, 16.7);
}

static gboolean
take_rounds (Run *run,
             TiemDb *db,
             const Search *search,
             GArray *figures[N_KINDS],
             GArray *p95s[N_KINDS],
             GError **error)
{
  sqlite3_stmt *stmts[2] = { NULL };
  gboolean ok = TRUE;

  sqlite3_prepare_v2 (run->raw, search->floor, -1, &stmts[0], NULL);
  sqlite3_prepare_v2 (run->raw, search->sorted, -1, &stmts[1], NULL);
  /* The first round is of no account: it reads the file. */
  for (guint round = 0; ok && round <= run->rounds; round++)
    {
      for (guint i = 0; i < N_KINDS; i++)
        g_array_set_size (figures[i], 0);
      for (guint i = 0; ok && search->typed[i] != NULL; i++)
        ok = type_words (run, db, stmts, search, search->typed[i], figures, error);
      for (guint i = 0; ok && round > 0 && i < N_KINDS; i++)
        bench_figures_add_ms (p95s[i], bench_figures_find (figures[i], 0.95));
    }
  sqlite3_finalize (stmts[0]);
  sqlite3_finalize (stmts[1]);
  return ok;
}

static gboolean
run_one (Run *run,
         TiemDb *db,
         const Search *search,
         GError **error)
{
  g_autofree char *recall = g_strdup_printf ("5 %s that ought to be found, and are", search->name);
  GArray *figures[N_KINDS];
  GArray *p95s[N_KINDS];
  guint n_found = 0;
  gboolean ok;

  for (guint i = 0; i < N_KINDS; i++)
    {
      figures[i] = bench_figures_new ();
      p95s[i] = bench_figures_new ();
    }
  ok = take_rounds (run, db, search, figures, p95s, error);
  for (guint i = 0; ok && search->typed[i] != NULL; i++)
    ok = check_recall (run, db, search, search->typed[i], &n_found, error);
  if (ok)
    {
      add_rows (run, search, p95s, figures[TIEM]);
      bench_table_add_text (run->table, recall, "%u", n_found);
    }
  if (ok && n_found == 0)
    run_add_lie (run, "nothing was found in %s", search->name);
  for (guint i = 0; i < N_KINDS; i++)
    {
      g_array_unref (figures[i]);
      g_array_unref (p95s[i]);
    }
  return ok;
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
