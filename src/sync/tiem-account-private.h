#pragma once

#include "sync/tiem-sign-in.h"

G_BEGIN_DECLS

/* Returns: (transfer full): @account with tidied addresses, the platform's own where none was
 * given, checked by the channel; NULL with INVALID */
TiemAccount *tiem_account_check (const TiemChannelInfo *info,
                                 const TiemAccount *account,
                                 GError **error);

/* tiem_sign_in_new() for a channel that is in no registry: tests. */
TiemSignIn *tiem_sign_in_new_for_info (const TiemChannelInfo *info,
                                       const TiemAccount *account);

G_END_DECLS
