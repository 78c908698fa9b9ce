#define G_LOG_DOMAIN "tiem-sticker"

#include "config.h"

#include "document/tiem-sticker-sheet.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "document/tiem-code.h"
#include "document/tiem-label-paper.h"
#include "document/tiem-pdf.h"
#include "document/tiem-pen.h"
#include "model/tiem-ean.h"

#include <glib/gi18n-lib.h>

/* White round what is printed: sheets slip by a millimetre. */
#define PADDING (1.5 * TIEM_MM)
/* What the sizes of text below are for; lower labels are smaller in everything. */
#define FULL_HEIGHT (30 * TIEM_MM)
#define SMALLEST_TEXT 5.0
/* Scanners in the hand read bars from this height on. */
#define LOWEST_BARS (5 * TIEM_MM)

void
tiem_sticker_free (TiemSticker *self)
{
  g_free (self->name);
  g_free (self->options);
  g_free (self->sku);
  g_free (self->barcode);
  g_free (self);
}

void
tiem_sticker_sheet_free (TiemStickerSheet *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_clear_pointer (&self->without_code, g_ptr_array_unref);
  g_free (self);
}

static gboolean
is_said (const char *text)
{
  return text != NULL && *text != '\0';
}

/* --- one sticker --- */

typedef struct
{
  TiemPen pen;
  double bottom;
  double unit; /* 1 on a label 30 mm high */
  TiemStickerParts parts;
  const char *shop; /* (nullable) */
} Label;

static double
text_size (const Label *self,
           double size)
{
  return MAX (SMALLEST_TEXT, size * self->unit);
}

/* Returns: FALSE when the code does not fit, or its text is none for bars */
static gboolean
draw_bars (Label *self,
           const char *code,
           double height)
{
  cairo_rectangle_t box = { self->pen.x, self->pen.y, self->pen.width, height };

  return tiem_code_draw (
      self->pen.cr, tiem_ean_is_valid (code) ? TIEM_CODE_EAN13 : TIEM_CODE_128, code, &box);
}

/* From the top: shop, name, options. Two lines for a name that has no options below it. */
static void
write_words (Label *self,
             const TiemSticker *sticker)
{
  gboolean options = self->parts & TIEM_STICKER_OPTIONS && is_said (sticker->options);
  gboolean low = self->unit < 0.85;

  if (self->parts & TIEM_STICKER_SHOP && is_said (self->shop))
    tiem_pen_write (&self->pen, self->shop, text_size (self, 6), TIEM_PEN_CENTRE, 1);
  if (self->parts & TIEM_STICKER_NAME)
    tiem_pen_write (&self->pen,
                    sticker->name,
                    text_size (self, 7.5),
                    TIEM_PEN_BOLD | TIEM_PEN_CENTRE,
                    options && low ? 1 : 2);
  if (options)
    tiem_pen_write (&self->pen, sticker->options, text_size (self, 6.5), TIEM_PEN_CENTRE, 1);
}

/* At the bottom, from below: price and SKU in one line, the code's digits above. */
static void
write_foot (Label *self,
            const TiemSticker *sticker,
            const char *code)
{
  gboolean price = self->parts & TIEM_STICKER_PRICE;
  /* A SKU that is what the bars say stands below them already. */
  gboolean sku = self->parts & TIEM_STICKER_SKU && g_strcmp0 (sticker->sku, code) != 0;
  g_autofree char *amount = tiem_money_format (sticker->price_vnd);
  double size = text_size (self, 10);
  TiemPen pen = self->pen;
  double height = price ? tiem_pen_measure (&pen, amount, size, TIEM_PEN_BOLD, 1)
                  : sku ? tiem_pen_measure (&pen, sticker->sku, text_size (self, 6.5), 0, 1)
                        : 0;

  self->bottom -= height;
  pen.y = self->bottom;
  if (price && sku)
    {
      TiemPen left = pen;
      double low = text_size (self, 6);

      /* On one base line, the SKU cut before the price is. */
      left.width = pen.width * 0.46;
      left.y += height - tiem_pen_measure (&left, sticker->sku, low, 0, 1) - 0.12 * size;
      tiem_pen_write (&left, sticker->sku, low, TIEM_PEN_PLAIN, 1);
      pen.x += left.width;
      pen.width -= left.width;
      tiem_pen_write (&pen, amount, size, TIEM_PEN_BOLD | TIEM_PEN_RIGHT, 1);
    }
  else if (price)
    {
      tiem_pen_write (&pen, amount, size, TIEM_PEN_BOLD | TIEM_PEN_CENTRE, 1);
    }
  else if (sku)
    {
      tiem_pen_write (&pen, sticker->sku, text_size (self, 6.5), TIEM_PEN_CENTRE, 1);
    }
  if (code != NULL)
    {
      double digits = text_size (self, 6);

      pen = self->pen;
      self->bottom -= tiem_pen_measure (&pen, code, digits, TIEM_PEN_DIGITS, 1);
      pen.y = self->bottom;
      tiem_pen_write (&pen, code, digits, TIEM_PEN_CENTRE | TIEM_PEN_DIGITS, 1);
    }
}

/* Returns: FALSE when it has no bars that should be there */
static gboolean
draw_sticker (Label *self,
              const TiemSticker *sticker)
{
  const char *code = !(self->parts & TIEM_STICKER_BARCODE) ? NULL
                     : is_said (sticker->barcode)          ? sticker->barcode
                                                           : sticker->sku;
  double top = self->pen.y;

  write_foot (self, sticker, code);
  if (code == NULL)
    {
      write_words (self, sticker);
      return TRUE;
    }
  /* Bars of a height that is read come before the words above them. */
  cairo_save (self->pen.cr);
  cairo_rectangle (
      self->pen.cr, self->pen.x, top, self->pen.width, MAX (0, self->bottom - LOWEST_BARS - top));
  cairo_clip (self->pen.cr);
  write_words (self, sticker);
  cairo_restore (self->pen.cr);
  self->pen.y = MIN (self->pen.y + 1, self->bottom - LOWEST_BARS);
  return draw_bars (self, code, self->bottom - self->pen.y - 0.5);
}

/* --- the sheet --- */

static gboolean
fail (GError **error,
      const char *sentence)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence);
  return FALSE;
}

static gboolean
check (GPtrArray *stickers,
       const TiemStickerPaperInfo *paper,
       guint first,
       guint *total,
       GError **error)
{
  guint64 n = 0;

  for (guint i = 0; i < stickers->len; i++)
    n += ((const TiemSticker *)g_ptr_array_index (stickers, i))->count;
  *total = (guint)MIN (n, G_MAXUINT);
  if (n == 0)
    return fail (error, _ ("There is no sticker to print; say how many of each."));
  if (n > TIEM_STICKER_MOST)
    return fail (error, _ ("More than 10.000 stickers at once; print them in parts."));
  if (first < 1 || first > paper->columns * paper->rows)
    return fail (error, _ ("The sheet has no such label; begin with one that it has."));
  return TRUE;
}

typedef struct
{
  const TiemStickerPaperInfo *paper;
  TiemPdfWriter *writer;
  guint at; /* the next label, counted over all pages */
  guint n_pages;
} Sheet;

/* The cell of the next label, on a new page where the old one is full. */
static Label
next_label (Sheet *self,
            TiemStickerParts parts,
            const char *shop)
{
  const TiemStickerPaperInfo *paper = self->paper;
  guint per_page = paper->columns * paper->rows;
  guint cell = self->at % per_page;
  double x = (paper->left + cell % paper->columns * paper->column_step) * TIEM_MM;
  double y = (paper->top + cell / paper->columns * paper->row_step) * TIEM_MM;

  if (self->n_pages == 0 || cell == 0)
    {
      tiem_pdf_writer_begin_page (
          self->writer, paper->page_width * TIEM_MM, paper->page_height * TIEM_MM);
      self->n_pages++;
    }
  self->at++;
  return (Label){
    .pen = { tiem_pdf_writer_get_cairo (self->writer),
             x + PADDING,
             y + PADDING / 2,
             paper->width * TIEM_MM - 2 * PADDING },
    .bottom = y + paper->height * TIEM_MM - PADDING / 2,
    .unit = MIN (1.2, paper->height * TIEM_MM / FULL_HEIGHT),
    .parts = parts,
    .shop = shop,
  };
}

TiemStickerSheet *
tiem_sticker_sheet_make (GPtrArray *stickers,
                         TiemStickerPaper paper,
                         TiemStickerParts parts,
                         const char *shop,
                         guint first,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (TiemStickerSheet) result = g_new0 (TiemStickerSheet, 1);
  g_autoptr (TiemPdfWriter) writer = NULL;
  Sheet sheet = { .paper = tiem_sticker_paper_get_info (paper), .at = first - 1 };

  if (!check (stickers, sheet.paper, first, &result->n_stickers, error))
    return NULL;
  result->without_code = g_ptr_array_new_with_free_func (g_free);
  sheet.writer = writer = tiem_pdf_writer_new ();
  for (guint i = 0; i < stickers->len; i++)
    {
      const TiemSticker *sticker = g_ptr_array_index (stickers, i);
      gboolean coded = TRUE;

      for (guint j = 0; j < sticker->count; j++)
        {
          Label label = next_label (&sheet, parts, shop);

          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return NULL;
          coded = draw_sticker (&label, sticker);
        }
      if (!coded)
        g_ptr_array_add (result->without_code, g_strdup (sticker->sku));
    }
  result->n_pages = sheet.n_pages;
  result->pdf = tiem_pdf_writer_finish (writer, error);
  return result->pdf != NULL ? g_steal_pointer (&result) : NULL;
}
