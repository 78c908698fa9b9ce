#define G_LOG_DOMAIN "tiem-sign-in"

#include "config.h"

#include "sync/tiem-sign-in.h"

#include "base/tiem-error.h"
#include "sync/tiem-account-private.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>
#include <unistd.h>

#define STATE_BYTES 16
/* Long enough to look for a password, short enough not to be forgotten. */
#define PATIENCE_S (10 * 60)

struct _TiemSignIn
{
  GObject parent_instance;

  const TiemChannelInfo *info;
  TiemAccount *account;
  char *state;
  gboolean has_state; /* the platform sends it back */
  SoupServer *server; /* (nullable) NULL: the port is taken */
  char *landed;       /* (nullable) came before it ran */

  GTask *run;             /* (nullable) waits for the browser or a paste */
  GSource *timeout;       /* (nullable) */
  GSource *cancelled;     /* (nullable) */
  gboolean is_exchanging; /* the platform is asked */
};

G_DEFINE_FINAL_TYPE (TiemSignIn, tiem_sign_in, G_TYPE_OBJECT)

/* --- state --- */

/* Returns: (transfer full) (nullable): random hexadecimal digits, good to be guessed by nobody */
static char *
make_state (void)
{
  guint8 bytes[STATE_BYTES];
  GString *text = g_string_new (NULL);

  if (getentropy (bytes, sizeof bytes) != 0)
    g_error ("The system has no random numbers");
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

/* Takes as long for a near miss as for any other. */
static gboolean
is_same_state (const char *one,
               const char *other)
{
  gsize length = strlen (one);
  guint differs = 0;

  if (strlen (other) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    differs |= (guint)(one[i] ^ other[i]);
  return differs == 0;
}

/* --- the exchange --- */

static gint64
now_cb (gpointer user_data)
{
  return g_get_real_time () / 1000;
}

static void
exchange_thread (GTask *task,
                 gpointer source,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  TiemSignIn *self = source; /* .info, .account and .state never change */
  g_autoptr (TiemTransport) soup = tiem_transport_new_soup ();
  g_autoptr (TiemTransport) transport = tiem_transport_new_dated (soup, now_cb, NULL);
  TiemAccount *account;
  GError *error = NULL;

  account
      = self->info->sign_in (self->account, transport, task_data, self->state, cancellable, &error);
  if (account != NULL)
    g_task_return_pointer (task, account, (GDestroyNotify)tiem_account_free);
  else
    g_task_return_error (task, error);
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Returns: (transfer full): the run, which does not wait any longer */
static GTask *
end_waiting (TiemSignIn *self)
{
  clear_source (&self->timeout);
  clear_source (&self->cancelled);
  return g_steal_pointer (&self->run);
}

static void
exchanged_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) run = user_data;
  GError *error = NULL;
  TiemAccount *account = g_task_propagate_pointer (G_TASK (result), &error);

  TIEM_SIGN_IN (source)->is_exchanging = FALSE;
  if (account != NULL)
    g_task_return_pointer (run, account, (GDestroyNotify)tiem_account_free);
  else
    g_task_return_error (run, error);
}

/* @landed: what the browser or the owner brought */
static void
exchange (TiemSignIn *self,
          const char *landed)
{
  GTask *run = end_waiting (self);
  g_autoptr (GTask) task = g_task_new (self, g_task_get_cancellable (run), exchanged_cb, run);

  self->is_exchanging = TRUE;
  g_task_set_source_tag (task, exchange);
  g_task_set_task_data (task, g_strdup (landed), g_free);
  /* What the platform gave is not thrown away. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, exchange_thread);
}

/* --- the browser --- */

static void
answer (SoupServerMessage *message,
        guint status,
        const char *heading,
        const char *text)
{
  g_autofree char *page = g_strdup_printf (
      "<!DOCTYPE html><meta charset=\"utf-8\"><title>Tiệm</title>"
      "<body style=\"font-family:sans-serif;max-width:30em;margin:4em auto;text-align:center\">"
      "<h1>%s</h1><p>%s</p>",
      heading,
      text);

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (
      soup_server_message_get_response_headers (message), "Cache-Control", "no-store");
  soup_message_headers_replace (
      soup_server_message_get_response_headers (message), "Referrer-Policy", "no-referrer");
  soup_server_message_set_response (
      message, "text/html; charset=utf-8", SOUP_MEMORY_COPY, page, strlen (page));
}

/* Whether it is the answer to this very sign-in. */
static gboolean
is_ours (TiemSignIn *self,
         GHashTable *query)
{
  const char *state = query != NULL ? g_hash_table_lookup (query, "state") : NULL;

  if (state == NULL)
    return !self->has_state;
  return is_same_state (self->state, state);
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  TiemSignIn *self = user_data;
  gboolean is_landing
      = g_str_equal (path, "/") && query != NULL
        && (g_hash_table_contains (query, "code") || g_hash_table_contains (query, "error"));
  g_autofree char *landed = NULL;

  /* A favicon, a look-about: nothing that concerns the sign-in. */
  if (!is_landing || soup_server_message_get_method (message) != SOUP_METHOD_GET)
    {
      answer (message, SOUP_STATUS_NOT_FOUND, "404", _ ("There is nothing here."));
      return;
    }
  if (!is_ours (self, query))
    {
      answer (message,
              SOUP_STATUS_BAD_REQUEST,
              _ ("Another sign-in"),
              _ ("This page does not belong to the sign-in that Tiệm waits for; begin again in "
                 "Tiệm."));
      return;
    }
  answer (
      message, SOUP_STATUS_OK, _ ("Done"), _ ("Tiệm goes on by itself. You can close this page."));

  landed = g_uri_to_string (soup_server_message_get_uri (message));
  if (self->run != NULL)
    exchange (self, landed);
  else if (!self->is_exchanging)
    {
      g_free (self->landed);
      self->landed = g_steal_pointer (&landed);
    }
}

static void
listen_here (TiemSignIn *self)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string ("127.0.0.1", TIEM_SIGN_IN_PORT);
  g_autoptr (GError) error = NULL;

  soup_server_add_handler (server, NULL, request_cb, self, NULL);
  if (soup_server_listen (server, address, 0, &error))
    self->server = g_steal_pointer (&server);
  else
    g_message ("The port for signing in is taken: %s", error->message);
}

/* --- the object --- */

static void
tiem_sign_in_dispose (GObject *object)
{
  TiemSignIn *self = TIEM_SIGN_IN (object);

  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  clear_source (&self->timeout);
  clear_source (&self->cancelled);

  G_OBJECT_CLASS (tiem_sign_in_parent_class)->dispose (object);
}

static void
tiem_sign_in_finalize (GObject *object)
{
  TiemSignIn *self = TIEM_SIGN_IN (object);

  g_clear_pointer (&self->account, tiem_account_free);
  g_free (self->state);
  g_free (self->landed);

  G_OBJECT_CLASS (tiem_sign_in_parent_class)->finalize (object);
}

static void
tiem_sign_in_class_init (TiemSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tiem_sign_in_dispose;
  object_class->finalize = tiem_sign_in_finalize;
}

static void
tiem_sign_in_init (TiemSignIn *self)
{
}

gboolean
tiem_sign_in_is_needed (const char *kind)
{
  const TiemChannelInfo *info = tiem_channel_info_find (kind);

  return info != NULL && info->sign_in != NULL;
}

TiemSignIn *
tiem_sign_in_new_for_info (const TiemChannelInfo *info,
                           const TiemAccount *account)
{
  TiemSignIn *self = g_object_new (TIEM_TYPE_SIGN_IN, NULL);
  g_autofree char *url = NULL;

  self->info = info;
  self->account = tiem_account_copy (account);
  self->state = make_state ();
  url = tiem_sign_in_dup_url (self);
  self->has_state = strstr (url, self->state) != NULL;
  listen_here (self);
  return self;
}

TiemSignIn *
tiem_sign_in_new (const char *kind,
                  const TiemAccount *account,
                  GError **error)
{
  const TiemChannelInfo *info = tiem_channel_info_find (kind);
  g_autoptr (TiemAccount) checked = NULL;

  if (info == NULL || info->sign_in == NULL || info->sign_in_url == NULL)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   _ ("Nobody signs in at a channel of the kind “%s”; enter its keys instead."),
                   kind);
      return NULL;
    }
  checked = tiem_account_check (info, account, error);
  return checked != NULL ? tiem_sign_in_new_for_info (info, checked) : NULL;
}

char *
tiem_sign_in_dup_url (TiemSignIn *self)
{
  g_return_val_if_fail (TIEM_IS_SIGN_IN (self), NULL);

  return self->info->sign_in_url (
      self->account, TIEM_SIGN_IN_REDIRECT_URI, self->state, g_get_real_time () / 1000);
}

gboolean
tiem_sign_in_is_listening (TiemSignIn *self)
{
  g_return_val_if_fail (TIEM_IS_SIGN_IN (self), FALSE);

  return self->server != NULL;
}

/* --- a run --- */

static gboolean
timeout_cb (gpointer user_data)
{
  TiemSignIn *self = user_data;
  g_autoptr (GTask) run = end_waiting (self);

  g_task_return_new_error (run,
                           TIEM_ERROR,
                           TIEM_ERROR_TRANSIENT,
                           _ ("Nobody signed in for ten minutes; begin again when you are "
                              "ready."));
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer user_data)
{
  TiemSignIn *self = user_data;
  g_autoptr (GTask) run = end_waiting (self);

  g_task_return_error_if_cancelled (run);
  return G_SOURCE_REMOVE;
}

void
tiem_sign_in_run_async (TiemSignIn *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autofree char *landed = NULL;

  g_return_if_fail (TIEM_IS_SIGN_IN (self));
  g_return_if_fail (self->run == NULL && !self->is_exchanging);

  self->run = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->run, tiem_sign_in_run_async);
  g_task_set_check_cancellable (self->run, FALSE);

  self->timeout = g_timeout_source_new_seconds (PATIENCE_S);
  g_source_set_callback (self->timeout, timeout_cb, self, NULL);
  g_source_attach (self->timeout, g_task_get_context (self->run));
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (self->cancelled, g_task_get_context (self->run));
    }
  landed = g_steal_pointer (&self->landed);
  if (landed != NULL)
    exchange (self, landed);
}

TiemAccount *
tiem_sign_in_run_finish (TiemSignIn *self,
                         GAsyncResult *result,
                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tiem_sign_in_paste (TiemSignIn *self,
                    const char *text)
{
  g_autofree char *landed = g_strstrip (g_strdup (text));

  g_return_if_fail (TIEM_IS_SIGN_IN (self));

  if (self->run != NULL && *landed != '\0')
    exchange (self, landed);
}
