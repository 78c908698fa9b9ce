#pragma once

#include "store/tiem-db.h"

G_BEGIN_DECLS

/* "Tiem" in the header of the file; the same number as in 0001-initial.sql. */
#define TIEM_STORE_APPLICATION_ID 0x5469656d
/* Locked by every process that has the database open, and touched after each commit. */
#define TIEM_STORE_LOCK_FILE "tiem.lock"

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

/* Brings a database of version @from to the newest; keeps a copy of it in @dir first. */
gboolean tiem_store_migrate (TiemDb *db,
                             const char *dir,
                             gint64 from,
                             GError **error);
/* Returns: (transfer full): DIR/NAME-DATE.db that is not there yet */
char *tiem_store_make_aside_path (const char *dir,
                                  const char *name);
/* Removes the copies in @folder that were never finished. Only while nobody makes one there. */
void tiem_store_drop_unfinished (const char *folder);

G_END_DECLS
