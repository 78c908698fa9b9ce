#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Printing a PDF, through the desktop's dialog (inside of Flatpak: its portal). */

typedef enum
{
  TIEM_PRINT_SENT,
  TIEM_PRINT_CANCELLED, /* by the user */
  TIEM_PRINT_FAILED,
} TiemPrintOutcome;

/* @reason: (nullable): a sentence, of what failed */
typedef void (*TiemPrintFunc) (TiemPrintOutcome outcome,
                               const char *reason,
                               gpointer user_data);
/* @name: what the queue of the printer shows. @func: called once, never before this returns */
void tiem_print_run (GtkWindow *parent,
                     GBytes *pdf,
                     const char *name,
                     TiemPrintFunc func,
                     gpointer user_data);

/* Whether the system has a printer. Inside of Flatpak the portal knows, and it is taken for there. */
typedef void (*TiemPrinterFunc) (gboolean has_printer,
                                 gpointer user_data);
void tiem_print_look_for_printer (TiemPrinterFunc func,
                                  gpointer user_data);

G_END_DECLS
