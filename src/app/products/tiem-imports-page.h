#pragma once

#include "app/tiem-browse-page.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/* The imports of the past, each with a way back. */
#define TIEM_TYPE_IMPORTS_PAGE (tiem_imports_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemImportsPage, tiem_imports_page, TIEM, IMPORTS_PAGE, TiemSubpage)

GtkWidget *tiem_imports_page_new (TiemShop *shop);
/* For the menu "Stock". */
void tiem_imports_open (TiemPage *products_page);

/* Takes the import back away from the main thread; @func is told what became of it, with a sentence
 * (transfer none). */
typedef void (*TiemImportUndoneFunc) (gboolean done,
                                      const char *sentence,
                                      gpointer user_data);
void tiem_import_take_back (TiemShop *shop,
                            gint64 run_id,
                            TiemImportUndoneFunc func,
                            gpointer user_data);

G_END_DECLS
