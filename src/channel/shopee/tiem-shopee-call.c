#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include "channel/tiem-sign.h"

#include <string.h>

#define API "/api/v2/"

/* §18 row 20. */
#define TIMEOUT_MS 30000

/* A Date has whole seconds: less than this is no other time. */
#define CLOCK_MOVED_S 5

gint64
shopee_now (TiemTransport *transport)
{
  return tiem_transport_now (transport) / 1000;
}

void
shopee_answer_clear (ShopeeAnswer *self)
{
  g_clear_pointer (&self->root, json_node_unref);
  g_clear_pointer (&self->document, g_bytes_unref);
  g_free (self->code);
  g_free (self->content_type);
  *self = (ShopeeAnswer){ 0 };
}

char *
shopee_sign (const char *partner_id,
             const char *partner_key,
             const char *path,
             gint64 timestamp,
             const char *token,
             const char *shop_id)
{
  g_autofree char *base = g_strdup_printf ("%s%s%" G_GINT64_FORMAT "%s%s",
                                           partner_id,
                                           path,
                                           timestamp,
                                           token != NULL ? token : "",
                                           token != NULL && shop_id != NULL ? shop_id : "");

  return tiem_hmac_hex (G_CHECKSUM_SHA256, partner_key, base, -1);
}

static char *
make_query (const ShopeeShop *self,
            const ShopeeCall *call,
            const char *path,
            gint64 timestamp)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  const char *token = call->is_public ? NULL : self->access_token;
  g_autofree char *sign
      = shopee_sign (self->partner_id, self->partner_key, path, timestamp, token, self->shop_id);

  tiem_form_add (form, "partner_id", self->partner_id);
  tiem_form_add_int (form, "timestamp", timestamp);
  if (!call->is_public)
    {
      tiem_form_add (form, "access_token", self->access_token);
      tiem_form_add (form, "shop_id", self->shop_id);
    }
  tiem_form_add (form, "sign", sign);
  for (guint i = 0; call->query != NULL && i < tiem_form_get_size (call->query); i++)
    tiem_form_add (form, call->query->names->pdata[i], call->query->values->pdata[i]);
  return tiem_form_encode (form);
}

static TiemRequest *
make_request (const ShopeeShop *self,
              const ShopeeCall *call,
              gint64 timestamp)
{
  g_autofree char *path = g_strconcat (API, call->path, NULL);
  g_autofree char *query = make_query (self, call, path, timestamp);
  g_autofree char *url = g_strconcat (self->root, path, "?", query, NULL);
  TiemRequest *request
      = tiem_request_new (call->body != NULL || call->file != NULL ? "POST" : "GET", url);

  request->endpoint = g_strdup (call->path);
  request->idempotent = !call->acts;
  request->timeout_ms = TIMEOUT_MS;
  if (!call->takes_file)
    tiem_request_set_header (request, "Accept", "application/json");
  if (call->body != NULL)
    {
      g_autofree char *text = tiem_json_to_text (call->body);

      tiem_request_set_body (request, "application/json", text, -1);
    }
  else if (call->file != NULL)
    {
      gsize size;
      const char *data = g_bytes_get_data (call->file, &size);

      tiem_request_set_body (request, call->file_type, data, (gssize)size);
    }
  return request;
}

/* Returns: (nullable): the type without its parameters, or NULL */
static char *
read_content_type (const TiemResponse *response)
{
  const char *type = tiem_response_get_header (response, "Content-Type");
  g_autofree char *bare = type != NULL ? g_strndup (type, strcspn (type, ";")) : NULL;

  return bare != NULL ? g_ascii_strdown (g_strstrip (bare), -1) : NULL;
}

static gboolean
begins_like_json (const TiemResponse *response)
{
  gsize size;
  const char *body = g_bytes_get_data (response->body, &size);
  gsize i = 0;

  while (i < size && (g_ascii_isspace (body[i]) || (guchar)body[i] >= 0x80))
    i++; /* a byte order mark too */
  return i < size && (body[i] == '{' || body[i] == '[');
}

static gboolean
is_success (const TiemResponse *response)
{
  return response->status >= 200 && response->status < 300;
}

/* Labels are told from refusals by their type alone (§9). */
static gboolean
take_document (const ShopeeCall *call,
               const TiemResponse *response,
               ShopeeAnswer *answer)
{
  g_autofree char *type = read_content_type (response);

  if (!call->takes_file || !is_success (response) || type == NULL
      || g_bytes_get_size (response->body) == 0 || strstr (type, "json") != NULL
      || g_str_has_prefix (type, "text/"))
    return FALSE;

  answer->document = g_bytes_ref (response->body);
  answer->content_type = g_steal_pointer (&type);
  answer->root = json_node_init_object (json_node_alloc (), NULL);
  json_node_take_object (answer->root, json_object_new ());
  return TRUE;
}

/* Returns: (nullable): NULL when all is well: some pages say so with a dash (§4) */
static char *
read_code (JsonObject *root)
{
  g_autofree char *code = tiem_json_dup_string (root, "error");

  if (code == NULL || strcmp (g_strstrip (code), "-") == 0 || *code == '\0')
    return NULL;
  return g_steal_pointer (&code);
}

/* After this error the call may have been carried out. */
static gboolean
leaves_unclear (const GError *error)
{
  return g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT)
         || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
}

/* Opens the envelope. FALSE with @error. */
static gboolean
read_answer (const ShopeeCall *call,
             const TiemResponse *response,
             ShopeeAnswer *answer,
             GError **error)
{
  g_autofree char *words = NULL;
  g_autofree char *request_id = NULL;
  JsonObject *root;

  if (take_document (call, response, answer))
    return TRUE;
  if (!begins_like_json (response))
    {
      g_propagate_error (error, shopee_make_page_error (response));
      return FALSE;
    }
  answer->root = tiem_json_parse (response->body, error);
  if (answer->root == NULL)
    return FALSE;

  root = tiem_json_object (answer->root);
  answer->code = read_code (root);
  if (root != NULL && answer->code == NULL && is_success (response))
    return TRUE;

  words = tiem_json_dup_string (root, "message");
  request_id = tiem_json_dup_string (root, "request_id");
  if (answer->code != NULL)
    g_propagate_error (error, shopee_make_error (call, response, answer->code, words, request_id));
  else if (!is_success (response))
    g_propagate_error (error, tiem_http_error_new (response, SHOPEE_NAME));
  else
    shopee_set_shape_error (error, "response");
  return FALSE;
}

/* The clock was put right by this very answer; or Shopee says to ask once more (§5). */
static gboolean
is_worth_repeating (const ShopeeCall *call,
                    const ShopeeAnswer *answer,
                    TiemTransport *transport,
                    gint64 timestamp)
{
  const char *words = tiem_json_get_string (tiem_json_object (answer->root), "message");

  if (answer->code == NULL)
    return FALSE;
  if (shopee_is_clock_refusal (answer->code, words))
    return ABS (shopee_now (transport) - timestamp) > CLOCK_MOVED_S;
  return !call->acts && shopee_code_is (answer->code, "error_data");
}

static gboolean
send (const ShopeeShop *self,
      TiemTransport *transport,
      const ShopeeCall *call,
      gint64 timestamp,
      ShopeeAnswer *answer,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (TiemRequest) request = make_request (self, call, timestamp);
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (GError) call_error = NULL;

  shopee_answer_clear (answer);
  response = tiem_transport_send (transport, request, cancellable, error);
  if (response == NULL)
    {
      answer->unclear = TRUE;
      return FALSE;
    }
  if (read_answer (call, response, answer, &call_error))
    return TRUE;

  answer->unclear = leaves_unclear (call_error);
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

JsonObject *
shopee_call (const ShopeeShop *self,
             TiemTransport *transport,
             const ShopeeCall *call,
             ShopeeAnswer *answer,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GError) call_error = NULL;
  gint64 timestamp = shopee_now (transport);
  JsonNode *inner;
  JsonObject *root;

  if (!call->is_public && !shopee_check_token (self, error))
    return NULL;

  if (!send (self, transport, call, timestamp, answer, cancellable, &call_error)
      && is_worth_repeating (call, answer, transport, timestamp))
    {
      g_clear_error (&call_error);
      send (self, transport, call, shopee_now (transport), answer, cancellable, &call_error);
    }
  if (call_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }

  root = tiem_json_object (answer->root);
  inner = json_object_get_member (root, "response");
  return inner != NULL && JSON_NODE_HOLDS_OBJECT (inner) ? json_node_get_object (inner) : root;
}

JsonObject *
shopee_get (const ShopeeShop *self,
            TiemTransport *transport,
            const char *path,
            TiemForm *query,
            ShopeeAnswer *answer,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TiemForm) owned = query;
  ShopeeCall call = { .path = path, .query = query };

  return shopee_call (self, transport, &call, answer, cancellable, error);
}

JsonObject *
shopee_post (const ShopeeShop *self,
             TiemTransport *transport,
             const char *path,
             JsonBuilder *builder,
             gboolean acts,
             ShopeeAnswer *answer,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (JsonNode) body = json_builder_get_root (builder);
  ShopeeCall call = { .path = path, .body = body, .acts = acts };

  return shopee_call (self, transport, &call, answer, cancellable, error);
}

void
shopee_builder_add_id (JsonBuilder *builder,
                       const char *name,
                       const char *id)
{
  guint64 number;

  json_builder_set_member_name (builder, name);
  if (g_ascii_string_to_unsigned (id, 10, 0, G_MAXINT64, &number, NULL))
    json_builder_add_int_value (builder, number);
  else
    json_builder_add_string_value (builder, id);
}

void
shopee_builder_add_text (JsonBuilder *builder,
                         const char *name,
                         const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

gint64
shopee_form_get_number (const TiemForm *form,
                        const char *name,
                        gint64 fallback)
{
  const char *text = tiem_form_get (form, name);
  gint64 number;

  return text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &number, NULL)
             ? number
             : fallback;
}
