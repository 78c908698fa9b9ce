#pragma once

#include "app/tiem-shop.h"
#include "app/widgets/tiem-tone.h"

G_BEGIN_DECLS

/* How the Channels tab says the state of a channel: one icon, one tone, one short line. */
typedef struct
{
  const char *icon;
  const char *state; /* translated: "In step" */
  TiemTone tone;
  char *line; /* (owned): "Orders read 3 seconds ago" */
} TiemChannelWords;

/* @record: as the store has it; what the engine does right now wins over it */
void tiem_channel_words_init (TiemChannelWords *self,
                              TiemShop *shop,
                              const TiemChannelRecord *record,
                              gint64 now);
void tiem_channel_words_clear (TiemChannelWords *self);

/* Ms UTC when the channel was last read with success, 0 = never. */
gint64 tiem_channel_get_read_at (TiemShop *shop, const TiemChannelRecord *record);

/* Returns: (transfer full): "3 seconds", "12 minutes", "2 hours", "5 days" */
char *tiem_duration_text (gint64 ms);
/* Returns: whether the kind has a network side at all; the counter has none */
gboolean tiem_channel_has_network (const char *kind);

G_END_DECLS
