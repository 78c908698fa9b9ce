#define G_LOG_DOMAIN "tiem-pay-popover"

#include "config.h"

#include "app/purchases/tiem-pay-popover.h"

#include "app/help/tiem-help.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

struct _TiemPayPopover
{
  GtkPopover parent_instance;

  gint64 debt_vnd;
  gboolean advance;

  GtkEditable *amount;
  GtkToggleButton *transfer;
  GtkEditable *note;
  GtkLabel *preview;
  GtkWidget *apply;
};

enum
{
  SIGNAL_PAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemPayPopover, tiem_pay_popover, GTK_TYPE_POPOVER)

static void
changed_cb (TiemPayPopover *self)
{
  gint64 amount = 0;
  gboolean good = tiem_money_parse_input (gtk_editable_get_text (self->amount), &amount, NULL);
  gint64 left = self->debt_vnd - amount;
  g_autofree char *money = tiem_money_format (ABS (left));
  g_autofree char *text = NULL;

  if (!good)
    text = g_strdup (_ ("This is no amount. Write 45000, 45k or 1tr2."));
  else if (left < 0 && !self->advance)
    text = g_strdup (_ ("This is more than is owed for the slip."));
  else if (left < 0)
    /* Translators: an amount of money */
    text = g_strdup_printf (_ ("%s are paid in advance then."), money);
  else
    text = g_strdup_printf (_ ("%s stay owed then."), money);
  gtk_label_set_label (self->preview, text);
  gtk_widget_set_sensitive (self->apply, good && amount > 0 && (left >= 0 || self->advance));
}

static void
apply_cb (TiemPayPopover *self)
{
  gint64 amount = 0;

  if (!tiem_money_parse_input (gtk_editable_get_text (self->amount), &amount, NULL))
    return;
  g_signal_emit (self,
                 signals[SIGNAL_PAY],
                 0,
                 amount,
                 gtk_toggle_button_get_active (self->transfer) ? TIEM_MONEY_TRANSFER
                                                               : TIEM_MONEY_CASH,
                 gtk_editable_get_text (self->note));
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
tiem_pay_popover_class_init (TiemPayPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_PAY] = g_signal_new ("pay",
                                      TIEM_TYPE_PAY_POPOVER,
                                      G_SIGNAL_RUN_LAST,
                                      0,
                                      NULL,
                                      NULL,
                                      NULL,
                                      G_TYPE_NONE,
                                      3,
                                      G_TYPE_INT64,
                                      G_TYPE_INT,
                                      G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/purchases/tiem-pay-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemPayPopover, amount);
  gtk_widget_class_bind_template_child (widget_class, TiemPayPopover, transfer);
  gtk_widget_class_bind_template_child (widget_class, TiemPayPopover, note);
  gtk_widget_class_bind_template_child (widget_class, TiemPayPopover, preview);
  gtk_widget_class_bind_template_child (widget_class, TiemPayPopover, apply);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
}

static void
tiem_pay_popover_init (TiemPayPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "purchases");
  gtk_popover_set_default_widget (GTK_POPOVER (self), self->apply);
}

GtkWidget *
tiem_pay_popover_new (gint64 debt_vnd,
                      gboolean advance)
{
  TiemPayPopover *self = g_object_new (TIEM_TYPE_PAY_POPOVER, NULL);
  g_autofree char *text = debt_vnd > 0 ? tiem_number_format (debt_vnd) : g_strdup ("");

  self->debt_vnd = debt_vnd;
  self->advance = advance;
  gtk_editable_set_text (self->amount, text);
  gtk_editable_select_region (self->amount, 0, -1);
  changed_cb (self);
  return GTK_WIDGET (self);
}
