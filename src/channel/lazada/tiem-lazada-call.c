#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include "base/tiem-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Lazada's own clients wait as long. */
#define TIMEOUT_MS 30000

/* Sent only when the platform asks for it (Lazada §4.1, MissingPartner). */
#define PARTNER "tiem"

/* Less than this is no wrong clock, see tiem_transport_new_dated(). */
#define CLOCK_MOVED_MS 3000

void
laz_answer_clear (LazAnswer *self)
{
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->refusal, json_node_unref);
  self->unclear = FALSE;
}

static void
add_system (const LazShop *self,
            const LazCall *call,
            TiemForm *form,
            gint64 now)
{
  tiem_form_add (form, "app_key", self->key);
  tiem_form_add_int (form, "timestamp", now);
  tiem_form_add (form, "sign_method", "sha256");
  if (!call->is_token)
    tiem_form_add (form, "access_token", self->token);
  if (self->sends_partner)
    tiem_form_add (form, "partner_id", PARTNER);
}

/* Composed and decomposed letters sign differently, and empty parameters are signed by some
 * and skipped by others: only composed, non-empty ones are sent (Lazada §3). */
static void
add_business (const LazCall *call,
              TiemForm *form)
{
  guint size = call->parameters != NULL ? tiem_form_get_size (call->parameters) : 0;

  for (guint i = 0; i < size; i++)
    {
      const char *value = call->parameters->values->pdata[i];
      g_autofree char *composed = g_utf8_normalize (value, -1, G_NORMALIZE_DEFAULT_COMPOSE);

      if (composed != NULL && *composed != '\0')
        tiem_form_add (form, call->parameters->names->pdata[i], composed);
    }
}

/* GET: everything in the query. POST: what the system needs in the query, the rest in the
 * body, for a payload may be longer than an address. */
static TiemRequest *
make_request (const LazShop *self,
              const LazCall *call,
              gint64 now)
{
  gboolean is_get = strcmp (call->method, "GET") == 0;
  g_autoptr (TiemForm) business = tiem_form_new ();
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_autoptr (TiemForm) all = tiem_form_new ();
  g_autofree char *encoded = NULL;
  g_autofree char *body = NULL;
  g_autofree char *sign = NULL;
  g_autofree char *url = NULL;
  TiemRequest *request;

  add_system (self, call, all, now);
  add_business (call, all);
  sign = laz_sign (self->secret, call->path, all);

  if (is_get)
    add_business (call, query);
  else
    add_business (call, business);
  add_system (self, call, query, now);
  tiem_form_add (query, "sign", sign);

  encoded = tiem_form_encode (query);
  url = g_strconcat (
      call->is_token ? self->auth_base : self->api_base, call->path, "?", encoded, NULL);
  request = tiem_request_new (call->method, url);
  tiem_request_set_header (request, "Accept", "application/json");
  request->endpoint = g_strdup (call->path + 1);
  request->idempotent = (!call->is_write || call->is_absolute) && !call->is_token;
  request->timeout_ms = TIMEOUT_MS;
  if (call->file != NULL)
    {
      gsize size;
      const char *data = g_bytes_get_data (call->file, &size);

      tiem_request_set_body (request, call->file_type, data, (gssize)size);
    }
  else if (!is_get)
    {
      body = tiem_form_encode (business);
      tiem_request_set_body (request, "application/x-www-form-urlencoded; charset=utf-8", body, -1);
    }
  return request;
}

/* Returns: (nullable): "16", "IllegalAccessToken"; "0" is success */
static char *
dup_code (JsonObject *object)
{
  return tiem_json_dup_string (object, "code");
}

/* Answers that say "0" and are none: reviews say success beside the data, the newer
 * calls say it inside the result. */
static JsonObject *
find_inner_failure (JsonObject *object)
{
  JsonObject *result = tiem_json_get_object (object, "result");

  if (tiem_json_has (object, "success") && !tiem_json_get_boolean (object, "success"))
    return object;
  if (tiem_json_has (result, "success") && !tiem_json_get_boolean (result, "success"))
    return result;
  return NULL;
}

static char *
dup_first (JsonObject *object,
           const char *const *names)
{
  for (; *names != NULL; names++)
    {
      char *text = tiem_json_dup_string (object, *names);

      if (text != NULL)
        return text;
    }
  return NULL;
}

/* Returns: (transfer full) (nullable): the error that @object is, NULL for success */
static GError *
read_refusal (LazShop *self,
              const LazCall *call,
              const TiemResponse *response,
              JsonObject *object,
              LazAnswer *answer)
{
  static const char *const codes[]
      = { "error_code", "errorCode", "err_code", "biz_error_code", NULL };
  static const char *const words[]
      = { "error_msg", "errorMsg", "err_message", "error_message", "message", NULL };
  static const char *const messages[] = { "message", "error_msg", "msg", NULL };
  g_autofree char *code = dup_code (object);
  g_autofree char *said = NULL;
  JsonObject *failed = object;

  if (g_strcmp0 (code, "0") == 0)
    {
      failed = find_inner_failure (object);
      if (failed == NULL)
        return NULL;
      g_free (code);
      code = dup_first (failed, codes);
      said = dup_first (failed, words);
    }
  else
    said = dup_first (object, messages);

  answer->code = g_steal_pointer (&code);
  return laz_make_error (self, call, response, object, answer->code, said, &answer->unclear);
}

static GError *
read_body (LazShop *self,
           const LazCall *call,
           const TiemResponse *response,
           LazAnswer *answer,
           JsonNode **node)
{
  gsize size;
  const char *text = g_bytes_get_data (response->body, &size);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (GError) parse_error = NULL;
  JsonObject *object;
  GError *error;

  while (size > 0 && (g_ascii_isspace (*text) || (guchar)*text >= 0x80))
    {
      text++;
      size--;
    }
  if (size > 0 && (*text == '{' || *text == '['))
    body = tiem_json_parse (response->body, &parse_error);
  object = tiem_json_object (body);

  /* What is said in Lazada's own words counts more than the HTTP status around it. */
  if (object != NULL && tiem_json_has (object, "code")
      && (response->status == 200 || !tiem_json_has (object, "data")))
    {
      error = read_refusal (self, call, response, object, answer);
      if (error == NULL && response->status == 200)
        *node = g_steal_pointer (&body);
      else if (error != NULL)
        answer->refusal = g_steal_pointer (&body);
      if (error != NULL || response->status == 200)
        return error;
    }

  answer->unclear
      = call->is_write
        && (response->status == 200 || response->status >= 500 || response->status == 408);
  if (response->status != 200)
    return tiem_http_error_new (response, "Lazada");
  if (parse_error != NULL)
    return g_steal_pointer (&parse_error);
  if (object == NULL)
    return laz_make_page_error (response);
  tiem_json_set_error (&parse_error, "code");
  return g_steal_pointer (&parse_error);
}

/* How far the platform's clock is from ours, by this very answer; 0 = it does not say. */
static gint64
measure_clock (TiemTransport *transport,
               const TiemResponse *response)
{
  gint64 date = tiem_time_parse_http (tiem_response_get_header (response, "Date"));

  return date > 0 ? tiem_transport_now (transport) - date : 0;
}

static gboolean
is_about_clock (const LazAnswer *answer)
{
  return g_strcmp0 (answer->code, "IllegalTimestamp") == 0
         || g_strcmp0 (answer->code, "InvalidTimestamp") == 0;
}

/* One exchange. Returns: whether the call is to be sent once more; otherwise *@node or
 * *@error is set. */
static gboolean
try_call (LazShop *self,
          TiemTransport *transport,
          const LazCall *call,
          gboolean may_repeat,
          LazAnswer *answer,
          JsonNode **node,
          GCancellable *cancellable,
          GError **error)
{
  gint64 now = tiem_transport_now (transport);
  gint64 started = g_get_monotonic_time ();
  g_autoptr (TiemRequest) request = make_request (self, call, now);
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (GError) refusal = NULL;
  gint64 moved;

  response = tiem_transport_send (transport, request, cancellable, error);
  if (response == NULL)
    {
      answer->unclear = call->is_write;
      return FALSE;
    }

  refusal = read_body (self, call, response, answer, node);
  if (refusal == NULL)
    return FALSE;

  moved = tiem_transport_now (transport) - now - (g_get_monotonic_time () - started) / 1000;
  if (is_about_clock (answer))
    {
      if (may_repeat && ABS (moved) > CLOCK_MOVED_MS)
        return TRUE;
      g_propagate_error (error,
                         laz_make_clock_error (response, measure_clock (transport, response)));
      return FALSE;
    }
  if (may_repeat && !self->sends_partner && g_strcmp0 (answer->code, "MissingPartner") == 0)
    {
      self->sends_partner = TRUE;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

JsonNode *
laz_call (LazShop *self,
          TiemTransport *transport,
          const LazCall *call,
          LazAnswer *answer,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GError) call_error = NULL;
  JsonNode *node = NULL;
  guint tries = 0;

  laz_answer_clear (answer);
  if (!call->is_token && self->token == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_AUTH,
                           _ ("Nobody has signed in to Lazada yet; sign in under Channels."));
      return NULL;
    }

  /* Once for the clock and once for the partner's id. */
  while (try_call (self, transport, call, ++tries < 3, answer, &node, cancellable, &call_error))
    laz_answer_clear (answer);

  if (!g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_RATE_LIMITED))
    self->limited = 0;
  else
    self->limited++;
  if (call_error != NULL)
    g_propagate_error (error, g_steal_pointer (&call_error));
  return node;
}

JsonNode *
laz_get (LazShop *self,
         TiemTransport *transport,
         const char *path,
         TiemForm *parameters,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (TiemForm) owned = parameters;
  g_auto (LazAnswer) answer = { 0 };
  LazCall call = { .method = "GET", .path = path, .parameters = owned };

  return laz_call (self, transport, &call, &answer, cancellable, error);
}

JsonObject *
laz_get_data (JsonNode *body)
{
  JsonObject *object = tiem_json_object (body);
  JsonObject *data = tiem_json_get_object (object, "data");
  JsonObject *result = tiem_json_get_object (object, "result");

  if (data != NULL)
    return data;
  data = tiem_json_get_object (result, "data");
  return data != NULL ? data : result;
}

JsonArray *
laz_get_data_array (JsonNode *body)
{
  JsonObject *object = tiem_json_object (body);
  JsonArray *data = tiem_json_get_array (object, "data");
  JsonObject *result = tiem_json_get_object (object, "result");

  if (data == NULL)
    data = tiem_json_get_array (result, "data");
  return data != NULL ? data : tiem_json_get_array (result, "module");
}
