#define G_LOG_DOMAIN "tiem-purchase-sheet"

#include "config.h"

#include "document/tiem-purchase-sheet.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "document/tiem-label-paper.h"
#include "document/tiem-pdf.h"
#include "document/tiem-pen.h"

#include <glib/gi18n-lib.h>

#define PAGE_WIDTH (210 * TIEM_MM)
#define PAGE_HEIGHT (297 * TIEM_MM)
#define MARGIN (14 * TIEM_MM)
/* Sums and signatures stay together. */
#define FOOT_HEIGHT 190

typedef struct
{
  TiemPdfWriter *writer;
  TiemPen pen;
  double bottom;
  guint page;
  guint n_pages; /* 0 = being counted */
  const TiemPurchase *purchase;
  const TiemSupplier *supplier; /* (nullable) */
  const TiemShopIdentity *shop;
  gint64 now;
} Sheet;

typedef enum
{
  COLUMN_POSITION,
  COLUMN_GOODS,
  COLUMN_QUANTITY,
  COLUMN_PRICE,
  COLUMN_DISCOUNT,
  COLUMN_TOTAL,
  N_COLUMNS
} Column;

/* In parts of the width. */
static const double starts[N_COLUMNS + 1] = { 0, 0.055, 0.5, 0.585, 0.715, 0.83, 1 };

static TiemPen
get_column (Sheet *self,
            Column column)
{
  double width = PAGE_WIDTH - 2 * MARGIN;
  double gap = column == COLUMN_TOTAL ? 0 : 8;

  return (TiemPen){ self->pen.cr,
                    MARGIN + starts[column] * width,
                    self->pen.y,
                    (starts[column + 1] - starts[column]) * width - gap };
}

static void
write_column_heads (Sheet *self)
{
  const char *const heads[N_COLUMNS]
      = { _ ("No."), _ ("Goods"), _ ("Quantity"), _ ("Price"), _ ("Discount"), _ ("Amount") };
  double bottom = self->pen.y;

  for (Column i = 0; i < N_COLUMNS; i++)
    {
      TiemPen pen = get_column (self, i);
      TiemPenLook look = TIEM_PEN_BOLD | (i >= COLUMN_QUANTITY ? TIEM_PEN_RIGHT : TIEM_PEN_PLAIN);

      tiem_pen_write (&pen, heads[i], 9, look, 1);
      bottom = MAX (bottom, pen.y);
    }
  self->pen.y = bottom;
  tiem_pen_rule (&self->pen, 3);
}

static void
write_fact (Sheet *self,
            const char *label,
            const char *value)
{
  g_autofree char *text = NULL;

  if (value == NULL || *value == '\0')
    return;
  /* Translators: a label and what it labels: "Supplier: Xưởng may Hoà Phát" */
  text = g_strdup_printf (_ ("%s: %s"), label, value);
  tiem_pen_write (&self->pen, text, 10, TIEM_PEN_PLAIN, 2);
}

static void
write_head (Sheet *self)
{
  const TiemPurchase *purchase = self->purchase;
  gboolean back = purchase->kind == TIEM_SUPPLIER_RETURN;
  gint64 at = purchase->done_at > 0 ? purchase->done_at : purchase->saved_at;
  g_autofree char *when = tiem_time_format_full (at > 0 ? at : self->now);
  g_autofree char *number = g_strdup_printf ("%s · %s", purchase->number, when);

  if (self->shop->name != NULL)
    tiem_pen_write (&self->pen, self->shop->name, 12, TIEM_PEN_BOLD, 1);
  if (self->shop->address != NULL)
    tiem_pen_write (&self->pen, self->shop->address, 9.5, TIEM_PEN_PLAIN, 2);
  if (self->shop->phone != NULL)
    tiem_pen_write (&self->pen, self->shop->phone, 9.5, TIEM_PEN_PLAIN, 1);
  self->pen.y += 12;
  tiem_pen_write (&self->pen,
                  back ? _ ("Slip of a return to the supplier") : _ ("Purchase slip"),
                  18,
                  TIEM_PEN_BOLD | TIEM_PEN_CENTRE,
                  1);
  tiem_pen_write (&self->pen, number, 10, TIEM_PEN_CENTRE, 1);
  if (purchase->state != TIEM_SLIP_DONE)
    tiem_pen_write (&self->pen,
                    purchase->state == TIEM_SLIP_DRAFT ? _ ("Draft, not booked") : _ ("Undone"),
                    10,
                    TIEM_PEN_BOLD | TIEM_PEN_CENTRE,
                    1);
  self->pen.y += 12;
  if (self->supplier != NULL)
    {
      g_autofree char *name
          = g_strdup_printf ("%s (%s)", self->supplier->name, self->supplier->code);
      g_autofree char *phone = tiem_phone_format (self->supplier->phone);

      write_fact (self, _ ("Supplier"), name);
      write_fact (self, _ ("Address"), self->supplier->address);
      write_fact (self, _ ("Phone"), phone);
      write_fact (self, _ ("Tax code"), self->supplier->tax_code);
    }
  write_fact (self, _ ("Of purchase"), purchase->of_number);
  write_fact (self, _ ("Note"), purchase->note);
  self->pen.y += 10;
}

/* Returns: its height */
static double
write_row (Sheet *self,
           guint index)
{
  const TiemPurchaseLine *line = g_ptr_array_index (self->purchase->lines, index);
  TiemPen pens[N_COLUMNS];
  g_autofree char *position = g_strdup_printf ("%u", index + 1);
  g_autofree char *sub = g_strdup_printf ("%s%s%s",
                                          line->sku,
                                          line->options != NULL ? " · " : "",
                                          line->options != NULL ? line->options : "");
  g_autofree char *quantity = tiem_number_format (line->quantity);
  g_autofree char *price = tiem_number_format (line->price_vnd);
  g_autofree char *discount
      = line->discount_vnd != 0 ? tiem_number_format (line->discount_vnd) : g_strdup ("");
  g_autofree char *total = tiem_number_format (tiem_purchase_line_get_total (line));
  TiemPenLook digits = TIEM_PEN_RIGHT | TIEM_PEN_DIGITS;

  for (Column i = 0; i < N_COLUMNS; i++)
    pens[i] = get_column (self, i);
  tiem_pen_write (&pens[COLUMN_POSITION], position, 9.5, TIEM_PEN_DIGITS, 1);
  tiem_pen_write (&pens[COLUMN_GOODS], line->title, 9.5, TIEM_PEN_PLAIN, 2);
  tiem_pen_write (&pens[COLUMN_GOODS], sub, 8.5, TIEM_PEN_GREY, 1);
  tiem_pen_write (&pens[COLUMN_QUANTITY], quantity, 9.5, digits, 1);
  tiem_pen_write (&pens[COLUMN_PRICE], price, 9.5, digits, 1);
  if (*discount != '\0')
    tiem_pen_write (&pens[COLUMN_DISCOUNT], discount, 9.5, digits, 1);
  tiem_pen_write (&pens[COLUMN_TOTAL], total, 9.5, digits, 1);
  return pens[COLUMN_GOODS].y - self->pen.y;
}

/* How high a row will be: drawn where nobody looks. */
static double
measure_row (Sheet *self,
             guint index)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL);
  TiemPen kept = self->pen;
  double height;

  self->pen.cr = cairo_create (surface);
  height = write_row (self, index);
  cairo_destroy (self->pen.cr);
  cairo_surface_destroy (surface);
  self->pen = kept;
  return height;
}

static void
write_sum (Sheet *self,
           const char *label,
           gint64 vnd,
           gboolean bold)
{
  g_autofree char *money = tiem_money_format (vnd);
  TiemPenLook look = TIEM_PEN_RIGHT | (bold ? TIEM_PEN_BOLD : TIEM_PEN_PLAIN);
  double width = PAGE_WIDTH - 2 * MARGIN;
  TiemPen left = { self->pen.cr, MARGIN, self->pen.y, width * 0.76 };

  tiem_pen_write_beside (&left, label, bold ? 11 : 10, look, 1);
  tiem_pen_write (&self->pen, money, bold ? 11 : 10, look | TIEM_PEN_DIGITS, 1);
  self->pen.y += 2;
}

static void
write_signatures (Sheet *self)
{
  const char *const names[] = { _ ("Delivered by"), _ ("Received by"), _ ("Written by") };
  double width = (PAGE_WIDTH - 2 * MARGIN) / G_N_ELEMENTS (names);

  self->pen.y += 18;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      TiemPen pen = { self->pen.cr, MARGIN + i * width, self->pen.y, width };

      tiem_pen_write (&pen, names[i], 10, TIEM_PEN_BOLD | TIEM_PEN_CENTRE, 1);
      tiem_pen_write (&pen, _ ("(signature, full name)"), 8.5, TIEM_PEN_GREY | TIEM_PEN_CENTRE, 1);
    }
}

static void
write_foot (Sheet *self)
{
  const TiemPurchase *purchase = self->purchase;
  gboolean back = purchase->kind == TIEM_SUPPLIER_RETURN;
  gboolean done = purchase->state == TIEM_SLIP_DONE;
  gint64 paid = done ? ABS (purchase->settled_vnd) : tiem_purchase_get_paid (purchase);
  g_autofree char *units = tiem_number_format (tiem_purchase_get_units (purchase));
  g_autofree char *count = g_strdup_printf ("%s: %s", _ ("Units"), units);

  self->pen.y += 4;
  tiem_pen_write_beside (&self->pen, count, 10, TIEM_PEN_PLAIN, 1);
  write_sum (self, _ ("Goods"), tiem_purchase_get_goods (purchase), FALSE);
  if (purchase->discount_vnd != 0)
    write_sum (self, _ ("Discount"), -purchase->discount_vnd, FALSE);
  if (purchase->freight_vnd != 0 && !purchase->freight_apart)
    write_sum (self, _ ("Freight"), purchase->freight_vnd, FALSE);
  write_sum (self,
             back ? _ ("The supplier gives back") : _ ("To pay to the supplier"),
             tiem_purchase_get_total (purchase),
             TRUE);
  if (paid != 0)
    write_sum (self, back ? _ ("Given back") : _ ("Paid"), paid, FALSE);
  if (!back)
    write_sum (self,
               _ ("Still owed"),
               done ? purchase->owed_vnd : tiem_purchase_get_total (purchase) - paid,
               TRUE);
  write_signatures (self);
}

static void
begin_page (Sheet *self)
{
  self->page++;
  tiem_pdf_writer_begin_page (self->writer, PAGE_WIDTH, PAGE_HEIGHT);
  self->bottom = PAGE_HEIGHT - MARGIN - 14;
  self->pen = (TiemPen){
    tiem_pdf_writer_get_cairo (self->writer), MARGIN, MARGIN, PAGE_WIDTH - 2 * MARGIN
  };
  if (self->page == 1)
    write_head (self);
  if (self->n_pages > 1)
    {
      TiemPen foot = { self->pen.cr, MARGIN, self->bottom + 4, PAGE_WIDTH - 2 * MARGIN };
      g_autofree char *page = g_strdup_printf (_ ("Page %u of %u"), self->page, self->n_pages);
      g_autofree char *text = g_strdup_printf ("%s · %s", self->purchase->number, page);

      tiem_pen_write (&foot, text, 8, TIEM_PEN_GREY | TIEM_PEN_RIGHT, 1);
    }
  write_column_heads (self);
}

static void
write_pages (Sheet *self)
{
  self->page = 0;
  begin_page (self);
  for (guint i = 0; i < self->purchase->lines->len; i++)
    {
      if (self->pen.y + measure_row (self, i) > self->bottom)
        begin_page (self);
      self->pen.y += write_row (self, i);
      tiem_pen_rule (&self->pen, 3);
    }
  if (self->pen.y + FOOT_HEIGHT > self->bottom)
    begin_page (self);
  write_foot (self);
}

GBytes *
tiem_purchase_sheet_make (const TiemPurchase *purchase,
                          const TiemSupplier *supplier,
                          const TiemShopIdentity *shop,
                          gint64 now,
                          GError **error)
{
  Sheet sheet = { .purchase = purchase, .supplier = supplier, .shop = shop, .now = now };
  g_autoptr (TiemPdfWriter) counted = NULL;
  g_autoptr (TiemPdfWriter) writer = NULL;

  if (purchase->lines->len == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("The slip has no goods yet; scan them, or look for them by name."));
      return NULL;
    }
  /* The first time to know how many pages there are. */
  sheet.writer = counted = tiem_pdf_writer_new ();
  write_pages (&sheet);
  sheet.n_pages = sheet.page;
  sheet.writer = writer = tiem_pdf_writer_new ();
  write_pages (&sheet);
  return tiem_pdf_writer_finish (writer, error);
}
