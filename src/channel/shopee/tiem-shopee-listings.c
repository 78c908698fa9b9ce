#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <string.h>

/*
 * A pass over all listings: get_item_list by offset, the items' data 50 at a time, and a call
 * more for each item with variations. One page is small, so that a worker can poll in between.
 *
 * Shopee refuses large offsets without saying which (§10.1): then the pass goes by update_time
 * instead, in windows that are halved until their offsets are taken. Items that are changed
 * meanwhile move into a later window, so none is missed.
 */
#define PAGE 20
#define DETAIL_BATCH 50

/* Before Shopee there was nothing to change. */
#define FIRST_CHANGE 1420070400
/* The last window's end: items changed while it is read stay in it. */
#define AHEAD_S 3600
#define SMALLEST_WINDOW_S 1

static const char *const living[] = { "NORMAL", "BANNED", "UNLIST", "REVIEWING" };

typedef struct
{
  gint64 offset;
  gint64 total; /* of items, when the page before was read; −1 = not known */
  gint64 from;  /* by update_time, seconds; to = 0: all at once */
  gint64 to;
} Position;

static Position
parse_position (const char *cursor)
{
  g_autoptr (TiemForm) form = tiem_form_parse (cursor != NULL ? cursor : "");

  return (Position){
    .offset = MAX (shopee_form_get_number (form, "offset", 0), 0),
    .total = shopee_form_get_number (form, "total", -1),
    .from = MAX (shopee_form_get_number (form, "from", 0), 0),
    .to = MAX (shopee_form_get_number (form, "to", 0), 0),
  };
}

static char *
format_position (const Position *position)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add_int (form, "offset", position->offset);
  tiem_form_add_int (form, "total", position->total);
  if (position->to > 0)
    {
      tiem_form_add_int (form, "from", position->from);
      tiem_form_add_int (form, "to", position->to);
    }
  return tiem_form_encode (form);
}

/* --- items --- */

static void
add_listing (TiemListingPage *page,
             JsonObject *item,
             JsonNode *element,
             JsonObject *models)
{
  JsonObject *model = models != NULL ? tiem_json_object (element) : NULL;
  g_autoptr (GError) error = NULL;
  TiemRemoteListing *listing = shopee_parse_listing (item, model, models, &error);
  g_autofree char *id = NULL;
  g_autofree char *raw = NULL;

  if (listing != NULL)
    {
      g_ptr_array_add (page->listings, listing);
      return;
    }
  id = tiem_json_dup_id (model, "model_id");
  if (id == NULL)
    id = tiem_json_dup_id (item, "item_id");
  raw = tiem_json_to_text (element);
  tiem_parts_add_unreadable (page->unreadable, id, raw, error);
}

static gboolean
is_gone (const ShopeeAnswer *answer)
{
  static const char *const signs[] = { "not_found", "not found", "not exist", "deleted" };
  const char *words = tiem_json_get_string (tiem_json_object (answer->root), "message");
  g_autofree char *text = g_strconcat (
      answer->code != NULL ? answer->code : "", " ", words != NULL ? words : "", NULL);
  g_autofree char *folded = g_ascii_strdown (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strstr (folded, signs[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* One item was refused. Deleted meanwhile is no news: whoever misses it sees that it is gone. */
static void
note_refusal (TiemListingPage *page,
              const char *id,
              const ShopeeAnswer *answer,
              const GError *cause)
{
  if (!is_gone (answer))
    g_ptr_array_add (page->unreadable, tiem_unreadable_new (id, cause->message, NULL));
}

JsonObject *
shopee_get_models (TiemChannelShopee *self,
                   TiemTransport *transport,
                   const char *item_id,
                   ShopeeAnswer *answer,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();

  tiem_form_add (query, "item_id", item_id);
  return shopee_get (&self->shop,
                     transport,
                     "product/get_model_list",
                     g_steal_pointer (&query),
                     answer,
                     cancellable,
                     error);
}

static gboolean
read_models (TiemChannelShopee *self,
             TiemTransport *transport,
             JsonObject *item,
             TiemListingPage *page,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree char *id = tiem_json_dup_id (item, "item_id");
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonObject *models = shopee_get_models (self, transport, id, &answer, cancellable, &call_error);
  JsonArray *list;

  if (models == NULL)
    {
      if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
        {
          note_refusal (page, id, &answer, call_error);
          return TRUE;
        }
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  list = tiem_json_get_array (models, "model");
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    add_listing (page, item, json_array_get_element (list, i), models);
  return TRUE;
}

static gboolean
read_item (TiemChannelShopee *self,
           TiemTransport *transport,
           JsonNode *element,
           TiemListingPage *page,
           GCancellable *cancellable,
           GError **error)
{
  JsonObject *item = tiem_json_object (element);

  if (shopee_has_models (item) && tiem_json_has (item, "item_id"))
    return read_models (self, transport, item, page, cancellable, error);
  add_listing (page, item, element, NULL);
  return TRUE;
}

JsonArray *
shopee_get_items (TiemChannelShopee *self,
                  TiemTransport *transport,
                  GPtrArray *ids,
                  guint start,
                  guint end,
                  ShopeeAnswer *answer,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_autoptr (GString) list = g_string_new (NULL);
  JsonObject *object;
  JsonArray *items;

  for (guint i = start; i < end; i++)
    g_string_append_printf (list, "%s%s", i > start ? "," : "", (char *)ids->pdata[i]);
  tiem_form_add (query, "item_id_list", list->str);
  object = shopee_get (&self->shop,
                       transport,
                       "product/get_item_base_info",
                       g_steal_pointer (&query),
                       answer,
                       cancellable,
                       error);
  if (object == NULL)
    return NULL;
  items = tiem_json_get_array (object, "item_list");
  if (items == NULL)
    shopee_set_shape_error (error, "item_list");
  return items;
}

/* As with orders, one unknown id may fail the whole call. */
static gboolean
read_range (TiemChannelShopee *self,
            TiemTransport *transport,
            GPtrArray *ids,
            guint start,
            guint end,
            TiemListingPage *page,
            GCancellable *cancellable,
            GError **error)
{
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonArray *items
      = shopee_get_items (self, transport, ids, start, end, &answer, cancellable, &call_error);
  guint middle = start + (end - start) / 2;

  if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED) && end - start == 1)
    {
      note_refusal (page, ids->pdata[start], &answer, call_error);
      return TRUE;
    }
  if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    return read_range (self, transport, ids, start, middle, page, cancellable, error)
           && read_range (self, transport, ids, middle, end, page, cancellable, error);
  if (items == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!read_item (self, transport, json_array_get_element (items, i), page, cancellable, error))
      return FALSE;
  return TRUE;
}

gboolean
shopee_read_items (TiemChannelShopee *self,
                   TiemTransport *transport,
                   GPtrArray *ids,
                   TiemListingPage *page,
                   GCancellable *cancellable,
                   GError **error)
{
  for (guint start = 0; start < ids->len; start += DETAIL_BATCH)
    if (!read_range (self,
                     transport,
                     ids,
                     start,
                     MIN (start + DETAIL_BATCH, ids->len),
                     page,
                     cancellable,
                     error))
      return FALSE;
  return TRUE;
}

/* --- the list --- */

static JsonObject *
ask_list (TiemChannelShopee *self,
          TiemTransport *transport,
          const Position *position,
          ShopeeAnswer *answer,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();

  tiem_form_add_int (query, "offset", position->offset);
  tiem_form_add_int (query, "page_size", PAGE);
  for (gsize i = 0; i < G_N_ELEMENTS (living); i++)
    tiem_form_add (query, "item_status", living[i]);
  if (position->to > 0)
    {
      tiem_form_add_int (query, "update_time_from", position->from);
      tiem_form_add_int (query, "update_time_to", position->to);
    }
  return shopee_get (&self->shop,
                     transport,
                     "product/get_item_list",
                     g_steal_pointer (&query),
                     answer,
                     cancellable,
                     error);
}

static gboolean
is_offset_refusal (const ShopeeAnswer *answer)
{
  const char *words = tiem_json_get_string (tiem_json_object (answer->root), "message");
  g_autofree char *folded = words != NULL ? g_ascii_strdown (words, -1) : NULL;

  return answer->code != NULL && folded != NULL && strstr (folded, "offset") != NULL
         && strstr (folded, "limit") != NULL;
}

/* Half of what was tried. FALSE when it can't be less. */
static gboolean
narrow (Position *position,
        gint64 now)
{
  if (position->to == 0)
    {
      position->from = FIRST_CHANGE;
      position->to = now + AHEAD_S;
    }
  if (position->to - position->from <= SMALLEST_WINDOW_S)
    return FALSE;
  position->to = position->from + (position->to - position->from) / 2;
  position->offset = 0;
  position->total = -1;
  return TRUE;
}

static JsonObject *
ask_page (TiemChannelShopee *self,
          TiemTransport *transport,
          Position *position,
          ShopeeAnswer *answer,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GError) call_error = NULL;
  JsonObject *object = ask_list (self, transport, position, answer, cancellable, &call_error);

  if (object == NULL && position->offset > 0 && is_offset_refusal (answer)
      && narrow (position, shopee_now (transport)))
    {
      g_clear_error (&call_error);
      object = ask_list (self, transport, position, answer, cancellable, &call_error);
    }
  if (call_error != NULL)
    g_propagate_error (error, g_steal_pointer (&call_error));
  return object;
}

static GPtrArray *
collect_ids (JsonArray *items)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tiem_json_array_get_size (items); i++)
    {
      char *id = tiem_json_dup_id (tiem_json_array_get_object (items, i), "item_id");

      if (id != NULL)
        g_ptr_array_add (ids, id);
    }
  return ids;
}

/* Whether an item has gone since the page before was read: then one has moved up unseen. */
static gboolean
has_shrunk (Position *position,
            JsonObject *object)
{
  gint64 before = position->total;

  if (!tiem_json_need_int (object, "total_count", &position->total, NULL))
    position->total = -1;
  return before >= 0 && position->total >= 0 && position->total < before && position->offset > 0;
}

/* Moves on behind @object. FALSE when that was the last page. */
static gboolean
advance (Position *position,
         JsonObject *object,
         gint64 now)
{
  gint64 next;
  guint n_items = tiem_json_array_get_size (tiem_json_get_array (object, "item"));

  if (tiem_json_get_boolean (object, "has_next_page"))
    {
      if (!tiem_json_get_int (object, "next_offset", &next, NULL) || next <= position->offset)
        next = position->offset + MAX (n_items, 1);
      position->offset = next;
      return TRUE;
    }
  if (position->to == 0 || position->to >= now)
    return FALSE;

  /* the next window may be as wide again: most are nearly empty */
  next = position->to + 1;
  position->to = MIN (next + 4 * (position->to - position->from + 1), now + AHEAD_S);
  position->from = next;
  position->offset = 0;
  position->total = -1;
  return TRUE;
}

TiemListingPage *
shopee_pull_listings (TiemChannel *channel,
                      TiemTransport *transport,
                      const char *cursor,
                      GCancellable *cancellable,
                      GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autoptr (GPtrArray) ids = NULL;
  g_auto (ShopeeAnswer) answer = { 0 };
  Position position = parse_position (cursor);
  JsonObject *object = ask_page (self, transport, &position, &answer, cancellable, error);

  if (object == NULL)
    return NULL;
  if (!tiem_json_has (object, "item") && !json_object_has_member (object, "total_count"))
    {
      shopee_set_shape_error (error, "item");
      return NULL;
    }
  if (has_shrunk (&position, object))
    {
      position.offset = MAX (position.offset - PAGE, 0);
      page->next_cursor = format_position (&position);
      return g_steal_pointer (&page);
    }

  ids = collect_ids (tiem_json_get_array (object, "item"));
  if (!shopee_read_items (self, transport, ids, page, cancellable, error))
    return NULL;
  if (advance (&position, object, shopee_now (transport)))
    page->next_cursor = format_position (&position);
  return g_steal_pointer (&page);
}
