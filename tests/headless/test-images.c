#include "shop-fixture.h"

#include "store/tiem-store-images.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>

/* Pictures of goods: what is read and what is refused, their order, Undo, files that nobody needs.
 */

/* Returns: (transfer full): a picture of two colours, so that its middle can be told */
static GdkPixbuf *
draw (int width,
      int height,
      gboolean alpha,
      guint32 colour)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, alpha, 8, width, height);

  gdk_pixbuf_fill (pixbuf, colour);
  return pixbuf;
}

static GBytes *
save (GdkPixbuf *pixbuf,
      const char *format)
{
  char *data = NULL;
  gsize size = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, format, &error, NULL));
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static GBytes *
make (int width,
      int height,
      guint32 colour,
      const char *format)
{
  g_autoptr (GdkPixbuf) pixbuf = draw (width, height, FALSE, colour);

  return save (pixbuf, format);
}

static GdkPixbuf *
load (GBytes *bytes)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GError) error = NULL;
  GdkPixbuf *pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, &error);

  g_assert_no_error (error);
  return pixbuf;
}

static void
assert_size (GBytes *bytes,
             int width,
             int height)
{
  g_autoptr (GdkPixbuf) pixbuf = load (bytes);

  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, width);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, height);
}

static void
test_scaled (void)
{
  static const struct
  {
    int width, height;
    const char *format;
    int scaled_width, scaled_height;
  } cases[] = {
    { 4000, 3000, "jpeg", 1600, 1200 }, { 3000, 4000, "png", 1200, 1600 },
    { 640, 480, "jpeg", 640, 480 },     { 1, 1, "png", 1, 1 },
    { 5000, 10, "jpeg", 1600, 3 },      { 300, 200, "bmp", 300, 200 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes
          = make (cases[i].width, cases[i].height, 0x3366ccff, cases[i].format);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemPicture) picture = tiem_picture_read_bytes (bytes, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (picture->width, ==, cases[i].scaled_width);
      g_assert_cmpint (picture->height, ==, cases[i].scaled_height);
      g_assert_cmpstr (picture->suffix, ==, "jpg");
      assert_size (picture->full, cases[i].scaled_width, cases[i].scaled_height);
      assert_size (picture->small, 72, 72);
      assert_size (picture->medium, 144, 144);
    }
}

static void
test_transparent (void)
{
  g_autoptr (GdkPixbuf) pixbuf = draw (200, 100, TRUE, 0xff000080);
  g_autoptr (GBytes) bytes = save (pixbuf, "png");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemPicture) picture = tiem_picture_read_bytes (bytes, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (picture->suffix, ==, "png");
  assert_size (picture->full, 200, 100);
}

/* A PNG whose head claims more dots than it has. */
static GBytes *
make_bomb (void)
{
  g_autoptr (GBytes) small = make (4, 4, 0xff, "png");
  gsize size;
  const guchar *data = g_bytes_get_data (small, &size);
  guchar *copy = g_memdup2 (data, size);
  guint32 side = GUINT32_TO_BE (60000);
  guint32 crc = 0xffffffff;

  memcpy (copy + 16, &side, 4);
  memcpy (copy + 20, &side, 4);
  for (guint i = 12; i < 29; i++)
    {
      crc ^= copy[i];
      for (guint j = 0; j < 8; j++)
        crc = (crc >> 1) ^ (0xedb88320 & -(crc & 1));
    }
  crc = GUINT32_TO_BE (~crc);
  memcpy (copy + 29, &crc, 4);
  return g_bytes_new_take (copy, size);
}

static void
assert_refused (GBytes *bytes,
                const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemPicture) picture = tiem_picture_read_bytes (bytes, NULL, &error);

  g_assert_null (picture);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_test_message ("%s", error->message);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *data;
    gsize size;
    const char *words;
  } cases[] = {
    { "", 0, "empty" },
    { "hello", 5, "not a picture" },
    { "<svg xmlns='http://www.w3.org/2000/svg'/>", 41, "SVG" },
    { "<?xml version='1.0'?>\n<!-- x --><svg/>", 38, "SVG" },
    { "\0\0\0\x18"
      "ftypheic"
      "\0\0\0\0",
      16,
      "HEIC" },
    { "\0\0\0\x18"
      "ftypavif"
      "\0\0\0\0",
      16,
      "AVIF" },
    { "%PDF-1.7 ", 9, "PDF" },
    { "PK\x03\x04 ", 5, "ZIP" },
    { "\xff\xd8\xff\xe0 not a jpeg at all", 22, "broken" },
    { "GIF89a", 6, "broken" },
    { "\x89PNG\r\n\x1a\n", 8, "broken" },
  };
  g_autoptr (GBytes) whole = make (900, 900, 0x123456ff, "jpeg");
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
  g_autoptr (GBytes) png = make (900, 900, 0x123456ff, "png");
  g_autoptr (GBytes) half_png = g_bytes_new_from_bytes (png, 0, g_bytes_get_size (png) / 2);
  g_autoptr (GBytes) bomb = make_bomb ();
  g_autofree char *zeros = g_malloc0 (TIEM_PICTURE_MOST_BYTES + 1);
  g_autoptr (GBytes) large = g_bytes_new_static (zeros, TIEM_PICTURE_MOST_BYTES + 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].data, cases[i].size);

      assert_refused (bytes, cases[i].words);
    }
  assert_refused (half, "half");
  assert_refused (half_png, "half");
  assert_refused (bomb, "60000 × 60000");
  assert_refused (large, "40 MB");
}

/* A file of 200 MB is refused by its size, before anything of it is read; the name's ending says
 * nothing. */
static void
test_files (StoreFixture *fixture,
            gconstpointer data)
{
  g_autofree char *huge = g_build_filename (fixture->dir, "ảnh.jpg", NULL);
  g_autofree char *wrong = g_build_filename (fixture->dir, "ảnh.txt", NULL);
  g_autofree char *missing = g_build_filename (fixture->dir, "không có.png", NULL);
  g_autoptr (GBytes) bytes = make (300, 300, 0x808080ff, "png");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemPicture) picture = NULL;
  FILE *file = g_fopen (huge, "w");

  g_assert_nonnull (file);
  g_assert_cmpint (ftruncate (fileno (file), 200 * 1000 * 1000), ==, 0);
  fclose (file);
  g_assert_null (tiem_picture_read_file (huge, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "200"));
  g_clear_error (&error);

  g_assert_null (tiem_picture_read_file (missing, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (tiem_picture_read_file (fixture->dir, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_file_set_contents (
      wrong, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  picture = tiem_picture_read_file (wrong, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (picture->width, ==, 300);
}

/* --- in the store --- */

static gint64
add (StoreFixture *fixture,
     gint64 product_id,
     gint64 variant_id,
     guint32 colour)
{
  g_autoptr (GBytes) bytes = make (200, 200, colour, "png");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemPicture) picture = tiem_picture_read_bytes (bytes, NULL, &error);
  gint64 id = tiem_store_add_image (fixture->store, product_id, variant_id, picture, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  return id;
}

static gint64
add_product (StoreFixture *fixture,
             const char *sku,
             gint64 *product_id)
{
  const TiemNewVariant values = { .name = "Giỏ mây đan tay", .sku = sku, .price_vnd = 349000 };
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_variant (fixture->store, &values, &error);
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (fixture->store, id, &error);

  g_assert_no_error (error);
  *product_id = variant->product_id;
  return id;
}

/* The ids in their order, as "3 1 2". */
static char *
list (StoreFixture *fixture,
      gint64 product_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) images = tiem_store_list_images (fixture->store, product_id, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < images->len; i++)
    {
      const TiemImage *image = g_ptr_array_index (images, i);

      g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int)image->id);
    }
  return g_string_free (text, FALSE);
}

static void
assert_order (StoreFixture *fixture,
              gint64 product_id,
              const char *order)
{
  g_autofree char *found = list (fixture, product_id);

  g_assert_cmpstr (found, ==, order);
  shop_check (fixture);
}

static void
test_order (StoreFixture *fixture,
            gconstpointer data)
{
  TiemStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 product = 0;
  gint64 variant_id = add_product (fixture, "GM-1", &product);
  gint64 first = add (fixture, product, 0, 0xff0000ff);
  gint64 second = add (fixture, product, 0, 0x00ff00ff);
  gint64 third = add (fixture, product, 0, 0x0000ffff);
  g_autoptr (TiemVariant) variant = NULL;
  g_autoptr (TiemImage) image = NULL;

  g_assert_cmpint (first, ==, 1);
  assert_order (fixture, product, "1 2 3");
  g_assert_true (tiem_store_move_image (store, third, 0, &error));
  assert_order (fixture, product, "3 1 2");
  g_assert_true (tiem_store_move_image (store, third, 99, &error));
  assert_order (fixture, product, "1 2 3");
  g_assert_true (tiem_store_move_image (store, first, 1, &error));
  assert_order (fixture, product, "2 1 3");

  g_assert_true (tiem_store_remove_image (store, first, &error));
  assert_order (fixture, product, "2 3");
  g_assert_false (tiem_store_remove_image (store, first, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tiem_store_move_image (store, first, 0, &error));
  g_clear_error (&error);
  g_assert_true (tiem_store_restore_image (store, first, &error));
  assert_order (fixture, product, "2 1 3");
  g_assert_false (tiem_store_restore_image (store, first, &error));
  g_clear_error (&error);

  /* lists show the product's first, a variant's own before it */
  image = tiem_store_get_image (store, second, &error);
  variant = tiem_store_get_variant (store, variant_id, &error);
  g_assert_cmpstr (variant->picture, ==, image->file);
  g_clear_pointer (&variant, tiem_variant_free);
  g_clear_pointer (&image, tiem_image_free);
  image = tiem_store_get_image (store, add (fixture, product, variant_id, 0x12ff12ff), &error);
  variant = tiem_store_get_variant (store, variant_id, &error);
  g_assert_cmpstr (variant->picture, ==, image->file);
  assert_order (fixture, product, "2 1 3 4");
}

static void
test_twice (StoreFixture *fixture,
            gconstpointer data)
{
  g_autoptr (GBytes) bytes = make (200, 200, 0xff0000ff, "png");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemPicture) picture = tiem_picture_read_bytes (bytes, NULL, &error);
  gint64 product = 0;

  add_product (fixture, "GM-1", &product);
  add (fixture, product, 0, 0xff0000ff);
  g_assert_cmpint (tiem_store_add_image (fixture->store, product, 0, picture, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (tiem_store_add_image (fixture->store, 99, 0, picture, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  for (guint i = 1; i < TIEM_IMAGES_MOST; i++)
    add (fixture, product, 0, 0x010203ffu + (i * 12 << 24));
  g_clear_pointer (&bytes, g_bytes_unref);
  g_clear_pointer (&picture, tiem_picture_free);
  bytes = make (200, 200, 0x77aaccff, "png");
  picture = tiem_picture_read_bytes (bytes, NULL, &error);
  g_assert_cmpint (tiem_store_add_image (fixture->store, product, 0, picture, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
}

static guint
count_files (StoreFixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->dir, "images", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
make_old (StoreFixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->dir, "images", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const struct utimbuf times = { 1000000, 1000000 };
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (utime (path, &times), ==, 0);
    }
}

/* What was removed a day ago, never saved, or left by a crash goes; the rest stays. */
static void
test_collect (StoreFixture *fixture,
              gconstpointer data)
{
  TiemStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (fixture->dir, "images", NULL);
  g_autofree char *leftover
      = g_build_filename (folder, "01234567-89ab-4cde-8f01-23456789abcd-72.jpg", NULL);
  g_autofree char *other = g_build_filename (folder, "của tôi.jpg", NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 product = 0;
  gint64 removed, waiting, lost;

  add_product (fixture, "GM-1", &product);
  add (fixture, product, 0, 0xff0000ff);
  removed = add (fixture, product, 0, 0x00ff00ff);
  waiting = add (fixture, 0, 0, 0x0000ffff);
  lost = add (fixture, 0, 0, 0x0000ffff);
  g_assert_true (tiem_store_remove_image (store, removed, &error));
  g_assert_true (g_file_set_contents (leftover, "x", 1, &error));
  g_assert_true (g_file_set_contents (other, "x", 1, &error));
  g_array_append_val (ids, waiting);
  g_assert_true (tiem_store_adopt_images (store, ids, product, &error));
  g_assert_no_error (error);
  make_old (fixture);
  g_assert_cmpuint (count_files (fixture), ==, 4 * 3 + 2);

  /* at once: only what a crash left */
  g_assert_true (tiem_store_collect_images (store, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture), ==, 4 * 3 + 1);
  assert_order (fixture, product, "1 3");

  fixture->now += 25 * 60 * 60 * 1000;
  g_assert_true (tiem_store_collect_images (store, &error));
  g_assert_cmpuint (count_files (fixture), ==, 2 * 3 + 1);
  g_assert_false (tiem_store_restore_image (store, removed, &error));
  g_clear_error (&error);
  g_assert_null (tiem_store_get_image (store, lost, &error));
  assert_order (fixture, product, "1 3");
}

static char *
list_wishes (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) wishes = tiem_store_list_image_wishes (fixture->store, 0, 10, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < wishes->len; i++)
    {
      const TiemImageWish *wish = g_ptr_array_index (wishes, i);

      g_string_append_printf (
          text, "%s%s%s", i > 0 ? " " : "", wish->variant_id != 0 ? "own:" : "", wish->url);
    }
  return g_string_free (text, FALSE);
}

static void
give_address (StoreFixture *fixture,
              gint64 variant_id,
              const char *url)
{
  const TiemNewVariant values = { .image_url = url };
  g_autoptr (GError) error = NULL;

  tiem_store_edit_variant (fixture->store, variant_id, TIEM_EDIT_IMAGE, &values, &error);
  g_assert_no_error (error);
}

static void
assert_wishes (StoreFixture *fixture,
               const char *expected)
{
  g_autofree char *wishes = list_wishes (fixture);

  g_assert_cmpstr (wishes, ==, expected);
}

/* An address that came with a file is fetched for goods without a picture; one that fails waits for
 * another day. */
static void
test_addresses (StoreFixture *fixture,
                gconstpointer data)
{
  TiemStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 mug = 0, hat = 0;
  gint64 mug_variant = add_product (fixture, "LY-SU", &mug);
  gint64 hat_variant = add_product (fixture, "NON-LA", &hat);

  assert_wishes (fixture, "");
  give_address (fixture, mug_variant, "https://anh.tenshop.vn/ly-su.jpg");
  give_address (fixture, hat_variant, "nón lá.jpg");
  assert_wishes (fixture, "https://anh.tenshop.vn/ly-su.jpg");
  give_address (fixture, hat_variant, "https://anh.tenshop.vn/non-la.jpg");
  assert_wishes (fixture, "https://anh.tenshop.vn/ly-su.jpg https://anh.tenshop.vn/non-la.jpg");

  g_assert_true (
      tiem_store_note_image_fetch (store, "https://anh.tenshop.vn/ly-su.jpg", "404", &error));
  add (fixture, hat, 0, 0x00ff00ff);
  assert_wishes (fixture, "");
  fixture->now += 25 * 60 * 60 * 1000;
  assert_wishes (fixture, "https://anh.tenshop.vn/ly-su.jpg");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/images/picture/scaled", test_scaled);
  g_test_add_func ("/images/picture/transparent", test_transparent);
  g_test_add_func ("/images/picture/refused", test_refused);
  SHOP_ADD ("/images/picture/files", test_files);
  SHOP_ADD ("/images/store/order", test_order);
  SHOP_ADD ("/images/store/twice", test_twice);
  SHOP_ADD ("/images/store/collect", test_collect);
  SHOP_ADD ("/images/store/addresses", test_addresses);
  return g_test_run ();
}
