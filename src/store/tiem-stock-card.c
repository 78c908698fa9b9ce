#define G_LOG_DOMAIN "tiem-stock-card"

#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-row-list-private.h"
#include "store/tiem-store-private.h"
#include "store/tiem-store-why.h"

#include <string.h>

/* All movements of one variant, as a list over windows of rows. */

TiemMovementQuery *
tiem_movement_query_copy (const TiemMovementQuery *self)
{
  TiemMovementQuery *copy = g_memdup2 (self, sizeof *self);

  copy->reason = g_strdup (self->reason);
  copy->search = g_strdup (self->search);
  return copy;
}

void
tiem_movement_query_free (TiemMovementQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->reason);
  g_free (self->search);
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
  " FROM movement m LEFT JOIN customer_order o ON o.id = m.order_id"                               \
  " LEFT JOIN channel c ON c.id = coalesce (o.channel_id, m.channel_id)"                           \
  " LEFT JOIN slip x ON x.id = m.slip_id WHERE m.variant_id = ?1 AND (?2 IS NULL OR m.reason = "   \
  "?2)"                                                                                            \
  " AND (?3 = 0 OR m.location_id = ?3 AND m.reason <> 'cost') AND m.at >= ?4"                      \
  " AND (?5 = 0 OR m.at < ?5)"
#define BIND_QUERY(query)                                                                          \
  TIEM_INT ((query)->variant_id), TIEM_TEXT ((query)->reason), TIEM_INT ((query)->location_id),    \
      TIEM_INT ((query)->since), TIEM_INT ((query)->until)

/* What a movement is found by is read and folded: there is no index over so few. */
static gboolean
holds (TiemStmt *row,
       const char *folded)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (int column = 3; column < 7; column++)
    if (tiem_stmt_text (row, column) != NULL)
      g_string_append_printf (words, "%s ", tiem_stmt_text (row, column));
  text = tiem_text_fold (words->str);
  return strstr (text, folded) != NULL;
}

/* Newest first. @ids: (nullable) (element-type gint64), @sum: (nullable): get what is found */
static gboolean
find (TiemDb *db,
      const TiemMovementQuery *query,
      GArray *ids,
      TiemCardSum *sum,
      GError **error)
{
  g_autofree char *folded = query->search != NULL ? tiem_text_fold (query->search) : NULL;
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT m.id, m.delta, m.at, o.number, x.number, c.name, m.note" FOUND " ORDER BY m.id DESC",
      BIND_QUERY (query));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);
      gint64 delta = tiem_stmt_int (rows, 1);

      if (folded != NULL && !holds (rows, folded))
        continue;
      if (ids != NULL)
        g_array_append_val (ids, id);
      if (sum == NULL)
        continue;
      sum->times++;
      sum->in += MAX (delta, 0);
      sum->out += MAX (-delta, 0);
    }
  return step == 0;
}

static GArray *
select_ids (TiemDb *db,
            const TiemMovementQuery *query,
            gint64 limit,
            gint64 offset,
            GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!find (db, query, ids, NULL, error))
    return NULL;
  g_array_remove_range (ids, 0, (guint)MIN (offset, ids->len));
  if (limit > 0 && ids->len > limit)
    g_array_set_size (ids, (guint)limit);
  return g_steal_pointer (&ids);
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
      "WITH t AS MATERIALIZED (SELECT id, sum (delta) OVER (ORDER BY id) AS total FROM movement"
      "  WHERE variant_id = (SELECT variant_id FROM movement"
      "   WHERE id = (SELECT value FROM json_each (?1) LIMIT 1)))"
      " SELECT m.id, m.at, m.delta, m.on_hand, m.reason, m.order_id, o.number, c.id, c.name,"
      " m.note, m.slip_id, x.number, x.kind, m.value_vnd, m.settled_vnd, m.unit_cost_vnd,"
      " m.location_id, p.name, t.total"
      " FROM t CROSS JOIN movement m ON m.id = t.id"
      " LEFT JOIN customer_order o ON o.id = m.order_id"
      " LEFT JOIN channel c ON c.id = coalesce (o.channel_id, m.channel_id)"
      " LEFT JOIN slip x ON x.id = m.slip_id LEFT JOIN location p ON p.id = m.location_id"
      " WHERE t.id IN (SELECT value FROM json_each (?1))",
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

TiemCardLine *
tiem_store_get_card_line (TiemStore *self,
                          gint64 movement_id,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) lines = NULL;

  g_array_append_val (ids, movement_id);
  if (read != NULL)
    lines = read_lines (read->db, ids, error);
  if (lines == NULL || lines->len == 0)
    return NULL;
  g_ptr_array_set_free_func (lines, NULL);
  return g_ptr_array_index (lines, 0);
}

gboolean
tiem_store_sum_card (TiemStore *self,
                     const TiemMovementQuery *query,
                     TiemCardSum *sum,
                     GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  *sum = (TiemCardSum){ 0 };
  return read != NULL && find (read->db, query, NULL, sum, error);
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
