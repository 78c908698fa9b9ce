#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "store/tiem-store-prices.h"
#include "sync/tiem-worker-private.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *kind;
  TiemOrderAction action;
  TiemChannelFlags needs; /* 0 = any channel can */
} actions[] = {
  { "order:confirm", TIEM_ORDER_ACTION_CONFIRM, 0 },
  { "order:ship", TIEM_ORDER_ACTION_SHIP, TIEM_CHANNEL_CAN_SHIP },
  { "order:cancel", TIEM_ORDER_ACTION_CANCEL, TIEM_CHANNEL_CAN_CANCEL },
  { "order:accept-cancel", TIEM_ORDER_ACTION_ACCEPT_CANCEL, TIEM_CHANNEL_CAN_ANSWER_CANCEL },
  { "order:reject-cancel", TIEM_ORDER_ACTION_REJECT_CANCEL, TIEM_CHANNEL_CAN_ANSWER_CANCEL },
  { "order:ship-part", TIEM_ORDER_ACTION_SHIP_PART, TIEM_CHANNEL_CAN_SHIP_PART },
};

GError *
tiem_worker_new_unsupported_error (TiemWorker *self)
{
  return g_error_new (TIEM_ERROR,
                      TIEM_ERROR_REJECTED,
                      /* Translators: a platform's name */
                      _ ("%s can't do this from here; do it on its own page."),
                      self->info->name);
}

/* Whether the outcome belongs to the one item, and the others go on. */
static gboolean
is_about_item (const GError *error)
{
  return error != NULL
         && (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_REJECTED)
             || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND)
             || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_CONFLICT)
             || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_INVALID));
}

/* Called off, or nothing was done for want of a good token: the item stays "sending", and is taken
 * up by the next turn, or by this one with another token. */
static gboolean
is_left_as_it_is (const GError *error)
{
  return error->domain == G_IO_ERROR || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TOKEN);
}

/* The store keeps what is REJECTED and tries the rest again: for it, no item that the
 * channel does not want is worth another try. */
static GError *
as_refusal (const GError *item_error)
{
  GError *refusal;

  if (item_error == NULL || !is_about_item (item_error))
    return item_error != NULL ? g_error_copy (item_error) : NULL;

  refusal = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_REJECTED, item_error->message);
  tiem_error_set_detail (
      refusal, tiem_error_get_detail (item_error), tiem_error_get_request_id (item_error));
  return refusal;
}

/* Returns: (transfer full) (nullable): of the variant the listing is linked with */
static char *
dup_sku (TiemWorker *self,
         gint64 listing_id)
{
  g_autoptr (TiemListing) listing = NULL;

  if (listing_id == 0)
    return NULL;
  listing = tiem_store_get_listing (self->store, listing_id, NULL);
  return listing != NULL ? g_strdup (listing->sku) : NULL;
}

/* @item_error: (nullable) NULL = done */
static gboolean
finish_item (TiemWorker *self,
             TiemTurn *turn,
             const TiemOutboxItem *item,
             const GError *item_error,
             GError **error)
{
  g_autoptr (GError) outcome = as_refusal (item_error);

  if (is_about_item (outcome))
    {
      g_autofree char *sku = dup_sku (self, item->listing_id);

      turn->report->failed++;
      tiem_worker_emit_error (self, item->remote_id, sku, outcome);
    }
  return tiem_store_finish_outbox (self->store, item->id, outcome, error);
}

/* Prices */

static TiemPush *
new_price_push (const TiemOutboxItem *item)
{
  TiemPush *push = tiem_push_new ();

  push->listing_id = item->listing_id;
  push->remote_product_id = g_strdup (item->remote_product_id);
  push->remote_variant_id = g_strdup (item->remote_variant_id);
  push->value = item->value;
  return push;
}

static void
emit_price (TiemWorker *self,
            const TiemPush *push)
{
  TiemSyncEvent *event = tiem_worker_new_event (self, "price_pushed");

  event->sku = dup_sku (self, push->listing_id);
  event->value = push->value;
  event->since_ms = self->caused_at > 0 ? MAX (0, event->at - self->caused_at) : 0;
  tiem_worker_emit (self, event);
}

static gboolean
finish_price (TiemWorker *self,
              TiemTurn *turn,
              const TiemOutboxItem *item,
              const TiemPush *push,
              const GError *call_error,
              GError **error)
{
  g_autoptr (GError) unclear = NULL;
  const GError *outcome = push->error;

  if (push->done)
    {
      emit_price (self, push);
      turn->report->pushed++;
      return tiem_store_finish_outbox (self->store, item->id, NULL, error);
    }

  /* A price is an absolute number: one that perhaps arrived is simply sent again. */
  if (outcome == NULL && call_error != NULL && tiem_worker_is_hard (self, call_error))
    return tiem_store_hold_outbox (self->store, item->id, call_error, error);
  if (outcome == NULL)
    outcome = call_error;
  if (outcome == NULL)
    outcome = unclear = g_error_new_literal (TIEM_ERROR,
                                             TIEM_ERROR_TRANSIENT,
                                             _ ("The channel did not say whether it took the "
                                                "price; it is sent again."));
  return finish_item (self, turn, item, outcome, error);
}

/* A crash can leave an older price of the same listing behind: only the newest is sent. */
static gboolean
drop_older (TiemWorker *self,
            GPtrArray *items,
            GError **error)
{
  for (guint i = items->len; i-- > 0;)
    {
      const TiemOutboxItem *newer = g_ptr_array_index (items, i);

      for (guint j = i; j-- > 0;)
        {
          const TiemOutboxItem *item = g_ptr_array_index (items, j);

          if (item->listing_id != newer->listing_id)
            continue;
          if (!tiem_store_finish_outbox (self->store, item->id, NULL, error))
            return FALSE;
          g_ptr_array_remove_index (items, j);
          i--;
        }
    }
  return TRUE;
}

static gboolean
send_prices (TiemWorker *self,
             TiemTurn *turn,
             GPtrArray *items,
             GError **error)
{
  g_autoptr (GPtrArray) pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autoptr (GError) call_error = NULL;

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (pushes, new_price_push (g_ptr_array_index (items, i)));
  tiem_worker_tell (
      self, ngettext ("Sending prices: %u", "Sending prices: %u", pushes->len), pushes->len);

  if (!tiem_channel_push_price (
          self->channel, self->transport, pushes, turn->cancellable, &call_error))
    {
      /* Left as they are, "sending": the next turn takes them up. */
      if (is_left_as_it_is (call_error))
        {
          g_propagate_error (error, g_steal_pointer (&call_error));
          return FALSE;
        }
      tiem_call_log_blame_last (self->log, call_error);
      /* One price may take the call down: smaller calls let the others through. */
      self->price_limit = MAX (1, items->len / 2);
    }
  for (guint i = 0; i < items->len; i++)
    if (!finish_price (self,
                       turn,
                       g_ptr_array_index (items, i),
                       g_ptr_array_index (pushes, i),
                       call_error,
                       error))
      return FALSE;
  if (call_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  self->price_limit = MIN (self->price_limit * 2, MAX (1, self->info->push_batch));
  return TRUE;
}

static gboolean
push_prices (TiemWorker *self,
             TiemTurn *turn,
             GError **error)
{
  if ((self->info->flags & TIEM_CHANNEL_CAN_PUSH_PRICE) == 0)
    return TRUE;

  if (!tiem_store_turn_promotions (self->store, self->channel_id, error))
    return FALSE;
  tiem_limiter_set_urgent (self->limiter, FALSE);
  while (TRUE)
    {
      g_autoptr (GPtrArray) items = NULL;

      items = tiem_store_take_outbox (
          self->store, self->channel_id, "price", self->price_limit, error);
      if (items == NULL)
        return FALSE;
      if (items->len == 0)
        return TRUE;
      turn->news = TRUE;
      if (!drop_older (self, items, error) || !send_prices (self, turn, items, error))
        return FALSE;
    }
}

/* Order actions */

/* Returns: (transfer full) (nullable): the order as it is after the action */
static TiemRemoteOrder *
act (TiemWorker *self,
     TiemTurn *turn,
     const TiemOutboxItem *item,
     GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_strcmp0 (item->kind, actions[i].kind) == 0
        && (self->info->flags & actions[i].needs) == actions[i].needs)
      return tiem_channel_act_on_order (self->channel,
                                        self->transport,
                                        item->remote_id,
                                        actions[i].action,
                                        item->reason,
                                        turn->cancellable,
                                        error);
  g_propagate_error (error, tiem_worker_new_unsupported_error (self));
  return NULL;
}

/* The answer is newer than what the next pull brings, and is stored like a page of it. */
static gboolean
store_order (TiemWorker *self,
             TiemTurn *turn,
             TiemRemoteOrder *order,
             GError **error)
{
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();

  g_ptr_array_add (page->orders, order);
  page->next_cursor = g_strdup (self->cursor);
  turn->again = TRUE; /* its goods may be free again */
  return tiem_worker_store_page (self, turn, page, error);
}

/* An order that can't be handled now goes back and does not keep the next one; a second one in a
 * row says that it is the channel. */
gboolean
tiem_worker_settle_item (TiemWorker *self,
                         TiemTurn *turn,
                         const TiemOutboxItem *item,
                         const GError *call_error,
                         guint *troubles,
                         GError **error)
{
  if (call_error == NULL)
    {
      *troubles = 0;
      return finish_item (self, turn, item, NULL, error);
    }
  if (!is_left_as_it_is (call_error))
    {
      gboolean is_hard = tiem_worker_is_hard (self, call_error);

      tiem_call_log_blame_last (self->log, call_error);
      if (is_hard ? !tiem_store_hold_outbox (self->store, item->id, call_error, error)
                  : !finish_item (self, turn, item, call_error, error))
        return FALSE;
      if (is_about_item (call_error) || (!is_hard && ++*troubles < 2))
        return TRUE;
    }
  g_propagate_error (error, g_error_copy (call_error));
  return FALSE;
}

/* The label is wanted as soon as the parcel is arranged: queued before the shipment is done with,
 * so that a crash between the two forgets neither. */
static gboolean
queue_label (TiemWorker *self,
             const TiemOutboxItem *item,
             GError **error)
{
  return g_strcmp0 (item->kind, "order:ship") != 0
         || (self->info->flags & TIEM_CHANNEL_HAS_LABELS) == 0
         || tiem_store_queue_order_action (
                self->store, item->order_id, "order:label", NULL, 0, error)
                != 0;
}

static gboolean
run_action (
    TiemWorker *self, TiemTurn *turn, const TiemOutboxItem *item, guint *troubles, GError **error)
{
  g_autoptr (GError) call_error = NULL;
  TiemRemoteOrder *order;

  turn->news = TRUE;
  order = act (self, turn, item, &call_error);
  if (order != NULL
      && (!store_order (self, turn, order, error) || !queue_label (self, item, error)))
    return FALSE;
  return tiem_worker_settle_item (self, turn, item, call_error, troubles, error);
}

/* A hundred actions take minutes at a platform's limit: stock that changed meanwhile is not kept
 * waiting for longer than this. */
#define SLICE_MS 3000

static gboolean
gives_way (TiemWorker *self,
           gint64 since)
{
  gint64 spent = tiem_clock_now (self->clock) - since;

  return g_atomic_int_get (&self->hurry) && (spent < 0 || spent >= SLICE_MS);
}

static gboolean
run_actions (TiemWorker *self,
             TiemTurn *turn,
             GError **error)
{
  gint64 since = tiem_clock_now (self->clock);
  guint troubles = 0;

  tiem_limiter_set_urgent (self->limiter, TRUE);
  while (TRUE)
    {
      g_autoptr (GPtrArray) items = NULL;
      TiemOutboxItem *item;

      if (gives_way (self, since))
        {
          turn->again = TRUE;
          return TRUE;
        }
      items = tiem_store_take_outbox (self->store, self->channel_id, "order:", 1, error);
      if (items == NULL)
        return FALSE;
      if (items->len == 0)
        return TRUE;
      item = g_ptr_array_index (items, 0);
      tiem_worker_tell (self, "%s", _ ("Updating orders"));
      if (g_strcmp0 (item->kind, "order:label") == 0
              ? !tiem_worker_fetch_labels (self, turn, item, &troubles, error)
              : !run_action (self, turn, item, &troubles, error))
        return FALSE;
    }
}

gboolean
tiem_worker_run_outbox (TiemWorker *self,
                        TiemTurn *turn,
                        GError **error)
{
  return push_prices (self, turn, error) && run_actions (self, turn, error)
         && tiem_worker_give_answers (self, turn, error);
}
