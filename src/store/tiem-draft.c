#define G_LOG_DOMAIN "tiem-draft"

#include "config.h"

#include "store/tiem-own-private.h"

/* Orders that are still being written. */

/* Returns: (transfer full) (nullable): the draft's own; of a new one the next */
static char *
find_number (TiemWrite *write,
             gint64 draft_id,
             GError **error)
{
  g_autofree char *number = NULL;

  if (!tiem_db_get_text (
          write->db, &number, error, "SELECT number FROM draft WHERE id = ?1", TIEM_INT (draft_id)))
    return NULL;
  return number != NULL ? g_steal_pointer (&number) : tiem_own_take_number (write, error);
}

static gboolean
put_draft (TiemWrite *write,
           const TiemOwnOrder *order,
           gint64 *id,
           GError **error)
{
  g_autofree char *number = find_number (write, order->draft_id, error);

  if (number == NULL)
    return FALSE;
  return tiem_db_get_int (
      write->db,
      id,
      error,
      "INSERT OR REPLACE INTO draft (id, saved_at, channel_id, customer_id, buyer_name,"
      " buyer_phone, line, ward, province, source, payment, shipping_fee_vnd, discount_vnd,"
      " paid_vnd, paid_by, cod_vnd, ship_by, note, asks_first, number) VALUES (?1, ?2, ?3, ?4,"
      " ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20) RETURNING id",
      TIEM_ID (order->draft_id),
      TIEM_INT (write->now),
      TIEM_ID (order->channel_id),
      TIEM_ID (order->customer_id),
      TIEM_TEXT (order->buyer_name),
      TIEM_TEXT (order->buyer_phone),
      TIEM_TEXT (order->address.line),
      TIEM_TEXT (order->address.ward),
      TIEM_TEXT (order->address.province),
      TIEM_TEXT (tiem_own_source_to_string (order->source)),
      TIEM_TEXT (tiem_own_payment_to_string (order->payment)),
      TIEM_INT (order->shipping_fee_vnd),
      TIEM_INT (order->discount_vnd),
      TIEM_INT (order->paid_vnd),
      TIEM_TEXT (tiem_money_way_to_string (order->paid_by)),
      TIEM_INT (order->cod_vnd),
      TIEM_INT (order->ship_by),
      TIEM_TEXT (order->note),
      TIEM_INT (order->asks_first != FALSE),
      TIEM_TEXT (number));
}

static gboolean
put_lines (TiemWrite *write,
           gint64 draft_id,
           const TiemOwnOrder *order,
           GError **error)
{
  if (!tiem_db_run (
          write->db, error, "DELETE FROM draft_line WHERE draft_id = ?1", TIEM_INT (draft_id)))
    return FALSE;
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemOwnLine *line = g_ptr_array_index (order->lines, i);

      if (!tiem_db_run (write->db,
                        error,
                        "INSERT INTO draft_line (draft_id, position, variant_id, quantity,"
                        " unit_price_vnd) VALUES (?1, ?2, ?3, ?4, ?5)",
                        TIEM_INT (draft_id),
                        TIEM_INT (i),
                        TIEM_INT (line->variant_id),
                        TIEM_INT (line->quantity),
                        TIEM_INT (line->unit_price_vnd)))
        return FALSE;
    }
  return TRUE;
}

gint64
tiem_store_save_draft (TiemStore *self,
                       const TiemOwnOrder *order,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 id = order->draft_id;

  if (write == NULL || !put_draft (write, order, &id, error)
      || !put_lines (write, id, order, error))
    return 0;
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_write_commit (write, error) ? id : 0;
}

gboolean
tiem_store_delete_draft (TiemStore *self,
                         gint64 draft_id,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL
      || !tiem_db_run (write->db, error, "DELETE FROM draft WHERE id = ?1", TIEM_INT (draft_id)))
    return FALSE;
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_write_commit (write, error);
}

/* --- reading --- */

static TiemOwnOrder *
read_draft (TiemStmt *row)
{
  TiemOwnOrder *order = tiem_own_order_new ();

  order->draft_id = tiem_stmt_int (row, 0);
  order->saved_at = tiem_stmt_int (row, 1);
  order->channel_id = tiem_stmt_int (row, 2);
  order->customer_id = tiem_stmt_int (row, 3);
  order->buyer_name = tiem_stmt_dup_text (row, 4);
  order->buyer_phone = tiem_stmt_dup_text (row, 5);
  order->address.line = tiem_stmt_dup_text (row, 6);
  order->address.ward = tiem_stmt_dup_text (row, 7);
  order->address.province = tiem_stmt_dup_text (row, 8);
  tiem_own_source_from_string (tiem_stmt_text (row, 9), &order->source);
  tiem_own_payment_from_string (tiem_stmt_text (row, 10), &order->payment);
  order->shipping_fee_vnd = tiem_stmt_int (row, 11);
  order->discount_vnd = tiem_stmt_int (row, 12);
  order->paid_vnd = tiem_stmt_int (row, 13);
  tiem_money_way_from_string (tiem_stmt_text (row, 14), &order->paid_by);
  order->cod_vnd = tiem_stmt_int (row, 15);
  order->ship_by = tiem_stmt_int (row, 16);
  order->note = tiem_stmt_dup_text (row, 17);
  order->asks_first = tiem_stmt_int (row, 18) != 0;
  order->number = tiem_stmt_dup_text (row, 19);
  return order;
}

static gboolean
load_lines (TiemDb *db,
            TiemOwnOrder *order,
            GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT l.variant_id, l.quantity, l.unit_price_vnd, v.sku, p.name, v.options, v.image_url,"
      " v.available, v.counted_at > 0 FROM draft_line l JOIN variant v ON v.id = l.variant_id"
      " JOIN product p ON p.id = v.product_id WHERE l.draft_id = ?1 ORDER BY l.position",
      TIEM_INT (order->draft_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOwnLine *line = tiem_own_line_new (
          tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1), tiem_stmt_int (rows, 2));

      line->sku = tiem_stmt_dup_text (rows, 3);
      line->title = tiem_stmt_dup_text (rows, 4);
      line->options = tiem_stmt_dup_text (rows, 5);
      line->image_url = tiem_stmt_dup_text (rows, 6);
      line->available = tiem_stmt_int (rows, 7);
      line->has_stock = tiem_stmt_int (rows, 8) != 0;
      g_ptr_array_add (order->lines, line);
    }
  return step == 0;
}

GPtrArray *
tiem_store_list_drafts (TiemStore *self,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_own_order_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        "SELECT id, saved_at, channel_id, customer_id, buyer_name, buyer_phone,"
                        " line, ward, province, source, payment, shipping_fee_vnd, discount_vnd,"
                        " paid_vnd, paid_by, cod_vnd, ship_by, note, asks_first, number"
                        " FROM draft"
                        " ORDER BY id");
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (drafts, read_draft (rows));
  if (step < 0)
    return NULL;
  for (guint i = 0; i < drafts->len; i++)
    if (!load_lines (read->db, g_ptr_array_index (drafts, i), error))
      return NULL;
  return g_steal_pointer (&drafts);
}
