#pragma once

#include "bench-figures.h"
#include "shop.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* One run of the bench over one shop. */
typedef struct
{
  const ShopPlan *plan; /* borrowed */
  const char *dir;      /* the shop's; nothing is written there */
  const char *small_dir; /* of the same shop when it was young */
  const ShopPlan *small_plan;
  guint rounds;         /* pairs, taken in turn */
  BenchTable *table;
  TiemStore *store;
  sqlite3 *raw;    /* the same file, for floors and recounts; reads only */
  GPtrArray *lies; /* (element-type utf8) what was not as it ought to be, whatever its speed */
} Run;

/* ms: processor time of this thread, for the machine may have other things to do; with
 * --wall the clock on the wall */
double run_now (void);

void run_add_lie (Run *self,
                  const char *format,
                  ...) G_GNUC_PRINTF (2, 3);
/* Runs one statement that gives one number on @raw. */
gint64 run_count (Run *self,
                  const char *sql);
/* Adds a lie when it gives something else than what is @told. */
void run_compare (Run *self,
                  const char *what,
                  gint64 told,
                  const char *sql);
/* A copy of the shop in @dir, to be written to; (transfer full) its folder. */
char *run_copy_shop (const char *dir,
                     GError **error);
void run_remove_copy (const char *dir);

gboolean run_ingest (Run *self,
                     GError **error);
gboolean run_lists (Run *self,
                    GError **error);
gboolean run_search (Run *self,
                     GError **error);
gboolean run_figures (Run *self,
                      GError **error);
/* Part of the figures. */
gboolean run_reports (Run *self,
                      GError **error);
gboolean run_sheets (Run *self,
                     GError **error);

G_END_DECLS
