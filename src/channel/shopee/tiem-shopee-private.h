#pragma once

#include "channel/tiem-channel-parts.h"
#include "channel/tiem-channel.h"
#include "channel/tiem-http-error.h"
#include "channel/tiem-json.h"

G_BEGIN_DECLS

/*
 * The parts of the Shopee channel (Open Platform API v2), from the wire upwards:
 *
 *   account   what the owner typed → the shop: address, partner, tokens
 *   call      one signed call → one envelope opened
 *   errors    what a code means, in words: one table
 *   sign-in   the page of consent, code → tokens, new tokens for old
 *   order, listing, return …          JSON → the model's values
 *   orders, listings, push, actions … the channel's verbs
 *   cursor    how far the orders have been read
 *
 * "§" is a section of Shopee's reference: paths below /api/v2/ name the page.
 */

/* One shop at Shopee, as one app sees it. Used by one thread at a time. */
typedef struct
{
  char *root; /* "https://partner.shopeemobile.com" */
  char *auth_root;
  char *partner_id; /* digits */
  char *partner_key;
  char *shop_id;      /* (nullable) digits */
  char *access_token; /* (nullable) */
} ShopeeShop;

/* Which orders were paid out, as far as the list of releases has been read. In seconds. */
typedef struct
{
  GHashTable *payouts; /* (owned) (nullable): order → đồng (gint64 *) */
  gint64 from;         /* the stretch that is known */
  gint64 to;
  gint64 window_from; /* what is being read */
  gint64 window_to;   /* 0 = nothing is */
  gint64 page;        /* of it, from 1 */
} ShopeeReleases;

struct _TiemChannelShopee
{
  GObject parent_instance;

  ShopeeShop shop;
  /* What was learnt on the way and need not be asked again, see the files named. */
  GHashTable *tracking; /* (owned) (nullable): -tracking.c */
  GPtrArray *locations; /* (owned) (nullable): -warehouses.c */
  ShopeeReleases releases; /* -released.c */
  gboolean is_brief; /* orders are read with a small overlap */
};

#define TIEM_TYPE_CHANNEL_SHOPEE (tiem_channel_shopee_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelShopee, tiem_channel_shopee, TIEM, CHANNEL_SHOPEE, GObject)

#define SHOPEE_NAME "Shopee"
#define SHOPEE_BASE_URL "https://partner.shopeemobile.com"

/* --- account --- */

/* Reads the account as people type it: the address with or without /api/v2 and slashes, NULL
 * for the one of Shopee; numbers with blanks around. Fails with INVALID. */
gboolean shopee_shop_init (ShopeeShop *self, const TiemAccount *account, GError **error);
void shopee_shop_clear (ShopeeShop *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShopeeShop, shopee_shop_clear)

/* --- call --- */

typedef struct
{
  const char *path;    /* below /api/v2/, and the log's name for it: "order/get_order_list" */
  gboolean is_public;  /* signed without token and shop */
  TiemForm *query;     /* (nullable): besides the common parameters */
  JsonNode *body;      /* (nullable): POST it; NULL = GET */
  gboolean acts;       /* must not be sent twice */
  gboolean takes_file; /* the answer may be a document */
  GBytes *file;          /* (nullable): POST this instead of a body … */
  const char *file_type; /* … with its boundary */
} ShopeeCall;

/* What came back beside the data. */
typedef struct
{
  JsonNode *root;     /* (owned) (nullable): the whole answer, of a failed call too */
  char *code;         /* (owned) (nullable): the error's code */
  GBytes *document;   /* (owned) (nullable): the answer of a call that takes a file */
  char *content_type; /* (owned) (nullable) of the document */
  gboolean unclear;   /* the call failed but may have been carried out */
} ShopeeAnswer;
void shopee_answer_clear (ShopeeAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShopeeAnswer, shopee_answer_clear)

/* Returns: (transfer full): lower-case hex. @token, @shop_id: (nullable): NULL for a public call */
char *shopee_sign (const char *partner_id,
                   const char *partner_key,
                   const char *path, /* from /api/v2 on */
                   gint64 timestamp, /* seconds */
                   const char *token,
                   const char *shop_id);

/*
 * One call; signed anew and sent once more where the answer shows that it was the clock, and
 * where Shopee advises it (error_data).
 * Returns: (transfer none) (nullable): the answer's "response", or the whole of it where it has
 * none (a document: an empty object), alive as long as @answer. NULL with @error; @answer is
 * filled in either case.
 */
JsonObject *shopee_call (const ShopeeShop *self,
                         TiemTransport *transport,
                         const ShopeeCall *call,
                         ShopeeAnswer *answer,
                         GCancellable *cancellable,
                         GError **error);
/* The same for GET. Takes @query. */
JsonObject *shopee_get (const ShopeeShop *self,
                        TiemTransport *transport,
                        const char *path,
                        TiemForm *query,
                        ShopeeAnswer *answer,
                        GCancellable *cancellable,
                        GError **error);
/* The same for POST. Takes @builder's root. */
JsonObject *shopee_post (const ShopeeShop *self,
                         TiemTransport *transport,
                         const char *path,
                         JsonBuilder *builder,
                         gboolean acts,
                         ShopeeAnswer *answer,
                         GCancellable *cancellable,
                         GError **error);
/* Adds an id to what is sent: as the number it is, or as text when it is none. */
void shopee_builder_add_id (JsonBuilder *builder, const char *name, const char *id);
void shopee_builder_add_text (JsonBuilder *builder, const char *name, const char *text);

/* Returns: a number ≥ 0 out of a cursor's text */
gint64 shopee_form_get_number (const TiemForm *form, const char *name, gint64 fallback);

/* Returns: seconds by Shopee's clock */
gint64 shopee_now (TiemTransport *transport);

/* --- errors --- */

/* Whether @code is @wanted, with or without a module in front of it. */
gboolean shopee_code_is (const char *code, const char *wanted);
/* Returns: (transfer full): what @code means. @words: (nullable): Shopee's. */
GError *shopee_make_error (const ShopeeCall *call,
                           const TiemResponse *response,
                           const char *code,
                           const char *words,
                           const char *request_id);
/* Returns: (transfer full): of an answer that is no JSON */
GError *shopee_make_page_error (const TiemResponse *response);
/* Returns: (transfer full): why one item of a call was refused: REJECTED, or TRANSIENT where
 * @code says so. @sku: what people know it by. @code: (nullable) */
GError *shopee_make_item_error (const char *sku, const char *code, const char *words);
/* Whether the clock was refused. */
gboolean shopee_is_clock_refusal (const char *code, const char *words);
/* An answer without what it must have. */
void shopee_set_shape_error (GError **error, const char *member);
/* Without a token nothing but signing in is possible. */
gboolean shopee_check_token (const ShopeeShop *self, GError **error);

/* --- order --- */

typedef struct
{
  const char *word;
  TiemOrderStatus status;
  gboolean holds; /* Shopee has taken the units off its number */
} ShopeeStatus;
/* Returns: (nullable): NULL for a word that is new */
const ShopeeStatus *shopee_status_find (const char *word);

/* One element of get_order_detail. Fails with PROTOCOL. */
TiemRemoteOrder *shopee_parse_order (JsonObject *object, GError **error);
/* The details of @sns (element-type utf8), at most 50 a call. What Shopee does not know or
 * nobody understands goes to @page->unreadable, which blocks none of the others. */
gboolean shopee_read_orders (TiemChannelShopee *self,
                             TiemTransport *transport,
                             GPtrArray *sns,
                             TiemOrderPage *page,
                             GCancellable *cancellable,
                             GError **error);
/* Returns: (transfer full): the details of one order, alive as long as @answer */
JsonObject *shopee_get_order (TiemChannelShopee *self,
                              TiemTransport *transport,
                              const char *sn,
                              ShopeeAnswer *answer,
                              GCancellable *cancellable,
                              GError **error);
/* A seller's reason as people read it; other words come back as they are. */
const char *shopee_cancel_reason_label (const char *word);

/* --- tracking --- */

/* Whether a parcel in the order's state has a number, or soon will. */
gboolean shopee_has_tracking (const TiemRemoteOrder *order);
/* Asks for the tracking numbers of @order's parcels that are not known yet.
 * Sets *@complete: (out) (nullable): whether none is missing any more */
gboolean shopee_read_tracking (TiemChannelShopee *self,
                               TiemTransport *transport,
                               TiemRemoteOrder *order,
                               gboolean *complete,
                               GCancellable *cancellable,
                               GError **error);

/* --- cursor --- */

#define SHOPEE_WINDOW_S (15 * 24 * 3600) /* widest span of a list, both ends given */
#define SHOPEE_OVERLAP_S 300

typedef enum
{
  SHOPEE_PHASE_FIRST,   /* all orders by create_time, newest 15 days first */
  SHOPEE_PHASE_CHANGED, /* what was changed since, by update_time */
} ShopeePhase;

/* An order that is arranged but has no tracking number yet. */
typedef struct
{
  char *sn;
  gint64 ask_at; /* seconds */
  guint tries;
} ShopeeWaiting;

/* All times in seconds by Shopee's clock. */
typedef struct
{
  ShopeePhase phase;
  gint64 since;      /* first: how far back; 0 = everything */
  gint64 started;    /* first: when the import began */
  gint64 from;       /* the window being read; to = 0: none is */
  gint64 to;
  char *at;          /* (nullable) Shopee's own cursor within the window */
  gint64 last;       /* changed: read completely up to here; first: down to here */
  gint64 seen;       /* first: the oldest window that held orders began here */
  GPtrArray *waiting; /* (element-type ShopeeWaiting) */
  gboolean is_brief; /* this turn reads the newest alone; not part of the text */
} ShopeeCursor;

/* NULL or a text that is none of ours starts anew. */
void shopee_cursor_init (ShopeeCursor *self, const char *text, gint64 first_since_ms, gint64 now);
void shopee_cursor_clear (ShopeeCursor *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShopeeCursor, shopee_cursor_clear)
/* Returns: (transfer full) */
char *shopee_cursor_format (const ShopeeCursor *self);
/* Before a page is asked for: opens the next window when none is. */
void shopee_cursor_open (ShopeeCursor *self, gint64 now);
/* After a page. @next: (nullable): NULL when that was the window's last page. Returns: whether
 * more is to be read at once */
gboolean shopee_cursor_advance (ShopeeCursor *self, const char *next, guint n_rows, gint64 now);
/* Orders whose tracking number is not there yet: when each is asked for again. */
gboolean shopee_cursor_may_ask (const ShopeeCursor *self, const char *sn, gint64 now);
void shopee_cursor_wait (ShopeeCursor *self, const char *sn, gint64 now);
void shopee_cursor_forget (ShopeeCursor *self, const char *sn);

/* --- listing --- */

/* The models of an item are asked for apart. */
gboolean shopee_has_models (JsonObject *item);
/* @model, @models: (nullable): one of the answer of get_model_list. Fails with PROTOCOL. */
TiemRemoteListing *
shopee_parse_listing (JsonObject *item, JsonObject *model, JsonObject *models, GError **error);
/* Returns: (transfer full): location id → units (gint64 *) of an item or model; without a
 * location's id under "" */
GHashTable *shopee_read_locations_of (JsonObject *object);
/* Puts the items @ids (element-type utf8) with all their models on @page; those that are gone
 * are left out. At most 50. */
gboolean shopee_read_items (TiemChannelShopee *self,
                            TiemTransport *transport,
                            GPtrArray *ids,
                            TiemListingPage *page,
                            GCancellable *cancellable,
                            GError **error);
/* Returns: (transfer none) (nullable): what get_model_list says, alive as long as @answer */
JsonObject *shopee_get_models (TiemChannelShopee *self,
                               TiemTransport *transport,
                               const char *item_id,
                               ShopeeAnswer *answer,
                               GCancellable *cancellable,
                               GError **error);
/* Returns: (transfer none) (nullable): the array of items, alive as long as @answer */
JsonArray *shopee_get_items (TiemChannelShopee *self,
                             TiemTransport *transport,
                             GPtrArray *ids,
                             guint start,
                             guint end,
                             ShopeeAnswer *answer,
                             GCancellable *cancellable,
                             GError **error);

/* --- warehouses --- */

/* Asks once which places the shop keeps stock at. FALSE with @error.
 * self->locations: (element-type utf8): empty = the shop has one, which is not named */
gboolean shopee_ensure_locations (TiemChannelShopee *self,
                                  TiemTransport *transport,
                                  GCancellable *cancellable,
                                  GError **error);
void shopee_forget_locations (TiemChannelShopee *self);
/* Divides @value over self->locations: as it is at each now (@held: location → units), the
 * difference at the first. Returns: (transfer full): one number for each */
gint64 *shopee_divide_stock (TiemChannelShopee *self, GHashTable *held, gint64 value);

/* --- shipping --- */

/* Returns: (transfer none) (nullable): what get_shipping_parameter says. @package: (nullable):
 * NULL for an order that is not split */
JsonObject *shopee_get_shipping (TiemChannelShopee *self,
                                 TiemTransport *transport,
                                 const char *sn,
                                 const char *package,
                                 ShopeeAnswer *answer,
                                 GCancellable *cancellable,
                                 GError **error);
/* Returns: (transfer full) (element-type TiemChoice) */
GPtrArray *shopee_parse_shipping (JsonObject *parameter);
/* Returns: (transfer none) (nullable): the choice with the code or the words of @wish, else the
 * suggested one; NULL when there is none at all */
const TiemChoice *shopee_find_choice (GPtrArray *choices, const char *wish);
/* Whether the way of @code names who brings the parcel. */
gboolean shopee_needs_sender (JsonObject *parameter, const char *code);
/* Adds the one of pickup, dropoff and non_integrated that @code means, with the fields that
 * Shopee wants. @wish: (nullable): of the owner, a tracking number for an own carrier.
 * @sender: (nullable): who brings the parcel, where Shopee wants to know */
gboolean shopee_add_way (JsonBuilder *builder,
                         JsonObject *parameter,
                         const char *code,
                         const char *wish,
                         const char *sender,
                         GError **error);

/* --- fees --- */

/* One answer of get_escrow_detail, into @fees. Fails with PROTOCOL. */
gboolean shopee_parse_fees (JsonObject *detail, TiemOrderFees *fees, GError **error);
/* Sets is_settled of those in @list that have been paid out. */
gboolean shopee_mark_settled (TiemChannelShopee *self,
                              TiemTransport *transport,
                              GPtrArray *list,
                              GCancellable *cancellable,
                              GError **error);

/* --- returns, reviews --- */

TiemRemoteReturn *shopee_parse_return (JsonObject *object, GError **error);
/* Returns: (transfer full) (element-type TiemChoice): empty when Shopee does not tell */
GPtrArray *shopee_list_dispute_reasons (TiemChannelShopee *self,
                                        TiemTransport *transport,
                                        const char *sn,
                                        GCancellable *cancellable,
                                        GError **error);
TiemRemoteReview *shopee_parse_review (JsonObject *object, GError **error);

/* --- signing in --- */

char *shopee_sign_in_url (const TiemAccount *account,
                          const char *redirect_uri,
                          const char *state,
                          gint64 now);
TiemAccount *shopee_sign_in (const TiemAccount *account,
                             TiemTransport *transport,
                             const char *landed,
                             const char *state,
                             GCancellable *cancellable,
                             GError **error);
TiemAccount *shopee_refresh (const TiemAccount *account,
                             TiemTransport *transport,
                             GCancellable *cancellable,
                             GError **error);

/* --- the channel's verbs --- */

TiemChannelProbe *shopee_test (TiemChannel *channel,
                               TiemTransport *transport,
                               GCancellable *cancellable,
                               GError **error);
TiemOrderPage *shopee_pull_orders (TiemChannel *channel,
                                   TiemTransport *transport,
                                   const char *cursor,
                                   gint64 first_since,
                                   GCancellable *cancellable,
                                   GError **error);
void shopee_set_brief (TiemChannel *channel, gboolean is_brief);
TiemListingPage *shopee_pull_listings (TiemChannel *channel,
                                       TiemTransport *transport,
                                       const char *cursor,
                                       GCancellable *cancellable,
                                       GError **error);
TiemListingPage *shopee_read_listings (TiemChannel *channel,
                                       TiemTransport *transport,
                                       GPtrArray *pushes,
                                       GCancellable *cancellable,
                                       GError **error);
char *shopee_get_push_group (const TiemPush *push);
gboolean shopee_push_stock (TiemChannel *channel,
                            TiemTransport *transport,
                            GPtrArray *pushes,
                            GCancellable *cancellable,
                            GError **error);
gboolean shopee_push_price (TiemChannel *channel,
                            TiemTransport *transport,
                            GPtrArray *pushes,
                            GCancellable *cancellable,
                            GError **error);
GPtrArray *shopee_list_categories (TiemChannel *channel,
                                   TiemTransport *transport,
                                   GCancellable *cancellable,
                                   GError **error);
GPtrArray *shopee_list_attributes (TiemChannel *channel,
                                   TiemTransport *transport,
                                   const char *category,
                                   GCancellable *cancellable,
                                   GError **error);
TiemListingPage *shopee_publish (TiemChannel *channel,
                                 TiemTransport *transport,
                                 TiemOffer *offer,
                                 GCancellable *cancellable,
                                 GError **error);
extern const TiemOfferLimits shopee_offer_limits;
TiemRemoteOrder *shopee_act_on_order (TiemChannel *channel,
                                      TiemTransport *transport,
                                      const char *remote_id,
                                      TiemOrderAction action,
                                      const char *choice,
                                      GCancellable *cancellable,
                                      GError **error);
GPtrArray *shopee_list_choices (TiemChannel *channel,
                                TiemTransport *transport,
                                TiemChoiceKind kind,
                                const char *remote_id,
                                GCancellable *cancellable,
                                GError **error);
gboolean shopee_read_labels (TiemChannel *channel,
                             TiemTransport *transport,
                             GPtrArray *labels,
                             GCancellable *cancellable,
                             GError **error);
gboolean shopee_read_fees (TiemChannel *channel,
                           TiemTransport *transport,
                           GPtrArray *list,
                           GCancellable *cancellable,
                           GError **error);
TiemReturnPage *shopee_pull_returns (TiemChannel *channel,
                                     TiemTransport *transport,
                                     const char *cursor,
                                     gint64 first_since,
                                     GCancellable *cancellable,
                                     GError **error);
TiemRemoteReturn *shopee_answer_return (TiemChannel *channel,
                                        TiemTransport *transport,
                                        const char *remote_id,
                                        TiemReturnAnswers answer,
                                        const char *choice,
                                        const char *comment,
                                        GCancellable *cancellable,
                                        GError **error);
TiemReviewPage *shopee_pull_reviews (TiemChannel *channel,
                                     TiemTransport *transport,
                                     const char *cursor,
                                     gint64 first_since,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean shopee_reply_review (TiemChannel *channel,
                              TiemTransport *transport,
                              const char *remote_id,
                              const char *text,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
