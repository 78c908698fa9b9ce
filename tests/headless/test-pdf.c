#include "base/tiem-error.h"
#include "document/tiem-label-file.h"
#include "document/tiem-pdf.h"
#include "sandbox/tiem-sandbox-pdf.h"

#include <string.h>

/* Labels of several orders in one file. */

static GBytes *
new_label (const char *tracking)
{
  g_autoptr (TiemSandboxPdf) pdf = tiem_sandbox_pdf_new (100, 150);

  tiem_sandbox_pdf_add_page (pdf);
  tiem_sandbox_pdf_add_text (pdf, 12, tracking);
  tiem_sandbox_pdf_add_barcode (pdf, tracking);
  return tiem_sandbox_pdf_make (pdf);
}

static guint
count_pages (GBytes *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemLabelFile) file = tiem_label_file_open (document, NULL, &error);

  g_assert_no_error (error);
  return tiem_label_file_get_n_pages (file);
}

static void
test_join (void)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) three = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (labels, new_label ("SPXVN001"));
  one = tiem_pdf_join (labels, &error);
  g_assert_no_error (error);
  g_assert_true (one == g_ptr_array_index (labels, 0)); /* as the platform made it */

  g_ptr_array_add (labels, new_label ("SPXVN002"));
  g_ptr_array_add (labels, new_label ("SPXVN003"));
  three = tiem_pdf_join (labels, &error);
  g_assert_no_error (error);
  g_assert_true (tiem_pdf_is (three));
  g_assert_cmpuint (count_pages (three), ==, 3 * count_pages (one));
}

static void
test_broken (void)
{
  static const char *const texts[] = { "", "x", "<html></html>", "%PDF-1.4 cut" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (labels, new_label ("SPXVN001"));
      g_ptr_array_add (labels, g_bytes_new_static (texts[i], strlen (texts[i])));
      g_assert_null (tiem_pdf_join (labels, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pdf/join", test_join);
  g_test_add_func ("/pdf/broken", test_broken);
  return g_test_run ();
}
