#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Which goods of an order are to leave in a parcel of their own: the choice of
 * %TIEM_ORDER_ACTION_SHIP_PART, as text for the outbox: "LINE*2*5;…": of line LINE two of the five
 * that waited then. How many waited tells whether it was done already, after an unclear outcome.
 */

typedef struct
{
  char *line_id; /* TiemRemoteLine.remote_id */
  gint64 quantity;
  gint64 waiting;
} TiemPartWish;

void tiem_part_wish_add (GString *choice,
                         const char *line_id,
                         gint64 quantity,
                         gint64 waiting);
/* Returns: (transfer full) (element-type TiemPartWish): at least one; NULL with INVALID */
GArray *tiem_part_wish_read (const char *choice,
                             GError **error);

G_END_DECLS
