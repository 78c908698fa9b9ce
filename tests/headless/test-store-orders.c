#include "store-orders-fixture.h"

#include "base/tiem-time.h"
#include "store/tiem-store-private.h"

/* Orders found, counted and told. */

/* Returns: the remote ids in the query's order, with spaces */
static char *
list_ids (StoreFixture *fixture,
          TiemOrderQuery query,
          gint64 limit,
          gint64 offset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) orders
      = tiem_store_list_orders (fixture->store, &query, FALSE, limit, offset, &error);
  GString *ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < orders->len; i++)
    g_string_append_printf (
        ids, "%s%s", i > 0 ? " " : "", ((TiemOrder *)g_ptr_array_index (orders, i))->remote_id);
  return g_string_free (ids, FALSE);
}

#define assert_ids(fixture, expected, ...)                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *ids_ = list_ids (fixture, (TiemOrderQuery){ __VA_ARGS__ }, 0, 0);             \
    g_assert_cmpstr (ids_, ==, expected);                                                          \
  }                                                                                                \
  G_STMT_END

/* --- a shop with a few orders on two channels --- */

static void
put_shop (StoreFixture *fixture,
          gint64 *web,
          gint64 *other)
{
  gint64 day = SHOP_DAY;
  gint64 now = fixture->now;
  const ShopOrder first[] = {
    { .remote_id = "a999",
      .status = TIEM_ORDER_COMPLETED,
      .quantity = 1,
      .total = 300000,
      .name = "Đặng Thị Hường",
      .phone = "0905118274",
      .buyer_id = "7",
      .title = "Áo thun đen",
      .placed_at = now - 3 * day },
    { .remote_id = "a1000",
      .status = TIEM_ORDER_TO_SHIP,
      .quantity = 2,
      .total = 100000,
      .name = "An Bình",
      .phone = "+84 912 345 678",
      .buyer_id = "8",
      .title = "Quần kaki nâu",
      .placed_at = now - 2 * day },
    { .remote_id = "a1001",
      .status = TIEM_ORDER_CANCELLED,
      .quantity = 1,
      .total = 250000,
      .name = "Bùi Chi",
      .buyer_id = "9",
      .title = "Áo len",
      .placed_at = now - day },
  };
  const ShopOrder second[] = {
    { .remote_id = "b1",
      .status = TIEM_ORDER_RETURNING,
      .quantity = 1,
      .total = 50000,
      .name = "Võ Đình",
      .buyer_id = "1",
      .title = "Đường phèn",
      .placed_at = now - day - 1 },
    { .remote_id = "b2",
      .status = TIEM_ORDER_UNPAID,
      .quantity = 1,
      .total = 70000,
      .name = "Ân",
      .buyer_id = "2",
      .title = "Tất",
      .placed_at = now },
  };

  *web = shop_add_channel (fixture, "nhamay");
  *other = shop_add_channel (fixture, "laza");
  shop_put_orders (fixture, *web, first, G_N_ELEMENTS (first));
  shop_put_orders (fixture, *other, second, G_N_ELEMENTS (second));
}

static void
test_groups (StoreFixture *fixture,
             gconstpointer data)
{
  gint64 web;
  gint64 other;
  TiemOrderCounts counts;
  g_autoptr (GError) error = NULL;
  gint64 since;

  put_shop (fixture, &web, &other);
  since = fixture->now - SHOP_DAY - 60000;
  g_assert_cmpint (count_found (fixture, (TiemOrderQuery){ 0 }), ==, 5);
  g_assert_cmpint (count_found (fixture, (TiemOrderQuery){ .channel_id = web }), ==, 3);
  g_assert_cmpint (count_found (fixture, (TiemOrderQuery){ .group = TIEM_ORDERS_TODO }), ==, 1);
  g_assert_cmpint (count_found (fixture, (TiemOrderQuery){ .group = TIEM_ORDERS_SHORT }), ==, 0);
  g_assert_cmpint (count_found (fixture, (TiemOrderQuery){ .group = TIEM_ORDERS_TROUBLED }), ==, 1);
  g_assert_cmpint (count_found (fixture, (TiemOrderQuery){ .since = since }), ==, 3);
  g_assert_cmpint (
      count_found (fixture, (TiemOrderQuery){ .since = since, .channel_id = other }), ==, 2);
  for (TiemOrderStatus status = 0; status < TIEM_N_ORDER_STATUSES; status++)
    g_assert_cmpint (
        count_found (fixture, (TiemOrderQuery){ .group = TIEM_ORDERS_STATUS, .status = status }),
        ==,
        status == TIEM_ORDER_COMPLETED || status == TIEM_ORDER_TO_SHIP
            || status == TIEM_ORDER_CANCELLED || status == TIEM_ORDER_RETURNING
            || status == TIEM_ORDER_UNPAID);

  g_assert_true (tiem_store_count_orders (fixture->store, web, &counts, &error));
  g_assert_cmpint (counts.all, ==, 3);
  g_assert_cmpint (counts.todo, ==, 1);
  g_assert_cmpint (counts.troubled, ==, 0);
  g_assert_cmpint (counts.by_status[TIEM_ORDER_CANCELLED], ==, 1);
  g_assert_true (tiem_store_count_orders (fixture->store, 0, &counts, &error));
  g_assert_cmpint (counts.all, ==, 5);
  g_assert_cmpint (counts.troubled, ==, 1);
  shop_check (fixture);
}

static void
test_sorts (StoreFixture *fixture,
            gconstpointer data)
{
  static const struct
  {
    TiemOrderSort sort;
    const char *up;
    const char *down;
  } cases[] = {
    { TIEM_ORDER_SORT_PLACED, "a999 a1000 b1 a1001 b2", "b2 a1001 b1 a1000 a999" },
    { TIEM_ORDER_SORT_CHANNEL, "a1001 a1000 a999 b2 b1", "b1 b2 a999 a1000 a1001" },
    { TIEM_ORDER_SORT_NUMBER, "b1 b2 a999 a1000 a1001", "a1001 a1000 a999 b2 b1" },
    { TIEM_ORDER_SORT_BUYER, "b2 a1000 a1001 a999 b1", "b1 a999 a1001 a1000 b2" },
    { TIEM_ORDER_SORT_TOTAL, "b1 b2 a1000 a1001 a999", "a999 a1001 a1000 b2 b1" },
    { TIEM_ORDER_SORT_STATUS, "b2 a1000 a999 b1 a1001", "a1001 b1 a999 a1000 b2" },
  };
  gint64 web;
  gint64 other;

  put_shop (fixture, &web, &other);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("sort %d", cases[i].sort);
      assert_ids (fixture, cases[i].up, .sort = cases[i].sort);
      assert_ids (fixture, cases[i].down, .sort = cases[i].sort, .descending = TRUE);
    }
  {
    g_autofree char *page = list_ids (fixture, (TiemOrderQuery){ 0 }, 2, 1);

    g_assert_cmpstr (page, ==, "a1000 b1");
  }
}

static void
test_search (StoreFixture *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *typed;
    const char *found;
  } cases[] = {
    { "ao thun den", "a999" },
    { "Áo Thun", "a999" },
    { "A\xcc\x81o", "a999 a1001" }, /* decomposed */
    { "duong phen", "b1" },
    { "đường", "b1" },
    { "huong", "a999" },
    { "HƯỜNG đặng", "a999" },
    { "0905118274", "a999" },
    { "0905 118 274", "a999" },
    { "090511", "a999" },
    { "8274", "a999" }, /* the last four digits */
    { "+84905118274", "a999" },
    { "0912345678", "a1000" },
    { "a1000", "a1000" },
    { "a10", "a1000 a1001" },
    { "\"ao\" AND -thun*", "" },
    { "ao OR len", "" },
    { "khong co", "" },
    { "  ", "a999 a1000 b1 a1001 b2" },
    { "'; DROP TABLE customer_order; --", "" },
  };
  gint64 web;
  gint64 other;

  put_shop (fixture, &web, &other);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("search %s", cases[i].typed);
      assert_ids (fixture, cases[i].found, .search = (char *)cases[i].typed);
    }
  assert_ids (fixture,
              "a1001",
              .search = (char *)"ao",
              .group = TIEM_ORDERS_STATUS,
              .status = TIEM_ORDER_CANCELLED);

  /* the words follow the order */
  shop_put_order (fixture,
                  web,
                  (ShopOrder){ .remote_id = "a999",
                               .status = TIEM_ORDER_COMPLETED,
                               .name = "Đặng Thị Hường",
                               .buyer_id = "7",
                               .title = "Mũ rơm",
                               .placed_at = fixture->now - 3 * SHOP_DAY });
  assert_ids (fixture, "a999", .search = (char *)"mu rom");
  assert_ids (fixture, "", .search = (char *)"ao thun den");
  shop_check (fixture);
}

static void
test_find (StoreFixture *fixture,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 web;
  gint64 other;
  gint64 id;

  put_shop (fixture, &web, &other);
  id = tiem_store_find_order (fixture->store, " #a1000 ", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tiem_store_find_order (fixture->store, "2", 0, &error), ==, id);

  shop_put_order (fixture, other, (ShopOrder){ .remote_id = "a1000", .buyer_id = "1" });
  g_assert_cmpint (tiem_store_find_order (fixture->store, "a1000", 0, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (tiem_store_find_order (fixture->store, "a1000", web, &error), ==, id);
  g_assert_cmpint (tiem_store_find_order (fixture->store, "nowhere", 0, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (tiem_store_get_order (fixture->store, 12345, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

static void
test_days (StoreFixture *fixture,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) days = NULL;
  gint64 web;
  gint64 other;
  gint64 today = tiem_time_day (fixture->now);
  gint64 hours[24];
  gint64 all_hours = 0;
  const TiemDayFigure *figure;

  put_shop (fixture, &web, &other);
  days = tiem_store_list_days (fixture->store, today - 7, today, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (days->len, ==, 4); /* the cancelled one is not counted */
  figure = &g_array_index (days, TiemDayFigure, 0);
  g_assert_cmpint (figure->day, ==, today - 3);
  g_assert_cmpint (figure->channel_id, ==, web);
  g_assert_cmpint (figure->orders, ==, 1);
  g_assert_cmpint (figure->revenue_vnd, ==, 300000);

  g_assert_true (tiem_store_count_hours (fixture->store, today, hours, &error));
  for (guint i = 0; i < 24; i++)
    all_hours += hours[i];
  g_assert_cmpint (all_hours, ==, 1);
  g_assert_cmpint (hours[19], ==, 1); /* placed at 19:00 in Việt Nam */

  /* cancelled: taken out again */
  shop_put_order (fixture,
                  web,
                  (ShopOrder){ .remote_id = "a999",
                               .status = TIEM_ORDER_CANCELLED,
                               .buyer_id = "7",
                               .total = 300000,
                               .placed_at = fixture->now - 3 * SHOP_DAY });
  g_clear_pointer (&days, g_array_unref);
  days = tiem_store_list_days (fixture->store, today - 7, today, &error);
  g_assert_cmpuint (days->len, ==, 3);
  shop_check (fixture);
}

/* --- plans --- */

static gboolean
scans (TiemDb *db,
       const char *sql)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemStmt) rows = tiem_db_query (db, &error, explain);
  gboolean bad = FALSE;

  g_assert_no_error (error);
  while (tiem_stmt_step (rows, &error) > 0)
    {
      const char *detail = tiem_stmt_text (rows, 3);

      g_test_message ("%s", detail);
      bad = bad || strstr (detail, "TEMP B-TREE") != NULL
            || (g_str_has_prefix (detail, "SCAN o") && strstr (detail, "COVERING") == NULL
                && strstr (detail, "order_todo") == NULL);
    }
  return bad;
}

/* At a million orders a list must walk an index: no sorting, no reading of all rows. */
static void
test_plans (StoreFixture *fixture,
            gconstpointer data)
{
  static const char *const queries[] = {
    "SELECT id FROM customer_order o ORDER BY o.placed_at DESC, o.id DESC",
    "SELECT id FROM customer_order o ORDER BY o.is_short DESC, o.deadline, o.placed_at, o.id",
    "SELECT id FROM customer_order o ORDER BY o.is_short, o.deadline DESC, o.placed_at DESC, o.id "
    "DESC",
    "SELECT id FROM customer_order o ORDER BY o.channel_id, o.placed_at DESC, o.id DESC",
    "SELECT id FROM customer_order o ORDER BY o.number_length, o.number, o.id",
    "SELECT id FROM customer_order o ORDER BY o.sort_buyer, o.id",
    "SELECT id FROM customer_order o ORDER BY o.total_vnd, o.id",
    "SELECT id FROM customer_order o ORDER BY o.stage, o.placed_at DESC, o.id DESC",
    "SELECT id FROM customer_order o WHERE o.todo = 1"
    " ORDER BY o.is_short DESC, o.deadline, o.placed_at, o.id",
    "SELECT id FROM customer_order o WHERE o.stage = ?1 ORDER BY o.placed_at, o.id",
    "SELECT id FROM customer_order o WHERE o.channel_id = ?1 ORDER BY o.placed_at DESC, o.id DESC",
    "SELECT id FROM customer_order o WHERE o.placed_at >= ?1 ORDER BY o.placed_at, o.id",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemRead) read = tiem_store_begin_read (fixture->store, &error);

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_test_message ("%s", queries[i]);
      g_assert_false (scans (read->db, queries[i]));
    }
}

/* Whichever index a query walks, it finds the same, in the same order. */
static void
test_every_query (StoreFixture *fixture,
                  gconstpointer data)
{
  gint64 web;
  gint64 other;
  gint64 now = fixture->now;
  guint n = 0;

  put_shop (fixture, &web, &other);
  for (guint i = 0; i < 80; i++) /* enough for the planner to choose */
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);

      shop_put_order (
          fixture,
          i % 9 == 0 ? other : web,
          (ShopOrder){ .remote_id = id,
                       .status = i % 7 == 0 ? TIEM_ORDER_RETURNED : TIEM_ORDER_COMPLETED,
                       .buyer_id = i % 2 == 0 ? "7" : "8",
                       .total = 1000 * (i % 13 + 1),
                       .placed_at = now - i * SHOP_HOUR });
    }
  for (TiemOrderGroup group = TIEM_ORDERS_ALL; group <= TIEM_ORDERS_TROUBLED; group++)
    for (TiemOrderSort sort = TIEM_ORDER_SORT_PLACED; sort <= TIEM_ORDER_SORT_STATUS; sort++)
      for (guint flags = 0; flags < 64; flags++)
        {
          TiemOrderQuery query = { .group = group, .sort = sort };
          g_autofree char *all = NULL;
          g_autofree char *first = NULL;

          query.status = flags & 1 ? TIEM_ORDER_COMPLETED : TIEM_ORDER_UNPAID;
          query.descending = (flags & 2) != 0;
          query.channel_id = flags & 4 ? web : 0;
          query.since = flags & 8 ? now - 2 * SHOP_DAY : 0;
          query.customer_id = flags & 16 ? 1 : 0;
          query.search = flags & 32 ? (char *)"hang" : NULL;
          all = list_ids (fixture, query, 0, 0);
          first = list_ids (fixture, query, 5, 0);
          g_assert_true (g_str_has_prefix (all, first));
          count_found (fixture, query);
          n += *all != '\0';
        }
  g_assert_cmpuint (n, >, 500);
}

/* What the overview and the Orders tab ask of the orders to do. */
static void
test_due (StoreFixture *fixture,
          gconstpointer data)
{
  gint64 now = fixture->now;
  const struct
  {
    const char *id;
    TiemOrderStatus status;
    gint64 ship_by;
    gboolean cancel_asked;
    gint64 due; /* before two hours from now, once it is there */
    const char *wish;
    gboolean has_deadlines;
  } cases[] = {
    { "1", TIEM_ORDER_TO_SHIP, 0, FALSE, 0, NULL, FALSE },
    { "2", TIEM_ORDER_SHIPPING, now + SHOP_HOUR, TRUE, 0, NULL, FALSE }, /* it is over */
    { "3", TIEM_ORDER_TO_SHIP, now + SHOP_DAY, TRUE, 0, "3", TRUE },
    { "4", TIEM_ORDER_TO_CONFIRM, now + SHOP_HOUR, TRUE, 1, "4", TRUE },
    { "5", TIEM_ORDER_AWAITING_PICKUP, now - SHOP_HOUR, FALSE, 2, "4", TRUE },
    { "6", TIEM_ORDER_UNPAID, now - SHOP_HOUR, FALSE, 2, "4", TRUE }, /* not yet */
  };
  gint64 channel_id = shop_add_channel (fixture, "nhamay");
  g_autoptr (GError) error = NULL;
  TiemOrderDue due;

  g_assert_true (tiem_store_read_due (fixture->store, now, &due, &error));
  g_assert_cmpint (due.due, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
      TiemRemoteOrder *order = make_whole_order (fixture);
      gint64 wish_id = 0;

      g_free (order->remote_id);
      order->remote_id = g_strdup (cases[i].id);
      order->status = cases[i].status;
      order->ship_by = cases[i].ship_by;
      order->cancel_asked = cases[i].cancel_asked;
      page->next_cursor = g_strdup (cases[i].id);
      g_ptr_array_add (page->orders, order);
      tiem_store_put_order_page (fixture->store, channel_id, page, NULL, &error);
      g_assert_no_error (error);

      g_assert_true (tiem_store_read_due (fixture->store, now + 2 * SHOP_HOUR, &due, &error));
      if (cases[i].wish != NULL)
        wish_id = tiem_store_find_order (fixture->store, cases[i].wish, channel_id, &error);
      g_assert_no_error (error);
      g_assert_cmpint (due.due, ==, cases[i].due);
      g_assert_cmpint (due.wish_id, ==, wish_id);
      g_assert_cmpint (due.has_deadlines, ==, cases[i].has_deadlines);
    }
}

/* What a notification says: only what came after the last one, and no history. */
static void
test_news (StoreFixture *fixture,
           gconstpointer data)
{
  gint64 channel_id = shop_add_channel (fixture, "nhamay");
  const gint64 hour = 60 * 60 * 1000;
  const struct
  {
    gboolean after_first;
    gint64 since;
    gint64 orders;
    gint64 total_vnd;
  } cases[] = {
    { FALSE, 0, 3, 900000 },
    { TRUE, 0, 2, 800000 },
    { FALSE, fixture->now - hour, 2, 300000 },
    { TRUE, fixture->now - hour, 1, 200000 },
  };
  TiemOrderNews news;
  g_autoptr (GError) error = NULL;
  gint64 first;

  g_assert_true (tiem_store_read_news (fixture->store, 0, 0, &news, &error));
  g_assert_cmpint (news.last_id, ==, 0);
  shop_put_order (fixture,
                  channel_id,
                  (ShopOrder){ "501",
                               TIEM_ORDER_TO_SHIP,
                               "1",
                               NULL,
                               "A",
                               1,
                               "7",
                               "Bảo",
                               NULL,
                               .total = 100000,
                               .placed_at = fixture->now - 1000 });
  g_assert_true (tiem_store_read_news (fixture->store, 0, 0, &news, &error));
  first = news.last_id;
  shop_put_order (fixture,
                  channel_id,
                  (ShopOrder){ "502",
                               TIEM_ORDER_TO_SHIP,
                               "1",
                               NULL,
                               "A",
                               2,
                               "8",
                               "Tuyết",
                               NULL,
                               .total = 200000,
                               .placed_at = fixture->now });
  shop_put_order (fixture,
                  channel_id,
                  (ShopOrder){ "503",
                               TIEM_ORDER_COMPLETED,
                               "1",
                               NULL,
                               "A",
                               6,
                               "9",
                               "Hùng",
                               NULL,
                               .total = 600000,
                               .placed_at = fixture->now - 30 * 24 * hour });
  shop_put_order (fixture,
                  channel_id,
                  (ShopOrder){ "504",
                               TIEM_ORDER_CANCELLED,
                               "1",
                               NULL,
                               "A",
                               1,
                               "9",
                               "Hùng",
                               NULL,
                               .total = 400000,
                               .placed_at = fixture->now });
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (tiem_store_read_news (
          fixture->store, cases[i].after_first ? first : 0, cases[i].since, &news, &error));
      g_assert_no_error (error);
      g_assert_cmpint (news.last_id, ==, first + 3);
      g_assert_cmpint (news.orders, ==, cases[i].orders);
      g_assert_cmpint (news.total_vnd, ==, cases[i].total_vnd);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  SHOP_ADD ("/orders/groups", test_groups);
  SHOP_ADD ("/orders/sorts", test_sorts);
  SHOP_ADD ("/orders/search", test_search);
  SHOP_ADD ("/orders/find", test_find);
  SHOP_ADD ("/orders/days", test_days);
  SHOP_ADD ("/orders/due", test_due);
  SHOP_ADD ("/orders/news", test_news);
  SHOP_ADD ("/orders/plans", test_plans);
  SHOP_ADD ("/orders/every-query", test_every_query);
  return g_test_run ();
}
