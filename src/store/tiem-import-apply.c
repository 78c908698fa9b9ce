#define G_LOG_DOMAIN "tiem-store-import"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-import-private.h"
#include "store/tiem-ledger.h"

/* A plan carried out, with what each value was before: an import can be taken back. */

typedef struct
{
  TiemImportPlan *plan;
  TiemWrite *write;
  gint64 run_id;
} Work;

static gboolean
record (Work *self,
        gint64 variant_id,
        const char *field,
        const char *before,
        const char *after,
        GError **error)
{
  return tiem_db_run (self->write->db,
                      error,
                      "INSERT INTO import_change (run_id, variant_id, field, before, after)"
                      " VALUES (?1, ?2, ?3, ?4, ?5)",
                      TIEM_INT (self->run_id),
                      TIEM_INT (variant_id),
                      TIEM_TEXT (field),
                      TIEM_TEXT (before),
                      TIEM_TEXT (after));
}

/* Of a product that the import brings, only that it did and its stock: the rest goes with it. */
static gboolean
record_step (Work *self,
             const TiemImportStep *step,
             gboolean is_new,
             GError **error)
{
  if (is_new && !record (self, step->variant_id, "new", NULL, NULL, error))
    return FALSE;
  for (guint i = 0; i < step->line->changes->len; i++)
    {
      const TiemImportChange *change = g_ptr_array_index (step->line->changes, i);

      if (is_new && !g_str_equal (change->column, "on_hand"))
        continue;
      if (!record (self, step->variant_id, change->column, change->before, change->after, error))
        return FALSE;
    }
  return TRUE;
}

/* --- one row --- */

/* Rows with options and one name are variants of one product. *product_id: 0 = a new one */
static gboolean
find_product (
    Work *self, const TiemImportRow *row, const char *key, gint64 *product_id, GError **error)
{
  g_autofree char *name = tiem_catalogue_trim (row->values.name);
  g_autofree char *sort_name = tiem_text_fold (name);
  const gint64 *known = key != NULL ? g_hash_table_lookup (self->plan->products, key) : NULL;

  *product_id = known != NULL ? *known : 0;
  if (known != NULL || key == NULL || name == NULL || row->group != NULL)
    return TRUE;
  return tiem_db_get_int (self->write->db,
                          product_id,
                          error,
                          "SELECT p.id FROM product p WHERE p.sort_name = ?2 AND p.name = ?1"
                          " AND EXISTS (SELECT 1"
                          " FROM variant WHERE product_id = p.id AND options IS NOT NULL)"
                          " ORDER BY p.id LIMIT 1",
                          TIEM_TEXT (name),
                          TIEM_TEXT (sort_name));
}

static gboolean
add_new (Work *self,
         TiemImportStep *step,
         GError **error)
{
  g_autofree char *key = tiem_import_product_key (step->row);
  TiemNewVariant values = step->row->values;
  gint64 product_id = 0;

  values.has_on_hand = FALSE;
  if (!find_product (self, step->row, key, &values.product_id, error)
      || (step->variant_id = tiem_catalogue_add (self->write, &values, error)) == 0)
    return FALSE;
  if (key == NULL)
    return TRUE;
  if (!tiem_db_get_int (self->write->db,
                        &product_id,
                        error,
                        "SELECT product_id FROM variant WHERE id = ?1",
                        TIEM_INT (step->variant_id)))
    return FALSE;
  g_hash_table_insert (
      self->plan->products, g_steal_pointer (&key), g_memdup2 (&product_id, sizeof product_id));
  return TRUE;
}

static gboolean
add_barcodes (Work *self,
              const TiemImportStep *step,
              GError **error)
{
  for (guint i = 0; step->row->more_barcodes[i] != NULL; i++)
    {
      g_autofree char *code = tiem_catalogue_trim (step->row->more_barcodes[i]);
      g_autofree char *key = tiem_sku_key (code);

      if (*key != '\0'
          && !tiem_db_run (self->write->db,
                           error,
                           "INSERT INTO barcode (code_key, code, variant_id, position)"
                           " SELECT ?1, ?2, ?3, 1 + coalesce (max (position), 0) FROM barcode"
                           " WHERE variant_id = ?3 ON CONFLICT (code_key) DO NOTHING",
                           TIEM_TEXT (key),
                           TIEM_TEXT (code),
                           TIEM_INT (step->variant_id)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply_step (Work *self,
            TiemImportStep *step,
            GError **error)
{
  gboolean is_new = step->variant_id == 0;
  const TiemNewVariant *values = &step->row->values;

  if (is_new && !add_new (self, step, error))
    return FALSE;
  if (step->edits != 0
      && !tiem_catalogue_edit (self->write, step->variant_id, step->edits, values, error))
    return FALSE;
  if (step->deeds & TIEM_IMPORT_DO_BARCODES && !add_barcodes (self, step, error))
    return FALSE;
  if (step->deeds & TIEM_IMPORT_DO_STOCK
      && !tiem_ledger_set_stock (
          self->write, step->variant_id, values->on_hand, "import", NULL, error))
    return FALSE;
  return record_step (self, step, is_new, error);
}

/* --- what needs all rows to be there --- */

static gboolean
apply_parts (Work *self,
             TiemImportStep *step,
             GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));

  for (guint i = 0; i < step->row->parts->len; i++)
    {
      const TiemImportPart *given = g_ptr_array_index (step->row->parts, i);
      g_autoptr (GError) local = NULL;
      TiemBundlePart part = { 0, given->quantity };

      part.variant_id = tiem_catalogue_find_sku (self->write->db, given->sku, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_array_append_val (parts, part);
    }
  return tiem_catalogue_set_parts (self->write, step->variant_id, parts, error);
}

static gboolean
apply_late (Work *self,
            TiemImportStep *step,
            GError **error)
{
  gboolean archived = step->row->has_archived && step->row->archived;

  if (step->deeds & TIEM_IMPORT_DO_PARTS && !apply_parts (self, step, error))
    return FALSE;
  return !(step->deeds & TIEM_IMPORT_DO_ARCHIVED)
         || tiem_catalogue_archive (self->write, step->variant_id, archived, error);
}

gboolean
tiem_import_apply (TiemImportPlan *plan,
                   TiemWrite *write,
                   gint64 run_id,
                   GCancellable *cancellable,
                   GError **error)
{
  Work self = { plan, write, run_id };
  const TiemImportOptions *options = plan->options;

  for (guint i = 0; i < plan->steps->len; i++)
    {
      TiemImportStep *step = &g_array_index (plan->steps, TiemImportStep, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (step->line->state != TIEM_IMPORT_NEW && step->line->state != TIEM_IMPORT_CHANGED)
        continue;
      if (!apply_step (&self, step, error))
        return FALSE;
      if (options->progress != NULL && i % TIEM_IMPORT_ROWS_PER_NOTE == 0)
        options->progress (i, plan->steps->len, options->user_data);
    }
  for (guint i = 0; i < plan->steps->len; i++)
    {
      TiemImportStep *step = &g_array_index (plan->steps, TiemImportStep, i);

      if ((step->line->state == TIEM_IMPORT_NEW || step->line->state == TIEM_IMPORT_CHANGED)
          && !apply_late (&self, step, error))
        return FALSE;
    }
  write->what |= TIEM_CHANGED_PRODUCTS;
  return TRUE;
}
