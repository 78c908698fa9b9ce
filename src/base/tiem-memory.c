#include "base/tiem-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* The C library gives each thread an arena of its own, up to eight for each processor. A store's
 * readers and channels' workers take some megabytes for a query or an answer and free them again,
 * each in another arena: after an hour with four channels half of what was taken from the system
 * lay free in arenas whose threads had no use for it. Two are enough, for the main thread mostly
 * has the first one to itself. The thresholds for large pieces stay as they are: once they are set,
 * they no longer adapt, and every picture that is drawn would be fetched from the system anew. */
#define ARENAS 2

void
tiem_memory_set_up (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, ARENAS);
#endif
}
