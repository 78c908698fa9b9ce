#pragma once

#include "channel/tiem-channel.h"

G_BEGIN_DECLS

/* A channel of the practice shop, as tiem-sandbox announces it. */
typedef struct
{
  char *kind;
  char *name;
  TiemAccount *account;
} TiemPracticeChannel;

void tiem_practice_channel_free (TiemPracticeChannel *self);

/* Reads the line tiem-sandbox prints when it is ready: {"channels":[{"kind","name",
 * "base_url","auth_url","key","secret","shop","service_id","token":{"access_token",
 * "refresh_token","expires_at","refresh_expires_at","shop_cipher"}|null}]}, times in ms UTC. Fails with %TIEM_ERROR_PROTOCOL.
 * Returns: (transfer full) (element-type TiemPracticeChannel) */
GPtrArray *tiem_practice_line_parse (const char *line,
                                     GError **error);

G_END_DECLS
