#include "floor/floor.h"

#include "base/tiem-error.h"
#include "channel/lazada/tiem-lazada-private.h"
#include "channel/shopee/tiem-shopee-private.h"
#include "channel/tiktok/tiem-tiktok-private.h"

#include <libsoup/soup.h>
#include <sqlite3.h>
#include <string.h>

#define N_TARGETS 3

typedef struct
{
  char *kind;
  TiemAccount *account;
  char *address; /* without query */
  TiemForm *query;
  char *content_type;
  GBytes *body;
} Target;

struct _Floor
{
  SoupSession *session;
  sqlite3 *db;
  sqlite3_stmt *add_order;
  sqlite3_stmt *add_line;
  sqlite3_stmt *take_stock;
  char *source;
  char *authorization;
  Target targets[N_TARGETS];
};

/* --- the database --- */

static gboolean
open_database (Floor *self,
               const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "floor.db", NULL);

  return sqlite3_open (path, &self->db) == SQLITE_OK
         && sqlite3_exec (self->db,
                          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                          "CREATE TABLE orders (id INTEGER PRIMARY KEY, status TEXT, total TEXT);"
                          "CREATE TABLE line (order_id INTEGER, line INTEGER, sku TEXT, quantity"
                          " INTEGER, PRIMARY KEY (order_id, line)) WITHOUT ROWID;"
                          "CREATE TABLE stock (sku TEXT PRIMARY KEY, units INTEGER);",
                          NULL,
                          NULL,
                          NULL)
                == SQLITE_OK
         && sqlite3_prepare_v2 (self->db,
                                "INSERT OR REPLACE INTO orders VALUES (?1, ?2, ?3)",
                                -1,
                                &self->add_order,
                                NULL)
                == SQLITE_OK
         && sqlite3_prepare_v2 (self->db,
                                "INSERT OR REPLACE INTO line VALUES (?1, ?2, ?3, ?4)",
                                -1,
                                &self->add_line,
                                NULL)
                == SQLITE_OK
         && sqlite3_prepare_v2 (self->db,
                                "INSERT INTO stock VALUES (?1, -?2) ON CONFLICT (sku)"
                                " DO UPDATE SET units = units - ?2",
                                -1,
                                &self->take_stock,
                                NULL)
                == SQLITE_OK;
}

static gboolean
step (sqlite3_stmt *statement)
{
  gboolean ok = sqlite3_step (statement) == SQLITE_DONE;

  sqlite3_reset (statement);
  return ok;
}

static gboolean
store_line (Floor *self,
            gint64 order_id,
            guint number,
            JsonObject *line)
{
  const char *sku = json_object_get_string_member (line, "sku");
  gint64 quantity = json_object_get_int_member (line, "quantity");

  sqlite3_bind_int64 (self->add_line, 1, order_id);
  sqlite3_bind_int (self->add_line, 2, (int)number);
  sqlite3_bind_text (self->add_line, 3, sku, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (self->add_line, 4, quantity);
  sqlite3_bind_text (self->take_stock, 1, sku, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (self->take_stock, 2, quantity);
  return step (self->add_line) && step (self->take_stock);
}

static gboolean
store_order (Floor *self,
             JsonObject *order)
{
  gint64 id = json_object_get_int_member (order, "id");
  JsonArray *lines = json_object_get_array_member (order, "line_items");

  sqlite3_bind_int64 (self->add_order, 1, id);
  sqlite3_bind_text (
      self->add_order, 2, json_object_get_string_member (order, "status"), -1, SQLITE_STATIC);
  sqlite3_bind_text (
      self->add_order, 3, json_object_get_string_member (order, "total"), -1, SQLITE_STATIC);
  if (!step (self->add_order))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (lines); i++)
    if (!store_line (self, id, i, json_array_get_object_element (lines, i)))
      return FALSE;
  return TRUE;
}

static gboolean
store_orders (Floor *self,
              JsonArray *orders)
{
  gboolean ok = sqlite3_exec (self->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;

  for (guint i = 0; ok && i < json_array_get_length (orders); i++)
    ok = store_order (self, json_array_get_object_element (orders, i));
  return ok && sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

/* --- the pushes --- */

static void
set_query (TiemForm *query,
           const char *name,
           const char *value)
{
  for (guint i = 0; i < tiem_form_get_size (query); i++)
    if (strcmp (query->names->pdata[i], name) == 0)
      {
        g_free (query->values->pdata[i]);
        query->values->pdata[i] = g_strdup (value);
        return;
      }
  tiem_form_add (query, name, value);
}

static char *
sign (const Target *target,
      gint64 now)
{
  const TiemAccount *account = target->account;
  g_autoptr (GUri) uri = g_uri_parse (target->address, G_URI_FLAGS_NONE, NULL);
  const char *path = g_uri_get_path (uri);
  const char *body = g_bytes_get_data (target->body, NULL);
  gsize length = g_bytes_get_size (target->body);
  g_autofree char *text = g_strndup (body, length);

  if (strcmp (target->kind, "shopee") == 0)
    return shopee_sign (
        account->key, account->secret, path, now / 1000, account->access_token, account->shop);
  if (strcmp (target->kind, "tiktok") == 0)
    return tts_sign (
        account->secret, path, target->query, target->content_type, text, (gssize)length);

  /* Lazada: the body's parameters too, the path from behind /rest. */
  {
    g_autoptr (TiemForm) all = tiem_form_parse (text);
    const char *api = strstr (path, "/rest/");

    for (guint i = 0; i < tiem_form_get_size (target->query); i++)
      tiem_form_add (all, target->query->names->pdata[i], target->query->values->pdata[i]);
    return laz_sign (account->secret, api != NULL ? api + strlen ("/rest") : path, all);
  }
}

static SoupMessage *
make_push (Target *target)
{
  gint64 now = g_get_real_time () / 1000;
  gboolean in_ms = strcmp (target->kind, "lazada") == 0;
  g_autofree char *stamp = g_strdup_printf ("%" G_GINT64_FORMAT, in_ms ? now : now / 1000);
  g_autofree char *signature = NULL;
  g_autofree char *query = NULL;
  g_autofree char *url = NULL;
  SoupMessage *message;

  set_query (target->query, "timestamp", stamp);
  signature = sign (target, now);
  set_query (target->query, "sign", signature);
  query = tiem_form_encode (target->query);
  url = g_strconcat (target->address, "?", query, NULL);
  message = soup_message_new ("POST", url);
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  soup_message_set_request_body_from_bytes (message, target->content_type, target->body);
  if (strcmp (target->kind, "tiktok") == 0)
    soup_message_headers_replace (soup_message_get_request_headers (message),
                                  "x-tts-access-token",
                                  target->account->access_token);
  return message;
}

typedef struct
{
  guint left;
  GError *error;
} Pushing;

/* Every platform says in its own way that a call was refused; all of them say it in the body. */
static gboolean
is_confirmed (const char *text)
{
  return strstr (text, "failed_reason") == NULL && strstr (text, "\"error\":\"error") == NULL
         && (strstr (text, "\"code\":0") != NULL || strstr (text, "\"code\":\"0\"") != NULL
             || strstr (text, "success_list") != NULL);
}

static void
pushed_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  Pushing *pushing = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);

  pushing->left--;
  if (bytes != NULL)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      if (!is_confirmed (text))
        g_set_error (
            &error, TIEM_ERROR, TIEM_ERROR_PROTOCOL, "The floor's push was refused: %s", text);
    }
  if (error != NULL && pushing->error == NULL)
    pushing->error = g_steal_pointer (&error);
}

static gboolean
push_all (Floor *self,
          GError **error)
{
  Pushing pushing = { .left = N_TARGETS };

  for (guint i = 0; i < N_TARGETS; i++)
    {
      g_autoptr (SoupMessage) message = make_push (&self->targets[i]);

      soup_session_send_and_read_async (
          self->session, message, G_PRIORITY_DEFAULT, NULL, pushed_cb, &pushing);
    }
  while (pushing.left > 0)
    g_main_context_iteration (NULL, TRUE);
  if (pushing.error == NULL)
    return TRUE;
  g_propagate_error (error, pushing.error);
  return FALSE;
}

/* --- all of it --- */

static JsonArray *
read_orders (Floor *self,
             gint64 since,
             JsonParser *parser,
             FloorTimes *times,
             GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (self->source, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (TiemForm) query = tiem_form_parse (g_uri_get_query (uri));
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (since / 1000);
  g_autofree char *stamp = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *encoded = NULL;
  g_autofree char *url = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) bytes = NULL;

  set_query (query, "modified_after", stamp);
  encoded = tiem_form_encode (query);
  url = g_strdup_printf ("%.*s?%s", (int)strcspn (self->source, "?"), self->source, encoded);
  message = soup_message_new ("GET", url);
  soup_message_headers_replace (
      soup_message_get_request_headers (message), "Authorization", self->authorization);
  bytes = soup_session_send_and_read (self->session, message, NULL, error);
  times->answered_at = g_get_monotonic_time ();
  if (bytes == NULL
      || !json_parser_load_from_data (
          parser, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), error))
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (json_parser_get_root (parser)))
    {
      g_set_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL, "The floor reads no orders.");
      return NULL;
    }
  return json_node_get_array (json_parser_get_root (parser));
}

gboolean
floor_run (Floor *self,
           gint64 since,
           FloorTimes *times,
           GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonArray *orders;
  gboolean ok;

  *times = (FloorTimes){ .asked_at = g_get_monotonic_time () };
  orders = read_orders (self, since, parser, times, error);
  if (orders == NULL)
    return FALSE;
  times->n_orders = json_array_get_length (orders);
  if (!store_orders (self, orders))
    {
      g_set_error (error, TIEM_ERROR, TIEM_ERROR_STORE, "The floor: %s", sqlite3_errmsg (self->db));
      return FALSE;
    }
  times->stored_at = g_get_monotonic_time ();

  ok = push_all (self, error);
  times->pushed_at = g_get_monotonic_time ();
  return ok;
}

static void
target_clear (Target *target)
{
  g_clear_pointer (&target->kind, g_free);
  g_clear_pointer (&target->account, tiem_account_free);
  g_clear_pointer (&target->address, g_free);
  g_clear_pointer (&target->query, tiem_form_free);
  g_clear_pointer (&target->content_type, g_free);
  g_clear_pointer (&target->body, g_bytes_unref);
}

void
floor_set_source (Floor *self,
                  const char *url,
                  const char *authorization)
{
  g_free (self->source);
  g_free (self->authorization);
  self->source = g_strdup (url);
  self->authorization = g_strdup (authorization);
}

void
floor_set_target (Floor *self,
                  guint index,
                  const char *kind,
                  const TiemAccount *account,
                  const char *url,
                  const char *content_type,
                  GBytes *body)
{
  Target *target = &self->targets[index];
  gsize bare = strcspn (url, "?");

  target_clear (target);
  target->kind = g_strdup (kind);
  target->account = tiem_account_copy (account);
  target->address = g_strndup (url, bare);
  target->query = tiem_form_parse (url[bare] != '\0' ? url + bare + 1 : "");
  target->content_type = g_strdup (content_type);
  target->body = g_bytes_ref (body);
}

Floor *
floor_new (const char *dir,
           GError **error)
{
  Floor *self = g_new0 (Floor, 1);

  self->session = soup_session_new_with_options ("max-conns-per-host", 4, NULL);
  soup_session_set_proxy_resolver (self->session, NULL);
  if (open_database (self, dir))
    return self;
  g_set_error (error, TIEM_ERROR, TIEM_ERROR_STORE, "The floor: %s", sqlite3_errmsg (self->db));
  floor_free (self);
  return NULL;
}

void
floor_free (Floor *self)
{
  for (guint i = 0; i < N_TARGETS; i++)
    target_clear (&self->targets[i]);
  sqlite3_finalize (self->add_order);
  sqlite3_finalize (self->add_line);
  sqlite3_finalize (self->take_stock);
  sqlite3_close (self->db);
  g_clear_object (&self->session);
  g_free (self->source);
  g_free (self->authorization);
  g_free (self);
}
