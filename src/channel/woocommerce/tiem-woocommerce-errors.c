#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Refusals come in the shop's language: everything here goes by status and code. */

#define AUTHENTICATION_ERROR "woocommerce_rest_authentication_error"

#define CLOCK_WORTH_TELLING_MS (300 * G_GINT64_CONSTANT (1000))

#define LONGEST_WORDS 200

static const struct
{
  const char *entity;
  const char *text;
} entities[] = {
  { "&amp;", "&" },   { "&lt;", "<" },   { "&gt;", ">" },
  { "&quot;", "\"" }, { "&#039;", "'" }, { "&nbsp;", " " },
};

char *
woo_tidy_words (const char *message)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *line = NULL;
  gboolean in_tag = FALSE;

  if (message == NULL)
    return NULL;

  for (const char *p = message; *p != '\0'; p++)
    {
      if (*p == '<' || *p == '>')
        in_tag = *p == '<';
      else if (!in_tag && g_ascii_isspace (*p))
        {
          if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c (out, ' ');
        }
      else if (!in_tag)
        g_string_append_c (out, *p);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    g_string_replace (out, entities[i].entity, entities[i].text, 0);

  line = g_strstrip (g_strdup (out->str));
  if (*line == '\0')
    return NULL;
  return g_utf8_strlen (line, -1) > LONGEST_WORDS ? g_utf8_substring (line, 0, LONGEST_WORDS)
                                                  : g_steal_pointer (&line);
}

static gboolean
is_write (const WooCall *call)
{
  return strcmp (call->method, "GET") != 0;
}

/* Wrong key, wrong secret, wrong clock, reading only, not seen at all: one status. */
static char *
explain_unauthorised (const WooSite *self,
                      const WooCall *call,
                      const char *code)
{
  if (code == NULL)
    return g_strdup_printf (_ ("%s is locked by a password of its own in front of WooCommerce; ask "
                               "whoever runs the website to let Tiệm through."),
                            self->host);
  if (strcmp (code, AUTHENTICATION_ERROR) == 0 && is_write (call) && self->has_read)
    return g_strdup_printf (_ ("The key for %s may only read; create a new key with the permission "
                               "Read/Write."),
                            self->host);
  if (self->is_plain && ABS (self->clock_ahead_ms) > CLOCK_WORTH_TELLING_MS)
    return g_strdup_printf (
        _ ("%s does not accept the keys, and its clock differs from this computer's; set the clock "
           "to automatic, then check the keys."),
        self->host);
  if (strcmp (code, AUTHENTICATION_ERROR) == 0 && !self->is_plain)
    return g_strdup_printf (
        _ ("%s does not accept the consumer secret; copy it again, or create a new key with the "
           "permission Read/Write."),
        self->host);
  if (self->route == WOO_ROUTE_INDEX)
    return g_strdup_printf (
        _ ("%s does not look at the keys while its permalinks are “Plain”; choose another form in "
           "WordPress under Settings › Permalinks."),
        self->host);
  if (self->is_plain)
    return g_strdup_printf (
        _ ("%s does not accept the consumer key and secret; copy both again, without spaces."),
        self->host);
  return g_strdup_printf (
      _ ("%s does not accept the consumer key; copy key and secret again, without spaces."),
      self->host);
}

GError *
woo_make_page_error (const WooSite *self,
                     const TiemResponse *response)
{
  g_autofree char *message = NULL;

  if (self->route_works || self->is_known)
    message = g_strdup_printf (
        _ ("%s answered with a web page instead of data, perhaps it is being maintained; look at "
           "the website. Tiệm tries again by itself."),
        self->host);
  else
    message = g_strdup_printf (
        _ ("%s answers, but WooCommerce is not there; check the address, it is usually like "
           "https://tenshop.vn."),
        self->host);
  return tiem_http_error_new_message (TIEM_ERROR_PROTOCOL, response, "text/html", message);
}

/* Returns: (transfer full) (nullable): the shop's address behind a redirect, without what
 * stands in a query: our keys may be there */
static char *
read_location (const char *location)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *path = NULL;
  char *tail;

  if (location == NULL)
    return NULL;
  uri = g_uri_parse (location, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;

  path = g_strdup (g_uri_get_path (uri));
  if ((tail = strstr (path, "/wp-json")) != NULL || (tail = strstr (path, "/index.php")) != NULL)
    *tail = '\0';
  return g_uri_join (G_URI_FLAGS_ENCODED_PATH,
                     g_uri_get_scheme (uri),
                     NULL,
                     g_uri_get_host (uri),
                     g_uri_get_port (uri),
                     strcmp (path, "/") == 0 ? "" : path,
                     NULL,
                     NULL);
}

GError *
woo_make_redirect_error (const WooSite *self,
                         const TiemResponse *response)
{
  g_autofree char *target = read_location (tiem_response_get_header (response, "Location"));
  g_autofree char *message = NULL;

  if (target != NULL)
    /* Translators: two web addresses: the one entered and the right one */
    message = g_strdup_printf (_ ("The website's address is not %s but %s; correct it in the "
                                  "channel."),
                               self->root,
                               target);
  else
    message = g_strdup_printf (
        _ ("%s sends Tiệm on to another address; enter the address that the browser shows."),
        self->root);
  return tiem_http_error_new_message (TIEM_ERROR_PROTOCOL, response, NULL, message);
}

static GError *
make_firewall_error (const WooSite *self,
                     const TiemResponse *response)
{
  g_autofree char *message = g_strdup_printf (
      _ ("The firewall of %s does not let Tiệm through; if it lasts, ask whoever runs the website "
         "to allow it."),
      self->host);

  return tiem_http_error_new_message (TIEM_ERROR_TRANSIENT, response, "text/html", message);
}

static GError *
make_forbidden_error (const WooSite *self,
                      const TiemResponse *response,
                      const char *code)
{
  g_autofree char *message = NULL;

  if (code == NULL)
    return make_firewall_error (self, response);
  message
      = g_strdup_printf (_ ("The key for %s belongs to a user who may not manage the shop; create "
                            "a key for an administrator."),
                         self->host);
  return tiem_http_error_new_message (TIEM_ERROR_AUTH, response, code, message);
}

/* 400 and 404: the site understood, but not this. */
static GError *
make_refusal (const WooSite *self,
              const WooCall *call,
              const TiemResponse *response,
              const char *code,
              const char *words)
{
  TiemError class = is_write (call) || response->status == 404 ? TIEM_ERROR_REJECTED
                                                               : TIEM_ERROR_PROTOCOL;
  g_autofree char *message = NULL;

  if (response->status == 404 && code != NULL)
    message = g_strdup_printf (
        _ ("%s no longer has what Tiệm asked for; look at it on the website."), self->host);
  else if (words != NULL)
    /* Translators: the website's name and its own words */
    message = g_strdup_printf (
        _ ("%s refused what Tiệm asked for: “%s”. Look at it on the website."), self->host, words);
  else
    return tiem_http_error_new (response, self->host);
  return tiem_http_error_new_message (class, response, code, message);
}

GError *
woo_make_error (const WooSite *self,
                const WooCall *call,
                const TiemResponse *response,
                const char *code,
                const char *words)
{
  guint status = response->status;
  g_autofree char *message = NULL;

  if (status / 100 == 3)
    return woo_make_redirect_error (self, response);
  if (status == 401)
    {
      message = explain_unauthorised (self, call, code);
      return tiem_http_error_new_message (TIEM_ERROR_AUTH, response, code, message);
    }
  if (status == 403)
    return make_forbidden_error (self, response, code);
  if (status == 202 || status == 501)
    return make_firewall_error (self, response);
  if (g_strcmp0 (code, "rest_no_route") == 0)
    {
      message = g_strdup_printf (
          _ ("%s answers, but WooCommerce is not there; check the address, it is usually like "
             "https://tenshop.vn."),
          self->host);
      return tiem_http_error_new_message (TIEM_ERROR_PROTOCOL, response, code, message);
    }
  if (status >= 400 && status < 500 && status != 408 && status != 425 && status != 429)
    return make_refusal (self, call, response, code, words);
  return tiem_http_error_new (response, self->host);
}

GError *
woo_make_item_error (const WooSite *self,
                     const char *sku,
                     const char *code,
                     const char *words)
{
  g_autofree char *detail
      = g_strdup_printf ("%s: %s", code != NULL ? code : "?", words != NULL ? words : "?");
  const char *name = sku != NULL ? sku : "?";
  GError *error;

  if (code != NULL && (strstr (code, "invalid_id") != NULL || strstr (code, "_invalid_product_id")))
    error = g_error_new (TIEM_ERROR,
                         TIEM_ERROR_REJECTED,
                         /* Translators: an SKU and the website's name */
                         _ ("%s is no longer on %s; put it back there or unlink it."),
                         name,
                         self->host);
  else if (words != NULL)
    error
        = g_error_new (TIEM_ERROR,
                       TIEM_ERROR_REJECTED,
                       /* Translators: the website's name, an SKU, the website's own words */
                       _ ("%s does not accept the number of %s: “%s”. Correct it on the website."),
                       self->host,
                       name,
                       words);
  else
    error = g_error_new (TIEM_ERROR,
                         TIEM_ERROR_REJECTED,
                         _ ("%s does not accept the number of %s; look at it on the website."),
                         self->host,
                         name);
  tiem_error_set_detail (error, detail, NULL);
  return error;
}
