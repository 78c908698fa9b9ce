#pragma once

#include "model/tiem-bulk-rule.h"
#include "store/tiem-row-list.h"
#include "store/tiem-store-catalogue.h"

G_BEGIN_DECLS

/* Many variants at once, categories, barcodes, combos. */

/* --- one change for many variants, looked at before it is made --- */

/* One line of the preview; it does not change. */
typedef struct
{
  gint64 variant_id;
  gint64 product_id;
  char *name;
  char *options; /* (nullable) */
  char *sku;
  char *search;  /* folded */
  char *text;    /* (nullable) the category it has */
  TiemBulkFacts facts;
} TiemBulkRow;

/* Rows in the order of their names, with what each becomes. Rows never change; values and states
 * belong to whoever shows the plan. */
typedef struct
{
  TiemBulkRule *rule;
  GPtrArray *rows; /* (element-type TiemBulkRow) */
  gint64 *values;  /* what each becomes */
  guint8 *states;  /* TiemBulkState of each */
} TiemBulkPlan;

typedef enum
{
  TIEM_BULK_LEFT_OUT = 1 << 0, /* the owner took its tick off */
  TIEM_BULK_TYPED = 1 << 1,    /* the owner typed its value */
} TiemBulkState;

TiemBulkPlan *tiem_bulk_plan_copy (const TiemBulkPlan *self); /* shares the rows */
void tiem_bulk_plan_free (TiemBulkPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemBulkPlan, tiem_bulk_plan_free)
TiemBulkFlags tiem_bulk_plan_judge (const TiemBulkPlan *self,
                                    guint row);
/* Whether applying the plan writes the row. */
gboolean tiem_bulk_plan_writes (const TiemBulkPlan *self,
                                guint row);

/* What the rule makes of these variants; nothing is written.
 * @before: (nullable): what was shown until now: ticks taken off and values typed stay
 * @variant_ids: (element-type gint64) */
TiemBulkPlan *tiem_store_plan_bulk (TiemStore *self,
                                    GArray *variant_ids,
                                    const TiemBulkRule *rule,
                                    const TiemBulkPlan *before,
                                    GError **error);

/* What was written, and what takes it back. */
typedef struct
{
  gint64 variant_id;
  gint64 product_id;
  char *sku;
  gint64 before;
  gint64 after;
  char *text_before; /* (nullable) categories */
  char *text_after;  /* (nullable) */
  gint64 movement_id; /* of stock; 0 = none */
  gboolean began_count;
} TiemBulkChange;

typedef struct
{
  gint64 variant_id;
  char *sku;
  char *sentence;
} TiemBulkProblem;

typedef struct
{
  TiemBulkField field;
  GPtrArray *changes;  /* (element-type TiemBulkChange) */
  GPtrArray *problems; /* (element-type TiemBulkProblem): rows left as they are, and why */
} TiemBulkResult;
void tiem_bulk_result_free (TiemBulkResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemBulkResult, tiem_bulk_result_free)

/* Writes the plan in one transaction. A price or category that is another than the plan shows is
 * left as it is; of stock the difference is booked, so that what was sold meanwhile stays sold.
 * @done: (nullable): rows gone through so far, for progress on another thread (g_atomic_int_get())
 * Cancelling writes nothing. */
TiemBulkResult *tiem_store_apply_bulk (TiemStore *self,
                                       const TiemBulkPlan *plan,
                                       int *done,
                                       GCancellable *cancellable,
                                       GError **error);
/* Takes it back, in one transaction; what somebody changed since is left and named. */
TiemBulkResult *tiem_store_undo_bulk (TiemStore *self,
                                      const TiemBulkResult *result,
                                      int *done,
                                      GCancellable *cancellable,
                                      GError **error);

/* --- categories --- */

typedef struct
{
  char *path; /* clean: "Thời trang > Áo" */
  gint64 products; /* in it, not below it */
} TiemCategory;
void tiem_category_free (TiemCategory *self);
/* Returns: (element-type TiemCategory): in the order of their names, each below its parent;
 * parents without goods of their own too */
GPtrArray *tiem_store_list_categories (TiemStore *self,
                                       GError **error);

/* What tiem_store_undo_category() takes back. */
typedef struct
{
  GArray *product_ids; /* (element-type gint64) */
  GPtrArray *before;   /* (element-type utf8) of each */
  GPtrArray *after;    /* (element-type utf8) of each, NULL = none */
} TiemCategoryMove;
void tiem_category_move_free (TiemCategoryMove *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemCategoryMove, tiem_category_move_free)
/* @path and what lies below it becomes @to: another name, another place, or a category that is
 * there already: they are one then. @to: (nullable): %NULL = its goods are in none.
 * INVALID for a category moved into itself. */
TiemCategoryMove *tiem_store_move_category (TiemStore *self,
                                            const char *path,
                                            const char *to,
                                            GError **error);
/* Returns: how many products are back; those changed since stay. −1 with @error */
gint64 tiem_store_undo_category (TiemStore *self,
                                 const TiemCategoryMove *move,
                                 GError **error);

/* --- barcodes --- */

/* Returns: (transfer full): in order, the first is shown */
GStrv tiem_store_list_barcodes (TiemStore *self,
                                gint64 variant_id,
                                GError **error);
/* CONFLICT names whose it is. */
gboolean tiem_store_set_barcodes (TiemStore *self,
                                  gint64 variant_id,
                                  const char *const *codes,
                                  GError **error);
/* The next free EAN-13 of the shop's own, not counting @taken (nullable): codes not saved yet.
 * Returns: (transfer full) */
char *tiem_store_make_barcode (TiemStore *self,
                               const char *const *taken,
                               GError **error);

/* --- combos --- */

typedef struct
{
  TiemVariant *variant;
  gint64 quantity; /* of it in one combo */
} TiemComboPart;
void tiem_combo_part_free (TiemComboPart *self);
/* Returns: (element-type TiemComboPart): empty where it is no combo */
GPtrArray *tiem_store_list_parts (TiemStore *self,
                                  gint64 variant_id,
                                  GError **error);

/* Returns: (element-type TiemVariant): in the order of @ids, without those that are not there */
GPtrArray *tiem_store_get_variants (TiemStore *self,
                                    GArray *ids,
                                    GError **error);

/* What many variants are together. A combo counts as a variant, but has no stock of its own. */
typedef struct
{
  gint64 variants;
  gint64 products;
  gint64 combos;
  gint64 on_hand;
  gint64 reserved;
  gint64 value_vnd;
  gint64 without_cost; /* of which there are units whose cost nobody knows: not in the value */
  gint64 sold_out;     /* nothing of it is available */
} TiemVariantSum;
/* @ids: (element-type gint64) */
gboolean tiem_store_sum_variant_ids (TiemStore *self,
                                     GArray *ids,
                                     TiemVariantSum *sum,
                                     GError **error);

/* --- a product with all its variants, in one go --- */

typedef struct
{
  gint64 variant_id; /* 0 = new */
  TiemNewVariant values; /* strings not owned */
  TiemEdit fields;
  gint64 old_on_hand; /* what the page showed when it was opened */
  gboolean old_counted;
  const char *const *barcodes; /* (nullable): all of them; %NULL: values.barcode is the first */
  GArray *parts; /* (nullable) (element-type TiemBundlePart): %NULL: as they are */
} TiemProductSave;

/* All or nothing. @rows: (element-type TiemProductSave)
 * @bad_row: (out): the row an error is about, −1 = none
 * Returns: the first variant's id, 0 with @error */
gint64 tiem_store_save_product (TiemStore *self,
                                gint64 product_id,
                                GPtrArray *rows,
                                int *bad_row,
                                GError **error);

G_END_DECLS
