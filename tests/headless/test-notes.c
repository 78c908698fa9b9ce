#include "shop-fixture.h"

#include "store/tiem-store-notes.h"

#include <string.h>

/* The owner's own words on orders: a note, tags, and finding orders by them. */

static gint64
find_order (StoreFixture *fixture,
            const char *remote_id)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_order (fixture->store, remote_id, 0, &error);

  g_assert_no_error (error);
  return id;
}

static TiemOrder *
get_order (StoreFixture *fixture,
           const char *remote_id)
{
  g_autoptr (GError) error = NULL;
  TiemOrder *order = tiem_store_get_order (fixture->store, find_order (fixture, remote_id), &error);

  g_assert_no_error (error);
  return order;
}

static guint
count_found (StoreFixture *fixture,
             const char *search)
{
  TiemOrderQuery query = { .search = (char *)search };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) orders
      = tiem_store_list_orders (fixture->store, &query, FALSE, 0, 0, &error);

  g_assert_no_error (error);
  return orders->len;
}

static void
set_note (StoreFixture *fixture,
          const char *remote_id,
          const char *note)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_order_note (fixture->store, find_order (fixture, remote_id), note, &error);
  g_assert_no_error (error);
}

static void
set_tags (StoreFixture *fixture,
          const char *remote_id,
          const char *const *names)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_order_tags (fixture->store, find_order (fixture, remote_id), names, &error);
  g_assert_no_error (error);
}

/* Orders "1" to "3". */
static gint64
put_three (StoreFixture *fixture)
{
  gint64 web = shop_add_channel (fixture, "Website");
  const ShopOrder orders[] = {
    { "1", TIEM_ORDER_TO_SHIP, .name = "Nguyễn Thị Hoà", .phone = "0901 234 567" },
    { "2", TIEM_ORDER_TO_SHIP, .name = "Đặng Văn Lâm" },
    { "3", TIEM_ORDER_SHIPPING, .name = "Trần Mỹ Linh" },
  };

  shop_put_orders (fixture, web, orders, G_N_ELEMENTS (orders));
  return web;
}

static void
test_note (StoreFixture *fixture,
           gconstpointer data)
{
  gint64 web = put_three (fixture);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *long_note = g_strnfill (TIEM_LONGEST_NOTE + 1, 'x');

  set_note (fixture, "1", "  Gói kỹ, kèm thiệp sinh nhật\n");
  order = get_order (fixture, "1");
  g_assert_cmpstr (order->owner_note, ==, "Gói kỹ, kèm thiệp sinh nhật");
  g_assert_cmpuint (count_found (fixture, "thiep sinh"), ==, 1);
  shop_check (fixture);

  /* What the channel tells anew takes nothing of it. */
  shop_put_order (fixture, web, (ShopOrder){ "1", TIEM_ORDER_SHIPPING, .name = "Nguyễn Thị Hoà" });
  g_clear_pointer (&order, tiem_order_free);
  order = get_order (fixture, "1");
  g_assert_cmpstr (order->owner_note, ==, "Gói kỹ, kèm thiệp sinh nhật");

  g_assert_false (tiem_store_set_order_note (fixture->store, order->id, long_note, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (tiem_store_set_order_note (fixture->store, order->id, "\xff\xfe", &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (tiem_store_set_order_note (fixture->store, 99, "?", &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);

  set_note (fixture, "1", "   ");
  g_clear_pointer (&order, tiem_order_free);
  order = get_order (fixture, "1");
  g_assert_null (order->owner_note);
  g_assert_cmpuint (count_found (fixture, "thiep sinh"), ==, 0);
  shop_check (fixture);
}

/* A customer's data goes, and what the owner wrote of them with it. */
static void
test_erased (StoreFixture *fixture,
             gconstpointer data)
{
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;

  put_three (fixture);
  set_note (fixture, "1", "Chị Hoà, nhà sau chợ");
  order = get_order (fixture, "1");
  tiem_store_erase_customer (fixture->store, order->customer_id, &error);
  g_assert_no_error (error);
  g_clear_pointer (&order, tiem_order_free);
  order = get_order (fixture, "1");
  g_assert_null (order->owner_note);
  g_assert_cmpuint (count_found (fixture, "sau cho"), ==, 0);
  shop_check (fixture);
}

static void
test_tags (StoreFixture *fixture,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tags = NULL;
  g_autoptr (TiemOrder) first = NULL;
  g_autoptr (TiemOrder) second = NULL;
  const char *const wrong[] = { "", "  ", "a,b", "hai\ndòng", "!!", "\xff" };

  put_three (fixture);
  set_tags (fixture, "1", (const char *const[]){ "Quà tặng", " Gấp ", NULL });
  /* The same tag however it is typed. */
  set_tags (fixture, "2", (const char *const[]){ "qua   tang", "QUÀ TẶNG", NULL });
  first = get_order (fixture, "1");
  second = get_order (fixture, "2");
  g_assert_cmpstr (first->tags, ==, "Gấp, Quà tặng");
  g_assert_cmpstr (second->tags, ==, "Quà tặng");
  g_assert_cmpuint (count_found (fixture, "qua tang"), ==, 2);
  g_assert_cmpuint (count_found (fixture, "gấp"), ==, 1);
  shop_check (fixture);

  tags = tiem_store_list_tags (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tags->len, ==, 2);
  g_assert_cmpstr (((TiemTag *)tags->pdata[0])->name, ==, "Gấp");
  g_assert_cmpint (((TiemTag *)tags->pdata[1])->orders, ==, 2);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *const names[] = { "Gấp", wrong[i], NULL };

      g_assert_false (tiem_store_set_order_tags (fixture->store, first->id, names, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
      g_clear_error (&error);
    }
  g_clear_pointer (&first, tiem_order_free);
  first = get_order (fixture, "1"); /* as it was */
  g_assert_cmpstr (first->tags, ==, "Gấp, Quà tặng");

  set_tags (fixture, "1", (const char *const[]){ NULL });
  g_clear_pointer (&first, tiem_order_free);
  first = get_order (fixture, "1");
  g_assert_null (first->tags);
  shop_check (fixture);
}

/* Many at once, and the Undo of exactly what it did. */
static void
test_many (StoreFixture *fixture,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) added = NULL;
  g_autoptr (GArray) removed = NULL;
  gint64 gone = 99;

  put_three (fixture);
  set_tags (fixture, "2", (const char *const[]){ "Gấp", NULL });
  for (char name[] = "1"; *name <= '3'; (*name)++)
    {
      gint64 id = find_order (fixture, name);

      g_array_append_val (ids, id);
    }
  g_array_append_val (ids, gone);

  added = tiem_store_add_order_tag (fixture->store, ids, "gap", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (added->len, ==, 2); /* "2" had it, 99 is not there */
  g_assert_cmpuint (count_found (fixture, "gấp"), ==, 3);
  shop_check (fixture);

  removed = tiem_store_remove_order_tag (fixture->store, added, "Gấp", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (removed->len, ==, 2);
  g_assert_cmpuint (count_found (fixture, "gấp"), ==, 1);
  g_clear_pointer (&removed, g_array_unref);
  removed = tiem_store_remove_order_tag (fixture->store, ids, "Không có", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (removed->len, ==, 0);
  shop_check (fixture);
}

static void
test_rename_and_delete (StoreFixture *fixture,
                        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tags = NULL;
  g_autoptr (TiemOrder) order = NULL;
  gint64 urgent;
  gint64 present;

  put_three (fixture);
  set_tags (fixture, "1", (const char *const[]){ "Gấp", "Quà tặng", NULL });
  tags = tiem_store_list_tags (fixture->store, &error);
  g_assert_no_error (error);
  urgent = ((TiemTag *)tags->pdata[0])->id;
  present = ((TiemTag *)tags->pdata[1])->id;

  g_assert_false (tiem_store_rename_tag (fixture->store, urgent, "qua tang", &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (tiem_store_rename_tag (fixture->store, urgent, "Hoả tốc", &error));
  g_assert_true (tiem_store_rename_tag (fixture->store, present, "QUÀ TẶNG", &error));
  g_assert_cmpuint (count_found (fixture, "hoa toc"), ==, 1);
  g_assert_cmpuint (count_found (fixture, "gấp"), ==, 0);
  order = get_order (fixture, "1");
  g_assert_cmpstr (order->tags, ==, "Hoả tốc, QUÀ TẶNG");
  shop_check (fixture);

  g_assert_true (tiem_store_delete_tag (fixture->store, urgent, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_found (fixture, "hoa toc"), ==, 0);
  g_assert_false (tiem_store_delete_tag (fixture->store, urgent, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tiem_store_rename_tag (fixture->store, urgent, "Gấp", &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  shop_check (fixture);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  SHOP_ADD ("/store/notes/note", test_note);
  SHOP_ADD ("/store/notes/erased", test_erased);
  SHOP_ADD ("/store/notes/tags", test_tags);
  SHOP_ADD ("/store/notes/many", test_many);
  SHOP_ADD ("/store/notes/rename-and-delete", test_rename_and_delete);
  return g_test_run ();
}
