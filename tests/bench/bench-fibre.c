#include "bench-fibre.h"

#include <ucontext.h>

#define STACK_BYTES (1024 * 1024)

struct _BenchFibre
{
  ucontext_t context;
  gpointer stack; /* (owned) */
  BenchFibreFunc func;
  gpointer user_data;
  gboolean is_under_way;
};

static ucontext_t outside;
static BenchFibre *current; /* (nullable) */

BenchFibre *
bench_fibre_new (void)
{
  BenchFibre *self = g_new0 (BenchFibre, 1);

  self->stack = g_malloc (STACK_BYTES);
  return self;
}

void
bench_fibre_free (BenchFibre *self)
{
  g_assert (!self->is_under_way);

  g_free (self->stack);
  g_free (self);
}

/* The context begins here and goes on outside when this returns. */
static void
run_current (void)
{
  BenchFibre *self = current;

  self->func (self->user_data);
  self->is_under_way = FALSE;
}

static void
switch_to (BenchFibre *self)
{
  g_assert (current == NULL);

  current = self;
  g_assert_cmpint (swapcontext (&outside, &self->context), ==, 0);
  current = NULL;
}

void
bench_fibre_start (BenchFibre *self,
                   BenchFibreFunc func,
                   gpointer user_data)
{
  g_assert (!self->is_under_way);

  g_assert_cmpint (getcontext (&self->context), ==, 0);
  self->context.uc_stack.ss_sp = self->stack;
  self->context.uc_stack.ss_size = STACK_BYTES;
  self->context.uc_link = &outside;
  self->func = func;
  self->user_data = user_data;
  self->is_under_way = TRUE;
  makecontext (&self->context, run_current, 0);
  switch_to (self);
}

void
bench_fibre_resume (BenchFibre *self)
{
  g_assert (self->is_under_way);

  switch_to (self);
}

void
bench_fibre_wait (void)
{
  BenchFibre *self = current;

  g_assert (self != NULL);
  g_assert_cmpint (swapcontext (&self->context, &outside), ==, 0);
}

gboolean
bench_fibre_is_under_way (const BenchFibre *self)
{
  return self->is_under_way;
}

BenchFibre *
bench_fibre_get_current (void)
{
  return current;
}
