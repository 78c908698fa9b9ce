#include "bench-fibre.h"
#include "oversell.h"

#include "sim.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-split.h"

#include <math.h>
#include <string.h>

/*
 * One sell-out: the real store, workers and channels and the four sandbox markets. Each worker's
 * turns run on a fibre of their own, so that they overlap as they do on the engine's threads; who
 * runs when follows src/sync/tiem-runner.c.
 */

/* A request or an answer is on its way for so long. */
#define LEAST_TRAVEL_MS 20
#define MOST_TRAVEL_MS 60
/* Units sold before the last ones, in which the program measures the rates. */
#define MEASURED_UNITS 40
/* Time for the new number to reach all channels before anybody comes. */
#define SETTLE_MS (15 * SIM_SECOND)
/* Nobody has shown any goods for so long: it is over. */
#define QUIET_MS (20 * SIM_SECOND)
/* So long when there are goods that Tiệm may still hand out: a push that failed several times
 * waits. */
#define LONG_QUIET_MS (3 * SIM_MINUTE)
#define LONGEST_MS (15 * SIM_MINUTE)
#define SLOW_MS (15 * SIM_MINUTE)
#define SLOW_LONGEST_MS (2 * SLOW_MS + LONGEST_MS)

typedef struct _Sale Sale;

typedef struct
{
  Sale *sale;
  SimSite *site;
  TiemSandboxItem *item; /* whose number buyers meet; borrowed */
  gint64 shown;          /* as it was last looked at */

  BenchFibre *fibre;
  gint64 wake_at; /* of the fibre, while it is under way */
  gint64 due_at;  /* of the next turn */
  gboolean woken; /* by a commit */
  gboolean down;
  TiemTurnFlags flags;
} Seller;

/* An order, until all channels have followed. */
typedef struct
{
  Seller *seller;
  const TiemSandboxOrder *order;
  gint64 at;
  gint64 known_at; /* 0 = not yet */
  guint told;      /* a bit for each channel that has had another number since */
} Order;

struct _Sale
{
  Sim *sim;
  GRand *random;
  OversellPolicy policy;
  double rate;
  const OversellMix *mix;
  OversellCounts *counts;
  Seller sellers[SIM_N_SITES];
  const char *sku;

  gint64 shopper_at;
  gint64 left; /* units that exist and are not sold; below 0: oversold */
  gboolean is_last;
  guint calls_before, pushes_before, failed_before;
  GArray *orders;                  /* (element-type Order) */
  gint64 waits_since[SIM_N_SITES]; /* a listing, for another's cut to be seen; 0 = it does not */

  gboolean is_settling;
  gint64 tick_at;     /* of a slow sync; G_MININT64 = it is under way */
  gint64 quiet_since; /* 0 = somebody shows goods */
  gint64 ends_at;
};

static gint64
get_now (Sale *self)
{
  return sim_clock_get_true (self->sim->clock);
}

/* Time */

static Seller *
find_current (Sale *self)
{
  BenchFibre *fibre = bench_fibre_get_current ();

  for (guint i = 0; fibre != NULL && i < SIM_N_SITES; i++)
    if (self->sellers[i].fibre == fibre)
      return &self->sellers[i];
  return NULL;
}

/* While the shop is being set up everything happens one after the other. */
static void
sleep_cb (gint64 ms,
          gpointer user_data)
{
  Sale *self = user_data;
  Seller *seller = find_current (self);

  if (seller == NULL)
    {
      sim_pass (self->sim, ms);
      return;
    }
  seller->wake_at = get_now (self) + ms;
  bench_fibre_wait ();
}

static void
travel_cb (SimSite *site)
{
  Sale *self = site->sim->hooks.user_data;

  self->sim = site->sim;
  sleep_cb (g_rand_int_range (site->sim->random, LEAST_TRAVEL_MS, MOST_TRAVEL_MS + 1), self);
}

static void
set_up_cb (SimSite *site,
           TiemSandboxOptions *options)
{
  options->products = 1;
  options->past_orders = 0;
  options->orders_per_minute = 0;
}

/* A worker */

static void
committed_cb (TiemStore *store,
              const TiemCommit *commit,
              gpointer user_data)
{
  Sale *self = user_data;
  Seller *current = find_current (self);

  for (guint i = 0; i < commit->channel_ids->len; i++)
    for (guint j = 0; j < SIM_N_SITES; j++)
      if (&self->sellers[j] != current
          && self->sellers[j].site->channel_id == g_array_index (commit->channel_ids, gint64, i))
        self->sellers[j].woken = TRUE;
}

static void
run_turn (gpointer user_data)
{
  Seller *self = user_data;
  Sale *sale = self->sale;
  TiemTurnReport report = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 due_at;

  sim_tell (sale->sim, "%s: a turn%s", self->site->info->kind, self->flags != 0 ? " to push" : "");
  tiem_worker_turn (self->site->worker, self->flags, &report, NULL, &error);
  due_at = report.next_at == G_MAXINT64 ? G_MAXINT64 : MAX (report.next_at, get_now (sale));
  self->down = error != NULL && tiem_worker_is_down (self->site->worker);
  if (self->down || (self->flags & TIEM_TURN_PUSH_ONLY) == 0 || due_at <= get_now (sale))
    self->due_at = due_at;
  if (error != NULL)
    sim_tell (sale->sim, "%s: %s", self->site->info->kind, error->message);
  else if (report.stored > 0 || report.pushed > 0)
    sim_tell (sale->sim,
              "%s: stored %u, pushed %u",
              self->site->info->kind,
              report.stored,
              report.pushed);
}

static void
begin_turn (Seller *self)
{
  self->flags = get_now (self->sale) < self->due_at ? TIEM_TURN_PUSH_ONLY : TIEM_TURN_NORMAL;
  self->woken = FALSE;
  bench_fibre_start (self->fibre, run_turn, self);
}

/* What follows */

static void
note_known (Sale *self,
            Seller *seller)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      Order *order = &g_array_index (self->orders, Order, i);

      if (order->seller == seller && order->known_at == 0
          && sim_site_find_order (seller->site, order->order) != 0)
        {
          order->known_at = get_now (self);
          sim_tell (self->sim,
                    "%s: order %s is known, after %.3f s",
                    seller->site->info->kind,
                    order->order->number,
                    (double)(order->known_at - order->at) / SIM_SECOND);
        }
    }
}

/* Books that a channel has another number, for the orders that were known by then. */
static void
note_told (Sale *self,
           Seller *seller)
{
  const guint all = (1u << SIM_N_SITES) - 1;

  for (guint i = self->orders->len; i-- > 0;)
    {
      Order *order = &g_array_index (self->orders, Order, i);

      if (order->known_at == 0)
        continue;
      order->told |= 1u << seller->site->index | 1u << order->seller->site->index;
      if (order->told != all)
        continue;
      if (!self->is_last)
        {
          self->counts->n_measured++;
          self->counts->known_s += (double)(order->known_at - order->at) / SIM_SECOND;
          self->counts->told_s += (double)(get_now (self) - order->known_at) / SIM_SECOND;
        }
      g_array_remove_index_fast (self->orders, i);
    }
}

static void
tell_numbers (Sale *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < SIM_N_SITES; i++)
    g_string_append_printf (
        text, "%s %d, ", self->sellers[i].site->info->kind, (int)self->sellers[i].item->stock);
  sim_tell (self->sim, "= %s%d are left", text->str, (int)self->left);
}

/* Which listings have units that they may not be told of yet. */
static void
note_waits (Sale *self)
{
  gint64 variant_id = g_array_index (self->sim->variants, gint64, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reasons
      = tiem_store_explain_stock (self->sim->store, variant_id, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < MIN (reasons->len, SIM_N_SITES); i++)
    {
      const TiemStockReason *reason = reasons->pdata[i];
      gboolean waits = strcmp (reason->reason, "waits_for_cut") == 0;

      if (waits == (self->waits_since[i] != 0))
        continue;
      if (waits)
        {
          self->waits_since[i] = get_now (self);
          continue;
        }
      self->counts->waits++;
      self->counts->waited_s += (double)(get_now (self) - self->waits_since[i]) / SIM_SECOND;
      self->waits_since[i] = 0;
    }
}

/* A worker has gone on: has it changed anything? */
static void
look_at (Sale *self,
         Seller *seller)
{
  if (!self->is_last || self->left > 0)
    note_known (self, seller);
  if (self->is_last && self->policy == OVERSELL_SPLIT)
    note_waits (self);
  if (seller->item->stock == seller->shown)
    return;

  sim_tell (self->sim,
            "%s: is told to show %d instead of %d",
            seller->site->info->kind,
            (int)seller->item->stock,
            (int)seller->shown);
  if (self->is_last && seller->item->stock > seller->shown)
    self->counts->raises++;
  seller->shown = seller->item->stock;
  tell_numbers (self);
  note_told (self, seller);
}

/* Buyers */

static gint64
choose_wait (Sale *self)
{
  double mean = SIM_MINUTE / self->rate;

  return 1 + (gint64)(-log (1 - g_rand_double (self->random)) * mean);
}

static Seller *
choose_seller (Sale *self)
{
  const double *shares = self->is_last ? self->mix->then : self->mix->before;
  double chance = g_rand_double (self->random);
  guint i = 0;

  while (i + 1 < SIM_N_SITES && chance >= shares[i])
    chance -= shares[i++];
  return &self->sellers[i];
}

/* Returns: (nullable): none when the goods are sold out there */
static TiemSandboxOrder *
buy (Sale *self,
     Seller *seller)
{
  TiemSandboxMarket *market = seller->site->market;
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  g_autoptr (TiemSandboxSale) sale = tiem_sandbox_sale_new (
      get_now (self),
      tiem_sandbox_people_get (world->people, g_rand_int_range (self->random, 0, 50)));
  g_autoptr (GError) error = NULL;
  TiemSandboxOrder *order;

  tiem_sandbox_sale_add (sale, self->sku, 1);
  order = tiem_sandbox_market_place (market, sale, &error);
  if (order == NULL && seller->item->stock > 0)
    g_error ("%s sells nothing: %s", seller->site->info->kind, error->message);
  return order;
}

static guint
count_pushes (Sale *self)
{
  static const char *const endpoints[] = {
    "update_stock",     "stock/sellable/update", "price_quantity/update",
    "inventory/update", "products/batch",
  };
  guint pushes = 0;

  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      g_autoptr (JsonObject) calls = tiem_sandbox_market_list_calls (self->sellers[i].site->market);
      g_autoptr (GList) names = json_object_get_members (calls);

      for (GList *l = names; l != NULL; l = l->next)
        for (guint j = 0; j < G_N_ELEMENTS (endpoints); j++)
          if (strstr (l->data, endpoints[j]) != NULL)
            pushes += json_object_get_int_member (calls, l->data);
    }
  return pushes;
}

static guint
count_failed (Sale *self)
{
  guint met = 0;

  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      g_autoptr (JsonNode) faults = sim_site_control (self->sellers[i].site, "GET", "faults", NULL);
      JsonArray *list = json_node_get_array (faults);

      for (guint j = 0; j < json_array_get_length (list); j++)
        met += json_object_get_int_member (json_array_get_object_element (list, j), "met");
    }
  return met;
}

static void
begin_last (Sale *self)
{
  self->is_last = TRUE;
  self->calls_before = self->sim->counts.calls;
  self->pushes_before = count_pushes (self);
  self->failed_before = count_failed (self);
  self->ends_at = get_now (self) + (self->policy == OVERSELL_SLOW ? SLOW_LONGEST_MS : LONGEST_MS);
  sim_tell (self->sim, "the last units begin");
}

static void
come (Sale *self)
{
  Seller *seller = choose_seller (self);
  TiemSandboxOrder *order = buy (self, seller);

  self->shopper_at = get_now (self) + choose_wait (self);
  seller->shown = seller->item->stock;
  if (order != NULL)
    {
      Order entry = { .seller = seller, .order = order, .at = get_now (self) };

      self->left--;
      if (self->is_last)
        self->counts->orders++;
      g_array_append_val (self->orders, entry);
      sim_tell (self->sim,
                "%s: sells order %s%s",
                seller->site->info->kind,
                order->number,
                self->left < 0 ? ", OVERSOLD" : "");
      tell_numbers (self);
    }
  else if (self->is_last && self->left > 0)
    {
      self->counts->turned_away++;
      sim_tell (self->sim, "%s: turns somebody away", seller->site->info->kind);
    }
  if (!self->is_last && self->left <= OVERSELL_UNITS)
    begin_last (self);
}

/* A round of slow sync is over when nobody has anything to do any more. */
static void
end_slow_round (Sale *self)
{
  if (self->policy != OVERSELL_SLOW || self->is_settling || self->tick_at != G_MININT64)
    return;
  for (guint i = 0; i < SIM_N_SITES; i++)
    if (bench_fibre_is_under_way (self->sellers[i].fibre) || self->sellers[i].woken
        || self->sellers[i].due_at <= get_now (self))
      return;
  self->tick_at = get_now (self) + SLOW_MS;
}

static void
begin_slow_round (Sale *self)
{
  self->tick_at = G_MININT64;
  for (guint i = 0; i < SIM_N_SITES; i++)
    self->sellers[i].due_at = get_now (self);
}

/* When the seller does something next. */
static gint64
get_seller_due (Sale *self,
                Seller *seller)
{
  if (bench_fibre_is_under_way (seller->fibre))
    return seller->wake_at;
  if (self->policy == OVERSELL_SLOW && self->tick_at != G_MININT64)
    return G_MAXINT64;
  return seller->woken && !seller->down ? get_now (self) : seller->due_at;
}

static void
go_on_with (Sale *self,
            Seller *seller)
{
  if (bench_fibre_is_under_way (seller->fibre))
    bench_fibre_resume (seller->fibre);
  else
    begin_turn (seller);
  look_at (self, seller);
  if (bench_fibre_is_under_way (seller->fibre))
    return;
  end_slow_round (self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Lets happen what is next, if it happens before @until; Returns: FALSE when nothing does */
static gboolean
step (Sale *self,
      gint64 until)
{
  gint64 at = MIN (self->shopper_at, until);
  Seller *next = NULL;
  gboolean ticks
      = self->policy == OVERSELL_SLOW && self->tick_at != G_MININT64 && self->tick_at <= at;

  if (ticks)
    at = self->tick_at;
  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      gint64 due_at = get_seller_due (self, &self->sellers[i]);

      if (due_at < at)
        {
          at = due_at;
          next = &self->sellers[i];
        }
    }
  sim_pass (self->sim, MAX (0, at - get_now (self)));
  if (next != NULL)
    go_on_with (self, next);
  else if (ticks)
    begin_slow_round (self);
  else if (self->shopper_at <= at)
    come (self);
  else
    return FALSE;
  return TRUE;
}

static gboolean
is_over (Sale *self)
{
  gboolean hopes = self->left > 0 && self->policy == OVERSELL_SPLIT;

  for (guint i = 0; i < SIM_N_SITES; i++)
    if (self->sellers[i].item->stock > 0)
      {
        self->quiet_since = 0;
        return get_now (self) >= self->ends_at;
      }
  if (self->quiet_since == 0)
    self->quiet_since = get_now (self);
  self->counts->sold_out = get_now (self) >= self->quiet_since + (hopes ? LONG_QUIET_MS : QUIET_MS);
  return self->counts->sold_out || get_now (self) >= self->ends_at;
}

/* Begin and end */

static gint64
get_buffer (const Sale *self)
{
  return self->policy == OVERSELL_BUFFER ? 2 : 0;
}

static void
set_rules (Sale *self)
{
  TiemStore *store = self->sim->store;
  gboolean split = self->policy == OVERSELL_SPLIT;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      gint64 channel_id = self->sellers[i].site->channel_id;

      tiem_store_set_channel_rule (store, channel_id, get_buffer (self), 100, -1, &error);
      g_assert_no_error (error);
      tiem_store_set_channel_split (store, channel_id, split, &error);
      g_assert_no_error (error);
    }
}

static void
make_trouble (SimSite *site,
              double failures)
{
  static const char *const endpoints[SIM_N_SITES] = {
    "products/batch",
    "product/update_stock",
    "product/stock/sellable/update",
    "product/products/inventory/update",
  };
  static const char *const kinds[] = { "error", "lost_answer" };

  for (guint i = 0; failures > 0 && i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *body
          = g_strdup_printf ("{\"kind\": \"%s\", \"endpoint\": \"%s\", \"probability\": %.4f}",
                             kinds[i],
                             endpoints[site->index],
                             failures / G_N_ELEMENTS (kinds));
      g_autoptr (JsonNode) answer = sim_site_control (site, "POST", "faults", body);
    }
}

static void
hire (Sale *self)
{
  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      Seller *seller = &self->sellers[i];

      seller->sale = self;
      seller->site = &self->sim->sites[i];
      seller->fibre = bench_fibre_new ();
      seller->due_at = get_now (self) + g_rand_int_range (self->random, 0, 5 * SIM_SECOND);
      seller->item = tiem_sandbox_item_get_stock_holder (tiem_sandbox_shop_find_sku (
          tiem_sandbox_market_get_shop (seller->site->market), self->sku, FALSE));
      seller->shown = seller->item->stock;
    }
}

/* Workers alone, until all channels have their number and a slow sync is at any point between two
 * of its rounds. */
static void
settle (Sale *self)
{
  gint64 until = get_now (self) + SETTLE_MS;

  self->shopper_at = G_MAXINT64;
  self->ends_at = G_MAXINT64;
  self->tick_at = G_MININT64;
  self->is_settling = TRUE;
  while (step (self, until))
    ;
  self->is_settling = FALSE;
  for (guint i = 0; i < SIM_N_SITES; i++)
    if (self->sellers[i].shown != self->left - get_buffer (self))
      g_error ("%s shows %d of %d before anybody comes",
               self->sellers[i].site->info->kind,
               (int)self->sellers[i].shown,
               (int)self->left);
  if (self->policy == OVERSELL_SLOW)
    self->tick_at = get_now (self) + g_rand_int_range (self->random, 0, SLOW_MS);
  self->shopper_at = get_now (self) + choose_wait (self);
}

static void
begin (Sale *self,
       guint32 seed,
       double failures)
{
  const SimHooks hooks = { .set_up = set_up_cb, .travel = travel_cb, .user_data = self };
  g_autoptr (GError) error = NULL;
  Sim *sim = sim_new_with_hooks (seed, &hooks);

  self->sku = sim->skus->pdata[0];
  /* A slow sync sees none of them before the last units begin. */
  self->left = OVERSELL_UNITS + (self->policy == OVERSELL_SLOW ? 0 : MEASURED_UNITS);
  self->sim = sim;
  hire (self);
  set_rules (self);
  tiem_store_add_commit_func (sim->store, committed_cb, self);
  tiem_store_set_stock (
      sim->store, g_array_index (sim->variants, gint64, 0), self->left, "count", NULL, &error);
  g_assert_no_error (error);
  sim_clock_set_sleep_func (sim->clock, sleep_cb, self);
  settle (self);
  for (guint i = 0; i < SIM_N_SITES; i++)
    make_trouble (self->sellers[i].site, failures);
  if (self->left <= OVERSELL_UNITS)
    begin_last (self);
}

/* Turns that are under way come to their end. */
static void
end (Sale *self)
{
  self->counts->failed = count_failed (self) - self->failed_before;
  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      Seller *seller = &self->sellers[i];

      sim_site_clear_faults (seller->site);
      while (bench_fibre_is_under_way (seller->fibre))
        {
          sim_pass (self->sim, MAX (0, seller->wake_at - get_now (self)));
          bench_fibre_resume (seller->fibre);
        }
      bench_fibre_free (seller->fibre);
    }
  self->counts->calls = self->sim->counts.calls - self->calls_before;
  self->counts->pushes = count_pushes (self) - self->pushes_before;
  self->counts->oversold = MAX (0, -self->left);
  self->counts->unsold = MAX (0, self->left);
  if (!sim_check_invariants (self->sim))
    g_error ("%s", self->sim->failure);
}

void
oversell_sale_run (guint32 seed,
                   OversellPolicy policy,
                   double rate,
                   const OversellMix *mix,
                   double failures,
                   gboolean trail,
                   OversellCounts *counts)
{
  Sale self = { .policy = policy, .rate = rate, .mix = mix, .counts = counts };

  memset (counts, 0, sizeof *counts);
  self.random = g_rand_new_with_seed (seed);
  self.orders = g_array_new (FALSE, TRUE, sizeof (Order));
  begin (&self, seed, failures);
  while (!is_over (&self))
    step (&self, G_MAXINT64);
  end (&self);
  if (trail && self.left != 0)
    g_print ("seed %u:\n", seed);
  if (trail && self.left != 0)
    for (guint i = 0; i < self.sim->trail->len; i++)
      g_print ("%s\n", (const char *)self.sim->trail->pdata[i]);
  sim_free (self.sim);
  g_array_unref (self.orders);
  g_rand_free (self.random);
}
