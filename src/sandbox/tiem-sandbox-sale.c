#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-sale.h"

#include "sandbox/tiem-sandbox-random.h"

#include <math.h>

#define HOUR_MS G_GINT64_CONSTANT (3600000)
#define DAY_MS (24 * HOUR_MS)
#define PAST_DAYS 90

/* 400 orders by 260 people: some come back. */
#define BUYERS_PER_ORDER 0.65

static void
wish_free (TiemSandboxWish *self)
{
  g_free (self->sku);
  g_free (self);
}

TiemSandboxSale *
tiem_sandbox_sale_new (gint64 at,
                       const TiemSandboxBuyer *buyer)
{
  TiemSandboxSale *self = g_new0 (TiemSandboxSale, 1);

  self->at = at;
  self->buyer = tiem_sandbox_buyer_copy (buyer);
  self->wishes = g_ptr_array_new_with_free_func ((GDestroyNotify)wish_free);
  return self;
}

void
tiem_sandbox_sale_free (TiemSandboxSale *self)
{
  if (self == NULL)
    return;
  tiem_sandbox_buyer_free (self->buyer);
  g_ptr_array_unref (self->wishes);
  g_free (self->note);
  g_free (self);
}

void
tiem_sandbox_sale_add (TiemSandboxSale *self,
                       const char *sku,
                       gint64 quantity)
{
  TiemSandboxWish *wish;

  for (guint i = 0; i < self->wishes->len; i++)
    {
      wish = self->wishes->pdata[i];
      if (g_str_equal (wish->sku, sku))
        {
          wish->quantity += quantity;
          return;
        }
    }
  wish = g_new0 (TiemSandboxWish, 1);
  wish->sku = g_strdup (sku);
  wish->quantity = quantity;
  g_ptr_array_add (self->wishes, wish);
}

static TiemSandboxPayment
choose_payment (GRand *random)
{
  double chance = g_rand_double (random);

  if (chance < 0.62)
    return TIEM_SANDBOX_PAY_ON_DELIVERY;
  return chance < 0.86 ? TIEM_SANDBOX_PAY_BY_TRANSFER : TIEM_SANDBOX_PAY_ONLINE;
}

TiemSandboxSale *
tiem_sandbox_sale_choose (TiemSandboxWorld *world,
                          GRand *random,
                          gint64 at)
{
  guint n_buyers = MAX (10, (guint)(world->options->past_orders * BUYERS_PER_ORDER));
  TiemSandboxSale *sale;
  int n_wishes;

  sale = tiem_sandbox_sale_new (
      at, tiem_sandbox_people_get (world->people, g_rand_int_range (random, 0, n_buyers)));
  n_wishes = 1 + tiem_sandbox_random_hits (random, 0.35) + tiem_sandbox_random_hits (random, 0.15);
  for (int i = 0; i < n_wishes && world->catalogue->variants->len > 0; i++)
    {
      const TiemSandboxVariant *variant
          = tiem_sandbox_catalogue_choose (world->catalogue, g_rand_double (random));

      tiem_sandbox_sale_add (sale,
                             variant->sku,
                             1 + tiem_sandbox_random_hits (random, 0.2)
                                 + tiem_sandbox_random_hits (random, 0.05));
    }
  sale->payment = choose_payment (random);
  sale->note = g_strdup (tiem_sandbox_people_choose_note (random));
  return sale;
}

/* Where an order of that age has got to. */
static TiemSandboxStage
choose_stage (GRand *random,
              gint64 age_ms,
              TiemSandboxPayment payment)
{
  double chance = g_rand_double (random);

  if (age_ms < HOUR_MS && payment == TIEM_SANDBOX_PAY_ONLINE && chance < 0.5)
    return TIEM_SANDBOX_UNPAID;
  if (age_ms < DAY_MS && payment == TIEM_SANDBOX_PAY_BY_TRANSFER && chance < 0.6)
    return TIEM_SANDBOX_TO_CONFIRM;
  if (chance < 0.06)
    return TIEM_SANDBOX_CANCELLED;
  if (age_ms < 2 * DAY_MS)
    return TIEM_SANDBOX_TO_SHIP;
  if (chance < 0.08)
    return TIEM_SANDBOX_FAILED_DELIVERY;
  if (age_ms < 4 * DAY_MS)
    return chance < 0.5 ? TIEM_SANDBOX_SHIPPING : TIEM_SANDBOX_DELIVERED;
  return chance < 0.11 ? TIEM_SANDBOX_RETURNED : TIEM_SANDBOX_COMPLETED;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 left = *(const gint64 *)a;
  gint64 right = *(const gint64 *)b;

  return left < right ? -1 : left > right;
}

GPtrArray *
tiem_sandbox_sale_choose_past (TiemSandboxWorld *world,
                               GRand *random,
                               guint n_sales)
{
  GPtrArray *sales = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sandbox_sale_free);
  g_autofree gint64 *times = g_new0 (gint64, n_sales);
  gint64 now = tiem_sandbox_world_now (world);

  /* The shop is growing: more orders lately than three months ago, and some just now. */
  for (guint i = 0; i < n_sales; i++)
    times[i] = now - (gint64)(g_rand_double (random) * 3 * HOUR_MS) - 1000;
  for (guint i = n_sales / 40; i < n_sales; i++)
    times[i] = now - (gint64)(pow (g_rand_double (random), 1.3) * PAST_DAYS * DAY_MS) - 1000;
  if (n_sales > 0)
    qsort (times, n_sales, sizeof *times, compare_times);

  for (guint i = 0; i < n_sales; i++)
    {
      TiemSandboxSale *sale = tiem_sandbox_sale_choose (world, random, times[i]);

      sale->is_past = TRUE;
      sale->is_forced = TRUE;
      sale->stage = choose_stage (random, now - times[i], sale->payment);
      g_ptr_array_add (sales, sale);
    }
  return sales;
}
