#define G_LOG_DOMAIN "tiem-worth"

#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "store/tiem-ids.h"
#include "store/tiem-row-list-private.h"
#include "store/tiem-worth-private.h"

/* The reports on what lies in the stock: which variants, and what each row says. */

TiemWorthQuery *
tiem_worth_query_copy (const TiemWorthQuery *self)
{
  TiemWorthQuery *copy = g_memdup2 (self, sizeof *self);

  copy->category = g_strdup (self->category);
  copy->search = g_strdup (self->search);
  return copy;
}

void
tiem_worth_query_free (TiemWorthQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->category);
  g_free (self->search);
  g_free (self);
}

void
tiem_worth_free (TiemWorth *self)
{
  if (self == NULL)
    return;
  g_free (self->product_name);
  g_free (self->options);
  g_free (self->sku);
  g_free (self->category);
  g_free (self->picture);
  g_free (self->supplier_name);
  g_free (self);
}

/* --- which --- */

/* Units of the last 90 (?3) and 30 (?4) days; a bundle's are its parts'. */
#define SALES                                                                                      \
  "WITH sales AS MATERIALIZED (SELECT variant_id, sum (units) AS s90,"                             \
  " sum (iif (day >= ?4, units, 0)) AS s30 FROM (SELECT variant_id, day, units FROM variant_daily" \
  "  WHERE day >= ?3 UNION ALL SELECT b.part_id, d.day, d.units * b.quantity"                      \
  "  FROM variant_daily d JOIN bundle_item b ON b.bundle_id = d.variant_id WHERE d.day >= ?3)"     \
  " GROUP BY +variant_id) "

/* The day of the last sale, 0 = never. */
#define LAST_SOLD                                                                                  \
  "max (coalesce ((SELECT max (day) FROM variant_daily WHERE variant_id = v.id AND units > 0), "   \
  "0),"                                                                                            \
  " coalesce ((SELECT max (d.day) FROM bundle_item b JOIN variant_daily d"                         \
  "  ON d.variant_id = b.bundle_id WHERE b.part_id = v.id AND d.units > 0), 0))"
/* Days (?2 = today) since then, or since it is counted. */
#define IDLE "(?2 - max (" LAST_SOLD ", (v.counted_at + 25200000) / 86400000))"

#define SUPPLIER                                                                                   \
  "(SELECT p.supplier_id FROM purchase_line l JOIN purchase p ON p.slip_id = l.slip_id"            \
  " JOIN slip x ON x.id = l.slip_id WHERE l.variant_id = v.id AND x.kind = 'purchase'"             \
  " AND x.state = 'done' ORDER BY l.slip_id DESC LIMIT 1)"

static const char *const report_clauses[] = {
  [TIEM_WORTH_VALUE] = "(v.cost_units <> 0 OR v.stock_value_vnd <> 0)",
  [TIEM_WORTH_SLOW] = "v.cost_units > 0 AND v.is_bundle = 0 AND " IDLE " >= ?5",
  /* Where the owner has not said when: before what is left is gone and new ones are here (?5). */
  [TIEM_WORTH_REORDER]
  = "v.archived = 0 AND v.is_bundle = 0 AND v.counted_at > 0 AND iif (v.reorder_point IS NOT NULL,"
    " v.available <= v.reorder_point, coalesce (s.s90, 0) > 0"
    "  AND v.available * 90 <= ?5 * max (3 * s.s30, s.s90))",
};

static const char *
get_order_clause (TiemWorthSort sort,
                  gboolean descending)
{
  static const char *const clauses[][2] = {
    [TIEM_WORTH_SORT_NAME] = { "v.sort_name, v.id", "v.sort_name DESC, v.id DESC" },
    [TIEM_WORTH_SORT_UNITS] = { "v.cost_units, v.id", "v.cost_units DESC, v.id DESC" },
    [TIEM_WORTH_SORT_COST] = { "v.cost_vnd, v.id", "v.cost_vnd DESC, v.id DESC" },
    [TIEM_WORTH_SORT_VALUE] = { "v.stock_value_vnd, v.id", "v.stock_value_vnd DESC, v.id DESC" },
    [TIEM_WORTH_SORT_SOLD] = { "coalesce (s.s90, 0), v.id", "coalesce (s.s90, 0) DESC, v.id DESC" },
    [TIEM_WORTH_SORT_IDLE] = { IDLE ", v.id", IDLE " DESC, v.id DESC" },
    [TIEM_WORTH_SORT_LEFT] = { "v.sort_name, v.id", "v.sort_name DESC, v.id DESC" },
  };

  return clauses[sort][descending != FALSE];
}

static const char *
get_category_clause (const char *category)
{
  if (category == NULL)
    return "";
  if (*category == '\0')
    return " AND v.product_id IN (SELECT id FROM product WHERE category IS NULL)";
  return " AND v.product_id IN (SELECT id FROM product WHERE category = ?8"
         " UNION ALL SELECT id FROM product WHERE category >= ?8 || ' > '"
         " AND category < ?8 || ' >!')";
}

/* Returns: a statement over the variants @query finds; ?1 and ?9 are the tail's,
 * which has ?9 */
static TiemStmt *
prepare_query (TiemDb *db,
               gint64 now,
               const TiemWorthQuery *query,
               const char *select,
               const char *tail,
               GError **error)
{
  g_autofree char *expression = tiem_text_match_expression (query->search);
  gint64 today = tiem_time_day (now);
  gint64 days = query->slow_days;
  gint64 cover;
  /* They take longer than all the rest. */
  gboolean has_sales = query->report == TIEM_WORTH_REORDER || query->sort == TIEM_WORTH_SORT_SOLD;
  g_autofree char *sql = g_strconcat (
      has_sales ? SALES : "",
      select,
      " FROM variant v",
      has_sales ? " LEFT JOIN sales s ON s.variant_id = v.id" : "",
      " WHERE ",
      report_clauses[query->report],
      get_category_clause (query->category),
      query->supplier_id != 0 ? " AND " SUPPLIER " = ?6" : "",
      expression != NULL ? " AND v.id IN (SELECT rowid FROM variant_text WHERE variant_text MATCH"
                           " ?7)"
                         : "",
      tail,
      NULL);
  TiemStmt *rows;

  if (query->report == TIEM_WORTH_REORDER && !tiem_worth_get_days (db, &days, &cover, error))
    return NULL;
  rows = tiem_db_prepare (db, sql, error);
  if (rows == NULL)
    return NULL;
  tiem_stmt_bind_int (rows, 2, today);
  tiem_stmt_bind_int (rows, 3, today - 89);
  tiem_stmt_bind_int (rows, 4, today - 29);
  if (query->report != TIEM_WORTH_VALUE)
    tiem_stmt_bind_int (rows, 5, days);
  if (query->supplier_id != 0)
    tiem_stmt_bind_int (rows, 6, query->supplier_id);
  if (expression != NULL)
    tiem_stmt_bind_text (rows, 7, expression);
  if (query->category != NULL && *query->category != '\0')
    tiem_stmt_bind_text (rows, 8, query->category);
  return rows;
}

/* --- what a row says --- */

static TiemWorth *
read_worth (TiemStmt *row)
{
  TiemWorth *worth = g_new0 (TiemWorth, 1);
  int column = 0;

  worth->id = tiem_stmt_int (row, column++);
  worth->product_id = tiem_stmt_int (row, column++);
  worth->product_name = tiem_stmt_dup_text (row, column++);
  worth->options = tiem_stmt_dup_text (row, column++);
  worth->sku = tiem_stmt_dup_text (row, column++);
  worth->category = tiem_stmt_dup_text (row, column++);
  worth->picture = tiem_stmt_dup_text (row, column++);
  worth->units = tiem_stmt_int (row, column++);
  worth->available = tiem_stmt_int (row, column++);
  worth->has_cost = !tiem_stmt_is_null (row, column);
  worth->cost_vnd = tiem_stmt_int (row, column++);
  worth->value_vnd = tiem_stmt_int (row, column++);
  worth->sold_30_days = tiem_stmt_int (row, column++);
  worth->sold_90_days = tiem_stmt_int (row, column++);
  worth->idle_days = tiem_stmt_int (row, column++);
  worth->was_sold = tiem_stmt_int (row, column++) != 0;
  worth->has_reorder_point = !tiem_stmt_is_null (row, column);
  worth->reorder_point = tiem_stmt_int (row, column++);
  worth->drafted = tiem_stmt_int (row, column++);
  worth->supplier_id = tiem_stmt_int (row, column++);
  worth->supplier_name = tiem_stmt_dup_text (row, column++);
  return worth;
}

#define SOLD_SINCE(day)                                                                            \
  "(SELECT coalesce (sum (units), 0) FROM variant_daily WHERE variant_id = v.id AND day >= " day   \
  ") + (SELECT coalesce (sum (d.units * b.quantity), 0) FROM bundle_item b JOIN variant_daily d"   \
  "  ON d.variant_id = b.bundle_id WHERE b.part_id = v.id AND d.day >= " day ")"

GPtrArray *
tiem_worth_read (TiemDb *db,
                 gint64 now,
                 GArray *ids,
                 GError **error)
{
  g_autofree char *json = tiem_ids_to_json (ids);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_worth_free);
  gint64 today = tiem_time_day (now);
  gint64 lead_days;
  gint64 cover_days;
  int step = -1;
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT id, product_id, name, options, sku, category, picture, cost_units, available,"
      " cost_vnd, stock_value_vnd, sold_30, sold_90, idle, last > 0, reorder_point, drafted,"
      " supplier_id, (SELECT name FROM supplier WHERE id = supplier_id) FROM ("
      "SELECT v.*, p.name, p.category,"
      " coalesce ((SELECT file FROM product_image WHERE variant_id = v.id AND removed_at = 0"
      "   ORDER BY position LIMIT 1), (SELECT file FROM product_image"
      "   WHERE product_id = v.product_id AND variant_id IS NULL AND removed_at = 0"
      "   ORDER BY position LIMIT 1)) AS picture, " SOLD_SINCE ("?3") " AS sold_90, " SOLD_SINCE (
          "?4") " AS sold_30, " IDLE " AS idle, " LAST_SOLD " AS last,"
                " (SELECT coalesce (sum (l.quantity), 0) FROM purchase_line l JOIN slip x"
                "   ON x.id = l.slip_id WHERE l.variant_id = v.id AND x.kind = 'purchase'"
                "   AND x.state = 'draft') AS drafted, " SUPPLIER " AS supplier_id"
                " FROM json_each (?1) j JOIN variant v ON v.id = j.value"
                " JOIN product p ON p.id = v.product_id)",
      TIEM_TEXT (json),
      TIEM_INT (today),
      TIEM_INT (today - 89),
      TIEM_INT (today - 29));

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (found, read_worth (rows));
  if (step < 0 || !tiem_worth_get_days (db, &lead_days, &cover_days, error))
    return NULL;
  for (guint i = 0; i < found->len; i++)
    if (!tiem_worth_plan (db, now, g_ptr_array_index (found, i), lead_days, cover_days, error))
      return NULL;
  return tiem_ids_arrange (ids, g_steal_pointer (&found));
}

/* --- what is to be ordered first --- */

static int
compare_left (gconstpointer a,
              gconstpointer b)
{
  const TiemWorth *one = *(const TiemWorth *const *)a;
  const TiemWorth *other = *(const TiemWorth *const *)b;
  gint64 first = one->left_days < 0 ? G_MAXINT64 : one->left_days;
  gint64 second = other->left_days < 0 ? G_MAXINT64 : other->left_days;

  if (first == second)
    {
      /* The faster seller, then whatever came first. */
      first = -one->pace_milli;
      second = -other->pace_milli;
    }
  if (first == second)
    {
      first = one->id;
      second = other->id;
    }
  return (first > second) - (first < second);
}

/* Which depends on what has moved: not for SQL. */
static GArray *
sort_by_left (TiemDb *db,
              gint64 now,
              GArray *ids,
              gboolean descending,
              GError **error)
{
  g_autoptr (GPtrArray) found = tiem_worth_read (db, now, ids, error);
  GArray *sorted;

  if (found == NULL)
    return NULL;
  g_ptr_array_sort (found, compare_left);
  sorted = g_array_sized_new (FALSE, FALSE, sizeof (gint64), found->len);
  for (guint i = 0; i < found->len; i++)
    {
      guint at = descending ? found->len - 1 - i : i;

      g_array_append_val (sorted, ((TiemWorth *)g_ptr_array_index (found, at))->id);
    }
  return sorted;
}

GArray *
tiem_worth_select (TiemDb *db,
                   gint64 now,
                   const TiemWorthQuery *query,
                   gint64 limit,
                   gint64 offset,
                   GError **error)
{
  gboolean by_left = query->sort == TIEM_WORTH_SORT_LEFT;
  g_autofree char *tail = g_strconcat (
      " ORDER BY ", get_order_clause (query->sort, query->descending), " LIMIT ?1 OFFSET ?9", NULL);
  g_autoptr (TiemStmt) rows = prepare_query (db, now, query, "SELECT v.id", tail, error);
  g_autoptr (GArray) ids = NULL;
  GArray *sorted;

  if (rows == NULL)
    return NULL;
  tiem_stmt_bind_int (rows, 1, limit > 0 && !by_left ? limit : -1);
  tiem_stmt_bind_int (rows, 9, by_left ? 0 : offset);
  ids = tiem_ids_collect (rows, error);
  if (ids == NULL || !by_left)
    return g_steal_pointer (&ids);
  sorted = sort_by_left (db, now, ids, query->descending, error);
  if (sorted == NULL)
    return NULL;
  g_array_remove_range (sorted, 0, (guint)MIN (offset, sorted->len));
  if (limit > 0 && sorted->len > limit)
    g_array_set_size (sorted, (guint)limit);
  return sorted;
}

GPtrArray *
tiem_store_list_worth (
    TiemStore *self, const TiemWorthQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = NULL;
  gint64 now = tiem_store_now (self);

  if (read == NULL)
    return NULL;
  ids = tiem_worth_select (read->db, now, query, limit, offset, error);
  return ids != NULL ? tiem_worth_read (read->db, now, ids, error) : NULL;
}

gboolean
tiem_store_sum_worth (TiemStore *self,
                      const TiemWorthQuery *query,
                      TiemWorthSum *sum,
                      GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;
  TiemWorthQuery unsorted = *query;

  *sum = (TiemWorthSum){ 0 };
  unsorted.sort = TIEM_WORTH_SORT_NAME;
  if (read != NULL)
    row = prepare_query (read->db,
                         tiem_store_now (self),
                         &unsorted,
                         "SELECT count (*), sum (v.cost_units), sum (v.stock_value_vnd),"
                         " sum (v.cost_vnd IS NULL AND v.cost_units <> 0)",
                         " LIMIT ?9",
                         error);
  if (row == NULL)
    return FALSE;
  tiem_stmt_bind_int (row, 9, 1);
  if (tiem_stmt_step (row, error) < 0)
    return FALSE;
  sum->variants = tiem_stmt_int (row, 0);
  sum->units = tiem_stmt_int (row, 1);
  sum->value_vnd = tiem_stmt_int (row, 2);
  sum->n_unknown = tiem_stmt_int (row, 3);
  return TRUE;
}

/* --- rows of a list --- */

static GArray *
select_rows (TiemStore *store,
             gconstpointer query,
             gint64 limit,
             GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  if (read == NULL)
    return NULL;
  return tiem_worth_select (read->db, tiem_store_now (store), query, limit, 0, error);
}

static GPtrArray *
read_rows (TiemStore *store,
           GArray *ids,
           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? tiem_worth_read (read->db, tiem_store_now (store), ids, error) : NULL;
}

static const TiemRowKind worth_kind = {
  TIEM_CHANGED_PRODUCTS,
  select_rows,
  read_rows,
  (GDestroyNotify)tiem_worth_free,
  (GBoxedCopyFunc)tiem_worth_query_copy,
  (GDestroyNotify)tiem_worth_query_free,
};

TiemRowList *
tiem_row_list_new_worth (TiemStore *store)
{
  return tiem_row_list_new (store, &worth_kind);
}

void
tiem_row_list_set_worth_query (TiemRowList *self,
                               const TiemWorthQuery *query)
{
  tiem_row_list_set_query (self, &worth_kind, query);
}
