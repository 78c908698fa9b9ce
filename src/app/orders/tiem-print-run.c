#define G_LOG_DOMAIN "tiem-print"

#include "config.h"

#include "app/orders/tiem-print-run.h"
#include "app/tiem-portal.h"
#include "document/tiem-label-file.h"

#include <glib/gi18n.h>
#include <gtk/gtkunixprint.h>

typedef struct
{
  TiemLabelFile *file;          /* (owned) */
  GtkPrintOperation *operation; /* (owned) */
  GWeakRef parent;
  TiemPrintFunc func;
  gpointer user_data;
  char *reason; /* (nullable): it could not even begin */
} Run;

static void
run_free (Run *run)
{
  g_clear_pointer (&run->file, tiem_label_file_free);
  g_clear_object (&run->operation);
  g_weak_ref_clear (&run->parent);
  g_free (run->reason);
  g_free (run);
}

/* The paper is that of the PDF's first page: all pages are alike. */
static GtkPageSetup *
make_page_setup (TiemLabelFile *file)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  GtkPaperSize *paper;
  double width;
  double height;

  tiem_label_file_get_size (file, 0, &width, &height);
  paper = gtk_paper_size_new_custom ("tiem-label", _ ("Label"), width, height, GTK_UNIT_POINTS);
  gtk_page_setup_set_paper_size (setup, paper);
  gtk_paper_size_free (paper);
  gtk_page_setup_set_top_margin (setup, 0, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, 0, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, 0, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, 0, GTK_UNIT_MM);
  return setup;
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext *context,
              int page,
              Run *run)
{
  tiem_label_file_draw (run->file, (guint)page, gtk_print_context_get_cairo_context (context));
}

static void
done_cb (GtkPrintOperation *operation,
         GtkPrintOperationResult result,
         Run *run)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      /* Not a sentence for the owner: it is the bus's or the spooler's, and in English. */
      gtk_print_operation_get_error (operation, &error);
      g_message ("Printing: %s", error != NULL ? error->message : "failed");
      run->func (TIEM_PRINT_FAILED, NULL, run->user_data);
    }
  else
    run->func (result == GTK_PRINT_OPERATION_RESULT_CANCEL ? TIEM_PRINT_CANCELLED : TIEM_PRINT_SENT,
               NULL,
               run->user_data);
  g_signal_handlers_disconnect_by_data (operation, run);
  run_free (run);
}

static gboolean
fail_cb (gpointer user_data)
{
  Run *run = user_data;

  run->func (TIEM_PRINT_FAILED, run->reason, run->user_data);
  run_free (run);
  return G_SOURCE_REMOVE;
}

static void
looked_for_portal_cb (gboolean is_there,
                      gpointer user_data)
{
  Run *run = user_data;
  /* What fails at once is told by "done" too, from within. */
  g_autoptr (GtkPrintOperation) operation = g_object_ref (run->operation);
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&run->parent);

  if (!is_there)
    {
      run->reason = g_strdup (_ ("This desktop has no service that prints for programs in a "
                                 "sandbox. Save a PDF and print that, or install "
                                 "xdg-desktop-portal with the part for your desktop and log in "
                                 "again."));
      fail_cb (run);
      return;
    }
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}

void
tiem_print_run (
    GtkWindow *parent, GBytes *pdf, const char *name, TiemPrintFunc func, gpointer user_data)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = NULL;
  g_autoptr (GError) error = NULL;
  Run *run = g_new0 (Run, 1);

  g_weak_ref_init (&run->parent, parent);
  run->operation = operation;
  run->func = func;
  run->user_data = user_data;
  run->file = tiem_label_file_open_printed (pdf, &error);
  if (run->file == NULL)
    {
      run->reason = g_strdup (error->message);
      g_idle_add (fail_cb, run);
      return;
    }
  setup = make_page_setup (run->file);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_n_pages (operation, (int)tiem_label_file_get_n_pages (run->file));
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), run);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), run);
  tiem_portal_look_for ("Print", looked_for_portal_cb, run);
}

/* --- is there a printer? --- */

typedef struct
{
  TiemPrinterFunc func;
  gpointer user_data;
  gboolean found;
} Search;

static gboolean
look_at_printer (GtkPrinter *printer,
                 gpointer user_data)
{
  Search *search = user_data;

  /* "Print to file" is none */
  if (!gtk_printer_is_virtual (printer))
    search->found = TRUE;
  return search->found;
}

static void
search_ended (gpointer user_data)
{
  Search *search = user_data;

  search->func (search->found, search->user_data);
  g_free (search);
}

void
tiem_print_look_for_printer (TiemPrinterFunc func,
                             gpointer user_data)
{
  Search *search;

  if (tiem_portal_is_needed ())
    {
      func (TRUE, user_data);
      return;
    }
  search = g_new0 (Search, 1);
  search->func = func;
  search->user_data = user_data;
  gtk_enumerate_printers (look_at_printer, search, search_ended, FALSE);
}
