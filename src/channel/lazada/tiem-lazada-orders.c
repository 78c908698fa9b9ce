#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include <string.h>

/* Most orders of one orders/items/get (Lazada §5.5; older texts say 1000). */
#define MOST_IDS 50

/*
 * Every poll meets the orders of the last minutes again, and each 50 of them would cost a
 * call for their units. So units are kept as long as the order's row stays word for word the
 * same, and not for long: a tracking number may come without a new stamp.
 */
#define MOST_UNITS_KEPT 2000
#define UNITS_AGE_MS (60 * G_GINT64_CONSTANT (1000))

/* Orders that are asked for again at the end of one round. */
#define MOST_AGAIN 10

/* Stamps are whole seconds: a row this young may change without showing it. */
#define SETTLED_MS 3000

typedef struct
{
  char *row;
  JsonNode *units; /* an array */
  gint64 read_at;
} KnownUnits;

static void
known_units_free (gpointer data)
{
  KnownUnits *known = data;

  g_free (known->row);
  json_node_unref (known->units);
  g_free (known);
}

static GHashTable *
ensure_units (TiemChannelLazada *self)
{
  if (self->units == NULL)
    self->units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_units_free);
  if (g_hash_table_size (self->units) >= MOST_UNITS_KEPT)
    g_hash_table_remove_all (self->units);
  return self->units;
}

/* One row of orders/get on its way to an order. */
typedef struct
{
  JsonNode *element; /* borrowed */
  char *id;          /* (nullable): it can't be asked about */
  char *text;
  gint64 stamp;
  JsonNode *units; /* (owned) (nullable) */
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row->text);
  g_clear_pointer (&row->units, json_node_unref);
  g_free (row);
}

static Row *
make_row (TiemChannelLazada *self,
          JsonNode *element,
          gint64 now)
{
  Row *row = g_new0 (Row, 1);
  JsonObject *object = tiem_json_object (element);
  KnownUnits *known;

  row->element = element;
  row->id = tiem_json_dup_id (object, "order_id");
  row->text = tiem_json_to_text (element);
  laz_get_time (object, "updated_at", &row->stamp, NULL);
  if (row->id == NULL)
    return row;

  known = g_hash_table_lookup (ensure_units (self), row->id);
  if (known != NULL && strcmp (known->row, row->text) == 0 && now - known->read_at < UNITS_AGE_MS
      && now >= known->read_at)
    row->units = json_node_ref (known->units);
  return row;
}

static void
keep_units (TiemChannelLazada *self,
            const Row *row,
            gint64 now)
{
  KnownUnits *known;

  if (row->stamp == 0 || now - row->stamp < SETTLED_MS)
    return;
  known = g_new0 (KnownUnits, 1);
  known->row = g_strdup (row->text);
  known->units = json_node_ref (row->units);
  known->read_at = now;
  g_hash_table_replace (ensure_units (self), g_strdup (row->id), known);
}

static void
take_units (TiemChannelLazada *self,
            GPtrArray *rows,
            JsonArray *answer,
            gint64 now)
{
  for (guint i = 0; i < tiem_json_array_get_size (answer); i++)
    {
      JsonObject *object = tiem_json_array_get_object (answer, i);
      g_autofree char *id = tiem_json_dup_id (object, "order_id");
      JsonNode *units = object != NULL ? json_object_get_member (object, "order_items") : NULL;

      for (guint j = 0; j < rows->len && units != NULL && JSON_NODE_HOLDS_ARRAY (units); j++)
        {
          Row *row = rows->pdata[j];

          if (g_strcmp0 (row->id, id) != 0 || row->units != NULL)
            continue;
          row->units = json_node_ref (units);
          keep_units (self, row, now);
        }
    }
}

/* Asks for the units of @wanted. FALSE with @error. */
static gboolean
ask_units (TiemChannelLazada *self,
           TiemTransport *transport,
           GPtrArray *rows,
           GPtrArray *wanted,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *ids = laz_format_ids (wanted, FALSE);
  g_autoptr (JsonNode) node = NULL;

  tiem_form_add (form, "order_ids", ids);
  node = laz_get (
      &self->shop, transport, "/orders/items/get", g_steal_pointer (&form), cancellable, error);
  if (node == NULL)
    return FALSE;
  take_units (self, rows, laz_get_data_array (node), tiem_transport_now (transport));
  return TRUE;
}

/* A batch that is refused as a whole has an order in it that the platform can't read: one by
 * one the others come through. */
static gboolean
ask_units_singly (TiemChannelLazada *self,
                  TiemTransport *transport,
                  GPtrArray *rows,
                  GPtrArray *wanted,
                  GCancellable *cancellable,
                  GError **error)
{
  for (guint i = 0; i < wanted->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_autoptr (GError) call_error = NULL;

      g_ptr_array_add (one, wanted->pdata[i]);
      if (!ask_units (self, transport, rows, one, cancellable, &call_error)
          && !g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED)
          && !g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_PROTOCOL))
        {
          g_propagate_error (error, g_steal_pointer (&call_error));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_missing_units (TiemChannelLazada *self,
                    TiemTransport *transport,
                    GPtrArray *rows,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  for (guint i = 0; i <= rows->len; i++)
    {
      Row *row = i < rows->len ? rows->pdata[i] : NULL;
      g_autoptr (GError) call_error = NULL;

      if (row != NULL && row->id != NULL && row->units == NULL)
        g_ptr_array_add (wanted, row->id);
      if (wanted->len == 0 || (wanted->len < MOST_IDS && row != NULL))
        continue;

      if (!ask_units (self, transport, rows, wanted, cancellable, &call_error))
        {
          gboolean is_refused = g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED)
                                || g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);

          if (!is_refused)
            {
              g_propagate_error (error, g_steal_pointer (&call_error));
              return FALSE;
            }
          /* A single one is asked for again later. */
          if (wanted->len > 1
              && !ask_units_singly (self, transport, rows, wanted, cancellable, error))
            return FALSE;
        }
      g_ptr_array_set_size (wanted, 0);
    }
  return TRUE;
}

static void
add_row (TiemOrderPage *page,
         const Row *row)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *raw = NULL;
  TiemRemoteOrder *order;

  order = laz_parse_order (
      tiem_json_object (row->element), tiem_json_array (row->units), &parse_error);
  if (order != NULL)
    {
      g_ptr_array_add (page->orders, order);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "order");
  json_builder_add_value (builder, json_node_copy (row->element));
  json_builder_set_member_name (builder, "order_items");
  if (row->units != NULL)
    json_builder_add_value (builder, json_node_copy (row->units));
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
  raw = laz_format_json (builder);

  tiem_parts_add_unreadable (page->unreadable, row->id, raw, parse_error);
}

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const TiemRemoteOrder *first = *(TiemRemoteOrder *const *)a;
  const TiemRemoteOrder *second = *(TiemRemoteOrder *const *)b;

  return (first->updated_at > second->updated_at) - (first->updated_at < second->updated_at);
}

static LazPageFacts
collect_facts (JsonObject *data,
               JsonArray *orders,
               const LazCursor *cursor)
{
  const char *name = cursor->phase == LAZ_PHASE_FIRST ? "created_at" : "updated_at";
  LazPageFacts facts = { .count = json_array_get_length (orders), .total = -1, .rises = TRUE };

  if (tiem_json_has (data, "countTotal")
      && !tiem_json_get_int (data, "countTotal", &facts.total, NULL))
    facts.total = -1;
  for (guint i = 0; i < facts.count; i++)
    {
      gint64 stamp = 0;

      laz_get_time (tiem_json_array_get_object (orders, i), name, &stamp, NULL);
      if (stamp == 0)
        continue;
      facts.rises &= stamp >= facts.last;
      facts.last = stamp;
      facts.newest = MAX (facts.newest, stamp);
    }
  return facts;
}

/* Returns: (transfer full): the answer, whose "orders" is an array; NULL with @error */
static JsonNode *
ask_page (TiemChannelLazada *self,
          TiemTransport *transport,
          const LazCursor *cursor,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (JsonNode) node = laz_get (
      &self->shop, transport, "/orders/get", laz_cursor_make_query (cursor), cancellable, error);

  if (node == NULL)
    return NULL;
  if (tiem_json_get_array (laz_get_data (node), "orders") == NULL)
    {
      /* No orders at all come as null here and there, and a count says so. */
      gint64 count = -1;

      tiem_json_get_int (laz_get_data (node), "count", &count, NULL);
      if (count != 0 || !tiem_json_has (laz_get_data (node), "count"))
        {
          tiem_json_set_error (error, "data.orders");
          return NULL;
        }
    }
  return g_steal_pointer (&node);
}

/* Orders that were read a moment too early, or too late: at the end of a round, one by one.
 * What stops the whole channel stops this too, and takes nothing from the page. */
static void
read_again (TiemChannelLazada *self,
            TiemTransport *transport,
            GPtrArray *again,
            TiemOrderPage *page,
            GCancellable *cancellable)
{
  const char *due;

  for (guint n = 0;
       n < MOST_AGAIN && (due = laz_again_find_due (again, tiem_transport_now (transport))) != NULL;
       n++)
    {
      g_autofree char *id = g_strdup (due);
      g_autoptr (GError) error = NULL;
      TiemRemoteOrder *order = laz_read_order (self, transport, id, cancellable, &error);

      if (order != NULL)
        {
          g_ptr_array_add (page->orders, order);
          laz_again_remove (again, id);
          continue;
        }
      laz_again_put_off (again, id, tiem_transport_now (transport));
      if (!g_error_matches (error, TIEM_ERROR, TIEM_ERROR_REJECTED)
          && !g_error_matches (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL))
        return;
    }
}

TiemOrderPage *
laz_pull_orders (TiemChannel *channel,
                 TiemTransport *transport,
                 const char *cursor_text,
                 gint64 first_since,
                 GCancellable *cancellable,
                 GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  g_autoptr (GPtrArray) again = laz_again_parse (cursor_text);
  g_autofree char *next = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonArray) none = json_array_new ();
  JsonArray *orders;
  LazPageFacts facts;
  LazCursor cursor;
  gint64 now;

  if (cursor_text == NULL || !laz_cursor_parse (&cursor, cursor_text))
    laz_cursor_init (&cursor, first_since, tiem_transport_now (transport));
  node = ask_page (self, transport, &cursor, cancellable, error);
  if (node == NULL)
    return NULL;

  now = tiem_transport_now (transport);
  orders = tiem_json_get_array (laz_get_data (node), "orders");
  if (orders == NULL)
    orders = none;
  for (guint i = 0; i < json_array_get_length (orders); i++)
    g_ptr_array_add (rows, make_row (self, json_array_get_element (orders, i), now));
  if (!read_missing_units (self, transport, rows, cancellable, error))
    return NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = rows->pdata[i];

      add_row (page, row);
      if (row->id != NULL && row->units == NULL)
        laz_again_add (again, row->id, now);
      else if (row->id != NULL)
        laz_again_remove (again, row->id);
    }
  g_ptr_array_sort (page->orders, compare_changes);
  facts = collect_facts (laz_get_data (node), orders, &cursor);
  page->more = laz_cursor_advance (&cursor, &facts, now);
  if (!page->more)
    read_again (self, transport, again, page, cancellable);
  next = laz_cursor_format (&cursor);
  page->next_cursor = laz_again_format (again, next);
  return g_steal_pointer (&page);
}

JsonNode *
laz_read_units (TiemChannelLazada *self,
                TiemTransport *transport,
                const char *remote_id,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autoptr (JsonNode) node = NULL;

  tiem_form_add (form, "order_id", remote_id);
  node = laz_get (
      &self->shop, transport, "/order/items/get", g_steal_pointer (&form), cancellable, error);
  if (node != NULL && laz_get_data_array (node) == NULL)
    {
      tiem_json_set_error (error, "data");
      return NULL;
    }
  return g_steal_pointer (&node);
}

TiemRemoteOrder *
laz_read_order (TiemChannelLazada *self,
                TiemTransport *transport,
                const char *remote_id,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) units = NULL;

  tiem_form_add (form, "order_id", remote_id);
  node
      = laz_get (&self->shop, transport, "/order/get", g_steal_pointer (&form), cancellable, error);
  if (node == NULL)
    return NULL;
  units = laz_read_units (self, transport, remote_id, cancellable, error);
  if (units == NULL)
    return NULL;
  return laz_parse_order (laz_get_data (node), laz_get_data_array (units), error);
}
