#define G_LOG_DOMAIN "tiem-renewal"

#include "config.h"

#include "sync/tiem-renewal.h"

#include "store/tiem-store-channels.h"
#include "sync/tiem-engine.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <unistd.h>

#define LOCK_LOOK_US (20 * 1000)

/* --- the lock --- */

/* Waits for whoever renews now. Returns: the file, −1 with @error */
static int
take_lock (TiemStore *store,
           gint64 channel_id,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree char *name = g_strdup_printf ("tokens-%" G_GINT64_FORMAT ".lock", channel_id);
  g_autofree char *path = g_build_filename (tiem_store_get_dir (store), name, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  while (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        {
          close (fd);
          fd = -1;
          break;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          close (fd);
          return -1;
        }
      g_usleep (LOCK_LOOK_US);
    }
  if (fd < 0)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_READ_ONLY,
                 _ ("The file %s can't be written (%s); make its folder writable or make room on "
                    "the disk, then try again."),
                 path,
                 g_strerror (errno));
  return fd;
}

/* --- errors --- */

static void
set_sign_in_error (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_AUTH,
                       _ ("The channel's permission has ended and can't be renewed by itself; sign "
                          "in again."));
}

void
tiem_sync_settle_token_error (GError **error)
{
  if (error != NULL && g_error_matches (*error, TIEM_ERROR, TIEM_ERROR_TOKEN))
    (*error)->code = TIEM_ERROR_AUTH;
}

/* --- renewing --- */

gboolean
tiem_sync_is_renewal_due (const TiemChannelInfo *info,
                          const TiemAccount *account,
                          gint64 now)
{
  return info->refresh != NULL && account->refresh_token != NULL && account->expires_at > 0
         && account->expires_at - now < info->refresh_early_ms;
}

/* Whether somebody else has renewed the token since @stale was read. */
static gboolean
is_renewed (const TiemAccount *held,
            const TiemAccount *stale)
{
  return stale != NULL && held->access_token != NULL
         && g_strcmp0 (held->access_token, stale->access_token) != 0;
}

gboolean
tiem_sync_book_grant (TiemStore *store,
                      gint64 channel_id,
                      const TiemAccount *account,
                      GError **error)
{
  g_autoptr (TiemChannelRecord) record = NULL;
  /* Where the grant has no end of its own, it ends with the refresh token. */
  gint64 ends_at
      = account->grant_ends_at > 0 ? account->grant_ends_at : account->refresh_expires_at;
  const char *shop;

  record = tiem_store_get_channel_for_turn (store, channel_id, error);
  if (record == NULL)
    return FALSE;
  shop = account->shop != NULL ? account->shop : record->shop;
  if (ends_at <= 0)
    ends_at = record->auth_expires_at;
  if (ends_at == record->auth_expires_at && g_strcmp0 (shop, record->shop) == 0)
    return TRUE;
  return tiem_store_set_channel_shop (store, channel_id, shop, ends_at, error);
}

/* With the lock held. */
static TiemAccount *
renew (TiemStore *store,
       TiemKeyring *keyring,
       const TiemChannelInfo *info,
       TiemTransport *transport,
       gint64 channel_id,
       const TiemAccount *held,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (TiemAccount) renewed = NULL;
  g_autoptr (TiemChannelRecord) record = NULL;
  g_autoptr (GError) local_error = NULL;

  if ((record = tiem_store_get_channel_for_turn (store, channel_id, error)) == NULL)
    return NULL;
  /* A pair is spent for the next one, which a full disk or a locked keyring would lose: what is
   * held is written once more first. */
  if (!tiem_keyring_store (keyring, channel_id, record->name, held, cancellable, error))
    return NULL;
  renewed = info->refresh (held, transport, cancellable, &local_error);
  if (renewed == NULL)
    {
      tiem_sync_settle_token_error (&local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  /* Not to be called off: the old refresh token may be spent. */
  if (!tiem_keyring_store (keyring, channel_id, record->name, renewed, NULL, error))
    return NULL;
  g_message ("The access token of channel %" G_GINT64_FORMAT " was renewed", channel_id);
  if (!tiem_sync_book_grant (store, channel_id, renewed, &local_error))
    g_message ("When the grant ends can't be written: %s", local_error->message);
  return g_steal_pointer (&renewed);
}

TiemAccount *
tiem_sync_renew_account (TiemStore *store,
                         TiemKeyring *keyring,
                         const TiemChannelInfo *info,
                         TiemTransport *transport,
                         gint64 channel_id,
                         const TiemAccount *stale,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (TiemAccount) held = NULL;
  TiemAccount *result = NULL;
  int lock = take_lock (store, channel_id, cancellable, error);

  if (lock < 0)
    return NULL;
  held = tiem_sync_lookup_account (store, keyring, channel_id, cancellable, error);
  if (held != NULL
      && (is_renewed (held, stale)
          || (stale == NULL
              && !tiem_sync_is_renewal_due (info, held, tiem_transport_now (transport)))))
    result = g_steal_pointer (&held);
  else if (held != NULL && (info->refresh == NULL || held->refresh_token == NULL))
    set_sign_in_error (error);
  else if (held != NULL)
    result = renew (store, keyring, info, transport, channel_id, held, cancellable, error);
  close (lock);
  return result;
}
