#pragma once

#include "channel/tiem-channel-parts.h"
#include "channel/tiem-channel.h"
#include "channel/tiem-http-error.h"
#include "channel/tiem-json.h"

G_BEGIN_DECLS

/*
 * The Lazada channel (Lazada Open Platform, Việt Nam), from the wire upwards:
 *
 *   account   what the owner typed → the two bases and the keys
 *   sign      parameters → signature
 *   call      one call → one JSON answer
 *   errors    what a refusal means, in words: one table
 *   value     numbers, texts and times as Lazada writes them
 *   status    a unit's word → canonical status, and an order's from its units: one table
 *   order, listing, return, fee        JSON → the model's values
 *   auth, orders, listings, push, actions, cancel, labels, fees, returns, reviews
 *                                      the channel's verbs
 *   cursor    how far the orders have been read
 *
 * Numbers in comments ("Lazada §7.4") are sections of the platform's documentation as the
 * project collected it.
 */

/* One account of one shop. Used by one thread at a time. */
typedef struct
{
  char *api_base;  /* "https://api.lazada.vn/rest" */
  char *auth_base; /* "https://auth.lazada.com/rest" */
  char *key;
  char *secret;
  char *token;            /* (nullable) */
  gboolean sends_partner; /* the platform asked for partner_id */
  guint limited;          /* times in a row that it asked to slow down */
} LazShop;

struct _TiemChannelLazada
{
  GObject parent_instance;

  LazShop shop;
  gint64 grant_ends_at;
  GHashTable *units;     /* (owned): what an order's units said, see -orders.c */
  guint products_limit;  /* products per page; halved when the platform runs out of time */
  char *warehouse;       /* (owned) (nullable): the default one of a shop with several */
  gboolean knows_places; /* whether the shop's warehouses have been asked for */
};

#define TIEM_TYPE_CHANNEL_LAZADA (tiem_channel_lazada_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelLazada, tiem_channel_lazada, TIEM, CHANNEL_LAZADA, GObject)

#define LAZ_API_BASE "https://api.lazada.vn/rest"
#define LAZ_AUTH_BASE "https://auth.lazada.com/rest"

/* --- account --- */

/* Reads the addresses as people write them: with or without scheme, /rest, trailing slash.
 * Where only an address on this machine is given, tokens come from there too. Fails with
 * INVALID. */
gboolean laz_shop_init (LazShop *self, const TiemAccount *account, GError **error);
void laz_shop_clear (LazShop *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LazShop, laz_shop_clear)

/* --- sign --- */

/* Returns: (transfer full): the signature of @parameters, of which "sign" and empty ones do
 * not count; @path from its slash on: "/orders/get" (Lazada §3) */
char *laz_sign (const char *secret, const char *path, const TiemForm *parameters);

/* --- call --- */

typedef struct
{
  const char *method;
  const char *path;     /* "/orders/get" */
  TiemForm *parameters; /* (nullable): business parameters; empty ones are left out */
  gboolean is_write;    /* it changes something, even where it is a GET */
  gboolean is_absolute; /* a write that does no harm twice: it sets numbers */
  gboolean is_optional; /* a right that is missing concerns this feature alone */
  gboolean is_token;    /* goes to the auth host, without access token */
  GBytes *file;          /* (nullable): a form with a file, instead of the parameters; not signed */
  const char *file_type; /* its content type */
} LazCall;

/* What came back beside the body. */
typedef struct
{
  char *code;         /* (owned) (nullable): of a refusal */
  JsonNode *refusal;  /* (owned) (nullable): the whole answer, where it is one: for "detail" */
  gboolean unclear;   /* the call failed but may have been carried out */
} LazAnswer;
void laz_answer_clear (LazAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LazAnswer, laz_answer_clear)

/*
 * One call; sent once more only where nothing can have been done: after a clock was put
 * right, or with a partner id the platform asks for.
 * Returns: (transfer full): the body, an object whose code is "0". NULL with @error;
 * @answer is filled in either case.
 */
JsonNode *laz_call (LazShop *self,
                    TiemTransport *transport,
                    const LazCall *call,
                    LazAnswer *answer,
                    GCancellable *cancellable,
                    GError **error);
/* A GET that changes nothing. Takes @parameters. */
JsonNode *laz_get (LazShop *self,
                   TiemTransport *transport,
                   const char *path,
                   TiemForm *parameters,
                   GCancellable *cancellable,
                   GError **error);
/* What an answer holds: "data", or "result" with its "data" or "module". @body: (nullable) */
JsonObject *laz_get_data (JsonNode *body);
JsonArray *laz_get_data_array (JsonNode *body);

/* --- errors --- */

/* Returns: (transfer full): what @code means. @words: (nullable): the platform's own.
 * @response: what it came with. @unclear: set where a write may have been carried out */
GError *laz_make_error (const LazShop *self,
                        const LazCall *call,
                        const TiemResponse *response,
                        JsonObject *body,
                        const char *code,
                        const char *words,
                        gboolean *unclear);
/* @off_ms: this computer's clock minus the platform's */
GError *laz_make_clock_error (const TiemResponse *response, gint64 off_ms);
/* A web page where data was due. */
GError *laz_make_page_error (const TiemResponse *response);
/* Returns: (transfer full): why one item was refused: REJECTED, TRANSIENT for what passes.
 * @name: its SKU or number, for people */
GError *laz_make_item_error (const char *name, const char *code, const char *words);
/* Returns: (transfer full): an error of our own for people */
GError *laz_make_rejection (const char *message);
/* Returns: (transfer full) (nullable): one line, at most 200 letters */
char *laz_tidy_words (const char *words);

/* --- value --- */

/* Like the functions of tiem-json.h, for what Lazada writes: "1,707.00", "null", and times
 * with or without zone, in seconds, milliseconds or text; without a zone they are Việt Nam's. */
gboolean laz_get_money (JsonObject *object, const char *name, gint64 *vnd, GError **error);
gboolean laz_need_money (JsonObject *object, const char *name, gint64 *vnd, GError **error);
gboolean laz_add_decimal (JsonObject *object, const char *name, gint64 *micro_vnd, GError **error);
gboolean laz_get_time (JsonObject *object, const char *name, gint64 *ms, GError **error);
/* Returns: (transfer full) (nullable): NULL for "", null and "null" */
char *laz_dup_text (JsonObject *object, const char *name);
/* true, "true" and 1: platforms write truth in all of them. */
gboolean laz_is_true (JsonObject *object, const char *name);
/* Under one name, or under a second one that some answers use. */
char *laz_dup_text2 (JsonObject *object, const char *name, const char *other);
/* Whether @id stands in @text as a word of its own. @id: (nullable) */
gboolean laz_names_id (const char *text, const char *id);
/* Returns: (transfer full): "2026-01-05T10:00:00+07:00" */
char *laz_format_time (gint64 ms);
/* Returns: (transfer full): "[1,2]"; what is no number is quoted. (element-type utf8) */
char *laz_format_ids (GPtrArray *ids, gboolean quoted);
/* Returns: (transfer full): @builder's value as text, for a parameter */
char *laz_format_json (JsonBuilder *builder);
/* Adds an id as a number where it is one. */
void laz_add_id (JsonBuilder *builder, const char *id);

/* --- status --- */

typedef struct
{
  const char *word;
  TiemOrderStatus status;
} LazStatus;
/* Returns: (nullable): NULL for a word no table knows */
const LazStatus *laz_status_find (const char *word);
/* An order's status from the words of its units. @words: (element-type utf8), not empty.
 * Returns: @remote_status: (transfer full): the word, or the differing ones in one line */
TiemOrderStatus laz_status_combine (GPtrArray *words, char **remote_status);
/* Whether the shop must pack it still; whether packing is done and handing over is not. */
gboolean laz_status_is_to_pack (const char *word);
gboolean laz_status_is_packed (const char *word);

/* --- order --- */

/* @object: one of orders/get; @units: of order/items/get. Fails with PROTOCOL. */
TiemRemoteOrder *laz_parse_order (JsonObject *object, JsonArray *units, GError **error);

/* Asks for order and units. */
TiemRemoteOrder *laz_read_order (TiemChannelLazada *self,
                                 TiemTransport *transport,
                                 const char *remote_id,
                                 GCancellable *cancellable,
                                 GError **error);
/* Returns: (transfer full): the answer of order/items/get; laz_get_data_array() has the units */
JsonNode *laz_read_units (TiemChannelLazada *self,
                          TiemTransport *transport,
                          const char *remote_id,
                          GCancellable *cancellable,
                          GError **error);

/* --- cursor --- */

#define LAZ_ORDERS_LIMIT 100
#define LAZ_MOST_OFFSET 5000

typedef enum
{
  LAZ_PHASE_FIRST,   /* by creation, window by window, up to when it began */
  LAZ_PHASE_CHANGED, /* by change */
} LazPhase;

/* All times in ms UTC by the platform's clock, whole seconds. Bounds are inclusive. */
typedef struct
{
  LazPhase phase;
  gint64 since;   /* lower bound of the round */
  gint64 after;   /* the same, moved on while pages are read */
  gint64 before;  /* upper bound of the window; LAZ_PHASE_FIRST */
  gint64 step;    /* width of the window; LAZ_PHASE_FIRST */
  gint64 offset;  /* within what is not before @after */
  gint64 newest;  /* newest stamp seen in this round */
  gint64 started; /* when it began; LAZ_PHASE_FIRST */
} LazCursor;

/* What a page showed, as far as the cursor has to know. */
typedef struct
{
  guint count;
  gint64 total;  /* countTotal; −1 = not said */
  gint64 last;   /* stamp of the last row; 0 = none could be read */
  gint64 newest;
  gboolean rises; /* the stamps never fall */
} LazPageFacts;

void laz_cursor_init (LazCursor *self, gint64 first_since, gint64 now);
/* FALSE for a text that is none: start anew */
gboolean laz_cursor_parse (LazCursor *self, const char *text);
/* Returns: (transfer full) */
char *laz_cursor_format (const LazCursor *self);
/* Returns: (transfer full): the query that reads the next page */
TiemForm *laz_cursor_make_query (const LazCursor *self);
/* Moves on. Returns: whether more is to be read at once */
gboolean laz_cursor_advance (LazCursor *self, const LazPageFacts *facts, gint64 now);

/* An order whose units could not be read. Times: ms UTC */
typedef struct
{
  char *id;
  gint64 since;
  gint64 next_at;
} LazAgain;

void laz_again_free (LazAgain *self);
/* Returns: (transfer full) (element-type LazAgain): what @cursor (nullable) carries */
GPtrArray *laz_again_parse (const char *cursor);
/* Returns: (transfer full): @cursor with @list */
char *laz_again_format (GPtrArray *list,
                        const char *cursor);
void laz_again_add (GPtrArray *list,
                    const char *id,
                    gint64 now);
void laz_again_remove (GPtrArray *list,
                       const char *id);
/* Returns: (nullable): the id of an order to be asked for now */
const char *laz_again_find_due (GPtrArray *list,
                                gint64 now);
/* It still can't be read. */
void laz_again_put_off (GPtrArray *list,
                        const char *id,
                        gint64 now);

/* --- listing --- */

#define LAZ_MOST_PRODUCTS 50

/* @sku: one of @product's "skus". @now decides which campaigns are on. Fails with PROTOCOL. */
TiemRemoteListing *
laz_parse_listing (JsonObject *product, JsonObject *sku, gint64 now, GError **error);
/* Adds every SKU of @element to what @page can or cannot read. */
void laz_add_product (TiemListingPage *page, JsonNode *element, gint64 now);
/* Reads the products of @pushes again into @products: product id → JsonNode. A product
 * that is gone is left out. */
gboolean laz_read_products (TiemChannelLazada *self,
                            TiemTransport *transport,
                            GPtrArray *pushes,
                            GHashTable *products,
                            GCancellable *cancellable,
                            GError **error);
/* Returns: (nullable): the SKU of @push in @products */
JsonObject *laz_find_sku (GHashTable *products, const TiemPush *push);
GHashTable *laz_new_products (void);
/* Returns: (nullable): under the name of the reference, or in camel case as some answers are */
char *laz_dup_product_id (JsonObject *product);
char *laz_dup_sku_id (JsonObject *sku);

/* --- cancel --- */

/* Cancels what has not left yet. @wanted: (nullable): the code of a reason, or words for which
 * the nearest is taken. Nothing to do when all of it is cancelled. */
gboolean laz_cancel (TiemChannelLazada *self,
                     TiemTransport *transport,
                     const char *remote_id,
                     const char *wanted,
                     GCancellable *cancellable,
                     GError **error);
/* Answers the buyer's wish to cancel; nothing to do when there is none. */
gboolean laz_decide_cancel (TiemChannelLazada *self,
                            TiemTransport *transport,
                            const char *remote_id,
                            gboolean accepts,
                            const char *choice,
                            GCancellable *cancellable,
                            GError **error);
/* They add to @choices. (element-type TiemChoice) */
gboolean laz_list_cancel_reasons (TiemChannelLazada *self,
                                  TiemTransport *transport,
                                  const char *remote_id,
                                  GPtrArray *choices,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean laz_list_decision_reasons (TiemChannelLazada *self,
                                    TiemTransport *transport,
                                    const char *remote_id,
                                    GPtrArray *choices,
                                    GCancellable *cancellable,
                                    GError **error);
/* Why a line of a reverse order may be refused. */
gboolean laz_list_reject_reasons (TiemChannelLazada *self,
                                  TiemTransport *transport,
                                  const char *line_id,
                                  GPtrArray *choices,
                                  GCancellable *cancellable,
                                  GError **error);
/* Returns: (transfer none) (nullable): the choice with that code, else the one whose words are
 * nearest, else the suggested one */
const TiemChoice *laz_find_choice (GPtrArray *choices, const char *wanted);

/* --- fee, return, review --- */

/* Returns: one of the kinds of TiemRemoteFee; "sale" for the shop's own money, which is none.
 * @type: 0 = not given */
const char *laz_fee_kind (gint64 type, const char *name);

/* @object: one of reverse/getreverseordersforseller. Fails with PROTOCOL. */
TiemRemoteReturn *laz_parse_return (JsonObject *object, GError **error);
JsonArray *laz_get_return_lines (JsonObject *object);
gboolean laz_return_sends_goods (JsonObject *object);
TiemReturnState
laz_return_line_state (JsonObject *line, gboolean sends_goods, TiemReturnAnswers *answers);
gboolean laz_list_return_reasons (TiemChannelLazada *self,
                                  TiemTransport *transport,
                                  const char *remote_id,
                                  GPtrArray *choices,
                                  GCancellable *cancellable,
                                  GError **error);

/* @object: one of review/seller/list/v2. Fails with PROTOCOL. */
TiemRemoteReview *laz_parse_review (JsonObject *object, GError **error);

/* --- publish --- */

/* Before the name of an attribute that each SKU has for itself. */
#define LAZ_OF_SKU "sku/"

/* Goods at Lazada by their SKUs. Returns: (transfer full) (nullable): the product that carries one
 * of @skus, all of it; NULL without @error when none does */
JsonNode *laz_find_product (TiemChannelLazada *self,
                            TiemTransport *transport,
                            GPtrArray *skus,
                            GCancellable *cancellable,
                            GError **error);
/* Returns: (transfer full) (nullable): one product, all of it; NULL without @error when it is
 * gone */
JsonNode *laz_read_product (TiemChannelLazada *self,
                            TiemTransport *transport,
                            const char *product_id,
                            GCancellable *cancellable,
                            GError **error);
/* Returns: (transfer full) (element-type utf8): where Lazada keeps @offer's pictures now */
GPtrArray *laz_upload_pictures (TiemChannelLazada *self,
                                TiemTransport *transport,
                                const TiemOffer *offer,
                                GCancellable *cancellable,
                                GError **error);
/* The documents of product/create and product/update. Returns: (transfer full) */
char *laz_make_new_product (const TiemOffer *offer, GPtrArray *pictures);
/* Adds @variants (element-type TiemOfferVariant) to @product. NULL with @error when its kinds of
 * variants are not like theirs */
char *laz_make_more_skus (JsonObject *product, GPtrArray *variants, GError **error);
char *laz_make_changes (JsonObject *product, const TiemOffer *offer, GPtrArray *pictures);
extern const TiemOfferLimits laz_offer_limits;

/* --- the channel's verbs --- */

char *laz_sign_in_url (const TiemAccount *account,
                       const char *redirect_uri,
                       const char *state,
                       gint64 now);
TiemAccount *laz_sign_in (const TiemAccount *account,
                          TiemTransport *transport,
                          const char *landed,
                          const char *state,
                          GCancellable *cancellable,
                          GError **error);
TiemAccount *laz_refresh (const TiemAccount *account,
                          TiemTransport *transport,
                          GCancellable *cancellable,
                          GError **error);
TiemChannelProbe *laz_test (TiemChannel *channel,
                            TiemTransport *transport,
                            GCancellable *cancellable,
                            GError **error);
TiemOrderPage *laz_pull_orders (TiemChannel *channel,
                                TiemTransport *transport,
                                const char *cursor,
                                gint64 first_since,
                                GCancellable *cancellable,
                                GError **error);
TiemListingPage *laz_pull_listings (TiemChannel *channel,
                                    TiemTransport *transport,
                                    const char *cursor,
                                    GCancellable *cancellable,
                                    GError **error);
TiemListingPage *laz_read_listings (TiemChannel *channel,
                                    TiemTransport *transport,
                                    GPtrArray *pushes,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean laz_push_stock (TiemChannel *channel,
                         TiemTransport *transport,
                         GPtrArray *pushes,
                         GCancellable *cancellable,
                         GError **error);
gboolean laz_push_price (TiemChannel *channel,
                         TiemTransport *transport,
                         GPtrArray *pushes,
                         GCancellable *cancellable,
                         GError **error);
TiemRemoteOrder *laz_act_on_order (TiemChannel *channel,
                                   TiemTransport *transport,
                                   const char *remote_id,
                                   TiemOrderAction action,
                                   const char *choice,
                                   GCancellable *cancellable,
                                   GError **error);
GPtrArray *laz_list_choices (TiemChannel *channel,
                             TiemTransport *transport,
                             TiemChoiceKind kind,
                             const char *remote_id,
                             GCancellable *cancellable,
                             GError **error);
gboolean laz_read_labels (TiemChannel *channel,
                          TiemTransport *transport,
                          GPtrArray *labels,
                          GCancellable *cancellable,
                          GError **error);
gboolean laz_read_fees (TiemChannel *channel,
                        TiemTransport *transport,
                        GPtrArray *fees,
                        GCancellable *cancellable,
                        GError **error);
TiemReturnPage *laz_pull_returns (TiemChannel *channel,
                                  TiemTransport *transport,
                                  const char *cursor,
                                  gint64 first_since,
                                  GCancellable *cancellable,
                                  GError **error);
TiemRemoteReturn *laz_answer_return (TiemChannel *channel,
                                     TiemTransport *transport,
                                     const char *remote_id,
                                     TiemReturnAnswers answer,
                                     const char *choice,
                                     const char *comment,
                                     GCancellable *cancellable,
                                     GError **error);
TiemReviewPage *laz_pull_reviews (TiemChannel *channel,
                                  TiemTransport *transport,
                                  const char *cursor,
                                  gint64 first_since,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean laz_reply_review (TiemChannel *channel,
                           TiemTransport *transport,
                           const char *remote_id,
                           const char *text,
                           GCancellable *cancellable,
                           GError **error);
GPtrArray *laz_list_categories (TiemChannel *channel,
                                TiemTransport *transport,
                                GCancellable *cancellable,
                                GError **error);
GPtrArray *laz_list_attributes (TiemChannel *channel,
                                TiemTransport *transport,
                                const char *category,
                                GCancellable *cancellable,
                                GError **error);
TiemListingPage *laz_publish (TiemChannel *channel,
                              TiemTransport *transport,
                              TiemOffer *offer,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
