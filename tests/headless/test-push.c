#include "shop-fixture.h"

#include "base/tiem-error.h"

#include <string.h>

/* What a channel is told, in which order, and what became of it. */

#define TO_SHIP TIEM_ORDER_TO_SHIP
#define N(array) (array), G_N_ELEMENTS (array)

static const ShopListing goods[] = {
  { "1", NULL, "A", "Áo thun", NULL, 10 },   { "2", NULL, "B", "Bình nước", NULL, 10 },
  { "3", NULL, "C", "Cốc sứ", NULL, 10 },    { "4", NULL, "D", "Dép lê", NULL, 10 },
  { "5", NULL, "Đ-1", "Đèn ngủ", NULL, 10 },
};

static gint64
set_up_shop (StoreFixture *fixture)
{
  gint64 web = shop_add_channel (fixture, "Website");
  g_autoptr (TiemAdoptResult) result = NULL;
  g_autoptr (GError) error = NULL;

  shop_read_listings (fixture, web, N (goods));
  result = tiem_store_adopt (fixture->store, web, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->variants, ==, 5);
  return web;
}

static void
set_stock (StoreFixture *fixture,
           const char *sku,
           gint64 on_hand)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_sku (fixture->store, sku, &error);

  fixture->now += 1000;
  tiem_store_set_stock (fixture->store, id, on_hand, "count", NULL, &error);
  g_assert_no_error (error);
}

static GPtrArray *
take (StoreFixture *fixture,
      gint64 channel_id)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *pushes = tiem_store_take_stock_pushes (fixture->store, channel_id, 100, &error);

  g_assert_no_error (error);
  return pushes;
}

/* "A=0 B=3": the pushes in their order */
static char *
describe (GPtrArray *pushes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i);

      g_string_append_printf (
          text, "%s%s=%" G_GINT64_FORMAT, i > 0 ? " " : "", push->sku, push->value);
    }
  return g_string_free (text, FALSE);
}

#define assert_due(fixture, channel_id, expected)                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GPtrArray) due_ = take (fixture, channel_id);                                       \
    g_autofree char *text_ = describe (due_);                                                      \
    g_assert_cmpstr (text_, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END

typedef enum
{
  DONE,
  REFUSED,
  UNCLEAR,
  NOT_SENT,
} Outcome;

/* Sends what is due; each item ends as @outcome. */
static void
push_all (StoreFixture *fixture,
          gint64 channel_id,
          Outcome outcome)
{
  g_autoptr (GPtrArray) pushes = take (fixture, channel_id);
  g_autoptr (GError) error = NULL;
  guint dropped = 0;

  tiem_store_begin_pushes (fixture->store, pushes, &dropped, &error);
  g_assert_no_error (error);
  fixture->now += 700;
  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = g_ptr_array_index (pushes, i);

      push->done = outcome == DONE;
      push->confirmed = push->value;
      push->unclear = outcome == UNCLEAR;
      if (outcome == REFUSED)
        push->error = g_error_new_literal (
            TIEM_ERROR, TIEM_ERROR_REJECTED, "Kênh không nhận số này; xem tin đăng.");
    }
  tiem_store_finish_pushes (fixture->store, channel_id, pushes, &error);
  g_assert_no_error (error);
}

static guint
count_unclear (StoreFixture *fixture,
               gint64 channel_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) unclear = tiem_store_list_unclear (fixture->store, channel_id, 100, &error);

  g_assert_no_error (error);
  return unclear->len;
}

static void
read_back (StoreFixture *fixture,
           gint64 channel_id,
           ShopListing listing)
{
  g_autoptr (TiemListingPage) page = shop_make_page (&listing, 1);
  g_autoptr (GError) error = NULL;

  fixture->now += 500;
  tiem_store_put_read_back (fixture->store, channel_id, page, &error);
  g_assert_no_error (error);
}

static void
test_urgency (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  g_autoptr (GPtrArray) few = NULL;
  g_autoptr (GError) error = NULL;

  assert_due (fixture, web, "");
  set_stock (fixture, "A", 25);
  set_stock (fixture, "B", 7);
  set_stock (fixture, "C", 0);
  set_stock (fixture, "D", 3);
  set_stock (fixture, "Đ-1", 11);
  assert_due (fixture, web, "C=0 D=3 B=7 Đ-1=11 A=25");

  few = tiem_store_take_stock_pushes (fixture->store, web, 2, &error);
  g_assert_cmpuint (few->len, ==, 2);
  push_all (fixture, web, DONE);
  assert_due (fixture, web, "");
  shop_check (fixture);
}

/* Ten sales are one number. */
static void
test_collapses (StoreFixture *fixture,
                gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  gint64 mall = shop_add_channel (fixture, "Shopee");
  g_autoptr (TiemLinkResult) linked = NULL;

  for (int i = 0; i < 9; i++)
    {
      g_autofree char *remote_id = g_strdup_printf ("%d", i);

      fixture->now += SHOP_HOUR; /* slowly enough for the last one to be shown everywhere */
      shop_put_order (fixture, mall, (ShopOrder){ remote_id, TO_SHIP, "x", NULL, "A", 1 });
    }
  assert_due (fixture, web, ""); /* the other channel's listing is not linked yet */
  shop_read_listings (fixture, mall, &(ShopListing){ "x", NULL, "A", "Áo", NULL, 1 }, 1);
  linked = tiem_store_link_by_sku (fixture->store, mall, NULL);
  g_assert_cmpuint (linked->linked, ==, 1);
  assert_due (fixture, web, "A=1");
  assert_due (fixture, mall, "");
  shop_check (fixture);
}

/* What a newer commit has overtaken is not sent. */
static void
test_stale (StoreFixture *fixture,
            gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  g_autoptr (GPtrArray) pushes = NULL;
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;
  guint dropped = 9;

  set_stock (fixture, "A", 5);
  set_stock (fixture, "B", 5);
  set_stock (fixture, "C", 5);
  pushes = take (fixture, web);
  set_stock (fixture, "A", 4);
  set_stock (fixture, "B", 10); /* what the channel shows */
  tiem_store_begin_pushes (fixture->store, pushes, &dropped, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dropped, ==, 2);
  left = describe (pushes);
  g_assert_cmpstr (left, ==, "C=5");
  g_assert_cmpuint (count_unclear (fixture, web), ==, 1); /* under way */
  assert_due (fixture, web, "A=4");
}

/* A crash between the request and its answer leaves the number unclear. */
static void
test_unclear (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  g_autoptr (GPtrArray) pushes = NULL;
  g_autoptr (GError) error = NULL;
  guint dropped = 0;

  set_stock (fixture, "A", 4);
  set_stock (fixture, "B", 4);
  pushes = take (fixture, web);
  g_assert_true (tiem_store_begin_pushes (fixture->store, pushes, &dropped, &error));
  g_clear_object (&fixture->store);
  store_fixture_open (fixture);

  /* Nothing is written before it was read. */
  assert_due (fixture, web, "");
  g_assert_cmpuint (count_unclear (fixture, web), ==, 2);
  read_back (fixture, web, (ShopListing){ "1", NULL, "A", "Áo thun", NULL, 4 });
  read_back (fixture, web, (ShopListing){ "2", NULL, "B", "Bình nước", NULL, 10 });
  g_assert_cmpuint (count_unclear (fixture, web), ==, 0);
  assert_due (fixture, web, "B=4"); /* A had arrived */

  push_all (fixture, web, UNCLEAR);
  g_assert_cmpuint (count_unclear (fixture, web), ==, 1);
  assert_due (fixture, web, "");

  /* A whole pass is a reading too. */
  shop_read_listings (fixture, web, N (goods));
  g_assert_cmpuint (count_unclear (fixture, web), ==, 0);
  shop_check (fixture);
}

static void
test_not_sent (StoreFixture *fixture,
               gconstpointer data)
{
  gint64 web = set_up_shop (fixture);

  set_stock (fixture, "A", 4);
  push_all (fixture, web, NOT_SENT);
  g_assert_cmpuint (count_unclear (fixture, web), ==, 0);
  assert_due (fixture, web, "A=4");
}

static void
test_refused (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  TiemListingQuery problems = { .only_problem = TRUE };
  g_autoptr (TiemListing) refused = NULL;
  g_autoptr (TiemListing) settled = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  set_stock (fixture, "A", 4);
  set_stock (fixture, "B", 4);
  push_all (fixture, web, REFUSED);
  refused = shop_get_listing (fixture, web, "A");
  g_assert_true (g_str_has_prefix (refused->problem, "Kênh không nhận số này; xem tin đăng."));
  g_assert_cmpint (refused->standing, ==, TIEM_STANDING_FAILED);
  g_assert_cmpint (refused->retry_at, >, fixture->now);
  g_assert_false (refused->unclear);
  list = tiem_store_list_listings (fixture->store, &problems, 0, 0, &error);
  g_assert_cmpuint (list->len, ==, 2);

  /* Not again until the number changes … */
  assert_due (fixture, web, "");
  set_stock (fixture, "A", 3);
  assert_due (fixture, web, "A=3");
  set_stock (fixture, "A", 4);
  assert_due (fixture, web, "");
  /* … or an hour has passed. */
  fixture->now += 59 * SHOP_MINUTE;
  assert_due (fixture, web, "");
  fixture->now += 2 * SHOP_MINUTE;
  assert_due (fixture, web, "A=4 B=4");

  push_all (fixture, web, DONE);
  settled = shop_get_listing (fixture, web, "A");
  g_assert_null (settled->problem);
  assert_due (fixture, web, "");
  shop_check (fixture);
}

/* What was refused while the listing was under review is sent when it goes on sale. */
static void
test_refused_off_sale (StoreFixture *fixture,
                       gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  ShopListing listing = { "1", NULL, "A", "Áo thun", NULL, 10 };

  listing.state = TIEM_LISTING_INACTIVE;
  read_back (fixture, web, listing);
  set_stock (fixture, "A", 4);
  push_all (fixture, web, REFUSED);
  read_back (fixture, web, listing);
  assert_due (fixture, web, "");
  listing.state = TIEM_LISTING_ACTIVE;
  read_back (fixture, web, listing);
  assert_due (fixture, web, "A=4");
  shop_check (fixture);
}

/* A channel that made another number of it shows that one, whatever it showed before: when the
 * old number is wanted again, it has to be sent again. */
static void
test_overruled (StoreFixture *fixture,
                gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  g_autoptr (GPtrArray) pushes = NULL;
  g_autoptr (GError) error = NULL;
  guint dropped = 0;
  TiemPush *push;

  set_stock (fixture, "A", 9);
  pushes = take (fixture, web);
  g_assert_true (tiem_store_begin_pushes (fixture->store, pushes, &dropped, &error));
  push = g_ptr_array_index (pushes, 0);
  push->is_overruled = TRUE;
  push->confirmed = 7;
  push->error
      = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_REJECTED, "Kênh giữ số của nó; xem tin đăng.");
  tiem_store_finish_pushes (fixture->store, web, pushes, &error);
  g_assert_no_error (error);
  assert_due (fixture, web, ""); /* refused: not at once again */
  set_stock (fixture, "A", 10);  /* what it showed at first */
  assert_due (fixture, web, "A=10");
  shop_check (fixture);
}

/* A channel that takes less than it was told is not asked over and over. */
static void
test_confirmed_differently (StoreFixture *fixture,
                            gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  g_autoptr (GPtrArray) pushes = NULL;
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GError) error = NULL;
  guint dropped = 0;
  TiemPush *push;

  set_stock (fixture, "A", 4);
  pushes = take (fixture, web);
  tiem_store_begin_pushes (fixture->store, pushes, &dropped, &error);
  push = g_ptr_array_index (pushes, 0);
  push->done = TRUE;
  push->confirmed = 6;
  tiem_store_finish_pushes (fixture->store, web, pushes, &error);
  g_assert_no_error (error);
  listing = shop_get_listing (fixture, web, "A");
  g_assert_cmpint (listing->acked, ==, 6);
  g_assert_nonnull (listing->problem);
  assert_due (fixture, web, "");
}

/* A sale at a channel: that channel is told again too, for it changed its own number. */
static void
test_sale (StoreFixture *fixture,
           gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  gint64 mall = shop_add_channel (fixture, "Shopee");
  g_autoptr (GPtrArray) travels = NULL;
  g_autoptr (TiemLinkResult) linked = NULL;
  g_autoptr (GError) error = NULL;
  const TiemTravel *travel;

  shop_read_listings (fixture, mall, &(ShopListing){ "x", NULL, "A", "Áo", NULL, 10 }, 1);
  linked = tiem_store_link_by_sku (fixture->store, mall, &error);
  assert_due (fixture, mall, "");
  shop_put_order (fixture, mall, (ShopOrder){ "1", TO_SHIP, "x", NULL, "A", 3 });
  assert_due (fixture, web, "A=7");
  assert_due (fixture, mall, "A=7");
  push_all (fixture, web, DONE);
  shop_check (fixture);

  travels = tiem_store_list_travels (fixture->store, 10, &error);
  g_assert_no_error (error);
  travel = g_ptr_array_index (travels, 0);
  g_assert_cmpstr (travel->sku, ==, "A");
  g_assert_cmpint (travel->before, ==, 10);
  g_assert_cmpint (travel->after, ==, 7);
  g_assert_cmpuint (travel->stops->len, ==, 2);
  for (guint i = 0; i < travel->stops->len; i++)
    {
      const TiemTravelStop *stop = &g_array_index (travel->stops, TiemTravelStop, i);

      if (stop->channel_id == mall)
        {
          g_assert_cmpint (stop->sold, ==, 3);
          g_assert_cmpint (stop->took_ms, ==, -1); /* its own number is still to be confirmed */
        }
      else
        {
          g_assert_cmpint (stop->channel_id, ==, web);
          g_assert_cmpint (stop->sent_value, ==, 7);
          g_assert_cmpint (stop->took_ms, ==, 700);
          g_assert_cmpint (stop->sold, ==, 0);
        }
    }
}

/* What a channel sold while its listing was linked to nothing changed its number all the same. */
static void
test_sale_unlinked (StoreFixture *fixture,
                    gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  TiemListingQuery query = { .channel_id = web, .search = (char *)"A" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (fixture->store, &query, 0, 0, &error);
  const TiemListing *listing = g_ptr_array_index (listings, 0);

  g_assert_cmpstr (listing->sku, ==, "A");
  tiem_store_unlink (fixture->store, listing->id, &error);
  g_assert_no_error (error);
  shop_put_order (fixture, web, (ShopOrder){ "1", TO_SHIP, "1", NULL, "A", 3 });
  assert_due (fixture, web, "");
  tiem_store_link (fixture->store, listing->id, listing->variant_id, &error);
  g_assert_no_error (error);
  /* Ten are left as before; the channel shows seven. */
  set_stock (fixture, "A", 13);
  assert_due (fixture, web, "A=10");
  shop_check (fixture);
}

/* The channel that sold shows the new number by itself: that is read, not sent. */
static void
test_sale_is_read (StoreFixture *fixture,
                   gconstpointer data)
{
  gint64 web = set_up_shop (fixture);
  ShopListing sold[G_N_ELEMENTS (goods)];
  g_autoptr (GPtrArray) travels = NULL;
  g_autoptr (GError) error = NULL;
  const TiemTravel *travel;
  const TiemTravelStop *stop;

  shop_put_order (fixture, web, (ShopOrder){ "1", TO_SHIP, "1", NULL, "A", 3 });
  assert_due (fixture, web, "A=7");
  memcpy (sold, goods, sizeof goods);
  sold[0].stock = 7;
  shop_read_listings (fixture, web, N (sold));
  assert_due (fixture, web, "");

  travels = tiem_store_list_travels (fixture->store, 1, &error);
  travel = g_ptr_array_index (travels, 0);
  g_assert_cmpuint (travel->stops->len, ==, 1);
  stop = &g_array_index (travel->stops, TiemTravelStop, 0);
  g_assert_cmpint (stop->sold, ==, 3);
  g_assert_cmpint (stop->sent_value, ==, 7);
  g_assert_cmpint (stop->took_ms, >, 0);
  shop_check (fixture);
}

/* Variations that share one number at the channel are told it once. */
static void
test_shared_number (StoreFixture *fixture,
                    gconstpointer data)
{
  gint64 web = shop_add_channel (fixture, "Website");
  const ShopListing listings[] = {
    { "2", "21", "S", "Áo chung kho", "S", 10, .stock_owner = "2" },
    { "2", "22", "M", "Áo chung kho", "M", 10, .stock_owner = "2" },
    { "3", "31", "KHAC", "Áo khác", "L", 10 },
  };
  g_autoptr (GPtrArray) pushes = NULL;
  g_autoptr (TiemListing) sister = NULL;
  g_autoptr (TiemAdoptResult) adopted = NULL;
  g_autoptr (GError) error = NULL;
  guint dropped = 0;

  shop_read_listings (fixture, web, N (listings));
  adopted = tiem_store_adopt (fixture->store, web, NULL, &error);
  set_stock (fixture, "S", 4);
  assert_due (fixture, web, ""); /* the other one is not counted yet */
  set_stock (fixture, "M", 6);

  pushes = take (fixture, web);
  g_assert_cmpuint (pushes->len, ==, 1);
  g_assert_cmpint (((TiemPush *)g_ptr_array_index (pushes, 0))->value, ==, 4);
  g_assert_cmpstr (((TiemPush *)g_ptr_array_index (pushes, 0))->stock_owner_id, ==, "2");
  tiem_store_begin_pushes (fixture->store, pushes, &dropped, &error);
  g_assert_cmpuint (count_unclear (fixture, web), ==, 2);
  ((TiemPush *)g_ptr_array_index (pushes, 0))->done = TRUE;
  ((TiemPush *)g_ptr_array_index (pushes, 0))->confirmed = 4;
  tiem_store_finish_pushes (fixture->store, web, pushes, &error);
  g_assert_no_error (error);
  sister = shop_get_listing (fixture, web, "M");
  g_assert_cmpint (sister->acked, ==, 4);
  g_assert_cmpuint (count_unclear (fixture, web), ==, 0);
  assert_due (fixture, web, "");
  shop_check (fixture);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SHOP_ADD ("/push/urgency", test_urgency);
  SHOP_ADD ("/push/collapses", test_collapses);
  SHOP_ADD ("/push/stale", test_stale);
  SHOP_ADD ("/push/unclear", test_unclear);
  SHOP_ADD ("/push/not-sent", test_not_sent);
  SHOP_ADD ("/push/refused", test_refused);
  SHOP_ADD ("/push/refused-off-sale", test_refused_off_sale);
  SHOP_ADD ("/push/confirmed-differently", test_confirmed_differently);
  SHOP_ADD ("/push/overruled", test_overruled);
  SHOP_ADD ("/push/sale", test_sale);
  SHOP_ADD ("/push/sale-unlinked", test_sale_unlinked);
  SHOP_ADD ("/push/sale-is-read", test_sale_is_read);
  SHOP_ADD ("/push/shared-number", test_shared_number);
  return g_test_run ();
}
