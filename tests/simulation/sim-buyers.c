#include "sim.h"

#include "sandbox/lazada/tiem-sandbox-lazada-items.h"

#include <string.h>

/* What buyers, carriers and the markets themselves do; and what somebody types there by hand. */

void
sim_buy (Sim *self)
{
  static const char *const payments[] = { "cod", "transfer", "online" };
  SimSite *site = sim_choose_site (self);
  gboolean is_forced = sim_hits (self, 0.1);
  g_autofree char *body = g_strdup_printf (
      "{\"lines\": [{\"sku\": \"%s\", \"quantity\": %d}, {\"sku\": \"%s\", \"quantity\": 1}],"
      " \"payment\": \"%s\", \"force\": %s}",
      (char *)self->skus->pdata[sim_choose_goods (self)],
      g_rand_int_range (self->random, 1, 4),
      (char *)self->skus->pdata[sim_choose_goods (self)],
      sim_choose_word (self, payments, G_N_ELEMENTS (payments)),
      is_forced ? "true" : "false");

  sim_tell (self, "%s: somebody buys %s", site->info->kind, body);
  sim_site_post (site, "orders", body);
  self->is_forcing = is_forced;
  sim_look_at_orders (self);
  self->is_forcing = FALSE;
}

/* An order goes its way */

static void
move_website_order (Sim *self,
                    SimSite *site,
                    TiemSandboxOrder *order)
{
  static const char *const words[]
      = { "processing", "processing", "completed", "completed", "completed",
          "cancelled",  "on-hold",    "pending",   "failed",    "refunded" };
  const char *word = sim_choose_word (self, words, G_N_ELEMENTS (words));

  sim_tell (self, "%s: order %d becomes %s", site->info->kind, (int)order->id, word);
  tiem_sandbox_market_set_status (site->market, order, word);
}

/* A website's owner may type anything; a marketplace lets an order go its way. */
static TiemSandboxStage
choose_stage (Sim *self,
              TiemSandboxStage stage)
{
  switch (stage)
    {
    case TIEM_SANDBOX_UNPAID:
    case TIEM_SANDBOX_TO_CONFIRM:
    case TIEM_SANDBOX_TO_SHIP:
    case TIEM_SANDBOX_AWAITING_PICKUP:
      return sim_hits (self, 0.25) ? TIEM_SANDBOX_CANCELLED : stage + 1;
    case TIEM_SANDBOX_SHIPPING:
      return sim_hits (self, 0.2) ? TIEM_SANDBOX_FAILED_DELIVERY : TIEM_SANDBOX_DELIVERED;
    case TIEM_SANDBOX_FAILED_DELIVERY:
      return TIEM_SANDBOX_RETURNING;
    case TIEM_SANDBOX_DELIVERED:
      return sim_hits (self, 0.25) ? TIEM_SANDBOX_RETURNING : TIEM_SANDBOX_COMPLETED;
    case TIEM_SANDBOX_RETURNING:
      return TIEM_SANDBOX_RETURNED;
    default:
      return stage;
    }
}

void
sim_move_order (Sim *self)
{
  SimSite *site = sim_choose_site (self);
  TiemSandboxOrder *order = sim_choose_order (self, site);
  TiemSandboxStage stage;

  if (order == NULL)
    return;
  if (sim_site_is_website (site))
    {
      move_website_order (self, site, order);
      return;
    }
  stage = choose_stage (self, tiem_sandbox_market_get_stage (site->market, order));
  sim_tell (self,
            "%s: order %s becomes %s",
            site->info->kind,
            order->number,
            tiem_sandbox_stage_to_text (stage));
  tiem_sandbox_market_set_stage (site->market, order, stage);
}

/* @words: of each marketplace, by its index; %NULL where there is no such thing */
static void
let_happen (Sim *self,
            SimSite *site,
            TiemSandboxOrder *order,
            const char *word)
{
  gboolean is_done;

  if (order == NULL || word == NULL)
    return;
  is_done = tiem_sandbox_market_set_status (site->market, order, word);
  sim_tell (self,
            "%s: order %s: %s%s",
            site->info->kind,
            order->number,
            word,
            is_done ? "" : ", which is not possible");
}

/* The buyer changes his mind: at once while he may, later the owner has to agree. */
void
sim_wish_to_cancel (Sim *self)
{
  static const char *const wishes[SIM_N_SITES]
      = { "cancelled", "buyer_cancel_late", "ask_cancel", "BUYER_CANCEL" };
  SimSite *site = sim_choose_site (self);
  TiemSandboxOrder *order = sim_choose_order (self, site);
  const char *wish = wishes[site->index];

  if (order == NULL
      || tiem_sandbox_market_get_stage (site->market, order) > TIEM_SANDBOX_AWAITING_PICKUP)
    return;
  if (strcmp (site->info->kind, "tiktok") == 0 && sim_hits (self, 0.2))
    wish = "CANCELLATION_REQUEST_CANCEL";
  let_happen (self, site, order, wish);
}

/* A parcel comes back, or only the money goes; the sandbox refuses what does not fit. */
void
sim_ask_return (Sim *self)
{
  static const char *const shopee[]
      = { "buyer_return",  "buyer_return_one", "buyer_refund", "return_pickup", "return_deliver",
          "return_accept", "return_withdraw",  "return_judge", "return_refuse" };
  static const char *const lazada[] = { "ask_return", "ask_refund", "send_back" };
  static const char *const tiktok[] = { "REFUND", "RETURN_AND_REFUND" };
  SimSite *site = sim_choose_site (self);
  TiemSandboxOrder *order = sim_choose_order (self, site);
  TiemSandboxStage stage;

  if (order == NULL || sim_site_is_website (site))
    return;
  stage = tiem_sandbox_market_get_stage (site->market, order);
  if (stage != TIEM_SANDBOX_DELIVERED && stage != TIEM_SANDBOX_RETURNING)
    return;
  if (strcmp (site->info->kind, "shopee") == 0)
    let_happen (self, site, order, sim_choose_word (self, shopee, G_N_ELEMENTS (shopee)));
  else if (strcmp (site->info->kind, "lazada") == 0)
    let_happen (self, site, order, sim_choose_word (self, lazada, G_N_ELEMENTS (lazada)));
  else
    let_happen (self, site, order, sim_choose_word (self, tiktok, G_N_ELEMENTS (tiktok)));
}

/* The website's administrator */

void
sim_trash_order (Sim *self)
{
  SimSite *site = &self->sites[0];
  TiemSandboxOrder *order = sim_choose_order (self, site);
  g_autofree char *path = NULL;

  if (order == NULL)
    return;
  path = g_strdup_printf ("orders/%d", (int)order->id);
  sim_site_administer (site, "DELETE", path, NULL);
}

void
sim_refund_order (Sim *self)
{
  SimSite *site = &self->sites[0];
  TiemSandboxOrder *order = sim_choose_order (self, site);
  const TiemSandboxLine *line;
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;

  if (order == NULL || order->is_trashed || order->lines->len == 0)
    return;
  line = order->lines->pdata[g_rand_int_range (self->random, 0, order->lines->len)];
  path = g_strdup_printf ("orders/%d/refunds", (int)order->id);
  body = g_strdup_printf ("{\"api_refund\": false, \"api_restock\": %s, \"line_items\":"
                          " [{\"id\": %d, \"quantity\": 1, \"refund_total\": \"%d\"}]}",
                          sim_hits (self, 0.5) ? "true" : "false",
                          (int)line->id,
                          (int)(line->price_xu / 100));
  sim_site_administer (site, "POST", path, body);
}

/* By hand */

/* Somebody types another number at the market itself. */
void
sim_change_listing (Sim *self)
{
  SimSite *site = sim_choose_site (self);
  const char *sku = self->skus->pdata[sim_choose_goods (self)];
  TiemSandboxItem *item = tiem_sandbox_shop_find_sku (sim_site_get_shop (site), sku, FALSE);
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;

  if (item == NULL)
    return;
  path = g_strdup_printf ("listings/%d", (int)item->id);
  if (sim_hits (self, 0.7))
    {
      body = g_strdup_printf ("{\"stock\": %d}", g_rand_int_range (self->random, 0, 60));
      g_hash_table_add (site->by_hand, g_strdup (sku));
    }
  else
    {
      body = g_strdup_printf ("{\"price\": %d}", g_rand_int_range (self->random, 20, 500) * 1000);
      g_hash_table_remove (site->prices, sku);
    }
  sim_site_post (site, path, body);
  sim_tell (self, "%s: %s changed by hand: %s", site->info->kind, sku, body);
}

/* Returns: (transfer full) (nullable): what switches the lock on or off */
static char *
make_lock (SimSite *site,
           const char *sku,
           int units)
{
  if (strcmp (site->info->kind, "shopee") == 0)
    return g_strdup_printf ("{\"reserve\": {\"%s\": %d}}", sku, units);
  if (strcmp (site->info->kind, "lazada") == 0)
    return g_strdup_printf (
        "{\"campaigns\": [{\"sku\": \"%s\", \"quantity\": %d, \"hours\": 1}]}", sku, units);
  if (strcmp (site->info->kind, "tiktok") == 0)
    return g_strdup_printf ("{\"campaign\": {\"sku\": \"%s\", \"units\": %d}}", sku, units);
  return NULL;
}

void
sim_lock_stock (Sim *self)
{
  SimSite *site = sim_choose_site (self);
  const char *sku = self->skus->pdata[sim_choose_goods (self)];
  TiemSandboxItem *item = tiem_sandbox_shop_find_sku (sim_site_get_shop (site), sku, FALSE);
  TiemSandboxItem *holder = item != NULL ? tiem_sandbox_item_get_stock_holder (item) : NULL;
  g_autofree char *body = NULL;
  int most;

  if (holder == NULL)
    return;
  /* No campaign takes what is not there. */
  most = CLAMP (holder->stock, 0, 20);
  body = make_lock (
      site, sku, sim_hits (self, 0.4) ? 0 : g_rand_int_range (self->random, 0, most + 1));
  if (body == NULL)
    return;
  g_hash_table_add (site->by_hand, g_strdup (sku));
  sim_site_post (site, "settings", body);
  sim_tell (self, "%s: a campaign holds of %s: %s", site->info->kind, sku, body);
}
