#include "label-fixture.h"

#include "document/tiem-code.h"
#include "document/tiem-pdf.h"
#include "document/tiem-pen.h"

#include <math.h>
#include <poppler.h>
#include <string.h>
#include <zbar.h>

/* A label printer's. */
#define DOTS_PER_INCH 203.2

GBytes *
label_fixture_make (const LabelForm *form,
                    const char *tracking)
{
  g_autoptr (TiemPdfWriter) writer = tiem_pdf_writer_new ();
  double width = form->width * TIEM_MM;
  double height = form->height * TIEM_MM;
  gboolean on_side = form->turn % 180 != 0;
  cairo_t *cr;
  TiemPen pen;
  cairo_rectangle_t bars = { 4, 24, width - 8, height * 0.2 };
  cairo_rectangle_t square = { 6, height * 0.55, height * 0.3, height * 0.3 };

  tiem_pdf_writer_begin_page (writer, form->page_width * TIEM_MM, form->page_height * TIEM_MM);
  cr = tiem_pdf_writer_get_cairo (writer);
  cairo_translate (cr,
                   form->x * TIEM_MM + (on_side ? height : width) / 2,
                   form->y * TIEM_MM + (on_side ? width : height) / 2);
  cairo_rotate (cr, form->turn * G_PI / 180);
  cairo_translate (cr, -width / 2, -height / 2);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, 0.5, 0.5, width - 1, height - 1);
  cairo_stroke (cr);
  pen = (TiemPen){ cr, 6, 4, width - 12 };
  tiem_pen_write (&pen, "SPX EXPRESS", 14, TIEM_PEN_BOLD, 1);
  g_assert_true (tiem_code_draw (cr, TIEM_CODE_128, tracking, &bars));
  pen.y = bars.y + bars.height + 4;
  tiem_pen_write (&pen, tracking, 11, TIEM_PEN_BOLD | TIEM_PEN_CENTRE, 1);
  tiem_pen_write (&pen, "Nguyễn Thị Ánh Tuyết, 12 Đường Lê Lợi", 10, TIEM_PEN_PLAIN, 2);
  g_assert_true (tiem_code_draw (cr, TIEM_CODE_QR, tracking, &square));
  return tiem_pdf_writer_finish (writer, NULL);
}

GBytes *
label_fixture_patch (GBytes *pdf,
                     const char *what)
{
  static const char mark[] = "/Type /Page ";
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);
  GByteArray *patched = g_byte_array_new ();
  gsize at = 0;

  while (at + strlen (mark) < size && memcmp (data + at, mark, strlen (mark)) != 0)
    at++;
  g_assert_cmpuint (at + strlen (mark), <, size);
  at += strlen (mark);
  g_byte_array_append (patched, (const guint8 *)data, (guint)at);
  g_byte_array_append (patched, (const guint8 *)what, (guint)strlen (what));
  g_byte_array_append (patched, (const guint8 *)"\n", 1);
  g_byte_array_append (patched, (const guint8 *)data + at, (guint)(size - at));
  return g_byte_array_free_to_bytes (patched);
}

/* Returns: (transfer full): grey, a byte for a dot */
static guchar *
print_page (GBytes *pdf,
            guint page,
            int *width,
            int *height)
{
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);
  PopplerPage *source = poppler_document_get_page (document, (int)page);
  double scale = DOTS_PER_INCH / 72;
  double wide;
  double high;
  cairo_surface_t *surface;
  cairo_t *cr;
  guchar *grey;
  const guchar *data;
  int stride;

  poppler_page_get_size (source, &wide, &high);
  *width = (int)ceil (wide * scale);
  *height = (int)ceil (high * scale);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, *width, *height);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  poppler_page_render_for_printing (source, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  grey = g_malloc ((gsize)*width * (gsize)*height);
  for (int y = 0; y < *height; y++)
    for (int x = 0; x < *width; x++)
      grey[y * *width + x] = data[y * stride + x * 4 + 1];
  cairo_surface_destroy (surface);
  g_object_unref (source);
  g_object_unref (document);
  return grey;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
label_fixture_scan (GBytes *pdf,
                    guint page)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_t *image = zbar_image_create ();
  int width;
  int height;
  guchar *grey = print_page (pdf, page, &width, &height);

  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, (unsigned)width, (unsigned)height);
  zbar_image_set_data (image, grey, (unsigned long)width * (unsigned long)height, NULL);
  zbar_scan_image (scanner, image);
  for (const zbar_symbol_t *symbol = zbar_image_first_symbol (image); symbol != NULL;
       symbol = zbar_symbol_next (symbol))
    {
      char *text = g_strdup_printf ("%s %s",
                                    zbar_get_symbol_name (zbar_symbol_get_type (symbol)),
                                    zbar_symbol_get_data (symbol));

      if (g_ptr_array_find_with_equal_func (found, text, g_str_equal, NULL))
        g_free (text);
      else
        g_ptr_array_add (found, text);
    }
  g_ptr_array_sort (found, compare_texts);
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  g_free (grey);
  return found;
}

gboolean
label_fixture_has (GBytes *pdf,
                   guint page,
                   const char *code)
{
  g_autoptr (GPtrArray) found = label_fixture_scan (pdf, page);

  return g_ptr_array_find_with_equal_func (found, code, g_str_equal, NULL);
}

char *
label_fixture_read (GBytes *pdf,
                    guint page)
{
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);
  PopplerPage *source = poppler_document_get_page (document, (int)page);
  char *text = poppler_page_get_text (source);

  g_object_unref (source);
  g_object_unref (document);
  return text;
}

static void
add_line (TiemOrder *order,
          gint64 quantity,
          const char *title,
          const char *options)
{
  TiemOrderLine *line = g_new0 (TiemOrderLine, 1);

  line->quantity = quantity;
  line->title = g_strdup (title);
  line->options = g_strdup (options);
  g_ptr_array_add (order->lines, line);
}

TiemOrder *
label_fixture_new_order (gint64 id)
{
  TiemOrder *order = g_new0 (TiemOrder, 1);

  order->id = id;
  order->channel_kind = g_strdup ("woocommerce");
  order->channel_name = g_strdup ("nhamay.vn");
  order->remote_id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  order->number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  order->placed_at = G_GINT64_CONSTANT (1795262400000);
  order->total_vnd = 459000;
  order->note = g_strdup ("Giao giờ hành chính, gọi trước 15 phút giúp em");
  order->address.name = g_strdup ("Nguyễn Thị Ánh Tuyết");
  order->address.phone = g_strdup ("0905118274");
  order->address.line = g_strdup ("Số 7, hẻm 12/4 đường Nguyễn Hữu Cảnh");
  order->address.ward = g_strdup ("Phường Thạnh Mỹ Tây");
  order->address.province = g_strdup ("Thành phố Hồ Chí Minh");
  order->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_line_free);
  add_line (order, 2, "Áo thun cotton cổ tròn tay lỡ phối viền dáng rộng unisex", "Đen, L");
  add_line (order, 1, "Quần short kaki nữ lưng cao", "Be, M");
  add_line (order, 1, "Mũ lưỡi trai thêu chữ", NULL);
  return order;
}
