#include "shop-fixture.h"

#include "store/tiem-orders-private.h"
#include "store/tiem-store-notes.h"
#include "store/tiem-store-views.h"

/* Saved views, and the filters by tag and carrier that they hold. */

static TiemSavedView *
make_view (const char *name,
           gint64 channel_id)
{
  TiemSavedView *view = g_new0 (TiemSavedView, 1);

  view->tab = g_strdup ("orders");
  view->name = g_strdup (name);
  view->chip = g_strdup ("to_ship");
  if (channel_id != 0)
    view->filters[TIEM_VIEW_CHANNEL] = g_strdup_printf ("%" G_GINT64_FORMAT, channel_id);
  view->filters[TIEM_VIEW_TIME] = g_strdup ("6");
  view->filters[TIEM_VIEW_TAG] = g_strdup ("Gấp");
  view->search = g_strdup ("áo thun");
  view->sort = g_strdup ("total");
  view->descending = TRUE;
  view->columns = g_strdup ("ship-by,number,tags,total");
  return view;
}

static gint64
put (StoreFixture *fixture,
     const TiemSavedView *view)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_put_view (fixture->store, view, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

static TiemSavedView *
find (StoreFixture *fixture,
      const char *name)
{
  g_autoptr (GError) error = NULL;
  TiemSavedView *view = tiem_store_find_view (fixture->store, "orders", name, &error);

  g_assert_no_error (error);
  return view;
}

static char *
join_names (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) views = tiem_store_list_views (fixture->store, "orders", &error);
  g_autoptr (GString) names = g_string_new ("");

  g_assert_no_error (error);
  for (guint i = 0; i < views->len; i++)
    g_string_append_printf (
        names, "%s|", ((const TiemSavedView *)g_ptr_array_index (views, i))->name);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

#define assert_names(fixture, expected)                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *names_ = join_names (fixture);                                                \
    g_assert_cmpstr (names_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static void
test_keeps_all (StoreFixture *fixture,
                gconstpointer data)
{
  gint64 channel_id = shop_add_channel (fixture, "Nhà Mây");
  g_autoptr (TiemSavedView) view = make_view ("  Gấp của Nhà Mây ", channel_id);
  g_autoptr (TiemSavedView) found = NULL;

  put (fixture, view);
  /* As somebody types it in a terminal. */
  found = find (fixture, "gap cua nha may");
  g_assert_cmpstr (found->name, ==, "Gấp của Nhà Mây");
  g_assert_cmpstr (found->chip, ==, "to_ship");
  for (guint i = 0; i < TIEM_N_VIEW_FILTERS; i++)
    g_assert_cmpstr (found->filters[i], ==, view->filters[i]);
  g_assert_cmpstr (found->search, ==, "áo thun");
  g_assert_cmpstr (found->sort, ==, "total");
  g_assert_true (found->descending);
  g_assert_cmpstr (found->columns, ==, "ship-by,number,tags,total");
  g_assert_cmpstr (found->channel_name, ==, "Nhà Mây");
  g_assert_false (found->channel_gone);
}

static void
test_names (StoreFixture *fixture,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSavedView) view = make_view ("Quà tặng", 0);
  g_autoptr (TiemSavedView) again = make_view ("QUA TANG", 0);
  g_autoptr (TiemSavedView) blank = make_view (" ", 0);

  view->id = put (fixture, view);
  g_assert_cmpint (tiem_store_put_view (fixture->store, again, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (tiem_store_put_view (fixture->store, blank, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  /* Another tab may have the name, and the view itself another case of it. */
  g_free (again->tab);
  again->tab = g_strdup ("products");
  put (fixture, again);
  g_free (view->name);
  view->name = g_strdup ("QUÀ TẶNG");
  put (fixture, view);
  assert_names (fixture, "QUÀ TẶNG|");
}

static void
test_remove_and_bring_back (StoreFixture *fixture,
                            gconstpointer data)
{
  static const char *const names[] = { "Gấp", "Tỉnh xa", "Khách quen" };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSavedView) removed = NULL;
  g_autoptr (TiemSavedView) back = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TiemSavedView) view = make_view (names[i], 0);

      put (fixture, view);
    }
  removed = find (fixture, "Tỉnh xa");
  g_assert_true (tiem_store_remove_view (fixture->store, removed->id, &error));
  g_assert_no_error (error);
  assert_names (fixture, "Gấp|Khách quen|");
  g_assert_false (tiem_store_remove_view (fixture->store, removed->id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* Undo: the same one in the same place. */
  g_assert_cmpint (put (fixture, removed), ==, removed->id);
  assert_names (fixture, "Gấp|Tỉnh xa|Khách quen|");
  back = find (fixture, "Tỉnh xa");
  g_assert_cmpstr (back->filters[TIEM_VIEW_TAG], ==, "Gấp");
}

static void
test_channel_removed (StoreFixture *fixture,
                      gconstpointer data)
{
  gint64 channel_id = shop_add_channel (fixture, "Nhà Mây");
  g_autoptr (TiemSavedView) view = make_view ("Của Nhà Mây", channel_id);
  g_autoptr (TiemSavedView) found = NULL;
  g_autoptr (GError) error = NULL;
  TiemOrderQuery *query;

  put (fixture, view);
  g_assert_true (tiem_store_remove_channel (fixture->store, channel_id, &error));
  g_assert_no_error (error);
  found = find (fixture, "Của Nhà Mây");
  g_assert_true (found->channel_gone);
  g_assert_cmpstr (found->channel_name, ==, "Nhà Mây");
  query = tiem_saved_view_to_order_query (found, fixture->now);
  g_assert_cmpint (query->channel_id, ==, 0);
  tiem_order_query_free (query);
}

static void
test_meaning (StoreFixture *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *chip;
    gboolean known;
    TiemOrderGroup group;
    TiemOrderStatus status;
  } chips[] = {
    { "all", TRUE, TIEM_ORDERS_ALL, 0 },
    { "todo", TRUE, TIEM_ORDERS_TODO, 0 },
    { "short", TRUE, TIEM_ORDERS_SHORT, 0 },
    { "troubled", TRUE, TIEM_ORDERS_TROUBLED, 0 },
    { "to_confirm", TRUE, TIEM_ORDERS_STATUS, TIEM_ORDER_TO_CONFIRM },
    { "cancelled", TRUE, TIEM_ORDERS_STATUS, TIEM_ORDER_CANCELLED },
    { "unknown", TRUE, TIEM_ORDERS_STATUS, TIEM_ORDER_UNKNOWN },
    { "of-a-newer-tiem", FALSE, TIEM_ORDERS_ALL, 0 },
  };
  gint64 channel_id = shop_add_channel (fixture, "Nhà Mây");
  g_autoptr (TiemSavedView) view = make_view ("Gấp", channel_id);
  TiemOrderQuery *query = tiem_saved_view_to_order_query (view, fixture->now);

  g_assert_cmpint (query->group, ==, TIEM_ORDERS_STATUS);
  g_assert_cmpint (query->status, ==, TIEM_ORDER_TO_SHIP);
  g_assert_cmpint (query->channel_id, ==, channel_id);
  g_assert_cmpint (query->since, <=, fixture->now - 6 * SHOP_DAY);
  g_assert_cmpint (query->since, >, fixture->now - 7 * SHOP_DAY);
  g_assert_cmpstr (query->tag, ==, "Gấp");
  g_assert_cmpstr (query->search, ==, "áo thun");
  g_assert_cmpint (query->sort, ==, TIEM_ORDER_SORT_TOTAL);
  g_assert_true (query->descending);
  tiem_order_query_free (query);

  for (guint i = 0; i < G_N_ELEMENTS (chips); i++)
    {
      TiemOrderQuery asked = { .group = TIEM_ORDERS_SHORT };

      g_assert_true (tiem_order_query_set_chip (&asked, chips[i].chip) == chips[i].known);
      g_assert_cmpint (asked.group, ==, chips[i].group);
      g_assert_cmpint (asked.status, ==, chips[i].status);
    }
}

/* --- tags and carriers --- */

#define MANY 1200

static const char *const carriers[] = { "SPX Express", "GHN", "J&T Express", NULL };

/* Every 40th order is "Gấp", every second one "Quà tặng". */
static void
fill_orders (StoreFixture *fixture)
{
  gint64 channel_id = shop_add_channel (fixture, "Nhà Mây");
  g_autofree ShopOrder *orders = g_new0 (ShopOrder, MANY);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) urgent = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) gifts = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) changed = NULL;
  g_autoptr (GArray) changed_too = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MANY; i++)
    {
      gint64 id = i + 1;

      g_ptr_array_add (texts, g_strdup_printf ("26112%05u", i));
      orders[i].remote_id = g_ptr_array_index (texts, i);
      orders[i].status = i % 3 == 0 ? TIEM_ORDER_TO_SHIP : TIEM_ORDER_COMPLETED;
      orders[i].carrier = carriers[i % G_N_ELEMENTS (carriers)];
      orders[i].placed_at = fixture->now - (gint64)((i * 31) % 701) * SHOP_MINUTE;
      if (i % 40 == 0)
        g_array_append_val (urgent, id);
      if (i % 2 == 0)
        g_array_append_val (gifts, id);
    }
  shop_put_orders (fixture, channel_id, orders, MANY);
  changed = tiem_store_add_order_tag (fixture->store, urgent, "Gấp", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changed->len, ==, MANY / 40);
  changed_too = tiem_store_add_order_tag (fixture->store, gifts, "Quà tặng", &error);
  g_assert_no_error (error);
}

static void
test_tag_and_carrier (StoreFixture *fixture,
                      gconstpointer data)
{
  static const struct
  {
    TiemOrderQuery query;
    gint64 n;
  } cases[] = {
    { { .tag = "Gấp" }, MANY / 40 },
    { { .tag = "gap" }, MANY / 40 },
    { { .tag = "Không có" }, 0 },
    { { .tag = "Gấp", .group = TIEM_ORDERS_TODO }, MANY / 120 },
    { { .tag = "Gấp", .sort = TIEM_ORDER_SORT_TOTAL }, MANY / 40 },
    { { .tag = "Quà tặng", .group = TIEM_ORDERS_STATUS, .status = TIEM_ORDER_COMPLETED },
      MANY / 2 * 2 / 3 },
    { { .carrier = "GHN" }, MANY / 4 },
    { { .carrier = "GHN", .tag = "Quà tặng" }, 0 },
    { { .carrier = "J&T Express", .tag = "Quà tặng", .descending = TRUE }, MANY / 4 },
    { { .carrier = "Ninja Van" }, 0 },
    { { .carrier = "GHN", .search = "26112" }, MANY / 4 },
  };

  fill_orders (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) orders = NULL;
      g_autoptr (GPtrArray) first = NULL;
      gint64 n, total_vnd;

      orders = tiem_store_list_orders (fixture->store, &cases[i].query, FALSE, 0, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (orders->len, ==, cases[i].n);
      /* The first ones may come another way; they are the same. */
      first = tiem_store_list_orders (fixture->store, &cases[i].query, FALSE, 5, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (first->len, ==, MIN (5, cases[i].n));
      for (guint j = 0; j < first->len; j++)
        g_assert_cmpint (((const TiemOrder *)g_ptr_array_index (first, j))->id,
                         ==,
                         ((const TiemOrder *)g_ptr_array_index (orders, j))->id);
      g_assert_true (
          tiem_store_sum_orders (fixture->store, &cases[i].query, &n, &total_vnd, &error));
      g_assert_cmpint (n, ==, cases[i].n);
      g_assert_cmpint (total_vnd, ==, cases[i].n * 100000);
    }
}

static void
test_list_carriers (StoreFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) none = tiem_store_list_carriers (fixture->store, &error);
  g_auto (GStrv) names = NULL;
  g_autofree char *joined = NULL;

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  fill_orders (fixture);
  names = tiem_store_list_carriers (fixture->store, &error);
  g_assert_no_error (error);
  joined = g_strjoinv ("|", names);
  g_assert_cmpstr (joined, ==, "GHN|J&T Express|SPX Express");
}

/* Steps of SQLite's machine that @query takes for its first 50 rows. */
static int
count_steps (StoreFixture *fixture,
             const TiemOrderQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemDb) db
      = tiem_db_open (tiem_store_get_path (fixture->store), TIEM_DB_READER, &error);
  g_autoptr (GArray) ids = tiem_orders_select (db, query, 50, 0, &error);
  sqlite3_stmt *stmt = NULL;
  int steps = 0;

  g_assert_no_error (error);
  while ((stmt = sqlite3_next_stmt (tiem_db_get_handle (db), stmt)) != NULL)
    {
      /* The counters are a row per channel and status. */
      g_assert_cmpint (
          sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_FULLSCAN_STEP, FALSE), <, MANY / 10);
      steps += sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_VM_STEP, FALSE);
    }
  return steps;
}

/* A list never looks at every order, whatever is asked for. */
static void
test_starts_with_few (StoreFixture *fixture,
                      gconstpointer data)
{
  static const TiemOrderQuery queries[] = {
    { .tag = "Gấp", .descending = TRUE },
    { .tag = "Gấp", .sort = TIEM_ORDER_SORT_BUYER },
    { .tag = "Gấp", .group = TIEM_ORDERS_STATUS, .status = TIEM_ORDER_COMPLETED },
    { .tag = "Gấp", .carrier = "GHN" },
    { .tag = "Không có" },
    { .carrier = "Ninja Van" },
  };

  fill_orders (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      int steps = count_steps (fixture, &queries[i]);

      g_test_message ("query %u: %d steps", i, steps);
      g_assert_cmpint (steps, <, 6 * MANY);
    }
}

#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/views/keeps-all", test_keeps_all);
  ADD ("/store/views/names", test_names);
  ADD ("/store/views/remove-and-bring-back", test_remove_and_bring_back);
  ADD ("/store/views/channel-removed", test_channel_removed);
  ADD ("/store/views/meaning", test_meaning);
  ADD ("/store/orders/tag-and-carrier", test_tag_and_carrier);
  ADD ("/store/orders/list-carriers", test_list_carriers);
  ADD ("/store/orders/starts-with-few", test_starts_with_few);
  return g_test_run ();
}
