#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * How the processes that share a database hear of each other's commits at once: whoever
 * commits rings (touches the file that is locked while the database is open), and each has
 * a thread that listens. Once a second it looks in any case: not every program that writes rings.
 */
typedef struct _TiemStoreWatch TiemStoreWatch;

/* @is_asked: the file was opened: somebody has come who may want to know what was noted here
 * (tiem-store-asking.h). Returns: FALSE when it could not look now and wants to be called again soon */
typedef gboolean (*TiemStoreWatchFunc) (gboolean is_asked,
                                        gpointer user_data);

/* @bell: path of the file; @func runs on a thread of its own, and not after free() */
TiemStoreWatch *tiem_store_watch_new (const char *bell,
                                      TiemStoreWatchFunc func,
                                      gpointer user_data);
void tiem_store_watch_free (TiemStoreWatch *self);

/* @bell_fd: the file, open for writing. Any thread. */
void tiem_store_watch_ring (int bell_fd);

G_END_DECLS
