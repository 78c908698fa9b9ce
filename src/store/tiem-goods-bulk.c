#define G_LOG_DOMAIN "tiem-goods"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "store/tiem-catalogue-private.h"
#include "store/tiem-ledger.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n-lib.h>

/* Writing one change for many variants, and taking it back: each is one transaction. What can't be
 * done to a row is a problem of that row; the others are done. */

static void
change_free (TiemBulkChange *self)
{
  g_free (self->sku);
  g_free (self->text_before);
  g_free (self->text_after);
  g_free (self);
}

static void
problem_free (TiemBulkProblem *self)
{
  g_free (self->sku);
  g_free (self->sentence);
  g_free (self);
}

static TiemBulkResult *
result_new (TiemBulkField field)
{
  TiemBulkResult *self = g_new0 (TiemBulkResult, 1);

  self->field = field;
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify)change_free);
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)problem_free);
  return self;
}

void
tiem_bulk_result_free (TiemBulkResult *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/* @sentence: (transfer full) */
static gboolean
add_problem (TiemBulkResult *result,
             const TiemBulkChange *change,
             char *sentence)
{
  TiemBulkProblem *problem = g_new0 (TiemBulkProblem, 1);

  problem->variant_id = change->variant_id;
  problem->sku = g_strdup (change->sku);
  problem->sentence = sentence;
  g_ptr_array_add (result->problems, problem);
  return TRUE;
}

/* What only this row is at fault for. Returns: FALSE with @error when it is more than that */
static gboolean
take_problem (TiemBulkResult *result,
              const TiemBulkChange *change,
              GError *local,
              GError **error)
{
  if (g_error_matches (local, TIEM_ERROR, TIEM_ERROR_INVALID)
      || g_error_matches (local, TIEM_ERROR, TIEM_ERROR_NOT_FOUND))
    {
      add_problem (result, change, g_strdup (local->message));
      g_error_free (local);
      return TRUE;
    }
  g_propagate_error (error, local);
  return FALSE;
}

static void
add_change (TiemBulkResult *result,
            const TiemBulkChange *change)
{
  TiemBulkChange *copy = g_memdup2 (change, sizeof *change);

  copy->sku = g_strdup (change->sku);
  copy->text_before = g_strdup (change->text_before);
  copy->text_after = g_strdup (change->text_after);
  g_ptr_array_add (result->changes, copy);
}

/* --- one row --- */

static gboolean
write_price (TiemWrite *write,
             const TiemBulkChange *change,
             TiemBulkResult *result,
             GError **error)
{
  gint64 now = -1;
  g_autofree char *words = NULL;

  if (!tiem_db_get_int (write->db,
                        &now,
                        error,
                        "SELECT price_vnd FROM variant WHERE id = ?1",
                        TIEM_INT (change->variant_id)))
    return FALSE;
  if (now != change->before)
    {
      words = tiem_money_format (now);
      /* Translators: %s is an amount of money */
      return add_problem (
          result,
          change,
          g_strdup_printf (_ ("Somebody set its price to %s meanwhile; it stays at that."), words));
    }
  if (!tiem_catalogue_set_price (write, change->variant_id, change->after, error))
    return FALSE;
  add_change (result, change);
  return TRUE;
}

static gboolean
write_archived (TiemWrite *write,
                const TiemBulkChange *change,
                TiemBulkResult *result,
                GError **error)
{
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE variant SET archived = ?2, version = version + 1"
                    " WHERE id = ?1 AND archived <> ?2",
                    TIEM_INT (change->variant_id),
                    TIEM_INT (change->after)))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return add_problem (result, change, g_strdup (_ ("Somebody did that already.")));
  tiem_ledger_mark_variant (write, change->variant_id);
  write->what |= TIEM_CHANGED_PRODUCTS;
  add_change (result, change);
  return TRUE;
}

/* A product has one category: the row of its first variant sets it, the others follow. */
static gboolean
write_category (TiemWrite *write,
                const TiemBulkChange *change,
                GHashTable *seen,
                TiemBulkResult *result,
                GError **error)
{
  g_autofree char *now = NULL;

  if (!g_hash_table_contains (seen, &change->product_id))
    {
      if (!tiem_db_get_text (write->db,
                             &now,
                             error,
                             "SELECT category FROM product WHERE id = ?1",
                             TIEM_INT (change->product_id)))
        return FALSE;
      if (g_strcmp0 (now, change->text_before) != 0)
        return add_problem (
            result,
            change,
            g_strdup (_ ("Somebody gave it another category meanwhile; it stays.")));
      if (!tiem_catalogue_set_category (write, change->product_id, change->text_after, error))
        return FALSE;
      g_hash_table_add (seen, g_memdup2 (&change->product_id, sizeof change->product_id));
    }
  add_change (result, change);
  return TRUE;
}

static gboolean
write_stock (TiemWrite *write,
             const TiemBulkRule *rule,
             const TiemBulkFacts *facts,
             TiemBulkChange *change,
             TiemBulkResult *result,
             GError **error)
{
  const char *reason = rule->reason != NULL ? rule->reason : "adjust";
  gint64 delta = change->after - change->before;
  g_autoptr (GError) local = NULL;

  change->began_count = !facts->is_counted;
  if (facts->is_counted
          ? !tiem_ledger_adjust_stock (write, change->variant_id, delta, reason, rule->note, &local)
          : !tiem_ledger_set_stock (
              write, change->variant_id, change->after, reason, rule->note, &local))
    return take_problem (result, change, g_steal_pointer (&local), error);
  if (!tiem_db_get_int (write->db,
                        &change->movement_id,
                        error,
                        "SELECT max (id) FROM movement WHERE variant_id = ?1",
                        TIEM_INT (change->variant_id)))
    return FALSE;
  add_change (result, change);
  return TRUE;
}

static gboolean
write_row (TiemWrite *write,
           const TiemBulkPlan *plan,
           guint index,
           GHashTable *seen,
           TiemBulkResult *result,
           GError **error)
{
  const TiemBulkRow *row = g_ptr_array_index (plan->rows, index);
  TiemBulkChange change = {
    .variant_id = row->variant_id,
    .product_id = row->product_id,
    .sku = row->sku,
    .before = row->facts.value,
    .after = plan->values[index],
    .text_before = row->text,
    .text_after = plan->rule->text,
  };

  switch (plan->rule->field)
    {
    case TIEM_BULK_PRICE:
      return write_price (write, &change, result, error);
    case TIEM_BULK_STOCK:
      return write_stock (write, plan->rule, &row->facts, &change, result, error);
    case TIEM_BULK_ARCHIVED:
      return write_archived (write, &change, result, error);
    case TIEM_BULK_CATEGORY:
    default:
      return write_category (write, &change, seen, result, error);
    }
}

TiemBulkResult *
tiem_store_apply_bulk (
    TiemStore *self, const TiemBulkPlan *plan, int *done, GCancellable *cancellable, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemBulkResult) result = result_new (plan->rule->field);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (write == NULL)
    return NULL;
  for (guint i = 0; i < plan->rows->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || (tiem_bulk_plan_writes (plan, i) && !write_row (write, plan, i, seen, result, error)))
        return NULL;
      if (done != NULL)
        g_atomic_int_set (done, (int)i + 1);
    }
  return tiem_write_commit (write, error) ? g_steal_pointer (&result) : NULL;
}

/* --- back --- */

/* Whether the owner counted or corrected it since; sales and purchases go on in between. */
static gboolean
was_counted_since (TiemWrite *write,
                   const TiemBulkChange *change,
                   gboolean *since,
                   GError **error)
{
  gint64 found = 0;

  if (!tiem_db_get_int (write->db,
                        &found,
                        error,
                        "SELECT EXISTS (SELECT 1 FROM movement WHERE variant_id = ?1 AND id > ?2"
                        " AND order_id IS NULL AND (slip_id IS NULL OR reason = 'take'))",
                        TIEM_INT (change->variant_id),
                        TIEM_INT (change->movement_id)))
    return FALSE;
  *since = found != 0;
  return TRUE;
}

static gboolean
undo_stock (TiemWrite *write,
            const TiemBulkChange *change,
            TiemBulkResult *result,
            GError **error)
{
  TiemBulkChange back = *change;
  g_autoptr (GError) local = NULL;
  gboolean since = FALSE;

  back.before = change->after;
  back.after = change->before;
  if (!was_counted_since (write, change, &since, error))
    return FALSE;
  if (since)
    return add_problem (
        result, change, g_strdup (_ ("Somebody counted it since; the newer number stays.")));
  if (back.after != back.before
      && !tiem_ledger_adjust_stock (
          write, change->variant_id, back.after - back.before, "correction", NULL, &local))
    return take_problem (result, change, g_steal_pointer (&local), error);
  add_change (result, &back);
  return TRUE;
}

static gboolean
undo_row (TiemWrite *write,
          TiemBulkField field,
          const TiemBulkChange *change,
          GHashTable *seen,
          TiemBulkResult *result,
          GError **error)
{
  TiemBulkChange back = *change;

  back.before = change->after;
  back.after = change->before;
  back.text_before = change->text_after;
  back.text_after = change->text_before;
  switch (field)
    {
    case TIEM_BULK_PRICE:
      return write_price (write, &back, result, error);
    case TIEM_BULK_STOCK:
      return undo_stock (write, change, result, error);
    case TIEM_BULK_ARCHIVED:
      return write_archived (write, &back, result, error);
    case TIEM_BULK_CATEGORY:
    default:
      return write_category (write, &back, seen, result, error);
    }
}

TiemBulkResult *
tiem_store_undo_bulk (TiemStore *self,
                      const TiemBulkResult *before,
                      int *done,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemBulkResult) result = result_new (before->field);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (write == NULL)
    return NULL;
  for (guint i = 0; i < before->changes->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !undo_row (
              write, before->field, g_ptr_array_index (before->changes, i), seen, result, error))
        return NULL;
      if (done != NULL)
        g_atomic_int_set (done, (int)i + 1);
    }
  return tiem_write_commit (write, error) ? g_steal_pointer (&result) : NULL;
}
