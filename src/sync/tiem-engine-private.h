#pragma once

#include "sync/tiem-worker-private.h"

G_BEGIN_DECLS

/* Before tiem_engine_start(): workers come from @factory instead of the registry of
 * channels; it runs on their threads. For tests. */
void tiem_engine_set_factory (TiemEngine *self,
                              TiemWorkerFactory factory,
                              gpointer user_data);

/* The computer is about to sleep: no turn begins, and those under way have a second to end. */
void tiem_engine_fall_asleep (TiemEngine *self);
/* It has woken, or the network has come back: connections of before are dead, a back-off of
 * before is no reason to wait. */
void tiem_engine_begin_anew (TiemEngine *self);

G_END_DECLS
