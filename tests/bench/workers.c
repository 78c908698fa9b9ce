#include "bench-figures.h"
#include "bench-shop.h"

#include "base/tiem-error.h"
#include "base/tiem-memory.h"
#include "base/tiem-time.h"
#include "store/tiem-orders-private.h"
#include "sync/tiem-poll.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/resource.h>

/*
 * Rows 9, 10 and 12: what four workers on TLS take while nothing happens, and whether they keep up
 * with a peak. The shop is a new one, or a copy of a large one (--shop), whose own channels rest.
 * A peak of an hour is replayed faster, while polls stay as they are: each brings so many times
 * more.
 */

#define PRODUCTS 60
#define UNITS 9000
#define SPARE_SKU "NON-LA"
/* Rows of one jump, and how often there is one. */
#define ROWS 50
#define JUMP_EVERY_MS 100
#define LAST_JUMPS 1000
/* How long those are measured that the ones of the peak stand beside. */
#define IDLE_JUMPS_S 20
/* From the answer of a poll to its orders in the store, on a busy machine. */
#define STORE_MS 2000
/* It is quiet when nothing was written for so long. */
#define PEACE_S 20
#define LOOK_S 5
#define MOST_RESTLESS_S 300

static struct
{
  char *shop;
  double idle_minutes;
  int peak_orders;
  double peak_speed;
} args = { .idle_minutes = 3, .peak_orders = 2000, .peak_speed = 20 };

static const GOptionEntry entries[] = {
  { "shop",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &args.shop,
    "A shop that tests/bench/run made, of which a copy is used; else a new one",
    "DIR" },
  { "idle-minutes",
    0,
    0,
    G_OPTION_ARG_DOUBLE,
    &args.idle_minutes,
    "How long nothing happens",
    "N" },
  { "peak-orders", 0, 0, G_OPTION_ARG_INT, &args.peak_orders, "Orders of the peak's hour", "N" },
  { "peak-speed",
    0,
    0,
    G_OPTION_ARG_DOUBLE,
    &args.peak_speed,
    "How much faster it is replayed",
    "N" },
  { NULL }
};

typedef struct
{
  char *dir; /* (owned) */
  BenchMarkets *markets;
  BenchShop shop;
  GRand *random;
  GArray *ids;     /* (element-type gint64): all orders there were, for jumps */
  GPtrArray *skus; /* (element-type utf8) */
} Bench;

static gboolean
fail (GError **error,
      const char *sentence)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, sentence);
  return FALSE;
}

/* --- what the process takes --- */

typedef struct
{
  gint64 at; /* monotonic µs */
  double cpu_ms;
  gint64 wake_ups;
  gint64 bytes;   /* handed to the disk */
  gint64 commits; /* of the store's own connection and of all others */
} Usage;

/* @name: of a line "NAME: 12 kB" or "NAME: 12". Returns: its number */
static gint64
read_line (const char *path,
           const char *name)
{
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (at = strstr (text, name)) == NULL)
    return 0;
  return g_ascii_strtoll (at + strlen (name), NULL, 10);
}

static double
get_memory_mb (void)
{
  return (double)read_line ("/proc/self/status", "VmRSS:") / 1024;
}

/* How often a connection of its own sees the database change. */
static gint64
read_version (sqlite3 *db)
{
  sqlite3_stmt *stmt = NULL;
  gint64 version = 0;

  if (sqlite3_prepare_v2 (db, "PRAGMA data_version", -1, &stmt, NULL) == SQLITE_OK
      && sqlite3_step (stmt) == SQLITE_ROW)
    version = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  return version;
}

static void
read_usage (Usage *usage)
{
  struct rusage own;

  getrusage (RUSAGE_SELF, &own);
  usage->at = g_get_monotonic_time ();
  usage->cpu_ms = (double)(own.ru_utime.tv_sec + own.ru_stime.tv_sec) * 1e3
                  + (double)(own.ru_utime.tv_usec + own.ru_stime.tv_usec) / 1e3;
  usage->wake_ups = own.ru_nvcsw;
  usage->bytes = read_line ("/proc/self/io", "\nwrite_bytes:");
}

/* --- jumps --- */

static gboolean
jump (Bench *bench,
      GArray *figures,
      GError **error)
{
  gint64 since = g_get_monotonic_time ();
  g_autoptr (TiemRead) read = tiem_store_begin_read (bench->shop.store, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) orders = NULL;
  guint rows = MIN (ROWS, bench->ids->len);
  gint32 first = g_rand_int_range (bench->random, 0, (gint32)(bench->ids->len - rows + 1));

  if (read == NULL)
    return FALSE;
  g_array_append_vals (ids, &g_array_index (bench->ids, gint64, first), rows);
  orders = tiem_orders_read_rows (read->db, ids, error);
  if (orders == NULL)
    return FALSE;
  bench_figures_add (figures, g_get_monotonic_time () - since);
  return TRUE;
}

typedef struct
{
  Bench *bench;
  GArray *figures; /* (nullable): no jumps */
  gint64 next_at;
  gint64 end_at;
  GError *error;
} Resting;

static gboolean
is_rested (gpointer user_data)
{
  Resting *resting = user_data;
  gint64 now = g_get_monotonic_time ();

  if (resting->figures != NULL && now >= resting->next_at)
    {
      resting->next_at = now + JUMP_EVERY_MS * G_TIME_SPAN_MILLISECOND;
      if (!jump (resting->bench, resting->figures, &resting->error))
        return TRUE;
    }
  bench_record_clear (resting->bench->shop.record);
  return now >= resting->end_at;
}

/* --- nothing happens --- */

/* A channel that was just connected reads what it never read, reviews among others: until nothing
 * has been written for a while. Returns: FALSE when that never is */
static gboolean
wait_for_peace (sqlite3 *db)
{
  gint64 version = read_version (db);
  guint quiet_s = 0;

  for (guint s = 0; s < MOST_RESTLESS_S && quiet_s < PEACE_S; s += LOOK_S)
    {
      gint64 before = version;

      g_usleep (LOOK_S * G_TIME_SPAN_SECOND);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      version = read_version (db);
      quiet_s = version == before ? quiet_s + LOOK_S : 0;
    }
  return quiet_s >= PEACE_S;
}

static gint64
get_size (const char *path)
{
  GStatBuf facts;

  return g_stat (path, &facts) == 0 ? (gint64)facts.st_size : 0;
}

static gboolean
run_idle (Bench *bench,
          BenchTable *table,
          GError **error)
{
  g_autofree char *path = g_build_filename (bench->dir, "tiem.db", NULL);
  g_autofree char *log_path = g_build_filename (bench->dir, "tiem.db-wal", NULL);
  double seconds = args.idle_minutes * 60;
  gint64 log_size;
  sqlite3 *db = NULL;
  guint calls;
  Usage before;
  Usage after;
  double hours;

  if (!bench_shop_settle (&bench->shop, 1000, error))
    return FALSE;
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    return fail (error, "The database can't be looked at.");
  if (!wait_for_peace (db))
    {
      sqlite3_close (db);
      return fail (error, "The channels do not come to rest.");
    }
  log_size = get_size (log_path);
  calls = bench_record_get_total (bench->shop.record);
  before.commits = read_version (db);
  read_usage (&before);
  /* Without the loop's own look-around: it is the workers that are measured. */
  for (gint64 end = before.at + (gint64)(seconds * G_TIME_SPAN_SECOND);
       g_get_monotonic_time () < end;)
    {
      g_usleep (5 * G_TIME_SPAN_SECOND);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  read_usage (&after);
  after.commits = read_version (db);
  sqlite3_close (db);
  calls = bench_record_get_total (bench->shop.record) - calls;
  if (calls == 0)
    return fail (error, "Nothing was asked of any channel while nothing happened.");
  hours = (double)(after.at - before.at) / (3600.0 * G_TIME_SPAN_SECOND);
  bench_table_add_text (
      table, "12 idle, four channels polling: calls an hour", "%.0f", calls / hours);
  bench_table_add_text (table,
                        "12 the same: processor time an hour",
                        "%.1f s (%.2f %%)",
                        (after.cpu_ms - before.cpu_ms) / 1e3 / hours,
                        (after.cpu_ms - before.cpu_ms) / 1e3 / hours / 36);
  bench_table_add_text (table,
                        "12 the same: wake-ups an hour",
                        "%.0f, %.1f for each call",
                        (after.wake_ups - before.wake_ups) / hours,
                        (double)(after.wake_ups - before.wake_ups) / calls);
  bench_table_add_text (table,
                        "12 the same: written an hour",
                        "%.0f KB; the database changed %s, its log by %.0f KB (goal: nothing)%s",
                        (after.bytes - before.bytes) / 1024.0 / hours,
                        after.commits == before.commits ? "never" : "meanwhile",
                        (double)(get_size (log_path) - log_size) / 1024,
                        after.commits == before.commits ? "" : " MISSED");
  return TRUE;
}

/* --- a peak --- */

typedef struct
{
  Resting resting;                /* first, for is_rested() */
  GArray *placed[BENCH_CHANNELS]; /* (element-type gint64): when, µs */
  gint64 stored_before;           /* the last id before the peak */
  double latest[BENCH_CHANNELS];  /* the longest that an order waited, ms */
  guint most_waiting;
  gint64 next_sale_at;
  gint64 next_look_at;
  int left;
} Peak;

/* Which channel has how many of them by now. */
static gboolean
count_stored (Peak *peak,
              guint stored[BENCH_CHANNELS],
              GError **error)
{
  Bench *bench = peak->resting.bench;
  g_autoptr (TiemRead) read = tiem_store_begin_read (bench->shop.store, error);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT channel_id, count (*) FROM customer_order WHERE id > ?1"
                          " GROUP BY +channel_id",
                          TIEM_INT (peak->stored_before));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    for (guint i = 0; i < BENCH_CHANNELS; i++)
      if (bench->shop.ids[i] == tiem_stmt_int (rows, 0))
        stored[i] = (guint)tiem_stmt_int (rows, 1);
  return step == 0;
}

/* How long the oldest order of each channel has been waiting. */
static gboolean
look_at_backlog (Peak *peak,
                 guint *waiting,
                 GError **error)
{
  guint stored[BENCH_CHANNELS] = { 0 };
  gint64 now = g_get_monotonic_time ();

  *waiting = 0;
  if (!count_stored (peak, stored, error))
    return FALSE;
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    {
      GArray *placed = peak->placed[i];

      if (stored[i] >= placed->len)
        continue;
      *waiting += placed->len - stored[i];
      peak->latest[i]
          = MAX (peak->latest[i], (double)(now - g_array_index (placed, gint64, stored[i])) / 1e3);
    }
  peak->most_waiting = MAX (peak->most_waiting, *waiting);
  return TRUE;
}

/* A shopper who meets "sold out", or goods that are not for sale there, takes others. */
#define MOST_TRIES 20

static gboolean
sell (Peak *peak,
      GError **error)
{
  Bench *bench = peak->resting.bench;
  guint channel = (guint)g_rand_int_range (bench->random, 0, BENCH_CHANNELS);

  for (guint i = 0;; i++)
    {
      const char *sku
          = bench->skus->pdata[g_rand_int_range (bench->random, 0, (gint32)bench->skus->len)];
      gint64 now = g_get_monotonic_time ();
      g_autoptr (GError) refused = NULL;
      g_autofree char *order = bench_markets_place (bench->markets, channel, sku, &refused);

      if (order != NULL)
        {
          g_array_append_val (peak->placed[channel], now);
          return TRUE;
        }
      if (i >= MOST_TRIES)
        {
          g_propagate_error (error, g_steal_pointer (&refused));
          return FALSE;
        }
    }
}

static gboolean
is_peak_over (gpointer user_data)
{
  Peak *peak = user_data;
  double gap = 3600.0 * G_TIME_SPAN_SECOND / args.peak_orders / args.peak_speed;
  gint64 now = g_get_monotonic_time ();
  guint waiting = 1;

  is_rested (&peak->resting);
  while (peak->resting.error == NULL && peak->left > 0 && now >= peak->next_sale_at)
    {
      peak->next_sale_at += (gint64)gap;
      peak->left--;
      if (!sell (peak, &peak->resting.error))
        return TRUE;
    }
  if (peak->resting.error == NULL && now >= peak->next_look_at)
    {
      peak->next_look_at = now + JUMP_EVERY_MS * G_TIME_SPAN_MILLISECOND;
      look_at_backlog (peak, &waiting, &peak->resting.error);
    }
  return peak->resting.error != NULL || (peak->left == 0 && waiting == 0);
}

static void
add_backlog (Bench *bench,
             Peak *peak,
             BenchTable *table)
{
  gint64 now = g_get_real_time () / 1000;

  for (guint i = 0; i < BENCH_CHANNELS; i++)
    {
      const TiemChannelInfo *info = tiem_channel_info_find (bench->shop.channels[i]->kind);
      gint64 poll_ms = tiem_poll_interval (now, info->poll_ms, TRUE, 1);
      g_autofree char *name
          = g_strdup_printf ("10 peak: the longest an order of %s waited", info->kind);
      gboolean is_kept = peak->latest[i] <= (double)(poll_ms + STORE_MS);

      bench_table_add_text (table,
                            name,
                            "%.1f s of %u orders (a poll is %.0f s)%s",
                            peak->latest[i] / 1e3,
                            peak->placed[i]->len,
                            (double)poll_ms / 1e3,
                            is_kept ? "" : " MISSED");
    }
}

static gboolean
jump_idly (Bench *bench,
           GArray *figures,
           GError **error)
{
  gint64 now = g_get_monotonic_time ();
  Resting resting = { bench, figures, now, now + IDLE_JUMPS_S * G_TIME_SPAN_SECOND, NULL };

  bench_wait (is_rested, &resting, 2 * IDLE_JUMPS_S);
  if (resting.error == NULL)
    return TRUE;
  g_propagate_error (error, resting.error);
  return FALSE;
}

static gboolean
begin_peak (Peak *peak,
            Bench *bench,
            GArray *figures,
            GError **error)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr (TiemRead) read = tiem_store_begin_read (bench->shop.store, error);

  *peak = (Peak){ .resting = { bench, figures, now, G_MAXINT64, NULL },
                  .next_sale_at = now,
                  .next_look_at = now,
                  .left = args.peak_orders };
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    peak->placed[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  return read != NULL
         && tiem_db_get_int (
             read->db, &peak->stored_before, error, "SELECT max (id) FROM customer_order");
}

static void
peak_clear (Peak *peak)
{
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    g_clear_pointer (&peak->placed[i], g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Peak, peak_clear)

static void
add_jumps (BenchTable *table,
           GArray *quiet,
           GArray *busy)
{
  double idle_ms = bench_figures_find (quiet, 0.99);
  double peak_ms = bench_figures_find (busy, 0.99);

  bench_table_add_text (table,
                        "10 fifty rows from anywhere, p99: peak beside idle",
                        "%.2f beside %.2f ms: %.2f times (goal 1.5)%s",
                        peak_ms,
                        idle_ms,
                        peak_ms / idle_ms,
                        peak_ms <= 1.5 * idle_ms ? "" : " MISSED");
}

static gboolean
run_peak (Bench *bench,
          BenchTable *table,
          GError **error)
{
  g_autoptr (GArray) quiet = bench_figures_new ();
  g_autoptr (GArray) busy = bench_figures_new ();
  g_auto (Peak) peak = { 0 };
  gint64 began_at;
  gboolean is_over;

  if (!jump_idly (bench, quiet, error) || !begin_peak (&peak, bench, busy, error))
    return FALSE;
  began_at = g_get_monotonic_time ();
  is_over = bench_wait (is_peak_over, &peak, (guint)(3 * 3600 / args.peak_speed) + 120);
  if (peak.resting.error != NULL)
    {
      g_propagate_error (error, peak.resting.error);
      return FALSE;
    }
  if (!is_over)
    return fail (error, "The orders of the peak were not all stored.");
  bench_table_add_text (table,
                        "10 peak replayed",
                        "%d orders in %.0f s, %.0f times as fast; at most %u waited",
                        args.peak_orders,
                        (double)(g_get_monotonic_time () - began_at) / 1e6,
                        args.peak_speed,
                        peak.most_waiting);
  add_backlog (bench, &peak, table);
  add_jumps (table, quiet, busy);
  return TRUE;
}

/* --- all of it --- */

static gboolean
copy_shop (const char *from,
           const char *dir,
           GError **error)
{
  g_autofree char *source_path = g_build_filename (from, "tiem.db", NULL);
  g_autofree char *target_path = g_build_filename (dir, "tiem.db", NULL);
  g_autoptr (GFile) source = g_file_new_for_path (source_path);
  g_autoptr (GFile) target = g_file_new_for_path (target_path);

  return g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, error);
}

static gboolean
list_ids (Bench *bench,
          GError **error)
{
  TiemOrderQuery query = { .descending = TRUE };
  g_autoptr (TiemRead) read = tiem_store_begin_read (bench->shop.store, error);

  if (read == NULL || (bench->ids = tiem_orders_select (read->db, &query, 0, 0, error)) == NULL)
    return FALSE;
  return bench->ids->len > 0 || fail (error, "There are no orders to jump to.");
}

/* What is sold: what the first channel lists and has a number for. */
static gboolean
list_skus (Bench *bench,
           GError **error)
{
  TiemListingQuery query = { .channel_id = bench->shop.ids[0] };
  g_autoptr (GPtrArray) listings
      = tiem_store_list_listings (bench->shop.store, &query, 0, 0, error);

  bench->skus = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; listings != NULL && i < listings->len; i++)
    {
      const TiemListing *listing = listings->pdata[i];

      if (listing->variant_id != 0 && listing->has_desired)
        g_ptr_array_add (bench->skus, g_strdup (listing->remote_sku));
    }
  return listings != NULL && (bench->skus->len > 0 || fail (error, "Nothing is for sale."));
}

/* @n: how many. Returns: FALSE with @error */
static gboolean
jump_around (Bench *bench,
             guint n,
             GError **error)
{
  g_autoptr (GArray) figures = bench_figures_new ();

  for (guint i = 0; i < n; i++)
    if (!jump (bench, figures, error))
      return FALSE;
  bench_record_clear (bench->shop.record);
  return TRUE;
}

static gboolean
open_bench (Bench *bench,
            GError **error)
{
  bench->random = g_rand_new_with_seed (7);
  bench->dir = g_dir_make_tmp ("tiem-bench-XXXXXX", error);
  return bench->dir != NULL && (args.shop == NULL || copy_shop (args.shop, bench->dir, error))
         && (bench->markets = bench_markets_open (bench->dir, PRODUCTS, error)) != NULL
         && bench_shop_open (&bench->shop, bench->markets, bench->dir, SPARE_SKU, UNITS, error)
         && list_ids (bench, error) && list_skus (bench, error);
}

static gboolean
run (Bench *bench,
     BenchTable *table,
     GError **error)
{
  double before;
  double after;
  guint listings = 0;

  if (!open_bench (bench, error) || !run_idle (bench, table, error)
      || !jump_around (bench, LAST_JUMPS / 10, error))
    return FALSE;
  before = get_memory_mb ();
  if (!run_peak (bench, table, error) || !jump_around (bench, LAST_JUMPS, error))
    return FALSE;
  after = get_memory_mb ();
  bench_table_add_text (table,
                        "9 memory of store and four workers on TLS, without a window",
                        "%.0f MB; after an hour's orders and 1,000 jumps %.0f MB: %.2f times"
                        " (goal 1.1)%s",
                        before,
                        after,
                        after / before,
                        after <= 1.1 * before ? "" : " MISSED");
  return bench_shop_settle (&bench->shop, 1000, error)
         && bench_shop_check (&bench->shop, &listings, error)
         && (listings > 0 || fail (error, "No listing was looked at in the end."));
}

static void
close_bench (Bench *bench)
{
  if (bench->shop.record != NULL)
    bench_shop_close (&bench->shop);
  g_clear_pointer (&bench->markets, bench_markets_close);
  g_clear_pointer (&bench->ids, g_array_unref);
  g_clear_pointer (&bench->skus, g_ptr_array_unref);
  g_clear_pointer (&bench->random, g_rand_free);
  if (bench->dir != NULL)
    {
      g_autoptr (GDir) dir = g_dir_open (bench->dir, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (bench->dir, name, NULL);

          g_unlink (path);
        }
      g_rmdir (bench->dir);
    }
  g_free (bench->dir);
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GOptionContext) context
      = g_option_context_new ("- what four workers take, and whether they keep up");
  g_autoptr (GError) error = NULL;
  g_autoptr (BenchTable) table = bench_table_new ();
  Bench bench = { 0 };
  gboolean ok;

  tiem_memory_set_up ();
  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("bench-workers: %s\n", error->message);
      return 2;
    }
  ok = run (&bench, table, &error);
  bench_table_print (table);
  close_bench (&bench);
  if (ok && bench_table_get_size (table) > 0)
    return 0;
  g_printerr ("bench-workers: %s\n", error != NULL ? error->message : "nothing was measured");
  return 1;
}
