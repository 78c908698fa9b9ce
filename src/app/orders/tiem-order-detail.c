#define G_LOG_DOMAIN "tiem-order-detail"

#include "config.h"

#include "app/orders/tiem-order-detail.h"
#include "app/orders/tiem-order-words.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-place-view.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "store/tiem-store-after.h"
#include "store/tiem-store-catalogue.h"

#include <glib/gi18n.h>

/* --- reading --- */

void
tiem_order_facts_free (TiemOrderFacts *self)
{
  g_clear_pointer (&self->order, tiem_order_free);
  g_clear_pointer (&self->returns, g_ptr_array_unref);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  g_free (self->sending);
  g_free (self->problem);
  g_free (self);
}

TiemOrderFacts *
tiem_order_facts_steal (TiemOrderFacts *self)
{
  TiemOrderFacts *taken = g_memdup2 (self, sizeof *self);

  *self = (TiemOrderFacts){ 0 };
  return taken;
}

static void
find_waiting (TiemOrderFacts *self,
              GPtrArray *outbox)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const TiemOutboxItem *item = g_ptr_array_index (outbox, i);

      /* A label is fetched without the owner's doing, and stands in the way of nothing. */
      if (item->order_id != self->order->id || g_strcmp0 (item->kind, "order:label") == 0)
        continue;
      g_free (self->sending);
      g_free (self->problem);
      self->sending = NULL;
      self->problem = NULL;
      self->outbox_id = item->id;
      if (g_strcmp0 (item->state, "rejected") == 0)
        self->problem = g_strdup (item->problem);
      else
        self->sending = g_strdup (item->kind);
    }
}

/* Who holds the first goods that are short. */
static gboolean
read_holders (TiemOrderFacts *self,
              TiemStore *store,
              GError **error)
{
  for (guint i = 0; self->order->is_short && i < self->order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (self->order->lines, i);

      if (!line->is_short)
        continue;
      self->holders = tiem_store_list_reservations (store, line->variant_id, error);
      return self->holders != NULL;
    }
  return TRUE;
}

gpointer
tiem_order_facts_read (TiemStore *store,
                       gpointer data,
                       GCancellable *cancellable,
                       GError **error)
{
  TiemOrderFacts *self = g_new0 (TiemOrderFacts, 1);
  g_autoptr (GPtrArray) outbox = NULL;

  self->order = tiem_store_get_order (store, *(gint64 *)data, error);
  if (self->order != NULL)
    outbox = tiem_store_list_outbox (store, self->order->channel_id, error);
  if (outbox != NULL)
    self->returns = tiem_store_list_returns (
        store, &(TiemReturnQuery){ .order_id = self->order->id }, 0, 0, error);
  if (self->returns == NULL || !read_holders (self, store, error))
    {
      tiem_order_facts_free (self);
      return NULL;
    }
  find_waiting (self, outbox);
  return self;
}

gint64
tiem_order_count_out (const TiemOrder *order)
{
  gint64 out = 0;

  for (guint i = 0; order->lines != NULL && i < order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (order->lines, i);

      out += MAX (line->shipped - line->returned, 0);
    }
  return out;
}

char *
tiem_order_facts_fingerprint (const TiemOrderFacts *self,
                              gint64 now)
{
  const TiemOrder *order = self->order;
  GString *text = g_string_new (NULL);
  const char *icon;
  TiemTone tone;
  g_autofree char *deadline = tiem_order_dup_deadline (order, now, &icon, &tone);

  g_string_append_printf (text,
                          "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %d %d %d %s %s %s %s %s %s",
                          order->id,
                          order->updated_at,
                          order->status,
                          order->is_short,
                          order->has_unlinked,
                          order->buyer_name,
                          order->buyer_phone,
                          order->short_reason,
                          deadline,
                          self->sending,
                          self->problem);
  for (guint i = 0; order->lines != NULL && i < order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (order->lines, i);

      g_string_append_printf (text,
                              " %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
                              "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%d",
                              line->id,
                              line->variant_id,
                              line->available,
                              line->shipped,
                              line->returned,
                              line->is_short);
    }
  for (guint i = 0; self->holders != NULL && i < self->holders->len; i++)
    {
      const TiemReservation *held = g_ptr_array_index (self->holders, i);

      g_string_append_printf (text,
                              " %" G_GINT64_FORMAT "*%" G_GINT64_FORMAT "*%" G_GINT64_FORMAT,
                              held->order_id,
                              held->quantity,
                              held->lacking);
    }
  for (guint i = 0; i < self->returns->len; i++)
    {
      const TiemReturn *asked = g_ptr_array_index (self->returns, i);

      g_string_append_printf (text,
                              " %" G_GINT64_FORMAT ":%d:%d:%d:%s:%s",
                              asked->id,
                              asked->state,
                              asked->answers,
                              asked->queued,
                              asked->remote_status,
                              asked->problem);
    }
  for (guint i = 0; order->parcels != NULL && i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, i);

      g_string_append_printf (text, " %s=%s", parcel->tracking, parcel->remote_status);
    }
  g_string_append_printf (text,
                          " %u %d %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s",
                          order->events != NULL ? order->events->len : 0,
                          order->cancel_asked,
                          order->fees_state,
                          order->payout_vnd,
                          order->label_at,
                          order->tracking,
                          order->carrier);
  g_string_append_printf (text, " %s", order->chosen_ward_code);
  return g_string_free (text, FALSE);
}

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
  return _ ("Cancellation is being sent");
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
  tiem_detail_clear_states (detail);
  tiem_detail_add_state (detail, words.icon, words.word, words.tone);
  deadline = tiem_order_dup_deadline (order, now, &icon, &tone);
  if (deadline != NULL)
    tiem_detail_add_state (detail, icon != NULL ? icon : "alarm-symbolic", deadline, tone);
  if (self->sending != NULL)
    tiem_detail_add_state (
        detail, "view-refresh-symbolic", get_sending_words (self->sending), TIEM_TONE_ACCENT);
}

/* --- goods --- */

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
  if (order->paid_vnd != 0 && order->paid_vnd != order->total_vnd)
    add_amount (facts, _ ("Paid so far"), order->paid_vnd, FALSE);
  tiem_group_add (TIEM_GROUP (group), facts);
  tiem_order_add_fees (order, group);
  gtk_box_append (GTK_BOX (column), group);
}

/* --- buyer --- */

static void
add_buyer (const TiemOrder *order,
           GtkWidget *column)
{
  GtkWidget *group = tiem_group_new (_ ("Buyer"), NULL);
  GtkWidget *facts = tiem_facts_new ();
  g_autofree char *normal = tiem_phone_normalise (order->buyer_phone);
  g_autofree char *phone = tiem_phone_format (normal != NULL ? normal : order->buyer_phone);
  g_autofree char *action = NULL;
  gboolean any = FALSE;

  if (order->customer_id != 0)
    action = g_strdup_printf ("win.open(('customers','',int64 %" G_GINT64_FORMAT "))",
                              order->customer_id);
  tiem_group_add_line (TIEM_GROUP (group),
                       NULL,
                       order->buyer_name != NULL ? order->buyer_name : _ ("Walk-in customer"),
                       NULL,
                       NULL,
                       NULL,
                       action);
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
  gtk_box_append (GTK_BOX (column), group);
}

static void
add_timeline (const TiemOrder *order,
              GtkWidget *column,
              gint64 now)
{
  GtkWidget *group;

  if (order->events == NULL || order->events->len == 0)
    return;
  group = tiem_group_new (_ ("Timeline"), NULL);
  for (guint i = 0; i < order->events->len; i++)
    {
      const TiemOrderEvent *event = g_ptr_array_index (order->events, i);
      g_autofree char *at = tiem_order_dup_moment (event->at, now);

      tiem_group_add (TIEM_GROUP (group),
                      tiem_timeline_entry_new (
                          "radio-checked-symbolic", TIEM_TONE_SUB, event->what, event->by, at));
    }
  gtk_box_append (GTK_BOX (column), group);
}

/* --- who was first --- */

/* Those that hold the same goods, in the order they were placed: the units go to the first. */
static void
add_holders (const TiemOrderFacts *self,
             GtkWidget *column,
             gint64 now)
{
  GtkWidget *group;

  if (self->holders == NULL || self->holders->len == 0)
    return;
  group = tiem_group_new (_ ("Who was first?"), _ ("the units go to the first"));
  for (guint i = 0; i < self->holders->len; i++)
    {
      const TiemReservation *held = g_ptr_array_index (self->holders, i);
      gboolean is_this = held->order_id == self->order->id;
      g_autofree char *placed = tiem_order_dup_moment (held->placed_at, now);
      /* Translators: a channel's name, when the order was placed */
      g_autofree char *sub = g_strdup_printf (_ ("%s · placed %s"), held->channel_name, placed);
      g_autofree char *title = is_this
                                   /* Translators: an order's number */
                                   ? g_strdup_printf (_ ("%s (this order)"), held->order_number)
                                   : g_strdup (held->order_number);
      g_autofree char *amount = held->lacking > 0
                                    ? g_strdup_printf (_ ("%d short"), (int)held->lacking)
                                    : g_strdup_printf (_ ("%d held"), (int)held->quantity);
      g_autofree char *action
          = is_this ? NULL
                    : g_strdup_printf ("win.open(('orders','',int64 %" G_GINT64_FORMAT "))",
                                       held->order_id);
      GtkWidget *row = tiem_group_add_line (TIEM_GROUP (group),
                                            tiem_tile_new (18, held->channel_kind),
                                            title,
                                            sub,
                                            amount,
                                            NULL,
                                            action);

      if (held->lacking > 0)
        gtk_widget_add_css_class (row, "tiem-short");
    }
  gtk_box_append (GTK_BOX (column), group);
}

/* --- what stands in the way --- */

static void
add_notice (GtkWidget *column,
            TiemTone tone,
            const char *title,
            const char *text,
            const char *button,
            GCallback callback)
{
  GtkWidget *notice = tiem_notice_new (TRUE);

  tiem_notice_show (TIEM_NOTICE (notice), tone, title, text, button, FALSE);
  if (callback != NULL)
    g_signal_connect (notice, "repair", callback, NULL);
  gtk_box_append (GTK_BOX (column), notice);
}

static void
drop_refused_cb (GtkWidget *notice)
{
  gtk_widget_activate_action (notice, "orders.drop-refused", NULL);
}

static void
link_cb (GtkWidget *notice)
{
  tiem_page_open (notice, "channels", NULL, 0);
}

static void
add_notices (const TiemOrderFacts *self,
             GtkWidget *column)
{
  if (self->problem != NULL)
    add_notice (column,
                TIEM_TONE_ERROR,
                _ ("The channel refused"),
                self->problem,
                _ ("Got it"),
                G_CALLBACK (drop_refused_cb));
  if (self->order->is_short)
    add_notice (
        column, TIEM_TONE_ERROR, _ ("Short of goods"), self->order->short_reason, NULL, NULL);
  if (self->order->has_unlinked)
    add_notice (column,
                TIEM_TONE_WARNING,
                _ ("The order has goods that are not linked"),
                _ ("No stock is taken for them until they are linked to a product."),
                _ ("Link on the Channels tab"),
                G_CALLBACK (link_cb));
}

void
tiem_order_facts_show (const TiemOrderFacts *self,
                       TiemDetail *detail,
                       gint64 now)
{
  GtkWidget *column = tiem_detail_column_new ();

  show_head (self, detail, now);
  tiem_order_add_wishes (self, column, now);
  add_notices (self, column);
  add_holders (self, column, now);
  tiem_order_add_returns (self, column, now);
  add_goods (self->order, column);
  add_note (self->order, column);
  add_money (self->order, column);
  add_buyer (self->order, column);
  tiem_order_add_shipping (self->order, column, now);
  add_timeline (self->order, column, now);
  tiem_detail_set_column (detail, column);
}
