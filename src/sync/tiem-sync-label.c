#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-sync-label.h"

#include "channel/tiem-channel.h"
#include "store/tiem-store-after.h"
#include "sync/tiem-sync-call.h"

#include <glib/gi18n-lib.h>

/* How often labels that are being made are asked for. */
#define LOOK_MS 2000

typedef struct
{
  TiemStore *store;
  TiemKeyring *keyring;
  TiemClock *clock;
  GPtrArray *labels; /* (owned) (element-type TiemFetchedLabel) */
  GPtrArray *orders; /* (owned) (element-type TiemOrder): for each label, NULL = never read */
  gint64 until;
  TiemFetchProgress progress; /* (nullable) */
  gpointer user_data;
  GCancellable *cancellable; /* (nullable) */
} Round;

void
tiem_fetched_label_free (TiemFetchedLabel *self)
{
  g_clear_pointer (&self->document, g_bytes_unref);
  g_free (self->content_type);
  g_clear_error (&self->error);
  g_free (self);
}

static void
order_free (gpointer data)
{
  if (data != NULL)
    tiem_order_free (data);
}

static void
round_clear (Round *self)
{
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->orders, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Round, round_clear)

static gboolean
is_settled (const TiemFetchedLabel *label)
{
  return label->document != NULL || label->error != NULL;
}

static void
tell_progress (Round *self)
{
  guint n = 0;

  for (guint i = 0; self->progress != NULL && i < self->labels->len; i++)
    n += is_settled (g_ptr_array_index (self->labels, i));
  if (self->progress != NULL)
    self->progress (n, self->user_data);
}

/* --- what is there, and what can't be had --- */

static gboolean
check_has_labels (const TiemOrder *order,
                  GError **error)
{
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);

  if (info != NULL && (info->flags & TIEM_CHANNEL_HAS_LABELS) != 0)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               /* Translators: %s is the channel's name */
               _ ("%s has no labels of its own; print the label on the carrier's page."),
               order->channel_name);
  return FALSE;
}

static void
begin (Round *self,
       GArray *order_ids)
{
  for (guint i = 0; i < order_ids->len; i++)
    {
      TiemFetchedLabel *label = g_new0 (TiemFetchedLabel, 1);
      TiemOrder *order;

      label->order_id = g_array_index (order_ids, gint64, i);
      order = tiem_store_get_order (self->store, label->order_id, &label->error);
      if (order != NULL)
        label->document
            = tiem_store_get_label (self->store, label->order_id, &label->content_type, NULL);
      if (order != NULL && label->document == NULL)
        check_has_labels (order, &label->error);
      g_ptr_array_add (self->labels, label);
      g_ptr_array_add (self->orders, order);
    }
  tell_progress (self);
}

/* --- a call --- */

/* Orders of one channel that go into one call. */
typedef struct
{
  gint64 channel_id;
  GPtrArray *wanted; /* (element-type TiemLabel) */
  GArray *places;    /* (element-type guint): in the round */
} Batch;

static void
batch_clear (Batch *self)
{
  g_ptr_array_unref (self->wanted);
  g_array_unref (self->places);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static gboolean
labels_func (TiemChannel *channel,
             TiemTransport *transport,
             gpointer user_data,
             GCancellable *cancellable,
             GError **error)
{
  Batch *batch = user_data;

  for (guint i = 0; i < batch->wanted->len; i++)
    g_clear_error (&((TiemLabel *)g_ptr_array_index (batch->wanted, i))->error);
  return tiem_channel_read_labels (channel, transport, batch->wanted, cancellable, error);
}

static void
save_label (Round *self,
            TiemFetchedLabel *label,
            const TiemLabel *made)
{
  g_clear_error (&label->error);
  if (!tiem_store_put_label (
          self->store, label->order_id, made->document, made->content_type, &label->error))
    return;
  label->document = g_bytes_ref (made->document);
  label->content_type
      = g_strdup (made->content_type != NULL ? made->content_type : "application/pdf");
}

/* One that is still being made has no outcome yet. */
static void
take_outcome (Round *self,
              TiemFetchedLabel *label,
              const TiemLabel *made,
              const GError *call_error,
              GError **waiting)
{
  const GError *why = made->error != NULL ? made->error : call_error;

  if (made->document != NULL)
    save_label (self, label, made);
  else if (why != NULL && !g_error_matches (why, TIEM_ERROR, TIEM_ERROR_TRANSIENT)
           && !g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    label->error = g_error_copy (why);
  else if (*waiting == NULL)
    *waiting = why != NULL
                   ? g_error_copy (why)
                   : g_error_new_literal (TIEM_ERROR,
                                          TIEM_ERROR_TRANSIENT,
                                          _ ("The channel has not made the label yet; try again "
                                             "in a minute."));
}

static void
run_batch (Round *self,
           Batch *batch,
           GError **waiting)
{
  g_autoptr (GError) error = NULL;

  tiem_sync_call_channel (self->store,
                          self->keyring,
                          self->clock,
                          batch->channel_id,
                          labels_func,
                          batch,
                          self->cancellable,
                          &error);
  for (guint i = 0; i < batch->wanted->len; i++)
    take_outcome (self,
                  g_ptr_array_index (self->labels, g_array_index (batch->places, guint, i)),
                  g_ptr_array_index (batch->wanted, i),
                  error,
                  waiting);
  tell_progress (self);
}

/* The next of the round from @from on that belong together. Returns: FALSE when there are none */
static gboolean
fill_batch (Round *self,
            Batch *batch,
            GHashTable *asked)
{
  guint most = 1;

  for (guint i = 0; i < self->labels->len && batch->wanted->len < most; i++)
    {
      const TiemFetchedLabel *label = g_ptr_array_index (self->labels, i);
      const TiemOrder *order = g_ptr_array_index (self->orders, i);

      if (is_settled (label) || g_hash_table_contains (asked, GUINT_TO_POINTER (i))
          || (batch->channel_id != 0 && order->channel_id != batch->channel_id))
        continue;
      if (batch->channel_id == 0)
        most = MAX (1, tiem_channel_info_find (order->channel_kind)->label_batch);
      batch->channel_id = order->channel_id;
      g_ptr_array_add (batch->wanted, tiem_label_new (order->remote_id));
      g_array_append_val (batch->places, i);
      g_hash_table_add (asked, GUINT_TO_POINTER (i));
    }
  return batch->wanted->len > 0;
}

/* Asks once for all that are wanted. Returns: (nullable): why some have no outcome yet */
static GError *
run_round (Round *self)
{
  g_autoptr (GHashTable) asked = g_hash_table_new (NULL, NULL);
  GError *waiting = NULL;

  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      g_auto (Batch) batch
          = { .wanted = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_label_free),
              .places = g_array_new (FALSE, FALSE, sizeof (guint)) };

      if (!fill_batch (self, &batch, asked))
        break;
      run_batch (self, &batch, &waiting);
    }
  return waiting;
}

GPtrArray *
tiem_sync_fetch_labels (TiemStore *store,
                        TiemKeyring *keyring,
                        TiemClock *clock,
                        GArray *order_ids,
                        gint64 wait_ms,
                        TiemFetchProgress progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error)
{
  g_auto (Round) self
      = { .store = store,
          .keyring = keyring,
          .clock = clock,
          .labels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_fetched_label_free),
          .orders = g_ptr_array_new_with_free_func (order_free),
          .until = tiem_clock_now (clock) + wait_ms,
          .progress = progress,
          .user_data = user_data,
          .cancellable = cancellable };
  g_autoptr (GError) waiting = NULL;

  begin (&self, order_ids);
  while ((waiting = run_round (&self)) != NULL)
    {
      gint64 next_at = tiem_clock_now (clock) + LOOK_MS;

      if (next_at > self.until || !tiem_clock_sleep_until (clock, next_at, cancellable, NULL))
        break;
      g_clear_error (&waiting);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  for (guint i = 0; i < self.labels->len; i++)
    {
      TiemFetchedLabel *label = g_ptr_array_index (self.labels, i);

      if (!is_settled (label))
        label->error = g_error_copy (waiting);
    }
  return g_steal_pointer (&self.labels);
}

GBytes *
tiem_sync_fetch_label (TiemStore *store,
                       TiemKeyring *keyring,
                       TiemClock *clock,
                       gint64 order_id,
                       gint64 wait_ms,
                       char **content_type,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof order_id);
  g_autoptr (GPtrArray) labels = NULL;
  TiemFetchedLabel *label;

  g_array_append_val (ids, order_id);
  labels = tiem_sync_fetch_labels (
      store, keyring, clock, ids, wait_ms, NULL, NULL, cancellable, error);
  if (labels == NULL)
    return NULL;
  label = g_ptr_array_index (labels, 0);
  if (label->error != NULL)
    g_propagate_error (error, g_steal_pointer (&label->error));
  else if (content_type != NULL)
    *content_type = g_steal_pointer (&label->content_type);
  return g_steal_pointer (&label->document);
}
