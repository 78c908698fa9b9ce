#include "shop-fixture.h"

#include "base/tiem-error.h"
#include "store/tiem-store-split.h"

#include <string.h>

/* Scarce goods in the store: who holds how many, and how that follows sales, numbers that were
 * read, the owner's rules, bundles and channels that fall out. The invariants are checked after
 * each step. */

#define CHANNELS 3
#define SECOND 1000

typedef struct
{
  StoreFixture base;
  gint64 channels[CHANNELS];
  guint orders;
} Split;

static const char *const names[CHANNELS] = { "Shopee", "Lazada", "Website" };

static void
list (Split *split,
      guint channel,
      const char *product,
      const char *sku,
      gint64 stock)
{
  ShopListing listing = { product, NULL, sku, sku, NULL, stock };
  g_autoptr (TiemListingPage) page = shop_make_page (&listing, 1);
  g_autoptr (TiemLinkResult) linked = NULL;
  g_autoptr (GError) error = NULL;

  tiem_store_put_listing_page (
      split->base.store, split->channels[channel], page, split->base.now, &error);
  g_assert_no_error (error);
  linked = tiem_store_link_by_sku (split->base.store, split->channels[channel], &error);
  g_assert_no_error (error);
}

static gint64
add_goods (Split *split,
           const char *sku,
           gint64 on_hand)
{
  TiemNewVariant values
      = { .name = sku, .sku = sku, .price_vnd = 129000, .has_on_hand = on_hand >= 0 };
  g_autoptr (GError) error = NULL;
  gint64 id;

  values.on_hand = MAX (on_hand, 0);
  id = tiem_store_add_variant (split->base.store, &values, &error);
  g_assert_no_error (error);
  return id;
}

/* @quantity of @sku sold at @channel, now. */
static void
sell_many (Split *split,
           guint channel,
           const char *sku,
           gint64 quantity)
{
  g_autofree char *remote_id = g_strdup_printf ("%u", ++split->orders);

  shop_put_order (&split->base,
                  split->channels[channel],
                  (ShopOrder){ remote_id, TIEM_ORDER_TO_SHIP, sku, NULL, sku, quantity });
  shop_check (&split->base);
}

static void
sell (Split *split,
      guint channel,
      const char *sku)
{
  sell_many (split, channel, sku, 1);
}

/* Everything that is due goes out and is confirmed. */
static void
push (Split *split,
      guint channel)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pushes
      = tiem_store_take_stock_pushes (split->base.store, split->channels[channel], 100, &error);
  guint dropped = 0;

  g_assert_no_error (error);
  tiem_store_begin_pushes (split->base.store, pushes, &dropped, &error);
  g_assert_no_error (error);
  shop_check (&split->base);
  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *item = g_ptr_array_index (pushes, i);

      item->done = TRUE;
      item->confirmed = item->value;
    }
  tiem_store_finish_pushes (split->base.store, split->channels[channel], pushes, &error);
  g_assert_no_error (error);
  shop_check (&split->base);
}

static void
push_all (Split *split)
{
  for (guint i = 0; i < CHANNELS; i++)
    push (split, i);
}

/* The number @channel shows of @sku is read before a pull that brings an order of @sold units
 * (0 = none). */
static void
read_number (Split *split,
             guint channel,
             const char *sku,
             gint64 number,
             gint64 sold)
{
  ShopListing listing = { sku, NULL, sku, sku, NULL, number };
  g_autoptr (TiemSplitReading) reading = NULL;
  g_autoptr (GError) error = NULL;

  reading = tiem_store_begin_split_reading (split->base.store, split->channels[channel], &error);
  g_assert_no_error (error);
  g_ptr_array_add (reading->pages, shop_make_page (&listing, 1));
  if (sold > 0)
    sell_many (split, channel, sku, sold);
  tiem_store_settle_split_reading (split->base.store, split->channels[channel], reading, &error);
  g_assert_no_error (error);
  shop_check (&split->base);
}

static TiemListing *
get_listing (Split *split,
             guint channel,
             const char *sku)
{
  return shop_get_listing (&split->base, split->channels[channel], sku);
}

/* Each channel has read back what it was told. */
static void
prove_all (Split *split,
           const char *sku)
{
  for (guint i = 0; i < CHANNELS; i++)
    {
      g_autoptr (TiemListing) listing = get_listing (split, i, sku);

      if (listing->has_acked)
        read_number (split, i, sku, listing->acked, 0);
    }
}

static void
assert_desired (Split *split,
                const char *sku,
                const char *expected)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < CHANNELS; i++)
    {
      g_autoptr (TiemListing) listing = get_listing (split, i, sku);

      g_string_append_printf (text, i > 0 ? " %d" : "%d", (int)listing->desired);
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_string_free (text, TRUE);
}

static void
assert_due (Split *split,
            guint channel,
            const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pushes
      = tiem_store_take_stock_pushes (split->base.store, split->channels[channel], 100, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *item = g_ptr_array_index (pushes, i);

      g_string_append_printf (text, i > 0 ? " %s=%d" : "%s=%d", item->sku, (int)item->value);
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_string_free (text, TRUE);
}

static void
assert_reason (
    Split *split, guint channel, const char *sku, gboolean expected_split, const char *expected)
{
  g_autoptr (TiemListing) listing = get_listing (split, channel, sku);
  g_autoptr (GPtrArray) reasons = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_split;

  reasons = tiem_store_explain_stock (split->base.store, listing->variant_id, &is_split, &error);
  g_assert_no_error (error);
  g_assert_cmpint (is_split, ==, expected_split);
  for (guint i = 0; i < reasons->len; i++)
    {
      const TiemStockReason *reason = g_ptr_array_index (reasons, i);

      if (reason->listing_id == listing->id)
        {
          g_assert_cmpstr (reason->reason, ==, expected);
          g_assert_true (g_str_has_suffix (reason->sentence, "."));
          return;
        }
    }
  g_assert_not_reached ();
}

/* Six orders of AO in a minute, two at each channel; then @left of it. */
static void
make_scarce (Split *split,
             gint64 left)
{
  g_autoptr (TiemVariant) ao = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 6; i++)
    {
      split->base.now += 9 * SECOND;
      sell (split, i % CHANNELS, "AO");
    }
  push_all (split);
  ao = shop_get_variant (&split->base, "AO");
  tiem_store_set_stock (split->base.store, ao->id, ao->reserved + left, "count", NULL, &error);
  g_assert_no_error (error);
  shop_check (&split->base);
}

static void
set_up (Split *split,
        gconstpointer data)
{
  store_fixture_set_up (&split->base, NULL);
  add_goods (split, "AO", 40);
  for (guint i = 0; i < CHANNELS; i++)
    {
      split->channels[i] = shop_add_channel (&split->base, names[i]);
      list (split, i, "AO", "AO", 40);
    }
  split->base.now += SHOP_HOUR;
}

static void
tear_down (Split *split,
           gconstpointer data)
{
  shop_check (&split->base);
  store_fixture_tear_down (&split->base, NULL);
}

/* --- the rule at work --- */

static void
test_begins (Split *split,
             gconstpointer data)
{
  make_scarce (split, 20);
  assert_desired (split, "AO", "20 20 20");
  assert_reason (split, 0, "AO", FALSE, "full");
  make_scarce (split, 4);
  assert_desired (split, "AO", "1 1 2");
  assert_reason (split, 0, "AO", TRUE, "split");
}

/* The last piece of what nobody has asked for lately is shown everywhere. */
static void
test_slow (Split *split,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sell (split, 0, "AO");
  split->base.now += SHOP_HOUR;
  sell (split, 1, "AO");
  tiem_store_set_stock (split->base.store,
                        tiem_store_find_sku (split->base.store, "AO", NULL),
                        3,
                        "count",
                        NULL,
                        &error);
  g_assert_no_error (error);
  assert_desired (split, "AO", "1 1 1");
  assert_reason (split, 0, "AO", FALSE, "full");
}

/* A sale takes from its own channel's part, at the platform as here: nobody is told anything. */
static void
test_sticky (Split *split,
             gconstpointer data)
{
  make_scarce (split, 6);
  push_all (split);
  prove_all (split, "AO");
  assert_desired (split, "AO", "2 2 2");
  sell (split, 1, "AO");
  assert_desired (split, "AO", "2 1 2");
  for (guint i = 0; i < CHANNELS; i++)
    assert_due (split, i, "");
}

/* One ran dry: another gives, and only when its lower number was seen does the dry one rise. */
static void
test_rebalances (Split *split,
                 gconstpointer data)
{
  make_scarce (split, 6);
  push_all (split);
  prove_all (split, "AO");
  sell (split, 1, "AO");
  sell (split, 1, "AO");
  assert_desired (split, "AO", "1 0 1");
  assert_reason (split, 1, "AO", TRUE, "waits_for_cut");
  assert_due (split, 0, "AO=1");
  push (split, 0);
  assert_desired (split, "AO", "1 0 1"); /* confirmed, not seen */
  read_number (split, 0, "AO", 1, 0);
  assert_desired (split, "AO", "1 0 1"); /* the dry one may have some that were given back */
  read_number (split, 1, "AO", 0, 0);
  assert_desired (split, "AO", "1 1 1");
  assert_due (split, 1, "AO=1");
  push (split, 2);
  read_number (split, 2, "AO", 1, 0);
  assert_due (split, 1, "AO=2");
  assert_reason (split, 1, "AO", TRUE, "split");
}

/* An order that came between reading the number and reading the orders is known, but not in the
 * number: it is not sent, and not taken for somebody's hand. */
static void
test_sold_meanwhile (Split *split,
                     gconstpointer data)
{
  make_scarce (split, 6);
  push_all (split);
  prove_all (split, "AO");
  read_number (split, 1, "AO", 2, 1);
  assert_desired (split, "AO", "2 1 2");
  assert_due (split, 1, "");
  read_number (split, 1, "AO", 1, 0);
  assert_due (split, 1, "");
  /* and one that was in it */
  read_number (split, 2, "AO", 1, 1);
  assert_desired (split, "AO", "2 1 1");
  assert_due (split, 2, "");
}

static void
assert_unproven (Split *split,
                 guint channel,
                 gboolean expected)
{
  g_autoptr (GError) error = NULL;
  gboolean found;

  tiem_store_find_unproven (split->base.store, split->channels[channel], &found, &error);
  g_assert_no_error (error);
  g_assert_cmpint (found, ==, expected);
}

/* A push gave a unit back, and an order comes with each reading: whether the number has gone down
 * with it is not known until nothing is sold between two of them. */
static void
test_sold_again (Split *split,
                 gconstpointer data)
{
  make_scarce (split, 6);
  push_all (split);
  assert_unproven (split, 1, TRUE);
  read_number (split, 1, "AO", 2, 1);
  assert_unproven (split, 1, TRUE);
  read_number (split, 1, "AO", 1, 1);
  assert_unproven (split, 1, TRUE);
  read_number (split, 1, "AO", 1, 0);
  assert_unproven (split, 1, FALSE);
  assert_due (split, 1, ""); /* the unit is its own now: another was cut */
}

/* A push gave back what was sold while it was under way. */
static void
test_given_back (Split *split,
                 gconstpointer data)
{
  make_scarce (split, 6);
  push_all (split);
  read_number (split, 1, "AO", 2, 1); /* sold before the push, read after it: still shows 2 */
  assert_desired (split, "AO", "2 1 2");
  read_number (split, 1, "AO", 2, 0);
  assert_due (split, 1, "AO=1");
  push (split, 1);
  read_number (split, 1, "AO", 1, 0);
  assert_due (split, 1, "");
}

/* Raised by hand at the platform: cut at once, and shown as drift. */
static void
test_raised_by_hand (Split *split,
                     gconstpointer data)
{
  g_autoptr (TiemListing) listing = NULL;

  make_scarce (split, 6);
  push_all (split);
  prove_all (split, "AO");
  read_number (split, 2, "AO", 9, 0);
  assert_desired (split, "AO", "2 2 2");
  assert_due (split, 2, "AO=2");
  listing = get_listing (split, 2, "AO");
  g_assert_nonnull (listing->problem);
}

/* Lower than orders explain: an order is still to come. Nothing is given back to the platform, and
 * nothing to others; after a minute somebody has lowered it. */
static void
test_late_order (Split *split,
                 gconstpointer data)
{
  make_scarce (split, 6);
  push_all (split);
  prove_all (split, "AO");
  read_number (split, 0, "AO", 1, 0);
  assert_due (split, 0, "");
  assert_desired (split, "AO", "2 2 2");
  sell (split, 0, "AO");
  assert_due (split, 0, "");
  read_number (split, 0, "AO", 1, 0);
  assert_desired (split, "AO", "1 2 2");

  read_number (split, 1, "AO", 0, 0);
  split->base.now += 61 * SECOND;
  read_number (split, 1, "AO", 0, 0);
  assert_due (split, 1, "AO=2");
}

/* Cancelled: the platform puts its unit back, and the listing keeps it. */
static void
test_cancelled (Split *split,
                gconstpointer data)
{
  make_scarce (split, 6);
  push_all (split);
  prove_all (split, "AO");
  sell (split, 0, "AO");
  assert_desired (split, "AO", "1 2 2");
  shop_put_order (&split->base,
                  split->channels[0],
                  (ShopOrder){ "7", TIEM_ORDER_CANCELLED, "AO", NULL, "AO", 1 });
  shop_check (&split->base);
  assert_desired (split, "AO", "2 2 2");
  assert_due (split, 0, "");
  read_number (split, 0, "AO", 2, 0);
  assert_due (split, 0, "");
}

/* Nothing sold for a while, or more has come: everybody shows all of it again. */
static void
test_ends (Split *split,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  make_scarce (split, 4);
  push_all (split);
  prove_all (split, "AO");
  split->base.now += SHOP_HOUR;
  read_number (split, 0, "AO", 2, 0);
  assert_desired (split, "AO", "4 4 4");
  assert_reason (split, 0, "AO", FALSE, "full");

  make_scarce (split, 4);
  push_all (split);
  prove_all (split, "AO");
  push_all (split);
  assert_desired (split, "AO", "1 1 2");
  tiem_store_adjust_stock (split->base.store,
                           tiem_store_find_sku (split->base.store, "AO", NULL),
                           60,
                           "Nhập thêm",
                           NULL,
                           &error);
  g_assert_no_error (error);
  assert_desired (split, "AO", "64 64 64");
}

/* Nothing is written when nothing is new. */
static void
test_quiet (Split *split,
            gconstpointer data)
{
  g_autofree char *path = g_build_filename (split->base.dir, "tiem.db-wal", NULL);
  GStatBuf before, after;

  make_scarce (split, 6);
  push_all (split);
  prove_all (split, "AO");
  prove_all (split, "AO");
  g_assert_cmpint (g_stat (path, &before), ==, 0);
  prove_all (split, "AO");
  g_assert_cmpint (g_stat (path, &after), ==, 0);
  g_assert_cmpint (after.st_size, ==, before.st_size);
}

/* --- the owner's rules --- */

static void
test_rules (Split *split,
            gconstpointer data)
{
  g_autoptr (TiemListing) listing = get_listing (split, 1, "AO");
  TiemListingRule rule = { -1, -1, 1 };
  TiemListingRule found;
  g_autoptr (GError) error = NULL;

  make_scarce (split, 20);
  tiem_store_set_listing_rule (split->base.store, listing->id, &rule, &error);
  g_assert_no_error (error);
  assert_desired (split, "AO", "20 1 20");
  assert_reason (split, 1, "AO", FALSE, "capped");
  make_scarce (split, 6);
  assert_desired (split, "AO", "2 1 3");
  shop_check (&split->base);

  rule = (TiemListingRule){ 6, -1, -1 };
  tiem_store_set_listing_rule (split->base.store, listing->id, &rule, &error);
  g_assert_no_error (error);
  assert_desired (split, "AO", "3 0 3");
  assert_reason (split, 1, "AO", TRUE, "held_back");
  tiem_store_get_listing_rule (split->base.store, listing->id, &found, &error);
  g_assert_no_error (error);
  g_assert_cmpint (found.buffer, ==, 6);
  g_assert_cmpint (found.cap, ==, -1);

  rule.share_percent = 101;
  g_assert_false (tiem_store_set_listing_rule (split->base.store, listing->id, &rule, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

/* A channel that does not split shows all; the others share out as before. */
static void
test_switched_off (Split *split,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelRecord) channel = NULL;

  make_scarce (split, 6);
  tiem_store_set_channel_split (split->base.store, split->channels[2], FALSE, &error);
  g_assert_no_error (error);
  channel = tiem_store_get_channel (split->base.store, split->channels[2], &error);
  g_assert_no_error (error);
  g_assert_false (channel->splits);
  push_all (split);
  prove_all (split, "AO");
  assert_desired (split, "AO", "3 3 6");
  assert_reason (split, 2, "AO", TRUE, "full");
  shop_check (&split->base);
}

static void
set_state (Split *split,
           guint channel,
           TiemChannelState state)
{
  g_autoptr (GError) problem
      = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_TRANSIENT, "Kênh không trả lời; chờ một lát.");
  g_autoptr (GError) error = NULL;

  tiem_store_set_channel_state (split->base.store,
                                split->channels[channel],
                                state,
                                state == TIEM_CHANNEL_ACTIVE ? NULL : problem,
                                &error);
  g_assert_no_error (error);
  shop_check (&split->base);
}

/* What a channel shows that nobody can tell anything: while it may answer any moment nothing of it
 * is given to others; once it is paused, all but its part. */
static void
test_cut_off (Split *split,
              gconstpointer data)
{
  set_state (split, 2, TIEM_CHANNEL_ACTIVE);
  make_scarce (split, 6);
  push (split, 0);
  push (split, 1);
  read_number (split, 0, "AO", 2, 0);
  read_number (split, 1, "AO", 2, 0);
  set_state (split, 2, TIEM_CHANNEL_FAILING);
  sell (split, 0, "AO");
  sell (split, 0, "AO");
  read_number (split, 0, "AO", 0, 0);
  push (split, 1);
  read_number (split, 1, "AO", 1, 0);
  assert_desired (split, "AO", "0 1 1"); /* it still shows all it showed */
  set_state (split, 2, TIEM_CHANNEL_PAUSED);
  assert_desired (split, "AO", "2 1 1");
}

/* --- bundles --- */

static void
test_bundle (Split *split,
             gconstpointer data)
{
  gint64 combo = add_goods (split, "COMBO", -1);
  TiemBundlePart part = { .quantity = 2 };
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GError) error = NULL;

  part.variant_id = tiem_store_find_sku (split->base.store, "AO", &error);
  g_array_append_val (parts, part);
  tiem_store_set_bundle (split->base.store, combo, parts, &error);
  g_assert_no_error (error);
  list (split, 0, "COMBO", "COMBO", 20);
  push_all (split);
  for (guint i = 0; i < 4; i++)
    {
      split->base.now += 5 * SECOND;
      sell (split, 0, "COMBO");
    }
  make_scarce (split, 8);
  push_all (split);
  prove_all (split, "AO");
  listing = get_listing (split, 0, "COMBO");
  read_number (split, 0, "COMBO", listing->acked, 0);
  push_all (split);
  shop_check (&split->base);
  g_clear_pointer (&listing, tiem_listing_free);
  listing = get_listing (split, 0, "COMBO");
  g_assert_cmpint (listing->desired, >=, 1); /* of 8 at most 4, the rest for the single ones */
  g_assert_cmpint (listing->desired, <=, 3);
  assert_reason (split, 0, "COMBO", TRUE, "split");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Split, NULL, set_up, func, tear_down)
  ADD ("/store/split/begins", test_begins);
  ADD ("/store/split/slow", test_slow);
  ADD ("/store/split/sticky", test_sticky);
  ADD ("/store/split/rebalances", test_rebalances);
  ADD ("/store/split/sold-meanwhile", test_sold_meanwhile);
  ADD ("/store/split/sold-again", test_sold_again);
  ADD ("/store/split/given-back", test_given_back);
  ADD ("/store/split/raised-by-hand", test_raised_by_hand);
  ADD ("/store/split/late-order", test_late_order);
  ADD ("/store/split/cancelled", test_cancelled);
  ADD ("/store/split/ends", test_ends);
  ADD ("/store/split/quiet", test_quiet);
  ADD ("/store/split/rules", test_rules);
  ADD ("/store/split/switched-off", test_switched_off);
  ADD ("/store/split/cut-off", test_cut_off);
  ADD ("/store/split/bundle", test_bundle);
#undef ADD
  return g_test_run ();
}
