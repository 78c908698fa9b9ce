#define G_LOG_DOMAIN "tiem-print"

#include "config.h"

#include "app/orders/tiem-print-job.h"
#include "channel/tiem-channel.h"
#include "document/tiem-label-sheet.h"
#include "document/tiem-own-label.h"
#include "store/tiem-store-after.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-picking.h"
#include "sync/tiem-sync-label.h"

#include <glib/gi18n.h>

/* How often the outbox is looked at. */
#define LOOK_MS 300
/* So long without a single shipment arranged: the channel does not answer. */
#define PATIENCE_MS (45 * 1000)
/* The worker that arranged a shipment fetches its label along; so long it is left to that. */
#define GRACE_MS 3000
/* A platform makes a label within a minute or so of the shipment being arranged. */
#define LABEL_WAIT_MS (60 * 1000)

typedef struct
{
  gint64 order_id;
  char *number;
  TiemOrder *own;   /* (owned) (nullable): the label is drawn by us */
  GBytes *document; /* (owned) (nullable): the platform's */
  char *content_type;
  GError *error; /* (owned) (nullable) */
} Label;

struct _TiemPrintSet
{
  GPtrArray *labels;        /* (owned) (element-type Label), in picking order */
  TiemShopIdentity *sender; /* (owned) (nullable) */
};

static void
label_free (gpointer data)
{
  Label *self = data;

  g_free (self->number);
  g_clear_pointer (&self->own, tiem_order_free);
  g_clear_pointer (&self->document, g_bytes_unref);
  g_free (self->content_type);
  g_clear_error (&self->error);
  g_free (self);
}

static TiemPrintSet *
new_set (void)
{
  TiemPrintSet *self = g_atomic_rc_box_new0 (TiemPrintSet);

  self->labels = g_ptr_array_new_with_free_func (label_free);
  return self;
}

TiemPrintSet *
tiem_print_set_ref (TiemPrintSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_set (gpointer data)
{
  TiemPrintSet *self = data;

  g_ptr_array_unref (self->labels);
  g_clear_pointer (&self->sender, tiem_shop_identity_free);
}

void
tiem_print_set_unref (TiemPrintSet *self)
{
  g_atomic_rc_box_release_full (self, clear_set);
}

/* --- gathering --- */

typedef struct
{
  TiemShop *shop; /* (owned) */
  GArray *ids;    /* (owned) */
  TiemPrintProgress *progress;
  GArray *arranging; /* (owned): orders whose shipment we asked for */
} Gather;

static void
gather_free (gpointer data)
{
  Gather *self = data;

  g_object_unref (self->shop);
  g_array_unref (self->ids);
  g_array_unref (self->arranging);
  g_free (self);
}

static void
refuse (Label *label,
        const char *sentence)
{
  g_set_error_literal (&label->error, TIEM_ERROR, TIEM_ERROR_REJECTED, sentence);
}

static gboolean
is_by_file (TiemStore *store,
            gint64 channel_id)
{
  g_autoptr (TiemChannelRecord) channel = tiem_store_get_channel_for_turn (store, channel_id, NULL);

  return channel != NULL && channel->by_file;
}

/* What has to be done for one order's label. */
static void
plan_label (Gather *self,
            Label *label,
            TiemOrder *order)
{
  TiemStore *store = tiem_shop_get_store (self->shop);
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);
  TiemChannelFlags flags = info != NULL ? info->flags : 0;

  if (order->status == TIEM_ORDER_CANCELLED)
    refuse (label, _ ("The order is cancelled; its parcel must not be sent."));
  else if (order->label_at == 0 && is_by_file (store, order->channel_id))
    refuse (label,
            _ ("Its channel is used by file; print its label in the platform's seller centre."));
  else if (order->cancel_asked)
    refuse (label, _ ("The buyer asks to cancel; answer that first, then print."));
  else if (self->ids->len > 1 && tiem_order_status_has_left (order->status))
    refuse (label, _ ("The parcel has left already; open the order to print its label again."));
  else if (self->ids->len > 1
           && (order->status == TIEM_ORDER_UNPAID || order->status == TIEM_ORDER_TO_CONFIRM))
    refuse (label, _ ("The order is not confirmed yet; confirm it first, then print."));
  else if ((flags & TIEM_CHANNEL_HAS_LABELS) == 0)
    {
      if (tiem_own_label_check (order, &label->error))
        label->own = order;
    }
  else if (order->label_at == 0 && order->status == TIEM_ORDER_TO_SHIP
           && (flags & TIEM_CHANNEL_CAN_SHIP) != 0
           && tiem_store_queue_order_action (store, order->id, "order:ship", NULL, 0, &label->error)
                  != 0)
    g_array_append_val (self->arranging, order->id);
  if (label->own == NULL)
    tiem_order_free (order);
}

static gboolean
plan (Gather *self,
      TiemPrintSet *set,
      GCancellable *cancellable,
      GError **error)
{
  TiemStore *store = tiem_shop_get_store (self->shop);
  g_autoptr (GArray) sorted = tiem_store_sort_for_picking (store, self->ids, error);

  if (sorted == NULL)
    return FALSE;
  set->sender = tiem_store_get_shop_identity (store, error);
  if (set->sender == NULL)
    return FALSE;
  for (guint i = 0; i < sorted->len; i++)
    {
      gint64 id = g_array_index (sorted, gint64, i);
      Label *label;
      TiemOrder *order;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      label = g_new0 (Label, 1);
      label->order_id = id;
      g_ptr_array_add (set->labels, label);
      order = tiem_store_get_order (store, id, &label->error);
      label->number
          = order != NULL ? g_strdup (order->number) : g_strdup_printf ("%" G_GINT64_FORMAT, id);
      if (order != NULL)
        plan_label (self, label, order);
    }
  return TRUE;
}

/* --- arranging --- */

static Label *
find_label (TiemPrintSet *set,
            gint64 order_id)
{
  for (guint i = 0; i < set->labels->len; i++)
    {
      Label *label = g_ptr_array_index (set->labels, i);

      if (label->order_id == order_id)
        return label;
    }
  return NULL;
}

/* Refused ones get their sentence. *open: still under way; *bare: arranged, without a label yet */
static gboolean
look_at_outbox (Gather *self,
                TiemPrintSet *set,
                guint *open,
                guint *bare,
                GError **error)
{
  g_autoptr (GPtrArray) states
      = tiem_store_list_label_states (tiem_shop_get_store (self->shop), self->arranging, error);

  *open = *bare = 0;
  for (guint i = 0; states != NULL && i < states->len; i++)
    {
      const TiemLabelState *state = g_ptr_array_index (states, i);
      Label *label = find_label (set, state->order_id);

      if (state->arranging)
        ++*open;
      else if (state->problem != NULL && label->error == NULL)
        refuse (label, state->problem);
      else if (!state->has_label && label->error == NULL)
        ++*bare;
    }
  return states != NULL;
}

/* Those whose shipment stays unarranged are told so; it goes on by itself. */
static gboolean
give_up_waiting (Gather *self,
                 TiemPrintSet *set,
                 GError **error)
{
  g_autoptr (GPtrArray) states
      = tiem_store_list_label_states (tiem_shop_get_store (self->shop), self->arranging, error);

  for (guint i = 0; states != NULL && i < states->len; i++)
    {
      const TiemLabelState *state = g_ptr_array_index (states, i);
      Label *label = find_label (set, state->order_id);

      if (state->arranging && label->error == NULL)
        refuse (label,
                _ ("The channel has not arranged the shipment yet; Tiệm keeps asking. Print this "
                   "label once it is arranged."));
    }
  return states != NULL;
}

static gboolean
wait_for_shipments (Gather *self,
                    TiemPrintSet *set,
                    GCancellable *cancellable,
                    GError **error)
{
  TiemClock *clock = tiem_shop_get_clock (self->shop);
  gint64 moved_at = tiem_clock_now (clock);
  guint before = G_MAXUINT;

  g_atomic_int_set (&self->progress->arranging, 1);
  g_atomic_int_set (&self->progress->total, (int)self->arranging->len);
  while (self->arranging->len > 0)
    {
      gint64 now = tiem_clock_now (clock);
      guint open;
      guint bare;

      if (!look_at_outbox (self, set, &open, &bare, error))
        return FALSE;
      if (open + bare != before)
        moved_at = now;
      before = open + bare;
      g_atomic_int_set (&self->progress->done, (int)(self->arranging->len - open));
      if (open + bare == 0 || (open == 0 && now - moved_at > GRACE_MS))
        break;
      if (now - moved_at > PATIENCE_MS)
        return give_up_waiting (self, set, error);
      if (!tiem_clock_sleep_until (clock, now + LOOK_MS, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* --- fetching --- */

static void
fetched_so_many (guint n,
                 gpointer user_data)
{
  TiemPrintProgress *progress = user_data;

  g_atomic_int_set (&progress->done, (int)n);
}

/* Whether it can be opened; one that can't is thrown away, so that the next try fetches it anew. */
static gboolean
is_readable (Gather *self,
             Label *label)
{
  g_autoptr (TiemLabelFile) file
      = tiem_label_file_open (label->document, label->content_type, &label->error);

  if (file != NULL)
    return TRUE;
  g_clear_pointer (&label->document, g_bytes_unref);
  /* Should that fail too, the same file is found once more, and its own trouble is told. */
  tiem_store_drop_label (tiem_shop_get_store (self->shop), label->order_id, NULL);
  return FALSE;
}

/* Those that have neither a document nor a trouble. @again: those that could not be read, too */
static gboolean
fetch (Gather *self,
       TiemPrintSet *set,
       gboolean again,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) fetched = NULL;
  gboolean unread = FALSE;

  for (guint i = 0; i < set->labels->len; i++)
    {
      Label *label = g_ptr_array_index (set->labels, i);

      if (again && g_error_matches (label->error, TIEM_ERROR, TIEM_ERROR_INVALID))
        g_clear_error (&label->error);
      if (label->own == NULL && label->document == NULL && label->error == NULL)
        g_array_append_val (ids, label->order_id);
    }
  if (ids->len == 0)
    return TRUE;
  g_atomic_int_set (&self->progress->arranging, 0);
  g_atomic_int_set (&self->progress->done, 0);
  g_atomic_int_set (&self->progress->total, (int)ids->len);
  fetched = tiem_sync_fetch_labels (tiem_shop_get_store (self->shop),
                                    tiem_shop_get_keyring (self->shop),
                                    tiem_shop_get_clock (self->shop),
                                    ids,
                                    LABEL_WAIT_MS,
                                    fetched_so_many,
                                    self->progress,
                                    cancellable,
                                    error);
  for (guint i = 0; fetched != NULL && i < fetched->len; i++)
    {
      TiemFetchedLabel *from = g_ptr_array_index (fetched, i);
      Label *label = find_label (set, from->order_id);

      label->document = g_steal_pointer (&from->document);
      label->content_type = g_steal_pointer (&from->content_type);
      label->error = g_steal_pointer (&from->error);
      if (label->document != NULL && !is_readable (self, label))
        unread = TRUE;
    }
  return fetched != NULL && (!unread || again || fetch (self, set, TRUE, cancellable, error));
}

static void
gather_in_thread (GTask *task,
                  gpointer source,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  Gather *self = task_data;
  g_autoptr (TiemPrintSet) set = new_set ();
  GError *error = NULL;

  if (plan (self, set, cancellable, &error) && wait_for_shipments (self, set, cancellable, &error)
      && fetch (self, set, FALSE, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&set), (GDestroyNotify)tiem_print_set_unref);
  else
    g_task_return_error (task, error);
}

void
tiem_print_gather_async (TiemShop *shop,
                         GArray *order_ids,
                         TiemPrintProgress *progress,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (shop, cancellable, callback, user_data);
  Gather *self = g_new0 (Gather, 1);

  self->shop = g_object_ref (shop);
  self->ids = g_array_copy (order_ids);
  self->progress = progress;
  self->arranging = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_task_set_source_tag (task, tiem_print_gather_async);
  g_task_set_task_data (task, self, gather_free);
  g_task_run_in_thread (task, gather_in_thread);
}

TiemPrintSet *
tiem_print_gather_finish (GAsyncResult *result,
                          GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- on paper --- */

static void
note_free (gpointer data)
{
  TiemPrintNote *self = data;

  g_free (self->number);
  g_free (self->sentence);
  g_free (self);
}

void
tiem_print_sheet_free (TiemPrintSheet *self)
{
  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_array_unref (self->orders);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

static void
add_note (TiemPrintSheet *sheet,
          const Label *label,
          const char *sentence,
          gboolean failed)
{
  TiemPrintNote *note = g_new0 (TiemPrintNote, 1);

  note->order_id = label->order_id;
  note->number = g_strdup (label->number);
  note->sentence = g_strdup (sentence);
  note->failed = failed;
  g_ptr_array_add (sheet->notes, note);
}

static int
compare_notes (gconstpointer a,
               gconstpointer b)
{
  const TiemPrintNote *first = *(const TiemPrintNote *const *)a;
  const TiemPrintNote *second = *(const TiemPrintNote *const *)b;

  if (first->failed != second->failed)
    return first->failed ? -1 : 1;
  return g_strcmp0 (first->sentence, second->sentence);
}

static void
lay_out_label (TiemPrintSet *set,
               const Label *label,
               TiemLabelSheet *paper,
               TiemPrintSheet *sheet)
{
  g_autoptr (TiemLabelFile) file = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;

  if (label->own != NULL)
    tiem_label_sheet_add_own (paper, label->own, set->sender);
  else if (label->document != NULL)
    file = tiem_label_file_open (label->document, label->content_type, &error);
  if (file != NULL)
    tiem_label_sheet_add_file (paper, file, &note, &error);
  if (error != NULL || label->error != NULL)
    {
      add_note (sheet, label, error != NULL ? error->message : label->error->message, TRUE);
      return;
    }
  g_array_append_val (sheet->orders, label->order_id);
  if (note != NULL)
    add_note (sheet, label, note, FALSE);
}

static void
lay_out_in_thread (GTask *task,
                   gpointer source,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  TiemPrintSet *set = task_data;
  TiemLabelPaper paper
      = (TiemLabelPaper)GPOINTER_TO_INT (g_object_get_data (G_OBJECT (task), "paper"));
  g_autoptr (TiemLabelSheet) labels = tiem_label_sheet_new (paper);
  g_autoptr (TiemPrintSheet) sheet = g_new0 (TiemPrintSheet, 1);
  GError *error = NULL;

  sheet->orders = g_array_new (FALSE, FALSE, sizeof (gint64));
  sheet->notes = g_ptr_array_new_with_free_func (note_free);
  for (guint i = 0; i < set->labels->len && !g_cancellable_is_cancelled (cancellable); i++)
    lay_out_label (set, g_ptr_array_index (set->labels, i), labels, sheet);
  g_ptr_array_sort (sheet->notes, compare_notes);
  sheet->n_labels = tiem_label_sheet_get_n_labels (labels);
  sheet->n_pages = tiem_label_sheet_get_n_pages (labels);
  if (sheet->n_labels > 0)
    sheet->pdf = tiem_label_sheet_finish (labels, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&sheet), (GDestroyNotify)tiem_print_sheet_free);
}

void
tiem_print_lay_out_async (TiemPrintSet *set,
                          TiemLabelPaper paper,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tiem_print_lay_out_async);
  g_object_set_data (G_OBJECT (task), "paper", GINT_TO_POINTER (paper));
  g_task_set_task_data (task, tiem_print_set_ref (set), (GDestroyNotify)tiem_print_set_unref);
  g_task_run_in_thread (task, lay_out_in_thread);
}

TiemPrintSheet *
tiem_print_lay_out_finish (GAsyncResult *result,
                           GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
