#define G_LOG_DOMAIN "tiem-order-notices"

#include "config.h"

#include "app/orders/tiem-order-detail.h"
#include "app/orders/tiem-order-words.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-time.h"
#include "channel/tiem-channel.h"
#include "document/tiem-market-file.h"

#include <glib/gi18n.h>

/* What stands in the way of an order, or is waited for: said before anything else. */

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

static const char *
get_platform (const TiemOrder *order)
{
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);

  return info != NULL ? _ (info->name) : order->channel_name;
}

/* --- the buyer's wish to cancel --- */

/* What the platform does when nobody answers, as its sheet says. */
static const char *
get_deadline_format (const TiemOrder *order)
{
  if (g_strcmp0 (order->channel_kind, "lazada") == 0
      || g_strcmp0 (order->channel_kind, "tiktok") == 0)
    /* Translators: a time, a marketplace */
    return _ ("Answer before %s; afterwards %s cancels the order by itself.");
  return _ ("Answer before %s; afterwards %s decides.");
}

static char *
describe_wish (const TiemOrder *order,
               gint64 now)
{
  GString *text = g_string_new (NULL);

  if (order->cancel_reason != NULL && *order->cancel_reason != '\0')
    {
      /* Translators: %s is what the buyer wrote */
      g_string_append_printf (text, _ ("Reason: %s."), order->cancel_reason);
      g_string_append_c (text, ' ');
    }
  if (order->cancel_answer_by != 0 && order->cancel_answer_by <= now)
    {
      /* Translators: a marketplace */
      g_string_append_printf (
          text, _ ("The time to answer is over; %s decides now."), get_platform (order));
      g_string_append_c (text, ' ');
    }
  else if (order->cancel_answer_by != 0)
    {
      g_autofree char *until = tiem_time_format_short (order->cancel_answer_by, now);

      g_string_append_printf (text, get_deadline_format (order), until, get_platform (order));
      g_string_append_c (text, ' ');
    }
  g_string_append (text, _ ("Do not pack it before that."));
  return g_string_free (text, FALSE);
}

/* Its answers are the buttons of the head. */
static void
add_cancel_wish (const TiemOrderFacts *self,
                 GtkWidget *column,
                 gint64 now)
{
  const TiemOrder *order = self->order;
  gint64 until = order->cancel_answer_by;
  gboolean is_soon = until != 0 && until - now < TIEM_SOON_MS;
  g_autofree char *left = until != 0 && is_soon ? tiem_order_dup_left (until, now) : NULL;
  g_autofree char *text = describe_wish (order, now);
  g_autofree char *title = NULL;

  if (left != NULL)
    /* Translators: "1h12 left" */
    title = g_strdup_printf (_ ("The buyer wants to cancel: %s to answer"), left);
  add_notice (column,
              is_soon ? TIEM_TONE_ERROR : TIEM_TONE_WARNING,
              title != NULL ? title : _ ("The buyer wants to cancel"),
              text,
              NULL,
              NULL);
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

  add_notice (column, TIEM_TONE_WARNING, _ ("The order needs a look"), text, NULL, NULL);
}

/* --- on its way back, not taken --- */

static void
add_way_back (const TiemOrder *order,
              GtkWidget *column,
              gint64 now)
{
  gint64 units = tiem_order_count_out (order);
  int days = (int)((now - order->back_since) / (24 * 3600 * 1000));
  gboolean is_late = now - order->back_since > TIEM_BACK_LATE_MS;
  g_autofree char *title = NULL;

  if (order->back_since == 0 || units == 0)
    return;
  title = g_strdup_printf (
      ngettext ("%d item is on its way back", "%d items are on their way back", units), (int)units);
  if (is_late)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("For %d day: ask the carrier about it. What never comes is booked as lost.",
                    "For %d days: ask the carrier about it. What never comes is booked as lost.",
                    days),
          days);

      add_notice (column, TIEM_TONE_WARNING, title, text, NULL, NULL);
    }
  else
    add_notice (column,
                TIEM_TONE_ACCENT,
                title,
                _ ("It can be sold again once you have it in hand and book it."),
                NULL,
                NULL);
}

static void
not_refused_cb (GtkWidget *notice)
{
  gtk_widget_activate_action (notice, "orders.say-refused", "u", (guint)TIEM_REFUSAL_NO);
}

static void
add_refusal (const TiemOrder *order,
             GtkWidget *column)
{
  if (order->refused)
    add_notice (column,
                TIEM_TONE_WARNING,
                _ ("The buyer did not take this parcel"),
                _ ("It counts for this buyer, and is shown at the next order."),
                _ ("It was not the buyer's fault"),
                G_CALLBACK (not_refused_cb));
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

/* --- a channel by file --- */

/* Nothing can be told to its platform from here, and the label is the platform's. */
static void
add_by_file (const TiemOrderFacts *self,
             GtkWidget *column)
{
  const char *centre = tiem_market_file_get_centre (self->order->channel_kind);
  g_autofree char *title = NULL;

  if (!self->by_file || !tiem_order_status_is_open (self->order->status))
    return;
  /* Translators: %s is a platform's own pages for sellers: “Kênh Người Bán” */
  title = g_strdup_printf (_ ("Confirm it and print its label in %s"), centre);
  add_notice (column,
              TIEM_TONE_NONE,
              title,
              _ ("Its channel is used by file. What becomes of it is known when you read the order "
                 "file in again; its goods are held until then."),
              NULL,
              NULL);
}

/* --- what stands in the way --- */

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

void
tiem_order_add_notices (const TiemOrderFacts *self,
                        GtkWidget *column,
                        gint64 now)
{
  const TiemOrder *order = self->order;

  if (order->cancel_asked && tiem_order_status_is_open (order->status))
    add_cancel_wish (self, column, now);
  if (order->status == TIEM_ORDER_UNKNOWN)
    add_unknown_status (order, column);
  if (self->problem != NULL)
    add_notice (column,
                TIEM_TONE_ERROR,
                _ ("The channel refused"),
                self->problem,
                _ ("Got it"),
                G_CALLBACK (drop_refused_cb));
  add_by_file (self, column);
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
  add_way_back (order, column, now);
  add_refusal (order, column);
  add_holders (self, column, now);
}
