#include "sim.h"

#include <string.h>

static const char *const names[SIM_N_FAULTS] = {
  [SIM_DROP] = "drop",
  [SIM_ERROR_STATUS] = "error",
  [SIM_RATE_LIMIT] = "rate_limit",
  [SIM_HTML] = "html",
  [SIM_DELAY] = "delay",
  [SIM_LOST_ANSWER] = "lost_answer",
  [SIM_CUT] = "cut",
  [SIM_MALFORMED] = "malformed",
  [SIM_TRUNCATED] = "truncated",
  [SIM_DUPLICATE] = "duplicate",
  [SIM_REORDER] = "reorder",
  [SIM_CLOCK_SKEW] = "clock_skew",
  [SIM_NOBODY_ANSWERS] = "nobody answers",
  [SIM_LOST_WRITE] = "write carried out, answer lost",
  [SIM_TOKEN_ENDED] = "token ended",
  [SIM_GRANT_ENDED] = "grant ended",
  [SIM_TOO_MANY_CALLS] = "beyond the limit",
  [SIM_ASLEEP] = "asleep",
  [SIM_CLOCK_JUMP] = "clock jump",
  [SIM_DISK_ERROR] = "disk error",
  [SIM_DISK_FULL] = "disk full",
  [SIM_DISK_DEATH] = "disk died in a transaction",
  [SIM_POWER_CUT] = "power cut",
};

void
sim_count_fault (Sim *self,
                 SimFault fault)
{
  self->counts.faults[fault]++;
}

void
sim_count_faults (Sim *self,
                  const char *name,
                  guint times)
{
  for (guint i = 0; i < SIM_N_FAULTS; i++)
    if (strcmp (names[i], name) == 0)
      self->counts.faults[i] += times;
}

void
sim_counts_add (SimCounts *self,
                const SimCounts *more)
{
  self->ms += more->ms;
  self->turns += more->turns;
  self->calls += more->calls;
  self->orders += more->orders;
  self->crashes += more->crashes;
  self->edits += more->edits;
  for (guint i = 0; i < SIM_N_FAULTS; i++)
    self->faults[i] += more->faults[i];
  for (guint i = 0; i < SIM_N_CAUSES; i++)
    self->oversold[i] += more->oversold[i];
}

char *
sim_counts_to_text (const SimCounts *self)
{
  guint faults = 0;

  for (guint i = 0; i < SIM_N_FAULTS; i++)
    faults += self->faults[i];
  return g_strdup_printf ("%.1f hours, %u orders, %u edits, %u turns, %u calls, %u faults,"
                          " %u crashes survived",
                          (double)self->ms / SIM_HOUR,
                          self->orders,
                          self->edits,
                          self->turns,
                          self->calls,
                          faults,
                          self->crashes);
}

char *
sim_counts_list_faults (const SimCounts *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < SIM_N_FAULTS; i++)
    if (self->faults[i] > 0)
      g_string_append_printf (
          text, "%s%s %u", text->len > 0 ? ", " : "", names[i], self->faults[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
