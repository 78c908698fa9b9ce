#define G_LOG_DOMAIN "tiem-order-facts"

#include "config.h"

#include "app/orders/tiem-order-detail.h"
#include "app/orders/tiem-order-words.h"
#include "store/tiem-store-after.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"

/* All that the detail of an order shows, read in one go. */

void
tiem_order_facts_free (TiemOrderFacts *self)
{
  g_clear_pointer (&self->order, tiem_order_free);
  g_clear_pointer (&self->returns, g_ptr_array_unref);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  g_clear_pointer (&self->refusals, g_ptr_array_unref);
  g_free (self->sending);
  g_free (self->problem);
  g_free (self);
}

TiemOrderFacts *
tiem_order_facts_steal (TiemOrderFacts *self)
{
  TiemOrderFacts *taken = g_memdup2 (self, sizeof *self);

  *self = (TiemOrderFacts){ 0 };
  return taken;
}

static void
find_waiting (TiemOrderFacts *self,
              GPtrArray *outbox)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const TiemOutboxItem *item = g_ptr_array_index (outbox, i);

      /* A label is fetched without the owner's doing, and stands in the way of nothing. */
      if (item->order_id != self->order->id || g_strcmp0 (item->kind, "order:label") == 0)
        continue;
      g_free (self->sending);
      g_free (self->problem);
      self->sending = NULL;
      self->problem = NULL;
      self->outbox_id = item->id;
      if (g_strcmp0 (item->state, "rejected") == 0)
        self->problem = g_strdup (item->problem);
      else
        self->sending = g_strdup (item->kind);
    }
}

/* Who holds the first goods that are short. */
static gboolean
read_holders (TiemOrderFacts *self,
              TiemStore *store,
              GError **error)
{
  for (guint i = 0; self->order->is_short && i < self->order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (self->order->lines, i);

      if (!line->is_short)
        continue;
      self->holders = tiem_store_list_reservations (store, line->variant_id, error);
      return self->holders != NULL;
    }
  return TRUE;
}

static gboolean
read_refusals (TiemOrderFacts *self,
               TiemStore *store,
               GError **error)
{
  if (self->order->customer_id == 0 || self->order->buyer_refused == 0)
    return TRUE;
  self->refusals = tiem_store_list_refusals (store, self->order->customer_id, error);
  return self->refusals != NULL;
}

gpointer
tiem_order_facts_read (TiemStore *store,
                       gpointer data,
                       GCancellable *cancellable,
                       GError **error)
{
  TiemOrderFacts *self = g_new0 (TiemOrderFacts, 1);
  g_autoptr (TiemChannelRecord) channel = NULL;
  g_autoptr (GPtrArray) outbox = NULL;

  self->order = tiem_store_get_order (store, *(gint64 *)data, error);
  if (self->order != NULL)
    channel = tiem_store_get_channel_for_turn (store, self->order->channel_id, NULL);
  self->by_file = channel != NULL && channel->by_file;
  if (self->order != NULL)
    outbox = tiem_store_list_outbox (store, self->order->channel_id, error);
  if (outbox != NULL)
    self->returns = tiem_store_list_returns (
        store, &(TiemReturnQuery){ .order_id = self->order->id }, 0, 0, error);
  if (self->returns == NULL
      || !tiem_store_get_profit (store, self->order->id, 0, &self->profit, error)
      || !read_holders (self, store, error) || !read_refusals (self, store, error))
    {
      tiem_order_facts_free (self);
      return NULL;
    }
  find_waiting (self, outbox);
  return self;
}

gint64
tiem_order_count_out (const TiemOrder *order)
{
  gint64 out = 0;

  for (guint i = 0; order->lines != NULL && i < order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (order->lines, i);

      out += line->out;
    }
  return out;
}

char *
tiem_order_facts_fingerprint (const TiemOrderFacts *self,
                              gint64 now)
{
  const TiemOrder *order = self->order;
  GString *text = g_string_new (NULL);
  const char *icon;
  TiemTone tone;
  g_autofree char *deadline = tiem_order_dup_deadline (order, now, &icon, &tone);

  g_string_append_printf (text,
                          "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %d %d %d %s %s %s %s %s %s",
                          order->id,
                          order->updated_at,
                          order->status,
                          order->is_short,
                          order->has_unlinked,
                          order->buyer_name,
                          order->buyer_phone,
                          order->short_reason,
                          deadline,
                          self->sending,
                          self->problem);
  for (guint i = 0; order->lines != NULL && i < order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (order->lines, i);

      g_string_append_printf (text,
                              " %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
                              "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%d",
                              line->id,
                              line->variant_id,
                              line->available,
                              line->shipped,
                              line->returned,
                              line->out,
                              line->is_short);
    }
  for (guint i = 0; self->holders != NULL && i < self->holders->len; i++)
    {
      const TiemReservation *held = g_ptr_array_index (self->holders, i);

      g_string_append_printf (text,
                              " %" G_GINT64_FORMAT "*%" G_GINT64_FORMAT "*%" G_GINT64_FORMAT,
                              held->order_id,
                              held->quantity,
                              held->lacking);
    }
  for (guint i = 0; i < self->returns->len; i++)
    {
      const TiemReturn *asked = g_ptr_array_index (self->returns, i);

      g_string_append_printf (text,
                              " %" G_GINT64_FORMAT ":%d:%d:%d:%s:%s",
                              asked->id,
                              asked->state,
                              asked->answers,
                              asked->queued,
                              asked->remote_status,
                              asked->problem);
    }
  for (guint i = 0; order->parcels != NULL && i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, i);

      g_string_append_printf (
          text, " %s=%s/%u", parcel->tracking, parcel->remote_status, parcel->lines->len);
    }
  g_string_append_printf (text,
                          " %u %d %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s %s"
                          " %d %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                          order->events != NULL ? order->events->len : 0,
                          order->cancel_asked,
                          order->fees_state,
                          order->payout_vnd,
                          order->label_at,
                          order->tracking,
                          order->carrier,
                          order->tags,
                          order->refused,
                          order->buyer_refused,
                          order->buyer_sent);
  g_string_append_printf (text,
                          " %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                          order->chosen_ward_code,
                          self->profit.profit_vnd,
                          self->profit.expected_vnd,
                          self->profit.n_unknown);
  return g_string_free (text, FALSE);
}
