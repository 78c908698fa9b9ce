#define G_LOG_DOMAIN "tiem-label"

#include "config.h"

#include "document/tiem-label-file.h"

#include "base/tiem-error.h"
#include "document/tiem-pdf.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <poppler.h>
#include <string.h>

/* An order in several parcels has several pages; a hundred of them is no label. */
#define MOST_PAGES 40
#define MOST_PIXELS (40 * 1000 * 1000)
/* Pictures say no size that could be trusted: a label printer has 203 dots per inch. */
#define DOTS_PER_INCH 203.0
/* What a page is looked at with: an ink box is right to a third of a millimetre. */
#define LOOK_SCALE 1.0
#define LOOK_MOST_PIXELS 1200.0
#define PAPER_WHITE 250
/* Where a PDF ends with "%%EOF"; some writers add a few bytes. */
#define TAIL 2048

/* Older popplers have no cleanup of their own for it. */
typedef PopplerPage Page;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, g_object_unref)

struct _TiemLabelFile
{
  PopplerDocument *document; /* (owned) (nullable) */
  cairo_surface_t *picture;  /* (owned) (nullable) */
};

void
tiem_label_file_free (TiemLabelFile *self)
{
  g_clear_object (&self->document);
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  g_free (self);
}

static void
refuse (GError **error,
        const char *sentence)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence);
}

/* --- what it is --- */

typedef enum
{
  FORM_PDF,
  FORM_PNG,
  FORM_WEB_PAGE,
  FORM_PRINTER, /* ZPL, EPL, TSPL: what label printers speak */
  FORM_EMPTY,
  FORM_OTHER,
} Form;

static gboolean
begins_with (const char *text,
             const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strncasecmp (text, words[i], strlen (words[i])) == 0)
      return TRUE;
  return FALSE;
}

/* By the first bytes, for a platform's content type is not always true. */
static Form
find_form (GBytes *document,
           const char *content_type)
{
  static const char *const web[] = { "<!doctype", "<html", "<head", "<body", "<?xml", NULL };
  static const char *const printer[] = { "^XA", "CT~~", "~", "SIZE ", "\x02L", NULL };
  gsize size;
  const char *data = g_bytes_get_data (document, &size);
  g_autofree char *head = g_strndup (data != NULL ? data : "", MIN (size, 64));
  const char *text = head;

  if (size == 0)
    return FORM_EMPTY;
  if (tiem_pdf_is (document))
    return FORM_PDF;
  if (size > 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return FORM_PNG;
  while (g_ascii_isspace (*text))
    text++;
  if (begins_with (text, web))
    return FORM_WEB_PAGE;
  if (begins_with (text, printer)
      || (content_type != NULL && g_ascii_strncasecmp (content_type, "application/zpl", 15) == 0))
    return FORM_PRINTER;
  return FORM_OTHER;
}

/* --- PDF --- */

/* What was cut off on the way can often still be opened, and then lacks a part of the label. */
static gboolean
is_whole (GBytes *document)
{
  static const char mark[] = "%%EOF";
  gsize size;
  const char *data = g_bytes_get_data (document, &size);

  for (gsize i = size; i-- > 0 && size - i <= TAIL;)
    if (size - i >= strlen (mark) && memcmp (data + i, mark, strlen (mark)) == 0)
      return TRUE;
  return FALSE;
}

static void
explain_pdf (GBytes *document,
             const GError *reason,
             GError **error)
{
  if (g_error_matches (reason, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    refuse (error,
            _ ("The label is locked with a password; download it without one from the channel's "
               "page and print it there."));
  else if (!is_whole (document))
    refuse (error, _ ("Only a part of the label arrived; Tiệm fetches it anew with the next try."));
  else
    refuse (error,
            _ ("The label is a damaged PDF; Tiệm fetches it anew with the next try. If it stays "
               "so, print it on the channel's page."));
}

static gboolean
open_pdf (TiemLabelFile *self,
          GBytes *document,
          int most_pages,
          GError **error)
{
  g_autoptr (GError) reason = NULL;
  int n_pages;

  self->document = poppler_document_new_from_bytes (document, NULL, &reason);
  if (self->document == NULL || !is_whole (document))
    {
      explain_pdf (document, reason, error);
      return FALSE;
    }
  n_pages = poppler_document_get_n_pages (self->document);
  if (n_pages <= 0)
    {
      refuse (error,
              _ ("The label is a PDF without a page; Tiệm fetches it anew with the next try."));
      return FALSE;
    }
  if (n_pages > most_pages)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   /* Translators: a number of pages */
                   _ ("The file has %d pages, and a label has a few; look at it on the channel's "
                      "page before it is printed."),
                   n_pages);
      return FALSE;
    }
  for (int i = 0; i < n_pages; i++)
    {
      g_autoptr (Page) page = poppler_document_get_page (self->document, i);

      if (page == NULL)
        {
          explain_pdf (document, NULL, error);
          return FALSE;
        }
    }
  return TRUE;
}

/* --- a picture --- */

typedef struct
{
  const guchar *data;
  gsize left;
} Reader;

static cairo_status_t
read_cb (void *closure,
         unsigned char *data,
         unsigned int length)
{
  Reader *reader = closure;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->data, length);
  reader->data += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static guint32
read_number (const guchar *data)
{
  return (guint32)data[0] << 24 | (guint32)data[1] << 16 | (guint32)data[2] << 8 | data[3];
}

static gboolean
open_picture (TiemLabelFile *self,
              GBytes *document,
              GError **error)
{
  gsize size;
  const guchar *data = g_bytes_get_data (document, &size);
  Reader reader = { data, size };

  /* Its size stands in the first chunk, and is looked at before any room is taken for it. */
  if (size > 24
      && (guint64)read_number (data + 16) * read_number (data + 20) <= (guint64)MOST_PIXELS)
    self->picture = cairo_image_surface_create_from_png_stream (read_cb, &reader);
  if (self->picture != NULL && cairo_surface_status (self->picture) == CAIRO_STATUS_SUCCESS
      && cairo_image_surface_get_width (self->picture) > 0
      && cairo_image_surface_get_height (self->picture) > 0)
    return TRUE;
  refuse (error,
          _ ("The label is a damaged picture; Tiệm fetches it anew with the next try. If it stays "
             "so, print it on the channel's page."));
  return FALSE;
}

TiemLabelFile *
tiem_label_file_open (GBytes *document,
                      const char *content_type,
                      GError **error)
{
  g_autoptr (TiemLabelFile) self = g_new0 (TiemLabelFile, 1);
  gboolean ok = FALSE;

  switch (find_form (document, content_type))
    {
    case FORM_PDF:
      ok = open_pdf (self, document, MOST_PAGES, error);
      break;
    case FORM_PNG:
      ok = open_picture (self, document, error);
      break;
    case FORM_WEB_PAGE:
      refuse (error,
              _ ("The channel sent a web page instead of the label, most likely one of its errors; "
                 "Tiệm fetches it anew with the next try."));
      break;
    case FORM_PRINTER:
      refuse (error,
              _ ("The label is in a label printer's own language (ZPL), which Tiệm can't draw; "
                 "choose PDF as the kind of label on the channel's page."));
      break;
    case FORM_EMPTY:
      refuse (error, _ ("The label is empty; Tiệm fetches it anew with the next try."));
      break;
    case FORM_OTHER:
    default:
      refuse (error, _ ("The channel's label is no PDF; print it on the channel's page."));
      break;
    }
  return ok ? g_steal_pointer (&self) : NULL;
}

TiemLabelFile *
tiem_label_file_open_printed (GBytes *pdf,
                              GError **error)
{
  g_autoptr (TiemLabelFile) self = g_new0 (TiemLabelFile, 1);

  return open_pdf (self, pdf, G_MAXINT, error) ? g_steal_pointer (&self) : NULL;
}

guint
tiem_label_file_get_n_pages (TiemLabelFile *self)
{
  return self->document != NULL ? (guint)poppler_document_get_n_pages (self->document) : 1;
}

/* --- looked at --- */

void
tiem_label_file_get_size (TiemLabelFile *self,
                          guint page,
                          double *width,
                          double *height)
{
  g_autoptr (Page) source = NULL;

  if (self->document == NULL)
    {
      *width = cairo_image_surface_get_width (self->picture) * 72 / DOTS_PER_INCH;
      *height = cairo_image_surface_get_height (self->picture) * 72 / DOTS_PER_INCH;
      return;
    }
  source = poppler_document_get_page (self->document, (int)page);
  poppler_page_get_size (source, width, height);
  /* A file may claim anything. */
  if (!isfinite (*width) || !isfinite (*height) || *width < 1 || *height < 1)
    *width = *height = 0;
}

/* The smallest box that holds all that is not white; in pixels. */
static gboolean
find_ink (cairo_surface_t *surface,
          cairo_rectangle_int_t *ink)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  int left = width;
  int right = -1;
  int top = height;
  int bottom = -1;

  for (int y = 0; y < height; y++)
    {
      const guint32 *row = (const guint32 *)(gconstpointer)(data + (gsize)y * (gsize)stride);

      for (int x = 0; x < width; x++)
        if ((row[x] & 0xff) < PAPER_WHITE || (row[x] >> 8 & 0xff) < PAPER_WHITE
            || (row[x] >> 16 & 0xff) < PAPER_WHITE)
          {
            left = MIN (left, x);
            right = MAX (right, x);
            top = MIN (top, y);
            bottom = y;
          }
    }
  if (right < 0)
    return FALSE;
  *ink = (cairo_rectangle_int_t){ left, top, right - left + 1, bottom - top + 1 };
  return TRUE;
}

/* Boxes that the file states are not to be trusted (an A6 label on an A4 page is the rule, not the
 * exception), so the page is drawn small and its ink is looked for. */
static void
read_ink (TiemLabelFile *self,
          guint page,
          TiemLabelLook *look)
{
  double longest = MAX (look->width, look->height);
  double scale = MIN (LOOK_SCALE, LOOK_MOST_PIXELS / MAX (longest, 1));
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int)ceil (look->width * scale), (int)ceil (look->height * scale));
  cairo_t *cr = cairo_create (surface);
  cairo_rectangle_int_t ink;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  tiem_label_file_draw (self, page, cr);
  cairo_surface_flush (surface);
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS && find_ink (surface, &ink))
    {
      look->ink.x = ink.x / scale;
      look->ink.y = ink.y / scale;
      look->ink.width = MIN (ink.width / scale, look->width - look->ink.x);
      look->ink.height = MIN (ink.height / scale, look->height - look->ink.y);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* From one letter to the next, most steps of a text go the way it runs. */
static int
find_direction (const PopplerRectangle *letters,
                guint n)
{
  double right = 0;
  double down = 0;

  for (guint i = 1; i < n; i++)
    {
      double dx = (letters[i].x1 + letters[i].x2 - letters[i - 1].x1 - letters[i - 1].x2) / 2;
      double dy = (letters[i].y1 + letters[i].y2 - letters[i - 1].y1 - letters[i - 1].y2) / 2;
      double size
          = MAX (fabs (letters[i].x2 - letters[i].x1), fabs (letters[i].y2 - letters[i].y1));

      /* a step to the next line is none of the text's */
      if (hypot (dx, dy) > 2 * size)
        continue;
      right += dx;
      down += dy;
    }
  if (fabs (right) >= fabs (down))
    return right >= 0 ? 0 : 180;
  return down > 0 ? 90 : 270;
}

static int
read_direction (TiemLabelFile *self,
                guint page)
{
  g_autoptr (Page) source = NULL;
  g_autofree PopplerRectangle *letters = NULL;
  guint n = 0;

  if (self->document == NULL)
    return 0;
  source = poppler_document_get_page (self->document, (int)page);
  return poppler_page_get_text_layout (source, &letters, &n) ? find_direction (letters, n) : 0;
}

void
tiem_label_file_look (TiemLabelFile *self,
                      guint page,
                      TiemLabelLook *look)
{
  memset (look, 0, sizeof *look);
  tiem_label_file_get_size (self, page, &look->width, &look->height);
  if (look->width <= 0)
    return;
  read_ink (self, page, look);
  look->turned = read_direction (self, page);
}

void
tiem_label_file_draw (TiemLabelFile *self,
                      guint page,
                      cairo_t *cr)
{
  if (self->document != NULL)
    {
      g_autoptr (Page) source = poppler_document_get_page (self->document, (int)page);

      poppler_page_render_for_printing (source, cr);
      return;
    }
  cairo_save (cr);
  cairo_scale (cr, 72 / DOTS_PER_INCH, 72 / DOTS_PER_INCH);
  cairo_set_source_surface (cr, self->picture, 0, 0);
  /* bars stay bars: no dot is made of two */
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
}
