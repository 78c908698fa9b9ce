#define G_LOG_DOMAIN "tiem-order-query"

#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-order-plan.h"
#include "store/tiem-orders-private.h"

/*
 * Which orders a query finds. The text of a statement is put together from fixed pieces, so
 * that there are few of them and each walks an index of 0001-initial.sql. A value has the
 * same number in all of them: ?1 stage, ?2 channel, ?3 customer, ?4 since, ?5 words,
 * ?6 tag, ?7 carrier, ?8 ids, ?9 limit, ?10 offset (the last ones: always there).
 */

TiemOrderQuery *
tiem_order_query_copy (const TiemOrderQuery *self)
{
  TiemOrderQuery *copy = g_memdup2 (self, sizeof *self);

  copy->search = g_strdup (self->search);
  copy->tag = g_strdup (self->tag);
  copy->carrier = g_strdup (self->carrier);
  if (copy->ids != NULL)
    g_array_ref (copy->ids);
  return copy;
}

void
tiem_order_query_free (TiemOrderQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->search);
  g_free (self->tag);
  g_free (self->carrier);
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self);
}

int
tiem_order_get_stage (TiemOrderStatus status)
{
  static const int stages[TIEM_N_ORDER_STATUSES] = {
    [TIEM_ORDER_UNKNOWN] = 0,   [TIEM_ORDER_UNPAID] = 1,          [TIEM_ORDER_TO_CONFIRM] = 2,
    [TIEM_ORDER_TO_SHIP] = 3,   [TIEM_ORDER_AWAITING_PICKUP] = 4, [TIEM_ORDER_SHIPPING] = 5,
    [TIEM_ORDER_DELIVERED] = 6, [TIEM_ORDER_COMPLETED] = 7,       [TIEM_ORDER_FAILED_DELIVERY] = 8,
    [TIEM_ORDER_RETURNING] = 9, [TIEM_ORDER_RETURNED] = 10,       [TIEM_ORDER_CANCELLED] = 11,
  };

  return stages[status];
}

static const char *
get_group_clause (TiemOrderGroup group)
{
  switch (group)
    {
    case TIEM_ORDERS_TODO:
      return " AND o.todo = 1";
    case TIEM_ORDERS_SHORT:
      return " AND o.is_short = 1";
    case TIEM_ORDERS_STATUS:
      return " AND o.stage = ?1";
    case TIEM_ORDERS_TROUBLED:
      return " AND o.stage BETWEEN 8 AND 10";
    case TIEM_ORDERS_CANCEL_ASKED:
      return " AND o.cancel_asked = 1 AND o.stage < 5";
    case TIEM_ORDERS_REFUSERS:
      return " AND o.todo = 1 AND EXISTS (SELECT 1 FROM customer c JOIN customer r"
             " ON r.id = c.root_id WHERE c.id = o.customer_id AND r.refused > 0)";
    case TIEM_ORDERS_ALL:
    default:
      return "";
    }
}

/* Each follows an index, forwards or backwards. */
static const char *
get_order_clause (TiemOrderSort sort,
                  gboolean descending)
{
  switch (sort)
    {
    case TIEM_ORDER_SORT_SHIP_BY:
      return descending ? " ORDER BY o.is_short, o.deadline DESC, o.placed_at DESC, o.id DESC"
                        : " ORDER BY o.is_short DESC, o.deadline, o.placed_at, o.id";
    case TIEM_ORDER_SORT_CHANNEL:
      return descending ? " ORDER BY o.channel_id DESC, o.placed_at, o.id"
                        : " ORDER BY o.channel_id, o.placed_at DESC, o.id DESC";
    case TIEM_ORDER_SORT_NUMBER: /* 999 before 1000 */
      return descending ? " ORDER BY o.number_length DESC, o.number DESC, o.id DESC"
                        : " ORDER BY o.number_length, o.number, o.id";
    case TIEM_ORDER_SORT_BUYER:
      return descending ? " ORDER BY o.sort_buyer DESC, o.id DESC" : " ORDER BY o.sort_buyer, o.id";
    case TIEM_ORDER_SORT_TOTAL:
      return descending ? " ORDER BY o.total_vnd DESC, o.id DESC" : " ORDER BY o.total_vnd, o.id";
    case TIEM_ORDER_SORT_STATUS:
      return descending ? " ORDER BY o.stage DESC, o.placed_at, o.id"
                        : " ORDER BY o.stage, o.placed_at DESC, o.id DESC";
    case TIEM_ORDER_SORT_PLACED:
    default:
      return descending ? " ORDER BY o.placed_at DESC, o.id DESC" : " ORDER BY o.placed_at, o.id";
    }
}

/* *tag_id: 0 = none is asked for, −1 = there is no such tag, and so no order */
static gboolean
find_tag (TiemDb *db,
          const TiemOrderQuery *query,
          gint64 *tag_id,
          GError **error)
{
  g_autofree char *key = query->tag != NULL ? tiem_text_fold (query->tag) : NULL;

  *tag_id = key != NULL ? -1 : 0;
  return key == NULL
         || tiem_db_get_int (
             db, tag_id, error, "SELECT id FROM tag WHERE name_key = ?1", TIEM_TEXT (key));
}

/* The first table of the statement and what ties it to the orders. */
static gboolean
append_start (TiemDb *db,
              const TiemOrderQuery *query,
              gint64 tag_id,
              gboolean is_sorted,
              gboolean is_first,
              GString *sql,
              GError **error)
{
  const char *index = NULL;
  TiemOrderStart start = TIEM_ORDER_START_ORDERS;

  if ((tag_id != 0 || query->carrier != NULL)
      && !tiem_order_plan_start (db, query, tag_id, is_sorted && is_first, &start, error))
    return FALSE;
  switch (start)
    {
    case TIEM_ORDER_START_TAG:
      g_string_append (sql,
                       " FROM order_tag t CROSS JOIN customer_order o ON o.id = t.order_id"
                       " WHERE t.tag_id = ?6");
      return TRUE;
    case TIEM_ORDER_START_CARRIER:
      g_string_append (sql,
                       " FROM parcel p INDEXED BY parcel_by_carrier"
                       " CROSS JOIN customer_order o ON o.id = p.order_id"
                       " WHERE p.carrier = ?7 AND p.position = 0");
      return TRUE;
    case TIEM_ORDER_START_ORDERS:
    default:
      break;
    }
  if (!tiem_order_plan (db, query, is_sorted, is_first, &index, error))
    return FALSE;
  g_string_append_printf (sql, " FROM customer_order o INDEXED BY %s WHERE 1", index);
  return TRUE;
}

/* Returns: (nullable): a bound statement that gives @columns of the orders found */
static TiemStmt *
query_orders (TiemDb *db,
              const TiemOrderQuery *query,
              const char *columns,
              gboolean is_sorted,
              gint64 limit,
              gint64 offset,
              GError **error)
{
  g_autofree char *match
      = query->search != NULL ? tiem_text_match_expression (query->search) : NULL;
  g_autofree char *ids = query->ids != NULL ? tiem_ids_to_json (query->ids) : NULL;
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  gint64 tag_id;
  TiemStmt *stmt;

  if (!find_tag (db, query, &tag_id, error))
    return NULL;
  g_string_append (sql, columns);
  /* Few orders hold the words looked for, so they come first. */
  if (match != NULL)
    g_string_append (sql,
                     " FROM order_text f CROSS JOIN customer_order o ON o.id = f.rowid"
                     " WHERE f.order_text MATCH ?5");
  else if (ids != NULL)
    g_string_append (sql,
                     " FROM json_each (?8) j CROSS JOIN customer_order o ON o.id = j.value"
                     " WHERE 1");
  else if (!append_start (db, query, tag_id, is_sorted, limit > 0, sql, error))
    return NULL;
  g_string_append (sql, get_group_clause (query->group));
  if (query->channel_id != 0)
    g_string_append (sql, " AND o.channel_id = ?2");
  if (query->customer_id != 0)
    g_string_append (sql,
                     " AND o.customer_id IN (SELECT id FROM customer WHERE root_id ="
                     " (SELECT root_id FROM customer WHERE id = ?3))");
  if (query->since > 0)
    g_string_append (sql, " AND o.placed_at >= ?4");
  if (tag_id != 0)
    g_string_append (sql,
                     " AND EXISTS (SELECT 1 FROM order_tag WHERE order_id = o.id AND tag_id = ?6)");
  if (query->carrier != NULL)
    g_string_append (sql,
                     " AND EXISTS (SELECT 1 FROM parcel"
                     " WHERE order_id = o.id AND position = 0 AND carrier = ?7)");
  if (match != NULL && ids != NULL)
    g_string_append (sql, " AND o.id IN (SELECT value FROM json_each (?8))");
  if (is_sorted)
    g_string_append (sql, get_order_clause (query->sort, query->descending));
  g_string_append (sql, " LIMIT ?9 OFFSET ?10");

  stmt = tiem_db_prepare (db, sql->str, error);
  if (stmt == NULL)
    return NULL;
  tiem_stmt_bind (stmt,
                  TIEM_INT (tiem_order_get_stage (query->status)),
                  TIEM_INT (query->channel_id),
                  TIEM_INT (query->customer_id),
                  TIEM_INT (query->since),
                  TIEM_TEXT (match),
                  TIEM_INT (tag_id),
                  TIEM_TEXT (query->carrier),
                  TIEM_TEXT (ids),
                  TIEM_INT (limit > 0 ? limit : -1),
                  TIEM_INT (MAX (offset, 0)));
  return stmt;
}

/* The first of a list with words: of those that many orders hold by walking the list without
 * them. *is_done: FALSE when neither that nor the few texts that hold them are the way. */
static gboolean
select_found (TiemDb *db,
              const TiemOrderQuery *query,
              gint64 limit,
              GArray **ids,
              gboolean *is_done,
              GError **error)
{
  g_autofree char *typed = query->search != NULL ? tiem_text_fold (query->search) : NULL;
  g_autoptr (GArray) few = NULL;
  TiemOrderQuery list = *query;
  g_autoptr (TiemStmt) candidates = NULL;
  TiemOrderFound outcome;

  if (typed == NULL || *typed == '\0' || query->customer_id != 0 || query->ids != NULL)
    return TRUE;
  list.search = NULL;
  candidates = query_orders (db, &list, "o.id", TRUE, G_MAXINT64, 0, error);
  if (candidates == NULL
      || !tiem_order_found_select (db, typed, candidates, limit, *ids, &outcome, error))
    return FALSE;
  *is_done = outcome == TIEM_ORDER_FOUND_ALL;
  if (outcome != TIEM_ORDER_FOUND_FEW)
    return TRUE;
  if (!tiem_order_found_read_few (db, typed, &few, error))
    return FALSE;
  if (few == NULL)
    return TRUE;
  *is_done = TRUE;
  list.ids = few;
  g_clear_pointer (&candidates, tiem_stmt_release);
  candidates = query_orders (db, &list, "o.id", TRUE, limit, 0, error);
  g_array_unref (*ids);
  return (*ids = tiem_ids_collect (candidates, error)) != NULL;
}

GArray *
tiem_orders_select (
    TiemDb *db, const TiemOrderQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemStmt) rows = NULL;
  gboolean is_done = FALSE;

  if (limit > 0 && offset <= 0 && !select_found (db, query, limit, &ids, &is_done, error))
    return NULL;
  if (is_done)
    return g_steal_pointer (&ids);
  g_clear_pointer (&ids, g_array_unref);
  rows = query_orders (db, query, "o.id", TRUE, limit, offset, error);
  return tiem_ids_collect (rows, error);
}

gboolean
tiem_store_sum_orders (
    TiemStore *self, const TiemOrderQuery *query, gint64 *n, gint64 *total_vnd, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;

  if (read == NULL)
    return FALSE;
  if (query->customer_id == 0 && query->since <= 0 && query->tag == NULL && query->carrier == NULL
      && query->ids == NULL && (query->search == NULL || *query->search == '\0'))
    return tiem_order_counts_sum (read->db, query, n, total_vnd, error);

  row = query_orders (read->db, query, "count (*), sum (o.total_vnd)", FALSE, 0, 0, error);
  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  *n = tiem_stmt_int (row, 0);
  *total_vnd = tiem_stmt_int (row, 1);
  return TRUE;
}

GStrv
tiem_store_list_carriers (TiemStore *self,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  /* From one name to the next: looking at every parcel would take as long as there are any. */
  rows = tiem_db_query (
      read->db,
      error,
      "WITH RECURSIVE c (name) AS ("
      " SELECT min (carrier) FROM parcel WHERE position = 0 AND carrier IS NOT NULL"
      " UNION ALL"
      " SELECT (SELECT min (carrier) FROM parcel WHERE position = 0 AND carrier > c.name)"
      " FROM c WHERE c.name IS NOT NULL)"
      " SELECT name FROM c WHERE name <> '' LIMIT 100");
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_strv_builder_add (names, tiem_stmt_text (rows, 0));
  return step == 0 ? g_strv_builder_end (names) : NULL;
}

gboolean
tiem_store_read_news (
    TiemStore *self, gint64 after_id, gint64 placed_since, TiemOrderNews *news, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;

  *news = (TiemOrderNews){ 0 };
  if (read == NULL)
    return FALSE;
  row = tiem_db_query (read->db,
                       error,
                       "SELECT (SELECT max (id) FROM customer_order), count (*), sum (total_vnd)"
                       " FROM customer_order"
                       " WHERE id > ?1 AND placed_at >= ?2 AND status <> 'cancelled'",
                       TIEM_INT (after_id),
                       TIEM_INT (placed_since));
  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  news->last_id = tiem_stmt_int (row, 0);
  news->orders = tiem_stmt_int (row, 1);
  news->total_vnd = tiem_stmt_int (row, 2);
  return TRUE;
}
