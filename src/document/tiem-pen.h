#pragma once

#include <cairo.h>
#include <pango/pango.h>

G_BEGIN_DECLS

/*
 * Black text on white paper, from the top down, in points. A pen has a column of some width and
 * stands somewhere in it; what it writes moves it on.
 */
typedef struct
{
  cairo_t *cr; /* not owned */
  double x;
  double y;
  double width;
} TiemPen;

typedef enum
{
  TIEM_PEN_PLAIN = 0,
  TIEM_PEN_BOLD = 1 << 0,
  TIEM_PEN_GREY = 1 << 1,   /* for what is read once; printers of labels print it black */
  TIEM_PEN_CENTRE = 1 << 2,
  TIEM_PEN_RIGHT = 1 << 3,
  TIEM_PEN_DIGITS = 1 << 4, /* all of one width, for columns and codes */
} TiemPenLook;

/* A text in at most @lines lines, the last one cut with "…"; @lines 0 = as many as it takes.
 * Returns: (transfer full) */
PangoLayout *tiem_pen_lay_out (TiemPen *self,
                               const char *text,
                               double size,
                               TiemPenLook look,
                               guint lines);
/* Returns: its height */
double tiem_pen_measure (TiemPen *self,
                         const char *text,
                         double size,
                         TiemPenLook look,
                         guint lines);
/* Writes and moves below. */
void tiem_pen_write (TiemPen *self,
                     const char *text,
                     double size,
                     TiemPenLook look,
                     guint lines);
/* Writes, and stays at the same height: another column follows. Returns: the height */
double tiem_pen_write_beside (TiemPen *self,
                              const char *text,
                              double size,
                              TiemPenLook look,
                              guint lines);
/* A line across, with @gap above and below. */
void tiem_pen_rule (TiemPen *self,
                    double gap);

G_END_DECLS
