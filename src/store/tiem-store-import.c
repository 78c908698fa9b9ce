#define G_LOG_DOMAIN "tiem-store-import"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-catalogue-private.h"
#include "store/tiem-ledger.h"

#include <glib/gi18n-lib.h>

/* Many variants at once, from a file: all of it or nothing. */

#define NEW_FIELDS ((TiemEdit)((TIEM_EDIT_SHELF << 1) - 1))

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
  g_free (self);
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

static void
free_problem (gpointer data)
{
  TiemImportProblem *self = data;

  g_free (self->column);
  g_free (self->reason);
  g_free (self);
}

void
tiem_import_result_free (TiemImportResult *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->wrong);
  g_free (self);
}

/* An import under way. */
typedef struct
{
  TiemWrite *write;
  TiemImportResult *result;
  GHashTable *rows_by_sku;      /* (element-type utf8 guint): SKU key → row of the file */
  GHashTable *products_by_name; /* (element-type utf8 gint64): of variants with options */
} Import;

static void
add_wrong (Import *import,
           const TiemImportRow *row,
           const char *column,
           const char *reason)
{
  g_ptr_array_add (import->result->wrong, tiem_import_problem_new (row->row, column, reason));
}

/* The same SKU twice in one file: nobody can tell which row is meant. */
static gboolean
is_repeated (Import *import,
             const TiemImportRow *row)
{
  g_autofree char *key = tiem_sku_key (row->values.sku);
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (import->rows_by_sku, key));
  g_autofree char *reason = NULL;

  if (*key == '\0')
    return FALSE;
  if (first == 0)
    {
      g_hash_table_insert (
          import->rows_by_sku, g_steal_pointer (&key), GUINT_TO_POINTER (row->row));
      return FALSE;
    }
  /* Translators: a row number of the file */
  reason = g_strdup_printf (_ ("The SKU stands in row %u already; keep one of the rows."), first);
  add_wrong (import, row, "sku", reason);
  return TRUE;
}

/* --- new ones --- */

/* Rows with options and one name are variants of one product. *product_id: 0 = a new one */
static gboolean
find_product (Import *import,
              const TiemImportRow *row,
              gint64 *product_id,
              GError **error)
{
  g_autofree char *name = tiem_catalogue_trim (row->values.name);
  g_autofree char *options = tiem_catalogue_trim (row->values.options);
  g_autofree char *sort_name = tiem_text_fold (name);
  const gint64 *known;

  *product_id = 0;
  if (name == NULL || options == NULL)
    return TRUE;
  known = g_hash_table_lookup (import->products_by_name, name);
  if (known != NULL)
    {
      *product_id = *known;
      return TRUE;
    }
  return tiem_db_get_int (import->write->db,
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
remember_product (Import *import,
                  const TiemImportRow *row,
                  gint64 variant_id,
                  GError **error)
{
  g_autofree char *name = tiem_catalogue_trim (row->values.name);
  g_autofree char *options = tiem_catalogue_trim (row->values.options);
  gint64 product_id = 0;

  if (name == NULL || options == NULL)
    return TRUE;
  if (!tiem_db_get_int (import->write->db,
                        &product_id,
                        error,
                        "SELECT product_id FROM variant WHERE id = ?1",
                        TIEM_INT (variant_id)))
    return FALSE;
  g_hash_table_insert (import->products_by_name,
                       g_steal_pointer (&name),
                       g_memdup2 (&product_id, sizeof product_id));
  return TRUE;
}

static gboolean
import_new (Import *import,
            const TiemImportRow *row,
            GError **error)
{
  g_auto (TiemCatalogueProblem) problem = { 0 };
  TiemNewVariant values = row->values;
  gint64 id;

  if (!tiem_catalogue_check (import->write, 0, NEW_FIELDS, &values, &problem, error))
    return FALSE;
  if (problem.reason != NULL)
    {
      add_wrong (import, row, problem.column, problem.reason);
      return TRUE;
    }
  values.has_on_hand = FALSE;
  if (!find_product (import, row, &values.product_id, error)
      || (id = tiem_catalogue_add (import->write, &values, error)) == 0
      || !remember_product (import, row, id, error)
      || (row->values.has_on_hand
          && !tiem_ledger_set_stock (
              import->write, id, row->values.on_hand, "import", NULL, error)))
    return FALSE;
  import->result->n_new++;
  return TRUE;
}

/* --- those that are there --- */

static gboolean
is_same_text (const char *held,
              const char *given)
{
  g_autofree char *trimmed = tiem_catalogue_trim (given);

  return g_strcmp0 (held, trimmed) == 0;
}

typedef struct
{
  TiemEdit differing;
  gboolean stock_differs;
  gboolean is_bundle;
} Difference;

static gboolean
compare (Import *import,
         const TiemImportRow *row,
         gint64 variant_id,
         Difference *difference,
         GError **error)
{
  const TiemNewVariant *values = &row->values;
  g_autoptr (TiemStmt) held = tiem_db_query (
      import->write->db,
      error,
      "SELECT p.name, v.sku, v.options,"
      " (SELECT code FROM barcode WHERE variant_id = v.id ORDER BY position LIMIT 1),"
      " v.price_vnd, v.cost_vnd, p.category, p.description, v.image_url, v.counted_at,"
      " (SELECT sum (on_hand) FROM stock WHERE variant_id = v.id), v.is_bundle, v.shelf"
      " FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = ?1",
      TIEM_INT (variant_id));
  TiemEdit differing = 0;

  if (held == NULL || tiem_stmt_step (held, error) < 0)
    return FALSE;
  if (!is_same_text (tiem_stmt_text (held, 0), values->name))
    differing |= TIEM_EDIT_NAME;
  if (!is_same_text (tiem_stmt_text (held, 1), values->sku))
    differing |= TIEM_EDIT_SKU;
  if (!is_same_text (tiem_stmt_text (held, 2), values->options))
    differing |= TIEM_EDIT_OPTIONS;
  if (!is_same_text (tiem_stmt_text (held, 3), values->barcode))
    differing |= TIEM_EDIT_BARCODE;
  if (tiem_stmt_int (held, 4) != values->price_vnd)
    differing |= TIEM_EDIT_PRICE;
  if (tiem_stmt_is_null (held, 5) == values->has_cost
      || (values->has_cost && tiem_stmt_int (held, 5) != values->cost_vnd))
    differing |= TIEM_EDIT_COST;
  if (!is_same_text (tiem_stmt_text (held, 6), values->category))
    differing |= TIEM_EDIT_CATEGORY;
  if (!is_same_text (tiem_stmt_text (held, 7), values->description))
    differing |= TIEM_EDIT_DESCRIPTION;
  if (!is_same_text (tiem_stmt_text (held, 8), values->image_url))
    differing |= TIEM_EDIT_IMAGE;
  if (!is_same_text (tiem_stmt_text (held, 12), values->shelf))
    differing |= TIEM_EDIT_SHELF;
  difference->differing = differing & row->given;
  difference->stock_differs
      = values->has_on_hand
        && (tiem_stmt_int (held, 9) == 0 || tiem_stmt_int (held, 10) != values->on_hand);
  difference->is_bundle = tiem_stmt_int (held, 11) != 0;
  return TRUE;
}

static gboolean
import_known (Import *import,
              const TiemImportRow *row,
              gint64 variant_id,
              GError **error)
{
  g_auto (TiemCatalogueProblem) problem = { 0 };
  Difference difference = { 0 };

  if (!compare (import, row, variant_id, &difference, error)
      || !tiem_catalogue_check (
          import->write, variant_id, difference.differing, &row->values, &problem, error))
    return FALSE;
  if (problem.reason != NULL)
    {
      add_wrong (import, row, problem.column, problem.reason);
      return TRUE;
    }
  if (difference.stock_differs && difference.is_bundle)
    {
      add_wrong (
          import, row, "on_hand", _ ("A bundle has no stock of its own; leave the cell empty."));
      return TRUE;
    }
  if (difference.differing == 0 && !difference.stock_differs)
    {
      import->result->n_same++;
      return TRUE;
    }
  import->result->n_changed++;
  return (difference.differing == 0
          || tiem_catalogue_edit (
              import->write, variant_id, difference.differing, &row->values, error))
         && (!difference.stock_differs
             || tiem_ledger_set_stock (
                 import->write, variant_id, row->values.on_hand, "import", NULL, error));
}

/* --- all of it --- */

static gboolean
import_row (Import *import,
            const TiemImportRow *row,
            GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 variant_id;

  if (is_repeated (import, row))
    return TRUE;
  variant_id = tiem_catalogue_find_sku (import->write->db, row->values.sku, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return variant_id != 0 ? import_known (import, row, variant_id, error)
                         : import_new (import, row, error);
}

TiemImportResult *
tiem_store_import_variants (
    TiemStore *self, GPtrArray *rows, gboolean dry_run, GCancellable *cancellable, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GHashTable) skus = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) products = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (TiemImportResult) result = g_new0 (TiemImportResult, 1);
  Import import = { write, result, skus, products };

  result->wrong = g_ptr_array_new_with_free_func (free_problem);
  if (write == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !import_row (&import, g_ptr_array_index (rows, i), error))
      return NULL;
  /* A trial writes everything, which finds every mistake, and takes it back. */
  if (!dry_run && result->wrong->len == 0 && !tiem_write_commit (write, error))
    return NULL;
  return g_steal_pointer (&result);
}
