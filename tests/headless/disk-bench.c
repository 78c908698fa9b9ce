#include "disk-bench.h"

#include "base/tiem-error.h"
#include "store/tiem-backup.h"
#include "store/tiem-db.h"

#include <sqlite3.h>
#include <string.h>

/* The day's first minute of every step. */
#define NOW G_GINT64_CONSTANT (1795262400000)

/* --- folders --- */

char *
disk_bench_make_dir (void)
{
  const char *parent = g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();
  g_autofree char *template = g_build_filename (parent, "tiem-disk-XXXXXX", NULL);
  char *dir = g_mkdtemp (g_steal_pointer (&template));

  g_assert_nonnull (dir);
  return dir;
}

void
disk_bench_copy_dir (const char *from,
                     const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *content = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR) || g_str_has_suffix (name, "-shm"))
        continue;
      g_file_get_contents (source, &content, &length, &error);
      g_assert_no_error (error);
      g_file_set_contents (target, content, length, &error);
      g_assert_no_error (error);
    }
}

/* --- what the database holds --- */

/* What chance puts in. */
static const char *const left_out[] = {
  "outbox.idempotency_key",
  "outbox.not_before",
  NULL,
};

static gboolean
is_left_out (const char *table,
             sqlite3_stmt *rows,
             int column)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", table, sqlite3_column_name (rows, column));

  return g_strv_contains (left_out, name)
         || (g_str_equal (table, "setting")
             && g_strcmp0 ((const char *)sqlite3_column_text (rows, 0), "uuid") == 0);
}

static guint
hash_row (sqlite3_stmt *rows,
          const char *table)
{
  g_autoptr (GString) row = g_string_new (NULL);

  for (int i = 0; i < sqlite3_column_count (rows); i++)
    if (!is_left_out (table, rows, i))
      {
        const char *text = (const char *)sqlite3_column_text (rows, i);

        g_string_append_printf (row, "%s|", text != NULL ? text : "NULL");
      }
  return g_str_hash (row->str);
}

/* The sum of the rows' hashes: their order does not matter. */
static void
add_table (GString *digest,
           sqlite3 *db,
           const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", table);
  sqlite3_stmt *rows = NULL;
  guint sum = 0, n = 0;
  int code;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &rows, NULL), ==, SQLITE_OK);
  for (; (code = sqlite3_step (rows)) == SQLITE_ROW; n++)
    sum += hash_row (rows, table);
  g_assert_cmpint (code, ==, SQLITE_DONE);
  sqlite3_finalize (rows);
  g_string_append_printf (digest, "%s %u %08x\n", table, n, sum);
}

char *
disk_bench_digest (const char *path)
{
  GString *digest = g_string_new (NULL);
  sqlite3_stmt *tables = NULL;
  sqlite3 *db = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_string_free (digest, FALSE);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  /* The log may lack its last lines; the words of the search are integrity_check's. */
  sqlite3_prepare_v2 (db,
                      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN"
                      " ('sync_log', 'sqlite_stat1') AND name NOT LIKE '%\\_fts%' ESCAPE '\\'"
                      " ORDER BY name",
                      -1,
                      &tables,
                      NULL);
  while (sqlite3_step (tables) == SQLITE_ROW)
    add_table (digest, db, (const char *)sqlite3_column_text (tables, 0));
  sqlite3_finalize (tables);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return g_string_free (digest, FALSE);
}

static char *
digest_dir (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "tiem.db", NULL);

  return disk_bench_digest (path);
}

static void
assert_integrity (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "tiem.db", NULL);
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemDb) db = tiem_db_open (path, TIEM_DB_READER, &error);

  g_assert_no_error (error);
  g_assert_true (tiem_db_get_text (db, &answer, &error, "PRAGMA integrity_check"));
  g_assert_cmpstr (answer, ==, "ok");
}

/* --- one try --- */

static void
begin (StoreFixture *shop,
       const char *template,
       const DiskStep *step)
{
  shop->dir = disk_bench_make_dir ();
  shop->now = NOW;
  disk_bench_copy_dir (template, shop->dir);
  faulty_vfs_watch (shop->dir);
  if (!step->opens)
    store_fixture_open (shop);
}

static void
finish (StoreFixture *shop)
{
  g_clear_object (&shop->store);
  faulty_vfs_unwatch ();
  store_fixture_remove_dir (shop->dir);
  g_clear_pointer (&shop->dir, g_free);
}

static gboolean
act (StoreFixture *shop,
     const DiskStep *step,
     GError **error)
{
  shop->now = NOW;
  return step->act (shop, error);
}

/* What a person reads: what happened, and what to do. */
static void
assert_helps (const GError *error,
              FaultyKind kind)
{
  g_assert_true (error->domain == TIEM_ERROR);
  g_assert_nonnull (strstr (error->message, "; "));
  g_assert_true (g_str_has_suffix (error->message, "."));
  if (kind != FAULTY_ERROR)
    {
      g_assert_cmpint (error->code, ==, TIEM_ERROR_FULL);
      g_assert_nonnull (strstr (error->message, "free some space"));
    }
}

typedef struct
{
  char *template;
  char *before, *after;
  guint n; /* operations of an undisturbed run */
} Course;

static void
clear_course (Course *self)
{
  store_fixture_remove_dir (self->template);
  g_free (self->template);
  g_free (self->before);
  g_free (self->after);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Course, clear_course)

/* Whether @dir has all of it; it must not have a part. */
static gboolean
is_done (const Course *course,
         const DiskStep *step,
         const char *dir)
{
  g_autofree char *now = digest_dir (dir);

  if (g_str_equal (now, course->after))
    return TRUE;
  if (!step->in_parts)
    g_assert_cmpstr (now, ==, course->before);
  return FALSE;
}

/* All that was begun comes to its end on a sound disk. */
static void
go_on (StoreFixture *shop,
       const Course *course,
       const DiskStep *step)
{
  g_autoptr (GError) error = NULL;

  if (step->look != NULL || !is_done (course, step, shop->dir))
    {
      act (shop, step, &error);
      g_assert_no_error (error);
      g_assert_true (is_done (course, step, shop->dir));
    }
  if (step->look != NULL)
    step->look (shop, course->before);
  if (shop->store == NULL)
    store_fixture_open (shop);
  shop_check (shop);
  g_clear_object (&shop->store);
  assert_integrity (shop->dir);
}

/* The program ended there, and begins again with what the files hold. */
static void
go_on_elsewhere (const char *image,
                 const Course *course,
                 const DiskStep *step)
{
  StoreFixture shop = { 0 };

  begin (&shop, image, step);
  go_on (&shop, course, step);
  finish (&shop);
}

/* The undisturbed run. */
static void
run_course (Course *self,
            const DiskStep *step,
            FaultyKind kind)
{
  FaultyPlan none = { kind, FAULTY_ALL, G_MAXUINT, 1, NULL };
  StoreFixture shop = { 0 };
  g_autoptr (GError) error = NULL;

  self->template = disk_bench_make_dir ();
  if (step->prepare != NULL)
    step->prepare (self->template);
  self->before = digest_dir (self->template);
  begin (&shop, self->template, step);
  faulty_vfs_begin (&none);
  act (&shop, step, &error);
  self->n = faulty_vfs_end ();
  g_assert_no_error (error);
  self->after = digest_dir (shop.dir);
  if (step->look != NULL)
    g_assert_cmpstr (self->before, ==, self->after);
  finish (&shop);
}

/* "-m slow" tries every operation; otherwise some of each step, and its last ones, which commit.
 * Returns: the one to try after @i of @n */
static guint
get_next (guint i,
          guint n)
{
  return g_test_slow () || i + 4 > n ? i + 1 : MIN (i + MAX (1, n / 5), n - 3);
}

/* Returns: whether the plan's operation was reached */
static gboolean
try_one (const Course *course,
         const DiskStep *step,
         const FaultyPlan *plan,
         DiskCounts *counts)
{
  StoreFixture shop = { 0 };
  g_autofree char *image = disk_bench_make_dir ();
  g_autoptr (GError) error = NULL;
  gboolean well, reached;

  g_test_message (
      "%s: kind %d, operation %u, times %u", step->name, plan->kind, plan->nth, plan->times);
  begin (&shop, course->template, step);
  faulty_vfs_begin (plan);
  well = act (&shop, step, &error);
  reached = faulty_vfs_get_failed () > 0;
  if (step->opens && plan->times == 0)
    g_clear_object (&shop.store);
  faulty_vfs_end ();

  g_assert_true (well == (error == NULL));
  if (!well)
    assert_helps (error, plan->kind);
  counts->points += reached;
  counts->told += reached && !well;
  counts->swallowed += reached && well;

  if (well)
    g_assert_true (is_done (course, step, shop.dir));
  if (well && step->look != NULL)
    step->look (&shop, course->before);
  disk_bench_copy_dir (shop.dir, image);
  go_on (&shop, course, step);
  finish (&shop);
  go_on_elsewhere (image, course, step);
  store_fixture_remove_dir (image);
  return reached;
}

void
disk_bench_try (const DiskStep *step,
                FaultyKind kind,
                guint times,
                DiskCounts *counts)
{
  g_auto (Course) course = { 0 };

  run_course (&course, step, kind);
  /* A disk that has failed once makes SQLite do more than in the undisturbed run: the first
   * operation that is not reached ends it. */
  for (guint i = 1;; i = get_next (i, course.n))
    {
      FaultyPlan plan = { kind, FAULTY_ALL, i, times, NULL };

      if (!try_one (&course, step, &plan, counts))
        {
          g_assert_cmpuint (i, >, course.n);
          return;
        }
    }
}

/* --- the power goes --- */

static gboolean
try_power (const Course *course,
           const DiskStep *step,
           guint nth,
           GRand *random,
           DiskCounts *counts)
{
  FaultyPlan plan = { FAULTY_ERROR, FAULTY_ALL, nth, 0, NULL };
  StoreFixture shop = { 0 };
  g_autofree char *image = disk_bench_make_dir ();
  gboolean well, reached;

  g_test_message ("%s: no power after operation %u", step->name, nth - 1);
  begin (&shop, course->template, step);
  faulty_vfs_begin (&plan);
  well = act (&shop, step, NULL);
  reached = faulty_vfs_get_failed () > 0;
  faulty_vfs_cut_power (image, random);
  g_clear_object (&shop.store);
  faulty_vfs_end ();

  counts->points += reached;
  counts->told += reached && !well;
  counts->swallowed += reached && well;
  /* What was acknowledged is there. */
  if (well && !step->is_light)
    g_assert_true (is_done (course, step, image));
  finish (&shop);
  go_on_elsewhere (image, course, step);
  store_fixture_remove_dir (image);
  return reached;
}

void
disk_bench_try_power (const DiskStep *step,
                      DiskCounts *counts)
{
  g_auto (Course) course = { 0 };
  gboolean reached = TRUE;

  run_course (&course, step, FAULTY_ERROR);
  for (guint i = 1; reached; i = get_next (i, course.n))
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (i);

      reached = try_power (&course, step, i, NULL, counts);
      try_power (&course, step, i, random, counts);
    }
}
