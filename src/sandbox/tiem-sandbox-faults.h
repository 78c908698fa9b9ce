#pragma once

#include "base/tiem-http.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * Trouble on demand. A fault is a JSON object:
 *
 *   kind         what goes wrong, see below
 *   endpoint     only for calls whose endpoint begins so ("products/batch"); default all
 *   method       only for this method; default all
 *   times        how many calls it meets; default 1, −1 = for ever
 *   after        how many fitting calls pass unharmed first; default 0
 *   probability  meets a fitting call with this chance; then `times` defaults to −1
 *   ms           delay, clock_skew
 *   status       error, html
 *   retry_after  error, rate_limit: seconds of the Retry-After header; default none
 *
 * Kinds. Before the call is carried out (it has no effect):
 *   drop         the connection closes without an answer
 *   error        `status` (default 503) with an HTML body
 *   rate_limit   429 with an HTML body
 *   html         `status` (default 200) with an HTML page, as a captcha or a firewall sends
 * The call is carried out:
 *   delay        the answer comes `ms` later
 *   lost_answer  the connection closes without an answer
 *   cut          the connection closes in the middle of the body
 *   malformed    a PHP warning stands in front of the JSON
 *   truncated    the JSON ends in the middle, though the HTTP message is whole
 *   duplicate    a list holds its first entry twice
 *   reorder      a list comes in reverse order
 * Lasting, until cleared:
 *   clock_skew   the market's clock is `ms` ahead
 */

typedef struct _TiemSandboxFaults TiemSandboxFaults;

/* What else happens to an answer than being sent. */
typedef struct
{
  gint64 delay_ms;
  gboolean is_dropped; /* nothing is sent; the connection closes */
  gboolean is_cut;     /* the connection closes after half of the body */
} TiemSandboxEffect;

TiemSandboxFaults *tiem_sandbox_faults_new (guint32 seed);
void tiem_sandbox_faults_free (TiemSandboxFaults *self);

/* Adds a fault. Fails with %TIEM_ERROR_INVALID when it is not as above. */
gboolean tiem_sandbox_faults_add (TiemSandboxFaults *self, JsonObject *fault, GError **error);
void tiem_sandbox_faults_clear (TiemSandboxFaults *self);
/* Returns: (transfer full): all of them, each with the `times` left and the calls it has `met` */
JsonArray *tiem_sandbox_faults_list (const TiemSandboxFaults *self);

/* Returns: how far ahead the clock is, ms */
gint64 tiem_sandbox_faults_get_skew_ms (const TiemSandboxFaults *self);

/* To be called before a call is carried out. Returns: (transfer full) (nullable): the
 * answer, if the call must not be carried out; NULL with @effect->is_dropped when there is
 * none. What is to happen afterwards is remembered in @effect and @self. */
TiemResponse *tiem_sandbox_faults_before (TiemSandboxFaults *self,
                                          const char *method,
                                          const char *endpoint,
                                          TiemSandboxEffect *effect);
/* To be called with the true answer. Takes it. Returns: (transfer full) (nullable): what
 * is sent instead */
TiemResponse *tiem_sandbox_faults_after (TiemSandboxFaults *self,
                                         TiemResponse *response,
                                         TiemSandboxEffect *effect);

G_END_DECLS
