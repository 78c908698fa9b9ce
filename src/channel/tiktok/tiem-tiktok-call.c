#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include "base/tiem-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define JSON_TYPE "application/json"

/* The clock counts as put right when it moved by more than this through one answer. */
#define CLOCK_STEP_MS 3000

/* One exchange: what went out, what came in. */
typedef struct
{
  TiemResponse *response; /* (owned) (nullable) */
  gint64 signed_at;       /* ms UTC */
  gboolean clock_moved;
} Exchange;

static void
exchange_clear (Exchange *self)
{
  g_clear_pointer (&self->response, tiem_response_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Exchange, exchange_clear)

void
tts_answer_clear (TtsAnswer *self)
{
  g_free (self->message);
  *self = (TtsAnswer){ 0 };
}

TtsClock
tts_read_clock (TiemTransport *transport)
{
  return (TtsClock){
    .now = tiem_transport_now (transport),
    .at = g_get_monotonic_time (),
  };
}

gboolean
tts_clock_has_moved (const TtsClock *self,
                     TiemTransport *transport)
{
  gint64 passed = (g_get_monotonic_time () - self->at) / 1000;

  return ABS (tiem_transport_now (transport) - self->now - passed) > CLOCK_STEP_MS;
}

gboolean
tts_call_is_read (const TtsCall *call)
{
  return strcmp (call->method, "GET") == 0 || g_str_has_suffix (call->path, "/search");
}

/* Whether it does no harm twice: it asks, or sets numbers. */
static gboolean
is_repeatable (const TtsCall *call)
{
  return tts_call_is_read (call) || g_str_has_suffix (call->path, "/inventory/update")
         || g_str_has_suffix (call->path, "/prices/update")
         || g_str_has_suffix (call->path, "/partial_edit")
         || g_str_has_suffix (call->path, "/images/upload");
}

gboolean
tts_is_refusal (const TtsAnswer *answer,
                const GError *error)
{
  return g_error_matches (error, TIEM_ERROR, TIEM_ERROR_REJECTED)
         || (answer->code != 0 && g_error_matches (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL));
}

/* Serialised once: the bytes that are signed are the bytes that are sent (§3). */
static TiemRequest *
make_request (const TtsShop *self,
              const TtsCall *call,
              gint64 now)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_autofree char *path = g_strconcat (self->base_path, call->path, NULL);
  g_autofree char *body = call->body != NULL ? tiem_json_to_text (call->body) : NULL;
  g_autofree char *sign = NULL;
  g_autofree char *encoded = NULL;
  g_autofree char *url = NULL;
  TiemRequest *request;

  for (guint i = 0; call->query != NULL && i < tiem_form_get_size (call->query); i++)
    tiem_form_add (query, call->query->names->pdata[i], call->query->values->pdata[i]);
  tiem_form_add (query, "app_key", self->key);
  tiem_form_add_int (query, "timestamp", now / 1000);
  if (tts_takes_cipher (call->path))
    tiem_form_add (query, "shop_cipher", self->cipher);
  sign = tts_sign (self->secret,
                   path,
                   query,
                   call->file != NULL ? call->file_type : JSON_TYPE,
                   body,
                   body != NULL ? (gssize)strlen (body) : 0);
  tiem_form_add (query, "sign", sign);

  encoded = tiem_form_encode (query);
  url = g_strconcat (self->base, call->path, "?", encoded, NULL);
  request = tiem_request_new (call->method, url);
  request->endpoint = g_strdup (call->endpoint);
  request->idempotent = is_repeatable (call);
  tiem_request_set_header (request, "Accept", JSON_TYPE);
  if (call->file == NULL)
    tiem_request_set_header (request, "Content-Type", JSON_TYPE);
  tiem_request_set_header (request, "x-tts-access-token", self->access_token);
  if (call->file != NULL)
    {
      gsize size;
      const char *data = g_bytes_get_data (call->file, &size);

      tiem_request_set_body (request, call->file_type, data, (gssize)size);
    }
  else if (body != NULL)
    tiem_request_set_body (request, JSON_TYPE, body, -1);
  return request;
}

/* FALSE with @error when there was no answer. */
static gboolean
exchange (const TtsShop *self,
          TiemTransport *transport,
          const TtsCall *call,
          Exchange *exchange,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TiemRequest) request = NULL;
  TtsClock clock = tts_read_clock (transport);

  exchange_clear (exchange);
  exchange->signed_at = clock.now;
  request = make_request (self, call, exchange->signed_at);
  exchange->response = tiem_transport_send (transport, request, cancellable, error);
  if (exchange->response == NULL)
    return FALSE;

  exchange->clock_moved = tts_clock_has_moved (&clock, transport);
  return TRUE;
}

/* Wrong content types are no reason to throw a good answer away, and the other way round. */
static gboolean
looks_like_json (const TiemResponse *response)
{
  gsize size;
  const char *body = g_bytes_get_data (response->body, &size);
  gsize start = 0;

  if (size >= 3 && memcmp (body, "\xef\xbb\xbf", 3) == 0)
    start = 3;
  while (start < size && g_ascii_isspace (body[start]))
    start++;
  return start < size && body[start] == '{';
}

/* A page of a proxy, a firewall, a gateway that is down. */
static GError *
make_page_error (const TiemResponse *response)
{
  if (response->status >= 200 && response->status < 300)
    return tiem_http_error_new_message (
        TIEM_ERROR_PROTOCOL,
        response,
        "no JSON",
        _ ("TikTok Shop answered with a web page instead of data; check the internet connection, a "
           "network may ask for a sign-in of its own. Tiệm tries again by itself."));
  if (response->status == 401 || response->status == 403 || response->status == 407)
    return tiem_http_error_new_message (TIEM_ERROR_TRANSIENT,
                                        response,
                                        "no JSON",
                                        _ ("Something between this computer and TikTok Shop holds "
                                           "Tiệm's calls up; if it lasts, try "
                                           "another internet connection."));
  return tiem_http_error_new (response, "TikTok Shop");
}

/* Returns: (transfer full): the data; NULL with @error, or without when the platform gave a
 * code other than 0 */
static JsonNode *
read_envelope (const TiemResponse *response,
               TtsAnswer *answer,
               char **request_id,
               GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) parse_error = NULL;
  JsonObject *object;
  JsonNode *data;
  JsonNode *empty;

  answer->status = response->status;
  if (looks_like_json (response))
    root = tiem_json_parse (response->body, &parse_error);
  object = tiem_json_object (root);
  if (object == NULL || !tiem_json_get_int (object, "code", &answer->code, &parse_error)
      || !tiem_json_has (object, "code"))
    {
      answer->code = 0;
      answer->unclear = response->status < 400 || response->status >= 500;
      if (parse_error != NULL && response->status < 400)
        g_propagate_error (error, g_steal_pointer (&parse_error));
      else
        g_propagate_error (error, make_page_error (response));
      return NULL;
    }

  answer->message = tiem_json_dup_string (object, "message");
  *request_id = tiem_json_dup_string (object, "request_id");
  if (answer->code != 0)
    return NULL;

  data = json_object_get_member (object, "data");
  if (data != NULL && JSON_NODE_HOLDS_OBJECT (data))
    return json_node_copy (data);
  empty = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (empty, json_object_new ());
  return empty;
}

static gint64
get_ahead_ms (const Exchange *exchange)
{
  gint64 date = tiem_time_parse_http (tiem_response_get_header (exchange->response, "Date"));

  return date > 0 ? date - exchange->signed_at : 0;
}

static void
set_call_error (const TtsCall *call,
                const Exchange *exchange,
                TtsAnswer *answer,
                const char *request_id,
                GError **error)
{
  GError *made;

  if (tts_is_clock_code (answer))
    made = tts_make_clock_error (answer, request_id, get_ahead_ms (exchange));
  else
    made = tts_make_error (call, exchange->response, answer, request_id, exchange->signed_at);
  answer->unclear
      = !tts_call_is_read (call) && g_error_matches (made, TIEM_ERROR, TIEM_ERROR_TRANSIENT);
  g_propagate_error (error, made);
}

/* Whether the shop has another cipher than the one that was refused. FALSE without @error:
 * it has not. */
static gboolean
renew_cipher (TtsShop *self,
              TiemTransport *transport,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *refused = g_steal_pointer (&self->cipher);

  if (tts_find_cipher (self, transport, cancellable, error))
    return g_strcmp0 (self->cipher, refused) != 0;
  self->cipher = g_steal_pointer (&refused);
  return FALSE;
}

static gboolean
is_ready (TtsShop *self,
          TiemTransport *transport,
          const TtsCall *call,
          GCancellable *cancellable,
          GError **error)
{
  if (self->access_token == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_AUTH,
                           _ ("Tiệm has no permission for this TikTok shop yet; sign in."));
      return FALSE;
    }
  return !tts_takes_cipher (call->path) || self->cipher != NULL
         || tts_find_cipher (self, transport, cancellable, error);
}

JsonNode *
tts_call (TtsShop *self,
          TiemTransport *transport,
          const TtsCall *call,
          TtsAnswer *answer,
          GCancellable *cancellable,
          GError **error)
{
  gboolean signed_again = FALSE;
  gboolean cipher_renewed = FALSE;

  tts_answer_clear (answer);
  if (!is_ready (self, transport, call, cancellable, error))
    return NULL;

  while (TRUE)
    {
      g_auto (Exchange) sent = { 0 };
      g_autofree char *request_id = NULL;
      g_autoptr (GError) local_error = NULL;
      JsonNode *data;

      tts_answer_clear (answer);
      if (!exchange (self, transport, call, &sent, cancellable, error))
        {
          answer->unclear = !tts_call_is_read (call);
          return NULL;
        }
      data = read_envelope (sent.response, answer, &request_id, &local_error);
      if (data != NULL)
        return data;

      if (local_error == NULL && tts_is_clock_code (answer) && sent.clock_moved && !signed_again)
        {
          signed_again = TRUE;
          continue;
        }
      if (local_error == NULL && tts_is_cipher_code (answer->code) && tts_takes_cipher (call->path)
          && !cipher_renewed)
        {
          cipher_renewed = TRUE;
          if (renew_cipher (self, transport, cancellable, &local_error))
            continue;
        }
      if (local_error == NULL)
        set_call_error (call, &sent, answer, request_id, &local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
}

JsonNode *
tts_get (TtsShop *self,
         TiemTransport *transport,
         const char *path,
         const char *endpoint,
         TiemForm *query,
         TtsAnswer *answer,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (TiemForm) owned = query;
  TtsCall call = { .method = "GET", .path = path, .endpoint = endpoint, .query = query };

  return tts_call (self, transport, &call, answer, cancellable, error);
}

JsonNode *
tts_post (TtsShop *self,
          TiemTransport *transport,
          const char *path,
          const char *endpoint,
          TiemForm *query,
          JsonNode *body,
          TtsAnswer *answer,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TiemForm) owned = query;
  g_autoptr (JsonNode) owned_body = body;
  TtsCall call
      = { .method = "POST", .path = path, .endpoint = endpoint, .query = query, .body = body };

  return tts_call (self, transport, &call, answer, cancellable, error);
}
