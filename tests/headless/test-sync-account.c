#include "base/tiem-error.h"
#include "store/tiem-store-channels.h"
#include "sync/tiem-engine.h"
#include "sync-fixture.h"

#include <locale.h>

#define KEY "ck_0123456789abcdef0123456789abcdef01234567"
#define SECRET "cs_0123456789abcdef0123456789abcdef01234567"

static TiemAccount *
new_account (const char *base_url)
{
  TiemAccount *account = tiem_account_new ();

  account->base_url = g_strdup (base_url);
  account->key = g_strdup (KEY);
  account->secret = g_strdup (SECRET);
  return account;
}

static void
set_up (SyncFixture *fixture,
        gconstpointer user_data)
{
  sync_fixture_set_up (fixture);
}

static void
tear_down (SyncFixture *fixture,
           gconstpointer user_data)
{
  sync_fixture_tear_down (fixture);
}

static gint64
add (SyncFixture *fixture,
     TiemKeyring *keyring,
     const char *base_url,
     GError **error)
{
  g_autoptr (TiemAccount) account = new_account (base_url);

  return tiem_sync_add_channel (
      fixture->store, keyring, "woocommerce", "Web An Nhiên", account, NULL, error);
}

static guint
count_channels (SyncFixture *fixture)
{
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (fixture->store, NULL);

  return channels->len;
}

static void
test_addresses (SyncFixture *fixture,
                gconstpointer user_data)
{
  static const struct
  {
    const char *typed;
    const char *stored; /* NULL: refused */
  } cases[] = {
    { "https://tenshop.vn", "https://tenshop.vn" },
    { " https://tenshop.vn/ ", "https://tenshop.vn" },
    { "tenshop.vn", "https://tenshop.vn" },
    { "https://tenshop.vn/cua-hang/", "https://tenshop.vn/cua-hang" },
    { "http://127.0.0.1:18104", "http://127.0.0.1:18104" },
    { "http://localhost:8080/shop", "http://localhost:8080/shop" },
    { "http://[::1]:8080", "http://[::1]:8080" },
    { "http://tenshop.vn", NULL },
    { "http://127.0.0.1.tenshop.vn", NULL },
    { "ftp://tenshop.vn", NULL },
    { "https://admin:matkhau@tenshop.vn", NULL },
    { "https://", NULL },
    { "", NULL },
    { "cửa hàng của tôi", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemKeyring) keyring = tiem_keyring_new_memory ();
      g_autoptr (TiemChannelRecord) record = NULL;
      g_autoptr (GError) error = NULL;
      gint64 id = add (fixture, keyring, cases[i].typed, &error);

      g_test_message ("“%s”", cases[i].typed);
      if (cases[i].stored == NULL)
        {
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
          g_assert_cmpint (id, ==, 0);
          continue;
        }
      g_assert_no_error (error);
      record = tiem_store_get_channel (fixture->store, id, &error);
      g_assert_cmpstr (record->base_url, ==, cases[i].stored);
      tiem_sync_remove_channel (fixture->store, keyring, id, NULL, &error);
      g_assert_no_error (error);
      g_assert_null (tiem_keyring_lookup (keyring, id, NULL, NULL));
    }
}

static void
test_twice (SyncFixture *fixture,
            gconstpointer user_data)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (add (fixture, keyring, "https://tenshop.vn", &error), !=, 0);
  g_assert_cmpint (add (fixture, keyring, "tenshop.vn/", &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
}

static void
test_unknown_kind (SyncFixture *fixture,
                   gconstpointer user_data)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_memory ();
  g_autoptr (TiemAccount) account = new_account ("https://tenshop.vn");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (
      tiem_sync_add_channel (fixture->store, keyring, "chotot", "A", account, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

/* Without a keyring there is no channel, not a failing one. */
static void
test_no_keyring (SyncFixture *fixture,
                 gconstpointer user_data)
{
  g_autoptr (TiemKeyring) keyring = NULL;
  g_autoptr (GError) error = NULL;
  guint before = count_channels (fixture);

  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  keyring = tiem_keyring_new_system (tiem_store_get_uuid (fixture->store));
  g_assert_cmpint (add (fixture, keyring, "https://tenshop.vn", &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_KEYRING);
  g_assert_cmpuint (count_channels (fixture), ==, before);
}

static void
test_new_keys (SyncFixture *fixture,
               gconstpointer user_data)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_memory ();
  g_autoptr (TiemAccount) account = new_account ("https://moi.tenshop.vn");
  g_autoptr (TiemAccount) found = NULL;
  g_autoptr (TiemChannelRecord) record = NULL;
  g_autoptr (GError) auth = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_AUTH, "Wrong key.");
  g_autoptr (GError) error = NULL;
  gint64 id = add (fixture, keyring, "https://tenshop.vn", &error);

  tiem_store_set_channel_state (fixture->store, id, TIEM_CHANNEL_NEEDS_AUTH, auth, &error);
  g_assert_no_error (error);
  tiem_sync_set_account (fixture->store, keyring, id, account, NULL, &error);
  g_assert_no_error (error);
  record = tiem_store_get_channel (fixture->store, id, &error);
  g_assert_cmpint (record->state, ==, TIEM_CHANNEL_ACTIVE);
  g_assert_null (record->error_class);
  found = tiem_sync_lookup_account (fixture->store, keyring, id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->base_url, ==, "https://moi.tenshop.vn");

  g_free (account->base_url);
  account->base_url = g_strdup ("http://tenshop.vn");
  g_assert_false (tiem_sync_set_account (fixture->store, keyring, id, account, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
}

static void
test_counter (SyncFixture *fixture,
              gconstpointer user_data)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_memory ();
  g_autoptr (TiemAccount) account = tiem_account_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  id = tiem_sync_add_channel (
      fixture->store, keyring, "counter", "Tại quầy", account, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  tiem_sync_remove_channel (fixture->store, keyring, id, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (SyncFixture *fixture, gconstpointer user_data);
  } tests[] = {
    { "/sync/account/addresses", test_addresses },
    { "/sync/account/twice", test_twice },
    { "/sync/account/unknown-kind", test_unknown_kind },
    { "/sync/account/no-keyring", test_no_keyring },
    { "/sync/account/new-keys", test_new_keys },
    { "/sync/account/counter", test_counter },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, SyncFixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
