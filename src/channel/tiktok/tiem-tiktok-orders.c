#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* §5.2: as many ids as one call takes. */
#define MOST_DETAILS 50

JsonNode *
tts_read_details (TiemChannelTiktok *self,
                  TiemTransport *transport,
                  GPtrArray *ids,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_auto (TtsAnswer) answer = { 0 };
  TiemForm *query = tiem_form_new ();

  for (guint i = 0; i < MIN (ids->len, MOST_DETAILS); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? "," : "", (const char *)ids->pdata[i]);
  tiem_form_add (query, "ids", list->str);
  return tts_get (
      &self->shop, transport, "/order/202309/orders", "orders", query, &answer, cancellable, error);
}

JsonNode *
tts_read_one (TiemChannelTiktok *self,
              TiemTransport *transport,
              const char *remote_id,
              JsonObject **order,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (JsonNode) data = NULL;
  JsonArray *orders;

  g_ptr_array_add (ids, (gpointer)remote_id);
  data = tts_read_details (self, transport, ids, cancellable, error);
  if (data == NULL)
    return NULL;

  orders = tiem_json_get_array (tiem_json_object (data), "orders");
  for (guint i = 0; i < tiem_json_array_get_size (orders); i++)
    {
      g_autofree char *id = tiem_json_dup_id (tiem_json_array_get_object (orders, i), "id");

      *order = tiem_json_array_get_object (orders, i);
      if (g_strcmp0 (id, remote_id) == 0)
        return g_steal_pointer (&data);
    }
  *order = NULL;
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_REJECTED,
                       _ ("TikTok Shop does not know this order; look at it in Seller Center."));
  return NULL;
}

static GPtrArray *
collect_asked (JsonArray *orders)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tiem_json_array_get_size (orders); i++)
    {
      JsonObject *order = tiem_json_array_get_object (orders, i);
      char *id = tiem_json_get_boolean (order, "is_buyer_request_cancel")
                     ? tiem_json_dup_id (order, "id")
                     : NULL;

      if (id != NULL)
        g_ptr_array_add (ids, id);
    }
  return ids;
}

/* Asks what buyers' requests wait, in as many calls as it takes. Without the scope for it the
 * order's own flag must do. FALSE with @error. @found: (nullable) (transfer full): NULL when
 * it is not known; @data keeps what it borrows. */
static gboolean
find_requests (TiemChannelTiktok *self,
               TiemTransport *transport,
               GPtrArray *ids,
               GPtrArray *data,
               GHashTable **found,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint start = 0; start < ids->len && !self->no_cancellations; start += MOST_DETAILS)
    {
      g_autoptr (GPtrArray) some = g_ptr_array_new ();
      g_autoptr (GError) call_error = NULL;
      g_autoptr (GHashTable) part = NULL;
      GHashTableIter iter;
      gpointer id;
      gpointer request;
      JsonNode *node;

      for (guint i = start; i < MIN (ids->len, start + MOST_DETAILS); i++)
        g_ptr_array_add (some, ids->pdata[i]);
      node = tts_read_requests (self, transport, some, cancellable, &call_error);
      if (node == NULL && !self->no_cancellations)
        {
          g_propagate_error (error, g_steal_pointer (&call_error));
          return FALSE;
        }
      if (node == NULL)
        break;

      g_ptr_array_add (data, node);
      part = tts_index_requests (node);
      g_hash_table_iter_init (&iter, part);
      while (g_hash_table_iter_next (&iter, &id, &request))
        g_hash_table_replace (all, g_strdup (id), request);
    }
  *found = self->no_cancellations ? NULL : g_steal_pointer (&all);
  return TRUE;
}

static void
add_order (TiemOrderPage *page,
           JsonNode *element,
           GHashTable *requests)
{
  JsonObject *object = tiem_json_object (element);
  g_autofree char *id = tiem_json_dup_id (object, "id");
  g_autoptr (GError) parse_error = NULL;
  JsonObject *request = requests != NULL && id != NULL ? g_hash_table_lookup (requests, id) : NULL;
  TiemRemoteOrder *order = tts_parse_order (object, request, requests != NULL, &parse_error);

  if (order != NULL)
    g_ptr_array_add (page->orders, order);
  else
    tts_add_unreadable (page->unreadable, element, "id", parse_error);
}

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const TiemRemoteOrder *first = *(TiemRemoteOrder *const *)a;
  const TiemRemoteOrder *second = *(TiemRemoteOrder *const *)b;

  return (first->updated_at > second->updated_at) - (first->updated_at < second->updated_at);
}

gboolean
tts_read_orders (TiemChannelTiktok *self,
                 TiemTransport *transport,
                 JsonArray *orders,
                 GHashTable *requests,
                 TiemOrderPage *page,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) asked = collect_asked (orders);
  g_autoptr (GPtrArray) data = g_ptr_array_new_with_free_func ((GDestroyNotify)json_node_unref);
  g_autoptr (GHashTable) found = NULL;

  if (requests == NULL && !find_requests (self, transport, asked, data, &found, cancellable, error))
    return FALSE;
  for (guint i = 0; i < tiem_json_array_get_size (orders); i++)
    add_order (page, json_array_get_element (orders, i), requests != NULL ? requests : found);
  g_ptr_array_sort (page->orders, compare_changes);
  return TRUE;
}

TiemRemoteOrder *
tts_reread_order (TiemChannelTiktok *self,
                  TiemTransport *transport,
                  const char *remote_id,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  JsonObject *object;
  g_autoptr (JsonNode) data
      = tts_read_one (self, transport, remote_id, &object, cancellable, error);
  g_autoptr (JsonArray) one = NULL;

  if (data == NULL)
    return NULL;
  one = json_array_new ();
  json_array_add_object_element (one, json_object_ref (object));
  if (!tts_read_orders (self, transport, one, NULL, page, cancellable, error))
    return NULL;
  if (page->orders->len == 1)
    return g_ptr_array_steal_index (page->orders, 0);

  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_PROTOCOL,
                       ((TiemUnreadable *)page->unreadable->pdata[0])->reason);
  return NULL;
}

/* Orders since the shop was opened: the first one says where the windows begin. */
static gboolean
find_first_order (TiemChannelTiktok *self,
                  TiemTransport *transport,
                  TtsCursor *cursor,
                  gint64 now,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemForm *query = tiem_form_new ();
  g_autoptr (JsonNode) data = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  gint64 created = 0;

  tiem_form_add_int (query, "page_size", 1);
  tiem_form_add (query, "sort_field", "create_time");
  tiem_form_add (query, "sort_order", "ASC");
  data = tts_post (&self->shop,
                   transport,
                   "/order/202309/orders/search",
                   "orders/search",
                   query,
                   NULL,
                   &answer,
                   cancellable,
                   error);
  if (data == NULL)
    return FALSE;

  tiem_json_get_time (
      tiem_json_array_get_object (tiem_json_get_array (tiem_json_object (data), "orders"), 0),
      "create_time",
      &created,
      NULL);
  cursor->from = created > 0 ? created / 1000 : now;
  return TRUE;
}

static JsonNode *
ask_page_once (TiemChannelTiktok *self,
               TiemTransport *transport,
               const TtsCursor *cursor,
               TtsAnswer *answer,
               GCancellable *cancellable,
               GError **error)
{
  gboolean is_orders = cursor->phase != TTS_PHASE_CANCELLATIONS;

  return tts_post (&self->shop,
                   transport,
                   is_orders ? "/order/202309/orders/search"
                             : "/return_refund/202309/cancellations/search",
                   is_orders ? "orders/search" : "cancellations/search",
                   tts_cursor_make_query (cursor),
                   tts_cursor_make_body (cursor),
                   answer,
                   cancellable,
                   error);
}

/* Returns: (transfer full): the page's data; NULL with @error, or without when the app lacks the
 * scope for cancellations. A token that is refused starts the window again (§5.5). */
static JsonNode *
ask_page (TiemChannelTiktok *self,
          TiemTransport *transport,
          TtsCursor *cursor,
          GCancellable *cancellable,
          GError **error)
{
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonNode *data;

  if (cursor->phase == TTS_PHASE_CANCELLATIONS && self->no_cancellations)
    return NULL;
  data = ask_page_once (self, transport, cursor, &answer, cancellable, &call_error);
  if (data == NULL && cursor->token != NULL && tts_is_refusal (&answer, call_error))
    {
      g_clear_error (&call_error);
      tts_cursor_restart (cursor);
      data = ask_page_once (self, transport, cursor, &answer, cancellable, &call_error);
    }
  if (data == NULL && cursor->phase == TTS_PHASE_CANCELLATIONS && answer.code == TTS_SCOPE_MISSING)
    {
      g_message ("The app has no scope for cancellations; buyers' requests come with the orders");
      self->no_cancellations = TRUE;
      return NULL;
    }
  if (call_error != NULL)
    g_propagate_error (error, g_steal_pointer (&call_error));
  return data;
}

/* The orders whose cancellations stand on a page. */
static gboolean
read_cancelled_orders (TiemChannelTiktok *self,
                       TiemTransport *transport,
                       JsonNode *data,
                       TiemOrderPage *page,
                       GCancellable *cancellable,
                       GError **error)
{
  JsonArray *array = tiem_json_get_array (tiem_json_object (data), "cancellations");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) requests = tts_index_requests (data);
  g_autoptr (JsonNode) details = NULL;

  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    {
      char *id = tiem_json_dup_id (tiem_json_array_get_object (array, i), "order_id");

      if (id == NULL || !g_hash_table_add (seen, id))
        g_free (id);
      else
        g_ptr_array_add (ids, id);
    }
  if (ids->len == 0)
    return TRUE;

  details = tts_read_details (self, transport, ids, cancellable, error);
  return details != NULL
         && tts_read_orders (self,
                             transport,
                             tiem_json_get_array (tiem_json_object (details), "orders"),
                             requests,
                             page,
                             cancellable,
                             error);
}

static TtsPageFacts
collect_facts (JsonNode *data,
               const char *list_name)
{
  JsonObject *object = tiem_json_object (data);
  JsonArray *array = tiem_json_get_array (object, list_name);
  TtsPageFacts facts = { .token = tiem_json_get_string (object, "next_page_token") };

  facts.count = tiem_json_array_get_size (array);
  tiem_json_get_int (object, "total_count", &facts.total, NULL);
  for (guint i = 0; i < facts.count; i++)
    {
      gint64 stamp;

      tiem_json_get_time (tiem_json_array_get_object (array, i), "update_time", &stamp, NULL);
      facts.newest = MAX (facts.newest, stamp / 1000);
    }
  return facts;
}

static gboolean
read_page (TiemChannelTiktok *self,
           TiemTransport *transport,
           TtsCursor *cursor,
           TiemOrderPage *page,
           GCancellable *cancellable,
           GError **error)
{
  gboolean is_orders = cursor->phase != TTS_PHASE_CANCELLATIONS;
  const char *list_name = is_orders ? "orders" : "cancellations";
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) data = ask_page (self, transport, cursor, cancellable, &call_error);
  TtsPageFacts facts = { 0 };

  if (data == NULL && call_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  if (data != NULL)
    {
      JsonArray *orders = tiem_json_get_array (tiem_json_object (data), list_name);

      facts = collect_facts (data, list_name);
      if (is_orders ? !tts_read_orders (self, transport, orders, NULL, page, cancellable, error)
                    : !read_cancelled_orders (self, transport, data, page, cancellable, error))
        return FALSE;
    }

  if (cursor->token == NULL)
    tts_has_seen_token (self, NULL);
  if (facts.token != NULL && tts_has_seen_token (self, facts.token))
    {
      /* It leads in a circle (trap 13): the window is read again with the next poll. */
      g_message ("A page token came twice; the window is read again");
      tts_cursor_restart (cursor);
      page->more = FALSE;
    }
  else
    page->more = tts_cursor_advance (cursor, &facts, tiem_transport_now (transport) / 1000);
  page->next_cursor = tts_cursor_format (cursor);
  return TRUE;
}

/* @opened: whether the window's ends were fixed here */
static TiemOrderPage *
pull_page (TiemChannelTiktok *self,
           TiemTransport *transport,
           const char *cursor_text,
           gint64 first_since,
           gboolean *opened,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_auto (TtsCursor) cursor = { 0 };
  gint64 now = tiem_transport_now (transport) / 1000;

  if (cursor_text == NULL || !tts_cursor_parse (&cursor, cursor_text))
    tts_cursor_init (&cursor, first_since);
  if (cursor.phase == TTS_PHASE_IMPORT && cursor.from == 0
      && !find_first_order (self, transport, &cursor, now, cancellable, error))
    return NULL;

  cursor.is_brief = self->is_brief;
  *opened = cursor.to == 0;
  tts_cursor_open (&cursor, now);
  if (!read_page (self, transport, &cursor, page, cancellable, error))
    return NULL;
  return g_steal_pointer (&page);
}

TiemOrderPage *
tts_pull_orders (TiemChannel *channel,
                 TiemTransport *transport,
                 const char *cursor_text,
                 gint64 first_since,
                 GCancellable *cancellable,
                 GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  TtsClock clock = tts_read_clock (transport);
  gboolean opened = FALSE;
  g_autoptr (TiemOrderPage) page
      = pull_page (self, transport, cursor_text, first_since, &opened, cancellable, error);

  /* A wrong clock fixed the window's ends: orders would lie behind them, unread. */
  if (page == NULL || !opened || !tts_clock_has_moved (&clock, transport))
    return g_steal_pointer (&page);
  return pull_page (self, transport, cursor_text, first_since, &opened, cancellable, error);
}

void
tts_set_brief (TiemChannel *channel,
               gboolean is_brief)
{
  TIEM_CHANNEL_TIKTOK (channel)->is_brief = is_brief;
}
