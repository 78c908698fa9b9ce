#define G_LOG_DOMAIN "tiem-order-lines"

#include "store/tiem-order-lines.h"

#include "base/tiem-text.h"
#include "store/tiem-file-private.h"
#include "store/tiem-ledger.h"
#include "store/tiem-orders-private.h"

/* Beyond any order, and far from where stock could overflow. */
#define MOST_MONEY G_GINT64_CONSTANT (1000000000000)

/* A line as it is held. */
typedef struct
{
  gint64 id;
  gint64 position;
  gint64 quantity;
  gint64 cancelled;
  gint64 listing_id;
  gint64 variant_id;
  char *product;
  char *variant;
  char *sku_key;
  char *title;
} HeldLine;

static void
free_held_line (gpointer data)
{
  HeldLine *held = data;

  g_free (held->product);
  g_free (held->variant);
  g_free (held->sku_key);
  g_free (held->title);
  g_free (held);
}

static gint64
get_quantity (const TiemRemoteLine *line)
{
  return CLAMP (line->quantity, 0, TIEM_MOST_UNITS);
}

static gint64
get_cancelled (const TiemRemoteLine *line)
{
  return CLAMP (line->cancelled, 0, get_quantity (line));
}

gint64
tiem_order_line_count_wanted (const TiemRemoteLine *line)
{
  return get_quantity (line) - get_cancelled (line);
}

static gint64
get_total (const TiemRemoteLine *line)
{
  return CLAMP (line->total_vnd, -MOST_MONEY, MOST_MONEY);
}

static const char *
get_goods_name (const char *title,
                const char *sku)
{
  if (title != NULL && *title != '\0')
    return title;
  return sku != NULL ? sku : "?";
}

void
tiem_order_lines_sum (const TiemRemoteOrder *order,
                      TiemGoods *goods)
{
  *goods = (TiemGoods){ 0 };
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemRemoteLine *line = g_ptr_array_index (order->lines, i);

      goods->units += tiem_order_line_count_wanted (line);
      goods->total_vnd += get_total (line);
      if (i > 0)
        continue;
      goods->title = get_goods_name (line->title, line->sku);
      goods->quantity = get_quantity (line);
      goods->more = order->lines->len - 1;
    }
}

/* Returns: (element-type utf8): what tells the lines of an order apart: the channel's line id,
 * or what they sell; equal ones are numbered */
static GPtrArray *
make_keys (const TiemRemoteOrder *order)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemRemoteLine *line = g_ptr_array_index (order->lines, i);
      g_autofree char *base
          = line->remote_id != NULL
                ? g_strdup (line->remote_id)
                : g_strdup_printf ("=%s/%s/%s",
                                   line->remote_product_id != NULL ? line->remote_product_id : "",
                                   line->remote_variant_id != NULL ? line->remote_variant_id : "",
                                   line->sku != NULL ? line->sku : "");
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (seen, base)) + 1;

      g_ptr_array_add (keys, n > 1 ? g_strdup_printf ("%s#%u", base, n) : g_strdup (base));
      g_hash_table_insert (seen, g_steal_pointer (&base), GUINT_TO_POINTER (n));
    }
  return keys;
}

/* Returns: (element-type utf8 HeldLine): by key */
static GHashTable *
load_held (TiemWrite *write,
           gint64 order_id,
           GError **error)
{
  g_autoptr (GHashTable) lines
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_held_line);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      "SELECT line_key, id, quantity, cancelled, listing_id, variant_id, remote_product_id,"
      " remote_variant_id, sku_key, coalesce (title, remote_sku), position"
      " FROM order_line"
      " WHERE order_id = ?1",
      TIEM_INT (order_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      HeldLine *held = g_new0 (HeldLine, 1);

      held->id = tiem_stmt_int (rows, 1);
      held->quantity = tiem_stmt_int (rows, 2);
      held->cancelled = tiem_stmt_int (rows, 3);
      held->listing_id = tiem_stmt_int (rows, 4);
      held->variant_id = tiem_stmt_int (rows, 5);
      held->product = tiem_stmt_dup_text (rows, 6);
      held->variant = tiem_stmt_dup_text (rows, 7);
      held->sku_key = tiem_stmt_dup_text (rows, 8);
      held->title = tiem_stmt_dup_text (rows, 9);
      held->position = tiem_stmt_int (rows, 10);
      g_hash_table_insert (lines, tiem_stmt_dup_text (rows, 0), held);
    }
  return step < 0 ? NULL : g_steal_pointer (&lines);
}

static const char *
get_source (const TiemRemoteOrder *order)
{
  return order->is_own ? "owner" : "channel";
}

static gboolean
add_event (TiemWrite *write,
           gint64 order_id,
           const TiemRemoteOrder *order,
           const char *kind,
           gint64 quantity,
           const char *subject,
           GError **error)
{
  TiemOrderEventRow event = { .order_id = order_id,
                              .at = order->updated_at,
                              .kind = kind,
                              .source = get_source (order),
                              .quantity = quantity,
                              .subject = subject };

  return tiem_order_events_add (write, &event, error);
}

/* The platform changed its own number with the order: what it shows is no longer known, not even
 * when the listing is linked later on. Of scarce goods it is: the ledger keeps account of it. */
static gboolean
forget_confirmed (TiemWrite *write,
                  gint64 channel_id,
                  gint64 listing_id,
                  GError **error)
{
  gint64 keeps = 0; /* 1: a confirmed number, 2: that of a file */

  /* A listing whose number is not known is left alone, which a look costs less than a write that
   * finds nothing. */
  if (listing_id == 0)
    return TRUE;
  if (!tiem_db_get_int (write->db,
                        &keeps,
                        error,
                        "SELECT iif (file_stock IS NOT NULL, 2,"
                        " acked IS NOT NULL AND allotment IS NULL) FROM listing WHERE id = ?1",
                        TIEM_INT (listing_id)))
    return FALSE;
  if (keeps == 2)
    return tiem_file_number_refresh (write, listing_id, error);
  if (keeps == 0)
    return TRUE;
  tiem_write_touch_channel (write, channel_id);
  return tiem_db_run (
      write->db, error, "UPDATE listing SET acked = NULL WHERE id = ?1", TIEM_INT (listing_id));
}

static gboolean
drop_line (TiemWrite *write,
           gint64 order_id,
           const HeldLine *held,
           const TiemRemoteOrder *order,
           GError **error)
{
  return add_event (write,
                    order_id,
                    order,
                    TIEM_EVENT_LINE_REMOVED,
                    held->quantity,
                    get_goods_name (held->title, NULL),
                    error)
         && tiem_ledger_drop_line (write, held->id, error)
         && forget_confirmed (write, write->source, held->listing_id, error)
         && tiem_db_run (
             write->db, error, "DELETE FROM order_line WHERE id = ?1", TIEM_INT (held->id));
}

gboolean
tiem_order_lines_drop_missing (TiemWrite *write,
                               gint64 order_id,
                               const TiemRemoteOrder *order,
                               GError **error)
{
  g_autoptr (GHashTable) held = load_held (write, order_id, error);
  g_autoptr (GPtrArray) keys = NULL;
  GHashTableIter iter;
  gpointer line;

  if (held == NULL)
    return FALSE;
  keys = make_keys (order);
  for (guint i = 0; i < keys->len; i++)
    g_hash_table_remove (held, g_ptr_array_index (keys, i));

  g_hash_table_iter_init (&iter, held);
  while (g_hash_table_iter_next (&iter, NULL, &line))
    if (!drop_line (write, order_id, line, order, error))
      return FALSE;
  return TRUE;
}

/* By what it is at the channel; else by its SKU, when exactly one listing there has it. */
static gboolean
find_listing (TiemWrite *write,
              gint64 channel_id,
              const TiemRemoteLine *line,
              const char *sku_key,
              gint64 *listing_id,
              GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;
  int step;

  *listing_id = 0;
  if (line->own_variant_id != 0)
    return TRUE;
  if (line->remote_product_id != NULL
      && !tiem_db_get_int (
          write->db,
          listing_id,
          error,
          "SELECT id FROM listing WHERE channel_id = ?1"
          " AND remote_product_id = ?2 AND remote_variant_id = ?3",
          TIEM_INT (channel_id),
          TIEM_TEXT (line->remote_product_id),
          TIEM_TEXT (line->remote_variant_id != NULL ? line->remote_variant_id : "")))
    return FALSE;
  /* A file may tell the SKU's own number alone, which is unique at the platform that does so. */
  if (line->remote_product_id == NULL && line->remote_variant_id != NULL
      && !tiem_db_get_int (write->db,
                           listing_id,
                           error,
                           "SELECT id FROM listing WHERE channel_id = ?1"
                           " AND remote_variant_id = ?2 AND remote_variant_id <> ''",
                           TIEM_INT (channel_id),
                           TIEM_TEXT (line->remote_variant_id)))
    return FALSE;
  if (*listing_id != 0 || *sku_key == '\0')
    return TRUE;

  rows = tiem_db_query (write->db,
                        error,
                        "SELECT id FROM listing WHERE channel_id = ?1 AND sku_key = ?2 LIMIT 2",
                        TIEM_INT (channel_id),
                        TIEM_TEXT (sku_key));
  if (rows == NULL || (step = tiem_stmt_step (rows, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  *listing_id = tiem_stmt_int (rows, 0);
  if ((step = tiem_stmt_step (rows, error)) < 0)
    return FALSE;
  if (step > 0)
    *listing_id = 0;
  return TRUE;
}

static gboolean
is_same_goods (const HeldLine *held,
               const TiemRemoteLine *line,
               const char *sku_key)
{
  return g_strcmp0 (held->product, line->remote_product_id != NULL ? line->remote_product_id : "")
             == 0
         && g_strcmp0 (held->variant,
                       line->remote_variant_id != NULL ? line->remote_variant_id : "")
                == 0
         && g_strcmp0 (held->sku_key, sku_key) == 0;
}

static gboolean
note_line_changes (TiemWrite *write,
                   gint64 order_id,
                   const TiemRemoteOrder *order,
                   const TiemRemoteLine *line,
                   const HeldLine *held,
                   GError **error)
{
  gint64 quantity = get_quantity (line);
  gint64 cancelled = get_cancelled (line);
  const char *goods = get_goods_name (line->title, line->sku);

  if (quantity != held->quantity)
    {
      g_autofree char *old = g_strdup_printf ("%" G_GINT64_FORMAT, held->quantity);
      g_autofree char *new = g_strdup_printf ("%" G_GINT64_FORMAT, quantity);
      TiemOrderEventRow event = { .order_id = order_id,
                                  .at = order->updated_at,
                                  .kind = TIEM_EVENT_LINE_QUANTITY,
                                  .source = get_source (order),
                                  .old = old,
                                  .new = new,
                                  .subject = goods };

      if (!tiem_order_events_add (write, &event, error))
        return FALSE;
    }
  return cancelled <= held->cancelled
         || add_event (write,
                       order_id,
                       order,
                       TIEM_EVENT_LINE_CANCELLED,
                       cancelled - held->cancelled,
                       goods,
                       error);
}

static gboolean
put_line (TiemWrite *write,
          gint64 order_id,
          const char *key,
          guint position,
          const TiemRemoteLine *line,
          const char *sku_key,
          gint64 listing_id,
          GError **error)
{
  return tiem_db_run (
      write->db,
      error,
      "INSERT INTO order_line (order_id, line_key, position, remote_product_id,"
      " remote_variant_id, remote_sku, sku_key, title, options, image_url, quantity, cancelled,"
      " unit_price_vnd, total_vnd, listing_id, own_variant_id)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
      " ON CONFLICT (order_id, line_key) DO UPDATE SET position = excluded.position,"
      " remote_product_id = excluded.remote_product_id,"
      " remote_variant_id = excluded.remote_variant_id, remote_sku = excluded.remote_sku,"
      " sku_key = excluded.sku_key, title = excluded.title, options = excluded.options,"
      " image_url = excluded.image_url, quantity = excluded.quantity,"
      " cancelled = excluded.cancelled, unit_price_vnd = excluded.unit_price_vnd,"
      " total_vnd = excluded.total_vnd, listing_id = excluded.listing_id,"
      " own_variant_id = excluded.own_variant_id",
      TIEM_INT (order_id),
      TIEM_TEXT (key),
      TIEM_INT (position),
      TIEM_TEXT (line->remote_product_id != NULL ? line->remote_product_id : ""),
      TIEM_TEXT (line->remote_variant_id != NULL ? line->remote_variant_id : ""),
      TIEM_TEXT (line->sku),
      TIEM_TEXT (sku_key),
      TIEM_TEXT (line->title),
      TIEM_TEXT (line->options),
      TIEM_TEXT (line->image_url),
      TIEM_INT (get_quantity (line)),
      TIEM_INT (get_cancelled (line)),
      TIEM_INT (CLAMP (line->unit_price_vnd, -MOST_MONEY, MOST_MONEY)),
      TIEM_INT (get_total (line)),
      TIEM_ID (listing_id),
      TIEM_ID (line->own_variant_id));
}

/* Sales of the variant the line is recorded with; when its link changes the ledger moves them. */
static void
count_sales (TiemWrite *write,
             const HeldLine *held,
             const TiemRemoteLine *line,
             const TiemRemoteOrder *order,
             const TiemTallyOrder *before)
{
  if (held->variant_id == 0)
    return;
  if (tiem_order_status_is_counted (before->status))
    tiem_tally_variant (
        write->tally, held->variant_id, before->placed_at, held->cancelled - held->quantity);
  if (tiem_order_status_is_counted (order->status))
    tiem_tally_variant (
        write->tally, held->variant_id, order->placed_at, tiem_order_line_count_wanted (line));
}

gboolean
tiem_order_lines_put (TiemWrite *write,
                      gint64 channel_id,
                      gint64 order_id,
                      const TiemRemoteOrder *order,
                      const TiemTallyOrder *before,
                      GError **error)
{
  g_autoptr (GPtrArray) keys = make_keys (order);
  g_autoptr (GHashTable) lines = NULL;
  gboolean is_moved = before != NULL && before->placed_at != order->placed_at;

  if (before != NULL && (lines = load_held (write, order_id, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemRemoteLine *line = g_ptr_array_index (order->lines, i);
      const char *key = g_ptr_array_index (keys, i);
      const HeldLine *held = lines != NULL ? g_hash_table_lookup (lines, key) : NULL;
      g_autofree char *sku_key = tiem_sku_key (line->sku);
      gint64 listing_id = 0;

      if (held != NULL && held->listing_id != 0 && is_same_goods (held, line, sku_key))
        listing_id = held->listing_id;
      else if (!find_listing (write, channel_id, line, sku_key, &listing_id, error))
        return FALSE;

      if (held != NULL)
        {
          is_moved = is_moved || held->position != i;
          count_sales (write, held, line, order, before);
          if (!note_line_changes (write, order_id, order, line, held, error))
            return FALSE;
        }
      else if (before != NULL
               && !add_event (write,
                              order_id,
                              order,
                              TIEM_EVENT_LINE_ADDED,
                              get_quantity (line),
                              get_goods_name (line->title, line->sku),
                              error))
        return FALSE;
      if (!put_line (write, order_id, key, i, line, sku_key, listing_id, error)
          || !forget_confirmed (write, channel_id, listing_id, error))
        return FALSE;
    }
  return !is_moved || tiem_ledger_mark_order (write, order_id, error);
}
