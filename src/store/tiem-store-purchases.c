#define G_LOG_DOMAIN "tiem-store-purchases"

#include "config.h"

#include "store/tiem-purchases-private.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-suppliers-private.h"

#include <glib/gi18n-lib.h>

/* Slips of purchases and returns: lists, reading, drafts. They are booked in
 * tiem-purchase-book.c. */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

static gboolean
set_not_found (GError **error)
{
  return fail (
      TIEM_ERROR_NOT_FOUND, _ ("There is no such slip; look in the list of slips."), error);
}

TiemPurchaseQuery *
tiem_purchase_query_copy (const TiemPurchaseQuery *self)
{
  TiemPurchaseQuery *copy = g_memdup2 (self, sizeof *self);

  copy->search = g_strdup (self->search);
  return copy;
}

void
tiem_purchase_query_free (TiemPurchaseQuery *self)
{
  if (self == NULL)
    return;

  g_free (self->search);
  g_free (self);
}

/* --- lists --- */

static const char *
get_group_clause (TiemPurchaseGroup group)
{
  static const char *const clauses[TIEM_N_PURCHASE_GROUPS] = {
    [TIEM_PURCHASES_ALL] = "1",
    [TIEM_PURCHASES_DRAFTS] = "x.state = 'draft'",
    [TIEM_PURCHASES_DONE] = "x.state = 'done'",
    [TIEM_PURCHASES_OWED] = "p.owed_vnd > 0",
    [TIEM_PURCHASES_UNDONE] = "x.state = 'undone'",
  };

  return clauses[group];
}

/* A draft is as old as its last change. */
#define TIME_OF "iif (x.done_at > 0, x.done_at, p.saved_at)"

static const char *
get_order_clause (TiemPurchaseSort sort,
                  gboolean descending)
{
  static const char *const clauses[][2] = {
    [TIEM_PURCHASE_SORT_TIME] = { TIME_OF ", x.id", TIME_OF " DESC, x.id DESC" },
    [TIEM_PURCHASE_SORT_NUMBER] = { "x.id", "x.id DESC" },
    [TIEM_PURCHASE_SORT_SUPPLIER] = { "s.sort_name, x.id", "s.sort_name DESC, x.id DESC" },
    [TIEM_PURCHASE_SORT_TOTAL] = { "p.total_vnd, x.id", "p.total_vnd DESC, x.id DESC" },
    [TIEM_PURCHASE_SORT_OWED] = { "p.owed_vnd, x.id", "p.owed_vnd DESC, x.id DESC" },
  };

  return clauses[sort][descending != FALSE];
}

#define FROM_SLIPS                                                                                 \
  " FROM purchase p JOIN slip x ON x.id = p.slip_id"                                               \
  " LEFT JOIN supplier s ON s.id = p.supplier_id "

GArray *
tiem_purchases_select (
    TiemDb *db, const TiemPurchaseQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autofree char *words = tiem_suppliers_words (query->search);
  g_autofree char *sql = g_strconcat (
      "SELECT x.id" FROM_SLIPS "WHERE x.kind = ?1 AND (?2 = 0 OR p.supplier_id = ?2) AND ",
      get_group_clause (query->group),
      " AND NOT EXISTS (SELECT 1 FROM json_each (?3) w WHERE"
      "  instr (lower (x.number) || ' ' || p.search || ' ' || coalesce (s.search, ''), w.value) = 0"
      "  AND NOT EXISTS (SELECT 1 FROM purchase_line l JOIN variant v ON v.id = l.variant_id"
      "   WHERE l.slip_id = x.id AND (instr (v.sort_name, w.value) > 0"
      "   OR instr (lower (v.sku), w.value) > 0)))"
      " ORDER BY ",
      get_order_clause (query->sort, query->descending),
      " LIMIT ?4 OFFSET ?5",
      NULL);
  g_autoptr (TiemStmt) rows = tiem_db_query (db,
                                             error,
                                             sql,
                                             TIEM_TEXT (tiem_purchase_kind_to_string (query->kind)),
                                             TIEM_INT (query->supplier_id),
                                             TIEM_TEXT (words),
                                             TIEM_INT (limit > 0 ? limit : -1),
                                             TIEM_INT (offset));

  return rows != NULL ? tiem_ids_collect (rows, error) : NULL;
}

static TiemPurchase *
read_purchase (TiemStmt *row)
{
  TiemPurchase *purchase = tiem_purchase_new (TIEM_PURCHASE);
  int column = 0;

  purchase->slip_id = tiem_stmt_int (row, column++);
  tiem_purchase_kind_from_string (tiem_stmt_text (row, column++), &purchase->kind);
  tiem_slip_state_from_string (tiem_stmt_text (row, column++), &purchase->state);
  purchase->number = tiem_stmt_dup_text (row, column++);
  purchase->supplier_id = tiem_stmt_int (row, column++);
  purchase->supplier_name = tiem_stmt_dup_text (row, column++);
  purchase->supplier_code = tiem_stmt_dup_text (row, column++);
  purchase->of_slip_id = tiem_stmt_int (row, column++);
  purchase->of_number = tiem_stmt_dup_text (row, column++);
  purchase->location_id = tiem_stmt_int (row, column++);
  purchase->location_name = tiem_stmt_dup_text (row, column++);
  purchase->discount_vnd = tiem_stmt_int (row, column++);
  purchase->freight_vnd = tiem_stmt_int (row, column++);
  purchase->freight_apart = tiem_stmt_int (row, column++) != 0;
  purchase->paid_vnd = tiem_stmt_int (row, column++);
  tiem_money_way_from_string (tiem_stmt_text (row, column++), &purchase->paid_by);
  purchase->note = tiem_stmt_dup_text (row, column++);
  purchase->units = tiem_stmt_int (row, column++);
  purchase->total_vnd = tiem_stmt_int (row, column++);
  purchase->owed_vnd = tiem_stmt_int (row, column++);
  purchase->created_at = tiem_stmt_int (row, column++);
  purchase->saved_at = tiem_stmt_int (row, column++);
  purchase->done_at = tiem_stmt_int (row, column++);
  purchase->undone_at = tiem_stmt_int (row, column++);
  purchase->n_lines = tiem_stmt_int (row, column++);
  purchase->settled_vnd = tiem_stmt_int (row, column++);
  purchase->returned_vnd = tiem_stmt_int (row, column++);
  return purchase;
}

GPtrArray *
tiem_purchases_read (TiemDb *db,
                     GArray *ids,
                     GError **error)
{
  g_autofree char *json = tiem_ids_to_json (ids);
  g_autoptr (GPtrArray) purchases
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_purchase_free);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT x.id, x.kind, x.state, x.number, p.supplier_id, s.name, s.code, p.of_slip_id,"
      " (SELECT number FROM slip WHERE id = p.of_slip_id), x.location_id,"
      " (SELECT name FROM location WHERE id = x.location_id), p.discount_vnd, p.freight_vnd, "
      "p.freight_apart, p.paid_vnd, p.paid_by, x.note, p.units, p.total_vnd,"
      " p.owed_vnd, x.created_at, p.saved_at, x.done_at, x.undone_at,"
      " (SELECT count (*) FROM purchase_line l WHERE l.slip_id = x.id),"
      " (SELECT sum (y.amount_vnd) FROM supplier_payment y"
      "   WHERE y.slip_id = x.id AND y.undone_at = 0),"
      " (SELECT sum (r.total_vnd) FROM purchase r JOIN slip z ON z.id = r.slip_id"
      "   WHERE r.of_slip_id = x.id AND z.state = 'done')"
      " FROM json_each (?1) j JOIN purchase p ON p.slip_id = j.value"
      " JOIN slip x ON x.id = p.slip_id LEFT JOIN supplier s ON s.id = p.supplier_id",
      TIEM_TEXT (json));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (purchases, read_purchase (rows));
  return step < 0 ? NULL : tiem_ids_arrange (ids, g_steal_pointer (&purchases));
}

GPtrArray *
tiem_store_list_purchases (
    TiemStore *self, const TiemPurchaseQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = NULL;

  if (read == NULL)
    return NULL;
  ids = tiem_purchases_select (read->db, query, limit, offset, error);
  return ids != NULL ? tiem_purchases_read (read->db, ids, error) : NULL;
}

gboolean
tiem_store_count_purchases (TiemStore *self,
                            TiemPurchaseKind kind,
                            gint64 counts[TIEM_N_PURCHASE_GROUPS],
                            gint64 *owed_vnd,
                            GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  const char *name = tiem_purchase_kind_to_string (kind);

  if (read == NULL)
    return FALSE;
  for (guint i = 0; i < TIEM_N_PURCHASE_GROUPS; i++)
    {
      g_autofree char *sql = g_strconcat (
          "SELECT count (*)" FROM_SLIPS "WHERE x.kind = ?1 AND ", get_group_clause (i), NULL);

      counts[i] = 0;
      if (!tiem_db_get_int (read->db, &counts[i], error, sql, TIEM_TEXT (name)))
        return FALSE;
    }
  *owed_vnd = 0;
  return tiem_db_get_int (read->db,
                          owed_vnd,
                          error,
                          "SELECT sum (p.owed_vnd)" FROM_SLIPS
                          "WHERE x.kind = ?1 AND p.owed_vnd > 0",
                          TIEM_TEXT (name));
}

/* --- one slip --- */

/* What of each line may still go back, of a return against a purchase. */
#define MOST_OF                                                                                    \
  "iif (p.of_slip_id IS NULL, -1,"                                                                 \
  " coalesce ((SELECT b.quantity FROM purchase_line b"                                             \
  "   WHERE b.slip_id = p.of_slip_id AND b.variant_id = l.variant_id), 0)"                         \
  " - coalesce ((SELECT sum (c.quantity) FROM purchase q JOIN slip z ON z.id = q.slip_id"          \
  "   JOIN purchase_line c ON c.slip_id = q.slip_id WHERE q.of_slip_id = p.of_slip_id"             \
  "   AND z.state = 'done' AND z.id <> l.slip_id AND c.variant_id = l.variant_id), 0))"

static gboolean
load_lines (TiemDb *db,
            TiemPurchase *purchase,
            GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT l.variant_id, l.quantity, l.price_vnd, l.discount_vnd, l.cost_vnd, v.sku, g.name,"
      " v.options, (SELECT code FROM barcode WHERE variant_id = v.id ORDER BY position LIMIT 1),"
      " coalesce (k.on_hand, 0), v.counted_at > 0, v.archived, " MOST_OF
      " FROM purchase p JOIN slip x ON x.id = p.slip_id"
      " JOIN purchase_line l ON l.slip_id = p.slip_id JOIN variant v ON v.id = l.variant_id"
      " JOIN product g ON g.id = v.product_id"
      " LEFT JOIN stock k ON k.variant_id = v.id AND k.location_id = x.location_id"
      " WHERE p.slip_id = ?1 ORDER BY l.position",
      TIEM_INT (purchase->slip_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemPurchaseLine *line = tiem_purchase_line_new (
          tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1), tiem_stmt_int (rows, 2));

      line->discount_vnd = tiem_stmt_int (rows, 3);
      line->cost_vnd = tiem_stmt_int (rows, 4);
      line->sku = tiem_stmt_dup_text (rows, 5);
      line->title = tiem_stmt_dup_text (rows, 6);
      line->options = tiem_stmt_dup_text (rows, 7);
      line->barcode = tiem_stmt_dup_text (rows, 8);
      line->on_hand = tiem_stmt_int (rows, 9);
      line->has_stock = tiem_stmt_int (rows, 10) != 0;
      line->archived = tiem_stmt_int (rows, 11) != 0;
      line->most = tiem_stmt_int (rows, 12);
      g_ptr_array_add (purchase->lines, line);
    }
  return step == 0;
}

TiemPurchase *
tiem_purchase_load (TiemDb *db,
                    gint64 slip_id,
                    GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (TiemPurchase) purchase = NULL;

  g_array_append_val (ids, slip_id);
  if ((found = tiem_purchases_read (db, ids, error)) == NULL)
    return NULL;
  if (found->len == 0)
    {
      set_not_found (error);
      return NULL;
    }
  purchase = tiem_purchase_copy (g_ptr_array_index (found, 0));
  return load_lines (db, purchase, error) ? g_steal_pointer (&purchase) : NULL;
}

TiemPurchase *
tiem_store_get_purchase (TiemStore *self,
                         gint64 slip_id,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  return read != NULL ? tiem_purchase_load (read->db, slip_id, error) : NULL;
}

gint64
tiem_store_find_purchase (TiemStore *self,
                          const char *number,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autofree char *upper = g_ascii_strup (number != NULL ? number : "", -1);
  gint64 id = 0;

  if (read == NULL
      || !tiem_db_get_int (read->db,
                           &id,
                           error,
                           "SELECT x.id FROM slip x JOIN purchase p ON p.slip_id = x.id"
                           " WHERE x.number = ?1",
                           TIEM_TEXT (g_strstrip (upper))))
    return 0;
  if (id == 0)
    set_not_found (error);
  return id;
}

/* --- drafts --- */

static gboolean
require_draft (TiemWrite *write,
               gint64 slip_id,
               GError **error)
{
  g_autofree char *state = NULL;

  if (!tiem_db_get_text (write->db,
                         &state,
                         error,
                         "SELECT x.state FROM slip x JOIN purchase p ON p.slip_id = x.id"
                         " WHERE x.id = ?1",
                         TIEM_INT (slip_id)))
    return FALSE;
  if (state == NULL)
    return set_not_found (error);
  return g_str_equal (state, "draft")
         || fail (TIEM_ERROR_CONFLICT,
                  _ ("The slip is booked already; undo it, and make a copy to change it."),
                  error);
}

static gboolean
make_slip (TiemWrite *write,
           const TiemPurchase *purchase,
           gint64 *slip_id,
           GError **error)
{
  *slip_id = tiem_slip_create (write,
                               tiem_purchase_kind_to_string (purchase->kind),
                               purchase->location_id,
                               purchase->note,
                               error);
  return *slip_id != 0
         && tiem_db_run (write->db,
                         error,
                         "INSERT INTO purchase (slip_id, saved_at) VALUES (?1, ?2)",
                         TIEM_INT (*slip_id),
                         TIEM_INT (write->now));
}

static gboolean
put_head (TiemWrite *write,
          gint64 slip_id,
          const TiemPurchase *purchase,
          GError **error)
{
  g_autofree char *search = tiem_text_fold (purchase->note != NULL ? purchase->note : "");

  return tiem_db_run (write->db,
                      error,
                      "UPDATE slip SET note = ?2, location_id = ?3 WHERE id = ?1",
                      TIEM_INT (slip_id),
                      TIEM_TEXT (purchase->note),
                      TIEM_INT (purchase->location_id > 0 ? purchase->location_id : 1))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE purchase SET supplier_id = ?2, of_slip_id = ?3, discount_vnd = ?4,"
                         " freight_vnd = ?5, freight_apart = ?6, paid_vnd = ?7, paid_by = ?8,"
                         " units = ?9, goods_vnd = ?10, total_vnd = ?11, search = ?12,"
                         " saved_at = ?13 WHERE slip_id = ?1",
                         TIEM_INT (slip_id),
                         TIEM_ID (purchase->supplier_id),
                         TIEM_ID (purchase->of_slip_id),
                         TIEM_INT (purchase->discount_vnd),
                         TIEM_INT (purchase->freight_vnd),
                         TIEM_INT (purchase->freight_apart != FALSE),
                         TIEM_INT (purchase->paid_vnd),
                         TIEM_TEXT (tiem_money_way_to_string (purchase->paid_by)),
                         TIEM_INT (tiem_purchase_get_units (purchase)),
                         TIEM_INT (tiem_purchase_get_goods (purchase)),
                         TIEM_INT (tiem_purchase_get_total (purchase)),
                         TIEM_TEXT (search),
                         TIEM_INT (write->now));
}

static gboolean
put_lines (TiemWrite *write,
           gint64 slip_id,
           const TiemPurchase *purchase,
           GError **error)
{
  if (!tiem_db_run (
          write->db, error, "DELETE FROM purchase_line WHERE slip_id = ?1", TIEM_INT (slip_id)))
    return FALSE;
  for (guint i = 0; i < purchase->lines->len; i++)
    {
      const TiemPurchaseLine *line = g_ptr_array_index (purchase->lines, i);

      if (!tiem_db_run (write->db,
                        error,
                        "INSERT INTO purchase_line (slip_id, position, variant_id, quantity,"
                        " price_vnd, discount_vnd, cost_vnd) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        TIEM_INT (slip_id),
                        TIEM_INT (i),
                        TIEM_INT (line->variant_id),
                        TIEM_INT (line->quantity),
                        TIEM_INT (line->price_vnd),
                        TIEM_INT (line->discount_vnd),
                        TIEM_INT (line->cost_vnd)))
        return FALSE;
    }
  return TRUE;
}

/* A draft may lack anything, but not hold what can't be written down. */
static gboolean
check_draft (const TiemPurchase *purchase,
             GError **error)
{
  if (purchase->lines->len > TIEM_PURCHASE_MOST_LINES)
    return fail (
        TIEM_ERROR_INVALID, _ ("A slip can have 2,000 lines at most; make two of it."), error);
  for (guint i = 0; i < purchase->lines->len; i++)
    if (((const TiemPurchaseLine *)g_ptr_array_index (purchase->lines, i))->quantity < 1)
      return fail (
          TIEM_ERROR_INVALID, _ ("The quantity of a line is not right; write 1 or more."), error);
  return TRUE;
}

static gboolean
check_place (TiemDb *db,
             const TiemPurchase *purchase,
             GError **error)
{
  gint64 is_open = purchase->location_id <= 0;

  if (!is_open
      && !tiem_db_get_int (db,
                           &is_open,
                           error,
                           "SELECT archived_at = 0 FROM location WHERE id = ?1",
                           TIEM_INT (purchase->location_id)))
    return FALSE;
  return is_open
         || fail (TIEM_ERROR_NOT_FOUND,
                  _ ("There is no such place any more; choose another one."),
                  error);
}

gint64
tiem_purchase_put (TiemWrite *write,
                   const TiemPurchase *purchase,
                   GError **error)
{
  g_autoptr (TiemPurchase) tidy = tiem_purchase_copy (purchase);
  gint64 slip_id = purchase->slip_id;

  tiem_purchase_join_lines (tidy);
  tiem_purchase_spread (tidy);
  write->what |= TIEM_CHANGED_SLIPS;
  if (!check_draft (tidy, error) || !check_place (write->db, tidy, error)
      || !(slip_id != 0 ? require_draft (write, slip_id, error)
                        : make_slip (write, tidy, &slip_id, error))
      || !put_head (write, slip_id, tidy, error) || !put_lines (write, slip_id, tidy, error))
    return 0;
  return slip_id;
}

gint64
tiem_store_save_purchase (TiemStore *self,
                          const TiemPurchase *purchase,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 slip_id = write != NULL ? tiem_purchase_put (write, purchase, error) : 0;

  return slip_id != 0 && tiem_write_commit (write, error) ? slip_id : 0;
}

gboolean
tiem_store_delete_purchase (TiemStore *self,
                            gint64 slip_id,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 found = 0;

  if (write == NULL
      || !tiem_db_get_int (
          write->db, &found, error, "SELECT 1 FROM slip WHERE id = ?1", TIEM_INT (slip_id)))
    return FALSE;
  if (!found)
    return TRUE;
  write->what |= TIEM_CHANGED_SLIPS;
  return require_draft (write, slip_id, error)
         && tiem_db_run (
             write->db, error, "DELETE FROM purchase_line WHERE slip_id = ?1", TIEM_INT (slip_id))
         && tiem_db_run (
             write->db, error, "DELETE FROM purchase WHERE slip_id = ?1", TIEM_INT (slip_id))
         && tiem_db_run (write->db, error, "DELETE FROM slip WHERE id = ?1", TIEM_INT (slip_id))
         && tiem_write_commit (write, error);
}

TiemPurchase *
tiem_store_copy_purchase (TiemStore *self,
                          gint64 slip_id,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemPurchase) purchase = NULL;

  if (write == NULL || (purchase = tiem_purchase_load (write->db, slip_id, error)) == NULL)
    return NULL;
  purchase->slip_id = 0;
  purchase->paid_vnd = 0;
  /* To the main place, where that one is not used any more. */
  if (!check_place (write->db, purchase, NULL))
    purchase->location_id = 0;
  if ((slip_id = tiem_purchase_put (write, purchase, error)) == 0
      || !tiem_write_commit (write, error))
    return NULL;
  return tiem_store_get_purchase (self, slip_id, error);
}

gboolean
tiem_store_set_purchase_note (TiemStore *self,
                              gint64 slip_id,
                              const char *note,
                              GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autofree char *search = tiem_text_fold (note != NULL ? note : "");

  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE slip SET note = ?2 WHERE id = ?1",
                       TIEM_INT (slip_id),
                       TIEM_TEXT (note))
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE purchase SET search = ?2 WHERE slip_id = ?1",
                       TIEM_INT (slip_id),
                       TIEM_TEXT (search)))
    return FALSE;
  write->what |= TIEM_CHANGED_SLIPS;
  return tiem_db_changes (write->db) > 0 ? tiem_write_commit (write, error) : set_not_found (error);
}
