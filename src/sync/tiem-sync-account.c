#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-engine.h"

#include "store/tiem-store-channels.h"
#include "sync/tiem-account-private.h"
#include "sync/tiem-renewal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a person types or pastes: "tenshop.vn", "https://tenshop.vn/ ". */
static char *
tidy_url (const char *typed)
{
  g_autofree char *url = g_strstrip (g_strdup (typed != NULL ? typed : ""));

  while (g_str_has_suffix (url, "/") && !g_str_has_suffix (url, "://"))
    url[strlen (url) - 1] = '\0';
  if (*url == '\0' || strstr (url, "://") != NULL)
    return g_steal_pointer (&url);
  return g_strconcat ("https://", url, NULL);
}

static gboolean
check_url (const char *url,
           GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  if (host == NULL || *host == '\0' || strpbrk (url, " \t\n") != NULL
      || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL
      || g_uri_get_fragment (uri) != NULL
      || (g_ascii_strcasecmp (scheme, "https") != 0 && g_ascii_strcasecmp (scheme, "http") != 0))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   _ ("“%s” is not the address of a website; write it as in the browser, for "
                      "example https://tenshop.vn."),
                   url);
      return FALSE;
    }
  if (g_ascii_strcasecmp (scheme, "https") != 0 && !tiem_transport_is_loopback (host))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("The address must begin with https://, otherwise the keys can be "
                              "stolen on the way; ask whoever made the website to switch SSL "
                              "on."));
      return FALSE;
    }
  return TRUE;
}

static const TiemChannelInfo *
find_kind (const char *kind,
           GError **error)
{
  const TiemChannelInfo *info = tiem_channel_info_find (kind);

  if (info == NULL)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_INVALID,
                 _ ("Tiệm knows no channel of the kind “%s”; look at the list of channels in the "
                    "help."),
                 kind);
  return info;
}

/* Takes the platform's own address where the owner gave none. */
static gboolean
settle_url (char **url,
            const char *otherwise,
            GError **error)
{
  g_autofree char *tidy = tidy_url (*url);

  if (*tidy == '\0' && otherwise != NULL)
    {
      g_free (tidy);
      tidy = g_strdup (otherwise);
    }
  g_free (*url);
  *url = g_steal_pointer (&tidy);
  return check_url (*url, error);
}

TiemAccount *
tiem_account_check (const TiemChannelInfo *info,
                    const TiemAccount *account,
                    GError **error)
{
  g_autoptr (TiemAccount) checked = tiem_account_copy (account);
  g_autoptr (TiemChannel) channel = NULL;

  if ((info->flags & TIEM_CHANNEL_HAS_NETWORK) == 0)
    return g_steal_pointer (&checked);

  if (!settle_url (&checked->base_url, info->base_url, error)
      || ((checked->auth_url != NULL || info->auth_url != NULL)
          && !settle_url (&checked->auth_url, info->auth_url, error)))
    return NULL;
  channel = info->create (checked, error);
  return channel != NULL ? g_steal_pointer (&checked) : NULL;
}

/* Many shops share a platform's address: the id tells which one it is. */
static gboolean
check_shop (const TiemChannelInfo *info,
            const TiemAccount *account,
            GError **error)
{
  if ((info->flags & TIEM_CHANNEL_NEEDS_SHOP) == 0
      || (account->shop != NULL && *account->shop != '\0'))
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               /* Translators: a platform's name */
               _ ("%s needs the shop's id; sign in again, or give it with the keys."),
               info->name);
  return FALSE;
}

static gboolean
check_not_there (TiemStore *store,
                 const char *kind,
                 const TiemAccount *account,
                 GError **error)
{
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (store, error);

  if (channels == NULL)
    return FALSE;
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *other = g_ptr_array_index (channels, i);

      if (g_strcmp0 (other->kind, kind) != 0 || g_strcmp0 (other->base_url, account->base_url) != 0
          || (account->shop != NULL && g_strcmp0 (other->shop, account->shop) != 0))
        continue;
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_CONFLICT,
                   _ ("This shop is connected already as “%s”; connected twice, its sales would "
                      "be counted twice."),
                   other->name);
      return FALSE;
    }
  return TRUE;
}

gint64
tiem_sync_add_channel (TiemStore *store,
                       TiemKeyring *keyring,
                       const char *kind,
                       const char *name,
                       const TiemAccount *account,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (TiemAccount) checked = NULL;
  g_autoptr (GError) undo_error = NULL;
  const TiemChannelInfo *info = find_kind (kind, error);
  gboolean has_network;
  gint64 channel_id;

  if (info == NULL)
    return 0;
  if (name == NULL || *name == '\0')
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("The channel has no name; give it one that tells it from the "
                              "others."));
      return 0;
    }
  has_network = (info->flags & TIEM_CHANNEL_HAS_NETWORK) != 0;
  checked = tiem_account_check (info, account, error);
  if (checked == NULL || !check_shop (info, checked, error)
      || (has_network && !check_not_there (store, kind, checked, error)))
    return 0;

  channel_id = tiem_store_add_channel (
      store, kind, name, checked->base_url, checked->auth_url, checked->shop, error);
  if (channel_id == 0 || !has_network)
    return channel_id;
  if (tiem_keyring_store (keyring, channel_id, name, checked, cancellable, error))
    {
      tiem_sync_book_grant (store, channel_id, checked, NULL);
      return channel_id;
    }

  /* Without its keys the channel would only be a failing line in a list. */
  if (!tiem_store_remove_channel (store, channel_id, &undo_error))
    g_message ("A channel without keys stays behind: %s", undo_error->message);
  return 0;
}

gboolean
tiem_sync_remove_channel (TiemStore *store,
                          TiemKeyring *keyring,
                          gint64 channel_id,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!tiem_store_remove_channel (store, channel_id, error))
    return FALSE;
  if (tiem_keyring_clear (keyring, channel_id, cancellable, &local_error))
    return TRUE;

  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_KEYRING,
               _ ("The channel is removed, but its keys are still in the keyring, which can't be "
                  "opened; delete the entry “%s” there, or the key at the platform."),
               "Tiệm");
  return FALSE;
}

/* The orders and listings that are here belong to one shop. */
static gboolean
check_same_shop (const TiemChannelRecord *record,
                 const TiemAccount *account,
                 GError **error)
{
  if (record->shop == NULL || account->shop == NULL || g_strcmp0 (record->shop, account->shop) == 0)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               /* Translators: a channel's name */
               _ ("You signed in to another shop than that of “%s”; sign in to that one, or add "
                  "the other one as a channel of its own."),
               record->name);
  return FALSE;
}

gboolean
tiem_sync_set_account (TiemStore *store,
                       TiemKeyring *keyring,
                       gint64 channel_id,
                       const TiemAccount *account,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (TiemChannelRecord) record = tiem_store_get_channel (store, channel_id, error);
  g_autoptr (TiemAccount) checked = NULL;
  const TiemChannelInfo *info;

  if (record == NULL || (info = find_kind (record->kind, error)) == NULL)
    return FALSE;
  checked = tiem_account_check (info, account, error);
  if (checked == NULL || !check_shop (info, checked, error)
      || !check_same_shop (record, checked, error)
      || !tiem_keyring_store (keyring, channel_id, record->name, checked, cancellable, error))
    return FALSE;
  if (g_strcmp0 (record->base_url, checked->base_url) != 0
      && !tiem_store_rename_channel (store, channel_id, record->name, checked->base_url, error))
    return FALSE;
  if (!tiem_sync_book_grant (store, channel_id, checked, error))
    return FALSE;
  return record->state == TIEM_CHANNEL_PAUSED
         || tiem_store_set_channel_state (store, channel_id, TIEM_CHANNEL_ACTIVE, NULL, error);
}

TiemAccount *
tiem_sync_lookup_account (TiemStore *store,
                          TiemKeyring *keyring,
                          gint64 channel_id,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (TiemChannelRecord) record = tiem_store_get_channel (store, channel_id, error);
  TiemAccount *account;

  if (record == NULL)
    return NULL;
  account = tiem_keyring_lookup (keyring, channel_id, cancellable, error);
  if (account != NULL && record->base_url != NULL)
    {
      g_free (account->base_url);
      account->base_url = g_strdup (record->base_url);
    }
  return account;
}

TiemChannelProbe *
tiem_sync_test_account (const char *kind,
                        const TiemAccount *account,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (TiemTransport) transport = NULL;
  g_autoptr (TiemAccount) checked = NULL;
  g_autoptr (TiemChannel) channel = NULL;
  const TiemChannelInfo *info = find_kind (kind, error);

  if (info == NULL || (checked = tiem_account_check (info, account, error)) == NULL
      || (channel = info->create (checked, error)) == NULL)
    return NULL;
  transport = tiem_transport_new_soup ();
  return tiem_channel_test (channel, transport, cancellable, error);
}
