#define G_LOG_DOMAIN "tiem-catalogue"

#include "config.h"

#include "store/tiem-store-catalogue.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "model/tiem-category.h"
#include "store/tiem-catalogue-private.h"
#include "store/tiem-cost-private.h"
#include "store/tiem-ids.h"
#include "store/tiem-ledger.h"
#include "store/tiem-orders-private.h"
#include "store/tiem-prices-private.h"
#include "store/tiem-variants-private.h"

#include <glib/gi18n-lib.h>

/* Products and variants: adding, changing, finding. */

#define EVERY_FIELD ((TiemEdit)((TIEM_EDIT_SHELF << 1) - 1))
#define PRODUCT_FIELDS (TIEM_EDIT_NAME | TIEM_EDIT_CATEGORY | TIEM_EDIT_DESCRIPTION)

static gboolean
fail_no_variant (GError **error)
{
  g_set_error_literal (
      error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND, _ ("There is no such product; refresh the list."));
  return FALSE;
}

/* The problem as an error. */
static gboolean
check (TiemWrite *write,
       gint64 variant_id,
       TiemEdit fields,
       const TiemNewVariant *values,
       GError **error)
{
  g_auto (TiemCatalogueProblem) problem = { 0 };

  if (!tiem_catalogue_check (write, variant_id, fields, values, &problem, error))
    return FALSE;
  if (problem.reason == NULL)
    return TRUE;
  g_set_error_literal (error, TIEM_ERROR, problem.code, problem.reason);
  return FALSE;
}

/* --- search and order --- */

char *
tiem_catalogue_make_text (TiemDb *db,
                          gint64 variant_id,
                          char **sort_name,
                          GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT p.name, v.options, v.sku, p.category,"
                       " (SELECT group_concat (code, ' ') FROM (SELECT code FROM barcode"
                       "  WHERE variant_id = v.id ORDER BY position, code_key))"
                       " FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = ?1",
                       TIEM_INT (variant_id));
  g_autoptr (GString) text = g_string_new (NULL);

  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return NULL;
  tiem_search_add (text, tiem_stmt_text (row, 0));
  tiem_search_add (text, tiem_stmt_text (row, 1));
  *sort_name = tiem_text_fold (text->str);
  for (int i = 2; i <= 4; i++)
    tiem_search_add (text, tiem_stmt_text (row, i));
  return tiem_text_fold (text->str);
}

gboolean
tiem_catalogue_index_variant (TiemWrite *write,
                              gint64 variant_id,
                              GError **error)
{
  g_autofree char *sort_name = NULL;
  g_autofree char *text = tiem_catalogue_make_text (write->db, variant_id, &sort_name, error);

  if (text == NULL)
    return FALSE;
  tiem_search_queue_put (write->search, "variant_text", variant_id, text);
  return tiem_db_run (write->db,
                      error,
                      "UPDATE variant SET sort_name = ?2 WHERE id = ?1 AND sort_name <> ?2",
                      TIEM_INT (variant_id),
                      TIEM_TEXT (sort_name));
}

static gboolean
index_product (TiemWrite *write,
               gint64 product_id,
               GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, "SELECT id FROM variant WHERE product_id = ?1", TIEM_INT (product_id));
  g_autoptr (GArray) ids = tiem_ids_collect (rows, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!tiem_catalogue_index_variant (write, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

/* --- parts of a variant --- */

static gboolean
put_barcode (TiemWrite *write,
             gint64 variant_id,
             const char *barcode,
             GError **error)
{
  g_autofree char *code = tiem_catalogue_trim (barcode);
  g_autofree char *key = tiem_sku_key (code);

  /* The first one is what people see and edit; others stay. */
  if (!tiem_db_run (write->db,
                    error,
                    "DELETE FROM barcode WHERE code_key = (SELECT code_key FROM barcode"
                    " WHERE variant_id = ?1 ORDER BY position LIMIT 1)",
                    TIEM_INT (variant_id)))
    return FALSE;
  return *key == '\0'
         || tiem_db_run (
             write->db,
             error,
             "INSERT INTO barcode (code_key, code, variant_id, position) VALUES (?1, ?2, ?3, 0)"
             " ON CONFLICT (code_key) DO UPDATE SET code = excluded.code, position = 0",
             TIEM_TEXT (key),
             TIEM_TEXT (code),
             TIEM_INT (variant_id));
}

gboolean
tiem_catalogue_set_price (TiemWrite *write,
                          gint64 variant_id,
                          gint64 price_vnd,
                          GError **error)
{
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE variant SET price_vnd = ?2 WHERE id = ?1",
                    TIEM_INT (variant_id),
                    TIEM_INT (price_vnd)))
    return FALSE;
  write->what |= TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS;
  return tiem_prices_refresh_variant (write, variant_id, error);
}

gboolean
tiem_catalogue_set_category (TiemWrite *write,
                             gint64 product_id,
                             const char *category,
                             GError **error)
{
  g_autofree char *clean = tiem_category_clean (category);

  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE product SET category = ?2 WHERE id = ?1",
                    TIEM_INT (product_id),
                    TIEM_TEXT (clean)))
    return FALSE;
  write->what |= TIEM_CHANGED_PRODUCTS;
  return index_product (write, product_id, error);
}

/* --- adding --- */

static gint64
add_product (TiemWrite *write,
             const TiemNewVariant *values,
             GError **error)
{
  g_autofree char *name = tiem_catalogue_trim (values->name);
  g_autofree char *category = tiem_category_clean (values->category);
  g_autofree char *description = tiem_catalogue_trim (values->description);
  g_autofree char *sort_name = tiem_text_fold (name);

  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO product (name, sort_name, category, description, created_at)"
                    " VALUES (?1, ?2, ?3, ?4, ?5)",
                    TIEM_TEXT (name),
                    TIEM_TEXT (sort_name),
                    TIEM_TEXT (category),
                    TIEM_TEXT (description),
                    TIEM_INT (write->now)))
    return 0;
  return tiem_db_last_id (write->db);
}

gint64
tiem_catalogue_add (TiemWrite *write,
                    const TiemNewVariant *values,
                    GError **error)
{
  g_autofree char *sku = tiem_catalogue_trim (values->sku);
  g_autofree char *key = tiem_sku_key (sku);
  g_autofree char *options = tiem_catalogue_trim (values->options);
  g_autofree char *shelf = tiem_catalogue_trim (values->shelf);
  g_autofree char *image_url = tiem_catalogue_trim (values->image_url);
  gint64 product_id = values->product_id;
  gint64 id;

  if (!check (write, 0, EVERY_FIELD, values, error)
      || (product_id == 0 && (product_id = add_product (write, values, error)) == 0)
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO variant (product_id, sku, sku_key, options, image_url,"
                       " sort_name, price_vnd, cost_vnd, opening_cost_vnd, created_at, shelf)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, '', ?6, ?7, ?7, ?8, ?9)",
                       TIEM_INT (product_id),
                       TIEM_TEXT (sku),
                       TIEM_TEXT (key),
                       TIEM_TEXT (options),
                       TIEM_TEXT (image_url),
                       TIEM_INT (values->price_vnd),
                       TIEM_INT_OR_NULL (values->has_cost, values->cost_vnd),
                       TIEM_INT (write->now),
                       TIEM_TEXT (shelf)))
    return 0;
  id = tiem_db_last_id (write->db);
  write->what |= TIEM_CHANGED_PRODUCTS;
  if (!put_barcode (write, id, values->barcode, error)
      || !tiem_catalogue_index_variant (write, id, error)
      || (values->has_on_hand
          && !tiem_ledger_set_stock (write, id, values->on_hand, "count", NULL, error)))
    return 0;
  return id;
}

gint64
tiem_store_add_variant (TiemStore *self,
                        const TiemNewVariant *values,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 id = write != NULL ? tiem_catalogue_add (write, values, error) : 0;

  return id != 0 && tiem_write_commit (write, error) ? id : 0;
}

/* --- changing --- */

static gboolean
edit_product (TiemWrite *write,
              gint64 product_id,
              TiemEdit fields,
              const TiemNewVariant *values,
              GError **error)
{
  g_autofree char *name = tiem_catalogue_trim (values->name);
  g_autofree char *sort_name = tiem_text_fold (name);
  g_autofree char *category = tiem_category_clean (values->category);
  g_autofree char *description = tiem_catalogue_trim (values->description);

  return tiem_db_run (write->db,
                      error,
                      "UPDATE product SET name = iif (?2, ?3, name),"
                      " sort_name = iif (?2, ?4, sort_name), category = iif (?5, ?6, category),"
                      " description = iif (?7, ?8, description) WHERE id = ?1",
                      TIEM_INT (product_id),
                      TIEM_INT ((fields & TIEM_EDIT_NAME) != 0),
                      TIEM_TEXT (name),
                      TIEM_TEXT (sort_name),
                      TIEM_INT ((fields & TIEM_EDIT_CATEGORY) != 0),
                      TIEM_TEXT (category),
                      TIEM_INT ((fields & TIEM_EDIT_DESCRIPTION) != 0),
                      TIEM_TEXT (description))
         && index_product (write, product_id, error);
}

static gboolean
edit_row (TiemWrite *write,
          gint64 variant_id,
          TiemEdit fields,
          const TiemNewVariant *values,
          GError **error)
{
  g_autofree char *sku = tiem_catalogue_trim (values->sku);
  g_autofree char *key = tiem_sku_key (sku);
  g_autofree char *options = tiem_catalogue_trim (values->options);
  g_autofree char *shelf = tiem_catalogue_trim (values->shelf);
  g_autofree char *image_url = tiem_catalogue_trim (values->image_url);

  return tiem_db_run (write->db,
                      error,
                      "UPDATE variant SET sku = iif (?2, ?3, sku), sku_key = iif (?2, ?4, sku_key),"
                      " options = iif (?5, ?6, options), image_url = iif (?7, ?8, image_url),"
                      " price_vnd = iif (?9, ?10, price_vnd), shelf = iif (?11, ?12, shelf)"
                      " WHERE id = ?1",
                      TIEM_INT (variant_id),
                      TIEM_INT ((fields & TIEM_EDIT_SKU) != 0),
                      TIEM_TEXT (sku),
                      TIEM_TEXT (key),
                      TIEM_INT ((fields & TIEM_EDIT_OPTIONS) != 0),
                      TIEM_TEXT (options),
                      TIEM_INT ((fields & TIEM_EDIT_IMAGE) != 0),
                      TIEM_TEXT (image_url),
                      TIEM_INT ((fields & TIEM_EDIT_PRICE) != 0),
                      TIEM_INT (values->price_vnd),
                      TIEM_INT ((fields & TIEM_EDIT_SHELF) != 0),
                      TIEM_TEXT (shelf))
         && ((fields & TIEM_EDIT_COST) == 0
             || tiem_cost_give (write, variant_id, values->has_cost, values->cost_vnd, error));
}

static gboolean
load_variant (
    TiemWrite *write, gint64 variant_id, gint64 *product_id, gint64 *price_vnd, GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "SELECT product_id, price_vnd FROM variant WHERE id = ?1",
                       TIEM_INT (variant_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return fail_no_variant (error);
  *product_id = tiem_stmt_int (row, 0);
  *price_vnd = tiem_stmt_int (row, 1);
  return TRUE;
}

gboolean
tiem_catalogue_edit (TiemWrite *write,
                     gint64 variant_id,
                     TiemEdit fields,
                     const TiemNewVariant *values,
                     GError **error)
{
  gint64 product_id = 0;
  gint64 price_vnd = 0;

  if (!load_variant (write, variant_id, &product_id, &price_vnd, error)
      || !check (write, variant_id, fields, values, error)
      || !edit_row (write, variant_id, fields, values, error)
      || (fields & TIEM_EDIT_BARCODE && !put_barcode (write, variant_id, values->barcode, error))
      || !tiem_catalogue_index_variant (write, variant_id, error)
      || (fields & PRODUCT_FIELDS && !edit_product (write, product_id, fields, values, error)))
    return FALSE;
  write->what |= TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS;
  return !(fields & TIEM_EDIT_PRICE) || values->price_vnd == price_vnd
         || tiem_prices_refresh_variant (write, variant_id, error);
}

gboolean
tiem_store_edit_variant (TiemStore *self,
                         gint64 variant_id,
                         TiemEdit fields,
                         const TiemNewVariant *values,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && tiem_catalogue_edit (write, variant_id, fields, values, error)
         && tiem_write_commit (write, error);
}

gboolean
tiem_catalogue_archive (TiemWrite *write,
                        gint64 variant_id,
                        gboolean archived,
                        GError **error)
{
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE variant SET archived = ?2, version = version + 1 WHERE id = ?1",
                    TIEM_INT (variant_id),
                    TIEM_INT (archived != FALSE)))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return fail_no_variant (error);
  tiem_ledger_mark_variant (write, variant_id);
  write->what |= TIEM_CHANGED_PRODUCTS;
  return TRUE;
}

gboolean
tiem_store_archive_variant (TiemStore *self,
                            gint64 variant_id,
                            gboolean archived,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && tiem_catalogue_archive (write, variant_id, archived, error)
         && tiem_write_commit (write, error);
}

/* --- finding --- */

gint64
tiem_catalogue_find_sku (TiemDb *db,
                         const char *sku,
                         GError **error)
{
  g_autofree char *key = tiem_sku_key (sku);
  gint64 id = 0;

  tiem_db_get_int (db, &id, error, "SELECT id FROM variant WHERE sku_key = ?1", TIEM_TEXT (key));
  return id;
}

gint64
tiem_store_find_sku (TiemStore *self,
                     const char *sku,
                     GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  return read != NULL ? tiem_catalogue_find_sku (read->db, sku, error) : 0;
}

TiemVariant *
tiem_store_get_variant (TiemStore *self,
                        gint64 variant_id,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) variants = NULL;

  if (read == NULL)
    return NULL;
  g_array_append_val (ids, variant_id);
  variants = tiem_variants_read (read->db, tiem_store_now (self), ids, error);
  if (variants == NULL)
    return NULL;
  if (variants->len > 0)
    return g_ptr_array_steal_index (variants, 0);
  fail_no_variant (error);
  return NULL;
}

static TiemProduct *
read_product (TiemStmt *row)
{
  TiemProduct *product = g_new0 (TiemProduct, 1);

  product->id = tiem_stmt_int (row, 0);
  product->name = tiem_stmt_dup_text (row, 1);
  product->category = tiem_stmt_dup_text (row, 2);
  product->description = tiem_stmt_dup_text (row, 3);
  product->archived = TRUE; /* until a variant is not */
  return product;
}

static gboolean
load_variants (TiemDb *db,
               gint64 now,
               TiemProduct *product,
               gboolean with_archived,
               GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT id FROM variant WHERE product_id = ?1 AND archived <= ?2 ORDER BY id",
      TIEM_INT (product->id),
      TIEM_INT (with_archived));
  g_autoptr (GArray) ids = tiem_ids_collect (rows, error);

  if (ids == NULL || (product->variants = tiem_variants_read (db, now, ids, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < product->variants->len; i++)
    if (!((TiemVariant *)g_ptr_array_index (product->variants, i))->archived)
      product->archived = FALSE;
  return TRUE;
}

TiemProduct *
tiem_store_get_product (TiemStore *self,
                        gint64 product_id,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;
  g_autoptr (TiemProduct) product = NULL;
  int step;

  if (read == NULL)
    return NULL;
  row = tiem_db_query (read->db,
                       error,
                       "SELECT id, name, category, description FROM product WHERE id = ?1",
                       TIEM_INT (product_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return NULL;
  if (step == 0)
    {
      fail_no_variant (error);
      return NULL;
    }
  product = read_product (row);
  if (!load_variants (read->db, tiem_store_now (self), product, TRUE, error))
    return NULL;
  return g_steal_pointer (&product);
}

#define IN_CATEGORY                                                                                \
  " AND (?4 IS NULL OR category = ?4"                                                              \
  "      OR (category >= ?4 || ' > ' AND category < ?4 || ' >!'))"

GPtrArray *
tiem_store_list_products_in (TiemStore *self,
                             const char *search,
                             const char *category,
                             gint64 limit,
                             gint64 offset,
                             GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) products
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_product_free);
  g_autofree char *match = search != NULL ? tiem_text_match_expression (search) : NULL;
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (
        read->db,
        error,
        match != NULL
            ? "SELECT id, name, category, description FROM product WHERE id IN (SELECT product_id"
              " FROM variant WHERE archived = 0 AND id IN (SELECT rowid FROM variant_text"
              " WHERE variant_text MATCH ?3))" IN_CATEGORY
              " ORDER BY sort_name, id LIMIT ?1 OFFSET ?2"
            : "SELECT id, name, category, description FROM product p WHERE ?3 IS NULL"
              " AND EXISTS (SELECT 1 FROM variant WHERE product_id = p.id AND archived = "
              "0)" IN_CATEGORY " ORDER BY sort_name, id LIMIT ?1 OFFSET ?2",
        TIEM_INT (limit > 0 ? limit : -1),
        TIEM_INT (MAX (offset, 0)),
        TIEM_TEXT (match),
        TIEM_TEXT (category));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemProduct *product = read_product (rows);

      g_ptr_array_add (products, product);
      if (!load_variants (read->db, tiem_store_now (self), product, FALSE, error))
        return NULL;
    }
  return step < 0 ? NULL : g_steal_pointer (&products);
}

GPtrArray *
tiem_store_list_products (
    TiemStore *self, const char *search, gint64 limit, gint64 offset, GError **error)
{
  return tiem_store_list_products_in (self, search, NULL, limit, offset, error);
}
