#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-worker-private.h"

#include <glib/gi18n-lib.h>

/* A worker's tokens: see tiem-renewal.h. */

/* After a failure, as long as the old token is good. */
#define RETRY_MS (60 * 1000)

/* The next call is made with what the channel is given here. */
static gboolean
use_account (TiemWorker *self,
             const TiemAccount *account,
             GError **error)
{
  TiemChannel *channel = self->info->create (account, error);

  if (channel == NULL)
    return FALSE;
  g_object_unref (self->channel);
  self->channel = channel;
  g_clear_pointer (&self->account, tiem_account_free);
  self->account = tiem_account_copy (account);
  return TRUE;
}

/* @stale: (nullable) */
static gboolean
renew (TiemWorker *self,
       TiemTurn *turn,
       const TiemAccount *stale,
       GError **error)
{
  g_autoptr (TiemAccount) renewed = NULL;
  g_autoptr (GError) local_error = NULL;

  turn->news = TRUE;
  tiem_limiter_set_urgent (self->limiter, TRUE);
  tiem_worker_tell (self, "%s", _ ("Renewing the permission"));
  renewed = tiem_sync_renew_account (self->store,
                                     self->keyring,
                                     self->info,
                                     self->transport,
                                     self->channel_id,
                                     stale,
                                     turn->cancellable,
                                     &local_error);
  if (renewed != NULL)
    {
      self->token_life_ms = MAX (0, renewed->expires_at - tiem_transport_now (self->transport));
      return use_account (self, renewed, error);
    }
  if (local_error->domain == TIEM_ERROR)
    tiem_call_log_blame_last (self->log, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Where a token lives no longer than it is to be renewed early, each turn would renew it. */
static gboolean
is_fresh (TiemWorker *self,
          gint64 now)
{
  gint64 left = self->account->expires_at - now;

  return left > 0 && self->token_life_ms > 0 && left > self->token_life_ms / 4;
}

gboolean
tiem_worker_renew_early (TiemWorker *self,
                         TiemTurn *turn,
                         GError **error)
{
  gint64 now = tiem_transport_now (self->transport);
  g_autoptr (GError) local_error = NULL;
  gboolean is_over;

  if (self->keyring == NULL || !tiem_sync_is_renewal_due (self->info, self->account, now)
      || is_fresh (self, now))
    return TRUE;
  is_over = self->account->expires_at <= now;
  if (!is_over && self->renewal_failed_at > 0 && now >= self->renewal_failed_at
      && now < self->renewal_failed_at + RETRY_MS)
    return TRUE;
  if (renew (self, turn, NULL, &local_error))
    {
      self->renewal_failed_at = 0;
      return TRUE;
    }
  self->renewal_failed_at = now;
  /* Trouble on the way there is no reason to stop while the old one is good. */
  if (!is_over && !is_cancelled (local_error)
      && !g_error_matches (local_error, TIEM_ERROR, TIEM_ERROR_AUTH))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
tiem_worker_renew_token (TiemWorker *self,
                         TiemTurn *turn,
                         GError **error)
{
  if (self->keyring != NULL)
    return renew (self, turn, self->account, error);
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_AUTH,
                       _ ("The channel's permission has ended and can't be renewed by itself; sign "
                          "in again."));
  return FALSE;
}
