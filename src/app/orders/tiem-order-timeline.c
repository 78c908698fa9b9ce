#define G_LOG_DOMAIN "tiem-order-timeline"

#include "config.h"

#include "app/orders/tiem-order-detail.h"
#include "app/orders/tiem-order-words.h"

#include <glib/gi18n.h>

/* What happened to an order: newest on top, to the second, and who said so. */

/* So many are in sight; the others on demand. */
#define FIRST_SHOWN 10

static const struct
{
  const char *kind;
  const char *icon;
  TiemTone tone;
} looks[] = {
  { "placed", "mail-unread-symbolic", TIEM_TONE_ACCENT },
  { "status", "radio-checked-symbolic", TIEM_TONE_ACCENT },
  { "parcel", "package-x-generic-symbolic", TIEM_TONE_SUB },
  { "stale", "document-open-recent-symbolic", TIEM_TONE_SUB },
  { "tracking", "tiem-truck-symbolic", TIEM_TONE_SUB },
  { "parcel_tracking", "tiem-truck-symbolic", TIEM_TONE_SUB },
  { "handed", "tiem-handover-symbolic", TIEM_TONE_ACCENT },
  { "packed", "package-x-generic-symbolic", TIEM_TONE_ACCENT },
  { "label", "document-print-symbolic", TIEM_TONE_SUB },
  { "printed", "document-print-symbolic", TIEM_TONE_ACCENT },
  { "acted", "object-select-symbolic", TIEM_TONE_ACCENT },
  { "address", "mark-location-symbolic", TIEM_TONE_WARNING },
  { "paid", "tiem-cash-symbolic", TIEM_TONE_SUCCESS },
  { "money", "tiem-cash-symbolic", TIEM_TONE_SUCCESS },
  { "fees", "tiem-cash-symbolic", TIEM_TONE_SUCCESS },
  { "stock", "tiem-ledger-symbolic", TIEM_TONE_SUB },
  { "read", "tiem-ledger-symbolic", TIEM_TONE_SUB },
  { "returned", "tiem-box-check-symbolic", TIEM_TONE_SUCCESS },
  { "damaged", "tiem-return-symbolic", TIEM_TONE_WARNING },
  { "lost", "dialog-warning-symbolic", TIEM_TONE_WARNING },
  { "unbooked", "edit-undo-symbolic", TIEM_TONE_SUB },
  { "return_asked", "tiem-return-symbolic", TIEM_TONE_WARNING },
  { "return_state", "tiem-return-symbolic", TIEM_TONE_SUB },
  { "cancel_asked", "dialog-question-symbolic", TIEM_TONE_WARNING },
  { "cancel_reason", "process-stop-symbolic", TIEM_TONE_SUB },
  { "refused", "dialog-error-symbolic", TIEM_TONE_ERROR },
  { "refusal", "dialog-warning-symbolic", TIEM_TONE_WARNING },
  { "short", "dialog-error-symbolic", TIEM_TONE_ERROR },
  { "short_ended", "object-select-symbolic", TIEM_TONE_SUCCESS },
};

static GtkWidget *
entry_new (const TiemOrderEvent *event,
           gint64 now)
{
  g_autofree char *at = tiem_order_dup_moment (event->at, now);
  g_autofree char *by = NULL;
  const char *icon = "radio-checked-symbolic";
  TiemTone tone = TIEM_TONE_SUB;

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_strcmp0 (looks[i].kind, event->kind) == 0)
      {
        icon = looks[i].icon;
        tone = looks[i].tone;
      }
  /* Translators: who said it, the platform's own word for it */
  if (event->word != NULL && *event->word != '\0')
    by = g_strdup_printf (_ ("%s · “%s”"), event->by, event->word);
  return tiem_timeline_entry_new (icon, tone, event->what, by != NULL ? by : event->by, at);
}

static void
show_all_cb (GtkWidget *button,
             GtkWidget *group)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW);

  for (GtkWidget *next = row; next != NULL; next = gtk_widget_get_next_sibling (next))
    gtk_widget_set_visible (next, next != row);
}

void
tiem_order_add_timeline (const TiemOrder *order,
                         GtkWidget *column,
                         gint64 now)
{
  guint n = order->events != NULL ? order->events->len : 0;
  GtkWidget *group;

  if (n == 0)
    return;
  group = tiem_group_new (_ ("Timeline"), NULL);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row;

      if (i == FIRST_SHOWN && n > FIRST_SHOWN + 1)
        {
          g_autofree char *label = g_strdup_printf (
              ngettext ("Show %d earlier entry", "Show %d earlier entries", n - i), (int)(n - i));
          GtkWidget *button = gtk_button_new_with_label (label);

          gtk_widget_add_css_class (button, "flat");
          g_signal_connect (button, "clicked", G_CALLBACK (show_all_cb), group);
          gtk_widget_set_focusable (tiem_group_add (TIEM_GROUP (group), button), FALSE);
        }
      row = tiem_group_add (TIEM_GROUP (group),
                            entry_new (g_ptr_array_index (order->events, i), now));
      gtk_widget_set_visible (row, i < FIRST_SHOWN || n <= FIRST_SHOWN + 1);
    }
  gtk_box_append (GTK_BOX (column), group);
}
