#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* §7.1: the seller's reasons in Vietnam. @words: of the owner's own words, folded, that mean it;
 * with spaces, so that "giá" is not found in "giao". */
typedef struct
{
  gboolean is_unpaid;
  const char *code;
  const char *text;
  const char *words[4];
} Reason;

static const Reason reasons[] = {
  { TRUE,
    "seller_cancel_unpaid_reason_out_of_stock",
    N_ ("Out of stock"),
    { "het hang", "stock" } },
  { TRUE, "seller_cancel_unpaid_reason_wrong_price", N_ ("Wrong price"), { " gia ", "price" } },
  { TRUE,
    "seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed",
    N_ ("The buyer has not paid in time"),
    { "thanh toan", "tra tien", "paid" } },
  { FALSE, "seller_cancel_reason_out_of_stock", N_ ("Out of stock"), { "het hang", "stock" } },
  { FALSE, "seller_cancel_reason_wrong_price", N_ ("Wrong price"), { " gia ", "price" } },
  { FALSE,
    "seller_cancel_paid_reason_address_not_deliver",
    N_ ("The carrier does not go to the address"),
    { "dia chi", "address", "khong giao", "giao khong" } },
};

/* Returns: (nullable): the one of that list which is meant; the first when nothing fits */
static const Reason *
find_reason (gboolean is_unpaid,
             const char *choice)
{
  g_autofree char *folded = tiem_text_fold (choice);
  g_autofree char *spaced = NULL;
  const Reason *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (choice != NULL && strcmp (reasons[i].code, choice) == 0)
      {
        /* chosen before the order changed: the same reason in the other list */
        g_free (folded);
        folded = g_strdup (reasons[i].words[0]);
      }
  spaced = g_strconcat (" ", folded, " ", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      const Reason *reason = &reasons[i];
      g_autofree char *text = tiem_text_fold (_ (reason->text));

      if (reason->is_unpaid != is_unpaid)
        continue;
      if (first == NULL)
        first = reason;
      if (strcmp (folded, text) == 0)
        return reason;
      for (gsize j = 0; j < G_N_ELEMENTS (reason->words) && reason->words[j] != NULL; j++)
        if (strstr (spaced, reason->words[j]) != NULL)
          return reason;
    }
  return first;
}

void
tts_add_cancel_reasons (JsonObject *order,
                        GPtrArray *choices)
{
  gboolean is_unpaid
      = tts_status_find (tiem_json_get_string (order, "status")) == TIEM_ORDER_UNPAID;

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (reasons[i].is_unpaid == is_unpaid)
      {
        TiemChoice *choice = tiem_choice_new (reasons[i].code, _ (reasons[i].text));

        choice->is_suggested = choices->len == 0;
        g_ptr_array_add (choices, choice);
      }
}

/* Whether the shop has cancelled it before: after an unclear outcome. */
static gboolean
is_cancelling (JsonNode *data)
{
  JsonArray *array = tiem_json_get_array (tiem_json_object (data), "cancellations");

  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    {
      JsonObject *object = tiem_json_array_get_object (array, i);
      const char *status = tiem_json_get_string (object, "cancel_status");

      if (g_strcmp0 (tiem_json_get_string (object, "cancel_type"), "CANCEL") == 0 && status != NULL
          && !g_str_has_suffix (status, "_CANCEL") && !g_str_has_suffix (status, "_CANCELLED"))
        return TRUE;
    }
  return FALSE;
}

static JsonNode *
ask_requests (TiemChannelTiktok *self,
              TiemTransport *transport,
              const char *order_id,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, (gpointer)order_id);
  return tts_read_requests (self, transport, ids, cancellable, error);
}

static gboolean
approve (TiemChannelTiktok *self,
         TiemTransport *transport,
         JsonObject *request,
         GCancellable *cancellable,
         GError **error)
{
  g_autofree char *id = tiem_json_dup_id (request, "cancel_id");
  g_autofree char *path = g_strdup_printf ("/return_refund/202309/cancellations/%s/approve", id);
  g_autofree char *key = tts_make_idempotency_key ("approve", id);
  TiemForm *query = tiem_form_new ();
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (JsonNode) data = NULL;

  tiem_form_add (query, "idempotency_key", key);
  data = tts_post (&self->shop,
                   transport,
                   path,
                   "cancellations/approve",
                   query,
                   NULL,
                   &answer,
                   cancellable,
                   error);
  return data != NULL;
}

static gboolean
send_cancel (TiemChannelTiktok *self,
             TiemTransport *transport,
             const char *order_id,
             const char *reason,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (JsonNode) data = NULL;

  json_builder_begin_object (builder);
  tts_add_text (builder, "order_id", order_id);
  tts_add_text (builder, "cancel_reason", reason);
  data = tts_post (&self->shop,
                   transport,
                   "/return_refund/202309/cancellations",
                   "cancellations",
                   NULL,
                   tts_finish_body (builder),
                   &answer,
                   cancellable,
                   error);
  return data != NULL;
}

gboolean
tts_cancel (TiemChannelTiktok *self,
            TiemTransport *transport,
            JsonObject *order,
            const char *choice,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *id = tiem_json_dup_id (order, "id");
  const char *word = tiem_json_get_string (order, "status");
  TiemOrderStatus status = tts_status_find (word);
  g_autoptr (JsonNode) data = NULL;
  JsonObject *request;

  if (status == TIEM_ORDER_CANCELLED)
    return TRUE;
  if (!tiem_order_status_is_open (status) || status == TIEM_ORDER_UNKNOWN)
    {
      tts_set_wrong_status (error, word);
      return FALSE;
    }
  data = ask_requests (self, transport, id, cancellable, error);
  if (data == NULL)
    return FALSE;
  if (is_cancelling (data))
    return TRUE;
  /* The buyer wants the same. */
  request = tts_find_request (data, id);
  if (request != NULL)
    return approve (self, transport, request, cancellable, error);
  return send_cancel (self,
                      transport,
                      id,
                      find_reason (status == TIEM_ORDER_UNPAID, choice)->code,
                      cancellable,
                      error);
}

GPtrArray *
tts_list_reject_reasons (TiemChannelTiktok *self,
                         TiemTransport *transport,
                         const char *case_id,
                         GCancellable *cancellable,
                         GError **error)
{
  GPtrArray *choices = NULL;
  TiemForm *query = tiem_form_new ();
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (JsonNode) data = NULL;
  JsonArray *array;

  tiem_form_add (query, "return_or_cancel_id", case_id);
  tiem_form_add (query, "locale", "vi-VN");
  data = tts_get (&self->shop,
                  transport,
                  "/return_refund/202309/reject_reasons",
                  "reject_reasons",
                  query,
                  &answer,
                  cancellable,
                  error);
  if (data == NULL)
    return NULL;

  choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  array = tiem_json_get_array (tiem_json_object (data), "reasons");
  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    {
      JsonObject *reason = tiem_json_array_get_object (array, i);
      const char *name = tiem_json_get_string (reason, "name");
      const char *text = tiem_json_get_string (reason, "text");
      TiemChoice *choice;

      if (name == NULL)
        continue;
      choice = tiem_choice_new (name, text != NULL ? text : name);
      choice->is_suggested = choices->len == 0;
      g_ptr_array_add (choices, choice);
    }
  return choices;
}

JsonNode *
tts_make_reject_body (GPtrArray *choices,
                      const char *decision,
                      const char *choice,
                      const char *comment)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *folded = tiem_text_fold (choice);
  const TiemChoice *meant = choices->len > 0 ? choices->pdata[0] : NULL;
  gboolean is_code = FALSE;

  for (guint i = 0; choice != NULL && i < choices->len; i++)
    {
      const TiemChoice *offered = choices->pdata[i];
      g_autofree char *text = tiem_text_fold (offered->text);

      if (strcmp (offered->code, choice) == 0 || (*folded != '\0' && strcmp (text, folded) == 0))
        {
          meant = offered;
          is_code = TRUE;
        }
      else if (!is_code && *folded != '\0' && strstr (text, folded) != NULL)
        meant = offered;
    }
  /* the owner's own words are for the buyer to read */
  if (comment == NULL && !is_code)
    comment = choice;

  json_builder_begin_object (builder);
  if (decision != NULL)
    tts_add_text (builder, "decision", decision);
  if (meant != NULL)
    tts_add_text (builder, "reject_reason", meant->code);
  if (comment != NULL && *comment != '\0')
    tts_add_text (builder, "comment", comment);
  return tts_finish_body (builder);
}

static gboolean
reject (TiemChannelTiktok *self,
        TiemTransport *transport,
        JsonObject *request,
        const char *choice,
        GCancellable *cancellable,
        GError **error)
{
  g_autofree char *id = tiem_json_dup_id (request, "cancel_id");
  g_autofree char *path = g_strdup_printf ("/return_refund/202309/cancellations/%s/reject", id);
  g_autofree char *key = tts_make_idempotency_key ("reject", id);
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (JsonNode) data = NULL;
  g_auto (TtsAnswer) answer = { 0 };
  TiemForm *query;

  /* §7.1: they are to be asked for before every refusal. */
  choices = tts_list_reject_reasons (self, transport, id, cancellable, error);
  if (choices == NULL)
    return FALSE;
  query = tiem_form_new ();
  tiem_form_add (query, "idempotency_key", key);
  data = tts_post (&self->shop,
                   transport,
                   path,
                   "cancellations/reject",
                   query,
                   tts_make_reject_body (choices, NULL, choice, NULL),
                   &answer,
                   cancellable,
                   error);
  return data != NULL;
}

/* No request that waits: it was answered before, or the buyer took it back. */
gboolean
tts_answer_cancel (TiemChannelTiktok *self,
                   TiemTransport *transport,
                   JsonObject *order,
                   gboolean accepts,
                   const char *choice,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *id = tiem_json_dup_id (order, "id");
  g_autoptr (JsonNode) data = NULL;
  JsonObject *request;

  if (tts_status_find (tiem_json_get_string (order, "status")) == TIEM_ORDER_CANCELLED)
    {
      if (accepts)
        return TRUE;
      tts_set_wrong_status (error, "CANCELLED");
      return FALSE;
    }
  data = ask_requests (self, transport, id, cancellable, error);
  if (data == NULL)
    return FALSE;
  request = tts_find_request (data, id);
  if (request == NULL)
    return TRUE;
  return accepts ? approve (self, transport, request, cancellable, error)
                 : reject (self, transport, request, choice, cancellable, error);
}

char *
tts_find_cancel_id (TiemChannelTiktok *self,
                    TiemTransport *transport,
                    const char *order_id,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (JsonNode) data = ask_requests (self, transport, order_id, cancellable, error);

  return data != NULL ? tiem_json_dup_id (tts_find_request (data, order_id), "cancel_id") : NULL;
}
