#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/* Channels, the outbox, the sync log. Secrets are not here: they live in the keyring. */

/* Returns: the id, 0 with @error */
gint64 tiem_store_add_channel (TiemStore *self,
                               const char *kind,
                               const char *name,
                               const char *base_url,
                               const char *auth_url,
                               const char *shop,
                               GError **error);
/* Returns: (element-type TiemChannelRecord), oldest first; removed ones left out */
GPtrArray *tiem_store_list_channels (TiemStore *self,
                                     GError **error);
TiemChannelRecord *tiem_store_get_channel (TiemStore *self,
                                           gint64 channel_id,
                                           GError **error);
/* The same without .orders, .listings and .unlinked, whose counting a poll every few seconds
 * need not pay for. */
TiemChannelRecord *tiem_store_get_channel_for_turn (TiemStore *self,
                                                    gint64 channel_id,
                                                    GError **error);
/* Orders stay; listings and cursor go. */
gboolean tiem_store_remove_channel (TiemStore *self,
                                    gint64 channel_id,
                                    GError **error);
gboolean tiem_store_rename_channel (TiemStore *self,
                                    gint64 channel_id,
                                    const char *name,
                                    const char *base_url,
                                    GError **error);
/* Buffer in units, share in percent, cap in units (−1 = none). */
gboolean tiem_store_set_channel_rule (TiemStore *self,
                                      gint64 channel_id,
                                      gint64 buffer,
                                      gint64 share_percent,
                                      gint64 cap,
                                      GError **error);
/* @error_in NULL = all well; sets last_ok_at when the state is ACTIVE and @error_in NULL. A
 * new last_ok_at alone is no news: ::changed tells only of another state or error. */
gboolean tiem_store_set_channel_state (TiemStore *self,
                                       gint64 channel_id,
                                       TiemChannelState state,
                                       const GError *error_in,
                                       GError **error);
/* The same for what a worker found, in a turn that may have begun before the owner paused the
 * channel: a paused one stays paused. */
gboolean tiem_store_book_channel_state (TiemStore *self,
                                        gint64 channel_id,
                                        TiemChannelState state,
                                        const GError *error_in,
                                        GError **error);
/* The channel answered as before: .last_ok_at, which is no reason to write and goes to the database
 * with the next commit, by tiem_store_write_noted(), or when the store is closed. Any thread. */
void tiem_store_note_channel_ok (TiemStore *self,
                                 gint64 channel_id);
/* The account as it is now: its shop, and when the owner's grant ends (0 = not known). */
gboolean tiem_store_set_channel_shop (TiemStore *self,
                                      gint64 channel_id,
                                      const char *shop,
                                      gint64 auth_expires_at,
                                      GError **error);
/* Forgets how far it has been read, so that the next pull reads everything again. */
gboolean tiem_store_reset_cursor (TiemStore *self,
                                  gint64 channel_id,
                                  GError **error);

/* --- outbox: actions and prices (stock is a state, see tiem-store-listings.h) --- */
typedef struct
{
  gint64 id;
  gint64 channel_id;
  gint64 listing_id; /* price */
  gint64 order_id;   /* order actions */
  gint64 return_id;  /* an answer */
  gint64 review_id;  /* a reply */
  char *kind;        /* "price", "order:confirm", "order:ship", "order:cancel", "order:accept-cancel",
                      * "order:reject-cancel", "order:label", "return:answer", "review:reply" */
  char *remote_id;   /* of the order, return or review */
  char *remote_product_id;
  char *remote_variant_id;
  gint64 value;      /* price in đồng; TiemReturnAnswers */
  char *reason;      /* the code of a TiemChoice, or the owner's words for one */
  char *note;        /* the owner's comment on a return, the reply to a review */
  char *idempotency_key;
  char *state;       /* "waiting", "sending", "rejected" */
  guint attempts;
  gint64 not_before;
  char *problem;
} TiemOutboxItem;
void tiem_outbox_item_free (TiemOutboxItem *self);

/* @kind "order:confirm" …; @delay_ms: held back this long, at most five minutes, so that Undo
 * can drop it. An order of one's own does it at once, tiem-store-own.h. Returns: the id; of a
 * step that was taken at once a number below 0, which tiem_store_drop_outbox() takes back */
gint64 tiem_store_queue_order_action (TiemStore *self,
                                      gint64 order_id,
                                      const char *kind,
                                      const char *reason,
                                      gint64 delay_ms,
                                      GError **error);
gboolean tiem_store_drop_outbox (TiemStore *self,
                                 gint64 outbox_id,
                                 GError **error);
/* Due and waiting (or left 'sending' by a crash), oldest first; marks them 'sending'. */
GPtrArray *tiem_store_take_outbox (TiemStore *self,
                                   gint64 channel_id,
                                   const char *kind_prefix,
                                   guint limit,
                                   GError **error);
/* @item_error NULL = done: the row goes. REJECTED keeps it as 'rejected' with the sentence;
 * anything else puts it back to 'waiting' with a jittered not_before. */
gboolean tiem_store_finish_outbox (TiemStore *self,
                                   gint64 outbox_id,
                                   const GError *item_error,
                                   GError **error);
/* The channel as a whole can't be asked now: the row keeps its place, without a wait of its own, and
 * is the first when the channel can. @error TRANSIENT: it may have been carried out, so the row
 * stays 'sending', and is asked about before it is repeated. */
gboolean tiem_store_hold_outbox (TiemStore *self,
                                 gint64 outbox_id,
                                 const GError *item_error,
                                 GError **error);
GPtrArray *tiem_store_list_outbox (TiemStore *self,
                                   gint64 channel_id,
                                   GError **error);

/* --- sync log: kept 30 days; never a secret or a buyer's data --- */
gboolean tiem_store_add_log (TiemStore *self,
                             GPtrArray *entries, /* (element-type TiemLogEntry) */
                             GError **error);
/* Calls that brought nothing, one line for each endpoint: they are no reason to write, and go to
 * the log with the next commit, when somebody reads it, or when the store is closed. Any thread.
 * @entries: (transfer full) (element-type TiemLogEntry) */
void tiem_store_note_calls (TiemStore *self,
                            GPtrArray *entries);
/* Returns: (element-type TiemLogEntry), newest first; @channel_id 0 = all, @limit 0 = all */
GPtrArray *tiem_store_list_log (TiemStore *self,
                                gint64 channel_id,
                                gint64 since,
                                gint64 limit,
                                GError **error);

G_END_DECLS
