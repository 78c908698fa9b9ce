#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>

#define SEARCH_PATH "/return_refund/202309/returns/search"

/* §7.2: from 10. */
#define SMALLEST_PAGE 10

/* A shop without the scope for returns sells all the same: the refusal is this list's alone. */
static void
propagate_softly (GError **error,
                  const TtsAnswer *answer,
                  GError *failure)
{
  if (answer->code == TTS_SCOPE_MISSING)
    failure->code = TIEM_ERROR_REJECTED;
  g_propagate_error (error, failure);
}

static JsonNode *
ask_page (TiemChannelTiktok *self,
          TiemTransport *transport,
          TtsCursor *cursor,
          GCancellable *cancellable,
          GError **error)
{
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonNode *data = NULL;

  for (int i = 0; i < 2 && data == NULL; i++)
    {
      gboolean has_token = cursor->token != NULL;

      g_clear_error (&call_error);
      data = tts_post (&self->shop,
                       transport,
                       SEARCH_PATH,
                       "returns/search",
                       tts_cursor_make_query (cursor),
                       tts_cursor_make_body (cursor),
                       &answer,
                       cancellable,
                       &call_error);
      if (data != NULL || !has_token || !tts_is_refusal (&answer, call_error))
        break;
      tts_cursor_restart (cursor);
    }
  if (data == NULL)
    propagate_softly (error, &answer, g_steal_pointer (&call_error));
  return data;
}

static void
add_return (TiemReturnPage *page,
            JsonNode *element,
            TtsPageFacts *facts)
{
  g_autoptr (GError) parse_error = NULL;
  TiemRemoteReturn *item = tts_parse_return (tiem_json_object (element), &parse_error);

  if (item == NULL)
    {
      tts_add_unreadable (page->unreadable, element, "return_id", parse_error);
      return;
    }
  facts->newest = MAX (facts->newest, item->updated_at / 1000);
  g_ptr_array_add (page->returns, item);
}

/* @opened: whether the window's ends were fixed here */
static TiemReturnPage *
pull_page (TiemChannelTiktok *self,
           TiemTransport *transport,
           const char *cursor_text,
           gint64 first_since,
           gboolean *opened,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (TiemReturnPage) page = tiem_return_page_new ();
  g_auto (TtsCursor) cursor = { 0 };
  g_autoptr (JsonNode) data = NULL;
  gint64 now = tiem_transport_now (transport) / 1000;
  TtsPageFacts facts = { 0 };
  JsonArray *array;

  if (cursor_text == NULL || !tts_cursor_parse (&cursor, cursor_text))
    tts_cursor_init_returns (&cursor, first_since);
  *opened = cursor.to == 0;
  tts_cursor_open (&cursor, now);
  data = ask_page (self, transport, &cursor, cancellable, error);
  if (data == NULL)
    return NULL;

  array = tiem_json_get_array (tiem_json_object (data), "return_orders");
  facts.count = tiem_json_array_get_size (array);
  facts.token = tiem_json_get_string (tiem_json_object (data), "next_page_token");
  tiem_json_get_int (tiem_json_object (data), "total_count", &facts.total, NULL);
  for (guint i = 0; i < facts.count; i++)
    add_return (page, json_array_get_element (array, i), &facts);

  if (g_strcmp0 (facts.token, cursor.token) == 0 && facts.token != NULL)
    tts_cursor_restart (&cursor);
  else
    page->more = tts_cursor_advance (&cursor, &facts, now);
  page->next_cursor = tts_cursor_format (&cursor);
  return g_steal_pointer (&page);
}

TiemReturnPage *
tts_pull_returns (TiemChannel *channel,
                  TiemTransport *transport,
                  const char *cursor_text,
                  gint64 first_since,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  TtsClock clock = tts_read_clock (transport);
  gboolean opened = FALSE;
  g_autoptr (TiemReturnPage) page
      = pull_page (self, transport, cursor_text, first_since, &opened, cancellable, error);

  /* As with orders: a wrong clock fixed the window's ends. */
  if (page == NULL || !opened || !tts_clock_has_moved (&clock, transport))
    return g_steal_pointer (&page);
  return pull_page (self, transport, cursor_text, first_since, &opened, cancellable, error);
}

/* Returns: (transfer full): data with the one return; @object: borrowed from it */
static JsonNode *
read_one (TiemChannelTiktok *self,
          TiemTransport *transport,
          const char *remote_id,
          JsonObject **object,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  TiemForm *query = tiem_form_new ();

  g_ptr_array_add (ids, (gpointer)remote_id);
  tiem_form_add_int (query, "page_size", SMALLEST_PAGE);
  json_builder_begin_object (builder);
  tts_add_texts (builder, "return_ids", ids, 0, 1);
  tts_add_text (builder, "locale", "vi-VN");
  data = tts_post (&self->shop,
                   transport,
                   SEARCH_PATH,
                   "returns/search",
                   query,
                   tts_finish_body (builder),
                   &answer,
                   cancellable,
                   &call_error);
  if (data == NULL)
    {
      propagate_softly (error, &answer, g_steal_pointer (&call_error));
      return NULL;
    }

  *object = tiem_json_array_get_object (
      tiem_json_get_array (tiem_json_object (data), "return_orders"), 0);
  if (*object != NULL)
    return g_steal_pointer (&data);
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_REJECTED,
                       _ ("TikTok Shop does not know this return; look at it in Seller Center."));
  return NULL;
}

static gboolean
send_decision (TiemChannelTiktok *self,
               TiemTransport *transport,
               const char *remote_id,
               const TtsDecision *decision,
               const char *choice,
               const char *comment,
               GCancellable *cancellable,
               GError **error)
{
  gboolean rejects = decision->answer == TIEM_RETURN_REJECT;
  g_autofree char *path = g_strdup_printf (
      "/return_refund/202309/returns/%s/%s", remote_id, rejects ? "reject" : "approve");
  g_autofree char *key = tts_make_idempotency_key (decision->decision, remote_id);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) data = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  TiemForm *query;

  if (rejects)
    {
      g_autoptr (GPtrArray) reasons
          = tts_list_reject_reasons (self, transport, remote_id, cancellable, error);

      if (reasons == NULL)
        return FALSE;
      body = tts_make_reject_body (reasons, decision->decision, choice, comment);
    }
  else
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      tts_add_text (builder, "decision", decision->decision);
      body = tts_finish_body (builder);
    }

  query = tiem_form_new ();
  tiem_form_add (query, "idempotency_key", key);
  data = tts_post (&self->shop,
                   transport,
                   path,
                   rejects ? "returns/reject" : "returns/approve",
                   query,
                   g_steal_pointer (&body),
                   &answer,
                   cancellable,
                   error);
  return data != NULL;
}

TiemRemoteReturn *
tts_answer_return (TiemChannel *channel,
                   TiemTransport *transport,
                   const char *remote_id,
                   TiemReturnAnswers answer,
                   const char *choice,
                   const char *comment,
                   GCancellable *cancellable,
                   GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);
  JsonObject *object;
  g_autoptr (JsonNode) before = read_one (self, transport, remote_id, &object, cancellable, error);
  g_autoptr (JsonNode) after = NULL;
  g_autoptr (TiemRemoteReturn) item = NULL;
  const TtsDecision *decision;

  if (before == NULL || (item = tts_parse_return (object, error)) == NULL)
    return NULL;
  decision = tts_find_decision (object, answer);
  if (decision == NULL && item->answers == 0)
    return g_steal_pointer (&item); /* answered already */
  if (decision == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_REJECTED,
                           _ ("TikTok Shop asks for another answer to this return now; read the "
                              "returns again."));
      return NULL;
    }
  if (!send_decision (self, transport, remote_id, decision, choice, comment, cancellable, error))
    return NULL;
  after = read_one (self, transport, remote_id, &object, cancellable, error);
  return after != NULL ? tts_parse_return (object, error) : NULL;
}
