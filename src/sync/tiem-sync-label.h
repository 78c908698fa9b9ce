#pragma once

#include "base/tiem-clock.h"
#include "store/tiem-store.h"
#include "sync/tiem-keyring.h"

G_BEGIN_DECLS

/* Labels for whoever waits for them. Blocking, any thread but the main one. */

/* What became of one order's label: a document, or an error. */
typedef struct
{
  gint64 order_id;
  GBytes *document;   /* (nullable) */
  char *content_type; /* (nullable) */
  GError *error;      /* (nullable) NOT_FOUND, REJECTED (not arranged yet …), TRANSIENT (still being
                       * made), INVALID (a channel without labels) … */
} TiemFetchedLabel;

void tiem_fetched_label_free (TiemFetchedLabel *self);

/* On the calling thread: so many orders have an outcome. */
typedef void (*TiemFetchProgress) (guint n, gpointer user_data);

/* The saved labels, else the channels', which are saved then; as many orders in one call as a
 * channel takes. Those that a platform still makes are asked for again for up to @wait_ms.
 * @progress: (nullable). Returns: (transfer full) (element-type TiemFetchedLabel): one for each of
 * @order_ids, in their order; %NULL with @error only when it was cancelled */
GPtrArray *tiem_sync_fetch_labels (TiemStore *store,
                                   TiemKeyring *keyring,
                                   TiemClock *clock,
                                   GArray *order_ids,
                                   gint64 wait_ms,
                                   TiemFetchProgress progress,
                                   gpointer user_data,
                                   GCancellable *cancellable,
                                   GError **error);
/* The same for one. @content_type: (out) (optional). Returns: (transfer full) */
GBytes *tiem_sync_fetch_label (TiemStore *store,
                               TiemKeyring *keyring,
                               TiemClock *clock,
                               gint64 order_id,
                               gint64 wait_ms,
                               char **content_type,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
