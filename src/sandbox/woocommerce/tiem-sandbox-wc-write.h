#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-call.h"

G_BEGIN_DECLS

/* How WooCommerce writes values: stamps twice, money as text, html-ish oddities. */

/* Việt Nam, UTC+7 */
#define TIEM_SANDBOX_WC_ZONE_MS G_GINT64_CONSTANT (25200000)

/* Sets NAME in the shop's local time and NAME_gmt, whole seconds, no zone; null for 0. */
void tiem_sandbox_wc_set_stamp (JsonObject *object, const char *name, gint64 ms);

/* Returns: (transfer full): "320000", or "320000.00" with two decimals */
char *tiem_sandbox_wc_format_xu (gint64 xu, int decimals);
void tiem_sandbox_wc_set_amount (JsonObject *object, const char *name, gint64 xu, int decimals);
/* Returns: the value of decimal text in xu, "12.500" being 12.5; 0 for what is no number */
gint64 tiem_sandbox_wc_parse_xu (const char *text);
/* Returns: (transfer full): a price as WooCommerce cleans it: digits, minus and the last
 * dot stay ("12.500đ" → "12.500") */
char *tiem_sandbox_wc_clean_decimal (const char *text);

/* Returns: (transfer full): "ao-thun-den" */
char *tiem_sandbox_wc_make_slug (const char *text);

/* Sets _links with self and collection. */
void tiem_sandbox_wc_set_links (const TiemSandboxWcCall *call,
                                JsonObject *object,
                                const char *collection,
                                gint64 id);

/* Puts [{"id"?,"key","value"}…] of @given over the meta data in @holder, as WooCommerce
 * does: by id, else by key, else new. */
void tiem_sandbox_wc_merge_meta (TiemSandboxWc *wc, JsonObject *holder, JsonObject *given);

/* Cuts @node down to what the parameter _fields names, if it is given. */
void tiem_sandbox_wc_apply_fields (const TiemSandboxWcCall *call, JsonNode *node);

/* Cuts the sorted @entries to the page asked for, and sets the totals and the Link header.
 * Returns: (transfer container) */
GPtrArray *
tiem_sandbox_wc_take_page (TiemSandboxWcCall *call, GPtrArray *entries, const char *route);

G_END_DECLS
