#define G_LOG_DOMAIN "tiem-order-text"

#include "base/tiem-text.h"
#include "store/tiem-orders-private.h"

/* What a search finds an order by, made from its rows alone, so that it can be made again. */

static gboolean
add_order (TiemDb *db,
           gint64 order_id,
           GString *text,
           GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT o.remote_id, nullif (o.number, o.remote_id), o.buyer_name,"
                       " iif (a.name IS o.buyer_name, NULL, a.name),"
                       " (SELECT group_concat (tracking, ' ') FROM (SELECT tracking FROM parcel"
                       "  WHERE order_id = ?1 ORDER BY position)), o.buyer_phone,"
                       " iif (a.phone IS o.buyer_phone, NULL, a.phone), o.owner_note,"
                       " (SELECT group_concat (name, ' ') FROM (SELECT t.name FROM order_tag ot"
                       "  JOIN tag t ON t.id = ot.tag_id WHERE ot.order_id = ?1"
                       "  ORDER BY t.name_key)) FROM customer_order o"
                       " LEFT JOIN order_address a ON a.order_id = o.id WHERE o.id = ?1",
                       TIEM_INT (order_id));

  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  for (int i = 0; i <= 4; i++)
    tiem_search_add (text, tiem_stmt_text (row, i));
  tiem_search_add_phone (text, tiem_stmt_text (row, 5));
  tiem_search_add_phone (text, tiem_stmt_text (row, 6));
  tiem_search_add (text, tiem_stmt_text (row, 7));
  tiem_search_add (text, tiem_stmt_text (row, 8));
  return TRUE;
}

char *
tiem_order_text_make (TiemDb *db,
                      gint64 order_id,
                      GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (!add_order (db, order_id, text, error))
    return NULL;
  rows = tiem_db_query (db,
                        error,
                        "SELECT title, options, remote_sku FROM order_line WHERE order_id = ?1"
                        " ORDER BY position, id",
                        TIEM_INT (order_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    for (int i = 0; i <= 2; i++)
      tiem_search_add (text, tiem_stmt_text (rows, i));
  return step < 0 ? NULL : tiem_text_fold (text->str);
}
