#pragma once

#include "channel/tiem-channel-parts.h"
#include "channel/tiem-channel.h"
#include "channel/tiem-http-error.h"
#include "channel/tiem-json.h"

G_BEGIN_DECLS

/*
 * The parts of the TikTok Shop channel (Open API 202309 and later), from the wire upwards:
 *
 *   account, sign-in     what the owner typed → addresses, keys, tokens
 *   sign                 the signature of a call
 *   call, body           one call → the "data" of its answer
 *   errors               what a refusal means, in words: one table
 *   shops                which shop the token is for, and its cipher
 *   order, lines, address, listing, return, statement      JSON → the model's values
 *   cursor               how far the orders have been read
 *   orders, cancellations, warehouses, listings, readback, push, stock, price, handover, ship, part,
 *   cancel, actions, labels, fees, returns, test        the channel's verbs
 *
 * "§" in comments is a section of the platform's fact sheet.
 */

/* One shop as its calls see it. Used by one thread at a time. */
typedef struct
{
  char *base;      /* "https://open-api.tiktokglobalshop.com", no slash behind */
  char *base_path; /* what of it belongs to the signed path, mostly "" */
  char *auth;      /* where tokens come from */
  char *key;
  char *secret;
  char *wanted;       /* (nullable): the shop the owner named: its id or code */
  char *cipher;       /* (nullable): found out with the first call */
  char *access_token; /* (nullable) */
} TtsShop;

struct _TiemChannelTiktok
{
  GObject parent_instance;

  TtsShop shop;
  gint64 grant_ends_at;
  GHashTable *tokens_seen;     /* (owned): page tokens of the list being read */
  GPtrArray *warehouses;       /* (owned) (nullable) (element-type TtsWarehouse) */
  GHashTable *only_warehouses; /* (owned): SKU → its one warehouse */
  GHashTable *details;         /* (owned): product → TtsDetail */
  GHashTable *unsettled;       /* (owned) (nullable): order → its transactions, a JsonArray */
  gint64 unsettled_at;         /* ms UTC */
  gboolean no_cancellations;   /* the app lacks the scope: orders go on without */
  gboolean is_brief;           /* orders are read without requests to cancel */
};

#define TIEM_TYPE_CHANNEL_TIKTOK (tiem_channel_tiktok_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelTiktok, tiem_channel_tiktok, TIEM, CHANNEL_TIKTOK, GObject)

/* --- account --- */

#define TTS_BASE_URL "https://open-api.tiktokglobalshop.com"
#define TTS_AUTH_URL "https://auth.tiktok-shops.com"
#define TTS_CONSENT_URL "https://services.tiktokshop.com/open/authorize"

/* Reads the addresses as people write them. Fails with INVALID. */
gboolean tts_shop_init (TtsShop *self, const TiemAccount *account, GError **error);
void tts_shop_clear (TtsShop *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TtsShop, tts_shop_clear)

/* --- sign --- */

/* §3. @query: every parameter of the address, decoded. @content_type: (nullable).
 * @body: (nullable): the very bytes that are sent. Returns: (transfer full): lower-case hex */
char *tts_sign (const char *secret,
                const char *path,
                const TiemForm *query,
                const char *content_type,
                const char *body,
                gssize length);
/* Whether calls to @path carry the shop's cipher (§3). */
gboolean tts_takes_cipher (const char *path);

/* --- call --- */

typedef struct
{
  const char *method;
  const char *path;      /* "/order/202309/orders/search" */
  const char *endpoint;  /* for the log: "orders/search" */
  TiemForm *query;       /* (nullable) */
  JsonNode *body;        /* (nullable): no filter = no body */
  GBytes *file;          /* (nullable): a form with a file instead; not signed */
  const char *file_type; /* its content type */
} TtsCall;

/* What came back beside the data. */
typedef struct
{
  guint status;     /* HTTP; 0 = no answer */
  gint64 code;      /* the platform's; 0 = it gave none, or success */
  char *message;    /* (owned) (nullable): its words */
  gboolean unclear; /* the call failed but may have been carried out */
} TtsAnswer;
void tts_answer_clear (TtsAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TtsAnswer, tts_answer_clear)

/* A moment by the transport's clock, to see whether an answer put that clock right since. */
typedef struct
{
  gint64 now; /* ms UTC */
  gint64 at;  /* µs, monotonic */
} TtsClock;
TtsClock tts_read_clock (TiemTransport *transport);
gboolean tts_clock_has_moved (const TtsClock *self, TiemTransport *transport);

/* Searches are POST, and change nothing. */
gboolean tts_call_is_read (const TtsCall *call);

/*
 * One call. Finds out a missing cipher first, and again when the platform says that it is not
 * this token's; signs anew once when the answer put the clock right.
 * Returns: (transfer full): the answer's data, an empty object where it has none. NULL with
 * @error; @answer is filled in either case.
 */
JsonNode *tts_call (TtsShop *self,
                    TiemTransport *transport,
                    const TtsCall *call,
                    TtsAnswer *answer,
                    GCancellable *cancellable,
                    GError **error);
/* The two usual forms. Both take @query and @body, which may be NULL. */
JsonNode *tts_get (TtsShop *self,
                   TiemTransport *transport,
                   const char *path,
                   const char *endpoint,
                   TiemForm *query,
                   TtsAnswer *answer,
                   GCancellable *cancellable,
                   GError **error);
JsonNode *tts_post (TtsShop *self,
                    TiemTransport *transport,
                    const char *path,
                    const char *endpoint,
                    TiemForm *query,
                    JsonNode *body,
                    TtsAnswer *answer,
                    GCancellable *cancellable,
                    GError **error);
/* Whether the platform refused this very call, having accepted who asks: a page token, an
 * item, a reason. */
gboolean tts_is_refusal (const TtsAnswer *answer, const GError *error);

/* --- body --- */

/* "name": …, in an object that is being built */
void tts_add_text (JsonBuilder *builder, const char *name, const char *text);
void tts_add_int (JsonBuilder *builder, const char *name, gint64 number);
/* @texts: (element-type utf8): those from @start, at most @most */
void
tts_add_texts (JsonBuilder *builder, const char *name, GPtrArray *texts, guint start, guint most);
/* Ends the outermost object. Returns: (transfer full) */
JsonNode *tts_finish_body (JsonBuilder *builder);
/* An amount of money, text or number, with or without decimals; absent = 0. */
gboolean tts_get_amount (JsonObject *object, const char *name, gint64 *vnd, GError **error);
/* Adds what could not be understood to @unreadable. @id_name: the member that is its id */
void tts_add_unreadable (GPtrArray *unreadable,
                         JsonNode *element,
                         const char *id_name,
                         const GError *cause);

/* --- errors --- */

/* Returns: (transfer full): what @response means; @answer holds its code and words */
GError *tts_make_error (const TtsCall *call,
                        const TiemResponse *response,
                        const TtsAnswer *answer,
                        const char *request_id,
                        gint64 now);
/* Returns: (transfer full): why one item inside a successful answer was refused. REJECTED,
 * but for what passes by itself */
GError *tts_make_item_error (gint64 code, const char *message, const char *name);
/* A timestamp that the platform refused. @ahead_ms: its clock − ours; 0 = not known */
GError *tts_make_clock_error (const TtsAnswer *answer, const char *request_id, gint64 ahead_ms);
gboolean tts_is_clock_code (const TtsAnswer *answer);
/* Token and cipher don't belong together, or the cipher is missing. */
gboolean tts_is_cipher_code (gint64 code);

#define TTS_ALREADY_SHIPPED 21011006
#define TTS_WAREHOUSE_UNKNOWN 12052097
#define TTS_WAREHOUSE_DISABLED 12052531
#define TTS_SCOPE_MISSING 105005

/* --- shops --- */

/* Returns: (transfer full): the shops the token is for */
JsonNode *
tts_read_shops (TtsShop *self, TiemTransport *transport, GCancellable *cancellable, GError **error);
/* Returns: (transfer none): the one named by @wanted, or the only one; NULL with an AUTH error
 * that lists them */
JsonObject *tts_pick_shop (JsonNode *data, const char *wanted, GError **error);
/* Sets self->cipher. */
gboolean tts_find_cipher (TtsShop *self,
                          TiemTransport *transport,
                          GCancellable *cancellable,
                          GError **error);

/* --- sign-in --- */

char *tts_sign_in_url (const TiemAccount *account,
                       const char *redirect_uri,
                       const char *state,
                       gint64 now);
TiemAccount *tts_sign_in (const TiemAccount *account,
                          TiemTransport *transport,
                          const char *landed,
                          const char *state,
                          GCancellable *cancellable,
                          GError **error);
TiemAccount *tts_refresh (const TiemAccount *account,
                          TiemTransport *transport,
                          GCancellable *cancellable,
                          GError **error);

/* --- order --- */

/* The one table of statuses, in the order in which an order walks through them.
 * Returns: TIEM_ORDER_UNKNOWN for a word that is not in it */
TiemOrderStatus tts_status_find (const char *word);

/* @cancellation: (nullable): the buyer's request that waits for an answer, if it was looked
 * for (@is_asked_known). Fails with PROTOCOL. */
TiemRemoteOrder *tts_parse_order (JsonObject *object,
                                  JsonObject *cancellation,
                                  gboolean is_asked_known,
                                  GError **error);
/* Fills lines and parcels, one line for each group of equal units. */
gboolean tts_parse_units (JsonArray *units, TiemRemoteOrder *order, GError **error);
/* Parcels that no unit names yet. */
void tts_parse_packages (JsonArray *packages, TiemRemoteOrder *order);
void tts_parse_address (JsonObject *object, TiemAddress *address);
/* Returns: the status that the units give together, for an answer without one */
const char *tts_get_units_status (JsonArray *units);
/* The platform packs and ships it from its own warehouse. */
gboolean tts_is_platforms_own (JsonObject *order);
/* The shop's own carrier brings it. */
gboolean tts_is_own_carrier (JsonObject *order);

/* --- cursor --- */

typedef enum
{
  TTS_PHASE_IMPORT,        /* orders by the day they were placed */
  TTS_PHASE_CHANGED,       /* orders whose status changed since */
  TTS_PHASE_CANCELLATIONS, /* buyers' requests since: they may not move the order's stamp */
  TTS_PHASE_OPEN,          /* once an hour: open orders, for edits that leave no stamp */
  TTS_PHASE_RETURNS,       /* a list of its own: returns that changed since */
} TtsPhase;

/* All times in seconds UTC by the platform's clock. */
typedef struct
{
  TtsPhase phase;
  gint64 from;         /* the window being read: from here … */
  gint64 to;           /* … to before here; 0 = it is not open yet */
  gint64 width;        /* of the import's windows */
  gint64 total;        /* orders in the window, as its first page said */
  gint64 seen;         /* orders read of it */
  gint64 repeats;      /* how often it was read again */
  gint64 newest;       /* newest stamp seen in it */
  gint64 started;      /* when the import began */
  gint64 since;        /* lower end of the next round of changes */
  gint64 cancel_since; /* and of requests */
  gint64 swept;        /* when open orders were last read */
  gint64 open;         /* which of the open statuses is being read */
  char *token;         /* (owned) (nullable): of the next page */
  gboolean is_brief;   /* this turn reads what changed and no more; not part of the text */
} TtsCursor;

void tts_cursor_init (TtsCursor *self, gint64 first_since_ms);
void tts_cursor_init_returns (TtsCursor *self, gint64 first_since_ms);
void tts_cursor_clear (TtsCursor *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TtsCursor, tts_cursor_clear)
/* FALSE for a text that is none: start anew */
gboolean tts_cursor_parse (TtsCursor *self, const char *text);
/* Returns: (transfer full) */
char *tts_cursor_format (const TtsCursor *self);
/* Fixes both ends of the window before its first page. */
void tts_cursor_open (TtsCursor *self, gint64 now);
/* Reads the window again from its first page. */
void tts_cursor_restart (TtsCursor *self);
/* Returns: (transfer full): query and body that read the next page */
TiemForm *tts_cursor_make_query (const TtsCursor *self);
JsonNode *tts_cursor_make_body (const TtsCursor *self);

/* What a page showed, as far as the cursor has to know. */
typedef struct
{
  gint64 count;
  gint64 total;      /* 0 = not said */
  gint64 newest;     /* stamp; 0 = none could be read */
  const char *token; /* (nullable): of the next page */
} TtsPageFacts;
/* Moves on. Returns: whether more is to be read at once */
gboolean tts_cursor_advance (TtsCursor *self, const TtsPageFacts *facts, gint64 now);

/* Whether @token was given before in this list; remembers it. A NULL forgets all of them. */
gboolean tts_has_seen_token (TiemChannelTiktok *self, const char *token);

/* --- orders, cancellations --- */

/* Parses @orders into @page, with the buyers' requests that wait for an answer.
 * @requests: (nullable) (element-type JsonObject): these by order, instead of asking */
gboolean tts_read_orders (TiemChannelTiktok *self,
                          TiemTransport *transport,
                          JsonArray *orders,
                          GHashTable *requests,
                          TiemOrderPage *page,
                          GCancellable *cancellable,
                          GError **error);
/* Orders by their ids, at most 50: complete ones. Returns: (transfer full): data */
JsonNode *tts_read_details (TiemChannelTiktok *self,
                            TiemTransport *transport,
                            GPtrArray *ids,
                            GCancellable *cancellable,
                            GError **error);
/* Returns: (transfer full): data with the one order; REJECTED when there is none such.
 * @order: borrowed from it */
JsonNode *tts_read_one (TiemChannelTiktok *self,
                        TiemTransport *transport,
                        const char *remote_id,
                        JsonObject **order,
                        GCancellable *cancellable,
                        GError **error);
/* The order as it is now, in the model's terms. */
TiemRemoteOrder *tts_reread_order (TiemChannelTiktok *self,
                                   TiemTransport *transport,
                                   const char *remote_id,
                                   GCancellable *cancellable,
                                   GError **error);
/* Buyers' requests that wait for an answer, of the orders @ids. Returns: (transfer full):
 * data of the search */
JsonNode *tts_read_requests (TiemChannelTiktok *self,
                             TiemTransport *transport,
                             GPtrArray *ids,
                             GCancellable *cancellable,
                             GError **error);
/* Returns: (transfer full): order id → JsonObject, borrowed from @data: those that wait */
GHashTable *tts_index_requests (JsonNode *data);
/* Returns: (nullable): the request of @order_id in @data that waits */
JsonObject *tts_find_request (JsonNode *data, const char *order_id);
/* Returns: (transfer full): the same word for the same deed, so that a repeat does nothing */
char *tts_make_idempotency_key (const char *deed, const char *id);

/* --- warehouses --- */

typedef struct
{
  char *id;
  gboolean is_sales;
  gboolean is_enabled;
  gboolean is_default;
} TtsWarehouse;

/* Reads the list once, or again when @anew. Without the scope for it the list is empty. */
gboolean tts_ensure_warehouses (TiemChannelTiktok *self,
                                TiemTransport *transport,
                                gboolean anew,
                                GCancellable *cancellable,
                                GError **error);
/* Returns: (nullable): NULL for an id that the list does not have */
const TtsWarehouse *tts_find_warehouse (TiemChannelTiktok *self, const char *id);
/* Returns: (nullable): where goods go that are nowhere yet */
const TtsWarehouse *tts_get_default_warehouse (TiemChannelTiktok *self);
/* Whether units in @id are for sale. A warehouse that is not known is. */
gboolean tts_is_sales_warehouse (TiemChannelTiktok *self, const char *id);

/* --- listings --- */

/* Returns: (transfer full): SKU → JsonObject of inventory/search, borrowed from @data */
GHashTable *tts_index_inventory (JsonNode *data);
/* Inventory of products (@is_sku FALSE, at most 100) or SKUs (at most 600) from @start. */
JsonNode *tts_read_inventory (TiemChannelTiktok *self,
                              TiemTransport *transport,
                              GPtrArray *ids,
                              guint start,
                              gboolean is_sku,
                              TtsAnswer *answer,
                              GCancellable *cancellable,
                              GError **error);
#define TTS_INVENTORY_PRODUCTS 100
#define TTS_INVENTORY_SKUS 600

/* @inventory: (nullable): what inventory/search says of the SKU; @detail: (nullable): the
 * product's detail, for names and images */
TiemRemoteListing *tts_parse_listing (TiemChannelTiktok *self,
                                      JsonObject *product,
                                      JsonObject *sku,
                                      JsonObject *inventory,
                                      JsonObject *detail,
                                      GError **error);
TiemListingState tts_parse_product_state (const char *word);
/* Adds every SKU of the product @element to what @page can or cannot read.
 * @inventory: of tts_index_inventory(); @detail: (nullable) */
void tts_add_product (TiemChannelTiktok *self,
                      JsonNode *element,
                      GHashTable *inventory,
                      JsonNode *detail,
                      TiemListingPage *page);
/* Returns: (transfer full) (nullable): NULL without @error when the product has no detail (it is
 * frozen or deleted) or the platform will not tell */
JsonNode *tts_read_detail (TiemChannelTiktok *self,
                           TiemTransport *transport,
                           const char *product_id,
                           GCancellable *cancellable,
                           GError **error);

/* The products that have one of @texts as "seller_skus" or "sku_ids" (@name), at most 100.
 * Returns: (transfer full): data */
JsonNode *tts_search_products (TiemChannelTiktok *self,
                               TiemTransport *transport,
                               const char *name,
                               GPtrArray *texts,
                               GCancellable *cancellable,
                               GError **error);

/* --- publish --- */

extern const TiemOfferLimits tts_offer_limits;

/* --- pushes --- */

/* The pushes of one product, which are one call. */
typedef struct
{
  const char *product_id;
  GPtrArray *pushes; /* (element-type TiemPush), borrowed */
} TtsGroup;

/* Returns: (transfer full) (element-type TtsGroup): in the order of @pushes, by urgency */
GPtrArray *tts_group_pushes (GPtrArray *pushes);
/* Books what a call for @group brought: the items that data.errors[] names are refused (trap 8),
 * the rest is done. */
void tts_settle_group (TtsGroup *group, JsonNode *data);
/* A call that failed. Returns: TRUE when the refusal is the items' own; FALSE with @error, taken,
 * when it stops the channel */
gboolean
tts_settle_failure (TtsGroup *group, const TtsAnswer *answer, GError *failure, GError **error);
/* Takes @error: this push's own refusal. */
void tts_refuse_push (TiemPush *push, GError *error);

/* --- handover, ship --- */

typedef enum
{
  TTS_HANDOVER_PICKUP,
  TTS_HANDOVER_DROP_OFF,
  TTS_HANDOVER_OWN, /* the shop's own carrier */
} TtsHandoverKind;

typedef struct
{
  TtsHandoverKind kind;
  gint64 start; /* of the pick-up, s UTC; 0 = any time */
  gint64 end;
  char *provider_id; /* (owned) (nullable) */
  char *tracking;    /* (owned) (nullable) */
} TtsHandover;
void tts_handover_clear (TtsHandover *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TtsHandover, tts_handover_clear)

/* What @choice (a code, words, or NULL for the suggested one) means for a parcel now. */
gboolean tts_choose_handover (TiemChannelTiktok *self,
                              TiemTransport *transport,
                              JsonObject *order,
                              const char *package_id,
                              const char *choice,
                              TtsHandover *handover,
                              GCancellable *cancellable,
                              GError **error);
JsonNode *tts_handover_make_body (const TtsHandover *self);
/* Returns: (transfer full) (element-type TiemChoice) */
GPtrArray *tts_list_handovers (TiemChannelTiktok *self,
                               TiemTransport *transport,
                               JsonObject *order,
                               const char *package_id,
                               GCancellable *cancellable,
                               GError **error);
/* Whether the parcel of @unit, a line item, waits for the shop. */
gboolean tts_unit_waits (JsonObject *unit);
/* Returns: (transfer full) (element-type utf8): the parcels that the shop must still arrange */
GPtrArray *tts_list_waiting_packages (JsonObject *order);
/* Whether the shop has to ship @order now; @packages are those that wait. */
gboolean tts_check_may_ship (JsonObject *order, GPtrArray *packages, GError **error);
/* Arranges one parcel. One that is arranged already is as good as done (21011006). */
gboolean tts_ship_package (TiemChannelTiktok *self,
                           TiemTransport *transport,
                           JsonObject *order,
                           const char *package_id,
                           const char *choice,
                           GCancellable *cancellable,
                           GError **error);
/* Arranges every parcel that waits; what is arranged already stays as it is. */
gboolean tts_ship (TiemChannelTiktok *self,
                   TiemTransport *transport,
                   JsonObject *order,
                   const char *choice,
                   GCancellable *cancellable,
                   GError **error);
/* Puts the goods that @choice (tiem-part-wish.h) names into a parcel of their own, and arranges
 * that one. */
gboolean tts_ship_part (TiemChannelTiktok *self,
                        TiemTransport *transport,
                        const char *order_id,
                        JsonObject *order,
                        const char *choice,
                        GCancellable *cancellable,
                        GError **error);
/* REJECTED: an order in the state @word does not take this. */
void tts_set_wrong_status (GError **error, const char *word);

/* --- cancel --- */

gboolean tts_cancel (TiemChannelTiktok *self,
                     TiemTransport *transport,
                     JsonObject *order,
                     const char *choice,
                     GCancellable *cancellable,
                     GError **error);
gboolean tts_answer_cancel (TiemChannelTiktok *self,
                            TiemTransport *transport,
                            JsonObject *order,
                            gboolean accepts,
                            const char *choice,
                            GCancellable *cancellable,
                            GError **error);
/* Adds the seller's reasons that fit the order's status. */
void tts_add_cancel_reasons (JsonObject *order, GPtrArray *choices);
/* Returns: (transfer full) (nullable): the request that waits; NULL without @error: none does */
char *tts_find_cancel_id (TiemChannelTiktok *self,
                          TiemTransport *transport,
                          const char *order_id,
                          GCancellable *cancellable,
                          GError **error);
/* Why a cancellation or a return may be refused. Returns: (transfer full) (element-type
 * TiemChoice) */
GPtrArray *tts_list_reject_reasons (TiemChannelTiktok *self,
                                    TiemTransport *transport,
                                    const char *case_id,
                                    GCancellable *cancellable,
                                    GError **error);
/* @decision: (nullable): for a return. @choice: the code or the words of one of @choices, or the
 * owner's own, which the buyer then reads beside the nearest */
JsonNode *tts_make_reject_body (GPtrArray *choices,
                                const char *decision,
                                const char *choice,
                                const char *comment);

/* --- statement --- */

#define TTS_N_FEE_KINDS 9

/* The transactions of one order, added up; all amounts with the platform's own sign. */
typedef struct
{
  gint64 revenue;
  gint64 settlement;
  gint64 shipping;
  gint64 fee_total;
  gint64 adjustment;
  gint64 fees[TTS_N_FEE_KINDS];
  gboolean has_revenue;
  gboolean has_settlement;
} TtsStatement;

gboolean tts_statement_add_sums (TtsStatement *self, JsonObject *object, GError **error);
gboolean tts_statement_add_fees (TtsStatement *self, JsonObject *object, GError **error);
/* @fees gets the payout, and what makes the difference to the revenue. */
void tts_statement_fill (const TtsStatement *self, TiemOrderFees *fees);

/* --- return --- */

typedef struct
{
  const char *action; /* the platform's word for what it asks */
  TiemReturnAnswers answer;
  const char *decision; /* its word for the answer */
} TtsDecision;

TiemRemoteReturn *tts_parse_return (JsonObject *object, GError **error);
/* Returns: (nullable): how @answer is sent, if the platform asks for such a thing now */
const TtsDecision *tts_find_decision (JsonObject *object, TiemReturnAnswers answer);

/* --- the channel's verbs --- */

TiemChannelProbe *tts_test (TiemChannel *channel,
                            TiemTransport *transport,
                            GCancellable *cancellable,
                            GError **error);
TiemOrderPage *tts_pull_orders (TiemChannel *channel,
                                TiemTransport *transport,
                                const char *cursor,
                                gint64 first_since,
                                GCancellable *cancellable,
                                GError **error);
void tts_set_brief (TiemChannel *channel, gboolean is_brief);
TiemListingPage *tts_pull_listings (TiemChannel *channel,
                                    TiemTransport *transport,
                                    const char *cursor,
                                    GCancellable *cancellable,
                                    GError **error);
TiemListingPage *tts_read_listings (TiemChannel *channel,
                                    TiemTransport *transport,
                                    GPtrArray *pushes,
                                    GCancellable *cancellable,
                                    GError **error);
char *tts_get_push_group (const TiemPush *push);
gboolean tts_push_stock (TiemChannel *channel,
                         TiemTransport *transport,
                         GPtrArray *pushes,
                         GCancellable *cancellable,
                         GError **error);
gboolean tts_push_price (TiemChannel *channel,
                         TiemTransport *transport,
                         GPtrArray *pushes,
                         GCancellable *cancellable,
                         GError **error);
TiemRemoteOrder *tts_act_on_order (TiemChannel *channel,
                                   TiemTransport *transport,
                                   const char *remote_id,
                                   TiemOrderAction action,
                                   const char *choice,
                                   GCancellable *cancellable,
                                   GError **error);
GPtrArray *tts_list_choices (TiemChannel *channel,
                             TiemTransport *transport,
                             TiemChoiceKind kind,
                             const char *remote_id,
                             GCancellable *cancellable,
                             GError **error);
gboolean tts_read_labels (TiemChannel *channel,
                          TiemTransport *transport,
                          GPtrArray *labels,
                          GCancellable *cancellable,
                          GError **error);
gboolean tts_read_fees (TiemChannel *channel,
                        TiemTransport *transport,
                        GPtrArray *fees,
                        GCancellable *cancellable,
                        GError **error);
TiemReturnPage *tts_pull_returns (TiemChannel *channel,
                                  TiemTransport *transport,
                                  const char *cursor,
                                  gint64 first_since,
                                  GCancellable *cancellable,
                                  GError **error);
TiemRemoteReturn *tts_answer_return (TiemChannel *channel,
                                     TiemTransport *transport,
                                     const char *remote_id,
                                     TiemReturnAnswers answer,
                                     const char *choice,
                                     const char *comment,
                                     GCancellable *cancellable,
                                     GError **error);

GPtrArray *tts_list_categories (TiemChannel *channel,
                                TiemTransport *transport,
                                GCancellable *cancellable,
                                GError **error);
GPtrArray *tts_list_attributes (TiemChannel *channel,
                                TiemTransport *transport,
                                const char *category,
                                GCancellable *cancellable,
                                GError **error);
TiemListingPage *tts_publish (TiemChannel *channel,
                              TiemTransport *transport,
                              TiemOffer *offer,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
