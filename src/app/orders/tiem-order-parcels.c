#define G_LOG_DOMAIN "tiem-order-parcels"

#include "config.h"

#include "app/orders/tiem-order-detail.h"
#include "app/orders/tiem-order-words.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>

/* How an order travels: its parcels with what is in them, and the shipping label. */

static void
add_code (GtkWidget *facts,
          const char *label,
          const char *code)
{
  GtkWidget *value = tiem_facts_add (facts, label, code, FALSE);

  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
}

static void
add_goods (const TiemOrder *order,
           guint line,
           gint64 quantity,
           GString *text)
{
  const TiemOrderLine *goods = g_ptr_array_index (order->lines, line);

  g_string_append_printf (text,
                          "%s%d × %s",
                          text->len > 0 ? "\n" : "",
                          (int)quantity,
                          goods->title != NULL ? goods->title : goods->remote_sku);
  if (goods->options != NULL && *goods->options != '\0')
    g_string_append_printf (text, " (%s)", goods->options);
}

static void
add_codes (const TiemRemoteParcel *parcel,
           TiemGroup *group)
{
  GtkWidget *facts;
  gboolean has_tracking = parcel->tracking != NULL && *parcel->tracking != '\0';

  if (parcel->carrier == NULL && !has_tracking)
    return;
  facts = tiem_facts_new ();
  if (parcel->carrier != NULL)
    tiem_facts_add (facts, _ ("Carrier"), parcel->carrier, FALSE);
  if (has_tracking)
    add_code (facts, _ ("Tracking no."), parcel->tracking);
  tiem_group_add (group, facts);
}

static void
add_parcel (const TiemOrder *order,
            guint index,
            TiemGroup *group)
{
  const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, index);
  TiemOrderWords words = tiem_order_status_get_words (parcel->status);
  gboolean is_known = parcel->status != TIEM_ORDER_UNKNOWN;
  GtkWidget *icon
      = gtk_image_new_from_icon_name (is_known ? words.icon : "package-x-generic-symbolic");
  g_autoptr (GString) goods = g_string_new (NULL);
  g_autofree char *title = NULL;

  if (is_known)
    /* Translators: a parcel's number, its state */
    title = g_strdup_printf (_ ("Parcel %u · %s"), index + 1, words.word);
  else
    title = g_strdup_printf (_ ("Parcel %u"), index + 1);
  for (guint i = 0; i < parcel->lines->len; i++)
    {
      const TiemParcelLine *content = &g_array_index (parcel->lines, TiemParcelLine, i);

      if (content->line < order->lines->len)
        add_goods (order, content->line, content->quantity, goods);
    }
  tiem_tone_apply (icon, words.tone);
  tiem_group_add_line (
      group, icon, title, goods->len > 0 ? goods->str : parcel->remote_status, NULL, NULL, NULL);
  add_codes (parcel, group);
}

/* What no parcel has yet. */
static void
add_rest (const TiemOrder *order,
          TiemGroup *group)
{
  g_autoptr (GString) goods = g_string_new (NULL);
  gboolean is_told = FALSE;

  for (guint i = 0; i < order->parcels->len; i++)
    is_told = is_told
              || ((const TiemRemoteParcel *)g_ptr_array_index (order->parcels, i))->lines->len > 0;
  for (guint i = 0; is_told && i < order->lines->len; i++)
    {
      gint64 waiting = tiem_order_count_waiting (order, i);

      if (waiting > 0)
        add_goods (order, i, waiting, goods);
    }
  if (goods->len > 0)
    tiem_group_add_line (group,
                         gtk_image_new_from_icon_name ("package-x-generic-symbolic"),
                         _ ("Not in a parcel yet"),
                         goods->str,
                         NULL,
                         NULL,
                         NULL);
}

gint64
tiem_order_count_waiting (const TiemOrder *order,
                          guint line)
{
  const TiemOrderLine *goods = g_ptr_array_index (order->lines, line);
  gint64 waiting = MAX (goods->quantity - goods->cancelled, 0);

  for (guint i = 0; order->parcels != NULL && i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, i);

      for (guint j = 0; j < parcel->lines->len; j++)
        {
          const TiemParcelLine *content = &g_array_index (parcel->lines, TiemParcelLine, j);

          if (content->line == line)
            waiting -= content->quantity;
        }
    }
  return MAX (waiting, 0);
}

static gboolean
has_content (const TiemOrder *order)
{
  return order->parcels->len > 1
         || (order->parcels->len == 1
             && ((const TiemRemoteParcel *)g_ptr_array_index (order->parcels, 0))->lines->len > 0);
}

static void
add_parcels (const TiemOrder *order,
             TiemGroup *group)
{
  TiemRemoteParcel only = { .carrier = order->carrier, .tracking = order->tracking };

  if (order->parcels == NULL || !has_content (order))
    {
      add_codes (&only, group);
      return;
    }
  for (guint i = 0; i < order->parcels->len; i++)
    add_parcel (order, i, group);
  add_rest (order, group);
}

void
tiem_order_add_shipping (const TiemOrder *order,
                         GtkWidget *column,
                         gint64 now)
{
  guint n_parcels = order->parcels != NULL ? order->parcels->len : 0;
  g_autofree char *note = NULL;
  GtkWidget *group;

  if (n_parcels < 2 && order->carrier == NULL && order->tracking == NULL && order->label_at == 0)
    return;
  if (n_parcels > 1)
    note = g_strdup_printf (ngettext ("%d parcel", "%d parcels", n_parcels), (int)n_parcels);
  group = tiem_group_new (_ ("Shipment"), note);
  add_parcels (order, TIEM_GROUP (group));
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
                           "orders.print-label");
    }
  gtk_box_append (GTK_BOX (column), group);
}
