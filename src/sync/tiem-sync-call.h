#pragma once

#include "base/tiem-clock.h"
#include "channel/tiem-channel.h"
#include "store/tiem-store.h"
#include "sync/tiem-keyring.h"

G_BEGIN_DECLS

/*
 * Calls of a channel outside of its worker, by whoever waits for the answer: the window and the
 * command line. Blocking, any thread but the main one. Tokens are renewed as the worker does it.
 */

/* One or several calls of @channel. It is run a second time after a %TIEM_ERROR_TOKEN. */
typedef gboolean (*TiemChannelFunc) (TiemChannel *channel,
                                     TiemTransport *transport,
                                     gpointer user_data,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean tiem_sync_call_channel (TiemStore *store,
                                 TiemKeyring *keyring,
                                 TiemClock *clock,
                                 gint64 channel_id,
                                 TiemChannelFunc func,
                                 gpointer user_data,
                                 GCancellable *cancellable,
                                 GError **error);

/* "Test connection" of a channel that is there; books when the owner's grant ends. */
TiemChannelProbe *tiem_sync_test_channel (TiemStore *store,
                                          TiemKeyring *keyring,
                                          TiemClock *clock,
                                          gint64 channel_id,
                                          GCancellable *cancellable,
                                          GError **error);

/* What there is to choose from for an order or a return of the channel; an empty list where the
 * platform leaves no choice. Returns: (transfer full) (element-type TiemChoice) */
GPtrArray *tiem_sync_list_choices (TiemStore *store,
                                   TiemKeyring *keyring,
                                   TiemClock *clock,
                                   gint64 channel_id,
                                   TiemChoiceKind kind,
                                   const char *remote_id,
                                   GCancellable *cancellable,
                                   GError **error);

/* The channel's tree of categories. Returns: (transfer full) (element-type TiemRemoteCategory) */
GPtrArray *tiem_sync_list_categories (TiemStore *store,
                                      TiemKeyring *keyring,
                                      TiemClock *clock,
                                      gint64 channel_id,
                                      GCancellable *cancellable,
                                      GError **error);
/* What a category asks for. Returns: (transfer full) (element-type TiemRemoteAttribute) */
GPtrArray *tiem_sync_list_attributes (TiemStore *store,
                                      TiemKeyring *keyring,
                                      TiemClock *clock,
                                      gint64 channel_id,
                                      const char *category,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
