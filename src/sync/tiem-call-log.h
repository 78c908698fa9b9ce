#pragma once

#include "base/tiem-clock.h"
#include "channel/tiem-transport.h"
#include "store/tiem-store-channels.h"

G_BEGIN_DECLS

/*
 * Gathers a worker's calls for the sync log and writes them in one go. A call that went
 * well in a turn that brought no news is only counted, and written once a minute as one
 * line for each endpoint: a poll every five seconds must not write to the disk.
 */
typedef struct _TiemCallLog TiemCallLog;

TiemCallLog *tiem_call_log_new (TiemStore *store,
                                TiemClock *clock,
                                gint64 channel_id);
void tiem_call_log_free (TiemCallLog *self);
/* A TiemTransportLogFunc; @user_data: the TiemCallLog */
void tiem_call_log_add (const TiemRequest *request,
                        const TiemResponse *response,
                        const GError *error,
                        gint64 duration_ms,
                        gpointer user_data);
/* The answer of the last call was read and turned out to be an @error. */
void tiem_call_log_blame_last (TiemCallLog *self,
                               const GError *error);
/* A line that is no call: a push that was dropped, and why. */
void tiem_call_log_note (TiemCallLog *self,
                         const char *endpoint,
                         const char *outcome,
                         const char *message);
/* Returns: (nullable) (transfer none): the body of the last answer, until the next call */
GBytes *tiem_call_log_get_last_body (TiemCallLog *self);
/* Returns: the HTTP status of the last call; 0 = nobody answered, or no call yet */
guint tiem_call_log_get_last_status (TiemCallLog *self);
/* The turn is over. @news: something happened, so its calls are written; without, they are noted. */
void tiem_call_log_end_turn (TiemCallLog *self,
                             gboolean news);
/* Writes what was noted. */
void tiem_call_log_flush (TiemCallLog *self);

G_END_DECLS
