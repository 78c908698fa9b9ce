#pragma once

#include "sync/tiem-worker-private.h"

G_BEGIN_DECLS

/* tiem_sync_once() with workers made by @factory: tests, simulations. */
GPtrArray *tiem_sync_once_with (TiemStore *store,
                                TiemClock *clock,
                                gint64 channel_id,
                                TiemTurnFlags flags,
                                TiemWorkerFactory factory,
                                gpointer factory_data,
                                GCancellable *cancellable,
                                GError **error);
/* The same with a thread for each channel, as tiem_sync_once() does it. */
GPtrArray *tiem_sync_once_in_threads (TiemStore *store,
                                      TiemClock *clock,
                                      gint64 channel_id,
                                      TiemTurnFlags flags,
                                      TiemWorkerFactory factory,
                                      gpointer factory_data,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
