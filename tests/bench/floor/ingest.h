#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The least that storing orders takes: json-glib, and plain inserts into the same tables with the
 * same indexes, a durable commit for each page. No customers, no stock, no counters, no events,
 * nothing is looked up first. The folder's database is no shop afterwards.
 */
typedef struct _FloorIngest FloorIngest;

FloorIngest *floor_ingest_new (const char *dir,
                               gint64 channel_id,
                               GError **error);
void floor_ingest_free (FloorIngest *self);

gboolean floor_ingest_store (FloorIngest *self,
                             const char *json,
                             GError **error);
/* Only looks whether each order of the page is there, by its hash. */
gboolean floor_ingest_look (FloorIngest *self,
                            const char *json,
                            GError **error);

G_END_DECLS
