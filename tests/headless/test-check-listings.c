#include "check-fixture.h"

/* What the check says of listings' own choices and of pictures, when somebody breaks them. */

#define IMAGE(position, file)                                                                      \
  "INSERT INTO product_image (product_id, position, file, hash, width, height, created_at)"        \
  " SELECT product_id, " position ", '" file "', 'a', 800, 800, 1 FROM variant"                    \
  " WHERE sku = 'AT-DEN';"

static void
set_up (StoreFixture *fixture,
        gconstpointer data)
{
  static const ShopListing listings[] = {
    { "11", NULL, "AT-DEN", "Áo thun đen", NULL, 5 },
    { "12", NULL, "NON-LA", "Nón lá Huế", NULL, 3 },
  };
  gint64 channel;
  g_autoptr (TiemAdoptResult) adopted = NULL;
  g_autoptr (GError) error = NULL;

  store_fixture_set_up (fixture, data);
  channel = shop_add_channel (fixture, "Website");
  shop_read_listings (fixture, channel, listings, G_N_ELEMENTS (listings));
  adopted = tiem_store_adopt (fixture->store, channel, NULL, &error);
  g_assert_no_error (error);
  shop_check (fixture);
}

static void
test_choices (StoreFixture *fixture,
              gconstpointer data)
{
  static const char *const cases[][2] = {
    { "UPDATE listing SET ignored_at = 5 WHERE remote_sku = 'AT-DEN'",
      "UPDATE listing SET ignored_at = 0" },
    { "UPDATE listing SET promo_price_vnd = 99000, promo_from = 20, promo_until = 10",
      "UPDATE listing SET promo_price_vnd = NULL, promo_from = 0, promo_until = 0" },
    { "UPDATE listing SET own_price_vnd = 0 WHERE remote_sku = 'NON-LA'",
      "UPDATE listing SET own_price_vnd = NULL" },
    { "UPDATE listing SET promo_price_vnd = -1", "UPDATE listing SET promo_price_vnd = NULL" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_notices (fixture, "listing_choices", cases[i][0], cases[i][1]);
}

static void
test_images (StoreFixture *fixture,
             gconstpointer data)
{
  static const char *const cases[][2] = {
    /* a gap */
    { "UPDATE product_image SET position = 2 WHERE file = 'b.jpg'",
      "UPDATE product_image SET position = 1 WHERE file = 'b.jpg'" },
    /* two at one place */
    { "UPDATE product_image SET position = 0 WHERE file = 'b.jpg'",
      "UPDATE product_image SET position = 1 WHERE file = 'b.jpg'" },
    /* none comes first */
    { "UPDATE product_image SET position = position + 1",
      "UPDATE product_image SET position = position - 1" },
    /* of another product's variant */
    { "UPDATE product_image SET variant_id = (SELECT id FROM variant WHERE sku = 'NON-LA')",
      "UPDATE product_image SET variant_id = NULL" },
  };

  check_run_sql (fixture, IMAGE ("0", "a.jpg") IMAGE ("1", "b.jpg"));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_notices (fixture, "images_in_order", cases[i][0], cases[i][1]);
  /* What was removed stands nowhere. */
  check_run_sql (fixture, "UPDATE product_image SET removed_at = 9 WHERE file = 'b.jpg'");
  g_assert_cmpuint (check_count (fixture, "images_in_order"), ==, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add (
      "/store/check/choices", StoreFixture, NULL, set_up, test_choices, store_fixture_tear_down);
  g_test_add (
      "/store/check/images", StoreFixture, NULL, set_up, test_images, store_fixture_tear_down);
  return g_test_run ();
}
