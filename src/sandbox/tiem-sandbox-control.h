#pragma once

#include "sandbox/tiem-sandbox-market.h"

G_BEGIN_DECLS

/*
 * What tests and the practice shop ask of a market beside the platform's own interface,
 * without keys, at the market's address:
 *
 *   GET  /_sandbox/state               listings with stock, orders, oversold, calls, faults
 *   POST /_sandbox/orders              {"sku","quantity"} or {"lines":[{"sku","quantity"}…]};
 *                                      "buyer":{"name","phone","email","street","ward",
 *                                      "province"}, "payment":"cod|transfer|online","note",
 *                                      "force":true → 201, or 409 when sold out
 *   POST /_sandbox/orders/{id}/status  {"status": a stage or the platform's own word}; the id or
 *                                      the number
 *   POST /_sandbox/listings/{id}       {"stock","price"}: changed by hand at the platform
 *   GET, POST, DELETE /_sandbox/faults a fault (tiem-sandbox-faults.h), a list of them, or
 *                                      {"clear":true}
 *   POST /_sandbox/settings            the market's switches, and "orders_per_minute". The
 *                                      website's: "key", "secret", "permissions", "storage"
 *                                      posts|tables, "permalinks" pretty|plain, "decimals"
 *                                      0|2, "drop_authorization", "number_prefix"
 *                                      Lazada's: lazada/tiem-sandbox-lazada.h
 *                                      Shopee's: shopee/tiem-sandbox-shopee-settings.h
 *                                      TikTok Shop's: tiktok/tiem-sandbox-tts.h
 *   POST /_sandbox/warehouse           {"sku","units"}: how many really exist now
 */

gboolean tiem_sandbox_control_wants (TiemSandboxMarket *market, const TiemRequest *request);
TiemResponse *tiem_sandbox_control_handle (TiemSandboxMarket *market, const TiemRequest *request);

G_END_DECLS
