#define G_LOG_DOMAIN "tiem-channel-prices"

#include "config.h"

#include "app/channels/tiem-channel-prices.h"

#include "app/tiem-page.h"
#include "base/tiem-money.h"
#include "store/tiem-store-prices.h"

#include <glib/gi18n.h>

/* What the example is made with. */
#define EXAMPLE_VND 129000
#define TOAST_SECONDS 8

struct _TiemChannelPrices
{
  AdwPreferencesGroup parent_instance;

  TiemStore *store; /* (owned) (nullable) */
  gint64 channel_id;
  TiemPriceRule rule; /* as it is in the store */
  gboolean is_filling;

  GtkEditable *percent;
  GtkEditable *amount;
  AdwComboRow *rounding;
};

G_DEFINE_FINAL_TYPE (TiemChannelPrices, tiem_channel_prices, ADW_TYPE_PREFERENCES_GROUP)

static void read_rule (TiemChannelPrices *self);

static void
say (TiemChannelPrices *self,
     const char *sentence)
{
  tiem_page_toast (GTK_WIDGET (self), adw_toast_new (sentence));
}

static void
show_example (TiemChannelPrices *self)
{
  g_autofree char *base = tiem_money_format (EXAMPLE_VND);
  g_autofree char *price = tiem_money_format (tiem_price_rule_apply (&self->rule, EXAMPLE_VND));
  g_autofree char *rule = tiem_price_rule_describe (&self->rule);
  /* Translators: a rule such as "+5 %, rounded to 1.000", and two prices */
  g_autofree char *text = g_strdup_printf (
      _ ("%s: what costs %s in the shop costs %s here. A listing can have a price of its own."),
      rule,
      base,
      price);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), text);
}

static void
fill (TiemChannelPrices *self)
{
  g_autofree char *percent = tiem_price_rule_format_percent (self->rule.percent_hundredths);
  g_autofree char *amount = tiem_number_format (self->rule.amount_vnd);

  self->is_filling = TRUE;
  gtk_editable_set_text (self->percent, percent);
  gtk_editable_set_text (self->amount, amount);
  adw_combo_row_set_selected (self->rounding, self->rule.rounding);
  self->is_filling = FALSE;
  show_example (self);
}

/* --- setting it --- */

typedef struct
{
  gint64 channel_id;
  TiemPriceRule rule;
} Wanted;

static gpointer
set_rule (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const Wanted *wanted = data;
  guint changed = 0;

  return tiem_store_set_price_rule (
             store, wanted->channel_id, &wanted->rule, FALSE, &changed, error)
             ? g_memdup2 (&changed, sizeof changed)
             : NULL;
}

static void
undone_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemChannelPrices) self = user_data;
  g_autofree guint *changed = tiem_store_run_finish (TIEM_STORE (source), result, NULL);

  if (self->store != NULL && changed != NULL)
    read_rule (self);
}

static void
start (TiemChannelPrices *self,
       gint64 channel_id,
       const TiemPriceRule *rule,
       GAsyncReadyCallback callback)
{
  Wanted wanted = { channel_id, *rule };

  tiem_store_run_async (self->store,
                        TIEM_STORE_WRITE,
                        set_rule,
                        g_memdup2 (&wanted, sizeof wanted),
                        g_free,
                        g_free,
                        NULL,
                        callback,
                        g_object_ref (self));
}

static void
undo_cb (AdwToast *toast,
         TiemChannelPrices *self)
{
  const Wanted *before = g_object_get_data (G_OBJECT (toast), "before");

  if (self->store != NULL)
    start (self, before->channel_id, &before->rule, undone_cb);
}

static void
set_cb (GObject *source,
        GAsyncResult *result,
        gpointer user_data)
{
  g_autoptr (TiemChannelPrices) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree guint *changed = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *text = NULL;
  Wanted before = { self->channel_id, self->rule };
  AdwToast *toast;

  if (self->store == NULL)
    return;
  if (changed == NULL)
    {
      say (self, error->message);
      return;
    }
  text = g_strdup_printf (
      ngettext ("%u price is sent to the channel", "%u prices are sent to the channel", *changed),
      *changed);
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  g_object_set_data_full (G_OBJECT (toast), "before", g_memdup2 (&before, sizeof before), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), self, 0);
  tiem_page_toast (GTK_WIDGET (self), toast);
  read_rule (self);
}

static void
apply_cb (TiemChannelPrices *self)
{
  TiemPriceRule rule = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *amount = g_strdup (gtk_editable_get_text (self->amount));

  if (self->is_filling || self->store == NULL)
    return;
  if (!tiem_price_rule_parse_percent (gtk_editable_get_text (self->percent),
                                      &rule.percent_hundredths))
    {
      say (self, _ ("The percentage must be between −99 and +1000; change it."));
      return;
    }
  g_strstrip (amount);
  if (*amount != '\0' && !tiem_money_parse_input (amount, &rule.amount_vnd, &error))
    {
      say (self, error->message);
      return;
    }
  rule.rounding = adw_combo_row_get_selected (self->rounding);
  if (rule.percent_hundredths == self->rule.percent_hundredths
      && rule.amount_vnd == self->rule.amount_vnd && rule.rounding == self->rule.rounding)
    return;
  start (self, self->channel_id, &rule, set_cb);
}

/* --- reading it --- */

static gpointer
get_rule (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  TiemPriceRule rule = { 0 };

  return tiem_store_get_price_rule (store, *(gint64 *)data, &rule, error)
             ? g_memdup2 (&rule, sizeof rule)
             : NULL;
}

static void
read_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemChannelPrices) self = user_data;
  g_autofree TiemPriceRule *rule = tiem_store_run_finish (TIEM_STORE (source), result, NULL);

  if (self->store == NULL || rule == NULL)
    return;
  self->rule = *rule;
  fill (self);
}

static void
read_rule (TiemChannelPrices *self)
{
  tiem_store_run_async (self->store,
                        TIEM_STORE_READ,
                        get_rule,
                        g_memdup2 (&self->channel_id, sizeof self->channel_id),
                        g_free,
                        g_free,
                        NULL,
                        read_cb,
                        g_object_ref (self));
}

void
tiem_channel_prices_set_channel (TiemChannelPrices *self,
                                 TiemStore *store,
                                 gint64 channel_id)
{
  if (self->store == store && self->channel_id == channel_id)
    return;
  g_set_object (&self->store, store);
  self->channel_id = channel_id;
  if (store != NULL && channel_id != 0)
    read_rule (self);
}

/* --- the object --- */

static void
tiem_channel_prices_dispose (GObject *object)
{
  g_clear_object (&TIEM_CHANNEL_PRICES (object)->store);
  G_OBJECT_CLASS (tiem_channel_prices_parent_class)->dispose (object);
}

static void
tiem_channel_prices_class_init (TiemChannelPricesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_channel_prices_dispose;
}

static GtkEditable *
add_entry (TiemChannelPrices *self,
           const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_object (row, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return GTK_EDITABLE (row);
}

static void
tiem_channel_prices_init (TiemChannelPrices *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Prices here"));
  self->percent = add_entry (self, _ ("Dearer or cheaper by %"));
  self->amount = add_entry (self, _ ("And by this amount (₫)"));
  gtk_string_list_append (model, _ ("As it comes out"));
  gtk_string_list_append (model, _ ("To the nearest 1.000"));
  gtk_string_list_append (model, _ ("To the nearest …9.000"));
  self->rounding = ADW_COMBO_ROW (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Rounding"));
  adw_combo_row_set_model (self->rounding, G_LIST_MODEL (model));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}
