#define G_LOG_DOMAIN "tiem-store-import"

#include "config.h"

#include "store/tiem-ids.h"
#include "store/tiem-import-private.h"
#include "store/tiem-store-customers-private.h"
#include "store/tiem-suppliers-private.h"

#include <string.h>

/* An import of customers or suppliers taken back: what it filled in and what it says is owed goes
 * again, and who came with it and has not been dealt with since. */

typedef struct
{
  gint64 customer_id;
  gint64 supplier_id;
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

/* The last change first: a row may have filled in what one before it brought. */
static GArray *
load_changes (TiemWrite *write,
              gint64 run_id,
              GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT customer_id, supplier_id, field, before, after"
                       " FROM import_person_change WHERE run_id = ?1 ORDER BY id DESC",
                       TIEM_INT (run_id));
  int step = -1;

  g_array_set_clear_func (changes, change_clear);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Change change = { tiem_stmt_int (rows, 0),
                        tiem_stmt_int (rows, 1),
                        tiem_stmt_dup_text (rows, 2),
                        tiem_stmt_dup_text (rows, 3),
                        tiem_stmt_dup_text (rows, 4) };

      g_array_append_val (changes, change);
    }
  return step < 0 ? NULL : g_steal_pointer (&changes);
}

static gint64
to_number (const char *text)
{
  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static const char *
get_column (const char *field)
{
  static const char *const columns[]
      = { "phone", "email", "address", "debt", "tax_code", "note", "new" };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_str_equal (columns[i], field))
      return columns[i];
  return "new";
}

static gboolean
keep (TiemWrite *write,
      const Change *change,
      const char *now,
      TiemImportUndone *undone,
      GError **error)
{
  g_autofree char *name = NULL;

  if (!tiem_db_get_text (write->db,
                         &name,
                         error,
                         change->customer_id != 0 ? "SELECT name FROM customer WHERE id = ?1"
                                                  : "SELECT name FROM supplier WHERE id = ?1",
                         TIEM_INT (MAX (change->customer_id, change->supplier_id))))
    return FALSE;
  tiem_import_undone_add_kept (undone, name, get_column (change->field), now);
  return TRUE;
}

static gboolean
is_one (TiemWrite *write,
        const char *sql,
        gint64 id,
        gboolean *is,
        GError **error)
{
  gint64 found = 0;

  if (!tiem_db_get_int (write->db, &found, error, sql, TIEM_INT (id)))
    return FALSE;
  *is = found != 0;
  return TRUE;
}

/* --- customers --- */

static gboolean
delete_customer (TiemWrite *write,
                 const Change *change,
                 TiemImportUndone *undone,
                 GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM customer_identity WHERE customer_id = ?1",
    "DELETE FROM customer_origin WHERE customer_id = ?1",
    "DELETE FROM customer_text WHERE rowid = ?1",
    "DELETE FROM customer WHERE id = ?1",
  };
  gboolean in_use = FALSE;

  if (!is_one (write,
               "SELECT EXISTS (SELECT 1 FROM customer_order WHERE customer_id = ?1)"
               " OR EXISTS (SELECT 1 FROM draft WHERE customer_id = ?1)"
               " OR EXISTS (SELECT 1 FROM address_choice WHERE customer_id = ?1)"
               " OR EXISTS (SELECT 1 FROM customer_payment WHERE customer_id = ?1)"
               " OR EXISTS (SELECT 1 FROM customer_identity WHERE customer_id = ?1"
               "  AND kind = 'buyer')"
               " OR EXISTS (SELECT 1 FROM customer WHERE id <> ?1"
               "  AND (root_id = ?1 OR merged_into = ?1))"
               " OR EXISTS (SELECT 1 FROM customer WHERE id = ?1 AND root_id <> ?1)",
               change->customer_id,
               &in_use,
               error))
    return FALSE;
  if (in_use)
    return keep (write, change, NULL, undone, error);
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!tiem_db_run (write->db, error, statements[i], TIEM_INT (change->customer_id)))
      return FALSE;
  undone->n_deleted++;
  return TRUE;
}

static gboolean
drop_identity (TiemWrite *write,
               const Change *change,
               GError **error)
{
  gboolean is_phone = g_str_equal (change->field, "phone");
  g_autofree char *name = NULL;
  g_autofree char *phone = NULL;
  g_autofree char *email = NULL;
  g_autofree char *province = NULL;
  g_autoptr (TiemStmt) row = NULL;

  if (!tiem_db_run (write->db,
                    error,
                    "DELETE FROM customer_identity WHERE customer_id = ?1 AND kind = ?2"
                    " AND value = ?3",
                    TIEM_INT (change->customer_id),
                    TIEM_TEXT (change->field),
                    TIEM_TEXT (change->after)))
    return FALSE;
  row = tiem_db_query (write->db,
                       error,
                       "SELECT name, phone, email, province FROM customer WHERE id = ?1",
                       TIEM_INT (change->customer_id));
  if (row == NULL || tiem_stmt_step (row, error) <= 0)
    return FALSE;
  name = tiem_stmt_dup_text (row, 0);
  phone = tiem_stmt_dup_text (row, 1);
  email = tiem_stmt_dup_text (row, 2);
  province = tiem_stmt_dup_text (row, 3);
  if (is_phone && g_strcmp0 (phone, change->after) == 0)
    g_clear_pointer (&phone, g_free);
  if (!is_phone && g_strcmp0 (email, change->after) == 0)
    g_clear_pointer (&email, g_free);
  tiem_stmt_reset (row);
  return tiem_customers_write (write, change->customer_id, name, phone, email, province, error);
}

/* The debt goes, unless it was paid in the meantime. */
static gboolean
put_back_debt (TiemWrite *write,
               const Change *change,
               gboolean *kept,
               GError **error)
{
  gint64 difference = to_number (change->before) - to_number (change->after);

  if (!is_one (write,
               "SELECT EXISTS (SELECT 1 FROM customer_payment"
               " WHERE customer_id = ?1 AND undone_at = 0)",
               change->customer_id,
               kept,
               error))
    return FALSE;
  if (*kept)
    return TRUE;
  /* A customer may have come under several codes: the one that carries the amount gives it back. */
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer_origin SET owed_vnd = owed_vnd + ?2 WHERE (source, code) ="
                      " (SELECT source, code FROM customer_origin WHERE customer_id = ?1"
                      "  ORDER BY abs (owed_vnd + ?2) LIMIT 1)",
                      TIEM_INT (change->customer_id),
                      TIEM_INT (difference))
         && tiem_customers_book_debt (write, change->customer_id, error);
}

static gboolean
undo_customer (TiemWrite *write,
               const Change *change,
               TiemImportUndone *undone,
               GError **error)
{
  gboolean there = FALSE;
  gboolean kept = FALSE;

  if (!is_one (write,
               "SELECT EXISTS (SELECT 1 FROM customer WHERE id = ?1 AND erased_at = 0)",
               change->customer_id,
               &there,
               error))
    return FALSE;
  if (!there)
    return TRUE;
  if (g_str_equal (change->field, "new"))
    return delete_customer (write, change, undone, error);
  if (g_str_equal (change->field, "debt"))
    {
      if (!put_back_debt (write, change, &kept, error))
        return FALSE;
    }
  else if (g_str_equal (change->field, "address"))
    {
      if (!tiem_db_run (write->db,
                        error,
                        "UPDATE customer SET address_line = NULL, ward_code = NULL"
                        " WHERE id = ?1 AND address_line = ?2",
                        TIEM_INT (change->customer_id),
                        TIEM_TEXT (change->after)))
        return FALSE;
      kept = tiem_db_changes (write->db) == 0;
    }
  else if (!drop_identity (write, change, error))
    return FALSE;
  if (kept)
    return keep (write, change, change->after, undone, error);
  undone->n_restored++;
  return TRUE;
}

/* --- suppliers --- */

static gboolean
delete_supplier (TiemWrite *write,
                 const Change *change,
                 TiemImportUndone *undone,
                 GError **error)
{
  gboolean in_use = FALSE;

  if (!is_one (write,
               "SELECT EXISTS (SELECT 1 FROM purchase WHERE supplier_id = ?1)"
               " OR EXISTS (SELECT 1 FROM supplier_payment WHERE supplier_id = ?1)",
               change->supplier_id,
               &in_use,
               error))
    return FALSE;
  if (in_use)
    return keep (write, change, NULL, undone, error);
  undone->n_deleted++;
  return tiem_db_run (
      write->db, error, "DELETE FROM supplier WHERE id = ?1", TIEM_INT (change->supplier_id));
}

/* Puts a text back if it is still the import's. Returns: whether it was */
static gboolean
put_back_text (char **now,
               const Change *change)
{
  if (g_strcmp0 (*now, change->after) != 0)
    return FALSE;
  g_free (*now);
  *now = g_strdup (change->before);
  return TRUE;
}

static gboolean
put_back_field (TiemSupplier *supplier,
                const Change *change)
{
  if (g_str_equal (change->field, "debt"))
    {
      if (supplier->opening_vnd != to_number (change->after))
        return FALSE;
      supplier->opening_vnd = to_number (change->before);
      return TRUE;
    }
  return put_back_text (g_str_equal (change->field, "phone")      ? &supplier->phone
                        : g_str_equal (change->field, "email")    ? &supplier->email
                        : g_str_equal (change->field, "address")  ? &supplier->address
                        : g_str_equal (change->field, "tax_code") ? &supplier->tax_code
                                                                  : &supplier->note,
                        change);
}

static gboolean
undo_supplier (TiemWrite *write,
               const Change *change,
               TiemImportUndone *undone,
               GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (TiemSupplier) supplier = NULL;

  if (g_str_equal (change->field, "new"))
    return delete_supplier (write, change, undone, error);
  g_array_append_val (ids, change->supplier_id);
  if ((found = tiem_suppliers_read (write->db, ids, error)) == NULL)
    return FALSE;
  if (found->len == 0)
    return TRUE;
  supplier = tiem_supplier_copy (g_ptr_array_index (found, 0));
  if (!put_back_field (supplier, change))
    return keep (write, change, change->after, undone, error);
  undone->n_restored++;
  return tiem_suppliers_save (write, supplier, error) != 0;
}

gboolean
tiem_import_undo_people (TiemWrite *write,
                         gint64 run_id,
                         TiemImportUndone *undone,
                         GError **error)
{
  g_autoptr (GArray) changes = load_changes (write, run_id, error);

  if (changes == NULL)
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    {
      const Change *change = &g_array_index (changes, Change, i);

      write->what |= change->customer_id != 0 ? TIEM_CHANGED_CUSTOMERS : TIEM_CHANGED_SLIPS;
      if (!(change->customer_id != 0 ? undo_customer (write, change, undone, error)
                                     : undo_supplier (write, change, undone, error)))
        return FALSE;
    }
  return TRUE;
}
