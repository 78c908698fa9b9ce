#define G_LOG_DOMAIN "tiem-supplier-edit-page"

#include "config.h"

#include "app/purchases/tiem-supplier-edit-page.h"

#include "app/help/tiem-help.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "store/tiem-store-suppliers.h"

#include <glib/gi18n.h>

struct _TiemSupplierEditPage
{
  TiemSubpage parent_instance;

  TiemShop *shop;         /* (owned) (nullable) */
  TiemSupplier *supplier; /* (owned) */
  gboolean filling;       /* nobody typed it */

  GtkEditable *name;
  GtkEditable *phone;
  GtkEditable *email;
  GtkEditable *address;
  GtkEditable *tax_code;
  GtkEditable *note;
  GtkEditable *opening;
  GtkLabel *problem;
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemSupplierEditPage, tiem_supplier_edit_page, TIEM_TYPE_SUBPAGE)

static void
show_problem (TiemSupplierEditPage *self,
              const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static gpointer
run_save (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  gint64 id = tiem_store_save_supplier (store, data, error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static void
saved_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemSupplierEditPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL)
    return;
  if (id == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, *id);
}

static void
take_text (char **field,
           GtkEditable *editable)
{
  g_free (*field);
  *field = g_strdup (gtk_editable_get_text (editable));
}

static void
tiem_supplier_edit_page_save (TiemSubpage *subpage)
{
  TiemSupplierEditPage *self = TIEM_SUPPLIER_EDIT_PAGE (subpage);
  const char *opening = gtk_editable_get_text (self->opening);
  g_autoptr (GError) error = NULL;

  if (self->shop == NULL)
    return;
  self->supplier->opening_vnd = 0;
  if (*opening != '\0' && !tiem_money_parse_input (opening, &self->supplier->opening_vnd, &error))
    {
      show_problem (self, error->message);
      return;
    }
  take_text (&self->supplier->name, self->name);
  take_text (&self->supplier->phone, self->phone);
  take_text (&self->supplier->email, self->email);
  take_text (&self->supplier->address, self->address);
  take_text (&self->supplier->tax_code, self->tax_code);
  take_text (&self->supplier->note, self->note);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        run_save,
                        tiem_supplier_copy (self->supplier),
                        (GDestroyNotify)tiem_supplier_free,
                        g_free,
                        NULL,
                        saved_cb,
                        g_object_ref (self));
}

static void
changed_cb (TiemSupplierEditPage *self)
{
  if (self->filling)
    return;
  show_problem (self, NULL);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), TRUE);
}

static gboolean
tiem_supplier_edit_page_may_leave (TiemSubpage *subpage)
{
  tiem_subpage_ask_leave (subpage);
  return FALSE;
}

static void
tiem_supplier_edit_page_dispose (GObject *object)
{
  TiemSupplierEditPage *self = TIEM_SUPPLIER_EDIT_PAGE (object);

  g_clear_object (&self->shop);
  g_clear_pointer (&self->supplier, tiem_supplier_free);
  G_OBJECT_CLASS (tiem_supplier_edit_page_parent_class)->dispose (object);
}

static void
tiem_supplier_edit_page_class_init (TiemSupplierEditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_supplier_edit_page_dispose;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_supplier_edit_page_save;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_supplier_edit_page_may_leave;
  signals[SIGNAL_SAVED] = g_signal_new ("saved",
                                        TIEM_TYPE_SUPPLIER_EDIT_PAGE,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/vn/tiem/Tiem/purchases/tiem-supplier-edit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierEditPage, name);
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierEditPage, phone);
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierEditPage, email);
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierEditPage, address);
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierEditPage, tax_code);
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierEditPage, note);
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierEditPage, opening);
  gtk_widget_class_bind_template_child (widget_class, TiemSupplierEditPage, problem);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
tiem_supplier_edit_page_init (TiemSupplierEditPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "purchases");
  tiem_subpage_add_save_button (TIEM_SUBPAGE (self));
}

static void
fill_text (GtkEditable *editable,
           const char *text)
{
  gtk_editable_set_text (editable, text != NULL ? text : "");
}

GtkWidget *
tiem_supplier_edit_page_new (TiemShop *shop,
                             const TiemSupplier *supplier)
{
  TiemSupplierEditPage *self = g_object_new (TIEM_TYPE_SUPPLIER_EDIT_PAGE, NULL);
  g_autofree char *phone = NULL;
  g_autofree char *opening = NULL;

  self->shop = g_object_ref (shop);
  self->supplier = supplier != NULL ? tiem_supplier_copy (supplier) : tiem_supplier_new ();
  phone = tiem_phone_format (self->supplier->phone);
  opening = self->supplier->opening_vnd != 0 ? tiem_number_format (self->supplier->opening_vnd)
                                             : g_strdup ("");
  self->filling = TRUE;
  fill_text (self->name, self->supplier->name);
  fill_text (self->phone, phone);
  fill_text (self->email, self->supplier->email);
  fill_text (self->address, self->supplier->address);
  fill_text (self->tax_code, self->supplier->tax_code);
  fill_text (self->note, self->supplier->note);
  fill_text (self->opening, opening);
  self->filling = FALSE;
  tiem_subpage_set_title (TIEM_SUBPAGE (self),
                          supplier != NULL ? _ ("Edit supplier") : _ ("Add supplier"),
                          self->supplier->code);
  return GTK_WIDGET (self);
}
