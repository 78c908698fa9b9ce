#define G_LOG_DOMAIN "tiem-stock-card"

#include "store/tiem-ids.h"
#include "store/tiem-row-list-private.h"
#include "store/tiem-store-private.h"
#include "store/tiem-store-why.h"

/* All movements of one variant, as a list over windows of rows. */

TiemMovementQuery *
tiem_movement_query_copy (const TiemMovementQuery *self)
{
  TiemMovementQuery *copy = g_memdup2 (self, sizeof *self);

  copy->reason = g_strdup (self->reason);
  return copy;
}

void
tiem_movement_query_free (TiemMovementQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->reason);
  g_free (self);
}

void
tiem_card_line_free (TiemCardLine *self)
{
  if (self == NULL)
    return;
  tiem_movement_free (self->movement);
  g_free (self->location_name);
  g_free (self);
}

/* --- which --- */

/* ?1 … ?5: the query. A cost that was set moved nothing, and belongs to no place. */
#define FOUND                                                                                      \
  " FROM movement WHERE variant_id = ?1 AND (?2 IS NULL OR reason = ?2)"                           \
  " AND (?3 = 0 OR location_id = ?3 AND reason <> 'cost') AND at >= ?4 AND (?5 = 0 OR at < ?5)"
#define BIND_QUERY(query)                                                                          \
  TIEM_INT ((query)->variant_id), TIEM_TEXT ((query)->reason), TIEM_INT ((query)->location_id),    \
      TIEM_INT ((query)->since), TIEM_INT ((query)->until)

static GArray *
select_ids (TiemDb *db,
            const TiemMovementQuery *query,
            gint64 limit,
            gint64 offset,
            GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db,
                                             error,
                                             "SELECT id" FOUND " ORDER BY id DESC"
                                             " LIMIT ?6 OFFSET ?7",
                                             BIND_QUERY (query),
                                             TIEM_INT (limit > 0 ? limit : -1),
                                             TIEM_INT (offset));

  return rows != NULL ? tiem_ids_collect (rows, error) : NULL;
}

/* --- what a line says --- */

static TiemCardLine *
read_line (TiemStmt *row)
{
  TiemCardLine *line = g_new0 (TiemCardLine, 1);
  TiemMovement *movement = g_new0 (TiemMovement, 1);
  int column = 0;

  line->movement = movement;
  line->id = tiem_stmt_int (row, column++);
  movement->at = tiem_stmt_int (row, column++);
  movement->delta = tiem_stmt_int (row, column++);
  movement->on_hand = tiem_stmt_int (row, column++);
  movement->reason = tiem_stmt_dup_text (row, column++);
  movement->order_id = tiem_stmt_int (row, column++);
  movement->order_number = tiem_stmt_dup_text (row, column++);
  movement->channel_id = tiem_stmt_int (row, column++);
  movement->channel_name = tiem_stmt_dup_text (row, column++);
  movement->note = tiem_stmt_dup_text (row, column++);
  movement->slip_id = tiem_stmt_int (row, column++);
  movement->slip_number = tiem_stmt_dup_text (row, column++);
  movement->slip_kind = tiem_stmt_dup_text (row, column++);
  movement->has_value = !tiem_stmt_is_null (row, column);
  movement->value_vnd = tiem_stmt_int (row, column++);
  movement->settled_vnd = tiem_stmt_int (row, column++);
  movement->has_unit_cost = !tiem_stmt_is_null (row, column);
  movement->unit_cost_vnd = tiem_stmt_int (row, column++);
  line->location_id = tiem_stmt_int (row, column++);
  line->location_name = tiem_stmt_dup_text (row, column++);
  line->total = tiem_stmt_int (row, column++);
  return line;
}

/* The balance at all places comes from the beginning of the ledger once for all rows that are
 * asked for; they are of one variant. */
static GPtrArray *
read_lines (TiemDb *db,
            GArray *ids,
            GError **error)
{
  g_autofree char *json = tiem_ids_to_json (ids);
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_card_line_free);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT m.id, m.at, m.delta, m.on_hand, m.reason, m.order_id, o.number, c.id, c.name,"
      " m.note, m.slip_id, x.number, x.kind, m.value_vnd, m.settled_vnd, m.unit_cost_vnd,"
      " m.location_id, p.name, m.total"
      " FROM (SELECT *, sum (delta) OVER (ORDER BY id) AS total FROM movement"
      "   WHERE variant_id = (SELECT variant_id FROM movement"
      "     WHERE id = (SELECT value FROM json_each (?1) LIMIT 1))) m"
      " JOIN json_each (?1) j ON j.value = m.id"
      " LEFT JOIN customer_order o ON o.id = m.order_id"
      " LEFT JOIN channel c ON c.id = coalesce (o.channel_id, m.channel_id)"
      " LEFT JOIN slip x ON x.id = m.slip_id LEFT JOIN location p ON p.id = m.location_id",
      TIEM_TEXT (json));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (found, read_line (rows));
  return step < 0 ? NULL : tiem_ids_arrange (ids, g_steal_pointer (&found));
}

GPtrArray *
tiem_store_list_card (
    TiemStore *self, const TiemMovementQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = NULL;

  if (read != NULL)
    ids = select_ids (read->db, query, limit, offset, error);
  return ids != NULL ? read_lines (read->db, ids, error) : NULL;
}

gboolean
tiem_store_sum_card (TiemStore *self,
                     const TiemMovementQuery *query,
                     TiemCardSum *sum,
                     GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;

  *sum = (TiemCardSum){ 0 };
  if (read != NULL)
    row = tiem_db_query (read->db,
                         error,
                         "SELECT count (*), sum (max (delta, 0)), sum (max (-delta, 0))" FOUND,
                         BIND_QUERY (query));
  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  sum->times = tiem_stmt_int (row, 0);
  sum->in = tiem_stmt_int (row, 1);
  sum->out = tiem_stmt_int (row, 2);
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

  return read != NULL ? select_ids (read->db, query, limit, 0, error) : NULL;
}

static GPtrArray *
read_rows (TiemStore *store,
           GArray *ids,
           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);

  return read != NULL ? read_lines (read->db, ids, error) : NULL;
}

static const TiemRowKind card_kind = {
  TIEM_CHANGED_PRODUCTS,
  select_rows,
  read_rows,
  (GDestroyNotify)tiem_card_line_free,
  (GBoxedCopyFunc)tiem_movement_query_copy,
  (GDestroyNotify)tiem_movement_query_free,
};

TiemRowList *
tiem_row_list_new_card (TiemStore *store)
{
  return tiem_row_list_new (store, &card_kind);
}

void
tiem_row_list_set_card_query (TiemRowList *self,
                              const TiemMovementQuery *query)
{
  tiem_row_list_set_query (self, &card_kind, query);
}
