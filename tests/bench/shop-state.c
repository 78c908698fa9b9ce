#include "shop.h"

#include "shop-program.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/*
 * Of which state a shop is: of the schema, as the steps that lead to it say, without their
 * comments, and of the program that made it. One that was migrated differs from one that was built
 * by the whole schema, if only in where its pages lie.
 */

#define SCHEMA_FOLDER "/vn/tiem/Tiem/schema"

static int
compare_names (const void *a,
               const void *b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

char *
shop_state_describe (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GRegex) comment = g_regex_new ("\\s*--[^\\n]*|\\s+", 0, 0, NULL);
  g_auto (GStrv) steps = g_resources_enumerate_children (SCHEMA_FOLDER, 0, NULL);

  g_assert (steps != NULL && steps[0] != NULL);
  qsort (steps, g_strv_length (steps), sizeof *steps, compare_names);
  for (guint i = 0; steps[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (SCHEMA_FOLDER "/", steps[i], NULL);
      g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
      gsize length = 0;
      const char *sql = g_bytes_get_data (bytes, &length);
      g_autofree char *plain
          = g_regex_replace_literal (comment, sql, (gssize)length, 0, " ", 0, NULL);

      g_checksum_update (checksum, (const guchar *)plain, -1);
    }
  return g_strdup_printf ("%.16s/%s", g_checksum_get_string (checksum), SHOP_PROGRAM);
}

char *
shop_state_read (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "tiem.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  char *mark = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK
      && sqlite3_prepare_v2 (
             db, "SELECT value FROM setting WHERE key = '" SHOP_MARK "'", -1, &stmt, NULL)
             == SQLITE_OK
      && sqlite3_step (stmt) == SQLITE_ROW)
    mark = g_strdup ((const char *)sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return mark;
}
