#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether @document begins as a PDF does. */
gboolean tiem_pdf_is (GBytes *document);
/* All pages of @documents (element-type GBytes), in their order and size, in one PDF; a single one
 * is returned as it is. Fails with INVALID when one can't be read. Returns: (transfer full) */
GBytes *tiem_pdf_join (GPtrArray *documents,
                       GError **error);

/* A PDF that is made page by page; pages may differ in size. */
typedef struct _TiemPdfWriter TiemPdfWriter;

TiemPdfWriter *tiem_pdf_writer_new (void);
void tiem_pdf_writer_free (TiemPdfWriter *self);
/* In points. */
void tiem_pdf_writer_begin_page (TiemPdfWriter *self,
                                 double width,
                                 double height);
/* The page that was begun last. Returns: (transfer none): good until the next one is begun */
cairo_t *tiem_pdf_writer_get_cairo (TiemPdfWriter *self);
/* Fails with INVALID when there is no page, STORE when memory ran out. Returns: (transfer full) */
GBytes *tiem_pdf_writer_finish (TiemPdfWriter *self,
                                GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPdfWriter, tiem_pdf_writer_free)

G_END_DECLS
