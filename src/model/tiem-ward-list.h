#pragma once

#include "model/tiem-units.h"

G_BEGIN_DECLS

/* A ward that was found, and by which name of before. */
#define TIEM_TYPE_WARD_ITEM (tiem_ward_item_get_type ())
G_DECLARE_FINAL_TYPE (TiemWardItem, tiem_ward_item, TIEM, WARD_ITEM, GObject)

const TiemWard *tiem_ward_item_get_ward (TiemWardItem *self);
/* Returns: (nullable): NULL when it was found by its own name */
const TiemOldWard *tiem_ward_item_get_old (TiemWardItem *self);

/*
 * A GListModel of TiemWardItem: today's wards that a query names, by the beginnings of their
 * words without marks, in any order: ward, province, and the wards, districts and provinces of
 * before that they were formed from ("trung hoa cau giay"). The likeliest first. A whole
 * address finds what it may be today. An empty query finds nothing. Main-thread object; about 1 ms a query.
 */
#define TIEM_TYPE_WARD_LIST (tiem_ward_list_get_type ())
G_DECLARE_FINAL_TYPE (TiemWardList, tiem_ward_list, TIEM, WARD_LIST, GObject)

/* Reads the table and what is searched in a thread, so that the first query need not wait. */
void tiem_ward_list_warm (void);
TiemWardList *tiem_ward_list_new (void);
void tiem_ward_list_set_query (TiemWardList *self,
                               const char *query);

G_END_DECLS
