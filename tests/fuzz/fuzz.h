#pragma once

#include "channel/tiem-channel.h"

G_BEGIN_DECLS

/*
 * What the fuzz targets and the maker of their corpus share: everything a channel can be
 * asked, with every answer given by the caller.
 *
 * An input is one byte that chooses the question, one that chooses status and content type
 * of the answers, and the bodies of the answers one after the other, FUZZ_SEPARATOR between
 * them. When they run out, the last one is given again.
 */

#define FUZZ_SEPARATOR "\n\x1e\n"

/* Returns: how many questions there are */
guint fuzz_n_questions (void);
/* Asks; whatever @transport answers, the channel must give a value or an error. */
void fuzz_ask (TiemChannel *channel,
               const TiemChannelInfo *info,
               const TiemAccount *account,
               TiemTransport *transport,
               guint question);

/* Returns: (transfer full): an account of the right form at @base_url */
TiemAccount *fuzz_make_account (const TiemChannelInfo *info,
                                const char *base_url);

G_END_DECLS
