#define G_LOG_DOMAIN "tiem-sync"

#include "sync/tiem-call-log.h"

struct _TiemCallLog
{
  TiemStore *store;
  TiemClock *clock;
  gint64 channel_id;

  GPtrArray *calls;   /* (element-type TiemLogEntry): of this turn */
  gboolean is_absent; /* nobody answered in the turn before */
  GBytes *last_body;
  guint last_status;
};

TiemCallLog *
tiem_call_log_new (TiemStore *store,
                   TiemClock *clock,
                   gint64 channel_id)
{
  TiemCallLog *self = g_new0 (TiemCallLog, 1);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->channel_id = channel_id;
  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_log_entry_free);
  return self;
}

void
tiem_call_log_free (TiemCallLog *self)
{
  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_pointer (&self->last_body, g_bytes_unref);
  g_object_unref (self->store);
  g_object_unref (self->clock);
  g_free (self);
}

/* What a status says before anybody has read the answer. */
static const char *
status_to_outcome (guint status)
{
  if (status == 401 || status == 403)
    return "AUTH";
  if (status == 429)
    return "RATE_LIMITED";
  if (status >= 500)
    return "TRANSIENT";
  return status >= 400 ? "REJECTED" : "ok";
}

static TiemLogEntry *
new_entry (TiemCallLog *self,
           const char *endpoint,
           const char *outcome)
{
  TiemLogEntry *entry = g_new0 (TiemLogEntry, 1);

  entry->at = tiem_clock_now (self->clock);
  entry->channel_id = self->channel_id;
  entry->endpoint = g_strdup (endpoint);
  entry->outcome = g_strdup (outcome);
  return entry;
}

void
tiem_call_log_add (const TiemRequest *request,
                   const TiemResponse *response,
                   const GError *error,
                   gint64 duration_ms,
                   gpointer user_data)
{
  TiemCallLog *self = user_data;
  const char *request_id = error != NULL ? tiem_error_get_request_id (error) : NULL;
  TiemLogEntry *entry;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  entry = new_entry (self,
                     request->endpoint != NULL ? request->endpoint : request->method,
                     error != NULL ? tiem_error_class_name (error)
                                   : status_to_outcome (response->status));
  entry->status = response != NULL ? response->status : 0;
  entry->duration_ms = duration_ms;
  if (request_id == NULL && response != NULL)
    request_id = tiem_response_get_header (response, "X-Request-Id");
  entry->request_id = g_strdup (request_id);
  entry->message = error != NULL ? g_strdup (error->message) : NULL;
  g_ptr_array_add (self->calls, entry);

  self->last_status = entry->status;
  g_clear_pointer (&self->last_body, g_bytes_unref);
  if (response != NULL)
    self->last_body = g_bytes_ref (response->body);
}

void
tiem_call_log_blame_last (TiemCallLog *self,
                          const GError *error)
{
  TiemLogEntry *entry;

  if (self->calls->len == 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  entry = g_ptr_array_index (self->calls, self->calls->len - 1);
  g_free (entry->outcome);
  g_free (entry->message);
  entry->outcome = g_strdup (tiem_error_class_name (error));
  entry->message = g_strdup (error->message);
  if (entry->request_id == NULL)
    entry->request_id = g_strdup (tiem_error_get_request_id (error));
}

void
tiem_call_log_note (TiemCallLog *self,
                    const char *endpoint,
                    const char *outcome,
                    const char *message)
{
  TiemLogEntry *entry = new_entry (self, endpoint, outcome);

  entry->message = g_strdup (message);
  g_ptr_array_add (self->calls, entry);
}

GBytes *
tiem_call_log_get_last_body (TiemCallLog *self)
{
  return self->last_body;
}

guint
tiem_call_log_get_last_status (TiemCallLog *self)
{
  return self->last_status;
}

static GPtrArray *
steal_calls (TiemCallLog *self)
{
  GPtrArray *calls = g_steal_pointer (&self->calls);

  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_log_entry_free);
  return calls;
}

void
tiem_call_log_flush (TiemCallLog *self)
{
  g_autoptr (GError) error = NULL;

  if (self->calls->len > 0)
    tiem_store_note_calls (self->store, steal_calls (self));
  /* The log helps to understand; the work does not depend on it. */
  if (!tiem_store_write_noted (self->store, &error))
    g_message ("The sync log can't be written: %s", error->message);
}

/* A day without network is no reason for ten thousand lines. */
static gboolean
is_absent_as_before (TiemCallLog *self)
{
  gboolean was_absent = self->is_absent;
  const TiemLogEntry *call = self->calls->len == 1 ? g_ptr_array_index (self->calls, 0) : NULL;

  self->is_absent = call != NULL && call->status == 0 && g_str_equal (call->outcome, "TRANSIENT");
  return was_absent && self->is_absent;
}

void
tiem_call_log_end_turn (TiemCallLog *self,
                        gboolean news)
{
  gboolean is_absent = is_absent_as_before (self);
  g_autoptr (GPtrArray) calls = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->last_body, g_bytes_unref);
  if (is_absent)
    news = FALSE;
  for (guint i = 0; i < self->calls->len && !news && !is_absent; i++)
    {
      TiemLogEntry *entry = g_ptr_array_index (self->calls, i);

      news = !g_str_equal (entry->outcome, "ok");
    }
  calls = steal_calls (self);
  if (!news)
    tiem_store_note_calls (self->store, g_steal_pointer (&calls));
  else if (!tiem_store_add_log (self->store, calls, &error))
    g_message ("The sync log can't be written: %s", error->message);
}
