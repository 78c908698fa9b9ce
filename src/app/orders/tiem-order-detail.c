#define G_LOG_DOMAIN "tiem-order-detail"

#include "config.h"

#include "app/orders/tiem-order-detail.h"
#include "app/orders/tiem-own-detail.h"
#include "app/orders/tiem-order-words.h"
#include "app/widgets/tiem-place-view.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>

/* --- head --- */

static const char *
get_sending_words (const char *kind)
{
  if (g_strcmp0 (kind, "order:confirm") == 0)
    return _ ("Confirmation is being sent");
  if (g_strcmp0 (kind, "order:ship") == 0)
    return _ ("“Shipped” is being sent");
  if (g_strcmp0 (kind, "order:accept-cancel") == 0)
    return _ ("“Agreed to cancel” is being sent");
  if (g_strcmp0 (kind, "order:reject-cancel") == 0)
    return _ ("“Refused to cancel” is being sent");
  if (g_strcmp0 (kind, "order:ship-part") == 0)
    return _ ("A part of the goods is being sent apart");
  return _ ("Cancellation is being sent");
}

/* A line above the blue button, before anything more is done for this buyer. */
static void
show_warning (const TiemOrder *order,
              TiemDetail *detail)
{
  g_autofree char *text = NULL;

  if (order->buyer_refused > 0 && tiem_order_status_is_open (order->status))
    text = g_strdup_printf (ngettext ("This buyer did not take %d of %d parcel; call first",
                                      "This buyer did not take %d of %d parcels; call first",
                                      MAX (order->buyer_sent, order->buyer_refused)),
                            (int)order->buyer_refused,
                            (int)MAX (order->buyer_sent, order->buyer_refused));
  tiem_detail_set_warning (detail, text);
}

static void
show_head (const TiemOrderFacts *self,
           TiemDetail *detail,
           gint64 now)
{
  const TiemOrder *order = self->order;
  TiemOrderWords words = tiem_order_get_words (order);
  g_autofree char *placed = tiem_time_format_short (order->placed_at, now);
  /* Translators: the channel's name, when the order was placed */
  g_autofree char *subtitle = g_strdup_printf (_ ("%s · placed %s"), order->channel_name, placed);
  g_autofree char *deadline = NULL;
  const char *icon;
  TiemTone tone;

  tiem_detail_set_title (detail, order->number, _ ("Copy the order number"));
  tiem_detail_set_subtitle (detail, order->channel_kind, subtitle);
  show_warning (order, detail);
  tiem_detail_clear_states (detail);
  tiem_detail_add_state (detail, words.icon, words.word, words.tone);
  deadline = tiem_order_dup_deadline (order, now, &icon, &tone);
  if (deadline != NULL)
    tiem_detail_add_state (detail, icon != NULL ? icon : "alarm-symbolic", deadline, tone);
  tiem_own_detail_add_state (order, detail);
  if (self->sending != NULL)
    tiem_detail_add_state (
        detail, "view-refresh-symbolic", get_sending_words (self->sending), TIEM_TONE_ACCENT);
}

/* --- goods --- */

/* What became of units that left the shop. */
static void
add_back (const TiemOrderLine *line,
          GString *text)
{
  const struct
  {
    gint64 units;
    const char *format;
  } fates[] = {
    /* Translators: units of an order line */
    { line->returned, _ ("%d back on the shelf") },
    { line->damaged, _ ("%d came back damaged") },
    { line->lost, _ ("%d lost") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fates); i++)
    if (fates[i].units > 0)
      {
        g_string_append_c (text, '\n');
        g_string_append_printf (text, fates[i].format, (int)fates[i].units);
      }
}

static char *
describe_line (const TiemOrderLine *line)
{
  const char *sku = line->sku != NULL ? line->sku : line->remote_sku;
  GString *text = g_string_new (sku);

  if (line->options != NULL && *line->options != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", line->options);
  if (line->cancelled > 0)
    {
      g_string_append_c (text, '\n');
      /* Translators: units of an order line taken back before they were sent */
      g_string_append_printf (text, _ ("%d taken off"), (int)line->cancelled);
    }
  add_back (line, text);
  g_string_append_c (text, '\n');
  if (line->variant_id == 0)
    g_string_append (text, _ ("Not linked: takes no stock"));
  else if (line->is_short)
    g_string_append_printf (text, _ ("Short of goods, available: %d"), (int)line->available);
  else
    g_string_append_printf (text, _ ("Available: %d"), (int)line->available);
  return g_string_free (text, FALSE);
}

static void
add_goods (const TiemOrder *order,
           GtkWidget *column)
{
  g_autofree char *heading = g_strdup_printf (
      ngettext ("Goods (%d item)", "Goods (%d items)", order->units), (int)order->units);
  GtkWidget *group = tiem_group_new (heading, NULL);

  for (guint i = 0; order->lines != NULL && i < order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (order->lines, i);
      g_autofree char *sub = describe_line (line);
      g_autofree char *total = tiem_money_format (line->total_vnd);
      g_autofree char *price = tiem_money_format (line->unit_price_vnd);
      g_autofree char *product = g_strdup_printf ("%d × %s", (int)line->quantity, price);
      g_autofree char *action = NULL;
      GtkWidget *row;

      if (line->variant_id != 0)
        action = g_strdup_printf ("win.open(('products','',int64 %" G_GINT64_FORMAT "))",
                                  line->variant_id);
      row = tiem_group_add_line (TIEM_GROUP (group),
                                 tiem_thumb_new (NULL, "package-x-generic-symbolic", 40),
                                 line->title,
                                 sub,
                                 total,
                                 product,
                                 action);
      if (line->is_short)
        gtk_widget_add_css_class (row, "tiem-short");
    }
  gtk_box_append (GTK_BOX (column), group);
}

static void
add_note (const TiemOrder *order,
          GtkWidget *column)
{
  GtkWidget *group;
  GtkWidget *entry;

  if (order->note == NULL || *order->note == '\0')
    return;
  group = tiem_group_new (NULL, NULL);
  entry = tiem_timeline_entry_new (
      "user-info-symbolic", TIEM_TONE_ACCENT, order->note, _ ("Buyer's message"), "");
  tiem_group_add (TIEM_GROUP (group), entry);
  gtk_box_append (GTK_BOX (column), group);
}

/* --- money --- */

static void
add_amount (GtkWidget *facts,
            const char *label,
            gint64 vnd,
            gboolean result)
{
  g_autofree char *amount = tiem_money_format (vnd);

  if (vnd != 0 || result)
    tiem_facts_add (facts, label, amount, result);
}

static void
add_money (const TiemOrder *order,
           GtkWidget *column)
{
  GtkWidget *group = tiem_group_new (_ ("Money"), tiem_order_get_payment (order));
  GtkWidget *facts = tiem_facts_new ();
  gint64 items = 0;
  gint64 parts;

  for (guint i = 0; order->lines != NULL && i < order->lines->len; i++)
    items += ((const TiemOrderLine *)g_ptr_array_index (order->lines, i))->total_vnd;
  parts = items + order->shipping_fee_vnd + order->surcharge_vnd - order->discount_vnd;
  add_amount (facts, _ ("Items"), items, FALSE);
  add_amount (facts, _ ("Shipping paid by buyer"), order->shipping_fee_vnd, FALSE);
  add_amount (facts, _ ("Surcharges and taxes"), order->surcharge_vnd, FALSE);
  add_amount (facts, _ ("Discount"), -order->discount_vnd, FALSE);
  add_amount (facts, _ ("Difference, as the channel counts"), order->total_vnd - parts, FALSE);
  add_amount (facts, _ ("Buyer pays"), order->total_vnd, TRUE);
  if (order->paid_vnd != 0 && order->paid_vnd != order->total_vnd && !order->is_own)
    add_amount (facts, _ ("Paid so far"), order->paid_vnd, FALSE);
  tiem_group_add (TIEM_GROUP (group), facts);
  tiem_order_add_fees (order, group);
  gtk_box_append (GTK_BOX (column), group);
}

/* Its parts add up to it, line by line. */
static void
add_profit (const TiemProfit *profit,
            GtkWidget *column)
{
  GtkWidget *group, *facts;

  if (profit->sold_vnd == 0 && profit->received_vnd == 0 && profit->goods_vnd == 0)
    return;
  group = tiem_group_new (tiem_profit_get_title (profit), NULL);
  facts = tiem_facts_new ();
  add_amount (facts, _ ("Buyer pays"), profit->sold_vnd, FALSE);
  add_amount (facts, _ ("Kept by platform and carrier"), -profit->kept_vnd, FALSE);
  add_amount (facts, _ ("Goods that left, at what they cost"), -profit->booked_vnd, FALSE);
  add_amount (facts, _ ("Goods, at what they cost now"), -profit->expected_vnd, FALSE);
  if (profit->n_unknown > 0)
    {
      g_autofree char *number = tiem_number_format (profit->n_unknown);
      g_autofree char *words = g_strdup_printf (ngettext ("%s line of unknown cost",
                                                          "%s lines of unknown cost",
                                                          (gulong)profit->n_unknown),
                                                number);

      tiem_facts_add (facts, words, "—", FALSE);
    }
  add_amount (facts, tiem_profit_get_title (profit), profit->profit_vnd, TRUE);
  tiem_group_add (TIEM_GROUP (group), facts);
  gtk_box_append (GTK_BOX (column), group);
}

/* --- buyer --- */

/* Beside the name, before the arrow. */
static void
add_refused_pill (const TiemOrder *order,
                  GtkWidget *row)
{
  g_autofree char *words = tiem_order_dup_refused (order);
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  GtkWidget *pill;

  if (words == NULL)
    return;
  pill = tiem_pill_new (words, TIEM_TONE_WARNING);
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_box_insert_child_after (GTK_BOX (box), pill, gtk_widget_get_first_child (box));
}

/* The orders whose parcels the buyer did not take. */
static void
add_refusals (const TiemOrderFacts *self,
              TiemGroup *group,
              gint64 now)
{
  for (guint i = 0; self->refusals != NULL && i < self->refusals->len; i++)
    {
      const TiemOrder *refused = g_ptr_array_index (self->refusals, i);
      g_autofree char *placed = tiem_time_format_short (refused->placed_at, now);
      g_autofree char *sub = NULL;
      g_autofree char *total = tiem_money_format (refused->total_vnd);
      g_autofree char *action = NULL;
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      tiem_tone_apply (icon, TIEM_TONE_WARNING);
      /* Translators: a channel's name, when the order was placed */
      sub = g_strdup_printf (_ ("Not taken · %s · %s"), refused->channel_name, placed);
      if (refused->id != self->order->id)
        action
            = g_strdup_printf ("win.open(('orders','',int64 %" G_GINT64_FORMAT "))", refused->id);
      tiem_group_add_line (group, icon, refused->number, sub, total, NULL, action);
    }
}

static void
add_buyer (const TiemOrderFacts *self,
           GtkWidget *column,
           gint64 now)
{
  const TiemOrder *order = self->order;
  GtkWidget *group = tiem_group_new (_ ("Buyer"), NULL);
  GtkWidget *facts = tiem_facts_new ();
  g_autofree char *normal = tiem_phone_normalise (order->buyer_phone);
  g_autofree char *phone = tiem_phone_format (normal != NULL ? normal : order->buyer_phone);
  g_autofree char *action = NULL;
  gboolean any = FALSE;
  GtkWidget *row;

  if (order->customer_id != 0)
    action = g_strdup_printf ("win.open(('customers','',int64 %" G_GINT64_FORMAT "))",
                              order->customer_id);
  row = tiem_group_add_line (TIEM_GROUP (group),
                             NULL,
                             order->buyer_name != NULL ? order->buyer_name : _ ("Walk-in customer"),
                             NULL,
                             NULL,
                             NULL,
                             action);
  add_refused_pill (order, row);
  if (phone != NULL && *phone != '\0')
    any = tiem_facts_add_copyable (facts, "call-start-symbolic", phone) != NULL;
  if (order->buyer_email != NULL && *order->buyer_email != '\0')
    any = tiem_facts_add_copyable (facts, "mail-unread-symbolic", order->buyer_email) != NULL;
  if (tiem_place_view_add (facts, &order->address, order->chosen_ward_code, order->id))
    any = TRUE;
  if (any)
    tiem_group_add (TIEM_GROUP (group), facts);
  else
    g_object_unref (g_object_ref_sink (facts));
  add_refusals (self, TIEM_GROUP (group), now);
  gtk_box_append (GTK_BOX (column), group);
}

void
tiem_order_facts_show (const TiemOrderFacts *self,
                       TiemDetail *detail,
                       gint64 now)
{
  GtkWidget *column = tiem_detail_column_new ();

  show_head (self, detail, now);
  tiem_order_add_notices (self, column, now);
  tiem_order_add_returns (self, column, now);
  add_goods (self->order, column);
  add_note (self->order, column);
  tiem_order_add_notes (self->order, GTK_WIDGET (detail), column);
  add_money (self->order, column);
  add_profit (&self->profit, column);
  tiem_own_detail_add_payments (self->order, column, now);
  add_buyer (self, column, now);
  tiem_order_add_shipping (self->order, column, now);
  tiem_order_add_timeline (self->order, column, now);
  tiem_detail_set_column (detail, column);
}
