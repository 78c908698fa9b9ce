#pragma once

#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* The catalogue inside a write, for imports and for taking listings over. */

/* As tiem_store_add_variant(). Returns: the variant's id, 0 with @error */
gint64 tiem_catalogue_add (TiemWrite *write,
                           const TiemNewVariant *values,
                           GError **error);
/* As tiem_store_edit_variant(). */
gboolean tiem_catalogue_edit (TiemWrite *write,
                              gint64 variant_id,
                              TiemEdit fields,
                              const TiemNewVariant *values,
                              GError **error);
/* As tiem_store_archive_variant(). */
gboolean tiem_catalogue_archive (TiemWrite *write,
                                 gint64 variant_id,
                                 gboolean archived,
                                 GError **error);
/* Returns: 0 without @error when nobody has it */
gint64 tiem_catalogue_find_sku (TiemDb *db,
                                const char *sku,
                                GError **error);

/* What is wrong with values, before anything is written. */
typedef struct
{
  TiemError code;
  const char *column; /* static: "sku", "price" … */
  char *reason;       /* (owned) a sentence; NULL: nothing is wrong */
} TiemCatalogueProblem;
void tiem_catalogue_problem_clear (TiemCatalogueProblem *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemCatalogueProblem, tiem_catalogue_problem_clear)
/* @variant_id 0: to be added, with all fields. FALSE = the database failed. */
gboolean tiem_catalogue_check (TiemWrite *write,
                               gint64 variant_id,
                               TiemEdit fields,
                               const TiemNewVariant *values,
                               TiemCatalogueProblem *problem,
                               GError **error);

/* Sets it and queues it for every channel that lists the variant. */
gboolean tiem_catalogue_set_price (TiemWrite *write,
                                   gint64 variant_id,
                                   gint64 price_vnd,
                                   GError **error);
/* @category: (nullable): none */
gboolean tiem_catalogue_set_category (TiemWrite *write,
                                      gint64 product_id,
                                      const char *category,
                                      GError **error);
/* As tiem_store_set_barcodes(). */
gboolean tiem_catalogue_set_barcodes (TiemWrite *write,
                                      gint64 variant_id,
                                      const char *const *codes,
                                      GError **error);
/* As tiem_store_set_bundle(). */
gboolean tiem_catalogue_set_parts (TiemWrite *write,
                                   gint64 variant_id,
                                   GArray *parts,
                                   GError **error);
/* What the variant is found by has changed. */
gboolean tiem_catalogue_index_variant (TiemWrite *write,
                                       gint64 variant_id,
                                       GError **error);

/* NULL for NULL and for nothing but spaces. Returns: (transfer full) (nullable) */
char *tiem_catalogue_trim (const char *text);

/* What a search finds the variant by, and its place in a list by name.
 * Returns: (transfer full): folded; *sort_name (transfer full) too */
char *tiem_catalogue_make_text (TiemDb *db,
                                gint64 variant_id,
                                char **sort_name,
                                GError **error);

G_END_DECLS
