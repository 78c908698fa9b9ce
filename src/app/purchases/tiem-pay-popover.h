#pragma once

#include "model/tiem-own.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * How much is paid to a supplier, and how; the debt that is left is told while it is typed.
 * Signal: ::pay (gint64 amount_vnd, TiemMoneyWay how, const char *note)
 */
#define TIEM_TYPE_PAY_POPOVER (tiem_pay_popover_get_type ())
G_DECLARE_FINAL_TYPE (TiemPayPopover, tiem_pay_popover, TIEM, PAY_POPOVER, GtkPopover)

/* @debt_vnd: what is owed, and proposed; @advance: more may be paid than that */
GtkWidget *tiem_pay_popover_new (gint64 debt_vnd,
                                 gboolean advance);

G_END_DECLS
