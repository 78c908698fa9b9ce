#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-sync-call.h"

#include "sync/tiem-call-log.h"
#include "sync/tiem-engine.h"
#include "sync/tiem-renewal.h"

#include <glib/gi18n-lib.h>

static gint64
now_cb (gpointer user_data)
{
  return tiem_clock_now (user_data);
}

static gboolean
fail_by_file (const TiemChannelRecord *record,
              GError **error)
{
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               /* Translators: a channel's name */
               _ ("“%s” is used by file and can't be asked; do it in its seller centre."),
               record->name);
  return FALSE;
}

static const TiemChannelInfo *
find_info (TiemStore *store,
           gint64 channel_id,
           GError **error)
{
  g_autoptr (TiemChannelRecord) record = tiem_store_get_channel_for_turn (store, channel_id, error);
  const TiemChannelInfo *info = record != NULL ? tiem_channel_info_find (record->kind) : NULL;

  if (record != NULL && record->by_file)
    {
      fail_by_file (record, error);
      return NULL;
    }
  if (record != NULL && (info == NULL || (info->flags & TIEM_CHANNEL_HAS_NETWORK) == 0))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   _ ("“%s” is no channel that can be asked; it sells on this computer, or was "
                      "added by another version of Tiệm."),
                   record->name);
      return NULL;
    }
  return info;
}

/* --- a call --- */

typedef struct
{
  TiemStore *store;
  TiemKeyring *keyring;
  const TiemChannelInfo *info;
  TiemTransport *transport;
  gint64 channel_id;
  TiemChannelFunc func;
  gpointer user_data;
} Call;

static gboolean
try_call (Call *self,
          const TiemAccount *account,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TiemChannel) channel = self->info->create (account, error);

  return channel != NULL
         && self->func (channel, self->transport, self->user_data, cancellable, error);
}

static gboolean
run_call (Call *self,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TiemAccount) account = NULL;
  g_autoptr (TiemAccount) renewed = NULL;
  g_autoptr (GError) local_error = NULL;

  account
      = tiem_sync_lookup_account (self->store, self->keyring, self->channel_id, cancellable, error);
  if (account == NULL)
    return FALSE;
  /* One that can't be renewed now may still be good. */
  if (tiem_sync_is_renewal_due (self->info, account, tiem_transport_now (self->transport)))
    renewed = tiem_sync_renew_account (self->store,
                                       self->keyring,
                                       self->info,
                                       self->transport,
                                       self->channel_id,
                                       NULL,
                                       cancellable,
                                       NULL);
  if (renewed == NULL)
    renewed = g_steal_pointer (&account);
  if (try_call (self, renewed, cancellable, &local_error))
    return TRUE;
  if (g_error_matches (local_error, TIEM_ERROR, TIEM_ERROR_TOKEN))
    {
      g_clear_error (&local_error);
      account = g_steal_pointer (&renewed);
      renewed = tiem_sync_renew_account (self->store,
                                         self->keyring,
                                         self->info,
                                         self->transport,
                                         self->channel_id,
                                         account,
                                         cancellable,
                                         &local_error);
      if (renewed != NULL && try_call (self, renewed, cancellable, &local_error))
        return TRUE;
    }
  tiem_sync_settle_token_error (&local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
tiem_sync_call_channel (TiemStore *store,
                        TiemKeyring *keyring,
                        TiemClock *clock,
                        gint64 channel_id,
                        TiemChannelFunc func,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error)
{
  Call call = { .store = store,
                .keyring = keyring,
                .info = find_info (store, channel_id, error),
                .channel_id = channel_id,
                .func = func,
                .user_data = user_data };
  g_autoptr (TiemTransport) soup = NULL;
  g_autoptr (TiemTransport) logged = NULL;
  TiemCallLog *log;
  gboolean ok;

  if (call.info == NULL)
    return FALSE;
  soup = tiem_transport_new_soup ();
  log = tiem_call_log_new (store, clock, channel_id);
  logged = tiem_transport_new_logged (soup, tiem_call_log_add, log);
  call.transport = tiem_transport_new_dated (logged, now_cb, clock);
  ok = run_call (&call, cancellable, error);
  if (!ok && error != NULL && (*error)->domain == TIEM_ERROR)
    tiem_call_log_blame_last (log, *error);
  g_object_unref (call.transport);
  tiem_call_log_end_turn (log, TRUE);
  tiem_call_log_free (log);
  return ok;
}

/* --- test --- */

static gboolean
test_func (TiemChannel *channel,
           TiemTransport *transport,
           gpointer user_data,
           GCancellable *cancellable,
           GError **error)
{
  TiemChannelProbe **probe = user_data;

  *probe = tiem_channel_test (channel, transport, cancellable, error);
  return *probe != NULL;
}

TiemChannelProbe *
tiem_sync_test_channel (TiemStore *store,
                        TiemKeyring *keyring,
                        TiemClock *clock,
                        gint64 channel_id,
                        GCancellable *cancellable,
                        GError **error)
{
  TiemChannelProbe *probe = NULL;
  TiemAccount known = { 0 };

  if (!tiem_sync_call_channel (
          store, keyring, clock, channel_id, test_func, &probe, cancellable, error))
    return NULL;
  known.grant_ends_at = probe->grant_ends_at;
  tiem_sync_book_grant (store, channel_id, &known, NULL);
  return probe;
}

/* --- choices --- */

typedef struct
{
  TiemChoiceKind kind;
  const char *remote_id;
  GPtrArray *choices;
} Choices;

static gboolean
choices_func (TiemChannel *channel,
              TiemTransport *transport,
              gpointer user_data,
              GCancellable *cancellable,
              GError **error)
{
  Choices *self = user_data;

  self->choices = tiem_channel_list_choices (
      channel, transport, self->kind, self->remote_id, cancellable, error);
  return self->choices != NULL;
}

GPtrArray *
tiem_sync_list_choices (TiemStore *store,
                        TiemKeyring *keyring,
                        TiemClock *clock,
                        gint64 channel_id,
                        TiemChoiceKind kind,
                        const char *remote_id,
                        GCancellable *cancellable,
                        GError **error)
{
  Choices choices = { kind, remote_id, NULL };

  tiem_sync_call_channel (
      store, keyring, clock, channel_id, choices_func, &choices, cancellable, error);
  return choices.choices;
}

/* --- where goods can be put --- */

typedef struct
{
  const char *category; /* (nullable): asks for the tree */
  GPtrArray *found;     /* (owned) */
} Tree;

static gboolean
read_tree (TiemChannel *channel,
           TiemTransport *transport,
           gpointer user_data,
           GCancellable *cancellable,
           GError **error)
{
  Tree *tree = user_data;

  tree->found
      = tree->category != NULL
            ? tiem_channel_list_attributes (channel, transport, tree->category, cancellable, error)
            : tiem_channel_list_categories (channel, transport, cancellable, error);
  return tree->found != NULL;
}

static GPtrArray *
ask_tree (TiemStore *store,
          TiemKeyring *keyring,
          TiemClock *clock,
          gint64 channel_id,
          const char *category,
          GCancellable *cancellable,
          GError **error)
{
  const TiemChannelInfo *info = find_info (store, channel_id, error);
  Tree tree = { category, NULL };

  if (info == NULL)
    return NULL;
  if ((info->flags & TIEM_CHANNEL_CAN_PUBLISH) == 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   /* Translators: a platform's name */
                   _ ("Products can't be put up at %s from here; do it in its seller centre."),
                   info->name);
      return NULL;
    }
  tiem_sync_call_channel (store, keyring, clock, channel_id, read_tree, &tree, cancellable, error);
  return tree.found;
}

GPtrArray *
tiem_sync_list_categories (TiemStore *store,
                           TiemKeyring *keyring,
                           TiemClock *clock,
                           gint64 channel_id,
                           GCancellable *cancellable,
                           GError **error)
{
  return ask_tree (store, keyring, clock, channel_id, NULL, cancellable, error);
}

GPtrArray *
tiem_sync_list_attributes (TiemStore *store,
                           TiemKeyring *keyring,
                           TiemClock *clock,
                           gint64 channel_id,
                           const char *category,
                           GCancellable *cancellable,
                           GError **error)
{
  return ask_tree (store, keyring, clock, channel_id, category, cancellable, error);
}
