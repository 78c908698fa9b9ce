#define G_LOG_DOMAIN "tiem-store-import"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-import-private.h"
#include "store/tiem-ledger.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Past imports: what they were, and taking one back. */

void
tiem_import_run_free (TiemImportRun *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->file);
  g_free (self);
}

GPtrArray *
tiem_store_list_imports (TiemStore *self,
                         gint64 limit,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_run_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT id, at, kind, file, n_new, n_changed, n_same, n_wrong, undone_at"
                          " FROM import_run ORDER BY id DESC LIMIT ?1",
                          TIEM_INT (limit > 0 ? limit : -1));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemImportRun *run = g_new0 (TiemImportRun, 1);

      run->id = tiem_stmt_int (rows, 0);
      run->at = tiem_stmt_int (rows, 1);
      run->kind = tiem_stmt_dup_text (rows, 2);
      run->file = tiem_stmt_dup_text (rows, 3);
      run->n_new = tiem_stmt_int (rows, 4);
      run->n_changed = tiem_stmt_int (rows, 5);
      run->n_same = tiem_stmt_int (rows, 6);
      run->n_wrong = tiem_stmt_int (rows, 7);
      run->undone_at = tiem_stmt_int (rows, 8);
      g_ptr_array_add (runs, run);
    }
  return step < 0 ? NULL : g_steal_pointer (&runs);
}

static void
kept_free (gpointer data)
{
  TiemImportKept *kept = data;

  g_free (kept->sku);
  g_free (kept->now);
  g_free (kept);
}

void
tiem_import_undone_free (TiemImportUndone *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->kept);
  g_free (self);
}

/* --- one value --- */

typedef struct
{
  gint64 variant_id;
  char *field;
  char *before; /* (nullable) */
  char *after;  /* (nullable) */
} Change;

static void
change_clear (gpointer data)
{
  Change *change = data;

  g_free (change->field);
  g_free (change->before);
  g_free (change->after);
}

/* The texts and numbers that an edit sets, and where they are held now. */
static const struct
{
  const char *field;
  TiemEdit edit;
  const char *sql;
} fields[] = {
  { "sku", TIEM_EDIT_SKU, "SELECT sku FROM variant WHERE id = ?1" },
  { "name",
    TIEM_EDIT_NAME,
    "SELECT p.name FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = ?1" },
  { "option", TIEM_EDIT_OPTIONS, "SELECT options FROM variant WHERE id = ?1" },
  { "price", TIEM_EDIT_PRICE, "SELECT price_vnd FROM variant WHERE id = ?1" },
  { "cost", TIEM_EDIT_COST, "SELECT cost_vnd FROM variant WHERE id = ?1" },
  { "barcode",
    TIEM_EDIT_BARCODE,
    "SELECT code FROM barcode WHERE variant_id = ?1 ORDER BY position LIMIT 1" },
  { "shelf", TIEM_EDIT_SHELF, "SELECT shelf FROM variant WHERE id = ?1" },
  { "category",
    TIEM_EDIT_CATEGORY,
    "SELECT p.category FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = ?1" },
  { "description",
    TIEM_EDIT_DESCRIPTION,
    "SELECT p.description FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = ?1" },
  { "image", TIEM_EDIT_IMAGE, "SELECT image_url FROM variant WHERE id = ?1" },
  { "archived", 0, "SELECT archived FROM variant WHERE id = ?1" },
  { "on_hand",
    0,
    "SELECT iif (counted_at = 0, NULL, (SELECT sum (on_hand) FROM stock WHERE variant_id = ?1))"
    " FROM variant WHERE id = ?1" },
  { "parts",
    0,
    "SELECT group_concat (t, ', ') FROM (SELECT v.sku || ' × ' || b.quantity AS t"
    " FROM bundle_item b JOIN variant v ON v.id = b.part_id"
    " WHERE b.bundle_id = ?1 ORDER BY v.sku_key)" },
  { "more_barcodes", 0, NULL },
  { "new", 0, NULL },
};

static gsize
find_field (const char *name)
{
  gsize i = 0;

  while (i + 1 < G_N_ELEMENTS (fields) && g_strcmp0 (fields[i].field, name) != 0)
    i++;
  return i;
}

typedef struct
{
  TiemWrite *write;
  TiemImportUndone *undone;
  gint64 run_id;
} Work;

void
tiem_import_undone_add_kept (TiemImportUndone *undone,
                             const char *name,
                             const char *column,
                             const char *now)
{
  TiemImportKept *kept = g_new0 (TiemImportKept, 1);

  kept->sku = g_strdup (name);
  kept->column = column;
  kept->now = g_strdup (now);
  g_ptr_array_add (undone->kept, kept);
}

static gboolean
keep (Work *self,
      const Change *change,
      const char *now,
      GError **error)
{
  TiemImportKept *kept = g_new0 (TiemImportKept, 1);

  kept->column = fields[find_field (change->field)].field;
  kept->now = g_strdup (now);
  g_ptr_array_add (self->undone->kept, kept);
  return tiem_db_get_text (self->write->db,
                           &kept->sku,
                           error,
                           "SELECT sku FROM variant WHERE id = ?1",
                           TIEM_INT (change->variant_id));
}

static gint64
to_number (const char *text)
{
  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static gboolean
put_back_edit (Work *self,
               const Change *change,
               TiemEdit edit,
               GError **error)
{
  TiemNewVariant values = { 0 };

  values.name = values.sku = values.options = values.barcode = values.shelf = change->before;
  values.category = values.description = values.image_url = change->before;
  values.price_vnd = values.cost_vnd = to_number (change->before);
  values.has_cost = change->before != NULL;
  return tiem_catalogue_edit (self->write, change->variant_id, edit, &values, error);
}

/* Whether somebody relies on what the import brought: it was sold, linked, made part of a bundle
 * or moved for another reason. */
static gboolean
is_in_use (Work *self,
           gint64 variant_id,
           gboolean *in_use,
           GError **error)
{
  gint64 found = 0;

  if (!tiem_db_get_int (
          self->write->db,
          &found,
          error,
          "SELECT EXISTS (SELECT 1 FROM listing WHERE variant_id = ?1)"
          " OR EXISTS (SELECT 1 FROM order_line WHERE variant_id = ?1)"
          " OR EXISTS (SELECT 1 FROM reservation WHERE variant_id = ?1)"
          " OR EXISTS (SELECT 1 FROM movement WHERE variant_id = ?1 AND reason <> 'import'"
          " AND delta <> 0)"
          " OR EXISTS (SELECT 1 FROM bundle_item b WHERE b.part_id = ?1 AND NOT EXISTS"
          "  (SELECT 1 FROM import_change c WHERE c.run_id = ?2 AND c.variant_id = b.bundle_id"
          "   AND c.field = 'new'))",
          TIEM_INT (variant_id),
          TIEM_INT (self->run_id)))
    return FALSE;
  *in_use = found != 0;
  return TRUE;
}

/* A count that the import began ends, unless it is relied on: the number was never the owner's. */
static gboolean
put_back_stock (Work *self,
                const Change *change,
                GError **error)
{
  if (!tiem_ledger_set_stock (self->write,
                              change->variant_id,
                              to_number (change->before),
                              "import",
                              _ ("Import taken back"),
                              error))
    return FALSE;
  if (change->before != NULL)
    return TRUE;
  tiem_ledger_mark_variant (self->write, change->variant_id);
  return tiem_db_run (self->write->db,
                      error,
                      "UPDATE variant SET counted_at = 0 WHERE id = ?1",
                      TIEM_INT (change->variant_id));
}

static gboolean
put_back_parts (Work *self,
                const Change *change,
                GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  g_auto (GStrv) items = g_strsplit (change->before != NULL ? change->before : "", ", ", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      char *times = g_strrstr (items[i], " × ");
      TiemBundlePart part = { 0 };
      g_autoptr (GError) local = NULL;

      if (times == NULL)
        continue;
      part.quantity = to_number (times + strlen (" × "));
      *times = '\0';
      part.variant_id = tiem_catalogue_find_sku (self->write->db, items[i], &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (part.variant_id == 0)
        return keep (self, change, items[i], error);
      g_array_append_val (parts, part);
    }
  return tiem_catalogue_set_parts (self->write, change->variant_id, parts, error);
}

static gboolean
drop_barcodes (Work *self,
               const Change *change,
               GError **error)
{
  g_auto (GStrv) codes = g_strsplit (change->after != NULL ? change->after : "", ", ", -1);

  for (guint i = 0; codes[i] != NULL; i++)
    if (!tiem_db_run (self->write->db,
                      error,
                      "DELETE FROM barcode WHERE variant_id = ?1 AND code = ?2",
                      TIEM_INT (change->variant_id),
                      TIEM_TEXT (codes[i])))
      return FALSE;
  return TRUE;
}

static gboolean
undo_new (Work *self,
          const Change *change,
          const char *brought,
          GError **error)
{
  gboolean in_use = FALSE;
  g_autofree char *now = NULL;

  if (!is_in_use (self, change->variant_id, &in_use, error)
      || !tiem_db_get_text (self->write->db,
                            &now,
                            error,
                            fields[find_field ("on_hand")].sql,
                            TIEM_INT (change->variant_id)))
    return FALSE;
  if (in_use || (brought != NULL && g_strcmp0 (now, brought) != 0))
    return keep (self, change, NULL, error);
  if (brought != NULL && !g_str_equal (brought, "0")
      && !tiem_ledger_set_stock (
          self->write, change->variant_id, 0, "import", _ ("Import taken back"), error))
    return FALSE;
  self->undone->n_removed++;
  return tiem_catalogue_archive (self->write, change->variant_id, TRUE, error);
}

static gboolean
undo_change (Work *self,
             const Change *change,
             GError **error)
{
  gsize i = find_field (change->field);
  g_autofree char *now = NULL;
  gboolean in_use = FALSE;

  if (fields[i].sql != NULL
      && !tiem_db_get_text (
          self->write->db, &now, error, fields[i].sql, TIEM_INT (change->variant_id)))
    return FALSE;
  /* A sibling's row has put it back already. */
  if (fields[i].sql != NULL && g_strcmp0 (now, change->before) == 0)
    return TRUE;
  if (g_str_equal (change->field, "on_hand") && change->before == NULL
      && !is_in_use (self, change->variant_id, &in_use, error))
    return FALSE;
  if (in_use || (fields[i].sql != NULL && g_strcmp0 (now, change->after) != 0))
    return keep (self, change, now, error);

  self->undone->n_restored++;
  if (fields[i].edit != 0)
    return put_back_edit (self, change, fields[i].edit, error);
  if (g_str_equal (change->field, "on_hand"))
    return put_back_stock (self, change, error);
  if (g_str_equal (change->field, "archived"))
    return tiem_catalogue_archive (
        self->write, change->variant_id, to_number (change->before) != 0, error);
  if (g_str_equal (change->field, "parts"))
    return put_back_parts (self, change, error);
  return drop_barcodes (self, change, error);
}

/* --- the whole import --- */

static GArray *
load_changes (TiemWrite *write,
              gint64 run_id,
              GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT variant_id, field, before, after FROM import_change"
                       " WHERE run_id = ?1 ORDER BY variant_id DESC, field = 'new' DESC, field",
                       TIEM_INT (run_id));
  int step = -1;

  g_array_set_clear_func (changes, change_clear);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Change change = { tiem_stmt_int (rows, 0),
                        tiem_stmt_dup_text (rows, 1),
                        tiem_stmt_dup_text (rows, 2),
                        tiem_stmt_dup_text (rows, 3) };

      g_array_append_val (changes, change);
    }
  return step < 0 ? NULL : g_steal_pointer (&changes);
}

static gboolean
begin_undo (TiemWrite *write,
            gint64 run_id,
            GError **error)
{
  gint64 undone_at = -1;

  if (!tiem_db_get_int (write->db,
                        &undone_at,
                        error,
                        "SELECT undone_at FROM import_run WHERE id = ?1",
                        TIEM_INT (run_id)))
    return FALSE;
  if (undone_at < 0)
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_NOT_FOUND,
                         _ ("There is no such import; look at the list of imports."));
  else if (undone_at > 0)
    g_set_error_literal (
        error,
        TIEM_ERROR,
        TIEM_ERROR_CONFLICT,
        _ ("This import has been taken back already; there is nothing left to do."));
  return undone_at == 0
         && tiem_db_run (write->db,
                         error,
                         "UPDATE import_run SET undone_at = ?2 WHERE id = ?1",
                         TIEM_INT (run_id),
                         TIEM_INT (write->now));
}

/* Changes come with a new product's "new" first; what else is told of it goes with it. */
static gboolean
undo_all (Work *self,
          GArray *changes,
          GError **error)
{
  gint64 brought_id = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      const Change *change = &g_array_index (changes, Change, i);

      if (g_str_equal (change->field, "new"))
        {
          const Change *next
              = i + 1 < changes->len ? &g_array_index (changes, Change, i + 1) : NULL;
          gboolean has_stock = next != NULL && next->variant_id == change->variant_id
                               && g_str_equal (next->field, "on_hand");

          brought_id = change->variant_id;
          if (!undo_new (self, change, has_stock ? next->after : NULL, error))
            return FALSE;
        }
      else if (change->variant_id != brought_id && !undo_change (self, change, error))
        return FALSE;
    }
  return TRUE;
}

TiemImportUndone *
tiem_store_undo_import (TiemStore *self,
                        gint64 run_id,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemImportUndone) undone = g_new0 (TiemImportUndone, 1);
  g_autoptr (GArray) changes = NULL;
  Work work = { write, undone, run_id };

  undone->kept = g_ptr_array_new_with_free_func (kept_free);
  if (write == NULL || !begin_undo (write, run_id, error)
      || (changes = load_changes (write, run_id, error)) == NULL
      || !undo_all (&work, changes, error)
      || !tiem_import_undo_people (write, run_id, undone, error)
      || !tiem_write_commit (write, error))
    return NULL;
  return g_steal_pointer (&undone);
}

/* --- mappings --- */

char *
tiem_store_get_import_mapping (TiemStore *self,
                               const char *signature,
                               GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  char *mapping = NULL;

  if (read != NULL)
    tiem_db_get_text (read->db,
                      &mapping,
                      error,
                      "SELECT mapping FROM import_mapping WHERE signature = ?1",
                      TIEM_TEXT (signature));
  return mapping;
}

gboolean
tiem_store_set_import_mapping (TiemStore *self,
                               const char *signature,
                               const char *mapping,
                               GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL
         && tiem_db_run (write->db,
                         error,
                         "INSERT INTO import_mapping (signature, mapping, used_at)"
                         " VALUES (?1, ?2, ?3) ON CONFLICT (signature)"
                         " DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at",
                         TIEM_TEXT (signature),
                         TIEM_TEXT (mapping),
                         TIEM_INT (write->now))
         && tiem_write_commit (write, error);
}
