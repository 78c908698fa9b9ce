#define G_LOG_DOMAIN "tiem-customer-edit-page"

#include "config.h"

#include "app/customers/tiem-customer-edit-page.h"
#include "app/help/tiem-help.h"
#include "app/widgets/tiem-ward-picker.h"
#include "base/tiem-text.h"
#include "store/tiem-store-address.h"
#include "store/tiem-store-customers.h"

#include <glib/gi18n.h>

struct _TiemCustomerEditPage
{
  TiemSubpage parent_instance;

  TiemShop *shop;     /* (owned) */
  gint64 customer_id; /* 0 = new */
  gboolean filling;   /* the first values are being put in: nothing was changed by hand */

  GtkEditable *name;
  GtkEditable *phone;
  GtkEditable *email;
  GtkEditable *line;
  TiemWardPicker *ward;
  GtkLabel *problem;
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemCustomerEditPage, tiem_customer_edit_page, TIEM_TYPE_SUBPAGE)

/* --- saving --- */

typedef struct
{
  gint64 customer_id;
  char *name;
  char *phone;
  char *email;
  char *line;
  char *ward_code;
} Values;

static void
values_free (Values *self)
{
  g_free (self->name);
  g_free (self->phone);
  g_free (self->email);
  g_free (self->line);
  g_free (self->ward_code);
  g_free (self);
}

static gpointer
save_values (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  const Values *values = data;
  gint64 *id = NULL;

  if (values->customer_id == 0)
    {
      gint64 added
          = tiem_store_add_customer (store, values->name, values->phone, values->email, error);

      if (added != 0)
        id = g_memdup2 (&added, sizeof added);
    }
  else if (tiem_store_edit_customer (
               store, values->customer_id, values->name, values->phone, values->email, error))
    {
      id = g_memdup2 (&values->customer_id, sizeof values->customer_id);
    }
  if (id != NULL
      && !tiem_store_set_customer_address (store, *id, values->line, values->ward_code, error))
    g_clear_pointer (&id, g_free);
  return id;
}

static void
show_problem (TiemCustomerEditPage *self,
              const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
saved_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemCustomerEditPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL)
    return;
  if (error != NULL)
    {
      show_problem (self, error->message);
      return;
    }
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, *id);
}

/* Returns: (transfer full) (nullable): %NULL for an empty entry */
static char *
dup_text (GtkEditable *editable)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
tiem_customer_edit_page_save (TiemSubpage *subpage)
{
  TiemCustomerEditPage *self = TIEM_CUSTOMER_EDIT_PAGE (subpage);
  Values *values;

  if (!gtk_widget_get_sensitive (tiem_subpage_get_end_widget (subpage)))
    return;
  values = g_new0 (Values, 1);
  values->customer_id = self->customer_id;
  values->name = dup_text (self->name);
  values->phone = dup_text (self->phone);
  values->email = dup_text (self->email);
  values->line = dup_text (self->line);
  g_object_get (self->ward, "ward-code", &values->ward_code, NULL);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        save_values,
                        values,
                        (GDestroyNotify)values_free,
                        g_free,
                        NULL,
                        saved_cb,
                        g_object_ref (self));
}

/* --- what is typed --- */

static void
set_field_state (GtkEditable *editable,
                 gboolean good)
{
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (editable), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (editable), "error");
}

static void
changed_cb (TiemCustomerEditPage *self)
{
  g_autofree char *name = dup_text (self->name);
  g_autofree char *phone = dup_text (self->phone);
  g_autofree char *email = dup_text (self->email);
  g_autofree char *number = phone != NULL ? tiem_phone_normalise (phone) : NULL;
  gboolean phone_good = phone == NULL || number != NULL || tiem_text_is_masked (phone);
  g_autofree char *ward = dup_text (GTK_EDITABLE (self->ward));
  gboolean email_good = email == NULL || strchr (email, '@') != NULL;
  gboolean ward_good = ward == NULL || tiem_ward_picker_get_ward (self->ward) != NULL;
  GtkWidget *save = tiem_subpage_get_end_widget (TIEM_SUBPAGE (self));

  set_field_state (self->phone, phone_good);
  set_field_state (self->email, email_good);
  show_problem (self,
                !phone_good   ? _ ("This is not a phone number. Write 0901 234 567.")
                : !email_good ? _ ("This is not an e-mail address. It needs an @.")
                : !ward_good  ? _ ("Choose the ward from the list that opens while you type.")
                              : NULL);
  if (save != NULL)
    gtk_widget_set_sensitive (save, name != NULL && phone_good && email_good && ward_good);
  if (!self->filling)
    tiem_subpage_set_dirty (TIEM_SUBPAGE (self), TRUE);
}

static gboolean
tiem_customer_edit_page_may_leave (TiemSubpage *subpage)
{
  tiem_subpage_ask_leave (subpage);
  return FALSE;
}

/* --- the object --- */

static void
tiem_customer_edit_page_dispose (GObject *object)
{
  TiemCustomerEditPage *self = TIEM_CUSTOMER_EDIT_PAGE (object);

  g_clear_object (&self->shop);

  G_OBJECT_CLASS (tiem_customer_edit_page_parent_class)->dispose (object);
}

static void
tiem_customer_edit_page_class_init (TiemCustomerEditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_customer_edit_page_dispose;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_customer_edit_page_save;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_customer_edit_page_may_leave;

  g_type_ensure (TIEM_TYPE_WARD_PICKER);
  signals[SIGNAL_SAVED] = g_signal_new ("saved",
                                        TIEM_TYPE_CUSTOMER_EDIT_PAGE,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/vn/tiem/Tiem/customers/tiem-customer-edit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemCustomerEditPage, name);
  gtk_widget_class_bind_template_child (widget_class, TiemCustomerEditPage, phone);
  gtk_widget_class_bind_template_child (widget_class, TiemCustomerEditPage, email);
  gtk_widget_class_bind_template_child (widget_class, TiemCustomerEditPage, line);
  gtk_widget_class_bind_template_child (widget_class, TiemCustomerEditPage, ward);
  gtk_widget_class_bind_template_child (widget_class, TiemCustomerEditPage, problem);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
tiem_customer_edit_page_init (TiemCustomerEditPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "customers");
  tiem_subpage_add_save_button (TIEM_SUBPAGE (self));
}

GtkWidget *
tiem_customer_edit_page_new (TiemShop *shop,
                             const TiemCustomer *customer)
{
  TiemCustomerEditPage *self = g_object_new (TIEM_TYPE_CUSTOMER_EDIT_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->filling = TRUE;
  if (customer != NULL)
    {
      self->customer_id = customer->id;
      gtk_editable_set_text (self->name, customer->name != NULL ? customer->name : "");
      gtk_editable_set_text (self->phone, customer->phone != NULL ? customer->phone : "");
      gtk_editable_set_text (self->email, customer->email != NULL ? customer->email : "");
      gtk_editable_set_text (self->line,
                             customer->address_line != NULL ? customer->address_line : "");
      tiem_ward_picker_set_ward (self->ward, tiem_units_get_ward (customer->ward_code));
    }
  changed_cb (self);
  self->filling = FALSE;
  tiem_subpage_set_title (
      TIEM_SUBPAGE (self), customer != NULL ? _ ("Edit customer") : _ ("Add customer"), NULL);
  return GTK_WIDGET (self);
}
