#define G_LOG_DOMAIN "tiem-purchase-typed"

#include "config.h"

#include "store/tiem-purchases-private.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* From what was scanned, typed or pasted to lines of a slip. */

/* A head row is looked for among as many. */
#define HEAD_WITHIN 10

/* --- one line --- */

static gboolean
fail_goods (const char *sentence,
            const TiemPurchaseLine *line,
            GError **error)
{
  g_set_error (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence, line->sku);
  return FALSE;
}

/* The price of the last done purchase, from this supplier before any other. */
static gboolean
load_last_price (TiemDb *db,
                 gint64 supplier_id,
                 TiemPurchaseLine *line,
                 GError **error)
{
  line->last_price_vnd = -1;
  return tiem_db_get_int (db,
                          &line->last_price_vnd,
                          error,
                          "SELECT l.price_vnd FROM purchase_line l JOIN purchase p"
                          " ON p.slip_id = l.slip_id JOIN slip x ON x.id = l.slip_id"
                          " WHERE l.variant_id = ?1 AND x.kind = 'purchase' AND x.state = 'done'"
                          " ORDER BY p.supplier_id IS NOT ?2, x.done_at DESC, x.id DESC LIMIT 1",
                          TIEM_INT (line->variant_id),
                          TIEM_INT (supplier_id));
}

gboolean
tiem_purchase_fill_line (TiemDb *db,
                         TiemPurchaseKind kind,
                         gint64 supplier_id,
                         TiemPurchaseLine *line,
                         gint64 *cost_vnd,
                         GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      db,
      error,
      "SELECT v.sku, p.name, v.options, v.on_hand, v.counted_at > 0, v.archived, v.is_bundle,"
      " v.cost_vnd, (SELECT code FROM barcode WHERE variant_id = v.id ORDER BY position LIMIT 1)"
      " FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = ?1",
      TIEM_INT (line->variant_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step < 0)
    return FALSE;
  if (step == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("There is no such product; look for it in the list of products."));
      return FALSE;
    }
  g_free (line->sku);
  g_free (line->title);
  g_free (line->options);
  g_free (line->barcode);
  line->sku = tiem_stmt_dup_text (row, 0);
  line->title = tiem_stmt_dup_text (row, 1);
  line->options = tiem_stmt_dup_text (row, 2);
  line->on_hand = tiem_stmt_int (row, 3);
  line->has_stock = tiem_stmt_int (row, 4) != 0;
  line->archived = tiem_stmt_int (row, 5) != 0;
  *cost_vnd = tiem_stmt_int (row, 7);
  line->barcode = tiem_stmt_dup_text (row, 8);
  if (tiem_stmt_int (row, 6) != 0)
    /* Translators: a SKU */
    return fail_goods (
        _ ("%s is a combo, which is never bought as such; add the goods it is made of."),
        line,
        error);
  if (kind == TIEM_PURCHASE && line->archived)
    return fail_goods (
        _ ("%s is archived; put it on sale again before more of it is bought."), line, error);
  return load_last_price (db, supplier_id, line, error);
}

static TiemPurchaseLine *
new_line (TiemDb *db,
          TiemPurchaseKind kind,
          gint64 supplier_id,
          gint64 variant_id,
          GError **error)
{
  g_autoptr (TiemPurchaseLine) line = tiem_purchase_line_new (variant_id, 1, 0);
  gint64 cost_vnd = 0;

  if (!tiem_purchase_fill_line (db, kind, supplier_id, line, &cost_vnd, error))
    return NULL;
  line->price_vnd = line->last_price_vnd >= 0 ? line->last_price_vnd : cost_vnd;
  return g_steal_pointer (&line);
}

TiemPurchaseLine *
tiem_store_new_purchase_line (
    TiemStore *self, TiemPurchaseKind kind, gint64 supplier_id, gint64 variant_id, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  return read != NULL ? new_line (read->db, kind, supplier_id, variant_id, error) : NULL;
}

/* --- many rows --- */

void
tiem_purchase_rows_free (TiemPurchaseRows *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

typedef enum
{
  FIELD_CODE,
  FIELD_QUANTITY,
  FIELD_PRICE,
  FIELD_DISCOUNT,
  N_FIELDS
} Field;

/* Folded heads, as lists of suppliers and other programs write them. */
static const char *const heads[][8] = {
  [FIELD_CODE] = { "sku", "ma hang", "ma sku", "ma san pham", "ma vach", "barcode", "ma", NULL },
  [FIELD_QUANTITY] = { "so luong", "sl", "quantity", "qty", "so luong nhap", NULL },
  [FIELD_PRICE] = { "don gia", "gia nhap", "gia", "price", "gia von", "gia mua", "cost", NULL },
  [FIELD_DISCOUNT] = { "giam gia", "chiet khau", "discount", "giam", NULL },
};

static gboolean
is_head (Field field,
         const char *folded)
{
  for (guint i = 0; heads[field][i] != NULL; i++)
    if (g_str_equal (heads[field][i], folded))
      return TRUE;
  return FALSE;
}

/* Returns: whether the row names code and quantity; then *columns is where they are */
static gboolean
read_head (GPtrArray *cells,
           int columns[N_FIELDS])
{
  int found[N_FIELDS] = { -1, -1, -1, -1 };

  for (int i = 0; i < (int)cells->len; i++)
    {
      g_autofree char *folded = tiem_text_fold (g_ptr_array_index (cells, i));

      g_strstrip (folded);
      for (int field = 0; field < N_FIELDS; field++)
        if (found[field] < 0 && is_head ((Field)field, folded))
          found[field] = i;
    }
  if (found[FIELD_CODE] < 0 || found[FIELD_QUANTITY] < 0)
    return FALSE;
  memcpy (columns, found, sizeof found);
  return TRUE;
}

/* Returns: (transfer full): trimmed; "" where the row has no such cell */
static char *
dup_cell (GPtrArray *cells,
          int column)
{
  if (column < 0 || (guint)column >= cells->len)
    return g_strdup ("");
  return g_strstrip (g_strdup (g_ptr_array_index (cells, column)));
}

static gboolean
is_blank_row (GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    {
      const char *cell = g_ptr_array_index (cells, i);

      if (cell[strspn (cell, " \t\r\n")] != '\0')
        return FALSE;
    }
  return TRUE;
}

/* "12", "12.000", "12,00": units are whole. */
static gboolean
read_quantity (const char *text,
               gint64 *quantity,
               GError **error)
{
  if (*text != '\0' && tiem_money_parse_input (text, quantity, NULL) && *quantity >= 1
      && *quantity <= 1000000 && strpbrk (text, "kKtTmM") == NULL)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               /* Translators: what stands where a quantity should */
               _ ("“%s” is not a quantity; write a whole number from 1 up."),
               text);
  return FALSE;
}

static gboolean
read_money (const char *text,
            gint64 *vnd,
            GError **error)
{
  if (*text == '\0')
    return TRUE;
  if (!tiem_money_parse_input (text, vnd, error))
    return FALSE;
  if (*vnd >= 0)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               _ ("“%s” is less than nothing; write 0 or more."),
               text);
  return FALSE;
}

static gboolean
find_code (TiemDb *db,
           const char *code,
           gint64 *variant_id,
           GError **error)
{
  g_autofree char *key = tiem_sku_key (code);

  *variant_id = 0;
  if (!tiem_db_get_int (
          db,
          variant_id,
          error,
          "SELECT coalesce ((SELECT id FROM variant WHERE sku_key = ?1"
          "  AND sku_key <> ''), (SELECT variant_id FROM barcode WHERE code_key = ?1))",
          TIEM_TEXT (key)))
    return FALSE;
  if (*variant_id != 0)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_NOT_FOUND,
               /* Translators: a SKU or barcode */
               _ ("no goods carry “%s”; add the product first."),
               code);
  return FALSE;
}

typedef struct
{
  TiemDb *db;
  TiemPurchaseKind kind;
  gint64 supplier_id;
  int columns[N_FIELDS];
} Reading;

static TiemPurchaseLine *
read_row (const Reading *reading,
          GPtrArray *cells,
          GError **error)
{
  g_autofree char *code = dup_cell (cells, reading->columns[FIELD_CODE]);
  g_autofree char *quantity_text = dup_cell (cells, reading->columns[FIELD_QUANTITY]);
  g_autofree char *price_text = dup_cell (cells, reading->columns[FIELD_PRICE]);
  g_autofree char *discount_text = dup_cell (cells, reading->columns[FIELD_DISCOUNT]);
  g_autoptr (TiemPurchaseLine) line = NULL;
  gint64 quantity = 1;
  gint64 price = -1;
  gint64 discount = 0;
  gint64 variant_id = 0;

  if (*code == '\0')
    {
      g_set_error_literal (
          error, TIEM_ERROR, TIEM_ERROR_INVALID, _ ("the SKU is missing; write it first."));
      return NULL;
    }
  if (!find_code (reading->db, code, &variant_id, error)
      || !read_quantity (quantity_text, &quantity, error) || !read_money (price_text, &price, error)
      || !read_money (discount_text, &discount, error)
      || (line = new_line (reading->db, reading->kind, reading->supplier_id, variant_id, error))
             == NULL)
    return NULL;
  line->quantity = quantity;
  line->discount_vnd = discount;
  if (price >= 0)
    line->price_vnd = price;
  return g_steal_pointer (&line);
}

/* Whether reading failed for what the row says: the others go on then. */
static gboolean
is_of_row (const GError *error)
{
  return g_error_matches (error, TIEM_ERROR, TIEM_ERROR_INVALID)
         || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

static guint
find_head (GPtrArray *rows,
           int columns[N_FIELDS])
{
  for (guint i = 0; i < MIN (rows->len, HEAD_WITHIN); i++)
    if (read_head (g_ptr_array_index (rows, i), columns))
      return i + 1;
  return 0;
}

static TiemPurchaseRows *
rows_new (void)
{
  TiemPurchaseRows *self = g_new0 (TiemPurchaseRows, 1);

  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_purchase_line_free);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  return self;
}

TiemPurchaseRows *
tiem_store_read_purchase_rows (TiemStore *self,
                               TiemPurchaseKind kind,
                               gint64 supplier_id,
                               GPtrArray *rows,
                               guint first,
                               GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemPurchaseRows) result = rows_new ();
  g_autoptr (TiemPurchase) joiner = tiem_purchase_new (kind);
  Reading reading = { NULL, kind, supplier_id, { 0, 1, 2, 3 } };
  guint from;

  if (read == NULL)
    return NULL;
  reading.db = read->db;
  from = find_head (rows, reading.columns);
  for (guint i = from; i < rows->len; i++)
    {
      GPtrArray *cells = g_ptr_array_index (rows, i);
      g_autoptr (GError) local = NULL;
      TiemPurchaseLine *line;

      if (is_blank_row (cells))
        continue;
      if ((line = read_row (&reading, cells, &local)) != NULL)
        g_ptr_array_add (joiner->lines, line);
      else if (is_of_row (local))
        g_ptr_array_add (
            result->problems,
            /* Translators: the number of a row, and a sentence about what is wrong with it */
            g_strdup_printf (_ ("Row %u: %s"), first + i, local->message));
      else
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  result->joined = tiem_purchase_join_lines (joiner);
  g_ptr_array_extend_and_steal (result->lines, g_steal_pointer (&joiner->lines));
  joiner->lines = g_ptr_array_new ();
  return g_steal_pointer (&result);
}
