#define G_LOG_DOMAIN "tiem-handover"

#include "config.h"

#include "document/tiem-handover.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "document/tiem-label-paper.h"
#include "document/tiem-pdf.h"
#include "document/tiem-pen.h"
#include "model/tiem-records.h"

#include <glib/gi18n-lib.h>

#define WIDTH (210 * TIEM_MM)
#define HEIGHT (297 * TIEM_MM)
#define MARGIN (14 * TIEM_MM)
/* What the signatures take; they are never alone on a page of their own rows. */
#define SIGNATURES (42 * TIEM_MM)
#define FOOT 16
#define ROW 17
#define SIZE 9

typedef enum
{
  COLUMN_NO,
  COLUMN_NUMBER,
  COLUMN_TRACKING,
  COLUMN_CHANNEL,
  COLUMN_UNITS,
  COLUMN_COD,
  N_COLUMNS
} Column;

/* In parts of the width. */
static const double starts[N_COLUMNS + 1] = { 0, 0.06, 0.31, 0.60, 0.77, 0.85, 1 };

typedef struct
{
  TiemPdfWriter *writer;
  TiemPen pen;
  double bottom;
  GPtrArray *orders; /* sorted by carrier */
  const char *shop;  /* (nullable) */
  gint64 now;
  /* of the carrier whose pages these are */
  const char *carrier; /* (nullable) */
  guint n_parcels;
  gint64 cod_vnd;
  guint page;
  guint n_pages; /* 0 = being counted */
} Sheet;

static TiemPen
get_column (Sheet *self,
            Column column)
{
  return (TiemPen){ self->pen.cr,
                    MARGIN + starts[column] * self->pen.width,
                    self->pen.y,
                    (starts[column + 1] - starts[column]) * self->pen.width - 6 };
}

static TiemPenLook
get_look (Column column)
{
  return (column == COLUMN_UNITS || column == COLUMN_COD ? TIEM_PEN_RIGHT : TIEM_PEN_PLAIN)
         | (column == COLUMN_CHANNEL ? TIEM_PEN_PLAIN : TIEM_PEN_DIGITS);
}

static void
write_row (Sheet *self,
           const char *const *cells,
           TiemPenLook more)
{
  for (Column i = 0; i < N_COLUMNS; i++)
    {
      TiemPen pen = get_column (self, i);

      tiem_pen_write_beside (&pen, cells[i] != NULL ? cells[i] : "—", SIZE, get_look (i) | more, 1);
    }
  self->pen.y += ROW;
}

/* --- a page --- */

static void
write_title (Sheet *self)
{
  g_autofree char *parcels
      = g_strdup_printf (ngettext ("%u parcel", "%u parcels", self->n_parcels), self->n_parcels);
  g_autofree char *cod = tiem_money_format (self->cod_vnd);
  g_autofree char *when = tiem_time_format_full (self->now);
  g_autofree char *line
      = self->shop != NULL ? g_strdup_printf ("%s · %s", self->shop, when) : g_strdup (when);
  g_autofree char *sums = NULL;

  /* Translators: the first is "12 parcels", the second an amount of money */
  sums = self->cod_vnd > 0 ? g_strdup_printf (_ ("%s · to collect %s"), parcels, cod)
                           : g_strdup (parcels);
  tiem_pen_write (&self->pen, _ ("Handover list"), 18, TIEM_PEN_BOLD, 1);
  tiem_pen_write (&self->pen,
                  self->carrier != NULL ? self->carrier : _ ("Carrier not named"),
                  13,
                  TIEM_PEN_BOLD,
                  2);
  tiem_pen_write (&self->pen, sums, 10.5, TIEM_PEN_PLAIN, 1);
  tiem_pen_write (&self->pen, line, 8.5, TIEM_PEN_GREY, 1);
  self->pen.y += 8;
}

static void
begin_page (Sheet *self,
            gboolean is_first)
{
  const char *const heads[N_COLUMNS] = { _ ("No."),     _ ("Order no."), _ ("Tracking no."),
                                         _ ("Channel"), _ ("Units"),     _ ("To collect") };

  self->page++;
  tiem_pdf_writer_begin_page (self->writer, WIDTH, HEIGHT);
  self->pen
      = (TiemPen){ tiem_pdf_writer_get_cairo (self->writer), MARGIN, MARGIN, WIDTH - 2 * MARGIN };
  self->bottom = HEIGHT - MARGIN - FOOT;
  if (is_first)
    write_title (self);
  write_row (self, heads, TIEM_PEN_BOLD);
  self->pen.y -= 2;
  tiem_pen_rule (&self->pen, 2);
  if (self->n_pages > 1)
    {
      TiemPen foot = { self->pen.cr, MARGIN, self->bottom + 4, self->pen.width };
      g_autofree char *text = g_strdup_printf (_ ("Page %u of %u"), self->page, self->n_pages);

      tiem_pen_write (&foot, text, 8, TIEM_PEN_GREY | TIEM_PEN_RIGHT, 1);
    }
}

static void
write_signatures (Sheet *self)
{
  const char *const sides[] = { _ ("Handed over by the shop"), _ ("Received by the carrier") };
  double width = self->pen.width / 2;

  self->pen.y += 14;
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      TiemPen pen = { self->pen.cr, MARGIN + i * width, self->pen.y, width - 24 };

      tiem_pen_write (&pen, sides[i], 10, TIEM_PEN_BOLD | TIEM_PEN_CENTRE, 1);
      tiem_pen_write (
          &pen, _ ("(signature, full name, time)"), 8, TIEM_PEN_GREY | TIEM_PEN_CENTRE, 1);
      pen.y += 20 * TIEM_MM;
      tiem_pen_rule (&pen, 0);
    }
}

/* --- one carrier --- */

static void
write_order (Sheet *self,
             const TiemOrder *order,
             guint no)
{
  g_autofree char *number = g_strdup_printf ("%u", no);
  g_autofree char *units = tiem_number_format (order->units);
  g_autofree char *cod = order->cod_vnd > 0 ? tiem_money_format (order->cod_vnd) : NULL;
  const char *const cells[N_COLUMNS]
      = { number, order->number, order->tracking, order->channel_name, units, cod };

  write_row (self, cells, TIEM_PEN_PLAIN);
  cairo_set_source_rgb (self->pen.cr, 0.75, 0.75, 0.75);
  cairo_set_line_width (self->pen.cr, 0.4);
  cairo_move_to (self->pen.cr, MARGIN, self->pen.y - 3);
  cairo_rel_line_to (self->pen.cr, self->pen.width, 0);
  cairo_stroke (self->pen.cr);
}

static const TiemOrder *
get_order (Sheet *self,
           guint i)
{
  return g_ptr_array_index (self->orders, i);
}

static void
write_carrier (Sheet *self,
               guint first,
               guint end)
{
  self->carrier = get_order (self, first)->carrier;
  self->n_parcels = end - first;
  self->cod_vnd = 0;
  for (guint i = first; i < end; i++)
    self->cod_vnd += get_order (self, i)->cod_vnd;
  begin_page (self, TRUE);
  for (guint i = first; i < end; i++)
    {
      double needs = ROW + (i + 1 == end ? SIGNATURES : 0);

      if (self->pen.y + needs > self->bottom)
        begin_page (self, FALSE);
      write_order (self, get_order (self, i), i + 1 - first);
    }
  write_signatures (self);
}

static void
write_all (Sheet *self)
{
  guint first = 0;

  g_clear_pointer (&self->writer, tiem_pdf_writer_free);
  self->writer = tiem_pdf_writer_new ();
  self->page = 0;
  for (guint i = 1; i <= self->orders->len; i++)
    if (i == self->orders->len
        || g_strcmp0 (get_order (self, i)->carrier, get_order (self, first)->carrier) != 0)
      {
        write_carrier (self, first, i);
        first = i;
      }
}

static int
compare_orders (gconstpointer a,
                gconstpointer b)
{
  const TiemOrder *left = *(const TiemOrder *const *)a;
  const TiemOrder *right = *(const TiemOrder *const *)b;
  int order;

  if ((left->carrier == NULL) != (right->carrier == NULL))
    return left->carrier == NULL ? 1 : -1;
  order = g_strcmp0 (left->carrier, right->carrier);
  if (order == 0)
    order = g_strcmp0 (left->channel_name, right->channel_name);
  return order != 0 ? order : g_strcmp0 (left->number, right->number);
}

GBytes *
tiem_handover_make (GPtrArray *orders,
                    const char *shop,
                    gint64 now,
                    GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (orders, NULL, NULL);
  Sheet self
      = { .orders = sorted, .shop = shop != NULL && *shop != '\0' ? shop : NULL, .now = now };
  GBytes *pdf;

  if (orders->len == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("There is nothing to list: choose orders whose parcels go out."));
      return NULL;
    }
  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_orders);
  /* Twice: "Page 1 of 3" is known when the last one is full. */
  write_all (&self);
  self.n_pages = self.page;
  write_all (&self);
  pdf = tiem_pdf_writer_finish (self.writer, error);
  tiem_pdf_writer_free (self.writer);
  return pdf;
}
