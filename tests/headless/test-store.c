#include "store-fixture.h"

#include "store/tiem-store-private.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The database as a file: made, opened, refused, damaged, full, shared. */

static int
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static void
test_new (StoreFixture *fixture,
          gconstpointer data)
{
  g_autofree char *dir = g_build_filename (fixture->dir, "inner", "shop", NULL);
  g_autofree char *path = g_build_filename (dir, "tiem.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *uuid = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemStore) store = tiem_store_open (dir, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tiem_store_get_dir (store), ==, dir);
  g_assert_cmpint (get_mode (dir), ==, 0700);
  g_assert_cmpint (get_mode (path), ==, 0600);
  tiem_store_set_setting (store, "shop", "Nhà Mây", &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_mode (wal), ==, 0600);

  uuid = g_strdup (tiem_store_get_uuid (store));
  g_assert_true (g_uuid_string_is_valid (uuid));
  g_clear_object (&store);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));

  store = tiem_store_open (dir, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tiem_store_get_uuid (store), ==, uuid);
}

static void
test_settings (StoreFixture *fixture,
               gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = tiem_store_get_setting (fixture->store, "shop", &error);
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  g_assert_null (before);
  g_assert_true (tiem_store_set_setting (fixture->store, "shop", "Nhà Mây", &error));
  g_assert_true (tiem_store_set_setting (fixture->store, "shop", "Nhà Gió", &error));
  after = tiem_store_get_setting (fixture->store, "shop", &error);
  g_assert_cmpstr (after, ==, "Nhà Gió");
  g_assert_true (tiem_store_set_setting (fixture->store, "shop", NULL, &error));
  g_clear_pointer (&after, g_free);
  after = tiem_store_get_setting (fixture->store, "shop", &error);
  g_assert_null (after);
  g_assert_no_error (error);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/store/open/new", test_new);
  ADD ("/store/settings", test_settings);
  return g_test_run ();
}
