#pragma once

#include "store/tiem-orders-private.h"
#include "store/tiem-store-after.h"

G_BEGIN_DECLS

/* What follows a sale, inside a read or a write. */

/* NOT_FOUND when the channel is no longer there. */
gboolean tiem_channels_check (TiemWrite *write,
                              gint64 channel_id,
                              GError **error);

/* Commits a page of a lane with its cursor (nullable: NULL leaves what is held). One that changed
 * nothing is no reason to write: its cursor is noted for the next commit. */
gboolean tiem_lanes_end_page (TiemWrite *write,
                              gint64 channel_id,
                              const char *lane,
                              const char *cursor,
                              GError **error);

/* Forgets the label's row. Returns: FALSE with @error. @file: (out) (transfer full) (nullable): what
 * tiem_labels_drop_file() takes after the commit */
gboolean tiem_labels_forget (TiemWrite *write,
                             gint64 order_id,
                             char **file,
                             GError **error);
void tiem_labels_drop_file (TiemStore *self,
                            const char *file);

/* An action to be queued (tiem-store-outbox.c); of the three ids one is not 0. */
typedef struct
{
  const char *kind;
  gint64 channel_id;
  gint64 order_id;
  gint64 return_id;
  gint64 review_id;
  gint64 value;
  const char *reason;
  const char *note;
  gint64 delay_ms;
} TiemQueued;
/* In the place of one of the same kind that still waits; one on its way is left alone. Commits.
 * Returns: the outbox's id, 0 with @error */
gint64 tiem_outbox_queue (TiemWrite *write,
                          const TiemQueued *queued,
                          GError **error);
/* The same without the commit, for many of them. */
gint64 tiem_outbox_put (TiemWrite *write,
                        const TiemQueued *queued,
                        GError **error);

/* Finds a row by its own id or the channel's text; @sql_own and @sql_remote take the text as ?1
 * and the channel as ?2. Returns: the id; 0 without @error when there is none, −1 when two
 * channels have it */
gint64 tiem_after_find (TiemDb *db,
                        const char *sql_own,
                        const char *sql_remote,
                        const char *text,
                        gint64 channel_id,
                        GError **error);

G_END_DECLS
