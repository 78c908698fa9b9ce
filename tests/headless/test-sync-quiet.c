#include "sync-worker-fixture.h"

#include "store-fixture.h"
#include "store/tiem-gaps.h"
#include "store/tiem-store-asking.h"
#include "store/tiem-store-split.h"
#include "sync/tiem-sync-once.h"

#include <utime.h>

/* Hours in which nothing happens: nothing is written, and nothing that is needed is lost. */

#define HOUR (60 * MINUTE)
#define ASK_MS 5000 /* on a busy machine */
/* Units that are few when a channel is silent, and enough when all answer. */
#define FEW 12
#define PLENTY 500

/* Turn after turn of each channel, each when it is due, for @span. */
static void
idle_for (SyncFixture *fixture,
          gint64 span)
{
  gint64 end_at = tiem_clock_now (fixture->clock) + span;
  gint64 due_at[G_N_ELEMENTS (fixture->workers)] = { 0 };

  while (tiem_clock_now (fixture->clock) < end_at)
    {
      gint64 now = tiem_clock_now (fixture->clock);
      gint64 next_at = end_at;

      for (guint i = 0; i < G_N_ELEMENTS (fixture->workers); i++)
        if (fixture->workers[i] != NULL)
          {
            if (due_at[i] <= now)
              due_at[i] = sync_turn (fixture, i, TIEM_TURN_NORMAL).next_at;
            next_at = MIN (next_at, due_at[i]);
          }
      tiem_sim_clock_advance (fixture->clock, MAX (0, next_at - now));
    }
}

static void
set_up_two (SyncFixture *fixture,
            gconstpointer user_data)
{
  sync_fixture_set_up (fixture);
  sync_fixture_add_second (fixture);
  sync_adopt (fixture, one_sku);
  tiem_fake_shop_order (fixture->shops[0], "DH-01", "AT-DEN-L", 1);
  sync_settle (fixture, 0);
  sync_settle (fixture, 1);
  /* The second passes over the listings find what the order changed. */
  idle_for (fixture, 3 * HOUR);
  tiem_worker_flush_log (fixture->workers[0]);
}

/* The bytes of the database and its log, as they are on the disk now. */
static GBytes *
read_files (SyncFixture *fixture)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  static const char *const names[] = { "tiem.db", "tiem.db-wal" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->dir, names[i], NULL);
      g_autofree char *data = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      g_byte_array_append (all, (const guint8 *)data, length);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

/* The shop as another process finds it, or the next one after a crash: a copy of the files. */
static TiemStore *
open_copy (SyncFixture *fixture,
           char **dir)
{
  g_autoptr (GError) error = NULL;
  static const char *const names[] = { "tiem.db", "tiem.db-wal" };
  TiemStore *store;

  *dir = g_dir_make_tmp ("tiem-sync-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (fixture->dir, names[i], NULL);
      g_autofree char *to = g_build_filename (*dir, names[i], NULL);
      g_autofree char *data = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &data, &length, NULL));
      g_assert_true (g_file_set_contents (to, data, (gssize)length, NULL));
    }
  store = tiem_store_open (*dir, &error);
  g_assert_no_error (error);
  return store;
}

static void
drop_copy (TiemStore *store,
           char *dir)
{
  g_object_unref (store);
  store_fixture_remove_dir (dir);
  g_free (dir);
}

static gint64
get_ok_at (TiemStore *store,
           gint64 channel_id)
{
  g_autoptr (TiemChannelRecord) record = tiem_store_get_channel (store, channel_id, NULL);

  return record->last_ok_at;
}

static gint64
get_crashed_ok_at (SyncFixture *fixture)
{
  char *dir;
  TiemStore *store = open_copy (fixture, &dir);
  gint64 ok_at = get_ok_at (store, fixture->channels[0]);

  drop_copy (store, dir);
  return ok_at;
}

static void
test_nothing_written (SyncFixture *fixture,
                      gconstpointer user_data)
{
  g_autoptr (GBytes) before = read_files (fixture);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autofree char *calls = NULL;
  const TiemLogEntry *line;

  g_free (tiem_fake_shop_take_calls (fixture->shops[0]));
  idle_for (fixture, 5 * HOUR);
  after = read_files (fixture);
  g_assert_true (g_bytes_equal (before, after));
  /* The listings were read as well. */
  calls = tiem_fake_shop_take_calls (fixture->shops[0]);
  g_assert_nonnull (strstr (calls, "listings"));

  /* It is known all the same, … */
  g_assert_cmpint (tiem_clock_now (fixture->clock)
                       - get_ok_at (fixture->store, fixture->channels[0]),
                   <=,
                   MINUTE);
  /* … and written for who looks at the log: a line for each kind of call. */
  log = tiem_store_list_log (fixture->store, fixture->channels[0], 0, 2, NULL);
  line = log->pdata[0];
  g_assert_cmpstr (line->endpoint, ==, "orders");
  g_assert_nonnull (strstr (line->message, "without news"));
}

static void
test_stop (SyncFixture *fixture,
           gconstpointer user_data)
{
  gint64 ok_at;

  idle_for (fixture, HOUR);
  ok_at = get_ok_at (fixture->store, fixture->channels[0]);
  g_assert_cmpint (get_crashed_ok_at (fixture), <, ok_at);
  sync_fixture_restart (fixture);
  g_assert_cmpint (get_ok_at (fixture->store, fixture->channels[0]), ==, ok_at);
  g_assert_cmpint (get_crashed_ok_at (fixture), ==, ok_at);
}

/* Whatever is written next takes it along, whoever writes. */
static void
test_with_next_commit (SyncFixture *fixture,
                       gconstpointer user_data)
{
  gint64 ok_at;

  idle_for (fixture, HOUR);
  ok_at = get_ok_at (fixture->store, fixture->channels[0]);
  sync_set_stock (fixture, "AT-DEN-L", 30);
  g_assert_cmpint (get_crashed_ok_at (fixture), ==, ok_at);
}

/* Returns: since when the channel could not be asked, by what is kept of @from and later; 0 = it
 * could */
static gint64
find_gap (SyncFixture *fixture,
          gint64 from)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (fixture->store, NULL);
  g_autofree char *class = NULL;
  gint64 began_at = 0, ended_at = 0;

  g_assert_true (tiem_gaps_find (read->db,
                                 fixture->channels[0],
                                 from,
                                 tiem_clock_now (fixture->clock),
                                 &class,
                                 &began_at,
                                 &ended_at,
                                 NULL));
  return began_at;
}

/* A channel that fails after a quiet hour was not silent all that hour. */
static void
test_no_gap (SyncFixture *fixture,
             gconstpointer user_data)
{
  gint64 from = tiem_clock_now (fixture->clock);

  idle_for (fixture, HOUR);
  g_assert_cmpint (find_gap (fixture, from), ==, 0);
  tiem_fake_shop_fail (fixture->shops[0], "orders", 1, TIEM_ERROR_TRANSIENT, 500, FALSE);
  sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_TRANSIENT);
  /* At once, for other processes go by it. */
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, "TRANSIENT");
  idle_for (fixture, MINUTE);
  sync_assert_state (fixture, 0, TIEM_CHANNEL_ACTIVE, NULL);
  g_assert_cmpint (find_gap (fixture, from), >=, from + HOUR - MINUTE);
}

/* Killed in a quiet hour: the next one begins from the rows, which are as good as before. */
static void
test_crash (SyncFixture *fixture,
            gconstpointer user_data)
{
  char *dir;
  TiemStore *store;
  gint64 available = sync_get_available (fixture, "AT-DEN-L");

  idle_for (fixture, 2 * HOUR);
  store = open_copy (fixture, &dir);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->workers); i++)
    g_clear_object (&fixture->workers[i]);
  g_clear_object (&fixture->store);
  store_fixture_remove_dir (fixture->dir);
  g_free (fixture->dir);
  fixture->dir = dir;
  g_object_unref (store);
  sync_fixture_restart (fixture);

  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, available);
  tiem_fake_shop_order (fixture->shops[0], "DH-02", "AT-DEN-L", 2);
  sync_settle (fixture, 0);
  sync_settle (fixture, 1);
  g_assert_cmpint (sync_get_available (fixture, "AT-DEN-L"), ==, available - 2);
  g_assert_cmpint (tiem_fake_shop_get_stock (fixture->shops[1], "AT-DEN-L"), ==, available - 2);
}

static gint64
now_cb (gpointer user_data)
{
  return tiem_clock_now (user_data);
}

/* As another process opens it. The one that is there hears it and writes what it has noted: once
 * that is done, it has no other reason. */
static TiemStore *
open_other (SyncFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TiemStore *other;

  idle_for (fixture, MINUTE);
  other = tiem_store_open (fixture->dir, &error);
  g_assert_no_error (error);
  tiem_store_set_clock (other, now_cb, fixture->clock);
  while (get_ok_at (other, fixture->channels[0]) < get_ok_at (fixture->store, fixture->channels[0]))
    g_usleep (1000);
  return other;
}

/* What one process knows, another one that asks. */
static void
test_asked (SyncFixture *fixture,
            gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemStore) other = open_other (fixture);
  TiemSyncLock *lock = tiem_sync_lock_take (fixture->dir, &error);
  gint64 ok_at;

  g_assert_no_error (error);
  g_assert_cmpint (tiem_store_get_asked_since (other), >, 0);
  idle_for (fixture, HOUR);
  ok_at = get_ok_at (fixture->store, fixture->channels[0]);
  g_assert_cmpint (get_ok_at (other, fixture->channels[0]), <, ok_at);
  tiem_store_ask_others (other, ASK_MS);
  g_assert_cmpint (get_ok_at (other, fixture->channels[0]), ==, ok_at);
  tiem_sync_lock_release (lock);
  g_assert_cmpint (tiem_store_get_asked_since (other), ==, 0);
}

static gboolean
is_split (TiemStore *store,
          gint64 variant_id)
{
  g_autoptr (GPtrArray) reasons = NULL;
  gboolean split = FALSE;

  reasons = tiem_store_explain_stock (store, variant_id, &split, NULL);
  g_assert_nonnull (reasons);
  return split;
}

/*
 * Goods are scarce sooner while a channel is silent, and a process that does not ask the channels
 * itself must not take a quiet hour for silence; nor a silent channel for a quiet one.
 */
typedef struct
{
  const char *path;
  gboolean is_held; /* by who asks the channels */
  gint64 began_ago; /* since when */
  gboolean fails;
  gboolean split;
} Silence;

static const Silence silences[] = {
  { "/sync/quiet/division/all-is-well", TRUE, HOUR, FALSE, FALSE },
  { "/sync/quiet/division/nobody-asks", FALSE, HOUR, FALSE, TRUE },
  { "/sync/quiet/division/no-answer-since", TRUE, 0, FALSE, TRUE },
  { "/sync/quiet/division/channel-fails", TRUE, HOUR, TRUE, TRUE },
};

/* A pace of sales, so that a silence means something; the fake channel's orders are of noon. */
static void
sell_for_a_while (SyncFixture *fixture)
{
  sync_fixture_add_second (fixture);
  sync_adopt (fixture, one_sku);
  sync_set_stock (fixture, "AT-DEN-L", PLENTY);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("DH-%02u", i);

      tiem_fake_shop_order (fixture->shops[i % 2], id, "AT-DEN-L", 1);
      sync_settle (fixture, i % 2);
    }
  sync_settle (fixture, 0);
  sync_settle (fixture, 1);
}

static void
test_division_elsewhere (SyncFixture *fixture,
                         gconstpointer user_data)
{
  const Silence *silence = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemStore) other = NULL;
  g_autofree char *lock_path = g_build_filename (fixture->dir, TIEM_WORKERS_LOCK_FILE, NULL);
  TiemSyncLock *lock;
  struct utimbuf times;
  gint64 reserved;

  sell_for_a_while (fixture);
  other = open_other (fixture);
  idle_for (fixture, 6 * MINUTE);
  lock = tiem_sync_lock_take (fixture->dir, &error);
  g_assert_no_error (error);
  times.actime = times.modtime
      = (time_t)((tiem_clock_now (fixture->clock) - silence->began_ago) / 1000);
  g_assert_cmpint (g_utime (lock_path, &times), ==, 0);
  if (!silence->is_held)
    tiem_sync_lock_release (g_steal_pointer (&lock));
  if (silence->fails)
    {
      tiem_fake_shop_fail (
          fixture->shops[0], "orders", G_MAXUINT, TIEM_ERROR_TRANSIENT, 500, FALSE);
      sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_TRANSIENT);
      tiem_sim_clock_advance (fixture->clock, 2 * MINUTE);
      sync_turn_fails (fixture, 0, TIEM_TURN_NORMAL, TIEM_ERROR_TRANSIENT);
    }

  reserved = PLENTY - sync_get_available (fixture, "AT-DEN-L");
  g_assert_true (tiem_store_set_stock (
      other, sync_find (fixture, "AT-DEN-L"), reserved + FEW, "đếm lại", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (is_split (other, sync_find (fixture, "AT-DEN-L")), ==, silence->split);
  tiem_sync_lock_release (lock);
}

static TiemWorker *
new_worker_cb (gint64 channel_id,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  SyncFixture *fixture = user_data;

  return sync_fixture_new_worker (fixture, channel_id == fixture->channels[0] ? 0 : 1, 3);
}

/* Who syncs once leaves behind when it was. */
static void
test_once (SyncFixture *fixture,
           gconstpointer user_data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) turns = NULL;

      tiem_sim_clock_advance (fixture->clock, (i == 1 ? 1 : 20) * MINUTE);
      turns = tiem_sync_once_with (fixture->store,
                                   fixture->clock,
                                   0,
                                   TIEM_TURN_NORMAL,
                                   new_worker_cb,
                                   fixture,
                                   NULL,
                                   &error);
      g_assert_no_error (error);
      g_assert_cmpint (get_crashed_ok_at (fixture), ==, tiem_clock_now (fixture->clock));
    }
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (SyncFixture *fixture, gconstpointer user_data);
  } tests[] = {
    { "/sync/quiet/nothing-written", test_nothing_written },
    { "/sync/quiet/stop", test_stop },
    { "/sync/quiet/with-next-commit", test_with_next_commit },
    { "/sync/quiet/no-gap", test_no_gap },
    { "/sync/quiet/crash", test_crash },
    { "/sync/quiet/asked", test_asked },
    { "/sync/quiet/once", test_once },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, SyncFixture, NULL, set_up_two, tests[i].func, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (silences); i++)
    g_test_add (
        silences[i].path, SyncFixture, &silences[i], set_up, test_division_elsewhere, tear_down);

  return g_test_run ();
}
