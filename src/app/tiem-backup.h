#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/* The shop's setting that says when a backup was last made, ms UTC as text. */
#define TIEM_SETTING_LAST_BACKUP "last_backup_at"

/* Returns: (transfer full): what a backup made by hand is called: "tiem-2026-11-21-2018.db" */
char *tiem_backup_make_name (void);
/* @chosen: the folder of the preferences, "" = the folder "backups" beside the database.
 * Returns: (transfer full) */
char *tiem_backup_dup_folder (TiemStore *store,
                              const char *chosen);

/* Saves a backup at @path, makes its folder, and notes when. Main thread. */
void tiem_backup_make_async (TiemStore *store,
                             const char *path,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* Returns: (transfer full) (nullable): the path; %NULL with @error */
char *tiem_backup_make_finish (TiemStore *store,
                               GAsyncResult *result,
                               GError **error);

/* Makes today's backup in @folder unless it is there, and drops daily ones beyond the
 * newest 30. Failing is told by callback's error (STORE, FULL, READ_ONLY). */
void tiem_backup_daily_async (TiemStore *store,
                              const char *folder,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* Returns: (transfer full) (nullable): the path when one was made; %NULL without @error:
 * today's is there */
char *tiem_backup_daily_finish (TiemStore *store,
                                GAsyncResult *result,
                                GError **error);

G_END_DECLS
