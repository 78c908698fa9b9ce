#pragma once

#include "store/tiem-store-orders.h"

G_BEGIN_DECLS

/*
 * Saved views: what a list is filtered to, how it is sorted and which columns it has, under a
 * name of the owner's. Words of the window ("todo", "ship-by") are kept as they are; only
 * channels, which have rows, are kept by id.
 */

typedef enum
{
  TIEM_VIEW_CHANNEL, /* its id */
  TIEM_VIEW_TIME,    /* placed since so many days before today: "0", "6", "29" */
  TIEM_VIEW_TAG,     /* its name */
  TIEM_VIEW_CARRIER, /* its name */
  TIEM_N_VIEW_FILTERS
} TiemViewFilter;

/* "channel", "time", "tag", "carrier" */
const char *tiem_view_filter_to_string (TiemViewFilter filter);

typedef struct
{
  gint64 id; /* 0 = not saved yet */
  char *tab; /* "orders", "products", "customers" */
  char *name;
  char *chip;                         /* the group it begins with: "todo", "low" */
  char *filters[TIEM_N_VIEW_FILTERS]; /* (nullable): NULL = any */
  char *search;                       /* (nullable) */
  char *sort;                         /* (nullable): the column's id; NULL = the tab's own */
  gboolean descending;
  char *columns;         /* (nullable): ids, comma separated; NULL = the tab's own */
  gint64 position;       /* among those of its tab */
  char *channel_name;    /* (nullable): of TIEM_VIEW_CHANNEL; only read */
  gboolean channel_gone; /* that channel was removed; only read */
} TiemSavedView;

TiemSavedView *tiem_saved_view_copy (const TiemSavedView *self);
void tiem_saved_view_free (TiemSavedView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSavedView, tiem_saved_view_free)

/* @tab: (nullable): of all tabs. Returns: (element-type TiemSavedView): in their order */
GPtrArray *tiem_store_list_views (TiemStore *self,
                                  const char *tab,
                                  GError **error);
/* By name, whatever its case and diacritics. NOT_FOUND. */
TiemSavedView *tiem_store_find_view (TiemStore *self,
                                     const char *tab,
                                     const char *name,
                                     GError **error);
/* Adds @view (.id 0), changes the one with its id, or brings back one that was removed (its old
 * id and place). INVALID without a name; CONFLICT when another of the tab has it.
 * Returns: its id, 0 = failed */
gint64 tiem_store_put_view (TiemStore *self,
                            const TiemSavedView *view,
                            GError **error);
/* NOT_FOUND */
gboolean tiem_store_remove_view (TiemStore *self,
                                 gint64 view_id,
                                 GError **error);

/* What the orders of @view are; the strings are copies. @now: ms UTC. Returns: (transfer full):
 * tiem_order_query_free() */
TiemOrderQuery *tiem_saved_view_to_order_query (const TiemSavedView *view,
                                                gint64 now);
/* The group of orders a chip stands for: "all", "todo", "short", "troubled", or a status.
 * Returns: FALSE when there is no such chip; the query is then of all */
gboolean tiem_order_query_set_chip (TiemOrderQuery *query,
                                    const char *chip);

G_END_DECLS
