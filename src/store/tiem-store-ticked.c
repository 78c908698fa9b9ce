#define G_LOG_DOMAIN "tiem-store-bulk"

#include "store/tiem-ids.h"
#include "store/tiem-order-state.h"
#include "store/tiem-store-private.h"

/* What many orders are like, added up. */

void
tiem_ticked_goods_free (TiemTickedGoods *self)
{
  if (self == NULL)
    return;
  g_free (self->sku);
  g_free (self->title);
  g_free (self->options);
  g_free (self->image_url);
  g_free (self->shelf);
  g_free (self);
}

void
tiem_ticked_carrier_free (TiemTickedCarrier *self)
{
  if (self == NULL)
    return;
  g_free (self->carrier);
  g_free (self);
}

void
tiem_ticked_free (TiemTicked *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->states, g_array_unref);
  g_clear_pointer (&self->goods, g_ptr_array_unref);
  g_clear_pointer (&self->carriers, g_ptr_array_unref);
  g_clear_pointer (&self->to_confirm, g_array_unref);
  g_clear_pointer (&self->short_of_goods, g_array_unref);
  g_clear_pointer (&self->cancel_asked, g_array_unref);
  g_free (self);
}

void
tiem_order_state_read (TiemOrderState *self,
                       TiemStmt *row)
{
  *self = (TiemOrderState){
    .order_id = tiem_stmt_int (row, 0),
    .n = 1,
    .channel_id = tiem_stmt_int (row, 1),
    .channel_kind = g_intern_string (tiem_stmt_text (row, 2)),
    .is_removed = tiem_stmt_int (row, 3) != 0,
    .status = tiem_order_status_from_string (tiem_stmt_text (row, 4)),
    .is_own = tiem_stmt_int (row, 5) != 0,
    .is_short = tiem_stmt_int (row, 6) != 0,
    .cancel_asked = tiem_stmt_int (row, 7) != 0,
    .has_label = tiem_stmt_int (row, 8) != 0,
    .is_printed = tiem_stmt_int (row, 9) != 0,
    .is_packed = tiem_stmt_int (row, 10) != 0,
    .is_handed = tiem_stmt_int (row, 11) != 0,
    .is_sending = tiem_stmt_int (row, 12) != 0,
    .by_file = tiem_stmt_int (row, 13) != 0,
  };
}

/* Two orders with the same key are treated alike. */
static guint64
get_key (const TiemOrderState *state)
{
  guint64 key = (guint64)state->channel_id << 16 | (guint64)state->status << 9;

  return key | (guint64)(state->is_own << 8) | (guint64)(state->is_short << 7)
         | (guint64)(state->cancel_asked << 6) | (guint64)(state->has_label << 5)
         | (guint64)(state->is_printed << 4) | (guint64)(state->is_packed << 3)
         | (guint64)(state->is_handed << 2) | (guint64)(state->is_sending << 1)
         | (guint64)state->is_removed;
}

/* Only of orders that are still to go out. */
static void
note_obstacle (TiemTicked *ticked,
               const TiemOrderState *state)
{
  if (!tiem_order_status_is_open (state->status))
    return;
  if (state->cancel_asked)
    g_array_append_val (ticked->cancel_asked, state->order_id);
  if (state->is_short)
    g_array_append_val (ticked->short_of_goods, state->order_id);
  if (state->status == TIEM_ORDER_TO_CONFIRM)
    g_array_append_val (ticked->to_confirm, state->order_id);
}

static gboolean
read_states (TiemTicked *ticked,
             TiemDb *db,
             const char *ids,
             GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) channels = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_autoptr (TiemStmt) rows = tiem_db_query (db,
                                             error,
                                             "SELECT" TIEM_ORDER_STATE_COLUMNS
                                             ", o.units, o.total_vnd" TIEM_ORDER_STATE_FROM,
                                             TIEM_TEXT (ids));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOrderState state;
      guint64 key;
      guint at;

      tiem_order_state_read (&state, rows);
      note_obstacle (ticked, &state);
      ticked->orders++;
      ticked->units += tiem_stmt_int (rows, TIEM_ORDER_STATE_N);
      ticked->total_vnd += tiem_stmt_int (rows, TIEM_ORDER_STATE_N + 1);
      key = get_key (&state);
      at = GPOINTER_TO_UINT (g_hash_table_lookup (known, &key));
      if (at > 0)
        {
          g_array_index (ticked->states, TiemOrderState, at - 1).n++;
          continue;
        }
      state.order_id = 0;
      g_array_append_val (ticked->states, state);
      g_hash_table_insert (
          known, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (ticked->states->len));
      g_hash_table_add (channels, GSIZE_TO_POINTER ((gsize)state.channel_id));
    }
  ticked->channels = g_hash_table_size (channels);
  return step == 0;
}

/* What left the shop is picked no more, which also keeps this quick when somebody ticks the orders
 * of years: those to go out are few. Goods that are not linked with a variant are told apart by
 * what the channel calls them. */
#define SELECT_GOODS                                                                               \
  "SELECT coalesce (li.own_variant_id, li.variant_id, 0), max (coalesce (v.sku, li.remote_sku)),"  \
  " max (coalesce (p.name, li.title)), max (coalesce (v.options, li.options)),"                    \
  " max (coalesce (v.image_url, li.image_url)), max (v.shelf),"                                    \
  " sum (li.quantity - li.cancelled) AS units"                                                     \
  " FROM json_each (?1) j CROSS JOIN customer_order o ON o.id = j.value"                           \
  " CROSS JOIN order_line li ON li.order_id = o.id"                                                \
  " LEFT JOIN variant v ON v.id = coalesce (li.own_variant_id, li.variant_id)"                     \
  " LEFT JOIN product p ON p.id = v.product_id"                                                    \
  " WHERE o.left_at = 0 AND o.status <> 'cancelled' AND li.quantity > li.cancelled"                \
  " GROUP BY coalesce (li.own_variant_id, li.variant_id),"                                         \
  " iif (coalesce (li.own_variant_id, li.variant_id) IS NULL,"                                     \
  "   li.remote_product_id || '/' || li.remote_variant_id || li.sku_key, '')"                      \
  " ORDER BY units DESC, 3, 1"

static gboolean
read_goods (TiemTicked *ticked,
            TiemDb *db,
            const char *ids,
            guint most,
            GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db, error, SELECT_GOODS, TIEM_TEXT (ids));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemTickedGoods *goods;

      if (++ticked->variants > most)
        continue;
      goods = g_new0 (TiemTickedGoods, 1);
      goods->variant_id = tiem_stmt_int (rows, 0);
      goods->sku = tiem_stmt_dup_text (rows, 1);
      goods->title = tiem_stmt_dup_text (rows, 2);
      goods->options = tiem_stmt_dup_text (rows, 3);
      goods->image_url = tiem_stmt_dup_text (rows, 4);
      goods->shelf = tiem_stmt_dup_text (rows, 5);
      goods->units = tiem_stmt_int (rows, 6);
      g_ptr_array_add (ticked->goods, goods);
    }
  return step == 0;
}

static gboolean
read_carriers (TiemTicked *ticked,
               TiemDb *db,
               const char *ids,
               GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT p.carrier, count (*) AS parcels, sum (o.packed_at > 0)"
                       " FROM json_each (?1) j CROSS JOIN customer_order o ON o.id = j.value"
                       " LEFT JOIN parcel p ON p.order_id = o.id AND p.position = 0"
                       " WHERE o.status IN ('to_ship', 'awaiting_pickup') AND o.handed_at = 0"
                       " GROUP BY p.carrier ORDER BY parcels DESC, p.carrier",
                       TIEM_TEXT (ids));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemTickedCarrier *carrier = g_new0 (TiemTickedCarrier, 1);

      carrier->carrier = tiem_stmt_dup_text (rows, 0);
      carrier->parcels = tiem_stmt_int (rows, 1);
      carrier->packed = tiem_stmt_int (rows, 2);
      g_ptr_array_add (ticked->carriers, carrier);
    }
  return step == 0;
}

TiemTicked *
tiem_store_read_ticked (TiemStore *self,
                        GArray *order_ids,
                        guint most_goods,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemTicked) ticked = g_new0 (TiemTicked, 1);
  g_autofree char *ids = tiem_ids_to_json (order_ids);

  ticked->states = g_array_new (FALSE, FALSE, sizeof (TiemOrderState));
  ticked->to_confirm = g_array_new (FALSE, FALSE, sizeof (gint64));
  ticked->short_of_goods = g_array_new (FALSE, FALSE, sizeof (gint64));
  ticked->cancel_asked = g_array_new (FALSE, FALSE, sizeof (gint64));
  ticked->carriers = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_ticked_carrier_free);
  ticked->goods = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_ticked_goods_free);
  if (read == NULL || !read_states (ticked, read->db, ids, error)
      || !read_carriers (ticked, read->db, ids, error)
      || !read_goods (ticked, read->db, ids, most_goods, error))
    return NULL;
  return g_steal_pointer (&ticked);
}
