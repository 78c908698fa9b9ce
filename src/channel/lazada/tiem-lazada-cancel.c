#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Cancelling (Lazada §6.6) and answering a buyer who asks for it (§6.7). Both change things
 * by GET. The reasons differ by order, so they are asked for each time.
 */

/* Reasons after which Lazada sets the goods' stock to 0, as tiem_text_fold() gives them. */
static const char *const zeroing[] = {
  "out of stock",  "het hang",      "wrong price", "incorrect price",
  "pricing error", "wrong pricing", "sai gia",
};

/* What owners write, and what Lazada's reason is called for it. */
static const struct
{
  const char *said;
  const char *meant;
} synonyms[] = {
  { "het hang", "out of stock" }, { "out of stock", "het hang" }, { "sai gia", "wrong price" },
  { "sai gia", "pricing" },       { "wrong price", "sai gia" },   { "khong giao", "deliver" },
  { "dia chi", "address" },       { "khach", "customer" },        { "khach", "buyer" },
  { "nguoi mua", "customer" },
};

static gboolean
reason_sets_stock (const char *name)
{
  g_autofree char *folded = tiem_text_fold (name);

  for (gsize i = 0; i < G_N_ELEMENTS (zeroing); i++)
    if (strstr (folded, zeroing[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* How many words of @said are in @name; what means the same counts for more. */
static guint
count_common (const char *said,
              const char *name)
{
  g_autofree char *folded_said = tiem_text_fold (said);
  g_autofree char *folded_name = tiem_text_fold (name);
  g_auto (GStrv) words = g_strsplit (folded_said, " ", -1);
  guint common = strcmp (folded_said, folded_name) == 0 ? 100 : 0;

  for (guint i = 0; words[i] != NULL; i++)
    if (strlen (words[i]) > 2 && strstr (folded_name, words[i]) != NULL)
      common++;
  for (gsize i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (strstr (folded_said, synonyms[i].said) != NULL
        && strstr (folded_name, synonyms[i].meant) != NULL)
      common += 10;
  return common;
}

const TiemChoice *
laz_find_choice (GPtrArray *choices,
                 const char *wanted)
{
  const TiemChoice *best = NULL;
  guint most = 0;

  for (guint i = 0; i < choices->len; i++)
    {
      const TiemChoice *choice = choices->pdata[i];
      guint common;

      if (wanted != NULL && strcmp (choice->code, wanted) == 0)
        return choice;
      if (best == NULL && choice->is_suggested)
        best = choice;
      common = wanted != NULL ? count_common (wanted, choice->text) : 0;
      if (common > most)
        {
          most = common;
          best = choice;
        }
    }
  return best;
}

/* One that leaves the stock alone is suggested. */
static void
suggest (GPtrArray *choices)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < choices->len; i++)
      {
        TiemChoice *choice = choices->pdata[i];

        if (pass == 0 && choice->sets_stock)
          continue;
        choice->is_suggested = TRUE;
        return;
      }
}

/* --- the seller cancels --- */

static gboolean
can_be_cancelled (const char *word)
{
  const LazStatus *status = laz_status_find (word);

  return status != NULL
         && (status->status == TIEM_ORDER_TO_SHIP || status->status == TIEM_ORDER_AWAITING_PICKUP);
}

/* Returns: (transfer full) (element-type utf8): the units that can be cancelled still.
 * *all_gone: whether every unit is cancelled already. NULL with @error */
static GPtrArray *
find_units (TiemChannelLazada *self,
            TiemTransport *transport,
            const char *remote_id,
            gboolean *all_gone,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (JsonNode) node = laz_read_units (self, transport, remote_id, cancellable, error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  JsonArray *units;

  if (node == NULL)
    return NULL;
  units = laz_get_data_array (node);
  *all_gone = json_array_get_length (units) > 0;
  for (guint i = 0; i < json_array_get_length (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      g_autofree char *word = laz_dup_text (unit, "status");
      const LazStatus *status = laz_status_find (word);
      g_autofree char *id = tiem_json_dup_id (unit, "order_item_id");

      *all_gone &= status != NULL && status->status == TIEM_ORDER_CANCELLED;
      if (id != NULL && can_be_cancelled (word))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  return g_steal_pointer (&ids);
}

static gboolean
check_tip (JsonNode *body,
           GError **error)
{
  JsonObject *data = laz_get_data (body);
  g_autofree char *type = laz_dup_text (data, "tip_type");
  g_autofree char *content = laz_dup_text (data, "tip_content");

  if (type == NULL || g_ascii_strcasecmp (type, "error") != 0)
    return TRUE;
  g_propagate_error (error, laz_make_item_error (NULL, "tip", content));
  return FALSE;
}

static JsonNode *
call_cancel (TiemChannelLazada *self,
             TiemTransport *transport,
             const char *path,
             const char *remote_id,
             GPtrArray *unit_ids,
             const char *reason_id,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *ids = laz_format_ids (unit_ids, TRUE);
  g_auto (LazAnswer) answer = { 0 };
  g_autoptr (JsonNode) node = NULL;
  LazCall call = {
    .method = "GET",
    .path = path,
    .parameters = form,
    .is_write = reason_id != NULL,
  };

  tiem_form_add (form, "order_id", remote_id);
  tiem_form_add (form, "order_item_id_list", ids);
  if (reason_id != NULL)
    tiem_form_add (form, "reason_id", reason_id);
  node = laz_call (&self->shop, transport, &call, &answer, cancellable, error);
  return node != NULL && check_tip (node, error) ? g_steal_pointer (&node) : NULL;
}

static void
take_reasons (JsonArray *reasons,
              const char *id_name,
              const char *text_name,
              const char *other_name,
              GPtrArray *choices)
{
  for (guint i = 0; i < tiem_json_array_get_size (reasons); i++)
    {
      JsonObject *reason = tiem_json_array_get_object (reasons, i);
      g_autofree char *id = tiem_json_dup_id (reason, id_name);
      g_autofree char *text = laz_dup_text2 (reason, text_name, other_name);
      TiemChoice *choice;

      if (id == NULL)
        continue;
      choice = tiem_choice_new (id, text != NULL ? text : id);
      g_ptr_array_add (choices, choice);
    }
}

static gboolean
list_reasons (TiemChannelLazada *self,
              TiemTransport *transport,
              const char *remote_id,
              GPtrArray *unit_ids,
              GPtrArray *choices,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (JsonNode) node = call_cancel (self,
                                           transport,
                                           "/order/reverse/cancel/validate",
                                           remote_id,
                                           unit_ids,
                                           NULL,
                                           cancellable,
                                           error);

  if (node == NULL)
    return FALSE;
  take_reasons (tiem_json_get_array (laz_get_data (node), "reason_options"),
                "reason_id",
                "reason_name",
                "text",
                choices);
  for (guint i = 0; i < choices->len; i++)
    {
      TiemChoice *choice = choices->pdata[i];

      choice->sets_stock = reason_sets_stock (choice->text);
    }
  suggest (choices);
  return TRUE;
}

static GError *
new_too_late_error (void)
{
  return laz_make_rejection (_ ("The order can't be cancelled any more on Lazada; it waits for its "
                                "payment, or its parcel has left."));
}

gboolean
laz_list_cancel_reasons (TiemChannelLazada *self,
                         TiemTransport *transport,
                         const char *remote_id,
                         GPtrArray *choices,
                         GCancellable *cancellable,
                         GError **error)
{
  gboolean all_gone = FALSE;
  g_autoptr (GPtrArray) ids
      = find_units (self, transport, remote_id, &all_gone, cancellable, error);

  if (ids == NULL)
    return FALSE;
  return ids->len == 0
         || list_reasons (self, transport, remote_id, ids, choices, cancellable, error);
}

gboolean
laz_cancel (TiemChannelLazada *self,
            TiemTransport *transport,
            const char *remote_id,
            const char *wanted,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  gboolean all_gone = FALSE;
  g_autoptr (GPtrArray) ids
      = find_units (self, transport, remote_id, &all_gone, cancellable, error);
  g_autoptr (JsonNode) node = NULL;
  const TiemChoice *choice;

  if (ids == NULL)
    return FALSE;
  if (all_gone)
    return TRUE;
  if (ids->len == 0)
    {
      g_propagate_error (error, new_too_late_error ());
      return FALSE;
    }
  if (!list_reasons (self, transport, remote_id, ids, choices, cancellable, error))
    return FALSE;
  choice = laz_find_choice (choices, wanted);
  if (choice == NULL)
    {
      g_propagate_error (error,
                         laz_make_rejection (_ ("Lazada offers no reason to cancel this order; "
                                                "cancel it in Lazada Seller Center.")));
      return FALSE;
    }
  node = call_cancel (self,
                      transport,
                      "/order/reverse/cancel/create",
                      remote_id,
                      ids,
                      choice->code,
                      cancellable,
                      error);
  return node != NULL;
}

/* --- the buyer asks --- */

/* Returns: (transfer full) (element-type utf8): what is to be decided, NULL with @error.
 * @unit_id: (nullable): one of the units it is about, transfer full */
static GPtrArray *
find_requests (TiemChannelLazada *self,
               TiemTransport *transport,
               const char *remote_id,
               char **unit_id,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (JsonNode) node = laz_read_units (self, transport, remote_id, cancellable, error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  JsonArray *units = laz_get_data_array (node);

  if (node == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      g_autofree char *id = tiem_json_dup_id (unit, "reverse_order_id");

      if (id == NULL || !laz_is_true (unit, "need_cancel_confirm")
          || g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
        continue;
      if (unit_id != NULL && *unit_id == NULL)
        *unit_id = tiem_json_dup_id (unit, "reverse_order_line_id");
      g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  return g_steal_pointer (&ids);
}

static gboolean
decide (TiemChannelLazada *self,
        TiemTransport *transport,
        const char *reverse_id,
        gboolean accepts,
        const char *reason,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_auto (LazAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  LazCall call = {
    .method = "GET",
    .path = "/order/reverse/cancel/seller/decide",
    .parameters = form,
    .is_write = TRUE,
  };

  tiem_form_add (form, "reverse_order_id", reverse_id);
  tiem_form_add (form, "agree_cancel", accepts ? "true" : "false");
  if (!accepts && reason != NULL)
    tiem_form_add (form, "reason_code", reason);
  node = laz_call (&self->shop, transport, &call, &answer, cancellable, &call_error);
  /* 131: nothing is open there any more. */
  if (node != NULL || g_strcmp0 (answer.code, "131") == 0)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

/* The refusal's code is a number; the owner's own words are none, and it may be left out. */
static const char *
get_reason_code (const char *choice)
{
  if (choice == NULL || *choice == '\0' || strspn (choice, "0123456789") != strlen (choice))
    return NULL;
  return choice;
}

gboolean
laz_decide_cancel (TiemChannelLazada *self,
                   TiemTransport *transport,
                   const char *remote_id,
                   gboolean accepts,
                   const char *choice,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GPtrArray) ids = find_requests (self, transport, remote_id, NULL, cancellable, error);
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  const char *reason = get_reason_code (choice);

  if (ids == NULL)
    return FALSE;
  /* Nobody asks any more: it was answered, or its time is over. The order tells which. */
  if (!accepts && ids->len > 0 && reason == NULL)
    {
      const TiemChoice *found;

      if (!laz_list_decision_reasons (self, transport, remote_id, choices, cancellable, error))
        return FALSE;
      found = laz_find_choice (choices, choice);
      reason = found != NULL ? found->code : NULL;
    }
  for (guint i = 0; i < ids->len; i++)
    if (!decide (self, transport, ids->pdata[i], accepts, reason, cancellable, error))
      return FALSE;
  return TRUE;
}

gboolean
laz_list_reject_reasons (TiemChannelLazada *self,
                         TiemTransport *transport,
                         const char *line_id,
                         GPtrArray *choices,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_auto (LazAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  LazCall call = {
    .method = "GET",
    .path = "/order/reverse/reason/list",
    .parameters = form,
    .is_optional = TRUE,
  };

  tiem_form_add (form, "reverse_order_line_id", line_id);
  node = laz_call (&self->shop, transport, &call, &answer, cancellable, &call_error);
  if (node == NULL)
    {
      /* 119: there is nothing to choose from. */
      if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  take_reasons (laz_get_data_array (node), "reason_id", "muti_language_text", "text", choices);
  suggest (choices);
  return TRUE;
}

/* The reasons hang on a line of the request, which only its own details name. */
static gboolean
find_request_line (TiemChannelLazada *self,
                   TiemTransport *transport,
                   const char *reverse_id,
                   char **line_id,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_auto (LazAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  LazCall call = {
    .method = "GET",
    .path = "/order/reverse/return/detail/list",
    .parameters = form,
    .is_optional = TRUE,
  };
  JsonArray *lines;

  tiem_form_add (form, "reverse_order_id", reverse_id);
  node = laz_call (&self->shop, transport, &call, &answer, cancellable, &call_error);
  if (node == NULL && !g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  lines = tiem_json_get_array (laz_get_data (node), "reverseOrderLineDTOList");
  if (lines == NULL)
    lines = tiem_json_get_array (laz_get_data (node), "reverse_order_lines");
  *line_id = tiem_json_dup_id (tiem_json_array_get_object (lines, 0), "reverse_order_line_id");
  return TRUE;
}

gboolean
laz_list_decision_reasons (TiemChannelLazada *self,
                           TiemTransport *transport,
                           const char *remote_id,
                           GPtrArray *choices,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *line_id = NULL;
  g_autoptr (GPtrArray) ids
      = find_requests (self, transport, remote_id, &line_id, cancellable, error);

  if (ids == NULL)
    return FALSE;
  if (ids->len > 0 && line_id == NULL
      && !find_request_line (self, transport, ids->pdata[0], &line_id, cancellable, error))
    return FALSE;
  return line_id == NULL
         || laz_list_reject_reasons (self, transport, line_id, choices, cancellable, error);
}
