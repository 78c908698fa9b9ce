#define G_LOG_DOMAIN "tiem-pdf"

#include "config.h"

#include "document/tiem-pdf.h"

#include "base/tiem-error.h"
#include "document/tiem-label-file.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
tiem_pdf_is (GBytes *document)
{
  gsize size;
  const char *data = g_bytes_get_data (document, &size);

  return size > 5 && memcmp (data, "%PDF-", 5) == 0;
}

/* --- made page by page --- */

struct _TiemPdfWriter
{
  GByteArray *data;         /* (owned) (nullable) */
  cairo_surface_t *surface; /* (owned) */
  cairo_t *cr;              /* (owned) (nullable): of the page that was begun */
  gboolean has_page;
};

static cairo_status_t
write_cb (void *closure,
          const unsigned char *data,
          unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

TiemPdfWriter *
tiem_pdf_writer_new (void)
{
  TiemPdfWriter *self = g_new0 (TiemPdfWriter, 1);

  self->data = g_byte_array_new ();
  self->surface = cairo_pdf_surface_create_for_stream (write_cb, self->data, 72, 72);
  /* what every printer and every program has understood for twenty years */
  cairo_pdf_surface_restrict_to_version (self->surface, CAIRO_PDF_VERSION_1_4);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATOR, "Tiệm");
  return self;
}

static void
end_page (TiemPdfWriter *self)
{
  if (self->has_page)
    cairo_surface_show_page (self->surface);
  self->has_page = FALSE;
  g_clear_pointer (&self->cr, cairo_destroy);
}

void
tiem_pdf_writer_free (TiemPdfWriter *self)
{
  g_clear_pointer (&self->cr, cairo_destroy);
  cairo_surface_finish (self->surface);
  cairo_surface_destroy (self->surface);
  g_clear_pointer (&self->data, g_byte_array_unref);
  g_free (self);
}

void
tiem_pdf_writer_begin_page (TiemPdfWriter *self,
                            double width,
                            double height)
{
  end_page (self);
  cairo_pdf_surface_set_size (self->surface, width, height);
  self->cr = cairo_create (self->surface);
  self->has_page = TRUE;
}

cairo_t *
tiem_pdf_writer_get_cairo (TiemPdfWriter *self)
{
  return self->cr;
}

GBytes *
tiem_pdf_writer_finish (TiemPdfWriter *self,
                        GError **error)
{
  cairo_status_t status;

  if (!self->has_page)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("There is nothing to print; choose orders that have a label."));
      return NULL;
    }
  end_page (self);
  cairo_surface_finish (self->surface);
  status = cairo_surface_status (self->surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_STORE,
                   /* Translators: the words of a library */
                   _ ("The PDF could not be made (%s); try again with fewer orders."),
                   cairo_status_to_string (status));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&self->data));
}

/* --- labels of many orders in one file --- */

/* Drawn again as vectors: text stays text and bars stay sharp. */
static gboolean
add_pages (TiemPdfWriter *writer,
           GBytes *document,
           GError **error)
{
  g_autoptr (TiemLabelFile) file = tiem_label_file_open (document, NULL, error);

  if (file == NULL)
    return FALSE;
  for (guint i = 0; i < tiem_label_file_get_n_pages (file); i++)
    {
      double width;
      double height;

      tiem_label_file_get_size (file, i, &width, &height);
      if (width <= 0)
        continue;
      tiem_pdf_writer_begin_page (writer, width, height);
      tiem_label_file_draw (file, i, tiem_pdf_writer_get_cairo (writer));
    }
  return TRUE;
}

GBytes *
tiem_pdf_join (GPtrArray *documents,
               GError **error)
{
  g_autoptr (TiemPdfWriter) writer = NULL;

  g_return_val_if_fail (documents->len > 0, NULL);

  if (documents->len == 1)
    return g_bytes_ref (g_ptr_array_index (documents, 0));
  writer = tiem_pdf_writer_new ();
  for (guint i = 0; i < documents->len; i++)
    if (!add_pages (writer, g_ptr_array_index (documents, i), error))
      return NULL;
  return tiem_pdf_writer_finish (writer, error);
}
