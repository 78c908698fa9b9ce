#include "sim.h"

#include "../headless/store-fixture.h"

#include <glib/gstdio.h>

/*
 * A crash is seen from the disk: at some point what the database's files hold is copied, as
 * a program that ends there would leave them; whatever the old program still does goes to
 * files that nobody reads, and no request of it gets out any more. Then a new one opens the
 * copy.
 */

static const char *const files[] = { "tiem.db", "tiem.db-wal" };

static void
copy_file (const char *from_dir,
           const char *to_dir,
           const char *name)
{
  g_autofree char *from = g_build_filename (from_dir, name, NULL);
  g_autofree char *to = g_build_filename (to_dir, name, NULL);
  g_autofree char *data = NULL;
  gsize length;
  FILE *file;

  if (!g_file_get_contents (from, &data, &length, NULL))
    return;
  file = g_fopen (to, "wb");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (data, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

char *
sim_make_dir (Sim *self)
{
  /* Thousands of commits: not on a disk, where there is something faster. */
  const char *parent = g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();
  g_autofree char *template = g_build_filename (parent, "tiem-simulation-XXXXXX", NULL);
  char *dir = g_mkdtemp (g_steal_pointer (&template));

  g_assert_nonnull (dir);
  return dir;
}

gboolean
sim_crash_point (Sim *self,
                 const char *where)
{
  if (self->has_crashed)
    return FALSE;
  if (!sim_disk_has_died (self) && (self->crash_in == 0 || --self->crash_in > 0))
    return FALSE;

  sim_tell (self, "the program ends: %s", where);
  self->has_crashed = TRUE;
  self->counts.crashes++;
  self->saved_dir = sim_make_dir (self);
  if (sim_hits (self, 0.4))
    {
      sim_disk_cut_power (self, self->saved_dir);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    copy_file (self->dir, self->saved_dir, files[i]);
  return TRUE;
}

static gint64
store_now_cb (gpointer user_data)
{
  Sim *self = user_data;

  return tiem_clock_now (TIEM_CLOCK (self->clock));
}

static void
committed_cb (TiemStore *store,
              const TiemCommit *commit,
              gpointer user_data)
{
  Sim *self = user_data;

  /* The store looks for commits of other processes from a thread of its own; there are none, but
   * after a failure of the disk it can't tell. */
  if (g_thread_self () != self->thread)
    return;
  for (guint i = 0; i < commit->channel_ids->len; i++)
    for (guint j = 0; j < SIM_N_SITES; j++)
      if (self->sites[j].channel_id == g_array_index (commit->channel_ids, gint64, i))
        self->sites[j].is_woken = TRUE;
  sim_crash_point (self, "after a commit");
}

void
sim_open_store (Sim *self)
{
  g_autoptr (GError) error = NULL;

  if (self->hooks.travel == NULL)
    sim_disk_open (self);
  self->store = tiem_store_open (self->dir, &error);
  g_assert_no_error (error);
  tiem_store_set_clock (self->store, store_now_cb, self);
  tiem_store_add_commit_func (self->store, committed_cb, self);
}

void
sim_close_store (Sim *self)
{
  for (guint i = 0; i < SIM_N_SITES; i++)
    g_clear_object (&self->sites[i].worker);
  if (self->store != NULL)
    tiem_store_close (self->store);
  g_clear_object (&self->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (self->hooks.travel == NULL)
    sim_disk_close (self);
  if (self->dir != NULL)
    store_fixture_remove_dir (self->dir);
  g_clear_pointer (&self->dir, g_free);
}

void
sim_restart (Sim *self)
{
  sim_close_store (self);
  self->dir = g_steal_pointer (&self->saved_dir);
  self->has_crashed = FALSE;
  self->crash_in = 0;
  sim_pass (self, g_rand_int_range (self->random, 1, 5 * SIM_MINUTE));
  sim_open_store (self);
  for (guint i = 0; i < SIM_N_SITES; i++)
    self->sites[i].due_at = sim_clock_get_true (self->clock);
  sim_tell (self, "the program starts again");
}
