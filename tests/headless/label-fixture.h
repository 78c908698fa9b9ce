#pragma once

#include "document/tiem-label-sheet.h"

/* Labels as platforms send them, and what a scanner reads from paper. */

typedef struct
{
  double page_width; /* all in mm */
  double page_height;
  double x; /* the label's top left corner on the page, before it is turned */
  double y;
  double width; /* of the label, upright */
  double height;
  int turn; /* clockwise */
} LabelForm;

/* A frame round the whole label, text, the tracking number as bars and as QR. Returns: (transfer full) */
GBytes *label_fixture_make (const LabelForm *form,
                            const char *tracking);
/* The file with @what written into its page's dictionary: "/Rotate 90". Returns: (transfer full) */
GBytes *label_fixture_patch (GBytes *pdf,
                             const char *what);
/* What a scanner finds on page @page of @pdf when a label printer has printed it: each code once,
 * sorted. Returns: (transfer full) (element-type utf8) */
GPtrArray *label_fixture_scan (GBytes *pdf,
                               guint page);
/* Whether it finds @code. */
gboolean label_fixture_has (GBytes *pdf,
                            guint page,
                            const char *code);
/* Returns: (transfer full): all text of page @page */
char *label_fixture_read (GBytes *pdf,
                          guint page);
/* An order of one's own with everything on it. Returns: (transfer full) */
TiemOrder *label_fixture_new_order (gint64 id);
