#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Several pieces of straight-line code under way at once on one thread: each has a stack of its
 * own and runs until it waits, then whoever is due first goes on. So four workers, whose turns
 * block, share one simulated time, and one seed is one exact run.
 */
typedef struct _BenchFibre BenchFibre;

typedef void (*BenchFibreFunc) (gpointer user_data);

BenchFibre *bench_fibre_new (void);
/* Not while it is under way. */
void bench_fibre_free (BenchFibre *self);

/* Begins @func, up to its first wait or its end. Only from outside of any fibre. */
void bench_fibre_start (BenchFibre *self, BenchFibreFunc func, gpointer user_data);
/* Lets it go on after a wait. Only from outside of any fibre. */
void bench_fibre_resume (BenchFibre *self);
/* Inside of a fibre: it waits until it is resumed. */
void bench_fibre_wait (void);

/* Returns: whether it has begun and not come to its end */
gboolean bench_fibre_is_under_way (const BenchFibre *self);
/* Returns: (nullable): the one that runs now */
BenchFibre *bench_fibre_get_current (void);

G_END_DECLS
