#pragma once

#include "ledger-fixture.h"

#include "model/tiem-purchase.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"

/* A shop that buys: each step a minute after the one before. */

static inline gint64
add_supplier (Ledger *ledger,
              const char *name,
              gint64 opening_vnd)
{
  g_autoptr (TiemSupplier) supplier = tiem_supplier_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  supplier->name = g_strdup (name);
  supplier->opening_vnd = opening_vnd;
  id = tiem_store_save_supplier (ledger->base.store, supplier, &error);
  g_assert_no_error (error);
  return id;
}

static inline TiemPurchase *
make (
    TiemPurchaseKind kind, gint64 supplier_id, gint64 variant_id, gint64 quantity, gint64 price_vnd)
{
  TiemPurchase *purchase = tiem_purchase_new (kind);

  purchase->supplier_id = supplier_id;
  g_ptr_array_add (purchase->lines, tiem_purchase_line_new (variant_id, quantity, price_vnd));
  return purchase;
}

static inline gint64
book (Ledger *ledger,
      const TiemPurchase *purchase)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_book_purchase (ledger->base.store, purchase, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  ledger->base.now += SHOP_MINUTE;
  return id;
}

static inline gint64
buy (Ledger *ledger,
     gint64 supplier_id,
     gint64 variant_id,
     gint64 quantity,
     gint64 price_vnd)
{
  g_autoptr (TiemPurchase) purchase
      = make (TIEM_PURCHASE, supplier_id, variant_id, quantity, price_vnd);

  return book (ledger, purchase);
}

static inline TiemPurchase *
read_slip (Ledger *ledger,
           gint64 slip_id)
{
  g_autoptr (GError) error = NULL;
  TiemPurchase *purchase = tiem_store_get_purchase (ledger->base.store, slip_id, &error);

  g_assert_no_error (error);
  return purchase;
}

static inline gint64
read_debt (Ledger *ledger,
           gint64 supplier_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSupplier) supplier
      = tiem_store_get_supplier (ledger->base.store, supplier_id, &error);

  g_assert_no_error (error);
  return supplier->debt_vnd;
}

static inline gint64
read_owed (Ledger *ledger,
           gint64 slip_id)
{
  g_autoptr (TiemPurchase) purchase = read_slip (ledger, slip_id);

  return purchase->owed_vnd;
}

static inline gint64
read_on_hand (Ledger *ledger,
              const char *sku)
{
  g_autoptr (TiemVariant) variant = shop_get_variant (&ledger->base, sku);

  return variant->on_hand;
}

static inline void
pay (Ledger *ledger,
     gint64 supplier_id,
     gint64 slip_id,
     gint64 amount_vnd)
{
  g_autoptr (GError) error = NULL;

  tiem_store_pay_supplier (
      ledger->base.store, supplier_id, slip_id, amount_vnd, TIEM_MONEY_TRANSFER, NULL, &error);
  g_assert_no_error (error);
  ledger->base.now += SHOP_MINUTE;
}

static inline void
undo (Ledger *ledger,
      gint64 slip_id)
{
  g_autoptr (GError) error = NULL;

  tiem_store_undo_purchase (ledger->base.store, slip_id, &error);
  g_assert_no_error (error);
  ledger->base.now += SHOP_MINUTE;
}
