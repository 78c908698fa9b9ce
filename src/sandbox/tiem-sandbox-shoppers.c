#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-shoppers.h"

#include "sandbox/tiem-sandbox-random.h"

#define MINUTE_MS 60000.0
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

/* From where an order is to where it may go next. The chances of one stage add up to at
 * most 1; for the rest it stays where it is. Times are means, in life's pace. */
static const struct
{
  TiemSandboxStage from;
  TiemSandboxStage to;
  double chance;
  double mean_ms;
} steps[] = {
  { TIEM_SANDBOX_UNPAID, TIEM_SANDBOX_TO_SHIP, 0.85, 3 * MINUTE_MS },
  { TIEM_SANDBOX_TO_CONFIRM, TIEM_SANDBOX_TO_SHIP, 0.90, 25 * MINUTE_MS },
  { TIEM_SANDBOX_TO_CONFIRM, TIEM_SANDBOX_CANCELLED, 0.10, 5 * HOUR_MS },
  { TIEM_SANDBOX_TO_SHIP, TIEM_SANDBOX_CANCELLED, 0.05, 1 * HOUR_MS },
  { TIEM_SANDBOX_TO_SHIP, TIEM_SANDBOX_AWAITING_PICKUP, 0.95, 8 * HOUR_MS },
  { TIEM_SANDBOX_AWAITING_PICKUP, TIEM_SANDBOX_SHIPPING, 1, 6 * HOUR_MS },
  { TIEM_SANDBOX_SHIPPING, TIEM_SANDBOX_DELIVERED, 0.96, 1.5 * DAY_MS },
  { TIEM_SANDBOX_SHIPPING, TIEM_SANDBOX_FAILED_DELIVERY, 0.04, 3 * DAY_MS },
  { TIEM_SANDBOX_DELIVERED, TIEM_SANDBOX_COMPLETED, 0.97, 2 * DAY_MS },
  { TIEM_SANDBOX_DELIVERED, TIEM_SANDBOX_RETURNING, 0.03, 2 * DAY_MS },
  { TIEM_SANDBOX_RETURNING, TIEM_SANDBOX_RETURNED, 1, 3 * DAY_MS },
};

/* A market without words for parcels (a website) stays at to_ship while the parcel travels,
 * so the agenda remembers the stage the parcel is in: (from, to) in one number. */
#define PACK_STEP(from, to) ((int)(from)*TIEM_SANDBOX_N_STAGES + (int)(to))

static void schedule (TiemSandboxMarket *market, TiemSandboxOrder *order, TiemSandboxStage from);

static gboolean
is_parcel_stage (TiemSandboxStage stage)
{
  return stage == TIEM_SANDBOX_AWAITING_PICKUP || stage == TIEM_SANDBOX_SHIPPING;
}

static void
step_due_cb (gpointer owner,
             gint64 id,
             int detail)
{
  TiemSandboxMarket *market = owner;
  TiemSandboxShop *shop = tiem_sandbox_market_get_shop (market);
  TiemSandboxOrder *order = tiem_sandbox_shop_find_order (shop, id);
  TiemSandboxStage from = detail / TIEM_SANDBOX_N_STAGES;
  TiemSandboxStage to = detail % TIEM_SANDBOX_N_STAGES;
  TiemSandboxStage now;

  if (order == NULL || order->is_trashed)
    return;
  now = tiem_sandbox_market_get_stage (market, order);
  /* The seller or the platform was quicker: somebody else decides now. */
  if (now != from && !(is_parcel_stage (from) && now == TIEM_SANDBOX_TO_SHIP))
    return;
  tiem_sandbox_market_set_stage (market, order, to);
  schedule (market, order, to);
}

static void
schedule (TiemSandboxMarket *market,
          TiemSandboxOrder *order,
          TiemSandboxStage from)
{
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  GRand *random = tiem_sandbox_market_get_random (market);
  double chance = g_rand_double (random);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (steps[i].from != from)
        continue;
      chance -= steps[i].chance;
      if (chance < 0)
        {
          double pace = MAX (world->options->pace, 0.001);
          gint64 wait = tiem_sandbox_random_wait (random, steps[i].mean_ms / pace);

          tiem_sandbox_agenda_add (tiem_sandbox_market_get_agenda (market),
                                   tiem_sandbox_world_now (world) + wait,
                                   step_due_cb,
                                   order->id,
                                   PACK_STEP (from, steps[i].to));
          return;
        }
    }
}

void
tiem_sandbox_shoppers_follow (TiemSandboxMarket *market,
                              TiemSandboxOrder *order)
{
  schedule (market, order, tiem_sandbox_market_get_stage (market, order));
}

void
tiem_sandbox_shoppers_follow_all (TiemSandboxMarket *market)
{
  GPtrArray *orders = tiem_sandbox_market_get_shop (market)->orders;

  for (guint i = 0; i < orders->len; i++)
    tiem_sandbox_shoppers_follow (market, orders->pdata[i]);
}

static void
shopper_comes_cb (gpointer owner,
                  gint64 mean_ms,
                  int detail)
{
  TiemSandboxMarket *market = owner;
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  GRand *random = tiem_sandbox_market_get_random (market);
  gint64 now = tiem_sandbox_world_now (world);
  g_autoptr (TiemSandboxSale) sale = tiem_sandbox_sale_choose (world, random, now);
  TiemSandboxOrder *order = tiem_sandbox_market_place (market, sale, NULL);

  if (order != NULL)
    tiem_sandbox_shoppers_follow (market, order);
  tiem_sandbox_agenda_add (tiem_sandbox_market_get_agenda (market),
                           now + tiem_sandbox_random_wait (random, mean_ms),
                           shopper_comes_cb,
                           mean_ms,
                           0);
}

void
tiem_sandbox_shoppers_come (TiemSandboxMarket *market,
                            double orders_per_minute)
{
  TiemSandboxAgenda *agenda = tiem_sandbox_market_get_agenda (market);
  gint64 mean_ms;

  tiem_sandbox_agenda_remove (agenda, shopper_comes_cb);
  if (orders_per_minute <= 0)
    return;
  mean_ms = MAX (1, (gint64)(MINUTE_MS / orders_per_minute));
  tiem_sandbox_agenda_add (
      agenda,
      tiem_sandbox_world_now (tiem_sandbox_market_get_world (market))
          + tiem_sandbox_random_wait (tiem_sandbox_market_get_random (market), mean_ms),
      shopper_comes_cb,
      mean_ms,
      0);
}
