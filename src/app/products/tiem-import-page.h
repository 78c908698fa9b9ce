#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"
#include "document/tiem-import.h"

G_BEGIN_DECLS

/*
 * Importing products, customers, suppliers: reads the file, asks what it can't know (which sheet,
 * which column is what), shows row by row what would change, and writes only when told to, and only what its button says.
 *
 * Signals: ::imported (guint rows, gint64 run_id): the run can be taken back
 *          ::market-file (guint kind): it is a marketplace's, for a channel by file; the page has
 *          nothing to show
 */
#define TIEM_TYPE_IMPORT_PAGE (tiem_import_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemImportPage, tiem_import_page, TIEM, IMPORT_PAGE, TiemSubpage)

GtkWidget *tiem_import_page_new (TiemShop *shop,
                                 const char *path);
/* @what: what the file has to hold; another file is refused with a sentence */
GtkWidget *tiem_import_page_new_for (TiemShop *shop,
                                     TiemImportWhat what,
                                     const char *path);
/* Also of a marketplace's file, its goods alone. */
GtkWidget *tiem_import_page_new_goods (TiemShop *shop,
                                       const char *path);
const char *tiem_import_page_get_path (TiemImportPage *self);

G_END_DECLS
