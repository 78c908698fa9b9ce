#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A stream of random numbers of its own for each purpose, so that more of one (say, faults)
 * does not change the others: one seed and one @purpose are always the same numbers. */
GRand *tiem_sandbox_random_new (guint32 seed, const char *purpose);

/* Whether something that happens with @probability happens now. */
gboolean tiem_sandbox_random_hits (GRand *self, double probability);

/* A waiting time of a Poisson process. @mean and result in ms; at least 1. */
gint64 tiem_sandbox_random_wait (GRand *self, double mean);

/* @length random characters out of @alphabet. */
char *tiem_sandbox_random_text (GRand *self, const char *alphabet, guint length);

G_END_DECLS
