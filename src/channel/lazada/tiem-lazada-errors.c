#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * What Lazada's codes mean (Lazada §4.1 and the tables of its chapters). Nearly all of them
 * come with HTTP 200.
 */

#define LONGEST_WORDS 200

/* How much longer to wait each time a shop is told again to slow down, and up to when. */
#define SELLER_LIMIT_STEP_MS 350
#define MOST_STEPS 6

typedef enum
{
  KIND_NONE = 0,
  KIND_UNCLEAR = 1 << 0, /* a write may have been carried out all the same */
  KIND_SCOPE = 1 << 1,   /* a right is missing: for an optional call only that call fails */
} Kind;

typedef struct
{
  const char *code;
  TiemError class;
  gint64 wait_ms; /* RATE_LIMITED */
  Kind kind;
  const char *message; /* (nullable): Lazada's own words are shown */
} Row;

static const char slow_down[]
    = N_ ("Lazada asks Tiệm to slow down; what is left is sent a little later by itself.");
static const char trouble[] = N_ ("Lazada is having trouble; Tiệm keeps trying, nothing is lost.");
static const char timed_out[]
    = N_ ("Lazada did not get done in time; Tiệm looks what has been done and goes on.");
static const char misunderstood[]
    = N_ ("Lazada does not understand what Tiệm asks for; look whether there is a newer Tiệm.");
static const char token_ended[]
    = N_ ("The sign-in at Lazada has ended; sign in again under Channels.");

static const Row rows[] = {
  /* the gateway */
  { "MissingParameter", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "IncompleteSignature",
    TIEM_ERROR_AUTH,
    0,
    KIND_NONE,
    N_ ("Lazada does not accept the App Secret; copy it again from open.lazada.com › App "
        "Management.") },
  { "InvalidAppKey",
    TIEM_ERROR_AUTH,
    0,
    KIND_NONE,
    N_ ("Lazada does not know the App Key; copy it again from open.lazada.com › App "
        "Management.") },
  { "IllegalAccessToken", TIEM_ERROR_TOKEN, 0, KIND_NONE, token_ended },
  { "InvalidAccessToken", TIEM_ERROR_TOKEN, 0, KIND_NONE, token_ended },
  { "IllegalRefreshToken", TIEM_ERROR_AUTH, 0, KIND_NONE, token_ended },
  { "InvalidRefreshToken", TIEM_ERROR_AUTH, 0, KIND_NONE, token_ended },
  { "AUTH_TYPE_UNSUPPORTED",
    TIEM_ERROR_AUTH,
    0,
    KIND_NONE,
    N_ ("The app is sold in Lazada's service market, so the sign-in ends with the subscription; "
        "renew it at marketplace.lazada.vn, then sign in again.") },
  { "InvalidCode",
    TIEM_ERROR_AUTH,
    0,
    KIND_NONE,
    N_ ("Lazada's answer to the sign-in is too old or was used before; sign in once more.") },
  { "AppWhiteIpLimit",
    TIEM_ERROR_AUTH,
    0,
    KIND_NONE,
    N_ ("The app only allows certain internet addresses, and this computer's is not one of them; "
        "empty the IP whitelist on open.lazada.com › App Management.") },
  { "AppNotSubscribed",
    TIEM_ERROR_AUTH,
    0,
    KIND_NONE,
    N_ ("The shop has not subscribed to the app; subscribe at marketplace.lazada.vn, then sign in "
        "again.") },
  { "InvalidApi",
    TIEM_ERROR_AUTH,
    0,
    KIND_SCOPE,
    N_ ("The app may not do this on Lazada; ask for the permission on open.lazada.com › App "
        "Management › API Permission, then sign in again.") },
  { "InvalidApiPath",
    TIEM_ERROR_AUTH,
    0,
    KIND_SCOPE,
    N_ ("The app may not do this on Lazada; ask for the permission on open.lazada.com › App "
        "Management › API Permission, then sign in again.") },
  { "InsufficientPermission",
    TIEM_ERROR_AUTH,
    0,
    KIND_SCOPE,
    N_ ("The app may not do this on Lazada; ask for the permission on open.lazada.com › App "
        "Management › API Permission, then sign in again.") },
  { "MissingPartner", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "UnsupportedHTTPMethod", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },

  /* too fast, too busy */
  { "ApiCallLimit", TIEM_ERROR_RATE_LIMITED, 1000, KIND_NONE, slow_down },
  { "SellerCallLimit", TIEM_ERROR_RATE_LIMITED, 1300, KIND_NONE, slow_down },
  { "AppCallLimit", TIEM_ERROR_RATE_LIMITED, 60000, KIND_NONE, slow_down },
  { "TRAFFIC_CONTROL", TIEM_ERROR_RATE_LIMITED, 2000, KIND_NONE, slow_down },
  { "901", TIEM_ERROR_RATE_LIMITED, 1500, KIND_NONE, slow_down },
  { "998",
    TIEM_ERROR_RATE_LIMITED,
    5 * 60 * 1000,
    KIND_NONE,
    N_ ("Lazada has switched this off during its big campaign; Tiệm tries again every few "
        "minutes by itself.") },
  { "1002", TIEM_ERROR_RATE_LIMITED, 2400, KIND_NONE, slow_down },
  { "506", TIEM_ERROR_RATE_LIMITED, 2400, KIND_NONE, slow_down },
  { "ServiceTimeout", TIEM_ERROR_TRANSIENT, 0, KIND_UNCLEAR, timed_out },
  { "SYSTEM_ERROR", TIEM_ERROR_TRANSIENT, 0, KIND_UNCLEAR, trouble },
  { "UnknownRuntimeException", TIEM_ERROR_TRANSIENT, 0, KIND_UNCLEAR, trouble },
  { "InternalError", TIEM_ERROR_TRANSIENT, 0, KIND_UNCLEAR, trouble },
  { "513", TIEM_ERROR_TRANSIENT, 0, KIND_UNCLEAR, trouble },
  { "6", TIEM_ERROR_TRANSIENT, 0, KIND_UNCLEAR, trouble },
  { "21", TIEM_ERROR_TRANSIENT, 0, KIND_UNCLEAR, trouble },
  { "1000", TIEM_ERROR_TRANSIENT, 0, KIND_UNCLEAR, trouble },
  { "40011", TIEM_ERROR_TRANSIENT, 0, KIND_NONE, trouble },
  { "700024", TIEM_ERROR_TRANSIENT, 0, KIND_NONE, trouble },

  /* our request */
  { "1", TIEM_ERROR_REJECTED, 0, KIND_NONE, misunderstood },
  { "5", TIEM_ERROR_REJECTED, 0, KIND_NONE, misunderstood },
  { "30", TIEM_ERROR_REJECTED, 0, KIND_NONE, misunderstood },
  { "14", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "17", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "19", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "36", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "70", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "74", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "75", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "37", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "38", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "39", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },
  { "56", TIEM_ERROR_PROTOCOL, 0, KIND_NONE, misunderstood },

  /* the seller */
  { "SellerNotVerified",
    TIEM_ERROR_AUTH,
    0,
    KIND_NONE,
    N_ ("Lazada has not approved the shop yet; finish the registration in Lazada Seller Center.") },
  { "SellerNotActive",
    TIEM_ERROR_AUTH,
    0,
    KIND_NONE,
    N_ ("The shop is closed on Lazada; open it again in Lazada Seller Center.") },
  { "Mp3SellerApiLimit",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada does not allow this for shops of this kind; do it in Lazada Seller Center.") },
  { "SELLER_NOT_PERMITTED",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada does not let this shop change it from outside; change it in Lazada Seller "
        "Center.") },

  /* orders and parcels */
  { "16",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada does not know this order in the shop; look at it in Lazada Seller Center.") },
  { "700021",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada does not know this order in the shop; look at it in Lazada Seller Center.") },
  { "700040",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada has no label for this order; pack it first, and see that it is not "
        "cancelled.") },
  { "700000",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The parcel is not in a state for this; look at the order in Lazada Seller Center.") },
  { "700026",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("These goods can't be packed any more; look whether the order was cancelled.") },
  { "700027",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada sends these goods from its own warehouse (FBL); there is nothing to pack.") },
  { "700029",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The goods of this order lie in several warehouses; pack it in Lazada Seller Center.") },
  { "700030",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("These goods are not sent by parcel; deliver them in Lazada Seller Center.") },
  { "700031",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada has not released the order for packing yet; try again in a few minutes.") },
  { "1003",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada found no carrier for this order; choose one in Lazada Seller Center.") },
  { "600001",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada does not know the parcel any more; it may have been packed anew. Try again.") },
  { "600002",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The parcel was cancelled on Lazada; do not send it.") },
  { "104",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada does not take this reason for this order; choose another one.") },
  { "106",
    TIEM_ERROR_REJECTED,
    0,
    KIND_UNCLEAR,
    N_ ("Lazada could not do it, or the number is of another shop; look at it in Lazada Seller "
        "Center.") },
  { "131",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Nothing is left to be decided there; it was answered already, or its time is over.") },

  /* products, stock, price */
  { "207",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The product is no longer on Lazada; put it back there or unlink it.") },
  { "208",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The product is no longer on Lazada; put it back there or unlink it.") },
  { "E0208",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The product is no longer on Lazada; put it back there or unlink it.") },
  { "EDIT_ITEM_NOT_BELONG_SELLER",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The product belongs to another shop on Lazada; unlink it.") },
  { "ITEM_NOT_FOUND",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The product is no longer on Lazada; put it back there or unlink it.") },
  { "E0501",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The product is no longer on Lazada; put it back there or unlink it.") },
  { "212",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("A campaign on Lazada holds more than that; the stock can be lowered when it is over. "
        "Tiệm tries again by itself.") },
  { "4170",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("During its big campaign Lazada lets the stock be raised but not lowered; Tiệm tries "
        "again by itself.") },
  { "204", TIEM_ERROR_REJECTED, 0, KIND_NONE, misunderstood },
  { "4171", TIEM_ERROR_REJECTED, 0, KIND_NONE, misunderstood },
  { "4193", TIEM_ERROR_REJECTED, 0, KIND_NONE, misunderstood },
  { "4216", TIEM_ERROR_REJECTED, 0, KIND_NONE, misunderstood },
  { "4225",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada manages this product itself; change it in Lazada Seller Center.") },
  { "4104",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada takes whole đồng only; enter the price without decimals.") },
  { "4118",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada does not take a price of 0; enter a price.") },
  { "4119",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The promotion on Lazada does not fit the new price; change the promotion there, then "
        "send the price again.") },
  { "4157",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The promotion on Lazada does not fit the new price; change the promotion there, then "
        "send the price again.") },
  { "4152",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada takes no stock below 0; correct the number.") },
  { "4147", TIEM_ERROR_TRANSIENT, 0, KIND_NONE, trouble },

  /* putting goods up */
  { "301",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada does not take this picture; it wants a JPEG or PNG of 330 to 5000 pixels on each "
        "side. Put another one on the product.") },
  { "302",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada does not take this picture; it wants a JPEG or PNG of 330 to 5000 pixels on each "
        "side. Put another one on the product.") },
  { "303",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("The picture is larger than the 3 MB that Lazada takes; put a smaller one on the "
        "product.") },
  { "57",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada takes no products in this category; choose one below it.") },
  { "4105",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Another product at Lazada has this SKU already; link that one, or change the SKU.") },
  { "4126",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Another product at Lazada has this SKU already; link that one, or change the SKU.") },
  { "4134",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada takes no products in this category; choose one below it.") },
  { "4139",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada wants one to eight pictures; add one to the product.") },
  { "4142",
    TIEM_ERROR_REJECTED,
    0,
    KIND_NONE,
    N_ ("Lazada does not know this brand; leave it empty for goods without one, or register it "
        "in Lazada Seller Center.") },

  /* reviews */
  { "PARAMS_VALIDATE_ERROR", TIEM_ERROR_REJECTED, 0, KIND_NONE, NULL },
};

/* Phrases that say more than the code around them. */
static const struct
{
  const char *phrase; /* in lower case */
  const char *code;   /* whose meaning it is */
} phrases[] = {
  { "seller_not_permitted", "SELLER_NOT_PERMITTED" },
  { "item_not_found", "ITEM_NOT_FOUND" },
  { "edit_item_not_belong_seller", "EDIT_ITEM_NOT_BELONG_SELLER" },
  { "negative sellable", "212" },
  { "channel inventory", "212" },
};

char *
laz_tidy_words (const char *words)
{
  g_autofree char *valid = words != NULL ? g_utf8_make_valid (words, -1) : NULL;
  g_autofree char *line
      = valid != NULL ? g_strstrip (g_strdelimit (g_strdup (valid), "\n\r\t", ' ')) : NULL;

  if (line == NULL || *line == '\0')
    return NULL;
  return g_utf8_strlen (line, -1) > LONGEST_WORDS ? g_utf8_substring (line, 0, LONGEST_WORDS)
                                                  : g_steal_pointer (&line);
}

/* Returns: (nullable) */
static const Row *
find_code (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows) && code != NULL; i++)
    if (g_ascii_strcasecmp (rows[i].code, code) == 0)
      return &rows[i];
  return NULL;
}

/* Returns: (nullable) */
static const Row *
find_row (const char *code,
          const char *words)
{
  g_autofree char *lower = words != NULL ? g_ascii_strdown (words, -1) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (phrases) && lower != NULL; i++)
    if (strstr (lower, phrases[i].phrase) != NULL)
      return find_code (phrases[i].code);
  return find_code (code);
}

/* "SYSTEM" is the platform itself; "ISV" is us, "ISP" the service behind it. */
static TiemError
guess_class (JsonObject *body)
{
  return g_strcmp0 (tiem_json_get_string (body, "type"), "SYSTEM") == 0 ? TIEM_ERROR_TRANSIENT
                                                                        : TIEM_ERROR_REJECTED;
}

/* "…this ban will last 1 seconds". Returns: 0 where it does not say */
static gint64
read_ban_ms (const char *words)
{
  const char *text = words != NULL ? strstr (words, "will last ") : NULL;
  gint64 seconds = text != NULL ? g_ascii_strtoll (text + strlen ("will last "), NULL, 10) : 0;

  return CLAMP (seconds, 0, 24 * 3600) * 1000;
}

static gint64
find_wait_ms (const LazShop *shop,
              const Row *row,
              const TiemResponse *response,
              const char *words)
{
  gint64 wait = MAX (row->wait_ms, read_ban_ms (words));

  if (strcmp (row->code, "SellerCallLimit") == 0)
    wait += MIN (shop->limited, MOST_STEPS) * SELLER_LIMIT_STEP_MS;
  return MAX (wait, tiem_http_retry_after_ms (response));
}

/* Returns: (transfer full): a sentence around Lazada's own words, where it has any */
static char *
make_message (TiemError class,
              const char *words)
{
  g_autofree char *tidy = laz_tidy_words (words);

  if (class == TIEM_ERROR_TRANSIENT)
    return g_strdup (_ (trouble));
  if (tidy == NULL)
    return g_strdup (_ ("Lazada refused what Tiệm asked for; look at it in Lazada Seller Center."));
  /* Translators: %s are Lazada's own words */
  return g_strdup_printf (_ ("Lazada refused what Tiệm asked for: “%s”. Look at it in Lazada "
                             "Seller Center."),
                          tidy);
}

static void
set_detail (GError *error,
            JsonObject *body,
            const char *code,
            const char *words)
{
  g_autofree char *tidy = laz_tidy_words (words);
  g_autofree char *detail
      = g_strdup_printf ("%s: %s", code != NULL ? code : "?", tidy != NULL ? tidy : "?");

  tiem_error_set_detail (error, detail, tiem_json_get_string (body, "request_id"));
}

GError *
laz_make_error (const LazShop *self,
                const LazCall *call,
                const TiemResponse *response,
                JsonObject *body,
                const char *code,
                const char *words,
                gboolean *unclear)
{
  const Row *row = find_row (code, words);
  TiemError class = row != NULL ? row->class : guess_class (body);
  g_autofree char *message = NULL;
  GError *error;

  /* A refresh that is refused must not ask for a refresh. */
  if (class == TIEM_ERROR_TOKEN && call->is_token)
    class = TIEM_ERROR_AUTH;
  if (row != NULL && (row->kind & KIND_SCOPE) != 0 && call->is_optional)
    class = TIEM_ERROR_REJECTED;
  /* Codes of one's own are for whoever runs the platform: what it says in them may pass. */
  if (row == NULL && response->status >= 500)
    class = TIEM_ERROR_TRANSIENT;
  if (row == NULL && response->status == 429)
    class = TIEM_ERROR_RATE_LIMITED;

  message = row != NULL && row->message != NULL ? g_strdup (_ (row->message))
                                                : make_message (class, words);
  error = g_error_new_literal (TIEM_ERROR, class, message);
  set_detail (error, body, code, words);
  if (class == TIEM_ERROR_RATE_LIMITED)
    tiem_error_set_retry_after_ms (error,
                                   row != NULL ? find_wait_ms (self, row, response, words)
                                               : tiem_http_retry_after_ms (response));
  *unclear = call->is_write
             && (row != NULL ? (row->kind & KIND_UNCLEAR) != 0 : class == TIEM_ERROR_TRANSIENT);
  return error;
}

GError *
laz_make_clock_error (const TiemResponse *response,
                      gint64 off_ms)
{
  gint64 minutes = ABS (off_ms) / 60000;
  g_autofree char *message = NULL;

  if (minutes > 0)
    message = g_strdup_printf (
        /* Translators: a number of minutes */
        ngettext ("This computer's clock is wrong by %u minute, so Lazada refuses to talk to it; "
                  "set the clock to automatic.",
                  "This computer's clock is wrong by %u minutes, so Lazada refuses to talk to it; "
                  "set the clock to automatic.",
                  (gulong)minutes),
        (guint)minutes);
  else
    message = g_strdup (_ ("Lazada says that this computer's clock is wrong; set the clock to "
                           "automatic."));
  return tiem_http_error_new_message (TIEM_ERROR_TRANSIENT, response, "IllegalTimestamp", message);
}

GError *
laz_make_page_error (const TiemResponse *response)
{
  return tiem_http_error_new_message (
      TIEM_ERROR_PROTOCOL,
      response,
      "no JSON",
      _ ("Something answered with a web page instead of Lazada's data, perhaps a proxy or a "
         "sign-in "
         "page of the network; check the network and the channel's address. Tiệm tries again by "
         "itself."));
}

GError *
laz_make_item_error (const char *name,
                     const char *code,
                     const char *words)
{
  const Row *row = find_row (code, words);
  gboolean passes
      = row != NULL
        && (row->class == TIEM_ERROR_TRANSIENT || row->class == TIEM_ERROR_RATE_LIMITED);
  g_autofree char *tidy = laz_tidy_words (words);
  GError *error;

  if (row != NULL && row->message != NULL)
    error = g_error_new (TIEM_ERROR,
                         passes ? TIEM_ERROR_TRANSIENT : TIEM_ERROR_REJECTED,
                         "%s: %s",
                         name != NULL ? name : "?",
                         _ (row->message));
  else if (tidy != NULL)
    error = g_error_new (TIEM_ERROR,
                         TIEM_ERROR_REJECTED,
                         /* Translators: an SKU or a number, Lazada's own words */
                         _ ("Lazada refused %s: “%s”. Look at it in Lazada Seller Center."),
                         name != NULL ? name : "?",
                         tidy);
  else
    error = g_error_new (TIEM_ERROR,
                         TIEM_ERROR_REJECTED,
                         _ ("Lazada refused %s; look at it in Lazada Seller Center."),
                         name != NULL ? name : "?");
  set_detail (error, NULL, code, words);
  return error;
}

GError *
laz_make_rejection (const char *message)
{
  return g_error_new_literal (TIEM_ERROR, TIEM_ERROR_REJECTED, message);
}
