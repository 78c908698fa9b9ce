#include "store/tiem-store-import.h"

#include "shop-fixture.h"

/* Products and variants: added, changed, refused, imported. */

static gint64
add (StoreFixture *fixture,
     TiemNewVariant values)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_variant (fixture->store, &values, &error);

  g_assert_no_error (error);
  return id;
}

static void
test_add (StoreFixture *fixture,
          gconstpointer data)
{
  TiemStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) variant = NULL;
  g_autoptr (TiemProduct) product = NULL;
  g_autoptr (GPtrArray) found = NULL;
  gint64 first = add (fixture,
                      (TiemNewVariant){ .name = " Áo thun cổ tròn ",
                                        .sku = "AT-D-L",
                                        .options = "Đen, L",
                                        .barcode = "8930001",
                                        .category = "Áo",
                                        .price_vnd = 129000,
                                        .cost_vnd = 60000,
                                        .has_cost = TRUE,
                                        .on_hand = 12,
                                        .has_on_hand = TRUE });
  gint64 second;

  variant = tiem_store_get_variant (store, first, &error);
  g_assert_cmpstr (variant->product_name, ==, "Áo thun cổ tròn");
  g_assert_cmpstr (variant->sku, ==, "AT-D-L");
  g_assert_cmpstr (variant->barcode, ==, "8930001");
  g_assert_cmpint (variant->on_hand, ==, 12);
  g_assert_cmpint (variant->counted_at, >, 0);
  g_assert_true (variant->has_cost);

  second = add (fixture,
                (TiemNewVariant){ .product_id = variant->product_id,
                                  .sku = "AT-T-L",
                                  .options = "Trắng, L",
                                  .price_vnd = 129000 });
  product = tiem_store_get_product (store, variant->product_id, &error);
  g_assert_cmpstr (product->name, ==, "Áo thun cổ tròn");
  g_assert_cmpstr (product->category, ==, "Áo");
  g_assert_cmpuint (product->variants->len, ==, 2);
  g_assert_cmpint (((TiemVariant *)g_ptr_array_index (product->variants, 1))->counted_at, ==, 0);

  /* found by any of it, in any spelling */
  g_assert_cmpint (tiem_store_find_sku (store, " at-d-l", &error), ==, first);
  g_assert_cmpint (tiem_store_find_sku (store, "ĐẤU", &error), ==, 0);
  g_assert_no_error (error);
  static const char *const typed[] = { "ao thun", "den", "8930001", "at-t-l", "trang" };
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (GPtrArray) products = tiem_store_list_products (store, typed[i], 0, 0, &error);

      g_assert_cmpuint (products->len, ==, 1);
    }

  /* archived: hidden, not gone */
  g_assert_true (tiem_store_archive_variant (store, first, TRUE, &error));
  g_assert_true (tiem_store_archive_variant (store, second, TRUE, &error));
  found = tiem_store_list_products (store, NULL, 0, 0, &error);
  g_assert_cmpuint (found->len, ==, 0);
  g_clear_pointer (&product, tiem_product_free);
  product = tiem_store_get_product (store, variant->product_id, &error);
  g_assert_true (product->archived);
  shop_check (fixture);
}

static void
test_refused (StoreFixture *fixture,
              gconstpointer data)
{
  static const struct
  {
    TiemNewVariant values;
    int code;
  } cases[] = {
    { { .sku = "X" }, TIEM_ERROR_INVALID },
    { { .name = "  ", .sku = "X" }, TIEM_ERROR_INVALID },
    { { .name = "Tất" }, TIEM_ERROR_INVALID },
    { { .name = "Tất", .sku = " " }, TIEM_ERROR_INVALID },
    { { .name = "Tất", .sku = "X", .price_vnd = -1 }, TIEM_ERROR_INVALID },
    { { .name = "Tất", .sku = "X", .price_vnd = G_MAXINT64 }, TIEM_ERROR_INVALID },
    { { .name = "Tất", .sku = "X", .cost_vnd = -1, .has_cost = TRUE }, TIEM_ERROR_INVALID },
    { { .name = "Tất", .sku = "X", .on_hand = -1, .has_on_hand = TRUE }, TIEM_ERROR_INVALID },
    { { .name = "T\xff", .sku = "X" }, TIEM_ERROR_INVALID },
    { { .name = "Tất", .sku = "at-1" }, TIEM_ERROR_CONFLICT },
    { { .name = "Tất", .sku = "ĐT 1" }, TIEM_ERROR_CONFLICT },
    { { .name = "Tất", .sku = "X", .barcode = "893 1" }, TIEM_ERROR_CONFLICT },
    { { .product_id = 99, .sku = "X" }, TIEM_ERROR_NOT_FOUND },
  };

  add (fixture, (TiemNewVariant){ .name = "Áo thun", .sku = "AT-1", .barcode = "8931" });
  add (fixture, (TiemNewVariant){ .name = "Đồng hồ", .sku = "DT1" });
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", (guint)i);
      g_assert_cmpint (tiem_store_add_variant (fixture->store, &cases[i].values, &error), ==, 0);
      g_assert_error (error, TIEM_ERROR, cases[i].code);
    }
  {
    g_autoptr (GError) error = NULL;
    TiemNewVariant values = { .name = "Tất", .sku = "at-1" };

    /* the sentence names who has it */
    tiem_store_add_variant (fixture->store, &values, &error);
    g_assert_nonnull (strstr (error->message, "Áo thun"));
  }
}

static void
test_edit (StoreFixture *fixture,
           gconstpointer data)
{
  TiemStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) variant = NULL;
  gint64 id = add (fixture,
                   (TiemNewVariant){ .name = "Áo thun",
                                     .sku = "AT-1",
                                     .barcode = "8931",
                                     .price_vnd = 100000,
                                     .cost_vnd = 5,
                                     .has_cost = TRUE });
  TiemNewVariant values = { .name = "Áo len", .sku = "AL-1", .price_vnd = 150000 };

  add (fixture, (TiemNewVariant){ .name = "Quần", .sku = "Q-1" });

  /* only what is named changes */
  g_assert_true (tiem_store_edit_variant (store, id, TIEM_EDIT_NAME, &values, &error));
  variant = tiem_store_get_variant (store, id, &error);
  g_assert_cmpstr (variant->product_name, ==, "Áo len");
  g_assert_cmpstr (variant->sku, ==, "AT-1");
  g_assert_cmpstr (variant->barcode, ==, "8931");
  g_assert_cmpint (variant->price_vnd, ==, 100000);
  g_clear_pointer (&variant, tiem_variant_free);

  g_assert_true (
      tiem_store_edit_variant (store,
                               id,
                               TIEM_EDIT_SKU | TIEM_EDIT_BARCODE | TIEM_EDIT_PRICE | TIEM_EDIT_COST,
                               &values,
                               &error));
  variant = tiem_store_get_variant (store, id, &error);
  g_assert_cmpstr (variant->sku, ==, "AL-1");
  g_assert_null (variant->barcode);
  g_assert_cmpint (variant->price_vnd, ==, 150000);
  g_assert_false (variant->has_cost);

  values.sku = "q-1";
  g_assert_false (tiem_store_edit_variant (store, id, TIEM_EDIT_SKU, &values, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (tiem_store_edit_variant (store, 99, TIEM_EDIT_SKU, &values, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  {
    g_autoptr (GPtrArray) found = tiem_store_list_products (store, "ao len", 0, 0, &error);
    g_autoptr (GPtrArray) lost = tiem_store_list_products (store, "ao thun", 0, 0, &error);

    g_assert_cmpuint (found->len, ==, 1);
    g_assert_cmpuint (lost->len, ==, 0);
  }
  shop_check (fixture);
}

/* A new price waits once per listing, the newest of them. */
static void
test_price_is_queued (StoreFixture *fixture,
                      gconstpointer data)
{
  TiemStore *store = fixture->store;
  ShopListing shown = { .product = "p1", .sku = "AT-1", .title = "Áo thun", .stock = 5 };
  gint64 channel = shop_add_channel (fixture, "nhamay");
  gint64 id = add (fixture, (TiemNewVariant){ .name = "Áo thun", .sku = "AT-1", .price_vnd = 1 });
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemLinkResult) linked = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GPtrArray) taken = NULL;
  TiemNewVariant values = { .price_vnd = 90000 };

  shop_read_listings (fixture, channel, &shown, 1);
  linked = tiem_store_link_by_sku (store, channel, &error);
  g_assert_no_error (error);
  for (gint64 price = 90000; price <= 92000; price += 1000)
    {
      values.price_vnd = price;
      g_assert_true (tiem_store_edit_variant (store, id, TIEM_EDIT_PRICE, &values, &error));
    }
  waiting = tiem_store_list_outbox (store, channel, &error);
  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_cmpint (((TiemOutboxItem *)g_ptr_array_index (waiting, 0))->value, ==, 92000);

  /* a price that is on its way is not changed under the worker's hands */
  taken = tiem_store_take_outbox (store, channel, "price", 10, &error);
  g_assert_cmpuint (taken->len, ==, 1);
  values.price_vnd = 95000;
  g_assert_true (tiem_store_edit_variant (store, id, TIEM_EDIT_PRICE, &values, &error));
  g_clear_pointer (&waiting, g_ptr_array_unref);
  waiting = tiem_store_list_outbox (store, channel, &error);
  g_assert_cmpuint (waiting->len, ==, 2);
  {
    const TiemOutboxItem *first = g_ptr_array_index (taken, 0);
    g_autoptr (GError) busy = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_TRANSIENT, "busy");

    /* failed, but a younger one has taken its place */
    g_assert_true (tiem_store_finish_outbox (store, first->id, busy, &error));
  }
  g_clear_pointer (&waiting, g_ptr_array_unref);
  waiting = tiem_store_list_outbox (store, channel, &error);
  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_cmpint (((TiemOutboxItem *)g_ptr_array_index (waiting, 0))->value, ==, 95000);
}

static void
test_stock (StoreFixture *fixture,
            gconstpointer data)
{
  TiemStore *store = fixture->store;
  gint64 id = add (fixture, (TiemNewVariant){ .name = "Áo thun", .sku = "AT-1" });
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) movements = NULL;

  g_assert_true (tiem_store_set_stock (store, id, 0, "count", "kệ 3", &error));
  g_assert_true (tiem_store_adjust_stock (store, id, 7, "adjust", NULL, &error));
  g_assert_true (tiem_store_adjust_stock (store, id, -2, "lost", NULL, &error));
  g_assert_true (tiem_store_set_stock (store, id, 5, "count", NULL, &error)); /* as it was */
  shop_assert_stock (fixture, "AT-1", 5, 0);

  g_assert_false (tiem_store_adjust_stock (store, id, -6, "lost", NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (tiem_store_set_stock (store, id, -1, NULL, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (tiem_store_set_stock (store, id, G_MAXINT64, NULL, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (tiem_store_adjust_stock (store, id, G_MININT64, NULL, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (tiem_store_set_stock (store, 99, 1, NULL, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  movements = tiem_store_list_movements (store, id, 0, &error);
  g_assert_cmpuint (movements->len, ==, 3);
  g_assert_cmpstr (((TiemMovement *)g_ptr_array_index (movements, 2))->note, ==, "kệ 3");
  shop_check (fixture);
}

/* --- import --- */

static TiemImportRow *
make_row (
    guint n, const char *name, const char *sku, const char *options, gint64 price, gint64 on_hand)
{
  TiemImportRow *row = tiem_import_row_new ();

  row->row = n;
  row->values.name = g_strdup (name);
  row->values.sku = g_strdup (sku);
  row->values.options = g_strdup (options);
  row->values.price_vnd = price;
  row->values.on_hand = on_hand;
  row->values.has_on_hand = on_hand >= 0;
  row->given = TIEM_EDIT_SKU | TIEM_EDIT_PRICE;
  if (name != NULL)
    row->given |= TIEM_EDIT_NAME;
  if (options != NULL)
    row->given |= TIEM_EDIT_OPTIONS;
  return row;
}

static TiemImportResult *
import (StoreFixture *fixture,
        GPtrArray *rows,
        gboolean dry_run)
{
  g_autoptr (GError) error = NULL;
  TiemImportResult *result
      = tiem_store_import_variants (fixture->store, rows, dry_run, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static void
test_import (StoreFixture *fixture,
             gconstpointer data)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_row_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) products = NULL;

  g_ptr_array_add (rows, make_row (2, "Áo thun", "AT-D", "Đen", 129000, 5));
  g_ptr_array_add (rows, make_row (3, "Áo thun", "AT-T", "Trắng", 129000, 0));
  g_ptr_array_add (rows, make_row (4, "Mũ rơm", "MR", NULL, 80000, -1));
  {
    g_autoptr (TiemImportResult) trial = import (fixture, rows, TRUE);

    g_assert_cmpuint (trial->n_new, ==, 3);
    g_assert_cmpint (tiem_store_find_sku (fixture->store, "MR", &error), ==, 0);
  }
  {
    g_autoptr (TiemImportResult) done = import (fixture, rows, FALSE);

    g_assert_cmpuint (done->n_new, ==, 3);
    g_assert_cmpuint (done->wrong->len, ==, 0);
  }
  products = tiem_store_list_products (fixture->store, NULL, 0, 0, &error);
  g_assert_cmpuint (products->len, ==, 2); /* two colours of one product */
  shop_assert_stock (fixture, "AT-D", 5, 0);
  {
    g_autoptr (TiemImportResult) again = import (fixture, rows, FALSE);

    g_assert_cmpuint (again->n_same, ==, 3);
    g_assert_cmpuint (again->n_new + again->n_changed, ==, 0);
  }
  ((TiemImportRow *)g_ptr_array_index (rows, 0))->values.on_hand = 9;
  ((TiemImportRow *)g_ptr_array_index (rows, 2))->values.price_vnd = 85000;
  {
    g_autoptr (TiemImportResult) changed = import (fixture, rows, FALSE);

    g_assert_cmpuint (changed->n_changed, ==, 2);
    g_assert_cmpuint (changed->n_same, ==, 1);
  }
  shop_assert_stock (fixture, "AT-D", 9, 0);
  shop_check (fixture);
}

/* One wrong row: nothing is written, and every wrong one is told. */
static void
test_import_wrong (StoreFixture *fixture,
                   gconstpointer data)
{
  static const struct
  {
    guint row;
    const char *column;
  } expected[] = {
    { 3, "sku" }, { 4, "name" }, { 5, "price" }, { 6, "sku" }, { 7, "on_hand" },
  };
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_row_free);
  g_autoptr (TiemImportResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (rows, make_row (2, "Áo thun", "AT-D", "Đen", 129000, 5));
  g_ptr_array_add (rows, make_row (3, "Áo thun", NULL, "Trắng", 129000, 0));
  g_ptr_array_add (rows, make_row (4, NULL, "MR", NULL, 80000, -1));
  g_ptr_array_add (rows, make_row (5, "Tất", "T", NULL, -5, -1));
  g_ptr_array_add (rows, make_row (6, "Tất", "at-d", NULL, 5, -1));
  g_ptr_array_add (rows, make_row (7, "Tất", "T2", NULL, 5, G_MAXINT64));
  result = import (fixture, rows, FALSE);
  g_assert_cmpuint (result->wrong->len, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const TiemImportProblem *problem = g_ptr_array_index (result->wrong, i);

      g_assert_cmpuint (problem->row, ==, expected[i].row);
      g_assert_cmpstr (problem->column, ==, expected[i].column);
      g_assert_cmpint (strlen (problem->reason), >, 5);
    }
  g_assert_cmpint (tiem_store_find_sku (fixture->store, "AT-D", &error), ==, 0);
  shop_check (fixture);
}

static void
test_import_cancelled (StoreFixture *fixture,
                       gconstpointer data)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_row_free);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (rows, make_row (2, "Áo thun", "AT-D", "Đen", 129000, 5));
  g_cancellable_cancel (cancellable);
  g_assert_null (tiem_store_import_variants (fixture->store, rows, FALSE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (tiem_store_find_sku (fixture->store, "AT-D", NULL), ==, 0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  SHOP_ADD ("/catalogue/add", test_add);
  SHOP_ADD ("/catalogue/refused", test_refused);
  SHOP_ADD ("/catalogue/edit", test_edit);
  SHOP_ADD ("/catalogue/price", test_price_is_queued);
  SHOP_ADD ("/catalogue/stock", test_stock);
  SHOP_ADD ("/catalogue/import", test_import);
  SHOP_ADD ("/catalogue/import/wrong", test_import_wrong);
  SHOP_ADD ("/catalogue/import/cancelled", test_import_cancelled);
  return g_test_run ();
}
