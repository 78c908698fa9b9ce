#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-pdf.h"

#include <string.h>

/* All in points, 72 to the inch. */
#define POINTS(mm) ((mm)*72.0 / 25.4)
#define MARGIN 12.0
#define BAR_HEIGHT 42.0
#define LINE_SPACING 1.3

/* An average letter of Helvetica is half as wide as it is high; enough to cut a line off. */
#define LETTER_WIDTH 0.55

struct _TiemSandboxPdf
{
  double width;
  double height;
  double y;         /* the lower edge of what the page holds so far */
  GPtrArray *pages; /* (element-type GString) what each page draws */
};

TiemSandboxPdf *
tiem_sandbox_pdf_new (guint width_mm,
                      guint height_mm)
{
  TiemSandboxPdf *self = g_new0 (TiemSandboxPdf, 1);

  self->width = POINTS (width_mm);
  self->height = POINTS (height_mm);
  self->pages = g_ptr_array_new ();
  return self;
}

void
tiem_sandbox_pdf_free (TiemSandboxPdf *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->pages->len; i++)
    g_string_free (self->pages->pdata[i], TRUE);
  g_ptr_array_unref (self->pages);
  g_free (self);
}

void
tiem_sandbox_pdf_add_page (TiemSandboxPdf *self)
{
  g_ptr_array_add (self->pages, g_string_new (NULL));
  self->y = self->height - MARGIN;
}

static GString *
get_page (TiemSandboxPdf *self)
{
  if (self->pages->len == 0)
    tiem_sandbox_pdf_add_page (self);
  return self->pages->pdata[self->pages->len - 1];
}

/* A decimal point whatever the locale. */
static void
append_number (GString *out,
               double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (text, sizeof text, "%.2f ", value));
}

/* "Nguyễn Thị Đào" → "Nguyen Thi Dao" */
static char *
drop_marks (const char *text)
{
  g_autofree char *parts = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  GString *out = g_string_new (NULL);

  for (const char *p = parts; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x110 || c == 0x111)
        g_string_append_c (out, c == 0x110 ? 'D' : 'd');
      else if (c >= 0x20 && c < 0x7f)
        g_string_append_c (out, (char)c);
      else if (!g_unichar_ismark (c))
        g_string_append_c (out, '?');
    }
  return g_string_free (out, FALSE);
}

void
tiem_sandbox_pdf_add_text (TiemSandboxPdf *self,
                           guint size,
                           const char *text)
{
  GString *page = get_page (self);
  g_autofree char *plain = drop_marks (text);
  gsize longest = (gsize)((self->width - 2 * MARGIN) / (size * LETTER_WIDTH));

  if (strlen (plain) > longest)
    plain[longest] = '\0';
  self->y -= size * LINE_SPACING;
  g_string_append_printf (page, "BT /F1 %u Tf ", size);
  append_number (page, MARGIN);
  append_number (page, self->y);
  g_string_append (page, "Td (");
  for (const char *p = plain; *p != '\0'; p++)
    {
      if (strchr ("()\\", *p) != NULL)
        g_string_append_c (page, '\\');
      g_string_append_c (page, *p);
    }
  g_string_append (page, ") Tj ET\n");
}

/* Returns: (nullable): the bars and gaps of @c in turn, "w" for the wide ones: ISO/IEC 16388 */
static const char *
find_bars (char c)
{
  static const char characters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*";
  static const char *const bars[] = {
    "nnnwwnwnn", "wnnwnnnnw", "nnwwnnnnw", "wnwwnnnnn", "nnnwwnnnw", "wnnwwnnnn", "nnwwwnnnn",
    "nnnwnnwnw", "wnnwnnwnn", "nnwwnnwnn", "wnnnnwnnw", "nnwnnwnnw", "wnwnnwnnn", "nnnnwwnnw",
    "wnnnwwnnn", "nnwnwwnnn", "nnnnnwwnw", "wnnnnwwnn", "nnwnnwwnn", "nnnnwwwnn", "wnnnnnnww",
    "nnwnnnnww", "wnwnnnnwn", "nnnnwnnww", "wnnnwnnwn", "nnwnwnnwn", "nnnnnnwww", "wnnnnnwwn",
    "nnwnnnwwn", "nnnnwnwwn", "wwnnnnnnw", "nwwnnnnnw", "wwwnnnnnn", "nwnnwnnnw", "wwnnwnnnn",
    "nwwnwnnnn", "nwnnnnwnw", "wwnnnnwnn", "nwwnnnwnn", "nwnwnwnnn", "nwnwnnnwn", "nwnnnwnwn",
    "nnnwnwnwn", "nwnnwnwnn",
  };
  const char *found = strchr (characters, c);

  return c != '\0' && found != NULL ? bars[found - characters] : NULL;
}

void
tiem_sandbox_pdf_add_barcode (TiemSandboxPdf *self,
                              const char *code)
{
  GString *page = get_page (self);
  g_autofree char *whole = g_strdup_printf ("*%s*", code);
  /* Six narrow and three wide ones of three, and a gap: 16 steps for a character. */
  double step = MIN (1.2, (self->width - 2 * MARGIN) / (16.0 * strlen (whole)));
  double x = MARGIN;

  self->y -= BAR_HEIGHT + 4;
  for (const char *p = whole; *p != '\0'; p++)
    {
      const char *bars = find_bars (*p);

      for (guint i = 0; bars != NULL && bars[i] != '\0'; i++)
        {
          double width = bars[i] == 'w' ? 3 * step : step;

          if (i % 2 == 0)
            {
              append_number (page, x);
              append_number (page, self->y);
              append_number (page, width);
              append_number (page, BAR_HEIGHT);
              g_string_append (page, "re f\n");
            }
          x += width;
        }
      if (bars != NULL)
        x += step;
    }
}

/* Begins object @number; notes where it lies. */
static void
begin_object (GString *file,
              GArray *offsets,
              guint number)
{
  gsize offset = file->len;

  g_assert (number == offsets->len + 1);
  g_array_append_val (offsets, offset);
  g_string_append_printf (file, "%u 0 obj\n", number);
}

/* Object 1 is the catalogue, 2 the list of pages, 3 the font; then two for each page. */
GBytes *
tiem_sandbox_pdf_make (TiemSandboxPdf *self)
{
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  GString *file = g_string_new ("%PDF-1.4\n");
  gsize table;

  get_page (self);
  begin_object (file, offsets, 1);
  g_string_append (file, "<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
  begin_object (file, offsets, 2);
  g_string_append_printf (file, "<< /Type /Pages /Count %u /Kids [", self->pages->len);
  for (guint i = 0; i < self->pages->len; i++)
    g_string_append_printf (file, "%u 0 R ", 4 + 2 * i);
  g_string_append (file, "] >>\nendobj\n");
  begin_object (file, offsets, 3);
  g_string_append (file, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n");
  for (guint i = 0; i < self->pages->len; i++)
    {
      const GString *page = self->pages->pdata[i];

      begin_object (file, offsets, 4 + 2 * i);
      g_string_append (file, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ");
      append_number (file, self->width);
      append_number (file, self->height);
      g_string_append_printf (file,
                              "] /Resources << /Font << /F1 3 0 R >> >> /Contents %u 0 R >>\n"
                              "endobj\n",
                              5 + 2 * i);
      begin_object (file, offsets, 5 + 2 * i);
      g_string_append_printf (
          file, "<< /Length %" G_GSIZE_FORMAT " >>\nstream\n%s", page->len, page->str);
      g_string_append (file, "\nendstream\nendobj\n");
    }

  table = file->len;
  g_string_append_printf (file, "xref\n0 %u\n0000000000 65535 f \n", offsets->len + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf (
        file, "%010" G_GSIZE_FORMAT " 00000 n \n", g_array_index (offsets, gsize, i));
  g_string_append_printf (file,
                          "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%" G_GSIZE_FORMAT
                          "\n%%%%EOF\n",
                          offsets->len + 1,
                          table);
  return g_string_free_to_bytes (file);
}
