#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A shipping label as a platform made it: a PDF, or a picture. Opened, looked at, drawn.
 * One thread at a time.
 */
typedef struct _TiemLabelFile TiemLabelFile;

/* @content_type: (nullable): as the platform called it. Fails with INVALID and a sentence for each
 * kind of trouble: not whole, damaged, locked, without pages, with too many of them, a web page,
 * a printer's own language. */
TiemLabelFile *tiem_label_file_open (GBytes *document,
                                     const char *content_type,
                                     GError **error);
/* A PDF of our own making, of any number of pages. */
TiemLabelFile *tiem_label_file_open_printed (GBytes *pdf,
                                             GError **error);
void tiem_label_file_free (TiemLabelFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemLabelFile, tiem_label_file_free)

guint tiem_label_file_get_n_pages (TiemLabelFile *self);

/* In points, as the page is shown: cropped and turned as the file says; 0 = it has no size that could
 * be drawn. */
void tiem_label_file_get_size (TiemLabelFile *self,
                               guint page,
                               double *width,
                               double *height);

/* All in points, of the page as it is shown: cropped and turned as the file says. */
typedef struct
{
  double width;
  double height;
  cairo_rectangle_t ink; /* what is printed on it; of width 0 = nothing */
  int turned;            /* which way its text runs, clockwise: 0, 90, 180, 270 degrees */
} TiemLabelLook;

void tiem_label_file_look (TiemLabelFile *self,
                           guint page,
                           TiemLabelLook *look);
/* The page's top left corner at the origin, in points. */
void tiem_label_file_draw (TiemLabelFile *self,
                           guint page,
                           cairo_t *cr);

G_END_DECLS
