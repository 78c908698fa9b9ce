#include "shop-fixture.h"

#include "store/tiem-store-channels.h"
#include "store/tiem-store-prices.h"
#include "store/tiem-store-proposals.h"

/* What listings cost; links that are made by proposals, many at once, and taken back. */

static const struct
{
  gint64 base, percent, amount;
  TiemPriceRounding rounding;
  gint64 price;
} rules[] = {
  { 129000, 0, 0, TIEM_PRICE_EXACT, 129000 },
  { 129000, 1000, 0, TIEM_PRICE_EXACT, 141900 },
  { 129000, 1000, 0, TIEM_PRICE_THOUSAND, 142000 },
  { 129000, 1000, 0, TIEM_PRICE_NINE, 139000 },
  { 134000, 0, 0, TIEM_PRICE_NINE, 139000 },
  { 133999, 0, 0, TIEM_PRICE_NINE, 129000 },
  { 129000, -500, 0, TIEM_PRICE_EXACT, 122550 },
  { 129000, 250, 2000, TIEM_PRICE_EXACT, 134225 },
  { 129000, 0, -5000, TIEM_PRICE_EXACT, 124000 },
  { 3000, 0, -5000, TIEM_PRICE_EXACT, 0 },
  { 3000, 0, 0, TIEM_PRICE_NINE, 9000 },
  { 400, 0, 0, TIEM_PRICE_THOUSAND, 1000 },
  { 1500, 0, 0, TIEM_PRICE_THOUSAND, 2000 },
  { 0, 1000, 5000, TIEM_PRICE_NINE, 0 },
  { G_GINT64_CONSTANT (900000000000),
    100000,
    0,
    TIEM_PRICE_EXACT,
    G_GINT64_CONSTANT (9900000000000) },
  { 99999, 333, 0, TIEM_PRICE_EXACT, 103329 },
};

static void
test_rules (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const TiemPriceRule rule = { rules[i].percent, rules[i].amount, rules[i].rounding };

      g_assert_cmpint (tiem_price_rule_apply (&rule, rules[i].base), ==, rules[i].price);
    }
}

static void
test_percent (void)
{
  static const struct
  {
    const char *typed;
    gint64 value;
    const char *shown; /* NULL: refused */
  } cases[] = {
    { "5", 500, "+5" },        { "+2,5 %", 250, "+2,5" }, { "-3", -300, "−3" },
    { "−0,25", -25, "−0,25" }, { "0", 0, "0" },           { "12.75%", 1275, "+12,75" },
    { "", 0, NULL },           { "abc", 0, NULL },        { "1,234", 0, NULL },
    { "-100", 0, NULL },       { "1001", 0, NULL },       { "99999999999999", 0, NULL },
    { "5%%", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 value = 0;

      g_assert_cmpint (
          tiem_price_rule_parse_percent (cases[i].typed, &value), ==, cases[i].shown != NULL);
      if (cases[i].shown != NULL)
        {
          g_autofree char *shown = tiem_price_rule_format_percent (value);

          g_assert_cmpint (value, ==, cases[i].value);
          g_assert_cmpstr (shown, ==, cases[i].shown);
        }
    }
}

static const ShopListing listings[] = {
  { "1", "11", "AT-D-L", "Áo thun cotton form rộng in chữ Sài Gòn", "Đen, L", 5 },
  { "1", "12", "AT-T-M", "Áo thun cotton form rộng in chữ Sài Gòn", "Trắng, M", 30 },
  { "2", NULL, "GM-TAY", "Giỏ mây đan tay đựng đồ, có quai da bò", NULL, 12 },
};

static gint64
fill (StoreFixture *fixture)
{
  gint64 channel = shop_add_channel (fixture, "nhamay");
  g_autoptr (GError) error = NULL;

  shop_read_listings (fixture, channel, listings, G_N_ELEMENTS (listings));
  tiem_adopt_result_free (tiem_store_adopt (fixture->store, channel, NULL, &error));
  g_assert_no_error (error);
  return channel;
}

static gint64
find_listing (StoreFixture *fixture,
              gint64 channel,
              const char *sku)
{
  g_autoptr (TiemListing) listing = shop_get_listing (fixture, channel, sku);

  return listing->id;
}

static void
set_base (StoreFixture *fixture,
          const char *sku,
          gint64 price)
{
  g_autoptr (GError) error = NULL;
  const TiemNewVariant values = { .price_vnd = price };

  tiem_store_edit_variant (fixture->store,
                           tiem_store_find_sku (fixture->store, sku, NULL),
                           TIEM_EDIT_PRICE,
                           &values,
                           &error);
  g_assert_no_error (error);
}

/* Returns: the price that waits for the listing; −1 = none */
static gint64
get_queued (StoreFixture *fixture,
            gint64 listing_id)
{
  g_autoptr (GPtrArray) items = tiem_store_list_outbox (fixture->store, 0, NULL);
  gint64 found = -1;

  for (guint i = 0; i < items->len; i++)
    {
      const TiemOutboxItem *item = g_ptr_array_index (items, i);

      if (item->listing_id != listing_id || g_strcmp0 (item->kind, "price") != 0)
        continue;
      g_assert_cmpint (found, ==, -1);
      found = item->value;
    }
  return found;
}

static void
test_wanted (StoreFixture *fixture,
             gconstpointer data)
{
  TiemStore *store = fixture->store;
  gint64 channel = fill (fixture);
  gint64 listing = find_listing (fixture, channel, "AT-D-L");
  const TiemPriceRule dearer = { 1000, 0, TIEM_PRICE_NINE };
  TiemPriceRule read = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListingPrice) price = NULL;
  guint changed = 0;

  set_base (fixture, "AT-D-L", 128000);
  g_assert_cmpint (get_queued (fixture, listing), ==, 128000);

  /* tried, then done */
  g_assert_true (tiem_store_set_price_rule (store, channel, &dearer, TRUE, &changed, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (changed, >=, 1);
  g_assert_cmpint (get_queued (fixture, listing), ==, 128000);
  g_assert_true (tiem_store_set_price_rule (store, channel, &dearer, FALSE, &changed, &error));
  g_assert_cmpint (get_queued (fixture, listing), ==, 139000);
  g_assert_true (tiem_store_get_price_rule (store, channel, &read, &error));
  g_assert_cmpint (read.percent_hundredths, ==, 1000);
  g_assert_cmpint (read.rounding, ==, TIEM_PRICE_NINE);

  /* the price in the shop follows the rule */
  set_base (fixture, "AT-D-L", 200000);
  g_assert_cmpint (get_queued (fixture, listing), ==, 219000);

  /* the listing's own wins, and a promotion over both, as long as it lasts */
  g_assert_true (tiem_store_set_own_price (store, listing, 185000, &error));
  g_assert_cmpint (get_queued (fixture, listing), ==, 185000);
  set_base (fixture, "AT-D-L", 250000);
  g_assert_cmpint (get_queued (fixture, listing), ==, 185000);
  g_assert_true (tiem_store_set_promotion (
      store, listing, 149000, fixture->now + SHOP_HOUR, fixture->now + 2 * SHOP_HOUR, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_queued (fixture, listing), ==, 185000);
  fixture->now += SHOP_HOUR;
  g_assert_true (tiem_store_turn_promotions (store, channel, &error));
  g_assert_cmpint (get_queued (fixture, listing), ==, 149000);
  price = tiem_store_get_listing_price (store, listing, &error);
  g_assert_cmpint (price->source, ==, TIEM_PRICE_FROM_PROMOTION);
  g_assert_cmpint (price->wanted_vnd, ==, 149000);
  g_assert_true (price->is_queued);
  fixture->now += SHOP_HOUR;
  g_assert_true (tiem_store_turn_promotions (store, channel, &error));
  g_assert_cmpint (get_queued (fixture, listing), ==, 185000);

  g_assert_true (tiem_store_set_promotion (store, listing, -1, 0, 0, &error));
  g_assert_true (tiem_store_set_own_price (store, listing, -1, &error));
  g_assert_cmpint (get_queued (fixture, listing), ==, 279000);
  shop_check (fixture);
}

static void
test_refused (StoreFixture *fixture,
              gconstpointer data)
{
  TiemStore *store = fixture->store;
  gint64 channel = fill (fixture);
  gint64 listing = find_listing (fixture, channel, "AT-D-L");
  const TiemPriceRule silly = { -10000, 0, TIEM_PRICE_EXACT };
  const struct
  {
    gint64 price, from, until;
  } cases[] = {
    { 0, 0, 0 },
    { 100000, fixture->now, fixture->now - 1 },
    { 100000, fixture->now - 1000, fixture->now - 1 },
    { G_MAXINT64, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (tiem_store_set_promotion (
          store, listing, cases[i].price, cases[i].from, cases[i].until, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (tiem_store_set_price_rule (store, channel, &silly, FALSE, NULL, &error));
    g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
    g_clear_error (&error);
    g_assert_false (tiem_store_set_own_price (store, 9999, 5000, &error));
    g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  }
  shop_check (fixture);
}

/* --- proposals --- */

static const ShopListing others[] = {
  { "91", NULL, "at-d-l ", "Áo phông in chữ", NULL, 5 }, /* by its SKU */
  { "92", NULL, NULL, "[FREESHIP] Giỏ mây đan tay đựng đồ có quai da bò", NULL, 3 }, /* by its title
                                                                                      */
  { "93", NULL, NULL, "Dép đi trong nhà hình gấu", NULL, 3 },
  { "94", NULL, "AT-T-M", "Áo thun", NULL, 3 }, /* two with one SKU */
  { "95", NULL, "at-t-m", "Áo thun trắng", NULL, 3 },
};

static const TiemProposal *
find_proposal (GPtrArray *proposals,
               const char *title)
{
  for (guint i = 0; i < proposals->len; i++)
    {
      const TiemProposal *proposal = g_ptr_array_index (proposals, i);

      if (g_strcmp0 (proposal->title, title) == 0)
        return proposal;
    }
  return NULL;
}

static void
test_proposals (StoreFixture *fixture,
                gconstpointer data)
{
  TiemStore *store = fixture->store;
  gint64 channel;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) proposals = NULL;
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (TiemLinkPair));
  g_autoptr (GArray) linked = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const TiemProposal *proposal;
  TiemLinkPair pair;

  fill (fixture);
  channel = shop_add_channel (fixture, "lazada");
  shop_read_listings (fixture, channel, others, G_N_ELEMENTS (others));
  proposals = tiem_store_list_proposals (store, channel, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (proposals->len, ==, G_N_ELEMENTS (others));

  proposal = g_ptr_array_index (proposals, 0);
  g_assert_cmpint (proposal->kind, ==, TIEM_PROPOSAL_EXACT);
  g_assert_cmpstr (((TiemCandidate *)proposal->candidates->pdata[0])->sku, ==, "AT-D-L");
  pair.listing_id = proposal->listing_id;
  pair.variant_id = ((TiemCandidate *)proposal->candidates->pdata[0])->variant_id;
  g_array_append_val (pairs, pair);
  proposal = find_proposal (proposals, others[1].title);
  g_assert_cmpstr (((TiemCandidate *)proposal->candidates->pdata[0])->sku, ==, "GM-TAY");
  g_assert_cmpint (proposal->kind, ==, TIEM_PROPOSAL_SURE);
  pair.listing_id = proposal->listing_id;
  pair.variant_id = ((TiemCandidate *)proposal->candidates->pdata[0])->variant_id;
  g_array_append_val (pairs, pair);
  proposal = find_proposal (proposals, others[2].title);
  g_assert_cmpint (proposal->kind, ==, TIEM_PROPOSAL_NONE);
  g_array_append_val (ids, proposal->listing_id);
  for (guint i = 3; i < 5; i++)
    {
      proposal = find_proposal (proposals, others[i].title);
      g_assert_cmpint (proposal->kind, ==, TIEM_PROPOSAL_AMBIGUOUS);
      g_assert_nonnull (proposal->reason);
      g_assert_cmpuint (proposal->candidates->len, ==, 1);
    }

  /* all at once, and back */
  g_assert_true (tiem_store_link_many (store, pairs, &linked, &error));
  g_assert_cmpuint (linked->len, ==, 2);
  shop_check (fixture);
  g_clear_pointer (&linked, g_array_unref);
  g_assert_true (tiem_store_link_many (store, pairs, &linked, &error));
  g_assert_cmpuint (linked->len, ==, 0);
  g_clear_pointer (&linked, g_array_unref);
  g_array_set_size (ids, 1);
  g_assert_true (tiem_store_ignore_listings (store, ids, TRUE, &error));
  g_clear_pointer (&proposals, g_ptr_array_unref);
  proposals = tiem_store_list_proposals (store, 0, FALSE, NULL, &error);
  g_assert_cmpuint (proposals->len, ==, 2);
  g_clear_pointer (&proposals, g_ptr_array_unref);
  proposals = tiem_store_list_proposals (store, 0, TRUE, NULL, &error);
  g_assert_cmpuint (proposals->len, ==, 1);
  shop_check (fixture);
  for (guint i = 0; i < pairs->len; i++)
    g_array_append_val (ids, g_array_index (pairs, TiemLinkPair, i).listing_id);
  g_array_remove_index (ids, 0);
  g_assert_true (tiem_store_unlink_many (store, ids, &error));
  g_clear_pointer (&proposals, g_ptr_array_unref);
  proposals = tiem_store_list_proposals (store, 0, FALSE, NULL, &error);
  g_assert_cmpuint (proposals->len, ==, 4);
  shop_check (fixture);
}

static void
test_link_by (StoreFixture *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 channel;
  TiemLinkResult *result;

  fill (fixture);
  channel = shop_add_channel (fixture, "lazada");
  shop_read_listings (fixture, channel, others, G_N_ELEMENTS (others));
  result = tiem_store_link_by (fixture->store, channel, TIEM_LINK_BY_BARCODE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->linked, ==, 0);
  g_assert_cmpuint (result->ambiguous->len, ==, 0);
  tiem_link_result_free (result);
  result = tiem_store_link_by (fixture->store, channel, TIEM_LINK_BY_SKU, &error);
  g_assert_cmpuint (result->linked, ==, 1);
  g_assert_cmpuint (result->ambiguous->len, ==, 2);
  g_assert_cmpuint (result->left, ==, 4);
  tiem_link_result_free (result);
  shop_check (fixture);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prices/rules", test_rules);
  g_test_add_func ("/prices/percent", test_percent);
  SHOP_ADD ("/prices/wanted", test_wanted);
  SHOP_ADD ("/prices/refused", test_refused);
  SHOP_ADD ("/proposals/kinds", test_proposals);
  SHOP_ADD ("/proposals/link-by", test_link_by);
  return g_test_run ();
}
