#define G_LOG_DOMAIN "tiem-order-bulk"

#include "config.h"

#include "app/orders/tiem-order-bulk.h"
#include "base/tiem-money.h"
#include "sync/tiem-order-fit.h"

#include <glib/gi18n.h>

/* Asked again while the channels are being told, and what takes longer shows how far it is. */
#define LOOK_MS 400
#define PROGRESS_AFTER_MS 1000
/* When nothing moves for so long, the line below the list is given back; the sync button says
 * what is the matter, and the result is told whenever it is there. */
#define STUCK_MS 60000

/* One batch, from the toast with Undo until all channels have answered. Whoever may still need it
 * holds a reference: the toast, the time of holding, the looks at the outbox. */
typedef struct
{
  grefcount refs;
  TiemBrowsePage *page;      /* (owned) */
  TiemShop *shop;            /* (owned): a batch of the shop before is not told of the one after */
  TiemOrderBatch *batch;     /* (owned) */
  GCancellable *cancellable; /* (owned): the owner wants no more to be sent */
  gint64 began_at;           /* monotonic, µs */
  gint64 moved_at;           /* when the last of them was done */
  gint64 done;
  gboolean is_undone;
  gboolean shows_progress;
} Run;

static Run *
run_ref (Run *run)
{
  g_ref_count_inc (&run->refs);
  return run;
}

static void
run_unref (gpointer data)
{
  Run *run = data;

  if (!g_ref_count_dec (&run->refs))
    return;
  g_object_unref (run->page);
  g_object_unref (run->shop);
  g_object_unref (run->cancellable);
  g_clear_pointer (&run->batch, tiem_order_batch_free);
  g_free (run);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_unref)

static Run *
run_new (TiemBrowsePage *page)
{
  Run *run = g_new0 (Run, 1);

  g_ref_count_init (&run->refs);
  run->page = g_object_ref (page);
  run->shop = g_object_ref (tiem_page_get_shop (TIEM_PAGE (page)));
  run->cancellable = g_cancellable_new ();
  return run;
}

static gboolean
is_gone (Run *run)
{
  return tiem_page_get_shop (TIEM_PAGE (run->page)) != run->shop;
}

static TiemListPane *
get_list (Run *run)
{
  return tiem_browse_page_get_list (run->page);
}

static void
add_toast (Run *run,
           const char *words)
{
  tiem_list_pane_add_toast (get_list (run), adw_toast_new (words));
}

/* --- words --- */

static char *
dup_done_words (const TiemOrderBatch *batch)
{
  g_autofree char *n = tiem_number_format (batch->order_ids->len);
  g_autofree char *left = tiem_number_format (batch->left_out);
  g_autofree char *done = NULL;
  guint count = batch->order_ids->len;

  if (g_str_has_prefix (batch->kind, "order:confirm"))
    done = g_strdup_printf (ngettext ("Confirmed %s order", "Confirmed %s orders", count), n);
  else if (g_str_equal (batch->kind, "order:ship"))
    done = g_strdup_printf (
        ngettext ("Shipment of %s order arranged", "Shipment of %s orders arranged", count), n);
  else if (g_str_equal (batch->kind, "order:cancel"))
    done = g_strdup_printf (ngettext ("Cancelled %s order", "Cancelled %s orders", count), n);
  else
    done = g_strdup_printf (ngettext ("Handed over %s order", "Handed over %s orders", count), n);
  if (batch->left_out == 0)
    return g_steal_pointer (&done);
  /* Translators: the first is a sentence like "Confirmed 27 orders"; the second a number */
  return g_strdup_printf (
      ngettext ("%s, %s left out", "%s, %s left out", batch->left_out), done, left);
}

static char *
dup_progress_words (const TiemOrderBatch *batch,
                    gint64 done)
{
  g_autofree char *n = tiem_number_format (batch->undo_ids->len);
  g_autofree char *so_far = tiem_number_format (done);

  /* Translators: both are numbers: done so far, and of how many */
  if (g_str_has_prefix (batch->kind, "order:confirm"))
    return g_strdup_printf (_ ("Confirming %s / %s orders"), so_far, n);
  if (g_str_equal (batch->kind, "order:ship"))
    return g_strdup_printf (_ ("Arranging %s / %s orders"), so_far, n);
  if (g_str_equal (batch->kind, "order:cancel"))
    return g_strdup_printf (_ ("Cancelling %s / %s orders"), so_far, n);
  return g_strdup_printf (_ ("Telling the channels of %s / %s orders"), so_far, n);
}

/* --- watching --- */

static void
view_problems_cb (AdwToast *toast,
                  Run *run)
{
  tiem_order_problems_show (run->page,
                            adw_toast_get_title (toast),
                            g_object_get_data (G_OBJECT (toast), "tiem-problems"));
}

static void
release (gpointer data,
         GClosure *closure)
{
  run_unref (data);
}

/* @title: with "View", which lists exactly @problems */
static void
tell_problems (Run *run,
               const char *title,
               GPtrArray *problems)
{
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_button_label (toast, _ ("View"));
  adw_toast_set_timeout (toast, 0); /* until it is seen */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_object_set_data_full (G_OBJECT (toast),
                          "tiem-problems",
                          g_ptr_array_ref (problems),
                          (GDestroyNotify)g_ptr_array_unref);
  g_signal_connect_data (
      toast, "button-clicked", G_CALLBACK (view_problems_cb), run_ref (run), release, 0);
  tiem_list_pane_add_toast (get_list (run), toast);
}

static void
tell_result (Run *run,
             const TiemBatchOutcome *outcome)
{
  g_autofree char *done = tiem_number_format (outcome->done);
  g_autofree char *not_done = tiem_number_format (outcome->problems->len);
  g_autofree char *title = NULL;

  if (outcome->problems->len == 0)
    return;
  /* Translators: how many orders went well, and how many did not */
  title = g_strdup_printf (_ ("%s orders done, %s not"), done, not_done);
  tell_problems (run, title, outcome->problems);
}

static void
end_progress (Run *run)
{
  if (run->shows_progress)
    tiem_list_pane_set_progress (get_list (run), NULL, 0, NULL);
  run->shows_progress = FALSE;
}

static void
show_progress (Run *run,
               const TiemBatchOutcome *outcome)
{
  gint64 now = g_get_monotonic_time ();
  gint64 done = run->batch->undo_ids->len - outcome->waiting;
  g_autofree char *words = NULL;

  if (done != run->done)
    run->moved_at = now;
  run->done = done;
  if (now - run->moved_at > STUCK_MS * 1000)
    {
      end_progress (run);
      return;
    }
  if (now - run->began_at < PROGRESS_AFTER_MS * 1000)
    return;
  words = dup_progress_words (run->batch, done);
  run->shows_progress = TRUE;
  tiem_list_pane_set_progress (
      get_list (run), words, (double)done / run->batch->undo_ids->len, run->cancellable);
}

static gpointer
read_outcome (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  return tiem_store_read_batch (store, data, error);
}

static gpointer
take_out (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  gint64 n = tiem_store_drop_order_actions (store, data, error);

  return n >= 0 ? g_memdup2 (&n, sizeof n) : NULL;
}

static void look_again (Run *run);

static void
stopped_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *n = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  if (is_gone (run))
    return;
  end_progress (run);
  if (n == NULL)
    {
      add_toast (run, error->message);
      return;
    }
  number = tiem_number_format (*n);
  words = g_strdup_printf (
      ngettext ("Stopped: %s order was not sent", "Stopped: %s orders were not sent", *n), number);
  add_toast (run, words);
}

static void
outcome_read_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemBatchOutcome) outcome
      = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (is_gone (run))
    return;
  if (outcome == NULL || outcome->waiting > 0)
    {
      if (outcome != NULL)
        show_progress (run, outcome);
      look_again (run);
      return;
    }
  end_progress (run);
  tell_result (run, outcome);
}

static gboolean
look_cb (gpointer data)
{
  Run *run = data;
  gboolean stops = g_cancellable_is_cancelled (run->cancellable);

  if (is_gone (run) || run->is_undone)
    return G_SOURCE_REMOVE;
  tiem_store_run_async (tiem_shop_get_store (run->shop),
                        stops ? TIEM_STORE_WRITE : TIEM_STORE_READ,
                        stops ? take_out : read_outcome,
                        g_array_ref (run->batch->undo_ids),
                        (GDestroyNotify)g_array_unref,
                        stops ? g_free : (GDestroyNotify)tiem_batch_outcome_free,
                        NULL,
                        stops ? stopped_cb : outcome_read_cb,
                        run_ref (run));
  return G_SOURCE_REMOVE;
}

static void
look_again (Run *run)
{
  g_timeout_add_full (G_PRIORITY_DEFAULT, LOOK_MS, look_cb, run_ref (run), run_unref);
}

/* The toast is gone: the channels are told now. */
static gboolean
hold_over_cb (gpointer data)
{
  Run *run = data;
  TiemEngine *engine = tiem_shop_get_engine (run->shop);

  if (is_gone (run) || run->is_undone)
    return G_SOURCE_REMOVE;
  for (guint i = 0; i < run->batch->channel_ids->len; i++)
    tiem_engine_wake (
        engine, g_array_index (run->batch->channel_ids, gint64, i), TIEM_TURN_PUSH_ONLY);
  run->began_at = run->moved_at = g_get_monotonic_time ();
  look_again (run);
  return G_SOURCE_REMOVE;
}

/* --- undo --- */

static gpointer
run_undo (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const Run *run = data;
  gint64 n = g_str_equal (run->batch->kind, TIEM_HAND_OVER)
                 ? tiem_store_take_back (store, run->batch, error)
                 : tiem_store_drop_order_actions (store, run->batch->undo_ids, error);

  return n >= 0 ? g_memdup2 (&n, sizeof n) : NULL;
}

static void
undone_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *n = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  if (n == NULL)
    {
      add_toast (run, error->message);
      return;
    }
  number = tiem_number_format (*n);
  words = g_strdup_printf (ngettext ("Taken back for %s order", "Taken back for %s orders", *n),
                           number);
  add_toast (run, words);
}

static void
undo_cb (TiemBrowsePage *page,
         gpointer data)
{
  Run *run = data;

  run->is_undone = TRUE;
  tiem_store_run_async (tiem_shop_get_store (run->shop),
                        TIEM_STORE_WRITE,
                        run_undo,
                        run_ref (run),
                        run_unref,
                        g_free,
                        NULL,
                        undone_cb,
                        run_ref (run));
}

/* --- queueing --- */

typedef struct
{
  GArray *order_ids; /* (owned) */
  char *kind;
  GArray *reasons; /* (owned) (nullable) (element-type TiemChannelReason) */
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_array_unref (ask->order_ids);
  g_clear_pointer (&ask->reasons, g_array_unref);
  g_free (ask->kind);
  g_free (ask);
}

static gpointer
run_ask (TiemStore *store,
         gpointer data,
         GCancellable *cancellable,
         GError **error)
{
  const Ask *ask = data;

  if (g_str_equal (ask->kind, TIEM_HAND_OVER))
    return tiem_store_hand_over (store, ask->order_ids, tiem_order_fits, TIEM_HOLD_MS, error);
  return tiem_store_queue_order_actions (
      store, ask->order_ids, ask->kind, tiem_order_fits, ask->reasons, TIEM_HOLD_MS, error);
}

static void
asked_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  run->batch = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (is_gone (run))
    return;
  if (run->batch == NULL)
    {
      add_toast (run, error->message);
      return;
    }
  if (run->batch->order_ids->len == 0)
    {
      if (run->batch->problems->len > 0)
        tell_problems (run, _ ("Nothing can be done with these orders"), run->batch->problems);
      return;
    }
  words = dup_done_words (run->batch);
  tiem_browse_page_offer_undo (run->page, words, undo_cb, run_ref (run), run_unref);
  g_timeout_add_full (
      G_PRIORITY_DEFAULT, TIEM_HOLD_MS + 50, hold_over_cb, run_ref (run), run_unref);
}

void
tiem_order_bulk_queue_with (TiemBrowsePage *page,
                            GArray *order_ids,
                            const char *kind,
                            GArray *reasons)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));
  Ask *ask;

  if (shop == NULL || order_ids->len == 0)
    {
      g_clear_pointer (&reasons, g_array_unref);
      return;
    }
  ask = g_new0 (Ask, 1);
  ask->order_ids = g_array_ref (order_ids);
  ask->kind = g_strdup (kind);
  ask->reasons = reasons;
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        run_ask,
                        ask,
                        ask_free,
                        (GDestroyNotify)tiem_order_batch_free,
                        NULL,
                        asked_cb,
                        run_new (page));
}

void
tiem_order_bulk_queue (TiemBrowsePage *page,
                       GArray *order_ids,
                       const char *kind)
{
  g_return_if_fail (TIEM_IS_BROWSE_PAGE (page));
  tiem_order_bulk_queue_with (page, order_ids, kind, NULL);
}

void
tiem_order_hand_over (TiemBrowsePage *page,
                      GArray *order_ids)
{
  g_return_if_fail (TIEM_IS_BROWSE_PAGE (page));
  tiem_order_bulk_queue_with (page, order_ids, TIEM_HAND_OVER, NULL);
}
