#define G_LOG_DOMAIN "tiem-pack"

#include "base/tiem-text.h"
#include "model/tiem-scan.h"
#include "store/tiem-ids.h"
#include "store/tiem-pack-private.h"

/* What a scanned or typed code means: goods, or an order. */

void
tiem_pack_found_clear (TiemPackFound *self)
{
  g_clear_pointer (&self->meaning, tiem_pack_meaning_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->rest, g_free);
}

static gboolean
find_goods (TiemDb *db,
            const char *sql,
            const char *key,
            TiemPackMeaning *meaning,
            GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db, error, sql, TIEM_TEXT (key));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      g_autofree char *label = tiem_pack_name (
          tiem_stmt_text (rows, 1), tiem_stmt_text (rows, 2), tiem_stmt_text (rows, 3));

      g_ptr_array_add (
          meaning->goods,
          tiem_pack_choice_new (tiem_stmt_int (rows, 0), label, tiem_stmt_text (rows, 4)));
    }
  return step == 0;
}

#define SELECT_GOODS                                                                               \
  "SELECT v.id, v.sku, v.options, p.name, v.shelf FROM variant v"                                  \
  " JOIN product p ON p.id = v.product_id WHERE v.archived = 0 AND v.id IN ("

/* What is printed on goods, by all that tell of it; the SKUs of channels only when nothing else
 * has the code, for they are not always the goods' own. */
static gboolean
find_all_goods (TiemDb *db,
                const char *key,
                TiemPackMeaning *meaning,
                GError **error)
{
  if (!find_goods (db,
                   SELECT_GOODS
                   "SELECT variant_id FROM barcode WHERE code_key = ?1"
                   " UNION SELECT id FROM variant WHERE sku_key = ?1"
                   " UNION SELECT variant_id FROM listing WHERE barcode_key = ?1"
                   "  AND barcode_key <> '' AND variant_id IS NOT NULL AND state <> 'gone')"
                   " ORDER BY v.id LIMIT 9",
                   key,
                   meaning,
                   error))
    return FALSE;
  return meaning->goods->len > 0
         || find_goods (
             db,
             SELECT_GOODS
             "SELECT variant_id FROM listing WHERE channel_id IN (SELECT id FROM channel)"
             " AND sku_key = ?1 AND variant_id IS NOT NULL AND state <> 'gone')"
             " ORDER BY v.id LIMIT 9",
             key,
             meaning,
             error);
}

/* Lines of the open order that no product stands for. */
static gboolean
find_lines (TiemDb *db,
            gint64 order_id,
            const char *key,
            TiemPackMeaning *meaning,
            GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT l.id FROM order_line l LEFT JOIN listing li ON li.id = l.listing_id"
      " WHERE l.order_id = ?1 AND l.variant_id IS NULL AND (l.sku_key = ?2 OR li.barcode_key = ?2)",
      TIEM_INT (order_id),
      TIEM_TEXT (key));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);

      g_array_append_val (meaning->lines, id);
    }
  return step == 0;
}

static gboolean
find_orders (TiemDb *db,
             const char *text,
             TiemPackMeaning *meaning,
             GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT order_id FROM parcel WHERE tracking = ?1"
      " UNION SELECT order_id FROM parcel WHERE remote_id = ?1"
      " UNION SELECT id FROM customer_order WHERE remote_id = ?1"
      "  AND channel_id IN (SELECT id FROM channel)"
      " UNION SELECT id FROM customer_order WHERE number_length = length (?1) AND number = ?1"
      " ORDER BY 1 DESC LIMIT 9",
      TIEM_TEXT (text));
  g_autoptr (GArray) ids = rows != NULL ? tiem_ids_collect (rows, error) : NULL;

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      TiemPackOrder *order
          = tiem_pack_read_order (db, g_array_index (ids, gint64, i), FALSE, error);

      if (order == NULL)
        return FALSE;
      g_ptr_array_add (meaning->orders, order);
    }
  return TRUE;
}

static gboolean
is_found (const TiemPackMeaning *meaning)
{
  return meaning->goods->len > 0 || meaning->lines->len > 0 || meaning->orders->len > 0;
}

/* Each way to write the code, until one means something. */
static gboolean
find_meaning (TiemDb *db,
              const char *text,
              const TiemPackOrder *open,
              TiemPackMeaning *meaning,
              GError **error)
{
  g_autoptr (GPtrArray) spellings = tiem_scan_spell (text);

  for (guint i = 0; i < spellings->len && !is_found (meaning); i++)
    {
      const char *spelling = g_ptr_array_index (spellings, i);
      g_autofree char *key = tiem_sku_key (spelling);

      if (*key == '\0')
        continue;
      if (!find_all_goods (db, key, meaning, error)
          || (open != NULL && !find_lines (db, open->id, key, meaning, error))
          || !find_orders (db, *spelling == '#' ? spelling + 1 : spelling, meaning, error))
        return FALSE;
    }
  return TRUE;
}

/* --- what can't be read --- */

typedef struct
{
  TiemDb *db;
  const TiemPackOrder *open;
  GError *error;
} Known;

static gboolean
is_known_cb (const char *code,
             gpointer user_data)
{
  Known *known = user_data;
  g_autoptr (TiemPackMeaning) meaning = tiem_pack_meaning_new ();

  return known->error == NULL && find_meaning (known->db, code, known->open, meaning, &known->error)
         && is_found (meaning);
}

/* *lacks: whether one barcode of the open order is the code with one digit more */
static gboolean
look_for_lost_digit (
    TiemDb *db, const TiemPackOrder *open, const char *code, gboolean *lacks, GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;
  g_autofree char *key = tiem_sku_key (code);
  guint n = 0;
  int step = -1;

  *lacks = FALSE;
  if (open == NULL)
    return TRUE;
  rows = tiem_db_query (
      db,
      error,
      "SELECT DISTINCT b.code_key FROM barcode b WHERE b.variant_id IN"
      " (SELECT variant_id FROM order_line WHERE order_id = ?1"
      "  UNION SELECT i.part_id FROM order_line l JOIN bundle_item i ON i.bundle_id = l.variant_id"
      "   WHERE l.order_id = ?1)",
      TIEM_INT (open->id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    n += tiem_scan_lacks_one (key, tiem_stmt_text (rows, 0));
  *lacks = n == 1;
  return step == 0;
}

/* Nothing has the code: why not? Two that came as one are told apart where that is certain. */
static gboolean
explain_unread (TiemDb *db,
                const TiemPackOrder *open,
                TiemPackFound *found,
                GError **error)
{
  Known known = { db, open, NULL };
  g_autofree char *first = NULL;
  gboolean lacks;
  TiemScanJoin join;

  found->unreadable = TIEM_PACK_UNKNOWN;
  if (!look_for_lost_digit (db, open, found->code, &lacks, error))
    return FALSE;
  if (lacks || tiem_scan_is_garbled (found->code))
    {
      found->unreadable = TIEM_PACK_GARBLED;
      return TRUE;
    }
  join = tiem_scan_split (found->code, is_known_cb, &known, &first, &found->rest);
  if (known.error != NULL)
    {
      g_propagate_error (error, known.error);
      return FALSE;
    }
  if (join == TIEM_SCAN_JOINED)
    found->unreadable = TIEM_PACK_JOINED;
  if (join != TIEM_SCAN_SPLIT)
    return TRUE;
  g_free (found->code);
  found->code = g_steal_pointer (&first);
  return find_meaning (db, found->code, open, found->meaning, error);
}

gboolean
tiem_pack_find (
    TiemDb *db, const char *text, const TiemPackOrder *open, TiemPackFound *found, GError **error)
{
  const char *after;

  *found = (TiemPackFound){ .meaning = tiem_pack_meaning_new (),
                            .code = tiem_scan_clean (text),
                            .quantity = 1 };
  if (!find_meaning (db, found->code, open, found->meaning, error))
    return FALSE;
  if (!is_found (found->meaning) && tiem_scan_read_quantity (found->code, &found->quantity, &after))
    {
      char *code = g_strdup (after);

      g_free (found->code);
      found->code = code;
      if (!find_meaning (db, found->code, open, found->meaning, error))
        return FALSE;
    }
  return is_found (found->meaning) || explain_unread (db, open, found, error);
}
