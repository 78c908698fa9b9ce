#pragma once

#include "channel/tiem-transport.h"
#include "model/tiem-offer.h"
#include "model/tiem-records.h"
#include "model/tiem-remote.h"

G_BEGIN_DECLS

/*
 * src/channel: what Tiệm knows about each platform, one folder per platform. Code here
 * builds requests and reads answers. It never waits, retries or stores, and no platform's
 * JSON leaves its folder. May include base and model only.
 *
 * To add a platform: a folder src/channel/NAME with tiem-channel-NAME.c that defines
 * `const TiemChannelInfo tiem_channel_NAME_info`, and the word NAME in the list of
 * src/channel/meson.build. No other file of the core changes; the window takes its words of help
 * from app/channels/tiem-channel-help.c and its colour from app/widgets/tiem-kind.c.
 *
 * The folders are made alike; in the order in which one is best written:
 *
 *   -account    the form of an account, addresses put right
 *   -call       one call: signed by tiem_transport_now(), sent, the envelope read; signed anew and
 *               sent once more when the answer put the clock right
 *   -errors     one table: the platform's code → the class of design §4 and a sentence
 *   -sign-in    page, code, tokens, which shop it is; their renewal
 *   -order      one order's JSON → TiemRemoteOrder; one table of status words
 *   -cursor     how far orders are read: windows, overlap, pages. Never beyond the platform's own
 *               time, which is known after the first answer alone
 *   -orders     the pages; what can't be understood goes to page->unreadable and blocks nothing
 *   -listing(s) the same for what is listed
 *   -push       stock and price in batches, item by item refusals, read-back of what is unclear
 *   -actions    confirm, ship, cancel, answer: each asks first whether it is done already
 *   -labels, -fees, -returns, -reviews
 *   -categories, -publish  where goods can be put, and putting them there: asks first by their SKUs
 *
 * Beside it: src/sandbox/NAME (its pretend market), tests/headless/test-NAME*.c with a fake
 * transport, test-channel-NAME.c with market-bench.h over sockets, tests/coverage/NAME.tsv, a client
 * of somebody else in tests/peers, and a line in tests/simulation/sim-site.c. The fuzz target comes
 * by itself.
 */

/* What the owner gave and the keyring keeps for one account. */
typedef struct
{
  char *base_url;
  char *auth_url;      /* (nullable) */
  char *key;           /* partner id, app key, consumer key */
  char *secret;        /* partner key, app secret, consumer secret */
  char *shop;          /* (nullable) shop id */
  char *access_token;  /* (nullable) */
  char *refresh_token; /* (nullable) */
  gint64 expires_at;
  gint64 refresh_expires_at;
  char *shop_cipher;    /* (nullable) TikTok Shop */
  char *service_id;     /* (nullable) TikTok Shop: names the app on its page of consent */
  gint64 grant_ends_at; /* when the owner must sign in anew, ms UTC; 0 = not known, or never */
} TiemAccount;

TiemAccount *tiem_account_new (void);
TiemAccount *tiem_account_copy (const TiemAccount *self);
void tiem_account_free (TiemAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemAccount, tiem_account_free)

typedef enum
{
  TIEM_CHANNEL_CAN_PUSH_STOCK = 1 << 0,
  TIEM_CHANNEL_CAN_PUSH_PRICE = 1 << 1,
  TIEM_CHANNEL_CAN_SHIP = 1 << 2,
  TIEM_CHANNEL_CAN_CANCEL = 1 << 3,
  TIEM_CHANNEL_HAS_NETWORK = 1 << 4, /* the counter has none: no worker runs for it */
  TIEM_CHANNEL_CAN_CONFIRM = 1 << 5, /* confirming is a step of its own there */
  TIEM_CHANNEL_CAN_ANSWER_CANCEL = 1 << 6, /* a buyer's wish to cancel waits for the owner */
  TIEM_CHANNEL_HAS_LABELS = 1 << 7,
  TIEM_CHANNEL_HAS_FEES = 1 << 8,
  TIEM_CHANNEL_HAS_RETURNS = 1 << 9,
  TIEM_CHANNEL_HAS_REVIEWS = 1 << 10,
  TIEM_CHANNEL_CAN_REPLY = 1 << 11, /* to reviews */
  TIEM_CHANNEL_NEEDS_SHOP = 1 << 12, /* the account is nothing without a shop's id */
  TIEM_CHANNEL_CAN_SHIP_PART = 1 << 13, /* whole lines of an order may leave in a parcel of their own */
  TIEM_CHANNEL_CAN_SHIP_UNITS = 1 << 14, /* and single units of a line */
  TIEM_CHANNEL_CAN_PUBLISH = 1 << 15, /* goods can be put up for sale from here */
} TiemChannelFlags;

typedef enum
{
  TIEM_ORDER_ACTION_CONFIRM,
  TIEM_ORDER_ACTION_SHIP,
  TIEM_ORDER_ACTION_CANCEL,
  TIEM_ORDER_ACTION_ACCEPT_CANCEL, /* the buyer asked to */
  TIEM_ORDER_ACTION_REJECT_CANCEL,
  TIEM_ORDER_ACTION_SHIP_PART, /* its choice: tiem-part-wish.h */
} TiemOrderAction;

/* What there is to choose from, and whose id is given. */
typedef enum
{
  TIEM_CHOICE_SHIP,          /* of an order: pick-up places and times, drop-off */
  TIEM_CHOICE_CANCEL,        /* of an order: the seller's reasons */
  TIEM_CHOICE_REJECT_CANCEL, /* of an order: why the buyer's wish is refused */
  TIEM_CHOICE_REJECT_RETURN, /* of a return: why it is refused */
} TiemChoiceKind;

#define TIEM_TYPE_CHANNEL (tiem_channel_get_type ())
G_DECLARE_INTERFACE (TiemChannel, tiem_channel, TIEM, CHANNEL, GObject)

/* What "test connection" found. */
typedef struct
{
  char *shop;      /* the shop's own name */
  char *message;   /* a sentence: "Connected. The site has 60 products and 400 orders." */
  gint64 products; /* −1 = not known */
  gint64 orders;
  gint64 grant_ends_at; /* ms UTC; 0 = not known, or never */
} TiemChannelProbe;

void tiem_channel_probe_free (TiemChannelProbe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemChannelProbe, tiem_channel_probe_free)

/* On the channel's worker thread, one call at a time. All but test() may be NULL where
 * the flags say that the platform lacks it. Errors are the five failure classes. */
struct _TiemChannelInterface
{
  GTypeInterface g_iface;

  TiemChannelProbe *(*test) (TiemChannel *self,
                             TiemTransport *transport,
                             GCancellable *cancellable,
                             GError **error);
  TiemOrderPage *(*pull_orders) (TiemChannel *self,
                                 TiemTransport *transport,
                                 const char *cursor,
                                 gint64 first_since,
                                 GCancellable *cancellable,
                                 GError **error);
  void (*set_brief) (TiemChannel *self, gboolean is_brief); /* NULL: it makes no difference */
  TiemListingPage *(*pull_listings) (TiemChannel *self,
                                     TiemTransport *transport,
                                     const char *cursor,
                                     GCancellable *cancellable,
                                     GError **error);
  TiemListingPage *(*read_listings) (TiemChannel *self,
                                     TiemTransport *transport,
                                     GPtrArray *pushes,
                                     GCancellable *cancellable,
                                     GError **error);
  gboolean (*push_stock) (TiemChannel *self,
                          TiemTransport *transport,
                          GPtrArray *pushes,
                          GCancellable *cancellable,
                          GError **error);
  gboolean (*push_price) (TiemChannel *self,
                          TiemTransport *transport,
                          GPtrArray *pushes,
                          GCancellable *cancellable,
                          GError **error);
  TiemRemoteOrder *(*act_on_order) (TiemChannel *self,
                                    TiemTransport *transport,
                                    const char *remote_id,
                                    TiemOrderAction action,
                                    const char *choice,
                                    GCancellable *cancellable,
                                    GError **error);
  GPtrArray *(*list_choices) (TiemChannel *self,
                              TiemTransport *transport,
                              TiemChoiceKind kind,
                              const char *remote_id,
                              GCancellable *cancellable,
                              GError **error);
  gboolean (*read_labels) (TiemChannel *self,
                           TiemTransport *transport,
                           GPtrArray *labels,
                           GCancellable *cancellable,
                           GError **error);
  gboolean (*read_fees) (TiemChannel *self,
                         TiemTransport *transport,
                         GPtrArray *fees,
                         GCancellable *cancellable,
                         GError **error);
  TiemReturnPage *(*pull_returns) (TiemChannel *self,
                                   TiemTransport *transport,
                                   const char *cursor,
                                   gint64 first_since,
                                   GCancellable *cancellable,
                                   GError **error);
  TiemRemoteReturn *(*answer_return) (TiemChannel *self,
                                      TiemTransport *transport,
                                      const char *remote_id,
                                      TiemReturnAnswers answer,
                                      const char *choice,
                                      const char *comment,
                                      GCancellable *cancellable,
                                      GError **error);
  TiemReviewPage *(*pull_reviews) (TiemChannel *self,
                                   TiemTransport *transport,
                                   const char *cursor,
                                   gint64 first_since,
                                   GCancellable *cancellable,
                                   GError **error);
  gboolean (*reply_review) (TiemChannel *self,
                            TiemTransport *transport,
                            const char *remote_id,
                            const char *text,
                            GCancellable *cancellable,
                            GError **error);
  GPtrArray *(*list_categories) (TiemChannel *self,
                                 TiemTransport *transport,
                                 GCancellable *cancellable,
                                 GError **error);
  GPtrArray *(*list_attributes) (TiemChannel *self,
                                 TiemTransport *transport,
                                 const char *category,
                                 GCancellable *cancellable,
                                 GError **error);
  TiemListingPage *(*publish) (TiemChannel *self,
                               TiemTransport *transport,
                               TiemOffer *offer,
                               GCancellable *cancellable,
                               GError **error);
};

/* Asks the platform whether the keys work and what is behind them. Fails with AUTH (keys
 * wrong, read-only …), PROTOCOL (not such a shop, HTML …) or TRANSIENT. */
TiemChannelProbe *tiem_channel_test (TiemChannel *self,
                                     TiemTransport *transport,
                                     GCancellable *cancellable,
                                     GError **error);

/* One page of orders changed since @cursor, with an overlap for clock skew and late
 * writes. @cursor is the channel's own text from the page before; NULL starts at
 * @first_since (ms UTC; 0 = everything). An order that can't be understood goes to
 * page->unreadable and the others are returned. */
TiemOrderPage *tiem_channel_pull_orders (TiemChannel *self,
                                         TiemTransport *transport,
                                         const char *cursor,
                                         gint64 first_since,
                                         GCancellable *cancellable,
                                         GError **error);

/* From now on pull_orders() reads only what may have been sold, and leaves what can wait for the
 * next poll (requests to cancel, the website's trash, a wide overlap): stock is to be sent, and
 * each call in between is a round trip in which a sale elsewhere is not known. */
void tiem_channel_set_brief (TiemChannel *self,
                             gboolean is_brief);

/* One page of all listings; @cursor NULL starts. A full pass sees every listing once. */
TiemListingPage *tiem_channel_pull_listings (TiemChannel *self,
                                             TiemTransport *transport,
                                             const char *cursor,
                                             GCancellable *cancellable,
                                             GError **error);

/* Reads these listings again (remote ids of @pushes): after an unclear outcome, and for
 * --full. Those that are gone come back with TIEM_LISTING_GONE. */
TiemListingPage *tiem_channel_read_listings (TiemChannel *self,
                                             TiemTransport *transport,
                                             GPtrArray *pushes,
                                             GCancellable *cancellable,
                                             GError **error);

/* Sets absolute numbers, at most info->push_batch of them; of stock those of one
 * info->push_group() alone, so that nothing waits behind another request. Fills each push's outcome;
 * returns FALSE with @error only for what stops the whole channel (AUTH, RATE_LIMITED,
 * TRANSIENT, PROTOCOL): pushes not marked done then keep waiting, or are unclear. */
gboolean tiem_channel_push_stock (TiemChannel *self,
                                  TiemTransport *transport,
                                  GPtrArray *pushes,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean tiem_channel_push_price (TiemChannel *self,
                                  TiemTransport *transport,
                                  GPtrArray *pushes,
                                  GCancellable *cancellable,
                                  GError **error);

/* Carries out @action unless the order is there already (asks first, so that it can be
 * repeated after an unclear outcome). @choice: (nullable): the code of one of
 * tiem_channel_list_choices(), or the owner's own words, for which the nearest of the
 * platform's is taken; NULL: the suggested one. Returns: the order as it is now. */
TiemRemoteOrder *tiem_channel_act_on_order (TiemChannel *self,
                                            TiemTransport *transport,
                                            const char *remote_id,
                                            TiemOrderAction action,
                                            const char *choice,
                                            GCancellable *cancellable,
                                            GError **error);

/* Returns: (transfer full) (element-type TiemChoice): empty when there is nothing to choose */
GPtrArray *tiem_channel_list_choices (TiemChannel *self,
                                      TiemTransport *transport,
                                      TiemChoiceKind kind,
                                      const char *remote_id,
                                      GCancellable *cancellable,
                                      GError **error);

/* The shipping labels of orders that are arranged, at most info->label_batch TiemLabel.
 * Fills each one's outcome; FALSE with @error only for what stops the whole channel. */
gboolean tiem_channel_read_labels (TiemChannel *self,
                                   TiemTransport *transport,
                                   GPtrArray *labels,
                                   GCancellable *cancellable,
                                   GError **error);

/* What the platform keeps back, at most info->fees_batch TiemOrderFees; as above. */
gboolean tiem_channel_read_fees (TiemChannel *self,
                                 TiemTransport *transport,
                                 GPtrArray *fees,
                                 GCancellable *cancellable,
                                 GError **error);

/* One page of returns changed since @cursor, as tiem_channel_pull_orders() reads orders. */
TiemReturnPage *tiem_channel_pull_returns (TiemChannel *self,
                                           TiemTransport *transport,
                                           const char *cursor,
                                           gint64 first_since,
                                           GCancellable *cancellable,
                                           GError **error);

/* Gives the one @answer unless the return has it already. @choice, @comment: (nullable): why
 * it is refused. Returns: the return as it is now. */
TiemRemoteReturn *tiem_channel_answer_return (TiemChannel *self,
                                              TiemTransport *transport,
                                              const char *remote_id,
                                              TiemReturnAnswers answer,
                                              const char *choice,
                                              const char *comment,
                                              GCancellable *cancellable,
                                              GError **error);

/* One page of reviews written since @cursor; a full round ends with more = FALSE, and its
 * cursor begins the next one. */
TiemReviewPage *tiem_channel_pull_reviews (TiemChannel *self,
                                           TiemTransport *transport,
                                           const char *cursor,
                                           gint64 first_since,
                                           GCancellable *cancellable,
                                           GError **error);

/* Replies once; a review that has @text as its reply already is no error. */
gboolean tiem_channel_reply_review (TiemChannel *self,
                                    TiemTransport *transport,
                                    const char *remote_id,
                                    const char *text,
                                    GCancellable *cancellable,
                                    GError **error);

/* Returns: (transfer full) (element-type TiemRemoteCategory): the whole tree, with .path */
GPtrArray *tiem_channel_list_categories (TiemChannel *self,
                                         TiemTransport *transport,
                                         GCancellable *cancellable,
                                         GError **error);
/* What a category asks of its products. Returns: (transfer full) (element-type TiemRemoteAttribute):
 * empty where a platform asks for nothing */
GPtrArray *tiem_channel_list_attributes (TiemChannel *self,
                                         TiemTransport *transport,
                                         const char *category,
                                         GCancellable *cancellable,
                                         GError **error);
/* Puts @offer up for sale, or, when it names a product that is there, sets its .fields anew. Asks
 * first whether it is there by its SKUs, so that it can be repeated after an unclear outcome.
 * REJECTED with the platform's words. Returns: (transfer full): its listings as they are now */
TiemListingPage *tiem_channel_publish (TiemChannel *self,
                                       TiemTransport *transport,
                                       TiemOffer *offer,
                                       GCancellable *cancellable,
                                       GError **error);

typedef struct
{
  const char *kind;   /* "woocommerce" */
  const char *name;   /* "WooCommerce", a name, not translated */
  const char *letter; /* of the tile: "W" */
  TiemChannelFlags flags;
  const char *base_url; /* (nullable) of the platform; NULL: every shop has its own */
  const char *auth_url; /* (nullable) where tokens come from, when it is another */
  guint push_batch;     /* most items of one push call */
  /* Returns: (transfer full): what the items of one request to set stock have in common: items
   * for which it differs go out one request after the other, each looked at again before. NULL:
   * any may go together */
  char *(*push_group) (const TiemPush *push);
  guint label_batch;    /* most orders of one tiem_channel_read_labels() */
  guint fees_batch;     /* most orders of one tiem_channel_read_fees() */
  double calls_per_second; /* what the platform allows an account; 0 = not limited */
  guint calls_burst;
  gint64 poll_ms;     /* interval in selling hours */
  gint64 listings_ms; /* how old listings may get before they are read again */
  TiemChannel *(*create) (const TiemAccount *account,
                          GError **error); /* checks the account's form: INVALID. Without an
                                            * access token every call fails with AUTH */

  /* Signing in at the platform's page; all NULL where the owner's keys are all there is. */

  /* Returns: (transfer full): the page to open in the browser. @state comes back with the
   * redirect, where the platform has such a thing */
  char *(*sign_in_url) (const TiemAccount *account,
                        const char *redirect_uri,
                        const char *state,
                        gint64 now); /* ms UTC, for a link that is signed */
  /* @landed: the whole address the browser was sent back to, or what of it the owner pasted.
   * Checks @state, exchanges the code, finds out which shop it is. AUTH when the code is too
   * old or of another sign-in. Returns: (transfer full): @account with tokens and shop */
  TiemAccount *(*sign_in) (const TiemAccount *account,
                           TiemTransport *transport,
                           const char *landed,
                           const char *state,
                           GCancellable *cancellable,
                           GError **error);
  /* A new pair of tokens. The caller stores it before it is used. AUTH when the grant has
   * ended; TRANSIENT when the same may be asked again with the same refresh token. Returns: (transfer full): @account with the new tokens */
  TiemAccount *(*refresh) (const TiemAccount *account,
                           TiemTransport *transport,
                           GCancellable *cancellable,
                           GError **error);
  const TiemOfferLimits *offer_limits; /* (nullable): of what is put up for sale */
  gint64 refresh_early_ms; /* how long before its end an access token is renewed */
} TiemChannelInfo;

/* Returns: (nullable): NULL for an unknown kind */
const TiemChannelInfo *tiem_channel_info_find (const char *kind);
/* Returns: all of them, NULL-terminated, in the order of the registry */
const TiemChannelInfo *const *tiem_channel_info_list (void);

G_END_DECLS
