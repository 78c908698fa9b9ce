#define G_LOG_DOMAIN "tiem-store-import"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-import-private.h"

#include <glib/gi18n-lib.h>

/* What a file would do: every row compared with the shop as it is, nothing written. */

#define NEW_FIELDS ((TiemEdit)((TIEM_EDIT_SHELF << 1) - 1))

char *
tiem_import_product_key (const TiemImportRow *row)
{
  g_autofree char *name = NULL;
  g_autofree char *options = NULL;

  if (row->group != NULL && *row->group != '\0')
    return g_strconcat ("group\t", row->group, NULL);
  name = tiem_catalogue_trim (row->values.name);
  options = tiem_catalogue_trim (row->values.options);
  return name != NULL && options != NULL ? g_strconcat ("name\t", name, NULL) : NULL;
}

static void
change_free (gpointer data)
{
  TiemImportChange *change = data;

  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

void
tiem_import_line_take_change (TiemImportLine *line,
                              const char *column,
                              char *before,
                              char *after)
{
  TiemImportChange *change = g_new0 (TiemImportChange, 1);

  change->column = column;
  change->before = before;
  change->after = after;
  g_ptr_array_add (line->changes, change);
}

static char *
dup_number (gboolean has,
            gint64 number)
{
  return has ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
}

static GPtrArray *
copy_problems (GPtrArray *problems)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_problem_free);

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    g_ptr_array_add (copy, tiem_import_problem_copy (g_ptr_array_index (problems, i)));
  return copy;
}

TiemImportLine *
tiem_import_result_add_line (TiemImportResult *result,
                             guint row,
                             GPtrArray *wrong,
                             GPtrArray *notes)
{
  TiemImportLine *line = g_new0 (TiemImportLine, 1);

  line->row = row;
  line->state = TIEM_IMPORT_SAME;
  line->changes = g_ptr_array_new_with_free_func (change_free);
  line->wrong = copy_problems (wrong);
  line->notes = copy_problems (notes);
  g_ptr_array_add (result->lines, line);
  return line;
}

static TiemImportLine *
add_line (TiemImportPlan *self,
          const TiemImportRow *row)
{
  TiemImportLine *line
      = tiem_import_result_add_line (self->result, row->row, row->wrong, row->notes);
  g_autofree char *name = tiem_catalogue_trim (row->values.name);
  g_autofree char *options = tiem_catalogue_trim (row->values.options);

  line->sku = tiem_catalogue_trim (row->values.sku);
  line->name = name != NULL && options != NULL ? g_strdup_printf ("%s · %s", name, options)
                                               : g_strdup (name != NULL ? name : options);
  return line;
}

static void
add_wrong (TiemImportLine *line,
           const char *column,
           const char *reason,
           const char *fix)
{
  TiemImportProblem *problem = tiem_import_problem_new (line->row, column, reason);

  problem->fix = g_strdup (fix);
  g_ptr_array_add (line->wrong, problem);
}

/* --- what the file says of itself --- */

/* The same SKU twice in one file: nobody can tell which row is meant. */
static void
check_sku (TiemImportPlan *self,
           const TiemImportRow *row,
           TiemImportLine *line)
{
  g_autofree char *key = tiem_sku_key (row->values.sku);
  const TiemImportRow *first = g_hash_table_lookup (self->by_sku, key);
  g_autofree char *reason = NULL;

  if (*key == '\0')
    {
      if (line->wrong->len == 0)
        add_wrong (line, "sku", _ ("SKU missing"), _ ("Type a SKU"));
      return;
    }
  if (first == NULL)
    {
      g_hash_table_insert (self->by_sku, g_steal_pointer (&key), (gpointer)row);
      return;
    }
  if (g_strcmp0 (first->values.sku, row->values.sku) == 0)
    /* Translators: %u is a row of the file */
    reason = g_strdup_printf (_ ("SKU repeated, see row %u"), first->row);
  else
    /* Translators: a SKU and the row of the file it stands in */
    reason = g_strdup_printf (
        _ ("SKU repeated: row %2$u has %1$s, and capital letters and spaces make no difference"),
        first->values.sku,
        first->row);
  add_wrong (line, "sku", reason, _ ("Keep one of the rows"));
}

static void
check_code (TiemImportPlan *self,
            const TiemImportRow *row,
            const char *code,
            TiemImportLine *line)
{
  g_autofree char *key = tiem_sku_key (code);
  const TiemImportRow *first = g_hash_table_lookup (self->by_code, key);
  g_autofree char *reason = NULL;

  if (*key == '\0' || first == row)
    return;
  if (first == NULL)
    {
      g_hash_table_insert (self->by_code, g_steal_pointer (&key), (gpointer)row);
      return;
    }
  /* Translators: a barcode and a row of the file */
  reason = g_strdup_printf (_ ("Barcode %s repeated, see row %u"), code, first->row);
  add_wrong (line, "barcode", reason, _ ("Keep it in one of the rows"));
}

/* --- new ones --- */

static gboolean
plan_new (TiemImportPlan *self,
          TiemImportStep *step,
          GError **error)
{
  const TiemImportRow *row = step->row;
  TiemImportLine *line = step->line;
  g_auto (TiemCatalogueProblem) problem = { 0 };
  TiemWrite look = { .db = self->db }; /* checking reads only */

  if (!tiem_catalogue_check (&look, 0, NEW_FIELDS, &row->values, &problem, error))
    return FALSE;
  if (problem.reason != NULL)
    {
      add_wrong (line, problem.column, problem.reason, NULL);
      return TRUE;
    }
  line->state = TIEM_IMPORT_NEW;
  step->is_bundle = row->parts != NULL && row->parts->len > 0;
  if (row->given & TIEM_EDIT_PRICE)
    tiem_import_line_take_change (line, "price", NULL, dup_number (TRUE, row->values.price_vnd));
  if (row->values.has_on_hand && !step->is_bundle)
    {
      step->deeds |= TIEM_IMPORT_DO_STOCK;
      tiem_import_line_take_change (line, "on_hand", NULL, dup_number (TRUE, row->values.on_hand));
    }
  if (row->more_barcodes != NULL)
    step->deeds |= TIEM_IMPORT_DO_BARCODES;
  if (step->is_bundle)
    step->deeds |= TIEM_IMPORT_DO_PARTS;
  if (row->has_archived && row->archived)
    {
      step->deeds |= TIEM_IMPORT_DO_ARCHIVED;
      tiem_import_line_take_change (line, "archived", NULL, g_strdup ("1"));
    }
  return TRUE;
}

/* --- those that are there --- */

char *
tiem_import_describe_parts (TiemDb *db,
                            gint64 variant_id,
                            GError **error)
{
  char *text = NULL;

  tiem_db_get_text (db,
                    &text,
                    error,
                    "SELECT group_concat (t, ', ') FROM (SELECT v.sku || ' × ' || b.quantity AS t"
                    " FROM bundle_item b JOIN variant v ON v.id = b.part_id"
                    " WHERE b.bundle_id = ?1 ORDER BY v.sku_key)",
                    TIEM_INT (variant_id));
  return text;
}

char *
tiem_import_join_barcodes (TiemDb *db,
                           gint64 variant_id,
                           GError **error)
{
  char *text = NULL;

  tiem_db_get_text (db,
                    &text,
                    error,
                    "SELECT group_concat (code, ', ') FROM (SELECT code FROM barcode"
                    " WHERE variant_id = ?1 ORDER BY position, code_key)",
                    TIEM_INT (variant_id));
  return text;
}

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const TiemImportPart *first = *(TiemImportPart *const *)a;
  const TiemImportPart *second = *(TiemImportPart *const *)b;
  g_autofree char *first_key = tiem_sku_key (first->sku);
  g_autofree char *second_key = tiem_sku_key (second->sku);

  return g_strcmp0 (first_key, second_key);
}

/* Returns: (transfer full): as tiem_import_describe_parts() */
static char *
describe_parts_of_row (const TiemImportRow *row)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < row->parts->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (row->parts, i));
  g_ptr_array_sort (sorted, compare_parts);
  for (guint i = 0; i < sorted->len; i++)
    {
      const TiemImportPart *part = g_ptr_array_index (sorted, i);

      g_string_append_printf (
          out, "%s%s × %" G_GINT64_FORMAT, i > 0 ? ", " : "", part->sku, part->quantity);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Adds a change of a text when the file has one and it differs. */
static void
compare_text (
    TiemImportStep *step, TiemEdit field, const char *column, const char *held, const char *given)
{
  g_autofree char *trimmed = tiem_catalogue_trim (given);

  if (!(step->row->given & field) || g_strcmp0 (held, trimmed) == 0)
    return;
  step->edits |= field;
  tiem_import_line_take_change (step->line, column, g_strdup (held), g_steal_pointer (&trimmed));
}

/* What all variants of a product share is said by the first row that says it: two rows that
 * contradict each other would change it to and fro with every import. */
static void
compare_shared (TiemImportPlan *self,
                TiemImportStep *step,
                gint64 product_id,
                TiemEdit field,
                const char *column,
                const char *held,
                const char *given)
{
  g_autofree char *key = NULL;
  const TiemImportRow *first;
  g_autofree char *reason = NULL;

  if (!(step->row->given & field))
    return;
  key = g_strdup_printf ("%" G_GINT64_FORMAT "\t%s", product_id, column);
  first = g_hash_table_lookup (self->shared, key);
  if (first == NULL)
    {
      g_hash_table_insert (self->shared, g_steal_pointer (&key), (gpointer)step->row);
      compare_text (step, field, column, held, given);
      return;
    }
  if (field != TIEM_EDIT_NAME || g_strcmp0 (first->values.name, given) == 0)
    return;
  /* Translators: %u is a row of the file */
  reason = g_strdup_printf (_ ("Row %u calls the same product by another name; that one is taken."),
                            first->row);
  g_ptr_array_add (step->line->notes, tiem_import_problem_new (step->row->row, column, reason));
}

static gboolean
compare_parts_with (TiemImportPlan *self,
                    TiemImportStep *step,
                    GError **error)
{
  g_autofree char *held = NULL;
  g_autofree char *given = NULL;
  g_autoptr (GError) local = NULL;

  if (step->row->parts == NULL || step->row->parts->len == 0)
    return TRUE;
  held = tiem_import_describe_parts (self->db, step->variant_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  given = describe_parts_of_row (step->row);
  if (g_strcmp0 (held, given) != 0)
    {
      step->deeds |= TIEM_IMPORT_DO_PARTS;
      tiem_import_line_take_change (
          step->line, "parts", g_steal_pointer (&held), g_steal_pointer (&given));
    }
  return TRUE;
}

/* Further barcodes are only added: one that the file leaves out may have been given here. */
static gboolean
compare_barcodes (TiemImportPlan *self,
                  TiemImportStep *step,
                  GError **error)
{
  g_autoptr (GString) added = g_string_new (NULL);

  for (guint i = 0; step->row->more_barcodes != NULL && step->row->more_barcodes[i] != NULL; i++)
    {
      g_autofree char *key = tiem_sku_key (step->row->more_barcodes[i]);
      gint64 owner = 0;

      if (!tiem_db_get_int (self->db,
                            &owner,
                            error,
                            "SELECT variant_id FROM barcode WHERE code_key = ?1",
                            TIEM_TEXT (key)))
        return FALSE;
      if (owner == 0)
        g_string_append_printf (
            added, "%s%s", added->len > 0 ? ", " : "", step->row->more_barcodes[i]);
    }
  if (added->len == 0)
    return TRUE;
  step->deeds |= TIEM_IMPORT_DO_BARCODES;
  tiem_import_line_take_change (step->line, "more_barcodes", NULL, g_strdup (added->str));
  return TRUE;
}

/* Archived by the undo of an import: the file brings it back. */
static gboolean
was_undone (TiemImportPlan *self,
            gint64 variant_id,
            gboolean *undone,
            GError **error)
{
  gint64 found = 0;

  if (!tiem_db_get_int (self->db,
                        &found,
                        error,
                        "SELECT 1 FROM import_change c JOIN import_run r ON r.id = c.run_id"
                        " WHERE c.variant_id = ?1 AND c.field = 'new' AND r.undone_at > 0",
                        TIEM_INT (variant_id)))
    return FALSE;
  *undone = found != 0;
  return TRUE;
}

static gboolean
compare_archived (TiemImportPlan *self,
                  TiemImportStep *step,
                  gboolean is_archived,
                  GError **error)
{
  gboolean wanted = is_archived;
  gboolean undone = FALSE;

  if (step->row->has_archived)
    wanted = step->row->archived;
  else if (is_archived)
    {
      if (!was_undone (self, step->variant_id, &undone, error))
        return FALSE;
      wanted = !undone;
    }
  if (wanted == is_archived)
    return TRUE;
  step->deeds |= TIEM_IMPORT_DO_ARCHIVED;
  tiem_import_line_take_change (
      step->line, "archived", g_strdup (is_archived ? "1" : "0"), g_strdup (wanted ? "1" : "0"));
  return TRUE;
}

static void
compare_numbers (TiemImportStep *step,
                 TiemStmt *held)
{
  const TiemNewVariant *values = &step->row->values;
  gint64 price_vnd = tiem_stmt_int (held, 4);
  gboolean has_cost = !tiem_stmt_is_null (held, 5);
  gint64 cost_vnd = tiem_stmt_int (held, 5);
  gboolean is_counted = tiem_stmt_int (held, 9) != 0;
  gint64 on_hand = tiem_stmt_int (held, 10);

  if (step->row->given & TIEM_EDIT_PRICE && price_vnd != values->price_vnd)
    {
      step->edits |= TIEM_EDIT_PRICE;
      tiem_import_line_take_change (
          step->line, "price", dup_number (TRUE, price_vnd), dup_number (TRUE, values->price_vnd));
    }
  if (step->row->given & TIEM_EDIT_COST
      && (has_cost != values->has_cost || (has_cost && cost_vnd != values->cost_vnd)))
    {
      step->edits |= TIEM_EDIT_COST;
      tiem_import_line_take_change (step->line,
                                    "cost",
                                    dup_number (has_cost, cost_vnd),
                                    dup_number (values->has_cost, values->cost_vnd));
    }
  if (values->has_on_hand && (!is_counted || on_hand != values->on_hand))
    {
      if (step->is_bundle)
        add_wrong (step->line,
                   "on_hand",
                   _ ("A bundle has no stock of its own; leave the cell empty."),
                   _ ("Empty the cell"));
      step->deeds |= TIEM_IMPORT_DO_STOCK;
      tiem_import_line_take_change (step->line,
                                    "on_hand",
                                    dup_number (is_counted, on_hand),
                                    dup_number (TRUE, values->on_hand));
    }
}

static gboolean
compare (TiemImportPlan *self,
         TiemImportStep *step,
         GError **error)
{
  const TiemNewVariant *values = &step->row->values;
  g_autoptr (TiemStmt) held = tiem_db_query (
      self->db,
      error,
      "SELECT p.name, v.sku, v.options,"
      " (SELECT code FROM barcode WHERE variant_id = v.id ORDER BY position LIMIT 1),"
      " v.price_vnd, v.cost_vnd, p.category, p.description, v.image_url, v.counted_at,"
      " (SELECT sum (on_hand) FROM stock WHERE variant_id = v.id), v.is_bundle, v.shelf,"
      " v.archived, p.id"
      " FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = ?1",
      TIEM_INT (step->variant_id));
  g_autofree char *key = tiem_import_product_key (step->row);
  gint64 product_id;

  if (held == NULL || tiem_stmt_step (held, error) < 0)
    return FALSE;
  product_id = tiem_stmt_int (held, 14);
  step->is_bundle = tiem_stmt_int (held, 11) != 0;
  compare_text (step, TIEM_EDIT_SKU, "sku", tiem_stmt_text (held, 1), values->sku);
  compare_shared (
      self, step, product_id, TIEM_EDIT_NAME, "name", tiem_stmt_text (held, 0), values->name);
  compare_text (step, TIEM_EDIT_OPTIONS, "option", tiem_stmt_text (held, 2), values->options);
  compare_numbers (step, held);
  compare_text (step, TIEM_EDIT_BARCODE, "barcode", tiem_stmt_text (held, 3), values->barcode);
  compare_text (step, TIEM_EDIT_SHELF, "shelf", tiem_stmt_text (held, 12), values->shelf);
  compare_shared (self,
                  step,
                  product_id,
                  TIEM_EDIT_CATEGORY,
                  "category",
                  tiem_stmt_text (held, 6),
                  values->category);
  compare_shared (self,
                  step,
                  product_id,
                  TIEM_EDIT_DESCRIPTION,
                  "description",
                  tiem_stmt_text (held, 7),
                  values->description);
  compare_text (step, TIEM_EDIT_IMAGE, "image", tiem_stmt_text (held, 8), values->image_url);
  if (key != NULL && step->row->group != NULL)
    g_hash_table_insert (
        self->products, g_steal_pointer (&key), g_memdup2 (&product_id, sizeof product_id));
  return compare_archived (self, step, tiem_stmt_int (held, 13) != 0, error)
         && compare_barcodes (self, step, error) && compare_parts_with (self, step, error);
}

static gboolean
plan_known (TiemImportPlan *self,
            TiemImportStep *step,
            GError **error)
{
  g_auto (TiemCatalogueProblem) problem = { 0 };
  TiemWrite look = { .db = self->db };

  if (!compare (self, step, error)
      || !tiem_catalogue_check (
          &look, step->variant_id, step->edits, &step->row->values, &problem, error))
    return FALSE;
  if (problem.reason != NULL)
    add_wrong (step->line, problem.column, problem.reason, NULL);
  if (self->options->only_new)
    {
      step->line->state = TIEM_IMPORT_LEFT;
      g_ptr_array_set_size (step->line->changes, 0);
      g_ptr_array_set_size (step->line->wrong, 0);
      step->edits = 0;
      step->deeds = 0;
    }
  else if (step->edits != 0 || step->deeds != 0)
    step->line->state = TIEM_IMPORT_CHANGED;
  return TRUE;
}

/* --- bundles --- */

/* Parts are looked for in the file too, so when all of it is known. */
static gboolean
check_parts (TiemImportPlan *self,
             TiemImportStep *step,
             GError **error)
{
  for (guint i = 0; i < step->row->parts->len; i++)
    {
      const TiemImportPart *part = g_ptr_array_index (step->row->parts, i);
      g_autofree char *key = tiem_sku_key (part->sku);
      const TiemImportRow *other = g_hash_table_lookup (self->by_sku, key);
      g_autofree char *reason = NULL;
      gint64 is_bundle = -1;

      if (!tiem_db_get_int (self->db,
                            &is_bundle,
                            error,
                            "SELECT is_bundle FROM variant WHERE sku_key = ?1",
                            TIEM_TEXT (key)))
        return FALSE;
      if (other == step->row)
        reason = g_strdup (_ ("A bundle can't contain itself; choose another product."));
      else if (other == NULL && is_bundle < 0)
        /* Translators: %s is a SKU */
        reason = g_strdup_printf (
            _ ("It is made of %s, which is neither in the file nor in the shop."), part->sku);
      else if (other != NULL && other->wrong != NULL && other->wrong->len > 0 && is_bundle < 0)
        /* Translators: a SKU and a row of the file */
        reason = g_strdup_printf (
            _ ("It is made of %s, and row %u of that has something wrong."), part->sku, other->row);
      else if ((other != NULL && other->parts != NULL && other->parts->len > 0) || is_bundle > 0)
        reason = g_strdup (_ ("A bundle can't contain another bundle; choose its parts instead."));
      if (reason != NULL)
        {
          add_wrong (step->line, "parts", reason, NULL);
          return TRUE;
        }
    }
  return TRUE;
}

/* --- all of it --- */

static gboolean
plan_row (TiemImportPlan *self,
          const TiemImportRow *row,
          GError **error)
{
  g_autoptr (GError) local = NULL;
  TiemImportStep step = { .row = row };

  step.line = add_line (self, row);
  check_sku (self, row, step.line);
  if (row->values.barcode != NULL)
    check_code (self, row, row->values.barcode, step.line);
  for (guint i = 0; row->more_barcodes != NULL && row->more_barcodes[i] != NULL; i++)
    check_code (self, row, row->more_barcodes[i], step.line);

  if (step.line->wrong->len == 0)
    {
      step.variant_id = tiem_catalogue_find_sku (self->db, row->values.sku, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!(step.variant_id != 0 ? plan_known (self, &step, error) : plan_new (self, &step, error)))
        return FALSE;
    }
  g_array_append_val (self->steps, step);
  return TRUE;
}

void
tiem_import_count_line (TiemImportResult *result,
                        TiemImportLine *line)
{
  if (line->wrong->len > 0)
    line->state = TIEM_IMPORT_WRONG;
  result->n_new += line->state == TIEM_IMPORT_NEW;
  result->n_changed += line->state == TIEM_IMPORT_CHANGED;
  result->n_same += line->state == TIEM_IMPORT_SAME;
  result->n_left += line->state == TIEM_IMPORT_LEFT;
  result->n_wrong += line->state == TIEM_IMPORT_WRONG;
  for (guint i = 0; i < line->wrong->len; i++)
    g_ptr_array_add (result->wrong, tiem_import_problem_copy (g_ptr_array_index (line->wrong, i)));
  for (guint i = 0; i < line->notes->len; i++)
    g_ptr_array_add (result->notes, tiem_import_problem_copy (g_ptr_array_index (line->notes, i)));
}

gboolean
tiem_import_plan (TiemImportPlan *self,
                  GPtrArray *rows,
                  GCancellable *cancellable,
                  GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !plan_row (self, g_ptr_array_index (rows, i), error))
        return FALSE;
      if (self->options->progress != NULL && i % TIEM_IMPORT_ROWS_PER_NOTE == 0)
        self->options->progress (i, rows->len, self->options->user_data);
    }
  for (guint i = 0; i < self->steps->len; i++)
    {
      TiemImportStep *step = &g_array_index (self->steps, TiemImportStep, i);

      if (step->deeds & TIEM_IMPORT_DO_PARTS && !check_parts (self, step, error))
        return FALSE;
      tiem_import_count_line (self->result, step->line);
    }
  return TRUE;
}
