#include "sim.h"

#include "store/tiem-store-catalogue.h"

#include <stdarg.h>

#define MOST_TOLD 20000
/* 2026-03-05 in UTC */
#define QUIET_DAY G_GINT64_CONSTANT (1772668800000)
/* After this long without trouble everything must agree: a number that a market refused is
 * tried again after an hour, and what was changed there by hand is seen within six. */
#define CALM_MS (8 * SIM_HOUR)
/* And after this long all that orders and edits account for: no wait is longer than 5 minutes. */
#define SOON_MS (15 * SIM_MINUTE)

void
sim_tell (Sim *self,
          const char *format,
          ...)
{
  g_autofree char *text = NULL;
  gint64 ms = sim_clock_get_true (self->clock) % (24 * SIM_HOUR);
  char *line;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  line = g_strdup_printf ("%02d:%02d:%06.3f %s",
                          (int)(ms / SIM_HOUR),
                          (int)(ms / SIM_MINUTE % 60),
                          (double)(ms % SIM_MINUTE) / SIM_SECOND,
                          text);
  self->digest = self->digest * 1000003 ^ g_str_hash (line);
  if (self->trail->len >= MOST_TOLD)
    g_ptr_array_remove_range (self->trail, 0, MOST_TOLD / 2);
  g_ptr_array_add (self->trail, line);
}

gboolean
sim_fail (Sim *self,
          const char *format,
          ...)
{
  va_list args;

  if (self->failure != NULL)
    return FALSE;
  va_start (args, format);
  self->failure = g_strdup_vprintf (format, args);
  va_end (args);
  sim_tell (self, "NOT TRUE: %s", self->failure);
  return FALSE;
}

gboolean
sim_hits (Sim *self,
          double chance)
{
  return g_rand_double (self->random) < chance;
}

static void
step (Sim *self,
      gint64 ms)
{
  sim_clock_pass (self->clock, ms);
  self->counts.ms += ms;
  for (guint i = 0; i < SIM_N_SITES; i++)
    if (self->sites[i].sandbox != NULL)
      tiem_sandbox_step (self->sites[i].sandbox);
  sim_look_at_orders (self);
  sim_watch (self);
}

void
sim_pass (Sim *self,
          gint64 ms)
{
  gint64 until = sim_clock_get_true (self->clock) + ms;
  gint64 at;

  while ((at = sim_sale_get_next (self)) <= until)
    {
      step (self, MAX (0, at - sim_clock_get_true (self->clock)));
      sim_sale_step (self);
    }
  step (self, MAX (0, until - sim_clock_get_true (self->clock)));
}

/* As the engine does: when the next turn is due is counted from now, whatever the computer's
 * clock says later; and one that only pushed leaves the next poll where it was. */
static void
note_due (SimSite *site,
          TiemTurnFlags flags,
          const TiemTurnReport *report)
{
  gint64 wait = report->next_at - tiem_clock_now (TIEM_CLOCK (site->sim->clock));

  if ((flags & TIEM_TURN_PUSH_ONLY) != 0 && wait > 0 && !tiem_worker_is_down (site->worker))
    return;
  site->due_at = report->next_at == G_MAXINT64
                     ? G_MAXINT64
                     : sim_clock_get_true (site->sim->clock) + MAX (0, wait);
}

void
sim_turn (Sim *self,
          SimSite *site)
{
  TiemTurnReport report = { 0 };
  g_autoptr (GError) error = NULL;
  TiemTurnFlags flags = TIEM_TURN_NORMAL;

  if (site->in_turn || site->is_paused || self->has_crashed)
    return;
  if (site->worker == NULL)
    sim_site_make_worker (site);
  if (site->is_woken && sim_clock_get_true (self->clock) < site->due_at)
    flags = TIEM_TURN_PUSH_ONLY;
  site->is_woken = FALSE;
  site->in_turn = TRUE;
  self->counts.turns++;
  sim_tell (self, "%s: a turn%s", site->info->kind, flags != 0 ? " to push" : "");
  tiem_worker_turn (site->worker, flags, &report, NULL, &error);
  site->in_turn = FALSE;
  note_due (site, flags, &report);
  if (error == NULL)
    site->sleeps = self->sleeps;
  sim_tell (self,
            "%s: stored %u, pushed %u, failed %u, waiting %u%s%s",
            site->info->kind,
            report.stored,
            report.pushed,
            report.failed,
            report.waiting,
            error != NULL ? ": " : "",
            error != NULL ? error->message : "");
}

/* Returns: (nullable): the market whose worker is due first */
static SimSite *
find_next (Sim *self,
           gint64 *at)
{
  gint64 now = sim_clock_get_true (self->clock);
  SimSite *next = NULL;

  *at = G_MAXINT64;
  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      SimSite *site = &self->sites[i];
      gboolean is_down = site->worker != NULL && tiem_worker_is_down (site->worker);
      gint64 due_at = site->is_woken && !is_down ? now : site->due_at;

      if (!site->is_paused && !site->in_turn && due_at < *at)
        {
          *at = due_at;
          next = site;
        }
    }
  return next;
}

/* A worker sleeps in the middle of its turn; the others do not. */
static void
sleep_cb (gint64 ms,
          gpointer user_data)
{
  Sim *self = user_data;
  gint64 until = sim_clock_get_true (self->clock) + ms;
  SimSite *next;
  gint64 at;

  while (!self->has_crashed && (next = find_next (self, &at)) != NULL && at <= until)
    {
      sim_pass (self, MAX (0, at - sim_clock_get_true (self->clock)));
      sim_turn (self, next);
    }
  sim_pass (self, MAX (0, until - sim_clock_get_true (self->clock)));
}

/* Begin */

static void
add_channels (Sim *self)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_setting (self->store, TIEM_SETTING_FIRST_IMPORT_DAYS, "120", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      SimSite *site = &self->sites[i];

      site->channel_id = tiem_store_add_channel (
          self->store, site->info->kind, site->info->name, site->home, NULL, NULL, &error);
      g_assert_no_error (error);
      sim_site_connect (site);
    }
}

static void
list_variants (Sim *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) products = tiem_store_list_products (self->store, NULL, 0, 0, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < products->len; i++)
    {
      const TiemProduct *product = g_ptr_array_index (products, i);

      for (guint j = 0; j < product->variants->len; j++)
        {
          const TiemVariant *variant = g_ptr_array_index (product->variants, j);
          guint none = 0;

          g_array_append_val (self->variants, variant->id);
          g_array_append_val (self->adjusted, none);
          g_array_append_val (self->doubtful, none);
          g_ptr_array_add (self->skus, g_strdup (variant->sku));
        }
    }
}

static void
take_over (Sim *self)
{
  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemAdoptResult) adopted = NULL;

      while (self->sites[i].worker == NULL || self->sites[i].worker->listings_started_at != 0)
        sim_turn (self, &self->sites[i]);
      adopted = tiem_store_adopt (self->store, self->sites[i].channel_id, NULL, &error);
      g_assert_no_error (error);
    }
  list_variants (self);
  sim_decide_conflicts (self);
}

/* Some time of a quiet day, or the last minutes before 11.11. */
static gint64
choose_beginning (Sim *self)
{
  if (self->hooks.travel == NULL && sim_hits (self, 0.4))
    {
      sim_sale_announce (self);
      return self->sale.at - g_rand_int_range (self->random, SIM_MINUTE, 6 * SIM_MINUTE);
    }
  return QUIET_DAY + g_rand_int_range (self->random, 0, 24 * SIM_HOUR);
}

Sim *
sim_new_with_hooks (guint32 seed,
                    const SimHooks *hooks)
{
  Sim *self = g_new0 (Sim, 1);

  self->seed = seed;
  self->thread = g_thread_self ();
  if (hooks != NULL)
    self->hooks = *hooks;
  self->random = g_rand_new_with_seed (seed);
  self->clock = sim_clock_new (choose_beginning (self));
  if (self->hooks.travel == NULL)
    sim_clock_set_sleep_func (self->clock, sleep_cb, self);
  self->trail = g_ptr_array_new_with_free_func (g_free);
  self->variants = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->adjusted = g_array_new (FALSE, FALSE, sizeof (guint));
  self->doubtful = g_array_new (FALSE, FALSE, sizeof (guint));
  self->skus = g_ptr_array_new_with_free_func (g_free);
  self->edited = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->keyring = tiem_keyring_new_memory ();
  self->dir = sim_make_dir (self);
  for (guint i = 0; i < SIM_N_SITES; i++)
    sim_site_open (&self->sites[i], self, i);
  sim_open_store (self);
  add_channels (self);
  self->is_calm = TRUE;
  take_over (self);
  self->is_calm = FALSE;
  return self;
}

Sim *
sim_new (guint32 seed)
{
  return sim_new_with_hooks (seed, NULL);
}

void
sim_free (Sim *self)
{
  sim_close_store (self);
  for (guint i = 0; i < SIM_N_SITES; i++)
    sim_site_close (&self->sites[i]);
  g_array_unref (self->variants);
  g_array_unref (self->adjusted);
  g_array_unref (self->doubtful);
  g_ptr_array_unref (self->skus);
  g_ptr_array_unref (self->trail);
  g_hash_table_unref (self->edited);
  g_clear_object (&self->keyring);
  g_clear_object (&self->clock);
  g_rand_free (self->random);
  g_free (self->failure);
  g_free (self->seen);
  g_free (self);
}

/* Go on */

/* Workers run for so long; Returns: FALSE when something is not true */
static gboolean
work (Sim *self,
      gint64 ms)
{
  gint64 until = sim_clock_get_true (self->clock) + ms;
  SimSite *next;
  gint64 at;

  while ((next = find_next (self, &at)) != NULL && at <= until)
    {
      sim_pass (self, MAX (0, at - sim_clock_get_true (self->clock)));
      sim_turn (self, next);
      if (!self->has_crashed)
        continue;
      sim_restart (self);
      if (!sim_check_invariants (self))
        return FALSE;
    }
  sim_pass (self, MAX (0, until - sim_clock_get_true (self->clock)));
  return TRUE;
}

static gboolean
go_on (Sim *self,
       guint steps)
{
  for (guint i = 0; i < steps; i++)
    {
      if (sim_hits (self, 0.12) && self->crash_in == 0)
        self->crash_in = g_rand_int_range (self->random, 1, 40);
      sim_act (self);
      if (self->has_crashed)
        sim_restart (self);
      if (!work (self, g_rand_int_range (self->random, 0, 20 * SIM_SECOND)))
        return FALSE;
    }
  sim_disk_mend (self);
  if (self->has_crashed)
    sim_restart (self);
  return sim_check_invariants (self);
}

/* Calm down */

static void
make_calm (Sim *self)
{
  sim_tell (self, "calm");
  self->is_calm = TRUE;
  self->crash_in = 0;
  sim_clock_set_ahead (self->clock, 0);
  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      SimSite *site = &self->sites[i];
      g_autoptr (JsonNode) quiet = NULL;

      sim_site_clear_faults (site);
      quiet = sim_site_control (site, "POST", "settings", "{\"orders_per_minute\": 0}");
      site->is_away = FALSE;
      if (site->due_at == G_MAXINT64)
        sim_site_sign_in (site);
    }
  sim_tidy_up (self);
}

/* Parcels still travel, and what has just changed is no fault: the same difference must be
 * found three times on end. @late: (inout) (nullable): the one found before */
static gboolean
is_moving (Sim *self,
           char **late,
           guint *times)
{
  g_autofree char *before = g_steal_pointer (late);

  if (sim_agrees (self, TRUE, late))
    *times = 0;
  else
    *times = g_strcmp0 (before, *late) == 0 ? *times + 1 : 1;
  return *times < 3;
}

/* A grant may have ended without anybody having noticed before. */
static void
sign_in_again (Sim *self)
{
  for (guint i = 0; i < SIM_N_SITES; i++)
    if (self->sites[i].due_at == G_MAXINT64)
      sim_site_sign_in (&self->sites[i]);
}

static gboolean
calm_down (Sim *self)
{
  gint64 until = sim_clock_get_true (self->clock) + CALM_MS;
  gint64 soon = sim_clock_get_true (self->clock) + SOON_MS;
  g_autofree char *why = NULL;
  g_autofree char *late = NULL;
  guint times = 0;

  make_calm (self);
  while (sim_clock_get_true (self->clock) < until)
    {
      if (!work (self, 20 * SIM_SECOND))
        return FALSE;
      sign_in_again (self);
      g_clear_pointer (&why, g_free);
      if (sim_agrees (self, FALSE, &why))
        return TRUE;
      if (sim_clock_get_true (self->clock) > soon && !is_moving (self, &late, &times))
        return sim_fail (self, "not soon: %s", late);
      sim_tell (self, "not yet: %s", why);
      sim_pass (self, 5 * SIM_MINUTE);
    }
  return sim_fail (self, "%s", why);
}

gboolean
sim_run (Sim *self,
         guint steps)
{
  gboolean ok = go_on (self, steps) && calm_down (self) && sim_check_invariants (self)
                && sim_check_edits (self);

  for (guint i = 0; i < SIM_N_SITES; i++)
    self->counts.orders += tiem_sandbox_market_get_shop (self->sites[i].market)->orders->len;
  return ok;
}
