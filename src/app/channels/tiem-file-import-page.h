#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"

G_BEGIN_DECLS

/* A file of the seller centre on its way into a channel by file: what it says and what would change
 * first; nothing is written until the owner agrees. Orders or products, as the file is. */
#define TIEM_TYPE_FILE_IMPORT_PAGE (tiem_file_import_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemFileImportPage, tiem_file_import_page, TIEM, FILE_IMPORT_PAGE, TiemSubpage)

/* @kind: of the channel */
GtkWidget *tiem_file_import_page_new (TiemShop *shop,
                                      gint64 channel_id,
                                      const char *kind,
                                      const char *path);

G_END_DECLS
