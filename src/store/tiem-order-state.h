#pragma once

#include "store/tiem-db.h"
#include "store/tiem-store-bulk.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* TiemOrderState from rows, for the files of the store. */

#define TIEM_ORDER_STATE_FROM                                                                      \
  " FROM json_each (?1) j CROSS JOIN customer_order o ON o.id = j.value"                           \
  " JOIN channel c ON c.id = o.channel_id LEFT JOIN own_order w ON w.order_id = o.id"
#define TIEM_ORDER_STATE_COLUMNS                                                                   \
  " o.id, o.channel_id, c.kind, c.removed_at > 0, o.status, w.order_id IS NOT NULL, o.is_short,"   \
  " o.cancel_asked, o.label_at > 0, o.printed_at > 0, o.packed_at > 0, o.handed_at > 0,"           \
  " EXISTS (SELECT 1 FROM outbox x WHERE x.order_id = o.id AND x.state <> 'rejected'"              \
  "   AND x.kind <> 'order:label'), c.by_file"
/* How many columns these are. */
#define TIEM_ORDER_STATE_N 14

/* Of a statement that begins with these columns. */
void tiem_order_state_read (TiemOrderState *self,
                            TiemStmt *row);

/* --- between tiem-store-bulk.c and tiem-store-hand-over.c --- */

TiemOrderBatch *tiem_order_batch_new (const char *kind);
/* Returns: (element-type TiemOrderState): NULL with @error */
GArray *tiem_order_states_list (TiemDb *db,
                                GArray *order_ids,
                                GError **error);
gboolean tiem_order_batch_leave_out (TiemOrderBatch *self,
                                     TiemDb *db,
                                     const TiemOrderState *state,
                                     const char *sentence,
                                     GError **error);
/* Queues one, or takes the step of one's own order. @kind: of the outbox.
 * @id: (out): to undo it by; 0: it is left out */
gboolean tiem_order_batch_queue (TiemOrderBatch *self,
                                 TiemWrite *write,
                                 const TiemOrderState *state,
                                 const char *kind,
                                 const char *reason,
                                 gint64 delay_ms,
                                 gint64 *id,
                                 GError **error);

G_END_DECLS
