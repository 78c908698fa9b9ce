#include "shop.h"

#include "base/tiem-error.h"
#include "store/tiem-orders-private.h"
#include "store/tiem-store-search.h"

/*
 * The years before. A shop's last months are stored order by order; what was sold long before them
 * repeats them, written as rows: other buyers, other numbers, an earlier day, and everything over
 * and done. Whatever is derived from rows is counted anew, and in the end tiem_store_check() has to
 * find all of it right.
 */

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

struct _ShopHistory
{
  sqlite3 *db;
  gint64 shift_ms; /* from one repetition to the one before */
  /* How far the ids of one repetition are from those of the next. */
  gint64 customers;
  gint64 orders;
  gint64 lines;
  gint64 movements;
};

static gboolean
run (ShopHistory *self,
     const char *sql,
     GError **error)
{
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_STORE,
               "The history: %s, in: %.200s",
               sqlite3_errmsg (self->db),
               sql);
  return FALSE;
}

static gint64
get (ShopHistory *self,
     const char *sql)
{
  sqlite3_stmt *stmt = NULL;
  gint64 value = 0;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &stmt, NULL) == SQLITE_OK
      && sqlite3_step (stmt) == SQLITE_ROW)
    value = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  return value;
}

/* --- room for what comes before --- */

/* Ids grow with time, so those of the years before are kept free: placeholders make the store
 * count on from there. */
gboolean
shop_history_reserve (TiemStore *store,
                      const ShopPlan *plan,
                      gboolean is_over,
                      GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (store, error);
  gint64 orders = (gint64)plan->drawn * (SHOP_REPETITIONS + 1);
  gboolean ok = write != NULL;

  if (ok && is_over)
    ok = tiem_db_run (
             write->db, error, "DELETE FROM customer_order WHERE id = ?1", TIEM_INT (orders))
         && tiem_db_run (write->db, error, "DELETE FROM customer WHERE id = ?1", TIEM_INT (orders))
         && tiem_db_run (write->db,
                         error,
                         "DELETE FROM movement WHERE id = ?1",
                         TIEM_INT (orders * SHOP_MOST_LINES));
  else if (ok)
    ok = tiem_db_run (write->db,
                      error,
                      "INSERT INTO customer_order (id, channel_id, remote_id, number, hash, status,"
                      " placed_at, updated_at, stored_at, first_stored_at, stage, deadline,"
                      " number_length) VALUES (?1, 1, '', '', 0, 'cancelled', 0, 0, 0, 0, 0, 0, 0)",
                      TIEM_INT (orders))
         && tiem_db_run (write->db,
                         error,
                         "INSERT INTO customer (id, root_id, created_at) VALUES (?1, ?1, 0)",
                         TIEM_INT (orders))
         && tiem_db_run (write->db,
                         error,
                         "INSERT INTO movement (id, at, variant_id, location_id, delta, on_hand,"
                         " reason) VALUES (?1, 0, 1, 1, 0, 0, '')",
                         TIEM_INT (orders * SHOP_MOST_LINES))
         && tiem_db_run (write->db,
                         error,
                         "INSERT INTO sqlite_sequence (name, seq) VALUES ('order_line', ?1)",
                         TIEM_INT (orders * SHOP_MOST_LINES));
  return ok && tiem_write_commit (write, error);
}

/* --- copying rows --- */

/* Another number of the same network; a masked one stays. */
#define PHONE(column)                                                                              \
  "iif (" column " GLOB '*[0-9]' AND instr (" column ", '*') = 0, substr (" column                 \
  ", 1, length (" column ") - 1) || ((substr (" column ", -1) + :g) % 10), " column ")"
#define EMAIL(column) "replace (" column ", '@', :g || '@')"
#define TIME(column) "iif (" column " = 0, 0, " column " - :g * :shift)"

/* Marketplaces' numbers begin with the day or with who gave them. */
#define NUMBER                                                                                     \
  "iif (channel_id = 1, strftime ('%Y%m%d', (placed_at - :g * :shift) / 1000, 'unixepoch')"        \
  " || substr (remote_id, 9), substr (remote_id, 1, 2) || :g || substr (remote_id, 3))"

/* What differs in a copy; all other columns are as they were. */
typedef struct
{
  const char *table;
  const char *where; /* which rows are copied */
  const char *changes[26][2];
} Copy;

/* What was sold and left, or came to nothing. */
#define PAST "(SELECT id FROM past)"

static const Copy copies[] = {
  { "customer",
    "id IN (SELECT id FROM base_customer)",
    { { "id", "id - :g * :customers" },
      { "root_id", "id - :g * :customers" },
      { "phone", PHONE ("phone") },
      { "email", EMAIL ("email") },
      { "created_at", TIME ("created_at") } } },
  { "customer_identity",
    "customer_id IN (SELECT id FROM base_customer)",
    { { "id", "NULL" },
      { "customer_id", "customer_id - :g * :customers" },
      { "value",
        "CASE kind WHEN 'phone' THEN " PHONE ("value") " WHEN 'email' THEN " EMAIL (
            "value") " ELSE :g || value END" } } },
  { "customer_order",
    "id IN " PAST,
    { { "id", "id - :g * :orders" },
      { "remote_id", NUMBER },
      { "number", NUMBER },
      { "number_length", "length (" NUMBER ")" },
      { "hash", "hash + :g" },
      { "status",
        "CASE WHEN status = 'cancelled' THEN status WHEN stage BETWEEN 8 AND 10 THEN 'returned'"
        " ELSE 'completed' END" },
      { "remote_status", "status" },
      { "stage",
        "CASE WHEN status = 'cancelled' THEN 11 WHEN stage BETWEEN 8 AND 10 THEN 10 ELSE 7 END" },
      { "placed_at", TIME ("placed_at") },
      { "updated_at", TIME ("updated_at") },
      { "stored_at", TIME ("stored_at") },
      { "first_stored_at", TIME ("first_stored_at") },
      { "left_at", TIME ("left_at") },
      { "back_since", TIME ("back_since") },
      { "ship_by", TIME ("ship_by") },
      { "deadline", "deadline - :g * :shift" },
      { "customer_id", "customer_id - :g * :customers" },
      { "buyer_remote_id", ":g || buyer_remote_id" },
      { "buyer_phone", PHONE ("buyer_phone") },
      { "buyer_email", EMAIL ("buyer_email") },
      { "is_short", "0" } } },
  { "order_address",
    "order_id IN " PAST,
    { { "order_id", "order_id - :g * :orders" }, { "phone", PHONE ("phone") } } },
  { "order_line",
    "order_id IN " PAST,
    { { "id", "id - :g * :lines" },
      { "order_id", "order_id - :g * :orders" },
      { "is_short", "0" } } },
  { "parcel",
    "order_id IN " PAST,
    { { "order_id", "order_id - :g * :orders" }, { "tracking", "tracking || :g" } } },
  { "movement",
    "order_id IN " PAST,
    { { "id", "id - :g * :movements" },
      { "at", TIME ("at") },
      { "order_id", "order_id - :g * :orders" },
      { "line_id", "line_id - :g * :lines" } } },
};

/* Returns: (nullable): what stands in a copy instead of the column */
static const char *
find_change (const Copy *copy,
             const char *column)
{
  for (guint i = 0; i < G_N_ELEMENTS (copy->changes) && copy->changes[i][0] != NULL; i++)
    if (g_str_equal (copy->changes[i][0], column))
      return copy->changes[i][1];
  return NULL;
}

static void
bind_number (sqlite3_stmt *stmt,
             const char *name,
             gint64 value)
{
  int index = sqlite3_bind_parameter_index (stmt, name);

  if (index > 0)
    sqlite3_bind_int64 (stmt, index, value);
}

/* Whatever columns there are today, but for those that compute themselves. */
static char *
make_copy_sql (ShopHistory *self,
               const Copy *copy)
{
  g_autofree char *pragma = g_strdup_printf ("PRAGMA table_info (%s)", copy->table);
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autoptr (GString) values = g_string_new (NULL);
  sqlite3_stmt *stmt = NULL;

  sqlite3_prepare_v2 (self->db, pragma, -1, &stmt, NULL);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      const char *column = (const char *)sqlite3_column_text (stmt, 1);
      const char *change = find_change (copy, column);

      g_string_append_printf (columns, "%s%s", columns->len > 0 ? ", " : "", column);
      g_string_append_printf (
          values, "%s%s", values->len > 0 ? ", " : "", change != NULL ? change : column);
    }
  sqlite3_finalize (stmt);
  return g_strdup_printf ("INSERT OR IGNORE INTO %s (%s) SELECT %s FROM %s WHERE %s",
                          copy->table,
                          columns->str,
                          values->str,
                          copy->table,
                          copy->where);
}

static gboolean
copy_rows (ShopHistory *self,
           const Copy *copy,
           gint64 generation,
           GError **error)
{
  g_autofree char *sql = make_copy_sql (self, copy);
  sqlite3_stmt *stmt = NULL;
  gboolean ok = sqlite3_prepare_v2 (self->db, sql, -1, &stmt, NULL) == SQLITE_OK;

  if (ok)
    {
      bind_number (stmt, ":g", generation);
      bind_number (stmt, ":shift", self->shift_ms);
      bind_number (stmt, ":customers", self->customers);
      bind_number (stmt, ":orders", self->orders);
      bind_number (stmt, ":lines", self->lines);
      bind_number (stmt, ":movements", self->movements);
      ok = sqlite3_step (stmt) == SQLITE_DONE;
    }
  sqlite3_finalize (stmt);
  if (!ok)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_STORE,
                 "The history of %s: %s",
                 copy->table,
                 sqlite3_errmsg (self->db));
  return ok;
}

/* --- what is derived --- */

#define DAY "(placed_at + 25200000) / 86400000"

static const char derived[]
    = "DELETE FROM daily; DELETE FROM hourly; DELETE FROM variant_daily; DELETE FROM order_counter;"
      "INSERT INTO daily SELECT " DAY ", channel_id, count (*), sum (total_vnd)"
      "  FROM customer_order WHERE status <> 'cancelled' GROUP BY 1, 2;"
      "INSERT INTO hourly SELECT 24 * (" DAY ") + (placed_at + 25200000) % 86400000 / 3600000,"
      "  count (*) FROM customer_order WHERE status <> 'cancelled' GROUP BY 1;"
      "INSERT INTO variant_daily SELECT l.variant_id, " DAY ","
      "  sum (max (l.quantity - l.cancelled, 0)) FROM order_line l"
      "  JOIN customer_order o ON o.id = l.order_id"
      "  WHERE l.variant_id IS NOT NULL AND o.status <> 'cancelled' GROUP BY 1, 2;"
      "INSERT INTO order_counter SELECT channel_id, status, count (*), sum (total_vnd)"
      "  FROM customer_order GROUP BY 1, 2 UNION ALL"
      "  SELECT channel_id, 'todo', count (*), sum (total_vnd) FROM customer_order WHERE todo = 1"
      "  GROUP BY 1 UNION ALL SELECT channel_id, 'short', count (*), sum (total_vnd)"
      "  FROM customer_order WHERE is_short = 1 GROUP BY 1 UNION ALL SELECT channel_id,"
      "  'cancel-asked', count (*), sum (total_vnd) FROM customer_order WHERE cancel_asked = 1"
      "  AND stage < 5 GROUP BY 1;"
      "CREATE TEMP TABLE sums AS SELECT customer_id, count (*) AS n, sum (total_vnd) AS vnd,"
      "  min (placed_at) AS first, max (placed_at) AS last FROM customer_order"
      "  WHERE status <> 'cancelled' AND customer_id IS NOT NULL GROUP BY 1;"
      "UPDATE customer SET own_orders = 0, own_spent_vnd = 0, own_first_at = 0, own_last_at = 0,"
      "  orders = 0, spent_vnd = 0, first_order_at = 0, last_order_at = 0;"
      "UPDATE customer SET own_orders = n, own_spent_vnd = vnd, own_first_at = first,"
      "  own_last_at = last FROM sums WHERE customer_id = id;"
      "UPDATE customer SET orders = s.n, spent_vnd = s.vnd, first_order_at = s.first,"
      "  last_order_at = s.last FROM (SELECT root_id, sum (own_orders) AS n,"
      "  sum (own_spent_vnd) AS vnd, coalesce (min (nullif (own_first_at, 0)), 0) AS first,"
      "  max (own_last_at) AS last FROM customer GROUP BY 1) s WHERE s.root_id = customer.id;"
      "UPDATE customer SET own_sent = 0, own_refused = 0, sent = 0, refused = 0;"
      "UPDATE customer SET own_sent = s.sent, own_refused = s.refused FROM (SELECT customer_id,"
      "  sum (left_at > 0) AS sent, sum (refused) AS refused FROM customer_order"
      "  WHERE customer_id IS NOT NULL GROUP BY 1) s WHERE s.customer_id = customer.id;"
      "UPDATE customer SET sent = s.sent, refused = s.refused FROM (SELECT root_id,"
      "  sum (own_sent) AS sent, sum (own_refused) AS refused FROM customer GROUP BY 1) s"
      "  WHERE s.root_id = customer.id AND merged_into IS NULL;"
      "UPDATE customer_order SET from_refuser = 0 WHERE from_refuser = 1;"
      "UPDATE customer_order SET from_refuser = 1 WHERE customer_id IN (SELECT c.id FROM customer c"
      "  JOIN customer r ON r.id = c.root_id WHERE r.refused > 0);"
      "INSERT INTO order_counter SELECT channel_id, 'refuser', count (*), sum (total_vnd)"
      "  FROM customer_order WHERE todo = 1 AND from_refuser = 1 GROUP BY 1;";

/* What was there before the first order: all that was sold since, and what was left. The count is
 * as old as the shop now. */
static gboolean
book_first_counts (ShopHistory *self,
                   GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "CREATE TEMP TABLE sold (variant_id INTEGER PRIMARY KEY, units INTEGER, vnd INTEGER);"
      "INSERT INTO sold SELECT variant_id, -sum (delta), -sum (value_vnd) FROM movement WHERE "
      "order_id < (SELECT min"
      "  (id) FROM base) GROUP BY 1;"
      "CREATE TEMP TABLE counted AS SELECT min (id) AS id, variant_id FROM movement"
      "  WHERE order_id IS NULL GROUP BY 2;"
      "UPDATE movement SET delta = delta + units, value_vnd = value_vnd + vnd, at = at - %1$d * "
      "%2$" G_GINT64_FORMAT "  FROM counted JOIN sold ON sold.variant_id = counted.variant_id"
      "  WHERE movement.id = counted.id;"
      "UPDATE variant SET counted_at = counted_at - %1$d * %2$" G_GINT64_FORMAT
      "  WHERE counted_at > 0;"
      "UPDATE movement SET on_hand = s.n FROM (SELECT id, sum (delta) OVER (PARTITION BY "
      "variant_id,"
      "  location_id ORDER BY id) AS n FROM movement) s WHERE s.id = movement.id;",
      SHOP_REPETITIONS + 1,
      self->shift_ms);

  return run (self, sql, error);
}

/* --- words --- */

static gboolean
write_order_words (TiemDb *db,
                   gint64 before,
                   GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db, error, "SELECT id FROM customer_order WHERE id < ?1", TIEM_INT (before));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      g_autofree char *text = tiem_order_text_make (db, tiem_stmt_int (rows, 0), error);

      if (text == NULL
          || !tiem_db_run (db,
                           error,
                           "INSERT INTO order_text (rowid, t) VALUES (?1, ?2)",
                           TIEM_INT (tiem_stmt_int (rows, 0)),
                           TIEM_TEXT (text)))
        return FALSE;
    }
  return step == 0;
}

static gboolean
write_customer_words (TiemDb *db,
                      gint64 before,
                      GError **error)
{
  TiemSearchQueue *queue = tiem_search_queue_new ();
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db, error, "SELECT id, name, phone, email FROM customer WHERE id < ?1", TIEM_INT (before));
  int step = -1;
  gboolean ok;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      g_autoptr (GString) text = g_string_new (tiem_stmt_text (rows, 1));

      tiem_search_add_phone (text, tiem_stmt_text (rows, 2));
      tiem_search_add (text, tiem_stmt_text (rows, 3));
      tiem_search_queue_put (queue, "customer_text", tiem_stmt_int (rows, 0), text->str);
    }
  ok = step == 0 && tiem_search_queue_flush (queue, db, error);
  tiem_search_queue_free (queue);
  return ok;
}

static gboolean
write_words (const char *path,
             gint64 orders_before,
             gint64 customers_before,
             GError **error)
{
  g_autoptr (TiemDb) db = tiem_db_open (path, TIEM_DB_WRITER, error);

  return db != NULL && tiem_db_exec (db, "BEGIN", error)
         && write_order_words (db, orders_before, error)
         && write_customer_words (db, customers_before, error)
         && tiem_db_exec (db, "COMMIT", error);
}

/* --- all of it --- */

/* Indexes are made anew in the end, which is many times quicker than row by row; so are the
 * triggers that need one. */
static GPtrArray *
drop_indexes (ShopHistory *self)
{
  GPtrArray *sql = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) drops = g_string_new (NULL);
  sqlite3_stmt *stmt = NULL;

  sqlite3_prepare_v2 (
      self->db,
      "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE (type = 'index' AND sql IS NOT NULL"
      " AND tbl_name IN ('customer_order', 'order_line', 'movement', 'customer', 'variant_daily'))"
      " OR name IN ('customer_refused', 'customer_followed')",
      -1,
      &stmt,
      NULL);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      g_string_append_printf (drops, "DROP %s;", sqlite3_column_text (stmt, 0));
      g_ptr_array_add (sql, g_strdup ((const char *)sqlite3_column_text (stmt, 1)));
    }
  sqlite3_finalize (stmt);
  sqlite3_exec (self->db, drops->str, NULL, NULL, NULL);
  return sql;
}

static gboolean
copy_generations (ShopHistory *self,
                  const ShopPlan *plan,
                  GError **error)
{
  gint64 missing = (gint64)plan->orders - plan->drawn;

  for (gint64 generation = 1; missing > 0; generation++)
    {
      g_autofree char *past = g_strdup_printf (
          "DROP TABLE IF EXISTS past; CREATE TEMP TABLE past (id INTEGER PRIMARY KEY);"
          "INSERT INTO past SELECT o.id FROM customer_order o JOIN base USING (id)"
          " WHERE o.left_at > 0 OR o.status = 'cancelled'"
          " ORDER BY o.id DESC LIMIT %" G_GINT64_FORMAT,
          missing);

      if (!run (self, past, error))
        return FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
        if (!copy_rows (self, &copies[i], generation, error))
          return FALSE;
      missing -= get (self, "SELECT count (*) FROM past");
    }
  return TRUE;
}

static gboolean
fill (ShopHistory *self,
      const ShopPlan *plan,
      GError **error)
{
  g_autoptr (GPtrArray) indexes = NULL;

  if (!run (self,
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000;"
            "PRAGMA temp_store = MEMORY; BEGIN;"
            "CREATE TEMP TABLE base (id INTEGER PRIMARY KEY);"
            "INSERT INTO base SELECT id FROM customer_order;"
            "CREATE TEMP TABLE base_customer (id INTEGER PRIMARY KEY);"
            "INSERT INTO base_customer SELECT id FROM customer;",
            error))
    return FALSE;
  indexes = drop_indexes (self);
  if (!copy_generations (self, plan, error) || !book_first_counts (self, error)
      || !run (self, derived, error))
    return FALSE;
  for (guint i = 0; i < indexes->len; i++)
    if (!run (self, indexes->pdata[i], error))
      return FALSE;
  return run (self, "COMMIT; PRAGMA journal_mode = WAL;", error);
}

gboolean
shop_history_write (const ShopPlan *plan,
                    const char *path,
                    GError **error)
{
  ShopHistory self = { 0 };
  gint64 first_order = 0;
  gint64 first_customer = 0;
  gboolean ok = sqlite3_open (path, &self.db) == SQLITE_OK;

  if (ok)
    {
      gint64 first = get (&self, "SELECT min (placed_at) FROM customer_order");

      first_order = get (&self, "SELECT min (id) FROM customer_order");
      first_customer = get (&self, "SELECT min (id) FROM customer");
      self.shift_ms = ((plan->until - first) / DAY_MS + 1) * DAY_MS;
      self.customers = self.orders = plan->drawn;
      self.lines = self.movements = (gint64)plan->drawn * SHOP_MOST_LINES;
      ok = fill (&self, plan, error);
    }
  sqlite3_close (self.db);
  return ok && write_words (path, first_order, first_customer, error);
}
