#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What each action asks for, and in which states it makes sense. */
static const struct
{
  TiemOrderAction action;
  const char *target;
  const char *from[4];
  const char *there[4]; /* nothing left to do */
} actions[] = {
  { TIEM_ORDER_ACTION_CONFIRM,
    "processing",
    { "pending", "on-hold" },
    { "processing", "completed" } },
  { TIEM_ORDER_ACTION_SHIP, "completed", { "pending", "on-hold", "processing" }, { "completed" } },
  { TIEM_ORDER_ACTION_CANCEL,
    "cancelled",
    { "pending", "on-hold", "processing" },
    { "cancelled", "refunded", "trash", "failed" } },
};

static gboolean
contains (const char *const *words,
          gsize n_words,
          const char *word)
{
  for (gsize i = 0; i < n_words && words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      return TRUE;
  return FALSE;
}

static JsonNode *
make_text_body (const char *name,
                const char *value)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, name, value);
  json_node_take_object (node, object);
  return node;
}

static TiemRemoteOrder *
read_answer (TiemChannelWoocommerce *self,
             TiemTransport *transport,
             JsonNode *node,
             GCancellable *cancellable,
             GError **error)
{
  return woo_read_order (self, transport, tiem_json_object (node), cancellable, error);
}

/* The reason goes into the order's notes, for the shop alone. Losing it does not undo the
 * cancellation, so a failure is only told to the log. */
static void
leave_note (TiemChannelWoocommerce *self,
            TiemTransport *transport,
            const char *id,
            const char *reason,
            GCancellable *cancellable)
{
  g_autofree char *path = g_strdup_printf ("orders/%s/notes", id);
  g_autoptr (JsonNode) body = make_text_body ("note", reason);
  g_autoptr (JsonNode) answer_node = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (WooAnswer) answer = { 0 };
  WooCall call = {
    .method = "POST",
    .path = path,
    .endpoint = "orders/notes",
    .body = body,
    .creates = TRUE,
  };

  answer_node = woo_call (&self->site, transport, &call, &answer, cancellable, &error);
  if (answer_node == NULL)
    g_debug ("The reason of the cancellation was not noted: %s", error->message);
}

static JsonNode *
write_status (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              const char *path,
              const char *status,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (JsonNode) body = make_text_body ("status", status);
  g_autoptr (JsonNode) node = NULL;
  g_auto (WooAnswer) answer = { 0 };
  WooCall call = { .method = "PUT", .path = path, .endpoint = "orders", .body = body };
  const char *word;

  node = woo_call (&self->site, transport, &call, &answer, cancellable, error);
  if (node == NULL)
    return NULL;

  word = tiem_json_get_string (tiem_json_object (node), "status");
  if (g_strcmp0 (word, status) == 0)
    return g_steal_pointer (&node);

  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_REJECTED,
               /* Translators: the website's name, and its word for the order's state */
               _ ("%s kept the order as “%s”; look at the order on the website."),
               self->site.host,
               word != NULL ? word : "?");
  return NULL;
}

TiemRemoteOrder *
woo_act_on_order (TiemChannel *channel,
                  TiemTransport *transport,
                  const char *remote_id,
                  TiemOrderAction action,
                  const char *reason,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemChannelWoocommerce *self = TIEM_CHANNEL_WOOCOMMERCE (channel);
  g_autofree char *path = g_strdup_printf ("orders/%s", remote_id);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) changed = NULL;
  g_auto (WooAnswer) answer = { 0 };
  const char *word;

  g_return_val_if_fail (action < G_N_ELEMENTS (actions), NULL);

  node = woo_get (&self->site, transport, path, "orders", NULL, &answer, cancellable, error);
  if (node == NULL)
    return NULL;

  word = tiem_json_get_string (tiem_json_object (node), "status");
  if (word != NULL && contains (actions[action].there, G_N_ELEMENTS (actions[action].there), word))
    return read_answer (self, transport, node, cancellable, error);
  if (word == NULL || !contains (actions[action].from, G_N_ELEMENTS (actions[action].from), word))
    {
      g_set_error (
          error,
          TIEM_ERROR,
          TIEM_ERROR_REJECTED,
          /* Translators: the website's word for the order's state, and its name */
          _ ("The order is “%s” on %s, which does not allow this; look at the order there."),
          word != NULL ? word : "?",
          self->site.host);
      return NULL;
    }

  changed = write_status (self, transport, path, actions[action].target, cancellable, error);
  if (changed == NULL)
    return NULL;
  if (action == TIEM_ORDER_ACTION_CANCEL && reason != NULL && *reason != '\0')
    leave_note (self, transport, remote_id, reason, cancellable);
  return read_answer (self, transport, changed, cancellable, error);
}
