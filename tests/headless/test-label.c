#include "base/tiem-error.h"
#include "document/tiem-pdf.h"
#include "label-fixture.h"
#include "sandbox/tiem-sandbox-pdf.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

/* Labels of every size and way up, on every paper: printed, looked at, and scanned. */

#define TRACKING "SPXVN06318274550"

static TiemLabelFile *
open_label (GBytes *document)
{
  g_autoptr (GError) error = NULL;
  TiemLabelFile *file = tiem_label_file_open (document, NULL, &error);

  g_assert_no_error (error);
  return file;
}

static GBytes *
print_one (TiemLabelPaper paper,
           GBytes *document,
           char **note)
{
  g_autoptr (TiemLabelSheet) sheet = tiem_label_sheet_new (paper);
  g_autoptr (TiemLabelFile) file = open_label (document);
  g_autoptr (GError) error = NULL;
  GBytes *pdf;

  tiem_label_sheet_add_file (sheet, file, note, &error);
  g_assert_no_error (error);
  pdf = tiem_label_sheet_finish (sheet, &error);
  g_assert_no_error (error);
  return pdf;
}

/* --- each form on each paper --- */

static const struct
{
  const char *name;
  LabelForm form;
  const char *note; /* of what is said on A6 (nullable) */
} forms[] = {
  { "a6", { 105, 148, 3, 3, 99, 142, 0 }, NULL },
  { "100x150", { 100, 150, 2, 2, 96, 146, 0 }, NULL },
  { "75x100", { 75, 100, 2, 2, 71, 96, 0 }, NULL },
  { "4x6-inch", { 101.6, 152.4, 2, 2, 97, 148, 0 }, NULL },
  { "a6-on-a4-top-left", { 210, 297, 0, 0, 105, 148, 0 }, "came on a page" },
  { "a6-on-a4-middle", { 210, 297, 50, 70, 105, 148, 0 }, "came on a page" },
  { "a6-on-a4-lying", { 210, 297, 10, 10, 105, 148, 90 }, "came on a page" },
  { "a5-lying-with-a6", { 210, 148, 5, 0, 100, 148, 0 }, "came on a page" },
  { "lying", { 148, 105, 2, 2, 101, 144, 90 }, "did not come upright" },
  { "lying-the-other-way", { 148, 105, 2, 2, 101, 144, 270 }, "did not come upright" },
  { "upside-down", { 105, 148, 2, 2, 101, 144, 180 }, "did not come upright" },
  { "landscape", { 150, 100, 2, 2, 146, 96, 0 }, "did not come upright" },
  { "unknown-size", { 130, 90, 3, 3, 124, 84, 0 }, "130 × 90 mm" },
  { "long-strip", { 80, 220, 2, 2, 76, 216, 0 }, "80 × 220 mm" },
};

static void
check_page (GBytes *pdf,
            const TiemLabelPaperInfo *paper,
            const char *name)
{
  g_autoptr (TiemLabelFile) printed = open_label (pdf);
  TiemLabelLook look;

  g_assert_cmpuint (tiem_label_file_get_n_pages (printed), ==, 1);
  tiem_label_file_look (printed, 0, &look);
  g_assert_cmpfloat_with_epsilon (look.width, paper->width_mm * TIEM_MM, 0.5);
  g_assert_cmpfloat_with_epsilon (look.height, paper->height_mm * TIEM_MM, 0.5);
  /* nothing was cut at the edge */
  g_assert_cmpfloat (look.ink.x, >=, 1 * TIEM_MM);
  g_assert_cmpfloat (look.ink.y, >=, 1 * TIEM_MM);
  g_assert_cmpfloat (look.ink.x + look.ink.width, <=, look.width - 1 * TIEM_MM);
  g_assert_cmpfloat (look.ink.y + look.ink.height, <=, look.height - 1 * TIEM_MM);
}

/* As wide to its height as before. */
static void
check_shape (GBytes *pdf,
             const LabelForm *form,
             const char *name)
{
  g_autoptr (TiemLabelFile) printed = open_label (pdf);
  TiemLabelLook look;
  double shape = form->width / form->height;
  double found;

  tiem_label_file_look (printed, 0, &look);
  found = look.ink.width / look.ink.height;
  if ((shape < 1) != (found < 1))
    found = 1 / found;
  g_assert_cmpfloat_with_epsilon (found, shape, 0.03);
}

static void
test_forms (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GBytes) label = label_fixture_make (&forms[i].form, TRACKING);

      for (TiemLabelPaper paper = 0; paper < TIEM_N_LABEL_PAPERS; paper++)
        {
          const TiemLabelPaperInfo *info = tiem_label_paper_get_info (paper);
          g_autofree char *note = NULL;
          g_autoptr (GBytes) pdf = print_one (paper, label, &note);

          g_test_message ("%s on %s: %s", forms[i].name, info->id, note);
          check_page (pdf, info, forms[i].name);
          check_shape (pdf, &forms[i].form, forms[i].name);
          /* either it can be read from the paper, or the owner is told to try; a large sheet takes
           * a scanner long, so a few do */
          if ((paper < TIEM_LABEL_PAPER_A4_4 || i % 5 == 0)
              && (note == NULL || strstr (note, "bar code can still be read") == NULL))
            {
              g_assert_true (label_fixture_has (pdf, 0, "CODE-128 " TRACKING));
              g_assert_true (label_fixture_has (pdf, 0, "QR-Code " TRACKING));
            }
          if (paper != TIEM_LABEL_PAPER_A6)
            continue;
          if (forms[i].note == NULL)
            g_assert_null (note);
          else
            g_assert_nonnull (strstr (note, forms[i].note));
        }
    }
}

/* What came lying is read upright again, whichever way it lay. */
static void
test_upright (void)
{
  for (int turn = 0; turn < 360; turn += 90)
    {
      gboolean on_side = turn % 180 != 0;
      LabelForm form = { on_side ? 148 : 105, on_side ? 105 : 148, 2, 2, 101, 144, turn };
      g_autoptr (GBytes) label = label_fixture_make (&form, TRACKING);
      g_autoptr (TiemLabelFile) file = open_label (label);
      g_autoptr (GBytes) pdf = print_one (TIEM_LABEL_PAPER_100X150, label, NULL);
      g_autoptr (TiemLabelFile) printed = open_label (pdf);
      TiemLabelLook look;

      tiem_label_file_look (file, 0, &look);
      g_assert_cmpint (look.turned, ==, turn);
      tiem_label_file_look (printed, 0, &look);
      g_assert_cmpint (look.turned, ==, 0);
    }
}

/* A page says how it is to be shown, and which part of it. */
static void
test_rotate_and_crop (void)
{
  static const struct
  {
    const char *what;
    double width; /* mm, as shown */
    double height;
  } cases[] = {
    { "/Rotate 90", 150, 100 },
    { "/Rotate 180", 100, 150 },
    { "/Rotate 270", 150, 100 },
    { "/Rotate -90", 150, 100 },
    /* the upper half of a label: all that the file wants shown */
    { "/CropBox [0 212.6 283.46 425.2]", 100, 75 },
    { "/CropBox [0 212.6 283.46 425.2] /Rotate 90", 75, 100 },
  };
  g_autoptr (TiemSandboxPdf) source = tiem_sandbox_pdf_new (100, 150);
  g_autoptr (GBytes) plain = NULL;

  tiem_sandbox_pdf_add_page (source);
  tiem_sandbox_pdf_add_text (source, 12, "SPX EXPRESS");
  tiem_sandbox_pdf_add_barcode (source, "SPXVN0631");
  plain = tiem_sandbox_pdf_make (source);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) label = label_fixture_patch (plain, cases[i].what);
      g_autoptr (TiemLabelFile) file = open_label (label);
      TiemLabelLook look;

      g_test_message ("%s", cases[i].what);
      tiem_label_file_look (file, 0, &look);
      g_assert_cmpfloat_with_epsilon (look.width, cases[i].width * TIEM_MM, 1);
      g_assert_cmpfloat_with_epsilon (look.height, cases[i].height * TIEM_MM, 1);
      for (TiemLabelPaper paper = 0; paper < TIEM_LABEL_PAPER_A4_8; paper++)
        {
          g_autoptr (GBytes) pdf = print_one (paper, label, NULL);
          g_autoptr (TiemLabelFile) printed = open_label (pdf);
          TiemLabelLook after;

          g_assert_true (label_fixture_has (pdf, 0, "CODE-39 SPXVN0631"));
          tiem_label_file_look (printed, 0, &after);
          g_assert_true (after.turned == 0 || after.turned == 270);
        }
    }
}

/* --- many --- */

static void
test_sheets (void)
{
  g_autoptr (TiemLabelSheet) sheet = tiem_label_sheet_new (TIEM_LABEL_PAPER_A4_4);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 10; i++)
    {
      LabelForm form = forms[i % 4].form;
      g_autofree char *tracking = g_strdup_printf ("SPXVN0000000%02u", i);
      g_autoptr (GBytes) label = label_fixture_make (&form, tracking);
      g_autoptr (TiemLabelFile) file = open_label (label);

      g_assert_true (tiem_label_sheet_add_file (sheet, file, NULL, &error));
    }
  g_assert_cmpuint (tiem_label_sheet_get_n_labels (sheet), ==, 10);
  g_assert_cmpuint (tiem_label_sheet_get_n_pages (sheet), ==, 3);
  pdf = tiem_label_sheet_finish (sheet, &error);
  g_assert_no_error (error);
  for (guint page = 0; page < 3; page++)
    {
      g_autofree char *text = label_fixture_read (pdf, page);
      g_autoptr (GPtrArray) found = label_fixture_scan (pdf, page);
      guint n = page < 2 ? 4 : 2;

      g_assert_cmpuint (found->len, ==, 2 * n); /* bars and QR of each */
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *tracking = g_strdup_printf ("SPXVN0000000%02u", page * 4 + i);

          g_assert_nonnull (strstr (text, tracking));
        }
    }
}

/* An order in two parcels, and a white page that a platform put between them. */
static void
test_several_pages (void)
{
  g_autoptr (TiemPdfWriter) writer = tiem_pdf_writer_new ();
  g_autoptr (TiemLabelSheet) sheet = tiem_label_sheet_new (TIEM_LABEL_PAPER_A6);
  g_autoptr (TiemLabelFile) file = NULL;
  g_autoptr (GBytes) label = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      tiem_pdf_writer_begin_page (writer, 105 * TIEM_MM, 148 * TIEM_MM);
      cairo_rectangle (tiem_pdf_writer_get_cairo (writer), 20, 20, i == 1 ? 0 : 100, 100);
      cairo_fill (tiem_pdf_writer_get_cairo (writer));
    }
  label = tiem_pdf_writer_finish (writer, &error);
  file = open_label (label);
  g_assert_true (tiem_label_sheet_add_file (sheet, file, NULL, &error));
  g_assert_cmpuint (tiem_label_sheet_get_n_labels (sheet), ==, 2);
}

/* --- what is no label --- */

static GBytes *
make_pages (guint n)
{
  g_autoptr (TiemSandboxPdf) pdf = tiem_sandbox_pdf_new (100, 150);

  for (guint i = 0; i < n; i++)
    {
      tiem_sandbox_pdf_add_page (pdf);
      tiem_sandbox_pdf_add_text (pdf, 12, "SPXVN001");
    }
  return tiem_sandbox_pdf_make (pdf);
}

static GBytes *
cut (GBytes *whole,
     double part)
{
  return g_bytes_new_from_bytes (whole, 0, (gsize)((double)g_bytes_get_size (whole) * part));
}

static GBytes *
read_data (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "labels", name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize size;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, size);
}

static cairo_status_t
append_cb (void *closure,
           const unsigned char *data,
           unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* The label as a label printer's picture: 203 dots per inch. */
static GBytes *
make_picture (void)
{
  GByteArray *data = g_byte_array_new ();
  g_autoptr (GBytes) label = label_fixture_make (&forms[1].form, TRACKING);
  g_autoptr (TiemLabelFile) file = open_label (label);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 800, 1200);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, 203.2 / 72, 203.2 / 72);
  tiem_label_file_draw (file, 0, cr);
  cairo_destroy (cr);
  cairo_surface_write_to_png_stream (surface, append_cb, data);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (data);
}

static GBytes *
new_text (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static GBytes *
make_nothing (void)
{
  return new_text ("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
                   "2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n"
                   "trailer <</Root 1 0 R/Size 3>>\n%%EOF\n");
}

static GBytes *
make_white (void)
{
  g_autoptr (TiemPdfWriter) writer = tiem_pdf_writer_new ();

  tiem_pdf_writer_begin_page (writer, 283, 425);
  return tiem_pdf_writer_finish (writer, NULL);
}

static void
test_bad (void)
{
  g_autoptr (GBytes) whole = make_pages (1);
  g_autoptr (GBytes) picture = make_picture ();
  const struct
  {
    const char *name;
    GBytes *document;
    const char *type;
    const char *says; /* of its own sentence */
  } cases[] = {
    { "nothing", new_text (""), NULL, "is empty" },
    { "words", new_text ("label not found"), "text/plain", "is no PDF" },
    { "web page", new_text ("\n <!DOCTYPE html><html><h1>502 Bad Gateway"), NULL, "a web page" },
    { "web page called a PDF", new_text ("<html>"), "application/pdf", "a web page" },
    { "ZPL", new_text ("^XA^FO50,50^ADN,36,20^FDSPXVN001^FS^XZ"), NULL, "ZPL" },
    { "ZPL by its type", new_text ("x"), "application/zpl", "ZPL" },
    { "head only", new_text ("%PDF-1.4\n"), NULL, "a part of the label" },
    { "half", cut (whole, 0.5), NULL, "a part of the label" },
    { "nine tenths", cut (whole, 0.9), NULL, "a part of the label" },
    { "broken", new_text ("%PDF-1.4\n1 0 obj <<garbage\n%%EOF"), NULL, "a damaged PDF" },
    { "no pages", make_nothing (), NULL, "without a page" },
    { "white", make_white (), NULL, "a white page" },
    { "1,000 pages", make_pages (1000), NULL, "1000 pages" },
    { "locked", read_data ("locked.pdf"), NULL, "locked with a password" },
    { "half a picture", cut (picture, 0.5), "image/png", "a damaged picture" },
  };
  g_autoptr (TiemLabelSheet) sheet = tiem_label_sheet_new (TIEM_LABEL_PAPER_A6);
  g_autoptr (TiemLabelFile) good = open_label (whole);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) none = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemLabelFile) file
          = tiem_label_file_open (cases[i].document, cases[i].type, &error);

      if (file != NULL)
        g_assert_false (tiem_label_sheet_add_file (sheet, file, NULL, &error));
      g_test_message ("%s: %s", cases[i].name, error->message);
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_bytes_unref (cases[i].document);
    }
  /* those before and after are printed all the same */
  g_assert_cmpuint (tiem_label_sheet_get_n_labels (sheet), ==, 0);
  g_assert_true (tiem_label_sheet_add_file (sheet, good, NULL, &none));
  pdf = tiem_label_sheet_finish (sheet, &none);
  g_assert_no_error (none);
  g_assert_cmpuint (tiem_label_sheet_get_n_labels (sheet), ==, 1);
}

/* Protected against changes with an empty password, as many are: printed like any other. */
static void
test_protected (void)
{
  g_autoptr (GBytes) label = read_data ("protected.pdf");
  g_autoptr (GBytes) pdf = print_one (TIEM_LABEL_PAPER_A6, label, NULL);

  g_assert_true (label_fixture_has (pdf, 0, "CODE-39 SPXVN0631"));
}

static void
test_picture (void)
{
  g_autoptr (GBytes) label = make_picture ();

  for (TiemLabelPaper paper = 0; paper < TIEM_LABEL_PAPER_A4_8; paper++)
    {
      g_autoptr (GBytes) pdf = print_one (paper, label, NULL);

      check_page (pdf, tiem_label_paper_get_info (paper), "picture");
      g_assert_true (label_fixture_has (pdf, 0, "CODE-128 " TRACKING));
    }
}

static void
test_nothing (void)
{
  g_autoptr (TiemLabelSheet) sheet = tiem_label_sheet_new (TIEM_LABEL_PAPER_A6);
  g_autoptr (GError) error = NULL;

  g_assert_null (tiem_label_sheet_finish (sheet, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

static void
test_papers (void)
{
  TiemLabelPaper paper;

  for (TiemLabelPaper i = 0; i < TIEM_N_LABEL_PAPERS; i++)
    {
      g_assert_true (tiem_label_paper_from_id (tiem_label_paper_get_info (i)->id, &paper));
      g_assert_cmpint (paper, ==, i);
      g_assert_cmpstr (tiem_label_paper_get_label (i), !=, "");
    }
  g_assert_false (tiem_label_paper_from_id ("a5", &paper));
  g_assert_false (tiem_label_paper_from_id (NULL, &paper));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/label/forms", test_forms);
  g_test_add_func ("/label/upright", test_upright);
  g_test_add_func ("/label/rotate-and-crop", test_rotate_and_crop);
  g_test_add_func ("/label/sheets", test_sheets);
  g_test_add_func ("/label/several-pages", test_several_pages);
  g_test_add_func ("/label/bad", test_bad);
  g_test_add_func ("/label/protected", test_protected);
  g_test_add_func ("/label/picture", test_picture);
  g_test_add_func ("/label/nothing", test_nothing);
  g_test_add_func ("/label/papers", test_papers);
  return g_test_run ();
}
