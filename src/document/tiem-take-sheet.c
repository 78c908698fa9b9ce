#define G_LOG_DOMAIN "tiem-take-sheet"

#include "config.h"

#include "document/tiem-take-sheet.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "document/tiem-label-paper.h"
#include "document/tiem-pdf.h"
#include "document/tiem-pen.h"

#include <glib/gi18n-lib.h>

#define WIDTH (210 * TIEM_MM)
#define HEIGHT (297 * TIEM_MM)
#define MARGIN (12 * TIEM_MM)
/* A line to write a number on. */
#define WRITING_HEIGHT 24

typedef struct
{
  TiemPdfWriter *writer;
  TiemPen pen;
  guint page;
  guint n_pages; /* 0 = being counted */
  const TiemTake *take;
  GPtrArray *lines;
  gboolean blank;
  const char *shop; /* (nullable) */
  gint64 now;
} Sheet;

enum
{
  COLUMN_SHELF,
  COLUMN_CODE,
  COLUMN_GOODS,
  COLUMN_BOOKS,
  COLUMN_COUNTED,
  COLUMN_DIFFERENCE,
  COLUMN_VALUE,
  N_COLUMNS
};

/* In parts of the width: what was found, and room to write. */
static const double starts[2][N_COLUMNS + 1] = {
  { 0, 0.09, 0.27, 0.60, 0.69, 0.78, 0.86, 1 },
  { 0, 0.11, 0.33, 0.72, 0.72, 1, 1, 1 },
};

static TiemPen
get_column (Sheet *self,
            guint column)
{
  const double *at = starts[self->blank];
  double width = WIDTH - 2 * MARGIN;

  return (TiemPen){ self->pen.cr,
                    MARGIN + at[column] * width,
                    self->pen.y,
                    (at[column + 1] - at[column]) * width - 6 };
}

static gboolean
is_number (guint column)
{
  return column >= COLUMN_BOOKS;
}

static void
write_heads (Sheet *self)
{
  const char *const heads[N_COLUMNS] = { _ ("Shelf"),   _ ("SKU"),        _ ("Goods"), _ ("Books"),
                                         _ ("Counted"), _ ("Difference"), _ ("Value") };
  double bottom = self->pen.y;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      TiemPen pen = get_column (self, i);

      if (pen.width <= 0)
        continue;
      tiem_pen_write (&pen, heads[i], 8.5, TIEM_PEN_BOLD | (is_number (i) ? TIEM_PEN_RIGHT : 0), 1);
      bottom = MAX (bottom, pen.y);
    }
  self->pen.y = bottom;
  tiem_pen_rule (&self->pen, 2);
}

static char *
dup_cell (const TiemTakeLine *line,
          guint column)
{
  switch (column)
    {
    case COLUMN_SHELF:
      return g_strdup (line->shelf != NULL ? line->shelf : "—");
    case COLUMN_CODE:
      return g_strdup (line->sku);
    case COLUMN_GOODS:
      return line->options != NULL ? g_strdup_printf ("%s (%s)", line->name, line->options)
                                   : g_strdup (line->name);
    case COLUMN_BOOKS:
      return tiem_number_format (line->has_counted ? line->expected : line->on_hand);
    case COLUMN_COUNTED:
      return line->has_counted && !line->is_zeroed ? tiem_number_format (line->counted)
                                                   : g_strdup ("—");
    case COLUMN_DIFFERENCE:
      return line->difference > 0 ? g_strdup_printf ("+%d", (int)line->difference)
                                  : tiem_number_format (line->difference);
    default:
      return line->has_cost ? tiem_money_format (line->difference * line->cost_vnd)
                            : g_strdup ("—");
    }
}

/* Returns: its height */
static double
write_row (Sheet *self,
           const TiemTakeLine *line)
{
  double bottom = self->pen.y + (self->blank ? WRITING_HEIGHT : 0);

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      TiemPen pen = get_column (self, i);
      g_autofree char *text = dup_cell (line, i);
      TiemPenLook look = (is_number (i) ? TIEM_PEN_RIGHT | TIEM_PEN_DIGITS : TIEM_PEN_PLAIN)
                         | (i == COLUMN_DIFFERENCE ? TIEM_PEN_BOLD : TIEM_PEN_PLAIN);

      if (pen.width <= 0 || (self->blank && i == COLUMN_COUNTED))
        continue;
      tiem_pen_write (&pen, text, 9, look, i == COLUMN_GOODS ? 2 : 1);
      bottom = MAX (bottom, pen.y);
    }
  return bottom - self->pen.y;
}

static double
measure_row (Sheet *self,
             const TiemTakeLine *line)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL);
  TiemPen kept = self->pen;
  double height;

  self->pen.cr = cairo_create (surface);
  height = write_row (self, line);
  cairo_destroy (self->pen.cr);
  cairo_surface_destroy (surface);
  self->pen = kept;
  return height;
}

static void
write_title (Sheet *self)
{
  g_autofree char *title = g_strdup_printf (
      /* Translators: %s is the number of a stock take */
      self->blank ? _ ("Count sheet %s") : _ ("Stock take %s"),
      self->take->number);
  g_autofree char *when = tiem_time_format_full (self->now);
  g_autofree char *place = g_strdup_printf ("%s%s%s",
                                            self->take->location,
                                            self->take->name != NULL ? " · " : "",
                                            self->take->name != NULL ? self->take->name : "");
  g_autofree char *line = self->shop != NULL && *self->shop != '\0'
                              ? g_strdup_printf ("%s · %s", self->shop, when)
                              : g_strdup (when);

  tiem_pen_write (&self->pen, title, 18, TIEM_PEN_BOLD, 1);
  tiem_pen_write (&self->pen, place, 10.5, TIEM_PEN_PLAIN, 2);
  tiem_pen_write (&self->pen, line, 8.5, TIEM_PEN_GREY, 2);
  if (!self->blank)
    {
      g_autofree char *missing = tiem_number_format (self->take->missing);
      g_autofree char *surplus = tiem_number_format (self->take->surplus);
      g_autofree char *value = tiem_money_format (self->take->value_vnd);
      g_autofree char *sums = g_strdup_printf (
          _ ("Missing: %s · Too many: %s · Value of the differences: %s"), missing, surplus, value);

      tiem_pen_write (&self->pen, sums, 10.5, TIEM_PEN_PLAIN, 2);
    }
  self->pen.y += 8;
}

static void
begin_page (Sheet *self)
{
  self->page++;
  tiem_pdf_writer_begin_page (self->writer, WIDTH, HEIGHT);
  self->pen
      = (TiemPen){ tiem_pdf_writer_get_cairo (self->writer), MARGIN, MARGIN, WIDTH - 2 * MARGIN };
  if (self->page == 1)
    write_title (self);
  write_heads (self);
  if (self->n_pages > 1)
    {
      TiemPen foot = { self->pen.cr, MARGIN, HEIGHT - MARGIN - 10, WIDTH - 2 * MARGIN };
      g_autofree char *text = g_strdup_printf (_ ("Page %u of %u"), self->page, self->n_pages);

      tiem_pen_write (&foot, text, 8, TIEM_PEN_GREY | TIEM_PEN_RIGHT, 1);
    }
}

static void
write_sheets (Sheet *self)
{
  g_clear_pointer (&self->writer, tiem_pdf_writer_free);
  self->writer = tiem_pdf_writer_new ();
  self->page = 0;
  begin_page (self);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const TiemTakeLine *line = g_ptr_array_index (self->lines, i);

      if (self->pen.y + measure_row (self, line) > HEIGHT - MARGIN - 14)
        begin_page (self);
      self->pen.y += write_row (self, line);
      tiem_pen_rule (&self->pen, 3);
    }
}

GBytes *
tiem_take_sheet_make (const TiemTake *take,
                      GPtrArray *lines,
                      gboolean blank,
                      const char *shop,
                      gint64 now,
                      GError **error)
{
  Sheet self = { .take = take, .lines = lines, .blank = blank, .shop = shop, .now = now };
  GBytes *pdf;

  if (lines->len == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("There is nothing on this stock take to print; count something "
                              "first."));
      return NULL;
    }
  /* twice: "Page 1 of 3" is known when the last one is full */
  write_sheets (&self);
  self.n_pages = self.page;
  write_sheets (&self);
  pdf = tiem_pdf_writer_finish (self.writer, error);
  tiem_pdf_writer_free (self.writer);
  return pdf;
}
