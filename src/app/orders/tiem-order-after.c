#define G_LOG_DOMAIN "tiem-order-after"

#include "config.h"

#include "app/orders/tiem-order-detail.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>

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
