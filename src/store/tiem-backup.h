#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/* tiem_store_backup() and tiem_store_restore() are in tiem-store.h. */

/**
 * tiem_store_backup_daily:
 * @folder: made (0700) if it is not there
 * @keep: how many days are kept; older ones go, other files in @folder are left alone
 *
 * Makes today's backup, FOLDER/tiem-YYYY-MM-DD.db, unless it is there already.
 *
 * Returns: (transfer full) (nullable): the file that was made; NULL without @error when
 * there was nothing to do
 */
char *tiem_store_backup_daily (TiemStore *self,
                               const char *folder,
                               guint keep,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
