#pragma once

#include "sandbox/tiem-sandbox.h"

G_BEGIN_DECLS

/* Sockets around a sandbox: one HTTP server for each market, on loopback, on the main
 * context of the thread that made it. */

typedef struct _TiemSandboxServer TiemSandboxServer;

/* Opens @sandbox at free ports or those of its port base. @certificate: (nullable): serve
 * TLS with it. Fails with the error of the socket. */
TiemSandboxServer *
tiem_sandbox_server_new (TiemSandbox *sandbox, GTlsCertificate *certificate, GError **error);
void tiem_sandbox_server_free (TiemSandboxServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxServer, tiem_sandbox_server_free)

G_END_DECLS
