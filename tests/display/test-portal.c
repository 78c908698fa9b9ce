#include "ui-fixture.h"

#include "app/orders/tiem-print-run.h"
#include "app/platform-compat.h"
#include "app/tiem-portal.h"

#include <cairo-pdf.h>

/* In a sandbox, on a desktop that has no portals: each thing that needs one says so, and nothing
 * happens behind the owner's back. */

/* In whichever window: the floor's questions are windows of their own. */
static GtkWidget *
find_anywhere (GType type,
               const char *text)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      GtkWidget *found = ui_find (window, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

#define shows(text) (find_anywhere (GTK_TYPE_LABEL, text) != NULL)

static void
press (const char *label)
{
  GtkWidget *button = find_anywhere (GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

/* --- is it there? --- */

static void
looked_cb (gboolean is_there,
           gpointer user_data)
{
  *(int *)user_data = is_there;
}

static void
test_needed (UiFixture *fixture,
             gconstpointer data)
{
  int is_there = -1;

  tiem_portal_look_for ("FileChooser", looked_cb, &is_there);
  g_assert_cmpint (is_there, ==, -1);
  ui_wait_for (is_there != -1);
  g_assert_false (is_there);

  /* outside of a sandbox nobody needs it */
  g_unsetenv ("GTK_USE_PORTAL");
  tiem_portal_look_for ("FileChooser", looked_cb, &is_there);
  ui_wait_for (is_there == TRUE);
  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
}

/* --- files --- */

typedef struct
{
  guint n_answers;
  char *path; /* (owned) (nullable) */
} Chosen;

static void
chosen_cb (const char *path,
           gpointer user_data)
{
  Chosen *chosen = user_data;

  chosen->n_answers++;
  g_free (chosen->path);
  chosen->path = g_strdup (path);
}

/* What is saved in the sandbox's own folders would be gone with it. */
static void
test_files (UiFixture *fixture,
            gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (fixture->window);

  for (guint i = 0; i < 3; i++)
    {
      Chosen chosen = { 0 };

      if (i == 0)
        tiem_compat_open_file (window, "Nhập từ Excel", TIEM_FILE_SHEET, chosen_cb, &chosen);
      else if (i == 1)
        tiem_compat_open_file (window, "Thư mục sao lưu", TIEM_FILE_FOLDER, chosen_cb, &chosen);
      else
        tiem_compat_save_file (
            window, "Lưu nhãn", "nhãn 22-11.pdf", TIEM_FILE_PDF, chosen_cb, &chosen);
      ui_wait_for (chosen.n_answers == 1 && shows ("Your files can't be reached"));
      g_assert_null (chosen.path);
      press ("Close");
      ui_wait_for (!shows ("Your files can't be reached"));
      g_assert_cmpuint (chosen.n_answers, ==, 1);
    }
}

/* The window is closed before the desktop answered. */
static void
test_files_of_nobody (UiFixture *fixture,
                      gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  Chosen chosen = { 0 };

  tiem_compat_open_file (GTK_WINDOW (window), "Ảnh", TIEM_FILE_PICTURE, chosen_cb, &chosen);
  gtk_window_destroy (GTK_WINDOW (window));
  ui_wait_for (chosen.n_answers == 1);
  g_assert_null (chosen.path);
  g_assert_false (shows ("Your files can't be reached"));
}

/* --- links, files to look at --- */

static void
clipboard_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  *(char **)user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_links (UiFixture *fixture,
            gconstpointer data)
{
  const char *address = "https://open.shopee.com/developer-guide/20";
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  g_autofree char *text = NULL;

  tiem_compat_open_uri (GTK_WINDOW (fixture->window), address);
  ui_wait_for (shows ("The page could not be opened"));
  g_assert_true (shows ("Copy its address and open it in your browser: "
                        "https://open.shopee.com/developer-guide/20"));
  press ("Copy the address");
  ui_wait_for (!shows ("The page could not be opened"));
  gdk_clipboard_read_text_async (clipboard, NULL, clipboard_cb, &text);
  ui_wait_for (text != NULL);
  g_assert_cmpstr (text, ==, address);
}

static void
test_paths (UiFixture *fixture,
            gconstpointer data)
{
  tiem_compat_open_path (GTK_WINDOW (fixture->window), "/run/user/1000/doc/a1b2c3/nhãn.pdf");
  ui_wait_for (shows ("The file could not be opened"));
  /* the sandbox's own name of the folder would only mislead */
  g_assert_true (
      shows ("No program opened “nhãn.pdf”. It is where you saved it; open it from there."));
  press ("Close");
  ui_wait_for (!shows ("The file could not be opened"));
}

/* --- printing --- */

typedef struct
{
  guint n_answers;
  TiemPrintOutcome outcome;
  char *reason; /* (owned) (nullable) */
} Printed;

static void
printed_cb (TiemPrintOutcome outcome,
            const char *reason,
            gpointer user_data)
{
  Printed *printed = user_data;

  printed->n_answers++;
  printed->outcome = outcome;
  printed->reason = g_strdup (reason);
}

static cairo_status_t
write_cb (void *closure,
          const unsigned char *data,
          unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
make_pdf (void)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, 298, 420);
  cairo_t *cr = cairo_create (surface);

  cairo_rectangle (cr, 20, 20, 100, 40);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

static void
test_printing (UiFixture *fixture,
               gconstpointer data)
{
  g_autoptr (GBytes) pdf = make_pdf ();
  Printed printed = { 0 };

  tiem_print_run (GTK_WINDOW (fixture->window), pdf, "Nhãn 22-11", printed_cb, &printed);
  g_assert_cmpuint (printed.n_answers, ==, 0);
  ui_wait_for (printed.n_answers == 1);
  g_assert_cmpint (printed.outcome, ==, TIEM_PRINT_FAILED);
  g_assert_nonnull (strstr (printed.reason, "Save a PDF and print that"));
  g_free (printed.reason);
}

int
main (int argc,
      char *argv[])
{
  ui_init (&argc, &argv);
  /* After GTK has looked: it would want a portal for its own settings. */
  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  UI_ADD ("/portal/needed", NULL, test_needed);
  UI_ADD ("/portal/files", NULL, test_files);
  UI_ADD ("/portal/files-of-nobody", NULL, test_files_of_nobody);
  UI_ADD ("/portal/links", NULL, test_links);
  UI_ADD ("/portal/paths", NULL, test_paths);
  UI_ADD ("/portal/printing", NULL, test_printing);
  return g_test_run ();
}
