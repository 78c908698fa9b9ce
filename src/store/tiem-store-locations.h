#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * The places where goods lie. The main one (id 1) is always there: it sells, and orders leave
 * from it unless their channel says otherwise. With one place, nothing of this is to be seen.
 *
 * What a variant has on hand is the sum over all places; what may still be sold is what lies at
 * places that sell, less what is reserved.
 */
typedef struct
{
  gint64 id;
  char *name;
  gboolean is_main;
  gboolean sells; /* its goods may be sold on channels */
  gboolean archived;
  gint64 variants; /* of which there are units, or too few, here */
  gint64 units;
  gint64 channels; /* whose orders leave from here */
} TiemLocation;
void tiem_location_free (TiemLocation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemLocation, tiem_location_free)

/* Returns: (element-type TiemLocation): the main one first, archived ones last or left out */
GPtrArray *tiem_store_list_locations (TiemStore *self,
                                      gboolean with_archived,
                                      GError **error);
/* By id or by name, however it is written. Returns: the id; 0 with NOT_FOUND */
gint64 tiem_store_find_location (TiemStore *self,
                                 const char *id_or_name,
                                 GError **error);
/* Returns: the id; 0 with INVALID (no name, or one that is taken) */
gint64 tiem_store_add_location (TiemStore *self,
                                const char *name,
                                gboolean sells,
                                GError **error);
gboolean tiem_store_rename_location (TiemStore *self,
                                     gint64 location_id,
                                     const char *name,
                                     GError **error);
/* CONFLICT for the main place and those that orders leave from. */
gboolean tiem_store_set_location_sells (TiemStore *self,
                                        gint64 location_id,
                                        gboolean sells,
                                        GError **error);
/* CONFLICT unless it is empty, and no channel, open slip or reservation needs it. */
gboolean tiem_store_archive_location (TiemStore *self,
                                      gint64 location_id,
                                      gboolean archived,
                                      GError **error);
/* Where the orders of a channel leave from; what its open orders hold moves along. CONFLICT for
 * a place that does not sell. */
gboolean tiem_store_set_channel_location (TiemStore *self,
                                          gint64 channel_id,
                                          gint64 location_id,
                                          GError **error);

/* What there is of a variant at one place. */
typedef struct
{
  gint64 location_id;
  char *name;
  gboolean sells;
  gint64 on_hand;
  gint64 reserved;
} TiemStockPlace;
void tiem_stock_place_free (TiemStockPlace *self);

/* Returns: (element-type TiemStockPlace): every open place, in their order; also those that have
 * none of it. Empty for a bundle, which has no stock of its own. */
GPtrArray *tiem_store_list_stock_places (TiemStore *self,
                                         gint64 variant_id,
                                         GError **error);

/* tiem_store_set_stock() and tiem_store_adjust_stock() of one place. */
gboolean tiem_store_set_stock_at (TiemStore *self,
                                  gint64 variant_id,
                                  gint64 location_id,
                                  gint64 on_hand,
                                  const char *reason,
                                  const char *note,
                                  GError **error);
gboolean tiem_store_adjust_stock_at (TiemStore *self,
                                     gint64 variant_id,
                                     gint64 location_id,
                                     gint64 delta,
                                     const char *reason,
                                     const char *note,
                                     GError **error);

G_END_DECLS
