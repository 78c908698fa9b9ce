#pragma once

#include "shop-fixture.h"

#include <sqlite3.h>

/* Breaks the database behind the store's back, to see that tiem_store_check() notices. */

static inline void
check_run_sql (StoreFixture *fixture, const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->dir, "tiem.db", NULL);
  sqlite3 *db = NULL;
  char *problem = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  sqlite3_exec (db, sql, NULL, NULL, &problem);
  g_assert_cmpstr (problem, ==, NULL);
  sqlite3_close (db);
}

/* Returns: how many violations of the invariant there are */
static inline guint
check_count (StoreFixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invariants = tiem_store_check (fixture->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      if (g_str_equal (invariant->name, name))
        return invariant->violations->len;
    }
  g_assert_not_reached ();
}

/* @broken makes the invariant fail, @mended makes it hold again. */
static inline void
check_notices (StoreFixture *fixture, const char *name, const char *broken, const char *mended)
{
  g_test_message ("%s: %s", name, broken);
  g_assert_cmpuint (check_count (fixture, name), ==, 0);
  check_run_sql (fixture, broken);
  g_assert_cmpuint (check_count (fixture, name), >, 0);
  check_run_sql (fixture, mended);
  g_assert_cmpuint (check_count (fixture, name), ==, 0);
}
