#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-tokens.h"

#include "sandbox/tiem-sandbox-random.h"

#define CODE_LIFE_S 600
#define PREVIOUS_LIFE_S 300 /* of the access token before, after a refresh */
#define DAY_S 86400

/* A first answer says a little less than four hours. */
#define FIRST_ANSWER_S 56

typedef struct
{
  char *text;
  gint64 made_at;
  gboolean is_main;
  gboolean is_used;
} Code;

struct _TiemSandboxShopeeTokens
{
  char *access;
  gint64 access_ends_at; /* seconds, as all here */
  char *previous_access; /* (nullable) */
  gint64 previous_ends_at;
  char *refresh;
  gint64 refresh_ends_at;
  char *used_refresh; /* (nullable) the one before, which may be sent again for a while */
  gint64 used_at;
  gint64 granted_at;
  gint64 grant_ends_at;
  GPtrArray *codes; /* (element-type Code) */
};

static void
code_free (Code *self)
{
  g_free (self->text);
  g_free (self);
}

TiemSandboxShopeeTokens *
tiem_sandbox_shopee_tokens_new (void)
{
  TiemSandboxShopeeTokens *self = g_new0 (TiemSandboxShopeeTokens, 1);

  self->codes = g_ptr_array_new_with_free_func ((GDestroyNotify)code_free);
  return self;
}

void
tiem_sandbox_shopee_tokens_free (TiemSandboxShopeeTokens *self)
{
  if (self == NULL)
    return;
  g_free (self->access);
  g_free (self->previous_access);
  g_free (self->refresh);
  g_free (self->used_refresh);
  g_ptr_array_unref (self->codes);
  g_free (self);
}

static char *
make_secret (TiemSandboxShopee *shopee)
{
  return tiem_sandbox_random_text (shopee->ids, "0123456789abcdef", 32);
}

/* A new pair. The access token before stays good for five minutes, the refresh token before
 * is used up. Returns: how long the new one is good, seconds */
static gint64
rotate (TiemSandboxShopee *shopee,
        gboolean is_first)
{
  TiemSandboxShopeeTokens *self = shopee->tokens;
  const TiemSandboxShopeeSwitches *switches = &shopee->switches;
  gint64 now = tiem_sandbox_shopee_seconds (shopee);
  gint64 life = switches->token_life_s;

  if (is_first && life > 2 * FIRST_ANSWER_S)
    life -= FIRST_ANSWER_S;
  g_free (self->previous_access);
  g_free (self->used_refresh);
  self->previous_access = self->access;
  self->previous_ends_at = MIN (self->access_ends_at, now + PREVIOUS_LIFE_S);
  self->used_refresh = self->refresh;
  self->used_at = now;
  self->access = make_secret (shopee);
  self->access_ends_at = now + life;
  self->refresh = make_secret (shopee);
  self->refresh_ends_at = now + switches->refresh_life_s;
  return life;
}

/* Signing in again replaces both tokens at once. */
static gint64
start (TiemSandboxShopee *shopee)
{
  TiemSandboxShopeeTokens *self = shopee->tokens;
  gint64 life = rotate (shopee, TRUE);

  g_clear_pointer (&self->previous_access, g_free);
  g_clear_pointer (&self->used_refresh, g_free);
  return life;
}

static void
grant (TiemSandboxShopee *shopee)
{
  TiemSandboxShopeeTokens *self = shopee->tokens;

  self->granted_at = tiem_sandbox_shopee_seconds (shopee);
  self->grant_ends_at = self->granted_at + shopee->switches.grant_days * DAY_S;
}

char *
tiem_sandbox_shopee_tokens_consent (TiemSandboxShopee *shopee,
                                    gboolean is_main)
{
  Code *code = g_new0 (Code, 1);

  grant (shopee);
  code->text = make_secret (shopee);
  code->made_at = tiem_sandbox_shopee_seconds (shopee);
  code->is_main = is_main;
  g_ptr_array_add (shopee->tokens->codes, code);
  return g_strdup (code->text);
}

void
tiem_sandbox_shopee_tokens_open (TiemSandboxShopee *shopee)
{
  grant (shopee);
  start (shopee);
}

gint64
tiem_sandbox_shopee_tokens_get_main_account (TiemSandboxShopee *shopee)
{
  return shopee->switches.shop_id + 700000;
}

gboolean
tiem_sandbox_shopee_tokens_knows (TiemSandboxShopee *shopee,
                                  const char *access_token)
{
  const TiemSandboxShopeeTokens *self = shopee->tokens;
  gint64 now = tiem_sandbox_shopee_seconds (shopee);

  return (g_strcmp0 (access_token, self->access) == 0 && now < self->access_ends_at)
         || (g_strcmp0 (access_token, self->previous_access) == 0 && now < self->previous_ends_at);
}

gboolean
tiem_sandbox_shopee_tokens_has_grant_ended (TiemSandboxShopee *shopee)
{
  return tiem_sandbox_shopee_seconds (shopee) >= shopee->tokens->grant_ends_at;
}

gint64
tiem_sandbox_shopee_tokens_get_granted_at (TiemSandboxShopee *shopee)
{
  return shopee->tokens->granted_at;
}

gint64
tiem_sandbox_shopee_tokens_get_grant_end (TiemSandboxShopee *shopee)
{
  return shopee->tokens->grant_ends_at;
}

void
tiem_sandbox_shopee_tokens_expire_access (TiemSandboxShopee *shopee)
{
  shopee->tokens->access_ends_at = 0;
  shopee->tokens->previous_ends_at = 0;
}

void
tiem_sandbox_shopee_tokens_expire_refresh (TiemSandboxShopee *shopee)
{
  shopee->tokens->refresh_ends_at = 0;
}

void
tiem_sandbox_shopee_tokens_revoke (TiemSandboxShopee *shopee)
{
  shopee->tokens->grant_ends_at = 0;
}

void
tiem_sandbox_shopee_tokens_describe (TiemSandboxShopee *shopee,
                                     JsonObject *token)
{
  const TiemSandboxShopeeTokens *self = shopee->tokens;

  json_object_set_string_member (token, "access_token", self->access);
  json_object_set_string_member (token, "refresh_token", self->refresh);
  json_object_set_int_member (token, "expires_at", self->access_ends_at * 1000);
  json_object_set_int_member (token, "refresh_expires_at", self->refresh_ends_at * 1000);
  json_object_set_null_member (token, "shop_cipher");
}

/* Answers at top level, there is no response (Shopee §2.3). */
static void
answer_pair (TiemSandboxShopeeCall *call,
             gint64 life)
{
  const TiemSandboxShopeeTokens *self = call->shopee->tokens;

  json_object_set_string_member (call->fields, "access_token", self->access);
  json_object_set_string_member (call->fields, "refresh_token", self->refresh);
  json_object_set_int_member (call->fields, "expire_in", life);
}

static gboolean
check_partner (TiemSandboxShopeeCall *call)
{
  gint64 partner_id;

  if (!tiem_sandbox_shopee_call_need_int (call, "partner_id", &partner_id))
    return FALSE;
  if (partner_id == call->shopee->switches.partner_id)
    return TRUE;
  tiem_sandbox_shopee_call_fail (
      call, "invalid_partner_id", "Invalid partner_id, please have a check.");
  return FALSE;
}

/* @name: "shop_id" or what may stand in its place. Returns: whether exactly one is there */
static gboolean
check_one_account (TiemSandboxShopeeCall *call,
                   const char *other)
{
  gboolean has_shop = tiem_sandbox_json_has (call->params, "shop_id");
  gboolean has_other = tiem_sandbox_json_has (call->params, other);

  if (has_shop != has_other)
    return TRUE;
  return tiem_sandbox_shopee_call_fail_param (
      call, "shop_id", has_shop ? "must not be sent with another account" : NULL);
}

static gboolean
check_account (TiemSandboxShopeeCall *call,
               const Code *code)
{
  gint64 shop_id;
  gint64 main_id;

  if (!tiem_sandbox_shopee_call_get_int (call, "shop_id", 0, &shop_id)
      || !tiem_sandbox_shopee_call_get_int (call, "main_account_id", 0, &main_id))
    return FALSE;
  if (!code->is_main && shop_id != call->shopee->switches.shop_id)
    tiem_sandbox_shopee_call_fail (call, "invalid_shop_id", "Invalid shop_id.");
  else if (code->is_main && main_id != tiem_sandbox_shopee_tokens_get_main_account (call->shopee))
    tiem_sandbox_shopee_call_fail (call, "invalid_main_acount_id", "Invalid main_account_id.");
  return call->code == NULL;
}

/* Returns: (nullable): the code that is still good; else the call is refused */
static Code *
find_code (TiemSandboxShopeeCall *call,
           const char *text)
{
  GPtrArray *codes = call->shopee->tokens->codes;
  gint64 now = tiem_sandbox_shopee_seconds (call->shopee);

  for (guint i = 0; i < codes->len; i++)
    {
      Code *code = codes->pdata[i];

      if (!g_str_equal (code->text, text) || code->is_used)
        continue;
      if (now < code->made_at + CODE_LIFE_S)
        return code;
      tiem_sandbox_shopee_call_fail (call, "invalid_code", "The code is expired.");
      return NULL;
    }
  tiem_sandbox_shopee_call_fail (call, "error_auth", "Invalid code");
  return NULL;
}

JsonNode *
tiem_sandbox_shopee_tokens_exchange (TiemSandboxShopeeCall *call)
{
  g_autofree char *text = NULL;
  JsonArray *shops;
  Code *code;

  text = tiem_sandbox_shopee_call_need_text (call, "code");
  if (text == NULL || !check_partner (call) || !check_one_account (call, "main_account_id"))
    return NULL;
  code = find_code (call, text);
  if (code == NULL || !check_account (call, code))
    return NULL;

  code->is_used = TRUE;
  answer_pair (call, start (call->shopee));
  if (!code->is_main)
    return NULL;
  shops = json_array_new ();
  json_array_add_int_element (shops, call->shopee->switches.shop_id);
  json_object_set_array_member (call->fields, "shop_id_list", shops);
  json_object_set_array_member (call->fields, "merchant_id_list", json_array_new ());
  return NULL;
}

/* Returns: how long the pair is still good, seconds; 0 when the call is refused */
static gint64
use_refresh_token (TiemSandboxShopeeCall *call,
                   const char *given)
{
  TiemSandboxShopeeTokens *self = call->shopee->tokens;
  gint64 now = tiem_sandbox_shopee_seconds (call->shopee);

  if (g_strcmp0 (given, self->used_refresh) == 0
      && now < self->used_at + call->shopee->switches.refresh_replay_s)
    return MAX (1, self->access_ends_at - now);
  if (g_strcmp0 (given, self->refresh) != 0)
    tiem_sandbox_shopee_call_fail (call, "error_auth", "Invalid refresh_token.");
  else if (now >= self->refresh_ends_at)
    tiem_sandbox_shopee_call_fail (call, "refresh_token_expired", "Your refresh_token expired.");
  else if (tiem_sandbox_shopee_tokens_has_grant_ended (call->shopee))
    tiem_sandbox_shopee_call_fail (
        call, "shop_access_expired", "The shop authorization has expired.");
  return call->code == NULL ? rotate (call->shopee, FALSE) : 0;
}

JsonNode *
tiem_sandbox_shopee_tokens_refresh (TiemSandboxShopeeCall *call)
{
  const TiemSandboxShopeeSwitches *switches = &call->shopee->switches;
  g_autofree char *given = tiem_sandbox_shopee_call_need_text (call, "refresh_token");
  gint64 shop_id;
  gint64 life;

  if (given == NULL || !check_partner (call) || !check_one_account (call, "merchant_id")
      || !tiem_sandbox_shopee_call_need_int (call, "shop_id", &shop_id))
    return NULL;
  if (shop_id != switches->shop_id)
    return tiem_sandbox_shopee_call_fail (
        call, "shop_no_linked", "Partner and shop has no linked.");
  if (g_str_equal (switches->shop_status, "BANNED"))
    return tiem_sandbox_shopee_call_fail (call, "shop_banned", "The shop account has been banned.");
  life = use_refresh_token (call, given);
  if (life == 0)
    return NULL;
  answer_pair (call, life);
  json_object_set_int_member (call->fields, "partner_id", switches->partner_id);
  json_object_set_int_member (call->fields, "shop_id", shop_id);
  return NULL;
}
