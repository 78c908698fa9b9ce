#define G_LOG_DOMAIN "tiem-goods"

#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-store-goods.h"
#include "store/tiem-store-private.h"

/* What one change would make of many variants. */

static void
row_free (TiemBulkRow *self)
{
  g_free (self->name);
  g_free (self->options);
  g_free (self->sku);
  g_free (self->search);
  g_free (self->text);
  g_free (self);
}

TiemBulkPlan *
tiem_bulk_plan_copy (const TiemBulkPlan *self)
{
  TiemBulkPlan *copy = g_new0 (TiemBulkPlan, 1);

  copy->rule = tiem_bulk_rule_copy (self->rule);
  copy->rows = g_ptr_array_ref (self->rows);
  copy->values = g_memdup2 (self->values, self->rows->len * sizeof *self->values);
  copy->states = g_memdup2 (self->states, self->rows->len * sizeof *self->states);
  return copy;
}

void
tiem_bulk_plan_free (TiemBulkPlan *self)
{
  if (self == NULL)
    return;
  tiem_bulk_rule_free (self->rule);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->values);
  g_free (self->states);
  g_free (self);
}

TiemBulkFlags
tiem_bulk_plan_judge (const TiemBulkPlan *self,
                      guint row)
{
  const TiemBulkRow *item = g_ptr_array_index (self->rows, row);

  return tiem_bulk_rule_judge (
      self->rule, &item->facts, self->values[row], (self->states[row] & TIEM_BULK_TYPED) != 0);
}

gboolean
tiem_bulk_plan_writes (const TiemBulkPlan *self,
                       guint row)
{
  return !(self->states[row] & TIEM_BULK_LEFT_OUT)
         && !(tiem_bulk_plan_judge (self, row) & (TIEM_BULK_WRONG | TIEM_BULK_SAME));
}

static gint64
get_value (const TiemBulkRule *rule,
           TiemStmt *row)
{
  switch (rule->field)
    {
    case TIEM_BULK_PRICE:
      return tiem_stmt_int (row, 6);
    case TIEM_BULK_STOCK:
      return tiem_stmt_int (row, 8);
    case TIEM_BULK_ARCHIVED:
      return tiem_stmt_int (row, 12);
    case TIEM_BULK_CATEGORY:
    default:
      /* Whether it has the category already; the rule's value is 1. */
      return g_strcmp0 (tiem_stmt_text (row, 5), rule->text) == 0;
    }
}

static TiemBulkRow *
read_row (const TiemBulkRule *rule,
          TiemStmt *row)
{
  TiemBulkRow *self = g_new0 (TiemBulkRow, 1);
  g_autofree char *words = NULL;

  self->variant_id = tiem_stmt_int (row, 0);
  self->product_id = tiem_stmt_int (row, 1);
  self->name = tiem_stmt_dup_text (row, 2);
  self->options = tiem_stmt_dup_text (row, 3);
  self->sku = tiem_stmt_dup_text (row, 4);
  if (rule->field == TIEM_BULK_CATEGORY)
    self->text = tiem_stmt_dup_text (row, 5);
  self->facts = (TiemBulkFacts){
    .value = get_value (rule, row),
    .has_cost = !tiem_stmt_is_null (row, 7),
    .cost_vnd = tiem_stmt_int (row, 7),
    .reserved = tiem_stmt_int (row, 9),
    .is_counted = tiem_stmt_int (row, 10) != 0,
    .is_bundle = tiem_stmt_int (row, 11) != 0,
  };
  words = g_strjoin (
      " ", self->name, self->sku, self->options != NULL ? self->options : "", self->text, NULL);
  self->search = tiem_text_fold (words);
  return self;
}

/* The owner's ticks and values, row by row where both plans have the same variants. */
static void
keep_choices (TiemBulkPlan *self,
              const TiemBulkPlan *before)
{
  guint at = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const TiemBulkRow *row = g_ptr_array_index (self->rows, i);
      const TiemBulkRow *other;

      while (at < before->rows->len
             && (other = g_ptr_array_index (before->rows, at))->variant_id != row->variant_id)
        at++;
      if (at == before->rows->len)
        return;
      self->states[i] = before->states[at];
      if (self->states[i] & TIEM_BULK_TYPED)
        self->values[i] = before->values[at];
    }
}

TiemBulkPlan *
tiem_store_plan_bulk (TiemStore *self,
                      GArray *variant_ids,
                      const TiemBulkRule *rule,
                      const TiemBulkPlan *before,
                      GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemBulkPlan) plan = g_new0 (TiemBulkPlan, 1);
  g_autofree char *ids = tiem_ids_to_json (variant_ids);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  plan->rule = tiem_bulk_rule_copy (rule);
  if (rule->field == TIEM_BULK_CATEGORY)
    plan->rule->amount = 1;
  plan->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)row_free);
  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT v.id, v.product_id, p.name, v.options, v.sku, p.category,"
                          " v.price_vnd, v.cost_vnd, v.on_hand, v.reserved, v.counted_at > 0,"
                          " v.is_bundle, v.archived"
                          " FROM json_each (?1) j JOIN variant v ON v.id = j.value"
                          " JOIN product p ON p.id = v.product_id ORDER BY v.sort_name, v.id",
                          TIEM_TEXT (ids));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (plan->rows, read_row (plan->rule, rows));
  if (step < 0)
    return NULL;

  plan->values = g_new0 (gint64, plan->rows->len);
  plan->states = g_new0 (guint8, plan->rows->len);
  for (guint i = 0; i < plan->rows->len; i++)
    plan->values[i] = tiem_bulk_rule_reckon (
        plan->rule, &((const TiemBulkRow *)g_ptr_array_index (plan->rows, i))->facts);
  if (before != NULL)
    keep_choices (plan, before);
  return g_steal_pointer (&plan);
}
