#include "sim.h"

#include <math.h>

/*
 * The eleventh of November. Some minutes before midnight a few buyers look at the hot goods;
 * at 00:00 the prices fall and fifty times as many come, on all markets at once, fewer with
 * every minute that passes.
 */

/* 2026-11-11 00:00 in Việt Nam */
#define MIDNIGHT G_GINT64_CONSTANT (1794330000000)
#define N_HOT 3
#define RUSH 50
#define HALF_LIFE_MS (3 * SIM_MINUTE)

void
sim_sale_announce (Sim *self)
{
  self->sale.at = MIDNIGHT;
  self->sale.per_minute = 0.4 + g_rand_double (self->random) * 0.8;
}

/* Returns: orders a minute at @now */
static double
get_rate (const SimSale *sale,
          gint64 now)
{
  if (now < sale->at)
    return sale->per_minute;
  return sale->per_minute * RUSH * exp2 (-(double)(now - sale->at) / HALF_LIFE_MS);
}

static void
wait_for_next (Sim *self)
{
  gint64 now = sim_clock_get_true (self->clock);
  double mean_ms = SIM_MINUTE / get_rate (&self->sale, now);
  double wait = -log (1 - g_rand_double (self->random)) * mean_ms;

  /* Nobody waits across midnight: then the others come. */
  self->sale.next_at = now + (gint64)MIN (wait, (double)SIM_HOUR);
  if (now < self->sale.at)
    self->sale.next_at = MIN (self->sale.next_at, self->sale.at);
}

gint64
sim_sale_get_next (Sim *self)
{
  if (self->sale.at == 0 || self->is_calm)
    return G_MAXINT64;
  if (self->sale.next_at == 0)
    wait_for_next (self);
  return self->sale.next_at;
}

/* Half the price, where the market lets somebody type it. */
static void
begin (Sim *self)
{
  self->sale.has_begun = TRUE;
  sim_tell (self, "11.11, 00:00");
  for (guint i = 0; i < SIM_N_SITES; i++)
    for (guint j = 0; j < MIN (N_HOT, self->skus->len); j++)
      {
        SimSite *site = &self->sites[i];
        const char *sku = self->skus->pdata[j];
        TiemSandboxItem *item = tiem_sandbox_shop_find_sku (sim_site_get_shop (site), sku, FALSE);
        g_autofree char *path = NULL;
        g_autofree char *body = NULL;

        if (item == NULL || sim_hits (self, 0.3))
          continue;
        path = g_strdup_printf ("listings/%d", (int)item->id);
        body = g_strdup_printf ("{\"price\": %d}", (int)(item->price_xu / 200000) * 1000 + 1000);
        g_hash_table_remove (site->prices, sku);
        sim_site_post (site, path, body);
      }
}

/* The markets are not alike: half of all buyers are at the first of the marketplaces. */
static SimSite *
choose_market (Sim *self)
{
  double chance = g_rand_double (self->random);

  return &self->sites[chance < 0.1 ? 0 : chance < 0.6 ? 1 : chance < 0.75 ? 2 : 3];
}

void
sim_sale_step (Sim *self)
{
  SimSite *site;
  const char *sku;
  g_autofree char *body = NULL;

  if (sim_sale_get_next (self) > sim_clock_get_true (self->clock))
    return;
  if (!self->sale.has_begun && sim_clock_get_true (self->clock) >= self->sale.at)
    begin (self);
  site = choose_market (self);
  sku = self->skus->pdata[g_rand_int_range (self->random, 0, MIN (N_HOT, self->skus->len))];
  body = g_strdup_printf ("{\"sku\": \"%s\", \"quantity\": %d, \"payment\": \"%s\"}",
                          sku,
                          sim_hits (self, 0.15) ? 2 : 1,
                          sim_hits (self, 0.6) ? "cod" : "online");
  sim_site_post (site, "orders", body);
  wait_for_next (self);
}
