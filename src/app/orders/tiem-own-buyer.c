#define G_LOG_DOMAIN "tiem-own-buyer"

#include "config.h"

#include "app/orders/tiem-own-buyer.h"

#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-ward-picker.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "store/tiem-store-own.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_FOUND 4
#define SHORTEST_SEARCH 3

struct _TiemOwnBuyer
{
  AdwBin parent_instance;

  TiemShop *shop;          /* (owned) (nullable) */
  TiemOwnOrder *order;     /* (nullable), the page's */
  GCancellable *searching; /* (owned) (nullable) */
  gboolean filling;        /* nobody typed it */

  GtkEditable *phone;
  GtkEditable *name;
  GtkListBox *found;
  GtkLabel *problem;
  GtkBox *pills;
  GtkEditable *line;
  TiemWardPicker *ward;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemOwnBuyer, tiem_own_buyer, ADW_TYPE_BIN)

static void
clear_children (GtkWidget *parent)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (parent)) != NULL)
    if (GTK_IS_LIST_BOX (parent))
      gtk_list_box_remove (GTK_LIST_BOX (parent), child);
    else
      gtk_box_remove (GTK_BOX (parent), child);
}

static void
hide_found (TiemOwnBuyer *self)
{
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
  clear_children (GTK_WIDGET (self->found));
}

static void
set_text (GtkEditable *editable,
          const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (editable), text != NULL ? text : "") != 0)
    gtk_editable_set_text (editable, text != NULL ? text : "");
}

static void
take_text (char **text,
           GtkEditable *editable)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  g_free (*text);
  *text = *typed != '\0' ? g_steal_pointer (&typed) : NULL;
}

/* --- the address --- */

static void
take_address (TiemOwnBuyer *self)
{
  TiemAddress *address = &self->order->address;
  const TiemWard *ward = tiem_ward_picker_get_ward (self->ward);

  take_text (&address->line, self->line);
  g_clear_pointer (&address->province, g_free);
  if (ward == NULL) /* whatever it is, it is not lost */
    {
      take_text (&address->ward, GTK_EDITABLE (self->ward));
      return;
    }
  g_free (address->ward);
  address->ward = g_strdup (ward->name);
  address->province = g_strdup (ward->province->name);
}

static void
show_address (TiemOwnBuyer *self,
              const TiemAddress *address)
{
  const TiemProvince *province = tiem_units_find_province (address->province, NULL);
  const TiemWard *ward = tiem_units_find_ward (address->ward, province);
  g_autofree char *text
      = address->province != NULL && address->ward != NULL
            ? g_strdup_printf ("%s, %s", address->ward, address->province)
            : g_strdup (address->ward != NULL ? address->ward : address->province);

  set_text (self->line, address->line);
  tiem_ward_picker_set_ward (self->ward, ward);
  if (ward == NULL)
    set_text (GTK_EDITABLE (self->ward), text);
}

/* --- what is known of the customer --- */

static void
show_pills (TiemOwnBuyer *self, const TiemBuyer *buyer) /* (nullable) */
{
  clear_children (GTK_WIDGET (self->pills));
  gtk_widget_set_visible (GTK_WIDGET (self->pills), buyer != NULL);
  if (buyer == NULL)
    return;
  if (buyer->debt_vnd > 0)
    {
      g_autofree char *money = tiem_money_format (buyer->debt_vnd);
      /* Translators: an amount of money the buyer owes */
      g_autofree char *text = g_strdup_printf (_ ("Owes %s"), money);

      gtk_box_append (self->pills, tiem_pill_new (text, TIEM_TONE_WARNING));
    }
  if (buyer->refused > 0)
    {
      g_autofree char *text = g_strdup_printf (
          _ ("Refused %d of %d"), (int)buyer->refused, (int)MAX (buyer->sent, buyer->refused));

      gtk_box_append (self->pills, tiem_pill_new (text, TIEM_TONE_WARNING));
    }
  {
    /* Translators: this order is the buyer's nth */
    g_autofree char *text = g_strdup_printf (_ ("purchase no. %d"), (int)buyer->orders + 1);

    gtk_box_append (self->pills, tiem_pill_new (text, TIEM_TONE_SUB));
  }
}

static void
show_phone_problem (TiemOwnBuyer *self)
{
  g_autofree char *normal = tiem_phone_normalise (self->order->buyer_phone);
  gboolean good = self->order->buyer_phone == NULL || normal != NULL;

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->phone), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->phone), "error");
  gtk_label_set_label (self->problem,
                       good ? "" : _ ("This is not a phone number yet. Write 0901 234 567."));
  gtk_widget_set_visible (GTK_WIDGET (self->problem), !good);
}

/* --- who it may be --- */

static gpointer
read_found (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  return tiem_store_find_buyers (store, data, MOST_FOUND, error);
}

static void
free_row_buyer (gpointer data)
{
  tiem_buyer_free (data);
}

/* @buyer: (transfer full) */
static GtkWidget *
found_row_new (TiemBuyer *buyer)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *phone = tiem_phone_format (buyer->phone);
  g_autofree char *orders = g_strdup_printf (
      ngettext ("%d order", "%d orders", (gulong)buyer->orders), (int)buyer->orders);
  g_autofree char *sub
      = phone != NULL ? g_strdup_printf ("%s · %s", phone, orders) : g_strdup (orders);

  g_object_set (row, "use-markup", FALSE, "activatable", TRUE, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 buyer->name != NULL ? buyer->name : _ ("Walk-in customer"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sub);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  if (buyer->debt_vnd > 0)
    {
      g_autofree char *money = tiem_money_format (buyer->debt_vnd);
      g_autofree char *text = g_strdup_printf (_ ("Owes %s"), money);
      GtkWidget *pill = tiem_pill_new (text, TIEM_TONE_WARNING);

      gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
    }
  g_object_set_data_full (G_OBJECT (row), "buyer", buyer, free_row_buyer);
  return row;
}

static gboolean
is_same_phone (TiemOwnBuyer *self,
               const TiemBuyer *buyer)
{
  g_autofree char *typed = tiem_phone_normalise (self->order->buyer_phone);

  return typed != NULL && g_strcmp0 (typed, buyer->phone) == 0;
}

static void
take_buyer (TiemOwnBuyer *self,
            const TiemBuyer *buyer)
{
  g_autofree char *phone = tiem_phone_format (buyer->phone);
  gboolean has_place = self->order->address.line != NULL || self->order->address.ward != NULL;

  self->filling = TRUE;
  self->order->customer_id = buyer->customer_id;
  if (buyer->phone != NULL && !tiem_text_is_masked (buyer->phone))
    set_text (self->phone, phone);
  if (buyer->name != NULL)
    set_text (self->name, buyer->name);
  if (!has_place)
    show_address (self, &buyer->address);
  self->filling = FALSE;
  take_text (&self->order->buyer_phone, self->phone);
  take_text (&self->order->buyer_name, self->name);
  take_address (self);
  show_phone_problem (self);
  show_pills (self, buyer);
  hide_found (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
found_read_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (TiemOwnBuyer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (found == NULL || self->shop == NULL || self->order == NULL)
    return;
  clear_children (GTK_WIDGET (self->found));
  /* Nobody has to choose who has told the whole number. */
  if (found->len == 1 && is_same_phone (self, g_ptr_array_index (found, 0)))
    {
      if (self->order->buyer_name == NULL)
        take_buyer (self, g_ptr_array_index (found, 0));
      else
        show_pills (self, g_ptr_array_index (found, 0));
      hide_found (self);
      return;
    }
  g_ptr_array_set_free_func (found, NULL);
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (self->found, found_row_new (g_ptr_array_index (found, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->found), found->len > 0);
}

static void
look_for (TiemOwnBuyer *self,
          const char *typed)
{
  hide_found (self);
  if (self->shop == NULL || typed == NULL || strlen (typed) < SHORTEST_SEARCH)
    return;
  self->searching = g_cancellable_new ();
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_found,
                        g_strdup (typed),
                        g_free,
                        (GDestroyNotify)g_ptr_array_unref,
                        self->searching,
                        found_read_cb,
                        g_object_ref (self));
}

/* --- what is typed --- */

static void
phone_changed_cb (TiemOwnBuyer *self)
{
  if (self->order == NULL || self->filling)
    return;
  take_text (&self->order->buyer_phone, self->phone);
  /* Another number is somebody else. */
  self->order->customer_id = 0;
  show_pills (self, NULL);
  show_phone_problem (self);
  look_for (self, self->order->buyer_phone);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
name_changed_cb (TiemOwnBuyer *self)
{
  if (self->order == NULL || self->filling)
    return;
  take_text (&self->order->buyer_name, self->name);
  if (self->order->buyer_phone == NULL)
    {
      self->order->customer_id = 0;
      show_pills (self, NULL);
      look_for (self, self->order->buyer_name);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
address_changed_cb (TiemOwnBuyer *self)
{
  if (self->order == NULL || self->filling)
    return;
  take_address (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
found_activated_cb (TiemOwnBuyer *self,
                    GtkListBoxRow *row)
{
  take_buyer (self, g_object_get_data (G_OBJECT (row), "buyer"));
  gtk_widget_grab_focus (GTK_WIDGET (self->line));
}

/* --- the object --- */

static void
tiem_own_buyer_dispose (GObject *object)
{
  TiemOwnBuyer *self = TIEM_OWN_BUYER (object);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->shop);
  self->order = NULL;
  G_OBJECT_CLASS (tiem_own_buyer_parent_class)->dispose (object);
}

static void
tiem_own_buyer_class_init (TiemOwnBuyerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_own_buyer_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_OWN_BUYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TIEM_TYPE_WARD_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/orders/tiem-own-buyer.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemOwnBuyer, phone);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnBuyer, name);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnBuyer, found);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnBuyer, problem);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnBuyer, pills);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnBuyer, line);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnBuyer, ward);
  gtk_widget_class_bind_template_callback (widget_class, phone_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_activated_cb);
}

static void
tiem_own_buyer_init (TiemOwnBuyer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tiem_own_buyer_set_shop (TiemOwnBuyer *self,
                         TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_OWN_BUYER (self));

  g_set_object (&self->shop, shop);
}

void
tiem_own_buyer_set_order (TiemOwnBuyer *self,
                          TiemOwnOrder *order)
{
  g_autofree char *phone = NULL;

  g_return_if_fail (TIEM_IS_OWN_BUYER (self));

  hide_found (self);
  show_pills (self, NULL);
  self->order = order;
  if (order == NULL)
    return;
  phone = tiem_phone_format (order->buyer_phone);
  self->filling = TRUE;
  set_text (self->phone, phone);
  set_text (self->name, order->buyer_name);
  show_address (self, &order->address);
  self->filling = FALSE;
  show_phone_problem (self);
  if (order->buyer_phone != NULL)
    look_for (self, order->buyer_phone);
}
