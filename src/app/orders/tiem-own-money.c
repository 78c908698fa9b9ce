#define G_LOG_DOMAIN "tiem-own-money"

#include "config.h"

#include "app/orders/tiem-own-money.h"

#include "app/widgets/tiem-qr.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "document/tiem-vietqr.h"
#include "store/tiem-store-shop.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TiemOwnMoney
{
  AdwBin parent_instance;

  TiemShop *shop;         /* (owned) (nullable) */
  TiemOwnOrder *order;    /* (nullable), the page's */
  TiemShopIdentity *bank; /* (owned) (nullable): whose account is paid to */
  gboolean placed;
  gboolean filling; /* nobody chose it */
  int percent;      /* of the goods; −1: the discount is an amount */

  GtkFlowBox *sources;
  GtkWidget *source[TIEM_N_OWN_SOURCES];
  GtkEditable *fee;
  GtkEditable *discount;
  GtkLabel *sum;
  GtkLabel *total;
  GtkToggleButton *prepaid;
  GtkToggleButton *cod;
  GtkToggleButton *debt;
  GtkWidget *paid_group;
  GtkEditable *paid;
  GtkWidget *ways;
  GtkToggleButton *cash;
  GtkToggleButton *transfer;
  GtkLabel *rest;
  GtkWidget *qr_box;
  TiemQr *qr;
  GtkLabel *account;
  GtkLabel *bank_note;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemOwnMoney, tiem_own_money, ADW_TYPE_BIN)

/* --- the QR code --- */

static const char *
find_bank_name (GPtrArray *banks,
                const char *bin)
{
  for (guint i = 0; i < banks->len; i++)
    {
      const TiemBank *bank = g_ptr_array_index (banks, i);

      if (g_strcmp0 (bank->bin, bin) == 0)
        return bank->name;
    }
  return bin;
}

static void
describe_account (TiemOwnMoney *self,
                  const char *purpose)
{
  gint64 day = tiem_time_day (tiem_store_now (tiem_shop_get_store (self->shop)));
  g_autoptr (GPtrArray) banks = tiem_vietqr_list_banks (day);
  const char *holder = self->bank->account_holder;
  g_autofree char *text = NULL;

  /* Translators: bank, account number, a line with its holder, the text of the transfer */
  text = g_strdup_printf (_ ("%s · %s%s%s\nTransfer text: %s"),
                          find_bank_name (banks, self->bank->bank),
                          self->bank->account_number,
                          holder != NULL ? "\n" : "",
                          holder != NULL ? holder : "",
                          purpose);
  gtk_label_set_label (self->account, text);
}

static void
show_qr (TiemOwnMoney *self)
{
  gint64 amount = tiem_own_order_get_paid (self->order);
  gboolean wanted = !self->placed && amount > 0 && gtk_toggle_button_get_active (self->transfer);
  g_autofree char *wish
      = g_strdup_printf ("TIEM %s", self->order->number != NULL ? self->order->number : "");
  g_autofree char *purpose = tiem_vietqr_fold_purpose (wish);
  g_autofree char *payload = NULL;

  gtk_widget_set_visible (self->qr_box, wanted);
  if (!wanted)
    return;
  if (self->bank != NULL && self->bank->bank != NULL && self->bank->account_number != NULL)
    payload
        = tiem_vietqr_make (self->bank->bank, self->bank->account_number, amount, purpose, NULL);
  tiem_qr_set_text (self->qr, payload);
  gtk_widget_set_visible (GTK_WIDGET (self->qr), payload != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->account), payload != NULL);
  if (payload != NULL)
    describe_account (self, purpose);
  gtk_label_set_label (
      self->bank_note,
      payload != NULL
          ? _ ("Tiệm can't see the bank. Check in your banking app that the money has arrived "
               "before you place the order.")
          : _ ("For a QR code, tell your bank and account under Preferences › Payment."));
}

static gpointer
read_bank (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  return tiem_store_get_shop_identity (store, error);
}

static void
bank_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemOwnMoney) self = user_data;
  g_autoptr (GError) error = NULL;
  TiemShopIdentity *bank = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  g_clear_pointer (&self->bank, tiem_shop_identity_free);
  self->bank = bank;
  if (self->order != NULL && self->shop != NULL)
    show_qr (self);
}

/* --- sums --- */

static void
show_rest (TiemOwnMoney *self)
{
  const TiemOwnOrder *order = self->order;
  gint64 left = MAX (tiem_own_order_get_total (order) - tiem_own_order_get_paid (order), 0);
  g_autofree char *money = tiem_money_format (left);
  g_autofree char *text = NULL;

  if (order->payment == TIEM_OWN_COD)
    /* Translators: an amount of money */
    text = g_strdup_printf (_ ("The carrier collects %s"), money);
  else if (order->payment == TIEM_OWN_DEBT)
    text = g_strdup_printf (_ ("The buyer owes %s"), money);
  else if (left > 0)
    text = g_strdup_printf (_ ("%s is still to come"), money);
  gtk_label_set_label (self->rest, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->rest), text != NULL);
}

static void
show_sums (TiemOwnMoney *self)
{
  const TiemOwnOrder *order = self->order;
  g_autofree char *goods = tiem_money_format (tiem_own_order_get_goods (order));
  g_autofree char *total = tiem_money_format (tiem_own_order_get_total (order));
  gint64 units = tiem_own_order_get_units (order);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
      text, ngettext ("%d item: %s", "%d items: %s", (gulong)units), (int)units, goods);
  if (order->discount_vnd > 0 && self->percent > 0)
    {
      g_autofree char *discount = tiem_money_format (order->discount_vnd);

      /* Translators: how much a discount in percent is */
      g_string_append_printf (text, _ (" · discount %s"), discount);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->paid),
                                 order->payment == TIEM_OWN_PREPAID
                                     ? _ ("Received (empty: all of it)")
                                     : _ ("Paid in advance"));
  gtk_label_set_label (self->sum, text->str);
  gtk_label_set_label (self->total, total);
  show_rest (self);
  show_qr (self);
}

/* --- what is typed --- */

static void
set_good (GtkEditable *editable,
          gboolean good)
{
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (editable), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (editable), "error");
}

/* @vnd: @otherwise for an empty entry; as it was for what is no amount */
static void
read_amount (GtkEditable *editable,
             gint64 otherwise,
             gint64 *vnd)
{
  const char *text = gtk_editable_get_text (editable);
  gint64 amount = otherwise;
  gboolean good = *text == '\0' || (tiem_money_parse_input (text, &amount, NULL) && amount >= 0);

  set_good (editable, good);
  if (good)
    *vnd = amount;
}

static void
read_discount (TiemOwnMoney *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->discount)));
  gsize length = strlen (text);
  guint64 percent = 0;

  self->percent = -1;
  if (length < 2 || text[length - 1] != '%')
    {
      read_amount (self->discount, 0, &self->order->discount_vnd);
      return;
    }
  text[length - 1] = '\0';
  set_good (self->discount,
            g_ascii_string_to_unsigned (g_strstrip (text), 10, 0, 100, &percent, NULL));
  self->percent = (int)percent;
}

/* A part of the goods follows them. */
static void
follow_goods (TiemOwnMoney *self)
{
  if (self->percent >= 0)
    self->order->discount_vnd = (tiem_own_order_get_goods (self->order) * self->percent + 50) / 100;
}

static void
read_all (TiemOwnMoney *self)
{
  TiemOwnOrder *order = self->order;

  read_amount (self->fee, 0, &order->shipping_fee_vnd);
  read_discount (self);
  follow_goods (self);
  if (!self->placed)
    read_amount (self->paid, order->payment == TIEM_OWN_PREPAID ? -1 : 0, &order->paid_vnd);
  order->cod_vnd = -1;
}

static void
amount_changed_cb (TiemOwnMoney *self)
{
  if (self->order == NULL || self->filling)
    return;
  read_all (self);
  show_sums (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
payment_toggled_cb (TiemOwnMoney *self)
{
  if (self->order == NULL || self->filling)
    return;
  self->order->payment = gtk_toggle_button_get_active (self->cod)    ? TIEM_OWN_COD
                         : gtk_toggle_button_get_active (self->debt) ? TIEM_OWN_DEBT
                                                                     : TIEM_OWN_PREPAID;
  self->order->paid_by
      = gtk_toggle_button_get_active (self->transfer) ? TIEM_MONEY_TRANSFER : TIEM_MONEY_CASH;
  amount_changed_cb (self);
}

static void
source_toggled_cb (TiemOwnMoney *self)
{
  if (self->order == NULL || self->filling)
    return;
  for (guint i = 0; i < TIEM_N_OWN_SOURCES; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->source[i])))
      self->order->source = i;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- the object --- */

static void
add_sources (TiemOwnMoney *self)
{
  for (guint i = 0; i < TIEM_N_OWN_SOURCES; i++)
    {
      GtkWidget *child;

      self->source[i] = gtk_toggle_button_new_with_label (tiem_own_source_get_label (i));
      gtk_widget_add_css_class (self->source[i], "tiem-chip");
      gtk_widget_set_halign (self->source[i], GTK_ALIGN_START);
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->source[i]),
                                     GTK_TOGGLE_BUTTON (self->source[0]));
      g_signal_connect_object (
          self->source[i], "toggled", G_CALLBACK (source_toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_flow_box_append (self->sources, self->source[i]);
      /* The button takes the focus, not the place it lies in. */
      child = gtk_widget_get_parent (self->source[i]);
      gtk_widget_set_focusable (child, FALSE);
    }
}

static void
tiem_own_money_dispose (GObject *object)
{
  TiemOwnMoney *self = TIEM_OWN_MONEY (object);

  g_clear_object (&self->shop);
  g_clear_pointer (&self->bank, tiem_shop_identity_free);
  self->order = NULL;
  G_OBJECT_CLASS (tiem_own_money_parent_class)->dispose (object);
}

static void
tiem_own_money_class_init (TiemOwnMoneyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_own_money_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_OWN_MONEY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TIEM_TYPE_QR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/orders/tiem-own-money.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, sources);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, fee);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, discount);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, sum);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, total);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, prepaid);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, cod);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, debt);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, paid_group);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, paid);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, ways);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, cash);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, transfer);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, rest);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, qr_box);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, qr);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, account);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnMoney, bank_note);
  gtk_widget_class_bind_template_callback (widget_class, amount_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, payment_toggled_cb);
}

static void
tiem_own_money_init (TiemOwnMoney *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->percent = -1;
  add_sources (self);
}

void
tiem_own_money_set_shop (TiemOwnMoney *self,
                         TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_OWN_MONEY (self));

  g_set_object (&self->shop, shop);
  if (shop != NULL)
    tiem_store_run_async (tiem_shop_get_store (shop),
                          TIEM_STORE_READ,
                          read_bank,
                          NULL,
                          NULL,
                          (GDestroyNotify)tiem_shop_identity_free,
                          NULL,
                          bank_read_cb,
                          g_object_ref (self));
}

/* An empty entry is what nobody has to write: nothing of it, or all. */
static void
set_amount (GtkEditable *editable,
            gint64 vnd)
{
  g_autofree char *text = vnd > 0 ? tiem_number_format (vnd) : g_strdup ("");

  gtk_editable_set_text (editable, text);
  set_good (editable, TRUE);
}

void
tiem_own_money_set_order (TiemOwnMoney *self,
                          TiemOwnOrder *order,
                          gboolean placed)
{
  g_return_if_fail (TIEM_IS_OWN_MONEY (self));

  self->order = order;
  self->placed = placed;
  if (order == NULL)
    return;
  self->filling = TRUE;
  self->percent = -1;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->source[order->source]), TRUE);
  set_amount (self->fee, order->shipping_fee_vnd);
  set_amount (self->discount, order->discount_vnd);
  set_amount (self->paid, order->paid_vnd);
  /* Empty is all of it here, so nothing has to be written. */
  if (order->payment == TIEM_OWN_PREPAID && order->paid_vnd == 0)
    gtk_editable_set_text (self->paid, "0");
  gtk_toggle_button_set_active (order->payment == TIEM_OWN_COD    ? self->cod
                                : order->payment == TIEM_OWN_DEBT ? self->debt
                                                                  : self->prepaid,
                                TRUE);
  gtk_toggle_button_set_active (order->paid_by == TIEM_MONEY_TRANSFER ? self->transfer : self->cash,
                                TRUE);
  gtk_widget_set_visible (self->paid_group, !placed);
  gtk_widget_set_visible (self->ways, !placed);
  self->filling = FALSE;
  show_sums (self);
}

void
tiem_own_money_refresh (TiemOwnMoney *self)
{
  g_return_if_fail (TIEM_IS_OWN_MONEY (self));

  if (self->order == NULL)
    return;
  follow_goods (self);
  show_sums (self);
}
