#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A request and an answer as plain values, shared by the channels (which build requests
 * and read answers) and the sandbox (which reads requests and builds answers), so that
 * the two can be joined with or without sockets.
 */

typedef struct
{
  char *method;        /* "GET", "POST", … */
  char *url;           /* absolute, with query, already percent-encoded */
  GPtrArray *headers;  /* char *, name and value in turn; names compared without case */
  GBytes *body;        /* (nullable) */
  char *content_type;  /* (nullable) of the body */
  gboolean idempotent; /* does no harm twice: may use a kept-alive connection */
  guint timeout_ms;    /* 0 = the transport's default (60 s) */
  char *endpoint;      /* (nullable) for the sync log: path without ids or keys, "orders", "products/batch" */
} TiemRequest;

typedef struct
{
  guint status; /* HTTP status */
  GPtrArray *headers;
  GBytes *body;       /* never NULL; empty when there was none */
  gint64 received_at; /* ms UTC by the local clock */
} TiemResponse;

TiemRequest *tiem_request_new (const char *method,
                               const char *url);
TiemRequest *tiem_request_copy (const TiemRequest *self);
void tiem_request_free (TiemRequest *self);
void tiem_request_set_header (TiemRequest *self,
                              const char *name,
                              const char *value);
const char *tiem_request_get_header (const TiemRequest *self,
                                     const char *name);
/* Takes a copy of @text. */
void tiem_request_set_body (TiemRequest *self,
                            const char *content_type,
                            const char *text,
                            gssize length);

TiemResponse *tiem_response_new (guint status,
                                 const char *content_type,
                                 const char *text,
                                 gssize length);
void tiem_response_free (TiemResponse *self);
void tiem_response_set_header (TiemResponse *self,
                               const char *name,
                               const char *value);
/* Returns: (nullable): the first header of that name */
const char *tiem_response_get_header (const TiemResponse *self,
                                      const char *name);

/*
 * A query string or form, in order, decoded. RFC 3986 percent-encoding: unreserved are
 * letters, digits and "-._~"; everything else, space too, becomes %XX of its UTF-8 bytes.
 */
typedef struct
{
  GPtrArray *names;
  GPtrArray *values;
} TiemForm;

TiemForm *tiem_form_new (void);
/* "+" is read as a space. Broken percent signs are kept as they are. */
TiemForm *tiem_form_parse (const char *text);
void tiem_form_free (TiemForm *self);
void tiem_form_add (TiemForm *self,
                    const char *name,
                    const char *value);
void tiem_form_add_int (TiemForm *self,
                        const char *name,
                        gint64 value);
/* Returns: (nullable): the first value of @name */
const char *tiem_form_get (const TiemForm *self,
                           const char *name);
guint tiem_form_get_size (const TiemForm *self);
/* Returns: (transfer full): "a=1&b=2", percent-encoded */
char *tiem_form_encode (const TiemForm *self);
char *tiem_percent_encode (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemRequest, tiem_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemResponse, tiem_response_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemForm, tiem_form_free)

G_END_DECLS
