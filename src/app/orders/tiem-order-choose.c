#define G_LOG_DOMAIN "tiem-order-choose"

#include "config.h"

#include "app/orders/tiem-choice-list.h"
#include "app/orders/tiem-order-actions.h"
#include "app/platform-compat.h"
#include "store/tiem-store-after.h"

#include <glib/gi18n.h>

static GtkWindow *
get_window (TiemBrowsePage *page)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page)));
}

/* --- a reason, in a dialog --- */

/* What a dialog was asked about; the order or return may have gone from sight meanwhile. */
typedef struct
{
  TiemBrowsePage *page;    /* (owned) */
  TiemOrder order;         /* .id, .channel_id and .number alone */
  TiemReturn asked;        /* .id and .channel_id alone */
  GtkWidget *question;     /* not owned */
  TiemChoiceList *choices; /* (owned) */
  GtkEditable *comment;    /* (owned) (nullable) */
} Question;

static Question *
question_new (TiemBrowsePage *page)
{
  Question *question = g_new0 (Question, 1);

  question->page = g_object_ref (page);
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->page);
  g_clear_object (&question->choices);
  g_clear_object (&question->comment);
  g_free (question->order.number);
  g_free (question);
}

static void
take_order (Question *question,
            const TiemOrder *order)
{
  question->order.id = order->id;
  question->order.channel_id = order->channel_id;
  question->order.number = g_strdup (order->number);
}

static void
ready_cb (Question *question)
{
  tiem_compat_answer_set_enabled (question->question, "go", TRUE);
}

/* @answers: "go" waits until the choices are there */
static void
ask (Question *question,
     const char *title,
     const char *text,
     GtkWidget *extra,
     const TiemAnswer *answers,
     TiemAnswerFunc func)
{
  question->question
      = tiem_compat_ask (get_window (question->page), title, text, extra, answers, func, question);
  if (tiem_choice_list_is_ready (question->choices))
    return;
  tiem_compat_answer_set_enabled (question->question, "go", FALSE);
  g_signal_connect_swapped (question->choices, "ready", G_CALLBACK (ready_cb), question);
}

static void
add_choices (Question *question,
             const char *channel_kind,
             gint64 channel_id,
             TiemChoiceKind kind,
             const char *remote_id,
             const char *const *fallback)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (question->page));
  GtkWidget *choices
      = tiem_choice_list_new (shop, channel_id, channel_kind, kind, remote_id, fallback);

  question->choices = TIEM_CHOICE_LIST (g_object_ref_sink (choices));
}

/* --- cancelling --- */

static void
cancel_answered_cb (const char *response,
                    gpointer user_data)
{
  Question *question = user_data;

  g_signal_handlers_disconnect_by_data (question->choices, question);
  if (g_strcmp0 (response, "go") == 0)
    tiem_order_actions_queue (question->page,
                              &question->order,
                              "order:cancel",
                              tiem_choice_list_get_code (question->choices));
  question_free (question);
}

void
tiem_order_choose_cancel (TiemBrowsePage *page,
                          const TiemOrder *order)
{
  const TiemAnswer answers[] = {
    /* Translators: leaves the question without cancelling the order */
    { "cancel", _ ("Keep the order"), TIEM_ANSWER_PLAIN },
    { "go", _ ("Cancel order"), TIEM_ANSWER_DESTRUCTIVE },
    { NULL },
  };
  const char *const reasons[] = {
    _ ("Out of stock"),
    _ ("The buyer asked for it"),
    _ ("The buyer can't be reached"),
    _ ("The address can't be delivered to"),
    NULL,
  };
  g_autofree char *title = g_strdup_printf (_ ("Cancel order %s?"), order->number);
  g_autofree char *text
      = g_strdup_printf (_ ("Choose the reason that %s is told. A cancelled order can't be opened "
                            "again."),
                         order->channel_name);
  Question *question = question_new (page);

  take_order (question, order);
  add_choices (question,
               order->channel_kind,
               order->channel_id,
               TIEM_CHOICE_CANCEL,
               order->remote_id,
               reasons);
  ask (question, title, text, GTK_WIDGET (question->choices), answers, cancel_answered_cb);
}

/* --- the buyer's wish to cancel --- */

static void
refusal_answered_cb (const char *response,
                     gpointer user_data)
{
  Question *question = user_data;

  g_signal_handlers_disconnect_by_data (question->choices, question);
  if (g_strcmp0 (response, "go") == 0)
    tiem_order_actions_queue (question->page,
                              &question->order,
                              "order:reject-cancel",
                              tiem_choice_list_get_code (question->choices));
  question_free (question);
}

void
tiem_order_choose_refusal (TiemBrowsePage *page,
                           const TiemOrder *order)
{
  const TiemAnswer answers[] = {
    { "cancel", _ ("Not now"), TIEM_ANSWER_PLAIN },
    { "go", _ ("Refuse to cancel"), TIEM_ANSWER_DESTRUCTIVE },
    { NULL },
  };
  g_autofree char *title = g_strdup_printf (_ ("Refuse to cancel order %s?"), order->number);
  Question *question = question_new (page);

  take_order (question, order);
  add_choices (question,
               order->channel_kind,
               order->channel_id,
               TIEM_CHOICE_REJECT_CANCEL,
               order->remote_id,
               NULL);
  ask (question,
       title,
       _ ("The order goes on, and the parcel has to leave in time."),
       GTK_WIDGET (question->choices),
       answers,
       refusal_answered_cb);
}

/* --- refusing a return --- */

static void
return_refused_cb (const char *response,
                   gpointer user_data)
{
  Question *question = user_data;

  g_signal_handlers_disconnect_by_data (question->choices, question);
  if (g_strcmp0 (response, "go") == 0)
    tiem_order_actions_answer_return (question->page,
                                      &question->asked,
                                      TIEM_RETURN_REJECT,
                                      tiem_choice_list_get_code (question->choices),
                                      gtk_editable_get_text (question->comment));
  question_free (question);
}

void
tiem_order_choose_return_refusal (TiemBrowsePage *page,
                                  const TiemReturn *asked)
{
  const TiemAnswer answers[] = {
    { "cancel", _ ("Not now"), TIEM_ANSWER_PLAIN },
    { "go", _ ("Refuse the return"), TIEM_ANSWER_DESTRUCTIVE },
    { NULL },
  };
  GtkWidget *extra = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *comment = gtk_entry_new ();
  Question *question = question_new (page);

  question->asked.id = asked->id;
  question->asked.channel_id = asked->channel_id;
  add_choices (question,
               asked->channel_kind,
               asked->channel_id,
               TIEM_CHOICE_REJECT_RETURN,
               asked->remote_id,
               NULL);
  gtk_entry_set_placeholder_text (GTK_ENTRY (comment), _ ("What the buyer and the platform read"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (comment), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Your explanation"), -1);
  question->comment = GTK_EDITABLE (g_object_ref_sink (comment));
  gtk_box_append (GTK_BOX (extra), GTK_WIDGET (question->choices));
  gtk_box_append (GTK_BOX (extra), comment);
  ask (question,
       _ ("Refuse the return?"),
       _ ("The platform decides between you and the buyer; keep pictures of the parcel ready."),
       extra,
       answers,
       return_refused_cb);
}

/* --- who fetches the parcel --- */

static void
shipment_clicked_cb (GtkButton *button,
                     TiemChoiceList *choices)
{
  const char *code = tiem_choice_list_get_code (choices);
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);

  gtk_widget_activate_action (GTK_WIDGET (button), "orders.ship-by", "s", code != NULL ? code : "");
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
shipment_ready_cb (GtkWidget *go,
                   TiemChoiceList *choices)
{
  gtk_widget_set_sensitive (go, TRUE);
  gtk_widget_grab_focus (go);
}

GtkWidget *
tiem_order_choose_shipment (TiemBrowsePage *page,
                            const TiemOrder *order)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = gtk_label_new (_ ("How does the parcel leave?"));
  GtkWidget *go = gtk_button_new_with_label (_ ("Arrange shipment"));
  GtkWidget *choices = tiem_choice_list_new (tiem_page_get_shop (TIEM_PAGE (page)),
                                             order->channel_id,
                                             order->channel_kind,
                                             TIEM_CHOICE_SHIP,
                                             order->remote_id,
                                             NULL);

  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (go, "suggested-action");
  gtk_widget_set_sensitive (go, FALSE);
  g_signal_connect_object (go, "clicked", G_CALLBACK (shipment_clicked_cb), choices, 0);
  g_signal_connect_object (choices, "ready", G_CALLBACK (shipment_ready_cb), go, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), choices);
  gtk_box_append (GTK_BOX (box), go);
  gtk_widget_add_css_class (box, "tiem-popover");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}
