#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/*
 * Importing products: reads the file, says what it would do, and writes only when told to.
 * A file with a wrong cell writes nothing at all; each wrong cell is shown with its reason.
 *
 * Signal: ::imported (guint rows)
 */
#define TIEM_TYPE_IMPORT_PAGE (tiem_import_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemImportPage, tiem_import_page, TIEM, IMPORT_PAGE, TiemSubpage)

GtkWidget *tiem_import_page_new (TiemShop *shop,
                                 const char *path);

G_END_DECLS
