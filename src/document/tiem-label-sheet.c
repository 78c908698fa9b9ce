#define G_LOG_DOMAIN "tiem-label"

#include "config.h"

#include "document/tiem-label-sheet.h"

#include "base/tiem-error.h"
#include "document/tiem-own-label.h"
#include "document/tiem-pdf.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A page that differs by less is of the paper's own size, and is taken as it is. */
#define SAME_SIZE (2.5 * TIEM_MM)
/* So much of white paper round the ink is no part of the label. */
#define MUCH_WHITE (12 * TIEM_MM)
/* The box of the ink is known to a pixel. */
#define INK_ROUNDING 1.0
/* A small label is not blown up without end. */
#define MOST_SCALE 1.4
/* Below, bars may become too thin for a scanner. */
#define WORRYING_SCALE 0.62
/* Upright text is worth so much of the size, and no more. */
#define UPRIGHT_WORTH 1.12

struct _TiemLabelSheet
{
  const TiemLabelPaperInfo *paper;
  TiemPdfWriter *writer; /* (owned) */
  guint n_labels;
};

TiemLabelSheet *
tiem_label_sheet_new (TiemLabelPaper paper)
{
  TiemLabelSheet *self = g_new0 (TiemLabelSheet, 1);

  self->paper = tiem_label_paper_get_info (paper);
  self->writer = tiem_pdf_writer_new ();
  return self;
}

void
tiem_label_sheet_free (TiemLabelSheet *self)
{
  tiem_pdf_writer_free (self->writer);
  g_free (self);
}

/* --- where it goes --- */

typedef struct
{
  cairo_rectangle_t source; /* of the label's page */
  double scale;
  int turn; /* clockwise */
} Placement;

static gboolean
is_near (double a,
         double b)
{
  return fabs (a - b) <= SAME_SIZE;
}

static double
get_worth (int turned)
{
  switch (turned % 360)
    {
    case 0:
      return UPRIGHT_WORTH;
    case 270: /* as on the back of a book */
      return 1;
    case 90:
      return 0.999;
    default:
      return 0.99;
    }
}

/* As large as the room allows and not larger than @most; upright when that costs little. */
static void
choose_turn (Placement *self,
             int turned,
             double width,
             double height,
             double most)
{
  double best = 0;

  for (int turn = 0; turn < 360; turn += 90)
    {
      gboolean on_side = turn % 180 != 0;
      double wide = on_side ? self->source.height : self->source.width;
      double high = on_side ? self->source.width : self->source.height;
      double scale = MIN (most, MIN (width / wide, height / high));
      double worth = scale * get_worth (turned + turn);

      if (worth <= best)
        continue;
      best = worth;
      self->scale = scale;
      self->turn = turn;
    }
}

static cairo_rectangle_t
widen_ink (const TiemLabelLook *look)
{
  double left = MAX (0, look->ink.x - INK_ROUNDING);
  double top = MAX (0, look->ink.y - INK_ROUNDING);
  double right = MIN (look->width, look->ink.x + look->ink.width + INK_ROUNDING);
  double bottom = MIN (look->height, look->ink.y + look->ink.height + INK_ROUNDING);

  return (cairo_rectangle_t){ left, top, right - left, bottom - top };
}

/* A page of the cell's own size, either way up. */
static gboolean
is_of_size (const TiemLabelLook *look,
            double width,
            double height)
{
  return (is_near (look->width, width) && is_near (look->height, height))
         || (is_near (look->width, height) && is_near (look->height, width));
}

static gboolean
is_ink_inside (const TiemLabelLook *look,
               double margin)
{
  return look->ink.x >= margin && look->ink.y >= margin
         && look->ink.x + look->ink.width <= look->width - margin
         && look->ink.y + look->ink.height <= look->height - margin;
}

static void
place (TiemLabelSheet *self,
       const TiemLabelLook *look,
       Placement *placement)
{
  const TiemLabelPaperInfo *paper = self->paper;
  double width = paper->width_mm * TIEM_MM / paper->columns;
  double height = paper->height_mm * TIEM_MM / paper->rows;
  double margin = paper->margin_mm * TIEM_MM;
  gboolean is_sheet = paper->columns * paper->rows > 1;

  /* The platform has left the margins it wants. A sheet has a printer's margins on top. */
  if (is_of_size (look, width, height) && (!is_sheet || is_ink_inside (look, margin)))
    {
      placement->source = (cairo_rectangle_t){ 0, 0, look->width, look->height };
      choose_turn (placement, look->turned, width, height, 1);
      return;
    }
  placement->source = widen_ink (look);
  choose_turn (placement, look->turned, width - 2 * margin, height - 2 * margin, MOST_SCALE);
}

/* --- what is worth a look --- */

static gboolean
is_known_size (const TiemLabelLook *look)
{
  static const double sizes[][2] = {
    { 105, 148 }, { 100, 150 },     { 75, 100 },      { 101.6, 152.4 }, { 100, 100 },
    { 74, 105 },  { 76, 130 },      { 80, 100 },      { 100, 180 },     { 148, 210 },
    { 210, 297 }, { 215.9, 279.4 }, { 101.6, 203.2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (is_of_size (look, sizes[i][0] * TIEM_MM, sizes[i][1] * TIEM_MM))
      return TRUE;
  return FALSE;
}

static char *
describe (const TiemLabelLook *look,
          const Placement *placement)
{
  int width = (int)lround (look->width / TIEM_MM);
  int height = (int)lround (look->height / TIEM_MM);
  gboolean is_cut_out = placement->source.width < look->width - MUCH_WHITE
                        || placement->source.height < look->height - MUCH_WHITE;

  if (placement->scale < WORRYING_SCALE)
    return g_strdup_printf (
        /* Translators: a percentage */
        _ ("The label is printed at %d %% of its size to fit the paper; try with your scanner "
           "whether the bar code can still be read, or choose a larger paper."),
        (int)lround (placement->scale * 100));
  if (!is_known_size (look))
    return g_strdup_printf (
        /* Translators: width and height in mm */
        _ ("The page is %d × %d mm, which no label paper is; the label was fitted to the paper. "
           "Look at it before you print."),
        width,
        height);
  if (is_cut_out)
    return g_strdup_printf (
        /* Translators: width and height in mm */
        _ ("The label came on a page of %d × %d mm; it was cut out of it."),
        width,
        height);
  if (look->turned != 0 || (look->width > look->height && placement->turn != 0))
    return g_strdup (_ ("The label did not come upright; it was turned to fit."));
  return NULL;
}

/* --- drawing --- */

/* The middle of the next cell at the origin; a new sheet when the last one is full. */
static cairo_t *
begin_cell (TiemLabelSheet *self)
{
  const TiemLabelPaperInfo *paper = self->paper;
  guint per_page = paper->columns * paper->rows;
  guint cell = self->n_labels++ % per_page;
  double width = paper->width_mm * TIEM_MM / paper->columns;
  double height = paper->height_mm * TIEM_MM / paper->rows;
  cairo_t *cr;

  if (cell == 0)
    tiem_pdf_writer_begin_page (
        self->writer, paper->width_mm * TIEM_MM, paper->height_mm * TIEM_MM);
  cr = tiem_pdf_writer_get_cairo (self->writer);
  cairo_save (cr);
  cairo_translate (cr,
                   (cell % paper->columns + 0.5) * width,
                   (guint)(cell / paper->columns) * height + height / 2);
  return cr;
}

static void
draw_page (TiemLabelSheet *self,
           TiemLabelFile *file,
           guint page,
           const Placement *placement)
{
  const cairo_rectangle_t *source = &placement->source;
  cairo_t *cr = begin_cell (self);

  cairo_rotate (cr, placement->turn * G_PI / 180);
  cairo_scale (cr, placement->scale, placement->scale);
  cairo_translate (cr, -source->x - source->width / 2, -source->y - source->height / 2);
  cairo_rectangle (cr, source->x, source->y, source->width, source->height);
  cairo_clip (cr);
  tiem_label_file_draw (file, page, cr);
  cairo_restore (cr);
}

gboolean
tiem_label_sheet_add_file (TiemLabelSheet *self,
                           TiemLabelFile *file,
                           char **note,
                           GError **error)
{
  guint n_pages = tiem_label_file_get_n_pages (file);
  g_autofree char *said = NULL;
  gboolean is_blank = TRUE;

  for (guint i = 0; i < n_pages; i++)
    {
      TiemLabelLook look;
      Placement placement;

      tiem_label_file_look (file, i, &look);
      if (look.ink.width <= 0)
        continue;
      is_blank = FALSE;
      place (self, &look, &placement);
      if (said == NULL)
        said = describe (&look, &placement);
      draw_page (self, file, i, &placement);
    }
  if (is_blank)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("The label is a white page; Tiệm fetches it anew with the next "
                              "try. If it stays so, print it on the channel's page."));
      return FALSE;
    }
  if (note != NULL)
    *note = g_steal_pointer (&said);
  return TRUE;
}

void
tiem_label_sheet_add_own (TiemLabelSheet *self,
                          const TiemOrder *order,
                          const TiemShopIdentity *sender)
{
  const TiemLabelPaperInfo *paper = self->paper;
  double margin = paper->margin_mm * TIEM_MM;
  double width = paper->width_mm * TIEM_MM / paper->columns - 2 * margin;
  double height = paper->height_mm * TIEM_MM / paper->rows - 2 * margin;
  gboolean on_side = width > height;
  cairo_t *cr = begin_cell (self);

  if (on_side)
    cairo_rotate (cr, -G_PI / 2);
  cairo_translate (cr, -(on_side ? height : width) / 2, -(on_side ? width : height) / 2);
  tiem_own_label_draw (cr, on_side ? height : width, on_side ? width : height, order, sender);
  cairo_restore (cr);
}

guint
tiem_label_sheet_get_n_labels (TiemLabelSheet *self)
{
  return self->n_labels;
}

guint
tiem_label_sheet_get_n_pages (TiemLabelSheet *self)
{
  guint per_page = self->paper->columns * self->paper->rows;

  return (self->n_labels + per_page - 1) / per_page;
}

GBytes *
tiem_label_sheet_finish (TiemLabelSheet *self,
                         GError **error)
{
  return tiem_pdf_writer_finish (self->writer, error);
}
