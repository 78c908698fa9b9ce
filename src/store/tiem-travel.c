#define G_LOG_DOMAIN "tiem-travel"

#include "store/tiem-ids.h"
#include "store/tiem-listings-private.h"

void
tiem_travel_free (TiemTravel *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->sku);
  g_clear_pointer (&self->stops, g_array_unref);
  g_free (self);
}

/* The channel a change came from is a stop too, also when nothing had to be sent back to it. */
static TiemTravelStop *
ensure_stop (TiemTravel *travel,
             gint64 channel_id)
{
  TiemTravelStop stop = { channel_id, 0, -1, 0, FALSE };

  for (guint i = 0; i < travel->stops->len; i++)
    if (g_array_index (travel->stops, TiemTravelStop, i).channel_id == channel_id)
      return &g_array_index (travel->stops, TiemTravelStop, i);
  g_array_append_val (travel->stops, stop);
  return &g_array_index (travel->stops, TiemTravelStop, travel->stops->len - 1);
}

static gboolean
read_stops (TiemDb *db,
            TiemTravel *travel,
            gint64 travel_id,
            GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  /* A channel with several listings of the variant has the number when the last one has. One
   * that needs nothing any more, as the number came back to what it shows, is no stop. */
  rows = tiem_db_query (db,
                        error,
                        "SELECT l.channel_id, max (s.sent_value),"
                        " iif (min (s.confirmed_at) = 0, 0, max (s.confirmed_at)), c.by_file"
                        " FROM travel_stop s JOIN listing l ON l.id = s.listing_id"
                        " JOIN channel c ON c.id = l.channel_id"
                        " WHERE s.travel_id = ?1 AND (s.confirmed_at > 0 OR l.pending = 1)"
                        " GROUP BY l.channel_id ORDER BY l.channel_id",
                        TIEM_INT (travel_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemTravelStop *stop = ensure_stop (travel, tiem_stmt_int (rows, 0));
      gint64 confirmed_at = tiem_stmt_int (rows, 2);

      stop->sent_value = tiem_stmt_int (rows, 1);
      stop->by_file = tiem_stmt_int (rows, 3) != 0;
      stop->took_ms = confirmed_at > 0 ? MAX (confirmed_at - travel->at, 0) : -1;
    }
  return step == 0;
}

GPtrArray *
tiem_store_list_travels (TiemStore *self,
                         guint limit,
                         GError **error)
{
  return tiem_store_list_variant_travels (self, 0, limit, error);
}

GPtrArray *
tiem_store_list_variant_travels (TiemStore *self,
                                 gint64 variant_id,
                                 guint limit,
                                 GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) travels = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  travels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_travel_free);
  rows = tiem_db_query (
      read->db,
      error,
      "SELECT t.id, t.at, t.variant_id, p.name || coalesce (', ' || v.options, ''),"
      " v.sku, t.before, t.after, t.channel_id, t.sold"
      " FROM travel t JOIN variant v ON v.id = t.variant_id"
      " JOIN product p ON p.id = v.product_id WHERE ?2 = 0 OR t.variant_id = ?2"
      " ORDER BY t.id DESC LIMIT ?1",
      TIEM_INT (limit),
      TIEM_INT (variant_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemTravel *travel = g_new0 (TiemTravel, 1);
      gint64 source = tiem_stmt_int (rows, 7);

      travel->at = tiem_stmt_int (rows, 1);
      travel->variant_id = tiem_stmt_int (rows, 2);
      travel->title = tiem_stmt_dup_text (rows, 3);
      travel->sku = tiem_stmt_dup_text (rows, 4);
      travel->before = tiem_stmt_int (rows, 5);
      travel->after = tiem_stmt_int (rows, 6);
      travel->stops = g_array_new (FALSE, FALSE, sizeof (TiemTravelStop));
      g_ptr_array_add (travels, travel);
      if (source != 0 && tiem_stmt_int (rows, 8) > 0)
        {
          TiemTravelStop *stop = ensure_stop (travel, source);

          stop->sold = tiem_stmt_int (rows, 8);
          stop->took_ms = 0;
        }
      if (!read_stops (read->db, travel, tiem_stmt_int (rows, 0), error))
        return NULL;
    }
  return step < 0 ? NULL : g_steal_pointer (&travels);
}
