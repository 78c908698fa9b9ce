#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The text of a VietQR code: a transfer to a bank account, as NAPAS lays it out (EMVCo merchant
 * presented, tag 38, GUID A000000727). Offline: nobody is asked, and nobody tells whether the
 * money came.
 */

/* @bin: the bank's six digits; @account: its number; @amount_vnd: 0 = the payer writes it;
 * @purpose: (nullable): the text of the transfer: written without tones, 25 characters at most
 * INVALID: a BIN, account or amount that can't be. Returns: (transfer full) (nullable) */
char *tiem_vietqr_make (const char *bin,
                        const char *account,
                        gint64 amount_vnd,
                        const char *purpose,
                        GError **error);
/* Returns: (transfer full): @text as banks take it: ASCII without tones, at most 25 characters */
char *tiem_vietqr_fold_purpose (const char *text);

typedef struct
{
  char *bin;
  char *name;
} TiemBank;
/* Returns: (transfer full) (element-type TiemBank): those that can be paid to on @day
 * (tiem_time_day()), the largest first */
GPtrArray *tiem_vietqr_list_banks (gint64 day);

G_END_DECLS
