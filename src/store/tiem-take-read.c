#define G_LOG_DOMAIN "tiem-take"

#include "config.h"

#include "store/tiem-take-private.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>

/* Reading stock takes: what was counted, what the ledger said then, and what has moved since. */

void
tiem_take_free (TiemTake *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->state);
  g_free (self->location);
  g_free (self->name);
  g_free (self->note);
  g_free (self);
}

void
tiem_take_line_free (TiemTakeLine *self)
{
  if (self == NULL)
    return;
  g_free (self->sku);
  g_free (self->barcode);
  g_free (self->name);
  g_free (self->options);
  g_free (self->shelf);
  g_free (self->overtaken_by);
  g_free (self->numbers);
  g_free (self->note);
  g_free (self);
}

static const char *const scope_names[] = {
  [TIEM_TAKE_ALL] = "all",
  [TIEM_TAKE_CATEGORY] = "category",
  [TIEM_TAKE_SHELF] = "shelf",
  [TIEM_TAKE_CHOSEN] = "chosen",
};

const char *
tiem_take_scope_to_string (TiemTakeScope scope)
{
  return scope_names[scope];
}

static TiemTakeScope
read_scope (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (scope_names); i++)
    if (g_strcmp0 (scope_names[i], name) == 0)
      return i;
  return TIEM_TAKE_CHOSEN;
}

/* --- heads --- */

#define SELECT_TAKE                                                                                \
  "SELECT s.id, s.number, s.state, p.id, p.name, t.scope, t.name, t.pass, s.note, s.created_at,"   \
  " s.done_at, s.undone_at, l.goods, l.counted, l.units, l.different, l.missing, l.surplus,"       \
  " l.value, l.without_cost, l.zeroed"                                                             \
  " FROM slip s JOIN take t ON t.slip_id = s.id JOIN location p ON p.id = s.location_id"           \
  " LEFT JOIN (SELECT slip_id, count (*) AS goods, count (counted) - sum (is_zeroed) AS counted,"  \
  "   sum (iif (is_zeroed, 0, counted)) AS units, sum (booked <> 0) AS different,"                 \
  "   sum (max (-booked, 0)) AS missing, sum (max (booked, 0)) AS surplus,"                        \
  "   sum (booked * v.cost_vnd) AS value,"                                                         \
  "   sum (booked <> 0 AND v.cost_vnd IS NULL) AS without_cost, sum (is_zeroed) AS zeroed"         \
  "  FROM take_line JOIN variant v ON v.id = variant_id WHERE ?1 IN (0, slip_id) GROUP BY 1) l"    \
  "  ON l.slip_id = s.id"

static TiemTake *
read_take (TiemStmt *row)
{
  TiemTake *take = g_new0 (TiemTake, 1);

  take->id = tiem_stmt_int (row, 0);
  take->number = tiem_stmt_dup_text (row, 1);
  take->state = tiem_stmt_dup_text (row, 2);
  take->location_id = tiem_stmt_int (row, 3);
  take->location = tiem_stmt_dup_text (row, 4);
  take->scope = read_scope (tiem_stmt_text (row, 5));
  take->name = tiem_stmt_dup_text (row, 6);
  take->pass = tiem_stmt_int (row, 7);
  take->note = tiem_stmt_dup_text (row, 8);
  take->created_at = tiem_stmt_int (row, 9);
  take->done_at = tiem_stmt_int (row, 10);
  take->undone_at = tiem_stmt_int (row, 11);
  take->goods = tiem_stmt_int (row, 12);
  take->counted = tiem_stmt_int (row, 13);
  take->units = tiem_stmt_int (row, 14);
  take->different = tiem_stmt_int (row, 15);
  take->missing = tiem_stmt_int (row, 16);
  take->surplus = tiem_stmt_int (row, 17);
  take->value_vnd = tiem_stmt_int (row, 18);
  take->without_cost = tiem_stmt_int (row, 19);
  take->zeroed = tiem_stmt_int (row, 20);
  return take;
}

GPtrArray *
tiem_store_list_takes (TiemStore *self,
                       gint64 limit,
                       GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) takes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_take_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          SELECT_TAKE " ORDER BY s.id DESC LIMIT ?2",
                          TIEM_INT (0),
                          TIEM_INT (limit > 0 ? limit : -1));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (takes, read_take (rows));
  return step < 0 ? NULL : g_steal_pointer (&takes);
}

TiemTake *
tiem_take_load (TiemDb *db,
                gint64 take_id,
                GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db, error, SELECT_TAKE " WHERE s.id = ?1", TIEM_INT (take_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step > 0)
    return read_take (row);
  if (step == 0)
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_NOT_FOUND,
                         _ ("This stock take is no longer there; refresh the list."));
  return NULL;
}

TiemTake *
tiem_take_load_draft (TiemDb *db,
                      gint64 take_id,
                      GError **error)
{
  g_autoptr (TiemTake) take = tiem_take_load (db, take_id, error);

  if (take == NULL || g_str_equal (take->state, "draft"))
    return g_steal_pointer (&take);
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_CONFLICT,
                       _ ("This stock take is booked and can't be changed; undo it first."));
  return NULL;
}

/* --- lines --- */

/* When what a movement tells of happened. A sale is told when the channel is read, which may be
 * long after the parcel left; what a take found was so when it counted. */
#define HAPPENED_AT                                                                                \
  "CASE WHEN m.line_id IS NOT NULL AND m.reason IN ('sale', 'correction') THEN"                    \
  "  CASE WHEN o.left_at > 0 AND o.left_at <= m.at THEN o.left_at"                                 \
  "   WHEN o.part_left_at > 0 AND o.part_left_at <= m.at THEN o.part_left_at"                      \
  "   WHEN o.left_at = 0 AND o.part_left_at = 0 THEN 0 ELSE m.at END"                              \
  " WHEN t.slip_id IS NOT NULL THEN t.last_at ELSE m.at END"

/* A number that somebody found by counting: it says what is there, not what came or went. */
#define IS_COUNT                                                                                   \
  "(m.slip_id IS NULL AND m.line_id IS NULL"                                                       \
  " AND m.reason IN ('count', 'edit', 'import', 'adopt', 'lost'))"

/* Of the lines, what has been booked in the ledger since each was last counted, until the take was
 * booked itself. A newer take may have found no difference, and have booked nothing: it is looked
 * for among the takes. */
#define SELECT_SINCE                                                                               \
  "since AS MATERIALIZED (SELECT variant_id,"                                                      \
  " sum (iif (NOT counts AND at < last_at, delta, 0)) AS late,"                                    \
  " sum (iif (NOT counts AND at >= last_at AND reason = 'sale', delta, 0)) AS sold,"               \
  " sum (iif (NOT counts AND at >= last_at AND reason = 'return', delta, 0)) AS returned,"         \
  " sum (iif (NOT counts AND at >= last_at"                                                        \
  "  AND reason IN ('purchase', 'supplier-return'), delta, 0)) AS bought,"                         \
  " sum (iif (NOT counts AND at >= last_at AND reason = 'transfer', delta, 0)) AS transferred,"    \
  " sum (iif (NOT counts AND at >= last_at AND reason NOT IN ('sale', 'return', 'purchase',"       \
  "  'supplier-return', 'transfer', 'take'), delta, 0)) AS other,"                                 \
  " group_concat (DISTINCT iif (NOT counts AND at >= last_at AND reason <> 'take', number,"        \
  "  NULL)) AS numbers,"                                                                           \
  " max (counts) AS is_counted"                                                                    \
  " FROM (SELECT l.variant_id, l.last_at, m.delta, m.reason, " IS_COUNT " AS counts,"              \
  "   " HAPPENED_AT " AS at, coalesce (n.number, o.number) AS number"                              \
  "  FROM take_line l JOIN movement m ON m.variant_id = l.variant_id AND m.id > l.last_movement"   \
  "   AND m.location_id = ?2"                                                                      \
  "  LEFT JOIN customer_order o ON o.id = m.order_id LEFT JOIN slip n ON n.id = m.slip_id"         \
  "  LEFT JOIN take_line t ON t.slip_id = m.slip_id AND t.variant_id = m.variant_id"               \
  "  WHERE l.slip_id = ?1 AND l.counted IS NOT NULL AND coalesce (m.slip_id, 0) <> ?1"             \
  "   AND (?3 OR (l.booked IS NOT NULL AND m.at <= (SELECT done_at FROM slip WHERE id = ?1)))"     \
  "   AND ?4 IN (0, l.variant_id) ORDER BY m.id) GROUP BY 1)"

#define SELECT_LINES                                                                               \
  "WITH " SELECT_SINCE ", held AS MATERIALIZED (SELECT r.variant_id, sum (r.quantity) AS units,"   \
  "  count (DISTINCT o.id) AS orders,"                                                             \
  "  sum (iif (o.packed_at > 0, r.quantity, 0)) AS packed"                                         \
  "  FROM reservation r JOIN order_line x ON x.id = r.line_id"                                     \
  "  JOIN customer_order o ON o.id = x.order_id"                                                   \
  "  WHERE r.location_id = ?2 AND ?4 IN (0, r.variant_id) GROUP BY 1)"                             \
  " SELECT l.variant_id, v.sku, (SELECT code FROM barcode WHERE variant_id = v.id"                 \
  "  ORDER BY position LIMIT 1), p.name, v.options, v.shelf, v.archived, v.is_bundle, l.is_extra," \
  " v.cost_vnd IS NOT NULL, v.cost_vnd, s.on_hand, h.units, h.orders, h.packed,"                   \
  " l.counted IS NOT NULL, l.counted, l.pass, l.previous IS NOT NULL, l.previous, l.first_at,"     \
  " l.last_at, l.expected, iif (?3, c.late, l.late), c.sold, c.returned, c.bought, c.transferred," \
  " iif (?3, c.other, l.moved - coalesce (c.sold + c.returned + c.bought + c.transferred, 0)),"    \
  " iif (l.counted IS NOT NULL AND l.first_movement < l.last_movement,"                            \
  "  (SELECT sum (abs (m.delta)) FROM movement m WHERE m.variant_id = l.variant_id"                \
  "   AND m.location_id = ?2 AND m.id > l.first_movement AND m.id <= l.last_movement), 0),"        \
  " ?3 AND coalesce (c.is_counted, 0),"                                                            \
  " iif (?3 AND l.counted IS NOT NULL, (SELECT n.number FROM take_line t JOIN slip n"              \
  "  ON n.id = t.slip_id WHERE t.variant_id = l.variant_id AND t.slip_id <> ?1"                    \
  "  AND n.state = 'done' AND n.location_id = ?2 AND t.counted IS NOT NULL"                        \
  "  AND t.last_at >= l.last_at ORDER BY t.last_at DESC LIMIT 1), NULL),"                          \
  " l.is_zeroed, l.booked IS NOT NULL, l.booked, l.note, c.numbers"                                \
  " FROM take_line l JOIN variant v ON v.id = l.variant_id JOIN product p ON p.id = v.product_id"  \
  " LEFT JOIN stock s ON s.variant_id = l.variant_id AND s.location_id = ?2"                       \
  " LEFT JOIN since c ON c.variant_id = l.variant_id"                                              \
  " LEFT JOIN held h ON h.variant_id = l.variant_id"                                               \
  " WHERE l.slip_id = ?1 AND ?4 IN (0, l.variant_id)"

/* Shelves as they are walked along, goods without one last. */
#define BY_SHELF " ORDER BY v.shelf IS NULL, v.shelf, v.sort_name, v.id"

static const char *const line_queries[] = {
  [TIEM_TAKE_EVERY] = SELECT_LINES BY_SHELF,
  [TIEM_TAKE_DIFFERENT] = SELECT_LINES " AND l.counted IS NOT NULL" BY_SHELF,
  [TIEM_TAKE_UNCOUNTED] = SELECT_LINES " AND (l.counted IS NULL OR l.is_zeroed)" BY_SHELF,
  [TIEM_TAKE_RECENT]
  = SELECT_LINES " AND l.variant_id IN (SELECT variant_id FROM take_line WHERE slip_id = ?1"
                 "  AND counted IS NOT NULL ORDER BY last_at DESC LIMIT 60)"
                 " ORDER BY (SELECT max (id) FROM take_count WHERE slip_id = ?1"
                 "  AND variant_id = l.variant_id) DESC",
};

static TiemTakeLine *
read_line (TiemStmt *row,
           gboolean is_draft)
{
  TiemTakeLine *line = g_new0 (TiemTakeLine, 1);

  line->variant_id = tiem_stmt_int (row, 0);
  line->sku = tiem_stmt_dup_text (row, 1);
  line->barcode = tiem_stmt_dup_text (row, 2);
  line->name = tiem_stmt_dup_text (row, 3);
  line->options = tiem_stmt_dup_text (row, 4);
  line->shelf = tiem_stmt_dup_text (row, 5);
  line->archived = tiem_stmt_int (row, 6) != 0;
  line->is_bundle = tiem_stmt_int (row, 7) != 0;
  line->is_extra = tiem_stmt_int (row, 8) != 0;
  line->has_cost = tiem_stmt_int (row, 9) != 0;
  line->cost_vnd = tiem_stmt_int (row, 10);
  line->on_hand = tiem_stmt_int (row, 11);
  line->held = tiem_stmt_int (row, 12);
  line->holders = tiem_stmt_int (row, 13);
  line->packed = tiem_stmt_int (row, 14);
  line->has_counted = tiem_stmt_int (row, 15) != 0;
  line->counted = tiem_stmt_int (row, 16);
  line->pass = tiem_stmt_int (row, 17);
  line->has_previous = tiem_stmt_int (row, 18) != 0;
  line->previous = tiem_stmt_int (row, 19);
  line->first_at = tiem_stmt_int (row, 20);
  line->last_at = tiem_stmt_int (row, 21);
  line->late = tiem_stmt_int (row, 23);
  line->expected = tiem_stmt_int (row, 22) + line->late;
  line->sold = tiem_stmt_int (row, 24);
  line->returned = tiem_stmt_int (row, 25);
  line->bought = tiem_stmt_int (row, 26);
  line->transferred = tiem_stmt_int (row, 27);
  line->other = tiem_stmt_int (row, 28);
  line->between = tiem_stmt_int (row, 29);
  line->overtaken_by = tiem_stmt_dup_text (row, 31);
  line->is_overtaken = tiem_stmt_int (row, 30) != 0 || line->overtaken_by != NULL;
  line->is_zeroed = tiem_stmt_int (row, 32) != 0;
  line->is_booked = tiem_stmt_int (row, 33) != 0;
  if (!is_draft)
    line->difference = tiem_stmt_int (row, 34);
  else if (line->has_counted && !line->is_overtaken && !line->is_bundle)
    line->difference = line->counted - line->expected;
  line->note = tiem_stmt_dup_text (row, 35);
  line->numbers = tiem_stmt_dup_text (row, 36);
  return line;
}

static gint64
get_weight (const TiemTakeLine *line)
{
  return ABS (line->difference) * (line->has_cost ? MAX (line->cost_vnd, 1) : 1);
}

static gint
compare_weights (gconstpointer a,
                 gconstpointer b)
{
  gint64 first = get_weight (*(const TiemTakeLine *const *)a);
  gint64 second = get_weight (*(const TiemTakeLine *const *)b);

  return first < second ? 1 : first > second ? -1 : 0;
}

GPtrArray *
tiem_take_load_lines (
    TiemDb *db, const TiemTake *take, TiemTakeShow show, gint64 variant_id, GError **error)
{
  g_autoptr (GPtrArray) lines
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_take_line_free);
  gboolean is_draft = g_str_equal (take->state, "draft");
  g_autoptr (TiemStmt) rows = tiem_db_query (db,
                                             error,
                                             line_queries[show],
                                             TIEM_INT (take->id),
                                             TIEM_INT (take->location_id),
                                             TIEM_INT (is_draft),
                                             TIEM_INT (variant_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemTakeLine *line = read_line (rows, is_draft);

      if (show != TIEM_TAKE_DIFFERENT || line->difference != 0 || line->is_overtaken
          || line->is_bundle)
        g_ptr_array_add (lines, line);
      else
        tiem_take_line_free (line);
    }
  if (step < 0)
    return NULL;
  if (show == TIEM_TAKE_DIFFERENT)
    g_ptr_array_sort (lines, compare_weights);
  return g_steal_pointer (&lines);
}

/* A draft's differences are worked out, not stored. */
static void
add_up (TiemTake *take,
        GPtrArray *lines)
{
  take->different = take->missing = take->surplus = take->value_vnd = take->without_cost = 0;
  for (guint i = 0; i < lines->len; i++)
    {
      const TiemTakeLine *line = g_ptr_array_index (lines, i);

      if (line->difference == 0)
        continue;
      take->different++;
      if (line->difference < 0)
        take->missing -= line->difference;
      else
        take->surplus += line->difference;
      take->value_vnd += line->has_cost ? line->difference * line->cost_vnd : 0;
      take->without_cost += !line->has_cost;
    }
}

TiemTake *
tiem_store_get_take (TiemStore *self,
                     gint64 take_id,
                     TiemTakeShow show,
                     gint64 limit,
                     GPtrArray **lines,
                     GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemTake) take = read != NULL ? tiem_take_load (read->db, take_id, error) : NULL;
  g_autoptr (GPtrArray) shown
      = take != NULL ? tiem_take_load_lines (read->db, take, show, 0, error) : NULL;

  if (shown == NULL)
    return NULL;
  if (g_str_equal (take->state, "draft")
      && (show == TIEM_TAKE_DIFFERENT || show == TIEM_TAKE_EVERY))
    add_up (take, shown);
  if (lines == NULL)
    return g_steal_pointer (&take);
  if (limit > 0 && shown->len > limit)
    g_ptr_array_set_size (shown, (int)limit);
  *lines = g_steal_pointer (&shown);
  return g_steal_pointer (&take);
}

TiemTakeLine *
tiem_store_get_take_line (TiemStore *self,
                          gint64 take_id,
                          gint64 variant_id,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemTake) take = read != NULL ? tiem_take_load (read->db, take_id, error) : NULL;
  g_autoptr (GPtrArray) lines
      = take != NULL ? tiem_take_load_lines (read->db, take, TIEM_TAKE_EVERY, variant_id, error)
                     : NULL;

  if (lines == NULL)
    return NULL;
  if (lines->len > 0)
    return g_ptr_array_steal_index (lines, 0);
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_NOT_FOUND,
                       _ ("This product is not on the stock take; scan it to add it."));
  return NULL;
}
