#pragma once

#include "ledger-fixture.h"

#include "store/tiem-cost-private.h"
#include "store/tiem-store-cost.h"

/* What a shop's goods are worth, looked at and moved. */

static inline gint64
get_int (Ledger *ledger,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRead) read = tiem_store_begin_read (ledger->base.store, &error);
  gint64 value = -1;

  g_assert_no_error (error);
  tiem_db_get_int (read->db, &value, &error, sql);
  g_assert_no_error (error);
  return value;
}

static inline void
run (Ledger *ledger,
     const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemWrite) write = tiem_store_begin_write (ledger->base.store, &error);

  g_assert_no_error (error);
  tiem_db_exec (write->db, sql, &error);
  g_assert_no_error (error);
  tiem_write_commit (write, &error);
  g_assert_no_error (error);
}

/* The value on hand, and what one unit costs (−1: not known). */
static inline void
assert_worth (Ledger *ledger,
              gint64 value_vnd,
              gint64 cost_vnd)
{
  g_assert_cmpint (
      get_int (ledger, "SELECT stock_value_vnd FROM variant WHERE sku = 'AO'"), ==, value_vnd);
  g_assert_cmpint (get_int (ledger, "SELECT coalesce (cost_vnd, -1) FROM variant WHERE sku = 'AO'"),
                   ==,
                   cost_vnd);
}

static inline void
move (Ledger *ledger,
      gint64 delta,
      const char *reason,
      gint64 slip_id,
      gint64 unit_cost_vnd)
{
  const TiemMovementCause cause = { .reason = reason,
                                    .slip_id = slip_id,
                                    .has_cost = unit_cost_vnd >= 0,
                                    .unit_cost_vnd = MAX (unit_cost_vnd, 0) };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemWrite) write = tiem_store_begin_write (ledger->base.store, &error);

  g_assert_no_error (error);
  tiem_ledger_move (write, ledger->ao, delta, &cause, &error);
  g_assert_no_error (error);
  tiem_write_commit (write, &error);
  g_assert_no_error (error);
}

static inline void
give_cost (Ledger *ledger,
           gboolean has_cost,
           gint64 cost_vnd)
{
  const TiemNewVariant values = { .has_cost = has_cost, .cost_vnd = cost_vnd };
  g_autoptr (GError) error = NULL;

  tiem_store_edit_variant (ledger->base.store, ledger->ao, TIEM_EDIT_COST, &values, &error);
  g_assert_no_error (error);
}

/* While others may move goods. */
static inline void
set_method_uncounted (Ledger *ledger,
                      TiemCostMethod method)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_cost_method (ledger->base.store, method, NULL, NULL, &error);
  g_assert_no_error (error);
}

static inline void
set_method (Ledger *ledger,
            TiemCostMethod method)
{
  TiemCostProgress progress = { 0 };
  TiemCostMethod is;
  g_autoptr (GError) error = NULL;

  tiem_store_set_cost_method (ledger->base.store, method, &progress, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (progress.total, ==, get_int (ledger, "SELECT count (*) FROM movement"));
  g_assert_true (tiem_store_get_cost_method (ledger->base.store, &is, &error));
  g_assert_cmpint (is, ==, method);
}

/* Of no kind: what slips are otherwise is not looked at here. */
static inline gint64
add_slip (Ledger *ledger,
          const char *number)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO slip (kind, number, state, created_at) VALUES ('', '%s', 'done', 1)", number);

  run (ledger, sql);
  return get_int (ledger, "SELECT max (id) FROM slip");
}

#define LINE_COST "SELECT coalesce (cost_vnd, -1) FROM order_line ORDER BY id DESC LIMIT 1"

static inline char *
dump (Ledger *ledger)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRead) read = tiem_store_begin_read (ledger->base.store, &error);
  char *text = NULL;

  g_assert_no_error (error);
  tiem_db_get_text (
      read->db,
      &text,
      &error,
      "SELECT (SELECT group_concat (id || ':' || coalesce (value_vnd, 'x') || '+' || settled_vnd)"
      "  FROM (SELECT * FROM movement ORDER BY id))"
      " || '|' || (SELECT group_concat (id || ':' || coalesce (cost_vnd, 'x')) FROM (SELECT *"
      "  FROM order_line ORDER BY id))"
      " || '|' || (SELECT group_concat (sku || ':' || cost_units || ':' || stock_value_vnd || ':'"
      "  || coalesce (cost_vnd, 'x')) FROM (SELECT * FROM variant ORDER BY id))"
      " || '|' || coalesce ((SELECT group_concat (movement_id || ':' || units || ':' || value_vnd)"
      "  FROM (SELECT * FROM cost_layer ORDER BY variant_id, position)), '')");
  g_assert_no_error (error);
  return text;
}

static inline gboolean
holds (StoreFixture *fixture,
       const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invariants = tiem_store_check (fixture->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      if (g_str_equal (invariant->name, name))
        return invariant->violations->len == 0;
    }
  g_assert_not_reached ();
}
