#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Running without a window, and being started with the session. A sandboxed program asks the
 * desktop's Background portal for both; any other may run as it likes, and is started by a file
 * in the user's autostart folder. Spoken to by GDBus: it is one call, and libportal would be one
 * more library to bring along.
 */

typedef struct
{
  gboolean may_run;   /* without a window */
  gboolean autostart; /* is started with the session from now on */
} TiemBackgroundAnswer;

/* Whether Tiệm is started with the session, as far as can be known: a portal only takes orders,
 * so that what it was last told stands in the settings. */
gboolean tiem_background_get_autostart (GSettings *settings);

/* @autostart: what the owner wants. The answer may take until somebody has clicked. Fails with
 * NOT_FOUND when there is no portal (nothing keeps a program from running then), INVALID when the
 * desktop could not answer, READ_ONLY when the file can't be written. */
void tiem_background_request_async (gboolean autostart,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean tiem_background_request_finish (GAsyncResult *result,
                                         TiemBackgroundAnswer *answer,
                                         GError **error);

/* One line beside the program's name where the desktop lists what runs without a window; NULL
 * takes it away. Nobody is told when it can't be shown. */
void tiem_background_set_status (const char *status);

G_END_DECLS
