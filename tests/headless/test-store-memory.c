#include "store-fixture.h"

#include "store/tiem-store-private.h"

/* What the writer keeps of the file. */

#define MB (1024 * 1024)
/* More than it may keep, less than one transaction may have changed before it is written early. */
#define LARGE_MB 32
#define KEPT_MB 18

static int
get_status (StoreFixture *fixture,
            int what)
{
  g_autoptr (GError) error = NULL;
  TiemDb *db = tiem_store_take_writer (fixture->store, &error);
  int now = 0;
  int highest = 0;

  g_assert_no_error (error);
  g_assert_cmpint (
      sqlite3_db_status (tiem_db_get_handle (db), what, &now, &highest, FALSE), ==, SQLITE_OK);
  tiem_store_give_writer (fixture->store);
  return now;
}

/* A large transaction writes each page once, and leaves little behind. */
static void
test_large_write (StoreFixture *fixture,
                  gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemWrite) write = tiem_store_begin_write (fixture->store, &error);
  gboolean done;

  g_assert_no_error (error);
  done
      = tiem_db_run (write->db,
                     &error,
                     "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)"
                     " INSERT INTO setting (key, value) SELECT 'large-' || i, hex (zeroblob (1800))"
                     " FROM n",
                     TIEM_INT (LARGE_MB * MB / 4096));
  g_assert_no_error (error);
  g_assert_true (done);
  done = tiem_write_commit (write, &error);
  g_assert_no_error (error);
  g_assert_true (done);

  g_assert_cmpint (get_status (fixture, SQLITE_DBSTATUS_CACHE_WRITE), >=, LARGE_MB * MB / 4096);
  g_assert_cmpint (get_status (fixture, SQLITE_DBSTATUS_CACHE_SPILL), ==, 0);
  g_assert_cmpint (get_status (fixture, SQLITE_DBSTATUS_CACHE_USED), <, KEPT_MB * MB);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/memory/large-write",
              StoreFixture,
              NULL,
              store_fixture_set_up,
              test_large_write,
              store_fixture_tear_down);
  return g_test_run ();
}
