#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Has threads that come and go share memory, so that what one has freed another takes. To be called
 * first thing in main(), before there is a second thread. */
void tiem_memory_set_up (void);

G_END_DECLS
