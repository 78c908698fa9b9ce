#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Ends a blocking call that lasts too long, whatever it hangs in: a name that is not resolved, a
 * handshake, a server that sends one byte a second and so never stands still for long enough to
 * time out. One thread for the whole program sleeps until the first of all deadlines; a deadline
 * is used by one thread at a time.
 */
typedef struct _TiemDeadline TiemDeadline;

/* Begins to count. @cancellable: (nullable): the caller's own */
TiemDeadline *tiem_deadline_new (gint64 ms,
                                 GCancellable *cancellable);
void tiem_deadline_free (TiemDeadline *self);

/* Returns: (transfer none): for the call; cancelled by the caller's own or when the time is over */
GCancellable *tiem_deadline_get_cancellable (TiemDeadline *self);
/* Counts anew from now. */
void tiem_deadline_restart (TiemDeadline *self,
                            gint64 ms);
/* Returns: whether the time was over before the call was, and the caller did not call it off */
gboolean tiem_deadline_is_over (TiemDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemDeadline, tiem_deadline_free)

G_END_DECLS
