#define G_LOG_DOMAIN "tiem-ids"

#include "store/tiem-ids.h"

#include <string.h>

GArray *
tiem_ids_collect (TiemStmt *rows,
                  GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);
      g_array_append_val (ids, id);
    }
  return step < 0 ? NULL : g_steal_pointer (&ids);
}

char *
tiem_ids_to_json (GArray *ids)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (
        json, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", g_array_index (ids, gint64, i));
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

gboolean
tiem_ids_find_few (
    TiemDb *db, const char *sql, const char *expression, gint64 most, char **json, GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db, error, sql, TIEM_TEXT (expression), TIEM_INT (most + 1));
  g_autoptr (GArray) ids = tiem_ids_collect (rows, error);

  *json = ids != NULL && ids->len <= most ? tiem_ids_to_json (ids) : NULL;
  return ids != NULL;
}

/* Beyond any id that a row of this table gets; a damaged index may name others. */
#define MOST_MARKED G_GINT64_CONSTANT (0x7fffffff)

void
tiem_ids_add_mark (GByteArray *marks,
                   gint64 id)
{
  guint length = marks->len;

  if (id < 0 || id > MOST_MARKED)
    return;
  if (id / 8 >= length)
    {
      g_byte_array_set_size (marks, (guint)(id / 8 + 1));
      memset (marks->data + length, 0, marks->len - length);
    }
  marks->data[id / 8] |= (guint8)(1 << (id % 8));
}

gboolean
tiem_ids_is_marked (GByteArray *marks,
                    gint64 id)
{
  return id >= 0 && id / 8 < marks->len && (marks->data[id / 8] & (1 << (id % 8))) != 0;
}

GByteArray *
tiem_ids_mark (TiemStmt *rows,
               guint *n,
               GError **error)
{
  g_autoptr (GByteArray) marks = g_byte_array_new ();
  int step = -1;

  *n = 0;
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      tiem_ids_add_mark (marks, tiem_stmt_int (rows, 0));
      ++*n;
    }
  return step < 0 ? NULL : g_steal_pointer (&marks);
}

int
tiem_ids_compare (gconstpointer a,
                  gconstpointer b)
{
  gint64 one = *(const gint64 *)a;
  gint64 other = *(const gint64 *)b;

  return (one > other) - (one < other);
}

GHashTable *
tiem_ids_index (GPtrArray *records)
{
  GHashTable *index = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < records->len; i++)
    {
      gpointer record = g_ptr_array_index (records, i);

      g_hash_table_insert (index, record, record); /* its id comes first */
    }
  return index;
}

GPtrArray *
tiem_ids_arrange (GArray *ids,
                  GPtrArray *records)
{
  g_autoptr (GHashTable) index = tiem_ids_index (records);
  guint n = 0;

  g_assert (records->len <= ids->len);
  for (guint i = 0; i < ids->len; i++)
    {
      gpointer record = g_hash_table_lookup (index, &g_array_index (ids, gint64, i));

      if (record != NULL)
        records->pdata[n++] = record;
    }
  g_assert (n == records->len);
  return records;
}
