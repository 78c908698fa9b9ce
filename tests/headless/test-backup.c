#include "store-fixture.h"

#include "base/tiem-error.h"
#include "store/tiem-backup.h"
#include "store/tiem-store-customers.h"
#include "store/tiem-store-private.h"

#include <string.h>
#include <sys/stat.h>

static void
add_customer (StoreFixture *fixture,
              const char *name)
{
  g_autoptr (GError) error = NULL;

  tiem_store_add_customer (fixture->store, name, NULL, NULL, &error);
  g_assert_no_error (error);
}

static gint64
count_customers (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 all, regular, recent;

  tiem_store_count_customers (fixture->store, &all, &regular, &recent, &error);
  g_assert_no_error (error);
  return all;
}

/* On a connection of its own: FTS5 of SQLite 3.46 takes another's new words for damage when it
 * has seen the table before. */
static void
assert_sound (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->dir, "tiem.db", NULL);
  g_autoptr (TiemDb) db = tiem_db_open (path, TIEM_DB_READER, &error);
  g_autofree char *answer = NULL;

  g_assert_no_error (error);
  g_assert_true (tiem_db_get_text (db, &answer, &error, "PRAGMA integrity_check"));
  g_assert_cmpstr (answer, ==, "ok");
}

/* Returns: how many files of the folder begin so */
static guint
count_files (const char *folder,
             const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);
  return n;
}

static void
run_in_file (const char *path,
             const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemDb) db = tiem_db_open (path, TIEM_DB_WRITER, &error);

  g_assert_no_error (error);
  tiem_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static char *
make_backup (StoreFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->dir, "sao-luu.db", NULL);
  g_autoptr (GError) error = NULL;

  tiem_store_backup (fixture->store, path, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&path);
}

static void
test_round_trip (StoreFixture *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *again = NULL;
  g_autofree char *wal = NULL;
  GStatBuf info;

  add_customer (fixture, "Nguyễn Thị Hoà");
  add_customer (fixture, "Đặng Văn Lâm");
  path = make_backup (fixture);
  wal = g_strconcat (path, "-wal", NULL);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));

  add_customer (fixture, "Trần Thị Đào");
  g_assert_cmpint (count_customers (fixture), ==, 3);
  kept = tiem_store_restore (fixture->store, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_customers (fixture), ==, 2);
  assert_sound (fixture);

  /* What was there is not lost, and the backup itself is as it was. */
  g_assert_cmpint (g_stat (kept, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  add_customer (fixture, "Lê Minh Tú");
  again = tiem_store_restore (fixture->store, kept, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_customers (fixture), ==, 3);
  g_assert_cmpstr (kept, !=, again);
  g_assert_cmpuint (count_files (fixture->dir, "tiem-before-restore"), ==, 2);
  g_assert_cmpuint (count_files (fixture->dir, "restore.part"), ==, 0);
}

/* The restored content is there after the next start, and is what others see at once. */
static void
test_survives_restart (StoreFixture *fixture,
                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *kept = NULL;

  add_customer (fixture, "Nguyễn Thị Hoà");
  path = make_backup (fixture);
  add_customer (fixture, "Đặng Văn Lâm");
  kept = tiem_store_restore (fixture->store, path, NULL, &error);
  g_assert_no_error (error);

  g_clear_object (&fixture->store);
  store_fixture_open (fixture);
  g_assert_cmpint (count_customers (fixture), ==, 1);
  assert_sound (fixture);
}

static void
changed_cb (TiemStore *store,
            guint what,
            gpointer user_data)
{
  *(guint *)user_data |= what;
}

static void
test_announces (StoreFixture *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = make_backup (fixture);
  g_autofree char *kept = NULL;
  guint what = 0;

  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), &what);
  kept = tiem_store_restore (fixture->store, path, NULL, &error);
  g_assert_no_error (error);
  while (what == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (what, ==, TIEM_CHANGED_ALL);
}

/* A backup of another computer brings its own id: its keys are not in this keyring. */
static void
test_takes_over_uuid (StoreFixture *fixture,
                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = make_backup (fixture);
  g_autofree char *kept = NULL;

  run_in_file (path, "UPDATE setting SET value = 'abc' WHERE key = 'uuid'");
  kept = tiem_store_restore (fixture->store, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tiem_store_get_uuid (fixture->store), ==, "abc");
}

static void
assert_refused (StoreFixture *fixture,
                const char *path,
                TiemError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length_before = 0, length_after = 0;
  gint64 n = count_customers (fixture);

  g_file_get_contents (path, &before, &length_before, NULL);
  kept = tiem_store_restore (fixture->store, path, NULL, &error);
  g_assert_null (kept);
  g_assert_error (error, TIEM_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, ";"));

  /* Nothing was changed: here, there, or left behind. */
  g_file_get_contents (path, &after, &length_after, NULL);
  g_assert_cmpmem (before, length_before, after, length_after);
  g_assert_cmpint (count_customers (fixture), ==, n);
  g_assert_cmpuint (count_files (fixture->dir, "restore.part"), ==, 0);
  g_assert_cmpuint (count_files (fixture->dir, "tiem-before-restore"), ==, 0);
  add_customer (fixture, "Vẫn ghi được");
  assert_sound (fixture);
}

static void
test_refuses_newer (StoreFixture *fixture,
                    gconstpointer data)
{
  g_autofree char *path = make_backup (fixture);

  run_in_file (path, "PRAGMA user_version = 999");
  assert_refused (fixture, path, TIEM_ERROR_SCHEMA);
}

static void
test_refuses_damaged (StoreFixture *fixture,
                      gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  for (int i = 0; i < 200; i++)
    add_customer (fixture, "Nguyễn Thị Hoà");
  path = make_backup (fixture);
  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);

  /* Cut in the middle, as by a full stick … */
  g_file_set_contents (path, bytes, length / 2, &error);
  g_assert_no_error (error);
  assert_refused (fixture, path, TIEM_ERROR_DAMAGED);

  /* … and overwritten in places. */
  for (gsize i = 8192; i + 16 < length; i += 4096)
    memset (bytes + i, 0xa5, 16);
  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
  assert_refused (fixture, path, TIEM_ERROR_DAMAGED);
}

static void
test_refuses_foreign (StoreFixture *fixture,
                      gconstpointer data)
{
  g_autofree char *path = make_backup (fixture);
  g_autofree char *missing = g_build_filename (fixture->dir, "khong-co.db", NULL);
  g_autoptr (GError) error = NULL;

  run_in_file (path, "PRAGMA application_id = 7");
  assert_refused (fixture, path, TIEM_ERROR_INVALID);

  g_file_set_contents (path, "Sổ bán hàng tháng 11", -1, &error);
  g_assert_no_error (error);
  assert_refused (fixture, path, TIEM_ERROR_INVALID);

  g_file_set_contents (path, "", 0, &error);
  g_assert_no_error (error);
  assert_refused (fixture, path, TIEM_ERROR_INVALID);

  assert_refused (fixture, fixture->dir, TIEM_ERROR_INVALID);
  assert_refused (fixture, missing, TIEM_ERROR_NOT_FOUND);
}

static void
test_cancelled (StoreFixture *fixture,
                gconstpointer data)
{
  g_autofree char *path = make_backup (fixture);
  g_autofree char *other = g_build_filename (fixture->dir, "khac.db", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (tiem_store_backup (fixture->store, other, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (fixture->dir, "khac"), ==, 0);

  kept = tiem_store_restore (fixture->store, path, cancellable, &error);
  g_assert_null (kept);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (fixture->dir, "restore.part"), ==, 0);
  add_customer (fixture, "Vẫn ghi được");
}

/* An older backup stays as it is when the new one can't be made. */
static void
test_keeps_older (StoreFixture *fixture,
                  gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "khong-co", "sao-luu.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (tiem_store_backup (fixture->store, path, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_READ_ONLY);
}

static void
test_daily (StoreFixture *fixture,
            gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->dir, "Sao lưu", NULL);
  g_autofree char *own = g_build_filename (folder, "tiem-cua-toi.db", NULL);
  g_autofree char *first = NULL;
  g_autoptr (GError) error = NULL;

  for (guint day = 0; day < 10; day++)
    {
      g_autofree char *made = NULL;
      g_autofree char *again = NULL;

      made = tiem_store_backup_daily (fixture->store, folder, 7, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (made);
      again = tiem_store_backup_daily (fixture->store, folder, 7, NULL, &error);
      g_assert_no_error (error);
      g_assert_null (again);
      if (day == 0)
        {
          first = g_steal_pointer (&made);
          g_assert_true (g_str_has_suffix (first, "/tiem-2026-11-21.db"));
          g_file_set_contents (own, "của tôi", -1, &error);
          g_assert_no_error (error);
        }
      fixture->now += 24 * G_GINT64_CONSTANT (3600000);
    }
  g_assert_cmpuint (count_files (folder, "tiem-2026-1"), ==, 7);
  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));
}

/* A crash left halves of copies behind: they go with the next start, and nothing else does. */
static void
test_drops_unfinished (StoreFixture *fixture,
                       gconstpointer data)
{
  static const char *const halves[] = { "restore.part",
                                        "restore.part-wal",
                                        "tiem-before-restore-2026-11-20-101112.db.part",
                                        "tiem-version-1-2026-11-20-101112.db.part-journal" };
  static const char *const others[]
      = { "tiem-before-restore-2026-11-20-101112.db", "cua-toi.part" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (halves) + G_N_ELEMENTS (others); i++)
    {
      const char *name = i < G_N_ELEMENTS (halves) ? halves[i] : others[i - G_N_ELEMENTS (halves)];
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

      g_file_set_contents (path, "dở dang", -1, &error);
      g_assert_no_error (error);
    }
  g_clear_object (&fixture->store);
  store_fixture_open (fixture);
  g_assert_cmpuint (count_files (fixture->dir, "restore.part"), ==, 0);
  g_assert_cmpuint (count_files (fixture->dir, "tiem-before"), ==, 1);
  g_assert_cmpuint (count_files (fixture->dir, "tiem-version"), ==, 0);
  g_assert_cmpuint (count_files (fixture->dir, "cua-toi"), ==, 1);
}

#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/backup/round-trip", test_round_trip);
  ADD ("/backup/survives-restart", test_survives_restart);
  ADD ("/backup/announces", test_announces);
  ADD ("/backup/takes-over-uuid", test_takes_over_uuid);
  ADD ("/backup/refuses-newer", test_refuses_newer);
  ADD ("/backup/refuses-damaged", test_refuses_damaged);
  ADD ("/backup/refuses-foreign", test_refuses_foreign);
  ADD ("/backup/cancelled", test_cancelled);
  ADD ("/backup/keeps-older", test_keeps_older);
  ADD ("/backup/daily", test_daily);
  ADD ("/backup/drops-unfinished", test_drops_unfinished);
  return g_test_run ();
}
