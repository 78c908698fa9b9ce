#pragma once

#include "app/tiem-shop.h"
#include "model/tiem-records.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What is done with a channel by file: files in, files out, when each was last done and what
 * waits. */
#define TIEM_TYPE_FILE_DESK (tiem_file_desk_get_type ())
G_DECLARE_FINAL_TYPE (TiemFileDeskView, tiem_file_desk, TIEM, FILE_DESK, AdwBin)

void tiem_file_desk_set_shop (TiemFileDeskView *self,
                              TiemShop *shop);
/* Shows nothing for a channel that is not by file. */
void tiem_file_desk_show (TiemFileDeskView *self,
                          const TiemChannelRecord *record);

G_END_DECLS
