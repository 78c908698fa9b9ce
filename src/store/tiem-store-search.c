#define G_LOG_DOMAIN "tiem-search"

#include "base/tiem-text.h"
#include "store/tiem-orders-private.h"

#include <string.h>

void
tiem_search_add (GString *text,
                 const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, part);
}

void
tiem_search_add_phone (GString *text,
                       const char *phone)
{
  g_autofree char *normal = tiem_phone_normalise (phone);
  g_autofree char *spaced = NULL;
  gsize length;

  if (normal == NULL)
    return;
  length = strlen (normal);
  tiem_search_add (text, normal + 1); /* without "+" */
  if (length > 4)
    tiem_search_add (text, normal + length - 4);
  if (!g_str_has_prefix (normal, "+84"))
    return;
  g_string_append_printf (text, " 0%s", normal + 3);
  spaced = tiem_phone_format (normal);
  tiem_search_add (text, spaced);
}

gboolean
tiem_search_put (TiemDb *db,
                 const char *table,
                 gint64 id,
                 const char *text,
                 GError **error)
{
  g_autofree char *folded = tiem_text_fold (text);
  g_autofree char *held = NULL;
  g_autofree char *select = g_strdup_printf ("SELECT t FROM %s WHERE rowid = ?1", table);
  g_autofree char *write = NULL;

  if (!tiem_db_get_text (db, &held, error, select, TIEM_INT (id)))
    return FALSE;
  if (g_strcmp0 (held, folded) == 0)
    return TRUE;
  write = held == NULL ? g_strdup_printf ("INSERT INTO %s (rowid, t) VALUES (?1, ?2)", table)
                       : g_strdup_printf ("UPDATE %s SET t = ?2 WHERE rowid = ?1", table);
  return tiem_db_run (db, error, write, TIEM_INT (id), TIEM_TEXT (folded));
}
