#pragma once

#include "store/tiem-db.h"

G_BEGIN_DECLS

/*
 * Opens or makes DIR/tiem.db for the store: folder, permissions, the check after an unclean
 * stop, damaged and newer files, migrations. Errors as tiem_store_open().
 *
 * *lock_fd: a shared lock on DIR/tiem.lock, to be closed after the database. Its holders
 * are the processes that have the database open; it ends with them, also after kill -9, so
 * that a journal left behind while nobody holds it means an unclean stop.
 *
 * Returns: the write connection
 */
TiemDb *tiem_store_open_file (const char *dir, int *lock_fd, GError **error);

G_END_DECLS
