#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/* The store's own threads: two for what a visible widget waits for, one for edits,
 * one for long work. */
typedef struct _TiemStoreRunner TiemStoreRunner;

TiemStoreRunner *tiem_store_runner_new (void);
/* Waits for what is queued. */
void tiem_store_runner_free (TiemStoreRunner *self);
/* Takes a reference of @task and owns @data. */
void tiem_store_runner_push (TiemStoreRunner *self,
                             TiemStoreKind kind,
                             GTask *task,
                             TiemStoreFunc func,
                             gpointer data,
                             GDestroyNotify data_free,
                             GDestroyNotify result_free);
/* Returns: (nullable) (transfer none): of the call this thread is carrying out; the
 * connections it takes are interrupted by it */
GCancellable *tiem_store_get_current_cancellable (void);

G_END_DECLS
