#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Money is gint64 whole đồng everywhere. No floating point touches it. */

/* Reads a channel's decimal text exactly: "129000", "129000.00", "-2000". Thousands
 * separators, more precision than the đồng has ("0.5"), text and overflow are errors.
 * Fails with %TIEM_ERROR_PROTOCOL. */
gboolean tiem_money_parse_decimal (const char *text,
                                   gint64 *vnd,
                                   GError **error);

/* Reads what a person types: "1250000", "1.250.000", "1,250,000 ₫", "385k", "1tr2",
 * "1tr250", "1,2tr", "1.250k". Fails with %TIEM_ERROR_INVALID and a sentence that says
 * how to write it. */
gboolean tiem_money_parse_input (const char *text,
                                 gint64 *vnd,
                                 GError **error);

/* Returns: (transfer full): "1.250.000 ₫" with a no-break space; "−385.000 ₫" below zero */
char *tiem_money_format (gint64 vnd);
/* Returns: (transfer full): the same without the sign of the currency: "1.250.000" */
char *tiem_number_format (gint64 number);

G_END_DECLS
