#include "label-fixture.h"

#include "base/tiem-error.h"
#include "document/tiem-handover.h"

#include <poppler.h>

/* The list that goes with parcels to their carriers. */

#define NOW G_GINT64_CONSTANT (1795262400000) /* 2026-11-21 19:00 in Việt Nam */

static void
add (GPtrArray *orders,
     const char *number,
     const char *carrier,
     const char *tracking,
     gint64 cod_vnd)
{
  TiemOrder *order = g_new0 (TiemOrder, 1);

  order->number = g_strdup (number);
  order->carrier = g_strdup (carrier);
  order->tracking = g_strdup (tracking);
  order->channel_name = g_strdup ("Nhà Mây");
  order->units = 2;
  order->cod_vnd = cod_vnd;
  g_ptr_array_add (orders, order);
}

static GPtrArray *
new_orders (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_free);
}

static int
count_pages (GBytes *pdf)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) document = G_OBJECT (poppler_document_new_from_bytes (pdf, NULL, &error));

  g_assert_no_error (error);
  return poppler_document_get_n_pages (POPPLER_DOCUMENT (document));
}

static void
assert_says (GBytes *pdf,
             guint page,
             const char *words)
{
  g_autofree char *text = label_fixture_read (pdf, page);

  if (strstr (text, words) == NULL)
    g_test_message ("page %u: %s", page, text);
  g_assert_nonnull (strstr (text, words));
}

static void
test_carriers (void)
{
  g_autoptr (GPtrArray) orders = new_orders ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;

  add (orders, "10482", "GHTK", "S1.22.333", 649000);
  add (orders, "10483", NULL, NULL, 0);
  add (orders, "2611218B4N0QRX", "SPX Express", "SPXVN0261", 0);
  add (orders, "10481", "GHTK", "S1.22.332", 0);
  pdf = tiem_handover_make (orders, "Nhà Mây", NOW, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_pages (pdf), ==, 3);
  assert_says (pdf, 0, "GHTK");
  assert_says (pdf, 0, "2 parcels");
  assert_says (pdf, 0, "S1.22.333");
  assert_says (pdf, 0, "649.000");
  assert_says (pdf, 0, "Received by the carrier");
  assert_says (pdf, 1, "SPX Express");
  assert_says (pdf, 1, "1 parcel");
  assert_says (pdf, 2, "Carrier not named");
}

/* Rows go on to another page, and whoever signs signs below the last. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) orders = new_orders ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  int last;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *number = g_strdup_printf ("26112100%03u", i);
      g_autofree char *tracking = g_strdup_printf ("SPXVN02611%05u", i);

      add (orders, number, "SPX Express", tracking, 0);
    }
  pdf = tiem_handover_make (orders, NULL, NOW, &error);
  g_assert_no_error (error);
  last = count_pages (pdf) - 1;
  g_assert_cmpint (last, >=, 2);
  assert_says (pdf, 0, "26112100000");
  assert_says (pdf, last, "26112100099");
  assert_says (pdf, last, "Received by the carrier");
}

static void
test_none (void)
{
  g_autoptr (GPtrArray) orders = new_orders ();
  g_autoptr (GError) error = NULL;

  g_assert_null (tiem_handover_make (orders, NULL, NOW, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/handover/carriers", test_carriers);
  g_test_add_func ("/handover/many", test_many);
  g_test_add_func ("/handover/none", test_none);
  return g_test_run ();
}
