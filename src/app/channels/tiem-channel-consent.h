#pragma once

#include "channel/tiem-channel.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The step at the platform's own page: opens it, waits for the owner to agree there, takes the
 * address he landed on when the page does not come back, and shows which shop it was.
 *
 * Signals:
 *   ::connect (const char *name) the shop is the right one, and what to call it
 *   ::cancel ()                  back to the keys
 */
#define TIEM_TYPE_CHANNEL_CONSENT (tiem_channel_consent_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelConsent, tiem_channel_consent, TIEM, CHANNEL_CONSENT, AdwBin)

/* Opens the page for the app of @account. @is_named: the channel is there already: ::connect
 * comes at once, with an empty name. Fails with INVALID: keys of a wrong form */
gboolean tiem_channel_consent_start (TiemChannelConsent *self,
                                     const TiemChannelInfo *info,
                                     const TiemAccount *account,
                                     gboolean is_named,
                                     GError **error);
/* Waits no longer. */
void tiem_channel_consent_stop (TiemChannelConsent *self);
/* Returns: (nullable) (transfer none): with tokens and shop, once the owner has agreed */
const TiemAccount *tiem_channel_consent_get_account (TiemChannelConsent *self);
/* Why the shop could not be connected; it waits for another sign-in, or for another name. */
void tiem_channel_consent_show_problem (TiemChannelConsent *self,
                                        const char *text);

G_END_DECLS
