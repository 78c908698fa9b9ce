#define G_LOG_DOMAIN "tiem-picking"

#include "config.h"

#include "document/tiem-picking-sheet.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "document/tiem-label-paper.h"
#include "document/tiem-pdf.h"
#include "document/tiem-pen.h"
#include "store/tiem-store-picking.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *id;
  double width;  /* mm */
  double height; /* 0 = as long as it takes */
  double margin;
} papers[TIEM_N_PICKING_PAPERS] = {
  [TIEM_PICKING_A4] = { "a4", 210, 297, 12 },
  [TIEM_PICKING_K80] = { "k80", 80, 0, 4 },
};

/* So many orders of a pick are named; on a roll fewer. */
#define MOST_ORDERS 8
#define MOST_ORDERS_ROLL 4

typedef struct
{
  TiemPdfWriter *writer; /* (nullable): only measured */
  TiemPickingPaper paper;
  TiemPen pen;
  double x;
  double width;
  double bottom;
  guint page;
  guint n_pages; /* 0 = being counted */
  GPtrArray *picks;
  guint n_orders;
  gint64 units;
  const char *shop; /* (nullable) */
  gint64 now;
} Sheet;

const char *
tiem_picking_paper_get_id (TiemPickingPaper paper)
{
  g_return_val_if_fail (paper < TIEM_N_PICKING_PAPERS, NULL);
  return papers[paper].id;
}

gboolean
tiem_picking_paper_from_id (const char *id,
                            TiemPickingPaper *paper)
{
  for (guint i = 0; i < TIEM_N_PICKING_PAPERS; i++)
    if (g_strcmp0 (papers[i].id, id) == 0)
      {
        *paper = i;
        return TRUE;
      }
  return FALSE;
}

const char *
tiem_picking_paper_get_label (TiemPickingPaper paper)
{
  return paper == TIEM_PICKING_A4 ? _ ("A4") : _ ("80 mm roll (K80)");
}

/* --- columns of the A4 list --- */

typedef enum
{
  COLUMN_SHELF,
  COLUMN_GOODS,
  COLUMN_QUANTITY,
  COLUMN_ORDERS,
  COLUMN_TICK,
  N_COLUMNS
} Column;

/* In parts of the width. */
static const double starts[N_COLUMNS + 1] = { 0, 0.11, 0.56, 0.655, 0.95, 1 };

static TiemPen
get_column (Sheet *self,
            Column column)
{
  double gap = 6;

  return (TiemPen){ self->pen.cr,
                    self->x + starts[column] * self->width,
                    self->pen.y,
                    (starts[column + 1] - starts[column]) * self->width - gap };
}

static void
write_column_heads (Sheet *self)
{
  const char *const heads[N_COLUMNS]
      = { _ ("Shelf"), _ ("Goods"), _ ("Units"), _ ("For the orders"), "" };
  double bottom = self->pen.y;

  for (Column i = 0; i < N_COLUMNS; i++)
    {
      TiemPen pen = get_column (self, i);
      TiemPenLook look = TIEM_PEN_BOLD | (i == COLUMN_QUANTITY ? TIEM_PEN_RIGHT : TIEM_PEN_PLAIN);

      tiem_pen_write (&pen, heads[i], 8.5, look, 1);
      bottom = MAX (bottom, pen.y);
    }
  self->pen.y = bottom;
  tiem_pen_rule (&self->pen, 2);
}

/* "10423 (2), 10431, …": how many when it is more than one. */
static char *
describe_orders (const TiemPick *pick,
                 guint most)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pick->orders->len; i++)
    {
      const TiemPickOrder *order = g_ptr_array_index (pick->orders, i);

      if (i == most)
        {
          guint n = pick->orders->len - most;

          g_string_append (text, ", ");
          g_string_append_printf (text, ngettext ("and %u more", "and %u more", n), n);
          break;
        }
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", order->number);
      if (order->quantity > 1)
        g_string_append_printf (text, " (%" G_GINT64_FORMAT ")", order->quantity);
    }
  return g_string_free (text, FALSE);
}

/* SKU and options in one line below the name. */
static char *
describe_variant (const TiemPick *pick)
{
  gboolean both = pick->sku != NULL && pick->options != NULL;

  return g_strconcat (pick->options != NULL ? pick->options : "",
                      both ? " · " : "",
                      pick->sku != NULL ? pick->sku : "",
                      pick->variant_id == 0 ? " · " : "",
                      pick->variant_id == 0 ? _ ("not linked") : "",
                      NULL);
}

static void
write_goods (TiemPen *pen,
             const TiemPick *pick,
             double size)
{
  g_autofree char *variant = describe_variant (pick);

  tiem_pen_write (pen, pick->title, size, TIEM_PEN_BOLD, 2);
  if (*variant != '\0')
    tiem_pen_write (pen, variant, size - 0.5, TIEM_PEN_PLAIN, 2);
}

static void
draw_tick_box (const TiemPen *pen,
               double side)
{
  cairo_set_source_rgb (pen->cr, 0, 0, 0);
  cairo_set_line_width (pen->cr, 0.8);
  cairo_rectangle (pen->cr, pen->x, pen->y + 1, side, side);
  cairo_stroke (pen->cr);
}

/* Returns: its height */
static double
write_row (Sheet *self,
           const TiemPick *pick)
{
  TiemPen shelf = get_column (self, COLUMN_SHELF);
  TiemPen goods = get_column (self, COLUMN_GOODS);
  TiemPen quantity = get_column (self, COLUMN_QUANTITY);
  TiemPen orders = get_column (self, COLUMN_ORDERS);
  TiemPen tick = get_column (self, COLUMN_TICK);
  g_autofree char *number = tiem_number_format (pick->quantity);
  g_autofree char *names = describe_orders (pick, MOST_ORDERS);

  draw_tick_box (&tick, 12);
  tiem_pen_write (&shelf, pick->shelf != NULL ? pick->shelf : "—", 11, TIEM_PEN_BOLD, 2);
  write_goods (&goods, pick, 9.5);
  tiem_pen_write (&quantity, number, 14, TIEM_PEN_BOLD | TIEM_PEN_RIGHT | TIEM_PEN_DIGITS, 1);
  tiem_pen_write (&orders, names, 8, TIEM_PEN_DIGITS, 3);
  return MAX (MAX (shelf.y, goods.y), MAX (quantity.y, orders.y)) - self->pen.y;
}

/* --- pages --- */

static char *
describe_sums (Sheet *self)
{
  g_autofree char *orders
      = g_strdup_printf (ngettext ("%u order", "%u orders", self->n_orders), self->n_orders);
  g_autofree char *kinds = g_strdup_printf (
      ngettext ("%u kind of goods", "%u kinds of goods", self->picks->len), self->picks->len);
  g_autofree char *number = tiem_number_format (self->units);
  g_autofree char *units
      = g_strdup_printf (ngettext ("%s unit", "%s units", (gulong)self->units), number);

  return g_strdup_printf ("%s · %s · %s", orders, kinds, units);
}

static void
write_title (Sheet *self)
{
  g_autofree char *sums = describe_sums (self);
  g_autofree char *when = tiem_time_format_full (self->now);
  g_autofree char *line
      = self->shop != NULL ? g_strdup_printf ("%s · %s", self->shop, when) : g_strdup (when);
  gboolean on_roll = self->paper == TIEM_PICKING_K80;

  tiem_pen_write (&self->pen, _ ("Picking list"), on_roll ? 14 : 18, TIEM_PEN_BOLD, 1);
  tiem_pen_write (&self->pen, sums, on_roll ? 9 : 10.5, TIEM_PEN_PLAIN, 2);
  tiem_pen_write (&self->pen, line, on_roll ? 8 : 8.5, TIEM_PEN_GREY, 2);
}

static void
begin_page (Sheet *self)
{
  double margin = papers[self->paper].margin * TIEM_MM;
  double width = papers[self->paper].width * TIEM_MM;
  double height = papers[self->paper].height * TIEM_MM;

  self->page++;
  tiem_pdf_writer_begin_page (self->writer, width, height);
  self->x = margin;
  self->width = width - 2 * margin;
  self->bottom = height - margin - 14;
  self->pen = (TiemPen){ tiem_pdf_writer_get_cairo (self->writer), margin, margin, self->width };
  if (self->page == 1)
    {
      write_title (self);
      self->pen.y += 8;
    }
  write_column_heads (self);
  if (self->n_pages > 1)
    {
      TiemPen foot = { self->pen.cr, margin, self->bottom + 4, self->width };
      g_autofree char *text = g_strdup_printf (_ ("Page %u of %u"), self->page, self->n_pages);

      tiem_pen_write (&foot, text, 8, TIEM_PEN_GREY | TIEM_PEN_RIGHT, 1);
    }
}

/* How high a row will be: drawn where nobody looks. */
static double
measure_row (Sheet *self,
             const TiemPick *pick)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL);
  TiemPen kept = self->pen;
  double height;

  self->pen.cr = cairo_create (surface);
  height = write_row (self, pick);
  cairo_destroy (self->pen.cr);
  cairo_surface_destroy (surface);
  self->pen = kept;
  return height;
}

static void
write_sheets (Sheet *self)
{
  self->page = 0;
  begin_page (self);
  for (guint i = 0; i < self->picks->len; i++)
    {
      const TiemPick *pick = g_ptr_array_index (self->picks, i);

      if (self->pen.y + measure_row (self, pick) > self->bottom)
        begin_page (self);
      self->pen.y += write_row (self, pick);
      tiem_pen_rule (&self->pen, 4);
    }
}

/* --- the roll --- */

/* One below the other: quantity and shelf large, the rest below. */
static void
write_roll (Sheet *self)
{
  write_title (self);
  tiem_pen_rule (&self->pen, 4);
  for (guint i = 0; i < self->picks->len; i++)
    {
      const TiemPick *pick = g_ptr_array_index (self->picks, i);
      g_autofree char *number = tiem_number_format (pick->quantity);
      g_autofree char *head = g_strdup_printf ("%s ×", number);
      g_autofree char *names = describe_orders (pick, MOST_ORDERS_ROLL);

      tiem_pen_write_beside (&self->pen,
                             pick->shelf != NULL ? pick->shelf : "—",
                             12,
                             TIEM_PEN_BOLD | TIEM_PEN_RIGHT,
                             1);
      tiem_pen_write (&self->pen, head, 12, TIEM_PEN_BOLD, 1);
      write_goods (&self->pen, pick, 9.5);
      tiem_pen_write (&self->pen, names, 8, TIEM_PEN_DIGITS, 2);
      tiem_pen_rule (&self->pen, 3);
    }
}

static void
make_roll (Sheet *self)
{
  double margin = papers[self->paper].margin * TIEM_MM;
  double width = papers[self->paper].width * TIEM_MM;
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL);

  self->pen = (TiemPen){ cairo_create (surface), margin, margin, width - 2 * margin };
  write_roll (self);
  cairo_destroy (self->pen.cr);
  cairo_surface_destroy (surface);

  tiem_pdf_writer_begin_page (self->writer, width, self->pen.y + margin);
  self->pen
      = (TiemPen){ tiem_pdf_writer_get_cairo (self->writer), margin, margin, width - 2 * margin };
  write_roll (self);
}

/* --- all of it --- */

static void
restart_writer (Sheet *self)
{
  g_clear_pointer (&self->writer, tiem_pdf_writer_free);
  self->writer = tiem_pdf_writer_new ();
}

GBytes *
tiem_picking_sheet_make (GPtrArray *picks,
                         guint n_orders,
                         const char *shop,
                         gint64 now,
                         TiemPickingPaper paper,
                         GError **error)
{
  Sheet self = { .paper = paper,
                 .picks = picks,
                 .n_orders = n_orders,
                 .shop = shop != NULL && *shop != '\0' ? shop : NULL,
                 .now = now };
  GBytes *pdf;

  if (picks->len == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("There is nothing to pick for these orders, they have left or are "
                              "cancelled; choose orders that are still to be packed."));
      return NULL;
    }
  for (guint i = 0; i < picks->len; i++)
    self.units += ((TiemPick *)g_ptr_array_index (picks, i))->quantity;
  restart_writer (&self);
  if (paper == TIEM_PICKING_K80)
    make_roll (&self);
  else
    {
      /* twice: "Page 1 of 3" is known when the last one is full */
      write_sheets (&self);
      self.n_pages = self.page;
      restart_writer (&self);
      write_sheets (&self);
    }
  pdf = tiem_pdf_writer_finish (self.writer, error);
  tiem_pdf_writer_free (self.writer);
  return pdf;
}
