#include "sim.h"

#include "base/tiem-error.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-orders.h"

static SimSite *
choose_site (Sim *self)
{
  return &self->sites[g_rand_int_range (self->random, 0, SIM_N_SITES)];
}

/* A third of all that happens is about three of the goods, so that they run out. */
static guint
choose_goods (Sim *self)
{
  guint n = sim_hits (self, 0.33) ? MIN (3, self->skus->len) : self->skus->len;

  return g_rand_int_range (self->random, 0, n);
}

/* Returns: (nullable): one of the latest orders of @site */
static TiemSandboxOrder *
choose_order (Sim *self,
              SimSite *site)
{
  GPtrArray *orders = tiem_sandbox_market_get_shop (site->market)->orders;
  guint n = MIN (orders->len, 30);

  return n > 0 ? orders->pdata[orders->len - 1 - g_rand_int_range (self->random, 0, n)] : NULL;
}

static const char *
choose_word (Sim *self,
             const char *const *words,
             guint n_words)
{
  return words[g_rand_int_range (self->random, 0, n_words)];
}

/* What went wrong in the store may only be what the owner asked for. */
static void
expect (Sim *self,
        const char *what,
        const GError *error)
{
  sim_tell (self,
            "the owner: %s%s%s",
            what,
            error != NULL ? ": " : "",
            error != NULL ? error->message : "");
  if (error != NULL && error->code != TIEM_ERROR_CONFLICT && error->code != TIEM_ERROR_INVALID
      && error->code != TIEM_ERROR_NOT_FOUND && error->code != TIEM_ERROR_REJECTED)
    sim_fail (self, "%s: %s", what, error->message);
}

/* Buyers */

static void
buy (Sim *self)
{
  static const char *const payments[] = { "cod", "transfer", "online" };
  SimSite *site = choose_site (self);
  g_autofree char *body = g_strdup_printf (
      "{\"lines\": [{\"sku\": \"%s\", \"quantity\": %d}, {\"sku\": \"%s\", \"quantity\": 1}],"
      " \"payment\": \"%s\", \"force\": %s}",
      (char *)self->skus->pdata[choose_goods (self)],
      g_rand_int_range (self->random, 1, 4),
      (char *)self->skus->pdata[choose_goods (self)],
      choose_word (self, payments, G_N_ELEMENTS (payments)),
      sim_hits (self, 0.2) ? "true" : "false");
  g_autoptr (JsonNode) answer = sim_site_control (site, "POST", "orders", body);

  sim_tell (self, "%s: somebody buys %s", site->info->kind, body);
}

/* The market */

static void
move_website_order (Sim *self,
                    SimSite *site,
                    TiemSandboxOrder *order)
{
  static const char *const words[]
      = { "processing", "processing", "completed", "completed", "completed",
          "cancelled",  "on-hold",    "pending",   "failed",    "refunded" };
  const char *word = choose_word (self, words, G_N_ELEMENTS (words));

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

static void
move_order (Sim *self)
{
  SimSite *site = choose_site (self);
  TiemSandboxOrder *order = choose_order (self, site);
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

static void
trash_order (Sim *self)
{
  SimSite *site = &self->sites[0];
  TiemSandboxOrder *order = choose_order (self, site);
  g_autofree char *path = NULL;

  if (order == NULL)
    return;
  path = g_strdup_printf ("orders/%d", (int)order->id);
  sim_site_administer (site, "DELETE", path, NULL);
}

static void
refund_order (Sim *self)
{
  SimSite *site = &self->sites[0];
  TiemSandboxOrder *order = choose_order (self, site);
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

/* Somebody types another number at the market itself. */
static void
change_listing (Sim *self)
{
  SimSite *site = choose_site (self);
  const char *sku = self->skus->pdata[choose_goods (self)];
  TiemSandboxItem *item
      = tiem_sandbox_shop_find_sku (tiem_sandbox_market_get_shop (site->market), sku, FALSE);
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  g_autoptr (JsonNode) answer = NULL;

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
  answer = sim_site_control (site, "POST", path, body);
  sim_tell (self, "%s: %s changed by hand: %s", site->info->kind, sku, body);
}

/* The owner */

static void
adjust_stock (Sim *self)
{
  guint i = choose_goods (self);
  int delta = g_rand_int_range (self->random, -6, 12);
  g_autoptr (GError) error = NULL;

  if (delta == 0)
    return;
  sim_tell (self, "the owner adjusts %s by %d", (char *)self->skus->pdata[i], delta);
  if (tiem_store_adjust_stock (
          self->store, g_array_index (self->variants, gint64, i), delta, "adjust", NULL, &error))
    {
      self->counts.edits++;
      g_array_index (self->adjusted, guint, i)++;
    }
  expect (self, "adjusts stock", error);
}

static void
count_stock (Sim *self)
{
  guint i = choose_goods (self);
  int on_hand = g_rand_int_range (self->random, 0, 80);
  g_autoptr (GError) error = NULL;

  sim_tell (self, "the owner counts %d of %s", on_hand, (char *)self->skus->pdata[i]);
  if (tiem_store_set_stock (
          self->store, g_array_index (self->variants, gint64, i), on_hand, "count", NULL, &error))
    self->counts.edits++;
  expect (self, "counts stock", error);
}

static void
edit_price (Sim *self)
{
  guint i = choose_goods (self);
  const char *sku = self->skus->pdata[i];
  TiemNewVariant values = { .price_vnd = g_rand_int_range (self->random, 20, 500) * 1000 };
  g_autoptr (GError) error = NULL;

  sim_tell (self, "the owner sets the price of %s to %d", sku, (int)values.price_vnd);
  if (tiem_store_edit_variant (
          self->store, g_array_index (self->variants, gint64, i), TIEM_EDIT_PRICE, &values, &error))
    {
      self->counts.edits++;
      for (guint j = 0; j < SIM_N_SITES; j++)
        g_hash_table_replace (self->sites[j].prices,
                              g_strdup (sku),
                              g_memdup2 (&values.price_vnd, sizeof values.price_vnd));
    }
  expect (self, "sets a price", error);
}

/* Returns: 0 when the store does not have it yet */
static gint64
find_order (Sim *self,
            SimSite *site)
{
  TiemSandboxOrder *order = choose_order (self, site);

  return order != NULL ? sim_site_find_order (site, order) : 0;
}

static void
act_on_order (Sim *self)
{
  static const char *const kinds[] = { "order:confirm", "order:ship", "order:cancel" };
  gint64 order_id = find_order (self, choose_site (self));
  const char *kind = choose_word (self, kinds, G_N_ELEMENTS (kinds));
  g_autoptr (GError) error = NULL;

  if (order_id == 0)
    return;
  tiem_store_queue_order_action (
      self->store, order_id, kind, "Hết hàng", sim_hits (self, 0.5) ? 5 * SIM_SECOND : 0, &error);
  expect (self, kind, error);
}

static void
receive_return (Sim *self)
{
  gint64 order_id = find_order (self, choose_site (self));
  g_autoptr (GError) error = NULL;

  if (order_id == 0)
    return;
  tiem_store_receive_return (self->store, order_id, 0, 1, sim_hits (self, 0.3), &error);
  expect (self, "receives a return", error);
}

static void
change_rule (Sim *self)
{
  SimSite *site = choose_site (self);
  gboolean is_plain = sim_hits (self, 0.5);
  g_autoptr (GError) error = NULL;

  tiem_store_set_channel_rule (self->store,
                               site->channel_id,
                               is_plain ? 0 : g_rand_int_range (self->random, 0, 4),
                               is_plain ? 100 : g_rand_int_range (self->random, 30, 101),
                               is_plain ? -1 : g_rand_int_range (self->random, 5, 40),
                               &error);
  expect (self, "changes a channel's rule", error);
}

static void
link_anew (Sim *self)
{
  TiemListingQuery query
      = { .variant_id = g_array_index (self->variants, gint64, choose_goods (self)) };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (self->store, &query, 0, 0, &error);
  const TiemListing *listing;

  if (listings == NULL || listings->len == 0)
    {
      expect (self, "looks at listings", error);
      return;
    }
  listing = listings->pdata[g_rand_int_range (self->random, 0, listings->len)];
  if (tiem_store_unlink (self->store, listing->id, &error))
    tiem_store_link (self->store, listing->id, query.variant_id, &error);
  /* The market may show another number by now. */
  sim_decide_conflicts (self);
  expect (self, "takes a link off and puts it back", error);
}

void
sim_decide_conflicts (Sim *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) conflicts = tiem_store_list_stock_conflicts (self->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const TiemStockConflict *conflict = g_ptr_array_index (conflicts, i);

      tiem_store_set_stock (self->store,
                            conflict->variant_id,
                            g_rand_int_range (self->random, 5, 60),
                            "count",
                            NULL,
                            &error);
      g_assert_no_error (error);
    }
}

/* Trouble */

static void
make_trouble (Sim *self)
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
  SimSite *site = choose_site (self);
  const char *fault = choose_word (self, faults, G_N_ELEMENTS (faults));
  g_autofree char *body = NULL;
  g_autoptr (JsonNode) answer = NULL;

  if (sim_hits (self, 0.5))
    body = g_strdup_printf (
        "{%s, \"probability\": 0.%d}", fault, g_rand_int_range (self->random, 1, 6));
  else
    body = g_strdup_printf ("{%s, \"times\": %d, \"after\": %d}",
                            fault,
                            g_rand_int_range (self->random, 1, 4),
                            g_rand_int_range (self->random, 0, 4));
  answer = sim_site_control (site, "POST", "faults", body);
  sim_tell (self, "%s: trouble: %s", site->info->kind, body);
}

static void
end_trouble (Sim *self)
{
  SimSite *site = choose_site (self);

  sim_site_clear_faults (site);
  site->is_away = FALSE;
  if (site->due_at == G_MAXINT64 && !site->in_turn)
    {
      sim_site_sign_in (site);
      g_clear_object (&site->worker);
      site->due_at = sim_clock_get_true (self->clock);
    }
  sim_tell (self, "%s: the trouble is over", site->info->kind);
}

static void
go_away (Sim *self)
{
  SimSite *site = choose_site (self);

  site->is_away = !site->is_away;
  sim_tell (self, "%s: %s", site->info->kind, site->is_away ? "nobody answers" : "answers again");
}

static void
sleep_long (Sim *self)
{
  gint64 ms = g_rand_int_range (self->random, SIM_MINUTE, 9 * SIM_HOUR);

  if (self->depth > 0)
    return;
  sim_tell (self, "the computer sleeps for %d minutes", (int)(ms / SIM_MINUTE));
  sim_pass (self, ms);
}

static void
set_clock (Sim *self)
{
  static const gint64 most[] = { 30 * SIM_SECOND, 20 * SIM_MINUTE, 26 * SIM_HOUR };
  gint64 limit = most[g_rand_int_range (self->random, 0, G_N_ELEMENTS (most))];
  gint64 ahead = sim_hits (self, 0.4) ? 0 : g_rand_int_range (self->random, -limit, limit);

  sim_tell (self, "the computer's clock is %d s ahead", (int)(ahead / SIM_SECOND));
  sim_clock_set_ahead (self->clock, ahead);
}

void
sim_act (Sim *self)
{
  static const struct
  {
    guint weight;
    void (*act) (Sim *self);
  } acts[] = {
    { 30, buy },           { 16, move_order },    { 3, trash_order }, { 4, refund_order },
    { 6, change_listing }, { 12, adjust_stock },  { 4, count_stock }, { 5, edit_price },
    { 5, act_on_order },   { 2, receive_return }, { 1, change_rule }, { 2, link_anew },
    { 6, make_trouble },   { 4, end_trouble },    { 2, go_away },     { 1, sleep_long },
    { 2, set_clock },
  };
  guint sum = 0;
  guint chosen;

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    sum += acts[i].weight;
  chosen = g_rand_int_range (self->random, 0, sum);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      if (chosen < acts[i].weight)
        {
          acts[i].act (self);
          return;
        }
      chosen -= acts[i].weight;
    }
}
