#define G_LOG_DOMAIN "tiem-records"

#include "config.h"

#include "model/tiem-records.h"

#include <glib/gi18n-lib.h>

/* Records of what follows a sale: fees, returns, reviews; and of a grant that ends. */

#define WARNED_BEFORE_MS G_GINT64_CONSTANT (1209600000) /* two weeks */

static const char *const fees_states[] = {
  [TIEM_FEES_NONE] = "none",
  [TIEM_FEES_ESTIMATE] = "estimate",
  [TIEM_FEES_SETTLED] = "settled",
};

static const struct
{
  const char *name;
  const char *label;
} return_states[] = {
  [TIEM_RETURN_OPEN] = { "open", N_ ("Waits for your answer") },
  [TIEM_RETURN_WAITING] = { "waiting", N_ ("On its way") },
  [TIEM_RETURN_ACCEPTED] = { "accepted", N_ ("Paid back") },
  [TIEM_RETURN_REFUSED] = { "refused", N_ ("Refused") },
  [TIEM_RETURN_WITHDRAWN] = { "withdrawn", N_ ("Withdrawn by the buyer") },
};

static const struct
{
  TiemReturnAnswers answer;
  const char *name;
} return_answers[] = {
  { TIEM_RETURN_ACCEPT, "accept" },
  { TIEM_RETURN_REFUND, "refund" },
  { TIEM_RETURN_RECEIVED, "received" },
  { TIEM_RETURN_REJECT, "reject" },
};

void
tiem_return_line_free (TiemReturnLine *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_product_id);
  g_free (self->remote_variant_id);
  g_free (self->sku);
  g_free (self->remote_sku);
  g_free (self->title);
  g_free (self->options);
  g_free (self);
}

void
tiem_return_free (TiemReturn *self)
{
  if (self == NULL)
    return;

  g_free (self->channel_kind);
  g_free (self->channel_name);
  g_free (self->remote_id);
  g_free (self->order_remote_id);
  g_free (self->order_number);
  g_free (self->buyer_name);
  g_free (self->remote_status);
  g_free (self->reason);
  g_free (self->tracking);
  g_free (self->problem);
  g_free (self->goods);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self);
}

void
tiem_review_free (TiemReview *self)
{
  if (self == NULL)
    return;

  g_free (self->channel_kind);
  g_free (self->channel_name);
  g_free (self->remote_id);
  g_free (self->order_remote_id);
  g_free (self->order_number);
  g_free (self->remote_product_id);
  g_free (self->remote_variant_id);
  g_free (self->title);
  g_free (self->options);
  g_free (self->sku);
  g_free (self->image_url);
  g_free (self->buyer_name);
  g_free (self->text);
  g_free (self->reply);
  g_free (self->queued_reply);
  g_free (self->problem);
  g_free (self);
}

const char *
tiem_fees_state_to_string (TiemFeesState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (fees_states), "none");

  return fees_states[state];
}

TiemFeesState
tiem_fees_state_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (fees_states); i++)
    if (g_strcmp0 (fees_states[i], text) == 0)
      return (TiemFeesState)i;
  return TIEM_FEES_NONE;
}

const char *
tiem_return_state_to_string (TiemReturnState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (return_states), "waiting");

  return return_states[state].name;
}

TiemReturnState
tiem_return_state_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (return_states); i++)
    if (g_strcmp0 (return_states[i].name, text) == 0)
      return (TiemReturnState)i;
  return TIEM_RETURN_WAITING;
}

const char *
tiem_return_state_get_label (TiemReturnState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (return_states), "");

  return _ (return_states[state].label);
}

TiemReturnAnswers
tiem_return_answer_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (return_answers); i++)
    if (g_strcmp0 (return_answers[i].name, text) == 0)
      return return_answers[i].answer;
  return TIEM_RETURN_ANSWER_NONE;
}

char *
tiem_return_answers_to_string (TiemReturnAnswers answers)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (return_answers); i++)
    if (answers & return_answers[i].answer)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", return_answers[i].name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
tiem_channel_record_dup_warning (const TiemChannelRecord *self,
                                 gint64 now)
{
  g_autoptr (GDateTime) end = NULL;
  g_autofree char *day = NULL;

  if (self->auth_expires_at == 0 || self->auth_expires_at - now > WARNED_BEFORE_MS)
    return NULL;
  if (self->auth_expires_at <= now)
    return g_strdup (_ ("Your permission for this shop has ended; sign in again."));
  end = g_date_time_new_from_unix_local (self->auth_expires_at / 1000);
  day = end != NULL ? g_date_time_format (end, "%d/%m/%Y") : g_strdup ("?");
  /* Translators: a date */
  return g_strdup_printf (
      _ ("Your permission for this shop ends on %s; sign in again before that day."), day);
}
