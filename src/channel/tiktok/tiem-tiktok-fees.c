#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

/* §9: an order that is settled has a statement of its own; before that it stands in the list of
 * unsettled ones, with estimates. The list is read whole and kept for a while. */

#define UNSETTLED_MS (10 * 60 * G_GINT64_CONSTANT (1000))
#define PAGE_SIZE 100
#define MOST_PAGES 20

static void
index_unsettled (GHashTable *index,
                 JsonArray *transactions)
{
  for (guint i = 0; i < tiem_json_array_get_size (transactions); i++)
    {
      JsonObject *transaction = tiem_json_array_get_object (transactions, i);
      g_autofree char *id = tiem_json_dup_id (transaction, "order_id");
      JsonArray *of_order = id != NULL ? g_hash_table_lookup (index, id) : NULL;

      if (id == NULL)
        continue;
      if (of_order == NULL)
        {
          of_order = json_array_new ();
          g_hash_table_insert (index, g_steal_pointer (&id), of_order);
        }
      json_array_add_object_element (of_order, json_object_ref (transaction));
    }
}

static JsonNode *
ask_unsettled (TiemChannelTiktok *self,
               TiemTransport *transport,
               const char *token,
               TtsAnswer *answer,
               GCancellable *cancellable,
               GError **error)
{
  TiemForm *query = tiem_form_new ();

  tiem_form_add (query, "sort_field", "order_create_time");
  tiem_form_add (query, "sort_order", "DESC");
  tiem_form_add_int (query, "page_size", PAGE_SIZE);
  if (token != NULL)
    tiem_form_add (query, "page_token", token);
  return tts_get (&self->shop,
                  transport,
                  "/finance/202507/orders/unsettled",
                  "finance/unsettled",
                  query,
                  answer,
                  cancellable,
                  error);
}

static gboolean
ensure_unsettled (TiemChannelTiktok *self,
                  TiemTransport *transport,
                  TtsAnswer *answer,
                  GCancellable *cancellable,
                  GError **error)
{
  gint64 now = tiem_transport_now (transport);
  g_autoptr (GHashTable) index = NULL;
  g_autofree char *token = NULL;

  if (self->unsettled != NULL && ABS (now - self->unsettled_at) < UNSETTLED_MS)
    return TRUE;

  index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_array_unref);
  for (guint i = 0; i < MOST_PAGES; i++)
    {
      g_autoptr (JsonNode) data
          = ask_unsettled (self, transport, token, answer, cancellable, error);
      const char *next;

      if (data == NULL)
        return FALSE;
      index_unsettled (index, tiem_json_get_array (tiem_json_object (data), "transactions"));
      next = tiem_json_get_string (tiem_json_object (data), "next_page_token");
      if (next == NULL || g_strcmp0 (next, token) == 0)
        break;
      g_free (token);
      token = g_strdup (next);
    }
  g_clear_pointer (&self->unsettled, g_hash_table_unref);
  self->unsettled = g_steal_pointer (&index);
  self->unsettled_at = now;
  return TRUE;
}

static void
take_estimate (JsonArray *transactions,
               TiemOrderFees *fees)
{
  TtsStatement statement = { 0 };

  for (guint i = 0; i < json_array_get_length (transactions); i++)
    {
      JsonObject *transaction = tiem_json_array_get_object (transactions, i);

      if (!tts_statement_add_sums (&statement, transaction, &fees->error)
          || !tts_statement_add_fees (&statement, transaction, &fees->error))
        return;
    }
  if (statement.has_settlement)
    tts_statement_fill (&statement, fees);
}

/* The order's own sums where it has them, else those of its SKUs. */
static void
take_settled (JsonObject *object,
              TiemOrderFees *fees)
{
  JsonArray *skus = tiem_json_get_array (object, "sku_transactions");
  TtsStatement statement = { 0 };

  if (!tts_statement_add_sums (&statement, object, &fees->error))
    return;
  for (guint i = 0; i < tiem_json_array_get_size (skus); i++)
    {
      JsonObject *sku = tiem_json_array_get_object (skus, i);

      if ((!tiem_json_has (object, "settlement_amount")
           && !tts_statement_add_sums (&statement, sku, &fees->error))
          || !tts_statement_add_fees (&statement, sku, &fees->error))
        return;
    }
  if (!statement.has_settlement)
    return;
  tts_statement_fill (&statement, fees);
  fees->is_settled = TRUE;
}

static gboolean
is_settled (JsonObject *object)
{
  gint64 count = 0;

  tiem_json_get_int (object, "total_count", &count, NULL);
  return count > 0
         || tiem_json_array_get_size (tiem_json_get_array (object, "sku_transactions")) > 0;
}

/* A shop without the scope for finance sells all the same: only its fees are not known. */
static gboolean
settle_failure (TiemOrderFees *fees,
                const TtsAnswer *answer,
                GError *failure,
                GError **error)
{
  if (!tts_is_refusal (answer, failure) && answer->code != TTS_SCOPE_MISSING)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_clear_error (&fees->error);
  fees->error = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_REJECTED, failure->message);
  g_error_free (failure);
  return TRUE;
}

/* One list for all that wait, so the call for each order is only for those that don't. */
static gboolean
read_one (TiemChannelTiktok *self,
          TiemTransport *transport,
          TiemOrderFees *fees,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree char *path
      = g_strdup_printf ("/finance/202501/orders/%s/statement_transactions", fees->remote_id);
  JsonArray *estimate;
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (GError) call_error = NULL;
  g_auto (TtsAnswer) answer = { 0 };

  if (!ensure_unsettled (self, transport, &answer, cancellable, &call_error))
    return settle_failure (fees, &answer, g_steal_pointer (&call_error), error);
  estimate = g_hash_table_lookup (self->unsettled, fees->remote_id);
  if (estimate != NULL)
    {
      take_estimate (estimate, fees);
      return TRUE;
    }
  data = tts_get (
      &self->shop, transport, path, "finance/order", NULL, &answer, cancellable, &call_error);
  if (data == NULL)
    return settle_failure (fees, &answer, g_steal_pointer (&call_error), error);
  if (is_settled (tiem_json_object (data)))
    take_settled (tiem_json_object (data), fees);
  return TRUE;
}

gboolean
tts_read_fees (TiemChannel *channel,
               TiemTransport *transport,
               GPtrArray *fees,
               GCancellable *cancellable,
               GError **error)
{
  TiemChannelTiktok *self = TIEM_CHANNEL_TIKTOK (channel);

  for (guint i = 0; i < fees->len; i++)
    if (!read_one (self, transport, fees->pdata[i], cancellable, error))
      return FALSE;
  return TRUE;
}
