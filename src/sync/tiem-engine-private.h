#pragma once

#include "sync/tiem-worker-private.h"

G_BEGIN_DECLS

/* Before tiem_engine_start(): workers come from @factory instead of the registry of
 * channels; it runs on their threads. For tests. */
void tiem_engine_set_factory (TiemEngine *self,
                              TiemWorkerFactory factory,
                              gpointer user_data);

G_END_DECLS
