#pragma once

#include "store-fixture.h"

#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-customers.h"
#include "store/tiem-store-drift.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-orders.h"

/* A shop on channels that do what the test says. Each helper fails the test by itself. */

#define SHOP_MINUTE G_GINT64_CONSTANT (60000)
#define SHOP_HOUR (60 * SHOP_MINUTE)
#define SHOP_DAY (24 * SHOP_HOUR)

/* What a channel shows of one thing. A negative stock: it keeps no number. */
typedef struct
{
  const char *product; /* remote ids; variation NULL: a product without */
  const char *variation;
  const char *sku;
  const char *title;
  const char *options;
  gint64 stock;
  const char *stock_owner;
  const char *barcode;
  TiemListingState state;
} ShopListing;

typedef struct
{
  const char *remote_id;
  TiemOrderStatus status;
  const char *product;
  const char *variation;
  const char *sku;
  gint64 quantity;
  const char *buyer_id;
  const char *name;
  const char *phone;
  const char *email;
  gint64 total;          /* 0: 100.000 ₫ */
  gint64 placed_at;      /* 0: now */
  gboolean not_held;     /* the platform has not taken the units off its own number */
  const char *title;     /* of the line; NULL: "Hàng" */
  const char *carrier;   /* of its parcel; NULL: there is none */
} ShopOrder;

static inline gint64
shop_add_channel (StoreFixture *fixture,
                  const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strdup_printf ("https://%s.vn", name);
  gint64 id
      = tiem_store_add_channel (fixture->store, "woocommerce", name, url, NULL, NULL, &error);

  g_assert_no_error (error);
  return id;
}

static inline TiemListingPage *
shop_make_page (const ShopListing *listings,
                gsize n)
{
  TiemListingPage *page = tiem_listing_page_new ();

  for (gsize i = 0; i < n; i++)
    {
      TiemRemoteListing *remote = tiem_remote_listing_new ();

      remote->remote_product_id = g_strdup (listings[i].product);
      remote->remote_variant_id = g_strdup (listings[i].variation);
      remote->sku = g_strdup (listings[i].sku);
      remote->barcode = g_strdup (listings[i].barcode);
      remote->title = g_strdup (listings[i].title);
      remote->options = g_strdup (listings[i].options);
      remote->stock_owner_id = g_strdup (listings[i].stock_owner);
      remote->price_vnd = 129000;
      remote->has_stock = listings[i].stock >= 0;
      remote->stock = MAX (listings[i].stock, 0);
      remote->state = listings[i].state;
      g_ptr_array_add (page->listings, remote);
    }
  return page;
}

/* A whole pass over the channel's listings. */
static inline void
shop_read_listings (StoreFixture *fixture,
                    gint64 channel_id,
                    const ShopListing *listings,
                    gsize n)
{
  g_autoptr (TiemListingPage) page = shop_make_page (listings, n);
  g_autoptr (GError) error = NULL;
  gint64 began_at;

  began_at = fixture->now += 1000;
  fixture->now += 1000;
  tiem_store_put_listing_page (fixture->store, channel_id, page, began_at, &error);
  g_assert_no_error (error);
  tiem_store_finish_listings (fixture->store, channel_id, began_at, &error);
  g_assert_no_error (error);
}

static inline TiemRemoteOrder *
shop_make_order (StoreFixture *fixture,
                 const ShopOrder *values)
{
  TiemRemoteOrder *order = tiem_remote_order_new ();
  TiemRemoteLine *line = tiem_remote_line_new ();

  order->remote_id = g_strdup (values->remote_id);
  order->status = values->status;
  order->remote_status = g_strdup ("x");
  order->platform_holds = !values->not_held;
  order->placed_at = values->placed_at != 0 ? values->placed_at : fixture->now;
  order->updated_at = fixture->now;
  order->left_at = tiem_order_status_has_left (values->status) ? fixture->now : 0;
  order->currency = g_strdup ("VND");
  order->buyer_remote_id = g_strdup (values->buyer_id);
  order->buyer_name = g_strdup (values->name);
  order->buyer_phone = g_strdup (values->phone);
  order->buyer_email = g_strdup (values->email);
  order->address.line = g_strdup ("12 Lê Lợi");
  order->address.province = g_strdup ("TP Hồ Chí Minh");

  line->remote_id = g_strdup_printf ("%s-1", values->remote_id);
  line->remote_product_id = g_strdup (values->product);
  line->remote_variant_id = g_strdup (values->variation);
  line->sku = g_strdup (values->sku);
  line->title = g_strdup (values->title != NULL ? values->title : "Hàng");
  line->quantity = MAX (values->quantity, 1);
  line->total_vnd = values->total != 0 ? values->total : 100000;
  line->unit_price_vnd = line->total_vnd / line->quantity;
  order->total_vnd = line->total_vnd;
  g_ptr_array_add (order->lines, line);
  if (values->carrier != NULL)
    {
      TiemRemoteParcel *parcel = tiem_remote_parcel_new ();

      parcel->carrier = g_strdup (values->carrier);
      g_ptr_array_add (order->parcels, parcel);
    }
  return order;
}

/* A page of orders, a second after the one before, which the cursor says. */
static inline TiemOrderPage *
shop_make_order_page (StoreFixture *fixture,
                      const ShopOrder *orders,
                      gsize n)
{
  TiemOrderPage *page = tiem_order_page_new ();

  fixture->now += 1000;
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (page->orders, shop_make_order (fixture, &orders[i]));
  page->next_cursor = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->now);
  return page;
}

/* As after a whole pull of orders. */
static inline void
shop_settle_drift (StoreFixture *fixture,
                   gint64 channel_id,
                   guint n_news)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) news = tiem_store_settle_drift (fixture->store, channel_id, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (news->len, ==, n_news);
}

static inline void
shop_put_orders (StoreFixture *fixture,
                 gint64 channel_id,
                 const ShopOrder *orders,
                 gsize n)
{
  g_autoptr (TiemOrderPage) page = shop_make_order_page (fixture, orders, n);
  g_autoptr (GError) error = NULL;

  tiem_store_put_order_page (fixture->store, channel_id, page, NULL, &error);
  g_assert_no_error (error);
}

static inline void
shop_put_order (StoreFixture *fixture,
                gint64 channel_id,
                ShopOrder order)
{
  shop_put_orders (fixture, channel_id, &order, 1);
}

/* Every invariant of the design holds. */
static inline void
shop_check (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invariants = tiem_store_check (fixture->store, &error);
  gboolean holds = TRUE;

  g_assert_no_error (error);
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      for (guint j = 0; j < invariant->violations->len; j++)
        {
          g_test_message ("%s: %s",
                          invariant->name,
                          (const char *)g_ptr_array_index (invariant->violations, j));
          holds = FALSE;
        }
    }
  g_assert_true (holds);
}

static inline TiemVariant *
shop_get_variant (StoreFixture *fixture,
                  const char *sku)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_sku (fixture->store, sku, &error);
  TiemVariant *variant;

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  variant = tiem_store_get_variant (fixture->store, id, &error);
  g_assert_no_error (error);
  return variant;
}

/* By the SKU the channel has for it. */
static inline TiemListing *
shop_get_listing (StoreFixture *fixture,
                  gint64 channel_id,
                  const char *remote_sku)
{
  TiemListingQuery query = { .channel_id = channel_id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings
      = tiem_store_list_listings (fixture->store, &query, 0, 0, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);

      if (g_strcmp0 (listing->remote_sku, remote_sku) == 0)
        return g_ptr_array_steal_index (listings, i);
    }
  g_error ("no listing with the SKU %s", remote_sku);
}

#define shop_assert_stock(fixture, sku_, on_hand_, reserved_)                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (TiemVariant) variant_ = shop_get_variant (fixture, sku_);                           \
    g_assert_cmpint (variant_->on_hand, ==, on_hand_);                                             \
    g_assert_cmpint (variant_->reserved, ==, reserved_);                                           \
    g_assert_cmpint (variant_->available, ==, (on_hand_) - (reserved_));                           \
  }                                                                                                \
  G_STMT_END

#define SHOP_ADD(path, func)                                                                       \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
