#pragma once

#include "store/tiem-store-catalogue.h"

G_BEGIN_DECLS

/* What the edit page holds, as text, and how it becomes a product. */

typedef enum
{
  TIEM_PRODUCT_FIELD_OPTIONS,
  TIEM_PRODUCT_FIELD_SKU,
  TIEM_PRODUCT_FIELD_BARCODE,
  TIEM_PRODUCT_FIELD_SHELF,
  TIEM_PRODUCT_FIELD_PRICE,
  TIEM_PRODUCT_FIELD_COST,
  TIEM_PRODUCT_FIELD_ON_HAND,
  TIEM_N_PRODUCT_FIELDS
} TiemProductField;

typedef struct
{
  gint64 variant_id;                  /* 0 = new */
  char *texts[TIEM_N_PRODUCT_FIELDS]; /* as typed */
  gint64 old_on_hand;
  gboolean old_counted;
  gboolean is_bundle; /* its stock is that of its parts */
  gboolean had_cost;  /* what the page showed when it was opened */
  gint64 old_cost_vnd;
} TiemProductRow;

typedef struct
{
  gint64 product_id; /* 0 = new */
  char *name;
  char *category;
  char *description;
  GPtrArray *rows; /* (element-type TiemProductRow) */
  GArray *parts;   /* (nullable) (element-type TiemBundlePart): of its one row; %NULL: as they are */
} TiemProductForm;

TiemProductRow *tiem_product_row_new (void);
void tiem_product_row_free (TiemProductRow *self);
TiemProductForm *tiem_product_form_new (void);
void tiem_product_form_free (TiemProductForm *self);

/* Checks what can be checked without the store.
 * Returns: FALSE with @error (INVALID: a sentence) and where: @row (−1 = the words above),
 * @field */
gboolean tiem_product_form_check (const TiemProductForm *self,
                                  int *row,
                                  TiemProductField *field,
                                  GError **error);

/* Writes all of it or nothing. Blocking; runs on a store thread.
 * @bad_row: (out): the row that an error is about, −1 = none
 * Returns: the id of the product's first variant, 0 with @error */
gint64 tiem_product_form_save (const TiemProductForm *self,
                               TiemStore *store,
                               int *bad_row,
                               GError **error);

G_END_DECLS
