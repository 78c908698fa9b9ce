#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-gate.h"

#include "base/tiem-time.h"
#include "sandbox/shopee/tiem-sandbox-shopee-tokens.h"

#include <string.h>

/* A sign is good for this long (Shopee §3), and a clock may be ahead by as much. */
#define SIGN_LIFE_S 300

#define QUOTA_ZONE_MS (8 * G_GINT64_CONSTANT (3600000)) /* days end at 00:00 UTC+8 */
#define DAY_MS (24 * G_GINT64_CONSTANT (3600000))

static gboolean
fail (TiemSandboxShopeeCall *call,
      const char *code,
      const char *message)
{
  tiem_sandbox_shopee_call_fail (call, code, message);
  return FALSE;
}

/* Digits that fit in 32 bits. Returns: −1 when @text is anything else */
static gint64
parse_uint32 (const char *text)
{
  guint64 value;

  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &value, NULL) ? (gint64)value : -1;
}

static gboolean
check_partner (TiemSandboxShopeeCall *call)
{
  const char *text = tiem_form_get (call->query, "partner_id");
  gint64 id = text != NULL ? parse_uint32 (text) : -1;

  if (text == NULL)
    return fail (call, "error_param", "There is no partner_id in query.");
  if (id < 0)
    return fail (call,
                 "error_param",
                 "Partner_id is invalid, should be an integer between 0 and 4294967295.");
  if (id != call->shopee->switches.partner_id)
    return fail (call, "invalid_partner_id", "Invalid partner_id, please have a check.");
  return TRUE;
}

static gboolean
check_timestamp (TiemSandboxShopeeCall *call)
{
  const char *text = tiem_form_get (call->query, "timestamp");
  gint64 timestamp = text != NULL ? parse_uint32 (text) : -1;
  gint64 now = tiem_sandbox_shopee_seconds (call->shopee);

  if (text == NULL)
    return fail (call, "error_param", "no timestamp.");
  if (timestamp < 0)
    return fail (call,
                 "error_param",
                 "Timestamp is invalid, should be an integer between 0 and 4294967295.");
  if (timestamp < now - SIGN_LIFE_S || timestamp > now + SIGN_LIFE_S)
    return fail (call, "error_param", "Timestamp is expired.");
  return TRUE;
}

static const char *
get_text (TiemSandboxShopeeCall *call,
          const char *name)
{
  const char *text = tiem_form_get (call->query, name);

  return text != NULL ? text : "";
}

static gboolean
check_sign (TiemSandboxShopeeCall *call,
            gboolean is_shop)
{
  const TiemSandboxShopeeSwitches *switches = &call->shopee->switches;
  const char *given = tiem_form_get (call->query, "sign");
  g_autofree char *base = g_strconcat (get_text (call, "partner_id"),
                                       call->path,
                                       get_text (call, "timestamp"),
                                       is_shop ? get_text (call, "access_token") : "",
                                       is_shop ? get_text (call, "shop_id") : "",
                                       NULL);
  g_autofree char *sign = g_compute_hmac_for_string (G_CHECKSUM_SHA256,
                                                     (const guchar *)switches->partner_key,
                                                     strlen (switches->partner_key),
                                                     base,
                                                     -1);

  if (given == NULL)
    return fail (call, "error_param", "There is no sign in query.");
  if (!g_str_equal (given, sign))
    return fail (call, "error_sign", "Wrong sign.");
  return TRUE;
}

static gboolean
check_address (TiemSandboxShopeeCall *call)
{
  if (!g_str_equal (call->shopee->switches.address, "json"))
    return TRUE;
  /* An address of TEST-NET-3 (RFC 5737). */
  return fail (call,
               "source_ip_undeclared",
               "Request Source IP (203.0.113.24) is undeclared. Please declare all your IP "
               "addresses in the Shopee Open Platform Console > App list > IP Address Whitelist");
}

static gboolean
check_rates (TiemSandboxShopeeCall *call)
{
  TiemSandboxShopee *shopee = call->shopee;
  gint64 now = tiem_sandbox_shopee_now (shopee);
  gint64 day = (now + QUOTA_ZONE_MS) / DAY_MS;

  if (shopee->second != now)
    shopee->calls_in_second = 0;
  if (shopee->day != day)
    shopee->calls_in_day = 0;
  shopee->second = now;
  shopee->day = day;
  shopee->calls_in_second++;
  shopee->calls_in_day++;
  if (shopee->switches.calls_per_second > 0
      && shopee->calls_in_second > shopee->switches.calls_per_second)
    return fail (call,
                 "error_rate_limit",
                 "Too many requests. You have reached the rate limit. Please try again later.");
  if (shopee->switches.calls_per_day > 0 && shopee->calls_in_day > shopee->switches.calls_per_day)
    return fail (call,
                 "error_limit",
                 "The total API call number made by your APP has reached the daily API call limit, "
                 "please try again after 00: 00 (UTC+08:00)");
  return TRUE;
}

static gboolean
check_token (TiemSandboxShopeeCall *call)
{
  const TiemSandboxShopeeSwitches *switches = &call->shopee->switches;
  const char *token = tiem_form_get (call->query, "access_token");
  const char *shop = tiem_form_get (call->query, "shop_id");

  if (token == NULL)
    return fail (call, "error_param", "There is no access_token in query.");
  if (shop == NULL)
    return fail (call, "error_param", "There is no shop_id in query.");
  if (parse_uint32 (shop) < 0)
    return fail (
        call, "error_param", "shop_id is invalid, should be an integer between 0 and 4294967295.");
  if (tiem_sandbox_shopee_tokens_has_grant_ended (call->shopee))
    return fail (call, "shop_no_linked", "Partner and shop has no linked.");
  if (!tiem_sandbox_shopee_tokens_knows (call->shopee, token))
    return fail (call, "invalid_acceess_token", "Invalid access_token, please have a check.");
  if (parse_uint32 (shop) != switches->shop_id)
    return fail (
        call, "partner_shop_no_link", "Invalid partner_id or shop_id, please have a check.");
  if (g_str_equal (switches->shop_status, "BANNED"))
    return fail (call,
                 "shop_banned",
                 "The shop account has been banned. Permissions for shop authorization and API "
                 "calls have been suspended until the shop account is restored.");
  return TRUE;
}

/* The order of Shopee §19; the address and the rates come once it is known whose they are. */
gboolean
tiem_sandbox_shopee_gate_pass (TiemSandboxShopeeCall *call,
                               TiemSandboxShopeeKind kind)
{
  gboolean is_shop = kind == TIEM_SANDBOX_SHOPEE_SHOP
                     || (kind == TIEM_SANDBOX_SHOPEE_MEDIA
                         && tiem_form_get (call->query, "access_token") != NULL);

  return check_partner (call) && check_timestamp (call) && check_sign (call, is_shop)
         && check_address (call) && check_rates (call) && (!is_shop || check_token (call));
}

TiemResponse *
tiem_sandbox_shopee_gate_meet_edge (TiemSandboxShopeeCall *call)
{
  if (!g_str_equal (call->shopee->switches.address, "html"))
    return NULL;
  return tiem_response_new (403,
                            "text/html",
                            "<html>\n<head><title>403 Forbidden</title></head>\n"
                            "<body><center><h1>403 Forbidden</h1></center></body>\n</html>\n",
                            -1);
}
