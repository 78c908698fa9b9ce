#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * The process that asks the channels, seen from others. It writes a failure at once; an answer is
 * no reason to write, and is noted there until something else is written (tiem-later.h).
 */

/* Beside the database; held while a process runs the workers. */
#define TIEM_WORKERS_LOCK_FILE "workers.lock"

/* Returns: since when some process, this one or another, has been asking the channels without a
 * pause, ms UTC; 0 = none does */
gint64 tiem_store_get_asked_since (TiemStore *self);
/* Has other processes write what they noted, and waits until one has, @wait_ms at most. Does nothing
 * when nobody runs the workers. Blocking. */
void tiem_store_ask_others (TiemStore *self,
                            guint wait_ms);

G_END_DECLS
