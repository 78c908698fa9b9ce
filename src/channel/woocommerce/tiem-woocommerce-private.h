#pragma once

#include "channel/tiem-channel-parts.h"
#include "channel/tiem-channel.h"
#include "channel/tiem-http-error.h"
#include "channel/tiem-json.h"

G_BEGIN_DECLS

/*
 * The parts of the WooCommerce channel (REST API v3), from the wire upwards:
 *
 *   account   what the owner typed → the site's address and keys
 *   site      one call → one JSON answer
 *   errors    what a refusal means, in words
 *   order, listing                    JSON → the model's values
 *   orders, listings, push, actions, test   the channel's verbs
 *   cursor    how far the orders have been read
 */

/* The three ways to reach the API. The first needs "pretty" permalinks. With plain ones
 * WordPress finds the route by a parameter, but WooCommerce before 11.1 looks at the keys
 * only when "wp-json/wc/" stands in the address: the second has both. */
typedef enum
{
  WOO_ROUTE_PRETTY, /* /wp-json/wc/v3/orders */
  WOO_ROUTE_MARKED, /* /wp-json/wc/?rest_route=/wc/v3/orders */
  WOO_ROUTE_INDEX,  /* /index.php?rest_route=/wc/v3/orders */
  WOO_N_ROUTES
} WooRoute;

/* One website. Used by one thread at a time. */
typedef struct
{
  char *root; /* "https://tenshop.vn" or "https://tenshop.vn/shop" */
  char *host; /* "tenshop.vn", for people */
  char *key;
  char *secret;
  gboolean is_plain; /* http to loopback: signed by OAuth instead of Basic */
  WooRoute route;
  gboolean route_works;    /* it has given a JSON answer */
  gboolean is_known;       /* orders were read from it before, perhaps days ago */
  gboolean keys_in_query;  /* the host drops the Authorization header */
  gboolean has_read;       /* the keys have been accepted for reading */
  gboolean batch_blocked;  /* a firewall in front refuses the batch addresses */
  gint64 clock_ahead_ms;   /* the site's clock − ours, by its last Date header */
  gint64 signing_ahead_ms; /* what of it our signatures allow for */
} WooSite;

struct _TiemChannelWoocommerce
{
  GObject parent_instance;

  WooSite site;
  GHashTable *refunds; /* (owned): what an order's refunds said, see -order.c */
  GHashTable *breaks;  /* (owned) (nullable): what the site breaks down over → how often in a row */
  JsonNode *products;  /* (owned) (nullable): the page of products being read */
  gint64 products_page;
  gboolean products_are_last;
  gboolean is_brief; /* orders are read without the trash */
};

#define TIEM_TYPE_CHANNEL_WOOCOMMERCE (tiem_channel_woocommerce_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemChannelWoocommerce, tiem_channel_woocommerce, TIEM, CHANNEL_WOOCOMMERCE, GObject)

/* --- account --- */

/* Reads the address as people write it: with or without scheme, trailing slash, /wp-json…
 * Fails with INVALID. */
gboolean woo_site_init (WooSite *self, const TiemAccount *account, GError **error);
void woo_site_clear (WooSite *self);

/* --- site --- */

typedef struct
{
  const char *method;
  const char *path;     /* below wc/v3: "orders/98" */
  const char *endpoint; /* for the log: "orders/refunds" */
  TiemForm *query;      /* (nullable) */
  JsonNode *body;       /* (nullable) */
  gboolean creates;     /* may not be sent twice */
} WooCall;

/* What came back beside the body. */
typedef struct
{
  guint status;
  gint64 total;      /* X-WP-Total; −1 = not said */
  gint64 pages;      /* X-WP-TotalPages; −1 = not said */
  gboolean has_next; /* Link: …; rel="next" */
  char *code;        /* (owned) (nullable): the error's code */
  gboolean unclear;  /* the call failed but may have been carried out */
} WooAnswer;
void woo_answer_clear (WooAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WooAnswer, woo_answer_clear)

/*
 * One call, repeated with another form of address or keys where the answer shows that this
 * one does not get through: never after something may have been carried out.
 * Returns: (transfer full): the body. NULL with @error; @answer is filled in either case.
 */
JsonNode *woo_call (WooSite *self,
                    TiemTransport *transport,
                    const WooCall *call,
                    WooAnswer *answer,
                    GCancellable *cancellable,
                    GError **error);
/* The same for GET. Takes @query. */
JsonNode *woo_get (WooSite *self,
                   TiemTransport *transport,
                   const char *path,
                   const char *endpoint,
                   TiemForm *query,
                   WooAnswer *answer,
                   GCancellable *cancellable,
                   GError **error);

/* The discovery document, without keys. NULL without @error: the site has none, or hides it. */
JsonNode *
woo_discover (WooSite *self, TiemTransport *transport, GCancellable *cancellable, GError **error);
/* Returns: ms UTC by the site's clock, by ours as long as the site did not tell */
gint64 woo_site_now (const WooSite *self);

/* --- what breaks the site --- */

/* Counts a failure. Returns: whether the site itself has broken down over @what (any words that
 * name it) for the third time in a row, so that it is time to do without */
gboolean woo_gives_up (TiemChannelWoocommerce *self,
                       const char *what,
                       const WooAnswer *answer,
                       const GError *error);
void woo_works (TiemChannelWoocommerce *self,
                const char *what);
/* A page of orders; one that breaks the site again and again is read in parts, and the row that
 * does it is added to @unreadable. Takes @query, which has "page" and "per_page".
 * Returns: (transfer full): an array; NULL with @error */
JsonNode *woo_get_orders (TiemChannelWoocommerce *self,
                          TiemTransport *transport,
                          TiemForm *query,
                          WooAnswer *answer,
                          GPtrArray *unreadable,
                          GCancellable *cancellable,
                          GError **error);

/* --- errors --- */

/* Returns: (transfer full): what @response (not a success, or no JSON) means. @code: (nullable) */
GError *woo_make_error (const WooSite *self,
                        const WooCall *call,
                        const TiemResponse *response,
                        const char *code,
                        const char *words);
/* A web page where data was due. */
GError *woo_make_page_error (const WooSite *self, const TiemResponse *response);
GError *woo_make_redirect_error (const WooSite *self, const TiemResponse *response);
/* Returns: (transfer full): why the site refused one item of a batch: REJECTED */
GError *
woo_make_item_error (const WooSite *self, const char *sku, const char *code, const char *words);
/* Returns: (transfer full) (nullable): a message without markup, at most a line */
char *woo_tidy_words (const char *message);

/* --- order --- */

typedef struct
{
  const char *word;
  TiemOrderStatus status;
  gboolean holds; /* the site has taken the units off its number */
} WooStatus;
/* Returns: (nullable): NULL for a word of a plug-in */
const WooStatus *woo_status_find (const char *word);

/* @refunds: (nullable): the answer of orders/ID/refunds. Fails with PROTOCOL. */
TiemRemoteOrder *woo_parse_order (JsonObject *object, JsonArray *refunds, GError **error);
/* The same with the refunds asked for where the order has some. */
TiemRemoteOrder *woo_read_order (TiemChannelWoocommerce *self,
                                 TiemTransport *transport,
                                 JsonObject *object,
                                 GCancellable *cancellable,
                                 GError **error);
/* Orders that nobody has placed yet. */
gboolean woo_is_draft (JsonObject *object);

/* --- listing --- */

/* @parent: (nullable): the product of a variation */
TiemRemoteListing *woo_parse_listing (JsonObject *object, JsonObject *parent, GError **error);
gboolean woo_has_variations (JsonObject *product);
/* Grouped and external products hold no stock of their own. */
gboolean woo_is_sellable (JsonObject *product);
#define WOO_PRODUCT_FIELDS                                                                         \
  "id,name,type,status,sku,global_unique_id,price,regular_price,manage_stock,stock_quantity,"      \
  "images,image,attributes,variations,parent_id"

/* --- cursor --- */

typedef enum
{
  WOO_PHASE_CHANGED, /* orders changed since */
  WOO_PHASE_TRASH,   /* orders thrown away since: lists leave them out */
  WOO_PHASE_RECENT,  /* once a day: the last days whole, for edits that leave no stamp */
} WooPhase;

typedef enum
{
  WOO_WALK_BY_TIME,      /* by date_modified, moving the lower bound on */
  WOO_WALK_BY_ID,        /* by id and page number, the lower bound fixed */
  WOO_WALK_NEWEST_FIRST, /* by date_modified falling, until the bound is reached */
} WooWalk;

/* All times in seconds UTC by the site's clock. */
typedef struct
{
  WooPhase phase;
  WooWalk walk;
  gint64 since;       /* exclusive lower bound of this round */
  gint64 after;       /* the same, moved on while walking by time */
  gint64 page;        /* from 1 */
  gint64 first_id;    /* of the page before: a site that ignores "page" repeats it */
  gint64 newest;      /* newest stamp seen in this round */
  gint64 started;     /* when this round began */
  gint64 swept;       /* when WOO_PHASE_RECENT was last done; 0 = the first round goes on */
  gint64 trashed;     /* from here the trash is to be read: brief turns passed over it; 0 = from .since */
  gboolean no_filter; /* the site ignores modified_after */
  gboolean no_sort;   /* the site refuses or ignores orderby=modified */
  gboolean is_brief;  /* this turn reads what changed and no more; not part of the text */
} WooCursor;

#define WOO_PER_PAGE 100

void woo_cursor_init (WooCursor *self, gint64 first_since_ms);
/* FALSE for a text that is none: start anew */
gboolean woo_cursor_parse (WooCursor *self, const char *text);
/* Returns: (transfer full) */
char *woo_cursor_format (const WooCursor *self);
/* Returns: (transfer full): the query that reads the next page */
TiemForm *woo_cursor_make_query (const WooCursor *self);

/* What a page showed, as far as the cursor has to know. */
typedef struct
{
  guint count;
  gint64 first_id;
  gint64 oldest; /* stamps in seconds; 0 = none could be read */
  gint64 newest;
  gboolean rises;     /* the stamps never fall */
  gboolean falls;     /* the stamps never rise */
  gboolean says_more; /* totals or Link tell of further pages */
} WooPageFacts;
/* Moves on. Returns: whether more is to be read at once. @now in seconds. */
gboolean woo_cursor_advance (WooCursor *self, const WooPageFacts *facts, gint64 now);
/* The site refused orderby=modified. */
void woo_cursor_set_no_sort (WooCursor *self);

/* --- lists of products --- */

/* Returns: (transfer full): a list; NULL with @error. Takes @query. */
JsonNode *woo_get_list (TiemChannelWoocommerce *self,
                        TiemTransport *transport,
                        const char *path,
                        const char *endpoint,
                        TiemForm *query,
                        WooAnswer *answer,
                        GCancellable *cancellable,
                        GError **error);
/* Adds @element to what @page can or cannot read. */
void woo_add_listing (TiemListingPage *page, JsonNode *element, JsonObject *parent);
/* All variations of @product. @include: (nullable): of these alone, comma separated. */
gboolean woo_read_variations (TiemChannelWoocommerce *self,
                              TiemTransport *transport,
                              JsonObject *product,
                              const char *include,
                              TiemListingPage *page,
                              guint *calls,
                              GCancellable *cancellable,
                              GError **error);

/* --- the channel's verbs --- */

TiemOrderPage *woo_pull_orders (TiemChannel *channel,
                                TiemTransport *transport,
                                const char *cursor,
                                gint64 first_since,
                                GCancellable *cancellable,
                                GError **error);
void woo_set_brief (TiemChannel *channel, gboolean is_brief);
TiemListingPage *woo_pull_listings (TiemChannel *channel,
                                    TiemTransport *transport,
                                    const char *cursor,
                                    GCancellable *cancellable,
                                    GError **error);
TiemListingPage *woo_read_listings (TiemChannel *channel,
                                    TiemTransport *transport,
                                    GPtrArray *pushes,
                                    GCancellable *cancellable,
                                    GError **error);
char *woo_get_push_group (const TiemPush *push);
gboolean woo_push_stock (TiemChannel *channel,
                         TiemTransport *transport,
                         GPtrArray *pushes,
                         GCancellable *cancellable,
                         GError **error);
gboolean woo_push_price (TiemChannel *channel,
                         TiemTransport *transport,
                         GPtrArray *pushes,
                         GCancellable *cancellable,
                         GError **error);
TiemRemoteOrder *woo_act_on_order (TiemChannel *channel,
                                   TiemTransport *transport,
                                   const char *remote_id,
                                   TiemOrderAction action,
                                   const char *reason,
                                   GCancellable *cancellable,
                                   GError **error);
GPtrArray *woo_list_categories (TiemChannel *channel,
                                TiemTransport *transport,
                                GCancellable *cancellable,
                                GError **error);
TiemListingPage *woo_publish (TiemChannel *channel,
                              TiemTransport *transport,
                              TiemOffer *offer,
                              GCancellable *cancellable,
                              GError **error);
extern const TiemOfferLimits woo_offer_limits;
TiemChannelProbe *woo_test (TiemChannel *channel,
                            TiemTransport *transport,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
