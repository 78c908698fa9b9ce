#pragma once

#include "app/tiem-page.h"
#include "document/tiem-import.h"

G_BEGIN_DECLS

/* Puts a TiemImportPage over @page, which says afterwards what became of it, with a way back.
 * @import: (transfer floating) */
void tiem_import_push (TiemPage *page,
                       GtkWidget *import);
/* Asks for a file and opens the page for it. @what: what the file has to hold */
void tiem_import_ask (TiemPage *page,
                      TiemImportWhat what);

G_END_DECLS
