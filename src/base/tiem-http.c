#define G_LOG_DOMAIN "tiem-http"

#include "base/tiem-http.h"

#include <string.h>

/* Headers are kept as name, value, name, value … */
static GPtrArray *
headers_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static const char *
headers_get (GPtrArray *headers,
             const char *name)
{
  for (guint i = 0; i + 1 < headers->len; i += 2)
    if (g_ascii_strcasecmp (headers->pdata[i], name) == 0)
      return headers->pdata[i + 1];
  return NULL;
}

static void
headers_set (GPtrArray *headers,
             const char *name,
             const char *value)
{
  for (guint i = 0; i + 1 < headers->len; i += 2)
    if (g_ascii_strcasecmp (headers->pdata[i], name) == 0)
      {
        g_free (headers->pdata[i + 1]);
        headers->pdata[i + 1] = g_strdup (value);
        return;
      }
  g_ptr_array_add (headers, g_strdup (name));
  g_ptr_array_add (headers, g_strdup (value));
}

static GBytes *
bytes_from_text (const char *text,
                 gssize length)
{
  if (text == NULL)
    return g_bytes_new (NULL, 0);
  return g_bytes_new (text, length < 0 ? strlen (text) : (gsize)length);
}

TiemRequest *
tiem_request_new (const char *method,
                  const char *url)
{
  TiemRequest *self = g_new0 (TiemRequest, 1);

  self->method = g_strdup (method);
  self->url = g_strdup (url);
  self->headers = headers_new ();
  return self;
}

TiemRequest *
tiem_request_copy (const TiemRequest *self)
{
  TiemRequest *copy = tiem_request_new (self->method, self->url);

  for (guint i = 0; i < self->headers->len; i++)
    g_ptr_array_add (copy->headers, g_strdup (self->headers->pdata[i]));
  copy->body = self->body != NULL ? g_bytes_ref (self->body) : NULL;
  copy->content_type = g_strdup (self->content_type);
  copy->idempotent = self->idempotent;
  copy->timeout_ms = self->timeout_ms;
  copy->endpoint = g_strdup (self->endpoint);
  return copy;
}

void
tiem_request_free (TiemRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->method);
  g_free (self->url);
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->content_type);
  g_free (self->endpoint);
  g_free (self);
}

void
tiem_request_set_header (TiemRequest *self,
                         const char *name,
                         const char *value)
{
  headers_set (self->headers, name, value);
}

const char *
tiem_request_get_header (const TiemRequest *self,
                         const char *name)
{
  return headers_get (self->headers, name);
}

void
tiem_request_set_body (TiemRequest *self,
                       const char *content_type,
                       const char *text,
                       gssize length)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  self->body = bytes_from_text (text, length);
}

TiemResponse *
tiem_response_new (guint status,
                   const char *content_type,
                   const char *text,
                   gssize length)
{
  TiemResponse *self = g_new0 (TiemResponse, 1);

  self->status = status;
  self->headers = headers_new ();
  self->body = bytes_from_text (text, length);
  if (content_type != NULL)
    headers_set (self->headers, "Content-Type", content_type);
  return self;
}

void
tiem_response_free (TiemResponse *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

void
tiem_response_set_header (TiemResponse *self,
                          const char *name,
                          const char *value)
{
  headers_set (self->headers, name, value);
}

const char *
tiem_response_get_header (const TiemResponse *self,
                          const char *name)
{
  return headers_get (self->headers, name);
}
