#include "book-fixture.h"
#include "store-fixture.h"

#include "base/tiem-error.h"
#include "document/tiem-listings-file.h"
#include "document/tiem-orders-file.h"
#include "document/tiem-sheet-patch.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-orders.h"

#include <string.h>

/* The bulk templates of the three platforms: listings in, the same file with other numbers out. */

static char *
sample (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", "files", name, NULL);
}

static void
assert_whole (TiemStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invariants = tiem_store_check (store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      for (guint j = 0; j < invariant->violations->len; j++)
        g_test_message (
            "%s: %s", invariant->name, (char *)g_ptr_array_index (invariant->violations, j));
      g_assert_cmpuint (invariant->violations->len, ==, 0);
    }
}

typedef struct
{
  const char *file;
  const char *platform;
  guint listings, products;
  gint64 stock, price_sum;
} Sample;

static const Sample samples[] = {
  { "shopee-mass-update-sales-info.xlsx", "shopee", 14, 7, 253, 3344000 },
  { "lazada-pricestock.xlsx", "lazada", 14, 7, 273, 3344000 },
  { "tiktok-batch-edit.xlsx", "tiktok", 14, 7, 189, 3344000 },
};

static gint64
add_channel (TiemStore *store,
             const char *kind)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_file_channel (store, kind, "Nhà Mây", &error);

  g_assert_no_error (error);
  return id;
}

/* @path: read as if the platform had written it at @at, ms UTC */
static void
read_in (
    StoreFixture *fixture, gint64 channel_id, const char *path, gint64 at, TiemFileListings *report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListingsFile) file
      = tiem_listings_file_read (path, NULL, fixture->now, NULL, &error);

  g_assert_no_error (error);
  file->written_at = at;
  tiem_listings_file_store (file, fixture->store, channel_id, FALSE, report, &error);
  g_assert_no_error (error);
  assert_whole (fixture->store);
}

static TiemListing *
find_listing (TiemStore *store,
              gint64 channel_id,
              const char *sku)
{
  const TiemListingQuery query = { .channel_id = channel_id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listings = tiem_store_list_listings (store, &query, 0, 0, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < listings->len; i++)
    if (g_strcmp0 (((TiemListing *)listings->pdata[i])->remote_sku, sku) == 0)
      return g_ptr_array_steal_index (listings, i);
  g_assert_not_reached ();
}

static void
adopt_all (TiemStore *store,
           gint64 channel_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemAdoptResult) result = tiem_store_adopt (store, channel_id, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->skipped->len, ==, 0);
}

/* Every cell of every sheet but those of @changed ("I7 G7") is the same. */
static guint
assert_same_but (const char *before,
                 const char *after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) old = tiem_sheet_open (before, NULL, &error);
  g_autoptr (GPtrArray) new = tiem_sheet_open (after, NULL, &error);
  guint changed = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (old->len, ==, new->len);
  for (guint i = 0; i < old->len; i++)
    {
      const TiemSheet *one = g_ptr_array_index (old, i);
      const TiemSheet *other = g_ptr_array_index (new, i);

      g_assert_cmpstr (one->name, ==, other->name);
      g_assert_cmpuint (one->rows->len, ==, other->rows->len);
      for (guint row = 0; row < one->rows->len; row++)
        for (guint column = 0; column < 40; column++)
          changed += strcmp (tiem_sheet_get_cell (one, row, column),
                             tiem_sheet_get_cell (other, row, column))
                     != 0;
    }
  return changed;
}

/* Listings in, stock and prices out, the owner's word, and the platform's file read again. */
static void
test_sample (StoreFixture *fixture,
             gconstpointer data)
{
  const Sample *expected = data;
  g_autofree char *path = sample (expected->file);
  g_autofree char *out = g_build_filename (fixture->dir, "up.xlsx", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListingsFile) again = NULL;
  g_autoptr (TiemFileDesk) desk = NULL;
  gint64 channel_id = add_channel (fixture->store, expected->platform);
  TiemFileListings report;
  TiemUploadReport upload;
  TiemListing *listing;

  fixture->now = g_get_real_time () / 1000; /* the sample's own time is when it was unpacked */
  read_in (fixture, channel_id, path, fixture->now - 1000, &report);
  g_assert_cmpuint (report.counts.n_new, ==, expected->listings);
  g_assert_cmpuint (report.n_unlinked, ==, expected->listings);
  read_in (fixture, channel_id, path, fixture->now - 1000, &report);
  g_assert_cmpuint (report.counts.n_same, ==, expected->listings);
  adopt_all (fixture->store, channel_id);

  tiem_upload_file_write (
      fixture->store, channel_id, path, out, TRUE, FALSE, &upload, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (upload.n_rows, ==, expected->listings);
  /* What is held back is not shown; what is sold out already is right as it is. */
  g_assert_cmpuint (upload.n_stock + upload.n_same, ==, expected->listings);
  g_assert_cmpuint (upload.n_stock, >, 0);
  g_assert_cmpuint (assert_same_but (path, out), ==, upload.n_stock);
  again = tiem_listings_file_read (out, expected->platform, fixture->now, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->n_products, ==, expected->products);
  g_assert_cmpint (again->price_sum_vnd, ==, expected->price_sum);
  g_assert_cmpint (again->stock, <, expected->stock);

  /* Nothing is shown for sure until the owner says that the platform has it. */
  listing = find_listing (fixture->store, channel_id, "VO-5");
  g_assert_cmpint (listing->desired, ==, listing->acked - TIEM_FILE_BUFFER);
  tiem_listing_free (listing);
  g_assert_cmpint (
      tiem_store_confirm_upload (fixture->store, channel_id, &error), ==, expected->listings);
  g_assert_no_error (error);
  listing = find_listing (fixture->store, channel_id, "VO-5");
  g_assert_cmpint (listing->desired, ==, listing->acked);
  g_assert_cmpint (listing->standing, ==, TIEM_STANDING_IN_STEP);
  tiem_listing_free (listing);
  desk = tiem_store_read_file_desk (fixture->store, channel_id, &error);
  g_assert_cmpint (desk->waiting_stock, ==, 0);
  g_assert_cmpint (desk->open_upload_id, ==, 0);
  g_assert_cmpint (desk->uploaded_at, ==, fixture->now);
  assert_whole (fixture->store);

  /* The owner's word twice is one too many; a template of before says nothing new. */
  g_assert_cmpint (tiem_store_confirm_upload (fixture->store, channel_id, &error), ==, -1);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  read_in (fixture, channel_id, path, fixture->now - 1000, &report);
  g_assert_cmpuint (report.counts.n_older, ==, expected->listings);
  listing = find_listing (fixture->store, channel_id, "VO-5");
  g_assert_cmpint (listing->desired, ==, listing->acked);
  tiem_listing_free (listing);
}

#define HEADS                                                                                                            \
  "Mã đơn hàng|Ngày đặt hàng|Trạng Thái Đơn Hàng|SKU phân loại hàng|Tên sản phẩm|Số lượng|" \
  "Giá ưu đãi|Ngày gửi hàng|\n"

static void
order_in (StoreFixture *fixture,
          gint64 channel_id,
          const char *rows)
{
  g_autofree char *all = g_strconcat (HEADS, rows, NULL);
  g_autofree char *path = book_write_rows ("orders.xlsx", all);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrdersFile) file
      = tiem_orders_file_read (path, "shopee", fixture->now, NULL, &error);
  TiemFileCounts counts;

  g_assert_no_error (error);
  tiem_orders_file_store (
      file, fixture->store, channel_id, FALSE, NULL, NULL, &counts, NULL, &error);
  g_assert_no_error (error);
  assert_whole (fixture->store);
}

static void
assert_shows (StoreFixture *fixture,
              gint64 channel_id,
              gint64 desired,
              gint64 acked)
{
  TiemListing *listing = find_listing (fixture->store, channel_id, "VO-5");

  g_assert_cmpint (listing->desired, ==, desired);
  g_assert_cmpint (listing->acked, ==, acked);
  tiem_listing_free (listing);
}

/* A week by files: the platform takes its own sales off by itself, and nobody has to upload a
 * number for them; what is sold over the counter has to be. */
static void
test_week (StoreFixture *fixture,
           gconstpointer data)
{
  g_autofree char *path = sample ("shopee-mass-update-sales-info.xlsx");
  g_autofree char *out = g_build_filename (fixture->dir, "up.xlsx", NULL);
  g_autoptr (GError) error = NULL;
  gint64 channel_id = add_channel (fixture->store, "shopee");
  TiemFileListings report;
  TiemUploadReport upload;
  TiemListing *listing;
  gint64 variant_id;

  read_in (fixture, channel_id, path, fixture->now - 1000, &report);
  adopt_all (fixture->store, channel_id);
  assert_shows (fixture, channel_id, 118, 120);

  /* Monday: 5 sold there after the template was downloaded: both numbers fall alike. */
  fixture->now += 24 * 3600000;
  order_in (fixture, channel_id, "A|2026-11-22 08:00|Chờ xác nhận|VO-5|Vớ|5|59000||\n");
  assert_shows (fixture, channel_id, 113, 115);

  /* Tuesday: handed over, and another one cancelled at once. */
  fixture->now += 24 * 3600000;
  order_in (fixture,
            channel_id,
            "A|2026-11-22 08:00|Đang giao|VO-5|Vớ|5|59000|2026-11-23 17:00|\n"
            "B|2026-11-23 09:00|Đã hủy|VO-5|Vớ|3|59000||\n");
  assert_shows (fixture, channel_id, 113, 115);

  /* Wednesday: 15 are counted to be missing, which the platform does not know. */
  listing = find_listing (fixture->store, channel_id, "VO-5");
  variant_id = listing->variant_id;
  tiem_listing_free (listing);
  tiem_store_set_stock (fixture->store, variant_id, 100, "count", NULL, &error);
  g_assert_no_error (error);
  assert_shows (fixture, channel_id, 98, 115);

  /* Thursday: uploaded, with one order that was placed before and is read in only now: the upload
   * gave its units back, and they have to be taken off once more. */
  fixture->now += 48 * 3600000;
  tiem_upload_file_write (
      fixture->store, channel_id, path, out, FALSE, FALSE, &upload, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tiem_store_confirm_upload (fixture->store, channel_id, &error), ==, 14);
  assert_shows (fixture, channel_id, 98, 98);
  order_in (fixture, channel_id, "C|2026-11-25 08:00|Chờ xác nhận|VO-5|Vớ|2|59000||\n");
  assert_shows (fixture, channel_id, 96, 98);
  assert_whole (fixture->store);
}

static void
assert_due (StoreFixture *fixture,
            gint64 channel_id,
            TiemFileDue due)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelRecord) channel
      = tiem_store_get_channel (fixture->store, channel_id, &error);
  g_autofree char *sentence = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (tiem_file_get_due (channel, fixture->now), ==, due);
  sentence = tiem_file_tell_due (channel, fixture->now);
  g_assert_cmpint (sentence != NULL, ==, due != 0);
}

/* Files are due when orders have not been read in for a day, or changes have waited for half a day;
 * and changes that wait for a file are told so where a number's travels are. */
static void
test_due (StoreFixture *fixture,
          gconstpointer data)
{
  g_autofree char *path = sample ("shopee-mass-update-sales-info.xlsx");
  g_autofree char *out = g_build_filename (fixture->dir, "up.xlsx", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) travels = NULL;
  const TiemTravel *travel;
  gint64 channel_id = add_channel (fixture->store, "shopee");
  TiemFileListings report;
  TiemUploadReport upload;
  TiemListing *listing;

  assert_due (fixture, channel_id, 0); /* nothing is there yet */
  read_in (fixture, channel_id, path, fixture->now - 1000, &report);
  adopt_all (fixture->store, channel_id);
  assert_due (fixture, channel_id, TIEM_FILE_DUE_ORDERS);
  order_in (fixture, channel_id, "A|2026-11-21 18:00|Chờ xác nhận|VO-5|Vớ|5|59000||\n");
  assert_due (fixture, channel_id, 0);
  fixture->now += 13 * 3600000;
  assert_due (fixture, channel_id, TIEM_FILE_DUE_UPLOAD);
  fixture->now += 12 * 3600000;
  assert_due (fixture, channel_id, TIEM_FILE_DUE_ORDERS | TIEM_FILE_DUE_UPLOAD);

  tiem_upload_file_write (
      fixture->store, channel_id, path, out, FALSE, FALSE, &upload, NULL, &error);
  g_assert_no_error (error);
  tiem_store_confirm_upload (fixture->store, channel_id, &error);
  g_assert_no_error (error);
  assert_due (fixture, channel_id, TIEM_FILE_DUE_ORDERS);

  listing = find_listing (fixture->store, channel_id, "VO-5");
  tiem_store_set_stock (fixture->store, listing->variant_id, 70, "count", NULL, &error);
  g_assert_no_error (error);
  travels = tiem_store_list_variant_travels (fixture->store, listing->variant_id, 10, &error);
  tiem_listing_free (listing);
  g_assert_no_error (error);
  travel = g_ptr_array_index (travels, 0);
  g_assert_cmpuint (travel->stops->len, ==, 1);
  g_assert_true (g_array_index (travel->stops, TiemTravelStop, 0).by_file);
  g_assert_cmpint (g_array_index (travel->stops, TiemTravelStop, 0).took_ms, ==, -1);
}

/* Another shop's file, by its number or by its products. */
static void
test_other_shop (StoreFixture *fixture,
                 gconstpointer data)
{
  static const char rows[] = "et_title_product_id|et_title_product_name|et_title_variation_id|"
                             "et_title_variation_name|et_title_parent_sku|et_title_variation_sku|"
                             "et_title_variation_price|et_title_variation_stock|\n"
                             "sales_info|hash|0|%s|\n"
                             "Mã Sản phẩm|\n"
                             "%s|Áo|0||AO||129000|5|\n";
  static const struct
  {
    const char *shop, *product;
    gboolean ok;
  } cases[] = { { "111222333", "27000000101", TRUE },
                { "999888777", "27000000101", FALSE },
                { "111222333", "27000000102", TRUE } };
  gint64 channel_id = add_channel (fixture->store, "shopee");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (rows, cases[i].shop, cases[i].product);
      g_autofree char *path = book_write_rows ("mass.xlsx", text);
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemListingsFile) file
          = tiem_listings_file_read (path, "shopee", fixture->now, NULL, &error);
      TiemFileListings report;
      gboolean ok;

      g_assert_no_error (error);
      ok = tiem_listings_file_store (file, fixture->store, channel_id, FALSE, &report, &error);
      g_assert_cmpint (ok, ==, cases[i].ok);
      if (!ok)
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
    }
}

/* A cell that is not there is put into its row; a row that is not there is refused. */
static void
test_patch (void)
{
  g_autofree char *path = book_write_rows ("plain.xlsx", "Mã|Tên|Tồn|\nA1|Áo||\nA2||#7|\n");
  g_autofree char *out = book_path ("patched.xlsx");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sheets = tiem_sheet_open (path, NULL, &error);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) patches
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sheet_patch_free);
  const char *name = ((TiemSheet *)sheets->pdata[0])->name;

  g_ptr_array_add (patches, tiem_sheet_patch_new (1, 2, "3"));
  g_ptr_array_add (patches, tiem_sheet_patch_new (2, 2, "8"));
  g_assert_true (tiem_sheet_patch_file (path, out, name, patches, NULL, &error));
  g_assert_no_error (error);
  after = tiem_sheet_open (out, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tiem_sheet_get_cell (after->pdata[0], 1, 2), ==, "3");
  g_assert_cmpstr (tiem_sheet_get_cell (after->pdata[0], 2, 2), ==, "8");
  g_assert_cmpuint (assert_same_but (path, out), ==, 2);

  g_ptr_array_add (patches, tiem_sheet_patch_new (9, 2, "1"));
  g_assert_false (tiem_sheet_patch_file (path, out, name, patches, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_strdup_printf ("/upload-file/sample/%s", samples[i].platform);

      g_test_add (path,
                  StoreFixture,
                  &samples[i],
                  store_fixture_set_up,
                  test_sample,
                  store_fixture_tear_down);
    }
#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/upload-file/due", test_due);
  ADD ("/upload-file/week", test_week);
  ADD ("/upload-file/other-shop", test_other_shop);
#undef ADD
  g_test_add_func ("/upload-file/patch", test_patch);
  status = g_test_run ();
  book_end ();
  return status;
}
