#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A disk that fails when it is told to, between SQLite and the real one. It is SQLite's default
 * after faulty_vfs_register(), which must come before the first database is opened, and harmless
 * until something is planned. Any thread.
 *
 * Counting is exact: with one thread the n-th operation of a scenario is the same in each run.
 *
 *   faulty_vfs_begin (NULL);                    one undisturbed run
 *   run_scenario ();
 *   n = faulty_vfs_end ();                      how many operations it took
 *   for (guint i = 1; i <= n; i++)
 *     {
 *       FaultyPlan plan = { FAULTY_FULL, FAULTY_ALL, i, 1, NULL };
 *       faulty_vfs_begin (&plan);
 *       …                                       an error, and nothing half done
 *       faulty_vfs_end ();
 *       …                                       again, and it is as in the undisturbed run
 *     }
 */

typedef enum
{
  FAULTY_READ = 1 << 0,
  FAULTY_WRITE = 1 << 1,
  FAULTY_SYNC = 1 << 2,
  FAULTY_TRUNCATE = 1 << 3,
  FAULTY_LOCK = 1 << 4,   /* of the file, and of the log's index */
  FAULTY_OPEN = 1 << 5,
  FAULTY_DELETE = 1 << 6,
  FAULTY_SHARE = 1 << 7,  /* memory of the log's index: a file that grows */
  FAULTY_ALL = (1 << 8) - 1,
} FaultyOps;

typedef enum
{
  FAULTY_ERROR, /* the device fails */
  FAULTY_FULL,  /* no space: only what needs some fails, the rest is not counted */
  FAULTY_SHORT, /* like FAULTY_FULL, but half of what is written gets there */
} FaultyKind;

typedef struct
{
  FaultyKind kind;
  FaultyOps ops;      /* which are counted and may fail */
  guint nth;          /* the first that fails; 1 = the next */
  guint times;        /* how many fail; 0 = from then on */
  const char *folder; /* (nullable): files below it only; kept until faulty_vfs_end() */
  gboolean is_own;    /* only what the thread does that begins */
} FaultyPlan;

void faulty_vfs_register (void);
/* @plan: (nullable): nothing fails, all operations are counted */
void faulty_vfs_begin (const FaultyPlan *plan);
/* All is well again. Returns: how many operations were counted */
guint faulty_vfs_end (void);
/* Returns: how many operations have failed since faulty_vfs_begin() */
guint faulty_vfs_get_failed (void);

/*
 * The power goes. From faulty_vfs_watch() on, which must come before a database in @folder is
 * opened, it is remembered of every file there what a finished fsync has made safe, and what was
 * written since. One folder at a time.
 */
void faulty_vfs_watch (const char *folder);
void faulty_vfs_unwatch (void);
/* Writes into @to what a disk may hold that loses its power now: what is safe, and of what came
 * since any part in any order, a page perhaps torn (@random), or nothing at all (%NULL). Folders
 * within the watched one are left out. */
void faulty_vfs_cut_power (const char *to, GRand *random);
/* Returns: whether everything that was written to @path is safe */
gboolean faulty_vfs_is_safe (const char *path);

G_END_DECLS
