#pragma once

#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* The head that purchases, returns to suppliers, transfers and stock takes share. Slips of a
 * kind have a series of numbers of their own, and no number ever comes again. */

#define TIEM_SLIP_PURCHASE "purchase"               /* PN000001 */
#define TIEM_SLIP_SUPPLIER_RETURN "supplier-return" /* TH000001 */
#define TIEM_SLIP_TRANSFER "transfer"               /* CK000001 */
#define TIEM_SLIP_TAKE "take"                       /* KK000001 */

/* Makes a draft. @location_id: 0 = the main one; @note: (nullable).
 * Returns: its id, 0 with @error */
gint64 tiem_slip_create (TiemWrite *write,
                         const char *kind,
                         gint64 location_id,
                         const char *note,
                         GError **error);
/* @state: "done" or "undone", with now as its time. */
gboolean tiem_slip_set_state (TiemWrite *write,
                              gint64 slip_id,
                              const char *state,
                              GError **error);
/* Books every movement of the slip the other way round, under its reason and at what each
 * unit came in for. Does not look whether the units are still there. */
gboolean tiem_slip_move_back (TiemWrite *write,
                              gint64 slip_id,
                              GError **error);

G_END_DECLS
