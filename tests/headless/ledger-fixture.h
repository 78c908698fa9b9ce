#pragma once

#include "shop-fixture.h"

#include "store/tiem-ledger.h"

/* One shop for all: SKU AO counted at 10, listed on a channel. The invariants are checked after
 * each scenario. */

typedef struct
{
  StoreFixture base;
  gint64 channel;
  gint64 ao;      /* variant */
  gint64 listing; /* of it */
} Ledger;

static inline gint64
add_variant (Ledger *ledger,
             const char *sku,
             gint64 on_hand)
{
  TiemNewVariant values = { .name = sku, .sku = sku, .price_vnd = 129000 };
  g_autoptr (GError) error = NULL;
  gint64 id;

  values.has_on_hand = on_hand >= 0;
  values.on_hand = MAX (on_hand, 0);
  id = tiem_store_add_variant (ledger->base.store, &values, &error);
  g_assert_no_error (error);
  return id;
}

static inline gint64
add_listing (Ledger *ledger,
             const char *product,
             const char *sku,
             gint64 variant_id)
{
  ShopListing shown = { .product = product, .sku = sku, .title = sku, .stock = 10 };
  g_autoptr (TiemListingPage) page = shop_make_page (&shown, 1);
  g_autoptr (TiemListing) listing = NULL;
  g_autoptr (GError) error = NULL;

  tiem_store_put_listing_page (ledger->base.store, ledger->channel, page, ledger->base.now, &error);
  g_assert_no_error (error);
  listing = shop_get_listing (&ledger->base, ledger->channel, sku);
  if (variant_id != 0)
    tiem_store_link (ledger->base.store, listing->id, variant_id, &error);
  g_assert_no_error (error);
  return listing->id;
}

static inline void
set_up (Ledger *ledger,
        gconstpointer data)
{
  store_fixture_set_up (&ledger->base, NULL);
  ledger->channel = shop_add_channel (&ledger->base, "nhamay");
  ledger->ao = add_variant (ledger, "AO", 10);
  ledger->listing = add_listing (ledger, "p1", "AO", ledger->ao);
  ledger->base.now += SHOP_HOUR;
}

static inline void
tear_down (Ledger *ledger,
           gconstpointer data)
{
  shop_check (&ledger->base);
  store_fixture_tear_down (&ledger->base, NULL);
}

typedef struct
{
  const char *product;
  gint64 quantity;
  gint64 cancelled;
} Goods;

static inline TiemRemoteOrder *
make_order (Ledger *ledger,
            const char *id,
            TiemOrderStatus status,
            gint64 updated_at,
            gint64 left_at,
            const Goods *goods,
            gsize n)
{
  TiemRemoteOrder *order = tiem_remote_order_new ();

  order->remote_id = g_strdup (id);
  order->status = status;
  order->remote_status = g_strdup ("x");
  order->placed_at = ledger->base.now;
  order->updated_at = updated_at;
  order->left_at = left_at;
  order->currency = g_strdup ("VND");
  for (gsize i = 0; i < n; i++)
    {
      TiemRemoteLine *line = tiem_remote_line_new ();

      line->remote_id = g_strdup_printf ("%s-%s", id, goods[i].product);
      line->remote_product_id = g_strdup (goods[i].product);
      line->title = g_strdup ("Áo thun đen");
      line->quantity = goods[i].quantity;
      line->cancelled = goods[i].cancelled;
      line->unit_price_vnd = 100000;
      line->total_vnd = 100000 * goods[i].quantity;
      order->total_vnd += line->total_vnd;
      g_ptr_array_add (order->lines, line);
    }
  return order;
}

/* Takes @order. Returns: whether it was stored (FALSE: unchanged) */
static inline gboolean
put (Ledger *ledger,
     TiemRemoteOrder *order)
{
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (GError) error = NULL;
  TiemStoredPage stored = { 0 };

  g_ptr_array_add (page->orders, order);
  page->next_cursor = g_strdup ("c");
  tiem_store_put_order_page (ledger->base.store, ledger->channel, page, &stored, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored.stored + stored.unchanged, ==, 1);
  return stored.stored == 1;
}

/* A step in the life of an order of @quantity AO. */
static inline gboolean
put_ao (Ledger *ledger,
        const char *id,
        TiemOrderStatus status,
        gint64 quantity)
{
  Goods goods = { "p1", quantity, 0 };
  gint64 left_at = tiem_order_status_has_left (status) ? ledger->base.now : 0;

  ledger->base.now += SHOP_MINUTE;
  return put (ledger, make_order (ledger, id, status, ledger->base.now, left_at, &goods, 1));
}

static inline TiemOrder *
get_order (Ledger *ledger,
           const char *id)
{
  g_autoptr (GError) error = NULL;
  gint64 order_id = tiem_store_find_order (ledger->base.store, id, ledger->channel, &error);
  TiemOrder *order;

  g_assert_no_error (error);
  order = tiem_store_get_order (ledger->base.store, order_id, &error);
  g_assert_no_error (error);
  return order;
}

#define assert_ao(ledger, on_hand, reserved)                                                       \
  shop_assert_stock (&(ledger)->base, "AO", on_hand, reserved)
