#pragma once

#include "shop-fixture.h"

/* What the tests of stored orders share. */

static inline gint64
count_found (StoreFixture *fixture,
             TiemOrderQuery query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) orders
      = tiem_store_list_orders (fixture->store, &query, FALSE, 0, 0, &error);
  gint64 n = -1;
  gint64 total = -1;
  gint64 sum = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < orders->len; i++)
    sum += ((TiemOrder *)g_ptr_array_index (orders, i))->total_vnd;
  /* the foot line says what the list shows */
  g_assert_true (tiem_store_sum_orders (fixture->store, &query, &n, &total, &error));
  g_assert_cmpint (n, ==, orders->len);
  g_assert_cmpint (total, ==, sum);
  return n;
}

static inline TiemRemoteOrder *
make_whole_order (StoreFixture *fixture)
{
  TiemRemoteOrder *order = tiem_remote_order_new ();
  TiemRemoteLine *line = tiem_remote_line_new ();
  TiemRemoteFee *fee = g_new0 (TiemRemoteFee, 1);

  fixture->now += 1000;
  order->remote_id = g_strdup ("501");
  order->number = g_strdup ("DH-501");
  order->status = TIEM_ORDER_TO_CONFIRM;
  order->remote_status = g_strdup ("on-hold");
  order->placed_at = fixture->now - SHOP_HOUR;
  order->updated_at = fixture->now;
  order->ship_by = fixture->now + SHOP_DAY;
  order->total_vnd = 290000;
  order->shipping_fee_vnd = 30000;
  order->discount_vnd = 10000;
  order->surcharge_vnd = 12000;
  order->paid_vnd = 100000;
  order->currency = g_strdup ("VND");
  order->payment_method = g_strdup ("cod");
  order->buyer_remote_id = g_strdup ("77");
  order->buyer_name = g_strdup ("Phạm Thị Lan");
  order->buyer_phone = g_strdup ("0987654321");
  order->buyer_email = g_strdup ("lan@example.vn");
  order->address.name = g_strdup ("Phạm Thị Lan");
  order->address.line = g_strdup ("12 Lê Lợi");
  order->address.ward = g_strdup ("Phường Bến Thành");
  order->address.province = g_strdup ("TP Hồ Chí Minh");
  order->note = g_strdup ("Giao giờ hành chính");
  order->carrier = g_strdup ("GHTK");
  order->tracking = g_strdup ("S1.A2");
  line->remote_id = g_strdup ("1");
  line->sku = g_strdup ("AO-D-L");
  line->title = g_strdup ("Áo thun");
  line->options = g_strdup ("Đen, L");
  line->quantity = 2;
  line->unit_price_vnd = 129000;
  line->total_vnd = 258000;
  g_ptr_array_add (order->lines, line);
  line = tiem_remote_line_new ();
  line->remote_id = g_strdup ("2");
  line->title = g_strdup ("Tất");
  line->quantity = 1;
  g_ptr_array_add (order->lines, line);
  fee->kind = g_strdup ("payment");
  fee->amount_vnd = 5500;
  g_ptr_array_add (order->fees, fee);
  return order;
}
