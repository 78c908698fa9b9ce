#include "ui-fixture.h"

#include "app/products/tiem-link-page.h"
#include "app/products/tiem-listing-edit-page.h"
#include "app/products/tiem-publish-page.h"
#include "app/widgets/tiem-picture-strip.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-images.h"
#include "store/tiem-store-offers.h"
#include "store/tiem-store-prices.h"
#include "store/tiem-store-proposals.h"
#include "store/tiem-store-split.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

/* Linking by proposals, and the strip of pictures, by keyboard as far as a test has one. */

static const ShopListing others[] = {
  { "91", NULL, "at-sg-d-l", "Áo thun in chữ", NULL, 5 },
  { "92", NULL, NULL, "[FREESHIP] Giỏ mây đan tay đựng đồ có quai da bò - Nhà Mây", NULL, 12 },
  { "93", NULL, NULL, "Nồi chiên không dầu điện tử 8 lít", NULL, 3 },
  { "94", NULL, NULL, "Dép đi trong nhà hình gấu", NULL, 9 },
  { "95", NULL, "AT-SG-T-M", "Áo thun trắng", NULL, 3 },
  { "96", NULL, "at-sg-t-m", "Áo thun trắng M", NULL, 3 },
};

static guint
count_unlinked (UiFixture *fixture)
{
  const TiemListingQuery query = { .only_unlinked = TRUE };
  g_autoptr (GPtrArray) found = tiem_store_list_listings (fixture->shop.store, &query, 0, 0, NULL);

  return found->len;
}

static TiemPage *
find_page (UiFixture *fixture)
{
  return TIEM_PAGE (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_PAGE, NULL));
}

static GtkWidget *
open_link_page (UiFixture *fixture)
{
  gint64 channel = shop_add_channel (&fixture->shop, "Lazada Nhà Mây");

  shop_read_listings (&fixture->shop, channel, others, G_N_ELEMENTS (others));
  ui_open_tab (fixture, "products");
  gtk_widget_activate_action (GTK_WIDGET (find_page (fixture)), "stock.link", NULL);
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_LINK_PAGE, NULL) != NULL);
  ui_wait_for (ui_label (fixture, "6 listings") != NULL);
  ui_settle (200);
  return ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_LINK_PAGE, NULL);
}

static void
take_picture (UiFixture *fixture,
              const char *name)
{
  const char *folder = g_getenv ("TIEM_TEST_PICTURES");
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = NULL;

  if (folder == NULL)
    return;
  ui_settle (900);
  texture = tiem_window_take_picture (fixture->window);
  if (texture == NULL)
    return;
  path = g_strdup_printf ("%s/%s.png", folder, name);
  gdk_texture_save_to_png (texture, path);
}

static void
test_proposals (UiFixture *fixture,
                gconstpointer data)
{
  GtkWidget *page = open_link_page (fixture);

  take_picture (fixture, g_strcmp0 (data, "narrow") == 0 ? "link-narrow" : "link");
  /* all that are sure: one by its SKU, one by its title */
  gtk_widget_activate_action (page, "link.accept-sure", NULL);
  ui_wait_for (ui_label (fixture, "4 listings") != NULL);
  g_assert_cmpuint (count_unlinked (fixture), ==, 4);
  /* back, and once more */
  gtk_widget_activate_action (page, "link.undo", NULL);
  ui_wait_for (ui_label (fixture, "6 listings") != NULL);
  g_assert_cmpuint (count_unlinked (fixture), ==, 6);
  gtk_widget_activate_action (page, "link.accept-sure", NULL);
  ui_wait_for (ui_label (fixture, "4 listings") != NULL);
  take_picture (fixture, g_strcmp0 (data, "narrow") == 0 ? "link-left-narrow" : "link-left");

  /* the current one is ignored, and proposed again */
  gtk_widget_activate_action (page, "link.ignore", NULL);
  ui_wait_for (ui_label (fixture, "3 listings") != NULL);
  g_assert_cmpuint (count_unlinked (fixture), ==, 3);
  gtk_widget_activate_action (page, "link.undo", NULL);
  ui_wait_for (ui_label (fixture, "4 listings") != NULL);
  shop_check (&fixture->shop);
}

/* --- what a listing costs and shows --- */

static void
test_listing (UiFixture *fixture,
              gconstpointer data)
{
  TiemStore *store = fixture->shop.store;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListing) listing
      = shop_get_listing (&fixture->shop, fixture->channel_id, "GM-TAY");
  g_autoptr (TiemListingPrice) price = NULL;
  TiemListingRule rule;
  GtkWidget *page;
  GtkWidget *row;

  ui_open_tab (fixture, "products");
  gtk_widget_activate_action (
      GTK_WIDGET (find_page (fixture)), "products.listing", "x", listing->id);
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_LISTING_EDIT_PAGE, NULL) != NULL);
  ui_wait_for (ui_label (fixture, "nhamay") != NULL);
  page = ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_LISTING_EDIT_PAGE, NULL);
  ui_settle (200);
  row = ui_find (page, ADW_TYPE_ENTRY_ROW, "Price of its own (empty: by the rule)");
  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), "155k");
  ui_wait_for (ui_find (page, GTK_TYPE_LABEL, "155.000\302\240₫") != NULL);
  row = ui_find (page, ADW_TYPE_ENTRY_ROW, "Units held back (empty: as the channel)");
  gtk_editable_set_text (GTK_EDITABLE (row), "4");
  ui_wait_for (ui_find (page, GTK_TYPE_LABEL, "7") != NULL); /* 12 − 1 held − 4 */
  take_picture (fixture, g_strcmp0 (data, "narrow") == 0 ? "listing-narrow" : "listing");
  tiem_subpage_save (TIEM_SUBPAGE (page));
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_LISTING_EDIT_PAGE, NULL) == NULL);

  price = tiem_store_get_listing_price (store, listing->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (price->wanted_vnd, ==, 155000);
  g_assert_true (price->is_queued);
  g_assert_true (tiem_store_get_listing_rule (store, listing->id, &rule, &error));
  g_assert_cmpint (rule.buffer, ==, 4);
  shop_check (&fixture->shop);
}

/* --- putting up for sale --- */

static void
test_publish (UiFixture *fixture,
              gconstpointer data)
{
  const TiemNewVariant values
      = { .name = "Nón lá Huế", .sku = "NL-HUE", .price_vnd = 90000, .description = "Lá cọ." };
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_variant (fixture->shop.store, &values, &error);
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (fixture->shop.store, id, &error);
  GtkWidget *page = tiem_publish_page_new (fixture->app_shop, variant->product_id);

  g_assert_no_error (error);
  ui_open_tab (fixture, "products");
  tiem_page_push (find_page (fixture), TIEM_SUBPAGE (page));
  ui_wait_for (ui_label (fixture, "NL-HUE") != NULL);
  ui_settle (200);
  take_picture (fixture, g_strcmp0 (data, "narrow") == 0 ? "publish-narrow" : "publish");
  tiem_subpage_save (TIEM_SUBPAGE (page));
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_PUBLISH_PAGE, NULL) == NULL);
  {
    g_autoptr (GPtrArray) items = tiem_store_list_outbox (fixture->shop.store, 0, &error);
    const TiemOutboxItem *item = items->len > 0 ? items->pdata[items->len - 1] : NULL;

    g_assert_nonnull (item);
    g_assert_cmpstr (item->kind, ==, "product:publish");
    g_assert_cmpstr (item->reason, ==, "Nón lá Huế");
  }
  shop_check (&fixture->shop);
}

/* A product that the channel has, with a variant that it has not: added only when that is wanted.
 */
static void
test_missing (UiFixture *fixture,
              gconstpointer data)
{
  TiemStore *store = fixture->shop.store;
  g_autoptr (TiemVariant) listed = shop_get_variant (&fixture->shop, "AT-SG-D-L");
  const TiemNewVariant values = {
    .product_id = listed->product_id, .sku = "AT-SG-X-L", .options = "Xám, L", .price_vnd = 189000
  };
  g_autoptr (GError) error = NULL;
  GtkWidget *page;
  GtkWidget *adds;

  tiem_store_add_variant (store, &values, &error);
  g_assert_no_error (error);
  page = tiem_publish_page_new (fixture->app_shop, listed->product_id);
  ui_open_tab (fixture, "products");
  tiem_page_push (find_page (fixture), TIEM_SUBPAGE (page));
  ui_wait_for (ui_label (fixture, "Add them, too") != NULL);
  ui_settle (200);
  g_assert_nonnull (ui_label (fixture, "Xám, L"));
  adds = ui_find (page, GTK_TYPE_SWITCH, NULL);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (adds)));
  gtk_widget_activate (adds);
  ui_wait_for (gtk_switch_get_active (GTK_SWITCH (adds)));
  take_picture (fixture, g_strcmp0 (data, "narrow") == 0 ? "missing-narrow" : "missing");
  tiem_subpage_save (TIEM_SUBPAGE (page));
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_PUBLISH_PAGE, NULL) == NULL);
  {
    g_autoptr (GPtrArray) items = tiem_store_list_outbox (store, 0, &error);
    const TiemOutboxItem *item = items->pdata[items->len - 1];
    g_autoptr (TiemOffer) offer = tiem_store_read_offer (store, item->value, &error);

    g_assert_no_error (error);
    g_assert_nonnull (offer->remote_product_id);
    /* There is no description and no picture here: those of the channel stay. */
    g_assert_cmpint (offer->fields, ==, TIEM_OFFER_TITLE | TIEM_OFFER_VARIANTS);
    g_assert_cmpuint (offer->variants->len, ==, 1);
  }
  shop_check (&fixture->shop);
}

/* --- pictures --- */

static char *
make_picture (UiFixture *fixture,
              const char *name,
              guint32 colour)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 300, 200);
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (fixture->shop.dir, name, NULL);

  gdk_pixbuf_fill (pixbuf, colour);
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
  return path;
}

static void
test_strip (UiFixture *fixture,
            gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *strip = tiem_picture_strip_new ();
  TiemStore *store = fixture->shop.store;
  g_autoptr (TiemVariant) variant = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GError) error = NULL;
  static const struct
  {
    const char *name;
    guint32 colour;
  } files[] = { { "a.png", 0xcc3333ff }, { "b.png", 0x33cc33ff }, { "c.png", 0x3333ccff } };

  variant = tiem_store_get_variant (store, tiem_store_find_sku (store, "GM-TAY", &error), &error);
  g_assert_no_error (error);
  gtk_window_set_child (GTK_WINDOW (window), strip);
  gtk_window_set_default_size (GTK_WINDOW (window), 340, 320);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  /* before the product is saved, they wait */
  tiem_picture_strip_set_store (TIEM_PICTURE_STRIP (strip), store);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = make_picture (fixture, files[i].name, files[i].colour);

      tiem_picture_strip_add_file (TIEM_PICTURE_STRIP (strip), path);
      ui_wait_for (tiem_picture_strip_get_count (TIEM_PICTURE_STRIP (strip)) == i + 1);
    }
  tiem_picture_strip_set_product (TIEM_PICTURE_STRIP (strip), variant->product_id);
  ui_settle (300);
  images = tiem_store_list_images (store, variant->product_id, &error);
  g_assert_cmpuint (images->len, ==, 3);
  g_assert_cmpuint (tiem_picture_strip_get_count (TIEM_PICTURE_STRIP (strip)), ==, 3);

  /* the same once more, and no picture at all, are said */
  {
    g_autofree char *path = make_picture (fixture, "a.png", files[0].colour);

    tiem_picture_strip_add_file (TIEM_PICTURE_STRIP (strip), path);
    ui_wait_for (ui_find (strip,
                          GTK_TYPE_LABEL,
                          "This product has the same picture already; choose another one.")
                 != NULL);
  }
  shop_check (&fixture->shop);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc,
      char *argv[])
{
  ui_init (&argc, &argv);

  UI_ADD ("/linking/proposals", NULL, test_proposals);
  UI_ADD ("/linking/proposals/narrow", "narrow", test_proposals);
  UI_ADD ("/linking/listing", NULL, test_listing);
  UI_ADD ("/linking/listing/narrow", "narrow", test_listing);
  UI_ADD ("/linking/publish", NULL, test_publish);
  UI_ADD ("/linking/publish/missing", NULL, test_missing);
  UI_ADD ("/linking/publish/narrow", "narrow", test_publish);
  UI_ADD ("/linking/publish/missing/narrow", "narrow", test_missing);
  UI_ADD ("/linking/strip", NULL, test_strip);
  return g_test_run ();
}
