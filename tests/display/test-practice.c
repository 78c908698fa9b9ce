#include "ui-fixture.h"

#include "app/tiem-practice.h"
#include "store/tiem-row-list.h"

/* The practice shop from the start to a number that reaches the pretend website. */

static void
started_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  TiemPractice **practice = user_data;

  *practice = tiem_practice_start_finish (result, &error);
  g_assert_no_error (error);
}

static TiemListing *
get_listing (TiemStore *store,
             gint64 variant_id)
{
  TiemListingQuery query = { .variant_id = variant_id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (store, &query, 1, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (listings->len, ==, 1);
  return g_ptr_array_steal_index (listings, 0);
}

static gboolean
is_confirmed (TiemStore *store,
              gint64 variant_id,
              gint64 stock)
{
  g_autoptr (TiemListing) listing = get_listing (store, variant_id);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (store, variant_id, &error);

  g_assert_no_error (error);
  return variant->on_hand == stock && listing->has_acked && !listing->unclear
         && listing->acked == MAX (variant->available, 0);
}

static void
test_practice (void)
{
  TiemVariantQuery query = { .group = TIEM_VARIANTS_ON_SALE };
  TiemPractice *practice = NULL;
  TiemStore *store;
  gint64 counts[TIEM_N_VARIANT_GROUPS];
  TiemOrderCounts orders;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) variants = NULL;
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  g_autoptr (TiemShop) shop = NULL;
  g_autoptr (TiemWindow) window = NULL;
  gint64 variant_id, stock;

  tiem_practice_start_async (NULL, started_cb, &practice);
  while (practice == NULL)
    g_main_context_iteration (NULL, TRUE);
  store = tiem_practice_get_store (practice);
  tiem_store_count_variants (store, counts, &error);
  g_assert_no_error (error);
  g_assert_cmpint (counts[TIEM_VARIANTS_ALL], ==, 150);
  tiem_store_count_orders (store, 0, &orders, &error);
  g_assert_no_error (error);
  g_assert_cmpint (orders.all, >=, 400);
  g_assert_cmpint (tiem_practice_get_n_orders (practice), >=, 400);

  shop = tiem_shop_new (store, tiem_practice_get_keyring (practice), clock, TRUE);
  window = g_object_ref_sink (tiem_window_new (NULL));
  gtk_window_present (GTK_WINDOW (window));
  tiem_window_set_shop (window, shop);
  g_assert_true (tiem_engine_start (tiem_shop_get_engine (shop), &error));
  g_assert_no_error (error);
  ui_wait_for (ui_find (GTK_WIDGET (window), GTK_TYPE_LABEL, "Practice shop: nothing here is real")
               != NULL);

  variants = tiem_store_list_variants (store, &query, 1, 0, &error);
  g_assert_no_error (error);
  variant_id = ((const TiemVariant *)g_ptr_array_index (variants, 0))->id;
  stock = ((const TiemVariant *)g_ptr_array_index (variants, 0))->on_hand + 7;
  tiem_store_set_stock (store, variant_id, stock, "count", NULL, &error);
  g_assert_no_error (error);
  ui_wait_for (is_confirmed (store, variant_id, stock));

  tiem_window_set_shop (window, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (practice);
}

int
main (int argc,
      char *argv[])
{
  ui_init (&argc, &argv);
  g_test_add_func ("/practice/start-to-website", test_practice);
  return g_test_run ();
}
