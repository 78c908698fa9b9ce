#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include "base/tiem-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CLOCK_WORTH_TELLING_S 60

#define LONGEST_WORDS 200

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
/* Shopee's day of quotas begins at midnight in UTC+8. */
#define QUOTA_ZONE_MS (8 * 3600 * G_GINT64_CONSTANT (1000))

/* Which calls a row is about. */
typedef enum
{
  ANY_CALL,
  SIGNING_IN, /* auth/… */
} Where;

/* A sentence with no place for anything else; or how one is made. */
typedef enum
{
  PLAIN,
  QUOTED, /* %s = Shopee's words */
  CLOCK,
  ADDRESS, /* the computer's, that Shopee saw */
  TODAY,   /* until Shopee's day ends */
} Form;

typedef struct
{
  const char *code;  /* "order.error_limit" is that alone; "error_auth" is any module's … */
  const char *words; /* (nullable): a part of the message, case apart */
  TiemError class;
  const char *sentence;
  Form form;
  Where where;
  gboolean is_bare; /* … unless this says: without a module only */
} ErrorRow;

#define SIGN_IN_AGAIN N_ ("Shopee no longer lets Tiệm into the shop; sign in to the channel again.")
#define TRY_LATER N_ ("Shopee is having trouble; Tiệm keeps trying, nothing is lost.")
#define WRONG_APP                                                                                  \
  N_ ("Shopee does not know this Partner ID at this address; compare ID, key and address with "    \
      "the console of Shopee Open Platform (test keys work on the test address only).")
#define APP_REFUSED                                                                                    \
  N_ ("Shopee does not let your app do this: “%s”; look at the app in the console of Shopee Open " \
      "Platform.")
#define SHOP_REFUSED                                                                               \
  N_ ("Shopee has restricted the shop: “%s”; settle it in Seller Centre, then try again.")
#define REFUSED N_ ("Shopee refused what Tiệm asked for: “%s”; look at it in Seller Centre.")
#define IN_PROMOTION                                                                               \
  N_ ("The goods are in a promotion, which locks them at Shopee; try again when it has ended.")

/*
 * The one table of errors (§5): the first row that fits counts. A code that is in no row is a
 * plain refusal: shown, not repeated, and the shop stays connected.
 */
static const ErrorRow rows[] = {
  /* what a module means by a word that means something else elsewhere */
  { "order.error_limit",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("Shopee no longer lets this order be cancelled; it is probably on its way.") },
  { "order.cancel_order_invalid_status",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The buyer's wish to cancel no longer waits for an answer; look at the order at "
        "Shopee.") },
  { "logistics.error_limit", NULL, TIEM_ERROR_REJECTED, REFUSED, QUOTED },
  { "logistics.error_other", NULL, TIEM_ERROR_TRANSIENT, TRY_LATER },
  { "logistics.package_print_failed",
    NULL,
    TIEM_ERROR_TRANSIENT,
    N_ ("Shopee could not make the label; Tiệm asks again shortly.") },
  { "logistics.download_later",
    NULL,
    TIEM_ERROR_TRANSIENT,
    N_ ("Shopee is still making the label; Tiệm asks again shortly.") },
  { "logistics.shipping_document_should_print_first",
    NULL,
    TIEM_ERROR_TRANSIENT,
    N_ ("Shopee is still making the label; Tiệm asks again shortly.") },
  { "logistics.package_can_not_print",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("Shopee has no label for this order now; arrange the shipment first, and print before the "
        "parcel is handed over.") },
  { "logistics.tracking_number_invalid",
    NULL,
    TIEM_ERROR_TRANSIENT,
    N_ ("The parcel has no tracking number yet; Tiệm asks again shortly.") },
  { "logistics.no_available_time_slot",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The carrier offers no time for a pick-up now; try again later or choose to drop the "
        "parcel off.") },
  { "logistics.ship_order_not_ready_to_ship",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("Shopee says that the order is not ready to be shipped; look at the order at Shopee.") },
  { "logistics.ship_order_pickup_time_invalid",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("That time of pick-up is no longer offered; choose another one.") },
  { "logistics.ship_order_need_address_pickup_time",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("Shopee wants to know where and when the parcel is picked up; choose it.") },
  { "logistics.warehouse_stock_insufficient",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The warehouse has too few units for this order at Shopee; correct its stock there.") },
  { "product.duplicate_request",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The review has a reply already; change it in Seller Centre.") },

  /* the token */
  { "invalid_acceess_token", NULL, TIEM_ERROR_TOKEN, SIGN_IN_AGAIN },
  { "invalid_access_token", NULL, TIEM_ERROR_TOKEN, SIGN_IN_AGAIN },
  { "error_auth",
    "invalid code",
    TIEM_ERROR_AUTH,
    N_ ("Shopee does not accept this sign-in: it is older than ten minutes or was used before; "
        "sign in once more."),
    PLAIN,
    SIGNING_IN },
  { "invalid_code",
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("Shopee does not accept this sign-in: it is older than ten minutes or was used before; "
        "sign in once more."),
    PLAIN,
    SIGNING_IN },
  { "error_auth", "partner", TIEM_ERROR_AUTH, WRONG_APP, PLAIN, SIGNING_IN },
  { "error_auth", NULL, TIEM_ERROR_AUTH, SIGN_IN_AGAIN, PLAIN, SIGNING_IN },
  { "error_auth", "access_token", TIEM_ERROR_TOKEN, SIGN_IN_AGAIN },
  { "error_auth", "try again later", TIEM_ERROR_TRANSIENT, TRY_LATER },
  { "error_auth", "location", TIEM_ERROR_REJECTED, REFUSED, QUOTED },
  { "error_auth", NULL, TIEM_ERROR_AUTH, APP_REFUSED, QUOTED },

  /* the owner's grant */
  { "refresh_token_expired", NULL, TIEM_ERROR_AUTH, SIGN_IN_AGAIN },
  { "error_shop_refresh_token", NULL, TIEM_ERROR_AUTH, SIGN_IN_AGAIN },
  { "shop_access_expired",
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("The time for which you let Tiệm into the shop has ended; sign in to the channel "
        "again.") },
  { "shop_no_linked",
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("The shop is no longer linked with your app at Shopee; sign in to the channel again.") },
  { "partner_shop_no_link",
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("The shop is not linked with your app at Shopee; check the shop's number, then sign in to "
        "the channel again.") },
  { "invalid_shop_id",
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("Shopee does not know a shop with this number; check it, then sign in again.") },
  { "invalid_main_acount_id", NULL, TIEM_ERROR_AUTH, SIGN_IN_AGAIN },

  /* the shop */
  { "shop_banned",
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("Shopee has banned the shop; settle it with Shopee, then sign in to the channel again.") },
  { "error_kyc_auth",
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("Shopee waits for the shop's registration papers; complete them in Seller Centre.") },
  { "error_seller_under_penalty", NULL, TIEM_ERROR_AUTH, SHOP_REFUSED, QUOTED },
  { "error_ashop_api_permission", NULL, TIEM_ERROR_AUTH, SHOP_REFUSED, QUOTED },

  /* the app and this computer */
  { "error_sign",
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("Shopee does not accept the signature: the Partner Key does not belong to the Partner ID, "
        "or both to another address; copy them anew from the console of Shopee Open Platform.") },
  { "error_param", "timestamp", TIEM_ERROR_AUTH, NULL, CLOCK },
  { "error_param", "partner_id", TIEM_ERROR_AUTH, WRONG_APP },
  { "error_param",
    "shop_id",
    TIEM_ERROR_AUTH,
    N_ ("Shopee does not know a shop with this number; check it, then sign in again.") },
  { "error_param", "access_token", TIEM_ERROR_AUTH, SIGN_IN_AGAIN },
  { "error_param", "request path", TIEM_ERROR_REJECTED, APP_REFUSED, QUOTED },
  { "invalid_partner_id", NULL, TIEM_ERROR_AUTH, WRONG_APP },
  { "error_partner_key_expired",
    NULL,
    TIEM_ERROR_AUTH,
    N_ ("The Partner Key has ended; make a new one in the console of Shopee Open Platform and "
        "enter it in the channel.") },
  { "error_api_permission", NULL, TIEM_ERROR_AUTH, APP_REFUSED, QUOTED },
  { "error_api_call_restricted", NULL, TIEM_ERROR_AUTH, APP_REFUSED, QUOTED },
  { "api_suspended", NULL, TIEM_ERROR_AUTH, APP_REFUSED, QUOTED },
  { "source_ip_undeclared", NULL, TIEM_ERROR_AUTH, NULL, ADDRESS },

  /* too much */
  { "error_rate_limit",
    NULL,
    TIEM_ERROR_RATE_LIMITED,
    N_ ("Shopee asks Tiệm to slow down; what is left is sent a little later by itself.") },
  { "error_limit",
    NULL,
    TIEM_ERROR_RATE_LIMITED,
    N_ ("Your app has used up what Shopee allows in a day; Tiệm goes on by itself after 23:00."),
    TODAY,
    ANY_CALL,
    TRUE },

  /* trouble at Shopee */
  { "error_server", NULL, TIEM_ERROR_TRANSIENT, TRY_LATER },
  { "error_network", NULL, TIEM_ERROR_TRANSIENT, TRY_LATER },
  { "error_inner", NULL, TIEM_ERROR_TRANSIENT, TRY_LATER },
  { "error_system_busy", NULL, TIEM_ERROR_TRANSIENT, TRY_LATER },
  { "error_unknown", NULL, TIEM_ERROR_TRANSIENT, TRY_LATER },
  { "error_update_price_fail", NULL, TIEM_ERROR_TRANSIENT, TRY_LATER },
  { "error_unlist_item_failed", NULL, TIEM_ERROR_TRANSIENT, TRY_LATER },

  /* what was asked for */
  { "error_not_found",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("Shopee does not have what Tiệm asked for; look at it in Seller Centre.") },
  { "error_busi_update_stock_failed", NULL, TIEM_ERROR_REJECTED, REFUSED, QUOTED },
  { "batch_api_all_failed", NULL, TIEM_ERROR_REJECTED, REFUSED, QUOTED },
  { "error_edit_item_stock_for_item_has_model",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("The goods have variations at Shopee now; read the listings again and link each "
        "variation.") },
  { "error_cannt_edit_price_in_promotion", NULL, TIEM_ERROR_REJECTED, IN_PROMOTION },
  { "error_item_uneditable",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("Shopee does not let these goods be changed now; look at them in Seller Centre.") },
  { "error_archived_order_update",
    NULL,
    TIEM_ERROR_REJECTED,
    N_ ("Shopee has put this order away and changes nothing on it any more.") },
};

/* Why a number was not taken, by Shopee's words alone. */
static const ErrorRow item_rows[] = {
  { NULL,
    "reserved stock",
    TIEM_ERROR_REJECTED,
    N_ ("A promotion at Shopee holds more units of %s than that; the number can't fall further "
        "until it has ended.") },
  { NULL,
    "promotion",
    TIEM_ERROR_REJECTED,
    N_ ("%s is in a promotion, which locks it at Shopee; try again when it has ended.") },
  { NULL,
    "holiday",
    TIEM_ERROR_REJECTED,
    N_ ("The shop's holiday mode is being changed at Shopee, so %s can't be; Tiệm tries again "
        "later.") },
  { NULL,
    "deleted",
    TIEM_ERROR_REJECTED,
    N_ ("%s is no longer at Shopee; put it back there or unlink it.") },
  { NULL,
    "not exist",
    TIEM_ERROR_REJECTED,
    N_ ("%s is no longer at Shopee; put it back there or unlink it.") },
  { NULL,
    "banned",
    TIEM_ERROR_REJECTED,
    N_ ("Shopee has banned %s; look at the reason in Seller Centre.") },
};

static gboolean
contains (const char *words,
          const char *part)
{
  g_autofree char *folded = words != NULL ? g_ascii_strdown (words, -1) : NULL;

  return folded != NULL && strstr (folded, part) != NULL;
}

/* Returns: @code without its first "xxx." */
static const char *
skip_module (const char *code)
{
  const char *dot = strchr (code, '.');

  return dot != NULL ? dot + 1 : code;
}

gboolean
shopee_code_is (const char *code,
                const char *wanted)
{
  return code != NULL && (strcmp (code, wanted) == 0 || strcmp (skip_module (code), wanted) == 0);
}

gboolean
shopee_is_clock_refusal (const char *code,
                         const char *words)
{
  return shopee_code_is (code, "error_param") && contains (words, "timestamp");
}

static gboolean
row_fits (const ErrorRow *row,
          const char *code,
          const char *words,
          gboolean signing_in)
{
  return strcmp (row->code, code) == 0 && (row->words == NULL || contains (words, row->words))
         && (row->where == ANY_CALL || signing_in);
}

/* The whole code first, then what stands behind its module. Returns: (nullable) */
static const ErrorRow *
find_row (const char *code,
          const char *words,
          gboolean signing_in)
{
  const char *bare = skip_module (code);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (row_fits (&rows[i], code, words, signing_in))
      return &rows[i];
  for (gsize i = 0; i < G_N_ELEMENTS (rows) && bare != code; i++)
    if (!rows[i].is_bare && row_fits (&rows[i], bare, words, signing_in))
      return &rows[i];
  return NULL;
}

/* Returns: (transfer full) (nullable): the address in "… Source IP (113.22.4.9) is …" */
static char *
find_address (const char *words)
{
  const char *open = words != NULL ? strchr (words, '(') : NULL;
  const char *close = open != NULL ? strchr (open, ')') : NULL;
  g_autofree char *inner = close != NULL ? g_strndup (open + 1, close - open - 1) : NULL;

  return inner != NULL && g_hostname_is_ip_address (inner) ? g_steal_pointer (&inner) : NULL;
}

static char *
make_address_sentence (const char *words)
{
  g_autofree char *address = find_address (words);

  if (address != NULL)
    /* Translators: %s is an IP address; the words with › are menus of Shopee's console */
    return g_strdup_printf (_ ("Shopee does not know this computer's address %s; add it in the "
                               "console of Shopee Open Platform, App list › IP Address Whitelist. "
                               "It changes when the line gets a new address."),
                            address);
  return g_strdup (_ ("Shopee does not know this computer's address; add it in the console of "
                      "Shopee Open Platform, App list › IP Address Whitelist."));
}

/* "4 minutes", "3 hours", "2 days": whichever says it best. */
static char *
format_span (gint64 seconds)
{
  int minutes = MAX (1, (int)(ABS (seconds) / 60));

  if (minutes < 120)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", minutes), minutes);
  if (minutes < 48 * 60)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", minutes / 60), minutes / 60);
  return g_strdup_printf (ngettext ("%d day", "%d days", minutes / 1440), minutes / 1440);
}

static char *
make_clock_sentence (const TiemResponse *response)
{
  gint64 date = tiem_time_parse_http (tiem_response_get_header (response, "Date"));
  gint64 ahead_s = (response->received_at - date) / 1000;
  g_autofree char *span = format_span (ahead_s);

  if (date == 0 || ABS (ahead_s) < CLOCK_WORTH_TELLING_S)
    return g_strdup (_ ("Shopee says that this computer's clock is wrong; set date and time, then "
                        "try again."));
  return g_strdup_printf (ahead_s > 0
                              /* Translators: %s is a span of time, "3 hours" */
                              ? _ ("This computer's clock is %s fast, so Shopee refuses Tiệm; set "
                                   "date and time, then try again.")
                              : _ ("This computer's clock is %s slow, so Shopee refuses Tiệm; set "
                                   "date and time, then try again."),
                          span);
}

static char *
make_sentence (const ErrorRow *row,
               const TiemResponse *response,
               const char *words)
{
  switch (row->form)
    {
    case QUOTED:
      return g_strdup_printf (_ (row->sentence), words);
    case CLOCK:
      return make_clock_sentence (response);
    case ADDRESS:
      return make_address_sentence (words);
    case PLAIN:
    case TODAY:
    default:
      return g_strdup (_ (row->sentence));
    }
}

/* Returns: (transfer full): one line of bearable length; the code where there are no words */
static char *
tidy_words (const char *words,
            const char *code)
{
  g_autofree char *line = g_strstrip (g_strdup (words != NULL ? words : ""));

  g_strdelimit (line, "\r\n\t", ' ');
  if (*line == '\0' || strcmp (line, "-") == 0)
    return g_strdup (code != NULL ? code : "?");
  return g_utf8_strlen (line, -1) > LONGEST_WORDS ? g_utf8_substring (line, 0, LONGEST_WORDS)
                                                  : g_steal_pointer (&line);
}

/* Returns: how long until Shopee's day has ended, ms */
static gint64
until_midnight_ms (const TiemResponse *response)
{
  gint64 date = tiem_time_parse_http (tiem_response_get_header (response, "Date"));
  gint64 now = date > 0 ? date : response->received_at;

  return DAY_MS - (now + QUOTA_ZONE_MS) % DAY_MS;
}

GError *
shopee_make_error (const ShopeeCall *call,
                   const TiemResponse *response,
                   const char *code,
                   const char *words,
                   const char *request_id)
{
  static const ErrorRow unknown = { NULL, NULL, TIEM_ERROR_REJECTED, REFUSED, QUOTED };
  const ErrorRow *row = find_row (code, words, g_str_has_prefix (call->path, "auth/"));
  g_autofree char *line = tidy_words (words, code);
  g_autofree char *detail = g_strdup_printf ("%s: %s", code, line);
  g_autofree char *sentence = NULL;
  GError *error;

  if (row == NULL)
    row = &unknown;
  sentence = make_sentence (row, response, line);
  error = tiem_http_error_new_message (row->class, response, NULL, sentence);
  tiem_error_set_detail (error, detail, request_id);
  if (row->form == TODAY)
    tiem_error_set_retry_after_ms (error, until_midnight_ms (response));
  return error;
}

GError *
shopee_make_page_error (const TiemResponse *response)
{
  guint status = response->status;
  const char *message;
  TiemError class = TIEM_ERROR_TRANSIENT;

  if (status == 429 || status >= 500)
    return tiem_http_error_new (response, SHOPEE_NAME);
  if (status / 100 == 3 || status == 404)
    {
      class = TIEM_ERROR_PROTOCOL;
      message = _ ("There is no Shopee at this address; correct the channel's address, it is "
                   "usually https://partner.shopeemobile.com.");
    }
  else if (status == 401 || status == 403)
    /* what the edge does to addresses that are not declared (§4) */
    message = _ ("Shopee's gate does not let this computer through; if it lasts, add its address "
                 "in the console of Shopee Open Platform, App list › IP Address Whitelist.");
  else
    message = _ ("Something between Tiệm and Shopee answered with a web page; check that the "
                 "internet works. Tiệm keeps trying.");
  return tiem_http_error_new_message (class, response, "no JSON", message);
}

GError *
shopee_make_item_error (const char *sku,
                        const char *code,
                        const char *words)
{
  const ErrorRow *row = code != NULL ? find_row (code, words, FALSE) : NULL;
  const char *name = sku != NULL ? sku : "?";
  g_autofree char *line = tidy_words (words, code);
  TiemError class = row != NULL && row->class == TIEM_ERROR_TRANSIENT ? row->class
                                                                      : TIEM_ERROR_REJECTED;
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (item_rows) && error == NULL; i++)
    if (contains (words, item_rows[i].words))
      error = g_error_new (TIEM_ERROR, class, _ (item_rows[i].sentence), name);
  if (error == NULL && row != NULL && row->form == PLAIN)
    error = g_error_new_literal (TIEM_ERROR, class, _ (row->sentence));
  if (error == NULL)
    error = g_error_new (TIEM_ERROR,
                         class,
                         /* Translators: an SKU or order number; Shopee's own words */
                         _ ("Shopee refused %s: “%s”; look at it in Seller Centre."),
                         name,
                         line);
  tiem_error_set_detail (error, line, NULL);
  return error;
}

void
shopee_set_shape_error (GError **error,
                        const char *member)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_PROTOCOL,
                       _ ("Shopee's answer lacks what it should hold; Tiệm tries again by "
                          "itself."));
  if (error != NULL)
    tiem_error_set_detail (*error, member, NULL);
}

gboolean
shopee_check_token (const ShopeeShop *self,
                    GError **error)
{
  if (self->access_token != NULL && self->shop_id != NULL)
    return TRUE;
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_AUTH,
                       _ ("Tiệm may not look into the shop yet; sign in to the channel at "
                          "Shopee."));
  return FALSE;
}
