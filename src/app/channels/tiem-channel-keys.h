#pragma once

#include "channel/tiem-channel.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Where the owner finds the keys of a platform, and the fields to type them into.
 *
 * Signal ::changed (): something was typed
 */
#define TIEM_TYPE_CHANNEL_KEYS (tiem_channel_keys_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelKeys, tiem_channel_keys, TIEM, CHANNEL_KEYS, AdwBin)

/* Shows the fields of a platform, empty. @redirect_uri: (nullable): where its page of consent
 * sends the browser */
void tiem_channel_keys_set_kind (TiemChannelKeys *self,
                                 const TiemChannelInfo *info,
                                 const char *redirect_uri);
/* Fills the fields, for a channel that is there; its name is not asked again. */
void tiem_channel_keys_set_account (TiemChannelKeys *self,
                                    const TiemAccount *account);
/* Puts the focus into the first field. */
void tiem_channel_keys_begin (TiemChannelKeys *self);
/* Whether all that is needed has been typed. */
gboolean tiem_channel_keys_is_filled (TiemChannelKeys *self);
/* Returns: (transfer full): the account as it was typed, on top of the one that was set */
TiemAccount *tiem_channel_keys_dup_account (TiemChannelKeys *self);
/* Returns: (transfer full): "" where the name is asked for later */
char *tiem_channel_keys_dup_name (TiemChannelKeys *self);

G_END_DECLS
