#include "store-fixture.h"

#include "store/tiem-store-private.h"
#include "store/tiem-store-shop.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The database as a file (made, opened, refused, damaged, full, shared), and calls off the
 * main thread. */

#define NOBODY 65534

static int
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static char *
get_path (StoreFixture *fixture)
{
  return g_build_filename (fixture->dir, "tiem.db", NULL);
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *content = NULL;
  gsize length = 0;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, length);
}

/* Overwrites @length bytes from @offset. */
static void
scribble (const char *path,
          off_t offset,
          gsize length)
{
  g_autofree char *noise = g_malloc (length);
  int fd = open (path, O_WRONLY);

  memset (noise, 0xa5, length);
  g_assert_cmpint (pwrite (fd, noise, length, offset), ==, (gssize)length);
  close (fd);
}

static guint
count_files (const char *dir_path,
             const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (dir_path, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);
  return n;
}

static void
run_sql (const char *path,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemDb) db = tiem_db_open (path, TIEM_DB_WRITER, &error);

  g_assert_no_error (error);
  tiem_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

/* --- opening --- */

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
test_newer (StoreFixture *fixture,
            gconstpointer data)
{
  g_autofree char *path = get_path (fixture);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (TiemStore) store = NULL;
  g_autoptr (GError) error = NULL;
  guint files;

  g_clear_object (&fixture->store);
  run_sql (path, "PRAGMA user_version = 9999");
  before = read_file (path);
  files = count_files (fixture->dir, "tiem");

  store = tiem_store_open (fixture->dir, &error);
  g_assert_null (store);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_SCHEMA);
  after = read_file (path);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpuint (count_files (fixture->dir, "tiem"), ==, files);
}

static void
test_foreign (StoreFixture *fixture,
              gconstpointer data)
{
  g_autofree char *path = get_path (fixture);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (TiemStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->store);
  run_sql (path, "PRAGMA application_id = 42");
  before = read_file (path);
  store = tiem_store_open (fixture->dir, &error);
  g_assert_null (store);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_STORE);
  after = read_file (path);
  g_assert_true (g_bytes_equal (before, after));
}

static void
assert_set_aside (StoreFixture *fixture,
                  GBytes *damaged)
{
  g_autoptr (TiemStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) kept = NULL;
  const char *start;
  g_autofree char *aside = NULL;

  store = tiem_store_open (fixture->dir, &error);
  g_assert_null (store);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_DAMAGED);

  /* the sentence names the file, which is what it was */
  start = strstr (error->message, fixture->dir);
  g_assert_nonnull (start);
  aside = g_strndup (start, (gsize)(strstr (start, ".db") + strlen (".db") - start));
  kept = read_file (aside);
  g_assert_true (g_bytes_equal (kept, damaged));
  g_clear_error (&error);

  /* and the next start begins anew beside it */
  store = tiem_store_open (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture->dir, "tiem-damaged-"), >=, 1);
}

static void
test_no_database (StoreFixture *fixture,
                  gconstpointer data)
{
  g_autofree char *path = get_path (fixture);
  g_autoptr (GBytes) damaged = NULL;

  g_clear_object (&fixture->store);
  scribble (path, 0, 8192);
  damaged = read_file (path);
  assert_set_aside (fixture, damaged);
}

/* A crash leaves its journal; then the whole file is looked at. */
static void
test_damaged_inside (StoreFixture *fixture,
                     gconstpointer data)
{
  g_autofree char *path = get_path (fixture);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autoptr (GBytes) damaged = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->store);
  scribble (path, 3 * 4096 + 100, 40000);
  g_file_set_contents (wal, "left behind by a crash", -1, &error);
  g_assert_no_error (error);
  damaged = read_file (path);
  assert_set_aside (fixture, damaged);
}

/* The process dies without closing; what was committed is there. */
static void
test_crash (StoreFixture *fixture,
            gconstpointer data)
{
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ())
    {
      const char *dir = g_getenv ("TIEM_TEST_DIR");
      g_autoptr (TiemStore) store = NULL;

      store_fixture_tear_down (fixture, NULL); /* nobody else will */
      store = tiem_store_open (dir, &error);
      g_assert_no_error (error);
      tiem_store_set_setting (store, "shop", "Nhà Mây", &error);
      g_assert_no_error (error);
      g_assert_nonnull (tiem_store_begin_write (store, &error));
      _exit (7);
    }

  g_clear_object (&fixture->store);
  g_setenv ("TIEM_TEST_DIR", fixture->dir, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_assert_false (g_test_trap_has_passed ());

  store_fixture_open (fixture);
  value = tiem_store_get_setting (fixture->store, "shop", &error);
  g_assert_cmpstr (value, ==, "Nhà Mây");
  g_assert_cmpuint (count_files (fixture->dir, "tiem-damaged-"), ==, 0);
}

/* Root may write anywhere, so the attempt is made as somebody else. */
static void
test_read_only (StoreFixture *fixture,
                gconstpointer data)
{
  if (g_test_subprocess ())
    {
      const char *dir = g_getenv ("TIEM_TEST_DIR");
      g_autofree char *below = g_build_filename (dir, "inner", NULL);
      g_autoptr (TiemStore) store = NULL;
      g_autoptr (GError) error = NULL;

      gboolean is_root = geteuid () == 0;

      if (is_root)
        g_assert_cmpint (seteuid (NOBODY), ==, 0);
      store = tiem_store_open (dir, &error);
      g_assert_null (store);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_READ_ONLY);
      g_clear_error (&error);
      store = tiem_store_open (below, &error);
      g_assert_null (store);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_READ_ONLY);
      if (is_root)
        g_assert_cmpint (seteuid (0), ==, 0); /* the leak checker needs its rights */
      return;
    }

  g_clear_object (&fixture->store);
  g_setenv ("TIEM_TEST_DIR", fixture->dir, TRUE);
  g_assert_cmpint (g_chmod (fixture->dir, 0555), ==, 0);
  g_test_trap_subprocess (NULL, 0, 0);
  g_chmod (fixture->dir, 0700);
  g_test_trap_assert_passed ();
}

/* --- room on the disk --- */

static void
set_most_pages (StoreFixture *fixture,
                const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemWrite) write = tiem_store_begin_write (fixture->store, &error);

  g_assert_no_error (error);
  tiem_db_exec (write->db, sql, &error);
  g_assert_no_error (error);
}

static void
test_full (StoreFixture *fixture,
           gconstpointer data)
{
  g_autofree char *big = g_strnfill (1000000, 'x');
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;

  tiem_store_set_setting (fixture->store, "shop", "Nhà Mây", &error);
  set_most_pages (fixture, "PRAGMA max_page_count = 1");
  g_assert_false (tiem_store_set_setting (fixture->store, "shop", big, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_FULL);
  g_clear_error (&error);
  value = tiem_store_get_setting (fixture->store, "shop", &error);
  g_assert_cmpstr (value, ==, "Nhà Mây");

  /* with room again work goes on */
  set_most_pages (fixture, "PRAGMA max_page_count = 1073741823");
  g_assert_true (tiem_store_set_setting (fixture->store, "shop", big, &error));
  g_assert_no_error (error);
}

/* --- settings, transactions --- */

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

/* A reader sees what was there when it began, and waits for nobody. */
static void
test_snapshot (StoreFixture *fixture,
               gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRead) read = NULL;
  g_autofree char *early = NULL;
  g_autofree char *during = NULL;
  g_autofree char *late = NULL;

  tiem_store_set_setting (fixture->store, "shop", "Nhà Mây", &error);
  {
    g_autoptr (TiemWrite) write = tiem_store_begin_write (fixture->store, &error);

    tiem_db_run (write->db, &error, "UPDATE setting SET value = 'x' WHERE key = 'shop'");
    during = tiem_store_get_setting (fixture->store, "shop", &error);
    g_assert_cmpstr (during, ==, "Nhà Mây");
  }

  /* taken back */
  read = tiem_store_begin_read (fixture->store, &error);
  tiem_db_get_text (read->db, &early, &error, "SELECT value FROM setting WHERE key = 'shop'");
  g_assert_cmpstr (early, ==, "Nhà Mây");
  tiem_store_set_setting (fixture->store, "shop", "Nhà Gió", &error);
  tiem_db_get_text (read->db, &late, &error, "SELECT value FROM setting WHERE key = 'shop'");
  g_assert_cmpstr (late, ==, "Nhà Mây");
  g_assert_no_error (error);
}

/* --- announcements --- */

typedef struct
{
  guint n;
  guint what;
} Heard;

static void
changed_cb (TiemStore *store,
            guint what,
            Heard *heard)
{
  heard->n++;
  heard->what |= what;
}

static void
iterate_for (gint64 ms)
{
  gint64 until = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
write_and_say (TiemStore *store,
               const char *value,
               TiemChanged what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemWrite) write = tiem_store_begin_write (store, &error);

  tiem_db_run (write->db,
               &error,
               "INSERT OR REPLACE INTO setting (key, value) VALUES ('k', ?1)",
               TIEM_TEXT (value));
  write->what |= what;
  tiem_write_commit (write, &error);
  g_assert_no_error (error);
}

static void
test_changed (StoreFixture *fixture,
              gconstpointer data)
{
  Heard heard = { 0 };

  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), &heard);
  write_and_say (fixture->store, "1", TIEM_CHANGED_ORDERS);
  write_and_say (fixture->store, "2", TIEM_CHANGED_ORDERS);
  write_and_say (fixture->store, "3", TIEM_CHANGED_CUSTOMERS);
  g_assert_cmpuint (heard.n, ==, 0); /* not from inside the commit */
  iterate_for (50);
  g_assert_cmpuint (heard.n, ==, 1);
  g_assert_cmpuint (heard.what, ==, TIEM_CHANGED_ORDERS | TIEM_CHANGED_CUSTOMERS);
}

/* Another connection is to SQLite what another process is. */
static void
test_changed_elsewhere (StoreFixture *fixture,
                        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemStore) other = tiem_store_open (fixture->dir, &error);
  Heard heard = { 0 };

  g_assert_no_error (error);
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), &heard);
  write_and_say (fixture->store, "own", 0);
  iterate_for (1300);
  g_assert_cmpuint (heard.n, ==, 0); /* its own commits are no news */

  write_and_say (other, "foreign", TIEM_CHANGED_ORDERS);
  for (guint i = 0; i < 40 && heard.n == 0; i++)
    iterate_for (100);
  g_assert_cmpuint (heard.n, ==, 1);
  g_assert_cmpuint (heard.what, ==, TIEM_CHANGED_ALL);
}

/* --- off the main thread --- */

typedef struct
{
  GMainLoop *loop;
  char *text;
  GError *error;
} Answer;

static void
answered_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  Answer *answer = user_data;

  answer->text = tiem_store_run_finish (TIEM_STORE (object), result, &answer->error);
  g_main_loop_quit (answer->loop);
}

static void
run (StoreFixture *fixture,
     TiemStoreKind kind,
     TiemStoreFunc func,
     GCancellable *cancellable,
     Answer *answer)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  *answer = (Answer){ .loop = loop };
  tiem_store_run_async (fixture->store,
                        kind,
                        func,
                        g_strdup ("shop"),
                        g_free,
                        g_free,
                        cancellable,
                        answered_cb,
                        answer);
  g_main_loop_run (loop);
}

static gpointer
read_setting (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  g_assert_false (g_main_context_is_owner (g_main_context_default ()));
  return tiem_store_get_setting (store, data, error);
}

static gpointer
fail (TiemStore *store,
      gpointer data,
      GCancellable *cancellable,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND, "no");
  return NULL;
}

static gpointer
cancel_later_cb (gpointer data)
{
  g_usleep (100000);
  g_cancellable_cancel (data);
  return NULL;
}

/* Would run for hours. */
static gpointer
count_for_ever (TiemStore *store,
                gpointer data,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (store, error);
  gint64 n = 0;

  tiem_db_get_int (read->db,
                   &n,
                   error,
                   "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)"
                   " SELECT count (*) FROM c");
  return NULL;
}

static gpointer
write_then_cancel (TiemStore *store,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  gboolean ok = tiem_store_set_setting (store, data, "written", error);

  g_cancellable_cancel (cancellable);
  return ok ? g_strdup ("done") : NULL;
}

static void
test_async (StoreFixture *fixture,
            gconstpointer data)
{
  Answer answer;

  tiem_store_set_setting (fixture->store, "shop", "Nhà Mây", NULL);
  run (fixture, TIEM_STORE_READ, read_setting, NULL, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.text, ==, "Nhà Mây");
  g_free (answer.text);

  run (fixture, TIEM_STORE_WRITE, fail, NULL, &answer);
  g_assert_error (answer.error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&answer.error);
}

static void
test_cancel (StoreFixture *fixture,
             gconstpointer data)
{
  g_autoptr (GCancellable) first = g_cancellable_new ();
  g_autoptr (GCancellable) second = g_cancellable_new ();
  g_autofree char *value = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_later_cb, first);
  Answer answer;

  run (fixture, TIEM_STORE_READ, count_for_ever, first, &answer);
  g_thread_join (thread);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);

  /* too late before it began */
  run (fixture, TIEM_STORE_WRITE, write_then_cancel, first, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
  value = tiem_store_get_setting (fixture->store, "shop", NULL);
  g_assert_null (value);

  /* what was written is told as written */
  run (fixture, TIEM_STORE_WRITE, write_then_cancel, second, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.text, ==, "done");
  g_free (answer.text);
  value = tiem_store_get_setting (fixture->store, "shop", NULL);
  g_assert_cmpstr (value, ==, "written");
}

/* The last reference goes with the last answer, whichever thread lets go last. */
static void
test_async_last_reference (StoreFixture *fixture,
                           gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
      Answer answer = { .loop = loop };
      g_autoptr (GError) error = NULL;
      TiemStore *store = tiem_store_open (fixture->dir, &error);

      g_assert_no_error (error);
      tiem_store_run_async (store,
                            TIEM_STORE_READ,
                            read_setting,
                            g_strdup ("uuid"),
                            g_free,
                            g_free,
                            NULL,
                            answered_cb,
                            &answer);
      g_object_unref (store);
      g_main_loop_run (loop);
      g_assert_true (g_uuid_string_is_valid (answer.text));
      g_free (answer.text);
    }
  iterate_for (20);
}

static void
test_closed (StoreFixture *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Answer answer;

  tiem_store_close (fixture->store);
  g_assert_null (tiem_store_get_setting (fixture->store, "shop", &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_STORE);
  g_clear_error (&error);
  g_assert_false (tiem_store_set_setting (fixture->store, "shop", "x", &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_STORE);
  run (fixture, TIEM_STORE_READ, read_setting, NULL, &answer);
  g_assert_error (answer.error, TIEM_ERROR, TIEM_ERROR_STORE);
  g_clear_error (&answer.error);
}

static void
test_shop_identity (StoreFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemShopIdentity) none = tiem_store_get_shop_identity (fixture->store, &error);
  g_autoptr (TiemShopIdentity) read = NULL;
  g_autoptr (TiemShopIdentity) later = NULL;
  TiemShopIdentity said = { .name = "  Nhà Mây ",
                            .phone = "0905 118 274",
                            .address = "12 Lê Lợi, Phường Bến Thành, TP Hồ Chí Minh",
                            .bank = "970436",
                            .account_number = " " };

  g_assert_no_error (error);
  g_assert_null (none->name);
  g_assert_null (none->bank);

  g_assert_true (tiem_store_set_shop_identity (fixture->store, &said, &error));
  read = tiem_store_get_shop_identity (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->name, ==, "Nhà Mây");
  g_assert_cmpstr (read->address, ==, said.address);
  g_assert_cmpstr (read->bank, ==, "970436");
  g_assert_null (read->account_number);

  /* Each of two pages says what stands on it. */
  said = (TiemShopIdentity){ .bank = "" };
  g_assert_true (tiem_store_set_shop_identity (fixture->store, &said, &error));
  later = tiem_store_get_shop_identity (fixture->store, &error);
  g_assert_cmpstr (later->phone, ==, read->phone);
  g_assert_null (later->bank);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/store/open/new", test_new);
  ADD ("/store/open/newer", test_newer);
  ADD ("/store/open/foreign", test_foreign);
  ADD ("/store/open/no-database", test_no_database);
  ADD ("/store/open/damaged-inside", test_damaged_inside);
  ADD ("/store/open/crash", test_crash);
  ADD ("/store/open/read-only", test_read_only);
  ADD ("/store/full", test_full);
  ADD ("/store/settings", test_settings);
  ADD ("/store/shop-identity", test_shop_identity);
  ADD ("/store/snapshot", test_snapshot);
  ADD ("/store/changed", test_changed);
  ADD ("/store/changed/elsewhere", test_changed_elsewhere);
  ADD ("/store/async", test_async);
  ADD ("/store/async/cancel", test_cancel);
  ADD ("/store/async/last-reference", test_async_last_reference);
  ADD ("/store/closed", test_closed);
  return g_test_run ();
}
