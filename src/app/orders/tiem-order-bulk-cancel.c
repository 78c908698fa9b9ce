#define G_LOG_DOMAIN "tiem-order-bulk"

#include "config.h"

#include "app/orders/tiem-choice-list.h"
#include "app/orders/tiem-order-bulk.h"
#include "app/platform-compat.h"
#include "base/tiem-money.h"
#include "sync/tiem-order-fit.h"

#include <glib/gi18n.h>

/* Why many orders are cancelled: each platform takes its own reasons, so it is asked for each. */

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  GArray *order_ids;    /* (owned) */
  GtkWidget *question;  /* not owned */
  GPtrArray *lists;     /* (owned) (element-type TiemChoiceList) */
  GArray *channel_ids;  /* (owned): of each list */
} Question;

static void
question_free (Question *question)
{
  for (guint i = 0; i < question->lists->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (question->lists, i), question);
  g_object_unref (question->page);
  g_array_unref (question->order_ids);
  g_array_unref (question->channel_ids);
  g_ptr_array_unref (question->lists);
  g_free (question);
}

static void
clear_reason (gpointer data)
{
  g_free (((TiemChannelReason *)data)->code);
}

/* Returns: (transfer full) (element-type TiemChannelReason) */
static GArray *
collect_reasons (const Question *question)
{
  GArray *reasons = g_array_new (FALSE, FALSE, sizeof (TiemChannelReason));

  g_array_set_clear_func (reasons, clear_reason);
  for (guint i = 0; i < question->lists->len; i++)
    {
      TiemChannelReason reason
          = { .channel_id = g_array_index (question->channel_ids, gint64, i),
              .code
              = g_strdup (tiem_choice_list_get_code (g_ptr_array_index (question->lists, i))) };

      g_array_append_val (reasons, reason);
    }
  return reasons;
}

static void
answered_cb (const char *response,
             gpointer user_data)
{
  Question *question = user_data;

  if (g_strcmp0 (response, "go") == 0)
    tiem_order_bulk_queue_with (
        question->page, question->order_ids, "order:cancel", collect_reasons (question));
  question_free (question);
}

static void
update_ready (Question *question)
{
  gboolean ready = TRUE;

  for (guint i = 0; i < question->lists->len; i++)
    ready = ready && tiem_choice_list_is_ready (g_ptr_array_index (question->lists, i));
  tiem_compat_answer_set_enabled (question->question, "go", ready);
}

/* --- whose reasons --- */

/* One order of each channel, which the platform is asked about. */
typedef struct
{
  GPtrArray *samples; /* (element-type TiemOrder) */
  gint64 n;           /* orders that can be cancelled */
} Samples;

static void
samples_free (gpointer data)
{
  Samples *samples = data;

  g_ptr_array_unref (samples->samples);
  g_free (samples);
}

static gboolean
is_known (const Samples *samples,
          gint64 channel_id)
{
  for (guint i = 0; i < samples->samples->len; i++)
    if (((const TiemOrder *)g_ptr_array_index (samples->samples, i))->channel_id == channel_id)
      return TRUE;
  return FALSE;
}

static gpointer
read_samples (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  TiemOrderQuery query = { .ids = data };
  Samples *samples = g_new0 (Samples, 1);
  g_autoptr (TiemTicked) ticked = tiem_store_read_ticked (store, data, 0, error);

  samples->samples = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_free);
  for (guint i = 0; ticked != NULL && i < ticked->states->len; i++)
    {
      const TiemOrderState *state = &g_array_index (ticked->states, TiemOrderState, i);
      g_autoptr (GPtrArray) orders = NULL;

      if (!tiem_order_fits (state, "order:cancel", NULL))
        continue;
      samples->n += state->n;
      if (is_known (samples, state->channel_id))
        continue;
      query.group = TIEM_ORDERS_STATUS;
      query.status = state->status;
      query.channel_id = state->channel_id;
      orders = tiem_store_list_orders (store, &query, FALSE, 1, 0, error);
      if (orders == NULL)
        break;
      if (orders->len > 0)
        g_ptr_array_add (samples->samples, g_ptr_array_steal_index (orders, 0));
    }
  if (ticked == NULL || *error != NULL)
    g_clear_pointer (&samples, samples_free);
  return samples;
}

static GtkWidget *
make_lists (Question *question,
            const Samples *samples)
{
  const char *const reasons[] = {
    _ ("Out of stock"),
    _ ("The buyer asked for it"),
    _ ("The buyer can't be reached"),
    _ ("The address can't be delivered to"),
    NULL,
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled;

  for (guint i = 0; i < samples->samples->len; i++)
    {
      const TiemOrder *order = g_ptr_array_index (samples->samples, i);
      GtkWidget *heading = gtk_label_new (order->channel_name);
      GtkWidget *list = tiem_choice_list_new (tiem_page_get_shop (TIEM_PAGE (question->page)),
                                              order->channel_id,
                                              order->channel_kind,
                                              TIEM_CHOICE_CANCEL,
                                              order->remote_id,
                                              reasons);

      gtk_widget_add_css_class (heading, "heading");
      gtk_label_set_xalign (GTK_LABEL (heading), 0);
      gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
      if (samples->samples->len > 1)
        gtk_box_append (GTK_BOX (box), heading);
      else
        g_object_unref (g_object_ref_sink (heading));
      gtk_box_append (GTK_BOX (box), list);
      g_ptr_array_add (question->lists, g_object_ref (list));
      g_array_append_val (question->channel_ids, order->channel_id);
    }
  if (samples->samples->len < 2)
    return box;
  scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  return scrolled;
}

static void
ask (Question *question,
     const Samples *samples)
{
  const TiemAnswer answers[] = {
    { "cancel", _ ("Keep the orders"), TIEM_ANSWER_PLAIN },
    { "go", _ ("Cancel orders"), TIEM_ANSWER_DESTRUCTIVE },
    { NULL },
  };
  g_autofree char *number = tiem_number_format (samples->n);
  g_autofree char *title
      = g_strdup_printf (ngettext ("Cancel %s order?", "Cancel %s orders?", samples->n), number);

  question->question = tiem_compat_ask (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (question->page))),
      title,
      _ ("Choose the reason that each channel is told. A cancelled order can't be opened again."),
      make_lists (question, samples),
      answers,
      answered_cb,
      question);
  update_ready (question);
  for (guint i = 0; i < question->lists->len; i++)
    g_signal_connect_swapped (
        g_ptr_array_index (question->lists, i), "ready", G_CALLBACK (update_ready), question);
}

static void
samples_read_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GError) error = NULL;
  Samples *samples = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (samples != NULL && samples->samples->len > 0
      && tiem_page_get_shop (TIEM_PAGE (question->page)) != NULL)
    ask (question, samples);
  else
    question_free (question);
  g_clear_pointer (&samples, samples_free);
}

void
tiem_order_bulk_cancel (TiemBrowsePage *page,
                        GArray *order_ids)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (page));
  Question *question;

  g_return_if_fail (TIEM_IS_BROWSE_PAGE (page));

  if (shop == NULL)
    return;
  question = g_new0 (Question, 1);
  question->page = g_object_ref (page);
  question->order_ids = g_array_ref (order_ids);
  question->lists = g_ptr_array_new_with_free_func (g_object_unref);
  question->channel_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_READ,
                        read_samples,
                        g_array_ref (order_ids),
                        (GDestroyNotify)g_array_unref,
                        samples_free,
                        NULL,
                        samples_read_cb,
                        question);
}
