#include "shop-fixture.h"

#include "model/tiem-address.h"
#include "store/tiem-store-address.h"
#include "store/tiem-store-customers.h"

/* What the owner says of addresses: it outlives updates, and holds for the same address again. */

#define CAU_GIAY "00166"
#define NGHIA_DO "00160"

static const ShopListing listings[] = { { "1", NULL, "GM-TAY", "Giỏ mây đan tay", NULL, 50 } };

static void
put (StoreFixture *fixture,
     gint64 channel_id,
     const char *remote_id,
     const char *line)
{
  const ShopOrder values = { remote_id, TIEM_ORDER_TO_SHIP, "1",         NULL, "GM-TAY", 1,
                             "7",       "Trần Quốc Bảo",    "0938552016" };
  g_autoptr (TiemOrderPage) page = shop_make_order_page (fixture, &values, 1);
  TiemRemoteOrder *order = g_ptr_array_index (page->orders, 0);
  g_autoptr (GError) error = NULL;

  tiem_address_clear (&order->address);
  order->address.line = g_strdup (line);
  order->address.ward = g_strdup ("Phường Dịch Vọng");
  order->address.district = g_strdup ("Quận Cầu Giấy");
  order->address.province = g_strdup ("Hà Nội");
  tiem_store_put_order_page (fixture->store, channel_id, page, NULL, &error);
  g_assert_no_error (error);
}

static gint64
find (StoreFixture *fixture,
      const char *remote_id)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_order (fixture->store, remote_id, 0, &error);

  g_assert_no_error (error);
  return id;
}

static void
assert_chosen (StoreFixture *fixture,
               const char *remote_id,
               const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) order
      = tiem_store_get_order (fixture->store, find (fixture, remote_id), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (order->chosen_ward_code, ==, code);
}

static void
test_choice (StoreFixture *fixture,
             gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 channel_id = shop_add_channel (fixture, "nhamay");

  shop_read_listings (fixture, channel_id, listings, G_N_ELEMENTS (listings));
  put (fixture, channel_id, "A1", "5 Xuân Thuỷ");
  put (fixture, channel_id, "A2", "5 Xuân Thuỷ");
  put (fixture, channel_id, "A3", "99 Trần Thái Tông");
  assert_chosen (fixture, "A1", NULL);

  tiem_store_choose_ward (fixture->store, find (fixture, "A1"), NGHIA_DO, &error);
  g_assert_no_error (error);
  assert_chosen (fixture, "A1", NGHIA_DO);
  assert_chosen (fixture, "A2", NGHIA_DO);
  assert_chosen (fixture, "A3", NULL);
  /* the next order to that address, and an update of this one */
  put (fixture, channel_id, "A4", "5 Xuân Thuỷ");
  assert_chosen (fixture, "A4", NGHIA_DO);
  put (fixture, channel_id, "A1", "5 Xuân Thuỷ");
  assert_chosen (fixture, "A1", NGHIA_DO);
  /* another address: asked anew */
  put (fixture, channel_id, "A1", "7 Xuân Thuỷ");
  assert_chosen (fixture, "A1", NULL);

  tiem_store_choose_ward (fixture->store, find (fixture, "A2"), NULL, &error);
  g_assert_no_error (error);
  assert_chosen (fixture, "A2", NULL);
  assert_chosen (fixture, "A4", NULL);
  put (fixture, channel_id, "A5", "5 Xuân Thuỷ");
  assert_chosen (fixture, "A5", NULL);
  shop_check (fixture);
}

static void
test_wrong (StoreFixture *fixture,
            gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 channel_id = shop_add_channel (fixture, "nhamay");

  shop_read_listings (fixture, channel_id, listings, G_N_ELEMENTS (listings));
  put (fixture, channel_id, "A1", "5 Xuân Thuỷ");
  g_assert_false (tiem_store_choose_ward (fixture->store, find (fixture, "A1"), "99999", &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (tiem_store_choose_ward (fixture->store, 4711, CAU_GIAY, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tiem_store_set_customer_address (fixture->store, 4711, "x", CAU_GIAY, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  assert_chosen (fixture, "A1", NULL);
}

static void
test_customer (StoreFixture *fixture,
               gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemCustomer) customer = NULL;
  g_autoptr (TiemCustomer) erased = NULL;
  gint64 id = tiem_store_add_customer (fixture->store, "Đỗ Mạnh Hùng", "0868123456", NULL, &error);

  g_assert_no_error (error);
  tiem_store_set_customer_address (fixture->store, id, " 5 Xuân Thuỷ ", NGHIA_DO, &error);
  g_assert_no_error (error);
  customer = tiem_store_get_customer (fixture->store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (customer->address_line, ==, "5 Xuân Thuỷ");
  g_assert_cmpstr (customer->ward_code, ==, NGHIA_DO);
  g_assert_cmpstr (customer->province, ==, "Thành phố Hà Nội");

  tiem_store_erase_customer (fixture->store, id, &error);
  g_assert_no_error (error);
  g_assert_false (tiem_store_set_customer_address (fixture->store, id, "x", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  SHOP_ADD ("/store/address/choice", test_choice);
  SHOP_ADD ("/store/address/wrong", test_wrong);
  SHOP_ADD ("/store/address/customer", test_customer);

  return g_test_run ();
}
