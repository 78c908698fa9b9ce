#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * The owner's own words on orders: one note each, and tags. A search finds an order by both.
 * Every call is one transaction; many orders are best given some hundreds at a time, so that
 * others write in between.
 */

#define TIEM_LONGEST_NOTE 2000 /* characters */
#define TIEM_LONGEST_TAG 40

/* @note: (nullable): NULL or blank = none. NOT_FOUND; INVALID when it is too long. */
gboolean tiem_store_set_order_note (TiemStore *self,
                                    gint64 order_id,
                                    const char *note,
                                    GError **error);

/* Exactly these tags, made where there is none of the name yet ("qua tang" is "Quà tặng").
 * @names: %NULL-terminated. INVALID for a name that is blank, too long or has a comma. */
gboolean tiem_store_set_order_tags (TiemStore *self,
                                    gint64 order_id,
                                    const char *const *names,
                                    GError **error);
/* @order_ids: (element-type gint64). Orders that are gone are passed over.
 * Returns: (transfer full) (element-type gint64): those that did not have it, which an Undo takes
 * it from again */
GArray *tiem_store_add_order_tag (TiemStore *self,
                                  GArray *order_ids,
                                  const char *name,
                                  GError **error);
/* Returns: (transfer full) (element-type gint64): those that had it */
GArray *tiem_store_remove_order_tag (TiemStore *self,
                                     GArray *order_ids,
                                     const char *name,
                                     GError **error);

typedef struct
{
  gint64 id;
  char *name;
  gint64 orders; /* that have it */
} TiemTag;
void tiem_tag_free (TiemTag *self);

/* Returns: (transfer full) (element-type TiemTag): by name */
GPtrArray *tiem_store_list_tags (TiemStore *self,
                                 GError **error);
/* CONFLICT when another tag is called so; INVALID as above; NOT_FOUND. */
gboolean tiem_store_rename_tag (TiemStore *self,
                                gint64 tag_id,
                                const char *name,
                                GError **error);
/* Takes it off all its orders. NOT_FOUND. */
gboolean tiem_store_delete_tag (TiemStore *self,
                                gint64 tag_id,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemTag, tiem_tag_free)

G_END_DECLS
