#pragma once

#include "channel/tiem-channel.h"

G_BEGIN_DECLS

/* An account as one text, for the keyring: all its keys change together or not at all. */

/* Returns: (transfer full): JSON; it holds secrets: free with secret_password_free() */
char *tiem_account_to_json (const TiemAccount *self);
/* Returns: (transfer full) (nullable): NULL when @text is none of ours */
TiemAccount *tiem_account_from_json (const char *text);

G_END_DECLS
