#pragma once

#include "base/tiem-http.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The transport seam: one blocking, cancellable round trip. The real one is a SoupSession
 * owned by one worker thread; tests join a channel to the sandbox without sockets.
 *
 * Any HTTP status is an answer, not an error. Errors are %TIEM_ERROR_TRANSIENT (no
 * network, refused, reset, time-out: the sentence says which; a bad certificate and a
 * plain-http address off loopback say so in their own words) and %G_IO_ERROR_CANCELLED.
 * After an error the request may or may not have been carried out.
 */

#define TIEM_TYPE_TRANSPORT (tiem_transport_get_type ())
G_DECLARE_INTERFACE (TiemTransport, tiem_transport, TIEM, TRANSPORT, GObject)

struct _TiemTransportInterface
{
  GTypeInterface g_iface;

  TiemResponse *(*send) (TiemTransport *self,
                         const TiemRequest *request,
                         GCancellable *cancellable,
                         GError **error);
  gint64 (*now) (TiemTransport *self); /* NULL: the system's time */
};

TiemResponse *tiem_transport_send (TiemTransport *self,
                                   const TiemRequest *request,
                                   GCancellable *cancellable,
                                   GError **error);

/* What the other side's clock shows, as far as it is known, for what is signed with the time:
 * a clock on this computer that is wrong by a day must not lock the shop out.
 * Returns: ms UTC */
gint64 tiem_transport_now (TiemTransport *self);

/* Whether @host (a name or address without port) is this machine. Plain http is spoken to
 * such hosts alone. */
gboolean tiem_transport_is_loopback (const char *host);

/* Returns: (transfer full): a transport over libsoup, to be used by one thread at a time.
 * Verifies TLS always, follows no redirect, keeps connections alive, bounds a body to 32 MB. */
TiemTransport *tiem_transport_new_soup (void);

/*
 * Wraps @inner and tells of every call, for the sync log: the caller gets endpoint, HTTP
 * status (0 = no answer), duration, request id and the error if any. Never a body.
 */
typedef void (*TiemTransportLogFunc) (const TiemRequest *request,
                                      const TiemResponse *response, /* (nullable) */
                                      const GError *error,          /* (nullable) */
                                      gint64 duration_ms,
                                      gpointer user_data);
TiemTransport *
tiem_transport_new_logged (TiemTransport *inner, TiemTransportLogFunc func, gpointer user_data);

/*
 * Wraps @inner and learns from the Date of its answers how far this computer's clock is off;
 * tiem_transport_now() then gives @now() put right. @now: ms UTC by this computer's clock.
 * Less than three seconds is not told from nothing: a Date has whole seconds, and an answer
 * takes its time.
 */
typedef gint64 (*TiemTransportNowFunc) (gpointer user_data);
TiemTransport *
tiem_transport_new_dated (TiemTransport *inner, TiemTransportNowFunc now, gpointer user_data);

G_END_DECLS
