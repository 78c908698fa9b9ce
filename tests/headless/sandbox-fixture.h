#pragma once

#include "channel/tiem-sign.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox.h"

#include <string.h>

/* A sandbox called without sockets, with a clock that stands still until it is moved. */

#define SANDBOX_START G_GINT64_CONSTANT (1795262400000) /* 2026-11-21 19:00 in Việt Nam */
#define SANDBOX_KEY "ck_0123456789abcdef0123456789abcdef01234567"
#define SANDBOX_SECRET "cs_89abcdef0123456789abcdef0123456789abcdef"

typedef struct
{
  gint64 now; /* ms UTC */
  char *home;
  TiemSandbox *sandbox;
  TiemSandboxMarket *market;

  /* The last answer. */
  guint status;
  TiemResponse *response; /* (nullable) */
  JsonNode *body;         /* (nullable) when the answer is no JSON */
  TiemSandboxEffect effect;
} SandboxFixture;

static inline gint64
sandbox_fixture_now_cb (gpointer user_data)
{
  return ((SandboxFixture *)user_data)->now;
}

static inline void
sandbox_fixture_clear_answer (SandboxFixture *fixture)
{
  g_clear_pointer (&fixture->response, tiem_response_free);
  g_clear_pointer (&fixture->body, json_node_unref);
  fixture->status = 0;
}

static inline void
sandbox_fixture_open (SandboxFixture *fixture, const TiemSandboxOptions *options, const char *home)
{
  const char *const homes[] = { home, NULL };

  fixture->now = SANDBOX_START;
  fixture->home = g_strdup (home);
  fixture->sandbox = tiem_sandbox_new (options, sandbox_fixture_now_cb, fixture);
  tiem_sandbox_open (fixture->sandbox, homes);
  fixture->market = tiem_sandbox_get_market (fixture->sandbox, 0);
}

static inline void
sandbox_fixture_close (SandboxFixture *fixture)
{
  sandbox_fixture_clear_answer (fixture);
  g_clear_object (&fixture->sandbox);
  g_clear_pointer (&fixture->home, g_free);
}

/* Keeps the answer in @fixture. */
static inline void
sandbox_fixture_send (SandboxFixture *fixture, const TiemRequest *request)
{
  gsize length;
  const char *text;

  sandbox_fixture_clear_answer (fixture);
  fixture->response = tiem_sandbox_handle (fixture->sandbox, request, &fixture->effect);
  if (fixture->response == NULL)
    return;
  fixture->status = fixture->response->status;
  text = g_bytes_get_data (fixture->response->body, &length);
  fixture->body = tiem_sandbox_json_parse (length > 0 ? text : "", length, NULL);
}

static inline TiemRequest *
sandbox_fixture_make (SandboxFixture *fixture,
                      const char *method,
                      const char *path,
                      const char *body)
{
  g_autofree char *url = g_strconcat (fixture->home, path, NULL);
  TiemRequest *request = tiem_request_new (method, url);

  if (body != NULL)
    tiem_request_set_body (request, "application/json", body, -1);
  return request;
}

/* A call without keys, @path from the home address on. */
static inline void
sandbox_fixture_call (SandboxFixture *fixture,
                      const char *method,
                      const char *path,
                      const char *body)
{
  g_autoptr (TiemRequest) request = sandbox_fixture_make (fixture, method, path, body);

  sandbox_fixture_send (fixture, request);
}

/* A member of the answer, or of its first element when it is a list. */
static inline JsonObject *
sandbox_fixture_object (SandboxFixture *fixture)
{
  g_assert_nonnull (fixture->body);
  if (JSON_NODE_HOLDS_ARRAY (fixture->body))
    {
      g_assert_cmpuint (json_array_get_length (json_node_get_array (fixture->body)), >, 0);
      return json_array_get_object_element (json_node_get_array (fixture->body), 0);
    }
  return json_node_get_object (fixture->body);
}

static inline gint64
sandbox_fixture_int (SandboxFixture *fixture, const char *name)
{
  return tiem_sandbox_json_get_int (sandbox_fixture_object (fixture), name, -9999);
}

/* Returns: (transfer full): always text, to be compared; "null" for null */
static inline char *
sandbox_fixture_text (SandboxFixture *fixture, const char *name)
{
  JsonObject *object = sandbox_fixture_object (fixture);

  g_assert_true (json_object_has_member (object, name));
  return tiem_sandbox_json_has (object, name) ? tiem_sandbox_json_dup_text (object, name)
                                              : g_strdup ("null");
}

#define sandbox_fixture_assert_text(fixture, name, expected)                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *text_ = sandbox_fixture_text (fixture, name);                                 \
    g_assert_cmpstr (text_, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END

/* A website over TLS with known keys, few past orders; @data: "posts" or "tables". */
static inline void
sandbox_fixture_set_up_wc (SandboxFixture *fixture, gconstpointer data)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  g_autofree char *settings
      = g_strdup_printf ("{\"key\":\"%s\",\"secret\":\"%s\",\"storage\":\"%s\"}",
                         SANDBOX_KEY,
                         SANDBOX_SECRET,
                         data != NULL ? (const char *)data : "tables");

  options->only = g_strdup ("woocommerce");
  options->past_orders = 40;
  sandbox_fixture_open (fixture, options, "https://nhamay.example");
  sandbox_fixture_call (fixture, "POST", "/_sandbox/settings", settings);
  g_assert_cmpuint (fixture->status, ==, 200);
}

static inline void
sandbox_fixture_tear_down (SandboxFixture *fixture, gconstpointer data)
{
  sandbox_fixture_close (fixture);
}

static inline void
sandbox_fixture_set_basic (TiemRequest *request, const char *key, const char *secret)
{
  g_autofree char *plain = g_strdup_printf ("%s:%s", key, secret);
  g_autofree char *base64 = g_base64_encode ((const guchar *)plain, strlen (plain));
  g_autofree char *header = g_strconcat ("Basic ", base64, NULL);

  tiem_request_set_header (request, "Authorization", header);
}

/* A call of the REST API with the right keys, @path from wc/v3/ on. */
static inline void
sandbox_fixture_wc (SandboxFixture *fixture, const char *method, const char *path, const char *body)
{
  g_autofree char *whole = g_strconcat ("/wp-json/wc/v3/", path, NULL);
  g_autoptr (TiemRequest) request = sandbox_fixture_make (fixture, method, whole, body);

  sandbox_fixture_set_basic (request, SANDBOX_KEY, SANDBOX_SECRET);
  sandbox_fixture_send (fixture, request);
}

/* The same, which must be answered with @status. */
static inline void
sandbox_fixture_wc_ok (
    SandboxFixture *fixture, const char *method, const char *path, const char *body, guint status)
{
  sandbox_fixture_wc (fixture, method, path, body);
  if (fixture->status != status)
    g_test_message (
        "%s %s: %s", method, path, (const char *)g_bytes_get_data (fixture->response->body, NULL));
  g_assert_cmpuint (fixture->status, ==, status);
}

static inline guint
sandbox_fixture_length (SandboxFixture *fixture)
{
  g_assert_true (fixture->body != NULL && JSON_NODE_HOLDS_ARRAY (fixture->body));
  return json_array_get_length (json_node_get_array (fixture->body));
}

static inline const char *
sandbox_fixture_header (SandboxFixture *fixture, const char *name)
{
  return tiem_response_get_header (fixture->response, name);
}
