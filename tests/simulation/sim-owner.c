#include "sim.h"

#include "base/tiem-error.h"
#include "store/tiem-store-after.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-split.h"

#include <string.h>

/* What the owner does, in Tiệm. */

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
  if (error == NULL)
    self->counts.edits++;
  else if (!sim_disk_is_ill (self) && error->code != TIEM_ERROR_CONFLICT
           && error->code != TIEM_ERROR_INVALID && error->code != TIEM_ERROR_NOT_FOUND
           && error->code != TIEM_ERROR_REJECTED)
    sim_fail (self, "%s: %s", what, error->message);
}

/* Stock and prices */

static void
adjust (Sim *self,
        guint goods,
        int delta,
        const char *reason)
{
  g_autoptr (GError) error = NULL;

  sim_note_edit (self, g_array_index (self->variants, gint64, goods));
  sim_tell (self, "the owner adjusts %s by %d", (char *)self->skus->pdata[goods], delta);
  if (tiem_store_adjust_stock (
          self->store, g_array_index (self->variants, gint64, goods), delta, reason, NULL, &error))
    g_array_index (self->adjusted, guint, goods)++;
  else if (sim_disk_is_ill (self))
    g_array_index (self->doubtful, guint, goods)++;
  expect (self, "adjusts stock", error);
}

void
sim_adjust_stock (Sim *self)
{
  int delta = g_rand_int_range (self->random, -6, 12);

  if (delta != 0)
    adjust (self, sim_choose_goods (self), delta, "adjust");
}

void
sim_sell_at_counter (Sim *self)
{
  adjust (self, sim_choose_goods (self), -g_rand_int_range (self->random, 1, 4), "adjust");
}

void
sim_count_stock (Sim *self)
{
  guint i = sim_choose_goods (self);
  int on_hand = g_rand_int_range (self->random, 0, 80);
  g_autoptr (GError) error = NULL;

  sim_note_edit (self, g_array_index (self->variants, gint64, i));
  sim_tell (self, "the owner counts %d of %s", on_hand, (char *)self->skus->pdata[i]);
  tiem_store_set_stock (
      self->store, g_array_index (self->variants, gint64, i), on_hand, "count", NULL, &error);
  expect (self, "counts stock", error);
}

void
sim_edit_price (Sim *self)
{
  guint i = sim_choose_goods (self);
  const char *sku = self->skus->pdata[i];
  TiemNewVariant values = { .price_vnd = g_rand_int_range (self->random, 20, 500) * 1000 };
  gboolean is_set;
  g_autoptr (GError) error = NULL;

  sim_tell (self, "the owner sets the price of %s to %d", sku, (int)values.price_vnd);
  is_set = tiem_store_edit_variant (
      self->store, g_array_index (self->variants, gint64, i), TIEM_EDIT_PRICE, &values, &error);
  for (guint j = 0; j < SIM_N_SITES; j++)
    if (!is_set && sim_disk_is_ill (self))
      g_hash_table_remove (self->sites[j].prices, sku); /* whether it was is not known */
    else if (is_set && !g_hash_table_contains (self->sites[j].unlinked, sku))
      g_hash_table_replace (self->sites[j].prices,
                            g_strdup (sku),
                            g_memdup2 (&values.price_vnd, sizeof values.price_vnd));
  expect (self, "sets a price", error);
}

void
sim_decide_conflicts (Sim *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) conflicts = tiem_store_list_stock_conflicts (self->store, &error);

  for (guint i = 0; conflicts != NULL && i < conflicts->len; i++)
    {
      const TiemStockConflict *conflict = g_ptr_array_index (conflicts, i);

      g_clear_error (&error);
      sim_note_edit (self, conflict->variant_id);
      tiem_store_set_stock (self->store,
                            conflict->variant_id,
                            g_rand_int_range (self->random, 5, 60),
                            "count",
                            NULL,
                            &error);
    }
  if (error != NULL)
    expect (self, "decides what there is", error);
}

/* Orders */

static void
ask (Sim *self,
     SimSite *site,
     gint64 order_id,
     const char *number,
     const char *kind)
{
  g_autoptr (GError) error = NULL;

  if (tiem_store_queue_order_action (self->store,
                                     order_id,
                                     kind,
                                     "Hết hàng",
                                     sim_hits (self, 0.5) ? 5 * SIM_SECOND : 0,
                                     &error)
          != 0
      || sim_disk_is_ill (self))
    sim_deeds_ask (site, number, kind);
  expect (self, kind, error);
}

void
sim_act_on_order (Sim *self)
{
  static const char *const kinds[] = { "order:confirm", "order:ship",  "order:ship",
                                       "order:ship",    "order:label", "order:cancel" };
  SimSite *site = sim_choose_site (self);
  const TiemSandboxOrder *order = sim_choose_order (self, site);
  gint64 order_id = order != NULL ? sim_site_find_order (site, order) : 0;

  if (order_id != 0)
    ask (self, site, order_id, order->number, sim_choose_word (self, kinds, G_N_ELEMENTS (kinds)));
}

/* A buyer waits for an answer. */
void
sim_answer_wish (Sim *self)
{
  SimSite *site = sim_choose_site (self);
  TiemOrderQuery query = { .channel_id = site->channel_id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) orders = tiem_store_list_orders (self->store, &query, FALSE, 60, 0, &error);

  for (guint i = 0; orders != NULL && i < orders->len; i++)
    {
      const TiemOrder *order = g_ptr_array_index (orders, i);

      if (!order->cancel_asked)
        continue;
      ask (self,
           site,
           order->id,
           order->number,
           sim_hits (self, 0.5) ? "order:accept-cancel" : "order:reject-cancel");
      return;
    }
}

void
sim_undo_action (Sim *self)
{
  SimSite *site = sim_choose_site (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = tiem_store_list_outbox (self->store, site->channel_id, &error);
  const TiemOutboxItem *item;

  if (items == NULL || items->len == 0)
    return;
  item = items->pdata[g_rand_int_range (self->random, 0, items->len)];
  if (strcmp (item->kind, "price") == 0)
    return;
  tiem_store_drop_outbox (self->store, item->id, &error);
  expect (self, "takes an action back", error);
}

/* Returns */

void
sim_receive_return (Sim *self)
{
  SimSite *site = sim_choose_site (self);
  const TiemSandboxOrder *order = sim_choose_order (self, site);
  gint64 order_id = order != NULL ? sim_site_find_order (site, order) : 0;
  g_autoptr (GError) error = NULL;

  if (order_id == 0)
    return;
  tiem_store_receive_return (self->store, order_id, 0, 1, sim_hits (self, 0.3), &error);
  expect (self, "receives a return", error);
}

void
sim_answer_return (Sim *self)
{
  static const TiemReturnAnswers answers[]
      = { TIEM_RETURN_ACCEPT, TIEM_RETURN_REFUND, TIEM_RETURN_RECEIVED, TIEM_RETURN_REJECT };
  TiemReturnQuery query = { .only_open = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) returns = tiem_store_list_returns (self->store, &query, 0, 0, &error);
  TiemReturnAnswers answer = answers[g_rand_int_range (self->random, 0, G_N_ELEMENTS (answers))];
  const TiemReturn *chosen;

  if (returns == NULL || returns->len == 0)
    return;
  chosen = returns->pdata[g_rand_int_range (self->random, 0, returns->len)];
  tiem_store_queue_return_answer (
      self->store, chosen->id, answer, NULL, "Hàng còn nguyên tem", 0, &error);
  expect (self, "answers a return", error);
}

/* Listings and rules */

/* Returns: (transfer full) (nullable): one of the listings of some goods */
static TiemListing *
choose_listing (Sim *self,
                gint64 *variant_id)
{
  TiemListingQuery query
      = { .variant_id = g_array_index (self->variants, gint64, sim_choose_goods (self)) };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (self->store, &query, 0, 0, &error);

  *variant_id = query.variant_id;
  return listings != NULL && listings->len > 0
             ? g_ptr_array_steal_index (listings, g_rand_int_range (self->random, 0, listings->len))
             : NULL;
}

void
sim_change_rule (Sim *self)
{
  SimSite *site = sim_choose_site (self);
  gboolean is_plain = sim_hits (self, 0.5);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->variants->len; i++)
    sim_note_edit (self, g_array_index (self->variants, gint64, i));
  tiem_store_set_channel_rule (self->store,
                               site->channel_id,
                               is_plain ? 0 : g_rand_int_range (self->random, 0, 4),
                               is_plain ? 100 : g_rand_int_range (self->random, 30, 101),
                               is_plain ? -1 : g_rand_int_range (self->random, 5, 40),
                               &error);
  expect (self, "changes a channel's rule", error);
}

/* A listing's own rule, or none any more; or whether a channel shares out the last units. */
void
sim_change_own_rule (Sim *self)
{
  gint64 variant_id;
  g_autoptr (TiemListing) listing = choose_listing (self, &variant_id);
  TiemListingRule rule = { -1, -1, -1 };
  g_autoptr (GError) error = NULL;

  if (listing == NULL)
    return;
  sim_note_edit (self, variant_id);
  if (sim_hits (self, 0.3))
    {
      tiem_store_set_channel_split (self->store, listing->channel_id, sim_hits (self, 0.6), &error);
      expect (self, "lets a channel share out the last units, or not", error);
      return;
    }
  if (sim_hits (self, 0.6))
    rule = (TiemListingRule){ g_rand_int_range (self->random, -1, 4),
                              g_rand_int_range (self->random, 30, 101),
                              g_rand_int_range (self->random, -2, 30) };
  tiem_store_set_listing_rule (self->store, listing->id, &rule, &error);
  expect (self, "changes a listing's rule", error);
}

void
sim_link_anew (Sim *self)
{
  gint64 variant_id;
  g_autoptr (TiemListing) listing = choose_listing (self, &variant_id);
  g_autoptr (GError) error = NULL;

  if (listing == NULL)
    return;
  sim_note_edit (self, variant_id);
  if (tiem_store_unlink (self->store, listing->id, &error))
    tiem_store_link (self->store, listing->id, variant_id, &error);
  /* The market may show another number by now. */
  sim_decide_conflicts (self);
  expect (self, "takes a link off and puts it back", error);
}

/* Returns: (nullable) */
static SimSite *
find_site (Sim *self,
           gint64 channel_id)
{
  for (guint i = 0; i < SIM_N_SITES; i++)
    if (self->sites[i].channel_id == channel_id)
      return &self->sites[i];
  return NULL;
}

void
sim_unlink (Sim *self)
{
  gint64 variant_id;
  g_autoptr (TiemListing) listing = choose_listing (self, &variant_id);
  g_autoptr (GError) error = NULL;
  SimSite *site = listing != NULL ? find_site (self, listing->channel_id) : NULL;

  if (site == NULL)
    return;
  sim_note_edit (self, variant_id);
  tiem_store_unlink (self->store, listing->id, &error);
  g_hash_table_add (site->unlinked, g_strdup (listing->remote_sku));
  g_hash_table_remove (site->prices, listing->remote_sku);
  expect (self, "takes a link off", error);
}

void
sim_archive (Sim *self)
{
  gint64 variant_id = g_array_index (self->variants, gint64, sim_choose_goods (self));
  g_autoptr (GError) error = NULL;

  sim_note_edit (self, variant_id);
  tiem_store_archive_variant (self->store, variant_id, sim_hits (self, 0.4), &error);
  expect (self, "puts goods into the archive, or takes them out", error);
}

/* Some goods are sold as a set of two others; or no longer. */
void
sim_bundle (Sim *self)
{
  gint64 bundle_id = g_array_index (self->variants, gint64, sim_choose_goods (self));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2 && sim_hits (self, 0.8); i++)
    {
      TiemBundlePart part
          = { g_array_index (self->variants, gint64, sim_choose_goods (self)), 1 + i };

      g_array_append_val (parts, part);
      sim_note_edit (self, part.variant_id);
    }
  sim_note_edit (self, bundle_id);
  tiem_store_set_bundle (self->store, bundle_id, parts, &error);
  expect (self, parts->len > 0 ? "makes a set" : "sells goods singly again", error);
}

void
sim_pause (Sim *self)
{
  SimSite *site = sim_choose_site (self);
  TiemChannelState state = site->is_paused ? TIEM_CHANNEL_ACTIVE : TIEM_CHANNEL_PAUSED;
  g_autoptr (GError) error = NULL;

  if (tiem_store_set_channel_state (self->store, site->channel_id, state, NULL, &error))
    {
      site->is_paused = !site->is_paused;
      site->due_at = sim_clock_get_true (self->clock);
    }
  expect (self, site->is_paused ? "pauses a channel" : "lets a channel go on", error);
}

void
sim_tidy_up (Sim *self)
{
  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      SimSite *site = &self->sites[i];
      g_autoptr (TiemLinkResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (site->is_paused)
        {
          tiem_store_set_channel_state (
              self->store, site->channel_id, TIEM_CHANNEL_ACTIVE, NULL, &error);
          g_assert_no_error (error);
          site->is_paused = FALSE;
          site->due_at = sim_clock_get_true (self->clock);
        }
      result = tiem_store_link_by_sku (self->store, site->channel_id, &error);
      g_assert_no_error (error);
      g_hash_table_remove_all (site->unlinked);
    }
  /* The market may show another number by now; and the program may have ended before the owner
   * had decided. */
  sim_decide_conflicts (self);
}
