#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* EAN-13, GS1 General Specifications: twelve digits and a check digit. */

/* Returns: the check digit of the first twelve digits, −1 when they are not digits */
int tiem_ean_check_digit (const char *digits);
/* Whether it is thirteen digits with the right last one. */
gboolean tiem_ean_is_valid (const char *code);
/* A code of the shop's own: GS1 leaves the prefixes 200 to 299 to whoever uses them within their
 * own four walls. @number: 0 … 10^10 − 1. Returns: (transfer full): thirteen digits */
char *tiem_ean_make_own (guint64 number);
/* Returns: FALSE when @code is not one of tiem_ean_make_own(); else *number */
gboolean tiem_ean_read_own (const char *code,
                            guint64 *number);

G_END_DECLS
