#pragma once

#include "channel/tiem-channel.h"

G_BEGIN_DECLS

/*
 * Signing in at a platform's own page. The browser comes back to a port of this computer, where
 * this object listens; where the platform does not allow that, or the port is taken, the owner
 * pastes the address the browser landed on. Main-thread object; runs in the thread-default main
 * context of the thread that made it.
 *
 *   sign_in = tiem_sign_in_new ("lazada", account, &error);
 *   url = tiem_sign_in_dup_url (sign_in);          open it in the browser
 *   tiem_sign_in_run_async (sign_in, cancellable, signed_in_cb, …);
 *   tiem_sign_in_paste (sign_in, text);            perhaps
 *   account = tiem_sign_in_run_finish (sign_in, result, &error);
 *   tiem_sync_add_channel (…) or tiem_sync_set_account (…)
 */
#define TIEM_TYPE_SIGN_IN (tiem_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (TiemSignIn, tiem_sign_in, TIEM, SIGN_IN, GObject)

/* Where platforms that want it declared send the browser; in their consoles it is entered so. */
#define TIEM_SIGN_IN_PORT 18765
#define TIEM_SIGN_IN_REDIRECT_URI "http://127.0.0.1:" G_STRINGIFY (TIEM_SIGN_IN_PORT) "/"

/* Whether owners of this kind of channel sign in at the platform's page. */
gboolean tiem_sign_in_is_needed (const char *kind);

/* @account: the app's keys, addresses NULL for the platform's own. INVALID when they have a wrong
 * form, or the kind has no such page. */
TiemSignIn *tiem_sign_in_new (const char *kind,
                              const TiemAccount *account,
                              GError **error);
/* Returns: (transfer full): the page to open, made for now: a signed one is good for minutes */
char *tiem_sign_in_dup_url (TiemSignIn *self);
/* FALSE: the port is taken, only pasting works. */
gboolean tiem_sign_in_is_listening (TiemSignIn *self);

/* Waits for the browser or a paste, then has the platform exchange the code. Ends after ten
 * minutes. After a failure it can be run again: a code of the same page may follow. */
void tiem_sign_in_run_async (TiemSignIn *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* AUTH (refused, or a code that is too old), INVALID (what was pasted is none), TRANSIENT (no
 * network, or nobody came). Returns: (transfer full): the account with tokens and shop */
TiemAccount *tiem_sign_in_run_finish (TiemSignIn *self,
                                      GAsyncResult *result,
                                      GError **error);
/* @text: the whole address the browser landed on, or the code alone. Ignored unless it runs and
 * nothing is being exchanged. */
void tiem_sign_in_paste (TiemSignIn *self,
                         const char *text);

G_END_DECLS
