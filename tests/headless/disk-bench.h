#pragma once

#include "faulty-vfs.h"
#include "shop-fixture.h"

G_BEGIN_DECLS

/*
 * Everything the shop does to its database, done once on a sound disk and then again and again on
 * one that fails at the first, second, third … operation. The shop begins each time as the same
 * folder; what the database holds afterwards is compared by a digest of all its rows.
 */

typedef struct
{
  const char *name;
  /* Does it on the open store. FALSE with @error when it could not. */
  gboolean (*act) (StoreFixture *shop, GError **error);
  /* (nullable): fills the folder with what is there before; NULL: nothing is */
  void (*prepare) (const char *dir);
  /* @act opens the store by itself and leaves it open. */
  gboolean opens;
  /* The database stays as it was: something beside it is made. (nullable): looks at it */
  void (*look) (StoreFixture *shop, const char *before);
  /* Several transactions, each whole by itself; done again it goes on from there. */
  gboolean in_parts;
  /* tiem_store_begin_light_write(): a power cut may take it back, whole. */
  gboolean is_light;
} DiskStep;

typedef struct
{
  guint points;    /* operations that failed */
  guint told;      /* of them: the step returned an error */
  guint swallowed; /* of them: the step did what it should all the same */
} DiskCounts;

/* Tries every operation of @step; fails the test by itself. @times: 0 = the disk fails from the
 * n-th operation on. */
void disk_bench_try (const DiskStep *step, FaultyKind kind, guint times, DiskCounts *counts);
/* The power goes after each operation of @step. */
void disk_bench_try_power (const DiskStep *step, DiskCounts *counts);

/* Returns: (transfer full): a folder on a fast disk */
char *disk_bench_make_dir (void);
/* Files only; to be called while nobody writes. */
void disk_bench_copy_dir (const char *from, const char *to);
/* Returns: (transfer full): what the database @path holds, apart from what chance and the log put
 * into it; "" when there is none */
char *disk_bench_digest (const char *path);

G_END_DECLS
