#define G_LOG_DOMAIN "tiem-pack"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-ids.h"
#include "store/tiem-pack-private.h"

#include <glib/gi18n-lib.h>

/* Orders as a packer needs them, and how far a run has come. */

static gboolean
read_parts (TiemDb *db,
            TiemPackLine *line,
            GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT b.part_id, v.sku, p.name, v.options, v.shelf, b.quantity,"
      " (SELECT scanned FROM pack_count WHERE line_id = ?1 AND part_id = b.part_id)"
      " FROM bundle_item b JOIN variant v ON v.id = b.part_id JOIN product p ON p.id = v.product_id"
      " WHERE b.bundle_id = ?2 ORDER BY v.shelf IS NULL, v.shelf, v.sort_name",
      TIEM_INT (line->line_id),
      TIEM_INT (line->variant_id));
  int step = -1;

  line->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_part_free);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemPackPart *part = g_new0 (TiemPackPart, 1);

      part->variant_id = tiem_stmt_int (rows, 0);
      part->sku = tiem_stmt_dup_text (rows, 1);
      part->title = tiem_stmt_dup_text (rows, 2);
      part->options = tiem_stmt_dup_text (rows, 3);
      part->shelf = tiem_stmt_dup_text (rows, 4);
      part->per = tiem_stmt_int (rows, 5);
      part->scanned = tiem_stmt_int (rows, 6);
      g_ptr_array_add (line->parts, part);
    }
  return step == 0;
}

static TiemPackLine *
read_line (TiemStmt *row)
{
  TiemPackLine *line = g_new0 (TiemPackLine, 1);

  line->line_id = tiem_stmt_int (row, 0);
  line->variant_id = tiem_stmt_int (row, 1);
  line->sku = tiem_stmt_dup_text (row, 2);
  line->title = tiem_stmt_dup_text (row, 3);
  line->options = tiem_stmt_dup_text (row, 4);
  line->image_url = tiem_stmt_dup_text (row, 5);
  line->shelf = tiem_stmt_dup_text (row, 6);
  line->has_code = tiem_stmt_int (row, 7) != 0;
  line->wanted = tiem_stmt_int (row, 8);
  line->scanned = tiem_stmt_int (row, 9);
  return line;
}

static gboolean
read_lines (TiemDb *db,
            TiemPackOrder *order,
            GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT l.id, l.variant_id, coalesce (v.sku, l.remote_sku), coalesce (l.title, p.name),"
      " coalesce (l.options, v.options), coalesce (l.image_url, li.image_url, v.image_url), "
      "v.shelf,"
      " EXISTS (SELECT 1 FROM barcode WHERE variant_id = l.variant_id)"
      "  OR coalesce (li.barcode_key, '') <> '',"
      " l.quantity - l.cancelled,"
      " (SELECT scanned FROM pack_count WHERE line_id = l.id AND part_id = 0), v.is_bundle"
      " FROM order_line l LEFT JOIN variant v ON v.id = l.variant_id"
      " LEFT JOIN product p ON p.id = v.product_id LEFT JOIN listing li ON li.id = l.listing_id"
      " WHERE l.order_id = ?1 AND l.quantity > l.cancelled ORDER BY l.position, l.id",
      TIEM_INT (order->id));
  int step = -1;

  order->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_line_free);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemPackLine *line = read_line (rows);

      g_ptr_array_add (order->lines, line);
      if (tiem_stmt_int (rows, 10) != 0 && !read_parts (db, line, error))
        return FALSE;
    }
  return step == 0;
}

static TiemPackOrder *
read_head (TiemStmt *row)
{
  TiemPackOrder *order = g_new0 (TiemPackOrder, 1);

  order->id = tiem_stmt_int (row, 0);
  order->number = tiem_stmt_dup_text (row, 1);
  order->channel_kind = tiem_stmt_dup_text (row, 2);
  order->buyer_name = tiem_stmt_dup_text (row, 3);
  order->carrier = tiem_stmt_dup_text (row, 4);
  order->tracking = tiem_stmt_dup_text (row, 5);
  order->note = tiem_stmt_dup_text (row, 6);
  order->owner_note = tiem_stmt_dup_text (row, 7);
  order->tags = tiem_stmt_dup_text (row, 8);
  order->status = tiem_order_status_from_string (tiem_stmt_text (row, 9));
  order->cancel_asked = tiem_stmt_int (row, 10) != 0;
  order->cancel_reason = tiem_stmt_dup_text (row, 11);
  order->is_short = tiem_stmt_int (row, 12) != 0;
  order->printed_at = tiem_stmt_int (row, 13);
  order->packed_at = tiem_stmt_int (row, 14);
  order->handed_at = tiem_stmt_int (row, 15);
  return order;
}

TiemPackOrder *
tiem_pack_read_order (TiemDb *db,
                      gint64 order_id,
                      gboolean with_lines,
                      GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      db,
      error,
      "SELECT o.id, o.number, c.kind, o.buyer_name, pa.carrier, pa.tracking, o.note, o.owner_note,"
      " (SELECT group_concat (name, ', ') FROM (SELECT t.name FROM order_tag ot"
      "   JOIN tag t ON t.id = ot.tag_id WHERE ot.order_id = o.id ORDER BY t.name_key)),"
      " o.status, o.cancel_asked, o.cancel_reason, o.is_short, o.printed_at, o.packed_at,"
      " o.handed_at"
      " FROM customer_order o JOIN channel c ON c.id = o.channel_id"
      " LEFT JOIN parcel pa ON pa.order_id = o.id AND pa.position = 0 WHERE o.id = ?1",
      TIEM_INT (order_id));
  g_autoptr (TiemPackOrder) order = NULL;
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step < 0)
    return NULL;
  if (step == 0)
    {
      g_set_error_literal (
          error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND, _ ("There is no such order; check its number."));
      return NULL;
    }
  order = read_head (row);
  if (with_lines && !read_lines (db, order, error))
    return NULL;
  return g_steal_pointer (&order);
}

gboolean
tiem_pack_read_open (
    TiemDb *db, gint64 run_id, gint64 *order_id, gint64 *scanned_at, GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (db,
                                            error,
                                            "SELECT order_id, scanned_at FROM pack_run"
                                            " WHERE id = ?1",
                                            TIEM_INT (run_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step > 0)
    {
      *order_id = tiem_stmt_int (row, 0);
      *scanned_at = tiem_stmt_int (row, 1);
    }
  else if (step == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("This round of packing is over; begin a new one."));
    }
  return step > 0;
}

gboolean
tiem_pack_find_next (TiemDb *db,
                     gint64 run_id,
                     gint64 but,
                     gint64 *order_id,
                     GError **error)
{
  *order_id = 0;
  return tiem_db_get_int (db,
                          order_id,
                          error,
                          "SELECT o.id FROM pack_order p JOIN customer_order o ON o.id = p.order_id"
                          " WHERE p.run_id = ?1 AND p.state = 'waiting' AND o.id <> ?2"
                          " AND " TIEM_PACK_READY " ORDER BY p.position LIMIT 1",
                          TIEM_INT (run_id),
                          TIEM_INT (but));
}

/* --- a run --- */

void
tiem_pack_done_free (TiemPackDone *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->channel_kind);
  g_free (self);
}

void
tiem_pack_run_free (TiemPackRun *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->open, tiem_pack_order_free);
  g_clear_pointer (&self->done, g_ptr_array_unref);
  g_clear_pointer (&self->to_hand, g_array_unref);
  g_free (self);
}

static gboolean
read_figures (TiemDb *db,
              TiemPackRun *run,
              GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT r.started_at,"
                       " count (*) FILTER (WHERE o.status <> 'cancelled'),"
                       " count (*) FILTER (WHERE p.state = 'packed' AND o.status <> 'cancelled'),"
                       " count (*) FILTER (WHERE p.state = 'waiting' AND " TIEM_PACK_READY "),"
                       " count (*) FILTER (WHERE p.state = 'lacking' AND " TIEM_PACK_READY "),"
                       " avg (p.spent_ms) FILTER (WHERE p.state = 'packed' AND p.spent_ms > 0)"
                       " FROM pack_run r LEFT JOIN pack_order p ON p.run_id = r.id"
                       " LEFT JOIN customer_order o ON o.id = p.order_id WHERE r.id = ?1",
                       TIEM_INT (run->id));

  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  run->started_at = tiem_stmt_int (row, 0);
  run->n_orders = tiem_stmt_int (row, 1);
  run->n_packed = tiem_stmt_int (row, 2);
  run->n_left = tiem_stmt_int (row, 3);
  run->n_lacking = tiem_stmt_int (row, 4);
  run->each_ms = tiem_stmt_int (row, 5);
  return TRUE;
}

/* Cancelled orders are told where the packed ones are: their parcels may lie on the table. */
static gboolean
read_done (TiemDb *db,
           TiemPackRun *run,
           GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT o.id, o.number, c.kind, p.units, iif (p.at > 0, p.at, o.stored_at) AS done_at,"
      " p.state, o.status = 'cancelled', o.handed_at > 0"
      " FROM pack_order p JOIN customer_order o ON o.id = p.order_id"
      " JOIN channel c ON c.id = o.channel_id"
      " WHERE p.run_id = ?1 AND (p.state <> 'waiting' OR o.status = 'cancelled')"
      " ORDER BY done_at DESC, p.position DESC LIMIT ?2",
      TIEM_INT (run->id),
      TIEM_INT (TIEM_PACK_SHOWN));
  int step = -1;

  run->done = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_done_free);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemPackDone *done = g_new0 (TiemPackDone, 1);

      done->order_id = tiem_stmt_int (rows, 0);
      done->number = tiem_stmt_dup_text (rows, 1);
      done->channel_kind = tiem_stmt_dup_text (rows, 2);
      done->units = tiem_stmt_int (rows, 3);
      done->at = tiem_stmt_int (rows, 4);
      done->state = tiem_pack_state_from_string (tiem_stmt_text (rows, 5));
      done->is_cancelled = tiem_stmt_int (rows, 6) != 0;
      done->is_handed = tiem_stmt_int (rows, 7) != 0;
      g_ptr_array_add (run->done, done);
    }
  return step == 0;
}

static gboolean
read_to_hand (TiemDb *db,
              TiemPackRun *run,
              GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT o.id FROM pack_order p JOIN customer_order o ON o.id = p.order_id"
      " WHERE p.run_id = ?1 AND p.state = 'packed' AND o.handed_at = 0 AND o.cancel_asked = 0"
      " AND o.status IN ('to_ship', 'awaiting_pickup') ORDER BY p.at, p.position",
      TIEM_INT (run->id));

  run->to_hand = rows != NULL ? tiem_ids_collect (rows, error) : NULL;
  return run->to_hand != NULL;
}

TiemPackRun *
tiem_store_get_pack (TiemStore *self,
                     gint64 run_id,
                     GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemPackRun) run = g_new0 (TiemPackRun, 1);
  gint64 open_id = 0;
  gint64 scanned_at;

  run->id = run_id;
  if (read == NULL || !tiem_pack_read_open (read->db, run_id, &open_id, &scanned_at, error)
      || !read_figures (read->db, run, error) || !read_done (read->db, run, error)
      || !read_to_hand (read->db, run, error))
    return NULL;
  if (open_id != 0 && (run->open = tiem_pack_read_order (read->db, open_id, TRUE, error)) == NULL)
    return NULL;
  return g_steal_pointer (&run);
}
