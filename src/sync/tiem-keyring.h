#pragma once

#include "channel/tiem-channel.h"

G_BEGIN_DECLS

/*
 * Where the secrets of the channels live: the system's keyring through libsecret (schema
 * "vn.tiem.Tiem.Channel", attributes: database uuid and channel id), or memory for the
 * practice shop and tests. Blocking; any thread but the main one.
 * Fails with %TIEM_ERROR_KEYRING when there is no keyring or it is locked, with %TIEM_ERROR_FULL when
 * its disk has no room.
 */
#define TIEM_TYPE_KEYRING (tiem_keyring_get_type ())
G_DECLARE_FINAL_TYPE (TiemKeyring, tiem_keyring, TIEM, KEYRING, GObject)

TiemKeyring *tiem_keyring_new_system (const char *database_uuid);
TiemKeyring *tiem_keyring_new_memory (void);
gboolean tiem_keyring_store (TiemKeyring *self,
                             gint64 channel_id,
                             const char *label,
                             const TiemAccount *account,
                             GCancellable *cancellable,
                             GError **error);
/* NOT_FOUND when nothing is kept for the channel. */
TiemAccount *tiem_keyring_lookup (TiemKeyring *self,
                                  gint64 channel_id,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean tiem_keyring_clear (TiemKeyring *self,
                             gint64 channel_id,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
