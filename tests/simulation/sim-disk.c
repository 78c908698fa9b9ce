#include "sim.h"

#include "../headless/faulty-vfs.h"

/*
 * The disk beneath the database: it fails now and then, is full, dies in the middle of a
 * transaction, or loses its power, and with it what was not yet safe.
 */

void
sim_disk_open (Sim *self)
{
  static gsize is_registered = 0;

  if (g_once_init_enter (&is_registered))
    {
      faulty_vfs_register ();
      g_once_init_leave (&is_registered, 1);
    }
  faulty_vfs_watch (self->dir);
}

void
sim_disk_close (Sim *self)
{
  sim_disk_mend (self);
  faulty_vfs_unwatch ();
}

gboolean
sim_disk_is_ill (Sim *self)
{
  return self->disk != SIM_DISK_SOUND;
}

void
sim_disk_mend (Sim *self)
{
  static const SimFault faults[] = { [SIM_DISK_FAILS] = SIM_DISK_ERROR,
                                     [SIM_DISK_IS_FULL] = SIM_DISK_FULL,
                                     [SIM_DISK_DIES] = SIM_DISK_DEATH };
  guint failed = faulty_vfs_get_failed ();

  if (self->disk == SIM_DISK_SOUND)
    return;
  sim_tell (self, "the disk is sound again, after %u failures", failed);
  /* A dead disk fails all that follows: that is one death. */
  if (failed > 0)
    self->counts.faults[faults[self->disk]] += self->disk == SIM_DISK_DIES ? 1 : failed;
  faulty_vfs_end ();
  self->disk = SIM_DISK_SOUND;
}

/* Which kind, after how many operations, how often. */
void
sim_disk_trouble (Sim *self)
{
  static const FaultyKind kinds[] = { FAULTY_ERROR, FAULTY_FULL, FAULTY_SHORT };
  /* The store looks for other processes' commits from another thread, whenever that runs. */
  FaultyPlan plan = { .ops = FAULTY_ALL, .is_own = TRUE };

  if (self->disk != SIM_DISK_SOUND)
    return;
  plan.kind = kinds[g_rand_int_range (self->random, 0, G_N_ELEMENTS (kinds))];
  plan.nth = g_rand_int_range (self->random, 1, 150);
  plan.times = g_rand_int_range (self->random, 1, 12);
  self->disk = plan.kind == FAULTY_ERROR ? SIM_DISK_FAILS : SIM_DISK_IS_FULL;
  /* Reading is what the watching of goods does too, and it must change nothing. */
  if (self->disk == SIM_DISK_FAILS && sim_hits (self, 0.5))
    plan.ops = FAULTY_WRITE | FAULTY_SYNC;
  sim_tell (self,
            "the disk will %s: operation %u and %u more",
            self->disk == SIM_DISK_FAILS ? "fail" : "be full",
            plan.nth,
            plan.times - 1);
  faulty_vfs_begin (&plan);
}

/* Somewhere in a transaction, and the program with it. */
void
sim_disk_die (Sim *self)
{
  FaultyPlan plan = { .kind = FAULTY_ERROR, .ops = FAULTY_WRITE | FAULTY_SYNC, .is_own = TRUE };

  if (self->disk != SIM_DISK_SOUND)
    return;
  plan.nth = g_rand_int_range (self->random, 1, 150);
  sim_tell (self, "the disk will die: at write %u", plan.nth);
  self->disk = SIM_DISK_DIES;
  faulty_vfs_begin (&plan);
}

gboolean
sim_disk_has_died (Sim *self)
{
  return self->disk == SIM_DISK_DIES && faulty_vfs_get_failed () > 0;
}

void
sim_disk_cut_power (Sim *self,
                    const char *to)
{
  /* How much chance is needed depends on what was still to be written. */
  g_autoptr (GRand) random = g_rand_new_with_seed (g_rand_int (self->random));

  sim_tell (self, "the power goes");
  sim_count_fault (self, SIM_POWER_CUT);
  faulty_vfs_cut_power (to, random);
}
