#define G_LOG_DOMAIN "tiem-keyring"

#include "config.h"

#include "sync/tiem-keyring.h"

#include "base/tiem-error.h"
#include "channel/tiem-account-json.h"
#include "sync/tiem-keyring-file.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

struct _TiemKeyring
{
  GObject parent_instance;

  char *database_uuid; /* NULL: in memory */
  GMutex lock;
  GHashTable *accounts; /* (nullable) (element-type gint64 TiemAccount): guarded by lock */
};

G_DEFINE_FINAL_TYPE (TiemKeyring, tiem_keyring, G_TYPE_OBJECT)

static const SecretSchema schema = {
  .name = "vn.tiem.Tiem.Channel",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "database", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "channel", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* Another process may write between our reading the file and our writing it. */
#define STORE_TRIES 5

/* libsecret's file backend, which a Flatpak has, is not made for two threads at once. A
 * thread may wait here for a person who types a password, so it can be called off. That backend
 * also reads its file only once: it is told to forget it, as another process may have renewed a
 * token meanwhile, and the one it spent must not be used again. */
static GMutex system_lock;

static gboolean
enter_system (GCancellable *cancellable,
              GError **error)
{
  while (TRUE)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (g_mutex_trylock (&system_lock))
        break;
      g_usleep (5 * 1000);
    }
  secret_service_disconnect ();
  tiem_keyring_file_mend (cancellable);
  return TRUE;
}

/* Called off while it asks a portal for that file's key, libsecret (0.21) answers twice and uses
 * what it has freed. There the wait for a person goes to its end, and whoever stops does not wait
 * for it. Returns: (transfer none) (nullable) */
static GCancellable *
for_libsecret (GCancellable *cancellable)
{
  return tiem_keyring_file_is_used () ? NULL : cancellable;
}

static GHashTable *
new_attributes (TiemKeyring *self,
                gint64 channel_id)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) "database", g_strdup (self->database_uuid));
  g_hash_table_insert (
      attributes, (gpointer) "channel", g_strdup_printf ("%" G_GINT64_FORMAT, channel_id));
  return attributes;
}

/* libsecret's own words are for support, not for a shop owner ("Object does not exist at
 * path /org/freedesktop/secrets/collection/login"). */
static void
set_keyring_error (const GError *cause,
                   GError **error)
{
  GError *keyring_error;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (cause));
      return;
    }

  /* In a sandbox the keyring is a file beside the database. */
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    keyring_error = g_error_new_literal (TIEM_ERROR,
                                         TIEM_ERROR_FULL,
                                         _ ("The disk is full, so the keys of the channel could "
                                            "not be saved; free some space and try again. The "
                                            "keys of before are kept."));
  else
    keyring_error = g_error_new_literal (TIEM_ERROR,
                                         TIEM_ERROR_KEYRING,
                                         _ ("The keyring of this computer can't be opened, so the "
                                            "keys of the channel are out of reach; unlock the "
                                            "keyring and try again. Nothing is lost."));
  tiem_error_set_detail (keyring_error, cause->message, NULL);
  g_propagate_error (error, keyring_error);
}

static void
set_not_found_error (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_NOT_FOUND,
                       _ ("The keyring has no keys for this channel; enter its keys again."));
}

static gboolean
store_in_memory (TiemKeyring *self,
                 gint64 channel_id,
                 const TiemAccount *account)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 *key = g_new (gint64, 1);

  *key = channel_id;
  g_hash_table_replace (self->accounts, key, tiem_account_copy (account));
  return TRUE;
}

static TiemAccount *
lookup_in_memory (TiemKeyring *self,
                  gint64 channel_id,
                  GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  TiemAccount *account = g_hash_table_lookup (self->accounts, &channel_id);

  if (account == NULL)
    {
      set_not_found_error (error);
      return NULL;
    }
  return tiem_account_copy (account);
}

static gboolean
clear_in_memory (TiemKeyring *self,
                 gint64 channel_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_remove (self->accounts, &channel_id);
  return TRUE;
}

static void
tiem_keyring_finalize (GObject *object)
{
  TiemKeyring *self = TIEM_KEYRING (object);

  g_clear_pointer (&self->database_uuid, g_free);
  g_clear_pointer (&self->accounts, g_hash_table_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (tiem_keyring_parent_class)->finalize (object);
}

static void
tiem_keyring_class_init (TiemKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_keyring_finalize;
}

static void
tiem_keyring_init (TiemKeyring *self)
{
  g_mutex_init (&self->lock);
}

TiemKeyring *
tiem_keyring_new_system (const char *database_uuid)
{
  TiemKeyring *self = g_object_new (TIEM_TYPE_KEYRING, NULL);

  self->database_uuid = g_strdup (database_uuid);
  return self;
}

TiemKeyring *
tiem_keyring_new_memory (void)
{
  TiemKeyring *self = g_object_new (TIEM_TYPE_KEYRING, NULL);

  self->accounts = g_hash_table_new_full (
      g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)tiem_account_free);
  return self;
}

static gboolean
store_text (GHashTable *attributes,
            const char *label,
            const char *text,
            GCancellable *cancellable,
            GError **error)
{
  for (guint i = 1;; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (secret_password_storev_sync (&schema,
                                       attributes,
                                       SECRET_COLLECTION_DEFAULT,
                                       label,
                                       text,
                                       for_libsecret (cancellable),
                                       &local_error))
        return TRUE;
      if (i >= STORE_TRIES || !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      secret_service_disconnect ();
    }
}

static gboolean
store_safely (GHashTable *attributes,
              const char *label,
              const char *text,
              GCancellable *cancellable,
              GError **error)
{
  TiemKeyringFile file;
  gboolean ok;

  if (!tiem_keyring_file_begin (&file, cancellable, error))
    return FALSE;
  ok = store_text (attributes, label, text, cancellable, error);
  tiem_keyring_file_end (&file, ok);
  return ok;
}

static gboolean
clear_safely (GHashTable *attributes,
              GCancellable *cancellable,
              GError **error)
{
  TiemKeyringFile file;
  g_autoptr (GError) local_error = NULL;

  if (!tiem_keyring_file_begin (&file, cancellable, error))
    return FALSE;
  /* FALSE without an error: there was nothing to clear. */
  secret_password_clearv_sync (&schema, attributes, for_libsecret (cancellable), &local_error);
  tiem_keyring_file_end (&file, local_error == NULL);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
tiem_keyring_store (TiemKeyring *self,
                    gint64 channel_id,
                    const char *label,
                    const TiemAccount *account,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *full_label = NULL;
  char *text;
  gboolean ok;

  g_return_val_if_fail (TIEM_IS_KEYRING (self), FALSE);

  if (self->accounts != NULL)
    return store_in_memory (self, channel_id, account);

  if (!enter_system (cancellable, error))
    return FALSE;
  attributes = new_attributes (self, channel_id);
  full_label = g_strdup_printf ("Tiệm: %s", label);
  text = tiem_account_to_json (account);
  ok = store_safely (attributes, full_label, text, cancellable, &local_error);
  g_mutex_unlock (&system_lock);
  secret_password_free (text);
  if (!ok)
    set_keyring_error (local_error, error);
  return ok;
}

TiemAccount *
tiem_keyring_lookup (TiemKeyring *self,
                     gint64 channel_id,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) local_error = NULL;
  TiemAccount *account;
  char *text;

  g_return_val_if_fail (TIEM_IS_KEYRING (self), NULL);

  if (self->accounts != NULL)
    return lookup_in_memory (self, channel_id, error);

  if (!enter_system (cancellable, error))
    return NULL;
  attributes = new_attributes (self, channel_id);
  text = secret_password_lookupv_sync (
      &schema, attributes, for_libsecret (cancellable), &local_error);
  g_mutex_unlock (&system_lock);
  if (local_error != NULL)
    {
      set_keyring_error (local_error, error);
      return NULL;
    }

  account = text != NULL ? tiem_account_from_json (text) : NULL;
  secret_password_free (text);
  if (account == NULL)
    set_not_found_error (error);
  return account;
}

gboolean
tiem_keyring_clear (TiemKeyring *self,
                    gint64 channel_id,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean ok;

  g_return_val_if_fail (TIEM_IS_KEYRING (self), FALSE);

  if (self->accounts != NULL)
    return clear_in_memory (self, channel_id);

  if (!enter_system (cancellable, error))
    return FALSE;
  attributes = new_attributes (self, channel_id);
  ok = clear_safely (attributes, cancellable, &local_error);
  g_mutex_unlock (&system_lock);
  if (!ok)
    set_keyring_error (local_error, error);
  return ok;
}
