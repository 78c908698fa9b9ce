#pragma once

#include "app/tiem-shop.h"

G_BEGIN_DECLS

/* What the owner can do to one channel. All run off the main thread (they ask the network
 * or the keyring) and end with one sentence to be said. */
typedef enum
{
  TIEM_CHANNEL_ACTION_PAUSE,
  TIEM_CHANNEL_ACTION_RESUME,
  TIEM_CHANNEL_ACTION_TEST,
  TIEM_CHANNEL_ACTION_REMOVE,
  TIEM_CHANNEL_ACTION_LINK_BY_SKU,
  TIEM_CHANNEL_ACTION_LINK,  /* id: listing, text: SKU */
  TIEM_CHANNEL_ACTION_ADOPT, /* id: 0, all that is not linked */
  TIEM_CHANNEL_ACTION_SET_BACK,  /* what is changed at the channel … */
  TIEM_CHANNEL_ACTION_TAKE_OVER, /* … from now on */
  TIEM_CHANNEL_ACTION_SPLIT,     /* the last units are shared out with the other channels … */
  TIEM_CHANNEL_ACTION_SHOW_ALL,  /* … or all of them always shown */
} TiemChannelAction;

/* @said: (nullable): what happened, or why it did not */
typedef void (*TiemChannelActionFunc) (TiemShop *shop, const char *said, gpointer user_data);

/* @record: (transfer none): the channel; @func is called once, on the main thread */
void tiem_channel_action_run (TiemShop *shop,
                              TiemChannelAction action,
                              const TiemChannelRecord *record,
                              gint64 id,
                              const char *text,
                              TiemChannelActionFunc func,
                              gpointer user_data);

/* Returns: (transfer full): "12 products taken over, 3 linked, 1 skipped: …" for people */
char *tiem_channel_adopt_text (guint variants, guint linked, GPtrArray *skipped);

G_END_DECLS
