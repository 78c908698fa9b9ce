#define G_LOG_DOMAIN "tiem-order-after"

#include "config.h"

#include "app/orders/tiem-order-detail.h"
#include "app/orders/tiem-order-words.h"
#include "app/widgets/tiem-notice.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "channel/tiem-channel.h"

#include <glib/gi18n.h>

/* --- what is waited for --- */

static void
add_notice (GtkWidget *column,
            const char *title,
            const char *text)
{
  GtkWidget *notice = tiem_notice_new (TRUE);

  tiem_notice_show (TIEM_NOTICE (notice), TIEM_TONE_WARNING, title, text, NULL, FALSE);
  gtk_box_append (GTK_BOX (column), notice);
}

static const char *
get_platform (const TiemOrder *order)
{
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);

  return info != NULL ? _ (info->name) : order->channel_name;
}

static void
add_cancel_wish (const TiemOrder *order,
                 GtkWidget *column,
                 gint64 now)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (order->cancel_reason != NULL && *order->cancel_reason != '\0')
    /* Translators: %s is what the buyer wrote */
    g_string_append_printf (text, _ ("Reason: %s."), order->cancel_reason);
  if (order->cancel_answer_by != 0)
    {
      g_autofree char *until = tiem_time_format_short (order->cancel_answer_by, now);

      g_string_append (text, text->len > 0 ? " " : "");
      /* Translators: a time, a marketplace */
      g_string_append_printf (
          text, _ ("Answer before %s; afterwards %s decides."), until, get_platform (order));
    }
  g_string_append (text, text->len > 0 ? " " : "");
  g_string_append (text, _ ("Do not pack it before that."));
  add_notice (column, _ ("The buyer wants to cancel"), text->str);
}

static void
add_unknown_status (const TiemOrder *order,
                    GtkWidget *column)
{
  /* Translators: a marketplace, its own word for the state of an order */
  g_autofree char *text
      = g_strdup_printf (_ ("%s calls its state “%s”, which Tiệm does not know. Its goods stay "
                            "reserved; look at the order there."),
                         get_platform (order),
                         order->remote_status != NULL ? order->remote_status : "");

  add_notice (column, _ ("The order needs a look"), text);
}

void
tiem_order_add_wishes (const TiemOrderFacts *self,
                       GtkWidget *column,
                       gint64 now)
{
  const TiemOrder *order = self->order;

  if (order->cancel_asked && tiem_order_status_is_open (order->status))
    add_cancel_wish (order, column, now);
  if (order->status == TIEM_ORDER_UNKNOWN)
    add_unknown_status (order, column);
}

/* --- returns --- */

static const struct
{
  TiemReturnAnswers answer;
  const char *label;
  const char *sending;
} answers[] = {
  { TIEM_RETURN_ACCEPT, N_ ("Agree"), N_ ("“Agree” is being sent") },
  { TIEM_RETURN_RECEIVED, N_ ("Goods received"), N_ ("“Goods received” is being sent") },
  { TIEM_RETURN_REFUND, N_ ("Pay back"), N_ ("“Pay back” is being sent") },
  { TIEM_RETURN_REJECT, N_ ("Refuse…"), N_ ("“Refuse” is being sent") },
};

static GtkWidget *
answer_button_new (const TiemReturn *asked,
                   guint index)
{
  GtkWidget *button = gtk_button_new_with_label (_ (answers[index].label));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "orders.answer-return");
  gtk_actionable_set_action_target (
      GTK_ACTIONABLE (button), "(xu)", asked->id, (guint)answers[index].answer);
  return button;
}

static void
add_answers (const TiemReturn *asked,
             TiemGroup *group)
{
  GtkWidget *box = gtk_flow_box_new ();

  g_object_set (box,
                "selection-mode",
                GTK_SELECTION_NONE,
                "homogeneous",
                TRUE,
                "column-spacing",
                6,
                "row-spacing",
                6,
                "max-children-per-line",
                2,
                NULL);
  gtk_widget_add_css_class (box, "tiem-card");
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (asked->answers & answers[i].answer)
      {
        GtkWidget *child = gtk_flow_box_child_new ();

        gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), answer_button_new (asked, i));
        gtk_widget_set_focusable (child, FALSE);
        gtk_flow_box_append (GTK_FLOW_BOX (box), child);
      }
  tiem_group_add (group, box);
}

static char *
describe_return (const TiemReturn *asked,
                 gint64 now)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  if (asked->goods != NULL)
    g_ptr_array_add (lines, g_strdup (asked->goods));
  if (asked->reason != NULL && *asked->reason != '\0')
    /* Translators: %s is what the buyer wrote */
    g_ptr_array_add (lines, g_strdup_printf (_ ("Reason: %s."), asked->reason));
  if (asked->tracking != NULL && *asked->tracking != '\0')
    g_ptr_array_add (lines, g_strdup_printf (_ ("Parcel back: %s"), asked->tracking));
  if (asked->state == TIEM_RETURN_OPEN && asked->answer_by != 0)
    {
      g_autofree char *until = tiem_time_format_short (asked->answer_by, now);

      g_ptr_array_add (lines, g_strdup_printf (_ ("Answer before %s"), until));
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (asked->queued & answers[i].answer)
      g_ptr_array_add (lines, g_strdup (_ (answers[i].sending)));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static void
add_return (const TiemReturn *asked,
            GtkWidget *column,
            gint64 now)
{
  gboolean open = asked->state == TIEM_RETURN_OPEN && asked->queued == TIEM_RETURN_ANSWER_NONE;
  GtkWidget *group = tiem_group_new (_ ("Return the buyer asks for"), NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name ("tiem-return-symbolic");
  g_autofree char *text = describe_return (asked, now);
  g_autofree char *refund = tiem_money_format (asked->refund_vnd);

  tiem_tone_apply (icon, open ? TIEM_TONE_WARNING : TIEM_TONE_SUB);
  tiem_group_add_line (TIEM_GROUP (group),
                       icon,
                       tiem_return_state_get_label (asked->state),
                       text,
                       refund,
                       asked->sends_goods ? _ ("sends the goods back") : _ ("money only"),
                       NULL);
  if (asked->problem != NULL)
    tiem_group_add (TIEM_GROUP (group),
                    tiem_timeline_entry_new ("dialog-error-symbolic",
                                             TIEM_TONE_ERROR,
                                             asked->problem,
                                             _ ("The last answer was refused"),
                                             ""));
  if (open && asked->answers != TIEM_RETURN_ANSWER_NONE)
    add_answers (asked, TIEM_GROUP (group));
  gtk_box_append (GTK_BOX (column), group);
}

void
tiem_order_add_returns (const TiemOrderFacts *self,
                        GtkWidget *column,
                        gint64 now)
{
  for (guint i = 0; i < self->returns->len; i++)
    add_return (g_ptr_array_index (self->returns, i), column, now);
}

/* --- fees --- */

void
tiem_order_add_fees (const TiemOrder *order,
                     GtkWidget *group)
{
  gboolean settled = order->fees_state == TIEM_FEES_SETTLED;
  gboolean told = order->fees_state != TIEM_FEES_NONE;
  g_autofree char *payout = NULL;
  GtkWidget *facts;
  gint64 kept = 0;

  if (!told && (order->fees == NULL || order->fees->len == 0))
    return;
  facts = tiem_facts_new ();
  for (guint i = 0; order->fees != NULL && i < order->fees->len; i++)
    {
      const TiemRemoteFee *fee = g_ptr_array_index (order->fees, i);
      g_autofree char *amount = tiem_money_format (-fee->amount_vnd);

      tiem_facts_add (facts, tiem_fee_kind_label (fee->kind), amount, FALSE);
      kept += fee->amount_vnd;
    }
  payout = tiem_money_format (told ? order->payout_vnd : order->total_vnd - kept);
  tiem_facts_add (facts, settled ? _ ("Payout") : _ ("Shop receives"), payout, TRUE);
  if (told)
    tiem_facts_add (
        facts, _ ("These numbers are"), settled ? _ ("settled") : _ ("an estimate"), FALSE);
  tiem_group_add (TIEM_GROUP (group), facts);
}

/* --- shipping --- */

static void
add_code (GtkWidget *facts,
          const char *label,
          const char *code)
{
  GtkWidget *value = tiem_facts_add (facts, label, code, FALSE);

  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
}

static void
add_parcel (const TiemRemoteParcel *parcel,
            guint number,
            TiemGroup *group)
{
  GtkWidget *facts = tiem_facts_new ();
  g_autofree char *title = g_strdup_printf (_ ("Parcel %u"), number);

  tiem_facts_add (facts, title, parcel->carrier != NULL ? parcel->carrier : "—", FALSE);
  if (parcel->tracking != NULL && *parcel->tracking != '\0')
    add_code (facts, _ ("Tracking no."), parcel->tracking);
  tiem_group_add (group, facts);
}

static void
add_one_parcel (const TiemOrder *order,
                TiemGroup *group)
{
  GtkWidget *facts = tiem_facts_new ();

  if (order->carrier != NULL)
    tiem_facts_add (facts, _ ("Carrier"), order->carrier, FALSE);
  if (order->tracking != NULL && *order->tracking != '\0')
    add_code (facts, _ ("Tracking no."), order->tracking);
  tiem_group_add (group, facts);
}

void
tiem_order_add_shipping (const TiemOrder *order,
                         GtkWidget *column,
                         gint64 now)
{
  guint n_parcels = order->parcels != NULL ? order->parcels->len : 0;
  GtkWidget *group;

  if (n_parcels < 2 && order->carrier == NULL && order->tracking == NULL && order->label_at == 0)
    return;
  group = tiem_group_new (_ ("Shipment"), NULL);
  if (n_parcels > 1)
    {
      for (guint i = 0; i < n_parcels; i++)
        add_parcel (g_ptr_array_index (order->parcels, i), i + 1, TIEM_GROUP (group));
    }
  else if (order->carrier != NULL || order->tracking != NULL)
    {
      add_one_parcel (order, TIEM_GROUP (group));
    }
  if (order->label_at != 0)
    {
      g_autofree char *at = tiem_time_format_short (order->label_at, now);
      g_autofree char *sub = g_strdup_printf (_ ("saved %s"), at);

      tiem_group_add_line (TIEM_GROUP (group),
                           gtk_image_new_from_icon_name ("document-print-symbolic"),
                           _ ("Shipping label"),
                           sub,
                           NULL,
                           NULL,
                           "orders.open-label");
    }
  gtk_box_append (GTK_BOX (column), group);
}
