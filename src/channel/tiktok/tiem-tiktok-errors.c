#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HOUR_MS (3600 * G_GINT64_CONSTANT (1000))
#define LONGEST_WORDS 200

#define ANY_CODE 0

#define SLOW_DOWN                                                                                  \
  N_ ("TikTok Shop asks Tiệm to slow down; what is left is sent a little later by itself.")
#define TROUBLE N_ ("TikTok Shop is having trouble; Tiệm keeps trying, nothing is lost.")
#define TOO_OLD N_ ("TikTok Shop no longer understands this version of Tiệm; update Tiệm.")
#define TOKEN_ENDED N_ ("The permission for the TikTok shop has run out; sign in again.")
#define OTHER_SHOP                                                                                 \
  N_ ("The permission is for another TikTok shop; sign in again with the account of this shop.")
#define NOT_THIS_SHOPS                                                                             \
  N_ ("This is not in your TikTok shop; unlink it or sign in to the right shop.")
#define WAREHOUSE_GONE                                                                             \
  N_ ("The warehouse of this listing is not in use any more; choose its warehouse in Seller "      \
      "Center.")
#define TWICE N_ ("TikTok Shop got the same listing twice in one call; Tiệm tries again later.")

/*
 * §4: what a code means. The first row that fits counts: the code first, then a word of the
 * message (without case), for codes that stand for several things and words that come with
 * codes nobody has listed.
 */
static const struct
{
  gint64 code;
  const char *keyword; /* (nullable): any message */
  TiemError class;
  const char *sentence;
} rows[] = {
  { 36009002, NULL, TIEM_ERROR_RATE_LIMITED, SLOW_DOWN },
  { 36009037,
    NULL,
    TIEM_ERROR_RATE_LIMITED,
    N_ ("The development shop's calls for this hour are used up; Tiệm goes on with the next "
        "hour.") },
  { 12052109, NULL, TIEM_ERROR_RATE_LIMITED, SLOW_DOWN },
  { 36009003, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 36009007, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 36009004, "access_token", TIEM_ERROR_TOKEN, TOKEN_ENDED },
  { 36009004, "access token", TIEM_ERROR_TOKEN, TOKEN_ENDED },
  { 36009004, "access-token", TIEM_ERROR_TOKEN, TOKEN_ENDED },
  { 36009004,
    "app_key",
    TIEM_ERROR_AUTH,
    N_ ("TikTok Shop does not know the app key; copy it again from Partner Center.") },
  { 36009004, "version", TIEM_ERROR_PROTOCOL, TOO_OLD },
  { 36009009, NULL, TIEM_ERROR_PROTOCOL, TOO_OLD },
  { 36009010, NULL, TIEM_ERROR_PROTOCOL, TOO_OLD },
  { 36009014, NULL, TIEM_ERROR_PROTOCOL, TOO_OLD },
  { 36009022, NULL, TIEM_ERROR_PROTOCOL, TOO_OLD },
  { 36009023, NULL, TIEM_ERROR_PROTOCOL, TOO_OLD },
  { 36009033,
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("TikTok Shop does not let this internet connection through; add its address to the app's "
        "IP "
        "allow list in Partner Center, or empty the list.") },
  { 36009043,
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("TikTok Shop has disabled the shop; look into Seller Center why, then sign in again.") },
  { 36009044,
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("TikTok Shop has disabled the seller's account; look into Seller Center why, then sign in "
        "again.") },
  { 105002, NULL, TIEM_ERROR_TOKEN, TOKEN_ENDED },
  { TTS_SCOPE_MISSING,
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("The app may not do this in the TikTok shop; add the permission to the app in Partner "
        "Center, then sign in again from Seller Center.") },
  { 101000, NULL, TIEM_ERROR_AUTH, OTHER_SHOP },
  { 106013, NULL, TIEM_ERROR_AUTH, OTHER_SHOP },
  { 12000000, NULL, TIEM_ERROR_AUTH, OTHER_SHOP },
  { 106001,
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("TikTok Shop does not accept the app secret; copy app key and app secret again, without "
        "spaces.") },
  { 36004004,
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("The code from TikTok Shop is used up or older than 30 minutes; sign in again.") },

  { 10002014, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 10002015, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 10006402, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 10037002, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 10037003, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 10037004, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 12001000, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 12052881, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 33001002, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },
  { 45101001, NULL, TIEM_ERROR_TRANSIENT, TROUBLE },

  { 21008111,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The order belongs to another TikTok shop; sign in with the account of that shop.") },
  { 21001001,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("TikTok Shop does not accept this for the order; look at the order in Seller Center.") },
  { 21011001,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("TikTok Shop has changed the order's parcels; read the order again, then arrange the "
        "shipment.") },
  { TTS_ALREADY_SHIPPED,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The parcel is arranged already; read the order again.") },
  { 21011048,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The order has several parcels; arrange the shipment in Seller Center.") },
  { 25001021,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("This reason does not fit the order any more; read the order again and choose another "
        "reason.") },

  { 12052032,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The product is no longer on TikTok Shop; put it back there or unlink it.") },
  { 12038004,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("TikTok Shop does not take this picture; it wants a JPEG or PNG of 300 to 4000 pixels on "
        "each side. Put another one on the product.") },
  { 12038014,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("TikTok Shop does not take this picture; it wants a JPEG or PNG of 300 to 4000 pixels on "
        "each side. Put another one on the product.") },
  { 12038005,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The picture is larger than the 10 MB that TikTok Shop takes; put a smaller one on the "
        "product.") },
  { 12052034, NULL, TIEM_ERROR_REJECTED, NOT_THIS_SHOPS },
  { 12052048, NULL, TIEM_ERROR_REJECTED, NOT_THIS_SHOPS },
  { 12052055,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("TikTok Shop takes a stock from 0 to 99.999; lower what this channel may show.") },
  { TTS_WAREHOUSE_UNKNOWN, NULL, TIEM_ERROR_REJECTED, WAREHOUSE_GONE },
  { TTS_WAREHOUSE_DISABLED, NULL, TIEM_ERROR_REJECTED, WAREHOUSE_GONE },
  { 12052557,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("TikTok Shop no longer has this variation of the product; read the listings again and link "
        "it anew.") },
  { 12052553, NULL, TIEM_ERROR_REJECTED, TWICE },
  { 12052555, NULL, TIEM_ERROR_REJECTED, TWICE },
  { 12052141,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The stock of this product is kept by TikTok's global catalogue; change it there.") },
  { 12052073,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("TikTok Shop does not take this price; check its limits in Seller Center.") },
  { 12052084,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The TikTok shop does not sell in đồng; Tiệm can't set its prices.") },
  { 12052096,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The variation has no warehouse on TikTok Shop; give it one in Seller Center, then set the "
        "price again.") },
  { 12019120,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("TikTok Shop got too many products in one call; Tiệm tries again later.") },
  { 45109001,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The conversation with the buyer is closed; wait until the buyer writes again.") },
  { 45101004,
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("Today's messages to buyers are used up; write again tomorrow.") },

  { ANY_CODE, "too many requests", TIEM_ERROR_RATE_LIMITED, SLOW_DOWN },
  { ANY_CODE, "expired credentials", TIEM_ERROR_TOKEN, TOKEN_ENDED },
  { ANY_CODE, "access token is expired", TIEM_ERROR_TOKEN, TOKEN_ENDED },
  { ANY_CODE,
    "signature is invalid",
    TIEM_ERROR_AUTH,
    N_ ("TikTok Shop does not accept the app secret; copy app key and app secret again, without "
        "spaces.") },
  { ANY_CODE,
    "promotion",
    TIEM_ERROR_REJECTED,
    N_ ("The product is in a running promotion on TikTok Shop; change its price when the promotion "
        "has ended.") },
};

/* Returns: (transfer full) (nullable): the platform's words in one line of bounded length */
static char *
tidy_words (const char *message)
{
  g_autofree char *line
      = message != NULL ? g_strstrip (g_strdelimit (g_strdup (message), "\r\n\t", ' ')) : NULL;

  if (line == NULL || *line == '\0')
    return NULL;
  return g_utf8_strlen (line, -1) > LONGEST_WORDS ? g_utf8_substring (line, 0, LONGEST_WORDS)
                                                  : g_steal_pointer (&line);
}

static gboolean
contains (const char *message,
          const char *keyword)
{
  g_autofree char *lower = message != NULL ? g_ascii_strdown (message, -1) : NULL;

  return lower != NULL && strstr (lower, keyword) != NULL;
}

gboolean
tts_is_clock_code (const TtsAnswer *answer)
{
  return answer->code == 36009004 && contains (answer->message, "timestamp")
         && !contains (answer->message, "access_token");
}

gboolean
tts_is_cipher_code (gint64 code)
{
  return code == 101000 || code == 106013 || code == 12000000;
}

/* Returns: −1 when no row fits */
static int
find_row (gint64 code,
          const char *message)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if ((rows[i].code == code || rows[i].code == ANY_CODE)
        && (rows[i].keyword == NULL || contains (message, rows[i].keyword)))
      return i;
  return -1;
}

static void
set_detail (GError *error,
            gint64 code,
            const char *words,
            const char *request_id)
{
  g_autofree char *detail
      = g_strdup_printf ("%" G_GINT64_FORMAT ": %s", code, words != NULL ? words : "?");

  tiem_error_set_detail (error, detail, request_id);
}

/* A code that is not in the table: by the HTTP status, and else with the platform's words. What
 * was to be written is one item's refusal; what can't be read stops the reading. */
static GError *
make_unlisted_error (const TtsCall *call,
                     const TiemResponse *response,
                     const char *words)
{
  if (response->status == 429 || response->status >= 500 || response->status == 401)
    return tiem_http_error_new (response, "TikTok Shop");
  return g_error_new (TIEM_ERROR,
                      tts_call_is_read (call) ? TIEM_ERROR_PROTOCOL : TIEM_ERROR_REJECTED,
                      /* Translators: the platform's own words */
                      _ ("TikTok Shop refused this: “%s”. Look at it in Seller Center."),
                      words != NULL ? words : "?");
}

GError *
tts_make_error (const TtsCall *call,
                const TiemResponse *response,
                const TtsAnswer *answer,
                const char *request_id,
                gint64 now)
{
  int row = find_row (answer->code, answer->message);
  g_autofree char *words = tidy_words (answer->message);
  gint64 wait = tiem_http_retry_after_ms (response);
  GError *error = row >= 0
                      ? g_error_new_literal (TIEM_ERROR, rows[row].class, _ (rows[row].sentence))
                      : make_unlisted_error (call, response, words);

  if (answer->code == 36009037 && wait == 0)
    wait = HOUR_MS - now % HOUR_MS;
  tiem_error_set_retry_after_ms (error, wait);
  set_detail (error, answer->code, words, request_id);
  return error;
}

GError *
tts_make_item_error (gint64 code,
                     const char *message,
                     const char *name)
{
  int row = find_row (code, message);
  g_autofree char *words = tidy_words (message);
  GError *error;

  if (row >= 0 && rows[row].class != TIEM_ERROR_PROTOCOL)
    error = g_error_new_literal (TIEM_ERROR,
                                 rows[row].class == TIEM_ERROR_TRANSIENT ? TIEM_ERROR_TRANSIENT
                                                                         : TIEM_ERROR_REJECTED,
                                 _ (rows[row].sentence));
  else
    error = g_error_new (TIEM_ERROR,
                         TIEM_ERROR_REJECTED,
                         /* Translators: an SKU, the platform's own words */
                         _ ("TikTok Shop does not accept the number of %s: “%s”. Correct it in "
                            "Seller Center."),
                         name != NULL ? name : "?",
                         words != NULL ? words : "?");
  set_detail (error, code, words, NULL);
  return error;
}

GError *
tts_make_clock_error (const TtsAnswer *answer,
                      const char *request_id,
                      gint64 ahead_ms)
{
  gint64 minutes = (ABS (ahead_ms) + 30000) / 60000;
  g_autofree char *words = tidy_words (answer->message);
  GError *error;

  if (minutes == 0)
    error = g_error_new_literal (
        TIEM_ERROR,
        TIEM_ERROR_TRANSIENT,
        _ ("TikTok Shop refuses the time of this computer; set its clock to automatic."));
  else
    error = g_error_new (TIEM_ERROR,
                         TIEM_ERROR_TRANSIENT,
                         ahead_ms > 0
                             ? ngettext ("This computer's clock is %d minute slow, so TikTok Shop "
                                         "refuses Tiệm's calls; set it to automatic.",
                                         "This computer's clock is %d minutes slow, so TikTok Shop "
                                         "refuses Tiệm's calls; set it to automatic.",
                                         minutes)
                             : ngettext ("This computer's clock is %d minute fast, so TikTok Shop "
                                         "refuses Tiệm's calls; set it to automatic.",
                                         "This computer's clock is %d minutes fast, so TikTok Shop "
                                         "refuses Tiệm's calls; set it to automatic.",
                                         minutes),
                         (int)MIN (minutes, G_MAXINT));
  set_detail (error, answer->code, words, request_id);
  return error;
}
