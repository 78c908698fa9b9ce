#include "shop-fixture.h"

#include "base/tiem-error.h"

#include <string.h>

/* Numbers and prices that somebody changes at a channel itself. */

#define TO_SHIP TIEM_ORDER_TO_SHIP
#define CANCELLED TIEM_ORDER_CANCELLED
#define BASE 10

static ShopListing shirt = { "31", "311", "AT-DEN-L", "Áo thun cổ tròn", "Đen, L", BASE };

/* One shirt on one channel, 10 of it, in step. */
static gint64
set_up_shop (StoreFixture *fixture)
{
  gint64 shopee = shop_add_channel (fixture, "Shopee");
  g_autoptr (GError) error = NULL;

  shirt.stock = BASE;
  shop_read_listings (fixture, shopee, &shirt, 1);
  tiem_adopt_result_free (tiem_store_adopt (fixture->store, shopee, NULL, &error));
  g_assert_no_error (error);
  return shopee;
}

static void
read_number (StoreFixture *fixture,
             gint64 channel_id,
             gint64 stock)
{
  shirt.stock = stock;
  shop_read_listings (fixture, channel_id, &shirt, 1);
}

static void
set_rule (StoreFixture *fixture,
          gint64 channel_id,
          gboolean takes_over)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_drift_rule (fixture->store, channel_id, takes_over, &error);
  g_assert_no_error (error);
}

static void
reopen (StoreFixture *fixture)
{
  g_clear_object (&fixture->store);
  store_fixture_open (fixture);
}

static GPtrArray *
list_drifts (StoreFixture *fixture,
             gboolean only_open)
{
  TiemDriftQuery query = { .only_open = only_open };
  g_autoptr (GError) error = NULL;
  GPtrArray *drifts = tiem_store_list_drifts (fixture->store, &query, 0, &error);

  g_assert_no_error (error);
  return drifts;
}

static guint
count_open (StoreFixture *fixture)
{
  g_autoptr (GPtrArray) drifts = list_drifts (fixture, TRUE);

  return drifts->len;
}

/* --- what is one, and what is none --- */

/* What happens between the number that was right and the judgement of another: "r17" the number is
 * read, "o3" an order of 3 is placed and stored, "c" that order is cancelled, "w" an hour passes.
 */
static const struct
{
  const char *title;
  const char *steps;
  gint64 expected; /* −1: nothing differs */
} stories[] = {
  { "nothing happened", "w r10", -1 },
  { "raised by hand", "w r17", 10 },
  { "lowered by hand", "w r7", 10 },
  { "a sale that was read before", "w o3 w r7", -1 },
  { "a sale that is read after", "w r7 o3", -1 },
  { "a sale just before the number was read", "w o3 r7", -1 },
  { "a sale that the number does not have yet", "w o3 r10", -1 },
  { "a sale long ago, and the old number set by hand", "w o3 w r10", 7 },
  { "two sales, one of them after the read", "w r9 o1 o1", -1 },
  { "two sales, and then the number after both", "w r9 o1 o1 r8", -1 },
  { "a sale and a hand", "w o3 w r17", 7 },
  { "more gone than was sold", "w o3 w r5", 7 },
  { "given back", "w o3 w r7 w c r10", -1 },
  { "not given back", "w o3 w r7 w c r7", -1 },
  { "cancelled before it was read", "w o3 c r10", -1 },
  { "read, cancelled after", "w o3 w r10 c", -1 },
  { "given back, and a hand", "w o3 w r7 w c r20", 10 },
  { "what Tiệm wants, by hand", "w o3 w r10 r7", -1 },
  { "changed and changed back", "w r17 r10", -1 },
  { "two hands", "w r17 r19", 10 },
};

static void
tell_story (StoreFixture *fixture,
            gint64 channel_id,
            const char *steps)
{
  g_auto (GStrv) list = g_strsplit (steps, " ", -1);
  char id[16] = "";
  gint64 placed_at = 0;
  gint64 quantity = 0;
  int orders = 0;

  for (guint i = 0; list[i] != NULL; i++)
    switch (list[i][0])
      {
      case 'w':
        fixture->now += SHOP_HOUR;
        break;
      case 'r':
        read_number (fixture, channel_id, atoi (list[i] + 1));
        break;
      case 'o':
        g_snprintf (id, sizeof id, "24112%d", ++orders);
        placed_at = fixture->now;
        quantity = atoi (list[i] + 1);
        shop_put_order (
            fixture, channel_id, (ShopOrder){ id, TO_SHIP, "31", "311", "AT-DEN-L", quantity });
        break;
      case 'c':
        shop_put_order (fixture,
                        channel_id,
                        (ShopOrder){ id,
                                     CANCELLED,
                                     "31",
                                     "311",
                                     "AT-DEN-L",
                                     quantity,
                                     .placed_at = placed_at,
                                     .not_held = TRUE });
        break;
      default:
        g_assert_not_reached ();
      }
}

static void
test_stories (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      gboolean differs = stories[i].expected >= 0;
      StoreFixture own = { 0 };
      g_autoptr (GPtrArray) drifts = NULL;
      gint64 shopee;

      g_test_message ("%s: %s", stories[i].title, stories[i].steps);
      store_fixture_set_up (&own, NULL);
      shopee = set_up_shop (&own);
      tell_story (&own, shopee, stories[i].steps);
      shop_settle_drift (&own, shopee, differs ? 1 : 0);
      drifts = list_drifts (&own, TRUE);
      g_assert_cmpuint (drifts->len, ==, differs ? 1 : 0);
      if (differs)
        {
          const TiemDrift *drift = g_ptr_array_index (drifts, 0);

          g_assert_cmpint (drift->expected, ==, stories[i].expected);
          g_assert_cmpint (drift->shown, ==, shirt.stock);
          g_assert_cmpstr (drift->channel_name, ==, "Shopee");
        }
      shop_check (&own);
      /* Told once. */
      shop_settle_drift (&own, shopee, 0);
      store_fixture_tear_down (&own, NULL);
    }
}

/* Before the orders were pulled once more nothing is said, and nothing is forgotten by a crash. */
static void
test_crash (StoreFixture *fixture,
            gconstpointer data)
{
  gint64 shopee = set_up_shop (fixture);

  fixture->now += SHOP_HOUR;
  read_number (fixture, shopee, 17);
  g_assert_cmpuint (count_open (fixture), ==, 0);
  reopen (fixture);
  g_assert_cmpuint (count_open (fixture), ==, 0);
  shop_settle_drift (fixture, shopee, 1);
  reopen (fixture);
  g_assert_cmpuint (count_open (fixture), ==, 1);
  shop_settle_drift (fixture, shopee, 0);
  shop_check (fixture);
}

/* --- set back --- */

static void
push_all (StoreFixture *fixture,
          gint64 channel_id,
          gint64 expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pushes
      = tiem_store_take_stock_pushes (fixture->store, channel_id, 10, &error);
  guint dropped = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (pushes->len, ==, 1);
  tiem_store_begin_pushes (fixture->store, pushes, &dropped, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = g_ptr_array_index (pushes, i);

      g_assert_cmpint (push->value, ==, expected);
      push->done = TRUE;
      push->confirmed = push->value;
    }
  tiem_store_finish_pushes (fixture->store, channel_id, pushes, &error);
  g_assert_no_error (error);
}

static void
test_set_back (StoreFixture *fixture,
               gconstpointer data)
{
  gint64 shopee = set_up_shop (fixture);
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (TiemListing) settled = NULL;
  g_autoptr (GPtrArray) drifts = NULL;
  const TiemDrift *drift;

  fixture->now += SHOP_HOUR;
  read_number (fixture, shopee, 17);
  shop_settle_drift (fixture, shopee, 1);
  listing = shop_get_listing (fixture, shopee, "AT-DEN-L");
  g_assert_true (listing->stock_drifts);
  g_assert_cmpint (listing->standing, ==, TIEM_STANDING_SENDING);
  g_assert_nonnull (strstr (listing->problem, "17"));
  g_assert_nonnull (strstr (listing->problem, "10"));
  g_assert_nonnull (strstr (listing->problem, "Shopee"));

  fixture->now += 5000;
  push_all (fixture, shopee, 10);
  settled = shop_get_listing (fixture, shopee, "AT-DEN-L");
  g_assert_cmpint (settled->standing, ==, TIEM_STANDING_IN_STEP);
  g_assert_null (settled->problem);
  g_assert_cmpint (settled->sent_value, ==, 10);
  g_assert_cmpuint (count_open (fixture), ==, 0);
  drifts = list_drifts (fixture, FALSE);
  drift = g_ptr_array_index (drifts, 0);
  g_assert_cmpstr (drift->outcome, ==, TIEM_DRIFT_SET_BACK);
  g_assert_cmpint (drift->settled_at, ==, fixture->now);
  shop_assert_stock (fixture, "AT-DEN-L", 10, 0);

  /* Read again it is what was sent. */
  read_number (fixture, shopee, 10);
  shop_settle_drift (fixture, shopee, 0);
  shop_check (fixture);
}

/* --- taken over --- */

static guint
count_due (StoreFixture *fixture,
           gint64 channel_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pushes
      = tiem_store_take_stock_pushes (fixture->store, channel_id, 10, &error);

  g_assert_no_error (error);
  return pushes->len;
}

/* How many are to be read again now; *when: in how many ms otherwise */
static guint
count_odd (StoreFixture *fixture,
           gint64 channel_id,
           gint64 *when)
{
  g_autoptr (GError) error = NULL;
  gint64 due_at = 0;
  g_autoptr (GPtrArray) odd = tiem_store_list_odd (fixture->store, channel_id, 10, &due_at, &error);

  g_assert_no_error (error);
  *when = due_at > 0 ? due_at - fixture->now : 0;
  return odd->len;
}

static void
test_take_over (StoreFixture *fixture,
                gconstpointer data)
{
  gint64 shopee = set_up_shop (fixture);
  g_autoptr (GPtrArray) movements = NULL;
  g_autoptr (TiemVariant) variant = NULL;
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GError) error = NULL;
  const TiemMovement *movement;
  gint64 when;

  set_rule (fixture, shopee, TRUE);
  fixture->now += SHOP_HOUR;
  read_number (fixture, shopee, 17);
  shop_settle_drift (fixture, shopee, 1);
  shop_assert_stock (fixture, "AT-DEN-L", 10, 0);
  listing = shop_get_listing (fixture, shopee, "AT-DEN-L");
  g_assert_cmpint (listing->standing, ==, TIEM_STANDING_WAITING);
  g_assert_nonnull (listing->problem);

  /* It has to stand for a while, and is not overwritten meanwhile. */
  g_assert_cmpuint (count_due (fixture, shopee), ==, 0);
  g_assert_cmpuint (count_odd (fixture, shopee, &when), ==, 0);
  g_assert_cmpint (when, >, 0);
  shop_check (fixture);
  fixture->now += when;
  g_assert_cmpuint (count_odd (fixture, shopee, &when), ==, 1);
  read_number (fixture, shopee, 17);
  shop_assert_stock (fixture, "AT-DEN-L", 10, 0);
  shop_settle_drift (fixture, shopee, 1);

  shop_assert_stock (fixture, "AT-DEN-L", 17, 0);
  g_assert_cmpuint (count_due (fixture, shopee), ==, 0);
  g_assert_cmpuint (count_open (fixture), ==, 0);
  variant = shop_get_variant (fixture, "AT-DEN-L");
  movements = tiem_store_list_movements (fixture->store, variant->id, 1, &error);
  g_assert_no_error (error);
  movement = g_ptr_array_index (movements, 0);
  g_assert_cmpint (movement->delta, ==, 7);
  g_assert_cmpstr (movement->reason, ==, "take-over");
  g_assert_cmpint (movement->channel_id, ==, shopee);
  g_assert_cmpstr (movement->channel_name, ==, "Shopee");
  g_assert_nonnull (strstr (movement->note, "Shopee"));

  read_number (fixture, shopee, 17);
  shop_settle_drift (fixture, shopee, 0);
  shop_assert_stock (fixture, "AT-DEN-L", 17, 0);
  shop_check (fixture);
}

/* A sale elsewhere meanwhile is not lost: the difference is booked, not the number. */
static void
test_take_over_difference (StoreFixture *fixture,
                           gconstpointer data)
{
  gint64 shopee = set_up_shop (fixture);
  gint64 lazada = shop_add_channel (fixture, "Lazada");
  const ShopListing other = { "7", NULL, "AT-DEN-L", "Áo thun đen", "L", BASE };
  g_autoptr (GError) error = NULL;
  gint64 when;

  set_rule (fixture, shopee, TRUE);
  shop_read_listings (fixture, lazada, &other, 1);
  tiem_link_result_free (tiem_store_link_by_sku (fixture->store, lazada, &error));
  g_assert_no_error (error);
  fixture->now += SHOP_HOUR;
  read_number (fixture, shopee, 17);
  shop_settle_drift (fixture, shopee, 1);
  shop_put_order (fixture, lazada, (ShopOrder){ "88", TO_SHIP, "7", NULL, "AT-DEN-L", 2 });
  g_assert_cmpuint (count_odd (fixture, shopee, &when), ==, 0);
  fixture->now += when;
  read_number (fixture, shopee, 17);
  shop_settle_drift (fixture, shopee, 1);
  shop_assert_stock (fixture, "AT-DEN-L", 17, 2);
  push_all (fixture, shopee, 15);
  shop_check (fixture);
}

/* The sale that lowered the number is listed by the platform some seconds later. */
static void
test_late_sale (StoreFixture *fixture,
                gconstpointer data)
{
  gint64 shopee = set_up_shop (fixture);
  gint64 when;

  set_rule (fixture, shopee, TRUE);
  fixture->now += SHOP_HOUR;
  read_number (fixture, shopee, 8);
  shop_settle_drift (fixture, shopee, 1);
  fixture->now += 4000;
  shop_put_order (fixture, shopee, (ShopOrder){ "99", TO_SHIP, "31", "311", "AT-DEN-L", 2 });
  g_assert_cmpuint (count_odd (fixture, shopee, &when), ==, 0);
  fixture->now += when;
  read_number (fixture, shopee, 8);
  shop_settle_drift (fixture, shopee, 0);
  g_assert_cmpuint (count_open (fixture), ==, 0);
  shop_assert_stock (fixture, "AT-DEN-L", 10, 2);
  shop_check (fixture);
}

/* A number that changes again is looked at anew; one that did not come is set back. */
static void
test_not_taken_over (StoreFixture *fixture,
                     gconstpointer data)
{
  gint64 shopee = set_up_shop (fixture);
  g_autoptr (GPtrArray) odd = NULL;
  g_autoptr (GError) error = NULL;
  gint64 when;
  gint64 due_at;

  set_rule (fixture, shopee, TRUE);
  fixture->now += SHOP_HOUR;
  read_number (fixture, shopee, 17);
  shop_settle_drift (fixture, shopee, 1);
  fixture->now += 10000;
  read_number (fixture, shopee, 18);
  shop_settle_drift (fixture, shopee, 0);
  shop_assert_stock (fixture, "AT-DEN-L", 10, 0);
  g_assert_cmpuint (count_odd (fixture, shopee, &when), ==, 0);
  fixture->now += when;

  odd = tiem_store_list_odd (fixture->store, shopee, 10, &due_at, &error);
  g_assert_cmpuint (odd->len, ==, 1);
  tiem_store_drop_odd (fixture->store, odd, &error);
  g_assert_no_error (error);
  push_all (fixture, shopee, 10);
  shop_check (fixture);

  /* A bundle has no stock of its own. */
  fixture->now += SHOP_HOUR;
  read_number (fixture, shopee, 17);
  set_rule (fixture, shopee, FALSE);
  shop_settle_drift (fixture, shopee, 1);
  g_assert_cmpuint (count_odd (fixture, shopee, &when), ==, 0);
  push_all (fixture, shopee, 10);
  shop_check (fixture);
}

/* --- campaigns, prices, what is gone --- */

static void
read_remote (StoreFixture *fixture,
             gint64 channel_id,
             gint64 stock,
             gint64 locked,
             gint64 price)
{
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (GError) error = NULL;
  TiemRemoteListing *remote;

  shirt.stock = stock;
  page = shop_make_page (&shirt, 1);
  remote = g_ptr_array_index (page->listings, 0);
  remote->campaign_locked = locked;
  remote->price_vnd = price;
  fixture->now += 1000;
  tiem_store_put_listing_page (fixture->store, channel_id, page, fixture->now, &error);
  g_assert_no_error (error);
}

static void
test_campaign (StoreFixture *fixture,
               gconstpointer data)
{
  gint64 shopee = set_up_shop (fixture);

  fixture->now += SHOP_HOUR;
  read_remote (fixture, shopee, 6, 4, 129000); /* 4 of them are in the campaign now */
  shop_settle_drift (fixture, shopee, 0);
  g_assert_cmpuint (count_open (fixture), ==, 0);
  fixture->now += SHOP_HOUR;
  read_remote (fixture, shopee, 10, 0, 129000);
  shop_settle_drift (fixture, shopee, 0);
  fixture->now += SHOP_HOUR;
  read_remote (fixture, shopee, 19, 4, 129000);
  shop_settle_drift (fixture, shopee, 1);
  shop_check (fixture);
}

static void
test_price (StoreFixture *fixture,
            gconstpointer data)
{
  gint64 shopee = set_up_shop (fixture);
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (TiemListing) taken = NULL;
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;
  const TiemOutboxItem *item;

  read_remote (fixture, shopee, BASE, 0, 99000);
  listing = shop_get_listing (fixture, shopee, "AT-DEN-L");
  g_assert_true (listing->price_drifts);
  g_assert_cmpint (listing->wanted_price_vnd, ==, 129000);
  g_assert_nonnull (strstr (listing->problem, "99.000"));

  /* Set back: once, through the outbox. */
  shop_settle_drift (fixture, shopee, 1);
  shop_settle_drift (fixture, shopee, 0);
  outbox = tiem_store_list_outbox (fixture->store, shopee, &error);
  g_assert_cmpuint (outbox->len, ==, 1);
  item = g_ptr_array_index (outbox, 0);
  g_assert_cmpstr (item->kind, ==, "price");
  g_assert_cmpint (item->value, ==, 129000);
  read_remote (fixture, shopee, BASE, 0, 99000);
  tiem_store_finish_outbox (fixture->store, item->id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_open (fixture), ==, 0);
  shop_check (fixture);

  /* Taken over: it is the listing's price from now on; the product keeps its own. */
  set_rule (fixture, shopee, TRUE);
  read_remote (fixture, shopee, BASE, 0, 99000);
  shop_settle_drift (fixture, shopee, 2);
  g_assert_cmpuint (count_open (fixture), ==, 0);
  taken = shop_get_listing (fixture, shopee, "AT-DEN-L");
  g_assert_cmpint (taken->wanted_price_vnd, ==, 99000);
  g_assert_null (taken->problem);
  again = tiem_store_list_outbox (fixture->store, shopee, &error);
  g_assert_cmpuint (again->len, ==, 0);
  set_rule (fixture, shopee, FALSE);
  read_remote (fixture, shopee, BASE, 0, 99000);
  shop_settle_drift (fixture, shopee, 0);
  shop_check (fixture);
}

/* Unlinked it is nobody's business any more. */
static void
test_unlinked (StoreFixture *fixture,
               gconstpointer data)
{
  gint64 shopee = set_up_shop (fixture);
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GError) error = NULL;

  set_rule (fixture, shopee, TRUE);
  fixture->now += SHOP_HOUR;
  read_number (fixture, shopee, 17);
  shop_settle_drift (fixture, shopee, 1);
  listing = shop_get_listing (fixture, shopee, "AT-DEN-L");
  tiem_store_unlink (fixture->store, listing->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_open (fixture), ==, 0);
  shop_check (fixture);
  shop_settle_drift (fixture, shopee, 0);
  shop_assert_stock (fixture, "AT-DEN-L", 10, 0);
}

static void
test_gone (StoreFixture *fixture,
           gconstpointer data)
{
  gint64 shopee = set_up_shop (fixture);

  fixture->now += SHOP_HOUR;
  read_number (fixture, shopee, 17);
  shop_settle_drift (fixture, shopee, 1);
  shop_read_listings (fixture, shopee, NULL, 0);
  g_assert_cmpuint (count_open (fixture), ==, 0);
  shop_check (fixture);
  read_number (fixture, shopee, 4);
  shop_settle_drift (fixture, shopee, 0);
  shop_check (fixture);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drift/stories", test_stories);
  SHOP_ADD ("/drift/crash", test_crash);
  SHOP_ADD ("/drift/set-back", test_set_back);
  SHOP_ADD ("/drift/take-over", test_take_over);
  SHOP_ADD ("/drift/take-over-difference", test_take_over_difference);
  SHOP_ADD ("/drift/late-sale", test_late_sale);
  SHOP_ADD ("/drift/not-taken-over", test_not_taken_over);
  SHOP_ADD ("/drift/campaign", test_campaign);
  SHOP_ADD ("/drift/price", test_price);
  SHOP_ADD ("/drift/unlinked", test_unlinked);
  SHOP_ADD ("/drift/gone", test_gone);
  return g_test_run ();
}
