#include "config.h"

#include "walk-shop.h"

#include "store/tiem-store-file.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-own.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"
#include "store/tiem-store-takes.h"
#include "store/tiem-store-transfers.h"

#include <glib/gi18n.h>

static void
add_troubles (StoreFixture *shop,
              gint64 channel_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) signed_out = g_error_new_literal (
      TIEM_ERROR, TIEM_ERROR_AUTH, _ ("The channel does not accept the keys; enter them again."));
  g_autoptr (TiemLinkResult) linked = NULL;
  gint64 other = shop_add_channel (shop, "nhamay-si");
  static const ShopListing listings[] = {
    { "77", "1", "AT-SG-D-L", "Áo thun Sài Gòn, bán sỉ từ 10 áo", "Đen, L", 9 },
    { "78", NULL, "KHONG-CO", "Túi vải bố in hình chợ Bến Thành", NULL, 14 },
  };

  shop_read_listings (shop, other, listings, G_N_ELEMENTS (listings));
  linked = tiem_store_link_by_sku (shop->store, other, &error);
  g_assert_no_error (error);
  tiem_store_book_channel_state (shop->store, other, TIEM_CHANNEL_NEEDS_AUTH, signed_out, &error);
  g_assert_no_error (error);
  shop_put_order (shop,
                  channel_id,
                  (ShopOrder){ "10484",
                               TIEM_ORDER_TO_SHIP,
                               "1",
                               "11",
                               "AT-SG-D-L",
                               9,
                               "11",
                               "Lê Hoàng Phương Thảo",
                               "0912333444",
                               .total = 1701000,
                               .title = "Áo thun cotton form rộng in chữ Sài Gòn" });
}

/* An order that is being written. */
static void
add_draft (StoreFixture *shop)
{
  g_autoptr (TiemOwnOrder) draft = tiem_own_order_new ();
  g_autoptr (TiemVariant) bag = shop_get_variant (shop, "GM-TAY");
  g_autoptr (GError) error = NULL;

  draft->buyer_name = g_strdup ("Nguyễn Thị Ánh Tuyết");
  draft->buyer_phone = g_strdup ("0905118274");
  draft->paid_vnd = -1;
  draft->paid_by = TIEM_MONEY_TRANSFER;
  g_ptr_array_add (draft->lines, tiem_own_line_new (bag->id, 1, 649000));
  tiem_store_save_draft (shop->store, draft, &error);
  g_assert_no_error (error);
}

/* Slips of purchases: one booked and paid in part, one that is being written, one of a return. */
static void
add_purchases (StoreFixture *shop)
{
  g_autoptr (TiemVariant) bag = shop_get_variant (shop, "GM-TAY");
  g_autoptr (TiemSupplier) supplier = tiem_supplier_new ();
  g_autoptr (TiemPurchase) bought = tiem_purchase_new (TIEM_PURCHASE);
  g_autoptr (TiemPurchase) written = tiem_purchase_new (TIEM_PURCHASE);
  g_autoptr (TiemPurchase) back = NULL;
  g_autoptr (GError) error = NULL;
  gint64 slip_id;

  supplier->name = g_strdup ("Gốm Bát Tràng Hải Vân");
  supplier->phone = g_strdup ("0905118274");
  supplier->opening_vnd = 1200000;
  bought->supplier_id = tiem_store_save_supplier (shop->store, supplier, &error);
  g_assert_no_error (error);
  g_ptr_array_add (bought->lines, tiem_purchase_line_new (bag->id, 10, 312000));
  bought->freight_vnd = 45000;
  bought->paid_vnd = 500000;
  slip_id = tiem_store_book_purchase (shop->store, bought, FALSE, &error);
  g_assert_no_error (error);
  back = tiem_store_new_return_of (shop->store, slip_id, &error);
  g_assert_no_error (error);
  ((TiemPurchaseLine *)g_ptr_array_index (back->lines, 0))->quantity = 2;
  tiem_store_book_purchase (shop->store, back, FALSE, &error);
  g_assert_no_error (error);
  g_ptr_array_add (written->lines, tiem_purchase_line_new (bag->id, 3, 312000));
  written->note = g_strdup ("Hàng về thứ Sáu");
  tiem_store_save_purchase (shop->store, written, &error);
  g_assert_no_error (error);
}

/* A second place, goods on their way there, and a stock take half done. */
static void
add_slips (StoreFixture *shop)
{
  TiemStore *store = shop->store;
  g_autoptr (TiemVariant) bag = shop_get_variant (shop, "GM-TAY");
  g_autoptr (GError) error = NULL;
  gint64 place = tiem_store_add_location (store, "Cửa hàng Nguyễn Trãi", TRUE, &error);
  gint64 transfer = tiem_store_add_transfer (store, 1, place, NULL, &error);
  gint64 take = tiem_store_start_take (store, 1, TIEM_TAKE_ALL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  tiem_store_put_transfer_line (store, transfer, bag->id, 2, TRUE, &error);
  tiem_store_count_take (store, take, bag->id, 9, TRUE, &error);
  g_assert_no_error (error);
}

void
walk_shop_add_file_channels (StoreFixture *shop)
{
  static const char *const names[] = { "Shopee Nhà Mây", "Shopee Nhà Mây sỉ" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      tiem_store_add_file_channel (shop->store, "shopee", names[i], &error);
      g_assert_no_error (error);
    }
}

void
walk_shop_add_troubles (StoreFixture *shop,
                        gint64 channel_id)
{
  add_troubles (shop, channel_id);
  add_draft (shop);
  add_slips (shop);
  add_purchases (shop);
}
