#include "sim.h"

#include "sandbox/shopee/tiem-sandbox-shopee-items.h"
#include "sandbox/tiktok/tiem-sandbox-tts-products.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-split.h"

#include <string.h>

/* What is listed: what it shows, what it costs, and why, when it is not what it should be. */

/* A website's special offer stays as it is when the price behind it is set. Returns: đồng */
static gint64
get_regular_price (SimSite *site,
                   const TiemSandboxItem *item)
{
  if (json_object_has_member (item->extra, "price"))
    return json_object_get_int_member (item->extra, "price");
  if (!sim_site_is_website (site))
    return item->price_xu / 100;
  return g_ascii_strtoll (json_object_get_string_member (item->extra, "regular_price"), NULL, 10);
}

static gboolean
is_archived (SimSite *site,
             gint64 variant_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (site->sim->store, variant_id, &error);

  g_assert_no_error (error);
  return variant->archived;
}

static gint64
choose_rule (gint64 own,
             gint64 channel)
{
  return own >= 0 ? own : channel;
}

/* Design §4: while goods are plenty. Scarce ones show as much or less. */
static gint64
compute_desired (const TiemChannelRecord *channel,
                 const TiemListing *listing,
                 const TiemListingRule *rule,
                 gint64 elsewhere)
{
  gint64 buffer = choose_rule (rule->buffer, channel->buffer);
  gint64 share = choose_rule (rule->share_percent, channel->share_percent);
  gint64 cap = rule->cap == TIEM_LISTING_RULE_NO_CAP ? -1 : choose_rule (rule->cap, channel->cap);
  gint64 units = MAX (0, listing->available - buffer - elsewhere) * share / 100;

  return MAX (cap >= 0 ? MIN (units, cap) : units, listing->campaign_locked);
}

/* Returns: units of the goods that campaigns hold in other listings */
static gint64
count_locked_elsewhere (SimSite *site,
                        const TiemListing *listing)
{
  TiemListingQuery query = { .variant_id = listing->variant_id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings
      = tiem_store_list_listings (site->sim->store, &query, 0, 0, &error);
  gint64 locked = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *other = g_ptr_array_index (listings, i);

      if (other->id != listing->id && other->state <= TIEM_LISTING_INACTIVE)
        locked += other->campaign_locked;
    }
  return locked;
}

/* Returns: (transfer full) (nullable): what is wrong with what the listing is to show */
static char *
check_desired (SimSite *site,
               const TiemChannelRecord *channel,
               const TiemListing *listing)
{
  gboolean is_split = FALSE;
  TiemListingRule rule;
  gint64 wanted;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reasons
      = tiem_store_explain_stock (site->sim->store, listing->variant_id, &is_split, &error);

  g_assert_no_error (error);
  tiem_store_get_listing_rule (site->sim->store, listing->id, &rule, &error);
  g_assert_no_error (error);
  if (is_archived (site, listing->variant_id))
    wanted = 0;
  else
    wanted = compute_desired (channel, listing, &rule, count_locked_elsewhere (site, listing));
  if (listing->desired > wanted || (!is_split && listing->desired < wanted))
    return g_strdup_printf (
        "should show %d%s, not %d", (int)wanted, is_split ? " at most" : "", (int)listing->desired);
  return NULL;
}

/* A platform may refuse a price, during a promotion: then the owner is told. */
static gboolean
is_price_refused (SimSite *site,
                  const TiemListing *listing)
{
  g_autoptr (GPtrArray) items = tiem_store_list_outbox (site->sim->store, site->channel_id, NULL);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const TiemOutboxItem *item = g_ptr_array_index (items, i);

      if (item->listing_id == listing->id && strcmp (item->kind, "price") == 0
          && strcmp (item->state, "rejected") == 0 && item->problem != NULL)
        return TRUE;
    }
  return FALSE;
}

/* A market lets nobody sell less than a campaign of its own has taken; then the owner is told. */
static gboolean
is_held_by_campaign (SimSite *site,
                     const TiemListing *listing,
                     const TiemSandboxItem *item)
{
  gint64 held = 0;

  if (strcmp (site->info->kind, "shopee") == 0)
    held = tiem_sandbox_shopee_item_get_reserved (item);
  else if (strcmp (site->info->kind, "tiktok") == 0)
    held = tiem_sandbox_tts_item_get_campaign (item);
  return held > listing->desired && listing->problem != NULL;
}

static char *
compare_listing (SimSite *site,
                 const TiemChannelRecord *channel,
                 const TiemListing *listing)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_find_sku (sim_site_get_shop (site), listing->remote_sku, FALSE);
  TiemSandboxItem *holder = item != NULL ? tiem_sandbox_item_get_stock_holder (item) : NULL;
  const gint64 *price = g_hash_table_lookup (site->prices, listing->remote_sku);
  char *wrong;

  if (item == NULL)
    return g_strdup ("is not there");
  if (price != NULL && get_regular_price (site, item) != *price
      && !is_price_refused (site, listing))
    return g_strdup_printf (
        "costs %d there, not %d", (int)get_regular_price (site, item), (int)*price);
  if (listing->variant_id == 0 || holder == NULL)
    return NULL;
  if (!listing->has_desired)
    return g_strdup ("is linked and never pushed");
  if (listing->stock_owner_id == NULL && (wrong = check_desired (site, channel, listing)) != NULL)
    return wrong;
  if (is_held_by_campaign (site, listing, item))
    return NULL;
  /* Who sold more than there was sells nothing, as with 0; no marketplace says so. */
  if (holder->stock != listing->desired
      && (sim_site_is_website (site) || MAX (0, holder->stock) != listing->desired))
    return g_strdup_printf ("shows %d, not %d", (int)holder->stock, (int)listing->desired);
  if (listing->unclear || !listing->has_acked || listing->acked != listing->desired)
    return g_strdup_printf ("is not known to be in step (%s)",
                            listing->unclear ? "unclear" : "not confirmed");
  return NULL;
}

gboolean
sim_listings_agree (SimSite *site,
                    gboolean sold_only,
                    char **why)
{
  TiemListingQuery query = { .channel_id = site->channel_id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings
      = tiem_store_list_listings (site->sim->store, &query, 0, 0, &error);
  g_autoptr (TiemChannelRecord) channel
      = tiem_store_get_channel (site->sim->store, site->channel_id, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);
      g_autofree char *difference = compare_listing (site, channel, listing);
      gboolean takes_time
          = listing->problem != NULL || g_hash_table_contains (site->by_hand, listing->remote_sku);

      if (difference != NULL && !(sold_only && takes_time))
        {
          *why = g_strdup_printf ("%s: %s %s (read as %d, %d held by a campaign; %s)",
                                  site->info->kind,
                                  listing->remote_sku,
                                  difference,
                                  (int)listing->stock,
                                  (int)listing->campaign_locked,
                                  listing->problem != NULL ? listing->problem : "no problem");
          return FALSE;
        }
    }
  return TRUE;
}

void
sim_watch (Sim *self)
{
  g_autoptr (GString) text = NULL;

  if (self->watched == NULL || self->store == NULL || self->has_crashed)
    return;
  text = g_string_new (self->watched);
  for (guint i = 0; i < SIM_N_SITES; i++)
    {
      SimSite *site = &self->sites[i];
      TiemListingQuery query = { .channel_id = site->channel_id, .search = (char *)self->watched };
      g_autoptr (GPtrArray) listings = tiem_store_list_listings (self->store, &query, 0, 0, NULL);
      const TiemListing *listing
          = listings != NULL && listings->len > 0 ? listings->pdata[0] : NULL;
      TiemSandboxItem *item
          = tiem_sandbox_shop_find_sku (sim_site_get_shop (site), self->watched, FALSE);
      TiemSandboxItem *holder = item != NULL ? tiem_sandbox_item_get_stock_holder (item) : NULL;

      if (listing == NULL || holder == NULL)
        continue;
      if (i == 0)
        g_string_append_printf (text, ", %d available", (int)listing->available);
      g_string_append_printf (text,
                              "; %s shows %d, should %d, said %d%s",
                              site->info->kind,
                              (int)holder->stock,
                              (int)listing->desired,
                              (int)listing->acked,
                              listing->unclear ? ", unclear" : "");
    }
  if (g_strcmp0 (self->seen, text->str) == 0)
    return;
  sim_tell (self, "%s", text->str);
  g_free (self->seen);
  self->seen = g_string_free (g_steal_pointer (&text), FALSE);
}
