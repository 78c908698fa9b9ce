#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-chat.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

#define MAX_PAGE_SIZE 20

/* Text; pictures, goods and vouchers have other templates. */
#define TEMPLATE_TEXT 1

enum
{
  BUYER = 1,
  SELLER = 2,
};

/* {"success":…,"err_code":…,"err_message":…,"data":…}. Takes @data (nullable): a refusal. */
static JsonObject *
answer (const char *err_code,
        const char *err_message,
        JsonObject *data)
{
  JsonObject *members = json_object_new ();

  json_object_set_boolean_member (members, "success", data != NULL);
  json_object_set_string_member (members, "err_code", err_code);
  json_object_set_string_member (members, "err_message", err_message);
  if (data != NULL)
    json_object_set_object_member (members, "data", data);
  return members;
}

static JsonObject *
succeed (JsonObject *data)
{
  return answer ("0", "SUCCESS", data);
}

static JsonArray *
get_messages (JsonObject *session)
{
  return json_object_get_array_member (session, "messages");
}

static JsonObject *
get_last (JsonObject *session)
{
  JsonArray *messages = get_messages (session);

  return json_array_get_object_element (messages, json_array_get_length (messages) - 1);
}

/* Returns: (nullable) */
static JsonObject *
find_session (TiemSandboxLazada *lazada,
              const char *id)
{
  for (guint i = 0; i < lazada->sessions->len; i++)
    if (g_strcmp0 (json_object_get_string_member (lazada->sessions->pdata[i], "session_id"), id)
        == 0)
      return lazada->sessions->pdata[i];
  return NULL;
}

static JsonObject *
add_message (TiemSandboxLazada *lazada,
             JsonObject *session,
             int from,
             const char *text)
{
  GRand *random = tiem_sandbox_lazada_get_random (lazada);
  g_autofree char *id = tiem_sandbox_random_text (
      random, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 18);
  const char *buyer = json_object_get_string_member (session, "buyer_id");
  g_autoptr (JsonNode) root = tiem_sandbox_json_from_object (json_object_new ());
  g_autofree char *content = NULL;
  JsonObject *message = json_object_new ();

  json_object_set_string_member (json_node_get_object (root), "txt", text);
  content = json_to_string (root, FALSE);
  json_object_set_string_member (message, "message_id", id);
  json_object_set_string_member (
      message, "session_id", json_object_get_string_member (session, "session_id"));
  json_object_set_int_member (message, "template_id", TEMPLATE_TEXT);
  json_object_set_int_member (message, "type", 1);
  json_object_set_string_member (
      message, "from_account_id", from == BUYER ? buyer : lazada->seller_id);
  json_object_set_int_member (message, "from_account_type", from);
  json_object_set_string_member (
      message, "to_account_id", from == BUYER ? lazada->seller_id : buyer);
  json_object_set_int_member (message, "to_account_type", from == BUYER ? SELLER : BUYER);
  json_object_set_string_member (message, "content", content);
  json_object_set_int_member (message, "send_time", tiem_sandbox_lazada_now (lazada));
  json_object_set_int_member (message, "status", 0);
  json_object_set_boolean_member (message, "auto_reply", FALSE);
  json_object_set_string_member (message, "site_id", "VN");
  json_array_add_object_element (get_messages (session), message);
  return message;
}

void
tiem_sandbox_lazada_hear (TiemSandboxLazada *lazada,
                          const TiemSandboxOrder *order,
                          const char *text)
{
  const char *buyer = json_object_get_string_member (order->extra, "buyer_id");
  g_autofree char *id = g_strdup_printf ("%s_1_%s_2_103", buyer, lazada->seller_id);
  JsonObject *session = find_session (lazada, id);

  if (session == NULL)
    {
      session = json_object_new ();
      json_object_set_string_member (session, "session_id", id);
      json_object_set_string_member (session, "buyer_id", buyer);
      json_object_set_string_member (
          session, "title", json_object_get_string_member (order->extra, "name"));
      json_object_set_int_member (session, "unread_count", 0);
      json_object_set_array_member (session, "messages", json_array_new ());
      g_ptr_array_add (lazada->sessions, session);
    }
  add_message (lazada, session, BUYER, text);
  json_object_set_int_member (
      session, "unread_count", json_object_get_int_member (session, "unread_count") + 1);
}

static JsonObject *
session_to_json (JsonObject *session)
{
  JsonObject *object = json_object_new ();
  JsonObject *last = get_last (session);

  json_object_set_string_member (
      object, "session_id", json_object_get_string_member (session, "session_id"));
  json_object_set_string_member (
      object, "buyer_id", json_object_get_string_member (session, "buyer_id"));
  json_object_set_string_member (object, "title", json_object_get_string_member (session, "title"));
  json_object_set_string_member (object, "head_url", "");
  json_object_set_string_member (
      object, "summary", json_object_get_string_member (last, "content"));
  json_object_set_int_member (
      object, "unread_count", json_object_get_int_member (session, "unread_count"));
  json_object_set_string_member (
      object, "last_message_id", json_object_get_string_member (last, "message_id"));
  json_object_set_int_member (
      object, "last_message_time", json_object_get_int_member (last, "send_time"));
  json_object_set_array_member (object, "tags", json_array_new ());
  json_object_set_string_member (object, "site_id", "VN");
  return object;
}

/* Returns: whether start_time and page_size are as they must be */
static gboolean
read_page (TiemSandboxLazadaCall *call,
           gint64 *start_time,
           gint64 *page_size)
{
  return tiem_sandbox_lazada_call_get_int (call, "start_time", 0, start_time) && *start_time > 0
         && tiem_sandbox_lazada_call_get_int (call, "page_size", 0, page_size) && *page_size > 0
         && *page_size <= MAX_PAGE_SIZE;
}

static int
compare_sessions (gconstpointer a,
                  gconstpointer b)
{
  gint64 left = json_object_get_int_member (get_last (*(JsonObject *const *)a), "send_time");
  gint64 right = json_object_get_int_member (get_last (*(JsonObject *const *)b), "send_time");

  return left > right ? -1 : left < right;
}

/* The youngest first, from start_time back. */
JsonObject *
tiem_sandbox_lazada_list_sessions (TiemSandboxLazadaCall *call)
{
  JsonObject *data;
  JsonArray *list;
  gint64 start_time;
  gint64 page_size;
  gint64 next = 0;
  gboolean has_more = FALSE;

  if (!read_page (call, &start_time, &page_size))
    return answer ("4", "start_time or page_size is invalid", NULL);
  g_ptr_array_sort (call->lazada->sessions, compare_sessions);
  data = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < call->lazada->sessions->len; i++)
    {
      JsonObject *session = call->lazada->sessions->pdata[i];
      gint64 at = json_object_get_int_member (get_last (session), "send_time");

      if (at > start_time)
        continue;
      has_more = json_array_get_length (list) == page_size;
      if (has_more)
        break;
      json_array_add_object_element (list, session_to_json (session));
      json_object_set_string_member (
          data, "last_session_id", json_object_get_string_member (session, "session_id"));
      next = at - 1;
    }
  json_object_set_array_member (data, "session_list", list);
  json_object_set_boolean_member (data, "has_more", has_more);
  json_object_set_int_member (data, "next_start_time", next);
  return succeed (data);
}

JsonObject *
tiem_sandbox_lazada_get_session (TiemSandboxLazadaCall *call)
{
  JsonObject *session
      = find_session (call->lazada, tiem_sandbox_lazada_call_get (call, "session_id"));

  return session != NULL ? succeed (session_to_json (session))
                         : answer ("5", "session_id is invalid", NULL);
}

JsonObject *
tiem_sandbox_lazada_read_session (TiemSandboxLazadaCall *call)
{
  JsonObject *session
      = find_session (call->lazada, tiem_sandbox_lazada_call_get (call, "session_id"));

  if (session == NULL)
    return answer ("5", "session_id is invalid", NULL);
  json_object_set_int_member (session, "unread_count", 0);
  return succeed (json_object_new ());
}

JsonObject *
tiem_sandbox_lazada_list_messages (TiemSandboxLazadaCall *call)
{
  JsonObject *session
      = find_session (call->lazada, tiem_sandbox_lazada_call_get (call, "session_id"));
  JsonObject *data;
  JsonArray *list;
  gint64 start_time;
  gint64 page_size;
  gint64 next = 0;
  gboolean has_more = FALSE;

  if (session == NULL)
    return answer ("5", "session_id is invalid", NULL);
  if (!read_page (call, &start_time, &page_size))
    return answer ("4", "start_time or page_size is invalid", NULL);
  data = json_object_new ();
  list = json_array_new ();
  for (guint i = json_array_get_length (get_messages (session)); i > 0; i--)
    {
      JsonObject *message = json_array_get_object_element (get_messages (session), i - 1);

      if (json_object_get_int_member (message, "send_time") > start_time)
        continue;
      has_more = json_array_get_length (list) == page_size;
      if (has_more)
        break;
      json_array_add_object_element (list, json_object_ref (message));
      json_object_set_string_member (
          data, "last_message_id", json_object_get_string_member (message, "message_id"));
      next = json_object_get_int_member (message, "send_time") - 1;
    }
  json_object_set_array_member (data, "message_list", list);
  json_object_set_boolean_member (data, "has_more", has_more);
  json_object_set_int_member (data, "next_start_time", next);
  return succeed (data);
}

JsonObject *
tiem_sandbox_lazada_send_message (TiemSandboxLazadaCall *call)
{
  JsonObject *session
      = find_session (call->lazada, tiem_sandbox_lazada_call_get (call, "session_id"));
  const char *text = tiem_sandbox_lazada_call_get (call, "txt");
  JsonObject *data;
  JsonObject *message;
  gint64 template_id;

  if (session == NULL)
    return answer ("5", "session_id is invalid", NULL);
  if (!tiem_sandbox_lazada_call_get_int (call, "template_id", 0, &template_id)
      || template_id != TEMPLATE_TEXT || text == NULL)
    return answer ("6", "template_id or its content is invalid", NULL);
  message = add_message (call->lazada, session, SELLER, text);
  data = json_object_new ();
  json_object_set_string_member (
      data, "message_id", json_object_get_string_member (message, "message_id"));
  json_object_set_int_member (data, "template_id", template_id);
  json_object_set_int_member (data, "current_time", tiem_sandbox_lazada_now (call->lazada));
  return succeed (data);
}
