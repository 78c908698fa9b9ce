#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* What a seller's consent gives an app: codes for tokens, tokens for newer ones (Shopee §2). */

TiemSandboxShopeeTokens *tiem_sandbox_shopee_tokens_new (void);
void tiem_sandbox_shopee_tokens_free (TiemSandboxShopeeTokens *self);

/* The seller consents: a new grant. Returns: (transfer full): a code, good once within ten
 * minutes; for a main account it comes back with main_account_id instead of shop_id */
char *tiem_sandbox_shopee_tokens_consent (TiemSandboxShopee *shopee, gboolean is_main);
/* Gives a first pair, as for an owner who signed in before. */
void tiem_sandbox_shopee_tokens_open (TiemSandboxShopee *shopee);
/* Returns: the id a main account has */
gint64 tiem_sandbox_shopee_tokens_get_main_account (TiemSandboxShopee *shopee);

gboolean tiem_sandbox_shopee_tokens_knows (TiemSandboxShopee *shopee, const char *access_token);
gboolean tiem_sandbox_shopee_tokens_has_grant_ended (TiemSandboxShopee *shopee);
/* Seconds. */
gint64 tiem_sandbox_shopee_tokens_get_granted_at (TiemSandboxShopee *shopee);
gint64 tiem_sandbox_shopee_tokens_get_grant_end (TiemSandboxShopee *shopee);

/* Lets the access token, the refresh token or the grant end now. */
void tiem_sandbox_shopee_tokens_expire_access (TiemSandboxShopee *shopee);
void tiem_sandbox_shopee_tokens_expire_refresh (TiemSandboxShopee *shopee);
void tiem_sandbox_shopee_tokens_revoke (TiemSandboxShopee *shopee);

/* Adds the pair there is to the ready line. */
void tiem_sandbox_shopee_tokens_describe (TiemSandboxShopee *shopee, JsonObject *token);

/* POST auth/token/get, auth/access_token/get */
JsonNode *tiem_sandbox_shopee_tokens_exchange (TiemSandboxShopeeCall *call);
JsonNode *tiem_sandbox_shopee_tokens_refresh (TiemSandboxShopeeCall *call);

G_END_DECLS
