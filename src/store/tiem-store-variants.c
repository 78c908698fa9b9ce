#define G_LOG_DOMAIN "tiem-store-variants"

#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "store/tiem-store-goods.h"
#include "store/tiem-ids.h"
#include "store/tiem-variants-private.h"

/* Lists of variants; products and their edits are in tiem-store-catalogue.c. */

#define SOLD_DAYS 30
/* As many are few, where the owner has not said how many. */
#define LOW_UNITS "5"

TiemVariantQuery *
tiem_variant_query_copy (const TiemVariantQuery *self)
{
  TiemVariantQuery *copy = g_memdup2 (self, sizeof *self);

  copy->search = g_strdup (self->search);
  copy->category = g_strdup (self->category);
  return copy;
}

void
tiem_variant_query_free (TiemVariantQuery *self)
{
  if (self == NULL)
    return;

  g_free (self->search);
  g_free (self->category);
  g_free (self);
}

static gint64
get_first_day (gint64 now)
{
  return tiem_time_day (now) - SOLD_DAYS + 1;
}

static const char *
get_group_clause (TiemVariantGroup group)
{
  static const char *const clauses[TIEM_N_VARIANT_GROUPS] = {
    [TIEM_VARIANTS_ON_SALE] = "v.archived = 0",
    [TIEM_VARIANTS_SOLD_OUT] = "v.archived = 0 AND v.available <= 0",
    [TIEM_VARIANTS_LOW] = "v.archived = 0 AND v.available >= 1"
                          " AND v.available <= coalesce (v.reorder_point, " LOW_UNITS ")",
    [TIEM_VARIANTS_UNLINKED] = "v.archived = 0 AND v.listings = 0",
    [TIEM_VARIANTS_UNDECIDED] = "+v.archived = 0 AND v.undecided = 1",
    [TIEM_VARIANTS_ARCHIVED] = "v.archived = 1",
    [TIEM_VARIANTS_ALL] = "v.archived IN (0, 1)",
  };

  return clauses[group];
}

static const char *
get_order_clause (TiemVariantSort sort,
                  gboolean descending)
{
  static const char *const clauses[][2] = {
    [TIEM_VARIANT_SORT_NAME] = { "v.sort_name, v.id", "v.sort_name DESC, v.id DESC" },
    [TIEM_VARIANT_SORT_PRICE] = { "v.price_vnd, v.id", "v.price_vnd DESC, v.id DESC" },
    [TIEM_VARIANT_SORT_ON_HAND] = { "v.on_hand, v.id", "v.on_hand DESC, v.id DESC" },
    [TIEM_VARIANT_SORT_RESERVED] = { "v.reserved, v.id", "v.reserved DESC, v.id DESC" },
    [TIEM_VARIANT_SORT_AVAILABLE] = { "v.available, v.id", "v.available DESC, v.id DESC" },
    [TIEM_VARIANT_SORT_SOLD] = { "d.units, v.id", "d.units DESC, v.id DESC" },
  };

  return clauses[sort][descending != FALSE];
}

/* ' >!' is the first text after all that begins with ' > '. */
static const char *
get_category_clause (const char *category)
{
  if (category == NULL)
    return "";
  if (*category == '\0')
    return " AND v.product_id IN (SELECT id FROM product WHERE category IS NULL)";
  return " AND v.product_id IN (SELECT id FROM product WHERE category = ?6"
         " UNION ALL SELECT id FROM product WHERE category >= ?6 || ' > '"
         " AND category < ?6 || ' >!')";
}

/* Of what words find: up to so many are looked up and sorted; where it is more, the list is walked
 * in its order, and each is looked for among them. */
#define FEW_FOUND 4000

typedef enum
{
  WORDS_NONE,
  WORDS_FEW,
  WORDS_MANY,
} Words;

static char *
make_sql (const TiemVariantQuery *query,
          const char *select,
          const char *tail,
          Words words)
{
  return g_strconcat (
      select,
      words == WORDS_FEW ? " FROM variant_text f CROSS JOIN variant v ON v.id = f.rowid"
                         : " FROM variant v",
      query->sort == TIEM_VARIANT_SORT_SOLD
          ? " LEFT JOIN (SELECT variant_id, sum (units) AS units FROM variant_daily"
            "            WHERE day >= ?4 GROUP BY +variant_id) d ON d.variant_id = v.id"
          : "",
      " WHERE ",
      words == WORDS_FEW ? "f.variant_text MATCH ?5 AND " : "",
      get_group_clause (query->group),
      query->channel_id != 0
          ? " AND EXISTS (SELECT 1 FROM listing WHERE variant_id = v.id AND channel_id = ?1)"
          : "",
      words == WORDS_MANY
          ? " AND v.id IN (SELECT rowid FROM variant_text WHERE variant_text MATCH ?5)"
          : "",
      get_category_clause (query->category),
      tail,
      NULL);
}

/* Returns: a statement over the variants @query finds; ?1, ?4, ?5 and ?6 are bound, ?2 and ?3 are
 * the tail's */
static TiemStmt *
prepare_query (TiemDb *db,
               gint64 now,
               const TiemVariantQuery *query,
               const char *expression,
               Words words,
               const char *select,
               const char *tail,
               GError **error)
{
  g_autofree char *sql = make_sql (query, select, tail, words);
  TiemStmt *rows = tiem_db_prepare (db, sql, error);

  if (rows == NULL)
    return NULL;
  if (query->channel_id != 0)
    tiem_stmt_bind_int (rows, 1, query->channel_id);
  if (query->sort == TIEM_VARIANT_SORT_SOLD)
    tiem_stmt_bind_int (rows, 4, get_first_day (now));
  if (words != WORDS_NONE)
    tiem_stmt_bind_text (rows, 5, expression);
  if (query->category != NULL && *query->category != '\0')
    tiem_stmt_bind_text (rows, 6, query->category);
  return rows;
}

/* *marks: (transfer full): those that hold the words. Returns: how that is to be used */
static gboolean
find_holders (TiemDb *db,
              const char *expression,
              Words *words,
              GByteArray **marks,
              GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;
  guint n = 0;

  *words = WORDS_NONE;
  if (expression == NULL)
    return TRUE;
  rows = tiem_db_query (db,
                        error,
                        "SELECT rowid FROM variant_text WHERE variant_text MATCH ?1",
                        TIEM_TEXT (expression));
  *marks = tiem_ids_mark (rows, &n, error);
  *words = n <= FEW_FOUND ? WORDS_FEW : WORDS_MANY;
  return *marks != NULL;
}

/* The first of @candidates that are marked. */
static GArray *
pick_marked (TiemStmt *candidates,
             GByteArray *marks,
             gint64 limit,
             GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  int step = 0;

  while (ids->len < limit && (step = tiem_stmt_step (candidates, error)) > 0)
    {
      gint64 id = tiem_stmt_int (candidates, 0);

      if (tiem_ids_is_marked (marks, id))
        g_array_append_val (ids, id);
    }
  return step < 0 ? NULL : g_steal_pointer (&ids);
}

GArray *
tiem_variants_select (TiemDb *db,
                      gint64 now,
                      const TiemVariantQuery *query,
                      gint64 limit,
                      gint64 offset,
                      GError **error)
{
  g_autofree char *expression = tiem_text_match_expression (query->search);
  g_autofree char *tail = g_strconcat (
      " ORDER BY ", get_order_clause (query->sort, query->descending), " LIMIT ?2 OFFSET ?3", NULL);
  g_autoptr (GByteArray) marks = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  gboolean is_walk;
  Words words;

  if (!find_holders (db, expression, &words, &marks, error))
    return NULL;
  is_walk = words == WORDS_MANY && limit > 0 && offset == 0;
  rows = prepare_query (
      db, now, query, expression, is_walk ? WORDS_NONE : words, "SELECT v.id", tail, error);
  if (rows == NULL)
    return NULL;
  tiem_stmt_bind_int (rows, 2, limit > 0 && !is_walk ? limit : -1);
  tiem_stmt_bind_int (rows, 3, offset);
  return is_walk ? pick_marked (rows, marks, limit, error) : tiem_ids_collect (rows, error);
}

static TiemVariant *
read_variant (TiemStmt *row)
{
  TiemVariant *variant = g_new0 (TiemVariant, 1);
  int column = 0;

  variant->id = tiem_stmt_int (row, column++);
  variant->product_id = tiem_stmt_int (row, column++);
  variant->product_name = tiem_stmt_dup_text (row, column++);
  variant->sku = tiem_stmt_dup_text (row, column++);
  variant->barcode = tiem_stmt_dup_text (row, column++);
  variant->options = tiem_stmt_dup_text (row, column++);
  variant->shelf = tiem_stmt_dup_text (row, column++);
  variant->image_url = tiem_stmt_dup_text (row, column++);
  variant->picture = tiem_stmt_dup_text (row, column++);
  variant->price_vnd = tiem_stmt_int (row, column++);
  variant->has_cost = !tiem_stmt_is_null (row, column);
  variant->cost_vnd = tiem_stmt_int (row, column++);
  variant->archived = tiem_stmt_int (row, column++) != 0;
  variant->is_bundle = tiem_stmt_int (row, column++) != 0;
  variant->counted_at = tiem_stmt_int (row, column++);
  variant->undecided = tiem_stmt_int (row, column++) != 0;
  variant->on_hand = tiem_stmt_int (row, column++);
  variant->reserved = tiem_stmt_int (row, column++);
  variant->available = tiem_stmt_int (row, column++);
  variant->version = tiem_stmt_int (row, column++);
  variant->sold_30_days = tiem_stmt_int (row, column++);
  variant->channels = tiem_stmt_dup_text (row, column++);
  variant->category = tiem_stmt_dup_text (row, column++);
  variant->barcodes = tiem_stmt_dup_text (row, column++);
  variant->has_reorder_point = !tiem_stmt_is_null (row, column);
  variant->reorder_point = tiem_stmt_int (row, column++);
  variant->stock_value_vnd = tiem_stmt_int (row, column++);
  variant->is_low = tiem_stmt_int (row, column++) != 0;
  return variant;
}

GPtrArray *
tiem_variants_read (TiemDb *db,
                    gint64 now,
                    GArray *ids,
                    GError **error)
{
  g_autofree char *json = tiem_ids_to_json (ids);
  g_autoptr (GPtrArray) variants = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  variants = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_variant_free);
  rows = tiem_db_query (
      db,
      error,
      "SELECT v.id, v.product_id, p.name, v.sku,"
      " (SELECT code FROM barcode WHERE variant_id = v.id ORDER BY position LIMIT 1),"
      " v.options, v.shelf, v.image_url,"
      " coalesce ((SELECT file FROM product_image WHERE variant_id = v.id AND removed_at = 0"
      "   ORDER BY position LIMIT 1), (SELECT file FROM product_image"
      "   WHERE product_id = v.product_id AND variant_id IS NULL AND removed_at = 0"
      "   ORDER BY position LIMIT 1)),"
      " v.price_vnd, iif (v.is_bundle, (SELECT iif (count (*) = count (t.cost_vnd),"
      "   sum (t.cost_vnd * b.quantity), NULL) FROM bundle_item b JOIN variant t ON t.id = "
      "b.part_id"
      "   WHERE b.bundle_id = v.id), v.cost_vnd), v.archived, v.is_bundle, v.counted_at,"
      " v.undecided, v.on_hand, v.reserved, v.available, v.version,"
      " (SELECT sum (units) FROM variant_daily WHERE variant_id = v.id AND day >= ?2),"
      " (SELECT group_concat (DISTINCT c.kind) FROM listing l JOIN channel c ON c.id = l.channel_id"
      "   WHERE l.variant_id = v.id AND l.state <> 'gone'), p.category,"
      " (SELECT group_concat (code, char (10)) FROM (SELECT code FROM barcode"
      "   WHERE variant_id = v.id ORDER BY position, code_key)),"
      " v.reorder_point, v.stock_value_vnd,"
      " v.available BETWEEN 1 AND coalesce (v.reorder_point, " LOW_UNITS ")"
      " FROM json_each (?1) j JOIN variant v ON v.id = j.value"
      " JOIN product p ON p.id = v.product_id",
      TIEM_TEXT (json),
      TIEM_INT (get_first_day (now)));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (variants, read_variant (rows));
  return step < 0 ? NULL : tiem_ids_arrange (ids, g_steal_pointer (&variants));
}

GPtrArray *
tiem_store_list_variants (
    TiemStore *self, const TiemVariantQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = NULL;
  gint64 now = tiem_store_now (self);

  if (read == NULL)
    return NULL;
  ids = tiem_variants_select (read->db, now, query, limit, offset, error);
  return ids != NULL ? tiem_variants_read (read->db, now, ids, error) : NULL;
}

/* A group's bit in variant.chips; all are those on sale and those archived. */
static const gint64 chip_bits[TIEM_N_VARIANT_GROUPS] = {
  [TIEM_VARIANTS_ON_SALE] = 1,  [TIEM_VARIANTS_SOLD_OUT] = 2,   [TIEM_VARIANTS_LOW] = 4,
  [TIEM_VARIANTS_UNLINKED] = 8, [TIEM_VARIANTS_UNDECIDED] = 16, [TIEM_VARIANTS_ARCHIVED] = 32,
  [TIEM_VARIANTS_ALL] = 1 | 32,
};

gboolean
tiem_store_count_variants (TiemStore *self,
                           gint64 counts[TIEM_N_VARIANT_GROUPS],
                           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  memset (counts, 0, TIEM_N_VARIANT_GROUPS * sizeof counts[0]);
  if (read != NULL)
    rows = tiem_db_query (read->db, error, "SELECT bit, n FROM counter WHERE subject = 'variant'");
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    for (guint i = 0; i < TIEM_N_VARIANT_GROUPS; i++)
      if ((chip_bits[i] & tiem_stmt_int (rows, 0)) != 0)
        counts[i] += tiem_stmt_int (rows, 1);
  return step == 0;
}

gboolean
tiem_store_sum_variants (TiemStore *self,
                         const TiemVariantQuery *query,
                         gint64 *variants,
                         gint64 *products,
                         gint64 *value_vnd,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autofree char *expression = tiem_text_match_expression (query->search);
  g_autoptr (GByteArray) marks = NULL;
  g_autoptr (TiemStmt) row = NULL;
  Words words;

  /* A bundle's goods are counted where they lie, with its parts: its own are worth nothing. */
  if (read == NULL || !find_holders (read->db, expression, &words, &marks, error)
      || (row = prepare_query (read->db,
                               tiem_store_now (self),
                               query,
                               expression,
                               words,
                               "SELECT count (*), count (DISTINCT v.product_id),"
                               " sum (v.stock_value_vnd)",
                               "",
                               error))
             == NULL
      || tiem_stmt_step (row, error) < 0)
    return FALSE;
  *variants = tiem_stmt_int (row, 0);
  *products = tiem_stmt_int (row, 1);
  *value_vnd = tiem_stmt_int (row, 2);
  return TRUE;
}

gboolean
tiem_store_sum_variant_ids (TiemStore *self,
                            GArray *ids,
                            TiemVariantSum *sum,
                            GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autofree char *json = tiem_ids_to_json (ids);
  g_autoptr (TiemStmt) row = NULL;

  *sum = (TiemVariantSum){ 0 };
  if (read != NULL)
    row = tiem_db_query (read->db,
                         error,
                         "SELECT count (*), count (DISTINCT v.product_id), sum (v.is_bundle),"
                         " sum (iif (v.is_bundle, 0, v.on_hand)),"
                         " sum (iif (v.is_bundle, 0, v.reserved)), sum (v.stock_value_vnd),"
                         " sum (v.is_bundle = 0 AND v.cost_vnd IS NULL AND v.on_hand <> 0),"
                         " sum (v.available <= 0)"
                         " FROM json_each (?1) j JOIN variant v ON v.id = j.value",
                         TIEM_TEXT (json));
  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  sum->variants = tiem_stmt_int (row, 0);
  sum->products = tiem_stmt_int (row, 1);
  sum->combos = tiem_stmt_int (row, 2);
  sum->on_hand = tiem_stmt_int (row, 3);
  sum->reserved = tiem_stmt_int (row, 4);
  sum->value_vnd = tiem_stmt_int (row, 5);
  sum->without_cost = tiem_stmt_int (row, 6);
  sum->sold_out = tiem_stmt_int (row, 7);
  return TRUE;
}
