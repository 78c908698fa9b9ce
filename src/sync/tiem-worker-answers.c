#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "store/tiem-store-offers.h"
#include "sync/tiem-worker-private.h"

#include <glib/gi18n-lib.h>

/* What the outbox holds beside prices and orders: labels, answers to returns, replies. */

/* --- labels --- */

/* A label that was wanted of itself, for an order that will never have one, is no failure of the
 * owner's: it is let go. */
static gboolean
settle_label (TiemWorker *self,
              TiemTurn *turn,
              const TiemOutboxItem *item,
              const TiemLabel *label,
              guint *troubles,
              GError **error)
{
  g_autoptr (GError) outcome = NULL;

  if (label->document != NULL)
    {
      if (!tiem_store_put_label (
              self->store, item->order_id, label->document, label->content_type, error))
        return FALSE;
    }
  else if (label->error == NULL)
    outcome = g_error_new_literal (TIEM_ERROR,
                                   TIEM_ERROR_TRANSIENT,
                                   _ ("The channel has not made the label yet; try again in a "
                                      "minute."));
  else if (g_error_matches (label->error, TIEM_ERROR, TIEM_ERROR_TRANSIENT))
    outcome = g_error_copy (label->error);
  else
    tiem_call_log_note (self->log, "label", "rejected", label->error->message);
  return tiem_store_finish_outbox (self->store, item->id, outcome, error);
}

/* Returns: FALSE with @error. The items that are still wanted stay in @items. */
static gboolean
drop_unwanted (TiemWorker *self,
               GPtrArray *items,
               GError **error)
{
  for (guint i = items->len; i-- > 0;)
    {
      const TiemOutboxItem *item = g_ptr_array_index (items, i);
      g_autoptr (TiemOrder) order = tiem_store_get_order (self->store, item->order_id, error);

      if (order == NULL)
        return FALSE;
      if ((self->info->flags & TIEM_CHANNEL_HAS_LABELS) != 0 && order->label_at == 0
          && order->status != TIEM_ORDER_CANCELLED)
        continue;
      if (!tiem_store_finish_outbox (self->store, item->id, NULL, error))
        return FALSE;
      g_ptr_array_remove_index (items, i);
    }
  return TRUE;
}

static gboolean
read_labels (TiemWorker *self,
             TiemTurn *turn,
             GPtrArray *items,
             guint *troubles,
             GError **error)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_label_free);
  g_autoptr (GError) call_error = NULL;

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (labels,
                     tiem_label_new (((TiemOutboxItem *)g_ptr_array_index (items, i))->remote_id));
  tiem_worker_tell (self, "%s", _ ("Fetching labels"));
  tiem_channel_read_labels (self->channel, self->transport, labels, turn->cancellable, &call_error);
  for (guint i = 0; i < items->len; i++)
    {
      const TiemLabel *label = g_ptr_array_index (labels, i);
      const TiemOutboxItem *item = g_ptr_array_index (items, i);

      /* Those that came before the call broke off are kept. */
      if (call_error == NULL || label->document != NULL || label->error != NULL
              ? !settle_label (self, turn, item, label, troubles, error)
              : !tiem_worker_settle_item (self, turn, item, call_error, troubles, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tiem_worker_fetch_labels (
    TiemWorker *self, TiemTurn *turn, TiemOutboxItem *first, guint *troubles, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GPtrArray) others = NULL;
  guint batch = MAX (1, self->info->label_batch);

  turn->news = TRUE;
  g_ptr_array_add (items, first);
  if (batch > 1)
    {
      others = tiem_store_take_outbox (self->store, self->channel_id, "order:label", batch, error);
      if (others == NULL)
        return FALSE;
      /* Being under way, the first one is due, too. */
      for (guint i = 0; i < others->len; i++)
        if (((TiemOutboxItem *)g_ptr_array_index (others, i))->id != first->id
            && items->len < batch)
          g_ptr_array_add (items, g_ptr_array_index (others, i));
    }
  return drop_unwanted (self, items, error)
         && (items->len == 0 || read_labels (self, turn, items, troubles, error));
}

/* --- answers and replies --- */

static gboolean
answer_return (
    TiemWorker *self, TiemTurn *turn, const TiemOutboxItem *item, guint *troubles, GError **error)
{
  g_autoptr (TiemRemoteReturn) remote = NULL;
  g_autoptr (GError) call_error = NULL;

  if ((self->info->flags & TIEM_CHANNEL_HAS_RETURNS) == 0)
    call_error = tiem_worker_new_unsupported_error (self);
  else
    remote = tiem_channel_answer_return (self->channel,
                                         self->transport,
                                         item->remote_id,
                                         (TiemReturnAnswers)item->value,
                                         item->reason,
                                         item->note,
                                         turn->cancellable,
                                         &call_error);
  if (remote != NULL && !tiem_store_put_return (self->store, self->channel_id, remote, error))
    return FALSE;
  return tiem_worker_settle_item (self, turn, item, call_error, troubles, error);
}

static gboolean
reply_review (
    TiemWorker *self, TiemTurn *turn, const TiemOutboxItem *item, guint *troubles, GError **error)
{
  g_autoptr (GError) call_error = NULL;
  gboolean ok = FALSE;

  if ((self->info->flags & TIEM_CHANNEL_CAN_REPLY) == 0)
    call_error = tiem_worker_new_unsupported_error (self);
  else
    ok = tiem_channel_reply_review (self->channel,
                                    self->transport,
                                    item->remote_id,
                                    item->note,
                                    turn->cancellable,
                                    &call_error);
  if (ok && !tiem_store_book_review_reply (self->store, item->review_id, item->note, error))
    return FALSE;
  return tiem_worker_settle_item (self, turn, item, call_error, troubles, error);
}

static gboolean
give_all (TiemWorker *self,
          TiemTurn *turn,
          const char *kind,
          gboolean (*func) (TiemWorker *, TiemTurn *, const TiemOutboxItem *, guint *, GError **),
          GError **error)
{
  guint troubles = 0;

  while (TRUE)
    {
      g_autoptr (GPtrArray) items = NULL;

      items = tiem_store_take_outbox (self->store, self->channel_id, kind, 1, error);
      if (items == NULL)
        return FALSE;
      if (items->len == 0)
        return TRUE;
      turn->news = TRUE;
      tiem_worker_tell (self, "%s", _ ("Answering buyers"));
      if (!func (self, turn, g_ptr_array_index (items, 0), &troubles, error))
        return FALSE;
    }
}

/* --- goods put up for sale --- */

static gboolean
publish_product (
    TiemWorker *self, TiemTurn *turn, const TiemOutboxItem *item, guint *troubles, GError **error)
{
  g_autoptr (TiemOffer) offer = NULL;
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (GError) call_error = NULL;

  if ((self->info->flags & TIEM_CHANNEL_CAN_PUBLISH) == 0)
    call_error = tiem_worker_new_unsupported_error (self);
  else if ((offer = tiem_store_read_offer (self->store, item->value, &call_error)) != NULL)
    page = tiem_channel_publish (
        self->channel, self->transport, offer, turn->cancellable, &call_error);
  if (page != NULL && !tiem_store_book_offer (self->store, item->value, page, error))
    return FALSE;
  turn->again = turn->again || page != NULL; /* what it shows is to be sent */
  return tiem_worker_settle_item (self, turn, item, call_error, troubles, error);
}

gboolean
tiem_worker_give_answers (TiemWorker *self,
                          TiemTurn *turn,
                          GError **error)
{
  return give_all (self, turn, "product:publish", publish_product, error)
         && give_all (self, turn, "return:answer", answer_return, error)
         && give_all (self, turn, "review:reply", reply_review, error);
}
