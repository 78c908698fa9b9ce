#pragma once

#include "store/tiem-store.h"

#include <glib/gstdio.h>

/* A store in a folder of its own, with a clock that stands still until it is moved. */
typedef struct
{
  char *dir;
  TiemStore *store;
  gint64 now; /* ms UTC */
} StoreFixture;

static inline gint64
store_fixture_now_cb (gpointer user_data)
{
  return ((StoreFixture *)user_data)->now;
}

static inline void
store_fixture_open (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->store = tiem_store_open (fixture->dir, &error);
  g_assert_no_error (error);
  tiem_store_set_clock (fixture->store, store_fixture_now_cb, fixture);
}

static inline void
store_fixture_set_up (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("tiem-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->now = G_GINT64_CONSTANT (1795262400000); /* 2026-11-21 19:00 in Việt Nam */
  store_fixture_open (fixture);
}

static inline void
store_fixture_remove_dir (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        store_fixture_remove_dir (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static inline void
store_fixture_tear_down (StoreFixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->store);
  store_fixture_remove_dir (fixture->dir);
  g_clear_pointer (&fixture->dir, g_free);
}
