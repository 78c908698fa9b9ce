#define G_LOG_DOMAIN "tiem-pack"

#include "config.h"

#include "store/tiem-ledger.h"
#include "store/tiem-pack-private.h"

/* Goods that a packer does not find. */

void
tiem_pack_lack_free (TiemPackLack *self)
{
  if (self == NULL)
    return;
  g_free (self->goods);
  g_free (self->shelf);
  g_free (self);
}

static void
add_lack (GPtrArray *lacks,
          gint64 variant_id,
          char *goods, /* (transfer full) */
          const char *shelf,
          gint64 missing)
{
  TiemPackLack *lack = g_new0 (TiemPackLack, 1);

  lack->variant_id = variant_id;
  lack->goods = goods;
  lack->shelf = g_strdup (shelf);
  lack->missing = missing;
  g_ptr_array_add (lacks, lack);
}

static void
add_line (GPtrArray *lacks,
          const TiemPackLine *line)
{
  if (line->parts == NULL && line->wanted > line->scanned)
    add_lack (lacks,
              line->variant_id,
              tiem_pack_name (line->sku, line->options, line->title),
              line->shelf,
              line->wanted - line->scanned);
  for (guint i = 0; line->parts != NULL && i < line->parts->len; i++)
    {
      const TiemPackPart *part = g_ptr_array_index (line->parts, i);
      gint64 missing = (line->wanted - line->scanned) * part->per - part->scanned;

      if (missing > 0)
        add_lack (lacks,
                  part->variant_id,
                  tiem_pack_name (part->sku, part->options, part->title),
                  part->shelf,
                  missing);
    }
}

/* What of the variant is known to be at the place the order leaves from: in parcels that wait
 * for the carrier, and on the tables of packers. */
static gboolean
count_in_hand (TiemDb *db,
               gint64 order_id,
               TiemPackLack *lack,
               GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      db,
      error,
      "SELECT v.counted_at > 0 AND v.is_bundle = 0,"
      " (SELECT on_hand FROM stock WHERE variant_id = v.id AND location_id = p.id),"
      " (SELECT coalesce (sum (h.quantity), 0) FROM reservation h"
      "   JOIN order_line l ON l.id = h.line_id JOIN customer_order o ON o.id = l.order_id"
      "   WHERE h.variant_id = v.id AND h.location_id = p.id AND o.packed_at > 0)"
      " + (SELECT coalesce (sum (c.scanned), 0) FROM reservation h"
      "   JOIN order_line l ON l.id = h.line_id"
      "   JOIN pack_count c ON c.line_id = l.id"
      "    AND (c.part_id = v.id OR (c.part_id = 0 AND l.variant_id = v.id))"
      "   WHERE h.variant_id = v.id AND h.location_id = p.id)"
      " + (SELECT coalesce (sum (c.scanned * b.quantity), 0) FROM reservation h"
      "   JOIN order_line l ON l.id = h.line_id"
      "   JOIN bundle_item b ON b.bundle_id = l.variant_id AND b.part_id = v.id"
      "   JOIN pack_count c ON c.line_id = l.id AND c.part_id = 0"
      "   WHERE h.variant_id = v.id AND h.location_id = p.id), p.id"
      " FROM variant v JOIN location p ON p.id = (SELECT coalesce (c.location_id,"
      "   " TIEM_MAIN_LOCATION_SQL ") FROM customer_order o JOIN channel c"
      "   ON c.id = o.channel_id WHERE o.id = ?2)"
      " WHERE v.id = ?1",
      TIEM_INT (lack->variant_id),
      TIEM_INT (order_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step > 0)
    {
      lack->is_counted = tiem_stmt_int (row, 0) != 0;
      lack->on_hand = tiem_stmt_int (row, 1);
      lack->in_hand = tiem_stmt_int (row, 2);
      lack->location_id = tiem_stmt_int (row, 3);
    }
  return step >= 0;
}

static GPtrArray *
list_lacking (TiemDb *db,
              gint64 order_id,
              GError **error)
{
  g_autoptr (GPtrArray) lacks
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_lack_free);
  g_autoptr (TiemPackOrder) order = NULL;

  if (order_id == 0)
    return g_steal_pointer (&lacks);
  if ((order = tiem_pack_read_order (db, order_id, TRUE, error)) == NULL)
    return NULL;
  for (guint i = 0; i < order->lines->len; i++)
    add_line (lacks, g_ptr_array_index (order->lines, i));
  for (guint i = 0; i < lacks->len; i++)
    if (!count_in_hand (db, order_id, g_ptr_array_index (lacks, i), error))
      return NULL;
  return g_steal_pointer (&lacks);
}

GPtrArray *
tiem_store_list_lacking (TiemStore *self,
                         gint64 run_id,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gint64 order_id = 0;
  gint64 scanned_at;

  if (read == NULL || !tiem_pack_read_open (read->db, run_id, &order_id, &scanned_at, error))
    return NULL;
  return list_lacking (read->db, order_id, error);
}

static gboolean
report_one (TiemWrite *write,
            gint64 order_id,
            const TiemPackLack *lack,
            gboolean correct_stock,
            GError **error)
{
  TiemOrderEventRow event = { .order_id = order_id,
                              .at = write->now,
                              .kind = TIEM_EVENT_LACKING,
                              .source = "owner",
                              .quantity = lack->missing,
                              .subject = lack->goods };

  return tiem_order_events_add (write, &event, error)
         && (!correct_stock || !lack->is_counted || lack->on_hand <= lack->in_hand
             || tiem_ledger_set_stock_at (
                 write, lack->variant_id, lack->location_id, lack->in_hand, "lost", NULL, error));
}

gboolean
tiem_store_report_lacking (TiemStore *self,
                           gint64 run_id,
                           gboolean correct_stock,
                           GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GPtrArray) lacks = NULL;
  gint64 order_id = 0;
  gint64 scanned_at;

  if (write == NULL || !tiem_pack_read_open (write->db, run_id, &order_id, &scanned_at, error)
      || (lacks = list_lacking (write->db, order_id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < lacks->len; i++)
    if (!report_one (write, order_id, g_ptr_array_index (lacks, i), correct_stock, error))
      return FALSE;
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE pack_order SET state = 'lacking', at = ?3"
                      " WHERE run_id = ?1 AND order_id = ?2",
                      TIEM_INT (run_id),
                      TIEM_INT (order_id),
                      TIEM_INT (write->now))
         && tiem_pack_open_next (write, run_id, order_id, error)
         && tiem_write_commit (write, error);
}
