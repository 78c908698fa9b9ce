#include "ui-fixture.h"

#include "app/products/tiem-link-page.h"
#include "app/widgets/tiem-picture-strip.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-images.h"
#include "store/tiem-store-proposals.h"

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
  UI_ADD ("/linking/strip", NULL, test_strip);
  return g_test_run ();
}
