#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A plain value as an item of a GListStore, so that short tables (log, drift, import) use
 * the same columns as the long lists. */
#define TIEM_TYPE_ITEM (tiem_item_get_type ())
G_DECLARE_FINAL_TYPE (TiemItem, tiem_item, TIEM, ITEM, GObject)

/* @value: (transfer full): freed with @value_free (nullable) */
TiemItem *tiem_item_new (gpointer value,
                         GDestroyNotify value_free);
gconstpointer tiem_item_get_value (TiemItem *self);

G_END_DECLS
