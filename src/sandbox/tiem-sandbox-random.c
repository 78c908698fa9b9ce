#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-random.h"

#include <math.h>
#include <string.h>

GRand *
tiem_sandbox_random_new (guint32 seed,
                         const char *purpose)
{
  const guint32 seeds[] = { seed, g_str_hash (purpose) };

  return g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
}

gboolean
tiem_sandbox_random_hits (GRand *self,
                          double probability)
{
  return g_rand_double (self) < probability;
}

gint64
tiem_sandbox_random_wait (GRand *self,
                          double mean)
{
  return MAX (1, (gint64)(-log (1 - g_rand_double (self)) * mean));
}

char *
tiem_sandbox_random_text (GRand *self,
                          const char *alphabet,
                          guint length)
{
  gint32 size = strlen (alphabet);
  char *text = g_malloc (length + 1);

  for (guint i = 0; i < length; i++)
    text[i] = alphabet[g_rand_int_range (self, 0, size)];
  text[length] = '\0';
  return text;
}
