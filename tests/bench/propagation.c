/*
 * How long a sale at one market takes to reach the other three, over TLS and real sockets, beside
 * what the least program for it takes (floor/floor.c) in the same run, in turn.
 */

#include "config.h"

#include "bench-figures.h"
#include "bench-shop.h"
#include "floor/floor.h"

#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "channel/tiem-json.h"
#include "sync/tiem-poll.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <string.h>

/* What is sold, and what is sold to the floor alone: Tiệm sees that order and has nothing to do. */
#define HOT_SKU "AT-SG-T-L"
#define SPARE_SKU "NON-LA"

/* Variations of one product, so that one call per platform can hold them all. */
static const char *const burst_skus[] = { "AT-SG-D-M", "AT-SG-D-L", "AT-SG-T-M", "AT-SG-T-L" };

#define BURST 100
/* What changed so lately is read again by the next poll, and would be part of the burst. */
#define OVERLAP_S 22
#define UNITS 5000
#define ANSWER_MS 40
/* Between two orders: calls are made at the pace the platforms allow. */
#define QUIET_MS 700
#define LONGEST_S 30
#define HOUR_MS (60 * 60 * 1000)
#define QUIET_S 40
#define PEAK_HOURS 4

static struct
{
  int pairs;
  int samples;
  int products;
  double peak_minutes;
  double orders_per_minute;
  int seed;
  gboolean trace;
} args = {
  .pairs = 5, .samples = 12, .products = 20, .peak_minutes = 3, .orders_per_minute = 33, .seed = 7
};

static const GOptionEntry entries[] = {
  { "pairs", 0, 0, G_OPTION_ARG_INT, &args.pairs, "How often both sides take their turn", "N" },
  { "samples", 0, 0, G_OPTION_ARG_INT, &args.samples, "Orders of a side in each turn", "N" },
  { "peak-minutes",
    0,
    0,
    G_OPTION_ARG_DOUBLE,
    &args.peak_minutes,
    "How long orders come at random moments; 0 = not at all",
    "X" },
  { "orders-per-minute",
    0,
    0,
    G_OPTION_ARG_DOUBLE,
    &args.orders_per_minute,
    "How many then, all markets together",
    "X" },
  { "trace", 0, 0, G_OPTION_ARG_NONE, &args.trace, "Print the calls that follow each order", NULL },
  { "seed", 0, 0, G_OPTION_ARG_INT, &args.seed, "Makes the moments and the goods", "N" },
  { NULL },
};

typedef struct
{
  char *dir;
  BenchMarkets *markets;
  BenchShop shop;
  Floor *floor;
  guint source; /* the market the orders of a pair come from */
  guint others[3];
  double peak_rates[BENCH_CHANNELS];  /* calls an hour */
  double quiet_rates[BENCH_CHANNELS]; /* while nothing is sold, polled as often as at a peak */
} Bench;

/* --- one order --- */

typedef struct
{
  Bench *bench;
  guint source;
  const char *order;                   /* what names it in an answer */
  const char *listing[BENCH_CHANNELS]; /* (nullable): what names the listing in a push */
  gint64 asked_at;
  gint64 shown_at;  /* 0 = not yet */
  gint64 pushed_at; /* the last of the other three confirmed; 0 = not yet */
} Travel;

static gboolean
has_arrived (gpointer user_data)
{
  Travel *travel = user_data;
  BenchShop *shop = &travel->bench->shop;
  gint64 last = 0;

  if (travel->shown_at == 0)
    {
      const BenchCall *answer
          = bench_record_find_answer (shop->record, shop->ids[travel->source], travel->order);

      if (answer == NULL)
        return FALSE;
      travel->asked_at = answer->sent_at;
      travel->shown_at = answer->answered_at;
    }
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    {
      const BenchCall *push;

      if (i == travel->source)
        continue;
      push = bench_record_find_push (
          shop->record, shop->ids[i], travel->shown_at, travel->listing[i]);
      if (push == NULL)
        return FALSE;
      last = MAX (last, push->answered_at);
    }
  travel->pushed_at = last;
  return TRUE;
}

static gboolean
fail (GError **error,
      const char *text)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, text);
  return FALSE;
}

/* A sale at market @source, read at once, followed to the other three. */
static gboolean
run_tiem (Bench *bench,
          guint source,
          Travel *travel,
          GError **error)
{
  BenchShop *shop = &bench->shop;
  g_autofree char *order = NULL;

  bench_record_clear (shop->record);
  order = bench_markets_place (bench->markets, source, HOT_SKU, error);
  if (order == NULL)
    return FALSE;
  *travel = (Travel){ .bench = bench, .source = source, .order = order };
  tiem_engine_wake (shop->engine, shop->ids[source], TIEM_TURN_NORMAL);
  if (!bench_wait (has_arrived, travel, LONGEST_S))
    return fail (error, "An order did not reach the other channels.");
  if (!bench_shop_settle (shop, QUIET_MS, error))
    return FALSE;
  if (args.trace)
    bench_record_print (shop->record, travel->shown_at);
  return TRUE;
}

/* --- the floor --- */

/* The floor sends what Tiệm sent last: the same numbers, signed anew. */
static gboolean
copy_calls (Bench *bench,
            GError **error)
{
  BenchShop *shop = &bench->shop;
  const BenchCall *answer
      = bench_record_find_answer (shop->record, shop->ids[bench->source], "line_items");

  if (answer == NULL)
    return fail (error, "Tiệm read no orders that the floor could read.");
  floor_set_source (bench->floor, answer->url, answer->authorization);
  for (guint i = 0; i < 3; i++)
    {
      guint other = bench->others[i];
      const BenchCall *push = bench_record_find_last_push (shop->record, shop->ids[other]);

      if (push == NULL)
        return fail (error, "Tiệm sent nothing that the floor could send.");
      floor_set_target (bench->floor,
                        i,
                        shop->channels[other]->kind,
                        shop->channels[other]->account,
                        push->url,
                        push->content_type,
                        push->body);
    }
  return TRUE;
}

static gboolean
run_floor (Bench *bench,
           const char *const *skus,
           guint n_orders,
           FloorTimes *times,
           GError **error)
{
  gint64 since = g_get_real_time () / 1000;
  gboolean ok = TRUE;

  tiem_engine_set_paused (bench->shop.engine, TRUE);
  /* The website tells changes by the second, and of those after the one that is named. */
  g_usleep ((1000 - since % 1000) * 1000 + 5000);
  since = g_get_real_time () / 1000;
  for (guint i = 0; ok && i < n_orders; i++)
    {
      g_autofree char *order = bench_markets_place (
          bench->markets, bench->source, skus[i % g_strv_length ((char **)skus)], error);

      ok = order != NULL;
    }
  ok = ok && floor_run (bench->floor, since - 1000, times, error);
  tiem_engine_set_paused (bench->shop.engine, FALSE);
  if (ok && times->n_orders < n_orders)
    return fail (error, "The floor did not see its orders.");
  return ok;
}

/* --- pairs --- */

static void
add_row (BenchTable *table,
         const char *name,
         GArray *tiem,
         GArray *floor,
         double goal)
{
  bench_table_add_pair (table, name, tiem, floor, goal);
}

typedef struct
{
  GArray *tiem;       /* ms, from the answer */
  GArray *tiem_whole; /* ms, from the question */
  GArray *floor;      /* ms, all of the pipeline */
  GArray *floor_part; /* ms, from its answer */
} Samples;

static void
samples_init (Samples *self)
{
  self->tiem = bench_figures_new ();
  self->tiem_whole = bench_figures_new ();
  self->floor = bench_figures_new ();
  self->floor_part = bench_figures_new ();
}

static void
samples_clear (Samples *self)
{
  g_array_unref (self->tiem);
  g_array_unref (self->tiem_whole);
  g_array_unref (self->floor);
  g_array_unref (self->floor_part);
}

static gboolean
take_samples (Bench *bench,
              Samples *samples,
              GError **error)
{
  static const char *const spare[] = { SPARE_SKU, NULL };

  for (int i = 0; i < args.samples; i++)
    {
      Travel travel;
      FloorTimes times;

      if (!run_tiem (bench, bench->source, &travel, error) || !copy_calls (bench, error)
          || !run_floor (bench, spare, 1, &times, error))
        return FALSE;
      bench_figures_add (samples->tiem, travel.pushed_at - travel.shown_at);
      bench_figures_add (samples->tiem_whole, travel.pushed_at - travel.asked_at);
      bench_figures_add (samples->floor, times.pushed_at - times.asked_at);
      bench_figures_add (samples->floor_part, times.pushed_at - times.answered_at);
    }
  return TRUE;
}

/* One turn of both sides each, @args.pairs times; of each the median. */
static gboolean
run_pairs (Bench *bench,
           BenchTable *table,
           const char *name,
           double goal,
           GError **error)
{
  g_autofree char *part_name = g_strdup_printf ("%s, floor without its GET", name);
  g_autofree char *whole_name = g_strdup_printf ("%s, both from their GET", name);
  Samples medians;
  gboolean ok = TRUE;

  samples_init (&medians);
  for (int i = 0; ok && i < args.pairs; i++)
    {
      Samples samples;

      samples_init (&samples);
      ok = take_samples (bench, &samples, error);
      if (ok)
        {
          bench_figures_add_ms (medians.tiem, bench_figures_find (samples.tiem, 0.5));
          bench_figures_add_ms (medians.tiem_whole, bench_figures_find (samples.tiem_whole, 0.5));
          bench_figures_add_ms (medians.floor, bench_figures_find (samples.floor, 0.5));
          bench_figures_add_ms (medians.floor_part, bench_figures_find (samples.floor_part, 0.5));
        }
      samples_clear (&samples);
    }
  if (ok)
    {
      add_row (table, name, medians.tiem, medians.floor, goal);
      add_row (table, whole_name, medians.tiem_whole, medians.floor, 0);
      add_row (table, part_name, medians.tiem, medians.floor_part, 0);
    }
  samples_clear (&medians);
  return ok;
}

/* --- from every market --- */

static gboolean
run_sources (Bench *bench,
             BenchTable *table,
             const char *name,
             GError **error)
{
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    {
      g_autoptr (GArray) figures = bench_figures_new ();
      g_autofree char *row = g_strdup_printf (name, bench->shop.channels[i]->kind);

      for (int j = 0; j < args.samples; j++)
        {
          Travel travel;

          if (!run_tiem (bench, i, &travel, error))
            return FALSE;
          bench_figures_add (figures, travel.pushed_at - travel.shown_at);
        }
      add_row (table, row, figures, NULL, 0);
    }
  return TRUE;
}

/* --- a burst --- */

typedef struct
{
  Travel travel;
  guint pushes;      /* calls to the other three */
  gboolean is_whole; /* one answer showed all of it */
} Burst;

/* A poll that comes by chance while the orders are placed takes some of them away. */
static gboolean
place_burst (Bench *bench,
             char **first,
             char **last,
             GError **error)
{
  for (guint i = 0; i < BURST; i++)
    {
      g_autofree char *order = bench_markets_place (
          bench->markets, bench->source, burst_skus[i % G_N_ELEMENTS (burst_skus)], error);

      if (order == NULL)
        return FALSE;
      if (i == 0)
        *first = g_steal_pointer (&order);
      else if (i == BURST - 1)
        *last = g_steal_pointer (&order);
    }
  return TRUE;
}

static gboolean
never_cb (gpointer user_data)
{
  return FALSE;
}

static gboolean
run_burst (Bench *bench,
           Burst *burst,
           GError **error)
{
  BenchShop *shop = &bench->shop;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  const BenchCall *answer;

  bench_record_clear (shop->record);
  tiem_engine_set_paused (shop->engine, TRUE);
  if (!place_burst (bench, &first, &last, error))
    return FALSE;
  *burst = (Burst){ .travel = { .bench = bench, .source = bench->source, .order = last } };
  tiem_engine_set_paused (shop->engine, FALSE);
  tiem_engine_wake (shop->engine, shop->ids[bench->source], TIEM_TURN_NORMAL);
  if (!bench_wait (has_arrived, &burst->travel, LONGEST_S)
      || !bench_shop_settle (shop, QUIET_MS, error))
    return fail (error, "A burst did not reach the other channels.");
  answer = bench_record_find_answer (shop->record, shop->ids[bench->source], last);
  burst->is_whole
      = answer == bench_record_find_answer (shop->record, shop->ids[bench->source], first);
  for (guint i = 0; i < 3; i++)
    burst->pushes += bench_record_count (
        shop->record, shop->ids[bench->others[i]], burst->travel.shown_at, TRUE);
  return TRUE;
}

static gboolean
run_bursts (Bench *bench,
            BenchTable *table,
            GError **error)
{
  static const char *const spare[] = { SPARE_SKU, NULL };
  g_autoptr (GArray) tiem = bench_figures_new ();
  g_autoptr (GArray) floor = bench_figures_new ();
  g_autoptr (GArray) calls = bench_figures_new ();

  for (int i = 0; i < 3 * args.pairs && (int)tiem->len < args.pairs; i++)
    {
      Burst burst;
      FloorTimes times;

      /* A poll reads once more what the one before it read. */
      bench_wait (never_cb, NULL, OVERLAP_S);
      if (!run_burst (bench, &burst, error))
        return FALSE;
      if (!burst.is_whole)
        continue;
      /* The newest of the orders, of which none may come again with the floor's. */
      if (!copy_calls (bench, error) || !run_floor (bench, spare, BURST, &times, error))
        return FALSE;
      bench_figures_add (tiem, burst.travel.pushed_at - burst.travel.shown_at);
      bench_figures_add (floor, times.pushed_at - times.asked_at);
      bench_figures_add_ms (calls, burst.pushes / 3.0);
    }
  add_row (table, "100 orders in one poll", tiem, floor, 4);
  bench_table_add (table, "  stock calls to each channel", calls, "", 1);
  return TRUE;
}

/* --- a peak, with polling --- */

typedef struct
{
  Travel travel;
  char *order;
  char *listing[BENCH_CHANNELS];
  gint64 placed_at;
} Sale;

static void
sale_free (gpointer data)
{
  Sale *sale = data;

  g_free (sale->order);
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    g_free (sale->listing[i]);
  g_free (sale);
}

typedef struct
{
  Bench *bench;
  GRand *random;
  GPtrArray *skus;  /* (element-type utf8) */
  GPtrArray *sales; /* (element-type Sale) */
  gint64 next_at;
  gint64 end_at;
  GError *error;
} Peak;

static gboolean
sell (Peak *peak)
{
  Bench *bench = peak->bench;
  guint source = g_rand_int_range (peak->random, 0, BENCH_CHANNELS);
  const char *sku = peak->skus->pdata[g_rand_int_range (peak->random, 0, (int)peak->skus->len)];
  Sale *sale = g_new0 (Sale, 1);

  g_ptr_array_add (peak->sales, sale);
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    if ((sale->listing[i] = bench_shop_find_listing (&bench->shop, i, sku, &peak->error)) == NULL)
      return FALSE;
  sale->placed_at = g_get_monotonic_time ();
  sale->order = bench_markets_place (bench->markets, source, sku, &peak->error);
  sale->travel = (Travel){ .bench = bench, .source = source, .order = sale->order };
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    sale->travel.listing[i] = sale->listing[i];
  return sale->order != NULL;
}

static gboolean
is_peak_over (gpointer user_data)
{
  Peak *peak = user_data;
  gint64 now = g_get_monotonic_time ();
  double gap = 60 * G_TIME_SPAN_SECOND / args.orders_per_minute;

  while (now >= peak->next_at && peak->next_at < peak->end_at)
    {
      peak->next_at += (gint64)(-log (1 - g_rand_double (peak->random)) * gap);
      if (!sell (peak))
        return TRUE;
    }
  return now >= peak->end_at;
}

static GPtrArray *
list_skus (BenchShop *shop,
           GError **error)
{
  TiemListingQuery query = { .channel_id = shop->ids[0] };
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (shop->store, &query, 0, 0, error);
  g_autoptr (GPtrArray) skus = g_ptr_array_new_with_free_func (g_free);

  if (listings == NULL)
    return NULL;
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = listings->pdata[i];

      if (listing->variant_id != 0 && listing->has_desired)
        g_ptr_array_add (skus, g_strdup (listing->sku));
    }
  return g_steal_pointer (&skus);
}

/* Calls an hour of each channel since @began_at. */
static void
note_rates (BenchShop *shop,
            gint64 began_at,
            double *rates)
{
  double hours = (g_get_monotonic_time () - began_at) / (3600.0 * G_TIME_SPAN_SECOND);

  for (guint i = 0; i < BENCH_CHANNELS; i++)
    rates[i] = bench_record_count (shop->record, shop->ids[i], began_at, FALSE) / hours;
}

static gboolean
run_peak (Bench *bench,
          BenchTable *table,
          GError **error)
{
  BenchShop *shop = &bench->shop;
  g_autoptr (GRand) random = g_rand_new_with_seed (args.seed);
  g_autoptr (GPtrArray) skus = list_skus (shop, error);
  g_autoptr (GPtrArray) sales = g_ptr_array_new_with_free_func (sale_free);
  g_autoptr (GArray) figures = bench_figures_new ();
  gint64 began_at = g_get_monotonic_time ();
  Peak peak = { .bench = bench,
                .random = random,
                .skus = skus,
                .sales = sales,
                .next_at = began_at,
                .end_at = began_at + (gint64)(args.peak_minutes * 60 * G_TIME_SPAN_SECOND) };

  if (skus == NULL)
    return FALSE;
  bench_record_clear (shop->record);
  bench_wait (is_peak_over, &peak, (guint)(args.peak_minutes * 60) + LONGEST_S);
  if (peak.error != NULL)
    {
      g_propagate_error (error, peak.error);
      return FALSE;
    }
  note_rates (shop, began_at, bench->peak_rates);
  for (guint i = 0; i < sales->len; i++)
    {
      Sale *sale = sales->pdata[i];

      if (!bench_wait (has_arrived, &sale->travel, LONGEST_S))
        return fail (error, "A sale of the peak did not reach the other channels.");
      bench_figures_add (figures, sale->travel.pushed_at - sale->placed_at);
    }
  bench_table_add_quantiles (table, "sale to stock elsewhere, polls and all", figures, 6000);
  return TRUE;
}

/* --- calls a day --- */

static gboolean
run_quiet (Bench *bench,
           GError **error)
{
  BenchShop *shop = &bench->shop;
  gint64 began_at;

  if (!bench_shop_settle (shop, QUIET_MS, error))
    return FALSE;
  began_at = g_get_monotonic_time ();
  bench_wait (never_cb, NULL, QUIET_S);
  note_rates (shop, began_at, bench->quiet_rates);
  return TRUE;
}

/* Each hour of a day has polls at its own interval; what a poll costs, and a peak, was measured. */
static void
add_calls (BenchTable *table,
           Bench *bench)
{
  gint64 midnight = tiem_time_day_start (tiem_time_day (g_get_real_time () / 1000));

  for (guint i = 0; i < BENCH_CHANNELS; i++)
    {
      const TiemChannelInfo *info = tiem_channel_info_find (bench->shop.channels[i]->kind);
      g_autofree char *name
          = g_strdup_printf ("calls a day to %s (nothing sold · 4 h of that peak)", info->kind);
      gint64 lively_ms = tiem_poll_interval (midnight, info->poll_ms, TRUE, 1);
      double quiet = 0;

      for (guint hour = 0; hour < 24; hour++)
        quiet += bench->quiet_rates[i] * lively_ms
                 / (double)tiem_poll_interval (midnight + hour * HOUR_MS, info->poll_ms, FALSE, 1);
      bench_table_add_text (table,
                            name,
                            "%.0f · %.0f",
                            quiet,
                            quiet * (24 - PEAK_HOURS) / 24 + bench->peak_rates[i] * PEAK_HOURS);
    }
}

/* --- all of it --- */

/* The goods for the floor's orders never end. */
static gboolean
stock_spare (Bench *bench,
             GError **error)
{
  g_autoptr (JsonNode) state
      = bench_markets_control (bench->markets, bench->source, "GET", "state", NULL, error);
  JsonArray *listings;

  if (state == NULL)
    return FALSE;
  listings = tiem_json_get_array (tiem_json_object (state), "listings");
  for (guint i = 0; i < tiem_json_array_get_size (listings); i++)
    {
      JsonObject *listing = tiem_json_array_get_object (listings, i);
      g_autofree char *id = tiem_json_dup_id (listing, "id");
      g_autofree char *path = g_strconcat ("listings/", id, NULL);
      g_autoptr (JsonNode) node = NULL;

      if (g_strcmp0 (tiem_json_get_string (listing, "sku"), SPARE_SKU) != 0)
        continue;
      node = bench_markets_control (
          bench->markets, bench->source, "POST", path, "{\"stock\":1000000}", error);
      return node != NULL;
    }
  return fail (error, "The sandbox does not sell " SPARE_SKU ".");
}

static gboolean
open_bench (Bench *bench,
            GError **error)
{
  guint n = 0;

  bench->dir = g_dir_make_tmp ("tiem-bench-XXXXXX", error);
  if (bench->dir == NULL
      || (bench->markets = bench_markets_open (bench->dir, args.products, error)) == NULL
      || !bench_shop_open (&bench->shop, bench->markets, bench->dir, SPARE_SKU, UNITS, error)
      || (bench->floor = floor_new (bench->dir, error)) == NULL)
    return FALSE;
  bench->source = bench_shop_find (&bench->shop, "woocommerce");
  for (guint i = 0; i < BENCH_CHANNELS; i++)
    if (i != bench->source)
      bench->others[n++] = i;
  return stock_spare (bench, error);
}

static void
close_bench (Bench *bench)
{
  if (bench->shop.record != NULL)
    bench_shop_close (&bench->shop);
  g_clear_pointer (&bench->floor, floor_free);
  g_clear_pointer (&bench->markets, bench_markets_close);
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

/* The first calls open connections and fill caches on both sides. */
static gboolean
warm_up (Bench *bench,
         GError **error)
{
  Samples samples;
  gboolean ok;

  samples_init (&samples);
  ok = take_samples (bench, &samples, error);
  samples_clear (&samples);
  return ok;
}

static gboolean
run (Bench *bench,
     BenchTable *table,
     GError **error)
{
  gint64 connections;
  guint calls_from;
  guint calls;
  guint listings;

  if (!open_bench (bench, error) || !warm_up (bench, error))
    return FALSE;
  connections = bench_markets_count_connections (bench->markets, error);
  calls_from = bench_record_get_total (bench->shop.record);
  if (connections < 0 || !run_pairs (bench, table, "one order", 5, error)
      || !run_sources (bench, table, "  the same, sold at %s", error)
      || !run_bursts (bench, table, error)
      || !bench_markets_delay (bench->markets, ANSWER_MS, error)
      || !run_pairs (bench, table, "answers after 40 ms", 1.3, error)
      || !run_sources (bench, table, "  the same, sold at %s", error)
      || !bench_markets_delay (bench->markets, 0, error))
    return FALSE;
  if (!run_quiet (bench, error) || (args.peak_minutes > 0 && !run_peak (bench, table, error)))
    return FALSE;

  calls = bench_record_get_total (bench->shop.record) - calls_from;
  connections = bench_markets_count_connections (bench->markets, error) - connections;
  bench_table_add_connections (table, connections, calls);
  add_calls (table, bench);
  if (!bench_shop_settle (&bench->shop, 1000, error)
      || !bench_shop_check (&bench->shop, &listings, error))
    return FALSE;
  g_print ("%u calls; %u listings show what they should at the end.\n", calls, listings);
  return calls > 0 && listings > 0;
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GOptionContext) context
      = g_option_context_new ("- how fast a sale is known elsewhere");
  g_autoptr (GError) error = NULL;
  g_autoptr (BenchTable) table = bench_table_new ();
  Bench bench = { 0 };
  gboolean ok;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("bench-propagation: %s\n", error->message);
      return 2;
    }
  ok = run (&bench, table, &error);
  bench_table_print (table);
  close_bench (&bench);
  if (ok)
    return 0;
  g_printerr ("bench-propagation: %s\n", error != NULL ? error->message : "nothing was measured");
  return 1;
}
