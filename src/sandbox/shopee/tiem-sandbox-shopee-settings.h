#pragma once

#include "sandbox/shopee/tiem-sandbox-shopee-call.h"

G_BEGIN_DECLS

/* The market's switches (POST /_sandbox/settings): those of TiemSandboxShopeeSwitches by the
 * names in the table of the .c file, and
 *   reserve        {"SKU": units} a promotion sets aside
 *   clock_offset_s how far ahead the market's clock is
 *   expire         "access", "refresh" or "grant" ends now
 */

void tiem_sandbox_shopee_settings_init (TiemSandboxShopeeSwitches *switches);
void tiem_sandbox_shopee_settings_clear (TiemSandboxShopeeSwitches *switches);

/* Changes all of them or, with INVALID, none. */
gboolean tiem_sandbox_shopee_settings_apply (TiemSandboxShopee *shopee,
                                             JsonObject *settings,
                                             GError **error);

G_END_DECLS
