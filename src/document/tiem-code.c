#define G_LOG_DOMAIN "tiem-code"

#include "config.h"

#include "document/tiem-code.h"

#include <math.h>
#include <string.h>
#include <zint.h>

/* Modules of white at either side, by the standards. */
#define BARS_QUIET 10
#define EAN_QUIET 11
#define QR_QUIET 4
/* A label printer's dot in points: 8 to a millimetre. A bar of whole dots is as wide as it should
 * be. */
#define DOT (72 / 203.2)
/* Thinner bars are not read by every scanner. */
#define FEWEST_DOTS 1.5

typedef struct zint_symbol Symbol;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Symbol, ZBarcode_Delete)

static Symbol *
encode (TiemCodeKind kind,
        const char *text)
{
  g_autoptr (Symbol) symbol = ZBarcode_Create ();
  int status;

  if (symbol == NULL)
    return NULL;
  symbol->symbology = kind == TIEM_CODE_QR      ? BARCODE_QRCODE
                      : kind == TIEM_CODE_EAN13 ? BARCODE_EANX
                                                : BARCODE_CODE128;
  symbol->input_mode = kind == TIEM_CODE_QR ? UNICODE_MODE : DATA_MODE;
  symbol->option_1 = kind == TIEM_CODE_QR ? 2 : -1; /* error correction M */
  symbol->show_hrt = 0;
  symbol->guard_descent = 0;
  symbol->scale = 0.5f; /* a module is one wide */
  symbol->height = 1;
  status = ZBarcode_Encode_and_Buffer_Vector (
      symbol, (const unsigned char *)text, (int)strlen (text), 0);
  /* A warning ("not all readers know UTF-8") is no failure. */
  return status < ZINT_ERROR && symbol->vector != NULL ? g_steal_pointer (&symbol) : NULL;
}

/* A module's width in points; 0 = it does not fit. */
static double
choose_module (TiemCodeKind kind,
               const Symbol *symbol,
               const cairo_rectangle_t *box)
{
  double quiet = kind == TIEM_CODE_QR ? QR_QUIET : kind == TIEM_CODE_EAN13 ? EAN_QUIET : BARS_QUIET;
  double n = symbol->width + 2 * quiet;
  double room = kind == TIEM_CODE_QR ? MIN (box->width, box->height) : box->width;
  double dots = room / n / DOT;

  if (dots < FEWEST_DOTS)
    return 0;
  return (dots >= 2 ? floor (dots) : dots) * DOT;
}

gboolean
tiem_code_draw (cairo_t *cr,
                TiemCodeKind kind,
                const char *text,
                const cairo_rectangle_t *box)
{
  g_autoptr (Symbol) symbol = NULL;
  double module;
  double high;

  if (*text == '\0' || (kind != TIEM_CODE_QR && !g_str_is_ascii (text)))
    return FALSE;
  symbol = encode (kind, text);
  module = symbol != NULL ? choose_module (kind, symbol, box) : 0;
  if (module <= 0)
    return FALSE;

  high = kind == TIEM_CODE_QR ? module : box->height / symbol->vector->height;
  cairo_save (cr);
  cairo_translate (cr,
                   box->x + (box->width - symbol->width * module) / 2,
                   box->y + (box->height - symbol->vector->height * high) / 2);
  cairo_scale (cr, module, high);
  for (const struct zint_vector_rect *bar = symbol->vector->rectangles; bar != NULL;
       bar = bar->next)
    cairo_rectangle (cr, bar->x, bar->y, bar->width, bar->height);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_fill (cr);
  cairo_restore (cr);
  return TRUE;
}
