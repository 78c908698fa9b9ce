#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Reading returns and answering them (Lazada §9). */

/* Changes can surface late, as those of orders. */
#define OVERLAP_MS (10 * 60 * G_GINT64_CONSTANT (1000))

#define PAGE_SIZE 50

/* 2012-01-01: no return at Lazada is older. */
#define EARLIEST_MS G_GINT64_CONSTANT (1325376000000)

#define FORMAT "1"

/* How far returns have been read. Times in ms UTC. */
typedef struct
{
  gint64 since;
  gint64 until; /* of this round; 0 = it has not begun */
  gint64 page;
} Place;

static gint64
read_number (const TiemForm *form,
             const char *name)
{
  const char *text = tiem_form_get (form, name);
  gint64 number = 0;

  if (text != NULL)
    g_ascii_string_to_signed (text, 10, 0, G_MAXINT64 / 1000, &number, NULL);
  return number;
}

static Place
parse_place (const char *cursor,
             gint64 first_since,
             gint64 now)
{
  g_autoptr (TiemForm) form = tiem_form_parse (cursor != NULL ? cursor : "");
  Place place = { .since = MAX (first_since, EARLIEST_MS) };

  if (g_strcmp0 (tiem_form_get (form, "v"), FORMAT) == 0)
    {
      place.since = read_number (form, "since");
      place.until = read_number (form, "until");
      place.page = read_number (form, "page");
    }
  if (place.until == 0)
    place.until = now + OVERLAP_MS;
  place.page = MAX (place.page, 1);
  return place;
}

static char *
format_place (const Place *place)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add (form, "v", FORMAT);
  tiem_form_add_int (form, "since", place->since);
  tiem_form_add_int (form, "until", place->until);
  tiem_form_add_int (form, "page", place->page);
  return tiem_form_encode (form);
}

/* Takes @form. Returns: (transfer full): the answer; NULL with @error */
static JsonNode *
ask_returns (TiemChannelLazada *self,
             TiemTransport *transport,
             TiemForm *form,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TiemForm) owned = form;
  g_auto (LazAnswer) answer = { 0 };
  LazCall call = {
    .method = "GET",
    .path = "/reverse/getreverseordersforseller",
    .parameters = owned,
    .is_optional = TRUE,
  };
  g_autoptr (JsonNode) node = laz_call (&self->shop, transport, &call, &answer, cancellable, error);

  if (node != NULL && laz_get_data (node) == NULL)
    {
      tiem_json_set_error (error, "result");
      return NULL;
    }
  return g_steal_pointer (&node);
}

/* Cancellations are told by the orders themselves. */
static gboolean
is_return (JsonObject *object)
{
  return g_strcmp0 (tiem_json_get_string (object, "request_type"), "CANCEL") != 0;
}

static void
add_return (TiemReturnPage *page,
            JsonNode *element)
{
  JsonObject *object = tiem_json_object (element);
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *id = tiem_json_dup_id (object, "reverse_order_id");
  g_autofree char *raw = NULL;
  TiemRemoteReturn *parsed;

  if (object != NULL && !is_return (object))
    return;
  parsed = laz_parse_return (object, &parse_error);
  if (parsed != NULL)
    {
      g_ptr_array_add (page->returns, parsed);
      return;
    }
  raw = tiem_json_to_text (element);
  tiem_parts_add_unreadable (page->unreadable, id, raw, parse_error);
}

TiemReturnPage *
laz_pull_returns (TiemChannel *channel,
                  TiemTransport *transport,
                  const char *cursor,
                  gint64 first_since,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (TiemReturnPage) page = tiem_return_page_new ();
  Place place = parse_place (cursor, first_since, tiem_transport_now (transport));
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autoptr (JsonNode) node = NULL;
  gint64 total = 0;
  gint64 size = 0;
  JsonArray *items;
  guint count;

  tiem_form_add_int (form, "page_no", place.page);
  tiem_form_add_int (form, "page_size", PAGE_SIZE);
  tiem_form_add_int (form, "ReverseOrderLineModifiedTimeRangeStart", place.since);
  tiem_form_add_int (form, "ReverseOrderLineModifiedTimeRangeEnd", place.until);
  node = ask_returns (self, transport, g_steal_pointer (&form), cancellable, error);
  if (node == NULL)
    return NULL;

  items = tiem_json_get_array (laz_get_data (node), "items");
  count = tiem_json_array_get_size (items);
  for (guint i = 0; i < count; i++)
    add_return (page, json_array_get_element (items, i));

  /* The platform may make its pages smaller than asked for. */
  tiem_json_get_int (laz_get_data (node), "total", &total, NULL);
  tiem_json_get_int (laz_get_data (node), "page_size", &size, NULL);
  size = size > 0 ? MIN (size, PAGE_SIZE) : PAGE_SIZE;
  page->more = count > 0 && (count >= PAGE_SIZE || place.page * size < total);
  if (page->more)
    place.page++;
  else
    {
      /* Not beyond now, whatever the clock said when the round began. */
      place.since = MAX (
          place.since, MIN (place.until - OVERLAP_MS, tiem_transport_now (transport)) - OVERLAP_MS);
      place.until = 0;
      place.page = 1;
    }
  page->next_cursor = format_place (&place);
  return g_steal_pointer (&page);
}

/* --- answering --- */

/* Returns: (transfer full): the answer with the one reverse order; NULL with @error */
static JsonNode *
ask_return (TiemChannelLazada *self,
            TiemTransport *transport,
            const char *remote_id,
            JsonObject **object,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autoptr (JsonNode) node = NULL;
  JsonArray *items;

  tiem_form_add_int (form, "page_no", 1);
  tiem_form_add_int (form, "page_size", 10);
  tiem_form_add (form, "reverse_order_id", remote_id);
  node = ask_returns (self, transport, g_steal_pointer (&form), cancellable, error);
  if (node == NULL)
    return NULL;
  items = tiem_json_get_array (laz_get_data (node), "items");
  for (guint i = 0; i < tiem_json_array_get_size (items); i++)
    {
      g_autofree char *id = NULL;

      *object = tiem_json_array_get_object (items, i);
      id = tiem_json_dup_id (*object, "reverse_order_id");
      if (g_strcmp0 (id, remote_id) == 0)
        return g_steal_pointer (&node);
    }
  g_propagate_error (error,
                     laz_make_rejection (_ ("Lazada does not know this return any more; look at it "
                                            "in Lazada Seller Center.")));
  return NULL;
}

/* Returns: (transfer full) (element-type utf8): the lines that wait for @answer.
 * @is_before: of these, those of goods that have not been sent back yet, or the others */
static GPtrArray *
find_lines (JsonObject *object,
            TiemReturnAnswers answer,
            gboolean is_before)
{
  JsonArray *lines = laz_get_return_lines (object);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tiem_json_array_get_size (lines); i++)
    {
      JsonObject *line = tiem_json_array_get_object (lines, i);
      g_autofree char *word = laz_dup_text (line, "reverse_status");
      gboolean is_new = g_strcmp0 (word, "REQUEST_INITIATE") == 0;
      TiemReturnAnswers answers;
      char *id;

      laz_return_line_state (line, laz_return_sends_goods (object), &answers);
      id = tiem_json_dup_id (line, "reverse_order_line_id");
      if (id != NULL && (answers & answer) != 0 && is_new == is_before)
        g_ptr_array_add (ids, id);
      else
        g_free (id);
    }
  return ids;
}

static gboolean
send_answer (TiemChannelLazada *self,
             TiemTransport *transport,
             JsonObject *object,
             GPtrArray *line_ids,
             const char *action,
             const char *reason_id,
             const char *comment,
             GCancellable *cancellable,
             GError **error)
{
  gboolean sends_goods = laz_return_sends_goods (object);
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *id = tiem_json_dup_id (object, "reverse_order_id");
  g_autofree char *ids = laz_format_ids (line_ids, FALSE);
  g_auto (LazAnswer) answer = { 0 };
  g_autoptr (JsonNode) node = NULL;
  LazCall call = {
    .method = "GET",
    .path
    = sends_goods ? "/order/reverse/return/update" : "/order/reverse/onlyrefund/seller/decide",
    .parameters = form,
    .is_write = TRUE,
  };

  tiem_form_add (form, "action", action);
  tiem_form_add (form, "reverse_order_id", id);
  tiem_form_add (form, "reverse_order_item_ids", ids);
  if (reason_id != NULL)
    tiem_form_add (form, "reason_id", reason_id);
  if (comment != NULL)
    tiem_form_add (form, "comment", comment);
  node = laz_call (&self->shop, transport, &call, &answer, cancellable, error);
  return node != NULL;
}

/* Refusals go one line at a time, with a reason of Lazada's and words for the buyer. */
static gboolean
refuse_lines (TiemChannelLazada *self,
              TiemTransport *transport,
              JsonObject *object,
              GPtrArray *line_ids,
              const char *wanted,
              const char *comment,
              GCancellable *cancellable,
              GError **error)
{
  for (guint i = 0; i < line_ids->len; i++)
    {
      g_autoptr (GPtrArray) choices
          = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      const TiemChoice *choice;
      const char *words;

      if (!laz_list_reject_reasons (
              self, transport, line_ids->pdata[i], choices, cancellable, error))
        return FALSE;
      choice = laz_find_choice (choices, wanted);
      if (choice == NULL)
        {
          g_propagate_error (error,
                             laz_make_rejection (_ ("Lazada offers no reason to refuse this "
                                                    "return; answer it in Lazada Seller "
                                                    "Center.")));
          return FALSE;
        }
      words = comment != NULL && *comment != '\0' ? comment : choice->text;
      g_ptr_array_add (one, line_ids->pdata[i]);
      if (!send_answer (self,
                        transport,
                        object,
                        one,
                        "refuseReturn",
                        choice->code,
                        words,
                        cancellable,
                        error))
        return FALSE;
    }
  return TRUE;
}

/* What the answer is called while the goods are with the buyer, and when they have come. */
static const struct
{
  TiemReturnAnswers answer;
  const char *before;
  const char *after;
  const char *money; /* where no goods are sent */
} actions[] = {
  { TIEM_RETURN_ACCEPT, "agreeReturn", NULL, NULL },
  { TIEM_RETURN_REFUND, "instantRefund", "agreeRefund", "agreeRefund" },
  { TIEM_RETURN_RECEIVED, NULL, "confirmDelivery", NULL },
};

/* One by one where the platform takes no list: money alone (Lazada §9). */
static gboolean
send_lines (TiemChannelLazada *self,
            TiemTransport *transport,
            JsonObject *object,
            GPtrArray *line_ids,
            const char *action,
            GCancellable *cancellable,
            GError **error)
{
  guint step = laz_return_sends_goods (object) ? MAX (line_ids->len, 1) : 1;

  for (guint start = 0; start < line_ids->len; start += step)
    {
      g_autoptr (GPtrArray) some = g_ptr_array_new ();

      for (guint i = start; i < start + step; i++)
        g_ptr_array_add (some, line_ids->pdata[i]);
      if (!send_answer (self, transport, object, some, action, NULL, NULL, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
answer_lines (TiemChannelLazada *self,
              TiemTransport *transport,
              JsonObject *object,
              TiemReturnAnswers answer,
              GPtrArray *before,
              GPtrArray *after,
              GCancellable *cancellable,
              GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      const char *first = laz_return_sends_goods (object) ? actions[i].before : actions[i].money;

      if (actions[i].answer == answer)
        return send_lines (self, transport, object, before, first, cancellable, error)
               && send_lines (self, transport, object, after, actions[i].after, cancellable, error);
    }
  return FALSE;
}

/* Whether the return has gone the way of @answer before. */
static gboolean
has_answer (const TiemRemoteReturn *known,
            TiemReturnAnswers answer)
{
  switch ((int)answer)
    {
    case TIEM_RETURN_REJECT:
      return known->state == TIEM_RETURN_REFUSED;
    case TIEM_RETURN_REFUND:
      return known->state == TIEM_RETURN_ACCEPTED;
    case TIEM_RETURN_ACCEPT:
      return known->state != TIEM_RETURN_REFUSED && known->state != TIEM_RETURN_WITHDRAWN
             && known->sends_goods;
    default:
      return known->state == TIEM_RETURN_ACCEPTED
             || (known->state == TIEM_RETURN_OPEN && (known->answers & TIEM_RETURN_ACCEPT) == 0);
    }
}

TiemRemoteReturn *
laz_answer_return (TiemChannel *channel,
                   TiemTransport *transport,
                   const char *remote_id,
                   TiemReturnAnswers answer,
                   const char *choice,
                   const char *comment,
                   GCancellable *cancellable,
                   GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (JsonNode) after_node = NULL;
  JsonObject *object = NULL;
  g_autoptr (JsonNode) node = ask_return (self, transport, remote_id, &object, cancellable, error);
  g_autoptr (TiemRemoteReturn) known = node != NULL ? laz_parse_return (object, error) : NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  gboolean ok;

  if (known == NULL)
    return NULL;
  before = find_lines (object, answer, TRUE);
  after = find_lines (object, answer, FALSE);
  if (before->len == 0 && after->len == 0)
    {
      if (has_answer (known, answer))
        return g_steal_pointer (&known);
      g_propagate_error (
          error,
          laz_make_rejection (_ ("Lazada does not take this answer to the return now, or wants "
                                 "pictures with it; answer it in Lazada Seller Center.")));
      return NULL;
    }

  ok = answer == TIEM_RETURN_REJECT
           ? refuse_lines (self, transport, object, before, choice, comment, cancellable, error)
           : answer_lines (self, transport, object, answer, before, after, cancellable, error);
  if (!ok)
    return NULL;
  after_node = ask_return (self, transport, remote_id, &object, cancellable, error);
  return after_node != NULL ? laz_parse_return (object, error) : NULL;
}

gboolean
laz_list_return_reasons (TiemChannelLazada *self,
                         TiemTransport *transport,
                         const char *remote_id,
                         GPtrArray *choices,
                         GCancellable *cancellable,
                         GError **error)
{
  JsonObject *object = NULL;
  g_autoptr (JsonNode) node = ask_return (self, transport, remote_id, &object, cancellable, error);
  g_autoptr (GPtrArray) ids = NULL;

  if (node == NULL)
    return FALSE;
  ids = find_lines (object, TIEM_RETURN_REJECT, TRUE);
  return ids->len == 0
         || laz_list_reject_reasons (self, transport, ids->pdata[0], choices, cancellable, error);
}
