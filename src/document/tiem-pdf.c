#define G_LOG_DOMAIN "tiem-pdf"

#include "config.h"

#include "document/tiem-pdf.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#ifdef HAVE_QPDF
#include <qpdf/qpdf-c.h>
#endif

/* Labels of many orders in one file. libqpdf moves pages as they are; nothing is drawn anew, so
 * that a bar code stays as sharp as the platform made it. */

gboolean
tiem_pdf_is (GBytes *document)
{
  gsize size;
  const char *data = g_bytes_get_data (document, &size);

  return size > 5 && memcmp (data, "%PDF-", 5) == 0;
}

#ifdef HAVE_QPDF

static qpdf_data
new_pdf (void)
{
  qpdf_data pdf = qpdf_init ();

  qpdf_silence_errors (pdf);
  qpdf_set_suppress_warnings (pdf, QPDF_TRUE);
  return pdf;
}

/* Warnings are no failure: platforms' PDFs are seldom without. */
static gboolean
has_failed (qpdf_data pdf,
            QPDF_ERROR_CODE code)
{
  gboolean failed = (code & QPDF_ERRORS) != 0 || qpdf_has_error (pdf);

  /* One that nobody asks for is printed when the document is let go. */
  if (qpdf_has_error (pdf))
    qpdf_get_error (pdf);
  return failed;
}

/* @from stays open until the whole is written: pages are read then. */
static gboolean
add_pages (qpdf_data whole,
           qpdf_data from,
           GBytes *document)
{
  gsize size;
  const char *data = g_bytes_get_data (document, &size);
  int n_pages;

  if (has_failed (from, qpdf_read_memory (from, "label", data, size, NULL)))
    return FALSE;
  n_pages = qpdf_get_num_pages (from);
  for (int i = 0; i < n_pages; i++)
    {
      qpdf_oh page = qpdf_get_page_n (from, (size_t)i);

      if (has_failed (whole, qpdf_add_page (whole, from, page, QPDF_FALSE)))
        return FALSE;
    }
  return n_pages > 0;
}

/* Returns: (nullable) */
static GBytes *
write_pdf (qpdf_data whole)
{
  if (has_failed (whole, qpdf_init_write_memory (whole)))
    return NULL;
  qpdf_set_object_stream_mode (whole, qpdf_o_preserve);
  if (has_failed (whole, qpdf_write (whole)))
    return NULL;
  return g_bytes_new (qpdf_get_buffer (whole), qpdf_get_buffer_length (whole));
}

static GBytes *
join (GPtrArray *documents,
      GError **error)
{
  qpdf_data whole = new_pdf ();
  g_autofree qpdf_data *parts = g_new0 (qpdf_data, documents->len);
  gboolean ok = !has_failed (whole, qpdf_empty_pdf (whole));
  GBytes *result = NULL;

  for (guint i = 0; i < documents->len; i++)
    {
      parts[i] = new_pdf ();
      ok = ok && add_pages (whole, parts[i], g_ptr_array_index (documents, i));
    }
  if (ok)
    result = write_pdf (whole);
  qpdf_cleanup (&whole);
  for (guint i = 0; i < documents->len; i++)
    qpdf_cleanup (&parts[i]);
  if (result == NULL)
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_INVALID,
                         _ ("One of the labels is not a PDF that can be read; print the labels one "
                            "by one."));
  return result;
}

#else

static GBytes *
join (GPtrArray *documents,
      GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("This Tiệm was built without libqpdf and can't put several labels into "
                          "one file; print the labels one by one."));
  return NULL;
}

#endif

GBytes *
tiem_pdf_join (GPtrArray *documents,
               GError **error)
{
  g_return_val_if_fail (documents->len > 0, NULL);

  if (documents->len == 1)
    return g_bytes_ref (g_ptr_array_index (documents, 0));
  return join (documents, error);
}
