#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Refunds are asked for order by order, and the newest orders are read with every poll. */
#define MOST_REFUNDS_KEPT 500

/* What an order's refunds said, as long as the order names the same ones. */
typedef struct
{
  char *names;
  JsonNode *answer; /* (nullable): not yet */
} KnownRefunds;

static void
known_refunds_free (gpointer data)
{
  KnownRefunds *known = data;

  g_free (known->names);
  g_clear_pointer (&known->answer, json_node_unref);
  g_free (known);
}

static GHashTable *
ensure_refunds (TiemChannelWoocommerce *self)
{
  if (self->refunds == NULL)
    self->refunds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_refunds_free);
  if (g_hash_table_size (self->refunds) >= MOST_REFUNDS_KEPT)
    g_hash_table_remove_all (self->refunds);
  return self->refunds;
}

/* @names: (transfer full) */
static KnownRefunds *
ensure_known (GHashTable *table,
              const char *id,
              char *names)
{
  KnownRefunds *known = g_hash_table_lookup (table, id);

  if (known != NULL && strcmp (known->names, names) == 0)
    {
      g_free (names);
      return known;
    }
  known = g_new0 (KnownRefunds, 1);
  known->names = names;
  g_hash_table_replace (table, g_strdup (id), known);
  return known;
}

/* Returns: (transfer none) (nullable): NULL without @error when the order must do without */
static JsonArray *
read_refunds (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              const char *id,
              JsonNode *named,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *path = g_strdup_printf ("orders/%s/refunds", id);
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (WooAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  KnownRefunds *known = ensure_known (ensure_refunds (self), id, tiem_json_to_text (named));

  if (known->answer != NULL)
    return tiem_json_array (known->answer);

  tiem_form_add_int (query, "per_page", WOO_PER_PAGE);
  known->answer = woo_get (&self->site,
                           transport,
                           path,
                           "orders/refunds",
                           g_steal_pointer (&query),
                           &answer,
                           cancellable,
                           &call_error);
  if (known->answer != NULL)
    {
      woo_works (self, path);
      return tiem_json_array (known->answer);
    }
  /* The site has them no more, or breaks down over them and them alone, for the list came. */
  if (!g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED)
      && !woo_gives_up (self, path, &answer, call_error))
    g_propagate_error (error, g_steal_pointer (&call_error));
  return NULL;
}

TiemRemoteOrder *
woo_read_order (TiemChannelWoocommerce *self,
                TiemTransport *transport,
                JsonObject *object,
                GCancellable *cancellable,
                GError **error)
{
  JsonArray *named = tiem_json_get_array (object, "refunds");
  g_autofree char *id = tiem_json_dup_id (object, "id");
  g_autoptr (GError) call_error = NULL;
  JsonArray *refunds = NULL;

  if (id != NULL && tiem_json_array_get_size (named) > 0)
    refunds = read_refunds (
        self, transport, id, json_object_get_member (object, "refunds"), cancellable, &call_error);
  if (call_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }
  return woo_parse_order (object, refunds, error);
}

static void
note_facts (JsonObject *object,
            WooPageFacts *facts,
            gint64 *last)
{
  gint64 id = 0;
  gint64 stamp = 0;

  tiem_json_get_int (object, "id", &id, NULL);
  tiem_json_get_time (object, "date_modified_gmt", &stamp, NULL);
  stamp /= 1000;
  if (facts->first_id == 0)
    facts->first_id = id;
  if (stamp == 0)
    return;

  if (*last > 0)
    {
      facts->rises &= stamp >= *last;
      facts->falls &= stamp <= *last;
    }
  *last = stamp;
  facts->oldest = facts->oldest == 0 ? stamp : MIN (facts->oldest, stamp);
  facts->newest = MAX (facts->newest, stamp);
}

static WooPageFacts
collect_facts (JsonArray *array,
               const WooAnswer *answer,
               const WooCursor *cursor)
{
  WooPageFacts facts = { .rises = TRUE, .falls = TRUE };
  gint64 last = 0;

  facts.count = tiem_json_array_get_size (array);
  facts.says_more = answer->pages > cursor->page || answer->has_next;
  for (guint i = 0; i < facts.count; i++)
    note_facts (tiem_json_array_get_object (array, i), &facts, &last);
  return facts;
}

static void
add_unreadable (TiemOrderPage *page,
                JsonObject *object,
                JsonNode *element,
                const GError *cause)
{
  g_autofree char *id = tiem_json_dup_id (object, "id");
  g_autofree char *raw = tiem_json_to_text (element);

  tiem_parts_add_unreadable (page->unreadable, id, raw, cause);
}

/* FALSE with @error when the site could not be asked for an order's refunds. */
static gboolean
read_element (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              JsonNode *element,
              TiemOrderPage *page,
              GCancellable *cancellable,
              GError **error)
{
  JsonObject *object = tiem_json_object (element);
  g_autoptr (GError) item_error = NULL;
  g_autoptr (GError) parse_error = NULL;
  TiemRemoteOrder *order;

  if (woo_is_draft (object))
    return TRUE;

  /* Only what can be understood is worth a question about its refunds. */
  order = woo_parse_order (object, NULL, &parse_error);
  if (order != NULL && tiem_json_array_get_size (tiem_json_get_array (object, "refunds")) > 0)
    {
      g_clear_pointer (&order, tiem_remote_order_free);
      order = woo_read_order (self, transport, object, cancellable, &item_error);
      if (order == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&item_error));
          return FALSE;
        }
    }
  if (order != NULL)
    g_ptr_array_add (page->orders, order);
  else
    add_unreadable (page, object, element, parse_error);
  return TRUE;
}

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const TiemRemoteOrder *first = *(TiemRemoteOrder *const *)a;
  const TiemRemoteOrder *second = *(TiemRemoteOrder *const *)b;

  return (first->updated_at > second->updated_at) - (first->updated_at < second->updated_at);
}

/* Returns: (transfer full): the list; NULL with @error */
static JsonNode *
ask_page (TiemChannelWoocommerce *self,
          TiemTransport *transport,
          WooCursor *cursor,
          WooAnswer *answer,
          GPtrArray *unreadable,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GError) call_error = NULL;
  JsonNode *node;

  node = woo_get_orders (self,
                         transport,
                         woo_cursor_make_query (cursor),
                         answer,
                         unreadable,
                         cancellable,
                         &call_error);
  if (node == NULL && answer->status == 400 && cursor->walk != WOO_WALK_BY_ID)
    {
      /* An old site knows no orderby=modified. */
      g_clear_error (&call_error);
      woo_cursor_set_no_sort (cursor);
      node = woo_get_orders (self,
                             transport,
                             woo_cursor_make_query (cursor),
                             answer,
                             unreadable,
                             cancellable,
                             &call_error);
    }
  if (node == NULL && answer->status == 400 && cursor->phase == WOO_PHASE_TRASH)
    return json_node_init_array (json_node_alloc (), json_array_new ()); /* it shows no trash */
  if (node == NULL)
    g_propagate_error (error, g_steal_pointer (&call_error));
  return node;
}

TiemOrderPage *
woo_pull_orders (TiemChannel *channel,
                 TiemTransport *transport,
                 const char *cursor_text,
                 gint64 first_since,
                 GCancellable *cancellable,
                 GError **error)
{
  TiemChannelWoocommerce *self = TIEM_CHANNEL_WOOCOMMERCE (channel);
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (JsonNode) node = NULL;
  g_auto (WooAnswer) answer = { 0 };
  WooCursor cursor;
  WooPageFacts facts;
  JsonArray *array;

  self->site.is_known = cursor_text != NULL && woo_cursor_parse (&cursor, cursor_text);
  if (!self->site.is_known)
    woo_cursor_init (&cursor, first_since);
  cursor.is_brief = self->is_brief;

  node = ask_page (self, transport, &cursor, &answer, page->unreadable, cancellable, error);
  if (node == NULL)
    return NULL;

  array = tiem_json_array (node);
  facts = collect_facts (array, &answer, &cursor);
  for (guint i = 0; i < facts.count; i++)
    if (!read_element (
            self, transport, json_array_get_element (array, i), page, cancellable, error))
      return NULL;

  g_ptr_array_sort (page->orders, compare_changes);
  page->more = woo_cursor_advance (&cursor, &facts, woo_site_now (&self->site) / 1000);
  page->next_cursor = woo_cursor_format (&cursor);
  return g_steal_pointer (&page);
}

void
woo_set_brief (TiemChannel *channel,
               gboolean is_brief)
{
  TIEM_CHANNEL_WOOCOMMERCE (channel)->is_brief = is_brief;
}
