#pragma once

#include "store/tiem-db.h"

G_BEGIN_DECLS

/* Lists are made in two steps, so that a window over a million rows reads only what it
 * shows: first the ids a query finds, then the records of some of them. */

/* Steps to the end. Returns: (element-type gint64): the first column; NULL with @error */
GArray *tiem_ids_collect (TiemStmt *rows,
                          GError **error);
/* Returns: (transfer full): "[3,1,2]", to be read by json_each (?1) */
char *tiem_ids_to_json (GArray *ids);
/* What a search finds when that is little. @sql: rowids; ?1 is @expression, ?2 a limit. *json:
 * (transfer full) (nullable): as above; NULL: it finds more than @most */
gboolean tiem_ids_find_few (TiemDb *db,
                            const char *sql,
                            const char *expression,
                            gint64 most,
                            char **json,
                            GError **error);
/* Steps to the end. Returns: (transfer full): a field of bits in which the ids of the first column
 * are marked; *n: how many; NULL with @error */
GByteArray *tiem_ids_mark (TiemStmt *rows,
                           guint *n,
                           GError **error);
void tiem_ids_add_mark (GByteArray *marks,
                        gint64 id);
gboolean tiem_ids_is_marked (GByteArray *marks,
                             gint64 id);
/* @records: (transfer full): each begins with its gint64 id.
 * Returns: (transfer full): the same in the order of @ids */
GPtrArray *tiem_ids_arrange (GArray *ids,
                             GPtrArray *records);

/* A GCompareFunc for gint64. */
int tiem_ids_compare (gconstpointer a,
                      gconstpointer b);

/* The record with this id, for filling in what another query found. */
GHashTable *tiem_ids_index (GPtrArray *records);

G_END_DECLS
