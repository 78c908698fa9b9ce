#pragma once

#include "channel/tiem-channel.h"
#include "store/tiem-store.h"
#include "sync/tiem-keyring.h"

G_BEGIN_DECLS

/*
 * Access tokens end after hours or days and are renewed with a refresh token, which many
 * platforms take once. So one at a time renews, under a lock of the operating system for each
 * channel; whoever comes second finds the new pair in the keyring. The new pair is in the keyring
 * before anything uses it.
 *
 * A crash after the platform answered and before the keyring has the pair leaves the old refresh
 * token, which is asked with again: Shopee answers it for hours with the same pair, the others'
 * owner signs in anew.
 */

/*
 * @transport: as the channel uses it. @stale: (nullable): the account whose access token the
 * platform no longer takes; NULL: renew only when the token ends soon (info->refresh_early_ms).
 *
 * Returns: (transfer full): the account to go on with, which may be the one in the keyring as it
 * is. Fails with AUTH (the owner must sign in again), TRANSIENT (the same may be tried again),
 * KEYRING or NOT_FOUND.
 */
TiemAccount *tiem_sync_renew_account (TiemStore *store,
                                      TiemKeyring *keyring,
                                      const TiemChannelInfo *info,
                                      TiemTransport *transport,
                                      gint64 channel_id,
                                      const TiemAccount *stale,
                                      GCancellable *cancellable,
                                      GError **error);
/* Whether the access token of @account ends so soon that it is renewed. @now: ms UTC, by
 * tiem_transport_now() */
gboolean tiem_sync_is_renewal_due (const TiemChannelInfo *info,
                                   const TiemAccount *account,
                                   gint64 now);
/* Writes when the owner must sign in anew into the store, as far as @account knows. */
gboolean tiem_sync_book_grant (TiemStore *store,
                               gint64 channel_id,
                               const TiemAccount *account,
                               GError **error);
/* Makes an AUTH of a TOKEN: nothing more can be done about it here. @error: (inout) (nullable) */
void tiem_sync_settle_token_error (GError **error);

G_END_DECLS
