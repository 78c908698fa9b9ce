#include "sim.h"

#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-split.h"

/*
 * Every order of scarce goods, at the moment it is made: were the units still there, counting what
 * all markets have sold and nobody has read yet? If not, why could it be made?
 */

/* Goods of which there are more are not looked at. */
#define SCARCE 12
/* Orders so far back may have been cancelled, or have come to nobody's notice yet; what a channel
 * that is cut off for long has sold beside these changes no cause. */
#define LATE_ORDERS 60
#define MOST_ORDERS 150
/* So long after an edit of the owner's somebody may still be shown the number before. */
#define EDIT_MS SIM_MINUTE

static const char *const causes[SIM_N_CAUSES] = {
  [SIM_CAUSE_FORCED] = "the market sold what it did not have",
  [SIM_CAUSE_BY_HAND] = "the number was changed at a market",
  [SIM_CAUSE_CUT_OFF] = "a channel was cut off",
  [SIM_CAUSE_OWNER] = "the owner had just changed it",
  [SIM_CAUSE_WHOLE] = "goods not split",
  [SIM_CAUSE_BETWEEN] = "sold between reading and writing",
};

void
sim_note_edit (Sim *self,
               gint64 variant_id)
{
  gint64 now = sim_clock_get_true (self->clock);

  g_hash_table_replace (
      self->edited, g_memdup2 (&variant_id, sizeof variant_id), g_memdup2 (&now, sizeof now));
}

/* What the store counts of @sku for the order. Returns: units; −1 when it does not know the order
 */
static gint64
count_booked (SimSite *site,
              const TiemSandboxOrder *theirs,
              const char *sku)
{
  gint64 order_id = sim_site_find_order (site, theirs);
  g_autoptr (TiemOrder) ours
      = order_id != 0 ? tiem_store_get_order (site->sim->store, order_id, NULL) : NULL;
  gint64 units = 0;

  if (ours == NULL)
    return -1;
  for (guint i = 0; i < ours->lines->len; i++)
    {
      const TiemOrderLine *line = ours->lines->pdata[i];

      if (g_strcmp0 (line->remote_sku, sku) == 0)
        units += line->reserved + line->shipped;
    }
  return units;
}

static gint64
count_sold (const TiemSandboxOrder *order,
            const char *sku)
{
  gint64 units = 0;

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      if (g_strcmp0 (line->sku, sku) == 0)
        units += line->quantity;
    }
  return units;
}

/* Returns: units of @sku that the market has sold and the store does not know of, less those that
 * were given back */
static gint64
count_unread (SimSite *site,
              const char *sku)
{
  GPtrArray *orders = sim_site_get_shop (site)->orders;
  guint late = orders->len - MIN (orders->len, LATE_ORDERS);
  guint first = orders->len - MIN (orders->len, MOST_ORDERS);
  gint64 unread = 0;

  for (guint i = MAX (first, MIN (late, site->n_known)); i < orders->len; i++)
    {
      TiemSandboxOrder *order = orders->pdata[i];
      gint64 sold = count_sold (order, sku);
      gint64 booked;
      gboolean is_off;

      if (sold == 0)
        continue;
      is_off = order->is_trashed
               || tiem_sandbox_market_get_stage (site->market, order) == TIEM_SANDBOX_CANCELLED;
      booked = count_booked (site, order, sku);
      if (booked < 0)
        unread += is_off ? 0 : sold;
      else if (is_off)
        unread -= booked;
    }
  return unread;
}

/* How far the orders of a market are known, all of them. */
static void
note_known (SimSite *site)
{
  GPtrArray *orders = sim_site_get_shop (site)->orders;

  while (site->n_known < orders->len
         && sim_site_find_order (site, orders->pdata[site->n_known]) != 0)
    site->n_known++;
}

static gboolean
is_cut_off (SimSite *site)
{
  return site->is_away || site->is_paused || site->is_troubled || site->worker == NULL
         || site->due_at == G_MAXINT64 || tiem_worker_is_down (site->worker)
         || site->sleeps != site->sim->sleeps;
}

static gboolean
was_just_edited (Sim *self,
                 gint64 variant_id)
{
  const gint64 *at = g_hash_table_lookup (self->edited, &variant_id);

  return at != NULL && sim_clock_get_true (self->clock) - *at < EDIT_MS;
}

static gboolean
is_split (Sim *self,
          gint64 variant_id)
{
  gboolean split = FALSE;
  g_autoptr (GPtrArray) reasons = tiem_store_explain_stock (self->store, variant_id, &split, NULL);

  return reasons != NULL && split;
}

static SimCause
find_cause (SimSite *site,
            const char *sku,
            gint64 variant_id)
{
  Sim *self = site->sim;

  if (self->is_forcing)
    return SIM_CAUSE_FORCED;
  for (guint i = 0; i < SIM_N_SITES; i++)
    if (g_hash_table_contains (self->sites[i].by_hand, sku))
      return SIM_CAUSE_BY_HAND;
  for (guint i = 0; i < SIM_N_SITES; i++)
    if (is_cut_off (&self->sites[i]))
      return SIM_CAUSE_CUT_OFF;
  if (sim_disk_is_ill (self) || self->has_crashed)
    return SIM_CAUSE_CUT_OFF;
  if (was_just_edited (self, variant_id))
    return SIM_CAUSE_OWNER;
  return is_split (self, variant_id) ? SIM_CAUSE_BETWEEN : SIM_CAUSE_WHOLE;
}

/* Returns: (transfer full) (nullable): when it is plain goods that run out */
static TiemVariant *
get_scarce (Sim *self,
            gint64 variant_id)
{
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (self->store, variant_id, NULL);

  return variant != NULL && !variant->is_bundle && !variant->undecided && variant->counted_at != 0
                 && variant->available <= SCARCE
             ? g_steal_pointer (&variant)
             : NULL;
}

static void
look_at_line (SimSite *site,
              const TiemSandboxOrder *order,
              guint goods)
{
  Sim *self = site->sim;
  const char *sku = self->skus->pdata[goods];
  gint64 variant_id = g_array_index (self->variants, gint64, goods);
  gint64 sold = count_sold (order, sku);
  g_autoptr (TiemVariant) variant = sold > 0 ? get_scarce (self, variant_id) : NULL;
  gint64 left;
  SimCause cause;

  if (variant == NULL || g_hash_table_contains (site->unlinked, sku))
    return;
  left = variant->available;
  for (guint i = 0; i < SIM_N_SITES; i++)
    left -= count_unread (&self->sites[i], sku);
  if (left >= 0)
    return;
  cause = find_cause (site, sku, variant_id);
  self->counts.oversold[cause] += MIN (sold, -left);
  sim_tell (self,
            "%s: order %s sells %d × %s that are not there: %s",
            site->info->kind,
            order->number,
            (int)MIN (sold, -left),
            sku,
            causes[cause]);
}

void
sim_look_at_orders (Sim *self)
{
  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      SimSite *site = &self->sites[i];
      GPtrArray *orders = site->market != NULL ? sim_site_get_shop (site)->orders : NULL;

      if (orders == NULL || orders->len == site->n_seen)
        continue;
      if (self->store != NULL && !self->has_crashed && !self->is_asleep && self->skus->len > 0)
        {
          note_known (site);
          for (; site->n_seen < orders->len; site->n_seen++)
            for (guint j = 0; j < self->skus->len; j++)
              look_at_line (site, orders->pdata[site->n_seen], j);
        }
      site->n_seen = orders->len;
    }
}

char *
sim_counts_list_oversold (const SimCounts *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < SIM_N_CAUSES; i++)
    if (self->oversold[i] > 0)
      g_string_append_printf (
          text, "%s%u: %s", text->len > 0 ? "; " : "", self->oversold[i], causes[i]);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : g_strdup ("nothing");
}
