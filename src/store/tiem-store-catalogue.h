#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/* Products, variants, bundles, and the stock ledger. */

typedef struct
{
  gint64 product_id;  /* 0: a new product called @name; else a further variant of it */
  const char *name;
  const char *sku;    /* required; compared by tiem_sku_key() */
  const char *options;
  const char *barcode;
  const char *shelf;
  const char *image_url;
  const char *category;
  const char *description;
  gint64 price_vnd;
  gint64 cost_vnd;
  gboolean has_cost;
  gint64 on_hand;
  gboolean has_on_hand; /* gives the first stock: from now on it counts */
} TiemNewVariant;

/* Returns: the variant's id, 0 with @error: INVALID (no name, no SKU, negative price …),
 * CONFLICT (the SKU exists: the sentence names the product) */
gint64 tiem_store_add_variant (TiemStore *self,
                               const TiemNewVariant *values,
                               GError **error);

typedef enum
{
  TIEM_EDIT_NAME = 1 << 0,
  TIEM_EDIT_SKU = 1 << 1,
  TIEM_EDIT_OPTIONS = 1 << 2,
  TIEM_EDIT_BARCODE = 1 << 3,
  TIEM_EDIT_PRICE = 1 << 4,
  TIEM_EDIT_COST = 1 << 5,
  TIEM_EDIT_CATEGORY = 1 << 6,
  TIEM_EDIT_DESCRIPTION = 1 << 7,
  TIEM_EDIT_IMAGE = 1 << 8,
  TIEM_EDIT_SHELF = 1 << 9,
} TiemEdit;

/* Changes the named fields. A new price is queued for every channel that lists the variant. */
gboolean tiem_store_edit_variant (TiemStore *self,
                                  gint64 variant_id,
                                  TiemEdit fields,
                                  const TiemNewVariant *values,
                                  GError **error);
/* An archived variant is hidden, not deleted; its listings show 0. */
gboolean tiem_store_archive_variant (TiemStore *self,
                                     gint64 variant_id,
                                     gboolean archived,
                                     GError **error);
/* @parts: (element-type TiemBundlePart). Empties = no bundle any more. INVALID for a
 * bundle that contains itself or another bundle. */
typedef struct
{
  gint64 variant_id;
  gint64 quantity;
} TiemBundlePart;
gboolean tiem_store_set_bundle (TiemStore *self,
                                gint64 variant_id,
                                GArray *parts,
                                GError **error);

/* Returns: 0 without @error when there is none; compares by tiem_sku_key() */
gint64 tiem_store_find_sku (TiemStore *self,
                            const char *sku,
                            GError **error);
TiemVariant *tiem_store_get_variant (TiemStore *self,
                                     gint64 variant_id,
                                     GError **error);
/* With its variants, archived ones too. NOT_FOUND. */
TiemProduct *tiem_store_get_product (TiemStore *self,
                                     gint64 product_id,
                                     GError **error);
/* Returns: (element-type TiemProduct): by name; @search typed by a person (nullable); @limit 0 = all */
GPtrArray *tiem_store_list_products (TiemStore *self,
                                     const char *search,
                                     gint64 limit,
                                     gint64 offset,
                                     GError **error);
/* The same of one category and what is below it; @category: (nullable): a clean path. */
GPtrArray *tiem_store_list_products_in (TiemStore *self,
                                        const char *search,
                                        const char *category,
                                        gint64 limit,
                                        gint64 offset,
                                        GError **error);

/* Counted on hand: units waiting to be shipped included. @reason: a code ("count" …) or
 * the owner's own words; kept with the movement. Settles an undecided variant. */
gboolean tiem_store_set_stock (TiemStore *self,
                               gint64 variant_id,
                               gint64 on_hand,
                               const char *reason,
                               const char *note,
                               GError **error);
gboolean tiem_store_adjust_stock (TiemStore *self,
                                  gint64 variant_id,
                                  gint64 delta,
                                  const char *reason,
                                  const char *note,
                                  GError **error);
/* Returns: (element-type TiemMovement), newest first; @limit 0 = all */
GPtrArray *tiem_store_list_movements (TiemStore *self,
                                      gint64 variant_id,
                                      gint64 limit,
                                      GError **error);
/* Returns: (element-type TiemMovementSum): what on hand is made of, in the order it began; empty
 * for a bundle */
GPtrArray *tiem_store_sum_movements (TiemStore *self,
                                     gint64 variant_id,
                                     GError **error);
/* Returns: (element-type TiemReservation): who holds it, oldest order first */
GPtrArray *tiem_store_list_reservations (TiemStore *self,
                                         gint64 variant_id,
                                         GError **error);

G_END_DECLS
