#define G_LOG_DOMAIN "tiem-customer-found"

#include "store/tiem-ids.h"
#include "store/tiem-store-customers-private.h"

/*
 * The first customers of a list that hold words which many hold. Each is marked by its id in a
 * field of bits, and the list is walked in its order, which an index has: so nothing is sorted, and
 * of those that hold the words only the ones that are shown are looked up.
 */

/* Who is merged into another is shown as that one: few are. */
static gboolean
mark_roots (TiemDb *db,
            GByteArray *bits,
            GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db, error, "SELECT id, root_id FROM customer WHERE merged_into IS NOT NULL");
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    if (tiem_ids_is_marked (bits, tiem_stmt_int (rows, 0)))
      tiem_ids_add_mark (bits, tiem_stmt_int (rows, 1));
  return step == 0;
}

gboolean
tiem_customer_found_select (TiemDb *db,
                            const char *expression,
                            TiemStmt *candidates,
                            TiemStmt *fits,
                            gint64 limit,
                            GArray *found,
                            GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT rowid FROM customer_text WHERE customer_text MATCH ?1",
                       TIEM_TEXT (expression));
  guint n;
  g_autoptr (GByteArray) bits = tiem_ids_mark (rows, &n, error);
  int step = -1;

  if (bits == NULL || !mark_roots (db, bits, error))
    return FALSE;
  while (found->len < limit && (step = tiem_stmt_step (candidates, error)) > 0)
    {
      gint64 id = tiem_stmt_int (candidates, 0);
      int does_fit;

      if (!tiem_ids_is_marked (bits, id))
        continue;
      tiem_stmt_bind_int (fits, 1, id);
      if ((does_fit = tiem_stmt_step (fits, error)) < 0)
        return FALSE;
      tiem_stmt_restart (fits);
      if (does_fit)
        g_array_append_val (found, id);
    }
  return step >= 0 || found->len >= limit;
}
