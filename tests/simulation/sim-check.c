#include "sim.h"

#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-orders.h"

#include <string.h>

gboolean
sim_check_invariants (Sim *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invariants = tiem_store_check (self->store, &error);

  if (self->failure != NULL)
    return FALSE;
  if (invariants == NULL)
    return sim_fail (self, "the check: %s", error->message);
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      if (invariant->violations->len > 0)
        return sim_fail (self,
                         "%s: %s",
                         invariant->name,
                         (const char *)g_ptr_array_index (invariant->violations, 0));
    }
  return TRUE;
}

/* Orders */

static TiemOrderStatus
translate_website_status (const TiemSandboxOrder *order)
{
  static const struct
  {
    const char *word;
    TiemOrderStatus status;
  } words[] = {
    { "pending", TIEM_ORDER_UNPAID },
    { "on-hold", TIEM_ORDER_UNPAID },
    { "processing", TIEM_ORDER_TO_SHIP },
    { "completed", TIEM_ORDER_COMPLETED },
  };

  for (guint i = 0; !order->is_trashed && i < G_N_ELEMENTS (words); i++)
    if (strcmp (order->status, words[i].word) == 0)
      return words[i].status;
  return TIEM_ORDER_CANCELLED;
}

static TiemOrderStatus
translate_status (SimSite *site,
                  TiemSandboxOrder *order)
{
  if (sim_site_is_website (site))
    return translate_website_status (order);
  /* A parcel that nobody took is cancelled, for Shopee and TikTok Shop; goods on their way back
   * leave the order where it was, for Lazada and TikTok Shop. */
  if (strcmp (order->status, "CANCELLED") == 0)
    return TIEM_ORDER_CANCELLED;
  if (g_ascii_strcasecmp (order->status, "delivered") == 0)
    return TIEM_ORDER_DELIVERED;
  if (strcmp (order->status, "confirmed") == 0 || strcmp (order->status, "COMPLETED") == 0)
    return TIEM_ORDER_COMPLETED;
  return tiem_order_status_from_string (
      tiem_sandbox_stage_to_text (tiem_sandbox_market_get_stage (site->market, order)));
}

static gint64
count_there (const TiemSandboxOrder *order,
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

static gint64
count_here (const TiemOrder *order,
            const char *sku)
{
  gint64 units = 0;

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemOrderLine *line = order->lines->pdata[i];

      if (g_strcmp0 (line->remote_sku, sku) == 0)
        units += line->quantity;
    }
  return units;
}

/* Some platforms name each unit, Tiệm does not: what counts is how many of what. */
static char *
compare_lines (const TiemSandboxOrder *theirs,
               const TiemOrder *ours)
{
  gint64 there = 0;
  gint64 here = 0;

  for (guint i = 0; i < theirs->lines->len; i++)
    {
      const TiemSandboxLine *line = theirs->lines->pdata[i];

      there += line->quantity;
      if (count_here (ours, line->sku) != count_there (theirs, line->sku))
        return g_strdup_printf ("has %d × %s, not %d",
                                (int)count_here (ours, line->sku),
                                line->sku,
                                (int)count_there (theirs, line->sku));
    }
  for (guint i = 0; i < ours->lines->len; i++)
    here += ((const TiemOrderLine *)ours->lines->pdata[i])->quantity;
  return here != there ? g_strdup_printf ("has %d units, not %d", (int)here, (int)there) : NULL;
}

/* Returns: (transfer full) (nullable): what is wrong with the order as the store has it */
static char *
compare_order (SimSite *site,
               TiemSandboxOrder *theirs,
               const TiemOrder *ours)
{
  if (ours->status != translate_status (site, theirs))
    return g_strdup_printf (
        "of %" G_GINT64_FORMAT " is %s, not %s of %" G_GINT64_FORMAT " (%s)%s",
        ours->updated_at / 1000,
        tiem_order_status_to_string (ours->status),
        theirs->status,
        theirs->modified_at / 1000,
        tiem_sandbox_stage_to_text (tiem_sandbox_market_get_stage (site->market, theirs)),
        theirs->is_trashed ? " in the trash" : "");
  if (ours->total_vnd * 100 != theirs->total_xu)
    return g_strdup_printf (
        "comes to %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT, ours->total_vnd, theirs->total_xu);
  return compare_lines (theirs, ours);
}

static gboolean
orders_agree (SimSite *site,
              char **why)
{
  Sim *self = site->sim;
  GPtrArray *orders = sim_site_get_shop (site)->orders;
  TiemOrderCounts counts = { 0 };

  for (guint i = 0; i < orders->len; i++)
    {
      TiemSandboxOrder *theirs = orders->pdata[i];
      gint64 order_id = sim_site_find_order (site, theirs);
      g_autoptr (TiemOrder) ours
          = order_id != 0 ? tiem_store_get_order (self->store, order_id, NULL) : NULL;
      g_autofree char *difference = ours != NULL
                                        ? compare_order (site, theirs, ours)
                                        : g_strdup_printf ("of %" G_GINT64_FORMAT " is not here",
                                                           theirs->created_at / 1000);

      if (difference != NULL)
        {
          *why = g_strdup_printf ("%s: order %s %s", site->info->kind, theirs->number, difference);
          return FALSE;
        }
    }
  tiem_store_count_orders (self->store, site->channel_id, &counts, NULL);
  if (counts.all != orders->len)
    {
      *why = g_strdup_printf (
          "%s: %d orders here, %u there", site->info->kind, (int)counts.all, orders->len);
      return FALSE;
    }
  return TRUE;
}

/* What waits to be done */

/* Nothing is left to be sent. */
static gboolean
outbox_is_done (SimSite *site,
                char **why)
{
  g_autoptr (GPtrArray) items = tiem_store_list_outbox (site->sim->store, site->channel_id, NULL);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const TiemOutboxItem *item = g_ptr_array_index (items, i);

      if (strcmp (item->state, "rejected") == 0)
        continue;
      *why = g_strdup_printf ("%s: %s of %s is still %s",
                              site->info->kind,
                              item->kind,
                              item->remote_id != NULL ? item->remote_id : item->remote_product_id,
                              item->state);
      return FALSE;
    }
  return TRUE;
}

gboolean
sim_agrees (Sim *self,
            gboolean sold_only,
            char **why)
{
  for (guint i = 0; i < SIM_N_SITES; i++)
    if (!orders_agree (&self->sites[i], why)
        || !sim_listings_agree (&self->sites[i], sold_only, why)
        || !outbox_is_done (&self->sites[i], why))
      return FALSE;
  return TRUE;
}

/* Every edit that the store has acknowledged is in the ledger, once. */
gboolean
sim_check_edits (Sim *self)
{
  for (guint i = 0; i < self->variants->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) movements = tiem_store_list_movements (
          self->store, g_array_index (self->variants, gint64, i), 0, &error);
      guint found = 0;

      g_assert_no_error (error);
      for (guint j = 0; j < movements->len; j++)
        if (g_strcmp0 (((TiemMovement *)movements->pdata[j])->reason, "adjust") == 0)
          found++;
      if (found < g_array_index (self->adjusted, guint, i)
          || found > g_array_index (self->adjusted, guint, i)
                         + g_array_index (self->doubtful, guint, i))
        return sim_fail (self,
                         "%s has %u edits in the ledger, not %u",
                         (char *)self->skus->pdata[i],
                         found,
                         g_array_index (self->adjusted, guint, i));
    }
  return TRUE;
}
