#define G_LOG_DOMAIN "tiem-customer-found"

#include "store/tiem-store-customers-private.h"

#include <string.h>

/*
 * The first customers of a list that hold words which many hold. Each is marked by its id in a
 * field of bits, and the list is walked in its order, which an index has: so nothing is sorted, and
 * of those that hold the words only the ones that are shown are looked up.
 */

static void
mark (GByteArray *bits,
      gint64 id)
{
  if (id >= 0 && id / 8 < bits->len)
    bits->data[id / 8] |= (guint8)(1 << (id % 8));
}

static gboolean
is_marked (GByteArray *bits,
           gint64 id)
{
  return id >= 0 && id / 8 < bits->len && (bits->data[id / 8] & (1 << (id % 8))) != 0;
}

/* Returns: (nullable): the customers whose own words are looked for */
static GByteArray *
mark_holders (TiemDb *db,
              const char *expression,
              GError **error)
{
  g_autoptr (GByteArray) bits = g_byte_array_new ();
  g_autoptr (TiemStmt) rows = NULL;
  gint64 last = 0;
  int step = -1;

  if (!tiem_db_get_int (db, &last, error, "SELECT max (id) FROM customer"))
    return NULL;
  g_byte_array_set_size (bits, (guint)(last / 8 + 1));
  memset (bits->data, 0, bits->len);
  rows = tiem_db_query (db,
                        error,
                        "SELECT rowid FROM customer_text WHERE customer_text MATCH ?1",
                        TIEM_TEXT (expression));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    mark (bits, tiem_stmt_int (rows, 0));
  return step < 0 ? NULL : g_steal_pointer (&bits);
}

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
    if (is_marked (bits, tiem_stmt_int (rows, 0)))
      mark (bits, tiem_stmt_int (rows, 1));
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
  g_autoptr (GByteArray) bits = mark_holders (db, expression, error);
  int step = -1;

  if (bits == NULL || !mark_roots (db, bits, error))
    return FALSE;
  while (found->len < limit && (step = tiem_stmt_step (candidates, error)) > 0)
    {
      gint64 id = tiem_stmt_int (candidates, 0);
      int does_fit;

      if (!is_marked (bits, id))
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
