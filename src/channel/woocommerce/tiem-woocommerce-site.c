#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include "base/tiem-time.h"
#include "channel/tiem-sign.h"

#include <string.h>

/* A site allows 900 s. */
#define CLOCK_TOLERANCE_MS (60 * G_GINT64_CONSTANT (1000))

static const char *const route_paths[] = {
  [WOO_ROUTE_PRETTY] = "/wp-json/wc/v3/",
  [WOO_ROUTE_MARKED] = "/wp-json/wc/",
  [WOO_ROUTE_INDEX] = "/index.php",
};

gint64
woo_site_now (const WooSite *self)
{
  return g_get_real_time () / 1000 + self->clock_ahead_ms;
}

void
woo_answer_clear (WooAnswer *self)
{
  g_free (self->code);
  *self = (WooAnswer){ .total = -1, .pages = -1 };
}

/* Returns: (transfer full): the address without its query, which is what OAuth signs */
static char *
make_address (const WooSite *self,
              const char *path)
{
  return g_strconcat (
      self->root, route_paths[self->route], self->route == WOO_ROUTE_PRETTY ? path : NULL, NULL);
}

static TiemForm *
make_parameters (const WooSite *self,
                 const WooCall *call)
{
  TiemForm *form = tiem_form_new ();

  if (self->route != WOO_ROUTE_PRETTY)
    {
      g_autofree char *route = g_strconcat ("/wc/v3/", call->path, NULL);

      tiem_form_add (form, "rest_route", route);
    }
  for (guint i = 0; call->query != NULL && i < tiem_form_get_size (call->query); i++)
    tiem_form_add (form, call->query->names->pdata[i], call->query->values->pdata[i]);
  return form;
}

static TiemRequest *
make_plain_request (const WooSite *self,
                    const WooCall *call,
                    const char *address,
                    TiemForm *form)
{
  g_autofree char *query = tiem_form_encode (form);
  g_autofree char *url
      = *query != '\0' ? g_strconcat (address, "?", query, NULL) : g_strdup (address);
  TiemRequest *request = tiem_request_new (call->method, url);

  tiem_request_set_header (request, "Accept", "application/json");
  request->endpoint = g_strdup (call->endpoint);
  request->idempotent = !call->creates;
  if (call->body != NULL)
    {
      g_autofree char *text = tiem_json_to_text (call->body);

      tiem_request_set_body (request, "application/json; charset=utf-8", text, -1);
    }
  return request;
}

static TiemRequest *
make_request (const WooSite *self,
              const WooCall *call)
{
  g_autofree char *address = make_address (self, call->path);
  g_autoptr (TiemForm) form = make_parameters (self, call);
  g_autofree char *nonce = tiem_sign_nonce ();
  g_autofree char *pair = NULL;
  g_autofree char *base64 = NULL;
  g_autofree char *basic = NULL;
  TiemRequest *request;

  if (self->is_plain)
    tiem_oauth1_sign (form,
                      call->method,
                      address,
                      self->key,
                      self->secret,
                      (g_get_real_time () / 1000 + self->signing_ahead_ms) / 1000,
                      nonce);
  else if (self->keys_in_query)
    {
      tiem_form_add (form, "consumer_key", self->key);
      tiem_form_add (form, "consumer_secret", self->secret);
    }

  request = make_plain_request (self, call, address, form);
  if (!self->is_plain && !self->keys_in_query)
    {
      pair = g_strconcat (self->key, ":", self->secret, NULL);
      base64 = g_base64_encode ((const guchar *)pair, strlen (pair));
      basic = g_strconcat ("Basic ", base64, NULL);
      tiem_request_set_header (request, "Authorization", basic);
    }
  return request;
}

static void
note_clock (WooSite *self,
            const TiemResponse *response)
{
  gint64 date = tiem_time_parse_http (tiem_response_get_header (response, "Date"));

  if (date > 0)
    self->clock_ahead_ms = date - g_get_real_time () / 1000;
}

static gint64
read_count (const TiemResponse *response,
            const char *name)
{
  const char *text = tiem_response_get_header (response, name);
  gint64 count;

  return text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &count, NULL) ? count
                                                                                          : -1;
}

static void
note_answer (WooAnswer *answer,
             const TiemResponse *response)
{
  woo_answer_clear (answer);
  answer->status = response->status;
  answer->total = read_count (response, "X-WP-Total");
  answer->pages = read_count (response, "X-WP-TotalPages");
  for (guint i = 0; i + 1 < response->headers->len; i += 2)
    if (g_ascii_strcasecmp (response->headers->pdata[i], "Link") == 0
        && strstr (response->headers->pdata[i + 1], "rel=\"next\"") != NULL)
      answer->has_next = TRUE;
}

static gboolean
is_success (guint status)
{
  return status >= 200 && status < 300;
}

static gboolean
looks_like_json (const TiemResponse *response)
{
  const char *type = tiem_response_get_header (response, "Content-Type");
  gsize size;
  const char *body = g_bytes_get_data (response->body, &size);

  if (type != NULL)
    return strstr (type, "json") != NULL;
  return size > 0 && (*body == '{' || *body == '[');
}

/* Plain permalinks redirect the API's address to itself with a slash, and that is the
 * front page. */
static gboolean
redirects_to_slash (const TiemRequest *request,
                    const TiemResponse *response)
{
  const char *location = tiem_response_get_header (response, "Location");
  gsize length = strcspn (request->url, "?");

  return response->status / 100 == 3 && location != NULL
         && strncmp (location, request->url, length) == 0 && location[length] == '/'
         && strchr ("?", location[length + 1]) != NULL;
}

/* Whether this is the website's ordinary pages speaking, not its API. */
static gboolean
is_web_page (const WooSite *self,
             const TiemRequest *request,
             const TiemResponse *response)
{
  if (response->status == 202 || looks_like_json (response))
    return FALSE;
  return is_success (response->status) || redirects_to_slash (request, response)
         || (response->status == 404 && !self->route_works);
}

/* Returns: (nullable) */
static const char *
get_error_code (JsonNode *node)
{
  return tiem_json_get_string (tiem_json_object (node), "code");
}

/* 401 with a code that may also mean "no keys seen": the host may have dropped the header. */
static gboolean
should_move_keys (const WooSite *self,
                  guint status,
                  const char *code)
{
  return status == 401 && !self->is_plain && code != NULL
         && g_str_has_prefix (code, "woocommerce_rest_cannot_");
}

/* A signature is refused for the key, the secret, the time or a nonce seen before, all with
 * one code. The last two are cured by signing once more: the time by the site's clock, and
 * libsoup may have sent one request twice after its connection broke. */
static gboolean
should_sign_again (const WooSite *self,
                   guint status,
                   const char *code)
{
  return status == 401 && self->is_plain
         && g_strcmp0 (code, "woocommerce_rest_authentication_error") == 0;
}

/* A call on its way through the forms it can take. */
typedef struct
{
  WooRoute first_route;
  gboolean first_keys;
  gboolean was_working; /* before this call */
  gboolean keys_moved;
  gboolean signed_again;
  GError *page_error; /* (owned) (nullable): the first web page met */
} Attempt;

/* Returns: whether another form of the call is to be tried; otherwise *@node or *@error is
 * set. */
static gboolean
read_answer (WooSite *self,
             const WooCall *call,
             const TiemResponse *response,
             Attempt *attempt,
             WooAnswer *answer,
             JsonNode **node,
             GError **error)
{
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *words = NULL;

  if (looks_like_json (response))
    body = tiem_json_parse (response->body, &parse_error);
  if (is_success (response->status) && body != NULL)
    {
      self->route_works = TRUE;
      self->has_read |= strcmp (call->method, "GET") == 0;
      *node = g_steal_pointer (&body);
      return FALSE;
    }
  if (is_success (response->status) && parse_error != NULL)
    {
      answer->unclear = TRUE;
      g_propagate_error (error, g_steal_pointer (&parse_error));
      return FALSE;
    }

  answer->code = g_strdup (get_error_code (body));
  self->route_works |= answer->code != NULL;
  if (!attempt->keys_moved && should_move_keys (self, response->status, answer->code))
    {
      attempt->keys_moved = TRUE;
      self->keys_in_query = !self->keys_in_query;
      return TRUE;
    }
  if (!attempt->signed_again && should_sign_again (self, response->status, answer->code))
    {
      attempt->signed_again = TRUE;
      if (ABS (self->clock_ahead_ms - self->signing_ahead_ms) > CLOCK_TOLERANCE_MS)
        self->signing_ahead_ms = self->clock_ahead_ms;
      return TRUE;
    }

  answer->unclear = response->status >= 500 || response->status == 408 || response->status == 202;
  words = woo_tidy_words (tiem_json_get_string (tiem_json_object (body), "message"));
  g_propagate_error (error, woo_make_error (self, call, response, answer->code, words));
  return FALSE;
}

/* One exchange. Returns: as read_answer() */
static gboolean
try_call (WooSite *self,
          TiemTransport *transport,
          const WooCall *call,
          Attempt *attempt,
          WooAnswer *answer,
          JsonNode **node,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TiemRequest) request = make_request (self, call);
  g_autoptr (TiemResponse) response = NULL;

  woo_answer_clear (answer);
  response = tiem_transport_send (transport, request, cancellable, error);
  if (response == NULL)
    {
      answer->unclear = TRUE;
      return FALSE;
    }

  note_clock (self, response);
  note_answer (answer, response);
  if (!is_web_page (self, request, response))
    return read_answer (self, call, response, attempt, answer, node, error);

  if (attempt->page_error == NULL)
    attempt->page_error = woo_make_page_error (self, response);
  self->route = (self->route + 1) % WOO_N_ROUTES;
  if (self->route != attempt->first_route)
    return TRUE;

  answer->unclear = TRUE;
  g_propagate_error (error, g_steal_pointer (&attempt->page_error));
  return FALSE;
}

JsonNode *
woo_call (WooSite *self,
          TiemTransport *transport,
          const WooCall *call,
          WooAnswer *answer,
          GCancellable *cancellable,
          GError **error)
{
  Attempt attempt = {
    .first_route = self->route,
    .first_keys = self->keys_in_query,
    .was_working = self->route_works,
  };
  g_autoptr (GError) call_error = NULL;
  JsonNode *node = NULL;

  while (try_call (self, transport, call, &attempt, answer, &node, cancellable, &call_error))
    ;

  if (node == NULL)
    {
      self->route = attempt.first_route;
      if (answer->status == 401)
        self->keys_in_query = attempt.first_keys;
      /* A way that never took keys does not speak against the keys. */
      if (answer->status == 401 && attempt.was_working && attempt.page_error != NULL)
        g_propagate_error (error, g_steal_pointer (&attempt.page_error));
      else
        g_propagate_error (error, g_steal_pointer (&call_error));
    }
  g_clear_error (&attempt.page_error);
  return node;
}

JsonNode *
woo_get (WooSite *self,
         TiemTransport *transport,
         const char *path,
         const char *endpoint,
         TiemForm *query,
         WooAnswer *answer,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (TiemForm) owned = query;
  WooCall call = { .method = "GET", .path = path, .endpoint = endpoint, .query = query };

  return woo_call (self, transport, &call, answer, cancellable, error);
}

/* The list of all routes is half a megabyte: ask for the few members that matter. */
JsonNode *
woo_discover (WooSite *self,
              TiemTransport *transport,
              GCancellable *cancellable,
              GError **error)
{
  static const char *const addresses[] = {
    "/wp-json/?_fields=name,home,url,namespaces",
    "/index.php?rest_route=%2F&_fields=name,home,url,namespaces",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *url = g_strconcat (self->root, addresses[i], NULL);
      g_autoptr (TiemRequest) request = tiem_request_new ("GET", url);
      g_autoptr (TiemResponse) response = NULL;
      g_autoptr (JsonNode) node = NULL;

      tiem_request_set_header (request, "Accept", "application/json");
      request->endpoint = g_strdup ("discovery");
      response = tiem_transport_send (transport, request, cancellable, error);
      if (response == NULL)
        return NULL;

      note_clock (self, response);
      if (response->status / 100 == 3 && !redirects_to_slash (request, response))
        {
          g_propagate_error (error, woo_make_redirect_error (self, response));
          return NULL;
        }
      if (is_success (response->status) && looks_like_json (response))
        node = tiem_json_parse (response->body, NULL);
      if (tiem_json_get_array (tiem_json_object (node), "namespaces") != NULL)
        return g_steal_pointer (&node);
    }
  return NULL;
}
