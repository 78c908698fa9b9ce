#pragma once

#include "app/orders/tiem-print-job.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/*
 * A PDF before it goes to the printer: what it looks like, on which paper, what could not be put
 * on it and why. Labels and picking lists both end here.
 *
 * Signals: ::paper-chosen (guint index), ::again (): the owner wants those that failed tried once
 * more, ::used (): it was sent to a printer, or saved to be printed elsewhere
 */
#define TIEM_TYPE_PRINT_PAGE (tiem_print_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemPrintPage, tiem_print_page, TIEM, PRINT_PAGE, TiemSubpage)

/* @file_name: what a saved file is called at first, "nhan-2026-11-22.pdf" */
GtkWidget *tiem_print_page_new (const char *title,
                                const char *file_name);
/* @names: what there is to choose from; no ::paper-chosen comes of it */
void tiem_print_page_set_papers (TiemPrintPage *self,
                                 const char *const *names,
                                 guint chosen);
/* Puts a group of the caller's own below the paper; takes its floating reference. */
void tiem_print_page_add_options (TiemPrintPage *self,
                                  GtkWidget *group);
/* @pdf: (nullable): there is nothing to print. @contents: "62 labels on 16 sheets" */
void tiem_print_page_show (TiemPrintPage *self,
                           GBytes *pdf,
                           const char *contents);
/* @notes: (element-type TiemPrintNote): in the place of those before */
void tiem_print_page_show_notes (TiemPrintPage *self,
                                 GPtrArray *notes);

G_END_DECLS
