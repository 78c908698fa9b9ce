#pragma once

#include "cli/tiem-cli.h"

#include "channel/tiem-channel.h"

G_BEGIN_DECLS

/* Puts an action of all orders named on the command line into the outbox, in one go; all that can
 * be queued are, and the first that can't is told. @action: "confirm"; @needed: what the platform
 * must let Tiệm do; @reason: (nullable) */
gboolean tiem_cli_queue_actions (TiemCli *cli,
                                 const char *action,
                                 TiemChannelFlags needed,
                                 const char *reason,
                                 GError **error);

G_END_DECLS
