#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Small PDF files as carriers' label printers make them: pages of a given size with lines of
 * text and bar codes, one under the other. Their fonts know no Vietnamese marks, so text is
 * printed without them.
 */

typedef struct _TiemSandboxPdf TiemSandboxPdf;

/* Pages of @width_mm × @height_mm; a label is 100 × 150, A6 105 × 148. */
TiemSandboxPdf *tiem_sandbox_pdf_new (guint width_mm, guint height_mm);
void tiem_sandbox_pdf_free (TiemSandboxPdf *self);

/* What follows goes on a new page. To be called before the first line, too. */
void tiem_sandbox_pdf_add_page (TiemSandboxPdf *self);
/* A line of text, @size points high, under what the page holds; cut off at the right margin. */
void tiem_sandbox_pdf_add_text (TiemSandboxPdf *self, guint size, const char *text);
/* @code as a bar code (Code 39) that scanners can read: digits, capital letters and "-. $/+%".
 * Other characters are left out. */
void tiem_sandbox_pdf_add_barcode (TiemSandboxPdf *self, const char *code);

/* Returns: (transfer full): the file; one empty page when there was none */
GBytes *tiem_sandbox_pdf_make (TiemSandboxPdf *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxPdf, tiem_sandbox_pdf_free)

G_END_DECLS
