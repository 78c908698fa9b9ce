#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Bar codes for scanners, drawn as black rectangles with the white round them that they need. */

typedef enum
{
  TIEM_CODE_128, /* a line of bars: ASCII text */
  TIEM_CODE_QR,
  TIEM_CODE_EAN13, /* a line of bars: thirteen digits, the last one right */
} TiemCodeKind;

/* As large as @box allows: a code of bars is as wide as whole dots of a label printer make it and
 * as high as the box, a QR is a square. Its quiet zone is inside the box, which it is in the
 * middle of. Returns: FALSE, and nothing is drawn, when @text can't be written in such a code or
 * does not fit */
gboolean tiem_code_draw (cairo_t *cr,
                         TiemCodeKind kind,
                         const char *text,
                         const cairo_rectangle_t *box);

G_END_DECLS
