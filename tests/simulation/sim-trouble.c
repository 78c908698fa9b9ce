#include "sim.h"

/* What goes wrong: on the way, at the markets, with tokens and limits, with this computer. */

void
sim_make_trouble (Sim *self)
{
  static const char *const faults[] = {
    "\"kind\": \"drop\"",
    "\"kind\": \"error\", \"status\": 503",
    "\"kind\": \"error\", \"status\": 500, \"method\": \"POST\"",
    "\"kind\": \"error\", \"status\": 401",
    "\"kind\": \"rate_limit\", \"retry_after\": 7",
    "\"kind\": \"rate_limit\"",
    "\"kind\": \"html\"",
    "\"kind\": \"delay\", \"ms\": 3000",
    "\"kind\": \"delay\", \"ms\": 90000",
    "\"kind\": \"lost_answer\"",
    "\"kind\": \"lost_answer\", \"method\": \"POST\"",
    "\"kind\": \"cut\"",
    "\"kind\": \"malformed\"",
    "\"kind\": \"truncated\"",
    "\"kind\": \"duplicate\"",
    "\"kind\": \"reorder\"",
  };
  SimSite *site = sim_choose_site (self);
  const char *fault = sim_choose_word (self, faults, G_N_ELEMENTS (faults));
  g_autofree char *body = NULL;

  if (sim_hits (self, 0.5))
    body = g_strdup_printf (
        "{%s, \"probability\": 0.%d}", fault, g_rand_int_range (self->random, 1, 6));
  else
    body = g_strdup_printf ("{%s, \"times\": %d, \"after\": %d}",
                            fault,
                            g_rand_int_range (self->random, 1, 4),
                            g_rand_int_range (self->random, 0, 4));
  site->is_troubled = TRUE;
  sim_site_post (site, "faults", body);
  sim_tell (self, "%s: trouble: %s", site->info->kind, body);
}

/* The market carries out what it is told, and then the connection breaks: for each kind of
 * writing. */
void
sim_lose_write (Sim *self)
{
  static const char *const writes[SIM_N_SITES][8] = {
    { "products/variations/batch", "products/batch", "orders\", \"method\": \"PUT" },
    { "product/update_stock",
      "product/update_price",
      "logistics/ship_order",
      "order/cancel_order",
      "order/handle_buyer_cancellation",
      "returns/confirm",
      "auth/access_token/get" },
    { "product/stock/sellable/update",
      "product/price_quantity/update",
      "order/fulfill/pack",
      "order/package/rts",
      "order/reverse/cancel/create",
      "order/reverse/cancel/seller/decide",
      "order/reverse/return/update",
      "auth/token/refresh" },
    { "product/products/inventory/update",
      "product/products/prices/update",
      "fulfillment/packages/ship",
      "return_refund/cancellations/approve",
      "return_refund/cancellations/reject",
      "return_refund/returns/approve",
      "return_refund/cancellations",
      "token/refresh" },
  };
  static const char *const kinds[] = { "lost_answer", "lost_answer", "cut", "truncated" };
  SimSite *site = sim_choose_site (self);
  const char *const *endpoints = writes[site->index];
  const char *endpoint = endpoints[g_rand_int_range (self->random, 0, G_N_ELEMENTS (writes[0]))];
  g_autofree char *body = NULL;

  if (endpoint == NULL)
    endpoint = endpoints[0];
  body = g_strdup_printf ("{\"kind\": \"%s\", \"endpoint\": \"%s\", \"times\": %d}",
                          sim_choose_word (self, kinds, G_N_ELEMENTS (kinds)),
                          endpoint,
                          g_rand_int_range (self->random, 1, 3));
  site->is_troubled = TRUE;
  sim_site_post (site, "faults", body);
  sim_tell (self, "%s: will do, and not say so: %s", site->info->kind, body);
}

void
sim_end_trouble (Sim *self)
{
  SimSite *site = sim_choose_site (self);

  sim_site_clear_faults (site);
  site->is_away = FALSE;
  if (site->due_at == G_MAXINT64 && !site->in_turn)
    sim_site_sign_in (site);
  sim_tell (self, "%s: the trouble is over", site->info->kind);
}

void
sim_go_away (Sim *self)
{
  SimSite *site = sim_choose_site (self);

  site->is_away = !site->is_away;
  sim_tell (self, "%s: %s", site->info->kind, site->is_away ? "nobody answers" : "answers again");
}

/* An access token ends before its time, all new ones soon do, or the owner's grant is gone. */
void
sim_end_tokens (Sim *self)
{
  static const char *const ends[SIM_N_SITES][3] = {
    { NULL },
    { "{\"expire\": \"access\"}", "{\"token_life_s\": 400}", "{\"expire\": \"grant\"}" },
    { "{\"expire_access\": true}",
      "{\"access_seconds\": 400, \"rotate\": true}",
      "{\"expire_access\": true, \"expire_refresh\": true}" },
    { "{\"expire_token\": true}", "{\"access_token_s\": 400}", "{\"revoke\": true}" },
  };
  SimSite *site = sim_choose_site (self);
  guint chosen = sim_hits (self, 0.15) ? 2 : g_rand_int_range (self->random, 0, 2);
  const char *body = ends[site->index][chosen];

  if (body == NULL)
    return;
  sim_count_fault (self, chosen == 2 ? SIM_GRANT_ENDED : SIM_TOKEN_ENDED);
  sim_site_post (site, "settings", body);
  sim_tell (self, "%s: tokens: %s", site->info->kind, body);
}

void
sim_limit_calls (Sim *self)
{
  SimSite *site = sim_choose_site (self);
  g_autofree char *body = NULL;

  if (sim_site_is_website (site))
    return;
  body = g_strdup_printf ("{\"calls_per_second\": %d}", g_rand_int_range (self->random, 1, 12));
  site->is_troubled = TRUE;
  sim_site_post (site, "settings", body);
  sim_tell (self, "%s: limits: %s", site->info->kind, body);
}

/* The lid is closed, perhaps in the middle of a request. */
void
sim_sleep_long (Sim *self)
{
  gint64 ms = g_rand_int_range (self->random, SIM_MINUTE, 9 * SIM_HOUR);

  /* Nobody does so at the sale of the year, if it can be helped. */
  if (self->sale.at != 0)
    ms = SIM_MINUTE + ms % (5 * SIM_MINUTE);
  sim_tell (self, "the computer sleeps for %d minutes", (int)(ms / SIM_MINUTE));
  sim_count_fault (self, SIM_ASLEEP);
  self->sleeps++;
  self->is_asleep = TRUE;
  sim_pass (self, ms);
  self->is_asleep = FALSE;
}

void
sim_set_clock (Sim *self)
{
  static const gint64 most[] = { 30 * SIM_SECOND, 20 * SIM_MINUTE, 26 * SIM_HOUR };
  gint64 limit = most[g_rand_int_range (self->random, 0, G_N_ELEMENTS (most))];
  gint64 ahead = sim_hits (self, 0.4) ? 0 : g_rand_int_range (self->random, -limit, limit);

  sim_tell (self, "the computer's clock is %d s ahead", (int)(ahead / SIM_SECOND));
  sim_count_fault (self, SIM_CLOCK_JUMP);
  sim_clock_set_ahead (self->clock, ahead);
}
