#define G_LOG_DOMAIN "tiem-goods"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "model/tiem-ean.h"
#include "store/tiem-catalogue-private.h"
#include "store/tiem-ids.h"
#include "store/tiem-store-goods.h"
#include "store/tiem-variants-private.h"

#include <glib/gi18n-lib.h>

/* The barcodes of a variant in their order, and the parts of a combo. */

GStrv
tiem_store_list_barcodes (TiemStore *self,
                          gint64 variant_id,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT code FROM barcode WHERE variant_id = ?1"
                          " ORDER BY position, code_key",
                          TIEM_INT (variant_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (codes, tiem_stmt_dup_text (rows, 0));
  if (step < 0)
    return NULL;
  g_ptr_array_add (codes, NULL);
  return (GStrv)g_ptr_array_free (g_steal_pointer (&codes), FALSE);
}

static gboolean
check_codes (TiemWrite *write,
             gint64 variant_id,
             const char *const *codes,
             GError **error)
{
  for (guint i = 0; codes[i] != NULL; i++)
    {
      const TiemNewVariant values = { .barcode = codes[i] };
      g_auto (TiemCatalogueProblem) problem = { 0 };

      if (!tiem_catalogue_check (write, variant_id, TIEM_EDIT_BARCODE, &values, &problem, error))
        return FALSE;
      if (problem.reason == NULL)
        continue;
      g_set_error_literal (error, TIEM_ERROR, problem.code, problem.reason);
      return FALSE;
    }
  return TRUE;
}

gboolean
tiem_catalogue_set_barcodes (TiemWrite *write,
                             gint64 variant_id,
                             const char *const *codes,
                             GError **error)
{
  if (!check_codes (write, variant_id, codes, error)
      || !tiem_db_run (
          write->db, error, "DELETE FROM barcode WHERE variant_id = ?1", TIEM_INT (variant_id)))
    return FALSE;
  for (guint i = 0; codes[i] != NULL; i++)
    {
      g_autofree char *code = tiem_catalogue_trim (codes[i]);
      g_autofree char *key = tiem_sku_key (code);

      /* The same one twice is one. */
      if (*key != '\0'
          && !tiem_db_run (write->db,
                           error,
                           "INSERT INTO barcode (code_key, code, variant_id, position)"
                           " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (code_key) DO NOTHING",
                           TIEM_TEXT (key),
                           TIEM_TEXT (code),
                           TIEM_INT (variant_id),
                           TIEM_INT (i)))
        return FALSE;
    }
  write->what |= TIEM_CHANGED_PRODUCTS;
  return tiem_catalogue_index_variant (write, variant_id, error);
}

gboolean
tiem_store_set_barcodes (TiemStore *self,
                         gint64 variant_id,
                         const char *const *codes,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && tiem_catalogue_set_barcodes (write, variant_id, codes, error)
         && tiem_write_commit (write, error);
}

char *
tiem_store_make_barcode (TiemStore *self,
                         const char *const *taken,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autofree char *last = NULL;
  guint64 number = 0;

  /* The highest of the shop's own so far; their length and prefix are fixed. */
  if (read == NULL
      || !tiem_db_get_text (read->db,
                            &last,
                            error,
                            "SELECT max (code_key) FROM barcode WHERE code_key >= '2000000000000'"
                            " AND code_key < '2099999999999' AND length (code_key) = 13"
                            " AND code_key NOT GLOB '*[^0-9]*'"))
    return NULL;
  if (last != NULL)
    number = g_ascii_strtoull (last, NULL, 10) / 10 % G_GUINT64_CONSTANT (10000000000);
  for (guint i = 0; taken != NULL && taken[i] != NULL; i++)
    {
      guint64 other = 0;

      if (tiem_ean_read_own (taken[i], &other))
        number = MAX (number, other);
    }
  return tiem_ean_make_own (number + 1);
}

GPtrArray *
tiem_store_get_variants (TiemStore *self,
                         GArray *ids,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  return read != NULL ? tiem_variants_read (read->db, tiem_store_now (self), ids, error) : NULL;
}

/* --- combos --- */

void
tiem_combo_part_free (TiemComboPart *self)
{
  g_clear_pointer (&self->variant, tiem_variant_free);
  g_free (self);
}

GPtrArray *
tiem_store_list_parts (TiemStore *self,
                       gint64 variant_id,
                       GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) parts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_combo_part_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) variants = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT b.part_id, b.quantity FROM bundle_item b"
                          " JOIN variant v ON v.id = b.part_id"
                          " WHERE b.bundle_id = ?1 ORDER BY v.sort_name, v.id",
                          TIEM_INT (variant_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemComboPart *part = g_new0 (TiemComboPart, 1);
      gint64 id = tiem_stmt_int (rows, 0);

      part->quantity = tiem_stmt_int (rows, 1);
      g_array_append_val (ids, id);
      g_ptr_array_add (parts, part);
    }
  if (step < 0
      || (variants = tiem_variants_read (read->db, tiem_store_now (self), ids, error)) == NULL)
    return NULL;
  g_ptr_array_set_free_func (variants, NULL);
  for (guint i = 0; i < variants->len && i < parts->len; i++)
    ((TiemComboPart *)g_ptr_array_index (parts, i))->variant = g_ptr_array_index (variants, i);
  return g_steal_pointer (&parts);
}
