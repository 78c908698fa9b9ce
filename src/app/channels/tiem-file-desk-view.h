#pragma once

#include "app/tiem-shop.h"
#include "model/tiem-records.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What is done with a channel by file: files in, files out, when each was last done and what
 * waits. */
#define TIEM_TYPE_FILE_DESK_VIEW (tiem_file_desk_view_get_type ())
G_DECLARE_FINAL_TYPE (TiemFileDeskView, tiem_file_desk_view, TIEM, FILE_DESK_VIEW, AdwBin)

void tiem_file_desk_view_set_shop (TiemFileDeskView *self,
                              TiemShop *shop);
/* Shows nothing for a channel that is not by file. */
void tiem_file_desk_view_show (TiemFileDeskView *self,
                          const TiemChannelRecord *record);
/* Writes a copy of @template with the numbers of this moment to @path, as the row of the desk does
 * once both are chosen. Says how it went in a toast. */
void tiem_file_desk_view_write (TiemFileDeskView *self,
                                const char *template,
                                const char *path);

G_END_DECLS
