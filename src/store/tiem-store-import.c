#define G_LOG_DOMAIN "tiem-store-import"

#include "config.h"

#include "base/tiem-text.h"
#include "store/tiem-import-private.h"

/* What imports are made of, and the way through one: plan, write, remember. */

static void
part_free (gpointer data)
{
  TiemImportPart *part = data;

  g_free (part->sku);
  g_free (part);
}

TiemImportRow *
tiem_import_row_new (void)
{
  return g_new0 (TiemImportRow, 1);
}

void
tiem_import_row_free (TiemImportRow *self)
{
  if (self == NULL)
    return;
  g_free ((char *)self->values.name);
  g_free ((char *)self->values.sku);
  g_free ((char *)self->values.options);
  g_free ((char *)self->values.barcode);
  g_free ((char *)self->values.shelf);
  g_free ((char *)self->values.image_url);
  g_free ((char *)self->values.category);
  g_free ((char *)self->values.description);
  g_free (self->group);
  g_strfreev (self->more_barcodes);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->wrong, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_free (self);
}

void
tiem_import_row_add_part (TiemImportRow *self,
                          const char *sku,
                          gint64 quantity)
{
  TiemImportPart *part = g_new0 (TiemImportPart, 1);

  part->sku = g_strdup (sku);
  part->quantity = quantity;
  if (self->parts == NULL)
    self->parts = g_ptr_array_new_with_free_func (part_free);
  g_ptr_array_add (self->parts, part);
}

TiemImportProblem *
tiem_import_problem_new (guint row,
                         const char *column,
                         const char *reason)
{
  TiemImportProblem *self = g_new0 (TiemImportProblem, 1);

  self->row = row;
  self->column = g_strdup (column);
  self->reason = g_strdup (reason);
  return self;
}

TiemImportProblem *
tiem_import_problem_copy (const TiemImportProblem *self)
{
  TiemImportProblem *copy = tiem_import_problem_new (self->row, self->column, self->reason);

  copy->fix = g_strdup (self->fix);
  return copy;
}

void
tiem_import_problem_free (TiemImportProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->column);
  g_free (self->reason);
  g_free (self->fix);
  g_free (self);
}

static void
line_free (gpointer data)
{
  TiemImportLine *line = data;

  g_free (line->sku);
  g_free (line->name);
  g_clear_pointer (&line->changes, g_ptr_array_unref);
  g_clear_pointer (&line->wrong, g_ptr_array_unref);
  g_clear_pointer (&line->notes, g_ptr_array_unref);
  g_free (line);
}

void
tiem_import_result_free (TiemImportResult *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->wrong);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

TiemImportResult *
tiem_import_result_new (void)
{
  TiemImportResult *self = g_new0 (TiemImportResult, 1);

  self->wrong = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_problem_free);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_problem_free);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  return self;
}

static void
plan_clear (TiemImportPlan *self)
{
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->by_sku, g_hash_table_unref);
  g_clear_pointer (&self->by_code, g_hash_table_unref);
  g_clear_pointer (&self->products, g_hash_table_unref);
  g_clear_pointer (&self->shared, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemImportPlan, plan_clear)

static void
plan_init (TiemImportPlan *self,
           TiemDb *db,
           const TiemImportOptions *options,
           TiemImportResult *result)
{
  self->db = db;
  self->options = options;
  self->result = result;
  self->steps = g_array_new (FALSE, TRUE, sizeof (TiemImportStep));
  self->by_sku = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->products = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* The owner may look as long as he likes: nobody waits for a trial. */
static TiemImportResult *
look (TiemStore *self,
      GPtrArray *rows,
      const TiemImportOptions *options,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemImportResult) result = tiem_import_result_new ();
  g_auto (TiemImportPlan) plan = { 0 };

  if (read == NULL)
    return NULL;
  plan_init (&plan, read->db, options, result);
  return tiem_import_plan (&plan, rows, cancellable, error) ? g_steal_pointer (&result) : NULL;
}

gboolean
tiem_import_begin_run (TiemWrite *write,
                       const TiemImportOptions *options,
                       TiemImportResult *result,
                       GError **error)
{
  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO import_run (at, kind, file, n_new, n_changed, n_same, n_wrong)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    TIEM_INT (write->now),
                    TIEM_TEXT (options->kind != NULL ? options->kind : ""),
                    TIEM_TEXT (options->file != NULL ? options->file : ""),
                    TIEM_INT (result->n_new),
                    TIEM_INT (result->n_changed),
                    TIEM_INT (result->n_same),
                    TIEM_INT (result->n_wrong)))
    return FALSE;
  result->run_id = tiem_db_last_id (write->db);
  return TRUE;
}

TiemImportResult *
tiem_store_import_rows (TiemStore *self,
                        GPtrArray *rows,
                        const TiemImportOptions *options,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (TiemImportResult) result = tiem_import_result_new ();
  g_auto (TiemImportPlan) plan = { 0 };

  if (options->dry_run)
    return look (self, rows, options, cancellable, error);

  write = tiem_store_begin_write (self, error);
  if (write == NULL)
    return NULL;
  plan_init (&plan, write->db, options, result);
  if (!tiem_import_plan (&plan, rows, cancellable, error))
    return NULL;
  if ((result->n_wrong > 0 && !options->skip_wrong) || result->n_new + result->n_changed == 0)
    return g_steal_pointer (&result);
  if (!tiem_import_begin_run (write, options, result, error)
      || !tiem_import_apply (&plan, write, result->run_id, cancellable, error)
      || !tiem_write_commit (write, error))
    return NULL;
  return g_steal_pointer (&result);
}

TiemImportResult *
tiem_store_import_variants (
    TiemStore *self, GPtrArray *rows, gboolean dry_run, GCancellable *cancellable, GError **error)
{
  const TiemImportOptions options = { .dry_run = dry_run };

  return tiem_store_import_rows (self, rows, &options, cancellable, error);
}
