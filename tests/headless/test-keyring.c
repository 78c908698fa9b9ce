#define _GNU_SOURCE /* memmem, unshare */

#include "base/tiem-error.h"
#include "channel/tiem-account-json.h"
#include "small-disk.h"
#include "sync/tiem-keyring.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#define SECRET "cs_5f1d0b6c2e7a49d8b3c0a1e2f3d4c5b6a7980123"

static TiemAccount *
new_account (const char *key)
{
  TiemAccount *account = tiem_account_new ();

  account->base_url = g_strdup ("https://nhamayannhien.test");
  account->key = g_strdup (key);
  account->secret = g_strdup (SECRET);
  account->refresh_token = g_strdup ("“trà đá” \\ \"đường\"");
  account->expires_at = 1795237200000;
  return account;
}

static void
assert_same (const TiemAccount *one,
             const TiemAccount *other)
{
  g_assert_cmpstr (one->base_url, ==, other->base_url);
  g_assert_cmpstr (one->auth_url, ==, other->auth_url);
  g_assert_cmpstr (one->key, ==, other->key);
  g_assert_cmpstr (one->secret, ==, other->secret);
  g_assert_cmpstr (one->shop, ==, other->shop);
  g_assert_cmpstr (one->access_token, ==, other->access_token);
  g_assert_cmpstr (one->refresh_token, ==, other->refresh_token);
  g_assert_cmpstr (one->shop_cipher, ==, other->shop_cipher);
  g_assert_cmpint (one->expires_at, ==, other->expires_at);
  g_assert_cmpint (one->refresh_expires_at, ==, other->refresh_expires_at);
}

static void
test_json (void)
{
  const char *const wrong[] = { "", "null", "[]", "12", "{", "\"ck\"" };
  g_autoptr (TiemAccount) account = new_account ("ck_1");
  g_autoptr (TiemAccount) again = NULL;
  g_autofree char *text = tiem_account_to_json (account);

  again = tiem_account_from_json (text);
  g_assert_nonnull (again);
  assert_same (account, again);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (tiem_account_from_json (wrong[i]));
}

/* The same for every kind of keyring. */
static void
check_keyring (TiemKeyring *keyring)
{
  g_autoptr (TiemAccount) one = new_account ("ck_1");
  g_autoptr (TiemAccount) two = new_account ("ck_2");
  g_autoptr (TiemAccount) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (tiem_keyring_lookup (keyring, 1, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  tiem_keyring_store (keyring, 1, "Nhà May An Nhiên", one, NULL, &error);
  g_assert_no_error (error);
  tiem_keyring_store (keyring, 2, "An Nhiên Sài Gòn", two, NULL, &error);
  g_assert_no_error (error);
  found = tiem_keyring_lookup (keyring, 1, NULL, &error);
  g_assert_no_error (error);
  assert_same (found, one);
  g_clear_pointer (&found, tiem_account_free);

  /* New keys take the place of the old ones. */
  tiem_keyring_store (keyring, 1, "Nhà May An Nhiên", two, NULL, &error);
  g_assert_no_error (error);
  found = tiem_keyring_lookup (keyring, 1, NULL, &error);
  assert_same (found, two);

  tiem_keyring_clear (keyring, 1, NULL, &error);
  g_assert_no_error (error);
  tiem_keyring_clear (keyring, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (tiem_keyring_lookup (keyring, 1, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

static void
test_memory (void)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_memory ();

  check_keyring (keyring);
}

/* libsecret decides once which backend it uses, so each has a process of its own. */
static void
test_file_child (void)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_system ("7b0a6a3e");
  g_autoptr (TiemKeyring) other = tiem_keyring_new_system ("c2f4d1b9");
  g_autoptr (TiemAccount) account = new_account ("ck_1");
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length;

  check_keyring (keyring);

  /* Another database's channel 2 is another channel. */
  g_assert_null (tiem_keyring_lookup (other, 2, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_file_get_contents (g_getenv ("SECRET_FILE_TEST_PATH"), &content, &length, &error);
  g_assert_no_error (error);
  g_assert_null (memmem (content, length, SECRET, strlen (SECRET)));
}

static void
assert_key (TiemKeyring *keyring,
            const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemAccount) account = tiem_keyring_lookup (keyring, 1, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (account->key, ==, key);
}

/* Another process renews a token and writes the file: it is read anew, and written to. */
static void
test_shared_child (void)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_system ("7b0a6a3e");
  g_autoptr (TiemAccount) ours = new_account ("ours");
  g_autoptr (TiemAccount) theirs = new_account ("theirs");
  g_autoptr (TiemAccount) newest = new_account ("newest");
  const char *path = g_getenv ("SECRET_FILE_TEST_PATH");
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length;

  tiem_keyring_store (keyring, 1, "An Nhiên", theirs, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  tiem_keyring_store (keyring, 1, "An Nhiên", ours, NULL, &error);
  g_assert_no_error (error);
  assert_key (keyring, "ours");

  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
  assert_key (keyring, "theirs");
  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
  tiem_keyring_store (keyring, 1, "An Nhiên", newest, NULL, &error);
  g_assert_no_error (error);
  assert_key (keyring, "newest");
}

static void
run_with_file (const char *child,
               gboolean on_small_disk)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("tiem-keyring-XXXXXX", &error);
  g_autofree char *path = g_build_filename (dir, "x.keyring", NULL);

  g_assert_no_error (error);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  /* libsecret 0.20 loses the etag of its file with every store. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  if (on_small_disk)
    g_setenv (SMALL_DISK_VARIABLE, dir, TRUE);
  g_test_trap_subprocess (child, 0, 0);
  g_unsetenv (SMALL_DISK_VARIABLE);
  g_test_trap_assert_passed ();
  g_unlink (path);
  g_rmdir (dir);
}

static void
test_file (void)
{
  run_with_file ("/keyring/file/subprocess", FALSE);
}

static void
test_shared (void)
{
  run_with_file ("/keyring/shared/subprocess", FALSE);
}

/* What has no room is not locked: the owner is told what to do. */
static void
test_full_child (void)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_system ("7b0a6a3e");
  g_autoptr (TiemAccount) ours = new_account ("ours");
  g_autoptr (TiemAccount) newest = new_account ("newest");
  g_autofree char *folder = g_path_get_dirname (g_getenv ("SECRET_FILE_TEST_PATH"));
  g_autofree char *filler = g_build_filename (folder, "filler", NULL);
  g_autoptr (GError) error = NULL;

  /* Not even the first of all keys leaves half a file behind. */
  small_disk_fill (filler);
  g_assert_false (tiem_keyring_store (keyring, 1, "An Nhiên", ours, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_FULL);
  g_clear_error (&error);
  g_unlink (filler);
  tiem_keyring_store (keyring, 1, "An Nhiên", ours, NULL, &error);
  g_assert_no_error (error);
  small_disk_fill (filler);
  g_assert_false (tiem_keyring_store (keyring, 1, "An Nhiên", newest, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_FULL);
  g_assert_nonnull (tiem_error_get_detail (error));
  g_clear_error (&error);
  assert_key (keyring, "ours");
  g_assert_false (tiem_keyring_clear (keyring, 1, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_FULL);
  g_clear_error (&error);
  assert_key (keyring, "ours");

  g_unlink (filler);
  tiem_keyring_store (keyring, 1, "An Nhiên", newest, NULL, &error);
  g_assert_no_error (error);
  assert_key (keyring, "newest");
}

static void
test_full (void)
{
  if (!small_disk_is_allowed ())
    {
      g_test_skip ("only root mounts a disk");
      return;
    }
  run_with_file ("/keyring/full/subprocess", TRUE);
}

/* A writer that died leaves a copy, and the file whole or not. */
static void
test_died_child (void)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_system ("7b0a6a3e");
  g_autoptr (TiemAccount) older = new_account ("older");
  g_autoptr (TiemAccount) newer = new_account ("newer");
  const char *path = g_getenv ("SECRET_FILE_TEST_PATH");
  g_autofree char *copy = g_strconcat (path, ".copy", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length;

  tiem_keyring_store (keyring, 1, "An Nhiên", older, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);

  for (gsize part = 0; part < length; part += length / 2 + 1)
    {
      g_file_set_contents (copy, content, (gssize)length, &error);
      g_file_set_contents (path, content, (gssize)part, &error);
      g_assert_no_error (error);
      assert_key (keyring, "older");
      g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
    }

  tiem_keyring_store (keyring, 1, "An Nhiên", newer, NULL, &error);
  g_file_set_contents (copy, content, (gssize)length, &error);
  g_assert_no_error (error);
  assert_key (keyring, "newer");
  tiem_keyring_store (keyring, 2, "Sài Gòn", newer, NULL, &error);
  g_assert_no_error (error);
  assert_key (keyring, "newer");
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
}

static void
test_died (void)
{
  run_with_file ("/keyring/died/subprocess", FALSE);
}

static void
test_missing_child (void)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_system ("7b0a6a3e");
  g_autoptr (TiemAccount) account = new_account ("ck_1");
  g_autoptr (GError) error = NULL;

  g_assert_false (tiem_keyring_store (keyring, 1, "An Nhiên", account, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_KEYRING);
  g_assert_nonnull (tiem_error_get_detail (error));
  g_clear_error (&error);
  g_assert_null (tiem_keyring_lookup (keyring, 1, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_KEYRING);
  g_clear_error (&error);
  g_assert_false (tiem_keyring_clear (keyring, 1, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_KEYRING);
}

static void
test_missing (void)
{
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_test_trap_subprocess ("/keyring/missing/subprocess", 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  small_disk_mount_named ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/json", test_json);
  g_test_add_func ("/keyring/memory", test_memory);
  g_test_add_func ("/keyring/file", test_file);
  g_test_add_func ("/keyring/file/subprocess", test_file_child);
  g_test_add_func ("/keyring/shared", test_shared);
  g_test_add_func ("/keyring/shared/subprocess", test_shared_child);
  g_test_add_func ("/keyring/full", test_full);
  g_test_add_func ("/keyring/full/subprocess", test_full_child);
  g_test_add_func ("/keyring/died", test_died);
  g_test_add_func ("/keyring/died/subprocess", test_died_child);
  g_test_add_func ("/keyring/missing", test_missing);
  g_test_add_func ("/keyring/missing/subprocess", test_missing_child);

  return g_test_run ();
}
